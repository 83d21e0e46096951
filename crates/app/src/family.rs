//! Measures that a reader could take from one another: definitions of one measure, and the parts of a whole.
//!
//! What one of them leaves of another is a count of people too. For who may not see small counts the first of a family is
//! shown as if it stood alone. Every other hides, in each table, what any of the family hides and where what they leave
//! of one another is small: the same cells in all of them, so that it does not matter which pages are read. A column
//! beside the rate is told only where it differs from that of each of the others by nobody or by enough. A grouping that
//! overlaps, or that is told beside another, is not told of them at all: what is left over between two standards, and
//! between two measures, would have to be enough in every cell.

use kith_domain::measure::Counts;
use kith_stats::suppression::{Cell, apart, hide_in_family};

use crate::numbers::{self, Reader, SMALL, WITHHELD};
use crate::programme::Programme;
use crate::view::{Rate, Shown};

/// The same numbers of one measure, and of those beside which it is read: its family, the first of it first. It has only
/// its own where the reader sees every count, and where it is the first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Family<T> {
    own: T,
    /// All of the family, its own among them, with whether each is a part of the first.
    beside: Vec<(T, bool)>,
}

impl<T> Family<T> {
    /// Of a measure that stands alone.
    #[cfg(test)]
    pub fn alone(own: T) -> Self {
        Self { own, beside: Vec::new() }
    }

    /// Of one of several, the first of which leads.
    #[cfg(test)]
    pub fn among(own: usize, all: &[T]) -> Self
    where
        T: Clone,
    {
        let beside = all.iter().map(|numbers| (numbers.clone(), false)).filter(|_| own > 0).collect();
        Self { own: all[own].clone(), beside }
    }

    /// Of a measure, as this reader needs them.
    pub fn of(programme: &Programme, measure: &str, reader: Reader, numbers: impl Fn(&str) -> T) -> Self {
        Family::ids(programme, measure, reader).map(|id| numbers(id))
    }

    /// Its own.
    pub fn own(&self) -> &T {
        &self.own
    }

    /// All of them, its own first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.own).chain(self.beside.iter().map(|(numbers, _)| numbers))
    }

    /// What is made of each.
    pub fn map<'a, U>(&'a self, make: impl Fn(&'a T) -> U) -> Family<U> {
        Family {
            own: make(&self.own),
            beside: self.beside.iter().map(|(numbers, part)| (make(numbers), *part)).collect(),
        }
    }

    /// The same of what was made of each, in the order in which they were gone through.
    pub fn with<U>(&self, made: Vec<U>) -> Family<U> {
        let mut made = made.into_iter();
        let mut next = || made.next().expect("one is made of each");
        Family { own: next(), beside: self.beside.iter().map(|(_, part)| (next(), *part)).collect() }
    }

    /// Whether it is read beside others.
    pub fn follows(&self) -> bool {
        !self.beside.is_empty()
    }
}

impl<'p> Family<&'p str> {
    /// The ids of a measure and of those beside which this reader reads it.
    pub fn ids(programme: &'p Programme, measure: &'p str, reader: Reader) -> Self {
        let family = programme.family_before(measure).filter(|_| reader == Reader::Suppressed);
        let beside = family.into_iter().flatten().map(|kin| (kin.id.as_str(), kin.part)).collect();
        Self { own: measure, beside }
    }
}

impl Family<Vec<Counts>> {
    /// Whether what any two leave of each other is nobody or enough in every cell.
    pub fn is_apart(&self) -> bool {
        let pair = |c: &Counts| [c.met, c.not_met];
        let apart = |one: &[Counts], other: &[Counts]| {
            one.iter().zip(other).all(|(one, other)| apart(&pair(one), &pair(other), &SMALL))
        };
        self.iter().all(|one| self.iter().all(|other| apart(one, other)))
    }
}

/// The rates of groups that add up to a total, which stands elsewhere.
pub(crate) fn rates(table: &Family<Vec<Counts>>, reader: Reader) -> Vec<Rate> {
    let own = numbers::rates_of_groups(table.own(), reader);
    if !table.follows() {
        return own;
    }
    let mut alone = vec![false; own.len()];
    for (counts, _) in &table.beside {
        for (hidden, rate) in alone.iter_mut().zip(numbers::rates_of_groups(counts, reader)) {
            *hidden |= rate.numerator == Shown::Withheld || rate.denominator == Shown::Withheld;
        }
    }
    let cells = |counts: &Vec<Counts>| counts.iter().map(|c| [c.met, c.not_met]).collect();
    let (cells, parts): (Vec<Vec<Cell>>, Vec<bool>) =
        table.beside.iter().map(|(counts, part)| (cells(counts), *part)).unzip();
    let hidden = hide_in_family(&cells, &parts, &alone, &SMALL);
    let column = |of: fn(&Counts) -> i64| -> bool {
        let of = |counts: &Vec<Counts>| counts.iter().map(of).collect::<Vec<i64>>();
        table.beside.iter().all(|(other, _)| apart(&of(table.own()), &of(other), &SMALL))
    };
    let each = [column(|c| c.excluded), column(|c| c.pending), column(|c| c.unknown)];
    // Who is in none of the columns is in the rate, so all three together tell too.
    let all_tell = each == [true; 3] && !column(|c| c.excluded + c.pending + c.unknown);
    let told = if all_tell { [false; 3] } else { each };
    let if_told = |count: Shown, told: bool| if told { count } else { Shown::Withheld };
    let rate = |(rate, hidden): (Rate, bool)| {
        let shown = if hidden { WITHHELD } else { rate.clone() };
        Rate {
            excluded: if_told(rate.excluded, told[0]),
            pending: if_told(rate.pending, told[1]),
            unknown: if_told(rate.unknown, told[2]),
            ..shown
        }
    };
    own.into_iter().zip(hidden).map(rate).collect()
}

/// A total on its own.
pub(crate) fn total(counts: &Family<Counts>, reader: Reader) -> Rate {
    if !counts.follows() {
        return numbers::group_rates(&[*counts.own()], reader).1;
    }
    let [rate] =
        <[Rate; 1]>::try_from(rates(&counts.map(|c| vec![*c]), reader)).expect("a rate for each cell");
    rate
}

/// One count on its own.
pub(crate) fn shown(count: &Family<i64>, reader: Reader) -> Shown {
    let own = *count.own();
    match count.iter().all(|other| apart(&[own], &[*other], &SMALL)) {
        true => numbers::shown(own, reader),
        false => Shown::Withheld,
    }
}

#[cfg(test)]
mod tests;
