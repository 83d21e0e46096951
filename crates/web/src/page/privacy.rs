//! What somebody allows, how she is safely contacted and what of her is concealed; who looked; what an officer reviews.

mod officer;
mod print;
mod proxies;
mod safe;
mod why;
mod words;

pub use officer::officer;
pub use print::{consent_form, who_looked};
pub(super) use safe::beside;
pub use why::{basis, emergency, opening};

use kith_app::privacy::Given;
use kith_app::view::PrivacyPage;
use maud::{Markup, html};

use crate::layout::Page;
use crate::t;

/// What was typed into a form that came back, so that nothing of it is lost.
#[derive(Debug, Clone, Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// The text of a field.
    fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Whether a field had this among its values; what was not sent has what is usual.
    fn has(&self, name: &str, value: &str, usual: bool) -> bool {
        match self.0.is_empty() {
            true => usual,
            false => self.0.iter().any(|(n, v)| n == name && v == value),
        }
    }
}

/// The page.
pub fn sharing(page: &Page<'_>, view: &PrivacyPage, sent: &Sent, given: Option<&Given>) -> Markup {
    let l = page.l;
    let name = &view.person.name;
    let content = html! {
        div .title {
            p .back {
                @match view.case {
                    Some(case) => a href={ "/triage/" (case) } { (t!(l, "sharing-to-case")) },
                    None => a href={ "/people/" (view.person.id) } { (t!(l, "sharing-to-person")) },
                }
            }
            h1 { (t!(l, "sharing-title", name = name.clone())) }
            p .lead.second {
                @if view.words.iter().any(|w| w.holds) { (t!(l, "sharing-lead-said", n = view.words.iter().filter(|w| w.holds).count())) }
                @else { (t!(l, "sharing-lead-unasked")) }
            }
        }
        @if let Some(given) = given { (proxies::once(page, given)) }
        (safe::section(page, view, sent))
        (words::section(page, view, sent))
        (safe::concealed(page, view, sent))
        (proxies::section(page, view, sent))
        p .files {
            a href={ "/people/" (view.person.id) "/looks" } { (t!(l, "sharing-looks")) }
            button .link type="button" data-print hidden { (t!(l, "print")) }
        }
    };
    page.render(&t!(l, "sharing-title", name = name.clone()), None, content)
}

/// A field of text with its label, its hint and what is wrong with it.
fn field(page: &Page<'_>, form: &str, name: &str, label: &str, hint: Option<&str>, input: Markup) -> Markup {
    html! {
        div .field {
            label for={ (form) "-" (name) } { (label) }
            @if let Some(hint) = hint { p .hint { (hint) } }
            (wrong(page, form, name))
            (input)
        }
    }
}

fn wrong(page: &Page<'_>, form: &str, name: &str) -> Markup {
    html! { @if let Some(problem) = page.problem_of(form, name) { p .wrong role="alert" { (problem) } } }
}

/// A line of text.
fn line(page: &Page<'_>, form: &str, name: &str, label: &str, hint: Option<&str>, sent: &Sent) -> Markup {
    let input = html! {
        input id={ (form) "-" (name) } name=(name) type="text" maxlength="300" autocomplete="off" value=[sent.text(name)];
    };
    field(page, form, name, label, hint, input)
}
