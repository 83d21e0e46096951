//! Groups side by side, the gap between two of them over the years, and who moved it.

use kith_app::view::{Chosen, EquityPage, PairView};
use kith_domain::measure::Direction;
use kith_domain::measure::strata::overlaps;
use maud::{Markup, html};

use super::part;
use crate::chart::{self, BandWords, Chart, Level, Row, Table, hue};
use crate::filter::encode;
use crate::layout::Page;
use crate::say::equity as say;
use crate::t;

mod all_groups;
mod cross;

/// The charts of the page, for it and as files.
#[derive(Debug, Clone)]
pub struct EquityCharts {
    /// Groups side by side, then and now.
    pub groups: Chart,
    /// Two groups, a row a year.
    pub years: Option<Chart>,
    /// The gap by quarter, with its band.
    pub gap: Option<Chart>,
    /// Groups of two stratifiers at once.
    pub cross: Option<Chart>,
}

impl EquityCharts {
    /// A chart by its name.
    pub fn named(&self, name: &str) -> Option<&Chart> {
        let all = std::iter::once(&self.groups).chain(&self.years).chain(&self.gap).chain(&self.cross);
        all.into_iter().find(|c| c.name == name)
    }
}

/// The address of the page with other choices; `None` leaves one out.
fn query(view: &EquityPage, by: &str) -> String {
    let mut query = format!("?by={}", encode(by));
    if by == view.stratifier {
        if let Some(pair) = view.pair.as_ref().filter(|pair| pair.chosen == Chosen::Asked) {
            query.push_str(&format!("&focus={}&reference={}", encode(&pair.focus), encode(&pair.reference)));
        }
        query.push_str(&format!("&back={}", view.years.len().saturating_sub(1)));
        if let Some(cross) = &view.cross {
            query.push_str(&format!("&and={}", encode(&cross.by)));
        }
    }
    query
}

/// Draws them.
pub fn equity_charts(page: &Page<'_>, view: &EquityPage) -> EquityCharts {
    let query = query(view, &view.stratifier);
    let files = |mut chart: Chart| {
        chart.csv = Some(format!("/measures/{}/equity.csv{query}", view.measure.id));
        chart.svg = Some(format!("/measures/{}/equity/{}.svg{query}", view.measure.id, chart.name));
        chart
    };
    EquityCharts {
        groups: files(groups(page, view)),
        years: view
            .pair
            .as_ref()
            .filter(|pair| pair.years.len() > 1)
            .map(|pair| files(years(page, view, pair))),
        gap: view
            .pair
            .as_ref()
            .filter(|pair| pair.quarters.iter().any(|q| q.gap.is_some()))
            .map(|pair| files(gap(page, view, pair))),
        cross: view.cross.as_ref().and_then(|cross| cross::dots(page, view, cross)).map(files),
    }
}

fn groups(page: &Page<'_>, view: &EquityPage) -> Chart {
    let l = page.l;
    let rows: Vec<Row> = view
        .groups
        .iter()
        .filter_map(|g| {
            Some(Row {
                name: l.group(&g.group),
                rate: g.rates.last()?.clone(),
                before: g.rates.first().filter(|_| g.rates.len() > 1).cloned(),
                hue: hue(&g.group),
                href: None,
            })
        })
        .collect();
    let title = super::measure::strata_finding(page, &l.stratifier(&view.stratifier), &rows);
    let (first, last) = (view.years.first(), view.years.last());
    let period = |p: Option<&kith_domain::measure::Period>| p.map(|p| l.period(*p)).unwrap_or_default();
    let key = if view.years.len() > 1 { "equity-groups-where" } else { "equity-groups-where-one" };
    let subtitle = l.say(
        key,
        &[
            ("title", l.words(&view.measure.title).into()),
            ("place", page.network.into()),
            ("from", period(first).into()),
            ("to", period(last).into()),
        ],
    );
    let mut chart =
        chart::interval_rows(l, "groups", title, subtitle, &rows, view.whole.value.map(|v| v.value));
    let mut heads = vec![t!(l, "th-group")];
    for year in &view.years {
        heads.extend([l.period(*year), t!(l, "th-met"), t!(l, "th-of")]);
    }
    let row = |g: &kith_app::view::GroupYears| {
        let cells = g.rates.iter().flat_map(|r| [l.rate(r), l.count(r.numerator), l.count(r.denominator)]);
        std::iter::once(l.group(&g.group)).chain(cells).collect()
    };
    chart.table = Table { heads, rows: view.groups.iter().map(row).collect() };
    chart
}

fn years(page: &Page<'_>, view: &EquityPage, pair: &PairView) -> Chart {
    let l = page.l;
    // Those better off stand on the right, whichever way the measure counts.
    let rows: Vec<_> = pair
        .years
        .iter()
        .map(|(year, focus, reference)| match view.measure.direction {
            Direction::Lower => (*year, reference.clone(), focus.clone()),
            _ => (*year, focus.clone(), reference.clone()),
        })
        .collect();
    let subtitle = t!(l, "equity-years-where", title = l.words(&view.measure.title), place = page.network);
    chart::gap_over_time(l, "years", say::finding(l, pair, view.measure.unit), subtitle, &rows, None)
}

fn gap(page: &Page<'_>, view: &EquityPage, pair: &PairView) -> Chart {
    let l = page.l;
    let gaps = || pair.quarters.iter().filter_map(|q| q.gap).map(|g| crate::lang::round(g.value * 100.0));
    let (low, high) = (gaps().min().unwrap_or_default(), gaps().max().unwrap_or_default());
    let number = |n: i64| if n < 0 { format!("−{}", -n) } else { n.to_string() };
    let names = [&pair.focus, &pair.reference].map(|g| l.group(g));
    let words = BandWords {
        name: "gap".to_owned(),
        title: t!(l, "band-finding", low = number(low), high = number(high)),
        subtitle: t!(
            l,
            "band-where",
            focus = names[0].clone(),
            reference = names[1].clone(),
            title = l.words(&view.measure.title),
            place = page.network,
        ),
        summary: t!(
            l,
            "band-summary",
            n = pair.quarters.len(),
            low = number(low),
            high = number(high),
            focus = names[0].clone(),
            reference = names[1].clone(),
        ),
    };
    let levels: Vec<Level> = pair
        .story
        .iter()
        .flat_map(|s| [Level { period: s.from, gap: s.before }, Level { period: s.to, gap: s.now }])
        .collect();
    chart::gap_band(l, words, &pair.quarters, &levels)
}

/// The page.
pub fn equity(page: &Page<'_>, view: &EquityPage) -> Markup {
    let l = page.l;
    let title = t!(l, "equity-title", title = l.words(&view.measure.title));
    let charts = equity_charts(page, view);
    let content = html! {
        div .title {
            p .back { a href={ "/measures/" (view.measure.id) } { (t!(l, "equity-back")) } }
            h1 { (title) }
            (part::fresh(page, &view.freshness))
        }
        (choices(page, view))
        @match &view.pair {
            Some(pair) => (told(page, view, pair)),
            None if overlaps(&view.stratifier) => div .empty {
                p { (t!(l, "equity-overlap")) }
                p .soft { (t!(l, "equity-overlap-more")) }
            },
            None => div .empty { p { (t!(l, "equity-empty")) } p .soft { (t!(l, "equity-empty-more")) } },
        }
        @if let Some(years) = &charts.years {
            div .card { (years.figure(l, 2)) p .shows { (t!(l, "shows-years")) } }
        }
        @if let Some(gap) = &charts.gap {
            div .card { (gap.figure(l, 2)) p .shows { (t!(l, "shows-gap")) } }
        }
        div .card {
            (charts.groups.figure(l, 2))
            p .shows { (t!(l, "shows-groups")) @for note in notes(page, view) { " " (note) } }
        }
        @if let Some(cross) = &view.cross { (cross::section(page, view, cross, charts.cross.as_ref())) }
        @if let Some(indices) = &view.indices { (all_groups::section(page, view, indices)) }
        @if let Some(pair) = &view.pair { (compare(page, view, pair)) }
        @if view.suppressed { (part::suppressed(l, [&view.measure])) }
        p .files {
            a href={ "/measures/" (view.measure.id) "/equity.csv" (query(view, &view.stratifier)) } download { (t!(l, "chart-csv-all")) }
            button .link type="button" data-print hidden { (t!(l, "print")) }
        }
    };
    page.render(&title, Some(view.freshness.version), content)
}

/// Which measure, and by what.
fn choices(page: &Page<'_>, view: &EquityPage) -> Markup {
    let l = page.l;
    let current = |is: bool| is.then_some("true");
    html! {
        section .filters aria-label=(t!(l, "filters-label")) {
            div .chips {
                span .chips-name { (t!(l, "equity-by")) }
                @for by in &view.stratifiers {
                    a .chip href={ "/measures/" (view.measure.id) "/equity" (query(view, by)) } aria-current=[current(*by == view.stratifier)] {
                        (l.stratifier(by))
                    }
                }
            }
            @if !view.seconds.is_empty() { (seconds(page, view)) }
            @if view.measures.len() > 1 {
                details .more {
                    summary { (t!(l, "equity-measures")) }
                    div .chips {
                        @for measure in &view.measures {
                            a .chip href={ "/measures/" (measure.id) "/equity" } aria-current=[current(measure.id == view.measure.id)] {
                                (l.words(&measure.title))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// By what else, in one table.
fn seconds(page: &Page<'_>, view: &EquityPage) -> Markup {
    let l = page.l;
    let with = view.cross.as_ref().map(|cross| cross.by.as_str());
    let here = query(&EquityPage { cross: None, ..view.clone() }, &view.stratifier);
    let address = format!("/measures/{}/equity{here}", view.measure.id);
    let current = |is: bool| is.then_some("true");
    html! {
        details .more open[with.is_some()] {
            summary { (t!(l, "cross-and")) @if let Some(with) = with { ": " (l.stratifier(with)) } }
            div .chips {
                a .chip href=(address) aria-current=[current(with.is_none())] { (t!(l, "cross-none")) }
                @for by in &view.seconds {
                    a .chip href={ (address) "&and=" (encode(by)) "#together" } aria-current=[current(with == Some(by))] {
                        (l.stratifier(by))
                    }
                }
            }
        }
    }
}

/// What must be known of the groups to read them rightly.
fn notes(page: &Page<'_>, view: &EquityPage) -> Vec<String> {
    let l = page.l;
    let own = match view.stratifier.as_str() {
        "race_ethnicity" => Some(t!(l, "shows-bridge")),
        "race_ethnicity_1997" => Some(t!(l, "shows-1997")),
        "ethnicity_nhs" | "ethnicity_nhs_group" => Some(t!(l, "shows-nhs")),
        "programme" => Some(t!(l, "shows-programme")),
        "site" => Some(t!(l, "shows-site")),
        _ => None,
    };
    let overlap = overlaps(&view.stratifier).then(|| t!(l, "shows-overlap"));
    let index = view
        .index
        .as_ref()
        .map(|index| t!(l, "shows-index", name = l.words(&index.name), edition = index.edition.as_str()));
    let of_race = view.stratifier.starts_with("race") || view.stratifier.starts_with("ethnicity");
    let own_group = (view.measure.own_group && of_race).then(|| t!(l, "shows-own-group"));
    overlap.into_iter().chain(own).chain(index).chain(own_group).collect()
}

/// The sentences that somebody came for.
fn told(page: &Page<'_>, view: &EquityPage, pair: &PairView) -> Markup {
    let l = page.l;
    let unit = view.measure.unit;
    html! {
        @if let Some(story) = &pair.story {
            p .lead { (say::change(l, story)) }
            @if let Some((title, words)) = say::call_out(l, pair, unit) {
                div .callout { p { strong { (title) } " " (words) } }
            }
            p .who-moved { strong { (t!(l, "moved-title")) } " " (say::who_moved(l, pair, story, unit)) }
            @if let Some(rates) = say::rates(l, pair, unit) { p .who-moved { (say::percent(l, story)) " " (rates) } }
            @if story.few_events { p .change { (t!(l, "equity-few")) } }
        } @else if view.measure.direction == Direction::Neither {
            p .lead { (crate::say::no_gap(l, &view.measure)) }
            @if let Some(rates) = say::rates(l, pair, unit) { p .who-moved { (rates) } }
        } @else { p .lead { (t!(l, "equity-one-year")) } }
        p .change {
            (l.say(match pair.chosen {
                Chosen::Programme => "chosen-programme",
                Chosen::Apart => "chosen-apart",
                Chosen::Largest => "chosen-largest",
                Chosen::Asked => "chosen-asked",
            }, &[]))
        }
    }
}

/// The form that compares other groups, or from another year.
fn compare(page: &Page<'_>, view: &EquityPage, pair: &PairView) -> Markup {
    let l = page.l;
    let select = |id: &str, label: &str, chosen: &str| {
        html! {
            div .field {
                label for=(id) { (l.say(label, &[])) }
                select #(id) name=(id) {
                    @for group in &view.choices { option value=(group) selected[group == chosen] { (l.group(group)) } }
                }
            }
        }
    };
    html! {
        @if view.choices.len() > 2 || view.most_years > 2 {
            section .card.compare aria-labelledby="compare" {
                h2 #compare { (t!(l, "compare-title")) }
                form method="get" action={ "/measures/" (view.measure.id) "/equity" } {
                    input type="hidden" name="by" value=(view.stratifier);
                    @if let Some(cross) = &view.cross { input type="hidden" name="and" value=(cross.by); }
                    div .selects {
                        (select("focus", "compare-focus", &pair.focus))
                        (select("reference", "compare-reference", &pair.reference))
                        @if view.most_years > 1 {
                            div .field {
                                label for="back" { (t!(l, "compare-from")) }
                                select #back name="back" {
                                    @for back in 1..view.most_years {
                                        option value=(back) selected[back + 1 == view.years.len()] { (t!(l, "compare-back", n = back)) }
                                    }
                                }
                            }
                        }
                        button type="submit" { (t!(l, "compare-show")) }
                    }
                }
            }
        }
    }
}
