//! The columns of blood pressures, diagnoses, medicines, cover and decisions.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array};
use datafusion::arrow::datatypes::{DataType, Field};

use super::{dates, ids, numbers, some_texts, texts};
use crate::story::{Span, Story};

fn must(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, false)
}

fn may(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, true)
}

pub(super) fn pressure_fields() -> Vec<Field> {
    use DataType::{Date32, Float64, Int64};
    vec![
        must("person_id", Int64),
        must("evidence_id", Int64),
        may("on_date", Date32),
        may("at_second", Int64),
        must("systolic", Float64),
        must("diastolic", Float64),
    ]
}

pub(super) fn condition_fields() -> Vec<Field> {
    use DataType::{Date32, Int64, Utf8};
    vec![
        must("person_id", Int64),
        must("evidence_id", Int64),
        may("on_date", Date32),
        may("earliest_on", Date32),
        may("latest_on", Date32),
        may("encounter_id", Int64),
        may("on_admission", Utf8),
        must("concept_id", Int64),
    ]
}

pub(super) fn medication_fields() -> Vec<Field> {
    use DataType::{Date32, Int64, Utf8};
    vec![
        must("person_id", Int64),
        must("evidence_id", Int64),
        may("on_date", Date32),
        may("at_second", Int64),
        must("intent", Utf8),
        must("concept_id", Int64),
    ]
}

pub(super) fn cover_fields() -> Vec<Field> {
    use DataType::{Date32, Int64};
    vec![must("person_id", Int64), may("starts_on", Date32), may("ends_on", Date32)]
}

pub(super) fn decision_fields() -> Vec<Field> {
    use DataType::{Date32, Int64, Utf8};
    vec![
        must("person_id", Int64),
        must("evidence_id", Int64),
        may("on_date", Date32),
        must("decided", Utf8),
        must("concept_id", Int64),
        may("reason_id", Int64),
    ]
}

pub(super) fn pressures(story: &Story) -> Vec<ArrayRef> {
    let mut order: Vec<_> = story.pressures.iter().collect();
    order.sort_by_key(|r| (r.person, r.on, r.at, r.record));
    let of = || order.iter();
    vec![
        ids(of().map(|r| r.person.0)),
        ids(of().map(|r| r.record.0)),
        dates(of().map(|r| r.on)),
        numbers(of().map(|r| r.at.map(|at| at.as_second()))),
        Arc::new(Float64Array::from_iter_values(of().map(|r| r.systolic))),
        Arc::new(Float64Array::from_iter_values(of().map(|r| r.diastolic))),
    ]
}

pub(super) fn conditions(story: &Story) -> Vec<ArrayRef> {
    let mut order = story.conditions.clone();
    order.sort_by_key(|r| (r.concept, r.person, r.starts, r.record));
    let of = || order.iter();
    let flags: Vec<Option<String>> = of().map(|r| r.on_admission.map(String::from)).collect();
    vec![
        ids(of().map(|r| r.person.0)),
        ids(of().map(|r| r.record.0)),
        dates(of().map(|r| r.starts.and_then(Span::day))),
        dates(of().map(|r| r.starts.map(|s| s.earliest))),
        dates(of().map(|r| r.starts.map(|s| s.latest))),
        numbers(of().map(|r| r.encounter.map(|e| e.0))),
        some_texts(flags.iter().map(Option::as_deref)),
        ids(of().map(|r| r.concept)),
    ]
}

pub(super) fn medications(story: &Story) -> Vec<ArrayRef> {
    let mut order: Vec<_> = story.medications.iter().collect();
    order.sort_by_key(|r| (r.concept, r.person, r.on, r.record));
    let of = || order.iter();
    vec![
        ids(of().map(|r| r.person.0)),
        ids(of().map(|r| r.record.0)),
        dates(of().map(|r| r.on)),
        numbers(of().map(|r| r.at.map(|at| at.as_second()))),
        texts(of().map(|r| &*r.intent)),
        ids(of().map(|r| r.concept)),
    ]
}

pub(super) fn cover(story: &Story) -> Vec<ArrayRef> {
    let mut order = story.cover.clone();
    order.sort_by_key(|r| (r.person, r.starts, r.ends));
    vec![
        ids(order.iter().map(|r| r.person.0)),
        dates(order.iter().map(|r| r.starts)),
        dates(order.iter().map(|r| r.ends)),
    ]
}

pub(super) fn decisions(story: &Story) -> Vec<ArrayRef> {
    let mut order = story.decisions.clone();
    order.sort_by_key(|r| (r.concept, r.person, r.on, r.record, r.decided, r.reason));
    vec![
        ids(order.iter().map(|r| r.person.0)),
        ids(order.iter().map(|r| r.record.0)),
        dates(order.iter().map(|r| r.on)),
        texts(order.iter().map(|r| r.decided.name())),
        ids(order.iter().map(|r| r.concept)),
        numbers(order.iter().map(|r| r.reason)),
    ]
}
