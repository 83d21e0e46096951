//! Pages for when something is not as it should be: what happened, and what to do.

use maud::{Markup, html};

use crate::layout::Page;
use crate::t;

/// What went wrong, as far as a reader needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Not there, or not for this reader.
    NotFound,
    /// Not allowed, and why.
    Denied(String),
    /// A form that cannot be taken as it is.
    Invalid(String),
    /// A form from another place, or from a session that has ended.
    Forged,
    /// Too many tries.
    Slow,
    /// The database was busy.
    Busy,
    /// Our mistake: the id under which it stands in the log.
    Internal(String),
}

/// The page.
pub fn trouble(page: &Page<'_>, trouble: &Trouble) -> Markup {
    let l = page.l;
    let (title, words) = match trouble {
        Trouble::NotFound => (t!(l, "not-found-title"), t!(l, "not-found-words")),
        Trouble::Denied(_) => (t!(l, "denied-title"), t!(l, "denied-words")),
        Trouble::Invalid(message) => (t!(l, "invalid-title"), message.clone()),
        Trouble::Forged => (t!(l, "forged-title"), t!(l, "forged-words")),
        Trouble::Slow => (t!(l, "slow-title"), t!(l, "slow-words")),
        Trouble::Busy => (t!(l, "busy-title"), t!(l, "busy-words")),
        Trouble::Internal(_) => (t!(l, "internal-title"), t!(l, "internal-words")),
    };
    let content = html! {
        div .trouble {
            h1 { (title) }
            @if let Trouble::Denied(reason) = trouble { p .lead.second { (denied(page, reason)) } }
            p { (words) }
            @if let Trouble::Internal(id) = trouble { p { (t!(l, "internal-id")) " " code { (id) } } }
            p {
                @if page.visitor.is_some() { a .button href="/" { (t!(l, "go-today")) } }
                @else { a .button href="/sign-in" { (t!(l, "sign-in")) } }
            }
        }
    };
    page.render(&title, None, content)
}

/// The reason that access gives, in the reader's language where we have it.
fn denied(page: &Page<'_>, reason: &str) -> String {
    let key = format!("denied-{}", crate::lang::slug(reason));
    if page.l.has(&key) { page.l.say(&key, &[]) } else { sentence(reason) }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}
