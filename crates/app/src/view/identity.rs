//! What the pages of identity show: the review queue, a pair side by side, what a person is made of, files put in.
//!
//! Nothing here is of anybody's care: names, birth dates, identifiers, contacts, and where each came from.

use jiff::Timestamp;
use kith_domain::date::PartialDate;
use kith_domain::id::{ActId, PersonId, RecordId, SourceId, SourcePersonId, UploadId};
use kith_domain::identity::{Attribute, PairKind, Verdict};
use serde::Serialize;

use super::PersonCard;

/// A source person, the least that a list needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IdentityCard {
    /// The source person.
    pub key: SourcePersonId,
    /// The person whom the record is taken to be.
    pub person: PersonId,
    /// The name as sent, or none.
    pub name: Option<String>,
    /// Born.
    pub born: Option<PartialDate>,
    /// Who sent it.
    pub source: String,
}

/// One pair that waits for somebody.
#[derive(Debug, Clone)]
pub struct ReviewLine {
    /// What is asked.
    pub kind: PairKind,
    /// The first; of a dyad the infant.
    pub left: IdentityCard,
    /// The second; of a dyad the mother.
    pub right: IdentityCard,
    /// Of a conflict: about what.
    pub attribute: Option<Attribute>,
    /// How likely it is that they belong together, from 0 to 1.
    pub probability: f64,
    /// Why it was not decided, a code each (see `review-why-*` of the locales).
    pub why: Vec<String>,
    /// Since when it waits.
    pub since: Timestamp,
    /// Who looked at it and left it open, and when.
    pub looked_at: Option<(String, Timestamp)>,
}

/// How many of a kind wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The kind.
    pub kind: PairKind,
    /// How many; not counted on from [`Waiting::MOST`].
    pub count: i64,
    /// The oldest of them.
    pub oldest: Option<Timestamp>,
}

impl Waiting {
    /// How far what waits of a kind is counted.
    pub const MOST: i64 = kith_store::linkage::MOST_COUNTED;
}

/// The review queue.
#[derive(Debug, Clone)]
pub struct ReviewQueue {
    /// Every kind, in the order of [`PairKind::ALL`].
    pub waiting: Vec<Waiting>,
    /// The kind that is shown; all when none.
    pub kind: Option<PairKind>,
    /// The lines, those that wait longest first; those looked at already come last.
    pub rows: Vec<ReviewLine>,
    /// Continue with `after`.
    pub next: Option<String>,
    /// Now, for ages.
    pub now: Timestamp,
}

/// How two lists of values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alike {
    /// They say the same.
    Same,
    /// Some of it is the same.
    Similar,
    /// They differ.
    Differs,
    /// One says nothing.
    Missing,
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompareRow {
    /// What is compared: one of [`CompareRow::LABELS`].
    pub label: &'static str,
    /// What the left one says.
    pub left: Vec<String>,
    /// What the right one says.
    pub right: Vec<String>,
    /// How they compare; where a source stands compares as [`Alike::Missing`].
    pub alike: Alike,
}

impl CompareRow {
    /// Everything that is compared.
    pub const LABELS: [&str; 13] = [
        "name",
        "other_names",
        "born",
        "sex",
        "birth_order",
        "identifiers",
        "mother",
        "mother_born",
        "phone",
        "email",
        "address",
        "source",
        "reference",
    ];
}

/// One step of a waterfall.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaterfallStep {
    /// What was compared: a code of the linkage model (`first_name`, `birth_date`, `household` …).
    pub comparison: String,
    /// How it came out: a code of the linkage model (`exact`, `swapped_day_month`, `missing` …).
    pub level: String,
    /// What the left one says.
    pub left: String,
    /// What the right one says.
    pub right: String,
    /// The weight in bits: log2 of how much likelier this is among records of one person than among those of two.
    pub bits: f64,
    /// The sum so far, the prior included.
    pub running: f64,
}

/// Why a pair is judged as it is, from the prior to the total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waterfall {
    /// The weight before anything is compared, in bits.
    pub prior_bits: f64,
    /// Steps in the order of the model.
    pub steps: Vec<WaterfallStep>,
    /// The sum, in bits.
    pub total_bits: f64,
    /// The probability that it stands for.
    pub probability: f64,
    /// What forbids that the two be one, whatever the weight: codes.
    pub constraints: Vec<String>,
}

/// A value that a source stated, of a conflict.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedValue {
    /// Who states it.
    pub by: SourcePersonId,
    /// The value, to be shown.
    pub value: String,
    /// The source's name.
    pub source: String,
    /// The record.
    pub record: RecordId,
    /// When it came.
    pub received_at: Timestamp,
    /// It is the one in use.
    pub in_use: bool,
}

/// A pair, side by side.
#[derive(Debug, Clone)]
pub struct ReviewPage {
    /// What is asked.
    pub kind: PairKind,
    /// The first; of a dyad the infant.
    pub left: IdentityCard,
    /// The second; of a dyad the mother.
    pub right: IdentityCard,
    /// The comparison.
    pub rows: Vec<CompareRow>,
    /// The reasoning; none of a conflict.
    pub waterfall: Option<Waterfall>,
    /// Of a conflict: about what, the values, and why the one in use is in use (a code, see `used-why-*`).
    pub conflict: Option<(Attribute, Vec<StatedValue>, String)>,
    /// They are one person (or dyad) at present.
    pub joined: bool,
    /// It waits in the queue, since then.
    pub waits_since: Option<Timestamp>,
    /// The decision that stands: what, by whom, when, and the act to take back.
    pub standing: Option<(Verdict, String, Timestamp, ActId)>,
    /// Its path without `/review/`: `person/3/9`.
    pub path: String,
    /// The path of the next that waits.
    pub next: Option<String>,
}

/// A source person whom a person is made of.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub card: IdentityCard,
    /// The reference at the source.
    pub reference: String,
    /// The current record; none when only mentioned.
    pub record: Option<RecordId>,
    /// Identifiers: the system in words, the value.
    pub identifiers: Vec<(String, String)>,
    /// It was here first: the person's id is its own.
    pub first: bool,
}

/// What is used of one attribute.
#[derive(Debug, Clone)]
pub struct Used {
    /// Which.
    pub attribute: Attribute,
    /// Every value stated, the one in use among them.
    pub values: Vec<StatedValue>,
    /// Why: one of [`Used::WHYS`].
    pub why: String,
    /// The choice that stands, to take back.
    pub act: Option<ActId>,
    /// Values contradict each other.
    pub conflict: bool,
}

impl Used {
    /// Every reason for which a value is used.
    pub const WHYS: [&str; 6] =
        ["only_one", "agreed", "more_precise", "in_use", "newest", "chosen_by_a_person"];
}

/// One thing that happened to a person's identity, newest first.
#[derive(Debug, Clone)]
pub struct IdentityEvent {
    /// When.
    pub at: Timestamp,
    /// By whom: a name, or `linkage`, or a source.
    pub by: String,
    /// What: `link`, `unlink`, or the kind of an act (`merge`, `split`, `same`, `different`, `unsure`, `choice`).
    pub what: String,
    /// Of an act about pairs: what was asked. That a baby is hers is no merge.
    pub about: Option<PairKind>,
    /// Who moved: the name, from which person, to which.
    pub moves: Vec<(IdentityCard, PersonId, PersonId)>,
    /// A note.
    pub note: Option<String>,
    /// How sure the linkage was, 0 to 1.
    pub probability: Option<f64>,
    /// The act to take back; none when it is no act, or was taken back.
    pub act: Option<ActId>,
    /// It was taken back.
    pub undone: bool,
}

/// A dyad and how it is known.
#[derive(Debug, Clone)]
pub struct KnownDyad {
    /// The infant.
    pub infant: PersonCard,
    /// The mother.
    pub mother: PersonCard,
    /// `confirmed`, `link`, `identifier`, `encounter`, `inferred`.
    pub technique: String,
    /// The record that says so.
    pub record: Option<RecordId>,
    /// How sure, of an inferred one.
    pub probability: Option<f64>,
}

/// What a person is made of.
#[derive(Debug, Clone)]
pub struct IdentityPage {
    /// Who, as pages show her.
    pub person: PersonCard,
    /// The source people.
    pub members: Vec<Member>,
    /// What is used.
    pub used: Vec<Used>,
    /// Her dyads, or the infant's.
    pub dyads: Vec<KnownDyad>,
    /// What happened last: [`IdentityPage::TOLD`] things at most.
    pub events: Vec<IdentityEvent>,
    /// People found by `search`, to merge with.
    pub found: Vec<IdentityCard>,
    /// What was searched.
    pub search: String,
}

impl IdentityPage {
    /// How much of what happened a page tells at most.
    pub const TOLD: usize = 200;
}

/// Where an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadState {
    /// Put in and looked at; nothing of it counts yet.
    Preview,
    /// Its rows count.
    Committed,
    /// Its rows were taken back.
    Undone,
    /// It was erased before anybody put it in: by hand, or by its age.
    Discarded,
}

/// One file that somebody put in.
#[derive(Debug, Clone)]
pub struct UploadLine {
    /// Id.
    pub id: UploadId,
    /// The file's name.
    pub name: String,
    /// Whose records they are.
    pub source: String,
    /// Who put it in.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub state: UploadState,
    /// Rows taken and rows set aside, once committed.
    pub counts: Option<(u64, u64)>,
    /// Records that stayed when it was taken back, because something newer or another file has them too.
    pub stayed: u64,
    /// Its page opens to this reader.
    pub opens: bool,
    /// It can be taken back.
    pub may_undo: bool,
}

/// The page of files.
#[derive(Debug, Clone)]
pub struct FilesPage {
    /// Newest first.
    pub uploads: Vec<UploadLine>,
    /// Sources that are known, for the form.
    pub sources: Vec<(SourceId, String)>,
}

/// How one column is taken.
#[derive(Debug, Clone)]
pub struct ColumnView {
    /// Its place, from 0.
    pub index: usize,
    /// The header as sent.
    pub header: String,
    /// The field that it fills; none when it is left out.
    pub field: Option<String>,
    /// Why it was proposed: a code (`header`, `content`, `saved`, `chosen`, `none`).
    pub why: String,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// Some values, as sent.
    pub samples: Vec<String>,
    /// Of a column of dates: how many read only as month first, only as day first, and as either.
    pub dates: Option<(u64, u64, u64)>,
}

/// One row as it would be taken.
#[derive(Debug, Clone)]
pub struct RowView {
    /// Its line in the file.
    pub line: u64,
    /// `new`, `changed`, `unchanged`, `set_aside`.
    pub becomes: &'static str,
    /// What it says, field by field, in words.
    pub says: Vec<(String, String)>,
    /// What is wrong: the column, the words, what to do.
    pub problem: Option<(String, String, String)>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A file, looked at before any of it counts.
#[derive(Debug, Clone)]
pub struct FilePreview {
    /// The upload.
    pub upload: UploadLine,
    /// When its bytes were erased: what follows is then its receipt, and says what became of it.
    pub erased: Option<Timestamp>,
    /// For how many days the bytes of a file are kept about which nobody decides.
    pub keep_days: u32,
    /// `csv`, `xlsx`, `ije`, `fhir`, `hl7v2`.
    pub format: String,
    /// How it was read: encoding, delimiter, sheet, header row, in words.
    pub read_as: Vec<(String, String)>,
    /// Columns; none of a file that needs no mapping.
    pub columns: Vec<ColumnView>,
    /// Fields that a column may fill, by group.
    pub fields: Vec<(String, Vec<String>)>,
    /// `MDY`, `DMY` or `YMD`: how undecidable dates are read; none when nobody said and some are undecidable.
    pub date_order: Option<String>,
    /// Undecidable dates.
    pub ambiguous_dates: u64,
    /// Rows that would be new, changed, unchanged, set aside.
    pub would: [u64; 4],
    /// Every file of this source is the whole list.
    pub snapshot: bool,
    /// Of a file that is the whole list: rows that were known of its source and are not in it. They stay as they are.
    pub absent: Option<u64>,
    /// Once committed: people of whom it said something and of whom another source has records too, as they are linked
    /// now.
    pub elsewhere: u64,
    /// The first rows.
    pub rows: Vec<RowView>,
    /// Rows set aside.
    pub problems: Vec<RowView>,
    /// Remarks on the whole file.
    pub notes: Vec<String>,
    /// What is missing before it can be committed: codes; empty when it can.
    pub missing: Vec<String>,
    /// The mapping as TOML.
    pub mapping: String,
}
