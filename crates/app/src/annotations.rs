//! What was changed and when, beside the chart of a measure.
//!
//! Everybody who sees the measure reads it, so it names nobody. The whole network's stand on every page of the measure; a
//! site's on its own page and, with its name, on the page of all.

use jiff::civil::Date;
use kith_domain::access::{Action, Actor, Decision, Subject, decide};
use kith_domain::id::OrganizationId;
use kith_store::annotation::{self, NewAnnotation};

use crate::view::AnnotationShown;
use crate::{App, Error, admitted, audited};

/// Characters of one.
const LONGEST: usize = 200;

fn of(organization: Option<OrganizationId>) -> Subject {
    Subject { organization, worker: None }
}

/// Whether the actor may write one down on a page, of all sites or of one.
pub(crate) fn may(actor: &Actor, organization: Option<OrganizationId>) -> bool {
    matches!(decide(actor, Action::Annotate, of(organization)), Decision::Allow(_))
}

/// Those that stand on a page of a measure, the oldest first.
pub(crate) async fn shown(
    app: &App,
    actor: &Actor,
    measure: &str,
    organization: Option<OrganizationId>,
) -> Result<Vec<AnnotationShown>, Error> {
    let all = annotation::of_measure(app.db(), measure).await?;
    let here =
        |site: Option<OrganizationId>| organization.is_none() || site.is_none() || site == organization;
    let all = all.into_iter().filter(|a| here(a.what.organization));
    Ok(all
        .map(|a| AnnotationShown {
            id: a.id,
            may_undo: may(actor, a.what.organization),
            on: a.what.on,
            words: a.what.words,
            site: a.site,
            by: a.by,
        })
        .collect())
}

/// Writes down what was changed: of all sites, or of one.
pub async fn annotate(
    app: &App,
    actor: &Actor,
    measure: &str,
    organization: Option<OrganizationId>,
    on: Option<Date>,
    words: &str,
) -> Result<i64, Error> {
    admitted(app, actor, Action::Annotate, of(organization), None).await?;
    let measure = &app.programme().measure(measure).ok_or(Error::NotFound("this measure"))?.id;
    if let Some(site) = organization
        && !app.cube().await?.names.contains_key(&site)
    {
        return Err(Error::NotFound("this clinic"));
    }
    let wrong = |field, message: &str| Err(Error::Invalid { field, message: message.into() });
    let words = words.trim();
    if words.is_empty() {
        return wrong("words", "write something here");
    }
    if words.chars().count() > LONGEST {
        return wrong("words", "say it in at most 200 characters");
    }
    let Some(on) = on else { return wrong("on", "choose a day") };
    if on > app.today() {
        return wrong("on", "this day has not come yet");
    }
    let new = NewAnnotation { measure: measure.clone(), organization, on, words: words.to_owned() };
    let id = annotation::add(app.db(), &new, actor.account, app.now()).await?;
    audited(app, actor, "annotate", Some(format!("measure/{measure}")), &id.to_string()).await?;
    Ok(id)
}

/// Takes one back: whoever may write one there.
pub async fn undo(app: &App, actor: &Actor, id: i64) -> Result<(), Error> {
    let found = annotation::find(app.db(), id).await?;
    let site = found.as_ref().map_or(actor.organization, |found| found.what.organization);
    admitted(app, actor, Action::Annotate, of(site), None).await?;
    let found = found.ok_or(Error::NotFound("this note"))?;
    if !annotation::undo(app.db(), id, actor.account, app.now()).await? {
        return Err(Error::NotFound("this note"));
    }
    audited(app, actor, "undo_annotation", Some(format!("measure/{}", found.what.measure)), &id.to_string())
        .await
}
