use kith_domain::fact::{Body, Fact, Person, Value};
use proptest::prelude::*;

use super::layout::BIRTH;
use super::*;

/// A line with texts at their places.
fn line(width: usize, parts: &[(Place, &str)]) -> Vec<u8> {
    let mut line = vec![b' '; width];
    for (Place(start, _), text) in parts {
        line[start - 1..start - 1 + text.len()].copy_from_slice(text.as_bytes());
    }
    line
}

fn birth(more: &[(Place, &str)]) -> Vec<u8> {
    let places = Kind::Natality.places();
    let mut parts = vec![
        (SHARED.year, "2026"),
        (SHARED.state, "ZZ"),
        (SHARED.certificate, "000123"),
        (SHARED.sex, "F"),
        (SHARED.month, "05"),
        (SHARED.day, "09"),
        (SHARED.place_type, "1"),
        (SHARED.mother_born[0], "19900102"),
        (SHARED.hispanic[0], "NNNN"),
        (SHARED.race[0], "YNNNYNNNNNNNNNN"),
        (places.lmp[0], "20250801"),
        (places.weight, "3289"),
        (places.gestation, "40"),
        (BIRTH.apgar5, "0988"),
        (places.plurality, "01"),
        (places.order, "  "),
        (places.mother_given, "Ana"),
        (places.mother_family, "Sample"),
        (places.mother_maiden, "Plain"),
        (places.facility, "Sample Hospital"),
        (BIRTH.living, "Y"),
        (BIRTH.payer, "1"),
        (BIRTH.child_given, "Bea"),
        (BIRTH.child_family, "Sample"),
        (BIRTH.infant_record, "B1"),
        (BIRTH.mother_record, "A1"),
    ];
    parts.extend_from_slice(more);
    line(4000, &parts)
}

fn made(line: &[u8], kind: Kind) -> Made {
    take(line, kind).remove(0).result.unwrap()
}

fn facts(made: &Made) -> Vec<Fact> {
    made.resources.iter().filter_map(|r| crate::fhir::read(r).unwrap().fact).collect()
}

fn people(facts: &[Fact]) -> Vec<(String, Person)> {
    let person = |f: &Fact| match &f.body {
        Body::Person(p) => Some((f.reference.0.clone(), p.as_ref().clone())),
        _ => None,
    };
    facts.iter().filter_map(person).collect()
}

fn observed(facts: &[Fact], code: &str) -> Option<Value> {
    facts.iter().find_map(|f| match &f.body {
        Body::Observation(o) if o.codes[0].code == code => o.value.clone(),
        _ => None,
    })
}

#[test]
fn a_birth_is_a_dyad_with_its_delivery() {
    let made = made(&birth(&[]), Kind::Natality);
    assert_eq!(made.id, "natality-2026-ZZ-000123");
    let facts = facts(&made);
    let people = people(&facts);
    let [(_, mother), (child, baby)] = &people[..] else { panic!("{people:?}") };
    assert_eq!(mother.born.unwrap().to_string(), "1990-01-02");
    let races: Vec<&str> = mother.race.iter().map(|c| c.code.as_str()).collect();
    assert_eq!(races, ["2106-3", "2028-9"]);
    assert_eq!(mother.ethnicity[0].code, "2186-5");
    assert_eq!(mother.names[1].usage.as_deref(), Some("maiden"));
    assert_eq!(baby.born.unwrap().to_string(), "2026-05-09");
    assert_eq!(baby.multiple_birth, Some(false));
    let related = facts.iter().find(|f| f.kind() == "related_person").unwrap();
    assert_eq!(related.subject.as_ref().unwrap().0, *child);
    assert_eq!(mother.links[0].other, related.reference);
    assert_eq!(observed(&facts, "8339-4"), Some(Value::Quantity { value: "3289".into(), unit: "g".into() }));
    assert_eq!(observed(&facts, "11884-4"), Some(Value::Quantity { value: "40".into(), unit: "wk".into() }));
    assert_eq!(observed(&facts, "9274-2"), Some(Value::Integer(9)));
    assert_eq!(observed(&facts, "9271-8"), None, "88 is not applicable");
    assert!(matches!(observed(&facts, "8665-2"), Some(Value::When(w)) if w.date.to_string() == "2025-08-01"));
    let stays = facts.iter().filter_map(|f| match &f.body {
        Body::Encounter(e) => Some(e.part_of.clone()),
        _ => None,
    });
    assert_eq!(stays.flatten().count(), 1, "the newborn's stay is part of the delivery");
}

#[test]
fn unknown_is_nothing_and_a_cut_line_is_no_harm() {
    let places = Kind::Natality.places();
    let unknown = birth(&[
        (SHARED.mother_born[0], "99999999"),
        (places.weight, "9999"),
        (places.gestation, "99"),
        (places.lmp[0], "20259999"),
        (places.plurality, "99"),
    ]);
    let facts_of_unknown = facts(&made(&unknown, Kind::Natality));
    assert_eq!(people(&facts_of_unknown)[0].1.born, None);
    assert_eq!(observed(&facts_of_unknown, "8339-4"), None);
    assert!(
        matches!(observed(&facts_of_unknown, "8665-2"), Some(Value::When(w)) if w.date.to_string() == "2025")
    );
    for width in [34, 62, 120, 870, 1100, 3000] {
        let made = made(&birth(&[])[..width], Kind::Natality);
        assert_eq!(people(&facts(&made)).len(), 2, "{width}");
    }
}

#[test]
fn twins_share_their_mother() {
    let places = Kind::Natality.places();
    let first = birth(&[(places.plurality, "02"), (places.order, "01")]);
    let second = birth(&[(SHARED.certificate, "000124"), (places.plurality, "02"), (places.order, "02")]);
    let lines = [first, second].join(&b"\r\n"[..]);
    let taken = take(&lines, Kind::Natality);
    let all: Vec<Vec<(String, Person)>> =
        taken.iter().map(|t| people(&facts(t.result.as_ref().unwrap()))).collect();
    assert_eq!(all[0][0].0, all[1][0].0);
    assert_ne!(all[0][1].0, all[1][1].0);
    assert_eq!((all[1][1].1.birth_order, all[1][1].1.plurality), (Some(2), Some(2)));
}

#[test]
fn a_void_certificate_takes_back_what_it_said() {
    let stands = made(&birth(&[]), Kind::Natality);
    let void = made(&birth(&[(SHARED.void, "1")]), Kind::Natality);
    let ids = |m: &Made| facts(m).into_iter().map(|f| f.reference).collect::<Vec<_>>();
    assert_eq!(ids(&stands), ids(&void));
    let facts = facts(&void);
    assert_eq!(people(&facts)[1].1.active, Some(false));
    for fact in &facts {
        match &fact.body {
            Body::Observation(o) => assert!(!o.stands()),
            Body::Encounter(e) => assert!(!e.happened()),
            Body::RelatedPerson(r) => assert!(!r.is_birth_mother()),
            _ => {}
        }
    }
}

#[test]
fn a_fetal_death_has_no_infant() {
    let places = Kind::FetalDeath.places();
    let line = line(
        6000,
        &[
            (SHARED.year, "2026"),
            (SHARED.state, "ZZ"),
            (SHARED.certificate, "000007"),
            (SHARED.month, "02"),
            (SHARED.day, "03"),
            (SHARED.mother_born[0], "19900102"),
            (places.mother_given, "Ana"),
            (places.mother_family, "Sample"),
            (places.plurality, "01"),
            (places.gestation, "29"),
        ],
    );
    assert_eq!(looks_like(&line, "x"), Some(Kind::FetalDeath), "no birth is so wide");
    assert_eq!(looks_like(line.trim_ascii_end(), "fetal_2026.ije"), Some(Kind::FetalDeath));
    let facts = facts(&made(&line, Kind::FetalDeath));
    assert_eq!(people(&facts).len(), 1);
    let outcome = facts.iter().find_map(|f| match &f.body {
        Body::Condition(c) => Some(c.codes[0].code.clone()),
        _ => None,
    });
    assert_eq!(outcome.as_deref(), Some("Z37.1"));
    assert!(observed(&facts, "93857-1").is_some());
}

#[test]
fn social_security_numbers_are_not_kept() {
    let line = birth(&[(Place(2000, 9), "000112222"), (Place(2009, 9), "000113333")]);
    let taken = take(&line, Kind::Natality).remove(0);
    let made = taken.result.unwrap();
    let kept = String::from_utf8([made.original, taken.original, made.resources.concat()].concat()).unwrap();
    assert!(!kept.contains("000112222") && !kept.contains("000113333"));
    assert!(kept.contains("Sample"));
}

#[test]
fn lines_without_a_key_or_with_shifted_fields_are_set_aside() {
    let check = |line: &[u8], words: &str| {
        let problem = take(line, Kind::Natality).remove(0).result.unwrap_err();
        assert!(
            problem.message.starts_with("line 1: ") && problem.message.contains(words),
            "{}",
            problem.message
        );
    };
    check(b"                 M", "year, state and number");
    check(&birth(&[(Kind::Natality.places().weight, "AB12")]), "865 to 868");
    check(&birth(&[(SHARED.month, "13")]), "cannot be");
    check(&birth(&[(SHARED.month, "13"), (SHARED.day, "99")]), "cannot be");
    check(&birth(&[(SHARED.month, "00"), (SHARED.day, "  ")]), "cannot be");
    check(&birth(&[(SHARED.year, "0001"), (SHARED.month, "99")]), "before 1900");
    let check = |width: usize, name: &str, kind| {
        let mut line = birth(&[]);
        line.resize(width, b' ');
        assert_eq!(looks_like(&line, name), Some(kind), "{width} {name}");
    };
    // A whole birth is one whatever its file is called; a shorter line goes by a whole word of the name.
    check(4000, "births.txt", Kind::Natality);
    check(4000, "alfdbirths.txt", Kind::Natality);
    check(4000, "fetal_2026.ije", Kind::Natality);
    check(3950, "FD.ije", Kind::Natality);
    check(1000, "births.txt", Kind::Natality);
    check(1000, "fetch_fdr_bedford.txt", Kind::Natality);
    check(1000, "2026_FD.txt", Kind::FetalDeath);
    check(1000, "FetalDeathRecord.ije", Kind::FetalDeath);
    check(1000, "stillbirths-2026.txt", Kind::FetalDeath);
    check(6000, "births.txt", Kind::FetalDeath);
    assert_eq!(looks_like(b"mrn,last,first\n1,a,b\n", "x.csv"), None);
}

proptest! {
    /// Any bytes at any place of a certificate make records that can be read, or a problem.
    #[test]
    fn any_bytes_are_taken_or_refused(
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), b'0'..=b'9', Just(b' ')], 0..300),
        at in prop_oneof![Just(13), 13_usize..4_000],
        whole in any::<bool>(),
        fetal in any::<bool>(),
    ) {
        let kind = if fetal { Kind::FetalDeath } else { Kind::Natality };
        let mut line = birth(&[]);
        let end = line.len().min(at + bytes.len());
        line[at.min(end)..end].copy_from_slice(&bytes[..end - at.min(end)]);
        line.truncate(if whole { line.len() } else { end });
        for taken in take(&line, kind) {
            if let Ok(made) = taken.result {
                for resource in &made.resources {
                    let read = crate::fhir::read(resource);
                    prop_assert!(read.is_ok(), "{:?}: {}", read.err(), String::from_utf8_lossy(resource));
                }
            }
        }
    }
}
