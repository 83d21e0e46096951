//! Population indicators on the scorecard: events for so many.

use kith_app::view::{IndicatorRow, NoIndicator, Shown};
use maud::{Markup, html};

use crate::lang::{Lang, decimal, whole};
use crate::{say, t};

/// The section; nothing where the programme has none.
pub(super) fn section(l: &Lang, rows: &[IndicatorRow]) -> Markup {
    html! {
        @if !rows.is_empty() {
            section .card aria-labelledby="indicators" {
                h2 #indicators { (t!(l, "indicators-title")) }
                p .soft { (t!(l, "indicators-more")) }
                div .indices { dl { @for row in rows { (one(l, row)) } } }
            }
        }
    }
}

fn one(l: &Lang, row: &IndicatorRow) -> Markup {
    let units = |count: Shown| match count {
        Shown::Count(n) => say::units(l, row.measure.unit, n),
        Shown::Withheld => l.count(count),
    };
    let counted = match row.of {
        Some(of) if row.of_persons => {
            t!(l, "indicators-events-persons", events = units(row.events), of = l.count(of))
        }
        Some(of) => t!(l, "indicators-events", events = l.count(row.events), of = units(of)),
        None => t!(l, "indicators-events-only", events = units(row.events)),
    };
    html! {
        div {
            dt { (l.words(&row.measure.title)) }
            dd .number {
                @match row.told {
                    Ok(rate) => {
                        strong { (t!(l, "indicators-rate", rate = decimal(rate.value), per = whole(row.per.into()))) }
                        " " span .soft { (t!(l, "indicators-interval", low = decimal(rate.low), high = decimal(rate.high))) }
                    }
                    Err(NoIndicator::Withheld) => span .soft { (t!(l, "withheld")) },
                    Err(NoIndicator::Nobody) => span .soft { (t!(l, "nobody-yet")) },
                    Err(NoIndicator::Open) => span .soft { (t!(l, "indicators-open")) },
                    Err(NoIndicator::NoPopulation) => span .soft { (t!(l, "indicators-no-population")) },
                }
            }
            @if row.told != Err(NoIndicator::Open) {
                dd .says {
                    (counted) " · " (l.period(row.period))
                    @if row.unstable { " · " (t!(l, "indicators-unstable")) }
                }
            }
        }
    }
}
