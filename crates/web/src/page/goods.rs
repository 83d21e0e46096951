//! Goods: what is there and what runs low, what is to be asked about, and the ways to change that.

mod give;
mod item;
mod recall;

pub use give::give;
pub use item::{item, stock};
pub use recall::{funds, recall, recalls};

use kith_app::view::{GoodsPage, ItemLine, KindShown, PlaceShown, StockLine};
use kith_domain::goods::ItemState;
use kith_domain::loss::Loss;
use maud::{Markup, html};

use crate::lang::Lang;
use crate::layout::Page;
use crate::say::front_door as words;
use crate::t;
use crate::typed::Typed;

/// The page; `typed` is what was typed into a form that was sent back.
pub fn goods(page: &Page<'_>, view: &GoodsPage, typed: &Typed) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            h1 {
                @if view.places.is_empty() { (t!(l, "goods-title-none")) }
                @else if view.low > 0 { (t!(l, "goods-title-low", n = view.low)) }
                @else { (t!(l, "goods-title-calm")) }
            }
            p .when { (t!(l, "goods-purpose")) }
        }
        (to_ask(page, &view.to_ask))
        (not_to_ask(page, &view.not_to_ask))
        @for place in &view.places { (place_card(page, place)) }
        (kept(page, &view.kept))
        @if !view.places.is_empty() { (receive(page, view, typed)) }
        (new_place(page, view, typed))
        p .files {
            a href="/goods/recalls" { (t!(l, "goods-recalls")) }
            a href="/goods/funds" { (t!(l, "goods-funds")) }
            a href="/goods.csv" { (t!(l, "goods-csv")) }
            button .link type="button" data-print hidden { (t!(l, "print")) }
        }
    };
    page.render(&t!(l, "nav-goods"), None, content)
}

fn to_ask(page: &Page<'_>, lines: &[ItemLine]) -> Markup {
    let l = page.l;
    html! {
        @if !lines.is_empty() {
            section aria-labelledby="to-ask" {
                h2 #to-ask { (t!(l, "goods-to-ask", n = lines.len())) }
                ul .rows.on-list data-list { @for line in lines { (row(page, line)) } }
            }
        }
    }
}

/// Whom nobody asks, for somebody died: so that no one wonders why she is not above.
fn not_to_ask(page: &Page<'_>, lines: &[ItemLine]) -> Markup {
    let l = page.l;
    html! {
        @if !lines.is_empty() {
            section aria-labelledby="not-to-ask" {
                h2 #not-to-ask { (t!(l, "goods-not-to-ask", n = lines.len())) }
                ul .rows.on-list data-list { @for line in lines { (row(page, line)) } }
            }
        }
    }
}

/// Who died of a family, in words that nobody overlooks.
pub(crate) fn lost(l: &Lang, loss: Option<Loss>) -> Markup {
    html! { @if let Some(loss) = loss { p .care { (l.code("loss", loss.name())) } } }
}

/// One thing in a list.
fn row(page: &Page<'_>, line: &ItemLine) -> Markup {
    let l = page.l;
    html! {
        li .row.soon[line.late && !line.loss.is_some_and(Loss::stops)] id={ "item-" (line.item) } data-key={ "item-" (line.item) } data-row tabindex="-1" {
            div .row-main {
                div .row-head { h3 { (whose(l, line)) } }
                p .need { span { (l.words(&line.name)) } }
                (lost(l, line.loss))
                p .about {
                    span { (state(l, line.state)) " " (l.moment(line.at, &page.zone)) }
                    @if !line.lot.is_empty() { span { (t!(l, "goods-lot", lot = line.lot.clone())) } }
                }
            }
            @if let Some(at) = line.ask_at.filter(|_| !line.loss.is_some_and(Loss::stops)) {
                p .days { strong { (words::due(l, at, page.now)) } span .soft { (l.moment(at, &page.zone)) } }
            }
        }
    }
}

/// Whose a thing is, with the way to it; where she may not be shown any more, that.
fn whose(l: &Lang, line: &ItemLine) -> Markup {
    html! {
        @if line.person.is_empty() { (t!(l, "referral-withheld-name")) }
        @else { a href={ "/goods/items/" (line.item) } data-open { (line.person) } }
    }
}

/// How a thing stands.
pub(crate) fn state(l: &Lang, state: ItemState) -> String {
    l.code("goods-state", state.name())
}

fn place_card(page: &Page<'_>, place: &PlaceShown) -> Markup {
    let l = page.l;
    let id = format!("place-{}", place.place);
    html! {
        section .card aria-labelledby=(id) {
            h2 id=(id) { (place.name) " " span .soft { (place.organization) } }
            @if place.kinds.is_empty() { p .soft { (t!(l, "goods-place-empty")) } }
            @else {
                div .scroll tabindex="0" role="region" aria-labelledby={ (id) "-table" } {
                    table {
                        caption id={ (id) "-table" } { (t!(l, "goods-table", place = place.name.clone())) }
                        thead { tr {
                            th scope="col" { (t!(l, "goods-what")) }
                            th .num scope="col" { (t!(l, "goods-free")) }
                            th .num scope="col" { (t!(l, "goods-reserved")) }
                            th scope="col" { (t!(l, "goods-standing")) }
                        } }
                        tbody { @for kind in &place.kinds { (kind_row(l, kind)) } }
                    }
                }
                @for kind in place.kinds.iter().filter(|kind| !kind.stock.is_empty()) {
                    details .data {
                        summary { (t!(l, "goods-deliveries", kind = l.words(&kind.name).to_owned())) }
                        ul { @for stock in &kind.stock { li { (delivery(l, stock, true)) } } }
                    }
                }
            }
        }
    }
}

fn kind_row(l: &Lang, kind: &KindShown) -> Markup {
    let reserved: i64 = kind.stock.iter().map(|s| s.balance.reserved).sum();
    html! {
        tr {
            th scope="row" { (l.words(&kind.name)) }
            td .num { (crate::lang::whole(kind.free)) }
            td .num { (crate::lang::whole(reserved)) }
            td { @if kind.low { span .low { (t!(l, "goods-low")) } } @else { (t!(l, "goods-enough")) } }
        }
    }
}

/// A delivery in a line.
pub(crate) fn delivery(l: &Lang, stock: &StockLine, opens: bool) -> Markup {
    let lot = if stock.lot.is_empty() {
        t!(l, "goods-no-lot")
    } else {
        t!(l, "goods-lot", lot = stock.lot.clone())
    };
    html! {
        @if opens { a href={ "/goods/stock/" (stock.stock) } { (lot) } } @else { (lot) }
        " · " (t!(l, "goods-n-free", n = stock.balance.free()))
        @if let Some(day) = stock.expires_on {
            " · " @if stock.expired { span .low { (t!(l, "goods-expired", day = l.date(day))) } }
            @else { (t!(l, "goods-expires", day = l.date(day))) }
        }
        @if stock.recalled { " · " span .low { (t!(l, "goods-recalled")) } }
        " · " span .soft { (t!(l, "goods-paid-by", fund = stock.fund.clone())) }
    }
}

fn kept(page: &Page<'_>, lines: &[ItemLine]) -> Markup {
    let l = page.l;
    html! {
        @if !lines.is_empty() {
            section aria-labelledby="kept" {
                h2 #kept { (t!(l, "goods-kept", n = lines.len())) }
                ul .rows.on-list data-list { @for line in lines { (row(page, line)) } }
            }
        }
    }
}

/// A field with its label, and what is wrong with it.
pub(crate) fn field(
    page: &Page<'_>,
    form: &str,
    name: &str,
    label: &str,
    input: impl Fn(&str, Option<&str>) -> Markup,
) -> Markup {
    let id = format!("{form}-{name}");
    let wrong = format!("{id}-wrong");
    let problem = page.problem_of(form, name);
    html! {
        div .field {
            label for=(id) { (label) }
            @if let Some(problem) = problem { p .wrong id=(wrong) { (problem) } }
            (input(&id, problem.map(|_| wrong.as_str())))
        }
    }
}

fn receive(page: &Page<'_>, view: &GoodsPage, typed: &Typed) -> Markup {
    let l = page.l;
    let form = "receive";
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    let text = |name: &'static str, kind: &'static str, required: bool| {
        field(page, form, name, &l.code("goods-field", name), |id, wrong| {
            html! {
                input id=(id) type=(kind) name=(name) value=(typed.text(name)) maxlength="200" required[required]
                    inputmode=[(name == "quantity").then_some("numeric")] autocomplete="off"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong]
                    list=[(name == "fund").then_some("funds")];
            }
        })
    };
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "goods-receive")) }
            form .goods-form method="post" action="/goods/receive" {
                (page.hidden())
                (field(page, form, "place", &t!(l, "goods-field-place"), |id, wrong| html! {
                    select id=(id) name="place" aria-describedby=[wrong] {
                        @for place in &view.places {
                            option value=(place.place) selected[typed.chose("place", &place.place.to_string())] {
                                (place.name) ", " (place.organization)
                            }
                        }
                    }
                }))
                (field(page, form, "kind", &t!(l, "goods-what"), |id, wrong| html! {
                    select id=(id) name="kind" aria-describedby=[wrong] {
                        @for (kind, name) in &view.kinds {
                            option value=(kind) selected[typed.chose("kind", kind)] { (l.words(name)) }
                        }
                    }
                }))
                (text("quantity", "text", true))
                (text("lot", "text", false))
                (text("expires_on", "date", false))
                (text("fund", "text", true))
                datalist #funds { @for fund in &view.funds { option value=(fund) {} } }
                (text("cost", "text", false))
                button .primary type="submit" { (t!(l, "goods-receive-save")) }
            }
        }
    }
}

fn new_place(page: &Page<'_>, view: &GoodsPage, typed: &Typed) -> Markup {
    let l = page.l;
    let form = "place";
    let open = view.places.is_empty() || page.problem.as_ref().is_some_and(|p| p.form == form);
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "goods-new-place")) }
            form .goods-form method="post" action="/goods/places" {
                (page.hidden())
                (field(page, form, "organization", &t!(l, "goods-field-owner"), |id, wrong| html! {
                    select id=(id) name="organization" aria-describedby=[wrong] {
                        @for (owner, name) in &view.owners {
                            option value=(owner) selected[typed.chose("organization", &owner.to_string())] { (name) }
                        }
                    }
                }))
                (field(page, form, "name", &t!(l, "goods-field-name"), |id, wrong| html! {
                    input id=(id) type="text" name="name" value=(typed.text("name")) maxlength="200" required
                        aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong];
                }))
                button type="submit" { (t!(l, "goods-new-place-save")) }
            }
        }
    }
}

/// What she was given, on the page of her case or of a referral.
pub(crate) fn of_her(page: &Page<'_>, items: &[ItemLine], give: &str) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="goods" {
            h2 #goods { (t!(l, "case-goods")) }
            @if items.is_empty() { p .soft { (t!(l, "case-goods-none")) } }
            @else {
                ul .tries {
                    @for line in items {
                        li data-key={ "item-" (line.item) } {
                            p {
                                a href={ "/goods/items/" (line.item) } { (l.words(&line.name)) } br;
                                (state(l, line.state)) " " (l.moment(line.at, &page.zone))
                                @if let Some(at) = line.ask_at.filter(|_| !line.loss.is_some_and(Loss::stops)) {
                                    " · " span .nobody[line.late] { (t!(l, "goods-ask-when", when = words::due(l, at, page.now))) }
                                }
                            }
                        }
                    }
                }
            }
            p { a .next href=(give) { (t!(l, "case-goods-give")) } }
        }
    }
}
