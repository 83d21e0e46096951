//! How people flow: a cascade, fairness, the people behind a number, who has what.

use axum::extract::Path;
use axum::response::Response;
use kith_app::{flow, triage};

use super::{Answer, download};
use crate::reader::Reader;
use crate::{csv_file, page};

/// `GET /flow`
pub(crate) async fn cascade(reader: Reader) -> Answer {
    let view = flow::cascade(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::cascade(&reader.page(), &view))
}

/// `GET /flow.csv`
pub(crate) async fn cascade_csv(reader: Reader) -> Result<Response, Response> {
    let view = flow::cascade(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(download("cascade.csv", csv_file::KIND, csv_file::cascade(reader.page().l, &view)))
}

/// `GET /flow.svg`
pub(crate) async fn cascade_svg(reader: Reader) -> Result<Response, Response> {
    let view = flow::cascade(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(download("cascade.svg", "image/svg+xml", page::cascade_chart(&reader.page(), &view).standalone()))
}

/// `GET /balance`
pub(crate) async fn balance(reader: Reader) -> Answer {
    let view = flow::balance(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::balance(&reader.page(), &view))
}

/// `GET /flow/{id}`: the people behind a number.
pub(crate) async fn people(reader: Reader, Path(id): Path<String>) -> Answer {
    let query = reader.query();
    let filter = page::people_filter(query.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let view =
        flow::people(&reader.web.app, reader.actor(), &id, filter).await.map_err(|e| reader.fail(e))?;
    Ok(page::people(&reader.page(), &view))
}

/// `GET /load`
pub(crate) async fn load(reader: Reader) -> Answer {
    let view = triage::supervise(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(page::load(&reader.page(), &view))
}

/// `GET /load.csv`
pub(crate) async fn load_csv(reader: Reader) -> Result<Response, Response> {
    let view = triage::supervise(&reader.web.app, reader.actor()).await.map_err(|e| reader.fail(e))?;
    Ok(download("load.csv", csv_file::KIND, csv_file::load(reader.page().l, &view)))
}
