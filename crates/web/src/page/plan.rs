//! Who does what for her, what she wants and the steps towards it, and the reviews of her case.

use kith_app::view::{AgendaLine, GoalShown, PlanPage, PlanStepShown, ReviewShown, TeamShown};
use kith_domain::id::CaseId;
use maud::{Markup, html};

use super::goods::field;
use crate::lang::LANGUAGES;
use crate::layout::Page;
use crate::t;
use crate::typed::Typed;

/// Decisions that the form of a review has room for.
pub(crate) const DECISIONS: usize = 3;

/// The page.
pub fn plan(page: &Page<'_>, view: &PlanPage, typed: &Typed) -> Markup {
    let l = page.l;
    let title = t!(l, "care-plan-title", name = view.name.clone());
    let content = html! {
        div .title {
            p .back { a href={ "/triage/" (view.case) } { (view.name) } }
            h1 { (title) }
        }
        section .card aria-labelledby="team" {
            h2 #team { (t!(l, "team-title")) }
            (findings(page, &view.team))
            (members(page, &view.team, Some(view.case)))
            (add_member(page, view, typed))
        }
        section .card aria-labelledby="wants" {
            h2 #wants { (t!(l, "plan-wants")) }
            @if view.goals.is_empty() { p .soft { (t!(l, "plan-wants-none")) } }
            @for goal in &view.goals { (goal_card(page, view, goal)) }
            (add_goal(page, view, typed))
        }
        (reviews(page, view, typed))
        @if page.nav.contains(&crate::layout::Nav::Methods) {
            p { a .next href={ "/triage/" (view.case) "/contraception" } { (t!(l, "talk-link")) } }
        }
        p .files {
            a href="/reviews" { (t!(l, "agenda-title")) }
            button .link type="button" data-print hidden { (t!(l, "print")) }
        }
    };
    page.render(&title, None, content)
}

/// What somebody has to see to.
fn findings(page: &Page<'_>, team: &TeamShown) -> Markup {
    let l = page.l;
    html! {
        @if !team.findings.is_empty() {
            ul .why {
                @for finding in &team.findings {
                    li .private[finding.private] {
                        strong .waits { (l.words(&finding.words)) }
                        @if !finding.who.is_empty() { " " span .soft { (finding.who.join(", ")) } }
                    }
                }
            }
        }
    }
}

/// Who does what; with the way to end it where `of` names the case and somebody wrote it down by hand.
fn members(page: &Page<'_>, team: &TeamShown, of: Option<CaseId>) -> Markup {
    let l = page.l;
    html! {
        @if team.members.is_empty() { p .soft { (t!(l, "team-nobody")) } }
        @else {
            ul .tries {
                @for member in &team.members {
                    li .private[member.private] {
                        p {
                            strong { (l.words(&member.duty)) } br;
                            (member.who) @if !member.works_for.is_empty() { " · " span .soft { (member.works_for) } }
                        }
                        @if let (Some(case), Some(id)) = (of, member.noted) {
                            form method="post" action={ "/triage/" (case) "/team/" (id) "/end" } {
                                (page.hidden())
                                button .link type="submit" { (t!(l, "team-end")) span .unseen { ": " (member.who) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The team in short, on the page of a case or of a family.
pub(crate) fn in_short(page: &Page<'_>, team: &TeamShown, case: CaseId) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="team" {
            h2 #team { (t!(l, "team-title")) }
            (findings(page, team))
            (members(page, team, None))
            p { a .next href={ "/triage/" (case) "/plan" } { (t!(l, "team-plan")) } }
        }
    }
}

fn add_member(page: &Page<'_>, view: &PlanPage, typed: &Typed) -> Markup {
    let l = page.l;
    let form = "member";
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "team-add")) }
            form .goods-form method="post" action={ "/triage/" (view.case) "/team" } {
                (page.hidden())
                (field(page, form, "duty", &t!(l, "team-duty"), |id, wrong| html! {
                    select id=(id) name="duty" aria-describedby=[wrong] {
                        @for (duty, name) in &view.duties { option value=(duty) selected[typed.chose("duty", duty)] { (l.words(name)) } }
                    }
                }))
                @for (name, key, required) in [("name", "team-who", true), ("works_for", "team-works-for", false)] {
                    (field(page, form, name, &l.say(key, &[]), |id, wrong| html! {
                        input id=(id) type="text" name=(name) value=(typed.text(name)) maxlength="200" required[required] aria-describedby=[wrong];
                    }))
                }
                button .primary type="submit" { (t!(l, "team-add-save")) }
            }
        }
    }
}

fn goal_card(page: &Page<'_>, view: &PlanPage, goal: &GoalShown) -> Markup {
    let l = page.l;
    let here = format!("/triage/{}", view.case);
    let open = goal.state == "open";
    html! {
        div .plan-goal.undone[!open] data-key={ "goal-" (goal.id) } {
            h3 { q lang=(goal.language) { (goal.words) } }
            p .soft {
                (l.code("goal-state", goal.state)) " · " (t!(l, "plan-said-in", language = l.language_name(&goal.language))) " · "
                (t!(l, "plan-noted", who = goal.noted.1.clone(), at = l.moment(goal.noted.0, &page.zone)))
            }
            @if !goal.steps.is_empty() { ul .tries { @for step in &goal.steps { (step_row(page, &here, step)) } } }
            @if open {
                (add_step(page, &here, goal))
                div .acts {
                    @for (state, key) in [("reached", "goal-reached"), ("left", "goal-left")] {
                        form method="post" action={ (here) "/goals/" (goal.id) "/state" } {
                            (page.hidden())
                            button type="submit" name="state" value=(state) { (l.say(key, &[])) span .unseen { ": " (goal.words) } }
                        }
                    }
                }
            } @else {
                form method="post" action={ (here) "/goals/" (goal.id) "/state" } {
                    (page.hidden())
                    button .link type="submit" name="state" value="open" { (t!(l, "goal-open")) span .unseen { ": " (goal.words) } }
                }
            }
        }
    }
}

fn step_row(page: &Page<'_>, here: &str, step: &PlanStepShown) -> Markup {
    let l = page.l;
    let open = step.state == "open";
    html! {
        li .undone[!open] data-key={ "step-" (step.id) } {
            p {
                strong { (step.words) } br;
                (step.owner)
                @if let Some(day) = step.due_on { " · " span .nobody[step.late] { (t!(l, "care-plan-by", day = l.date(day))) } }
                @if let Some((at, by)) = &step.changed {
                    " · " span .soft { (l.code("step-is", step.state)) ", " (t!(l, "plan-noted", who = by.clone(), at = l.moment(*at, &page.zone))) }
                }
            }
            form method="post" action={ (here) "/steps/" (step.id) "/state" } {
                (page.hidden())
                @if open {
                    button type="submit" name="state" value="done" { (t!(l, "task-done")) span .unseen { ": " (step.words) } }
                    " " button .link type="submit" name="state" value="dropped" { (t!(l, "plan-drop")) span .unseen { ": " (step.words) } }
                } @else {
                    button .link type="submit" name="state" value="open" { (t!(l, "task-undo")) span .unseen { ": " (step.words) } }
                }
            }
        }
    }
}

fn add_step(page: &Page<'_>, here: &str, goal: &GoalShown) -> Markup {
    let l = page.l;
    let form = format!("goal{}", goal.id);
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "plan-step-add")) span .unseen { ": " (goal.words) } }
            form .goods-form method="post" action={ (here) "/goals/" (goal.id) "/steps" } {
                (page.hidden())
                @for (name, kind, key, required) in [
                    ("step", "text", "plan-step", true), ("owner", "text", "plan-owner", true), ("due_on", "date", "task-ask-when", false),
                ] {
                    (field(page, &form, name, &l.say(key, &[]), |id, wrong| html! {
                        input id=(id) type=(kind) name=(name) maxlength="500" required[required] aria-describedby=[wrong];
                    }))
                }
                button .primary type="submit" { (t!(l, "plan-step-save")) }
            }
        }
    }
}

fn add_goal(page: &Page<'_>, view: &PlanPage, typed: &Typed) -> Markup {
    let l = page.l;
    let form = "goal";
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    let hers = view.language.as_deref().unwrap_or("en");
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "plan-goal-add")) }
            form .goods-form method="post" action={ "/triage/" (view.case) "/goals" } {
                (page.hidden())
                (field(page, form, "goal", &t!(l, "plan-goal"), |id, wrong| html! {
                    textarea id=(id) name="goal" rows="2" maxlength="500" required aria-describedby=[wrong] { (typed.text("goal")) }
                }))
                (field(page, form, "language", &t!(l, "sleep-language"), |id, wrong| html! {
                    select id=(id) name="language" aria-describedby=[wrong] {
                        @for (code, _) in LANGUAGES { option value=(code) selected[hers.starts_with(code)] { (l.language_name(code)) } }
                        @if !LANGUAGES.iter().any(|(code, _)| hers.starts_with(code)) { option value=(hers) selected { (l.language_name(hers)) } }
                    }
                }))
                button .primary type="submit" { (t!(l, "plan-goal-save")) }
            }
        }
    }
}

fn reviews(page: &Page<'_>, view: &PlanPage, typed: &Typed) -> Markup {
    let l = page.l;
    let waits = view.reviews.iter().find(|review| review.held.is_none());
    html! {
        section .card aria-labelledby="reviews" {
            h2 #reviews { (t!(l, "case-reviews")) }
            ul .tries { @for review in &view.reviews { (review_row(page, review)) } }
            @match waits {
                Some(review) => (hold(page, view, review, typed)),
                None => (ask(page, view, typed)),
            }
        }
    }
}

fn review_row(page: &Page<'_>, review: &ReviewShown) -> Markup {
    let l = page.l;
    html! {
        li {
            p {
                strong { (review.reason) } br;
                span .soft { (t!(l, "review-asked", who = review.asked.1.clone(), at = l.moment(review.asked.0, &page.zone))) }
                @if let Some((at, by, notes)) = &review.held {
                    br; (notes) br;
                    span .soft { (t!(l, "review-held", who = by.clone(), at = l.moment(*at, &page.zone))) }
                }
            }
        }
    }
}

fn ask(page: &Page<'_>, view: &PlanPage, typed: &Typed) -> Markup {
    let l = page.l;
    let form = "agenda";
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "review-ask")) }
            form .goods-form method="post" action={ "/triage/" (view.case) "/reviews" } {
                (page.hidden())
                (field(page, form, "reason", &t!(l, "review-why"), |id, wrong| html! {
                    input id=(id) type="text" name="reason" value=(typed.text("reason")) maxlength="500" required aria-describedby=[wrong];
                }))
                button .primary type="submit" { (t!(l, "review-ask-save")) }
            }
        }
    }
}

fn hold(page: &Page<'_>, view: &PlanPage, review: &ReviewShown, typed: &Typed) -> Markup {
    let l = page.l;
    let form = "held";
    let wrong = page.problem_of(form, "decision").or(page.problem_of(form, "worker"));
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    html! {
        details .act data-keep="open" open[open] {
            summary .button.primary { (t!(l, "review-hold")) }
            form .goods-form method="post" action={ "/triage/" (view.case) "/reviews/" (review.id) } {
                (page.hidden())
                (field(page, form, "notes", &t!(l, "review-notes"), |id, wrong| html! {
                    textarea id=(id) name="notes" rows="4" maxlength="4000" required aria-describedby=[wrong] { (typed.text("notes")) }
                }))
                p .hint { (t!(l, "review-decisions")) }
                @if let Some(wrong) = wrong { p .wrong role="alert" { (wrong) } }
                @for n in 1..=DECISIONS {
                    @let (what, when, who) = (format!("what{n}"), format!("when{n}"), format!("who{n}"));
                    fieldset .plain {
                        legend { (t!(l, "review-decision", n = n)) }
                        div .field {
                            label for=(what) { (t!(l, "task-ask-what")) }
                            input id=(what) type="text" name=(what) value=(typed.text(&what)) maxlength="200";
                        }
                        div .field {
                            label for=(when) { (t!(l, "task-ask-when")) }
                            input id=(when) type="date" name=(when) value=(typed.text(&when));
                        }
                        div .field {
                            label for=(who) { (t!(l, "task-ask-who")) }
                            select id=(who) name=(who) {
                                option value="" { (t!(l, "case-give-nobody")) }
                                @for worker in &view.workers {
                                    option value=(worker.account) selected[typed.chose(&who, &worker.account.to_string())] { (worker.name) }
                                }
                            }
                        }
                    }
                }
                button .primary type="submit" { (t!(l, "review-hold-save")) }
            }
        }
    }
}

/// Cases on the agenda of the next review.
pub fn agenda(page: &Page<'_>, lines: &[AgendaLine]) -> Markup {
    let l = page.l;
    let content = html! {
        div .title { h1 { (t!(l, "agenda-n", n = lines.len())) } }
        @if lines.is_empty() { div .empty { p { (t!(l, "agenda-none")) } p .soft { (t!(l, "agenda-none-more")) } } }
        @else {
            ul .rows.on-list data-list {
                @for line in lines {
                    li .row id={ "case-" (line.case) } data-row tabindex="-1" {
                        div .row-main {
                            div .row-head { h2 { a href={ "/triage/" (line.case) "/plan" } data-open { (line.name) } } }
                            p .need { span { (line.reason) } }
                            p .about { span { (t!(l, "review-asked", who = line.asked.1.clone(), at = l.moment(line.asked.0, &page.zone))) } }
                        }
                    }
                }
            }
        }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&t!(l, "agenda-title"), None, content)
}
