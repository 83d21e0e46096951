//! What stays of a file that was put in, once its bytes are erased: counts, remarks, where and why rows were set aside.
//!
//! No cell of the file is in it. What was set aside lies in quarantine, and is found there by its hash.

use std::collections::{BTreeSet, HashMap};

use kith_domain::fact::Reference;
use kith_domain::id::{SourceId, UploadId};
use kith_interop::table::{Mapping, TABLE_ROW, export};
use kith_store::{Db, upload};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::settle::{Becomes, Settled};
use super::shape::FileRow;
use crate::Error;

/// Most rows set aside that are listed.
const MOST_ASIDE: usize = 20_000;

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Receipt {
    /// `csv`, `xlsx`, `ije`, `fhir`.
    pub format: String,
    /// How it was read.
    pub read_as: Vec<(String, String)>,
    /// Rows that were new, changed, unchanged, set aside.
    pub rows: [u64; 4],
    /// Of a file that is the whole list: rows that were known of its source and are not in it.
    pub absent: Option<u64>,
    /// Remarks on the whole file.
    pub notes: Vec<String>,
}

/// A row that was set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Aside {
    pub line: u64,
    /// The header of the column that is to be put right.
    pub column: String,
    /// What is wrong, without content, and what to do.
    pub message: String,
    pub help: String,
    /// SHA-256 of the row as it is kept, in hex.
    pub hash: String,
}

/// Rows that would be, or were, new, changed, unchanged, set aside.
pub(super) fn count(rows: &[Settled]) -> [u64; 4] {
    let mut counts = [0; 4];
    for row in rows {
        counts[match &row.result {
            Ok((Becomes::New, _)) => 0,
            Ok((Becomes::Changed, _)) => 1,
            Ok((Becomes::Unchanged, _)) => 2,
            Err(_) => 3,
        }] += 1;
    }
    counts
}

/// The first rows set aside.
pub(super) fn aside(rows: &[Settled]) -> Vec<Aside> {
    let refused = rows.iter().filter_map(|row| Some((row.line, row.result.as_ref().err()?)));
    let one = |(line, refused): (u64, &super::shape::Refused)| Aside {
        line,
        column: refused.column.clone().unwrap_or_default(),
        message: refused.words(line),
        help: refused.problem.help.clone(),
        hash: hex(&Sha256::digest(&refused.bytes)),
    };
    refused.take(MOST_ASIDE).map(one).collect()
}

/// Of a file that is the whole list, how many rows that are known of its source are not in it; none of any other file.
/// A row that is set aside is not in it.
pub(super) async fn absent(
    db: &Db,
    source: Option<SourceId>,
    mapping: &Mapping,
    rows: &[FileRow],
) -> Result<Option<u64>, Error> {
    if !mapping.source.snapshot {
        return Ok(None);
    }
    let Some(source) = source else { return Ok(Some(0)) };
    let here: BTreeSet<Reference> = rows
        .iter()
        .filter_map(|row| row.result.as_ref().ok()?.original.as_ref())
        .map(|original| Reference::new(&original.resource_type, &original.resource_id))
        .collect();
    let known = upload::known(db, source, TABLE_ROW).await?;
    Ok(Some(known.iter().filter(|row| !here.contains(row)).count() as u64))
}

/// The first rows of a file that were set aside.
pub(super) async fn rows_aside(db: &Db, id: UploadId) -> Result<Vec<Aside>, Error> {
    let kept = upload::aside(db, id).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

impl Receipt {
    /// The rows that were set aside, each as far as quarantine has it; safe to open in a spreadsheet.
    pub async fn problems_csv(
        &self,
        db: &Db,
        source: Option<SourceId>,
        aside: &[Aside],
    ) -> Result<String, Error> {
        let hashes: Vec<[u8; 32]> = aside.iter().filter_map(|row| unhex(&row.hash)).collect();
        let kept = match source {
            Some(source) => upload::refused(db, source, &hashes).await?,
            None => HashMap::new(),
        };
        // A spreadsheet reads UTF-8 only with a mark.
        let mut out = String::from("\u{feff}");
        let headers = ["line", "column", "what is wrong", "what to do", "the row as it came"];
        out.push_str(&export::record(headers));
        for row in aside {
            let bytes = unhex(&row.hash).and_then(|hash| kept.get(&hash));
            let sent = bytes.map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
            let line = row.line.to_string();
            let cells = [line.as_str(), &row.column, &row.message, &row.help, &sent];
            out.push_str(&export::record(cells));
        }
        let more = self.rows[3].saturating_sub(aside.len() as u64);
        if more > 0 {
            let words = format!("{more} more rows were set aside; they are in quarantine");
            out.push_str(&export::record(["", "", &words, "", ""]));
        }
        Ok(out)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}
