//! From facts to a lake with no database: what `--facts` runs on.
//!
//! Facts come in any order, once. People get ids as they are met; facts wait in memory, and beyond a number in files
//! of the folder given. When all have come, mothers and infants are put together, people are dealt into buckets and
//! each bucket's story is written. Names, addresses and numbers of people are dropped on the way in: no measure asks
//! for them.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::tz::TimeZone;
use kith_domain::course::Course;
use kith_domain::deprivation::Deprivation;
use kith_domain::fact::{Body, Fact, Reference, Stated};
use kith_domain::id::{BUCKETS, Bucket, OrganizationId, PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::value_set::ValueSets;
pub use kith_domain::version::Version;

use crate::lake::{Lake, LakeError};
use crate::story::{self, Input, LinkEvidence, Organizations};

/// Facts that may wait in memory.
const IN_MEMORY: usize = 200_000;

/// Why facts could not be gathered.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// A file of facts that wait could not be written or read.
    #[error("facts could not be put aside in {path}")]
    Aside {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The lake could not be written.
    #[error("the lake could not be written")]
    Lake(#[from] LakeError),
}

/// Gathers facts and makes a lake of them.
pub struct Gather {
    dir: PathBuf,
    in_memory: usize,
    next_record: i64,
    people: HashMap<(SourceId, Reference), SourcePersonId>,
    references: Vec<Reference>,
    organizations: HashMap<(SourceId, Reference), OrganizationId>,
    names: BTreeMap<OrganizationId, Organization>,
    identified: Organizations,
    links: LinkEvidence,
    waiting: Vec<(Version, Stated)>,
    courses: Vec<Course>,
    zone: TimeZone,
    deprivation: Option<Deprivation>,
    aside: Option<Vec<BufWriter<File>>>,
    skipped: usize,
}

/// An organisation as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// What its source calls it.
    pub reference: Reference,
    /// Its name, if a record of it came.
    pub name: Option<String>,
}

/// A lake made of facts, and what its numbers stand for.
#[derive(Debug)]
pub struct Gathered {
    /// The lake.
    pub lake: Lake,
    /// Organisations by id.
    pub organizations: BTreeMap<OrganizationId, Organization>,
    /// Facts that say nothing of anyone: no subject, or one that is not a patient.
    pub skipped: usize,
    references: Vec<Reference>,
    mothers: BTreeMap<PersonId, PersonId>,
}

impl Gathered {
    /// The bucket that holds a person's story.
    pub fn bucket_of(&self, person: PersonId) -> Bucket {
        Bucket::of(first_mother(&self.mothers, person))
    }

    /// What a person is called by the source: `Patient/abc`.
    pub fn person(&self, person: PersonId) -> Option<&Reference> {
        self.references.get(usize::try_from(person.0 - 1).ok()?)
    }

    /// The person whom a source calls so.
    pub fn find(&self, reference: &str) -> Option<PersonId> {
        let index = self.references.iter().position(|r| r.0 == reference)?;
        Some(PersonId(index as i64 + 1))
    }
}

impl Gather {
    /// Starts in a folder of its own, which will hold the lake, and facts while they wait.
    pub fn new(dir: &Path) -> Result<Self, GatherError> {
        std::fs::create_dir_all(dir).map_err(|source| GatherError::Aside { path: dir.into(), source })?;
        Ok(Self {
            dir: dir.to_owned(),
            in_memory: IN_MEMORY,
            next_record: 1,
            people: HashMap::new(),
            references: Vec::new(),
            organizations: HashMap::new(),
            names: BTreeMap::new(),
            identified: Organizations::default(),
            links: LinkEvidence::default(),
            waiting: Vec::new(),
            courses: Vec::new(),
            zone: TimeZone::UTC,
            deprivation: None,
            aside: None,
            skipped: 0,
        })
    }

    /// Changes how many facts may wait in memory.
    pub fn keep_in_memory(mut self, facts: usize) -> Self {
        self.in_memory = facts;
        self
    }

    /// Says where the network is: on which day an instant of a course lies.
    pub fn in_zone(mut self, zone: TimeZone) -> Self {
        self.zone = zone;
        self
    }

    /// Says how deprived areas are.
    pub fn with_areas(mut self, deprivation: Option<Deprivation>) -> Self {
        self.deprivation = deprivation;
        self
    }

    /// Takes in the course of a case of somebody whom a source calls so. Who sent it is an organisation of that source.
    pub fn add_course(
        &mut self,
        source: SourceId,
        person: &Reference,
        sent_by: Option<&Reference>,
        course: Course,
    ) {
        let SourcePersonId(person) = self.person(source, person.clone());
        let organization = sent_by.map(|reference| self.organization(source, reference));
        self.courses.push(Course { person: PersonId(person), organization, ..course });
    }

    /// Takes in a fact of a source of which no version is known: it takes the place of what came before it.
    pub fn add(&mut self, source: SourceId, fact: Fact) -> Result<(), GatherError> {
        self.add_version(source, fact, Version::default())
    }

    /// Takes in a fact of a source. Of several of one reference the newest version holds, in whatever order they come.
    pub fn add_version(
        &mut self,
        source: SourceId,
        mut fact: Fact,
        version: Version,
    ) -> Result<(), GatherError> {
        let record = RecordId(self.next_record);
        self.next_record += 1;
        match &mut fact.body {
            Body::Organization(directory) => {
                let id = self.organization(source, &fact.reference);
                for identifier in &directory.identifiers {
                    self.identified.identify(identifier, id);
                }
                if let (Some(entry), Some(name)) = (self.names.get_mut(&id), directory.name.take()) {
                    entry.name = Some(name);
                }
                return Ok(());
            }
            Body::Practitioner(_) | Body::Location(_) => return Ok(()),
            Body::Person(person) => {
                person.names.clear();
                person.telecoms.clear();
                person.addresses.iter_mut().for_each(|a| a.lines.clear());
                let organizations = person.general_practitioners.iter().chain(&person.managing_organization);
                for reference in
                    organizations.filter(|r| r.0.starts_with("Organization")).cloned().collect::<Vec<_>>()
                {
                    self.organization(source, &reference);
                }
            }
            Body::Encounter(encounter) => {
                encounter.participants.clear();
                if let Some(reference) = encounter.organization.clone() {
                    self.organization(source, &reference);
                }
            }
            Body::RelatedPerson(related) => {
                related.who.names.clear();
                related.who.telecoms.clear();
                related.who.addresses.clear();
            }
            _ => {}
        }
        let subject = match &fact.body {
            Body::Person(_) => Some(&fact.reference),
            Body::RelatedPerson(related) => Some(&related.patient),
            _ => fact.subject.as_ref(),
        };
        let Some(subject) = subject.filter(|r| r.resource_type() == "Patient").cloned() else {
            self.skipped += 1;
            return Ok(());
        };
        let person = self.person(source, subject);
        let stated = Stated { record, source, person, fact };
        self.links.add(&stated);
        self.waiting.push((version, stated));
        if self.waiting.len() >= self.in_memory { self.put_aside() } else { Ok(()) }
    }

    fn person(&mut self, source: SourceId, reference: Reference) -> SourcePersonId {
        let next = SourcePersonId(self.references.len() as i64 + 1);
        let id = *self.people.entry((source, reference.clone())).or_insert(next);
        if id == next {
            self.references.push(reference);
        }
        id
    }

    /// The id of an organisation, given when it is first heard of: one that never comes is still known by its name.
    fn organization(&mut self, source: SourceId, reference: &Reference) -> OrganizationId {
        let next = OrganizationId(self.organizations.len() as i64 + 1);
        let id = *self.organizations.entry((source, reference.clone())).or_insert(next);
        if id == next {
            self.names.insert(id, Organization { reference: reference.clone(), name: None });
        }
        id
    }

    fn path(&self, stage: &str, bucket: usize) -> PathBuf {
        self.dir.join(format!("{stage}-{bucket:03}.facts"))
    }

    fn writers(&self, stage: &str) -> Result<Vec<BufWriter<File>>, GatherError> {
        let open = |bucket: usize| {
            let path = self.path(stage, bucket);
            File::create(&path).map(BufWriter::new).map_err(|source| GatherError::Aside { path, source })
        };
        (0..usize::from(BUCKETS)).map(open).collect()
    }

    /// Writes what waits to files, by the bucket in which each person starts.
    fn put_aside(&mut self) -> Result<(), GatherError> {
        if self.aside.is_none() {
            self.aside = Some(self.writers("came")?);
        }
        let dir = self.dir.clone();
        let writers = self.aside.as_mut().expect("made just now");
        for (version, stated) in self.waiting.drain(..) {
            let bucket = Bucket::of(PersonId(stated.person.0));
            let writer = &mut writers[usize::from(bucket.0)];
            let json =
                serde_json::to_string(&(version, &stated)).expect("a fact is made of texts and numbers");
            let written = writeln!(writer, "{}\t{json}", stated.person);
            written.map_err(|source| GatherError::Aside { path: dir.clone(), source })?;
        }
        Ok(())
    }

    /// Puts mothers and infants together and writes the lake.
    pub fn finish(mut self, value_sets: &ValueSets) -> Result<Gathered, GatherError> {
        let mothers: BTreeMap<PersonId, PersonId> = self
            .links
            .links()
            .into_iter()
            .map(|(infant, mother)| (PersonId(infant.0), PersonId(mother.0)))
            .collect();
        self.links = LinkEvidence::default();
        let bucket_of = |person: PersonId| Bucket::of(first_mother(&mothers, person));
        let organizations = self.directory();
        let lake = Lake::create(&self.dir.join("lake"))?;

        let mut by_bucket: Vec<Vec<(Version, Stated)>> = (0..BUCKETS).map(|_| Vec::new()).collect();
        let files = match self.aside.is_some() {
            true => {
                self.put_aside()?;
                self.deal(&bucket_of)?;
                true
            }
            false => {
                for waiting in std::mem::take(&mut self.waiting) {
                    by_bucket[usize::from(bucket_of(PersonId(waiting.1.person.0)).0)].push(waiting);
                }
                false
            }
        };
        let mut links: Vec<Vec<(PersonId, PersonId)>> = (0..BUCKETS).map(|_| Vec::new()).collect();
        for (&infant, &mother) in &mothers {
            links[usize::from(bucket_of(infant).0)].push((infant, mother));
        }

        let mut courses: Vec<Vec<Course>> = (0..BUCKETS).map(|_| Vec::new()).collect();
        for course in std::mem::take(&mut self.courses) {
            courses[usize::from(bucket_of(course.person).0)].push(course);
        }
        let (courses, zone, deprivation) = (courses, self.zone.clone(), self.deprivation.take());

        let work = Mutex::new(by_bucket.into_iter().enumerate());
        let worker = || -> Result<(), GatherError> {
            loop {
                let next = work.lock().expect("a worker that panics ends the run").next();
                let Some((index, mut facts)) = next else { return Ok(()) };
                if files {
                    facts = self.read(index)?;
                }
                let facts = latest(facts);
                if facts.is_empty() && courses[index].is_empty() {
                    continue;
                }
                let person_of: HashMap<_, _> =
                    facts.iter().map(|f| (f.person, PersonId(f.person.0))).collect();
                let story = story::derive(&Input {
                    facts: &facts,
                    person_of: &person_of,
                    mothers: &links[index],
                    choices: &[],
                    organizations: &organizations,
                    value_sets,
                    moves: &[],
                    courses: &courses[index],
                    taught: &[],
                    zone: &zone,
                    deprivation: deprivation.as_ref(),
                });
                lake.write_bucket(Bucket(index as u16), &story)?;
            }
        };
        std::thread::scope(|scope| {
            let other = scope.spawn(worker);
            let own = worker();
            own.and(other.join().expect("a worker that panics ends the run"))
        })?;
        let Self { names: organizations, skipped, references, .. } = self;
        Ok(Gathered { lake, organizations, skipped, references, mothers })
    }

    /// Organisations as derivations look them up. A reference that asks for an identifier means whoever has it.
    fn directory(&mut self) -> Organizations {
        let mut directory = std::mem::take(&mut self.identified);
        for ((source, reference), &id) in &self.organizations {
            let asked = directory.identified(reference).filter(|other| *other != id);
            directory.add(*source, reference, asked.unwrap_or(id));
            if asked.is_some() {
                self.names.remove(&id);
            }
        }
        directory
    }

    /// Moves facts from the bucket in which their person started to the one in which she ends.
    fn deal(&mut self, bucket_of: &dyn Fn(PersonId) -> Bucket) -> Result<(), GatherError> {
        let flush = |writers: Vec<BufWriter<File>>| writers.into_iter().try_for_each(|mut w| w.flush());
        let aside = |path: &Path| {
            let path = path.to_owned();
            move |source| GatherError::Aside { path, source }
        };
        flush(self.aside.take().expect("called only with facts put aside")).map_err(aside(&self.dir))?;
        let mut writers = self.writers("dealt")?;
        for bucket in 0..usize::from(BUCKETS) {
            let path = self.path("came", bucket);
            let mut reader = BufReader::new(File::open(&path).map_err(aside(&path))?);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).map_err(aside(&path))? > 0 {
                let end = line.iter().position(|b| *b == b'\t').unwrap_or(0);
                let person = std::str::from_utf8(&line[..end]).ok().and_then(|p| p.parse().ok());
                let person = PersonId(person.expect("lines were written with the person first"));
                writers[usize::from(bucket_of(person).0)]
                    .write_all(&line[end + 1..])
                    .map_err(aside(&path))?;
                line.clear();
            }
            std::fs::remove_file(&path).map_err(aside(&path))?;
        }
        flush(writers).map_err(aside(&self.dir))
    }

    fn read(&self, bucket: usize) -> Result<Vec<(Version, Stated)>, GatherError> {
        let path = self.path("dealt", bucket);
        let aside = |source| GatherError::Aside { path: path.clone(), source };
        let text = std::fs::read(&path).map_err(aside)?;
        let lines = text.split(|b| *b == b'\n').filter(|line| !line.is_empty());
        let facts = lines.map(|line| serde_json::from_slice(line).map_err(std::io::Error::from));
        let facts = facts.collect::<Result<_, _>>().map_err(aside)?;
        std::fs::remove_file(&path).map_err(aside)?;
        Ok(facts)
    }
}

/// The woman at the head of a line of mothers: everyone who descends from her lies in her bucket.
pub fn first_mother(mothers: &BTreeMap<PersonId, PersonId>, person: PersonId) -> PersonId {
    let mut at = person;
    // A line is short; a circle, which only wrong records make, must end.
    for _ in 0..16 {
        match mothers.get(&at) {
            Some(&mother) => at = mother,
            None => return at,
        }
    }
    at
}

/// Keeps the newest of several facts of one reference.
fn latest(mut facts: Vec<(Version, Stated)>) -> Vec<Stated> {
    facts.sort_by_key(|(_, f)| f.record);
    let mut holds: HashMap<(SourceId, &str), usize> = HashMap::new();
    for (at, (version, f)) in facts.iter().enumerate() {
        let held = holds.entry((f.source, f.fact.reference.0.as_str())).or_insert(at);
        if facts[*held].0.gives_way_to(*version) {
            *held = at;
        }
    }
    let mut keep = vec![false; facts.len()];
    holds.into_values().for_each(|at| keep[at] = true);
    let kept = facts.into_iter().zip(keep).filter(|(_, keep)| *keep);
    kept.map(|((_, stated), _)| stated).collect()
}
