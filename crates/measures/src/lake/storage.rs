//! Where the files of a lake are: in a folder, or on object storage.
//!
//! A file has a name, such as `event/003.parquet`, and appears whole or not at all. Everything else that a lake does
//! is the same in both places.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use kith_domain::id::{BUCKETS, Bucket};

use super::s3::{Account, S3};
use super::{LakeError, Table};

/// What every address of object storage begins with.
const SCHEME: &str = "s3://";

/// Where a lake is, as people write it: a folder, or `s3://bucket/prefix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder.
    Folder(PathBuf),
    /// S3, or storage that is compatible with it.
    S3 {
        /// The bucket (of the storage, not of people).
        bucket: String,
        /// What the names of the files begin with; nothing for the whole bucket.
        prefix: String,
    },
}

impl FromStr for Location {
    type Err = LakeError;

    fn from_str(text: &str) -> Result<Self, LakeError> {
        let wrong = || LakeError::Location(text.to_owned());
        let Some(address) = text.strip_prefix(SCHEME) else {
            // A typing error in the scheme must not become a folder.
            return if text.is_empty() || text.contains("://") {
                Err(wrong())
            } else {
                Ok(Self::Folder(text.into()))
            };
        };
        let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
        let prefix = prefix.trim_end_matches('/');
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let is_plain =
            |part: &str| !part.is_empty() && part.chars().all(is_name) && !matches!(part, "." | "..");
        if !is_plain(bucket) || !(prefix.is_empty() || prefix.split('/').all(is_plain)) {
            return Err(wrong());
        }
        Ok(Self::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(dir) => write!(f, "{}", dir.display()),
            Self::S3 { bucket, prefix } if prefix.is_empty() => write!(f, "{SCHEME}{bucket}"),
            Self::S3 { bucket, prefix } => write!(f, "{SCHEME}{bucket}/{prefix}"),
        }
    }
}

impl Location {
    /// The storage there. `setting` gives environment variables; only object storage asks for them.
    pub(super) fn storage(&self, setting: &dyn Fn(&str) -> Option<String>) -> Result<Storage, LakeError> {
        match self {
            Self::Folder(dir) => Ok(Storage::Folder(dir.clone())),
            Self::S3 { bucket, prefix } => {
                let account = Account::of(setting)?;
                Ok(Storage::S3(S3::new(bucket, prefix, PathBuf::from(self.to_string()), account)?))
            }
        }
    }
}

/// The files of a lake.
#[derive(Debug, Clone)]
pub(crate) enum Storage {
    /// In a folder.
    Folder(PathBuf),
    /// On object storage.
    S3(Arc<S3>),
}

/// What a table's file of a bucket is called.
pub(crate) fn name_of(table: Table, bucket: Bucket) -> String {
    format!("{}/{:03}.parquet", table.name(), bucket.0)
}

/// Which table and bucket a file is of; none if it is no file of a lake.
pub(crate) fn named(name: &str) -> Option<(Table, Bucket)> {
    let (folder, file) = name.split_once('/')?;
    let table = Table::ALL.into_iter().find(|table| table.name() == folder)?;
    let bucket = Bucket(file.strip_suffix(".parquet")?.parse().ok().filter(|n| *n < BUCKETS)?);
    (name_of(table, bucket) == name).then_some((table, bucket))
}

impl Storage {
    /// What people call it: a folder, or an address.
    pub(super) fn root(&self) -> &Path {
        match self {
            Self::Folder(dir) => dir,
            Self::S3(s3) => s3.root(),
        }
    }

    /// What people call a file there.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// Makes it ready to be written to.
    pub(super) fn prepare(&self) -> Result<(), LakeError> {
        let Self::Folder(dir) = self else { return Ok(()) };
        for table in Table::ALL {
            let folder = dir.join(table.name());
            std::fs::create_dir_all(&folder).map_err(io("make", &folder))?;
        }
        Ok(())
    }

    /// Takes notice of what is there now. A folder is looked at each time.
    pub(super) fn list(&self) -> Result<(), LakeError> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::S3(s3) => s3.list().map(|_| ()),
        }
    }

    /// Takes away every file of every table.
    pub(super) fn empty(&self) -> Result<(), LakeError> {
        match self {
            Self::Folder(dir) => {
                for folder in Table::ALL.map(|table| dir.join(table.name())) {
                    if folder.exists() {
                        std::fs::remove_dir_all(&folder).map_err(io("empty", &folder))?;
                    }
                }
                Ok(())
            }
            Self::S3(s3) => s3.remove(&self.names()?),
        }
    }

    /// A file; none where there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<Bytes>, LakeError> {
        match self {
            Self::Folder(dir) => {
                let path = dir.join(name);
                match std::fs::read(&path) {
                    Ok(bytes) => Ok(Some(bytes.into())),
                    Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
                    Err(source) => Err(LakeError::Io { what: "read", path, source }),
                }
            }
            Self::S3(s3) => s3.read(name),
        }
    }

    /// Shows files in turn; those that are not there are passed over.
    pub(super) fn each(
        &self,
        names: Vec<String>,
        mut see: impl FnMut(&str, Bytes) -> Result<(), LakeError>,
    ) -> Result<(), LakeError> {
        match self {
            Self::Folder(_) => {
                for name in names {
                    if let Some(bytes) = self.read(&name)? {
                        see(&name, bytes)?;
                    }
                }
                Ok(())
            }
            Self::S3(s3) => s3.each(names, see),
        }
    }

    /// Writes a file in place of what was there.
    pub(super) fn write(&self, name: &str, bytes: Bytes) -> Result<(), LakeError> {
        match self {
            Self::Folder(dir) => {
                let path = dir.join(name);
                let unfinished = dir.join(format!("{name}.{}.unfinished", std::process::id()));
                std::fs::write(&unfinished, &bytes).map_err(io("write", &path))?;
                std::fs::rename(&unfinished, &path).map_err(io("put in place", &path))
            }
            Self::S3(s3) => s3.write(name, bytes),
        }
    }

    /// Takes files away.
    pub(super) fn remove(&self, names: &[String]) -> Result<(), LakeError> {
        match self {
            Self::Folder(dir) => names.iter().try_for_each(|name| {
                let path = dir.join(name);
                std::fs::remove_file(&path).map_err(io("take away", &path))
            }),
            Self::S3(s3) => s3.remove(names),
        }
    }

    /// How long a file is; none where there is none.
    pub(super) fn size(&self, name: &str) -> Option<u64> {
        match self {
            Self::Folder(dir) => std::fs::metadata(dir.join(name)).ok().map(|m| m.len()),
            Self::S3(s3) => s3.listing().size(name),
        }
    }

    /// The files of all tables that are there now, in order.
    pub(super) fn names(&self) -> Result<Vec<String>, LakeError> {
        match self {
            Self::Folder(_) => {
                let all = Table::ALL.into_iter().flat_map(|t| Bucket::all().map(move |b| name_of(t, b)));
                Ok(all.filter(|name| self.size(name).is_some()).collect())
            }
            Self::S3(s3) => Ok(s3.list()?.names()),
        }
    }

    /// What tells whether any file was written since.
    pub(super) fn state(&self) -> Result<Vec<(String, String)>, LakeError> {
        match self {
            Self::Folder(dir) => {
                let mut state = Vec::new();
                for name in self.names()? {
                    let path = dir.join(&name);
                    let now = std::fs::metadata(&path).map_err(io("read", &path))?;
                    let written = now.modified().map_err(io("read", &path))?;
                    state.push((name, format!("{} {written:?}", now.len())));
                }
                Ok(state)
            }
            Self::S3(s3) => Ok(s3.list()?.state()),
        }
    }
}

/// An error of the file system, with what was tried and where.
fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> LakeError {
    let path = path.to_owned();
    move |source| LakeError::Io { what, path, source }
}
