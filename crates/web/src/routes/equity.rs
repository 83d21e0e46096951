//! The gap of a measure and its sites: pages, charts as files, numbers as files.

use axum::extract::Path;
use axum::response::Response;
use kith_app::view::{EquityAsk, EquityPage, SitesPage};

use super::{Answer, download};
use crate::page::{self, Trouble};
use crate::reader::Reader;
use crate::{chart::Chart, csv_file};

/// The longest name of a group that an address may ask for.
const LONGEST: usize = 100;

/// `GET /equity`: that of the programme's headline, or of its first measure with groups.
pub(crate) async fn headline(reader: Reader) -> Answer {
    let id = reader.web.app.programme().equity_measure().map(|m| m.id.clone()).unwrap_or_default();
    let view = load(&reader, &id).await?;
    Ok(page::equity(&reader.page(), &view))
}

/// `GET /measures/{id}/equity`
pub(crate) async fn page(reader: Reader, Path(id): Path<String>) -> Answer {
    let view = load(&reader, &id).await?;
    Ok(page::equity(&reader.page(), &view))
}

/// `GET /measures/{id}/equity.csv`
pub(crate) async fn csv(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let view = load(&reader, &id).await?;
    Ok(download(&format!("{id}-equity.csv"), csv_file::KIND, csv_file::equity(&view)))
}

/// `GET /measures/{id}/equity/{chart}`
pub(crate) async fn chart(
    reader: Reader,
    Path((id, chart)): Path<(String, String)>,
) -> Result<Response, Response> {
    let view = load(&reader, &id).await?;
    let charts = page::equity_charts(&reader.page(), &view);
    drawing(&reader, &format!("{id}-equity"), &chart, |name| charts.named(name))
}

/// `GET /measures/{id}/sites`
pub(crate) async fn sites(reader: Reader, Path(id): Path<String>) -> Answer {
    let view = load_sites(&reader, &id).await?;
    Ok(page::sites(&reader.page(), &view))
}

/// `GET /measures/{id}/sites.csv`
pub(crate) async fn sites_csv(reader: Reader, Path(id): Path<String>) -> Result<Response, Response> {
    let view = load_sites(&reader, &id).await?;
    Ok(download(&format!("{id}-sites.csv"), csv_file::KIND, csv_file::sites(reader.page().l, &view)))
}

/// `GET /measures/{id}/sites/{chart}`
pub(crate) async fn site_chart(
    reader: Reader,
    Path((id, chart)): Path<(String, String)>,
) -> Result<Response, Response> {
    let view = load_sites(&reader, &id).await?;
    let charts = page::site_charts(&reader.page(), &view);
    drawing(&reader, &format!("{id}-sites"), &chart, |name| charts.named(name))
}

/// A chart as a file, where there is one of that name.
fn drawing<'c>(
    reader: &Reader,
    of: &str,
    file: &str,
    named: impl Fn(&str) -> Option<&'c Chart>,
) -> Result<Response, Response> {
    let found = file.strip_suffix(".svg").and_then(named);
    let found = found.ok_or_else(|| reader.trouble(&Trouble::NotFound))?;
    Ok(download(&format!("{of}-{file}"), "image/svg+xml", found.standalone()))
}

async fn load(reader: &Reader, id: &str) -> Result<EquityPage, Response> {
    let mut ask = EquityAsk::default();
    for (name, value) in reader.query() {
        let text = || Some(value.clone()).filter(|v| !v.is_empty() && v.len() <= LONGEST);
        match name.as_str() {
            "by" => ask.by = text(),
            "focus" => ask.focus = text(),
            "reference" => ask.reference = text(),
            "and" => ask.and = text(),
            "back" => ask.back = value.parse().ok(),
            _ => {}
        }
    }
    kith_app::equity(&reader.web.app, reader.actor(), id, &ask).await.map_err(|e| reader.fail(e))
}

async fn load_sites(reader: &Reader, id: &str) -> Result<SitesPage, Response> {
    kith_app::sites(&reader.web.app, reader.actor(), id).await.map_err(|e| reader.fail(e))
}
