//! A charted series as text.

use kith_stats::spc::nhs::{Assurance, Variation};
use kith_stats::spc::rules::Side;
use kith_stats::spc::{Caution, Chart, Constant, Kind, Phase, Rule, RunsMethod};

use super::Told;
use crate::format;
use crate::statistics::cells::{ends, many, maybe, show};

pub fn text(told: &Told, per: f64) -> String {
    let chart = &told.chart;
    let mut out = format!("{} of {}", kind(chart.kind), many(chart.points.len(), "point"));
    if let (Some(first), Some(last)) = (told.labels.first(), told.labels.last()) {
        out.push_str(&format!(", {first} to {last}"));
    }
    if per != 1.0 {
        out.push_str(&format!(", per {}", show(per)));
    }
    out.push_str("\n\n");
    out.push_str(&points(told, per));
    out.push('\n');
    for (number, phase) in chart.phases.iter().enumerate() {
        out.push_str(&of_phase(told, phase, number, per));
    }
    out.push_str(&findings(told));
    out.push_str(&made(told));
    out
}

fn points(told: &Told, per: f64) -> String {
    let chart = &told.chart;
    let limits = chart.has_limits();
    let mut header = vec!["point", "value", "centre"];
    if limits {
        header.extend(["low", "high"]);
    }
    header.push("signals");
    let mut signals: Vec<Vec<String>> = vec![Vec::new(); chart.points.len()];
    for signal in &told.signals {
        signals[signal.point].push(rule(signal.rule, signal.side));
    }
    let row = |(i, point): (usize, &kith_stats::spc::Point)| {
        let mut row = vec![
            told.labels[i].clone(),
            maybe(point.value.map(|value| value * per)),
            maybe(chart.phases[point.phase].centre.map(|centre| centre * per)),
        ];
        if limits {
            row.extend(ends(point.limits.map(|limits| limits.three_sigma.times(per))));
        }
        let mut words = signals[i].clone();
        if !point.included {
            words.push("excluded".into());
        }
        row.push(words.join("; "));
        row
    };
    format::table(&header, &chart.points.iter().enumerate().map(row).collect::<Vec<_>>())
}

fn of_phase(told: &Told, phase: &Phase, number: usize, per: f64) -> String {
    let mut out = String::new();
    if told.chart.phases.len() > 1 {
        let from = told.labels.get(phase.points.start).map_or("", String::as_str);
        out.push_str(&format!(
            "phase {} from {from}: centre {}\n",
            number + 1,
            maybe(phase.centre.map(|c| c * per))
        ));
    }
    if let Some(test) = phase.runs.test {
        let judged = match (phase.runs.method, phase.runs.signal()) {
            (RunsMethod::Anhoej, true) => "more than chance",
            (RunsMethod::Anhoej, false) => "as chance leaves it",
            (RunsMethod::BestBox, true) => "more than chance by the best box",
            (RunsMethod::BestBox, false) => "as chance leaves it by the best box",
            (RunsMethod::CutBox, true) => "more than chance by the cut box",
            (RunsMethod::CutBox, false) => "as chance leaves it by the cut box",
        };
        out.push_str(&format!(
            "runs: longest {} (chance explains up to {}), crossings {} (chance explains {} and more): {judged}\n",
            test.longest, test.longest_limit, test.crossings, test.crossings_limit
        ));
    }
    for caution in &phase.cautions {
        out.push_str(&format!("careful: {}\n", careful(*caution)));
    }
    if phase.ranges.left_out > 0 {
        out.push_str(&format!(
            "screening left out {} of {} moving ranges\n",
            phase.ranges.left_out, phase.ranges.counted
        ));
    }
    out
}

fn findings(told: &Told) -> String {
    let mut out = String::new();
    if let Some(proposal) = &told.proposal {
        let side = if proposal.side == Side::Above { "above" } else { "below" };
        out.push_str(&format!(
            "proposal: {} in a row lie {side} the centre since {}; if the cause is known, re-base with --phase {}{}\n",
            proposal.run,
            told.labels[proposal.start],
            told.labels[proposal.start],
            if proposal.enough { "" } else { " (too few points yet for limits to be trusted)" },
        ));
    }
    if let Some(icons) = &told.icons {
        if let Some(variation) = icons.icons.last() {
            out.push_str(&format!("variation: {}\n", varies(*variation)));
        }
        if let Some(assurance) = icons.assurance {
            out.push_str(match assurance {
                Assurance::ConsistentPass => "assurance: the target is met whatever chance does\n",
                Assurance::ConsistentFail => "assurance: the target is missed whatever chance does\n",
                Assurance::Inconsistent => "assurance: the target is met or missed by chance\n",
            });
        }
    }
    out
}

/// What stands below a drawing.
pub fn notes(told: &Told) -> Vec<String> {
    let cautions = told.chart.phases.iter().flat_map(|phase| &phase.cautions);
    let mut notes: Vec<String> = cautions.map(|caution| format!("careful: {}", careful(*caution))).collect();
    notes.dedup();
    notes.extend(made(told).lines().map(str::to_owned));
    notes
}

/// How it was made, and how often it finds something where there is nothing.
pub fn made(told: &Told) -> String {
    let chart = &told.chart;
    let alarm = told.alarm;
    let at_least = if alarm.at_least { "at least " } else { "" };
    format!(
        "{}rules: {}; in a stable series of {} points they find something {at_least}{}% of the time\n",
        constant(chart),
        told.set.name(),
        alarm.points,
        show((alarm.chance * 1000.0).round() / 10.0),
    )
}

fn constant(chart: &Chart) -> String {
    if !chart.kind.uses_moving_ranges() {
        return String::new();
    }
    let constant = match (chart.kind, chart.constant) {
        (Kind::IndividualsPrime, _) => "Taylor's √(π/2) in every range",
        (_, Constant::Printed) => "mean moving range / 1.128",
        (_, Constant::Exact) => "mean moving range / 1.128379",
        (_, Constant::Nhs) => "2.66 mean moving ranges",
        (_, Constant::MedianRange) => "median moving range / 0.9539",
    };
    let screening = if chart.screening { "screened once above 3.267 mean ranges" } else { "not screened" };
    format!("limits: {constant}; moving ranges {screening}\n")
}

pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Run => "run chart",
        Kind::Individuals => "I chart",
        Kind::MovingRange => "MR chart",
        Kind::IndividualsPrime => "I′ chart",
        Kind::Xbar => "X̄ chart",
        Kind::S => "S chart",
        Kind::P => "p chart",
        Kind::PPrime => "P′ chart",
        Kind::U => "u chart",
        Kind::UPrime => "U′ chart",
        Kind::C => "c chart",
        Kind::G => "g chart",
        Kind::T => "t chart",
    }
}

pub fn rule(rule: Rule, side: Option<Side>) -> String {
    let way = |above: &'static str, below: &'static str| match side {
        Some(Side::Above) => above,
        Some(Side::Below) => below,
        None => "",
    };
    match rule {
        Rule::BeyondThreeSigma => format!("{} the limits", way("above", "below")),
        Rule::LongestRun => format!("in a long run {} the centre", way("above", "below")),
        Rule::FewCrossings => "too few crossings of the centre".into(),
        Rule::Shift(n) => format!("{n} in a row {} the centre", way("above", "below")),
        Rule::Trend(n) if side.is_none() => format!("{n} in a row rising or falling"),
        Rule::Trend(n) => format!("{n} in a row {}", way("rising", "falling")),
        Rule::TwoOfThree => format!("2 of 3 near the {} limit", way("upper", "lower")),
        Rule::FourOfFive => format!("4 of 5 off the centre {}", way("above", "below")),
        Rule::Alternation => "14 in a row up and down".into(),
        Rule::Hugging => "15 in a row close to the centre".into(),
        Rule::Mixture => "8 in a row far from the centre on both sides".into(),
        Rule::TooFewRuns => "too few runs".into(),
        Rule::TooManyRuns => "too many runs".into(),
    }
}

fn careful(caution: Caution) -> String {
    match caution {
        Caution::ShortSeries { points, needed } => {
            format!("this is short: {} of the {needed} it takes for rules to mean much", many(points, "point"))
        }
        Caution::ShortBaseline { points, needed } => format!(
            "the limits rest on {}; they are trial limits until there are {needed}",
            many(points, "point")
        ),
        Caution::NoVariation => "no point differs from another, so the limits have no width".into(),
        Caution::ScreeningRefused => {
            "half of the moving ranges or more are zero; screening would hide the points that vary, and was not done"
                .into()
        }
        Caution::FewExpected { points, needed } => format!(
            "fewer than {} events are expected at {}; limits do not hold there, see a g or t chart",
            show(needed),
            many(points, "point")
        ),
    }
}

fn varies(variation: Variation) -> &'static str {
    match variation {
        Variation::CommonCause => "common cause: nothing but chance at the last point",
        Variation::Improvement => "special cause: better",
        Variation::Concern => "special cause: worse",
        Variation::NeutralHigh => "special cause: higher",
        Variation::NeutralLow => "special cause: lower",
    }
}
