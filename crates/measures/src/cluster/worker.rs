//! A worker: it runs the plans that callers send, over its own lake.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion_distributed::WorkerQueryContext;
use object_store::ObjectStore;
use tokio::sync::watch;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Server, ServerTlsConfig};
use url::Url;

use super::door::Door;
use super::fingerprint::{Answer, Fingerprints, parse};
use super::{BUCKETS, ClusterError, FINGERPRINT, OTHER_LAKE, OTHER_PLACE, Secret, lake_url};
use crate::lake::{Lake, Snapshot};

/// How long statements in hand may take to end when a worker is told to stop.
const GRACE: Duration = Duration::from_secs(3);
/// How often a caller is asked whether it is still there.
const PING: Duration = Duration::from_secs(10);

/// A certificate and its key (PEM).
#[derive(Clone)]
pub struct Identity {
    /// The certificate, and those that lead to its authority.
    pub certificate: Vec<u8>,
    /// Its key.
    pub key: Vec<u8>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

/// A worker at work, on threads of its own. Dropping it ends it at once.
#[derive(Debug)]
pub struct Worker {
    runtime: Option<tokio::runtime::Runtime>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    server: Option<tokio::task::JoinHandle<Result<(), tonic::transport::Error>>>,
}

impl Worker {
    /// Starts listening. It asks for so many statements at once.
    pub fn start(
        listen: SocketAddr,
        lake: &Lake,
        secret: Secret,
        identity: Option<Identity>,
        at_once: NonZeroUsize,
    ) -> Result<Self, ClusterError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            // One more than statements: somebody must be free to say that we are well.
            .worker_threads(at_once.get() + 1)
            .thread_name("kith-worker")
            .thread_stack_size(8 * 1024 * 1024)
            .enable_all()
            .build()
            .map_err(ClusterError::Threads)?;
        let wrong = |source| ClusterError::Listen { address: listen, source };
        let listener = std::net::TcpListener::bind(listen).map_err(wrong)?;
        listener.set_nonblocking(true).map_err(wrong)?;
        let address = listener.local_addr().map_err(wrong)?;
        let service = service(lake)?.into_worker_server();
        let tls = |e: tonic::transport::Error| ClusterError::Tls(e.into());
        let mut server =
            Server::builder().http2_keepalive_interval(Some(PING)).http2_keepalive_timeout(Some(2 * PING));
        if let Some(identity) = identity {
            let identity = tonic::transport::Identity::from_pem(identity.certificate, identity.key);
            server = server.tls_config(ServerTlsConfig::new().identity(identity)).map_err(tls)?;
        }
        let (stop, mut stopped) = watch::channel(false);
        let door = tower::layer::layer_fn(move |inner| Door { inner, secret: secret.clone(), at_once });
        let server = runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("it does not block");
            let callers = TcpIncoming::from(listener).with_nodelay(Some(true));
            server
                .layer(door)
                .add_service(service)
                .serve_with_incoming_shutdown(callers, async move {
                    let _ = stopped.wait_for(|stop| *stop).await;
                })
                .await
        });
        Ok(Self { runtime: Some(runtime), address, stop, server: Some(server) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no more callers, lets what is in hand end for a few seconds, and stops.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(server) = self.server.take() {
            let _ = tokio::time::timeout(GRACE, server).await;
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The service over a lake.
fn service(lake: &Lake) -> Result<datafusion_distributed::Worker, ClusterError> {
    let unusable = |e: DataFusionError| ClusterError::File {
        path: lake.dir().to_owned(),
        source: std::io::Error::other(e),
    };
    // Every statement reads a folder in the same way; objects are read as the statement's caller listed them.
    let files = match lake.snapshot() {
        files @ Snapshot::Folder(_) => Some(files.store(&[])?),
        Snapshot::S3(..) => None,
    };
    let runtime = reaching(files).map_err(unusable)?;
    let fingerprints = Arc::new(Fingerprints::new(lake));
    let sessions = move |asked: WorkerQueryContext| session(fingerprints.clone(), asked);
    Ok(datafusion_distributed::Worker::from_session_builder(sessions).with_runtime_env(runtime))
}

/// What plans run in. They reach no files but these.
fn reaching(files: Option<Arc<dyn ObjectStore>>) -> Result<Arc<RuntimeEnv>, DataFusionError> {
    let stores = DefaultObjectStoreRegistry::new();
    stores.deregister_store(&Url::parse("file:///").expect("it is a URL"))?;
    if let Some(files) = files {
        stores.register_store(&lake_url(), files);
    }
    RuntimeEnvBuilder::new().with_object_store_registry(Arc::new(stores)).build_arc()
}

/// A session for one plan, if it is about the lake that is here.
async fn session(
    fingerprints: Arc<Fingerprints>,
    asked: WorkerQueryContext,
) -> Result<SessionState, DataFusionError> {
    let header = |name| asked.headers.get(name).and_then(|value| value.to_str().ok());
    let buckets = header(BUCKETS).and_then(parse);
    let Some((theirs, buckets)) = header(FINGERPRINT).zip(buckets) else {
        return Err(DataFusionError::Execution(format!("{OTHER_LAKE}: it does not say which it means")));
    };
    let (theirs, read) = (theirs.to_owned(), buckets.clone());
    let compared = tokio::task::spawn_blocking(move || fingerprints.compare(&theirs, &read)).await;
    let files = match compared.map_err(outside)?.map_err(outside)? {
        Answer::Same(files) => files,
        Answer::Other => {
            tracing::warn!("a statement is about another lake than the one here");
            return Err(DataFusionError::Execution(OTHER_LAKE.into()));
        }
        Answer::OtherPlace => {
            tracing::warn!("{OTHER_PLACE}");
            return Err(DataFusionError::Execution(OTHER_PLACE.into()));
        }
    };
    let mut builder = asked.builder;
    if let Snapshot::S3(..) = files {
        builder = builder.with_runtime_env(reaching(Some(files.store(&buckets).map_err(outside)?))?);
    }
    let config = builder.config().get_or_insert_default();
    crate::engine::one_thread(config);
    Ok(builder.build())
}

fn outside(error: impl std::error::Error + Send + Sync + 'static) -> DataFusionError {
    DataFusionError::External(error.into())
}
