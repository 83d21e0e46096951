//! Sentences that several pages say: of a gap, of a series, of a contact, of what moved.

pub mod equity;
pub mod front_door;
pub mod indices;
pub mod privacy;
pub mod services;

use jiff::civil::Date;
use kith_app::programme::{MeasureInfo, Programme, Unit};
use kith_app::view::{Gap, Moved, Rate, ScoreRow, Verdict};
use kith_domain::contact::Contact;
use kith_domain::date::PartialDate;
use kith_domain::identity::PairKind;
use kith_domain::measure::{Direction, Status};
use maud::{Markup, html};

use crate::chart::Goal;
use crate::lang::{Lang, round};
use crate::{rich, t};

/// A rate as it stands in a sentence: the number strong, its interval soft, both known to the live updates.
pub fn live_rate(l: &Lang, key: &str, label: &str, rate: &Rate) -> Markup {
    html! {
        span .n data-live=(key) data-label=(label) {
            @match rate.value {
                Some(v) => { strong { (l.percent(v.value)) } " " span .ci { (l.interval(v)) } }
                None => span .soft { (l.rate(rate)) }
            }
        }
    }
}

/// The gap in points: `13 points`, never below zero.
fn size(l: &Lang, proportion: f64) -> String {
    t!(l, "points", n = round(proportion.abs() * 100.0))
}

/// Both groups' rates, the gap with its interval, and what it was.
pub fn gap(l: &Lang, measure: &MeasureInfo, gap: &Gap) -> Markup {
    let of = |group: &str| l.group_of(group, measure.unit);
    let (focus, reference) = (of(&gap.focus.group), of(&gap.reference.group));
    let points = round(gap.difference.value * 100.0);
    let difference = html! {
        span .n data-live={ "gap-" (measure.id) } data-label=(t!(l, "gap-label")) {
            strong { (size(l, gap.difference.value)) } " "
            span .ci { (interval_of_size(l, gap)) }
        }
    };
    html! {
        (rich!(l, "gap-rates", [focus = focus.clone(), reference = reference.clone()],
            focusrate = live_rate(l, &format!("focus-{}", measure.id), &focus, &gap.focus.rate),
            referencerate = live_rate(l, &format!("reference-{}", measure.id), &reference, &gap.reference.rate)))
        " "
        @match (points, &gap.before) {
            (0, _) => (rich!(l, "gap-none", [], interval = html! { span .ci { (l.interval(gap.difference)) } })),
            (..0, _) => (rich!(l, "gap-turned", [focus = focus.clone()], gap = difference)),
            (_, Some((period, before))) if round(before.value * 100.0) >= 0 => (rich!(l, "gap-is-was",
                [before = round(before.value * 100.0), period = l.period(*period)], gap = difference)),
            _ => (rich!(l, "gap-is", [], gap = difference)),
        }
    }
}

fn interval_of_size(l: &Lang, gap: &Gap) -> String {
    let mut e = gap.difference;
    if e.value < 0.0 {
        (e.value, e.low, e.high) = (-e.value, -e.high, -e.low);
    }
    l.interval(e)
}

/// How the gap moved, where that can be said.
pub fn change(l: &Lang, measure: &MeasureInfo, gap: &Gap) -> Option<String> {
    let (change, verdict) = gap.change?;
    let mut smaller = change;
    (smaller.value, smaller.low, smaller.high) = (-change.value, -change.high, -change.low);
    Some(match verdict {
        Verdict::Narrowed => {
            t!(l, "gap-narrowed", by = size(l, change.value), interval = l.interval(smaller))
        }
        Verdict::Widened => t!(l, "gap-widened", by = size(l, change.value), interval = l.interval(change)),
        Verdict::NoClearChange => t!(
            l,
            "gap-unclear",
            by = crate::lang::whole(round(change.value * 100.0)),
            interval = l.interval(change)
        ),
        Verdict::ReferenceWorsened => t!(
            l,
            "gap-reference-worse",
            by = size(l, change.value),
            interval = l.interval(smaller),
            reference = l.within(&l.group_of(&gap.reference.group, measure.unit))
        ),
    })
}

/// How many more reach the goal, in one sentence; nothing where there is no such number.
pub fn more(l: &Lang, programme: &Programme, measure: &MeasureInfo, gap: &Gap) -> Option<Markup> {
    let n = gap.more_to_target?;
    let focus = l.within(&l.group_of(&gap.focus.group, measure.unit));
    if n <= 0 {
        return Some(html! { (t!(l, "more-reached", focus = focus)) });
    }
    let count = html! {
        strong .n data-live={ "more-" (measure.id) } data-label=(t!(l, "more-label")) { (crate::lang::whole(n)) }
    };
    let half = (programme.gap_factor - 0.5).abs() < 1e-9;
    let share = l.percent(programme.gap_factor);
    Some(match (programme.gap_by, half) {
        (Some(by), true) => rich!(l, "more-half-by", [n = n, focus = focus, by = l.date(by)], count = count),
        (None, true) => rich!(l, "more-half", [n = n, focus = focus], count = count),
        (Some(by), false) => {
            rich!(l, "more-share-by", [n = n, focus = focus, by = l.date(by), share = share], count = count)
        }
        (None, false) => rich!(l, "more-share", [n = n, focus = focus, share = share], count = count),
    })
}

/// Where the gap is meant to be, for the chart.
pub fn goal(programme: &Programme, gap: &Gap) -> Option<Goal> {
    let from = gap.before.map_or(gap.difference.value, |(_, before)| before.value);
    (from > 0.0).then_some(Goal { difference: from * programme.gap_factor, by: programme.gap_by })
}

/// Why no gap is told of a measure.
pub fn no_gap(l: &Lang, measure: &MeasureInfo) -> String {
    match measure.direction {
        Direction::Neither => t!(l, "gap-neither"),
        _ => t!(l, "gap-not-shown"),
    }
}

/// The finding of the gap chart, from its first and last rows that can be shown.
pub fn gap_finding(
    l: &Lang,
    measure: &MeasureInfo,
    rows: &[(kith_domain::measure::Period, kith_app::view::GroupRate, kith_app::view::GroupRate)],
) -> String {
    let sign = if measure.direction == Direction::Lower { -100.0 } else { 100.0 };
    let gaps: Vec<_> = rows
        .iter()
        .filter_map(|(p, a, b)| Some((p, round((b.rate.value?.value - a.rate.value?.value) * sign))))
        .collect();
    match (gaps.first(), gaps.last()) {
        (Some((from, first)), Some((to, last))) if gaps.len() > 1 => {
            t!(l, "gap-finding", first = *first, last = *last, from = l.period(**from), to = l.period(**to))
        }
        (_, Some((to, last))) => t!(l, "gap-finding-one", last = *last, to = l.period(**to)),
        _ => t!(l, "gap-finding-none"),
    }
}

/// One attempt to reach a family: "Call, Tue 7 Jul: left a message".
pub fn contact(l: &Lang, contact: &Contact) -> String {
    t!(
        l,
        "contact-line",
        channel = l.say(&format!("channel-{}", crate::lang::slug(contact.channel.name())), &[]),
        day = l.near(contact.on),
        outcome = l.say(&format!("outcome-{}", crate::lang::slug(contact.outcome.name())), &[]),
    )
}

/// What moved, in a form that names nobody.
pub fn moved(l: &Lang, programme: &Programme, moved: &Moved) -> String {
    let title = programme.measure(&moved.measure).map_or(moved.measure.as_str(), |m| l.words(&m.title));
    let to = match moved.to {
        Some(status) => l.say(status_key(status), &[]),
        None => t!(l, "moved-gone"),
    };
    let place = moved.organization.clone().unwrap_or_else(|| t!(l, "no-clinic"));
    match moved.from {
        Some(from) => {
            t!(l, "moved-from-to", place = place, title = title, from = l.say(status_key(from), &[]), to = to)
        }
        None => t!(l, "moved-to", place = place, title = title, to = to),
    }
}

/// The message that names a status.
pub fn status_key(status: Status) -> &'static str {
    match status {
        Status::Met => "status-met",
        Status::NotMet => "status-not-met",
        Status::Excluded => "status-excluded",
        Status::Pending => "status-pending",
        Status::Unknown => "status-unknown",
    }
}

/// What the months say, short, for a card.
pub fn signal(l: &Lang, row: &ScoreRow) -> String {
    crate::chart::finding(l, row)
}

/// The number that a phone dials: digits, and a plus before them.
pub fn dialable(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if phone.trim_start().starts_with('+') { format!("+{digits}") } else { digits }
}

/// The age of a baby in words.
pub fn age(l: &Lang, days: i64) -> String {
    t!(l, "age-days", n = days.max(0))
}

/// Weeks and days of pregnancy at birth.
pub fn gestation(l: &Lang, born: Date, due: Date) -> Option<String> {
    let days = 280 - i64::from((due - born).get_days());
    (140..=310).contains(&days).then(|| t!(l, "gestation", weeks = days / 7, days = days % 7))
}

/// How likely it is that two records belong together, in words: a number would claim more than it knows.
pub fn likely(l: &Lang, kind: PairKind, probability: f64) -> String {
    let step = match probability {
        p if p >= 0.98 => "almost-certain",
        p if p >= 0.85 => "very-likely",
        p if p >= 0.5 => "probable",
        p if p >= 0.15 => "possible",
        _ => "unlikely",
    };
    let what = if kind == PairKind::Dyad { "dyad" } else { "person" };
    l.say(&format!("likely-{what}-{step}"), &[])
}

/// What is asked of a pair, as a noun: "one person", "mother and baby".
pub fn claim(l: &Lang, kind: PairKind) -> String {
    if kind == PairKind::Dyad { t!(l, "claim-dyad") } else { t!(l, "claim-person") }
}

/// What a record says of something (`born`, `sex` …), as it is read; text that is nobody's code stays as sent.
pub fn stated(l: &Lang, what: &str, value: &str) -> String {
    match what {
        "born" | "mother_born" | "death" => match value.parse::<PartialDate>() {
            Ok(day) => l.partial(day),
            Err(_) => l.sent(value),
        },
        "sex" => l.sent(value),
        "language" => l.language_name(value),
        _ => value.to_owned(),
    }
}

/// The noun for what a measure counts, in a sentence with its number.
pub fn units(l: &Lang, unit: Unit, n: i64) -> String {
    match unit {
        Unit::Infant => t!(l, "n-infants", n = n),
        Unit::Delivery => t!(l, "n-deliveries", n = n),
        Unit::Patient => t!(l, "n-patients", n = n),
        Unit::Case => t!(l, "n-cases", n = n),
        Unit::Referral => t!(l, "n-referrals", n = n),
        Unit::Handout => t!(l, "n-handouts", n = n),
    }
}
