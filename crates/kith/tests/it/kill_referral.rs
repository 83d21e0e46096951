//! A front door that is killed at any moment loses no step that it acknowledged, and tells nobody twice.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kith_testkit::Gateway;
use tempfile::tempdir;

use super::{kith, text};

const PASSWORD: &str = "correct horse battery";
/// After how many milliseconds of work the server is killed, one round after another.
const MOMENTS: [u64; 6] = [1_500, 400, 1_900, 900, 2_600, 1_200];
/// How long anything may take before the test says that it hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// The programme with an address for every service, and the next one asked without anybody's doing.
fn programme(to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/central-triage");
    std::fs::create_dir_all(to.join("forms")).unwrap();
    for folder in ["", "forms"] {
        for file in std::fs::read_dir(from.join(folder)).unwrap().map(Result::unwrap) {
            if file.path().is_file() {
                std::fs::copy(file.path(), to.join(folder).join(file.file_name())).unwrap();
            }
        }
    }
    let change = |name: &str, change: &dyn Fn(String) -> String| {
        let text = std::fs::read_to_string(to.join(name)).unwrap();
        std::fs::write(to.join(name), change(text)).unwrap();
    };
    change("triage.toml", &|text| text.replace("re_offer = \"propose\"", "re_offer = \"send\""));
    change("services.toml", &|text| {
        text.replace("ask_places_days = 7", "")
            .replace("\norganization = ", "\nemail = \"desk@example.org\"\norganization = ")
    });
}

fn serve(data: &Path, programme: &Path, listen: SocketAddr, mail: &Gateway) -> Child {
    let (listen, smtp) = (listen.to_string(), format!("smtp://{}", mail.address));
    let public = format!("http://{listen}");
    let args = [
        "serve",
        "--data-dir",
        text(data),
        "--programme",
        text(programme),
        "--time-zone",
        "UTC",
        "--listen",
        &listen,
        "--smtp",
        &smtp,
        "--mail-from",
        "Kith <kith@example.org>",
        "--public-url",
        &public,
    ];
    let server = kith(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let started = Instant::now();
    while TcpStream::connect(listen.parse::<SocketAddr>().unwrap()).is_err() {
        assert!(started.elapsed() < PATIENCE, "nobody listens");
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

/// An answer: its status, its headers and its body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    /// What stands between two texts of its body.
    fn between(&self, before: &str, after: &str) -> Option<&str> {
        self.body.split(before).nth(1)?.split(after).next()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let named =
            |line: &str| line.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)).is_some();
        self.head
            .lines()
            .find(|line| named(line))
            .and_then(|line| line.split_once(": "))
            .map(|(_, value)| value)
    }
}

/// Asks, and waits for the whole answer; nothing when the connection breaks.
fn ask(to: SocketAddr, method: &str, path: &str, cookie: &str, form: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(to).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {to}\r\ncookie: {cookie}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut all = Vec::new();
    stream.read_to_end(&mut all).ok()?;
    let all = String::from_utf8_lossy(&all).into_owned();
    let (head, body) = all.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    // A killed server may have begun its answer: what is not whole was not acknowledged.
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    if chunked && !body.ends_with("0\r\n\r\n") {
        return None;
    }
    let answer = Answer { status, head: head.to_owned(), body: body.to_owned() };
    let length: usize = answer.header("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
    (answer.body.len() >= length).then_some(answer)
}

fn sign_in(to: SocketAddr) -> String {
    let form = format!("login=intake&password={}&next=/", PASSWORD.replace(' ', "+"));
    let answer = ask(to, "POST", "/sign-in", "", &form).expect("somebody answers");
    let cookie = answer.header("set-cookie").expect("a session begins");
    cookie.split(';').next().unwrap().to_owned()
}

/// Letters that are a name of nobody's, another for each number.
fn name(n: usize) -> String {
    let letter = |place: u32| char::from(b'a' + u8::try_from(n / 26_usize.pow(place) % 26).unwrap());
    format!(
        "{}{}{}",
        ["Testa", "Mirdo", "Kelu", "Vanori", "Sibe"][n % 5],
        letter(0),
        [letter(1), letter(2)].iter().collect::<String>()
    )
}

/// What was acknowledged.
#[derive(Default)]
struct Acknowledged {
    /// Numbers of receipts.
    forms: Mutex<BTreeSet<String>>,
    /// Why a service was asked, and the service.
    referred: Mutex<BTreeSet<(String, String)>>,
    /// Notes of answers by link.
    answered: Mutex<BTreeSet<String>>,
}

/// Somebody of the intake team: a form, its case, a service for her, and again until nobody answers any more.
fn intake(to: SocketAddr, cookie: &str, next: &AtomicUsize, done: &Acknowledged) -> Option<()> {
    loop {
        let n = next.fetch_add(1, Ordering::SeqCst);
        let page = ask(to, "GET", "/front-door/self_referral", cookie, "")?;
        let csrf = page.between("name=\"csrf\" value=\"", "\"").expect("a token").to_owned();
        let once = page.between("name=\"once\" value=\"", "\"").expect("a sign").to_owned();
        let form = format!(
            "csrf={csrf}&once={once}&do=send&a.self.signs=none&a.identity.given={}&a.identity.family={}\
             &a.identity.birth_date={}-0{}-1{}&a.identity.phone=918-555-{:04}&a.identity.phone_safe=text&a.identity.language=en&a.self.stage=pregnant\
             &a.pregnancy.due_date=2027-03-01&a.self.wants=visits&a.history.pregnant_before=no",
            name(n),
            name(n * 7 + 3),
            1985 + n % 20,
            1 + n % 9,
            n % 9,
            n % 10_000
        );
        let receipt = ask(to, "POST", "/front-door/self_referral", cookie, &form)?;
        assert_eq!(receipt.status, 200, "{}", receipt.body);
        let number =
            receipt.between("class=\"big number\">", "<").expect("a receipt has a number").to_owned();
        done.forms.lock().unwrap().insert(number);
        let case = receipt.between("href=\"/triage/", "\"").expect("the receipt leads to her case");
        let matches = ask(to, "GET", &format!("/triage/{case}/match"), cookie, "")?;
        let person = matches.between("name=\"person\" value=\"", "\"").expect("it is about her");
        let service = matches.between("name=\"service\" value=\"", "\"").expect("one fits");
        let why = format!("why-{n}");
        let form = format!("csrf={csrf}&person={person}&service={service}&why={why}");
        let referred = ask(to, "POST", &format!("/triage/{case}/refer"), cookie, &form)?;
        assert_eq!(referred.status, 303, "{}", referred.body);
        done.referred.lock().unwrap().insert((why, service.to_owned()));
    }
}

/// The services: whoever is told by mail answers by the link in it, every third that she is not taken.
fn services(
    to: SocketAddr,
    mail: &Gateway,
    answered: &Mutex<BTreeSet<String>>,
    done: &Acknowledged,
    stop: &AtomicBool,
) {
    while !stop.load(Ordering::SeqCst) {
        for message in mail.arrived() {
            if !answered.lock().unwrap().insert(message.key.clone()) {
                continue;
            }
            let Some(path) = link(&message.text) else { continue };
            let note = format!("note-{}", &path[3..15]);
            let step = if path.len() % 2 == 0
                || path.ends_with(['a', 'e', 'i', 'o', 'u', '0', '4', '8', 'M', 'Q'])
            {
                "step=return&reason=no_place"
            } else {
                "step=accept"
            };
            let form = format!("version=1&{step}&note={note}");
            match ask(to, "POST", &path, "", &form) {
                Some(answer) if answer.status == 303 => drop(done.answered.lock().unwrap().insert(note)),
                // What was opened, or answered and not acknowledged, before the kill has another version, or no link.
                _ => {}
            }
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The path of the link in a message.
fn link(message: &str) -> Option<String> {
    let whole = message.replace("=\n", "");
    let (_, rest) = whole.split_once("/r/")?;
    Some(format!(
        "/r/{}",
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect::<String>()
    ))
}

fn rows(data: &Path, query: &'static str) -> Vec<Vec<String>> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(kith_testkit::rows(&data.join("kith.sqlite3"), query))
}

#[test]
fn killed_at_any_moment_every_step_is_there_once_and_nobody_is_told_twice() {
    let dir = tempdir().unwrap();
    let (data, folder) = (dir.path().join("data"), dir.path().join("central-triage"));
    programme(&folder);
    let args = [
        "user",
        "add",
        "intake",
        "--name",
        "Intake Testworker",
        "--role",
        "intake",
        "--data-dir",
        text(&data),
        "--programme",
        text(&folder),
    ];
    assert!(kith(&args).env("KITH_PASSWORD", PASSWORD).stdout(Stdio::null()).status().unwrap().success());

    let mail = Gateway::mail();
    let (next, done, answered) = (AtomicUsize::new(0), Acknowledged::default(), Mutex::default());
    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let listen = free();
    let mut cookie = String::new();
    for moment in MOMENTS {
        let mut server = serve(&data, &folder, listen, &mail);
        if cookie.is_empty() {
            cookie = sign_in(listen);
        }
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| intake(listen, &cookie, &next, &done));
            }
            scope.spawn(|| services(listen, &mail, &answered, &done, &stop));
            std::thread::sleep(Duration::from_millis(moment));
            server.kill().unwrap();
            server.wait().unwrap();
            stop.store(true, Ordering::SeqCst);
        });
    }
    // What was left undone is done by the next, and then nothing is.
    let mut server = serve(&data, &folder, listen, &mail);
    let started = Instant::now();
    loop {
        let waiting = rows(&data, "select count(*) from outbox where sent_at is null");
        let undone = rows(&data, "select count(*) from re_offer where done_at is null");
        if waiting[0][0] == "0" && undone[0][0] == "0" {
            break;
        }
        assert!(
            started.elapsed() < PATIENCE,
            "{waiting:?} messages wait, {undone:?} are to be asked elsewhere"
        );
        std::thread::sleep(Duration::from_millis(200));
    }
    server.kill().unwrap();
    server.wait().unwrap();

    // Every step that was acknowledged is there, once.
    let count = |rows: Vec<Vec<String>>| {
        let mut all: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        rows.into_iter().for_each(|row| *all.entry(row).or_default() += 1);
        all
    };
    let (forms, referred, notes) = (
        done.forms.into_inner().unwrap(),
        done.referred.into_inner().unwrap(),
        done.answered.into_inner().unwrap(),
    );
    eprintln!("{} forms, {} referrals, {} answers", forms.len(), referred.len(), notes.len());
    assert!(forms.len() > 5 && referred.len() > 5 && notes.len() > 2, "too little happened");
    let kept = count(rows(&data, "select receipt from submission"));
    assert!(forms.iter().all(|number| kept.get(&vec![number.clone()]) == Some(&1)));
    let kept = count(rows(&data, "select why, service_id from referral"));
    assert!(kept.values().all(|times| *times == 1), "one service was asked twice for one woman: {kept:?}");
    assert!(referred.iter().all(|(why, service)| kept.contains_key(&vec![why.clone(), service.clone()])));
    let kept = count(rows(&data, "select note from referral_step where note like 'note-%'"));
    assert!(kept.values().all(|times| *times == 1), "{kept:?}");
    assert!(notes.iter().all(|note| kept.contains_key(&vec![note.clone()])));

    // In the stead of who was not taken one service was asked, or somebody looks: never both, never neither.
    let elsewhere = "select c.id,
            (select count(*) from referral r join referral_step s on s.referral_id = r.id and s.seq = 1
             where r.case_id = c.id and s.side = 'clock'),
            (select count(*) from task t where t.case_id = c.id and t.kind = 'refer_elsewhere'),
            (select count(*) from referral r where r.case_id = c.id and r.state = 'returned')
        from care_case c";
    let mut back = 0;
    for row in rows(&data, elsewhere) {
        let [asked, tasks, returned] = [1, 2, 3].map(|at| row[at].parse::<usize>().unwrap());
        assert_eq!(asked + tasks, returned, "case {}: asked elsewhere, tasks, returned", row[0]);
        back += returned;
    }
    assert!(back > 0, "nobody was returned");

    // Each message left once as far as its receiver can tell: the same key is the same bytes, and no two keys say the same.
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let arrived = mail.arrived();
    for message in &arrived {
        messages.entry(message.key.clone()).or_default().insert(message.text.clone());
    }
    assert!(messages.values().all(|texts| texts.len() == 1), "a message was sent again in other words");
    let links: Vec<String> = arrived.iter().filter_map(|message| link(&message.text)).collect();
    let told = messages.values().filter(|texts| texts.iter().any(|text| link(text).is_some())).count();
    assert_eq!(links.iter().collect::<BTreeSet<_>>().len(), told, "two messages had one link");
    let sent = rows(&data, "select key from outbox where sent_by = 'email'");
    assert_eq!(messages.len(), sent.len(), "of every message the same was kept");
    let twice = arrived.len() - messages.len();
    assert!(twice <= MOMENTS.len() * 4, "{twice} came again, and each kill leaves four at most");
}
