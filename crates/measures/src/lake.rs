//! The lake: stories as columns.
//!
//! One folder for each table and one Parquet file for each bucket of people, so that a bucket can be written anew
//! while the rest stands. A file appears whole or not at all. Every table has its file for every bucket written, if
//! only an empty one: what is no longer told must not stay. The folders lie on a disk or on object storage (`storage`).

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int16Array, Int64Array, RecordBatch,
    StringArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use datafusion::parquet::basic::{Compression, Encoding};
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::parquet::schema::types::ColumnPath;
use jiff::civil::{Date, DateTime};
use kith_domain::fact::Reference;
use kith_domain::id::{Bucket, PersonId, RecordId};

use crate::story::{Span, Story, Strata};

mod copy;
mod error;
mod record;
mod s3;
mod snapshot;
mod storage;

pub use copy::Copied;
pub(crate) use error::CHANGED;
pub use error::LakeError;
pub(crate) use s3::Listing;
pub(crate) use snapshot::Snapshot;
pub use storage::Location;
use storage::Storage;
pub(crate) use storage::name_of;

/// The layout of the files; another number means that the lake must be made again.
const FORMAT: u32 = 4;
const MARKER: &str = "lake.json";

/// The tables, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// Infants.
    Infant,
    /// Deliveries.
    Delivery,
    /// Care given.
    Event,
    /// Hospital stays.
    Stay,
    /// Observations.
    Observation,
    /// Blood pressures.
    Pressure,
    /// Vaccines.
    Immunization,
    /// Diagnoses.
    Condition,
    /// Medicines.
    Medication,
    /// Cover.
    Cover,
    /// What somebody decided to have done, or not to.
    Decision,
    /// Years of care.
    PatientYear,
    /// Cases of the front door.
    CareCase,
    /// Askings of services.
    Referral,
    /// What happened in cases.
    Step,
    /// Things that were handed out.
    Handout,
    /// What evidence is called by its source.
    Reference,
    /// The codes behind numbers.
    Concept,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Infant,
        Self::Delivery,
        Self::Event,
        Self::Stay,
        Self::Observation,
        Self::Pressure,
        Self::Immunization,
        Self::Condition,
        Self::Medication,
        Self::Cover,
        Self::Decision,
        Self::PatientYear,
        Self::CareCase,
        Self::Referral,
        Self::Step,
        Self::Handout,
        Self::Reference,
        Self::Concept,
    ];

    /// Its name in queries, and its folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Infant => "infant",
            Self::Delivery => "delivery",
            Self::Event => "event",
            Self::Stay => "stay",
            Self::Observation => "observation",
            Self::Pressure => "pressure",
            Self::Immunization => "immunization",
            Self::Condition => "condition",
            Self::Medication => "medication",
            Self::Cover => "cover",
            Self::Decision => "decision",
            Self::PatientYear => "patient_year",
            Self::CareCase => "care_case",
            Self::Referral => "referral",
            Self::Step => "step",
            Self::Handout => "handout",
            Self::Reference => "reference",
            Self::Concept => "concept",
        }
    }

    /// Its columns.
    pub fn schema(self) -> SchemaRef {
        use DataType::{Boolean, Date32, Float64, Int16, Int64, Utf8};
        let must = |name: &str, kind: DataType| Field::new(name, kind, false);
        let may = |name: &str, kind: DataType| Field::new(name, kind, true);
        let strata = || STRATA.map(|name| must(name, Utf8));
        let mut fields = match self {
            Self::Infant => vec![
                must("subject_id", Int64),
                must("person_id", Int64),
                may("mother_id", Int64),
                must("reference", Utf8),
                must("evidence_id", Int64),
                may("organization_id", Int64),
                may("born_on", Date32),
                must("born_earliest", Date32),
                must("born_latest", Date32),
                must("died", Boolean),
                may("died_on", Date32),
                may("died_earliest", Date32),
                may("died_latest", Date32),
                may("known_on", Date32),
                may("moved_on", Date32),
                may("moved_evidence_id", Int64),
                may("gestation_days", Int16),
                may("birth_weight_grams", Int16),
                may("plurality", Int16),
                may("mother_age_least", Int16),
                may("mother_age_most", Int16),
            ],
            Self::Delivery => vec![
                must("subject_id", Int64),
                must("person_id", Int64),
                must("reference", Utf8),
                must("evidence_id", Int64),
                may("organization_id", Int64),
                may("delivered_on", Date32),
                must("delivered_earliest", Date32),
                must("delivered_latest", Date32),
                may("edd_on", Date32),
                may("dated_from", Date32),
                may("first_prenatal_on", Date32),
                may("prenatal_visits", Int16),
                must("live", Utf8),
                may("plurality", Int16),
                may("enrolled_on", Date32),
                may("enrolled_until", Date32),
                must("died", Boolean),
                may("died_on", Date32),
                may("died_earliest", Date32),
                may("died_latest", Date32),
                must("first_in_180_days", Boolean),
                may("gestation_days", Int16),
                may("delivered_second", Int64),
                may("route", Utf8),
                may("nulliparous", Boolean),
                may("age_years", Int16),
                must("stay", Utf8),
                may("admitted_on", Date32),
                may("discharged_on", Date32),
                may("discharged_second", Int64),
                may("lasts_until", Date32),
                must("died_evidence_id", Int64),
                may("came_second", Int64),
            ],
            Self::Event => vec![
                must("person_id", Int64),
                must("evidence_id", Int64),
                may("on_date", Date32),
                may("earliest_on", Date32),
                may("latest_on", Date32),
                may("ends_on", Date32),
                must("kind", Utf8),
                may("class", Utf8),
                must("inpatient", Boolean),
                may("concept_id", Int64),
                may("source_kind", Utf8),
                must("with_encounter", Boolean),
                may("at_second", Int64),
            ],
            Self::Stay => vec![
                must("person_id", Int64),
                must("evidence_id", Int64),
                must("starts_on", Date32),
                may("ends_on", Date32),
                must("until_on", Date32),
                may("left_for_id", Int64),
            ],
            Self::Observation => vec![
                must("person_id", Int64),
                must("evidence_id", Int64),
                may("on_date", Date32),
                may("at_second", Int64),
                must("concept_id", Int64),
                may("value_num", Float64),
                may("value_concept_id", Int64),
                may("unit", Utf8),
            ],
            Self::Immunization => vec![
                must("person_id", Int64),
                must("evidence_id", Int64),
                may("on_date", Date32),
                must("concept_id", Int64),
            ],
            Self::Pressure => record::pressure_fields(),
            Self::Condition => record::condition_fields(),
            Self::Medication => record::medication_fields(),
            Self::Cover => record::cover_fields(),
            Self::Decision => record::decision_fields(),
            Self::PatientYear => vec![
                must("subject_id", Int64),
                must("person_id", Int64),
                must("evidence_id", Int64),
                may("organization_id", Int64),
                must("year_begins", Date32),
                must("year_ends", Date32),
                may("age_least", Int16),
                may("age_most", Int16),
            ],
            Self::CareCase => vec![
                must("subject_id", Int64),
                must("person_id", Int64),
                must("evidence_id", Int64),
                may("organization_id", Int64),
                must("opened_on", Date32),
                must("contact_by_on", Date32),
                must("contact_by_minute", Int64),
                may("closed_on", Date32),
                may("close_reason", Utf8),
                may("overridden_on", Date32),
                may("override_way", Utf8),
                must("tier", Utf8),
            ],
            Self::Referral => vec![
                must("subject_id", Int64),
                must("person_id", Int64),
                must("case_id", Int64),
                must("evidence_id", Int64),
                may("organization_id", Int64),
                must("sent_on", Date32),
                must("kind", Utf8),
                must("service", Utf8),
            ],
            Self::Handout => vec![
                must("subject_id", Int64),
                must("person_id", Int64),
                must("case_id", Int64),
                must("evidence_id", Int64),
                may("organization_id", Int64),
                must("given_on", Date32),
                may("asked_on", Date32),
                may("returned_on", Date32),
                must("goods", Utf8),
            ],
            Self::Step => vec![
                must("person_id", Int64),
                must("case_id", Int64),
                must("seq", Int64),
                may("referral_id", Int64),
                must("evidence_id", Int64),
                must("on_date", Date32),
                must("minute", Int64),
                must("what", Utf8),
                must("detail", Utf8),
            ],
            Self::Reference => vec![must("evidence_id", Int64), must("reference", Utf8)],
            Self::Concept => vec![must("concept_id", Int64), must("system", Utf8), must("code", Utf8)],
        };
        if matches!(
            self,
            Self::Infant
                | Self::Delivery
                | Self::PatientYear
                | Self::CareCase
                | Self::Referral
                | Self::Handout
        ) {
            fields.extend(strata());
        }
        if self == Self::Infant {
            fields.extend(REPORTED.map(|name| must(&format!("own_{name}"), Utf8)));
        }
        Arc::new(Schema::new(fields))
    }
}

/// The stratifiers that a lake holds for each subject.
pub const STRATA: [&str; 11] = [
    "race_ethnicity",
    "language",
    "payer",
    "age_band",
    "geography",
    "parity",
    "race_ethnicity_1997",
    "race_in_combination",
    "ethnicity_nhs",
    "ethnicity_nhs_group",
    "deprivation",
];
/// Those of race and ethnicity as reported: of an infant, the mother's; the infant's own stand beside them as `own_…`.
pub(crate) const REPORTED: [&str; 5] =
    ["race_ethnicity", "race_ethnicity_1997", "race_in_combination", "ethnicity_nhs", "ethnicity_nhs_group"];

/// Parquet files, in a folder or on object storage.
#[derive(Debug, Clone)]
pub struct Lake {
    files: Storage,
}

impl Lake {
    /// Makes a lake, or opens the one that is there. One of another layout is emptied: all that it held is told again
    /// from the facts, a bucket before it is measured.
    pub fn create(dir: &Path) -> Result<Self, LakeError> {
        Self::create_in(Storage::Folder(dir.to_owned()))
    }

    /// The same, wherever it is. `setting` gives environment variables, of which object storage reads its own.
    pub fn create_at(at: &Location, setting: &dyn Fn(&str) -> Option<String>) -> Result<Self, LakeError> {
        Self::create_in(at.storage(setting)?)
    }

    fn create_in(files: Storage) -> Result<Self, LakeError> {
        match Self::open_in(files.clone()) {
            Err(LakeError::NotALake(_) | LakeError::NotWhole(_)) => {}
            known => {
                files.prepare()?;
                return known;
            }
        }
        if files.read(MARKER)?.is_some() {
            files.empty()?;
        }
        files.prepare()?;
        files.write(MARKER, marker(None, None).into())?;
        Self::open_in(files)
    }

    /// Opens a lake.
    pub fn open(dir: &Path) -> Result<Self, LakeError> {
        Self::open_in(Storage::Folder(dir.to_owned()))
    }

    /// The same, wherever it is. `setting` gives environment variables, of which object storage reads its own.
    pub fn open_at(at: &Location, setting: &dyn Fn(&str) -> Option<String>) -> Result<Self, LakeError> {
        Self::open_in(at.storage(setting)?)
    }

    fn open_in(files: Storage) -> Result<Self, LakeError> {
        let text = files.read(MARKER)?;
        let marker = text.as_deref().and_then(|m| serde_json::from_slice::<serde_json::Value>(m).ok());
        let marker = marker.unwrap_or_default();
        if marker["copying"] == true {
            return Err(LakeError::NotWhole(files.root().to_owned()));
        }
        // This also tells where there is no such storage.
        files.list()?;
        if marker["format"].as_u64() != Some(FORMAT.into()) {
            return Err(LakeError::NotALake(files.root().to_owned()));
        }
        // Of a copy that began meanwhile some may have been listed; every copy has a marker of its own.
        if files.read(MARKER)? != text {
            return Err(LakeError::Changed(files.root().to_owned()));
        }
        Ok(Self { files })
    }

    /// The table of areas by which it tells deprivation (`DeprivationTable::hash`), where that is known.
    pub fn areas(&self) -> Result<Option<String>, LakeError> {
        let text = self.files.read(MARKER)?.unwrap_or_default();
        let marker: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        Ok(marker["areas"].as_str().map(str::to_owned))
    }

    /// Says by which table of areas it tells deprivation from now on.
    pub fn set_areas(&self, areas: Option<&str>) -> Result<(), LakeError> {
        if self.areas()?.as_deref() != areas {
            self.files.write(MARKER, marker(None, areas).into())?;
        }
        Ok(())
    }

    /// Where it lies: its folder, or its address.
    pub fn dir(&self) -> &Path {
        self.files.root()
    }

    /// The file of a table and a bucket: its path, or its address.
    pub fn file(&self, table: Table, bucket: Bucket) -> PathBuf {
        self.files.path(&name_of(table, bucket))
    }

    /// The buckets that have been written, in order. On object storage: when it was opened.
    pub fn buckets(&self) -> Vec<Bucket> {
        Bucket::all().filter(|&b| self.has(Table::Concept, b)).collect()
    }

    /// Whether a table has a file for a bucket.
    pub(crate) fn has(&self, table: Table, bucket: Bucket) -> bool {
        self.files.size(&name_of(table, bucket)).is_some()
    }

    /// How many bytes a table takes in some buckets.
    pub(crate) fn bytes(&self, table: Table, buckets: &[Bucket]) -> u64 {
        buckets.iter().filter_map(|&b| self.files.size(&name_of(table, b))).sum()
    }

    /// Writes a bucket, in place of what was told of it before.
    pub fn write_bucket(&self, bucket: Bucket, story: &Story) -> Result<(), LakeError> {
        // The dictionary comes last: a bucket that has it has the rest.
        for table in Table::ALL {
            self.write(table, bucket, rows(table, story))?;
        }
        Ok(())
    }

    fn write(&self, table: Table, bucket: Bucket, batch: RecordBatch) -> Result<(), LakeError> {
        let name = name_of(table, bucket);
        let parquet = |source| LakeError::Parquet { what: "write", path: self.files.path(&name), source };
        let mut file = Vec::new();
        let mut writer =
            ArrowWriter::try_new(&mut file, batch.schema(), Some(properties(table))).map_err(parquet)?;
        writer.write(&batch).map_err(parquet)?;
        writer.close().map_err(parquet)?;
        self.files.write(&name, file.into())
    }

    /// What the records of some buckets that may be evidence are called by their source.
    pub fn references(&self, buckets: &[Bucket]) -> Result<HashMap<RecordId, Reference>, LakeError> {
        let mut references = HashMap::new();
        self.read(Table::Reference, buckets, |batch| {
            let (ids, names) = (column::<Int64Array>(batch, 0), column::<StringArray>(batch, 1));
            for row in 0..batch.num_rows() {
                references.insert(RecordId(ids.value(row)), Reference(names.value(row).to_owned()));
            }
        })?;
        Ok(references)
    }

    /// What the infants and mothers of some buckets are called by their source.
    pub fn people(&self, buckets: &[Bucket]) -> Result<HashMap<PersonId, Reference>, LakeError> {
        let mut people = HashMap::new();
        for table in [Table::Infant, Table::Delivery] {
            self.read(table, buckets, |batch| {
                let named = |name| batch.column_by_name(name).expect("the lake's own files have its columns");
                let ids = named("person_id").as_primitive::<Int64Type>();
                let references = named("reference").as_string::<i32>();
                for row in 0..batch.num_rows() {
                    let reference = || Reference(references.value(row).to_owned());
                    people.entry(PersonId(ids.value(row))).or_insert_with(reference);
                }
            })?;
        }
        Ok(people)
    }

    /// The codes of some buckets, by number.
    pub(crate) fn concepts(&self, buckets: &[Bucket]) -> Result<BTreeMap<i64, (String, String)>, LakeError> {
        let mut concepts = BTreeMap::new();
        self.read(Table::Concept, buckets, |batch| {
            let ids = column::<Int64Array>(batch, 0);
            let (systems, codes) = (column::<StringArray>(batch, 1), column::<StringArray>(batch, 2));
            for row in 0..batch.num_rows() {
                let code = || (systems.value(row).to_owned(), codes.value(row).to_owned());
                concepts.entry(ids.value(row)).or_insert_with(code);
            }
        })?;
        Ok(concepts)
    }

    /// Reads a table bucket by bucket; one that was never written has no rows.
    pub(crate) fn read(
        &self,
        table: Table,
        buckets: &[Bucket],
        mut see: impl FnMut(&RecordBatch),
    ) -> Result<(), LakeError> {
        let names = buckets.iter().map(|&bucket| name_of(table, bucket)).collect();
        self.files.each(names, |name, bytes| {
            let parquet = |source| LakeError::Parquet { what: "read", path: self.files.path(name), source };
            let reader =
                ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(parquet)?.build().map_err(parquet)?;
            for batch in reader {
                see(&batch.map_err(|e| parquet(e.into()))?);
            }
            Ok(())
        })
    }
}

/// What stands in the marker of a lake while a copy is made there.
fn copying(copy: uuid::Uuid) -> String {
    format!("{}\n", serde_json::json!({ "copying": true, "copy": copy.to_string() }))
}

/// What the marker of a lake says. `copy` tells one copy from the next.
fn marker(copy: Option<uuid::Uuid>, areas: Option<&str>) -> String {
    let mut marker = serde_json::json!({ "format": FORMAT });
    if let Some(copy) = copy {
        marker["copy"] = copy.to_string().into();
    }
    if let Some(areas) = areas {
        marker["areas"] = areas.into();
    }
    format!("{marker}\n")
}

fn column<T: 'static>(batch: &RecordBatch, index: usize) -> &T {
    batch.column(index).as_any().downcast_ref().expect("the lake's own files have the lake's own types")
}

/// Small groups of rows, each with its least and greatest values: events lie by code, so that a query that names a
/// few codes reads only their groups.
fn properties(table: Table) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(Some(if table == Table::Event { 16 * 1024 } else { 64 * 1024 }))
        .set_write_batch_size(8 * 1024);
    // Numbers that never repeat gain nothing from a dictionary.
    for name in ["subject_id", "person_id", "mother_id", "evidence_id", "died_evidence_id"] {
        let path = ColumnPath::from(name);
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::PLAIN);
    }
    properties.build()
}

fn epoch_days(day: Date) -> i32 {
    (day - jiff::civil::date(1970, 1, 1)).get_days()
}

/// Whole minutes from 1970 by the network's clock.
fn minute(at: DateTime) -> i64 {
    i64::from(epoch_days(at.date())) * 24 * 60 + i64::from(at.hour()) * 60 + i64::from(at.minute())
}

fn dates(days: impl Iterator<Item = Option<Date>>) -> ArrayRef {
    Arc::new(Date32Array::from_iter(days.map(|d| d.map(epoch_days))))
}

fn numbers(values: impl Iterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(Int64Array::from_iter(values))
}

fn ids(values: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values))
}

fn shorts(values: impl Iterator<Item = Option<i16>>) -> ArrayRef {
    Arc::new(Int16Array::from_iter(values))
}

fn small(values: impl Iterator<Item = Option<u8>>) -> ArrayRef {
    Arc::new(Int16Array::from_iter(values.map(|v| v.map(i16::from))))
}

fn flags(values: impl Iterator<Item = bool>) -> ArrayRef {
    Arc::new(BooleanArray::from_iter(values.map(Some)))
}

fn texts<'a>(values: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

fn some_texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values))
}

fn strata<'a>(of: impl Iterator<Item = &'a Strata> + Clone) -> [ArrayRef; STRATA.len()] {
    STRATA.map(|name| texts(of.clone().map(|s| s.stratum(name))))
}

fn rows(table: Table, story: &Story) -> RecordBatch {
    let columns: Vec<ArrayRef> = match table {
        Table::Infant => {
            let mut order: Vec<_> = story.infants.iter().collect();
            order.sort_by_key(|r| r.subject);
            let of = || order.iter().copied();
            let died = |f: fn(Span) -> Option<Date>| dates(of().map(|r| r.death.span.and_then(f)));
            let mut columns = vec![
                ids(of().map(|r| r.subject.0)),
                ids(of().map(|r| r.person.0)),
                numbers(of().map(|r| r.mother.map(|m| m.0))),
                texts(of().map(|r| r.reference.0.as_str())),
                ids(of().map(|r| r.record.0)),
                numbers(of().map(|r| r.organization.map(|o| o.0))),
                dates(of().map(|r| r.born.day())),
                dates(of().map(|r| Some(r.born.earliest))),
                dates(of().map(|r| Some(r.born.latest))),
                flags(of().map(|r| r.death.died)),
                died(Span::day),
                died(|s| Some(s.earliest)),
                died(|s| Some(s.latest)),
                dates(of().map(|r| r.known_on)),
                dates(of().map(|r| r.moved.map(|m| m.0))),
                numbers(of().map(|r| r.moved.and_then(|m| m.1).map(|record| record.0))),
                shorts(of().map(|r| r.at_birth.gestation_days)),
                shorts(of().map(|r| r.at_birth.weight_grams)),
                small(of().map(|r| r.at_birth.plurality)),
                shorts(of().map(|r| r.mother_age.map(|age| age.0))),
                shorts(of().map(|r| r.mother_age.map(|age| age.1))),
            ];
            columns.extend(strata(of().map(|r| &r.strata)));
            columns.extend(REPORTED.map(|name| texts(of().map(|r| r.own.stratum(name)))));
            columns
        }
        Table::Delivery => {
            let mut order: Vec<_> = story.deliveries.iter().collect();
            order.sort_by_key(|r| r.subject);
            let of = || order.iter().copied();
            let died = |f: fn(Span) -> Option<Date>| dates(of().map(|r| r.death.span.and_then(f)));
            let mut columns = vec![
                ids(of().map(|r| r.subject.0)),
                ids(of().map(|r| r.person.0)),
                texts(of().map(|r| r.reference.0.as_str())),
                ids(of().map(|r| r.record.0)),
                numbers(of().map(|r| r.organization.map(|o| o.0))),
                dates(of().map(|r| r.delivered.day())),
                dates(of().map(|r| Some(r.delivered.earliest))),
                dates(of().map(|r| Some(r.delivered.latest))),
                dates(of().map(|r| r.due_date)),
                dates(of().map(|r| r.dated_from())),
                dates(of().map(|r| r.prenatal.first_visit)),
                small(of().map(|r| r.prenatal.visits)),
                texts(of().map(|r| r.live.name())),
                small(of().map(|r| r.plurality)),
                dates(of().map(|r| r.enrolled_on)),
                dates(of().map(|r| r.enrolled_until)),
                flags(of().map(|r| r.death.died)),
                died(Span::day),
                died(|s| Some(s.earliest)),
                died(|s| Some(s.latest)),
                flags(of().map(|r| r.first_in_180_days)),
                shorts(of().map(|r| r.gestation_days)),
                numbers(of().map(|r| r.delivered_at.map(|at| at.as_second()))),
                some_texts(of().map(|r| r.route.map(|route| route.name()))),
                Arc::new(BooleanArray::from_iter(of().map(|r| r.nulliparous))),
                shorts(of().map(|r| r.age_years)),
                texts(of().map(|r| r.stay.state.name())),
                dates(of().map(|r| r.stay.admitted)),
                dates(of().map(|r| r.stay.discharged)),
                numbers(of().map(|r| r.stay.discharged_at.map(|at| at.as_second()))),
                dates(of().map(|r| r.stay.lasts_until)),
                ids(of().map(|r| r.death_record.0)),
                numbers(of().map(|r| r.stay.came_at.map(|at| at.as_second()))),
            ];
            columns.extend(strata(of().map(|r| &r.strata)));
            columns
        }
        Table::Event => {
            let mut order: Vec<_> = story.events.iter().collect();
            order.sort_by_key(|r| (r.concept, r.person, r.starts, r.record));
            let of = || order.iter().copied();
            vec![
                ids(of().map(|r| r.person.0)),
                ids(of().map(|r| r.record.0)),
                dates(of().map(|r| r.starts.and_then(Span::day))),
                dates(of().map(|r| r.starts.map(|s| s.earliest))),
                dates(of().map(|r| r.starts.map(|s| s.latest))),
                dates(of().map(|r| r.ends)),
                texts(of().map(|r| if r.with_encounter { "encounter" } else { "procedure" })),
                some_texts(of().map(|r| r.class.as_deref())),
                flags(of().map(|r| r.inpatient)),
                numbers(of().map(|r| r.concept)),
                some_texts(of().map(|r| r.coded_by.map(|c| c.name()))),
                flags(of().map(|r| r.with_encounter)),
                numbers(of().map(|r| r.at.map(|at| at.as_second()))),
            ]
        }
        Table::Stay => {
            let mut order = story.stays.clone();
            order.sort_by_key(|r| (r.person, r.starts, r.record));
            vec![
                ids(order.iter().map(|r| r.person.0)),
                ids(order.iter().map(|r| r.record.0)),
                dates(order.iter().map(|r| Some(r.starts))),
                dates(order.iter().map(|r| r.ends)),
                dates(order.iter().map(|r| Some(r.until))),
                numbers(order.iter().map(|r| r.left_for)),
            ]
        }
        Table::Observation => {
            let mut order: Vec<_> = story.observations.iter().collect();
            order.sort_by_key(|r| (r.concept, r.person, r.on, r.record));
            let of = || order.iter().copied();
            vec![
                ids(of().map(|r| r.person.0)),
                ids(of().map(|r| r.record.0)),
                dates(of().map(|r| r.on)),
                numbers(of().map(|r| r.at.map(|at| at.as_second()))),
                ids(of().map(|r| r.concept)),
                Arc::new(Float64Array::from_iter(of().map(|r| r.number))),
                numbers(of().map(|r| r.value_concept)),
                some_texts(of().map(|r| r.unit.as_deref())),
            ]
        }
        Table::Immunization => {
            let mut order = story.immunizations.clone();
            order.sort_by_key(|r| (r.concept, r.person, r.on, r.record));
            vec![
                ids(order.iter().map(|r| r.person.0)),
                ids(order.iter().map(|r| r.record.0)),
                dates(order.iter().map(|r| r.on)),
                ids(order.iter().map(|r| r.concept)),
            ]
        }
        Table::Pressure => record::pressures(story),
        Table::Condition => record::conditions(story),
        Table::Medication => record::medications(story),
        Table::Cover => record::cover(story),
        Table::Decision => record::decisions(story),
        Table::PatientYear => {
            let of = || story.patient_years.iter();
            let mut columns = vec![
                ids(of().map(|r| r.subject.0)),
                ids(of().map(|r| r.person.0)),
                ids(of().map(|r| r.record.0)),
                numbers(of().map(|r| r.organization.map(|o| o.0))),
                dates(of().map(|r| Some(jiff::civil::date(r.year, 1, 1)))),
                dates(of().map(|r| Some(jiff::civil::date(r.year + 1, 1, 1)))),
                shorts(of().map(|r| r.age.map(|age| age.0))),
                shorts(of().map(|r| r.age.map(|age| age.1))),
            ];
            columns.extend(strata(of().map(|r| &r.strata)));
            columns
        }
        Table::CareCase => {
            let of = || story.cases.iter();
            let mut columns = vec![
                ids(of().map(|r| r.subject.0)),
                ids(of().map(|r| r.person.0)),
                ids(of().map(|r| r.record.0)),
                numbers(of().map(|r| r.organization.map(|o| o.0))),
                dates(of().map(|r| Some(r.opened.date()))),
                dates(of().map(|r| Some(r.contact_by.date()))),
                ids(of().map(|r| minute(r.contact_by))),
                dates(of().map(|r| r.closed.map(|c| c.0.date()))),
                some_texts(of().map(|r| r.closed.map(|c| c.1))),
                dates(of().map(|r| r.overridden.map(|o| o.0.date()))),
                some_texts(of().map(|r| r.overridden.map(|o| o.1))),
                texts(of().map(|r| r.tier)),
            ];
            columns.extend(strata(of().map(|r| &r.strata)));
            columns
        }
        Table::Referral => {
            let of = || story.referrals.iter();
            let mut columns = vec![
                ids(of().map(|r| r.subject.0)),
                ids(of().map(|r| r.person.0)),
                ids(of().map(|r| r.case.0)),
                ids(of().map(|r| r.record.0)),
                numbers(of().map(|r| r.organization.map(|o| o.0))),
                dates(of().map(|r| Some(r.sent.date()))),
                texts(of().map(|r| r.kind.as_str())),
                texts(of().map(|r| r.service.as_str())),
            ];
            columns.extend(strata(of().map(|r| &r.strata)));
            columns
        }
        Table::Handout => {
            let of = || story.handouts.iter();
            let mut columns = vec![
                ids(of().map(|r| r.subject.0)),
                ids(of().map(|r| r.person.0)),
                ids(of().map(|r| r.case.0)),
                ids(of().map(|r| r.record.0)),
                numbers(of().map(|r| r.organization.map(|o| o.0))),
                dates(of().map(|r| Some(r.given))),
                dates(of().map(|r| r.asked)),
                dates(of().map(|r| r.returned)),
                texts(of().map(|r| r.goods.as_str())),
            ];
            columns.extend(strata(of().map(|r| &r.strata)));
            columns
        }
        Table::Step => {
            let of = || story.steps.iter();
            vec![
                ids(of().map(|r| r.person.0)),
                ids(of().map(|r| r.case.0)),
                ids(of().map(|r| r.seq)),
                numbers(of().map(|r| r.referral.map(|s| s.0))),
                ids(of().map(|r| r.record.0)),
                dates(of().map(|r| Some(r.at.date()))),
                ids(of().map(|r| minute(r.at))),
                texts(of().map(|r| r.what)),
                texts(of().map(|r| r.detail.as_str())),
            ]
        }
        Table::Reference => {
            let mut order: Vec<_> = story.references.iter().collect();
            order.sort();
            vec![ids(order.iter().map(|r| r.0.0)), texts(order.iter().map(|r| r.1.0.as_str()))]
        }
        Table::Concept => vec![
            ids(story.concepts.keys().copied()),
            texts(story.concepts.values().map(|c| c.0.as_str())),
            texts(story.concepts.values().map(|c| c.1.as_str())),
        ],
    };
    RecordBatch::try_new(table.schema(), columns)
        .expect("columns are made in the order of the table's fields")
}
