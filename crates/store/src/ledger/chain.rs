//! The versions of a resource, and where an arrival stands among them.

use std::collections::{BTreeSet, HashMap};

use kith_domain::id::{RecordId, SourceId, SourcePersonId};
use kith_domain::version;

use super::{Appended, Prepared, VERSIONS};
use crate::Result;
use crate::db::Tx;
use crate::sql::{Value, args};

/// One version of a resource, in the table or about to be.
pub(super) struct Version {
    pub id: RecordId,
    /// As far as the sender said.
    version: version::Version,
    hash: [u8; 32],
    /// Where it stands in the batch; none for one in the table.
    pub place: Option<usize>,
    pub owner: Option<SourcePersonId>,
    pub superseded_by: Option<RecordId>,
    /// Whether it was taken back, so that the same bytes again are news.
    pub withdrawn: bool,
}

/// Puts an arrival where it stands among the versions of its resource, with the id that it gets. The id of the version
/// that has the same bytes, where one has; of the current one, where what was to be taken back no longer is that.
pub(super) fn place(
    chain: &mut Vec<Version>,
    arrival: &Prepared,
    place: usize,
    id: RecordId,
    appended: &mut Appended,
) -> Option<RecordId> {
    let known = match arrival.takes_back {
        None => chain.iter().rev().find(|v| v.hash == arrival.hash && !v.withdrawn),
        Some(record) => chain.last().filter(|v| v.id != record),
    };
    if let Some(known) = known {
        appended.unchanged += 1;
        return Some(known.id);
    }
    let says = version::Version::new(arrival.last_updated, arrival.version_id.as_deref());
    let is_newer = |v: &&Version| !v.version.gives_way_to(says);
    let newer = match arrival.takes_back {
        None => chain.iter().rev().take_while(is_newer).count(),
        Some(_) => 0,
    };
    match (chain.is_empty(), newer) {
        (true, _) => appended.new += 1,
        (false, 0) => appended.superseding += 1,
        (false, _) => appended.older += 1,
    }
    let version = Version {
        id,
        version: says,
        hash: arrival.hash,
        place: Some(place),
        owner: None,
        superseded_by: None,
        withdrawn: false,
    };
    chain.insert(chain.len() - newer, version);
    None
}

/// Every version of the resources of a batch, oldest first.
pub(super) async fn versions<'a>(
    tx: &mut Tx,
    source: SourceId,
    batch: &'a [Prepared],
) -> Result<HashMap<&'a str, Vec<Version>>> {
    let references: BTreeSet<&str> = batch.iter().map(|a| a.reference.as_str()).collect();
    let list = references.iter().map(|r| Value::from(*r)).collect();
    let mut unordered: HashMap<&str, Vec<Version>> = HashMap::with_capacity(batch.len());
    for row in tx.list(VERSIONS, list, args![source]).await? {
        let reference: String = row.get(0)?;
        let Some(reference) = references.get(reference.as_str()) else { continue };
        unordered.entry(reference).or_default().push(Version {
            id: row.get(1)?,
            superseded_by: row.get(2)?,
            owner: row.get(3)?,
            version: version::Version::new(row.get(4)?, row.get::<Option<String>>(5)?.as_deref()),
            hash: row.get(6)?,
            withdrawn: row.get(7)?,
            place: None,
        });
    }
    for chain in unordered.values_mut() {
        let mut ordered = Vec::with_capacity(chain.len());
        let mut next = None;
        while let Some(at) = chain.iter().position(|v| v.superseded_by == next) {
            let version = chain.swap_remove(at);
            next = Some(version.id);
            ordered.push(version);
        }
        ordered.reverse();
        *chain = ordered;
    }
    Ok(unordered)
}
