//! The account of a programme: every measure on a page of its own, to be printed and laid before a board.
//!
//! It is made of the same sentences and charts as the pages, so that what a board reads is what everybody reads.

use kith_app::programme::Programme;
use kith_app::view::MeasurePage;
use maud::{Markup, html};

use super::measure::{aim, charts, definition, sentence};
use super::{annotations, part};
use crate::chart::Chart;
use crate::layout::Page;
use crate::{say, t};

/// The report.
pub fn report(page: &Page<'_>, programme: &Programme, measures: &[MeasurePage]) -> Markup {
    let l = page.l;
    let title = t!(l, "report-title", place = page.network);
    let fresh = measures.first().map(|view| &view.freshness);
    let content = html! {
        div .title {
            p .back { a href="/scorecard" { (t!(l, "back-scorecard")) } }
            h1 { (title) }
            p .lead { (l.words(&programme.title)) ": " (l.words(&programme.aim)) }
            @if let Some(fresh) = fresh { (part::fresh(page, fresh)) }
        }
        p .files { button type="button" data-print hidden { (t!(l, "report-print")) } }
        nav .contents aria-labelledby="contents" {
            h2 #contents { (t!(l, "report-contents")) }
            ol { @for view in measures { li {
                a href={ "#sheet-" (view.row.measure.id) } { (l.words(&view.row.measure.title)) }
                " " strong { (l.rate(&view.row.rate)) }
            } } }
        }
        @for view in measures { (sheet(page, programme, view)) }
        @if measures.iter().any(|view| view.suppressed) {
            (part::suppressed(l, measures.iter().map(|view| &view.row.measure)))
        }
    };
    page.render(&title, fresh.map(|fresh| fresh.version), content)
}

/// One measure: the number, how it moved, the gap, and what it is.
fn sheet(page: &Page<'_>, programme: &Programme, view: &MeasurePage) -> Markup {
    let l = page.l;
    let measure = &view.row.measure;
    let charts = charts(page, programme, view);
    // A chart's name is its place on the page: that of each measure is another.
    let own = |mut chart: Chart| {
        chart.name = format!("{}-{}", measure.id, chart.name);
        chart
    };
    html! {
        section .sheet-of id={ "sheet-" (measure.id) } aria-labelledby={ "of-" (measure.id) } {
            h2 id={ "of-" (measure.id) } { a href={ "/measures/" (measure.id) } { (l.words(&measure.title)) } }
            p .lead { (sentence(page, view)) }
            @if let Some(gap) = &view.row.gap {
                p .lead.second { (say::gap(l, measure, gap)) }
                @if let Some(change) = say::change(l, measure, gap) { p .change { (change) } }
                @if let Some(more) = say::more(l, programme, measure, gap) { p { (more) } }
            } @else { p .change { (say::no_gap(l, measure)) } }
            (part::beside(l, &view.row.rate))
            div .card {
                (own(charts.months).figure(l, 3))
                @if let Some(projected) = &view.projected { (aim(l, projected)) }
                (annotations::list(page, view, false))
            }
            @if let Some(gap) = charts.gap { div .card { (own(gap).figure(l, 3)) } }
            div .card.definition { h3 { (t!(l, "definition")) } (definition(l, measure)) }
        }
    }
}
