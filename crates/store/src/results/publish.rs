//! Publishing: the difference between what stood and what stands now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date};
use kith_domain::id::{BUCKETS, Bucket, PersonId, SubjectId};
use kith_domain::measure::{Counts, Outcome, Status};

use super::{Change, DyadRow, MovedCell, NO_DUE_DAY, Publication, read_dyad, read_outcome};
use crate::db::Tx;
use crate::sql::{Value, args, queries};
use crate::{Db, Error, Result, counter};

queries! {
    PEOPLE_BUCKETS = "results_people_buckets";
    OUTCOMES_OF_BUCKET = "results_outcomes_of_bucket";
    OUTCOMES_ELSEWHERE = "results_outcomes_elsewhere";
    SAVE_OUTCOMES = "results_save_outcomes";
    REMOVE_OUTCOMES = "results_remove_outcomes";
    DYADS_OF_BUCKET = "results_dyads_of_bucket";
    SAVE_DYADS = "results_save_dyads";
    REMOVE_DYADS = "results_remove_dyads";
    ADD_CELLS = "results_add_cells";
    MOVE_CELLS = "results_move_cells";
    REMOVE_CELLS = "results_remove_cells";
    INSERT_PUBLICATION = "results_insert_publication";
    FORGET_MOVED_CELLS = "results_forget_moved_cells";
    INSERT_CHANGES = "results_insert_changes";
    MOMENT = "identity_moment";
}

/// The most changes that one publication records.
const MOST_CHANGES: usize = 1_000;

/// The most cells of which one publication says by how much it moved them.
const MOST_CELLS: usize = 4_000;
/// So many publications back it is known what they moved.
const KEPT: i64 = 64;

/// A cell, in the order in which cells are written, so that two publications never wait for each other.
type Cell = (String, i64, Date, String, String);

/// Replaces the outcomes and dyads of some buckets and moves the cells by the difference, in one transaction.
///
/// A subject whose person has moved to another bucket since is kept there. A subject that is seen for the first time
/// is no change; one that leaves a measure is a change to nothing.
pub async fn publish(
    db: &Db,
    buckets: &[Bucket],
    outcomes: Vec<Outcome>,
    dyads: Vec<DyadRow>,
    as_of: Date,
    now: Timestamp,
) -> Result<(Publication, Vec<Change>)> {
    let mut tx = db.write().await?;
    // The counter makes publications take turns.
    let version = counter::take(&mut tx, "publication", 1).await?;
    let mut people: BTreeSet<PersonId> = outcomes.iter().map(|o| o.person).collect();
    people.extend(dyads.iter().map(|d| d.infant));
    let lies = places(&mut tx, people).await?;

    let mut all: BTreeSet<Bucket> = buckets.iter().copied().collect();
    let mut moves = Moves {
        version,
        at: now,
        cells: BTreeMap::new(),
        changes: Vec::new(),
        moved: 0,
        saved: Vec::new(),
        saved_dyads: Vec::new(),
    };
    let mut new: BTreeMap<Bucket, Vec<Outcome>> = BTreeMap::new();
    let mut keys: HashMap<String, BTreeSet<SubjectId>> = HashMap::new();
    for outcome in outcomes {
        match keys.get_mut(&outcome.measure) {
            Some(subjects) => {
                subjects.insert(outcome.subject);
            }
            None => drop(keys.insert(outcome.measure.clone(), BTreeSet::from([outcome.subject]))),
        }
        let bucket = *lies.get(&outcome.person).ok_or(Error::NoSuch("person"))?;
        new.entry(bucket).or_default().push(outcome);
    }
    let mut new_dyads: BTreeMap<Bucket, Vec<DyadRow>> = BTreeMap::new();
    let mut infants = BTreeSet::new();
    for dyad in dyads {
        infants.insert(dyad.infant);
        let bucket = *lies.get(&dyad.infant).ok_or(Error::NoSuch("person"))?;
        new_dyads.entry(bucket).or_default().push(dyad);
    }
    let asked: BTreeSet<Bucket> = all.clone();
    all.extend(new.keys().chain(new_dyads.keys()));

    for bucket in all {
        let replaces = asked.contains(&bucket);
        let outcomes = new.remove(&bucket).unwrap_or_default();
        replace_outcomes(&mut tx, bucket, replaces, outcomes, &keys, &mut moves).await?;
        let dyads = new_dyads.remove(&bucket).unwrap_or_default();
        replace_dyads(&mut tx, bucket, replaces, dyads, &infants, &mut moves).await?;
    }
    let Moves { cells, changes, moved, saved, saved_dyads, .. } = moves;
    tx.run_list(SAVE_OUTCOMES, saved, vec![]).await?;
    tx.run_list(SAVE_DYADS, saved_dyads, vec![]).await?;
    let moved_cells = told(&cells);
    move_cells(&mut tx, cells).await?;

    let data_moment = tx.row(MOMENT, vec![]).await?.map_or(Ok(Timestamp::UNIX_EPOCH), |row| row.get(0))?;
    let full = asked.len() == usize::from(BUCKETS);
    let row = args![version, now, as_of, data_moment, full, moved, moved_cells];
    tx.run(INSERT_PUBLICATION, row).await?;
    tx.run(FORGET_MOVED_CELLS, args![version - KEPT]).await?;
    let rows = (0i64..)
        .zip(&changes)
        .flat_map(|(ordinal, c)| {
            let (from, to) = (c.from.map(Status::name), c.to.map(Status::name));
            args![version, ordinal, now, &c.measure, c.subject, c.person, c.organization, from, to]
        })
        .collect();
    tx.run_list(INSERT_CHANGES, rows, vec![]).await?;
    tx.commit().await?;
    Ok((Publication { version, at: now, as_of, data_moment, full, moved }, changes))
}

/// What a publication moves.
struct Moves {
    version: i64,
    at: Timestamp,
    cells: BTreeMap<Cell, Counts>,
    changes: Vec<Change>,
    moved: i64,
    /// Rows that wait until there are enough for whole statements. No later look at the table depends on them: a
    /// subject that is published anywhere in this publication is neither removed nor read twice.
    saved: Vec<Value>,
    saved_dyads: Vec<Value>,
}

/// How many values wait before they are written.
const ENOUGH: usize = 60_000;

impl Moves {
    fn count(&mut self, outcome: &Outcome, n: i64) {
        let whole = (String::new(), String::new());
        for (stratifier, stratum) in std::iter::once(&whole).chain(&outcome.strata) {
            let cell = (
                outcome.measure.clone(),
                outcome.organization.map_or(0, |o| o.0),
                outcome.counts_on.first_of_month(),
                stratifier.clone(),
                stratum.clone(),
            );
            self.cells.entry(cell).or_default().add(outcome.status, n);
        }
    }

    fn change(&mut self, from: &Outcome, to: Option<&Outcome>) {
        let status = to.map(|o| o.status);
        if Some(from.status) == status || self.changes.len() >= MOST_CHANGES {
            return;
        }
        let now = to.unwrap_or(from);
        self.changes.push(Change {
            version: self.version,
            at: self.at,
            measure: now.measure.clone(),
            subject: now.subject,
            person: now.person,
            organization: now.organization,
            from: Some(from.status),
            to: status,
        });
    }
}

async fn places(tx: &mut Tx, people: BTreeSet<PersonId>) -> Result<HashMap<PersonId, Bucket>> {
    let list = people.into_iter().map(Value::from).collect();
    tx.list(PEOPLE_BUCKETS, list, vec![]).await?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

async fn replace_outcomes(
    tx: &mut Tx,
    bucket: Bucket,
    replaces: bool,
    new: Vec<Outcome>,
    keys: &HashMap<String, BTreeSet<SubjectId>>,
    moves: &mut Moves,
) -> Result<()> {
    // What stands, by measure and subject, with the bucket in which it stands.
    let mut old: BTreeMap<(String, SubjectId), (Outcome, Bucket)> = BTreeMap::new();
    tx.each(OUTCOMES_OF_BUCKET, args![bucket], |row| {
        let outcome = read_outcome(&row)?;
        old.insert((outcome.measure.clone(), outcome.subject), (outcome, bucket));
        Ok(())
    })
    .await?;
    let key = |o: &Outcome| (o.measure.clone(), o.subject);
    let elsewhere = new
        .iter()
        .filter(|o| !old.contains_key(&key(o)))
        .flat_map(|o| args![&o.measure, o.subject])
        .collect();
    for row in tx.list(OUTCOMES_ELSEWHERE, elsewhere, vec![]).await? {
        let outcome = read_outcome(&row)?;
        old.insert(key(&outcome), (outcome, row.get(13)?));
    }

    for outcome in &new {
        let was = old.remove(&key(outcome));
        if was.as_ref().is_some_and(|(was, lay)| was == outcome && *lay == bucket) {
            continue;
        }
        moves.moved += 1;
        if let Some((was, _)) = &was {
            moves.count(was, -1);
            moves.change(was, Some(outcome));
        }
        moves.count(outcome, 1);
        let evidence = serde_json::to_string(&outcome.evidence).map_err(|_| Error::Corrupt("evidence"))?;
        let strata = serde_json::to_string(&outcome.strata).map_err(|_| Error::Corrupt("stratum"))?;
        moves.saved.extend(args![
            &outcome.measure,
            outcome.subject,
            bucket,
            outcome.person,
            outcome.organization,
            outcome.status.name(),
            outcome.counts_on,
            outcome.on,
            outcome.due_on.unwrap_or(NO_DUE_DAY),
            outcome.have,
            outcome.needs,
            outcome.have < outcome.needs,
            evidence,
            outcome.reason.clone(),
            strata,
        ]);
    }
    let mut removed = Vec::new();
    for ((measure, subject), (was, _)) in old {
        // One that is published in another bucket has only moved.
        if !replaces || keys.get(&measure).is_some_and(|subjects| subjects.contains(&subject)) {
            continue;
        }
        moves.moved += 1;
        moves.count(&was, -1);
        moves.change(&was, None);
        removed.extend(args![measure, subject]);
    }
    if moves.saved.len() >= ENOUGH {
        tx.run_list(SAVE_OUTCOMES, std::mem::take(&mut moves.saved), vec![]).await?;
    }
    tx.run_list(REMOVE_OUTCOMES, removed, vec![]).await?;
    Ok(())
}

async fn replace_dyads(
    tx: &mut Tx,
    bucket: Bucket,
    replaces: bool,
    new: Vec<DyadRow>,
    infants: &BTreeSet<PersonId>,
    moves: &mut Moves,
) -> Result<()> {
    let mut old: BTreeMap<PersonId, DyadRow> = BTreeMap::new();
    for row in tx.rows(DYADS_OF_BUCKET, args![bucket]).await? {
        let dyad = read_dyad(&row)?;
        old.insert(dyad.infant, dyad);
    }
    for dyad in new {
        if old.remove(&dyad.infant).is_some_and(|was| was == dyad) {
            continue;
        }
        let strata = serde_json::to_string(&dyad.strata).map_err(|_| Error::Corrupt("stratum"))?;
        let DyadRow { infant, mother, organization, born_on, delivered_on, edd_on, birth_order, .. } = dyad;
        moves.saved_dyads.extend(args![
            infant,
            bucket,
            mother,
            organization,
            born_on,
            delivered_on,
            edd_on,
            birth_order,
            strata,
        ]);
    }
    let removed =
        old.into_keys().filter(|infant| replaces && !infants.contains(infant)).map(Value::from).collect();
    if moves.saved_dyads.len() >= ENOUGH {
        tx.run_list(SAVE_DYADS, std::mem::take(&mut moves.saved_dyads), vec![]).await?;
    }
    tx.run_list(REMOVE_DYADS, removed, vec![]).await?;
    Ok(())
}

/// By how much the cells move, as it is kept beside the publication; none where that is too much.
fn told(cells: &BTreeMap<Cell, Counts>) -> Option<String> {
    let moved: Vec<MovedCell> = cells
        .iter()
        .filter(|(_, by)| !by.is_empty())
        .map(|((measure, organization, month, stratifier, stratum), by)| {
            let counts = (by.met, by.not_met, by.excluded, by.pending, by.unknown);
            (measure.clone(), *organization, *month, stratifier.clone(), stratum.clone(), counts)
        })
        .collect();
    (moved.len() <= MOST_CELLS).then(|| serde_json::to_string(&moved).expect("texts and numbers are JSON"))
}

async fn move_cells(tx: &mut Tx, cells: BTreeMap<Cell, Counts>) -> Result<()> {
    let (mut added, mut moved, mut left) = (Vec::new(), Vec::new(), Vec::new());
    for ((measure, organization, month, stratifier, stratum), by) in cells {
        if by.is_empty() {
            continue;
        }
        let key = args![measure, organization, month, stratifier, stratum];
        added.extend(key.iter().cloned().chain(args![0i64, 0i64, 0i64, 0i64, 0i64]));
        moved.extend(key.iter().cloned().chain(args![
            by.met,
            by.not_met,
            by.excluded,
            by.pending,
            by.unknown
        ]));
        if [by.met, by.not_met, by.excluded, by.pending, by.unknown].iter().any(|n| *n < 0) {
            left.extend(key);
        }
    }
    tx.run_list(ADD_CELLS, added, vec![]).await?;
    tx.run_list(MOVE_CELLS, moved, vec![]).await?;
    tx.run_list(REMOVE_CELLS, left, vec![]).await?;
    Ok(())
}
