//! A cluster that answers statements: workers of this same program, each beside a lake of its own or a shared one.
//!
//! Whoever measures plans each statement of each group of buckets and sends it whole to one worker: everything about a
//! dyad lies in one bucket, so workers never ask one another. What a worker answers says how many rows it has, so an
//! answer that was cut short is an error. A statement whose worker is lost is asked again of those that are left;
//! statements only read, so asking twice does no harm. A worker takes a statement only from a caller who knows the
//! secret, only of its own version, and only about a lake with the very same bytes as the caller's.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use datafusion::prelude::SessionContext;
use datafusion_distributed::{DistributedConfig, DistributedExt};
use object_store::ObjectStore;
use sha2::{Digest, Sha256};
use url::Url;

mod client;
mod door;
mod fingerprint;
mod statement;
#[cfg(test)]
mod tests;
mod worker;

pub(crate) use client::Cluster;
pub(crate) use fingerprint::Fingerprints;
pub use worker::{Identity, Worker};

/// What both sides must have in common for their plans and answers to mean the same.
pub(crate) fn version() -> String {
    format!("kith {} on DataFusion {}", env!("CARGO_PKG_VERSION"), datafusion::DATAFUSION_VERSION)
}

/// What files of the lake are called in plans: each machine has its own way to them.
const LAKE: &str = "lake://kith/";
/// Where a worker says that it is well.
const READY: &str = "/kith/ready";
/// Header with the version of whoever speaks.
const VERSION: &str = "x-kith-version";
/// Header with how many statements a worker takes at once.
const AT_ONCE: &str = "x-kith-at-once";
/// Header with the fingerprint of the files that a statement reads.
const FINGERPRINT: &str = "x-kith-lake";
/// Header with the buckets that a statement reads.
const BUCKETS: &str = "x-kith-buckets";
/// What a worker says whose files are others; it is looked for in what comes back.
const OTHER_LAKE: &str = "this worker's lake is not the caller's";
/// What a worker says whose lake cannot be compared; it is looked for in what comes back.
const OTHER_PLACE: &str =
    "of this worker's lake and the caller's, one is in a folder and one on object storage";

/// Shortest secret that is taken.
const LEAST_SECRET: usize = 16;

/// Why there is no cluster, or why it could not answer.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// A file that was named could not be read.
    #[error("cannot read {path}")]
    File {
        /// Where.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A secret that could be guessed.
    #[error(
        "the secret in {0} is too short: put at least 16 characters there, such as from `openssl rand -hex 32`"
    )]
    ShortSecret(PathBuf),
    /// Not the address of a worker.
    #[error(
        "`{0}` is not the address of a worker: write it as http://host:port, or https://host:port with TLS"
    )]
    Address(String),
    /// Nothing can listen there.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: std::net::SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// A certificate or key that is none.
    #[error("the certificate or key cannot be used")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Another secret.
    #[error("the worker {0} refuses the secret: its secret file and ours must hold the same")]
    Refused(String),
    /// Another program.
    #[error("the worker {url} is {theirs}, and we are {ours}: run the same program on every machine")]
    OtherVersion {
        /// Which worker.
        url: String,
        /// What it is.
        theirs: String,
        /// What we are.
        ours: String,
    },
    /// Another lake.
    #[error("the lake of the worker {0} is not ours: copy ours anew, or let all share one lake")]
    OtherLake(String),
    /// A lake that cannot be compared with ours.
    #[error(
        "of the lake of the worker {0} and ours, one is in a folder and one on object storage, and nobody can tell whether they are the same: name the same kind of place with --lake on every machine"
    )]
    OtherPlace(String),
    /// Its files cannot be reached.
    #[error(transparent)]
    Lake(#[from] crate::lake::LakeError),
    /// Everybody is gone.
    #[error("no worker answers ({0}): start one, or run without --workers to measure on this machine")]
    NobodyLeft(String),
    /// Asked again and again.
    #[error("{times} workers in turn could not answer")]
    GaveUp {
        /// How often it was asked.
        times: usize,
        /// What the last said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The threads could not be started.
    #[error("the threads of the cluster could not be started")]
    Threads(#[source] std::io::Error),
}

/// What a file is called in plans, by its name in the lake.
pub(crate) fn address(name: &str) -> String {
    format!("{LAKE}{name}")
}

/// Lets a session read the files of a lake by their addresses.
pub(crate) fn reach(context: &SessionContext, files: Arc<dyn ObjectStore>) {
    context.register_object_store(&lake_url(), files);
}

/// Lets a session plan for workers.
pub(crate) fn share(context: &SessionContext) {
    // Nobody looks at the timings of single steps.
    let mut quiet = DistributedConfig::default();
    quiet.collect_metrics = false;
    context.state_ref().write().config_mut().set_distributed_option_extension(quiet);
}

fn lake_url() -> Url {
    Url::parse(LAKE).expect("it is a URL")
}

/// What callers and workers share. It does not print.
#[derive(Clone)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Reads it from a file; white space around it does not count.
    pub fn read(path: &Path) -> Result<Self, ClusterError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ClusterError::File { path: path.to_owned(), source })?;
        let secret = text.trim();
        if secret.len() < LEAST_SECRET || !secret.chars().all(|c| c.is_ascii_graphic()) {
            return Err(ClusterError::ShortSecret(path.to_owned()));
        }
        Ok(Self(secret.into()))
    }

    /// The header that shows it.
    fn header(&self) -> http::HeaderValue {
        let mut value = http::HeaderValue::from_str(&format!("Bearer {}", self.0))
            .expect("a secret is of characters that can be seen");
        value.set_sensitive(true);
        value
    }

    /// Whether a header shows it. How long it takes says nothing of where they differ.
    fn is_shown_by(&self, header: Option<&http::HeaderValue>) -> bool {
        let shown = Sha256::digest(header.map_or(&[][..], http::HeaderValue::as_bytes));
        let ours = Sha256::digest(self.header().as_bytes());
        let differs = shown.iter().zip(ours.iter()).fold(0, |all, (a, b)| all | (a ^ b));
        std::hint::black_box(differs) == 0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// How to reach a cluster.
#[derive(Debug, Clone)]
pub struct Workers {
    /// Where they listen: `http://host:port`, or `https://host:port` where they have a certificate.
    pub urls: Vec<String>,
    /// What they ask for.
    pub secret: Secret,
    /// The authority (PEM) that signed their certificates.
    pub authority: Option<Vec<u8>>,
    /// Longest that one statement may take on one worker.
    pub limit: Duration,
}

impl Workers {
    /// Longest that one statement may take, where nobody says otherwise.
    pub const LIMIT: Duration = Duration::from_secs(600);
}
