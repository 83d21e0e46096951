//! Copying a lake, from a folder to object storage or any other way.
//!
//! The marker is what makes files a lake: while they are copied it says so, and the true one comes last. So a copy that
//! was broken off is never measured as if it were whole, and the same copy again mends it. Of two copies to one place at
//! the same time the one that finds the marker of the other ends with an error.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use bytes::Bytes;

use super::storage::Location;
use super::{Lake, LakeError, MARKER, Storage, copying, marker};

/// Files that are on their way at once.
const AT_ONCE: usize = 16;

/// What a copy came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Copied {
    /// Files that were copied.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were there and have no place in the lake that was copied.
    pub taken_away: u64,
}

impl Lake {
    /// Copies the lake in place of one that is there, if there is one, and opens the copy. `see` is told of each file
    /// how many bytes it has. A lake that is written to meanwhile is not copied to the end.
    pub fn copy_to(
        &self,
        at: &Location,
        setting: &dyn Fn(&str) -> Option<String>,
        mut see: impl FnMut(u64),
    ) -> Result<(Self, Copied), LakeError> {
        let to = at.storage(setting)?;
        if is_same_place(&self.files, &to) {
            return Err(LakeError::OntoItself(to.root().to_owned()));
        }
        let state = self.files.state()?;
        to.prepare()?;
        let ours: Bytes = copying(uuid::Uuid::new_v4()).into();
        to.write(MARKER, ours.clone())?;
        let names: BTreeSet<String> = state.iter().map(|(name, _)| name.clone()).collect();
        let mut copied = Copied::default();
        self.copy_files(&names, &to, |bytes| {
            see(bytes);
            copied.files += 1;
            copied.bytes += bytes;
        })?;
        let stale: Vec<String> = to.names()?.into_iter().filter(|name| !names.contains(name)).collect();
        to.remove(&stale)?;
        copied.taken_away = stale.len() as u64;
        if self.files.state()? != state {
            return Err(LakeError::Changed(self.files.root().to_owned()));
        }
        if to.read(MARKER)?.as_ref() != Some(&ours) {
            // The other may have said that it is whole before this one wrote its last file.
            to.write(MARKER, ours)?;
            return Err(LakeError::TwoCopies(to.root().to_owned()));
        }
        to.write(MARKER, marker(Some(uuid::Uuid::new_v4()), self.areas()?.as_deref()).into())?;
        Ok((Self::open_in(to)?, copied))
    }

    /// Copies files, and tells how many bytes each had. The first error ends it.
    fn copy_files(
        &self,
        names: &BTreeSet<String>,
        to: &Storage,
        mut see: impl FnMut(u64),
    ) -> Result<(), LakeError> {
        let names: Vec<&String> = names.iter().collect();
        let next = AtomicUsize::new(0);
        let copy = |name: &str| {
            let gone = || LakeError::Changed(self.files.path(name));
            let bytes = self.files.read(name)?.ok_or_else(gone)?;
            let size = bytes.len() as u64;
            to.write(name, bytes)?;
            Ok(size)
        };
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            for _ in 0..AT_ONCE.min(names.len()) {
                let (sender, names, next, copy) = (sender.clone(), &names, &next, &copy);
                scope.spawn(move || {
                    while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if sender.send(copy(name)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            // Once it is no longer listened to, everybody stops.
            receiver.into_iter().try_for_each(|one| one.map(&mut see))
        })
    }

    /// Bytes of all its files.
    pub fn size(&self) -> Result<u64, LakeError> {
        Ok(self.files.names()?.iter().filter_map(|name| self.files.size(name)).sum())
    }
}

fn is_same_place(one: &Storage, other: &Storage) -> bool {
    match (one, other) {
        (Storage::Folder(one), Storage::Folder(other)) => {
            one == other
                || one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(a, b)| a == b)
        }
        (Storage::S3(one), Storage::S3(other)) => one.root() == other.root(),
        _ => false,
    }
}
