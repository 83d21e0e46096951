//! Services: what each offers, edited by its owner, and taken from a directory.
//!
//! Who leads a service edits that of the own organisation; who does triage edits all. Every change is a version with who
//! made it and when, and can be taken back. What somebody changed here outlives the programme's file and its directory.

mod directory;
mod draft;

use std::sync::Arc;

use kith_domain::access::{Action, Actor, Fields, Subject};
use kith_domain::id::ServiceId;
use kith_domain::matching::{Offer, open};
use kith_store::service::{self, Said, Service, Speaker};

use crate::programme::Words;
use crate::referral::{managed, places_of, said_by, timers};
use crate::view::{ServiceLine, ServiceView, VersionLine};
use crate::{App, Error, admitted, audited};

pub use directory::{
    Directories, DirectoryPage, PlannedLine, commit, directories, import, may_import, preview, put_in, undo,
};
pub use draft::{DAYS, Draft, FIRST_BABY, LOW_INCOME, Wrong, own_rules};

/// Versions that a page shows.
const VERSIONS: u32 = 20;

/// What became of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    /// It is saved; nothing was done where nothing differs.
    Saved(i64),
    /// It has to be mended first.
    Wrong(Vec<Wrong>),
    /// Somebody else saved it since the form was opened.
    Changed,
}

/// The services that somebody may edit.
pub async fn services(app: &App, actor: &Actor) -> Result<Vec<ServiceLine>, Error> {
    let subject = Subject { organization: actor.organization, worker: None };
    let fields = admitted(app, actor, Action::ManageService, subject, None).await?;
    let whose = if fields == Fields::Rows { None } else { actor.organization };
    let found = service::list(app.db(), whose).await?;
    audited(app, actor, "list_services", None, &format!("{} rows", found.len())).await?;
    let (timers, now, here) = (timers(app).await?, app.now(), app.here());
    let lines = found
        .into_iter()
        .map(|one| ServiceLine {
            service: one.id,
            places: places_of(&one, timers, now),
            said_by: said_by(&one),
            open: one.open,
            hours: open(&one.offer.details.hours, here),
            origin: one.origin,
            name: one.offer.name.clone(),
            organization: one.offer.organization.clone(),
        })
        .collect();
    Ok(lines)
}

/// One service, with its versions.
pub async fn service(app: &App, actor: &Actor, id: ServiceId) -> Result<ServiceView, Error> {
    let found = managed(app, actor, id).await?;
    audited(app, actor, "open_service", Some(format!("service/{id}")), "").await?;
    view(app, found).await
}

async fn view(app: &App, found: Service) -> Result<ServiceView, Error> {
    let all = service::versions(app.db(), found.id, VERSIONS).await?;
    let mut versions = Vec::with_capacity(all.len());
    for (at, version) in all.iter().enumerate() {
        let before = all.get(at + 1);
        let mut parts = before.map_or_else(Vec::new, |before| {
            kith_domain::matching::differing(&version.stands.offer, &before.stands.offer)
        });
        parts.extend(before.filter(|b| b.stands.open != version.stands.open).map(|_| "open"));
        versions.push(VersionLine {
            version: version.version,
            at: version.at,
            what: version.what.clone(),
            by: version.by_name.clone(),
            parts,
        });
    }
    Ok(ServiceView {
        service: found.id,
        version: found.version,
        places: places_of(&found, timers(app).await?, app.now()),
        said_by: said_by(&found),
        hours: open(&found.offer.details.hours, app.here()),
        open: found.open,
        origin: found.origin,
        offer: Arc::unwrap_or_clone(found.offer),
        versions,
    })
}

/// A service as a form that is to be filled in; with the words of the facts that conditions ask for.
pub async fn draft(
    app: &App,
    actor: &Actor,
    id: ServiceId,
) -> Result<(ServiceView, Draft, Vec<(String, Words)>), Error> {
    let found = managed(app, actor, id).await?;
    audited(app, actor, "open_service", Some(format!("service/{id}")), "edit").await?;
    let draft = Draft::of(&Said { offer: (*found.offer).clone(), open: found.open });
    let outcomes = outcomes(app, &found.offer);
    Ok((view(app, found).await?, draft, outcomes))
}

/// Earlier outcomes that a condition may ask for: those of the programme, and those that this service asks for already.
fn outcomes(app: &App, offer: &Offer) -> Vec<(String, Words)> {
    let factors = app.programme().triage.iter().flat_map(|rules| &rules.factors);
    let mut ids: Vec<String> =
        factors.map(|factor| factor.id.clone()).filter(|id| id.starts_with("previous_")).collect();
    if let Some(of) = draft::outcomes_of(offer) {
        ids.extend(of.iter().filter(|id| !ids.contains(id)).cloned().collect::<Vec<_>>());
    }
    ids.into_iter().map(|id| (id.clone(), fact(app, &id))).collect()
}

/// A fact in words.
fn fact(app: &App, id: &str) -> Words {
    match id {
        FIRST_BABY => Words::new("first baby", "primer bebé"),
        LOW_INCOME => Words::new("low income", "ingresos bajos"),
        _ => {
            let rules = app.programme().triage.as_ref();
            let known = rules.and_then(|rules| rules.factor(id)).map(|factor| factor.words.clone());
            known.unwrap_or_else(|| Words::same(id))
        }
    }
}

/// Saves what somebody says of a service, over the version that the form was opened at.
pub async fn edit(
    app: &App,
    actor: &Actor,
    id: ServiceId,
    version: i64,
    draft: &Draft,
) -> Result<Edited, Error> {
    let found = managed(app, actor, id).await?;
    let stands = Said { offer: (*found.offer).clone(), open: found.open };
    let said = match draft.read(&stands, |id| fact(app, id)) {
        Ok(said) => said,
        Err(wrong) => return Ok(Edited::Wrong(wrong)),
    };
    if found.version != version {
        return Ok(Edited::Changed);
    }
    if said == stands {
        return Ok(Edited::Saved(version));
    }
    let by = Speaker { what: "edit", by: Some(actor.account), name: &actor.name };
    if !service::save(app.db(), id, version, &said, &by, app.now()).await? {
        return Ok(Edited::Changed);
    }
    let parts = kith_domain::matching::differing(&said.offer, &stands.offer).join(", ");
    audited(app, actor, "edit_service", Some(format!("service/{id}")), &parts).await?;
    Ok(Edited::Saved(version + 1))
}

/// Makes a service what it was at a version, over the one that was read.
pub async fn restore(app: &App, actor: &Actor, id: ServiceId, version: i64, to: i64) -> Result<(), Error> {
    managed(app, actor, id).await?;
    let by = Speaker { what: "back", by: Some(actor.account), name: &actor.name };
    if !service::restore(app.db(), id, version, to, &by, app.now()).await? {
        let message = "somebody changed this service meanwhile: look at it again".to_owned();
        return Err(Error::Invalid { field: "version", message: message.into() });
    }
    audited(app, actor, "restore_service", Some(format!("service/{id}")), &to.to_string()).await
}
