//! One row's values as FHIR R4 resources.
//!
//! Ids are made from what tells a person or a row apart at this sender, so that the same row again is the same record.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use kith_domain::date::PartialDate;
use serde_json::{Map, Value as Json, json};

use super::field::Field;
use super::header::normal;
use super::problem;
use super::take::{TABLE_ROW, Value, short_hash};
use super::values::{full_name, is_temporary};
use crate::build;
use crate::problem::{Problem, Reason};

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
    notes: &mut Vec<String>,
) -> Result<Records, Problem> {
    let mut out = Out { given, resources: Vec::new(), cleared: Vec::new() };
    let mother = given.mother_id();
    let infant = if given.has_infant() { infant_id(given, mother.as_deref(), people, notes)? } else { None };
    if mother.is_none() && infant.is_none() {
        return Err(problem(
            Reason::MissingSubject,
            "nothing tells whose row it is",
            "give a number of the patient, or her name and birth date",
        ));
    }
    let site = given.text(Field::Site).map(|name| {
        let id = format!("s-{}", given.id(&["site", &normal(name)]));
        out.add(json!({"resourceType": "Organization", "id": id, "active": true, "name": name,
            "type": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "prov"}]}]}));
        format!("Organization/{id}")
    });
    if let Some(mother) = &mother {
        let patient = out.mother(mother, infant.as_deref(), site.as_deref());
        out.person(patient, people);
        out.mothers_records(mother, site.as_deref());
    }
    if let Some(infant) = &infant {
        let patient = out.infant(infant, site.as_deref());
        out.person(patient, people);
        out.infants_records(infant, mother.as_deref());
    }
    out.visit(mother.as_deref(), infant.as_deref(), site.as_deref(), notes);
    let resources = out.resources.into_iter().map(|r| bytes(&r)).collect();
    Ok(Records { resources, cleared: out.cleared })
}

/// The infant's id: from its own number, else from the mother, the day and the place among those born together. Two
/// rows of one birth without such a place are told apart by name and sex.
fn infant_id(
    given: &Given<'_>,
    mother: Option<&str>,
    people: &mut People,
    notes: &mut Vec<String>,
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
    notes.push("two babies of one birth without a birth order; they were told apart by name and sex".into());
    Ok(Some(format!("{base}-{}", number + 1)))
}

struct Out<'g> {
    given: &'g Given<'g>,
    resources: Vec<Json>,
    cleared: Vec<(String, &'static str)>,
}

impl Out<'_> {
    fn add(&mut self, mut resource: Json) {
        resource["meta"] = json!({"source": format!("{TABLE_ROW}/{}", self.given.row)});
        self.resources.push(resource);
    }

    /// Adds a person with what earlier rows of this sheet said.
    fn person(&mut self, patient: Json, people: &mut People) {
        let id = patient["id"].as_str().unwrap_or_default().to_owned();
        self.add(patient);
        let Some(last) = self.resources.last_mut() else { return };
        if let Some(before) = people.said.get(&id) {
            let gone: Vec<&str> =
                self.cleared.iter().filter(|(r, _)| r.ends_with(&id)).map(|(_, p)| *p).collect();
            let joined = merged(before, &bytes(last), &gone);
            *last = serde_json::from_slice(&joined).unwrap_or_else(|_| last.clone());
        }
        people.said.insert(id, bytes(last));
    }

    fn mother(&mut self, id: &str, infant: Option<&str>, site: Option<&str>) -> Json {
        let g = self.given;
        let (family, names) = g.mother_name();
        let mut p = Map::new();
        p.insert("resourceType".into(), "Patient".into());
        p.insert("id".into(), id.into());
        p.insert("active".into(), true.into());
        let extensions = [
            build::reported("race", g.codes(Field::MotherRace)),
            build::reported("ethnicity", g.codes(Field::MotherEthnicity)),
            g.yes(Field::MotherInterpreter).map(
                |yes| json!({"url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired", "valueBoolean": yes}),
            ),
        ];
        put(&mut p, "extension", extensions);
        put(&mut p, "identifier", self.identifiers(Field::MotherIdentifier, Field::MotherMedicaid));
        let named = build::name("official", family.as_deref(), &names);
        let maiden = g.text(Field::MotherMaiden).and_then(|f| build::name("maiden", Some(f), &[]));
        put(&mut p, "name", [named, maiden]);
        let phone = |f| g.text(f).map(|v| json!({"system": "phone", "value": v}));
        let second = phone(Field::MotherPhone2).map(|mut t| {
            t["use"] = "work".into();
            t
        });
        let email = g.text(Field::MotherEmail).map(|v| json!({"system": "email", "value": v}));
        put(&mut p, "telecom", [phone(Field::MotherPhone), second, email]);
        p.insert("gender".into(), "female".into());
        if let Some(born) = g.date(Field::MotherBorn) {
            p.insert("birthDate".into(), born.to_string().into());
        }
        put(&mut p, "address", [self.address()]);
        if let Some(code) = g.code(Field::MotherLanguage) {
            let language = json!({"coding": [{"system": "urn:ietf:bcp:47", "code": code}]});
            p.insert("communication".into(), json!([{"language": language, "preferred": true}]));
        }
        if let Some(site) = site {
            p.insert("managingOrganization".into(), json!({"reference": site}));
        }
        let link = infant
            .map(|i| json!({"other": {"reference": format!("RelatedPerson/r-{i}")}, "type": "seealso"}));
        put(&mut p, "link", [link]);
        let clears: [(Field, &'static str); 9] = [
            (Field::MotherPhone, "telecom"),
            (Field::MotherEmail, "telecom"),
            (Field::MotherAddress, "address"),
            (Field::MotherZip, "address"),
            (Field::MotherBorn, "birthDate"),
            (Field::MotherLanguage, "communication"),
            (Field::MotherRace, "extension"),
            (Field::MotherEthnicity, "extension"),
            (Field::MotherMaiden, "name"),
        ];
        for (field, property) in clears {
            if g.erases(field) {
                self.cleared.push((format!("Patient/{id}"), property));
            }
        }
        Json::Object(p)
    }

    fn identifiers(&self, own: Field, medicaid: Field) -> [Option<Json>; 2] {
        let g = self.given;
        let typed = |v: &str, system: String, code: &str| build::identifier(&system, v, code);
        [
            g.text(own).map(|v| typed(v, g.authority.to_owned(), "MR")),
            g.text(medicaid).map(|v| typed(v, format!("{}:medicaid", g.authority), "MA")),
        ]
    }

    fn address(&self) -> Option<Json> {
        let g = self.given;
        let lines: Vec<&str> =
            [Field::MotherAddress, Field::MotherAddress2].iter().filter_map(|f| g.text(*f)).collect();
        let mut a = Map::new();
        if !lines.is_empty() {
            a.insert("line".into(), json!(lines));
        }
        for (field, property) in [
            (Field::MotherCity, "city"),
            (Field::MotherCounty, "district"),
            (Field::MotherState, "state"),
            (Field::MotherZip, "postalCode"),
        ] {
            if let Some(text) = g.text(field) {
                a.insert(property.into(), text.into());
            }
        }
        (!a.is_empty()).then(|| {
            a.insert("use".into(), "home".into());
            Json::Object(a)
        })
    }

    fn infant(&mut self, id: &str, site: Option<&str>) -> Json {
        let g = self.given;
        let (family, names) = g.infant_name();
        let mut p = Map::new();
        p.insert("resourceType".into(), "Patient".into());
        p.insert("id".into(), id.into());
        p.insert("active".into(), true.into());
        put(&mut p, "identifier", self.identifiers(Field::InfantIdentifier, Field::InfantMedicaid));
        let usage = if names.first().is_some_and(|n| is_temporary(n)) { "temp" } else { "official" };
        put(&mut p, "name", [build::name(usage, family.as_deref(), &names)]);
        if let Some(sex) = g.code(Field::InfantSex) {
            p.insert("gender".into(), sex.into());
        }
        if let Some(born) = g.infant_born() {
            p.insert("birthDate".into(), born.to_string().into());
        }
        build::multiple(
            &mut p,
            g.code(Field::BirthOrder).and_then(|o| o.parse().ok()),
            g.number(Field::Plurality),
        );
        put(&mut p, "address", [self.address()]);
        if let Some(site) = site {
            p.insert("managingOrganization".into(), json!({"reference": site}));
        }
        Json::Object(p)
    }

    fn mothers_records(&mut self, mother: &str, site: Option<&str>) {
        let g = self.given;
        let visit = g.date(Field::VisitDate);
        if let Some(due) = g.date(Field::DueDate) {
            self.observe("edd", mother, "11778-8", visit, json!({"valueDateTime": due.to_string()}));
        }
        if let Some(lmp) = g.date(Field::Lmp) {
            self.observe("lmp", mother, "8665-2", visit, json!({"valueDateTime": lmp.to_string()}));
        }
        if let Some(days) = g.number(Field::Gestation) {
            let on = visit.unwrap_or(PartialDate::Day(g.file_date));
            self.observe("ga", mother, "18185-9", Some(on), build::quantity(days, "d"));
        }
        for (field, name, code) in [(Field::Gravida, "gravida", "11996-6"), (Field::Para, "para", "11977-6")]
        {
            if let Some(n) = g.number(field) {
                self.observe(name, mother, code, visit, json!({"valueInteger": n}));
            }
        }
        let delivered = g.date(Field::Delivered);
        if let Some(day) = delivered {
            self.observe(
                "delivered",
                mother,
                "93857-1",
                delivered,
                json!({"valueDateTime": day.to_string()}),
            );
        }
        let on = delivered.or_else(|| g.date(Field::InfantBorn));
        if let Some(days) = g.number(Field::BirthGestation) {
            self.observe("birth-ga", mother, "11884-4", on, build::quantity(days, "d"));
        }
        if let Some(code) = g.code(Field::Outcome).and_then(outcome) {
            let id = format!("d-{}", g.id(&["outcome", g.row]));
            let mut condition = build::condition(&id, mother, "http://hl7.org/fhir/sid/icd-10-cm", code);
            if let Some(on) = on {
                condition["onsetDateTime"] = on.to_string().into();
            }
            self.add(condition);
        }
        if let Some(code) = g.code(Field::Route) {
            let id = format!("p-{}", g.id(&["route", g.row]));
            let mut procedure = json!({"resourceType": "Procedure", "id": id, "status": "completed",
                "code": {"coding": [{"system": build::SNOMED, "code": code}]},
                "subject": {"reference": format!("Patient/{mother}")}});
            if let Some(on) = on {
                procedure["performedDateTime"] = on.to_string().into();
            }
            self.add(procedure);
        }
        if let Some(payer) = g.text(Field::Insurer) {
            let id = format!("c-{}", g.id(&["coverage", mother, &normal(payer)]));
            let mut coverage = json!({"resourceType": "Coverage", "id": id, "status": "active",
                "beneficiary": {"reference": format!("Patient/{mother}")}, "payor": [{"display": payer}]});
            if let Some(kind) = build::payer_type(payer) {
                coverage["type"] = json!({"coding": [{"system": "https://nahdo.org/sopt", "code": kind}]});
            }
            if let Some(member) = g.text(Field::MemberId) {
                coverage["subscriberId"] = member.into();
            }
            self.add(coverage);
        }
        if let Some(yes) = g.yes(Field::ConsentSms) {
            let id = format!("k-{}", g.id(&["consent-sms", mother]));
            self.add(json!({"resourceType": "Consent", "id": id, "status": "active",
                "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                "category": [{"text": "text messages"}], "patient": {"reference": format!("Patient/{mother}")},
                "provision": {"type": if yes { "permit" } else { "deny" }}}));
        }
        let _ = site;
    }

    fn infants_records(&mut self, infant: &str, mother: Option<&str>) {
        let g = self.given;
        let born = g.infant_born();
        if mother.is_some() {
            let (family, names) = g.mother_name();
            let mut r = Map::new();
            r.insert("resourceType".into(), "RelatedPerson".into());
            r.insert("id".into(), format!("r-{infant}").into());
            r.insert("active".into(), true.into());
            r.insert("patient".into(), json!({"reference": format!("Patient/{infant}")}));
            r.insert("relationship".into(), build::mother_relationship());
            put(&mut r, "identifier", self.identifiers(Field::MotherIdentifier, Field::MotherMedicaid));
            put(&mut r, "name", [build::name("official", family.as_deref(), &names)]);
            if let Some(born) = g.date(Field::MotherBorn) {
                r.insert("birthDate".into(), born.to_string().into());
            }
            self.add(Json::Object(r));
        }
        if let Some(grams) = g.number(Field::BirthWeight) {
            self.observe("weight", infant, "8339-4", born, build::quantity(grams, "g"));
        }
        for (field, name, code) in [
            (Field::Apgar1, "apgar1", "9272-6"),
            (Field::Apgar5, "apgar5", "9274-2"),
            (Field::Apgar10, "apgar10", "9271-8"),
        ] {
            if let Some(n) = g.number(field) {
                self.observe(name, infant, code, born, json!({"valueInteger": n}));
            }
        }
        if mother.is_none()
            && let Some(days) = g.number(Field::BirthGestation)
        {
            self.observe("birth-ga", infant, "11884-4", born, build::quantity(days, "d"));
        }
        if g.yes(Field::Nicu) == Some(true) {
            let id = format!("p-{}", g.id(&["nicu", g.row]));
            let mut procedure = json!({"resourceType": "Procedure", "id": id, "status": "completed",
                "code": {"coding": [{"system": build::SNOMED, "code": "830077005",
                    "display": "Admission to neonatal intensive care unit"}]},
                "subject": {"reference": format!("Patient/{infant}")}});
            if let Some(born) = born {
                procedure["performedDateTime"] = born.to_string().into();
            }
            self.add(procedure);
        }
    }

    /// The visit, and what it found. A well-child visit is the infant's, any other the mother's.
    fn visit(
        &mut self,
        mother: Option<&str>,
        infant: Option<&str>,
        site: Option<&str>,
        notes: &mut Vec<String>,
    ) {
        let g = self.given;
        let kind = g.codes(Field::VisitType).first().map(String::as_str);
        let childs = matches!(kind, Some("well_child" | "sick_child"));
        let whose = if childs { infant.or(mother) } else { mother.or(infant) };
        let Some(patient) = whose else { return };
        let day = g.date(Field::VisitDate);
        let planned = day.is_some_and(|d| d.earliest() > g.file_date);
        if let Some(day) = day {
            let id = format!("e-{}", g.id(&["visit", patient, &day.to_string(), kind.unwrap_or_default()]));
            let (class, coding) = visit_coding(kind);
            let mut encounter = json!({"resourceType": "Encounter", "id": id,
                "status": if planned { "planned" } else { "finished" },
                "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": class},
                "type": [coding],
                "subject": {"reference": format!("Patient/{patient}")},
                "period": {"start": day.to_string(), "end": day.to_string()}});
            if let Some(site) = site {
                encounter["serviceProvider"] = json!({"reference": site});
            }
            self.add(encounter);
        }
        let Some(mother) = mother else { return };
        let found = if childs { None } else { day.filter(|_| !planned) };
        let pressure = match (
            self.given.values.get(&Field::Bp),
            g.number(Field::Systolic),
            g.number(Field::Diastolic),
        ) {
            (Some(Value::Pressure(s, d)), ..) => Some((*s, *d)),
            (_, Some(s), Some(d)) => Some((s, d)),
            _ => None,
        };
        let mut undated = false;
        if let Some((systolic, diastolic)) = pressure {
            undated |= found.is_none();
            let part = |code: &str, n: i64| {
                json!({"code": {"coding": [{"system": build::LOINC, "code": code}]},
                    "valueQuantity": {"value": n, "unit": "mmHg", "system": build::UNITS, "code": "mm[Hg]"}})
            };
            let parts = json!({"component": [part("8480-6", systolic), part("8462-4", diastolic)]});
            self.observe("bp", mother, "85354-9", found, parts);
        }
        let screened = g.date(Field::ScreenDate).or(found);
        for (field, name, code) in [
            (Field::Phq9, "phq9", "44261-6"),
            (Field::Phq2, "phq2", "55758-7"),
            (Field::Epds, "epds", "99046-5"),
            (Field::Gad7, "gad7", "70274-6"),
        ] {
            if let Some(n) = g.number(field) {
                undated |= screened.is_none();
                self.observe(name, mother, code, screened, json!({"valueInteger": n}));
            }
        }
        if undated {
            notes.push("a measurement has no day; it is kept without one".into());
        }
    }

    fn observe(&mut self, name: &str, patient: &str, loinc: &str, on: Option<PartialDate>, value: Json) {
        let id = format!("o-{}", self.given.id(&["observation", self.given.row, name]));
        self.add(build::observation(&id, patient, loinc, on.map(|d| d.to_string()).as_deref(), value));
    }
}

fn put<const N: usize>(into: &mut Map<String, Json>, property: &str, parts: [Option<Json>; N]) {
    let parts: Vec<Json> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        into.insert(property.into(), Json::Array(parts));
    }
}

fn bytes(resource: &Json) -> Vec<u8> {
    serde_json::to_vec(resource).expect("text and numbers always have a JSON form")
}

fn outcome(code: &str) -> Option<&'static str> {
    match code {
        "live" => Some("Z37.0"),
        "stillbirth" => Some("Z37.1"),
        "live_twins" => Some("Z37.2"),
        _ => None,
    }
}

/// Class and type of a visit.
fn visit_coding(kind: Option<&str>) -> (&'static str, Json) {
    let snomed = |code: &str, words: &str| json!({"coding": [{"system": build::SNOMED, "code": code, "display": words}]});
    match kind {
        Some("first_prenatal") => ("AMB", snomed("424441002", "First prenatal visit")),
        Some("prenatal") => ("AMB", snomed("424619006", "Prenatal visit")),
        Some("postpartum") => ("AMB", snomed("169762003", "Postnatal visit")),
        Some("well_child") => ("AMB", snomed("410620009", "Well-child visit")),
        Some("home") => ("HH", snomed("308335008", "Patient encounter")),
        Some("telehealth") => ("VR", snomed("308335008", "Patient encounter")),
        Some(other) if other.contains('|') => {
            let (system, code) = other.split_once('|').unwrap_or_default();
            ("AMB", json!({"coding": [{"system": system, "code": code}]}))
        }
        Some(words) if words.starts_with("text:") => ("AMB", json!({"text": &words[5..]})),
        _ => ("AMB", snomed("308335008", "Patient encounter")),
    }
}

/// What a value of a field is called here, from the words that senders use in English and Spanish.
pub(super) fn code_of(field: Field, text: &str) -> Option<String> {
    let word = normal(text);
    let listed = |list: &[(&str, &str)]| {
        list.iter()
            .find(|(code, words)| *code == text.trim() || words.split('|').any(|w| w == word))
            .map(|(code, _)| (*code).to_owned())
    };
    match field {
        Field::MotherRace => build::race_of(text),
        Field::MotherEthnicity => build::ethnicity_of(text),
        Field::MotherLanguage => listed(&[
            ("en", "english|eng|ingles"),
            ("es", "spanish|spa|espanol|castellano"),
            ("ht", "haitian creole|creole|kreyol"),
            ("pt", "portuguese|por"),
            ("fr", "french|fra"),
            ("ar", "arabic|ara"),
            ("zh", "chinese|mandarin|cantonese"),
            ("vi", "vietnamese"),
            ("ru", "russian"),
            ("so", "somali"),
            ("ase", "asl|american sign language"),
        ]),
        Field::InfantSex => listed(&[
            ("female", "f|female|girl|nina|femenino|mujer"),
            ("male", "m|male|boy|nino|masculino|hombre|varon"),
            ("unknown", "u|unknown|undetermined|ambiguous"),
        ]),
        Field::BirthOrder => listed(&[
            ("1", "a|1|first|baby a|twin a|1 of 2|1 of 3"),
            ("2", "b|2|second|baby b|twin b|2 of 2|2 of 3"),
            ("3", "c|3|third|baby c|3 of 3"),
            ("4", "d|4|baby d"),
        ]),
        Field::Route => listed(&[
            (
                "11466000",
                "c section|cs|c s|cesarean|caesarean|cesarea|cesarean section|c/s|primary cesarean|repeat cesarean",
            ),
            ("700000006", "vaginal|vag|svd|nsvd|nvd|vaginal delivery|parto vaginal|vbac|vaginal birth"),
        ]),
        Field::Outcome => listed(&[
            ("live", "live|live birth|liveborn|alive|lb|nacido vivo|vivo"),
            ("stillbirth", "stillbirth|stillborn|fetal death|iufd|sb|mortinato"),
            ("loss", "loss|miscarriage|sab|abortion|tab|ectopic|aborto"),
        ]),
        Field::VisitType => listed(&[
            (
                "first_prenatal",
                "first prenatal|new ob|initial ob|initial prenatal|nob|ob intake|primera prenatal",
            ),
            (
                "prenatal",
                "prenatal|ob|ob visit|prenatal visit|rob|return ob|pnc|antenatal|prenatal care|routine prenatal|control prenatal",
            ),
            (
                "postpartum",
                "postpartum|pp|postpartum visit|pp visit|postnatal|6 week|6 wk pp|posparto|postparto",
            ),
            (
                "well_child",
                "well child|wcc|wcv|well baby|well visit|well child visit|newborn check|well child check|nino sano|control nino sano",
            ),
            ("sick_child", "sick child|sick baby|child sick visit"),
            ("home", "home|home visit|hv|visita domiciliaria"),
            ("telehealth", "telehealth|virtual|video|phone visit|telephone|televisita"),
        ]),
        _ => None,
    }
}

/// A person's record with what a newer one says. What the newer one does not say stays, unless it is among `cleared`;
/// lists are joined by what tells their parts apart.
pub fn merged(previous: &[u8], update: &[u8], cleared: &[&str]) -> Vec<u8> {
    let (Ok(Json::Object(before)), Ok(Json::Object(mut after))) =
        (serde_json::from_slice::<Json>(previous), serde_json::from_slice::<Json>(update))
    else {
        return update.to_vec();
    };
    for (property, old) in before {
        if property == "meta" || cleared.contains(&property.as_str()) {
            continue;
        }
        match after.get_mut(&property) {
            None => {
                after.insert(property, old);
            }
            Some(Json::Array(new)) if property != "address" && property != "communication" => {
                let Json::Array(old) = old else { continue };
                for part in old {
                    if !new.iter().any(|n| tells_apart(&property, n) == tells_apart(&property, &part)) {
                        new.push(part);
                    }
                }
            }
            Some(_) => {}
        }
    }
    bytes(&Json::Object(after))
}

/// What makes two parts of a list the same part.
fn tells_apart(property: &str, part: &Json) -> String {
    let text = |pointer: &str| part.pointer(pointer).and_then(Json::as_str).unwrap_or_default().to_owned();
    match property {
        "identifier" => text("/system"),
        "telecom" => text("/system") + " " + &text("/use"),
        "name" => text("/use"),
        "extension" => text("/url"),
        "link" => text("/other/reference"),
        _ => part.to_string(),
    }
}
