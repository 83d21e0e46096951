//! Pages of goods: what is there, who has what, what is called back, who paid.

use jiff::{Timestamp, civil::Date};
use kith_domain::goods::{Balance, ItemState, Movement, Question, Reply, Signed};
use kith_domain::id::{CaseId, GoodsPlaceId, ItemId, OrganizationId, RecallId, ReferralId, StockId};
use kith_domain::loss::Loss;

use super::{Phone, Safety};
use crate::programme::Words;

/// What is there, by place; what is to be asked about; what is kept for somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct GoodsPage {
    /// The places of the reader.
    pub places: Vec<PlaceShown>,
    /// How many kinds run low, over all places.
    pub low: usize,
    /// What is to be asked about in the next days, the longest due first.
    pub to_ask: Vec<ItemLine>,
    /// What is not asked about, because somebody died.
    pub not_to_ask: Vec<ItemLine>,
    /// What is kept for somebody.
    pub kept: Vec<ItemLine>,
    /// The kinds that the programme gives.
    pub kinds: Vec<(String, Words)>,
    /// Organisations of whose goods the reader may make a place.
    pub owners: Vec<(OrganizationId, String)>,
    /// Funds that were named before.
    pub funds: Vec<String>,
}

/// A place with what it has.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceShown {
    /// Which.
    pub place: GoodsPlaceId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub organization: String,
    /// Each kind that it has or had.
    pub kinds: Vec<KindShown>,
}

/// A kind of goods at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct KindShown {
    /// Its name.
    pub name: Words,
    /// How many may be given to whoever comes next: not what is kept, expired or called back.
    pub free: i64,
    /// Fewer than the programme wants there.
    pub low: bool,
    /// Deliveries of which something is left, what expires first at the top.
    pub stock: Vec<StockLine>,
}

/// A delivery of which something is left.
#[derive(Debug, Clone, PartialEq)]
pub struct StockLine {
    /// Which.
    pub stock: StockId,
    /// What it is.
    pub name: Words,
    /// Where it is.
    pub place: String,
    /// The maker's lot; empty where none is known.
    pub lot: String,
    /// The last day on which it may be given.
    pub expires_on: Option<Date>,
    /// That day has passed.
    pub expired: bool,
    /// It is called back.
    pub recalled: bool,
    /// Who paid.
    pub fund: String,
    /// What is there.
    pub balance: Balance,
}

/// A delivery, with what happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct StockPage {
    /// Its line.
    pub line: StockLine,
    /// When it came.
    pub received: Timestamp,
    /// What happened, the newest first: when, who, why, by how much, and the rest in words.
    pub moved: Vec<(Timestamp, String, Movement, Balance, String)>,
}

/// A thing that somebody has, or that is kept for her.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemLine {
    /// Which.
    pub item: ItemId,
    /// The case.
    pub case: CaseId,
    /// Her name.
    pub person: String,
    /// What it is.
    pub name: Words,
    /// The maker's lot.
    pub lot: String,
    /// How it stands.
    pub state: ItemState,
    /// Since when it is kept, or when it was given.
    pub at: Timestamp,
    /// When somebody asks how it goes; none once somebody did.
    pub ask_at: Option<Timestamp>,
    /// That has passed.
    pub late: bool,
    /// Who died of her family, of whom this speaks.
    pub loss: Option<Loss>,
}

/// One thing.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemPage {
    /// Its line.
    pub line: ItemLine,
    /// Where it came from.
    pub stock: StockLine,
    /// When it was given, and by whom.
    pub handed: Option<(Timestamp, String)>,
    /// Who signed for it, on what.
    pub signed: Option<Signed>,
    /// What is asked.
    pub questions: Vec<Question>,
    /// When somebody asked, who, and what she said.
    pub asked: Option<(Timestamp, String)>,
    /// What she said.
    pub answers: Vec<(String, Reply)>,
    /// What else was said.
    pub note: Option<String>,
    /// How to reach her; none where she must not be contacted.
    pub phones: Vec<Phone>,
    /// How she is contacted safely, beside her numbers.
    pub safety: Safety,
    /// The reader may open the case.
    pub opens_case: bool,
}

/// Whom something is for: a case of the front door, or a referral to the own service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// A case.
    Case(CaseId),
    /// A referral.
    Referral(ReferralId),
}

impl Recipient {
    /// As it stands in an address.
    pub fn code(self) -> String {
        match self {
            Self::Case(id) => format!("case-{id}"),
            Self::Referral(id) => format!("referral-{id}"),
        }
    }

    /// From an address.
    pub fn parse(code: &str) -> Option<Self> {
        let (name, id) = code.split_once('-')?;
        match name {
            "case" => id.parse().ok().map(Self::Case),
            "referral" => id.parse().ok().map(Self::Referral),
            _ => None,
        }
    }

    /// The page that it is on.
    pub fn path(self) -> String {
        match self {
            Self::Case(id) => format!("/triage/{id}"),
            Self::Referral(id) => format!("/referrals/{id}"),
        }
    }
}

/// What somebody may be given, and has.
#[derive(Debug, Clone, PartialEq)]
pub struct GivePage {
    /// For whom.
    pub to: Recipient,
    /// Her name.
    pub person: String,
    /// Deliveries of which one may be given, by place and kind.
    pub choices: Vec<StockLine>,
    /// What she has, and what is kept for her.
    pub items: Vec<ItemLine>,
}

/// Lots that were called back, and those that can be.
#[derive(Debug, Clone, PartialEq)]
pub struct RecallsPage {
    /// Called back, the newest first.
    pub recalls: Vec<RecallLine>,
    /// Kinds with the lots that came in.
    pub lots: Vec<(String, Words, String)>,
}

/// A lot that was called back.
#[derive(Debug, Clone, PartialEq)]
pub struct RecallLine {
    /// Which.
    pub recall: RecallId,
    /// What it is.
    pub name: Words,
    /// The lot.
    pub lot: String,
    /// Why.
    pub reason: String,
    /// When it was written down.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// Who has something of a lot.
#[derive(Debug, Clone, PartialEq)]
pub struct RecallPage {
    /// The lot.
    pub line: RecallLine,
    /// Each family, with how to reach her.
    pub families: Vec<Affected>,
}

/// A family that has something that was called back, or is kept it.
#[derive(Debug, Clone, PartialEq)]
pub struct Affected {
    /// The thing.
    pub line: ItemLine,
    /// Numbers that she wants used; none where she must not be contacted.
    pub phones: Vec<Phone>,
    /// How she is contacted safely, beside her numbers.
    pub safety: Safety,
    /// She asked not to be contacted, or gave only numbers that are not to be used.
    pub not_by_phone: bool,
    /// The reader's service may not contact her about this: the intake team does, which has a task for it.
    pub by_intake: bool,
    /// The language that she speaks.
    pub language: Option<String>,
}

/// What was given, by fund and month.
#[derive(Debug, Clone, PartialEq)]
pub struct FundsPage {
    /// The first day of the first month, and of the last.
    pub months: (Date, Date),
    /// A row for each month, fund and kind.
    pub rows: Vec<FundRow>,
}

/// What one fund paid in one month.
#[derive(Debug, Clone, PartialEq)]
pub struct FundRow {
    /// The first day of the month.
    pub month: Date,
    /// Who paid.
    pub fund: String,
    /// What.
    pub name: Words,
    /// How many.
    pub n: i64,
    /// What those cost together of which it is known, in cents.
    pub cents: i64,
    /// Of how many it is known.
    pub known: i64,
}
