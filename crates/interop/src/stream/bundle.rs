//! A Bundle taken apart: each entry's resource in the bytes in which it came.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Item, Kind, vital};
use crate::json::{self, Text, object};
use crate::limits::Limits;
use crate::problem::{NoteCode, Problem};
use crate::references::{Links, last_two};

object! {
    Request { method: Text<'a> = "method" }
    Entry { full_url: Text<'a> = "fullUrl", resource: &'a RawValue = "resource", request: Request<'a> = "request" }
    Named { resource_type: Text<'a> = "resourceType", id: Text<'a> = "id" }
    Typed { resource_type: Text<'a> = "resourceType" }
    Header { resource_type: Text<'a> = "resourceType", event: Text<'a> = "eventUri" }
}

/// What is to be given of one entry.
struct Part {
    range: Range<usize>,
    line: u64,
    /// `3`, or `3, entry 2` in a document that a message carries.
    number: String,
    id: Option<String>,
    stub: Option<NoteCode>,
    problem: Option<Problem>,
}

/// The entries of one Bundle.
pub(super) struct Entries {
    bytes: Vec<u8>,
    parts: std::vec::IntoIter<Part>,
    /// What ended the Bundle before its end.
    end: Option<(u64, Problem)>,
    /// The whole Bundle as one item: it has no entries, or is no Bundle that can be taken apart.
    whole: Option<Item>,
    /// Records that follow from the make-up of the Bundle.
    derived: std::vec::IntoIter<Item>,
    links: Arc<Links>,
    before: String,
    limits: Limits,
}

/// The same text with a question mark in place of each byte that is not UTF-8, so that one bad byte spoils one
/// entry and not all. Positions stay.
pub(super) fn as_text(bytes: &[u8]) -> Cow<'_, str> {
    let Err(mut error) = str::from_utf8(bytes) else { return String::from_utf8_lossy(bytes) };
    let mut patched = bytes.to_vec();
    let mut from = 0;
    loop {
        let bad = from + error.valid_up_to();
        let length = error.error_len().unwrap_or(patched.len() - bad);
        patched[bad..bad + length].fill(b'?');
        from = bad + length;
        match str::from_utf8(&patched[from..]) {
            Ok(_) => break,
            Err(next) => error = next,
        }
    }
    Cow::Owned(String::from_utf8(patched).expect("every byte that was not UTF-8 has been replaced"))
}

/// Whether the text says at its top level that it is a Bundle.
pub(super) fn says_bundle(text: &str) -> bool {
    let typed = serde_json::from_str::<Typed<'_>>(text);
    typed.ok().and_then(|t| t.resource_type).is_some_and(|kind| kind.as_str() == "Bundle")
}

impl Entries {
    /// Takes a Bundle apart. `before` goes before the place of each entry, `kind` is that of the whole.
    pub fn of(bytes: Vec<u8>, first_line: u64, before: &str, kind: Kind, limits: Limits) -> Self {
        let mut entries = Self {
            bytes: Vec::new(),
            parts: Vec::new().into_iter(),
            end: None,
            whole: None,
            derived: Vec::new().into_iter(),
            links: Arc::default(),
            before: before.into(),
            limits,
        };
        let text = as_text(&bytes);
        let mut found = Found::default();
        let mut reader = serde_json::Deserializer::from_str(&text);
        let outcome = BundleSeed(&mut found).deserialize(&mut reader).and_then(|()| reader.end());
        if let Err(error) = outcome {
            let mut problem = json::problem(&text, "the Bundle", &error);
            if !found.entries.is_empty() {
                problem.message.push_str("; the entries before were taken");
            }
            entries.end = Some((first_line + (error.line() as u64).saturating_sub(1), problem));
        } else if found.entries.is_empty() {
            entries.whole =
                Some(Item::new(first_line, format!("line {first_line}"), kind, bytes.clone(), limits));
        }
        let mut links = Links::default();
        let mut lines = Lines { text: text.as_bytes(), at: 0, line: first_line };
        let mut parts = Vec::with_capacity(found.entries.len());
        let carries = is_submission(&found.entries);
        for (index, raw) in found.entries.into_iter().enumerate() {
            let number = (index + 1).to_string();
            let document = if carries { document_in(raw) } else { Vec::new() };
            if document.is_empty() {
                parts.push(part_of(raw, number, &text, &mut lines, &mut links));
                continue;
            }
            for (inner, raw) in document.into_iter().enumerate() {
                let number = format!("{number}, entry {}", inner + 1);
                parts.push(part_of(raw, number, &text, &mut lines, &mut links));
            }
        }
        let ranges: Vec<Range<usize>> = parts
            .iter()
            .filter(|p| p.stub.is_none() && p.problem.is_none())
            .map(|p| p.range.clone())
            .collect();
        let derived: Vec<Item> = vital::derive(&text, &ranges, &mut links)
            .into_iter()
            .map(|bytes| {
                let place = format!("{before}line {first_line}, from the whole report");
                Item::new(first_line, place, Kind::BundleEntry, bytes, limits)
            })
            .collect();
        entries.derived = derived.into_iter();
        if entries.whole.is_none() {
            drop(text);
            entries.bytes = bytes;
        }
        entries.parts = parts.into_iter();
        entries.links = Arc::new(links);
        entries
    }

    /// Says that the file itself could not be read on, which is why the Bundle breaks off.
    pub fn ended_by(&mut self, problem: Problem) {
        let line = self.end.as_ref().map_or(1, |(line, _)| *line);
        self.end = Some((line, problem));
    }

    pub fn next(&mut self) -> Option<Item> {
        if let Some(part) = self.parts.next() {
            let place = format!("{}entry {}", self.before, part.number);
            let bytes = self.bytes[part.range].to_vec();
            let item = Item::new(part.line, place, Kind::BundleEntry, bytes, self.limits);
            let links = Some(self.links.clone());
            return Some(Item { problem: part.problem, stub: part.stub, id: part.id, links, ..item });
        }
        if let Some(item) = self.derived.next() {
            return Some(Item { links: Some(self.links.clone()), ..item });
        }
        if let Some((line, problem)) = self.end.take() {
            let sample = self.bytes[..self.bytes.len().min(self.limits.sample)].to_vec();
            let item = Item::new(
                line,
                format!("{}line {line}", self.before),
                Kind::BundleEntry,
                sample,
                self.limits,
            );
            return Some(item.broken(problem));
        }
        self.whole.take()
    }
}

/// Whether a message submits a vital record: its header says so.
fn is_submission(entries: &[&RawValue]) -> bool {
    let first = entries.first().and_then(|raw| serde_json::from_str::<Entry<'_>>(raw.get()).ok());
    let header =
        first.and_then(|e| e.resource).and_then(|r| serde_json::from_str::<Header<'_>>(r.get()).ok());
    header.is_some_and(|h| {
        h.resource_type.is_some_and(|t| t.as_str() == "MessageHeader")
            && h.event.is_some_and(|e| {
                e.as_str().ends_with("_submission") || e.as_str().ends_with("_submission_update")
            })
    })
}

/// The entries of the document that an entry of a message is; nothing for any other entry.
fn document_in(raw: &RawValue) -> Vec<&RawValue> {
    let Ok(entry) = serde_json::from_str::<Entry<'_>>(raw.get()) else { return Vec::new() };
    let Some(resource) = entry.resource.filter(|r| json::leading_type(r.get()) == Some("Bundle")) else {
        return Vec::new();
    };
    let mut found = Found::default();
    let mut reader = serde_json::Deserializer::from_str(resource.get());
    if BundleSeed(&mut found).deserialize(&mut reader).is_err() {
        return Vec::new();
    }
    found.entries
}

/// One entry with its place.
fn part_of(raw: &RawValue, number: String, text: &str, lines: &mut Lines<'_>, links: &mut Links) -> Part {
    let raw = raw.get();
    let whole = range_within(text, raw);
    let mut part =
        Part { line: lines.of(whole.start), range: whole, number, id: None, stub: None, problem: None };
    match serde_json::from_str::<Entry<'_>>(raw) {
        Err(error) => part.problem = Some(json::problem(raw, "the entry", &error)),
        Ok(entry) => entry_part(&mut part, entry, text, lines, links),
    }
    part
}

/// What one entry gives: its resource, or a remark that there is none.
fn entry_part(part: &mut Part, entry: Entry<'_>, text: &str, lines: &mut Lines<'_>, links: &mut Links) {
    let method = entry.request.and_then(|r| r.method).and_then(Text::filled);
    let deletes = method.as_deref() == Some("DELETE");
    let Some(resource) = entry.resource.filter(|_| !deletes) else {
        part.stub = Some(if deletes { NoteCode::DeletionNotApplied } else { NoteCode::NoResource });
        return;
    };
    part.range = range_within(text, resource.get());
    part.line = lines.of(part.range.start);
    let Some(full_url) = entry.full_url.and_then(Text::filled) else { return };
    let named: Named<'_> = serde_json::from_str(resource.get()).unwrap_or_default();
    let from_url = full_url
        .strip_prefix("urn:uuid:")
        .or_else(|| full_url.strip_prefix("urn:oid:"))
        .or_else(|| last_two(&full_url).and_then(|last| last.split_once('/')).map(|(_, id)| id));
    let id = named.id.and_then(Text::filled).or_else(|| {
        part.id = from_url.map(str::to_owned);
        part.id.clone()
    });
    if let (Some(kind), Some(id)) = (named.resource_type, id) {
        links.add(&full_url, format!("{}/{id}", kind.as_str()));
    }
}

/// Where a part of a text lies within it.
fn range_within(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// Line numbers of places that come in order.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, place: usize) -> u64 {
        if let Some(between) = self.text.get(self.at..place) {
            self.line += memchr::memchr_iter(b'\n', between).count() as u64;
            self.at = place;
        }
        self.line
    }
}

/// The raw entries, collected as they are met, so that those before a break are kept.
#[derive(Default)]
struct Found<'a> {
    entries: Vec<&'a RawValue>,
    seen: bool,
}

struct BundleSeed<'f, 'a>(&'f mut Found<'a>);

impl<'de: 'a, 'a> DeserializeSeed<'de> for BundleSeed<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for BundleSeed<'_, 'a> {
    type Value = ();
    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<Text<'de>>()? {
            if key.0 == "entry" {
                if std::mem::replace(&mut self.0.seen, true) {
                    return Err(serde::de::Error::duplicate_field("entry"));
                }
                map.next_value_seed(EntriesSeed(&mut self.0.entries))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct EntriesSeed<'f, 'a>(&'f mut Vec<&'a RawValue>);

impl<'de: 'a, 'a> DeserializeSeed<'de> for EntriesSeed<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_option(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for EntriesSeed<'_, 'a> {
    type Value = ();
    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a list")
    }
    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_seq(self)
    }
    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(), S::Error> {
        while let Some(entry) = seq.next_element::<&'de RawValue>()? {
            self.0.push(entry);
        }
        Ok(())
    }
}
