//! The list of babies, as a page and as a file, and who has whom.

use axum::response::Response;
use kith_app::Error;
use kith_domain::id::{AccountId, PersonId};

use super::{Answer, download, refused};
use crate::layout::Done;
use crate::reader::{Posted, Reader};
use crate::{csv_file, filter, page};

/// Rows of one page: as many as somebody reads before they act.
const ROWS: u32 = 25;
/// Rows of a file are read in pages of so many, and so many pages at most.
const FILE_ROWS: u32 = 500;
const FILE_PAGES: usize = 100;

/// `GET /worklist`
pub(crate) async fn page(reader: Reader) -> Answer {
    show(&reader).await
}

pub(super) async fn show(reader: &Reader) -> Answer {
    let query = reader.query();
    let filter = filter::parse(query.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let view = kith_app::worklist(&reader.web.app, reader.actor(), filter, ROWS)
        .await
        .map_err(|e| reader.fail(e))?;
    Ok(page::worklist(&reader.page(), &view))
}

/// `GET /worklist.csv`
pub(crate) async fn csv(reader: Reader) -> Result<Response, Response> {
    let query = reader.query();
    let mut filter = filter::parse(query.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let mut rows = Vec::new();
    for _ in 0..FILE_PAGES {
        let view = kith_app::worklist(&reader.web.app, reader.actor(), filter.clone(), FILE_ROWS)
            .await
            .map_err(|e| reader.fail(e))?;
        rows.extend(view.rows);
        filter.after = view.next;
        if filter.after.is_none() {
            break;
        }
    }
    Ok(download("babies.csv", csv_file::KIND, csv_file::worklist(reader.page().l, &rows)))
}

/// `POST /assign`
pub(crate) async fn assign(posted: Posted) -> Response {
    let infants: Vec<PersonId> = posted.all("infant").filter_map(|id| id.parse().ok()).collect();
    let worker = posted.field("worker").and_then(|id| id.parse().ok()).map(AccountId);
    let reader = &posted.reader;
    match kith_app::assign(&reader.web.app, reader.actor(), &infants, worker).await {
        Ok(()) => posted.done(Done::Assigned(infants.len() as i64)),
        Err(Error::Invalid { message, .. }) => {
            refused(posted, "assign".to_owned(), Error::Invalid { field: "infant", message }).await
        }
        Err(error) => reader.fail(error),
    }
}
