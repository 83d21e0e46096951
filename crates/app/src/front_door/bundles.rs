//! Filled-in forms of a partner's system: FHIR QuestionnaireResponses, alone or in a Bundle with the Patient.
//!
//! Each becomes the same submission as a form that is typed. Who she is comes from the Patient where the answers do not
//! say it. A response to a form that the programme does not have, or that says nothing of her, is refused in words. A
//! ServiceRequest has no answers to a form that somebody filled in: it is taken as what messages answer
//! ([`MESSAGE`]), and only where that was asked for.

use kith_domain::form::{Answers, Form, MESSAGE, State};
use kith_interop::Problem;
use kith_interop::fhir::questionnaire::{self, Sent};
use kith_interop::referral::not_asked_there;

use super::referrals::in_words;
use super::{About, Door, Filled, Put, of, once_of, referrals, sender_called, take_in};
use crate::ingest::check_source;
use crate::view::Receipt;
use crate::{App, Error};

/// What became of one response.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Where it stands in the file: `/entry/2/resource`.
    pub place: String,
    /// Its receipt, or what is wrong with it, each with what to do.
    pub put: Result<Receipt, Vec<String>>,
}

/// Puts the responses of a file in. `form` limits them to one form. This is for whoever runs the machine; it asks nobody's
/// role.
///
/// # Errors
///
/// A file that is not FHIR JSON, or a failure of the database: what was put in before is in.
pub async fn ingest(
    app: &App,
    partner: &str,
    form: Option<&str>,
    bytes: &[u8],
) -> Result<Vec<Letter>, Error> {
    check_source(partner)?;
    let forms = of(app)?;
    if let Some(message) = forms.forms.iter().find(|known| known.id == MESSAGE && form == Some(MESSAGE)) {
        return referrals::ingest(app, partner, message, bytes).await;
    }
    let known: Vec<&Form> = forms.forms.iter().filter(|known| form.is_none_or(|id| known.id == id)).collect();
    let sent = questionnaire::sent(bytes)
        .map_err(|problem| Error::Invalid { field: "file", message: said(&problem).into() })?;
    let source = sender_called(partner);
    let mut all = Vec::with_capacity(sent.len());
    for one in sent {
        let put = match read(&one, &known) {
            Ok((form, mut response)) => {
                // Of what the sender said: a form is the same whatever this side adds to it.
                let once = once_of(&form.id, &response.answers);
                not_asked_there(form, &mut response.answers);
                let door = Door {
                    channel: "api",
                    organization: None,
                    by: None,
                    by_name: partner,
                    sender: &source,
                    authored_at: response.authored_at.min(app.now()),
                    once,
                    about: one.patient.clone().map_or(About::Answers, About::Patient),
                    with: Vec::new(),
                    not_used: Vec::new(),
                };
                let filled = Filled {
                    form: &form.id,
                    answers: response.answers,
                    language: &response.language,
                    mode: response.mode,
                    once: "",
                };
                match take_in(app, form, &filled, door).await? {
                    Put::In(receipt) => Ok(receipt),
                    Put::Wrong(wrong) => Err(wrong.iter().map(in_words).collect()),
                }
            }
            Err(problem) => Err(vec![said(&problem)]),
        };
        all.push(Letter { place: one.place, put });
    }
    Ok(all)
}

pub(super) fn said(problem: &Problem) -> String {
    format!("{}; {}", problem.message, problem.help)
}

fn read<'f>(sent: &Sent, forms: &[&'f Form]) -> Result<(&'f Form, kith_domain::form::Response), Problem> {
    let response = sent.response.as_ref().map_err(Clone::clone)?;
    let url = questionnaire::form_of(response)?;
    let form = forms.iter().copied().find(|form| form.url == url).ok_or_else(|| {
        let message = "the answers are to a form that this programme does not have";
        Problem::new(kith_interop::Reason::BadValue, message)
    })?;
    let mut response = questionnaire::read_response(response, form)?;
    if response.state != State::Complete {
        let message = "the form is not filled in to its end";
        return Err(Problem::new(kith_interop::Reason::BadValue, message));
    }
    if let Some(patient) = &sent.patient {
        complete(form, &mut response.answers, questionnaire::identity_of(patient)?);
    }
    Ok((form, response))
}

/// What the Patient says of her, where the answers do not.
fn complete(form: &Form, answers: &mut Answers, of: Answers) {
    for (link_id, answer) in of.given {
        if form.item(&link_id).is_some() {
            answers.given.entry(link_id).or_insert(answer);
        }
    }
}
