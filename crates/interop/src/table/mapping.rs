//! One sender's mapping: what the columns mean and how the cells are read, as TOML that a person can edit.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::dates::DateOrder;
use super::field::{Field, Kind};
use super::header::normal;
use super::values::{Point, WeightUnit};

/// What is wrong with a mapping, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct MappingError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// What a sender's columns mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// How the file is read.
    pub source: Source,
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
    /// Columns that are dropped before anything is stored.
    pub ignored: Vec<Ignored>,
}

/// How the files of a sender are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    /// What it is called.
    pub name: String,
    /// `csv`, `tsv`, `xlsx` or `auto`. The content says what a file is; another one than this is remarked upon.
    #[serde(skip_serializing_if = "is_auto")]
    pub format: String,
    /// The worksheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The line of the header, or `auto`.
    #[serde(skip_serializing_if = "OneOf::is_auto")]
    pub header_row: OneOf<u64>,
    /// Encodings that are expected; another one is remarked upon.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub encoding: Vec<String>,
    /// The delimiter, or `auto`.
    #[serde(skip_serializing_if = "is_auto")]
    pub delimiter: String,
    /// The zone in which a moment with an offset, `2026-06-01T02:30:00Z`, becomes a day; any other day is taken as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Which comes first in `3/4/2025`; without it such a date refuses its row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Years of two digits up to this one are of the 2000s.
    pub two_digit_year_pivot: u8,
    /// Every file is the whole roster: who is absent is remarked upon, never deleted.
    pub snapshot: bool,
    /// The URI of whoever gives out the identifiers; made from the name without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// What tells one row from another, by field or by header.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub row_key: Vec<String>,
    /// Texts that mean nothing.
    pub empty: Vec<String>,
    /// Texts that erase what was stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delete: Vec<String>,
    /// What the digit behind the point of `31.4` weeks means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gestation_point: Option<Point>,
    /// The unit of birth weights without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_unit: Option<WeightUnit>,
    /// Put back zeros that a spreadsheet took from postal codes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub zip_pad: bool,
}

impl Default for Source {
    fn default() -> Self {
        let texts = |list: &[&str]| list.iter().map(|t| (*t).to_owned()).collect();
        Self {
            name: String::new(),
            format: "auto".into(),
            sheet: None,
            header_row: OneOf::Auto(Auto::Auto),
            encoding: Vec::new(),
            delimiter: "auto".into(),
            timezone: None,
            date_order: None,
            two_digit_year_pivot: 30,
            snapshot: false,
            authority: None,
            row_key: Vec::new(),
            empty: texts(&["", "NULL", "N/A", "NA", "-", ".", "unknown", "#N/A"]),
            delete: texts(&["<clear>"]),
            gestation_point: None,
            weight_unit: None,
            zip_pad: false,
        }
    }
}

/// `auto` or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOf<T> {
    /// To be found.
    Auto(Auto),
    /// Given.
    Given(T),
}

impl<T> OneOf<T> {
    fn is_auto(&self) -> bool {
        matches!(self, Self::Auto(_))
    }
}

/// The word `auto`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Auto {
    /// To be found.
    Auto,
}

fn is_auto(text: &str) -> bool {
    text == "auto"
}

/// What becomes of a value that the column's list does not have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unmapped {
    /// It is left out and listed for whoever keeps the mapping.
    #[default]
    Queue,
    /// It refuses its row.
    RejectRow,
    /// It is kept as words.
    KeepText,
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The field.
    pub field: Field,
    /// Headers that it may have.
    pub matches: Vec<String>,
    /// Whether a row without it is refused.
    pub required: bool,
    /// What splits several values.
    pub split: Vec<String>,
    /// The values in the sender's words and in ours.
    pub values: BTreeMap<String, String>,
    /// What becomes of any other value.
    pub unmapped: Unmapped,
    /// What a value must keep to.
    pub check: Option<Check>,
}

impl Column {
    /// A column with one header and nothing special.
    pub fn new(field: Field, header: &str) -> Self {
        let several = [";", "/", ","].map(str::to_owned).to_vec();
        Self {
            field,
            matches: vec![header.to_owned()],
            required: false,
            split: if field.kind() == Kind::Multi { several } else { Vec::new() },
            values: BTreeMap::new(),
            unmapped: Unmapped::Queue,
            check: None,
        }
    }
}

/// What a value must keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// A number between two, both included: `0..27`.
    Numbers(i64, i64),
    /// A day so many days from the day of the file: `between(-60d, +300d)`.
    Days(i64, i64),
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Numbers(from, to) => write!(f, "{from}..{to}"),
            Self::Days(from, to) => write!(f, "between({from:+}d, {to:+}d)"),
        }
    }
}

impl std::str::FromStr for Check {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no check");
        if let Some(inside) = text.trim().strip_prefix("between(").and_then(|t| t.strip_suffix(')')) {
            let (from, to) = inside.split_once(',').ok_or_else(wrong)?;
            let days =
                |t: &str| t.trim().strip_suffix('d').and_then(|n| n.parse::<i64>().ok()).ok_or_else(wrong);
            return Ok(Self::Days(days(from)?, days(to)?));
        }
        let (from, to) = text.split_once("..").ok_or_else(wrong)?;
        let number = |t: &str| t.trim().parse::<i64>().map_err(|_| wrong());
        Ok(Self::Numbers(number(from)?, number(to)?))
    }
}

/// Columns that are dropped before anything is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ignored {
    /// Headers; `*` at the end stands for anything.
    #[serde(rename = "match")]
    pub matches: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: Source,
    #[serde(default)]
    column: Vec<Spanned<SentColumn>>,
    #[serde(default)]
    ignore: Vec<Ignored>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentColumn {
    field: Spanned<String>,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(default)]
    required: bool,
    kind: Option<Spanned<String>>,
    #[serde(default)]
    split: Vec<String>,
    #[serde(default)]
    values: BTreeMap<String, toml::Value>,
    #[serde(default)]
    unmapped: Unmapped,
    check: Option<Spanned<String>>,
    absent: Option<Spanned<String>>,
}

impl Mapping {
    /// Reads a mapping. Whatever is not known is refused with its line, so that no setting is believed to work that
    /// does not.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let file: File = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            error(
                text,
                at,
                e.message().replace('\n', " "),
                "see the documentation of mappings for what may stand here",
            )
        })?;
        let mut columns = Vec::with_capacity(file.column.len());
        let mut seen = BTreeSet::new();
        for sent in file.column {
            let at = sent.span().start;
            let column = column(text, at, sent.into_inner())?;
            if !seen.insert(column.field) {
                let message = format!("`{}` stands for two columns", column.field.name());
                return Err(error(
                    text,
                    at,
                    message,
                    "put the headers of both into one `match`, or delete one",
                ));
            }
            columns.push(column);
        }
        let mapping = Self { source: file.source, columns, ignored: file.ignore };
        mapping.check(text)?;
        Ok(mapping)
    }

    fn check(&self, text: &str) -> Result<(), MappingError> {
        let at = |word: &str| text.find(word).unwrap_or(0);
        for key in &self.source.row_key {
            if self.field_of(key).is_none() {
                let message = format!("the row key `{key}` is no column of this mapping");
                return Err(error(text, at("row_key"), message, "name a field or a header of a column"));
            }
        }
        if !["auto", "csv", "tsv", "xlsx"].contains(&self.source.format.as_str()) {
            let message = format!("`{}` is no format", self.source.format);
            return Err(error(text, at("format"), message, "it is one of auto, csv, tsv, xlsx"));
        }
        if let Some(zone) = self.source.timezone.as_deref().filter(|z| jiff::tz::TimeZone::get(z).is_err()) {
            let message = format!("`{zone}` is no time zone");
            return Err(error(text, at("timezone"), message, "name one such as America/Chicago"));
        }
        if self.delimiter().is_none() && self.source.delimiter != "auto" {
            let message = "the delimiter is not one sign";
            return Err(error(text, at("delimiter"), message, "give one sign, `tab` or `auto`"));
        }
        Ok(())
    }

    /// Writes it as TOML that [`Mapping::parse`] reads.
    pub fn to_toml(&self) -> String {
        #[derive(Serialize)]
        struct Out<'a> {
            source: &'a Source,
            column: Vec<OutColumn<'a>>,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            ignore: &'a [Ignored],
        }
        #[derive(Serialize)]
        struct OutColumn<'a> {
            field: &'a str,
            #[serde(rename = "match")]
            matches: &'a [String],
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            required: bool,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            split: &'a [String],
            #[serde(skip_serializing_if = "is_queue")]
            unmapped: Unmapped,
            #[serde(skip_serializing_if = "Option::is_none")]
            check: Option<String>,
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            values: &'a BTreeMap<String, String>,
        }
        fn is_queue(unmapped: &Unmapped) -> bool {
            *unmapped == Unmapped::Queue
        }
        let column = self.columns.iter().map(|c| OutColumn {
            field: c.field.name(),
            matches: &c.matches,
            required: c.required,
            split: &c.split,
            unmapped: c.unmapped,
            check: c.check.map(|check| check.to_string()),
            values: &c.values,
        });
        let out = Out { source: &self.source, column: column.collect(), ignore: &self.ignored };
        toml::to_string(&out).expect("a mapping has only texts, numbers and lists")
    }

    /// How to read a file under this mapping.
    pub fn options(&self) -> super::Options {
        super::Options {
            sheet: self.source.sheet.clone(),
            delimiter: self.delimiter(),
            header_row: match self.source.header_row {
                OneOf::Given(line) => Some(line),
                OneOf::Auto(_) => None,
            },
            expected: self.columns.iter().flat_map(|c| c.matches.iter().cloned()).collect(),
            limits: super::Limits::default(),
        }
    }

    fn delimiter(&self) -> Option<u8> {
        match self.source.delimiter.as_str() {
            "tab" | "\t" => Some(b'\t'),
            "auto" if self.source.format == "tsv" => Some(b'\t'),
            one if one.len() == 1 => one.bytes().next(),
            _ => None,
        }
    }

    /// The URI of whoever gives out the identifiers.
    pub fn authority(&self) -> String {
        self.source.authority.clone().unwrap_or_else(|| {
            let name: String = normal(&self.source.name).split_whitespace().collect::<Vec<_>>().join("-");
            format!("urn:x-site:{}", if name.is_empty() { "unnamed" } else { &name })
        })
    }

    /// The field that a row key names, by its own name or by a header.
    pub fn field_of(&self, key: &str) -> Option<Field> {
        let header = normal(key);
        let by_header = || self.columns.iter().find(|c| c.matches.iter().any(|m| normal(m) == header));
        self.columns
            .iter()
            .find(|c| c.field.name() == key || last_part(c.field) == key)
            .or_else(by_header)
            .map(|c| c.field)
    }

    /// Says what a header means, and nothing else any more; without a field its column is ignored, so that nothing
    /// of it is kept.
    pub fn set(&mut self, header: &str, field: Option<Field>) {
        let spelled = normal(header);
        for column in &mut self.columns {
            column.matches.retain(|m| normal(m) != spelled);
        }
        match field {
            Some(field) => {
                for ignored in &mut self.ignored {
                    ignored.matches.retain(|m| normal(m) != spelled);
                }
                match self.columns.iter_mut().find(|c| c.field == field) {
                    Some(column) => column.matches.insert(0, header.to_owned()),
                    None => self.columns.push(Column::new(field, header)),
                }
            }
            None if self.ignores(header) => {}
            None => {
                let plain = only(header);
                match self.ignored.first_mut() {
                    Some(ignored) => ignored.matches.push(plain),
                    None => self.ignored.push(Ignored { matches: vec![plain] }),
                }
            }
        }
        self.columns.retain(|c| !c.matches.is_empty());
        self.ignored.retain(|i| !i.matches.is_empty());
    }

    /// A field that two of these headers have.
    pub fn taken_twice(&self, headers: &[String]) -> Option<Field> {
        let spelled: Vec<String> = headers.iter().map(|h| normal(h)).collect();
        let twice = |c: &&Column| {
            let own = |h: &&String| c.matches.iter().any(|m| normal(m) == **h);
            spelled.iter().filter(own).count() > 1
        };
        self.columns.iter().find(twice).map(|c| c.field)
    }

    /// The field of each header of a sheet; none for what is left out.
    pub fn fields(&self, headers: &[String]) -> Vec<Option<Field>> {
        let places = self.places(headers);
        (0..headers.len()).map(|at| places.iter().find(|(p, _)| *p == at).map(|(_, c)| c.field)).collect()
    }

    /// Which column of a sheet each mapped column is: the place of its header.
    pub(super) fn places(&self, headers: &[String]) -> Vec<(usize, &Column)> {
        let spelled: Vec<String> = headers.iter().map(|h| normal(h)).collect();
        let mut taken = BTreeSet::new();
        let mut places = Vec::new();
        for column in &self.columns {
            let found = column.matches.iter().find_map(|wanted| {
                let wanted = normal(wanted);
                spelled.iter().enumerate().position(|(at, h)| *h == wanted && !taken.contains(&at))
            });
            if let Some(at) = found.filter(|at| !self.ignores(&headers[*at])) {
                taken.insert(at);
                places.push((at, column));
            }
        }
        places
    }

    /// Whether a column is dropped before anything is stored.
    pub fn ignores(&self, header: &str) -> bool {
        let header = normal(header);
        self.ignored.iter().flat_map(|i| &i.matches).any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => header.starts_with(&normal(start)),
            None => header == normal(pattern),
        })
    }
}

/// A header as what ignores it alone: the star of `Weight *` is no pattern.
pub(super) fn only(header: &str) -> String {
    header.trim_end_matches(['*', ' ']).to_owned()
}

/// `last_name` for `mother.family` and the like: what the example of a mapping calls its keys.
fn last_part(field: Field) -> &'static str {
    match field {
        Field::MotherIdentifier => "mrn",
        Field::MotherFamily => "last_name",
        Field::MotherGiven => "first_name",
        Field::MotherBorn => "dob",
        other => other.name(),
    }
}

fn column(text: &str, at: usize, sent: SentColumn) -> Result<Column, MappingError> {
    let Some(field) = Field::named(sent.field.get_ref()) else {
        let message = format!("`{}` is no field", sent.field.get_ref());
        let near = nearest(sent.field.get_ref());
        return Err(error(text, sent.field.span().start, message, format!("did you mean `{near}`?")));
    };
    if let Some(kind) = &sent.kind {
        let read_as = field.kind();
        match Kind::named(kind.get_ref()) {
            Some(said) if said == read_as => {}
            _ => {
                let message = format!("`{}` is not how `{}` is read", kind.get_ref(), field.name());
                let help = format!("leave `kind` out; it is read as {}", read_as.name());
                return Err(error(text, kind.span().start, message, help));
            }
        }
    }
    if let Some(absent) = sent.absent.as_ref().filter(|a| a.get_ref() != "leave") {
        let message = format!("`{}` is not what becomes of a blank cell", absent.get_ref());
        return Err(error(
            text,
            absent.span().start,
            message,
            "a blank cell is always left; leave `absent` out",
        ));
    }
    if sent.matches.iter().all(|m| m.trim().is_empty()) {
        return Err(error(text, at, "the column matches no header", "give at least one header in `match`"));
    }
    let check = match sent.check {
        Some(sent) => Some(sent.get_ref().parse().map_err(|message: String| {
            error(text, sent.span().start, message, "write `0..27` or `between(-60d, +300d)`")
        })?),
        None => None,
    };
    let value = |v: toml::Value| match v {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(Column {
        field,
        matches: sent.matches,
        required: sent.required,
        split: sent.split,
        values: sent.values.into_iter().map(|(k, v)| (k, value(v))).collect(),
        unmapped: sent.unmapped,
        check,
    })
}

/// The field whose name shares the most with a text.
fn nearest(text: &str) -> &'static str {
    let pairs = |t: &str| t.as_bytes().windows(2).map(<[u8]>::to_vec).collect::<BTreeSet<_>>();
    let wanted = pairs(text);
    let score = |f: &Field| {
        let own = pairs(f.name());
        own.intersection(&wanted).count() * 100 / own.union(&wanted).count().max(1)
    };
    Field::ALL.iter().max_by_key(|f| score(f)).map_or("", |f| f.name())
}

fn error(text: &str, at: usize, message: impl Into<String>, help: impl Into<String>) -> MappingError {
    let line = text[..at.min(text.len())].bytes().filter(|b| *b == b'\n').count() + 1;
    MappingError { line, message: message.into(), help: help.into() }
}
