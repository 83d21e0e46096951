//! The page of a dyad: the mother, her infants, what happened, where each measure stands and why.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{Span, civil::Date};
use kith_domain::access::{Action, Actor, Decision, Fields, Subject, decide};
use kith_domain::consent::{Category, category_of};
use kith_domain::contact::ContactOutcome;
use kith_domain::fact::{Body, Coding, Fact, Stated, Value};
use kith_domain::id::{PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::measure::{Outcome, Status};
use kith_store::{account, audit, facts, outreach, people, results, safety, source};

use crate::cube::Cube;
use crate::privacy::{self, Eyes, category};
use crate::programme::Unit;
use crate::view::{Basis, DyadPage, InfantView, Reasoned, RecordedVisit, TimelineItem, Window};
use crate::worklist::{card, days_between, reach};
use crate::{App, Error, entry, require_person, shows};

/// Days from the beginning of a pregnancy to its due date.
const PREGNANCY: i32 = 280;

/// What [`Explainer::why`] is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Where the subject stands.
    pub outcome: &'a Outcome,
    /// The birth or the delivery from which days are counted, where known.
    pub from: Option<Date>,
    /// The day the outcome speaks of.
    pub as_of: Date,
    /// The records of the evidence with their days, oldest first.
    pub events: &'a [(RecordId, Option<Date>)],
}

/// Says in plain words why a subject stands where it does. The measure engine knows; the binary plugs it in.
pub trait Explainer: Send + Sync + 'static {
    /// A sentence each, in `en` or `es`.
    fn why(&self, question: &Question<'_>, language: &str) -> Vec<String>;
}

/// Everything about one mother and her infants; asked for by any of them.
pub async fn dyad(app: &App, actor: &Actor, person: PersonId, language: &str) -> Result<DyadPage, Error> {
    let fields = require_person(app, actor, Action::SeePerson, person).await?;
    let db = app.db();
    let cube = app.cube().await?;
    let mother_id = match people::mother_of(db, person).await? {
        Some(mother) => Some(mother),
        // Asked for by the mother herself.
        None if !people::infants_of(db, person).await?.is_empty() => Some(person),
        None => None,
    };
    let mut everyone: Vec<PersonId> = Vec::new();
    if let Some(mother) = mother_id {
        // A brother or sister may be with another clinic, or on another caseload.
        for sibling in people::infants_of(db, mother).await? {
            if sibling == person || may(app, actor, Action::SeePerson, sibling).await? {
                everyone.push(sibling);
            }
        }
    }
    let alone = mother_id.is_none();
    if alone {
        everyone.push(person);
    }
    let infant_ids: Vec<PersonId> = everyone.clone();
    everyone.extend(mother_id);

    let rows: HashMap<PersonId, _> =
        people::many(db, &everyone).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut stated = visible_facts(app, fields, &everyone).await?;
    let seen = seen(app, actor, person, mother_id, &everyone, &mut stated).await?;
    let mut outcomes = results::of_people(db, &everyone).await?;
    // Where she stands in some measures tells of her what this reader may not see, or not through her baby's page.
    outcomes.retain(|outcome| {
        let measure = app.programme().measure(&outcome.measure).filter(|m| m.unit.is_of_families());
        measure.is_some_and(|measure| {
            measure.tells.is_none_or(|kind| {
                let through_baby = Some(outcome.person) == mother_id && outcome.person != person;
                seen.eyes.get(&outcome.person).is_some_and(|eyes| eyes.see(kind, through_baby).is_shown())
            })
        })
    });
    let dyads = results::dyads_of(db, &everyone).await?;
    let about = dyads.iter().find(|d| d.infant == person).or(dyads.first());

    let mut infants = Vec::with_capacity(infant_ids.len());
    for id in &infant_ids {
        let Some(row) = rows.get(id) else { continue };
        let order = dyads.iter().find(|d| d.infant == *id).and_then(|d| d.birth_order);
        infants.push(infant(app, row, mother_id.and_then(|m| rows.get(&m)), order).await?);
    }
    infants.sort_by_key(|i| (i.person.born, i.birth_order, i.person.id));

    let sources: HashMap<SourceId, String> =
        source::standings(db).await?.into_iter().map(|s| (s.id, s.name)).collect();
    let person_of: HashMap<SourcePersonId, PersonId> =
        facts::source_people(db, &everyone).await?.into_iter().collect();
    let timeline = timeline(&stated, fields, &person_of, &sources, &cube, &outcomes);
    let sent_by: HashMap<RecordId, String> =
        stated.iter().filter_map(|s| Some((s.record, sources.get(&s.source)?.clone()))).collect();
    let day_of: HashMap<RecordId, Date> =
        timeline.iter().filter_map(|item| Some((item.record?, item.on.day()?))).collect();

    let mut measures = Vec::new();
    let mut windows = Vec::new();
    for mut outcome in outcomes {
        let Some(measure) = app.programme().measure(&outcome.measure) else { continue };
        let from = match measure.unit {
            Unit::Infant => rows.get(&outcome.person).and_then(|r| r.born).and_then(|b| b.day()),
            _ => delivered_on(&outcome, &dyads),
        };
        if let (Some(from), Some(to)) = (from, outcome.due_on) {
            // A window that closes before the delivery opened with the pregnancy.
            let opens =
                about.and_then(|d| d.edd_on).unwrap_or(from).saturating_sub(Span::new().days(PREGNANCY));
            let (from, to) = if from <= to { (from, to) } else { (opens.min(to), to) };
            windows.push(Window { measure: outcome.measure.clone(), from, to });
        }
        let mut events: Vec<(RecordId, Option<Date>)> =
            outcome.evidence.iter().map(|r| (*r, day_of.get(r).copied())).collect();
        events.sort_by_key(|(record, day)| (*day, *record));
        let as_of = cube.publication.as_ref().map_or(app.today(), |p| p.as_of);
        let question = Question { outcome: &outcome, from, as_of, events: &events };
        let mut why = app.explainer().why(&question, language);
        // Why a mother is taken out of a measure may be an illness of hers.
        let taken_out = matches!(outcome.status, Status::Excluded | Status::Unknown);
        if fields != Fields::Rows && taken_out && Some(outcome.person) == mother_id {
            why.clear();
            outcome.reason = None;
            outcome.evidence.clear();
        }
        let mut from: Vec<String> = outcome.evidence.iter().filter_map(|r| sent_by.get(r).cloned()).collect();
        from.sort_unstable();
        from.dedup();
        measures.push(Reasoned {
            measure: measure.clone(),
            person: outcome.person,
            outcome,
            why,
            sources: from,
        });
    }
    let position = |id: &str| app.programme().measures.iter().position(|m| m.id == id);
    measures.sort_by_key(|r| (position(&r.measure.id), r.person, r.outcome.counts_on));

    let may_act = may(app, actor, Action::Act, person).await?;
    let (organization, worker) = results::attribution(db, person).await?.unwrap_or((None, None));
    let subject = Subject { organization, worker };
    let mut known_from: Vec<(PersonId, Vec<String>)> = Vec::new();
    for id in &everyone {
        let mut names: Vec<String> = stated
            .iter()
            .filter(|s| person_of.get(&s.person) == Some(id))
            .filter_map(|s| sources.get(&s.source).cloned())
            .collect();
        names.sort_unstable();
        names.dedup();
        known_from.push((*id, names));
    }
    let mut shown = everyone.clone();
    shown.sort_by_key(|id| (*id != person, *id));
    let looked = |id: PersonId| {
        let eyes = seen.eyes.get(&id);
        let detail = eyes.map(|eyes| privacy::why(eyes.relation, eyes.glass, id)).unwrap_or_default();
        entry(app, actor, "see_person", Some(format!("person/{id}")), &detail)
    };
    audit::append(db, &shown.into_iter().map(looked).collect::<Vec<_>>()).await?;
    let can = |action| matches!(decide(actor, action, subject), Decision::Allow(_));
    let triage = app.programme().triage.is_some()
        && matches!(decide(actor, Action::Triage, Subject::default()), Decision::Allow(_));
    let team = match mother_id.filter(|_| triage) {
        Some(mother) => crate::care::of_person(app, mother).await?,
        None => None,
    };
    Ok(DyadPage {
        team,
        asked: person,
        mother: mother_id.and_then(|m| rows.get(&m)).map(card),
        infants,
        organization: about.and_then(|d| d.organization).map(|o| (o, cube.name(o))),
        delivered_on: about.and_then(|d| d.delivered_on),
        edd_on: about.and_then(|d| d.edd_on),
        strata: about.map(|d| d.strata.clone()).unwrap_or_default(),
        measures,
        windows,
        timeline,
        today: app.today(),
        may_act,
        sources: known_from,
        may_review: can(Action::ReviewIdentity),
        basis: seen.basis,
        emergency: privacy::emergency(app, actor, person).await?,
        may_break: can(Action::BreakGlass),
        may_manage: can(Action::ManageConsent),
    })
}

/// Whether the actor may do something about one person, without a trace when not.
async fn may(app: &App, actor: &Actor, action: Action, person: PersonId) -> Result<bool, Error> {
    let (organization, worker) = results::attribution(app.db(), person).await?.unwrap_or((None, None));
    Ok(matches!(decide(actor, action, Subject { organization, worker }), Decision::Allow(_)))
}

/// What may be seen of each of a family, and why.
struct Seen {
    eyes: HashMap<PersonId, Eyes>,
    basis: Vec<Basis>,
}

/// Takes out of what is stated what this reader may not see: what is a mother's and sensitive never comes through the page
/// of her baby. What is taken out is counted with its reason, and so is what is sensitive and stays.
async fn seen(
    app: &App,
    actor: &Actor,
    asked: PersonId,
    mother: Option<PersonId>,
    everyone: &[PersonId],
    stated: &mut Vec<Stated>,
) -> Result<Seen, Error> {
    let person_of: HashMap<SourcePersonId, PersonId> =
        facts::source_people(app.db(), everyone).await?.into_iter().collect();
    let mut eyes = HashMap::new();
    for person in everyone {
        eyes.insert(*person, Eyes::of(app, actor, *person).await?);
    }
    let mut counts: BTreeMap<(PersonId, Category), usize> = BTreeMap::new();
    let mut visible = |person: PersonId, category: Category| {
        let through_baby = Some(person) == mother && person != asked;
        if category != Category::Contact && category != Category::Billing {
            *counts.entry((person, category)).or_default() += 1;
        }
        eyes.get(&person).is_none_or(|eyes| eyes.see(category, through_baby).is_shown())
    };
    stated.retain_mut(|s| {
        let Some(person) = person_of.get(&s.person).copied() else { return true };
        let category = category(&s.fact.body, Some(person) != mother);
        if matches!(category, Category::Contact | Category::Billing) {
            return true;
        }
        // That she came may be known where why she came is not.
        if let Body::Encounter(encounter) = &mut s.fact.body
            && let Some(why) = category_of(&encounter.reasons)
            && !visible(person, why)
        {
            encounter.reasons.clear();
        }
        visible(person, category)
    });
    let told = |((person, category), n): ((PersonId, Category), usize)| {
        let through_baby = Some(person) == mother && person != asked;
        eyes.get(&person).map(|eyes| eyes.basis(category, through_baby, Some(n)))
    };
    let basis = counts.into_iter().filter_map(told).collect();
    Ok(Seen { eyes, basis })
}

/// What is stated about some people, as much of it as may be shown. Of an adult, a reader of visits is shown those
/// that a measure counts: any other may tell by its name alone why she went.
pub(crate) async fn visible_facts(
    app: &App,
    fields: Fields,
    people: &[PersonId],
) -> Result<Vec<Stated>, Error> {
    let db = app.db();
    let mut stated = facts::of_people(db, people).await?;
    if fields != Fields::Visits {
        stated.retain(|s| shows(fields, &s.fact.body));
    } else {
        let person_of: HashMap<SourcePersonId, PersonId> =
            facts::source_people(db, people).await?.into_iter().collect();
        let infants: HashSet<PersonId> =
            results::dyads_of(db, people).await?.into_iter().map(|dyad| dyad.infant).collect();
        // What a measure counts that tells what is sensitive is itself that.
        let open = |id: &str| app.programme().measure(id).is_some_and(|measure| measure.tells.is_none());
        let outcomes = results::of_people(db, people).await?.into_iter();
        let counted: HashSet<RecordId> =
            outcomes.filter(|outcome| open(&outcome.measure)).flat_map(|outcome| outcome.evidence).collect();
        stated.retain(|s| {
            let infant = person_of.get(&s.person).is_some_and(|person| infants.contains(person));
            let counted = counted.contains(&s.record);
            match s.fact.body {
                Body::Encounter(_) => infant || counted,
                // A visit that came as a bill.
                Body::Procedure(_) => counted,
                _ => shows(fields, &s.fact.body),
            }
        });
    }
    Ok(stated)
}

/// The delivery that a maternal outcome is about: the one whose window fits its accountable day best.
fn delivered_on(outcome: &Outcome, dyads: &[results::DyadRow]) -> Option<Date> {
    dyads
        .iter()
        .filter_map(|d| d.delivered_on)
        .filter(|day| kith_domain::id::SubjectId::delivery(outcome.person, *day) == outcome.subject)
        .min()
}

async fn infant(
    app: &App,
    row: &people::PersonRow,
    mother: Option<&people::PersonRow>,
    birth_order: Option<u8>,
) -> Result<InfantView, Error> {
    let db = app.db();
    let family: Vec<PersonId> = [Some(row.id), mother.map(|m| m.id)].into_iter().flatten().collect();
    let reach = reach(row, mother, &safety::masks(db, &family).await?);
    let contacts = outreach::contacts(db, row.id).await?;
    let do_not_contact =
        contacts.iter().any(|(c, _, undone)| !undone && c.outcome == ContactOutcome::AskedNotToContact);
    let visits = outreach::visits(db, row.id).await?;
    let worker = match results::attribution(db, row.id).await?.and_then(|(_, worker)| worker) {
        Some(id) => account::find(db, id).await?.map(|a| (a.id, a.name)),
        None => None,
    };
    Ok(InfantView {
        person: card(row),
        birth_order,
        age_days: row.born.and_then(|b| b.day()).map(|born| days_between(born, app.today())),
        worker,
        contacts,
        visits: visits
            .into_iter()
            .map(|v| RecordedVisit { id: v.id, on: v.on, by: v.by_name, at: v.at, undone: v.undone })
            .collect(),
        do_not_contact,
        reach,
    })
}

/// Everything with a day, oldest first; what belongs to an encounter stands beside it by its own day.
fn timeline(
    stated: &[Stated],
    fields: Fields,
    person_of: &HashMap<SourcePersonId, PersonId>,
    sources: &HashMap<SourceId, String>,
    cube: &Cube,
    outcomes: &[Outcome],
) -> Vec<TimelineItem> {
    let mut counts_for: HashMap<RecordId, Vec<String>> = HashMap::new();
    for outcome in outcomes {
        for record in &outcome.evidence {
            let measures = counts_for.entry(*record).or_default();
            if !measures.contains(&outcome.measure) {
                measures.push(outcome.measure.clone());
            }
        }
    }
    let mut seen = HashSet::new();
    let mut items: Vec<TimelineItem> = stated
        .iter()
        .filter(|s| !matches!(s.fact.body, Body::RelatedPerson(_) | Body::Coverage(_) | Body::Claim(_)))
        .filter(|s| seen.insert(s.record))
        .filter_map(|s| {
            Some(TimelineItem {
                on: s.fact.when()?.date,
                kind: s.fact.kind().to_owned(),
                person: *person_of.get(&s.person)?,
                what: describe(&s.fact, fields),
                place: place(&s.fact, s.source, cube),
                record: Some(s.record),
                reference: Some((
                    s.fact.reference.0.clone(),
                    sources.get(&s.source).cloned().unwrap_or_default(),
                )),
                counts_for: counts_for.remove(&s.record).unwrap_or_default(),
            })
        })
        .collect();
    items.sort_by_key(|item| (item.on.earliest(), item.record));
    items
}

fn place(fact: &Fact, source: SourceId, cube: &Cube) -> Option<String> {
    let Body::Encounter(encounter) = &fact.body else { return None };
    let reference = encounter.organization.as_ref()?;
    let id = cube.references.get(&(source, reference.0.clone()))?;
    cube.names.get(id).cloned()
}

/// A fact in the sender's own words, with its value where it has one.
fn describe(fact: &Fact, fields: Fields) -> String {
    match &fact.body {
        Body::Encounter(e) => {
            // A reason is a diagnosis by another name.
            let reasons = || words(&e.reasons).filter(|_| fields == Fields::Rows);
            words(&e.types).or_else(reasons).or_else(|| e.class.as_ref().map(word))
        }
        Body::Condition(c) => words(&c.codes),
        Body::Observation(o) => {
            let name = words(&o.codes).unwrap_or_default();
            let parts: Vec<String> =
                o.components.iter().filter_map(|c| c.value.as_ref().map(value)).collect();
            let value = o.value.as_ref().map(value).unwrap_or_else(|| parts.join(" / "));
            return format!("{name} {value}").trim().to_owned();
        }
        Body::Procedure(p) => words(&p.codes),
        Body::Immunization(i) => words(&i.codes),
        Body::Medication(m) => words(&m.codes),
        Body::Order(o) => words(&o.codes),
        Body::Practitioner(d) | Body::Organization(d) | Body::Location(d) => d.name.clone(),
        Body::Person(_) | Body::RelatedPerson(_) | Body::Coverage(_) | Body::Claim(_) => None,
    }
    .unwrap_or_default()
}

fn words(codes: &[Coding]) -> Option<String> {
    codes.iter().find(|c| c.display.is_some()).or(codes.first()).map(word)
}

fn word(coding: &Coding) -> String {
    coding.display.clone().unwrap_or_else(|| coding.code.clone())
}

fn value(value: &Value) -> String {
    match value {
        Value::Quantity { value, unit } => format!("{value} {unit}"),
        Value::Coded(codes) => words(codes).unwrap_or_default(),
        Value::Text(text) => text.clone(),
        Value::Integer(n) => n.to_string(),
        Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::When(when) => when.date.to_string(),
    }
}
