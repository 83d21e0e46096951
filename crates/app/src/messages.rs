//! HL7 v2 messages: kept as they came, read into records, and answered when both are on disk.
//!
//! Messages of all connections are taken in together, one transaction for each source, so that waiting for the disk
//! costs little. What is refused is in quarantine before its sender is told. The same message again changes nothing;
//! the same number with other content is kept as another version. A message may say less than is known: what it does
//! not say stays, whichever of two messages came first. Who is whom is found out afterwards and holds up no answer.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use kith_domain::fact::Reference;
use kith_domain::id::SourceId;
use kith_interop::fhir::{self, Resource};
use kith_interop::hl7v2::mllp::Frame;
use kith_interop::hl7v2::{
    self, Answer, ErrorAt, Head, ORIGINAL, Outcome, Refusal, Sender, Senders, Taken, Verdict, Wrong,
};
use kith_interop::{Problem, Reason};
use kith_store::ledger::{self, Arrival};
use kith_store::quarantine::{self, NewProblem};
use kith_store::source::{self, RunCounts};
use sha2::{Digest, Sha256};

use crate::ingest::{arrival, check_source};
use crate::{App, Error};

/// Where refused messages stand whose sender has no profile with a name: whatever they say of themselves makes no
/// source.
const UNKNOWN: &str = "HL7 v2";

/// The door for messages: what is known of senders, and of the sources that messages came from so far.
#[derive(Debug)]
pub struct Door {
    senders: Arc<Senders>,
    sources: HashMap<String, Standing>,
    answered: u64,
}

/// A source that messages came from, and what they brought since the door was opened.
#[derive(Debug, Clone, Copy)]
struct Standing {
    source: SourceId,
    run: i64,
    counts: RunCounts,
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The answer to send, without its frame.
    pub bytes: Vec<u8>,
    /// Whether the message was taken and is on disk.
    pub stored: bool,
    /// Whether the database did its part: what is neither stored nor refused has to be sent again.
    pub kept: bool,
}

impl Door {
    /// A door with what is known of senders.
    pub fn new(senders: Senders) -> Self {
        Self { senders: Arc::new(senders), sources: HashMap::new(), answered: 0 }
    }

    /// Takes messages in, in their order, and answers each. When this returns, what is answered with acceptance is
    /// on disk, and what is answered with an error is in quarantine.
    pub async fn receive(&mut self, app: &App, frames: Vec<Frame>) -> Vec<Reply> {
        let senders = self.senders.clone();
        let read =
            move || frames.into_iter().map(|frame| Incoming::read(frame, &senders)).collect::<Vec<_>>();
        let mut all = tokio::task::spawn_blocking(read).await.expect("reading a message does not panic");

        let mut by_source: BTreeMap<String, Vec<Incoming>> = BTreeMap::new();
        for (place, mut incoming) in all.drain(..).enumerate() {
            incoming.place = place;
            by_source.entry(incoming.source.clone()).or_default().push(incoming);
        }
        let mut replies: Vec<(usize, Reply)> = Vec::new();
        for (name, mut group) in by_source {
            let kept = self.keep(app, &name, &mut group).await;
            if let Err(error) = &kept {
                tracing::error!(
                    error = error as &dyn std::error::Error,
                    "{} messages were not kept",
                    group.len()
                );
            }
            for incoming in group {
                self.answered += 1;
                replies.push((incoming.place, incoming.reply(kept.is_ok(), app.now(), self.answered)));
            }
        }
        replies.sort_by_key(|(place, _)| *place);
        app.wake();
        replies.into_iter().map(|(_, reply)| reply).collect()
    }

    /// Writes the messages of one source: originals and records in one transaction, refusals to quarantine.
    async fn keep(&mut self, app: &App, name: &str, group: &mut Vec<Incoming>) -> Result<(), Error> {
        let db = app.db();
        let standing = self.standing(app, name).await?;
        let source = standing.source;
        let references: HashSet<Reference> = group.iter().flat_map(Incoming::references).collect();
        let known = ledger::histories(db, source, &references).await?;
        let known: HashMap<Reference, Vec<Version>> = known
            .into_iter()
            .map(|(reference, history)| {
                let version = |r: ledger::LedgerRecord| Version { at: r.last_updated, bytes: r.bytes };
                (reference, history.into_iter().map(version).collect())
            })
            .collect();

        let mut taken = std::mem::take(group);
        let plan = move || {
            let mut versions = Versions { known, arrivals: Vec::new() };
            for incoming in &mut taken {
                versions.add(incoming);
            }
            (taken, versions.arrivals)
        };
        let (planned, arrivals) =
            tokio::task::spawn_blocking(plan).await.map_err(|e| Error::Internal(Box::new(e)))?;
        *group = planned;
        let originals = arrivals.iter().filter(|a| a.fact.is_none()).count();
        let appended = ledger::append(db, source, arrivals, app.now()).await?;
        let problems: Vec<NewProblem> = group.iter().filter_map(Incoming::problem).collect();
        let refused = problems.len();
        quarantine::add(db, source, standing.run, problems, app.now()).await?;

        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        standing.counts.new += signed(appended.new);
        standing.counts.unchanged += signed(appended.unchanged);
        standing.counts.superseding += signed(appended.superseding);
        standing.counts.older += signed(appended.older);
        standing.counts.kept += signed(originals as u64);
        standing.counts.quarantined += signed(refused as u64);
        Ok(())
    }

    /// The source of this name, with a run of its own that lasts as long as the door is open.
    async fn standing(&mut self, app: &App, name: &str) -> Result<&mut Standing, Error> {
        if !self.sources.contains_key(name) {
            let source = source::ensure(app.db(), name, app.now()).await?;
            let run = source::begin_run(app.db(), source, "HL7 v2 messages", app.now()).await?;
            self.sources.insert(name.to_owned(), Standing { source, run, counts: RunCounts::default() });
        }
        Ok(self.sources.get_mut(name).expect("it was put there"))
    }

    /// Closes the door: what came through it is noted.
    pub async fn close(self, app: &App) -> Result<(), Error> {
        for standing in self.sources.into_values() {
            source::end_run(app.db(), standing.run, standing.counts, app.now()).await?;
        }
        Ok(())
    }
}

/// Takes in a message that was set aside before, for the source that sent it. Whether it is understood now.
pub(crate) async fn take_again(app: &App, source: &str, bytes: Vec<u8>) -> bool {
    // What nobody was known to send stands under the name of its sender once it is understood.
    let name = if source == UNKNOWN { "" } else { source };
    let usual = Sender { name: name.to_owned(), time_zone: app.time_zone().clone(), ..Sender::default() };
    let mut door = Door::new(Senders::new(usual));
    door.receive(app, vec![Frame::Message(bytes)]).await.iter().all(|reply| reply.stored)
}

/// One message on its way in.
struct Incoming {
    /// Where it stands among those that came together.
    place: usize,
    bytes: Vec<u8>,
    /// How long it was, when only its beginning was kept.
    length: u64,
    head: Head,
    answer: Answer,
    source: String,
    outcome: Result<(Taken, Vec<Resource>), Refusal>,
}

impl Incoming {
    fn read(frame: Frame, senders: &Senders) -> Self {
        let (bytes, too_large) = match frame {
            Frame::Message(bytes) => (bytes, None),
            Frame::TooLarge { start, length } => (start, Some(length)),
        };
        let head = Head::of(&bytes);
        let sender = senders.of(&head.application, &head.facility);
        let outcome = match too_large {
            Some(length) => Err(Refusal::too_large(length)),
            None if !senders.takes(&head.application, &head.facility) => Err(not_taken_from(
                "no profile is known for this sender",
                "add the sender to the senders file, or write `others = true` at its beginning",
            )),
            None => hl7v2::take(&bytes, sender).and_then(|taken| {
                if check_source(&taken.source).is_err() {
                    return Err(not_taken_from(
                        "records cannot stand under this name",
                        "give the sender a profile with another name in the senders file",
                    ));
                }
                let read: Result<_, _> = taken.resources.iter().map(|bytes| fhir::read(bytes)).collect();
                Ok((taken, read.map_err(Refusal::internal)?))
            }),
        };
        let source = match &outcome {
            Ok((taken, _)) => taken.source.clone(),
            Err(_) if check_source(&sender.name).is_ok() => sender.name.clone(),
            Err(_) => UNKNOWN.to_owned(),
        };
        let length = too_large.unwrap_or(bytes.len() as u64);
        Self { place: 0, length, head, answer: sender.answer, source, outcome, bytes }
    }

    /// The records that decide what this message adds: itself, and what it may say less of than is known.
    fn references(&self) -> Vec<Reference> {
        let Ok((taken, resources)) = &self.outcome else { return Vec::new() };
        let own = Reference::new(ORIGINAL, &taken.original_id);
        let updates = resources.iter().filter(|r| is_joined(r)).filter_map(reference);
        std::iter::once(own).chain(updates).collect()
    }

    fn problem(&self) -> Option<NewProblem> {
        let refusal = self.outcome.as_ref().err()?;
        let place = refusal.errors.first().map(hl7v2::ErrorAt::place).unwrap_or_default();
        Some(NewProblem {
            file: "HL7 v2".into(),
            place: if place.is_empty() { "the whole message".into() } else { place },
            reason: refusal.problem.reason.code().into(),
            message: refusal.problem.message.clone(),
            help: refusal.problem.help.clone(),
            bytes: self.bytes.clone(),
            length: self.length,
            hash: Sha256::digest(&self.bytes).into(),
            // Only what was refused for its content is taken again when it is understood.
            resource_type: (!is_for_its_sender(refusal)).then(|| ORIGINAL.into()),
        })
    }

    fn reply(self, kept: bool, at: Timestamp, number: u64) -> Reply {
        let outcome = match &self.outcome {
            _ if !kept => Outcome::Unable,
            Ok(_) => Outcome::Stored,
            Err(refusal) => Outcome::Refused(refusal),
        };
        let control_id = format!("{}{:06}", at.as_millisecond(), number % 1_000_000);
        let bytes = hl7v2::acknowledge(&self.head, outcome, self.answer, at, &control_id);
        Reply { bytes, stored: kept && self.outcome.is_ok(), kept }
    }
}

/// Whether a message was refused because of who sends it.
fn is_for_its_sender(refusal: &Refusal) -> bool {
    refusal.errors.iter().any(|error| error.segment == "MSH" && error.field == 4)
}

/// A refusal because of who sends, in words without content.
fn not_taken_from(words: &str, help: &str) -> Refusal {
    let error = ErrorAt {
        wrong: Wrong::DataType,
        segment: "MSH".into(),
        sequence: 1,
        field: 4,
        words: words.to_owned(),
    };
    let message = format!("{}: {words}", error.place());
    let problem = Problem { reason: Reason::BadValue, message, help: help.to_owned() };
    Refusal { verdict: Verdict::Rejected, errors: vec![error], problem }
}

/// Whether a newer version may say less than an older one, so that the two are joined.
fn is_joined(resource: &Resource) -> bool {
    matches!(resource.resource_type.as_str(), "Patient" | "RelatedPerson" | "Encounter" | "Observation")
}

fn reference(resource: &Resource) -> Option<Reference> {
    Some(Reference::new(&resource.resource_type, resource.id.as_ref()?))
}

/// One version of a record.
struct Version {
    at: Option<Timestamp>,
    bytes: Vec<u8>,
}

/// What is known of the records that messages speak of, and what they add.
struct Versions {
    /// The newest version first.
    known: HashMap<Reference, Vec<Version>>,
    arrivals: Vec<Arrival>,
}

impl Versions {
    /// Adds a message and its records; one that is known already adds nothing.
    fn add(&mut self, incoming: &mut Incoming) {
        let Ok((taken, resources)) = &mut incoming.outcome else { return };
        let own = Reference::new(ORIGINAL, &taken.original_id);
        let before = self.known.entry(own).or_default();
        if before.iter().any(|version| version.bytes == incoming.bytes) {
            return;
        }
        if !before.is_empty() {
            tracing::warn!("a message number was used again with other content; both are kept");
        }
        before.insert(0, Version { at: taken.when, bytes: incoming.bytes.clone() });
        self.arrivals.push(Arrival {
            resource_type: ORIGINAL.into(),
            resource_id: taken.original_id.clone(),
            version_id: None,
            last_updated: taken.when,
            bytes: incoming.bytes.clone(),
            fact: None,
        });
        for (resource, bytes) in resources.drain(..).zip(std::mem::take(&mut taken.resources)) {
            match reference(&resource).filter(|_| is_joined(&resource)) {
                Some(reference) => self.join(reference, resource, bytes),
                None => self.arrivals.push(arrival(resource, bytes)),
            }
        }
        for note in &taken.notes {
            tracing::debug!(place = note.place, "{}", note.remark.code());
        }
    }

    /// Joins a record with the version before it, and the versions after it with what it says.
    fn join(&mut self, reference: Reference, resource: Resource, bytes: Vec<u8>) {
        let versions = self.known.entry(reference).or_default();
        let at = resource.last_updated;
        // Newer than it: those of a later event. A record without a time counts as the newest.
        let newer =
            versions.iter().take_while(|v| matches!((v.at, at), (Some(v), Some(at)) if v > at)).count();
        let joined = match versions.get(newer) {
            Some(before) => hl7v2::merged(&before.bytes, &bytes),
            None => bytes,
        };
        self.arrivals.extend(read_again(&joined));
        versions.insert(newer, Version { at, bytes: joined });
        // Each later version is told what this one says and it does not.
        for place in (0..newer).rev() {
            let told = hl7v2::merged(&versions[place + 1].bytes, &versions[place].bytes);
            if told == versions[place].bytes {
                break;
            }
            self.arrivals.extend(read_again(&told));
            versions[place].bytes = told;
        }
    }
}

/// The arrival of a joined version.
fn read_again(bytes: &[u8]) -> Option<Arrival> {
    match fhir::read(bytes) {
        Ok(resource) => Some(arrival(resource, bytes.to_vec())),
        Err(problem) => {
            tracing::error!("two versions of one record do not join: {}", problem.reason);
            None
        }
    }
}

#[cfg(test)]
mod tests;
