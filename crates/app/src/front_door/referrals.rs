//! Referrals by message: HL7 v2 through the door for messages, FHIR in a file. Each becomes the submission that a form
//! makes, with the message beside its answers.

use kith_domain::fact::Reference;
use kith_domain::form::{Form, MESSAGE, Mode, Wrong};
use kith_interop::fhir::{self, referral::Sent};
use kith_interop::referral::{Referral, fit};
use kith_interop::{Problem, Reason};
use kith_store::ledger::{self, Arrival};
use kith_store::source;

use super::bundles::{Letter, said};
use super::{About, Door, Filled, Put, of, once_of, sender_called, take_in};
use crate::ingest::arrival;
use crate::view::Receipt;
use crate::{App, Error};

/// The form that messages answer, where the programme has one.
pub(crate) fn form(app: &App) -> Option<Form> {
    of(app).ok()?.forms.iter().find(|form| form.id == MESSAGE).cloned()
}

/// Signs of the name of who refers.
const NAME: usize = 200;

/// A referral on its way in.
pub(crate) struct Referred<'r> {
    /// In whose name its records stand.
    pub sender: &'r str,
    /// By which door.
    pub channel: &'static str,
    /// What it says.
    pub referral: Referral,
    /// The records of the persons it tells of, and what is known of them.
    pub people: Vec<Arrival>,
    /// The message itself and what it kept.
    pub message: Vec<Arrival>,
}

/// Puts a referral in. A message that says what was said before is the same submission, and is kept all the same, with
/// every record that came with it.
pub(crate) async fn put(app: &App, form: &Form, referred: Referred<'_>) -> Result<Put, Error> {
    let Referral { person, by, at, answers, not_used } = referred.referral;
    let answers = fit(form, answers);
    // Numbers that must not be used are no answers, and a part of what it says.
    let said = [std::slice::from_ref(&form.id), &not_used].concat().join(" ");
    let once = once_of(&said, &answers);
    let now = app.now();
    let by: String = by.chars().filter(|c| !c.is_control()).take(NAME).collect();
    let by_name = if by.trim().is_empty() { super::partner_of(referred.sender) } else { &by };
    let door = Door {
        channel: referred.channel,
        organization: None,
        by: None,
        by_name,
        sender: referred.sender,
        authored_at: at.unwrap_or(now).min(now),
        once,
        about: About::Records(referred.people.clone(), person),
        with: referred.message.clone(),
        not_used,
    };
    let filled = Filled { form: &form.id, answers, language: "en", mode: Mode::Interview, once: "" };
    let put = take_in(app, form, &filled, door).await?;
    if let Put::In(Receipt { again: true, .. }) = &put {
        // It may say more of her than its answers do: a reading, a death.
        let source = source::ensure(app.db(), referred.sender, now).await?;
        ledger::append(app.db(), source, [referred.people, referred.message].concat(), now).await?;
        crate::linking::link(app).await?;
        app.wake();
    }
    Ok(put)
}

/// Puts the ServiceRequests of a file in.
pub(super) async fn ingest(
    app: &App,
    partner: &str,
    form: &Form,
    bytes: &[u8],
) -> Result<Vec<Letter>, Error> {
    let arrived = app.now().to_zoned(app.time_zone().clone());
    let sent = fhir::referral::sent(bytes, &arrived)
        .map_err(|problem| Error::Invalid { field: "file", message: said(&problem).into() })?;
    let sender = sender_called(partner);
    let mut all = Vec::with_capacity(sent.len());
    for one in sent {
        let place = one.place.clone();
        let put = match read(one) {
            Ok((referral, people, message)) => {
                let referred = Referred { sender: &sender, channel: "api", referral, people, message };
                match put(app, form, referred).await? {
                    Put::In(receipt) => Ok(receipt),
                    Put::Wrong(wrong) => Err(wrong.iter().map(in_words).collect()),
                }
            }
            Err(problem) => Err(vec![said(&problem)]),
        };
        all.push(Letter { place, put });
    }
    Ok(all)
}

/// What is wrong with one answer, and what to do.
pub(super) fn in_words(wrong: &Wrong) -> String {
    format!("{}: {} {}", wrong.link_id, wrong.what.en, wrong.help.en)
}

/// A referral with the records of people, and those that are kept beside its answers.
fn read(sent: Sent) -> Result<(Referral, Vec<Arrival>, Vec<Arrival>), Problem> {
    let mut referral = sent.referral?;
    let (mut people, mut message) = (Vec::new(), Vec::new());
    for bytes in sent.records {
        let resource = fhir::read(&bytes)?;
        match resource.resource_type.as_str() {
            "Patient" | "RelatedPerson" => people.push(arrival(resource, bytes)),
            _ => message.push(arrival(resource, bytes)),
        }
    }
    if let Some(person) = &referral.person {
        let is_there = |one: &Arrival| Reference::new(&one.resource_type, &one.resource_id) == *person;
        if !people.iter().any(is_there) {
            return Err(Problem::new(Reason::BadId, "the Patient has no id that can be kept"));
        }
    } else if let Some(patient) = people.iter().find(|one| one.resource_type == "Patient") {
        // A Patient without an id is known by its content; a baby's case is of its mother.
        let of_baby = people.iter().any(|one| one.resource_type == "RelatedPerson");
        referral.person = (!of_baby).then(|| Reference::new("Patient", &patient.resource_id));
    }
    Ok((referral, people, message))
}
