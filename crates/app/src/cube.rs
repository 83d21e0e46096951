//! The published counts, held in memory for pages and read again when a publication has moved them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use jiff::civil::Date;
use kith_domain::id::{OrganizationId, SourceId};
use kith_domain::measure::{CellKey, Counts, Period};
use kith_store::results::{self, PairRow, Publication};
use kith_store::{facts, live};

use crate::equity::Crossed;
use crate::strata::{self, SITE, Slice};
use crate::view::{Freshness, MeasurePage, Scorecard};
use crate::{App, Error};

/// What a cell is counted by.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub organization: Option<OrganizationId>,
    pub month: Date,
    /// Stratifier and stratum; none for the whole.
    pub stratum: Option<(Arc<str>, Arc<str>)>,
    pub counts: Counts,
}

impl Cell {
    /// What it is counted by, in the order in which cells are held.
    fn key(&self) -> (Option<OrganizationId>, Date, Option<(&str, &str)>) {
        (self.organization, self.month, self.stratum.as_ref().map(|(by, stratum)| (&**by, &**stratum)))
    }
}

/// Cells by measure.
type Cells = HashMap<String, Arc<Vec<Cell>>>;

/// Every published count, by measure.
pub(crate) struct Cube {
    pub publication: Option<Publication>,
    pub names: HashMap<OrganizationId, String>,
    /// Organisations by source and reference.
    pub references: HashMap<(SourceId, String), OrganizationId>,
    /// Organisations as strata: by name, and none as not known.
    pub sites: HashMap<Option<OrganizationId>, Arc<str>>,
    /// In the order of [`Cell::key`]. Those of a measure that did not move are shared with the cube before.
    cells: Cells,
    /// Counts of two stratifiers at once, by measure and period.
    pub crosses: Mutex<Crosses>,
    /// Scorecards already made from these counts: whether suppressed, and the day.
    pub scorecards: Mutex<HashMap<(bool, Date), Arc<Scorecard>>>,
    /// Pages of measures already made from these counts, with when: who calls whom changes without a publication.
    pub pages: Mutex<HashMap<PageKey, (Instant, Arc<MeasurePage>)>>,
    /// What definitions of one measure have in common, by definitions, clinic and period.
    pub pairs: Mutex<HashMap<PairsKey, Arc<Vec<PairRow>>>>,
}

/// The people of a measure and a period, by all their strata at once.
type Crosses = HashMap<(String, Period), Arc<Vec<Crossed>>>;

/// Which page of a measure: the measure, the clinic, whether suppressed, and the day.
pub(crate) type PageKey = (String, Option<OrganizationId>, bool, Date);

/// Whose pairs: the definitions that run, a clinic, and the period.
pub(crate) type PairsKey = (Vec<String>, Option<OrganizationId>, Period);

impl Cube {
    /// Counts of no publication.
    #[cfg(test)]
    pub fn of_cells(cells: HashMap<String, Vec<Cell>>) -> Self {
        let cells = cells.into_iter().map(|(measure, cells)| (measure, Arc::new(cells))).collect();
        Self {
            publication: None,
            names: HashMap::new(),
            references: HashMap::new(),
            sites: HashMap::new(),
            cells,
            crosses: Mutex::default(),
            scorecards: Mutex::default(),
            pages: Mutex::default(),
            pairs: Mutex::default(),
        }
    }

    /// The cells of one measure.
    pub fn of(&self, measure: &str) -> &[Cell] {
        self.cells.get(measure).map_or(&[], |cells| cells.as_slice())
    }

    /// The counts of one measure over a period, for one clinic or all.
    pub fn total(&self, measure: &str, period: Period, organization: Option<OrganizationId>) -> Counts {
        let mut total = Counts::default();
        for cell in self.of(measure) {
            if cell.stratum.is_none() && period.contains(cell.month) && within(cell, organization) {
                total += cell.counts;
            }
        }
        total
    }

    /// The counts of each stratum of a stratifier over a period.
    pub fn strata(
        &self,
        measure: &str,
        stratifier: &str,
        period: Period,
        organization: Option<OrganizationId>,
    ) -> BTreeMap<String, Counts> {
        let mut strata: BTreeMap<String, Counts> = BTreeMap::new();
        for cell in self.of(measure) {
            let Some(stratum) = self.stratum(cell, stratifier) else { continue };
            if period.contains(cell.month) && within(cell, organization) {
                *strata.entry(stratum.to_string()).or_default() += cell.counts;
            }
        }
        strata
    }

    /// The same, with what it is told beside.
    pub fn slice(
        &self,
        measure: &str,
        stratifier: &str,
        period: Period,
        organization: Option<OrganizationId>,
    ) -> Slice {
        let of = |by: &str| self.strata(measure, by, period, organization);
        Slice {
            strata: of(stratifier),
            beside: strata::beside(stratifier).map(of).unwrap_or_default(),
            whole: self.total(measure, period, organization),
        }
    }

    /// The stratum of a cell, where it is one of a stratifier. Sites are those of the cells of everyone.
    fn stratum<'a>(&'a self, cell: &'a Cell, stratifier: &str) -> Option<&'a Arc<str>> {
        match &cell.stratum {
            None if stratifier == SITE => self.sites.get(&cell.organization),
            Some((by, stratum)) if &**by == stratifier => Some(stratum),
            _ => None,
        }
    }

    /// The stratifiers of a measure in which something is known of somebody; sites where there are two.
    pub fn telling(&self, measure: &str) -> BTreeSet<&str> {
        let cells = self.of(measure);
        let strata = cells.iter().filter_map(|cell| cell.stratum.as_ref());
        let telling = strata.filter(|(_, stratum)| strata::says_something([&**stratum]));
        let mut telling: BTreeSet<&str> = telling.map(|(by, _)| &**by).collect();
        let sites: BTreeSet<OrganizationId> = cells.iter().filter_map(|cell| cell.organization).collect();
        telling.extend((sites.len() > 1).then_some(SITE));
        telling
    }

    /// The counts of each month of a period.
    pub fn months(
        &self,
        measure: &str,
        period: Period,
        organization: Option<OrganizationId>,
    ) -> BTreeMap<Date, Counts> {
        let mut months: BTreeMap<Date, Counts> = months_of(period).map(|m| (m, Counts::default())).collect();
        for cell in self.of(measure) {
            if cell.stratum.is_none() && period.contains(cell.month) && within(cell, organization) {
                *months.entry(cell.month).or_default() += cell.counts;
            }
        }
        months
    }

    /// The counts of each stratum of a stratifier in each month, read once for many periods.
    pub fn by_month(&self, measure: &str, stratifier: &str, organization: Option<OrganizationId>) -> ByMonth {
        let beside = strata::beside(stratifier);
        let mut of = ByMonth { by: stratifier.to_owned(), ..ByMonth::default() };
        for cell in self.of(measure).iter().filter(|cell| within(cell, organization)) {
            let month = cell.month;
            let add = |months: &mut Months, stratum: &Arc<str>| {
                *months.entry(month).or_default().entry(stratum.clone()).or_default() += cell.counts;
            };
            if let Some(stratum) = self.stratum(cell, stratifier) {
                add(&mut of.strata, stratum);
            }
            if let Some(stratum) = beside.and_then(|by| self.stratum(cell, by)) {
                add(&mut of.beside, stratum);
            }
            if cell.stratum.is_none() {
                *of.whole.entry(month).or_default() += cell.counts;
            }
        }
        of
    }

    /// The counts of each organisation over a period.
    pub fn organizations(&self, measure: &str, period: Period) -> HashMap<Option<OrganizationId>, Counts> {
        let mut organizations: HashMap<_, Counts> = HashMap::new();
        for cell in self.of(measure) {
            if cell.stratum.is_none() && period.contains(cell.month) {
                *organizations.entry(cell.organization).or_default() += cell.counts;
            }
        }
        organizations
    }

    /// The counts of each organisation in each month of a period.
    pub fn organizations_by_month(
        &self,
        measure: &str,
        period: Period,
    ) -> HashMap<OrganizationId, BTreeMap<Date, Counts>> {
        let mut organizations: HashMap<OrganizationId, BTreeMap<Date, Counts>> = HashMap::new();
        for cell in self.of(measure) {
            let Some(id) = cell.organization else { continue };
            if cell.stratum.is_none() && period.contains(cell.month) {
                *organizations.entry(id).or_default().entry(cell.month).or_default() += cell.counts;
            }
        }
        organizations
    }

    /// The name of an organisation, or its number where it never sent one.
    pub fn name(&self, organization: OrganizationId) -> String {
        self.names.get(&organization).cloned().unwrap_or_else(|| format!("Organisation {organization}"))
    }
}

/// Counts of strata, by month.
pub(crate) type Months = BTreeMap<Date, BTreeMap<Arc<str>, Counts>>;

/// The counts of each stratum of one stratifier, by month.
#[derive(Debug, Default)]
pub(crate) struct ByMonth {
    /// The stratifier.
    pub by: String,
    /// Its strata.
    pub strata: Months,
    /// Those of the stratifier that it is told beside.
    pub beside: Months,
    /// Everybody.
    pub whole: BTreeMap<Date, Counts>,
}

impl ByMonth {
    /// The counts of each stratum over a period, with what it is told beside.
    pub fn over(&self, period: Period) -> Slice {
        let sum = |months: &Months| {
            let mut strata: BTreeMap<String, Counts> = BTreeMap::new();
            for (stratum, counts) in months.range(period.start..period.end).flat_map(|(_, month)| month) {
                *strata.entry(stratum.to_string()).or_default() += *counts;
            }
            strata
        };
        let mut whole = Counts::default();
        self.whole.range(period.start..period.end).for_each(|(_, counts)| whole += *counts);
        Slice { strata: sum(&self.strata), beside: sum(&self.beside), whole }
    }

    /// The first month in which anybody is in the rate.
    pub fn first(&self) -> Option<Date> {
        let anybody = |strata: &BTreeMap<Arc<str>, Counts>| strata.values().any(|c| c.denominator() > 0);
        self.strata.iter().find(|(_, strata)| anybody(strata)).map(|(month, _)| *month)
    }
}

/// Organisations by names of their own: two of one name are told apart by their numbers.
fn sites(
    names: &HashMap<OrganizationId, String>,
    counted: impl Iterator<Item = OrganizationId>,
) -> HashMap<Option<OrganizationId>, Arc<str>> {
    let counted: BTreeSet<OrganizationId> = counted.collect();
    let name = |id: OrganizationId| names.get(&id).cloned().unwrap_or_else(|| format!("Organisation {id}"));
    let mut of: BTreeMap<String, usize> = BTreeMap::new();
    counted.iter().for_each(|id| *of.entry(name(*id)).or_default() += 1);
    let own = |id: OrganizationId| match name(id) {
        name if of[&name] > 1 => format!("{name} ({id})"),
        name => name,
    };
    let named = counted.iter().map(|id| (Some(*id), Arc::from(own(*id))));
    named.chain([(None, Arc::from("Unknown"))]).collect()
}

fn within(cell: &Cell, organization: Option<OrganizationId>) -> bool {
    organization.is_none() || cell.organization == organization
}

/// The first days of the months of a period.
pub(crate) fn months_of(period: Period) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(period.start.first_of_month()), |month| {
        month.checked_add(jiff::Span::new().months(1)).ok()
    })
    .take_while(move |month| *month < period.end)
}

/// Moves cells by so much each; a cell that is not there is made.
fn move_by(cells: &mut Cells, moved: Vec<(CellKey, Counts)>) {
    let mut words: HashMap<String, Arc<str>> = HashMap::new();
    let mut word = |text: String| words.entry(text).or_insert_with_key(|t| t.as_str().into()).clone();
    let mut by_measure: HashMap<String, Vec<Cell>> = HashMap::new();
    for (key, counts) in moved {
        let stratum = key.stratum.map(|(by, stratum)| (word(by), word(stratum)));
        let cell = Cell { organization: key.organization, month: key.month, stratum, counts };
        by_measure.entry(key.measure).or_default().push(cell);
    }
    for (measure, moved) in by_measure {
        let held = Arc::make_mut(cells.entry(measure).or_default());
        let sorted = held.len();
        for cell in moved {
            match held[..sorted].binary_search_by(|other| other.key().cmp(&cell.key())) {
                Ok(at) => held[at].counts += cell.counts,
                Err(_) => held.push(cell),
            }
        }
        // What is new stands at the end, and may be there several times.
        held.sort_by(|a, b| a.key().cmp(&b.key()));
        held.dedup_by(|later, cell| {
            let same = later.key() == cell.key();
            if same {
                cell.counts += later.counts;
            }
            same
        });
        held.retain(|cell| !cell.counts.is_empty());
    }
}

impl App {
    /// The published counts as they stand now.
    pub(crate) async fn cube(&self) -> Result<Arc<Cube>, Error> {
        let publication = results::latest(self.db()).await?;
        let version = publication.as_ref().map(|p| p.version);
        let held = self.inner.cube.lock().unwrap_or_else(|e| e.into_inner()).clone();
        let at = |cube: &Cube| cube.publication.as_ref().map(|p| p.version);
        let before = match held {
            Some(cube) if version.is_some() && at(&cube) == version => return Ok(cube),
            before => before,
        };
        let (publication, cells) = self.published_cells(publication, before).await?;
        let organizations = facts::organizations(self.db()).await?;
        let references = organizations.iter().map(|o| ((o.source, o.reference.0.clone()), o.id)).collect();
        let names = organizations.into_iter().map(|o| (o.id, o.name.unwrap_or(o.reference.0))).collect();
        let sites =
            sites(&names, cells.values().flat_map(|cells| cells.iter()).filter_map(|cell| cell.organization));
        let cube = Arc::new(Cube {
            publication,
            names,
            sites,
            references,
            cells,
            crosses: Mutex::default(),
            scorecards: Mutex::default(),
            pages: Mutex::default(),
            pairs: Mutex::default(),
        });
        *self.inner.cube.lock().unwrap_or_else(|e| e.into_inner()) = Some(cube.clone());
        Ok(cube)
    }

    /// The cells of the latest publication, and which that is: those that are held, moved by what was published since, or
    /// all of them.
    async fn published_cells(
        &self,
        latest: Option<Publication>,
        held: Option<Arc<Cube>>,
    ) -> Result<(Option<Publication>, Cells), Error> {
        let programme = self.programme();
        let indicators = programme.indicators.iter().map(|indicator| &indicator.measure);
        let measures: Vec<&str> =
            programme.measures.iter().chain(indicators).map(|m| m.id.as_str()).collect();
        if let (Some(held), Some(now)) = (held, &latest)
            && let Some(before) = &held.publication
            && let Some(mut moved) = results::moved_cells(self.db(), before.version, now.version).await?
        {
            moved.retain(|(key, _)| measures.contains(&key.measure.as_str()));
            let mut cells = held.cells.clone();
            move_by(&mut cells, moved);
            return Ok((latest, cells));
        }
        // Another may have been published since.
        let (of, all) = results::cells(self.db(), &measures).await?;
        let mut cells = Cells::new();
        move_by(&mut cells, all);
        Ok((of, cells))
    }

    /// How fresh and how whole the published numbers are.
    pub(crate) async fn freshness(&self, cube: &Cube, period: Period) -> Result<Freshness, Error> {
        let waiting = live::dirty_count(self.db()).await?;
        let mut all = Counts::default();
        for measure in &self.programme().measures {
            all += cube.total(&measure.id, period, None);
        }
        let known = all.denominator() + all.excluded + all.pending;
        let complete = (known + all.unknown > 0).then(|| known as f64 / (known + all.unknown) as f64);
        let publication = cube.publication.as_ref();
        Ok(Freshness {
            published_at: publication.map(|p| p.at),
            version: publication.map_or(0, |p| p.version),
            as_of: publication.map(|p| p.as_of),
            newest_record_at: publication.map(|p| p.data_moment),
            complete,
            waiting,
        })
    }
}

/// Organisations by id, with the names that pages show.
pub(crate) async fn organization_names(app: &App) -> Result<HashMap<OrganizationId, String>, Error> {
    Ok(app.cube().await?.names.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells that were moved are those that are read anew, in the same order.
    #[test]
    fn moving_cells_gives_what_reading_them_would() {
        let key = |measure: &str, organization: i64, month: i8, group: &str| CellKey {
            measure: measure.into(),
            organization: (organization > 0).then_some(OrganizationId(organization)),
            month: jiff::civil::date(2026, month, 1),
            stratum: (!group.is_empty()).then(|| ("payer".to_owned(), group.to_owned())),
        };
        let met = |met| Counts { met, ..Counts::default() };
        let mut held = Cells::new();
        move_by(&mut held, vec![(key("a", 0, 1, ""), met(3)), (key("a", 0, 1, "Medicaid"), met(2))]);
        let before = held.clone();
        move_by(
            &mut held,
            vec![
                (key("a", 2, 1, "Private"), met(1)),
                (key("a", 0, 1, "Medicaid"), met(-2)),
                (key("a", 0, 1, ""), met(1)),
                (key("a", 2, 1, "Private"), met(1)),
                (key("a", 0, 2, "New"), met(1)),
                (key("a", 0, 2, "New"), met(-1)),
                (key("b", 0, 1, ""), met(5)),
            ],
        );
        let shown = |cells: &Cells, measure: &str| {
            let of = |c: &Cell| {
                (c.organization.map_or(0, |o| o.0), c.stratum.clone().map(|s| s.1.to_string()), c.counts.met)
            };
            cells[measure].iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(shown(&held, "a"), [(0, None, 4), (2, Some("Private".into()), 2)]);
        assert_eq!(shown(&held, "b"), [(0, None, 5)]);
        // Whoever reads the cube before keeps it.
        assert_eq!(shown(&before, "a"), [(0, None, 3), (0, Some("Medicaid".into()), 2)]);
    }
}
