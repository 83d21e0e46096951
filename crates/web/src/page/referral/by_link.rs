//! What somebody without an account sees who opens a link: one referral, or one service's places, and nothing around it.
//!
//! No navigation, and a title that says nothing: the page may stand open on a shared desk. The answer's headers keep it
//! out of caches, and out of what the next site learns. Hers has a way out at its top, and neither its title nor its mark
//! says what it is of: she may not be alone.

use kith_app::view::{OwnPage, ReferralPage, ServicePage, Visit};
use maud::{DOCTYPE, Markup, html};

use super::{one, places};
use crate::assets;
use crate::lang::LANGUAGES;
use crate::layout::Page;
use crate::page::part::away;
use crate::say::front_door as words;
use crate::t;

/// A picture of nothing: no browser then looks for the mark, nor shows one.
const NO_MARK: &str = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>";

/// Whose page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Of somebody who works for a service.
    Service,
    /// Hers.
    Hers,
}

/// Whose page stands where a link opens nothing: hers is in her telephone, which others may read.
fn whose(page: &Page<'_>) -> Whose {
    if page.here.starts_with("/w/") { Whose::Hers } else { Whose::Service }
}

/// The frame of these pages.
fn frame(page: &Page<'_>, whose: Whose, heading: &str, content: &Markup) -> Markup {
    let l = page.l;
    let hers = whose == Whose::Hers;
    html! {
        (DOCTYPE)
        html lang=(l.code) {
            (head(whose, &if hers { t!(l, "link-own-tab") } else { t!(l, "link-page-title") }))
            body .out {
                a .skip href="#main" { (t!(l, "skip")) }
                main #main tabindex="-1" {
                    @if hers { (away(page, &t!(l, "link-own-away"))) }
                    p .files {
                        @for (code, name) in LANGUAGES.iter().copied() {
                            @if code != l.code { a href={ "?lang=" (code) } lang=(code) hreflang=(code) { (name) } }
                        }
                    }
                    div .title { h1 { (heading) } }
                    (content)
                    p .note { (t!(l, "link-page-note")) }
                }
            }
        }
    }
}

/// What stands above a page that others may find open.
fn head(whose: Whose, title: &str) -> Markup {
    let hers = whose == Whose::Hers;
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            meta name="color-scheme" content="light dark";
            meta name="robots" content="noindex, nofollow, noarchive";
            meta name="referrer" content="no-referrer";
            meta name="format-detection" content="telephone=no";
            title { (title) }
            link rel="stylesheet" href=(assets::css());
            link rel="icon" type="image/svg+xml" href=(if hers { NO_MARK.to_owned() } else { assets::icon() });
            @if hers { script type="module" src=(assets::away()) {} }
        }
    }
}

/// The same for a page of somebody of a family: nothing in it says what it is of.
pub(in crate::page) fn quiet_head(title: &str) -> Markup {
    head(Whose::Hers, title)
}

/// That the answer before this page has arrived.
fn arrived(page: &Page<'_>, said: bool) -> Markup {
    html! { @if said { p .care.loud role="status" { (t!(page.l, "link-arrived")) } } }
}

/// One referral. Each answer uses the link up; the page after it has the next.
pub fn referral_by_link(page: &Page<'_>, view: &ReferralPage, token: &str, said: bool) -> Markup {
    let l = page.l;
    let action = format!("/r/{token}?lang={}", l.code);
    let content = html! {
        (arrived(page, said))
        p .when { (l.words(&view.line.service_name)) " · " (view.line.organization) }
        (one::standing(page, view))
        section aria-label=(t!(l, "referral-for")) { p .lead { strong { (view.line.name) } } }
        (one::her(page, view))
        (one::answers(page, view, &action, &html! {}))
    };
    frame(page, Whose::Service, &t!(l, "link-referral-title"), &content)
}

/// The places of one service.
pub fn places_by_link(page: &Page<'_>, view: &ServicePage, token: &str, said: bool) -> Markup {
    let l = page.l;
    let content = html! {
        (arrived(page, said))
        p .lead { (l.words(&view.name)) }
        p { (words::places(l, view.places, view.said_by.as_deref(), page.now)) }
        (places::less_waiting(page, view))
        (places::confirm(page, view, &format!("/p/{token}?lang={}", l.code), html! {}))
    };
    frame(page, Whose::Service, &t!(l, "link-places-title"), &content)
}

/// Her own word: of the service, and nothing about her, for others may read over her shoulder.
pub fn own_by_link(page: &Page<'_>, view: &OwnPage, token: &str, said: bool) -> Markup {
    let l = page.l;
    let neither = t!(l, "own-you-not-yet");
    let content = html! {
        (arrived(page, said))
        p .lead { (l.words(&view.service_name)) }
        p .soft { (view.organization) }
        @if let Some((day, Visit::ToBe)) = view.visit.filter(|(day, _)| *day >= page.today()) {
            p { strong { (t!(l, "own-visit", day = l.near(day))) } }
        }
        form .own method="post" action={ "/w/" (token) "?lang=" (l.code) } {
            @if let Some(problem) = page.problem_of("referral", "word") { p .wrong role="alert" { (problem) } }
            (one::yes_no(page, "reached", &t!(l, "own-you-reached"), view.word.reached, &neither))
            (one::yes_no(page, "served", &t!(l, "own-you-got-it"), view.word.served, &neither))
            button .primary type="submit" { (t!(l, "fill-send")) }
        }
    };
    frame(page, Whose::Hers, &t!(l, "link-own-title"), &content)
}

/// What an answer gets that leaves nothing to say.
pub fn thanks(page: &Page<'_>) -> Markup {
    let l = page.l;
    frame(page, whose(page), &t!(l, "link-thanks-title"), &html! { p .lead { (t!(l, "link-thanks-words")) } })
}

/// A link that is wrong, used, expired or taken back: one and the same page, so that nobody learns which.
pub fn gone(page: &Page<'_>) -> Markup {
    let l = page.l;
    frame(page, whose(page), &t!(l, "link-gone-title"), &html! { p .lead { (t!(l, "link-gone-words")) } })
}

/// What a link opens whose referral may not be shown any more: that, and not why.
pub fn withheld(page: &Page<'_>) -> Markup {
    let l = page.l;
    frame(
        page,
        whose(page),
        &t!(l, "link-withheld-title"),
        &html! { p .lead { (t!(l, "link-withheld-words")) } },
    )
}
