//! Why something is shown or hidden, in a line that opens; and opening what is hidden in an emergency.

use kith_app::privacy::Reason;
use kith_app::view::{Basis, Emergency};
use kith_domain::id::PersonId;
use maud::{Markup, html};

use super::{Sent, field, wrong};
use crate::layout::Page;
use crate::say::privacy as say;
use crate::t;

/// A line that says how much is hidden, and opens to why each kind is shown or hidden. `name` says who each person is,
/// where there are several.
pub fn basis(page: &Page<'_>, all: &[Basis], name: impl Fn(PersonId) -> Option<String>) -> Markup {
    let l = page.l;
    let hidden = all.iter().filter(|b| b.hidden().is_some()).count();
    html! {
        @if !all.is_empty() {
            details .data.because data-keep="open" {
                summary {
                    @if hidden == 0 { (t!(l, "basis-all")) } @else { (t!(l, "basis-hidden", n = hidden)) }
                }
                dl .facts {
                    @for one in all {
                        div {
                            dt {
                                (say::category(l, one.category))
                                @if let Some(name) = name(one.person) { " · " (name) }
                                @if let Some(n) = one.count { " (" (n) ")" }
                            }
                            dd {
                                @if one.hidden().is_some() { strong { (t!(l, "basis-is-hidden")) } }
                                @else { (t!(l, "basis-is-shown")) }
                                " " (say::because(l, one))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// That the reader sees this because of an emergency, and until when.
pub fn emergency(page: &Page<'_>, emergency: Option<&Emergency>) -> Markup {
    let l = page.l;
    html! {
        @if let Some(open) = emergency {
            p .care.loud role="status" { strong { (t!(l, "glass-banner", until = l.moment(open.until, &page.zone))) } " " (t!(l, "glass-banner-more")) }
        }
    }
}

/// The form by which somebody opens a record in an emergency.
pub fn opening(page: &Page<'_>, person: PersonId, minutes: u16, sent: &Sent) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            p .back { a href="/worklist" { (t!(l, "back-worklist")) } }
            h1 { (t!(l, "glass-title")) }
            p .lead.second { (t!(l, "glass-lead", n = minutes)) }
        }
        form .card method="post" action={ "/people/" (person) "/open" } {
            (page.hidden())
            fieldset .choices {
                legend { (t!(l, "glass-why")) }
                (wrong(page, "open", "reason"))
                @for reason in Reason::ALL {
                    label {
                        input type="radio" name="reason" value=(reason.name()) required checked[sent.has("reason", reason.name(), false)];
                        span { (say::glass(l, *reason)) }
                    }
                }
            }
            (field(page, "open", "words", &t!(l, "glass-words"), Some(&t!(l, "glass-words-hint")), html! {
                textarea #open-words name="words" rows="3" maxlength="500" required { (sent.text("words").unwrap_or_default()) }
            }))
            p .care { (t!(l, "glass-told")) }
            button .primary type="submit" { (t!(l, "glass-save")) }
        }
    };
    page.render(&t!(l, "glass-title"), None, content)
}
