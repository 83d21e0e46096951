//! What a source says of a person, as the linkage compares it.

use jiff::civil::Date;
use kith_domain::fact::{Address, Identifier, Name, Person};
use kith_domain::portrait::one_line;
use kith_linkage::{Record, Role};
use kith_store::linkage::Subject;

/// Years below which somebody is a child, and from which on an adult.
const CHILD: i16 = 9;
const ADULT: i16 = 11;

/// A person as one source states her, in the columns of a linkage record.
#[derive(Debug, Default)]
pub(crate) struct Said {
    key: String,
    source: String,
    role: Role,
    first: String,
    middle: String,
    last: String,
    others: Vec<String>,
    born: String,
    sex: String,
    birth_order: String,
    ssn: String,
    mrn: String,
    medicaid: String,
    identifiers: Vec<(String, String)>,
    phone: String,
    email: String,
    street: String,
    city: String,
    state: String,
    zip: String,
    mother_first: String,
    mother_last: String,
    mother_born: String,
    mother_identifiers: Vec<(String, String)>,
}

impl Said {
    /// As a linkage record; the caller's key is its id.
    pub fn record(&self) -> Record<'_> {
        fn pairs(all: &[(String, String)]) -> Vec<(&str, &str)> {
            all.iter().map(|(system, value)| (system.as_str(), value.as_str())).collect()
        }
        Record {
            record_id: &self.key,
            source: &self.source,
            role: self.role,
            first_name: &self.first,
            middle_name: &self.middle,
            last_name: &self.last,
            birth_date: &self.born,
            sex: &self.sex,
            birth_order: &self.birth_order,
            ssn: &self.ssn,
            mrn: &self.mrn,
            medicaid_id: &self.medicaid,
            phone: &self.phone,
            email: &self.email,
            address: &self.street,
            city: &self.city,
            state: &self.state,
            zip: &self.zip,
            mother_first_name: &self.mother_first,
            mother_last_name: &self.mother_last,
            mother_birth_date: &self.mother_born,
            event_date: "",
            other_names: self.others.iter().map(String::as_str).collect(),
            identifiers: pairs(&self.identifiers),
            mother_identifiers: pairs(&self.mother_identifiers),
        }
    }
}

/// What a source says, or nothing while it has only mentioned the person. A record that the source itself replaced by
/// another says nothing either: it is who the other is.
pub(crate) fn record_of(subject: &Subject, today: Date) -> Option<Said> {
    let person = subject.said.as_ref()?;
    let mut said = Said {
        key: subject.key.to_string(),
        source: subject.source_name.clone(),
        role: role(person, !subject.mothers.is_empty(), today),
        born: person.born.map(|b| b.to_string()).unwrap_or_default(),
        sex: person.gender.clone().or_else(|| person.birth_sex.clone()).unwrap_or_default(),
        birth_order: person.birth_order.map(|o| o.to_string()).unwrap_or_default(),
        ..Said::default()
    };
    (said.first, said.middle, said.last, said.others) = names(&person.names);
    for identifier in person.identifiers.iter().filter(|i| !i.value.is_empty()) {
        match kind(identifier) {
            Kind::Social if said.ssn.is_empty() => said.ssn = identifier.value.clone(),
            Kind::Medicaid if said.medicaid.is_empty() => said.medicaid = identifier.value.clone(),
            Kind::Record if said.mrn.is_empty() => said.mrn = identifier.value.clone(),
            _ => said.identifiers.push((identifier.system.clone(), identifier.value.clone())),
        }
    }
    let telecom = |systems: &[&str]| {
        let current = person.telecoms.iter().filter(|t| t.usage.as_deref() != Some("old"));
        let mut found = current.filter(|t| systems.contains(&t.system.as_str()) && !t.value.is_empty());
        found.next().map(|t| t.value.clone()).unwrap_or_default()
    };
    said.phone = telecom(&["phone", "sms"]);
    said.email = telecom(&["email"]);
    if let Some(address) = address(&person.addresses) {
        said.street = if address.lines.is_empty() { String::new() } else { address.lines.join(" ") };
        said.city = address.city.clone().unwrap_or_default();
        said.state = address.state.clone().unwrap_or_default();
        said.zip = address.postal_code.clone().unwrap_or_default();
        if said.street.is_empty() && said.city.is_empty() && said.zip.is_empty() {
            said.street = one_line(address);
        }
    }
    if let Some((_, mother)) = subject.mothers.first().filter(|_| said.role != Role::Mother) {
        (said.mother_first, _, said.mother_last, _) = names(&mother.who.names);
        said.mother_born = mother.who.born.map(|b| b.to_string()).unwrap_or_default();
        said.mother_identifiers =
            mother.who.identifiers.iter().map(|i| (i.system.clone(), i.value.clone())).collect();
    }
    Some(said)
}

fn role(person: &Person, has_mother: bool, today: Date) -> Role {
    // A grown woman's own mother is often named beside her, as next of kin.
    match person.born.map(|born| today.year() - born.latest().year()) {
        Some(age) if age >= ADULT => Role::Mother,
        _ if has_mother => Role::Infant,
        Some(age) if age <= CHILD => Role::Infant,
        _ => Role::Unknown,
    }
}

enum Kind {
    Social,
    Medicaid,
    Record,
    Other,
}

fn kind(identifier: &Identifier) -> Kind {
    if identifier.is_social_security() {
        return Kind::Social;
    }
    match identifier.kind.as_deref() {
        Some("MA") => Kind::Medicaid,
        Some("MR") => Kind::Record,
        _ if identifier.system.to_ascii_lowercase().contains("medicaid") => Kind::Medicaid,
        _ => Kind::Other,
    }
}

/// First, middle, surname, and the surnames that she also goes or went by.
fn names(all: &[Name]) -> (String, String, String, Vec<String>) {
    let rank = |name: &&Name| match name.usage.as_deref() {
        Some("official") => 0,
        None | Some("usual") => 1,
        Some("temp") => 3,
        Some("old" | "maiden" | "nickname" | "anonymous") => 4,
        _ => 2,
    };
    let Some(name) = all.iter().min_by_key(rank) else { return Default::default() };
    let family = |name: &Name| name.family.clone().filter(|f| !f.is_empty());
    let last = family(name);
    let others = all.iter().filter_map(family).filter(|f| Some(f) != last.as_ref()).collect();
    if let (None, [], Some(text)) = (&last, name.given.as_slice(), &name.text) {
        // "Sample, Ana Maria", or "Ana Maria Sample".
        let (first, last) = match text.split_once(',') {
            Some((last, first)) => (first.trim(), last.trim()),
            None => text.trim().rsplit_once(' ').unwrap_or((text.trim(), "")),
        };
        return (first.to_owned(), String::new(), last.to_owned(), others);
    }
    let first = name.given.first().cloned().unwrap_or_default();
    let middle = name.given.iter().skip(1).cloned().collect::<Vec<_>>().join(" ");
    (first, middle, last.unwrap_or_default(), others)
}

fn address(all: &[Address]) -> Option<&Address> {
    let rank = |a: &&Address| match a.usage.as_deref() {
        Some("home") => 0,
        None => 1,
        Some("temp" | "old") => 3,
        _ => 2,
    };
    all.iter().min_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(usage: Option<&str>, given: &[&str], family: Option<&str>, text: Option<&str>) -> Name {
        Name {
            usage: usage.map(Into::into),
            family: family.map(Into::into),
            given: given.iter().map(|g| (*g).into()).collect(),
            text: text.map(Into::into),
        }
    }

    #[test]
    fn the_name_in_use_is_compared_and_the_others_are_other_surnames() {
        let check = |all: &[Name], expected: (&str, &str, &str, &[&str])| {
            let (first, middle, last, others) = names(all);
            assert_eq!(
                (first.as_str(), middle.as_str(), last.as_str()),
                (expected.0, expected.1, expected.2)
            );
            assert_eq!(others, expected.3);
        };
        let maiden = name(Some("maiden"), &[], Some("Before-Example"), None);
        let official = name(Some("official"), &["Ana", "Maria"], Some("Now-Example"), None);
        check(&[maiden, official], ("Ana", "Maria", "Now-Example", &["Before-Example"]));
        check(&[name(None, &[], None, Some("Sample, Ana"))], ("Ana", "", "Sample", &[]));
        check(&[name(None, &[], None, Some("Ana Maria Sample"))], ("Ana Maria", "", "Sample", &[]));
        check(&[], ("", "", "", &[]));
    }

    #[test]
    fn a_child_is_no_mother_and_who_has_a_mother_is_a_child() {
        let born = |text: &str| Person { born: Some(text.parse().unwrap()), ..Person::default() };
        let today = jiff::civil::date(2026, 7, 1);
        assert_eq!(role(&born("2026-05"), false, today), Role::Infant);
        assert_eq!(role(&born("1999-01-31"), false, today), Role::Mother);
        assert_eq!(role(&born("2016-01-31"), false, today), Role::Unknown);
        assert_eq!(role(&born("2016-01-31"), true, today), Role::Infant);
        assert_eq!(role(&born("2006-01-31"), true, today), Role::Mother, "her mother is next of kin");
        assert_eq!(role(&Person::default(), false, today), Role::Unknown);
    }
}
