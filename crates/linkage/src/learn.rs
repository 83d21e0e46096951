//! Learns the model from unlabelled records by expectation and maximisation.
//!
//! `u` is counted on pairs far apart in a fixed order, which are strangers but for a few; `m` and the shares of
//! one person, one household and twins on a sample of the pairs that share a key. Rough beginnings count as a
//! few pairs each, so that a small population stays near them and no level is ever impossible.

mod facts;

use crate::block::Blocks;
use crate::compare::{Comparer, FIELDS, Field, Vector, born, first, last};
use crate::features::Features;
use crate::keys;
use crate::model::{Kind, Model};
use crate::population::{self, Population};
use crate::record::Role;
use crate::weigh::{self, Weights};

/// How to learn. The defaults suit every population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Pairs that share a key to learn `m` from.
    pub pairs: usize,
    /// Pairs far apart to count `u` on, for each kind of person.
    pub strangers: usize,
    /// Rounds at most.
    pub rounds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { pairs: 120_000, strangers: 60_000, rounds: 10 }
    }
}

/// Pairs that the built-in `m` of a kind counts for.
const PRIOR_M: f64 = 60.0;
/// The share of families, of pairs of one person, up to which a population is one of strangers.
const FAMILIES: f64 = 0.01;
/// Records below which nothing is learned at all.
const FEW: usize = 30;

/// From so many records on, pairs that agree in one fact only are not compared in full.
const LARGE: usize = 20_000;

struct Sample {
    a: u32,
    b: u32,
    vector: Vector,
}

/// Learns a model for `population`. The same records in the same order always give the same model.
pub fn learn(population: &Population, settings: &Settings) -> Model {
    let n = population.len();
    if n < FEW {
        return Model::default();
    }
    let (mut model, features, mut blocks) = observed(Model::default(), population);
    model.learned_from = n as u64;
    model.person.families = features.iter().any(|f| f.role != Role::Unknown);
    let sample = (n as u64 * 5 / settings.pairs as u64).max(1);
    let mut samples = [Vec::new(), Vec::new()];
    let mut comparer = Comparer::new(&population.lexicon);
    for at in 0..blocks.families() {
        let place = |at: u32| (keys::order(&features[at as usize], &population.lexicon), at);
        let walk = blocks.walk(at, sample, place);
        blocks.pairs(
            &walk,
            (0, 1),
            |_, _| true,
            |a, b| {
                let (x, y) = (&features[a as usize], &features[b as usize]);
                let infants = weigh::as_infants(x, y);
                let vector = comparer.vector(x, y, infants);
                samples[usize::from(infants)].push(Sample { a, b, vector });
            },
        );
    }
    for infants in [false, true] {
        let members: Vec<u32> =
            (0..n as u32).filter(|at| (features[*at as usize].role == Role::Infant) == infants).collect();
        if members.len() < FEW {
            continue;
        }
        let far = strangers(&members, &features, &mut comparer, infants, settings.strangers);
        let lesson = Lesson {
            population,
            features: &features,
            infants,
            near: &samples[usize::from(infants)],
            far: &far,
            scale: sample as f64,
            members: members.len() as f64,
        };
        fit(&mut model, &lesson, settings.rounds);
    }
    // Where nobody says who is a mother, the few families that are found say whether there are any.
    model.person.families |= model.person.household > model.person.same * FAMILIES;
    model
}

/// Keeps what `model` knows of errors and takes from `population` what is plainly counted there: how common names are,
/// words that every surname has, values that too many share, roles of sources, affordable keys. For a model that was
/// learned elsewhere, and for a population that is too small to learn from.
pub fn observe(model: &Model, population: &Population) -> Model {
    observed(model.clone(), population).0
}

fn observed(mut model: Model, population: &Population) -> (Model, Vec<Features>, Blocks) {
    let lexicon = &population.lexicon;
    model.quick = population.len() >= LARGE;
    model.children_born_from = facts::children(population);
    model.crowded = facts::crowd(population);
    model.filler_surnames = facts::fillers(population);
    let mut features = population.features.clone();
    population::settle(&mut features, lexicon, &model);
    model.source_roles = facts::source_roles(&features, population);
    if !model.source_roles.is_empty() {
        population::settle(&mut features, lexicon, &model);
    }
    facts::frequencies(population, &features, &mut model);
    let mothers = features.iter().filter(|f| f.role != Role::Infant).count().max(10);
    model.mothers = (4.0 / mothers as f64).min(0.2);
    let mut blocks = Blocks::new(&features, lexicon, keys::FAMILIES.to_vec());
    model.coarse_keys = facts::affordable(&mut blocks, population.len());
    blocks.use_only(keys::in_use(&model));
    (model, features, blocks)
}

/// Pairs a growing stride apart: the same ones every time, none twice.
fn strangers(
    members: &[u32],
    features: &[Features],
    comparer: &mut Comparer,
    infants: bool,
    wanted: usize,
) -> Vec<Sample> {
    let n = members.len();
    let mut far = Vec::with_capacity(wanted);
    let mut stride = n / 2 + 1;
    while far.len() < wanted && stride > 0 {
        let step = (n / 20_000).max(1);
        for i in (0..n).step_by(step) {
            let (a, b) = (members[i], members[(i + stride) % n]);
            if a != b && far.len() < wanted {
                let vector = comparer.vector(&features[a as usize], &features[b as usize], infants);
                far.push(Sample { a, b, vector });
            }
        }
        stride = stride * 13 / 17;
    }
    far
}

type Shares = Vec<[f64; 21]>;

/// What one kind of person is learned from.
struct Lesson<'a> {
    population: &'a Population,
    features: &'a [Features],
    infants: bool,
    /// Pairs that share a key, one in `scale` of all.
    near: &'a [Sample],
    /// Pairs far apart.
    far: &'a [Sample],
    scale: f64,
    /// Records of the kind.
    members: f64,
}

fn fit(model: &mut Model, lesson: &Lesson, rounds: usize) {
    let Lesson { population, features, infants, near, far, scale, members } = *lesson;
    let begin = model.kind(infants).clone();
    let all = members * (members - 1.0) / 2.0;
    let mut kind = begin.clone();
    kind.same = (0.5 / members).min(0.02);
    kind.household = kind.same * 0.2;
    kind.twins = kind.same * if infants { 0.04 } else { 0.005 };
    set(model, infants, kind);
    let mut before = f64::MAX;
    for _ in 0..rounds {
        let weights = Weights::new(model, &population.lexicon);
        let (mut m, mut u): (Shares, Shares) = (vec![[0.0; 21]; FIELDS], vec![[0.0; 21]; FIELDS]);
        let mut totals = [0.0; 3];
        // Identifiers that two of a family share, and all that both state.
        let mut family = [[0.0; 2]; 2];
        for sample in near {
            let (x, y) = (&features[sample.a as usize], &features[sample.b as usize]);
            let w = weights.weigh(&sample.vector, x, y, infants, false);
            let same = if w.never { 0.0 } else { weigh::probability(w.same) };
            let twins = weigh::probability(w.twins);
            let household = weigh::probability(w.household);
            totals[0] += same;
            totals[1] += household;
            for (of, field) in family.iter_mut().zip([Field::Ssn, Field::Medicaid]) {
                let level = sample.vector[field as usize];
                of[0] += if level == 1 { household } else { 0.0 };
                of[1] += if level != 0 { household } else { 0.0 };
            }
            totals[2] += twins;
            if same > 0.001 {
                count(&mut m, &sample.vector, same);
            }
        }
        for sample in far {
            let (x, y) = (&features[sample.a as usize], &features[sample.b as usize]);
            let w = weights.weigh(&sample.vector, x, y, infants, false);
            let strange = 1.0
                - weigh::probability(w.same)
                - weigh::probability(w.household)
                - weigh::probability(w.twins);
            count(&mut u, &sample.vector, strange.max(0.0));
        }
        let mut kind = begin.clone();
        for field in Field::ALL {
            let f = field as usize;
            let levels = &mut kind.comparison[f].levels;
            blend(levels.iter_mut().map(|l| &mut l.m), &m[f], PRIOR_M);
            rare(levels.iter_mut().map(|l| &mut l.u), &u[f]);
        }
        sensible(&mut kind, infants);
        let shared = |of: [f64; 2], old: f64| ((of[0] + 40.0 * old) / (of[1] + 40.0)).clamp(0.002, 0.5);
        kind.family_ssn = shared(family[0], begin.family_ssn);
        kind.family_medicaid = shared(family[1], begin.family_medicaid);
        let share = |total: f64, few: f64| (total * scale + few * members) / all;
        kind.same = share(totals[0], 0.002).clamp(1e-10, 0.05);
        kind.household = share(totals[1], 0.0002).clamp(1e-12, 0.05);
        kind.twins = share(totals[2], 0.0005).clamp(1e-12, kind.same * if infants { 0.25 } else { 0.05 });
        let moved = (kind.same / before).ln().abs();
        before = kind.same;
        set(model, infants, kind);
        if moved < 0.002 {
            break;
        }
    }
}

fn set(model: &mut Model, infants: bool, kind: Kind) {
    *(if infants { &mut model.infant } else { &mut model.person }) = kind;
}

fn count(shares: &mut Shares, vector: &Vector, weight: f64) {
    for (field, level) in shares.iter_mut().zip(vector) {
        field[*level as usize] += weight;
    }
}

/// New shares from counts, the old ones counting for `prior` pairs.
fn blend<'a>(shares: impl Iterator<Item = &'a mut f64>, counts: &[f64; 21], prior: f64) {
    let shares: Vec<&mut f64> = shares.collect();
    let total: f64 = counts[1..=shares.len()].iter().sum();
    for (at, share) in shares.into_iter().enumerate() {
        *share = ((counts[at + 1] + prior * *share) / (total + prior)).clamp(1e-9, 1.0);
    }
}

/// New shares from counts of what may be very rare: a level never seen keeps its old share as far as the number of
/// pairs allows, as if it had been seen once among as many as that share needs.
fn rare<'a>(shares: impl Iterator<Item = &'a mut f64>, counts: &[f64; 21]) {
    let shares: Vec<&mut f64> = shares.collect();
    let total: f64 = counts[1..=shares.len()].iter().sum();
    for (at, share) in shares.into_iter().enumerate() {
        *share = ((counts[at + 1] + 1.0) / (total + 1.0 / *share)).clamp(1e-9, 1.0);
    }
}

/// Keeps what is learned in the order that its meaning demands: agreement speaks for, difference against.
fn sensible(kind: &mut Kind, infants: bool) {
    let mut bound = |field: Field, level: u8, least: f64, most: f64| {
        let level = &mut kind.comparison[field as usize].levels[level as usize - 1];
        let ratio = level.m / level.u;
        if ratio > most && most >= 1.0 {
            level.u = (level.m / most).min(1.0);
        } else if ratio > most || ratio < least {
            level.m = (level.u * ratio.clamp(least, most)).min(1.0);
        }
    };
    bound(Field::First, first::SAME, 4.0, 1e6);
    bound(Field::First, first::NICKNAME, 2.0, 1e4);
    bound(Field::First, first::CLOSE, 2.0, 1e4);
    bound(Field::First, first::DIFFER, 0.002, if infants { 0.2 } else { 0.3 });
    bound(Field::Last, last::SAME, 4.0, 1e6);
    bound(Field::Last, last::DIFFER, 0.01, 0.6);
    bound(Field::Last, last::NEWBORN, 0.2, 0.8);
    bound(Field::Born, born::SAME, 20.0, 1e6);
    bound(Field::Born, born::DIFFER, 0.001, 0.1);
    bound(Field::Sex, 2, 0.001, 0.3);
    bound(Field::Order, 2, 0.001, 0.2);
    bound(Field::Mother, 5, 0.001, 0.5);
    for field in [Field::Ssn, Field::Medicaid, Field::Mrn, Field::Other] {
        bound(field, 1, 100.0, 2_000_000.0);
        bound(field, if field == Field::Ssn { 3 } else { 2 }, 0.004, 1.0);
    }
}
