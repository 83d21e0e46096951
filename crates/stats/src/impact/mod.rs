//! Did it work? What a change did to a series, and to the places that had it.
//!
//! An *interrupted time series* fits a line before a change and asks how level and slope differ after
//! it; a *difference in differences* asks whether places with the change moved further than places
//! without. Both say what would have been, with its uncertainty, never that one thing caused another:
//! whatever else happened at the same time is in the number too. Deliberately absent: a search for the
//! date of a change, which always finds one.

mod autoregressive;
mod counterfactual;
mod counts;
mod did;
mod lines;
mod season;
mod trend;

use serde::{Deserialize, Serialize};

pub use counterfactual::{Effect, Point, Relative};
pub use did::{
    Coefficient, Observation, ProportionsDid, TwoByTwo, TwoWay, of_proportions, two_by_two, two_way,
};
pub use season::{Classical, Seasonal, Seasons, classical, stl};
pub use trend::{PercentChange, annual_percent_change};

use crate::distribution::{Split, StudentT};
use crate::least_squares::Square;
use crate::{Confidence, Interval, NotDefined};

/// What is looked for in a series.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The first point of each intervention, counted from 0, rising. Each may change level and slope.
    pub interventions: Vec<usize>,
    /// A yearly pattern, if one is to be allowed for.
    pub season: Option<Season>,
}

/// Waves that repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// Points in a year: 12 for months.
    pub period: usize,
    /// Pairs of sine and cosine: the year, the half-year, and so on.
    pub harmonics: usize,
}

/// One term of the model of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// The level just before the first point.
    Intercept,
    /// The slope before any intervention, for each point.
    Time,
    /// How far an intervention (counted from 1) moved the level.
    Level(usize),
    /// By how much it changed the slope. Its first point counts as one already.
    Trend(usize),
    /// A sine wave, counted from 1.
    Sine(usize),
    /// A cosine wave, counted from 1.
    Cosine(usize),
}

impl Term {
    /// Whether it belongs to an intervention.
    #[must_use]
    pub fn is_of_intervention(self) -> bool {
        matches!(self, Self::Level(_) | Self::Trend(_))
    }
}

/// How a series is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Least squares: points are independent.
    LeastSquares,
    /// Least squares, with errors that hold when neighbours are alike (Newey & West 1987).
    NeweyWest {
        /// How many points apart; none for ⌊4 (n/100)^(2/9)⌋.
        lag: Option<usize>,
        /// Whether to correct for the number of terms.
        adjusted: bool,
    },
    /// Neighbours correlated, estimated by turns (Prais & Winsten 1954).
    PraisWinsten,
    /// Neighbours correlated, by likelihood.
    Autoregressive {
        /// Restricted likelihood, which is less biased with few points.
        restricted: bool,
    },
    /// Counts for an exposure, on the log scale.
    Poisson {
        /// Whether the scatter may be more than Poisson, and how neighbours are treated.
        scatter: Scatter,
    },
}

/// The scatter of counts about their expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scatter {
    /// As Poisson has it.
    Poisson,
    /// A multiple of it (quasi-Poisson).
    Multiple,
    /// Whatever it is, with neighbours alike up to a lag (Newey & West); none for the usual one.
    NeweyWest {
        /// How many points apart.
        lag: Option<usize>,
    },
}

/// One fitted term.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimated {
    /// Which.
    pub term: Term,
    /// In the unit of the series, or of its logarithm for counts.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Where it may lie.
    pub interval: Interval,
}

/// A fitted series.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The terms, in the order intercept, time, interventions, season.
    pub terms: Vec<Estimated>,
    /// Degrees of freedom of the intervals; none where they are of the normal distribution.
    pub degrees_of_freedom: Option<f64>,
    /// The correlation of neighbours, where it was estimated.
    pub correlation: Option<f64>,
    /// The standard deviation about the line; none for counts.
    pub sigma: Option<f64>,
    /// The logarithm of the (restricted) likelihood, where it was maximised.
    pub log_likelihood: Option<f64>,
    /// The points apart that were taken as alike, for Newey and West's errors.
    pub lag: Option<usize>,
    /// Of least squares: how well the line fits and whether neighbours are alike.
    pub diagnostics: Option<Diagnostics>,
    /// Of counts.
    pub counts: Option<CountDiagnostics>,
    design: Design,
    covariance: Square,
    /// The exposure of each point, for counts.
    exposure: Option<Vec<f64>>,
    confidence: Confidence,
}

/// How well a line fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Diagnostics {
    /// The share of the variance that the line explains; none when the series never varies.
    pub r_squared: Option<f64>,
    /// Durbin and Watson's statistic: 2 for independent neighbours, less when they are alike. None when
    /// the line goes through every point.
    pub durbin_watson: Option<f64>,
    /// Probability of residuals at least as alike at up to 12 points apart (Ljung & Box); none for a
    /// series that is no longer than that.
    pub ljung_box_p: Option<f64>,
}

/// How counts scatter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CountDiagnostics {
    /// Pearson's statistic by degree of freedom, 1 for Poisson counts; what errors were multiplied with.
    pub dispersion: f64,
    /// Twice the distance from a model that fits every point.
    pub deviance: f64,
    /// The same of a model with one rate for all.
    pub null_deviance: f64,
    /// Pearson's statistic.
    pub pearson: f64,
}

/// The columns of a plan.
#[derive(Debug, Clone, PartialEq)]
struct Design {
    terms: Vec<Term>,
    columns: Vec<Vec<f64>>,
}

impl Plan {
    fn design(&self, points: usize) -> Result<Design, NotDefined> {
        let rising = self.interventions.windows(2).all(|pair| pair[0] < pair[1]);
        let inside = self.interventions.iter().all(|start| (1..points).contains(start));
        if !rising || !inside {
            return Err(NotDefined::Mismatch);
        }
        let mut design = Design { terms: Vec::new(), columns: Vec::new() };
        let mut add = |term: Term, value: &dyn Fn(usize) -> f64| {
            design.terms.push(term);
            design.columns.push((0..points).map(value).collect());
        };
        add(Term::Intercept, &|_| 1.0);
        add(Term::Time, &|point| point as f64 + 1.0);
        for (i, &start) in self.interventions.iter().enumerate() {
            add(Term::Level(i + 1), &|point| f64::from(u8::from(point >= start)));
            add(Term::Trend(i + 1), &|point| (point + 1).saturating_sub(start) as f64);
        }
        if let Some(Season { period, harmonics }) = self.season {
            if period < 2 || 2 * harmonics >= period {
                return Err(NotDefined::Mismatch);
            }
            for wave in 1..=harmonics {
                let angle =
                    |point: usize| std::f64::consts::TAU * (wave * (point + 1)) as f64 / period as f64;
                add(Term::Sine(wave), &|point| angle(point).sin());
                add(Term::Cosine(wave), &|point| angle(point).cos());
            }
        }
        Ok(design)
    }
}

/// Fits a series; its points are at equal distances and none is missing.
///
/// # Errors
/// [`NotDefined::Mismatch`] for interventions that do not rise inside the series, or an exposure of
/// another length; [`NotDefined::TooFewPoints`], [`NotDefined::Collinear`] when a phase is too short for
/// its terms, [`NotDefined::NotFinite`] for values that are no numbers (for counts: negative ones), and
/// [`NotDefined::NoConvergence`].
pub fn fit(
    values: &[f64],
    exposure: Option<&[f64]>,
    plan: &Plan,
    method: Method,
    confidence: Confidence,
) -> Result<Fitted, NotDefined> {
    if exposure.is_some_and(|exposure| exposure.len() != values.len()) {
        return Err(NotDefined::Mismatch);
    }
    if values.iter().chain(exposure.into_iter().flatten()).any(|value| !value.is_finite()) {
        return Err(NotDefined::NotFinite);
    }
    let design = plan.design(values.len())?;
    let needs = design.columns.len() + 1;
    if values.len() < needs {
        return Err(NotDefined::TooFewPoints { has: values.len(), needs });
    }
    match method {
        Method::LeastSquares => lines::least_squares(values, design, confidence),
        Method::NeweyWest { lag, adjusted } => lines::newey_west(values, design, lag, adjusted, confidence),
        Method::PraisWinsten => autoregressive::prais_winsten(values, design, confidence),
        Method::Autoregressive { restricted } => {
            autoregressive::likelihood(values, design, restricted, confidence)
        }
        Method::Poisson { scatter } => counts::poisson(values, exposure, design, scatter, confidence),
    }
}

/// Newey and West's usual number of points apart.
fn usual_lag(points: usize) -> usize {
    (4.0 * (points as f64 / 100.0).powf(2.0 / 9.0)).floor() as usize
}

/// Standard deviations on either side that hold the level of confidence.
fn half_width(degrees_of_freedom: Option<f64>, confidence: Confidence) -> Result<f64, NotDefined> {
    match degrees_of_freedom {
        None => Ok(confidence.z()),
        Some(degrees) => {
            Ok(StudentT::new(degrees)?.quantile(Split::above((1.0 - confidence.level()) / 2.0)?))
        }
    }
}

impl Fitted {
    fn new(
        design: Design,
        coefficients: &[f64],
        covariance: Square,
        degrees_of_freedom: Option<f64>,
        confidence: Confidence,
    ) -> Result<Self, NotDefined> {
        let half = half_width(degrees_of_freedom, confidence)?;
        let estimated = |i: usize| {
            let (estimate, standard_error) = (coefficients[i], covariance[i][i].max(0.0).sqrt());
            let interval =
                Interval { low: estimate - half * standard_error, high: estimate + half * standard_error };
            Estimated { term: design.terms[i], estimate, standard_error, interval }
        };
        Ok(Self {
            terms: (0..coefficients.len()).map(estimated).collect(),
            degrees_of_freedom,
            correlation: None,
            sigma: None,
            log_likelihood: None,
            lag: None,
            diagnostics: None,
            counts: None,
            design,
            covariance,
            exposure: None,
            confidence,
        })
    }

    /// The points that were fitted.
    #[must_use]
    pub fn points(&self) -> usize {
        self.design.columns[0].len()
    }
}

#[cfg(test)]
mod tests;
