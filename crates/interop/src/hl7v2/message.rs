//! A message cut into segments, fields, repetitions, components and subcomponents.
//!
//! Nothing is built that is not asked for: every part is a piece of the text, cut when it is looked into, and
//! escapes are undone last. What is absent, what is `""` and what is a value are three things.

use std::borrow::Cow;
use std::collections::HashMap;

use super::note::Remark;

/// Segments of one message; a real one has some hundreds. Of one with more, no more are cut than show that.
pub(super) const MOST_SEGMENTS: usize = 10_000;

/// Absent means that nothing is said; null (`""`) means that what was said before no longer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<T> {
    /// `||`.
    Absent,
    /// `|""|`.
    Null,
    /// A value.
    Value(T),
}

/// The signs that a message is cut by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separators {
    /// Between fields, usually `|`.
    pub field: char,
    /// Between components, usually `^`.
    pub component: char,
    /// Between repetitions, usually `~`.
    pub repetition: char,
    /// Around escapes, usually `\`.
    pub escape: char,
    /// Between subcomponents, usually `&`.
    pub subcomponent: char,
    /// Marks a text that was cut short, from version 2.7 on; usually `#`.
    pub truncation: Option<char>,
}

impl Default for Separators {
    fn default() -> Self {
        Self {
            field: '|',
            component: '^',
            repetition: '~',
            escape: '\\',
            subcomponent: '&',
            truncation: None,
        }
    }
}

impl Separators {
    /// Reads them from a header that begins with its three letters. The second answer is false where they had to
    /// be repaired; nothing comes of a header whose fields cannot be told apart.
    pub(super) fn of(header: &str) -> Option<(Self, bool)> {
        let mut rest = header.get(3..)?.chars();
        let field = rest.next().filter(char::is_ascii_punctuation)?;
        let declared: Vec<char> = rest.take_while(|c| *c != field && !c.is_control()).collect();
        let usual = Self { field, ..Self::default() };
        let of = |signs: &[char]| Self {
            field,
            component: signs[0],
            repetition: signs[1],
            escape: signs[2],
            subcomponent: signs[3],
            truncation: signs.get(4).copied(),
        };
        let distinct = |s: &Separators| {
            let signs = [s.field, s.component, s.repetition, s.escape, s.subcomponent];
            signs.iter().enumerate().all(|(at, sign)| {
                sign.is_ascii() && !sign.is_ascii_alphanumeric() && !signs[..at].contains(sign)
            })
        };
        match declared.as_slice() {
            // A program that escaped its own escape sign.
            [a, b, c, d, e] if c == d => {
                let repaired = of(&[*a, *b, *c, *e]);
                distinct(&repaired).then_some((repaired, false))
            }
            signs @ ([_, _, _, _] | [_, _, _, _, _]) => {
                let separators = of(signs);
                distinct(&separators).then_some((separators, true))
            }
            [component] => {
                let separators = Self { component: *component, ..usual };
                distinct(&separators).then_some((separators, false))
            }
            [] => Some((usual, false)),
            _ => None,
        }
    }

    /// The encoding characters as MSH-2 has them.
    pub(super) fn encoding(&self) -> String {
        let signs = [self.component, self.repetition, self.escape, self.subcomponent];
        signs.into_iter().chain(self.truncation).collect()
    }
}

/// A message, as segments of its text.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// How it is cut.
    pub separators: Separators,
    segments: Vec<Segment<'a>>,
    /// Whether the separators had to be repaired or a line had to be joined.
    pub(super) repairs: Vec<Remark>,
}

/// One segment: its name and its fields.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    text: &'a str,
    separators: Separators,
    /// Its number among those of the same name, from 1.
    pub number: usize,
}

/// A field, a repetition, a component or a subcomponent: a piece of the text.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    raw: &'a str,
    separators: Separators,
}

impl<'a> Message<'a> {
    /// Cuts a text that begins with `MSH`. Nothing when it does not, or when its fields cannot be told apart.
    pub fn of(text: &'a str) -> Option<Self> {
        let text = text.trim_start_matches(['\u{feff}', '\r', '\n', ' ', '\t', '\u{b}']);
        if !text.starts_with("MSH") {
            return None;
        }
        let (separators, sound) = Separators::of(text)?;
        let mut repairs = Vec::new();
        if !sound {
            repairs.push(Remark::SeparatorsRepaired);
        }
        let mut segments: Vec<Segment<'a>> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut at = 0;
        for line in text.split_inclusive(['\r', '\n']) {
            let start = at;
            at += line.len();
            let content = line.trim_end_matches(['\r', '\n', '\u{1c}']);
            if content.trim().is_empty() {
                continue;
            }
            if !starts_segment(content, separators.field)
                && let Some(last) = segments.last_mut()
            {
                // The line end stays where it was: within a field.
                let begin = last.text.as_ptr() as usize - text.as_ptr() as usize;
                last.text = &text[begin..start + content.len()];
                if !repairs.contains(&Remark::BrokenLine) {
                    repairs.push(Remark::BrokenLine);
                }
                continue;
            }
            if segments.len() > MOST_SEGMENTS {
                break;
            }
            let number = numbers.entry(&content[..3]).or_default();
            *number += 1;
            segments.push(Segment { text: content, separators, number: *number });
        }
        Some(Self { separators, segments, repairs })
    }

    /// The segments in their order.
    pub fn segments(&self) -> &[Segment<'a>] {
        &self.segments
    }

    /// The segments of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = Segment<'a>> {
        self.segments.iter().copied().filter(move |s| s.name() == name)
    }

    /// The first segment of a name.
    pub fn first(&self, name: &str) -> Option<Segment<'a>> {
        self.all(name).next()
    }

    /// A field of the first segment of a name; an absent one where there is none.
    pub fn field(&self, name: &str, number: usize) -> Part<'a> {
        match self.first(name) {
            Some(segment) => segment.field(number),
            None => Part { raw: "", separators: self.separators },
        }
    }
}

/// A name of three signs, and then a field separator or nothing.
fn starts_segment(line: &str, field: char) -> bool {
    let bytes = line.as_bytes();
    bytes.len() >= 3
        && bytes[0].is_ascii_uppercase()
        && bytes[1..3].iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && line[3..].chars().next().is_none_or(|c| c == field)
}

impl<'a> Segment<'a> {
    /// `PID`, `OBX` …
    pub fn name(&self) -> &'a str {
        &self.text[..3]
    }

    /// A field by its number in the standard: `MSH-1` is the separator itself.
    pub fn field(&self, number: usize) -> Part<'a> {
        let separators = self.separators;
        let skipped = if self.name() == "MSH" { number.wrapping_sub(1) } else { number };
        let raw = match number {
            0 => "",
            1 if self.name() == "MSH" => &self.text[3..3 + separators.field.len_utf8()],
            _ => self.text.split(separators.field).nth(skipped).unwrap_or_default(),
        };
        Part { raw, separators }
    }

    /// Its fields with their numbers, from the first on; in the header those after the encoding characters.
    pub(super) fn fields(&self) -> impl Iterator<Item = (usize, Part<'a>)> + use<'a> {
        let separators = self.separators;
        let (skipped, first) = if self.name() == "MSH" { (2, 3) } else { (1, 1) };
        let pieces = self.text.split(separators.field).skip(skipped);
        pieces.enumerate().map(move |(at, raw)| (at + first, Part { raw, separators }))
    }

    /// Where a field of it is: `OBX[2]-5`, and without the number for the first.
    pub fn place(&self, field: usize) -> String {
        match self.number {
            1 => format!("{}-{field}", self.name()),
            n => format!("{}[{n}]-{field}", self.name()),
        }
    }
}

impl<'a> Part<'a> {
    /// The text as it came.
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// Whether nothing is said: neither a value nor that there is none.
    pub fn is_absent(&self) -> bool {
        self.raw.trim().is_empty()
    }

    /// Whether it is `""`.
    pub fn is_null(&self) -> bool {
        self.raw.trim() == "\"\""
    }

    /// Which of the three it is; a value has its escapes undone.
    pub fn said(&self) -> Said<Cow<'a, str>> {
        if self.is_absent() {
            Said::Absent
        } else if self.is_null() {
            Said::Null
        } else {
            Said::Value(unescape(self.raw.trim(), &self.separators))
        }
    }

    /// The value, where there is one.
    pub fn text(&self) -> Option<String> {
        match self.said() {
            Said::Value(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            Said::Absent | Said::Null => None,
        }
    }

    /// Its repetitions that say something.
    pub fn repetitions(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        let separators = self.separators;
        let parts = self.raw.split(separators.repetition).map(move |raw| Part { raw, separators });
        parts.filter(|part| !part.is_absent() && !part.is_null())
    }

    /// Whether more than one value stands in it.
    pub fn repeats(&self) -> bool {
        self.repetitions().nth(1).is_some()
    }

    /// A component, from 1, of its first repetition.
    pub fn component(&self, number: usize) -> Part<'a> {
        let first = self.raw.split(self.separators.repetition).next().unwrap_or_default();
        self.piece(first, self.separators.component, number)
    }

    /// A subcomponent, from 1.
    pub fn subcomponent(&self, number: usize) -> Part<'a> {
        self.piece(self.raw, self.separators.subcomponent, number)
    }

    fn piece(&self, text: &'a str, sign: char, number: usize) -> Part<'a> {
        let raw = number.checked_sub(1).and_then(|n| text.split(sign).nth(n)).unwrap_or_default();
        Part { raw, separators: self.separators }
    }
}

/// Undoes escapes. One that is not known, or not closed, stays as it came.
fn unescape<'a>(text: &'a str, separators: &Separators) -> Cow<'a, str> {
    if !text.contains(separators.escape) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(separators.escape) {
        out.push_str(before);
        let Some((escape, following)) = after.split_once(separators.escape) else {
            out.push(separators.escape);
            rest = after;
            break;
        };
        match meaning(escape, separators) {
            Some(meaning) => {
                out.push_str(&meaning);
                rest = following;
            }
            None => {
                // The sign that would close it may open the next one.
                out.push(separators.escape);
                out.push_str(escape);
                rest = &after[escape.len()..];
                if !may_be_escape(escape) {
                    continue;
                }
                out.push(separators.escape);
                rest = following;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether it looks like an escape that is not known, rather than like text between two signs.
fn may_be_escape(text: &str) -> bool {
    !text.is_empty() && text.len() <= 32 && !text.contains(char::is_whitespace)
}

fn meaning(escape: &str, separators: &Separators) -> Option<String> {
    Some(match escape {
        "F" => separators.field.to_string(),
        "S" => separators.component.to_string(),
        "T" => separators.subcomponent.to_string(),
        "R" => separators.repetition.to_string(),
        "E" => separators.escape.to_string(),
        "P" => separators.truncation.unwrap_or('#').to_string(),
        ".br" | ".sp" => "\n".to_owned(),
        "H" | "N" => String::new(),
        _ => {
            let hex = escape.strip_prefix('X').filter(|h| !h.is_empty() && h.len().is_multiple_of(2))?;
            let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
            let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect::<Option<_>>()?;
            super::charset::Charset::Utf8.decode(&bytes).0.into_owned()
        }
    })
}
