//! One thing that somebody has or is kept, and one delivery.

use kith_app::view::{ItemPage, StockPage};
use kith_domain::goods::{ItemState, Question, Reply, Signed};
use kith_domain::loss::Loss;
use maud::{Markup, html};

use super::give::sign;
use super::{delivery, field, lost, state};
use crate::layout::Page;
use crate::page::triage::reach::numbers;
use crate::say::front_door as words;
use crate::t;
use crate::typed::Typed;

/// The answers, in the order of the page.
const REPLIES: [Reply; 3] = [Reply::Yes, Reply::No, Reply::Unknown];

/// One thing.
pub fn item(page: &Page<'_>, view: &ItemPage, typed: &Typed) -> Markup {
    let l = page.l;
    let line = &view.line;
    let title = t!(l, "item-title", what = l.words(&line.name).to_owned(), name = line.person.clone());
    let content = html! {
        div .title {
            p .back {
                @if view.opens_case { a href={ "/triage/" (line.case) } { (line.person) } }
                @else { a href="/goods" { (t!(l, "nav-goods")) } }
            }
            h1 { (title) }
            p .when { (state(l, line.state)) " " (l.moment(line.at, &page.zone)) }
        }
        (lost(l, line.loss))
        (standing(page, view))
        @if line.state == ItemState::HandedOut { (asking(page, view, typed)) }
        @if line.state == ItemState::Reserved { (handing(page, view, typed)) }
        @if line.state == ItemState::HandedOut { (coming_back(page, view)) }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&title, None, content)
}

fn standing(page: &Page<'_>, view: &ItemPage) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="from" data-row {
            h2 #from { (t!(l, "item-from")) }
            p { (view.stock.place) " · " (delivery(l, &view.stock, true)) }
            @if let Some((at, by)) = &view.handed { p { (t!(l, "item-handed", who = by.clone(), at = l.moment(*at, &page.zone))) } }
            @match &view.signed {
                Some(Signed::Drawn { name, signature }) => {
                    p { (t!(l, "item-signed", name = name.clone())) }
                    svg .signed viewBox="0 0 1000 500" role="img" aria-label=(t!(l, "item-signature", name = name.clone())) {
                        @for points in signature.lines() { polyline points=(points) {} }
                    }
                }
                Some(Signed::Paper { name, holder }) => p { (t!(l, "item-paper", name = name.clone(), holder = holder.clone())) },
                None => {},
            }
            @if !view.phones.is_empty() {
                (numbers(page, &view.phones, &view.safety, true, html! {}))
            }
        }
    }
}

/// What she says of it: said already, or to be asked.
fn asking(page: &Page<'_>, view: &ItemPage, typed: &Typed) -> Markup {
    let l = page.l;
    let id = view.line.item;
    let problem = page.problem_of("ask", "answers");
    html! {
        @if let Some((at, by)) = &view.asked {
            section .card aria-labelledby="asked" {
                h2 #asked { (t!(l, "item-asked", who = by.clone(), at = l.moment(*at, &page.zone))) }
                dl .facts {
                    @for question in &view.questions {
                        @if let Some((_, reply)) = view.answers.iter().find(|(id, _)| *id == question.id) {
                            div { dt { (l.words(&question.words)) } dd { (l.code("reply", reply.name())) } }
                        }
                    }
                }
                @if let Some(note) = &view.note { p { q { (note) } } }
            }
        } @else if view.line.loss.is_some_and(Loss::stops) {
            p .soft { (t!(l, "item-not-to-ask")) }
            @if let Some(problem) = problem { p .wrong role="alert" { (problem) } }
        } @else if !view.questions.is_empty() {
            section .card aria-labelledby="ask" {
                h2 #ask {
                    (t!(l, "item-ask"))
                    @if let Some(at) = view.line.ask_at { " " span .soft { (words::due(l, at, page.now)) } }
                }
                @if let Some(problem) = problem { p .wrong role="alert" { (problem) } }
                form .goods-form method="post" action={ "/goods/items/" (id) "/follow-up" } {
                    (page.hidden())
                    @for question in &view.questions { (question_field(page, question, typed)) }
                    (field(page, "ask", "note", &t!(l, "item-note"), |id, wrong| html! {
                        textarea id=(id) name="note" rows="2" maxlength="200" aria-describedby=[wrong] { (typed.text("note")) }
                    }))
                    button .primary type="submit" { (t!(l, "item-ask-save")) }
                }
            }
        }
    }
}

fn question_field(page: &Page<'_>, question: &Question, typed: &Typed) -> Markup {
    let l = page.l;
    let name = format!("q.{}", question.id);
    html! {
        fieldset .choices {
            legend { (l.words(&question.words)) }
            @for reply in REPLIES {
                label {
                    input type="radio" name=(name) value=(reply.name()) required checked[typed.chose(&name, reply.name())];
                    span { (l.code("reply", reply.name())) }
                }
            }
        }
    }
}

fn handing(page: &Page<'_>, view: &ItemPage, typed: &Typed) -> Markup {
    let l = page.l;
    let id = view.line.item;
    html! {
        section .card aria-labelledby="hand" {
            h2 #hand { (t!(l, "item-hand-over")) }
            form .goods-form method="post" action={ "/goods/items/" (id) "/hand-over" } {
                (page.hidden())
                (sign(page, "hand", typed, true))
                button .primary type="submit" { (t!(l, "give-save")) }
            }
            form method="post" action={ "/goods/items/" (id) "/release" } {
                (page.hidden())
                button type="submit" { (t!(l, "item-release")) }
            }
        }
    }
}

fn coming_back(page: &Page<'_>, view: &ItemPage) -> Markup {
    let l = page.l;
    let problem = page.problem_of("back", "note");
    html! {
        details .act data-keep="open" open[problem.is_some()] {
            summary .button { (t!(l, "item-back")) }
            form .goods-form method="post" action={ "/goods/items/" (view.line.item) "/return" } {
                (page.hidden())
                fieldset .choices {
                    legend { (t!(l, "item-back-fit")) }
                    @for (value, key) in [("yes", "item-back-yes"), ("no", "item-back-no")] {
                        label { input type="radio" name="fit" value=(value) required; span { (l.say(key, &[])) } }
                    }
                }
                (field(page, "back", "note", &t!(l, "item-note"), |id, wrong| html! {
                    input id=(id) type="text" name="note" value=(page.typed("back", "note")) maxlength="200" aria-describedby=[wrong];
                }))
                button type="submit" { (t!(l, "item-back-save")) }
            }
        }
    }
}

/// One delivery, with what happened to it.
pub fn stock(page: &Page<'_>, view: &StockPage, typed: &Typed) -> Markup {
    let l = page.l;
    let line = &view.line;
    let title = l.words(&line.name).to_owned();
    let form = "off";
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    let content = html! {
        div .title {
            p .back { a href="/goods" { (t!(l, "nav-goods")) } }
            h1 { (title) }
            p .when { (line.place) " · " (delivery(l, line, false)) }
        }
        @if line.balance.free() > 0 {
            details .act data-keep="open" open[open] {
                summary .button { (t!(l, "stock-off")) }
                form .goods-form method="post" action={ "/goods/stock/" (line.stock) "/write-off" } {
                    (page.hidden())
                    (field(page, form, "quantity", &t!(l, "goods-field-quantity"), |id, wrong| html! {
                        input id=(id) type="text" inputmode="numeric" name="quantity" value=(typed.text("quantity")) required
                            aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong];
                    }))
                    (field(page, form, "reason", &t!(l, "stock-off-why"), |id, wrong| html! {
                        input id=(id) type="text" name="reason" value=(typed.text("reason")) maxlength="200" required
                            aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong];
                    }))
                    button type="submit" { (t!(l, "stock-off-save")) }
                }
            }
        }
        section .card aria-labelledby="moved" {
            h2 #moved { (t!(l, "stock-moved")) }
            div .scroll tabindex="0" role="region" aria-labelledby="moved-table" {
                table {
                    caption #moved-table { (t!(l, "stock-moved-table")) }
                    thead { tr {
                        th scope="col" { (t!(l, "stock-when")) }
                        th scope="col" { (t!(l, "stock-what")) }
                        th .num scope="col" { (t!(l, "stock-on-hand")) }
                        th .num scope="col" { (t!(l, "goods-reserved")) }
                        th scope="col" { (t!(l, "stock-who")) }
                    } }
                    tbody {
                        @for (at, by, what, change, note) in &view.moved {
                            tr {
                                td { (l.moment(*at, &page.zone)) }
                                td { (l.code("movement", what.name())) @if !note.is_empty() { ": " (note) } }
                                td .num { (signed(change.on_hand)) }
                                td .num { (signed(change.reserved)) }
                                td { (by) }
                            }
                        }
                    }
                }
            }
        }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&title, None, content)
}

/// A change with its sign.
fn signed(n: i64) -> String {
    match n {
        0 => String::new(),
        n if n > 0 => format!("+{n}"),
        n => format!("−{}", n.abs()),
    }
}
