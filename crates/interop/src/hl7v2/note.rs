//! Remarks on a message that was taken, and places in it.

/// Declares the remarks: a stable code and a sentence for each.
macro_rules! remarks {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $words:literal;)*) => {
        /// What is remarked on a message that was taken all the same.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Remark { $($(#[$doc])* $name,)* }

        impl Remark {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The remark of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|remark| remark.code() == code)
            }

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// In words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words),* }
            }
        }
    };
}

remarks! {
    /// No character set was named and the bytes are not UTF-8.
    CharsetAssumed = "charset_assumed", "the text is not UTF-8 and was read as Windows-1252";
    /// The character set named is not known.
    CharsetUnknown = "charset_unknown", "the character set named is not known; UTF-8 was tried, then Windows-1252";
    /// The separators were written with an escape sign twice, or left out.
    SeparatorsRepaired = "separators_repaired", "the encoding characters are not as they should be; the usual ones were taken";
    /// A line that starts no segment.
    BrokenLine = "broken_line", "a line starts no segment and was read as the rest of the one before";
    /// No processing id.
    NoProcessingId = "no_processing_id", "the message does not say whether it is production data; it was taken as such";
    /// No version.
    NoVersion = "no_version", "the message names no version of HL7";
    /// No event in the message type.
    EventElsewhere = "event_elsewhere", "the event was taken from another field than MSH-9.2";
    /// No usable time of the event.
    NoEventTime = "no_event_time", "the message says no moment of its event; it is ordered by arrival";
    /// The event lies after the message.
    EventInFuture = "event_in_future", "the event lies after the message was written; the message's own time was taken";
    /// The event lies ahead of this machine's clock.
    ClockAhead = "clock_ahead", "the event lies more than a day in the future, so it is ordered by arrival; the sender's clock may be wrong";
    /// No zone, and the sender's profile gave it.
    ZoneAssumed = "zone_assumed", "a time has no zone; the sender's was taken";
    /// A time that cannot be, on a day that can.
    TimeLeftOut = "time_left_out", "a time of day is not one; its day was taken";
    /// A date that cannot be.
    DateLeftOut = "date_left_out", "a date is not one and was left out";
    /// More values than one are meant to be.
    FirstTaken = "first_taken", "the field repeats where one value belongs; the first was taken";
    /// An identifier without an authority.
    AuthorityAssumed = "authority_assumed", "an identifier names no authority; the sending facility was taken";
    /// A social security number.
    SsnLeftOut = "ssn_left_out", "a social security number was not taken over";
    /// A name where the mother's identifier belongs.
    MotherAsText = "mother_as_text", "a name stands where the mother's identifier belongs; it was read as her name";
    /// A code that no table has.
    CodeUnknown = "code_unknown", "a code is not known and was kept as text; add it to the sender's code map";
    /// A code without its system.
    SystemAssumed = "system_assumed", "a code names no system; LOINC was taken, whose check digit it has";
    /// Single and multiple at once.
    PluralityConflict = "plurality_conflict", "the patient's record and a diagnosis disagree on whether this was a multiple birth";
    /// Nobody was born alive.
    Stillbirth = "stillbirth", "a stillbirth: the record is kept and is no living infant";
    /// A visit without its number.
    NoVisitNumber = "no_visit_number", "the visit has no number; another identifier took its place";
    /// A visit that cannot be told from others.
    VisitLeftOut = "visit_left_out", "the visit has neither a number nor a beginning and was left out";
    /// Neither status nor event says how the visit stands.
    StatusAssumed = "status_assumed", "the message does not say how the visit stands; what was known before holds";
    /// `120/80` as one text.
    PressureSplit = "pressure_split", "a blood pressure came as one text and was read as its two values";
    /// A number that is none.
    ValueAsText = "value_as_text", "a value is not of the type that it names and was kept as text";
    /// No value.
    NoValue = "no_value", "a result carries no value and was left out";
    /// A kind of value that is not read.
    ValueLeftOut = "value_left_out", "a value of this type is not read and was left out";
    /// No code.
    Uncoded = "uncoded", "a line names no code and was left out";
    /// No time of its own.
    TimeOfMessage = "time_of_message", "a result has no time of its own; the message's was taken";
    /// No order number.
    NoOrderNumber = "no_order_number", "a result has no order number; a correction cannot be recognised";
    /// Not an address of this person.
    AddressLeftOut = "address_left_out", "an address of this type is not where the person lives and was left out";
    /// Restricted by the sender.
    Protected = "protected", "the sender asks that this record be protected";
}

/// A remark and where it applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which remark.
    pub remark: Remark,
    /// Where: `PID-7`, `OBX[2]-5`, or empty for the whole message.
    pub place: String,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(self.remark.words())
    }
}
