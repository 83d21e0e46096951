//! A chart of a measure on a page outside Kith, for everybody.
//!
//! It shows the whole network with small counts withheld, and neither what was written beside the chart nor anybody's
//! name. It changes once a day: what follows every record would tell the minute in which somebody came in. Whoever may take
//! it back is whoever may let it out.

use std::sync::Arc;

use kith_domain::access::{Action, Actor, Decision, Subject, decide};
use kith_store::embed;

use crate::numbers::Reader;
use crate::view::{EmbedShown, MeasurePage};
use crate::{App, Error, admitted, audited, scorecard, session};

/// Whether the actor may let charts out.
pub(crate) fn may(actor: &Actor) -> bool {
    matches!(decide(actor, Action::Publish, Subject::default()), Decision::Allow(_))
}

/// Those of a measure that stand outside, for whoever may take them back.
pub(crate) async fn standing(app: &App, actor: &Actor, measure: &str) -> Result<Vec<EmbedShown>, Error> {
    if !may(actor) {
        return Ok(Vec::new());
    }
    let all = embed::of_measure(app.db(), measure).await?;
    Ok(all.into_iter().map(|e| EmbedShown { id: e.id, token: e.token, chart: e.chart, by: e.by }).collect())
}

/// The page of a measure as everybody may see it: what its charts are drawn from.
pub async fn public_page(app: &App, measure: &str) -> Result<MeasurePage, Error> {
    let measure = app.programme().measure(measure).ok_or(Error::NotFound("this measure"))?;
    scorecard::held_page(app, measure, None, Reader::Suppressed).await
}

/// Lets a chart out; its number. `charts` are the names of those that the measure has.
pub async fn publish(
    app: &App,
    actor: &Actor,
    measure: &str,
    chart: &str,
    charts: &[String],
) -> Result<i64, Error> {
    let about = Some(format!("measure/{measure}"));
    admitted(app, actor, Action::Publish, Subject::default(), about.clone()).await?;
    let measure = &app.programme().measure(measure).ok_or(Error::NotFound("this measure"))?.id;
    if !charts.iter().any(|name| name == chart) {
        return Err(Error::Invalid { field: "chart", message: "choose a chart".into() });
    }
    // The same chart has one address: asked for again, it is the one that is there.
    let token = session::random_token()?;
    let (id, new) = embed::add(app.db(), &token, measure, chart, actor.account, app.now()).await?;
    if new {
        // It is drawn from what is there now, and so are the others of the measure.
        app.inner.outside_pages.lock().unwrap_or_else(|e| e.into_inner()).remove(measure);
        audited(app, actor, "publish_chart", about, chart).await?;
    }
    Ok(id)
}

/// Takes one back: its address shows nothing from now on.
pub async fn withdraw(app: &App, actor: &Actor, id: i64) -> Result<(), Error> {
    admitted(app, actor, Action::Publish, Subject::default(), None).await?;
    let gone = || Error::NotFound("this chart");
    let found = embed::find(app.db(), id).await?.ok_or_else(gone)?;
    if !embed::undo(app.db(), id, actor.account, app.now()).await? {
        return Err(gone());
    }
    audited(app, actor, "withdraw_chart", Some(format!("measure/{}", found.measure)), &found.chart).await
}

/// What an address shows: the name of the chart, and what it is drawn from, as of the first look of the day.
pub async fn shown(app: &App, token: &str) -> Result<(String, Arc<MeasurePage>), Error> {
    let gone = || Error::NotFound("this chart");
    let found = embed::by_token(app.db(), token).await?.ok_or_else(gone)?;
    let held = || app.inner.outside_pages.lock().unwrap_or_else(|e| e.into_inner());
    let today = app.today();
    if let Some((_, page)) = held().get(&found.measure).filter(|(day, _)| *day == today) {
        return Ok((found.chart, page.clone()));
    }
    // A programme that no longer has the measure shows it no more.
    let page = public_page(app, &found.measure).await.map_err(|error| match error {
        Error::NotFound(_) => gone(),
        other => other,
    })?;
    let page = Arc::new(page);
    held().insert(found.measure, (today, page.clone()));
    Ok((found.chart, page))
}

#[cfg(test)]
mod tests;
