//! The door.

use maud::{Markup, html};

use crate::layout::Page;
use crate::t;

/// What the form shows.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// The login that was typed.
    pub login: String,
    /// Where to go afterwards: a path of ours.
    pub next: String,
    /// What is wrong.
    pub problem: Option<String>,
}

/// The page.
pub fn sign_in(page: &Page<'_>, form: &SignIn) -> Markup {
    let l = page.l;
    let content = html! {
        div .door {
            h1 { (t!(l, "door-title")) }
            p .soft { (page.network) }
            @if let Some(problem) = &form.problem { p .wrong #door-wrong role="alert" { (problem) } }
            form method="post" action="/sign-in" {
                input type="hidden" name="next" value=(form.next);
                div .field {
                    label for="login" { (t!(l, "login")) }
                    input #login name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false"
                        value=(form.login) required aria-describedby=[form.problem.as_ref().map(|_| "door-wrong")];
                }
                div .field {
                    label for="password" { (t!(l, "password")) }
                    input #password name="password" type="password" autocomplete="current-password" required
                        aria-describedby=[form.problem.as_ref().map(|_| "door-wrong")];
                }
                button .primary type="submit" { (t!(l, "sign-in")) }
            }
            p .soft { (t!(l, "door-help")) }
        }
    };
    page.render(&t!(l, "sign-in"), None, content)
}
