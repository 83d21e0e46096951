//! Definitions of one measure: a folder that says `version_of` counts what another folder counts, by another rule.
//!
//! Both may be run, so that a programme sees what a change of rule does to its number. The first definition is the
//! base; a version names the base and never another version. A step of a way, a part of a whole or a harder goal is
//! a measure of its own. A part, whose people are all people of the whole, says so with `part_of`: where small counts
//! are withheld the two must not be taken from each other, and neither must two definitions. These are a family.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::reading::{File, Section, distance};
use super::{Files, Unit, Words};

/// That a measure is another definition of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The id of the base.
    pub of: String,
    /// What differs from it, in one sentence.
    pub differs: Words,
}

/// One definition among those of a measure, run by the programme or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The id of its folder.
    pub id: String,
    /// Its title.
    pub title: Words,
    /// The year or the short name that tells it apart; a base may have none.
    pub edition: Option<Words>,
    /// Whose version it is; none for a base.
    pub version: Option<Version>,
}

impl Definition {
    /// The id of the base: its own where it is one.
    pub fn base(&self) -> &str {
        self.version.as_ref().map_or(&self.id, |version| &version.of)
    }
}

/// What each measure's folder says of itself, as far as it can be read. What is wrong in a folder is said where it is
/// read in full.
pub(super) struct Index(BTreeMap<String, Entry>);

struct Entry {
    definition: Option<Definition>,
    edition: Option<Words>,
    of: Option<String>,
    part_of: Option<String>,
    unit: Option<Unit>,
}

impl Index {
    pub(super) fn of(files: &Files) -> Self {
        let entry = |id: &str| {
            let path = format!("measures/{id}/measure.toml");
            let file = File::new(&path, files.0.get(&path)?);
            let table = file.parse()?;
            let root = Section::new(&file, "", table.get_ref(), 0..0);
            let of = root.optional_text("version_of").map(|(of, _)| of.to_owned());
            let part_of = root.optional_text("part_of").map(|(whole, _)| whole.to_owned());
            let edition = root.optional_name("edition").map(|(edition, _)| edition);
            let unit = root.text("unit").and_then(|(unit, _)| Unit::named(unit));
            let version = || {
                let Some(of) = of.clone() else { return Some(None) };
                Some(Some(Version { of, differs: root.optional_words("differs")? }))
            };
            let whole = root.words("title").zip(version());
            let definition = whole.map(|(title, version)| Definition {
                id: id.to_owned(),
                title,
                edition: edition.clone(),
                version,
            });
            Some((id.to_owned(), Entry { definition, edition, of, part_of, unit }))
        };
        Self(files.measure_ids().into_iter().filter_map(entry).collect())
    }

    /// Every definition of the measures named that has another beside it: those of one base together, the base first.
    pub(super) fn families<'m>(&self, measures: impl Iterator<Item = &'m str>) -> Vec<Definition> {
        let base = |id: &str| Some(self.0.get(id)?.definition.as_ref()?.base().to_owned());
        let bases: BTreeSet<String> = measures.filter_map(base).collect();
        let of = |base: &String| {
            let mut family: Vec<Definition> = self
                .0
                .values()
                .filter_map(|entry| entry.definition.clone())
                .filter(|definition| definition.base() == base)
                .collect();
            family.sort_by_key(|definition| definition.version.is_some());
            if family.len() > 1 { family } else { Vec::new() }
        };
        bases.iter().flat_map(of).collect()
    }

    /// Reads what a measure says of itself, and says what cannot be.
    pub(super) fn read(
        &self,
        file: &File,
        root: &Section,
        id: &str,
        unit: Option<Unit>,
    ) -> (Option<Words>, Option<Version>) {
        let edition = root.optional_name("edition");
        let Some((of, at)) = root.optional_text("version_of") else {
            if let Some((_, at)) = root.optional_placed("differs") {
                let help = "add version_of = \"…\", or take `differs` out".to_owned();
                file.say(at, "`differs` says what differs from another definition, and none is named", help);
            }
            return (edition.map(|(edition, _)| edition), None);
        };
        if edition.is_none() {
            root.needed("edition", "\"2024\"");
        }
        let differs = root.words("differs");
        match self.0.get(of) {
            _ if of == id => {
                let help = "name another, or take it out".to_owned();
                file.say(at, "a measure is no version of itself", help);
            }
            None => self.say_unknown(file, of, at),
            Some(Entry { of: Some(base), .. }) => {
                let help = format!("write version_of = \"{base}\"");
                file.say(at, format!("`{of}` is itself a version of `{base}`"), help);
            }
            Some(base) => {
                if let (Some(unit), Some(theirs)) = (unit, base.unit)
                    && unit != theirs
                {
                    let (unit, theirs) = (unit.name(), theirs.name());
                    let help = "a version counts the same subjects by another rule".to_owned();
                    file.say(at, format!("its unit is {unit}, and that of `{of}` is {theirs}"), help);
                }
            }
        }
        if let Some((edition, at)) = &edition {
            let alike = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
            let same = |entry: &Entry| {
                let other = entry.edition.as_ref();
                other.is_some_and(|e| alike(&e.en, &edition.en) || alike(&e.es, &edition.es))
            };
            let kin = |(other, entry): &(&String, &Entry)| {
                *other != id && (*other == of || entry.of.as_deref() == Some(of))
            };
            if let Some((other, _)) = self.0.iter().filter(kin).find(|(_, entry)| same(entry)) {
                let help = "editions tell the definitions of one measure apart".to_owned();
                file.say(at.clone(), format!("`{other}` has the edition `{}` already", edition.en), help);
            }
        }
        let version = differs.map(|differs| Version { of: of.to_owned(), differs });
        (edition.map(|(edition, _)| edition), version)
    }

    /// Reads of which measure one is a part, and says what cannot be.
    pub(super) fn part_of(
        &self,
        file: &File,
        root: &Section,
        id: &str,
        unit: Option<Unit>,
    ) -> Option<String> {
        let (whole, at) = root.optional_text("part_of")?;
        match self.0.get(whole) {
            _ if whole == id => {
                let help = "name another, or take it out".to_owned();
                file.say(at, "a measure is no part of itself", help);
            }
            None => self.say_unknown(file, whole, at),
            Some(_) if self.0.get(id).is_some_and(|own| own.of.is_some()) => {
                let help = "say it of the definition that it is a version of".to_owned();
                file.say(at, "a version is a part of what its base is a part of", help);
            }
            Some(Entry { part_of: Some(above), .. }) => {
                let help = format!("write part_of = \"{above}\"");
                file.say(at, format!("`{whole}` is itself a part of `{above}`"), help);
            }
            Some(Entry { of: Some(base), .. }) => {
                let help = format!("write part_of = \"{base}\"");
                file.say(at, format!("`{whole}` is a version of `{base}`"), help);
            }
            Some(Entry { unit: theirs, .. }) => {
                if let (Some(unit), Some(theirs)) = (unit, *theirs)
                    && unit != theirs
                {
                    let (unit, theirs) = (unit.name(), theirs.name());
                    let help = "a part counts some of the subjects of the whole".to_owned();
                    file.say(at, format!("its unit is {unit}, and that of `{whole}` is {theirs}"), help);
                }
            }
        }
        Some(whole.to_owned())
    }

    /// The measure at the head of a family: the whole that it is a part of, or the base; its own where there is none.
    pub(super) fn head<'a>(&'a self, id: &'a str) -> &'a str {
        let base = self.0.get(id).and_then(|entry| entry.of.as_deref()).unwrap_or(id);
        self.0.get(base).and_then(|entry| entry.part_of.as_deref()).unwrap_or(base)
    }

    fn say_unknown(&self, file: &File, id: &str, at: Range<usize>) {
        let near = self.0.keys().min_by_key(|known| distance(known, id));
        let near = near.filter(|known| distance(known, id) <= 3);
        let help = near.map(|known| format!("did you mean `{known}`?"));
        file.say(at, format!("there is no measures/{id}/measure.toml"), help);
    }
}
