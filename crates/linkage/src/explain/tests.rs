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
