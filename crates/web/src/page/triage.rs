//! The inbox of the front door: what is about to be late comes first, and each line says why it stands where it stands.

pub(crate) mod case;
mod close;
mod forms;
mod matches;
pub(crate) mod reach;

pub use case::case;
pub use matches::matches;

use kith_app::view::{CaseLine, Inbox, InboxFilter, Reason, Whose};
use kith_domain::access::Action;
use kith_domain::priority::Tier;
use maud::{Markup, html};

use crate::filter::inbox::{address, pairs};
use crate::lang::Lang;
use crate::layout::Page;
use crate::say::front_door as words;
use crate::t;

/// Reasons that a line has room for.
const REASONS: usize = 2;

/// The page.
pub fn inbox(page: &Page<'_>, view: &Inbox) -> Markup {
    let l = page.l;
    let first = InboxFilter { after: None, ..view.filter.clone() };
    let content = html! {
        div .title {
            h1 data-live="late" data-label=(t!(l, "inbox-title-label")) {
                @if view.open == 0 { (t!(l, "inbox-title-none")) }
                @else if view.late == 0 { (t!(l, "inbox-title-calm", n = view.open)) }
                @else { (t!(l, "inbox-title-late", n = view.open, late = view.late)) }
            }
            @if view.unassigned > 0 { p .when { (t!(l, "inbox-nobody", n = view.unassigned)) } }
        }
        (super::tasks::urgent(page, &view.urgent))
        (filters(page, view))
        (load(page, view))
        @if !view.at_once.is_empty() {
            section aria-labelledby="at-once" {
                h2 #at-once { (t!(l, "inbox-at-once")) }
                ul .rows.on-list data-list { @for line in &view.at_once { (row(page, line)) } }
                @if !view.lines.is_empty() { h2 { (t!(l, "inbox-others")) } }
            }
        }
        @if view.lines.is_empty() && view.at_once.is_empty() { (empty(page, view)) }
        @else {
            ul .rows.on-list data-list { @for line in &view.lines { (row(page, line)) } }
            nav .pages aria-label=(t!(l, "pages-label")) {
                @if view.filter.after.is_some() { a href=(address(&first)) { (t!(l, "page-first")) } }
                @if view.next.is_some() {
                    a .next href=(address(&InboxFilter { after: view.next.clone(), ..view.filter.clone() })) {
                        (t!(l, "page-next"))
                    }
                }
            }
            p .files {
                button .link type="button" data-print hidden { (t!(l, "print")) }
                button .link type="button" data-keys hidden { (t!(l, "keys-title")) }
            }
        }
    };
    page.render(&t!(l, "nav-triage"), Some(0), content)
}

fn row(page: &Page<'_>, line: &CaseLine) -> Markup {
    let l = page.l;
    let id = line.case;
    html! {
        li .row.soon[line.late] id={ "row-" (id) } data-key={ "row-" (id) } data-row tabindex="-1" {
            div .row-main {
                div .row-head {
                    h2 { a href={ "/triage/" (id) } data-open { (line.name) } }
                    (tier(l, line.tier))
                }
                (reasons(l, &line.reasons))
                p .about {
                    @if let Some(far) = line.gestation { span { (words::gestation(l, far)) } }
                    @if let Some(age) = line.age { span { (t!(l, "years-old", n = age)) } }
                    span { (words::case_state(l, line.state)) }
                    @match &line.worker {
                        Some((_, worker)) => span { (t!(l, "case-with", name = worker.clone())) },
                        None => span .nobody { (t!(l, "case-with-nobody")) },
                    }
                    @if !line.from.is_empty() { span { (t!(l, "case-from", from = line.from.join(", "))) } }
                }
            }
            p .days {
                strong { (words::due(l, line.due, page.now)) }
                span .soft { (l.moment(line.due, &page.zone)) }
            }
            @if line.worker.is_none() {
                div .acts { (take(page, line)) }
            }
        }
    }
}

/// The button by which somebody says: I have this one.
fn take(page: &Page<'_>, line: &CaseLine) -> Markup {
    html! {
        form method="post" action={ "/triage/" (line.case) "/take" } data-act {
            (page.hidden())
            button type="submit" { (t!(page.l, "case-take")) span .unseen { ": " (line.name) } }
        }
    }
}

/// How soon, as a word with its shape.
fn tier(l: &Lang, tier: Tier) -> Markup {
    html! {
        span class={ "tier tier-" (tier.name()) } {
            svg .shape viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
                @match tier {
                    Tier::First => path d="M8 1 15 14.5H1Z" {},
                    Tier::Second => path d="M8 1.5 14.5 8 8 14.5 1.5 8Z" {},
                    Tier::Third => circle .open cx="8" cy="8" r="6.2" {},
                }
            }
            (words::tier(l, tier))
        }
    }
}

/// The first reasons, and how many more there are.
fn reasons(l: &Lang, reasons: &[Reason]) -> Markup {
    // A list lies open on a desk: what is private says only that it is there, and says it once.
    let mut all: Vec<String> = Vec::new();
    for reason in reasons {
        let said = if reason.private { t!(l, "reason-private") } else { l.words(&reason.words).to_owned() };
        if !reason.private || !all.contains(&said) {
            all.push(said);
        }
    }
    let more = all.len().saturating_sub(REASONS);
    let first = &all[..all.len() - more];
    html! {
        @if !first.is_empty() {
            p .need {
                span { (first.join(" · ")) }
                @if more > 0 { span .soft { (t!(l, "reasons-more", n = more)) } }
            }
        } @else { p .need.soft { (t!(l, "reasons-none")) } }
    }
}

fn filters(page: &Page<'_>, view: &Inbox) -> Markup {
    let l = page.l;
    let now = InboxFilter { after: None, ..view.filter.clone() };
    let chip = |words: String, filter: InboxFilter| {
        let chosen = filter == now;
        html! { a .chip href=(address(&filter)) aria-current=[chosen.then_some("true")] { (words) } }
    };
    let me = page.visitor.map(|v| v.actor.account);
    html! {
        section .filters aria-label=(t!(l, "filters-label")) {
            div .chips {
                span .chips-name { (t!(l, "inbox-whose")) }
                (chip(t!(l, "filter-anyone"), InboxFilter { whose: None, ..now.clone() }))
                (chip(t!(l, "filter-nobody-chip"), InboxFilter { whose: Some(Whose::Nobody), ..now.clone() }))
                @if let Some(me) = me {
                    (chip(t!(l, "filter-mine-chip"), InboxFilter { whose: Some(Whose::Worker(me)), ..now.clone() }))
                }
            }
            div .chips {
                span .chips-name { (t!(l, "inbox-tier")) }
                (chip(t!(l, "inbox-tier-any"), InboxFilter { tier: None, ..now.clone() }))
                @for tier in Tier::ALL {
                    (chip(words::tier(l, *tier), InboxFilter { tier: Some(*tier), ..now.clone() }))
                }
            }
            div .chips {
                span .chips-name { (t!(l, "inbox-which")) }
                (chip(t!(l, "inbox-open"), InboxFilter { late: false, closed: false, ..now.clone() }))
                (chip(t!(l, "inbox-late"), InboxFilter { late: true, closed: false, ..now.clone() }))
                (chip(t!(l, "inbox-closed"), InboxFilter { late: false, closed: true, ..now.clone() }))
            }
            form .selects method="get" action="/triage" role="search" {
                @for (name, value) in pairs(&InboxFilter { search: None, ..now.clone() }) {
                    input type="hidden" name=(name) value=(value);
                }
                div .field {
                    label for="inbox-search" { (t!(l, "inbox-search")) }
                    input #inbox-search type="search" name="q" value=[now.search.as_ref()] maxlength="100" autocomplete="off";
                }
                button type="submit" { (t!(l, "inbox-find")) }
            }
        }
    }
}

/// Who has how much: for who may give cases to others.
fn load(page: &Page<'_>, view: &Inbox) -> Markup {
    let l = page.l;
    html! {
        @if !view.workers.is_empty() && page.may(Action::Triage) {
            p { a href="/load" { (t!(l, "supervise-see")) } }
            details .data data-keep="open" {
                summary { (t!(l, "load-title")) }
                div .scroll tabindex="0" role="region" aria-labelledby="load-caption" {
                    table {
                        caption #load-caption { (t!(l, "load-caption")) }
                        thead { tr {
                            th scope="col" { (t!(l, "load-who")) }
                            th .num scope="col" { (t!(l, "load-open")) }
                            th .num scope="col" { (t!(l, "load-late")) }
                            th .num scope="col" { (t!(l, "load-oldest")) }
                        } }
                        tbody {
                            @for worker in &view.workers {
                                @let filter = InboxFilter { whose: Some(Whose::Worker(worker.account)), ..InboxFilter::default() };
                                tr {
                                    th scope="row" { a href=(address(&filter)) { (worker.name) } }
                                    td .num { (crate::lang::whole(worker.open)) }
                                    td .num { (crate::lang::whole(worker.late)) }
                                    td .num {
                                        @match worker.oldest_days {
                                            Some(days) => (t!(l, "load-days", n = days)),
                                            None => span .soft { (t!(l, "load-nothing")) },
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn empty(page: &Page<'_>, view: &Inbox) -> Markup {
    let l = page.l;
    let narrowed = view.filter != InboxFilter::default();
    html! {
        div .empty {
            @if narrowed {
                p { (t!(l, "inbox-empty-filter")) }
                p { a href="/triage" { (t!(l, "inbox-empty-all")) } }
            } @else {
                p { (t!(l, "inbox-empty")) }
                p .soft { (t!(l, "inbox-empty-more")) }
                p { a .button href="/front-door" { (t!(l, "inbox-empty-form")) } }
            }
        }
    }
}
