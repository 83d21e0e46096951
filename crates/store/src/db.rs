//! The handle: one kind of database or the other, opened, migrated, read and written.
//!
//! SQLite has one connection that writes, and others that read and are never blocked by it. Writing starts with
//! `begin immediate`, so that two processes on one file wait for each other at the start and never in the middle.
//! A commit is on disk when it returns (`synchronous = full`).

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::TryStreamExt;
use kith_domain::id::{PersonId, SourceId, SourcePersonId};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

use crate::sql::{Kind, MOST_ROWS, Query, Row, Value, pg_arguments, sqlite_arguments};
use crate::{Error, Result, migrations};

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file, `kith.sqlite3`, in a directory of its own.
    Sqlite {
        /// The data directory; made when it is not there, for its owner alone.
        dir: PathBuf,
    },
    /// A PostgreSQL database.
    Postgres {
        /// Its address, `postgres://user@host/name`.
        url: String,
    },
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite { dir } => f.debug_struct("Sqlite").field("dir", dir).finish(),
            Self::Postgres { url } => f.debug_struct("Postgres").field("url", &without_secret(url)).finish(),
        }
    }
}

/// An address as it may be shown: what stands before an @ and what follows a question mark may be a password.
fn without_secret(url: &str) -> String {
    let url = url.rsplit('@').next().unwrap_or_default();
    url.split('?').next().unwrap_or_default().to_owned()
}

impl std::str::FromStr for Location {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Self::Postgres { url: text.to_owned() })
        } else if text.is_empty() || text.contains("://") {
            Err(Error::Location(without_secret(text)))
        } else {
            Ok(Self::Sqlite { dir: text.into() })
        }
    }
}

/// Who a reference is, and the person that it is on its own: given out once and never changed, so that it may be
/// remembered. The person whose member it is may change.
pub(crate) type Known = HashMap<String, (SourcePersonId, PersonId)>;

/// A database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
    /// People by source and reference, as far as they were looked up and committed.
    pub(crate) known: Arc<Mutex<HashMap<SourceId, Known>>>,
    /// What services offered when they were last read.
    pub(crate) offered: Arc<Mutex<crate::service::Offered>>,
    /// Audit entries that wait to be written together.
    pub(crate) audits: Arc<crate::audit::Waiting>,
}

#[derive(Clone)]
enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Pg(PgPool),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("kind", &self.kind()).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens a database, making and migrating it as need be.
    pub async fn open(location: &Location) -> Result<Self> {
        let pools = match location {
            Location::Sqlite { dir } => open_sqlite(dir).await?,
            Location::Postgres { url } => {
                let options: PgConnectOptions =
                    url.parse().map_err(|_| Error::Location(without_secret(url)))?;
                let pool = PgPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(Duration::from_secs(30))
                    .connect_with(options)
                    .await?;
                migrations::run_postgres(&pool).await?;
                Pools::Pg(pool)
            }
        };
        Ok(Self { pools, known: Arc::default(), offered: Arc::default(), audits: Arc::default() })
    }

    /// Closes it, once what runs has ended.
    pub async fn close(self) {
        match self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Pg(pool) => pool.close().await,
        }
    }

    /// `sqlite` or `postgres`.
    pub fn kind(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Pg(_) => "postgres",
        }
    }

    /// Answers when the database does.
    pub async fn ping(&self) -> Result<()> {
        self.row(crate::sql::Query { name: "ping", text: "select 1" }, vec![]).await.map(drop)
    }

    /// Begins to write. What is not committed did not happen.
    pub(crate) async fn write(&self) -> Result<Tx> {
        Ok(match &self.pools {
            Pools::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("begin immediate").await?),
            Pools::Pg(pool) => Tx::Pg(pool.begin().await?),
        })
    }

    /// Begins to read several things as they stand at one moment.
    pub(crate) async fn snapshot(&self) -> Result<Tx> {
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Pools::Pg(pool) => {
                Tx::Pg(pool.begin_with("begin isolation level repeatable read read only").await?)
            }
        })
    }

    /// The rows of a query.
    pub(crate) async fn rows(&self, query: Query, args: Vec<Value>) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        self.each(query, args, |row| {
            rows.push(row);
            Ok(())
        })
        .await?;
        Ok(rows)
    }

    /// The first row of a query.
    pub(crate) async fn row(&self, query: Query, args: Vec<Value>) -> Result<Option<Row>> {
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => sqlx::query_with(query.text, sqlite_arguments(args)?)
                .fetch_optional(read)
                .await?
                .map(Row::Sqlite),
            Pools::Pg(pool) => {
                sqlx::query_with(query.text, pg_arguments(args)?).fetch_optional(pool).await?.map(Row::Pg)
            }
        })
    }

    /// Each row of a query as it comes.
    pub(crate) async fn each(
        &self,
        query: Query,
        args: Vec<Value>,
        mut take: impl FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { read, .. } => {
                let mut rows = sqlx::query_with(query.text, sqlite_arguments(args)?).fetch(read);
                while let Some(row) = rows.try_next().await? {
                    take(Row::Sqlite(row))?;
                }
            }
            Pools::Pg(pool) => {
                let mut rows = sqlx::query_with(query.text, pg_arguments(args)?).fetch(pool);
                while let Some(row) = rows.try_next().await? {
                    take(Row::Pg(row))?;
                }
            }
        }
        Ok(())
    }

    /// The rows of a query with a list, whose rows come as one flat vector.
    pub(crate) async fn list(&self, query: Query, list: Vec<Value>, plain: Vec<Value>) -> Result<Vec<Row>> {
        if list.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.snapshot().await?;
        tx.list(query, list, plain).await
    }
}

async fn open_sqlite(dir: &std::path::Path) -> Result<Pools> {
    let file = dir.join("kith.sqlite3");
    make_private(dir, &file).map_err(Error::Directory)?;
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(600)
        // Rows cross from SQLite's thread to ours in larger heaps.
        .row_buffer_size(1_000)
        // Pages of the journal that are copied into the file at once: fewer, larger copies write a page that
        // several commits changed only once.
        .pragma("wal_autocheckpoint", "8192")
        .pragma("temp_store", "memory");
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_with(
            options.clone().pragma("cache_size", "-131072").pragma("journal_size_limit", "134217728"),
        )
        .await?;
    migrations::run_sqlite(&write).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(
            options
                .pragma("cache_size", "-16384")
                .pragma("query_only", "on")
                .pragma("mmap_size", "1073741824"),
        )
        .await?;
    Ok(Pools::Sqlite { read, write })
}

/// Makes the directory and the file for their owner alone. SQLite gives its side files the mode of the file.
fn make_private(dir: &std::path::Path, file: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    let mut options = std::fs::OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    builder.create(dir)?;
    options.open(file).map(drop)
}

/// A transaction; dropped without a commit, it did not happen.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

impl Tx {
    /// Makes it last.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Runs a statement; how many rows it changed.
    pub async fn run(&mut self, query: Query, args: Vec<Value>) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(tx) => sqlx::query_with(query.text, sqlite_arguments(args)?)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Self::Pg(tx) => {
                sqlx::query_with(query.text, pg_arguments(args)?).execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// The rows of a query.
    pub async fn rows(&mut self, query: Query, args: Vec<Value>) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        self.each(query, args, |row| {
            rows.push(row);
            Ok(())
        })
        .await?;
        Ok(rows)
    }

    /// The first row of a query.
    pub async fn row(&mut self, query: Query, args: Vec<Value>) -> Result<Option<Row>> {
        Ok(match self {
            Self::Sqlite(tx) => sqlx::query_with(query.text, sqlite_arguments(args)?)
                .fetch_optional(&mut **tx)
                .await?
                .map(Row::Sqlite),
            Self::Pg(tx) => sqlx::query_with(query.text, pg_arguments(args)?)
                .fetch_optional(&mut **tx)
                .await?
                .map(Row::Pg),
        })
    }

    /// Each row of a query as it comes.
    pub async fn each(
        &mut self,
        query: Query,
        args: Vec<Value>,
        mut take: impl FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        match self {
            Self::Sqlite(tx) => {
                let mut rows = sqlx::query_with(query.text, sqlite_arguments(args)?).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    take(Row::Sqlite(row))?;
                }
            }
            Self::Pg(tx) => {
                let mut rows = sqlx::query_with(query.text, pg_arguments(args)?).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    take(Row::Pg(row))?;
                }
            }
        }
        Ok(())
    }

    /// Runs a statement with a list, in as many pieces as it takes; how many rows it changed.
    pub async fn run_list(&mut self, query: Query, list: Vec<Value>, plain: Vec<Value>) -> Result<u64> {
        let mut changed = 0;
        for (rows, args) in pieces(query, list, plain) {
            let keep = comes_again(rows);
            changed += match self {
                Self::Sqlite(tx) => {
                    let text = AssertSqlSafe(query.with_rows(rows, Kind::Sqlite));
                    let args = sqlite_arguments(args)?;
                    sqlx::query_with(text, args).persistent(keep).execute(&mut **tx).await?.rows_affected()
                }
                Self::Pg(tx) => {
                    let text = AssertSqlSafe(query.with_rows(rows, Kind::Postgres));
                    let args = pg_arguments(args)?;
                    sqlx::query_with(text, args).persistent(keep).execute(&mut **tx).await?.rows_affected()
                }
            };
        }
        Ok(changed)
    }

    /// The rows of a query with a list, in as many pieces as it takes.
    pub async fn list(&mut self, query: Query, list: Vec<Value>, plain: Vec<Value>) -> Result<Vec<Row>> {
        let mut found = Vec::new();
        for (rows, args) in pieces(query, list, plain) {
            let keep = comes_again(rows);
            match self {
                Self::Sqlite(tx) => {
                    let text = AssertSqlSafe(query.with_rows(rows, Kind::Sqlite));
                    let args = sqlite_arguments(args)?;
                    let rows = sqlx::query_with(text, args).persistent(keep).fetch_all(&mut **tx).await?;
                    found.extend(rows.into_iter().map(Row::Sqlite));
                }
                Self::Pg(tx) => {
                    let text = AssertSqlSafe(query.with_rows(rows, Kind::Postgres));
                    let args = pg_arguments(args)?;
                    let rows = sqlx::query_with(text, args).persistent(keep).fetch_all(&mut **tx).await?;
                    found.extend(rows.into_iter().map(Row::Pg));
                }
            }
        }
        Ok(found)
    }

    /// Prepares a text, to find out whether this kind of database understands it.
    #[cfg(test)]
    pub async fn prepare(&mut self, text: String) -> Result<()> {
        use sqlx::Executor;
        let text = AssertSqlSafe(text);
        match self {
            Self::Sqlite(tx) => (&mut **tx).prepare(sqlx::SqlSafeStr::into_sql_str(text)).await.map(drop)?,
            Self::Pg(tx) => (&mut **tx).prepare(sqlx::SqlSafeStr::into_sql_str(text)).await.map(drop)?,
        }
        Ok(())
    }

    /// Which kind of database this is.
    #[cfg(test)]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Sqlite(_) => Kind::Sqlite,
            Self::Pg(_) => Kind::Postgres,
        }
    }
}

/// Whether a statement with a list of so many rows comes again, and is worth keeping prepared: full pieces, and the few rows
/// that one message or one visit writes.
fn comes_again(rows: usize) -> bool {
    rows <= 12 || rows == MOST_ROWS
}

/// The list in pieces of [`MOST_ROWS`] rows, each followed by the plain arguments.
fn pieces(query: Query, list: Vec<Value>, plain: Vec<Value>) -> impl Iterator<Item = (usize, Vec<Value>)> {
    let width = query.list().map_or(1, |types| types.len());
    debug_assert_eq!(list.len() % width, 0, "{}: rows are {width} wide", query.name);
    let mut list = list.into_iter();
    std::iter::from_fn(move || {
        let mut args: Vec<Value> = list.by_ref().take(MOST_ROWS * width).collect();
        if args.is_empty() {
            return None;
        }
        let rows = args.len() / width;
        args.extend(plain.iter().cloned());
        Some((rows, args))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let location: Location =
            "postgres://user:hush@host/kith?password=hush&sslmode=require".parse().unwrap();
        assert_eq!(format!("{location:?}"), "Postgres { url: \"host/kith\" }");
        let wrong = "mysql://user:hush@host/kith?password=hush".parse::<Location>().unwrap_err();
        assert!(!wrong.to_string().contains("hush"), "{wrong}");
    }
}
