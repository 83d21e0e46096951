//! What stands against joining two groups.

use std::collections::HashSet;

use super::{Divider, Grid, Joined, LOOK, MARGIN, MEAN, SPAN, Verdict, Why, sample};
use crate::compare::{Field, first};
use crate::dates::Day;
use crate::features::Features;
use crate::record::Role;
use crate::weigh::{self, Number};

/// Records of a group up to which each is looked at.
const FEW: usize = 12;

impl Divider<'_, '_> {
    /// What forbids that two groups are one person.
    pub(super) fn forbidden(
        &mut self,
        members: &[u32],
        grid: &mut Grid,
        left: &[usize],
        right: &[usize],
        decided: bool,
    ) -> Option<Why> {
        let two_numbers = match self.impossible(members, grid, left, right, decided) {
            Err(why) => return Some(why),
            Ok(two_numbers) => two_numbers,
        };
        if decided {
            return None;
        }
        if two_numbers {
            return Some(Why::WhichTwin);
        }
        let (mut sum, mut count, mut best) = (0.0, 0, 0.0_f32);
        for (i, j) in sample(left, right) {
            let worth = self.worth(members, grid, i, j);
            sum += worth.same.clamp(-SPAN, SPAN);
            best = best.max(worth.same);
            count += 1;
        }
        let nameless = |group: &[usize]| group.len() == 1 && self.nameless(members[group[0]]);
        // A newborn under its mother's surname looks unlike its later records but for the one that tells.
        let floor = if nameless(left) || nameless(right) { 2.0 * MEAN } else { MEAN };
        let against = sum / (count.max(1) as f32) < floor - 0.35 * best
            || self.two_facts(members, left, right)
            || self.nothing_else(members, left, right)
            || self.nobody(members, left, right)
            || self.nobody(members, right, left);
        against.then_some(Why::GroupsDisagree)
    }

    /// Whether a verdict, or two facts that cannot be one person's, forbid that two groups are one, whatever else agrees.
    /// Otherwise whether the numbers of one source say that they are two children.
    pub(super) fn impossible(
        &mut self,
        members: &[u32],
        grid: &mut Grid,
        left: &[usize],
        right: &[usize],
        decided: bool,
    ) -> Result<bool, Why> {
        let between = |i: usize, j: usize| {
            (left.contains(&i) && right.contains(&j)) || (left.contains(&j) && right.contains(&i))
        };
        if grid.decided.iter().any(|((i, j), v)| *v == Verdict::Different && between(*i, *j)) {
            return Err(Why::Impossible);
        }
        // What forbids is looked for between all records; those that say the same need one look.
        let (mut two, mut shared) = (false, false);
        let (every, other) = (self.differing(members, left), self.differing(members, right));
        for &i in &every {
            for &j in &other {
                let worth = self.worth(members, grid, i, j);
                let (a, b) = (&self.features[members[i] as usize], &self.features[members[j] as usize]);
                two |= worth.number == Number::Two;
                shared |= worth.number == Number::Shared;
                // A person may overrule the names and sexes of adults, and never the births of children.
                if worth.never
                    && (weigh::roles_apart(a, b)
                        || ((!decided || weigh::as_infants(a, b))
                            && !self.slip(members, left, i, j)
                            && !self.slip(members, right, j, i)))
                {
                    return Err(Why::Impossible);
                }
            }
        }
        Ok(two && !shared)
    }

    /// One record of a group for each that differs in anything that may forbid a pair.
    fn differing(&self, members: &[u32], group: &[usize]) -> Vec<usize> {
        if group.len() <= FEW {
            return group.to_vec();
        }
        let mut seen = HashSet::new();
        let telling = |f: &Features| {
            let infant = f.role == Role::Infant;
            (
                (f.given, f.middle, f.family, f.family_len, f.sex, f.role),
                (f.born, f.order, f.mrn, f.source, f.marks, if infant { f.event } else { Day::NONE }),
            )
        };
        let new = |i: &&usize| seen.insert(telling(&self.features[members[**i] as usize]));
        group.iter().filter(new).copied().collect()
    }

    /// Whether a birth date of one record, which most of its own group contradict, is all that is against a pair.
    fn slip(&mut self, members: &[u32], group: &[usize], i: usize, other: usize) -> bool {
        let (a, b) = (&self.features[members[i] as usize], &self.features[members[other] as usize]);
        let Some((usual, _)) = self.usual(members, group, |f| u64::from(f.born.0)) else { return false };
        if !a.born.known() || usual == u64::from(a.born.0) {
            return false;
        }
        let mut right = *a;
        right.born.0 = usual as u32;
        let infants = weigh::as_infants(a, b);
        let vector = self.comparer.vector(&right, b, infants);
        !weigh::never(&vector, &right, b, infants)
    }

    /// What most records of a group state, when at least two sources do, and more than for any other value.
    fn usual(
        &self,
        members: &[u32],
        group: &[usize],
        fact: impl Fn(&Features) -> u64,
    ) -> Option<(u64, usize)> {
        let mut stated: Vec<(u64, u16)> = group
            .iter()
            .map(|i| &self.features[members[*i] as usize])
            .map(|f| (fact(f), f.source))
            .filter(|(fact, _)| *fact != 0)
            .collect();
        stated.sort_unstable();
        stated.dedup();
        let mut runs: Vec<(usize, u64)> =
            stated.chunk_by(|x, y| x.0 == y.0).map(|r| (r.len(), r[0].0)).collect();
        runs.sort_unstable();
        let (most, value) = runs.pop()?;
        let second = runs.pop().map_or(0, |r| r.0);
        (most >= 2 && most > second).then_some((value, most))
    }

    /// Whether each group states a birth date, a given name or a mother of its own, each by two sources: an error
    /// is rarely made twice.
    pub(super) fn two_facts(&mut self, members: &[u32], left: &[usize], right: &[usize]) -> bool {
        if self.two_mothers(members, left, right) {
            return true;
        }
        if left.len() < 2 || right.len() < 2 {
            return false;
        }
        let both = |fact: &dyn Fn(&Features) -> u64| {
            let (x, y) = (self.usual(members, left, fact)?, self.usual(members, right, fact)?);
            (x.0 != y.0).then_some((x.0, y.0))
        };
        if both(&|f| if f.born.whole() { u64::from(f.born.0) } else { 0 }).is_some() {
            return true;
        }
        let Some((x, y)) = both(&|f| u64::from(f.given[0])) else { return false };
        let named = |group: &[usize], name: u64| {
            let mut all = group.iter().map(|i| &self.features[members[*i] as usize]);
            all.find(|f| u64::from(f.given[0]) == name).expect("a usual name is someone's")
        };
        let (a, b) = (named(left, x), named(right, y));
        let vector = self.comparer.vector(a, b, weigh::as_infants(a, b));
        vector[Field::First as usize] == first::DIFFER
    }

    /// Whether a given name and a birth date are all that the children of two groups have in common.
    fn nothing_else(&mut self, members: &[u32], left: &[usize], right: &[usize]) -> bool {
        let pairs = left.iter().flat_map(|i| right.iter().map(move |j| (*i, *j))).take(LOOK);
        for (i, j) in pairs {
            let (a, b) = (&self.features[members[i] as usize], &self.features[members[j] as usize]);
            if !weigh::as_infants(a, b) || weigh::anything_else(&self.comparer.vector(a, b, true)) {
                return false;
            }
        }
        true
    }

    /// Whether a record of nobody, with neither name nor birth date nor role, is another than those who share an identifier
    /// with it: its sex, or its number at one of their sources, is not theirs. A child's record often has its mother's
    /// identifier.
    fn nobody(&self, members: &[u32], one: &[usize], others: &[usize]) -> bool {
        let &[one] = one else { return false };
        let one = &self.features[members[one] as usize];
        if one.role != Role::Unknown || one.born.known() || one.given[0] != 0 {
            return false;
        }
        let others = others.iter().map(|i| &self.features[members[*i] as usize]);
        let numbers = |f: &&Features| f.source == one.source && f.mrn != 0 && one.mrn != 0;
        let (mut same, mut other, mut sexes) = (false, false, false);
        for f in others {
            sexes |= f.sex != 0 && one.sex != 0 && f.sex != one.sex;
            same |= numbers(&f) && f.mrn == one.mrn;
            other |= numbers(&f) && f.mrn != one.mrn;
        }
        !same && (other || sexes)
    }

    /// Whether the children of two groups have mothers of whom nothing agrees.
    fn two_mothers(&mut self, members: &[u32], left: &[usize], right: &[usize]) -> bool {
        let mut differ = false;
        for &i in left {
            for &j in right {
                let (a, b) = (&self.features[members[i] as usize], &self.features[members[j] as usize]);
                if !weigh::as_infants(a, b) {
                    return false;
                }
                match self.comparer.mother(a, b) {
                    1..=3 => return false,
                    5 => differ = true,
                    _ => {}
                }
            }
        }
        differ
    }

    /// Whether a group without any name could nearly as well belong to another group, which is someone else.
    pub(super) fn torn(
        &mut self,
        members: &[u32],
        grid: &mut Grid,
        joined: &Joined,
        (g, h): (usize, usize),
    ) -> bool {
        let Joined { groups, group_of, ranked, .. } = joined;
        for (bridge, target) in [(g, h), (h, g)] {
            if !groups[bridge].iter().all(|i| self.nameless(members[*i])) {
                continue;
            }
            // A twin is as much of the family, a stranger has as little of it: a rival must be near in both ways.
            let best = |to: usize| {
                let between = |&&(_, i, j): &&(f32, usize, usize)| {
                    let (x, y) = (group_of[i], group_of[j]);
                    (x == bridge && y == to) || (x == to && y == bridge)
                };
                let near = ranked
                    .iter()
                    .filter(between)
                    .map(|r| (r.0, grid.get(r.1, r.2).map_or(0.0, |worth| worth.alone)));
                near.fold((f32::MIN, f32::MIN), |best, pair| (best.0.max(pair.0), best.1.max(pair.1)))
            };
            let mut rivals: Vec<usize> = ranked
                .iter()
                .filter_map(|&(_, i, j)| match (group_of[i], group_of[j]) {
                    (x, y) if x == bridge => Some(y),
                    (x, y) if y == bridge => Some(x),
                    _ => None,
                })
                .filter(|rival| *rival != target && *rival != bridge)
                .collect();
            rivals.sort_unstable();
            rivals.dedup();
            let here = best(target);
            rivals.retain(|rival| {
                let there = best(*rival);
                here.0 - there.0 < MARGIN && here.1 - there.1 < MARGIN
            });
            rivals.retain(|rival| {
                // Who cannot be the one is no rival.
                self.forbidden(members, grid, &groups[bridge], &groups[*rival], false).is_none()
            });
            for rival in rivals {
                if self.forbidden(members, grid, &groups[target], &groups[rival], false).is_some() {
                    return true;
                }
            }
        }
        false
    }
}
