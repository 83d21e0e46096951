//! One case: how soon and why, how to reach her, what has to be done, and what came of it.

use kith_app::view::{CaseHappened, CasePage, CaseState, Phone, PhoneWish, TaskShown};
use kith_domain::id::CaseId;
use kith_domain::priority::Tier;
use maud::{Markup, html};

use super::{close, forms, reach, take, tier};
use crate::layout::Page;
use crate::page::tasks::done;
use crate::page::{privacy, referral};
use crate::say::front_door as words;
use crate::{say, t};

/// The page.
pub fn case(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    let line = &view.line;
    let open = !matches!(line.state, CaseState::Closed(_));
    let content = html! {
        div .title {
            p .back { a href="/triage" { (t!(l, "case-back")) } }
            h1 { (line.name) }
            ul .who {
                @if let Some(far) = line.gestation { li { (words::gestation(l, far)) } }
                @if let Some(age) = line.age { li { (t!(l, "years-old", n = age)) } }
                @if let Some(language) = &view.language { li { (t!(l, "speaks", language = l.language_name(language))) } }
                @if let Some(day) = view.due_date {
                    li {
                        @if matches!(line.gestation, Some(kith_app::view::Gestation::After(_))) {
                            (t!(l, "case-born-on", day = l.date(day)))
                        } @else { (t!(l, "case-due-date", day = l.date(day))) }
                    }
                }
            }
        }
        (crate::page::goods::lost(l, view.loss))
        (notices(page, view))
        @if open { (standing(page, view)) }
        @else { p .care.loud { (words::case_state(l, line.state)) } }
        (why(page, view))
        @if open { (reach::reach(page, view)) }
        (tasks(page, open.then_some(line.case), &view.tasks))
        (crate::page::plan::in_short(page, &view.team, line.case))
        @if open { (crate::page::tasks::ask(page, line.case, &view.workers)) }
        (referral::of_case(page, view, open))
        @if page.nav.contains(&crate::layout::Nav::Goods) {
            (crate::page::goods::of_her(page, &view.goods, &format!("/goods/give?to=case-{}", line.case)))
        }
        (reach::attempts(page, &view.attempts))
        (privacy::basis(page, &view.basis, |_| None))
        (forms::forms(page, &view.forms))
        @if open { (forms::to_ask(page, view)) }
        (close::close(page, view, open))
        (history(page, &view.history))
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&line.name, None, content)
}

/// What somebody has to know before anything else: other cases, other places, records that may be hers.
fn notices(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    html! {
        @if !view.others.is_empty() || view.maybe_same > 0 || !view.known_at.is_empty() {
            section .care.loud aria-labelledby="known" {
                h2 #known { (t!(l, "case-known")) }
                ul {
                    @for (other, state, since) in &view.others {
                        li {
                            a href={ "/triage/" (other) } { (t!(l, "case-other", day = l.date(since.to_zoned(page.zone.clone()).date()))) }
                            " " span .soft { (words::case_state(l, *state)) }
                        }
                    }
                    @if view.maybe_same > 0 {
                        li {
                            @if page.may(kith_domain::access::Action::ReviewIdentity) {
                                a href="/review" { (t!(l, "case-maybe-same", n = view.maybe_same)) }
                            } @else { (t!(l, "case-maybe-same", n = view.maybe_same)) }
                        }
                    }
                    @if !view.known_at.is_empty() { li { (t!(l, "case-known-at", places = view.known_at.join(", "))) } }
                }
            }
        }
    }
}

/// By when, with whom, and the ways to change that.
fn standing(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    let line = &view.line;
    let id = line.case;
    let me = page.visitor.map(|v| v.actor.account);
    let mine = line.worker.as_ref().is_some_and(|(account, _)| Some(*account) == me);
    html! {
        section .goal-line aria-label=(t!(l, "case-standing")) {
            p {
                (tier(l, line.tier)) " "
                strong .nobody[line.late] { (words::due(l, line.due, page.now)) } " "
                span .soft { (l.moment(line.due, &page.zone)) }
                br;
                (words::case_state(l, line.state)) " · "
                @match &line.worker {
                    Some((_, name)) => (t!(l, "case-with", name = name.clone())),
                    None => span .nobody { (t!(l, "case-with-nobody")) },
                }
            }
            div .acts {
                @if !mine { (take(page, line)) }
                @if !view.workers.is_empty() { (give(page, view)) }
                a .button.primary href={ "/triage/" (id) "/match" } { (t!(l, "case-find-service")) }
            }
        }
    }
}

fn give(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    html! {
        details .act data-keep="open" open[page.problem_of("give", "worker").is_some()] {
            summary .button { (t!(l, "case-give")) }
            form method="post" action={ "/triage/" (view.line.case) "/give" } data-act {
                (page.hidden())
                div .field {
                    label for="give-worker" { (t!(l, "case-give-to")) }
                    @if let Some(problem) = page.problem_of("give", "worker") { p .wrong { (problem) } }
                    select #give-worker name="worker" {
                        @for worker in &view.workers {
                            option value=(worker.account) {
                                (t!(l, "case-give-load", name = worker.name.clone(), open = worker.open, late = worker.late))
                            }
                        }
                        option value="" { (t!(l, "case-give-nobody")) }
                    }
                }
                button .primary type="submit" { (t!(l, "case-give-save")) }
            }
        }
    }
}

/// What happened, and who did it.
fn history(page: &Page<'_>, all: &[CaseHappened]) -> Markup {
    let l = page.l;
    html! {
        @if !all.is_empty() {
            details .data data-keep="open" {
                summary { (t!(l, "case-history", n = all.len())) }
                ol .tries {
                    @for event in all {
                        li {
                            p { (l.code("case-did", &event.what)) }
                            p .soft { (l.moment(event.at, &page.zone)) @if !event.by.is_empty() { " · " (event.by) } }
                        }
                    }
                }
            }
        }
    }
}

/// The reasons beside the number, how much of it is known, and the form by which somebody decides otherwise.
fn why(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    let line = &view.line;
    html! {
        section .card aria-labelledby="why" {
            h2 #why { (t!(l, "case-why")) }
            @if let Some((who, at, reason)) = &view.overridden {
                p .care { (t!(l, "case-overridden", who = who.clone(), at = l.moment(*at, &page.zone))) " " q { (reason) } }
            }
            @if line.reasons.is_empty() { p { (t!(l, "reasons-none")) } }
            @else {
                ul .why {
                    @for reason in &line.reasons {
                        li .private[reason.private] {
                            (l.words(&reason.words))
                            @match reason.tier {
                                Some(tier) => { " " span .soft { (t!(l, "reason-makes", tier = words::tier(l, tier))) } }
                                None => { " " span .soft { (t!(l, "reason-points", n = reason.points)) } }
                            }
                        }
                    }
                }
            }
            p .note {
                (t!(l, "case-score", n = line.score)) " "
                (t!(l, "case-completeness", share = l.percent(line.completeness)))
            }
            (tier_form(page, view))
        }
    }
}

fn tier_form(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    let problem = page.problem_of("tier", "reason");
    html! {
        details .act data-keep="open" open[problem.is_some()] {
            summary .button { (t!(l, "tier-change")) }
            form method="post" action={ "/triage/" (view.line.case) "/tier" } data-act {
                (page.hidden())
                fieldset .choices {
                    legend { (t!(l, "tier-which")) }
                    @for tier in Tier::ALL {
                        label {
                            input type="radio" name="tier" value=(tier.name()) required checked[*tier == view.line.tier];
                            span { (words::tier(l, *tier)) }
                        }
                    }
                }
                div .field {
                    label for="tier-reason" { (t!(l, "tier-reason")) }
                    p .hint #tier-reason-hint { (t!(l, "tier-reason-hint")) }
                    @if let Some(problem) = problem { p .wrong #tier-reason-wrong { (problem) } }
                    textarea #tier-reason name="reason" rows="2" maxlength="500" required
                        aria-invalid=[problem.map(|_| "true")]
                        aria-describedby=(if problem.is_some() { "tier-reason-wrong" } else { "tier-reason-hint" }) { (page.typed("tier", "reason")) }
                }
                button .primary type="submit" { (t!(l, "tier-save")) }
            }
        }
    }
}

/// What has to be done, each with the way to say that it is.
fn tasks(page: &Page<'_>, case: Option<CaseId>, tasks: &[TaskShown]) -> Markup {
    let l = page.l;
    html! {
        @if !tasks.is_empty() {
            section .card aria-labelledby="tasks" {
                h2 #tasks { (t!(l, "tasks-title", n = tasks.iter().filter(|t| t.done.is_none()).count())) }
                ul .tries {
                    @for task in tasks {
                        li .undone[task.done.is_some()] data-key={ "task-" (task.task) } {
                            p {
                                strong { (l.words(&task.what)) } br;
                                @match &task.done {
                                    Some((at, by)) => {
                                        @if let Some(came) = task.came { (words::came_of(l, came)) br; }
                                        span .soft { (t!(l, "task-done-by", who = by.clone(), at = l.moment(*at, &page.zone))) }
                                    },
                                    None => span .soft {
                                        span .nobody[task.late] { (words::due(l, task.due, page.now)) } " · "
                                        (l.code("task-role", &task.role))
                                        @if let Some(owner) = &task.owner { " · " (owner) }
                                        @if let Some(by) = task.close_by { " · " (t!(l, "task-close-by", at = l.moment(by, &page.zone))) }
                                    },
                                }
                            }
                            @match &task.done {
                                Some(_) if task.done_at.is_some() => a href=[task.done_at.as_ref()] { (t!(l, "task-see")) span .unseen { ": " (l.words(&task.what)) } },
                                None => div .acts { (done(page, case, task)) },
                                Some(_) => form method="post" action={ "/tasks/" (task.task) "/undo" } data-act {
                                    (page.hidden())
                                    button .link type="submit" { (t!(l, "task-undo")) span .unseen { ": " (l.words(&task.what)) } }
                                },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The number as one dials it, with the buttons.
pub(crate) fn phone(page: &Page<'_>, phone: &Phone, first: bool) -> Markup {
    let l = page.l;
    let number = &phone.number;
    html! {
        @if phone.text_only {
            a .button.primary[first] href={ "sms:" (say::dialable(number)) } data-tel="text" { (t!(l, "text")) " " span .number { (number) } }
            span .care { (t!(l, "phone-text-only")) }
        } @else {
            a .button.primary[first] href={ "tel:" (say::dialable(number)) } data-tel { (t!(l, "call")) " " span .number { (number) } }
            @if phone.takes_texts() {
                a .button href={ "sms:" (say::dialable(number)) } data-tel="text" { (t!(l, "text")) span .unseen { " " (number) } }
            }
        }
        @match phone.wish {
            Some(PhoneWish::CallNoMessage) => span .care { (t!(l, "phone-no-message")) },
            Some(PhoneWish::Call) => span .soft { (t!(l, "phone-no-text")) },
            // Her plan says it, beside.
            Some(PhoneWish::Text | PhoneWish::DoNotUse) => {},
            None => span .soft { (t!(l, "phone-not-asked")) },
        }
        @if let Some((who, at)) = phone.asked.as_ref().filter(|_| phone.wish.is_some()) {
            span .soft {
                @if who.is_empty() { (t!(l, "phone-said", ago = l.ago(*at, page.now))) }
                @else { (t!(l, "phone-said-to", who = who.clone(), ago = l.ago(*at, page.now))) }
            }
        }
    }
}
