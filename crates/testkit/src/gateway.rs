//! Gateways that take every message and keep it: a mail server, and a web server that takes texts.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A message as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// By what a receiver knows it: `Message-ID`, or `Idempotency-Key`.
    pub key: String,
    /// To whom.
    pub to: String,
    /// All of it, headers included.
    pub text: String,
}

/// A gateway on this machine. It runs as long as the process.
#[derive(Debug, Clone)]
pub struct Gateway {
    /// Where it listens.
    pub address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    refusing: Arc<AtomicUsize>,
}

impl Gateway {
    /// A mail server.
    pub fn mail() -> Self {
        Self::start(mail)
    }

    /// A web server that takes texts.
    pub fn texts() -> Self {
        Self::start(text)
    }

    /// Answers the next so many messages with an error that passes.
    pub fn fail_next(&self, times: usize) {
        self.refusing.store(times, Ordering::SeqCst);
    }

    /// What arrived so far.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().expect("nobody panics with it").clone()
    }

    fn start(serve: fn(TcpStream, &Self) -> std::io::Result<()>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let gateway = Self { address, arrived: Arc::default(), refusing: Arc::default() };
        let one = gateway.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let one = one.clone();
                // Whoever hangs up in the middle has sent nothing.
                std::thread::spawn(move || drop(serve(stream, &one)));
            }
        });
        gateway
    }

    /// Whether the next message is to be answered with an error.
    fn fails(&self) -> bool {
        self.refusing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok()
    }

    fn keep(&self, arrived: Arrived) {
        self.arrived.lock().expect("nobody panics with it").push(arrived);
    }
}

/// As much of SMTP (RFC 5321) as a client needs to hand over a message.
fn mail(stream: TcpStream, gateway: &Gateway) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    say("220 sink")?;
    let mut to = String::new();
    while let Some(line) = lines.next().transpose()? {
        let upper = line.to_ascii_uppercase();
        if upper.starts_with("RCPT TO:") {
            to = line[8..].trim_matches(['<', '>', ' ']).to_owned();
            // An address at `refused.example` takes no mail.
            let answer = if to.ends_with("@refused.example") { "550 no such mailbox" } else { "250 fine" };
            say(answer)?;
        } else if upper == "DATA" {
            say("354 go on")?;
            let mut text = String::new();
            for line in lines.by_ref() {
                let line = line?;
                if line == "." {
                    break;
                }
                text.push_str(line.strip_prefix('.').unwrap_or(&line));
                text.push('\n');
            }
            if gateway.fails() {
                say("451 not now")?;
                continue;
            }
            let key = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default();
            gateway.keep(Arrived { key: key.to_owned(), to: to.clone(), text: text.clone() });
            say("250 taken")?;
        } else if upper.starts_with("QUIT") {
            return say("221 goodbye");
        } else {
            say("250 sink")?;
        }
    }
    Ok(())
}

/// As much of HTTP/1.1 as a client needs to post a body of known length.
fn text(stream: TcpStream, gateway: &Gateway) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let header = |name: &str| {
            let named = |line: &str| {
                let (n, value) = line.split_once(':')?;
                n.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            };
            head.lines().find_map(named).unwrap_or_default()
        };
        let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
        reader.read_exact(&mut body)?;
        let body = String::from_utf8_lossy(&body).into_owned();
        let status = if gateway.fails() { "503 Service Unavailable" } else { "200 OK" };
        if status.starts_with("200") {
            let to =
                body.split("\"to\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            gateway.keep(Arrived {
                key: header("idempotency-key"),
                to: to.to_owned(),
                text: format!("{head}{body}"),
            });
        }
        out.write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").as_bytes())?;
    }
}
