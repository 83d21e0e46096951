//! The second of two acts that were meant as one: a double click, a key held too long, a form sent twice.
//!
//! It must not count, or taking back the second would leave the first standing.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use kith_domain::access::Actor;
use kith_domain::id::{ActId, SourcePersonId};
use kith_store::linkage::{self, Act, ActKind, NewAct};

use crate::{App, Error};

/// Who does the same again within this time did it once.
const MOMENT: SignedDuration = SignedDuration::from_secs(10);

/// The act that says all that a new one would, if it is the last one about these people, stands, and was done by the
/// same account a moment ago.
pub(super) async fn of(app: &App, new: &NewAct) -> Result<Option<ActId>, Error> {
    let pairs = new.verdicts.iter().flat_map(|v| [v.pair.a, v.pair.b]);
    let people: BTreeSet<SourcePersonId> = pairs.chain(new.choices.iter().map(|c| c.1)).collect();
    let last = last(app, &people.into_iter().collect::<Vec<_>>()).await?;
    let same = |act: &Act| {
        (act.kind, act.by, &act.note) == (new.kind, new.by, &new.note)
            && new.verdicts.iter().all(|v| {
                let said = act.verdicts.iter().find(|g| g.pair == v.pair);
                said.is_some_and(|g| g.verdict == v.verdict && g.never_again == new.never_again)
            })
            && new.choices.iter().all(|choice| act.choices.contains(choice))
    };
    Ok(last.filter(same).map(|act| act.id))
}

/// The act of a kind that this account did about some people a moment ago, if it is the last one and stands.
pub(super) async fn of_kind(
    app: &App,
    actor: &Actor,
    kind: ActKind,
    people: &[SourcePersonId],
) -> Result<Option<ActId>, Error> {
    let last = last(app, people).await?;
    Ok(last.filter(|act| act.kind == kind && act.by == Some(actor.account)).map(|act| act.id))
}

/// The last act about some people, if it stands and is of this moment.
async fn last(app: &App, people: &[SourcePersonId]) -> Result<Option<Act>, Error> {
    let last = linkage::acts_about(app.db(), people, 1).await?.into_iter().next();
    Ok(last.filter(|act| act.undone.is_none() && app.now().duration_since(act.at) < MOMENT))
}
