//! What can go wrong.

/// The result of every function here.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, as far as a caller may handle it differently. The cause is in `source`, for the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The location is neither a directory nor the address of a PostgreSQL database.
    #[error("`{0}` is not a database location: give a directory or a postgres:// address")]
    Location(String),
    /// The data directory cannot be made or used.
    #[error("the data directory cannot be used")]
    Directory(#[source] std::io::Error),
    /// The database was written by a newer version, or its migrations were altered.
    #[error("the database does not fit this version")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// Another account has this login.
    #[error("this login is taken")]
    LoginTaken,
    /// What the call refers to is not there.
    #[error("no such {0}")]
    NoSuch(&'static str),
    /// A stored value does not read as what it should be.
    #[error("a stored {0} cannot be read")]
    Corrupt(&'static str),
    /// The audit log was altered: the first entry that does not follow from those before it.
    #[error("the audit log was altered at entry {entry}")]
    BrokenChain {
        /// Its number.
        entry: i64,
    },
    /// The database could not be reached in time.
    #[error("the database is busy")]
    Busy(#[source] sqlx::Error),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy(error),
            // SQLITE_BUSY and its relatives; PostgreSQL: serialization failure, deadlock, lock not available.
            sqlx::Error::Database(e)
                if e.code().is_some_and(|c| {
                    matches!(&*c, "5" | "261" | "517" | "773" | "40001" | "40P01" | "55P03")
                }) =>
            {
                Self::Busy(error)
            }
            _ => Self::Database(error),
        }
    }
}
