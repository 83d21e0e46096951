//! REF (I12, I13) and OMG^O19 as a referral: whom it is about, what is asked, and why.
//!
//! The persons and results of such a message become records like those of any other. A referral about a baby is
//! answered with what NK1 says of the mother, for she is who is called. OMG^O19 is the request of the 360X profile; one
//! that changes or withdraws an order is refused in words, for a form that came in is not taken back by a message.

use kith_domain::fact::{Coding, Reference};
use kith_domain::form::{Answer, Value, identity, referral as ask};
use serde_json::Value as Tree;

use super::contact::telecoms;
use super::draft::Draft;
use super::json::Json;
use super::message::{Message, Part, Segment};
use super::person::Subject;
use super::refusal::{ErrorAt, Wrong};
use super::time::Stamp;
use crate::fhir::questionnaire::identity_of;
use crate::referral::{BABY, Gathered, Referral, WOMAN, observed};

/// The field of a message in which an answer stood, for telling its sender what is wrong with it.
pub fn place_of(link_id: &str) -> (&'static str, usize) {
    match link_id {
        identity::GIVEN | identity::FAMILY | identity::INFANT_GIVEN | identity::INFANT_FAMILY => ("PID", 5),
        identity::BIRTH_DATE | identity::INFANT_BIRTH_DATE => ("PID", 7),
        identity::PHONE | identity::OTHER_PHONE => ("PID", 13),
        identity::ADDRESS | identity::CITY | identity::POSTAL_CODE => ("PID", 11),
        identity::LANGUAGE => ("PID", 15),
        identity::DUE_DATE | identity::LMP | identity::DELIVERED_ON => ("OBX", 5),
        identity::INFANT_BIRTH_WEIGHT | identity::INFANT_GESTATION => ("OBX", 5),
        _ => ("", 0),
    }
}

impl Draft<'_> {
    /// What a message refers somebody for. `resources` are the records that it makes, the Patient first.
    pub fn referral(
        &mut self,
        message: &Message<'_>,
        subject: &Subject,
        resources: &[Json],
    ) -> Result<Referral, ErrorAt> {
        if let Some(orc) = message.first("ORC") {
            match orc.field(1).text().as_deref() {
                None | Some("NW" | "RF") => {}
                Some(_) => {
                    let words = "only a new order makes a referral";
                    let mend = "send a new one with ORC-1 NW; to withdraw one, call the intake team and say the \
                                number of its receipt";
                    return Err(ErrorAt::new(Wrong::TableValue, orc, 1, words).mended_by(mend));
                }
            }
        }
        let mut gathered = Gathered::default();
        let is_baby = subject.newborn || (subject.born.is_some() && self.moment.is_some() && !subject.grown);
        gathered.choose(ask::ABOUT, if is_baby { BABY } else { WOMAN });
        let of = |resource: Option<&Json>| {
            resource.and_then(|one| identity_of(&one.to_bytes()).ok()).unwrap_or_default()
        };
        let own = of(resources.first());
        let mut person = Some(Reference::new("Patient", &subject.id));
        if is_baby {
            let mother = resources.iter().find(|one| is_mother(one));
            let mother = of(mother);
            if mother.given.contains_key(identity::FAMILY) || mother.given.contains_key(identity::GIVEN) {
                gathered.0.given.extend(mother.given);
                person = None;
            }
            gathered.baby(&own, resources.first().and_then(|patient| patient.text("gender")));
        } else {
            gathered.0.given.extend(own.given);
        }
        if !gathered.has_name() {
            let pid = message.first("PID");
            let words = "the referral does not say who is referred";
            let mend = "give the patient a name, and a baby's mother in NK1";
            let error = match pid {
                Some(pid) => ErrorAt::new(Wrong::RequiredField, pid, 5, words),
                None => ErrorAt::without_segment(Wrong::RequiredField, "PID", 5, words),
            };
            return Err(error.mended_by(mend));
        }
        let readings: Vec<Tree> = resources
            .iter()
            .filter(|one| one.text("resourceType") == Some("Observation"))
            .filter_map(|one| serde_json::from_slice(&one.to_bytes()).ok())
            .collect();
        let written = self.moment.as_ref().and_then(Stamp::day);
        observed(&mut gathered, &readings.iter().collect::<Vec<_>>(), written);
        self.asked(message, &mut gathered);
        let by = sender(message, &mut gathered);
        let at = self.moment.as_ref().and_then(|moment| moment.at);
        Ok(Referral { person, by, at, answers: gathered.0, not_used: Vec::new() })
    }

    /// What is asked, and why, in the order of the message.
    fn asked(&mut self, message: &Message<'_>, gathered: &mut Gathered) {
        let segments = message.segments();
        for (at, segment) in segments.iter().enumerate() {
            match segment.name() {
                "RF1" => {
                    gathered.say(ask::NUMBER, segment.field(6).component(1).text());
                    urgency(segment.field(2), gathered);
                    self.line(segment.field(3), None, gathered, Gathered::asks);
                    for reason in segment.field(10).repetitions() {
                        self.line(reason, None, gathered, Gathered::reason);
                    }
                }
                "ORC" => gathered.say(ask::NUMBER, segment.field(2).component(1).text()),
                "OBR" => {
                    if !is_sent_along(message, &segments[at + 1..]) {
                        gathered.say(ask::NUMBER, segment.field(2).component(1).text());
                        self.line(segment.field(4), None, gathered, Gathered::asks);
                        urgency(segment.field(5), gathered);
                    }
                    for field in [13, 31] {
                        for reason in segment.field(field).repetitions() {
                            self.line(reason, None, gathered, Gathered::reason);
                        }
                    }
                }
                "TQ1" => urgency(segment.field(9), gathered),
                "PR1" => {
                    self.line(segment.field(3), None, gathered, Gathered::asks);
                }
                "DG1" => {
                    // Before 2.5 the system stood in a field of its own.
                    let method = segment.field(2).component(1).text();
                    let codes = self.line(segment.field(3), method.as_deref(), gathered, Gathered::reason);
                    if segment.field(3).component(2).is_absent() {
                        // Words of a code are of its kind, whatever they say.
                        gathered.told(&segment.field(4).text().unwrap_or_default(), &codes);
                    }
                }
                "NTE" => {
                    for words in segment.field(3).repetitions() {
                        gathered.reason(&words.text().unwrap_or_default(), &[]);
                    }
                }
                _ => {}
            }
        }
    }

    /// A coded value in the sender's words, with its code behind them; its codes, for what else is said of it.
    fn line(
        &mut self,
        cwe: Part<'_>,
        system: Option<&str>,
        gathered: &mut Gathered,
        say: fn(&mut Gathered, &str, &[Coding]),
    ) -> Vec<Coding> {
        let mut codes = self.codes(cwe);
        if let (Some(system), Some(first)) = (system, codes.first_mut().filter(|c| c.system.is_empty())) {
            first.system = self.system(system);
            first.code = crate::codes::code(&first.system, &first.code);
        }
        let codings: Vec<Coding> = codes
            .iter()
            .map(|code| Coding { display: code.words.clone(), ..Coding::new(&code.system, &code.code) })
            .collect();
        let words = cwe.component(9).text().or_else(|| codes.iter().find_map(|code| code.words.clone()));
        let words = words.or_else(|| cwe.component(2).text());
        let code = codes.first().map(|code| code.code.as_str());
        let line = match (words, code) {
            (Some(words), Some(code)) if words != code => format!("{words} ({code})"),
            (Some(words), _) => words,
            (None, Some(code)) => code.to_owned(),
            (None, None) => return codings,
        };
        say(gathered, &line, &codings);
        codings
    }
}

/// Whether an OBR of a REF heads readings, which `after` has: those are sent along, and nobody is asked for them.
fn is_sent_along(message: &Message<'_>, after: &[Segment<'_>]) -> bool {
    let mut own = after.iter().take_while(|segment| segment.name() != "OBR");
    let is_ref = message.field("MSH", 9).component(1).text().as_deref() == Some("REF");
    is_ref && own.any(|segment| segment.name() == "OBX")
}

/// How urgent it is: tables 0280 and 0485.
fn urgency(field: Part<'_>, gathered: &mut Gathered) {
    let code = field.component(1).text().unwrap_or_default().to_ascii_uppercase();
    let named = match code.as_str() {
        "S" | "STAT" => "stat",
        "A" | "ASAP" => "asap",
        "U" | "URGENT" => "urgent",
        "R" | "ROUTINE" => "routine",
        _ => return,
    };
    gathered.choose(ask::URGENCY, named);
}

/// Whether a record is what a message says of the patient's mother.
fn is_mother(resource: &Json) -> bool {
    let codings = resource.get("relationship").map(Json::items).unwrap_or_default();
    let mut codings = codings.iter().filter_map(|concept| concept.get("coding")).flat_map(Json::items);
    resource.text("resourceType") == Some("RelatedPerson")
        && codings.any(|coding| coding.text("code") == Some("MTH"))
}

/// Who refers: the provider whom PRD names so, else the one who ordered; else the facility alone.
fn sender(message: &Message<'_>, gathered: &mut Gathered) -> String {
    let role = |prd: &Segment<'_>| prd.field(1).component(1).text().unwrap_or_default();
    let prd = message.all("PRD").find(|prd| role(prd) == "RP");
    let name = |part: Part<'_>, family: usize| {
        let parts = [family + 1, family].map(|n| part.component(n).subcomponent(1).text());
        let words: Vec<String> = parts.into_iter().flatten().collect();
        Some(words.join(" ")).filter(|words| !words.is_empty())
    };
    let (orc, obr) = (message.first("ORC"), message.first("OBR"));
    let by = prd
        .and_then(|prd| name(prd.field(2), 1))
        .or_else(|| orc.and_then(|orc| name(orc.field(12), 2)))
        .or_else(|| obr.and_then(|obr| name(obr.field(16), 2)));
    gathered.say(ask::SENDER, by.clone());
    let phone = |field: Part<'_>| {
        let found = telecoms(field, "work");
        let phone = found.iter().find(|telecom| telecom.text("system") == Some("phone"))?;
        phone.text("value").map(str::to_owned)
    };
    gathered.say(ask::SENDER_PHONE, prd.and_then(|prd| phone(prd.field(5))));
    gathered.say(ask::SENDER_PHONE, orc.and_then(|orc| phone(orc.field(14))));
    gathered.say(ask::SENDER_SITE, orc.and_then(|orc| orc.field(21).component(1).text()));
    gathered.say(ask::SENDER_SITE, message.field("MSH", 4).component(1).text());
    let is_npi = |id: &String| id.len() == 10 && id.bytes().all(|b| b.is_ascii_digit());
    let npi = prd.and_then(|prd| prd.field(7).component(1).text()).filter(is_npi);
    let npi = npi.or_else(|| orc.and_then(|orc| orc.field(12).component(1).text()).filter(is_npi));
    if let Some(npi) = npi {
        gathered.give(ask::SENDER_NPI, Answer::one(Value::Text(npi)));
    }
    by.unwrap_or_default()
}
