//! What is told apart, and what is asked: newborns of one hospital, brothers and sisters, fathers, grandmothers.

use crate::{Decisions, Linkage, Model, Population, Record, Role, Verdict, Why, link};

fn linked_by(records: &[Record], decisions: &Decisions) -> Linkage {
    let mut population = Population::new();
    for record in records {
        population.push(record);
    }
    let model = Model { children_born_from: 2010, ..Model::default() };
    link(&mut population, &model, decisions)
}

fn linked(records: &[Record]) -> Linkage {
    linked_by(records, &Decisions::new())
}

fn home() -> Record<'static> {
    Record {
        source: "mercy",
        last_name: "Reyes",
        phone: "410-555-0142",
        address: "12 Elm St",
        zip: "74101",
        ..Record::default()
    }
}

fn ana() -> Record<'static> {
    Record {
        role: Role::Mother,
        first_name: "Ana",
        birth_date: "1995-04-03",
        sex: "F",
        event_date: "2024-05-03",
        ..home()
    }
}

fn newborn(mrn: &'static str, day: &'static str) -> Record<'static> {
    Record {
        role: Role::Infant,
        first_name: "Baby Girl",
        sex: "F",
        birth_date: day,
        event_date: day,
        mrn,
        mother_first_name: "Ana",
        mother_last_name: "Reyes",
        mother_birth_date: "1995-04-03",
        ..home()
    }
}

type Pairs = Vec<(u32, u32)>;

/// The dyads that are sure, and those that are asked about.
fn dyads(linkage: &Linkage) -> (Pairs, Pairs) {
    let of = |list: &[crate::Dyad]| list.iter().map(|d| (d.infant, d.mother)).collect();
    (of(&linkage.dyads), of(&linkage.dyad_reviews))
}

#[test]
fn a_child_is_not_its_own_mother() {
    let luz = Record {
        role: Role::Infant,
        first_name: "Luz",
        birth_date: "2024-05-03",
        medicaid_id: "88001177",
        ..home()
    };
    let unsaid = Record { source: "plan", role: Role::Unknown, ..luz.clone() };
    let model = Model::default();
    for records in [[luz.clone(), unsaid.clone()], [unsaid, luz]] {
        let mut population = Population::new();
        for record in &records {
            population.push(record);
        }
        let linkage = link(&mut population, &model, &Decisions::new());
        assert_eq!(linkage.cluster_of, [0, 0]);
        assert_eq!(dyads(&linkage), (vec![], vec![]));
    }
}

#[test]
fn a_father_and_a_grandmother_are_asked_about() {
    let child = Record {
        mother_first_name: "",
        mother_last_name: "",
        mother_birth_date: "",
        ..newborn("B1", "2024-05-03")
    };
    let jose =
        Record { role: Role::Unknown, first_name: "Jose", sex: "M", birth_date: "1990-02-11", ..ana() };
    assert_eq!(dyads(&linked(&[child.clone(), jose.clone()])), (vec![], vec![(0, 1)]));
    // Who is said to have given birth did, whatever sex is recorded.
    let named = Record { mother_identifiers: vec![("", "F900")], ..child.clone() };
    let with_number = Record { mrn: "F900", ..jose };
    assert_eq!(dyads(&linked(&[named, with_number])), (vec![(0, 1)], vec![]));
    // A woman of 75 is no mother, of 55 hardly, however many records she has.
    for (born, asked) in [("1949-04-03", vec![]), ("1969-04-03", vec![(0, 1)])] {
        let woman = Record { birth_date: born, ..ana() };
        let again = Record { source: "plan", ..woman.clone() };
        assert_eq!(dyads(&linked(&[child.clone(), woman, again])), (vec![], asked), "{born}");
    }
    assert_eq!(dyads(&linked(&[child.clone(), ana()])), (vec![(0, 1)], vec![]));
    // A household is shared with aunts: without a word of hers, and no delivery, nobody is sure.
    let aunt = Record { email: "home@x.example", event_date: "", ..ana() };
    let child = Record { email: "home@x.example", ..child };
    assert_eq!(dyads(&linked(&[child, aunt])).0, []);
}

#[test]
fn births_too_near_each_other_are_asked_about() {
    for (second, sure) in [("2024-05-04", 2), ("2024-08-20", 0), ("2025-05-30", 2)] {
        let records = [
            Record { first_name: "Luz", ..newborn("B1", "2024-05-03") },
            Record { first_name: "Sol", ..newborn("B2", second) },
            Record { event_date: "", ..ana() },
        ];
        let linkage = linked(&records);
        assert_eq!(linkage.cluster_of, [0, 1, 2]);
        let (found, asked) = dyads(&linkage);
        assert_eq!((found.len(), asked.len()), (sure, 2 - sure), "{second}");
    }
}

#[test]
fn two_numbers_at_one_hospital_are_two_newborns_until_somebody_says_otherwise() {
    let twins = [newborn("B1001", "2024-05-03"), newborn("B1002", "2024-05-03"), ana()];
    let linkage = linked(&twins);
    assert_eq!(linkage.cluster_of, [0, 1, 2]);
    assert!(
        linkage.reviews.iter().any(|r| (r.a.min(r.b), r.a.max(r.b)) == (0, 1) && r.why == Why::WhichTwin)
    );
    assert_eq!(dyads(&linkage).0, [(0, 2), (1, 2)]);
    let said = [((0, 1), Verdict::Same)].into();
    assert_eq!(linked_by(&twins, &said).cluster_of, [0, 0, 2]);
    // A slip of the finger is no second number.
    let slip = [newborn("204417", "2024-05-03"), newborn("294417", "2024-05-03")];
    assert_eq!(linked(&slip).cluster_of, [0, 0]);
    // One child that was entered twice under its name is one.
    let luz = |mrn| Record { first_name: "Luz", ..newborn(mrn, "2024-05-03") };
    assert_eq!(linked(&[luz("B1001"), luz("B1002")]).cluster_of, [0, 0]);
}

#[test]
fn brothers_and_sisters_a_year_or_ten_apart_are_two() {
    for (day, mrn) in [("2023-05-03", "B0900"), ("2023-05-03", ""), ("2014-05-03", "B0100")] {
        let linkage = linked(&[newborn("B1001", "2024-05-03"), newborn(mrn, day)]);
        assert_eq!(linkage.cluster_of, [0, 1], "{day} {mrn}");
    }
    // A year that the record's own day belies is a slip.
    let slip = Record { source: "plan", birth_date: "2023-05-03", ..newborn("", "2024-05-03") };
    assert_eq!(linked(&[newborn("B1001", "2024-05-03"), slip]).cluster_of, [0, 0]);
}

#[test]
fn sex_makes_nobody_a_child() {
    let mut population = Population::new();
    let man = Record { first_name: "Jose", sex: "M", ..home() };
    for born in ["1990-02-11", "2024-05-03", ""] {
        population.push(&Record { birth_date: born, ..man.clone() });
    }
    population.settle(&Model { children_born_from: 2010, ..Model::default() });
    assert_eq!([0, 1, 2].map(|at| population.role(at)), [Role::Mother, Role::Infant, Role::Unknown]);
}

#[test]
fn a_verdict_that_cannot_be_is_told() {
    let decisions = [((0, 1), Verdict::Same)].into();
    let linkage = linked_by(&[newborn("B1", "2024-05-03"), newborn("B2", "2021-01-15")], &decisions);
    assert_eq!(linkage.cluster_of, [0, 1]);
    let told: Vec<_> = linkage.reviews.iter().map(|r| (r.a.min(r.b), r.a.max(r.b), r.why)).collect();
    assert_eq!(told, [(0, 1, Why::Impossible)]);
}

#[test]
fn strong_evidence_is_no_verdict() {
    // Everything agrees, and a sex with a name: a person may overrule that, evidence may not.
    let woman = Record {
        ssn: "212-44-1871",
        medicaid_id: "88001177",
        mrn: "M7",
        email: "a@x.example",
        identifiers: vec![("card", "99117")],
        ..ana()
    };
    let man = Record { first_name: "Jose", sex: "M", ..woman.clone() };
    assert_eq!(linked(&[woman.clone(), man.clone()]).cluster_of, [0, 1]);
    let said = [((0, 1), Verdict::Same)].into();
    assert_eq!(linked_by(&[woman, man], &said).cluster_of, [0, 0]);
}

#[test]
fn a_spanish_temporary_name_is_no_name() {
    for (first_name, mother) in
        [("Bebe", ""), ("RN Maria", "Ana"), ("Recién Nacida", "Ana"), ("Niña Reyes", "Ana")]
    {
        let at_home = Record { mrn: "", mother_first_name: mother, ..newborn("", "2024-05-03") };
        let records = [
            Record { first_name, ..at_home.clone() },
            Record { source: "plan", first_name: "Luz", last_name: "Lopez", event_date: "", ..at_home },
        ];
        assert_eq!(linked(&records).cluster_of, [0, 0], "{first_name}");
    }
    let nina = Record { role: Role::Unknown, first_name: "Nina", birth_date: "", event_date: "", ..ana() };
    let mut population = Population::new();
    population.push(&nina);
    assert_eq!(population.role(0), Role::Unknown);
}
