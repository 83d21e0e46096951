//! News for open pages: numbers have moved, ask again.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::HeaderName;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use kith_app::{Error, Published};
use kith_domain::access::{Action, Decision, Fields, Role, Subject, decide};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::reader::Reader;
use crate::{lang, say};

/// A sign of life, and a look whether the session still stands.
const BEAT: Duration = Duration::from_secs(25);
/// The most sentences of one event.
const WORDS: usize = 3;
/// A version that every page is older than: some news were missed.
const MISSED: i64 = 9_007_199_254_740_991;

struct Listener {
    reader: Reader,
    news: broadcast::Receiver<Published>,
    closing: Option<watch::Receiver<bool>>,
    beat: Interval,
}

/// `GET /events`
pub(crate) async fn events(reader: Reader) -> Response {
    // How the network fares is not theirs, also not that a number moved.
    if reader.actor().role == Role::Client {
        return reader.fail(Error::Denied("families see what is theirs"));
    }
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        news: reader.web.app.subscribe(),
        closing: reader.web.settings.closing.clone(),
        reader,
        beat,
    };
    ([(HeaderName::from_static("x-accel-buffering"), "no")], Sse::new(stream(listener))).into_response()
}

fn stream(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    futures::stream::unfold(listener, |mut listener| async move {
        let event = tokio::select! {
            () = closed(&mut listener.closing) => None,
            news = listener.news.recv() => match news {
                Ok(published) => Some(event(&listener.reader, &published)),
                Err(RecvError::Lagged(_)) => {
                    Some(event(&listener.reader, &Published { version: MISSED, measures: vec![], moved: vec![] }))
                }
                Err(RecvError::Closed) => None,
            },
            _ = listener.beat.tick() => signed_in(&listener.reader).await.then(|| Event::default().comment("")),
        }?;
        Some((Ok(event), listener))
    })
}

async fn closed(closing: &mut Option<watch::Receiver<bool>>) {
    match closing {
        Some(closing) => {
            // An error means that nobody can say so any more: the process is going down.
            let _ = closing.wait_for(|closing| *closing).await;
        }
        None => std::future::pending().await,
    }
}

async fn signed_in(reader: &Reader) -> bool {
    match &reader.token {
        Some(token) => matches!(kith_app::visitor(&reader.web.app, token).await, Ok(Some(_))),
        None => false,
    }
}

fn event(reader: &Reader, published: &Published) -> Event {
    let data = serde_json::json!({
        "version": published.version,
        "measures": published.measures,
        "words": words(reader, published),
    });
    Event::default().event("published").data(data.to_string())
}

/// What moved, for who may see counts as they are: a single move is a count of one.
fn words(reader: &Reader, published: &Published) -> Vec<String> {
    let visitor = reader.visitor();
    let full = matches!(
        decide(&visitor.actor, Action::SeeCounts, Subject::default()),
        Decision::Allow(Fields::Counts | Fields::Rows)
    );
    let own =
        |place: &Option<String>| visitor.actor.role != Role::ClinicLead || *place == visitor.organization;
    let programme = reader.web.app.programme();
    let l = lang::lang(&visitor.language);
    published
        .moved
        .iter()
        .filter(|moved| full && own(&moved.organization))
        .take(WORDS)
        .map(|moved| say::moved(l, programme, moved))
        .collect()
}
