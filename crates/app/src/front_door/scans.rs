//! Scanned pages: a fax or a PDF that somebody puts in, to be typed in beside it.
//!
//! The file is looked at by its first bytes, not by its name; it is kept in the database and served only to who does
//! triage, as a file that no page runs. Once it is typed in, the form and the page know of each other, a receipt goes
//! back on paper, and some days later the bytes are erased, and at once where she hides. A page that nobody typed in is
//! never erased: somebody waits.

use jiff::{SignedDuration, Timestamp};
use kith_domain::access::{Action, Actor, Fields, Subject};
use kith_domain::form::Form;
use kith_domain::id::{DoorFileId, PersonId};
use kith_store::door::{self, DoorFile, NewDoorFile, Purpose};
use kith_store::{care_case, safety, setting};
use sha2::{Digest, Sha256};

use super::{About, Door, Filled, Put, form, hex, partner_of, sender, sender_called, take_in};
use crate::ingest::check_source;
use crate::privacy::opened;
use crate::view::FormListing;
use crate::{App, Error, admitted, audited, triage};

/// The largest scan.
pub const MOST_BYTES: usize = 10 << 20;
/// Scans of one page that wait no more.
const LISTED: u32 = 100;
/// Days for which a scan is kept after it was typed in, where nobody set it.
const KEEP_DAYS: i64 = 30;
/// The setting that holds them.
const KEEP: &str = "scan_days";
/// What the receipt of a scan says that was put aside.
const ASIDE: &str = "aside: ";

/// A scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Its file.
    pub file: DoorFileId,
    /// The file's name.
    pub name: String,
    /// What it is: `image/png`.
    pub media: String,
    /// Who sent it.
    pub sender: String,
    /// Who put it in.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// When it was typed in, or put aside.
    pub done: Option<Timestamp>,
    /// The number of the form's receipt.
    pub receipt: Option<String>,
    /// Why it was put aside.
    pub aside: Option<String>,
    /// Its bytes are erased.
    pub erased: bool,
    /// It has on it what is concealed of her: it is shown to nobody.
    pub concealed: bool,
}

/// What a file is by its first bytes; none for what is no scan.
fn media(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 5] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
    ];
    SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, media)| *media)
}

async fn may(app: &App, actor: &Actor, about: Option<DoorFileId>) -> Result<Fields, Error> {
    let own = Subject { organization: actor.organization, worker: None };
    admitted(app, actor, Action::Submit, own, about.map(|id| format!("door/{id}"))).await
}

fn wrong(field: &'static str, message: &str) -> Error {
    Error::Invalid { field, message: message.into() }
}

/// Refuses who may not put scans in.
pub async fn may_put_in(app: &App, actor: &Actor) -> Result<(), Error> {
    may(app, actor, None).await.map(drop)
}

/// Scans, those to be typed in first and all of them, the oldest at the top. Who does triage sees all, others those that
/// they put in.
pub async fn scans(app: &App, actor: &Actor) -> Result<Vec<Scan>, Error> {
    let fields = may(app, actor, None).await?;
    super::of(app)?;
    erase_old(app).await?;
    let by = (fields != Fields::Rows).then_some(actor.account);
    let mut all: Vec<Scan> = door::scans(app.db(), by, LISTED).await?.into_iter().map(scan).collect();
    // Who waits the longest is at the top; below, what was done last.
    all.sort_by_key(|scan| {
        let (at, id) = (scan.at.as_microsecond(), scan.file.0);
        if scan.done.is_some() { (true, -at, -id) } else { (false, at, id) }
    });
    audited(app, actor, "list_scans", None, &all.len().to_string()).await?;
    Ok(all)
}

fn scan(file: DoorFile) -> Scan {
    let aside = file.receipt.as_deref().and_then(|text| text.strip_prefix(ASIDE)).map(str::to_owned);
    Scan {
        file: file.id,
        name: file.name,
        media: file.media,
        sender: partner_of(&file.source_name).to_owned(),
        by: file.by_name,
        at: file.at,
        done: file.done,
        receipt: file.receipt.filter(|_| aside.is_none()),
        aside,
        erased: file.erased.is_some(),
        concealed: false,
    }
}

/// Keeps a scan until it is typed in. `partner` says who sent it, where that is not the actor's own organisation.
pub async fn put_in(
    app: &App,
    actor: &Actor,
    partner: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Result<DoorFileId, Error> {
    let fields = may(app, actor, None).await?;
    super::of(app)?;
    if bytes.is_empty() {
        return Err(wrong("file", "choose a file"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(wrong("file", "the scan is over 10 MB: scan it in black and white, or page by page"));
    }
    let media = media(&bytes).ok_or_else(|| wrong("file", "this is no PDF, TIFF, PNG or JPEG"))?;
    let source_name = match (fields, actor.organization) {
        (Fields::Rows, None) => {
            check_source(partner).map_err(|_| wrong("partner", "say who sends it"))?;
            sender_called(partner.trim())
        }
        _ => sender(app, actor).await?,
    };
    let new = NewDoorFile {
        purpose: Purpose::Scan,
        name: name.to_owned(),
        media,
        source_name,
        bytes,
        by: actor.account,
    };
    let id = door::save(app.db(), new, app.now()).await?;
    audited(app, actor, "put_in_scan", Some(format!("door/{id}")), media).await?;
    Ok(id)
}

/// A scan, for who types it in.
async fn own(app: &App, actor: &Actor, id: DoorFileId) -> Result<DoorFile, Error> {
    triage::allowed(app, actor, Some(format!("door/{id}"))).await?;
    let found = door::find(app.db(), id).await?.filter(|file| file.purpose == Purpose::Scan);
    found.ok_or(Error::NotFound("this scan"))
}

/// A scan with the forms that it may be.
pub async fn open(app: &App, actor: &Actor, id: DoorFileId) -> Result<(Scan, Vec<FormListing>), Error> {
    let file = own(app, actor, id).await?;
    looked(app, actor, "open_scan", &file).await?;
    let concealed = hiding(app, &file).await?.is_some();
    Ok((Scan { concealed, ..scan(file) }, super::forms(app, actor)?))
}

/// Whom a page is about, as far as it was typed in.
async fn whose(app: &App, file: &DoorFile) -> Result<Option<PersonId>, Error> {
    let Some(number) = &file.receipt else { return Ok(None) };
    let Some(form) = care_case::submission_by_receipt(app.db(), number).await? else { return Ok(None) };
    Ok(care_case::find(app.db(), form.case).await?.map(|case| case.person))
}

/// Leaves in the log that somebody looked at a page: at hers, where it was typed in. Who looked before is found by it
/// too.
async fn looked(app: &App, actor: &Actor, action: &str, file: &DoorFile) -> Result<(), Error> {
    let about = format!("door/{}", file.id);
    match whose(app, file).await? {
        Some(person) => opened(app, actor, action, about, person).await,
        None => audited(app, actor, action, Some(about), "").await,
    }
}

/// Of whom a page has something on it that is concealed; none where nothing of it is.
async fn hiding(app: &App, file: &DoorFile) -> Result<Option<PersonId>, Error> {
    let Some(person) = whose(app, file).await? else { return Ok(None) };
    let mask = safety::masks(app.db(), &[person]).await?.remove(&person).unwrap_or_default();
    Ok(Some(person).filter(|_| mask.address || mask.phone))
}

/// The bytes of a scan, with what they are. Each time somebody looks is kept.
pub async fn bytes(app: &App, actor: &Actor, id: DoorFileId) -> Result<(String, Vec<u8>), Error> {
    let file = own(app, actor, id).await?;
    if hiding(app, &file).await?.is_some() {
        audited(app, actor, "denied", Some(format!("door/{id}")), "see_scan").await?;
        return Err(Error::NotFound("this scan"));
    }
    let bytes = door::bytes(app.db(), id).await?.ok_or(Error::NotFound("this scan"))?;
    looked(app, actor, "see_scan", &file).await?;
    Ok((file.media, bytes))
}

/// Erases the scans of somebody who hides, as far as they were typed in: each has on it where she lives and her number.
pub(crate) async fn erase_of(app: &App, actor: &Actor, person: PersonId) -> Result<(), Error> {
    for id in door::erase_scans_of(app.db(), person, app.now()).await? {
        audited(app, actor, "erase_scan", Some(format!("door/{id}")), &format!("of:{person}")).await?;
    }
    Ok(())
}

/// By what the form of a scan is known: whoever types it in, and however, it is one form.
fn once_of_scan(id: DoorFileId) -> String {
    hex(&Sha256::digest(format!("door/{id}")))
}

/// Puts the form in that was typed from a scan: the same submission as from the page, in the name of who sent the scan.
/// Of two people who type it in at once, the second gets the receipt of the first.
pub async fn type_in(app: &App, actor: &Actor, id: DoorFileId, filled: Filled<'_>) -> Result<Put, Error> {
    let file = own(app, actor, id).await?;
    let found: Form = form(app, actor, filled.form)?;
    if file.done.is_some() && file.submission.is_none() {
        return Err(wrong("scan", "this scan was put aside"));
    }
    let door = Door {
        channel: "scan",
        organization: None,
        by: Some(actor.account),
        by_name: &actor.name,
        sender: &file.source_name,
        // A fax that lay for a day says what was so when it came.
        authored_at: file.at,
        once: once_of_scan(id),
        about: About::Answers,
        with: Vec::new(),
        not_used: Vec::new(),
    };
    let put = take_in(app, &found, &filled, door).await?;
    if let Put::In(receipt) = &put {
        let (number, submission) = (receipt.number.as_str(), receipt.submission);
        door::done(app.db(), id, Some(number), Some(submission), app.now()).await?;
        if let Some(case) = receipt.case.filter(|_| !receipt.again) {
            let detail = format!("submission/{submission} from door/{id}");
            audited(app, actor, "submit", Some(format!("case/{case}")), &detail).await?;
        }
        // Who hides is known by the form alone.
        let typed = own(app, actor, id).await?;
        if let (true, Some(person)) = (typed.erased.is_none(), hiding(app, &typed).await?) {
            erase_of(app, actor, person).await?;
        }
    }
    Ok(put)
}

/// The receipt of a scan, for the paper that goes back: it names nobody.
pub async fn receipt(
    app: &App,
    actor: &Actor,
    id: DoorFileId,
) -> Result<(Scan, Option<crate::view::Receipt>), Error> {
    let file = own(app, actor, id).await?;
    audited(app, actor, "open_scan_receipt", Some(format!("door/{id}")), "").await?;
    let found = match &file.receipt {
        Some(number) => care_case::submission_by_receipt(app.db(), number).await?,
        None => None,
    };
    let receipt =
        found.map(|submission| super::receipt(&care_case::Submitted { submission, again: true }, &[]));
    Ok((scan(file), receipt))
}

/// Puts a scan aside that is no form: a wrong number, an advertisement, a page twice.
pub async fn put_aside(app: &App, actor: &Actor, id: DoorFileId, why: &str) -> Result<(), Error> {
    own(app, actor, id).await?;
    let why = why.trim();
    if why.is_empty() {
        return Err(wrong("why", "a reason is needed"));
    }
    if why.chars().count() > 500 {
        return Err(wrong("why", "say it in at most 500 characters"));
    }
    if !door::done(app.db(), id, Some(&format!("{ASIDE}{why}")), None, app.now()).await? {
        return Err(wrong("scan", "somebody typed this scan in, or put it aside, meanwhile"));
    }
    audited(app, actor, "put_scan_aside", Some(format!("door/{id}")), "").await
}

/// Days for which a scan is kept after it was typed in.
pub async fn keep_days(app: &App) -> Result<i64, Error> {
    let said = setting::get(app.db(), KEEP).await?;
    Ok(said.and_then(|text| text.parse().ok()).unwrap_or(KEEP_DAYS))
}

/// Sets them. This is for whoever runs the machine; it asks nobody's role.
pub async fn set_keep_days(app: &App, days: u32) -> Result<(), Error> {
    Ok(setting::set(app.db(), KEEP, &days.to_string()).await?)
}

/// Erases the scans that were typed in, or put aside, too long ago.
pub async fn erase_old(app: &App) -> Result<u64, Error> {
    let days = keep_days(app).await?;
    let before = app.now().checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
    Ok(door::erase_older(app.db(), Purpose::Scan, before, app.now()).await?)
}
