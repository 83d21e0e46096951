//! Views of flow: how long something takes, how many are lost between two steps, who is set apart by hand, who has what.

use jiff::{Timestamp, civil::Date};
use kith_domain::id::{AccountId, OrganizationId, PersonId};
use kith_domain::measure::{Period, Status};
use kith_domain::priority::Tier;

use super::{Freshness, GroupRate, Rate};
use crate::programme::{MeasureInfo, Words};

/// A number of days, with its interval. None of a limit: fewer than that share have it happen while they are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The days.
    pub days: Option<u32>,
    /// From.
    pub low: Option<u32>,
    /// To.
    pub high: Option<u32>,
}

/// How long something takes, those who still wait included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeTaken {
    /// To how many people or referrals it had happened, and of how many it is told; none where that would tell of few.
    pub counted: Option<(i64, i64)>,
    /// By when it had happened to half.
    pub median: Days,
    /// By when to nine in ten.
    pub most: Option<u32>,
    /// The longest that anybody was followed.
    pub longest: u32,
}

/// The time of a measure: of all, and of each stratum of each stratifier; none where too few are behind it to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// What the days are.
    pub words: Words,
    /// All.
    pub whole: Option<TimeTaken>,
    /// Stratifier, and its strata.
    pub strata: Vec<ByStratum<(String, Option<TimeTaken>)>>,
}

/// A stratifier, and what each of its strata has.
pub type ByStratum<T> = (String, Vec<T>);

/// One step of a cascade.
#[derive(Debug, Clone)]
pub struct CascadeStep {
    /// Its measure.
    pub measure: MeasureInfo,
    /// Who got so far, of those of the step before, and who did not.
    pub rate: Rate,
    /// The same in each group.
    pub groups: Vec<GroupRate>,
    /// Whether the reader may open the list of them.
    pub may_open: bool,
}

/// A cascade: each step is of those who got through the one before.
#[derive(Debug, Clone)]
pub struct CascadePage {
    /// What it is about.
    pub title: Words,
    /// What its first step starts from, as a noun: "cases".
    pub start: Words,
    /// The steps, in order.
    pub steps: Vec<CascadeStep>,
    /// The stratifier of the groups.
    pub stratifier: String,
    /// Twelve whole months.
    pub period: Period,
    /// Freshness.
    pub freshness: Freshness,
    /// Whether small counts are withheld for this reader.
    pub suppressed: bool,
}

/// Whether people of one group are more often set apart by hand, or less often taken.
#[derive(Debug, Clone)]
pub struct BalancePage {
    /// Each measure with its rate, and its rates by stratifier.
    pub rows: Vec<(MeasureInfo, Rate, Vec<ByStratum<GroupRate>>)>,
    /// Twelve whole months.
    pub period: Period,
    /// Freshness.
    pub freshness: Freshness,
    /// Whether small counts are withheld for this reader.
    pub suppressed: bool,
}

/// Which people of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleFilter {
    /// Where they stand.
    pub status: Status,
    /// Only one stratum.
    pub stratum: Option<(String, String)>,
    /// Only families of one clinic; who sees no other clinic's is given the own.
    pub organization: Option<OrganizationId>,
    /// Continue after this row.
    pub after: Option<(Date, i64)>,
}

impl PeopleFilter {
    /// All who stand so.
    pub fn of(status: Status) -> Self {
        Self { status, stratum: None, organization: None, after: None }
    }
}

/// Where what is known of somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// A case, by its number.
    Case(i64),
    /// A referral, by its number.
    Referral(i64),
    /// The page of a mother or a baby.
    Person(PersonId),
}

/// Why nobody should call, or what to know before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spared {
    /// The baby died.
    BabyDied,
    /// The baby's mother died.
    MotherDied,
    /// She died.
    Died,
    /// A baby of hers died.
    LostBaby,
    /// They asked not to be contacted.
    Asked,
}

/// Somebody of whom a measure tells.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonOpen {
    /// The name.
    pub name: String,
    /// The page that leads on; none for what has no page of its own.
    pub opens: Option<Opens>,
    /// The mother's name, of a baby.
    pub mother: Option<String>,
    /// How many there are of how many, where more than one is asked for.
    pub steps: Option<(i64, i64)>,
    /// Why nobody should call, where somebody died or asked for it.
    pub spared: Option<Spared>,
    /// The day on which she counts.
    pub counts_on: Date,
    /// The last day on which it can be met.
    pub due_on: Option<Date>,
    /// When it was met.
    pub on: Option<Date>,
    /// Why she is not in the rate.
    pub reason: Option<Words>,
    /// Who sent her; of a family, the clinic.
    pub from: Option<String>,
    /// The service, where a referral is counted.
    pub service: Option<String>,
}

/// A page of people of a measure.
#[derive(Debug, Clone)]
pub struct PeopleOpen {
    /// The measure.
    pub measure: MeasureInfo,
    /// What was asked for.
    pub filter: PeopleFilter,
    /// The clinic that the list is limited to.
    pub organization: Option<String>,
    /// The days in which they count, where only those of some are listed.
    pub counted: Option<Period>,
    /// How many there are; none where that could tell of those who are not listed.
    pub total: Option<i64>,
    /// The rows, by when each is due.
    pub rows: Vec<PersonOpen>,
    /// The next page.
    pub next: Option<(Date, i64)>,
    /// Today.
    pub today: Date,
}

/// What one of those who work on cases has, or nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadRow {
    /// Who; none for the cases that nobody has.
    pub account: Option<AccountId>,
    /// The name.
    pub name: String,
    /// Open cases of each tier.
    pub tiers: Vec<(Tier, i64)>,
    /// Open cases.
    pub open: i64,
    /// Late ones.
    pub late: i64,
    /// Days since the oldest was opened.
    pub oldest_days: Option<i64>,
    /// Days since the one in the middle was opened.
    pub median_days: Option<i64>,
    /// When the first is due.
    pub next_due: Option<Timestamp>,
}

/// Who has what, and how late it is.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadPage {
    /// Those who work on cases by name, and at the end nobody.
    pub rows: Vec<LoadRow>,
    /// Open cases in all.
    pub open: i64,
    /// Late ones in all.
    pub late: i64,
    /// As of.
    pub now: Timestamp,
}
