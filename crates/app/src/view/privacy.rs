//! What pages show of what somebody allows, how she is safely contacted, and who looked.

use jiff::{Timestamp, civil::Date};
use kith_domain::access::{Hidden, Relation, Shown, Sight};
use kith_domain::consent::{Captured, Category, Grantor, Purpose, Use, Word};
use kith_domain::id::{CaseId, ConsentId, GlassId, OrganizationId, PersonId, SafePlanId};
use kith_domain::safe_contact::{Plan, Told};
use kith_domain::snooping::Odd;
use kith_store::glass::{Finding, Reason};

use super::Phone;
use super::mine::ProxyShown;
use crate::programme::Words;
use crate::view::PersonCard;

/// Why a kind of facts about somebody is shown or hidden on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// About whom.
    pub person: PersonId,
    /// Which kind.
    pub category: Category,
    /// Shown or hidden, and why.
    pub sight: Sight,
    /// How many things it is about; none where that is not counted.
    pub count: Option<usize>,
}

impl Basis {
    /// Why it is hidden, where it is.
    pub fn hidden(&self) -> Option<Hidden> {
        match self.sight {
            Sight::Hidden(why) => Some(why),
            Sight::Shown(_) => None,
        }
    }

    /// Why it is shown, where it is.
    pub fn shown(&self) -> Option<Shown> {
        match self.sight {
            Sight::Shown(why) => Some(why),
            Sight::Hidden(_) => None,
        }
    }
}

/// To whom a word applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// Everybody.
    Network,
    /// Services of a kind.
    Kind(String),
    /// One organisation.
    Organization(String),
}

/// A word of hers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordShown {
    /// Which.
    pub id: ConsentId,
    /// Yes or no.
    pub word: Word,
    /// To whom.
    pub to: To,
    /// Which kinds of facts; none, all that are not sensitive for a yes, and all for a no.
    pub categories: Vec<Category>,
    /// What for; none, anything.
    pub purposes: Vec<Purpose>,
    /// What may be done; none, anything.
    pub uses: Vec<Use>,
    /// Whose word.
    pub grantor: Grantor,
    /// How it was taken down.
    pub captured: Captured,
    /// The last day; none, until it is taken back.
    pub last_day: Option<Date>,
    /// Who wrote it down.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// It holds now.
    pub holds: bool,
    /// When it was taken back, who wrote that down, and how she said it.
    pub revoked: Option<(Timestamp, String, Option<String>)>,
}

/// How she said that she may be contacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanShown {
    /// Which.
    pub id: SafePlanId,
    /// What she said.
    pub plan: Plan,
    /// How.
    pub told: Told,
    /// Who wrote it down.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What is concealed of her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcealedShown {
    /// Which.
    pub id: i64,
    /// Where she lives.
    pub address: bool,
    /// Her numbers.
    pub phone: bool,
    /// Why.
    pub reason: String,
    /// By which legal programme.
    pub programme: Option<String>,
    /// What stands in the place of the address.
    pub substitute: Option<String>,
    /// Who wrote it down.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What somebody allows, how she is safely contacted, and what is concealed of her.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivacyPage {
    /// Who she is.
    pub person: PersonCard,
    /// Her newest case, for who works on cases.
    pub case: Option<CaseId>,
    /// Her words, the newest first.
    pub words: Vec<WordShown>,
    /// The plan that holds.
    pub plan: Option<PlanShown>,
    /// Newer tellings that are not sure yet.
    pub waiting: Vec<PlanShown>,
    /// What is concealed.
    pub concealed: Vec<ConcealedShown>,
    /// Who speaks for her babies with an account, or for this baby; those that are over too.
    pub proxies: Vec<ProxyShown>,
    /// This is a baby, for whom somebody may be given one.
    pub may_be_spoken_for: bool,
    /// The real address and number, for those who may see them.
    pub real: Option<(Option<String>, Option<String>)>,
    /// Organisations with services, to choose from.
    pub organizations: Vec<(OrganizationId, String)>,
    /// Kinds of services, to choose from.
    pub kinds: Vec<String>,
    /// What is shared of who was not asked, by purpose.
    pub unasked: Vec<(Purpose, Vec<Category>)>,
    /// Today, at the place of care.
    pub today: Date,
    /// The version of the form that is read to her.
    pub version: &'static str,
}

/// Until when the reader sees a record because of an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emergency {
    /// Whose.
    pub person: PersonId,
    /// Until when.
    pub until: Timestamp,
}

/// How a case's woman is contacted safely, beside the numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Safety {
    /// The plan that holds.
    pub plan: Option<Plan>,
    /// A newer telling waits to be made sure of.
    pub waiting: bool,
    /// Where she lives is concealed.
    pub address: bool,
    /// Her numbers are.
    pub phone: bool,
}

/// How somebody is reached, on the lists of those who reach families: her number with how it is safely used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SafeReach {
    /// Numbers, but for those that she does not want used.
    pub phones: Vec<Phone>,
    /// How she is contacted safely.
    pub safety: Safety,
}

/// One look at her record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookShown {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What they did, as the log names it.
    pub what: String,
    /// How they stood to her; none where the log does not say.
    pub why: Option<Why>,
}

/// Why somebody looked, as the log has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They stand to her like this.
    Related(Relation),
    /// In an emergency.
    Emergency,
    /// By the link of a referral.
    Link,
    /// To say who looked.
    List,
    /// She was one of those on a list of the reader's work.
    OnList,
}

/// Who looked at somebody's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoLooked {
    /// Whose.
    pub person: PersonId,
    /// Her name.
    pub name: String,
    /// Looks, the newest first.
    pub looks: Vec<LookShown>,
    /// There are more than a page shows.
    pub more: bool,
}

/// An emergency, for the privacy officer: whose record it was is a number, for the officer sees no clinical rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassShown {
    /// Which.
    pub id: GlassId,
    /// Who opened.
    pub who: String,
    /// Whose record.
    pub person: PersonId,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub words: String,
    /// From when.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// What was said of it.
    pub finding: Option<(Finding, Option<String>)>,
}

/// Something odd about who looked at what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddShown {
    /// Who.
    pub who: String,
    /// What is odd.
    pub odd: Odd,
    /// At whose records.
    pub people: Vec<PersonId>,
    /// The last time.
    pub last: Timestamp,
}

/// What a privacy officer works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerPage {
    /// Emergencies to review, the oldest first.
    pub to_review: Vec<GlassShown>,
    /// Reviewed ones, the newest first.
    pub reviewed: Vec<GlassShown>,
    /// What is odd.
    pub odd: Vec<OddShown>,
    /// Since which day it was looked for.
    pub since: Date,
    /// From how many people within an hour on it is odd.
    pub many: u16,
    /// Looks found in the log, and that there were more than were read.
    pub looks: (usize, bool),
}

/// What is asked of somebody in each language, to be read, printed and signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentForm {
    /// Whose; the form may be printed without a name.
    pub name: String,
    /// Her id.
    pub person: PersonId,
    /// The network.
    pub network: String,
    /// The programme.
    pub programme: Words,
    /// The version.
    pub version: &'static str,
}
