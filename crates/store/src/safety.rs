//! How people are contacted safely, and what of them is concealed.
//!
//! What is concealed never leaves the store with the rows of people: [`mask`] puts the substitute in its place before a
//! list, a page or a file is made of them. A baby lives with its mother, so what is concealed of her is of it too.

use std::collections::HashMap;

use jiff::Timestamp;
use kith_domain::contact::Channel;
use kith_domain::id::{AccountId, ContactId, PersonId, SafePlanId};
use kith_domain::phone::{self, PhoneWish};
use kith_domain::safe_contact::{Plan, Told};

use crate::people::PersonRow;
use crate::sql::{Row, Value, args, queries};
use crate::{Db, Error, Result, counter, db::Tx};

queries! {
    INSERT_PLAN = "plan_insert";
    PLANS = "plan_of_person";
    CONFIRM_PLAN = "plan_confirm";
    INSERT_CONCEALMENT = "concealment_insert";
    CONCEALMENTS = "concealment_of_person";
    END_CONCEALMENT = "concealment_end";
    HOT = "concealment_hot";
    SAVE_WISH = "wish_save";
    WISH_OF_CONTACT = "wish_of_contact";
    UNDO_WISH = "wish_undo";
    FORGET_WISH = "wish_forget";
    MASKS = "safety_masks";
    THINGS = "safety_things_of";
}

/// One telling of how somebody may be contacted safely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// Its id.
    pub id: SafePlanId,
    /// Whom it is about.
    pub person: PersonId,
    /// What she said.
    pub plan: Plan,
    /// How she said it.
    pub told: Told,
    /// Who wrote it down.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// How, by whom and when it was made sure of; none where it does not hold yet.
    pub confirmed: Option<(Told, AccountId, Timestamp)>,
}

/// What is concealed of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concealment {
    /// Its number.
    pub id: i64,
    /// Of whom.
    pub person: PersonId,
    /// Where she lives.
    pub address: bool,
    /// Her numbers and her e-mail address.
    pub phone: bool,
    /// Why.
    pub reason: String,
    /// By which legal programme.
    pub programme: Option<String>,
    /// What stands in the place of the address.
    pub substitute: Option<String>,
    /// Who wrote it down.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

/// What is not to be shown of somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mask {
    /// Where she lives.
    pub address: bool,
    /// Her numbers and her e-mail address.
    pub phone: bool,
    /// What stands in the place of the address.
    pub substitute: Option<String>,
    /// Numbers that she does not want used, by their keys.
    pub unused: Vec<String>,
    /// When she said so of one of them the last time.
    pub unused_since: Option<Timestamp>,
    /// How she wants her other numbers used.
    pub wishes: Vec<Wish>,
    /// How she may be contacted.
    pub plan: Option<Plan>,
}

/// How she wants a number used, as she said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// By what the number is known.
    pub key: String,
    /// What she said.
    pub wish: PhoneWish,
    /// Who asked; empty where that was not kept.
    pub asked_by: String,
    /// When she said it.
    pub said_at: Timestamp,
}

impl Mask {
    /// How she wants a number used; none where she did not say.
    pub fn wish(&self, number: &str) -> Option<&Wish> {
        let key = phone::key(number);
        self.wishes.iter().find(|wish| wish.key == key)
    }

    /// Whether she said yes to texts: to one of her numbers, or as a way that is safe.
    pub fn says_yes_to_texts(&self) -> bool {
        let by_plan = self.plan.as_ref().is_some_and(|plan| plan.ways.contains(&Channel::Text));
        by_plan || self.wishes.iter().any(|wish| wish.wish == PhoneWish::Text)
    }

    /// Whether a number may be shown.
    pub fn shows_number(&self, number: &str) -> bool {
        let rings = |plan: &Plan| plan.allows(Channel::Call) || plan.allows(Channel::Text);
        !self.phone && !self.unused.contains(&phone::key(number)) && self.plan.as_ref().is_none_or(rings)
    }
}

/// Keeps how somebody may be contacted. It holds from now where it is sure that she said it.
pub async fn tell(
    db: &Db,
    person: PersonId,
    plan: &Plan,
    told: Told,
    by: AccountId,
    now: Timestamp,
) -> Result<SafePlanId> {
    let mut tx = db.write().await?;
    let id = SafePlanId(counter::take(&mut tx, "safe_plan", 1).await?);
    let text = serde_json::to_string(plan).map_err(|_| Error::Corrupt("plan"))?;
    let sure = told.is_sure().then_some((told.name(), by, now));
    let args = args![
        id,
        person,
        text,
        told.name(),
        by,
        now,
        sure.map(|s| s.0.to_owned()),
        sure.map(|s| s.1),
        sure.map(|s| s.2)
    ];
    tx.run(INSERT_PLAN, args).await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes sure of a telling; false where that was done before.
pub async fn confirm(db: &Db, id: SafePlanId, told: Told, by: AccountId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let done = tx.run(CONFIRM_PLAN, args![id, told.name(), by, now]).await? > 0;
    tx.commit().await?;
    Ok(done)
}

/// Tellings of a person, of every id that is merged with it, the newest first.
pub async fn tellings(db: &Db, person: PersonId) -> Result<Vec<Telling>> {
    db.rows(PLANS, args![person]).await?.iter().map(read_telling).collect()
}

/// How somebody may be contacted: the newest telling that is sure.
pub async fn plan(db: &Db, person: PersonId) -> Result<Option<Plan>> {
    let all = tellings(db, person).await?.into_iter();
    Ok(all.filter(|t| t.confirmed.is_some()).map(|t| t.plan).next())
}

/// Conceals something; its number and its instant are given here.
pub async fn conceal(db: &Db, new: &Concealment) -> Result<i64> {
    let mut tx = db.write().await?;
    let id = counter::take(&mut tx, "concealment", 1).await?;
    let Concealment { person, address, phone, reason, programme, substitute, by, at, .. } = new.clone();
    let args = args![id, person, address, phone, reason, programme, substitute, by, at];
    tx.run(INSERT_CONCEALMENT, args).await?;
    tx.commit().await?;
    Ok(id)
}

/// What is concealed of a person, of every id that is merged with it, the newest first.
pub async fn concealments(db: &Db, person: PersonId) -> Result<Vec<Concealment>> {
    db.rows(CONCEALMENTS, args![person]).await?.iter().map(read_concealment).collect()
}

/// Ends a concealment; false where it had ended.
pub async fn reveal(db: &Db, id: i64, by: AccountId, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let done = tx.run(END_CONCEALMENT, args![id, now, by]).await? > 0;
    tx.commit().await?;
    Ok(done)
}

/// Everybody of whom something is concealed.
pub async fn hot(db: &Db) -> Result<Vec<PersonId>> {
    db.rows(HOT, vec![]).await?.iter().map(|row| row.get(0)).collect()
}

/// Keeps how somebody wants a number used, as it was said at a try to reach her; it falls with that try.
pub async fn keep_wish(
    db: &Db,
    contact: ContactId,
    person: PersonId,
    number: &str,
    wish: PhoneWish,
    asked_by: &str,
    said_at: Timestamp,
) -> Result<()> {
    let mut tx = db.write().await?;
    wish_in(&mut tx, person, number, wish, asked_by, said_at).await?;
    tx.run(WISH_OF_CONTACT, args![person, phone::key(number), contact, said_at]).await?;
    tx.commit().await
}

/// Takes back what was said at a try that is taken back.
pub(crate) async fn undo_wish(tx: &mut Tx, contact: ContactId) -> Result<()> {
    tx.run(UNDO_WISH, args![contact]).await?;
    tx.run(FORGET_WISH, args![contact]).await.map(drop)
}

/// Keeps how somebody wants a number used. A word that is older than the one that is kept changes nothing.
pub(crate) async fn wish_in(
    tx: &mut Tx,
    person: PersonId,
    number: &str,
    wish: PhoneWish,
    asked_by: &str,
    said_at: Timestamp,
) -> Result<()> {
    let key = phone::key(number);
    if key.is_empty() {
        return Ok(());
    }
    tx.run(SAVE_WISH, args![person, key, wish.name(), said_at, asked_by]).await.map(drop)
}

/// What is not to be shown of some people, of those of whom there is something.
pub async fn masks(db: &Db, people: &[PersonId]) -> Result<HashMap<PersonId, Mask>> {
    let list: Vec<Value> = people.iter().map(|p| Value::from(*p)).collect();
    masks_of(&db.list(MASKS, list, vec![]).await?)
}

/// Puts what may be shown in the place of what is concealed.
pub(crate) async fn mask(db: &Db, rows: &mut [PersonRow]) -> Result<()> {
    let ids: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
    let masks = masks(db, &ids).await?;
    for row in rows {
        if let Some(mask) = masks.get(&row.id) {
            apply(row, mask);
        }
    }
    Ok(())
}

fn apply(row: &mut PersonRow, mask: &Mask) {
    if mask.address {
        row.address = mask.substitute.clone();
    }
    if mask.phone {
        row.email = None;
    }
    row.phone = row.phone.take().filter(|number| mask.shows_number(number));
}

fn masks_of(rows: &[Row]) -> Result<HashMap<PersonId, Mask>> {
    let mut masks: HashMap<PersonId, Mask> = HashMap::new();
    let mut wishes: HashMap<(PersonId, String), Wish> = HashMap::new();
    let mut plans: HashMap<PersonId, (Timestamp, String)> = HashMap::new();
    for row in rows {
        let (person, at): (PersonId, Timestamp) = (row.get(0)?, row.get(6)?);
        match row.get::<Option<String>>(4)? {
            None => {
                let mask = masks.entry(person).or_default();
                mask.address |= row.get::<bool>(1)?;
                mask.phone |= row.get::<bool>(2)?;
                mask.substitute = mask.substitute.take().or(row.get(3)?);
            }
            // A plan is no word about one number.
            Some(key) if key.is_empty() => {
                let newest = plans.entry(person).or_insert_with(|| (at, String::new()));
                if newest.0 <= at {
                    *newest = (at, row.get(3)?);
                }
            }
            Some(key) => {
                let wish = PhoneWish::named(&row.get::<String>(5)?).ok_or(Error::Corrupt("wish"))?;
                let asked_by = row.get::<Option<String>>(3)?.unwrap_or_default();
                let said = Wish { key: key.clone(), wish, asked_by, said_at: at };
                let newest = wishes.entry((person, key)).or_insert_with(|| said.clone());
                // Of two said at once the one that hides holds.
                if newest.said_at < at || newest.said_at == at && wish == PhoneWish::DoNotUse {
                    *newest = said;
                }
            }
        }
    }
    for ((person, key), said) in wishes {
        let mask = masks.entry(person).or_default();
        match said.wish {
            PhoneWish::DoNotUse => {
                mask.unused.push(key);
                mask.unused_since = mask.unused_since.max(Some(said.said_at));
            }
            _ => mask.wishes.push(said),
        }
    }
    for (person, (_, text)) in plans {
        let plan = serde_json::from_str(&text).map_err(|_| Error::Corrupt("plan"))?;
        masks.entry(person).or_default().plan = Some(plan);
    }
    Ok(masks)
}

/// Everything of a person that the audit log speaks of by another name: `person/1`, `case/2`, `referral/3`, `record/4`,
/// `goods_item/5`, `door/6`.
pub async fn things_of(db: &Db, person: PersonId) -> Result<Vec<String>> {
    let thing = |row: &Row| Ok(format!("{}/{}", row.get::<String>(0)?, row.get::<i64>(1)?));
    db.rows(THINGS, args![person]).await?.iter().map(thing).collect()
}

fn read_telling(row: &Row) -> Result<Telling> {
    let told = |name: String| Told::named(&name).ok_or(Error::Corrupt("plan"));
    let confirmed = match (row.get::<Option<String>>(6)?, row.get(7)?, row.get(8)?) {
        (Some(how), Some(by), Some(at)) => Some((told(how)?, by, at)),
        _ => None,
    };
    Ok(Telling {
        id: row.get(0)?,
        person: row.get(1)?,
        plan: serde_json::from_str(&row.get::<String>(2)?).map_err(|_| Error::Corrupt("plan"))?,
        told: told(row.get(3)?)?,
        by: row.get(4)?,
        at: row.get(5)?,
        confirmed,
    })
}

fn read_concealment(row: &Row) -> Result<Concealment> {
    Ok(Concealment {
        id: row.get(0)?,
        person: row.get(1)?,
        address: row.get(2)?,
        phone: row.get(3)?,
        reason: row.get(4)?,
        programme: row.get(5)?,
        substitute: row.get(6)?,
        by: row.get(7)?,
        at: row.get(8)?,
    })
}
