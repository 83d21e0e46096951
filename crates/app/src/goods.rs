//! Goods that families are given.
//!
//! Who keeps the goods of an organisation sees what it has, gives it, and sees to whom it gave what; who does triage sees
//! all. Goods go to somebody whose case the giver may see: a case of the front door, or a referral to the own service. What
//! is seen of a family and everything that is done leaves an audit entry.

mod acts;
mod page;
mod recall;
mod seen;

use jiff::{Timestamp, civil::Date};
use kith_domain::access::{Action, Actor, Fields, Subject};
use kith_domain::goods::Kind;
use kith_domain::id::{CaseId, ItemId, OrganizationId, PersonId};
use kith_domain::words::Words;
use kith_store::care_case;
use kith_store::goods::{self as stored, Item, Place};
use kith_store::referral as referrals;

use crate::referral::may_be_shown_to;
use crate::triage::load as load_case;
use crate::view::Recipient;
use crate::{App, Error, audited, not_there, require};

pub use acts::{
    Delivery, add_place, follow_up, give, hand_over, keep, receive, release, take_back, write_off,
};
pub(crate) use page::lines;
pub use page::{funds, goods, item, stock, to_give};
pub use recall::{call_back, recall, recalls};

/// Said of a thing of which she does not want it known any more who has it; it does not say why.
const WITHHELD: &str = "who has this may not be shown any more";
/// The longest text of a field.
const LONGEST: usize = 200;

/// Whose goods a reader sees: the own organisation's, or all.
async fn scope(app: &App, actor: &Actor) -> Result<Option<OrganizationId>, Error> {
    let subject = Subject { organization: actor.organization, worker: None };
    match require(actor, Action::KeepGoods, subject) {
        Ok(Fields::Rows) => Ok(None),
        Ok(_) => Ok(actor.organization),
        Err(denied) => {
            audited(app, actor, "denied", None, "keep_goods").await?;
            Err(denied)
        }
    }
}

/// Asks whether the reader keeps the goods of a place.
async fn keeps(app: &App, actor: &Actor, place: &Place) -> Result<(), Error> {
    let subject = Subject { organization: Some(place.organization.0), worker: None };
    if let Err(denied) = require(actor, Action::KeepGoods, subject) {
        audited(app, actor, "denied", Some(format!("goods_place/{}", place.id)), "keep_goods").await?;
        return Err(denied);
    }
    Ok(())
}

/// A thing, for somebody who keeps the goods of its place and may still be shown who has it. Whoever is refused is not
/// told whether there is such a one.
async fn load_item(app: &App, actor: &Actor, id: ItemId) -> Result<Item, Error> {
    let Some(found) = stored::item(app.db(), id).await? else {
        return Err(not_there(actor, Action::KeepGoods, "this thing"));
    };
    keeps(app, actor, &found.stock.place).await?;
    let whose = scope(app, actor).await?;
    if !seen::named(app, whose, std::iter::once(found.person)).await?.contains(&found.person) {
        audited(app, actor, "denied", Some(about(id)), "keep_goods").await?;
        return Err(Error::Denied(WITHHELD));
    }
    Ok(found)
}

/// Her for whom something is, for somebody who may see her.
async fn recipient(app: &App, actor: &Actor, to: Recipient) -> Result<(CaseId, PersonId), Error> {
    match to {
        Recipient::Case(case) => {
            let case = load_case(app, actor, case).await?;
            Ok((case.id, case.person))
        }
        Recipient::Referral(id) => {
            let Some(found) = referrals::find(app.db(), id).await? else {
                return Err(not_there(actor, Action::AnswerReferral, "this referral"));
            };
            let subject = Subject { organization: Some(found.organization.0), worker: None };
            let fields = match require(actor, Action::AnswerReferral, subject) {
                Ok(fields) => fields,
                Err(denied) => {
                    audited(app, actor, "denied", Some(format!("referral/{id}")), "keep_goods").await?;
                    return Err(denied);
                }
            };
            may_be_shown_to(app, &found, fields).await?;
            // A service that has nothing to do with her any more gives her nothing.
            if found.state.is_final() && require(actor, Action::Triage, Subject::default()).is_err() {
                let message = "this referral has ended; send a new one".into();
                return Err(Error::Invalid { field: "to", message });
            }
            let case = care_case::find(app.db(), found.case).await?.ok_or(Error::NotFound("this case"))?;
            Ok((case.id, found.person))
        }
    }
}

/// The words of a kind; its name where the programme's file has it no more.
fn name_of(app: &App, kind: &str) -> Words {
    let known = app.programme().community.kind(kind);
    known.map_or_else(|| Words { en: kind.to_owned(), es: kind.to_owned() }, |kind| kind.name.clone())
}

/// A kind of the programme's file.
fn kind_of<'a>(app: &'a App, id: &str) -> Result<&'a Kind, Error> {
    let wrong = || Error::Invalid { field: "kind", message: "choose one".into() };
    app.programme().community.kind(id).ok_or_else(wrong)
}

/// The moment of a day in the network's zone.
fn moment(app: &App, day: Date, hour: i8) -> Result<Timestamp, Error> {
    let at = day.at(hour, 0, 0, 0).to_zoned(app.time_zone().clone());
    at.map(|at| at.timestamp()).map_err(|e| Error::Internal(Box::new(e)))
}

/// A text without what surrounds it, not too long.
fn text(field: &'static str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        let message = format!("write at most {LONGEST} characters");
        return Err(Error::Invalid { field, message: message.into() });
    }
    Ok(text.to_owned())
}

/// The same where it has to say something.
fn words(field: &'static str, said: &str) -> Result<String, Error> {
    let said = text(field, said)?;
    if said.is_empty() {
        return Err(Error::Invalid { field, message: "write something here".into() });
    }
    Ok(said)
}

/// A thing, in the audit log.
fn about(item: ItemId) -> String {
    format!("goods_item/{item}")
}
