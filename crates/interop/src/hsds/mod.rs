//! Directories of services: Open Referral HSDS 3.0, as its API gives them in JSON and as a folder of tables.
//!
//! Both shapes become the same tables, and [`read`] makes services of them. What a directory says in words stays words: a
//! condition that only a person understands becomes one that the service is asked about, never a guess. Whatever is not
//! taken is said with its place: a service without a name, an opening that is no plain week, a table that nobody reads.
//! Names of tables and columns of HSDS 1 and 2 are understood where only the name changed.

mod hours;
mod json;
mod service;
mod tables;

use std::io::Read;

use kith_domain::matching::Offer;

use crate::problem::{Problem, Reason, coded};

coded! {
    /// Why a row or a service was left out.
    Why words {
        /// No id.
        NoId = "no_id", "it has no id";
        /// No name.
        NoName = "no_name", "it has no name";
        /// The organisation is not in the directory.
        NoOrganization = "no_organization", "its organisation is not in the directory, or has no name";
        /// A status that HSDS does not have.
        UnknownStatus = "unknown_status", "its status is none of active, inactive, defunct, temporarily closed";
        /// The same id twice, with other content.
        Twice = "twice", "the same id is there twice; the first was taken";
        /// A row that belongs to no service.
        NoService = "no_service", "no service refers to it";
        /// A file or a list that is no table of HSDS.
        NoTable = "no_table", "this is no table that HSDS has";
        /// A table that is not taken in.
        NotTaken = "not_taken", "this table is not taken in";
    }
}

coded! {
    /// A remark on a service that was taken.
    Remark words {
        /// Conditions in words.
        Asked = "asked", "whom it takes is said in words: the service has to be asked";
        /// No conditions.
        Unsaid = "unsaid", "the directory does not say whom it takes: the service has to be asked";
        /// An age that is no whole number of years.
        BadAge = "bad_age", "an age is no whole number of years: the service has to be asked";
        /// Ages of children.
        Children = "children", "its ages are those of children, and not hers: the service has to be asked";
        /// Opening hours that are no plain week.
        HoursInWords = "hours_in_words", "some hours are no plain week and are kept as words";
        /// Opening hours that hold no more.
        HoursPast = "hours_past", "some hours ended and say nothing";
        /// Coordinates that are no place on earth.
        NotOnEarth = "not_on_earth", "its coordinates are no place on earth; its postal code counts";
        /// Only a mailing address.
        MailingAddress = "mailing_address", "it has a mailing address only, which may not be where it is";
        /// A language without a tag.
        Language = "language", "a language was not recognised; it is kept as words";
        /// Nothing in Spanish.
        NoSpanish = "no_spanish", "the directory has no name in Spanish";
        /// Capacity of several kinds.
        Capacities = "capacities", "its capacity is in several units and is not taken";
        /// Capacity without a day.
        CapacityUndated = "capacity_undated", "its capacity has no day on which it was said, and is not taken";
        /// An address that is no web page.
        NoWebPage = "no_web_page", "its web address is none and was left out";
        /// Fields that are not taken in.
        Fields = "fields", "some fields are not taken in";
    }
}

/// What was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where: `services.csv, line 3`, or `services.json, /contents/2`.
    pub place: String,
    /// The name of what it is, where it has one.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// A service of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it offers. Its id is that of the directory.
    pub offer: Offer,
    /// The directory says that it is active.
    pub open: bool,
    /// How many places are free, where the directory says that of one unit, and the day on which it was said.
    pub free: Option<(u32, jiff::civil::Date)>,
    /// Where its row stands.
    pub place: String,
    /// What is to be said of it, with what it is about.
    pub remarks: Vec<(Remark, String)>,
}

/// A directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    /// Its services, in its order.
    pub services: Vec<Listed>,
    /// What was left out.
    pub left_out: Vec<LeftOut>,
}

/// A file of a directory: its name, and its bytes.
pub type File = (String, Vec<u8>);

/// The largest directory, in bytes.
pub const MOST_BYTES: usize = 64 << 20;

/// Reads a directory from its files: one or more of JSON, or the tables of a data package. `today` says which hours hold
/// no more.
///
/// # Errors
///
/// Files that hold nothing of a directory, or that cannot be read at all.
pub fn read(files: &[File], today: jiff::civil::Date) -> Result<Directory, Problem> {
    if files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > MOST_BYTES {
        let message = format!("the directory has more than {} MB", MOST_BYTES >> 20);
        return Err(Problem::new(Reason::DocumentTooLarge, message));
    }
    let mut tables = tables::Tables::default();
    for (name, bytes) in files {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        if last.eq_ignore_ascii_case("datapackage.json") {
            continue;
        }
        match bytes.iter().find(|b| !b.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(b)) {
            Some(b'{' | b'[') => json::read(last, bytes, &mut tables)?,
            _ => tables.read_csv(last, bytes)?,
        }
    }
    if tables.is_empty() {
        let message = "no service was found: give JSON of an HSDS API, or the CSV files of a data package";
        return Err(Problem::new(Reason::MissingField, message));
    }
    Ok(service::directory(tables, today))
}

/// The tables and documents of an archive.
///
/// # Errors
///
/// An archive that is broken, or that unpacks to more than [`MOST_BYTES`].
pub fn unpack(bytes: &[u8]) -> Result<Vec<File>, Problem> {
    let broken = |_| Problem::new(Reason::BadValue, "the archive is broken; pack it again");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(broken)?;
    let mut files = Vec::new();
    let mut left = MOST_BYTES as u64;
    for at in 0..archive.len().min(MOST_FILES) {
        let mut entry = archive.by_index(at).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        let wanted = [".csv", ".json"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
        if !entry.is_file() || !wanted {
            continue;
        }
        let mut bytes = Vec::new();
        let read = entry.by_ref().take(left + 1).read_to_end(&mut bytes);
        let length =
            read.map_err(|_| Problem::new(Reason::BadValue, "the archive is broken; pack it again"))?;
        left = left.checked_sub(length as u64).ok_or_else(|| {
            Problem::new(Reason::DocumentTooLarge, format!("it unpacks to more than {} MB", MOST_BYTES >> 20))
        })?;
        files.push((name, bytes));
    }
    Ok(files)
}

/// The most files of an archive that are looked at.
const MOST_FILES: usize = 1_000;

#[cfg(test)]
mod tests;
