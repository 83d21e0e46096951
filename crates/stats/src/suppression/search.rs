//! The cheapest safe pattern.
//!
//! Hiding more never helps the outsider, so a pattern that exposes a cell can be grown as far as
//! it still exposes it: of the cells left over, a *cut*, at least one must be hidden by every safe
//! pattern. The cheapest choice that meets all cuts found so far is either safe, and then the
//! optimum, or exposes a cell and yields new cuts. Meanwhile every cut is also hidden whole, which
//! soon gives a safe pattern that is then thinned: the answer when the search has to stop.

use super::attack::Attack;
use super::{CannotProtect, Pattern, Protection, Task};

/// Steps of arithmetic after which the best pattern so far is taken: ten seconds or so of an
/// optimized build. Counted rather than timed, so that the same task always has the same answer.
const PATIENCE: u64 = 30_000_000_000;

/// Hides the primary cells and as little else as protects them.
///
/// Two-way tables of some hundreds of cells and cubes of about a hundred are solved to the optimum;
/// larger ones may end with a safe pattern that is not proven least.
///
/// # Errors
/// [`CannotProtect`] when the cells that must be published give a primary cell away.
///
/// # Panics
/// When a primary or kept cell is not in the table.
pub fn protect(task: &Task) -> Result<Pattern, CannotProtect> {
    protect_within(task, PATIENCE)
}

/// As [`protect`], with as many steps as the caller can wait for.
pub(super) fn protect_within(task: &Task, patience: u64) -> Result<Pattern, CannotProtect> {
    let search = Search::new(task);
    let (chosen, proven_least) = if search.exposed(&search.bare).is_none() {
        // Small cells often protect each other; nothing costs less than nothing.
        (Vec::new(), true)
    } else if search.exposed(&search.hiding(&search.open)).is_some() {
        return Err(CannotProtect);
    } else {
        search.run(patience)
    };
    let mut hidden = vec![false; task.table.cells().len()];
    for &cell in task.primary.iter().chain(&chosen) {
        hidden[cell] = true;
    }
    let cost = (0..hidden.len()).filter(|&cell| hidden[cell]).map(|cell| task.weight(cell)).sum();
    Ok(Pattern { hidden, cost, proven_least })
}

struct Search<'a> {
    task: &'a Task<'a>,
    /// The cells that may be hidden without being primary, cheapest first.
    open: Vec<usize>,
    /// The outsider when only the primary cells are hidden.
    bare: Attack,
    /// What one look at the whole tableau costs.
    step: u64,
}

impl<'a> Search<'a> {
    fn new(task: &'a Task<'a>) -> Self {
        let cells = task.table.cells();
        let may_hide =
            |cell: &usize| cells[*cell] > 0 && !task.primary.contains(cell) && !task.kept.contains(cell);
        let mut open: Vec<usize> = (0..cells.len()).filter(may_hide).collect();
        open.sort_by_key(|&cell| (task.weight(cell), cells[cell], cell));
        let mut bare = Attack::new(task.table, task.at_least);
        for &cell in task.primary {
            bare.hide(cell);
        }
        let step = (cells.len() * task.table.sums().len()) as u64 + 1;
        Self { task, open, bare, step }
    }

    fn run(&self, patience: u64) -> (Vec<usize>, bool) {
        let mut cuts: Vec<Vec<usize>> = Vec::new();
        let mut best: Option<(u64, Vec<usize>)> = None;
        let mut work = 0;
        loop {
            let limit = best.as_ref().map_or(u64::MAX, |(cost, _)| *cost);
            // A node looks at every cell of every cut, with some bookkeeping.
            let node = 1 + 10 * cuts.iter().map(Vec::len).sum::<usize>() as u64;
            let nodes = (patience.saturating_sub(work) / node).max(2);
            let cheapest = Cover::new(self.task, &cuts, limit, nodes).search();
            work += cheapest.nodes * node;
            let Some(start) = cheapest.cells else {
                // Nothing below the best meets the cuts (or nothing was found in time).
                let (_, cells) = best.expect("without a best there is no limit to stay below");
                return (cells, cheapest.complete);
            };
            let (found, grown) = self.cuts_against(&start);
            if found.is_empty() {
                return (start, cheapest.complete);
            }
            work += self.step * (found.len() * self.open.len() * 2) as u64;
            cuts.extend(found);
            let (safe, tries) = self.thinned(grown);
            work += self.step * tries;
            let cost = self.cost(&safe);
            if cost < limit {
                best = Some((cost, safe));
            }
            if work > patience || !cheapest.complete {
                let (_, cells) = best.expect("it was set in this round or before");
                return (cells, false);
            }
        }
    }

    /// Cuts that a choice of cells does not meet, and the choice together with all of them, which
    /// is safe.
    fn cuts_against(&self, start: &[usize]) -> (Vec<Vec<usize>>, Vec<usize>) {
        let mut grown = start.to_vec();
        let mut cuts = Vec::new();
        let mut attack = self.hiding(&grown);
        while let Some(cell) = self.exposed(&attack) {
            let mut still = attack.clone();
            let mut cut = Vec::new();
            for &more in self.open.iter().filter(|more| !grown.contains(more)) {
                let mut wider = still.clone();
                wider.hide(more);
                if self.is_exposed(&mut wider, cell) {
                    still = wider;
                } else {
                    cut.push(more);
                }
            }
            for &more in &cut {
                attack.hide(more);
            }
            grown.extend(&cut);
            cuts.push(cut);
        }
        (cuts, grown)
    }

    /// A safe choice without the cells it does not need, the dearest tried first; and the price.
    fn thinned(&self, mut chosen: Vec<usize>) -> (Vec<usize>, u64) {
        let dearest_first = self.open.iter().rev().filter(|cell| chosen.contains(cell));
        let dearest_first: Vec<usize> = dearest_first.copied().collect();
        let mut tries = 0;
        for cell in dearest_first {
            let without: Vec<usize> = chosen.iter().copied().filter(|&c| c != cell).collect();
            tries += without.len() as u64;
            if self.exposed(&self.hiding(&without)).is_none() {
                chosen = without;
            }
        }
        (chosen, tries)
    }

    fn hiding(&self, cells: &[usize]) -> Attack {
        let mut attack = self.bare.clone();
        for &cell in cells {
            attack.hide(cell);
        }
        attack
    }

    /// The first primary cell that is not protected.
    fn exposed(&self, attack: &Attack) -> Option<usize> {
        let mut attack = attack.clone();
        self.task.primary.iter().copied().find(|&cell| self.is_exposed(&mut attack, cell))
    }

    fn is_exposed(&self, attack: &mut Attack, cell: usize) -> bool {
        match self.task.protection {
            Protection::NotDerivable => attack.range(cell).is_exact(),
            Protection::Reaches(count) => !attack.reaches(cell, count as f64 - 1e-6),
        }
    }

    fn cost(&self, cells: &[usize]) -> u64 {
        cells.iter().map(|&cell| self.task.weight(cell)).sum()
    }
}

/// The search for the cheapest cells that meet every cut, by branch and bound.
struct Cover<'a> {
    task: &'a Task<'a>,
    cuts: &'a [Vec<usize>],
    /// For each cell: chosen, ruled out, or open.
    state: Vec<State>,
    best: Option<Vec<usize>>,
    best_cost: u64,
    nodes: u64,
    most_nodes: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Chosen,
    RuledOut,
}

struct Cheapest {
    /// None when no choice costs less than the limit.
    cells: Option<Vec<usize>>,
    /// Whether the whole tree was searched.
    complete: bool,
    nodes: u64,
}

impl<'a> Cover<'a> {
    fn new(task: &'a Task<'a>, cuts: &'a [Vec<usize>], limit: u64, most_nodes: u64) -> Self {
        let state = vec![State::Open; task.table.cells().len()];
        Self { task, cuts, state, best: None, best_cost: limit, nodes: 0, most_nodes }
    }

    fn search(mut self) -> Cheapest {
        self.branch(0);
        Cheapest { cells: self.best, complete: self.nodes < self.most_nodes, nodes: self.nodes }
    }

    fn branch(&mut self, cost: u64) {
        self.nodes += 1;
        if self.nodes >= self.most_nodes {
            return;
        }
        let Some((bound, cut)) = self.bound_and_tightest_cut() else { return };
        if cost.saturating_add(bound) >= self.best_cost {
            return;
        }
        let Some(cut) = cut else {
            let chosen = (0..self.state.len()).filter(|&c| self.state[c] == State::Chosen);
            self.best = Some(chosen.collect());
            self.best_cost = cost;
            return;
        };
        // Either the first cell meets the cut, or it is ruled out and the second does, and so on.
        let cells = self.open_cells(cut);
        for &cell in &cells {
            self.state[cell] = State::Chosen;
            self.branch(cost + self.task.weight(cell));
            self.state[cell] = State::RuledOut;
        }
        for cell in cells {
            self.state[cell] = State::Open;
        }
    }

    /// A sum that any completion costs at least, and the unmet cut with the fewest ways to meet
    /// it. None when some cut can no longer be met.
    ///
    /// The bound is a dual ascent: each cut in turn claims what its cheapest cell still has.
    fn bound_and_tightest_cut(&self) -> Option<(u64, Option<usize>)> {
        let met = |cut: &[usize]| cut.iter().any(|&cell| self.state[cell] == State::Chosen);
        let mut unmet: Vec<(usize, usize)> = self
            .cuts
            .iter()
            .enumerate()
            .filter(|(_, cut)| !met(cut))
            .map(|(i, _)| (self.open_cells(i).len(), i))
            .collect();
        unmet.sort_unstable();
        let mut left: Vec<u64> = (0..self.state.len()).map(|cell| self.task.weight(cell)).collect();
        let mut bound: u64 = 0;
        for &(_, cut) in &unmet {
            let cells = self.open_cells(cut);
            let claim = cells.iter().map(|&cell| left[cell]).min()?;
            bound = bound.saturating_add(claim);
            for cell in cells {
                left[cell] -= claim;
            }
        }
        Some((bound, unmet.first().map(|&(_, cut)| cut)))
    }

    fn open_cells(&self, cut: usize) -> Vec<usize> {
        let open = self.cuts[cut].iter().filter(|&&cell| self.state[cell] == State::Open);
        open.copied().collect()
    }
}
