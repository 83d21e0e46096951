//! The published counts, held in memory for pages and read again when a publication has moved them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use jiff::civil::Date;
use kith_domain::id::{OrganizationId, SourceId};
use kith_domain::measure::{Counts, Period};
use kith_store::results::{self, Publication};
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

/// Every published count, by measure.
pub(crate) struct Cube {
    pub publication: Option<Publication>,
    pub names: HashMap<OrganizationId, String>,
    /// Organisations by source and reference.
    pub references: HashMap<(SourceId, String), OrganizationId>,
    /// Organisations as strata: by name, and none as not known.
    pub sites: HashMap<Option<OrganizationId>, Arc<str>>,
    cells: HashMap<String, Vec<Cell>>,
    /// Counts of two stratifiers at once, by measure and period.
    pub crosses: Mutex<Crosses>,
    /// Scorecards already made from these counts: whether suppressed, and the day.
    pub scorecards: Mutex<HashMap<(bool, Date), Arc<Scorecard>>>,
    /// Pages of measures already made from these counts, with when: who calls whom changes without a publication.
    pub pages: Mutex<HashMap<PageKey, (Instant, Arc<MeasurePage>)>>,
}

/// The people of a measure and a period, by all their strata at once.
type Crosses = HashMap<(String, Period), Arc<Vec<Crossed>>>;

/// Which page of a measure: the measure, the clinic, whether suppressed, and the day.
pub(crate) type PageKey = (String, Option<OrganizationId>, bool, Date);

impl Cube {
    /// The cells of one measure.
    pub fn of(&self, measure: &str) -> &[Cell] {
        self.cells.get(measure).map_or(&[], Vec::as_slice)
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

impl App {
    /// The published counts as they stand now.
    pub(crate) async fn cube(&self) -> Result<Arc<Cube>, Error> {
        let publication = results::latest(self.db()).await?;
        let version = publication.as_ref().map(|p| p.version);
        let held = self.inner.cube.lock().unwrap_or_else(|e| e.into_inner()).clone();
        if let Some(cube) =
            held.filter(|c| version.is_some() && c.publication.as_ref().map(|p| p.version) == version)
        {
            return Ok(cube);
        }
        let measures: Vec<&str> = self.programme().measures.iter().map(|m| m.id.as_str()).collect();
        let mut words: HashMap<String, Arc<str>> = HashMap::new();
        let mut word = |text: String| words.entry(text).or_insert_with_key(|t| t.as_str().into()).clone();
        let mut cells: HashMap<String, Vec<Cell>> = HashMap::new();
        for (key, counts) in results::cells(self.db(), &measures).await? {
            let stratum = key.stratum.map(|(by, stratum)| (word(by), word(stratum)));
            let cell = Cell { organization: key.organization, month: key.month, stratum, counts };
            cells.entry(key.measure).or_default().push(cell);
        }
        let organizations = facts::organizations(self.db()).await?;
        let references = organizations.iter().map(|o| ((o.source, o.reference.0.clone()), o.id)).collect();
        let names = organizations.into_iter().map(|o| (o.id, o.name.unwrap_or(o.reference.0))).collect();
        let sites = sites(&names, cells.values().flatten().filter_map(|cell| cell.organization));
        let cube = Arc::new(Cube {
            publication,
            names,
            sites,
            references,
            cells,
            crosses: Mutex::default(),
            scorecards: Mutex::default(),
            pages: Mutex::default(),
        });
        *self.inner.cube.lock().unwrap_or_else(|e| e.into_inner()) = Some(cube.clone());
        Ok(cube)
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
