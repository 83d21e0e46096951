//! JSON straight into bytes: resources are written once, in order, and never held as trees.

use std::io::Write as _;

use crate::calendar::{Calendar, Day};

/// A code with its system and our words for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code(pub &'static str, pub &'static str, pub &'static str);

/// Writes into an object or an array that is open.
pub(crate) struct Json<'a> {
    out: &'a mut Vec<u8>,
    calendar: &'a Calendar,
}

impl<'a> Json<'a> {
    /// Writes after what `out` holds.
    pub(crate) fn new(out: &'a mut Vec<u8>, calendar: &'a Calendar) -> Self {
        Self { out, calendar }
    }

    fn comma(&mut self) {
        if !matches!(self.out.last(), Some(b'{' | b'[') | None) {
            self.out.push(b',');
        }
    }

    fn key(&mut self, key: &str) {
        self.comma();
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn quoted(&mut self, text: &str) {
        self.out.push(b'"');
        for byte in text.bytes() {
            match byte {
                b'"' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                0..=0x1f => {
                    let _ = write!(self.out, "\\u{byte:04x}");
                }
                _ => self.out.push(byte),
            }
        }
        self.out.push(b'"');
    }

    /// An object with no key of its own: the whole, or one item of an array.
    pub(crate) fn item(&mut self, fill: impl FnOnce(&mut Self)) {
        self.comma();
        self.out.push(b'{');
        fill(self);
        self.out.push(b'}');
    }

    /// `"key":{…}`
    pub(crate) fn object(&mut self, key: &str, fill: impl FnOnce(&mut Self)) {
        self.key(key);
        self.out.push(b'{');
        fill(self);
        self.out.push(b'}');
    }

    /// `"key":[…]`
    pub(crate) fn array(&mut self, key: &str, fill: impl FnOnce(&mut Self)) {
        self.key(key);
        self.out.push(b'[');
        fill(self);
        self.out.push(b']');
    }

    /// `"key":"text"`
    pub(crate) fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.quoted(text);
    }

    /// `"key":["text"]`
    pub(crate) fn texts(&mut self, key: &str, texts: &[&str]) {
        self.array(key, |j| {
            for text in texts {
                j.comma();
                j.quoted(text);
            }
        });
    }

    /// `"key":12`
    pub(crate) fn number(&mut self, key: &str, number: impl std::fmt::Display) {
        self.key(key);
        let _ = write!(self.out, "{number}");
    }

    /// `"key":true`
    pub(crate) fn flag(&mut self, key: &str, flag: bool) {
        self.key(key);
        self.out.extend_from_slice(if flag { b"true" } else { b"false" });
    }

    /// `"key":"2025-03-10"`
    pub(crate) fn date(&mut self, key: &str, day: Day) {
        self.key(key);
        self.out.push(b'"');
        self.out.extend_from_slice(self.calendar.text(day));
        self.out.push(b'"');
    }

    /// `"key":"2025-03-10T09:15:00-05:00"`, the minute counted from midnight.
    pub(crate) fn moment(&mut self, key: &str, day: Day, minute: u32) {
        self.key(key);
        self.out.push(b'"');
        self.out.extend_from_slice(self.calendar.text(day));
        let two = |n: u32| [b'0' + (n / 10) as u8, b'0' + (n % 10) as u8];
        self.out.push(b'T');
        self.out.extend_from_slice(&two(minute / 60 % 24));
        self.out.push(b':');
        self.out.extend_from_slice(&two(minute % 60));
        self.out.extend_from_slice(b":00-05:00\"");
    }

    /// `"key":{"reference":"Type/id"}`
    pub(crate) fn reference(&mut self, key: &str, resource_type: &str, id: impl std::fmt::Display) {
        self.object(key, |j| j.to(resource_type, id));
    }

    /// `"reference":"Type/id"`
    pub(crate) fn to(&mut self, resource_type: &str, id: impl std::fmt::Display) {
        self.key("reference");
        // Types and ids are made of letters, digits and hyphens.
        let _ = write!(self.out, "\"{resource_type}/{id}\"");
    }

    /// `"key":"…"` of an id or a value made of plain characters.
    pub(crate) fn plain(&mut self, key: &str, value: impl std::fmt::Display) {
        self.key(key);
        let _ = write!(self.out, "\"{value}\"");
    }

    /// A CodeableConcept with one coding under a key.
    pub(crate) fn concept(&mut self, key: &str, code: Code) {
        self.object(key, |j| j.codings(code));
    }

    /// CodeableConcepts with one coding each, in an array; nothing at all when there are none.
    pub(crate) fn concepts(&mut self, key: &str, codes: &[Code]) {
        if codes.is_empty() {
            return;
        }
        self.array(key, |j| codes.iter().for_each(|code| j.item(|j| j.codings(*code))));
    }

    /// A CodeableConcept with several codings under a key, in the words of the first.
    pub(crate) fn concept_of(&mut self, key: &str, codes: &[Code]) {
        self.object(key, |j| {
            j.array("coding", |j| codes.iter().for_each(|code| j.item(|j| j.coding_fields(*code))));
            if let Some(code) = codes.first() {
                j.text("text", code.2);
            }
        });
    }

    /// A CodeableConcept whose code speaks for itself.
    pub(crate) fn status(&mut self, key: &str, code: Code) {
        self.object(key, |j| j.bare(code));
    }

    /// A list of one CodeableConcept whose code speaks for itself.
    pub(crate) fn category(&mut self, key: &str, code: Code) {
        self.array(key, |j| j.item(|j| j.bare(code)));
    }

    fn bare(&mut self, code: Code) {
        self.array("coding", |j| {
            j.item(|j| {
                j.text("system", code.0);
                j.text("code", code.1);
            });
        });
    }

    /// A Coding under a key.
    pub(crate) fn coding(&mut self, key: &str, code: Code) {
        self.object(key, |j| j.coding_fields(code));
    }

    fn codings(&mut self, code: Code) {
        self.array("coding", |j| j.item(|j| j.coding_fields(code)));
        self.text("text", code.2);
    }

    fn coding_fields(&mut self, code: Code) {
        self.text("system", code.0);
        self.text("code", code.1);
        self.text("display", code.2);
    }

    /// `"meta":{"profile":["…"]}` of a US Core profile.
    pub(crate) fn profile(&mut self, name: &str) {
        self.object("meta", |j| {
            j.array("profile", |j| {
                let _ = write!(j.out, "\"http://hl7.org/fhir/us/core/StructureDefinition/{name}\"");
            });
        });
    }
}
