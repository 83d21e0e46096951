//! Object storage that speaks S3, over a folder, in this process and on this machine alone.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::Request;
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tempfile::TempDir;

const BUCKET: &str = "kith-tests";
const KEY: &str = "a-key-for-tests";
const SECRET: &str = "a-secret-for-tests";

/// A server with one bucket. It ends when it is dropped.
#[derive(Debug)]
pub struct Storage {
    dir: TempDir,
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
    threads: Option<tokio::runtime::Runtime>,
}

impl Storage {
    /// Starts it on a free port.
    pub fn start() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::create_dir(dir.path().join(BUCKET)).expect("a folder can be made in it");
        let files = s3s_fs::FileSystem::new(dir.path()).expect("the folder is there");
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = service.build();
        let threads = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("threads can be started");
        let listener =
            threads.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        threads.spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let (service, count) = (service.clone(), count.clone());
                let counted = service_fn(move |request: Request<Incoming>| {
                    count.fetch_add(1, Ordering::Relaxed);
                    Service::call(&service, request)
                });
                let served = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(caller), counted);
                tokio::spawn(served);
            }
        });
        Self { dir, address, asked, threads: Some(threads) }
    }

    /// The environment variables under which it is reached.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT_URL", format!("http://{}", self.address)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", SECRET.to_owned()),
        ]
    }

    /// One of them.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.settings().into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The address of what lies under a prefix.
    pub fn address_of(&self, prefix: &str) -> String {
        format!("s3://{BUCKET}/{prefix}")
    }

    /// The folder behind what lies under a prefix.
    pub fn folder_of(&self, prefix: &str) -> PathBuf {
        self.dir.path().join(BUCKET).join(prefix)
    }

    /// How many requests have come.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}
