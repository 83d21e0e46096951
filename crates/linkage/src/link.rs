//! Links a whole population at once.

use crate::arrange::Arranged;
use crate::block::Blocks;
use crate::cluster::{Divider, Edge, Review, Verdict};
use crate::compare::{self, Comparer};
use crate::dyad::{self, Dyad};
use crate::features::{Features, Lexicon};
use crate::groups::Groups;
use crate::keys;
use crate::model::Model;
use crate::population::Population;
use crate::weigh::{self, Weights};

/// What people decided about pairs, by position.
pub type Decisions = std::collections::BTreeMap<(u32, u32), Verdict>;

/// The people among the records, the dyads among the people, and what is left to a person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linkage {
    /// The cluster of each record: the smallest position of its members.
    pub cluster_of: Vec<u32>,
    /// Pairs of records that may be one person.
    pub reviews: Vec<Review>,
    /// Mothers and children.
    pub dyads: Vec<Dyad>,
    /// Dyads that were not decided: less likely, or with a second woman nearly as likely.
    pub dyad_reviews: Vec<Dyad>,
    /// Keys that so many records share that not all of them were compared with one another.
    pub common_keys: u64,
}

/// Links `population` by `model`. The population keeps what the model settles (open roles, crowded values).
pub fn link(population: &mut Population, model: &Model, decisions: &Decisions) -> Linkage {
    population.settle(model);
    let weights = Weights::new(model, &population.lexicon);
    let arranged = Arranged::new(&mut population.features);
    let decisions = arranged.decisions(decisions);
    let key = |at: u32| u64::from(arranged.before(at));
    let (edges, common_keys) = edges(population, model, &weights, &decisions, key);
    let mut linkage = divide(population, &weights, edges, &decisions, key);
    linkage.common_keys = common_keys;
    find_dyads(population, model, &weights, &decisions, key, &mut linkage);
    arranged.undo(&mut population.features, &mut linkage);
    linkage
}

/// Every pair worth keeping: one that may be one person, or twins. And how many keys were too common to compare all. `key`
/// settles the order of records whose content is the same.
pub(crate) fn edges(
    population: &Population,
    model: &Model,
    weights: &Weights,
    decisions: &Decisions,
    key: impl Fn(u32) -> u64,
) -> (Vec<Edge>, u64) {
    let features = &population.features;
    let mut blocks = Blocks::new(features, &population.lexicon, keys::in_use(model));
    let place = |at: u32| (keys::order(&features[at as usize], &population.lexicon), key(at));
    let parts = if features.len() < 20_000 { 1 } else { 2 };
    let mut comparers: Vec<Comparer> = (0..parts).map(|_| Comparer::new(&population.lexicon)).collect();
    let mut edges = Vec::new();
    for at in 0..blocks.families() {
        let walk = blocks.walk(at, 1, place);
        let (blocks, walk) = (&blocks, &walk);
        let worth =
            |a: u32, b: u32| !model.quick || compare::promising(&features[a as usize], &features[b as usize]);
        let found: Vec<Vec<Edge>> = std::thread::scope(|scope| {
            let threads: Vec<_> = comparers
                .iter_mut()
                .enumerate()
                .map(|(part, comparer)| {
                    scope.spawn(move || {
                        let mut found = Vec::new();
                        blocks.pairs(walk, (part, parts), worth, |a, b| {
                            let (x, y) = (&features[a as usize], &features[b as usize]);
                            let worth = weigh::pair(weights, comparer, x, y, false);
                            if worth_keeping(weights, &worth) {
                                found.push(Edge { a: a.min(b), b: a.max(b), worth });
                            }
                        });
                        found
                    })
                })
                .collect();
            threads.into_iter().map(|t| t.join().expect("comparing does not panic")).collect()
        });
        edges.extend(found.into_iter().flatten());
    }
    let mut comparer = Comparer::small(&population.lexicon);
    for &(a, b) in decisions.keys() {
        let worth = weigh::pair(weights, &mut comparer, &features[a as usize], &features[b as usize], false);
        edges.push(Edge { a: a.min(b), b: a.max(b), worth });
    }
    (edges, blocks.common)
}

/// Whether a pair is kept as an edge.
pub(crate) fn worth_keeping(weights: &Weights, worth: &weigh::Weighed) -> bool {
    worth.same >= weights.review || worth.twins >= 0.0
}

/// Divides the components that `edges` make. `key` settles the order of records whose content is the same.
pub(crate) fn divide(
    population: &Population,
    weights: &Weights,
    mut edges: Vec<Edge>,
    decisions: &Decisions,
    key: impl Fn(u32) -> u64,
) -> Linkage {
    let features = &population.features;
    let mut groups = Groups::new(features.len());
    for edge in &edges {
        groups.join(edge.a as usize, edge.b as usize);
    }
    let root: Vec<u32> = (0..features.len()).map(|i| groups.find(i) as u32).collect();
    edges.sort_unstable_by_key(|e| (root[e.a as usize], e.a, e.b));
    edges.dedup_by_key(|e| (e.a, e.b));
    let mut by_root: Vec<(u32, u32)> = root.iter().enumerate().map(|(i, r)| (*r, i as u32)).collect();
    by_root.sort_unstable();

    let mut linkage = Linkage { cluster_of: (0..features.len() as u32).collect(), ..Linkage::default() };
    let mut comparer = Comparer::new(&population.lexicon);
    let mut divider = Divider { weights, comparer: &mut comparer, features };
    let mut at = 0;
    for members in by_root.chunk_by(|x, y| x.0 == y.0).filter(|m| m.len() > 1) {
        while root[edges[at].a as usize] < members[0].0 {
            at += 1;
        }
        let end = at + edges[at..].iter().take_while(|e| root[e.a as usize] == members[0].0).count();
        let division = divider.divide(
            members.iter().map(|m| m.1).collect(),
            &edges[at..end],
            |m| (content(&features[m as usize], &population.lexicon), key(m)),
            |a, b| decisions.get(&(a.min(b), a.max(b))).copied(),
        );
        for cluster in division.clusters {
            for member in &cluster {
                linkage.cluster_of[*member as usize] = cluster[0];
            }
        }
        linkage.reviews.extend(division.reviews);
        at = end;
    }
    linkage
}

/// A number for the content of a record, the same in every population.
pub(crate) fn content(f: &Features, lexicon: &Lexicon) -> u64 {
    let names = &lexicon.names;
    crate::text::join(&[
        names.name(f.given[0]).hash,
        names.name(f.family[0]).hash,
        names.name(f.middle).hash,
        u64::from(f.born.0),
        u64::from(f.event.0),
        f.phone,
        u64::from(f.mrn),
        u64::from(f.medicaid ^ f.ssn),
        u64::from(f.email ^ f.number ^ f.zip),
        u64::from(f.sex) << 8 | u64::from(f.order),
    ])
}

/// Finds the mother of each child, and joins the children of one mother and one birth who are one child.
pub(crate) fn find_dyads(
    population: &Population,
    model: &Model,
    weights: &Weights,
    decisions: &Decisions,
    key: impl Fn(u32) -> u64,
    linkage: &mut Linkage,
) {
    let (features, lexicon) = (&population.features, &population.lexicon);
    let mut is_child = vec![false; features.len()];
    for (f, cluster) in features.iter().zip(&linkage.cluster_of) {
        is_child[*cluster as usize] |= dyad::is_child([f]);
    }
    if !is_child.contains(&true) {
        return;
    }
    let pairs = dyad::candidates(features, lexicon, &linkage.cluster_of, &is_child);
    let clusters = Clusters::new(&linkage.cluster_of);
    let records =
        |cluster: u32| clusters.members(cluster).map(|at| &features[at as usize]).collect::<Vec<_>>();
    let prior = dyad::prior(model);
    let mut comparer = Comparer::new(lexicon);
    let (mut sure, mut women) = (Vec::new(), Vec::new());
    for of_child in pairs.chunk_by(|x, y| x >> 32 == y >> 32) {
        let infant = (of_child[0] >> 32) as u32;
        let child = records(infant);
        let child = dyad::Child::new(&child);
        let mut likely = Vec::new();
        for pair in of_child {
            let mother = *pair as u32;
            women.clear();
            women.extend(clusters.members(mother).map(|at| &features[at as usize]));
            let evidence = dyad::evidence(weights, &mut comparer, lexicon, &child, &women);
            let bits = evidence.total(prior);
            if bits >= weights.review {
                likely
                    .push(dyad::Likely { dyad: Dyad { infant, mother, bits }, doubt: evidence.doubt.any() });
            }
        }
        let (one, unsure) = dyad::choose(weights, likely);
        sure.extend(one);
        linkage.dyad_reviews.extend(unsure);
    }
    sure.sort_unstable_by_key(|d| (d.mother, d.infant));
    let mut divider = Divider { weights, comparer: &mut comparer, features };
    let mut dyads = Vec::with_capacity(sure.len());
    for of_mother in sure.chunk_by(|x, y| x.mother == y.mother) {
        let children: Vec<Vec<u32>> =
            of_mother.iter().map(|d| clusters.members(d.infant).collect()).collect();
        let order = |at: u32| (content(&features[at as usize], lexicon), key(at));
        let verdict = |a: u32, b: u32| decisions.get(&(a.min(b), a.max(b))).copied();
        let mother: Vec<u32> = clusters.members(of_mother[0].mother).collect();
        for one in divider.births(&children, &mother, order, verdict) {
            // The first is the smallest.
            let infant = of_mother[one[0]].infant;
            let bits = one.iter().map(|i| of_mother[*i].bits).fold(f32::MIN, f32::max);
            for member in one.iter().skip(1).flat_map(|i| &children[*i]) {
                linkage.cluster_of[*member as usize] = infant;
            }
            dyads.push(Dyad { bits, ..of_mother[one[0]] });
        }
    }
    let cluster_of = &linkage.cluster_of;
    linkage.reviews.retain(|r| cluster_of[r.a as usize] != cluster_of[r.b as usize]);
    // Births of one woman, too near each other to be of two pregnancies, go to a person.
    let clusters = Clusters::new(cluster_of);
    let birth = |infant: u32| {
        dyad::birth(&clusters.members(infant).map(|at| &features[at as usize]).collect::<Vec<_>>())
    };
    for of_mother in dyads.chunk_by(|x, y| x.mother == y.mother) {
        let births: Vec<_> = of_mother.iter().map(|d| birth(d.infant)).collect();
        for (dyad, birth) in of_mother.iter().zip(&births) {
            let doubt =
                births.iter().flatten().any(|b| birth.is_some_and(|birth| dyad::too_close(birth, *b)));
            if doubt { &mut linkage.dyad_reviews } else { &mut linkage.dyads }.push(*dyad);
        }
    }
    linkage.dyads.sort_unstable_by_key(|d| (d.infant, d.mother));
    linkage.dyad_reviews.sort_unstable_by_key(|d| (d.infant, d.mother));
}

/// The records of each cluster, one after the other.
struct Clusters {
    /// Cluster and position.
    entries: Vec<u64>,
    starts: Vec<u32>,
}

impl Clusters {
    fn new(cluster_of: &[u32]) -> Self {
        let mut starts = vec![0_u32; cluster_of.len()];
        let mut entries: Vec<u64> =
            cluster_of.iter().enumerate().map(|(at, c)| u64::from(*c) << 32 | at as u64).collect();
        entries.sort_unstable();
        for (at, entry) in entries.iter().enumerate().rev() {
            starts[(entry >> 32) as usize] = at as u32;
        }
        Self { entries, starts }
    }

    fn members(&self, cluster: u32) -> impl Iterator<Item = u32> + '_ {
        self.entries[self.starts[cluster as usize] as usize..]
            .iter()
            .take_while(move |e| **e >> 32 == u64::from(cluster))
            .map(|e| *e as u32)
    }
}
