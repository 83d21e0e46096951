//! Messages over a real socket, and a server that is killed while they come.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::tempdir;

use super::{kith, shared, text};

/// A port that was free a moment ago.
pub(super) fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

pub(super) fn serve(data: &Path, mllp: SocketAddr, more: &[&str]) -> Child {
    let (data, mllp) = (text(data), mllp.to_string());
    let args = ["serve", "--data-dir", data, "--listen", "127.0.0.1:0", "--mllp", &mllp];
    kith(&[&args, more].concat()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Connects as soon as somebody listens.
pub(super) fn connect(address: SocketAddr) -> TcpStream {
    let started = Instant::now();
    loop {
        match TcpStream::connect(address) {
            Ok(stream) => {
                stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
                return stream;
            }
            Err(error) => assert!(started.elapsed() < Duration::from_secs(60), "nobody listens: {error}"),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Sends a message and reads its answer; nothing when the connection breaks.
pub(super) fn exchange(stream: &mut TcpStream, message: &[u8]) -> Option<String> {
    stream.write_all(&[&[0x0b], message, &[0x1c, 0x0d]].concat()).ok()?;
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while !answer.ends_with(&[0x1c, 0x0d]) {
        match stream.read(&mut buffer) {
            Ok(n) if n > 0 => answer.extend(&buffer[..n]),
            _ => return None,
        }
    }
    let framed = answer.strip_prefix(&[0x0b])?.strip_suffix(&[0x1c, 0x0d])?;
    Some(String::from_utf8(framed.to_vec()).unwrap())
}

/// `AA|17`: what follows the name of the segment.
pub(super) fn verdict(answer: &str) -> &str {
    answer.split("\rMSA|").nth(1).and_then(|rest| rest.split('\r').next()).unwrap_or_default()
}

fn admission(number: u32) -> String {
    format!(
        "MSH|^~\\&|ADT|MERCY|KITH|NET|20250101120000+0000||ADT^A01|{number}|P|2.5.1\r\
         PID|1||M{number}^^^MERCY^MR||TEST^ANN||19900101|F\r\
         PV1|1|I|||||||||||||||||V{number}^^^MERCY^VN\r"
    )
}

/// How often each message stands in the ledger, of those whose numbers are asked for.
fn kept(data: &Path, numbers: &BTreeSet<u32>) -> Vec<(u32, usize)> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let content = runtime.block_on(kith_testkit::content(&data.join("kith.sqlite3")));
    let records = content["source_record"].join("\n");
    let times = |n: &u32| records.matches(&format!("'Hl7v2Message/ADT|MERCY|{n}'")).count();
    numbers.iter().map(|n| (*n, times(n))).collect()
}

#[test]
fn killed_at_any_moment_what_was_accepted_is_there_once() {
    let dir = tempdir().unwrap();
    let data = dir.path().join("data");
    let next = AtomicU32::new(0);
    let accepted = Mutex::new(BTreeSet::new());
    for moment in [350, 120, 610, 240] {
        let mllp = free();
        let mut server = serve(&data, mllp, &[]);
        // Started and migrated, and one message taken, before the clock runs: a slow machine has its moments too.
        let number = next.fetch_add(1, Ordering::Relaxed);
        let answer = exchange(&mut connect(mllp), admission(number).as_bytes()).unwrap();
        assert_eq!(verdict(&answer), format!("AA|{number}"));
        accepted.lock().unwrap().insert(number);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut stream = connect(mllp);
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some(answer) = exchange(&mut stream, admission(number).as_bytes()) else {
                            return;
                        };
                        assert_eq!(verdict(&answer), format!("AA|{number}"));
                        accepted.lock().unwrap().insert(number);
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(moment));
            server.kill().unwrap();
            server.wait().unwrap();
        });
    }
    let accepted = accepted.into_inner().unwrap();
    assert!(accepted.len() > 4, "none was accepted while the clock ran");

    // Senders send again what was not answered; and nothing of that is there twice.
    let mllp = free();
    let mut server = serve(&data, mllp, &[]);
    let mut stream = connect(mllp);
    let all: BTreeSet<u32> = (0..next.into_inner()).collect();
    for number in all.difference(&accepted).chain(accepted.iter().take(10)) {
        let answer = exchange(&mut stream, admission(*number).as_bytes()).unwrap();
        assert_eq!(verdict(&answer), format!("AA|{number}"));
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let wrong: Vec<_> = kept(&data, &all).into_iter().filter(|(_, times)| *times != 1).collect();
    assert!(wrong.is_empty(), "number and times: {wrong:?}");
}

#[test]
fn the_examples_are_answered_over_a_socket() {
    let Some(examples) = shared("data/hl7v2-messages") else { return };
    let dir = tempdir().unwrap();
    let senders = dir.path().join("senders.toml");
    let profile = "[[sender]]\nname = 'Examples'\nprocessing_ids = ['P', 'T', 'D']\nanswer = 'application'\n";
    std::fs::write(&senders, profile).unwrap();
    let mllp = free();
    let mut server = serve(&dir.path().join("data"), mllp, &["--hl7-senders", text(&senders)]);
    let mut stream = connect(mllp);
    for (file, expected) in [
        ("newborn-screening/MN_005_MN_ADT_A01.hl7", "AA|407750281"),
        ("fhir-converter/ADT-A01-01.hl7", "AA|MSG00001"),
        ("fhir-converter/ADT-A40-01.hl7", "AA|8919-40"),
        ("fhir-converter/ADT-A60-01.hl7", "AR|"),
        ("newborn-screening/CA_002_CA_ORU_R01.hl7", "AE|220220550"),
        ("newborn-screening/Natus_002_Natus_ORU_R01_NBS.hl7", "AA|"),
    ] {
        let message = std::fs::read(examples.join(file)).unwrap();
        let answer = exchange(&mut stream, &message).unwrap();
        assert!(verdict(&answer).starts_with(expected), "{file}: {answer}");
    }
    server.kill().unwrap();
    server.wait().unwrap();
}
