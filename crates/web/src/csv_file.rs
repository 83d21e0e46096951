//! Values as CSV, for who goes on working with them.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it: names come from outside.

use jiff::civil::Time;
use kith_app::view::{Estimate, MeasurePage, Phone, PhoneWish, Rate, Safety, Scorecard, Shown, WorkRow};
use kith_domain::measure::strata::overlaps;
use kith_interop::table::export::record;

mod equity;
mod flow;

pub(crate) use equity::{equity, sites};
pub(crate) use flow::{cascade, load};
mod goods;

use crate::lang::Lang;
use crate::say;

pub(crate) use goods::{amount, funds, recall, stock};

/// The media type.
pub(crate) const KIND: &str = "text/csv; charset=utf-8";

fn write(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    rows.fold(record(heads), |file, row| file + &record(row))
}

fn count(count: Shown) -> String {
    match count {
        Shown::Count(n) => n.to_string(),
        Shown::Withheld => "withheld".to_owned(),
    }
}

fn estimate(estimate: Option<Estimate>) -> [String; 3] {
    match estimate {
        Some(e) => [e.value, e.low, e.high].map(|x| format!("{x:.4}")),
        None => Default::default(),
    }
}

const RATE: [&str; 8] = ["numerator", "denominator", "rate", "low", "high", "excluded", "pending", "unknown"];

fn rate(rate: &Rate) -> Vec<String> {
    let mut cells = vec![count(rate.numerator), count(rate.denominator)];
    cells.extend(estimate(rate.value));
    cells.extend([rate.excluded, rate.pending, rate.unknown].map(count));
    cells
}

/// The scorecard: a row a measure.
pub(crate) fn scorecard(l: &Lang, view: &Scorecard) -> String {
    let mut heads = vec!["measure", "title", "from", "to_excluded"];
    heads.extend(RATE);
    heads.extend([
        "focus",
        "focus_rate",
        "reference",
        "reference_rate",
        "gap",
        "gap_low",
        "gap_high",
        "as_of",
    ]);
    let as_of = view.freshness.as_of.map(|d| d.to_string()).unwrap_or_default();
    write(
        &heads,
        view.rows.iter().map(|row| {
            let mut cells = vec![row.measure.id.clone(), l.words(&row.measure.title).to_owned()];
            cells.extend([view.period.start.to_string(), view.period.end.to_string()]);
            cells.extend(rate(&row.rate));
            match &row.gap {
                Some(gap) => {
                    for group in [&gap.focus, &gap.reference] {
                        cells.push(group.group.clone());
                        cells.push(estimate(group.rate.value)[0].clone());
                    }
                    cells.extend(estimate(Some(gap.difference)));
                }
                None => cells.extend(std::iter::repeat_n(String::new(), 7)),
            }
            cells.push(as_of.clone());
            cells
        }),
    )
}

/// One measure: every number of its page, a row each.
pub(crate) fn measure(l: &Lang, view: &MeasurePage) -> String {
    let mut heads = vec!["part", "by", "group", "from", "to_excluded"];
    heads.extend(RATE);
    let line = |part: &str, by: &str, group: &str, from: String, to: String, r: &Rate| {
        let mut cells = vec![part.to_owned(), by.to_owned(), group.to_owned(), from, to];
        cells.extend(rate(r));
        cells
    };
    let (from, to) = (view.period.start.to_string(), view.period.end.to_string());
    let mut rows = vec![line("whole", "", "", from.clone(), to.clone(), &view.row.rate)];
    for month in &view.row.months {
        let end = month.month.last_of_month().tomorrow().unwrap_or(month.month);
        rows.push(line("month", "", "", month.month.to_string(), end.to_string(), &month.rate));
    }
    for (by, groups) in &view.strata {
        // Groups that overlap add up to more than everybody.
        let part = if overlaps(by) { "stratum_overlapping" } else { "stratum" };
        rows.extend(groups.iter().map(|g| line(part, by, &g.group, from.clone(), to.clone(), &g.rate)));
    }
    for clinic in &view.clinics {
        let name = if clinic.group.is_empty() { crate::t!(l, "no-clinic") } else { clinic.group.clone() };
        rows.push(line("clinic", "", &name, from.clone(), to.clone(), &clinic.rate));
    }
    for (quarter, focus, reference) in &view.gap_over_time {
        for group in [focus, reference] {
            rows.push(line(
                "quarter",
                "",
                &group.group,
                quarter.start.to_string(),
                quarter.end.to_string(),
                &group.rate,
            ));
        }
    }
    // Each definition; then whom two of them both count, and of these who is met in one alone.
    for row in view.definitions.iter().flat_map(|d| &d.run) {
        let id = row.definition.id.as_str();
        rows.push(line("definition", id, "", from.clone(), to.clone(), &row.rate));
        for (group, met) in
            row.against.iter().flat_map(|a| [("only_met_here", a.only_own), ("only_met_there", a.only_this)])
        {
            let both = row.against.map_or(Shown::Withheld, |against| against.both);
            let mut cells = vec!["definition_pair".to_owned(), id.to_owned(), group.to_owned()];
            cells.extend([from.clone(), to.clone(), count(met), count(both)]);
            cells.resize(heads.len(), String::new());
            rows.push(cells);
        }
    }
    // What was changed when: of the network, or of a site.
    rows.extend(view.annotations.iter().map(|note| {
        let mut cells = vec!["change".to_owned(), note.site.clone().unwrap_or_default(), note.words.clone()];
        cells.extend([note.on.to_string(), String::new()]);
        cells.resize(heads.len(), String::new());
        cells
    }));
    write(&heads, rows.into_iter())
}

/// The work list: a row a baby.
pub(crate) fn worklist(l: &Lang, rows: &[WorkRow]) -> String {
    let heads = [
        "due_on",
        "days_left",
        "baby",
        "born",
        "mother",
        "phone",
        "language",
        "clinic",
        "visits",
        "needed",
        "worker",
        "tries",
        "last_try",
        "do_not_contact",
    ];
    let heads: Vec<&str> = heads.into_iter().chain(SAFELY).collect();
    write(
        &heads,
        rows.iter().map(|row| {
            let shown = !row.do_not_contact && !row.infant.died;
            let phone = row.reach.phones.first().map(|phone| phone.number.clone()).filter(|_| shown);
            let safely = safely(&row.reach.phones, &row.reach.safety);
            let safely = safely.map(|cell| if shown { cell } else { String::new() });
            let language =
                row.mother.as_ref().and_then(|m| m.language.as_ref()).or(row.infant.language.as_ref());
            vec![
                row.outcome.due_on.map(|d| d.to_string()).unwrap_or_default(),
                row.days_left.to_string(),
                row.infant.name.clone(),
                row.infant.born.map(|b| b.to_string()).unwrap_or_default(),
                row.mother.as_ref().map(|m| m.name.clone()).unwrap_or_default(),
                phone.unwrap_or_default(),
                language.map(|tag| l.language_name(tag)).unwrap_or_default(),
                row.organization.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
                row.outcome.have.to_string(),
                row.outcome.needs.to_string(),
                row.worker.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
                row.contacts.to_string(),
                row.last_contact.as_ref().map(|c| say::contact(l, c)).unwrap_or_default(),
                if row.do_not_contact { "yes".to_owned() } else { String::new() },
            ]
            .into_iter()
            .chain(safely)
            .collect()
        }),
    )
}

/// Columns beside numbers in every file that has some: how they are safely used.
const SAFELY: [&str; 5] = ["phone_use", "safe_hours", "may_tell", "if_another_answers", "code_word"];

/// Their cells: of each number what may be done with it, then what her plan says.
fn safely(phones: &[Phone], safety: &Safety) -> [String; 5] {
    let used = |phone: &Phone| match (phone.text_only, phone.wish) {
        (true, _) => "text_only",
        (_, Some(PhoneWish::CallNoMessage)) => "call_no_message",
        (_, Some(PhoneWish::Call)) => "call_no_text",
        _ => "call_or_text",
    };
    let hour = |time: Time| time.strftime("%H:%M").to_string();
    let plan = safety.plan.clone().unwrap_or_default();
    let hours = (plan.from.is_some() || plan.until.is_some()).then(|| {
        let from = plan.from.map_or_else(|| "00:00".to_owned(), hour);
        format!("{from}-{}", plan.until.map_or_else(|| "24:00".to_owned(), hour))
    });
    [
        phones.iter().map(used).collect::<Vec<_>>().join("; "),
        hours.unwrap_or_default(),
        plan.may_tell.unwrap_or_default(),
        plan.if_another.unwrap_or_default(),
        plan.code_word.unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests;
