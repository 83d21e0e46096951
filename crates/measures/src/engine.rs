//! Running measures over the lake.
//!
//! A full run and a run over a few buckets are the same code: buckets are dealt into groups, a few workers take the
//! groups one after another, and each group gives one batch for each measure. Everything about a dyad lies in one
//! bucket, so groups never need one another, and memory is bounded by the groups in hand. The engine has its own
//! threads: a run never holds up whoever asked for it, who may wait for batches or poll for them.
//!
//! Statements are answered in this process, or by a cluster of workers: `place` is all that knows the difference.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use kith_domain::id::Bucket;
use tokio::sync::mpsc;

mod batch;
mod count;
mod place;

pub use batch::Batch;
pub(crate) use batch::civil;
pub use count::{CountRow, Counter};

pub(crate) use place::one_thread;
use place::{Asked, Place};

use crate::cluster::{Cluster, ClusterError, Workers};
use crate::lake::{Lake, LakeError, Table};
use crate::programme::{Measure, Programme};
use crate::sql::{Codes, Composed, composed, statement};

/// Bytes of events that one group of buckets may hold.
const GROUP_BYTES: u64 = 24 * 1024 * 1024;
/// Bytes of events from which it pays to have work for every worker.
const SPLIT_BYTES: u64 = 2 * 1024 * 1024;
/// Batches that may wait for whoever asked.
const WAITING: usize = 4;

/// Why a run could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The programme has no such measure.
    #[error("there is no measure `{0}` in this programme")]
    NoSuchMeasure(String),
    /// The lake could not be read.
    #[error("the lake could not be read")]
    Lake(#[from] LakeError),
    /// A query failed.
    #[error("the measure `{measure}` could not be run")]
    Query {
        /// Which measure.
        measure: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The threads could not be started.
    #[error("the engine's threads could not be started")]
    Threads(#[source] std::io::Error),
    /// The cluster could not be reached.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
}

/// What to run.
#[derive(Debug, Clone)]
pub struct Request {
    /// The measures, by id; empty for all of the programme.
    pub measures: Vec<String>,
    /// The buckets; none for all of the lake.
    pub buckets: Option<Vec<Bucket>>,
    /// The day on which it is asked: nothing later is seen.
    pub as_of: Date,
}

impl Request {
    /// All measures over the whole lake.
    pub fn all(as_of: Date) -> Self {
        Self { measures: Vec::new(), buckets: None, as_of }
    }
}

/// Runs measures.
pub struct Engine {
    runtime: Option<tokio::runtime::Runtime>,
    in_hand: usize,
    place: Place,
}

impl Engine {
    /// An engine in this process, with two groups in hand at once.
    pub fn new() -> Result<Self, RunError> {
        Ok(Self { runtime: Some(threads(2)?), in_hand: 2, place: Place::Here })
    }

    /// An engine that plans here and has a cluster answer, with as many groups in hand as the cluster takes at once.
    pub async fn over(workers: Workers) -> Result<Self, RunError> {
        let runtime = threads(std::thread::available_parallelism().map_or(2, usize::from))?;
        // Connections live as long as the engine, on its own threads.
        let cluster = runtime.spawn(async move { Cluster::connect(&workers).await }).await;
        let cluster = match cluster {
            Ok(Ok(cluster)) => cluster,
            other => {
                runtime.shutdown_background();
                return Err(match other {
                    Ok(Err(error)) => error.into(),
                    _ => RunError::Threads(std::io::Error::other("a thread of the engine ended")),
                });
            }
        };
        Ok(Self {
            runtime: Some(runtime),
            in_hand: cluster.at_once(),
            place: Place::Workers(Arc::new(cluster)),
        })
    }

    /// Starts a run. Dropping what is returned ends it.
    pub fn run(&self, lake: &Lake, programme: &Programme, request: &Request) -> Result<Run, RunError> {
        let measures = chosen(programme, &request.measures)?;
        let all = match &request.buckets {
            Some(buckets) => {
                let mut buckets = buckets.clone();
                buckets.sort();
                buckets.dedup();
                buckets
            }
            None => lake.buckets(),
        };
        let codes = Codes::new(&programme.value_sets, &lake.concepts(&all)?);
        let statements = statements(measures, &codes, request.as_of);
        let asked = self.place.over(lake);
        let plan = Arc::new(Plan { asked, groups: self.groups(lake, &all), statements });
        let next = Arc::new(AtomicUsize::new(0));
        let (sender, receiver) = mpsc::channel(WAITING);
        let runtime = self.runtime.as_ref().expect("the threads are there until the engine is dropped");
        for _ in 0..self.in_hand {
            let (plan, next, sender) = (plan.clone(), next.clone(), sender.clone());
            runtime.spawn(async move {
                while let Some(group) = plan.groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let batches = run_group(&plan, group, &sender).await;
                    match batches {
                        Ok(true) => {}
                        // Nobody waits for the rest.
                        Ok(false) => return,
                        Err(error) => {
                            next.store(usize::MAX / 2, Ordering::Relaxed);
                            let _ = sender.send(Err(error)).await;
                            return;
                        }
                    }
                }
            });
        }
        Ok(Run { receiver })
    }

    /// Deals buckets into groups of about equal size: few enough that planning costs little, small enough for memory.
    fn groups(&self, lake: &Lake, buckets: &[Bucket]) -> Vec<Vec<Bucket>> {
        let bytes = lake.bytes(Table::Event, buckets);
        let for_memory = bytes.div_ceil(GROUP_BYTES) as usize;
        let for_workers = if self.place.always_splits() || bytes > SPLIT_BYTES { self.in_hand } else { 1 };
        let count = for_memory.max(for_workers).next_multiple_of(for_workers).clamp(1, buckets.len().max(1));
        let size = buckets.len().div_ceil(count).max(1);
        buckets.chunks(size).map(<[Bucket]>::to_vec).collect()
    }

    /// The statement of a measure, as a run over the whole lake composes it.
    pub fn sql_of(
        &self,
        lake: &Lake,
        programme: &Programme,
        measure: &str,
        as_of: Date,
    ) -> Result<String, RunError> {
        let measure =
            programme.measure(measure).ok_or_else(|| RunError::NoSuchMeasure(measure.to_owned()))?;
        let codes = Codes::new(&programme.value_sets, &lake.concepts(&lake.buckets())?);
        Ok(statement(measure, &codes, as_of))
    }
}

/// Threads of an engine.
fn threads(count: usize) -> Result<tokio::runtime::Runtime, RunError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(count)
        .thread_name("kith-measure")
        .thread_stack_size(8 * 1024 * 1024)
        .enable_all()
        .build()
        .map_err(RunError::Threads)
}

impl Drop for Engine {
    fn drop(&mut self) {
        // An engine may be dropped where waiting is not allowed.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A run in progress. Batches come in no particular order.
#[derive(Debug)]
pub struct Run {
    receiver: mpsc::Receiver<Result<Batch, RunError>>,
}

impl Run {
    /// The next batch; none when all have been given.
    pub async fn next_batch(&mut self) -> Option<Result<Batch, RunError>> {
        self.receiver.recv().await
    }
}

/// For threads that may wait; inside an async task use [`Run::next_batch`].
impl Iterator for Run {
    type Item = Result<Batch, RunError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.receiver.blocking_recv()
    }
}

/// A statement, and the measures that it answers: the first is the one it was made for.
struct Statement {
    measures: Vec<Arc<Measure>>,
    sql: Composed,
}

/// Measures that ask the same of the same people, and differ only in how many events they need, are one statement.
fn statements(mut measures: Vec<&Measure>, codes: &Codes, as_of: Date) -> Vec<Statement> {
    measures.sort_by_key(|m| std::cmp::Reverse(m.needs));
    let mut statements: Vec<Statement> = Vec::new();
    for measure in measures {
        let same = |other: &Measure| {
            (&other.queries, &other.settings, other.unit, &other.strata, other.own_group)
                == (&measure.queries, &measure.settings, measure.unit, &measure.strata, measure.own_group)
        };
        match statements.iter_mut().find(|s| same(&s.measures[0])) {
            Some(statement) => statement.measures.push(Arc::new(measure.clone())),
            None => {
                let sql = composed(measure, codes, as_of);
                statements.push(Statement { measures: vec![Arc::new(measure.clone())], sql });
            }
        }
    }
    statements
}

struct Plan {
    asked: Asked,
    groups: Vec<Vec<Bucket>>,
    statements: Vec<Statement>,
}

fn chosen<'a>(programme: &'a Programme, ids: &[String]) -> Result<Vec<&'a Measure>, RunError> {
    if ids.is_empty() {
        return Ok(programme.measures.iter().collect());
    }
    let find = |id: &String| programme.measure(id).ok_or_else(|| RunError::NoSuchMeasure(id.clone()));
    ids.iter().map(find).collect()
}

/// Runs every measure over one group; false when nobody waits any more.
async fn run_group(
    plan: &Plan,
    group: &[Bucket],
    sender: &mpsc::Sender<Result<Batch, RunError>>,
) -> Result<bool, RunError> {
    let wrong = |measure: &Measure, source: Box<dyn std::error::Error + Send + Sync>| RunError::Query {
        measure: measure.id.clone(),
        source,
    };
    let Some(first) = plan.statements.first() else { return Ok(true) };
    let context =
        plan.asked.session(group, &plan.statements).await.map_err(|e| wrong(&first.measures[0], e.into()))?;
    for Statement { measures, sql } in &plan.statements {
        let first = &measures[0];
        let rows = plan.asked.answer(&context, sql, group).await.map_err(|e| wrong(first, e))?;
        let batch = Batch::read(first.clone(), group.to_vec(), &rows).map_err(|e| wrong(first, e.into()))?;
        drop(rows);
        let others: Vec<Batch> = measures[1..].iter().map(|m| batch.needing(m.clone())).collect();
        for batch in std::iter::once(batch).chain(others) {
            if sender.send(Ok(batch)).await.is_err() {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Runs to the end and gives every outcome, in the order of measures and subjects.
pub fn outcomes(run: Run) -> Result<Vec<kith_domain::measure::Outcome>, RunError> {
    let mut by_measure: BTreeMap<String, Vec<kith_domain::measure::Outcome>> = BTreeMap::new();
    for batch in run {
        let batch = batch?;
        by_measure.entry(batch.measure().id.clone()).or_default().extend(batch.outcomes());
    }
    let mut all = Vec::new();
    for (_, mut outcomes) in by_measure {
        outcomes.sort_by_key(|o| o.subject);
        all.append(&mut outcomes);
    }
    Ok(all)
}
