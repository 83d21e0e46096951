//! `kith ingest --watch`: a folder into which files are dropped.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use kith_app::App;
use kith_app::intake::watch::{Receipt, Sightings, Watching, take};
use kith_interop::Limits;
use kith_interop::table::Mapping;

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// How long a file must lie unchanged.
const STILL_FOR: Duration = Duration::from_secs(3);
/// How long after a failure of the database or the disk the folder is looked at again.
const AFTER_FAILURE: Duration = Duration::from_secs(15);

/// What is watched.
pub struct Watch {
    /// The folder.
    pub folder: PathBuf,
    /// The organisation that drops its files there.
    pub source: String,
    /// How the columns of its tables are taken.
    pub mapping: Option<Mapping>,
    /// The guards.
    pub limits: Limits,
    /// Print each receipt as one JSON line.
    pub json: bool,
}

/// Takes in what is dropped until it is told to stop; a file that was begun is finished first.
pub async fn run(app: &App, watch: &Watch, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    anyhow::ensure!(watch.folder.is_dir(), "{} is no folder", watch.folder.display());
    let watching = Watching {
        folder: &watch.folder,
        source: &watch.source,
        mapping: watch.mapping.as_ref(),
        limits: watch.limits,
        still_for: STILL_FOR,
    };
    let mut sightings = Sightings::default();
    let mut stop = std::pin::pin!(stop);
    let mut stopping = false;
    eprintln!("watching {} for files of {}", watch.folder.display(), watch.source);
    while !stopping {
        let mut failed = false;
        // A network drive may be away for a while.
        let whole = sightings.whole(&watch.folder, SystemTime::now(), STILL_FOR).unwrap_or_else(|error| {
            eprintln!("{}: {error}; it is looked at again", watch.folder.display());
            failed = true;
            Vec::new()
        });
        for path in whole {
            let mut work = std::pin::pin!(take(app, &watching, &path));
            let taken = tokio::select! {
                taken = &mut work => taken,
                () = &mut stop, if !stopping => {
                    stopping = true;
                    work.await
                }
            };
            match taken {
                Ok(receipt) => say(&receipt, watch.json)?,
                // The file stays where it is and is tried again.
                Err(error) => {
                    let (name, error) = (path.display().to_string(), anyhow::Error::from(error));
                    eprintln!("{}: {error:#}; it is tried again", name.escape_debug());
                    failed = true;
                }
            }
            if stopping {
                break;
            }
        }
        if !stopping {
            tokio::select! {
                () = tokio::time::sleep(if failed { AFTER_FAILURE } else { EVERY }) => {}
                () = &mut stop => stopping = true,
            }
        }
    }
    Ok(())
}

fn say(receipt: &Receipt, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(receipt)?);
    } else {
        println!(
            "{}: {}; {} new, {} changed, {} unchanged, {} set aside",
            // Whoever drops a file chooses its name; a terminal must not obey it.
            receipt.file.escape_debug(),
            receipt.outcome,
            receipt.new,
            receipt.changed,
            receipt.unchanged,
            receipt.quarantined
        );
    }
    Ok(())
}
