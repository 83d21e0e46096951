//! What is said of a referral beside its steps: by the sender, by herself, and to whom it is told.

use jiff::Timestamp;
use kith_domain::id::ReferralId;
use kith_domain::referral::{Connection, Side, State, Step, Word, connection};

use super::acts::{Taken, add_step, dispute, hold};
use super::{Speaker, Then};
use crate::db::Tx;
use crate::link::{NewLink, Opens, Purpose};
use crate::sql::{Row, args, queries};
use crate::{Db, Result, course, ledger, link};

queries! {
    OWN_WORD = "referral_own_word";
    SENDER_WORD = "referral_sender_word";
    TELL = "outbox_insert";
    TO_TELL = "outbox_waiting";
    TOLD = "outbox_sent";
}

/// Something that somebody is to be told. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Says it once.
    pub key: String,
    /// What it is about.
    pub kind: String,
    /// Who is told: `service`, `sender`, `intake`. Never she herself.
    pub address_class: String,
    /// The key of its words.
    pub template: String,
    /// The referral.
    pub referral: ReferralId,
    /// When it came up.
    pub made_at: Timestamp,
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
    add_step(tx, before.id, before.version + 1, before.state, None, speaker, now).await?;
    if connection(before.state, sender, herself) == Connection::Disputed {
        dispute(tx, &before, &then.dispute, now).await?;
    }
    course::changed(tx, before.case, now).await?;
    Ok(Taken::Done(before.id, before.state))
}

/// Who is told of a step: the other sides, as far as it changes what they do.
pub(super) fn audience(step: Step, side: Side) -> &'static [&'static str] {
    match (step, side) {
        (Step::Receive | Step::Attempt, _) => &[],
        (Step::Lapse, _) => &["service", "sender", "intake"],
        (Step::Withdraw, _) => &["service"],
        (_, Side::Client) => &["service", "sender"],
        _ => &["sender"],
    }
}

/// Writes down what is to be told, in the transaction of what it tells.
pub(super) async fn tell(
    tx: &mut Tx,
    referral: ReferralId,
    version: i64,
    state: State,
    to: &[&str],
    now: Timestamp,
) -> Result<()> {
    let template = format!("referral_{}", state.name());
    let rows = to.iter().flat_map(|class| {
        args![format!("referral:{referral}:{version}:{class}"), "referral", *class, &template, referral, now]
    });
    tx.run_list(TELL, rows.collect(), vec![]).await.map(drop)
}

/// What waits to be told, the oldest first; `after` is the last of those before.
pub async fn to_tell(db: &Db, after: Option<&Told>, limit: u32) -> Result<Vec<Told>> {
    let (at, key) = after.map_or((i64::MIN, ""), |t| (t.made_at.as_microsecond(), t.key.as_str()));
    let told = |row: &Row| {
        Ok(Told {
            key: row.get(0)?,
            kind: row.get(1)?,
            address_class: row.get(2)?,
            template: row.get(3)?,
            referral: row.get(4)?,
            made_at: row.get(5)?,
        })
    };
    db.rows(TO_TELL, args![at, key, i64::from(limit)]).await?.iter().map(told).collect()
}

/// Says that something was told; false when it was told before.
pub async fn mark_told(db: &Db, key: &str, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let changed = tx.run(TOLD, args![key, now]).await?;
    tx.commit().await?;
    Ok(changed > 0)
}
