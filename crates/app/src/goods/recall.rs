//! Calling a lot back: who has one, and how to reach her.

use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::{OrganizationId, PersonId, RecallId};
use kith_domain::words::Words;
use kith_store::care_case::NewTask;
use kith_store::goods::{self as stored, Recall};
use kith_store::people;

use super::{kind_of, name_of, scope, seen, words};
use crate::privacy::listed;
use crate::triage::page::{asked_not, phones, safety};
use crate::view::{Affected, Phone, RecallLine, RecallPage, RecallsPage, Safety};
use crate::{App, Error, audited, require};

/// Days in which a family that has something that was called back is reached.
const REACH_DAYS: i64 = 2;

/// Lots that were called back, and those that can be.
pub async fn recalls(app: &App, actor: &Actor) -> Result<RecallsPage, Error> {
    scope(app, actor).await?;
    let recalls = stored::recalls(app.db()).await?.into_iter().map(|r| line(app, r)).collect();
    let lots = stored::lots(app.db()).await?.into_iter();
    let lots = lots.map(|(kind, lot)| {
        let name = name_of(app, &kind);
        (kind, name, lot)
    });
    audited(app, actor, "list_recalls", None, "").await?;
    Ok(RecallsPage { recalls, lots: lots.collect() })
}

/// Calls a lot back wherever it is, for a reason. Only who sees all goods does; for each family there is a task.
pub async fn call_back(
    app: &App,
    actor: &Actor,
    kind: &str,
    lot: &str,
    reason: &str,
) -> Result<RecallId, Error> {
    if let Err(denied) = require(actor, Action::Triage, Subject::default()) {
        audited(app, actor, "denied", None, "call_back_goods").await?;
        return Err(denied);
    }
    scope(app, actor).await?;
    let kind = kind_of(app, kind)?;
    let (lot, reason) = (words("lot", lot)?, words("reason", reason)?);
    let due = app.now().checked_add(jiff::SignedDuration::from_hours(24 * REACH_DAYS));
    let task = NewTask {
        kind: String::new(),
        words: Words {
            en: format!("{}, lot {lot}, is called back: reach her, and take it back", kind.name.en),
            es: format!("{}, lote {lot}, se retira: comuníquese con ella y recójalo", kind.name.es),
        },
        role: actor.role.name().into(),
        due_at: due.map_err(|e| Error::Internal(Box::new(e)))?,
        close_by: None,
        origin: String::new(),
    };
    let id = stored::recall(app.db(), &kind.id, &lot, &reason, &task, actor.account, app.now()).await?;
    audited(app, actor, "call_back_goods", Some(format!("goods_recall/{id}")), &kind.id).await?;
    Ok(id)
}

/// Who has something of a lot that was called back: of the own places, or of all.
pub async fn recall(app: &App, actor: &Actor, id: RecallId) -> Result<RecallPage, Error> {
    let whose = scope(app, actor).await?;
    let found = stored::find_recall(app.db(), id).await?.ok_or(Error::NotFound("this recall"))?;
    let items = stored::items_of_lot(app.db(), &found.kind, &found.lot, whose).await?;
    let (mut families, mut named) = (Vec::new(), Vec::new());
    // How somebody may be reached is asked in the one way in which every page asks it, for each of the few who have one.
    for (item, line) in items.iter().zip(seen::lines(app, whose, &items).await?) {
        if line.person.is_empty() {
            let (phones, safety, language) = (Vec::new(), Safety::default(), None);
            families.push(Affected { line, phones, safety, not_by_phone: false, by_intake: true, language });
            continue;
        }
        named.push(item.person);
        let (phones, not_by_phone) = reach(app, whose, item.person).await?;
        let safety = beside(app, &phones, item.person).await?;
        let by_intake = !not_by_phone && !seen::may_be_called(app, whose, item.person).await?;
        let person = people::find(app.db(), item.person).await?;
        let language = person.and_then(|p| p.language);
        families.push(Affected { line, phones, safety, not_by_phone, by_intake, language });
    }
    let rows = format!("{} rows", families.len());
    listed(app, actor, "open_recall", Some(format!("goods_recall/{id}")), (rows, named)).await?;
    Ok(RecallPage { line: line(app, found), families })
}

/// The numbers that she wants used, for who keeps the goods of an organisation, or of all; none where she asked not to be
/// contacted, or a service may not call her. And whether there is no number because of what she said.
pub(super) async fn reach(
    app: &App,
    whose: Option<OrganizationId>,
    person: PersonId,
) -> Result<(Vec<Phone>, bool), Error> {
    if asked_not(app, person).await? {
        return Ok((Vec::new(), true));
    }
    if !seen::may_be_called(app, whose, person).await? {
        return Ok((Vec::new(), false));
    }
    let first = people::find(app.db(), person).await?.and_then(|p| p.phone);
    let (mut phones, not_used) = phones(app, person, first).await?;
    if whose.is_some() {
        // To whom she spoke is not theirs to know.
        phones.iter_mut().for_each(|phone| phone.asked = None);
    }
    let none = phones.is_empty();
    Ok((phones, none && not_used))
}

/// How she is contacted safely, where there is a number of hers to stand beside.
pub(super) async fn beside(app: &App, phones: &[Phone], person: PersonId) -> Result<Safety, Error> {
    if phones.is_empty() { Ok(Safety::default()) } else { safety(app, person).await }
}

fn line(app: &App, recall: Recall) -> RecallLine {
    RecallLine {
        recall: recall.id,
        name: name_of(app, &recall.kind),
        lot: recall.lot,
        reason: recall.reason,
        at: recall.at,
        by: recall.by,
    }
}
