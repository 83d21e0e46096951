//! Inequality over all the groups of one year, by the measures that hold for groups without an order.
//!
//! Everything is made of the rates that this reader is shown, so that no number gives away one that is withheld; and of
//! what is not wanted, as a gap is told on every page. Groups are of those whose answer is known. Deliberately absent:
//! an order of groups from best to worst, and so the slope index, which needs one.

use std::collections::BTreeMap;

use kith_domain::measure::strata::is_not_said;
use kith_domain::measure::{Counts, Direction};
use kith_stats::inequality::{Answer, Better, Caution, Group, Limits, Measure, Setting};
use kith_stats::{Confidence, Draws, NotDefined};

use super::FEWEST;
use crate::numbers;
use crate::view::{GroupRate, Index, Indices, Kind, NoIndex};

/// Simulated limits move by about a percent of their width from one set of draws to another.
const DRAWS: Draws = Draws { count: 5_000, ..Draws::USUAL };
/// What is told.
const TOLD: [(Kind, Measure); 8] = [
    (Kind::Difference, Measure::Difference),
    (Kind::Ratio, Measure::Ratio),
    (Kind::AttributableRisk, Measure::AttributableRisk),
    (Kind::AttributableFraction, Measure::AttributableFraction),
    (Kind::BetweenGroupVariance, Measure::BetweenGroupVariance),
    (Kind::IndexOfDisparity, Measure::IndexOfDisparity),
    (Kind::Theil, Measure::Theil),
    (Kind::MeanLogDeviation, Measure::MeanLogDeviation),
];
/// The measures over the groups of a year that are large enough: the best and the worst of many small groups are so by
/// chance. None with fewer than two that may be shown, or where neither way is better. `reference` is the group that the
/// page compares with.
pub(super) fn indices(
    counts: &BTreeMap<String, Counts>,
    shown: &[GroupRate],
    reference: Option<&str>,
    direction: Direction,
) -> Option<Indices> {
    let known: Vec<&GroupRate> = shown.iter().filter(|g| !is_not_said(&g.key)).collect();
    let may_be_shown = known.iter().copied().filter(|group| group.rate.value.is_some());
    let counted = may_be_shown.filter_map(|group| Some((group, *counts.get(&group.key)?)));
    let among: Vec<(&GroupRate, Counts)> = counted.filter(|(_, of)| of.denominator() >= FEWEST).collect();
    let measured = |(_, counts): &(&GroupRate, Counts)| {
        let of = numbers::unwanted(*counts, direction)?;
        let estimate = of.estimate().ok()?;
        Some(Group {
            estimate: Some(estimate.value),
            standard_error: Some(estimate.variance.sqrt()),
            population: Some(of.denominator() as f64),
        })
    };
    let groups: Vec<Group> = among.iter().map(measured).collect::<Option<_>>()?;
    if groups.len() < 2 {
        return None;
    }
    let rate = |i: usize| groups[i].estimate.unwrap_or_default();
    let worst = (1..groups.len()).fold(0, |worst, i| if rate(i) > rate(worst) { i } else { worst });
    let best = (1..groups.len()).fold(0, |best, i| if rate(i) < rate(best) { i } else { best });
    // A reference that is itself worst off would be compared with itself.
    let named = reference.and_then(|name| among.iter().position(|(g, _)| g.key == name));
    let named = named.filter(|i| *i != worst);
    let setting =
        Setting { groups: groups.clone(), ordered: false, reference: named, better: Better::Lower, per: 1.0 };
    let measures = TOLD.map(|(_, measure)| measure);
    let found = setting.measure_all(&measures, Confidence::P95, DRAWS, Limits::Test);
    let name = |i: usize| among[i].0.group.clone();
    Some(Indices {
        rows: TOLD.iter().zip(found).map(|((kind, _), (_, answer))| index(*kind, answer)).collect(),
        worst: name(worst),
        reference: name(named.unwrap_or(best)),
        best: name(best),
        groups: among.len(),
        left_out: known.len() - among.len(),
    })
}

fn index(kind: Kind, answer: Result<Answer, NotDefined>) -> Index {
    let told = answer.map_err(|reason| match reason {
        NotDefined::NotAboveZero => NoIndex::NothingToDivideBy,
        _ => NoIndex::NotDefined,
    });
    Index {
        kind,
        value: told
            .map(|answer| (answer.estimate, answer.interval.ok().map(|limits| (limits.low, limits.high)))),
        depends_on_zero: told.is_ok_and(|answer| answer.caution == Some(Caution::ZeroTakenAsMillionth)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::Reader;

    fn told(groups: &[(&str, i64, i64)], reference: Option<&str>, reader: Reader) -> Option<Indices> {
        let counts: BTreeMap<String, Counts> = groups
            .iter()
            .map(|(name, met, not_met)| {
                ((*name).to_owned(), Counts { met: *met, not_met: *not_met, ..Counts::default() })
            })
            .collect();
        let slice = crate::strata::Slice { strata: counts.clone(), ..Default::default() };
        let shown = crate::strata::rates("payer", &crate::family::Family::alone(slice), reader);
        indices(&counts, &shown, reference, Direction::Higher)
    }

    fn value(of: &Indices, kind: Kind) -> (f64, f64, f64) {
        let found = of.rows.iter().find(|row| row.kind == kind).unwrap();
        let (value, limits) = found.value.unwrap();
        let (low, high) = limits.unwrap();
        (value, low, high)
    }

    /// Not seen: 40 % of a, 30 % of b, 20 % of c, as many people in each.
    const THREE: [(&str, i64, i64); 3] = [("a", 600, 400), ("b", 700, 300), ("c", 800, 200)];

    #[test]
    fn every_measure_says_what_its_definition_says() {
        let of = told(&THREE, None, Reader::Full).unwrap();
        assert_eq!((of.worst.as_str(), of.reference.as_str(), of.groups, of.left_out), ("a", "c", 3, 0));
        let close = |kind, expected: f64| {
            let (value, low, high) = value(&of, kind);
            assert!((value - expected).abs() < 1e-6, "{kind:?}: {value}");
            assert!(low <= value && value <= high && low < high, "{kind:?}: {low} to {high}");
        };
        close(Kind::Difference, 0.2);
        close(Kind::Ratio, 2.0);
        close(Kind::AttributableRisk, -0.1);
        close(Kind::AttributableFraction, -100.0 / 3.0);
        close(Kind::BetweenGroupVariance, 0.02 / 3.0);
        close(Kind::IndexOfDisparity, 100.0 * (0.2 / 3.0) / 0.3);
        let entropy = |x: f64| (x * x.ln()) / 3.0;
        close(Kind::Theil, 1000.0 * (entropy(4.0 / 3.0) + entropy(2.0 / 3.0)));
        close(Kind::MeanLogDeviation, -1000.0 * ((4.0_f64 / 3.0).ln() + (2.0_f64 / 3.0).ln()) / 3.0);
        assert_eq!(of.rows.len(), TOLD.len());
    }

    #[test]
    fn the_reference_of_the_page_is_kept_unless_it_is_worst_off() {
        let of = |reference| told(&THREE, Some(reference), Reader::Full).unwrap();
        assert_eq!(of("b").reference, "b");
        assert!((value(&of("b"), Kind::Difference).0 - 0.1).abs() < 1e-9);
        assert_eq!((of("a").reference.as_str(), of("b").best.as_str()), ("c", "c"));
    }

    #[test]
    fn what_is_withheld_is_in_no_number() {
        let with_small: Vec<_> =
            THREE.iter().copied().chain([("d", 38, 4), ("e", 35, 5), ("Unknown", 500, 100)]).collect();
        let of = told(&with_small, None, Reader::Suppressed).unwrap();
        assert!(of.left_out >= 2 && of.groups + of.left_out == 5, "{of:?}");
        let full = told(&with_small, None, Reader::Full).unwrap();
        assert_eq!((full.groups, full.left_out), (5, 0));
        assert!(told(&[("a", 6, 4), ("b", 9, 9)], None, Reader::Suppressed).is_none());
    }

    #[test]
    fn a_group_of_a_few_people_is_in_no_number() {
        let with_three: Vec<_> =
            THREE.iter().copied().chain([("d", 3, 0), ("e", 29, 0), ("f", 30, 0)]).collect();
        let of = told(&with_three, None, Reader::Full).unwrap();
        assert_eq!((of.groups, of.left_out, of.best.as_str()), (4, 2, "f"));
    }

    #[test]
    fn where_nobody_has_it_there_is_no_ratio() {
        let of = told(&[("a", 600, 400), ("b", 700, 0)], None, Reader::Full).unwrap();
        let ratio = of.rows.iter().find(|row| row.kind == Kind::Ratio).unwrap();
        assert_eq!(ratio.value, Err(NoIndex::NothingToDivideBy));
    }
}
