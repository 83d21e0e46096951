//! Queries, values and rows of either kind of database.
//!
//! A query is a `.sql` file. `$1`, `$2` … are its plain arguments; `values {int, text}` stands for a list of rows of
//! any length, bound after one another: the same text inserts one row or a thousand, and joins a table with a list.
//! What is written here is the only place where SQL text is made.

use jiff::{Timestamp, civil::Date};
use kith_domain::date::PartialDate;
use kith_domain::fact::Reference;
use kith_domain::id::{
    AccountId, ActId, Bucket, CaseId, ConsentId, ContactId, DoorFileId, GlassId, GoodsPlaceId, ItemId,
    OrganizationId, PersonId, ProxyId, RecallId, RecordId, ReferralId, SafePlanId, ServiceId, SourceId,
    SourcePersonId, StockId, SubjectId, SubmissionId, TaskId, UploadId,
};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Decode, Postgres, Row as _, Sqlite, Type};

use crate::{Error, Result};

/// A query and the name of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Query {
    pub name: &'static str,
    pub text: &'static str,
}

/// Which kind of database a text is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// Reads queries from their files, and lists them all for the test that prepares each.
macro_rules! queries {
    ($($name:ident = $file:literal;)*) => {
        $(pub(crate) const $name: $crate::sql::Query = $crate::sql::Query {
            name: $file,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/queries/", $file, ".sql")),
        };)*
        #[cfg(test)]
        pub(crate) const ALL: &[$crate::sql::Query] = &[$($name),*];
    };
}
pub(crate) use queries;

/// The most rows of a list in one statement: enough to make the cost of a statement small beside that of its rows,
/// few enough that a statement stays below 32,766 arguments, SQLite's limit (PostgreSQL's is 65,535).
pub(crate) const MOST_ROWS: usize = 500;

impl Query {
    /// The types of one row of the list, if the query has one.
    pub fn list(&self) -> Option<Vec<&'static str>> {
        let (_, rest) = self.text.split_once("values {")?;
        let (types, _) = rest.split_once('}')?;
        Some(types.split(',').map(str::trim).collect())
    }

    /// How many plain arguments it takes.
    #[cfg(test)]
    pub fn plain(&self) -> usize {
        self.text
            .split('$')
            .skip(1)
            .filter_map(|t| t.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
            .max()
            .unwrap_or(0)
    }

    /// The text with a list of so many rows. The list's arguments come first, whatever their place in the text, so
    /// that SQLite can count them by position: it looks numbered ones up by name, one after another.
    pub fn with_rows(&self, rows: usize, kind: Kind) -> String {
        let types = self.list().unwrap_or_default();
        let width = types.len();
        let (before, rest) = self.text.split_once("values {").expect("a query with rows has a list");
        let (_, after) = rest.split_once('}').expect("a list is closed");
        let mut text = String::with_capacity(self.text.len() + rows * width * 4 + 64);
        shift(before, rows * width, &mut text);
        text.push_str("values ");
        // In an insert the columns give the types; in a list that is joined, the first row says them.
        let says_types = kind == Kind::Postgres && !self.inserts_list();
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ",(" });
            for (i, kind_of) in types.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                match kind {
                    Kind::Sqlite => text.push('?'),
                    Kind::Postgres if says_types && row == 0 => {
                        text.push_str(&format!("cast(${} as {})", row * width + i + 1, pg_type(kind_of)));
                    }
                    Kind::Postgres => text.push_str(&format!("${}", row * width + i + 1)),
                }
            }
            text.push(')');
        }
        shift(after, rows * width, &mut text);
        text
    }

    /// Whether the list is what is inserted.
    pub fn inserts_list(&self) -> bool {
        self.text.split_once("values {").is_some_and(|(before, _)| before.trim_end().ends_with(')'))
    }
}

fn pg_type(name: &str) -> &str {
    match name {
        "int" => "bigint",
        "bytes" => "bytea",
        "flag" => "boolean",
        "real" => "double precision",
        other => other,
    }
}

/// Copies text, moving its numbered arguments by `by`.
fn shift(text: &str, by: usize, to: &mut String) {
    let mut parts = text.split('$');
    to.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let number: usize = part[..digits].parse().expect("a dollar sign in a query is followed by a number");
        to.push('$');
        to.push_str(&(number + by).to_string());
        to.push_str(&part[digits..]);
    }
}

/// A value to bind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Int(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Flag(bool),
}

/// Values to bind, in order.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Value::from($value)),*] };
}
pub(crate) use args;

pub(crate) fn sqlite_arguments(values: Vec<Value>) -> Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Int(v) => arguments.add(v),
            Value::Real(v) => arguments.add(v),
            Value::Text(v) => arguments.add(v),
            Value::Bytes(v) => arguments.add(v),
            Value::Flag(v) => arguments.add(v),
        }
        .map_err(|e| Error::Database(sqlx::Error::Encode(e)))?;
    }
    Ok(arguments)
}

pub(crate) fn pg_arguments(values: Vec<Value>) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Int(v) => arguments.add(v),
            Value::Real(v) => arguments.add(v),
            // PostgreSQL has no text with a zero byte; the bytes of the record keep it.
            Value::Text(v) => {
                arguments.add(v.map(|t| if t.contains('\0') { t.replace('\0', "\u{fffd}") } else { t }))
            }
            Value::Bytes(v) => arguments.add(v),
            Value::Flag(v) => arguments.add(v),
        }
        .map_err(|e| Error::Database(sqlx::Error::Encode(e)))?;
    }
    Ok(arguments)
}

macro_rules! value_from {
    ($($type:ty, $v:ident => $value:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($v: $type) -> Self {
                $value
            }
        }
    )*};
}

value_from! {
    bool, v => Self::Flag(v);
    &str, v => Self::Text(Some(v.to_owned()));
    &String, v => Self::Text(Some(v.clone()));
    Option<&str>, v => Self::Text(v.map(str::to_owned));
    Vec<u8>, v => Self::Bytes(Some(v));
    &[u8; 32], v => Self::Bytes(Some(v.to_vec()));
}

/// A type that a column holds on both kinds.
pub(crate) trait Column:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}
impl<T> Column for T where
    T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

/// A row of either kind.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Pg(PgRow),
}

impl Row {
    /// The value of a column, by its place.
    pub fn get<T: Read>(&self, column: usize) -> Result<T> {
        T::read(self, column)
    }

    fn raw<T: Column>(&self, column: usize) -> Result<T> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get_unchecked(column)?,
            Self::Pg(row) => row.try_get(column)?,
        })
    }
}

/// A value of ours that is read from a column.
pub(crate) trait Read: Sized {
    fn read(row: &Row, column: usize) -> Result<Self>;
}

/// For each type: the type of the column, how it is read and how it is bound.
macro_rules! stored {
    ($($type:ty as $column:ty, $variant:ident, $read:expr, $bind:expr;)*) => {$(
        impl Read for $type {
            fn read(row: &Row, column: usize) -> Result<Self> {
                let read: fn($column) -> Result<$type> = $read;
                read(row.raw(column)?)
            }
        }
        impl Read for Option<$type> {
            fn read(row: &Row, column: usize) -> Result<Self> {
                let read: fn($column) -> Result<$type> = $read;
                row.raw::<Option<$column>>(column)?.map(read).transpose()
            }
        }
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                let bind: fn($type) -> $column = $bind;
                Self::$variant(Some(bind(value)))
            }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                let bind: fn($type) -> $column = $bind;
                Self::$variant(value.map(bind))
            }
        }
    )*};
}

stored! {
    i64 as i64, Int, Ok, |v| v;
    u64 as i64, Int, |v| u64::try_from(v).map_err(|_| Error::Corrupt("count")), |v| i64::try_from(v).unwrap_or(i64::MAX);
    u16 as i64, Int, |v| u16::try_from(v).map_err(|_| Error::Corrupt("count")), i64::from;
    u8 as i64, Int, |v| u8::try_from(v).map_err(|_| Error::Corrupt("count")), i64::from;
    f64 as f64, Real, Ok, |v| v;
    String as String, Text, Ok, |v| v;
    Date as String, Text, |v| v.parse().map_err(|_| Error::Corrupt("day")), |v| v.to_string();
    PartialDate as String, Text, |v| v.parse().map_err(|_| Error::Corrupt("date")), |v| v.to_string();
    Reference as String, Text, |v| Ok(Reference(v)), |v| v.0;
    Timestamp as i64, Int, |v| Timestamp::from_microsecond(v).map_err(|_| Error::Corrupt("instant")), |v| v.as_microsecond();
    Bucket as i64, Int, |v| u16::try_from(v).map(Bucket).map_err(|_| Error::Corrupt("bucket")), |v| i64::from(v.0);
    SourceId as i64, Int, |v| Ok(SourceId(v)), |v| v.0;
    RecordId as i64, Int, |v| Ok(RecordId(v)), |v| v.0;
    SourcePersonId as i64, Int, |v| Ok(SourcePersonId(v)), |v| v.0;
    PersonId as i64, Int, |v| Ok(PersonId(v)), |v| v.0;
    OrganizationId as i64, Int, |v| Ok(OrganizationId(v)), |v| v.0;
    AccountId as i64, Int, |v| Ok(AccountId(v)), |v| v.0;
    ContactId as i64, Int, |v| Ok(ContactId(v)), |v| v.0;
    SubjectId as i64, Int, |v| Ok(SubjectId(v)), |v| v.0;
    ActId as i64, Int, |v| Ok(ActId(v)), |v| v.0;
    UploadId as i64, Int, |v| Ok(UploadId(v)), |v| v.0;
    SubmissionId as i64, Int, |v| Ok(SubmissionId(v)), |v| v.0;
    DoorFileId as i64, Int, |v| Ok(DoorFileId(v)), |v| v.0;
    CaseId as i64, Int, |v| Ok(CaseId(v)), |v| v.0;
    TaskId as i64, Int, |v| Ok(TaskId(v)), |v| v.0;
    ServiceId as i64, Int, |v| Ok(ServiceId(v)), |v| v.0;
    ReferralId as i64, Int, |v| Ok(ReferralId(v)), |v| v.0;
    ConsentId as i64, Int, |v| Ok(ConsentId(v)), |v| v.0;
    SafePlanId as i64, Int, |v| Ok(SafePlanId(v)), |v| v.0;
    ProxyId as i64, Int, |v| Ok(ProxyId(v)), |v| v.0;
    GlassId as i64, Int, |v| Ok(GlassId(v)), |v| v.0;
    GoodsPlaceId as i64, Int, |v| Ok(GoodsPlaceId(v)), |v| v.0;
    StockId as i64, Int, |v| Ok(StockId(v)), |v| v.0;
    ItemId as i64, Int, |v| Ok(ItemId(v)), |v| v.0;
    RecallId as i64, Int, |v| Ok(RecallId(v)), |v| v.0;
}

impl Read for Vec<u8> {
    fn read(row: &Row, column: usize) -> Result<Self> {
        row.raw(column)
    }
}

impl Read for [u8; 32] {
    fn read(row: &Row, column: usize) -> Result<Self> {
        row.raw::<Vec<u8>>(column)?.try_into().map_err(|_| Error::Corrupt("hash"))
    }
}

impl Read for bool {
    fn read(row: &Row, column: usize) -> Result<Self> {
        row.raw(column)
    }
}
