//! Use cases over a real database, on SQLite and, where `KITH_TEST_POSTGRES` names a server, on PostgreSQL.

/// Runs a test on SQLite and, where there is a server, on PostgreSQL.
macro_rules! on_both {
    ($($name:ident)*) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(kith_testkit::sqlite()).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(place) = kith_testkit::postgres().await {
                    super::$name(place).await;
                }
            }
        }
    )*};
}

mod definitions;
mod doors;
mod equity;
mod events;
mod family;
mod front_door;
mod goods;
mod identity;
mod loss;
mod network;
mod referral;
mod referred;
mod refused;
mod sending;
mod times;
mod told;
mod triage;
