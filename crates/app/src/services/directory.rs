//! Directories of services: looked at, taken in, taken back.
//!
//! Nothing of a directory counts before it is taken in. What is left out is said with its reason and its place, and the
//! receipt keeps that when the bytes are gone.

use jiff::{SignedDuration, Timestamp};
use kith_domain::access::{Action, Actor, Subject};
use kith_domain::id::{DoorFileId, ServiceId};
use kith_interop::hsds::{self, Directory};
use kith_store::door::{self, DoorFile, NewDoorFile, Purpose};
use kith_store::service::{self, Change, Listed, Planned, Said, Speaker, said_on};
use serde::{Deserialize, Serialize};

use crate::ingest::check_source;
use crate::programme::Words;
use crate::{App, Error, admitted, audited};

/// The largest file that is put in by hand.
const MOST_BYTES: usize = 20 << 20;
/// Files of one page.
const LISTED: u32 = 50;
/// Days for which the bytes of a directory are kept.
const KEEP_DAYS: i64 = 14;

/// One directory that was put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directories {
    /// Its file.
    pub file: DoorFileId,
    /// The file's name.
    pub name: String,
    /// The directory's name.
    pub source: String,
    /// Who put it in.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// When it was taken in.
    pub done: Option<Timestamp>,
    /// When it was taken back.
    pub undone: Option<Timestamp>,
}

/// A service of a directory with what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLine {
    /// Which, once it is known here.
    pub service: Option<ServiceId>,
    /// Its name.
    pub name: Words,
    /// Its organisation.
    pub organization: String,
    /// What becomes of it: `new`, `changed`, `same`.
    pub change: String,
    /// The parts that change.
    pub parts: Vec<String>,
    /// Parts that were changed here, and stay.
    pub kept: Vec<String>,
    /// It takes referrals.
    pub open: bool,
    /// What is to be said of it, by code, with what it is about.
    pub remarks: Vec<(String, String)>,
}

/// What a directory says, or what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryPage {
    /// Its services.
    pub lines: Vec<PlannedLine>,
    /// Services of this directory that it does not name any more.
    pub missing: Vec<PlannedLine>,
    /// They were closed.
    pub whole: bool,
    /// What was left out: where, what it is called, and the code of why.
    pub left_out: Vec<(String, String, String)>,
}

impl DirectoryPage {
    /// How many of its services are new, changed, the same.
    pub fn counts(&self) -> [usize; 3] {
        ["new", "changed", "same"].map(|code| self.lines.iter().filter(|l| l.change == code).count())
    }
}

/// Refuses who may not take a directory in.
pub async fn may_import(app: &App, actor: &Actor) -> Result<(), Error> {
    admitted(app, actor, Action::ManageService, Subject::default(), None).await.map(drop)
}

/// The directories that were put in, the newest first.
pub async fn directories(app: &App, actor: &Actor) -> Result<Vec<Directories>, Error> {
    may_import(app, actor).await?;
    let before = app.now().checked_sub(SignedDuration::from_hours(24 * KEEP_DAYS)).unwrap_or(Timestamp::MIN);
    door::erase_older(app.db(), Purpose::Directory, before, app.now()).await?;
    let files = door::list(app.db(), Purpose::Directory, None, LISTED).await?;
    audited(app, actor, "list_directories", None, &files.len().to_string()).await?;
    Ok(files.into_iter().map(line).collect())
}

fn line(file: DoorFile) -> Directories {
    Directories {
        file: file.id,
        name: file.name,
        source: file.source_name,
        by: file.by_name,
        at: file.at,
        done: file.done,
        undone: file.undone,
    }
}

/// Keeps the files of a directory to be looked at. `source` is the directory's name.
pub async fn put_in(
    app: &App,
    actor: &Actor,
    source: &str,
    files: Vec<hsds::File>,
) -> Result<DoorFileId, Error> {
    may_import(app, actor).await?;
    let source = source.trim();
    check_source(source)?;
    if files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > MOST_BYTES {
        return Err(wrong("the files are over 20 MB; `kith services import` takes larger ones"));
    }
    let files = opened(files)?;
    // A directory that cannot be read is refused at once.
    read(&files, app)?;
    let name = match &files[..] {
        [(name, _)] => name.clone(),
        several => format!("{} files", several.len()),
    };
    let new = NewDoorFile {
        purpose: Purpose::Directory,
        name,
        media: "application/octet-stream",
        source_name: source.to_owned(),
        bytes: packed(&files)?,
        by: actor.account,
    };
    let id = door::save(app.db(), new, app.now()).await?;
    audited(app, actor, "put_in_directory", Some(format!("door/{id}")), source).await?;
    Ok(id)
}

fn wrong(message: &str) -> Error {
    Error::Invalid { field: "file", message: message.into() }
}

/// Archives opened; other files as they are.
fn opened(files: Vec<hsds::File>) -> Result<Vec<hsds::File>, Error> {
    let mut all = Vec::new();
    for (name, bytes) in files {
        if bytes.is_empty() {
            continue;
        }
        match bytes.starts_with(b"PK\x03\x04") {
            true => all.extend(hsds::unpack(&bytes).map_err(|p| wrong(&p.message))?),
            false => all.push((name, bytes)),
        }
    }
    if all.is_empty() { Err(wrong("choose a file")) } else { Ok(all) }
}

fn read(files: &[hsds::File], app: &App) -> Result<Directory, Error> {
    hsds::read(files, app.today()).map_err(|problem| wrong(&problem.message))
}

/// Several files as one: a line with their names and lengths, then their bytes.
fn packed(files: &[hsds::File]) -> Result<Vec<u8>, Error> {
    let head: Vec<(&str, usize)> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.len())).collect();
    let mut all = json(&head)?.into_bytes();
    all.push(b'\n');
    files.iter().for_each(|(_, bytes)| all.extend_from_slice(bytes));
    Ok(all)
}

fn unpacked(bytes: &[u8]) -> Option<Vec<hsds::File>> {
    let end = bytes.iter().position(|b| *b == b'\n')?;
    let head: Vec<(String, usize)> = serde_json::from_slice(&bytes[..end]).ok()?;
    let mut rest = &bytes[end + 1..];
    let mut files = Vec::with_capacity(head.len());
    for (name, length) in head {
        let (one, more) = rest.split_at_checked(length)?;
        files.push((name, one.to_vec()));
        rest = more;
    }
    Some(files)
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Internal(Box::new(e)))
}

async fn own(app: &App, actor: &Actor, id: DoorFileId) -> Result<DoorFile, Error> {
    may_import(app, actor).await?;
    let found = door::find(app.db(), id).await?.filter(|file| file.purpose == Purpose::Directory);
    found.ok_or(Error::NotFound("this file"))
}

/// What a directory says and what would become of it; of one that was taken in, what became of it.
pub async fn preview(
    app: &App,
    actor: &Actor,
    id: DoorFileId,
) -> Result<(Directories, Option<DirectoryPage>), Error> {
    let file = own(app, actor, id).await?;
    audited(app, actor, "see_directory", Some(format!("door/{id}")), "").await?;
    if let Some(receipt) = &file.receipt {
        let page = serde_json::from_str(receipt).map_err(|e| Error::Internal(Box::new(e)))?;
        return Ok((line(file), Some(page)));
    }
    let Some(bytes) = door::bytes(app.db(), id).await? else { return Ok((line(file), None)) };
    let files = unpacked(&bytes).ok_or(Error::NotFound("this file"))?;
    let page = look(app, &file.source_name, &files).await?.0;
    Ok((line(file), Some(page)))
}

/// A directory with what would become of each of its services.
async fn look(app: &App, origin: &str, files: &[hsds::File]) -> Result<(DirectoryPage, Vec<Listed>), Error> {
    let directory = read(files, app)?;
    let listed: Vec<Listed> = directory
        .services
        .iter()
        .map(|one| Listed {
            said: Said { offer: one.offer.clone(), open: one.open },
            free: one.free.map(|(n, day)| (n, said_on(day))),
        })
        .collect();
    let planned = service::plan(app.db(), origin, &listed, true).await?;
    Ok((page(&directory, &planned), listed))
}

fn page(directory: &Directory, planned: &[Planned]) -> DirectoryPage {
    let line = |planned: &Planned, remarks: Vec<(String, String)>| {
        let (change, parts) = match &planned.change {
            Change::New => ("new", Vec::new()),
            Change::Changed(parts) => ("changed", parts.clone()),
            Change::Same => ("same", Vec::new()),
        };
        let owned = |all: &[&'static str]| all.iter().map(|part| (*part).to_owned()).collect();
        PlannedLine {
            service: planned.service,
            name: planned.offer.name.clone(),
            organization: planned.offer.organization.clone(),
            change: change.to_owned(),
            parts: owned(&parts),
            kept: owned(&planned.kept),
            open: planned.open,
            remarks,
        }
    };
    let (named, missing) = planned.split_at(directory.services.len().min(planned.len()));
    let said = directory
        .services
        .iter()
        .map(|one| one.remarks.iter().map(|(code, about)| (code.code().to_owned(), about.clone())).collect());
    let gone = missing.iter().filter(|p| p.change != Change::Same);
    DirectoryPage {
        lines: named.iter().zip(said).map(|(planned, remarks)| line(planned, remarks)).collect(),
        missing: gone.map(|planned| line(planned, Vec::new())).collect(),
        whole: false,
        left_out: directory
            .left_out
            .iter()
            .map(|left| (left.place.clone(), left.name.clone(), left.why.code().to_owned()))
            .collect(),
    }
}

/// Takes a directory in: all of it or nothing. `whole` closes its services that it does not name. Once more changes
/// nothing.
pub async fn commit(app: &App, actor: &Actor, id: DoorFileId, whole: bool) -> Result<(), Error> {
    let file = own(app, actor, id).await?;
    if file.done.is_some() {
        return Ok(());
    }
    let gone = || wrong("the file was erased; put it in again");
    let bytes = door::bytes(app.db(), id).await?.ok_or_else(gone)?;
    let files = unpacked(&bytes).ok_or_else(gone)?;
    let (mut page, listed) = look(app, &file.source_name, &files).await?;
    page.whole = whole;
    let by = Speaker { what: "directory", by: Some(actor.account), name: &actor.name };
    let with = Some((id, json(&page)?));
    service::take_in(app.db(), &file.source_name, &listed, whole, with, &by, app.now()).await?;
    door::erase(app.db(), id, app.now()).await?;
    audited(app, actor, "take_in_directory", Some(format!("door/{id}")), &file.source_name).await
}

/// Takes back what a directory changed, or discards one that was only looked at. Gives how many services are what they
/// were, and how many stay because somebody changed them since.
pub async fn undo(app: &App, actor: &Actor, id: DoorFileId) -> Result<Option<(u64, u64)>, Error> {
    let file = own(app, actor, id).await?;
    if file.done.is_none() {
        door::erase(app.db(), id, app.now()).await?;
        audited(app, actor, "discard_directory", Some(format!("door/{id}")), &file.source_name).await?;
        return Ok(None);
    }
    let by = Speaker { what: "back", by: Some(actor.account), name: &actor.name };
    let back = service::take_back(app.db(), id, &by, app.now()).await?;
    audited(app, actor, "take_back_directory", Some(format!("door/{id}")), &file.source_name).await?;
    Ok(back)
}

/// Takes a directory in from the command line, or with `only_look` says what would become of it. This is for whoever
/// runs the machine; it asks nobody's role.
pub async fn import(
    app: &App,
    origin: &str,
    files: Vec<hsds::File>,
    whole: bool,
    only_look: bool,
) -> Result<DirectoryPage, Error> {
    check_source(origin)?;
    let files = opened(files)?;
    let (mut page, listed) = look(app, origin, &files).await?;
    page.whole = whole;
    if !only_look {
        let by = Speaker { what: "directory", by: None, name: "kith services import" };
        service::take_in(app.db(), origin, &listed, whole, None, &by, app.now()).await?;
    }
    Ok(page)
}
