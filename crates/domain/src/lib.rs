//! What a person, a pregnancy, a birth and a record are, and what may be decided about them.
//!
//! Nothing here does I/O, holds a clock or draws chance: time, ids and code lists arrive as arguments.
//! Every other crate speaks in these types; this one knows none of them.

pub mod access;
pub mod contact;
pub mod date;
pub mod fact;
pub mod id;
pub mod identity;
pub mod measure;
pub mod newborn;
pub mod portrait;
pub mod value_set;
pub mod version;
