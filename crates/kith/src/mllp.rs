//! The door for HL7 v2 messages: MLLP over TCP, with TLS where it is configured.
//!
//! Each connection is a task that reads frames and writes one answer for each, in their order. All of them feed one
//! writer, which takes whatever waits and puts it on disk at once: one sender that waits for every answer and many
//! that send together both go as fast as the disk. Everything has a limit: the frame, the queue and its bytes, large
//! frames under way, the connections, all and of one address, and how long a handshake, a frame and silence may last.
//! When the process is asked to stop, what was read is answered first. Should the writer fail, it begins anew.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use jiff::tz::TimeZone;
use kith_app::App;
use kith_app::messages::{Door, Reply};
use kith_interop::hl7v2::mllp::{Frame, Framer, frame};
use kith_interop::hl7v2::{Peer, Sender, Senders};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use tokio_rustls::rustls::{RootCertStore, ServerConfig, crypto};

use crate::args::Messages;

/// Largest message, in bytes: embedded documents make them large.
const LARGEST: usize = 16 << 20;
/// Messages that wait for the writer before connections must, and bytes of messages that wait or are being written.
const QUEUE: usize = 1_000;
const QUEUE_BYTES: usize = 64 << 20;
/// A frame that has grown to so many bytes is large, and so many large ones are read at a time.
const LARGE: usize = 256 << 10;
const LARGE_AT_ONCE: usize = 8;
/// Messages, and bytes of them, that the writer takes at once.
const AT_ONCE: usize = 500;
const BYTES_AT_ONCE: usize = 32 << 20;
/// Connections at a time; more wait to be accepted.
const CONNECTIONS: usize = 200;
/// Connections of one address at a time, so that nobody takes all places; this machine's own may have more.
const OF_ONE_ADDRESS: usize = 16;
/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(5);
/// How long until the first message begins, and from the end of one to the beginning of the next.
const FIRST: Duration = Duration::from_secs(60);
const IDLE: Duration = Duration::from_secs(30 * 60);
/// How long from the beginning of a message to its end.
const WHOLE: Duration = Duration::from_secs(120);
/// How long the writing of an answer may take.
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
        // Who says what it likes of itself has to be known in some way.
        anyhow::ensure!(
            address.ip().is_loopback() || args.hl7_senders.is_some() || args.mllp_client_ca.is_some(),
            "other machines can send messages to {address}, and nothing says who may: name the senders in a file with \
             --hl7-senders, or let in only certificates of an authority with --mllp-client-ca"
        );
        if let Some(name) = senders.certificates().next() {
            anyhow::ensure!(
                args.mllp_client_ca.is_some(),
                "the senders file asks for the certificate of {name}, and without --mllp-client-ca nobody shows one"
            );
        }
        for name in senders.certificates() {
            ServerName::try_from(name)
                .with_context(|| format!("`{name}` in the senders file is no name of a certificate"))?;
        }
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

/// A message on its way to the writer.
struct Waiting {
    frame: Frame,
    peer: Arc<Peer>,
    /// Where its answer goes.
    answer: oneshot::Sender<Reply>,
    /// Its part of the bytes that may wait, given back once it is written.
    bytes: OwnedSemaphorePermit,
}

/// What all connections share.
#[derive(Clone)]
struct Shared {
    queue: mpsc::Sender<Waiting>,
    bytes: Arc<Semaphore>,
    large: Arc<Semaphore>,
    /// The names that profiles ask for in certificates.
    names: Arc<[String]>,
    tls: Option<TlsAcceptor>,
}

/// Takes messages until `stop` resolves, and then until what was read is answered.
pub async fn serve(app: App, options: Options, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let (queue, waiting) = mpsc::channel(QUEUE);
    let shared = Shared {
        queue,
        bytes: Arc::new(Semaphore::new(QUEUE_BYTES)),
        large: Arc::new(Semaphore::new(LARGE_AT_ONCE)),
        names: options.senders.certificates().map(str::to_owned).collect(),
        tls: options.tls,
    };
    app.know_senders(options.senders);
    let writer = tokio::spawn(write(app, waiting));
    let (stopping, stopped) = watch::channel(false);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let addresses = Arc::new(Addresses::default());
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            () = &mut stop => break,
            place = places.clone().acquire_owned() => place.expect("nobody closes it"),
        };
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = options.listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of handles, most likely: the next attempt may have better luck.
                    tracing::warn!(error = &error as &dyn std::error::Error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            Some(_) = connections.join_next() => continue,
        };
        let Some(counted) = addresses.enter(peer.ip()) else {
            tracing::warn!("an address has {OF_ONE_ADDRESS} connections; another was closed");
            continue;
        };
        let (shared, stopped) = (shared.clone(), stopped.clone());
        connections.spawn(async move {
            if let Err(error) = connection(stream, peer.ip(), shared, stopped).await {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection ended");
            }
            drop((counted, place));
        });
    }
    stopping.send_replace(true);
    drop(shared);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, ended).await.is_err() {
        connections.shutdown().await;
    }
    writer.await?;
    Ok(())
}

/// How many connections each address has.
#[derive(Default)]
struct Addresses(Mutex<HashMap<IpAddr, usize>>);

/// One connection of an address, counted until it is dropped.
struct Counted {
    addresses: Arc<Addresses>,
    address: IpAddr,
}

impl Addresses {
    /// Counts a connection; nothing when its address has as many as it may.
    fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Counted> {
        let address = address.to_canonical();
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= OF_ONE_ADDRESS && !address.is_loopback() {
            return None;
        }
        *count += 1;
        Some(Counted { addresses: self.clone(), address })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counts = self.addresses.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// Takes what waits, puts it on disk at once, and answers.
async fn write(app: App, mut waiting: mpsc::Receiver<Waiting>) {
    let mut door = Door::open(&app);
    while let Some(first) = waiting.recv().await {
        let mut bytes = size(&first.frame);
        let mut all = vec![first];
        while all.len() < AT_ONCE
            && bytes < BYTES_AT_ONCE
            && let Ok(next) = waiting.try_recv()
        {
            bytes += size(&next.frame);
            all.push(next);
        }
        let (mut arrived, mut answers) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
        for Waiting { frame, peer, answer, bytes } in all {
            arrived.push((frame, Some(peer)));
            answers.push((answer, bytes));
        }
        // On a task of its own, so that a mistake costs these messages their answers and nobody else's.
        let on = app.clone();
        let written = tokio::spawn(async move {
            let replies = door.receive_from(&on, arrived).await;
            (door, replies)
        });
        match written.await {
            Ok((back, replies)) => {
                door = back;
                for ((answer, _), reply) in answers.into_iter().zip(replies) {
                    // Nobody waits any more when the connection broke; the message is kept all the same.
                    let _ = answer.send(reply);
                }
            }
            Err(error) => {
                // Their connections end without an answer, and the senders send again.
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "{} messages could not be written; the door for messages is opened anew",
                    answers.len()
                );
                door = Door::open(&app);
            }
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
    address: IpAddr,
    shared: Shared,
    stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    // Answers are small, and the sender waits for each.
    stream.set_nodelay(true)?;
    match shared.tls.clone() {
        None => converse(stream, Peer { address, names: Vec::new() }, shared, stopped).await,
        Some(tls) => {
            let shaken = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await?;
            let stream = shaken.inspect_err(|error| {
                // Whoever set up the sender must hear of it; the certificate may be the reason.
                tracing::warn!(error = error as &dyn std::error::Error, "a connection could not be secured");
            })?;
            let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
            let names = shown.map(|shown| names_in(shown, &shared.names)).unwrap_or_default();
            converse(stream, Peer { address, names }, shared, stopped).await
        }
    }
}

/// Those of some names that a certificate was made out for.
fn names_in(certificate: &CertificateDer<'_>, names: &[String]) -> Vec<String> {
    let Ok(certificate) = ParsedCertificate::try_from(certificate) else { return Vec::new() };
    let stands = |name: &&String| {
        let name = ServerName::try_from(name.as_str());
        name.is_ok_and(|name| verify_server_name(&certificate, &name).is_ok())
    };
    names.iter().filter(stands).cloned().collect()
}

/// How long a connection may go on after a read: anew when a frame began or ended, else as long as it could before.
fn allowed(was_inside: bool, any_ended: bool, is_inside: bool) -> Option<Duration> {
    match is_inside {
        true => (any_ended || !was_inside).then_some(WHOLE),
        false => any_ended.then_some(IDLE),
    }
}

/// Reads frames and writes an answer for each, in order. Frames that were read together are written to disk together.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    peer: Peer,
    shared: Shared,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    let peer = Arc::new(peer);
    let mut framer = Framer::new(LARGEST);
    // Held while a large frame is under way.
    let mut large = None;
    let mut buffer = vec![0; 64 << 10];
    // Of a whole message or of the silence before it: bytes that trickle in put it off no further.
    let mut deadline = Instant::now() + FIRST;
    loop {
        let was_inside = framer.is_inside();
        let n = tokio::select! {
            read = tokio::time::timeout_at(deadline, stream.read(&mut buffer)) => read??,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        let frames = if n == 0 { framer.finish().into_iter().collect() } else { framer.push(&buffer[..n]) };
        let any_ended = !frames.is_empty();
        let mut answers = Vec::with_capacity(frames.len());
        for frame in frames {
            let (answer, reply) = oneshot::channel();
            let bytes = u32::try_from(size(&frame)).unwrap_or(u32::MAX);
            // What waits is written meanwhile and gives its room back.
            let Ok(bytes) = shared.bytes.clone().acquire_many_owned(bytes).await else { return Ok(()) };
            if shared.queue.send(Waiting { frame, peer: peer.clone(), answer, bytes }).await.is_err() {
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
        if framer.held() < LARGE {
            large = None;
        } else if large.is_none() {
            // Bytes of others are read meanwhile; the time of this frame goes on.
            let place = tokio::time::timeout_at(deadline, shared.large.clone().acquire_owned()).await?;
            large = place.ok();
        }
        if let Some(time) = allowed(was_inside, any_ended, framer.is_inside()) {
            deadline = Instant::now() + time;
        }
    }
    if framer.stray() > 0 {
        tracing::info!("a connection sent {} bytes outside messages", framer.stray());
    }
    let _ = tokio::time::timeout(PATIENCE, stream.shutdown()).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn bytes_that_trickle_in_put_nothing_off() {
        let mut framer = Framer::new(100);
        let mut check = |sent: &[u8], expected: Option<Duration>| {
            let was_inside = framer.is_inside();
            let any_ended = !framer.push(sent).is_empty();
            assert_eq!(allowed(was_inside, any_ended, framer.is_inside()), expected, "{sent:?}");
        };
        check(b"stray", None);
        check(b"\x0bMSH", Some(WHOLE));
        check(b"|", None);
        // Another beginning within a frame.
        check(b"\x0bMSH", None);
        check(b"|\x1c\r", Some(IDLE));
        check(b"\r\n", None);
        check(b"\x0bMSH\x1c\r\x0bMSH", Some(WHOLE));
        check(b"|\x1c\r\x0bM", Some(WHOLE));
    }

    #[test]
    fn an_address_has_so_many_connections_and_this_machine_more() {
        let addresses = Arc::new(Addresses::default());
        let other = IpAddr::from([192, 0, 2, 1]);
        let mut held: Vec<_> = (0..OF_ONE_ADDRESS).map(|_| addresses.enter(other).unwrap()).collect();
        assert!(addresses.enter(other).is_none());
        // The same address in its longer spelling.
        assert!(addresses.enter(Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped().into()).is_none());
        assert!(addresses.enter([192, 0, 2, 2].into()).is_some());
        held.pop();
        held.push(addresses.enter(other).unwrap());
        let own: Vec<_> = (0..=OF_ONE_ADDRESS).map(|_| addresses.enter(Ipv4Addr::LOCALHOST.into())).collect();
        assert!(own.iter().all(Option::is_some));
        drop((held, own));
        assert!(addresses.0.lock().unwrap().is_empty());
    }
}
