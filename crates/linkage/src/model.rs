//! What a comparison is worth: the parameters of the Fellegi–Sunter model, as a file people can read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::compare::{FIELDS, Field};
use crate::defaults;
use crate::record::Role;
use crate::text;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// One level of a comparison: how often it is seen among records of one person, and of two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// What was seen, in words.
    pub name: String,
    /// Its share among pairs of one person.
    pub m: f64,
    /// Its share among pairs of two unrelated people.
    pub u: f64,
}

/// One comparison and its levels, best first. A side that says nothing has no level and no weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What is compared, in words.
    pub name: String,
    /// The levels.
    pub levels: Vec<Level>,
}

/// Parameters for one kind of person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// The share of all pairs that are one person.
    pub same: f64,
    /// The share that are two people of one household or family.
    pub household: f64,
    /// The share that are twins.
    pub twins: f64,
    /// How often two of one family carry the same social security number (the mother's, on her children).
    pub family_ssn: f64,
    /// How often two of one family carry the same Medicaid id.
    pub family_medicaid: f64,
    /// Whether families are reckoned with: then two records are one person only if something of the person agrees, and
    /// not the household alone. Off only where records of strangers were learned from, of whom none says that it is
    /// a mother's or a child's.
    #[serde(default = "yes")]
    pub families: bool,
    /// The comparisons.
    pub comparison: Vec<Comparison>,
}

fn yes() -> bool {
    true
}

/// How often names are met, for names met often; all others share one small frequency.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Frequencies {
    /// The frequency of a name that is not listed.
    pub rare: f64,
    /// Frequency by folded name.
    pub common: BTreeMap<String, f64>,
}

/// All that linkage knows before it sees a pair. Values are shares of pairs; decisions are probabilities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The version of this file's shape.
    pub version: u32,
    /// Records that it was learned from; 0 for the built-in parameters.
    pub learned_from: u64,
    /// From this probability on, two records are taken to be one person unless something forbids it; 0.5 at least.
    pub link: f64,
    /// From this probability on, a pair that was not linked goes to a person.
    pub review: f64,
    /// The share of birthing people of a population that one infant's record could name.
    pub mothers: f64,
    /// Who says nothing of the role and was born in or after this year is a child; 0 when that cannot be said.
    pub children_born_from: u32,
    /// Sources that send records of one role only, by folded name.
    pub source_roles: BTreeMap<String, Role>,
    /// Pairs that agree in one fact only are passed over: in a large population they are never linked.
    pub quick: bool,
    /// The coarse blocking keys that are affordable in this population.
    pub coarse_keys: Vec<String>,
    /// Values shared by too many to be anyone's identifier, as hashes.
    pub crowded: Vec<String>,
    /// Surname words that so many bear that they tell nobody from anybody.
    pub filler_surnames: Vec<String>,
    /// Adults, and people of whom no role is known.
    pub person: Kind,
    /// Children.
    pub infant: Kind,
    /// Given names.
    pub first_names: Frequencies,
    /// Surnames.
    pub surnames: Frequencies,
}

/// Why a text is not a model.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It is not the TOML of a model.
    #[error("this is not a linkage model")]
    Toml(#[from] toml::de::Error),
    /// It was written by another version.
    #[error("model of version {0}, expected {VERSION}")]
    Version(u32),
    /// A comparison is missing, out of order, or has other levels.
    #[error("comparison `{0}` is not the one this version makes")]
    Comparison(String),
    /// A share is not between 0 and 1.
    #[error("`{0}` holds a share that is not above 0 and at most 1")]
    Share(String),
    /// What is more likely two people than one would be linked, or what is linked would be asked about.
    #[error("`link` is {link} and `review` {review}; `link` must be 0.5 at least, and `review` not above it")]
    Thresholds {
        /// From where pairs are linked.
        link: f64,
        /// From where they are asked about.
        review: f64,
    },
}

impl Default for Model {
    /// The built-in parameters: rough, for any population of mothers and infants, before anything was learned.
    fn default() -> Self {
        defaults::model()
    }
}

impl Model {
    /// Reads a model and checks that it is whole.
    ///
    /// # Errors
    /// When the text is not TOML of this version, or its numbers are no shares.
    pub fn from_toml(text: &str) -> Result<Self, ModelError> {
        let model: Self = toml::from_str(text)?;
        if model.version != VERSION {
            return Err(ModelError::Version(model.version));
        }
        let expected = Self::default();
        for (kind, like) in [(&model.person, &expected.person), (&model.infant, &expected.infant)] {
            if kind.comparison.len() != FIELDS {
                return Err(ModelError::Comparison("all".into()));
            }
            for (comparison, like) in kind.comparison.iter().zip(&like.comparison) {
                let names = |c: &Comparison| c.levels.iter().map(|l| l.name.clone()).collect::<Vec<_>>();
                if comparison.name != like.name || names(comparison) != names(like) {
                    return Err(ModelError::Comparison(comparison.name.clone()));
                }
                if !comparison.levels.iter().all(|l| share(l.m) && share(l.u)) {
                    return Err(ModelError::Share(comparison.name.clone()));
                }
            }
            for (name, value) in [
                ("same", kind.same),
                ("household", kind.household),
                ("twins", kind.twins),
                ("family_ssn", kind.family_ssn),
                ("family_medicaid", kind.family_medicaid),
            ] {
                if !share(value) {
                    return Err(ModelError::Share(name.into()));
                }
            }
        }
        let rare = [model.first_names.rare, model.surnames.rare, model.mothers, model.link, model.review];
        let common = model.first_names.common.values().chain(model.surnames.common.values());
        if !rare.iter().chain(common).all(|v| share(*v)) {
            return Err(ModelError::Share("frequencies or thresholds".into()));
        }
        if model.link < 0.5 || model.review > model.link {
            return Err(ModelError::Thresholds { link: model.link, review: model.review });
        }
        Ok(model)
    }

    /// The model as TOML.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a model is plain tables of numbers")
    }

    /// Names this very model: sixteen hexadecimal digits that change with any parameter.
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", text::hash(self.to_toml().as_bytes()))
    }

    pub(crate) fn version() -> u32 {
        VERSION
    }

    pub(crate) fn kind(&self, infants: bool) -> &Kind {
        if infants { &self.infant } else { &self.person }
    }
}

impl Kind {
    pub(crate) fn field(&self, field: Field) -> &Comparison {
        &self.comparison[field as usize]
    }
}

fn share(value: f64) -> bool {
    value > 0.0 && value <= 1.0
}
