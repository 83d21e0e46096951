//! One row's values as FHIR R4 resources.
//!
//! Ids are made from what tells a person apart at this sender, and from the day or the pregnancy that a statement is of:
//! the same row again is the same record, a later file puts right what it says again, and what is of another day or another
//! pregnancy stands beside it.

mod out;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, date};
use kith_domain::date::PartialDate;
use serde_json::{Value as Json, json};

use super::dates::days_between;
use super::field::Field;
use super::header::normal;
use super::problem;
use super::take::{Value, short_hash};
use super::values::full_name;
use crate::problem::{Note, NoteCode, Problem, Reason};
use out::Out;

/// What one row gives.
pub(super) struct Given<'v> {
    pub values: &'v BTreeMap<Field, Value>,
    pub authority: &'v str,
    pub row: &'v str,
    pub file_date: Date,
}

/// The records of a row.
pub(super) struct Records {
    pub resources: Vec<Vec<u8>>,
    pub cleared: Vec<(String, &'static str)>,
}

/// The people of a sheet so far: a later row adds to what an earlier one said.
#[derive(Default)]
pub(super) struct People {
    said: HashMap<String, Vec<u8>>,
    /// Infants by id, with what tells one twin from the other.
    infants: HashMap<String, Vec<(String, String)>>,
    /// What was said under an id.
    told: HashMap<String, Json>,
    /// What rows erased of a person, by reference.
    cleared: HashMap<String, Vec<&'static str>>,
}

/// What a statement about a person is of.
#[derive(Clone, Copy)]
enum Of {
    /// A day: another day is another statement.
    Day(PartialDate),
    /// The pregnancy of a day: a day that was put right is the same pregnancy.
    Pregnancy(PartialDate),
    /// Her or his whole life.
    Life,
    /// Nothing that is known: another value is another statement.
    Unknown,
}

impl Of {
    fn day(day: Option<PartialDate>) -> Self {
        day.map_or(Self::Unknown, Self::Day)
    }

    fn pregnancy(day: Option<PartialDate>) -> Self {
        day.map_or(Self::Unknown, Self::Pregnancy)
    }

    fn key(self, value: &Json) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            // Two days of one kind so far apart are never of one pregnancy.
            Self::Pregnancy(day) => {
                format!("pregnancy {}", days_between(date(1900, 1, 1), day.earliest()) / 120)
            }
            Self::Life => String::new(),
            Self::Unknown => value.to_string(),
        }
    }
}

impl Given<'_> {
    fn text(&self, field: Field) -> Option<&str> {
        match self.values.get(&field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn date(&self, field: Field) -> Option<PartialDate> {
        match self.values.get(&field)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    fn number(&self, field: Field) -> Option<i64> {
        match self.values.get(&field)? {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    fn yes(&self, field: Field) -> Option<bool> {
        match self.values.get(&field)? {
            Value::Yes(yes) => Some(*yes),
            _ => None,
        }
    }

    fn codes(&self, field: Field) -> &[String] {
        match self.values.get(&field) {
            Some(Value::Codes(codes)) => codes,
            _ => &[],
        }
    }

    fn code(&self, field: Field) -> Option<&str> {
        self.codes(field).first().map(String::as_str).filter(|c| !c.starts_with("text:"))
    }

    fn erases(&self, field: Field) -> bool {
        self.values.get(&field) == Some(&Value::Erase)
    }

    fn id(&self, parts: &[&str]) -> String {
        let mut all = vec![self.authority];
        all.extend_from_slice(parts);
        short_hash(&all)
    }

    /// The mother's id, from the best that tells her apart.
    fn mother_id(&self) -> Option<String> {
        if let Some(own) = self.text(Field::MotherIdentifier) {
            return Some(format!("m-{}", self.id(&["mother", own])));
        }
        if let Some(medicaid) = self.text(Field::MotherMedicaid) {
            return Some(format!("m-{}", self.id(&["mother-medicaid", medicaid])));
        }
        let (family, given) = self.mother_name();
        let name = format!("{} {}", family.as_deref().unwrap_or_default(), given.join(" "));
        let born = self.date(Field::MotherBorn)?;
        (!normal(&name).is_empty())
            .then(|| format!("m-{}", self.id(&["mother-name", &normal(&name), &born.to_string()])))
    }

    fn mother_name(&self) -> (Option<String>, Vec<String>) {
        let whole = self.text(Field::MotherName).map(full_name).unwrap_or_default();
        let family = self.text(Field::MotherFamily).map(str::to_owned).or(whole.family);
        let mut given: Vec<String> = match self.text(Field::MotherGiven) {
            Some(given) => vec![given.to_owned()],
            None => whole.given,
        };
        given.extend(self.text(Field::MotherMiddle).map(str::to_owned));
        (family, given)
    }

    fn has_infant(&self) -> bool {
        let own = [
            Field::InfantIdentifier,
            Field::InfantMedicaid,
            Field::InfantFamily,
            Field::InfantGiven,
            Field::InfantName,
            Field::InfantBorn,
            Field::BirthWeight,
        ];
        self.is_live() && own.iter().any(|f| self.values.contains_key(f) && !self.erases(*f))
    }

    fn is_live(&self) -> bool {
        !matches!(self.code(Field::Outcome), Some("stillbirth" | "loss"))
    }

    fn infant_born(&self) -> Option<PartialDate> {
        self.date(Field::InfantBorn).or_else(|| self.date(Field::Delivered))
    }

    fn infant_name(&self) -> (Option<String>, Vec<String>) {
        let whole = self.text(Field::InfantName).map(full_name).unwrap_or_default();
        let family = self.text(Field::InfantFamily).map(str::to_owned).or(whole.family);
        let given = self.text(Field::InfantGiven).map_or(whole.given, |g| vec![g.to_owned()]);
        (family, given)
    }
}

/// Makes the records of a row.
pub(super) fn records(
    given: &Given<'_>,
    people: &mut People,
    notes: &mut Vec<Note>,
) -> Result<Records, Problem> {
    let mother = given.mother_id();
    let infant = if given.has_infant() { infant_id(given, mother.as_deref(), people, notes)? } else { None };
    if mother.is_none() && infant.is_none() {
        return Err(problem(
            Reason::MissingSubject,
            "nothing tells whose row it is",
            "give a number of the patient, or her name and birth date",
        ));
    }
    let cleared = cleared(given, mother.as_deref(), infant.as_deref())?;
    let mut out = Out { given, people, notes, resources: Vec::new(), cleared };
    let site = given.text(Field::Site).map(|name| {
        let id = format!("s-{}", given.id(&["site", &normal(name)]));
        out.add(json!({"resourceType": "Organization", "id": id, "active": true, "name": name,
            "type": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "prov"}]}]}));
        format!("Organization/{id}")
    });
    if let Some(mother) = &mother {
        let patient = out.mother(mother, infant.as_deref(), site.as_deref());
        out.person(patient);
        out.mothers_records(mother);
    }
    if let Some(infant) = &infant {
        let patient = out.infant(infant, site.as_deref());
        out.person(patient);
        out.infants_records(infant, mother.as_deref());
    }
    out.visit(mother.as_deref(), infant.as_deref(), site.as_deref());
    let resources = out.resources.iter().map(bytes).collect();
    // What an earlier row of the file erased is not brought back by what was known before the file.
    for (reference, property) in &out.cleared {
        let gone = out.people.cleared.entry(reference.clone()).or_default();
        if !gone.contains(property) {
            gone.push(*property);
        }
    }
    let whose = [&mother, &infant].into_iter().flatten().map(|id| format!("Patient/{id}"));
    let cleared = whose.flat_map(|reference| {
        let gone = out.people.cleared.get(&reference).cloned().unwrap_or_default();
        gone.into_iter().map(move |property| (reference.clone(), property))
    });
    Ok(Records { resources, cleared: cleared.collect() })
}

/// What a text such as `<clear>` in a column erases of a person; none where it has no meaning.
pub(super) fn erased_by(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::MotherMedicaid | Field::InfantMedicaid => "identifier:MA",
        Field::MotherMaiden => "name:maiden",
        Field::MotherBorn => "birthDate",
        Field::MotherPhone => "telecom:phone",
        Field::MotherPhone2 => "telecom:phone work",
        Field::MotherEmail => "telecom:email",
        Field::MotherAddress => "address.line",
        Field::MotherCity => "address.city",
        Field::MotherCounty => "address.district",
        Field::MotherState => "address.state",
        Field::MotherZip => "address.postalCode",
        Field::MotherRace => "extension:us-core-race",
        Field::MotherEthnicity => "extension:us-core-ethnicity",
        Field::MotherInterpreter => "extension:patient-interpreterRequired",
        Field::MotherLanguage => "communication",
        Field::InfantSex => "gender",
        _ => return None,
    })
}

/// What a row erases of its people: reference and part.
fn cleared(
    given: &Given<'_>,
    mother: Option<&str>,
    infant: Option<&str>,
) -> Result<Vec<(String, &'static str)>, Problem> {
    let mut cleared = Vec::new();
    for field in given.values.keys().copied().filter(|f| given.erases(*f)) {
        let whose = match field {
            // Without her own number, this is what tells who she is.
            Field::MotherMedicaid => mother.filter(|_| given.text(Field::MotherIdentifier).is_some()),
            Field::InfantMedicaid => infant.filter(|_| given.text(Field::InfantIdentifier).is_some()),
            Field::InfantSex => infant,
            _ => mother,
        };
        let (Some(id), Some(part)) = (whose, erased_by(field)) else {
            let message = format!("`{}` is to be erased, and the row does not say of whom", field.name());
            return Err(problem(Reason::BadValue, message, "give the number of the patient in the same row"));
        };
        cleared.push((format!("Patient/{id}"), part));
    }
    Ok(cleared)
}

/// The infant's id: from its own number, else from the mother, the day and the place among those born together. Two
/// rows of one birth without such a place are told apart by name and sex.
fn infant_id(
    given: &Given<'_>,
    mother: Option<&str>,
    people: &mut People,
    notes: &mut Vec<Note>,
) -> Result<Option<String>, Problem> {
    for (field, kind) in [(Field::InfantIdentifier, "infant"), (Field::InfantMedicaid, "infant-medicaid")] {
        if let Some(own) = given.text(field) {
            return Ok(Some(format!("b-{}", given.id(&[kind, own]))));
        }
    }
    let Some(born) = given.infant_born() else {
        return Err(problem(
            Reason::MissingField,
            "the row tells of a baby and neither its number nor its birth date",
            "fill the baby's birth date",
        ));
    };
    let order = given.code(Field::BirthOrder).unwrap_or_default();
    let (family, names) = given.infant_name();
    let name = normal(&format!("{} {}", names.join(" "), family.unwrap_or_default()));
    let Some(mother) = mother else {
        let base = format!("b-{}", given.id(&["infant-name", &name, &born.to_string(), order]));
        return Ok((!name.is_empty()).then_some(base));
    };
    let base = format!("b-{}", given.id(&["birth", mother, &born.to_string(), order]));
    if !order.is_empty() {
        return Ok(Some(base));
    }
    let sex = given.code(Field::InfantSex).unwrap_or_default().to_owned();
    let known = people.infants.entry(base.clone()).or_default();
    let number = match known.iter().position(|k| *k == (name.clone(), sex.clone())) {
        Some(at) => at,
        None => {
            known.push((name, sex));
            known.len() - 1
        }
    };
    if number == 0 {
        return Ok(Some(base));
    }
    notes.push(Note::new(NoteCode::NoBirthOrder, ""));
    Ok(Some(format!("{base}-{}", number + 1)))
}

fn bytes(resource: &Json) -> Vec<u8> {
    serde_json::to_vec(resource).expect("text and numbers always have a JSON form")
}
