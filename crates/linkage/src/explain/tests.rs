use super::explain;
use crate::grade::Grade;
use crate::model::Model;
use crate::record::{Record, Role};

fn ana() -> Record<'static> {
    Record {
        source: "clinic",
        role: Role::Mother,
        first_name: "Ana",
        last_name: "Reyes",
        birth_date: "1995-04-03",
        ssn: "912-44-1871",
        phone: "410-555-0142",
        address: "12 Elm St",
        zip: "21201",
        ..Record::default()
    }
}

#[test]
fn the_steps_add_up_to_the_total() {
    let married = Record { last_name: "Lopez", source: "plan", ..ana() };
    let told = explain(&Model::default(), &ana(), &married);
    let mut running = told.prior;
    for step in &told.steps {
        running += step.bits;
        assert!((running - step.running).abs() < 1e-6, "{step:?}");
    }
    assert!((running - told.total).abs() < 1e-6);
    assert_eq!(told.grade, Grade::Certain);
    assert_eq!(told.steps[0].comparison, "first name");
    assert_eq!((told.steps[0].left.as_str(), told.steps[0].right.as_str()), ("ANA", "ANA"));
    assert!(told.steps.iter().any(|s| s.comparison == "surname" && s.bits < 0.0));
}

#[test]
fn a_household_alone_is_not_identity() {
    let sister = Record { first_name: "Rosa", birth_date: "1998-11-20", ssn: "", source: "plan", ..ana() };
    let told = explain(&Model::default(), &ana(), &sister);
    assert!(told.probability < 0.1, "{told:#?}");
    assert!(told.steps.iter().any(|s| s.comparison == "family"));
}

#[test]
fn a_mother_and_her_child_are_told_to_be_impossible() {
    let child = Record { role: Role::Infant, birth_date: "2024-05-03", ..ana() };
    let told = explain(&Model::default(), &ana(), &child);
    assert!(!told.constraints.is_empty());
}

#[test]
fn json_comes_back_as_it_went() {
    let told = explain(&Model::default(), &ana(), &ana());
    let text = serde_json::to_string(&told).unwrap();
    let again: super::Explanation = serde_json::from_str(&text).unwrap();
    assert_eq!(again.steps.len(), told.steps.len());
    assert!((again.total - told.total).abs() < 1e-9);
}

/// What holds a dyad back, or a pair, is among the constraints of its explanation, as words of the vocabulary.
#[test]
fn what_holds_back_is_said() {
    use crate::linker::Linker;
    let child = Record {
        source: "hospital",
        role: Role::Infant,
        first_name: "Luz",
        birth_date: "2024-05-03",
        mother_first_name: "Ana",
        mother_last_name: "Reyes",
        mother_birth_date: "1995-04-03",
        ..ana()
    };
    let child = Record { ssn: "", ..child };
    let sister = Record { first_name: "Rosa", birth_date: "1998-11-20", ssn: "", ..ana() };
    let unnamed =
        Record { mother_first_name: "", mother_last_name: "", mother_birth_date: "", ..child.clone() };
    let twin = Record { first_name: "Baby Girl", mrn: "B1001", ..child.clone() };
    let nobody = Record {
        role: Role::Unknown,
        first_name: "Ana",
        birth_date: "",
        ssn: "",
        phone: "",
        address: "",
        source: "plan",
        ..ana()
    };
    let namesake =
        Record { birth_date: "", ssn: "", phone: "", email: "", address: "", city: "", zip: "", ..ana() };
    let rows: [(&[Record], bool, &str); 10] = [
        (&[child.clone(), Record { sex: "M", ..ana() }], true, "recorded as a man"),
        (&[child.clone(), Record { birth_date: "1964-04-03", ..ana() }], true, "an unusual age for a mother"),
        (
            &[child.clone(), Record { birth_date: "2020-04-03", ..ana() }],
            true,
            "too young or too old to be the mother",
        ),
        (&[unnamed, sister.clone()], true, "nothing speaks for her but her household"),
        (
            &[child.clone(), ana(), Record { ssn: "", source: "plan", ..ana() }],
            true,
            "another woman is as likely or nearly so",
        ),
        (
            &[child.clone(), ana(), Record { first_name: "Sol", birth_date: "2024-07-20", ..child.clone() }],
            true,
            "another birth of hers is too near",
        ),
        (&[ana(), sister], false, "nothing but the household agrees"),
        (
            &[twin.clone(), Record { first_name: "Baby Girl", mrn: "B1002", ..twin }],
            false,
            "two numbers of one hospital and no name in common",
        ),
        (&[namesake, ana()], false, "nothing but the name agrees"),
        (&[nobody, ana()], false, "nothing tells whether one of the two is a mother or a child"),
    ];
    let known = super::vocabulary().constraints;
    for (records, dyad, words) in rows {
        let mut linker = Linker::new(Model::default());
        for (key, record) in records.iter().enumerate() {
            linker.put(key as u64, record);
        }
        if records.len() == 3 && words.contains("woman") {
            linker.decide(1, 2, Some(crate::cluster::Verdict::Different));
        }
        let told = if dyad { linker.explain_dyad(0, 1) } else { linker.explain(0, 1) }.unwrap();
        assert!(told.constraints.iter().any(|said| said == words), "{words}: {told:#?}");
        assert!(told.constraints.iter().all(|said| known.contains(said)), "{told:#?}");
        let json = serde_json::to_value(&told).unwrap();
        assert!(json["constraints"].as_array().unwrap().iter().any(|said| said == words));
        let sure = linker.around(&[0]).dyads.iter().any(|d| d.infant == 0 && d.mother == 1 && d.sure);
        assert!(!sure, "{words}");
    }
}
