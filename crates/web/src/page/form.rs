//! The front door for who sends somebody: the forms, what became of those sent, and the receipt.

mod ask;
mod fill;
mod parts;
mod question;

pub(super) use fill::fill_form;
pub use fill::{Fill, fill};

use kith_app::view::{FormListing, Receipt, Seen, SentForm, SentList};
use maud::{Markup, html};

use super::part::pages;
use crate::layout::Page;
use crate::say::front_door as words;
use crate::t;

/// The page; `further` where the list of what was sent does not begin with the newest.
pub fn front_door(page: &Page<'_>, forms: &[FormListing], sent: &SentList, further: bool) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            h1 { (t!(l, "front-door-title")) }
            p .when { (t!(l, "front-door-lead")) }
        }
        @if forms.is_empty() { div .empty { p { (t!(l, "front-door-no-forms")) } } }
        @else {
            ul .plain-cards {
                @for form in forms {
                    li .card {
                        h2 { a href={ "/front-door/" (form.id) } { (l.words(&form.title)) } }
                        p { (l.words(&form.purpose)) }
                    }
                }
            }
        }
        section aria-labelledby="doors" {
            h2 #doors { (t!(l, "doors-more")) }
            ul {
                li { a .next href="/referral-tables" { (t!(l, "doors-tables")) } }
                li { a .next href="/scans" { (t!(l, "doors-scans")) } }
            }
        }
        section aria-labelledby="sent" {
            h2 #sent { (t!(l, "sent-title")) }
            @if sent.forms.is_empty() { p .soft { (t!(l, "sent-empty")) } }
            @else { ul .rows { @for form in &sent.forms { (sent_row(page, form)) } } }
            (pages(page, "/front-door", "#sent", further, sent.next.as_deref()))
        }
    };
    page.render(&t!(l, "nav-front-door"), None, content)
}

fn sent_row(page: &Page<'_>, form: &SentForm) -> Markup {
    let l = page.l;
    html! {
        li .row id={ "sent-" (form.submission) } {
            div .row-main {
                div .row-head { h3 { (form.name) } }
                p .need { strong { (words::sent_standing(l, form.standing)) } span .soft { (l.ago(form.since, page.now)) } }
                p .about {
                    span { (l.words(&form.form)) }
                    span { (t!(l, "sent-on", day = l.moment(form.at, &page.zone))) }
                    span { (t!(l, "sent-number", number = form.number.clone())) }
                }
            }
        }
    }
}

/// What to say to her before she goes. What is for her alone is folded: somebody may look on, and paper is found.
fn tell_her(page: &Page<'_>, sees: &[Seen]) -> Markup {
    let l = page.l;
    let (alone, open): (Vec<_>, Vec<_>) = sees.iter().partition(|seen| seen.private);
    let list = |seen: &[&Seen]| {
        html! {
            ul .why { @for seen in seen { li .urgent[seen.urgent] { (l.words(&seen.words)) } } }
        }
    };
    html! {
        @if !open.is_empty() {
            section .tell-her aria-labelledby="tell" {
                h2 #tell { (t!(l, "receipt-tell")) }
                (list(&open))
            }
        }
        @if !alone.is_empty() {
            details .private {
                summary { (t!(l, "receipt-alone")) }
                (list(&alone))
            }
        }
    }
}

/// What a sender gets back: the number, and what happens next.
pub fn receipt(page: &Page<'_>, receipt: &Receipt) -> Markup {
    let l = page.l;
    let title = t!(l, "receipt-title");
    let content = html! {
        div .title { h1 { (title) } }
        (tell_her(page, &receipt.sees))
        section .card aria-label=(t!(l, "receipt-number")) {
            p { (t!(l, "receipt-number")) }
            p .big.number { (receipt.number) }
            p .soft { (l.moment(receipt.at, &page.zone)) }
        }
        section aria-labelledby="next" {
            h2 #next { (t!(l, "receipt-next")) }
            ul .why {
                li { (t!(l, "receipt-contact", by = l.moment(receipt.contact_by, &page.zone))) }
                li { (t!(l, "receipt-follow")) }
            }
        }
        p .acts {
            @if let Some(case) = receipt.case {
                a .button.primary href={ "/triage/" (case) } { (t!(l, "receipt-case")) }
            }
            a .button.primary[receipt.case.is_none()] href="/front-door" { (t!(l, "receipt-back")) }
        }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&title, None, content)
}
