//! Birth and fetal-death certificates in the fixed-width layout that jurisdictions exchange (IJE).
//!
//! One line is one certificate. Its year, state and number are its key: the same certificate again is the same record,
//! and a void one takes back what it said. The mother is known by name, birth date, state and day of the event, so
//! that the certificates of twins name one mother. Lines may be cut off at the right; codes for *unknown* are nothing.
//! Social security numbers are blanked out before anything is kept. Deliberately absent: fathers, occupations,
//! coded causes of death.

mod layout;
mod make;

use std::borrow::Cow;

use crate::dates;
use crate::problem::{Note, Problem, Reason};
pub use layout::Kind;
use layout::{Place, SHARED};

/// The resource type under which the original of a line is kept.
pub const IJE_RECORD: &str = "IjeRecord";

/// A certificate, made into records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The id of the original: kind, year, state and certificate number.
    pub id: String,
    /// The line as it came, social security numbers blanked out.
    pub original: Vec<u8>,
    /// FHIR R4 resources that name the certificate in `meta.source`.
    pub resources: Vec<Vec<u8>>,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// What became of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineTaken {
    /// The line, from 1.
    pub line: u64,
    /// The line as it came, social security numbers blanked out.
    pub original: Vec<u8>,
    /// Its records, or why there are none.
    pub result: Result<Made, Problem>,
}

/// Shortest line that is a whole birth, a few blanks at its end lost.
const WHOLE_BIRTH: usize = 3_900;
/// Longest line of a birth file, with something to spare.
const NATALITY_WIDTH: usize = 4_100;

/// Whether a file seems to be in this layout, and of which kind. The longest line says it; one that is cut off shorter
/// than a birth does not, and then the name of the file does.
pub fn looks_like(bytes: &[u8], name: &str) -> Option<Kind> {
    let lines: Vec<&[u8]> = lines(bytes).map(|(_, line)| line).take(20).collect();
    let is_head = |line: &[u8]| {
        let digits =
            |at: std::ops::Range<usize>| line.get(at).is_some_and(|p| p.iter().all(u8::is_ascii_digit));
        let state = line.get(4..6).is_some_and(|p| p.iter().all(u8::is_ascii_uppercase));
        digits(0..4) && state && digits(6..12) && !line.contains(&b'|')
    };
    let named = name.to_ascii_lowercase().trim_end_matches(".gz").ends_with(".ije");
    let heads = lines.iter().filter(|l| is_head(l)).count();
    if lines.is_empty() || !(named || heads * 2 > lines.len()) {
        return None;
    }
    let longest = lines.iter().map(|l| l.len()).max().unwrap_or_default();
    Some(match longest {
        ..WHOLE_BIRTH if names_fetal_deaths(name) => Kind::FetalDeath,
        ..=NATALITY_WIDTH => Kind::Natality,
        _ => Kind::FetalDeath,
    })
}

/// Whether the name of a file has a word for fetal deaths: `FetalDeathRecord.ije`, `2026_fd.txt`, not `fdr.txt`.
fn names_fetal_deaths(name: &str) -> bool {
    const WORDS: [&str; 8] =
        ["fd", "fet", "fetal", "fetaldeath", "fetaldeaths", "stillbirth", "stillbirths", "stillborn"];
    let (mut words, mut before) = (vec![String::new()], ' ');
    for letter in name.chars() {
        if !letter.is_ascii_alphabetic() || before.is_ascii_lowercase() && letter.is_ascii_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_ascii_alphabetic()) {
            word.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words.iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Makes records of every line.
pub fn take(bytes: &[u8], kind: Kind) -> Vec<LineTaken> {
    lines(bytes)
        .map(|(number, line)| {
            let original = blanked(line, kind);
            let certificate = Certificate { bytes: line, kind };
            let result = make::records(&certificate).map(|made| Made { original: original.clone(), ..made });
            let result =
                result.map_err(|p| Problem { message: format!("line {number}: {}", p.message), ..p });
            LineTaken { line: number, original, result }
        })
        .collect()
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let (bytes, _) = crate::json::without_mark(bytes);
    let cut = bytes.split(|b| *b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
    (1..).zip(cut).filter(|(_, line)| !line.trim_ascii().is_empty())
}

/// The line without social security numbers.
fn blanked(line: &[u8], kind: Kind) -> Vec<u8> {
    let mut kept = line.to_vec();
    for Place(start, length) in kind.numbers_to_blank() {
        let from = (start - 1).min(kept.len());
        let to = (start - 1 + length).min(kept.len());
        kept[from..to].fill(b' ');
    }
    kept
}

/// One line, read by place.
struct Certificate<'l> {
    bytes: &'l [u8],
    kind: Kind,
}

impl Certificate<'_> {
    /// The text at a place, without the blanks around it; nothing when it is blank or the line ends before it.
    fn text(&self, place: Place) -> Option<Cow<'_, str>> {
        let Place(start, length) = place;
        let from = (start - 1).min(self.bytes.len());
        let to = (start - 1 + length).min(self.bytes.len());
        let bytes = self.bytes[from..to].trim_ascii();
        if bytes.is_empty() {
            return None;
        }
        Some(match str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        })
    }

    /// A number, unless it is all nines or all eights, which mean *unknown* and *not applicable*.
    fn number(&self, place: Place) -> Result<Option<i64>, Problem> {
        let Some(text) = self.text(place) else { return Ok(None) };
        if text.len() == place.1 && (text.bytes().all(|b| b == b'9') || text.bytes().all(|b| b == b'8')) {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            let message = format!("positions {} to {} hold no number", place.0, place.0 + place.1 - 1);
            let help = "check that the file is in the IJE layout and that its lines were not shifted";
            Problem { reason: Reason::BadValue, message, help: help.into() }
        })
    }

    /// A one-character code; `U` and the like are left to the reader.
    fn code(&self, place: Place) -> Option<char> {
        self.text(place)?.chars().next()
    }

    /// Whether a box says yes.
    fn yes(&self, place: Place) -> bool {
        self.code(place) == Some('Y')
    }

    /// A day of a year, month and day that may each be unknown.
    fn date(&self, [year, month, day]: [Place; 3]) -> Result<Option<String>, Problem> {
        let Some(y) = self.number(year)? else { return Ok(None) };
        let text = match self.number(month)? {
            None => format!("{y:04}"),
            Some(m) => match self.number(day)? {
                None => format!("{y:04}-{m:02}"),
                Some(d) => format!("{y:04}-{m:02}-{d:02}"),
            },
        };
        let (reason, words) = match dates::moment(&text) {
            Ok(_) => return Ok(Some(text)),
            Err(dates::Wrong::Impossible) => (Reason::BadDate, "a date that cannot be"),
            Err(dates::Wrong::Implausible) => {
                (Reason::ImplausibleDate, "a date with a year before 1900 or after 2200")
            }
        };
        Err(Problem::new(reason, format!("positions {} and on hold {words}", year.0)))
    }

    /// Year, state and number of the certificate.
    fn key(&self) -> Option<String> {
        let year = self.text(SHARED.year)?;
        let state = self.text(SHARED.state)?;
        let number = self.text(SHARED.certificate)?;
        let plain = |t: &str| t.chars().all(|c| c.is_ascii_alphanumeric());
        (plain(&year) && plain(&state) && plain(&number)).then(|| format!("{year}-{state}-{number}"))
    }
}

#[cfg(test)]
mod tests;
