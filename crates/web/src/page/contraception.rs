//! Contraception: which site has which methods; and, of one case, what she was asked, offered and chose.

use kith_app::view::{MethodsPage, SiteShown, TalkPage};
use kith_domain::contraception::{Access, Outcome, Wish};
use maud::{Markup, html};

use crate::layout::Page;
use crate::t;

const ACCESS: [Access; 3] = [Access::SameDay, Access::Later, Access::Referred];
const WISHES: [Wish; 4] = [Wish::Yes, Wish::No, Wish::Unsure, Wish::Declined];
const OUTCOMES: [Outcome; 3] = [Outcome::Received, Outcome::Waiting, Outcome::Declined];

/// Which site has which methods.
pub fn methods(page: &Page<'_>, view: &MethodsPage) -> Markup {
    let l = page.l;
    let said = view.sites.iter().filter(|site| !site.said.is_empty()).count();
    let content = html! {
        div .title {
            h1 { (t!(l, "methods-title", n = said)) }
            p .when { (t!(l, "methods-purpose")) }
        }
        @if view.sites.is_empty() { div .empty { p { (t!(l, "methods-none")) } } }
        @for site in &view.sites { (site_card(page, view, site)) }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&t!(l, "nav-methods"), None, content)
}

fn site_card(page: &Page<'_>, view: &MethodsPage, site: &SiteShown) -> Markup {
    let l = page.l;
    let id = format!("site-{}", site.site);
    let access = |method: &str| site.said.iter().find(|(id, _)| id == method).map(|(_, access)| *access);
    html! {
        section .card aria-labelledby=(id) {
            h2 id=(id) { (site.name) }
            @if site.said.is_empty() { p .soft { (t!(l, "methods-not-said")) } }
            @else {
                dl .facts {
                    @for (method, name) in &view.methods {
                        @if let Some(access) = access(method) {
                            div { dt { (l.words(name)) } dd { (l.code("access", access.name())) } }
                        }
                    }
                }
                @if let Some(at) = site.at { p .note { (t!(l, "methods-said", at = l.moment(at, &page.zone))) } }
            }
            @if site.may_edit {
                details .act data-keep="open" {
                    summary .button { (t!(l, "methods-edit")) span .unseen { ": " (site.name) } }
                    form .goods-form method="post" action={ "/contraception/" (site.site) } data-act {
                        (page.hidden())
                        @for (method, name) in &view.methods {
                            @let field = format!("m.{method}");
                            @let id = format!("{}-{method}", site.site);
                            div .field {
                                label for=(id) { (l.words(name)) }
                                select id=(id) name=(field) {
                                    option value="" { (t!(l, "access-none")) }
                                    @for way in ACCESS {
                                        option value=(way.name()) selected[access(method) == Some(way)] { (l.code("access", way.name())) }
                                    }
                                }
                            }
                        }
                        button .primary type="submit" { (t!(l, "methods-save")) }
                    }
                }
            }
        }
    }
}

/// What she was asked, offered and chose: never on paper.
pub fn talk(page: &Page<'_>, view: &TalkPage) -> Markup {
    let l = page.l;
    let title = t!(l, "talk-title", name = view.name.clone());
    let talk = &view.talk;
    let radios = |name: &'static str,
                  legend: String,
                  codes: Vec<(&'static str, String)>,
                  chosen: Option<&'static str>| {
        html! {
            fieldset .choices {
                legend { (legend) }
                label { input type="radio" name=(name) value="" checked[chosen.is_none()]; span { (t!(l, "talk-open")) } }
                @for (code, words) in codes {
                    label { input type="radio" name=(name) value=(code) checked[chosen == Some(code)]; span { (words) } }
                }
            }
        }
    };
    let content = html! {
        div .title {
            p .back { a href={ "/triage/" (view.case) } { (view.name) } }
            h1 { (title) }
            p .when { (t!(l, "talk-purpose")) }
        }
        div .private {
            @if let Some((at, by)) = &view.noted { p .soft { (t!(l, "plan-noted", who = by.clone(), at = l.moment(*at, &page.zone))) } }
            @if let Some(problem) = page.problem_of("talk", "talk") { p .wrong role="alert" { (problem) } }
            form .goods-form method="post" action={ "/triage/" (view.case) "/contraception" } {
                (page.hidden())
                input type="hidden" name="version" value=(view.version);
                label .check { input type="checkbox" name="asked" value="1" checked[talk.asked]; " " (t!(l, "talk-asked")) }
                (radios("wants", t!(l, "talk-wants"), WISHES.map(|w| (w.name(), l.code("wish", w.name()))).to_vec(), talk.wants.map(Wish::name)))
                fieldset .plain {
                    legend { (t!(l, "talk-offered")) }
                    @for (method, name) in &view.methods {
                        label .check { input type="checkbox" name="offered" value=(method) checked[talk.offered.contains(method)]; " " (l.words(name)) }
                    }
                }
                div .field {
                    label for="talk-chosen" { (t!(l, "talk-chosen")) }
                    select #talk-chosen name="chosen" {
                        option value="" { (t!(l, "talk-open")) }
                        @for (method, name) in &view.methods {
                            option value=(method) selected[talk.chosen.as_ref() == Some(method)] { (l.words(name)) }
                        }
                    }
                }
                (radios("outcome", t!(l, "talk-outcome"), OUTCOMES.map(|o| (o.name(), l.code("choice", o.name()))).to_vec(), talk.outcome.map(Outcome::name)))
                button .primary type="submit" { (t!(l, "talk-save")) }
            }
        }
    };
    page.render(&title, None, content)
}
