//! The front door of the demo: women whom clinics and a hospital sent in the last weeks, and what has become of them.
//!
//! Everything goes by the same use cases as on any day, with a clock that stands at the day it is told of.

use anyhow::Context;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use kith_app::front_door::{self, Filled, Put};
use kith_app::view::{CaseState, FitShown, InboxFilter, Places};
use kith_app::{App, referral, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::date::PartialDate;
use kith_domain::form::{Absent, Answer, Answers, Form, Kind, Mode, Standing, Value, identity};
use kith_domain::id::{CaseId, OrganizationId, ReferralId};
use kith_domain::referral::{LeaveReason, ReturnReason, Side, State, Step, Word};
use kith_synth::{Plan, family};
use serde_json::Value as Json;

/// Office days that the backlog goes back.
const DAYS: usize = 14;
/// Forms that come in on one of them.
const A_DAY: usize = 4;
/// Who answers for the services, and what each said of its places: days ago, and how many.
const PLACES: &[(&str, i32, u32)] = &[
    ("First Steps nurse visits", 1, 4),
    ("Family Paths, enhanced", 2, 6),
    ("Family Paths", 1, 2),
    ("Strong Start case management", 3, 12),
    ("Early learning at home", 9, 3),
    ("After a loss: peer support", 0, 5),
];

/// Who acts in the backlog.
pub struct Team<'a> {
    /// Sends prenatal forms.
    pub clinic: &'a Actor,
    /// Sends forms at discharge.
    pub hospital: &'a Actor,
    /// Works on cases.
    pub intake: &'a Actor,
    /// Answers for services, of whichever organisation.
    pub service: &'a Actor,
}

/// Fills the front door with what came in lately.
pub async fn fill(app: &App, plan: &Plan, team: &Team<'_>) -> anyhow::Result<()> {
    let days = office_days(app.today());
    let mut number = 0;
    for (place, day) in days.iter().enumerate() {
        let morning = app.at(moment(app, *day, 10)?);
        for _ in 0..A_DAY {
            put_in(&morning, plan, team, number).await?;
            number += 1;
        }
        let afternoon = app.at(moment(app, *day, 15)?);
        places(&afternoon, team, days.len() - place).await?;
        let is_last = place + 1 == days.len();
        work(&afternoon, team, is_last).await?;
        answers(&afternoon, team).await?;
        referral::lapse(&afternoon).await?;
    }
    Ok(())
}

fn moment(app: &App, day: Date, hour: i8) -> anyhow::Result<Timestamp> {
    Ok(day.at(hour, 0, 0, 0).to_zoned(app.time_zone().clone())?.timestamp())
}

/// The last office days before today, the oldest first.
fn office_days(today: Date) -> Vec<Date> {
    let open = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mut days: Vec<Date> =
        (1..).map_while(|n| today.checked_sub(n.days()).ok()).filter(open).take(DAYS).collect();
    days.reverse();
    days
}

/// Somebody of the network, as a form writes her.
struct Woman {
    given: String,
    family: String,
    born: Date,
    phone: String,
    postal_code: String,
    language: String,
}

fn woman(plan: &Plan, index: u64) -> Option<Woman> {
    let resources = family(plan, index);
    let (_, mother) = resources.iter().find(|(kind, _)| *kind == "Patient")?;
    let mother: Json = serde_json::from_slice(mother).ok()?;
    let text = |path: &str| mother.pointer(path).and_then(Json::as_str).unwrap_or_default().to_owned();
    let phone = mother["telecom"].as_array()?.iter().find(|t| t["system"] == "phone")?;
    let language = text("/communication/0/language/coding/0/code");
    Some(Woman {
        given: text("/name/0/given/0"),
        family: text("/name/0/family"),
        born: text("/birthDate").parse().ok()?,
        phone: phone["value"].as_str()?.to_owned(),
        postal_code: text("/address/0/postalCode"),
        language: if language.starts_with("es") { "es".into() } else { "en".into() },
    })
}

async fn put_in(app: &App, plan: &Plan, team: &Team<'_>, number: usize) -> anyhow::Result<()> {
    let forms = app.programme().forms.clone().context("the programme has no forms")?;
    // Each tenth form is about somebody whom the one before it was about.
    let who = if number % 10 == 9 { number - 1 } else { number };
    let after_birth = who % 3 == 2;
    let (id, actor) = if after_birth {
        ("postpartum_referral", team.hospital)
    } else {
        ("prenatal_risk_assessment", team.clinic)
    };
    let form = forms.forms.iter().find(|form| form.id == id).context("the form is gone")?;
    let index = (who as u64 * 37 + 5) % plan.deliveries().max(1);
    let Some(woman) = woman(plan, index) else { return Ok(()) };
    let answers = answered(form, &woman, app.today(), who, after_birth);
    let filled =
        Filled { form: id, answers, language: "en", mode: Mode::Interview, once: &format!("demo-{number}") };
    match front_door::submit(app, actor, filled).await? {
        Put::In(_) => Ok(()),
        Put::Wrong(wrong) => anyhow::bail!("the demo's form {id} is not right: {wrong:?}"),
    }
}

fn answered(form: &Form, woman: &Woman, today: Date, number: usize, after_birth: bool) -> Answers {
    let text = |words: &str| match words {
        "" => Answer::Absent(Absent::AskedUnknown),
        words => Answer::one(Value::Text(words.to_owned())),
    };
    let date = |day: Date| Answer::one(Value::Date(PartialDate::Day(day)));
    let yes = |so: bool| Answer::one(Value::Boolean(so));
    let shift = |days: i64| today.saturating_add(days.days());
    let n = i64::try_from(number).unwrap_or_default();
    let early = number % 9 == 5;
    let grams = if early { "1320" } else { "3240" }.parse().expect("digits");
    let mut given = vec![
        ("sender.name", text("Demo Nurse")),
        ("sender.phone", text("918-555-0100")),
        (identity::GIVEN, text(&woman.given)),
        (identity::FAMILY, text(&woman.family)),
        (identity::BIRTH_DATE, date(woman.born)),
        (identity::PHONE, text(&woman.phone)),
        (identity::POSTAL_CODE, text(&woman.postal_code)),
        (identity::LANGUAGE, Answer::code(&woman.language)),
        (identity::INSURANCE, Answer::code("medicaid")),
        ("social.low_income", yes(number % 4 != 3)),
        (identity::PREGNANT_BEFORE, yes(number % 2 == 1)),
        ("social.transport_lack", yes(number % 3 == 1)),
        ("social.housing", Answer::code(if number % 11 == 6 { "unstable" } else { "steady" })),
        ("history.infant_death", yes(number % 13 == 1)),
        ("history.preterm_births", Answer::one(Value::Integer(i64::from(number % 7 == 3)))),
        ("mental.self_harm", yes(number == 44)),
        ("medical.severe_bp", yes(number == 52)),
        ("infant.birth_place", text("Demo Hospital")),
        ("infant.immediate_risk", yes(false)),
        (identity::INFANT_GESTATION, Answer::one(Value::Integer(if early { 29 } else { 39 }))),
        (identity::INFANT_BIRTH_WEIGHT, Answer::one(Value::Quantity(grams, "g".into()))),
        ("criteria.very_low_birth_weight", yes(early)),
        ("criteria.no_prenatal_care", yes(number % 12 == 8)),
    ];
    if after_birth {
        let born = shift(-(2 + n % 5));
        given.extend([(identity::DELIVERED_ON, date(born)), (identity::INFANT_BIRTH_DATE, date(born))]);
    } else {
        given.push((identity::DUE_DATE, date(shift(60 + (n * 29) % 170))));
    }
    let known = |link_id: &str| form.item(link_id).is_some();
    let mut all = Answers::default();
    all.given
        .extend(given.into_iter().filter(|(id, _)| known(id)).map(|(id, answer)| (id.to_owned(), answer)));
    complete(form, all, number)
}

/// Answers the rest: mostly no, sometimes not known. What is not asked is left out.
fn complete(form: &Form, mut all: Answers, number: usize) -> Answers {
    loop {
        let sheet = form.sheet(&all);
        let unasked: Vec<String> = sheet
            .lines
            .iter()
            .filter(|line| line.standing != Standing::Asked && all.given.contains_key(&line.item.link_id))
            .map(|line| line.item.link_id.clone())
            .collect();
        let open: Vec<(String, Answer)> = sheet
            .lines
            .iter()
            .filter(|line| {
                line.standing == Standing::Asked && line.item.required && line.item.kind.is_question()
            })
            .filter(|line| !all.given.contains_key(&line.item.link_id))
            .map(|line| (line.item.link_id.clone(), usual(&line.item.kind, number)))
            .collect();
        if open.is_empty() && unasked.is_empty() {
            return all;
        }
        all.given.retain(|link_id, _| !unasked.contains(link_id));
        all.given.extend(open);
    }
}

fn usual(kind: &Kind, number: usize) -> Answer {
    match kind {
        Kind::Boolean if number % 5 != 4 => Answer::one(Value::Boolean(false)),
        Kind::Integer(least, _) => Answer::one(Value::Integer(least.unwrap_or(0))),
        Kind::One(choices) if choices.iter().any(|choice| choice.code == "no") => Answer::code("no"),
        _ => Answer::Absent(Absent::AskedUnknown),
    }
}

/// Services say how many places they have.
async fn places(app: &App, team: &Team<'_>, ago: usize) -> anyhow::Result<()> {
    let list = referral::referrals(app, team.intake).await?;
    for service in &list.services {
        let said = PLACES
            .iter()
            .find(|(name, days, _)| *name == service.name.en && *days == i32::try_from(ago).unwrap_or(0));
        let first = matches!(service.places, Places::Unknown)
            && PLACES.iter().any(|(name, ..)| *name == service.name.en);
        let free = said.map(|(.., n)| *n).or(first.then_some(8));
        if let Some(free) = free {
            referral::confirm_places(app, team.intake, service.service, free).await?;
        }
    }
    Ok(())
}

/// A day's work on the cases that are open.
async fn work(app: &App, team: &Team<'_>, is_last: bool) -> anyhow::Result<()> {
    let inbox = triage::inbox(app, team.intake, InboxFilter::default()).await?;
    for line in inbox.lines {
        let case = line.case;
        let days = (app.now() - line.opened).total(jiff::Unit::Hour)? / 24.0;
        // Some wait longer than they should, and the newest have just come.
        if is_last && days < 0.5 || case.0 % 8 == 7 {
            continue;
        }
        match line.state {
            CaseState::New => {
                triage::take(app, team.intake, case).await?;
                attempt(app, team, case, Channel::Call, case.0 % 3 != 0).await?;
            }
            CaseState::Contacting => {
                let (channel, reached) = match days {
                    d if d < 2.0 => (Channel::Text, case.0 % 2 == 0),
                    _ => (Channel::HomeVisit, case.0 % 4 != 3),
                };
                attempt(app, team, case, channel, reached).await?;
            }
            CaseState::Reached => refer(app, team, case).await?,
            _ => {}
        }
    }
    Ok(())
}

async fn attempt(
    app: &App,
    team: &Team<'_>,
    case: CaseId,
    channel: Channel,
    reached: bool,
) -> anyhow::Result<()> {
    let outcome = match (reached, channel) {
        (true, _) => ContactOutcome::Reached,
        (false, Channel::Text) => ContactOutcome::LeftMessage,
        (false, _) => ContactOutcome::NoAnswer,
    };
    triage::log_attempt(app, team.intake, case, channel, outcome, None, None).await?;
    Ok(())
}

async fn refer(app: &App, team: &Team<'_>, case: CaseId) -> anyhow::Result<()> {
    let page = referral::matches(app, team.intake, case).await?;
    let fits = |fit: &FitShown| matches!(fit, FitShown::Eligible { .. });
    let free = |places: &Places| matches!(places, Places::Free(n, _) if *n > 0);
    let chosen = page.matches.iter().find(|m| fits(&m.fit) && free(&m.places) && m.before.is_none());
    if let Some(chosen) = chosen {
        let why = "Wants visits at home; best reached in the afternoon.";
        referral::refer(app, team.intake, case, page.line.person, chosen.service, why, false).await?;
    }
    Ok(())
}

/// Services answer what they were asked, each in its way.
async fn answers(app: &App, team: &Team<'_>) -> anyhow::Result<()> {
    let open = referral::referrals(app, team.intake).await?;
    for line in open.lines {
        let found = kith_app::find_organization(app, &line.organization).await?;
        let Some(organization) = found.first().map(|(id, _)| *id) else { continue };
        let lead = lead(team.service, organization);
        let next = match (line.state, line.referral.0 % 6) {
            // Nobody answers.
            (State::Sent | State::Received, 0) => None,
            (State::Sent | State::Received, 3) => Some(Step::Return(ReturnReason::NoPlace)),
            (State::Sent | State::Received, 5) => Some(Step::Waitlist),
            (State::Sent | State::Received, _) => Some(Step::Accept),
            (State::Accepted, 1) => Some(Step::Attempt),
            (State::Accepted | State::Attempted, _) => Some(Step::Reach),
            (State::Reached, 4) => Some(Step::Decline(LeaveReason::NoTime)),
            (State::Reached, _) => Some(Step::Enroll),
            (State::Enrolled, _) => Some(Step::Start),
            _ => None,
        };
        let Some(step) = next else { continue };
        let page = referral::referral(app, &lead, line.referral).await?;
        referral::answer(app, &lead, line.referral, page.version, step, None).await?;
        if step == Step::Start {
            own_word(app, team, line.referral).await?;
        }
    }
    Ok(())
}

/// What she says herself; one in four says otherwise.
async fn own_word(app: &App, team: &Team<'_>, id: ReferralId) -> anyhow::Result<()> {
    let word = Word { reached: Some(true), served: Some(id.0 % 4 != 2) };
    Ok(referral::say(app, team.intake, id, Side::Client, word).await?)
}

fn lead(account: &Actor, organization: OrganizationId) -> Actor {
    Actor { role: Role::ServiceLead, organization: Some(organization), ..account.clone() }
}
