//! Sources, runs, quarantine.

use axum::extract::Path;
use axum::response::Response;

use super::{Answer, download, number};
use crate::layout::Done;
use crate::page::{self, Trouble};
use crate::reader::{Posted, Reader};

/// `GET /data`
pub(crate) async fn page(reader: Reader) -> Answer {
    let after =
        reader.query().into_iter().find(|(name, _)| name == "after").and_then(|(_, id)| id.parse().ok());
    let view = kith_app::data(&reader.web.app, reader.actor(), after).await.map_err(|e| reader.fail(e))?;
    Ok(page::data(&reader.page(), &view))
}

/// `GET /data/quarantine/{id}`: the bytes as they came, as plain text to keep, never shown as anything else.
pub(crate) async fn bytes(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let id = number(&reader, &id)?;
    let bytes =
        kith_app::quarantined_bytes(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))?;
    Ok(download(&format!("quarantined-{id}.txt"), "text/plain; charset=utf-8", bytes))
}

/// `POST /data/quarantine/{id}/replay`
pub(crate) async fn replay(Path(id): Path<String>, posted: Posted) -> Response {
    let reader = &posted.reader;
    let Ok(id) = number(reader, &id) else { return reader.trouble(&Trouble::NotFound) };
    match kith_app::replay(&reader.web.app, reader.actor(), id).await {
        Ok(replayed) if replayed.accepted => posted.done(Done::Replayed),
        Ok(_) => posted.done(Done::StillWaiting),
        Err(error) => reader.fail(error),
    }
}

/// `POST /data/replay`
pub(crate) async fn replay_all(posted: Posted) -> Response {
    let reader = &posted.reader;
    match kith_app::replay_all(&reader.web.app, reader.actor()).await {
        Ok((accepted, still)) => posted.done(Done::ReplayedAll(accepted as i64, still as i64)),
        Err(error) => reader.fail(error),
    }
}
