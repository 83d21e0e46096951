//! A scale of any numbers, with round ticks.

/// Numbers along one side of a drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    low: f64,
    high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Numbers {
    /// The scale that holds all values on round numbers, drawn from `from` to `to`.
    pub fn holding(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = match high - low {
            width if width > 0.0 => (low, high),
            _ if low.is_finite() => (low - 0.5 * low.abs().max(1.0), low + 0.5 * low.abs().max(1.0)),
            _ => (0.0, 1.0),
        };
        // From zero, unless that would waste more than half of the room.
        let low = if low > 0.0 && low < 0.5 * high { 0.0 } else { low };
        let rough = (high - low) / 5.0;
        let unit = 10_f64.powf(rough.log10().floor());
        let step = unit * [1.0, 2.0, 5.0, 10.0].into_iter().find(|n| n * unit >= rough).unwrap_or(10.0);
        let (low, high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Self { low, high, step, from, to }
    }

    /// Where a value stands.
    pub fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }

    /// Round numbers to write beside it.
    pub fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round().clamp(1.0, 20.0) as u32;
        (0..=count).map(|i| self.low + f64::from(i) * self.step).collect()
    }

    /// A tick in words, with as many decimals as its step.
    pub fn label(&self, tick: f64) -> String {
        let decimals = (-self.step.log10().floor()).clamp(0.0, 9.0) as usize;
        // Minus nothing is nothing.
        format!("{:.decimals$}", tick + 0.0)
    }
}
