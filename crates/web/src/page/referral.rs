//! Referrals: those of a case, those to answer, and the services that they go to.

mod by_link;
mod one;
mod paper;
mod places;

pub(super) use by_link::quiet_head;
pub use by_link::{gone, own_by_link, places_by_link, referral_by_link, thanks, withheld};
pub use one::referral;
pub use paper::{OnPaper, own_paper, paper, places_paper, qr};

use kith_app::view::{CasePage, Connection, ReferralLine, ReferralList};
use kith_domain::access::Action;
use kith_domain::referral::State;
use maud::{Markup, html};

use super::part::pages;
use crate::layout::Page;
use crate::say::front_door as words;
use crate::t;

/// The list of a service lead: what waits for an answer first, then the rest, then the services with their places;
/// `further` where the list does not begin with its first.
pub fn referrals(page: &Page<'_>, view: &ReferralList, further: bool) -> Markup {
    let l = page.l;
    let (to_answer, others): (Vec<_>, Vec<_>) = view.lines.iter().partition(|line| waits(line));
    let content = html! {
        div .title {
            h1 {
                @let unanswered = to_answer.iter().filter(|line| unanswered(line)).count();
                @if unanswered == 0 { (t!(l, "referrals-title-none")) }
                @else if page.may(Action::Triage) { (t!(l, "referrals-title-all", n = unanswered)) }
                @else { (t!(l, "referrals-title", n = unanswered)) }
            }
        }
        @if view.lines.is_empty() {
            div .empty { p { (t!(l, "referrals-empty")) } p .soft { (t!(l, "referrals-empty-more")) } }
        }
        @if !to_answer.is_empty() {
            ul .rows.on-list data-list { @for line in &to_answer { (row(page, line, false)) } }
        }
        (places::services(page, &view.services))
        @if !others.is_empty() {
            section aria-labelledby="others" {
                h2 #others { (t!(l, "referrals-others")) }
                ul .rows.on-list data-list { @for line in &others { (row(page, line, true)) } }
            }
        }
        (pages(page, "/referrals", "", further, view.next.as_deref()))
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&t!(l, "nav-referrals"), Some(0), content)
}

/// Whether the service has not said yet whether it takes her.
pub(super) fn unanswered(line: &ReferralLine) -> bool {
    matches!(line.state, State::Sent | State::Received)
}

/// Whether somebody of the service has to say something by a time.
fn waits(line: &ReferralLine) -> bool {
    line.due.is_some() && !line.state.is_final()
}

/// One line; `deep` below a section's heading.
fn row(page: &Page<'_>, line: &ReferralLine, deep: bool) -> Markup {
    let l = page.l;
    let id = line.referral;
    let name = html! { a href={ "/referrals/" (id) } data-open { (named(page, line)) } };
    html! {
        li .row.soon[line.late] id={ "referral-" (id) } data-key={ "referral-" (id) } data-row tabindex="-1" {
            div .row-main {
                div .row-head { @if deep { h3 { (name) } } @else { h2 { (name) } } }
                p .need { span { (words::referral_state(l, line.state)) } (disputed(page, line.connection)) }
                p .about {
                    span { (l.words(&line.service_name)) }
                    span { (t!(l, "referral-since", time = l.lasting(line.since, page.now))) }
                    @if let Some(position) = line.position { span { (t!(l, "referral-position", n = position)) } }
                }
            }
            (due(page, line))
        }
    }
}

/// Her name; where it may not be shown any more, that.
fn named(page: &Page<'_>, line: &ReferralLine) -> String {
    let l = page.l;
    if line.name.is_empty() { t!(l, "referral-withheld-name") } else { line.name.clone() }
}

fn due(page: &Page<'_>, line: &ReferralLine) -> Markup {
    let l = page.l;
    html! {
        @if let Some(due) = line.due {
            p .days {
                strong { (words::due(l, due, page.now)) }
                span .soft { (l.moment(due, &page.zone)) }
            }
        }
    }
}

/// What the sides say together, where it says something, to who has to know: a service is not told from here that she
/// says otherwise.
fn disputed(page: &Page<'_>, connection: Connection) -> Markup {
    let words = words::connection(page.l, connection);
    html! {
        @if page.may(Action::Triage) { @match connection {
            Connection::Open => {},
            Connection::Disputed => span .waits { (words) },
            Connection::Connected => span .tag { (words) },
            Connection::NotConnected => span .soft { (words) },
        } }
    }
}

/// The referrals of a case, on its page.
pub(super) fn of_case(page: &Page<'_>, view: &CasePage, open: bool) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="referrals" {
            h2 #referrals { (t!(l, "case-referrals")) }
            @if view.referrals.is_empty() { p .soft { (t!(l, "case-referrals-none")) } }
            @else {
                ul .tries {
                    @for line in &view.referrals {
                        li data-key={ "referral-" (line.referral) } {
                            p {
                                a href={ "/referrals/" (line.referral) } { (l.words(&line.service_name)) } " " span .soft { (line.organization) } br;
                                (words::referral_state(l, line.state))
                                @if let Some(position) = line.position { " · " (t!(l, "referral-position", n = position)) }
                                @if let Some(visit) = line.visit { " · " (words::visit(l, visit, page.today())) }
                                " " (disputed(page, line.connection))
                            }
                            @if let Some(due) = line.due {
                                p { span .nobody[line.late] { (words::due(l, due, page.now)) } }
                            }
                        }
                    }
                }
            }
            @if open { p { a .next href={ "/triage/" (view.line.case) "/match" } { (t!(l, "case-find-service")) } } }
        }
    }
}
