//! Inequality over all the groups of the last year.

use kith_app::view::{EquityPage, Indices};
use kith_domain::measure::Direction;
use maud::{Markup, html};

use crate::layout::Page;
use crate::say::indices as say;
use crate::t;

/// The section: every number with its limits and a sentence. No group is ranked.
pub fn section(page: &Page<'_>, view: &EquityPage, indices: &Indices) -> Markup {
    let l = page.l;
    let period = view.years.last().map(|year| l.period(*year)).unwrap_or_default();
    let of = if view.measure.direction == Direction::Lower { "index-of-done" } else { "index-of-undone" };
    html! {
        section .card.indices aria-labelledby="all-groups" {
            h2 #all-groups { (t!(l, "index-title")) }
            p {
                (t!(l, "index-groups", n = indices.groups, period = period)) " " (l.say(of, &[]))
                @if indices.left_out > 0 { " " (t!(l, "index-left-out", n = indices.left_out)) }
            }
            dl {
                @for index in &indices.rows {
                    div {
                        dt { (say::name(l, index.kind)) }
                        dd .number { (say::value(l, index)) }
                        dd .says {
                            (say::says(l, indices, index.kind))
                            @if index.depends_on_zero { " " (t!(l, "index-zero")) }
                        }
                    }
                }
            }
            p .shows { (t!(l, "shows-indices")) }
        }
    }
}
