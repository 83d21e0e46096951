//! What somebody sees who speaks for a baby. They may not be alone: there is a way out at the top, and neither title
//! nor mark says what the page is of. It names nobody, and what is closed looks like what has nothing in it.

use kith_app::view::{BabyVisits, MinePage};
use maud::{DOCTYPE, Markup, html};

use super::part::away;
use super::referral::quiet_head;
use crate::lang::LANGUAGES;
use crate::layout::Page;
use crate::t;

/// The page.
pub fn mine(page: &Page<'_>, view: &MinePage) -> Markup {
    let l = page.l;
    let content = match view {
        MinePage::Choose => choose(page),
        MinePage::Open(babies) if babies.is_empty() => html! { p .lead { (t!(l, "mine-nothing")) } },
        MinePage::Open(babies) => html! { @for baby in babies { (visits(page, baby)) } },
    };
    html! {
        (DOCTYPE)
        html lang=(l.code) {
            (quiet_head(&t!(l, "mine-tab")))
            body .out {
                a .skip href="#main" { (t!(l, "skip")) }
                main #main tabindex="-1" {
                    (away(page, &t!(l, "link-own-away")))
                    div .files {
                        form .languages method="post" action="/language" {
                            (page.hidden_to("/mine"))
                            @for (code, name) in LANGUAGES.iter().copied().filter(|(code, _)| *code != l.code) {
                                button .link type="submit" name="language" value=(code) lang=(code) { (name) }
                            }
                        }
                        form method="post" action="/sign-out" {
                            (page.csrf())
                            button .link type="submit" { (t!(l, "sign-out")) }
                        }
                    }
                    div .title { h1 { (t!(l, "mine-title")) } }
                    (content)
                }
            }
        }
    }
}

/// The password that was given is known to who gave it: it is changed before anything is shown.
fn choose(page: &Page<'_>) -> Markup {
    let l = page.l;
    let wrong = page.problem_of("password", "password");
    html! {
        form .own method="post" action="/mine/password" {
            (page.hidden_to("/mine"))
            p .lead { (t!(l, "mine-choose")) }
            div .field {
                label for="password" { (t!(l, "mine-password")) }
                p .hint #password-hint { (t!(l, "mine-password-hint")) }
                @if let Some(problem) = wrong { p .wrong #password-wrong role="alert" { (problem) } }
                input #password name="password" type="password" autocomplete="new-password" required
                    aria-describedby=(if wrong.is_some() { "password-hint password-wrong" } else { "password-hint" });
            }
            button .primary type="submit" { (t!(l, "mine-password-save")) }
        }
    }
}

fn visits(page: &Page<'_>, baby: &BabyVisits) -> Markup {
    let l = page.l;
    html! {
        section .card {
            h2 { (t!(l, "mine-due")) }
            @if baby.due.is_empty() { p { (t!(l, "mine-due-none")) } }
            ul .tries {
                @for due in &baby.due {
                    li {
                        p { strong { (l.words(&due.title)) } br; (t!(l, "mine-due-by", n = due.missing, day = l.date(due.by))) }
                    }
                }
            }
            h2 { (t!(l, "mine-made")) }
            @if baby.made.is_empty() { p { (t!(l, "mine-made-none")) } }
            ul .tries { @for day in &baby.made { li { (l.date(*day)) } } }
        }
    }
}
