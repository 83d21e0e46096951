//! `kith measure`: run, explain and list, over a database or straight over files.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use kith_domain::fact::Reference;
use kith_domain::measure::{Kin, Outcome};
use kith_measures::engine::{self, Counter, Request};
use kith_measures::explain::{Details, Language};
use kith_measures::lake::Lake;
use kith_measures::programme::Programme;
use serde_json::{Value, json};

mod counts;
mod fhir;
mod load;
mod subjects;
mod withheld;

use counts::Counted;
use load::{Rows, load};

use crate::SOME_QUARANTINED;
use crate::args::{Format, Measure, MeasureExplain, MeasureList, MeasureRun, Report};
use kith_domain::population::Population;

pub async fn run(args: Measure) -> anyhow::Result<ExitCode> {
    match args {
        Measure::Run(args) => measure_run(args).await,
        Measure::Explain(args) => explain(args).await,
        Measure::List(args) => list(&args),
        // Cases are waited for, which a thread of the runtime may not do.
        Measure::Check(args) => tokio::task::spawn_blocking(move || crate::author::check(&args)).await?,
        Measure::New(args) => crate::author::new(&args),
    }
}

async fn measure_run(args: MeasureRun) -> anyhow::Result<ExitCode> {
    let report = reporting(&args)?;
    let programme = Arc::new(crate::place::programme(&args.programme)?);
    let mut measures: Vec<String> = args.measure.iter().cloned().collect();
    if let Some(unknown) = measures.iter().find(|id| programme.measure(id).is_none()) {
        let known: Vec<&str> = programme.measures.iter().map(|m| m.id.as_str()).collect();
        bail!("{} has no measure `{unknown}`; it has {}", programme.id, known.join(", "));
    }
    let by_subject = args.subjects || report.is_some_and(|report| report != Report::Summary);
    if args.suppress.is_some() && !by_subject {
        // One that another leads is told beside it, also where only the one is asked for.
        let follows = |family: &&Vec<Kin>| family[1..].iter().any(|kin| measures.contains(&kin.id));
        if let Some(family) = programme.families().iter().find(follows) {
            measures = family.iter().map(|kin| kin.id.clone()).collect();
        }
    }
    let rows = if by_subject { Rows::Subjects } else { Rows::Counts };
    let population = population(&args)?;
    let mut loaded = load(&args.from, &programme, rows).await?;
    if let Some(engine) = crate::cluster::engine(&args.cluster).await? {
        loaded.engine = engine;
    }
    let told = Counted {
        programme: &programme,
        population: &population,
        period: args.period,
        as_of: args.as_of,
        reporter: args.reporter.clone().map(Reference),
        asked: args.measure.as_deref(),
        rule: args.suppress.map(crate::statistics::suppress::Rule::preset),
    };
    let request = Request { measures, buckets: None, as_of: args.as_of };
    let mut run = loaded.engine.run(&loaded.lake, &programme, &request)?;
    if by_subject {
        let mut outcomes = tokio::task::spawn_blocking(|| engine::outcomes(run)).await??;
        outcomes.retain(|o| args.period.contains(o.counts_on));
        let mut out = BufWriter::new(std::io::stdout().lock());
        match report {
            Some(Report::CareGaps) => fhir::care_gaps(&mut out, &loaded, &outcomes, &told)?,
            _ => subjects::print(&mut out, &loaded, &outcomes, &told, args.format)?,
        }
        out.flush()?;
    } else {
        let mut counter = Counter::new(Some(args.period));
        while let Some(batch) = run.next_batch().await {
            counter.add(&batch?);
        }
        let out = BufWriter::new(std::io::stdout().lock());
        counts::print(out, &loaded, told.rows(&counter), &told, args.format)?;
    }
    if loaded.unread > 0 {
        eprintln!(
            "{} records could not be read and are not counted; `kith ingest` shows each",
            loaded.unread
        );
        return Ok(ExitCode::from(SOME_QUARANTINED));
    }
    Ok(ExitCode::SUCCESS)
}

/// Which report is asked for in FHIR; none in another format. What cannot go together is refused.
fn reporting(args: &MeasureRun) -> anyhow::Result<Option<Report>> {
    let fhir = args.format == Format::Fhir;
    let Some(report) = args.report.or(fhir.then_some(Report::Summary)) else { return Ok(None) };
    if !fhir {
        bail!("--report is a kind of report in FHIR; add --format fhir");
    }
    if args.subjects {
        bail!("--subjects gives rows, and FHIR has no rows; write --report individual");
    }
    if report != Report::Summary && args.suppress.is_some() {
        bail!("--suppress is for counts; a report of one person withholds nothing about her");
    }
    Ok(Some(report))
}

/// The table that is named, else the one in the programme's folder, else the one in the data folder.
fn population(args: &MeasureRun) -> anyhow::Result<Population> {
    match &args.population {
        Some(path) => crate::population::read(path),
        None => {
            let folders = [Some(Path::new(&args.programme)), args.from.data_dir.as_deref()];
            crate::population::in_one_of(folders.into_iter().flatten())
        }
    }
}

fn print_rows(
    out: &mut impl Write,
    header: &[&str],
    rows: Vec<Vec<String>>,
    format: Format,
) -> anyhow::Result<()> {
    if format == Format::Table {
        write!(out, "{}", crate::format::table(header, &rows))?;
        return Ok(());
    }
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(header)?;
    for row in rows {
        csv.write_record(row)?;
    }
    Ok(csv.flush()?)
}

fn list(args: &MeasureList) -> anyhow::Result<ExitCode> {
    let programme = crate::place::programme(&args.programme)?;
    if args.json {
        for m in &programme.measures {
            let mut row = json!({
                "measure": m.id, "title": m.title.en, "description": m.description.en, "needs": m.needs,
                "strata": m.strata, "definition": m.hash,
            });
            counts::mark(&mut row, m);
            println!("{row}");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = programme
        .measures
        .iter()
        .map(|m| {
            let version_of = counts::version_of(m).unwrap_or_default();
            let hash = m.hash.chars().take(12).collect();
            vec![m.id.clone(), m.title.en.clone(), m.window.en.clone(), version_of, hash]
        })
        .collect();
    print!("{}", crate::format::table(&["measure", "title", "window", "version of", "definition"], &rows));
    Ok(ExitCode::SUCCESS)
}

/// What an explanation speaks of, from the bucket that holds the person.
fn details(
    lake: &Lake,
    programme: &Programme,
    measure: &kith_measures::programme::Measure,
    outcome: &Outcome,
) -> anyhow::Result<Details> {
    for bucket in lake.buckets() {
        let details = lake.details(programme, measure, outcome, bucket)?;
        if details.starts_on.is_some() || !details.events.is_empty() {
            return Ok(details);
        }
    }
    Ok(Details::default())
}

async fn explain(args: MeasureExplain) -> anyhow::Result<ExitCode> {
    let programme = Arc::new(crate::place::programme(&args.programme)?);
    let Some(measure) = programme.measure(&args.measure) else {
        let known: Vec<&str> = programme.measures.iter().map(|m| m.id.as_str()).collect();
        bail!("{} has no measure `{}`; it has {}", programme.id, args.measure, known.join(", "));
    };
    let as_of = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
    let loaded = load(&args.from, &programme, Rows::Subjects).await?;
    let people = loaded.people.find(&args.subject);
    if people.is_empty() {
        bail!("no record is about `{}`; give the reference as it came, such as Patient/abc", args.subject);
    }
    let request = Request { measures: vec![measure.id.clone()], buckets: None, as_of };
    let run = loaded.engine.run(&loaded.lake, &programme, &request)?;
    let mut outcomes = tokio::task::spawn_blocking(|| engine::outcomes(run)).await??;
    outcomes.retain(|o| people.contains(&o.person));
    if outcomes.is_empty() {
        println!(
            "{} is not in the population of {}: {}",
            args.subject,
            measure.id,
            measure.description.say(&args.language)
        );
        return Ok(ExitCode::SUCCESS);
    }
    let language = Language::of(&args.language);
    for outcome in &outcomes {
        let mut details = details(&loaded.lake, &programme, measure, outcome)?;
        if let Some(sources) = &loaded.sources {
            sources.tell(outcome, &mut details);
        }
        let explanation = kith_measures::explain::explain(measure, outcome, &details, as_of, language);
        if args.json {
            let lines: Vec<Value> = explanation
                .lines
                .iter()
                .map(|line| {
                    json!({
                        "text": line.text,
                        "on": line.on.map(|d| d.to_string()),
                        "record": line.reference.as_ref().map(|r| r.0.clone()),
                        "source": line.source,
                    })
                })
                .collect();
            let row = json!({
                "measure": measure.id, "subject": args.subject, "status": explanation.status.name(), "why": lines,
            });
            println!("{row}");
        } else {
            println!("{explanation}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
