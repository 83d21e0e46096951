//! Pages: functions of values to markup. None of them reads anything; what a reader may not see never reaches them.

mod contraception;
mod data;
mod dyad;
mod errors;
mod files;
mod form;
pub(crate) mod goods;
mod help;
mod identity;
mod measure;
mod part;
mod plan;
mod record;
mod referral;
mod review;
mod row;
mod safe_sleep;
mod scorecard;
mod sign_in;
pub(crate) mod tasks;
mod today;
pub(crate) mod triage;
mod worklist;

pub use contraception::{methods, talk};
pub use data::data;
pub use dyad::dyad;
pub use errors::{Trouble, trouble};
pub use files::{files, preview};
pub use form::{Fill, fill, front_door, receipt};
pub use goods::{funds, give, goods, item, recall, recalls, stock};
pub use help::help;
pub use identity::identity;
pub use measure::{Charts, charts, measure};
pub(crate) use plan::DECISIONS;
pub use plan::{agenda, plan};
pub use record::record;
pub use referral::{
    gone, own_by_link, own_paper, paper, places_by_link, places_paper, qr, referral, referral_by_link,
    referrals, thanks,
};
pub use review::{pair, review};
pub use safe_sleep::safe_sleep;
pub use scorecard::{gap_chart, scorecard};
pub use sign_in::{SignIn, sign_in};
pub use tasks::tasks;
pub use today::today;
pub use triage::{case, inbox, matches};
pub use worklist::{filter_words, worklist};

#[cfg(test)]
pub(crate) mod tests;
