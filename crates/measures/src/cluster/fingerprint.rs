//! Whether a worker's lake is the caller's.
//!
//! A copy that is out of date would give numbers that look right. So each statement comes with a fingerprint of every
//! file that it may read, and a worker answers only about the very same bytes. Of files in folders it is made of the
//! bytes themselves; of objects, of the entity tags that their storage gives to bytes. The two cannot be compared.

use std::collections::HashMap;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use kith_domain::id::Bucket;
use sha2::{Digest, Sha256};

use crate::lake::{Lake, LakeError, Listing, Snapshot, name_of};
use crate::sql::VISIBLE;

/// What the fingerprints of objects begin with.
const OF_OBJECTS: &str = "s3-";

/// How long a file was and when it was written, and the fingerprint of its bytes then.
type Known = (u64, SystemTime, [u8; 32]);

/// Fingerprints of the files of one lake. A file is read once for each time that it is written.
#[derive(Debug)]
pub(crate) struct Fingerprints {
    files: Snapshot,
    known: Mutex<HashMap<PathBuf, Known>>,
}

/// How a caller's lake stands to a worker's.
pub(super) enum Answer {
    /// They are the same, and this is what to read.
    Same(Snapshot),
    /// They are not.
    Other,
    /// One is in a folder and one on object storage.
    OtherPlace,
}

impl Fingerprints {
    /// Of a lake as a run that begins now reads it.
    pub(crate) fn new(lake: &Lake) -> Self {
        Self { files: lake.snapshot(), known: Mutex::new(HashMap::new()) }
    }

    /// The fingerprint of all that queries see of some buckets, in their order. It reads files: not for async threads.
    pub(super) fn of(&self, buckets: &[Bucket]) -> Result<String, LakeError> {
        let dir = match &self.files {
            Snapshot::Folder(dir) => dir,
            Snapshot::S3(_, listing) => return Ok(of_objects(listing, buckets)),
        };
        let mut all = Sha256::new();
        for name in names(buckets) {
            all.update(self.file(&dir.join(name))?);
        }
        Ok(all.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The same as things stand now. A run over object storage does not go on with other bytes: there it is an error if
    /// they are others by now.
    pub(super) fn now(&self, buckets: &[Bucket]) -> Result<String, LakeError> {
        let Snapshot::S3(s3, _) = &self.files else { return self.of(buckets) };
        let listing = s3.list()?;
        let now = of_objects(&listing, buckets);
        if now == self.of(buckets)? { Ok(now) } else { Err(LakeError::Changed(s3.root().to_owned())) }
    }

    /// What a worker makes of a caller's fingerprint.
    pub(super) fn compare(&self, theirs: &str, buckets: &[Bucket]) -> Result<Answer, LakeError> {
        if theirs.starts_with(OF_OBJECTS) != matches!(self.files, Snapshot::S3(..)) {
            return Ok(Answer::OtherPlace);
        }
        let Snapshot::S3(s3, _) = &self.files else {
            let same = self.of(buckets)? == theirs;
            return Ok(if same { Answer::Same(self.files.clone()) } else { Answer::Other });
        };
        // A worker lives for long: it lists anew when a caller knows another lake than it does.
        let same = |listing: &Listing| of_objects(listing, buckets) == theirs;
        let mut listing = s3.listing();
        if !same(&listing) {
            listing = s3.list()?;
        }
        Ok(if same(&listing) { Answer::Same(Snapshot::S3(s3.clone(), listing)) } else { Answer::Other })
    }

    /// The fingerprint of one file; nothing but zeros where there is none.
    fn file(&self, path: &Path) -> Result<[u8; 32], LakeError> {
        let wrong = |source| LakeError::Io { what: "read", path: path.to_owned(), source };
        let now = match std::fs::metadata(path) {
            Ok(now) => now,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok([0; 32]),
            Err(e) => return Err(wrong(e)),
        };
        let (length, written) = (now.len(), now.modified().map_err(wrong)?);
        let known = self.known.lock().expect("nobody panics with it").get(path).copied();
        if let Some((_, _, fingerprint)) = known.filter(|k| (k.0, k.1) == (length, written)) {
            return Ok(fingerprint);
        }
        let mut file = std::fs::File::open(path).map_err(wrong)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match file.read(&mut buffer).map_err(wrong)? {
                0 => break,
                read => hash.update(&buffer[..read]),
            }
        }
        let fingerprint = hash.finalize().into();
        let entry = (length, written, fingerprint);
        self.known.lock().expect("nobody panics with it").insert(path.to_owned(), entry);
        Ok(fingerprint)
    }
}

/// All that queries see of some buckets.
fn names(buckets: &[Bucket]) -> impl Iterator<Item = String> {
    buckets.iter().flat_map(|&bucket| VISIBLE.into_iter().map(move |table| name_of(table, bucket)))
}

fn of_objects(listing: &Listing, buckets: &[Bucket]) -> String {
    format!("{OF_OBJECTS}{}", listing.fingerprint(names(buckets)))
}

/// Buckets as they stand in a header.
pub(super) fn written(buckets: &[Bucket]) -> String {
    let numbers: Vec<String> = buckets.iter().map(|b| b.0.to_string()).collect();
    numbers.join(",")
}

/// Buckets from a header; none if it is not a list of them.
pub(super) fn parse(text: &str) -> Option<Vec<Bucket>> {
    text.split(',').map(|n| n.parse().ok().map(Bucket)).collect()
}
