//! A lake that is copied to object storage, and measured there by the binary alone and by its workers.

use std::process::Command;

use kith_measures::lake::{Lake, Table};
use kith_testkit::storage::Storage;
use tempfile::tempdir;

use super::kill_worker::{Worker, lake, measure};
use super::{kith, text};

/// A command that knows the storage.
fn with(storage: &Storage, mut command: Command) -> Command {
    command.envs(storage.settings());
    command
}

/// Its rows, or what it says.
fn rows(mut command: Command) -> Result<Vec<u8>, String> {
    let output = command.output().unwrap();
    match output.status.code() {
        Some(0) => Ok(output.stdout),
        _ => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

#[test]
fn a_lake_is_copied_to_object_storage_and_measured_there() {
    let dir = tempdir().unwrap();
    let folder = lake(dir.path());
    let storage = Storage::start();
    let address = storage.address_of("networks/one");
    let copy = |from: &str, to: &str| with(&storage, kith(&["lake", "copy", from, to]));

    let told = rows(with(&storage, measure(&address))).unwrap_err();
    assert!(told.contains("is not a lake"), "{told}");
    let told = String::from_utf8(rows(copy(text(&folder), &address)).unwrap()).unwrap();
    assert!(told.starts_with(&format!("{address} is whole: {} files", 24 * Table::ALL.len())), "{told}");

    let here = rows(measure(text(&folder))).unwrap();
    assert!(here.len() > 1_000);
    assert!(rows(with(&storage, measure(&address))).unwrap() == here, "other rows");

    let secret = dir.path().join("secret");
    std::fs::write(&secret, "only-for-tests-and-no-secret").unwrap();
    let workers = [0; 2].map(|_| Worker::start_with("127.0.0.1:0", &address, &secret, &storage.settings()));
    let urls = workers.each_ref().map(Worker::url).join(",");
    let cluster = |lake: &str| {
        let mut command = with(&storage, measure(lake));
        command.args(["--workers", &urls, "--secret-file", text(&secret)]);
        command
    };
    assert!(rows(cluster(&address)).unwrap() == here, "other rows from workers");
    let told = rows(cluster(text(&folder))).unwrap_err();
    assert!(told.contains("one is in a folder and one on object storage"), "{told}");

    // Back to a folder, to the byte.
    let back = dir.path().join("back");
    rows(copy(&address, text(&back))).unwrap();
    for table in Table::ALL {
        let file = format!("{}/007.parquet", table.name());
        assert_eq!(std::fs::read(back.join(&file)).ok(), std::fs::read(folder.join(&file)).ok(), "{file}");
    }
    assert!(rows(measure(text(&back))).unwrap() == here, "other rows of the copy");

    // One that tells deprivation by another table than the programme has says so, and so does its copy.
    Lake::open(&back).unwrap().set_areas(Some("of another edition")).unwrap();
    let again = dir.path().join("again");
    rows(copy(text(&back), text(&again))).unwrap();
    for other in [back, again] {
        let told = rows(measure(text(&other))).unwrap_err();
        assert!(told.contains("tells deprivation by another table"), "{told}");
    }
}

#[test]
fn what_is_wrong_with_the_storage_is_said_and_no_key_is() {
    let storage = Storage::start();
    let address = storage.address_of("lake");
    let check = |name: &str, value: Option<&str>, expected: &str| {
        let mut command = with(&storage, measure(&address));
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
        command.env("KITH_LOG", "debug");
        let told = rows(command).unwrap_err();
        assert!(told.contains(expected), "{expected}: {told}");
        for key in ["a-secret-for-tests", "another-secret"] {
            assert!(!told.contains(key), "{told}");
        }
    };
    check("AWS_SECRET_ACCESS_KEY", Some("another-secret"), "refuses s3://");
    check("AWS_SECRET_ACCESS_KEY", None, "AWS_SECRET_ACCESS_KEY is not set");
    check("AWS_ALLOW_HTTP", None, "AWS_ENDPOINT_URL begins with http://");
    for wrong in ["s3://", "s3:///lake", "https://storage.example.org/lake"] {
        let told = rows(measure(wrong)).unwrap_err();
        assert!(told.contains("is no place for a lake") || told.contains("invalid value"), "{told}");
    }
}
