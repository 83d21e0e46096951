//! What one record says of a thing of which it may say several, and when two say the same.

use std::collections::BTreeSet;

use super::choosing::Rank;
use super::{Reported, Statement};
use crate::date::PartialDate;
use crate::fact::{Address, Coding, Deceased, Language, Name, Person};
use crate::id::RecordId;
use crate::newborn;
use crate::words::folded;

/// Whether the source retired the record, or put another in its place.
pub fn is_retired(person: &Person) -> bool {
    person.active == Some(false) || person.links.iter().any(|l| l.kind == "replaced-by")
}

fn in_use(usage: &Option<String>) -> bool {
    usage.as_deref() != Some("old")
}

/// The name of a record to show first: an official or unmarked one before a newborn's temporary one, and no old one if
/// there is another.
pub(super) fn name(person: &Person) -> Option<Name> {
    let first = person.names.iter().min_by_key(|n| match n.usage.as_deref() {
        Some("official") => 0,
        Some("usual") | None => 1,
        Some("temp") => 3,
        Some("old" | "maiden" | "anonymous") => 4,
        Some(_) => 2,
    });
    let says = |n: &&Name| n.family.is_some() || n.text.is_some() || n.given.iter().any(|g| !g.is_empty());
    first.filter(says).cloned()
}

/// How well a name is spelt, the best first: one in capitals alone has lost its accents and its case.
pub(super) fn spelling(name: &Name) -> u8 {
    let mut letters = name.given.iter().chain(&name.family).chain(&name.text).flat_map(|t| t.chars());
    u8::from(!letters.any(char::is_lowercase))
}

/// A name given at home goes before a family name alone, that before a newborn's temporary one, that before an old one.
pub(super) fn naming(name: &Name) -> Rank {
    Rank(match name.usage.as_deref() {
        Some("old" | "maiden" | "anonymous") => 3,
        Some("temp") => 2,
        _ if is_temporary(name) => 2,
        _ if name.given.iter().all(|g| g.trim().is_empty()) && name.text.is_none() => 1,
        _ => 0,
    })
}

/// What hospitals write until a newborn has a name.
fn is_temporary(name: &Name) -> bool {
    let written =
        if name.given.is_empty() { name.text.clone().unwrap_or_default() } else { name.given.join(" ") };
    let family = name.family.as_deref().unwrap_or_default();
    let capitals = |text: &str| split(text).collect::<Vec<_>>().join(" ").to_uppercase();
    let given = capitals(&written);
    given == "UNNAMED" || newborn::is_temporary(&written, &given, &capitals(family))
}

/// Whether two names are the same words, whatever the case and the accents.
pub(super) fn one_name(a: &Name, b: &Name) -> bool {
    words(a) == words(b)
}

/// The words of a name in order, without case and accents.
fn words(name: &Name) -> Vec<String> {
    let parts = name.given.iter().chain(&name.family);
    let mut words: Vec<String> = parts.flat_map(|p| split(p)).collect();
    if words.is_empty() {
        words.extend(name.text.iter().flat_map(|t| split(t)));
    }
    words
}

fn split(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(folded)
}

/// Nobody in care today was born before this year: such a date stands for one that was not known.
const FIRST_YEAR: i16 = 1905;

/// How much of a date is known.
pub(super) fn whole(born: PartialDate) -> Rank {
    Rank(match born {
        _ if born.earliest().year() < FIRST_YEAR => 3,
        PartialDate::Day(_) => 0,
        PartialDate::Month(..) => 1,
        PartialDate::Year(_) => 2,
    })
}

/// Whether two dates may be one.
pub(super) fn compatible(a: &PartialDate, b: &PartialDate) -> bool {
    a.earliest() <= b.latest() && b.earliest() <= a.latest()
}

/// Whether a sex is said not to be known.
pub(super) fn is_unknown(sex: &str) -> bool {
    matches!(sex.to_ascii_lowercase().as_str(), "" | "unknown" | "u" | "unk" | "asku")
}

/// How much is said of a death: its day, part of it, that there was one, that there was none.
pub(super) fn dying(death: &Deceased) -> Rank {
    Rank(match death {
        Deceased::On(when) if when.day().is_some() => 0,
        Deceased::On(_) => 1,
        Deceased::Yes => 2,
        Deceased::No | Deceased::NotSaid => 3,
    })
}

pub(super) fn one_death(a: &Deceased, b: &Deceased) -> bool {
    match (a, b) {
        (Deceased::On(a), Deceased::On(b)) => compatible(&a.date, &b.date),
        (Deceased::On(_) | Deceased::Yes, Deceased::On(_) | Deceased::Yes) => true,
        (a, b) => a == b,
    }
}

pub(super) fn phone(person: &Person) -> Option<String> {
    let phones = person.telecoms.iter().filter(|t| matches!(t.system.as_str(), "phone" | "sms"));
    let current = phones.filter(|t| in_use(&t.usage));
    current.min_by_key(|t| t.usage.as_deref() != Some("mobile")).map(|t| t.value.clone())
}

pub(super) fn email(person: &Person) -> Option<String> {
    person.telecoms.iter().find(|t| t.system == "email" && in_use(&t.usage)).map(|t| t.value.clone())
}

pub(super) fn address(person: &Person) -> Option<Address> {
    let current = person.addresses.iter().filter(|a| in_use(&a.usage));
    let home = current.min_by_key(|a| a.usage.as_deref() != Some("home"))?;
    Some(home).filter(|a| !one_line(a).is_empty()).cloned()
}

/// An address as one line: street, city, state, postal code.
pub fn one_line(address: &Address) -> String {
    let parts = address.lines.iter().chain(&address.city).chain(&address.state).chain(&address.postal_code);
    parts.map(String::as_str).collect::<Vec<_>>().join(", ")
}

pub(super) fn language(person: &Person) -> Option<Language> {
    person.languages.iter().min_by_key(|l| !l.preferred).cloned()
}

/// Whether two tags name one language, whatever the country.
pub(super) fn one_language(a: &str, b: &str) -> bool {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    primary(a) == primary(b)
}

/// Every category that records report, in the order of its first record.
pub(super) fn reported<'a>(
    statements: &[Statement<'a>],
    of: impl Fn(&'a Person) -> &'a Vec<Coding>,
) -> Vec<Reported> {
    let mut all: Vec<(&Coding, BTreeSet<RecordId>)> = Vec::new();
    for statement in statements {
        for coding in of(statement.person) {
            match all.iter_mut().find(|(known, _)| known.is(&coding.system, &coding.code)) {
                Some((_, records)) => {
                    records.insert(statement.record);
                }
                None => all.push((coding, BTreeSet::from([statement.record]))),
            }
        }
    }
    let reported = |(category, records): (&Coding, BTreeSet<RecordId>)| Reported {
        category: category.clone(),
        records: records.into_iter().collect(),
    };
    all.into_iter().map(reported).collect()
}
