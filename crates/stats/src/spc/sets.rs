//! The sets in which the field uses its rules, and what they find on a chart.

use serde::Serialize;

use super::rules::{
    Extent, Marks, Side, alternation, beyond, hits_of_window, hugging, mixture, shift, sides, trend,
};
use super::{Chart, Kind, Limits, Point, ihi};

/// One rule, as its set has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Outside three standard deviations.
    BeyondThreeSigma,
    /// A run on one side of the centre that chance does not explain, by the Anhøj rules.
    LongestRun,
    /// Fewer crossings of the centre than chance explains.
    FewCrossings,
    /// So many points in a row on one side of the centre.
    Shift(usize),
    /// So many points in a row, all rising or all falling.
    Trend(usize),
    /// Two of three beyond two standard deviations on one side.
    TwoOfThree,
    /// Four of five beyond one standard deviation on one side.
    FourOfFive,
    /// Fourteen in a row alternating up and down.
    Alternation,
    /// Fifteen in a row within one standard deviation.
    Hugging,
    /// Eight in a row outside one standard deviation, on both sides.
    Mixture,
    /// Fewer runs than chance explains.
    TooFewRuns,
    /// More runs than chance explains.
    TooManyRuns,
}

/// A named set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSet {
    /// Limits, long runs and few crossings; the best calibrated for short series.
    #[default]
    Anhoej,
    /// Limits only.
    Shewhart,
    /// Western Electric's four.
    WesternElectric,
    /// Nelson's eight.
    Nelson,
    /// The run rules of the Institute for Healthcare Improvement; with limits, those too.
    Ihi,
    /// NHS Making Data Count.
    Nhs,
}

/// A rule that a point triggers; a point may trigger several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// The point, from 0; for counts of runs and crossings the last of its phase.
    pub point: usize,
    /// The rule.
    pub rule: Rule,
    /// The side, where the rule has one.
    pub side: Option<Side>,
}

impl RuleSet {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Anhoej, Self::Shewhart, Self::WesternElectric, Self::Nelson, Self::Ihi, Self::Nhs];

    /// The short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Anhoej => "anhoej",
            Self::Shewhart => "shewhart",
            Self::WesternElectric => "western-electric",
            Self::Nelson => "nelson",
            Self::Ihi => "ihi",
            Self::Nhs => "nhs",
        }
    }

    /// The set of a short name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.name() == name)
    }

    /// Its rules.
    #[must_use]
    pub fn rules(self) -> &'static [Rule] {
        use Rule::{
            Alternation, BeyondThreeSigma, FewCrossings, FourOfFive, Hugging, LongestRun, Mixture, Shift,
            TooFewRuns, TooManyRuns, Trend, TwoOfThree,
        };
        match self {
            Self::Anhoej => &[BeyondThreeSigma, LongestRun, FewCrossings],
            Self::Shewhart => &[BeyondThreeSigma],
            Self::WesternElectric => &[BeyondThreeSigma, TwoOfThree, FourOfFive, Shift(8)],
            Self::Nelson => {
                &[BeyondThreeSigma, Shift(9), Trend(6), Alternation, TwoOfThree, FourOfFive, Hugging, Mixture]
            }
            Self::Ihi => &[BeyondThreeSigma, Shift(6), Trend(5), TooFewRuns, TooManyRuns],
            Self::Nhs => &[BeyondThreeSigma, Trend(7), TwoOfThree, Shift(7)],
        }
    }

    /// Whether a pattern marks all its points.
    fn extent(self) -> Extent {
        if matches!(self, Self::Nhs | Self::Ihi) { Extent::Whole } else { Extent::Completing }
    }
}

impl Chart {
    /// Every rule of a set that every point triggers. Phases are judged on their own; excluded
    /// points are judged only by the limits.
    #[must_use]
    pub fn signals(&self, set: RuleSet) -> Vec<Signal> {
        let mut found = Vec::new();
        for (number, phase) in self.phases.iter().enumerate() {
            let points = &self.points[phase.points.clone()];
            let Some(centre) = phase.centre else { continue };
            for &rule in set.rules() {
                let marks = self.marks(set, rule, points, number, centre);
                found.extend(marks.into_iter().enumerate().filter_map(|(i, mark)| {
                    mark.map(|side| Signal { point: phase.points.start + i, rule, side })
                }));
            }
        }
        found.sort_by_key(|signal| signal.point);
        found
    }

    /// Marks of one rule on one phase.
    fn marks(
        &self,
        set: RuleSet,
        rule: Rule,
        points: &[Point],
        phase: usize,
        centre: f64,
    ) -> Vec<Option<Option<Side>>> {
        let values: Vec<Option<f64>> = points.iter().map(|p| p.value.filter(|_| p.included)).collect();
        let all: Vec<Option<f64>> = points.iter().map(|p| p.value).collect();
        let extent = set.extent();
        let at = |level: fn(&Limits) -> crate::Interval| -> Vec<Option<(f64, f64)>> {
            points.iter().map(|p| p.limits.as_ref().map(level).map(|l| (l.low, l.high))).collect()
        };
        let one = || at(|l| l.one_sigma);
        let two = || beyond(&values, &at(|l| l.two_sigma));
        let sided = |marks: Marks| marks.into_iter().map(|mark| mark.map(Some)).collect();
        let plain = |marks: Vec<bool>| marks.into_iter().map(|mark| mark.then_some(None)).collect();
        let last = |holds: bool| {
            let last = points.iter().rposition(|p| p.included && p.value.is_some());
            plain((0..points.len()).map(|i| holds && Some(i) == last).collect())
        };
        let ihi_side = |marks: Vec<bool>| {
            marks.iter().zip(sides(&values, centre)).map(|(mark, side)| mark.then_some(side)).collect()
        };
        match rule {
            Rule::BeyondThreeSigma => sided(beyond(&all, &at(|l| l.three_sigma))),
            Rule::LongestRun => {
                let test = self.phases[phase].runs.test;
                let limit = test.map_or(usize::MAX, |test| test.longest_limit.saturating_add(1));
                ihi_side(ihi::shift(&values, centre, limit))
            }
            Rule::FewCrossings => {
                let test = self.phases[phase].runs.test;
                last(test.is_some_and(|test| test.crossings < test.crossings_limit))
            }
            Rule::Shift(length) if set == RuleSet::Ihi => ihi_side(ihi::shift(&values, centre, length)),
            Rule::Trend(length) if set == RuleSet::Ihi => plain(ihi::trend(&values, length)),
            Rule::Shift(length) => sided(shift(&values, centre, length, extent)),
            Rule::Trend(length) => sided(trend(&values, length, extent)),
            Rule::TwoOfThree if set == RuleSet::Nhs => {
                sided(super::nhs::two_in_three(&values, centre, &two(), &all, &at(|l| l.three_sigma)))
            }
            Rule::TwoOfThree => sided(hits_of_window(&values, &at(|l| l.two_sigma), 2, 3)),
            Rule::FourOfFive => sided(hits_of_window(&values, &one(), 4, 5)),
            Rule::Alternation => sided(alternation(&values, 14)),
            Rule::Hugging => plain(hugging(&values, &one(), 15)),
            Rule::Mixture => plain(mixture(&beyond(&values, &one()), 8)),
            Rule::TooFewRuns | Rule::TooManyRuns => {
                let runs = ihi::count_runs(&values, centre);
                let chance = ihi::runs_by_chance(self.phases[phase].runs.useful);
                let useful = self.phases[phase].runs.useful >= super::RUN_CHART_MIN_POINTS;
                last(
                    useful
                        && if rule == Rule::TooFewRuns {
                            runs < *chance.start()
                        } else {
                            runs > *chance.end()
                        },
                )
            }
        }
    }

    /// Whether rules that need limits can be judged at all.
    #[must_use]
    pub fn has_limits(&self) -> bool {
        self.kind != Kind::Run
    }
}
