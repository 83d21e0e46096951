//! Counts with small ones withheld: one linked table for each measure, of everything that a run tells of it.
//!
//! Strata add up to everyone, organisations (with those who are attributed to none) to the whole, met and not met to the
//! denominator. Strata that overlap do not add up: what each of them leaves of everyone, alone and with strata that nobody
//! of it is in, is a count too, and so is what a stratum has beyond what it is made of in another stratifier. A count that any of these sums would give away is withheld too. All who were looked at are told only
//! where each of their parts is, so that few excluded never cost a rate. A stratum within one organisation is not told
//! at all under a rule: so many small counts could be kept only by withholding the totals.
//!
//! Measures of one family (definitions of the same, and the parts of a whole) are told as the pages tell them: the first
//! as if alone, and of the others nothing that leaves a small count of one another. One table of a family, with all that
//! any two of it leave, would have thousands of cells; and it would withhold other cells than the pages do.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use kith_domain::id::OrganizationId;
use kith_domain::measure::strata::{
    OVERLAPPING, beside, made_of, nhs_group, overlaps, stands_alone, without_race,
};
use kith_domain::measure::{Counts, Kin, Stratum};
use kith_measures::engine::CountRow;
use kith_stats::suppression::{Preset, Sum, Table, apart, hide_in_family, suppress};

/// The counts of a row as they may be told; none where one may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub met: Option<u64>,
    pub denominator: Option<u64>,
    pub excluded: Option<u64>,
    pub pending: Option<u64>,
    pub unknown: Option<u64>,
}

impl Told {
    /// All who were looked at.
    pub fn all(&self) -> Option<u64> {
        Some(self.denominator? + self.excluded? + self.pending? + self.unknown?)
    }

    /// Whether some count is withheld.
    pub fn is_partial(&self) -> bool {
        let each = [self.met, self.denominator, self.excluded, self.pending, self.unknown];
        each.contains(&None)
    }
}

/// Counts of a row in the table: met, not met, both, excluded, pending, unknown.
const COLUMNS: usize = 6;

/// Those that make a rate.
const RATE: Range<usize> = 0..3;
/// Between these no sum goes: what is withheld of one costs nothing of the others.
const APART: [Range<usize>; 4] = [RATE, 3..4, 4..5, 5..6];

fn columns(counts: Counts) -> [u64; COLUMNS] {
    let Counts { met, not_met, excluded, pending, unknown } = counts;
    let n = [met, not_met, met + not_met, excluded, pending, unknown];
    n.map(i64::unsigned_abs)
}

fn of_columns(cells: [Option<u64>; COLUMNS]) -> Told {
    let [met, _, denominator, excluded, pending, unknown] = cells;
    Told { met, denominator, excluded, pending, unknown }
}

/// Whether a rule lets a row be told of at all.
pub fn is_told(row: &CountRow) -> bool {
    row.organization.is_none() || row.stratum.is_none()
}

/// The rows of measures, those of one after those of another, as a rule lets them be told; without one, as they are.
/// Under a rule each row must be one that [`is_told`].
pub fn told(rows: &[CountRow], families: &[Vec<Kin>], rule: Option<&Preset>) -> Vec<Told> {
    let by_measure = rows.chunk_by(|one, next| one.measure == next.measure);
    let mut told: Vec<Told> = by_measure.flat_map(|of_measure| alone(of_measure, rule)).collect();
    if let Some(rule) = rule {
        families.iter().for_each(|family| hide_family(rows, &mut told, family, rule));
    }
    told
}

/// Takes away what the measures of one family would tell of one another.
fn hide_family(rows: &[CountRow], told: &mut [Told], family: &[Kin], rule: &Preset) {
    let small =
        i64::try_from(rule.hide_min).unwrap_or(i64::MAX)..=i64::try_from(rule.hide_max).unwrap_or(i64::MAX);
    let at = |id: &str| {
        let start = rows.iter().position(|row| row.measure == id)?;
        Some(start..start + rows[start..].iter().take_while(|row| row.measure == id).count())
    };
    let members: Vec<(Range<usize>, bool)> =
        family.iter().filter_map(|kin| Some((at(&kin.id)?, kin.part))).collect();
    let parts: Vec<bool> = members.iter().map(|(_, part)| *part).collect();
    let cubes: Vec<Cube> = members.iter().map(|(of, _)| Cube::new(&rows[of.clone()])).collect();
    let places: Vec<BTreeMap<Key<'_>, usize>> = members
        .iter()
        .map(|(of, _)| {
            of.clone().map(|i| ((Place::of(rows[i].organization), rows[i].stratum.as_ref()), i)).collect()
        })
        .collect();
    // The whole, the strata of each stratifier, and the organisations with those of none, add up to the same.
    let mut tables: BTreeMap<(bool, Option<&str>), BTreeSet<Key<'_>>> = BTreeMap::new();
    for key in cubes.iter().flat_map(|cube| cube.keys.keys()) {
        let table = (key.0 != Place::Whole, key.1.map(|(by, _)| by.as_str()));
        tables.entry(table).or_default().insert(*key);
    }
    let before: Vec<Told> = told.to_vec();
    for ((_, by), keys) in &tables {
        let cells: Vec<Vec<[i64; COLUMNS]>> = cubes
            .iter()
            .map(|cube| {
                let cell = |key| {
                    cube.keys
                        .get(key)
                        .map_or([0; COLUMNS], |(_, n)| n.map(|n| i64::try_from(n).unwrap_or(i64::MAX)))
                };
                keys.iter().map(cell).collect()
            })
            .collect();
        let told_twice = |by: &str| {
            overlaps(by) || beside(by).is_some_and(|other| tables.contains_key(&(false, Some(other))))
        };
        let hidden = match by {
            Some(by) if told_twice(by) => vec![true; keys.len()],
            _ => {
                let of_rate: Vec<Vec<[i64; 2]>> =
                    cells.iter().map(|of| of.iter().map(|n| [n[0], n[1]]).collect()).collect();
                let gone = |row: &usize| before[*row].met.is_none() || before[*row].denominator.is_none();
                let alone: Vec<bool> = keys
                    .iter()
                    .map(|key| places.iter().any(|rows| rows.get(key).is_some_and(gone)))
                    .collect();
                hide_in_family(&of_rate, &parts, &alone, &small)
            }
        };
        for (member, rows) in places.iter().enumerate().skip(1) {
            let column = |of: &dyn Fn(&[i64; COLUMNS]) -> i64| {
                let of = |cells: &Vec<[i64; COLUMNS]>| cells.iter().map(of).collect::<Vec<i64>>();
                cells.iter().all(|other| apart(&of(&cells[member]), &of(other), &small))
            };
            let each = [3, 4, 5].map(|at: usize| column(&|n| n[at]));
            // Who is in none of the columns is in the rate, so all three together tell too.
            let all_tell = each == [true; 3] && !column(&|n| n[3] + n[4] + n[5]);
            let shown = if all_tell || by.is_some_and(told_twice) { [false; 3] } else { each };
            for (key, hidden) in keys.iter().zip(&hidden) {
                let Some(row) = rows.get(key) else { continue };
                let Told { met, denominator, excluded, pending, unknown } = before[*row];
                told[*row] = Told {
                    met: met.filter(|_| !hidden),
                    denominator: denominator.filter(|_| !hidden),
                    excluded: excluded.filter(|_| shown[0]),
                    pending: pending.filter(|_| shown[1]),
                    unknown: unknown.filter(|_| shown[2]),
                };
            }
        }
    }
}

/// The rows of one measure by itself.
fn alone(rows: &[CountRow], rule: Option<&Preset>) -> Vec<Told> {
    let Some(rule) = rule else {
        return rows.iter().map(|row| of_columns(columns(row.counts).map(Some))).collect();
    };
    let cube = Cube::new(rows);
    let apart = APART.map(|columns| (columns.clone(), suppress(&cube.table(columns), rule)));
    let row = |row: &CountRow| {
        let at = cube.place(&(Place::of(row.organization), row.stratum.as_ref()));
        let shown = apart.iter().flat_map(|(columns, cells)| &cells[at * columns.len()..][..columns.len()]);
        let shown: Vec<Option<u64>> = shown.map(|cell| cell.count()).collect();
        std::array::from_fn(|column| shown[column])
    };
    let mut told: Vec<[Option<u64>; COLUMNS]> = rows.iter().map(row).collect();
    OVERLAPPING.iter().for_each(|by| withhold_twice(by, rows, rule, &mut told));
    told.into_iter().map(of_columns).collect()
}

/// Where every stratum of those that overlap is told, they tell how often somebody is in one more: the smallest is withheld
/// where that is few.
fn withhold_twice(by: &str, rows: &[CountRow], rule: &Preset, told: &mut [[Option<u64>; COLUMNS]]) {
    let of = |at: &usize, column: usize| columns(rows[*at].counts)[column];
    let is_of = |at: &usize| rows[*at].stratum.as_ref().is_some_and(|(own, _)| own == by);
    let strata: Vec<usize> =
        (0..rows.len()).filter(|at| rows[*at].organization.is_none() && is_of(at)).collect();
    let whole = (0..rows.len()).find(|at| rows[*at].organization.is_none() && rows[*at].stratum.is_none());
    let Some(whole) = whole else { return };
    for (columns, column) in
        APART.into_iter().flat_map(|columns| columns.clone().map(move |c| (columns.clone(), c)))
    {
        let all: u64 = strata.iter().map(|at| of(at, column)).sum();
        let twice = all.saturating_sub(of(&whole, column));
        let every = strata.iter().all(|at| told[*at][column].is_some());
        let smallest = strata.iter().filter(|at| of(at, column) > 0).min_by_key(|at| of(at, column));
        if let Some(at) = smallest.filter(|_| every && rule.complementary && twice > 0 && rule.hides(twice)) {
            told[*at][columns].fill(None);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Whole,
    Of(OrganizationId),
    /// Attributed to none: told in no row, and what the organisations leave of the whole.
    Nobody,
}

impl Place {
    fn of(organization: Option<OrganizationId>) -> Self {
        organization.map_or(Self::Whole, Self::Of)
    }
}

type Key<'a> = (Place, Option<&'a Stratum>);

/// Every row of a measure, those that nobody is in among them, and what stands between them.
struct Cube<'a> {
    keys: BTreeMap<Key<'a>, (usize, [u64; COLUMNS])>,
    strata: Vec<Option<&'a Stratum>>,
    places: Vec<Place>,
}

impl<'a> Cube<'a> {
    fn new(rows: &'a [CountRow]) -> Self {
        let strata: BTreeSet<Option<&Stratum>> =
            rows.iter().map(|row| row.stratum.as_ref()).chain([None]).collect();
        let named: BTreeSet<Place> = rows.iter().filter_map(|row| row.organization.map(Place::Of)).collect();
        let mut keys = BTreeMap::new();
        for row in rows {
            keys.insert((Place::of(row.organization), row.stratum.as_ref()), columns(row.counts));
        }
        let several = !named.is_empty();
        if several {
            let mut left = *keys.entry((Place::Whole, None)).or_default();
            for place in &named {
                let part = keys.entry((*place, None)).or_default();
                left.iter_mut().zip(part).for_each(|(left, part)| *left = left.saturating_sub(*part));
            }
            keys.insert((Place::Nobody, None), left);
        }
        let places = named.into_iter().chain(several.then_some(Place::Nobody)).collect();
        let keys = keys.into_iter().enumerate().map(|(i, (key, cells))| (key, (i, cells))).collect();
        Self { keys, strata: strata.into_iter().collect(), places }
    }

    fn place(&self, key: &Key<'_>) -> usize {
        self.keys.get(key).expect("a row of these").0
    }

    /// The rows in some of their columns.
    fn table(&self, columns: Range<usize>) -> Table {
        let width = columns.len();
        let of = |cells: &[u64; COLUMNS]| cells[columns.clone()].to_vec();
        let cells: Vec<u64> = self.keys.values().flat_map(|(_, cells)| of(cells)).collect();
        let mut sums = Vec::new();
        if columns == RATE {
            let rate = |at: usize| Sum { total: at + 2, parts: vec![at, at + 1] };
            sums.extend(self.keys.values().map(|(at, _)| rate(width * at)));
        }
        let stratifiers: BTreeSet<&str> = self.strata.iter().flatten().map(|(by, _)| by.as_str()).collect();
        let whole = self.place(&(Place::Whole, None));
        // Nobody is told what is left over; all the same it must not be small where it follows.
        let mut left: Vec<u64> = Vec::new();
        for by in &stratifiers {
            let of = || self.strata.iter().flatten().filter(|s| s.0 == **by);
            if !overlaps(by) {
                let parts = of().map(|stratum| self.place(&(Place::Whole, Some(stratum))));
                sums.extend(each_column(width, whole, parts));
            }
            for stratum in of() {
                let at = self.place(&(Place::Whole, Some(stratum)));
                if overlaps(by) {
                    let parts = [vec![at], self.apart(stratum)].concat();
                    parted(width, &cells, whole, &parts, &mut sums, &mut left);
                }
                let parts = self.made_of(stratum);
                if !parts.is_empty() {
                    parted(width, &cells, at, &parts, &mut sums, &mut left);
                }
            }
        }
        if !self.places.is_empty() {
            sums.extend(each_column(
                width,
                whole,
                self.places.iter().map(|place| self.place(&(*place, None))),
            ));
        }
        Table::new([cells, left].concat(), sums)
            .expect("each subject has one stratum of each stratifier that does not overlap")
    }

    /// Where strata stand that nobody of a stratum of those that overlap is in: races beside which nobody named it, or
    /// else those of its own stratifier. Of fewer of them nothing more follows.
    fn apart(&self, (by, stratum): &Stratum) -> Vec<usize> {
        let all = || self.strata.iter().flatten();
        let of_race = all().filter(|s| by == "race_in_combination" && s.0 == "race_ethnicity");
        let races = without_race(stratum, of_race.map(|s| s.1.as_str()));
        let is_apart = |s: &Stratum| match races.is_empty() {
            true => s.0 == *by && s.1 != *stratum && stands_alone(&s.1),
            false => s.0 == "race_ethnicity" && races.contains(&s.1.as_str()),
        };
        all().filter(|s| is_apart(s)).map(|s| self.place(&(Place::Whole, Some(s)))).collect()
    }

    /// Where the strata of another stratifier stand of which a stratum is made.
    fn made_of(&self, (by, stratum): &Stratum) -> Vec<usize> {
        let there = |by: &str, stratum: &str| {
            let found = self.strata.iter().flatten().find(|s| s.0 == by && s.1 == stratum)?;
            Some(self.place(&(Place::Whole, Some(found))))
        };
        if by == "ethnicity_nhs_group" {
            let letters = self.strata.iter().flatten().filter(|s| s.0 == "ethnicity_nhs");
            return letters
                .filter(|s| nhs_group(&s.1) == stratum)
                .filter_map(|s| there(&s.0, &s.1))
                .collect();
        }
        let (other, parts) = made_of(by, stratum).unwrap_or_default();
        parts.into_iter().filter_map(|part| there(other, part)).collect()
    }
}

/// That a row has at least some parts, in each column; or, with one part, that the part has at least the row.
fn parted(
    width: usize,
    cells: &[u64],
    row: usize,
    parts: &[usize],
    sums: &mut Vec<Sum>,
    left: &mut Vec<u64>,
) {
    for column in 0..width {
        let at = |place: usize| width * place + column;
        let of_parts: u64 = parts.iter().map(|part| cells[at(*part)]).sum();
        let all = cells[at(row)];
        let (total, mut others, rest) = match all.checked_sub(of_parts) {
            Some(rest) => (at(row), parts.iter().map(|part| at(*part)).collect::<Vec<_>>(), rest),
            None if parts.len() == 1 => (at(parts[0]), vec![at(row)], of_parts - all),
            None => continue,
        };
        if rest > 0 {
            others.push(cells.len() + left.len());
            left.push(rest);
        }
        sums.push(Sum { total, parts: others });
    }
}

fn each_column(width: usize, total: usize, parts: impl Iterator<Item = usize>) -> Vec<Sum> {
    let parts: Vec<usize> = parts.collect();
    let at = |place: usize, column: usize| width * place + column;
    let sum = |column| Sum {
        total: at(total, column),
        parts: parts.iter().map(|part| at(*part, column)).collect(),
    };
    (0..width).map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(organization: Option<i64>, stratum: Option<&str>, met: i64, not_met: i64) -> CountRow {
        CountRow {
            measure: "m".into(),
            organization: organization.map(OrganizationId),
            stratum: stratum.map(|name| ("payer".to_owned(), name.to_owned())),
            counts: Counts { met, not_met, ..Counts::default() },
        }
    }

    /// What is shown of met in each row.
    fn met(rows: &[CountRow]) -> Vec<Option<u64>> {
        told(rows, &[], Some(&Preset::CMS)).iter().map(|row| row.met).collect()
    }

    #[test]
    fn without_a_rule_counts_are_as_they_are() {
        let all = told(&[row(None, None, 3, 4)], &[], None);
        assert_eq!((all[0].met, all[0].denominator, all[0].all()), (Some(3), Some(7), Some(7)));
        assert!(!all[0].is_partial());
    }

    #[test]
    fn a_small_stratum_is_withheld_with_one_that_would_give_it_away() {
        let rows = [
            row(None, None, 45, 60),
            row(None, Some("a"), 7, 20),
            row(None, Some("b"), 13, 20),
            row(None, Some("c"), 25, 20),
        ];
        assert_eq!(met(&rows), [Some(45), None, None, Some(25)]);
    }

    #[test]
    fn strata_that_overlap_give_nobody_away() {
        let of = |by: &str, name: &str, met, not_met| CountRow {
            stratum: Some((by.to_owned(), name.to_owned())),
            ..row(None, None, met, not_met)
        };
        let town = |both: i64| {
            let bridge = |name, met| of("race_ethnicity", name, met, 100);
            let each = |name, met| of("race_in_combination", name, met, 100);
            [
                row(None, None, 300 + both, 300),
                bridge("Asian", 100),
                bridge("Multiracial", both),
                bridge("White", 200),
                each("Asian", 100 + both),
                each("White", 200 + both),
            ]
        };
        let enough = met(&town(40));
        assert!(enough.iter().all(Option::is_some), "{enough:?}");
        // Seven in both: neither they, nor what Asian has in combination beyond alone.
        let few = met(&town(7));
        assert!(few[2].is_none() && (few[1].is_none() || few[4].is_none()), "{few:?}");
        assert!(few[3].is_none() || few[5].is_none(), "{few:?}");
    }

    fn of(by: &str, name: &str, met: i64, not_met: i64) -> CountRow {
        CountRow { stratum: Some((by.to_owned(), name.to_owned())), ..row(None, None, met, not_met) }
    }

    #[test]
    fn few_who_are_in_one_service_only_are_not_what_those_in_none_leave() {
        let services = |met, not_met| {
            let one = |name, met, not_met| of("programme", name, met, not_met);
            [
                row(None, None, met, not_met),
                one("None", 140, 160),
                one("home_visiting", 105, 95),
                one("second", 27, 33),
            ]
        };
        assert!(met(&services(272, 288)).iter().all(Option::is_some));
        // 247 less 140 less 105: two are in the second service only.
        let few = met(&services(247, 258));
        assert!(few[0].is_some() && (few[1].is_none() || few[2].is_none()), "{few:?}");
        // Three are in both: 247 and three are all that the strata count.
        let twice = met(&services(269, 286));
        assert_eq!(twice, [Some(269), Some(140), Some(105), None]);
        // Three who were taken out are in both: that costs no rate.
        let mut taken_out = services(272, 288);
        for (row, n) in taken_out.iter_mut().zip([72, 20, 30, 25]) {
            row.counts.excluded = n;
        }
        let shown = told(&taken_out, &[], Some(&Preset::CMS));
        assert!(shown.iter().all(|row| row.met.is_some() && row.denominator.is_some()), "{shown:?}");
        let excluded: Vec<Option<u64>> = shown.iter().map(|row| row.excluded).collect();
        assert_eq!(excluded, [Some(72), None, Some(30), Some(25)]);
    }

    #[test]
    fn of_several_races_few_are_not_those_without_one() {
        let alone = |name, met, not_met| of("race_ethnicity", name, met, not_met);
        let each = |name, met, not_met| of("race_in_combination", name, met, not_met);
        let town = |few: i64| {
            [
                row(None, None, 360 + few, 451 + few),
                alone("Asian", 90, 60),
                alone("Black or African American", 40, 50),
                alone("Multiracial", 30 + few, 41 + few),
                alone("White", 200, 300),
                each("Asian", 120, 101),
                each("Black or African American", 40 + few, 50 + few),
                each("White", 230 + few, 341 + few),
            ]
        };
        let enough = met(&town(20));
        assert!(enough.iter().all(Option::is_some), "{enough:?}");
        // Of 33 of several races Asian has 120 less 90: three are left, whom White and Black have too.
        let told = met(&town(3));
        let all = |rows: [usize; 3]| rows.iter().all(|row| told[*row].is_some());
        assert!(told[0].is_some() && !all([1, 3, 5]) && !all([5, 2, 4]), "{told:?}");
    }

    #[test]
    fn few_excluded_cost_no_rate() {
        let few = CountRow {
            counts: Counts { excluded: 3, ..row(None, None, 40, 60).counts },
            ..row(None, None, 40, 60)
        };
        let shown = told(&[few], &[], Some(&Preset::CMS))[0];
        assert_eq!(
            (shown.met, shown.denominator, shown.excluded, shown.all()),
            (Some(40), Some(100), None, None)
        );
    }

    #[test]
    fn those_of_no_organisation_are_not_what_the_rest_leaves() {
        // Everyone less the only organisation is three people, whom no row names.
        let rows = [row(None, None, 43, 60), row(Some(1), None, 40, 60)];
        assert!(met(&rows).contains(&None), "{:?}", met(&rows));
    }

    #[test]
    fn a_stratum_within_an_organisation_is_not_told() {
        let rows = [
            row(None, None, 90, 90),
            row(None, Some("a"), 90, 90),
            row(Some(1), None, 90, 90),
            row(Some(1), Some("a"), 90, 90),
        ];
        assert_eq!(rows.each_ref().map(is_told), [true, true, true, false]);
        assert_eq!(met(&rows[..3]), [Some(90); 3]);
    }

    /// 160 babies with two visits and 153 with three, and groups that add up to them.
    #[test]
    fn of_a_family_nothing_is_told_that_leaves_seven() {
        let of = |measure: &str, met: [i64; 3]| {
            let all: i64 = met.iter().sum();
            let rows = [
                row(None, None, all, 400 - all),
                row(None, Some("a"), met[0], 150 - met[0]),
                row(None, Some("b"), met[1], 150 - met[1]),
                row(None, Some("c"), met[2], 100 - met[2]),
                row(Some(1), None, all, 400 - all),
            ];
            rows.map(|row| CountRow { measure: measure.into(), ..row })
        };
        let kin = |id: &str| Kin { id: id.into(), part: false };
        let families = [vec![kin("two"), kin("three")]];
        let shown = |two: [i64; 3], three: [i64; 3]| {
            // In the order of the run, which is not that of the family.
            let rows = [of("three", three), of("two", two)].concat();
            let met = |told: &Told| told.met.zip(told.denominator).map(|(met, _)| met);
            let told: Vec<Option<u64>> = told(&rows, &families, Some(&Preset::CMS)).iter().map(met).collect();
            (told[..5].to_vec(), told[5..].to_vec())
        };
        let (three, two) = shown([60, 60, 40], [53, 60, 40]);
        assert_eq!(two, [Some(160), Some(60), Some(60), Some(40), Some(160)]);
        assert_eq!(three, [None; 5], "seven in all");
        // Thirty in all, seven of them in one group.
        let (three, _) = shown([60, 60, 40], [53, 37, 40]);
        assert_eq!(three, [Some(130), None, None, Some(40), Some(130)]);
        let (three, _) = shown([60, 60, 40], [40, 40, 20]);
        assert_eq!(three, [Some(100), Some(40), Some(40), Some(20), Some(100)]);
    }

    #[test]
    fn a_column_that_leaves_a_few_of_another_definition_is_not_told() {
        let of = |measure: &str, pending| CountRow {
            measure: measure.into(),
            counts: Counts { pending, ..row(None, None, 40, 60).counts },
            ..row(None, None, 40, 60)
        };
        let kin = |id: &str| Kin { id: id.into(), part: false };
        let families = [vec![kin("two"), kin("three")]];
        let pending = |two, three| {
            let told = told(&[of("two", two), of("three", three)], &families, Some(&Preset::CMS));
            assert_eq!(told[1].met, Some(40));
            (told[0].pending, told[1].pending)
        };
        assert_eq!(pending(30, 26), (Some(30), None));
        assert_eq!(pending(30, 15), (Some(30), Some(15)));
    }
}
