//! Use cases over a real database, on SQLite and, where `KITH_TEST_POSTGRES` names a server, on PostgreSQL.

mod identity;
mod network;
