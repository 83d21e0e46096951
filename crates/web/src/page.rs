//! Pages: functions of values to markup. None of them reads anything; what a reader may not see never reaches them.

mod data;
mod dyad;
mod errors;
mod help;
mod measure;
mod part;
mod record;
mod row;
mod scorecard;
mod sign_in;
mod today;
mod worklist;

pub use data::data;
pub use dyad::dyad;
pub use errors::{Trouble, trouble};
pub use help::help;
pub use measure::{Charts, charts, measure};
pub use record::record;
pub use scorecard::{gap_chart, scorecard};
pub use sign_in::{SignIn, sign_in};
pub use today::today;
pub use worklist::{filter_words, worklist};

#[cfg(test)]
pub(crate) mod tests;
