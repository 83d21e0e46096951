//! Throwaway databases: one for each test, gone with it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Where a throwaway database is. It is removed when this is dropped.
#[derive(Debug)]
pub struct Place {
    location: String,
    made: Made,
}

#[derive(Debug)]
enum Made {
    Directory(tempfile::TempDir),
    Database { maintenance: String, name: String },
}

impl Place {
    /// What `Location` of the store is parsed from: a directory, or a `postgres://` address.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// The directory, when it is one.
    pub fn directory(&self) -> Option<&std::path::Path> {
        match &self.made {
            Made::Directory(dir) => Some(dir.path()),
            Made::Database { .. } => None,
        }
    }
}

/// A directory for a SQLite database.
pub fn sqlite() -> Place {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    let location = dir.path().join("data").to_str().expect("a temporary path is text").to_owned();
    Place { location, made: Made::Directory(dir) }
}

/// An empty PostgreSQL database on the server whose maintenance address is in `KITH_TEST_POSTGRES`
/// (`postgres://postgres@127.0.0.1:5432/postgres`). Without it the test is skipped and says so; with `CI` set it fails,
/// for there a skipped test is a hole.
pub async fn postgres() -> Option<Place> {
    let Ok(maintenance) = std::env::var("KITH_TEST_POSTGRES") else {
        assert!(std::env::var_os("CI").is_none(), "KITH_TEST_POSTGRES must be set where CI is");
        eprintln!("skipped: KITH_TEST_POSTGRES is not set");
        return None;
    };
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    let name = format!("kith_test_{}_{nanos}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    run(&maintenance, format!("create database {name} template template0 encoding 'UTF8'")).await;
    let (server, _) = maintenance.rsplit_once('/').expect("the address names a database");
    Some(Place { location: format!("{server}/{name}"), made: Made::Database { maintenance, name } })
}

async fn run(address: &str, sql: String) {
    let mut connection = PgConnection::connect(address).await.expect("KITH_TEST_POSTGRES can be reached");
    connection
        .execute(AssertSqlSafe(sql))
        .await
        .expect("the maintenance account may make and drop databases");
    connection.close().await.expect("a connection closes");
}

impl Drop for Place {
    fn drop(&mut self) {
        let Made::Database { maintenance, name } = &self.made else { return };
        let (address, sql) = (maintenance.clone(), format!("drop database if exists {name} with (force)"));
        // A runtime of its own: this may run inside the test's.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be made").block_on(run(&address, sql));
        });
        if dropping.join().is_err() {
            eprintln!("the throwaway database {name} could not be dropped");
        }
    }
}
