//! The story of a bucket of people: what many facts say together.
//!
//! Facts are what records state; here they become infants, deliveries, visits, stays and the strata that they fall in.
//! The derivation is pure and knows no clock: what happened carries its day, and queries over the lake hide what lies
//! after theirs; what is told of a birth or a delivery itself is what all records say of it, however late they came.
//! The order in which facts arrive makes no difference. Nothing is inferred about race, ethnicity or language beyond
//! what the person reported. A person may be known to several sources: what is true of her is then taken from her
//! portrait, and what two sources tell of one event is told once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kith_domain::course::Course;
use kith_domain::date::{PartialDate, When};
use kith_domain::deprivation::Deprivation;
use kith_domain::fact::{Billed, Body, Coding, Encounter, Reference, Stated, Value};
use kith_domain::id::{OrganizationId, PersonId, RecordId, SourceId, SourcePersonId, SubjectId};
use kith_domain::identity::Attribute;
use kith_domain::value_set::{ValueSets, concept_id};

mod attribution;
mod billed;
mod birth;
mod course;
mod coverage;
mod decision;
mod delivery;
mod hospital;
mod links;
mod organizations;
mod person;
mod prenatal;
mod pressure;
mod record;
mod strata;
mod visits;
mod years;

#[cfg(test)]
mod tests;

use person::Human;

pub use birth::AtBirth;
pub use course::{CaseRow, HandoutRow, ReferralRow, StepRow, TIERS};
pub use decision::{Decided, DecisionRow};
pub use delivery::Route;
pub use hospital::{DeliveryStay, StayState};
pub use links::{LinkEvidence, mother_links};
pub use organizations::Organizations;
pub use prenatal::Prenatal;
pub use pressure::PressureRow;
pub use record::{ConditionRow, CoverRow, MedicationRow};
pub use strata::{AGE_BANDS, ETHNICITY_NHS, PARITY, PAYERS, RACE_ETHNICITY, Reported, Strata};
pub use years::PatientYearRow;

/// The estimated due date, as LOINC names it: by any method, from the last period, by ultrasound.
pub const DUE_DATE_CODES: [&str; 3] = ["11778-8", "11779-6", "11781-2"];
/// The date and time of a delivery, as LOINC names it.
pub const DELIVERY_TIME_CODE: &str = "93857-1";
/// The URI of LOINC.
pub const LOINC: &str = "http://loinc.org";

/// A documented move out of the area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Who moved.
    pub person: PersonId,
    /// On which day it was said.
    pub on: Date,
    /// The record that says so, where there is one.
    pub record: Option<RecordId>,
}

/// What a derivation reads.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Every fact about the people of the bucket.
    pub facts: &'a [Stated],
    /// Which person a source's person is.
    pub person_of: &'a HashMap<SourcePersonId, PersonId>,
    /// Infants of the bucket with the women who gave birth to them.
    pub mothers: &'a [(PersonId, PersonId)],
    /// Which source person to believe about what, where somebody chose: the oldest choice first.
    pub choices: &'a [(SourcePersonId, Attribute)],
    /// Organisations by what sources call them.
    pub organizations: &'a Organizations,
    /// The programme's codes.
    pub value_sets: &'a ValueSets,
    /// Documented moves out of the area.
    pub moves: &'a [Move],
    /// Courses of cases at the front door.
    pub courses: &'a [Course],
    /// Who was taught about safe sleep before going home, and on which day.
    pub taught: &'a [(PersonId, Date)],
    /// Where the network is: on which day an instant of a course lies.
    pub zone: &'a TimeZone,
    /// How deprived areas are, where the programme has a table of them.
    pub deprivation: Option<&'a Deprivation>,
}

/// Days within which something happened: one and the same when the day is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first day it may have been.
    pub earliest: Date,
    /// The last.
    pub latest: Date,
}

impl Span {
    /// The day, when it is known.
    pub fn day(self) -> Option<Date> {
        (self.earliest == self.latest).then_some(self.latest)
    }
}

impl From<PartialDate> for Span {
    fn from(date: PartialDate) -> Self {
        Self { earliest: date.earliest(), latest: date.latest() }
    }
}

impl From<When> for Span {
    fn from(when: When) -> Self {
        when.date.into()
    }
}

impl From<Date> for Span {
    fn from(day: Date) -> Self {
        Self { earliest: day, latest: day }
    }
}

/// What is known of a death.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Death {
    /// Whether the person died.
    pub died: bool,
    /// When, as far as it was said.
    pub span: Option<Span>,
}

/// A live-born infant.
#[derive(Debug, Clone, PartialEq)]
pub struct InfantRow {
    /// What infant measures count.
    pub subject: SubjectId,
    /// The infant.
    pub person: PersonId,
    /// The woman who gave birth, where a record says who.
    pub mother: Option<PersonId>,
    /// The infant's own reference, as it came.
    pub reference: Reference,
    /// The record of the infant.
    pub record: RecordId,
    /// Accountable for the infant's care.
    pub organization: Option<OrganizationId>,
    /// Born, as far as it was said.
    pub born: Span,
    /// Death.
    pub death: Death,
    /// Order in a multiple birth.
    pub birth_order: Option<u8>,
    /// First day on which any record about the infant is dated.
    pub known_on: Option<Date>,
    /// Moved out of the area.
    pub moved: Option<(Date, Option<RecordId>)>,
    /// What is known of the birth.
    pub at_birth: AtBirth,
    /// Completed years of the mother at the birth: at least and at most so many; none where she or her birth date is
    /// not known.
    pub mother_age: Option<(i16, i16)>,
    /// Strata: the mother's groups.
    pub strata: Strata,
    /// What is reported of the infant's own race and ethnicity.
    pub own: Reported,
}

/// Whether a delivery bore a living child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Live {
    /// At least one.
    Yes,
    /// None.
    No,
    /// No record says.
    Unknown,
}

impl Live {
    /// Its name in the lake.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// One delivery of one woman; twins are one.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryRow {
    /// What maternal measures count.
    pub subject: SubjectId,
    /// The mother.
    pub person: PersonId,
    /// The mother's own reference, as it came.
    pub reference: Reference,
    /// Accountable for her care around this delivery.
    pub organization: Option<OrganizationId>,
    /// Delivered, as far as it was said.
    pub delivered: Span,
    /// The due date that was current at the delivery.
    pub due_date: Option<Date>,
    /// Completed days of gestation at the delivery.
    pub gestation_days: Option<i16>,
    /// When, where a time was sent.
    pub delivered_at: Option<Timestamp>,
    /// How.
    pub route: Option<Route>,
    /// Whether it was her first, as far as records say.
    pub nulliparous: Option<bool>,
    /// Her age in completed years.
    pub age_years: Option<i16>,
    /// The hospital stay that it was part of.
    pub stay: DeliveryStay,
    /// The care before it, as the record of the birth has it.
    pub prenatal: Prenatal,
    /// Live birth.
    pub live: Live,
    /// How many were delivered, as far as records say.
    pub plurality: Option<u8>,
    /// First day of the unbroken cover that holds the delivery.
    pub enrolled_on: Option<Date>,
    /// Last day of it; none while it has no end, or when there is no cover.
    pub enrolled_until: Option<Date>,
    /// The mother's death.
    pub death: Death,
    /// The record that says so; her own where she is not said to have died.
    pub death_record: RecordId,
    /// Whether no other counted delivery lies in the 180 days before it.
    pub first_in_180_days: bool,
    /// Strata.
    pub strata: Strata,
    /// The record that dates it.
    pub record: RecordId,
}

impl DeliveryRow {
    /// Day 0 of gestation, where its length is known.
    pub fn dated_from(&self) -> Option<Date> {
        Some(shift(self.delivered.day()?, -i32::from(self.gestation_days?)))
    }
}

/// Where the code of an event stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodedBy {
    /// The encounter's type.
    Type,
    /// The encounter's reason.
    Reason,
    /// A diagnosis of the encounter.
    Condition,
    /// A procedure.
    Procedure,
}

impl CodedBy {
    /// Its name in the lake.
    pub fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Reason => "reason",
            Self::Condition => "condition",
            Self::Procedure => "procedure",
        }
    }
}

/// Care given on a day, with one of its codes: one row for each event and code.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Whose care.
    pub person: PersonId,
    /// The encounter's record, or the procedure's where it stands alone.
    pub record: RecordId,
    /// When it began; none if no date was sent.
    pub starts: Option<Span>,
    /// When it ended.
    pub ends: Option<Date>,
    /// When a procedure that stands alone was begun, where a time was sent.
    pub at: Option<Timestamp>,
    /// Whether it stands on an encounter, rather than on a lone procedure.
    pub with_encounter: bool,
    /// The class of the encounter (`AMB`, `EMER` …).
    pub class: Option<Arc<str>>,
    /// In hospital: by its own class, or as part of a stay.
    pub inpatient: bool,
    /// The code, by number; none when the encounter has none.
    pub concept: Option<i64>,
    /// Where the code stood.
    pub coded_by: Option<CodedBy>,
}

/// A hospital stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StayRow {
    /// Whose.
    pub person: PersonId,
    /// From.
    pub starts: Date,
    /// To; none while it lasts.
    pub ends: Option<Date>,
    /// The same; of one that lasts, the last day on which it is believed to.
    pub until: Date,
    /// Where she went from there, by number.
    pub left_for: Option<i64>,
    /// Its record.
    pub record: RecordId,
}

/// An observation, one row for each of its codes and for each code of its value.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservationRow {
    /// About whom.
    pub person: PersonId,
    /// Its record.
    pub record: RecordId,
    /// On which day.
    pub on: Option<Date>,
    /// When, where a time was sent.
    pub at: Option<Timestamp>,
    /// What, by number.
    pub concept: i64,
    /// A number.
    pub number: Option<f64>,
    /// A code of its value, by number.
    pub value_concept: Option<i64>,
    /// The number's unit.
    pub unit: Option<Arc<str>>,
}

/// A vaccine given, one row for each of its codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImmunizationRow {
    /// To whom.
    pub person: PersonId,
    /// Its record.
    pub record: RecordId,
    /// When.
    pub on: Option<Date>,
    /// Which, by number.
    pub concept: i64,
}

/// What a bucket's facts say together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Story {
    /// Infants.
    pub infants: Vec<InfantRow>,
    /// Deliveries.
    pub deliveries: Vec<DeliveryRow>,
    /// Care given.
    pub events: Vec<EventRow>,
    /// Hospital stays.
    pub stays: Vec<StayRow>,
    /// Observations.
    pub observations: Vec<ObservationRow>,
    /// Blood pressures.
    pub pressures: Vec<PressureRow>,
    /// Vaccines.
    pub immunizations: Vec<ImmunizationRow>,
    /// Diagnoses.
    pub conditions: Vec<ConditionRow>,
    /// Medicines.
    pub medications: Vec<MedicationRow>,
    /// Cover.
    pub cover: Vec<CoverRow>,
    /// What somebody decided to have done, or not to.
    pub decisions: Vec<DecisionRow>,
    /// Years of care.
    pub patient_years: Vec<PatientYearRow>,
    /// Cases of the front door.
    pub cases: Vec<CaseRow>,
    /// Askings of services.
    pub referrals: Vec<ReferralRow>,
    /// What happened in cases.
    pub steps: Vec<StepRow>,
    /// Things that were handed out.
    pub handouts: Vec<HandoutRow>,
    /// What each record that may be evidence is called by its source.
    pub references: Vec<(RecordId, Reference)>,
    /// The codes behind the numbers.
    pub concepts: BTreeMap<i64, (String, String)>,
}

/// Facts by the person they are about, with what the rules ask for again and again.
struct World<'a> {
    input: Input<'a>,
    people: BTreeMap<PersonId, Human<'a>>,
    encounters: Vec<Visit<'a>>,
    mother_of: HashMap<PersonId, PersonId>,
    infants_of: BTreeMap<PersonId, Vec<PersonId>>,
}

/// One encounter, with what was made of its references.
struct Visit<'a> {
    stated: &'a Stated,
    encounter: &'a Encounter,
    person: PersonId,
    inpatient: bool,
    /// Distinct codes and where each stood.
    codes: Vec<(&'a Coding, CodedBy)>,
    /// Diagnoses that were billed with it, each with the bill.
    billed: Vec<(&'a Stated, &'a Billed)>,
}

impl Visit<'_> {
    fn starts(&self) -> Option<Span> {
        self.encounter.starts.or(self.encounter.ends).map(Span::from)
    }
}

impl<'a> World<'a> {
    fn read(input: Input<'a>) -> Self {
        let mut facts: Vec<&Stated> = input.facts.iter().collect();
        facts.sort_by_key(|f| f.record);

        let person = |f: &Stated| input.person_of.get(&f.person).copied();
        let mut people: BTreeMap<PersonId, Human> = BTreeMap::new();
        let mut encounters: Vec<Visit> = Vec::new();
        let mut by_reference: HashMap<(SourceId, &str), usize> = HashMap::new();
        for &stated in &facts {
            let Some(id) = person(stated) else { continue };
            let human = people.entry(id).or_default();
            match &stated.fact.body {
                Body::Person(p) => {
                    human.records.push((stated, p));
                    continue;
                }
                Body::Encounter(encounter) => {
                    by_reference.insert((stated.source, &stated.fact.reference.0), encounters.len());
                    human.encounters.push(encounters.len());
                    encounters.push(Visit {
                        stated,
                        encounter,
                        person: id,
                        inpatient: false,
                        codes: Vec::new(),
                        billed: Vec::new(),
                    });
                }
                Body::Observation(o) if o.stands() => human.observations.push((stated, o)),
                Body::Observation(o) if o.status == "cancelled" && !o.not_done.is_empty() => {
                    human.called_off.push((stated, o));
                }
                Body::Immunization(i) if i.status == "completed" => human.immunizations.push((stated, i)),
                Body::Medication(m) if m.stands() => human.medications.push((stated, m)),
                Body::Coverage(c) if coverage::stands(c) => human.coverages.push((stated, c)),
                Body::Order(o) if o.stands() => human.orders.push((stated, o)),
                Body::Claim(c) if c.stands() => human.claims.push((stated, c)),
                Body::RelatedPerson(_)
                | Body::Practitioner(_)
                | Body::Organization(_)
                | Body::Location(_) => continue,
                _ => {}
            }
            if let Some(day) = stated.fact.when().and_then(When::day) {
                human.known_on = Some(human.known_on.map_or(day, |d| d.min(day)));
            }
        }

        // Conditions and procedures may come before the encounter that they belong to: a second look.
        for &stated in &facts {
            let Some(id) = person(stated) else { continue };
            let at = stated
                .fact
                .encounter
                .as_ref()
                .and_then(|r| by_reference.get(&(stated.source, &*r.0)))
                .copied();
            let at = at.filter(|&e| encounters[e].person == id);
            let Some(human) = people.get_mut(&id) else { continue };
            match &stated.fact.body {
                Body::Condition(c) if c.stands() => human.conditions.push((stated, c, at)),
                Body::Procedure(p) if p.happened() => human.procedures.push((stated, p, at)),
                _ => {}
            }
        }
        billed::gather(&mut encounters, &by_reference, &people);
        visits::gather_codes(&mut encounters, &by_reference, &mut people);
        person::paint(&mut people, &input);

        let mut mother_of = HashMap::new();
        let mut infants_of: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::new();
        let mut mothers = input.mothers.to_vec();
        mothers.sort_unstable();
        for (infant, mother) in mothers {
            if infant != mother && people.contains_key(&infant) && mother_of.insert(infant, mother).is_none()
            {
                infants_of.entry(mother).or_default().push(infant);
            }
        }
        infants_of.values_mut().for_each(|v| v.sort());
        Self { input, people, encounters, mother_of, infants_of }
    }

    fn is(&self, set: &str, coding: &Coding) -> bool {
        self.input.value_sets.contains(set, coding)
    }
}

/// Derives the story of a bucket.
pub fn derive(input: &Input) -> Story {
    let world = World::read(*input);
    let mut story = Story::default();
    let mut deliveries = delivery::deliveries(&world);

    let mut seen = HashSet::new();
    for (&person, human) in &world.people {
        let own = deliveries.remove(&person).unwrap_or_default();
        if let Some(row) = infant(&world, person, human, own.is_empty()) {
            story.infants.push(row);
        }
        delivery::rows(&world, person, human, own, &mut story.deliveries);
        visits::events(&world, human, person, &mut story);
        clinical(person, human, &mut story);
        pressure::rows(&world, person, human, &mut story);
        record::rows(&world, person, human, &mut story);
        decision::rows(&world, person, human, &mut story);
        years::years(&world, person, human, &mut story);
        for (stated, _) in &human.records {
            story.references.push((stated.record, stated.fact.reference.clone()));
        }
    }
    birth::tell(&world, &mut story);
    course::rows(&world, &mut story);
    course::taught(&world, &mut story);
    // Whatever dates a delivery is evidence too, and an observation or a condition is no event.
    let dated: HashSet<RecordId> = story.deliveries.iter().map(|d| d.record).collect();
    for stated in input.facts.iter().filter(|f| dated.contains(&f.record)) {
        story.references.push((stated.record, stated.fact.reference.clone()));
    }
    hospital::references(input.facts, &world, &mut story);
    story.references.sort();
    story.references.retain(|(record, _)| seen.insert(*record));
    story
}

/// A child whose records begin later was not known as one.
const KNOWN_BY_DAYS: i64 = 3 * 365;

/// The row of a person who is known as a child: someone with a known mother, or someone with a birth date whose records
/// begin in the first three years of life (or who has none yet), and who did not give birth and is in nobody's record
/// as a relative. Queries that ask for infants see those whose records begin in the first year. Records that were taken
/// back stand for nobody.
fn infant(world: &World, person: PersonId, human: &Human, no_delivery: bool) -> Option<InfantRow> {
    let born = Span::from(human.born()?);
    let mother = world.mother_of.get(&person).copied();
    let child_from_the_start = || {
        let last = born.latest.saturating_add(jiff::Span::new().days(KNOWN_BY_DAYS));
        human.known_on.is_none_or(|day| day <= last)
    };
    let of_age = || !no_delivery || world.infants_of.contains_key(&person) || human.is_a_relative();
    if human.is_withdrawn(&world.encounters) || (mother.is_none() && (of_age() || !child_from_the_start())) {
        return None;
    }
    let stillborn = human
        .conditions
        .iter()
        .any(|(_, c, _)| c.codes.iter().any(|code| world.is("stillborn_infant", code)));
    if stillborn {
        return None;
    }
    let (stated, _) = human.records.first()?;
    let moved = world.input.moves.iter().filter(|m| m.person == person).min_by_key(|m| (m.on, m.record));
    Some(InfantRow {
        subject: SubjectId::infant(person),
        person,
        mother,
        reference: stated.fact.reference.clone(),
        record: stated.record,
        organization: attribution::of_infant(world, human, born),
        born,
        death: human.death(),
        birth_order: human.birth_order(),
        known_on: human.known_on,
        moved: moved.map(|m| (m.on, m.record)),
        at_birth: AtBirth::default(),
        mother_age: mother.and_then(|m| strata::age_at(world.people.get(&m)?, born)),
        strata: strata::of_infant(world, human, mother.and_then(|m| world.people.get(&m)), born),
        own: strata::reported(human),
    })
}

/// The number of a value, and its unit.
fn number_and_unit(value: &Value) -> (Option<f64>, Option<&str>) {
    match value {
        Value::Quantity { value, unit } => (value.parse().ok(), Some(unit)),
        Value::Integer(n) => (Some(*n as f64), None),
        _ => (None, None),
    }
}

/// Observations and vaccines, as rows.
fn clinical(person: PersonId, human: &Human, story: &mut Story) {
    let Story { observations, immunizations, references, concepts, .. } = story;
    let mut number_of = |coding: &Coding| concept(concepts, coding);
    for (stated, observation) in &human.observations {
        let on = observation.effective.and_then(When::day);
        references.push((stated.record, stated.fact.reference.clone()));
        let parts = std::iter::once((&observation.codes, &observation.value))
            .chain(observation.components.iter().map(|c| (&c.codes, &c.value)));
        for (codes, value) in parts {
            let (number, unit) = value.as_ref().map_or((None, None), number_and_unit);
            let unit: Option<Arc<str>> = unit.map(Arc::from);
            // A value that several systems code is a row for each.
            let value_concepts: Vec<Option<i64>> = match value {
                Some(Value::Coded(codings)) if !codings.is_empty() => {
                    codings.iter().map(|coding| Some(number_of(coding))).collect()
                }
                _ => vec![None],
            };
            for code in codes {
                let concept = number_of(code);
                observations.extend(value_concepts.iter().map(|value_concept| ObservationRow {
                    person,
                    record: stated.record,
                    on,
                    at: observation.effective.and_then(|w| w.at),
                    concept,
                    number,
                    value_concept: *value_concept,
                    unit: unit.clone(),
                }));
            }
        }
    }
    for (stated, immunization) in &human.immunizations {
        references.push((stated.record, stated.fact.reference.clone()));
        for code in &immunization.codes {
            let on = immunization.occurred.and_then(When::day);
            immunizations.push(ImmunizationRow {
                person,
                record: stated.record,
                on,
                concept: number_of(code),
            });
        }
    }
}

/// The number of a code, remembered in the dictionary.
fn concept(concepts: &mut BTreeMap<i64, (String, String)>, coding: &Coding) -> i64 {
    let id = concept_id(&coding.system, &coding.code);
    concepts.entry(id).or_insert_with(|| (coding.system.clone(), coding.code.clone()));
    id
}

/// The civil day `days` after (or before) another, kept within the calendar.
fn shift(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// Whole days from one day to another.
fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}
