//! Records from outside into domain values, and back.
//!
//! [`stream`] turns a file of any accepted shape (NDJSON, a Bundle, one resource, gzip of these) into single
//! resources with their place; [`fhir`] reads one resource into one fact. Both are pure: bytes in, values
//! out, no files, no clock, no chance. Bad input is a [`Problem`] of its own resource and never stops the
//! next one. Deliberately absent: validation against profiles, terminology lookups, XML.

mod codes;
mod dates;
pub mod fhir;
mod json;
mod limits;
mod problem;
mod references;
pub mod stream;

pub use limits::Limits;
pub use problem::{Note, NoteCode, Problem, Reason};
pub use references::Links;
