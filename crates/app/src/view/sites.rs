//! What the page of sites shows.

use kith_domain::measure::Period;

use super::{Freshness, GroupRate, Rate};
use crate::programme::MeasureInfo;

/// The sites of one measure, side by side and over time. Nobody is ranked.
#[derive(Debug, Clone)]
pub struct SitesPage {
    /// The measure.
    pub measure: MeasureInfo,
    /// The measures of the programme.
    pub measures: Vec<MeasureInfo>,
    /// Twelve whole months.
    pub period: Period,
    /// All sites together.
    pub whole: Rate,
    /// Sites by name; those with no site stand last, without a name.
    pub sites: Vec<GroupRate>,
    /// Sites within the limits of chance; none where fewer than two may be shown, or nothing differs.
    pub funnel: Option<FunnelView>,
    /// Each site over time; none for who may not see counts within one site.
    pub series: Option<SiteSeries>,
    /// Freshness.
    pub freshness: Freshness,
    /// Whether small counts are withheld for this reader.
    pub suppressed: bool,
}

/// Sites within what chance leaves them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FunnelView {
    /// Sites by name.
    pub places: Vec<FunnelPlace>,
    /// The rate of all of them together, a proportion.
    pub target: f64,
    /// Limits at rising sizes: outer low, inner low, inner high, outer high, as proportions.
    pub curve: Vec<(f64, [f64; 4])>,
    /// The mean squared score: 1 where sites differ by chance alone.
    pub spread: f64,
    /// The standard deviation between sites beyond chance, as a proportion.
    pub between: f64,
    /// Whether the limits are widened by it.
    pub widened: bool,
    /// Sites outside the outer limits that chance alone would leave, before any widening.
    pub outside_exact: usize,
}

/// One site in its funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelPlace {
    /// Its name.
    pub name: String,
    /// How many are in its rate.
    pub size: i64,
    /// Its rate.
    pub value: f64,
    /// Where it lies.
    pub standing: Standing,
}

/// Where a site lies among the limits of its funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Within the 95 % limits.
    Within,
    /// Above the 95 % limit.
    High,
    /// Above the 99.8 % limit.
    VeryHigh,
    /// Below the 95 % limit.
    Low,
    /// Below the 99.8 % limit.
    VeryLow,
}

/// What a point of a series of sites is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
}

/// Sites over time, each as a p-chart of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteSeries {
    /// What a point is: months where the sites are large enough for that, else quarters.
    pub step: Step,
    /// From the first point to the last.
    pub period: Period,
    /// Points of each.
    pub points: usize,
    /// Sites by name.
    pub places: Vec<PlaceSeries>,
    /// The chance that a site where nothing changes has a signal all the same.
    pub false_alarm: f64,
}

/// One site over time.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceSeries {
    /// Its name.
    pub name: String,
    /// Its key: an organisation's id.
    pub key: String,
    /// Oldest first.
    pub points: Vec<PlacePoint>,
    /// Its own centre line.
    pub centre: Option<f64>,
    /// The rules that fired, each once.
    pub rules: Vec<RuleSeen>,
    /// Whether there are too few points for the rules, or too few expected at some point for its limits.
    pub few: bool,
}

/// One point of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacePoint {
    /// When.
    pub period: Period,
    /// The rate.
    pub rate: Rate,
    /// Lower and upper control limit.
    pub limits: Option<(f64, f64)>,
    /// Whether a rule marks it.
    pub marked: bool,
}

/// A rule that fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSeen {
    /// Points beyond the control limits.
    Beyond {
        /// How many above.
        above: usize,
        /// How many below.
        below: usize,
    },
    /// More points in a row on one side of the centre than chance would have.
    LongRun {
        /// Points of the run.
        points: usize,
        /// The most that chance explains.
        limit: usize,
        /// The side.
        above: bool,
        /// Its first point.
        from: usize,
    },
    /// The line crosses the centre less often than chance would have it.
    FewCrossings {
        /// Crossings.
        crossings: usize,
        /// The fewest that chance explains.
        limit: usize,
    },
}
