//! The cases that a measure's folder carries: who there is and what happened, in short lines, and where each stands.
//!
//! ```toml
//! [[case]]
//! name = "a visit on day 14"
//! facts = ["b is born 2025-03-10", "b visits 2025-03-24 well_child_visit"]
//! expect = ["b met on 2025-03-24"]
//! ```

use std::ops::Range;

use jiff::civil::Date;
use kith_domain::fact::Fact;
use kith_domain::measure::Status;
use kith_domain::value_set::ValueSets;

use super::problem::Problem;
use super::reading::{File, Section};
use super::short::Facts;

/// The day on which a case is asked that does not say when: long after everything.
pub const LONG_AFTER: Date = jiff::civil::date(2100, 1, 1);

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What it is about.
    pub name: String,
    /// The day on which it is asked.
    pub as_of: Date,
    /// What happened.
    pub facts: Vec<Fact>,
    /// Where each stands: one for each subject.
    pub expect: Vec<Expected>,
    /// Its place in the file.
    pub at: Range<usize>,
}

/// Where one subject stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Whom it is about.
    pub who: String,
    /// The status; none where the subject is not in the population.
    pub status: Option<Status>,
    /// When the numerator was reached, where the case says so.
    pub on: Option<Date>,
    /// Which reason, where the case says so.
    pub reason: Option<String>,
    /// Its place in the file.
    pub at: Range<usize>,
}

/// Reads the cases of a measure.
pub(super) fn read(path: &str, text: &str, value_sets: &ValueSets, problems: &mut Vec<Problem>) -> Vec<Case> {
    let file = File::new(path, text);
    let table = file.parse();
    let mut cases = Vec::new();
    if let Some(table) = &table {
        let root = Section::new(&file, "", table.get_ref(), 0..0);
        for (section, at) in root.sections("case") {
            cases.extend(read_case(&file, section, at, value_sets));
        }
        root.close();
    }
    drop(table);
    problems.extend(file.into_problems());
    cases
}

fn read_case(file: &File, section: Section, at: Range<usize>, value_sets: &ValueSets) -> Option<Case> {
    let (name, as_of) = (section.text("name"), section.optional_day("as_of"));
    let (lines, expected) = (section.texts("facts"), section.texts("expect"));
    section.close();
    let mut facts = Facts::new(value_sets);
    for (line, at) in lines {
        if let Err((message, help)) = facts.add(line) {
            file.say(at, message, Some(help));
        }
    }
    let expect = expected.into_iter().filter_map(|(line, at)| {
        let read = expectation(line, at.clone());
        if read.is_none() {
            let help = "write `b met`, `b met on 2025-07-08`, `b not_met`, `b excluded because died`, `b unknown`, \
                        `b pending` or `b absent`";
            file.say(at, format!("`{line}` does not say where somebody stands"), Some(help.to_owned()));
        }
        read
    });
    let expect: Vec<Expected> = expect.collect();
    for one in &expect {
        if !facts.knows(&one.who) {
            let help = format!("tell who it is: `{} is born 2025-03-10`", one.who);
            file.say(one.at.clone(), format!("no fact is about `{}`", one.who), Some(help));
        }
    }
    Some(Case {
        name: name?.0.to_owned(),
        as_of: as_of.unwrap_or(LONG_AFTER),
        facts: facts.finish(),
        expect,
        at,
    })
}

/// `b met on 2025-07-08`, `b excluded because died`.
fn expectation(line: &str, at: Range<usize>) -> Option<Expected> {
    let mut words = line.split_whitespace();
    let (who, stands) = (words.next()?.to_owned(), words.next()?);
    let status = match stands {
        "absent" => None,
        name => Some(Status::named(name)?),
    };
    let mut expected = Expected { who, status, on: None, reason: None, at };
    while let Some(word) = words.next() {
        match word {
            "on" => expected.on = Some(words.next()?.parse().ok()?),
            "because" => expected.reason = Some(words.next()?.to_owned()),
            _ => return None,
        }
    }
    Some(expected)
}
