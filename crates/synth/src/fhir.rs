//! How a family's story is written down: FHIR R4 resources in the shape of US Core.
//!
//! The same visit may be told by the type of an encounter, its reason, a diagnosis, a procedure or a claim alone.
//! Which way is chosen here changes no count.

use std::fmt::Display;

use crate::Plan;
use crate::calendar::{Calendar, Day, day};
use crate::chance::Chance;
use crate::codes::*;
use crate::json::{Code, Json};
use crate::network::PRACTITIONERS;
use crate::planted::{AREA_UNKNOWN, NO_COVER, REPORTED, SELF_PAY};
use crate::story::{
    Class, Cover, Delivery, Died, Family, Held, Infant, Linkage, Live, Purpose, Site, Stay, Visit,
};
use crate::{names, systems};

mod care;
mod people;

use people::*;

/// Resources with their types, in one buffer.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Resources {
    bytes: Vec<u8>,
    ends: Vec<(&'static str, usize)>,
}

impl Resources {
    /// Type and JSON of each, in the order written.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        starts.zip(&self.ends).map(|(start, (kind, end))| (*kind, &self.bytes[start..*end]))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Adds a resource; `fill` writes what follows its id.
    pub(crate) fn add(
        &mut self,
        resource_type: &'static str,
        calendar: &Calendar,
        id: impl Display,
        fill: impl FnOnce(&mut Json<'_>),
    ) {
        self.bytes.extend_from_slice(b"{\"resourceType\":\"");
        self.bytes.extend_from_slice(resource_type.as_bytes());
        self.bytes.push(b'"');
        let mut json = Json::new(&mut self.bytes, calendar);
        json.plain("id", id);
        fill(&mut json);
        self.bytes.push(b'}');
        self.ends.push((resource_type, self.bytes.len()));
    }
}

const NINE: u32 = 9 * 60;
/// The total of a PHQ-9 from which somebody should act.
const POSITIVE: i32 = 10;

/// Writes a family. What it needs of chance comes after what its story needed.
pub(crate) fn write(
    index: u64,
    plan: &Plan,
    family: &Family,
    chance: &mut Chance,
    calendar: &Calendar,
    out: &mut Resources,
) {
    let home = Home {
        family_name: names::family(chance),
        given: names::given(chance),
        street: format!("{} Sample Street", chance.between(1, 199)),
        postal: (family.mother.area != AREA_UNKNOWN)
            .then(|| format!("{:03}{:02}", family.mother.area, chance.between(1, 99))),
        phone: chance.yes(9200).then(|| format!("555-555-01{:02}", chance.below(100))),
        email: chance.yes(4500),
        mother: format!("m-{index}"),
    };
    let mut w = Writer { index, next: 0, today: day(plan.today), family, home: &home, chance, calendar, out };
    w.mother();
    for cover in &family.covers {
        w.cover(&home.mother, cover);
    }
    w.pregnancy();
    let delivery = family.delivery.as_ref().and_then(|d| w.delivery(d));
    if let Some(d) = &family.delivery {
        for infant in &family.infants {
            w.infant(d, infant, delivery);
        }
    }
    w.notes();
}

/// What the members of a family share.
struct Home {
    family_name: String,
    given: String,
    street: String,
    postal: Option<String>,
    phone: Option<String>,
    email: bool,
    mother: String,
}

struct Writer<'a> {
    index: u64,
    next: u32,
    today: Day,
    family: &'a Family,
    home: &'a Home,
    chance: &'a mut Chance,
    calendar: &'a Calendar,
    out: &'a mut Resources,
}

/// The id of one of a family's records.
#[derive(Clone, Copy)]
struct Id(u64, u32);

impl Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.0, self.1)
    }
}

/// An encounter to write.
struct Encounter<'a> {
    id: Id,
    patient: &'a str,
    status: &'static str,
    class: Code,
    kind: Code,
    reasons: &'a [Code],
    diagnosis: Option<Id>,
    start: (Day, u32),
    end: Option<(Day, u32)>,
    site: Site,
    part_of: Option<Id>,
    disposition: Option<Code>,
}

/// The value of an observation.
enum Value {
    Day(Day),
    Moment(Day, u32),
    Count(i32),
    Measured(i32, &'static str, &'static str),
    Coded(Code),
}

impl Writer<'_> {
    fn id(&mut self) -> Id {
        self.next += 1;
        Id(self.index, self.next)
    }

    /// Everything of the mother's but the delivery stay.
    fn pregnancy(&mut self) {
        let (family, home) = (self.family, self.home);
        let patient = home.mother.as_str();
        let mut encounters: Vec<(Day, Id)> = Vec::new();
        let mut first = true;
        let mut screened = false;
        for v in &family.visits {
            let encounter = self.visit(patient, v, first, None);
            let Some(encounter) = encounter.filter(|_| v.held == Held::Yes) else { continue };
            encounters.push((v.day, encounter));
            match v.purpose {
                Purpose::Prenatal => {
                    first = false;
                    if self.chance.yes(4000) {
                        self.blood_pressure(patient, encounter, v.day);
                    }
                    if !screened && self.chance.yes(4000) {
                        screened = true;
                        self.depression(patient, encounter, v.day);
                    }
                }
                Purpose::Nurse => self.blood_pressure(patient, encounter, v.day),
                Purpose::Postpartum => {
                    // Whether a high pressure was checked in the days after the delivery is laid, and not left to this.
                    let laid =
                        family.hypertension && family.delivery.as_ref().is_some_and(|d| v.day <= d.day + 10);
                    if self.chance.yes(6500) && !laid {
                        self.blood_pressure(patient, encounter, v.day);
                    }
                    if self.chance.yes(6500) {
                        self.depression(patient, encounter, v.day);
                    }
                }
                _ => {}
            }
        }
        for due in &family.due_dates {
            let encounter = encounters.iter().find(|(d, _)| *d == due.noted).map(|(_, e)| *e);
            self.observation(patient, encounter, due.noted, DUE_DATE, EXAM, Value::Day(due.due));
        }
        if let Some(authored) = family.aspirin {
            let id = self.id();
            let practitioner = self.chance.below(PRACTITIONERS) + 1;
            let clinic = family.mother.clinic + 1;
            self.out.add("MedicationRequest", self.calendar, id, |j| {
                j.profile("us-core-medicationrequest");
                j.text("status", "active");
                j.text("intent", "order");
                j.concept("medicationCodeableConcept", ASPIRIN);
                j.reference("subject", "Patient", patient);
                j.date("authoredOn", authored);
                j.reference("requester", "Practitioner", format_args!("clinic-{clinic:02}-{practitioner}"));
                j.array("dosageInstruction", |j| j.item(|j| j.text("text", "One tablet each evening")));
            });
        }
        if family.hypertension
            && let Some((day, encounter)) = encounters.iter().find(|(d, _)| *d > family.lmp + 140)
        {
            self.condition(patient, Some(*encounter), HYPERTENSION, Some(*day), *day);
        }
    }

    /// The delivery; its encounter, if it is known from more than a claim.
    fn delivery(&mut self, d: &Delivery) -> Option<Id> {
        let family = self.family;
        let patient = self.home.mother.as_str();
        if d.live == Live::Unknown {
            self.procedure(patient, None, DELIVERY_CLAIM, d.day);
            return None;
        }
        // An infant whose record leads nowhere must not leave the delivery without a day and an outcome.
        let alone = family.infants.iter().all(|i| i.linkage == Linkage::Lost);
        let encounter = self.id();
        let recorded = (d.day + i32::from(self.chance.yes(3000))).min(self.today);
        let outcome = match (d.plurality, d.stillborn) {
            (1, 0) => ONE_LIVE,
            (1, _) => ONE_STILL,
            (_, 0) => TWO_LIVE,
            (_, 1) => ONE_OF_TWO,
            _ => TWO_STILL,
        };
        let mut diagnosis = None;
        if alone || self.chance.yes(9300) {
            let onset = self.chance.yes(8000).then_some(d.day);
            diagnosis = Some(self.condition(patient, Some(encounter), outcome, onset, recorded));
        }
        if d.stillborn == 0 && !d.cesarean && self.chance.yes(3500) {
            self.condition(patient, Some(encounter), UNCOMPLICATED, Some(d.day), recorded);
        }
        if self.chance.yes(1000) {
            self.condition(patient, Some(encounter), AFTER_DELIVERY, Some(d.day), recorded);
        }
        if self.chance.yes(7000) {
            let code = if d.cesarean { CESAREAN } else { VAGINAL };
            self.procedure(patient, Some(encounter), code, d.day);
        }
        if alone || self.chance.yes(6000) {
            let minute = self.chance.below(24 * 60);
            let value = Value::Moment(d.day, minute);
            self.observation(patient, Some(encounter), d.day, DELIVERED_AT, EXAM, value);
        }
        // Whole weeks only where a due date says the days.
        let value = if self.chance.yes(5000) && !family.due_dates.is_empty() {
            Value::Measured(d.gestation / 7, "wk", "wk")
        } else {
            Value::Measured(d.gestation, "d", "d")
        };
        self.observation(patient, Some(encounter), d.day, GESTATION, EXAM, value);
        if self.chance.yes(5000) {
            self.blood_pressure(patient, encounter, d.day);
        }
        let minute = self.chance.below(24 * 60);
        let stay = self.stay(encounter, patient, &d.stay, minute);
        self.encounter(&Encounter { diagnosis, ..stay });
        Some(encounter)
    }

    fn infant(&mut self, d: &Delivery, infant: &Infant, delivery: Option<Id>) {
        let (family, home, index) = (self.family, self.home, self.index);
        let order = infant.order;
        let patient = format!("b-{index}-{order}");
        let linked = infant.linkage != Linkage::Lost;
        let given = names::given(self.chance);
        let stranger = if linked { None } else { Some(names::family(self.chance)) };
        let mothers = &REPORTED[family.mother.reported];
        let known = !mothers.race.is_empty() && !mothers.race.contains(&"UNK");
        // An infant's own record may say something else than the mother's, or nothing.
        let reported = match (linked, self.chance.below(100)) {
            (false, _) => Some(mothers),
            (true, 0..8) if known => Some(self.chance.one_of(&REPORTED)),
            (true, 8..60) if known => Some(mothers),
            _ => None,
        };
        let practitioner = self.chance.below(PRACTITIONERS) + 1;
        let not_named = infant.born + 10 > self.today && self.chance.yes(6000);
        let single = d.plurality == 1 && self.chance.yes(5000);
        self.out.add("Patient", self.calendar, &patient, |j| {
            j.profile("us-core-patient");
            extensions(j, reported, if infant.female { "F" } else { "M" });
            record_number(j, 'B', index, order);
            j.flag("active", true);
            let (given, usage) = match (not_named, infant.female) {
                (true, true) => ("Babygirl", "temp"),
                (true, false) => ("Babyboy", "temp"),
                (false, _) => (given.as_str(), "official"),
            };
            match &stranger {
                Some(family_name) => named(j, family_name, given, usage),
                None => name(j, home, given, usage),
            }
            if linked {
                telecom(j, home, index);
            }
            j.text("gender", if infant.female { "female" } else { "male" });
            j.date("birthDate", infant.born);
            match infant.died {
                Died::No => {}
                Died::On(day) => j.date("deceasedDateTime", day),
                Died::DayNotSaid(_) => j.flag("deceasedBoolean", true),
            }
            if d.plurality > 1 {
                j.number("multipleBirthInteger", order);
                j.object("_multipleBirthInteger", |j| {
                    j.array("extension", |j| {
                        j.item(|j| {
                            j.text(
                                "url",
                                "http://hl7.org/fhir/StructureDefinition/patient-multipleBirthTotal",
                            );
                            j.number("valuePositiveInt", d.plurality);
                        });
                    });
                });
            } else if single {
                j.flag("multipleBirthBoolean", false);
            }
            if linked {
                address(j, home);
            }
            attribution(j, infant.nominated, infant.clinic, practitioner);
        });
        self.related(infant, &patient);
        let payer = family.mother.payer;
        if linked && payer != NO_COVER && !(payer == SELF_PAY && self.chance.yes(5000)) {
            self.cover(&patient, &Cover { start: infant.born, end: None, payer });
        }
        self.birth_stay(d, infant, &patient, delivery);
        self.visits_of_infant(infant, &patient);
    }

    fn birth_stay(&mut self, d: &Delivery, infant: &Infant, patient: &str, delivery: Option<Id>) {
        let encounter = self.id();
        let code = match (d.plurality > 1, d.cesarean) {
            (false, false) => LIVEBORN,
            (false, true) => LIVEBORN_CESAREAN,
            (true, false) => LIVEBORN_TWIN,
            (true, true) => LIVEBORN_TWIN_CESAREAN,
        };
        let born = infant.born;
        let diagnosis = self.condition(patient, Some(encounter), code, Some(born), born);
        // A check during the birth stay is hospital care, however it is coded.
        let reasons: &[Code] = if self.chance.yes(1000) { &[WELL_CHILD_WEEK] } else { &[] };
        let part_of = delivery.filter(|_| matches!(infant.linkage, Linkage::Both | Linkage::Encounter));
        let minute = self.chance.below(24 * 60);
        let died = match infant.died {
            Died::No => None,
            Died::On(day) | Died::DayNotSaid(day) => Some(day),
        };
        let stay = self.stay(encounter, patient, &infant.stay, minute);
        let expired = died.is_some() && infant.stay.end == died;
        let disposition = if expired { Some(EXPIRED) } else { stay.disposition };
        self.encounter(&Encounter { reasons, diagnosis: Some(diagnosis), part_of, disposition, ..stay });
        let weight = Value::Measured(infant.grams, "g", "g");
        self.observation(patient, Some(encounter), born, BIRTH_WEIGHT, VITAL_SIGNS, weight);
        if self.chance.yes(8800) {
            self.immunization(patient, Some(encounter), HEPATITIS_B, born);
        }
        if let Some(stay) = &infant.readmission {
            let encounter = self.id();
            let stay = self.stay(encounter, patient, stay, NINE);
            self.encounter(&Encounter { reasons: &[BRONCHIOLITIS], ..stay });
        }
    }

    fn visits_of_infant(&mut self, infant: &Infant, patient: &str) {
        let mut first = true;
        let mut series: Option<Day> = None;
        let mut doses = 0;
        for v in &infant.visits {
            let encounter = self.visit(patient, v, first, Some(infant.born));
            if v.purpose != Purpose::WellChild || v.held != Held::Yes {
                continue;
            }
            first = false;
            let due = v.day >= infant.born + 42 && series.is_none_or(|last| v.day >= last + 28);
            if let Some(encounter) = encounter.filter(|_| due && doses < 2) {
                series = Some(v.day);
                doses += 1;
                for vaccine in AT_TWO_MONTHS {
                    if self.chance.yes(9400) {
                        self.immunization(patient, Some(encounter), vaccine, v.day);
                    }
                }
            }
        }
    }

    /// One visit, told in its own way; its encounter, unless it is known from a claim alone.
    fn visit(&mut self, patient: &str, v: &Visit, first: bool, born: Option<Day>) -> Option<Id> {
        if v.is_claim() {
            let code = match v.purpose {
                Purpose::Bundle => PRENATAL_BUNDLE,
                Purpose::Postpartum => POSTPARTUM_CLAIM,
                _ => WELL_CHILD_SERVICE,
            };
            self.procedure(patient, None, code, v.day);
            return None;
        }
        let id = self.id();
        let age = born.map_or(0, |b| v.day - b);
        let routine = match age {
            ..8 => WELL_CHILD_WEEK,
            8..29 => WELL_CHILD_MONTH,
            _ if self.chance.yes(1500) => WELL_CHILD_FINDING,
            _ => WELL_CHILD_CHECK,
        };
        let office = if first { OFFICE_NEW } else { OFFICE };
        // Type, reason, a diagnosis that the encounter names, a diagnosis that names it, a procedure that names it.
        type Told = (Code, Option<Code>, Option<Code>, Option<Code>, Option<Code>);
        let (kind, reason, diagnosis, condition, procedure): Told = match (v.purpose, v.coding) {
            (Purpose::Prenatal, 0) if first => (PRENATAL_FIRST, None, None, None, None),
            (Purpose::Prenatal, 0) => (PRENATAL_NEXT, None, None, None, None),
            (Purpose::Prenatal, 1) => (office, Some(SUPERVISION), None, None, None),
            (Purpose::Prenatal, 2) => (ANY_VISIT, None, None, Some(SUPERVISION), Some(OFFICE_LONG)),
            (Purpose::Prenatal, 3) => (office, None, Some(SUPERVISION_RISK), None, None),
            (Purpose::Prenatal, _) => (ANY_VISIT, None, None, None, Some(PRENATAL_SERVICE)),
            (Purpose::Nurse, _) => (OFFICE_NURSE, Some(SUPERVISION), None, None, None),
            (Purpose::Ultrasound, _) => (ULTRASOUND, Some(SUPERVISION), None, None, None),
            (Purpose::Emergency, _) => (OFFICE, Some(SUPERVISION), None, None, None),
            (Purpose::Bundle, _) => (ANY_VISIT, None, None, None, None),
            (Purpose::Loss, _) => (ANY_VISIT, None, Some(LOSS), None, None),
            (Purpose::Postpartum, 0) => (POSTPARTUM, None, None, None, None),
            (Purpose::Postpartum, 1) => (ANY_VISIT, Some(POSTPARTUM_REASON), None, None, None),
            (Purpose::Postpartum, _) => (ANY_VISIT, None, None, None, Some(POSTPARTUM_SERVICE)),
            (Purpose::WellChild, 0) => (WELL_CHILD, None, None, None, None),
            (Purpose::WellChild, 1) => (ANY_VISIT, Some(routine), None, None, None),
            (Purpose::WellChild, 2) => (ANY_VISIT, None, Some(routine), None, None),
            (Purpose::WellChild, _) => {
                let service = if first { WELL_CHILD_NEW } else { WELL_CHILD_SERVICE };
                (ANY_VISIT, None, None, None, Some(service))
            }
            (Purpose::Sick, _) if v.class == Class::Emergency => {
                (EMERGENCY_VISIT, Some(FEVER), None, None, None)
            }
            (Purpose::Sick, _) => (ANY_VISIT, Some(*self.chance.one_of(&SICK)), None, None, None),
        };
        let diagnosis = diagnosis.map(|code| self.condition(patient, Some(id), code, Some(v.day), v.day));
        if let Some(code) = condition {
            self.condition(patient, Some(id), code, None, v.day);
        }
        if let Some(code) = procedure {
            self.procedure(patient, Some(id), code, v.day);
        }
        let start = NINE + 15 * self.chance.below(32);
        let reasons = reason.map(|r| [r]);
        self.encounter(&Encounter {
            id,
            patient,
            status: match v.held {
                Held::Yes => "finished",
                Held::Cancelled => "cancelled",
                Held::EnteredInError => "entered-in-error",
            },
            class: match v.class {
                Class::Ambulatory => AMBULATORY,
                Class::Virtual => VIRTUAL,
                Class::Home => HOME,
                Class::Emergency => EMERGENCY,
            },
            kind,
            reasons: reasons.as_ref().map_or(&[], |r| r.as_slice()),
            diagnosis,
            start: (v.day, start),
            end: Some((v.day, start + 20)),
            site: v.site,
            part_of: None,
            disposition: None,
        });
        Some(id)
    }

    /// The encounter of a hospital stay that begins at a minute of its first day.
    fn stay<'p>(&self, id: Id, patient: &'p str, stay: &Stay, minute: u32) -> Encounter<'p> {
        // Who leaves on the day of coming leaves late on it.
        let leaves = if stay.end == Some(stay.start) { 23 * 60 + 59 } else { 11 * 60 };
        Encounter {
            id,
            patient,
            status: if stay.end.is_some() { "finished" } else { "in-progress" },
            class: INPATIENT,
            kind: ADMISSION,
            reasons: &[],
            diagnosis: None,
            start: (stay.start, minute),
            end: stay.end.map(|end| (end, leaves)),
            site: Site::Hospital(self.family.mother.hospital),
            part_of: None,
            disposition: stay.end.map(|_| TO_HOME),
        }
    }

    fn encounter(&mut self, e: &Encounter<'_>) {
        let practitioner = self.chance.below(PRACTITIONERS) + 1;
        let site = e.site;
        self.out.add("Encounter", self.calendar, e.id, |j| {
            j.profile("us-core-encounter");
            j.text("status", e.status);
            j.coding("class", e.class);
            j.concepts("type", &[e.kind]);
            j.reference("subject", "Patient", e.patient);
            j.array("participant", |j| {
                j.item(|j| {
                    j.reference("individual", "Practitioner", format_args!("{site}-{practitioner}"));
                });
            });
            j.object("period", |j| {
                j.moment("start", e.start.0, e.start.1);
                if let Some((day, minute)) = e.end {
                    j.moment("end", day, minute);
                }
            });
            j.concepts("reasonCode", e.reasons);
            if let Some(condition) = e.diagnosis {
                j.array("diagnosis", |j| j.item(|j| j.reference("condition", "Condition", condition)));
            }
            if let Some(code) = e.disposition {
                j.object("hospitalization", |j| j.concept("dischargeDisposition", code));
            }
            j.array("location", |j| {
                j.item(|j| j.reference("location", "Location", format_args!("site-{site}")));
            });
            j.reference("serviceProvider", "Organization", site);
            if let Some(whole) = e.part_of {
                j.reference("partOf", "Encounter", whole);
            }
        });
    }

    fn condition(
        &mut self,
        patient: &str,
        encounter: Option<Id>,
        code: Code,
        onset: Option<Day>,
        recorded: Day,
    ) -> Id {
        let id = self.id();
        self.out.add("Condition", self.calendar, id, |j| {
            j.profile("us-core-condition-encounter-diagnosis");
            j.status("clinicalStatus", ACTIVE);
            j.status("verificationStatus", CONFIRMED);
            j.category("category", DIAGNOSIS);
            j.concept("code", code);
            j.reference("subject", "Patient", patient);
            if let Some(encounter) = encounter {
                j.reference("encounter", "Encounter", encounter);
            }
            if let Some(onset) = onset {
                j.date("onsetDateTime", onset);
            }
            j.date("recordedDate", recorded);
        });
        id
    }

    fn procedure(&mut self, patient: &str, encounter: Option<Id>, code: Code, day: Day) {
        let id = self.id();
        self.out.add("Procedure", self.calendar, id, |j| {
            j.profile("us-core-procedure");
            j.text("status", "completed");
            j.concept("code", code);
            j.reference("subject", "Patient", patient);
            if let Some(encounter) = encounter {
                j.reference("encounter", "Encounter", encounter);
            }
            j.date("performedDateTime", day);
        });
    }

    fn observation(
        &mut self,
        patient: &str,
        encounter: Option<Id>,
        day: Day,
        code: Code,
        category: Code,
        value: Value,
    ) {
        let id = self.id();
        self.out.add("Observation", self.calendar, id, |j| {
            j.text("status", "final");
            j.category("category", category);
            j.concept("code", code);
            j.reference("subject", "Patient", patient);
            if let Some(encounter) = encounter {
                j.reference("encounter", "Encounter", encounter);
            }
            j.date("effectiveDateTime", day);
            match value {
                Value::Day(day) => j.date("valueDateTime", day),
                Value::Moment(day, minute) => j.moment("valueDateTime", day, minute),
                Value::Count(n) => j.number("valueInteger", n),
                Value::Measured(n, unit, ucum) => quantity(j, n, unit, ucum),
                Value::Coded(answer) => j.concept("valueCodeableConcept", answer),
            }
        });
    }

    fn blood_pressure(&mut self, patient: &str, encounter: Id, day: Day) {
        let late = day > self.family.lmp + 140;
        let high = if self.family.hypertension && late { 32 } else { 0 };
        let systolic = 112 + high + self.chance.between(-12, 18);
        let diastolic = 68 + high / 2 + self.chance.between(-8, 12);
        let minute = NINE + self.chance.below(8 * 60);
        self.pressure(patient, Some(encounter), (day, minute), (systolic, diastolic), false);
    }

    fn depression(&mut self, patient: &str, encounter: Id, day: Day) {
        let score =
            if self.chance.yes(1500) { self.chance.between(10, 22) } else { self.chance.between(0, 9) };
        self.observation(patient, Some(encounter), day, DEPRESSION, SURVEY, Value::Count(score));
        if score >= POSITIVE {
            self.follow_up(patient, day);
        }
    }

    fn immunization(&mut self, patient: &str, encounter: Option<Id>, vaccine: Code, day: Day) {
        let id = self.id();
        self.out.add("Immunization", self.calendar, id, |j| {
            j.profile("us-core-immunization");
            j.text("status", "completed");
            j.concept("vaccineCode", vaccine);
            j.reference("patient", "Patient", patient);
            if let Some(encounter) = encounter {
                j.reference("encounter", "Encounter", encounter);
            }
            j.date("occurrenceDateTime", day);
            j.flag("primarySource", true);
        });
    }
}

impl Display for Site {
    /// The id of its organisation.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Clinic(clinic) => write!(f, "clinic-{:02}", clinic + 1),
            Self::Hospital(hospital) => write!(f, "hospital-{}", hospital + 1),
        }
    }
}

fn quantity(j: &mut Json<'_>, value: i32, unit: &str, ucum: &str) {
    j.object("valueQuantity", |j| {
        j.number("value", value);
        j.text("unit", unit);
        j.text("system", systems::UNITS);
        j.text("code", ucum);
    });
}
