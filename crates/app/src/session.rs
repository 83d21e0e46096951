//! Accounts, signing in and out.
//!
//! Passwords are kept as Argon2id hashes. A session is a random token: the browser holds it in a cookie, the store
//! only its SHA-256. A wrong login and a wrong password get the same answer after the same work.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use kith_domain::access::{Actor, Role};
use kith_domain::id::{AccountId, OrganizationId};
use kith_store::{account, audit, session};
use sha2::{Digest, Sha256};

use crate::view::{AccountLine, Visitor};
use crate::{App, Error, audited};

/// Signed out after so long without a page.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// Signed out after so long in any case.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// The shortest password that is taken.
const SHORTEST_PASSWORD: usize = 12;

/// A new session: the token for the cookie and the token for forms.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// For the cookie.
    pub token: String,
    /// For forms.
    pub csrf: String,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The organisation they work for.
    pub organization: Option<OrganizationId>,
    /// `en` or `es`.
    pub language: String,
    /// The password, at least twelve characters.
    pub password: String,
}

/// Makes an account. This is for whoever runs the machine; it asks nobody's role.
pub async fn create_account(app: &App, new: NewAccount) -> Result<AccountId, Error> {
    if new.login.trim().is_empty() || new.login.len() > 100 {
        return Err(Error::Invalid { field: "login", message: "give a login of 1 to 100 characters".into() });
    }
    if new.password.chars().count() < SHORTEST_PASSWORD {
        let message = format!("a password needs at least {SHORTEST_PASSWORD} characters");
        return Err(Error::Invalid { field: "password", message });
    }
    if matches!(new.role, Role::ClinicLead) && new.organization.is_none() {
        return Err(Error::Invalid { field: "organization", message: "a clinic lead needs a clinic".into() });
    }
    if account::find_by_login(app.db(), new.login.trim()).await?.is_some() {
        return Err(Error::Invalid { field: "login", message: "this login is taken".into() });
    }
    let password_hash = hashed(new.password).await?;
    let account = account::NewAccount {
        login: new.login.trim().to_owned(),
        name: new.name,
        role: new.role,
        organization: new.organization,
        language: new.language,
        password_hash,
    };
    Ok(account::create(app.db(), &account, app.now()).await?)
}

/// All accounts, for whoever runs the machine.
pub async fn accounts(app: &App) -> Result<Vec<AccountLine>, Error> {
    let organizations = crate::cube::organization_names(app).await?;
    let line = |a: account::Account| AccountLine {
        login: a.login,
        name: a.name,
        role: a.role,
        organization: a.organization.and_then(|o| organizations.get(&o).cloned()),
    };
    Ok(account::list(app.db()).await?.into_iter().map(line).collect())
}

/// Someone by login, for whoever runs the machine.
pub async fn actor(app: &App, login: &str) -> Result<Option<Actor>, Error> {
    Ok(account::find_by_login(app.db(), login).await?.map(|a| actor_of(&a)))
}

/// Organisations by reference or by name, for whoever runs the machine.
pub async fn find_organization(app: &App, wanted: &str) -> Result<Vec<(OrganizationId, String)>, Error> {
    let organizations = kith_store::facts::organizations(app.db()).await?;
    let is = |o: &kith_store::facts::OrganizationRow| {
        o.reference.0 == wanted || o.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
    };
    let found = organizations.into_iter().filter(is);
    Ok(found.map(|o| (o.id, o.name.unwrap_or(o.reference.0))).collect())
}

/// Signs someone in.
pub async fn sign_in(app: &App, login: &str, password: &str) -> Result<SignedIn, Error> {
    const WRONG: Error = Error::Denied("the login or the password is not right");
    let found = account::find_by_login(app.db(), login.trim()).await?.filter(|a| !a.disabled);
    let hash = match &found {
        Some(account) => account.password_hash.clone(),
        // The same work for a login that does not exist, so that time does not tell.
        None => hashed("no such account, same work".to_owned()).await?,
    };
    let right = verified(password.to_owned(), hash).await?;
    let Some(account) = found.filter(|_| right) else {
        let entry = audit::Entry {
            at: app.now(),
            account: None,
            who: login.chars().take(100).collect(),
            action: "sign_in_failed".into(),
            subject: None,
            detail: String::new(),
        };
        audit::append(app.db(), &[entry]).await?;
        return Err(WRONG);
    };
    let signed_in = SignedIn { token: random_token()?, csrf: random_token()? };
    session::create(app.db(), &token_hash(&signed_in.token), account.id, &signed_in.csrf, app.now()).await?;
    let actor = actor_of(&account);
    audited(app, &actor, "sign_in", None, "").await?;
    Ok(signed_in)
}

/// Who holds a session's token, unless it has expired.
pub async fn visitor(app: &App, token: &str) -> Result<Option<Visitor>, Error> {
    let Some(session) =
        session::find(app.db(), &token_hash(token), app.now(), IDLE, ABSOLUTE).await?
    else {
        return Ok(None);
    };
    let Some(account) = account::find(app.db(), session.account).await?.filter(|a| !a.disabled) else {
        return Ok(None);
    };
    let organization = match account.organization {
        Some(id) => crate::cube::organization_names(app).await?.get(&id).cloned(),
        None => None,
    };
    let actor = actor_of(&account);
    Ok(Some(Visitor { actor, csrf: session.csrf, language: account.language, organization }))
}

/// Ends a session.
pub async fn sign_out(app: &App, token: &str) -> Result<(), Error> {
    Ok(session::end(app.db(), &token_hash(token)).await?)
}

/// Sets the language of someone's pages.
pub async fn set_language(app: &App, actor: &Actor, language: &str) -> Result<(), Error> {
    if !matches!(language, "en" | "es") {
        return Err(Error::Invalid { field: "language", message: "choose English or Spanish".into() });
    }
    Ok(account::set_language(app.db(), actor.account, language).await?)
}

fn actor_of(account: &account::Account) -> Actor {
    Actor {
        account: account.id,
        name: account.name.clone(),
        role: account.role,
        organization: account.organization,
    }
}

/// 256 random bits, for a cookie or a form.
fn random_token() -> Result<String, Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Error::Internal(e.to_string().into()))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Argon2id takes tens of milliseconds on purpose, so it runs beside the pages.
async fn hashed(password: String) -> Result<String, Error> {
    let work = move || Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string());
    let hash = tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(Box::new(e)))?;
    hash.map_err(|e| Error::Internal(e.to_string().into()))
}

async fn verified(password: String, hash: String) -> Result<bool, Error> {
    let work = move || Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok();
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(Box::new(e)))
}
