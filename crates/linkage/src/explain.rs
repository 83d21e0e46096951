//! A pair as a waterfall: what was known before, what each comparison added, and what it came to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::cluster::{Verdict, Why};
use crate::compare::{Comparer, Field};
use crate::dyad;
use crate::features::{Features, Lexicon};
use crate::grade::{Grade, grade};
use crate::model::Model;
use crate::population::{self, Population};
use crate::record::Record;
use crate::weigh::{self, Held, Number, Weights};

/// What a twin, or another of the family, shares as well.
const FAMILY: &str = "family";
const TWIN: &str = "a multiple birth: a twin shares as much";
const RELATIVE: &str = "someone of the same household or family would agree as well";
/// What is compared of a woman and a child.
const MOTHERS: [(&str, Option<Field>); 6] = [
    ("mother's first name", Some(Field::First)),
    ("mother's surname", Some(Field::Last)),
    ("mother's birth date", Some(Field::Born)),
    ("household: address, phone, e-mail", Some(Field::Household)),
    ("identifiers of the mother on the child's record", None),
    ("a delivery on the child's day of birth", None),
];
const AGREES: &str = "agrees";
const DIFFERS: &str = "differs";
const NEVER: &str = "a mother and a child, two births, or two sexes with two names cannot be one person";
const ONE: &str = "decided: one person";
const TWO: &str = "decided: two people";
const AGE: &str = "too young or too old to be the mother";
const NOTHING: &str = "too little agrees to compare the two";
const HOUSEHOLD: &str = "nothing but the household agrees";
const NAME: &str = "nothing but the name agrees";
const ROLE: &str = "nothing tells whether one of the two is a mother or a child";
const NUMBERS: &str = "two numbers of one hospital and no name in common";
const MAN: &str = "recorded as a man";
const UNUSUAL: &str = "an unusual age for a mother";
const HERS: &str = "nothing speaks for her but her household";
/// Another woman is in the way.
pub(crate) const RIVAL: &str = "another woman is as likely or nearly so";
/// Another of her births is in the way.
pub(crate) const CLOSE: &str = "another birth of hers is too near";
/// What joins two records that would not be joined for their own sake.
pub(crate) const ONE_BIRTH: &str = "one mother and one birth make them one child";

/// All that explanations by the built-in model say, for whoever says it in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// What may be compared ([`Step::comparison`]).
    pub comparisons: BTreeSet<String>,
    /// What may be seen ([`Step::level`]).
    pub levels: BTreeSet<String>,
    /// What may forbid, hold back or decide ([`Explanation::constraints`]).
    pub constraints: BTreeSet<String>,
}

/// Everything that an explanation may say.
pub fn vocabulary() -> Vocabulary {
    let model = Model::default();
    let all = || model.person.comparison.iter().chain(&model.infant.comparison);
    let owned = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<BTreeSet<_>>();
    let mut comparisons: BTreeSet<String> = all().map(|c| c.name.clone()).collect();
    comparisons.extend(owned(&MOTHERS.map(|(name, _)| name)));
    comparisons.insert(FAMILY.to_owned());
    let mut levels: BTreeSet<String> = all().flat_map(|c| &c.levels).map(|l| l.name.clone()).collect();
    levels.extend(owned(&[TWIN, RELATIVE, AGREES, DIFFERS]));
    let mut constraints = owned(&[NEVER, ONE, TWO, AGE, NOTHING, HOUSEHOLD, NAME, ROLE, NUMBERS]);
    constraints.extend(owned(&[MAN, UNUSUAL, HERS, RIVAL, CLOSE, ONE_BIRTH]));
    constraints.extend(Why::ALL.into_iter().filter_map(holding).map(str::to_owned));
    Vocabulary { comparisons, levels, constraints }
}

/// What holds two groups of records apart, in words; none where the weights say it already.
pub(crate) fn holding(why: Why) -> Option<&'static str> {
    (why != Why::Undecided).then_some(why.words())
}

/// One step of the waterfall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What was compared.
    pub comparison: String,
    /// What was seen.
    pub level: String,
    /// The left record's value; empty when it is not kept in words.
    pub left: String,
    /// The right record's value.
    pub right: String,
    /// How often that is seen among records of one person, where it is a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub m: Option<f64>,
    /// How often among strangers, the rarity of an agreeing name included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub u: Option<f64>,
    /// What the step adds, in bits (log2 of the likelihood ratio).
    pub bits: f64,
    /// The sum so far, in bits.
    pub running: f64,
}

/// Why two records are taken to be one person, or are not; or a woman the mother of a child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The log2 odds before anything is compared.
    pub prior: f64,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The log2 odds in the end.
    pub total: f64,
    /// The same as a probability.
    pub probability: f64,
    /// The same as FHIR grades it.
    pub grade: Grade,
    /// What forbids it, leaves it to a person or decides it, whatever the weights say.
    pub constraints: Vec<String>,
}

impl Explanation {
    fn begin(prior: f32) -> Self {
        let prior = f64::from(prior);
        Self {
            prior,
            steps: Vec::new(),
            total: prior,
            probability: 0.0,
            grade: Grade::CertainlyNot,
            constraints: Vec::new(),
        }
    }

    fn step(
        &mut self,
        comparison: &str,
        level: &str,
        sides: (String, String),
        shares: Option<(f64, f64)>,
        bits: f32,
    ) {
        self.total += f64::from(bits);
        self.steps.push(Step {
            comparison: comparison.to_owned(),
            level: level.to_owned(),
            left: sides.0,
            right: sides.1,
            m: shares.map(|s| s.0),
            u: shares.map(|s| s.1),
            bits: f64::from(bits),
            running: self.total,
        });
    }

    /// Says what stands above the weights, once.
    pub(crate) fn constrain(&mut self, words: &str) {
        if !self.constraints.iter().any(|said| said == words) {
            self.constraints.push(words.to_owned());
        }
    }

    fn end(mut self) -> Self {
        self.probability = weigh::probability(self.total as f32);
        self.grade = grade(self.probability);
        self
    }
}

/// Explains two records by a model, with nothing known of any other record.
pub fn explain(model: &Model, left: &Record, right: &Record) -> Explanation {
    let mut both = Population::new();
    both.push(left);
    both.push(right);
    population::settle(&mut both.features, &both.lexicon, model);
    let weights = Weights::new(model, &both.lexicon);
    let mut told = pair(model, &weights, &both.lexicon, &both.features[0], &both.features[1], None);
    for step in &mut told.steps {
        let raw = |record: &Record| match step.comparison.as_str() {
            "social security number" => record.ssn.to_owned(),
            "Medicaid id" => record.medicaid_id.to_owned(),
            "medical record number" => record.mrn.to_owned(),
            "household: address, phone, e-mail" => {
                let parts = [record.address, record.city, record.zip, record.phone, record.email];
                parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        };
        for (side, record) in [(&mut step.left, left), (&mut step.right, right)] {
            let words = raw(record);
            if !words.is_empty() {
                *side = words;
            }
        }
    }
    told
}

/// Explains a pair of packed records.
pub(crate) fn pair(
    model: &Model,
    weights: &Weights,
    lexicon: &Lexicon,
    a: &Features,
    b: &Features,
    verdict: Option<Verdict>,
) -> Explanation {
    let infants = weigh::as_infants(a, b);
    let several = infants && weigh::multiple(a, b);
    let vector = Comparer::small(lexicon).vector(a, b, infants);
    let worth = weights.weigh(&vector, a, b, infants, several);
    let table = if infants { &weights.infant } else { &weights.person };
    let mut told = Explanation::begin(table.prior[0] - table.prior[1]);
    for field in Field::ALL {
        let level = vector[field as usize];
        if level == 0 {
            continue;
        }
        let comparison = model.kind(infants).field(field);
        let shown = &comparison.levels[level as usize - 1];
        let strangers =
            weights.rarity(field, level, a, b).unwrap_or(table.strangers[field as usize][level as usize]);
        let bits = table.same[field as usize][level as usize] - strangers;
        let sides = (words(field, a, lexicon), words(field, b, lexicon));
        let shares = (shown.m, f64::from(strangers).exp2());
        told.step(&comparison.name, &shown.name, sides, Some(shares), bits);
    }
    let family = (f64::from(worth.same) - told.total) as f32;
    if family < -0.05 {
        let level = if several { TWIN } else { RELATIVE };
        told.step(FAMILY, level, Default::default(), None, family);
    }
    if worth.never {
        told.constraints.push(NEVER.into());
    }
    if worth.number == Number::Two {
        told.constraints.push(NUMBERS.into());
    }
    match weights.held(&vector, a, b, infants) {
        Some(Held::Household) => told.constraints.push(HOUSEHOLD.into()),
        Some(Held::Name) => told.constraints.push(NAME.into()),
        Some(Held::Role) => told.constraints.push(ROLE.into()),
        None => {}
    }
    match verdict {
        Some(Verdict::Same) => told.constraints.push(ONE.into()),
        Some(Verdict::Different) => told.constraints.push(TWO.into()),
        None => {}
    }
    told.end()
}

/// Explains why a woman may be the mother of a child.
pub(crate) fn dyad(
    model: &Model,
    weights: &Weights,
    lexicon: &Lexicon,
    children: &[&Features],
    women: &[&Features],
) -> Explanation {
    let mut comparer = Comparer::small(lexicon);
    let evidence = dyad::evidence(weights, &mut comparer, lexicon, &dyad::Child::new(children), women);
    let mut told = Explanation::begin(dyad::prior(model));
    let child = |field: Field| {
        let all = children.iter().map(|c| words(field, &dyad::mention(c), lexicon));
        all.max().unwrap_or_default()
    };
    let woman = |field: Field| women.iter().map(|w| words(field, w, lexicon)).max().unwrap_or_default();
    let worth = [
        evidence.first,
        evidence.last,
        evidence.born,
        evidence.household,
        evidence.identifiers,
        evidence.delivery,
    ];
    for ((comparison, field), bits) in MOTHERS.into_iter().zip(worth) {
        if bits != 0.0 {
            let sides = field.map_or_else(Default::default, |f| (child(f), woman(f)));
            told.step(comparison, if bits > 0.0 { AGREES } else { DIFFERS }, sides, None, bits);
        }
    }
    if evidence.impossible {
        told.constraints.push(AGE.into());
        told.total = -100.0;
    }
    let dyad::Doubt { man, age, household } = evidence.doubt;
    for (_, words) in [(man, MAN), (age && !evidence.impossible, UNUSUAL), (household, HERS)]
        .into_iter()
        .filter(|(doubted, _)| *doubted)
    {
        told.constraints.push(words.into());
    }
    if evidence.nothing {
        told.constraints.push(NOTHING.into());
        told.total = -100.0;
    }
    told.end()
}

/// What a record says, where it is kept in words.
fn words(field: Field, f: &Features, lexicon: &Lexicon) -> String {
    let names = |numbers: &[u32]| {
        let known = numbers.iter().filter(|n| **n != 0);
        known.map(|n| lexicon.names.word(*n)).collect::<Vec<_>>().join(" ")
    };
    match field {
        Field::First => names(&f.given),
        Field::Middle => names(&[f.middle]),
        Field::Last => names(&f.family[..f.family_len as usize]),
        Field::Born => f.born.words(),
        Field::Household => {
            let zip = if f.zip == 0 || f.zip > 99_999 { String::new() } else { format!("{:05}", f.zip) };
            let phone = if f.phone == 0 { String::new() } else { f.phone.to_string() };
            let parts = [lexicon.places.word(f.street), lexicon.places.word(f.city), &zip, &phone];
            parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(", ")
        }
        Field::Sex if f.sex != 0 => char::from(f.sex).to_string(),
        Field::Order if f.order != 0 => f.order.to_string(),
        Field::Mother => {
            let name = names(&[f.mother_given, f.mother_family[0], f.mother_family[1]]);
            format!("{name} {}", f.mother_born.words()).trim().to_owned()
        }
        Field::Event => f.event.words(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
