//! One measure, from the sentence to the definition.

use kith_app::programme::{MeasureInfo, Programme};
use kith_app::view::{MeasurePage, NoProjection, PeopleFilter, Projected, Shown};
use kith_domain::measure::strata::overlaps;
use kith_domain::measure::{Direction, Status};
use maud::{Markup, html};

use super::{annotations, definitions, embed, part, scorecard};
use crate::chart::{self, Chart, Row, hue};
use crate::lang::Lang;
use crate::layout::Page;
use crate::{say, t};

/// The charts of a measure, for its page and as files.
#[derive(Debug, Clone)]
pub struct Charts {
    /// Month by month.
    pub months: Chart,
    /// The gap over time.
    pub gap: Option<Chart>,
    /// A chart a stratifier.
    pub strata: Vec<Chart>,
    /// Clinics side by side.
    pub clinics: Option<Chart>,
    /// Open windows by week.
    pub deadlines: Option<Chart>,
    /// The rates of its definitions.
    pub definitions: Option<Chart>,
}

impl Charts {
    /// A chart by its name.
    pub fn named(&self, name: &str) -> Option<&Chart> {
        std::iter::once(&self.months)
            .chain(&self.gap)
            .chain(&self.strata)
            .chain(&self.clinics)
            .chain(&self.deadlines)
            .chain(&self.definitions)
            .find(|c| c.name == name)
    }
}

/// Draws them.
pub fn charts(page: &Page<'_>, programme: &Programme, view: &MeasurePage) -> Charts {
    let l = page.l;
    let measure = &view.row.measure;
    let title = l.words(&measure.title);
    let place = view.organization.as_ref().map_or(page.network, |(_, name)| name.as_str());
    let query = clinic_query(view);
    let files = |mut chart: Chart| {
        chart.csv = Some(format!("/measures/{}.csv{query}", measure.id));
        chart.svg = Some(format!("/measures/{}/charts/{}.svg{query}", measure.id, chart.name));
        chart
    };
    let months = chart::control(
        l,
        "months",
        t!(l, "control-where", title = title, place = place),
        &view.row,
        chart::Beside {
            outlook: view.projected.as_ref().and_then(|p| p.outlook.as_ref().ok()),
            annotations: &view.annotations,
        },
    );
    let whole = view.row.rate.value.map(|v| v.value);
    let when = l.period(view.period);
    let strata = view
        .strata
        .iter()
        .map(|(stratifier, groups)| {
            let rows: Vec<Row> = groups
                .iter()
                .map(|g| Row {
                    name: l.group(&g.group),
                    rate: g.rate.clone(),
                    before: None,
                    hue: hue(&g.group),
                    href: (view.may_open_people
                        && *stratifier == programme.gap_stratifier
                        && is_worklist(programme, &measure.id))
                    .then(|| format!("/worklist?group={}", crate::filter::encode(&g.key)))
                    .or_else(|| {
                        let stratum = Some((stratifier.clone(), g.key.clone()));
                        view.may_open.then(|| people_of(view, stratum))
                    }),
                })
                .collect();
            let name = format!("by-{}", crate::lang::slug(stratifier));
            let finding = strata_finding(page, &l.stratifier(stratifier), &rows);
            let mut subtitle = t!(l, "strata-where", title = title, place = place, period = when.clone());
            if overlaps(stratifier) {
                subtitle = format!("{subtitle} · {}", t!(l, "where-overlap"));
            }
            files(chart::interval_rows(l, &name, finding, subtitle, &rows, whole))
        })
        .collect();
    let clinics = (!view.clinics.is_empty()).then(|| {
        let rows: Vec<Row> = view
            .clinics
            .iter()
            .map(|g| Row {
                name: if g.group.is_empty() { t!(l, "no-clinic") } else { g.group.clone() },
                rate: g.rate.clone(),
                before: None,
                hue: "g-none",
                // Within one clinic counts are small: there is no such page for who may not see those.
                href: g
                    .key
                    .parse::<i64>()
                    .ok()
                    .filter(|_| !view.suppressed)
                    .map(|id| format!("/measures/{}?clinic={id}", measure.id)),
            })
            .collect();
        let finding = clinic_finding(page, &rows, whole);
        files(chart::interval_rows(
            l,
            "clinics",
            finding,
            t!(l, "clinics-where", title = title, period = when.clone()),
            &rows,
            whole,
        ))
    });
    let deadlines = (!view.deadlines.is_empty()).then(|| {
        files(chart::deadlines(
            l,
            "deadlines",
            t!(l, "deadlines-where", title = title, place = place),
            &view.deadlines,
        ))
    });
    let gap = (!view.gap_over_time.is_empty())
        .then(|| files(scorecard::gap_chart(page, programme, &view.row, &view.gap_over_time)));
    let definitions = definitions::chart(l, view).map(files);
    Charts { months: files(months), gap, strata, clinics, deadlines, definitions }
}

/// Groupings that stand open on the page; the others are one press away.
const FIRST_GROUPINGS: usize = 5;

fn groupings(l: &Lang, strata: &[Chart]) -> Markup {
    let (first, more) = strata.split_at(strata.len().min(FIRST_GROUPINGS));
    html! {
        @for chart in first { div .card { (chart.figure(l, 2)) } }
        @if !more.is_empty() {
            details .more data-keep="open" {
                summary { (t!(l, "more-groupings", n = more.len())) }
                @for chart in more { div .card { (chart.figure(l, 2)) } }
            }
        }
    }
}

/// "By race and ethnicity: 2 of 6 groups are apart from the whole."
pub(super) fn strata_finding(page: &Page<'_>, stratifier: &str, rows: &[Row]) -> String {
    let l = page.l;
    let mut shown: Vec<&Row> = rows.iter().filter(|r| r.rate.value.is_some()).collect();
    let value = |r: &Row| r.rate.value.map_or(0.0, |v| v.value);
    shown.sort_by(|a, b| value(a).total_cmp(&value(b)));
    match (shown.first(), shown.last()) {
        (Some(low), Some(high)) if shown.len() > 1 => t!(
            l,
            "strata-finding",
            stratifier = stratifier,
            low = l.percent(value(low)),
            lowname = low.name.clone(),
            high = l.percent(value(high)),
            highname = high.name.clone(),
        ),
        _ => t!(l, "strata-finding-few", stratifier = stratifier),
    }
}

/// How many clinics have an interval that leaves out the rate of all.
fn clinic_finding(page: &Page<'_>, rows: &[Row], whole: Option<f64>) -> String {
    let l = page.l;
    let Some(whole) = whole else { return t!(l, "clinics-finding-none") };
    let apart = |r: &&Row| r.rate.value.is_some_and(|v| v.low > whole || v.high < whole);
    let apart = rows.iter().filter(apart).count();
    t!(l, "clinics-finding", n = apart, of = rows.len())
}

fn clinic_query(view: &MeasurePage) -> String {
    view.organization.as_ref().map(|(id, _)| format!("?clinic={id}")).unwrap_or_default()
}

/// The rate, of how many, when.
pub(super) fn sentence(page: &Page<'_>, view: &MeasurePage) -> Markup {
    let l = page.l;
    let measure = &view.row.measure;
    let rate = say::live_rate(l, &format!("rate-{}", measure.id), l.words(&measure.title), &view.row.rate);
    let period = l.period(view.period);
    match view.row.rate.denominator {
        Shown::Count(n) if n > 0 => {
            crate::rich!(
                l,
                "measure-sentence",
                [period = period, of = say::units(l, measure.unit, n)],
                rate = rate
            )
        }
        _ => crate::rich!(l, "measure-sentence-few", [period = period], rate = rate),
    }
}

/// Whether the work list is of this measure.
fn is_worklist(programme: &Programme, measure: &str) -> bool {
    programme.worklist_measure().is_some_and(|m| m.id == measure)
}

/// Where those stand whom a number is about: families who still have time; else not done, or done where more is not
/// better.
pub(super) fn unmet(measure: &MeasureInfo) -> Status {
    match measure.direction {
        Direction::Higher if measure.unit.is_of_people() => Status::Pending,
        Direction::Higher => Status::NotMet,
        _ => Status::Met,
    }
}

/// The list of those behind the page's number, or one group's.
fn people_of(view: &MeasurePage, stratum: Option<(String, String)>) -> String {
    let measure = &view.row.measure;
    let organization = view.organization.as_ref().map(|(id, _)| *id);
    let filter = PeopleFilter { stratum, organization, ..PeopleFilter::of(unmet(measure)) };
    super::people_address(&measure.id, &filter)
}

/// The aim, and whether it is reached as things go.
pub(super) fn aim(l: &Lang, projected: &Projected) -> Markup {
    let aim = projected.aim;
    let said = t!(l, "aim-sentence", rate = l.percent(aim.rate), by = l.date(aim.by));
    html! {
        p .aim { strong { (said) } " " @match &projected.outlook {
            Ok(o) => {
                (t!(l, "outlook", closed = o.closed, month = l.month(o.month), there = l.percent(o.there.value),
                    low = l.percent(o.there.low), high = l.percent(o.there.high)))
                " " (l.say(match o.reaches {
                    Some(true) => "outlook-reaches",
                    Some(false) => "outlook-misses",
                    None => "outlook-open",
                }, &[]))
                @if !o.clear { " " (t!(l, "outlook-flat")) }
                " " span .soft { (t!(l, "outlook-note")) }
            }
            Err(NoProjection::TooFew { closed }) => { (t!(l, "no-outlook-few", closed = *closed)) }
            Err(NoProjection::TooFar) => { (t!(l, "no-outlook-far")) }
            Err(NoProjection::Past) => { (t!(l, "no-outlook-past")) }
            Err(NoProjection::AllAlike) => { (t!(l, "no-outlook-alike")) }
        } }
    }
}

/// What a measure is, where it comes from, and its aim.
pub(super) fn definition(l: &Lang, measure: &MeasureInfo) -> Markup {
    html! {
        p { (l.words(&measure.description)) }
        @if !measure.reasons.is_empty() {
            details data-keep="open" {
                summary { (t!(l, "definition-reasons")) }
                ul { @for words in measure.reasons.values() { li { (l.words(words)) } } }
            }
        }
        dl .facts {
            div { dt { (t!(l, "definition-source")) } dd { (l.words(&measure.source)) } }
            div { dt { (t!(l, "definition-version")) } dd { code { (measure.definition) } } }
            @if let Some(aim) = measure.aim {
                div { dt { (t!(l, "definition-aim")) } dd { (t!(l, "aim-by", rate = l.percent(aim.rate), by = l.date(aim.by))) } }
            }
        }
    }
}

/// The page.
pub fn measure(page: &Page<'_>, programme: &Programme, view: &MeasurePage) -> Markup {
    let l = page.l;
    let measure = &view.row.measure;
    let charts = charts(page, programme, view);
    let title = l.words(&measure.title);
    let headline = is_worklist(programme, &measure.id);
    let content = html! {
        div .title {
            p .back { a href="/scorecard" { (t!(l, "back-scorecard")) } }
            h1 { (title) @if let Some((_, name)) = &view.organization { " · " (name) } }
            (part::fresh(page, &view.freshness))
        }
        p .lead { (sentence(page, view)) }
        @if let Some(gap) = &view.row.gap {
            p .lead.second { (say::gap(l, measure, gap)) }
            @if let Some(change) = say::change(l, measure, gap) { p .change { (change) } }
            @if let Some(more) = say::more(l, programme, measure, gap) {
                div .goal-line {
                    p { (more) }
                    @if view.may_open_people && headline {
                        a .next href={ "/worklist?group=" (crate::filter::encode(&gap.focus.key)) } { (t!(l, "see-list")) }
                    }
                }
            }
        } @else { p .change { (say::no_gap(l, measure)) } }
        (part::beside(l, &view.row.rate))
        p .ways {
            @if !measure.stratifiers.is_empty() { a .next href={ "/measures/" (measure.id) "/equity" } { (t!(l, "see-equity")) } }
            a .next href={ "/measures/" (measure.id) "/sites" } { (t!(l, "see-sites")) }
            @if view.may_open {
                a .next href=(people_of(view, None)) {
                    @if measure.unit.is_of_people() { (t!(l, "people-see-families")) } @else { (t!(l, "people-see")) }
                }
            }
        }
        @if view.organization.is_some() { p { a href={ "/measures/" (measure.id) } { (t!(l, "all-clinics")) } } }
        div .card {
            (charts.months.figure(l, 2))
            @if let Some(projected) = &view.projected { (aim(l, projected)) }
            details .rules data-keep="open" {
                summary { (t!(l, "rules-title")) }
                p { (t!(l, "rules-limits")) }
                @if let Some((longest, limit)) = view.row.signals.longest_run {
                    p { (t!(l, "rules-run", longest = longest, limit = limit)) }
                }
                @if let Some((crossings, least)) = view.row.signals.crossings {
                    p { (t!(l, "rules-crossings", crossings = crossings, least = least)) }
                }
                p { (t!(l, "rules-what")) }
            }
        }
        (annotations::annotations(page, view))
        @if let Some(gap) = &charts.gap { div .card { (gap.figure(l, 2)) } }
        @if let Some(times) = &view.times { (super::flow::times(l, times)) }
        (groupings(l, &charts.strata))
        @if let Some(clinics) = &charts.clinics { div .card { (clinics.figure(l, 2)) } }
        @if let Some(deadlines) = &charts.deadlines {
            div .card {
                (deadlines.figure(l, 2))
                @if view.may_open_people && headline { p { a .next href="/worklist" { (t!(l, "see-list")) } } }
            }
        }
        (definitions::section(page, view, charts.definitions.as_ref()))
        section .card.definition aria-labelledby="definition" {
            h2 #definition { (t!(l, "definition")) }
            (definition(l, measure))
        }
        (embed::card(page, view, &charts))
        @if view.suppressed { (part::suppressed(l, [&view.row.measure])) }
        p .files { a href={ "/measures/" (measure.id) ".csv" (clinic_query(view)) } download { (t!(l, "chart-csv-all")) } }
    };
    page.render(title, Some(view.freshness.version), content)
}
