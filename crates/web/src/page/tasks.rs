//! What has to be done, over all cases: what is due first comes first.

use kith_app::view::{CameOf, TaskFilter, TaskLine, TaskShown, TasksPage, WorkerLoad};
use kith_domain::id::CaseId;
use maud::{Markup, html};

use crate::layout::Page;
use crate::say::front_door as words;
use crate::t;

/// The page.
pub fn tasks(page: &Page<'_>, view: &TasksPage) -> Markup {
    let l = page.l;
    let late = if view.filter.mine { view.mine_late } else { view.late };
    let chip = |words: String, address: &str, chosen: bool| {
        html! { a .chip href=(address) aria-current=[chosen.then_some("true")] { (words) } }
    };
    let first = if view.filter.mine { "/tasks?who=mine" } else { "/tasks" };
    let content = html! {
        div .title {
            h1 data-live="late-tasks" data-label=(t!(l, "tasks-page-label")) {
                @if view.lines.is_empty() { (t!(l, "tasks-page-none")) }
                @else if late > 0 { (t!(l, "tasks-page-late", n = late)) }
                @else { (t!(l, "tasks-page-calm")) }
            }
        }
        section .filters aria-label=(t!(l, "filters-label")) {
            div .chips {
                span .chips-name { (t!(l, "tasks-whose")) }
                (chip(t!(l, "tasks-all"), "/tasks", !view.filter.mine))
                (chip(t!(l, "tasks-mine", n = view.mine), "/tasks?who=mine", view.filter.mine))
            }
        }
        @if view.lines.is_empty() {
            div .empty { p { (t!(l, "tasks-empty")) } p .soft { (t!(l, "tasks-empty-more")) } }
        } @else {
            ul .rows.on-list data-list { @for line in &view.lines { (row(page, line, false)) } }
            nav .pages aria-label=(t!(l, "pages-label")) {
                @if view.filter.after.is_some() { a href=(first) { (t!(l, "page-first")) } }
                @if let Some(next) = &view.next { a .next href=(next_page(&view.filter, next)) { (t!(l, "page-next")) } }
            }
            p .files {
                button .link type="button" data-print hidden { (t!(l, "print")) }
                button .link type="button" data-keys hidden { (t!(l, "keys-title")) }
            }
        }
    };
    page.render(&t!(l, "nav-tasks"), Some(0), content)
}

fn next_page(filter: &TaskFilter, next: &str) -> String {
    if filter.mine { format!("/tasks?who=mine&after={next}") } else { format!("/tasks?after={next}") }
}

/// Tasks that cannot wait, above the inbox.
pub(crate) fn urgent(page: &Page<'_>, lines: &[TaskLine]) -> Markup {
    let l = page.l;
    html! {
        @if !lines.is_empty() {
            section .care.loud aria-labelledby="urgent" {
                h2 #urgent { (t!(l, "tasks-urgent", n = lines.len())) }
                ul .rows.on-list { @for line in lines { (row(page, line, true)) } }
                p { a .next href="/tasks" { (t!(l, "tasks-see-all")) } }
            }
        }
    }
}

fn row(page: &Page<'_>, line: &TaskLine, deep: bool) -> Markup {
    let l = page.l;
    let task = &line.task;
    let name = html! { a href={ "/triage/" (line.case) } data-open { (line.name) } };
    html! {
        li .row.soon[task.late] id={ "task-" (task.task) } data-key={ "task-" (task.task) } data-row tabindex="-1" {
            div .row-main {
                div .row-head { @if deep { h3 { (name) } } @else { h2 { (name) } } }
                p .need { span { (l.words(&task.what)) } }
                p .about {
                    span { (l.code("task-role", &task.role)) }
                    @match &task.owner { Some(owner) => span { (t!(l, "case-with", name = owner.clone())) }, None => span .nobody { (t!(l, "case-with-nobody")) } }
                    @if let Some(by) = task.close_by { span { (t!(l, "task-close-by", at = l.moment(by, &page.zone))) } }
                    @if line.closed { span { (t!(l, "task-case-closed")) } }
                }
            }
            p .days {
                strong { (words::due(l, task.due, page.now)) }
                span .soft { (l.moment(task.due, &page.zone)) }
            }
            div .acts { (done(page, (!line.closed).then_some(line.case), task)) @if task.owner.is_none() { (take(page, task)) } }
        }
    }
}

/// The way to say that it is done, or the page on which it is. What follows up a screening asks what came of it; what
/// asks for another service leads to those that fit `case`, while that is open.
pub(in crate::page) fn done(page: &Page<'_>, case: Option<CaseId>, task: &TaskShown) -> Markup {
    let l = page.l;
    let of = html! { span .unseen { ": " (l.words(&task.what)) } };
    if let Some(address) = &task.done_at {
        return html! { a .button href=(address) data-done { (t!(l, "task-open")) (of) } };
    }
    let services = html! {
        @if let Some(case) = case.filter(|_| task.find_service) {
            a .button.primary[!task.asks_outcome] href={ "/triage/" (case) "/match" } { (t!(l, "case-find-service")) (of) }
        }
    };
    if task.asks_outcome {
        return html! { (came(page, task)) (services) };
    }
    html! {
        (services)
        form method="post" action={ "/tasks/" (task.task) "/done" } data-act {
            (page.hidden())
            button type="submit" data-done { (t!(l, "task-done")) (of) }
        }
    }
}

/// What came of a follow-up: asked, for that somebody looked is no outcome.
fn came(page: &Page<'_>, task: &TaskShown) -> Markup {
    let l = page.l;
    let form = format!("task-{}", task.task);
    let problem = page.problem_of(&form, "came");
    html! {
        details .act data-keep="open" open[problem.is_some()] {
            summary .button data-done { (t!(l, "task-close")) span .unseen { ": " (l.words(&task.what)) } }
            form method="post" action={ "/tasks/" (task.task) "/done" } data-act {
                (page.hidden())
                fieldset .choices aria-describedby=[problem.map(|_| format!("{form}-wrong"))] {
                    legend { (t!(l, "task-came")) }
                    @if let Some(problem) = problem { p .wrong id={ (form) "-wrong" } role="alert" { (problem) } }
                    @for came in CameOf::ALL {
                        label {
                            input type="radio" name="came" value=(came.name()) required checked[page.typed(&form, "came") == came.name()];
                            span { (words::came_of(l, *came)) }
                        }
                    }
                }
                p .hint { (t!(l, "task-came-hint")) }
                button .primary type="submit" { (t!(l, "task-close-save")) }
            }
        }
    }
}

/// The button by which somebody says: I do this.
fn take(page: &Page<'_>, task: &TaskShown) -> Markup {
    let l = page.l;
    html! {
        @if let Some(me) = page.visitor {
            form method="post" action={ "/tasks/" (task.task) "/give" } data-act {
                (page.hidden())
                input type="hidden" name="worker" value=(me.actor.account);
                button .link type="submit" { (t!(l, "task-take")) span .unseen { ": " (l.words(&task.what)) } }
            }
        }
    }
}

/// The form by which somebody is asked to do something about a case by a day.
pub(crate) fn ask(page: &Page<'_>, case: CaseId, workers: &[WorkerLoad]) -> Markup {
    let l = page.l;
    let form = "ask";
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    let field = |name: &str, label: String, input: &dyn Fn(&str, Option<&str>) -> Markup| {
        super::goods::field(page, form, name, &label, input)
    };
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "task-ask")) }
            form .goods-form method="post" action={ "/triage/" (case) "/task" } data-act {
                (page.hidden())
                (field("words", t!(l, "task-ask-what"), &|id, wrong| html! {
                    input id=(id) type="text" name="words" maxlength="200" required aria-describedby=[wrong];
                }))
                (field("due_on", t!(l, "task-ask-when"), &|id, wrong| html! {
                    input id=(id) type="date" name="due_on" required aria-describedby=[wrong];
                }))
                (field("worker", t!(l, "task-ask-who"), &|id, wrong| html! {
                    select id=(id) name="worker" aria-describedby=[wrong] {
                        option value="" { (t!(l, "case-give-nobody")) }
                        @for worker in workers { option value=(worker.account) { (worker.name) } }
                    }
                }))
                button .primary type="submit" { (t!(l, "task-ask-save")) }
            }
        }
    }
}
