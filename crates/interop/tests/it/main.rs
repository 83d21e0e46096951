//! The public face of the crate: resources and files as they come, good, odd and bad.

mod files;
mod forms;
mod hl7v2;
mod hsds;
mod ije;
mod laws;
mod referrals;
mod report;
mod resources;
mod shared;
mod table;
