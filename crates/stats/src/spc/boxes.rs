//! Boxes of crossings and longest runs that chance explains, chosen to find a given shift.
//!
//! The joint distribution of both counts among independent points is computed exactly, for points
//! half above the centre and for points shifted by 0.8 standard deviations (T. Wentzel-Larsen &
//! J. Anhøj, Joint distribution for number of crossings and longest run in independent Bernoulli
//! observations, PLoS ONE 2019, doi 10.1371/journal.pone.0223233).

use crate::distribution::normal;

/// How many useful points the boxes are defined for.
const USEFUL: std::ops::RangeInclusive<usize> = 10..=100;
/// The share of stable series that a box must leave without a signal.
const SPECIFICITY: f64 = 0.925;
/// The shift to be found, in standard deviations.
const SHIFT: f64 = 0.8;

/// What chance explains: crossings from `crossings` on with runs up to `longest`, but on the two
/// borders that meet in the corner only from `border_crossings` on or up to `border_longest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowed {
    pub crossings: usize,
    pub longest: usize,
    pub border: Option<(usize, usize)>,
}

impl Allowed {
    pub fn holds(&self, crossings: usize, longest: usize) -> bool {
        let inside = crossings >= self.crossings && longest <= self.longest;
        let Some((border_crossings, border_longest)) = self.border else { return inside };
        inside
            && (crossings > self.crossings || longest <= border_longest)
            && (longest < self.longest || crossings >= border_crossings)
    }
}

/// The probability of every pair of counts among `useful` points.
struct Joint {
    useful: usize,
    /// By crossings, then by longest run up to and with this one.
    up_to: Vec<Vec<f64>>,
}

impl Joint {
    /// Each point is above the centre with probability `above`.
    fn new(useful: usize, above: f64) -> Self {
        let side = [above, 1.0 - above];
        let mut up_to = vec![vec![0.0; useful + 1]; useful];
        for longest in 1..=useful {
            // ending[k][s]: k points, the last of them on side s.
            let mut ending = vec![[0.0; 2]; useful + 1];
            for (crossings, row) in up_to.iter_mut().enumerate() {
                let mut next = vec![[0.0; 2]; useful + 1];
                for s in 0..2 {
                    let before = |k: usize| match crossings {
                        0 => f64::from(u8::from(k == 0)),
                        _ => ending[k][1 - s],
                    };
                    let too_long = side[s].powi(longest as i32 + 1);
                    for k in 1..=useful {
                        let longer = if k > longest { too_long * before(k - 1 - longest) } else { 0.0 };
                        next[k][s] = side[s] * (next[k - 1][s] + before(k - 1)) - longer;
                    }
                }
                row[longest] = next[useful][0] + next[useful][1];
                ending = next;
            }
        }
        Self { useful, up_to }
    }

    /// The probability of exactly these counts.
    fn point(&self, crossings: usize, longest: usize) -> f64 {
        if !self.possible(crossings, longest) {
            return 0.0;
        }
        self.up_to[crossings][longest] - self.up_to[crossings][longest - 1]
    }

    /// Whether a series can have these counts at all.
    fn possible(&self, crossings: usize, longest: usize) -> bool {
        longest >= 1 && longest + crossings <= self.useful && self.useful <= longest * (crossings + 1)
    }

    /// The probability of so many crossings at least and of no longer run.
    fn inside(&self, crossings: usize, longest: usize) -> f64 {
        self.up_to[crossings..].iter().map(|row| row[longest]).sum()
    }
}

/// The box with the smallest chance to miss the shift among those that leave enough stable series
/// alone; none outside 10 to 100 points.
pub(super) fn best_box(useful: usize) -> Option<Allowed> {
    USEFUL.contains(&useful).then(|| choose(&Joint::new(useful, 0.5), &shifted(useful)))
}

/// The best box with its corner cut.
pub(super) fn cut_box(useful: usize) -> Option<Allowed> {
    if !USEFUL.contains(&useful) {
        return None;
    }
    let (stable, shifted) = (Joint::new(useful, 0.5), shifted(useful));
    Some(cut(&stable, &shifted, choose(&stable, &shifted)))
}

fn shifted(useful: usize) -> Joint {
    Joint::new(useful, normal::lower(SHIFT))
}

fn choose(stable: &Joint, shifted: &Joint) -> Allowed {
    let mut best = (f64::INFINITY, 0, stable.useful);
    for crossings in 0..stable.useful {
        for longest in 1..=stable.useful {
            let missed = shifted.inside(crossings, longest);
            let enough = stable.inside(crossings, longest) >= SPECIFICITY;
            if enough && stable.possible(crossings, longest) && missed < best.0 {
                best = (missed, crossings, longest);
            }
        }
    }
    Allowed { crossings: best.1, longest: best.2, border: None }
}

/// Takes points from the corner along both borders, always the one more likely under the shift,
/// while enough stable series stay without a signal.
fn cut(stable: &Joint, shifted: &Joint, whole: Allowed) -> Allowed {
    let Allowed { crossings, longest, .. } = whole;
    let mut left = stable.inside(crossings, longest) - stable.point(crossings, longest);
    if left < SPECIFICITY {
        return whole;
    }
    let (mut border_crossings, mut border_longest) = (crossings + 1, longest - 1);
    loop {
        let along = stable.point(border_crossings.min(stable.useful - 1), longest);
        let down = stable.point(crossings, border_longest);
        let may = |point: f64| point > 0.0 && left - point >= SPECIFICITY;
        let prefer_along = shifted.point(border_crossings.min(stable.useful - 1), longest)
            >= shifted.point(crossings, border_longest);
        match (may(along), may(down)) {
            (false, false) => break,
            (true, false) => {
                left -= along;
                border_crossings += 1;
            }
            (false, true) => {
                left -= down;
                border_longest -= 1;
            }
            (true, true) if prefer_along => {
                left -= along;
                border_crossings += 1;
            }
            (true, true) => {
                left -= down;
                border_longest -= 1;
            }
        }
    }
    Allowed { border: Some((border_crossings, border_longest)), ..whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_series_have_some_pair_of_counts() {
        for above in [0.5, 0.788] {
            let joint = Joint::new(12, above);
            assert!((joint.inside(0, 12) - 1.0).abs() < 1e-12);
            let sum: f64 =
                (0..12).flat_map(|c| (1..=12).map(move |l| (c, l))).map(|(c, l)| joint.point(c, l)).sum();
            assert!((sum - 1.0).abs() < 1e-12);
        }
        // Two points: alike or not.
        assert_eq!(Joint::new(2, 0.5).point(0, 2), 0.5);
    }

    #[test]
    fn boxes_of_the_article() {
        for (useful, crossings, longest, border) in
            [(10, 2, 6, Some((3, 5))), (12, 3, 6, None), (18, 5, 7, Some((6, 6))), (24, 6, 7, Some((7, 6)))]
        {
            let cut = cut_box(useful).unwrap();
            assert_eq!((cut.crossings, cut.longest, cut.border), (crossings, longest, border), "{useful}");
            assert_eq!(best_box(useful).unwrap(), Allowed { border: None, ..cut });
        }
        assert_eq!(best_box(9), None);
        assert_eq!(cut_box(101), None);
    }
}
