//! The caller's side: who is well, who is asked, and what happens when one is lost.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use datafusion::arrow::array::RecordBatch;
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;
use datafusion_distributed::grpc::{BoxCloneSyncChannel, create_worker_client};
use datafusion_distributed::{
    ChannelResolver, DistributedExt, RouteTasksEvent, RouteTasksEventResponse, WorkerChannel,
};
use futures::future::{BoxFuture, join_all};
use http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use kith_domain::id::Bucket;
use tonic::body::Body;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint};
use tower::ServiceExt;
use url::Url;

use super::fingerprint::{Fingerprints, written};
use super::{
    AT_ONCE, BUCKETS, ClusterError, FINGERPRINT, OTHER_LAKE, OTHER_PLACE, READY, Secret, VERSION, Workers,
    statement, version,
};
use crate::lake::CHANGED;

/// How long a worker may take to say that it is well.
const HELLO: Duration = Duration::from_secs(3);
/// How often a silent connection is tried.
const PING: Duration = Duration::from_secs(10);
/// How often a lost worker is asked whether it is back, at first; each time it is not, twice as long goes by.
const AGAIN: Duration = Duration::from_millis(500);
/// How long it takes at most until a lost worker is asked again.
const AGAIN_AT_MOST: Duration = Duration::from_secs(15);
/// How long everybody may be gone before there is nobody left.
const NOBODY: Duration = Duration::from_secs(5);
/// How often one statement is asked, of one worker after another.
const TIMES: usize = 6;
/// Statements in hand at once, over all workers.
const IN_HAND: usize = 64;

/// The workers that answer.
#[derive(Debug)]
pub(crate) struct Cluster {
    nodes: Vec<Arc<Node>>,
    limit: Duration,
}

/// One worker.
#[derive(Debug)]
struct Node {
    url: Url,
    channel: Channel,
    secret: Secret,
    standing: Mutex<Standing>,
    in_hand: AtomicUsize,
}

/// What is known of a worker.
#[derive(Debug, Clone)]
enum Standing {
    Well { at_once: usize },
    Lost { why: String, since: Instant, wait: Duration },
}

impl Cluster {
    /// Greets every worker. Some may be away; one that refuses us or is another program is an error.
    pub(crate) async fn connect(workers: &Workers) -> Result<Self, ClusterError> {
        let nodes = workers.urls.iter().map(|url| Node::new(url, workers).map(Arc::new));
        let nodes = nodes.collect::<Result<Vec<_>, _>>()?;
        let greeted = join_all(nodes.iter().map(|node| node.greet())).await;
        for (node, answer) in nodes.iter().zip(greeted) {
            match answer {
                Ok(_) => {}
                Err(Away::Is(why)) => tracing::warn!("{} does not answer: {why}", node.url),
                Err(Away::For(error)) => return Err(error),
            }
        }
        let cluster = Self { nodes, limit: workers.limit };
        if cluster.at_once() == 0 {
            return Err(cluster.nobody());
        }
        Ok(cluster)
    }

    /// How many statements those who are well take at once.
    pub(crate) fn at_once(&self) -> usize {
        self.nodes.iter().filter_map(|node| node.well()).sum::<usize>().min(IN_HAND)
    }

    /// The rows of a statement about some buckets: all of them, or an error.
    pub(crate) async fn answer(
        &self,
        context: &SessionContext,
        sql: &str,
        fingerprints: &Arc<Fingerprints>,
        buckets: &[Bucket],
    ) -> Result<Vec<RecordBatch>, Box<dyn std::error::Error + Send + Sync>> {
        let mut last: Option<DataFusionError> = None;
        for _ in 0..TIMES {
            // A lake that is being written is planned anew.
            let (ours, read) = (fingerprints.clone(), buckets.to_vec());
            let fingerprint = tokio::task::spawn_blocking(move || ours.of(&read)).await??;
            let plan = statement::plan(context, sql).await?;
            let node = self.choose().await?;
            let _held = Held::new(&node);
            let mut state = context.state();
            let config = state.config_mut();
            config.set_distributed_channel_resolver(Resolver(node.clone()));
            let url = node.url.clone();
            config.set_distributed_route_tasks_handler(move |asked: RouteTasksEvent<'_>| {
                Some(Ok(RouteTasksEventResponse::new(vec![url.clone(); asked.task_count])))
            });
            config.set_distributed_passthrough_headers(headers(&fingerprint, buckets))?;
            let rows = datafusion::physical_plan::collect(plan, state.task_ctx());
            let error = match tokio::time::timeout(self.limit, rows).await {
                Ok(Ok(rows)) => match statement::whole(rows) {
                    Ok(rows) => return Ok(rows),
                    Err(error) => error,
                },
                Ok(Err(error)) => error,
                Err(_) => {
                    let seconds = self.limit.as_secs();
                    DataFusionError::Execution(format!("no answer came within {seconds} s"))
                }
            };
            let told = error.to_string();
            if told.contains(CHANGED) {
                // Nobody else has what was listed either.
                return Err(error.into());
            }
            if told.contains(OTHER_PLACE) {
                return Err(ClusterError::OtherPlace(node.url.to_string()).into());
            }
            if told.contains(OTHER_LAKE) {
                let (ours, read) = (fingerprints.clone(), buckets.to_vec());
                if tokio::task::spawn_blocking(move || ours.now(&read)).await?? == fingerprint {
                    return Err(ClusterError::OtherLake(node.url.to_string()).into());
                }
            } else {
                tracing::warn!("{} is asked no more before it says that it is well: {error}", node.url);
                node.lose(told);
            }
            last = Some(error);
        }
        let source = last.map_or_else(|| "nobody was asked".into(), Into::into);
        Err(ClusterError::GaveUp { times: TIMES, source }.into())
    }

    /// Whoever is well and has least in hand for its size. Those who were lost are greeted again when their time comes.
    async fn choose(&self) -> Result<Arc<Node>, ClusterError> {
        let from = Instant::now();
        loop {
            join_all(self.nodes.iter().filter(|node| node.is_due()).map(|node| node.greet())).await;
            let load = |node: &&Arc<Node>| {
                let at_once = node.well().unwrap_or(1);
                (node.in_hand.load(Ordering::Relaxed) * 1024) / at_once
            };
            if let Some(node) = self.nodes.iter().filter(|node| node.well().is_some()).min_by_key(load) {
                return Ok(node.clone());
            }
            if from.elapsed() > NOBODY {
                return Err(self.nobody());
            }
            tokio::time::sleep(AGAIN / 2).await;
        }
    }

    fn nobody(&self) -> ClusterError {
        let why = |node: &Arc<Node>| match &*node.standing() {
            Standing::Lost { why, .. } => format!("{}: {why}", node.url),
            Standing::Well { .. } => format!("{}: well", node.url),
        };
        ClusterError::NobodyLeft(self.nodes.iter().map(why).collect::<Vec<_>>().join("; "))
    }
}

/// Why a worker did not say that it is well.
enum Away {
    /// It may come back.
    Is(String),
    /// Somebody must do something.
    For(ClusterError),
}

impl Node {
    fn new(url: &str, workers: &Workers) -> Result<Self, ClusterError> {
        let wrong = || ClusterError::Address(url.to_owned());
        let address = Url::parse(url).map_err(|_| wrong())?;
        let plain = address.host().is_some() && address.path() == "/" && address.username().is_empty();
        if !plain || !matches!(address.scheme(), "http" | "https") {
            return Err(wrong());
        }
        let mut endpoint = Endpoint::from_shared(address.to_string())
            .map_err(|_| wrong())?
            .connect_timeout(HELLO)
            .tcp_nodelay(true)
            .http2_keep_alive_interval(PING)
            .keep_alive_timeout(2 * PING)
            .keep_alive_while_idle(true);
        if address.scheme() == "https" {
            let mut tls = ClientTlsConfig::new();
            if let Some(authority) = &workers.authority {
                tls = tls.ca_certificate(Certificate::from_pem(authority));
            }
            endpoint = endpoint.tls_config(tls).map_err(|e| ClusterError::Tls(e.into()))?;
        }
        let never = Standing::Lost { why: "not greeted".into(), since: Instant::now(), wait: Duration::ZERO };
        Ok(Self {
            url: address,
            channel: endpoint.connect_lazy(),
            secret: workers.secret.clone(),
            standing: Mutex::new(never),
            in_hand: AtomicUsize::new(0),
        })
    }

    fn standing(&self) -> std::sync::MutexGuard<'_, Standing> {
        self.standing.lock().expect("nobody panics with it")
    }

    /// How many statements it takes at once, if it is well.
    fn well(&self) -> Option<usize> {
        match *self.standing() {
            Standing::Well { at_once } => Some(at_once),
            Standing::Lost { .. } => None,
        }
    }

    /// Whether it is time to greet it again.
    fn is_due(&self) -> bool {
        match *self.standing() {
            Standing::Well { .. } => false,
            Standing::Lost { since, wait, .. } => since.elapsed() >= wait,
        }
    }

    /// It failed us, and is greeted before it is asked again.
    fn lose(&self, why: String) {
        *self.standing() = Standing::Lost { why, since: Instant::now(), wait: Duration::ZERO };
    }

    /// Asks whether it is well, and remembers what it said.
    async fn greet(&self) -> Result<usize, Away> {
        let answer = tokio::time::timeout(HELLO, self.hello()).await;
        let answer = answer.unwrap_or_else(|_| Err(Away::Is(format!("silent for {} s", HELLO.as_secs()))));
        let mut standing = self.standing();
        *standing = match &answer {
            Ok(at_once) => Standing::Well { at_once: *at_once },
            Err(away) => {
                let why = match away {
                    Away::Is(why) => why.clone(),
                    Away::For(error) => error.to_string(),
                };
                let wait = match *standing {
                    Standing::Lost { wait, .. } => (2 * wait).clamp(AGAIN, AGAIN_AT_MOST),
                    Standing::Well { .. } => AGAIN,
                };
                Standing::Lost { why, since: Instant::now(), wait }
            }
        };
        answer
    }

    async fn hello(&self) -> Result<usize, Away> {
        let request = Request::get(READY).body(Body::empty()).expect("a path without a body is a request");
        let answer = self.door().oneshot(request).await.map_err(|e| Away::Is(reason(&e)))?;
        if let Some(status) = tonic::Status::from_header_map(answer.headers())
            && status.code() == tonic::Code::Unauthenticated
        {
            return Err(Away::For(ClusterError::Refused(self.url.to_string())));
        }
        let told = |name| answer.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let theirs = told(VERSION).unwrap_or("no worker of ours").to_owned();
        if theirs != version() {
            let url = self.url.to_string();
            return Err(Away::For(ClusterError::OtherVersion { url, theirs, ours: version() }));
        }
        Ok(told(AT_ONCE).and_then(|n| n.parse().ok()).unwrap_or(1).max(1))
    }

    /// The way to it, on which every request shows the secret.
    fn door(&self) -> BoxCloneSyncChannel {
        let secret = self.secret.header();
        let shown = self.channel.clone().map_request(move |mut request: Request<Body>| {
            request.headers_mut().insert(header::AUTHORIZATION, secret.clone());
            request
        });
        BoxCloneSyncChannel::new(shown)
    }
}

/// The innermost reason of an error.
fn reason(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// A statement in a worker's hands, until it is dropped.
struct Held(Arc<Node>);

impl Held {
    fn new(node: &Arc<Node>) -> Self {
        node.in_hand.fetch_add(1, Ordering::Relaxed);
        Self(node.clone())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.in_hand.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The way to the one worker that was chosen.
struct Resolver(Arc<Node>);

impl ChannelResolver for Resolver {
    fn get_worker_client_for_url<'a, 'b, 'c>(
        &'a self,
        _: &'b Url,
    ) -> BoxFuture<'c, Result<Box<dyn WorkerChannel>, DataFusionError>>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        Box::pin(std::future::ready(Ok(create_worker_client(self.0.door()))))
    }
}

/// What a worker holds against its own lake.
fn headers(fingerprint: &str, buckets: &[Bucket]) -> HeaderMap {
    let value = |text: &str| HeaderValue::from_str(text).expect("digits, letters and commas may stand there");
    HeaderMap::from_iter([
        (HeaderName::from_static(FINGERPRINT), value(fingerprint)),
        (HeaderName::from_static(BUCKETS), value(&written(buckets))),
    ])
}
