//! Two records side by side, line by line: what each says in its own words, and whether that agrees.

use std::collections::BTreeSet;

use kith_domain::fact::{Identifier, Name, Person};
use kith_domain::portrait::one_line;
use kith_store::linkage::Subject;

use crate::view::{Alike, CompareRow};

/// The lines of a comparison that say anything. Of a dyad the left one is the infant, and what her record says of its
/// mother stands against the right one.
pub(super) fn rows(left: &Subject, right: &Subject, dyad: bool) -> Vec<CompareRow> {
    let nobody = Person::default();
    let (l, r) = (left.said.as_ref().unwrap_or(&nobody), right.said.as_ref().unwrap_or(&nobody));
    let mut rows = Vec::new();
    let mut row = |label, left: Vec<String>, right: Vec<String>| {
        debug_assert!(CompareRow::LABELS.contains(&label), "{label} has no words");
        if !left.is_empty() || !right.is_empty() {
            let alike = alike(&left, &right);
            rows.push(CompareRow { label, left, right, alike });
        }
    };
    if dyad {
        let mother = left.mothers.first().map(|(_, m)| &m.who).unwrap_or(&nobody);
        row("name", current(l), current(r));
        row("mother", all_names(mother), all_names(r));
        row("mother_born", born(mother), born(r));
        row("born", born(l), born(r));
        row("identifiers", identifiers(&mother.identifiers), identifiers(&r.identifiers));
    } else {
        row("name", current(l), current(r));
        row("other_names", others(l), others(r));
        row("born", born(l), born(r));
        row("sex", l.gender.iter().cloned().collect(), r.gender.iter().cloned().collect());
        row("birth_order", order(l), order(r));
        row("identifiers", identifiers(&l.identifiers), identifiers(&r.identifiers));
        let mother = |s: &Subject| s.mothers.iter().flat_map(|(_, m)| all_names(&m.who)).collect();
        row("mother", mother(left), mother(right));
    }
    row("phone", telecoms(l, &["phone", "sms"]), telecoms(r, &["phone", "sms"]));
    row("email", telecoms(l, &["email"]), telecoms(r, &["email"]));
    row("address", addresses(l), addresses(r));
    row("source", vec![left.source_name.clone()], vec![right.source_name.clone()]);
    row("reference", vec![left.reference.0.clone()], vec![right.reference.0.clone()]);
    for row in &mut rows {
        match row.label {
            "source" | "reference" => row.alike = Alike::Missing,
            // What they are called says nothing: everybody has a record number.
            "identifiers" => {
                let of = |all: &[String]| -> Vec<String> {
                    all.iter().filter_map(|i| Some(i.rsplit_once(' ')?.1.to_owned())).collect()
                };
                row.alike = alike(&of(&row.left), &of(&row.right));
            }
            _ => {}
        }
    }
    rows
}

fn alike(left: &[String], right: &[String]) -> Alike {
    let key = |values: &[String]| -> BTreeSet<String> { values.iter().map(|v| plain(v)).collect() };
    let (left, right) = (key(left), key(right));
    if left.is_empty() || right.is_empty() {
        return Alike::Missing;
    }
    if left == right {
        return Alike::Same;
    }
    let words = |values: &BTreeSet<String>| -> BTreeSet<String> {
        values.iter().flat_map(|v| v.split(' ').map(str::to_owned)).filter(|w| w.len() > 1).collect()
    };
    if words(&left).is_disjoint(&words(&right)) { Alike::Differs } else { Alike::Similar }
}

/// Letters and digits in lower case, words apart: for telling whether two say the same, never for showing.
fn plain(value: &str) -> String {
    let spaced: String =
        value.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    if value.chars().any(char::is_alphabetic) {
        spaced.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    } else {
        // A number is the same however it is set out.
        let digits: String = spaced.split_whitespace().collect();
        digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits).to_owned()
    }
}

/// A name as it was sent.
pub(super) fn said(name: &Name) -> String {
    let given = name.given.join(" ");
    let parts = [given.as_str(), name.family.as_deref().unwrap_or_default()];
    let whole = parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ");
    if whole.is_empty() { name.text.clone().unwrap_or_default() } else { whole }
}

fn is_old(name: &Name) -> bool {
    matches!(name.usage.as_deref(), Some("old" | "maiden" | "temp" | "nickname"))
}

/// The name in use.
pub(super) fn current(person: &Person) -> Vec<String> {
    let name = person.names.iter().find(|n| !is_old(n)).or(person.names.first());
    name.map(said).filter(|n| !n.is_empty()).into_iter().collect()
}

fn others(person: &Person) -> Vec<String> {
    let current = current(person);
    person.names.iter().map(said).filter(|n| !n.is_empty() && !current.contains(n)).collect()
}

fn all_names(person: &Person) -> Vec<String> {
    person.names.iter().map(said).filter(|n| !n.is_empty()).collect()
}

fn born(person: &Person) -> Vec<String> {
    person.born.map(|b| b.to_string()).into_iter().collect()
}

fn order(person: &Person) -> Vec<String> {
    person.birth_order.map(|o| o.to_string()).into_iter().collect()
}

/// What an identifier is called in lists.
pub(super) fn system(identifier: &Identifier) -> String {
    let tail = identifier.system.rsplit(['/', ':']).find(|p| !p.is_empty()).unwrap_or_default();
    match identifier.kind.as_deref() {
        Some(kind) if tail.is_empty() => kind.to_owned(),
        Some(kind) => format!("{kind} {tail}"),
        None => tail.to_owned(),
    }
}

fn identifiers(all: &[Identifier]) -> Vec<String> {
    all.iter().map(|i| format!("{} {}", system(i), hidden(i)).trim().to_owned()).collect()
}

/// The value as it may be shown: of a social security number the last four digits.
pub(super) fn hidden(identifier: &Identifier) -> String {
    if identifier.is_social_security() {
        let count = identifier.value.chars().count();
        let last: String = identifier.value.chars().skip(count.saturating_sub(4)).collect();
        return format!("···-··-{last}");
    }
    identifier.value.clone()
}

fn telecoms(person: &Person, systems: &[&str]) -> Vec<String> {
    person
        .telecoms
        .iter()
        .filter(|t| systems.contains(&t.system.as_str()) && !t.value.is_empty())
        .map(|t| t.value.clone())
        .collect()
}

fn addresses(person: &Person) -> Vec<String> {
    person.addresses.iter().map(one_line).filter(|a| !a.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_compare_as_a_person_reads_them() {
        let check = |left: &[&str], right: &[&str], expected: Alike| {
            let own = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
            assert_eq!(alike(&own(left), &own(right)), expected, "{left:?} {right:?}");
        };
        check(&["Ana Example"], &["ANA EXAMPLE"], Alike::Same);
        check(&["Ana Example-Sample"], &["ana sample example"], Alike::Similar);
        check(&["+1 918 555 0100"], &["(918) 555-0100"], Alike::Same);
        check(&["2001-03-04"], &["2001-04-03"], Alike::Differs);
        check(&["Ana Example"], &["Bea Sample"], Alike::Differs);
        check(&[], &["Ana Example"], Alike::Missing);
        check(&["B", "A"], &["a", "b"], Alike::Same);
    }

    #[test]
    fn a_social_security_number_is_shown_by_its_end() {
        let number = |kind: Option<&str>, system: &str| Identifier {
            system: system.into(),
            value: "900-00-1234".into(),
            kind: kind.map(Into::into),
        };
        assert_eq!(hidden(&number(Some("SS"), "")), "···-··-1234");
        assert_eq!(hidden(&number(None, "http://hl7.org/fhir/sid/us-ssn")), "···-··-1234");
        assert_eq!(hidden(&number(None, "urn:oid:2.16.840.1.113883.4.1")), "···-··-1234");
        assert_eq!(hidden(&number(Some("MR"), "urn:x")), "900-00-1234");
    }
}
