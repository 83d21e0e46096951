//! Forms: what may be put in, putting one in, and what became of those that one's organisation sent.
//!
//! A form is two records of its sender, a Patient and a QuestionnaireResponse, kept like everyone's. She is looked for
//! among everybody before her case is made, so that a second form about her joins the first, whoever sent it.

pub mod bundles;
pub(crate) mod referrals;
pub mod scans;
mod shown;
pub mod tables;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use kith_domain::access::{Action, Actor, Subject};
use kith_domain::care_case::{Case, Timing};
use kith_domain::consent::of_answer;
use kith_domain::fact::Reference;
use kith_domain::form::{
    self, ActionTable, Answers, Category, Form, Instrument, Level, Membership, Mode, Response, State,
    TaskRole, Value, Wrong, identity,
};
use kith_domain::id::{AccountId, CaseId, OrganizationId, RecordId, SubmissionId};
use kith_domain::matching::TERM;
use kith_domain::phone::{PhoneWish, is_same};
use kith_domain::priority::Rules;
use kith_domain::worktime::Within;
use kith_interop::fhir::{self, questionnaire};
use kith_interop::table::Columns;
use kith_store::care_case::{self, NewSubmission, NewTask, Submitted};
use kith_store::ledger::{self, Arrival};
use kith_store::{facts, source};
use sha2::{Digest, Sha256};

use crate::ingest::arrival;
use crate::privacy::listed;
use crate::programme::Words;
use crate::triage::inbox::years;
use crate::view::{FormListing, Receipt, Seen, SentForm, SentList, SentStanding};
use crate::{App, Error, audited, require, triage};

pub(crate) use shown::{form_shown, phone_wishes};

/// Who has not turned this age is a teen mother.
const TEEN: i16 = 18;
/// Forms of one's own that a page shows.
const SENT: u32 = 50;
/// Who sends a form where the actor has no organisation.
const SOURCE: &str = "Front door";

/// The forms of a programme, and what answers lead to.
#[derive(Debug, Clone)]
pub struct Forms {
    /// Forms, in the order of the page.
    pub forms: Vec<Form>,
    /// What has to be done because of an answer.
    pub actions: ActionTable,
    /// Tables of partners, and which column answers which question.
    pub columns: Vec<Columns>,
}

/// A form on its way in.
#[derive(Debug, Clone)]
pub struct Filled<'a> {
    /// Its id.
    pub form: &'a str,
    /// What was answered.
    pub answers: Answers,
    /// The language of the questions.
    pub language: &'a str,
    /// How it was filled in.
    pub mode: Mode,
    /// Drawn when the empty form was shown: the same form sent twice is one.
    pub once: &'a str,
}

/// What became of putting a form in.
#[derive(Debug, Clone, PartialEq)]
pub enum Put {
    /// It is in.
    In(Receipt),
    /// It has to be mended first; nothing was kept.
    Wrong(Vec<Wrong>),
}

fn of(app: &App) -> Result<Arc<Forms>, Error> {
    app.programme().forms.clone().ok_or(Error::NotFound("the front door of this programme"))
}

fn may(actor: &Actor, action: Action) -> Result<(), Error> {
    require(actor, action, Subject { organization: actor.organization, worker: None }).map(|_| ())
}

/// The forms that may be put in.
pub fn forms(app: &App, actor: &Actor) -> Result<Vec<FormListing>, Error> {
    may(actor, Action::Submit)?;
    // What messages answer is no form for people.
    Ok(of(app)?.forms.iter().filter(|form| form.id != form::MESSAGE).map(listing).collect())
}

/// Forms that carry an instrument: what somebody who knows her asks her again.
pub(crate) fn instruments(app: &App) -> Result<Vec<FormListing>, Error> {
    let forms = of(app)?;
    Ok(forms.forms.iter().filter(|form| !form.instruments().is_empty()).map(listing).collect())
}

fn listing(form: &Form) -> FormListing {
    FormListing { id: form.id.clone(), title: form.title.clone(), purpose: form.purpose.clone() }
}

/// A form, to be filled in.
pub fn form(app: &App, actor: &Actor, id: &str) -> Result<Form, Error> {
    may(actor, Action::Submit)?;
    let found = of(app)?.forms.iter().find(|form| form.id == id && id != form::MESSAGE).cloned();
    found.ok_or(Error::NotFound("this form"))
}

/// The kind of questions that a risk factor comes from, of several one that is sensitive; none of one that no form asks
/// about.
pub(crate) fn category_of_factor(app: &App, factor: &str) -> Option<Category> {
    let forms = of(app).ok()?;
    let items = forms.forms.iter().flat_map(Form::walk);
    let asking = items.filter(|item| item.factors.iter().any(|rule| rule.factor == factor));
    most_sensitive(asking.map(|item| item.category))
}

/// Of several kinds of questions one that is sensitive, where there is one; else the first.
fn most_sensitive(mut all: impl Iterator<Item = Category>) -> Option<Category> {
    let first = all.next()?;
    Some(
        std::iter::once(first)
            .chain(all)
            .find(|category| of_answer(*category).is_sensitive())
            .unwrap_or(first),
    )
}

/// The kind of questions that a task of the table of actions comes from, by its source and its trigger: those of the item
/// that the trigger names, where a form has it, or else of the instrument; none of a risk factor that no form asks about.
pub(crate) fn category_of_action(app: &App, source: &str, trigger: &str) -> Option<Category> {
    let Some(instrument) = Instrument::named(source) else { return category_of_factor(app, trigger) };
    let named = trigger.strip_prefix("item:").and_then(|rest| rest.split(['>', '<', '=', ' ']).next());
    let is = |part: &Membership| part.instrument == instrument && named == Some(part.item.as_str());
    let forms = of(app).ok();
    let items = forms.iter().flat_map(|forms| forms.forms.iter().flat_map(Form::walk));
    let asking = items.filter(|item| item.parts.iter().any(is)).map(|item| item.category);
    Some(most_sensitive(asking).unwrap_or(instrument.category()))
}

/// By which door a form comes, and who stands behind it.
pub(crate) struct Door<'d> {
    /// `page`, `file`, `scan`, `api`.
    pub channel: &'static str,
    /// The organisation that sends it.
    pub organization: Option<OrganizationId>,
    /// Who entered it, where they have an account.
    pub by: Option<AccountId>,
    /// Their name.
    pub by_name: &'d str,
    /// In whose name its records stand.
    pub sender: &'d str,
    /// When it was filled in.
    pub authored_at: Timestamp,
    /// The same of one sender is the same form.
    pub once: String,
    /// Whom it is about.
    pub about: About,
    /// Records that came with it and stand beside its answers, in one transaction.
    pub with: Vec<Arrival>,
    /// Numbers that must not be used, beside that of its answers.
    pub not_used: Vec<String>,
}

/// Whom a form is about.
pub(crate) enum About {
    /// The woman of its answers.
    Answers,
    /// The Patient that came with it.
    Patient(Vec<u8>),
    /// One of the records that came with it, or the woman of its answers where none is named.
    Records(Vec<Arrival>, Option<Reference>),
}

/// Puts a form in: its records, its case and the tasks that its answers make are on disk when this returns.
pub async fn submit(app: &App, actor: &Actor, filled: Filled<'_>) -> Result<Put, Error> {
    let form = form(app, actor, filled.form)?;
    let sender = sender(app, actor).await?;
    let door = Door {
        channel: "page",
        organization: actor.organization,
        by: Some(actor.account),
        by_name: &actor.name,
        sender: &sender,
        authored_at: app.now(),
        once: once(actor, &filled),
        about: About::Answers,
        with: Vec::new(),
        not_used: Vec::new(),
    };
    let mut put = take_in(app, &form, &filled, door).await?;
    if let Put::In(receipt) = &put
        && let Some(case) = receipt.case.filter(|_| !receipt.again)
    {
        let submission = format!("submission/{}", receipt.submission);
        audited(app, actor, "submit", Some(format!("case/{case}")), &submission).await?;
    }
    // Her case is for who may see it.
    if let Put::In(receipt) = &mut put
        && may(actor, Action::Triage).is_err()
    {
        receipt.case = None;
    }
    Ok(put)
}

/// Puts a form in, by whichever door it comes: one way for all, so that each gets the same case, the same look for who
/// she is, and the same receipt.
pub(crate) async fn take_in(
    app: &App,
    form: &Form,
    filled: &Filled<'_>,
    door: Door<'_>,
) -> Result<Put, Error> {
    let forms = of(app)?;
    let rules = triage::rules(app)?;
    let answers = &filled.answers;
    let mut wrong = form.check(answers);
    let (now, today) = (app.now(), app.today());
    let timing = timing(answers);
    wrong.extend(timing_wrong(timing, today));
    if !wrong.is_empty() {
        return Ok(Put::Wrong(wrong));
    }
    let actions = form.actions(answers, &forms.actions);
    let (db, once) = (app.db(), door.once);
    let source = source::ensure(db, door.sender, now).await?;
    // A form sent twice is one, and leaves nothing behind the second time.
    if let Some(submission) = care_case::submission_once(db, source, &once).await? {
        return Ok(Put::In(receipt(&Submitted { submission, again: true }, &actions)));
    }
    // Each form tells of a person of its own: two women may have one name and one birth date. Who is whom is for the
    // linkage to say.
    let made = || read(questionnaire::patient(answers, &once[..24], now));
    let (first, about) = match door.about {
        About::Records(mut records, None) => {
            let patient = made()?;
            let about = Reference::new("Patient", &patient.resource_id);
            records.push(patient);
            (records, about)
        }
        About::Records(records, Some(about)) => (records, about),
        About::Answers => {
            let patient = made()?;
            let about = Reference::new("Patient", &patient.resource_id);
            (vec![patient], about)
        }
        About::Patient(bytes) => {
            let patient = read(bytes)?;
            let about = Reference::new("Patient", &patient.resource_id);
            (vec![patient], about)
        }
    };
    let response = Response {
        id: once[..32].to_owned(),
        form: form.url.clone(),
        version: form.version.clone(),
        state: State::Complete,
        language: filled.language.to_owned(),
        mode: filled.mode,
        subject: about.0.clone(),
        author: door.by_name.to_owned(),
        authored_at: door.authored_at,
        answers: answers.clone(),
    };
    // Who she is comes first, and whether she is somebody known: her case may be open already.
    ledger::append(db, source, first, now).await?;
    crate::linking::link(app).await?;
    let mut factors = form.factors(answers);
    factors.extend(teen(answers, today).map(|so| ("teen_mother".to_owned(), Some(so))));
    factors.push(("first_pregnancy".to_owned(), before(answers).map(|before| !before)));
    if form.id == form::MESSAGE {
        // A message was asked nothing: what it leaves out is not known, whichever question it would answer.
        let left_out = |id: &String| factors.iter().all(|(factor, _)| factor != id);
        let left_out: Vec<String> = rules.factors.iter().map(|f| f.id.clone()).filter(left_out).collect();
        factors.extend(left_out.into_iter().map(|id| (id, None)));
    }
    let new = NewSubmission {
        form: form.id.clone(),
        form_version: form.version.clone(),
        channel: door.channel.into(),
        organization: door.organization,
        by: door.by,
        by_name: door.by_name.to_owned(),
        authored_at: door.authored_at,
        person: about,
        answers: 0,
        timing,
        factors,
        tasks: tasks(&actions, rules, now),
        wishes: wishes(answers, door.not_used),
        receipt: triage::receipt_number()?,
        once,
    };
    let mut arrivals = vec![read(questionnaire::write_response(form, &response))?];
    arrivals.extend(door.with);
    let put = care_case::submit(db, rules, source, arrivals, &new, now).await?;
    app.wake();
    Ok(Put::In(receipt(&put, &actions)))
}

/// What one's own organisation sent, and what became of it: the newest first, those after a place in the list. Who else
/// sent something about her, and which services she was referred to, is not theirs to know.
pub async fn sent(app: &App, actor: &Actor, after: Option<&str>) -> Result<SentList, Error> {
    may(actor, Action::FollowSubmission)?;
    let forms = of(app)?;
    let Some(organization) = actor.organization else { return Ok(SentList::default()) };
    let after = after.map(read_place).transpose()?;
    let mut found = care_case::of_organization(app.db(), organization, after, SENT + 1).await?;
    let more = found.len() > SENT as usize;
    found.truncate(SENT as usize);
    let next = found.last().filter(|_| more).map(|last| format!("{}.{}", last.at.as_microsecond(), last.id));
    let cases: Vec<CaseId> = found.iter().map(|submission| submission.case).collect();
    let cases = care_case::many(app.db(), &cases).await?;
    let cases: HashMap<CaseId, Case> = cases.into_iter().map(|case| (case.id, case)).collect();
    let records: Vec<RecordId> = found.iter().map(|submission| submission.record).collect();
    let records = ledger::bytes_of(app.db(), &records).await?;
    let mut all = Vec::new();
    for submission in found {
        let Some(case) = cases.get(&submission.case) else { continue };
        let form = forms.forms.iter().find(|form| form.id == submission.form);
        let bytes = records.get(&submission.record).map(Vec::as_slice);
        all.push(SentForm {
            submission: submission.id,
            form: form.map(|form| form.title.clone()).unwrap_or_default(),
            name: shown::name_written(&submission, bytes, form),
            at: submission.at,
            standing: SentStanding::of(case.state),
            since: case.closed_at.unwrap_or(submission.at),
            number: submission.receipt,
        });
    }
    let named = cases.values().map(|case| case.person);
    listed(app, actor, "follow_submissions", None, (format!("{} rows", all.len()), named)).await?;
    Ok(SentList { forms: all, next })
}

/// A place in the list of what was sent, out of an address.
fn read_place(text: &str) -> Result<(Timestamp, SubmissionId), Error> {
    let place = || {
        let (at, id) = text.split_once('.')?;
        Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, SubmissionId(id.parse().ok()?)))
    };
    place()
        .ok_or_else(|| Error::Invalid { field: "after", message: "open the list from its beginning".into() })
}

/// By what a form that came without a page is known when it comes again: its name, and every answer in it.
fn once_of(form: &str, answers: &Answers) -> String {
    let said = serde_json::to_vec(&(form, answers.alone, &answers.given));
    hex(&Sha256::digest(said.expect("plain answers always have a JSON form")))
}

/// By what a form is known when it comes again: who sends it, from which empty page, and every answer in it. A page that
/// is gone back to and filled in for somebody else is another form.
fn once(actor: &Actor, filled: &Filled<'_>) -> String {
    let answers = &filled.answers;
    let said = serde_json::to_vec(&(filled.form, answers.alone, &answers.given));
    let mut hash = Sha256::new();
    hash.update(format!("{}\n{}\n", actor.account, filled.once));
    hash.update(said.expect("plain answers always have a JSON form"));
    hex(&hash.finalize())
}

/// In whose name the records of a form stand.
async fn sender(app: &App, actor: &Actor) -> Result<String, Error> {
    let Some(organization) = actor.organization else { return Ok(SOURCE.to_owned()) };
    let all = facts::organizations(app.db()).await?;
    let named = |id: OrganizationId| all.iter().find(|o| o.id == id).and_then(|o| o.name.clone());
    Ok(named(organization).map_or_else(|| SOURCE.to_owned(), |name| format!("{SOURCE}: {name}")))
}

/// In whose name the forms of a partner stand.
pub(crate) fn sender_called(partner: &str) -> String {
    format!("{SOURCE}: {partner}")
}

/// The partner in whose name the forms of a source stand; any other source is called as it is.
pub(crate) fn partner_of(source: &str) -> &str {
    source.strip_prefix(SOURCE).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(source)
}

/// Whether records of this source came in by forms.
pub(crate) fn is_sender(source: &str) -> bool {
    source.strip_prefix(SOURCE).is_some_and(|rest| rest.is_empty() || rest.starts_with(": "))
}

fn read(bytes: Vec<u8>) -> Result<Arrival, Error> {
    match fhir::read(&bytes) {
        Ok(resource) => Ok(arrival(resource, bytes)),
        Err(problem) => Err(Error::Internal(problem.message.into())),
    }
}

fn day(answers: &Answers, link_id: &str) -> Option<Date> {
    match answers.given.get(link_id)?.values().first()? {
        Value::Date(date) => date.day(),
        _ => None,
    }
}

/// When she is expected to give birth, or did, as the answers say.
fn timing(answers: &Answers) -> Timing {
    let from_period = |day: Date| day.checked_add(jiff::Span::new().days(i64::from(TERM))).ok();
    let expected = day(answers, identity::DUE_DATE);
    Timing {
        expected_on: expected.or_else(|| day(answers, identity::LMP).and_then(from_period)),
        born_on: day(answers, identity::DELIVERED_ON).or_else(|| day(answers, identity::INFANT_BIRTH_DATE)),
    }
}

/// Days that cannot be: a birth to come, a due date beyond any pregnancy.
fn timing_wrong(timing: Timing, today: Date) -> Option<Wrong> {
    let wrong = |link_id: &str, en: (&str, &str), es: (&str, &str)| Wrong {
        link_id: link_id.to_owned(),
        mistake: kith_domain::form::Mistake::OutOfRange,
        what: Words::new(en.0, es.0),
        help: Words::new(en.1, es.1),
    };
    let days = |day: Date| i64::from((day - today).get_days());
    if timing.born_on.is_some_and(|born| born > today) {
        return Some(wrong(
            identity::DELIVERED_ON,
            ("This day is still to come.", "Write the day of the birth, or the due date instead."),
            ("Ese día aún no llega.", "Escriba el día del parto o, en su lugar, la fecha probable."),
        ));
    }
    if timing.expected_on.is_some_and(|due| days(due) > i64::from(TERM) + 7) {
        return Some(wrong(
            identity::DUE_DATE,
            ("This is more than nine months away.", "Look at the year."),
            ("Faltan más de nueve meses.", "Revise el año."),
        ));
    }
    None
}

/// Whether she is a teen mother; none where her birth date is not known.
fn teen(answers: &Answers, today: Date) -> Option<bool> {
    Some(years(day(answers, identity::BIRTH_DATE)?, today) < TEEN)
}

/// Whether she was pregnant before.
fn before(answers: &Answers) -> Option<bool> {
    match answers.given.get(identity::PREGNANT_BEFORE)?.values().first()? {
        Value::Boolean(so) => Some(*so),
        _ => None,
    }
}

/// What the sender of a form gets back.
fn receipt(put: &Submitted, actions: &[form::Action]) -> Receipt {
    let form = &put.submission;
    Receipt {
        number: form.receipt.clone(),
        submission: form.id,
        case: Some(form.case),
        again: put.again,
        at: form.at,
        contact_by: form.contact_by,
        sees: seen(actions),
    }
}

/// What her answers ask to be said to her at once, each thing once. That more questions follow is for the form to say.
fn seen(actions: &[form::Action]) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    for action in actions.iter().filter(|action| action.level != Level::NextInstrument) {
        if all.iter().all(|seen| seen.words != action.person_sees) {
            all.push(Seen {
                words: action.person_sees.clone(),
                urgent: action.level.around_the_clock(),
                private: action.level.private(),
            });
        }
    }
    all
}

/// What the answers ask somebody to do.
fn tasks(actions: &[form::Action], rules: &Rules, now: Timestamp) -> Vec<NewTask> {
    let due = |minutes: u32, always: bool| {
        if always {
            return now.checked_add(jiff::Span::new().minutes(i64::from(minutes))).unwrap_or(now);
        }
        let within = match (minutes / 1440, minutes % 1440) {
            (days, 0) => Within::Days(u16::try_from(days).unwrap_or(u16::MAX)),
            _ => Within::Minutes(minutes),
        };
        rules.calendar.add_business(now, within)
    };
    actions
        .iter()
        .filter(|action| action.task_role != TaskRole::System)
        .map(|action| {
            let always = action.level.around_the_clock();
            NewTask {
                kind: format!("screening:{}", action.level.name()),
                words: shown::task_words(action, rules),
                role: action.task_role.name().to_owned(),
                due_at: due(action.respond_within.unwrap_or(1440), always),
                close_by: action.close_within.map(|minutes| due(minutes, always)),
                origin: format!("{}:{}", action.source(), action.trigger),
            }
        })
        .collect()
}

/// How she wants her number used, as the answers say.
fn wish(answers: &Answers) -> Option<(String, PhoneWish)> {
    let said = |link_id: &str| match answers.given.get(link_id)?.values().first()? {
        Value::Text(text) | Value::Code(text) => Some(text.clone()),
        _ => None,
    };
    Some((said(identity::PHONE)?, PhoneWish::named(&said(identity::PHONE_SAFE)?)?))
}

/// The same with the numbers that must not be used, whatever the answers say of them.
fn wishes(answers: &Answers, not_used: Vec<String>) -> Vec<(String, PhoneWish)> {
    let own = wish(answers).filter(|(number, _)| not_used.iter().all(|not| !is_same(not, number)));
    own.into_iter().chain(not_used.into_iter().map(|number| (number, PhoneWish::DoNotUse))).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
