//! The published counts, held in memory for pages and read again when a publication has moved them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use jiff::civil::Date;
use kith_domain::id::{OrganizationId, SourceId};
use kith_domain::measure::{Counts, Period};
use kith_store::results::{self, PairRow, Publication};
use kith_store::{facts, live};

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
    cells: HashMap<String, Vec<Cell>>,
    /// Scorecards already made from these counts: whether suppressed, and the day.
    pub scorecards: Mutex<HashMap<(bool, Date), Arc<Scorecard>>>,
    /// Pages of measures already made from these counts, with when: who calls whom changes without a publication.
    pub pages: Mutex<HashMap<PageKey, (Instant, Arc<MeasurePage>)>>,
    /// What definitions of one measure have in common, by definitions, clinic and period.
    pub pairs: Mutex<HashMap<PairsKey, Arc<Vec<PairRow>>>>,
}

/// Which page of a measure: the measure, the clinic, whether suppressed, and the day.
pub(crate) type PageKey = (String, Option<OrganizationId>, bool, Date);

/// Whose pairs: the definitions that run, a clinic, and the period.
pub(crate) type PairsKey = (Vec<String>, Option<OrganizationId>, Period);

impl Cube {
    /// Counts of no publication.
    #[cfg(test)]
    pub fn of_cells(cells: HashMap<String, Vec<Cell>>) -> Self {
        Self {
            publication: None,
            names: HashMap::new(),
            references: HashMap::new(),
            cells,
            scorecards: Mutex::default(),
            pages: Mutex::default(),
            pairs: Mutex::default(),
        }
    }

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
            let Some((by, stratum)) = &cell.stratum else { continue };
            if &**by == stratifier && period.contains(cell.month) && within(cell, organization) {
                *strata.entry(stratum.to_string()).or_default() += cell.counts;
            }
        }
        strata
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
        let mut months: BTreeMap<Date, BTreeMap<Arc<str>, Counts>> = BTreeMap::new();
        for cell in self.of(measure) {
            let Some((by, stratum)) = &cell.stratum else { continue };
            if &**by == stratifier && within(cell, organization) {
                *months.entry(cell.month).or_default().entry(stratum.clone()).or_default() += cell.counts;
            }
        }
        ByMonth(months)
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

/// The counts of each stratum of one stratifier, by month.
pub(crate) struct ByMonth(pub BTreeMap<Date, BTreeMap<Arc<str>, Counts>>);

impl ByMonth {
    /// The counts of each stratum over a period.
    pub fn over(&self, period: Period) -> BTreeMap<String, Counts> {
        let mut strata: BTreeMap<String, Counts> = BTreeMap::new();
        for (stratum, counts) in self.0.range(period.start..period.end).flat_map(|(_, month)| month) {
            *strata.entry(stratum.to_string()).or_default() += *counts;
        }
        strata
    }

    /// The first month in which anybody is in the rate.
    pub fn first(&self) -> Option<Date> {
        let anybody = |strata: &BTreeMap<Arc<str>, Counts>| strata.values().any(|c| c.denominator() > 0);
        self.0.iter().find(|(_, strata)| anybody(strata)).map(|(month, _)| *month)
    }
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
        let programme = self.programme();
        let indicators = programme.indicators.iter().map(|indicator| &indicator.measure);
        let measures: Vec<&str> =
            programme.measures.iter().chain(indicators).map(|m| m.id.as_str()).collect();
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
        let cube = Arc::new(Cube {
            publication,
            names,
            references,
            cells,
            scorecards: Mutex::default(),
            pages: Mutex::default(),
            pairs: Mutex::default(),
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
