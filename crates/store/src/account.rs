//! Who signs in.
//!
//! Accounts are disabled, never deleted: what they did keeps its name. Passwords come and go as hashes only.

use jiff::Timestamp;
use kith_domain::access::Role;
use kith_domain::id::{AccountId, OrganizationId};

use crate::counter;
use crate::db::Tx;
use crate::session;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result};

queries! {
    INSERT = "account_insert";
    BY_LOGIN = "account_by_login";
    FIND = "account_find";
    LIST = "account_list";
    SET_PASSWORD = "account_set_password";
    SET_LANGUAGE = "account_set_language";
    DISABLE = "account_disable";
    COUNTS = "account_counts";
}

/// An account to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// What they type to sign in; compared without regard to case.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Their organisation, where the role has one.
    pub organization: Option<OrganizationId>,
    /// The language of their pages.
    pub language: String,
    /// The password's hash.
    pub password_hash: String,
}

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What they type to sign in.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Their organisation, where the role has one.
    pub organization: Option<OrganizationId>,
    /// The language of their pages.
    pub language: String,
    /// The password's hash.
    pub password_hash: String,
    /// Whether they may no longer sign in.
    pub disabled: bool,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// Makes an account; [`Error::LoginTaken`] when the login is in use, disabled accounts included.
pub async fn create(db: &Db, account: &NewAccount, now: Timestamp) -> Result<AccountId> {
    let mut tx = db.write().await?;
    let id = create_in(&mut tx, account, now).await?;
    tx.commit().await?;
    Ok(id)
}

pub(crate) async fn create_in(tx: &mut Tx, account: &NewAccount, now: Timestamp) -> Result<AccountId> {
    let id = counter::take(tx, "account", 1).await?;
    let args = args![
        id,
        account.login.trim(),
        key(&account.login),
        &account.name,
        account.role.name(),
        account.organization,
        &account.language,
        &account.password_hash,
        now,
    ];
    if tx.run(INSERT, args).await? == 0 {
        return Err(Error::LoginTaken);
    }
    Ok(AccountId(id))
}

/// The account of a login, whatever its case.
pub async fn find_by_login(db: &Db, login: &str) -> Result<Option<Account>> {
    db.row(BY_LOGIN, args![key(login)]).await?.map(|row| read(&row)).transpose()
}

/// One account.
pub async fn find(db: &Db, account: AccountId) -> Result<Option<Account>> {
    db.row(FIND, args![account]).await?.map(|row| read(&row)).transpose()
}

/// Every account, by login.
pub async fn list(db: &Db) -> Result<Vec<Account>> {
    db.rows(LIST, vec![]).await?.iter().map(read).collect()
}

/// Sets the password's hash and ends every session.
pub async fn set_password(db: &Db, account: AccountId, password_hash: &str) -> Result<()> {
    let mut tx = db.write().await?;
    set_password_in(&mut tx, account, password_hash).await?;
    tx.commit().await
}

pub(crate) async fn set_password_in(tx: &mut Tx, account: AccountId, password_hash: &str) -> Result<()> {
    if tx.run(SET_PASSWORD, args![account, password_hash]).await? == 0 {
        return Err(Error::NoSuch("account"));
    }
    session::end_all_in(tx, account).await
}

/// Sets the language of the pages.
pub async fn set_language(db: &Db, account: AccountId, language: &str) -> Result<()> {
    let mut tx = db.write().await?;
    if tx.run(SET_LANGUAGE, args![account, language]).await? == 0 {
        return Err(Error::NoSuch("account"));
    }
    tx.commit().await
}

/// Disables the account and ends every session.
pub async fn disable(db: &Db, account: AccountId) -> Result<()> {
    let mut tx = db.write().await?;
    disable_in(&mut tx, account).await?;
    tx.commit().await
}

pub(crate) async fn disable_in(tx: &mut Tx, account: AccountId) -> Result<()> {
    if tx.run(DISABLE, args![account]).await? == 0 {
        return Err(Error::NoSuch("account"));
    }
    session::end_all_in(tx, account).await
}

/// How many accounts may sign in, by role; a role that nobody has is not there.
pub async fn counts(db: &Db) -> Result<Vec<(Role, i64)>> {
    let rows = db.rows(COUNTS, vec![]).await?;
    let mut counts: Vec<(Role, i64)> =
        rows.iter().map(|row| Ok((role(&row.get::<String>(0)?)?, row.get(1)?))).collect::<Result<_>>()?;
    counts.sort_unstable();
    Ok(counts)
}

fn key(login: &str) -> String {
    login.trim().to_lowercase()
}

fn role(name: &str) -> Result<Role> {
    Role::named(name).ok_or(Error::Corrupt("role"))
}

fn read(row: &Row) -> Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        role: role(&row.get::<String>(3)?)?,
        organization: row.get(4)?,
        language: row.get(5)?,
        password_hash: row.get(6)?,
        disabled: row.get(7)?,
    })
}
