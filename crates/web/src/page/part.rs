//! Parts that several pages share.

use kith_app::programme::MeasureInfo;
use kith_app::view::{Freshness, Rate, ScoreRow, Shown};
use kith_domain::measure::{Direction, Status};
use maud::{Markup, html};

use crate::chart;
use crate::filter::encode;
use crate::lang::Lang;
use crate::layout::Page;
use crate::{rich, say, t};

/// Where somebody goes who does not want to be seen with a page: a page that anybody may have open.
const AWAY: &str = "https://www.weather.gov/";

/// Out of here at once; with the script the page leaves the history too, and what was typed goes with it. `words` say
/// what happens.
pub fn away(page: &Page<'_>, words: &str) -> Markup {
    html! {
        p .away {
            a .button href=(AWAY) rel="noreferrer" data-away { (t!(page.l, "fill-away")) }
            span .soft { (words) }
        }
    }
}

/// How fresh and whole the numbers are, with a way to ask again.
pub fn fresh(page: &Page<'_>, freshness: &Freshness) -> Markup {
    let l = page.l;
    html! {
        p .fresh {
            @match freshness.published_at {
                Some(at) => span {
                    (rich!(l, "fresh-updated", [], ago = html! {
                        time datetime=(at) data-ago { (l.ago(at, page.now)) }
                    }))
                },
                None => span { (t!(l, "fresh-never")) },
            }
            @if let Some(day) = freshness.as_of { span { (t!(l, "fresh-as-of", day = l.date(day))) } }
            @if let Some(share) = freshness.complete { span { (t!(l, "fresh-complete", share = l.percent(share))) } }
            @if freshness.waiting > 0 { span { (t!(l, "fresh-waiting", n = freshness.waiting)) } }
            a href=(page.here) data-refresh { (t!(l, "refresh")) }
        }
    }
}

/// That small counts are withheld, and where one of the measures is read beside another, what else is.
pub fn suppressed<'m>(l: &Lang, measures: impl IntoIterator<Item = &'m MeasureInfo>) -> Markup {
    let follows = measures.into_iter().any(|measure| measure.follows);
    html! { p .note { (t!(l, "suppressed-note")) @if follows { " " (t!(l, "suppressed-family")) } } }
}

/// Who stands beside the rate: the pending, the excluded, the unknown.
pub fn beside(l: &Lang, rate: &Rate) -> Markup {
    let parts: Vec<String> = [
        (rate.pending, "beside-pending", "beside-pending-withheld"),
        (rate.excluded, "beside-excluded", "beside-excluded-withheld"),
        (rate.unknown, "beside-unknown", "beside-unknown-withheld"),
    ]
    .into_iter()
    .filter_map(|(count, key, withheld)| match count {
        Shown::Count(0) => None,
        Shown::Count(n) => Some(l.say(key, &[("n", n.into())])),
        Shown::Withheld => Some(l.say(withheld, &[])),
    })
    .collect();
    html! { @if !parts.is_empty() { p .beside { (t!(l, "beside")) " " (parts.join(" · ")) "." } } }
}

/// A shape that goes with a status: never colour alone.
pub fn shape(status: Status) -> Markup {
    html! {
        svg .shape class={ "shape is-" (status.name()) } viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
            @match status {
                Status::Met => { circle cx="8" cy="8" r="7" {} path .tick d="M4.8 8.3 7 10.5 11.3 5.8" {} },
                Status::NotMet => circle .open cx="8" cy="8" r="6.2" {},
                Status::Pending => { circle .open cx="8" cy="8" r="6.2" {} path d="M8 8V1.8A6.2 6.2 0 0 1 14.2 8Z" {} },
                Status::Excluded => rect x="2" y="7" width="12" height="2.4" rx="1.2" {},
                Status::Unknown => { circle .dashed cx="8" cy="8" r="6.2" {} circle cx="8" cy="8" r="1.6" {} },
            }
        }
    }
}

/// A measure as a card: its rate, its gap, twelve months, what they say. `deep` below a section's heading.
pub fn score_card(page: &Page<'_>, row: &ScoreRow, deep: bool) -> Markup {
    let l = page.l;
    let id = &row.measure.id;
    let title = l.words(&row.measure.title);
    let link = html! { a href={ "/measures/" (id) } { (title) } };
    html! {
        article .card.score data-key=(id) {
            @if deep { h3 { (link) } } @else { h2 { (link) } }
            div .score-top {
                p .figure data-live={ "rate-" (id) } data-label=(title) {
                    @match row.rate.value {
                        Some(v) => { span .big { (l.percent(v.value)) } " " span .ci { (l.interval(v)) } }
                        None => span .soft { (l.rate(&row.rate)) }
                    }
                }
                (chart::sparkline(&row.months))
            }
            p .of data-live={ "of-" (id) } data-label=(t!(l, "counted-label", title = title)) {
                @match (row.rate.numerator, row.rate.denominator) {
                    (Shown::Count(n), Shown::Count(of)) => (t!(l, "n-of", n = n, of = say::units(l, row.measure.unit, of))),
                    _ => (t!(l, "n-of-withheld")),
                }
            }
            @if let Some(gap) = &row.gap {
                p .card-gap {
                    span data-live={ "gap-" (id) } data-label=(t!(l, "gap-of-label", title = title)) {
                        (t!(l, "card-gap", gap = t!(l, "points", n = crate::lang::round(gap.difference.value * 100.0)),
                            interval = l.interval(gap.difference)))
                    }
                }
            } @else if row.measure.direction != Direction::Neither { p .card-gap.soft { (t!(l, "card-gap-none")) } }
            @if let Some((Shown::Count(open), soon)) = row.open && open > 0 {
                p .card-open data-live={ "open-" (id) } data-label=(t!(l, "open-label", title = title)) {
                    @match soon {
                        Shown::Count(soon) => (t!(l, "card-open", open = say::units(l, row.measure.unit, open), soon = soon)),
                        Shown::Withheld => (t!(l, "card-open-only", open = say::units(l, row.measure.unit, open))),
                    }
                }
            }
            p .signal.is-signal[row.signals.runs_signal || row.months.iter().any(|m| m.beyond)] { (say::signal(l, row)) }
        }
    }
}

/// Dots for what is there and what is to come; the words stand beside them.
pub fn dots(have: u16, needs: u16) -> Markup {
    let needs = needs.clamp(1, 12);
    html! {
        svg .dots viewBox=(format!("0 0 {} 14", needs * 18 - 4)) width=(needs * 18 - 4) height="14" aria-hidden="true" focusable="false" {
            @for i in 0..needs {
                circle class=(if i < have { "have" } else { "need" }) cx=(i * 18 + 7) cy="7" r="6" {}
            }
        }
    }
}

/// The way on in a list, and back to its beginning: nothing where all of it is on one page.
pub(super) fn pages(page: &Page<'_>, path: &str, anchor: &str, further: bool, next: Option<&str>) -> Markup {
    let l = page.l;
    html! {
        @if further || next.is_some() {
            nav .pages aria-label=(t!(l, "pages-label")) {
                @if further { a href={ (path) (anchor) } { (t!(l, "page-first")) } }
                @if let Some(next) = next {
                    a .next href={ (path) "?after=" (encode(next)) (anchor) } { (t!(l, "page-next")) }
                }
            }
        }
    }
}
