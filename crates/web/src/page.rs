//! Pages: functions of values to markup. None of them reads anything; what a reader may not see never reaches them.

mod annotations;
mod contraception;
mod data;
mod door;
mod dyad;
mod embed;
mod equity;
mod errors;
mod files;
mod flow;
mod form;
pub(crate) mod goods;
mod help;
mod identity;
mod measure;
mod mine;
mod news;
mod part;
mod plan;
pub(crate) mod privacy;
mod record;
mod referral;
mod report;
mod review;
mod row;
mod safe_sleep;
mod scorecard;
mod services;
mod sign_in;
mod sites;
pub(crate) mod tasks;
mod today;
pub(crate) mod triage;
mod worklist;

pub(crate) use annotations::FORM as ANNOTATION;
pub use contraception::{methods, talk};
pub use data::data;
pub use door::{ScanPage, scan, scan_receipt, scans, table, tables};
pub use dyad::dyad;
pub(crate) use embed::FORM as EMBED;
pub use embed::{framed, framed_gone};
pub use equity::{EquityCharts, equity, equity_charts};
pub use errors::{Trouble, trouble};
pub use files::{files, preview};
pub use flow::{
    balance, balance_charts, cascade, cascade_chart, load, people, people_address, people_filter,
};
pub use form::{Fill, fill, front_door, receipt};
pub use goods::{funds, give, goods, item, recall, recalls, stock};
pub use help::help;
pub use identity::identity;
pub use measure::{Charts, charts, measure};
pub use mine::mine;
pub use news::news;
pub(crate) use plan::DECISIONS;
pub use plan::{agenda, plan};
pub use privacy::{Sent, consent_form, officer, opening, sharing, who_looked};
pub use record::record;
pub use referral::{
    OnPaper, gone, own_by_link, own_paper, paper, places_by_link, places_paper, qr, referral,
    referral_by_link, referrals, thanks, withheld,
};
pub use report::report;
pub use review::{pair, review};
pub use safe_sleep::safe_sleep;
pub use scorecard::{gap_chart, scorecard};
pub use services::{directories, directory, edit, service, services};
pub use sign_in::{SignIn, sign_in};
pub use sites::{SiteCharts, site_charts, sites};
pub use tasks::tasks;
pub use today::today;
pub use triage::{case, inbox, matches};
pub use worklist::{filter_words, worklist};

#[cfg(test)]
pub(crate) mod tests;
