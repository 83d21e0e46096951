//! The strata of one stratifier as a reader may see them.
//!
//! Strata that add up to everyone are suppressed as one table. Some stratifiers are told beside another that says almost
//! the same: races of the standard of 1997, or in combination, beside those of 2024, and ethnic categories beside their
//! groups. The difference between the two is a count as well. A stratum of the one is therefore shown only where what it
//! is made of in the other is shown, and where what is left over is nobody or enough. So is, where strata overlap, whatever
//! everybody leaves without one of them, and without those that nobody of it is in.

use std::collections::{BTreeMap, BTreeSet};

use kith_domain::measure::Counts;
pub(crate) use kith_domain::measure::strata::beside;
use kith_domain::measure::strata::{
    NONE, is_not_said, made_of, nhs_group, overlaps, stands_alone, without_race,
};

use crate::family::{self, Family};
use crate::numbers::{self, Reader, WITHHELD};
use crate::view::{GroupRate, Rate, Shown};

/// The stratifier that is made of the cells' organisations.
pub(crate) const SITE: &str = "site";

/// Whether two stratifiers are of the same answer, so that one tells nothing of the other.
pub(crate) fn of_one_answer(one: &str, other: &str) -> bool {
    beside(one).unwrap_or(one) == beside(other).unwrap_or(other)
}

/// Whether anybody is in a stratum that says something of them. Without, the stratifier is shown nowhere.
pub(crate) fn says_something<'a>(strata: impl IntoIterator<Item = &'a str>) -> bool {
    strata.into_iter().any(|stratum| !is_not_said(stratum) && stratum != NONE)
}

/// The counts of a stratifier over a period, and what it is told beside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slice {
    /// Of each stratum.
    pub strata: BTreeMap<String, Counts>,
    /// Of each stratum of the stratifier [`beside`] it.
    pub beside: BTreeMap<String, Counts>,
    /// Of everybody.
    pub whole: Counts,
}

/// The rates of the strata of a stratifier, by name.
pub(crate) fn rates(stratifier: &str, slices: &Family<Slice>, reader: Reader) -> Vec<GroupRate> {
    let Slice { strata, beside, whole } = slices.own();
    let told_beside = !beside.is_empty();
    let by_itself = !(overlaps(stratifier) || told_beside);
    if stratifier == SITE || reader == Reader::Full || by_itself {
        // Sites stand in the order of the table of sites, so that both withhold the same: those of none come last.
        let last = |name: &str| stratifier == SITE && is_not_said(name);
        return of_groups(&slices.map(|slice| &slice.strata), last, reader);
    }
    if slices.follows() {
        return named(strata, &vec![WITHHELD; strata.len()]);
    }
    let shown: BTreeMap<String, Rate> = as_map(beside, numbers::rates_of_groups(&counts(beside), reader));
    if stratifier == "ethnicity_nhs" {
        return within_groups(strata, &shown, reader);
    }
    let mut twice = minus(sum(strata), *whole);
    if !overlaps(stratifier) {
        twice = Counts::default();
    }
    let may = |stratum: &str, of: Counts| {
        let mut left = of;
        for part in made_of(stratifier, stratum).filter(|_| told_beside).map(|m| m.1).unwrap_or_default() {
            let Some(part_of) = beside.get(part) else { continue };
            if part_of.denominator() > 0 && shown.get(part).is_none_or(|rate| !is_whole(rate)) {
                return false;
            }
            left = minus(left, *part_of);
        }
        let leaves = if overlaps(stratifier) { leaves(stratum, of, slices.own()) } else { Vec::new() };
        ![if told_beside { left } else { Counts::default() }, twice].into_iter().chain(leaves).any(is_small)
    };
    let alone = |of: &Counts| numbers::group_rates(&[*of], reader).1;
    let mut told: Vec<bool> =
        strata.iter().map(|(name, of)| is_whole(&alone(of)) && may(name, *of)).collect();
    if !overlaps(stratifier) {
        withhold_company(&counts(strata), &mut told);
    }
    let rate = |(of, told): (&Counts, &bool)| if *told { without_columns(alone(of)) } else { WITHHELD };
    named(strata, &strata.values().zip(&told).map(rate).collect::<Vec<_>>())
}

/// What everybody leaves without a stratum of those that overlap: alone, and without strata as well that nobody of it is
/// in.
fn leaves(stratum: &str, of: Counts, slice: &Slice) -> Vec<Counts> {
    let others = minus(slice.whole, of);
    let is_apart = |name: &str| stands_alone(name) && name != stratum;
    let alone = || slice.strata.iter().filter(|(name, _)| is_apart(name)).map(|(_, counts)| *counts);
    let mut left = vec![others, alone().fold(others, minus)];
    left.extend(alone().map(|counts| minus(others, counts)));
    let one_race = slice.beside.get(stratum).copied().unwrap_or_default();
    // Where nobody named it beside another, it is what is told beside it already.
    if minus(of, one_race).denominator() != 0 {
        let apart = without_race(stratum, slice.beside.keys().map(String::as_str));
        left.push(apart.into_iter().map(|name| slice.beside[name]).fold(others, minus));
    }
    left
}

/// Withholds more of the strata that add up to everybody, the smallest first, until what is withheld is nobody, or several
/// strata of enough: everybody less those that are told would be it.
fn withhold_company(strata: &[Counts], told: &mut [bool]) {
    let mut smallest: Vec<usize> = (0..strata.len()).filter(|i| strata[*i].denominator() > 0).collect();
    smallest.sort_by_key(|i| strata[*i].denominator());
    loop {
        let withheld = || smallest.iter().filter(|i| !told[**i]).map(|i| strata[*i]);
        let mut left = Counts::default();
        withheld().for_each(|of| left += of);
        if withheld().count() == 0 || (withheld().count() > 1 && !is_small(left)) {
            return;
        }
        let Some(next) = smallest.iter().copied().find(|i| told[*i]) else { return };
        told[next] = false;
    }
}

/// A rate without the columns beside it, which would leave differences too.
pub(crate) fn without_columns(rate: Rate) -> Rate {
    Rate { excluded: Shown::Withheld, pending: Shown::Withheld, unknown: Shown::Withheld, ..rate }
}

/// Groups that add up to everyone, by name; some come last.
pub(crate) fn of_groups(
    groups: &Family<&BTreeMap<String, Counts>>,
    last: impl Fn(&str) -> bool,
    reader: Reader,
) -> Vec<GroupRate> {
    let mut names: Vec<&String> =
        groups.iter().flat_map(|of| of.keys()).collect::<BTreeSet<_>>().into_iter().collect();
    names.sort_by_key(|name| last(name));
    let table =
        groups.map(|of| names.iter().map(|name| of.get(*name).copied().unwrap_or_default()).collect());
    let rates = names.iter().zip(family::rates(&table, reader));
    let there = rates.filter(|(name, _)| groups.own().contains_key(**name));
    there.map(|(name, rate)| one(name, rate)).collect()
}

/// Categories within each of their groups, whose totals stand beside them.
fn within_groups(
    strata: &BTreeMap<String, Counts>,
    groups: &BTreeMap<String, Rate>,
    reader: Reader,
) -> Vec<GroupRate> {
    let mut found: BTreeMap<String, Rate> = BTreeMap::new();
    for (group, rate) in groups {
        let own: BTreeMap<String, Counts> =
            strata.iter().filter(|(s, _)| nhs_group(s) == group).map(|(s, c)| (s.clone(), *c)).collect();
        let rates = match is_whole(rate) {
            true => {
                let rates = numbers::rates_of_groups(&counts(&own), reader);
                rates.into_iter().map(without_columns).collect()
            }
            false => vec![WITHHELD; own.len()],
        };
        found.extend(as_map(&own, rates));
    }
    strata.keys().map(|s| one(s, found.get(s).cloned().unwrap_or(WITHHELD))).collect()
}

/// Whether both counts of a rate are shown.
pub(crate) fn is_whole(rate: &Rate) -> bool {
    rate.numerator != Shown::Withheld && rate.denominator != Shown::Withheld
}

/// Whether a count that is left over would be withheld.
fn is_small(left: Counts) -> bool {
    [left.met, left.not_met, left.denominator()]
        .into_iter()
        .any(|n| numbers::shown(n.abs(), Reader::Suppressed) == Shown::Withheld)
}

fn counts(strata: &BTreeMap<String, Counts>) -> Vec<Counts> {
    strata.values().copied().collect()
}

fn sum(strata: &BTreeMap<String, Counts>) -> Counts {
    let mut all = Counts::default();
    strata.values().for_each(|c| all += *c);
    all
}

/// What one has beyond the other, of those in the rate.
fn minus(one: Counts, other: Counts) -> Counts {
    Counts { met: one.met - other.met, not_met: one.not_met - other.not_met, ..Counts::default() }
}

fn as_map(strata: &BTreeMap<String, Counts>, rates: Vec<Rate>) -> BTreeMap<String, Rate> {
    strata.keys().cloned().zip(rates).collect()
}

fn one(stratum: &str, rate: Rate) -> GroupRate {
    GroupRate { group: stratum.to_owned(), key: stratum.to_owned(), rate }
}

fn named(strata: &BTreeMap<String, Counts>, rates: &[Rate]) -> Vec<GroupRate> {
    strata.keys().zip(rates).map(|(stratum, rate)| one(stratum, rate.clone())).collect()
}

#[cfg(test)]
mod tests;
