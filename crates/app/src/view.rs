//! What each page shows, as plain values: the use cases fill them, `web` draws them.
//!
//! A count that the reader may not see is [`Shown::Withheld`] before it gets here; a page cannot leak what it was
//! never given.

mod care;
mod contraception;
mod definitions;
mod equity;
mod flow;
mod front_door;
mod goods;
mod identity;
mod indicators;
mod mine;
mod privacy;
mod services;
mod sites;
mod teaching;

use jiff::{Timestamp, civil::Date};
use kith_domain::access::Role;
use kith_domain::contact::Contact;
use kith_domain::date::PartialDate;
use kith_domain::id::{AccountId, OrganizationId, PersonId, RecordId};
use kith_domain::measure::{Outcome, Period, Status};

pub use care::*;
pub use contraception::*;
pub use definitions::*;
pub use equity::*;
pub use flow::*;
pub use front_door::*;
pub use goods::*;
pub use identity::*;
pub use indicators::*;
pub use mine::*;
pub use privacy::*;
pub use services::*;
pub use sites::*;
pub use teaching::*;

use crate::programme::{Aim, MeasureInfo};

/// A count as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Count(i64),
    /// Too small to show, or it would give away one that is.
    Withheld,
}

/// A rate with everything that must go with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// Met.
    pub numerator: Shown,
    /// Met and not met.
    pub denominator: Shown,
    /// Taken out, with reasons.
    pub excluded: Shown,
    /// Window still open.
    pub pending: Shown,
    /// Cannot be known.
    pub unknown: Shown,
    /// Proportion, 0 to 1, with its 95 % Wilson interval; none where withheld or nobody is in the rate.
    pub value: Option<Estimate>,
}

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower 95 % limit.
    pub low: f64,
    /// Upper 95 % limit.
    pub high: f64,
}

/// The rate of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRate {
    /// The group's own name: a stratum, a clinic.
    pub group: String,
    /// The key to ask for its people with (stratum text, or organisation id).
    pub key: String,
    /// Its rate.
    pub rate: Rate,
}

/// How a gap moved between two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The focus group's rate rose and the gap is clearly smaller.
    Narrowed,
    /// The gap is clearly larger.
    Widened,
    /// The interval of the change includes none.
    NoClearChange,
    /// The gap is smaller, and part of it because the reference group's rate fell.
    ReferenceWorsened,
}

/// A gap between two groups, honestly.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The group whose gap is to close.
    pub focus: GroupRate,
    /// The group it is compared with.
    pub reference: GroupRate,
    /// Reference minus focus, as a proportion, with its Newcombe interval.
    pub difference: Estimate,
    /// The period it is compared with, and the difference then.
    pub before: Option<(Period, Estimate)>,
    /// Now minus before, with its interval and the verdict.
    pub change: Option<(Estimate, Verdict)>,
    /// How many more of the focus group's subjects must meet the measure for the gap to be the target share of `before` (or of
    /// itself where there is no before).
    pub more_to_target: Option<i64>,
}

/// One month of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthPoint {
    /// First day of the month.
    pub month: Date,
    /// The rate; `value` none where there is none to show.
    pub rate: Rate,
    /// Lower and upper control limits (p-chart), where there are.
    pub limits: Option<(f64, f64)>,
    /// Beyond a limit.
    pub beyond: bool,
}

/// What the runs rules say of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Signals {
    /// Centre line.
    pub centre: Option<f64>,
    /// The longest run on one side of the centre and the limit.
    pub longest_run: Option<(u32, u32)>,
    /// Crossings of the centre and the least that chance gives.
    pub crossings: Option<(u32, u32)>,
    /// A run longer than chance, or fewer crossings: something changed.
    pub runs_signal: bool,
    /// First and last index of the longest run, when it is a signal.
    pub run: Option<(usize, usize)>,
}

/// How fresh and how whole the numbers are.
#[derive(Debug, Clone, PartialEq)]
pub struct Freshness {
    /// When they were published.
    pub published_at: Option<Timestamp>,
    /// The version of the publication: it grows by one each time a number moves.
    pub version: i64,
    /// The day they speak of.
    pub as_of: Option<Date>,
    /// The newest record in them.
    pub newest_record_at: Option<Timestamp>,
    /// Share of subjects whose standing is known: 1 minus unknown.
    pub complete: Option<f64>,
    /// Buckets that wait to be measured again.
    pub waiting: i64,
}

/// One measure on the scorecard.
#[derive(Debug, Clone)]
pub struct ScoreRow {
    /// Which.
    pub measure: MeasureInfo,
    /// Rate over the period.
    pub rate: Rate,
    /// The gap, where both groups can be shown.
    pub gap: Option<Gap>,
    /// Twelve months, oldest first.
    pub months: Vec<MonthPoint>,
    /// What the runs rules say.
    pub signals: Signals,
    /// How many are open and how many of these are due within 14 days; withheld small.
    pub open: Option<(Shown, Shown)>,
}

/// The scorecard.
#[derive(Debug, Clone)]
pub struct Scorecard {
    /// Twelve whole months.
    pub period: Period,
    /// The programme's measures; the headline first.
    pub rows: Vec<ScoreRow>,
    /// Population indicators.
    pub indicators: Vec<IndicatorRow>,
    /// The headline's gap by quarter, oldest first: `(quarter, focus, reference)`.
    pub gap_over_time: Vec<(Period, GroupRate, GroupRate)>,
    /// Freshness.
    pub freshness: Freshness,
    /// Whether the reader may open lists of people.
    pub may_open_people: bool,
    /// Whether small counts are withheld for this reader.
    pub suppressed: bool,
}

/// The page of one measure.
#[derive(Debug, Clone)]
pub struct MeasurePage {
    /// The same as on the scorecard, with 24 months.
    pub row: ScoreRow,
    /// The period.
    pub period: Period,
    /// Limited to one clinic.
    pub organization: Option<(OrganizationId, String)>,
    /// Each stratifier with its strata.
    pub strata: Vec<(String, Vec<GroupRate>)>,
    /// Clinics, by name.
    pub clinics: Vec<GroupRate>,
    /// The gap by quarter.
    pub gap_over_time: Vec<(Period, GroupRate, GroupRate)>,
    /// Open gaps by week of deadline: first day of the week, how many, how many of these have nobody who calls.
    pub deadlines: Vec<(Date, Shown, Shown)>,
    /// How long it takes, where the measure tells it.
    pub times: Option<Times>,
    /// Its aim, and whether it gets there as things go; none where it has no aim.
    pub projected: Option<Projected>,
    /// Its definitions side by side; none where it is the only one.
    pub definitions: Option<Definitions>,
    /// What was changed and when, the oldest first.
    pub annotations: Vec<AnnotationShown>,
    /// Whether the reader may write one down here.
    pub may_annotate: bool,
    /// Its charts that stand on pages outside, for whoever may take them back.
    pub embeds: Vec<EmbedShown>,
    /// Whether the reader may let one out.
    pub may_publish: bool,
    /// Freshness.
    pub freshness: Freshness,
    /// Whether the reader may open lists of people.
    pub may_open_people: bool,
    /// Whether the reader may open the list of those behind it.
    pub may_open: bool,
    /// Whether small counts are withheld for this reader.
    pub suppressed: bool,
}

/// An aim, and whether it is reached as things go.
#[derive(Debug, Clone, PartialEq)]
pub struct Projected {
    /// The aim.
    pub aim: Aim,
    /// Where the trend leads, or why that is not said.
    pub outlook: Result<Outlook, NoProjection>,
}

/// Where the trend of the months leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The month of the aim.
    pub month: Date,
    /// Months from the last one on the page to that.
    pub ahead: usize,
    /// The expected rate then, with its 95 % interval.
    pub there: Estimate,
    /// The expected rate in the last month on the page.
    pub now: f64,
    /// Months that it was read from: those in which nobody is open any more.
    pub closed: usize,
    /// Whether the months clearly rise or fall.
    pub clear: bool,
    /// Whether the aim is reached; none where the interval leaves it open.
    pub reaches: Option<bool>,
}

/// Why nothing is said of where the trend leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoProjection {
    /// Fewer than twelve months in which nobody is open any more.
    TooFew {
        /// How many there are.
        closed: usize,
    },
    /// The aim is further ahead than the months go back.
    TooFar,
    /// The day of the aim is over.
    Past,
    /// Nobody or everybody was met in every month.
    AllAlike,
}

/// What was changed and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnotationShown {
    /// Its number.
    pub id: i64,
    /// The first day on which it was so.
    pub on: Date,
    /// What was changed.
    pub words: String,
    /// The site, where one did it.
    pub site: Option<String>,
    /// Who wrote it down.
    pub by: String,
    /// Whether the reader may take it back.
    pub may_undo: bool,
}

/// A chart that stands on pages outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedShown {
    /// Its number.
    pub id: i64,
    /// What its address ends with.
    pub token: String,
    /// The name of the chart.
    pub chart: String,
    /// Who let it out.
    pub by: String,
}

/// A person, the least that a list needs.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonCard {
    /// Id.
    pub id: PersonId,
    /// Name as they are called: "Ana Example", or "Baby girl Example".
    pub name: String,
    /// Born.
    pub born: Option<PartialDate>,
    /// Telephone.
    pub phone: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Has died.
    pub died: bool,
}

/// One infant on the work list.
#[derive(Debug, Clone)]
pub struct WorkRow {
    /// The infant.
    pub infant: PersonCard,
    /// The mother, where known.
    pub mother: Option<PersonCard>,
    /// Her number, with how it is safely used.
    pub reach: SafeReach,
    /// Clinic.
    pub organization: Option<(OrganizationId, String)>,
    /// Where the infant stands in the headline measure.
    pub outcome: Outcome,
    /// Days until the window closes, the last day included: 0 is today.
    pub days_left: i64,
    /// Age in days.
    pub age_days: Option<i64>,
    /// The visits that count so far.
    pub visits_on: Vec<Date>,
    /// Who has them.
    pub worker: Option<(AccountId, String)>,
    /// The last attempt that was not undone.
    pub last_contact: Option<Contact>,
    /// How many attempts.
    pub contacts: i64,
    /// The family asked not to be contacted about this.
    pub do_not_contact: bool,
}

/// Which rows of the work list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WorkFilter {
    /// Due within so many days.
    pub due_within: Option<i64>,
    /// Nobody has them.
    pub unassigned: bool,
    /// Only the reader's own caseload.
    pub mine: bool,
    /// One clinic.
    pub organization: Option<OrganizationId>,
    /// One stratum of the gap's stratifier.
    pub group: Option<String>,
    /// Those who have what the measure needs too.
    pub include_done: bool,
    /// Continue after this row.
    pub after: Option<(Date, i64)>,
}

/// The work list.
#[derive(Debug, Clone)]
pub struct Worklist {
    /// The filter that was applied, after what the reader may see.
    pub filter: WorkFilter,
    /// The measure.
    pub measure: MeasureInfo,
    /// Today.
    pub today: Date,
    /// How many in all.
    pub total: i64,
    /// A page of rows, the most urgent first.
    pub rows: Vec<WorkRow>,
    /// The next page.
    pub next: Option<(Date, i64)>,
    /// Those who can take families: for the form that assigns. Empty for who may not assign.
    pub workers: Vec<(AccountId, String)>,
    /// Clinics to filter by.
    pub clinics: Vec<(OrganizationId, String)>,
    /// Groups to filter by.
    pub groups: Vec<String>,
}

/// The page that opens the day.
#[derive(Debug, Clone)]
pub enum Today {
    /// For who reaches families: the most urgent first.
    Outreach {
        /// How many need a visit within seven days.
        this_week: i64,
        /// How many on the caseload have an open window and visits to come.
        open: i64,
        /// The first rows.
        rows: Vec<WorkRow>,
        /// Today.
        today: Date,
    },
    /// For who runs the collaborative or a clinic: what moved, what is due, what waits.
    Lead {
        /// The headline with its gap.
        headline: Box<ScoreRow>,
        /// How many are due within seven days, and how many of them nobody has.
        this_week: (i64, i64),
        /// The most urgent that nobody has.
        unassigned: Vec<WorkRow>,
        /// What moved lately.
        moved: Vec<Moved>,
        /// Freshness.
        freshness: Freshness,
        /// Today.
        today: Date,
    },
    /// For who studies rates: where to look.
    Analyst {
        /// Rates.
        rows: Vec<ScoreRow>,
        /// Freshness.
        freshness: Freshness,
    },
    /// For who runs the system.
    Operations {
        /// Sources.
        sources: Vec<SourceLine>,
        /// Quarantined records that wait.
        quarantined: i64,
        /// Freshness.
        freshness: Freshness,
    },
}

/// What moved, in a form that names nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// When.
    pub at: Timestamp,
    /// The version of the publication.
    pub version: i64,
    /// The measure.
    pub measure: String,
    /// The clinic.
    pub organization: Option<String>,
    /// From.
    pub from: Option<Status>,
    /// To.
    pub to: Option<Status>,
}

/// One thing on a dyad's timeline.
#[derive(Debug, Clone)]
pub struct TimelineItem {
    /// The day, as far as known.
    pub on: PartialDate,
    /// The kind of fact: `encounter`, `condition`, `observation`, `contact`, `visit` …
    pub kind: String,
    /// Whose: the mother's, or the infant's.
    pub person: PersonId,
    /// In words: "Well-child visit", "Blood pressure 128/82".
    pub what: String,
    /// Where: an organisation's name.
    pub place: Option<String>,
    /// The record that says so.
    pub record: Option<RecordId>,
    /// The reference as it came, and its source's name.
    pub reference: Option<(String, String)>,
    /// It counts for this measure.
    pub counts_for: Vec<String>,
}

/// A measure's window, drawn as a band.
#[derive(Debug, Clone)]
pub struct Window {
    /// The measure's id.
    pub measure: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// One measure of one person, with its reason.
#[derive(Debug, Clone)]
pub struct Reasoned {
    /// The measure.
    pub measure: MeasureInfo,
    /// Whose.
    pub person: PersonId,
    /// Where it stands.
    pub outcome: Outcome,
    /// Why, a sentence each.
    pub why: Vec<String>,
    /// Who sent the records of the evidence.
    pub sources: Vec<String>,
}

/// One infant of a dyad.
#[derive(Debug, Clone)]
pub struct InfantView {
    /// Who.
    pub person: PersonCard,
    /// Birth order, where one of several.
    pub birth_order: Option<u8>,
    /// Age in days, or none when the birth date is half known.
    pub age_days: Option<i64>,
    /// Who has them.
    pub worker: Option<(AccountId, String)>,
    /// Attempts to reach the family: the attempt, who made it, whether undone.
    pub contacts: Vec<(Contact, String, bool)>,
    /// Visits recorded in Kith.
    pub visits: Vec<RecordedVisit>,
    /// The family asked not to be contacted about this.
    pub do_not_contact: bool,
    /// The number of whom one calls about the baby, with how it is safely used.
    pub reach: SafeReach,
}

/// A visit recorded in Kith.
#[derive(Debug, Clone)]
pub struct RecordedVisit {
    /// Id.
    pub id: i64,
    /// The day of the visit.
    pub on: Date,
    /// Who recorded it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Undone.
    pub undone: bool,
}

/// The page of a dyad.
#[derive(Debug, Clone)]
pub struct DyadPage {
    /// Who does what for the mother, with her open case: for who does triage.
    pub team: Option<(kith_domain::id::CaseId, TeamShown)>,
    /// The infant (or mother) that was asked for.
    pub asked: PersonId,
    /// The mother, where known.
    pub mother: Option<PersonCard>,
    /// Her infants, in birth order; or the one infant whose mother is not known.
    pub infants: Vec<InfantView>,
    /// Clinic.
    pub organization: Option<(OrganizationId, String)>,
    /// The delivery's day and the due date, where known.
    pub delivered_on: Option<Date>,
    /// The due date at delivery.
    pub edd_on: Option<Date>,
    /// Strata, in words: how the person is counted.
    pub strata: Vec<(String, String)>,
    /// Measures with their reasons.
    pub measures: Vec<Reasoned>,
    /// Windows.
    pub windows: Vec<Window>,
    /// Everything that happened, oldest first.
    pub timeline: Vec<TimelineItem>,
    /// Today.
    pub today: Date,
    /// May log contacts and visits.
    pub may_act: bool,
    /// Who sent what is known of each, by person.
    pub sources: Vec<(PersonId, Vec<String>)>,
    /// May see what each person is made of.
    pub may_review: bool,
    /// Why each kind of facts about each of them is shown or hidden.
    pub basis: Vec<Basis>,
    /// The reader sees this because of an emergency.
    pub emergency: Option<Emergency>,
    /// May open what is hidden in an emergency.
    pub may_break: bool,
    /// May see and write down what they allow.
    pub may_manage: bool,
}

/// One source on the Data page.
#[derive(Debug, Clone)]
pub struct SourceLine {
    /// Name.
    pub name: String,
    /// Last record.
    pub last_received_at: Option<Timestamp>,
    /// Records in the ledger.
    pub records: i64,
    /// People.
    pub people: i64,
    /// Quarantined and waiting.
    pub quarantined: i64,
    /// Records by type.
    pub by_type: Vec<(String, i64)>,
}

/// One quarantined record.
#[derive(Debug, Clone)]
pub struct QuarantineLine {
    /// Id.
    pub id: i64,
    /// Source.
    pub source: String,
    /// File.
    pub file: String,
    /// Place in it.
    pub place: String,
    /// Reason's code.
    pub reason: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Bytes.
    pub length: u64,
    /// When it was seen.
    pub seen_at: Timestamp,
    /// When it was resolved.
    pub resolved_at: Option<Timestamp>,
    /// Whether all its bytes were kept, so that it can be replayed.
    pub complete: bool,
    /// Whether it is a row of a file, which is mended there and comes with the file again.
    pub of_table: bool,
}

/// Of how many a field is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Complete {
    /// The field.
    pub field: String,
    /// The share of whom it is known; none where there is nobody.
    pub share: Option<f64>,
    /// Known, of all; none for who may not see small counts, for all of one year less those that are told are few.
    pub counts: Option<(i64, i64)>,
}

/// The Data page.
#[derive(Debug, Clone)]
pub struct DataPage {
    /// Sources.
    pub sources: Vec<SourceLine>,
    /// Runs, newest first: source, what, started, ended, new, unchanged, newer, quarantined.
    pub runs: Vec<RunLine>,
    /// How complete what was sent is.
    pub completeness: Vec<Complete>,
    /// Quarantine, newest first.
    pub quarantine: Vec<QuarantineLine>,
    /// How many wait.
    pub quarantined: i64,
    /// The next page of the quarantine.
    pub next: Option<i64>,
    /// May see the bytes of quarantined records.
    pub may_read: bool,
    /// May replay.
    pub may_replay: bool,
    /// Freshness.
    pub freshness: Freshness,
}

/// One run of an ingest.
#[derive(Debug, Clone)]
pub struct RunLine {
    /// Source.
    pub source: String,
    /// What was read.
    pub what: String,
    /// Started.
    pub started_at: Timestamp,
    /// Ended; none while it runs or when it was cut off.
    pub ended_at: Option<Timestamp>,
    /// New records.
    pub new: i64,
    /// Records that were there already.
    pub unchanged: i64,
    /// Newer versions.
    pub newer: i64,
    /// Quarantined.
    pub quarantined: i64,
}

/// Someone signed in, as pages know them.
#[derive(Clone)]
pub struct Visitor {
    /// Who they are and what they may do.
    pub actor: kith_domain::access::Actor,
    /// The token that every form must carry.
    pub csrf: String,
    /// Language of pages: `en` or `es`.
    pub language: String,
    /// The organisation's name.
    pub organization: Option<String>,
}

impl std::fmt::Debug for Visitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visitor").field("account", &self.actor.account).finish_non_exhaustive()
    }
}

/// What a demo or a test needs to know of an account: never a password hash.
#[derive(Debug, Clone)]
pub struct AccountLine {
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Organisation.
    pub organization: Option<String>,
}
