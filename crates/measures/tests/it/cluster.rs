//! The same measures through two workers: the rows of the embedded run, or an error that says what to do.

use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use kith_domain::measure::Outcome;
use kith_measures::cluster::{ClusterError, Secret, Worker, Workers};
use kith_measures::engine::{Engine, Request, RunError, outcomes};
use kith_measures::lake::{Lake, Table};
use kith_measures::programme::Programme;

use crate::runs::town;
use crate::world::{LATER, World, engine};

fn secret(text: &str) -> Result<Secret, ClusterError> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("secret");
    std::fs::write(&file, text).unwrap();
    Secret::read(&file)
}

fn ours() -> Secret {
    static OURS: OnceLock<Secret> = OnceLock::new();
    OURS.get_or_init(|| secret("only-for-tests-and-no-secret\n").unwrap()).clone()
}

pub fn worker(lake: &Lake) -> Worker {
    Worker::start("127.0.0.1:0".parse().unwrap(), lake, ours(), None, NonZeroUsize::MIN).unwrap()
}

fn over(urls: Vec<String>, secret: Secret) -> Result<Engine, RunError> {
    let workers = Workers { urls, secret, authority: None, limit: Duration::from_secs(60) };
    futures::executor::block_on(Engine::over(workers))
}

fn url(worker: &Worker) -> String {
    format!("http://{}", worker.address())
}

/// An engine over workers.
pub fn over_workers(workers: &[Worker]) -> Engine {
    over(workers.iter().map(url).collect(), ours()).unwrap()
}

fn stop(worker: Worker) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(worker.stop());
}

/// What two workers answer.
pub fn through_two_workers(lake: &Lake, programme: &Programme, request: &Request) -> Vec<Outcome> {
    let workers = [worker(lake), worker(lake)];
    let engine = over(workers.iter().map(url).collect(), ours()).unwrap();
    outcomes(engine.run(lake, programme, request).unwrap()).unwrap_or_else(|e| panic!("{}", chain(&e)))
}

fn embedded(lake: &Lake, programme: &Programme) -> Vec<Outcome> {
    outcomes(engine().run(lake, programme, &Request::all(LATER)).unwrap()).unwrap()
}

/// An error with all its reasons.
pub fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

/// Every measure, over people of every kind.
#[test]
fn two_workers_give_the_rows_of_the_embedded_run() {
    let mut world = town();
    world.courses.extend(crate::front_door::a_course());
    let (_dir, gathered) = world.gather();
    let here = embedded(&gathered.lake, crate::world::library());
    let there = through_two_workers(&gathered.lake, crate::world::library(), &Request::all(LATER));
    let measured: std::collections::BTreeSet<_> = here.iter().map(|o| &o.measure).collect();
    assert!(measured.len() >= 40, "most measures measure nobody: {measured:?}");
    assert_eq!(here, there);
}

#[test]
fn nobody_is_measured_by_two_workers_too() {
    let (_dir, gathered) = World::default().gather();
    let programme = crate::world::three_by_120();
    assert_eq!(through_two_workers(&gathered.lake, programme, &Request::all(LATER)), []);
}

#[test]
fn a_caller_with_another_secret_is_refused() {
    let (_dir, gathered) = town().gather();
    let worker = worker(&gathered.lake);
    let other = secret("another-secret-of-the-same-length").unwrap();
    let error = over(vec![url(&worker)], other).err().expect("it is refused");
    assert!(matches!(error, RunError::Cluster(ClusterError::Refused(_))), "{error}");
    assert!(over(vec![url(&worker)], ours()).is_ok());
    for short in ["", "too-short", "a secret with spaces in it"] {
        assert!(matches!(secret(short), Err(ClusterError::ShortSecret(_))), "{short}");
    }
}

#[test]
fn a_worker_with_another_lake_answers_nothing() {
    let (_dir, gathered) = town().gather();
    let copy = tempfile::tempdir().unwrap();
    let lake = Lake::create(copy.path()).unwrap();
    for table in Table::ALL {
        for bucket in gathered.lake.buckets() {
            std::fs::copy(gathered.lake.file(table, bucket), lake.file(table, bucket)).unwrap();
        }
    }
    let run = |engine: &Engine| {
        outcomes(engine.run(&gathered.lake, crate::world::three_by_120(), &Request::all(LATER)).unwrap())
    };
    let worker = worker(&lake);
    let engine = over(vec![url(&worker)], ours()).unwrap();
    assert_eq!(
        run(&engine).unwrap(),
        embedded(&gathered.lake, crate::world::three_by_120()),
        "a copy is as good"
    );
    // One file of another bucket in the place of this one's: it can be read, and it is not the caller's.
    let buckets = gathered.lake.buckets();
    std::fs::copy(lake.file(Table::Infant, buckets[1]), lake.file(Table::Infant, buckets[0])).unwrap();
    let told = chain(&run(&engine).unwrap_err());
    assert!(told.contains("is not ours: copy ours anew"), "{told}");
}

#[test]
fn with_one_worker_gone_the_other_does_the_work() {
    let (_dir, gathered) = town().gather();
    let (first, second) = (worker(&gathered.lake), worker(&gathered.lake));
    let engine = over(vec![url(&first), url(&second)], ours()).unwrap();
    let programme = crate::world::three_by_120();
    let run = || outcomes(engine.run(&gathered.lake, programme, &Request::all(LATER)).unwrap());
    let here = embedded(&gathered.lake, programme);
    assert_eq!(run().unwrap(), here);
    stop(first);
    assert_eq!(run().unwrap(), here);
    stop(second);
    let started = Instant::now();
    let told = chain(&run().unwrap_err());
    assert!(told.contains("no worker answers") && told.contains("run without --workers"), "{told}");
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn where_nobody_listens_it_says_so_at_once() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = over(vec![format!("http://{nobody}")], ours()).err().expect("nobody answers");
    assert!(matches!(error, RunError::Cluster(ClusterError::NobodyLeft(_))), "{error}");
    for wrong in ["127.0.0.1:8125", "ftp://host", "http://host/path", "http://name@host"] {
        let error = over(vec![wrong.into()], ours()).err().expect("it is no address of a worker");
        assert!(matches!(error, RunError::Cluster(ClusterError::Address(_))), "{wrong}: {error}");
    }
}
