//! Lots that are called back, who has something of one, and who paid for what was given.

use std::collections::BTreeMap;

use kith_app::view::{FundsPage, RecallPage, RecallsPage};
use kith_domain::access::Action;
use maud::{Markup, html};

use super::{field, lost, state, whose};
use crate::csv_file::amount;
use crate::layout::Page;
use crate::page::triage::reach::numbers;
use crate::t;
use crate::typed::Typed;

/// Lots that were called back, and the form that calls one back.
pub fn recalls(page: &Page<'_>, view: &RecallsPage, typed: &Typed) -> Markup {
    let l = page.l;
    let form = "recall";
    let open = page.problem.as_ref().is_some_and(|p| p.form == form);
    let content = html! {
        div .title {
            p .back { a href="/goods" { (t!(l, "nav-goods")) } }
            h1 { (t!(l, "recalls-title")) }
            p .when { (t!(l, "recalls-purpose")) }
        }
        @if view.recalls.is_empty() { div .empty { p { (t!(l, "recalls-none")) } } }
        @else {
            ul .rows.on-list data-list {
                @for line in &view.recalls {
                    li .row id={ "recall-" (line.recall) } data-row tabindex="-1" {
                        div .row-main {
                            div .row-head { h2 { a href={ "/goods/recalls/" (line.recall) } data-open {
                                (l.words(&line.name)) ", " (t!(l, "goods-lot", lot = line.lot.clone()))
                            } } }
                            p .need { span { (line.reason) } }
                            p .about { span { (l.moment(line.at, &page.zone)) } span { (line.by) } }
                        }
                    }
                }
            }
        }
        @if page.may(Action::Triage) && !view.lots.is_empty() {
            details .act data-keep="open" open[open] {
                summary .button { (t!(l, "recall-new")) }
                form .goods-form method="post" action="/goods/recalls" {
                    (page.hidden())
                    (field(page, form, "lot", &t!(l, "recall-which"), |id, wrong| html! {
                        select id=(id) name="lot" aria-describedby=[wrong] {
                            @for (kind, name, lot) in &view.lots {
                                @let value = format!("{kind}/{lot}");
                                option value=(value) selected[typed.chose("lot", &value)] {
                                    (l.words(name)) ", " (t!(l, "goods-lot", lot = lot.clone()))
                                }
                            }
                        }
                    }))
                    (field(page, form, "reason", &t!(l, "recall-why"), |id, wrong| html! {
                        input id=(id) type="text" name="reason" value=(typed.text("reason")) maxlength="200" required
                            aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong];
                    }))
                    p .hint { (t!(l, "recall-hint")) }
                    button .primary type="submit" { (t!(l, "recall-save")) }
                }
            }
        }
    };
    page.render(&t!(l, "recalls-title"), None, content)
}

/// Who has something of a lot.
pub fn recall(page: &Page<'_>, view: &RecallPage) -> Markup {
    let l = page.l;
    let line = &view.line;
    let title = t!(
        l,
        "recall-title",
        what = l.words(&line.name).to_owned(),
        lot = line.lot.clone(),
        n = view.families.len()
    );
    let content = html! {
        div .title {
            p .back { a href="/goods/recalls" { (t!(l, "recalls-title")) } }
            h1 { (title) }
            p .when { (line.reason) }
        }
        @if view.families.is_empty() { div .empty { p { (t!(l, "recall-nobody")) } } }
        @else {
            ul .rows.on-list data-list {
                @for family in &view.families {
                    li .row id={ "item-" (family.line.item) } data-row tabindex="-1" {
                        div .row-main {
                            div .row-head { h2 { (whose(l, &family.line)) } }
                            p .about {
                                span { (state(l, family.line.state)) " " (l.moment(family.line.at, &page.zone)) }
                                @if let Some(language) = &family.language { span { (t!(l, "speaks", language = l.language_name(language))) } }
                            }
                            (lost(l, family.line.loss))
                            @if family.by_intake { p .care { (t!(l, "recall-by-intake")) } }
                            @else if family.not_by_phone { p .care { (t!(l, "recall-not-by-phone")) } }
                            @else if family.phones.is_empty() { p .soft.no-phone { (t!(l, "no-phone")) } }
                        }
                        @if !family.phones.is_empty() { (numbers(page, &family.phones, &family.safety, true, html! {})) }
                    }
                }
            }
        }
        p .files {
            a href={ "/goods/recalls/" (line.recall) ".csv" } { (t!(l, "goods-csv")) }
            button .link type="button" data-print hidden { (t!(l, "print")) }
        }
    };
    page.render(&title, None, content)
}

/// Who paid for what was given, by month.
pub fn funds(page: &Page<'_>, view: &FundsPage) -> Markup {
    let l = page.l;
    let mut totals: BTreeMap<&str, (i64, i64, i64)> = BTreeMap::new();
    for row in &view.rows {
        let total = totals.entry(&row.fund).or_default();
        *total = (total.0 + row.n, total.1 + row.cents, total.2 + row.known);
    }
    let cost = |n: i64, cents: i64, known: i64| match known {
        0 => t!(l, "funds-unknown"),
        known if known < n => t!(l, "funds-partly", amount = amount(cents), known = known),
        _ => amount(cents),
    };
    let content = html! {
        div .title {
            p .back { a href="/goods" { (t!(l, "nav-goods")) } }
            h1 { (t!(l, "funds-title")) }
            p .when { (t!(l, "funds-months", from = l.month(view.months.0), to = l.month(view.months.1))) }
        }
        @if view.rows.is_empty() { div .empty { p { (t!(l, "funds-none")) } } }
        @else {
            section .card aria-labelledby="totals" {
                h2 #totals { (t!(l, "funds-totals")) }
                dl .facts {
                    @for (fund, (n, cents, known)) in &totals {
                        div { dt { (fund) } dd { (t!(l, "funds-given", n = *n)) " · " (cost(*n, *cents, *known)) } }
                    }
                }
            }
            div .scroll tabindex="0" role="region" aria-labelledby="funds-caption" {
                table {
                    caption #funds-caption { (t!(l, "funds-caption")) }
                    thead { tr {
                        th scope="col" { (t!(l, "funds-month")) }
                        th scope="col" { (t!(l, "goods-field-fund")) }
                        th scope="col" { (t!(l, "goods-what")) }
                        th .num scope="col" { (t!(l, "funds-n")) }
                        th .num scope="col" { (t!(l, "funds-cost")) }
                    } }
                    tbody {
                        @for row in &view.rows {
                            tr {
                                th scope="row" { (l.month(row.month)) }
                                td { (row.fund) }
                                td { (l.words(&row.name)) }
                                td .num { (crate::lang::whole(row.n)) }
                                td .num { (cost(row.n, row.cents, row.known)) }
                            }
                        }
                    }
                }
            }
        }
        p .files {
            a href="/goods/funds.csv" { (t!(l, "goods-csv")) }
            button .link type="button" data-print hidden { (t!(l, "print")) }
        }
    };
    page.render(&t!(l, "funds-title"), None, content)
}
