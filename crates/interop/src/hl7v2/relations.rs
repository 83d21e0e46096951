//! NK1 and PID-21 as RelatedPersons: above all the mother, seen from her baby's record.

use std::collections::HashMap;

use super::contact::{name, telecoms};
use super::draft::{Draft, Identifier, V3_ROLE, concept_of, id, is_ssn, pointing, v2_concept};
use super::json::{Json, list, object};
use super::message::{Message, Part, Segment};
use super::note::Remark;
use super::person::{Subject, gender};

impl Draft<'_> {
    /// The people related to the patient. The mother is one person, whether NK1, PID-21 or both speak of her.
    pub fn relations(&mut self, pid: Segment<'_>, message: &Message<'_>, subject: &Subject) -> Vec<Json> {
        let (mut mother_ids, mother_name) =
            if subject.grown { (Vec::new(), Json::Nothing) } else { self.mother_identifiers(pid, subject) };
        let maiden = pid.field(6).repetitions().next().filter(|_| subject.newborn).map(|xpn| {
            let mut maiden = name(xpn, false);
            maiden.set("use", "maiden".into());
            maiden
        });
        let mut relations = Vec::new();
        // How many of each role came so far.
        let mut seen: HashMap<String, usize> = HashMap::new();
        for nk1 in message.all("NK1") {
            let names: Vec<Json> = nk1.field(2).repetitions().map(|xpn| name(xpn, false)).collect();
            let code = nk1.field(3).component(1).text().unwrap_or_default().to_ascii_uppercase();
            let identifiers = self.identifiers(nk1, 33);
            if names.iter().all(Json::is_nothing) && identifiers.is_empty() {
                continue;
            }
            let is_mother = role_is_mother(&code) && !subject.grown;
            let role = match role(&code) {
                // She is a parent, and no record of a birth says so.
                Some("MTH" | "NMTH") if !is_mother => concept_of(V3_ROLE, "PRN", None),
                Some(role) => concept_of(V3_ROLE, role, None),
                None if code.is_empty() => Json::Nothing,
                None => v2_concept("0063", &code),
            };
            let which = seen.entry(code.clone()).or_default();
            *which += 1;
            let which = *which;
            let mut names = names;
            let mut all = identifiers;
            if is_mother && which == 1 {
                all.extend(std::mem::take(&mut mother_ids));
                names.extend(maiden.clone());
            }
            let own = self.relation_id(subject, if is_mother { "MTH" } else { &code }, which);
            let born = self.time_if_any(nk1, 16);
            relations.push(object([
                ("resourceType", "RelatedPerson".into()),
                ("id", own.into()),
                ("meta", self.meta(&[], &[])),
                ("identifier", list(all.iter().map(Identifier::json))),
                ("patient", pointing("Patient", &subject.id)),
                ("relationship", list([role])),
                ("name", list(names)),
                ("telecom", list(telecoms(nk1.field(5), "home"))),
                ("gender", sex_of(nk1.field(15), is_mother)),
                ("birthDate", born.as_ref().map(super::time::Stamp::date).into()),
                ("address", list(self.addresses(nk1, 4))),
                ("communication", self.language(nk1, 20)),
            ]));
        }
        let known = seen.keys().any(|code| role_is_mother(code));
        if !known && (!mother_ids.is_empty() || !mother_name.is_nothing()) {
            relations.push(object([
                ("resourceType", "RelatedPerson".into()),
                ("id", self.relation_id(subject, "MTH", 1).into()),
                ("meta", self.meta(&[], &[])),
                ("identifier", list(mother_ids.iter().map(Identifier::json))),
                ("patient", pointing("Patient", &subject.id)),
                ("relationship", list([concept_of(V3_ROLE, "MTH", None)])),
                ("name", list([mother_name, maiden.into()])),
                ("gender", "female".into()),
            ]));
        }
        relations
    }

    fn relation_id(&self, subject: &Subject, code: &str, which: usize) -> String {
        let (authority, value) = (&subject.key.authority, &subject.key.value);
        match which {
            1 => id(&[authority, value, code]),
            n => id(&[authority, value, code, &n.to_string()]),
        }
    }

    /// What PID-21 has: identifiers, or the name that some senders put there.
    fn mother_identifiers(&mut self, pid: Segment<'_>, subject: &Subject) -> (Vec<Identifier>, Json) {
        let mut identifiers = Vec::new();
        let mut names = Vec::new();
        for cx in pid.field(21).repetitions() {
            if !is_identifier(cx) {
                self.note(Remark::MotherAsText, pid.place(21));
                names.push(name(cx, false));
                continue;
            }
            let kind = cx.component(5).text();
            if is_ssn(kind.as_deref()) && !self.sender.keep_ssn {
                self.note(Remark::SsnLeftOut, pid.place(21));
            } else if cx.component(4).is_absent() && !is_ssn(kind.as_deref()) {
                // She has her number from whoever gave the baby's.
                let value = cx.component(1).text();
                identifiers.extend(value.map(|value| Identifier { value, kind, ..subject.key.clone() }));
            } else {
                identifiers.extend(self.identifier(cx, &pid.place(21)));
            }
        }
        (identifiers, names.pop().unwrap_or(Json::Nothing))
    }
}

/// Whether a CX holds an identifier: it has a digit, and what should be its check digit is no name.
fn is_identifier(cx: Part<'_>) -> bool {
    let digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    let value = cx.component(1).text().unwrap_or_default();
    let check = cx.component(2).text().unwrap_or_default();
    digit(&value) && (check.is_empty() || digit(&check) || check.len() == 1)
}

fn sex_of(field: Part<'_>, is_mother: bool) -> Json {
    let said = field.component(1).text().and_then(|code| gender(&code));
    said.or(is_mother.then_some("female")).into()
}

fn role_is_mother(code: &str) -> bool {
    matches!(code, "MTH" | "MOTHER" | "MO" | "NMTH" | "MOM")
}

/// Table 0063 as a role of HL7 version 3.
fn role(code: &str) -> Option<&'static str> {
    Some(match code {
        _ if role_is_mother(code) => "MTH",
        "FTH" | "FATHER" | "FA" => "FTH",
        "PAR" => "PRN",
        "SPO" | "SPOUS" | "SPOUSE" => "SPS",
        "DOM" => "SIGOTHR",
        "CHD" => "CHILD",
        "NCH" => "NCHILD",
        "SCH" => "STPCHLD",
        "FCH" => "CHLDFOST",
        "GRP" => "GRPRN",
        "GCH" => "GRNDCHILD",
        "SIB" => "SIB",
        "BRO" => "BRO",
        "SIS" => "SIS",
        "EXF" => "EXT",
        "FND" => "FRND",
        "GRD" => "GUARD",
        "SEL" => "ONESELF",
        _ => return None,
    })
}
