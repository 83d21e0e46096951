//! What a file or a directory says of services, joined with what was changed here.
//!
//! Each remembers what it said last. A part that nobody changed here follows it; a part that somebody changed here stays,
//! whatever it says now. So the programme's file is a seed that never takes back an edit, and a directory that comes
//! again changes only what differs.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use kith_domain::id::{DoorFileId, OrganizationId, ServiceId, SourceId};
use kith_domain::matching::{Details, Offer, differing, merged};
use serde::{Deserialize, Serialize};

use super::version::{self, Speaker};
use super::{Service, confirm_in, read};
use crate::db::Tx;
use crate::outreach::OWN_SOURCE;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter, ledger, source};

queries! {
    OF_ORIGIN = "service_of_origin";
    SET_SAID = "service_set_said";
    INSERT = "service_insert";
    UPDATE = "service_update";
    ORGANIZATION = "service_organization";
    INSERT_ORGANIZATION = "service_insert_organization";
}

/// What a file or a directory says of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What it offers.
    pub offer: Offer,
    /// It takes referrals.
    pub open: bool,
}

/// A service as a directory has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it says. The offer's id is the directory's own.
    pub said: Said,
    /// Free places, and the instant for which the directory says so.
    pub free: Option<(u32, Timestamp)>,
}

/// What is to become of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is not known yet.
    New,
    /// These parts change.
    Changed(Vec<&'static str>),
    /// Nothing changes.
    Same,
}

/// A service of a directory, or one that the directory has no more, with what is to become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The service; none for one that is not known yet.
    pub service: Option<ServiceId>,
    /// As it is to stand.
    pub offer: Offer,
    /// It is to take referrals.
    pub open: bool,
    /// What becomes of it.
    pub change: Change,
    /// Parts that were changed here and stay against the word of the directory.
    pub kept: Vec<&'static str>,
}

/// A service with what its file or directory said last.
struct Known {
    service: Service,
    said: Option<Said>,
}

impl Known {
    fn read(row: &Row) -> Result<Self> {
        let said: Option<String> = row.get(23)?;
        let said = said.map(|text| serde_json::from_str(&text).map_err(|_| Error::Corrupt("said")));
        Ok(Self { service: read(row)?, said: said.transpose()? })
    }

    fn stands(&self) -> Said {
        Said { offer: (*self.service.offer).clone(), open: self.service.open }
    }
}

/// Joins what is said with what stands.
fn settle(known: Option<&Known>, says: &Said) -> Planned {
    let Some(known) = known else {
        let Said { offer, open } = says.clone();
        return Planned { service: None, offer, open, change: Change::New, kept: Vec::new() };
    };
    let stands = known.stands();
    // Before anything was remembered, nobody changed anything here.
    let said = known.said.as_ref().unwrap_or(&stands);
    let (offer, mut kept) = merged(&said.offer, says.offer.clone(), &stands.offer);
    let open = if stands.open == said.open { says.open } else { stands.open };
    if stands.open != said.open && says.open != said.open && says.open != stands.open {
        kept.push("open");
    }
    let mut parts = differing(&offer, &stands.offer);
    parts.extend((open != stands.open).then_some("open"));
    let change = if parts.is_empty() { Change::Same } else { Change::Changed(parts) };
    Planned { service: Some(known.service.id), offer, open, change, kept }
}

/// Makes the services of the programme what its file says, but for what was changed here; one that left the file closes.
pub async fn load(db: &Db, offers: &[Offer], now: Timestamp) -> Result<()> {
    let said = |offer: &Offer| Said { offer: offer.clone(), open: true };
    let listed: Vec<Listed> = offers.iter().map(|o| Listed { said: said(o), free: None }).collect();
    write(db, None, &listed, true, None, &Speaker::nobody("file"), now).await.map(drop)
}

/// What would become of the services of a directory. When it is `whole`, those that it has no more close.
pub async fn plan(db: &Db, origin: &str, listed: &[Listed], whole: bool) -> Result<Vec<Planned>> {
    let rows = db.rows(OF_ORIGIN, args![origin]).await?;
    let known = rows.iter().map(Known::read).collect::<Result<Vec<_>>>()?;
    Ok(planned(&known, Some(origin), listed, whole).into_iter().map(|(planned, ..)| planned).collect())
}

/// Takes the services of a directory in: all of them or none. `file` is the one that they came with.
pub async fn take_in(
    db: &Db,
    origin: &str,
    listed: &[Listed],
    whole: bool,
    file: Option<(DoorFileId, String)>,
    by: &Speaker<'_>,
    now: Timestamp,
) -> Result<Vec<Planned>> {
    write(db, Some(origin), listed, whole, file, by, now).await
}

type ToDo<'l> = (Planned, Said, Option<&'l Listed>);

fn planned<'l>(known: &[Known], origin: Option<&str>, listed: &'l [Listed], whole: bool) -> Vec<ToDo<'l>> {
    let by_key: HashMap<&str, &Known> = known.iter().map(|k| (k.service.offer.id.as_str(), k)).collect();
    let mut named = BTreeSet::new();
    let mut all: Vec<ToDo<'l>> = Vec::with_capacity(listed.len());
    for one in listed {
        let mut says = one.said.clone();
        if let Some(origin) = origin {
            says.offer.id = format!("{origin}/{}", says.offer.id);
        }
        named.insert(says.offer.id.clone());
        all.push((settle(by_key.get(says.offer.id.as_str()).copied(), &says), says, Some(one)));
    }
    for gone in known.iter().filter(|k| whole && !named.contains(&k.service.offer.id)) {
        let last = gone.said.clone().unwrap_or_else(|| gone.stands());
        let says = Said { open: false, ..last };
        all.push((settle(Some(gone), &says), says, None));
    }
    all
}

async fn write(
    db: &Db,
    origin: Option<&str>,
    listed: &[Listed],
    whole: bool,
    file: Option<(DoorFileId, String)>,
    by: &Speaker<'_>,
    now: Timestamp,
) -> Result<Vec<Planned>> {
    let mut tx = db.write().await?;
    let own = source::ensure_in(&mut tx, OWN_SOURCE, now).await?;
    ledger::lock(&mut tx).await?;
    if let Some((file, receipt)) = &file
        && !crate::door::done_in(&mut tx, *file, Some(receipt), None, now).await?
    {
        return Ok(Vec::new());
    }
    let rows = tx.rows(OF_ORIGIN, args![origin.unwrap_or_default()]).await?;
    let known = rows.iter().map(Known::read).collect::<Result<Vec<_>>>()?;
    let before: HashMap<ServiceId, &Known> = known.iter().map(|k| (k.service.id, k)).collect();
    let mut organizations = HashMap::new();
    let mut done = Vec::new();
    for (planned, says, one) in planned(&known, origin, listed, whole) {
        let known = planned.service.and_then(|id| before.get(&id).copied());
        let id = match (planned.service, &planned.change) {
            (Some(id), Change::Same) => {
                // What it said is remembered all the same.
                if known.is_none_or(|k| k.said.as_ref() != Some(&says)) {
                    tx.run(SET_SAID, args![id, json(&says)?]).await?;
                }
                id
            }
            (service, _) => {
                let owner =
                    organization(&mut tx, own, &planned.offer.organization, &mut organizations).await?;
                let id = match service {
                    Some(id) => id,
                    None => ServiceId(counter::take(&mut tx, "service", 1).await?),
                };
                let stands = Said { offer: planned.offer.clone(), open: planned.open };
                let put = Put { id, owner, stands: &stands, said: Some(&says), origin };
                let before = known.map(|k| (k.service.version, k.stands(), k.said.clone()));
                version::put(&mut tx, &put, before, by, file.as_ref().map(|(id, _)| *id), now).await?;
                id
            }
        };
        let newer = |at| known.and_then(|k| k.service.capacity.as_ref()).is_none_or(|c| c.confirmed_at < at);
        if let Some((free, at)) = one.and_then(|one| one.free).filter(|(_, at)| newer(*at)) {
            confirm_in(&mut tx, id, free, origin.unwrap_or_default(), at).await?;
        }
        done.push(Planned { service: Some(id), ..planned });
    }
    tx.commit().await?;
    Ok(done)
}

/// A service to be written.
pub(super) struct Put<'p> {
    pub id: ServiceId,
    pub owner: OrganizationId,
    pub stands: &'p Said,
    pub said: Option<&'p Said>,
    pub origin: Option<&'p str>,
}

/// Writes a service as it stands from a version on; `new` for one that is not there.
pub(super) async fn write_row(tx: &mut Tx, put: &Put<'_>, version: i64, new: bool) -> Result<()> {
    let Said { offer, open } = put.stands;
    let Details { sites, hours, about, phones, email, website, notes } = offer.details.clone();
    let places = Details { sites, hours, ..Details::default() };
    let words = Details { about, phones, email, website, notes, ..Details::default() };
    let mut args = args![
        put.id,
        &offer.id,
        put.owner,
        &offer.name.en,
        &offer.name.es,
        &offer.kind,
        offer.only_one,
        i64::from(offer.order),
        json(&offer.prefer_if)?,
        json(&offer.languages)?,
        json(&places)?,
        json(&words)?,
        json(&offer.rules)?,
        *open,
        put.said.map(json).transpose()?,
        version,
    ];
    if new {
        args.push(Value::from(put.origin));
        return tx.run(INSERT, args).await.map(drop);
    }
    tx.run(UPDATE, args).await.map(drop)
}

pub(super) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Corrupt("service"))
}

/// The organisation of a name, made if need be.
pub(super) async fn organization(
    tx: &mut Tx,
    own: SourceId,
    name: &str,
    known: &mut HashMap<String, OrganizationId>,
) -> Result<OrganizationId> {
    if let Some(id) = known.get(name) {
        return Ok(*id);
    }
    let id = match tx.row(ORGANIZATION, args![name]).await? {
        Some(row) => row.get(0)?,
        None => {
            let id = OrganizationId(counter::take(tx, "organization", 1).await?);
            let reference = format!("Organization/service-{id}");
            tx.run(INSERT_ORGANIZATION, args![id, own, reference, name]).await?;
            id
        }
    };
    known.insert(name.to_owned(), id);
    Ok(id)
}

/// The instant for which a directory says something on a day: its end, so that a word of the same day here is older.
pub fn said_on(day: Date) -> Timestamp {
    day.at(23, 59, 59, 0).to_zoned(jiff::tz::TimeZone::UTC).map_or(Timestamp::MIN, |at| at.timestamp())
}
