//! HL7 v2 messages: kept as they came, read into records, and answered when both are on disk.
//!
//! Messages of all connections are taken in together, one transaction for each source, so that waiting for the disk
//! costs little. What is refused is in quarantine before its sender is told. The same message again changes nothing;
//! the same number with other content is kept as another version. A message may say less than is known: what it does
//! not say stays, whichever of two messages came first. Who is whom is found out afterwards and holds up no answer. One
//! that cannot be read at all, whatever goes wrong, is set aside and holds up nobody else's. A referral becomes a case of
//! intake before it is answered ([`referred`]).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kith_domain::fact::Reference;
use kith_domain::id::SourceId;
use kith_interop::fhir::{self, Resource};
use kith_interop::hl7v2::mllp::Frame;
use kith_interop::hl7v2::{
    self, Answer, ErrorAt, Head, ORIGINAL, Outcome, Peer, Received, Refusal, Sender, Senders, Taken, Verdict,
    Wrong,
};
use kith_interop::{Problem, Reason};
use kith_store::ledger::{self, Arrival};
use kith_store::quarantine::{self, NewProblem};
use kith_store::source::{self, RunCounts};
use sha2::{Digest, Sha256};

mod referred;

use crate::ingest::{arrival, check_source};
use crate::{App, Error};

/// Where refused messages stand whose sender has no profile with a name: whatever they say of themselves makes no
/// source.
const UNKNOWN: &str = "HL7 v2";
/// How far a sender's clock may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// Bytes up to which messages are read where they are: handing them to another thread would take longer.
const SMALL: usize = 64 << 10;

/// What became of a message here.
#[derive(Debug, PartialEq, Eq)]
enum Kept {
    /// It is on disk, or in quarantine.
    Yes,
    /// The same, and a form with this receipt is in the inbox.
    AsCase(String),
    /// The database did not do its part.
    No,
}

/// How a message is read: [`hl7v2::take`].
type Read = fn(&[u8], &Sender, Option<Timestamp>) -> Result<Taken, Refusal>;
/// How two versions of a record are joined: [`hl7v2::merged`].
type Merge = fn(&[u8], &[u8]) -> Vec<u8>;

/// The door for messages: what is known of senders, and of the sources that messages came from so far.
#[derive(Debug)]
pub struct Door {
    senders: Arc<Senders>,
    read: Read,
    merge: Merge,
    sources: HashMap<String, Standing>,
    answered: u64,
}

/// A source that messages came from, and what they brought since the door was opened.
#[derive(Debug)]
struct Standing {
    source: SourceId,
    run: i64,
    counts: RunCounts,
    /// What was remarked on messages that were taken, by code.
    remarks: BTreeMap<&'static str, u64>,
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The answer to send, without its frame.
    pub bytes: Vec<u8>,
    /// Whether the message was taken and is on disk.
    pub stored: bool,
    /// The number of the receipt, of a referral that is in the inbox.
    pub receipt: Option<String>,
    /// Whether the database did its part: what is neither stored nor refused has to be sent again.
    pub kept: bool,
}

/// No profile but the usual one, with the network's zone, for times order versions.
pub(crate) fn usual_senders(zone: &TimeZone) -> Senders {
    Senders::new(Sender { time_zone: zone.clone(), ..Sender::default() })
}

impl App {
    /// Says what is known of those who send messages: for the socket, for files and for what is tried again.
    pub fn know_senders(&self, senders: Senders) {
        *self.inner.senders.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(senders);
    }

    fn senders(&self) -> Arc<Senders> {
        self.inner.senders.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Door {
    /// A door with what is known of senders.
    pub fn new(senders: Senders) -> Self {
        Self::with(Arc::new(senders))
    }

    /// A door with what the app knows of senders.
    pub fn open(app: &App) -> Self {
        Self::with(app.senders())
    }

    /// A door for messages that somebody put in as those of a source: they are read as their sender's, and stand under
    /// the source's name.
    pub(crate) fn under(app: &App, source_name: &str) -> Self {
        Self::new(app.senders().under(source_name))
    }

    fn with(senders: Arc<Senders>) -> Self {
        let (read, merge): (Read, Merge) = (hl7v2::take, hl7v2::merged);
        Self { senders, read, merge, sources: HashMap::new(), answered: 0 }
    }

    /// Takes messages in that somebody put in here, as [`Self::receive_from`] does.
    pub async fn receive(&mut self, app: &App, frames: Vec<Frame>) -> Vec<Reply> {
        self.receive_from(app, frames.into_iter().map(|frame| (frame, None)).collect()).await
    }

    /// Takes messages in, in their order, and answers each; with who sent them, where a connection did. When this
    /// returns, what is answered with acceptance is on disk, and what is answered with an error is in quarantine.
    pub async fn receive_from(&mut self, app: &App, arrived: Vec<(Frame, Option<Arc<Peer>>)>) -> Vec<Reply> {
        let count = arrived.len();
        let small = arrived.iter().map(|(frame, _)| size(frame)).sum::<usize>() <= SMALL;
        let reader = Reader {
            senders: self.senders.clone(),
            read: self.read,
            latest: app.now().checked_add(AHEAD).ok(),
        };
        let work = move || {
            let mut all = Vec::with_capacity(arrived.len());
            for (place, (frame, peer)) in arrived.into_iter().enumerate() {
                all.push(Incoming::read(place, frame, peer.as_deref(), &reader));
            }
            (all, reader)
        };
        let mut replies: Vec<Option<Reply>> = vec![None; count];
        let mut heads = vec![(Head::default(), Answer::default()); count];
        match beside(small, work).await {
            Ok((all, reader)) => {
                let mut by_source: BTreeMap<String, Vec<Incoming>> = BTreeMap::new();
                for incoming in all {
                    heads[incoming.place] = (incoming.head.clone(), incoming.answer);
                    by_source.entry(incoming.source.clone()).or_default().push(incoming);
                }
                for (name, group) in by_source {
                    let (referrals, mut group): (Vec<_>, Vec<_>) =
                        group.into_iter().partition(|incoming| incoming.refers());
                    if !group.is_empty() {
                        let many = group.len();
                        let kept = self.keep(app, &name, &mut group, &reader, small).await;
                        if let Err(error) = &kept {
                            let error = error as &dyn std::error::Error;
                            tracing::error!(error, "{many} messages were not kept");
                        }
                        for incoming in group {
                            self.answered += 1;
                            let place = incoming.place;
                            let outcome = if kept.is_ok() { Kept::Yes } else { Kept::No };
                            replies[place] = Some(incoming.reply(&outcome, app.now(), self.answered));
                        }
                    }
                    // Each is a case of its own, and looks for who she is first.
                    for mut incoming in referrals {
                        let kept = self.refer(app, &name, &mut incoming).await.unwrap_or_else(|error| {
                            let error = &error as &dyn std::error::Error;
                            tracing::error!(error, "a referral was not kept");
                            Kept::No
                        });
                        self.answered += 1;
                        let place = incoming.place;
                        replies[place] = Some(incoming.reply(&kept, app.now(), self.answered));
                    }
                }
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "{count} messages were not read");
            }
        }
        app.wake();
        // Each answer goes to its own message, also where there is none to give.
        let unable = |(reply, (head, answer)): (Option<Reply>, (Head, Answer))| {
            reply.unwrap_or_else(|| {
                self.answered += 1;
                let control_id = control_id(app.now(), self.answered);
                let bytes = hl7v2::acknowledge(&head, Outcome::Unable, answer, app.now(), &control_id);
                Reply { bytes, stored: false, receipt: None, kept: false }
            })
        };
        replies.into_iter().zip(heads).map(unable).collect()
    }

    /// Writes the messages of one source: originals and records in one transaction, refusals to quarantine.
    async fn keep(
        &mut self,
        app: &App,
        name: &str,
        group: &mut Vec<Incoming>,
        reader: &Reader,
        small: bool,
    ) -> Result<(), Error> {
        let db = app.db();
        let merge = self.merge;
        let standing = self.standing(app, name).await?;
        let source = standing.source;
        let arrivals = loop {
            let known = known(app, source, group).await?;
            let mut taken = std::mem::take(group);
            let plan = move || {
                let mut versions = Versions { known, arrivals: Vec::new(), merge };
                let failed =
                    taken.iter_mut().position(|incoming| caught(|| versions.add(incoming)).is_none());
                (taken, versions.arrivals, failed)
            };
            let (planned, arrivals, failed) = beside(small, plan).await?;
            *group = planned;
            let Some(failed) = failed else { break arrivals };
            // It is set aside like one that cannot be read, and the others are joined as if it had not come.
            group[failed].outcome = Err(Refusal::failed());
            for incoming in &mut group[..failed] {
                incoming.read_again(reader);
            }
        };
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
        for note in group.iter().filter_map(|i| i.outcome.as_ref().ok()).flat_map(|(taken, _)| &taken.notes) {
            *standing.remarks.entry(note.remark.code()).or_default() += 1;
        }
        Ok(())
    }

    /// The source of this name, with a run of its own that lasts as long as the door is open.
    async fn standing(&mut self, app: &App, name: &str) -> Result<&mut Standing, Error> {
        if !self.sources.contains_key(name) {
            let source = source::ensure(app.db(), name, app.now()).await?;
            let run = source::begin_run(app.db(), source, "HL7 v2 messages", app.now()).await?;
            let standing = Standing { source, run, counts: RunCounts::default(), remarks: BTreeMap::new() };
            self.sources.insert(name.to_owned(), standing);
        }
        Ok(self.sources.get_mut(name).expect("it was put there"))
    }

    /// Closes the door: what came through it is noted. Answers how often each remark was made, by its code.
    pub async fn close(self, app: &App) -> Result<BTreeMap<String, u64>, Error> {
        let mut remarks: BTreeMap<String, u64> = BTreeMap::new();
        for (name, standing) in self.sources {
            for (code, n) in &standing.remarks {
                tracing::info!(source = name, code, n, "remarks on HL7 v2 messages");
                *remarks.entry((*code).to_owned()).or_default() += n;
            }
            source::end_run(app.db(), standing.run, standing.counts, app.now()).await?;
        }
        Ok(remarks)
    }
}

/// Every version of the records that messages speak of.
async fn known(
    app: &App,
    source: SourceId,
    group: &[Incoming],
) -> Result<HashMap<Reference, Vec<Version>>, Error> {
    let references: HashSet<Reference> = group.iter().flat_map(Incoming::references).collect();
    let known = ledger::histories(app.db(), source, &references).await?;
    let version = |r: ledger::LedgerRecord| Version { at: r.last_updated, bytes: r.bytes };
    Ok(known.into_iter().map(|(r, history)| (r, history.into_iter().map(version).collect())).collect())
}

/// Takes in a message that was set aside before, for the source that sent it. Whether it is understood now.
pub(crate) async fn take_again(app: &App, source: &str, bytes: Vec<u8>) -> bool {
    // What nobody was known to send stands under the name of its sender once it is understood.
    let mut door = if source == UNKNOWN { Door::open(app) } else { Door::under(app, source) };
    let stored = door.receive(app, vec![Frame::Message(bytes)]).await.iter().all(|reply| reply.stored);
    if let Err(error) = door.close(app).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "what a message brought was not noted");
    }
    stored
}

/// Does work that takes a while, away from the threads that serve, and a little one where it is.
async fn beside<T: Send + 'static>(
    small: bool,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    if small {
        return Ok(work());
    }
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(Box::new(e)))
}

/// What comes of some work; nothing when it panics, which is a mistake of this program and nobody else's loss.
fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    if done.is_none() {
        tracing::error!("reading a message failed in a way that it never should; it is set aside");
    }
    done
}

fn size(frame: &Frame) -> usize {
    match frame {
        Frame::Message(bytes) | Frame::TooLarge { start: bytes, .. } => bytes.len(),
    }
}

/// The number of an answer.
fn control_id(at: Timestamp, number: u64) -> String {
    format!("{}{:06}", at.as_millisecond(), number % 1_000_000)
}

/// What messages are read with.
struct Reader {
    senders: Arc<Senders>,
    read: Read,
    latest: Option<Timestamp>,
}

impl Reader {
    /// The records of a message of this sender.
    fn understand(&self, bytes: &[u8], sender: &Sender) -> Result<(Taken, Vec<Resource>), Refusal> {
        let read = || {
            let taken = (self.read)(bytes, sender, self.latest)?;
            if check_source(&taken.source).is_err() {
                return Err(not_taken_from(
                    "records cannot stand under this name",
                    "give the sender a profile with another name in the senders file",
                ));
            }
            let read: Result<_, _> = taken.resources.iter().map(|bytes| fhir::read(bytes)).collect();
            Ok((taken, read.map_err(Refusal::internal)?))
        };
        caught(read).unwrap_or_else(|| Err(Refusal::failed()))
    }
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
    fn read(place: usize, frame: Frame, peer: Option<&Peer>, reader: &Reader) -> Self {
        let (bytes, too_large) = match frame {
            Frame::Message(bytes) => (bytes, None),
            Frame::TooLarge { start, length } => (start, Some(length)),
        };
        let head = caught(|| Head::of(&bytes)).unwrap_or_default();
        let senders = &reader.senders;
        let sender = senders.of(&head.application, &head.facility);
        let is_foreign = peer.is_some_and(|peer| !sender.may_be(peer));
        let outcome = match too_large {
            _ if is_foreign => Err(not_taken_from(
                "the connection is not one of this sender",
                "compare its certificate and its address with the sender's profile in the senders file",
            )),
            Some(length) => Err(Refusal::too_large(length)),
            None if !senders.takes(&head.application, &head.facility) => Err(not_taken_from(
                "no profile is known for this sender",
                "add the sender to the senders file, or write `others = true` at its beginning",
            )),
            None => reader.understand(&bytes, sender),
        };
        let source = match &outcome {
            Ok((taken, _)) => taken.source.clone(),
            Err(_) if !is_foreign && check_source(&sender.name).is_ok() => sender.name.clone(),
            Err(_) => UNKNOWN.to_owned(),
        };
        let length = too_large.unwrap_or(bytes.len() as u64);
        Self { place, length, head, answer: sender.answer, source, outcome, bytes }
    }

    /// Reads a message that was taken once more: its records were used up.
    fn read_again(&mut self, reader: &Reader) {
        if self.outcome.is_ok() {
            let sender = reader.senders.of(&self.head.application, &self.head.facility);
            self.outcome = reader.understand(&self.bytes, sender);
        }
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

    /// Whether it refers somebody.
    fn refers(&self) -> bool {
        self.outcome.as_ref().is_ok_and(|(taken, _)| taken.referral.is_some())
    }

    fn reply(self, kept: &Kept, at: Timestamp, number: u64) -> Reply {
        let outcome = match (kept, &self.outcome) {
            (Kept::No, _) => Outcome::Unable,
            (Kept::AsCase(receipt), Ok(_)) => Outcome::Received(Received { message: &self.bytes, receipt }),
            (_, Ok(_)) => Outcome::Stored,
            (_, Err(refusal)) => Outcome::Refused(refusal),
        };
        let receipt = match (kept, &self.outcome) {
            (Kept::AsCase(receipt), Ok(_)) => Some(receipt.clone()),
            _ => None,
        };
        let kept = *kept != Kept::No;
        let control_id = control_id(at, number);
        let bytes = hl7v2::acknowledge(&self.head, outcome, self.answer, at, &control_id);
        Reply { bytes, stored: kept && self.outcome.is_ok(), receipt, kept }
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
        mend: "",
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
    merge: Merge,
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
    }

    /// Joins a record with the version before it, and the versions after it with what it says.
    fn join(&mut self, reference: Reference, resource: Resource, bytes: Vec<u8>) {
        let versions = self.known.entry(reference).or_default();
        let at = resource.last_updated;
        // Newer than it: those of a later event. A record without a time counts as the newest.
        let newer =
            versions.iter().take_while(|v| matches!((v.at, at), (Some(v), Some(at)) if v > at)).count();
        let joined = match versions.get(newer) {
            Some(before) => (self.merge)(&before.bytes, &bytes),
            None => bytes,
        };
        self.arrivals.extend(read_again(&joined));
        versions.insert(newer, Version { at, bytes: joined });
        // Each later version is told what this one says and it does not.
        for place in (0..newer).rev() {
            let told = (self.merge)(&versions[place + 1].bytes, &versions[place].bytes);
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
