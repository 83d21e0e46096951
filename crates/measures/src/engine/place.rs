//! Where statements are answered.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::DataType;
use datafusion::catalog::{MemorySchemaProvider, SchemaProvider, TableProvider};
use datafusion::common::TableReference;
use datafusion::datasource::MemTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use kith_domain::id::Bucket;

use crate::cluster::{Cluster, Fingerprints, address, share};
use crate::lake::{Lake, Table};
use crate::sql::{Composed, Step, VISIBLE};

use super::Statement;

/// From so many statements on, the tables of a group are held in memory.
const HELD_FROM: usize = 3;

/// Where statements are answered: in this process, or by a cluster. A measure does not know the difference.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// In this process.
    Here,
    /// By workers.
    Workers(Arc<Cluster>),
}

/// A place that is asked about one lake.
pub(super) struct Asked {
    place: Place,
    lake: Lake,
    fingerprints: Arc<Fingerprints>,
}

impl Place {
    pub(super) fn over(&self, lake: &Lake) -> Asked {
        Asked {
            place: self.clone(),
            lake: lake.clone(),
            fingerprints: Arc::new(Fingerprints::new(lake.clone())),
        }
    }

    /// Whether even a small lake is dealt to everybody: whoever names workers wants them to work.
    pub(super) fn always_splits(&self) -> bool {
        matches!(self, Self::Workers(_))
    }

    /// What a file is called in plans.
    fn address(&self, lake: &Lake, table: Table, bucket: Bucket) -> String {
        match self {
            Self::Here => lake.file(table, bucket).to_string_lossy().into_owned(),
            Self::Workers(_) => address(table, bucket),
        }
    }
}

impl Asked {
    /// A session in which the files of a group are tables. Where several of `statements` are answered here, the tables
    /// that they name are read once and held for all of them: opening a few hundred small files costs more than most
    /// queries.
    pub(super) async fn session(
        &self,
        group: &[Bucket],
        statements: &[Statement],
    ) -> Result<SessionContext, DataFusionError> {
        let mut config = SessionConfig::new();
        one_thread(&mut config);
        let context = SessionContext::new_with_config(config);
        if let Place::Workers(_) = self.place {
            share(&context, &self.lake)?;
        }
        let holds = matches!(self.place, Place::Here) && statements.len() >= HELD_FROM;
        let schema = MemorySchemaProvider::new();
        for table in VISIBLE {
            let mut provider = files(&context, &self.place, &self.lake, table, group)?;
            if holds && statements.iter().any(|statement| statement.sql.whole.contains(table.name())) {
                provider = held(&context, provider).await?;
            }
            schema.register_table(table.name().into(), provider)?;
        }
        let catalog =
            context.catalog("datafusion").ok_or_else(|| DataFusionError::Internal("no catalog".into()))?;
        catalog.register_schema("lake", Arc::new(schema))?;
        Ok(context)
    }

    /// The rows of a statement over a group. Here its steps are made once and held; a worker is given the whole.
    pub(super) async fn answer(
        &self,
        context: &SessionContext,
        sql: &Composed,
        group: &[Bucket],
    ) -> Result<Vec<RecordBatch>, Box<dyn std::error::Error + Send + Sync>> {
        match &self.place {
            Place::Here => {
                let name = |step: &Step| TableReference::partial("lake", step.name.clone());
                for step in &sql.steps {
                    let rows = rows_of(context.sql(&step.sql).await?).await?;
                    context.register_table(name(step), rows)?;
                }
                let rows = context.sql(&sql.rest).await?.collect().await?;
                for step in &sql.steps {
                    context.deregister_table(name(step))?;
                }
                Ok(rows)
            }
            Place::Workers(cluster) => cluster.answer(context, &sql.whole, &self.fingerprints, group).await,
        }
    }
}

/// One thread works on one group of buckets, and several groups are in hand at once: so a query moves no rows between
/// threads.
pub(crate) fn one_thread(config: &mut SessionConfig) {
    let options = config.options_mut();
    options.catalog.information_schema = false;
    options.execution.target_partitions = 1;
    options.execution.parquet.pushdown_filters = false;
    // Our files are small, and what is asked of them is known from the start.
    options.execution.parquet.metadata_size_hint = Some(64 * 1024);
}

/// The files of a group as a table.
fn files(
    context: &SessionContext,
    place: &Place,
    lake: &Lake,
    table: Table,
    group: &[Bucket],
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let files: Vec<_> = group.iter().copied().filter(|&b| lake.file(table, b).exists()).collect();
    if files.is_empty() {
        return Ok(Arc::new(MemTable::try_new(table.schema(), vec![vec![]])?));
    }
    let urls = files.into_iter().map(|b| ListingTableUrl::parse(place.address(lake, table, b)));
    let urls = urls.collect::<Result<Vec<_>, _>>()?;
    let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
    let config = ListingTableConfig::new_with_multi_paths(urls)
        .with_listing_options(options)
        .with_schema(as_read(context, table));
    Ok(Arc::new(ListingTable::try_new(config)?))
}

/// A table with its rows in memory.
async fn held(
    context: &SessionContext,
    files: Arc<dyn TableProvider>,
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    rows_of(context.read_table(files)?).await
}

/// The rows of a query as a table.
async fn rows_of(query: DataFrame) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let schema = Arc::new(query.schema().as_arrow().clone());
    let rows = query.collect().await?;
    Ok(Arc::new(MemTable::try_new(schema, vec![rows])?))
}

/// Texts are read as views where the session reads them so: they are passed on without being copied.
fn as_read(context: &SessionContext, table: Table) -> datafusion::arrow::datatypes::SchemaRef {
    let views = context.state().config_options().execution.parquet.schema_force_view_types;
    let schema = table.schema();
    let fields: Vec<_> = schema
        .fields()
        .iter()
        .map(|field| match field.data_type() {
            DataType::Utf8 if views => field.as_ref().clone().with_data_type(DataType::Utf8View),
            _ => field.as_ref().clone(),
        })
        .collect();
    Arc::new(datafusion::arrow::datatypes::Schema::new(fields))
}
