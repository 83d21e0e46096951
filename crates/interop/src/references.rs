//! References between records, in one spelling: `Type/id`.

use std::collections::{HashMap, HashSet};

/// Where the `fullUrl`s of one Bundle lead, to `Type/id`, and what its make-up says of its people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    urls: HashMap<String, String>,
    also: HashMap<String, Vec<String>>,
    never_born: HashSet<String>,
}

impl Links {
    /// Says where a `fullUrl` leads. The first one holds.
    pub fn add(&mut self, full_url: &str, reference: String) {
        self.urls.entry(full_url.trim().to_owned()).or_insert(reference);
    }

    /// Where it leads.
    pub fn find(&self, full_url: &str) -> Option<&str> {
        self.urls.get(full_url).map(String::as_str)
    }

    /// Says that a patient is also someone's `RelatedPerson`.
    pub(crate) fn is_also(&mut self, patient: String, related: String) {
        self.also.entry(patient).or_default().push(related);
    }

    /// The `RelatedPerson`s that a patient also is.
    pub(crate) fn also(&self, patient: &str) -> &[String] {
        self.also.get(patient).map_or(&[], Vec::as_slice)
    }

    /// Says that a patient is a fetus that was not born alive.
    pub(crate) fn never_born(&mut self, patient: String) {
        self.never_born.insert(patient);
    }

    /// Whether a patient is a fetus that was not born alive.
    pub(crate) fn is_never_born(&self, patient: &str) -> bool {
        self.never_born.contains(patient)
    }

    /// How many `fullUrl`s there are.
    pub fn len(&self) -> usize {
        self.urls.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.urls.is_empty()
    }
}

/// What a reference turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// `Type/id`, a conditional reference, or an address that says no more.
    Known(String),
    /// A `urn:` that leads nowhere here.
    Dangling(String),
    /// `#id`: within the record itself.
    Contained(String),
}

/// Brings a reference to its one spelling.
pub(crate) fn resolve(sent: &str, links: Option<&Links>) -> Option<Target> {
    // Nearly every reference is in its one spelling already.
    if let Some((kind, id)) = sent.split_once('/')
        && is_type(kind)
        && is_id(id)
    {
        return Some(Target::Known(sent.to_owned()));
    }
    let sent = sent.trim();
    if sent.is_empty() {
        return None;
    }
    if let Some(id) = sent.strip_prefix('#') {
        return Some(Target::Contained(id.to_owned()));
    }
    if sent.starts_with("urn:") {
        return Some(match links.and_then(|l| l.find(sent)) {
            Some(found) => Target::Known(found.to_owned()),
            None => Target::Dangling(sent.to_owned()),
        });
    }
    // A conditional reference holds an identifier, whatever addresses that contains.
    if sent.contains('?') {
        return Some(Target::Known(sent.to_owned()));
    }
    if sent.contains("://") {
        if let Some(found) = links.and_then(|l| l.find(sent).or_else(|| l.find(without_version(sent)))) {
            return Some(Target::Known(found.to_owned()));
        }
        return Some(Target::Known(last_two(without_version(sent)).unwrap_or(sent).to_owned()));
    }
    let sent = without_version(sent);
    // `/Patient/1` is `Patient/1` to everyone who sends it.
    Some(Target::Known(last_two(sent).unwrap_or(sent).to_owned()))
}

/// A reference without `/_history/3`.
fn without_version(sent: &str) -> &str {
    sent.split_once("/_history/").map_or(sent, |(before, _)| before)
}

/// `Type/id` at the end of an address.
pub(crate) fn last_two(address: &str) -> Option<&str> {
    let mut slashes = memchr::memrchr_iter(b'/', address.as_bytes());
    let last = slashes.next()?;
    let start = slashes.next().map_or(0, |at| at + 1);
    let (kind, id) = (&address[start..last], &address[last + 1..]);
    (is_type(kind) && is_usable_id(id)).then_some(&address[start..])
}

/// Whether a text can be a resource type.
pub(crate) fn is_type(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text.as_bytes()[0].is_ascii_uppercase()
        && text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether an id can stand in a reference, even where FHIR would not allow it.
pub(crate) fn is_usable_id(text: &str) -> bool {
    // Nearly every id keeps to the rule, and that is quickly seen.
    is_id(text)
        || (1..=256).contains(&text.len())
            && text
                .chars()
                .all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '/' | '|' | '?' | '#'))
}

/// Letters, digits, hyphen and dot.
const ID_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
        byte += 1;
    }
    table
};

/// Whether an id keeps to the rule of FHIR.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| ID_BYTES[usize::from(b)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_one_spelling() {
        let mut links = Links::default();
        links.add("urn:uuid:1", "Patient/one".into());
        links.add("https://a.example/x/Patient/9", "Patient/nine".into());
        let known = |text: &str| Some(Target::Known(text.into()));
        for (sent, expected) in [
            ("Patient/abc", known("Patient/abc")),
            (" Patient/abc/_history/3 ", known("Patient/abc")),
            ("/Patient/abc", known("Patient/abc")),
            ("https://ehr.example/fhir/r4/Patient/a_b/_history/2", known("Patient/a_b")),
            ("https://a.example/x/Patient/9", known("Patient/nine")),
            ("https://a.example/x/Patient/9/_history/1", known("Patient/nine")),
            ("https://ehr.example/about", known("https://ehr.example/about")),
            (
                "Practitioner?identifier=http://x.example/Sid/npi|99",
                known("Practitioner?identifier=http://x.example/Sid/npi|99"),
            ),
            ("urn:uuid:1", known("Patient/one")),
            ("urn:uuid:2", Some(Target::Dangling("urn:uuid:2".into()))),
            ("#p1", Some(Target::Contained("p1".into()))),
            ("  ", None),
        ] {
            assert_eq!(resolve(sent, Some(&links)), expected, "{sent}");
        }
    }
}
