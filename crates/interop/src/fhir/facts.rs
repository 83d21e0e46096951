//! Each resource type as a fact.

use kith_domain::fact::{self, Body, Coding, Component, Directory, Fact, Person, Reference};

use super::parts::{self, each};
use super::values::{Reading, all_codings, coding, codings, first_code};
use super::wire;
use crate::json::{List, Text};
use crate::problem::{NoteCode, Problem, Reason};

type Read = Result<Option<Fact>, Problem>;

fn own(reading: &Reading<'_>, id: &str) -> Reference {
    Reference::new(reading.kind, id)
}

pub(super) fn patient(reading: &mut Reading<'_>, sent: wire::Patient<'_>, id: &str) -> Read {
    let reference = own(reading, id);
    let bundle = reading.context.links;
    if bundle.is_some_and(|links| links.is_never_born(&reference.0)) {
        reading.note(NoteCode::NeverBorn, &[]);
        return Ok(None);
    }
    let also = bundle.map_or(&[][..], |links| links.also(&reference.0));
    let extensions = parts::extensions(sent.extension)?;
    let birth_order = sent.multiple_integer.and_then(|n| parts::small(reading, n, "multipleBirthInteger"));
    let plurality = match parts::plurality(reading, sent.multiple_integer_more)? {
        Some(count) => Some(count),
        None => parts::plurality(reading, sent.multiple_boolean_more)?,
    };
    // A first place alone is also written for infants who came alone.
    let multiple_birth = sent.multiple_boolean.or(match (plurality, birth_order) {
        (Some(count), _) => Some(count > 1),
        (None, Some(order)) if order > 1 => Some(true),
        _ => None,
    });
    let person = Person {
        active: sent.active,
        names: parts::names(sent.name),
        identifiers: parts::identifiers(sent.identifier),
        telecoms: parts::telecoms(sent.telecom),
        addresses: parts::addresses(sent.address),
        gender: sent.gender.and_then(Text::filled),
        birth_sex: extensions.birth_sex,
        born: reading.date(sent.birth_date, "birthDate")?,
        deceased: parts::deceased(reading, sent.deceased_boolean, sent.deceased_date_time)?,
        birth_order,
        multiple_birth,
        plurality,
        race: extensions.race,
        ethnicity: extensions.ethnicity,
        languages: parts::languages(sent.communication),
        links: parts::links(reading, sent.link, also),
        general_practitioners: each(sent.practitioner)
            .filter_map(|r| reading.reference(Some(r), "Practitioner", "generalPractitioner"))
            .collect(),
        managing_organization: reading.reference(sent.organization, "Organization", "managingOrganization"),
    };
    Ok(Some(Fact {
        subject: Some(reference.clone()),
        reference,
        encounter: None,
        body: Body::Person(Box::new(person)),
    }))
}

pub(super) fn related_person(reading: &mut Reading<'_>, sent: wire::RelatedPerson<'_>, id: &str) -> Read {
    let Some(patient) = reading.subject(sent.patient, "patient")? else { return Ok(None) };
    let who = Person {
        names: parts::names(sent.name),
        identifiers: parts::identifiers(sent.identifier),
        telecoms: parts::telecoms(sent.telecom),
        addresses: parts::addresses(sent.address),
        gender: sent.gender.and_then(Text::filled),
        born: reading.date(sent.birth_date, "birthDate")?,
        languages: parts::languages(sent.communication),
        ..Person::default()
    };
    let relation = fact::RelatedPerson {
        active: sent.active,
        patient: patient.clone(),
        relationships: all_codings(sent.relationship),
        who,
    };
    Ok(Some(Fact {
        reference: own(reading, id),
        subject: Some(patient),
        encounter: None,
        body: Body::RelatedPerson(Box::new(relation)),
    }))
}

fn directory(reading: &Reading<'_>, id: &str, body: Body) -> Read {
    Ok(Some(Fact { reference: own(reading, id), subject: None, encounter: None, body }))
}

pub(super) fn practitioner(reading: &mut Reading<'_>, sent: wire::Practitioner<'_>, id: &str) -> Read {
    let entry = Directory {
        name: parts::full_name(parts::names(sent.name)),
        identifiers: parts::identifiers(sent.identifier),
        active: sent.active,
        addresses: parts::addresses(sent.address),
        ..Directory::default()
    };
    directory(reading, id, Body::Practitioner(entry))
}

pub(super) fn organization(reading: &mut Reading<'_>, sent: wire::Organization<'_>, id: &str) -> Read {
    let entry = Directory {
        name: sent.name.and_then(Text::filled),
        identifiers: parts::identifiers(sent.identifier),
        types: all_codings(sent.kinds),
        part_of: reading.reference(sent.part_of, "Organization", "partOf"),
        active: sent.active,
        addresses: parts::addresses(sent.address),
    };
    directory(reading, id, Body::Organization(entry))
}

pub(super) fn location(reading: &mut Reading<'_>, sent: wire::Location<'_>, id: &str) -> Read {
    let organization = reading.reference(sent.organization, "Organization", "managingOrganization");
    let entry = Directory {
        name: sent.name.and_then(Text::filled),
        identifiers: parts::identifiers(sent.identifier),
        types: all_codings(sent.kinds),
        part_of: organization.or_else(|| reading.reference(sent.part_of, "Location", "partOf")),
        active: sent.status.map(|status| status.as_str() == "active"),
        addresses: sent.address.map(parts::address).into_iter().collect(),
    };
    directory(reading, id, Body::Location(entry))
}

pub(super) fn encounter(reading: &mut Reading<'_>, sent: wire::Encounter<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.subject, "subject")? else { return Ok(None) };
    let status = reading.status(sent.status)?;
    let mut diagnoses = Vec::new();
    let mut on_admission = Vec::new();
    let conditions = each(sent.diagnosis).map(|d| (d.condition, d.extension, "diagnosis.condition"));
    let reasons = each(sent.reason_reference).map(|r| (Some(r), None, "reasonReference"));
    for (reference, extension, property) in conditions.chain(reasons) {
        let Some(condition) = reading.reference(reference, "Condition", property) else { continue };
        if let Some(flag) = each(extension).find_map(on_admission_flag) {
            on_admission.push(fact::OnAdmission { condition: condition.clone(), flag });
        }
        if !diagnoses.contains(&condition) {
            diagnoses.push(condition);
        }
    }
    let (starts, ends) = reading.period(sent.period, "period")?;
    let encounter = fact::Encounter {
        status,
        class: sent.class.and_then(|c| coding(c, None)),
        types: all_codings(sent.kinds),
        reasons: all_codings(sent.reason_code),
        diagnoses,
        on_admission,
        starts,
        ends,
        disposition: sent.hospitalization.and_then(|h| h.discharge).map(codings).unwrap_or_default(),
        organization: reading.reference(sent.provider, "Organization", "serviceProvider"),
        part_of: reading.reference(sent.part_of, "Encounter", "partOf"),
        participants: each(sent.participant)
            .filter_map(|p| reading.reference(p.individual, "Practitioner", "participant.individual"))
            .collect(),
    };
    Ok(Some(Fact {
        reference: own(reading, id),
        subject: Some(subject),
        encounter: None,
        body: Body::Encounter(encounter),
    }))
}

/// Whether a diagnosis of a stay was there on admission, as QI-Core and US Quality Core say it.
fn on_admission_flag(extension: wire::Extension<'_>) -> Option<String> {
    extended(extension, "encounter-diagnosisPresentOnAdmission")?.into_iter().next().map(|coding| coding.code)
}

/// The codes of an extension of QI-Core or US Quality Core, whatever the one of the two that names it.
fn extended(extension: wire::Extension<'_>, name: &str) -> Option<Vec<Coding>> {
    extension.url.as_ref().filter(|url| url.as_str().ends_with(name))?;
    let concept: wire::Concept<'_> = serde_json::from_str(extension.value_concept?.get()).ok()?;
    Some(codings(concept))
}

/// A fact about a patient, stated during an encounter.
fn during(
    reading: &mut Reading<'_>,
    id: &str,
    subject: Reference,
    encounter: Option<wire::Reference<'_>>,
    body: Body,
) -> Read {
    let encounter = reading.reference(encounter, "Encounter", "encounter");
    Ok(Some(Fact { reference: own(reading, id), subject: Some(subject), encounter, body }))
}

pub(super) fn condition(reading: &mut Reading<'_>, sent: wire::Condition<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.subject, "subject")? else { return Ok(None) };
    reading.only_one(sent.onset_date_time.is_some() && sent.onset_period.is_some(), "onset[x]")?;
    reading
        .only_one(sent.abatement_date_time.is_some() && sent.abatement_period.is_some(), "abatement[x]")?;
    let onset = reading.when(sent.onset_date_time, "onsetDateTime")?;
    let onset_period = reading.period(sent.onset_period, "onsetPeriod")?;
    let abated = reading.when(sent.abatement_date_time, "abatementDateTime")?;
    let abated_period = reading.period(sent.abatement_period, "abatementPeriod")?;
    let condition = fact::Condition {
        codes: reading.codes(sent.code, "code"),
        clinical_status: first_code(sent.clinical),
        verification_status: first_code(sent.verification),
        categories: all_codings(sent.category),
        onset: onset.or(onset_period.0),
        abated: abated.or(abated_period.1),
        recorded: reading.when(sent.recorded, "recordedDate")?,
    };
    during(reading, id, subject, sent.encounter, Body::Condition(condition))
}

pub(super) fn observation(reading: &mut Reading<'_>, mut sent: wire::Observation<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.subject.take(), "subject")? else { return Ok(None) };
    let status = reading.status(sent.status.take())?;
    let whens = [
        sent.effective_date_time.is_some(),
        sent.effective_period.is_some(),
        sent.effective_instant.is_some(),
    ];
    reading.only_one(whens.iter().filter(|w| **w).count() > 1, "effective[x]")?;
    let at = sent.effective_date_time.take().or(sent.effective_instant.take());
    let effective = match sent.effective_period.take() {
        Some(period) => {
            let (starts, ends) = reading.period(Some(period), "effectivePeriod")?;
            starts.or(ends)
        }
        None => reading.when(at, "effectiveDateTime")?,
    };
    // One that was called off for a reason was never made: the day is that on which somebody said so.
    let not_done =
        each(sent.extension.take()).find_map(|e| extended(e, "-notDoneReason")).unwrap_or_default();
    let effective = match (effective, not_done.is_empty()) {
        (None, false) => reading.when(sent.issued.take(), "issued")?,
        (effective, _) => effective,
    };
    let choice = sent.choice();
    let value = reading.value(choice, "value[x]")?;
    let mut components = Vec::new();
    for mut component in each(sent.component.take()) {
        if component.modifier.as_ref().is_some_and(|List(list)| !list.is_empty()) {
            reading.remark(NoteCode::ModifierExtension, "component.modifierExtension");
            return Ok(None);
        }
        let choice = component.choice();
        components.push(Component {
            codes: reading.codes(component.code, "component.code"),
            value: reading.value(choice, "component.value[x]")?,
        });
    }
    let observation = fact::Observation {
        status,
        codes: reading.codes(sent.code, "code"),
        categories: all_codings(sent.category),
        effective,
        value,
        components,
        absent_reason: first_code(sent.absent),
        not_done,
    };
    during(reading, id, subject, sent.encounter, Body::Observation(observation))
}

pub(super) fn procedure(reading: &mut Reading<'_>, sent: wire::Procedure<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.subject, "subject")? else { return Ok(None) };
    let status = reading.status(sent.status)?;
    reading
        .only_one(sent.performed_date_time.is_some() && sent.performed_period.is_some(), "performed[x]")?;
    if sent.performed_string.is_some() {
        reading.remark(NoteCode::Undated, "performedString");
    }
    let on = reading.when(sent.performed_date_time, "performedDateTime")?;
    let (starts, ends) = reading.period(sent.performed_period, "performedPeriod")?;
    let procedure = fact::Procedure {
        status,
        codes: reading.codes(sent.code, "code"),
        starts: on.or(starts),
        ends,
        reasons: all_codings(sent.reason_code),
    };
    during(reading, id, subject, sent.encounter, Body::Procedure(procedure))
}

pub(super) fn immunization(reading: &mut Reading<'_>, sent: wire::Immunization<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.patient, "patient")? else { return Ok(None) };
    let status = reading.status(sent.status)?;
    if sent.occurrence_string.is_some() {
        reading.remark(NoteCode::Undated, "occurrenceString");
    }
    let immunization = fact::Immunization {
        status,
        codes: reading.codes(sent.code, "vaccineCode"),
        occurred: reading.when(sent.occurrence_date_time, "occurrenceDateTime")?,
        primary_source: sent.primary,
    };
    during(reading, id, subject, sent.encounter, Body::Immunization(immunization))
}

pub(super) fn medication(reading: &mut Reading<'_>, sent: wire::MedicationRequest<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.subject, "subject")? else { return Ok(None) };
    let status = reading.status(sent.status)?;
    let codes = medicine(reading, sent.code, sent.medication, sent.contained)?;
    let medication = fact::Medication {
        status,
        intent: sent.intent.and_then(Text::filled).unwrap_or_default(),
        codes,
        authored: reading.when(sent.authored, "authoredOn")?,
    };
    during(reading, id, subject, sent.encounter, Body::Medication(medication))
}

/// A medicine that was given: its intent says so.
pub(super) fn administration(
    reading: &mut Reading<'_>,
    sent: wire::MedicationAdministration<'_>,
    id: &str,
) -> Read {
    let Some(subject) = reading.subject(sent.subject, "subject")? else { return Ok(None) };
    let status = reading.status(sent.status)?;
    let codes = medicine(reading, sent.code, sent.medication, sent.contained)?;
    reading
        .only_one(sent.effective_date_time.is_some() && sent.effective_period.is_some(), "effective[x]")?;
    let at = reading.when(sent.effective_date_time, "effectiveDateTime")?;
    let (starts, ends) = reading.period(sent.effective_period, "effectivePeriod")?;
    let intent = "administration".to_owned();
    let medication = fact::Medication { status, intent, codes, authored: at.or(starts).or(ends) };
    during(reading, id, subject, sent.context, Body::Medication(medication))
}

/// Which medicine: by its code, or by that of the resource it points to, where that came inside.
fn medicine(
    reading: &mut Reading<'_>,
    code: Option<wire::Concept<'_>>,
    medication: Option<wire::Reference<'_>>,
    contained: Option<List<wire::Contained<'_>>>,
) -> Result<Vec<Coding>, Problem> {
    let elsewhere = medication.as_ref().and_then(|m| m.reference.as_ref()).map(|r| r.as_str().to_owned());
    Ok(match (code, elsewhere) {
        (Some(_), Some(_)) => {
            return Err(reading.problem(Reason::TwoValues, "medication[x]", "is given in two ways"));
        }
        (None, Some(target)) => {
            let inside = each(contained)
                .find(|c| c.id.as_ref().is_some_and(|id| target.strip_prefix('#') == Some(id.as_str())));
            let code = inside.and_then(|c| c.code).and_then(|raw| serde_json::from_str(raw.get()).ok());
            match code.map(codings) {
                Some(codes) => codes,
                None => {
                    reading.remark(NoteCode::MedicationElsewhere, "medicationReference");
                    Vec::new()
                }
            }
        }
        (code, None) => reading.codes(code, "medication[x]"),
    })
}

pub(super) fn coverage(reading: &mut Reading<'_>, sent: wire::Coverage<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.beneficiary, "beneficiary")? else { return Ok(None) };
    let status = reading.status(sent.status)?;
    let inside: Vec<(String, String)> = each(sent.contained)
        .filter_map(|c| {
            let name = serde_json::from_str::<Text<'_>>(c.name?.get()).ok()?.filled()?;
            Some((format!("#{}", c.id?.as_str()), name))
        })
        .collect();
    let mut payers = Vec::new();
    for mut payer in each(sent.payor) {
        let name = payer.display.take().and_then(Text::filled);
        let target = payer.reference.as_ref().map(|r| r.as_str().to_owned()).unwrap_or_default();
        match inside.iter().find(|(id, _)| *id == target) {
            Some((_, contained)) => payers.push(contained.clone()),
            None => payers.extend(reading.reference(Some(payer), "Organization", "payor").map(|r| r.0)),
        }
        // Both: the reference may lead to a record that never comes.
        payers.extend(name.filter(|name| !payers.contains(name)));
    }
    let (starts, ends) = reading.period(sent.period, "period")?;
    let coverage =
        fact::Coverage { status, types: sent.kind.map(codings).unwrap_or_default(), payers, starts, ends };
    during(reading, id, subject, None, Body::Coverage(coverage))
}

pub(super) fn order(reading: &mut Reading<'_>, sent: wire::ServiceRequest<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.subject, "subject")? else { return Ok(None) };
    let order = fact::Order {
        status: reading.status(sent.status)?,
        intent: sent.intent.and_then(Text::filled).unwrap_or_default(),
        codes: reading.codes(sent.code, "code"),
        authored: reading.when(sent.authored, "authoredOn")?,
        forbids: sent.forbids == Some(true),
    };
    during(reading, id, subject, sent.encounter, Body::Order(order))
}

pub(super) fn claim(reading: &mut Reading<'_>, sent: wire::Claim<'_>, id: &str) -> Read {
    let Some(subject) = reading.subject(sent.patient, "patient")? else { return Ok(None) };
    let status = reading.status(sent.status)?;
    let mut encounters: Vec<(Vec<i64>, Vec<Reference>)> = Vec::new();
    for item in each(sent.item) {
        let of =
            each(item.encounters).filter_map(|e| reading.reference(Some(e), "Encounter", "item.encounter"));
        let of = of.collect();
        encounters.push((each(item.diagnoses).collect(), of));
    }
    let mut diagnoses = Vec::new();
    for billed in each(sent.diagnosis) {
        let items = encounters.iter().filter(|(of, _)| billed.sequence.is_some_and(|n| of.contains(&n)));
        let mut encounters: Vec<Reference> = items.flat_map(|(_, encounters)| encounters.clone()).collect();
        encounters.sort();
        encounters.dedup();
        diagnoses.push(fact::Billed {
            codes: billed.concept.map(codings).unwrap_or_default(),
            condition: reading.reference(billed.reference, "Condition", "diagnosis.diagnosisReference"),
            on_admission: first_code(billed.on_admission),
            encounters,
        });
    }
    let usage = sent.usage.and_then(Text::filled).unwrap_or_default();
    let created = reading.when(sent.created, "created")?;
    during(reading, id, subject, None, Body::Claim(fact::Claim { status, usage, created, diagnoses }))
}

impl Reading<'_> {
    /// Of the ways in which one thing can be written, one may be used.
    fn only_one(&self, two: bool, property: &str) -> Result<(), Problem> {
        if two { Err(self.problem(Reason::TwoValues, property, "is given in two ways")) } else { Ok(()) }
    }
}
