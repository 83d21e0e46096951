//! Contraception: which methods sites have, and what a mother was asked, offered and chose.
//!
//! What she said is kept version by version, and the newest counts. It is in no list and in no event of a case: that
//! something was written down says nothing of what.

use jiff::Timestamp;
use kith_domain::contraception::{Access, Outcome, Talk, Wish};
use kith_domain::id::{AccountId, CaseId, OrganizationId, PersonId};

use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result};

queries! {
    SITES = "contraception_sites";
    SET = "contraception_set";
    CLEAR = "contraception_clear";
    TALK = "contraception_talk";
    ADD_TALK = "contraception_talk_insert";
}

/// What a site says of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteMethod {
    /// The site, with its name.
    pub organization: (OrganizationId, String),
    /// The method's id.
    pub method: String,
    /// How it has it.
    pub access: Access,
    /// When it said so.
    pub at: Timestamp,
}

/// What she said, with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its version, from 1.
    pub version: i64,
    /// What she said.
    pub talk: Talk,
    /// When, and who wrote it down.
    pub noted: (Timestamp, String),
}

/// What sites say of their methods, site by site.
pub async fn sites(db: &Db) -> Result<Vec<SiteMethod>> {
    let method = |row: &Row| {
        Ok(SiteMethod {
            organization: (row.get(0)?, row.get(1)?),
            method: row.get(2)?,
            access: Access::named(&row.get::<String>(3)?).ok_or(Error::Corrupt("access to a method"))?,
            at: row.get(4)?,
        })
    };
    db.rows(SITES, vec![]).await?.iter().map(method).collect()
}

/// Makes a site's methods these, and no others.
pub async fn set_site(
    db: &Db,
    organization: OrganizationId,
    methods: &[(String, Access)],
    by: AccountId,
    now: Timestamp,
) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(CLEAR, args![organization]).await?;
    for (method, access) in methods {
        tx.run(SET, args![organization, method, access.name(), now, by]).await?;
    }
    tx.commit().await
}

/// What she of a case said last.
pub async fn talk(db: &Db, case: CaseId) -> Result<Option<Said>> {
    let Some(row) = db.row(TALK, args![case]).await? else { return Ok(None) };
    let (wants, offered): (Option<String>, String) = (row.get(2)?, row.get(3)?);
    let outcome: Option<String> = row.get(5)?;
    Ok(Some(Said {
        version: row.get(0)?,
        talk: Talk {
            asked: row.get(1)?,
            wants: wants.map(|w| Wish::named(&w).ok_or(Error::Corrupt("wish"))).transpose()?,
            offered: serde_json::from_str(&offered).map_err(|_| Error::Corrupt("methods"))?,
            chosen: row.get(4)?,
            outcome: outcome.map(|o| Outcome::named(&o).ok_or(Error::Corrupt("outcome"))).transpose()?,
        },
        noted: (row.get(6)?, row.get(7)?),
    }))
}

/// Writes down what she says now; false when somebody did since `version` was read.
pub async fn say(
    db: &Db,
    (case, person): (CaseId, PersonId),
    version: i64,
    talk: &Talk,
    by: AccountId,
    now: Timestamp,
) -> Result<bool> {
    let offered = serde_json::to_string(&talk.offered).map_err(|_| Error::Corrupt("methods"))?;
    let mut tx = db.write().await?;
    let args = args![
        case,
        version + 1,
        person,
        talk.asked,
        talk.wants.map(Wish::name),
        offered,
        talk.chosen.as_deref(),
        talk.outcome.map(Outcome::name),
        now,
        by,
    ];
    let said = tx.run(ADD_TALK, args).await? > 0;
    tx.commit().await?;
    Ok(said)
}
