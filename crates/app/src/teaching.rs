//! Safe-sleep teaching before mothers go home: who is in the hospital now, whom it taught, and how many of those who left.
//!
//! A hospital sees its own mothers; who does triage sees every hospital's. Who left is known only where the hospital sends
//! records of stays: where it does not, the share is not known, and that is said.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{ToSpan, civil::Date};
use kith_domain::access::{Action, Actor, Fields, Relation, Subject};
use kith_domain::fact::Body;
use kith_domain::form::identity;
use kith_domain::id::{OrganizationId, PersonId};
use kith_domain::loss::{Birth, Loss};
use kith_domain::safe_sleep::{STAY_DAYS, teaching_days};
use kith_domain::words::Words;
use kith_stats::Proportion;
use kith_store::teaching::{self as stored, NewTeaching};
use kith_store::{account, event, people};

use crate::loss::Families;
use crate::privacy::{listed, why};
use crate::view::{MotherLine, PolicyShown, SleepMonth, SleepPage, TaughtShown};
use crate::worklist::card;
use crate::{App, Error, audited, not_there, require};

/// Days since the birth in which a mother who is still there, or has just left, is on the list.
const LISTED_DAYS: i32 = STAY_DAYS;
/// Days after she left in which she is still on it: what was taught may be written down later than it was done.
const LEFT_DAYS: i32 = 14;
/// Months of which shares are shown: births are noted when they are news.
const MONTHS: i32 = 3;
/// The longest texts.
const LONGEST: usize = 2_000;

/// What a nurse ticks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taught {
    /// The day; none for today, or for the day on which she left.
    pub on: Option<Date>,
    /// The language in which she was taught, as a tag.
    pub language: String,
    /// Somebody told her.
    pub taught: bool,
    /// Somebody showed her.
    pub demonstrated: bool,
    /// She was given something to read or to look at.
    pub material: bool,
}

fn wrong<T>(field: &'static str, message: &str) -> Result<T, Error> {
    Err(Error::Invalid { field, message: message.into() })
}

/// The hospital that a reader asks for, or the own one.
async fn hospital(
    app: &App,
    actor: &Actor,
    asked: Option<OrganizationId>,
) -> Result<(OrganizationId, Vec<(OrganizationId, String)>), Error> {
    let own = Subject { organization: asked.or(actor.organization), worker: None };
    let fields = match require(actor, Action::TeachSleep, own) {
        Ok(fields) => fields,
        Err(denied) => {
            audited(app, actor, "denied", asked.map(|o| format!("organization/{o}")), "teach_sleep").await?;
            return Err(denied);
        }
    };
    let cube = app.cube().await?;
    if fields != Fields::Rows {
        let own = actor.organization.ok_or(Error::NotFound("a hospital of yours"))?;
        return Ok((own, Vec::new()));
    }
    let accounts = account::list(app.db()).await?.into_iter();
    let mut hospitals: BTreeMap<OrganizationId, String> = BTreeMap::new();
    for id in
        accounts.filter(|a| a.role == kith_domain::access::Role::Referrer).filter_map(|a| a.organization)
    {
        hospitals.entry(id).or_insert_with(|| cube.name(id));
    }
    let all: Vec<_> = hospitals.into_iter().collect();
    let first = asked.or(all.first().map(|(id, _)| *id));
    Ok((first.ok_or(Error::NotFound("a hospital that sends somebody"))?, all))
}

/// A mother's stay in a hospital in which a baby was born.
struct Stay {
    mother: PersonId,
    born: Date,
    left: Option<Date>,
}

/// Stays in a hospital in which a baby was born on some days, one for each mother and day.
async fn stays(app: &App, hospital: OrganizationId, from: Date, to: Date) -> Result<Vec<Stay>, Error> {
    let cube = app.cube().await?;
    let mut seen = HashSet::new();
    let mut stays = Vec::new();
    for (mother, born, stated) in event::birth_stays(app.db(), from, to).await? {
        let Body::Encounter(stay) = &stated.fact.body else { continue };
        let Some(place) = &stay.organization else { continue };
        let there = cube.references.get(&(stated.source, place.0.clone())) == Some(&hospital);
        if there && seen.insert((mother, born)) {
            stays.push(Stay { mother, born, left: stay.ends.and_then(|e| e.day()) });
        }
    }
    stays.sort_by_key(|stay| (std::cmp::Reverse(stay.born), stay.mother));
    Ok(stays)
}

/// The page of a hospital.
pub async fn sleep(app: &App, actor: &Actor, asked: Option<OrganizationId>) -> Result<SleepPage, Error> {
    let (hospital, hospitals) = hospital(app, actor, asked).await?;
    let (db, today) = (app.db(), app.today());
    let first = today.first_of_month().saturating_sub((MONTHS - 1).months());
    let tomorrow = today.saturating_add(1.day());
    let stays = stays(app, hospital, first.min(today.saturating_sub(LISTED_DAYS.days())), tomorrow).await?;
    let taught = stored::taught(db, hospital, first.saturating_sub(LISTED_DAYS.days()), tomorrow).await?;
    let mut of: HashMap<PersonId, Vec<&stored::Teaching>> = HashMap::new();
    for teaching in &taught {
        of.entry(teaching.what.person).or_default().push(teaching);
    }
    let since = today.saturating_sub(LISTED_DAYS.days());
    let gone = today.saturating_sub(LEFT_DAYS.days());
    let here: Vec<&Stay> =
        stays.iter().filter(|s| s.born >= since && s.left.is_none_or(|left| left >= gone)).collect();
    let ids: Vec<PersonId> = here.iter().map(|stay| stay.mother).collect();
    let rows: HashMap<PersonId, people::PersonRow> =
        people::many(db, &ids).await?.into_iter().map(|p| (p.id, p)).collect();
    let families = Families::of(app, &stays.iter().map(|stay| stay.mother).collect::<Vec<_>>()).await?;
    let line = |stay: &&Stay| {
        let row = rows.get(&stay.mother)?;
        let newest = of.get(&stay.mother).and_then(|all| all.iter().find(|t| counts(t, stay)));
        Some(MotherLine {
            person: stay.mother,
            name: card(row).name,
            language: row.language.clone(),
            born: stay.born,
            left: stay.left,
            loss: families.loss(stay.mother, Birth::On(stay.born), None),
            taught: newest.map(|t| TaughtShown {
                id: t.id,
                on: t.what.on,
                language: t.what.language.clone(),
                taught: t.what.taught,
                demonstrated: t.what.demonstrated,
                material: t.what.material,
                by: t.by.clone(),
            }),
        })
    };
    let mut mothers: Vec<MotherLine> = here.iter().filter_map(line).collect();
    // Who is not to be taught is told of below those who are.
    mothers.sort_by_key(|mother| mother.loss.is_some_and(Loss::stops));
    let known: HashSet<PersonId> = stays.iter().map(|s| s.mother).collect();
    let to_teach: Vec<&Stay> = stays.iter().filter(|stay| is_to_be_taught(stay, &families)).collect();
    let months = (0..MONTHS)
        .map(|n| month(first.saturating_add(n.months()), &to_teach, &known, &taught, &of))
        .collect();
    let policies = stored::policies(db, hospital).await?.into_iter().map(|p| PolicyShown {
        in_force: p.from_on <= today && p.to_on.is_none_or(|to| to > today),
        from: p.from_on,
        to: p.to_on,
        document: p.document,
        words: p.words,
        by: p.noted.1,
    });
    let name = app.cube().await?.name(hospital);
    let listing = (format!("{} rows", mothers.len()), mothers.iter().map(|mother| mother.person));
    listed(app, actor, "list_mothers", Some(format!("organization/{hospital}")), listing).await?;
    Ok(SleepPage { hospital, name, hospitals, policies: policies.collect(), mothers, months })
}

/// Whether what was taught counts for this birth: the measure goes by the same days.
fn counts(teaching: &stored::Teaching, stay: &Stay) -> bool {
    teaching_days(stay.born, stay.left).contains(&teaching.what.on)
}

/// Whether somebody was there to be taught when she left: she lived, and a baby of hers.
fn is_to_be_taught(stay: &Stay, families: &Families) -> bool {
    !families.loss(stay.mother, Birth::On(stay.born), stay.left).is_some_and(Loss::stops)
}

/// Of the mothers whose stay ended in a month, the share who were taught before they left.
fn month(
    month: Date,
    stays: &[&Stay],
    known: &HashSet<PersonId>,
    taught: &[stored::Teaching],
    of: &HashMap<PersonId, Vec<&stored::Teaching>>,
) -> SleepMonth {
    let within = |day: Date| day.first_of_month() == month;
    let left: Vec<&Stay> = stays.iter().copied().filter(|s| s.left.is_some_and(within)).collect();
    let was = |stay: &&&Stay| of.get(&stay.mother).is_some_and(|all| all.iter().any(|t| counts(t, stay)));
    let met = left.iter().filter(was).count();
    let others: HashSet<PersonId> = taught
        .iter()
        .filter(|t| within(t.what.on) && !known.contains(&t.what.person))
        .map(|t| t.what.person)
        .collect();
    let share = Proportion::new(met as u64, left.len() as u64).ok();
    SleepMonth {
        month,
        taught: met,
        left: left.len(),
        of_no_stay: others.len(),
        share: share.and_then(crate::numbers::estimate),
    }
}

/// Writes down what a mother of the hospital was taught today.
pub async fn teach(
    app: &App,
    actor: &Actor,
    asked: Option<OrganizationId>,
    mother: PersonId,
    what: Taught,
) -> Result<i64, Error> {
    let (hospital, stay) = on_list(app, actor, asked, mother).await?;
    if Families::of(app, &[mother]).await?.loss(mother, Birth::On(stay.born), None).is_some_and(Loss::stops) {
        let message = Words::new(
            "she or her baby has died: nobody teaches her about sleep",
            "ella o su bebé murió: nadie le enseña sobre el sueño",
        );
        return Err(Error::Invalid { field: "taught", message });
    }
    let last = stay.left.unwrap_or(app.today()).min(app.today());
    let on = what.on.unwrap_or(last);
    if on > last || !teaching_days(stay.born, stay.left).contains(&on) {
        return wrong("on", "choose a day from the birth until she left");
    }
    if !(what.taught || what.demonstrated || what.material) {
        return wrong("taught", "tick what was done");
    }
    let language = what.language.trim();
    if language.is_empty()
        || language.len() > 20
        || !language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        return wrong("language", "choose one");
    }
    let new = NewTeaching {
        organization: hospital,
        person: mother,
        on,
        language: language.to_owned(),
        taught: what.taught,
        demonstrated: what.demonstrated,
        material: what.material,
    };
    let id = stored::teach(app.db(), &new, actor.account, app.now()).await?;
    audited(app, actor, "teach_sleep", Some(format!("person/{mother}")), &format!("organization/{hospital}"))
        .await?;
    app.wake();
    Ok(id)
}

/// Takes back what was written down.
pub async fn undo_teaching(app: &App, actor: &Actor, id: i64) -> Result<(), Error> {
    let Some(hospital) = stored::hospital_of(app.db(), id).await? else {
        return Err(not_there(actor, Action::TeachSleep, "this"));
    };
    if let Err(denied) =
        require(actor, Action::TeachSleep, Subject { organization: Some(hospital), worker: None })
    {
        audited(app, actor, "denied", Some(format!("sleep_teaching/{id}")), "teach_sleep").await?;
        return Err(denied);
    }
    if !stored::undo(app.db(), id, app.now()).await? {
        return wrong("taught", "somebody changed this meanwhile: look at it again");
    }
    audited(app, actor, "undo_teach_sleep", Some(format!("sleep_teaching/{id}")), "").await?;
    app.wake();
    Ok(())
}

/// Writes down the policy that is in force from a day on.
pub async fn add_policy(
    app: &App,
    actor: &Actor,
    asked: Option<OrganizationId>,
    (from, to): (Option<Date>, Option<Date>),
    document: &str,
    words: &str,
) -> Result<i64, Error> {
    let (hospital, _) = hospital(app, actor, asked).await?;
    let Some(from) = from else { return wrong("from", "choose a day") };
    if to.is_some_and(|to| to <= from) {
        return wrong("to", "choose a day after the first one");
    }
    let (document, words) = (document.trim(), words.trim());
    if document.is_empty() {
        return wrong("document", "write something here");
    }
    if document.chars().count() > LONGEST || words.chars().count() > LONGEST {
        return wrong("words", "say it in at most 2000 characters");
    }
    let id =
        stored::add_policy(app.db(), hospital, (from, to), document, words, actor.account, app.now()).await?;
    audited(app, actor, "add_sleep_policy", Some(format!("organization/{hospital}")), document).await?;
    Ok(id)
}

/// What a form of the front door already knows of a mother of the own hospital.
pub async fn known_of(
    app: &App,
    actor: &Actor,
    mother: PersonId,
) -> Result<Vec<(&'static str, String)>, Error> {
    on_list(app, actor, None, mother).await?;
    let row = people::find(app.db(), mother).await?.filter(|row| !row.died);
    let row = row.ok_or(Error::NotFound("this person"))?;
    // The hospital has her on its list: it cares for her.
    let detail = why(Relation::Organization, false, mother);
    audited(app, actor, "known_of", Some(format!("person/{mother}")), &detail).await?;
    // Her number may be one that she gave to somebody else: the hospital asks for it.
    let born = row.born.map(|b| b.to_string());
    let said = [
        (identity::GIVEN, row.given),
        (identity::FAMILY, row.family),
        (identity::BIRTH_DATE, born),
        (identity::LANGUAGE, row.language.map(|l| l.split('-').next().unwrap_or_default().to_owned())),
    ];
    Ok(said.into_iter().filter_map(|(id, value)| Some((id, value?))).collect())
}

/// The hospital, where this mother is on its list: nobody writes of others, and nobody learns whether there are any.
async fn on_list(
    app: &App,
    actor: &Actor,
    asked: Option<OrganizationId>,
    mother: PersonId,
) -> Result<(OrganizationId, Stay), Error> {
    let (hospital, _) = hospital(app, actor, asked).await?;
    let today = app.today();
    let (from, to) = (today.saturating_sub(LISTED_DAYS.days()), today.saturating_add(1.day()));
    let here = stays(app, hospital, from, to).await?;
    let Some(stay) = here.into_iter().find(|stay| stay.mother == mother) else {
        audited(app, actor, "denied", Some(format!("person/{mother}")), "teach_sleep").await?;
        return Err(Error::NotFound("this mother"));
    };
    Ok((hospital, stay))
}
