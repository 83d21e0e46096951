//! The Data page: what came, how fresh and complete it is, what could not be understood and what to do about it.

use std::collections::HashMap;

use jiff::{Span, Timestamp};
use kith_domain::access::{Action, Actor, Decision, Fields, Subject, decide};
use kith_domain::consent::category_of;
use kith_domain::fact::Body;
use kith_domain::id::{RecordId, SourceId};
use kith_domain::measure::Period;
use kith_domain::measure::strata::{is_not_said, overlaps};
use kith_interop::fhir;
use kith_interop::ije::IJE_RECORD;
use kith_interop::table::TABLE_ROW;
use kith_store::safety::Mask;
use kith_store::{facts, ledger, people, quarantine, source};

use crate::dyad::visible_facts;
use crate::numbers::{self, Reader};
use crate::privacy::{self, Eyes, category};
use crate::scorecard::reporting_period;
use crate::strata;
use crate::view::{Complete, DataPage, QuarantineLine, RunLine, Shown, SourceLine};
use crate::{App, Error, audited, linking, messages, not_there, require, require_person};

/// Quarantined records of one page.
const PAGE: u32 = 50;
/// Runs of the page.
const RUNS: u32 = 20;
/// What is said of a record that was understood at last.
const UNDERSTOOD: &str = "understood, and part of the numbers within seconds";

/// What became of a replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Whether the record was understood this time.
    pub accepted: bool,
    /// What happened, in words.
    pub message: String,
}

/// The record behind a fact, as it came.
#[derive(Debug, Clone)]
pub struct RecordView {
    /// Its reference.
    pub reference: String,
    /// Who sent it.
    pub source: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Whether a newer version has replaced it.
    pub superseded: bool,
    /// Whether parts were left out that this reader is not shown.
    pub partial: bool,
    /// The JSON, laid out for reading.
    pub json: String,
}

/// Sources, runs, completeness, quarantine.
pub async fn data(app: &App, actor: &Actor, after: Option<i64>) -> Result<DataPage, Error> {
    require(actor, Action::SeeData, Subject::default())?;
    let db = app.db();
    let sources = sources(app).await?;
    let names: HashMap<SourceId, String> =
        source::standings(db).await?.into_iter().map(|s| (s.id, s.name)).collect();
    let runs = source::runs(db, RUNS).await?.into_iter().map(|run| RunLine {
        source: names.get(&run.source).cloned().unwrap_or_default(),
        what: run.what,
        started_at: run.started_at,
        ended_at: run.ended_at,
        new: run.counts.new,
        unchanged: run.counts.unchanged,
        newer: run.counts.superseding,
        quarantined: run.counts.quarantined,
    });
    let may = |action| matches!(decide(actor, action, Subject::default()), Decision::Allow(_));
    let may_read = may(Action::ReadQuarantine);
    let quarantine: Vec<QuarantineLine> =
        quarantine::list(db, true, after, PAGE).await?.into_iter().map(|q| line(q, may_read)).collect();
    let next = (quarantine.len() == PAGE as usize).then(|| quarantine.last().map(|q| q.id)).flatten();
    let cube = app.cube().await?;
    // Who may not see small counts elsewhere does not see them here.
    let reader = match decide(actor, Action::SeeCounts, Subject::default()) {
        Decision::Allow(Fields::Counts | Fields::Rows) => Reader::Full,
        _ => Reader::Suppressed,
    };
    let period = reporting_period(app.today());
    Ok(DataPage {
        sources,
        runs: runs.collect(),
        completeness: completeness(app, &cube, period, reader),
        quarantined: quarantine::count_open(db).await?,
        quarantine,
        next,
        may_read,
        may_replay: may(Action::Replay),
        freshness: app.freshness(&cube, period).await?,
    })
}

pub(crate) async fn sources(app: &App) -> Result<Vec<SourceLine>, Error> {
    let line = |s: source::SourceStanding| SourceLine {
        name: s.name,
        last_received_at: s.last_received_at,
        records: s.records,
        people: s.people,
        quarantined: s.quarantined_open,
        by_type: s.by_type,
    };
    Ok(source::standings(app.db()).await?.into_iter().map(line).collect())
}

/// What a message quotes of a record, such as a date that cannot be, is for those who may read the record.
fn without_quotes(message: &str) -> String {
    let (mut kept, mut quoted) = (String::new(), false);
    for part in message.split('`') {
        kept.push_str(if quoted { "…" } else { part });
        quoted = !quoted;
    }
    kept
}

/// Whether it is a row, which is only understood with the others of its file.
fn is_of_table(resource_type: Option<&str>) -> bool {
    matches!(resource_type, Some(TABLE_ROW | IJE_RECORD))
}

fn line(q: quarantine::Quarantined, may_read: bool) -> QuarantineLine {
    QuarantineLine {
        id: q.id,
        source: q.source_name,
        file: q.file,
        place: q.place,
        reason: q.reason,
        message: if may_read { q.message } else { without_quotes(&q.message) },
        help: q.help,
        length: q.length,
        seen_at: q.seen_at,
        resolved_at: q.resolved_at,
        complete: q.complete,
        of_table: is_of_table(q.resource_type.as_deref()),
    }
}

/// For each stratifier of the work list's measure, how many infants of two years have a known value. A field of which few
/// are known or few are missing is left out for who may not see small counts, and of the others she is told the share.
fn completeness(app: &App, cube: &crate::cube::Cube, period: Period, reader: Reader) -> Vec<Complete> {
    let programme = app.programme();
    let Some(headline) = programme.worklist_measure() else { return Vec::new() };
    let period = Period { start: period.start.saturating_sub(Span::new().months(12)), ..period };
    let stratum = |by: &String| {
        let strata = cube.strata(&headline.id, by, period, None);
        let of = |c: &kith_domain::measure::Counts| c.denominator() + c.excluded + c.pending + c.unknown;
        let all = strata.values().map(of).sum();
        let missing: i64 = strata.iter().filter(|(s, _)| is_not_said(s)).map(|(_, c)| of(c)).sum();
        (by.clone(), all - missing, all)
    };
    headline
        .stratifiers
        .iter()
        // What is told of the same answer again, or is no answer, would only say it twice.
        .filter(|by| !overlaps(by) && strata::beside(by).is_none())
        .map(stratum)
        .filter(|(_, known, all)| may_be_told(*known, *all, reader))
        .map(|(field, known, all)| complete(field, known, all, reader))
        .collect()
}

fn complete(field: String, known: i64, all: i64, reader: Reader) -> Complete {
    Complete {
        field,
        share: (all > 0).then(|| known as f64 / all as f64),
        counts: (reader == Reader::Full).then_some((known, all)),
    }
}

/// Whether neither those who are known nor those who are missing are few.
fn may_be_told(known: i64, all: i64, reader: Reader) -> bool {
    [known, all - known, all].iter().all(|n| numbers::shown(*n, reader) != Shown::Withheld)
}

/// The bytes of a quarantined record, for who may read them.
pub async fn quarantined_bytes(app: &App, actor: &Actor, id: i64) -> Result<Vec<u8>, Error> {
    require(actor, Action::ReadQuarantine, Subject::default())?;
    let bytes = quarantine::bytes(app.db(), id).await?.ok_or(Error::NotFound("this record"))?;
    audited(app, actor, "read_quarantine", Some(format!("quarantine/{id}")), "").await?;
    Ok(bytes)
}

/// Tries one quarantined record again.
pub async fn replay(app: &App, actor: &Actor, id: i64) -> Result<Replayed, Error> {
    require(actor, Action::Replay, Subject::default())?;
    let held = quarantine::find(app.db(), id).await?.ok_or(Error::NotFound("this record"))?;
    let replayed = try_again(app, &held).await?;
    audited(app, actor, "replay", Some(format!("quarantine/{id}")), "").await?;
    Ok(replayed)
}

/// Tries every quarantined record again; how many were understood, and how many still wait.
pub async fn replay_all(app: &App, actor: &Actor) -> Result<(u64, u64), Error> {
    require(actor, Action::Replay, Subject::default())?;
    let (mut accepted, mut still) = (0, 0);
    let mut after = None;
    loop {
        let page = quarantine::list(app.db(), true, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for held in &page {
            if try_again(app, held).await?.accepted { accepted += 1 } else { still += 1 }
        }
    }
    audited(app, actor, "replay_all", None, &format!("{accepted} understood, {still} wait")).await?;
    Ok((accepted, still))
}

async fn try_again(app: &App, held: &quarantine::Quarantined) -> Result<Replayed, Error> {
    let not = |message: String| Replayed { accepted: false, message };
    if !held.complete {
        return Ok(not(
            "only the beginning of this record was kept; ingest the file again after mending it".into()
        ));
    }
    if is_of_table(held.resource_type.as_deref()) {
        return Ok(not(format!("{}: mend it in the file, and put the file in again", held.message)));
    }
    let bytes = quarantine::bytes(app.db(), held.id).await?.ok_or(Error::NotFound("this record"))?;
    if held.resource_type.as_deref() == Some(kith_interop::hl7v2::ORIGINAL) {
        if !messages::take_again(app, &held.source_name, bytes).await {
            return Ok(not(format!("{}: {}", held.message, held.help)));
        }
        quarantine::resolve(app.db(), held.id, app.now()).await?;
        return Ok(Replayed { accepted: true, message: UNDERSTOOD.into() });
    }
    let resource = match fhir::read(&bytes) {
        Ok(resource) => resource,
        Err(problem) => return Ok(not(format!("{}: {}", problem.message, problem.help))),
    };
    let arrival = crate::ingest::arrival(resource, bytes);
    ledger::append(app.db(), held.source, vec![arrival], app.now()).await?;
    linking::link(app).await?;
    quarantine::resolve(app.db(), held.id, app.now()).await?;
    app.wake();
    Ok(Replayed { accepted: true, message: UNDERSTOOD.into() })
}

/// The record behind a fact, for who may see the person it is about.
pub async fn record(app: &App, actor: &Actor, id: RecordId) -> Result<RecordView, Error> {
    let Some(person) = facts::person_of_record(app.db(), id).await? else {
        return Err(not_there(actor, Action::SeePerson, "this record"));
    };
    let fields = require_person(app, actor, Action::SeePerson, person).await?;
    // A record that was superseded, or is of a kind that this reader is not shown, opens for those with full rows.
    let visible =
        fields == Fields::Rows || visible_facts(app, fields, &[person]).await?.iter().any(|s| s.record == id);
    if !visible {
        return Err(Error::NotFound("this record"));
    }
    let record = ledger::bytes(app.db(), id).await?.ok_or(Error::NotFound("this record"))?;
    let eyes = Eyes::of(app, actor, person).await?;
    let infant = people::mother_of(app.db(), person).await?.is_some();
    // A record that was superseded is read as what it was.
    let body = fhir::read(&record.bytes).ok().and_then(|resource| resource.fact).map(|fact| fact.body);
    let hidden = body.as_ref().is_some_and(|body| !eyes.see(category(body, infant), false).is_shown());
    if hidden {
        audited(app, actor, "denied", Some(format!("record/{id}")), "see_record").await?;
        return Err(Error::Denied("this is not shared with you"));
    }
    let names: HashMap<SourceId, String> =
        source::standings(app.db()).await?.into_iter().map(|s| (s.id, s.name)).collect();
    // That she came may be known where why she came is not.
    let why_hidden = |body: &Body| match body {
        Body::Encounter(e) => category_of(&e.reasons).is_some_and(|why| !eyes.see(why, false).is_shown()),
        _ => false,
    };
    let fields = if body.as_ref().is_some_and(why_hidden) { Fields::Visits } else { fields };
    let mask = &eyes.mask;
    let json = as_shown(&record.bytes, fields, mask).ok_or(Error::NotFound("this record"))?;
    let why = privacy::why(eyes.relation, eyes.glass, person);
    audited(app, actor, "see_record", Some(format!("record/{id}")), &why).await?;
    Ok(RecordView {
        reference: format!("{}/{}", record.resource_type, record.resource_id),
        source: names.get(&record.source).cloned().unwrap_or_default(),
        received_at: record.received_at,
        superseded: record.superseded_by.is_some(),
        partial: fields != Fields::Rows,
        json,
    })
}

/// What an encounter, a vaccine or a person says that reaching a family needs. The rest (reasons, diagnoses, notes,
/// narrative, identifiers, what extensions carry) may tell what was told in confidence.
const OF_A_VISIT: [&str; 20] = [
    "resourceType",
    "id",
    "status",
    "class",
    "type",
    "subject",
    "patient",
    "period",
    "serviceProvider",
    "vaccineCode",
    "occurrenceDateTime",
    "performedDateTime",
    "performedPeriod",
    "name",
    "telecom",
    "gender",
    "birthDate",
    "deceasedBoolean",
    "deceasedDateTime",
    "managingOrganization",
];

/// A record laid out for reading, as much of it as may be shown.
fn as_shown(bytes: &[u8], fields: Fields, mask: &Mask) -> Option<String> {
    let value = serde_json::from_slice::<serde_json::Value>(bytes).ok();
    let concealed = mask.address || mask.phone || !mask.unused.is_empty();
    if fields == Fields::Rows && concealed {
        let mut record = value?;
        without(&mut record, mask);
        return serde_json::to_string_pretty(&record).ok();
    }
    if fields == Fields::Rows {
        let pretty = value.and_then(|value| serde_json::to_string_pretty(&value).ok());
        return Some(pretty.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned()));
    }
    let serde_json::Value::Object(mut record) = value? else { return None };
    record.retain(|name, _| OF_A_VISIT.contains(&name.as_str()));
    if concealed {
        record.remove("telecom");
    }
    record.values_mut().for_each(without_extensions);
    serde_json::to_string_pretty(&record).ok()
}

/// Takes out what is concealed: addresses, numbers, and the texts in which they may stand again.
fn without(value: &mut serde_json::Value, mask: &Mask) {
    match value {
        serde_json::Value::Object(parts) => {
            let gone = |name: &str| match name {
                "address" => mask.address,
                "telecom" => mask.phone || !mask.unused.is_empty(),
                "text" | "div" | "note" | "extension" | "contact" | "photo" => true,
                _ => false,
            };
            parts.retain(|name, _| !gone(name));
            parts.values_mut().for_each(|part| without(part, mask));
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| without(item, mask)),
        _ => {}
    }
}

fn without_extensions(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(parts) => {
            parts.retain(|name, _| name != "extension" && !name.starts_with('_'));
            parts.values_mut().for_each(without_extensions);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_extensions),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_for_who_reaches_families_has_no_reason_and_no_diagnosis() {
        let bytes = br#"{"resourceType":"Encounter","id":"e1","status":"finished","text":{"div":"told us"},
            "class":{"code":"AMB"},"type":[{"extension":[{"valueString":"secret"}],"text":"Postpartum visit"}],
            "reasonCode":[{"text":"Opioid use"}],"diagnosis":[{"condition":{"display":"Depression"}}],
            "contained":[{"resourceType":"Condition"}],"period":{"start":"2026-01-02"}}"#;
        let plain = Mask::default();
        let shown = as_shown(bytes, Fields::Visits, &plain).unwrap();
        assert!(shown.contains("Postpartum visit") && shown.contains("2026-01-02"));
        for word in ["Opioid", "Depression", "Condition", "told us", "secret"] {
            assert!(!shown.contains(word), "{shown}");
        }
        assert!(as_shown(bytes, Fields::Rows, &plain).unwrap().contains("Opioid use"));
        assert_eq!(as_shown(b"not JSON", Fields::Visits, &plain), None);
    }

    #[test]
    fn a_record_of_somebody_who_hides_has_no_address_and_no_number() {
        let bytes =
            br#"{"resourceType":"Patient","id":"p","name":[{"family":"Test"}],"text":{"div":"12 Hidden Way"},
            "address":[{"line":["12 Hidden Way"]}],"telecom":[{"value":"555-010-0001"}],
            "contact":[{"address":{"line":["12 Hidden Way"]}}]}"#;
        let concealed = Mask { address: true, ..Mask::default() };
        for fields in [Fields::Rows, Fields::Visits] {
            let shown = as_shown(bytes, fields, &concealed).unwrap();
            assert!(shown.contains("Test") && !shown.contains("Hidden Way"), "{shown}");
        }
        let unused = Mask { unused: vec!["5550100001".into()], ..Mask::default() };
        assert!(!as_shown(bytes, Fields::Rows, &unused).unwrap().contains("0001"));
        assert_eq!(as_shown(b"12 Hidden Way", Fields::Rows, &concealed), None);
    }

    #[test]
    fn a_field_of_which_few_are_missing_is_not_told_to_everybody() {
        for (known, all, told) in
            [(90, 100, false), (5, 100, false), (100, 100, true), (80, 100, true), (0, 0, true)]
        {
            assert_eq!(may_be_told(known, all, Reader::Suppressed), told, "{known} of {all}");
            assert!(may_be_told(known, all, Reader::Full));
        }
    }

    #[test]
    fn how_many_were_looked_at_is_for_who_sees_small_counts() {
        let of = |reader| complete("payer".into(), 80, 100, reader);
        assert_eq!((of(Reader::Full).share, of(Reader::Full).counts), (Some(0.8), Some((80, 100))));
        assert_eq!((of(Reader::Suppressed).share, of(Reader::Suppressed).counts), (Some(0.8), None));
        assert_eq!(complete("payer".into(), 0, 0, Reader::Suppressed).share, None);
    }

    #[test]
    fn a_message_without_what_it_quotes() {
        assert_eq!(
            without_quotes("Patient.birthDate is not a date (`2025-02-30`)"),
            "Patient.birthDate is not a date (…)"
        );
        assert_eq!(without_quotes("the record stops"), "the record stops");
    }
}
