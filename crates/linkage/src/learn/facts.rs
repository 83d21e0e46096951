//! What a population shows without any pair: roles, placeholders, how common names are, which keys are affordable.

use std::collections::BTreeMap;

use crate::block::{Blocks, radix};
use crate::dates::Day;
use crate::features::Features;
use crate::keys::FAMILIES;
use crate::model::{Frequencies, Model};
use crate::population::Population;
use crate::record::Role;
use crate::weigh;

/// The first year of birth that is a child's when nobody says so: well after the birth of all but a few adults.
pub(super) fn children(population: &Population) -> u32 {
    let (mut infants, mut adults) = (Vec::new(), Vec::new());
    for (role, born) in population.born().filter(|(_, born)| born.known()) {
        match role {
            Role::Infant => infants.push(born.year()),
            Role::Mother => adults.push(born.year()),
            Role::Unknown => {}
        }
    }
    if infants.len() < 10 {
        return 0;
    }
    infants.sort_unstable();
    adults.sort_unstable();
    let child = infants[infants.len() / 100];
    match adults.get(adults.len().saturating_sub(1) * 199 / 200) {
        Some(&adult) if adult >= child => child.max(adult.saturating_sub(2)),
        _ => child.saturating_sub(3),
    }
}

/// Sources that send records of one role only, as far as their records tell.
pub(super) fn source_roles(features: &[Features], population: &Population) -> BTreeMap<String, Role> {
    let sources = &population.lexicon.sources;
    let mut counts = vec![[0_usize; 3]; sources.len()];
    for f in features {
        counts[f.source as usize][f.role as usize] += 1;
    }
    let mut roles = BTreeMap::new();
    for (source, [unknown, mothers, infants]) in counts.into_iter().enumerate() {
        let known = mothers + infants;
        if unknown > 0 && known >= 50 && (mothers * 500 <= known || infants * 500 <= known) {
            let role = if mothers > infants { Role::Mother } else { Role::Infant };
            roles.insert(sources.word(source as u32).to_owned(), role);
        }
    }
    roles
}

/// Values that more records share than one person can have.
pub(super) fn crowd(population: &Population) -> Vec<String> {
    let names = &population.lexicon.names;
    let mut hashes = Vec::new();
    type Value = fn(&Features) -> u64;
    let kinds: [(u64, Value); 5] = [
        (0, |f| u64::from(f.ssn)),
        (1, |f| u64::from(f.medicaid)),
        (2, |f| f.phone),
        (3, |f| u64::from(f.email)),
        (5, |f| if f.mrn == 0 { 0 } else { crate::text::join(&[u64::from(f.source), u64::from(f.mrn)]) }),
    ];
    for (kind, value) in kinds {
        let limit = if matches!(kind, 2 | 3) { 12 } else { 6 };
        let features = &population.features;
        let mut places: Vec<u64> = Vec::new();
        for (place, f) in features.iter().enumerate() {
            let value = value(f);
            if value != 0 {
                places.push(crate::text::mix(value) & !0xFFFF_FFFF | place as u64);
            }
        }
        radix(&mut places);
        // A value that many records repeat is crowded when they are of many people: of many given names.
        for run in places.chunk_by(|a, b| a >> 32 == b >> 32).filter(|run| run.len() > limit) {
            let of = |place: &u64| &features[*place as u32 as usize];
            let mut given: Vec<u64> =
                run.iter().map(|place| names.name(of(place).given[0]).canonical).collect();
            given.sort_unstable();
            given.dedup();
            // One woman's many visits repeat her number; of many births, or without a name, it is anybody's.
            let nameless = run.iter().filter(|place| of(place).given[0] == 0).count();
            let mut births: Vec<u32> = run.iter().map(|place| of(place).born.0).collect();
            births.sort_unstable();
            births.dedup();
            let many = run.len() > 60 && (births.len() > limit.max(run.len() / 8) || nameless > 60);
            if given.len() > limit || many {
                hashes.push(format!("{:016x}", weigh::crowd(kind, value(of(&run[0])))));
            }
        }
    }
    hashes.extend(
        crowded_days(population).into_iter().map(|day| format!("{:016x}", weigh::crowd(4, u64::from(day.0)))),
    );
    hashes
}

/// Days on which far more are born than in the weeks around them: placeholders, whatever day they are.
fn crowded_days(population: &Population) -> Vec<Day> {
    // People and not records: one woman's many visits are one birth.
    let names = &population.lexicon.names;
    let name =
        |f: &Features| names.name(f.given[0]).canonical ^ names.name(f.family[0]).canonical.rotate_left(1);
    let mut people: Vec<(Day, u32)> = population
        .features
        .iter()
        .filter(|f| f.born.whole())
        .map(|f| (f.born, (name(f) >> 32) as u32))
        .collect();
    people.sort_unstable();
    people.dedup_by(|a, b| a == b && a.1 != 0);
    let days: Vec<Day> = people.into_iter().map(|(day, _)| day).collect();
    let counts: Vec<(Day, usize)> = days.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect();
    let mut crowded = Vec::new();
    let (mut from, mut to, mut sum) = (0, 0, 0);
    for &(day, count) in &counts {
        while to < counts.len() && counts[to].0.number() <= day.number() + 30 {
            sum += counts[to].1;
            to += 1;
        }
        while counts[from].0.number() < day.number() - 30 {
            sum -= counts[from].1;
            from += 1;
        }
        let around = (sum - count) as f64 / 60.0;
        if count as f64 > 20.0 + 6.0 * around {
            crowded.push(day);
        }
    }
    crowded
}

/// Name frequencies among all records.
pub(super) fn frequencies(population: &Population, features: &[Features], model: &mut Model) {
    let names = &population.lexicon.names;
    let mut counts = [vec![0_u32; names.len()], vec![0_u32; names.len()]];
    for f in features {
        counts[0][f.given[0] as usize] += 1;
        for family in &f.family[..f.family_len as usize] {
            counts[1][*family as usize] += 1;
        }
    }
    for (counts, table) in counts.iter_mut().zip([&mut model.first_names, &mut model.surnames]) {
        counts[0] = 0;
        let total = counts.iter().map(|c| f64::from(*c)).sum::<f64>().max(1.0);
        // Few records tell little about rare names: as if each had been seen a few times more.
        let least = 2e-4_f64.max(4.0 / total);
        let mut common = BTreeMap::new();
        let (mut squares, mut sum) = (0.0, 0.0);
        for (number, count) in counts.iter().enumerate().filter(|(_, c)| **c > 0) {
            let share = f64::from(*count) / total;
            if share >= least {
                common.insert(names.word(number as u32).to_owned(), (share * 1e7).round() / 1e7);
            } else {
                squares += share * share;
                sum += share;
            }
        }
        let rare = if sum > 0.0 { squares / sum } else { least };
        *table = Frequencies { rare: rare.max(2.0 / total).clamp(5e-6, 0.01), common };
    }
}

/// Surname words that more than a seventh of the records bear.
pub(super) fn fillers(population: &Population) -> Vec<String> {
    let names = &population.lexicon.names;
    let mut counts = vec![0_usize; names.len()];
    let mut records = 0;
    for f in &population.features {
        let family = &f.family[..f.family_len as usize];
        records += usize::from(!family.is_empty());
        family.iter().for_each(|n| counts[*n as usize] += 1);
    }
    let common = counts.iter().enumerate().filter(|(_, count)| records >= 100 && **count * 7 > records);
    common.map(|(number, _)| names.word(number as u32).to_owned()).collect()
}

/// The coarse keys whose blocks are small enough here.
pub(super) fn affordable(blocks: &mut Blocks, records: usize) -> Vec<String> {
    let coarse = FAMILIES.iter().enumerate().filter(|(_, family)| family.coarse);
    let sample = (records as u64 / 20_000).max(1);
    coarse
        .filter(|(at, _)| {
            blocks.walk(*at, sample, |at| at).size() as u64 * sample <= (records as u64).max(400_000)
        })
        .map(|(_, family)| family.name.to_owned())
        .collect()
}
