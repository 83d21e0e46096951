//! A certificate as FHIR R4 resources.

use serde_json::{Map, Value as Json, json};

use super::layout::{BIRTH, Kind, Place, SHARED};
use super::{Certificate, IJE_RECORD, Made};
use crate::build::{self, SNOMED};
use crate::problem::{Note, NoteCode, Problem, Reason};
use crate::table::{is_temporary_name, short_hash};

/// Makes the records of one certificate.
pub(super) fn records(c: &Certificate<'_>) -> Result<Made, Problem> {
    let Some(key) = c.key() else {
        return Err(Problem {
            reason: Reason::MissingId,
            message: "the certificate has no year, state and number in positions 1 to 12".into(),
            help: "these tell one certificate from another; ask the sender for whole lines in the IJE layout"
                .into(),
        });
    };
    let event = c.date([SHARED.year, SHARED.month, SHARED.day])?;
    let Some(event) = event else {
        return Err(Problem::new(Reason::MissingField, "the certificate has no year of the event"));
    };
    let places = c.kind.places();
    let mother = mother_key(c, &event)?.unwrap_or_else(|| key.clone());
    let state = c.text(SHARED.state).unwrap_or_default().into_owned();
    let mut out = Out {
        c,
        id: format!("{}-{key}", c.kind.name()),
        mother: format!("m-{}", short_hash(&["ije", &state, &mother])),
        child: format!("b-{}", short_hash(&["ije", &key])),
        delivery: format!("e-{}", short_hash(&["ije-delivery", &state, &mother])),
        state,
        event,
        void: c.code(SHARED.void) == Some('1'),
        resources: Vec::new(),
        notes: Vec::new(),
    };
    out.facility();
    out.mother()?;
    out.delivery()?;
    if c.kind == Kind::Natality {
        out.child(&key)?;
    }
    if out.void {
        out.notes.push(Note::new(NoteCode::CertificateVoid, ""));
    }
    if matches!(c.code(places.weight_flag), Some('1' | '2')) {
        out.notes.push(Note::new(NoteCode::UnusualWeight, ""));
    }
    let resources =
        out.resources.iter().map(|r| serde_json::to_vec(r).expect("text has a JSON form")).collect();
    Ok(Made { id: out.id, original: Vec::new(), resources, notes: out.notes })
}

/// What tells the mother apart: name, birth date and the day of the event. Nothing without name and birth date.
fn mother_key(c: &Certificate<'_>, event: &str) -> Result<Option<String>, Problem> {
    let places = c.kind.places();
    let Some(born) = c.date(SHARED.mother_born)? else { return Ok(None) };
    let name = |place| c.text(place).map(|t| t.to_lowercase()).unwrap_or_default();
    let (family, given) = (name(places.mother_family), name(places.mother_given));
    Ok((!family.is_empty() && !given.is_empty()).then(|| format!("{family}|{given}|{born}|{event}")))
}

struct Out<'c> {
    c: &'c Certificate<'c>,
    id: String,
    mother: String,
    child: String,
    delivery: String,
    state: String,
    event: String,
    void: bool,
    resources: Vec<Json>,
    notes: Vec<Note>,
}

impl Out<'_> {
    fn add(&mut self, mut resource: Json) {
        resource["meta"] = json!({"source": format!("{IJE_RECORD}/{}", self.id)});
        self.resources.push(resource);
    }

    /// `final`, or that it was entered by mistake.
    fn status<'s>(&self, status: &'s str) -> &'s str {
        if self.void { "entered-in-error" } else { status }
    }

    fn facility_id(&self) -> Option<String> {
        let npi = self.c.text(SHARED.npi);
        let name = self.c.text(self.c.kind.places().facility);
        let key = npi.or(name)?;
        Some(format!("s-{}", short_hash(&["ije", &self.state, &key.to_lowercase()])))
    }

    fn facility(&mut self) {
        let Some(id) = self.facility_id() else { return };
        let mut facility = json!({"resourceType": "Organization", "id": id, "active": true,
            "type": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "prov"}]}]});
        if let Some(name) = self.c.text(self.c.kind.places().facility) {
            facility["name"] = json!(name);
        }
        if let Some(npi) = self.c.text(SHARED.npi) {
            facility["identifier"] = json!([{"system": "http://hl7.org/fhir/sid/us-npi", "value": npi}]);
        }
        self.add(facility);
    }

    fn mother(&mut self) -> Result<(), Problem> {
        let (c, places) = (self.c, self.c.kind.places());
        let mut p = Map::new();
        p.insert("resourceType".into(), "Patient".into());
        p.insert("id".into(), self.mother.clone().into());
        p.insert("active".into(), true.into());
        let race = build::reported("race", &race(c));
        let ethnicity = build::reported("ethnicity", &ethnicity(c));
        let extensions: Vec<Json> = [race, ethnicity].into_iter().flatten().collect();
        if !extensions.is_empty() {
            p.insert("extension".into(), extensions.into());
        }
        if let Some(identifier) = self.record_number(BIRTH.mother_record) {
            p.insert("identifier".into(), json!([identifier]));
        }
        p.insert("name".into(), self.mother_names().into());
        p.insert("gender".into(), "female".into());
        if let Some(born) = c.date(SHARED.mother_born)? {
            p.insert("birthDate".into(), born.into());
        }
        let parts = [
            ("city", places.city),
            ("district", places.county),
            ("state", places.state),
            ("postalCode", places.zip),
        ];
        let mut address: Map<String, Json> =
            parts.into_iter().filter_map(|(k, place)| Some((k.to_owned(), json!(c.text(place)?)))).collect();
        if let Some(line) = c.text(places.address) {
            address.insert("line".into(), json!([line]));
        }
        if !address.is_empty() {
            address.insert("use".into(), "home".into());
            p.insert("address".into(), json!([address]));
        }
        if c.kind == Kind::Natality {
            let other = format!("RelatedPerson/r-{}", self.child);
            p.insert("link".into(), json!([{"other": {"reference": other}, "type": "seealso"}]));
        }
        self.add(Json::Object(p));
        Ok(())
    }

    fn mother_names(&self) -> Vec<Json> {
        let places = self.c.kind.places();
        let text = |place| self.c.text(place).map(|t| t.into_owned());
        let given: Vec<String> =
            [places.mother_given, places.mother_middle].into_iter().filter_map(text).collect();
        let family = text(places.mother_family);
        let maiden = text(places.mother_maiden).filter(|m| Some(m) != family.as_ref());
        [
            build::name("official", family.as_deref(), &given),
            maiden.and_then(|m| build::name("maiden", Some(&m), &given)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// A record number of the facility; only births have them.
    fn record_number(&self, place: Place) -> Option<Json> {
        if self.c.kind != Kind::Natality {
            return None;
        }
        let value = self.c.text(place)?;
        let system = format!("urn:x-ije:facility:{}", self.facility_id()?);
        Some(build::identifier(&system, &value, "MR"))
    }

    /// The event as the mother's: the day, what is known of the pregnancy, the outcome of a fetal death.
    fn delivery(&mut self) -> Result<(), Problem> {
        let (c, places) = (self.c, self.c.kind.places());
        let in_hospital = c.code(SHARED.place_type) == Some('1');
        if in_hospital {
            let encounter = self.stay(&self.delivery.clone(), &self.mother.clone(), None);
            self.add(encounter);
        }
        let day = self.event.clone();
        self.observe("delivered", true, "93857-1", json!({"valueDateTime": day}));
        if let Some(lmp) = c.date(places.lmp)? {
            self.observe("lmp", true, "8665-2", json!({"valueDateTime": lmp}));
        }
        if let Some(first) = c.date(places.first_visit)? {
            self.observe("first-visit", true, "69044-6", json!({"valueDateTime": first}));
        }
        if let Some(n) = c.number(places.visits)? {
            self.observe("visits", true, "68493-6", json!({"valueInteger": n}));
        }
        if let Some(weeks) = c.number(places.gestation)? {
            self.observe("gestation", true, "11884-4", build::quantity(weeks, "wk"));
        }
        for (name, place, code) in [
            ("diabetes", places.diabetes, "73211009"),
            ("gestational-diabetes", places.gestational_diabetes, "11687002"),
            ("hypertension", places.hypertension, "38341003"),
            ("gestational-hypertension", places.gestational_hypertension, "48194001"),
            ("eclampsia", places.eclampsia, "15938005"),
        ] {
            if c.yes(place) {
                self.diagnose(name, SNOMED, code);
            }
        }
        let route = match c.code(places.route) {
            Some('1') => Some("48782003"),
            Some('2') => Some("302383004"),
            Some('3') => Some("61586001"),
            Some('4') => Some("11466000"),
            _ => None,
        };
        if let Some(code) = route {
            let id = format!("p-{}", short_hash(&["ije-route", &self.id]));
            self.add(json!({"resourceType": "Procedure", "id": id, "status": self.status("completed"),
                "code": {"coding": [{"system": SNOMED, "code": code}]}, "performedDateTime": self.event,
                "subject": {"reference": format!("Patient/{}", self.mother)}}));
        }
        let together = c.number(places.plurality)?.unwrap_or(1);
        let number = c.number(places.number)?;
        match c.kind {
            Kind::Natality => {
                if let Some(n) = number {
                    self.observe("live-born", true, "73773-4", json!({"valueInteger": n}));
                }
                self.payer();
            }
            Kind::FetalDeath => {
                let code = match (together, number) {
                    (1, _) => "Z37.1",
                    (2, Some(2)) => "Z37.4",
                    (2, _) => "Z37.3",
                    (n, Some(dead)) if n == dead => "Z37.7",
                    _ => "Z37.60",
                };
                self.diagnose("outcome", "http://hl7.org/fhir/sid/icd-10-cm", code);
                self.observe("fetal-deaths", true, "73772-6", json!({"valueInteger": number.unwrap_or(1)}));
            }
        }
        Ok(())
    }

    fn payer(&mut self) {
        let kind = match self.c.code(BIRTH.payer) {
            Some('1') => "2",
            Some('2') => "5",
            Some('3') => "81",
            Some('4') => "33",
            Some('5') => "31",
            Some('6') => "3",
            Some('8') => "9",
            _ => return,
        };
        let id = format!("c-{}", short_hash(&["ije-payer", &self.id]));
        self.add(json!({"resourceType": "Coverage", "id": id, "status": self.status("active"),
            "type": {"coding": [{"system": "https://nahdo.org/sopt", "code": kind}]},
            "beneficiary": {"reference": format!("Patient/{}", self.mother)},
            "payor": [{"display": "principal source of payment for this delivery"}]}));
    }

    fn stay(&self, id: &str, patient: &str, part_of: Option<&str>) -> Json {
        let mut stay = json!({"resourceType": "Encounter", "id": id, "status": self.status("finished"),
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
            "subject": {"reference": format!("Patient/{patient}")},
            "period": {"start": self.event}});
        if let Some(part_of) = part_of {
            stay["partOf"] = json!({"reference": format!("Encounter/{part_of}")});
        }
        if let Some(facility) = self.facility_id() {
            stay["serviceProvider"] = json!({"reference": format!("Organization/{facility}")});
        }
        stay
    }

    fn child(&mut self, key: &str) -> Result<(), Problem> {
        let (c, places) = (self.c, self.c.kind.places());
        let text = |place| c.text(place).map(|t| t.into_owned());
        let mut p = Map::new();
        p.insert("resourceType".into(), "Patient".into());
        p.insert("id".into(), self.child.clone().into());
        p.insert("active".into(), (!self.void).into());
        let certificate =
            build::identifier(&format!("urn:x-ije:birth-certificate:{}", self.state), key, "BCT");
        let numbers: Vec<Json> =
            [Some(certificate), self.record_number(BIRTH.infant_record)].into_iter().flatten().collect();
        p.insert("identifier".into(), numbers.into());
        let given: Vec<String> =
            [BIRTH.child_given, BIRTH.child_middle].into_iter().filter_map(text).collect();
        let usage = if given.first().is_some_and(|n| is_temporary_name(n)) { "temp" } else { "official" };
        if let Some(name) = build::name(usage, text(BIRTH.child_family).as_deref(), &given) {
            p.insert("name".into(), json!([name]));
        }
        let sex = match c.code(SHARED.sex) {
            Some('M') => Some("male"),
            Some('F') => Some("female"),
            Some('N' | 'U') => Some("unknown"),
            _ => None,
        };
        if let Some(sex) = sex {
            p.insert("gender".into(), sex.into());
        }
        p.insert("birthDate".into(), self.event.clone().into());
        build::multiple(&mut p, c.number(places.order)?, c.number(places.plurality)?);
        match c.code(BIRTH.living) {
            Some('N') => drop(p.insert("deceasedBoolean".into(), true.into())),
            Some('Y') => drop(p.insert("deceasedBoolean".into(), false.into())),
            _ => {}
        }
        self.add(Json::Object(p));

        let mut related = json!({"resourceType": "RelatedPerson", "id": format!("r-{}", self.child),
            "active": !self.void, "patient": {"reference": format!("Patient/{}", self.child)},
            "relationship": build::mother_relationship(), "name": self.mother_names()});
        if let Some(born) = c.date(SHARED.mother_born)? {
            related["birthDate"] = born.into();
        }
        self.add(related);

        if c.code(SHARED.place_type) == Some('1') {
            let id = format!("e-{}", short_hash(&["ije-birth", &self.id]));
            let stay = self.stay(&id, &self.child, Some(&self.delivery));
            self.add(stay);
        }
        if let Some(grams) = c.number(places.weight)? {
            self.observe("weight", false, "8339-4", build::quantity(grams, "g"));
        }
        for (name, place, code) in [("apgar5", BIRTH.apgar5, "9274-2"), ("apgar10", BIRTH.apgar10, "9271-8")]
        {
            if let Some(score) = c.number(place)?.filter(|n| (0..=10).contains(n)) {
                self.observe(name, false, code, json!({"valueInteger": score}));
            }
        }
        if c.yes(BIRTH.nicu) {
            let id = format!("p-{}", short_hash(&["ije-nicu", &self.id]));
            self.add(json!({"resourceType": "Procedure", "id": id, "status": self.status("completed"),
                "code": {"coding": [{"system": SNOMED, "code": "830077005",
                    "display": "Admission to neonatal intensive care unit"}]},
                "subject": {"reference": format!("Patient/{}", self.child)}, "performedDateTime": self.event}));
        }
        Ok(())
    }

    fn observe(&mut self, name: &str, of_mother: bool, loinc: &str, value: Json) {
        let id = format!("o-{}", short_hash(&["ije", &self.id, name]));
        let patient = if of_mother { &self.mother } else { &self.child };
        let mut observation = build::observation(&id, patient, loinc, Some(&self.event), value);
        observation["status"] = self.status("final").into();
        self.add(observation);
    }

    fn diagnose(&mut self, name: &str, system: &str, code: &str) {
        let id = format!("d-{}", short_hash(&["ije", &self.id, name]));
        let mut condition = build::condition(&id, &self.mother, system, code);
        condition["onsetDateTime"] = self.event.clone().into();
        condition["verificationStatus"]["coding"][0]["code"] = self.status("confirmed").into();
        self.add(condition);
    }
}

/// The boxes that were ticked, as categories; each once.
fn race(c: &Certificate<'_>) -> Vec<String> {
    let any = |from: usize, boxes: usize| (from..from + boxes).any(|at| c.yes(Place(at, 1)));
    let [white, black, native] = SHARED.race;
    let ticked = [
        (c.yes(white), "2106-3"),
        (c.yes(black), "2054-5"),
        (c.yes(native), "1002-5"),
        (any(SHARED.race_asian, 7), "2028-9"),
        (any(SHARED.race_pacific, 4), "2076-8"),
        (c.yes(SHARED.race_other), "2131-1"),
    ];
    ticked.into_iter().filter(|(yes, _)| *yes).map(|(_, code)| code.to_owned()).collect()
}

/// Hispanic when any box says so, not when all say no; the words of the record beside it.
fn ethnicity(c: &Certificate<'_>) -> Vec<String> {
    let boxes: Vec<char> = SHARED.hispanic.iter().filter_map(|place| c.code(*place)).collect();
    let mut codes = Vec::new();
    if boxes.iter().any(|b| matches!(b, 'H' | 'Y')) {
        codes.push("2135-2".to_owned());
    } else if boxes.len() == 4 && boxes.iter().all(|b| *b == 'N') {
        codes.push("2186-5".to_owned());
    } else if boxes.contains(&'U') {
        codes.push("UNK".to_owned());
    }
    codes.extend(c.text(SHARED.hispanic_words).map(|words| format!("text:{words}")));
    codes
}
