//! The built-in parameters, and the words for each level.

use crate::compare::Field;
use crate::model::{Comparison, Frequencies, Kind, Level, Model};

type Row = (&'static str, f64, f64);

const FIRST: [Row; 8] = [
    ("the same", 0.78, 0.006),
    ("a nickname of the other", 0.05, 0.002),
    ("spelled or sounding alike", 0.09, 0.008),
    ("a part, or used as the middle name", 0.03, 0.004),
    ("the same initial", 0.01, 0.002),
    ("first name and surname exchanged", 0.01, 0.00001),
    ("a little alike", 0.015, 0.03),
    ("different", 0.015, 0.947),
];
const MIDDLE: [Row; 3] =
    [("the same", 0.6, 0.02), ("the same initial", 0.33, 0.05), ("different", 0.07, 0.93)];
const LAST: [Row; 7] = [
    ("the same", 0.7, 0.003),
    ("one surname in common", 0.1, 0.001),
    ("spelled or sounding alike", 0.07, 0.006),
    ("first name and surname exchanged", 0.01, 0.00001),
    ("a little alike", 0.02, 0.03),
    ("different", 0.1, 0.95999),
    ("different, one a newborn's", 0.05, 0.1),
];
const BORN: [Row; 7] = [
    ("the same day", 0.92, 0.00009),
    ("day and month exchanged", 0.012, 0.00006),
    ("one digit or one year off", 0.03, 0.0025),
    ("two of year, month and day alike", 0.014, 0.007),
    ("alike as far as known", 0.01, 0.001),
    ("different", 0.014, 0.98935),
    ("made on the day of birth", 0.000_001, 0.000_001),
];
const BORN_INFANT: [Row; 7] = [
    ("the same day", 0.93, 0.001),
    ("day and month exchanged", 0.01, 0.0005),
    ("one digit or one year off", 0.03, 0.012),
    ("two of year, month and day alike", 0.014, 0.05),
    ("alike as far as known", 0.008, 0.01),
    ("different", 0.008, 0.9265),
    ("made on the day of birth", 0.02, 0.0005),
];
const SSN: [Row; 3] =
    [("the same", 0.93, 0.000_001), ("one digit off", 0.04, 0.00001), ("different", 0.03, 0.99)];
const MEDICAID: [Row; 2] = [("the same", 0.93, 0.000_002), ("different", 0.07, 0.999)];
const MRN: [Row; 2] = [("the same at one source", 0.85, 0.000_001), ("different at one source", 0.15, 0.999)];
const OTHER: [Row; 2] = [("one in common", 0.9, 0.000_001), ("different in one system", 0.1, 0.999)];
const SEX: [Row; 2] = [("the same", 0.992, 0.9), ("different", 0.008, 0.1)];
const SEX_INFANT: [Row; 2] = [("the same", 0.985, 0.5), ("different", 0.015, 0.5)];
const ORDER: [Row; 2] = [("the same", 0.97, 0.6), ("different", 0.03, 0.4)];
const MOTHER: [Row; 5] = [
    ("name and birth date alike", 0.55, 0.000_000_3),
    ("two facts alike", 0.2, 0.00001),
    ("one fact alike", 0.15, 0.003),
    ("some alike, some not", 0.08, 0.02),
    ("different", 0.02, 0.976),
];
const EVENT: [Row; 2] = [("within a day", 0.3, 0.002), ("other days", 0.7, 0.998)];

const PLACE: [(&str, f64, f64); 5] = [
    ("", 0.15, 0.15),
    ("address different", 0.2, 0.75),
    ("same area", 0.13, 0.0998),
    ("address alike", 0.12, 0.0002),
    ("same address", 0.4, 0.00002),
];
const CONTACT: [(&str, f64, f64); 4] = [
    ("", 0.2, 0.2),
    ("phone or e-mail different", 0.25, 0.8),
    ("phone or e-mail the same", 0.4, 0.00002),
    ("phone and e-mail the same", 0.15, 0.000_000_5),
];

fn levels(rows: &[Row]) -> Vec<Level> {
    rows.iter().map(|(name, m, u)| Level { name: (*name).into(), m: *m, u: *u }).collect()
}

/// Address by contact, without the cell where both are missing.
fn household() -> Vec<Level> {
    let mut levels = Vec::with_capacity(19);
    for (place, pm, pu) in PLACE {
        for (contact, cm, cu) in CONTACT {
            let name = match (place, contact) {
                ("", "") => continue,
                ("", one) | (one, "") => one.to_owned(),
                (place, contact) => format!("{place}, {contact}"),
            };
            levels.push(Level { name, m: pm * cm, u: (pu * cu).max(1e-9) });
        }
    }
    levels
}

fn comparison(field: Field, infants: bool) -> Comparison {
    let (name, levels) = match field {
        Field::First => ("first name", levels(&FIRST)),
        Field::Middle => ("middle name", levels(&MIDDLE)),
        Field::Last => ("surname", levels(&LAST)),
        Field::Born => ("birth date", levels(if infants { &BORN_INFANT } else { &BORN })),
        Field::Household => ("household: address, phone, e-mail", household()),
        Field::Ssn => ("social security number", levels(&SSN)),
        Field::Medicaid => ("Medicaid id", levels(&MEDICAID)),
        Field::Mrn => ("medical record number", levels(&MRN)),
        Field::Other => ("other identifiers", levels(&OTHER)),
        Field::Sex => ("sex", levels(if infants { &SEX_INFANT } else { &SEX })),
        Field::Order => ("birth order", levels(&ORDER)),
        Field::Mother => ("mother", levels(&MOTHER)),
        Field::Event => ("event date", levels(&EVENT)),
    };
    Comparison { name: name.into(), levels }
}

fn kind(infants: bool) -> Kind {
    Kind {
        same: 1e-6,
        household: 2e-7,
        twins: if infants { 5e-8 } else { 5e-9 },
        family_ssn: if infants { 0.1 } else { 0.01 },
        family_medicaid: if infants { 0.15 } else { 0.01 },
        families: true,
        comparison: Field::ALL.into_iter().map(|field| comparison(field, infants)).collect(),
    }
}

/// The model before anything was learned.
pub(crate) fn model() -> Model {
    Model {
        version: Model::version(),
        learned_from: 0,
        link: 0.55,
        review: 0.1,
        mothers: 1e-5,
        children_born_from: 0,
        source_roles: Default::default(),
        quick: false,
        coarse_keys: vec!["first name and surname".into(), "sounds and year".into()],
        crowded: Vec::new(),
        filler_surnames: Vec::new(),
        person: kind(false),
        infant: kind(true),
        first_names: Frequencies { rare: 0.002, common: Default::default() },
        surnames: Frequencies { rare: 0.001, common: Default::default() },
    }
}
