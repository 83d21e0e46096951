//! Why a lake could not be read or written.

use std::path::PathBuf;

/// What is said of a file that is no longer the one that was listed; it is looked for in what workers say.
pub(crate) const CHANGED: &str = "was written anew or taken away while it was read";

/// Why the lake could not be read or written. Where a lake is on object storage, a path is its address.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// The file system said no.
    #[error("cannot {what} {path}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Parquet said no.
    #[error("cannot {what} {path}")]
    Parquet {
        /// What was tried.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        source: datafusion::parquet::errors::ParquetError,
    },
    /// Not a lake, or one of another layout.
    #[error("{0} is not a lake of this version: make it again from the facts")]
    NotALake(PathBuf),
    /// Somebody began to copy a lake there, and did not come to the end.
    #[error("the lake at {0} is not whole: it is being copied, or a copy was broken off; copy it again")]
    NotWhole(PathBuf),
    /// Somebody else copied a lake to the same place at the same time.
    #[error(
        "another copy was made to {0} at the same time, so it is not whole: copy it again, one at a time"
    )]
    TwoCopies(PathBuf),
    /// Neither a folder nor an address.
    #[error("`{0}` is no place for a lake: name a folder, or s3://bucket/prefix")]
    Location(String),
    /// A setting of the object storage that is missing or wrong.
    #[error("{name} {problem}")]
    Setting {
        /// The environment variable.
        name: &'static str,
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },
    /// The object storage does not take the keys.
    #[error(
        "the storage refuses {path} to these keys: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may list and read there (to copy a lake there: write and delete too)"
    )]
    Refused {
        /// What was asked for.
        path: PathBuf,
    },
    /// No such bucket.
    #[error("there is no bucket for {path}: make it, or check its name, AWS_ENDPOINT_URL and AWS_REGION")]
    NoBucket {
        /// What was asked for.
        path: PathBuf,
    },
    /// The object storage does not answer.
    #[error("the storage of {path} cannot be reached: check AWS_ENDPOINT_URL and the network")]
    Unreachable {
        /// What was asked for.
        path: PathBuf,
        /// Why not.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The object storage said no.
    #[error("cannot {what} {path}")]
    Storage {
        /// What was tried.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// What was listed is no longer there.
    #[error("{0} {CHANGED}: do it again")]
    Changed(PathBuf),
    /// A copy of a lake onto itself.
    #[error("{0} cannot be copied to where it is")]
    OntoItself(PathBuf),
}
