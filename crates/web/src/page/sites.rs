//! Sites within the limits of chance, and each of them over time. Nobody is ranked.

use kith_app::view::{FunnelView, PlaceSeries, RuleSeen, SiteSeries, SitesPage, Standing, Step};
use maud::{Markup, html};

use super::part;
use crate::chart::{self, Chart, FunnelPoint, FunnelWords, PanelWords, Table};
use crate::lang::{Lang, THIN, whole};
use crate::layout::Page;
use crate::t;

/// The charts of the page, for it and as files.
#[derive(Debug, Clone)]
pub struct SiteCharts {
    /// All sites within the limits of chance; without places where there is nothing to draw yet.
    pub funnel: Chart,
    /// A small chart a site.
    pub panels: Vec<Chart>,
}

impl SiteCharts {
    /// A chart by its name.
    pub fn named(&self, name: &str) -> Option<&Chart> {
        std::iter::once(&self.funnel).chain(&self.panels).find(|c| c.name == name)
    }
}

/// Draws them.
pub fn site_charts(page: &Page<'_>, view: &SitesPage) -> SiteCharts {
    let files = |mut chart: Chart| {
        chart.csv = Some(format!("/measures/{}/sites.csv", view.measure.id));
        chart.svg = Some(format!("/measures/{}/sites/{}.svg", view.measure.id, chart.name));
        chart
    };
    let panels = view.series.iter().flat_map(|series| {
        let scale = chart::scale(&series.places);
        series.places.iter().map(move |place| panel(page, series, place, scale))
    });
    SiteCharts { funnel: files(funnel_chart(page, view)), panels: panels.map(files).collect() }
}

fn standing(l: &Lang, standing: Standing) -> String {
    let key = match standing {
        Standing::Within => "standing-within",
        Standing::High => "standing-high",
        Standing::VeryHigh => "standing-very-high",
        Standing::Low => "standing-low",
        Standing::VeryLow => "standing-very-low",
    };
    l.say(key, &[])
}

fn very(standing: Standing) -> bool {
    matches!(standing, Standing::VeryHigh | Standing::VeryLow)
}

fn funnel_chart(page: &Page<'_>, view: &SitesPage) -> Chart {
    let l = page.l;
    let nothing = FunnelView::default();
    let funnel = view.funnel.as_ref().unwrap_or(&nothing);
    let outside: Vec<&str> =
        funnel.places.iter().filter(|p| very(p.standing)).map(|p| p.name.as_str()).collect();
    let title = match outside[..] {
        _ if view.funnel.is_none() => t!(l, "funnel-empty"),
        [] => t!(l, "funnel-finding-none"),
        [one] => t!(l, "funnel-finding-one", name = one),
        _ => t!(l, "funnel-finding", n = outside.len(), of = funnel.places.len()),
    };
    let points: Vec<FunnelPoint> = funnel
        .places
        .iter()
        .map(|p| FunnelPoint {
            label: p.name.clone(),
            size: p.size as f64,
            value: 100.0 * p.value,
            standing: standing(l, p.standing),
            outside: very(p.standing),
        })
        .collect();
    let curve: Vec<_> =
        funnel.curve.iter().map(|(size, ends)| (*size, ends.map(|end| 100.0 * end))).collect();
    let words = FunnelWords {
        name: "funnel".to_owned(),
        title,
        subtitle: t!(
            l,
            "funnel-where",
            title = l.words(&view.measure.title),
            period = l.period(view.period),
            all = l.percent(funnel.target),
        ),
        summary: t!(
            l,
            "funnel-summary",
            n = funnel.places.len(),
            all = l.percent(funnel.target),
            outside = outside.len(),
        ),
        size: t!(l, "funnel-size"),
        unit: format!("{THIN}%"),
        lines: [t!(l, "funnel-outer"), t!(l, "funnel-inner")],
        heads: Default::default(),
    };
    let show = |value: f64| l.percent(value / 100.0);
    let mut chart = chart::funnel(words, &points, 100.0 * funnel.target, &curve, show);
    chart.table = Table {
        heads: ["th-site", "th-rate", "th-met", "th-of", "th-standing"].map(|key| l.say(key, &[])).into(),
        rows: view
            .sites
            .iter()
            .map(|site| {
                let name = if site.group.is_empty() { t!(l, "no-clinic") } else { site.group.clone() };
                let place = funnel.places.iter().find(|p| p.name == site.group);
                let stands = place.map(|p| standing(l, p.standing)).unwrap_or_default();
                vec![
                    name,
                    l.rate(&site.rate),
                    l.count(site.rate.numerator),
                    l.count(site.rate.denominator),
                    stands,
                ]
            })
            .collect(),
    };
    chart
}

/// What a rule saw, in words.
fn rule(l: &Lang, series: &SiteSeries, place: &PlaceSeries, rule: RuleSeen) -> String {
    let step = match series.step {
        Step::Month => "month",
        Step::Quarter => "quarter",
    };
    match rule {
        RuleSeen::Beyond { above, below } => t!(l, "rule-beyond", above = above, below = below, step = step),
        RuleSeen::LongRun { points, limit, above, from } => {
            let since = place.points.get(from).map(|p| l.month(p.period.start)).unwrap_or_default();
            let key = if above { "rule-run-above" } else { "rule-run-below" };
            l.say(
                key,
                &[
                    ("n", points.into()),
                    ("limit", limit.into()),
                    ("since", since.into()),
                    ("step", step.into()),
                ],
            )
        }
        RuleSeen::FewCrossings { crossings, limit } => t!(l, "rule-crossings", n = crossings, limit = limit),
    }
}

fn panel(page: &Page<'_>, series: &SiteSeries, place: &PlaceSeries, scale: chart::Scale) -> Chart {
    let l = page.l;
    let latest = place.points.iter().rev().find(|p| p.rate.value.is_some());
    let summary = match (place.centre, latest) {
        (Some(centre), Some(latest)) => t!(
            l,
            "panel-summary",
            name = place.name.clone(),
            centre = l.percent(centre),
            latest = l.rate(&latest.rate),
            period = l.period(latest.period),
        ),
        _ => t!(l, "panel-empty", name = place.name.clone()),
    };
    let words = PanelWords {
        name: format!("site-{}", place.key),
        title: place.name.clone(),
        subtitle: said(l, series, place),
        summary,
    };
    chart::panel(l, words, place, scale)
}

/// What the rules say of a site.
fn said(l: &Lang, series: &SiteSeries, place: &PlaceSeries) -> String {
    if place.centre.is_none() {
        return t!(l, "panel-nobody");
    }
    let mut said: Vec<String> = place.rules.iter().map(|r| rule(l, series, place, *r)).collect();
    if said.is_empty() {
        said.push(t!(l, "panel-steady"));
    }
    if place.few {
        said.push(t!(l, "panel-few"));
    }
    said.join(" ")
}

/// The page.
pub fn sites(page: &Page<'_>, view: &SitesPage) -> Markup {
    let l = page.l;
    let title = t!(l, "sites-title", title = l.words(&view.measure.title));
    let charts = site_charts(page, view);
    let content = html! {
        div .title {
            p .back { a href={ "/measures/" (view.measure.id) } { (t!(l, "equity-back")) } }
            h1 { (title) }
            (part::fresh(page, &view.freshness))
        }
        p .lead { (lead(l, view)) }
        (measures(page, view))
        @match &view.funnel {
            Some(funnel) => div .card {
                (charts.funnel.figure(l, 2))
                p .shows { (spread(l, funnel)) }
                p .shows { (t!(l, "shows-funnel")) }
            },
            None => div .empty { p { (t!(l, "funnel-empty")) } p .soft { (t!(l, "funnel-empty-more")) } },
        }
        @match &view.series {
            Some(series) => section aria-labelledby="over-time" {
                h2 #over-time { (over_time(l, series)) }
                p .shows { (shows_panels(l, series)) }
                div .panels { @for panel in &charts.panels { div .card { (panel.figure(l, 3)) } } }
            },
            None => p .note { (t!(l, "panels-withheld")) },
        }
        @if view.suppressed { (part::suppressed(l, [&view.measure])) }
        p .files {
            a href={ "/measures/" (view.measure.id) "/sites.csv" } download { (t!(l, "chart-csv-all")) }
            button .link type="button" data-print hidden { (t!(l, "print")) }
        }
    };
    page.render(&title, Some(view.freshness.version), content)
}

fn lead(l: &Lang, view: &SitesPage) -> String {
    let signals = view.series.as_ref().map(|s| s.places.iter().filter(|p| !p.rules.is_empty()).count());
    match (&view.funnel, signals) {
        (Some(funnel), Some(signals)) => t!(
            l,
            "sites-lead",
            outside = funnel.places.iter().filter(|p| very(p.standing)).count(),
            of = funnel.places.len(),
            signals = signals,
        ),
        (Some(funnel), None) => t!(
            l,
            "sites-lead-funnel",
            outside = funnel.places.iter().filter(|p| very(p.standing)).count(),
            of = funnel.places.len(),
        ),
        (None, _) => t!(l, "sites-lead-none"),
    }
}

/// Whether sites differ by more than chance all round, and what that did to the limits.
fn spread(l: &Lang, funnel: &FunnelView) -> String {
    let spread = format!("{:.1}", funnel.spread);
    if funnel.widened {
        t!(
            l,
            "funnel-widened",
            spread = spread,
            between = crate::lang::round(100.0 * funnel.between),
            n = funnel.outside_exact,
        )
    } else {
        t!(l, "funnel-exact", spread = spread)
    }
}

fn over_time(l: &Lang, series: &SiteSeries) -> String {
    let n = series.places.iter().filter(|p| !p.rules.is_empty()).count();
    t!(l, "panels-finding", n = n, of = series.places.len())
}

fn shows_panels(l: &Lang, series: &SiteSeries) -> String {
    let step = match series.step {
        Step::Month => "month",
        Step::Quarter => "quarter",
    };
    t!(
        l,
        "shows-panels",
        step = step,
        period = l.period(series.period),
        alarm = l.percent(series.false_alarm),
        of = whole(series.places.len() as i64),
    )
}

fn measures(page: &Page<'_>, view: &SitesPage) -> Markup {
    let l = page.l;
    html! {
        @if view.measures.len() > 1 {
            section .filters aria-label=(t!(l, "filters-label")) {
                details .more {
                    summary { (t!(l, "equity-measures")) }
                    div .chips {
                        @for measure in &view.measures {
                            a .chip href={ "/measures/" (measure.id) "/sites" }
                                aria-current=[(measure.id == view.measure.id).then_some("true")] { (l.words(&measure.title)) }
                        }
                    }
                }
            }
        }
    }
}
