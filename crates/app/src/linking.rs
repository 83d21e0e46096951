//! Keeps true who is whom: gives the linkage what changed, and writes down what it says.
//!
//! Who is whom is a function of the records, of the model and of what people decided ([`kith_domain::identity`]). The
//! linkage holds the records in memory, read when it is first needed and then fed with what changed. A round goes on
//! until nothing changes any more, so of two processes over one database the last to look has seen everything.

mod decisions;
mod record;
mod waterfall;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::future::Future;
use std::time::Duration;

use jiff::civil::Date;
use kith_domain::id::{ActId, PersonId, SourcePersonId};
use kith_domain::identity::PairKind;
use kith_linkage::{Linker, Model, Population, Touched};
use kith_store::linkage::{self, Cause, Cluster, NewReview, Pair, Partition, Proposal, Subject};
use kith_store::{Db, identity, setting};

use crate::view::Waterfall;
use crate::{App, Error};
use decisions::Decisions;
use record::{Said, record_of};

/// Source people read at once.
const AT_ONCE: u32 = 20_000;
/// The setting that holds the model.
const MODEL: &str = "linkage.model";
/// The setting that holds the last change and the last verdict that were linked: `work verdict`.
const LINKED: &str = "linkage.linked";
/// Below so many people only what is common among them is learned from them, and the model that Kith comes with knows
/// what errors are worth.
const ENOUGH_TO_LEARN: usize = 500;
/// A model is learned again when there are so many times as many people as it was learned from.
const GROWTH: u64 = 4;
/// Clusters of so many records and more are not explained in the event that made them.
const EXPLAINED: usize = 8;
/// Rounds after which a call ends although records still come; the next one goes on.
const ROUNDS: usize = 20;
/// How often the linker looks for changes that other processes made.
const LOOK: Duration = Duration::from_secs(2);

/// The linkage of this process, as far as it has read.
#[derive(Default)]
pub(crate) struct Linking {
    linker: Option<Linker>,
    decisions: Decisions,
    /// The last change of a record, and the last verdict, that it knows of.
    work: i64,
    verdicts: i64,
    /// Records whose source says that they are somebody of whom nothing has come yet.
    waiting: BTreeSet<SourcePersonId>,
}

/// What a round of linking did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Linked {
    /// Records that are another person's than before.
    pub moved: u64,
    /// Mothers and infants joined, parted, or joined otherwise.
    pub dyads: u64,
}

/// Links everything that changed since the last time, and wakes the measures if anything moved.
pub async fn link(app: &App) -> Result<Linked, Error> {
    with(app, async |state| state.link(app, Cause::Linkage, "linkage", ROUNDS).await).await
}

/// Does what somebody decided (writes an act, or takes one back) and links what that touched: what moves, moves by that
/// act. What waited before moves first, by itself.
pub(crate) async fn link_for<T>(
    app: &App,
    by: &str,
    decide: impl AsyncFnOnce() -> Result<(ActId, T), Error>,
) -> Result<(ActId, T, Linked), Error> {
    with(app, async |state| {
        state.link(app, Cause::Linkage, "linkage", ROUNDS).await?;
        let (act, told) = decide().await?;
        Ok((act, told, state.link(app, Cause::Act(act), by, ROUNDS).await?))
    })
    .await
}

/// Works on the linkage. Where that fails or is dropped half way, what it knew is forgotten, and read again from where it
/// was last written down: it must never be ahead of the database.
async fn with<T>(app: &App, work: impl AsyncFnOnce(&mut Linking) -> Result<T, Error>) -> Result<T, Error> {
    let mut kept = app.inner.linking.lock().await;
    let mut state = std::mem::take(&mut *kept);
    let done = work(&mut state).await?;
    *kept = state;
    Ok(done)
}

/// Keeps who is whom true until `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        let began = std::time::Instant::now();
        // Two rounds: what came, and what follows from it.
        let link = with(&app, async |state| state.link(&app, Cause::Linkage, "linkage", 2).await);
        tokio::select! {
            () = &mut stop => return,
            linked = link => if let Err(error) = linked {
                tracing::error!(error = %crate::live::cause(&error), "linking failed; it is tried again");
            },
        }
        crate::live::rest(began).await;
        tokio::select! {
            () = &mut stop => return,
            () = app.inner.changed.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Why a pair is judged as it is; none when a record of it says nothing any more.
pub(crate) async fn explain(app: &App, pair: Pair) -> Result<Option<Waterfall>, Error> {
    with(app, async |state| {
        state.open(app).await?;
        state.link(app, Cause::Linkage, "linkage", ROUNDS).await?;
        let Some(linker) = &state.linker else { return Ok(None) };
        let (a, b) = (key(pair.a), key(pair.b));
        Ok(match pair.kind {
            PairKind::Dyad => linker.explain_dyad(a, b).map(waterfall::of),
            _ => linker.explain(a, b).map(waterfall::of),
        })
    })
    .await
}

/// What changed of one source person: what is said now, or nothing any more.
struct Change {
    key: u64,
    said: Option<Said>,
    /// Source people that the source itself says are the same person.
    same: Vec<u64>,
    /// It names one of whom nothing has come yet.
    waits: bool,
}

impl Linking {
    async fn link(&mut self, app: &App, cause: Cause, by: &str, rounds: usize) -> Result<Linked, Error> {
        let db = app.db();
        let mut linked = Linked::default();
        for _ in 0..rounds {
            // What records say themselves goes before what is inferred, and is not asked about.
            linked.dyads += identity::resolve_mothers(db).await?;
            let Some(touched) = self.catch_up(app).await? else { break };
            let partition = self.partition(app, &touched).await?;
            let applied = linkage::apply(db, &partition, cause, by, app.now()).await?;
            linked.moved += applied.moved;
            setting::set(db, LINKED, &format!("{} {}", self.work, self.verdicts)).await?;
        }
        if linked != Linked::default() {
            app.wake();
        }
        Ok(linked)
    }

    /// Takes in what changed since the last time. The people whom that may have moved; none when nothing changed.
    async fn catch_up(&mut self, app: &App) -> Result<Option<Touched>, Error> {
        let db = app.db();
        let (work, verdicts) = self.after(db).await?;
        if linkage::changed(db, work, 1).await?.is_empty()
            && linkage::verdicts(db, verdicts, 1).await?.is_empty()
        {
            return Ok(None);
        }
        self.open(app).await?;
        let changes = self.changes(app, i64::MAX).await?;
        let pairs = self.given(db, i64::MAX).await?;
        let linker = self.linker.as_mut().expect("it was opened above");
        if (linker.len() + changes.len()) as u64 >= GROWTH * linker.model().learned_from {
            let touched = self.learn(app).await?;
            return Ok(Some(touched));
        }
        let decisions = &mut self.decisions;
        Ok(Some(blocking(move || {
            let mut keys: BTreeSet<u64> = BTreeSet::new();
            let note = |touched: Touched, keys: &mut BTreeSet<u64>| {
                keys.extend(touched.people.into_iter().flatten());
                keys.extend(touched.children);
            };
            for (a, b) in pairs {
                note(linker.decide(a, b, decisions.of(a, b)), &mut keys);
            }
            let mut gone = Vec::new();
            let mut said = Vec::with_capacity(changes.len());
            for change in &changes {
                for (a, b) in decisions.source(change.key, &change.same) {
                    note(linker.decide(a, b, decisions.of(a, b)), &mut keys);
                }
                match &change.said {
                    Some(record) => said.push((change.key, record.record())),
                    None => gone.push(change.key),
                }
            }
            for key in gone {
                note(linker.remove(key), &mut keys);
            }
            let put = linker.put_many(said.iter().map(|(key, record)| (*key, record)));
            let whole = said.len() >= linker.len();
            note(put.clone(), &mut keys);
            // Who is gone is looked at too: nobody is with them any more.
            let mut touched =
                if whole { put } else { linker.around(&keys.iter().copied().collect::<Vec<_>>()) };
            let seen: HashSet<u64> = touched.people.iter().flatten().copied().collect();
            let left = changes.iter().map(|c| c.key).filter(|key| !seen.contains(key));
            touched.people.extend(left.map(|key| vec![key]));
            touched
        })))
    }

    /// Reads what was linked before, when that has not been done.
    async fn open(&mut self, app: &App) -> Result<(), Error> {
        if self.linker.is_some() {
            return Ok(());
        }
        let db = app.db();
        let model = match setting::get(db, MODEL).await? {
            Some(text) => Model::from_toml(&text).map_err(|e| Error::Internal(Box::new(e)))?,
            None => Model::default(),
        };
        let (work, verdicts) = self.after(db).await?;
        let changes = self.changes(app, work).await?;
        self.given(db, verdicts).await?;
        let mut linker = Linker::new(model);
        let decisions = &mut self.decisions;
        self.linker = Some(blocking(move || {
            load(&mut linker, &changes, decisions);
            linker
        }));
        Ok(())
    }

    /// Learns a model from everybody, and links everybody by it.
    async fn learn(&mut self, app: &App) -> Result<Touched, Error> {
        let until = self.work;
        self.work = 0;
        let changes = self.changes(app, until).await?;
        let decisions = &mut self.decisions;
        let (linker, touched) = blocking(move || {
            let mut population = Population::new();
            for said in changes.iter().filter_map(|c| c.said.as_ref()) {
                population.push(&said.record());
            }
            let mut model = if population.len() >= ENOUGH_TO_LEARN {
                kith_linkage::learn(&population, &kith_linkage::Settings::default())
            } else {
                kith_linkage::observe(&Model::default(), &population)
            };
            model.learned_from = population.len().max(1) as u64;
            drop(population);
            let mut linker = Linker::new(model);
            load(&mut linker, &changes, decisions);
            let touched = linker.relink();
            (linker, touched)
        });
        setting::set(app.db(), MODEL, &linker.model().to_toml()).await?;
        self.linker = Some(linker);
        Ok(touched)
    }

    /// Up to where changes and verdicts are known here; before anything was read, up to where they were linked.
    async fn after(&self, db: &Db) -> Result<(i64, i64), Error> {
        if self.linker.is_some() {
            return Ok((self.work, self.verdicts));
        }
        let linked = setting::get(db, LINKED).await?.unwrap_or_default();
        let mut numbers = linked.split(' ').map(|n| n.parse().unwrap_or(0));
        Ok((numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)))
    }

    /// Changes after those that are known here, up to one; those are known then.
    async fn changes(&mut self, app: &App, until: i64) -> Result<Vec<Change>, Error> {
        let db = app.db();
        let today = app.today();
        let mut changes = Vec::new();
        loop {
            let mut page = linkage::changed(db, self.work, AT_ONCE).await?;
            page.retain(|(seq, _)| *seq <= until);
            let Some((last, _)) = page.last() else { return Ok(changes) };
            // Whoever waits for somebody is looked at again, for it may be she who came.
            let mut keys = std::mem::take(&mut self.waiting);
            keys.extend(page.iter().map(|(_, key)| *key));
            for subject in linkage::subjects(db, &keys.into_iter().collect::<Vec<_>>()).await? {
                let change = change(db, &subject, today).await?;
                if change.waits {
                    self.waiting.insert(subject.key);
                }
                changes.push(change);
            }
            self.work = *last;
        }
    }

    /// The pairs about which verdicts were given or taken back after those that are known here, up to one.
    async fn given(&mut self, db: &Db, until: i64) -> Result<Vec<(u64, u64)>, Error> {
        let mut pairs = Vec::new();
        loop {
            let mut page = linkage::verdicts(db, self.verdicts, AT_ONCE).await?;
            page.retain(|v| v.seq <= until);
            let Some(last) = page.last() else { return Ok(pairs) };
            self.verdicts = last.seq;
            for verdict in page {
                pairs.extend(self.decisions.person(&verdict));
            }
        }
    }

    /// What the linkage says, as the store keeps it.
    async fn partition(&self, app: &App, touched: &Touched) -> Result<Partition, Error> {
        let linker = self.linker.as_ref().expect("something was touched by it");
        let stated = stated_mothers(app.db(), touched).await?;
        let people = touched.people.iter();
        let clusters = people.clone().filter(|p| p.len() > 1).map(|members| Cluster {
            members: members.iter().map(|key| source_person(*key)).collect(),
            evidence: evidence(linker, members, touched.people.len()),
        });
        let pairs = touched.reviews.iter().map(|r| NewReview {
            pair: Pair::person(source_person(r.a), source_person(r.b)),
            probability: Some(r.probability),
            why: serde_json::json!([r.why]).to_string(),
        });
        let open = |infant: u64| !stated.contains(&source_person(infant));
        let inferred = || touched.dyads.iter().filter(|d| open(d.infant));
        let dyads = inferred().filter(|d| !d.sure).map(|d| NewReview {
            pair: Pair::dyad(source_person(d.infant), source_person(d.mother)),
            probability: Some(d.probability),
            why: "[\"undecided\"]".into(),
        });
        let proposals = inferred().filter(|d| d.sure).map(|d| Proposal {
            infant: source_person(d.infant),
            mother: source_person(d.mother),
            probability: d.probability,
            evidence: serde_json::json!({"model": linker.model().fingerprint()}).to_string(),
        });
        Ok(Partition {
            clusters: clusters.collect(),
            reviews: pairs.chain(dyads).collect(),
            proposals: proposals.collect(),
            touched: people.flatten().map(|key| source_person(*key)).collect(),
        })
    }
}

/// Source people of infants whose mother a record or a person states: nothing is inferred about them.
async fn stated_mothers(db: &Db, touched: &Touched) -> Result<HashSet<SourcePersonId>, Error> {
    let infants: Vec<u64> = touched.dyads.iter().map(|d| d.infant).collect();
    if infants.is_empty() {
        return Ok(HashSet::new());
    }
    let keys: Vec<SourcePersonId> = infants.iter().map(|key| source_person(*key)).collect();
    // The records of one infant may not be one person yet: any of them may have brought the mother.
    let of: HashMap<u64, &Vec<u64>> =
        touched.people.iter().filter_map(|members| Some((*members.first()?, members))).collect();
    let everyone: Vec<SourcePersonId> = infants
        .iter()
        .filter_map(|key| of.get(key))
        .flat_map(|m| m.iter())
        .map(|k| source_person(*k))
        .collect();
    let persons: HashMap<SourcePersonId, PersonId> =
        linkage::subjects(db, &everyone).await?.into_iter().map(|s| (s.key, s.person)).collect();
    let asked: Vec<PersonId> = persons.values().copied().collect();
    let known: HashSet<PersonId> = identity::mother_links(db, &asked)
        .await?
        .into_iter()
        .filter(|link| link.technique != identity::Technique::Inferred)
        .map(|link| link.infant)
        .collect();
    let is_known = |key: &SourcePersonId| {
        let members = of.get(&self::key(*key));
        let mut members = members.into_iter().flat_map(|m| m.iter()).map(|k| source_person(*k));
        members.any(|m| persons.get(&m).is_some_and(|p| known.contains(p)))
    };
    Ok(keys.into_iter().filter(is_known).collect())
}

async fn change(db: &Db, subject: &Subject, today: Date) -> Result<Change, Error> {
    let (mut same, mut waits) = (Vec::new(), false);
    for link in subject.said.iter().flat_map(|p| &p.links) {
        if matches!(link.kind.as_str(), "replaced-by" | "replaces") && link.other.resource_type() == "Patient"
        {
            let other = linkage::find(db, subject.source, &link.other).await?;
            waits |= other.is_none();
            same.extend(other.filter(|other| *other != subject.key).map(key));
        }
    }
    Ok(Change { key: key(subject.key), said: record_of(subject, today), same, waits })
}

fn load(linker: &mut Linker, changes: &[Change], decisions: &mut Decisions) {
    for change in changes {
        decisions.source(change.key, &change.same);
    }
    let records: Vec<_> = changes.iter().filter_map(|c| Some((c.key, c.said.as_ref()?.record()))).collect();
    for (a, b, verdict) in decisions.all() {
        linker.decide(a, b, Some(verdict));
    }
    linker.load(records.iter().map(|(key, record)| (*key, record)));
}

/// What an event keeps of why these are one: the model, and how sure it is of the least sure of them, where they are few.
fn evidence(linker: &Linker, members: &[u64], people: usize) -> String {
    let model = linker.model().fingerprint();
    if members.len() >= EXPLAINED || people > 200 {
        return serde_json::json!({"model": model}).to_string();
    }
    let surest = |one: &u64| {
        let others = members.iter().filter(|other| *other != one);
        others.filter_map(|other| Some(linker.explain(*one, *other)?.probability)).fold(0.0, f64::max)
    };
    let probability = members.iter().map(surest).fold(1.0, f64::min);
    serde_json::json!({"model": model, "probability": probability}).to_string()
}

/// Runs what takes long away from the threads that serve.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match tokio::runtime::Handle::try_current().map(|h| h.runtime_flavor()) {
        Ok(tokio::runtime::RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

fn key(person: SourcePersonId) -> u64 {
    person.0.unsigned_abs()
}

fn source_person(key: u64) -> SourcePersonId {
    SourcePersonId(i64::try_from(key).expect("keys are ids"))
}
