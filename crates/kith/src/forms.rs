//! `kith ingest --form`: filled-in forms, from a table or in FHIR, by the same way as from the page.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use kith_app::App;
use kith_app::front_door::tables::TablePage;
use kith_app::front_door::{bundles, tables};
use kith_interop::table::{Columns, export};
use serde_json::json;

use crate::SOME_QUARANTINED;
use crate::args::Ingest;

pub async fn run(app: &App, args: &Ingest) -> anyhow::Result<ExitCode> {
    let form = args.form.as_deref().expect("a form is asked for");
    let forms = app.programme().forms.clone().context("this programme has no forms")?;
    if !forms.forms.iter().any(|known| known.id == form) {
        let known: Vec<&str> = forms.forms.iter().map(|known| known.id.as_str()).collect();
        bail!("no form is called `{form}`; choose one of {}", known.join(", "));
    }
    let columns = match &args.columns {
        Some(file) => {
            let text =
                std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
            let read = Columns::parse(&text, &forms.forms);
            Some(read.map_err(|e| {
                anyhow::anyhow!("{}, line {}: {}; {}", file.display(), e.line, e.message, e.help)
            })?)
        }
        None => forms.columns.iter().find(|columns| columns.form == form).cloned(),
    };
    if let Some(columns) = columns.as_ref().filter(|columns| columns.form != form) {
        bail!("the columns are those of the form `{}`", columns.form);
    }
    let (mut refused, mut receipts) = (0, export::record(RECEIPT));
    for path in &args.paths {
        let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let first = bytes.iter().find(|b| !b.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(b));
        let page = match first {
            Some(b'{') => letters(app, args, form, &bytes).await?,
            _ => {
                let columns =
                    columns.as_ref().context("say with --columns which column answers which question")?;
                table(tables::ingest(app, columns, &args.source, &name, &bytes).await?)
            }
        };
        for row in page {
            refused += usize::from(!row.wrong.is_empty());
            receipts.push_str(&export::record([
                name.as_str(),
                row.place.as_str(),
                row.receipt.as_deref().unwrap_or_default(),
                if row.again { "yes" } else { "" },
                &row.wrong.join(" | "),
            ]));
            say(&name, &row, args.json)?;
        }
    }
    if let Some(file) = &args.receipts {
        write(file, &receipts)?;
    }
    Ok(if refused > 0 { ExitCode::from(SOME_QUARANTINED) } else { ExitCode::SUCCESS })
}

/// The headers of the receipts.
const RECEIPT: [&str; 5] = ["file", "place", "receipt", "again", "wrong"];

/// What became of one form.
struct Row {
    place: String,
    receipt: Option<String>,
    again: bool,
    wrong: Vec<String>,
}

fn table(page: TablePage) -> Vec<Row> {
    for header in &page.left_out {
        eprintln!("nobody reads the column `{}`", header.escape_debug());
    }
    for header in &page.missing {
        eprintln!("the column `{}` is not in the table", header.escape_debug());
    }
    let row = |row: kith_app::front_door::tables::TableRow| Row {
        place: format!("line {}", row.line),
        receipt: row.receipt,
        again: row.again,
        wrong: row
            .wrong
            .into_iter()
            .map(|w| {
                let at = if w.column.is_empty() { w.question.en } else { w.column };
                format!("{at}: {}", w.what.en)
            })
            .collect(),
    };
    page.rows.into_iter().map(row).collect()
}

async fn letters(app: &App, args: &Ingest, form: &str, bytes: &[u8]) -> anyhow::Result<Vec<Row>> {
    let all = bundles::ingest(app, &args.source, Some(form), bytes).await?;
    let row = |letter: bundles::Letter| match letter.put {
        Ok(receipt) => Row {
            place: letter.place,
            receipt: Some(receipt.number),
            again: receipt.again,
            wrong: Vec::new(),
        },
        Err(wrong) => Row { place: letter.place, receipt: None, again: false, wrong },
    };
    Ok(all.into_iter().map(row).collect())
}

/// One form on a line. Whoever writes a file chooses its texts; a terminal must not obey them.
fn say(name: &str, row: &Row, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        let line = json!({
            "file": name, "place": row.place, "receipt": row.receipt, "again": row.again, "wrong": row.wrong,
        });
        println!("{}", serde_json::to_string(&line)?);
        return Ok(());
    }
    let what = match (&row.receipt, row.again) {
        (Some(number), false) => format!("in, receipt {number}"),
        (Some(number), true) => format!("was in before, receipt {number}"),
        (None, _) => format!("not taken: {}", row.wrong.join(" | ").escape_debug()),
    };
    println!("{}, {}: {what}", name.escape_debug(), row.place);
    Ok(())
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}
