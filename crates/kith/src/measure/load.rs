//! What a run reads: a lake, made of a database or of files, and the names of what its numbers stand for.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use kith_domain::fact::{Body, Reference};
use kith_domain::id::{Bucket, OrganizationId, PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::measure::Outcome;
use kith_interop::Limits;
use kith_interop::stream::Records;
use kith_measures::engine;
use kith_measures::explain::Details;
use kith_measures::gather::{Gather, Gathered, Version};
use kith_measures::lake::{Lake, Location};
use kith_measures::programme::Programme;
use kith_store::facts::BucketFacts;
use kith_store::{facts, people, source};

use crate::args::From;
use crate::engine::Engine;

/// A lake with the names of what its numbers stand for.
pub struct Loaded {
    pub lake: Lake,
    pub engine: engine::Engine,
    organizations: BTreeMap<OrganizationId, String>,
    pub people: People,
    /// Who tells of whom, where more than one source does.
    pub sources: Option<Sources>,
    /// Records that could not be read.
    pub unread: u64,
    /// Holds the lake of files until the end.
    _dir: Option<tempfile::TempDir>,
}

impl Loaded {
    /// What an organisation is called: by its number where the lake is all there is.
    pub fn organization(&self, id: OrganizationId) -> String {
        self.organizations.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

/// References of people, as they came.
pub enum People {
    Gathered(Box<Gathered>),
    Stored(Called),
    Told(HashMap<PersonId, Reference>),
}

/// What sources call people who are in a database.
#[derive(Default)]
pub struct Called {
    /// By the reference that is shown.
    shown: HashMap<PersonId, Reference>,
    /// By every reference of every source: two sources may call two people alike.
    all: HashMap<Reference, BTreeSet<PersonId>>,
}

impl People {
    pub fn reference(&self, person: PersonId) -> String {
        let found = match self {
            Self::Gathered(gathered) => gathered.person(person),
            Self::Stored(called) => called.shown.get(&person),
            Self::Told(people) => people.get(&person),
        };
        found.map_or_else(|| person.to_string(), |r| r.0.clone())
    }

    pub fn find(&self, reference: &str) -> BTreeSet<PersonId> {
        match self {
            Self::Gathered(gathered) => gathered.find(reference).into_iter().collect(),
            Self::Stored(called) => {
                called.all.get(&Reference(reference.to_owned())).cloned().unwrap_or_default()
            }
            Self::Told(people) => {
                people.iter().filter(|(_, r)| r.0 == reference).map(|(id, _)| *id).collect()
            }
        }
    }
}

/// Who tells of whom.
pub struct Sources {
    names: BTreeMap<SourceId, String>,
    of_person: HashMap<PersonId, BTreeSet<SourceId>>,
    of_record: HashMap<RecordId, SourceId>,
}

impl Sources {
    /// None where everything comes from one: then there is nothing to tell apart.
    async fn several(db: &kith_store::Db) -> anyhow::Result<Option<Self>> {
        let names: BTreeMap<_, _> =
            source::standings(db).await?.into_iter().map(|s| (s.id, s.name)).collect();
        let several = names.len() > 1;
        Ok(several.then(|| Self { names, of_person: HashMap::new(), of_record: HashMap::new() }))
    }

    fn add(&mut self, facts: &BucketFacts, person_of: &HashMap<SourcePersonId, PersonId>) {
        for stated in &facts.facts {
            if let Some(&person) = person_of.get(&stated.person) {
                self.of_person.entry(person).or_default().insert(stated.source);
            }
            self.of_record.insert(stated.record, stated.source);
        }
    }

    fn name(&self, source: SourceId) -> String {
        self.names.get(&source).cloned().unwrap_or_else(|| source.to_string())
    }

    /// The sources that tell of a row's person, or of its evidence.
    pub fn behind(&self, outcome: &Outcome) -> Vec<String> {
        let person = self.of_person.get(&outcome.person).into_iter().flatten();
        let evidence = outcome.evidence.iter().filter_map(|record| self.of_record.get(record));
        let all: BTreeSet<String> = person.chain(evidence).map(|source| self.name(*source)).collect();
        all.into_iter().collect()
    }

    /// Adds to what an explanation speaks of who says so.
    pub fn tell(&self, outcome: &Outcome, details: &mut Details) {
        let named = |record: &RecordId| Some((*record, self.name(*self.of_record.get(record)?)));
        details.told_by = self.behind(outcome);
        if details.told_by.len() > 1 {
            details.sources = details.references.iter().filter_map(|(record, _)| named(record)).collect();
        }
    }
}

/// What will be told: of counts nobody asks who is behind them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    Counts,
    Subjects,
}

pub async fn load(from: &From, programme: &Arc<Programme>, rows: Rows) -> anyhow::Result<Loaded> {
    match (&from.facts, &from.lake) {
        (Some(path), _) => from_files(path, programme),
        (None, Some(place)) => from_lake(place, programme, rows).await,
        (None, None) => {
            let default = Path::new("kith-data");
            let dir = from.data_dir.as_deref().unwrap_or(default);
            from_database(dir, from.database.as_deref(), programme, rows).await
        }
    }
}

/// A lake as it lies there.
async fn from_lake(place: &Location, programme: &Programme, rows: Rows) -> anyhow::Result<Loaded> {
    let lake = crate::lake::open(place).await?;
    if let (Some(areas), Some(table)) = (lake.areas()?, &programme.deprivation) {
        anyhow::ensure!(
            areas == table.hash,
            "the lake at {place} tells deprivation by another table than the deprivation.csv of {}: measure it with the \
             programme that made it, or have `kith serve` make it again with this one",
            programme.id
        );
    }
    let people = match rows {
        Rows::Subjects => lake.people(&lake.buckets())?,
        Rows::Counts => HashMap::new(),
    };
    Ok(Loaded {
        lake,
        engine: engine::Engine::new()?,
        organizations: BTreeMap::new(),
        people: People::Told(people),
        sources: None,
        unread: 0,
        _dir: None,
    })
}

/// Files straight to a lake in a temporary folder.
fn from_files(path: &Path, programme: &Programme) -> anyhow::Result<Loaded> {
    let files = kith_app::ingest::files(&[path.to_owned()])?;
    let dir = tempfile::tempdir().context("making a temporary folder")?;
    let areas = programme.deprivation.as_ref().map(|table| table.areas.clone());
    let mut gather = Gather::new(dir.path())?.with_areas(areas);
    let all: u64 = files.iter().filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum();
    let bar = crate::format::bytes(all, "reading");
    let mut unread = 0;
    for file in &files {
        let name = file.display().to_string();
        let reader = File::open(file).with_context(|| format!("opening {name}"))?;
        let limits = Limits { max_document: 256 << 20, ..Limits::default() };
        let mut records = match Records::open(bar.wrap_read(reader), &name, limits) {
            Ok(records) => records,
            Err(not) => {
                // A README is none of our business here; a file named as records is.
                if kith_app::ingest::is_named_as_records(file) {
                    unread += 1;
                    bar.suspend(|| eprintln!("{name}: {}", not.message));
                }
                continue;
            }
        };
        for item in &mut records {
            match item.read() {
                Ok(resource) => {
                    if let Some(fact) = resource.fact {
                        let version = Version::new(resource.last_updated, resource.version_id.as_deref());
                        gather.add_version(SourceId(1), fact, version)?;
                    }
                }
                Err(problem) => {
                    unread += 1;
                    if unread <= 5 {
                        bar.suspend(|| {
                            eprintln!("{name}, {}: {}; {}", item.place, problem.message, problem.help)
                        });
                    }
                }
            }
        }
    }
    bar.finish_and_clear();
    let gathered = gather.finish(&programme.value_sets)?;
    Ok(Loaded {
        lake: gathered.lake.clone(),
        engine: engine::Engine::new()?,
        organizations: gathered.organizations.iter().map(|(id, o)| (*id, o.reference.0.clone())).collect(),
        people: People::Gathered(Box::new(gathered)),
        sources: None,
        unread,
        _dir: Some(dir),
    })
}

/// The facts of a database to a lake of their own, so that a running `kith serve` is not disturbed.
async fn from_database(
    data_dir: &Path,
    url: Option<&str>,
    programme: &Arc<Programme>,
    rows: Rows,
) -> anyhow::Result<Loaded> {
    let db = crate::place::existing_database(data_dir, url).await?;
    let dir = tempfile::tempdir().context("making a temporary folder")?;
    let zone = crate::place::time_zone_of(&db).await?;
    let writer = Engine::new(programme.clone(), dir.path(), zone)?;
    let organizations = facts::organizations(&db).await?;
    let directory = crate::engine::directory(&organizations);
    let mut sources = match rows {
        Rows::Subjects => Sources::several(&db).await?,
        Rows::Counts => None,
    };
    let bar = crate::format::progress(u64::from(kith_domain::id::BUCKETS), "reading");
    let mut called = Called::default();
    for bucket in Bucket::all() {
        let facts = facts::of_bucket(&db, bucket).await?;
        if rows == Rows::Subjects {
            let person_of: HashMap<_, _> = facts.person_of.iter().copied().collect();
            let ids: BTreeSet<PersonId> = person_of.values().copied().collect();
            let ids: Vec<PersonId> = ids.into_iter().collect();
            for person in people::many(&db, &ids).await? {
                called.all.entry(person.reference.clone()).or_default().insert(person.id);
                called.shown.insert(person.id, person.reference);
            }
            let people = facts.facts.iter().filter(|f| matches!(f.fact.body, Body::Person(_)));
            for (stated, person) in people.filter_map(|f| Some((f, *person_of.get(&f.person)?))) {
                called.all.entry(stated.fact.reference.clone()).or_default().insert(person);
            }
            if let Some(sources) = &mut sources {
                sources.add(&facts, &person_of);
            }
        }
        writer.write(bucket, &facts, &directory)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Loaded {
        lake: writer.lake().clone(),
        engine: engine::Engine::new()?,
        organizations: organizations.into_iter().map(|o| (o.id, o.reference.0)).collect(),
        people: People::Stored(called),
        sources,
        unread: 0,
        _dir: Some(dir),
    })
}
