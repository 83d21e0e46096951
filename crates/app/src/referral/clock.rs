//! The clock of referrals: silence is not an answer, and does not keep a place for ever.

use std::time::Duration;

use jiff::civil::Date;
use kith_domain::referral::Step;
use kith_store::outbox;
use kith_store::referral::{self as stored, Referral};

use super::re_offer::{after, re_offer};
use super::{about, after_days, audited_as, fresh, then, timers};
use crate::live::cause;
use crate::{App, Error};

/// How often to look for what was not answered.
const LOOK: Duration = Duration::from_secs(60);
/// Who it is, in the audit log.
pub(super) const CLOCK: &str = "clock";
/// Days in which she is asked once her day has come: what is older than that, nobody asks.
const ASK_HER_WITHIN: i64 = 30;
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
        audited_as(app, CLOCK, "lapse_referral", about(silent.id), "").await?;
        after(app, silent.id, &then).await;
    }
    Ok(lapsed)
}

/// Asks services whose number of places grew old whether it still stands, and her what became of a referral, each as often
/// as the programme says. How many were asked.
pub async fn ask(app: &App) -> Result<u64, Error> {
    let (timers, now) = (timers(app).await?, app.now());
    let mut asked = 0;
    if let Some(days) = timers.ask_places_days.filter(|days| *days > 0) {
        // A round is so many days: what was asked in it is not asked again, whoever looks.
        let round = app.today().since(Date::ZERO).map_or(0, |since| since.get_days())
            / i32::try_from(days).unwrap_or(i32::MAX);
        asked += outbox::ask_places(app.db(), fresh(timers, now), &format!("{days}:{round}"), now).await?;
    }
    if let Some(days) = timers.ask_her_days {
        let before = after_days(now, -i64::from(days));
        asked += outbox::ask_her(app.db(), before, after_days(before, -ASK_HER_WITHIN), now).await?;
    }
    Ok(asked)
}

async fn look(app: &App) -> Result<(), Error> {
    lapse(app).await?;
    // What a process that died left undone.
    re_offer(app).await?;
    ask(app).await.map(drop)
}

/// Looks for what was not answered in time until `stop` resolves.
pub async fn run_clock(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            result = look(&app) => if let Err(error) = result {
                tracing::error!(error = %cause(&error), "looking at the clock of referrals failed; it is tried again");
            },
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
