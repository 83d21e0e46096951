//! One message: what it says as resources, or why it was not taken.

use jiff::Timestamp;

use super::charset::Charset;
use super::draft::Draft;
use super::event::Event;
use super::json::Json;
use super::message::{MOST_SEGMENTS, Message};
use super::note::{Note, Remark};
use super::person::Subject;
use super::refusal::{ErrorAt, Refusal, Wrong};
use super::sender::Sender;
use crate::referral::Referral;

/// The type of the record that keeps a message as it came.
pub const ORIGINAL: &str = "Hl7v2Message";

/// A message that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// MSH-10.
    pub control_id: String,
    /// The source under which its records stand: of the sender's profile, else the sending facility's name.
    pub source: String,
    /// The id of the record that keeps the original: MSH-3, MSH-4 and MSH-10 between bars.
    pub original_id: String,
    /// The message type and event, `ADT^A01`.
    pub kind: String,
    /// What it tells.
    pub event: Event,
    /// When that was, by EVN-2 or else MSH-7: what versions are ordered by.
    pub when: Option<Timestamp>,
    /// FHIR resources as JSON.
    pub resources: Vec<Vec<u8>>,
    /// What was remarked.
    pub notes: Vec<Note>,
    /// What it refers somebody for; only of a referral.
    pub referral: Option<Referral>,
}

/// Repetitions of one field, and its bytes; what is only kept or stays one text may be longer.
const MOST_REPETITIONS: usize = 100;
const LONGEST_FIELD: usize = 16 << 10;
/// Bytes of MSH-3, MSH-4 and MSH-10, which every record names.
const LONGEST_NAME: usize = 256;
/// Patients of one message that merges.
const MOST_MERGED: usize = 100;

/// Reads a message, with what is known of its sender. `latest` is the last instant that an event can have had by now:
/// one that names a later one is ordered by its arrival, for by its own time it would outweigh whatever comes for years.
pub fn take(bytes: &[u8], sender: &Sender, latest: Option<Timestamp>) -> Result<Taken, Refusal> {
    let (text, remarks) = decode(bytes, sender);
    let Some(message) = Message::of(&text) else {
        let words = match text.trim_start().starts_with("MSH") {
            true => "the header does not say how its fields are separated",
            false => "it does not begin with MSH",
        };
        return Err(ErrorAt::without_segment(Wrong::SegmentSequence, "MSH", 0, words).into());
    };
    let mut draft =
        Draft { sender, facility: String::new(), origin: String::new(), moment: None, notes: Vec::new() };
    for remark in remarks.into_iter().chain(message.repairs.iter().copied()) {
        let place = if matches!(remark, Remark::BrokenLine) { "" } else { "MSH" };
        draft.note(remark, place);
    }
    read(&message, &mut draft, latest).map_err(Refusal::from)
}

/// The text of a message, by MSH-18, the sender's profile, or what the bytes are.
fn decode<'b>(bytes: &'b [u8], sender: &Sender) -> (std::borrow::Cow<'b, str>, Vec<Remark>) {
    let end = bytes.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(bytes.len());
    let (head, _) = Charset::Latin1.decode(&bytes[..end]);
    let declared = Message::of(head.trim_start_matches("\u{ef}\u{bb}\u{bf}"))
        .and_then(|m| m.field("MSH", 18).component(1).text());
    let named = declared.as_deref().map(Charset::named);
    let mut remarks = Vec::new();
    if named == Some(None) {
        remarks.push(Remark::CharsetUnknown);
    }
    let charset = named.flatten().or(sender.charset).unwrap_or(Charset::Utf8);
    let (text, sound) = charset.decode(bytes);
    if !sound {
        remarks.push(Remark::CharsetAssumed);
    }
    (text, remarks)
}

fn read(message: &Message<'_>, draft: &mut Draft<'_>, latest: Option<Timestamp>) -> Result<Taken, ErrorAt> {
    let missing = |field, words: &str| ErrorAt::without_segment(Wrong::RequiredField, "MSH", field, words);
    check_size(message)?;
    let msh = message.first("MSH").ok_or_else(|| missing(0, "there is no header"))?;
    let control_id =
        msh.field(10).text().ok_or_else(|| missing(10, "the message has no number of its own"))?;

    let (kind, code) = kind(message, draft);
    let event = match Event::of(&kind, &code) {
        Some(event) => event,
        None if matches!(kind.as_str(), "ADT" | "ORU" | "REF" | "OMG") && !code.is_empty() => {
            return Err(ErrorAt::new(Wrong::EventCode, msh, 9, "messages of this event are not taken"));
        }
        None => return Err(ErrorAt::new(Wrong::MessageType, msh, 9, "messages of this type are not taken")),
    };
    match msh.field(11).component(1).text() {
        None => draft.note(Remark::NoProcessingId, "MSH-11"),
        Some(id) if draft.sender.processing_ids.contains(&id) => {}
        Some(_) => {
            let words = "the message is not marked as production data (P)";
            return Err(ErrorAt::new(Wrong::ProcessingId, msh, 11, words));
        }
    }
    match msh.field(12).component(1).text() {
        None => draft.note(Remark::NoVersion, "MSH-12"),
        Some(version) if version == "2" || version.starts_with("2.") => {}
        Some(_) => return Err(ErrorAt::new(Wrong::Version, msh, 12, "the version is not one of HL7 v2")),
    }

    draft.facility = [4, 3].into_iter().find_map(|n| msh.field(n).component(1).text()).unwrap_or_default();
    let original_id = format!("{}|{}|{control_id}", msh.field(3).raw().trim(), msh.field(4).raw().trim());
    draft.origin = format!("{ORIGINAL}/{original_id}");
    moment(message, draft, latest);

    let (resources, referral) = match event {
        Event::Merge => (merge(message, draft)?, None),
        _ => {
            let (resources, subject) = person(message, draft, event, &control_id)?;
            let referral = match event {
                Event::Referral => Some(draft.referral(message, &subject, &resources)?),
                _ => None,
            };
            (resources, referral)
        }
    };
    let source = match (draft.sender.name.as_str(), draft.facility.as_str()) {
        ("", "") => "HL7 v2".to_owned(),
        ("", facility) => facility.to_owned(),
        (name, _) => name.to_owned(),
    };
    Ok(Taken {
        control_id,
        source,
        original_id,
        kind: format!("{kind}^{code}"),
        event,
        when: draft.moment.as_ref().and_then(|m| m.at),
        resources: resources.iter().map(Json::to_bytes).collect(),
        notes: std::mem::take(&mut draft.notes),
        referral,
    })
}

/// What is longer than any real message makes records of many times its size.
fn check_size(message: &Message<'_>) -> Result<(), ErrorAt> {
    if message.segments().len() > MOST_SEGMENTS {
        let words = "the message has more segments than are taken";
        return Err(ErrorAt::without_segment(Wrong::SegmentSequence, "", 0, words));
    }
    for segment in message.segments() {
        let name = segment.name();
        if name.starts_with('Z') || name == "NTE" {
            continue;
        }
        for (number, field) in segment.fields() {
            // A result may be a report.
            if name == "OBX" && number == 5 {
                continue;
            }
            let names_message = name == "MSH" && matches!(number, 3 | 4 | 10);
            if field.raw().len() > if names_message { LONGEST_NAME } else { LONGEST_FIELD } {
                let words = "the field is longer than is taken";
                return Err(ErrorAt::new(Wrong::DataType, *segment, number, words));
            }
            if field.repetitions().nth(MOST_REPETITIONS).is_some() {
                let words = "the field repeats more often than is taken";
                return Err(ErrorAt::new(Wrong::DataType, *segment, number, words));
            }
        }
    }
    Ok(())
}

/// The message type and its event, which old versions and some senders have elsewhere.
fn kind(message: &Message<'_>, draft: &mut Draft<'_>) -> (String, String) {
    let field = message.field("MSH", 9);
    let first = field.component(1).text().unwrap_or_default();
    // `ADT_A01` in one piece.
    if let Some((kind, code)) = first.split_once('_')
        && field.component(2).is_absent()
    {
        draft.note(Remark::EventElsewhere, "MSH-9");
        return (kind.to_owned(), code.to_owned());
    }
    let code = field.component(2).text().or_else(|| {
        let code = message.field("EVN", 1).text();
        if code.is_some() {
            draft.note(Remark::EventElsewhere, "EVN-1");
        }
        code
    });
    (first, code.unwrap_or_default())
}

/// When the event was recorded (EVN-2), else when the message was written (MSH-7). An event that lies more than a
/// day after its message is a mistake, and would hide whatever comes later; so is one that lies after `latest`.
fn moment(message: &Message<'_>, draft: &mut Draft<'_>, latest: Option<Timestamp>) {
    let mut at = |name, field| message.first(name).and_then(|s| draft.time_if_any(s, field));
    let (recorded, written) = (at("EVN", 2), at("MSH", 7));
    let (recorded, written) = (recorded.filter(|s| s.at.is_some()), written.filter(|s| s.at.is_some()));
    let in_future = match (&recorded, &written) {
        (Some(recorded), Some(written)) => {
            recorded.at.zip(written.at).is_some_and(|(r, w)| r.duration_since(w).as_hours() >= 24)
        }
        _ => false,
    };
    if in_future {
        draft.note(Remark::EventInFuture, "EVN-2");
    }
    let said = if in_future { written } else { recorded.or(written) };
    let is_ahead = said.as_ref().and_then(|s| s.at).zip(latest).is_some_and(|(at, latest)| at > latest);
    if is_ahead {
        draft.note(Remark::ClockAhead, "MSH-7");
    }
    draft.moment = said.filter(|_| !is_ahead);
    if draft.moment.is_none() && !is_ahead {
        draft.note(Remark::NoEventTime, "MSH-7");
    }
}

fn person(
    message: &Message<'_>,
    draft: &mut Draft<'_>,
    event: Event,
    control_id: &str,
) -> Result<(Vec<Json>, Subject), ErrorAt> {
    let pid = message.first("PID").ok_or_else(|| {
        ErrorAt::without_segment(
            Wrong::SegmentSequence,
            "PID",
            0,
            "there is nobody that the message is about",
        )
    })?;
    if message.all("PID").nth(1).is_some() {
        let words = "the message is about several patients; each needs a message of its own";
        return Err(ErrorAt::without_segment(Wrong::SegmentSequence, "PID", 0, words));
    }
    let subject = draft.subject(pid, message)?;
    let mut resources = vec![draft.patient(pid, message, &subject)];
    // An infant who was never alive has no mother-infant pair.
    if !subject.stillborn {
        resources.extend(draft.relations(pid, message, &subject));
    }
    let visit = match event.has_visit() || matches!(event, Event::Result | Event::Referral) {
        true => draft.visit(message, &subject)?,
        false => None,
    };
    if event.has_visit() && visit.is_none() && message.first("PV1").is_some() {
        draft.note(Remark::VisitLeftOut, "PV1-19");
    }
    // What an admission that never was said of diagnoses is not taken.
    if event != Event::CancelAdmit {
        let (conditions, diagnoses) = draft.conditions(message, &subject, visit.as_ref());
        if let (Some(visit), true) = (&visit, event.has_visit()) {
            resources.extend(draft.encounter(message, event, &subject, visit, &diagnoses)?);
        }
        resources.extend(conditions);
        // What a referral asks to be done was not done.
        if event != Event::Referral {
            resources.extend(draft.procedures(message, event, &subject, visit.as_ref()));
        }
        resources.extend(draft.observations(message, &subject, visit.as_ref(), control_id));
    } else if let Some(visit) = &visit {
        resources.extend(draft.encounter(message, event, &subject, visit, &[])?);
    }
    resources.extend(draft.coverages(message, &subject));
    Ok((resources, subject))
}

/// Each PID with the MRG that follows it: the winner, and the losers that point to it.
fn merge(message: &Message<'_>, draft: &mut Draft<'_>) -> Result<Vec<Json>, ErrorAt> {
    let mut resources = Vec::new();
    let (mut winner, mut merged) = (None, false);
    if let Some(pid) = message.all("PID").nth(MOST_MERGED) {
        let words = "the message is about more patients than are taken";
        return Err(ErrorAt::new(Wrong::SegmentSequence, pid, 0, words));
    }
    for segment in message.segments() {
        match segment.name() {
            "PID" => {
                let subject = draft.subject(*segment, message)?;
                resources.push(draft.patient(*segment, message, &subject));
                winner = Some(subject);
            }
            "MRG" => {
                let Some(winner) = &winner else {
                    let words = "there is nobody into whom the record is merged";
                    return Err(ErrorAt::new(Wrong::SegmentSequence, *segment, 0, words));
                };
                resources.extend(draft.losers(*segment, winner)?);
                merged = true;
            }
            _ => {}
        }
    }
    if !merged {
        let words = "the message does not say which record is merged away";
        return Err(ErrorAt::without_segment(Wrong::SegmentSequence, "MRG", 0, words));
    }
    Ok(resources)
}
