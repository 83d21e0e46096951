//! A lake on S3, or on storage that is compatible with it.
//!
//! The network has threads of its own. Whoever is not async waits for them as for a disk, wherever it runs; the query
//! engine asks through [`Pinned`] and waits as async code does.
//!
//! A lake is read as it was when it was last listed. Each object that is read must still have the length and the
//! entity tag that it was listed with: what was written anew in between is an error and never mixed with the rest.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock, mpsc};
use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{HttpError, SpawnedReqwestConnector};
use object_store::path::Path as Key;
use object_store::prefix::PrefixStore;
use object_store::{
    BackoffConfig, ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload, PutResult,
    RetryConfig, WriteMultipart,
};
use tokio::runtime::Runtime;

use super::LakeError;
use super::storage::named;

mod account;
mod kept;
mod listing;
mod pinned;
#[cfg(test)]
mod tests;

pub(super) use account::Account;
use kept::Kept;
pub(crate) use listing::Listing;
pub(crate) use pinned::Pinned;

/// Objects that are asked for at once: what takes long is the way there and back.
const AT_ONCE: usize = 16;
/// Longest that one request may take.
const REQUEST: Duration = Duration::from_secs(60);
/// Longest that a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// How often a request is tried again.
const TIMES: usize = 5;
/// Longest that a request is tried again.
const TRIED: Duration = Duration::from_secs(60);
/// Objects above this size are sent in parts.
const PART: usize = 8 * 1024 * 1024;

type Store = PrefixStore<AmazonS3>;

/// The objects under one prefix of one bucket. What prints is its address: the store would print its keys.
pub(crate) struct S3 {
    /// Its address, as people write it.
    root: PathBuf,
    store: Arc<Store>,
    /// None only while it is dropped.
    threads: Option<Runtime>,
    listing: RwLock<Arc<Listing>>,
    kept: Mutex<Kept>,
}

impl S3 {
    /// Nothing is asked of the storage yet.
    pub(super) fn new(
        bucket: &str,
        prefix: &str,
        root: PathBuf,
        account: Account,
    ) -> Result<Arc<Self>, LakeError> {
        let threads = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("kith-s3")
            .enable_all()
            .build()
            .map_err(|source| LakeError::Io { what: "start the threads for", path: root.clone(), source })?;
        let retry =
            RetryConfig { max_retries: TIMES, retry_timeout: TRIED, backoff: BackoffConfig::default() };
        let store = account
            .named(AmazonS3Builder::new().with_bucket_name(bucket))
            .with_client_options(ClientOptions::new().with_timeout(REQUEST).with_connect_timeout(CONNECT))
            .with_allow_http(account.allows_http())
            .with_retry(retry)
            .with_http_connector(SpawnedReqwestConnector::new(threads.handle().clone()))
            .build()
            .map_err(|e| wrong("use", &root, e))?;
        Ok(Arc::new(Self {
            store: Arc::new(PrefixStore::new(store, Key::from(prefix))),
            root,
            threads: Some(threads),
            listing: RwLock::default(),
            kept: Mutex::default(),
        }))
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The lake as it was when it was last listed.
    pub(crate) fn listing(&self) -> Arc<Listing> {
        self.listing.read().expect("nobody panics with it").clone()
    }

    /// Lists the lake anew.
    pub(crate) fn list(&self) -> Result<Arc<Listing>, LakeError> {
        let (store, root) = (self.store.clone(), self.root.clone());
        let listing =
            self.wait(async move { Listing::of(&store).await.map_err(|e| wrong("list", &root, e)) })?;
        let listing = Arc::new(listing);
        *self.listing.write().expect("nobody panics with it") = listing.clone();
        Ok(listing)
    }

    /// An object that need not be in the listing; none where there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<Bytes>, LakeError> {
        let (store, key, path) = (self.store.clone(), Key::from(name), self.root.join(name));
        self.wait(async move {
            let answer = match store.get(&key).await {
                Ok(found) => found.bytes().await,
                Err(error) => Err(error),
            };
            match answer.map_err(|e| wrong("read", &path, e)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(LakeError::Changed(_)) => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// Shows objects in turn as they were listed. Others are on their way meanwhile.
    pub(super) fn each(
        &self,
        names: Vec<String>,
        mut see: impl FnMut(&str, Bytes) -> Result<(), LakeError>,
    ) -> Result<(), LakeError> {
        let listing = self.listing();
        let listed: Vec<ObjectMeta> = names.iter().filter_map(|name| listing.get(name).cloned()).collect();
        let (store, root) = (self.store.clone(), self.root.clone());
        let (sender, receiver) = mpsc::sync_channel(AT_ONCE);
        self.threads().spawn(async move {
            let fetched =
                listed.into_iter().map(|meta| {
                    let (store, root) = (store.clone(), root.clone());
                    async move {
                        fetch(&store, &root, &meta).await.map(|bytes| (meta.location.to_string(), bytes))
                    }
                });
            let mut fetched = stream::iter(fetched).buffered(AT_ONCE);
            while let Some(one) = fetched.next().await {
                let last = one.is_err();
                let sender = sender.clone();
                // Whoever looks may take longer than the network.
                let sent = tokio::task::spawn_blocking(move || sender.send(one)).await;
                if last || !matches!(sent, Ok(Ok(()))) {
                    return;
                }
            }
        });
        receiver.into_iter().try_for_each(|one| one.and_then(|(name, bytes)| see(&name, bytes)))
    }

    /// Writes an object, and lists it.
    pub(super) fn write(&self, name: &str, bytes: Bytes) -> Result<(), LakeError> {
        let (store, key, path) = (self.store.clone(), Key::from(name), self.root.join(name));
        let size = bytes.len() as u64;
        let meta = self.wait(async move {
            let written = async {
                let e_tag = match send(&store, &key, bytes).await?.e_tag {
                    Some(tag) => Some(tag),
                    None => store.head(&key).await?.e_tag,
                };
                // The time is read by nobody.
                Ok(ObjectMeta {
                    location: key,
                    last_modified: Default::default(),
                    size,
                    e_tag,
                    version: None,
                })
            };
            written.await.map_err(|e| wrong("write", &path, e))
        })?;
        if named(name).is_some() {
            Arc::make_mut(&mut self.listing.write().expect("nobody panics with it")).add(meta);
        }
        Ok(())
    }

    /// Takes objects away.
    pub(super) fn remove(&self, names: &[String]) -> Result<(), LakeError> {
        let keys: Vec<Key> = names.iter().map(|name| Key::from(name.as_str())).collect();
        let (store, root) = (self.store.clone(), self.root.clone());
        self.wait(async move {
            let keys = stream::iter(keys.into_iter().map(Ok)).boxed();
            store
                .delete_stream(keys)
                .try_for_each(|_| async { Ok(()) })
                .await
                .map_err(|e| wrong("empty", &root, e))
        })?;
        let mut listing = self.listing.write().expect("nobody panics with it");
        names.iter().for_each(|name| Arc::make_mut(&mut listing).remove(name));
        Ok(())
    }

    fn threads(&self) -> &Runtime {
        self.threads.as_ref().expect("the threads are there until it is dropped")
    }

    /// Waits for work on the threads of the network, as for a disk: on any thread, of an async runtime or not.
    fn wait<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.threads().spawn(async move {
            let _ = sender.send(work.await);
        });
        receiver.recv().expect("work on the network does not panic")
    }
}

impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("S3").field(&self.root).finish()
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        // It may be dropped where waiting is not allowed.
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

/// An object, if it is still the one that was listed.
async fn fetch(store: &Store, root: &Path, meta: &ObjectMeta) -> Result<Bytes, LakeError> {
    let path = root.join(meta.location.as_ref());
    let found = store.get(&meta.location).await.map_err(|e| wrong("read", &path, e))?;
    if !listing::is_same(meta, &found.meta) {
        return Err(LakeError::Changed(path));
    }
    found.bytes().await.map_err(|e| wrong("read", &path, e))
}

/// Sends an object, which appears whole.
async fn send(store: &Store, key: &Key, bytes: Bytes) -> object_store::Result<PutResult> {
    if bytes.len() <= PART {
        return store.put(key, PutPayload::from_bytes(bytes)).await;
    }
    let mut parts = WriteMultipart::new_with_chunk_size(store.put_multipart(key).await?, PART);
    for at in (0..bytes.len()).step_by(PART) {
        parts.wait_for_capacity(4).await?;
        parts.put(bytes.slice(at..bytes.len().min(at + PART)));
    }
    parts.finish().await
}

/// An error of the storage in our words. What it wrote about keys is not passed on.
fn wrong(what: &'static str, path: &Path, error: object_store::Error) -> LakeError {
    use object_store::Error::{NotFound, PermissionDenied, Precondition, Unauthenticated};
    let path = path.to_owned();
    // Where it lists, the store tells a status in words alone.
    let said = error.to_string();
    let says = |words: &[&str]| words.iter().any(|words| said.contains(words));
    if says(&["<Code>NoSuchBucket</Code>"]) {
        return LakeError::NoBucket { path };
    }
    match error {
        PermissionDenied { .. } | Unauthenticated { .. } => LakeError::Refused { path },
        _ if says(&["401 Unauthorized", "403 Forbidden"]) => LakeError::Refused { path },
        NotFound { .. } | Precondition { .. } => LakeError::Changed(path),
        other => {
            let outermost: &(dyn std::error::Error + 'static) = &other;
            let reasons = std::iter::successors(Some(outermost), |error| error.source());
            let is_network = reasons.clone().any(|error| error.is::<HttpError>());
            // The outer ones say the same again.
            let source = reasons.last().map(ToString::to_string).unwrap_or_default().into();
            match is_network {
                true => LakeError::Unreachable { path, source },
                false => LakeError::Storage { what, path, source },
            }
        }
    }
}
