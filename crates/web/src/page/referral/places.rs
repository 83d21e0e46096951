//! Services with their places: confirmed by one tap, for what nobody confirmed lately counts as unknown.

use kith_app::view::{Places, ServicePage};
use maud::{Markup, html};

use crate::layout::Page;
use crate::say::front_door as words;
use crate::say::services as say;
use crate::t;

/// The section of a list.
pub(super) fn services(page: &Page<'_>, services: &[ServicePage]) -> Markup {
    let l = page.l;
    html! {
        @if !services.is_empty() {
            section aria-labelledby="services" {
                h2 #services { (t!(l, "services-title")) }
                ul .plain-cards { @for service in services { (card(page, service)) } }
                p { a .next href="/services" { (t!(l, "services-all")) } }
            }
        }
    }
}

fn card(page: &Page<'_>, service: &ServicePage) -> Markup {
    let l = page.l;
    let id = service.service;
    html! {
        li .card id={ "service-" (id) } data-key={ "service-" (id) } {
            h3 { a href={ "/services/" (id) } { (l.words(&service.name)) } }
            @if let Some(open) = service.hours { p .soft { (say::open(l, open, page.now.to_zoned(page.zone.clone()).datetime())) } }
            p .waits[!matches!(service.places, Places::Free(..) | Places::Full(_))] { (words::places(l, service.places, service.said_by.as_deref(), page.now)) }
            (less_waiting(page, service))
            @if service.held > 0 { p .soft { (t!(l, "service-held", n = service.held)) } }
            @if !service.waiting.is_empty() {
                details {
                    summary { (t!(l, "service-waiting", n = service.waiting.len())) }
                    ol {
                        @for line in &service.waiting {
                            li { a href={ "/referrals/" (line.referral) } { (super::named(page, line)) } }
                        }
                    }
                }
                form method="post" action={ "/services/" (id) "/next" } {
                    (page.hidden())
                    button type="submit" { (t!(l, "service-next")) span .unseen { ": " (l.words(&service.name)) } }
                }
            }
            (confirm(page, service, &format!("/services/{id}/places"), page.hidden()))
            form method="post" action={ "/services/" (id) "/link" } {
                (page.hidden())
                button .link type="submit" { (t!(l, "places-link")) span .unseen { ": " (l.words(&service.name)) } }
            }
            @if !service.conditions.is_empty() {
                details {
                    summary { (t!(l, "service-conditions")) }
                    ul .why { @for words in &service.conditions { li { (l.words(words)) } } }
                }
            }
            @if !service.languages.is_empty() {
                p .soft { (t!(l, "service-languages", languages = service.languages.iter().map(|c| l.language_name(c)).collect::<Vec<_>>().join(", "))) }
            }
        }
    }
}

/// Why the number for somebody new is less than the one that stands.
pub(super) fn less_waiting(page: &Page<'_>, service: &ServicePage) -> Markup {
    let l = page.l;
    let waiting = service.waiting_now;
    html! {
        @if let Some(said) = service.said.filter(|said| *said > 0 && waiting > 0) {
            p .soft { (t!(l, "places-less-waiting", said = said, n = waiting)) }
        }
    }
}

/// One tap for the number that stands, and a field for another.
pub(super) fn confirm(page: &Page<'_>, service: &ServicePage, action: &str, hidden: Markup) -> Markup {
    let l = page.l;
    let field = format!("places-{}", service.service);
    let problem = page.problem_of(&field, "places").or(page.problem_of("referral", "places"));
    html! {
        // One tap confirms the number that stands, who waits included.
        @if let Some(n) = service.said {
            form method="post" action=(action) {
                (hidden)
                input type="hidden" name="places" value=(n);
                button .primary type="submit" { (t!(l, "places-still", n = n)) span .unseen { ": " (l.words(&service.name)) } }
            }
        }
        form .assign method="post" action=(action) {
            (hidden)
            div .field {
                label for=(field) { (t!(l, "places-other")) span .unseen { ": " (l.words(&service.name)) } }
                @if let Some(problem) = problem { p .wrong id={ (field) "-wrong" } { (problem) } }
                input id=(field) type="number" name="places" min="0" max="9999" inputmode="numeric" required
                    aria-invalid=[problem.map(|_| "true")]
                    aria-describedby=[problem.map(|_| format!("{field}-wrong"))];
            }
            button type="submit" { (t!(l, "places-save")) }
        }
    }
}
