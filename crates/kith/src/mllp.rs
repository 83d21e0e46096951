//! The door for HL7 v2 messages: MLLP over TCP, with TLS where it is configured.
//!
//! Each connection is a task that reads frames and writes one answer for each, in their order. All of them feed one
//! writer, which takes whatever waits and puts it on disk at once: one sender that waits for every answer and many
//! that send together both go as fast as the disk. Everything has a limit: the frame, the queue, the connections, and
//! how long a connection may be silent. When the process is asked to stop, what was read is answered first.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use jiff::tz::TimeZone;
use kith_app::App;
use kith_app::messages::{Door, Reply};
use kith_interop::hl7v2::mllp::{Frame, Framer, frame};
use kith_interop::hl7v2::{Sender, Senders};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig, crypto};

use crate::args::Messages;

/// Largest message, in bytes: embedded documents make them large.
const LARGEST: usize = 16 << 20;
/// Messages that wait for the writer before connections must.
const QUEUE: usize = 1_000;
/// Messages, and bytes of them, that the writer takes at once.
const AT_ONCE: usize = 500;
const BYTES_AT_ONCE: usize = 32 << 20;
/// Connections at a time; more wait to be accepted.
const CONNECTIONS: usize = 200;
/// How long a connection may be silent between messages, and within one.
const IDLE: Duration = Duration::from_secs(30 * 60);
const IDLE_INSIDE: Duration = Duration::from_secs(60);
/// How long a handshake, or the writing of an answer, may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long connections get to end when the process stops.
const GRACE: Duration = Duration::from_secs(5);

/// A listener with what it needs.
pub struct Options {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    senders: Senders,
}

impl Options {
    /// Opens the door that the command line asks for, if it asks for one: files are read and the port is taken, so
    /// that what is wrong with them is said at the start.
    pub async fn open(args: &Messages, zone: &TimeZone) -> anyhow::Result<Option<Self>> {
        let Some(address) = args.mllp else { return Ok(None) };
        let usual = Sender { time_zone: zone.clone(), ..Sender::default() };
        let senders = match &args.hl7_senders {
            Some(file) => {
                let text =
                    std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
                Senders::parse(&text, usual).with_context(|| format!("reading {}", file.display()))?
            }
            None => Senders::new(usual),
        };
        let tls = match (&args.mllp_tls_cert, &args.mllp_tls_key) {
            (Some(certificate), Some(key)) => Some(tls(certificate, key, args.mllp_client_ca.as_deref())?),
            _ => None,
        };
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("listening for messages on {address}"))?;
        Ok(Some(Self { listener, tls, senders }))
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Whether other machines can send messages in the clear.
    pub fn is_exposed(&self) -> bool {
        self.tls.is_none() && self.address().is_ok_and(|address| !address.ip().is_loopback())
    }
}

/// TLS with a certificate of ours, and with one of the sender where an authority is named.
fn tls(certificate: &Path, key: &Path, client_ca: Option<&Path>) -> anyhow::Result<TlsAcceptor> {
    let chain = certificates(certificate)?;
    let key = PrivateKeyDer::from_pem_file(key).with_context(|| format!("reading {}", key.display()))?;
    let provider = Arc::new(crypto::ring::default_provider());
    let config =
        ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
    let config = match client_ca {
        None => config.with_no_client_auth(),
        Some(file) => {
            let mut roots = RootCertStore::empty();
            for authority in certificates(file)? {
                roots.add(authority)?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build()?;
            config.with_client_cert_verifier(verifier)
        }
    };
    Ok(TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key)?)))
}

fn certificates(file: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let read = || CertificateDer::pem_file_iter(file)?.collect::<Result<Vec<_>, _>>();
    let found = read().with_context(|| format!("reading {}", file.display()))?;
    anyhow::ensure!(!found.is_empty(), "{} holds no certificate", file.display());
    Ok(found)
}

/// A message on its way to the writer, and where its answer goes.
type Waiting = (Frame, oneshot::Sender<Reply>);

/// Takes messages until `stop` resolves, and then until what was read is answered.
pub async fn serve(app: App, options: Options, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let (queue, waiting) = mpsc::channel(QUEUE);
    let writer = tokio::spawn(write(app, Door::new(options.senders), waiting));
    let (stopping, stopped) = watch::channel(false);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            () = &mut stop => break,
            place = places.clone().acquire_owned() => place.expect("nobody closes it"),
        };
        let stream = tokio::select! {
            () = &mut stop => break,
            accepted = options.listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of handles, most likely: the next attempt may have better luck.
                    tracing::warn!(error = &error as &dyn std::error::Error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            Some(_) = connections.join_next() => continue,
        };
        let (tls, queue, stopped) = (options.tls.clone(), queue.clone(), stopped.clone());
        connections.spawn(async move {
            if let Err(error) = connection(stream, tls, queue, stopped).await {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection ended");
            }
            drop(place);
        });
    }
    stopping.send_replace(true);
    drop(queue);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, ended).await.is_err() {
        connections.shutdown().await;
    }
    writer.await?;
    Ok(())
}

/// Takes what waits, puts it on disk at once, and answers.
async fn write(app: App, mut door: Door, mut waiting: mpsc::Receiver<Waiting>) {
    while let Some((frame, answer)) = waiting.recv().await {
        let mut bytes = size(&frame);
        let (mut frames, mut answers) = (vec![frame], vec![answer]);
        while frames.len() < AT_ONCE
            && bytes < BYTES_AT_ONCE
            && let Ok((frame, answer)) = waiting.try_recv()
        {
            bytes += size(&frame);
            frames.push(frame);
            answers.push(answer);
        }
        let replies = door.receive(&app, frames).await;
        for (answer, reply) in answers.into_iter().zip(replies) {
            // Nobody waits any more when the connection broke; the message is kept all the same.
            let _ = answer.send(reply);
        }
    }
    if let Err(error) = door.close(&app).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "what messages brought was not noted");
    }
}

fn size(frame: &Frame) -> usize {
    match frame {
        Frame::Message(bytes) | Frame::TooLarge { start: bytes, .. } => bytes.len(),
    }
}

async fn connection(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    queue: mpsc::Sender<Waiting>,
    stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    // Answers are small, and the sender waits for each.
    stream.set_nodelay(true)?;
    match tls {
        None => converse(stream, queue, stopped).await,
        Some(tls) => {
            let shaken = tokio::time::timeout(PATIENCE, tls.accept(stream)).await?;
            let stream = shaken.inspect_err(|error| {
                // Whoever set up the sender must hear of it; the certificate may be the reason.
                tracing::warn!(error = error as &dyn std::error::Error, "a connection could not be secured");
            })?;
            converse(stream, queue, stopped).await
        }
    }
}

/// Reads frames and writes an answer for each, in order. Frames that were read together are written to disk together.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    queue: mpsc::Sender<Waiting>,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    let mut framer = Framer::new(LARGEST);
    let mut buffer = vec![0; 64 << 10];
    loop {
        let idle = if framer.is_inside() { IDLE_INSIDE } else { IDLE };
        let n = tokio::select! {
            read = tokio::time::timeout(idle, stream.read(&mut buffer)) => read??,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        let frames = if n == 0 { framer.finish().into_iter().collect() } else { framer.push(&buffer[..n]) };
        let mut answers = Vec::with_capacity(frames.len());
        for frame in frames {
            let (answer, reply) = oneshot::channel();
            if queue.send((frame, answer)).await.is_err() {
                return Ok(());
            }
            answers.push(reply);
        }
        for reply in answers {
            // The writer ends only after every connection.
            let Ok(reply) = reply.await else { return Ok(()) };
            tokio::time::timeout(PATIENCE, stream.write_all(&frame(&reply.bytes))).await??;
        }
        tokio::time::timeout(PATIENCE, stream.flush()).await??;
        if n == 0 {
            break;
        }
    }
    if framer.stray() > 0 {
        tracing::info!("a connection sent {} bytes outside messages", framer.stray());
    }
    let _ = tokio::time::timeout(PATIENCE, stream.shutdown()).await;
    Ok(())
}
