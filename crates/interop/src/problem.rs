//! What is said about input that could not be used, or that was used with a remark.
//!
//! The words are for the person who must put it right. They name places, codes and dates, never a person:
//! a value that may be a name is not repeated.

/// Declares an enum whose variants have a stable code and a sentence.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident $method:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $words:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code, as stored.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// In words.
            pub fn $method(self) -> &'static str {
                match self { $(Self::$variant => $words),* }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// Why a record was not taken. The words say what to do about it.
    Reason help {
        /// Nothing between two separators.
        Empty = "empty", "ask the sender for the content of this record";
        /// Not JSON.
        BadJson = "bad_json", "ask the sender to export this record again; JSON allows no comments, no trailing commas and no missing quotes";
        /// The text stops in the middle.
        Truncated = "truncated", "the file was probably cut off in transfer; fetch it again and ingest it again, what already arrived is not doubled";
        /// More content after the end of the record.
        TrailingContent = "trailing_content", "put each resource on one line of its own, or all of them into one Bundle";
        /// Bytes that are not UTF-8.
        InvalidUtf8 = "invalid_utf8", "export the file again as UTF-8";
        /// A property given twice in one object.
        DuplicateKey = "duplicate_key", "ask the sender which of the two values holds, and for a record with one of them";
        /// Another JSON type than FHIR R4 has there.
        WrongType = "wrong_type", "ask the sender for FHIR R4 (4.0.1); another FHIR version can have another shape here";
        /// Nested too deep.
        TooDeep = "too_deep", "no real FHIR resource is nested so deep; check where the file came from";
        /// A line over the limit.
        LineTooLong = "line_too_long", "check whether the line is one resource; if it is, raise the limit of a line and ingest again";
        /// A document over the limit.
        DocumentTooLarge = "document_too_large", "send it as NDJSON, one resource a line, or raise the limit of a document and ingest again";
        /// No `resourceType`, or none that can be a type.
        NoResourceType = "no_resource_type", "check that the file holds FHIR resources";
        /// No `id`.
        MissingId = "missing_id", "ask the sender to give each record an id that stays the same";
        /// An `id` that cannot be part of a reference.
        BadId = "bad_id", "an id has 1 to 64 letters, digits, hyphens and dots; ask the sender to change it";
        /// Nobody that the record is about.
        MissingSubject = "missing_subject", "ask the sender for a reference to the patient; a record about nobody cannot be counted";
        /// A required property is not there.
        MissingField = "missing_field", "ask the sender to fill this property; it decides whether the record counts";
        /// A date that cannot be.
        BadDate = "bad_date", "correct the date at the source: YYYY, YYYY-MM or YYYY-MM-DD, with a time only together with its offset";
        /// A year outside 1900 to 2200.
        ImplausibleDate = "implausible_date", "correct the year at the source, or leave the date out if it is not known";
        /// A value that cannot be.
        BadValue = "bad_value", "correct the value at the source";
        /// Two values where only one may be.
        TwoValues = "two_values", "ask the sender which of the two values holds, and for a record with one of them";
        /// The compressed stream is broken.
        BrokenGzip = "broken_gzip", "the file was probably cut off in transfer; fetch it again and ingest it again, what already arrived is not doubled";
        /// The file could not be read on.
        Unreadable = "unreadable", "check the disk or the network drive and ingest the file again";
    }
}

coded! {
    /// A remark on a record that was taken all the same.
    NoteCode words {
        /// The file starts with a byte order mark.
        ByteOrderMark = "byte_order_mark", "the file starts with a byte order mark, which JSON forbids; it was left out";
        /// An id outside the FHIR rule.
        UnusualId = "unusual_id", "the id has characters or a length that FHIR does not allow; it was taken as it came";
        /// Kept without an id.
        NoId = "no_id", "the record has no id; a newer version of it cannot be recognised";
        /// A time without an offset.
        NoOffset = "no_offset", "a time has no offset; its day was taken and its time was not";
        /// A time where only a date belongs.
        TimeOnDate = "time_on_date", "a time stands where only a date belongs; its day was taken";
        /// An end in the year 9999.
        OpenEnd = "open_end", "an end in the year 9999 was read as no end";
        /// A period that ends before it starts.
        PeriodReversed = "period_reversed", "a period ends before it starts";
        /// A modifier that is not understood.
        ModifierExtension = "modifier_extension", "the record carries a modifier that is not understood, so it is kept and not used";
        /// Implicit rules that are not understood.
        ImplicitRules = "implicit_rules", "the record follows rules that are not understood, so it is kept and not used";
        /// About something else than a patient.
        SubjectNotPatient = "subject_not_patient", "the record is not about a patient, so it is kept and not used";
        /// About a fetus.
        NeverBorn = "never_born", "the record is about a fetus that was not born alive, so it is kept and makes no person";
        /// A reference into the record itself.
        ContainedReference = "contained_reference", "a reference into the record itself was not followed";
        /// A `urn:uuid` that no entry of the Bundle has.
        UnresolvedReference = "unresolved_reference", "a reference points to no entry of the Bundle";
        /// Words where a code belongs.
        Uncoded = "uncoded", "the record says in words what it is, and in no code";
        /// Words where a date belongs.
        Undated = "undated", "the date is given in words";
        /// A value with no exact counterpart.
        ValueAsText = "value_as_text", "a value (a range, a ratio, a number with a comparator) was kept as text";
        /// A value that was left out.
        ValueLeftOut = "value_left_out", "an unusable value was left out";
        /// A medicine that is another record.
        MedicationElsewhere = "medication_elsewhere", "the medicine is named in another record";
        /// A deletion in a Bundle.
        DeletionNotApplied = "deletion_not_applied", "a Bundle asks to delete a record; it is kept and nothing was deleted";
        /// A Bundle entry with nothing in it.
        NoResource = "no_resource", "a Bundle entry carries no resource";
        /// A date of a table that can be read either way.
        MonthFirst = "date_read_month_first", "a date that can be read either way was read month first";
        /// A date of a table that can be read either way.
        DayFirst = "date_read_day_first", "a date that can be read either way was read day first";
        /// A value of a table that no list has.
        NotListed = "value_not_listed", "a value that the mapping does not know was left out";
        /// A row twice in one table.
        RowRepeated = "row_repeated", "a row is the same as an earlier one, to the letter, and was left out";
        /// Two rows of one key.
        KeyRepeated = "key_repeated", "another row of the file has the same key; both were taken";
        /// A measurement of a table without its day.
        NoDay = "no_day", "a measurement has no day; it is kept without one";
        /// A mother who would be too young or too old.
        UnlikelyAge = "unlikely_age", "the mother would be younger than 9 or older than 60";
        /// Babies of one birth without their order.
        NoBirthOrder = "no_birth_order", "two babies of one birth have no birth order; they were told apart by name and sex";
        /// A void certificate.
        CertificateVoid = "certificate_void", "the certificate is void: what it said of the event is taken back";
        /// A weight that the certificate itself calls unusual.
        UnusualWeight = "unusual_weight", "the weight is unusual, by its edit flag";
        /// A line of a Bulk Data client's log.
        ExportLog = "export_log", "a line of a Bulk Data client's log, not a resource";
    }
}

/// Why a record was not taken: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// Which kind of trouble.
    pub reason: Reason,
    /// What is wrong and where, in plain words without any value that may name a person.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Problem {
    /// A problem with the usual advice.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), help: reason.help().into() }
    }
}

/// A remark on a record that was taken all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which remark.
    pub code: NoteCode,
    /// Where: an expression such as `Encounter.period.start`, or empty for the whole record.
    pub place: String,
}

impl Note {
    /// A remark about a place.
    pub fn new(code: NoteCode, place: impl Into<String>) -> Self {
        Self { code, place: place.into() }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(self.code.words())
    }
}
