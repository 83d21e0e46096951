//! Services: their list, one of them with its versions, its form, and directories.

mod directory;
mod edit;
mod one;

pub use directory::{directories, directory};
pub use edit::edit;
pub use one::service;

use kith_app::view::ServiceLine;
use kith_domain::access::Action;
use maud::{Markup, html};

use crate::layout::Page;
use crate::say::front_door as words;
use crate::say::services as say;
use crate::t;

/// The list of services that the reader may edit.
pub fn services(page: &Page<'_>, all: &[ServiceLine]) -> Markup {
    let l = page.l;
    let here = page.now.to_zoned(page.zone.clone()).datetime();
    let content = html! {
        div .title {
            p .back { a href="/referrals" { (t!(l, "nav-referrals")) } }
            h1 { (t!(l, "services-list-title", n = all.len())) }
        }
        @if page.may(Action::ManageService) { p { a .button href="/services/directories" { (t!(l, "services-directories")) } } }
        @if all.is_empty() {
            div .empty { p { (t!(l, "match-empty")) } p .soft { (t!(l, "services-list-empty")) } }
        } @else {
            ul .rows.on-list data-list {
                @for line in all {
                    li .row id={ "service-" (line.service) } data-key={ "service-" (line.service) } data-row tabindex="-1" {
                        div .row-main {
                            div .row-head { h2 { a href={ "/services/" (line.service) } data-open { (l.words(&line.name)) } } }
                            p .about {
                                span { (line.organization) }
                                @if !line.open { span .nobody { (t!(l, "service-closed")) } }
                                @if let Some(open) = line.hours { span { (say::open(l, open, here)) } }
                                @if let Some(origin) = &line.origin { span .soft { (t!(l, "service-origin", name = origin.clone())) } }
                            }
                        }
                        p .days.places { span .soft { (words::places(l, line.places, line.said_by.as_deref(), page.now)) } }
                    }
                }
            }
        }
    };
    page.render(&t!(l, "services-all-title"), None, content)
}
