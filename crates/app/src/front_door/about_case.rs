//! A form that asks about a woman whose case is open: an instrument has no name in it, and the case says whose it is.

use kith_domain::access::Actor;
use kith_domain::care_case::CaseError;
use kith_domain::form::{Answers, Form, Response, State, identity};
use kith_domain::id::CaseId;
use kith_interop::fhir::questionnaire;
use kith_store::care_case::{self, NewSubmission, Submitted};
use kith_store::{ledger, source};

use super::{Filled, Put, SOURCE, of, once, read, shown, tasks};
use crate::view::FormListing;
use crate::{App, Error, audited, triage};

/// Whether a form says whom it is about.
fn names_her(form: &Form) -> bool {
    form.item(identity::FAMILY).is_some()
}

/// The forms that can be filled in for a case.
pub(crate) fn listed(app: &App) -> Result<Vec<FormListing>, Error> {
    let forms = of(app)?;
    let listing = |form: &Form| FormListing {
        id: form.id.clone(),
        title: form.title.clone(),
        purpose: form.purpose.clone(),
    };
    Ok(forms.forms.iter().filter(|form| !names_her(form)).map(listing).collect())
}

/// A form to be filled in for an open case, for who works on it.
pub async fn form_about(app: &App, actor: &Actor, case: CaseId, id: &str) -> Result<Form, Error> {
    let case = triage::load(app, actor, case).await?;
    let found = of(app)?.forms.iter().find(|form| form.id == id && !names_her(form)).cloned();
    found.filter(|_| case.is_open()).ok_or(Error::NotFound("this form"))
}

/// Puts in a form about the woman of an open case: it joins that case and no other, and what its answers ask for is to be
/// done about it.
pub async fn submit_about(app: &App, actor: &Actor, case: CaseId, filled: Filled<'_>) -> Result<Put, Error> {
    let form = form_about(app, actor, case, filled.form).await?;
    let (forms, rules, db) = (of(app)?, triage::rules(app)?, app.db());
    let answers = &filled.answers;
    let wrong = form.check(answers);
    if !wrong.is_empty() {
        return Ok(Put::Wrong(wrong));
    }
    let now = app.now();
    let source = source::ensure(db, SOURCE, now).await?;
    let once = once(actor, &filled);
    if let Some(submission) = care_case::submission_once(db, source, &once).await? {
        return Ok(Put::In(triage::receipt(&Submitted { submission, again: true })));
    }
    // Who she is stands on the first form: the record of these answers is hers by the same words.
    let person = once[..24].to_owned();
    let about = kith_domain::fact::Reference::new("Patient", &person);
    let known = who(app, case).await?;
    let patient = read(questionnaire::patient(&known, &person, now))?;
    ledger::append(db, source, vec![patient], now).await?;
    crate::linking::link(app).await?;
    let response = Response {
        id: once[..32].to_owned(),
        form: form.url.clone(),
        version: form.version.clone(),
        state: State::Complete,
        language: filled.language.to_owned(),
        mode: filled.mode,
        subject: about.0.clone(),
        author: actor.name.clone(),
        authored_at: now,
        answers: answers.clone(),
    };
    let open = care_case::find(db, case).await?.filter(|c| c.is_open());
    let open = open.ok_or_else(|| triage::refused(CaseError::Closed))?;
    let new = NewSubmission {
        form: form.id.clone(),
        form_version: form.version.clone(),
        channel: "page".into(),
        organization: None,
        by: Some(actor.account),
        by_name: actor.name.clone(),
        authored_at: now,
        person: about,
        case: Some(case),
        answers: 0,
        timing: open.timing,
        factors: form.factors(answers),
        tasks: tasks(&form, answers, &forms.actions, rules, now),
        receipt: triage::receipt_number()?,
        once,
    };
    let answered = read(questionnaire::write_response(&form, &response))?;
    let put = care_case::submit(db, rules, source, vec![answered], &new, now).await?;
    app.wake();
    audited(app, actor, "submit", Some(format!("case/{case}")), &format!("submission/{}", put.submission.id))
        .await?;
    Ok(Put::In(triage::receipt(&put)))
}

/// What the first form that names her says of who she is.
async fn who(app: &App, case: CaseId) -> Result<Answers, Error> {
    let forms = of(app)?;
    let submissions = care_case::submissions(app.db(), case).await?;
    for (submission, _) in submissions.into_iter().rev() {
        let form = forms.forms.iter().find(|form| form.id == submission.form && names_her(form));
        if let Some(answers) = shown::answers(app, &submission, form).await? {
            return Ok(answers);
        }
    }
    Err(Error::NotFound("the form that says who she is"))
}
