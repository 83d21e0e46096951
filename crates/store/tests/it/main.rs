//! The store's suite: every test runs on SQLite and on PostgreSQL, each on a database of its own.

#![allow(missing_docs, reason = "tests are named by what they assert")]

/// Makes two tests of each body: one on SQLite, one on PostgreSQL.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let place = kith_testkit::sqlite();
                super::$name(&crate::World::open(&place).await).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(place) = kith_testkit::postgres().await else { return };
                super::$name(&crate::World::open(&place).await).await;
            })*
        }
    };
}

mod arrival;
mod cases;
mod chance;
mod clusters;
mod courses;
mod decisions;
mod embeds;
mod goods;
mod identified;
mod interruption;
mod mothers;
mod outbox;
mod pages;
mod people;
mod privacy;
mod proxies;
mod publishing;
mod referrals;
mod services;
mod signing;
mod taking_back;
mod teaching;
mod world;

pub use world::World;
