//! A lake on object storage: the rows of the same lake in a folder, or an error that says what to do.

use kith_domain::measure::Outcome;
use kith_measures::cluster::Worker;
use kith_measures::engine::{Engine, Request, RunError, outcomes};
use kith_measures::gather::Gathered;
use kith_measures::lake::{Copied, Lake, LakeError, Location, Table};
use kith_measures::programme::Programme;
use kith_measures::story::Story;
use kith_testkit::storage::Storage;
use tempfile::TempDir;

use crate::cluster::{chain, over_workers, worker};
use crate::runs::town_of;
use crate::world::{LATER, engine, library, three_by_120};

fn at(storage: &Storage, prefix: &str) -> Location {
    storage.address_of(prefix).parse().unwrap()
}

fn open(storage: &Storage, prefix: &str) -> Result<Lake, LakeError> {
    Lake::open_at(&at(storage, prefix), &|name| storage.setting(name))
}

fn copy(storage: &Storage, lake: &Lake, prefix: &str) -> Result<(Lake, Copied), LakeError> {
    lake.copy_to(&at(storage, prefix), &|name| storage.setting(name), |_| {})
}

/// A small town in a folder, and the same on object storage.
fn both() -> (TempDir, Gathered, Storage, Lake) {
    let mut world = town_of(8);
    world.courses.extend(crate::front_door::a_course());
    let (dir, gathered) = world.gather();
    let storage = Storage::start();
    let (lake, _) = copy(&storage, &gathered.lake, "town").unwrap();
    (dir, gathered, storage, lake)
}

fn run(engine: &Engine, lake: &Lake, programme: &Programme) -> Result<Vec<Outcome>, RunError> {
    outcomes(engine.run(lake, programme, &Request::all(LATER))?)
}

/// Every measure here, and those of one programme through two workers: that workers give the rows of one process for all of
/// them is seen in `cluster`.
#[test]
fn object_storage_gives_the_rows_of_a_folder() {
    let (_dir, gathered, storage, _) = both();
    let lake = open(&storage, "town").unwrap();
    assert_eq!(lake.buckets(), gathered.lake.buckets());
    let workers: [Worker; 2] = [(); 2].map(|()| worker(&open(&storage, "town").unwrap()));
    let cluster = over_workers(&workers);
    let folder = run(engine(), &gathered.lake, library()).unwrap();
    assert!(folder.len() > 4, "nobody is measured");
    assert_eq!(run(engine(), &lake, library()).unwrap(), folder);
    let folder = run(engine(), &gathered.lake, three_by_120()).unwrap();
    let there = run(&cluster, &lake, three_by_120()).unwrap_or_else(|e| panic!("{}", chain(&e)));
    assert_eq!(there, folder, "through workers");
}

/// What a lake is asked for besides its measures.
#[test]
fn object_storage_tells_what_a_folder_tells() {
    let (_dir, gathered, storage, lake) = both();
    let printed = format!("{lake:?}");
    for (_, value) in storage.settings().iter().filter(|(name, _)| name.contains("KEY")) {
        assert!(!printed.contains(value.as_str()), "{printed}");
    }
    let buckets = lake.buckets();
    assert_eq!(lake.people(&buckets).unwrap(), gathered.lake.people(&buckets).unwrap());
    assert_eq!(lake.references(&buckets).unwrap(), gathered.lake.references(&buckets).unwrap());
    assert!(!lake.references(&buckets).unwrap().is_empty());
    assert_eq!(lake.size().unwrap(), gathered.lake.size().unwrap());
    let measure = three_by_120().measures.first().unwrap();
    let outcome = &run(engine(), &lake, three_by_120()).unwrap()[0];
    for &bucket in &buckets {
        let details = |lake: &Lake| lake.details(three_by_120(), measure, outcome, bucket).unwrap();
        assert_eq!(format!("{:?}", details(&lake)), format!("{:?}", details(&gathered.lake)));
    }
}

/// What costs time is the way to the storage and back.
#[test]
fn a_run_asks_for_each_object_once() {
    let (_dir, gathered, storage, lake) = both();
    let objects = gathered.lake.buckets().len() * Table::ALL.len();
    let before = storage.asked();
    run(engine(), &lake, three_by_120()).unwrap();
    let asked = storage.asked() - before;
    assert!(asked <= objects, "{asked} requests for {objects} objects");
    // Half of what a worker is asked for is what it was asked for before.
    let worker = worker(&lake);
    let cluster = over_workers(std::slice::from_ref(&worker));
    let before = storage.asked();
    run(&cluster, &lake, three_by_120()).unwrap();
    assert!(storage.asked() - before <= objects, "{} requests", storage.asked() - before);
}

#[test]
fn a_bucket_is_written_to_object_storage_as_to_a_folder() {
    let (_dir, gathered, storage, lake) = both();
    let bucket = lake.buckets()[0];
    lake.write_bucket(bucket, &Story::default()).unwrap();
    gathered.lake.write_bucket(bucket, &Story::default()).unwrap();
    let folder = run(engine(), &gathered.lake, three_by_120()).unwrap();
    assert_eq!(run(engine(), &lake, three_by_120()).unwrap(), folder);
    assert_eq!(run(engine(), &open(&storage, "town").unwrap(), three_by_120()).unwrap(), folder);
    // Made anew there, it is there and empty; made again, it is opened.
    let setting = |name: &str| storage.setting(name);
    let made = Lake::create_at(&at(&storage, "new"), &setting).unwrap();
    assert_eq!(made.buckets(), []);
    made.write_bucket(bucket, &Story::default()).unwrap();
    assert_eq!(Lake::create_at(&at(&storage, "new"), &setting).unwrap().buckets(), [bucket]);
    // One of another layout is emptied.
    std::fs::write(storage.folder_of("new").join("lake.json"), "{\"format\":1}\n").unwrap();
    assert!(matches!(open(&storage, "new"), Err(LakeError::NotALake(_))));
    assert_eq!(Lake::create_at(&at(&storage, "new"), &setting).unwrap().buckets(), []);
}

/// What was written anew since a run began is never mixed with the rest.
#[test]
fn an_object_written_anew_is_noticed() {
    let (_dir, gathered, storage, lake) = both();
    let workers = [worker(&lake), worker(&lake)];
    let cluster = over_workers(&workers);
    let before = open(&storage, "town").unwrap();
    let bucket = lake.buckets()[1];
    let copied = open(&storage, "town").unwrap();
    copied.write_bucket(bucket, &Story::default()).unwrap();
    for (what, engine) in [("here", engine()), ("through workers", &cluster)] {
        let error = run(engine, &before, three_by_120()).unwrap_err();
        let told = chain(&error);
        assert!(told.contains("was written anew or taken away while it was read"), "{what}: {told}");
    }
    // Whoever begins now gets the new one, from workers that know the old one too.
    gathered.lake.write_bucket(bucket, &Story::default()).unwrap();
    let folder = run(engine(), &gathered.lake, three_by_120()).unwrap();
    let now = open(&storage, "town").unwrap();
    assert_eq!(run(&cluster, &now, three_by_120()).unwrap(), folder);
    assert_eq!(run(engine(), &now, three_by_120()).unwrap(), folder);
}

#[test]
fn an_object_that_is_missing_is_noticed() {
    let (_dir, _gathered, storage, lake) = both();
    let file = format!("event/{:03}.parquet", lake.buckets()[2].0);
    std::fs::remove_file(storage.folder_of("town").join(&file)).unwrap();
    let workers = [worker(&lake)];
    for engine in [engine(), &over_workers(&workers)] {
        let told = chain(&run(engine, &lake, three_by_120()).unwrap_err());
        assert!(told.contains("was written anew or taken away while it was read"), "{told}");
    }
}

#[test]
fn a_folder_and_object_storage_are_not_compared() {
    let (_dir, gathered, _storage, lake) = both();
    for (ours, theirs) in [(&gathered.lake, &lake), (&lake, &gathered.lake)] {
        let workers = [worker(theirs)];
        let told = chain(&run(&over_workers(&workers), ours, three_by_120()).unwrap_err());
        assert!(told.contains("one is in a folder and one on object storage"), "{told}");
    }
}

#[test]
fn workers_over_another_lake_on_object_storage_answer_nothing() {
    let (_dir, gathered, storage, lake) = both();
    let (other, _) = copy(&storage, &gathered.lake, "other").unwrap();
    let workers = [worker(&other)];
    let cluster = over_workers(&workers);
    assert_eq!(
        run(&cluster, &lake, three_by_120()).unwrap(),
        run(engine(), &lake, three_by_120()).unwrap(),
        "a copy is as good"
    );
    other.write_bucket(other.buckets()[0], &Story::default()).unwrap();
    let error = run(&cluster, &lake, three_by_120()).unwrap_err();
    assert!(chain(&error).contains("is not ours: copy ours anew"), "{}", chain(&error));
}

/// A copy that was broken off is no lake, and the same copy again mends it.
#[test]
fn a_copy_is_whole_or_no_lake() {
    let (_dir, gathered, storage, lake) = both();
    let all = gathered.lake.buckets().len() * Table::ALL.len();
    let broken = gathered.lake.file(Table::Step, gathered.lake.buckets()[1]);
    let bytes = std::fs::read(&broken).unwrap();
    // A folder where a file should be: the copy ends in its middle.
    std::fs::remove_file(&broken).unwrap();
    std::fs::create_dir(&broken).unwrap();
    let error = copy(&storage, &gathered.lake, "town").unwrap_err();
    assert!(matches!(error, LakeError::Io { .. }), "{error}");
    let told = chain(&open(&storage, "town").unwrap_err());
    assert!(told.contains("is not whole") && told.contains("copy it again"), "{told}");
    std::fs::remove_dir(&broken).unwrap();
    std::fs::write(&broken, bytes).unwrap();
    let (again, copied) = copy(&storage, &gathered.lake, "town").unwrap();
    assert_eq!((copied.files, copied.bytes, copied.taken_away), (all as u64, lake.size().unwrap(), 0));
    assert_eq!(again.buckets(), lake.buckets());
    // Back to a folder, in place of a lake that had more.
    let folder = tempfile::tempdir().unwrap();
    let more = Lake::create(folder.path()).unwrap();
    let stray = kith_domain::id::Bucket::all().find(|b| !lake.buckets().contains(b)).unwrap();
    more.write_bucket(stray, &Story::default()).unwrap();
    let (back, copied) = again
        .copy_to(&Location::Folder(folder.path().into()), &|name| storage.setting(name), |_| {})
        .unwrap();
    assert_eq!(copied.taken_away, Table::ALL.len() as u64);
    assert_eq!(
        run(engine(), &back, three_by_120()).unwrap(),
        run(engine(), &gathered.lake, three_by_120()).unwrap()
    );
    let error = back.copy_to(&Location::Folder(folder.path().join("./")), &|_| None, |_| {}).unwrap_err();
    assert!(matches!(error, LakeError::OntoItself(_)), "{error}");
    assert!(Lake::open(folder.path()).is_ok());
}

/// Of two copies to one place at the same time neither is called whole where the other may have written.
#[test]
fn two_copies_at_once_are_no_lake() {
    let (_dir, gathered) = town_of(12).gather();
    let (dir, empty) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (at, other) = (Location::Folder(dir.path().into()), Lake::create(empty.path()).unwrap());
    let mut begun = false;
    let error = gathered
        .lake
        .copy_to(&at, &|_| None, |_| {
            if !std::mem::replace(&mut begun, true) {
                other.copy_to(&at, &|_| None, |_| {}).unwrap();
            }
        })
        .unwrap_err();
    assert!(matches!(error, LakeError::TwoCopies(_)), "{error}");
    assert!(matches!(Lake::open(dir.path()), Err(LakeError::NotWhole(_))));
    gathered.lake.copy_to(&at, &|_| None, |_| {}).unwrap();
    assert_eq!(Lake::open(dir.path()).unwrap().buckets(), gathered.lake.buckets());
}

/// What is wrong is said in words, and the keys in none of them.
#[test]
fn what_is_wrong_with_the_storage_is_said() {
    let storage = Storage::start();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let check = |address: &str, change: &[(&str, Option<&str>)], expected: &str| {
        let setting = |name: &str| match change.iter().find(|(changed, _)| *changed == name) {
            Some((_, value)) => value.map(str::to_owned),
            None => storage.setting(name),
        };
        let error = Lake::open_at(&address.parse().unwrap(), &setting).unwrap_err();
        let told = format!("{} {error:?}", chain(&error));
        assert!(told.contains(expected), "{expected}: {told}");
        for secret in ["a-key-for-tests", "a-secret-for-tests", "another-secret"] {
            assert!(!told.contains(secret), "{told}");
        }
    };
    let here = storage.address_of("town");
    check(&here, &[], "is not a lake of this version");
    check("s3://no-such-bucket/town", &[], "there is no bucket for s3://no-such-bucket/town");
    check(&here, &[("AWS_SECRET_ACCESS_KEY", Some("another-secret"))], "check AWS_ACCESS_KEY_ID and");
    check(&here, &[("AWS_ACCESS_KEY_ID", Some("a-stranger"))], "check AWS_ACCESS_KEY_ID and");
    check(&here, &[("AWS_ACCESS_KEY_ID", None)], "AWS_ACCESS_KEY_ID is not set");
    check(&here, &[("AWS_SECRET_ACCESS_KEY", Some(" "))], "AWS_SECRET_ACCESS_KEY is not set");
    check(&here, &[("AWS_ALLOW_HTTP", None)], "AWS_ENDPOINT_URL begins with http://");
    check(&here, &[("AWS_ALLOW_HTTP", Some("yes"))], "AWS_ALLOW_HTTP is neither true nor false");
    check(&here, &[("AWS_ENDPOINT_URL", Some("storage.example.org"))], "AWS_ENDPOINT_URL is no address");
    check(&here, &[("AWS_ENDPOINT_URL", Some(&format!("http://{nobody}")))], "cannot be reached");
}
