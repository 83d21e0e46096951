//! One service: whom it takes, where, when, how it is reached, and who changed what.

use kith_app::view::{ServiceView, VersionLine};
use kith_domain::matching::Site;
use maud::{Markup, html};

use crate::layout::Page;
use crate::say::front_door as words;
use crate::say::services as say;
use crate::t;

/// The page.
pub fn service(page: &Page<'_>, view: &ServiceView) -> Markup {
    let l = page.l;
    let (offer, id) = (&view.offer, view.service);
    let here = page.now.to_zoned(page.zone.clone()).datetime();
    let name = l.words(&offer.name);
    let content = html! {
        div .title {
            p .back { a href="/services" { (t!(l, "services-all-title")) } }
            h1 { (name) }
            p .when {
                (offer.organization)
                @if !view.open { " · " span .nobody { (t!(l, "service-closed")) } }
                @if let Some(open) = view.hours { " · " (say::open(l, open, here)) }
            }
        }
        @if let Some(problem) = page.problem_of("service", "version") { p .care.loud role="alert" { (problem) } }
        p { a .button.primary href={ "/services/" (id) "/edit" } { (t!(l, "service-edit")) } }
        section .card aria-labelledby="whom" {
            h2 #whom { (t!(l, "service-conditions")) }
            @if offer.rules.is_empty() { p .soft { (t!(l, "service-everybody")) } }
            @else { ul .why { @for rule in &offer.rules { li { (l.words(&rule.words)) } } } }
            @if offer.only_one { p .soft { (t!(l, "service-only-one")) } }
            p {
                @if offer.languages.is_empty() { (t!(l, "match-language-unknown")) }
                @else { (t!(l, "service-languages", languages = offer.languages.iter().map(|c| l.language_name(c)).collect::<Vec<_>>().join(", "))) }
            }
            p { (words::places(l, view.places, view.said_by.as_deref(), page.now)) }
        }
        (reach(page, view))
        @if !offer.details.notes.is_empty() { (notes(page, view)) }
        (versions(page, view))
    };
    page.render(name, None, content)
}

fn reach(page: &Page<'_>, view: &ServiceView) -> Markup {
    let l = page.l;
    let details = &view.offer.details;
    html! {
        section .card aria-labelledby="reach" {
            h2 #reach { (t!(l, "service-reach")) }
            @if !l.words(&details.about).is_empty() { p { (l.words(&details.about)) } }
            h3 { (t!(l, "service-hours")) }
            @if details.hours.is_empty() { p .soft { (t!(l, "hours-unknown")) } }
            @else { ul { @for opening in &details.hours { li { (say::opening(l, opening)) } } } }
            h3 { (t!(l, "service-sites")) }
            @if details.sites.is_empty() { p .soft { (t!(l, "sites-none")) } }
            @else { ul { @for site in &details.sites { li { (place(site)) } } } }
            @if !details.phones.is_empty() || details.email.is_some() || details.website.is_some() {
                h3 { (t!(l, "service-contact")) }
                ul {
                    @for phone in &details.phones { li { (phone) } }
                    @if let Some(email) = &details.email { li { (email) } }
                    @if let Some(website) = &details.website { li { a href=(website) rel="noreferrer noopener" { (website) } } }
                }
            }
        }
    }
}

/// A place in one line.
fn place(site: &Site) -> Markup {
    let parts = [&site.name, &site.address, &site.postal_code];
    html! { (parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")) }
}

/// What the directory says in its own words.
fn notes(page: &Page<'_>, view: &ServiceView) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="notes" {
            h2 #notes { (t!(l, "service-notes")) }
            dl .facts {
                @for note in &view.offer.details.notes {
                    div { dt { (l.code("note-field", &note.field)) } dd { (l.words(&note.words)) } }
                }
            }
        }
    }
}

fn versions(page: &Page<'_>, view: &ServiceView) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="versions" {
            h2 #versions { (t!(l, "service-versions")) }
            ol .tries {
                @for version in &view.versions {
                    li {
                        p {
                            (what(page, version))
                            @if !version.parts.is_empty() {
                                br; span .soft { (version.parts.iter().map(|part| l.code("service-part", part)).collect::<Vec<_>>().join(", ")) }
                            }
                        }
                        @if version.version != view.version {
                            form method="post" action={ "/services/" (view.service) "/restore" } {
                                (page.hidden())
                                input type="hidden" name="version" value=(view.version);
                                input type="hidden" name="to" value=(version.version);
                                button type="submit" { (t!(l, "service-restore")) span .unseen { ": " (l.moment(version.at, &page.zone)) } }
                            }
                        } @else { p .soft { (t!(l, "service-stands")) } }
                    }
                }
            }
        }
    }
}

fn what(page: &Page<'_>, version: &VersionLine) -> Markup {
    let l = page.l;
    html! {
        (l.code("version-what", &version.what))
        @if !version.by.is_empty() { " · " (version.by) }
        " · " (l.moment(version.at, &page.zone))
    }
}
