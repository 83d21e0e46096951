//! Definitions of one measure side by side: their rates on one axis, and where they disagree.

use kith_app::programme::Definition;
use kith_app::view::{DefinitionRow, Definitions, MeasurePage};
use maud::{Markup, html};

use crate::chart::{self, Chart, Row};
use crate::lang::Lang;
use crate::layout::Page;
use crate::t;

/// Its place on the page.
const ANCHOR: &str = "definitions";
/// The name of its chart.
const CHART: &str = "by-definition";

/// What tells a definition apart: its edition, or that it is the one that others differ from.
fn edition(l: &Lang, definition: &Definition) -> String {
    match &definition.edition {
        Some(edition) => l.words(edition).to_owned(),
        None if definition.version_of.is_none() => t!(l, "definitions-base"),
        None => String::new(),
    }
}

/// What differs from the base.
fn differs(l: &Lang, definition: &Definition) -> String {
    match &definition.version_of {
        Some((_, differs)) => l.words(differs).to_owned(),
        None => t!(l, "definitions-is-base"),
    }
}

fn named(l: &Lang, definition: &Definition) -> String {
    t!(l, "definitions-name", title = l.words(&definition.title), edition = edition(l, definition))
}

/// The rates of those that run, on one axis; none where only one runs.
pub(super) fn chart(l: &Lang, view: &MeasurePage) -> Option<Chart> {
    let run = &view.definitions.as_ref().filter(|d| d.run.len() > 1)?.run;
    let row = |row: &DefinitionRow| Row {
        name: named(l, &row.definition),
        rate: row.rate.clone(),
        before: None,
        hue: "g-none",
        href: row.against.map(|_| address(view, &row.definition)),
    };
    let rows: Vec<Row> = run.iter().map(row).collect();
    let place = view.organization.as_ref().map(|(_, name)| format!("{name} · ")).unwrap_or_default();
    let mut values: Vec<f64> = rows.iter().filter_map(|r| Some(r.rate.value?.value)).collect();
    values.sort_by(f64::total_cmp);
    let finding = match (values.first(), values.last()) {
        (Some(low), Some(high)) if values.len() > 1 => {
            t!(l, "definitions-finding", low = l.percent(*low), high = l.percent(*high))
        }
        _ => t!(l, "definitions-finding-few"),
    };
    let when = format!("{place}{}", l.period(view.period));
    Some(chart::interval_rows(l, CHART, finding, when, &rows, None))
}

fn address(view: &MeasurePage, definition: &Definition) -> String {
    let clinic = view.organization.as_ref().map(|(id, _)| format!("?clinic={id}"));
    format!("/measures/{}{}", definition.id, clinic.unwrap_or_default())
}

/// The section of the page.
pub(super) fn section(page: &Page<'_>, view: &MeasurePage, chart: Option<&Chart>) -> Markup {
    let l = page.l;
    let Some(definitions) = &view.definitions else { return html! {} };
    html! {
        section .card aria-labelledby=(ANCHOR) {
            h2 id=(ANCHOR) { (t!(l, "definitions-title")) }
            @if definitions.run.len() > 1 {
                p .soft { (t!(l, "definitions-more")) }
                (table(l, view, definitions))
                @if let Some(chart) = chart { (chart.figure(l, 3)) }
            }
            @if !definitions.others.is_empty() { (others(l, definitions)) }
        }
    }
}

fn table(l: &Lang, view: &MeasurePage, definitions: &Definitions) -> Markup {
    let heads = [
        t!(l, "definitions-th-definition"),
        t!(l, "definitions-th-differs"),
        t!(l, "definitions-th-counted"),
        t!(l, "definitions-th-met"),
        t!(l, "definitions-th-rate"),
        t!(l, "definitions-th-both"),
        t!(l, "definitions-th-only-here"),
        t!(l, "definitions-th-only-there"),
    ];
    html! {
        div .scroll tabindex="0" role="group" aria-labelledby=(ANCHOR) {
            table .definitions {
                caption .unseen { (t!(l, "definitions-title")) }
                thead { tr { @for head in &heads { th scope="col" { (head) } } } }
                tbody { @for row in &definitions.run {
                    tr {
                        th scope="row" {
                            @if row.against.is_some() {
                                a href=(address(view, &row.definition)) { (l.words(&row.definition.title)) }
                            } @else { (l.words(&row.definition.title)) }
                            " " span .soft { (edition(l, &row.definition)) }
                        }
                        td data-label=(heads[1]) { (differs(l, &row.definition)) }
                        td data-label=(heads[2]) { (l.count(row.rate.denominator)) }
                        td data-label=(heads[3]) { (l.count(row.rate.numerator)) }
                        td data-label=(heads[4]) { (l.rate(&row.rate)) }
                        @match row.against {
                            Some(against) => {
                                td data-label=(heads[5]) { (l.count(against.both)) }
                                td data-label=(heads[6]) { (l.count(against.only_own)) }
                                td data-label=(heads[7]) { (l.count(against.only_this)) }
                            }
                            None => { td .own colspan="3" { (t!(l, "definitions-own")) } }
                        }
                    }
                } }
            }
        }
    }
}

/// Those that the programme could run, and how.
fn others(l: &Lang, definitions: &Definitions) -> Markup {
    html! {
        h3 { (t!(l, "definitions-others")) }
        ul .missing { @for definition in &definitions.others {
            li {
                strong { (l.words(&definition.title)) } " " span .soft { (edition(l, definition)) }
                @if definition.version_of.is_some() { ": " (differs(l, definition)) }
                " " code { (definition.id) }
            }
        } }
        p .soft { (t!(l, "definitions-switch-on")) }
    }
}
