//! The objects of a lake at one moment.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt, stream};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};

use super::AT_ONCE;
use crate::lake::storage::named;

/// The files of the tables, by name, each with its length and its entity tag.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listing(BTreeMap<String, ObjectMeta>);

impl Listing {
    /// What is there now. What is no file of a lake is passed over.
    pub(super) async fn of(store: &impl ObjectStore) -> object_store::Result<Self> {
        let of_a_lake = |meta: &ObjectMeta| std::future::ready(named(meta.location.as_ref()).is_some());
        let listed = store.list(None).try_filter(of_a_lake).try_collect::<Vec<_>>().await?;
        let told = listed.into_iter().map(|meta| tagged(store, meta));
        let told = stream::iter(told).buffer_unordered(AT_ONCE).try_collect::<Vec<_>>().await?;
        Ok(Self(told.into_iter().map(|meta| (meta.location.to_string(), meta)).collect()))
    }

    pub(super) fn get(&self, name: &str) -> Option<&ObjectMeta> {
        self.0.get(name)
    }

    pub(super) fn add(&mut self, meta: ObjectMeta) {
        self.0.insert(meta.location.to_string(), meta);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// How long a file is; none where there is none.
    pub(crate) fn size(&self, name: &str) -> Option<u64> {
        self.0.get(name).map(|meta| meta.size)
    }

    /// Every file, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// What tells whether any file was written since.
    pub(crate) fn state(&self) -> Vec<(String, String)> {
        self.0.iter().map(|(name, meta)| (name.clone(), format!("{} {}", meta.size, tag(meta)))).collect()
    }

    /// What tells the bytes of some files: their names, lengths and entity tags.
    pub(crate) fn fingerprint(&self, names: impl Iterator<Item = String>) -> String {
        let mut all = Sha256::new();
        for name in names {
            let line = match self.get(&name) {
                Some(meta) => format!("{name} {} {}\n", meta.size, tag(meta)),
                None => format!("{name}\n"),
            };
            all.update(line);
        }
        all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// With its entity tag: some servers leave it out of lists, and tell it when they are asked for each object.
async fn tagged(store: &impl ObjectStore, meta: ObjectMeta) -> object_store::Result<ObjectMeta> {
    if meta.e_tag.is_some() {
        return Ok(meta);
    }
    let asked = store.head(&meta.location).await?;
    Ok(ObjectMeta { size: asked.size, e_tag: asked.e_tag, ..meta })
}

/// The entity tag; some servers write it in quotes in one place and without them in another.
pub(super) fn tag(meta: &ObjectMeta) -> &str {
    meta.e_tag.as_deref().unwrap_or_default().trim_matches('"')
}

/// Whether an object is the one that was listed.
pub(super) fn is_same(listed: &ObjectMeta, found: &ObjectMeta) -> bool {
    (listed.size, tag(listed)) == (found.size, tag(found))
}
