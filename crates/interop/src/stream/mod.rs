//! A file of any accepted shape as single resources, each with its place.
//!
//! The shape is told by content, never by name: gzip of any of the others, NDJSON, a Bundle, one resource. An
//! NDJSON file is read in memory bounded by its longest allowed line; one JSON document is held whole, up to
//! its own limit. Framing is separate from reading: [`Records`] only cuts, [`Item::read`] parses and may run
//! on another thread.
//!
//! What is broken becomes an [`Item`] with a problem, and what surrounds it is still given. A Bundle that
//! breaks off gives the entries before the break. A Bundle within a Bundle is kept and not taken apart, but for the
//! document that a submission of a vital record carries.

mod bundle;
mod feed;
mod shape;
mod vital;

use std::io::Read;
use std::sync::Arc;

use crate::fhir::{self, Context, Resource};
use crate::json;
use crate::limits::Limits;
use crate::problem::{Note, NoteCode, Problem, Reason};
use crate::references::Links;
use feed::{Feed, Line};

/// How a resource came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A line of an NDJSON file.
    Ndjson,
    /// An entry of a Bundle.
    BundleEntry,
    /// A file of its own.
    Single,
}

/// What is known of content too large to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Its whole length in bytes.
    pub length: u64,
    /// SHA-256 of all of it.
    pub sha256: [u8; 32],
}

/// One resource as it came, not yet read.
#[derive(Debug, Clone)]
pub struct Item {
    /// The line of the file where it starts, from 1.
    pub line: u64,
    /// Where it is, in words: `line 12`, `entry 7`, `line 12, entry 7`.
    pub place: String,
    /// How it came.
    pub kind: Kind,
    /// The bytes as they came; only the beginning when it was cut.
    pub bytes: Vec<u8>,
    /// Set when it was too large to keep.
    pub cut: Option<Cut>,
    problem: Option<Problem>,
    stub: Option<NoteCode>,
    marked: bool,
    links: Option<Arc<Links>>,
    id: Option<String>,
    limits: Limits,
}

impl Item {
    fn new(line: u64, place: String, kind: Kind, bytes: Vec<u8>, limits: Limits) -> Self {
        Self {
            line,
            place,
            kind,
            bytes,
            cut: None,
            problem: None,
            stub: None,
            marked: false,
            links: None,
            id: None,
            limits,
        }
    }

    fn broken(self, problem: Problem) -> Self {
        Self { problem: Some(problem), ..self }
    }

    /// Reads it: a pure function of the item, for any thread.
    pub fn read(&self) -> Result<Resource, Problem> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        if let Some(code) = self.stub {
            return Ok(Resource {
                resource_type: BUNDLE_ENTRY.into(),
                id: None,
                version_id: None,
                last_updated: None,
                fact: None,
                notes: vec![Note::new(code, self.place.clone())],
            });
        }
        let context = Context { limits: self.limits, links: self.links.as_deref(), id: self.id.as_deref() };
        let mut resource = fhir::read_in(&self.bytes, &context)?;
        if self.marked {
            resource.notes.push(Note::new(NoteCode::ByteOrderMark, ""));
        }
        Ok(resource)
    }

    /// What is wrong before it is even read: too large, cut off, unreadable.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Where the `fullUrl`s of its Bundle lead.
    pub fn links(&self) -> Option<&Links> {
        self.links.as_deref()
    }
}

/// What a Bundle entry without a resource is called.
pub const BUNDLE_ENTRY: &str = "BundleEntry";

/// A file that holds no FHIR JSON at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {message}")]
pub struct NotRecords {
    /// The file's name, as it was given.
    pub name: String,
    /// What it seems to be.
    pub seems: Seems,
    /// That in words.
    pub message: String,
}

/// A whole file, unpacked if it is gzip: for what is read at once. Nothing when it is longer than `most` bytes.
pub fn whole(mut reader: impl Read, most: usize) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        let packed = std::io::Cursor::new(bytes).chain(reader);
        flate2::read::MultiGzDecoder::new(packed).take(most as u64 + 1).read_to_end(&mut unpacked)?;
        return Ok((unpacked.len() <= most).then_some(unpacked));
    }
    Ok((bytes.len() <= most).then_some(bytes))
}

/// What a file that holds no FHIR JSON seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seems {
    /// XML, FHIR or not.
    Xml,
    /// A JSON list or a JSON value that is no object.
    OtherJson,
    /// Text of another kind.
    Text,
    /// Bytes that are no text: pictures, archives, UTF-16.
    Binary,
    /// It cannot be read.
    Unreadable,
}

/// The resources of one file, in the order of the file.
pub struct Records<'r> {
    feed: Feed<'r>,
    limits: Limits,
    source: Source,
    /// Entries of a Bundle that are still to come.
    entries: Option<bundle::Entries>,
    marked: bool,
}

enum Source {
    Lines,
    Document,
    Done,
}

impl<'r> Records<'r> {
    /// Looks at the beginning of a file and gets ready to cut it. `name` is only for messages.
    pub fn open(reader: impl Read + Send + 'r, name: &str, limits: Limits) -> Result<Self, NotRecords> {
        let not = |seems, message: &str| NotRecords { name: name.into(), seems, message: message.into() };
        let mut feed =
            Feed::open(reader).map_err(|e| not(Seems::Unreadable, &format!("it cannot be read: {e}")))?;
        let marked = feed.skip_mark();
        feed.skip_blank_lines();
        feed.fill_to(shape::HEAD);
        // A first line longer than that decides together with what follows it.
        let has_line = feed.fill_line(limits.max_document);
        // One line too long to be held can only be skipped, and what follows it is lines.
        let endless = !has_line && !feed.ended();
        if feed.held() == 0 {
            if let Some(problem) = feed.failure() {
                return Err(not(Seems::Unreadable, &problem.message));
            }
            return Ok(Self { feed, limits, source: Source::Done, entries: None, marked });
        }
        let source = match shape::of(feed.held_bytes(), feed.ended()) {
            shape::Shape::Lines => Source::Lines,
            shape::Shape::Document if endless => Source::Lines,
            shape::Shape::Document => Source::Document,
            shape::Shape::Other(seems) => {
                return Err(not(
                    seems,
                    match seems {
                        Seems::Xml => "it is XML; only FHIR as JSON is read",
                        Seems::OtherJson => "it is JSON but neither a resource nor a Bundle nor NDJSON",
                        Seems::Binary => "it is neither text nor gzip",
                        _ => "it is text, but not FHIR JSON",
                    },
                ));
            }
        };
        Ok(Self { feed, limits, source, entries: None, marked })
    }

    /// The next items, until so many or so many bytes are together: work for another thread. Empty at the end.
    pub fn batch(&mut self, items: usize, bytes: usize) -> Vec<Item> {
        let mut batch = Vec::new();
        let mut held = 0;
        while batch.len() < items && held < bytes {
            let Some(item) = self.next() else { break };
            held += item.bytes.len();
            batch.push(item);
        }
        batch
    }

    fn next_line(&mut self) -> Option<Item> {
        loop {
            let start = self.feed.line();
            let place = format!("line {start}");
            let item = |bytes| Item::new(start, place.clone(), Kind::Ndjson, bytes, self.limits);
            match self.feed.next_line(self.limits.max_line, self.limits.sample) {
                Line::End => {
                    self.source = Source::Done;
                    return None;
                }
                Line::Whole(bytes) if bytes.trim_ascii().is_empty() => {}
                Line::Whole(bytes) => {
                    if is_bundle(&bytes) {
                        self.entries = bundle::Entries::of(
                            bytes,
                            start,
                            &format!("{place}, "),
                            Kind::Ndjson,
                            self.limits,
                        )
                        .into();
                        return None;
                    }
                    return Some(item(bytes));
                }
                Line::TooLong { sample, cut } => {
                    let message = format!(
                        "{place} has {} bytes, more than the {} allowed for a line",
                        cut.length, self.limits.max_line
                    );
                    let item = item(sample).broken(Problem::new(Reason::LineTooLong, message));
                    return Some(Item { cut: Some(cut), ..item });
                }
                Line::Broken { sample, problem } => {
                    self.source = Source::Done;
                    let message = format!("{place}: {}", problem.message);
                    return Some(item(sample).broken(Problem { message, ..problem }));
                }
            }
        }
    }

    fn document(&mut self) -> Option<Item> {
        self.source = Source::Done;
        let line = self.feed.line();
        let place = format!("line {line}");
        if let Some((sample, cut)) = self.feed.rest(self.limits.max_document, self.limits.sample) {
            let message = format!(
                "the document has {} bytes, more than the {} allowed",
                cut.length, self.limits.max_document
            );
            let item = Item::new(line, place, Kind::Single, sample, self.limits)
                .broken(Problem::new(Reason::DocumentTooLarge, message));
            return Some(Item { cut: Some(cut), ..item });
        }
        let bytes = self.feed.take_held();
        if is_bundle(&bytes) {
            let mut entries = bundle::Entries::of(bytes, line, "", Kind::Single, self.limits);
            if let Some(failure) = self.feed.failure() {
                entries.ended_by(failure);
            }
            self.entries = Some(entries);
            return None;
        }
        let item = Item::new(line, place, Kind::Single, bytes, self.limits);
        Some(match self.feed.failure() {
            Some(failure) => item.broken(failure),
            None => item,
        })
    }
}

impl Iterator for Records<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(entries) = &mut self.entries {
                if let Some(item) = entries.next() {
                    return Some(Item { marked: std::mem::take(&mut self.marked), ..item });
                }
                self.entries = None;
            }
            let item = match self.source {
                Source::Lines => self.next_line(),
                Source::Document => self.document(),
                Source::Done => return None,
            };
            if let Some(item) = item {
                return Some(Item { marked: std::mem::take(&mut self.marked), ..item });
            }
        }
    }
}

/// Whether a whole JSON text is a Bundle, wherever it says so.
fn is_bundle(bytes: &[u8]) -> bool {
    // Most lines say their type first, and most others never say this word.
    if memchr::memmem::find(bytes, b"\"Bundle\"").is_none() {
        return false;
    }
    let text = bundle::as_text(bytes);
    match json::leading_type(&text) {
        Some(kind) => kind == "Bundle",
        None => bundle::says_bundle(&text),
    }
}
