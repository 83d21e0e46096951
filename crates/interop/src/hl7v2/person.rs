//! PID and PD1 as a Patient.

use jiff::civil::Date;

use super::contact::{name, telecoms};
use super::draft::{CDC_RACE, Draft, Identifier, coding_of, id, is_ssn, pointing};
use super::json::{Json, list, object};
use super::merge::PROTECTION;
use super::message::{Message, Part, Segment};
use super::note::Remark;
use super::refusal::{ErrorAt, Wrong};
use super::time::Stamp;
use crate::referral::GROWN_YEARS;

const RACE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
pub(super) const ETHNICITY: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity";
const NULL_FLAVOR: &str = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";
/// How a profile names a code of the NHS.
const NHS: &str = "nhs:";
const NHS_SYSTEM: &str = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland";
pub(super) const NHS_ETHNICITY: &str =
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory";
/// Days after birth in which someone counts as newborn here.
const NEWBORN_DAYS: i32 = 28;

/// Whom a message is about.
pub(super) struct Subject {
    /// The Patient's id within the source.
    pub id: String,
    /// The identifier that it was made of.
    pub key: Identifier,
    pub born: Option<Stamp>,
    /// Born within four weeks of the message, or said to be a newborn.
    pub newborn: bool,
    /// A newborn who was not born alive.
    pub stillborn: bool,
    /// Too old to be somebody's baby: her own mother is next of kin, and nobody's birth.
    pub grown: bool,
}

/// The Patient id of an identifier.
pub(super) fn person_id(key: &Identifier) -> String {
    id(&[&key.authority, &key.value])
}

impl Draft<'_> {
    /// Finds out whom the message is about: the record number of PID-3, or what old versions have in its place.
    pub fn subject(&mut self, pid: Segment<'_>, message: &Message<'_>) -> Result<Subject, ErrorAt> {
        let key = self.record_number(pid)?;
        let born = self.time(pid, 7)?;
        let said = |name, field, code: &str| {
            message.field(name, field).component(1).text().is_some_and(|t| t.eq_ignore_ascii_case(code))
        };
        let day_of = |stamp: &Option<Stamp>| stamp.as_ref().and_then(Stamp::day);
        let young = match (day_of(&born), day_of(&self.moment)) {
            (Some(born), Some(now)) => days(born, now).is_some_and(|n| (-1..=NEWBORN_DAYS).contains(&n)),
            _ => false,
        };
        // The year alone tells it: who gives no day of her birth is no baby for it.
        let year_of = |stamp: &Option<Stamp>| stamp.as_ref().and_then(Stamp::year);
        let grown = match (year_of(&born), year_of(&self.moment)) {
            (Some(born), Some(now)) => now - born >= GROWN_YEARS,
            _ => false,
        };
        let codes: Vec<String> = message
            .all("DG1")
            .filter_map(|dg1| dg1.field(3).component(1).text())
            .map(|c| plain(&c))
            .collect();
        let liveborn = codes.iter().any(|c| c.starts_with("Z38"));
        let newborn = young || said("PV1", 4, "N") || said("PV2", 36, "Y") || liveborn;
        let fetal = codes.iter().any(|c| c == "P95" || c == "Z371" || c == "Z374" || c == "Z377");
        let died_at = self.time_if_any(pid, 29);
        let lived = match (born.as_ref().and_then(|b| b.at), died_at.as_ref().and_then(|d| d.at)) {
            (Some(born), Some(died)) => died > born,
            _ => match (day_of(&born), day_of(&died_at)) {
                (Some(born), Some(died)) => died > born,
                _ => false,
            },
        };
        let died = said("PID", 30, "Y") || died_at.is_some();
        // Codes on the mother's record speak of her delivery, so they count for a newborn's record alone.
        let stillborn = newborn && !liveborn && !lived && (fetal || died);
        if stillborn {
            self.note(Remark::Stillbirth, "PID-30");
        }
        Ok(Subject { id: person_id(&key), key, born, newborn, stillborn, grown: grown && !newborn })
    }

    fn record_number(&mut self, pid: Segment<'_>) -> Result<Identifier, ErrorAt> {
        let place = pid.place(3);
        // Old versions have the one identifier in PID-2.
        for field in [3, 2] {
            let mut all = Vec::new();
            for cx in pid.field(field).repetitions() {
                if !is_ssn(cx.component(5).text().as_deref()) {
                    all.extend(self.identifier(cx, &place));
                }
            }
            for kind in [Some("MR"), None, Some("PI"), Some("PT")] {
                if let Some(at) = all.iter().position(|i| i.kind.as_deref() == kind) {
                    return Ok(all.swap_remove(at));
                }
            }
            if !all.is_empty() {
                return Ok(all.swap_remove(0));
            }
        }
        Err(ErrorAt::new(Wrong::RequiredField, pid, 3, "the patient has no identifier"))
    }

    /// The Patient.
    pub fn patient(&mut self, pid: Segment<'_>, message: &Message<'_>, subject: &Subject) -> Json {
        let mut deleted: Vec<&str> = Vec::new();
        for (field, path) in [
            (5, "name"),
            (7, "birthDate"),
            (8, "gender"),
            (10, "extension:race"),
            (11, "address"),
            (13, "telecom:home"),
            (14, "telecom:work"),
            (15, "communication"),
            (16, "maritalStatus"),
            (22, "extension:ethnicity"),
            (24, "multipleBirth"),
            (25, "multipleBirth"),
            (29, "deceased"),
            (30, "deceased"),
        ] {
            if pid.field(field).is_null() && !deleted.contains(&path) {
                deleted.push(path);
            }
        }
        let mut identifiers = self.identifiers(pid, 3);
        if !identifiers.contains(&subject.key) {
            identifiers.insert(0, subject.key.clone());
        }
        let mut names: Vec<Json> = pid.field(5).repetitions().map(|xpn| name(xpn, subject.newborn)).collect();
        names.extend(pid.field(9).repetitions().map(|xpn| name(xpn, false)));
        let (died_at, died) = self.death(pid, subject);
        let born = subject.born.as_ref();
        let birth_time = born.filter(|b| b.at.is_some()).map(|b| {
            extension(
                "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                "valueDateTime",
                b.text.as_str().into(),
            )
        });
        let (order, multiple) = self.multiple_birth(pid, message);
        object([
            ("resourceType", "Patient".into()),
            ("id", subject.id.as_str().into()),
            ("meta", self.protected_meta(message, &deleted)),
            ("extension", list(self.patient_extensions(pid))),
            ("identifier", list(identifiers.iter().map(Identifier::json))),
            ("active", subject.stillborn.then_some(false).into()),
            ("name", list(names)),
            ("telecom", list(self.patient_telecoms(pid))),
            ("gender", self.gender(pid)),
            ("birthDate", born.map(Stamp::date).into()),
            ("_birthDate", object([("extension", list(birth_time))])),
            ("deceasedBoolean", died),
            ("deceasedDateTime", died_at),
            ("address", list(self.addresses(pid, 11))),
            ("maritalStatus", self.table(pid, 16, "0002")),
            ("multipleBirthBoolean", multiple),
            ("multipleBirthInteger", order),
            ("communication", self.language(pid, 15)),
        ])
    }

    /// `meta`, with a security label where the sender asks that the record be protected (PD1-12, ARV). Where every ARV
    /// is an action of deletion, a restriction of before is lifted.
    fn protected_meta(&mut self, message: &Message<'_>, deleted: &[&str]) -> Json {
        let protect = message.field("PD1", 12).text().is_some_and(|t| t == "Y");
        let states = |arv: Segment<'_>| arv.field(2).component(1).text().is_none_or(|action| action != "D");
        let restricted = message.all("ARV").any(states);
        let lifts = message.first("ARV").is_some() && !protect && !restricted;
        let deleted: Vec<&str> = deleted.iter().copied().chain(lifts.then_some(PROTECTION)).collect();
        let mut meta = self.meta(&deleted, &[]);
        if protect || restricted {
            self.note(Remark::Protected, if protect { "PD1-12" } else { "ARV" });
            let label = coding_of("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R", None);
            meta.set("security", list([label]));
        }
        meta
    }

    /// When the patient died, and else whether.
    fn death(&mut self, pid: Segment<'_>, subject: &Subject) -> (Json, Json) {
        if let Some(stamp) = self.time_if_any(pid, 29) {
            return (stamp.text.into(), Json::Nothing);
        }
        let said = match pid.field(30).component(1).text().as_deref() {
            Some("Y") => Some(true),
            Some("N") => Some(false),
            _ => subject.stillborn.then_some(true),
        };
        (Json::Nothing, said.into())
    }

    /// The birth order, and else whether it was a multiple birth. PID-24 that says no outweighs a first place.
    fn multiple_birth(&mut self, pid: Segment<'_>, message: &Message<'_>) -> (Json, Json) {
        let multiple = match pid.field(24).component(1).text().as_deref() {
            Some("Y" | "YES" | "1") => Some(true),
            Some("N" | "NO" | "0") => Some(false),
            _ => None,
        };
        let order = pid.field(25).component(1).text().and_then(|t| t.parse::<u8>().ok());
        let order = order.filter(|n| (1..=20).contains(n));
        for dg1 in message.all("DG1") {
            let code = plain(&dg1.field(3).component(1).text().unwrap_or_default());
            let says = match code.as_str() {
                c if c.starts_with("Z380") || c.starts_with("Z381") || c.starts_with("Z382") => Some(false),
                c if c.starts_with("Z38") && c.len() > 3 => Some(true),
                _ => None,
            };
            if says.is_some()
                && multiple.or(order.filter(|n| *n > 1).map(|_| true)).is_some_and(|m| Some(m) != says)
            {
                self.note(Remark::PluralityConflict, dg1.place(3));
            }
        }
        if multiple == Some(false) && order.is_some_and(|n| n > 1) {
            self.note(Remark::PluralityConflict, pid.place(25));
        }
        match (order, multiple) {
            (Some(1), Some(false)) | (None, Some(false)) => (Json::Nothing, false.into()),
            (Some(n), _) => (Json::Number(n.to_string()), Json::Nothing),
            (None, multiple) => (Json::Nothing, multiple.into()),
        }
    }

    fn gender(&mut self, pid: Segment<'_>) -> Json {
        let Some(code) = pid.field(8).component(1).text() else { return Json::Nothing };
        let known = gender(&code);
        if known.is_none() {
            self.note(Remark::CodeUnknown, pid.place(8));
        }
        known.unwrap_or("unknown").into()
    }

    fn table(&mut self, segment: Segment<'_>, field: usize, table: &str) -> Json {
        let cwe = self.single(segment, field);
        let Some(code) = cwe.component(1).text() else { return Json::Nothing };
        let system = match cwe.component(3).text() {
            Some(system) => self.system(&system),
            None => format!("http://terminology.hl7.org/CodeSystem/v2-{table}"),
        };
        let words = cwe.component(2).text();
        object([
            ("coding", list([coding_of(&system, &code, words.as_deref())])),
            ("text", words.clone().into()),
        ])
    }

    fn patient_extensions(&mut self, pid: Segment<'_>) -> Vec<Json> {
        let mut extensions = Vec::new();
        let races: Vec<Part<'_>> = pid.field(10).repetitions().collect();
        extensions.extend(self.categories(&races, pid.place(10), "race", RACE));
        let ethnicities: Vec<Part<'_>> = pid.field(22).repetitions().collect();
        extensions.extend(self.categories(&ethnicities, pid.place(22), "ethnicity", ETHNICITY));
        extensions.extend(self.nhs_category(&ethnicities));
        let maiden = pid.field(6).component(1).subcomponent(1).text();
        extensions.extend(maiden.map(|family| {
            extension(
                "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName",
                "valueString",
                family.into(),
            )
        }));
        extensions
    }

    /// The ethnic category of the NHS, of a sender whose profile says that its codes are that: `A = "nhs:A"`.
    fn nhs_category(&self, parts: &[Part<'_>]) -> Option<Json> {
        let mapped = |cwe: &Part<'_>| {
            let code = self.sender.ethnicity.get(&sent_code(cwe).1)?;
            Some((code.strip_prefix(NHS)?.to_owned(), cwe.component(2).text()))
        };
        let (code, words) = parts.iter().find_map(mapped)?;
        let coding = coding_of(NHS_SYSTEM, &code, words.as_deref());
        Some(extension(NHS_ETHNICITY, "valueCodeableConcept", object([("coding", list([coding]))])))
    }

    /// Race or ethnicity as reported: what has no code is kept as text and remarked, never guessed.
    fn categories(&mut self, parts: &[Part<'_>], place: String, kind: &str, url: &str) -> Option<Json> {
        let map = if kind == "race" { &self.sender.race } else { &self.sender.ethnicity }.clone();
        let (mut inner, mut words) = (Vec::new(), Vec::new());
        for cwe in parts {
            let (sent, code) = sent_code(cwe);
            let code = match (map.get(&code), kind) {
                (Some(mapped), _) => mapped.clone(),
                (None, "ethnicity") if code == "H" => "2135-2".into(),
                (None, "ethnicity") if code == "N" => "2186-5".into(),
                (None, "ethnicity") if code == "U" => "UNK".into(),
                (None, _) => code,
            };
            let display = cwe.component(2).text();
            let part = match code.as_str() {
                "1002-5" | "2028-9" | "2054-5" | "2076-8" | "2106-3" | "2118-8" | "2131-1"
                    if kind == "race" =>
                {
                    "ombCategory"
                }
                "2135-2" | "2186-5" if kind == "ethnicity" => "ombCategory",
                "UNK" | "ASKU" => "ombCategory",
                code if is_cdc(code) => "detailed",
                code if kind == "ethnicity" && code.starts_with(NHS) => continue,
                _ => {
                    self.note(Remark::CodeUnknown, place.clone());
                    words.extend(display.or(sent));
                    continue;
                }
            };
            let system = if is_cdc(&code) { CDC_RACE } else { NULL_FLAVOR };
            words.extend(display.clone());
            inner.push(extension(part, "valueCoding", coding_of(system, &code, display.as_deref())));
        }
        if inner.is_empty() && words.is_empty() {
            return None;
        }
        words.dedup();
        inner.push(extension("text", "valueString", words.join(", ").into()));
        let inner = list(inner.into_iter().filter(|e| !matches!(e, Json::Object(p) if p.len() < 2)));
        Some(object([("url", url.into()), ("extension", inner)]))
    }

    fn patient_telecoms(&mut self, pid: Segment<'_>) -> Vec<Json> {
        let mut all = telecoms(pid.field(13), "home");
        all.extend(telecoms(pid.field(14), "work"));
        all.extend(telecoms(pid.field(40), "home"));
        all
    }

    /// The loser of a merge: it stays, is no longer active and points to the winner.
    pub fn replaced(&mut self, loser: &Identifier, winner: &str) -> Json {
        object([
            ("resourceType", "Patient".into()),
            ("id", person_id(loser).into()),
            ("meta", self.meta(&[], &[])),
            ("identifier", list([loser.json()])),
            ("active", false.into()),
            (
                "link",
                list([object([("other", pointing("Patient", winner)), ("type", "replaced-by".into())])]),
            ),
        ])
    }
}

pub(super) fn extension(url: &str, key: &'static str, value: Json) -> Json {
    object([("url", url.into()), (key, value)])
}

/// Table 0001.
pub(super) fn gender(code: &str) -> Option<&'static str> {
    Some(match code.to_ascii_uppercase().as_str() {
        "F" | "FEMALE" => "female",
        "M" | "MALE" => "male",
        "O" | "A" | "N" | "OTHER" => "other",
        "U" | "UNKNOWN" => "unknown",
        _ => return None,
    })
}

/// The code of a category, in whichever of its two places it stands, as sent and without blanks.
fn sent_code(cwe: &Part<'_>) -> (Option<String>, String) {
    let sent = cwe.component(1).text().or_else(|| cwe.component(4).text());
    let code = sent.as_ref().map(|c| c.split_whitespace().collect()).unwrap_or_default();
    (sent, code)
}

/// A code without its dot, in upper case.
pub(super) fn plain(code: &str) -> String {
    code.chars().filter(|c| *c != '.').collect::<String>().to_ascii_uppercase()
}

fn days(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

/// `2106-3`: digits, a hyphen, a digit.
fn is_cdc(code: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    code.split_once('-').is_some_and(|(number, check)| number.len() == 4 && digits(number) && digits(check))
}
