//! What a SQLite database says, apart from when it was said: to hold one database against another.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

/// Every row of every table as text, sorted, without the columns that hold the moment of writing.
pub async fn content(file: &Path) -> BTreeMap<String, Vec<String>> {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("the database opens");
    let tables = sqlx::query("select name from sqlite_master where type = 'table' order by name")
        .fetch_all(&mut connection)
        .await
        .expect("tables are listed");
    let mut content = BTreeMap::new();
    for table in tables {
        let table: String = table.get(0);
        let columns = sqlx::query(AssertSqlSafe(format!("select name from pragma_table_info('{table}')")))
            .fetch_all(&mut connection)
            .await
            .expect("columns are listed");
        let columns: Vec<String> =
            columns.iter().map(|c| c.get::<String, _>(0)).filter(|c| !is_moment(c)).collect();
        if columns.is_empty() {
            continue;
        }
        let row = columns.iter().map(|c| format!("quote(\"{c}\")")).collect::<Vec<_>>().join(" || '|' || ");
        let rows = sqlx::query(AssertSqlSafe(format!("select {row} from \"{table}\"")))
            .fetch_all(&mut connection)
            .await
            .expect("rows are read");
        let mut rows: Vec<String> = rows.iter().map(|r| r.get(0)).collect();
        rows.sort_unstable();
        content.insert(table, rows);
    }
    connection.close().await.expect("a connection closes");
    content
}

/// Runs statements on a SQLite database at once: to fill one with more than the door takes in a minute.
pub async fn fill(file: &Path, statements: &[String]) {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("the database opens");
    for statement in statements {
        let text = AssertSqlSafe(statement.clone());
        if let Err(error) = sqlx::query(text).execute(&mut connection).await {
            panic!("{error}: {statement}");
        }
    }
    connection.close().await.expect("a connection closes");
}

/// The rows that a query finds in a SQLite database, each as its columns' texts.
pub async fn rows(file: &Path, query: &'static str) -> Vec<Vec<String>> {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("the database opens");
    let found = sqlx::query(query).fetch_all(&mut connection).await.expect("rows are read");
    connection.close().await.expect("a connection closes");
    let text = |row: &sqlx::sqlite::SqliteRow, at: usize| {
        let value = row.try_get::<Option<String>, _>(at);
        value.map_or_else(|_| row.get::<i64, _>(at).to_string(), Option::unwrap_or_default)
    };
    found.iter().map(|row| (0..row.len()).map(|at| text(row, at)).collect()).collect()
}

fn is_moment(column: &str) -> bool {
    column == "at" || column.ends_with("_at") || column.ends_with("_time") || column == "installed_on"
}
