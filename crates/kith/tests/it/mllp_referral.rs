//! Referrals over a real socket and from a file, and a server that is killed while they come.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::tempdir;

use super::mllp::{connect, exchange, free, serve, verdict};
use super::{rows, run, text};

/// Longest that a round is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

const TRIAGE: [&str; 2] = ["--programme", "central-triage"];

/// A referral of a woman of her own.
fn referral(number: u32) -> String {
    let name: String = number.to_string().chars().map(|c| char::from(b'A' + (c as u8 - b'0'))).collect();
    let (day, year) = (1 + number % 28, 1980 + number % 20);
    format!(
        "MSH|^~\\&|EHR|MERCY|KITH|NET|20250101120000+0000||REF^I12^REF_I12|{number}|P|2.5.1\r\
         RF1|P|R^Routine^HL70280||||REF{number}^MERCY||||Needs a visit\r\
         PRD|RP^Referring provider^HL70286|LEE^KIM\r\
         PID|1||M{number}^^^MERCY^MR||TEST{name}^{name}||{year}03{day:02}|F|||||^PRN^PH^^1^918^555{number:04}\r"
    )
}

/// The receipt of an answer.
fn receipt(answer: &str) -> String {
    let rf1 = answer.split('\r').find(|line| line.starts_with("RF1|")).expect("the answer names it");
    rf1.split('|').nth(11).and_then(|known| known.split('^').next()).expect("it has a number").to_owned()
}

/// How many messages, and how many forms, the ledger and the inbox hold.
fn kept(data: &Path) -> (usize, usize, usize) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let content = runtime.block_on(kith_testkit::content(&data.join("kith.sqlite3")));
    let originals = content["source_record"].iter().filter(|row| row.contains("'Hl7v2Message/")).count();
    (originals, content["submission"].len(), content["care_case"].len())
}

#[test]
fn killed_at_any_moment_a_referral_that_was_accepted_is_one_case() {
    let dir = tempdir().unwrap();
    let data = dir.path().join("data");
    let next = AtomicU32::new(0);
    let accepted = Mutex::new(BTreeMap::new());
    for (round, moment) in [700, 300, 900, 500].into_iter().enumerate() {
        let mllp = free();
        let mut server = serve(&data, mllp, &TRIAGE);
        drop(connect(mllp));
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let mut stream = connect(mllp);
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some(answer) = exchange(&mut stream, referral(number).as_bytes()) else {
                            return;
                        };
                        assert_eq!(verdict(&answer), format!("AA|{number}"));
                        accepted.lock().unwrap().insert(number, receipt(&answer));
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(moment));
            // A machine that is busy with other things is waited for, so that there is something to lose.
            let waited = Instant::now();
            while accepted.lock().unwrap().len() < 3 * (round + 1) && waited.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(10));
            }
            server.kill().unwrap();
            server.wait().unwrap();
        });
    }
    let accepted = accepted.into_inner().unwrap();
    let sent = next.into_inner();
    assert!(accepted.len() > 8, "only {} of {sent} referrals were accepted", accepted.len());

    // Senders send again what had no answer, and some of the rest: the same receipt, and nothing twice.
    let mllp = free();
    let mut server = serve(&data, mllp, &TRIAGE);
    let mut stream = connect(mllp);
    let mut receipts = accepted.clone();
    for number in 0..sent {
        let answer = exchange(&mut stream, referral(number).as_bytes()).unwrap();
        assert_eq!(verdict(&answer), format!("AA|{number}"));
        let number_of_it = receipt(&answer);
        assert_eq!(*receipts.entry(number).or_insert_with(|| number_of_it.clone()), number_of_it);
    }
    // A referral that says nothing of whom is refused with the field, and the channel goes on.
    let nobody = referral(9_001).replace("TESTJAAB^JAAB", "");
    let refused = exchange(&mut stream, nobody.as_bytes()).unwrap();
    assert_eq!(verdict(&refused), "AE|9001");
    assert!(refused.contains("ERR||PID^1^5|101^Required field missing^HL70357|E||||"), "{refused}");
    let after = exchange(&mut stream, referral(0).as_bytes()).unwrap();
    assert_eq!(receipt(&after), receipts[&0]);
    server.kill().unwrap();
    server.wait().unwrap();
    let sent = sent as usize;
    assert_eq!(kept(&data), (sent, sent, sent), "messages, forms and cases");
    assert_eq!(receipts.values().collect::<std::collections::BTreeSet<_>>().len(), sent);
}

#[test]
fn a_file_of_referrals_comes_in_with_its_receipts() {
    let dir = tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("referrals.hl7"));
    std::fs::write(&file, [referral(1), referral(2), referral(3).replace("TESTD^D", "")].concat()).unwrap();
    let args = ["ingest", "--data-dir", text(&data), "--source", "Mercy", "--json", text(&file)];
    let first = rows(&run(&[&args, &TRIAGE[..]].concat(), 3)).remove(0);
    let receipts = first["receipts"].as_array().unwrap();
    assert_eq!((receipts.len(), first["quarantined"].as_u64()), (2, Some(1)), "{first}");
    let again = rows(&run(&[&args, &TRIAGE[..]].concat(), 3)).remove(0);
    assert_eq!(again["receipts"], first["receipts"]);
    assert_eq!(kept(&data), (2, 2, 2));
}
