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
            // There never was an eighteenth.
            for (version, expected) in (1..=17).chain(19..).zip(released) {
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
                "87a18df900f6995d6fe00a4b7ee1f4e5adc2c81f6c31de485c2542ba4b5c1d885c2fa51f688ed68930fe3a5c9074e679",
                "a6c2292d224f37bf6b147123972f2a2c5d3bb3420f987f8644e7b7c75ced1c6260a141c3c6c251ec61be7f923bab22bd",
                "6151114711defc119c812e0e52f33359bd1b29e9205446d5220c6c094ae24ca76c55a4e5910f155d92a020d422a59a2d",
                "6c36a79d47499f79b4a7ff98cff79ba9a780985377c959ae64d2a9cc19ef95cc1e3574684b29634ce5da66b54233bd1d",
                "22cf46bda6acc4c7d950e3aa4f818d70f9997396a4d3c74ce77ec863c2fc511b7b3a21758404fd6140a88f82b212c8d2",
                "3fe80cfd6d51454b53add6a7be19172092ab0a0bfe1c9b9b9f76d650f468e5eee5b1fe303e2bbdf5facde43e28d0fb63",
                "968738fbb0e0abdba2f8517ce5db1ad0ab6ba56ba70bc2e6a27dacaddb2c024dd2afc820bdbba548bb2918400a269f8f",
                "b16c4470f7184721635d08c872d2552791893eebb4d59c00e0c88dbae8838a26a1a005b8754e9e1e9f990160a6384b3e",
                "a48f0742554a60b3068b0b3d75d17e9a3e4ec8fc23730649b6c985811b3d5743b7d4f0e7b6a05166f871a6ea42fc9751",
                "554ddab718d6348d388f9636b50e3f488cf6bbfe7e0fc3fab4e4b701e7ba5647aa0f47bff265beca235584ed9f35421f",
                "de47bd08df606888823fa9a2a05e7d9b03abb7b1bce36dbf058d689c19cd51da0f4096ce0f43876393bb26eed359895b",
                "73b3df56819cca2b24cfdccf1a32bf611a4ed162f09edc2cb491f6c2ab5349a15fa3bc41b75a94d55ad876e2871316af",
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
                "074499100ee9c747b626a68a8e32a8edf9718d238d4cce28d71193012e5c28bc09c3313d18f1c808fac17986bf19b171",
                "bd1eb5db18cc8b84c00fe86d1c8bd4fbbc7dc1733b5b5d0701a592bb75f312b1a1afb1e4913e30075caf11671f149618",
                "a5ccf4eaa2e97c3b2617f1f7362d712843d80dba614b8c2d7e91ad141e92225dc42a93a5936f58d631dc08c4e9685d17",
                "cdc3fe1e9d9a43063124e393b6d14d77ce04c928d1fcbd347b81d084e24e86a3ff0d91df41bbe9883b69544bca53eaf9",
                "d98843b7d4bdc271b0bfcd2fc8f5e1ee55a9f0ffac6ab75bbc4e64761d7f2c8f2a0101d57a90a3718fb8ebee45df5741",
                "3fe80cfd6d51454b53add6a7be19172092ab0a0bfe1c9b9b9f76d650f468e5eee5b1fe303e2bbdf5facde43e28d0fb63",
                "968738fbb0e0abdba2f8517ce5db1ad0ab6ba56ba70bc2e6a27dacaddb2c024dd2afc820bdbba548bb2918400a269f8f",
                "b4ca42463935c63e81cdba5f5821f044b607ec81791dfb27b11dcbb67e6c2628f5225c9141e7a831cf241c67aacb170e",
                "490fb5abacc264d58ddf9567fbf6cdada4a83bf3571818cf345e3a4eaf4519424bc562d31c8363b392382cdf19707393",
                "5d910006aca62896a077eb5cb463994cade92499bfe13098e578fb87184a4fa48568594efb5261ea2d5562aeaf61f2c4",
                "bfb44630decfd547902a9f7d45a55d624854603c336856c86fa417873b6dfb4781fcf46e909d9e745419914587719f09",
                "73b3df56819cca2b24cfdccf1a32bf611a4ed162f09edc2cb491f6c2ab5349a15fa3bc41b75a94d55ad876e2871316af",
            ],
        );
    }
}
