//! Weighted least squares by Householder's QR, and the variances that go with it.
//!
//! Columns are given one by one and are few; rows are the observations. Nothing here knows what a
//! column means.

use crate::NotDefined;

/// A small square matrix, row by row.
pub(crate) type Square = Vec<Vec<f64>>;

/// A fitted linear model.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    /// One for each column.
    pub coefficients: Vec<f64>,
    /// Observed minus fitted, not weighted.
    pub residuals: Vec<f64>,
    /// The inverse of X'WX.
    pub unscaled: Square,
    /// The logarithm of the determinant of X'WX.
    pub log_determinant: f64,
    /// Coefficients that were taken out of the columns beforehand.
    taken_out: usize,
}

impl Fit {
    /// Observations beyond the coefficients.
    pub fn spare(&self) -> f64 {
        (self.residuals.len() - self.coefficients.len() - self.taken_out) as f64
    }

    /// Counts coefficients that are not among the columns, for these were made free of them.
    pub fn spare_less(&mut self, taken_out: usize) {
        self.taken_out = taken_out;
    }
}

/// Least squares of `y` on the columns, each row counted by its weight.
///
/// # Errors
/// [`NotDefined::TooFewPoints`] with fewer rows than columns, [`NotDefined::Collinear`] when a column
/// follows from the others, [`NotDefined::NotFinite`].
pub(crate) fn fit(columns: &[Vec<f64>], y: &[f64], weights: Option<&[f64]>) -> Result<Fit, NotDefined> {
    let (rows, width) = (y.len(), columns.len());
    if rows < width {
        return Err(NotDefined::TooFewPoints { has: rows, needs: width });
    }
    let roots: Option<Vec<f64>> = weights.map(|weights| weights.iter().map(|weight| weight.sqrt()).collect());
    let scaled = |column: &[f64]| match &roots {
        Some(roots) => column.iter().zip(roots).map(|(value, root)| value * root).collect(),
        None => column.to_vec(),
    };
    let mut q: Vec<Vec<f64>> = columns.iter().map(|column| scaled(column)).collect();
    let mut right = scaled(y);
    if q.iter().flatten().chain(&right).any(|value| !value.is_finite()) {
        return Err(NotDefined::NotFinite);
    }
    let mut r = vec![vec![0.0; width]; width];
    for j in 0..width {
        let before = norm(&q[j]);
        let (done, rest) = q.split_at_mut(j + 1);
        let reflector = &mut done[j];
        let length = norm(&reflector[j..]);
        if before == 0.0 || length <= 1e-11 * before {
            return Err(NotDefined::Collinear);
        }
        let pivot = if reflector[j] > 0.0 { -length } else { length };
        r[j][j] = pivot;
        reflector[j] -= pivot;
        let square = dot(&reflector[j..], &reflector[j..]);
        let reflect = |target: &mut [f64], reflector: &[f64]| {
            let by = 2.0 * dot(&reflector[j..], &target[j..]) / square;
            for (value, part) in target[j..].iter_mut().zip(&reflector[j..]) {
                *value -= by * part;
            }
        };
        for (offset, column) in rest.iter_mut().enumerate() {
            reflect(column, reflector);
            r[j][j + 1 + offset] = column[j];
        }
        reflect(&mut right, reflector);
    }
    let coefficients = back_substitute(&r, &right[..width]);
    let residuals = (0..rows)
        .map(|row| y[row] - columns.iter().zip(&coefficients).map(|(c, b)| c[row] * b).sum::<f64>())
        .collect();
    let inverse = invert_upper(&r);
    let unscaled = (0..width)
        .map(|i| (0..width).map(|j| (0..width).map(|k| inverse[i][k] * inverse[j][k]).sum()).collect())
        .collect();
    let log_determinant = 2.0 * (0..width).map(|j| r[j][j].abs().ln()).sum::<f64>();
    Ok(Fit { coefficients, residuals, unscaled, log_determinant, taken_out: 0 })
}

/// The inner product.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(column: &[f64]) -> f64 {
    dot(column, column).sqrt()
}

fn back_substitute(r: &Square, right: &[f64]) -> Vec<f64> {
    let mut solution = right.to_vec();
    for i in (0..solution.len()).rev() {
        let known: f64 = (i + 1..solution.len()).map(|j| r[i][j] * solution[j]).sum();
        solution[i] = (solution[i] - known) / r[i][i];
    }
    solution
}

fn invert_upper(r: &Square) -> Square {
    let width = r.len();
    let mut inverse = vec![vec![0.0; width]; width];
    for j in 0..width {
        let mut unit = vec![0.0; width];
        unit[j] = 1.0;
        for (i, value) in back_substitute(r, &unit).into_iter().enumerate() {
            inverse[i][j] = value;
        }
    }
    inverse
}

/// Every entry times a number.
pub(crate) fn times(matrix: &Square, by: f64) -> Square {
    matrix.iter().map(|row| row.iter().map(|value| value * by).collect()).collect()
}

/// The variance of a sum of coefficients: `weights' · covariance · weights`.
pub(crate) fn variance_of(weights: &[f64], covariance: &Square) -> f64 {
    covariance.iter().zip(weights).map(|(row, weight)| weight * dot(row, weights)).sum()
}

/// Bread, meat, bread.
pub(crate) fn sandwich(bread: &Square, meat: &Square) -> Square {
    let multiply = |a: &Square, b: &Square| -> Square {
        let column = |j: usize| b.iter().map(|row| row[j]).collect::<Vec<_>>();
        a.iter().map(|row| (0..b.len()).map(|j| dot(row, &column(j))).collect()).collect()
    };
    multiply(&multiply(bread, meat), bread)
}

/// What each row adds to the score: its column values times its (weighted) residual.
pub(crate) fn scores(columns: &[Vec<f64>], weighted_residuals: &[f64]) -> Vec<Vec<f64>> {
    let row = |(i, residual): (usize, &f64)| columns.iter().map(|column| column[i] * residual).collect();
    weighted_residuals.iter().enumerate().map(row).collect()
}

/// The sum of the products of the scores that lie `lag` rows apart.
fn cross_products(scores: &[Vec<f64>], lag: usize) -> Square {
    let width = scores.first().map_or(0, Vec::len);
    let mut sum = vec![vec![0.0; width]; width];
    for (later, earlier) in scores.iter().skip(lag).zip(scores) {
        for i in 0..width {
            for j in 0..width {
                sum[i][j] += later[i] * earlier[j];
            }
        }
    }
    sum
}

/// The meat for rows that may differ in variance (White, Econometrica 1980;48:817), without
/// correction for few rows.
pub(crate) fn meat(scores: &[Vec<f64>]) -> Square {
    cross_products(scores, 0)
}

/// The meat for rows that also depend on their neighbours in time (Newey & West, Econometrica
/// 1987;55:703), with Bartlett's weights up to `lag`.
pub(crate) fn newey_west_meat(scores: &[Vec<f64>], lag: usize) -> Square {
    let mut sum = cross_products(scores, 0);
    for distance in 1..=lag.min(scores.len().saturating_sub(1)) {
        let weight = 1.0 - distance as f64 / (lag as f64 + 1.0);
        let cross = cross_products(scores, distance);
        for i in 0..sum.len() {
            for j in 0..sum.len() {
                sum[i][j] += weight * (cross[i][j] + cross[j][i]);
            }
        }
    }
    sum
}

/// Scores added up within clusters, which are named by any numbers.
pub(crate) fn by_cluster(scores: &[Vec<f64>], clusters: &[u64]) -> Vec<Vec<f64>> {
    let mut sums: std::collections::BTreeMap<u64, Vec<f64>> = std::collections::BTreeMap::new();
    for (row, &cluster) in scores.iter().zip(clusters) {
        let sum = sums.entry(cluster).or_insert_with(|| vec![0.0; row.len()]);
        for (total, value) in sum.iter_mut().zip(row) {
            *total += value;
        }
    }
    sums.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_points_on_it() {
        let x: Vec<f64> = (0..9).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 0.5 * x).collect();
        let line = fit(&[vec![1.0; 9], x], &y, None).unwrap();
        assert!((line.coefficients[0] - 3.0).abs() < 1e-12 && (line.coefficients[1] + 0.5).abs() < 1e-12);
        assert!((line.unscaled[1][1] - 1.0 / 60.0).abs() < 1e-15);
        assert!((line.log_determinant - (9.0_f64 * 60.0).ln()).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_fitted_is_said() {
        let x = vec![1.0, 2.0, 3.0];
        let twice = x.iter().map(|x| 2.0 * x).collect();
        assert_eq!(fit(&[x.clone(), twice], &x, None).err(), Some(NotDefined::Collinear));
        let few = fit(&[vec![1.0], vec![2.0]], &[1.0], None).err();
        assert_eq!(few, Some(NotDefined::TooFewPoints { has: 1, needs: 2 }));
        assert_eq!(fit(&[vec![f64::NAN; 3]], &x, None).err(), Some(NotDefined::NotFinite));
    }

    #[test]
    fn a_weight_of_two_is_the_row_twice() {
        let columns = |rows: &[usize]| vec![vec![1.0; rows.len()], rows.iter().map(|&r| r as f64).collect()];
        let y = [1.0, 0.5, 4.0, 2.0];
        let weighted = fit(&columns(&[0, 1, 2, 3]), &y, Some(&[1.0, 2.0, 1.0, 1.0])).unwrap();
        let twice = fit(&columns(&[0, 1, 1, 2, 3]), &[1.0, 0.5, 0.5, 4.0, 2.0], None).unwrap();
        for (a, b) in weighted.coefficients.iter().zip(&twice.coefficients) {
            assert!((a - b).abs() < 1e-12);
        }
    }
}
