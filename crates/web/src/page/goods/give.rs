//! Giving somebody something: what there is, and her name under it.

use kith_app::view::{GivePage, StockLine};
use maud::{Markup, html};

use super::{delivery, field, state};
use crate::layout::Page;
use crate::t;
use crate::typed::Typed;

/// The page; `once` makes the same form sent again give nothing more.
pub fn give(page: &Page<'_>, view: &GivePage, typed: &Typed, once: &str) -> Markup {
    let l = page.l;
    let title = t!(l, "give-title", name = view.person.clone());
    let back = view.to.path();
    let content = html! {
        div .title {
            p .back { a href=(back) { (view.person) } }
            h1 { (title) }
        }
        @if !view.items.is_empty() {
            section .card aria-labelledby="has" {
                h2 #has { (t!(l, "give-has")) }
                ul .tries {
                    @for line in &view.items {
                        li { p { a href={ "/goods/items/" (line.item) } { (l.words(&line.name)) } " · " (state(l, line.state)) " " (l.moment(line.at, &page.zone)) } }
                    }
                }
            }
        }
        @if view.choices.is_empty() {
            div .empty {
                p { (t!(l, "give-nothing")) }
                p { a .button href="/goods" { (t!(l, "give-nothing-more")) } }
            }
        } @else {
            form .goods-form method="post" action="/goods/give" {
                (page.hidden_to(&back))
                input type="hidden" name="to" value=(view.to.code());
                input type="hidden" name="once" value=(once);
                (choices(page, &view.choices, typed))
                (sign(page, "give", typed, false))
                div .acts {
                    button .primary type="submit" name="do" value="give" { (t!(l, "give-save")) }
                    button type="submit" name="do" value="keep" formnovalidate { (t!(l, "give-keep")) }
                }
            }
        }
    };
    page.render(&title, None, content)
}

fn choices(page: &Page<'_>, all: &[StockLine], typed: &Typed) -> Markup {
    let l = page.l;
    let problem = page.problem_of("give", "stock");
    html! {
        fieldset .choices aria-describedby=[problem.map(|_| "give-stock-wrong")] {
            legend { (t!(l, "give-which")) }
            @if let Some(problem) = problem { p .wrong #give-stock-wrong { (problem) } }
            @for stock in all {
                label {
                    input type="radio" name="stock" value=(stock.stock) required checked[typed.chose("stock", &stock.stock.to_string())];
                    span { strong { (l.words(&stock.name)) } " · " (stock.place) " · " (delivery(l, stock, false)) }
                }
            }
        }
    }
}

/// Who signs, and on what: in the box, or on paper that somebody keeps.
pub(super) fn sign(page: &Page<'_>, form: &str, typed: &Typed, required: bool) -> Markup {
    let l = page.l;
    let problem = page.problem_of(form, "signed");
    html! {
        fieldset .plain {
            legend { (t!(l, "sign-title")) }
            p .hint { (t!(l, "sign-hint")) }
            @if let Some(problem) = problem { p .wrong role="alert" { (problem) } }
            (field(page, form, "name", &t!(l, "sign-name"), |id, wrong| html! {
                input id=(id) type="text" name="name" value=(typed.text("name")) maxlength="200" autocomplete="off" required[required]
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong];
            }))
            div .field data-sign hidden {
                span id={ (form) "-drawn" } { (t!(l, "sign-draw")) }
                svg .signing viewBox="0 0 1000 500" role="img" aria-labelledby={ (form) "-drawn" } {}
                input type="hidden" name="drawn" value=(typed.text("drawn"));
                button .link type="button" data-clear { (t!(l, "sign-clear")) }
            }
            (field(page, form, "holder", &t!(l, "sign-holder"), |id, wrong| html! {
                input id=(id) type="text" name="holder" value=(typed.text("holder")) maxlength="200" autocomplete="off"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong];
            }))
        }
    }
}
