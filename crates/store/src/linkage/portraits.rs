//! What pages show of a person: the portrait of all its members, and what their sources differ about.
//!
//! The row of an id that is merged away shows what its own source person says. So every row of `person` is a function
//! of the current records, the clusters and the choices that stand. A row is searched by the name that its own source
//! person has, and a cluster so by all of its names.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kith_domain::fact::{Body, Deceased, Person};
use kith_domain::id::{Bucket, PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::identity::{Attribute, PairKind};
use kith_domain::portrait::{Conflict, Portrait, Statement, Why, one_line, portrait};

use super::{NewReview, Pair, acts, reviews, subjects};
use crate::Result;
use crate::db::Tx;
use crate::sql::{Value, args, queries};

queries! {
    SHARED = "linkage_shared";
    STATEMENTS = "linkage_statements";
    SAVE_PEOPLE = "linkage_save_people";
}

/// The row of a person: what it shows, and what its own source person says alone.
pub(crate) fn row(
    id: PersonId,
    source: SourceId,
    reference: &str,
    shows: &Portrait,
    own: &Portrait,
) -> Vec<Value> {
    let (given, family) = name(shows);
    let (given_key, family_key) = name(own);
    let key = |text: Option<String>| text.map(|t| t.to_lowercase());
    let (given_key, family_key) = (key(given_key), key(family_key));
    let death = shows.death.as_ref().map(|d| d.value);
    let died_on = match death {
        Some(Deceased::On(when)) => when.day(),
        _ => None,
    };
    args![
        id,
        Bucket::of(id),
        source,
        reference,
        given,
        family,
        given_key,
        family_key,
        shows.born.map(|b| b.value),
        matches!(death, Some(Deceased::Yes | Deceased::On(_))),
        died_on,
        shows.sex.as_ref().map(|s| s.value.as_str()),
        shows.phone.as_ref().map(|p| p.value.as_str()),
        shows.email.as_ref().map(|e| e.value.as_str()),
        shows.language.as_ref().map(|l| l.value.as_str()),
        shows.address.as_ref().map(|a| one_line(&a.value)).filter(|a| !a.is_empty()),
    ]
}

/// Given names as one text, and the family name.
fn name(shows: &Portrait) -> (Option<String>, Option<String>) {
    let name = shows.name.as_ref().map(|n| &n.value);
    let given = name.map(|n| n.given.join(" ")).filter(|g| !g.is_empty());
    let family =
        name.and_then(|n| n.family.clone().or_else(|| n.text.clone().filter(|_| n.given.is_empty())));
    (given, family)
}

/// What one source person says, alone.
pub(crate) fn alone(record: RecordId, by: SourcePersonId, source: SourceId, person: &Person) -> Portrait {
    portrait(&[Statement { record, by, source, person }], &[])
}

/// Paints the people of some source people anew where they are of more than one.
pub(crate) async fn refresh(tx: &mut Tx, people: &BTreeSet<SourcePersonId>, now: Timestamp) -> Result<()> {
    let rows = tx.list(SHARED, reviews::keys(people), vec![]).await?;
    let shared = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    project(tx, &shared, &BTreeSet::new(), now).await
}

/// One source person of a person to be painted.
struct Member {
    key: SourcePersonId,
    home: PersonId,
    source: SourceId,
    reference: String,
    said: Option<(RecordId, Person)>,
}

/// Paints some people: of an id that stands for a cluster all members together, of one that is merged away its own.
/// What their sources differ about waits to be decided, and nothing else about these members or about `parted`.
pub(super) async fn project(
    tx: &mut Tx,
    people: &BTreeSet<PersonId>,
    parted: &BTreeSet<SourcePersonId>,
    now: Timestamp,
) -> Result<()> {
    if people.is_empty() && parted.is_empty() {
        return Ok(());
    }
    let mut members: BTreeMap<PersonId, BTreeMap<SourcePersonId, Member>> = BTreeMap::new();
    let list = people.iter().map(|p| Value::from(*p)).collect();
    for row in tx.list(STATEMENTS, list, vec![]).await? {
        let (person, key): (PersonId, SourcePersonId) = (row.get(0)?, row.get(1)?);
        let said = match row.get::<Option<String>>(6)? {
            Some(_) => match subjects::fact(&row, 6)?.body {
                Body::Person(said) => Some((row.get(5)?, *said)),
                _ => None,
            },
            None => None,
        };
        let member = Member { key, home: row.get(2)?, source: row.get(3)?, reference: row.get(4)?, said };
        members.entry(person).or_default().insert(key, member);
    }
    let mut looked_at: BTreeSet<SourcePersonId> = parted.clone();
    looked_at.extend(members.values().flat_map(BTreeMap::keys));
    let choices = acts::choices_in(tx, reviews::keys(&looked_at)).await?;
    let mut chosen: BTreeMap<SourcePersonId, Vec<usize>> = BTreeMap::new();
    for (place, (_, by, _)) in choices.iter().enumerate() {
        chosen.entry(*by).or_default().push(place);
    }

    let mut rows = Vec::new();
    let mut asked = Vec::new();
    let mut answered: BTreeSet<Pair> = BTreeSet::new();
    for (id, members) in &members {
        // The oldest choice first, of whichever member.
        let mut places: Vec<usize> =
            members.keys().filter_map(|m| chosen.get(m)).flatten().copied().collect();
        places.sort_unstable();
        let choices: Vec<(SourcePersonId, Attribute)> =
            places.into_iter().map(|place| (choices[place].1, choices[place].0)).collect();
        let statements: Vec<Statement<'_>> = members
            .values()
            .filter_map(|m| {
                let (record, person) = m.said.as_ref()?;
                Some(Statement { record: *record, by: m.key, source: m.source, person })
            })
            .collect();
        let shows = portrait(&statements, &choices);
        if let Some(home) = members.values().find(|m| m.home == *id) {
            let own = home.said.as_ref().map(|(record, said)| alone(*record, home.key, home.source, said));
            rows.extend(row(*id, home.source, &home.reference, &shows, &own.unwrap_or_default()));
        }
        for conflict in shows.conflicts().iter().filter(|_| members.len() > 1) {
            let answer = conflict.why == Why::ChosenByAPerson;
            for review in questions(conflict) {
                if answer {
                    answered.insert(review.pair);
                }
                asked.push(review);
            }
        }
    }
    tx.run_list(SAVE_PEOPLE, rows, vec![]).await?;

    let existing = reviews::about(tx, reviews::keys(&looked_at), false).await?;
    let existing = existing.into_iter().filter(|p| p.kind == PairKind::Fact).collect();
    let mut wanted = reviews::opened(tx, asked).await?;
    for (pair, (_, is_open)) in &mut wanted {
        *is_open &= !answered.contains(pair);
    }
    reviews::replace(tx, existing, wanted, now).await
}

/// Whether to believe who is believed or one who says something else, for each thing else that is said.
fn questions(conflict: &Conflict) -> Vec<NewReview> {
    let shown = conflict.values.iter().find(|v| v.2 == conflict.chosen).map(|v| &v.0);
    let mut said = BTreeSet::new();
    let others = conflict.values.iter().filter(|v| Some(&v.0) != shown && v.2 != conflict.chosen);
    let why = serde_json::to_string(conflict).expect("a conflict is texts and numbers");
    others
        .filter(|v| said.insert(&v.0))
        .map(|v| NewReview {
            pair: Pair::fact(conflict.chosen, v.2, conflict.attribute),
            probability: None,
            why: why.clone(),
        })
        .collect()
}
