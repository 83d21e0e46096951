//! The clock of referrals: silence is not an answer, and does not keep a place for ever.

use std::time::Duration;

use kith_domain::referral::Step;
use kith_store::referral::{self as stored, Referral};

use super::{about, audited_as, then};
use crate::live::cause;
use crate::{App, Error};

/// How often to look for what was not answered.
const LOOK: Duration = Duration::from_secs(60);
/// Referrals that are looked at together.
const AT_ONCE: u32 = 100;

/// Says of every referral that was not answered in time that it lapsed: its place is free again, and intake has a task
/// with the next service by the rules. How many lapsed. It may run twice, and beside another.
pub async fn lapse(app: &App) -> Result<usize, Error> {
    let (mut lapsed, mut last) = (0, None);
    loop {
        let due = stored::to_lapse(app.db(), last.as_ref(), app.now(), AT_ONCE).await?;
        let Some(next) = due.last().cloned() else { return Ok(lapsed) };
        for silent in &due {
            match one(app, silent).await {
                Ok(done) => lapsed += usize::from(done),
                // One that cannot be read keeps nobody else's place.
                Err(error) => {
                    let (id, error) = (silent.id, cause(&error));
                    tracing::error!(referral.id = %id, error = %error, "referral {id} did not lapse; it is tried again");
                }
            }
        }
        last = Some(next);
    }
}

async fn one(app: &App, silent: &Referral) -> Result<bool, Error> {
    let then = then(app, silent, Some(Step::Lapse)).await?;
    let lapsed = stored::lapse(app.db(), silent, &then, app.now()).await?;
    if lapsed {
        audited_as(app, "clock", "lapse_referral", about(silent.id), "").await?;
    }
    Ok(lapsed)
}

/// Looks for what was not answered in time until `stop` resolves.
pub async fn run_clock(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            result = lapse(&app) => if let Err(error) = result {
                tracing::error!(error = %cause(&error), "looking for unanswered referrals failed; it is tried again");
            },
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
