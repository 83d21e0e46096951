//! What is kept, and how it is found again: the ledger, the facts, the people, the results, the accounts, the audit
//! chain.
//!
//! One source runs on SQLite and on PostgreSQL: each query is a `.sql` file that both speak, bound and read through
//! [`Db`], and only `db` and `sql` know that there are two kinds. Every function that writes is one transaction, and
//! returns after it is on disk: a crash between any two statements leaves the state before or the state after. Time
//! always arrives as an argument. Days are stored as `YYYY-MM-DD`, instants as microseconds since 1970 UTC, on both
//! kinds, so that what is compared is what is read.
//!
//! Nothing here decides who may see what, and no message of [`Error`] carries SQL or anything about a person.

mod counter;
mod course;
mod db;
mod error;
mod migrations;
mod sql;

pub mod account;
pub mod annotation;
pub mod audit;
pub mod care_case;
pub mod care_plan;
pub mod consent;
pub mod contraception;
pub mod door;
pub mod embed;
pub mod event;
pub mod facts;
pub mod glass;
pub mod goods;
pub mod identity;
pub mod ledger;
pub mod link;
pub mod linkage;
pub mod live;
pub mod outbox;
pub mod outreach;
pub mod people;
pub mod proxy;
pub mod quarantine;
pub mod referral;
pub mod results;
pub mod safety;
pub mod service;
pub mod session;
pub mod setting;
pub mod source;
pub mod teaching;
pub mod upload;

#[cfg(test)]
mod tests;

pub use db::{Db, Location};
pub use error::{Error, Result};
