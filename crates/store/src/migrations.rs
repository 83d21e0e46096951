//! The schema, made or carried over from any version that was released.
//!
//! A released migration never changes: a database remembers the checksum of each that it ran and refuses another text.
//! One did: in the first, an index on `outcome` was widened after the release. Its text is again what was released, and
//! the fifth widens the index; a database made in between is given the released checksum, for by then it is the same.

use sqlx::migrate::Migrator;
use sqlx::{PgPool, SqlitePool};

use crate::{Error, Result};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Corrects the checksum of the changed text.
const CORRECT_SQLITE: &str = "update _sqlx_migrations set checksum = $1 where version = 1 and lower(hex(checksum)) = \
     '887e85fe1de2d5b9b622805fcfe9e0308f75acbed85f7fc09391122eefd47ba376b35459256234c97bda86e5c4a0233e'";
const CORRECT_POSTGRES: &str = "update _sqlx_migrations set checksum = $1 where version = 1 and encode(checksum, 'hex') = \
     '65b557ae517a07b2a6083a8999a3553c601d80fc363691706beb2bb2067622b7a952eb723ee6ac6b7601a0a730d8aae3'";

/// Makes or migrates a SQLite database.
pub(crate) async fn run_sqlite(pool: &SqlitePool) -> Result<()> {
    let there = "select count(*) > 0 from sqlite_master where type = 'table' and name = '_sqlx_migrations'";
    if sqlx::query_scalar(there).fetch_one(pool).await? {
        sqlx::query(CORRECT_SQLITE).bind(first(&SQLITE)).execute(pool).await?;
    }
    SQLITE.run(pool).await.map_err(Error::Migration)
}

/// Makes or migrates a PostgreSQL database.
pub(crate) async fn run_postgres(pool: &PgPool) -> Result<()> {
    let there = "select to_regclass('_sqlx_migrations') is not null";
    if sqlx::query_scalar(there).fetch_one(pool).await? {
        sqlx::query(CORRECT_POSTGRES).bind(first(&POSTGRES)).execute(pool).await?;
    }
    POSTGRES.run(pool).await.map_err(Error::Migration)
}

/// The checksum of the first migration.
fn first(migrator: &Migrator) -> Vec<u8> {
    migrator.iter().find(|m| m.version == 1).expect("there is a first migration").checksum.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was released stays as it was: what is to change goes into a new migration. One that is released is added here.
    #[test]
    fn a_released_migration_does_not_change() {
        let check = |migrator: &Migrator, released: &[&str]| {
            for (version, expected) in (1..).zip(released) {
                let migration = migrator.iter().find(|m| m.version == version).expect("it is still there");
                let checksum: String = migration.checksum.iter().map(|b| format!("{b:02x}")).collect();
                assert_eq!(&checksum, expected, "{version} {}", migration.description);
            }
        };
        check(
            &SQLITE,
            &[
                "673a39069a0d5fb87eabeb2a76011d0993ac1237004aff6b4b843cfa81975fa28c50249cfc5f4eae0b263f90b2d43a57",
                "01e926dfa518d40725c9ec0fc00548f270eb25f959d35917ca4fdd03fb4139abc06246f9be9a483ffe44fd4f6650018e",
                "710d720bc31a0f3605fd5e896b259dfc3e9202ef975a70b54388cc4c94aaeb37b635e3e638061d47488227e3353b1d75",
                "d3bec90e2564299c15792ffdc2841a1e3ad86b48e4c0d5604ae82dded7dfacfe86a55d396bd7ade6fa706a394bf0621b",
                "2118044bfc8b3925a39b6a969b95cf0437ec51484ed28e34bd131a938c05f49da3b36a0fadaff9c82358810cb897844c",
                "9ed787026888c2bcc32c8b56ce7ca1964d13f6021caf6903c84ed46529aef3c687965397a4335c0d1458d4d2d188e7f3",
                "ccf5b7c4177568346d0da0ea398b817ee46316000561f55e63ed56967fbe82af548e425bcbcb55127ee03960304e7f82",
            ],
        );
        check(
            &POSTGRES,
            &[
                "708a0c8124c47d8695bc2dbd182ba01983de49542b11ee422a6cfad8718806a044af0cdc06b944d7cbc6e5eacd39b952",
                "a39b8a1154cda238d6c9afc37f33067cb8d6669d48783b0dcb397ccbe4415ee77be5aa6a62d02702054e4be0a022627f",
                "acaf2d1395800a6cacaf974a279e2afbdc05e2e86234e2588ae873b55a4cb46b13efa8d06e045fc4ede7296daacf1640",
                "e0619cc9484eca356935eac19181dd4a846a1c933107c0f429834edb6dd17010a3cef8af72f05b5bfc3e697e7d331f72",
                "56b88d2799451bea9c117a9522c7070912e0cf5857971f9f3006419badb4772dcd56605a86c9d74584fbcec1aa5ff734",
                "67625e21fb9557b99269508e200bc9faebb92f0d34b9ae654c12701365eec1dfc486dc5d6b0e3ab480c60862d81888ca",
                "aca0d1a3b1427a823acabe80a3972134a5a8b26735fad10f6b4c56124395be491a57d8df15d5afd135314bc35152f73a",
            ],
        );
    }
}
