//! `kith measure new` and `kith measure check`: what a writer of measures does before anybody is measured.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use kith_measures::engine::Engine;
use kith_measures::programme::{Files, Problem, Programme, is_an_id, new_measure};
use kith_measures::trial;

use crate::args::{MeasureCheck, MeasureNew};

/// Writes a folder that holds, for somebody to change.
pub fn new(args: &MeasureNew) -> anyhow::Result<ExitCode> {
    let dir = &args.dir;
    let id = name_of(dir)?;
    if !is_an_id(&id) {
        bail!("`{id}` cannot be a measure: small letters, digits and underscores, a letter first");
    }
    if dir.read_dir().is_ok_and(|mut inside| inside.next().is_some()) {
        bail!("{} is there already and holds files; name another folder", dir.display());
    }
    std::fs::create_dir_all(dir).with_context(|| format!("making {}", dir.display()))?;
    for (name, text) in new_measure(&id) {
        let path = dir.join(name);
        std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        println!("{}", path.display());
    }
    println!("Now change them, and run: kith measure check {}", dir.display());
    Ok(ExitCode::SUCCESS)
}

/// Reads and checks a measure's folder, or all of a programme's, and runs the cases that they carry.
pub fn check(args: &MeasureCheck) -> anyhow::Result<ExitCode> {
    let found = Found::open(&args.dir)?;
    let programme = match found.read() {
        Ok(programme) => programme,
        Err(problems) => {
            found.tell(&problems.problems);
            return Ok(ExitCode::FAILURE);
        }
    };
    let engine = Engine::new()?;
    let mut problems = Vec::new();
    for measure in &programme.measures {
        let dir = tempfile::tempdir().context("making a temporary folder")?;
        problems.extend(trial::run(&engine, &programme, measure, &found.files, dir.path())?);
    }
    if !problems.is_empty() {
        found.tell(&problems);
        return Ok(ExitCode::FAILURE);
    }
    let cases: usize = programme.measures.iter().map(|m| m.cases.len()).sum();
    let held = match cases {
        0 => "it carries no cases: write some into cases.toml".to_owned(),
        1 => "its case holds".to_owned(),
        n => format!("its {n} cases hold"),
    };
    println!("{}: nothing is wrong; {held}", found.name);
    Ok(ExitCode::SUCCESS)
}

/// A folder that somebody wrote, laid over the library.
pub struct Found {
    name: String,
    files: Files,
    /// The id of the measure, where the folder is one measure's.
    measure: Option<String>,
    /// What stands before the paths of problems.
    shown: String,
}

impl Found {
    /// A measure's folder or a programme's.
    pub fn open(dir: &Path) -> anyhow::Result<Self> {
        let name = name_of(dir)?;
        let read = |dir: &Path| Files::of_dir(dir).with_context(|| format!("reading {}", dir.display()));
        let shown = format!("{}/", dir.display().to_string().trim_end_matches('/'));
        if dir.join("programme.toml").is_file() {
            return Ok(Self { name, files: read(dir)?.over_library(), measure: None, shown });
        }
        if !dir.join("measure.toml").is_file() {
            bail!(
                "{} holds neither a measure.toml nor a programme.toml; `kith measure new {}` makes a measure",
                dir.display(),
                dir.display()
            );
        }
        let whole = std::fs::canonicalize(dir).with_context(|| format!("finding {}", dir.display()))?;
        // Beside others, it sees the queries and the codes that they see.
        let beside = whole.parent().filter(|p| p.ends_with("measures")).and_then(Path::parent);
        let mut files = beside.map(read).transpose()?.unwrap_or_default();
        for (path, text) in read(dir)?.0 {
            let path = if path.starts_with("value_sets/") { path } else { format!("measures/{name}/{path}") };
            files.0.insert(path, text);
        }
        Ok(Self { files: files.over_library(), measure: Some(name.clone()), name, shown })
    }

    /// What it says, checked.
    pub fn read(&self) -> Result<Programme, Box<kith_measures::programme::Problems>> {
        match &self.measure {
            Some(measure) => Programme::of_measures(&self.name, &self.files, &[measure]),
            None => Programme::read(&self.name, &self.files),
        }
    }

    /// Each problem with its file, its line and what to do.
    fn tell(&self, problems: &[Problem]) {
        for problem in problems {
            let own = self.measure.as_ref().map(|id| format!("measures/{id}/")).unwrap_or_default();
            let inside = problem.path.strip_prefix(own.as_str());
            let path =
                inside.map_or_else(|| problem.path.clone(), |inside| format!("{}{inside}", self.shown));
            println!("{path}:{}:{}: {}", problem.line, problem.column, problem.message);
            if let Some(help) = &problem.help {
                println!("    {help}");
            }
        }
        let many =
            if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) };
        println!("{}: {many}", self.name);
    }
}

/// The name of a folder, wherever it is seen from.
fn name_of(dir: &Path) -> anyhow::Result<String> {
    let whole = std::path::absolute(dir).with_context(|| format!("finding {}", dir.display()))?;
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned());
    name.with_context(|| format!("{} has no name that a measure could have", dir.display()))
}
