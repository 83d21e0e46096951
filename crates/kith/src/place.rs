//! Opens what a command works on: the database, the programme, the app over both.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::tz::TimeZone;
use kith_app::{App, Clock, Setup};
use kith_measures::programme::{Files, Programme, embedded_names};
use kith_store::{Db, Location, setting};

use crate::args::Place;
use crate::explainer::Explainer;
use crate::front_door;

/// An app with the programme that its measures come from.
pub struct Open {
    pub app: App,
    pub programme: Arc<Programme>,
    pub data_dir: PathBuf,
}

/// The database of a place; it is made when it is not there.
pub async fn database(data_dir: &Path, url: Option<&str>) -> anyhow::Result<Db> {
    make_private(data_dir)?;
    let location = match url {
        Some(url) => Location::Postgres { url: url.to_owned() },
        None => Location::Sqlite { dir: data_dir.to_owned() },
    };
    Db::open(&location).await.with_context(|| match url {
        Some(_) => "opening the PostgreSQL database".to_owned(),
        None => format!("opening the database in {}", data_dir.display()),
    })
}

/// Makes a directory for its owner alone; one that is there stays as it is.
pub fn make_private(dir: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).with_context(|| format!("making {}", dir.display()))
}

/// A database that must be there already.
pub async fn existing_database(data_dir: &Path, url: Option<&str>) -> anyhow::Result<Db> {
    if url.is_none() && !data_dir.join("kith.sqlite3").exists() {
        bail!("{} holds no Kith database; `kith ingest` makes one", data_dir.display());
    }
    database(data_dir, url).await
}

/// The folder of a name, or a folder: its name and its texts.
fn folder(name: &str) -> anyhow::Result<(String, Files)> {
    let folder = Path::new(name);
    let files = if folder.is_dir() {
        Files::of_dir(folder).with_context(|| format!("reading the programme in {name}"))?.over_library()
    } else {
        Files::embedded(name).with_context(|| {
            format!("there is no programme `{name}`; the built-in ones are {}", embedded_names().join(", "))
        })?
    };
    Ok((folder.file_name().map_or_else(|| name.to_owned(), |n| n.to_string_lossy().into_owned()), files))
}

/// The programme of a name or a folder.
pub fn programme(name: &str) -> anyhow::Result<Programme> {
    // The folder of one measure is tried out by itself.
    if Path::new(name).join("measure.toml").is_file() {
        let found = crate::author::Found::open(Path::new(name))?;
        return found.read().map_err(|problems| anyhow::anyhow!("{:?}", miette::Report::new(*problems)));
    }
    let (name, files) = folder(name)?;
    read(&name, &files)
}

fn read(name: &str, files: &Files) -> anyhow::Result<Programme> {
    // The report draws each problem with its file, its line and what to do.
    Programme::read(name, files).map_err(|problems| anyhow::anyhow!("{:?}", miette::Report::new(*problems)))
}

/// The app over a place.
pub async fn open(place: &Place, network_name: &str) -> anyhow::Result<Open> {
    let time_zone = TimeZone::get(&place.time_zone).with_context(|| {
        format!("`{}` is not a time zone; use a name such as America/New_York", place.time_zone)
    })?;
    let (name, files) = folder(&place.programme)?;
    let programme = Arc::new(read(&name, &files)?);
    let door = front_door::read(&files, &time_zone)?;
    let folders = [Path::new(&place.programme), place.data_dir.as_path()];
    let population = Arc::new(crate::population::in_one_of(folders)?);
    let db = database(&place.data_dir, place.database.as_deref()).await?;
    remember_time_zone(&db, &place.time_zone).await?;
    let app = App::new(Setup {
        db,
        clock: Clock::System,
        time_zone,
        programme: kith_app::programme::Programme {
            triage: door.as_ref().map(|door| door.rules.clone()),
            forms: door.as_ref().map(|door| door.forms.clone()),
            centroids: door.as_ref().and_then(|door| door.centroids.clone()),
            community: Arc::new(crate::community::read(&files)?),
            ..crate::engine::words_of(&programme, &population)
        },
        network_name: network_name.to_owned(),
        explainer: Arc::new(Explainer { programme: programme.clone() }),
    });
    if let Some(door) = door {
        kith_app::privacy::load_sharing(&app, &door.sharing).await?;
        let (timers, offers) = door.services;
        kith_app::referral::load_services(&app, timers, &offers).await?;
        kith_app::referral::load_contact_points(&app, &door.contacts).await?;
    }
    Ok(Open { app, programme, data_dir: place.data_dir.clone() })
}

/// The setting that holds where the network is, for commands that are not told.
const TIME_ZONE: &str = "time_zone";

async fn remember_time_zone(db: &Db, name: &str) -> anyhow::Result<()> {
    if setting::get(db, TIME_ZONE).await?.is_none_or(|known| known != name) {
        setting::set(db, TIME_ZONE, name).await?;
    }
    Ok(())
}

/// Where the network of a database is; UTC when nobody has served it yet.
pub async fn time_zone_of(db: &Db) -> anyhow::Result<TimeZone> {
    match setting::get(db, TIME_ZONE).await? {
        Some(name) => TimeZone::get(&name).with_context(|| format!("the database says it is in `{name}`")),
        None => Ok(TimeZone::UTC),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    #[tokio::test]
    async fn what_is_kept_is_kept_from_others() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        super::database(&data, None).await.unwrap().close().await;
        super::make_private(&data.join("lake")).unwrap();
        let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join("kith.sqlite3")), 0o600);
        assert_eq!(mode(&data.join("lake")), 0o700);
    }
}
