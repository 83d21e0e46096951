//! What is new at the front door, as somebody is told it.

use kith_app::view::{NewsAbout, NewsLine, NewsList, NewsPlace};
use kith_domain::access::Action;
use kith_domain::referral::State;
use maud::{Markup, html};

use super::part::pages;
use crate::layout::Page;
use crate::say::front_door as words;
use crate::t;

/// The list, the newest first; `further` where it does not begin with the newest.
pub fn news(page: &Page<'_>, view: &NewsList, further: bool) -> Markup {
    let l = page.l;
    let new = view.lines.iter().filter(|line| line.is_new).count();
    let content = html! {
        div .title {
            h1 { (t!(l, "news-title")) }
            p .when { (t!(l, "news-lead")) }
        }
        @if page.may(Action::Triage) && !view.sends.mail && !view.sends.texts {
            p .note { (t!(l, "news-no-sender")) }
        }
        @if view.lines.is_empty() { div .empty { p { (t!(l, "news-empty")) } } }
        @else {
            @if let (Some(first), true, false) = (&view.first, new > 0, further) {
                form method="post" action="/news/read" {
                    (page.csrf())
                    input type="hidden" name="up_to" value=(place(first));
                    button type="submit" { (t!(l, "news-read")) }
                }
            }
            ul .rows.on-list { @for line in &view.lines { (row(page, line)) } }
        }
        (pages(page, "/news", "", further, view.next.as_ref().map(place).as_deref()))
    };
    page.render(&t!(l, "nav-news"), None, content)
}

fn row(page: &Page<'_>, line: &NewsLine) -> Markup {
    let l = page.l;
    let (path, leads) = match line.about {
        NewsAbout::Referral(id) => (format!("/referrals/{id}"), t!(l, "news-to-referral")),
        NewsAbout::Case(id) => (format!("/triage/{id}"), t!(l, "news-to-case")),
        NewsAbout::Service(id) => (format!("/referrals#service-{id}"), t!(l, "news-to-places")),
        NewsAbout::Sent => ("/front-door#sent".to_owned(), t!(l, "news-to-sent")),
    };
    html! {
        li .row.soon[line.is_new] {
            div .row-main {
                div .row-head { h2 { a href=(path) { (said(page, line)) } } }
                p .about {
                    @if line.is_new { span .tag { (t!(l, "news-new")) } }
                    @if !line.service.en.is_empty() { span { (l.words(&line.service)) } }
                    span { (l.ago(line.at, page.now)) }
                    span .soft { (leads) }
                }
            }
        }
    }
}

/// What happened, in words.
fn said(page: &Page<'_>, line: &NewsLine) -> String {
    let l = page.l;
    match line.template.as_str() {
        "referral_sent" => t!(l, "news-referral-sent"),
        "referral_re_offered" => t!(l, "news-referral-re-offered"),
        "case_served" => t!(l, "news-case-served"),
        "case_closed" => t!(l, "news-case-closed"),
        "places" => t!(l, "news-places"),
        "message_refused" => t!(l, "news-message-undelivered"),
        other => match other.strip_prefix("referral_").and_then(State::named) {
            Some(state) => t!(l, "news-referral", state = words::referral_state(l, state)),
            None => t!(l, "news-other"),
        },
    }
}

fn place(place: &NewsPlace) -> String {
    format!("{}~{}", place.at.as_microsecond(), place.key)
}
