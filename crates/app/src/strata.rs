//! The strata of one stratifier as a reader may see them.
//!
//! Strata that add up to everyone are suppressed as one table. Some stratifiers are told beside another that says almost
//! the same: races of the standard of 1997, or in combination, beside those of 2024, and ethnic categories beside their
//! groups. The difference between the two is a count as well. A stratum of the one is therefore shown only where what it
//! is made of in the other is shown, and where what is left over is nobody or enough.

use std::collections::{BTreeMap, BTreeSet};

use kith_domain::measure::Counts;
pub(crate) use kith_domain::measure::strata::beside;
use kith_domain::measure::strata::{is_not_said, made_of, nhs_group, overlaps};

use crate::family::{self, Family};
use crate::numbers::{self, Reader, WITHHELD};
use crate::view::{GroupRate, Rate, Shown};

/// The stratifier that is made of the cells' organisations.
pub(crate) const SITE: &str = "site";

/// Whom a stratum is of of which nothing more is known than that there is none.
const NONE: &str = "None";

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
        let others = if overlaps(stratifier) { minus(*whole, of) } else { Counts::default() };
        ![others, if told_beside { left } else { Counts::default() }, twice].into_iter().any(is_small)
    };
    let rate = |(stratum, of): (&String, &Counts)| {
        let alone = numbers::group_rates(&[*of], reader).1;
        let shown = is_whole(&alone) && may(stratum, *of);
        // Columns beside the rate leave differences too.
        let beside =
            Rate { excluded: Shown::Withheld, pending: Shown::Withheld, unknown: Shown::Withheld, ..alone };
        if shown { beside } else { WITHHELD }
    };
    named(strata, &strata.iter().map(rate).collect::<Vec<_>>())
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
            true => numbers::rates_of_groups(&counts(&own), reader),
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
