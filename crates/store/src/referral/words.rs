//! What is said of a referral beside its steps: by the sender, by herself, and to whom it is told.

use jiff::Timestamp;
use kith_domain::id::{AccountId, OrganizationId, ReferralId};
use kith_domain::referral::{Connection, Side, Step, Word, connection};

use super::acts::{Happened, Taken, add_step, dispute, hold};
use super::{Speaker, Then};
use crate::db::Tx;
use crate::link::{NewLink, Opens, Purpose};
use crate::outbox::{self, Class, NewTold, Of, Reader};
use crate::sql::{args, queries};
use crate::{Db, Result, course, ledger, link};

queries! {
    OWN_WORD = "referral_own_word";
    SENDER_WORD = "referral_sender_word";
}

/// What a side says of whether she was reached and is served: the sender, or she herself. What is not said now stays as
/// it was said before.
pub async fn say(
    db: &Db,
    referral: ReferralId,
    word: Word,
    speaker: &Speaker<'_>,
    then: &Then,
    now: Timestamp,
) -> Result<Taken> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let said = say_in(&mut tx, referral, word, speaker, then, now).await?;
    if let Taken::Done(..) = said {
        tx.commit().await?;
    }
    Ok(said)
}

/// What she says by her own link, which is used up; the next one is given.
pub async fn say_by_link(
    db: &Db,
    hash: &[u8; 32],
    following: &NewLink,
    word: Word,
    speaker: &Speaker<'_>,
    then: &Then,
    now: Timestamp,
) -> Result<Taken> {
    let mut tx = db.write().await?;
    ledger::lock(&mut tx).await?;
    let Some(Opens::Referral(referral)) = link::use_up(&mut tx, hash, Purpose::OwnWord, now).await? else {
        return Ok(Taken::Gone);
    };
    let said = say_in(&mut tx, referral, word, speaker, then, now).await?;
    if let Taken::Done(..) = said {
        let following = NewLink { opens: Opens::Referral(referral), ..*following };
        link::issue_in(&mut tx, &following, None, now).await?;
        tx.commit().await?;
    }
    Ok(said)
}

async fn say_in(
    tx: &mut Tx,
    referral: ReferralId,
    word: Word,
    speaker: &Speaker<'_>,
    then: &Then,
    now: Timestamp,
) -> Result<Taken> {
    let Some(before) = hold(tx, referral).await? else { return Ok(Taken::Gone) };
    let joined =
        |old: Word| Word { reached: word.reached.or(old.reached), served: word.served.or(old.served) };
    let stored = |said: Option<bool>| said.map(i64::from);
    let (mut sender, mut herself) = (before.sender, before.herself);
    let changed = if speaker.side == Side::Client {
        herself = joined(herself);
        let args = args![before.id, before.version, stored(herself.reached), stored(herself.served), now];
        tx.run(OWN_WORD, args).await?
    } else {
        sender = joined(sender);
        let args = args![before.id, before.version, stored(sender.reached), stored(sender.served)];
        tx.run(SENDER_WORD, args).await?
    };
    if changed == 0 {
        return Ok(Taken::Changed);
    }
    add_step(tx, before.id, before.version + 1, before.state, Happened::Said(word), speaker, now).await?;
    if connection(before.state, sender, herself) == Connection::Disputed {
        dispute(tx, &before, &then.dispute, now).await?;
    }
    course::changed(tx, before.case, now).await?;
    Ok(Taken::Done(before.id, before.state))
}

/// Who is told of a step: the other sides, as far as it changes what they do.
pub(super) fn audience(step: Step, side: Side) -> &'static [Class] {
    match (step, side) {
        (Step::Receive | Step::Attempt, _) => &[],
        (Step::Lapse, _) => &[Class::Service, Class::Sender, Class::Intake],
        (Step::Withdraw, _) => &[Class::Service],
        (_, Side::Client) => &[Class::Service, Class::Sender],
        _ => &[Class::Sender],
    }
}

/// Writes down what is to be told of a referral, in the transaction of what it tells. `template` says it in other words
/// than those of its state.
pub(super) async fn tell(
    tx: &mut Tx,
    (referral, organization, by): (ReferralId, OrganizationId, AccountId),
    version: i64,
    template: &str,
    to: &[Class],
    now: Timestamp,
) -> Result<()> {
    let told = |class: &Class| NewTold {
        key: format!("referral:{referral}:{version}:{}", class.name()),
        class: *class,
        reader: match class {
            Class::Service => Reader::Service(organization),
            Class::Sender => Reader::Account(by),
            _ => Reader::Intake,
        },
        template: format!("referral_{template}"),
        of: Of::Referral(referral),
    };
    outbox::tell(tx, &to.iter().map(told).collect::<Vec<_>>(), now).await.map(drop)
}
