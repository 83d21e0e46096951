//! Versions of what a service offers: who made each and when, and how to go back.

use std::sync::Arc;

use jiff::Timestamp;
use kith_domain::id::{AccountId, DoorFileId, ServiceId};

use super::change::{Put, Said, json, organization, write_row};
use super::find_in;
use crate::db::Tx;
use crate::outreach::OWN_SOURCE;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, ledger, source};

queries! {
    SAID = "service_said";
    ADD = "service_add_version";
    VERSIONS = "service_versions";
    VERSION = "service_version";
    OF_FILE = "service_versions_of_file";
}

/// Who changes a service, and in what way: `file`, `directory`, `edit`, `back`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speaker<'s> {
    /// In what way.
    pub what: &'static str,
    /// The account; none for the programme's file and the command line.
    pub by: Option<AccountId>,
    /// The name.
    pub name: &'s str,
}

impl Speaker<'static> {
    /// Nobody with an account.
    pub fn nobody(what: &'static str) -> Self {
        Self { what, by: None, name: "" }
    }
}

/// What a service was at a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub version: i64,
    /// Since when.
    pub at: Timestamp,
    /// In what way it came about.
    pub what: String,
    /// Who made it so; empty for nobody with an account.
    pub by_name: String,
    /// What it offered, and whether it took referrals.
    pub stands: Said,
}

/// The newest versions of a service, the newest first.
pub async fn versions(db: &Db, service: ServiceId, limit: u32) -> Result<Vec<Version>> {
    let rows = db.rows(VERSIONS, args![service, i64::from(limit)]).await?;
    rows.iter().map(|row| read(row).map(|(version, _)| version)).collect()
}

fn read(row: &Row) -> Result<(Version, Option<Said>)> {
    let parse = |text: String| serde_json::from_str(&text).map_err(|_| Error::Corrupt("version"));
    let (offer, said): (String, Option<String>) = (row.get(4)?, row.get(6)?);
    let offer = serde_json::from_str(&offer).map_err(|_| Error::Corrupt("version"))?;
    let version = Version {
        version: row.get(0)?,
        at: row.get(1)?,
        what: row.get(2)?,
        by_name: row.get(3)?,
        stands: Said { offer, open: row.get(5)? },
    };
    Ok((version, said.map(parse).transpose()?))
}

/// Saves what somebody says of a service here; false, and nothing is done, when it was changed since version `before`.
pub async fn save(
    db: &Db,
    service: ServiceId,
    before: i64,
    stands: &Said,
    by: &Speaker<'_>,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let own = source::ensure_in(&mut tx, OWN_SOURCE, now).await?;
    ledger::lock(&mut tx).await?;
    let saved = save_in(&mut tx, own, service, before, stands, None, by, now).await?;
    tx.commit().await?;
    Ok(saved)
}

/// Makes a service what it was at a version; false when it was changed since version `before`, or never was so.
pub async fn restore(
    db: &Db,
    service: ServiceId,
    before: i64,
    to: i64,
    by: &Speaker<'_>,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let own = source::ensure_in(&mut tx, OWN_SOURCE, now).await?;
    ledger::lock(&mut tx).await?;
    let Some(row) = tx.row(VERSION, args![service, to]).await? else { return Ok(false) };
    let stands = read(&row)?.0.stands;
    let saved = save_in(&mut tx, own, service, before, &stands, None, by, now).await?;
    tx.commit().await?;
    Ok(saved)
}

/// Takes back what a directory's file changed: services that it made close, others are what they were. One that was
/// changed since stays. Gives how many were taken back, and how many stayed; none when that was done before.
pub async fn take_back(
    db: &Db,
    file: DoorFileId,
    by: &Speaker<'_>,
    now: Timestamp,
) -> Result<Option<(u64, u64)>> {
    let mut tx = db.write().await?;
    let own = source::ensure_in(&mut tx, OWN_SOURCE, now).await?;
    ledger::lock(&mut tx).await?;
    if !crate::door::undone_in(&mut tx, file, now).await? {
        return Ok(None);
    }
    let (mut back, mut stayed) = (0, 0);
    for row in tx.rows(OF_FILE, args![file]).await? {
        let (service, made): (ServiceId, i64) = (row.get(0)?, row.get(1)?);
        let row = tx.row(VERSION, args![service, made]).await?.ok_or(Error::Corrupt("version"))?;
        let brought = read(&row)?.0.stands;
        let found = find_in(&mut tx, service).await?.ok_or(Error::NoSuch("service"))?;
        // What is as the file left it, by whichever way, is nobody's work since.
        if (&*found.offer, found.open) != (&brought.offer, brought.open) {
            stayed += 1;
            continue;
        }
        let before = tx.row(VERSION, args![service, made - 1]).await?.map(|row| read(&row)).transpose()?;
        let (stands, said) = match before {
            Some((version, said)) => (version.stands, said),
            None => {
                let closed = Said { open: false, ..brought };
                (closed.clone(), Some(closed))
            }
        };
        match save_in(&mut tx, own, service, found.version, &stands, Some(said), by, now).await? {
            true => back += 1,
            false => stayed += 1,
        }
    }
    tx.commit().await?;
    Ok(Some((back, stayed)))
}

/// `said` is what its directory is to have said; without it, what it said stays.
#[allow(clippy::too_many_arguments, reason = "what is saved, over what, by whom and when")]
async fn save_in(
    tx: &mut Tx,
    own: kith_domain::id::SourceId,
    service: ServiceId,
    before: i64,
    stands: &Said,
    said: Option<Option<Said>>,
    by: &Speaker<'_>,
    now: Timestamp,
) -> Result<bool> {
    let Some(found) = find_in(tx, service).await?.filter(|found| found.version == before) else {
        return Ok(false);
    };
    let row = tx.row(SAID, args![service]).await?.ok_or(Error::NoSuch("service"))?;
    let known: Option<String> = row.get(0)?;
    let known = known.map(|text| serde_json::from_str(&text).map_err(|_| Error::Corrupt("said")));
    let known: Option<Said> = known.transpose()?;
    // Before anything was remembered, what stands is what was said.
    let known = known.or_else(|| Some(Said { offer: (*found.offer).clone(), open: found.open }));
    let said = said.unwrap_or_else(|| known.clone());
    let owner = organization(tx, own, &stands.offer.organization, &mut Default::default()).await?;
    let put = Put { id: service, owner, stands, said: said.as_ref(), origin: None };
    let was = Said { offer: Arc::unwrap_or_clone(found.offer), open: found.open };
    super::version::put(tx, &put, Some((before, was, known)), by, None, now).await?;
    Ok(true)
}

/// Writes a service as its next version. `before` is the version that stands, with what it is and what was said by then;
/// none for a new service.
pub(super) async fn put(
    tx: &mut Tx,
    put: &Put<'_>,
    before: Option<(i64, Said, Option<Said>)>,
    by: &Speaker<'_>,
    file: Option<DoorFileId>,
    now: Timestamp,
) -> Result<()> {
    let next = before.as_ref().map_or(1, |(version, ..)| version + 1);
    if let Some((version, was, said)) = &before {
        // Services of before there were versions have none yet.
        add(tx, put.id, *version, was, said.as_ref(), &Speaker::nobody("file"), None, now).await?;
    }
    write_row(tx, put, next, before.is_none()).await?;
    add(tx, put.id, next, put.stands, put.said, by, file, now).await
}

#[allow(clippy::too_many_arguments, reason = "a version is its columns")]
async fn add(
    tx: &mut Tx,
    service: ServiceId,
    version: i64,
    stands: &Said,
    said: Option<&Said>,
    by: &Speaker<'_>,
    file: Option<DoorFileId>,
    now: Timestamp,
) -> Result<()> {
    let args = args![
        service,
        version,
        now,
        by.what,
        by.by,
        by.name,
        json(&stands.offer)?,
        stands.open,
        said.map(json).transpose()?,
        file,
    ];
    tx.run(ADD, args).await.map(drop)
}
