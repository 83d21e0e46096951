//! `kith worker`, and the cluster that `kith measure run --workers` asks.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use kith_measures::cluster::{Identity, Secret, Worker, Workers};
use kith_measures::engine::Engine;

use crate::args::{Cluster, WorkerArgs};

/// Works until the process is asked to stop.
pub async fn work(args: WorkerArgs) -> anyhow::Result<ExitCode> {
    let secret = Secret::read(&args.secret_file)?;
    let lake = crate::lake::open(&args.lake).await?;
    let identity = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some(Identity { certificate: read(certificate)?, key: read(key)? }),
        _ => None,
    };
    let scheme = if identity.is_some() { "https" } else { "http" };
    if identity.is_none() && !args.listen.ip().is_loopback() {
        eprintln!(
            "warning: other machines can reach this address, and the secret and all answers travel in the clear; keep it to a private network, or set --tls-cert and --tls-key"
        );
    }
    let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let at_once = args.at_once.unwrap_or_else(cores);
    let worker = Worker::start(args.listen, &lake, secret, identity, at_once)?;
    let stop = crate::serve::asked_to_stop();
    println!("{scheme}://{}", worker.address());
    stop.await;
    worker.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// An engine over the cluster that was named; none if none was.
pub async fn engine(args: &Cluster) -> anyhow::Result<Option<Engine>> {
    let Some(file) = args.secret_file.as_deref().filter(|_| !args.workers.is_empty()) else {
        return Ok(None);
    };
    let workers = Workers {
        urls: args.workers.clone(),
        secret: Secret::read(file)?,
        authority: args.workers_ca.as_deref().map(read).transpose()?,
        limit: Duration::from_secs(args.time_limit),
    };
    Ok(Some(Engine::over(workers).await?))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("reading {}", path.display()))
}
