//! Rates with their intervals, equity contrasts, control charts and small-cell suppression.
//!
//! Numbers in, numbers out: nothing here reads a file, a clock or a random source, so the same
//! input always gives the same answer. A question without an answer (a rate over nobody, a ratio
//! to zero) is answered [`NotDefined`] with its reason, never by NaN. Words for readers and the
//! decision who may see what are left to the callers.

pub mod contrast;
pub mod estimate;
pub mod gap;
pub mod interval;
pub mod not_defined;
pub mod proportion;
pub mod spc;
pub mod suppression;
pub mod time_to_event;

pub use estimate::Estimate;
pub use interval::{Confidence, Interval};
pub use not_defined::NotDefined;
pub use proportion::Proportion;
