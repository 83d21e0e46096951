//! Season, trend and the rest.

use serde::{Deserialize, Serialize};

use crate::NotDefined;

/// How the pattern of a year may change from year to year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seasonal {
    /// Not at all.
    Periodic,
    /// Slowly, within so many years (odd, at least 7).
    Window(usize),
}

/// A series taken apart; the three add up to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seasons {
    /// What repeats.
    pub seasonal: Vec<f64>,
    /// What moves slowly.
    pub trend: Vec<f64>,
    /// What is left.
    pub remainder: Vec<f64>,
}

/// A series taken apart by moving averages. The first and last half-year have no trend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classical {
    /// The pattern of a year, from its first point; it adds up to zero.
    pub figure: Vec<f64>,
    /// The moving average over a year.
    pub trend: Vec<Option<f64>>,
    /// What is left.
    pub remainder: Vec<Option<f64>>,
}

fn at_least_two_years(values: &[f64], period: usize) -> Result<(), NotDefined> {
    if period < 2 {
        return Err(NotDefined::Mismatch);
    }
    if values.len() < 2 * period {
        return Err(NotDefined::TooFewPoints { has: values.len(), needs: 2 * period });
    }
    if values.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(NotDefined::NotFinite) }
}

/// # Errors
/// [`NotDefined::TooFewPoints`] for less than two years, [`NotDefined::Mismatch`] for a period below 2,
/// [`NotDefined::NotFinite`].
pub fn classical(values: &[f64], period: usize) -> Result<Classical, NotDefined> {
    at_least_two_years(values, period)?;
    let half = period / 2;
    let average = |i: usize| {
        if i < half || i + half >= values.len() {
            return None;
        }
        let inside: f64 = values[i - half..=i + half].iter().sum();
        // With an even period the ends count half.
        let ends = if period.is_multiple_of(2) { (values[i - half] + values[i + half]) / 2.0 } else { 0.0 };
        Some((inside - ends) / period as f64)
    };
    let trend: Vec<Option<f64>> = (0..values.len()).map(average).collect();
    let apart: Vec<Option<f64>> =
        values.iter().zip(&trend).map(|(value, trend)| Some(value - (*trend)?)).collect();
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        sum / count
    };
    let raw: Vec<f64> = (0..period)
        .map(|phase| mean(&mut apart.iter().skip(phase).step_by(period).flatten().copied()))
        .collect();
    let centre = mean(&mut raw.iter().copied());
    let figure: Vec<f64> = raw.iter().map(|value| value - centre).collect();
    let left = |i: usize| apart[i].map(|apart| apart - figure[i % period]);
    let remainder = (0..values.len()).map(left).collect();
    Ok(Classical { figure, trend, remainder })
}

/// Season and trend by local regression (STL; Cleveland et al., J Off Stat 1990;6:3), with the usual
/// windows. `robust` gives points far from the rest less weight.
///
/// # Errors
/// As [`classical`], and [`NotDefined::Mismatch`] for a window that is even or below 7.
pub fn stl(values: &[f64], period: usize, seasonal: Seasonal, robust: bool) -> Result<Seasons, NotDefined> {
    at_least_two_years(values, period)?;
    let n = values.len();
    let window = match seasonal {
        Seasonal::Periodic => 10 * n + 1,
        Seasonal::Window(window) if window >= 7 && window % 2 == 1 => window,
        Seasonal::Window(_) => return Err(NotDefined::Mismatch),
    };
    let slow = (1.5 * period as f64 / (1.0 - 1.5 / window as f64)).ceil();
    let smooth = |window: usize, degree| Smoother { window, degree, jump: window.div_ceil(10) };
    let stl = Stl {
        values,
        period,
        cycles: smooth(window, u8::from(seasonal != Seasonal::Periodic)),
        trend: smooth(next_odd(slow as usize), 1),
        low_pass: smooth(next_odd(period), 1),
    };
    let (mut found, mut trend) = (vec![0.0; n], vec![0.0; n]);
    let mut weights = None;
    let (outer, inner) = if robust { (15, 1) } else { (0, 2) };
    for turn in 0..=outer {
        for _ in 0..inner {
            stl.step(&mut found, &mut trend, weights.as_deref());
        }
        if turn < outer {
            weights = Some(robustness(values, &found, &trend));
        }
    }
    if seasonal == Seasonal::Periodic {
        let cycle_mean = |i: usize| {
            let cycle: Vec<f64> = found.iter().skip(i % period).step_by(period).copied().collect();
            cycle.iter().sum::<f64>() / cycle.len() as f64
        };
        found = (0..n).map(cycle_mean).collect();
    }
    let remainder = (0..n).map(|i| values[i] - found[i] - trend[i]).collect();
    Ok(Seasons { seasonal: found, trend, remainder })
}

fn next_odd(value: usize) -> usize {
    value + usize::from(value.is_multiple_of(2))
}

struct Stl<'a> {
    values: &'a [f64],
    period: usize,
    cycles: Smoother,
    trend: Smoother,
    low_pass: Smoother,
}

impl Stl<'_> {
    /// One turn: season from what the trend leaves, trend from what the season leaves.
    fn step(&self, seasonal: &mut Vec<f64>, trend: &mut Vec<f64>, weights: Option<&[f64]>) {
        let without =
            |part: &[f64]| -> Vec<f64> { self.values.iter().zip(part).map(|(y, p)| y - p).collect() };
        let cycles = self.smooth_cycles(&without(trend), weights);
        let once = moving_average(&cycles, self.period);
        let thrice = moving_average(&moving_average(&once, self.period), 3);
        let slow = self.low_pass.smooth(&thrice, None);
        *seasonal = (0..self.values.len()).map(|i| cycles[self.period + i] - slow[i]).collect();
        *trend = self.trend.smooth(&without(seasonal), weights);
    }

    /// Each month's series smoothed, and carried on by a year at both ends.
    fn smooth_cycles(&self, values: &[f64], weights: Option<&[f64]>) -> Vec<f64> {
        let mut all = vec![0.0; values.len() + 2 * self.period];
        for phase in 0..self.period {
            let of =
                |column: &[f64]| column.iter().skip(phase).step_by(self.period).copied().collect::<Vec<_>>();
            let (own, own_weights) = (of(values), weights.map(of));
            let own_weights = own_weights.as_deref();
            let last = own.len() - 1;
            let inside = self.cycles.smooth(&own, own_weights);
            let reach = self.cycles.window.min(own.len());
            let before = self.cycles.at(&own, -1.0, 0..=reach - 1, own_weights).unwrap_or(inside[0]);
            let from = own.len().saturating_sub(self.cycles.window);
            let after =
                self.cycles.at(&own, last as f64 + 1.0, from..=last, own_weights).unwrap_or(inside[last]);
            let carried = std::iter::once(before).chain(inside).chain([after]);
            for (year, value) in carried.enumerate() {
                all[year * self.period + phase] = value;
            }
        }
        all
    }
}

fn moving_average(values: &[f64], width: usize) -> Vec<f64> {
    values.windows(width).map(|window| window.iter().sum::<f64>() / width as f64).collect()
}

/// Less weight for points far from the fit, none beyond six median distances.
fn robustness(values: &[f64], seasonal: &[f64], trend: &[f64]) -> Vec<f64> {
    let far: Vec<f64> = (0..values.len()).map(|i| (values[i] - seasonal[i] - trend[i]).abs()).collect();
    let mut sorted = far.clone();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let limit = 3.0 * (sorted[n / 2] + sorted[(n - 1) / 2]);
    let weight = |distance: &f64| {
        if *distance <= 0.001 * limit {
            1.0
        } else if *distance <= 0.999 * limit {
            (1.0 - (distance / limit).powi(2)).powi(2)
        } else {
            0.0
        }
    };
    far.iter().map(weight).collect()
}

/// Local regression over a window of neighbours.
#[derive(Clone, Copy)]
struct Smoother {
    window: usize,
    /// 0 for a local mean, 1 for a local line.
    degree: u8,
    /// Points from one fit to the next; those between are interpolated.
    jump: usize,
}

impl Smoother {
    fn smooth(self, values: &[f64], weights: Option<&[f64]>) -> Vec<f64> {
        let n = values.len();
        if n < 2 {
            return values.to_vec();
        }
        let jump = self.jump.min(n - 1);
        let half = self.window.div_ceil(2);
        let neighbours = |i: usize| {
            if self.window >= n {
                0..=n - 1
            } else if i + 1 < half {
                0..=self.window - 1
            } else if i + half >= n {
                n - self.window..=n - 1
            } else {
                i + 1 - half..=i + self.window - half
            }
        };
        let mut places: Vec<usize> = (0..n).step_by(jump).collect();
        if places.last() != Some(&(n - 1)) {
            places.push(n - 1);
        }
        let mut smoothed = vec![0.0; n];
        // The last point is fitted among the neighbours of the last place before it.
        let last_regular = (n - 1) / jump * jump;
        for &place in &places {
            let around = neighbours(place.min(last_regular));
            smoothed[place] = self.at(values, place as f64, around, weights).unwrap_or(values[place]);
        }
        for pair in places.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let slope = (smoothed[to] - smoothed[from]) / (to - from) as f64;
            for i in from + 1..to {
                smoothed[i] = smoothed[from] + slope * (i - from) as f64;
            }
        }
        smoothed
    }

    /// The fit at one place; none when no neighbour has weight.
    fn at(
        self,
        values: &[f64],
        place: f64,
        around: std::ops::RangeInclusive<usize>,
        weights: Option<&[f64]>,
    ) -> Option<f64> {
        let n = values.len();
        let (first, last) = (*around.start(), *around.end());
        let mut reach = (place - first as f64).max(last as f64 - place);
        if self.window > n {
            reach += ((self.window - n) / 2) as f64;
        }
        let weight = |i: usize| {
            let distance = (i as f64 - place).abs();
            let near = if distance > 0.999 * reach {
                0.0
            } else if distance > 0.001 * reach {
                (1.0 - (distance / reach).powi(3)).powi(3)
            } else {
                1.0
            };
            near * weights.map_or(1.0, |weights| weights[i])
        };
        let mut own: Vec<f64> = around.clone().map(weight).collect();
        let all: f64 = own.iter().sum();
        if all <= 0.0 {
            return None;
        }
        own.iter_mut().for_each(|weight| *weight /= all);
        if reach > 0.0 && self.degree > 0 {
            let middle: f64 = own.iter().zip(around.clone()).map(|(w, i)| w * i as f64).sum();
            let spread: f64 =
                own.iter().zip(around.clone()).map(|(w, i)| w * (i as f64 - middle).powi(2)).sum();
            if spread.sqrt() > 0.001 * (n as f64 - 1.0) {
                let slope = (place - middle) / spread;
                for (weight, i) in own.iter_mut().zip(around.clone()) {
                    *weight *= slope * (i as f64 - middle) + 1.0;
                }
            }
        }
        Some(own.iter().zip(around).map(|(weight, i)| weight * values[i]).sum())
    }
}
