//! Who speaks for a baby with an account of their own: those who do and did, the form for one more, and the way to end
//! one.

use kith_app::privacy::Given;
use kith_app::view::{PrivacyPage, ProxyShown};
use maud::{Markup, html};

use super::{Sent, field, line, wrong};
use crate::lang::LANGUAGES;
use crate::layout::Page;
use crate::t;

/// The form by which an account is given.
const FORM: &str = "account";

/// The account that was just given. Its password is kept nowhere: who loses it is given another account.
pub(super) fn once(page: &Page<'_>, given: &Given) -> Markup {
    let l = page.l;
    html! {
        div .care.loud role="status" {
            p { strong { (t!(l, "account-given")) } }
            dl .facts {
                div { dt { (t!(l, "login")) } dd { code { (given.login) } } }
                div { dt { (t!(l, "password")) } dd { code { (given.password) } } }
            }
            p { (t!(l, "account-given-once")) }
        }
    }
}

/// The section; nothing where nobody may be given an account and nobody has one.
pub(super) fn section(page: &Page<'_>, view: &PrivacyPage, sent: &Sent) -> Markup {
    let l = page.l;
    let (standing, over): (Vec<_>, Vec<_>) = view.proxies.iter().partition(|proxy| proxy.stands);
    html! {
        @if view.may_be_spoken_for || !view.proxies.is_empty() {
            section .card aria-labelledby="accounts" {
                h2 #accounts { (t!(l, "accounts-title")) }
                @if standing.is_empty() { p { (t!(l, "accounts-none")) } }
                ul .tries { @for proxy in standing { (one(page, view, proxy)) } }
                @if !over.is_empty() {
                    details .data {
                        summary { (t!(l, "accounts-over", n = over.len())) }
                        ul .tries { @for proxy in over { (one(page, view, proxy)) } }
                    }
                }
                @if view.may_be_spoken_for { (give(page, view, sent)) }
            }
        }
    }
}

fn one(page: &Page<'_>, view: &PrivacyPage, proxy: &ProxyShown) -> Markup {
    let l = page.l;
    html! {
        li id={ "account-" (proxy.id) } .undone[proxy.ended.is_some()] {
            div {
                p {
                    strong { (proxy.name) } " (" (proxy.login) ")"
                    @if let Some(born) = proxy.born { " · " (t!(l, "account-for", day = l.partial(born))) }
                    br;
                    span .soft {
                        (proxy.evidence) " · " (t!(l, "account-until", day = l.date(proxy.last_day)))
                        @if let Some(day) = proxy.court_on { " · " (t!(l, "account-court", day = l.date(day))) }
                        " · " (t!(l, "account-by", who = proxy.given.0.clone(), at = l.moment(proxy.given.1, &page.zone)))
                        @if !proxy.chosen { " · " (t!(l, "account-unused")) }
                    }
                }
                @if let Some((at, who)) = &proxy.ended {
                    p .care { (t!(l, "account-ended", at = l.moment(*at, &page.zone), who = who.clone())) }
                }
            }
            @if proxy.ended.is_none() {
                form method="post" action={ "/people/" (view.person.id) "/accounts/" (proxy.id) "/end" } data-act {
                    (page.hidden())
                    button type="submit" { (t!(l, "account-end")) span .unseen { ": " (proxy.name) } }
                }
            }
        }
    }
}

fn give(page: &Page<'_>, view: &PrivacyPage, sent: &Sent) -> Markup {
    let l = page.l;
    let open = page.problem.as_ref().is_some_and(|p| p.form == FORM);
    let nothing = Sent::default();
    let sent = if open { sent } else { &nothing };
    let day = |name: &str, label: String, hint: String| {
        let input = html! { input id={ (FORM) "-" (name) } name=(name) type="date" value=[sent.text(name)]; };
        field(page, FORM, name, &label, Some(&hint), input)
    };
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "account-give")) }
            // The page that comes back has the password: it is not put in the place of a part of this one.
            form method="post" action={ "/people/" (view.person.id) "/accounts" } {
                (page.hidden())
                p .note { (t!(l, "account-note")) }
                (line(page, FORM, "name", &t!(l, "account-name"), Some(&t!(l, "account-name-hint")), sent))
                (line(page, FORM, "login", &t!(l, "account-login"), None, sent))
                (line(page, FORM, "evidence", &t!(l, "account-evidence"), Some(&t!(l, "account-evidence-hint")), sent))
                (day("last_day", t!(l, "account-last-day"), t!(l, "account-last-day-hint")))
                (day("court_on", t!(l, "account-court-on"), t!(l, "account-court-on-hint")))
                fieldset .choices {
                    legend { (t!(l, "account-language")) }
                    (wrong(page, FORM, "language"))
                    @for (code, name) in LANGUAGES {
                        label {
                            input type="radio" name="language" value=(code) checked[sent.has("language", code, code == l.code)];
                            span lang=(code) { (name) }
                        }
                    }
                }
                button .primary type="submit" { (t!(l, "account-save")) }
            }
        }
    }
}
