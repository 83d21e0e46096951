//! Closing a case, and opening it again. Nobody is given up before the protocol of tries was followed.

use kith_app::view::{CasePage, CaseState, CloseReason, Connection};
use maud::{Markup, html};

use crate::layout::Page;
use crate::say::front_door as words;
use crate::t;

/// The form.
pub(super) fn close(page: &Page<'_>, view: &CasePage, open: bool) -> Markup {
    if open { form(page, view) } else { reopen(page, view) }
}

fn form(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    let id = view.line.case;
    // Without a proposal she was reached, or asked not to be contacted: then she is not out of reach either.
    let contacting = view.line.state == CaseState::Contacting;
    let may_give_up = view.next.as_ref().map_or(contacting, |next| next.may_give_up);
    let problem = page.problem_of("close", "reason");
    html! {
        section .card aria-labelledby="close" {
            h2 #close { (t!(l, "close-title")) }
            details .act data-keep="open" open[problem.is_some()] {
                summary .button { (t!(l, "close-open")) }
                form method="post" action={ "/triage/" (id) "/close" } {
                    (page.hidden())
                    fieldset .choices {
                        legend { (t!(l, "close-why")) }
                        @if let Some(problem) = problem { p .wrong { (problem) } }
                        @for reason in words::CLOSE_REASONS {
                            @let closed = reason == CloseReason::UnableToReach && !may_give_up;
                            label {
                                input type="radio" name="reason" value=(reason.name()) required
                                    disabled[closed] aria-describedby=[closed.then_some("close-not-yet")];
                                span { (words::close_reason(l, reason)) }
                            }
                        }
                    }
                    @if !may_give_up {
                        p .hint #close-not-yet {
                            @match &view.next {
                                Some(next) => (t!(l, "close-not-yet", done = next.done, needed = next.needed)),
                                None => (t!(l, "close-not-unreachable")),
                            }
                        }
                    }
                    (still_open(page, view))
                    p .hint { (t!(l, "close-told")) }
                    button type="submit" { (t!(l, "close-save")) }
                }
            }
        }
    }
}

/// What nobody has seen to yet: whoever closes the case leaves it.
fn still_open(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    let tasks = view.tasks.iter().filter(|task| task.done.is_none());
    let mut open: Vec<Markup> = tasks.map(|task| html! { (l.words(&task.what)) }).collect();
    let findings = view.team.findings.iter().filter(|finding| !finding.private);
    open.extend(findings.map(|finding| html! { (l.words(&finding.words)) }));
    let unheard = view.referrals.iter().filter(|line| line.connection == Connection::Open);
    open.extend(
        unheard.map(|line| html! { (t!(l, "close-unheard", service = l.words(&line.service_name))) }),
    );
    html! {
        @if !open.is_empty() {
            div .care {
                p { strong { (t!(l, "close-still-open")) } }
                ul { @for one in &open { li { (one) } } }
            }
        }
    }
}

fn reopen(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    html! {
        form method="post" action={ "/triage/" (view.line.case) "/reopen" } {
            (page.hidden())
            button type="submit" { (t!(l, "case-reopen")) }
        }
    }
}
