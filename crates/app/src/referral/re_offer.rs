//! The next service is asked by the rules, where the programme says so, and everyone is told.
//!
//! Only one that she may surely have is asked without anybody's doing: where a service would have to be asked whether it
//! takes her at all, or nobody fits, intake looks. What a process that died left undone the clock does.

use kith_domain::id::ReferralId;
use kith_domain::matching::Fit;
use kith_domain::referral::{ReturnReason, State, Step};
use kith_store::care_case;
use kith_store::referral::{self as stored, NewReferral, Referral, Referred, Then};

use super::clock::CLOCK;
use super::matches::candidates;
use super::{about, answer_due, audited_as, fresh, then, timers};
use crate::live::cause;
use crate::{App, Error};

/// Referrals that are looked at together.
const AT_ONCE: u32 = 100;

/// Asks the next service for every referral in whose stead one is to be asked. How many services were asked. It may run
/// twice, and beside another.
pub async fn re_offer(app: &App) -> Result<usize, Error> {
    let (mut asked, mut last) = (0, None);
    loop {
        let ended = stored::to_re_offer(app.db(), last, AT_ONCE).await?;
        let Some(next) = ended.last().copied() else { return Ok(asked) };
        for (_, id) in ended {
            match one(app, id).await {
                Ok(done) => asked += usize::from(done),
                Err(error) => failed(id, &error),
            }
        }
        last = Some(next);
    }
}

/// Asks the next service after a step that was taken, as far as it asks for that. The step stands, whatever comes of this:
/// the clock tries again.
pub(super) async fn after(app: &App, ended: ReferralId, then: &Then) {
    if then.re_offer
        && let Err(error) = one(app, ended).await
    {
        failed(ended, &error);
    }
}

fn failed(id: ReferralId, error: &Error) {
    let error = cause(error);
    tracing::error!(referral.id = %id, error = %error, "nobody was asked in the stead of referral {id}; it is tried again");
}

async fn one(app: &App, id: ReferralId) -> Result<bool, Error> {
    let ended = stored::find(app.db(), id).await?.ok_or(Error::NotFound("this referral"))?;
    let case = care_case::find(app.db(), ended.case).await?.ok_or(Error::NotFound("this case"))?;
    let timers = timers(app).await?;
    let mut open = case.closed_at.is_none();
    for (service, fit) in if open { candidates(app, &ended).await? } else { Vec::new() } {
        if !matches!(fit, Fit::Eligible(_)) {
            continue;
        }
        let new = NewReferral {
            case: ended.case,
            person: ended.person,
            service: service.id,
            why: ended.why.clone(),
            do_not_contact: ended.do_not_contact,
            due_at: answer_due(app, timers)?,
            fresh: fresh(timers, app.now()),
        };
        match stored::re_offer(app.db(), &ended, &new, app.now()).await? {
            Some(Referred::Sent(next)) => {
                let detail = format!("in the stead of {}, service/{}", about(id), service.id);
                audited_as(app, CLOCK, "re_offer", about(next), &detail).await?;
                return Ok(true);
            }
            Some(Referred::CaseClosed) => {
                open = false;
                break;
            }
            // Somebody took the place, or asked for something else, meanwhile.
            Some(Referred::Full | Referred::Closed | Referred::Asked(_) | Referred::SameKind(_)) => {}
            None => return Ok(false),
        }
    }
    let then = then(app, &ended, Some(step_to(&ended))).await?;
    stored::propose(app.db(), &ended, &then.elsewhere, open, app.now()).await?;
    Ok(false)
}

/// The step that ended a referral without her being served, as far as the words of a task go.
fn step_to(ended: &Referral) -> Step {
    match ended.state {
        State::Lapsed => Step::Lapse,
        _ => Step::Return(ReturnReason::NoPlace),
    }
}
