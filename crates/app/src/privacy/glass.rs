//! Opening a record in an emergency: for a reason, for a while, seen by the privacy officer.

use jiff::ToSpan;
use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::{GlassId, PersonId};
use kith_domain::words::Words;
use kith_store::glass::{self, Finding, Glass, Reason};
use kith_store::people;

use super::{about, sharing};
use crate::view::Emergency;
use crate::{App, Error, admitted, audited};

/// The fewest characters that say why.
const SHORTEST: usize = 10;
/// The most.
const LONGEST: usize = 500;

/// Opens a record for a while; until when.
pub async fn break_glass(
    app: &App,
    actor: &Actor,
    person: PersonId,
    reason: Reason,
    words: &str,
) -> Result<Emergency, Error> {
    admitted(app, actor, Action::BreakGlass, Subject::default(), Some(about(person))).await?;
    let words = words.trim();
    let length = words.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        let message = Words::new(
            "say in a sentence why you open this record",
            "diga en una frase por qué abre este expediente",
        );
        return Err(Error::Invalid { field: "words", message });
    }
    let row = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?;
    let minutes = sharing(app).await?.glass_minutes;
    let now = app.now();
    let until = now.checked_add(i64::from(minutes).minutes()).map_err(|e| Error::Internal(Box::new(e)))?;
    glass::open(app.db(), actor.account, row.id, reason, words, now, until).await?;
    let detail = format!("{} of:{}", reason.name(), row.id);
    audited(app, actor, "break_glass", Some(about(row.id)), &detail).await?;
    Ok(Emergency { person: row.id, until })
}

/// For how many minutes somebody's record would be open, for who may open one.
pub async fn opening(app: &App, actor: &Actor, person: PersonId) -> Result<u16, Error> {
    admitted(app, actor, Action::BreakGlass, Subject::default(), Some(about(person))).await?;
    Ok(sharing(app).await?.glass_minutes)
}

/// The emergency by which somebody sees a person now.
pub(crate) async fn standing(app: &App, actor: &Actor, person: PersonId) -> Result<Option<Emergency>, Error> {
    let found = glass::standing(app.db(), actor.account, person, app.now()).await?;
    Ok(found.map(|Glass { person, until, .. }| Emergency { person, until }))
}

/// Says of an emergency whether there was a reason. One that had none opens nothing from now on.
pub async fn review(
    app: &App,
    actor: &Actor,
    id: GlassId,
    finding: Finding,
    note: Option<&str>,
) -> Result<(), Error> {
    admitted(app, actor, Action::ReviewPrivacy, Subject::default(), Some(format!("glass/{id}"))).await?;
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > LONGEST) {
        let message = Words::new(
            format!("a note has at most {LONGEST} characters"),
            format!("una nota tiene como máximo {LONGEST} caracteres"),
        );
        return Err(Error::Invalid { field: "note", message });
    }
    if finding == Finding::NotFine && note.is_none() {
        let message =
            Words::new("write what was wrong and what follows", "escriba qué estuvo mal y qué se hará");
        return Err(Error::Invalid { field: "note", message });
    }
    if !glass::review(app.db(), id, finding, note, actor.account, app.now()).await? {
        return Err(Error::NotFound("an emergency to review"));
    }
    audited(app, actor, "review_glass", Some(format!("glass/{id}")), finding.name()).await
}
