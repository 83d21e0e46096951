//! What each column of a row becomes.

use jiff::ToSpan;
use kith_domain::date::PartialDate;
use serde_json::{Map, Value as Json, json};

use super::{Given, Of, People, bytes};
use crate::build;
use crate::problem::{Note, NoteCode};
use crate::table::field::Field;
use crate::table::header::normal;
use crate::table::merge::merged;
use crate::table::take::{TABLE_ROW, Value};
use crate::table::values::is_temporary;

/// The records of a row, as they are made.
pub(super) struct Out<'g> {
    pub given: &'g Given<'g>,
    pub people: &'g mut People,
    pub notes: &'g mut Vec<Note>,
    pub resources: Vec<Json>,
    pub cleared: Vec<(String, &'static str)>,
}

impl Out<'_> {
    pub fn add(&mut self, mut resource: Json) {
        resource["meta"] = json!({"source": format!("{TABLE_ROW}/{}", self.given.row)});
        self.resources.push(resource);
    }

    /// Adds a person with what earlier rows of this sheet said.
    pub fn person(&mut self, patient: Json) {
        let id = patient["id"].as_str().unwrap_or_default().to_owned();
        self.add(patient);
        let Some(last) = self.resources.last_mut() else { return };
        if let Some(before) = self.people.said.get(&id) {
            let reference = format!("Patient/{id}");
            let gone: Vec<&str> =
                self.cleared.iter().filter(|(r, _)| *r == reference).map(|(_, p)| *p).collect();
            let joined = merged(before, &bytes(last), &gone);
            *last = serde_json::from_slice(&joined).unwrap_or_else(|_| last.clone());
        }
        self.people.said.insert(id, bytes(last));
    }

    /// The id of a statement about a person. Of two values in one file for the same day, each stands.
    fn told(&mut self, letter: char, name: &str, of_whom: &str, of: Of, value: &Json) -> String {
        let key = of.key(value);
        let id = format!("{letter}-{}", self.given.id(&[name, of_whom, &key]));
        match self.people.told.get(&id) {
            Some(other) if other != value => {
                format!("{letter}-{}", self.given.id(&[name, of_whom, &key, self.given.row]))
            }
            Some(_) => id,
            None => {
                self.people.told.insert(id.clone(), value.clone());
                id
            }
        }
    }

    pub fn mother(&mut self, id: &str, infant: Option<&str>, site: Option<&str>) -> Json {
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

    pub fn infant(&mut self, id: &str, site: Option<&str>) -> Json {
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

    pub fn mothers_records(&mut self, mother: &str) {
        let g = self.given;
        let visit = g.date(Field::VisitDate);
        let when = |day: PartialDate| json!({"valueDateTime": day.to_string()});
        if let Some(due) = g.date(Field::DueDate) {
            self.observe("edd", mother, "11778-8", visit, Of::Pregnancy(due), when(due));
        }
        if let Some(lmp) = g.date(Field::Lmp) {
            self.observe("lmp", mother, "8665-2", visit, Of::Pregnancy(lmp), when(lmp));
        }
        if let Some(days) = g.number(Field::Gestation) {
            // Of the day of the file, a later file says it anew of the same pregnancy.
            let due = g.file_date.checked_add((280 - days).days()).ok().map(PartialDate::Day);
            let of = visit.map_or(Of::pregnancy(due), Of::Day);
            let on = visit.unwrap_or(PartialDate::Day(g.file_date));
            self.observe("ga", mother, "18185-9", Some(on), of, build::quantity(days, "d"));
        }
        for (field, name, code) in [(Field::Gravida, "gravida", "11996-6"), (Field::Para, "para", "11977-6")]
        {
            if let Some(n) = g.number(field) {
                self.observe(name, mother, code, visit, Of::day(visit), json!({"valueInteger": n}));
            }
        }
        let delivered = g.date(Field::Delivered);
        if let Some(day) = delivered {
            self.observe("delivered", mother, "93857-1", delivered, Of::Pregnancy(day), when(day));
        }
        let on = delivered.or_else(|| g.date(Field::InfantBorn));
        if let Some(days) = g.number(Field::BirthGestation) {
            self.observe("birth-ga", mother, "11884-4", on, Of::pregnancy(on), build::quantity(days, "d"));
        }
        if let Some(code) = g.code(Field::Outcome).and_then(outcome) {
            let id = self.told('d', "outcome", mother, Of::pregnancy(on), &code.into());
            let mut condition = build::condition(&id, mother, "http://hl7.org/fhir/sid/icd-10-cm", code);
            if let Some(on) = on {
                condition["onsetDateTime"] = on.to_string().into();
            }
            self.add(condition);
        }
        if let Some(code) = g.code(Field::Route) {
            let id = self.told('p', "route", mother, Of::pregnancy(on), &code.into());
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
    }

    pub fn infants_records(&mut self, infant: &str, mother: Option<&str>) {
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
            self.observe("weight", infant, "8339-4", born, Of::Life, build::quantity(grams, "g"));
        }
        for (field, name, code) in [
            (Field::Apgar1, "apgar1", "9272-6"),
            (Field::Apgar5, "apgar5", "9274-2"),
            (Field::Apgar10, "apgar10", "9271-8"),
        ] {
            if let Some(n) = g.number(field) {
                self.observe(name, infant, code, born, Of::Life, json!({"valueInteger": n}));
            }
        }
        if mother.is_none()
            && let Some(days) = g.number(Field::BirthGestation)
        {
            self.observe("birth-ga", infant, "11884-4", born, Of::Life, build::quantity(days, "d"));
        }
        if g.yes(Field::Nicu) == Some(true) {
            let id = self.told('p', "nicu", infant, Of::Life, &true.into());
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
    pub fn visit(&mut self, mother: Option<&str>, infant: Option<&str>, site: Option<&str>) {
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
            self.observe("bp", mother, "85354-9", found, Of::day(found), parts);
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
                self.observe(name, mother, code, screened, Of::day(screened), json!({"valueInteger": n}));
            }
        }
        if undated {
            self.notes.push(Note::new(NoteCode::NoDay, ""));
        }
    }

    fn observe(
        &mut self,
        name: &str,
        patient: &str,
        loinc: &str,
        on: Option<PartialDate>,
        of: Of,
        value: Json,
    ) {
        let id = self.told('o', name, patient, of, &value);
        self.add(build::observation(&id, patient, loinc, on.map(|d| d.to_string()).as_deref(), value));
    }
}

fn put<const N: usize>(into: &mut Map<String, Json>, property: &str, parts: [Option<Json>; N]) {
    let parts: Vec<Json> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        into.insert(property.into(), Json::Array(parts));
    }
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
