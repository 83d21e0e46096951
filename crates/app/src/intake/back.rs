//! Taking a file back, discarding one, and erasing the bytes of those about which nobody decides.

use std::future::Future;
use std::time::Duration;

use jiff::{Span, Timestamp};
use kith_domain::access::Actor;
use kith_domain::id::UploadId;
use kith_interop::ije::IJE_RECORD;
use kith_interop::table::TABLE_ROW;
use kith_store::ledger::Withdrawn;
use kith_store::setting;
use kith_store::upload::{self, Upload};

use crate::{App, Error, audited, linking};

/// Hours within which a file can be undone.
const UNDO_WITHIN_HOURS: i64 = 30 * 24;
/// The setting that holds for how many days the bytes of a file are kept about which nobody decides.
const KEEP_DAYS: &str = "files.keep_days";
/// Days, when nobody set them.
const USUAL_DAYS: u32 = 14;
/// Most days that can be set.
const MOST_DAYS: u32 = 365;
/// How often old files are looked for.
const EVERY: Duration = Duration::from_secs(3_600);

/// What taking a file back did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// Its rows count no more.
    Undone,
    /// It had not been put in: its bytes are erased.
    Discarded,
    /// There was nothing to take back, or it is too late.
    Nothing,
}

/// Takes back what a file brought; of one that was only looked at, erases the bytes. Undoing needs no bytes.
pub async fn undo(app: &App, actor: &Actor, id: UploadId) -> Result<TakenBack, Error> {
    let upload = super::own(app, actor, id).await?;
    if upload.committed.is_none() {
        return discard(app, actor, &upload).await;
    }
    if !may_undo(app, &upload) {
        return Ok(TakenBack::Nothing);
    }
    let back = upload::undo(app.db(), id, actor.account, &[TABLE_ROW, IJE_RECORD], app.now()).await?;
    let Some(Withdrawn { withdrawn, restored, overtaken, older, kept }) = back else {
        return Ok(TakenBack::Nothing);
    };
    let detail = format!(
        "{}: {withdrawn} withdrawn, {restored} as before; left: {overtaken} as something newer has them, \
         {older} that were older than what stood, {kept} as another file has them",
        upload.source_name
    );
    audited(app, actor, "undo_file", Some(format!("upload/{id}")), &detail).await?;
    linking::link(app).await?;
    app.wake();
    Ok(TakenBack::Undone)
}

/// Erases the bytes of a file that was only looked at.
async fn discard(app: &App, actor: &Actor, upload: &Upload) -> Result<TakenBack, Error> {
    if !upload::discard(app.db(), upload.id, app.now()).await? {
        return Ok(TakenBack::Nothing);
    }
    audited(app, actor, "discard_file", Some(format!("upload/{}", upload.id)), &upload.source_name).await?;
    Ok(TakenBack::Discarded)
}

/// Whether a file can be taken back: it was committed, not undone, and not too long ago.
pub(super) fn may_undo(app: &App, upload: &Upload) -> bool {
    let Some((_, at)) = upload.committed.filter(|_| upload.undone.is_none()) else { return false };
    let until: Result<Timestamp, _> = at.checked_add(Span::new().hours(UNDO_WITHIN_HOURS));
    until.is_ok_and(|until| app.now() <= until)
}

/// For how many days the bytes of a file are kept about which nobody decides.
pub async fn keep_days(app: &App) -> Result<u32, Error> {
    let said = setting::get(app.db(), KEEP_DAYS).await?;
    Ok(said.and_then(|days| days.parse().ok()).filter(is_days).unwrap_or(USUAL_DAYS))
}

/// Says for how many days, from 1 to 365, the bytes of a file are kept about which nobody decides.
pub async fn set_keep_days(app: &App, days: u32) -> Result<(), Error> {
    if !is_days(&days) {
        let message = format!("files are kept for 1 to {MOST_DAYS} days");
        return Err(Error::Invalid { field: "days", message: message.into() });
    }
    Ok(setting::set(app.db(), KEEP_DAYS, &days.to_string()).await?)
}

fn is_days(days: &u32) -> bool {
    (1..=MOST_DAYS).contains(days)
}

/// Files to which nothing happened since then are too old.
pub(super) async fn too_old(app: &App) -> Result<Timestamp, Error> {
    let hours = i64::from(keep_days(app).await?) * 24;
    Ok(app.now().checked_sub(Span::new().hours(hours)).unwrap_or(Timestamp::MIN))
}

/// Erases the bytes of the files about which nobody decided in time; how many.
pub async fn erase_old(app: &App) -> Result<u64, Error> {
    let before = too_old(app).await?;
    let erased = upload::erase_older(app.db(), before, app.now()).await?;
    if erased > 0 {
        tracing::info!(erased, "{erased} files were erased that nobody put in");
    }
    Ok(erased)
}

/// Erases them, and the scanned pages that were typed in long enough ago.
async fn erase_all(app: &App) -> Result<(), Error> {
    erase_old(app).await?;
    crate::front_door::scans::erase_old(app).await.map(drop)
}

/// Erases them until `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            erased = erase_all(&app) => if let Err(error) = erased {
                tracing::error!(error = %crate::live::cause(&error), "old files were not erased; it is tried again");
            },
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
