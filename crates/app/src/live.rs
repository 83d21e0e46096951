//! The live spine: what was written is measured again within seconds, and pages hear of it.
//!
//! A write marks the buckets of the people it is about as dirty, in its own transaction. The worker here takes dirty
//! buckets, has them measured from their facts, publishes the difference and tells the pages. A full run is the same
//! with every bucket dirty: after an ingest, after midnight, after a definition changed.

use std::time::Duration;

use jiff::civil::Date;
use kith_domain::id::{BUCKETS, Bucket};
use kith_domain::measure::Outcome;
use kith_store::facts::{self, BucketFacts, OrganizationRow};
use kith_store::results::{self, Change, DyadRow, Publication};
use kith_store::{event, live, setting};

use crate::view::Moved;
use crate::{App, Error, Published};

/// Buckets measured at a time when many wait: enough to keep two cores busy, few enough to keep memory small.
const AT_ONCE: usize = 16;
/// How often to look for work and for publications of other processes, when nobody calls.
const LOOK: Duration = Duration::from_secs(1);
/// The setting that holds the hash of the definitions behind the published numbers.
const DEFINITIONS: &str = "published_definitions";
/// The setting that holds the day as of which every bucket was last marked.
const DAY: &str = "marked_day";

/// What a measurement of some buckets gives.
#[derive(Debug, Default)]
pub struct Measured {
    /// Where each subject stands.
    pub outcomes: Vec<Outcome>,
    /// Mothers, infants and births, for pages.
    pub dyads: Vec<DyadRow>,
}

/// Turns the facts of some buckets into outcomes: the measure engine, as the binary plugs it in.
pub trait Measurer: Send + Sync + 'static {
    /// Measures whole buckets as of a day.
    fn measure(
        &self,
        buckets: Vec<(Bucket, BucketFacts)>,
        organizations: Vec<OrganizationRow>,
        as_of: Date,
    ) -> impl Future<Output = Result<Measured, Box<dyn std::error::Error + Send + Sync>>> + Send;
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Buckets measured.
    pub done: usize,
    /// Buckets in all.
    pub all: usize,
}

/// Measures every dirty bucket until none is left, and says how far it has come.
pub async fn catch_up(
    app: &App,
    measurer: &impl Measurer,
    mut progress: impl FnMut(Progress),
) -> Result<usize, Error> {
    mark_what_time_has_changed(app).await?;
    let mut done = 0;
    loop {
        let step = step(app, measurer).await?;
        if step == 0 {
            return Ok(done);
        }
        done += step;
        let left = usize::try_from(live::dirty_count(app.db()).await?).unwrap_or(0);
        progress(Progress { done, all: done + left });
    }
}

/// Keeps the published numbers true until `stop` resolves.
pub async fn run(app: App, measurer: impl Measurer, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    // What a process before this one took and did not finish need not wait for its lease. Over PostgreSQL another process
    // may be at work on it.
    if app.db().kind() == "sqlite"
        && let Err(error) = live::release(app.db()).await
    {
        tracing::warn!(error = %error, "giving back what was taken failed; it is taken again when its lease ends");
    }
    loop {
        let began = std::time::Instant::now();
        let work = async {
            mark_what_time_has_changed(&app).await?;
            // Once round everybody, and then a rest: while records stream in, buckets get dirty as fast as they are measured.
            let mut done = 0;
            while done < usize::from(BUCKETS) {
                match step(&app, &measurer).await? {
                    0 => break,
                    taken => done += taken,
                }
            }
            Ok::<(), Error>(())
        };
        tokio::select! {
            () = &mut stop => return,
            result = work => if let Err(error) = result {
                tracing::error!(error = %cause(&error), "measuring dirty buckets failed; they stay dirty and are tried again");
            },
        }
        rest(began).await;
        tokio::select! {
            () = &mut stop => return,
            () = app.inner.dirty.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Leaves the machine to whoever waits for an answer: twice as long as the work took that `began` then, and at most two
/// seconds.
pub(crate) async fn rest(began: std::time::Instant) {
    tokio::time::sleep((2 * began.elapsed()).min(Duration::from_secs(2))).await;
}

/// Tells this process's pages of publications made by other processes over the same database.
pub async fn watch(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    let mut seen = None;
    loop {
        match results::latest(app.db()).await {
            Ok(latest) => {
                let version = latest.map_or(0, |p| p.version);
                if seen.is_some_and(|seen| seen < version) && !app.heard(version) {
                    app.tell(Published { version, measures: Vec::new(), moved: Vec::new() });
                }
                seen = Some(version);
            }
            Err(error) => tracing::warn!(error = %error, "looking for publications failed"),
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Measures and publishes one helping of dirty buckets; the number of buckets it took.
async fn step(app: &App, measurer: &impl Measurer) -> Result<usize, Error> {
    let db = app.db();
    let now = app.now();
    let buckets = live::take_dirty(db, AT_ONCE, now).await?;
    if buckets.is_empty() {
        return Ok(0);
    }
    let as_of = app.today();
    let mut loaded = Vec::with_capacity(buckets.len());
    for bucket in &buckets {
        loaded.push((*bucket, facts::of_bucket(db, *bucket).await?));
    }
    let people = loaded.iter().flat_map(|(_, facts)| facts.person_of.iter().copied()).collect();
    let told: Vec<event::NewEvent> =
        loaded.iter().flat_map(|(_, facts)| crate::events::of_bucket(facts)).collect();
    event::settle(db, &buckets, &people, &told, &crate::events::news(as_of), now).await?;
    let organizations = facts::organizations(db).await?;
    let measured = measurer.measure(loaded, organizations, as_of).await.map_err(Error::Internal)?;
    let (publication, changes) =
        results::publish(db, &buckets, measured.outcomes, measured.dyads, as_of, now).await?;
    live::done(db, &buckets, now).await?;
    app.announce(&publication, &changes).await?;
    Ok(buckets.len())
}

/// A new day opens and closes windows, and a new definition changes its results: both dirty everything. The day is
/// that of the marking, not of the last publication: a run that goes on past midnight has measured its first buckets
/// as of the day before.
async fn mark_what_time_has_changed(app: &App) -> Result<(), Error> {
    let db = app.db();
    let definitions = app.programme().measured().map(|m| m.definition.as_str()).collect::<Vec<_>>().join(" ");
    let today = app.today().to_string();
    let Some(latest) = results::latest(db).await? else {
        setting::set(db, DEFINITIONS, &definitions).await?;
        setting::set(db, DAY, &today).await?;
        return Ok(());
    };
    let same = setting::get(db, DEFINITIONS).await?.is_some_and(|published| published == definitions);
    let marked = setting::get(db, DAY).await?.unwrap_or_else(|| latest.as_of.to_string());
    if marked == today && same {
        return Ok(());
    }
    // All of them, those that are being measured included: their day may be the one before.
    let every: Vec<Bucket> = Bucket::all().collect();
    live::mark_dirty(db, &every, app.now()).await?;
    setting::set(db, DEFINITIONS, &definitions).await?;
    setting::set(db, DAY, &today).await?;
    Ok(())
}

impl App {
    async fn announce(&self, publication: &Publication, changes: &[Change]) -> Result<(), Error> {
        let organizations = crate::cube::organization_names(self).await?;
        let mut measures: Vec<String> = changes.iter().map(|c| c.measure.clone()).collect();
        measures.sort();
        measures.dedup();
        let moved = changes.iter().take(20).map(|c| moved(c, &organizations)).collect();
        self.tell(Published { version: publication.version, measures, moved });
        Ok(())
    }

    /// Sends news to the pages that listen. That nobody listens is no error.
    fn tell(&self, published: Published) {
        let mut heard = self.inner.heard.lock().unwrap_or_else(|e| e.into_inner());
        *heard = (*heard).max(published.version);
        drop(heard);
        let _ = self.inner.published.send(published);
    }

    fn heard(&self, version: i64) -> bool {
        *self.inner.heard.lock().unwrap_or_else(|e| e.into_inner()) >= version
    }
}

/// A change as pages may tell it: with the clinic, without the person.
pub(crate) fn moved(
    change: &Change,
    organizations: &std::collections::HashMap<kith_domain::id::OrganizationId, String>,
) -> Moved {
    Moved {
        at: change.at,
        version: change.version,
        measure: change.measure.clone(),
        organization: change.organization.and_then(|o| organizations.get(&o).cloned()),
        from: change.from,
        to: change.to,
    }
}

pub(crate) fn cause(error: &Error) -> String {
    match error {
        Error::Internal(source) => source.to_string(),
        other => other.to_string(),
    }
}
