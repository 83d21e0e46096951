//! Goods as CSV: what is there, who has something of a lot, who paid.

use kith_app::view::{FundsPage, GoodsPage, RecallPage};
use kith_domain::loss::Loss;

use super::{SAFELY, safely, write};
use crate::lang::Lang;

/// Cents as an amount: `89.50`.
pub(crate) fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// What is there: a row a delivery.
pub(crate) fn stock(l: &Lang, view: &GoodsPage) -> String {
    let heads = [
        "organization",
        "place",
        "kind",
        "lot",
        "expires_on",
        "fund",
        "on_hand",
        "reserved",
        "free",
        "recalled",
    ];
    let rows = view.places.iter().flat_map(|place| {
        place.kinds.iter().flat_map(|kind| &kind.stock).map(|stock| {
            vec![
                place.organization.clone(),
                place.name.clone(),
                l.words(&stock.name).to_owned(),
                stock.lot.clone(),
                stock.expires_on.map(|day| day.to_string()).unwrap_or_default(),
                stock.fund.clone(),
                stock.balance.on_hand.to_string(),
                stock.balance.reserved.to_string(),
                stock.balance.free().to_string(),
                if stock.recalled { "yes" } else { "no" }.to_owned(),
            ]
        })
    });
    write(&heads, rows)
}

/// Who has something of a lot: a row a thing. A number that is not to be used is not among them.
pub(crate) fn recall(l: &Lang, view: &RecallPage) -> String {
    let heads = ["name", "kind", "lot", "state", "since", "language", "phones", "do_not_phone", "loss"];
    let heads: Vec<&str> = heads.into_iter().chain(SAFELY).collect();
    let rows = view.families.iter().map(|family| {
        let phones: Vec<&str> = family.phones.iter().map(|phone| phone.number.as_str()).collect();
        vec![
            family.line.person.clone(),
            l.words(&family.line.name).to_owned(),
            family.line.lot.clone(),
            family.line.state.name().to_owned(),
            family.line.at.to_string(),
            family.language.clone().unwrap_or_default(),
            phones.join("; "),
            if family.not_by_phone || family.by_intake { "yes" } else { "no" }.to_owned(),
            family.line.loss.map_or("", Loss::name).to_owned(),
        ]
        .into_iter()
        .chain(safely(&family.phones, &family.safety))
        .collect()
    });
    write(&heads, rows)
}

/// What each fund paid: a row for a month, a fund and a kind.
pub(crate) fn funds(l: &Lang, view: &FundsPage) -> String {
    let heads = ["month", "fund", "kind", "given", "cost", "cost_known_of"];
    let rows = view.rows.iter().map(|row| {
        vec![
            row.month.strftime("%Y-%m").to_string(),
            row.fund.clone(),
            l.words(&row.name).to_owned(),
            row.n.to_string(),
            if row.known > 0 { amount(row.cents) } else { String::new() },
            row.known.to_string(),
        ]
    });
    write(&heads, rows)
}
