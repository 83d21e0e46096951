//! Inequality over all the groups of one year: the measures that hold for groups without an order, and for groups that have
//! one the slope too.
//!
//! Everything is made of the rates that this reader is shown, so that no number gives away one that is withheld; and of
//! what is not wanted, as a gap is told on every page. Groups are of those whose answer is known. Deliberately absent: an
//! order of groups from best to worst.

use std::collections::BTreeMap;

use kith_domain::measure::{Counts, Direction};

use kith_stats::inequality::{Answer, Better, Caution, Group, Limits, Measure, Setting};
use kith_stats::{Confidence, Draws, NotDefined};

use super::NOT_SAID;
use crate::numbers;
use crate::view::{GroupRate, Index, Indices, Kind, NoIndex};

/// Simulated limits move by about a percent of their width from one set of draws to another.
const DRAWS: Draws = Draws { count: 5_000, ..Draws::USUAL };
/// A group of fewer people is in no measure: the best and the worst of many small groups are so by chance.
const ENOUGH: i64 = 30;
/// Stratifiers whose strata have an order of their own, from worst to best off.
const ORDERED: [(&str, &[&str]); 1] = [("deprivation_quintile", &["1", "2", "3", "4", "5"])];

/// What is told of any groups, and what more of groups in an order.
const OF_ALL: [(Kind, Measure); 8] = [
    (Kind::Difference, Measure::Difference),
    (Kind::Ratio, Measure::Ratio),
    (Kind::AttributableRisk, Measure::AttributableRisk),
    (Kind::AttributableFraction, Measure::AttributableFraction),
    (Kind::BetweenGroupVariance, Measure::BetweenGroupVariance),
    (Kind::IndexOfDisparity, Measure::IndexOfDisparity),
    (Kind::Theil, Measure::Theil),
    (Kind::MeanLogDeviation, Measure::MeanLogDeviation),
];
const OF_ORDERED: [(Kind, Measure); 2] =
    [(Kind::SlopeIndex, Measure::SlopeIndex), (Kind::RelativeIndex, Measure::RelativeIndex)];

/// The measures over the groups of a year that are large enough; none with fewer than two that may be shown. `reference` is the group that the
/// page compares with; where neither way is better there are none.
pub(super) fn indices(
    stratifier: &str,
    counts: &BTreeMap<String, Counts>,
    shown: &[GroupRate],
    reference: Option<&str>,
    direction: Direction,
) -> Option<Indices> {
    let known = |group: &&GroupRate| !NOT_SAID.contains(&group.key.as_str());
    let order = ORDERED.iter().find(|(name, _)| *name == stratifier).map(|(_, strata)| *strata);
    let place = |group: &GroupRate| order.and_then(|strata| strata.iter().position(|s| *s == group.key));
    // Of three people who all have it nobody concludes how good it could be everywhere.
    let enough = |group: &&GroupRate| {
        group.rate.value.is_some() && counts.get(&group.key).is_some_and(|c| c.denominator() >= ENOUGH)
    };
    let mut among: Vec<&GroupRate> = shown.iter().filter(known).filter(enough).collect();
    among.sort_by_key(|group| place(group));
    let unwanted = |group: &GroupRate| {
        numbers::unwanted(*counts.get(&group.key).unwrap_or(&Counts::default()), direction)
    };
    let measured = |group: &GroupRate| {
        let of = unwanted(group)?;
        let estimate = of.estimate().ok()?;
        Some(Group {
            estimate: Some(estimate.value),
            standard_error: Some(estimate.variance.sqrt()),
            population: Some(of.denominator() as f64),
        })
    };
    let groups: Vec<Group> = among.iter().filter_map(|group| measured(group)).collect();
    if groups.len() < 2 || groups.len() != among.len() {
        return None;
    }
    let rate = |i: usize| groups[i].estimate.unwrap_or_default();
    let worst = (1..groups.len()).fold(0, |worst, i| if rate(i) > rate(worst) { i } else { worst });
    let best = (1..groups.len()).fold(0, |best, i| if rate(i) < rate(best) { i } else { best });
    // A reference that is itself worst off would be compared with itself.
    let named = reference.and_then(|name| among.iter().position(|g| g.key == name)).filter(|i| *i != worst);
    // A stratum that is missing from an order shifts the ranks of the rest.
    let ordered =
        order.is_some_and(|strata| strata.len() == among.len() && among.iter().all(|g| place(g).is_some()));
    let setting = |ordered: bool| Setting {
        groups: groups.clone(),
        ordered,
        reference: named,
        better: Better::Lower,
        per: 1.0,
    };
    let answers = |list: &[(Kind, Measure)], ordered: bool| -> Vec<Index> {
        let measures: Vec<Measure> = list.iter().map(|(_, measure)| *measure).collect();
        let found = setting(ordered).measure_all(&measures, Confidence::P95, DRAWS, Limits::Test);
        list.iter().zip(found).map(|((kind, _), (_, answer))| index(*kind, answer)).collect()
    };
    let mut rows = answers(&OF_ALL, false);
    if ordered {
        rows.extend(answers(&OF_ORDERED, true));
    }
    Some(Indices {
        rows,
        worst: among[worst].group.clone(),
        reference: among[named.unwrap_or(best)].group.clone(),
        best: among[best].group.clone(),
        groups: among.len(),
        left_out: shown.iter().filter(known).count() - among.len(),
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

    fn told(
        by: &str,
        groups: &[(&str, i64, i64)],
        reference: Option<&str>,
        reader: Reader,
    ) -> Option<Indices> {
        let counts: BTreeMap<String, Counts> = groups
            .iter()
            .map(|(name, met, not_met)| {
                ((*name).to_owned(), Counts { met: *met, not_met: *not_met, ..Counts::default() })
            })
            .collect();
        let shown = super::super::rates(&counts, reader);
        indices(by, &counts, &shown, reference, Direction::Higher)
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
        let of = told("payer", &THREE, None, Reader::Full).unwrap();
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
        assert_eq!(of.rows.len(), 8, "no slope where groups have no order");
    }

    #[test]
    fn the_reference_of_the_page_is_kept_unless_it_is_worst_off() {
        let of = |reference| told("payer", &THREE, Some(reference), Reader::Full).unwrap();
        assert_eq!(of("b").reference, "b");
        assert!((value(&of("b"), Kind::Difference).0 - 0.1).abs() < 1e-9);
        assert_eq!((of("a").reference.as_str(), of("b").best.as_str()), ("c", "c"));
    }

    #[test]
    fn what_is_withheld_is_in_no_number() {
        let with_small: Vec<_> =
            THREE.iter().copied().chain([("d", 38, 4), ("e", 35, 5), ("Unknown", 500, 100)]).collect();
        let of = told("payer", &with_small, None, Reader::Suppressed).unwrap();
        assert!(of.left_out >= 2 && of.groups + of.left_out == 5, "{of:?}");
        let full = told("payer", &with_small, None, Reader::Full).unwrap();
        assert_eq!((full.groups, full.left_out), (5, 0));
        assert!(told("payer", &[("a", 6, 4), ("b", 9, 9)], None, Reader::Suppressed).is_none());
    }

    #[test]
    fn a_group_of_a_few_people_is_in_no_number() {
        let with_three: Vec<_> =
            THREE.iter().copied().chain([("d", 3, 0), ("e", 29, 0), ("f", 30, 0)]).collect();
        let of = told("payer", &with_three, None, Reader::Full).unwrap();
        assert_eq!((of.groups, of.left_out, of.best.as_str()), (4, 2, "f"));
    }

    #[test]
    fn groups_in_an_order_have_a_slope() {
        let five = [("1", 600, 400), ("2", 650, 350), ("3", 700, 300), ("4", 750, 250), ("5", 800, 200)];
        let of = told("deprivation_quintile", &five, None, Reader::Full).unwrap();
        let (slope, low, high) = value(&of, Kind::SlopeIndex);
        // Best off less worst off, of what is not wanted: about a fifth over the groups, a quarter end to end.
        assert!((-0.27..-0.22).contains(&slope) && low < slope && slope < high, "{slope} ({low} to {high})");
        let four = told("deprivation_quintile", &five[..4], None, Reader::Full).unwrap();
        assert!(four.rows.iter().all(|row| row.kind != Kind::SlopeIndex), "a quintile is missing");
    }

    #[test]
    fn where_nobody_has_it_there_is_no_ratio() {
        let of = told("payer", &[("a", 600, 400), ("b", 700, 0)], None, Reader::Full).unwrap();
        let ratio = of.rows.iter().find(|row| row.kind == Kind::Ratio).unwrap();
        assert_eq!(ratio.value, Err(NoIndex::NothingToDivideBy));
    }
}
