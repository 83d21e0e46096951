//! The front door of the demo: women whom clinics and a hospital sent in the last weeks, and what has become of them.
//!
//! Everything goes by the same use cases as on any day, with a clock that stands at the day it is told of.

use std::collections::HashMap;

use anyhow::Context;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use kith_app::front_door::{self, Filled, Put};
use kith_app::referral::Beside;
use kith_app::view::{CaseLine, CaseState, FitShown, InboxFilter, Places};
use kith_app::{App, referral, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::care_case::CloseReason;
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::date::PartialDate;
use kith_domain::follow_up::CameOf;
use kith_domain::form::{Absent, Answer, Answers, Form, Kind, Mode, Standing, Value, identity};
use kith_domain::id::{CaseId, OrganizationId, ReferralId};
use kith_domain::priority::Tier;
use kith_domain::referral::{LeaveReason, ReturnReason, Side, State, Step, Word};
use kith_synth::{Plan, family};
use serde_json::Value as Json;

/// Office days that the backlog goes back: long enough for most times of its measures to be over.
const DAYS: usize = 66;
/// The last of them, on which more forms come in and not everything is done yet.
const LATELY: usize = 14;
/// Forms that come in on one of the last days.
const A_DAY: usize = 4;
/// Before that only one office day in so many is told, and this many forms came in on it.
const ONE_IN: usize = 3;
const A_DAY_BEFORE: usize = 3;
/// Who answers for the services, and what each said of its places: days ago, and how many.
const PLACES: &[(&str, i32, u32)] = &[
    ("First Steps nurse visits", 1, 4),
    ("Family Paths, enhanced", 2, 6),
    ("Family Paths", 1, 2),
    ("Strong Start case management", 3, 12),
    ("Early learning at home", 9, 3),
    ("After a loss: peer support", 0, 5),
    (FOR_MOOD[0], 1, 6),
    (FOR_MOOD[1], 2, 3),
    (FOR_MOOD[2], 4, 8),
];

/// The services to which a screening of mood leads.
const FOR_MOOD: [&str; 3] =
    ["Mood clinic for mothers", "Counseling at home", "Mothers’ circle: support in a group"];

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
    let mut women = Women::default();
    for (place, day) in days.iter().enumerate() {
        let ago = days.len() - place;
        if ago > LATELY && !ago.is_multiple_of(ONE_IN) {
            continue;
        }
        let morning = app.at(moment(app, *day, 9)?);
        for _ in 0..if ago <= LATELY { A_DAY } else { A_DAY_BEFORE } {
            put_in(&morning, plan, team, number, &mut women).await?;
            number += 1;
        }
        // In the morning on one day, in the afternoon on the next: nobody is given up who was tried at one hour only.
        let working = app.at(moment(app, *day, if number % 2 == 0 { 15 } else { 11 })?);
        places(&working, team, ago).await?;
        work(&working, team, ago == 1, &women).await?;
        answers(&working, team, &women).await?;
        referral::lapse(&working).await?;
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
    /// As she reported it.
    race: String,
}

/// Those whom services reach less often in this invented city, by the names on their forms. What a name says of somebody is
/// nothing that a programme may use: only the story of the demo is told from it.
#[derive(Default)]
struct Women(HashMap<String, Woman>);

impl Women {
    fn met_less(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|woman| woman.race == "2054-5")
    }
}

/// Whether something happens this time, so many times in ten: the same for the same number.
fn chance(number: i64, salt: i64, in_ten: i64) -> bool {
    let mixed = (number.wrapping_mul(0x9E37_79B9) ^ salt.wrapping_mul(0x85EB_CA6B)).wrapping_mul(0x27D4_EB2F);
    (mixed >> 16).rem_euclid(10) < in_ten
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
        race: race(&mother),
    })
}

/// The first race that a Patient of the network reports, as a code.
fn race(mother: &Json) -> String {
    let extensions = mother["extension"].as_array().into_iter().flatten();
    let race = extensions.filter(|e| e["url"].as_str().is_some_and(|url| url.ends_with("us-core-race")));
    let parts = race.flat_map(|e| e["extension"].as_array().into_iter().flatten());
    let codes = parts.filter_map(|part| part.pointer("/valueCoding/code").and_then(Json::as_str));
    codes.map(str::to_owned).next().unwrap_or_default()
}

async fn put_in(
    app: &App,
    plan: &Plan,
    team: &Team<'_>,
    number: usize,
    women: &mut Women,
) -> anyhow::Result<()> {
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
        Put::In(_) => {}
        Put::Wrong(wrong) => anyhow::bail!("the demo's form {id} is not right: {wrong:?}"),
    }
    women.0.insert(format!("{} {}", woman.given, woman.family), woman);
    Ok(())
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
        (identity::PHONE_SAFE, Answer::code(how_to_call(number))),
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

/// How she wants her number used: most say yes to texts.
fn how_to_call(number: usize) -> &'static str {
    match number % 10 {
        0..=5 => "text",
        6..=8 => "call",
        _ => "call_no_message",
    }
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
        // Before that each said it often enough for its number to count.
        let weekly =
            ago > LATELY && ago.is_multiple_of(2) && PLACES.iter().any(|(name, ..)| *name == service.name.en);
        let free = said.map(|(.., n)| *n).or((first || weekly).then_some(8));
        if let Some(free) = free {
            referral::confirm_places(app, team.intake, service.service, free).await?;
        }
    }
    Ok(())
}

/// A day's work on the cases that are open.
async fn work(app: &App, team: &Team<'_>, is_last: bool, women: &Women) -> anyhow::Result<()> {
    for line in open_lines(app, team).await? {
        let (case, number) = (line.case, line.case.0);
        let days = (app.now() - line.opened).total(jiff::Unit::Hour)? / 24.0;
        // Some wait longer than they should, and the newest have just come.
        if is_last && days < 0.5 || (number % 8 == 7 && days < 9.0) {
            continue;
        }
        let less = women.met_less(&line.name);
        match line.state {
            CaseState::New => {
                triage::take(app, team.intake, case).await?;
                weigh(app, team, &line).await?;
                attempt(app, team, case, Channel::Call, chance(number, 1, if less { 4 } else { 6 })).await?;
            }
            CaseState::Contacting => {
                let try_number = (days * 3.0) as i64;
                let channel = if try_number % 2 == 0 { Channel::Call } else { Channel::HomeVisit };
                if days > 16.0 && give_up(app, team, case).await? {
                    continue;
                }
                attempt(app, team, case, channel, chance(number, try_number, if less { 1 } else { 2 }))
                    .await?;
            }
            // No service fits her, and she has been told where to ask.
            CaseState::Reached if days > 21.0 => {
                triage::close(app, team.intake, case, CloseReason::NoNeed).await?;
                continue;
            }
            CaseState::Reached => {
                if let Some(woman) = women.0.get(&line.name) {
                    screen(app, team, case, woman).await?;
                    follow_up(app, team, case, less).await?;
                }
                let why = "Wants visits at home; best reached in the afternoon.";
                refer(app, team, case, why, |name| !FOR_MOOD.contains(&name)).await?;
            }
            // Her service has her: there is nothing more to do at the front door.
            CaseState::Served if days > 45.0 => {
                triage::close(app, team.intake, case, CloseReason::Served).await?;
                continue;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The open cases, the first to do first.
async fn open_lines(app: &App, team: &Team<'_>) -> anyhow::Result<Vec<CaseLine>> {
    let mut filter = InboxFilter::default();
    let mut lines = Vec::new();
    loop {
        let page = triage::inbox(app, team.intake, filter.clone()).await?;
        lines.extend(page.lines);
        match page.next {
            Some(next) => filter.after = Some(next),
            None => return Ok(lines),
        }
    }
}

/// Now and then somebody knows more than the rules.
async fn weigh(app: &App, team: &Team<'_>, line: &CaseLine) -> anyhow::Result<()> {
    if chance(line.case.0, 2, 1) && line.tier == Tier::Third {
        let why = "Her midwife called: she is alone and afraid to come.";
        triage::override_tier(app, team.intake, line.case, Tier::Second, why).await?;
    }
    Ok(())
}

/// Closes a case as not reachable where the protocol is met; whether it was.
async fn give_up(app: &App, team: &Team<'_>, case: CaseId) -> anyhow::Result<bool> {
    match triage::close(app, team.intake, case, CloseReason::UnableToReach).await {
        Ok(()) => Ok(true),
        Err(kith_app::Error::Invalid { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Asks about her mood, where there is time for it: some score above the cut-off.
async fn screen(app: &App, team: &Team<'_>, case: CaseId, woman: &Woman) -> anyhow::Result<()> {
    const FORM: &str = "epds";
    let page = triage::case(app, team.intake, case).await?;
    let asked = page.forms.iter().any(|form| form.scores.iter().any(|s| s.instrument == "EPDS"));
    if asked || !chance(case.0, 3, 8) {
        return Ok(());
    }
    let form = front_door::form(app, team.intake, FORM)?;
    let low = chance(case.0, 4, 7);
    let mut answers = Answers { alone: true, ..Answers::default() };
    let text = |words: &str| Answer::one(Value::Text(words.to_owned()));
    let who = [
        (identity::GIVEN, text(&woman.given)),
        (identity::FAMILY, text(&woman.family)),
        (identity::BIRTH_DATE, Answer::one(Value::Date(PartialDate::Day(woman.born)))),
        (identity::PHONE, text(&woman.phone)),
        (identity::PHONE_SAFE, Answer::Absent(Absent::NotAsked)),
    ];
    answers.given.extend(who.map(|(id, answer)| (id.to_owned(), answer)));
    for number in 1..=10 {
        // What is printed first scores least on three questions, and most on the others.
        let rises = matches!(number, 1 | 2 | 4);
        let score = if low || number == 10 { 0 } else { 1 + i64::from(chance(case.0, number, 5)) };
        let printed = if rises { 1 + score } else { 4 - score };
        let link_id = format!("epds.{number}");
        if form.item(&link_id).is_some() {
            answers.given.insert(link_id, Answer::code(&format!("printed-{printed}")));
        }
    }
    let filled = Filled {
        form: FORM,
        answers,
        language: "en",
        mode: Mode::Interview,
        once: &format!("demo-epds-{case}"),
    };
    match front_door::submit(app, team.intake, filled).await? {
        Put::In(_) => Ok(()),
        Put::Wrong(wrong) => anyhow::bail!("the demo's form {FORM} is not right: {wrong:?}"),
    }
}

/// What came of following up a screening: she was spoken with, for otherwise it would not be done.
fn came_of(task: i64, less: bool) -> CameOf {
    match task % 7 {
        0 => CameOf::InCare,
        1 => CameOf::NoNeed,
        2 => CameOf::Declined,
        3 | 4 if !less => CameOf::Treated,
        _ => CameOf::Referred,
    }
}

/// Does what answers asked for; not everything is done.
async fn follow_up(app: &App, team: &Team<'_>, case: CaseId, less: bool) -> anyhow::Result<()> {
    if !chance(case.0, 6, if less { 6 } else { 8 }) {
        return Ok(());
    }
    for task in triage::case(app, team.intake, case).await?.tasks {
        if task.done.is_none() {
            let came = task.asks_outcome.then(|| came_of(task.task.0, less));
            triage::complete_task(app, team.intake, task.task, came).await?;
            let of_mood = task.what.en.starts_with("EPDS");
            if of_mood && matches!(came, Some(CameOf::Referred | CameOf::Treated)) {
                let why = "Said yes to help with her mood; mornings are best.";
                refer(app, team, case, why, |name| FOR_MOOD.contains(&name)).await?;
            }
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

/// Asks the best of some services that has a place.
async fn refer(
    app: &App,
    team: &Team<'_>,
    case: CaseId,
    why: &str,
    of: impl Fn(&str) -> bool,
) -> anyhow::Result<()> {
    let page = referral::matches(app, team.intake, case).await?;
    let fits = |fit: &FitShown| matches!(fit, FitShown::Eligible { .. });
    let free = |places: &Places| matches!(places, Places::Free(n, _) if *n > 0);
    let mut some = page.matches.iter().filter(|m| of(&m.name.en));
    let chosen = some.find(|m| fits(&m.fit) && free(&m.places) && m.before.is_none());
    if let Some(chosen) = chosen {
        referral::refer(app, team.intake, case, page.line.person, chosen.service, why, false).await?;
    }
    Ok(())
}

/// Services answer what they were asked, each in its way.
async fn answers(app: &App, team: &Team<'_>, women: &Women) -> anyhow::Result<()> {
    let open = referral::referrals(app, team.intake).await?;
    for line in open.lines {
        let found = kith_app::find_organization(app, &line.organization).await?;
        let Some(organization) = found.first().map(|(id, _)| *id) else { continue };
        let lead = lead(team.service, organization);
        let (id, days) = (line.referral.0, (app.now() - line.since).total(jiff::Unit::Hour)? / 24.0);
        let less = women.met_less(&line.name);
        let next = match line.state {
            // Some services do not answer, some have no place or put her on their list.
            State::Sent | State::Received if chance(id, 11, 1) => None,
            State::Sent | State::Received if chance(id, 12, 1) => Some(Step::Return(ReturnReason::NoPlace)),
            State::Sent | State::Received if chance(id, 13, 1) => Some(Step::Waitlist),
            State::Sent | State::Received => Some(Step::Accept),
            // She waits until there is a place.
            State::Waitlisted if days > 12.0 => Some(Step::Accept),
            State::Accepted if chance(id, 14, if less { 5 } else { 3 }) => Some(Step::Attempt),
            State::Attempted if days > 20.0 && chance(id, 15, if less { 6 } else { 3 }) => Some(Step::GiveUp),
            State::Attempted if days > 1.0 && !chance(id, 16, if less { 5 } else { 2 }) => Some(Step::Reach),
            State::Attempted => Some(Step::Attempt),
            State::Accepted => Some(Step::Reach),
            State::Reached if chance(id, 17, 1) => Some(Step::Decline(LeaveReason::NoTime)),
            State::Reached if days > (id % 9) as f64 => Some(Step::Enroll),
            State::Enrolled if days > (id % 12) as f64 => Some(Step::Start),
            // Half a year on, some have left.
            State::InService if days > 70.0 + (id % 90) as f64 && chance(id, 18, 3) => {
                Some(Step::Leave(LeaveReason::LostTouch))
            }
            _ => None,
        };
        let Some(step) = next else { continue };
        let page = referral::referral(app, &lead, line.referral).await?;
        match referral::answer(app, &lead, line.referral, page.version, step, visit_beside(app, id, step))
            .await
        {
            // It is for the protocol to say when a service may give up, and for places when it may take her.
            Ok(_) | Err(kith_app::Error::Invalid { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        if step == Step::Start && chance(id, 19, 6) {
            own_word(app, team, line.referral).await?;
        }
    }
    Ok(())
}

/// Whoever enrols her says when she is first seen, mostly.
fn visit_beside(app: &App, id: i64, step: Step) -> Beside {
    let soon =
        (step == Step::Enroll && !chance(id, 21, 2)).then(|| app.today().saturating_add((1 + id % 9).days()));
    Beside { note: None, visit_on: soon }
}

/// What she says herself; one in ten says otherwise.
async fn own_word(app: &App, team: &Team<'_>, id: ReferralId) -> anyhow::Result<()> {
    let word = Word { reached: Some(true), served: Some(!chance(id.0, 20, 1)) };
    Ok(referral::say(app, team.intake, id, Side::Client, word).await?)
}

fn lead(account: &Actor, organization: OrganizationId) -> Actor {
    Actor { role: Role::ServiceLead, organization: Some(organization), ..account.clone() }
}
