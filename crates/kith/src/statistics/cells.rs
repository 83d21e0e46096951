//! Numbers in the cells of a table, and what is written beside it.

use kith_stats::Interval;

/// A number with four significant digits, and no more decimals than six.
pub fn show(x: f64) -> String {
    let whole_digits = if x == 0.0 { 1 } else { x.abs().log10().floor() as i32 + 1 };
    let decimals = (4 - whole_digits).clamp(0, 6) as usize;
    let text = format!("{x:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A number that may be missing.
pub fn maybe(x: Option<f64>) -> String {
    x.map(show).unwrap_or_default()
}

/// Both ends of an interval.
pub fn ends(interval: Option<Interval>) -> [String; 2] {
    [maybe(interval.map(|i| i.low)), maybe(interval.map(|i| i.high))]
}

/// Writes a file that was asked for.
pub fn write(path: &std::path::Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).map_err(|error| anyhow::anyhow!("cannot write {}: {error}", path.display()))
}

/// "1 point", "2 points".
pub fn many(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_lose_nothing_that_matters() {
        for (x, text) in [
            (0.0, "0"),
            (12.0, "12"),
            (0.161_843, "0.1618"),
            (1234.56, "1235"),
            (-4.5, "-4.5"),
            (0.000_012, "0.000012"),
        ] {
            assert_eq!(show(x), text);
        }
        assert_eq!(many(1, "point"), "1 point");
        assert_eq!(many(0, "point"), "0 points");
    }
}
