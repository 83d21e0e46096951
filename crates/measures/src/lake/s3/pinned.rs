//! The objects of some buckets as the query engine reads them.
//!
//! What takes long is the way to the storage and back, and most objects are small. So the first that is asked for of a
//! table brings that table of all the buckets, at once and whole; only large objects are read in ranges.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use kith_domain::id::Bucket;
use object_store::path::Path as Key;
use object_store::{
    CopyOptions, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

use super::listing::is_same;
use super::{AT_ONCE, Listing, S3, fetch, wrong};
use crate::lake::storage::{name_of, named};
use crate::lake::{LakeError, Table};

/// Objects above this size are read in ranges.
const WHOLE: u64 = 16 * 1024 * 1024;

/// A lake as it was listed, for one group of buckets. It can only be read.
#[derive(Debug)]
pub(crate) struct Pinned {
    s3: Arc<S3>,
    listing: Arc<Listing>,
    buckets: Vec<Bucket>,
    /// The tables of which all buckets were brought.
    brought: tokio::sync::Mutex<HashSet<Table>>,
}

impl Pinned {
    pub(crate) fn new(s3: Arc<S3>, listing: Arc<Listing>, buckets: Vec<Bucket>) -> Self {
        Self { s3, listing, buckets, brought: tokio::sync::Mutex::default() }
    }

    fn kept(&self, meta: &ObjectMeta) -> Option<Bytes> {
        self.s3.kept.lock().expect("nobody panics with it").get(meta)
    }

    /// An object that is not large, and with the first of its table the rest of it.
    async fn whole(&self, meta: &ObjectMeta) -> Result<Bytes, LakeError> {
        if let Some(bytes) = self.kept(meta) {
            return Ok(bytes);
        }
        let mut brought = self.brought.lock().await;
        if let Some(bytes) = self.kept(meta) {
            return Ok(bytes);
        }
        let mut wanted = vec![meta.clone()];
        let table = named(meta.location.as_ref()).map(|(table, _)| table);
        // What was brought once and is no longer kept is brought alone.
        if let Some(table) = table.filter(|table| brought.insert(*table)) {
            let listed = self.buckets.iter().filter_map(|&b| self.listing.get(&name_of(table, b)));
            let wants =
                |m: &&ObjectMeta| m.location != meta.location && m.size <= WHOLE && self.kept(m).is_none();
            wanted.extend(listed.filter(wants).cloned());
        }
        let fetched = wanted.into_iter().map(|meta| {
            let s3 = self.s3.clone();
            async move { fetch(&s3.store, s3.root(), &meta).await.map(|bytes| (meta, bytes)) }
        });
        let mut fetched = stream::iter(fetched.collect::<Vec<_>>()).buffered(AT_ONCE);
        let mut asked = None;
        while let Some((meta, bytes)) = fetched.try_next().await? {
            self.s3.kept.lock().expect("nobody panics with it").add(&meta, bytes.clone());
            asked.get_or_insert(bytes);
        }
        Ok(asked.expect("the first is the one that was asked for"))
    }

    /// A large object, or a range of it, if it is still the one that was listed.
    async fn large(&self, meta: &ObjectMeta, options: GetOptions) -> Result<GetResult, LakeError> {
        let path = self.s3.root().join(meta.location.as_ref());
        let found =
            self.s3.store.get_opts(&meta.location, options).await.map_err(|e| wrong("read", &path, e))?;
        if is_same(meta, &found.meta) { Ok(found) } else { Err(LakeError::Changed(path)) }
    }
}

impl fmt::Display for Pinned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.s3.root().display())
    }
}

#[async_trait::async_trait]
impl ObjectStore for Pinned {
    async fn get_opts(&self, location: &Key, options: GetOptions) -> Result<GetResult> {
        let failed = |error: LakeError| object_store::Error::Generic { store: "S3", source: error.into() };
        let gone = || failed(LakeError::Changed(self.s3.root().join(location.as_ref())));
        let meta = self.listing.get(location.as_ref()).ok_or_else(gone)?.clone();
        options.check_preconditions(&meta)?;
        let nothing = GetResultPayload::Stream(stream::empty().boxed());
        if options.head {
            return Ok(GetResult {
                payload: nothing,
                range: 0..meta.size,
                meta,
                attributes: Default::default(),
            });
        }
        if meta.size > WHOLE {
            return self.large(&meta, options).await.map_err(failed);
        }
        let bytes = self.whole(&meta).await.map_err(failed)?;
        let range = match &options.range {
            Some(range) => {
                range.as_range(meta.size).map_err(|e| failed(unreadable(self, location, e.into())))?
            }
            None => 0..meta.size,
        };
        let part = slice(&bytes, &range).ok_or_else(gone)?;
        let payload = GetResultPayload::Stream(stream::once(async { Ok(part) }).boxed());
        Ok(GetResult { payload, range, meta, attributes: Default::default() })
    }

    async fn put_opts(&self, _: &Key, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        Err(only_read())
    }

    async fn put_multipart_opts(&self, _: &Key, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Err(only_read())
    }

    fn delete_stream(&self, _: BoxStream<'static, Result<Key>>) -> BoxStream<'static, Result<Key>> {
        stream::once(async { Err(only_read()) }).boxed()
    }

    fn list(&self, _: Option<&Key>) -> BoxStream<'static, Result<ObjectMeta>> {
        stream::once(async { Err(only_read()) }).boxed()
    }

    async fn list_with_delimiter(&self, _: Option<&Key>) -> Result<ListResult> {
        Err(only_read())
    }

    async fn copy_opts(&self, _: &Key, _: &Key, _: CopyOptions) -> Result<()> {
        Err(only_read())
    }
}

fn slice(bytes: &Bytes, range: &Range<u64>) -> Option<Bytes> {
    let range = usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?;
    (range.end <= bytes.len()).then(|| bytes.slice(range))
}

fn unreadable(
    pinned: &Pinned,
    location: &Key,
    source: Box<dyn std::error::Error + Send + Sync>,
) -> LakeError {
    LakeError::Storage { what: "read", path: pinned.s3.root().join(location.as_ref()), source }
}

/// The engine names each file that it reads, and writes none.
fn only_read() -> object_store::Error {
    object_store::Error::NotSupported {
        source: "files of a lake are named and read, and nothing else".into(),
    }
}
