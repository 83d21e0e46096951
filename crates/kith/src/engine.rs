//! The measure engine, plugged into the live spine: facts of buckets in, outcomes and dyads out.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kith_app::live::{Measured, Measurer};
use kith_app::programme as pages;
use kith_domain::id::Bucket;
use kith_domain::measure::Stratum;
use kith_domain::population::Population;
use kith_measures::engine::{self, Request};
use kith_measures::lake::Lake;
use kith_measures::programme::{Definition, Measure, Programme, Unit, Words};
use kith_measures::story::{self, DeliveryRow, InfantRow, Input, Move, Organizations, Story, Strata};
use kith_store::facts::{BucketFacts, OrganizationRow};
use kith_store::results::DyadRow;

/// A birth belongs to a delivery of its mother within so many days.
const SAME_DELIVERY_DAYS: i32 = 14;

/// The engine over a lake in the data directory. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    engine: Arc<engine::Engine>,
    programme: Arc<Programme>,
    lake: Lake,
    zone: TimeZone,
}

impl Engine {
    /// An engine for a programme, with its lake in the data directory. `zone` is where the network is.
    pub fn new(programme: Arc<Programme>, data_dir: &Path, zone: TimeZone) -> anyhow::Result<Self> {
        let dir = data_dir.join("lake");
        // The lake tells of people by their references.
        crate::place::make_private(&dir)?;
        let lake = Lake::create(&dir).with_context(|| format!("making the lake in {}", dir.display()))?;
        lake.set_areas(programme.deprivation.as_ref().map(|table| table.hash.as_str()))?;
        Ok(Self { engine: Arc::new(engine::Engine::new()?), programme, lake, zone })
    }

    /// The lake.
    pub fn lake(&self) -> &Lake {
        &self.lake
    }

    /// Derives the story of a bucket and writes it to the lake.
    pub fn write(
        &self,
        bucket: Bucket,
        facts: &BucketFacts,
        organizations: &Organizations,
    ) -> anyhow::Result<Story> {
        let person_of: HashMap<_, _> = facts.person_of.iter().copied().collect();
        let moves: Vec<Move> =
            facts.moves.iter().map(|(person, on)| Move { person: *person, on: *on, record: None }).collect();
        let story = story::derive(&Input {
            facts: &facts.facts,
            person_of: &person_of,
            mothers: &facts.mothers,
            choices: &facts.choices,
            organizations,
            value_sets: &self.programme.value_sets,
            moves: &moves,
            courses: &facts.courses,
            taught: &facts.taught,
            zone: &self.zone,
            deprivation: self.programme.deprivation.as_ref().map(|table| &table.areas),
        });
        self.lake.write_bucket(bucket, &story)?;
        Ok(story)
    }

    /// Runs measures over buckets that have been written.
    pub fn run(&self, request: &Request) -> anyhow::Result<engine::Run> {
        Ok(self.engine.run(&self.lake, &self.programme, request)?)
    }
}

impl Measurer for Engine {
    async fn measure(
        &self,
        buckets: Vec<(Bucket, BucketFacts)>,
        organizations: Vec<OrganizationRow>,
        as_of: Date,
    ) -> Result<Measured, Box<dyn std::error::Error + Send + Sync>> {
        let this = self.clone();
        let work = move || -> anyhow::Result<Measured> {
            let organizations = directory(&organizations);
            let mut dyads = Vec::new();
            let mut ids = Vec::with_capacity(buckets.len());
            for (bucket, facts) in &buckets {
                let story = this.write(*bucket, facts, &organizations)?;
                dyads.extend(story.infants.iter().map(|infant| dyad(infant, &story)));
                ids.push(*bucket);
            }
            let run = this.run(&Request { measures: Vec::new(), buckets: Some(ids), as_of })?;
            Ok(Measured { outcomes: engine::outcomes(run)?, dyads })
        };
        Ok(tokio::task::spawn_blocking(work).await??)
    }
}

/// Organisations as derivations look them up.
pub fn directory(rows: &[OrganizationRow]) -> Organizations {
    let mut directory = Organizations::default();
    for row in rows {
        directory.add(row.source, &row.reference, row.id);
        for identifier in &row.identifiers {
            directory.identify(identifier, row.id);
        }
    }
    directory
}

fn dyad(infant: &InfantRow, story: &Story) -> DyadRow {
    let born = infant.born.day();
    let near = |d: &&DeliveryRow| {
        let (Some(born), Some(delivered)) = (born, d.delivered.day()) else { return false };
        Some(d.person) == infant.mother && (born - delivered).get_days().abs() <= SAME_DELIVERY_DAYS
    };
    let delivery = story.deliveries.iter().find(near);
    DyadRow {
        infant: infant.person,
        mother: infant.mother,
        organization: infant.organization,
        born_on: born,
        delivered_on: delivery.and_then(|d| d.delivered.day()),
        edd_on: delivery.and_then(|d| d.due_date),
        birth_order: infant.birth_order,
        strata: strata(&infant.strata),
    }
}

fn strata(strata: &Strata) -> Vec<Stratum> {
    let told = ["race_ethnicity", "language", "payer", "age_band", "geography", "parity"];
    told.map(|by| (by.to_owned(), strata.stratum(by).to_owned())).into()
}

/// The programme as pages read it.
pub fn words_of(programme: &Programme, population: &Arc<Population>) -> pages::Programme {
    let families = programme.families();
    let measure = |m: &Measure, aim: Option<pages::Aim>| pages::MeasureInfo {
        follows: families.iter().any(|family| family.iter().skip(1).any(|kin| kin.id == m.id)),
        ..measure(m, aim)
    };
    pages::Programme {
        id: programme.id.clone(),
        title: words(&programme.title),
        aim: words(&programme.aim),
        headline: programme.headline.measure.clone(),
        gap_stratifier: programme.headline.stratifier.clone(),
        gap_focus: programme.headline.focus.clone(),
        gap_reference: programme.headline.reference.clone(),
        gap_factor: programme.target.gap_factor,
        gap_by: Some(programme.target.by),
        measures: programme
            .measures
            .iter()
            .filter(|m| m.rate.is_none())
            .map(|m| {
                measure(m, programme.aims.get(&m.id).map(|aim| pages::Aim { rate: aim.rate, by: aim.by }))
            })
            .collect(),
        indicators: programme
            .measures
            .iter()
            .filter_map(|m| {
                let rate = m.rate.as_ref()?;
                Some(pages::Indicator {
                    measure: measure(m, None),
                    per: rate.per,
                    unstable_below: rate.unstable_below,
                    persons: rate
                        .persons
                        .as_ref()
                        .map(|name| pages::Persons { name: name.clone(), table: population.clone() }),
                })
            })
            .collect(),
        definitions: programme.definitions.iter().map(definition).collect(),
        families: families.clone(),
        cascade: programme.cascade.as_ref().map(|cascade| pages::Cascade {
            title: words(&cascade.title),
            start: words(&cascade.start),
            measures: cascade.measures.clone(),
        }),
        triage: None,
        forms: None,
        centroids: None,
        community: Default::default(),
        area_index: programme
            .deprivation
            .as_ref()
            .map(|table| pages::AreaIndex { name: words(&table.name), edition: table.edition.clone() }),
    }
}

fn measure(measure: &Measure, aim: Option<pages::Aim>) -> pages::MeasureInfo {
    pages::MeasureInfo {
        id: measure.id.clone(),
        title: words(&measure.title),
        description: words(&measure.description),
        event: words(&measure.event),
        unit: match measure.unit {
            Unit::Infant => pages::Unit::Infant,
            Unit::Delivery => pages::Unit::Delivery,
            Unit::Patient => pages::Unit::Patient,
            Unit::Case => pages::Unit::Case,
            Unit::Referral => pages::Unit::Referral,
            Unit::Handout => pages::Unit::Handout,
        },
        tells: measure.tells,
        needs: measure.needs,
        time: measure.time.as_ref().map(words),
        direction: measure.direction,
        stratifiers: measure.strata.clone(),
        own_group: measure.own_group,
        follows: false,
        reasons: measure.reasons.iter().map(|(key, text)| (key.clone(), words(text))).collect(),
        source: pages::Words {
            en: format!("{} {}", measure.cite.join("; "), measure.verification).trim().to_owned(),
            es: String::new(),
        },
        definition: measure.hash.clone(),
        aim,
    }
}

fn definition(definition: &Definition) -> pages::Definition {
    pages::Definition {
        id: definition.id.clone(),
        title: words(&definition.title),
        edition: definition.edition.as_ref().map(words),
        version_of: definition.version.as_ref().map(|v| (v.of.clone(), words(&v.differs))),
    }
}

fn words(words: &Words) -> pages::Words {
    pages::Words { en: words.en.clone(), es: words.es.clone() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kith_app::live::Measurer;
    use kith_domain::care_case::CloseReason;
    use kith_domain::contact::{Channel, ContactOutcome};
    use kith_domain::course::{Attempt, Course};
    use kith_domain::id::{CaseId, PersonId, RecordId, SubjectId};
    use kith_domain::measure::Status;
    use kith_domain::priority::Tier;

    use super::*;

    /// What the store reads of a case becomes an outcome, on the days of the network's clock.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_course_is_measured_where_the_network_is() {
        let dir = tempfile::tempdir().unwrap();
        let programme = Arc::new(Programme::embedded("central-triage").unwrap().unwrap());
        let zone = TimeZone::get("America/New_York").unwrap();
        let engine = Engine::new(programme, dir.path(), zone.clone()).unwrap();
        let at = |day: i8, hour: i8| {
            date(2026, 3, day).at(hour, 0, 0, 0).to_zoned(zone.clone()).unwrap().timestamp()
        };
        let outcome = ContactOutcome::Reached;
        let on = date(2026, 3, 4);
        let course = Course {
            case: CaseId(7),
            person: PersonId(3),
            record: RecordId(9),
            organization: None,
            // Late in the evening: the next day already where clocks show universal time.
            opened_at: at(2, 22),
            contact_by: at(4, 17),
            closed: Some((at(20, 12), CloseReason::NoNeed)),
            assessed: Tier::Second,
            overridden: None,
            attempts: vec![Attempt { at: at(4, 12), on, channel: Channel::Call, outcome }],
            forms: vec![],
            tasks: vec![],
            askings: vec![],
            handouts: vec![],
        };
        let facts = BucketFacts { courses: vec![course], ..BucketFacts::default() };
        let bucket = Bucket::of(PersonId(3));
        let measured = engine.measure(vec![(bucket, facts)], vec![], date(2026, 6, 1)).await.unwrap();
        let found = measured.outcomes.iter().find(|o| o.measure == "ttfc").unwrap();
        assert_eq!((found.subject, found.status), (SubjectId(7), Status::Met));
        assert_eq!((found.counts_on, found.on), (date(2026, 3, 2), Some(on)));
        let on_time = measured.outcomes.iter().find(|o| o.measure == "first_contact_on_time").unwrap();
        assert_eq!((on_time.status, on_time.evidence.as_slice()), (Status::Met, &[RecordId(9)][..]));
    }
}
