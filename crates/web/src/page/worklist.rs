//! The list of babies with days left: filters in words, rows that act in place.

use kith_app::view::{WorkFilter, Worklist};
use kith_domain::access::Role;
use maud::{Markup, html};

use super::row::{self, Look};
use crate::filter::address;
use crate::lang::Lang;
use crate::layout::Page;
use crate::t;

/// The page.
pub fn worklist(page: &Page<'_>, view: &Worklist) -> Markup {
    let l = page.l;
    let may_assign = !view.workers.is_empty();
    let words = filter_words(l, view);
    let content = html! {
        div .title {
            h1 data-live="total" data-label=(t!(l, "worklist-total-label")) {
                @if view.filter.include_done { (t!(l, "worklist-title-all", n = view.total)) } @else { (t!(l, "worklist-title", n = view.total)) }
            }
            p .when { (words) }
        }
        (filters(page, view))
        @if view.rows.is_empty() { (empty(page, view)) }
        @else {
            @if may_assign { (assign_form(page, view)) }
            ul .rows.on-list data-list {
                @for row in &view.rows {
                    (row::row(page, row, view.today, Look { choose: may_assign, who: true, deep: false }))
                }
            }
            nav .pages aria-label=(t!(l, "pages-label")) {
                @if view.filter.after.is_some() {
                    a href=(address("/worklist", &WorkFilter { after: None, ..view.filter.clone() })) { (t!(l, "page-first")) }
                }
                @if let Some(next) = view.next {
                    a .next href=(address("/worklist", &WorkFilter { after: Some(next), ..view.filter.clone() })) { (t!(l, "page-next")) }
                }
            }
            p .files {
                a href=(address("/worklist.csv", &WorkFilter { after: None, ..view.filter.clone() })) download { (t!(l, "chart-csv")) }
                button .link type="button" data-print hidden { (t!(l, "print")) }
                button .link type="button" data-keys hidden { (t!(l, "keys-title")) }
            }
        }
    };
    page.render(&t!(l, "nav-worklist"), Some(0), content)
}

/// The filter as words: "due within 7 days · nobody has them · Bayside Clinic".
pub fn filter_words(l: &Lang, view: &Worklist) -> String {
    let filter = &view.filter;
    let mut words = vec![l.words(&view.measure.title).to_owned()];
    if let Some(days) = filter.due_within {
        words.push(t!(l, "filter-due", n = days));
    }
    if filter.unassigned {
        words.push(t!(l, "filter-nobody"));
    }
    if filter.mine {
        words.push(t!(l, "filter-mine"));
    }
    if let Some(id) = filter.organization {
        let name = view.clinics.iter().find(|(c, _)| *c == id).map(|(_, name)| name.clone());
        words.push(name.unwrap_or_else(|| t!(l, "filter-one-clinic")));
    }
    if let Some(group) = &filter.group {
        words.push(l.group(group));
    }
    if filter.include_done {
        words.push(t!(l, "filter-with-done"));
    }
    words.join(" · ")
}

fn filters(page: &Page<'_>, view: &Worklist) -> Markup {
    let l = page.l;
    let now = WorkFilter { after: None, ..view.filter.clone() };
    let chip = |words: String, filter: WorkFilter| {
        let chosen = filter == now;
        html! { a .chip href=(address("/worklist", &filter)) aria-current=[chosen.then_some("true")] { (words) } }
    };
    let caseload = page.visitor.is_some_and(|v| v.actor.role == Role::OutreachWorker);
    html! {
        section .filters aria-label=(t!(l, "filters-label")) {
            div .chips {
                span .chips-name #due-name { (t!(l, "filter-when")) }
                (chip(t!(l, "filter-any"), WorkFilter { due_within: None, ..now.clone() }))
                @for days in [7, 14, 30] {
                    (chip(t!(l, "filter-days", n = days), WorkFilter { due_within: Some(days), ..now.clone() }))
                }
            }
            @if !caseload {
                div .chips {
                    span .chips-name { (t!(l, "filter-who")) }
                    (chip(t!(l, "filter-anyone"), WorkFilter { unassigned: false, mine: false, ..now.clone() }))
                    (chip(t!(l, "filter-nobody-chip"), WorkFilter { unassigned: true, mine: false, ..now.clone() }))
                    (chip(t!(l, "filter-mine-chip"), WorkFilter { unassigned: false, mine: true, ..now.clone() }))
                }
            }
            @if view.clinics.len() > 1 || view.groups.len() > 1 {
                details .more data-keep="open" open[now.organization.is_some() || now.group.is_some() || now.include_done] {
                summary { (t!(l, "filter-more")) }
                form .selects method="get" action="/worklist" {
                    @if let Some(days) = now.due_within { input type="hidden" name="due" value=(days); }
                    @if now.unassigned { input type="hidden" name="who" value="nobody"; }
                    @if now.mine { input type="hidden" name="who" value="mine"; }
                    @if view.clinics.len() > 1 {
                        div .field {
                            label for="filter-clinic" { (t!(l, "filter-clinic")) }
                            select #filter-clinic name="clinic" {
                                option value="" { (t!(l, "filter-all-clinics")) }
                                @for (id, name) in &view.clinics {
                                    option value=(id) selected[now.organization == Some(*id)] { (name) }
                                }
                            }
                        }
                    }
                    @if view.groups.len() > 1 {
                        div .field {
                            label for="filter-group" { (t!(l, "filter-group")) }
                            select #filter-group name="group" {
                                option value="" { (t!(l, "filter-all-groups")) }
                                @for group in &view.groups {
                                    option value=(group) selected[now.group.as_ref() == Some(group)] { (l.group(group)) }
                                }
                            }
                        }
                    }
                    label .check { input type="checkbox" name="done" value="1" checked[now.include_done]; " " (t!(l, "filter-done")) }
                    button type="submit" { (t!(l, "filter-show")) }
                }
                }
            }
        }
    }
}

fn assign_form(page: &Page<'_>, view: &Worklist) -> Markup {
    let l = page.l;
    html! {
        form #assign .assign method="post" action="/assign" data-act {
            (page.hidden())
            label .check.all hidden { input type="checkbox" data-all; " " (t!(l, "choose-all")) }
            div .field {
                label for="assign-worker" { (t!(l, "assign-label")) }
                @if let Some(problem) = page.problem_of("assign", "infant") { p .wrong { (problem) } }
                select #assign-worker name="worker" {
                    @for (id, name) in &view.workers { option value=(id) { (name) } }
                    option value="" { (t!(l, "assign-nobody")) }
                }
            }
            button type="submit" { (t!(l, "assign-save")) }
        }
    }
}

fn empty(page: &Page<'_>, view: &Worklist) -> Markup {
    let l = page.l;
    let narrowed =
        view.filter != WorkFilter { include_done: view.filter.include_done, ..WorkFilter::default() };
    html! {
        div .empty {
            @if narrowed {
                p { (t!(l, "worklist-empty-filter")) }
                p { a href="/worklist" { (t!(l, "worklist-empty-all")) } }
            } @else {
                p { (t!(l, "worklist-empty")) }
                p .soft { (t!(l, "worklist-empty-more")) }
            }
        }
    }
}
