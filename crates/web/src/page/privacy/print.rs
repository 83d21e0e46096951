//! What is printed: the form that is read to her and signed, and who looked at her record.

use kith_app::view::{ConsentForm, WhoLooked};
use kith_domain::consent::{Category, Purpose};
use maud::{Markup, html};

use crate::lang::{LANGUAGES, Lang, lang};
use crate::layout::Page;
use crate::say::privacy as say;
use crate::t;

/// The form, in the language that she reads, whatever the reader's is.
pub fn consent_form(page: &Page<'_>, view: &ConsentForm, language: &str) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            p .back { a href={ "/people/" (view.person) "/sharing" } { (t!(l, "form-back")) } }
            h1 { (t!(l, "form-title")) }
            p .files {
                @for (code, name) in LANGUAGES {
                    @if code == language { strong lang=(code) { (name) } } @else { a href={ "?in=" (code) } lang=(code) { (name) } }
                    " "
                }
                button .link type="button" data-print hidden { (t!(l, "print")) }
            }
        }
        (sheet(lang(language), view))
    };
    page.render(&t!(l, "form-title"), None, content)
}

fn sheet(l: &'static Lang, view: &ConsentForm) -> Markup {
    let blank = "_".repeat(34);
    html! {
        article .card lang=(l.code) {
            h2 { (t!(l, "sheet-title", network = view.network.clone())) }
            p { (t!(l, "sheet-name")) " " strong { (view.name) } }
            p { (t!(l, "sheet-what", programme = l.words(&view.programme))) }
            h3 { (t!(l, "sheet-who")) }
            p { "☐ " (t!(l, "to-network")) br; "☐ " (t!(l, "sheet-one")) " " (blank) }
            h3 { (t!(l, "word-what")) }
            ul .plain { @for category in Category::ALL.iter().filter(|c| !c.is_sensitive()) { li { "☐ " (say::category(l, *category)) } } }
            h3 { (t!(l, "word-sensitive")) }
            p { (t!(l, "word-sensitive-hint")) }
            ul .plain { @for category in Category::ALL.iter().filter(|c| c.is_sensitive()) { li { "☐ " (say::category(l, *category)) } } }
            h3 { (t!(l, "word-for")) }
            ul .plain { @for purpose in Purpose::ALL { li { "☐ " (say::purpose(l, *purpose)) } } }
            h3 { (t!(l, "sheet-rights")) }
            @for key in ["sheet-right-no", "sheet-right-back", "sheet-right-redisclosure", "sheet-right-list"] { p { (l.say(key, &[])) } }
            p { (t!(l, "sheet-until")) " " (blank) }
            p { (t!(l, "sheet-sign")) " " (blank) }
            p { (t!(l, "sheet-day")) " " (blank) }
            p { (t!(l, "sheet-other")) " " (blank) }
            p { (t!(l, "sheet-witness")) " " (blank) }
            p .soft { (t!(l, "sheet-version", version = view.version)) }
        }
    }
}

/// Who looked at her record, when, at what, and why.
pub fn who_looked(page: &Page<'_>, view: &WhoLooked) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            h1 { (t!(l, "looks-title", name = view.name.clone())) }
            p .lead.second {
                @if view.looks.is_empty() { (t!(l, "looks-none")) } @else { (t!(l, "looks-lead", n = view.looks.len())) }
            }
        }
        @if !view.looks.is_empty() {
            div .scroll tabindex="0" role="region" aria-labelledby="looks-caption" {
                table {
                    caption #looks-caption { (t!(l, "looks-caption")) }
                    thead { tr {
                        th scope="col" { (t!(l, "looks-when")) }
                        th scope="col" { (t!(l, "looks-who")) }
                        th scope="col" { (t!(l, "looks-what")) }
                        th scope="col" { (t!(l, "looks-why")) }
                    } }
                    tbody {
                        @for look in &view.looks {
                            tr {
                                td { (l.moment(look.at, &page.zone)) }
                                th scope="row" { (look.who) }
                                td { (say::look(l, look)) }
                                td { (say::why(l, look.why)) }
                            }
                        }
                    }
                }
            }
            @if view.more { p .soft { (t!(l, "looks-more")) } }
        }
        p .note { (t!(l, "looks-note")) }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&t!(l, "looks-title", name = view.name.clone()), None, content)
}
