//! Identifiers, one type each, so that an infant is never looked up as an organisation.

/// Declares identifiers: whole numbers given out by the store, which mean nothing outside it.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

id! {
    /// An organisation that sends records: the `--source` of an ingest.
    SourceId;
    /// One record in the ledger: the bytes of one resource or message, as they came.
    RecordId;
    /// A human as one source knows them: one `Patient` of one sender.
    SourcePersonId;
    /// A human: a cluster of source people.
    PersonId;
    /// An organisation that gives care and is accountable for it.
    OrganizationId;
    /// Someone who signs in.
    AccountId;
    /// One attempt to reach a family.
    ContactId;
    /// One act of a person on identity: a merge, a split, a verdict, a choice. It can be taken back.
    ActId;
    /// One file that somebody put in by the browser.
    UploadId;
    /// One form that was put in at the front door.
    SubmissionId;
    /// One file that came to the front door: a directory, referrals in a table, a scanned page.
    DoorFileId;
    /// One woman, or baby, whom somebody is worried about, until it is known what became of her.
    CaseId;
    /// A service that takes referrals: one programme of one organisation.
    ServiceId;
    /// One asking of one service to serve one person.
    ReferralId;
    /// Something that somebody has to do by some time.
    TaskId;
    /// One word of one person about who may know what of her.
    ConsentId;
    /// One telling of how she may be contacted safely.
    SafePlanId;
    /// One account that was given to somebody who speaks for a baby.
    ProxyId;
    /// One opening of a record in an emergency.
    GlassId;
    /// Where an organisation keeps goods.
    GoodsPlaceId;
    /// What came in one delivery of one kind of goods, to one place.
    StockId;
    /// One thing that is kept for somebody, or was given to her.
    ItemId;
    /// One calling back of a lot.
    RecallId;
    /// What one measure counts once: the person id of an infant, or a delivery (see [`SubjectId::delivery`]).
    SubjectId;
}

/// Days from 1970-01-01 that still fit below the mother's part of a delivery's id (the year 2243).
const DAYS: i64 = 100_000;

impl SubjectId {
    /// The subject of an infant measure.
    pub fn infant(infant: PersonId) -> Self {
        Self(infant.0)
    }

    /// The subject of a maternal measure: one delivery of one mother, twins included. The id is made of
    /// the mother and the day, so that it does not move when an earlier delivery becomes known.
    pub fn delivery(mother: PersonId, delivered_on: jiff::civil::Date) -> Self {
        let epoch = jiff::civil::date(1970, 1, 1);
        let day = (delivered_on - epoch).get_days() as i64;
        Self(mother.0 * DAYS + day.clamp(0, DAYS - 1))
    }

    /// The subject of a measure of patients: one of them in one calendar year.
    pub fn patient_year(patient: PersonId, year: i16) -> Self {
        Self(patient.0 * DAYS + i64::from(year.max(0)))
    }
}

/// Buckets that people are dealt into; everything about one dyad lies in one bucket.
pub const BUCKETS: u16 = 256;

/// One of [`BUCKETS`] parts of the population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Bucket(pub u16);

impl Bucket {
    /// The bucket in which a person starts. An infant moves to its mother's as soon as she is known.
    pub fn of(person: PersonId) -> Self {
        // Fibonacci hashing: ids are given out in sequence, neighbours must not share a bucket.
        let mixed = (person.0 as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self((mixed >> 56) as u16 % BUCKETS)
    }

    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..BUCKETS).map(Self)
    }
}
