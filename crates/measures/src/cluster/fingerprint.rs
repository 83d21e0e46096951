//! Whether two folders hold the same lake.
//!
//! A copy that is out of date would give numbers that look right. So each statement comes with a fingerprint of the
//! bytes of every file that it may read, and a worker answers only about the very same bytes.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use kith_domain::id::Bucket;
use sha2::{Digest, Sha256};

use crate::lake::Lake;
use crate::sql::VISIBLE;

/// How long a file was and when it was written, and the fingerprint of its bytes then.
type Known = (u64, SystemTime, [u8; 32]);

/// Fingerprints of the files of one lake. A file is read once for each time that it is written.
#[derive(Debug)]
pub(crate) struct Fingerprints {
    lake: Lake,
    known: Mutex<HashMap<PathBuf, Known>>,
}

impl Fingerprints {
    pub(crate) fn new(lake: Lake) -> Self {
        Self { lake, known: Mutex::new(HashMap::new()) }
    }

    /// The fingerprint of all that queries see of some buckets, in their order. It reads files: not for async threads.
    pub(super) fn of(&self, buckets: &[Bucket]) -> io::Result<String> {
        let mut all = Sha256::new();
        for &bucket in buckets {
            for table in VISIBLE {
                all.update(self.file(&self.lake.file(table, bucket))?);
            }
        }
        Ok(all.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The fingerprint of one file; nothing but zeros where there is none.
    fn file(&self, path: &Path) -> io::Result<[u8; 32]> {
        let now = match std::fs::metadata(path) {
            Ok(now) => now,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok([0; 32]),
            Err(e) => return Err(e),
        };
        let (length, written) = (now.len(), now.modified()?);
        let known = self.known.lock().expect("nobody panics with it").get(path).copied();
        if let Some((_, _, fingerprint)) = known.filter(|k| (k.0, k.1) == (length, written)) {
            return Ok(fingerprint);
        }
        let mut file = std::fs::File::open(path)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match file.read(&mut buffer)? {
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

/// Buckets as they stand in a header.
pub(super) fn written(buckets: &[Bucket]) -> String {
    let numbers: Vec<String> = buckets.iter().map(|b| b.0.to_string()).collect();
    numbers.join(",")
}

/// Buckets from a header; none if it is not a list of them.
pub(super) fn parse(text: &str) -> Option<Vec<Bucket>> {
    text.split(',').map(|n| n.parse().ok().map(Bucket)).collect()
}
