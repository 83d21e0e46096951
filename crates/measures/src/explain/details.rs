//! What the lake knows of a subject beside its outcome.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::{Date32Type, Int64Type};
use kith_domain::id::Bucket;

use super::{Details, Event, Measure, Outcome, PersonId, RecordId, Unit};
use crate::engine::civil;
use crate::lake::{Lake, LakeError, Table};
use crate::programme::Programme;
use crate::sql::{Codes, names};

impl Lake {
    /// Looks up what an explanation of an outcome speaks of. `bucket` is the one that holds the person.
    pub fn details(
        &self,
        programme: &Programme,
        measure: &Measure,
        outcome: &Outcome,
        bucket: Bucket,
    ) -> Result<Details, LakeError> {
        let mut details = Details::default();
        let (table, day) = match measure.unit {
            Unit::Infant => (Table::Infant, "born_on"),
            Unit::Delivery => (Table::Delivery, "delivered_on"),
            Unit::Patient => (Table::PatientYear, "year_begins"),
            Unit::Case => (Table::CareCase, "opened_on"),
            Unit::Referral => (Table::Referral, "sent_on"),
            Unit::Handout => (Table::Handout, "given_on"),
        };
        let day_of = |batch: &datafusion::arrow::array::RecordBatch, name: &str, row: usize| {
            let days = batch.column_by_name(name)?.as_primitive::<Date32Type>();
            days.is_valid(row).then(|| civil(days.value(row)))
        };
        self.read(table, &[bucket], |batch| {
            let subjects = batch.column(0).as_primitive::<Int64Type>();
            if let Some(row) = subjects.values().iter().position(|s| *s == outcome.subject.0) {
                details.starts_on = day_of(batch, day, row);
                details.due_date = day_of(batch, "edd_on", row);
                details.enrolled_on = day_of(batch, "enrolled_on", row);
            }
        })?;
        let codes = Codes::new(&programme.value_sets, &self.concepts(&[bucket])?);
        let named = names(&measure.queries.numerator.text).map(|n| n.value_sets).unwrap_or_default();
        let wanted: BTreeSet<i64> =
            named.iter().flat_map(|(name, _, _)| codes.of(name).iter().copied()).collect();
        let mut events: BTreeMap<RecordId, Event> = BTreeMap::new();
        let PersonId(person) = outcome.person;
        let mut see = |batch: &datafusion::arrow::array::RecordBatch| {
            let number = |name: &str| batch.column_by_name(name).map(|c| c.as_primitive::<Int64Type>());
            let (Some(people), Some(records), Some(concepts)) =
                (number("person_id"), number("evidence_id"), number("concept_id"))
            else {
                return;
            };
            let inpatient = batch.column_by_name("inpatient").map(|c| c.as_boolean());
            for row in 0..batch.num_rows() {
                let record = RecordId(records.value(row));
                // A screening of hers may stand on her baby's chart.
                if people.value(row) != person && !outcome.evidence.contains(&record) {
                    continue;
                }
                let coded = concepts.is_valid(row) && wanted.contains(&concepts.value(row));
                if coded || outcome.evidence.contains(&record) {
                    let inpatient = inpatient.is_some_and(|i| i.value(row));
                    events.insert(record, Event { record, on: day_of(batch, "on_date", row), inpatient });
                }
            }
        };
        for table in [Table::Event, Table::Observation, Table::Medication] {
            self.read(table, &[bucket], &mut see)?;
        }
        // Another pregnancy's visits, or those of later years, would only be in the way.
        let near = |event: &Event| match (event.on, details.starts_on) {
            (Some(on), Some(start)) => (-300..=180).contains(&(on - start).get_days()),
            _ => true,
        };
        let shown = |event: &Event| outcome.evidence.contains(&event.record) || near(event);
        details.events = events.into_values().filter(shown).collect();
        details.events.sort_by_key(|e| (e.on.is_none(), e.on, e.record));
        let mut references: HashMap<_, _> = self.references(&[bucket])?;
        let shown = details.events.iter().map(|e| e.record).chain(outcome.evidence.iter().copied());
        details.references = shown.filter_map(|r| Some((r, references.remove(&r)?))).collect();
        Ok(details)
    }
}
