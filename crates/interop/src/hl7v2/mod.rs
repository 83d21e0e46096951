//! HL7 v2 messages: one message, some FHIR R4 resources, and an answer.
//!
//! Every door makes FHIR resources, and the message itself is kept beside them as it came. [`take`] reads ADT, ORU and
//! referral messages (REF, OMG^O19) of versions 2.1 to 2.8; the resources go through [`crate::fhir::read`] like any
//! other. Each carries in `meta.lastUpdated` the moment of the event, so that versions follow the events and not the
//! arrival, and in `meta.source` the message that says so. A field that a message leaves empty says nothing: [`merged`]
//! keeps what was known. Nothing is put right in silence: a [`Note`] says what was assumed, repaired or left out.
//!
//! The cutting is done here and not by a library, because absent, null and value are three things, and because the
//! separators, the truncation sign and the character set are whatever the message says. Deliberately absent: other
//! orders, appointments, documents and vaccines; conformance profiles; sending.

mod ack;
mod batch;
mod charset;
mod contact;
mod draft;
mod event;
mod json;
mod merge;
mod message;
pub mod mllp;
mod note;
mod person;
mod referral;
mod refusal;
mod relations;
mod results;
mod sender;
mod take;
#[cfg(test)]
mod tests;
mod time;
mod visit;

pub use ack::{Head, Outcome, Received, acknowledge};
pub use batch::split_batch;
pub use charset::Charset;
pub use event::Event;
pub use merge::merged;
pub use message::{Message, Part, Said, Segment, Separators};
pub use note::{Note, Remark};
pub use referral::place_of;
pub use refusal::{ErrorAt, Refusal, Verdict, Wrong};
pub use sender::{Answer, Peer, Sender, Senders, SendersError};
pub use take::{ORIGINAL, Taken, take};
