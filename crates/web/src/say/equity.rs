//! What is said of a gap between two groups over the years: how far it moved, by how many percent, and who moved.

use kith_app::programme::Unit;
use kith_app::view::{Driver, Estimate, NoPercent, PairView, Story, Verdict};
use maud::{Markup, html};

use crate::lang::{DASH, Lang, round, whole};
use crate::t;

/// The two groups as nouns, as a sentence begins with them.
fn nouns(l: &Lang, pair: &PairView, unit: Unit) -> [String; 2] {
    [l.group_of(&pair.focus, unit), l.group_of(&pair.reference, unit)]
}

/// An amount in points with one decimal, so that what adds up is seen to: `12.3 points`.
fn points(l: &Lang, proportion: f64) -> String {
    t!(l, "points", n = tenths(proportion.abs()))
}

/// A proportion in points: `−3.4`.
pub(super) fn tenths(proportion: f64) -> String {
    let text = format!("{:.1}", proportion * 100.0);
    // No minus nothing.
    if text == "-0.0" { "0.0".to_owned() } else { text.replacen('-', "−", 1) }
}

/// An interval in points: `(2.8–20.2)`; where a limit is below zero, in words.
fn limits(l: &Lang, e: Estimate) -> String {
    let (low, high) = (tenths(e.low), tenths(e.high));
    if e.low < 0.0 {
        format!("({})", t!(l, "interval-to", low = low, high = high))
    } else {
        format!("({low}{DASH}{high})")
    }
}

/// A gap with its interval: `12.9 points (6.9–18.8)`.
fn gap(l: &Lang, e: Estimate) -> String {
    format!("{} {}", t!(l, "points", n = tenths(e.value)), limits(l, e))
}

/// The finding of a pair, as the title of its chart.
pub fn finding(l: &Lang, pair: &PairView, unit: Unit) -> String {
    let [focus, reference] = nouns(l, pair, unit);
    let Some(story) = &pair.story else {
        return t!(l, "equity-find-two", focus = focus, reference = l.within(&reference));
    };
    let (then, now) = (round(story.before.value * 100.0), round(story.now.value * 100.0));
    let key = match (story.verdict, story.driver) {
        (Verdict::NoClearChange, _) => "equity-find-unclear",
        (Verdict::Widened, _) => "equity-find-widened",
        (_, Driver::OnlyReferenceWorse) => "equity-find-reference",
        (_, Driver::GroupBetterReferenceWorse) if story.calls_out() => "equity-find-both",
        _ => "equity-find-focus",
    };
    l.say(
        key,
        &[
            ("focus", focus.into()),
            ("reference", l.within(&reference).into()),
            ("then", whole(then).into()),
            ("now", whole(now).into()),
        ],
    )
}

/// Both groups in both years, with their counts: a narrowing never stands without them.
pub fn rates(l: &Lang, pair: &PairView, unit: Unit) -> Option<Markup> {
    let (first, last) = (pair.years.first()?, pair.years.last()?);
    let line = |name: String, then: &kith_app::view::Rate, now: &kith_app::view::Rate| {
        crate::rich!(
            l,
            "equity-rates",
            [
                group = name,
                from = l.period(first.0),
                to = l.period(last.0),
                then = l.rate(then),
                thenof = l.count(then.denominator),
                of = l.count(now.denominator)
            ],
            now = html! { strong { (l.rate(now)) } }
        )
    };
    let [focus, reference] = nouns(l, pair, unit);
    Some(html! {
        (line(focus, &first.1.rate, &last.1.rate)) " " (line(reference, &first.2.rate, &last.2.rate))
    })
}

/// How the gap moved, with the interval of its change.
pub fn change(l: &Lang, story: &Story) -> String {
    let key = match story.verdict {
        Verdict::Narrowed | Verdict::ReferenceWorsened if story.narrowed() => "equity-narrowed",
        Verdict::Narrowed | Verdict::ReferenceWorsened => "equity-smaller",
        Verdict::Widened => "equity-widened",
        Verdict::NoClearChange => "equity-unclear",
    };
    l.say(
        key,
        &[
            ("then", gap(l, story.before).into()),
            ("now", gap(l, story.now).into()),
            ("by", points(l, story.change.value).into()),
            ("change", tenths(story.change.value).into()),
            ("interval", interval(l, story).into()),
        ],
    )
}

/// The interval of the change, turned round where the sentence tells how much smaller the gap is.
fn interval(l: &Lang, story: &Story) -> String {
    let mut change = story.change;
    if matches!(story.verdict, Verdict::Narrowed | Verdict::ReferenceWorsened) {
        (change.value, change.low, change.high) = (-change.value, -change.high, -change.low);
    }
    limits(l, change)
}

/// By how many percent, or why that has no meaning.
pub fn percent(l: &Lang, story: &Story) -> String {
    let from = l.period(story.from);
    match story.narrowed {
        Ok(percent) => {
            let number = |value: f64| {
                let n = round(value);
                if n < 0 { format!("−{}", -n) } else { whole(n) }
            };
            let key = if percent.value >= 0.0 { "equity-percent" } else { "equity-percent-wider" };
            l.say(
                key,
                &[
                    ("percent", number(percent.value.abs()).into()),
                    ("low", number(percent.low).into()),
                    ("high", number(percent.high).into()),
                ],
            )
        }
        Err(NoPercent::NoEarlierGap) => t!(l, "equity-percent-no-gap", from = from),
        Err(NoPercent::EarlierGapUncertain) => t!(l, "equity-percent-uncertain", from = from),
    }
}

/// Who moved, in one sentence.
pub fn who_moved(l: &Lang, pair: &PairView, story: &Story, unit: Unit) -> String {
    let [focus, reference] = nouns(l, pair, unit);
    let key = match story.driver {
        Driver::GroupBetter => "moved-focus",
        Driver::GroupBetterReferenceWorse if story.reference_may_be_chance => "moved-mostly",
        Driver::GroupBetterReferenceWorse => "moved-both",
        Driver::OnlyReferenceWorse => "moved-reference",
        Driver::NotNarrowed => "moved-not",
    };
    let way = |better_by: f64| if round(better_by * 100.0) >= 0 { "better" } else { "worse" };
    let said = l.say(
        key,
        &[
            ("focus", l.within(&focus).into()),
            ("reference", l.within(&reference).into()),
            ("byfocus", points(l, story.by_focus).into()),
            ("byreference", points(l, story.by_reference).into()),
            ("focusway", way(story.by_focus).into()),
            ("referenceway", way(-story.by_reference).into()),
            ("narrowing", points(l, story.change.value).into()),
            ("share", l.percent(story.share_of_reference.unwrap_or_default()).into()),
        ],
    );
    if story.driver == Driver::OnlyReferenceWorse && story.reference_may_be_chance {
        format!("{said} {}", t!(l, "moved-chance", reference = l.within(&reference)))
    } else {
        said
    }
}

/// What must be said loudly where the gap is clearly smaller because those ahead got worse.
pub fn call_out(l: &Lang, pair: &PairView, unit: Unit) -> Option<(String, String)> {
    let story = pair.story.as_ref().filter(|story| story.calls_out())?;
    let (first, last) = (pair.years.first()?, pair.years.last()?);
    let [focus, reference] = nouns(l, pair, unit);
    let only = story.driver == Driver::OnlyReferenceWorse;
    let args = [
        ("focus", l.within(&focus).into()),
        ("reference", l.within(&reference).into()),
        ("then", first.2.rate.value.map(|v| l.percent(v.value)).unwrap_or_default().into()),
        ("now", last.2.rate.value.map(|v| l.percent(v.value)).unwrap_or_default().into()),
        ("share", l.percent(story.share_of_reference.unwrap_or_default()).into()),
    ];
    let (title, words) =
        if only { ("call-only-title", "call-only") } else { ("call-part-title", "call-part") };
    Some((l.say(title, &[]), l.say(words, &args)))
}
