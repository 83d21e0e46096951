//! Accounts, signing in and out.
//!
//! Passwords are kept as Argon2id hashes. A session is a random token: the browser holds it in a cookie, the store
//! only its SHA-256. A wrong login and a wrong password get the same answer after the same work.

use std::time::Duration;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use kith_domain::access::{Actor, Role};
use kith_domain::id::{AccountId, OrganizationId};
use kith_domain::words::Words;
use kith_store::{account, audit, session};
use sha2::{Digest, Sha256};
use tokio::sync::{OnceCell, Semaphore};

use crate::view::{AccountLine, Visitor};
use crate::{App, Error, audited};

/// Signed out after so long without a page.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// Signed out after so long in any case.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// The shortest password that is taken.
const SHORTEST_PASSWORD: usize = 12;

/// The longest.
const LONGEST_PASSWORD: usize = 1_000;
/// Hashes made at once: each takes tens of milliseconds of a core and 19 MiB.
const HASHES_AT_ONCE: usize = 2;
/// How long somebody waits for a turn before they are told that Kith is busy.
const HASH_PATIENCE: Duration = Duration::from_secs(10);

/// A new session: the token for the cookie and the token for forms.
#[derive(Clone)]
pub struct SignedIn {
    /// For the cookie.
    pub token: String,
    /// For forms.
    pub csrf: String,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").finish_non_exhaustive()
    }
}

/// An account to be made.
#[derive(Clone)]
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

impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount")
            .field("login", &self.login)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// Makes an account. This is for whoever runs the machine; it asks nobody's role.
pub async fn create_account(app: &App, new: NewAccount) -> Result<AccountId, Error> {
    if new.login.trim().is_empty() || new.login.len() > 100 {
        return Err(Error::Invalid { field: "login", message: "give a login of 1 to 100 characters".into() });
    }
    long_enough(&new.password)?;
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
    let id = account::create(app.db(), &account, app.now()).await?;
    let entry = audit::Entry {
        at: app.now(),
        account: None,
        who: "operator".into(),
        action: "create_account".into(),
        subject: Some(format!("account/{id}")),
        detail: new.role.name().into(),
    };
    audit::append(app.db(), &[entry]).await?;
    Ok(id)
}

/// Whether a password may be taken: long enough, and not longer than is hashed.
pub(crate) fn long_enough(password: &str) -> Result<(), Error> {
    let wrong =
        |en: String, es: String| Err(Error::Invalid { field: "password", message: Words::new(en, es) });
    if password.chars().count() < SHORTEST_PASSWORD {
        return wrong(
            format!("a password needs at least {SHORTEST_PASSWORD} characters"),
            format!("una contraseña necesita al menos {SHORTEST_PASSWORD} caracteres"),
        );
    }
    if password.len() > LONGEST_PASSWORD {
        return wrong(
            format!("a password has at most {LONGEST_PASSWORD} bytes"),
            format!("una contraseña tiene como máximo {LONGEST_PASSWORD} bytes"),
        );
    }
    Ok(())
}

/// That somebody keeps the password that another has read.
pub(crate) fn not_the_given_one() -> Error {
    let message = Words::new(
        "this is the password that you were given: choose one that only you know",
        "esta es la contraseña que le dieron: elija una que solo usted sepa",
    );
    Error::Invalid { field: "password", message }
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
        None => nobodys_hash().await?,
    };
    let right = password.len() <= LONGEST_PASSWORD && verified(password.to_owned(), hash).await?;
    let known = found.as_ref().map(|account| (account.id, account.name.clone()));
    let Some(account) = found.filter(|_| right) else {
        let entry = audit::Entry {
            at: app.now(),
            account: None,
            // A login that nobody has may be a password in the wrong field.
            who: known.as_ref().map_or("nobody known", |(_, name)| name).to_owned(),
            action: "sign_in_failed".into(),
            subject: known.map(|(id, _)| format!("account/{id}")),
            detail: String::new(),
        };
        audit::append(app.db(), &[entry]).await?;
        return Err(WRONG);
    };
    session::sweep(app.db(), app.now(), IDLE, ABSOLUTE).await?;
    let signed_in = SignedIn { token: random_token()?, csrf: random_token()? };
    session::create(app.db(), &token_hash(&signed_in.token), account.id, &signed_in.csrf, app.now()).await?;
    let actor = actor_of(&account);
    audited(app, &actor, "sign_in", None, "").await?;
    Ok(signed_in)
}

/// Who holds a session's token, unless it has expired.
pub async fn visitor(app: &App, token: &str) -> Result<Option<Visitor>, Error> {
    let Some(session) = session::find(app.db(), &token_hash(token), app.now(), IDLE, ABSOLUTE).await? else {
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
    let hash = token_hash(token);
    let session = session::find(app.db(), &hash, app.now(), IDLE, ABSOLUTE).await?;
    session::end(app.db(), &hash).await?;
    if let Some(session) = session
        && let Some(account) = account::find(app.db(), session.account).await?
    {
        audited(app, &actor_of(&account), "sign_out", None, "").await?;
    }
    Ok(())
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

/// 256 random bits, for a cookie, a form or a link.
pub(crate) fn random_token() -> Result<String, Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Error::Internal(e.to_string().into()))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// A password to be read out and typed once: 80 random bits in letters and digits that are not taken for one another.
pub(crate) fn random_password() -> Result<String, Error> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| Error::Internal(e.to_string().into()))?;
    let parts =
        bytes.chunks(4).map(|part| part.iter().map(|b| char::from(LETTERS[usize::from(b & 31)])).collect());
    Ok(parts.collect::<Vec<String>>().join("-"))
}

pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A hash that no password has, made once, to be compared with where there is no account.
async fn nobodys_hash() -> Result<String, Error> {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_try_init(|| async { hashed(random_token()?).await }).await.cloned()
}

/// A turn to hash: many at once would take all memory and every core.
async fn a_turn() -> Result<tokio::sync::SemaphorePermit<'static>, Error> {
    static TURNS: Semaphore = Semaphore::const_new(HASHES_AT_ONCE);
    match tokio::time::timeout(HASH_PATIENCE, TURNS.acquire()).await {
        Ok(Ok(turn)) => Ok(turn),
        _ => Err(Error::Busy),
    }
}

/// Argon2id takes tens of milliseconds on purpose, so it runs beside the pages.
pub(crate) async fn hashed(password: String) -> Result<String, Error> {
    let turn = a_turn().await?;
    let work = move || Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string());
    let hash = beside(turn, work).await?;
    hash.map_err(|e| Error::Internal(e.to_string().into()))
}

pub(crate) async fn verified(password: String, hash: String) -> Result<bool, Error> {
    let turn = a_turn().await?;
    let work = move || Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok();
    beside(turn, work).await
}

/// Runs work on a thread of its own, which holds the turn to its end: a reader who goes away leaves it running.
async fn beside<T: Send + 'static>(
    turn: tokio::sync::SemaphorePermit<'static>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(Box::new(e)))
}
