//! Where a rising function reaches a level.

/// The place where a function that rises (`value`, `slope`) reaches `level`: Newton's steps, kept
/// inside the bracket that is known so far. The step count is bounded.
pub(crate) fn rising(level: f64, start: f64, at: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut below, mut above) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut place = start;
    for _ in 0..400 {
        let (value, slope) = at(place);
        let missing = level - value;
        if missing == 0.0 {
            break;
        }
        if missing > 0.0 {
            below = place;
        } else {
            above = place;
        }
        let newton = place + missing / slope;
        let next = if newton > below && newton < above {
            newton
        } else if below.is_finite() && above.is_finite() {
            f64::midpoint(below, above)
        } else {
            place + missing.signum() * (1.0 + place.abs())
        };
        let done = (next - place).abs() <= 2.0 * f64::EPSILON * place.abs().max(1.0);
        place = next;
        if done {
            break;
        }
    }
    place
}

/// The smallest whole number for which `reached` holds; it must hold from there on, and at
/// infinity. `start` is a guess.
pub(super) fn first(start: f64, reached: impl Fn(f64) -> bool) -> f64 {
    let mut step = 1.0;
    let mut above = start.floor().max(0.0);
    while !reached(above) {
        above += step;
        step *= 2.0;
    }
    // Nothing below zero is reached.
    let mut below = -1.0;
    step = 1.0;
    while above - step > below {
        if reached(above - step) {
            above -= step;
            step *= 2.0;
        } else {
            below = above - step;
        }
    }
    while above - below > 1.0 {
        let middle = ((above + below) / 2.0).floor();
        if reached(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    above
}
