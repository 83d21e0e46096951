//! The names of the measures.

use serde::{Deserialize, Serialize};

/// The measures of the toolkit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Difference between two groups.
    Difference,
    /// Ratio of two groups.
    Ratio,
    /// Population attributable risk: what the average would gain were all as well off as the reference.
    AttributableRisk,
    /// The same as percent of the average.
    AttributableFraction,
    /// Mean squared distance from the average, weighted by people.
    BetweenGroupVariance,
    /// Its root.
    BetweenGroupStandardDeviation,
    /// Its root as percent of the average.
    CoefficientOfVariation,
    /// Theil's index, times 1000.
    Theil,
    /// Mean log deviation, times 1000.
    MeanLogDeviation,
    /// Index of disparity: mean distance from the average as percent of it, groups counted alike.
    IndexOfDisparity,
    /// The same, groups weighted by people.
    WeightedIndexOfDisparity,
    /// Mean distance from the best group, groups counted alike.
    MeanDifferenceFromBest,
    /// The same, weighted.
    WeightedMeanDifferenceFromBest,
    /// Mean distance from the average, groups counted alike.
    MeanDifferenceFromMean,
    /// The same, weighted.
    WeightedMeanDifferenceFromMean,
    /// Mean distance from the reference group, groups counted alike.
    MeanDifferenceFromReference,
    /// The same, weighted.
    WeightedMeanDifferenceFromReference,
    /// Slope index of inequality: the difference between the ends of the order.
    SlopeIndex,
    /// Relative index of inequality: the ratio of the ends.
    RelativeIndex,
    /// Absolute concentration index.
    AbsoluteConcentration,
    /// Relative concentration index.
    RelativeConcentration,
}

impl Measure {
    /// All of them, simple ones first.
    pub const ALL: [Self; 21] = [
        Self::Difference,
        Self::Ratio,
        Self::AttributableRisk,
        Self::AttributableFraction,
        Self::BetweenGroupVariance,
        Self::BetweenGroupStandardDeviation,
        Self::CoefficientOfVariation,
        Self::Theil,
        Self::MeanLogDeviation,
        Self::IndexOfDisparity,
        Self::WeightedIndexOfDisparity,
        Self::MeanDifferenceFromBest,
        Self::WeightedMeanDifferenceFromBest,
        Self::MeanDifferenceFromMean,
        Self::WeightedMeanDifferenceFromMean,
        Self::MeanDifferenceFromReference,
        Self::WeightedMeanDifferenceFromReference,
        Self::SlopeIndex,
        Self::RelativeIndex,
        Self::AbsoluteConcentration,
        Self::RelativeConcentration,
    ];

    /// The toolkit's short name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Difference => "d",
            Self::Ratio => "r",
            Self::AttributableRisk => "par",
            Self::AttributableFraction => "paf",
            Self::BetweenGroupVariance => "bgv",
            Self::BetweenGroupStandardDeviation => "bgsd",
            Self::CoefficientOfVariation => "covar",
            Self::Theil => "ti",
            Self::MeanLogDeviation => "mld",
            Self::IndexOfDisparity => "idisu",
            Self::WeightedIndexOfDisparity => "idisw",
            Self::MeanDifferenceFromBest => "mdbu",
            Self::WeightedMeanDifferenceFromBest => "mdbw",
            Self::MeanDifferenceFromMean => "mdmu",
            Self::WeightedMeanDifferenceFromMean => "mdmw",
            Self::MeanDifferenceFromReference => "mdru",
            Self::WeightedMeanDifferenceFromReference => "mdrw",
            Self::SlopeIndex => "sii",
            Self::RelativeIndex => "rii",
            Self::AbsoluteConcentration => "aci",
            Self::RelativeConcentration => "rci",
        }
    }

    /// The measure of a short name.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }

    /// The value that means no inequality.
    #[must_use]
    pub fn none_at(self) -> f64 {
        if matches!(self, Self::Ratio | Self::RelativeIndex) { 1.0 } else { 0.0 }
    }
}
