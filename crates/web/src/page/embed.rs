//! A chart on pages outside: what stands within a frame there, and how it is let out and taken back.

use kith_app::view::MeasurePage;
use maud::{DOCTYPE, Markup, html};

use super::goods::field;
use super::measure::Charts;
use super::part;
use crate::assets;
use crate::chart::Chart;
use crate::lang::{LANGUAGES, slug};
use crate::layout::Page;
use crate::t;

/// The form's name.
pub(crate) const FORM: &str = "embed";
/// Height of a frame in pixels that holds a chart on a telephone and on a desk.
const TALL: u32 = 620;

impl Charts {
    /// Those that may stand outside: of the whole network. Sites and services of partners beside one another, and open
    /// windows, are for those who work with them.
    pub fn public(&self) -> impl Iterator<Item = &Chart> {
        let strata = self.strata.iter().filter(|chart| chart.name != "by-service");
        std::iter::once(&self.months).chain(&self.gap).chain(strata)
    }
}

/// What stands in a frame on somebody else's page: one chart, what it counts, and of when it is.
pub fn framed(page: &Page<'_>, view: &MeasurePage, chart: &Chart) -> Markup {
    let l = page.l;
    let measure = &view.row.measure;
    // What leads to pages for which one signs in is left out.
    let chart = Chart { csv: None, svg: None, ..chart.clone() };
    html! {
        (DOCTYPE)
        html lang=(l.code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (chart.title) " · " (page.network) }
                link rel="stylesheet" href=(assets::css());
                link rel="icon" type="image/svg+xml" href=(assets::icon());
            }
            body .framed {
                main #main {
                    h1 .unseen { (l.words(&measure.title)) }
                    (chart.figure(l, 2))
                    details data-keep="open" {
                        summary { (t!(l, "embed-what")) }
                        p { strong { (l.words(&measure.title)) } ". " (l.words(&measure.description)) }
                        (part::suppressed(l, [measure]))
                    }
                    p .soft {
                        (page.network)
                        @if let Some(day) = view.freshness.as_of { " · " (t!(l, "embed-as-of", day = l.date(day))) }
                        @for (code, name) in LANGUAGES.iter().copied() {
                            @if code != l.code { " · " a href={ "?lang=" (code) } lang=(code) hreflang=(code) { (name) } }
                        }
                    }
                }
            }
        }
    }
}

/// In the place of a chart that was taken back.
pub fn framed_gone(page: &Page<'_>) -> Markup {
    let l = page.l;
    html! {
        (DOCTYPE)
        html lang=(l.code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (t!(l, "embed-gone")) }
                link rel="stylesheet" href=(assets::css());
            }
            body .framed { main #main { h1 .unseen { (page.network) } p { (t!(l, "embed-gone")) } } }
        }
    }
}

/// The lines that a page outside takes to show it.
fn code(page: &Page<'_>, token: &str, title: &str) -> String {
    let frame = html! {
        iframe src={ (page.site) "/embed/" (token) "?lang=" (page.l.code) } title=(title) width="100%" height=(TALL)
            loading="lazy" {}
    };
    frame.into_string()
}

/// What a chart shows, in words that are the same for every reader and on every day: its finding may be of counts that are
/// withheld outside.
fn label(page: &Page<'_>, view: &MeasurePage, chart: &str) -> String {
    let l = page.l;
    let what = match chart {
        "months" => t!(l, "embed-months"),
        "gap" => t!(l, "embed-gap"),
        by => {
            let stratifier = view.strata.iter().find(|(name, _)| by == format!("by-{}", slug(name)));
            stratifier.map_or_else(|| by.to_owned(), |(name, _)| l.stratifier(name))
        }
    };
    format!("{} · {what}", l.words(&view.row.measure.title))
}

/// The card where charts are let out, for whoever may.
pub(super) fn card(page: &Page<'_>, view: &MeasurePage, charts: &Charts) -> Markup {
    if !view.may_publish {
        return html! {};
    }
    let l = page.l;
    let open = page.problem.as_ref().is_some_and(|p| p.form == FORM);
    let left: Vec<&Chart> =
        charts.public().filter(|c| view.embeds.iter().all(|e| e.chart != c.name)).collect();
    html! {
        section .card aria-labelledby="embeds" {
            h2 #embeds { (t!(l, "embed-title")) }
            p .soft { (t!(l, "embed-about")) }
            @if !view.embeds.is_empty() {
                ul .changed-list.embed-list {
                    @for embed in &view.embeds {
                        @let title = label(page, view, &embed.chart);
                        @let id = format!("embed-code-{}", embed.id);
                        li { div {
                            p {
                                a href={ "/embed/" (embed.token) "?lang=" (l.code) } { (title) }
                                " " span .soft { (t!(l, "embed-by", by = embed.by.clone())) }
                            }
                            label for=(id) { (t!(l, "embed-code")) }
                            textarea #(id) readonly rows="3" spellcheck="false" { (code(page, &embed.token, &title)) }
                            form method="post" action={ "/embeds/" (embed.id) "/undo" } {
                                (page.hidden())
                                button .quiet type="submit" { (t!(l, "embed-undo")) " " span .unseen { (title) } }
                            }
                        } }
                    }
                }
            }
            @if !left.is_empty() {
                details .act data-keep="open" open[open] {
                    summary .button { (t!(l, "embed-new")) }
                    form .goods-form method="post" action={ "/measures/" (view.row.measure.id) "/embeds" } {
                        (page.hidden())
                        (field(page, FORM, "chart", &t!(l, "embed-which"), |id, wrong| html! {
                            select id=(id) name="chart" required aria-describedby=[wrong] {
                                @for chart in &left { option value=(chart.name) { (label(page, view, &chart.name)) } }
                            }
                        }))
                        p .hint { (t!(l, "embed-hint")) }
                        button type="submit" { (t!(l, "embed-save")) }
                    }
                }
            }
        }
    }
}
