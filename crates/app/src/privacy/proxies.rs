//! Accounts for those who speak for a baby: giving one, and ending it at once.
//!
//! Whoever may say what a mother allows may give one for her baby and end it, on her page or on that of the baby. Why an
//! account shows nothing is said to those who give it, never to who has it.

use jiff::ToSpan;
use jiff::civil::Date;
use kith_domain::access::{Action, Actor, Around, GIVEN_FOR, Role};
use kith_domain::id::{PersonId, ProxyId};
use kith_store::account::NewAccount;
use kith_store::people::PersonRow;
use kith_store::proxy::{self, Proxy};
use kith_store::{people, safety};

use super::forms::{text, wrong};
use super::{about, allowed};
use crate::session::{hashed, random_password};
use crate::view::ProxyShown;
use crate::{App, Error, audited};

/// Somebody who is to speak for a baby.
#[derive(Debug, Clone)]
pub struct NewProxy {
    /// Their name.
    pub name: String,
    /// What they are to sign in with.
    pub login: String,
    /// What shows that they may.
    pub evidence: String,
    /// The language of their page.
    pub language: String,
    /// The last day.
    pub last_day: Option<Date>,
    /// The day of a court that decides about the baby.
    pub court_on: Option<Date>,
}

/// An account that was given, to be told once.
#[derive(Clone, PartialEq, Eq)]
pub struct Given {
    /// What they sign in with.
    pub login: String,
    /// The password for the first time; it is kept nowhere.
    pub password: String,
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given").field("login", &self.login).finish_non_exhaustive()
    }
}

/// Gives somebody who speaks for a baby an account of their own.
pub async fn give_proxy(app: &App, actor: &Actor, person: PersonId, new: NewProxy) -> Result<Given, Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    let row = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?;
    let (small, open) = around(app, &row).await?;
    if !small {
        return Err(wrong(
            "name",
            "an account is given for a baby: a grown woman is spoken for by nobody",
            "una cuenta se da por un bebé: por una mujer adulta no habla nadie",
        ));
    }
    if !open {
        return Err(wrong(
            "name",
            "what is concealed, or how she is safely contacted, closes the page of this baby: talk with her first",
            "lo que está oculto, o cómo contactarla sin riesgo, cierra la página de este bebé: hable antes con ella",
        ));
    }
    let required = |field, value: String, en, es| {
        text(field, Some(value)).and_then(|text| text.ok_or_else(|| wrong(field, en, es)))
    };
    let name = required("name", new.name, "write their name", "escriba su nombre")?;
    let login = required(
        "login",
        new.login,
        "write what they are to sign in with",
        "escriba con qué nombre van a entrar",
    )?;
    let evidence = required(
        "evidence",
        new.evidence,
        "write what shows that they may: a birth certificate, an order of a court",
        "escriba qué muestra que pueden hacerlo: un acta de nacimiento, una orden de un juzgado",
    )?;
    let today = app.today();
    let longest = today.saturating_add(GIVEN_FOR.days());
    let last_day = new.last_day.filter(|day| (today..=longest).contains(day)).ok_or_else(|| {
        wrong(
            "last_day",
            format!("choose the last day, from today to {longest}: after a year it is given anew"),
            format!("elija el último día, de hoy al {longest}: después de un año se da de nuevo"),
        )
    })?;
    if new.court_on.is_some_and(|day| day <= today) {
        return Err(wrong(
            "court_on",
            "this day has come: read what the court said, and leave the day out",
            "ese día ya llegó: lea lo que dijo el juzgado y deje vacío el día",
        ));
    }
    if !matches!(new.language.as_str(), "en" | "es") {
        return Err(wrong("language", "choose English or Spanish", "elija inglés o español"));
    }
    let password = random_password()?;
    let account = NewAccount {
        login: login.clone(),
        name,
        role: Role::Client,
        organization: None,
        language: new.language,
        password_hash: hashed(password.clone()).await?,
    };
    let stored = proxy::NewProxy {
        account,
        person: row.id,
        evidence,
        given_on: today,
        last_day,
        court_on: new.court_on,
        by: actor.account,
    };
    let id = match proxy::give(app.db(), &stored, app.now()).await {
        Ok(id) => id,
        Err(kith_store::Error::LoginTaken) => {
            return Err(wrong(
                "login",
                "somebody signs in with this already: choose another",
                "alguien ya entra con este nombre: elija otro",
            ));
        }
        Err(other) => return Err(other.into()),
    };
    audited(app, actor, "give_account", Some(about(row.id)), &format!("proxy/{id}")).await?;
    Ok(Given { login, password })
}

/// Ends it, and with it every session of the account: nothing is asked of who ends it, for it only closes.
pub async fn end_proxy(app: &App, actor: &Actor, person: PersonId, id: ProxyId) -> Result<(), Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    let of = family(app, person).await?;
    let found = proxy::of_people(app.db(), &of).await?.into_iter().find(|proxy| proxy.id == id);
    let found = found.ok_or(Error::NotFound("this account"))?;
    if proxy::end(app.db(), id, found.account, actor.account, app.now()).await? {
        audited(app, actor, "end_account", Some(about(found.person)), &format!("proxy/{id}")).await?;
    }
    Ok(())
}

/// Who speaks for somebody, or for her babies; and whether anybody may be given an account for this one.
pub(super) async fn shown(app: &App, row: &PersonRow) -> Result<(Vec<ProxyShown>, bool), Error> {
    let of = family(app, row.id).await?;
    let babies = people::many(app.db(), &of).await?;
    let born = |person| babies.iter().find(|row| row.id == person).and_then(|row| row.born);
    let show = |proxy: Proxy| ProxyShown {
        id: proxy.id,
        born: born(proxy.person).filter(|_| proxy.person != row.id),
        stands: proxy.term.stands(app.today()),
        name: proxy.name.0,
        login: proxy.name.1,
        evidence: proxy.evidence,
        last_day: proxy.term.last_day,
        court_on: proxy.term.court_on,
        chosen: proxy.term.chosen,
        given: proxy.given,
        ended: proxy.ended,
    };
    let proxies = proxy::of_people(app.db(), &of).await?.into_iter().map(show).collect();
    Ok((proxies, around(app, row).await?.0))
}

/// Somebody, and the babies of hers.
async fn family(app: &App, person: PersonId) -> Result<Vec<PersonId>, Error> {
    let mut of = people::infants_of(app.db(), person).await?;
    of.push(person);
    Ok(of)
}

/// Whether an account may be given for somebody, and whether it would show anything now.
pub(crate) async fn around(app: &App, row: &PersonRow) -> Result<(bool, bool), Error> {
    let db = app.db();
    let mask = safety::masks(db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let around = Around {
        born_by: row.born.map(|born| born.latest()),
        mother: !people::infants_of(db, row.id).await?.is_empty(),
        died: row.died,
        concealed: mask.address || mask.phone,
        plan: mask.plan.as_ref(),
    };
    Ok((around.is_small(app.today()), around.is_open(app.today())))
}
