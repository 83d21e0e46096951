//! What one measure says of a group of buckets, as columns.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, DictionaryArray, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int32Type};
use datafusion::error::DataFusionError;
use jiff::civil::Date;
use kith_domain::id::{Bucket, OrganizationId, PersonId, RecordId, SubjectId};
use kith_domain::measure::strata::strata_of;
use kith_domain::measure::{Outcome, Status};

use crate::programme::Measure;

/// Where every subject of some buckets stands in one measure. It is whole: a subject of these buckets that is not in
/// it is not in the population.
#[derive(Debug, Clone)]
pub struct Batch {
    measure: Arc<Measure>,
    buckets: Vec<Bucket>,
    parts: Vec<Rows>,
}

#[derive(Debug, Clone)]
pub(super) struct Rows {
    pub subject: Int64Array,
    pub person: Int64Array,
    pub organization: Int64Array,
    pub status: Vec<Status>,
    pub counts_on: Date32Array,
    due_on: Date32Array,
    have: Int64Array,
    reason: StringArray,
    reason_evidence: Int64Array,
    /// The first events, each on a day of its own: day and record.
    events: Vec<(Date32Array, Int64Array)>,
    pub strata: Vec<DictionaryArray<Int32Type>>,
}

/// The columns before those of evidence and strata.
const FIXED: usize = 9;

impl Batch {
    pub(super) fn read(
        measure: Arc<Measure>,
        buckets: Vec<Bucket>,
        batches: &[RecordBatch],
    ) -> Result<Self, DataFusionError> {
        let parts = batches.iter().filter(|b| b.num_rows() > 0).map(|b| Rows::read(&measure, b));
        Ok(Self { parts: parts.collect::<Result<_, _>>()?, measure, buckets })
    }

    /// The same subjects in a measure that differs only in how many events it needs.
    pub(super) fn needing(&self, measure: Arc<Measure>) -> Self {
        let needs = measure.needs;
        let mut parts = self.parts.clone();
        for rows in &mut parts {
            for (row, status) in rows.status.iter_mut().enumerate() {
                if matches!(status, Status::Met | Status::NotMet) {
                    let met = rows.have.value(row) >= i64::from(needs);
                    *status = if met { Status::Met } else { Status::NotMet };
                }
            }
            rows.events.truncate(needs.into());
        }
        Self { measure, buckets: self.buckets.clone(), parts }
    }

    /// The measure.
    pub fn measure(&self) -> &Measure {
        &self.measure
    }

    /// The buckets it is about.
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }

    /// How many subjects.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|p| p.subject.len()).sum()
    }

    /// Whether the population is empty here.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// One outcome for each subject, in no particular order.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> + '_ {
        self.parts.iter().flat_map(|rows| (0..rows.subject.len()).map(|row| rows.outcome(&self.measure, row)))
    }

    pub(super) fn parts(&self) -> &[Rows] {
        &self.parts
    }
}

impl Rows {
    fn read(measure: &Measure, batch: &RecordBatch) -> Result<Self, DataFusionError> {
        let column = |index: usize, kind: DataType| -> Result<ArrayRef, DataFusionError> {
            Ok(cast(batch.column(index), &kind)?)
        };
        let number =
            |index: usize| Ok::<_, DataFusionError>(column(index, DataType::Int64)?.as_primitive().clone());
        let day =
            |index: usize| Ok::<_, DataFusionError>(column(index, DataType::Date32)?.as_primitive().clone());
        let interned = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let needs = usize::from(measure.needs);

        let statuses = column(3, interned.clone())?;
        let statuses = statuses.as_dictionary::<Int32Type>();
        let names = statuses.values().as_string::<i32>();
        let named: Vec<Option<Status>> = names.iter().map(|n| Status::named(n?)).collect();
        let status = statuses.keys().iter().map(|key| named[key? as usize]).collect::<Option<Vec<_>>>();
        let status = status.ok_or_else(|| DataFusionError::Execution("a subject has no status".into()))?;
        let rows = Self {
            subject: number(0)?,
            person: number(1)?,
            organization: number(2)?,
            status,
            counts_on: day(4)?,
            due_on: day(5)?,
            have: number(6)?,
            reason: column(7, DataType::Utf8)?.as_string::<i32>().clone(),
            reason_evidence: number(8)?,
            events: (0..needs)
                .map(|n| Ok((day(FIXED + 2 * n)?, number(FIXED + 2 * n + 1)?)))
                .collect::<Result<_, DataFusionError>>()?,
            strata: (0..measure.strata.len())
                .map(|n| {
                    Ok(column(FIXED + 2 * needs + n, interned.clone())?.as_dictionary::<Int32Type>().clone())
                })
                .collect::<Result<_, DataFusionError>>()?,
        };
        if rows.counts_on.null_count() > 0 {
            return Err(DataFusionError::Execution(
                "the denominator gives a subject no day to count on".into(),
            ));
        }
        Ok(rows)
    }

    fn outcome(&self, measure: &Measure, row: usize) -> Outcome {
        let number = |array: &Int64Array| array.is_valid(row).then(|| array.value(row));
        let day = |array: &Date32Array| array.is_valid(row).then(|| civil(array.value(row)));
        let status = self.status[row];
        let evidence = match status {
            Status::Excluded => number(&self.reason_evidence).into_iter().map(RecordId).collect(),
            _ => self.events.iter().filter_map(|(_, record)| number(record)).map(RecordId).collect(),
        };
        let reason = matches!(status, Status::Excluded | Status::Unknown) && self.reason.is_valid(row);
        let strata = measure.strata.iter().zip(&self.strata).flat_map(|(name, values)| {
            let text = values.values().as_string::<i32>().value(values.keys().value(row) as usize);
            strata_of(name, text).into_iter().map(|stratum| (name.clone(), stratum.to_owned()))
        });
        Outcome {
            measure: measure.id.clone(),
            subject: SubjectId(self.subject.value(row)),
            person: PersonId(self.person.value(row)),
            organization: number(&self.organization).map(OrganizationId),
            status,
            counts_on: civil(self.counts_on.value(row)),
            on: self.events.last().and_then(|(on, _)| day(on)).filter(|_| status != Status::Excluded),
            due_on: day(&self.due_on),
            have: number(&self.have).unwrap_or(0).clamp(0, u16::MAX.into()) as u16,
            needs: measure.needs,
            evidence,
            reason: reason.then(|| self.reason.value(row).to_owned()),
            strata: strata.collect(),
        }
    }
}

/// The day of a number of days from 1970.
pub(crate) fn civil(days: i32) -> Date {
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}
