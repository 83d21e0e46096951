//! Whose names and numbers who keeps goods still sees, of those who have something.
//!
//! Who does triage sees all. A service sees a name while her words of this moment allow it, and a number while it has a
//! referral of hers that stands and about which she may be contacted.

use std::collections::HashSet;

use kith_domain::consent::{Category, Recipient};
use kith_domain::id::{OrganizationId, PersonId};
use kith_store::goods::Item;
use kith_store::{referral as referrals, service};

use crate::privacy::Eyes;
use crate::referral::reachable;
use crate::view::ItemLine;
use crate::{App, Error};

/// Of some people, those whose names may be shown to who keeps the goods of an organisation, or of all (none).
pub(super) async fn named(
    app: &App,
    whose: Option<OrganizationId>,
    people: impl Iterator<Item = PersonId>,
) -> Result<HashSet<PersonId>, Error> {
    let ids: HashSet<PersonId> = people.collect();
    if whose.is_none() || ids.is_empty() {
        return Ok(ids);
    }
    let kinds = service::list(app.db(), whose).await?.into_iter().map(|found| found.offer.kind.clone());
    let to = Recipient { organization: whose, kinds: kinds.collect() };
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let eyes = Eyes::of_services(app, ids.iter().map(|person| (*person, to.clone())).collect()).await?;
    let shown = ids.into_iter().zip(eyes).filter(|(_, e)| e.see(Category::Contact, false).is_shown());
    Ok(shown.map(|(person, _)| person).collect())
}

/// Things as lists show them to who keeps the goods of an organisation, or of all: without a name that may not be shown.
pub(super) async fn lines(
    app: &App,
    whose: Option<OrganizationId>,
    items: &[Item],
) -> Result<Vec<ItemLine>, Error> {
    let named = named(app, whose, items.iter().map(|item| item.person)).await?;
    let mut lines = super::lines(app, items).await?;
    for (line, item) in lines.iter_mut().zip(items) {
        if !named.contains(&item.person) {
            line.person.clear();
        }
    }
    Ok(lines)
}

/// Whether the reader may call her, as far as she did not ask that nobody does: a service may while a referral of hers
/// to it stands, and none of those that do forbids it.
pub(super) async fn may_be_called(
    app: &App,
    whose: Option<OrganizationId>,
    person: PersonId,
) -> Result<bool, Error> {
    let Some(own) = whose else { return Ok(true) };
    let mut standing = referrals::of_person(app.db(), person).await?;
    standing.retain(|found| found.organization.0 == own && !found.state.is_final());
    Ok(!standing.is_empty() && standing.iter().all(|found| reachable(found, false)))
}
