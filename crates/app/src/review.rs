//! Who is whom, for those who keep it in order: the queue of what could not be decided, a pair side by side, what a
//! person is made of; and to decide, merge, split, choose, and take any of it back.
//!
//! A decision writes verdicts about pairs of source people and nothing else; then the linkage says what follows
//! ([`crate::linking`]). So taking back is exact, in whatever order it is done.

mod compare;
mod identity;
mod pair;
mod queue;
mod repeated;

use std::collections::BTreeSet;

use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::{ActId, PersonId, SourcePersonId};
use kith_domain::identity::{Attribute, PairKind, Verdict};
use kith_store::linkage::{self, ActKind, NewAct, NewVerdict, Pair};

use crate::linking::Linked;
use crate::{App, Error, audited, linking, require};

pub use identity::{identity, survivor};
pub use pair::{explanation, pair};
pub use queue::{queue, waiting};

/// The longest note.
const LONGEST_NOTE: usize = 2_000;

/// What somebody says of a pair.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The same, different, or left open.
    pub verdict: Verdict,
    /// Do not ask about this pair again.
    pub never_again: bool,
    /// Why, in words.
    pub note: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The act, to take back.
    pub act: ActId,
    /// How many records are now another person's.
    pub moved: u64,
    /// What waits next, as a path without `/review/`.
    pub next: Option<String>,
}

/// Decides about a pair of people, or about a mother and an infant.
pub async fn decide(
    app: &App,
    actor: &Actor,
    kind: PairKind,
    a: SourcePersonId,
    b: SourcePersonId,
    decision: Decision,
) -> Result<Decided, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    if a == b || kind == PairKind::Fact {
        return Err(Error::NotFound("this pair"));
    }
    let (left, right) = both(app, a, b).await?;
    let next = queue::after(app, pair_of(kind, a, b)).await?;
    let pair = pair_of(kind, a, b);
    let what = match decision.verdict {
        Verdict::Same => ActKind::Same,
        Verdict::Different => ActKind::Different,
        Verdict::Unsure if decision.never_again => ActKind::NeverAgain,
        Verdict::Unsure => ActKind::Unsure,
    };
    let mut verdicts = vec![NewVerdict { pair, verdict: decision.verdict }];
    let joins = decision.verdict == Verdict::Same && kind == PairKind::Person;
    if joins {
        let (ours, theirs) = (members(app, left.person).await?, members(app, right.person).await?);
        verdicts.extend(overruled(app, &ours, &theirs).await?);
    }
    let (act, linked) =
        perform(app, actor, what, verdicts, decision.never_again, decision.note, vec![]).await?;
    let Some(linked) = linked else { return Ok(Decided { act, moved: 0, next }) };
    if joins && !are_one(app, &[a, b]).await? {
        take_back(app, actor, act).await?;
        return Err(cannot_be_one("verdict"));
    }
    let detail = format!("act/{act} {} {} source_person/{a} source_person/{b}", what.name(), kind.name());
    audited(app, actor, "decide_identity", Some(format!("source_person/{a}")), &detail).await?;
    Ok(Decided { act, moved: linked.moved, next })
}

/// Leaves open which of two statements of one person to believe; or, with `never_again`, is not to be asked any more.
pub async fn leave(
    app: &App,
    actor: &Actor,
    attribute: Attribute,
    a: SourcePersonId,
    b: SourcePersonId,
    never_again: bool,
    note: Option<String>,
) -> Result<Decided, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    let (left, right) = both(app, a, b).await?;
    if a == b || left.person != right.person {
        return Err(Error::NotFound("this pair"));
    }
    let pair = Pair::fact(a, b, attribute);
    let next = queue::after(app, pair).await?;
    let what = if never_again { ActKind::NeverAgain } else { ActKind::Unsure };
    let verdicts = vec![NewVerdict { pair, verdict: Verdict::Unsure }];
    let (act, linked) = perform(app, actor, what, verdicts, never_again, note, vec![]).await?;
    if linked.is_some() {
        let name = attribute.name();
        let detail = format!("act/{act} {} {name} source_person/{a} source_person/{b}", what.name());
        audited(app, actor, "decide_identity", Some(format!("source_person/{a}")), &detail).await?;
    }
    Ok(Decided { act, moved: 0, next })
}

/// Says whose statement about an attribute is to be believed.
pub async fn choose(
    app: &App,
    actor: &Actor,
    attribute: Attribute,
    by: SourcePersonId,
    note: Option<String>,
) -> Result<Decided, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    both(app, by, by).await?;
    let (act, linked) =
        perform(app, actor, ActKind::Choice, vec![], false, note, vec![(attribute, by)]).await?;
    let Some(linked) = linked else { return Ok(Decided { act, moved: 0, next: None }) };
    app.wake();
    let detail = format!("act/{act} {}", attribute.name());
    audited(app, actor, "choose_fact", Some(format!("source_person/{by}")), &detail).await?;
    Ok(Decided { act, moved: linked.moved, next: None })
}

/// Says that two people are one.
pub async fn merge(
    app: &App,
    actor: &Actor,
    person: PersonId,
    other: PersonId,
    note: Option<String>,
) -> Result<Decided, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    let (ours, theirs) = (members(app, person).await?, members(app, other).await?);
    if ours == theirs {
        if let Some(act) = repeated::of_kind(app, actor, ActKind::Merge, &ours).await? {
            return Ok(Decided { act, moved: 0, next: None });
        }
        let message = "these records are one person already".into();
        return Err(Error::Invalid { field: "other", message });
    }
    let mut verdicts = vec![NewVerdict { pair: Pair::person(ours[0], theirs[0]), verdict: Verdict::Same }];
    verdicts.extend(overruled(app, &ours, &theirs).await?);
    let (act, linked) = perform(app, actor, ActKind::Merge, verdicts, false, note, vec![]).await?;
    let Some(linked) = linked else { return Ok(Decided { act, moved: 0, next: None }) };
    if !are_one(app, &[ours, theirs].concat()).await? {
        take_back(app, actor, act).await?;
        return Err(cannot_be_one("other"));
    }
    let detail = format!("act/{act} person/{other}");
    audited(app, actor, "merge_people", Some(format!("person/{person}")), &detail).await?;
    Ok(Decided { act, moved: linked.moved, next: None })
}

/// Says that one record of a person is about somebody else.
pub async fn split(
    app: &App,
    actor: &Actor,
    person: PersonId,
    record_of: SourcePersonId,
    note: Option<String>,
) -> Result<Decided, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    let members = members(app, person).await?;
    if !members.contains(&record_of) {
        if let Some(act) = repeated::of_kind(app, actor, ActKind::Split, &[record_of]).await? {
            return Ok(Decided { act, moved: 0, next: None });
        }
        return Err(Error::NotFound("this record"));
    }
    if members.len() < 2 {
        let message = "there is only this record; nothing can be taken from it".into();
        return Err(Error::Invalid { field: "source_person", message });
    }
    let apart = |other: &SourcePersonId| NewVerdict {
        pair: Pair::person(record_of, *other),
        verdict: Verdict::Different,
    };
    let verdicts = members.iter().filter(|m| **m != record_of).map(apart).collect();
    let (act, linked) = perform(app, actor, ActKind::Split, verdicts, false, note, vec![]).await?;
    let Some(linked) = linked else { return Ok(Decided { act, moved: 0, next: None }) };
    let detail = format!("act/{act} source_person/{record_of}");
    audited(app, actor, "split_person", Some(format!("person/{person}")), &detail).await?;
    Ok(Decided { act, moved: linked.moved, next: None })
}

/// Takes an act back. Whether it stood.
pub async fn undo(app: &App, actor: &Actor, act: ActId) -> Result<bool, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    let undone = take_back(app, actor, act).await?;
    if undone {
        audited(app, actor, "undo_identity", Some(format!("act/{act}")), "").await?;
    }
    Ok(undone)
}

/// Takes an act back, and lets what follows follow.
async fn take_back(app: &App, actor: &Actor, act: ActId) -> Result<bool, Error> {
    let (_, undone, _) = linking::link_for(app, &actor.name, async || {
        let undone = linkage::take_back(app.db(), act, Some(actor.account), app.now()).await?;
        Ok((act, undone))
    })
    .await?;
    if undone {
        app.wake();
    }
    Ok(undone)
}

/// What was said against the members of two people being one: whoever makes the two one says otherwise.
async fn overruled(
    app: &App,
    ours: &[SourcePersonId],
    theirs: &[SourcePersonId],
) -> Result<Vec<NewVerdict>, Error> {
    let between =
        ours.iter().flat_map(|a| theirs.iter().filter(move |b| *b != a).map(|b| Pair::person(*a, *b)));
    let pairs: BTreeSet<Pair> = between.collect();
    let standing = linkage::standing_of(app.db(), &pairs.iter().copied().collect::<Vec<_>>()).await?;
    let against = pairs.iter().filter(|p| standing.get(p).is_some_and(|s| s.verdict == Verdict::Different));
    Ok(against.map(|pair| NewVerdict { pair: *pair, verdict: Verdict::Same }).collect())
}

fn pair_of(kind: PairKind, a: SourcePersonId, b: SourcePersonId) -> Pair {
    if kind == PairKind::Dyad { Pair::dyad(a, b) } else { Pair::person(a, b) }
}

/// Whether all of some source people are one person.
async fn are_one(app: &App, everyone: &[SourcePersonId]) -> Result<bool, Error> {
    let mut people = BTreeSet::new();
    for one in everyone {
        people.insert(linkage::person_of(app.db(), *one).await?);
    }
    Ok(people.len() == 1)
}

/// The answer to a decision that would make an impossible person.
fn cannot_be_one(field: &'static str) -> Error {
    let message = "these cannot be one person: that would join a mother and her child, or two births; the pair's \
                   own page says why";
    Error::Invalid { field, message: message.into() }
}

/// Keeps an act and links what it touches. Who did the very same a moment ago gets that act, and nothing is linked.
async fn perform(
    app: &App,
    actor: &Actor,
    kind: ActKind,
    verdicts: Vec<NewVerdict>,
    never_again: bool,
    note: Option<String>,
    choices: Vec<(Attribute, SourcePersonId)>,
) -> Result<(ActId, Option<Linked>), Error> {
    let note = note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    if note.as_ref().is_some_and(|n| n.chars().count() > LONGEST_NOTE) {
        let message = format!("a note has at most {LONGEST_NOTE} characters");
        return Err(Error::Invalid { field: "note", message: message.into() });
    }
    let act = NewAct { kind, by: Some(actor.account), note, verdicts, never_again, choices };
    // Looked up where acts are kept one after another: the two of a double click come at one time.
    let (act, again, linked) =
        linking::link_for(app, &actor.name, async || match repeated::of(app, &act).await? {
            Some(before) => Ok((before, true)),
            None => Ok((linkage::act(app.db(), &act, app.now()).await?, false)),
        })
        .await?;
    Ok((act, (!again).then_some(linked)))
}

/// The source people whom a person is made of, the first known first.
async fn members(app: &App, person: PersonId) -> Result<Vec<SourcePersonId>, Error> {
    let person = linkage::canonical(app.db(), person).await?.ok_or(Error::NotFound("this person"))?;
    let mut members: Vec<SourcePersonId> =
        linkage::members(app.db(), person).await?.into_iter().map(|m| m.key).collect();
    members.sort_unstable();
    if members.is_empty() { Err(Error::NotFound("this person")) } else { Ok(members) }
}

/// Both of a pair as they stand, or that there is no such pair.
async fn both(
    app: &App,
    a: SourcePersonId,
    b: SourcePersonId,
) -> Result<(linkage::Subject, linkage::Subject), Error> {
    let found = linkage::subjects(app.db(), &[a, b]).await?;
    let find = |key| found.iter().find(|s| s.key == key).cloned();
    match (find(a), find(b)) {
        (Some(a), Some(b)) => Ok((a, b)),
        _ => Err(Error::NotFound("this pair")),
    }
}
