//! What an outsider can work out about a table with holes.
//!
//! The outsider knows every published cell, that the sums hold, and the least a count can be: a
//! hidden cell can be narrowed to the least and the greatest value it takes in any table that
//! fits. Both are linear programs, solved here by the simplex method on one tableau that is kept
//! from question to question. It starts at the true table, so no first feasible point is sought,
//! and hiding one more cell is one more step rather than a new start.

use super::Table;

/// Rounding noise in the tableau, whose entries are small whole numbers at first.
const NOISE: f64 = 1e-9;

/// The values a cell takes in the tables that fit what is published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least.
    pub low: f64,
    /// The greatest; infinite when nothing bounds it.
    pub high: f64,
}

impl Range {
    /// Whether only one value fits: the cell might as well have been published.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.high - self.low < 1e-6
    }
}

/// The system of sums, solved for one cell per sum.
///
/// Each row reads: its `basis` cell plus `coefficients` of the other cells is constant. A row
/// without a basis holds only published cells. Every hidden cell in no basis stands at its floor,
/// every published one at its true value, so `floor` plus `above` is always a table that fits.
#[derive(Debug, Clone)]
pub(super) struct Attack {
    rows: Vec<Row>,
    /// What every cell is known to be at least.
    floor: Vec<f64>,
    /// How far above its floor each cell stands now.
    above: Vec<f64>,
    hidden: Vec<bool>,
}

#[derive(Debug, Clone)]
struct Row {
    basis: Option<usize>,
    coefficients: Vec<f64>,
}

impl Attack {
    /// Everything is published yet. What gets hidden is known to be `at_least` so much.
    pub(super) fn new(table: &Table, at_least: u64) -> Self {
        let rows = table.sums().iter().map(|sum| {
            let mut coefficients = vec![0.0; table.cells().len()];
            coefficients[sum.total] = -1.0;
            for &part in &sum.parts {
                coefficients[part] += 1.0;
            }
            Row { basis: None, coefficients }
        });
        Self {
            rows: rows.collect(),
            floor: table.cells().iter().map(|&count| count.min(at_least) as f64).collect(),
            above: table.cells().iter().map(|&c| c.saturating_sub(at_least) as f64).collect(),
            hidden: vec![false; table.cells().len()],
        }
    }

    /// Hides one more cell. Hiding it twice changes nothing.
    pub(super) fn hide(&mut self, cell: usize) {
        if std::mem::replace(&mut self.hidden[cell], true) {
            return;
        }
        let free = |row: &Row| row.basis.is_none() && row.coefficients[cell].abs() > NOISE;
        if let Some(row) = self.rows.iter().position(free) {
            self.pivot(row, cell);
            return;
        }
        // Down to its floor, unless another gets there first and leaves the basis for this one.
        let (above, falling) = (self.above[cell], -1.0);
        match self.first_to_floor(cell, falling) {
            Some((row, step)) if step < above => {
                self.shift(cell, falling * step);
                self.pivot(row, cell);
            }
            _ => self.shift(cell, -above),
        }
    }

    /// The greatest value of a cell in any table that fits.
    pub(super) fn high(&mut self, cell: usize) -> f64 {
        if !self.hidden[cell] {
            return self.now(cell);
        }
        if self.row_of(cell).is_none() && !self.enter(cell) {
            return f64::INFINITY;
        }
        // Now the cell is in the basis, and grows with every cell whose coefficient is negative.
        while let Some(row) = self.row_of(cell) {
            let Some(entering) = self.entering(row, -1.0) else { break };
            if !self.enter(entering) {
                return f64::INFINITY;
            }
        }
        self.now(cell)
    }

    /// Whether some table that fits has at least so much there: as [`Self::high`], but no further than
    /// needed.
    pub(super) fn reaches(&mut self, cell: usize, count: f64) -> bool {
        if self.hidden[cell] && self.now(cell) < count && self.row_of(cell).is_none() && !self.enter(cell) {
            return true;
        }
        while self.hidden[cell] && self.now(cell) < count {
            let Some(entering) = self.row_of(cell).and_then(|row| self.entering(row, -1.0)) else { break };
            if !self.enter(entering) {
                return true;
            }
        }
        self.now(cell) >= count
    }

    /// The least value of a cell in any table that fits.
    pub(super) fn low(&mut self, cell: usize) -> f64 {
        while let Some(row) = self.row_of(cell) {
            let Some(entering) = self.entering(row, 1.0) else { break };
            self.enter(entering);
        }
        self.now(cell)
    }

    fn now(&self, cell: usize) -> f64 {
        self.floor[cell] + self.above[cell]
    }

    pub(super) fn range(&mut self, cell: usize) -> Range {
        Range { low: self.low(cell), high: self.high(cell) }
    }

    /// The first cell (Bland's rule, which never cycles) that is hidden, outside the basis, and
    /// of this sign in the row.
    fn entering(&self, row: usize, sign: f64) -> Option<usize> {
        let coefficients = &self.rows[row].coefficients;
        (0..coefficients.len()).find(|&cell| {
            self.hidden[cell] && coefficients[cell] * sign > NOISE && self.rows[row].basis != Some(cell)
        })
    }

    /// Lets a cell grow from its floor until another reaches its own, and swaps them; false when it can
    /// grow without end.
    fn enter(&mut self, cell: usize) -> bool {
        let Some((row, step)) = self.first_to_floor(cell, 1.0) else { return false };
        self.shift(cell, step);
        self.pivot(row, cell);
        true
    }

    /// The row whose basis reaches its floor first as the cell moves in a direction, and how far that
    /// is. Of equals, the one of the first cell.
    fn first_to_floor(&self, cell: usize, direction: f64) -> Option<(usize, f64)> {
        let mut first: Option<(usize, f64, usize)> = None;
        for (i, row) in self.rows.iter().enumerate() {
            let Some(basis) = row.basis else { continue };
            let fall = row.coefficients[cell] * direction;
            if fall <= NOISE {
                continue;
            }
            let step = self.above[basis] / fall;
            let sooner = first.is_none_or(|(_, least, least_basis)| {
                step < least - NOISE || (step < least + NOISE && basis < least_basis)
            });
            if sooner {
                first = Some((i, step, basis));
            }
        }
        first.map(|(row, step, _)| (row, step))
    }

    /// Moves a cell outside the basis, and the basis with it.
    fn shift(&mut self, cell: usize, by: f64) {
        self.above[cell] += by;
        for row in &self.rows {
            if let Some(basis) = row.basis {
                let moved = self.above[basis] - row.coefficients[cell] * by;
                self.above[basis] = if moved < NOISE { 0.0 } else { moved };
            }
        }
    }

    /// Makes a cell the basis of a row. Values do not change.
    fn pivot(&mut self, row: usize, cell: usize) {
        let scale = 1.0 / self.rows[row].coefficients[cell];
        for coefficient in &mut self.rows[row].coefficients {
            *coefficient *= scale;
        }
        self.rows[row].basis = Some(cell);
        let pivot = std::mem::take(&mut self.rows[row].coefficients);
        for other in &mut self.rows {
            let factor = other.coefficients.get(cell).copied().unwrap_or(0.0);
            if factor.abs() > NOISE {
                for (coefficient, by) in other.coefficients.iter_mut().zip(&pivot) {
                    *coefficient -= factor * by;
                }
            }
        }
        self.rows[row].coefficients = pivot;
    }

    fn row_of(&self, cell: usize) -> Option<usize> {
        self.rows.iter().position(|row| row.basis == Some(cell))
    }
}

/// What can be worked out about each cell by someone who knows that hidden cells are `at_least` so
/// much: 0, or 1 where zeros are always published. A published cell has its own value at both ends.
///
/// # Panics
/// When `hidden` is not as long as the table.
#[must_use]
pub fn attack(table: &Table, hidden: &[bool], at_least: u64) -> Vec<Range> {
    assert_eq!(hidden.len(), table.cells().len(), "one mark for each cell");
    let mut attack = Attack::new(table, at_least);
    for cell in (0..hidden.len()).filter(|&cell| hidden[cell]) {
        attack.hide(cell);
    }
    (0..hidden.len()).map(|cell| attack.range(cell)).collect()
}
