//! What a privacy officer works on: emergencies to review, and what is odd about who looked at what. Nobody's name but
//! those of accounts: whose record it was is a number.

use kith_app::privacy::Finding;
use kith_app::view::{GlassShown, OddShown, OfficerPage};
use kith_domain::id::GlassId;
use maud::{Markup, html};

use super::{Sent, line, wrong};
use crate::layout::Page;
use crate::say::privacy as say;
use crate::t;

/// The page, with what was sent of a review that is not saved yet.
pub fn officer(page: &Page<'_>, view: &OfficerPage, sent: Option<&(GlassId, Sent)>) -> Markup {
    let l = page.l;
    let nothing = Sent::default();
    let of = |glass: &GlassShown| sent.filter(|(id, _)| *id == glass.id).map_or(&nothing, |(_, sent)| sent);
    let content = html! {
        div .title {
            h1 {
                @if view.to_review.is_empty() { (t!(l, "officer-title-none")) }
                @else { (t!(l, "officer-title", n = view.to_review.len())) }
            }
        }
        section .card aria-labelledby="glasses" {
            h2 #glasses { (t!(l, "officer-glasses")) }
            @if view.to_review.is_empty() { p .soft { (t!(l, "officer-glasses-none")) } }
            ul .tries { @for glass in &view.to_review { (review(page, glass, of(glass))) } }
            @if !view.reviewed.is_empty() {
                details .data {
                    summary { (t!(l, "officer-reviewed", n = view.reviewed.len())) }
                    ul .tries { @for glass in &view.reviewed { li { (told(page, glass)) } } }
                }
            }
        }
        section .card aria-labelledby="odd" {
            h2 #odd { (t!(l, "officer-odd", day = l.date(view.since))) }
            p .soft { (t!(l, "officer-odd-more", n = view.looks.0, many = view.many)) }
            @if view.looks.1 { p .care { (t!(l, "officer-odd-cut")) } }
            @if view.odd.is_empty() { p { (t!(l, "officer-odd-none")) } }
            ul .tries { @for odd in &view.odd { (finding(page, odd)) } }
        }
        section .card aria-labelledby="log" {
            h2 #log { (t!(l, "officer-log")) }
            p { (t!(l, "officer-log-more")) " " code { "kith audit verify" } }
        }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&t!(l, "nav-privacy"), None, content)
}

fn told(page: &Page<'_>, glass: &GlassShown) -> Markup {
    let l = page.l;
    html! {
        p {
            strong { (glass.who) } " · " (say::glass(l, glass.reason)) br;
            q { (glass.words) } br;
            span .soft {
                (l.moment(glass.at, &page.zone)) "–" (l.moment(glass.until, &page.zone)) " · "
                a href={ "/people/" (glass.person) "/looks" } { (t!(l, "officer-record", n = glass.person.0)) }
            }
            @if let Some((finding, note)) = &glass.finding {
                br;
                (l.code("finding", finding.name()))
                @if let Some(note) = note { " " q { (note) } }
            }
        }
    }
}

fn review(page: &Page<'_>, glass: &GlassShown, sent: &Sent) -> Markup {
    let l = page.l;
    let form = format!("review-{}", glass.id);
    html! {
        li data-key={ "glass-" (glass.id) } {
            (told(page, glass))
            form method="post" action={ "/privacy/" (glass.id) "/review" } {
                (page.hidden())
                fieldset .choices {
                    legend { (t!(l, "review-finding")) }
                    (wrong(page, &form, "finding"))
                    @for finding in Finding::ALL {
                        label { input type="radio" name="finding" value=(finding.name()) required checked[sent.has("finding", finding.name(), false)]; span { (l.code("finding", finding.name())) } }
                    }
                }
                (line(page, &form, "note", &t!(l, "review-note"), Some(&t!(l, "review-note-hint")), sent))
                button .primary type="submit" { (t!(l, "review-save")) span .unseen { ": " (glass.who) } }
            }
        }
    }
}

fn finding(page: &Page<'_>, odd: &OddShown) -> Markup {
    const MOST: usize = 12;
    let l = page.l;
    html! {
        li {
            p {
                strong { (odd.who) } " · " (say::odd(l, odd.odd)) " · "
                (t!(l, "odd-records", n = odd.people.len())) br;
                span .soft { (t!(l, "odd-last", at = l.moment(odd.last, &page.zone))) }
                @for person in odd.people.iter().take(MOST) {
                    " · " a href={ "/people/" (person) "/looks" } { (t!(l, "officer-record", n = person.0)) }
                }
                @if odd.people.len() > MOST { " …" }
            }
        }
    }
}
