//! A cluster whose machines die in the middle of a run: the right rows or an error, and never for ever.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use kith_domain::id::SourceId;
use kith_interop::Limits;
use kith_interop::stream::Records;
use kith_measures::gather::{Gather, Version};
use kith_measures::lake::{Lake, Table};
use kith_measures::programme::Programme;
use tempfile::tempdir;

use super::{kith, run, text};

/// How often a worker is killed in the middle of a run.
const ROUNDS: u64 = 20;
/// How long anything may take before the test says that it hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// A process that does not outlive the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A worker, where it listens, and what it takes to start it there again.
pub struct Worker {
    process: Process,
    address: String,
    lake: String,
    secret: PathBuf,
}

impl Worker {
    fn start(listen: &str, lake: &str, secret: &Path) -> Self {
        Self::start_with(listen, lake, secret, &[])
    }

    /// The same with environment variables.
    pub fn start_with(listen: &str, lake: &str, secret: &Path, settings: &[(&str, String)]) -> Self {
        let args = ["worker", "--listen", listen, "--secret-file", text(secret), "--lake", lake];
        let mut child = kith(&[&args[..], &["--at-once", "1"]].concat())
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = child.stdout.take().expect("it is piped");
        let process = Process(child);
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").expect("it says where it listens").to_owned();
        Self { process, address, lake: lake.to_owned(), secret: secret.to_owned() }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// SIGKILL: no farewell.
    fn kill(&mut self) {
        self.process.0.kill().unwrap();
        self.process.0.wait().unwrap();
    }

    fn restart(&mut self) {
        let address = self.address.clone();
        *self = Self::start(&address, &self.lake, &self.secret);
    }
}

/// A lake of some people of a synthetic network.
pub fn lake(dir: &Path) -> PathBuf {
    let folder = dir.join("fhir");
    run(&["synth", "--births", "400", "--seed", "11", "--today", "2026-06-30", "--out", text(&folder)], 0);
    let mut gather = Gather::new(dir).unwrap();
    for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_none_or(|kind| kind != "ndjson") {
            continue;
        }
        let reader = std::fs::File::open(&file).unwrap();
        for item in &mut Records::open(reader, text(&file), Limits::default()).ok().unwrap() {
            let resource = item.read().unwrap();
            let version = Version::new(resource.last_updated, resource.version_id.as_deref());
            if let Some(fact) = resource.fact {
                gather.add_version(SourceId(1), fact, version).unwrap();
            }
        }
    }
    let programme = Programme::embedded("three-by-120").unwrap().unwrap();
    let lake = gather.finish(&programme.value_sets).unwrap().lake;
    // A tenth of the people: a build without optimisation takes its time over each file.
    for bucket in lake.buckets().into_iter().skip(24) {
        for table in Table::ALL {
            std::fs::remove_file(lake.file(table, bucket)).unwrap();
        }
    }
    lake.dir().to_owned()
}

/// The measures of a lake, a row for each subject.
pub fn measure(lake: &str) -> Command {
    let mut command = kith(&["measure", "run", "--lake", lake, "--period", "2020-01-01/2027-01-01"]);
    command.args(["--as-of", "2026-06-30", "--subjects", "--format", "json"]);
    command
}

/// Starts a command and waits for its end, which must come.
fn ends(command: &mut Command, meanwhile: impl FnOnce()) -> Output {
    let mut child = Process(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    // Both are read to the end, so that it never waits for us.
    let read = |mut from: Box<dyn std::io::Read + Send>| {
        std::thread::spawn(move || {
            let mut all = Vec::new();
            from.read_to_end(&mut all).map(|_| all)
        })
    };
    let out = read(Box::new(child.0.stdout.take().unwrap()));
    let told = read(Box::new(child.0.stderr.take().unwrap()));
    let started = Instant::now();
    meanwhile();
    let status = loop {
        if let Some(status) = child.0.try_wait().unwrap() {
            break status;
        }
        assert!(started.elapsed() < PATIENCE, "a run hangs");
        std::thread::sleep(Duration::from_millis(10));
    };
    Output { status, stdout: out.join().unwrap().unwrap(), stderr: told.join().unwrap().unwrap() }
}

/// Numbers that look random and are the same on each run.
fn dice(round: u64, below: u64) -> u64 {
    let mut x = (round + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (x ^ (x >> 31)) % below
}

#[test]
fn a_killed_worker_costs_time_and_never_a_row() {
    let dir = tempdir().unwrap();
    let lake = lake(dir.path());
    let secret = dir.path().join("secret");
    std::fs::write(&secret, "only-for-tests-and-no-secret").unwrap();
    let mut workers = [0; 3].map(|_| Worker::start("127.0.0.1:0", text(&lake), &secret));
    let urls = workers.each_ref().map(Worker::url).join(",");
    let cluster = || {
        let mut command = measure(text(&lake));
        command.args(["--workers", &urls, "--secret-file", text(&secret)]);
        command
    };

    let here = ends(&mut measure(text(&lake)), || {});
    assert!(here.status.success() && here.stdout.len() > 1_000, "{}", String::from_utf8_lossy(&here.stderr));
    let started = Instant::now();
    let whole = ends(&mut cluster(), || {});
    let took = u64::try_from(started.elapsed().as_millis()).unwrap();
    let told = String::from_utf8_lossy(&whole.stderr);
    assert!(whole.status.success() && whole.stdout == here.stdout, "undisturbed: {told}");

    let mut asked_again = 0;
    for round in 0..ROUNDS {
        let worker = &mut workers[usize::try_from(dice(round, 3)).unwrap()];
        let moment = Duration::from_millis(dice(round + 1_000, took));
        let away = Duration::from_millis(dice(round + 2_000, took));
        let output = ends(&mut cluster(), || {
            std::thread::sleep(moment);
            worker.kill();
            std::thread::sleep(away);
            worker.restart();
        });
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "round {round}, killed after {moment:?}: {told}");
        assert!(output.stdout == here.stdout, "round {round}, killed after {moment:?}: other rows; {told}");
        asked_again += usize::from(told.contains("is asked no more before"));
    }
    assert!(asked_again > 0, "no kill hit a statement in hand");

    // All of them in the middle: what was asked before, or nothing.
    let gone = ends(&mut cluster(), || {
        std::thread::sleep(Duration::from_millis(took / 2));
        workers.iter_mut().for_each(Worker::kill);
    });
    let told = String::from_utf8_lossy(&gone.stderr);
    let expected: &[u8] = if gone.status.success() { &here.stdout } else { b"" };
    assert!(gone.stdout == expected, "{told}");
    assert!(gone.status.success() || told.contains("no worker answers"), "{told}");
    let nobody = ends(&mut cluster(), || {});
    let told = String::from_utf8_lossy(&nobody.stderr);
    assert_eq!(nobody.status.code(), Some(1), "{told}");
    assert!(nobody.stdout.is_empty() && told.contains("no worker answers"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_worker_that_is_told_to_stop_stops() {
    let dir = tempdir().unwrap();
    Lake::create(dir.path()).unwrap();
    let secret = dir.path().join("secret");
    std::fs::write(&secret, "only-for-tests-and-no-secret").unwrap();
    let mut worker = Worker::start("127.0.0.1:0", text(dir.path()), &secret);
    let pid = worker.process.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let started = Instant::now();
    let status = loop {
        if let Some(status) = worker.process.0.try_wait().unwrap() {
            break status;
        }
        assert!(started.elapsed() < PATIENCE, "it does not stop");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(0));
}
