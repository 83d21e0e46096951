//! Who is whose mother.

use super::*;

fn related(identifiers: &[(&str, &str)], role: &str) -> Body {
    let identifiers = identifiers.iter().map(|(system, value)| Identifier {
        system: (*system).into(),
        value: (*value).into(),
        kind: None,
    });
    Body::RelatedPerson(Box::new(RelatedPerson {
        active: None,
        patient: Reference("Patient/2".into()),
        relationships: vec![Coding::new("role", role)],
        who: Person { identifiers: identifiers.collect(), ..Person::default() },
    }))
}

fn links(facts: &Facts) -> Vec<(i64, i64)> {
    mother_links(&facts.facts).into_iter().map(|(baby, mother)| (baby.0, mother.0)).collect()
}

#[test]
fn a_mother_is_known_by_the_related_person_that_is_her() {
    let mut facts = Facts::default();
    facts.add(BABY, "RelatedPerson/r", related(&[], "MTH")).person(BABY, "2025-03-10", |_| {});
    facts.person(MOTHER, "1990-01-01", |p| {
        p.links.push(Link { other: Reference("RelatedPerson/r".into()), kind: "seealso".into() });
    });
    assert_eq!(links(&facts), [(BABY, MOTHER)]);
    facts.facts.iter_mut().for_each(|f| {
        if let Body::RelatedPerson(r) = &mut f.fact.body {
            r.relationships = vec![Coding::new("role", "MTHFOST")];
        }
    });
    assert_eq!(links(&facts), []);
}

#[test]
fn a_mother_is_known_by_an_identifier_that_is_hers_alone() {
    let mrn = |value: &str| Identifier { system: "mrn".into(), value: value.into(), kind: None };
    let mut facts = Facts::default();
    facts.person(MOTHER, "1990-01-01", |p| p.identifiers.push(mrn("7"))).person(BABY, "2025-03-10", |_| {});
    facts.add(BABY, "RelatedPerson/r", related(&[("mrn", "7")], "MTH"));
    assert_eq!(links(&facts), [(BABY, MOTHER)]);
    facts.person(4, "1991-01-01", |p| p.identifiers.push(mrn("7")));
    assert_eq!(links(&facts), [], "an identifier of two people says nothing");
}

#[test]
fn a_mother_is_known_by_the_stay_that_a_newborns_is_part_of() {
    let mut facts = Facts::default();
    facts.encounter(BABY, "Encounter/newborn", "2025-03-10", |e| {
        e.part_of = Some(Reference("Encounter/delivery".into()));
    });
    facts.encounter(MOTHER, "Encounter/delivery", "2025-03-09", |_| {});
    assert_eq!(links(&facts), [(BABY, MOTHER)]);
    facts.person(BABY, "2025-03-10", |_| {}).person(MOTHER, "2020-03-09", |_| {});
    assert_eq!(links(&facts), [], "a child of five is nobody's mother");
}

#[test]
fn statements_that_disagree_make_no_link() {
    let mut facts = Facts::default();
    facts.add(BABY, "RelatedPerson/r", related(&[], "MTH"));
    for id in [MOTHER, 5] {
        facts.person(id, "1990-01-01", |p| {
            p.links.push(Link { other: Reference("RelatedPerson/r".into()), kind: "seealso".into() });
        });
    }
    assert_eq!(links(&facts), []);
}
