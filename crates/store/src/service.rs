//! Services that take referrals, and their free places.
//!
//! What a service offers comes from its programme's file; one that left the file is closed and stays, for referrals point
//! to it. A free place is given once, however many ask for it at the same moment.

use jiff::Timestamp;
use kith_domain::id::{OrganizationId, ServiceId, SourceId};
use kith_domain::matching::Offer;
use kith_domain::words::Words;

use crate::db::Tx;
use crate::outreach::OWN_SOURCE;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, counter, ledger, source};

queries! {
    OF_KEY = "service_of_key";
    INSERT = "service_insert";
    UPDATE = "service_update";
    CLOSE = "service_close";
    ORGANIZATION = "service_organization";
    INSERT_ORGANIZATION = "service_insert_organization";
    LIST = "service_list";
    FIND = "service_find";
    TAKE_PLACE = "service_take_place";
    GIVE_PLACE = "service_give_place";
    PLACES = "service_places";
    CONFIRM = "service_confirm";
}

/// What a service said last of its free places, less those that were given since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// How many are free.
    pub free: i64,
    /// When it was said.
    pub confirmed_at: Timestamp,
    /// Who said it.
    pub by: String,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// The organisation that runs it.
    pub organization: OrganizationId,
    /// What it offers, and to whom.
    pub offer: Offer,
    /// It takes referrals.
    pub open: bool,
    /// Its free places; none where it never said.
    pub capacity: Option<Capacity>,
    /// Places that are held for somebody whom it has not answered yet.
    pub held: i64,
    /// How many wait.
    pub waiting: i64,
    /// When somebody was last referred to it.
    pub last_asked: Option<Timestamp>,
}

/// What came of asking for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// One was free and is hers.
    Held,
    /// It is not known, or was said too long ago to count on.
    Unknown,
    /// None is free.
    Full,
}

/// Makes the services what the file says. The organisation of a service is the one that has its name, made if need be.
pub async fn load(db: &Db, offers: &[Offer], now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    let own = source::ensure_in(&mut tx, OWN_SOURCE, now).await?;
    ledger::lock(&mut tx).await?;
    tx.run(CLOSE, args![false]).await?;
    for offer in offers {
        let organization = organization(&mut tx, own, &offer.organization).await?;
        let known = tx.row(OF_KEY, args![&offer.id]).await?;
        let (query, id) = match known {
            Some(row) => (UPDATE, row.get(0)?),
            None => (INSERT, ServiceId(counter::take(&mut tx, "service", 1).await?)),
        };
        let json = |text: serde_json::Result<String>| text.map_err(|_| Error::Corrupt("service"));
        let args = args![
            id,
            &offer.id,
            organization,
            &offer.name.en,
            &offer.name.es,
            &offer.kind,
            offer.only_one,
            i64::from(offer.order),
            json(serde_json::to_string(&offer.prefer_if))?,
            json(serde_json::to_string(&offer.languages))?,
            offer.postal_code.as_deref(),
            json(serde_json::to_string(&offer.rules))?,
            true,
        ];
        tx.run(query, args).await?;
    }
    tx.commit().await
}

async fn organization(tx: &mut Tx, own: SourceId, name: &str) -> Result<OrganizationId> {
    if let Some(row) = tx.row(ORGANIZATION, args![name]).await? {
        return row.get(0);
    }
    let id = OrganizationId(counter::take(tx, "organization", 1).await?);
    let reference = format!("Organization/service-{id}");
    tx.run(INSERT_ORGANIZATION, args![id, own, reference, name]).await?;
    Ok(id)
}

/// Services of an organisation, or of all, in the order of the file; closed ones included.
pub async fn list(db: &Db, organization: Option<OrganizationId>) -> Result<Vec<Service>> {
    let rows = db.rows(LIST, args![organization.map_or(0, |o| o.0)]).await?;
    rows.iter().map(read).collect()
}

/// One service.
pub async fn find(db: &Db, service: ServiceId) -> Result<Option<Service>> {
    db.row(FIND, args![service]).await?.map(|row| read(&row)).transpose()
}

pub(crate) async fn find_in(tx: &mut Tx, service: ServiceId) -> Result<Option<Service>> {
    tx.row(FIND, args![service]).await?.map(|row| read(&row)).transpose()
}

/// What a service says of its free places: how many more it takes, besides those for whom it was asked already.
pub async fn confirm(db: &Db, service: ServiceId, free: u32, by: &str, now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    confirm_in(&mut tx, service, free, by, now).await?;
    tx.commit().await
}

pub(crate) async fn confirm_in(
    tx: &mut Tx,
    service: ServiceId,
    free: u32,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    tx.run(CONFIRM, args![service, i64::from(free), now, by]).await.map(drop)
}

/// Takes a place. A number that was confirmed before `fresh` and is used up says nothing any more.
pub(crate) async fn take_place(tx: &mut Tx, service: ServiceId, fresh: Timestamp) -> Result<Place> {
    if tx.run(TAKE_PLACE, args![service]).await? > 0 {
        return Ok(Place::Held);
    }
    let Some(row) = tx.row(PLACES, args![service]).await? else { return Ok(Place::Unknown) };
    let confirmed: Timestamp = row.get(1)?;
    Ok(if confirmed >= fresh { Place::Full } else { Place::Unknown })
}

impl Service {
    /// Free places for somebody new: those for which nobody waits. None when that is not known, or was said before `fresh`.
    pub fn places_for_new(&self, fresh: Timestamp) -> Option<i64> {
        let said = self.capacity.as_ref().filter(|said| said.confirmed_at >= fresh)?;
        Some((said.free - self.waiting).max(0))
    }
}

/// Gives a place back.
pub(crate) async fn give_place(tx: &mut Tx, service: ServiceId) -> Result<()> {
    tx.run(GIVE_PLACE, args![service]).await.map(drop)
}

fn read(row: &Row) -> Result<Service> {
    let list = |column| -> Result<String> { row.get(column) };
    let capacity = match (row.get(14)?, row.get(15)?, row.get(16)?) {
        (Some(free), Some(confirmed_at), Some(by)) => Some(Capacity { free, confirmed_at, by }),
        _ => None,
    };
    Ok(Service {
        id: row.get(0)?,
        organization: row.get(2)?,
        offer: Offer {
            id: row.get(1)?,
            organization: row.get(3)?,
            name: Words { en: row.get(4)?, es: row.get(5)? },
            kind: row.get(6)?,
            only_one: row.get(7)?,
            order: i32::try_from(row.get::<i64>(8)?).map_err(|_| Error::Corrupt("order"))?,
            prefer_if: serde_json::from_str(&list(9)?).map_err(|_| Error::Corrupt("prefer_if"))?,
            languages: serde_json::from_str(&list(10)?).map_err(|_| Error::Corrupt("languages"))?,
            postal_code: row.get(11)?,
            rules: serde_json::from_str(&list(12)?).map_err(|_| Error::Corrupt("rules"))?,
        },
        open: row.get(13)?,
        capacity,
        held: row.get(17)?,
        waiting: row.get(18)?,
        last_asked: row.get(19)?,
    })
}
