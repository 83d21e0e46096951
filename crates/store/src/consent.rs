//! Words of people about who may know what of them. A word stays when it is taken back.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use kith_domain::consent::{Captured, Channel, Consent, Grantee, Grantor, GrantorKind, Scope, Word};
use kith_domain::id::{AccountId, ConsentId, PersonId};

use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter};

queries! {
    INSERT = "consent_insert";
    OF_PERSON = "consent_of_person";
    OF_PEOPLE = "consent_of_people";
    FIND = "consent_find";
    REVOKE = "consent_revoke";
}

/// A word as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The word.
    pub consent: Consent,
    /// Who wrote it down.
    pub by: AccountId,
    /// Who wrote down that it was taken back, and how that was said.
    pub revoked: Option<(AccountId, Option<String>)>,
}

/// Keeps a word; its id is given here.
pub async fn add(db: &Db, new: &Consent, by: AccountId) -> Result<ConsentId> {
    let mut tx = db.write().await?;
    let id = ConsentId(counter::take(&mut tx, "consent", 1).await?);
    let (grantee, kind, organization) = match &new.scope.grantee {
        Grantee::Network => ("network", None, None),
        Grantee::Kind(kind) => ("kind", Some(kind.clone()), None),
        Grantee::Organization(organization) => ("organization", None, Some(*organization)),
    };
    let Captured { channel, on, kept_by, language, version } = &new.captured;
    let args = args![
        id,
        new.subject,
        new.word.name(),
        grantee,
        kind,
        organization,
        names(new.scope.categories.iter().map(|c| c.name())),
        names(new.scope.purposes.iter().map(|p| p.name())),
        names(new.scope.uses.iter().map(|u| u.name())),
        new.grantor.kind.name(),
        new.grantor.name.clone(),
        new.grantor.evidence.clone(),
        channel.name(),
        *on,
        kept_by.clone(),
        language.as_str(),
        version.as_str(),
        new.from,
        new.until,
        by,
        new.at,
    ];
    tx.run(INSERT, args).await?;
    tx.commit().await?;
    Ok(id)
}

/// Words of a person, of every id that is merged with it, the newest first.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<Kept>> {
    db.rows(OF_PERSON, args![person]).await?.iter().map(read).collect()
}

/// Words of some people, of every id that is merged with each.
pub async fn of_people(db: &Db, people: &[PersonId]) -> Result<HashMap<PersonId, Vec<Consent>>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    let mut all: HashMap<PersonId, Vec<Consent>> = HashMap::new();
    for row in db.list(OF_PEOPLE, list, vec![]).await? {
        all.entry(row.get(24)?).or_default().push(read(&row)?.consent);
    }
    Ok(all)
}

/// Whose word it is, whether it is a yes or a no, and when it was taken back.
pub async fn find(db: &Db, consent: ConsentId) -> Result<Option<(PersonId, Word, Option<Timestamp>)>> {
    let read = |row: Row| {
        let word = Word::named(&row.get::<String>(2)?).ok_or(Error::Corrupt("consent"))?;
        Ok((row.get(0)?, word, row.get(1)?))
    };
    db.row(FIND, args![consent]).await?.map(read).transpose()
}

/// Takes a word back; false where it was taken back before.
pub async fn revoke(
    db: &Db,
    consent: ConsentId,
    by: AccountId,
    how: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let done = tx.run(REVOKE, args![consent, now, by, how.map(str::to_owned)]).await? > 0;
    tx.commit().await?;
    Ok(done)
}

fn names<'n>(all: impl Iterator<Item = &'n str>) -> String {
    all.collect::<Vec<_>>().join(" ")
}

/// The values of a list of names; one that is not known is a mistake, for leaving it out would widen the word.
fn set<T: Ord>(text: &str, named: impl Fn(&str) -> Option<T>) -> Result<BTreeSet<T>> {
    text.split_whitespace().map(|name| named(name).ok_or(Error::Corrupt("consent"))).collect()
}

fn read(row: &Row) -> Result<Kept> {
    let text = |column: usize| row.get::<String>(column);
    let wrong = || Error::Corrupt("consent");
    let grantee = match (text(3)?.as_str(), row.get(4)?, row.get(5)?) {
        ("network", None, None) => Grantee::Network,
        ("kind", Some(kind), None) => Grantee::Kind(kind),
        ("organization", None, Some(organization)) => Grantee::Organization(organization),
        _ => return Err(wrong()),
    };
    let revoked: Option<AccountId> = row.get(22)?;
    Ok(Kept {
        consent: Consent {
            id: row.get(0)?,
            subject: row.get(1)?,
            word: Word::named(&text(2)?).ok_or_else(wrong)?,
            scope: Scope {
                grantee,
                categories: set(&text(6)?, kith_domain::consent::Category::named)?,
                purposes: set(&text(7)?, kith_domain::consent::Purpose::named)?,
                uses: set(&text(8)?, kith_domain::consent::Use::named)?,
            },
            grantor: Grantor {
                kind: GrantorKind::named(&text(9)?).ok_or_else(wrong)?,
                name: row.get(10)?,
                evidence: row.get(11)?,
            },
            captured: Captured {
                channel: Channel::named(&text(12)?).ok_or_else(wrong)?,
                on: row.get(13)?,
                kept_by: row.get(14)?,
                language: text(15)?,
                version: text(16)?,
            },
            from: row.get(17)?,
            until: row.get(18)?,
            at: row.get(19)?,
            revoked_at: row.get(20)?,
        },
        by: row.get(21)?,
        revoked: revoked.map(|by| Ok::<_, Error>((by, row.get(23)?))).transpose()?,
    })
}
