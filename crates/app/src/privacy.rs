//! What somebody allows, how she is safely contacted, what is concealed of her, and who looked at her record.
//!
//! Whether something may be seen is asked anew for each page, from what holds at that instant: what is taken back holds
//! nowhere from then on, whatever was opened before. Each look leaves in the log how the reader stood to her.

mod eyes;
mod forms;
mod glass;
mod looks;
mod proxies;

use std::collections::BTreeSet;

use jiff::Timestamp;
use kith_domain::access::{Action, Actor, Decision, Fields, Relation, Role, Subject, decide};
use kith_domain::consent::Sharing;
use kith_domain::id::PersonId;
use kith_store::{care_case, people, referral, results, setting};

use crate::{App, Error, action_name, audited};

pub(crate) use eyes::{Eyes, category};
pub use forms::{NewConcealment, NewWord, blank, conceal, confirm, give, page, revealed, revoke, tell};
pub(crate) use glass::standing as emergency;
pub use glass::{break_glass, opening, review};
pub use kith_store::glass::{Finding, Reason};
pub use looks::{LISTS, LOOKS, officer, who_looked};
pub(crate) use proxies::around;
pub use proxies::{Given, NewProxy, end_proxy, give_proxy};

/// The setting that holds what is shared of who was not asked.
const SHARING: &str = "sharing";
/// The version of the form that is read to her: a new text is a new version.
pub const FORM_VERSION: &str = "1";

/// Makes the network share what the programme's file says. This is for whoever runs the machine; it asks nobody's role.
pub async fn load_sharing(app: &App, sharing: &Sharing) -> Result<(), Error> {
    let text = serde_json::to_string(sharing).map_err(|e| Error::Internal(Box::new(e)))?;
    Ok(setting::set(app.db(), SHARING, &text).await?)
}

/// What is shared of who was not asked.
pub(crate) async fn sharing(app: &App) -> Result<Sharing, Error> {
    match setting::get(app.db(), SHARING).await? {
        Some(text) => serde_json::from_str(&text).map_err(|e| Error::Internal(Box::new(e))),
        None => Ok(Sharing::default()),
    }
}

/// How somebody stands to a person.
pub(crate) async fn relation(app: &App, actor: &Actor, person: PersonId) -> Result<Relation, Error> {
    if actor.role == Role::Client {
        let speaks = crate::mine::speaks(app, actor, person).await?;
        return Ok(if speaks { Relation::Proxy } else { Relation::None });
    }
    let (organization, worker) = results::attribution(app.db(), person).await?.unwrap_or((None, None));
    Ok(match actor.role {
        Role::ClinicLead if actor.organization.is_some() && organization == actor.organization => {
            Relation::Organization
        }
        Role::OutreachWorker if worker == Some(actor.account) => Relation::Caseload,
        Role::Intake | Role::Coordinator if !care_case::of_person(app.db(), person).await?.is_empty() => {
            Relation::Case
        }
        Role::ServiceLead if actor.organization.is_some() => {
            let asked = referral::of_person(app.db(), person).await?;
            match asked.iter().any(|r| Some(r.organization.0) == actor.organization) {
                true => Relation::Receiver,
                false => Relation::None,
            }
        }
        _ => Relation::None,
    })
}

/// Asks whether somebody may do something about what a person allows. The intake team may for those who have a case.
pub(crate) async fn allowed(
    app: &App,
    actor: &Actor,
    action: Action,
    person: PersonId,
) -> Result<Fields, Error> {
    let (organization, worker) = results::attribution(app.db(), person).await?.unwrap_or((None, None));
    let denied = match decide(actor, action, Subject { organization, worker }) {
        Decision::Allow(_)
            if actor.role == Role::Intake && care_case::of_person(app.db(), person).await?.is_empty() =>
        {
            "the intake team sees the cases of the front door"
        }
        Decision::Allow(fields) => {
            return match people::find(app.db(), person).await? {
                Some(_) => Ok(fields),
                None => Err(Error::NotFound("this person")),
            };
        }
        Decision::Deny(reason) => reason,
    };
    audited(app, actor, "denied", Some(about(person)), action_name(action)).await?;
    Err(Error::Denied(denied))
}

/// A person, in the audit log.
pub(crate) fn about(person: PersonId) -> String {
    format!("person/{person}")
}

/// How somebody stood to a person when they looked, as the audit log has it.
pub(crate) fn why(relation: Relation, emergency: bool, person: PersonId) -> String {
    let why = if emergency { "emergency" } else { relation.name() };
    format!("why:{why} of:{person}")
}

/// Leaves in the log that somebody opened something of hers, and how they stood to her.
pub(crate) async fn opened(
    app: &App,
    actor: &Actor,
    action: &str,
    thing: String,
    person: PersonId,
) -> Result<(), Error> {
    let in_emergency = emergency(app, actor, person).await?.is_some();
    let detail = why(relation(app, actor, person).await?, in_emergency, person);
    audited(app, actor, action, Some(thing), &detail).await
}

/// Leaves in the log that somebody saw a list, and who was named on it: one entry, which stands on the list of each.
pub(crate) async fn listed(
    app: &App,
    actor: &Actor,
    action: &str,
    about: Option<String>,
    (words, named): (String, impl IntoIterator<Item = PersonId>),
) -> Result<(), Error> {
    let named: BTreeSet<PersonId> = named.into_iter().collect();
    let of: String = named.iter().map(|person| format!(" of:{person}")).collect();
    audited(app, actor, action, about, &format!("{words}{of}")).await
}

/// The first instant of a day, at the place of care.
fn begins(app: &App, day: jiff::civil::Date) -> Result<Timestamp, Error> {
    let start = day.to_zoned(app.time_zone().clone()).map_err(|e| Error::Internal(Box::new(e)))?;
    Ok(start.timestamp())
}
