//! Cascades and loads as CSV.

use kith_app::view::{CascadePage, LoadPage};

use super::{RATE, rate, write};
use crate::lang::Lang;

/// A cascade: a row a step, for everyone and for each group.
pub(crate) fn cascade(l: &Lang, view: &CascadePage) -> String {
    let mut heads = vec!["step", "measure", "title", "by", "group", "from", "to_excluded"];
    heads.extend(RATE);
    let mut rows = Vec::new();
    for (number, step) in view.steps.iter().enumerate() {
        let mut line = |by: &str, group: &str, of: &kith_app::view::Rate| {
            let mut cells = vec![(number + 1).to_string(), step.measure.id.clone()];
            cells.extend([l.words(&step.measure.title).to_owned(), by.to_owned(), group.to_owned()]);
            cells.extend([view.period.start.to_string(), view.period.end.to_string()]);
            cells.extend(rate(of));
            rows.push(cells);
        };
        line("", "", &step.rate);
        for group in &step.groups {
            line(&view.stratifier, &group.group, &group.rate);
        }
    }
    write(&heads, rows.into_iter())
}

/// Who has what: a row a worker, and one for nobody.
pub(crate) fn load(l: &Lang, view: &LoadPage) -> String {
    let heads =
        ["worker", "open", "tier_1", "tier_2", "tier_3", "late", "oldest_days", "median_days", "next_due"];
    let days = |days: Option<i64>| days.map(|d| d.to_string()).unwrap_or_default();
    let line = |row: &kith_app::view::LoadRow| {
        let name = if row.account.is_some() { row.name.clone() } else { crate::t!(l, "supervise-nobody") };
        let mut cells = vec![name, row.open.to_string()];
        cells.extend(row.tiers.iter().map(|(_, n)| n.to_string()));
        cells.extend([row.late.to_string(), days(row.oldest_days), days(row.median_days)]);
        cells.push(row.next_due.map(|at| at.to_string()).unwrap_or_default());
        cells
    };
    write(&heads, view.rows.iter().map(line))
}
