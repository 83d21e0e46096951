//! What the pairs of a component are worth, as far as they were weighed.

use std::collections::{BTreeMap, HashMap};

use super::{LOOK, Verdict};
use crate::weigh::Weighed;

/// Records up to which every pair has its place; of more, only those that were weighed are kept.
const DENSE: usize = 256;

/// Pairs by place, and what is known of them.
pub(super) struct Grid {
    n: usize,
    dense: Vec<Option<Weighed>>,
    sparse: HashMap<u64, Weighed>,
    /// Whether a record is of a multiple birth.
    pub several: Vec<bool>,
    /// What a person decided, the smaller place first.
    pub decided: BTreeMap<(usize, usize), Verdict>,
}

impl Grid {
    pub fn new(n: usize) -> Self {
        let dense = vec![None; if n <= DENSE { n * n } else { 0 }];
        Self { n, dense, sparse: HashMap::new(), several: vec![false; n], decided: BTreeMap::new() }
    }

    pub fn len(&self) -> usize {
        self.n
    }

    fn at(&self, i: usize, j: usize) -> usize {
        i.min(j) * self.n + i.max(j)
    }

    pub fn get(&self, i: usize, j: usize) -> Option<Weighed> {
        let at = self.at(i, j);
        if self.n <= DENSE { self.dense[at] } else { self.sparse.get(&(at as u64)).copied() }
    }

    pub fn set(&mut self, i: usize, j: usize, worth: Weighed) {
        let at = self.at(i, j);
        if self.n <= DENSE {
            self.dense[at] = Some(worth);
        } else {
            self.sparse.insert(at as u64, worth);
        }
    }

    /// Has a pair weighed anew.
    pub fn forget(&mut self, i: usize, j: usize) {
        let at = self.at(i, j);
        if self.n <= DENSE {
            self.dense[at] = None;
        } else {
            self.sparse.remove(&(at as u64));
        }
    }
}

/// Pairs between two groups: all, or [`LOOK`] and a few, spread evenly.
pub(super) fn sample<'a>(left: &'a [usize], right: &'a [usize]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let all = left.len() * right.len();
    (0..all).step_by((all / LOOK).max(1)).map(|at| (left[at / right.len()], right[at % right.len()]))
}
