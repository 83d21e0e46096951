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
    /// A time further after a series than the series is long.
    #[error("that is further ahead than the series goes back")]
    TooFarAhead,
    /// Fewer observations than the question needs.
    #[error("there are {has} points and {needs} are needed")]
    TooFewPoints {
        /// Points that are there.
        has: usize,
        /// Points that would do.
        needs: usize,
    },
    /// So few events that a standardised rate would say nothing.
    #[error("there are {has} events and {needs} are needed")]
    TooFewEvents {
        /// Events that are there.
        has: u64,
        /// Events that would do.
        needs: u64,
    },
    /// So few people that a life table would say nothing.
    #[error("there are too few people: more than {needs} are needed")]
    TooFewPeople {
        /// People it takes more than.
        needs: u64,
    },
    /// Age bands that are missing, doubled or out of order.
    #[error("the age bands are not those of the life table, in order")]
    AgeBands,
    /// Columns of different lengths, or a place outside the series.
    #[error("the columns do not fit together")]
    Mismatch,
    /// A term that follows from the others, such as an intervention before the first point.
    #[error("two terms of the model cannot be told apart in these data")]
    Collinear,
    /// A likelihood without a finite maximum, as when one side has no events.
    #[error("the model has no finite answer: one side has no events, or nothing but events")]
    NoConvergence,
    /// A logarithm of a period without events.
    #[error("a period without events has no logarithm")]
    NoEvents,
    /// Fewer groups than the measure compares.
    #[error("there are {has} groups and {needs} are needed")]
    TooFewGroups {
        /// Groups with an estimate.
        has: usize,
        /// Groups that would do.
        needs: usize,
    },
    /// Groups without an estimate, more than may be left out.
    #[error("too many groups have no estimate")]
    MissingEstimates,
    /// An interval that needs standard errors which were not given.
    #[error("no interval without a standard error for every group")]
    NoStandardError,
    /// A weighted measure without the size of every group.
    #[error("the number of people in each group is needed")]
    NoPopulation,
    /// A measure of a gradient over groups without an order.
    #[error("the measure needs groups in an order, from worst to best off")]
    NoOrder,
    /// A comparison with a reference group that was not named.
    #[error("the measure needs a reference group")]
    NoReference,
    /// A gradient where nothing differs.
    #[error("all groups have the same estimate")]
    AllEqual,
    /// A normalised index without the least and the greatest the indicator can be, or values outside.
    #[error("the index needs the least and the greatest value of the indicator, and values within")]
    NoBounds,
    /// The clusters are fewer than two, or the groups cannot vary within a stratum.
    #[error("at least two clusters are needed")]
    OneCluster,
    /// Nothing to narrow.
    #[error("there was no gap at the start: the earlier gap is not above zero")]
    NoEarlierGap,
    /// A percent of a gap that may have been none.
    #[error("the earlier gap is not clearly above zero, so a percent of it says nothing")]
    EarlierGapUncertain,
}
