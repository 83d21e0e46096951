//! Services that take referrals, and their free places.
//!
//! What a service offers comes from its programme's file or from a directory, and is edited here; [`change`](self) keeps
//! every version. One that left its file is closed and stays, for referrals point to it. A free place is given once,
//! however many ask for it at the same moment.

pub(crate) mod change;
mod version;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use kith_domain::id::{OrganizationId, ServiceId};
use kith_domain::matching::{Details, Offer};
use kith_domain::words::Words;

use crate::db::Tx;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result};

pub use change::{Change, Listed, Planned, Said, load, plan, said_on, take_in};
pub use version::{Speaker, Version, restore, save, take_back, versions};

queries! {
    LIST = "service_list";
    MOVING = "service_moving";
    MOVING_OF = "service_moving_of";
    STAMP = "service_stamp";
    FIND = "service_find";
    OF_KEY = "service_of_key";
    TAKE_PLACE = "service_take_place";
    GIVE_PLACE = "service_give_place";
    PLACES = "service_places";
    CONFIRM = "service_confirm";
}

#[cfg(test)]
pub(crate) fn every_query() -> Vec<crate::sql::Query> {
    [ALL, change::ALL, version::ALL].concat()
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
    /// What it offers, and to whom; shared, since it is kept in memory while it stays.
    pub offer: Arc<Offer>,
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
    /// The directory that it is from; none for the programme's own file.
    pub origin: Option<String>,
    /// Grows by one with each change of what it offers.
    pub version: i64,
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

/// Services of an organisation, or of all, in the order of the file; closed ones included. They come with where they are
/// and when they are open, and without what is said of them in words: see [`find`].
pub async fn list(db: &Db, organization: Option<OrganizationId>) -> Result<Vec<Service>> {
    let rows = db.rows(LIST, args![organization.map_or(0, |o| o.0)]).await?;
    rows.iter().map(read).collect()
}

/// What services offered when they were last read: without what moves.
#[derive(Default)]
pub(crate) struct Offered {
    /// How many there were, and the sum of their versions.
    stamp: (i64, i64),
    /// In the order of the file.
    all: Arc<Vec<Service>>,
    /// Where each stands.
    at: HashMap<ServiceId, usize>,
}

impl Offered {
    fn find(&self, service: ServiceId) -> Option<&Service> {
        self.all.get(*self.at.get(&service)?)
    }
}

/// What services offer, in the order of the file, closed ones included, kept in memory until one of them has another
/// version. Free places, who waits and when they were last asked are not in it: see [`moving`].
pub async fn offered(db: &Db) -> Result<Arc<Vec<Service>>> {
    let row = db.row(STAMP, vec![]).await?.ok_or(Error::Corrupt("services"))?;
    let stamp = (row.get(0)?, row.get(1)?);
    {
        let offered = db.offered.lock().unwrap_or_else(PoisonError::into_inner);
        if offered.stamp == stamp {
            return Ok(offered.all.clone());
        }
    }
    let all = list(db, None).await?;
    Ok(remember(db, &all))
}

/// Keeps what services offer.
fn remember(db: &Db, all: &[Service]) -> Arc<Vec<Service>> {
    let still = |s: &Service| Service { capacity: None, held: 0, waiting: 0, last_asked: None, ..s.clone() };
    let all: Arc<Vec<Service>> = Arc::new(all.iter().map(still).collect());
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let stamp = (count, all.iter().map(|s| s.version).sum());
    let at = all.iter().enumerate().map(|(at, service)| (service.id, at)).collect();
    *db.offered.lock().unwrap_or_else(PoisonError::into_inner) = Offered { stamp, all: all.clone(), at };
    all
}

/// Some services as everything stands now, in no order. One whose version changed since it was read is read anew.
pub async fn moving(db: &Db, services: &[ServiceId]) -> Result<Vec<Service>> {
    let ids = services.iter().map(|service| Value::from(*service)).collect();
    let rows = db.list(MOVING_OF, ids, vec![]).await?;
    {
        let offered = db.offered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(all) = rows.iter().map(|row| moved(row, &offered)).collect::<Result<Option<Vec<_>>>>()? {
            return Ok(all);
        }
    }
    let mut all = list(db, None).await?;
    remember(db, &all);
    all.retain(|service| services.contains(&service.id));
    Ok(all)
}

/// The same for all organisations, as everything stands now: what a service offers is kept in memory for as long as its
/// version and the name of its organisation stay, whichever process changes them, and only what moves is read.
pub async fn standing(db: &Db) -> Result<Vec<Service>> {
    let rows = db.rows(MOVING, vec![]).await?;
    {
        let offered = db.offered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(all) = rows.iter().map(|row| moved(row, &offered)).collect::<Result<Option<Vec<_>>>>()? {
            return Ok(all);
        }
    }
    let all = list(db, None).await?;
    remember(db, &all);
    Ok(all)
}

/// A service from what moves; none when what it offers is not what was read.
fn moved(row: &Row, offered: &Offered) -> Result<Option<Service>> {
    let Some(known) = offered.find(row.get(0)?) else { return Ok(None) };
    let (version, name): (i64, String) = (row.get(1)?, row.get(2)?);
    if known.version != version || known.offer.organization != name {
        return Ok(None);
    }
    let capacity = capacity(row, 3)?;
    let (held, waiting, last_asked) = (row.get(6)?, row.get(7)?, row.get(8)?);
    Ok(Some(Service { capacity, held, waiting, last_asked, ..known.clone() }))
}

/// What was said of free places; none where nothing was.
fn capacity(row: &Row, first: usize) -> Result<Option<Capacity>> {
    Ok(match (row.get(first)?, row.get(first + 1)?, row.get(first + 2)?) {
        (Some(free), Some(confirmed_at), Some(by)) => Some(Capacity { free, confirmed_at, by }),
        _ => None,
    })
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
        Some(said.free_for_new(self.waiting))
    }
}

impl Capacity {
    /// What is left for somebody new where so many wait: who waits comes first.
    pub fn free_for_new(&self, waiting: i64) -> i64 {
        (self.free - waiting).max(0)
    }
}

/// Gives a place back.
pub(crate) async fn give_place(tx: &mut Tx, service: ServiceId) -> Result<()> {
    tx.run(GIVE_PLACE, args![service]).await.map(drop)
}

fn read(row: &Row) -> Result<Service> {
    let text = |column| -> Result<String> { row.get(column) };
    let capacity = capacity(row, 14)?;
    let places: Details = serde_json::from_str(&text(11)?).map_err(|_| Error::Corrupt("details"))?;
    let words: Details = serde_json::from_str(&text(22)?).map_err(|_| Error::Corrupt("words"))?;
    Ok(Service {
        id: row.get(0)?,
        organization: row.get(2)?,
        offer: Arc::new(Offer {
            id: row.get(1)?,
            organization: row.get(3)?,
            name: Words { en: row.get(4)?, es: row.get(5)? },
            kind: row.get(6)?,
            only_one: row.get(7)?,
            order: i32::try_from(row.get::<i64>(8)?).map_err(|_| Error::Corrupt("order"))?,
            prefer_if: serde_json::from_str(&text(9)?).map_err(|_| Error::Corrupt("prefer_if"))?,
            languages: serde_json::from_str(&text(10)?).map_err(|_| Error::Corrupt("languages"))?,
            rules: serde_json::from_str(&text(12)?).map_err(|_| Error::Corrupt("rules"))?,
            details: Details { sites: places.sites, hours: places.hours, ..words },
        }),
        open: row.get(13)?,
        capacity,
        held: row.get(17)?,
        waiting: row.get(18)?,
        last_asked: row.get(19)?,
        origin: row.get(20)?,
        version: row.get(21)?,
    })
}
