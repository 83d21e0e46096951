//! What one person is made of: the records, what is used of them and why, whose baby or mother, and what happened.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kith_domain::access::{Action, Actor, Subject as About};
use kith_domain::fact::{Deceased, Person};
use kith_domain::id::{ActId, PersonId, SourcePersonId};
use kith_domain::identity::{Attribute, PairKind};
use kith_domain::portrait::{self, Portrait, Statement, Why, one_line};
use kith_store::identity::{MotherLink, mother_links};
use kith_store::linkage::{self, Act, EventRow, Subject};
use kith_store::results::Scope;
use kith_store::{audit, people};

use super::{compare, pair, queue};
use crate::view::{IdentityCard, IdentityEvent, IdentityPage, KnownDyad, Member, StatedValue, Used};
use crate::worklist::card;
use crate::{App, Error, entry, require, require_person};

/// People found to merge with.
const FOUND: u32 = 12;
/// How much of what happened is told, the newest.
const TOLD: u32 = IdentityPage::TOLD as u32;

/// What a person is made of; `search` looks for another to merge with.
pub async fn identity(
    app: &App,
    actor: &Actor,
    person: PersonId,
    search: &str,
) -> Result<IdentityPage, Error> {
    require(actor, Action::ReviewIdentity, About::default())?;
    let db = app.db();
    let person = linkage::canonical(db, person).await?.ok_or(Error::NotFound("this person"))?;
    let row = people::find(db, person).await?.ok_or(Error::NotFound("this person"))?;
    let subjects = members(app, person).await?;
    let first = subjects.iter().map(|s| s.home).min();
    let members = subjects
        .iter()
        .map(|s| Member {
            card: queue::card(s),
            reference: s.reference.0.clone(),
            record: s.record,
            identifiers: s
                .said
                .iter()
                .flat_map(|p| &p.identifiers)
                .map(|i| (compare::system(i), compare::hidden(i)))
                .collect(),
            first: Some(s.home) == first,
        })
        .collect();
    let (dyads, found) = (dyads(app, person).await?, found(app, person, search).await?);
    let mut seen: BTreeSet<PersonId> = dyads.iter().flat_map(|d| [d.infant.id, d.mother.id]).collect();
    seen.extend(found.iter().map(|card| card.person));
    seen.insert(person);
    let of = format!("on the page of person/{person}");
    let entries = seen.iter().map(|id| {
        let detail = if *id == person { "" } else { &of };
        entry(app, actor, "see_identity", Some(format!("person/{id}")), detail)
    });
    audit::append(db, &entries.collect::<Vec<_>>()).await?;
    Ok(IdentityPage {
        person: card(&row),
        members,
        used: used_of(app, &subjects).await?,
        dyads,
        events: events(app, person, &subjects).await?,
        found,
        search: search.trim().to_owned(),
    })
}

/// The person whom an id stands for now, when that is another; for who may see her page, or what she is made of.
pub async fn survivor(app: &App, actor: &Actor, person: PersonId) -> Result<Option<PersonId>, Error> {
    if require(actor, Action::ReviewIdentity, About::default()).is_err() {
        require_person(app, actor, Action::SeePerson, person).await?;
    }
    Ok(linkage::canonical(app.db(), person).await?.filter(|now| *now != person))
}

/// What is used of each attribute of a person.
pub(super) async fn used(app: &App, person: PersonId) -> Result<Vec<Used>, Error> {
    used_of(app, &members(app, person).await?).await
}

/// The records of a person, without what is concealed of her.
async fn members(app: &App, person: PersonId) -> Result<Vec<Subject>, Error> {
    let mut members = linkage::members(app.db(), person).await?;
    super::conceal(app, &mut members).await?;
    Ok(members)
}

async fn used_of(app: &App, members: &[Subject]) -> Result<Vec<Used>, Error> {
    let keys: Vec<SourcePersonId> = members.iter().map(|m| m.key).collect();
    let choices = linkage::choices(app.db(), &keys).await?;
    let chosen: Vec<(SourcePersonId, Attribute)> = choices.iter().map(|(a, by, _)| (*by, *a)).collect();
    let statements: Vec<Statement<'_>> = members
        .iter()
        .filter_map(|m| {
            let (record, person) = (m.record?, m.said.as_ref()?);
            Some(Statement { record, by: m.key, source: m.source, person })
        })
        .collect();
    let portrait = portrait::portrait(&statements, &chosen);
    let mut used = Vec::new();
    for attribute in Attribute::ALL {
        let Some((by, why)) = in_use(&portrait, *attribute) else { continue };
        let values = members.iter().filter_map(|m| {
            Some(StatedValue {
                by: m.key,
                value: stated(m.said.as_ref()?, *attribute)?,
                source: m.source_name.clone(),
                record: m.record?,
                received_at: Timestamp::UNIX_EPOCH,
                in_use: m.key == by,
            })
        });
        let act = choices.iter().rev().find(|(a, chosen, _)| a == attribute && *chosen == by);
        used.push(Used {
            attribute: *attribute,
            values: pair::with_arrival(app, values.collect()).await?,
            why: why.to_owned(),
            act: act.map(|(_, _, act)| *act),
            conflict: portrait.conflicts().iter().any(|c| c.attribute == *attribute),
        });
    }
    Ok(used)
}

/// Whose statement is used, and why, as a code.
fn in_use(portrait: &Portrait, attribute: Attribute) -> Option<(SourcePersonId, &'static str)> {
    let (by, why) = match attribute {
        Attribute::Name => portrait.name.as_ref().map(|c| (c.by, c.why)),
        Attribute::Born => portrait.born.as_ref().map(|c| (c.by, c.why)),
        Attribute::Sex => portrait.sex.as_ref().map(|c| (c.by, c.why)),
        Attribute::Death => portrait.death.as_ref().map(|c| (c.by, c.why)),
        Attribute::BirthOrder => portrait.birth_order.as_ref().map(|c| (c.by, c.why)),
        Attribute::Phone => portrait.phone.as_ref().map(|c| (c.by, c.why)),
        Attribute::Address => portrait.address.as_ref().map(|c| (c.by, c.why)),
        Attribute::Language => portrait.language.as_ref().map(|c| (c.by, c.why)),
    }?;
    let why = match why {
        Why::OnlyOne => "only_one",
        Why::Agreed { .. } => "agreed",
        Why::MorePrecise => "more_precise",
        Why::InUse => "in_use",
        Why::Newest => "newest",
        Why::ChosenByAPerson => "chosen_by_a_person",
    };
    debug_assert!(Used::WHYS.contains(&why), "{why} has no words");
    Some((by, why))
}

/// What one record says of an attribute, to be shown.
fn stated(person: &Person, attribute: Attribute) -> Option<String> {
    let value = match attribute {
        Attribute::Name => compare::current(person).into_iter().next(),
        Attribute::Born => person.born.map(|b| b.to_string()),
        Attribute::Sex => person.gender.clone(),
        Attribute::Death => match person.deceased {
            Deceased::NotSaid => None,
            Deceased::No => Some("no".into()),
            Deceased::Yes => Some("yes".into()),
            Deceased::On(when) => Some(when.date.to_string()),
        },
        Attribute::BirthOrder => person.birth_order.map(|o| o.to_string()),
        Attribute::Phone => person
            .telecoms
            .iter()
            .find(|t| matches!(t.system.as_str(), "phone" | "sms"))
            .map(|t| t.value.clone()),
        Attribute::Address => person.addresses.first().map(one_line),
        Attribute::Language => {
            let preferred = person.languages.iter().find(|l| l.preferred).or(person.languages.first());
            preferred.map(|l| l.code.clone())
        }
    };
    value.filter(|v| !v.is_empty())
}

async fn dyads(app: &App, person: PersonId) -> Result<Vec<KnownDyad>, Error> {
    let links = mother_links(app.db(), &[person]).await?;
    let everyone: Vec<PersonId> = links.iter().flat_map(|l| [l.infant, l.mother]).collect();
    let rows = people::many(app.db(), &everyone).await?;
    let shown = |id: PersonId| rows.iter().find(|r| r.id == id).map(card);
    let known = |l: MotherLink| {
        Some(KnownDyad {
            infant: shown(l.infant)?,
            mother: shown(l.mother)?,
            technique: l.technique.name().to_owned(),
            record: l.record,
            probability: l.probability,
        })
    };
    Ok(links.into_iter().filter_map(known).collect())
}

/// What happened, newest first: records that came and went, and what people said, whether or not anybody moved by it.
async fn events(app: &App, person: PersonId, members: &[Subject]) -> Result<Vec<IdentityEvent>, Error> {
    let db = app.db();
    let history = linkage::history(db, person, TOLD).await?;
    let mut keys: Vec<SourcePersonId> = members.iter().map(|m| m.key).collect();
    keys.extend(history.iter().flat_map(|e| e.moves.iter().map(|m| m.source_person)));
    keys.sort_unstable();
    keys.dedup();
    let subjects = linkage::subjects(db, &keys).await?;
    let card_of = |key| subjects.iter().find(|s| s.key == key).map(queue::card);
    let moves = |row: &EventRow| -> Vec<(IdentityCard, PersonId, PersonId)> {
        row.moves.iter().filter_map(|m| Some((card_of(m.source_person)?, m.from, m.to))).collect()
    };
    let mut events: Vec<(Timestamp, i64, IdentityEvent)> = Vec::new();
    let mut told: Vec<ActId> = Vec::new();
    for row in &history {
        told.extend(row.act.as_ref().map(|act| act.id));
        let event = IdentityEvent {
            at: row.at,
            by: row.by.clone(),
            what: row.act.as_ref().map_or(row.kind.name(), |act| act.kind.name()).to_owned(),
            about: row.act.as_ref().and_then(asked),
            moves: moves(row),
            note: row.act.as_ref().and_then(|act| act.note.clone()),
            probability: probability(&row.evidence),
            act: row.act.as_ref().filter(|act| act.undone.is_none()).map(|act| act.id),
            undone: row.act.as_ref().is_some_and(|act| act.undone.is_some()),
        };
        events.push((row.at, row.id, event));
    }
    for act in linkage::acts_about(db, &keys, TOLD).await?.into_iter().filter(|act| !told.contains(&act.id)) {
        let event = IdentityEvent {
            about: asked(&act),
            at: act.at,
            by: act.by_name.unwrap_or_default(),
            what: act.kind.name().to_owned(),
            moves: Vec::new(),
            note: act.note,
            probability: None,
            act: act.undone.is_none().then_some(act.id),
            undone: act.undone.is_some(),
        };
        events.push((event.at, 0, event));
    }
    events.sort_by_key(|(at, id, _)| std::cmp::Reverse((*at, *id)));
    events.truncate(TOLD as usize);
    Ok(events.into_iter().map(|(_, _, event)| event).collect())
}

/// What an act was asked about, if about pairs.
fn asked(act: &Act) -> Option<PairKind> {
    act.verdicts.first().map(|v| v.pair.kind)
}

/// How sure the linkage was, as the evidence of an event says.
fn probability(evidence: &str) -> Option<f64> {
    serde_json::from_str::<serde_json::Value>(evidence).ok()?.get("probability")?.as_f64()
}

async fn found(app: &App, person: PersonId, search: &str) -> Result<Vec<IdentityCard>, Error> {
    if search.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for row in people::search(app.db(), search, &Scope::default(), FOUND).await? {
        if row.id == person {
            continue;
        }
        found.extend(linkage::members(app.db(), row.id).await?.first().map(queue::card));
    }
    Ok(found)
}
