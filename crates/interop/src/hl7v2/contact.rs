//! How a person is named and reached: names, telephone numbers, addresses, language.

use super::draft::{Draft, coding_of};
use super::json::{Json, list, object};
use super::message::{Part, Segment};
use super::note::Remark;

impl Draft<'_> {
    /// Addresses where the person lives or lived.
    pub fn addresses(&mut self, segment: Segment<'_>, field: usize) -> Vec<Json> {
        let mut all = Vec::new();
        for xad in segment.field(field).repetitions() {
            let kind = xad.component(7).text().unwrap_or_default();
            if matches!(kind.as_str(), "BDL" | "N" | "F" | "S" | "SH" | "TM" | "V") {
                self.note(Remark::AddressLeftOut, segment.place(field));
                continue;
            }
            let usage = match kind.as_str() {
                "BA" | "BR" => Some("old"),
                "C" => Some("temp"),
                "H" | "P" | "L" => Some("home"),
                "B" | "O" => Some("work"),
                "BI" => Some("billing"),
                _ => None,
            };
            let street = xad.component(1).subcomponent(1).text();
            all.push(object([
                ("use", usage.into()),
                ("type", (kind == "M").then_some("postal").into()),
                ("line", list([street, xad.component(2).text()].map(Json::from))),
                ("city", xad.component(3).text().into()),
                ("district", xad.component(9).text().into()),
                ("state", xad.component(4).text().into()),
                ("postalCode", xad.component(5).text().into()),
                ("country", xad.component(6).text().into()),
            ]));
        }
        all
    }

    /// The language that is spoken, as the web's tag where it is a common one.
    pub fn language(&mut self, segment: Segment<'_>, field: usize) -> Json {
        let cwe = self.single(segment, field);
        let Some(code) = cwe.component(1).text() else { return Json::Nothing };
        let words = cwe.component(2).text();
        let tag = tag(&code).or_else(|| words.as_deref().and_then(tag));
        if tag.is_none() {
            self.note(Remark::CodeUnknown, segment.place(field));
        }
        let coding = tag.map(|tag| coding_of("urn:ietf:bcp:47", tag, words.as_deref()));
        let language = object([("coding", list(coding)), ("text", words.unwrap_or(code).into())]);
        list([object([("language", language), ("preferred", true.into())])])
    }
}

/// A name (XPN). One that a hospital gives a newborn before its parents do is `temp`, whatever its type says.
pub(super) fn name(xpn: Part<'_>, newborn: bool) -> Json {
    let family = xpn.component(1).subcomponent(1).text();
    let given: Vec<String> = [2, 3].iter().filter_map(|n| xpn.component(*n).text()).collect();
    let temporary =
        newborn && (is_temporary(&given.join(" ")) || family.as_deref().is_some_and(is_temporary));
    let usage = match xpn.component(7).text().as_deref() {
        _ if temporary => Some("temp"),
        Some("L" | "R") => Some("official"),
        Some("D") => Some("usual"),
        Some("M") => Some("maiden"),
        Some("N") => Some("nickname"),
        Some("NAV" | "TEMP" | "NB") => Some("temp"),
        Some("BAD" | "NOUSE") => Some("old"),
        Some("S" | "MSK") => Some("anonymous"),
        _ => None,
    };
    let says = family.is_some() || !given.is_empty();
    object([
        ("use", usage.filter(|_| says).into()),
        ("family", family.into()),
        ("given", list(given.into_iter().map(Json::from))),
        ("suffix", list([xpn.component(4).text()].map(Json::from))),
    ])
}

/// `BABYGIRL A`, `BB SARAH`, `BOY`, `NEWBORN`, `GIRL 2` and their like.
pub(super) fn is_temporary(given: &str) -> bool {
    let upper = given.to_ascii_uppercase().replace(['-', '/', '.'], " ");
    let mut words = upper.split_whitespace();
    let Some(first) = words.next() else { return false };
    if first == "BB" || first == "BG" || first == "NB" {
        return true;
    }
    let strip = |word: &str| {
        let mut word = word.to_owned();
        for part in ["BABY", "INFANT", "NEWBORN", "GIRL", "BOY", "TWIN", "TRIPLET", "MALE", "FEMALE"] {
            word = word.replacen(part, "", 1);
        }
        word.len() < first.len() && word.len() <= 1
    };
    strip(first)
}

/// Telephone numbers and mail addresses (XTN, repeating).
pub(super) fn telecoms(field: Part<'_>, usual: &str) -> Vec<Json> {
    let mut all = Vec::new();
    for xtn in field.repetitions() {
        let equipment = xtn.component(3).text().unwrap_or_default();
        let code = xtn.component(2).text().unwrap_or_default();
        let mail = xtn.component(4).text().filter(|t| t.contains('@')).or_else(|| {
            let first = xtn.component(1).text().filter(|t| t.contains('@'));
            first.filter(|_| equipment == "Internet" || code == "NET")
        });
        let usage = match (code.as_str(), equipment.as_str()) {
            ("WPN", _) => "work",
            ("PRS", _) | (_, "CP") => "mobile",
            ("PRN", _) => "home",
            _ => usual,
        };
        let point = |system: &str, value: String| {
            object([("system", system.into()), ("value", value.into()), ("use", usage.into())])
        };
        if let Some(mail) = mail {
            all.push(point("email", mail));
            if equipment == "Internet" || code == "NET" {
                continue;
            }
        }
        let parts: Vec<String> = [5, 6, 7].iter().filter_map(|n| xtn.component(*n).text()).collect();
        let number = xtn.component(1).text().filter(|t| t.bytes().any(|b| b.is_ascii_digit()));
        let number = number.filter(|t| !t.contains('@')).or_else(|| xtn.component(12).text());
        let parts = Some(parts.join("-")).filter(|_| !xtn.component(7).is_absent());
        let Some(number) = number.or(parts) else { continue };
        let system = match equipment.as_str() {
            "FX" => "fax",
            "BP" => "pager",
            "TDD" | "TTY" => "other",
            _ => "phone",
        };
        all.push(point(system, number));
    }
    all
}

/// The tag of a language that is named by two or three letters, or by its English name.
fn tag(sent: &str) -> Option<&'static str> {
    const LANGUAGES: [(&str, &str, &str); 33] = [
        ("en", "eng", "ENGLISH"),
        ("es", "spa", "SPANISH"),
        ("zh", "zho", "CHINESE"),
        ("zh", "chi", "MANDARIN"),
        ("yue", "yue", "CANTONESE"),
        ("vi", "vie", "VIETNAMESE"),
        ("tl", "tgl", "TAGALOG"),
        ("fil", "fil", "FILIPINO"),
        ("ar", "ara", "ARABIC"),
        ("fr", "fra", "FRENCH"),
        ("fr", "fre", "FRENCH"),
        ("ht", "hat", "HAITIAN CREOLE"),
        ("ko", "kor", "KOREAN"),
        ("ru", "rus", "RUSSIAN"),
        ("pt", "por", "PORTUGUESE"),
        ("de", "deu", "GERMAN"),
        ("de", "ger", "GERMAN"),
        ("hi", "hin", "HINDI"),
        ("ur", "urd", "URDU"),
        ("bn", "ben", "BENGALI"),
        ("ne", "nep", "NEPALI"),
        ("fa", "fas", "FARSI"),
        ("so", "som", "SOMALI"),
        ("am", "amh", "AMHARIC"),
        ("sw", "swa", "SWAHILI"),
        ("hmn", "hmn", "HMONG"),
        ("nv", "nav", "NAVAJO"),
        ("my", "mya", "BURMESE"),
        ("ps", "pus", "PASHTO"),
        ("uk", "ukr", "UKRAINIAN"),
        ("pl", "pol", "POLISH"),
        ("ja", "jpn", "JAPANESE"),
        ("ase", "sgn", "AMERICAN SIGN LANGUAGE"),
    ];
    let lower = sent.to_ascii_lowercase();
    let short = lower.split('-').next().unwrap_or_default();
    LANGUAGES
        .iter()
        .find(|(two, three, name)| *two == short || *three == lower || name.eq_ignore_ascii_case(sent))
        .map(|(two, _, _)| *two)
}
