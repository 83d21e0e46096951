//! A programme: a folder that someone who writes no Rust can read, copy and change.
//!
//! `programme.toml` says what it is for and whom it shows what; `value_sets/*.csv` hold codes; each folder of
//! `measures/` holds a `measure.toml` and its three queries. What a programme names and does not hold comes from the
//! `library`, so that one measure is written once. A programme in hand has been checked: its files say what
//! they must, its queries parse and plan against the lake, the codes they name are there. Whatever is wrong is said
//! at once, each with its file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use kith_domain::consent::Category;
use kith_domain::measure::strata::overlaps;
use kith_domain::measure::{Direction, Kin};
use kith_domain::value_set::{ValueSet, ValueSets};
use sha2::{Digest, Sha256};

mod cases;
mod check;
mod groups;
mod problem;
mod reading;
mod short;
mod template;
mod versions;

#[cfg(test)]
mod tests;

pub use cases::{Case, Expected, LONG_AFTER};
pub use groups::DeprivationTable;
pub use problem::{Problem, Problems};
use reading::{File, Section};
pub use template::{is_an_id, new_measure};
use versions::Index;
pub use versions::{Definition, Version};

use crate::lake::STRATA;
use crate::sql::PROGRAMME;

static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../programmes");
/// The folder of the measures and codes that any programme may name.
const LIBRARY: &str = "library";

/// Words in each language that pages speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

impl Words {
    /// The words in a language; English for any that is not spoken.
    pub fn say(&self, language: &str) -> &str {
        if language.split('-').next() == Some("es") { &self.es } else { &self.en }
    }
}

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Infants: twins are two.
    Infant,
    /// Deliveries: twins are one.
    Delivery,
    /// Patients, each once for every calendar year of care.
    Patient,
    /// Cases of the front door: one woman, one pregnancy.
    Case,
    /// Askings of one service for one woman.
    Referral,
    /// Things that were handed out.
    Handout,
}

impl Unit {
    /// All of them, as a file names them.
    pub const ALL: [(&'static str, Self); 6] = [
        ("infant", Self::Infant),
        ("delivery", Self::Delivery),
        ("patient", Self::Patient),
        ("case", Self::Case),
        ("referral", Self::Referral),
        ("handout", Self::Handout),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, unit)| unit)
    }

    /// Its name in a file.
    pub fn name(self) -> &'static str {
        let named = Self::ALL.into_iter().find(|(_, unit)| *unit == self);
        named.expect("every unit has a name").0
    }

    /// The stratifiers that its subjects have: those of the lake, the services, and its own. A birth alone has a parity.
    pub fn strata(self) -> impl Iterator<Item = &'static str> {
        let own: &[&str] = match self {
            Self::Infant | Self::Delivery | Self::Patient => &[],
            Self::Case => &["tier"],
            Self::Referral => &["service"],
            Self::Handout => &["goods"],
        };
        let of_a_birth = matches!(self, Self::Infant | Self::Delivery);
        let of_all = STRATA.into_iter().filter(move |by| of_a_birth || *by != "parity");
        of_all.chain([PROGRAMME]).chain(own.iter().copied())
    }
}

/// A setting of a measure, as its queries see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Not in force: null in a query.
    Off,
    /// A number.
    Number(i64),
    /// Yes or no.
    Yes(bool),
}

impl Setting {
    pub(crate) fn literal(self) -> String {
        match self {
            Self::Off => "cast(null as integer)".into(),
            Self::Number(n) => n.to_string(),
            Self::Yes(yes) => yes.to_string(),
        }
    }
}

/// One query, with the file that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The file, from the programme's folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The populations of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queries {
    /// Who belongs: `subject_id`, `counts_on`, `due_on`, `unknown_reason`, and whatever the other two need.
    pub denominator: Query,
    /// Who is taken out: `subject_id`, `reason`, `evidence_id`.
    pub exclusion: Query,
    /// What was done: `subject_id`, `on_date`, `evidence_id`, a row for each event that counts.
    pub numerator: Query,
}

/// How a work list words what is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worklist {
    /// Several events left: `{left}` and `{due}` are filled in.
    pub open: Words,
    /// One left.
    pub open_one: Words,
    /// None left.
    pub done: Words,
}

/// Events for so many: subjects of the denominator, or persons of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatePer {
    /// For so many: 1,000 or 100,000.
    pub per: u32,
    /// Fewer events than this make a rate that says little.
    pub unstable_below: Option<u32>,
    /// The population of the table whose persons are the denominator; none where it is the measure's own.
    pub persons: Option<String>,
}

/// One measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its id, and the name of its folder.
    pub id: String,
    /// Title.
    pub title: Words,
    /// One or two plain sentences.
    pub description: Words,
    /// The year or the short name that tells it from other definitions of the same.
    pub edition: Option<Words>,
    /// Whose version it is, where it is another definition of a measure.
    pub version: Option<Version>,
    /// The measure of which it is a part: all its people are people of that one.
    pub part_of: Option<String>,
    /// The head of its family, run or not: the whole of which it is a part, or the base of which it is a version.
    pub head: String,
    /// What it counts.
    pub unit: Unit,
    /// The kind of facts that who stands where tells of somebody, where it tells more than that there is a case.
    pub tells: Option<Category>,
    /// Which way is better.
    pub direction: Direction,
    /// The window, in words.
    pub window: Words,
    /// Events needed, on different days.
    pub needs: u16,
    /// What the events are called, in the plural.
    pub event: Words,
    /// What the days from the day it counts on to the day it was met are, where they are read as a time too.
    pub time: Option<Words>,
    /// Where it is told as events for so many, and not in percent.
    pub rate: Option<RatePer>,
    /// Stratifiers that results carry.
    pub strata: Vec<String>,
    /// Whether an infant is in its own groups of race and ethnicity, and not in its mother's.
    pub own_group: bool,
    /// Settings that its queries use.
    pub settings: BTreeMap<String, Setting>,
    /// Where the definition comes from.
    pub cite: Vec<String>,
    /// What of it was confirmed and what is local.
    pub verification: String,
    /// Every reason for an exclusion or an unknown, in words.
    pub reasons: BTreeMap<String, Words>,
    /// Wording of the work list.
    pub worklist: Worklist,
    /// Its queries.
    pub queries: Queries,
    /// The value sets that its queries name.
    pub value_sets: BTreeSet<String>,
    /// The cases that its folder carries. They are no part of what defines it.
    pub cases: Vec<Case>,
    /// The hash of everything that defines it: its file, its queries, its codes.
    pub hash: String,
}

/// The number that a programme answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// The measure.
    pub measure: String,
    /// The stratifier whose strata are compared.
    pub stratifier: String,
    /// The stratum compared with.
    pub reference: String,
    /// The stratum whose gap is to close.
    pub focus: String,
}

/// A way in steps: each measure counts those who met the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cascade {
    /// What it is about.
    pub title: Words,
    /// What the first step starts from, as a noun.
    pub start: Words,
    /// Its measures, in order.
    pub measures: Vec<String>,
}

/// How far the gap is to close.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The share of the gap that may be left.
    pub gap_factor: f64,
    /// By when.
    pub by: Date,
}

/// Where a measure should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// The rate, from 0 to 1.
    pub rate: f64,
    /// By when.
    pub by: Date,
}

/// A programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Programme {
    /// Its id, and the name of its folder.
    pub id: String,
    /// Title.
    pub title: Words,
    /// What it is for, in one sentence.
    pub aim: Words,
    /// Its measures, in the order in which they are shown.
    pub measures: Vec<Measure>,
    /// The definitions of those of its measures that have more than one, also those that it does not run.
    pub definitions: Vec<Definition>,
    /// A way in steps that it follows people on.
    pub cascade: Option<Cascade>,
    /// The roles it has pages for.
    pub roles: Vec<String>,
    /// The pages it shows.
    pub pages: Vec<String>,
    /// The headline.
    pub headline: Headline,
    /// The target.
    pub target: Target,
    /// Where measures should be, and by when, by id of the measure.
    pub aims: BTreeMap<String, Aim>,
    /// The words it uses for people and things.
    pub terms: BTreeMap<String, Words>,
    /// Its codes.
    pub value_sets: ValueSets,
    /// How deprived areas are, where it has a table of them.
    pub deprivation: Option<DeprivationTable>,
}

/// The texts of a folder, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    /// Reads a folder and the folders in it.
    pub fn of_dir(dir: &Path) -> std::io::Result<Self> {
        fn read(root: &Path, dir: &Path, files: &mut BTreeMap<String, String>) -> std::io::Result<()> {
            for entry in std::fs::read_dir(dir)? {
                let path = entry?.path();
                if path.is_dir() {
                    read(root, &path, files)?;
                } else if path
                    .extension()
                    .is_some_and(|e| ["toml", "sql", "csv", "json"].iter().any(|known| e == *known))
                {
                    let inside = path.strip_prefix(root).expect("a file that was found below its root");
                    let name: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
                    // A stray byte is said where it stands by whoever reads the text.
                    files
                        .insert(name.join("/"), String::from_utf8_lossy(&std::fs::read(&path)?).into_owned());
                }
            }
            Ok(())
        }
        let mut files = BTreeMap::new();
        read(dir, dir, &mut files)?;
        Ok(Self(files))
    }

    /// The texts of a programme that came with this binary, over those of the library.
    pub fn embedded(programme: &str) -> Option<Self> {
        (programme != LIBRARY).then(|| Self::built_in(programme)).flatten().map(Self::over_library)
    }

    /// These, and from the library what is not among them.
    pub fn over_library(mut self) -> Self {
        for (path, text) in Self::library().0 {
            self.0.entry(path).or_insert(text);
        }
        self
    }

    /// The texts of the library by itself.
    pub fn library() -> Self {
        Self::built_in(LIBRARY).unwrap_or_default()
    }

    /// The ids of the measures among them.
    pub fn measure_ids(&self) -> Vec<&str> {
        self.0
            .keys()
            .filter_map(|path| path.strip_prefix("measures/")?.strip_suffix("/measure.toml"))
            .collect()
    }

    fn built_in(folder: &str) -> Option<Self> {
        fn read(root: &Path, dir: &Dir, files: &mut BTreeMap<String, String>) {
            for file in dir.files() {
                let inside = file.path().strip_prefix(root).expect("embedded files lie below their folder");
                if let Some(text) = file.contents_utf8() {
                    files.insert(inside.to_string_lossy().into_owned(), text.to_owned());
                }
            }
            dir.dirs().for_each(|d| read(root, d, files));
        }
        let dir = EMBEDDED.get_dir(folder)?;
        let mut files = BTreeMap::new();
        read(dir.path(), dir, &mut files);
        Some(Self(files))
    }
}

/// The names of the programmes that came with this binary.
pub fn embedded_names() -> Vec<&'static str> {
    EMBEDDED.dirs().filter_map(|d| d.path().to_str()).filter(|name| *name != LIBRARY).collect()
}

impl Programme {
    /// Reads and checks a programme that came with this binary.
    pub fn embedded(name: &str) -> Option<Result<Self, Box<Problems>>> {
        Files::embedded(name).map(|files| Self::read(name, &files))
    }

    /// Reads and checks a programme. `name` is that of its folder.
    pub fn read(name: &str, files: &Files) -> Result<Self, Box<Problems>> {
        let mut problems = Vec::new();
        let value_sets = value_sets(files, &mut problems);
        let programme = read_programme(name, files, value_sets, &mut problems);
        Self::unless(problems, name, programme)
    }

    /// Some measures of a folder by themselves, with nothing of a programme around them: to try them out.
    pub fn of_measures(name: &str, files: &Files, ids: &[&str]) -> Result<Self, Box<Problems>> {
        let mut problems = Vec::new();
        let value_sets = value_sets(files, &mut problems);
        let index = Index::of(files);
        let mut measures = Vec::new();
        for id in ids {
            let path = format!("measures/{id}/measure.toml");
            match files.0.get(&path) {
                Some(text) => {
                    measures.extend(read_measure(id, &path, text, files, &index, &value_sets, &mut problems))
                }
                None => problems.push(Problem::new(&path, "", 0..0, format!("{path} is missing"), None)),
            }
        }
        let nothing = || Words { en: name.to_owned(), es: name.to_owned() };
        let programme = Self {
            id: name.to_owned(),
            title: nothing(),
            aim: nothing(),
            headline: Headline {
                measure: ids.first().copied().unwrap_or_default().to_owned(),
                stratifier: STRATA[0].to_owned(),
                reference: String::new(),
                focus: String::new(),
            },
            target: Target { gap_factor: 1.0, by: Date::MAX },
            aims: BTreeMap::new(),
            definitions: index.families(ids.iter().copied()),
            measures,
            cascade: None,
            roles: Vec::new(),
            pages: Vec::new(),
            terms: BTreeMap::new(),
            value_sets,
            deprivation: None,
        };
        let programme = groups::fitted(programme, &[]);
        Self::unless(problems, name, Some(programme))
    }

    /// The programme, if nothing is wrong with it.
    fn unless(
        mut problems: Vec<Problem>,
        name: &str,
        programme: Option<Self>,
    ) -> Result<Self, Box<Problems>> {
        problems.sort_by(|a, b| {
            (&a.path, a.line, a.column, &a.message, &a.help)
                .cmp(&(&b.path, b.line, b.column, &b.message, &b.help))
        });
        // Measures may share a query, and what is wrong with it is wrong once.
        problems
            .dedup_by(|a, b| (&a.path, a.at, &a.message, &a.help) == (&b.path, b.at, &b.message, &b.help));
        match programme {
            Some(programme) if problems.is_empty() => Ok(programme),
            _ => Err(Box::new(Problems { name: name.to_owned(), problems })),
        }
    }

    /// A measure of an id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|m| m.id == id)
    }

    /// The families among its measures that have more than one: the head first where it runs, then in the order of pages.
    pub fn families(&self) -> Vec<Vec<Kin>> {
        let heads: BTreeSet<&str> = self.measures.iter().map(|m| m.head.as_str()).collect();
        let family = |head: &str| {
            let mut members: Vec<&Measure> = self.measures.iter().filter(|m| m.head == head).collect();
            members.sort_by_key(|m| m.id != head);
            let first = members[0].id.as_str();
            let kin = |m: &Measure| Kin { id: m.id.clone(), part: m.part_of.as_deref() == Some(first) };
            members.iter().map(|m| kin(m)).collect::<Vec<_>>()
        };
        heads.into_iter().map(family).filter(|family| family.len() > 1).collect()
    }
}

fn read_programme(
    name: &str,
    files: &Files,
    value_sets: ValueSets,
    problems: &mut Vec<Problem>,
) -> Option<Programme> {
    const PATH: &str = "programme.toml";
    let Some(text) = files.0.get(PATH) else {
        let help = "a programme is a folder with programme.toml, value_sets/ and measures/".to_owned();
        problems.push(Problem::new(PATH, "", 0..0, format!("{name}/{PATH} is missing"), Some(help)));
        return None;
    };
    let file = File::new(PATH, text);
    let table = file.parse();
    let index = Index::of(files);
    let mut measures = Vec::new();
    let (mut shown, mut deprivation) = (Vec::new(), None);
    let programme = table.as_ref().and_then(|table| {
        let root = Section::new(&file, "", table.get_ref(), 0..0);
        let id = root.text("id");
        let (title, aim) = (root.words("title"), root.words("aim"));
        let listed = root.texts("measures");
        for (measure, at) in &listed {
            let path = format!("measures/{measure}/measure.toml");
            match files.0.get(&path) {
                Some(text) => {
                    measures.extend(read_measure(measure, &path, text, files, &index, &value_sets, problems))
                }
                None => file.say(
                    at.clone(),
                    format!("there is no {path}"),
                    Some("add it, or take the name out".into()),
                ),
            }
        }
        let strings =
            |list: Vec<(&str, _)>| list.into_iter().map(|(text, _)| text.to_owned()).collect::<Vec<_>>();
        let (roles, pages) = (root.texts("roles"), strings(root.texts("pages")));
        for (role, at) in &roles {
            if kith_domain::access::Role::named(role).is_none() {
                let known = kith_domain::access::Role::ALL.map(|r| r.name()).join(", ");
                file.say(at.clone(), format!("there is no role `{role}`"), Some(format!("roles: {known}")));
            }
        }
        let mut told_by = None;
        let headline = root.needed_section("headline").and_then(|section| {
            let (measure, stratifier) = (section.text("measure"), section.text("stratifier"));
            let (reference, focus) = (section.text("reference"), section.text("focus"));
            section.close();
            let (measure, at) = measure?;
            if !listed.iter().any(|(m, _)| *m == measure) {
                file.say(at, format!("`{measure}` is not one of the programme's measures"), None);
            }
            let (stratifier, at) = stratifier?;
            told_by = known_stratifier(&file, stratifier, at.clone(), None).then(|| (stratifier, at.clone()));
            if overlaps(stratifier) {
                let help = "take one in which everybody is once, race_ethnicity for example".to_owned();
                file.say(
                    at,
                    format!("the strata of `{stratifier}` overlap, so there is no gap between them"),
                    help,
                );
            }
            Some(Headline {
                measure: measure.to_owned(),
                stratifier: stratifier.to_owned(),
                reference: reference?.0.to_owned(),
                focus: focus?.0.to_owned(),
            })
        });
        let target = root.needed_section("target").and_then(|section| {
            let (gap_factor, by) = (section.decimal("gap_factor"), section.day("by"));
            section.close();
            Some(Target { gap_factor: gap_factor?, by: by? })
        });
        let aims = read_aims(&file, &root, &listed, &measures);
        shown = groups::shown(&file, &root);
        deprivation = root
            .section("deprivation")
            .and_then(|section| groups::deprivation(&file, section, files, problems));
        if let Some((by, at)) = told_by {
            groups::is_looked_at(&file, by, at, &shown, deprivation.is_some());
        }
        let cascade = root.section("cascade").and_then(|section| {
            let (title, start, steps) =
                (section.words("title"), section.words("start"), section.texts("measures"));
            section.close();
            for (measure, at) in &steps {
                if !listed.iter().any(|(m, _)| m == measure) {
                    file.say(at.clone(), format!("`{measure}` is not one of the programme's measures"), None);
                }
            }
            Some(Cascade { title: title?, start: start?, measures: strings(steps) })
        });
        let terms = root.needed_section("terms").map(Section::into_word_list);
        root.close();
        Some(Programme {
            id: id?.0.to_owned(),
            title: title?,
            aim: aim?,
            measures: Vec::new(),
            definitions: index.families(listed.iter().map(|(measure, _)| *measure)),
            cascade,
            roles: strings(roles),
            pages,
            headline: headline?,
            target: target?,
            aims,
            terms: terms?,
            value_sets: ValueSets::default(),
            deprivation: None,
        })
    });
    drop(table);
    problems.extend(file.into_problems());
    let programme = programme.map(|programme| Programme { measures, value_sets, deprivation, ..programme });
    programme.map(|programme| groups::fitted(programme, &shown))
}

fn read_aims(
    file: &File,
    root: &Section,
    listed: &[(&str, std::ops::Range<usize>)],
    measures: &[Measure],
) -> BTreeMap<String, Aim> {
    let mut aims = BTreeMap::new();
    for (section, at) in root.sections("aims") {
        let (measure, rate, by) = (section.text("measure"), section.decimal("rate"), section.day("by"));
        section.close();
        let (Some((measure, named)), Some(rate), Some(by)) = (measure, rate, by) else { continue };
        let of = measures.iter().find(|m| m.id == measure);
        if !listed.iter().any(|(m, _)| *m == measure) {
            file.say(named, format!("`{measure}` is not one of the programme's measures"), None);
        } else if of.is_some_and(|m| m.direction == Direction::Neither) {
            let help = "it measures access: take the aim out".to_owned();
            file.say(named, format!("neither way is better in `{measure}`, so it has no aim"), Some(help));
        } else if !(rate > 0.0 && rate < 1.0) {
            let help = "write 75 percent as 0.75".to_owned();
            file.say(at, "an aim's rate lies between 0 and 1".to_owned(), Some(help));
        } else if aims.insert(measure.to_owned(), Aim { rate, by }).is_some() {
            file.say(named, format!("`{measure}` has two aims"), Some("keep one".to_owned()));
        }
    }
    aims
}

fn known_stratifier(file: &File, name: &str, at: std::ops::Range<usize>, unit: Option<Unit>) -> bool {
    let units =
        || Unit::ALL.into_iter().map(|(_, unit)| unit).filter(|known| unit.is_none_or(|of| of == *known));
    let known: BTreeSet<&str> = units().flat_map(Unit::strata).collect();
    if !known.contains(name) {
        let help = format!("stratifiers: {}", known.iter().copied().collect::<Vec<_>>().join(", "));
        file.say(at, format!("there is no stratifier `{name}`"), Some(help));
    }
    known.contains(name)
}

fn read_measure(
    id: &str,
    path: &str,
    text: &str,
    files: &Files,
    index: &Index,
    value_sets: &ValueSets,
    problems: &mut Vec<Problem>,
) -> Option<Measure> {
    let file = File::new(path, text);
    let table = file.parse();
    let measure = table.as_ref().and_then(|table| {
        let root = Section::new(&file, "", table.get_ref(), 0..0);
        if let Some((said, at)) = root.text("id")
            && said != id
        {
            file.say(
                at,
                format!("the id is `{said}` in the folder {id}"),
                Some("the two must be the same".into()),
            );
        }
        let (title, description) = (root.words("title"), root.words("description"));
        let (window, event) = (root.words("window"), root.words("event"));
        let unit = root.text("unit").and_then(|(unit, at)| match Unit::named(unit) {
            Some(unit) => Some(unit),
            None => {
                let units = Unit::ALL.map(|u| u.0).join(", ");
                file.say(at, format!("there is no unit `{unit}`"), Some(format!("units: {units}")));
                None
            }
        });
        let (edition, version) = index.read(&file, &root, id, unit);
        let part_of = index.part_of(&file, &root, id, unit);
        let tells = root.optional_text("tells").and_then(|(name, at)| {
            let category = Category::named(name);
            if category.is_none() {
                let all: Vec<&str> = Category::ALL.iter().map(|category| category.name()).collect();
                file.say(
                    at,
                    format!("there is no kind of facts `{name}`"),
                    format!("kinds: {}", all.join(", ")),
                );
            }
            category
        });
        let direction = root.text("direction").and_then(|(direction, at)| match direction {
            "higher" => Some(Direction::Higher),
            "lower" => Some(Direction::Lower),
            "none" => Some(Direction::Neither),
            _ => {
                file.say(
                    at,
                    format!("there is no direction `{direction}`"),
                    Some("higher or lower is better, or none".into()),
                );
                None
            }
        });
        let needs = root.number("needs").and_then(|(n, at)| {
            let needs = u16::try_from(n).ok().filter(|n| (1..=32).contains(n));
            if needs.is_none() {
                file.say(at, format!("`needs` is {n}, and 1 to 32 is expected"), None);
            }
            needs
        });
        let time = root.optional_words("time");
        let strata = root.texts("strata");
        for (name, at) in &strata {
            known_stratifier(&file, name, at.clone(), unit);
        }
        let own_group = groups::own_group(&file, &root, unit);
        let rate = root.section("rate").and_then(|section| {
            let (per, persons) = (section.number("per"), section.optional_text("persons"));
            let few = section.optional_number("unstable_below").and_then(|(n, _)| u32::try_from(n).ok());
            section.close();
            let (per, at) = per?;
            let whole = u32::try_from(per).ok().filter(|n| (2..=1_000_000).contains(n));
            if whole.is_none() {
                let help = "1000 and 100000 are usual".to_owned();
                file.say(at, format!("`per` is {per}, and 2 to 1000000 is expected"), Some(help));
            }
            Some(RatePer {
                per: whole?,
                unstable_below: few,
                persons: persons.map(|(name, _)| name.to_owned()),
            })
        });
        let settings = root.section("settings").map(Section::into_settings).unwrap_or_default();
        let sources = root.needed_section("sources").and_then(|section| {
            let (cite, verification) = (section.texts("cite"), section.text("verification"));
            section.close();
            let cite: Vec<String> = cite.into_iter().map(|(text, _)| text.to_owned()).collect();
            Some((cite, verification?.0.to_owned()))
        });
        let reasons = root.section("reasons").map(Section::into_word_list).unwrap_or_default();
        let worklist = root.needed_section("worklist").and_then(|section| {
            let (open, open_one, done) =
                (section.words("open"), section.words("open_one"), section.words("done"));
            section.close();
            Some(Worklist { open: open?, open_one: open_one?, done: done? })
        });
        let elsewhere = root.section("queries");
        let folder = format!("measures/{id}");
        let query = |name: &'static str| {
            let said = elsewhere.as_ref().and_then(|section| section.optional_text(name));
            let path = match &said {
                Some((path, _)) => resolve(&folder, path),
                None => format!("{folder}/{name}.sql"),
            };
            match files.0.get(&path) {
                Some(text) => Some(Query { path, text: text.clone() }),
                None => {
                    let at = said.map_or(0..0, |(_, at)| at);
                    let help = format!(
                        "add the file, or name another under [queries]: {name} = \"../other/{name}.sql\""
                    );
                    file.say(at, format!("the query {path} is missing"), Some(help));
                    None
                }
            }
        };
        let queries = (query("denominator"), query("exclusion"), query("numerator"));
        if let Some(section) = elsewhere {
            section.close();
        }
        root.close();
        let queries = Queries { denominator: queries.0?, exclusion: queries.1?, numerator: queries.2? };
        let (cite, verification) = sources?;
        Some(Measure {
            id: id.to_owned(),
            title: title?,
            description: description?,
            edition,
            version,
            part_of,
            head: index.head(id).to_owned(),
            unit: unit?,
            tells,
            direction: direction?,
            window: window?,
            needs: needs?,
            event: event?,
            time,
            rate,
            strata: strata.into_iter().map(|(name, _)| name.to_owned()).collect(),
            own_group,
            settings,
            cite,
            verification,
            reasons,
            worklist: worklist?,
            queries,
            value_sets: BTreeSet::new(),
            cases: Vec::new(),
            hash: String::new(),
        })
    });
    drop(table);
    problems.extend(file.into_problems());
    let mut measure = measure?;
    let found = check::queries(&measure, value_sets);
    problems.extend(found.problems);
    measure.value_sets = found.value_sets;
    let cases_path = format!("measures/{id}/cases.toml");
    if let Some(text) = files.0.get(&cases_path) {
        measure.cases = cases::read(&cases_path, text, value_sets, problems);
    }
    measure.hash = hash(text, &measure, files);
    Some(measure)
}

/// A path from a folder, with its `..`.
fn resolve(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn hash(text: &str, measure: &Measure, files: &Files) -> String {
    let queries = &measure.queries;
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    };
    // Whose part it is changes nothing of what it counts.
    add(&text.split_inclusive('\n').filter(|line| !line.starts_with("part_of")).collect::<String>());
    [&queries.denominator, &queries.exclusion, &queries.numerator].into_iter().for_each(|q| add(&q.text));
    for name in &measure.value_sets {
        add(name);
        add(files.0.get(&format!("value_sets/{name}.csv")).map_or("", String::as_str));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads every value set: `system,code,display,match`.
fn value_sets(files: &Files, problems: &mut Vec<Problem>) -> ValueSets {
    let mut sets = BTreeMap::new();
    for (path, text) in &files.0 {
        let Some(name) = path.strip_prefix("value_sets/").and_then(|p| p.strip_suffix(".csv")) else {
            continue;
        };
        sets.insert(name.to_owned(), value_set(path, text, problems));
    }
    ValueSets(sets)
}

fn value_set(path: &str, text: &str, problems: &mut Vec<Problem>) -> ValueSet {
    const HEADER: [&str; 4] = ["system", "code", "display", "match"];
    let mut set = ValueSet::default();
    let mut say = |at: std::ops::Range<usize>, message: String, help: &str| {
        problems.push(Problem::new(path, text, at, message, Some(help.to_owned())));
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut seen = BTreeSet::new();
    for (number, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let start = error.position().map_or(0, |p| p.byte() as usize);
                say(
                    start..start,
                    format!("this row is not CSV: {error}"),
                    "quote fields that hold commas or quotes",
                );
                continue;
            }
        };
        let start = record.position().map_or(0, |p| p.byte() as usize);
        let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
        let at = start..end;
        if number == 0 {
            if record.iter().ne(HEADER) {
                say(
                    at,
                    "the first row must be `system,code,display,match`".into(),
                    "name the columns in this order",
                );
            }
            continue;
        }
        if record.len() != 4 {
            let message = format!("this row has {} fields, and 4 are expected", record.len());
            say(at, message, "system,code,display,match");
            continue;
        }
        let (system, code, how) = (record[0].trim(), record[1].trim(), record[3].trim());
        if !(system.starts_with("http://") || system.starts_with("https://") || system.starts_with("urn:")) {
            let message = format!("`{system}` is not the URI of a code system");
            say(at.clone(), message, "write it as in FHIR, http://snomed.info/sct for example");
        }
        if code.is_empty() || code.contains(char::is_whitespace) {
            say(at.clone(), format!("`{code}` is not a code"), "a code is one word");
            continue;
        }
        if !seen.insert((system.to_owned(), code.to_owned())) {
            say(at.clone(), format!("the code {code} is here twice"), "keep one of them");
        }
        let entry = (system.to_owned(), code.to_owned());
        match how {
            "exact" => {
                set.exact.insert(entry);
            }
            "prefix" => set.prefixes.push(entry),
            _ => say(
                at,
                format!("`{how}` is no way to match"),
                "write exact, or prefix for the code and its children",
            ),
        }
    }
    set
}
