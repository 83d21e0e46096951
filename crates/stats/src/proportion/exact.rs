//! Intervals of a proportion besides Wilson's.

use super::Proportion;
use crate::distribution::{Beta, Split};
use crate::{Confidence, Interval, NotDefined};

impl Proportion {
    /// Clopper and Pearson's exact interval (Biometrika 1934;26:404): it never covers less often
    /// than it says, and mostly more.
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`].
    pub fn clopper_pearson(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        self.beta_ends(confidence, |events, others| ((events, others + 1.0), (events + 1.0, others)))
    }

    /// Jeffreys' interval: the middle of what is believed after the data when nothing was believed
    /// before (Brown, Cai & DasGupta, Stat Sci 2001;16:101). It starts at 0 when nobody had the event
    /// and ends at 1 when everybody had it.
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`].
    pub fn jeffreys(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        self.beta_ends(confidence, |events, others| {
            let both = (events + 0.5, others + 0.5);
            (both, both)
        })
    }

    /// Ends at quantiles of two beta distributions, given people with and without the event.
    fn beta_ends(
        self,
        confidence: Confidence,
        parameters: impl Fn(f64, f64) -> ((f64, f64), (f64, f64)),
    ) -> Result<Interval, NotDefined> {
        self.rate()?;
        let tail = confidence.tail();
        let (events, others) = (self.numerator() as f64, self.complement().numerator() as f64);
        let ((a, b), (c, d)) = parameters(events, others);
        let low = if events == 0.0 { 0.0 } else { Beta::new(a, b)?.quantile(Split::below(tail)?) };
        let high = if others == 0.0 { 1.0 } else { Beta::new(c, d)?.quantile(Split::above(tail)?) };
        Ok(Interval { low, high })
    }

    /// Wilson's interval with continuity correction (Newcombe, Stat Med 1998;17:857, method 4),
    /// except that, as in R, exactly one half is not corrected.
    ///
    /// # Errors
    /// [`NotDefined::EmptyDenominator`].
    pub fn wilson_continuity(self, confidence: Confidence) -> Result<Interval, NotDefined> {
        let rate = self.rate()?;
        let n = self.denominator() as f64;
        let correction = (self.numerator() as f64 - n / 2.0).abs().min(0.5) / n;
        let z = confidence.z();
        let share = z * z / (2.0 * n);
        let root = |p: f64| z * (p * (1.0 - p) / n + share / (2.0 * n)).max(0.0).sqrt();
        let (up, down) = (rate + correction, rate - correction);
        let high = (up + share + root(up)) / (1.0 + 2.0 * share);
        let low = (down + share - root(down)) / (1.0 + 2.0 * share);
        // Beyond the border the formula bends back.
        Ok(Interval {
            low: if down <= 0.0 { 0.0 } else { low.clamp(0.0, rate) },
            high: if up >= 1.0 { 1.0 } else { high.clamp(rate, 1.0) },
        })
    }
}
