//! One pair, side by side, with the reasoning.

use std::collections::{BTreeSet, HashMap};

use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::SourcePersonId;
use kith_domain::identity::{Attribute, PairKind};
use kith_store::ledger;
use kith_store::linkage::{self, Pair};

use super::{both, compare, identity, pair_of, queue};
use crate::view::{ReviewPage, StatedValue, Waterfall};
use crate::{App, Error, audited, linking, require};

/// A pair: what each says, why it is judged as it is, what stands about it.
pub async fn pair(
    app: &App,
    actor: &Actor,
    kind: PairKind,
    a: SourcePersonId,
    b: SourcePersonId,
    attribute: Option<Attribute>,
) -> Result<ReviewPage, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    if a == b {
        return Err(Error::NotFound("this pair"));
    }
    let db = app.db();
    let pair = match (kind, attribute) {
        (PairKind::Fact, Some(attribute)) => Pair::fact(a, b, attribute),
        (PairKind::Fact, None) => return Err(Error::NotFound("this pair")),
        _ => pair_of(kind, a, b),
    };
    let (left, right) = both(app, pair.a, pair.b).await?;
    let mut shown = [left, right];
    let concealed = super::conceal(app, &mut shown).await?;
    let [left, right] = shown;
    let waits = linkage::review(db, pair).await?.filter(|row| row.open);
    let standing = linkage::standing(db, pair).await?;
    let (mut waterfall, mut conflict) = (None, None);
    let joined = match kind {
        PairKind::Person => {
            waterfall = linking::explain(app, pair).await?.map(|w| plain(w, concealed));
            left.person == right.person
        }
        PairKind::Dyad => {
            waterfall = linking::explain(app, pair).await?.map(|w| plain(w, concealed));
            kith_store::people::mother_of(db, left.person).await? == Some(right.person)
        }
        PairKind::Fact => {
            let used = identity::used(app, left.person).await?;
            let of = used.into_iter().find(|u| Some(u.attribute) == attribute);
            conflict = of.map(|u| (u.attribute, u.values, u.why));
            left.person == right.person
        }
    };
    let detail = format!("{} source_person/{} source_person/{}", kind.name(), pair.a, pair.b);
    for person in BTreeSet::from([left.person, right.person]) {
        audited(app, actor, "see_identity", Some(format!("person/{person}")), &detail).await?;
    }
    Ok(ReviewPage {
        kind,
        rows: compare::rows(&left, &right, kind == PairKind::Dyad),
        left: queue::card(&left),
        right: queue::card(&right),
        waterfall,
        conflict,
        joined,
        waits_since: waits.map(|row| row.since),
        standing: standing.map(|s| (s.verdict, s.by.unwrap_or_default(), s.at, s.act)),
        path: queue::path(pair),
        next: queue::after(app, pair).await?,
    })
}

/// The reasoning alone.
pub async fn explanation(
    app: &App,
    actor: &Actor,
    kind: PairKind,
    a: SourcePersonId,
    b: SourcePersonId,
) -> Result<Waterfall, Error> {
    require(actor, Action::ReviewIdentity, Subject::default())?;
    if a == b || kind == PairKind::Fact {
        return Err(Error::NotFound("this pair"));
    }
    let (left, right) = both(app, a, b).await?;
    let concealed = super::conceal(app, &mut [left.clone(), right.clone()]).await?;
    let waterfall = linking::explain(app, pair_of(kind, a, b)).await?.map(|w| plain(w, concealed));
    let detail = format!("{} source_person/{a} source_person/{b}", kind.name());
    for person in BTreeSet::from([left.person, right.person]) {
        audited(app, actor, "see_identity", Some(format!("person/{person}")), &detail).await?;
    }
    waterfall.ok_or(Error::NotFound("this pair"))
}

/// What was compared of a household is where somebody lives and by which number she is called.
fn plain(mut waterfall: Waterfall, concealed: bool) -> Waterfall {
    for step in waterfall.steps.iter_mut().filter(|step| concealed && step.comparison == "household") {
        step.left.clear();
        step.right.clear();
    }
    waterfall
}

/// When each record came; those that are gone are left out.
pub(super) async fn with_arrival(app: &App, mut values: Vec<StatedValue>) -> Result<Vec<StatedValue>, Error> {
    let mut came: HashMap<_, _> = HashMap::new();
    for value in &values {
        if let Some(record) = ledger::bytes(app.db(), value.record).await? {
            came.insert(value.record, record.received_at);
        }
    }
    values.retain_mut(|value| match came.get(&value.record) {
        Some(at) => {
            value.received_at = *at;
            true
        }
        None => false,
    });
    Ok(values)
}
