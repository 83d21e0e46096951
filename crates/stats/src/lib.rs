//! Rates with their intervals, equity contrasts, control charts and small-cell suppression.
//!
//! Numbers in, numbers out: nothing here reads a file, a clock or a random source, so the same
//! input always gives the same answer. A question without an answer (a rate over nobody, a ratio
//! to zero) is answered [`NotDefined`] with its reason, never by NaN. Words for readers and the
//! decision who may see what are left to the callers.

pub mod contrast;
pub mod distribution;
mod draws;
pub mod estimate;
pub mod funnel;
pub mod gap;
mod glm;
pub mod impact;
pub mod inequality;
pub mod interval;
mod least_squares;
pub mod life;
pub mod means;
pub mod noise;
pub mod not_defined;
pub mod projection;
pub mod proportion;
pub mod rate;
pub mod slope;
pub mod spc;
pub mod standardised;
pub mod suppression;
pub mod time_to_event;

pub use draws::Draws;
pub use estimate::Estimate;
pub use interval::{Confidence, Interval};
pub use not_defined::NotDefined;
pub use proportion::Proportion;
pub use rate::Rate;
