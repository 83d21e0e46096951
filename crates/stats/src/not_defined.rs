//! Why a number could not be given.

/// A question that has no answer, with the reason to show beside the empty place.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum NotDefined {
    /// More events than the people they are counted among.
    #[error("numerator {numerator} is above denominator {denominator}")]
    NumeratorAboveDenominator {
        /// Events.
        numerator: u64,
        /// People who could have had one.
        denominator: u64,
    },
    /// A rate over nobody.
    #[error("the denominator is zero")]
    EmptyDenominator,
    /// A ratio, or a percent of something, that is zero or negative.
    #[error("a ratio needs values above zero")]
    NotAboveZero,
    /// NaN, an infinity or a negative amount where a finite number is needed.
    #[error("a finite number, not below zero, is needed")]
    NotFinite,
    /// A level of confidence that is not strictly between 0 and 1.
    #[error("a confidence level lies between 0 and 1")]
    ConfidenceLevel,
    /// A probability that is not strictly between 0 and 1.
    #[error("a probability lies between 0 and 1, neither included")]
    Probability,
    /// A proportion that is not between 0 and 1, both included.
    #[error("a proportion lies between 0 and 1")]
    TargetOutOfRange,
    /// Phases that do not rise, or that end outside the series.
    #[error("phases must end at rising points inside the series")]
    Phases,
    /// A baseline without points.
    #[error("a frozen baseline needs at least one point of the series")]
    EmptyBaseline,
}
