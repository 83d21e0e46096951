//! The gap of a measure and its sites, every number of their pages a row.

use kith_app::view::{EquityPage, Estimate, Kind, NoIndex, NoPercent, Rate, RuleSeen, SitesPage, Standing};
use kith_domain::measure::Period;
use kith_domain::measure::strata::overlaps;

use super::{RATE, estimate, rate, write};
use crate::lang::Lang;
use crate::t;

/// Rates by group and year, the two compared groups by quarter with their gap, how it moved, and inequality over all
/// groups of what is not wanted (its name stands where a group does, its number where a gap does).
pub(crate) fn equity(view: &EquityPage) -> String {
    let mut heads = vec!["part", "by", "group", "reference", "from", "to_excluded"];
    heads.extend(RATE);
    heads.extend(["gap", "gap_low", "gap_high", "note", "and_by", "and_group"]);
    let line = |part: &str, group: &str, reference: &str, period: Period, of: Option<&Rate>| {
        let mut cells =
            vec![part.to_owned(), view.stratifier.clone(), group.to_owned(), reference.to_owned()];
        cells.extend([period.start.to_string(), period.end.to_string()]);
        cells.extend(of.map_or_else(|| vec![String::new(); RATE.len()], rate));
        cells
    };
    let gap = |mut cells: Vec<String>, gap: Option<Estimate>, note: &str| {
        cells.extend(estimate(gap));
        cells.push(note.to_owned());
        cells
    };
    // Groups that overlap add up to more than everybody.
    let note = if overlaps(&view.stratifier) { "overlapping" } else { "" };
    let mut rows = Vec::new();
    for group in &view.groups {
        for (year, of) in view.years.iter().zip(&group.rates) {
            rows.push(gap(line("year", &group.group, "", *year, Some(of)), None, note));
        }
    }
    if let Some(pair) = &view.pair {
        for q in &pair.quarters {
            let (focus, reference) = (&q.focus, &q.reference);
            rows.push(gap(line("quarter", &focus.group, "", q.period, Some(&focus.rate)), None, ""));
            rows.push(gap(line("quarter", &reference.group, "", q.period, Some(&reference.rate)), None, ""));
            rows.push(gap(line("quarter_gap", &focus.group, &reference.group, q.period, None), q.gap, ""));
        }
        if let Some(story) = &pair.story {
            let whole = Period { start: story.from.start, end: story.to.end };
            let of = |part: &str, period: Period| line(part, &pair.focus, &pair.reference, period, None);
            rows.push(gap(of("year_gap", story.from), Some(story.before), ""));
            rows.push(gap(of("year_gap", story.to), Some(story.now), ""));
            rows.push(gap(of("change", whole), Some(story.change), ""));
            let (percent, note) = match story.narrowed {
                Ok(p) => (Some(Estimate { value: p.value, low: p.low, high: p.high }), ""),
                Err(NoPercent::NoEarlierGap) => (None, "no_earlier_gap"),
                Err(NoPercent::EarlierGapUncertain) => (None, "earlier_gap_uncertain"),
            };
            rows.push(gap(of("percent_narrowed", whole), percent, note));
            for (part, by) in
                [("narrowed_by_group", story.by_focus), ("narrowed_by_reference_worse", story.by_reference)]
            {
                let mut cells = of(part, whole);
                cells.extend([format!("{by:.4}"), String::new(), String::new(), String::new()]);
                rows.push(cells);
            }
        }
    }
    if let (Some(indices), Some(year)) = (&view.indices, view.years.last()) {
        for index in &indices.rows {
            let mut cells = line("all_groups", index_name(index.kind), "", *year, None);
            let number = |x: f64| format!("{x:.6}");
            let (value, limits) = index.value.ok().unzip();
            let (low, high) = limits.flatten().unzip();
            cells.extend([value, low, high].map(|x| x.map(number).unwrap_or_default()));
            cells.push(match (index.value, index.depends_on_zero) {
                (Err(NoIndex::NothingToDivideBy), _) => "nothing_to_divide_by".into(),
                (Err(NoIndex::NotDefined), _) => "not_defined".into(),
                (Ok(_), true) => "depends_on_zero".into(),
                (Ok(_), false) => String::new(),
            });
            rows.push(cells);
        }
    }
    if let (Some(cross), Some(year)) = (&view.cross, view.years.last()) {
        let both = |group: &str, and: &str, of: &Rate| {
            let mut cells = gap(line("year_of_both", group, "", *year, Some(of)), None, "");
            cells.extend([cross.by.clone(), and.to_owned()]);
            cells
        };
        for (group, rates) in &cross.rows {
            rows.extend(cross.columns.iter().zip(rates).map(|(and, of)| both(&group.group, &and.group, of)));
        }
        rows.extend(cross.columns.iter().map(|and| both("", &and.group, &and.rate)));
    }
    let full = |mut cells: Vec<String>| {
        cells.resize(heads.len(), String::new());
        cells
    };
    write(&heads, rows.into_iter().map(full))
}

fn index_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Difference => "difference",
        Kind::Ratio => "ratio",
        Kind::AttributableRisk => "population_attributable_risk",
        Kind::AttributableFraction => "population_attributable_fraction_percent",
        Kind::BetweenGroupVariance => "between_group_variance",
        Kind::IndexOfDisparity => "index_of_disparity_percent",
        Kind::Theil => "theil_x1000",
        Kind::MeanLogDeviation => "mean_log_deviation_x1000",
    }
}

/// Sites over the year with where they stand, and each point of each site over time.
pub(crate) fn sites(l: &Lang, view: &SitesPage) -> String {
    let mut heads = vec!["part", "site", "from", "to_excluded"];
    heads.extend(RATE);
    heads.extend(["standing", "limit_low", "limit_high", "marked", "rules"]);
    let line = |part: &str, site: &str, period: Period, of: &Rate, rest: [String; 5]| {
        let mut cells =
            vec![part.to_owned(), site.to_owned(), period.start.to_string(), period.end.to_string()];
        cells.extend(rate(of));
        cells.extend(rest);
        cells
    };
    let place = |name: &str| view.funnel.as_ref()?.places.iter().find(|p| p.name == name);
    let mut rows: Vec<Vec<String>> = view
        .sites
        .iter()
        .map(|site| {
            let name = if site.group.is_empty() { t!(l, "no-clinic") } else { site.group.clone() };
            let stands = place(&site.group).map(|p| standing(p.standing)).unwrap_or_default();
            let rest = [stands.to_owned(), String::new(), String::new(), String::new(), String::new()];
            line("year", &name, view.period, &site.rate, rest)
        })
        .collect();
    for place in view.series.iter().flat_map(|s| &s.places) {
        let rules: Vec<&str> = place.rules.iter().map(rule).collect();
        for point in &place.points {
            let [low, high] = match point.limits {
                Some((low, high)) => [format!("{low:.4}"), format!("{high:.4}")],
                None => Default::default(),
            };
            let rest = [String::new(), low, high, point.marked.to_string(), rules.join(" ")];
            rows.push(line("over_time", &place.name, point.period, &point.rate, rest));
        }
    }
    write(&heads, rows.into_iter())
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Within => "within",
        Standing::High => "above_95",
        Standing::VeryHigh => "above_998",
        Standing::Low => "below_95",
        Standing::VeryLow => "below_998",
    }
}

fn rule(rule: &RuleSeen) -> &'static str {
    match rule {
        RuleSeen::Beyond { .. } => "beyond_limits",
        RuleSeen::LongRun { .. } => "long_run",
        RuleSeen::FewCrossings { .. } => "few_crossings",
    }
}
