//! The groups that a programme looks at: which stratifiers it shows, whose group an infant's is, how deprived areas are.

use std::ops::Range;

use kith_domain::deprivation::{Deprivation, Scale, plain};
use sha2::{Digest, Sha256};

use super::problem::Problem;
use super::reading::{File, Section};
use super::{Files, Programme, Unit, Words, known_stratifier};

const TABLE: &str = "deprivation.csv";

/// How deprived areas are, by one index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeprivationTable {
    /// The index.
    pub name: Words,
    /// Its edition: a year, mostly. Editions are not comparable.
    pub edition: String,
    /// The areas.
    pub areas: Deprivation,
    /// The hash of all of it: another table is another result.
    pub hash: String,
}

/// The stratifiers that a programme names; none for all.
pub(super) fn shown(file: &File, root: &Section) -> Vec<String> {
    let named = root.optional_texts("strata");
    for (name, at) in &named {
        known_stratifier(file, name, at.clone(), None);
    }
    named.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// Whether a measure puts infants into their own groups.
pub(super) fn own_group(file: &File, root: &Section, unit: Option<Unit>) -> bool {
    let Some((whose, at)) = root.optional_text("group_of") else { return false };
    match whose {
        "mother" => {}
        "own" if unit.is_none_or(|unit| unit == Unit::Infant) => {}
        "own" => file.say(
            at,
            "only a measure of infants has `group_of`".to_owned(),
            "take it out: a mother's group is her own".to_owned(),
        ),
        _ => {
            file.say(at, format!("`group_of` is `{whose}`"), "write \"mother\" or \"own\"".to_owned());
        }
    }
    whose == "own"
}

/// That a programme looks at the groups between which its headline has a gap.
pub(super) fn is_looked_at(file: &File, by: &str, at: Range<usize>, shown: &[String], ranked: bool) {
    let help = match by {
        "deprivation" if !ranked => "add [deprivation] and its table of areas",
        _ if shown.is_empty() || shown.iter().any(|one| one == by) => return,
        _ => "add it to `strata`",
    };
    file.say(at, format!("the programme does not look at the strata of `{by}`"), Some(help.to_owned()));
}

/// A programme whose measures have the strata that it shows, and that of deprivation only with a table of areas.
pub(super) fn fitted(mut programme: Programme, shown: &[String]) -> Programme {
    for measure in &mut programme.measures {
        let before = measure.strata.len();
        let table = programme.deprivation.as_ref();
        measure.strata.retain(|by| {
            (shown.is_empty() || shown.contains(by)) && (by != "deprivation" || table.is_some())
        });
        let ranked = table.filter(|_| measure.strata.iter().any(|by| by == "deprivation"));
        if measure.strata.len() < before || ranked.is_some() {
            let of = ranked.map_or("", |table| &table.hash);
            measure.hash = hash(&[&measure.hash, &measure.strata.join(","), of]);
        }
    }
    programme
}

fn hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads `[deprivation]` and the table beside it.
pub(super) fn deprivation(
    file: &File,
    section: Section,
    files: &Files,
    problems: &mut Vec<Problem>,
) -> Option<DeprivationTable> {
    let (name, edition) = (section.words("name"), section.text("edition"));
    let areas = section.optional_number("areas");
    let (first, higher) = (section.optional_text("rank_1_is"), section.optional_text("higher_means"));
    let at = section.place();
    section.close();
    let end = |said: Option<(&str, Range<usize>)>| {
        let (said, at) = said?;
        let most = match said {
            "most deprived" => Some(true),
            "least deprived" => Some(false),
            _ => None,
        };
        if most.is_none() {
            let help = "write \"most deprived\" or \"least deprived\"".to_owned();
            file.say(at, format!("`{said}` is no end of an index"), help);
        }
        most
    };
    let scale = match (areas, first, higher) {
        (Some((areas, at)), first @ Some(_), None) => match u32::try_from(areas).ok().filter(|n| *n >= 5) {
            Some(areas) => end(first).map(|most| Scale::Rank { areas, first_is_most_deprived: most }),
            None => {
                file.say(at, format!("`areas` is {areas}, and 5 or more is expected"), None);
                None
            }
        },
        (None, None, higher @ Some(_)) => {
            end(higher).map(|most| Scale::Percentile { higher_is_more_deprived: most })
        }
        _ => {
            let message = "[deprivation] does not say which end of the index is the deprived one".to_owned();
            let help = "ranks: write `areas`, the number of areas that are ranked, and `rank_1_is`; percentiles: write \
                        `higher_means` alone"
                .to_owned();
            file.say(at.start..at.start, message, help);
            None
        }
    };
    let Some(text) = files.0.get(TABLE) else {
        let help =
            "a first row `area,rank` or `area,percentile`, then a postal code or its beginning in each row";
        file.say(at.start..at.start, format!("{TABLE} is missing"), Some(help.to_owned()));
        return None;
    };
    let scale = scale?;
    let areas = read_areas(text, scale, problems);
    let (name, (edition, _)) = (name?, edition?);
    let hash = hash(&[text, &format!("{scale:?}")]);
    Some(DeprivationTable { name, edition: edition.to_owned(), areas, hash })
}

fn read_areas(text: &str, scale: Scale, problems: &mut Vec<Problem>) -> Deprivation {
    let header = match scale {
        Scale::Rank { .. } => ["area", "rank"],
        Scale::Percentile { .. } => ["area", "percentile"],
    };
    let mut table = Deprivation::default();
    let mut say = |at: Range<usize>, message: String, help: &str| {
        problems.push(Problem::new(TABLE, text, at, message, Some(help.to_owned())));
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    for (number, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let start = error.position().map_or(0, |p| p.byte() as usize);
                say(start..start, format!("this row is not CSV: {error}"), "quote fields that hold commas");
                continue;
            }
        };
        let start = record.position().map_or(0, |p| p.byte() as usize);
        let at = start..text[start..].find('\n').map_or(text.len(), |n| start + n);
        if number == 0 {
            if record.iter().map(str::trim).ne(header) {
                let message = format!("the first row must be `{}`", header.join(","));
                say(at, message, "ranks go with `areas`, percentiles with `higher_means`");
            }
            continue;
        }
        if record.len() != 2 {
            say(at, format!("this row has {} fields, and 2 are expected", record.len()), &header.join(","));
            continue;
        }
        let (area, number) = (record[0].trim(), record[1].trim());
        match scale.quintile(number) {
            _ if plain(area).is_empty() => {
                say(at, format!("`{area}` is no postal code"), "a postal code, or its beginning");
            }
            Err(why) => {
                say(at, format!("`{number}` cannot be: {why}"), "look it up in the index's own table")
            }
            Ok(quintile) => {
                if !table.add(area, quintile) {
                    say(at, format!("the area {area} is here twice"), "keep one of them");
                }
            }
        }
    }
    table
}
