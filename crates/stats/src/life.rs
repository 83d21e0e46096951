//! Life expectancy from an abridged life table (Chiang 1968), with the variance of the open last
//! band as Silcocks, Jenner and Reza have it (J Epidemiol Community Health 2001;55:38).

use serde::Serialize;

use crate::{Confidence, Interval, NotDefined};

/// The first ages of the bands that national offices use: under 1, 1 to 4, then five years each,
/// the last open.
pub const STANDARD_AGES: [u32; 20] =
    [0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];
/// A table of so many people or fewer is not made (Toson & Baker, ONS 2003).
const FEWEST_PEOPLE: u64 = 5_000;
/// A 95 % interval wider than this many years leaves the value without meaning.
const WIDEST_YEARS: f64 = 20.0;

/// An age band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgeBand {
    /// Its first age, in years.
    pub from: u32,
    /// Deaths.
    pub deaths: f64,
    /// People, in person-years.
    pub people: f64,
}

/// Years left at the start of a band.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LifeExpectancy {
    /// The age.
    pub age: u32,
    /// Years left, on average, at today's death rates.
    pub years: f64,
    /// Their standard error.
    pub standard_error: f64,
    /// The 95 % interval is wider than 20 years: the value is not to be shown.
    pub imprecise: bool,
    /// People of this age and older.
    pub people: f64,
    /// Deaths at this age and older.
    pub deaths: f64,
}

impl LifeExpectancy {
    /// Normal limits.
    #[must_use]
    pub fn interval(self, confidence: Confidence) -> Interval {
        let half = confidence.z() * self.standard_error;
        Interval { low: self.years - half, high: self.years + half }
    }
}

/// Life expectancy at the start of every band. The first band must start at 0.
///
/// # Errors
/// [`NotDefined::AgeBands`] unless the bands are those of `ages`, in order; [`NotDefined::NotFinite`]
/// for negative or infinite amounts; [`NotDefined::EmptyDenominator`] for a band without people;
/// [`NotDefined::TooFewPeople`] for 5,000 or fewer; [`NotDefined::NoEvents`] when nobody died in the
/// last band; [`NotDefined::TargetOutOfRange`] when more died in a band than lived there.
pub fn life_expectancy(bands: &[AgeBand], ages: &[u32]) -> Result<Vec<LifeExpectancy>, NotDefined> {
    check(bands, ages)?;
    let last = bands.len() - 1;
    let death_rate = |band: &AgeBand| band.deaths / band.people;
    let share_lived = |i: usize| if bands[i].from == 0 { 0.1 } else { 0.5 };
    let width = |i: usize| f64::from(bands[i + 1].from - bands[i].from);

    // The share that dies in each band, and those who reach it of 100,000.
    let dying: Vec<f64> = (0..=last)
        .map(|i| {
            if i == last {
                return 1.0;
            }
            let (n, rate) = (width(i), death_rate(&bands[i]));
            if rate * n * share_lived(i) > 1.0 {
                1.0
            } else {
                rate * n / (1.0 + rate * n * (1.0 - share_lived(i)))
            }
        })
        .collect();
    let mut alive = vec![100_000.0; bands.len()];
    for i in 0..last {
        alive[i + 1] = alive[i] * (1.0 - dying[i]);
    }

    let mut years = vec![0.0; bands.len()];
    let mut found: Vec<LifeExpectancy> = Vec::with_capacity(bands.len());
    let (mut lived, mut variance, mut people, mut deaths) = (0.0, 0.0, 0.0, 0.0);
    for i in (0..=last).rev() {
        let band = &bands[i];
        people += band.people;
        deaths += band.deaths;
        if i == last {
            let rate = death_rate(band);
            lived += alive[i] / rate;
            variance += (alive[i] / 2.0).powi(2) * 4.0 / (band.deaths * rate * rate);
        } else {
            lived += width(i) * (alive[i + 1] + share_lived(i) * (alive[i] - alive[i + 1]));
            let died = alive[i] > alive[i + 1];
            let of_share = if died { dying[i].powi(2) * (1.0 - dying[i]) / band.deaths } else { 0.0 };
            let after = (1.0 - share_lived(i)) * width(i) + years[i + 1];
            variance += of_share * alive[i].powi(2) * after * after;
        }
        // Nobody reaches a band after one in which everybody dies.
        let reached = alive[i] > 0.0;
        years[i] = if reached { lived / alive[i] } else { 0.0 };
        let standard_error = if reached { variance.sqrt() / alive[i] } else { 0.0 };
        let imprecise = !reached || 2.0 * Confidence::P95.z() * standard_error > WIDEST_YEARS;
        found.push(LifeExpectancy {
            age: band.from,
            years: years[i],
            standard_error,
            imprecise,
            people,
            deaths,
        });
    }
    found.reverse();
    Ok(found)
}

fn check(bands: &[AgeBand], ages: &[u32]) -> Result<(), NotDefined> {
    let rising = ages.windows(2).all(|pair| pair[0] < pair[1]) && ages.first() == Some(&0);
    if !rising || !bands.iter().map(|band| band.from).eq(ages.iter().copied()) {
        return Err(NotDefined::AgeBands);
    }
    if bands
        .iter()
        .any(|b| !b.deaths.is_finite() || !b.people.is_finite() || b.deaths < 0.0 || b.people < 0.0)
    {
        return Err(NotDefined::NotFinite);
    }
    if bands.iter().any(|band| band.people == 0.0) {
        return Err(NotDefined::EmptyDenominator);
    }
    if bands.iter().any(|band| band.deaths > band.people) {
        return Err(NotDefined::TargetOutOfRange);
    }
    if bands.iter().map(|band| band.people).sum::<f64>() <= FEWEST_PEOPLE as f64 {
        return Err(NotDefined::TooFewPeople { needs: FEWEST_PEOPLE });
    }
    if bands.last().is_some_and(|band| band.deaths == 0.0) {
        return Err(NotDefined::NoEvents);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(change: impl Fn(&mut Vec<AgeBand>)) -> Result<Vec<LifeExpectancy>, NotDefined> {
        let mut bands: Vec<AgeBand> =
            STANDARD_AGES.map(|from| AgeBand { from, deaths: 20.0, people: 1000.0 }).to_vec();
        change(&mut bands);
        life_expectancy(&bands, &STANDARD_AGES)
    }

    /// At one death rate for all ages the years left are its reciprocal at every age.
    #[test]
    fn a_constant_rate_leaves_its_reciprocal() {
        let table = bands(|_| ()).unwrap();
        assert!(table.iter().all(|row| (row.years - 50.0).abs() < 1e-9), "{table:?}");
        // At the oldest ages a hundred deaths and fewer leave more than ten years on either side.
        assert!(!table[0].imprecise && table[19].imprecise);
    }

    #[test]
    fn a_table_that_would_say_nothing_is_refused() {
        type Change = fn(&mut Vec<AgeBand>);
        let changes: [(Change, NotDefined); 7] = [
            (|b| b[3].people = 0.0, NotDefined::EmptyDenominator),
            (|b| b[3].deaths = -1.0, NotDefined::NotFinite),
            (|b| b[3].deaths = 2000.0, NotDefined::TargetOutOfRange),
            (|b| b[19].deaths = 0.0, NotDefined::NoEvents),
            (|b| b.swap(3, 4), NotDefined::AgeBands),
            (|b| b.truncate(19), NotDefined::AgeBands),
            (|b| b.iter_mut().for_each(|x| x.people = 100.0), NotDefined::TooFewPeople { needs: 5000 }),
        ];
        for (change, error) in changes {
            assert_eq!(bands(change), Err(error));
        }
    }
}
