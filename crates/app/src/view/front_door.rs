//! Pages of the front door: forms, cases, services, referrals.

use jiff::{Timestamp, civil::Date};
use kith_domain::consent::Category;
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::id::{AccountId, CaseId, PersonId, ReferralId, ServiceId, SubmissionId, TaskId};
use kith_domain::loss::Loss;
use kith_domain::matching::Open;
use kith_domain::priority::Tier;
use kith_domain::referral::{LeaveReason, ReturnReason, Side, State, Step, Word};

use crate::programme::Words;
use crate::view::{Basis, Safety};

pub use kith_domain::care_case::{CaseState, CloseReason};
pub use kith_domain::follow_up::CameOf;
pub use kith_domain::phone::PhoneWish;
pub use kith_domain::referral::{Connection, Visit};

/// A form that may be put in.
#[derive(Debug, Clone, PartialEq)]
pub struct FormListing {
    /// Its id: the name of its file.
    pub id: String,
    /// Title.
    pub title: Words,
    /// What it is for, in a sentence.
    pub purpose: Words,
}

/// What the sender of a form gets back.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// Number to ask with: says nothing about her.
    pub number: String,
    /// What was put in.
    pub submission: SubmissionId,
    /// Her case, for who may see it.
    pub case: Option<CaseId>,
    /// It had come before, and nothing was done.
    pub again: bool,
    /// When.
    pub at: Timestamp,
    /// By when she is to be contacted, as this form asks for it.
    pub contact_by: Timestamp,
    /// What to say to her now, the most urgent first: the number to call in danger, who will help.
    pub sees: Vec<Seen>,
}

/// What somebody is told at once because of her answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The words.
    pub words: Words,
    /// They are urgent: before anything else.
    pub urgent: bool,
    /// They are for her alone: folded, and never on paper.
    pub private: bool,
}

/// A form of one's own organisation, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SentForm {
    /// The form.
    pub submission: SubmissionId,
    /// Number of its receipt.
    pub number: String,
    /// Title of the form.
    pub form: Words,
    /// The name that the sender wrote.
    pub name: String,
    /// When it was put in.
    pub at: Timestamp,
    /// What became of it.
    pub standing: SentStanding,
    /// Since when it is closed, or else when it came.
    pub since: Timestamp,
}

/// What became of a form, as far as its sender is told: not why, not by whom, and not what others did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SentStanding {
    /// It came.
    Received,
    /// Somebody is at work on it.
    InWork,
    /// Somebody spoke with her.
    Reached,
    /// She is served.
    Served,
    /// The work is over, whatever the reason.
    Closed,
}

impl SentStanding {
    /// What is told of a case that stands so.
    pub fn of(state: CaseState) -> Self {
        match state {
            CaseState::New => Self::Received,
            // A service may be asked for her before anybody spoke with her.
            CaseState::Contacting | CaseState::Referred | CaseState::Waiting => Self::InWork,
            CaseState::Reached => Self::Reached,
            CaseState::Served => Self::Served,
            CaseState::Closed(_) => Self::Closed,
        }
    }
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseHappened {
    /// When.
    pub at: Timestamp,
    /// Who; empty for a clock or a sender without an account.
    pub by: String,
    /// What, as a code: `opened`, `joined`, `given`, `tier_set` …
    pub what: String,
}

impl CaseHappened {
    /// All that a page may be told.
    pub const WHATS: [&str; 11] = [
        "opened",
        "joined",
        "given",
        "tier_set",
        "tier_changed",
        "task_done",
        "task_reopened",
        "closed",
        "reopened",
        "referred",
        "referral",
    ];
}

/// Why a case stands where it stands in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The factor's name in the programme's folder.
    pub factor: String,
    /// In words.
    pub words: Words,
    /// The tier that it makes, where it makes one.
    pub tier: Option<Tier>,
    /// Its points.
    pub points: i32,
    /// It is not named in a list, nor on paper: somebody may look on.
    pub private: bool,
}

/// One line of the inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseLine {
    /// The case.
    pub case: CaseId,
    /// Her.
    pub person: PersonId,
    /// Her name.
    pub name: String,
    /// Her age in years, where known.
    pub age: Option<i16>,
    /// Gestational age today in days, or days since the birth.
    pub gestation: Option<Gestation>,
    /// How soon.
    pub tier: Tier,
    /// Somebody set the tier by hand.
    pub overridden: bool,
    /// Points.
    pub score: i32,
    /// Share of the questions behind the score that have an answer, 0 to 1.
    pub completeness: f64,
    /// Why.
    pub reasons: Vec<Reason>,
    /// By when the next thing has to happen.
    pub due: Timestamp,
    /// It has not.
    pub late: bool,
    /// When the first form came.
    pub opened: Timestamp,
    /// Who has it.
    pub worker: Option<(AccountId, String)>,
    /// How it stands.
    pub state: CaseState,
    /// Organisations that sent a form.
    pub from: Vec<String>,
}

/// A telephone number, and how she wants it used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// The number.
    pub number: String,
    /// What she said of it.
    pub wish: Option<PhoneWish>,
    /// Calls are not safe by her plan, and texts are.
    pub text_only: bool,
    /// Who asked her, and when she said so; none where that was not kept.
    pub asked: Option<(String, Timestamp)>,
}

impl Phone {
    /// A number of which she said nothing.
    pub fn plain(number: impl Into<String>) -> Self {
        Self { number: number.into(), wish: None, text_only: false, asked: None }
    }

    /// Whether a text may be sent: where she said yes to it. Who was not asked is not written to.
    pub fn takes_texts(&self) -> bool {
        self.wish == Some(PhoneWish::Text)
    }
}

/// How far along she is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gestation {
    /// Pregnant, this many days.
    Pregnant(i32),
    /// This many days since the birth.
    After(i32),
}

/// What the inbox is limited to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// One worker's, or nobody's.
    pub whose: Option<Whose>,
    /// One tier.
    pub tier: Option<Tier>,
    /// Late ones only.
    pub late: bool,
    /// Closed ones instead of open ones.
    pub closed: bool,
    /// Part of a name.
    pub search: Option<String>,
    /// Where the page begins: the cursor of the page before.
    pub after: Option<String>,
}

/// Whose cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A worker's.
    Worker(AccountId),
    /// Nobody's yet.
    Nobody,
}

/// The inbox: what is about to be late comes first.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbox {
    /// What it is limited to.
    pub filter: InboxFilter,
    /// Tasks that are late or due within the hour.
    pub urgent: Vec<TaskLine>,
    /// Of those of the first tier the late ones: they come first, whatever else is later than they are.
    pub at_once: Vec<CaseLine>,
    /// The lines.
    pub lines: Vec<CaseLine>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many are open, late, and nobody's.
    pub open: i64,
    /// Late.
    pub late: i64,
    /// Nobody's.
    pub unassigned: i64,
    /// Load of each worker, for whom a case may be given to: name, open, late, age of the oldest in days.
    pub workers: Vec<WorkerLoad>,
}

/// The load of somebody who works on cases.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkerLoad {
    /// Who.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// Open cases.
    pub open: i64,
    /// Late ones.
    pub late: i64,
    /// Days since the oldest was opened.
    pub oldest_days: Option<i64>,
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerShown {
    /// The heading that it stands under.
    pub section: Option<Words>,
    /// The question.
    pub question: Words,
    /// The answer; none where there is none.
    pub answer: Option<Words>,
    /// Why there is none, where the sender said it.
    pub missing: Option<Words>,
    /// It is hidden from this reader, and why.
    pub hidden: Option<Words>,
    /// Which kind of facts it is.
    pub category: Category,
    /// It is about violence, mood or substances: folded on the screen, and never on paper.
    pub private: bool,
}

/// A form of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct FormShown {
    /// Which.
    pub submission: SubmissionId,
    /// Title.
    pub title: Words,
    /// Version.
    pub version: String,
    /// When it came.
    pub at: Timestamp,
    /// The organisation that sent it.
    pub from: String,
    /// Who put it in.
    pub by: String,
    /// Answers.
    pub answers: Vec<AnswerShown>,
    /// What instruments in it gave: name, total, what it means.
    pub scores: Vec<ScoreShown>,
}

/// What an instrument gave.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreShown {
    /// Its name: "PHQ-9".
    pub instrument: String,
    /// The total; none where it is not complete.
    pub total: Option<i32>,
    /// Positive or not; none where it cannot be said.
    pub positive: Option<bool>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskShown {
    /// Which.
    pub task: TaskId,
    /// What, in words.
    pub what: Words,
    /// The page on which it is done, where that takes more than saying so.
    pub done_at: Option<String>,
    /// Whose work it is.
    pub role: String,
    /// Who has it.
    pub owner: Option<String>,
    /// By when somebody has to respond.
    pub due: Timestamp,
    /// By when it has to be over, where that is said and it is not.
    pub close_by: Option<Timestamp>,
    /// It is late.
    pub late: bool,
    /// When it was done, and by whom.
    pub done: Option<(Timestamp, String)>,
    /// It is done by saying what came of it: it follows up what a screening found.
    pub asks_outcome: bool,
    /// What came of it.
    pub came: Option<CameOf>,
    /// It may lead to a service: the page of those that fit is beside it.
    pub find_service: bool,
}

/// A task in a list of tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskLine {
    /// The case.
    pub case: CaseId,
    /// Whom it is about, for the log.
    pub person: PersonId,
    /// Her name.
    pub name: String,
    /// The case is closed.
    pub closed: bool,
    /// What has to be done.
    pub task: TaskShown,
}

/// What a list of tasks is limited to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// The reader's own.
    pub mine: bool,
    /// Where the page begins: the cursor of the page before.
    pub after: Option<String>,
}

/// Open tasks over all cases: what is due first comes first.
#[derive(Debug, Clone, PartialEq)]
pub struct TasksPage {
    /// What it is limited to.
    pub filter: TaskFilter,
    /// The lines.
    pub lines: Vec<TaskLine>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many are late, of all.
    pub late: i64,
    /// How many are the reader's own.
    pub mine: i64,
    /// Of these, late.
    pub mine_late: i64,
    /// To whom one may be given.
    pub workers: Vec<WorkerLoad>,
}

/// An attempt to reach her.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptShown {
    /// When.
    pub at: Timestamp,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub outcome: ContactOutcome,
    /// Who.
    pub by: String,
    /// A note.
    pub note: Option<String>,
}

/// How to try next.
#[derive(Debug, Clone, PartialEq)]
pub struct NextAttempt {
    /// How.
    pub channel: Channel,
    /// Not before.
    pub from: Timestamp,
    /// Not after.
    pub until: Timestamp,
    /// Attempts so far that count for the protocol, and how many it asks for.
    pub done: u32,
    /// Asked for.
    pub needed: u32,
    /// The case may be closed as not reachable.
    pub may_give_up: bool,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct CasePage {
    /// Its line.
    pub line: CaseLine,
    /// Who set the tier by hand, when and why.
    pub overridden: Option<(String, Timestamp, String)>,
    /// Language that she speaks.
    pub language: Option<String>,
    /// Telephone numbers, but for those that she does not want used.
    pub phones: Vec<Phone>,
    /// She gave a number that is not to be used; it is shown to nobody.
    pub unsafe_phone: bool,
    /// Address, in lines.
    pub address: Vec<String>,
    /// Expected or actual day of birth.
    pub due_date: Option<Date>,
    /// Other open or closed cases of hers.
    pub others: Vec<(CaseId, CaseState, Timestamp)>,
    /// Where else she is known: organisations with records of hers.
    pub known_at: Vec<String>,
    /// Records that may be hers wait in review.
    pub maybe_same: i64,
    /// Forms, newest first.
    pub forms: Vec<FormShown>,
    /// What happened to the case, the newest first; tries and what is due stand elsewhere.
    pub history: Vec<CaseHappened>,
    /// Forms with questions that may be asked again, of her.
    pub to_ask: Vec<FormListing>,
    /// Tasks, open ones first.
    pub tasks: Vec<TaskShown>,
    /// Attempts, newest first.
    pub attempts: Vec<AttemptShown>,
    /// How to try next; none when she was reached or must not be contacted.
    pub next: Option<NextAttempt>,
    /// Referrals, newest first.
    pub referrals: Vec<ReferralLine>,
    /// Workers to whom it may be given.
    pub workers: Vec<WorkerLoad>,
    /// Why each kind of her answers is shown or hidden.
    pub basis: Vec<Basis>,
    /// How she is contacted safely.
    pub safety: Safety,
    /// Who died of her family, or what was lost.
    pub loss: Option<Loss>,
    /// What she was given, and what is kept for her.
    pub goods: Vec<super::ItemLine>,
    /// Who does what for her.
    pub team: super::TeamShown,
}

/// A referral in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferralLine {
    /// Which.
    pub referral: ReferralId,
    /// The case.
    pub case: CaseId,
    /// Whom it is about, for the log.
    pub person: PersonId,
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: Words,
    /// Its organisation.
    pub organization: String,
    /// Her name.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// By when the side whose turn it is has to do something.
    pub due: Option<Timestamp>,
    /// It has not.
    pub late: bool,
    /// Place on the waiting list.
    pub position: Option<i64>,
    /// The day of her first visit, and whether it is still to be.
    pub visit: Option<(Date, Visit)>,
    /// What the sides say, together.
    pub connection: Connection,
}

/// What happened to a referral.
#[derive(Debug, Clone, PartialEq)]
pub struct StepShown {
    /// When.
    pub at: Timestamp,
    /// Which side.
    pub side: Side,
    /// Who.
    pub by: String,
    /// What.
    pub step: Option<Step>,
    /// What was said of how it stands, instead of a step.
    pub said: Option<Word>,
    /// State after it.
    pub state: State,
    /// The day of her first visit, where it was named.
    pub visit_on: Option<Date>,
    /// In their words.
    pub note: Option<String>,
}

/// What she sees who opens her own link: whom she was referred to, and what she said of it. Nothing about her.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPage {
    /// The service's name.
    pub service_name: Words,
    /// Its organisation.
    pub organization: String,
    /// What she said before.
    pub word: Word,
    /// The day of her first visit, and whether it is still to be.
    pub visit: Option<(Date, Visit)>,
    /// The language that she speaks, where it is known.
    pub language: Option<String>,
}

/// One referral, as its sender or its receiver sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferralPage {
    /// Its line.
    pub line: ReferralLine,
    /// The number of the newest step: what is answered must answer this.
    pub version: i64,
    /// Why she is referred: what the service needs to know, chosen by who referred.
    pub why: String,
    /// Telephone numbers; none where she must not be contacted about it, or does not want to be.
    pub phones: Vec<Phone>,
    /// How she is contacted safely, beside her numbers.
    pub safety: Safety,
    /// Where she lives, as far as the service needs it.
    pub place: Option<String>,
    /// Language that she speaks.
    pub language: Option<String>,
    /// How far along she is.
    pub gestation: Option<Gestation>,
    /// What happened.
    pub steps: Vec<StepShown>,
    /// What this reader may say now.
    pub may: Vec<StepKind>,
    /// What the sender knows, and what she says herself; not for whom they may have spoken of.
    pub words: Option<Said>,
    /// She must not be contacted about this.
    pub do_not_contact: bool,
    /// Why each kind of facts is shown or hidden.
    pub basis: Vec<Basis>,
    /// How the service learns of it; not for the service itself.
    pub learns: Option<Learns>,
}

/// How a service learns that somebody was referred to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learns {
    /// Somebody there signs in.
    Account,
    /// Nobody there signs in; it has an address to which messages go, where they are sent at all.
    Message,
    /// Only from a page that somebody gives it.
    Page,
}

/// What two of the three sides say beside the steps that the service takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// The sender.
    pub sender: Word,
    /// She herself.
    pub herself: Word,
}

/// A step that may be chosen, without its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// See [`Step::Accept`].
    Accept,
    /// See [`Step::Return`].
    Return,
    /// See [`Step::Attempt`].
    Attempt,
    /// See [`Step::Reach`].
    Reach,
    /// See [`Step::Waitlist`].
    Waitlist,
    /// See [`Step::Enroll`].
    Enroll,
    /// See [`Step::Start`].
    Start,
    /// See [`Step::Complete`].
    Complete,
    /// See [`Step::Leave`].
    Leave,
    /// See [`Step::Decline`].
    Decline,
    /// See [`Step::GiveUp`].
    GiveUp,
    /// See [`Step::Withdraw`].
    Withdraw,
}

/// Whether somebody may have a service.
#[derive(Debug, Clone, PartialEq)]
pub enum FitShown {
    /// Yes; and, where a window closes, on which day, and what closes it.
    Eligible {
        /// The last day, and the condition that ends then.
        closes: Option<(Date, Words)>,
    },
    /// The service has to be asked, because of this.
    Ask(Vec<Words>),
    /// It cannot be said: this is not known of her.
    Unknown(Vec<Words>),
    /// No, because of this.
    Not(Vec<Words>),
}

/// A service that may be chosen for a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Which.
    pub service: ServiceId,
    /// Its name.
    pub name: Words,
    /// Its organisation.
    pub organization: String,
    /// Whether she may have it.
    pub fit: FitShown,
    /// Whether it speaks her language; none where hers or theirs is not known.
    pub language: Option<bool>,
    /// Metres to its nearest place from the middle of her postal code, as the crow flies; none where either is not known.
    pub distance: Option<u32>,
    /// Whether somebody is there now; none where its hours are not known.
    pub hours: Option<Open>,
    /// Places.
    pub places: Places,
    /// Who said so.
    pub said_by: Option<String>,
    /// How many wait.
    pub waiting: i64,
    /// She was referred here before, and how that stands.
    pub before: Option<State>,
    /// What it would be told of her, and why, if it were asked now.
    pub shared: Vec<Basis>,
}

/// A link that was just made. Its token is known here this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedLink {
    /// What opens it.
    pub token: String,
    /// Until when.
    pub until: Timestamp,
}

/// Places of a service for somebody new, which grow stale: less those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// This many, confirmed then.
    Free(i64, Timestamp),
    /// None, confirmed then.
    Full(Timestamp),
    /// It was last confirmed then: too long ago to count on.
    Stale(i64, Timestamp),
    /// Never said.
    Unknown,
}

/// Which services of a case are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatchFilter {
    /// Words of their name, organisation, kind or conditions.
    pub search: Option<String>,
    /// All of them, and not only the best.
    pub all: bool,
    /// This one too, wherever it stands.
    pub with: Option<ServiceId>,
}

/// Services for a case, the best first.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchPage {
    /// The case.
    pub line: CaseLine,
    /// Services that are shown.
    pub matches: Vec<Match>,
    /// How many take referrals, of those that were searched for.
    pub found: usize,
    /// How many of these she may have, or perhaps.
    pub may: usize,
    /// What was asked for.
    pub asked: MatchFilter,
    /// The language that she speaks, where it is known.
    pub language: Option<String>,
}

impl MatchPage {
    /// How many were found and are not shown.
    pub fn left_out(&self) -> usize {
        self.found.saturating_sub(self.matches.len())
    }

    /// The language of the form that is read to her.
    pub fn form_language(&self) -> &'static str {
        if self.language.as_deref().is_some_and(|tag| tag.starts_with("es")) { "es" } else { "en" }
    }
}

/// A service, as its owner edits it.
#[derive(Debug, Clone, PartialEq)]
pub struct ServicePage {
    /// Which.
    pub service: ServiceId,
    /// Its name.
    pub name: Words,
    /// Its organisation.
    pub organization: String,
    /// Places.
    pub places: Places,
    /// The number that stands: what it said last, less those that were given since.
    pub said: Option<i64>,
    /// Who said so.
    pub said_by: Option<String>,
    /// How many hold one that is not answered yet.
    pub held: i64,
    /// How many wait.
    pub waiting_now: i64,
    /// Who waits, in turn; not for whoever holds a link.
    pub waiting: Vec<ReferralLine>,
    /// What it asks for, in words.
    pub conditions: Vec<Words>,
    /// Languages spoken.
    pub languages: Vec<String>,
    /// Whether somebody is there now; none where its hours are not known.
    pub hours: Option<Open>,
}

/// Referrals to one's own services.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferralList {
    /// To answer first.
    pub lines: Vec<ReferralLine>,
    /// Services of the reader's organisation.
    pub services: Vec<ServicePage>,
    /// Where the next page of referrals begins.
    pub next: Option<String>,
}

/// Reasons to choose from, for forms.
pub const RETURN_REASONS: &[ReturnReason] = ReturnReason::ALL;
/// Reasons of hers to choose from, for forms.
pub const LEAVE_REASONS: &[LeaveReason] = LeaveReason::ALL;

/// What an organisation sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SentList {
    /// The newest first.
    pub forms: Vec<SentForm>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A place in the list of what is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsPlace {
    /// When the line came up.
    pub at: Timestamp,
    /// Its key.
    pub key: String,
}

/// What a line of news leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsAbout {
    /// A referral.
    Referral(ReferralId),
    /// A case.
    Case(CaseId),
    /// A service's places.
    Service(ServiceId),
    /// What became of the forms that one sent.
    Sent,
}

/// Something new. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsLine {
    /// What it leads to.
    pub about: NewsAbout,
    /// What happened: `referral_` with a state, `referral_re_offered`, `case_served`, `case_closed`, `places`,
    /// `message_refused`.
    pub template: String,
    /// The service that it is about; empty where it is about none.
    pub service: Words,
    /// When.
    pub at: Timestamp,
    /// The reader has not said to have read it.
    pub is_new: bool,
}

/// What is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsList {
    /// The newest first.
    pub lines: Vec<NewsLine>,
    /// The first line's place: up to where it is read.
    pub first: Option<NewsPlace>,
    /// Where the next page begins.
    pub next: Option<NewsPlace>,
    /// What is sent outside.
    pub sends: crate::sending::Sends,
}
