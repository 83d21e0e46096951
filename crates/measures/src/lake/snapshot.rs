//! A lake as one run reads it.

use std::path::PathBuf;
use std::sync::Arc;

use kith_domain::id::Bucket;
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;

use super::s3::{Listing, Pinned, S3};
use super::{Lake, LakeError, Storage};

/// What a run reads, from its first statement to its last. A folder is read as it is; of object storage only what was
/// listed when the run began, and what was written anew since is an error.
#[derive(Debug, Clone)]
pub(crate) enum Snapshot {
    /// In a folder.
    Folder(PathBuf),
    /// On object storage, as it was listed.
    S3(Arc<S3>, Arc<Listing>),
}

impl Lake {
    /// What a run that begins now reads.
    pub(crate) fn snapshot(&self) -> Snapshot {
        match &self.files {
            Storage::Folder(dir) => Snapshot::Folder(dir.clone()),
            Storage::S3(s3) => Snapshot::S3(s3.clone(), s3.listing()),
        }
    }
}

impl Snapshot {
    /// The files of some buckets, by their names, as the query engine reads them.
    pub(crate) fn store(&self, buckets: &[Bucket]) -> Result<Arc<dyn ObjectStore>, LakeError> {
        match self {
            Self::Folder(dir) => {
                let files = LocalFileSystem::new_with_prefix(dir).map_err(|e| LakeError::Storage {
                    what: "read",
                    path: dir.clone(),
                    source: e.into(),
                })?;
                Ok(Arc::new(files))
            }
            Self::S3(s3, listing) => Ok(Arc::new(Pinned::new(s3.clone(), listing.clone(), buckets.to_vec()))),
        }
    }
}
