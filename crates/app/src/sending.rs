//! Messages leave: one at a time is taken from the outbox, written, sent, and said to be sent.
//!
//! A message that a dying process took is sent again by another, and is then the same message: the same key, the same link,
//! the same words. What cannot be sent outside was told here all the same. What is days late is not sent: whoever reads it
//! would take it for news.

mod write;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kith_messaging::{Gateways, Outgoing, SendError, hex, keyed};
use kith_store::outbox::{self, Waiting};

use crate::live::cause;
use crate::referral::audited_as;
use crate::{App, Error};
use write::{To, Written, write};

/// How often to look for something to send.
const LOOK: Duration = Duration::from_secs(2);
/// Days after which a message is not sent any more.
const LATE_DAYS: i64 = 3;
/// How long to wait after the first try that failed; twice as long after each one more.
const PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// The longest wait between two tries.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);
/// Messages that are sent at the same time.
const AT_ONCE: usize = 4;

/// How messages leave.
#[derive(Debug)]
pub struct Outside {
    /// The gateways.
    pub gateways: Gateways,
    /// Where pages are, as those outside reach them: `https://kith.example.org`.
    pub address: String,
    /// Of this installation alone: links and keys of messages are made with it.
    pub key: [u8; 32],
}

/// What can be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sends {
    /// Mail.
    pub mail: bool,
    /// Texts.
    pub texts: bool,
}

impl Outside {
    /// What can be sent.
    pub fn sends(&self) -> Sends {
        Sends { mail: self.gateways.mail.is_some(), texts: self.gateways.texts.is_some() }
    }
}

impl App {
    /// Says how messages leave.
    pub fn set_outside(&self, outside: Outside) {
        *self.inner.outside.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(Arc::new(outside));
    }

    pub(crate) fn outside(&self) -> Option<Arc<Outside>> {
        self.inner.outside.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    Sent(&'static str),
    Here,
    Later(Timestamp),
    Refused,
}

/// Sends what waits until nothing does. How many messages left. It may run twice, and beside another.
pub async fn send_all(app: &App) -> Result<usize, Error> {
    let Some(outside) = app.outside() else { return Ok(0) };
    let senders = (0..AT_ONCE).map(|_| async {
        let mut left = 0;
        while let Some(waiting) = outbox::take(app.db(), app.now()).await? {
            left += usize::from(one(app, &outside, &waiting).await?);
        }
        Ok::<usize, Error>(left)
    });
    let mut left = 0;
    for sender in futures::future::join_all(senders).await {
        left += sender?;
    }
    Ok(left)
}

async fn one(app: &App, outside: &Outside, waiting: &Waiting) -> Result<bool, Error> {
    let became = became(app, outside, waiting).await?;
    let (db, now) = (app.db(), app.now());
    match became {
        Became::Sent(by) => {
            outbox::sent(db, &waiting.key, by, now).await?;
            let detail = format!("{} by {by}", waiting.class.name());
            audited_as(app, "outbox", "send_message", format!("message/{}", waiting.key), &detail).await?;
        }
        Became::Here => drop(outbox::sent(db, &waiting.key, "page", now).await?),
        Became::Later(at) => outbox::later(db, &waiting.key, at).await?,
        Became::Refused => outbox::refused(db, waiting, now).await?,
    }
    Ok(matches!(became, Became::Sent(_)))
}

async fn became(app: &App, outside: &Outside, waiting: &Waiting) -> Result<Became, Error> {
    let now = app.now();
    if waiting.made_at < now - SignedDuration::from_hours(24 * LATE_DAYS) {
        return Ok(Became::Here);
    }
    let (to, said) = match write(app, outside, waiting).await? {
        Written::Message(to, said) => (to, said),
        Written::Nothing => return Ok(Became::Here),
        Written::NotBefore(at) => return Ok(Became::Later(at)),
    };
    let key = hex(&keyed(&outside.key, &format!("message:{}", waiting.key))[..16]);
    let message = Outgoing { key, said, made_at: waiting.made_at };
    let (sent, by) = match (&to, &outside.gateways) {
        (To::Email(to), Gateways { mail: Some(mail), .. }) => (mail.send(to, &message).await, "email"),
        (To::Phone(to), Gateways { texts: Some(texts), .. }) => (texts.send(to, &message, now).await, "text"),
        _ => return Ok(Became::Here),
    };
    Ok(match sent {
        Ok(()) => Became::Sent(by),
        Err(error) => {
            tracing::warn!(message.key = %waiting.key, tries = waiting.tries, error = %error, "a message was not sent");
            match error {
                SendError::Later(_) => {
                    Became::Later(now.checked_add(pause(waiting.tries)).unwrap_or(Timestamp::MAX))
                }
                SendError::Refused(_) => Became::Refused,
            }
        }
    })
}

/// How long to wait after so many tries.
fn pause(tries: i64) -> SignedDuration {
    let doubled = 1_i32 << tries.clamp(1, 16).saturating_sub(1);
    (PAUSE * doubled).min(LONGEST_PAUSE)
}

/// Sends messages until `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    if app.outside().is_none() {
        return stop.await;
    }
    // What a process before this one took and did not send need not wait for its lease. Over PostgreSQL another process may
    // be sending it.
    if app.db().kind() == "sqlite"
        && let Err(error) = outbox::release(app.db()).await
    {
        tracing::warn!(error = %error, "giving messages back failed; they are taken again when their lease ends");
    }
    loop {
        tokio::select! {
            () = &mut stop => return,
            result = send_all(&app) => if let Err(error) = result {
                tracing::error!(error = %cause(&error), "sending messages failed; it is tried again");
            },
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_that_is_not_there_is_asked_ever_more_seldom() {
        let check = |tries, seconds| assert_eq!(pause(tries), SignedDuration::from_secs(seconds), "{tries}");
        check(1, 30);
        check(2, 60);
        check(5, 480);
        check(11, 21_600);
        check(i64::MAX, 21_600);
    }
}
