//! Divides the records of one connected component into people.
//!
//! The strongest pairs are joined first. Two groups are joined only when nothing forbids it (mother and child,
//! two births, two orders of one birth, a person's verdict) and when, over all pairs between them, the evidence
//! is not against it: so one wrong pair does not chain two people together. Records without a name of their
//! own come last and join one group at most; one that could as well belong to another is left alone, for review.
//!
//! Records are taken in an order of their content, so the same records always give the same division.

mod against;
mod births;
mod grid;

use std::collections::{HashMap, HashSet};

use crate::compare::Comparer;
use crate::features::{Features, MULTIPLE};
use crate::groups::Groups;
use crate::record::Role;
use crate::weigh::{self, Weighed, Weights};
use grid::{Grid, sample};

/// A pair that is worth something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub a: u32,
    pub b: u32,
    pub worth: Weighed,
}

/// What a person decided about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// One person.
    Same,
    /// Two people.
    Different,
}

/// Why a pair was left to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The evidence for and against is about even.
    Undecided,
    /// One of several children of one delivery, and nothing tells which.
    WhichTwin,
    /// It could belong to more than one person.
    TwoCandidates,
    /// The pair agrees, but the groups they are in do not.
    GroupsDisagree,
    /// The pair agrees, but the two facts cannot be one person's.
    Impossible,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Undecided, Self::WhichTwin, Self::TwoCandidates, Self::GroupsDisagree, Self::Impossible];

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Undecided => "the evidence for and against is about even",
            Self::WhichTwin => "a multiple birth, and nothing tells which child",
            Self::TwoCandidates => "could belong to more than one person",
            Self::GroupsDisagree => "the other records of the two disagree",
            Self::Impossible => "agrees, but cannot be one person",
        }
    }
}

/// A pair for a person to decide, by position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Review {
    /// One record.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Bits (log2 odds) that they are one person.
    pub bits: f32,
    /// Why it was not decided.
    pub why: Why,
}

/// People, each a list of records, and what is left to decide.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Division {
    pub clusters: Vec<Vec<u32>>,
    pub reviews: Vec<Review>,
}

/// Evidence against a merge may outweigh that for it by so many bits a pair, on the mean.
const MEAN: f32 = -3.0;
/// One pair counts for or against by so many bits at most.
const SPAN: f32 = 12.0;
/// A record without a name must prefer its group to the next by so many bits.
const MARGIN: f32 = 3.0;
/// Pairs whose evidence is summed between two large groups. What forbids is looked for among all.
const LOOK: usize = 64;
/// Records of one component above which the pairs that would only be asked about no longer hold it together.
const LARGE: usize = 2_000;

/// Divides components.
pub(crate) struct Divider<'a, 'b> {
    pub weights: &'a Weights,
    pub comparer: &'a mut Comparer<'b>,
    pub features: &'a [Features],
}

/// Groups, and how they came about.
struct Joined {
    groups: Vec<Vec<usize>>,
    group_of: Vec<usize>,
    /// Pairs by what they are worth, best first.
    ranked: Vec<(f32, usize, usize)>,
    /// Pairs that were not joined, and why.
    why: HashMap<(usize, usize), Why>,
}

impl Joined {
    fn merge(&mut self, into: usize, from: usize) {
        let moved = std::mem::take(&mut self.groups[from]);
        for member in &moved {
            self.group_of[*member] = into;
        }
        self.groups[into].extend(moved);
    }
}

/// Says of the deliveries of `records` that they are multiple, so that their pairs are weighed anew.
fn mark(grid: &mut Grid, deliveries: &mut Groups, pairs: &[(usize, usize)], records: &[usize]) {
    let mut marked = vec![false; grid.len()];
    for &i in records {
        marked[deliveries.find(i)] = true;
    }
    for i in 0..grid.len() {
        grid.several[i] |= marked[deliveries.find(i)];
    }
    for &(i, j) in pairs {
        if grid.several[i] && grid.several[j] {
            grid.forget(i, j);
        }
    }
}

impl Divider<'_, '_> {
    /// Divides `members`, which `edges` connect. `verdict` is what a person decided of a pair, if anything; decided pairs
    /// are among the edges.
    pub fn divide(
        &mut self,
        members: Vec<u32>,
        edges: &[Edge],
        order: impl Fn(u32) -> (u64, u64),
        verdict: impl Fn(u32, u32) -> Option<Verdict>,
    ) -> Division {
        if members.len() <= LARGE {
            return self.divide_connected(members, edges, &order, &verdict);
        }
        let place: HashMap<u32, usize> = members.iter().enumerate().map(|(i, m)| (*m, i)).collect();
        let holds = |e: &&Edge| e.worth.same >= self.weights.link || verdict(e.a, e.b).is_some();
        let mut parts = Groups::new(members.len());
        for edge in edges.iter().filter(holds) {
            parts.join(place[&edge.a], place[&edge.b]);
        }
        let part: Vec<usize> = (0..members.len()).map(|i| parts.find(i)).collect();
        let mut of: HashMap<usize, (Vec<u32>, Vec<Edge>)> = HashMap::new();
        for (i, member) in members.iter().enumerate() {
            of.entry(part[i]).or_default().0.push(*member);
        }
        let (within, between): (Vec<&Edge>, Vec<&Edge>) =
            edges.iter().partition(|e| part[place[&e.a]] == part[place[&e.b]]);
        for edge in within {
            of.get_mut(&part[place[&edge.a]]).expect("a part of members").1.push(*edge);
        }
        let mut all = Division::default();
        for (members, edges) in of.into_values() {
            let division = self.divide_connected(members, &edges, &order, &verdict);
            all.clusters.extend(division.clusters);
            all.reviews.extend(division.reviews);
        }
        all.clusters.sort_unstable();
        let asked = between.into_iter().filter(|e| e.worth.same >= self.weights.review && !e.worth.never);
        all.reviews.extend(asked.map(|e| Review { a: e.a, b: e.b, bits: e.worth.same, why: Why::Undecided }));
        all.reviews.sort_unstable_by_key(|r| (r.a, r.b));
        all
    }

    fn divide_connected(
        &mut self,
        mut members: Vec<u32>,
        edges: &[Edge],
        order: &impl Fn(u32) -> (u64, u64),
        verdict: &impl Fn(u32, u32) -> Option<Verdict>,
    ) -> Division {
        members.sort_by_cached_key(|m| order(*m));
        let n = members.len();
        let mut places: Vec<(u32, usize)> = members.iter().enumerate().map(|(i, m)| (*m, i)).collect();
        places.sort_unstable();
        let place = |m: u32| places[places.binary_search_by_key(&m, |p| p.0).expect("a member")].1;
        let mut grid = Grid::new(n);
        let mut pairs: Vec<(usize, usize)> = Vec::with_capacity(edges.len());
        for edge in edges {
            let (i, j) = (place(edge.a), place(edge.b));
            let pair = (i.min(j), i.max(j));
            grid.set(pair.0, pair.1, edge.worth);
            if let Some(verdict) = verdict(edge.a, edge.b) {
                grid.decided.insert(pair, verdict);
            }
            pairs.push(pair);
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut deliveries = self.deliveries(&members, &grid, &pairs);
        if let Some(deliveries) = &mut deliveries {
            let said: Vec<usize> =
                (0..n).filter(|i| self.features[members[*i] as usize].marks & MULTIPLE != 0).collect();
            mark(&mut grid, deliveries, &pairs, &said);
        }
        let groups = self.join(&members, &mut grid, &pairs);
        let Some(mut deliveries) = deliveries else {
            return self.division(&members, &mut grid, groups);
        };
        let twins = self.twins(&members, &mut grid, &pairs, &groups);
        if twins.is_empty() {
            return self.division(&members, &mut grid, groups);
        }
        mark(&mut grid, &mut deliveries, &pairs, &twins);
        let groups = self.join(&members, &mut grid, &pairs);
        self.division(&members, &mut grid, groups)
    }

    fn worth(&mut self, members: &[u32], grid: &mut Grid, i: usize, j: usize) -> Weighed {
        if let Some(worth) = grid.get(i, j) {
            return worth;
        }
        let (i, j) = (i.min(j), i.max(j));
        let (a, b) = (&self.features[members[i] as usize], &self.features[members[j] as usize]);
        let several = grid.several[i] && grid.several[j];
        let worth = weigh::pair(self.weights, self.comparer, a, b, several);
        grid.set(i, j, worth);
        worth
    }

    /// Records of one delivery: those that are one child or twins. `None` when there is no child.
    fn deliveries(&self, members: &[u32], grid: &Grid, pairs: &[(usize, usize)]) -> Option<Groups> {
        if !members.iter().any(|m| self.features[*m as usize].role == Role::Infant) {
            return None;
        }
        let mut deliveries = Groups::new(grid.len());
        for &(i, j) in pairs {
            let worth = grid.get(i, j).expect("every pair was weighed");
            if weigh::probability(worth.same) + weigh::probability(worth.twins) >= 0.9 {
                deliveries.join(i, j);
            }
        }
        Some(deliveries)
    }

    /// Records of groups that are twins of one another, as far as all pairs between them tell.
    fn twins(
        &mut self,
        members: &[u32],
        grid: &mut Grid,
        pairs: &[(usize, usize)],
        joined: &Joined,
    ) -> Vec<usize> {
        let mut twins = Vec::new();
        let mut seen = HashSet::new();
        for &(i, j) in pairs {
            let (g, h) = (joined.group_of[i], joined.group_of[j]);
            if g == h || self.worth(members, grid, i, j).twins < 2.0 || !seen.insert((g, h)) {
                continue;
            }
            let (mut sum, mut count) = (0.0, 0);
            for (x, y) in sample(&joined.groups[g], &joined.groups[h]) {
                let worth = self.worth(members, grid, x, y);
                sum += (worth.twins - worth.same).clamp(-SPAN, SPAN);
                count += 1;
            }
            if sum / count as f32 >= 2.0 {
                twins.push(i);
            }
        }
        twins
    }

    fn join(&mut self, members: &[u32], grid: &mut Grid, pairs: &[(usize, usize)]) -> Joined {
        let n = grid.len();
        // A person's word goes first; a possible twin holds `same` down to one value for many: there `alone` tells the
        // nearer from the farther.
        let mut ranked: Vec<(bool, f32, f32, usize, usize)> = Vec::with_capacity(pairs.len());
        for &(i, j) in pairs {
            let worth = self.worth(members, grid, i, j);
            let said = grid.decided.get(&(i, j));
            if said == Some(&Verdict::Same) || (said.is_none() && worth.same >= self.weights.review) {
                ranked.push((said.is_some(), worth.same + 0.3 * worth.alone, worth.same, i, j));
            }
        }
        ranked
            .sort_by(|x, y| y.0.cmp(&x.0).then(y.1.total_cmp(&x.1)).then(x.3.cmp(&y.3)).then(x.4.cmp(&y.4)));
        let likely: Vec<_> =
            ranked.iter().filter(|r| r.0 || r.2 >= self.weights.link).map(|r| (r.0, r.3, r.4)).collect();
        let groups = (0..n).map(|i| vec![i]).collect();
        let ranked = ranked.into_iter().map(|(_, _, same, i, j)| (same, i, j)).collect();
        let mut joined = Joined { groups, group_of: (0..n).collect(), ranked, why: HashMap::new() };
        for both_named in [true, false] {
            for &(decided, i, j) in &likely {
                let (g, h) = (joined.group_of[i], joined.group_of[j]);
                let named = !self.nameless(members[i]) && !self.nameless(members[j]);
                if g == h || (both_named && !named && !decided) {
                    continue;
                }
                let (left, right) = (&joined.groups[g], &joined.groups[h]);
                if let Some(reason) = self.forbidden(members, grid, left, right, decided) {
                    joined.why.entry((i, j)).or_insert(reason);
                } else if !both_named && !decided && self.torn(members, grid, &joined, (g, h)) {
                    let several = grid.several[i] && grid.several[j];
                    joined.why.entry((i, j)).or_insert(if several {
                        Why::WhichTwin
                    } else {
                        Why::TwoCandidates
                    });
                } else {
                    joined.merge(g, h);
                }
            }
        }
        joined
    }

    /// Whether a record has no given name of its own.
    fn nameless(&self, member: u32) -> bool {
        self.features[member as usize].given[0] == 0
    }

    /// Groups as lists of records, and the pairs between them that a person should see.
    fn division(&mut self, members: &[u32], grid: &mut Grid, joined: Joined) -> Division {
        let Joined { groups, group_of, ranked, why } = joined;
        let mut reviews = Vec::new();
        let mut shown = HashSet::new();
        for &(same, i, j) in &ranked {
            let (g, h) = (group_of[i].min(group_of[j]), group_of[i].max(group_of[j]));
            if g == h || !shown.insert((g, h)) {
                continue;
            }
            // A person said one, and it cannot be: that is told, and not passed over.
            let refused = grid.decided.contains_key(&(i, j));
            let several = grid.several[i] && grid.several[j];
            let reason = why.get(&(i, j)).copied();
            let why = if refused {
                Why::Impossible
            } else {
                reason.unwrap_or(if several { Why::WhichTwin } else { Why::Undecided })
            };
            if refused || !self.worth(members, grid, i, j).never {
                reviews.push(Review { a: members[i], b: members[j], bits: same, why });
            }
        }
        let mut clusters: Vec<Vec<u32>> = groups
            .into_iter()
            .filter(|group| !group.is_empty())
            .map(|group| group.into_iter().map(|i| members[i]).collect())
            .collect();
        for cluster in &mut clusters {
            cluster.sort_unstable();
        }
        clusters.sort_unstable();
        Division { clusters, reviews }
    }
}
