//! Children of one mother and one day, who are one child.
//!
//! A newborn is entered under its mother's surname and a temporary name, and later under its own name and its father's:
//! nothing but a day and perhaps a telephone ties the two together. Their mother does. She has one child of a day, unless
//! she has twins; so two groups of records that are hers and of one day are one child, when nothing says that they are
//! two: a sex, a birth order, two given names, two numbers or two entries of one hospital, another child of that day.

use super::{Divider, Grid, Verdict};
use crate::compare::{self, Field, Vector, born, first};
use crate::features::{Features, MULTIPLE};
use crate::groups::Groups;

/// Days from one birth of a woman to the next, at least: dates that are alike and nearer are one date.
const APART: u32 = 200;
/// Children of one woman beyond which nobody is joined.
const MOST: usize = 24;

/// What two groups of records of one mother's children are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Are {
    /// Of two days, as far as they say.
    Apart,
    /// One of them states no day, and nothing says that they are two.
    Undated,
    /// Of one day, and nothing says that they are two.
    One,
    /// Of one day, and two children.
    Two,
}

/// What her children's records say but for the numbers that are hers, in the order of `children`.
fn without_hers(features: &[Features], children: &[Vec<u32>], mother: &[u32]) -> Vec<Features> {
    let own = |member: &u32| {
        let mut f = features[*member as usize];
        for hers in mother.iter().map(|m| &features[*m as usize]) {
            if f.source == hers.source && f.mrn == hers.mrn {
                f.mrn = 0;
            }
            if f.ssn == hers.ssn {
                f.ssn = 0;
            }
            if f.medicaid == hers.medicaid {
                f.medicaid = 0;
            }
        }
        f
    };
    children.iter().flatten().map(own).collect()
}

impl Divider<'_, '_> {
    /// Which of the children of one mother are one child: groups of places in `children`, each child and the mother a list of
    /// records. The order in which they are given decides nothing; `order` is that of their content.
    pub fn births(
        &mut self,
        children: &[Vec<u32>],
        mother: &[u32],
        order: impl Fn(u32) -> (u64, u64),
        verdict: impl Fn(u32, u32) -> Option<Verdict>,
    ) -> Vec<Vec<usize>> {
        let n = children.len();
        if !(2..=MOST).contains(&n) {
            return (0..n).map(|child| vec![child]).collect();
        }
        let mut children = children.to_vec();
        children.iter_mut().for_each(|records| records.sort_by_cached_key(|record| order(*record)));
        let children = &children[..];
        let own = without_hers(self.features, children, mother);
        let mut divider = Divider { weights: self.weights, comparer: self.comparer, features: &own };
        let records: Vec<u32> = children.iter().flatten().copied().collect();
        let mut grid = Grid::new(records.len());
        for i in 0..records.len() {
            for j in i + 1..records.len() {
                if let Some(verdict) = verdict(records[i], records[j]) {
                    grid.decided.insert((i, j), verdict);
                }
            }
        }
        let members: Vec<u32> = (0..records.len() as u32).collect();
        let places = places(children);
        let mut pairs = vec![Are::Apart; n * n];
        for i in 0..n {
            for j in i + 1..n {
                pairs[i * n + j] = divider.are(&members, &mut grid, &places[i], &places[j]);
                pairs[j * n + i] = pairs[i * n + j];
            }
        }
        // Of a woman of one birth the undated are of that birth.
        let dated = |child: &usize| places[*child].iter().any(|at| own[*at].born.whole());
        let dated: Vec<usize> = (0..n).filter(dated).collect();
        let one_birth = dated.iter().all(|i| dated.iter().all(|j| i == j || pairs[i * n + j] != Are::Apart));
        let undated = if one_birth && !dated.is_empty() { Are::One } else { Are::Apart };
        for are in pairs.iter_mut().filter(|are| **are == Are::Undated) {
            *are = undated;
        }
        let several = |child: usize| places[child].iter().any(|at| own[*at].marks & MULTIPLE != 0);
        join(n, |i, j| pairs[i * n + j], several)
    }

    fn are(&mut self, members: &[u32], grid: &mut Grid, left: &[usize], right: &[usize]) -> Are {
        let mut saw = Saw::default();
        for &i in left {
            for &j in right {
                let (a, b) = (&self.features[members[i] as usize], &self.features[members[j] as usize]);
                saw.pair(&self.comparer.vector(a, b, true), a, b);
            }
        }
        // A woman gives no two of her children one name.
        if saw.day || (!saw.days && saw.named) {
            let impossible = saw.two() || self.impossible(members, grid, left, right, false) != Ok(false);
            return if impossible || self.two_facts(members, left, right) { Are::Two } else { Are::One };
        }
        let undated =
            !saw.days && !saw.two() && self.impossible(members, grid, left, right, false) == Ok(false);
        if undated { Are::Undated } else { Are::Apart }
    }
}

/// What the pairs between two groups of records show.
#[derive(Default)]
struct Saw {
    /// One day of birth.
    day: bool,
    /// Two days, or a record that was made before the other's birth.
    days: bool,
    named: bool,
    two_names: bool,
    sex: bool,
    two_sexes: bool,
    two_entries: bool,
}

impl Saw {
    fn pair(&mut self, vector: &Vector, a: &Features, b: &Features) {
        let level = |field: Field| vector[field as usize];
        let named = (first::SAME..=first::SWAPPED).contains(&level(Field::First));
        let near = a.born.number().abs_diff(b.born.number()) < APART;
        match level(Field::Born) {
            born::SAME | born::SWAPPED | born::AT_BIRTH => self.day = true,
            born::TYPO if near || named => self.day = true,
            0 | born::PARTIAL => self.days |= before(a, b) || before(b, a),
            _ => self.days = true,
        }
        self.named |= named;
        self.two_names |= level(Field::First) == first::DIFFER;
        self.sex |= level(Field::Sex) == 1;
        self.two_sexes |= level(Field::Sex) == 2;
        self.two_entries |=
            a.source == b.source && level(Field::Mrn) != 1 && compare::entered(a) && compare::entered(b);
    }

    /// Whether it is two children.
    fn two(&self) -> bool {
        !self.named && (self.two_names || (self.two_sexes && !self.sex) || self.two_entries)
    }
}

/// Whether a record was made before the other's birth.
fn before(record: &Features, born: &Features) -> bool {
    record.event.whole() && born.born.whole() && record.event.number() < born.born.number() - 3
}

/// The places of each child's records in a list of all.
fn places(children: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let mut start = 0;
    let place = |child: &Vec<u32>| {
        start += child.len();
        (start - child.len()..start).collect()
    };
    children.iter().map(place).collect()
}

/// Groups of children who are all one with one another. Of a birth that somebody calls multiple, another child must be
/// there too: a record that is left over is the other's.
fn join(n: usize, are: impl Fn(usize, usize) -> Are, several: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let (mut days, mut one) = (Groups::new(n), Groups::new(n));
    for i in 0..n {
        for j in i + 1..n {
            match are(i, j) {
                Are::Apart | Are::Undated => continue,
                Are::One => one.join(i, j),
                Are::Two => {}
            }
            days.join(i, j);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); n];
    for child in 0..n {
        groups[one.find(child)].push(child);
    }
    let mut joined = Vec::with_capacity(n);
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        let whole = group.iter().all(|i| group.iter().all(|j| i == j || are(*i, *j) == Are::One));
        let multiple = (0..n).any(|child| days.find(child) == days.find(group[0]) && several(child));
        let other = (0..n).any(|child| group.iter().all(|i| are(*i, child) == Are::Two));
        if whole && (!multiple || other) {
            joined.push(group);
        } else {
            joined.extend(group.into_iter().map(|child| vec![child]));
        }
    }
    joined
}
