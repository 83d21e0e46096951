//! What the pages of equity and of sites show.

use kith_domain::measure::Period;

use super::{Estimate, Freshness, GroupRate, Rate, Verdict};
use crate::programme::{AreaIndex, MeasureInfo};

/// What a reader asks of the page of equity. Whatever is not there is left to the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EquityAsk {
    /// The stratifier.
    pub by: Option<String>,
    /// The group whose gap is looked at.
    pub focus: Option<String>,
    /// The group it is compared with.
    pub reference: Option<String>,
    /// How many years before the last one the comparison starts.
    pub back: Option<usize>,
    /// A second stratifier, for groups of both at once.
    pub and: Option<String>,
}

/// One group in every year that the page looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupYears {
    /// Its name.
    pub group: String,
    /// Its rate in each year, in the order of [`EquityPage::years`].
    pub rates: Vec<Rate>,
}

/// Why two groups are compared and not others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// The programme is about their gap.
    Programme,
    /// They have the worst and the best rate over all the years together, so that no year's luck picked them.
    Apart,
    /// They are the largest: no others have enough in every year for a rate to be more than chance.
    Largest,
    /// The reader asked for them.
    Asked,
}

/// Two groups side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct PairView {
    /// The group whose gap is looked at.
    pub focus: String,
    /// The group it is compared with.
    pub reference: String,
    /// Why these two.
    pub chosen: Chosen,
    /// Both in each year: `(year, focus, reference)`.
    pub years: Vec<(Period, GroupRate, GroupRate)>,
    /// Both in each quarter with the gap between them, oldest first.
    pub quarters: Vec<GapPoint>,
    /// How the gap moved from the first of the compared years to the last; none where one of the four rates may not
    /// be shown.
    pub story: Option<Story>,
}

/// The gap of one period.
#[derive(Debug, Clone, PartialEq)]
pub struct GapPoint {
    /// When.
    pub period: Period,
    /// The group.
    pub focus: GroupRate,
    /// The reference.
    pub reference: GroupRate,
    /// How much worse off the group is, as a proportion, with its Newcombe interval; none where a rate is withheld.
    pub gap: Option<Estimate>,
}

/// How a gap moved, and who moved it. Every amount is a proportion; a gap above zero is the group being worse off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Story {
    /// The earlier year.
    pub from: Period,
    /// The later year.
    pub to: Period,
    /// The gap in the earlier year.
    pub before: Estimate,
    /// The gap in the later year.
    pub now: Estimate,
    /// Later minus earlier: below zero where it narrowed.
    pub change: Estimate,
    /// What may be said of it.
    pub verdict: Verdict,
    /// By how many percent it narrowed with Fieller's limits, or why that has no meaning.
    pub narrowed: Result<Percent, NoPercent>,
    /// Who moved.
    pub driver: Driver,
    /// What the group got better by; below zero where it got worse.
    pub by_focus: f64,
    /// What the reference got worse by; below zero where it got better.
    pub by_reference: f64,
    /// The share of the narrowing that is the reference getting worse, 0 to 1; none where the gap did not narrow.
    pub share_of_reference: Option<f64>,
    /// Whether chance alone may have moved the reference as far.
    pub reference_may_be_chance: bool,
    /// Whether one of the four rates is of fewer than 20 with or without what is counted: years should be pooled.
    pub few_events: bool,
}

impl Story {
    /// Whether the gap may be said to have narrowed: clearly, with the group no worse than it was, and not called out.
    pub fn narrowed(&self) -> bool {
        let smaller = matches!(self.verdict, Verdict::Narrowed | Verdict::ReferenceWorsened);
        smaller && self.by_focus >= 0.0 && !self.calls_out()
    }

    /// Whether the gap is clearly smaller, and clearly so because those ahead got worse, in part or wholly.
    pub fn calls_out(&self) -> bool {
        self.verdict == Verdict::ReferenceWorsened && !self.reference_may_be_chance
    }
}

/// Percents narrowed: 100 is a closed gap, below zero is a wider one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Percent {
    /// The percent.
    pub value: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// Why a gap has not narrowed by any percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPercent {
    /// The group was not worse off: there was nothing to narrow.
    NoEarlierGap,
    /// The earlier gap may have been none, so that a percent of it may be anything.
    EarlierGapUncertain,
}

/// Whose change made a gap narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Driver {
    /// It did not narrow.
    NotNarrowed,
    /// The group got better, and the reference did not get worse.
    GroupBetter,
    /// The group got better, and the reference worse.
    GroupBetterReferenceWorse,
    /// The group got no better: all of it is the reference getting worse.
    OnlyReferenceWorse,
}

/// A measure of inequality over all groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The worst off less the reference; a proportion.
    Difference,
    /// The worst off over the reference.
    Ratio,
    /// What the average would lose were all as well off as the best; a proportion, below zero.
    AttributableRisk,
    /// The same in percent of the average.
    AttributableFraction,
    /// Mean squared distance from the average, weighted by people.
    BetweenGroupVariance,
    /// Mean distance from the average in percent of it, groups counted alike.
    IndexOfDisparity,
    /// Theil's index, times 1000.
    Theil,
    /// Mean log deviation, times 1000.
    MeanLogDeviation,
}

/// One of them, of what is not wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// Which.
    pub kind: Kind,
    /// The number and its 95 % limits, where there are any; or why there is none.
    pub value: Result<(f64, Option<(f64, f64)>), NoIndex>,
    /// Whether a group with nobody was taken as next to none, so that the number hangs on that choice.
    pub depends_on_zero: bool,
}

/// Why a measure of inequality has no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoIndex {
    /// It divides by what is zero.
    NothingToDivideBy,
    /// It does not hold for these groups.
    NotDefined,
}

/// Inequality over all the groups of the last year that may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Each measure.
    pub rows: Vec<Index>,
    /// The group worst off.
    pub worst: String,
    /// The group that difference and ratio compare it with.
    pub reference: String,
    /// The group best off.
    pub best: String,
    /// Groups that the numbers are of.
    pub groups: usize,
    /// Groups that are too small to be in them.
    pub left_out: usize,
}

/// Groups of two stratifiers at once, in the last year.
#[derive(Debug, Clone, PartialEq)]
pub struct Cross {
    /// The second stratifier.
    pub by: String,
    /// Its groups, with the rate of each.
    pub columns: Vec<GroupRate>,
    /// The groups of the first, each with its rate and a rate for each of the columns.
    pub rows: Vec<(GroupRate, Vec<Rate>)>,
    /// Whether groups of either are left out, for they are too small to be told beside others.
    pub left_out: bool,
    /// Whether no cell may be shown: each would give a small one away.
    pub withheld: bool,
}

/// The page of equity of one measure.
#[derive(Debug, Clone)]
pub struct EquityPage {
    /// The measure.
    pub measure: MeasureInfo,
    /// The measures of the programme that have groups: id and title.
    pub measures: Vec<MeasureInfo>,
    /// What the groups are by.
    pub stratifier: String,
    /// The compared years, oldest first: whole twelve months that follow each other, the last before this month.
    pub years: Vec<Period>,
    /// Years that there are; the comparison starts so many less one before the last.
    pub most_years: usize,
    /// The groups, by name.
    pub groups: Vec<GroupYears>,
    /// Everybody, in the last year.
    pub whole: Rate,
    /// The two that are compared; none where no two may be shown.
    pub pair: Option<PairView>,
    /// Inequality over all groups; none with fewer than two that may be shown.
    pub indices: Option<Indices>,
    /// Groups that may be compared; none where groups overlap.
    pub choices: Vec<String>,
    /// The stratifiers that there is something to show of.
    pub stratifiers: Vec<String>,
    /// Those that may be looked at together with this one.
    pub seconds: Vec<String>,
    /// Groups of two stratifiers at once, where the reader asked for it.
    pub cross: Option<Cross>,
    /// The index of areas that groups are made of, where one is shown.
    pub index: Option<AreaIndex>,
    /// Freshness.
    pub freshness: Freshness,
    /// Whether small counts are withheld for this reader.
    pub suppressed: bool,
}
