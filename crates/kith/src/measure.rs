//! `kith measure`: run, explain and list, over a database or straight over files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::civil::Date;
use kith_domain::fact::{Body, Reference};
use kith_domain::id::{Bucket, OrganizationId, PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::measure::{Outcome, Period};
use kith_interop::Limits;
use kith_interop::stream::Records;
use kith_measures::engine::{self, CountRow, Counter, Request};
use kith_measures::explain::{Details, Language};
use kith_measures::gather::{Gather, Gathered, Version};
use kith_measures::lake::Lake;
use kith_measures::programme::Programme;
use kith_stats::{Confidence, Proportion};
use kith_store::facts::BucketFacts;
use kith_store::{facts, people, source};
use serde_json::{Map, Value, json};

use crate::SOME_QUARANTINED;
use crate::args::{Format, From, Measure, MeasureExplain, MeasureList, MeasureRun};
use crate::engine::Engine;
use crate::population::{self, Population};

pub async fn run(args: Measure) -> anyhow::Result<ExitCode> {
    match args {
        Measure::Run(args) => measure_run(args).await,
        Measure::Explain(args) => explain(args).await,
        Measure::List(args) => list(&args),
        // Cases are waited for, which a thread of the runtime may not do.
        Measure::Check(args) => tokio::task::spawn_blocking(move || crate::author::check(&args)).await?,
        Measure::New(args) => crate::author::new(&args),
    }
}

/// A lake with the names of what its numbers stand for.
struct Loaded {
    lake: Lake,
    engine: engine::Engine,
    organizations: BTreeMap<OrganizationId, String>,
    people: People,
    /// Who tells of whom, where more than one source does.
    sources: Option<Sources>,
    /// Records that could not be read.
    unread: u64,
    /// Holds the lake of files until the end.
    _dir: Option<tempfile::TempDir>,
}

impl Loaded {
    /// What an organisation is called: by its number where the lake is all there is.
    fn organization(&self, id: OrganizationId) -> String {
        self.organizations.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

/// References of people, as they came.
enum People {
    Gathered(Box<Gathered>),
    Stored(Called),
    Told(HashMap<PersonId, Reference>),
}

/// What sources call people who are in a database.
#[derive(Default)]
struct Called {
    /// By the reference that is shown.
    shown: HashMap<PersonId, Reference>,
    /// By every reference of every source: two sources may call two people alike.
    all: HashMap<Reference, BTreeSet<PersonId>>,
}

impl People {
    fn reference(&self, person: PersonId) -> String {
        let found = match self {
            Self::Gathered(gathered) => gathered.person(person),
            Self::Stored(called) => called.shown.get(&person),
            Self::Told(people) => people.get(&person),
        };
        found.map_or_else(|| person.to_string(), |r| r.0.clone())
    }

    fn find(&self, reference: &str) -> BTreeSet<PersonId> {
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
struct Sources {
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
    fn behind(&self, outcome: &Outcome) -> Vec<String> {
        let person = self.of_person.get(&outcome.person).into_iter().flatten();
        let evidence = outcome.evidence.iter().filter_map(|record| self.of_record.get(record));
        let all: BTreeSet<String> = person.chain(evidence).map(|source| self.name(*source)).collect();
        all.into_iter().collect()
    }

    /// Adds to what an explanation speaks of who says so.
    fn tell(&self, outcome: &Outcome, details: &mut Details) {
        let named = |record: &RecordId| Some((*record, self.name(*self.of_record.get(record)?)));
        details.told_by = self.behind(outcome);
        if details.told_by.len() > 1 {
            details.sources = details.references.iter().filter_map(|(record, _)| named(record)).collect();
        }
    }
}

async fn measure_run(args: MeasureRun) -> anyhow::Result<ExitCode> {
    let programme = Arc::new(crate::place::programme(&args.programme)?);
    let measures: Vec<String> = args.measure.iter().cloned().collect();
    if let Some(unknown) = measures.iter().find(|id| programme.measure(id).is_none()) {
        let known: Vec<&str> = programme.measures.iter().map(|m| m.id.as_str()).collect();
        bail!("{} has no measure `{unknown}`; it has {}", programme.id, known.join(", "));
    }
    let rows = if args.subjects { Rows::Subjects } else { Rows::Counts };
    let population = population(&args)?;
    let mut loaded = load(&args.from, &programme, rows).await?;
    if let Some(engine) = crate::cluster::engine(&args.cluster).await? {
        loaded.engine = engine;
    }
    let request = Request { measures, buckets: None, as_of: args.as_of };
    let mut run = loaded.engine.run(&loaded.lake, &programme, &request)?;
    if args.subjects {
        let mut outcomes = tokio::task::spawn_blocking(|| engine::outcomes(run)).await??;
        outcomes.retain(|o| args.period.contains(o.counts_on));
        let out = BufWriter::new(std::io::stdout().lock());
        subjects(out, &loaded, &outcomes, args.format)?;
    } else {
        let mut counter = Counter::new(Some(args.period));
        while let Some(batch) = run.next_batch().await {
            counter.add(&batch?);
        }
        let out = BufWriter::new(std::io::stdout().lock());
        let told = Counted { programme: &programme, population: &population, period: args.period };
        counts(out, &loaded, &counter, &told, args.format)?;
    }
    if loaded.unread > 0 {
        eprintln!(
            "{} records could not be read and are not counted; `kith ingest` shows each",
            loaded.unread
        );
        return Ok(ExitCode::from(SOME_QUARANTINED));
    }
    Ok(ExitCode::SUCCESS)
}

/// The table that is named, else the one in the programme's folder, else none.
fn population(args: &MeasureRun) -> anyhow::Result<Population> {
    let own = Path::new(&args.programme).join("population.csv");
    match &args.population {
        Some(path) => Population::read(path),
        None if own.is_file() => Population::read(&own),
        None => Ok(Population::default()),
    }
}

/// What counts are told with.
struct Counted<'a> {
    programme: &'a Programme,
    population: &'a Population,
    period: Period,
}

/// A row of counts as it is told.
struct Figures {
    /// For so many; none for a share.
    per: Option<u32>,
    denominator: Option<u64>,
    rate: Option<(f64, f64, f64)>,
    unstable: bool,
    /// Why there is no rate.
    why: Option<String>,
}

impl Counted<'_> {
    /// A share with Wilson's interval, or a rate for so many with an exact one.
    fn figures(&self, row: &CountRow) -> Figures {
        let (counts, stratum) = (row.counts, row.stratum.as_ref());
        if let Some(per) = self.programme.measure(&row.measure).and_then(|m| m.rate.as_ref()) {
            let whole = row.organization.is_none();
            let told = population::told(per, self.population, self.period, counts, stratum, whole);
            let population::Told { denominator, rate, unstable, why } = told;
            return Figures { per: Some(per.per), denominator, rate, unstable, why };
        }
        let denominator = counts.denominator().unsigned_abs();
        let share = || {
            let proportion = Proportion::new(counts.met.unsigned_abs(), denominator).ok()?;
            let interval = proportion.wilson(Confidence::P95).ok()?;
            Some((proportion.rate().ok()?, interval.low, interval.high))
        };
        Figures { per: None, denominator: Some(denominator), rate: share(), unstable: false, why: None }
    }
}

/// What will be told: of counts nobody asks who is behind them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    Counts,
    Subjects,
}

async fn load(from: &From, programme: &Arc<Programme>, rows: Rows) -> anyhow::Result<Loaded> {
    match (&from.facts, &from.lake) {
        (Some(path), _) => from_files(path, programme),
        (None, Some(path)) => from_lake(path, rows),
        (None, None) => {
            let default = Path::new("kith-data");
            let dir = from.data_dir.as_deref().unwrap_or(default);
            from_database(dir, from.database.as_deref(), programme, rows).await
        }
    }
}

/// A lake as it lies there.
fn from_lake(path: &Path, rows: Rows) -> anyhow::Result<Loaded> {
    let lake = Lake::open(path)?;
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
    let mut gather = Gather::new(dir.path())?;
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

/// A row for each subject.
fn subjects(
    mut out: impl Write,
    loaded: &Loaded,
    outcomes: &[Outcome],
    format: Format,
) -> anyhow::Result<()> {
    let references = loaded.lake.references(&loaded.lake.buckets())?;
    let evidence = |o: &Outcome| -> Vec<String> {
        o.evidence
            .iter()
            .map(|r: &RecordId| references.get(r).map_or_else(|| r.to_string(), |r| r.0.clone()))
            .collect()
    };
    let day = |d: Option<Date>| d.map(|d| d.to_string());
    match format {
        Format::Json => {
            for o in outcomes {
                let strata: Map<String, Value> =
                    o.strata.iter().map(|(by, stratum)| (by.clone(), Value::from(stratum.clone()))).collect();
                let mut row = json!({
                    "measure": o.measure,
                    "subject": loaded.people.reference(o.person),
                    "status": o.status.name(),
                    "on": day(o.on),
                    "due": day(o.due_on),
                    "evidence": evidence(o),
                    "strata": strata,
                    "reason": o.reason,
                    "organization": o.organization.map(|id| loaded.organization(id)),
                });
                if let Some(sources) = &loaded.sources {
                    row["sources"] = sources.behind(o).into();
                }
                writeln!(out, "{row}")?;
            }
        }
        Format::Csv | Format::Table => {
            let mut header = vec!["measure", "subject", "status", "on", "due", "reason", "evidence"];
            header.extend(loaded.sources.is_some().then_some("sources"));
            let rows: Vec<Vec<String>> = outcomes
                .iter()
                .map(|o| {
                    let mut row = vec![
                        o.measure.clone(),
                        loaded.people.reference(o.person),
                        o.status.name().to_owned(),
                        day(o.on).unwrap_or_default(),
                        day(o.due_on).unwrap_or_default(),
                        o.reason.clone().unwrap_or_default(),
                        evidence(o).join(" "),
                    ];
                    row.extend(loaded.sources.as_ref().map(|sources| sources.behind(o).join(" ")));
                    row
                })
                .collect();
            print_rows(&mut out, &header, rows, format)?;
        }
    }
    Ok(out.flush()?)
}

/// A row for the whole, each stratum, each organisation, and each stratum of each organisation.
fn counts(
    mut out: impl Write,
    loaded: &Loaded,
    counter: &Counter,
    told: &Counted<'_>,
    format: Format,
) -> anyhow::Result<()> {
    let (rows, period) = (counter.rows(), told.period);
    let organization = |id: Option<OrganizationId>| id.map(|id| loaded.organization(id));
    match format {
        Format::Json => {
            for row in rows {
                let (c, figures) = (row.counts, told.figures(&row));
                let rate = figures.rate;
                let (stratifier, stratum) = row.stratum.unzip();
                let mut line = json!({
                    "measure": row.measure,
                    "period": period.to_string(),
                    "organization": organization(row.organization),
                    "stratifier": stratifier,
                    "stratum": stratum,
                    "denominator": figures.denominator,
                    "excluded": c.excluded,
                    "numerator": c.met,
                    "pending": c.pending,
                    "unknown": c.unknown,
                    "rate": rate.map(|r| r.0),
                    "low": rate.map(|r| r.1),
                    "high": rate.map(|r| r.2),
                });
                if let Some(per) = figures.per {
                    line["per"] = per.into();
                    line["unstable"] = figures.unstable.into();
                    line["why"] = figures.why.into();
                }
                writeln!(out, "{line}")?;
            }
        }
        Format::Csv => {
            // A column more only where some measure is told for so many.
            let for_many = told.programme.measures.iter().any(|m| m.rate.is_some());
            let mut header = vec![
                "measure",
                "period",
                "organization",
                "stratifier",
                "stratum",
                "denominator",
                "excluded",
                "numerator",
                "pending",
                "unknown",
                "rate",
                "low",
                "high",
            ];
            header.extend(for_many.then_some("per"));
            let number = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
            let rows = rows
                .into_iter()
                .map(|row| {
                    let (c, figures) = (row.counts, told.figures(&row));
                    let rate = figures.rate;
                    let (stratifier, stratum) = row.stratum.unzip();
                    let mut cells = vec![
                        row.measure,
                        period.to_string(),
                        organization(row.organization).unwrap_or_default(),
                        stratifier.unwrap_or_default(),
                        stratum.unwrap_or_default(),
                        figures.denominator.map(|n| n.to_string()).unwrap_or_default(),
                        c.excluded.to_string(),
                        c.met.to_string(),
                        c.pending.to_string(),
                        c.unknown.to_string(),
                        number(rate.map(|r| r.0)),
                        number(rate.map(|r| r.1)),
                        number(rate.map(|r| r.2)),
                    ];
                    if for_many {
                        cells.push(figures.per.map(|per| per.to_string()).unwrap_or_default());
                    }
                    cells
                })
                .collect();
            print_rows(&mut out, &header, rows, format)?;
        }
        Format::Table => {
            let header =
                ["measure", "where", "who", "met", "of", "rate", "95 %", "excluded", "pending", "unknown"];
            // The cross of organisations and strata is for machines.
            let rows = rows
                .into_iter()
                .filter(|row| row.organization.is_none() || row.stratum.is_none())
                .map(|row| {
                    let (c, figures) = (row.counts, told.figures(&row));
                    let (rate, interval) = written(&figures);
                    vec![
                        row.measure,
                        organization(row.organization).unwrap_or_else(|| "everywhere".into()),
                        row.stratum
                            .map_or_else(|| "everyone".into(), |(by, stratum)| format!("{by}: {stratum}")),
                        c.met.to_string(),
                        figures.denominator.map(|n| n.to_string()).unwrap_or_default(),
                        rate,
                        interval,
                        c.excluded.to_string(),
                        c.pending.to_string(),
                        c.unknown.to_string(),
                    ]
                })
                .collect();
            print_rows(&mut out, &header, rows, format)?;
        }
    }
    Ok(out.flush()?)
}

/// A rate and its interval for reading: a share in percent, or for so many.
fn written(figures: &Figures) -> (String, String) {
    let Some((rate, low, high)) = figures.rate else {
        return (figures.why.clone().unwrap_or_default(), String::new());
    };
    let (times, of) = match figures.per {
        None => (100.0, String::new()),
        Some(per) => (1.0, format!(" per {per}{}", if figures.unstable { ", unstable" } else { "" })),
    };
    let number = |x: f64| format!("{:.1}", times * x);
    (format!("{}{of}", number(rate)), format!("{}–{}", number(low), number(high)))
}

fn print_rows(
    out: &mut impl Write,
    header: &[&str],
    rows: Vec<Vec<String>>,
    format: Format,
) -> anyhow::Result<()> {
    if format == Format::Table {
        write!(out, "{}", crate::format::table(header, &rows))?;
        return Ok(());
    }
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(header)?;
    for row in rows {
        csv.write_record(row)?;
    }
    Ok(csv.flush()?)
}

fn list(args: &MeasureList) -> anyhow::Result<ExitCode> {
    let programme = crate::place::programme(&args.programme)?;
    if args.json {
        for m in &programme.measures {
            let row = json!({
                "measure": m.id, "title": m.title.en, "description": m.description.en, "needs": m.needs,
                "strata": m.strata, "definition": m.hash,
            });
            println!("{row}");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = programme
        .measures
        .iter()
        .map(|m| {
            vec![m.id.clone(), m.title.en.clone(), m.window.en.clone(), m.hash.chars().take(12).collect()]
        })
        .collect();
    print!("{}", crate::format::table(&["measure", "title", "window", "definition"], &rows));
    Ok(ExitCode::SUCCESS)
}

/// What an explanation speaks of, from the bucket that holds the person.
fn details(
    lake: &Lake,
    programme: &Programme,
    measure: &kith_measures::programme::Measure,
    outcome: &Outcome,
) -> anyhow::Result<Details> {
    for bucket in lake.buckets() {
        let details = lake.details(programme, measure, outcome, bucket)?;
        if details.starts_on.is_some() || !details.events.is_empty() {
            return Ok(details);
        }
    }
    Ok(Details::default())
}

async fn explain(args: MeasureExplain) -> anyhow::Result<ExitCode> {
    let programme = Arc::new(crate::place::programme(&args.programme)?);
    let Some(measure) = programme.measure(&args.measure) else {
        let known: Vec<&str> = programme.measures.iter().map(|m| m.id.as_str()).collect();
        bail!("{} has no measure `{}`; it has {}", programme.id, args.measure, known.join(", "));
    };
    let as_of = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
    let loaded = load(&args.from, &programme, Rows::Subjects).await?;
    let people = loaded.people.find(&args.subject);
    if people.is_empty() {
        bail!("no record is about `{}`; give the reference as it came, such as Patient/abc", args.subject);
    }
    let request = Request { measures: vec![measure.id.clone()], buckets: None, as_of };
    let run = loaded.engine.run(&loaded.lake, &programme, &request)?;
    let mut outcomes = tokio::task::spawn_blocking(|| engine::outcomes(run)).await??;
    outcomes.retain(|o| people.contains(&o.person));
    if outcomes.is_empty() {
        println!(
            "{} is not in the population of {}: {}",
            args.subject,
            measure.id,
            measure.description.say(&args.language)
        );
        return Ok(ExitCode::SUCCESS);
    }
    let language = Language::of(&args.language);
    for outcome in &outcomes {
        let mut details = details(&loaded.lake, &programme, measure, outcome)?;
        if let Some(sources) = &loaded.sources {
            sources.tell(outcome, &mut details);
        }
        let explanation = kith_measures::explain::explain(measure, outcome, &details, as_of, language);
        if args.json {
            let lines: Vec<Value> = explanation
                .lines
                .iter()
                .map(|line| {
                    json!({
                        "text": line.text,
                        "on": line.on.map(|d| d.to_string()),
                        "record": line.reference.as_ref().map(|r| r.0.clone()),
                        "source": line.source,
                    })
                })
                .collect();
            let row = json!({
                "measure": measure.id, "subject": args.subject, "status": explanation.status.name(), "why": lines,
            });
            println!("{row}");
        } else {
            println!("{explanation}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
