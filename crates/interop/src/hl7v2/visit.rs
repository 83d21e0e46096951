//! PV1 and PV2 as an Encounter, DG1 as Conditions, PR1 as Procedures, IN1 as Coverage.

use std::collections::HashSet;

use super::draft::{Draft, coding_of, codings, concept_of, id, is_ssn, pointing, v2_concept};
use super::event::Event;
use super::json::{Json, list, object};
use super::message::{Message, Segment};
use super::note::Remark;
use super::person::Subject;
use super::refusal::{ErrorAt, Wrong};
use super::time::Stamp;

const ACT: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

/// A visit, and the organisation where it is.
pub(super) struct Visit {
    /// The Encounter's id within the source.
    pub id: String,
    identifiers: Vec<Json>,
}

impl Draft<'_> {
    /// Which visit a message speaks of: by visit number, else by account, else by when it began.
    pub fn visit(&mut self, message: &Message<'_>, subject: &Subject) -> Result<Option<Visit>, ErrorAt> {
        let Some(pv1) = message.first("PV1") else { return Ok(None) };
        let mut identifiers = Vec::new();
        let mut own = None;
        let number = self.single(pv1, 19);
        if let Some(number) = self.identifier(number, &pv1.place(19)).filter(|i| !is_ssn(i.kind.as_deref())) {
            own = Some(id(&[&number.authority, "visit", &number.value]));
            let kind = number.kind.as_deref().unwrap_or("VN");
            identifiers.push(super::draft::Identifier { kind: Some(kind.into()), ..number.clone() }.json());
        }
        let account = message.field("PID", 18);
        if let Some(account) = self.identifier(account, "PID-18") {
            if own.is_none() {
                self.note(Remark::NoVisitNumber, pv1.place(19));
                own = Some(id(&[&subject.key.authority, &subject.key.value, "account", &account.value]));
            }
            let kind = account.kind.as_deref().unwrap_or("AN");
            identifiers.push(super::draft::Identifier { kind: Some(kind.into()), ..account.clone() }.json());
        }
        if own.is_none()
            && let Some(begun) = self.time(pv1, 44)?
        {
            self.note(Remark::NoVisitNumber, pv1.place(19));
            own = Some(id(&[&subject.key.authority, &subject.key.value, "begun", &begun.text]));
        }
        Ok(own.map(|id| Visit { id, identifiers }))
    }

    /// The Encounter, with the Organization where it takes place.
    pub fn encounter(
        &mut self,
        message: &Message<'_>,
        event: Event,
        subject: &Subject,
        visit: &Visit,
        diagnoses: &[String],
    ) -> Result<Vec<Json>, ErrorAt> {
        let Some(pv1) = message.first("PV1") else { return Ok(Vec::new()) };
        let begun = self.time(pv1, 44)?;
        let mut ended = self.time(pv1, 45)?;
        if event == Event::Discharge && ended.is_none() {
            let evn = message.first("EVN");
            ended = evn.and_then(|evn| self.time_if_any(evn, 6)).or_else(|| self.moment.clone());
            self.note(Remark::TimeOfMessage, pv1.place(45));
        }
        let preadmitted = self.single(pv1, 2).text().as_deref() == Some("P");
        let (status, firm) = match event {
            Event::Discharge => ("finished", true),
            Event::CancelAdmit => ("cancelled", true),
            Event::Preadmit => ("planned", true),
            Event::Admit
            | Event::Register
            | Event::CancelDischarge
            | Event::ToInpatient
            | Event::ToOutpatient => ("in-progress", true),
            _ if ended.is_some() => ("finished", true),
            _ if preadmitted => ("planned", false),
            _ => ("in-progress", false),
        };
        if !firm {
            self.note(Remark::StatusAssumed, "MSH-9.2");
        }
        let mut deleted = Vec::new();
        if event == Event::CancelDischarge {
            deleted.extend(["period.end", "hospitalization.dischargeDisposition"]);
        } else {
            for (field, path) in [
                (36, "hospitalization.dischargeDisposition"),
                (14, "hospitalization.admitSource"),
                (44, "period.start"),
                (45, "period.end"),
            ] {
                if pv1.field(field).is_null() {
                    deleted.push(path);
                }
            }
        }
        let closes = status == "finished";
        let assumed: &[&str] = if firm { &[] } else { &["status"] };
        let class = self.class(pv1, event);
        let organization = self.organization(message, pv1);
        let mut participants = Vec::new();
        for (field, role) in [(7, "ATND"), (17, "ADM")] {
            let xcn = self.single(pv1, field);
            let who = self.practitioner(xcn, &pv1.place(field));
            if !who.is_nothing() {
                let role =
                    concept_of("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", role, None);
                participants.push(object([("type", list([role])), ("individual", who)]));
            }
        }
        let reason = message.field("PV2", 3);
        let reason = self.concept(reason);
        let encounter = object([
            ("resourceType", "Encounter".into()),
            ("id", visit.id.as_str().into()),
            ("meta", self.meta(&deleted, assumed)),
            ("identifier", list(visit.identifiers.iter().cloned())),
            ("status", status.into()),
            ("class", class),
            ("type", self.table_codes(pv1, &[(4, "0007"), (18, "0018")])),
            ("serviceType", self.one_of_table(pv1, 10, "0069")),
            ("subject", pointing("Patient", &subject.id)),
            ("participant", list(participants)),
            (
                "period",
                object([
                    ("start", begun.as_ref().map(|s| s.text.as_str()).into()),
                    ("end", ended.as_ref().filter(|_| closes).map(|s| s.text.as_str()).into()),
                ]),
            ),
            ("reasonCode", list([reason])),
            (
                "diagnosis",
                list(diagnoses.iter().map(|id| object([("condition", pointing("Condition", id))]))),
            ),
            (
                "hospitalization",
                object([
                    ("admitSource", self.one_of_table(pv1, 14, "0023")),
                    (
                        "dischargeDisposition",
                        if closes { self.one_of_table(pv1, 36, "0112") } else { Json::Nothing },
                    ),
                ]),
            ),
            ("location", self.location(pv1)),
            (
                "serviceProvider",
                organization.as_ref().map_or(Json::Nothing, |(reference, _)| reference.clone()),
            ),
        ]);
        Ok([encounter].into_iter().chain(organization.map(|(_, resource)| resource)).collect())
    }

    /// PV1-2 as a class. An admission to obstetrics is an inpatient stay, a recurring patient an outpatient.
    fn class(&mut self, pv1: Segment<'_>, event: Event) -> Json {
        let Some(code) = self.single(pv1, 2).component(1).text() else { return Json::Nothing };
        let known = match (code.as_str(), event) {
            ("I", _) => ("IMP", "inpatient encounter"),
            ("E", _) => ("EMER", "emergency"),
            ("O" | "R", _) => ("AMB", "ambulatory"),
            ("P", _) => ("PRENC", "pre-admission"),
            ("B", Event::Register | Event::ToOutpatient) => ("AMB", "ambulatory"),
            ("B", _) => ("IMP", "inpatient encounter"),
            _ => {
                self.note(Remark::CodeUnknown, pv1.place(2));
                return coding_of("http://terminology.hl7.org/CodeSystem/v2-0004", &code, None);
            }
        };
        coding_of(ACT, known.0, Some(known.1))
    }

    fn one_of_table(&mut self, segment: Segment<'_>, field: usize, table: &str) -> Json {
        match self.single(segment, field).component(1).text() {
            Some(code) => v2_concept(table, &code),
            None => Json::Nothing,
        }
    }

    fn table_codes(&mut self, segment: Segment<'_>, fields: &[(usize, &str)]) -> Json {
        let concepts = fields.iter().map(|(field, table)| self.one_of_table(segment, *field, table));
        list(concepts.collect::<Vec<_>>())
    }

    /// Point of care, room and bed as words: what a transfer changes.
    fn location(&mut self, pv1: Segment<'_>) -> Json {
        let place = self.single(pv1, 3);
        let words: Vec<String> =
            [1, 2, 3].iter().filter_map(|n| place.component(*n).subcomponent(1).text()).collect();
        let display = words.join(" ");
        list([object([("location", object([("display", display.into())]))])])
    }

    /// The facility of PV1-3.4, else of MSH-4: the reference and the Organization itself.
    fn organization(&mut self, message: &Message<'_>, pv1: Segment<'_>) -> Option<(Json, Json)> {
        let place = self.single(pv1, 3).component(4).subcomponent(1).text();
        let name = place.or_else(|| message.field("MSH", 4).component(1).text())?;
        let own = id(&["organization", &name]);
        let mut reference = pointing("Organization", &own);
        reference.set("display", name.as_str().into());
        // The same bytes each time, so that it is one version for good.
        let resource =
            object([("resourceType", "Organization".into()), ("id", own.into()), ("name", name.into())]);
        Some((reference, resource))
    }

    /// The diagnoses of DG1: their Conditions, and their ids in the order of the message.
    pub fn conditions(
        &mut self,
        message: &Message<'_>,
        subject: &Subject,
        visit: Option<&Visit>,
    ) -> (Vec<Json>, Vec<String>) {
        let (mut resources, mut ids): (Vec<Json>, Vec<String>) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        // A final diagnosis outweighs a working or admitting one of the same code.
        let kind = |dg1: &Segment<'_>| dg1.field(6).component(1).text().unwrap_or_default();
        let mut all: Vec<Segment<'_>> = message.all("DG1").collect();
        all.sort_by_key(|dg1| kind(dg1) != "F");
        for dg1 in all {
            let cwe = self.single(dg1, 3);
            let mut codes = self.codes(cwe);
            if let Some(method) = dg1.field(2).component(1).text()
                && let Some(first) = codes.first_mut().filter(|c| c.system.is_empty())
            {
                // Before 2.5 the system stood in a field of its own.
                first.system = self.system(&method);
                first.code = crate::codes::code(&first.system, &first.code);
            }
            let words = dg1.field(4).text().or_else(|| cwe.component(2).text());
            let name = match (codes.first(), &words) {
                (Some(code), _) => format!("{}|{}", code.system, code.code),
                (None, Some(words)) => words.clone(),
                (None, None) => {
                    self.note(Remark::Uncoded, dg1.place(3));
                    continue;
                }
            };
            let about = visit.map_or(subject.id.as_str(), |visit| visit.id.as_str());
            let own = id(&["condition", about, &name]);
            if !seen.insert(own.clone()) {
                continue;
            }
            let deleted = dg1.field(21).component(1).text().as_deref() == Some("D");
            let verification = match (deleted, kind(&dg1).as_str()) {
                (true, _) => "entered-in-error",
                (false, "A" | "W") => "provisional",
                (false, _) => "confirmed",
            };
            let recorded = self.time_if_any(dg1, 5);
            let category = "http://terminology.hl7.org/CodeSystem/condition-category";
            let status = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
            resources.push(object([
                ("resourceType", "Condition".into()),
                ("id", own.as_str().into()),
                ("meta", self.meta(&[], &[])),
                ("verificationStatus", concept_of(status, verification, None)),
                ("category", list([concept_of(category, "encounter-diagnosis", None)])),
                ("code", object([("coding", codings(&codes)), ("text", words.into())])),
                ("subject", pointing("Patient", &subject.id)),
                ("encounter", visit.map(|visit| pointing("Encounter", &visit.id)).into()),
                ("recordedDate", recorded.map(|s| s.text).into()),
            ]));
            ids.push(own);
        }
        (resources, ids)
    }

    /// The procedures of PR1.
    pub fn procedures(
        &mut self,
        message: &Message<'_>,
        event: Event,
        subject: &Subject,
        visit: Option<&Visit>,
    ) -> Vec<Json> {
        let mut resources = Vec::new();
        for pr1 in message.all("PR1") {
            let cwe = self.single(pr1, 3);
            let mut codes = self.codes(cwe);
            if let Some(method) = pr1.field(2).component(1).text()
                && let Some(first) = codes.first_mut().filter(|c| c.system.is_empty())
            {
                first.system = self.system(&method);
                first.code = crate::codes::code(&first.system, &first.code);
            }
            let words = pr1.field(4).text().or_else(|| cwe.component(2).text());
            let Some(code) = codes.first() else {
                self.note(Remark::Uncoded, pr1.place(3));
                continue;
            };
            let at = self.time_if_any(pr1, 5);
            let day = at.as_ref().map(Stamp::date).unwrap_or_default();
            let about = visit.map_or(subject.id.as_str(), |visit| visit.id.as_str());
            let own = id(&["procedure", about, &code.system, &code.code, day]);
            let status = if event == Event::Preadmit { "preparation" } else { "completed" };
            resources.push(object([
                ("resourceType", "Procedure".into()),
                ("id", own.into()),
                ("meta", self.meta(&[], &[])),
                ("status", status.into()),
                ("code", object([("coding", codings(&codes)), ("text", words.into())])),
                ("subject", pointing("Patient", &subject.id)),
                ("encounter", visit.map(|visit| pointing("Encounter", &visit.id)).into()),
                ("performedDateTime", at.map(|s| s.text).into()),
            ]));
        }
        resources
    }

    /// The insurances of IN1.
    pub fn coverages(&mut self, message: &Message<'_>, subject: &Subject) -> Vec<Json> {
        let mut resources: Vec<Json> = Vec::new();
        for in1 in message.all("IN1") {
            let first = |field: usize| in1.field(field).component(1).text();
            let Some(plan) = first(2).or_else(|| first(3)).or_else(|| first(4)) else { continue };
            let payer = first(4).or_else(|| in1.field(2).component(2).text()).unwrap_or_else(|| plan.clone());
            let (from, to) = (self.time_if_any(in1, 12), self.time_if_any(in1, 13));
            resources.push(object([
                ("resourceType", "Coverage".into()),
                ("id", id(&[&subject.key.authority, &subject.key.value, "coverage", &plan]).into()),
                ("meta", self.meta(&[], &[])),
                ("status", "active".into()),
                ("type", self.one_of_table(in1, 15, "0086")),
                ("subscriberId", first(36).into()),
                ("beneficiary", pointing("Patient", &subject.id)),
                (
                    "period",
                    object([("start", from.map(|s| s.text).into()), ("end", to.map(|s| s.text).into())]),
                ),
                ("payor", list([object([("display", payer.into())])])),
            ]));
        }
        resources
    }

    /// The identifiers that a merge takes out of use (MRG-1).
    pub fn losers(&mut self, mrg: Segment<'_>, winner: &Subject) -> Result<Vec<Json>, ErrorAt> {
        let losers: Vec<_> = self
            .identifiers(mrg, 1)
            .into_iter()
            .filter(|i| *i != winner.key && !is_ssn(i.kind.as_deref()))
            .collect();
        if losers.is_empty() {
            return Err(ErrorAt::new(
                Wrong::RequiredField,
                mrg,
                1,
                "the record that is merged away has no identifier of its own",
            ));
        }
        Ok(losers.iter().map(|loser| self.replaced(loser, &winner.id)).collect())
    }
}
