//! Records from outside into domain values, and back.
//!
//! [`stream`] turns a file of any accepted shape (NDJSON, a Bundle, one resource, gzip of these) into single
//! resources with their place; [`fhir`] reads one resource into one fact. Both are pure: bytes in, values
//! out, no files, no clock, no chance. Bad input is a [`Problem`] of its own resource and never stops the
//! next one. The other doors make FHIR resources of what comes through them, which then go the same way: [`table`] of
//! the rows of a spreadsheet, [`ije`] of vital records in fixed width, [`hl7v2`] of messages. A
//! message that refers somebody is also answers to a form: [`referral`]. [`hsds`] reads directories of
//! services, which are no records of anybody. Deliberately absent: validation against profiles, terminology lookups, XML.

mod build;
mod codes;
mod dates;
pub mod fhir;
pub mod hl7v2;
pub mod hsds;
pub mod ije;
mod json;
mod limits;
mod problem;
mod references;
pub mod referral;
pub mod stream;
pub mod table;

pub use limits::Limits;
pub use problem::{Note, NoteCode, Problem, Reason};
pub use references::Links;
