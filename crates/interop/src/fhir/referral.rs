//! Referrals as a partner's system sends them in FHIR: ServiceRequests with the Patient whom they are about.
//!
//! In the shape of Gravity (SDOHCC) and of US Core: a Bundle, also one within another, with the ServiceRequest, the
//! Patient and whatever stands behind it: the Task that asks, Conditions and Observations that are reasons, who refers,
//! the mother of a baby as RelatedPerson. A request that is not active or that says what must not be done is refused in
//! words. What was asked for of somebody who must not be contacted about it keeps her numbers out of her record, and none
//! of them is used.
//! Deliberately absent: answering with a Task, and following a reference out of the Bundle.

mod entries;
mod sender;
mod written;

use std::collections::BTreeSet;

use jiff::Zoned;
use jiff::civil::Date;
use kith_domain::fact::{Coding, Reference};
use kith_domain::form::{identity, referral as ask};
use serde_json::Value as Tree;

use super::questionnaire::{identity_of, tree};
use crate::codes;
use crate::problem::{Problem, Reason};
use crate::referral::{BABY, Gathered, NEEDS, Referral, WOMAN, observed};
use entries::{Entries, kind, list};
use sender::sender;
use written::{Written, is_baby};

/// The code that she must not be contacted about the request.
const NO_CONTACT: &str = "contacting-subject-prohibited";

/// One referral of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// Where it stands in the file.
    pub place: String,
    /// What it says, or why it is none.
    pub referral: Result<Referral, Problem>,
    /// The records that go in with it: who it is about first, the ServiceRequest last.
    pub records: Vec<Vec<u8>>,
}

/// The referrals of a file. `arrived` is when it came, in the zone in which its days are meant: a request that says no
/// day was written then.
///
/// # Errors
///
/// A file that is not JSON, or holds no ServiceRequest.
pub fn sent(bytes: &[u8], arrived: &Zoned) -> Result<Vec<Sent>, Problem> {
    let document = tree(bytes)?;
    let entries = Entries::of(&document);
    let requests = entries.all.iter().enumerate().filter(|(_, one)| kind(one.resource) == "ServiceRequest");
    let all: Vec<Sent> = requests
        .map(|(at, request)| {
            let mut records = Vec::new();
            let referral = read(at, &entries, arrived, &mut records);
            if referral.is_err() {
                records.clear();
            }
            Sent { place: request.place.clone(), referral, records }
        })
        .collect();
    if all.is_empty() {
        let help = "send a Bundle with the ServiceRequest and the Patient whom it is about";
        return Err(problem(Reason::NoResourceType, "the file holds no referral", help));
    }
    Ok(all)
}

fn problem(reason: Reason, message: &str, help: &str) -> Problem {
    Problem { reason, message: message.into(), help: help.into() }
}

fn read(
    request: usize,
    all: &Entries<'_>,
    arrived: &Zoned,
    records: &mut Vec<Vec<u8>>,
) -> Result<Referral, Problem> {
    let of = all.all[request].resource;
    let must = "send a request whose status is `active`; to withdraw one, call the intake team and say the \
                number of its receipt";
    match of["status"].as_str() {
        Some("active" | "on-hold") => {}
        Some(_) => return Err(problem(Reason::BadValue, "the request is not active", must)),
        None => return Err(problem(Reason::MissingField, "the request has no status", must)),
    }
    if of["doNotPerform"] == true {
        let help = "send only what is asked for";
        return Err(problem(Reason::BadValue, "the request says what must not be done", help));
    }
    let Some(patient) = all.find(of, &of["subject"]).filter(|patient| kind(patient) == "Patient") else {
        let help = "put the Patient into the same Bundle as the ServiceRequest, and name it in `subject`";
        let message = "a ServiceRequest says what is asked for, and its Patient is not in the file";
        return Err(problem(Reason::MissingSubject, message, help));
    };
    let written = Written::of(of, arrived);
    let mut not_used = Vec::new();
    let mut gathered = Gathered::default();
    let own = identity_of(&bytes(patient))?;
    let id = patient["id"].as_str().map(str::to_owned);
    let mut person = id.as_deref().map(|id| Reference::new("Patient", id));
    records.push(bytes(patient));
    let is_baby = is_baby(patient, written.day);
    gathered.choose(ask::ABOUT, if is_baby { BABY } else { WOMAN });
    if is_baby {
        let mother = all.at(&of["subject"]).and_then(|baby| all.mothers.get(&baby));
        if let Some(mother) = mother.map(|at| all.all[*at].resource) {
            let said = identity_of(&bytes(mother))?;
            if [identity::FAMILY, identity::GIVEN].iter().any(|link_id| said.given.contains_key(*link_id)) {
                gathered.0.given.extend(said.given);
                person = None;
            }
            records.push(bytes(mother));
            not_used.extend(numbers(mother));
        }
        gathered.baby(&own, patient["gender"].as_str());
    } else {
        gathered.0.given.extend(own.given);
    }
    if !gathered.has_name() {
        let help = "give the Patient a name, and a baby's mother as RelatedPerson";
        return Err(problem(Reason::MissingField, "the referral does not say who is referred", help));
    }
    if prohibits_contact(of) {
        gathered.choose(ask::CONTACT, "prohibited");
        gathered.0.given.remove(identity::OTHER_PHONE);
        if gathered.0.given.contains_key(identity::PHONE) {
            gathered.choose(identity::PHONE_SAFE, "do_not_use");
        }
        not_used.extend(numbers(patient));
        // Her own record would carry her numbers to lists and files: she is made of the answers.
        records.clear();
        person = None;
    } else {
        not_used.clear();
    }
    let is_there = !records.is_empty();
    asked(request, all, written.day, &mut gathered, records);
    if !is_there {
        // What tells of somebody else's record would make another person of her.
        records.retain(|record| serde_json::from_slice::<Tree>(record).is_ok_and(|one| kind(&one) == "Task"));
    }
    let by = sender(of, all, &mut gathered);
    records.push(bytes(of));
    Ok(Referral { person, by, at: written.at, answers: gathered.0, not_used })
}

fn bytes(of: &Tree) -> Vec<u8> {
    serde_json::to_vec(of).expect("JSON that was read can be written")
}

/// The numbers that a record has of somebody, also those of before.
fn numbers(of: &Tree) -> impl Iterator<Item = String> {
    let telephones = list(of, "telecom")
        .iter()
        .filter(|telecom| matches!(telecom["system"].as_str(), Some("phone" | "sms")));
    telephones.filter_map(|telecom| telecom["value"].as_str().map(str::to_owned))
}

fn prohibits_contact(of: &Tree) -> bool {
    let mut codings = list(of, "orderDetail").iter().flat_map(|concept| list(concept, "coding"));
    codings.any(|coding| coding["code"] == NO_CONTACT)
}

/// The words of a concept with its code, and its codes.
fn concept(of: &Tree) -> Option<(String, Vec<Coding>)> {
    let codings: Vec<Coding> = list(of, "coding")
        .iter()
        .filter_map(|coding| {
            let system = codes::system(coding["system"].as_str().unwrap_or_default());
            let code = codes::code(&system, coding["code"].as_str()?);
            Some(Coding {
                display: coding["display"].as_str().map(str::to_owned),
                ..Coding::new(&system, &code)
            })
        })
        .collect();
    let words = of["text"].as_str().map(str::to_owned);
    let words = words.or_else(|| codings.iter().find_map(|coding| coding.display.clone()));
    let line = match (words, codings.first()) {
        (Some(words), Some(coding)) if words != coding.code => format!("{words} ({})", coding.code),
        (Some(words), _) => words,
        (None, Some(coding)) => coding.code.clone(),
        (None, None) => return None,
    };
    Some((line, codings))
}

/// Whether a Condition says that she has it not.
fn is_denied(condition: &Tree) -> bool {
    let mut said = list(&condition["verificationStatus"], "coding").iter();
    said.any(|coding| matches!(coding["code"].as_str(), Some("refuted" | "entered-in-error")))
}

/// What is asked, and why.
fn asked(at: usize, all: &Entries<'_>, written: Date, gathered: &mut Gathered, records: &mut Vec<Vec<u8>>) {
    let of = all.all[at].resource;
    let number = list(of, "identifier").iter().find_map(|identifier| identifier["value"].as_str());
    gathered.say(ask::NUMBER, number.or(of["id"].as_str()).map(str::to_owned));
    let task = all.tasks.get(&at).map(|at| all.all[*at].resource);
    for urgency in [of["priority"].as_str(), task.and_then(|task| task["priority"].as_str())] {
        if let Some(urgency @ ("stat" | "asap" | "urgent" | "routine")) = urgency {
            gathered.choose(ask::URGENCY, urgency);
        }
    }
    for concepts in [std::slice::from_ref(&of["code"]), list(of, "orderDetail")] {
        for (words, codings) in concepts.iter().filter_map(concept) {
            if codings.iter().all(|coding| coding.code != NO_CONTACT) {
                gathered.asks(&words, &codings);
            }
        }
    }
    let categories = list(of, "category").iter().flat_map(|concept| list(concept, "coding"));
    for coding in categories.filter(|coding| coding["system"] == NEEDS) {
        gathered.need(coding["code"].as_str().unwrap_or_default());
    }
    for (words, codings) in list(of, "reasonCode").iter().filter_map(concept) {
        gathered.reason(&words, &codings);
    }
    let supporting = list(of, "reasonReference").iter().chain(list(of, "supportingInfo"));
    // By their place: ids are of one kind of records alone, and some have none.
    let mut seen: BTreeSet<*const Tree> = BTreeSet::new();
    let mut readings = Vec::new();
    for reference in supporting {
        let Some(found) = all.find(of, reference) else {
            gathered.reason(reference["display"].as_str().unwrap_or_default(), &[]);
            continue;
        };
        if !seen.insert(found) {
            continue;
        }
        if matches!(kind(found), "Condition" | "Observation") {
            if let Some((words, codings)) = concept(&found["code"]) {
                match concept(&found["valueCodeableConcept"]) {
                    // What was looked at is no finding; what was found is.
                    Some((value, values)) => {
                        gathered.named(&values);
                        gathered.told(&format!("{words}: {value}"), &[codings, values].concat());
                    }
                    None if is_denied(found) => gathered.told(&words, &codings),
                    None => gathered.reason(&words, &codings),
                }
            }
            readings.push(found);
            // One that names her by an address of the Bundle alone would be about nobody.
            if found["subject"]["reference"].as_str().is_some_and(|named| named.starts_with("Patient/")) {
                records.push(bytes(found));
            }
        }
    }
    let subject = of["subject"]["reference"].as_str().unwrap_or_default();
    let of_her = all.observations.get(subject).into_iter().flatten();
    readings.extend(of_her.map(|at| all.all[*at].resource));
    observed(gathered, &readings, Some(written));
    let notes = [Some(of), task].into_iter().flatten().flat_map(|one| list(one, "note"));
    for note in notes {
        gathered.reason(note["text"].as_str().unwrap_or_default(), &[]);
    }
    gathered.reason(of["patientInstruction"].as_str().unwrap_or_default(), &[]);
    if let Some(task) = task {
        gathered.reason(task["description"].as_str().unwrap_or_default(), &[]);
        records.push(bytes(task));
    }
}

#[cfg(test)]
mod tests;
