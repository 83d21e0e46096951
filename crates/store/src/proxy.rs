//! Accounts of those who speak for a baby. One that was ended stays, with who ended it.

use jiff::Timestamp;
use jiff::civil::Date;
use kith_domain::access::Term;
use kith_domain::id::{AccountId, PersonId, ProxyId};

use crate::account::{self, NewAccount};
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter};

queries! {
    INSERT = "account_person_insert";
    OF_ACCOUNT = "account_person_of_account";
    OF_PEOPLE = "account_person_of_people";
    END = "account_person_end";
    CHOSEN = "account_person_chosen";
}

/// An account to be given to somebody who speaks for a baby.
#[derive(Clone, PartialEq, Eq)]
pub struct NewProxy {
    /// The account.
    pub account: NewAccount,
    /// For whom.
    pub person: PersonId,
    /// What shows that they may.
    pub evidence: String,
    /// The day on which it is given.
    pub given_on: Date,
    /// The last day.
    pub last_day: Date,
    /// The day of a court, from which it is closed.
    pub court_on: Option<Date>,
    /// Who gives it.
    pub by: AccountId,
}

/// Somebody who speaks for a baby.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Its id.
    pub id: ProxyId,
    /// Their account.
    pub account: AccountId,
    /// For whom, as they stand.
    pub person: PersonId,
    /// Their name, and what they sign in with.
    pub name: (String, String),
    /// What shows that they may.
    pub evidence: String,
    /// For how long.
    pub term: Term,
    /// Who gave it, and when.
    pub given: (String, Timestamp),
    /// When it was ended, and by whom.
    pub ended: Option<(Timestamp, String)>,
}

/// Makes the account and says for whom it speaks; [`Error::LoginTaken`] when the login is in use.
pub async fn give(db: &Db, new: &NewProxy, now: Timestamp) -> Result<ProxyId> {
    let mut tx = db.write().await?;
    let account = account::create_in(&mut tx, &new.account, now).await?;
    let id = ProxyId(counter::take(&mut tx, "account_person", 1).await?);
    let args = args![
        id,
        account,
        new.person,
        new.evidence.as_str(),
        new.given_on,
        new.last_day,
        new.court_on,
        new.by,
        now
    ];
    tx.run(INSERT, args).await?;
    tx.commit().await?;
    Ok(id)
}

/// For whom an account speaks, or did.
pub async fn of_account(db: &Db, account: AccountId) -> Result<Vec<Proxy>> {
    db.rows(OF_ACCOUNT, args![account]).await?.iter().map(read).collect()
}

/// Who speaks for some people, or did, of every id that is merged with theirs; the newest first.
pub async fn of_people(db: &Db, people: &[PersonId]) -> Result<Vec<Proxy>> {
    let list = people.iter().map(|p| Value::from(*p)).collect();
    let mut found: Vec<Proxy> =
        db.list(OF_PEOPLE, list, vec![]).await?.iter().map(read).collect::<Result<_>>()?;
    found.sort_unstable_by_key(|proxy| std::cmp::Reverse(proxy.id));
    Ok(found)
}

/// Ends it, with every session of the account; false where it had ended.
pub async fn end(db: &Db, id: ProxyId, account: AccountId, by: AccountId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let done = tx.run(END, args![id, now, by]).await? > 0;
    if done {
        account::disable_in(&mut tx, account).await?;
    }
    tx.commit().await?;
    Ok(done)
}

/// Keeps the password that they chose, and ends every session.
pub async fn choose(db: &Db, account: AccountId, password_hash: &str, now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    account::set_password_in(&mut tx, account, password_hash).await?;
    tx.run(CHOSEN, args![account, now]).await?;
    tx.commit().await
}

fn read(row: &Row) -> Result<Proxy> {
    let ended: Option<Timestamp> = row.get(12)?;
    Ok(Proxy {
        id: row.get(0)?,
        account: row.get(1)?,
        person: row.get(2)?,
        name: (row.get(3)?, row.get(4)?),
        evidence: row.get(5)?,
        term: Term {
            given_on: row.get(6)?,
            last_day: row.get(7)?,
            court_on: row.get(8)?,
            chosen: row.get::<Option<Timestamp>>(11)?.is_some(),
            ended: ended.is_some(),
        },
        given: (row.get(9)?, row.get(10)?),
        ended: match ended {
            Some(at) => Some((at, row.get::<Option<String>>(13)?.ok_or(Error::Corrupt("account_person"))?)),
            None => None,
        },
    })
}
