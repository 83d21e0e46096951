//! One record, as one source states it.

use serde::{Deserialize, Serialize};

/// Whom a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Not said, and nothing in the record tells.
    #[default]
    Unknown,
    /// A woman who is or was pregnant, or any adult.
    Mother,
    /// A child.
    Infant,
}

impl Role {
    /// Reads the usual words; anything else is [`Role::Unknown`].
    pub fn read(text: &str) -> Self {
        match text.trim().to_ascii_lowercase().as_str() {
            "mother" | "mom" | "mum" | "maternal" | "m" | "adult" | "parent" | "birthing person"
            | "woman" | "mth" | "client" | "pregnant" => Self::Mother,
            "infant" | "baby" | "child" | "newborn" | "i" | "neonate" | "nb" | "c" | "kid" | "twin" => {
                Self::Infant
            }
            _ => Self::Unknown,
        }
    }
}

/// One record about one human: the columns of `kith link`. Empty means not said.
///
/// Dates are text in any usual form: ISO, `M/D/YYYY`, `YYYYMMDD`, `D-Mon-YYYY`, or partial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record<'a> {
    /// The caller's name for the record.
    pub record_id: &'a str,
    /// Who sent it; medical record numbers are the source's own.
    pub source: &'a str,
    /// Whom it is about, when the source says.
    pub role: Role,
    /// Given name, or a temporary name of a newborn.
    pub first_name: &'a str,
    /// Second given name.
    pub middle_name: &'a str,
    /// Surname or surnames.
    pub last_name: &'a str,
    /// Day of birth.
    pub birth_date: &'a str,
    /// Sex as recorded.
    pub sex: &'a str,
    /// Birth order within a multiple birth (1, 2, A, B).
    pub birth_order: &'a str,
    /// Social security number.
    pub ssn: &'a str,
    /// Medical record number of the source.
    pub mrn: &'a str,
    /// Medicaid or plan member id.
    pub medicaid_id: &'a str,
    /// Telephone.
    pub phone: &'a str,
    /// Mail address.
    pub email: &'a str,
    /// House number and street.
    pub address: &'a str,
    /// Town.
    pub city: &'a str,
    /// State.
    pub state: &'a str,
    /// Postal code.
    pub zip: &'a str,
    /// On an infant's record: the mother's given name.
    pub mother_first_name: &'a str,
    /// On an infant's record: the mother's surname.
    pub mother_last_name: &'a str,
    /// On an infant's record: the mother's day of birth.
    pub mother_birth_date: &'a str,
    /// The delivery or birth, or the contact that made the record.
    pub event_date: &'a str,
    /// Surnames it also goes by: maiden, former, alias.
    pub other_names: Vec<&'a str>,
    /// Further identifiers of the person: (system, value).
    pub identifiers: Vec<(&'a str, &'a str)>,
    /// On an infant's record: identifiers of the mother, (system, value).
    pub mother_identifiers: Vec<(&'a str, &'a str)>,
}
