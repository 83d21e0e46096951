//! Results: where each subject stands, counted into cells, listed by deadline.
//!
//! A publication replaces the outcomes of whole buckets and moves the cells by the difference, so that the cells are
//! always the sum of the outcomes, however many publications made them. What did not change is not written.

mod publish;

use std::collections::{BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date};
use kith_domain::contact::{Contact, ContactOutcome};
use kith_domain::id::{AccountId, OrganizationId, PersonId, SubjectId};
use kith_domain::measure::{CellKey, Counts, Outcome, Period, Status, Stratum};

use crate::people::PersonRow;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, outreach, people};

pub use publish::publish;
#[cfg(test)]
pub(crate) fn publish_queries() -> &'static [crate::sql::Query] {
    publish::ALL
}

queries! {
    LATEST = "results_latest";
    CHANGES_SINCE = "results_changes_since";
    CELLS = "results_cells";
    MOVED_CELLS = "results_moved_cells";
    OF_PEOPLE = "results_of_people";
    DYADS_OF_PEOPLE = "results_dyads_of_people";
    GAPS_ALL = "results_gaps_all";
    GAPS_ORGANIZATION = "results_gaps_organization";
    GAPS_WORKER = "results_gaps_worker";
    COUNT_GAPS_ALL = "results_count_gaps_all";
    COUNT_GAPS_ORGANIZATION = "results_count_gaps_organization";
    COUNT_GAPS_WORKER = "results_count_gaps_worker";
    ATTRIBUTION = "results_attribution";
    WORKERS = "results_workers";
    SURVIVORS = "results_survivors";
    TIMES = "results_times";
    CROSSED = "results_crossed";
    PAIRS = "results_pairs";
}

/// What a row without a last day carries in its place, so that one order holds for all.
pub const NO_DUE_DAY: Date = Date::MAX;

/// A dyad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DyadRow {
    /// The infant.
    pub infant: PersonId,
    /// The mother, where she is known.
    pub mother: Option<PersonId>,
    /// The organisation that the infant is attributed to.
    pub organization: Option<OrganizationId>,
    /// Born on.
    pub born_on: Option<Date>,
    /// The day of the delivery.
    pub delivered_on: Option<Date>,
    /// The due date that was current at the delivery.
    pub edd_on: Option<Date>,
    /// Birth order, from 1.
    pub birth_order: Option<u8>,
    /// The strata the dyad falls in.
    pub strata: Vec<Stratum>,
}

/// One publication of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its number.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// The day as of which the measures were run.
    pub as_of: Date,
    /// When the newest record that was there came; 1970 when there was none.
    pub data_moment: Timestamp,
    /// Whether every bucket was published.
    pub full: bool,
    /// How many outcomes changed in any way.
    pub moved: i64,
}

/// One subject that moved from one status to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The publication.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// The measure's id.
    pub measure: String,
    /// What is counted.
    pub subject: SubjectId,
    /// The infant, or the mother.
    pub person: PersonId,
    /// The organisation now, or before when the subject left.
    pub organization: Option<OrganizationId>,
    /// Before.
    pub from: Option<Status>,
    /// After; none when the subject left the measure.
    pub to: Option<Status>,
}

/// What a list is limited to; both none is everyone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only people attributed to this organisation.
    pub organization: Option<OrganizationId>,
    /// Only people on this caseload.
    pub worker: Option<AccountId>,
}

/// Which gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GapFilter {
    /// The measure's id.
    pub measure: String,
    /// What the list is limited to.
    pub scope: Scope,
    /// These statuses; none given is all.
    pub statuses: Vec<Status>,
    /// Due on or after.
    pub due_from: Option<Date>,
    /// Due on or before.
    pub due_to: Option<Date>,
    /// Only those that have fewer events than they need.
    pub short_only: bool,
    /// Only those on nobody's caseload.
    pub unassigned_only: bool,
    /// Only this stratum.
    pub stratum: Option<Stratum>,
    /// Only subjects that count in these days.
    pub counted: Option<Period>,
}

/// One row of a work list.
#[derive(Debug, Clone, PartialEq)]
pub struct GapRow {
    /// Where the subject stands.
    pub outcome: Outcome,
    /// The infant, or the mother.
    pub person: PersonRow,
    /// An infant's mother.
    pub mother: Option<PersonRow>,
    /// Whether an infant of a mother died.
    pub infant_died: bool,
    /// Who has them on the caseload, with the name.
    pub worker: Option<(AccountId, String)>,
    /// The latest attempt to reach the family that was not undone.
    pub last_contact: Option<Contact>,
    /// How many attempts were made and not undone.
    pub contacts: i64,
    /// Whether the family asked not to be contacted.
    pub do_not_contact: bool,
}

/// The latest publication.
pub async fn latest(db: &Db) -> Result<Option<Publication>> {
    db.row(LATEST, vec![]).await?.as_ref().map(read_publication).transpose()
}

fn read_publication(row: &Row) -> Result<Publication> {
    Ok(Publication {
        version: row.get(0)?,
        at: row.get(1)?,
        as_of: row.get(2)?,
        data_moment: row.get(3)?,
        full: row.get(4)?,
        moved: row.get(5)?,
    })
}

/// A cell and by how much it moved, as it is kept: measure, organisation (0 for none), month, stratifier and stratum (empty
/// for the whole), and met, not met, excluded, pending, unknown.
type MovedCell = (String, i64, Date, String, String, (i64, i64, i64, i64, i64));

/// By how much cells moved after one publication and up to another, of any measure; none where that is not known, and all
/// cells have to be read again. A cell may come several times.
pub async fn moved_cells(db: &Db, since: i64, up_to: i64) -> Result<Option<Vec<(CellKey, Counts)>>> {
    let mut all = Vec::new();
    let mut version = since;
    for row in db.rows(MOVED_CELLS, args![since, up_to]).await? {
        // None may be missing in between.
        let (next, moved): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
        let Some(moved) = moved.filter(|_| next == version + 1) else { return Ok(None) };
        let moved: Vec<MovedCell> = serde_json::from_str(&moved).map_err(|_| Error::Corrupt("moved cell"))?;
        version = next;
        all.extend(moved.into_iter().map(|(measure, organization, month, by, stratum, counts)| {
            let (met, not_met, excluded, pending, unknown) = counts;
            let key = CellKey {
                measure,
                organization: (organization != 0).then_some(OrganizationId(organization)),
                month,
                stratum: (!by.is_empty()).then_some((by, stratum)),
            };
            (key, Counts { met, not_met, excluded, pending, unknown })
        }));
    }
    Ok((version == up_to).then_some(all))
}

/// The cells of some measures in which anybody is counted, and the publication of which they are; none before the first.
pub async fn cells(db: &Db, measures: &[&str]) -> Result<(Option<Publication>, Vec<(CellKey, Counts)>)> {
    let measures: BTreeSet<&str> = measures.iter().copied().collect();
    let list = measures.into_iter().map(Value::from).collect();
    let read = |row: &Row| {
        let (organization, stratifier): (i64, String) = (row.get(1)?, row.get(3)?);
        let key = CellKey {
            measure: row.get(0)?,
            organization: (organization != 0).then_some(OrganizationId(organization)),
            month: row.get(2)?,
            stratum: if stratifier.is_empty() { None } else { Some((stratifier, row.get(4)?)) },
        };
        let counts = Counts {
            met: row.get(5)?,
            not_met: row.get(6)?,
            excluded: row.get(7)?,
            pending: row.get(8)?,
            unknown: row.get(9)?,
        };
        Ok((key, counts))
    };
    // Both as they stand at one moment, also where there is no cell.
    let mut tx = db.snapshot().await?;
    let publication = tx.row(LATEST, vec![]).await?.as_ref().map(read_publication).transpose()?;
    let rows = tx.list(CELLS, list, vec![]).await?;
    Ok((publication, rows.iter().map(read).collect::<Result<_>>()?))
}

/// Changes after a publication, oldest first.
pub async fn changes_since(db: &Db, version: i64, limit: u32) -> Result<Vec<Change>> {
    let status_of = |name: Option<String>| name.map(|n| status(&n)).transpose();
    let read = |row: &Row| {
        Ok(Change {
            version: row.get(0)?,
            at: row.get(1)?,
            measure: row.get(2)?,
            subject: row.get(3)?,
            person: row.get(4)?,
            organization: row.get(5)?,
            from: status_of(row.get(6)?)?,
            to: status_of(row.get(7)?)?,
        })
    };
    db.rows(CHANGES_SINCE, args![version, i64::from(limit)]).await?.iter().map(read).collect()
}

/// Every outcome of some people, by measure and subject.
pub async fn of_people(db: &Db, people: &[PersonId]) -> Result<Vec<Outcome>> {
    let people: BTreeSet<PersonId> = people.iter().copied().collect();
    let list = people.into_iter().map(Value::from).collect();
    let mut outcomes: Vec<Outcome> =
        db.list(OF_PEOPLE, list, vec![]).await?.iter().map(read_outcome).collect::<Result<_>>()?;
    outcomes.sort_unstable_by(|a, b| (&a.measure, a.subject).cmp(&(&b.measure, b.subject)));
    Ok(outcomes)
}

/// The dyads in which some people are the infant or the mother, by infant.
pub async fn dyads_of(db: &Db, people: &[PersonId]) -> Result<Vec<DyadRow>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    let mut dyads: Vec<DyadRow> =
        db.list(DYADS_OF_PEOPLE, list, vec![]).await?.iter().map(read_dyad).collect::<Result<_>>()?;
    dyads.sort_unstable_by_key(|d| d.infant);
    dyads.dedup_by_key(|d| d.infant);
    Ok(dyads)
}

/// A page of a work list, by deadline and subject, after the row with this deadline ([`NO_DUE_DAY`] if it has none)
/// and subject.
pub async fn gaps(
    db: &Db,
    filter: &GapFilter,
    after: Option<(Date, SubjectId)>,
    limit: u32,
) -> Result<Vec<GapRow>> {
    let mut outcomes = Vec::new();
    for status in statuses(filter) {
        let (query, mut args) = filtered(filter, status, after, false)?;
        args.push(Value::from(i64::from(limit)));
        for row in db.rows(query, args).await? {
            outcomes.push(read_outcome(&row)?);
        }
    }
    outcomes.sort_unstable_by_key(|o| (o.due_on.unwrap_or(NO_DUE_DAY), o.subject));
    outcomes.truncate(limit as usize);
    gap_rows(db, outcomes).await
}

/// How many rows the work list has.
pub async fn count_gaps(db: &Db, filter: &GapFilter) -> Result<i64> {
    let mut count = 0;
    for status in statuses(filter) {
        let (query, args) = filtered(filter, status, None, true)?;
        count += db.row(query, args).await?.map_or(Ok(0), |row| row.get::<i64>(0))?;
    }
    Ok(count)
}

/// To whom a person's dyad is attributed, and on whose caseload it is. For a mother it is her latest dyad, one on a
/// caseload before others. None when no publication has a dyad of theirs.
pub async fn attribution(
    db: &Db,
    person: PersonId,
) -> Result<Option<(Option<OrganizationId>, Option<AccountId>)>> {
    db.row(ATTRIBUTION, args![person]).await?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// How long subjects of a measure took, or have waited so far.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeRow {
    /// Where they stand.
    pub status: Status,
    /// The day from which the time is told.
    pub counts_on: Date,
    /// When it was met.
    pub on: Option<Date>,
    /// The last day on which it can be met.
    pub due_on: Option<Date>,
    /// The strata they fall in.
    pub strata: Vec<Stratum>,
    /// How many of them there are.
    pub people: i64,
}

/// The times of a measure's subjects that count in a period, of one organisation or all.
pub async fn times(
    db: &Db,
    measure: &str,
    period: Period,
    organization: Option<OrganizationId>,
) -> Result<Vec<TimeRow>> {
    let args = args![measure, period.start, period.end, organization.map_or(0, |o| o.0)];
    let read = |row: &Row| {
        let (on, due_on): (String, Date) = (row.get(2)?, row.get(3)?);
        let on = if on.is_empty() { None } else { Some(on.parse().map_err(|_| Error::Corrupt("day"))?) };
        Ok(TimeRow {
            status: status(&row.get::<String>(0)?)?,
            counts_on: row.get(1)?,
            on,
            due_on: (due_on != NO_DUE_DAY).then_some(due_on),
            strata: strata(row, 4)?,
            people: row.get(5)?,
        })
    };
    db.rows(TIMES, args).await?.iter().map(read).collect()
}

/// How many subjects fall in the same strata of every stratifier.
#[derive(Debug, Clone, PartialEq)]
pub struct StrataRow {
    /// The organisation that they are attributed to.
    pub organization: Option<OrganizationId>,
    /// The strata they fall in.
    pub strata: Vec<Stratum>,
    /// Where they stand.
    pub status: Status,
    /// How many of them there are.
    pub people: i64,
}

/// The subjects of a measure that are in the rate and count in a period, by all their strata at once.
pub async fn by_strata(db: &Db, measure: &str, period: Period) -> Result<Vec<StrataRow>> {
    let read = |row: &Row| {
        Ok(StrataRow {
            organization: row.get(0)?,
            strata: strata(row, 1)?,
            status: status(&row.get::<String>(2)?)?,
            people: row.get(3)?,
        })
    };
    db.rows(CROSSED, args![measure, period.start, period.end]).await?.iter().map(read).collect()
}

/// How many of those whom two measures both count stand where in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// Two measures, the first before the other by name.
    pub measures: [String; 2],
    /// Whether they are met in each.
    pub met: [bool; 2],
    /// How many.
    pub subjects: i64,
}

/// Each two of some measures that count the same kind of subjects, over those whom both count in a period, of one
/// organisation or all.
pub async fn pairs(
    db: &Db,
    measures: &[&str],
    period: Period,
    organization: Option<OrganizationId>,
) -> Result<Vec<PairRow>> {
    let measures: BTreeSet<&str> = measures.iter().copied().collect();
    let list = measures.into_iter().map(Value::from).collect();
    let args = args![period.start, period.end, organization.map_or(0, |o| o.0)];
    let read = |row: &Row| {
        let met = |place| Ok::<_, Error>(status(&row.get::<String>(place)?)? == Status::Met);
        Ok(PairRow { measures: [row.get(0)?, row.get(1)?], met: [met(2)?, met(3)?], subjects: row.get(4)? })
    };
    db.list(PAIRS, list, args).await?.iter().map(read).collect()
}

fn statuses(filter: &GapFilter) -> BTreeSet<Status> {
    if filter.statuses.is_empty() { Status::ALL.into() } else { filter.statuses.iter().copied().collect() }
}

/// The query for a filter's scope and what it binds. One status at a time, so that an index gives the order.
fn filtered(
    filter: &GapFilter,
    status: Status,
    after: Option<(Date, SubjectId)>,
    count: bool,
) -> Result<(crate::sql::Query, Vec<Value>)> {
    let from = filter.due_from.map(|day| (day, SubjectId(-1)));
    let (after_due, after_subject) = from.max(after).unwrap_or((Date::MIN, SubjectId(-1)));
    // Rows without a last day are in no span of last days.
    let no_later = match (filter.due_from, filter.due_to) {
        (None, None) => NO_DUE_DAY,
        (_, due_to) => due_to.unwrap_or(NO_DUE_DAY).min(NO_DUE_DAY.yesterday().unwrap_or(NO_DUE_DAY)),
    };
    // A pair stands in the array of strata exactly as it is written here, brackets and quotes included.
    let stratum = filter
        .stratum
        .as_ref()
        .map_or(Ok(String::new()), serde_json::to_string)
        .map_err(|_| Error::Corrupt("stratum"))?;
    let counted = |day: fn(Period) -> Date| filter.counted.map(|p| day(p).to_string()).unwrap_or_default();
    let mut args = args![
        &filter.measure,
        status.name(),
        written(after_due),
        after_subject,
        no_later,
        filter.short_only,
        filter.unassigned_only,
        stratum,
        counted(|period| period.start),
        counted(|period| period.end.yesterday().unwrap_or(period.end)),
    ];
    let Scope { organization, worker } = filter.scope;
    let query = match (worker, organization) {
        (Some(worker), organization) => {
            args.extend(args![worker, organization.map_or(0, |o| o.0)]);
            if count { COUNT_GAPS_WORKER } else { GAPS_WORKER }
        }
        (None, Some(organization)) => {
            args.push(Value::from(organization));
            if count { COUNT_GAPS_ORGANIZATION } else { GAPS_ORGANIZATION }
        }
        (None, None) => {
            if count {
                COUNT_GAPS_ALL
            } else {
                GAPS_ALL
            }
        }
    };
    Ok((query, args))
}

/// The first day there is begins with a minus sign, which sorts before every digit.
fn written(day: Date) -> String {
    if day == Date::MIN { String::new() } else { day.to_string() }
}

/// Adds who the people are, who has them and who tried to reach them.
async fn gap_rows(db: &Db, outcomes: Vec<Outcome>) -> Result<Vec<GapRow>> {
    // An outcome may be of an id that was merged away since it was published.
    let asked: BTreeSet<PersonId> = outcomes.iter().map(|o| o.person).collect();
    let mut survivors: HashMap<PersonId, PersonId> = HashMap::new();
    for row in db.list(SURVIVORS, asked.iter().map(|p| Value::from(*p)).collect(), vec![]).await? {
        survivors.insert(row.get(0)?, row.get(1)?);
    }
    let subjects: BTreeSet<PersonId> = asked.iter().map(|p| *survivors.get(p).unwrap_or(p)).collect();
    let families = people::families(db, &subjects.iter().copied().collect::<Vec<_>>()).await?;
    let mut everyone = subjects;
    everyone.extend(families.iter().flat_map(|(infant, mother)| [*infant, *mother]));
    let everyone: Vec<PersonId> = everyone.into_iter().collect();

    let rows: HashMap<PersonId, PersonRow> =
        people::many(db, &everyone).await?.into_iter().map(|p| (p.id, p)).collect();
    let mut workers: HashMap<PersonId, (AccountId, String)> = HashMap::new();
    for row in db.list(WORKERS, everyone.iter().map(|p| Value::from(*p)).collect(), vec![]).await? {
        workers.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let mut contacts: HashMap<PersonId, Vec<Contact>> = HashMap::new();
    for contact in outreach::standing_contacts(db, &everyone).await? {
        contacts.entry(contact.person).or_default().push(contact);
    }

    outcomes
        .into_iter()
        .map(|outcome| {
            let person = *survivors.get(&outcome.person).unwrap_or(&outcome.person);
            let mother = families.iter().find(|(infant, _)| *infant == person).map(|(_, mother)| *mother);
            let infants = families.iter().filter(|(_, mother)| *mother == person).map(|(infant, _)| *infant);
            let infant_died = infants.clone().any(|infant| rows.get(&infant).is_some_and(|row| row.died));
            // Whoever answers the telephone answers for both.
            let family: Vec<PersonId> = std::iter::once(person).chain(mother).chain(infants).collect();
            let tried: Vec<&Contact> = family.iter().filter_map(|p| contacts.get(p)).flatten().collect();
            let worker = workers
                .get(&person)
                .or_else(|| {
                    let infants = family.iter().filter(|p| Some(**p) != mother);
                    infants.max_by_key(|p| (workers.contains_key(p), **p)).and_then(|p| workers.get(p))
                })
                .cloned();
            Ok(GapRow {
                person: rows.get(&person).cloned().ok_or(Error::Corrupt("person of an outcome"))?,
                mother: mother.and_then(|m| rows.get(&m)).cloned(),
                infant_died,
                worker,
                last_contact: tried.iter().max_by_key(|c| (c.at, c.id)).map(|c| (*c).clone()),
                contacts: tried.len() as i64,
                do_not_contact: tried.iter().any(|c| c.outcome == ContactOutcome::AskedNotToContact),
                outcome,
            })
        })
        .collect()
}

fn status(name: &str) -> Result<Status> {
    Status::named(name).ok_or(Error::Corrupt("status"))
}

fn strata(row: &Row, column: usize) -> Result<Vec<Stratum>> {
    serde_json::from_str(&row.get::<String>(column)?).map_err(|_| Error::Corrupt("stratum"))
}

fn read_outcome(row: &Row) -> Result<Outcome> {
    let due_on: Date = row.get(7)?;
    Ok(Outcome {
        measure: row.get(0)?,
        subject: row.get(1)?,
        person: row.get(2)?,
        organization: row.get(3)?,
        status: status(&row.get::<String>(4)?)?,
        counts_on: row.get(5)?,
        on: row.get(6)?,
        due_on: (due_on != NO_DUE_DAY).then_some(due_on),
        have: row.get(8)?,
        needs: row.get(9)?,
        evidence: serde_json::from_str(&row.get::<String>(10)?).map_err(|_| Error::Corrupt("evidence"))?,
        reason: row.get(11)?,
        strata: strata(row, 12)?,
    })
}

fn read_dyad(row: &Row) -> Result<DyadRow> {
    Ok(DyadRow {
        infant: row.get(0)?,
        mother: row.get(1)?,
        organization: row.get(2)?,
        born_on: row.get(3)?,
        delivered_on: row.get(4)?,
        edd_on: row.get(5)?,
        birth_order: row.get(6)?,
        strata: strata(row, 7)?,
    })
}
