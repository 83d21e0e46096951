//! Why a message was not taken, in the words of HL7 and in ours.

use super::message::Segment;
use crate::problem::{Problem, Reason};

/// Whether resending may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// `AE`: its content cannot be taken; the same again will not be either.
    Error,
    /// `AR`: its type, version or processing id is not taken here.
    Rejected,
}

/// What is wrong, as table 0357 has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Segments are missing or in the wrong order.
    SegmentSequence,
    /// A field that is needed is not there.
    RequiredField,
    /// A value is not of its type.
    DataType,
    /// A value that the table has and that is not taken here.
    TableValue,
    /// A message type that is not taken.
    MessageType,
    /// An event that is not taken.
    EventCode,
    /// Test or debug data at a door for production data, or the reverse.
    ProcessingId,
    /// A version that is not read.
    Version,
    /// Trouble on this side.
    Internal,
}

impl Wrong {
    /// The code of table 0357.
    pub fn code(self) -> &'static str {
        match self {
            Self::SegmentSequence => "100",
            Self::RequiredField => "101",
            Self::DataType => "102",
            Self::TableValue => "103",
            Self::MessageType => "200",
            Self::EventCode => "201",
            Self::ProcessingId => "202",
            Self::Version => "203",
            Self::Internal => "207",
        }
    }

    /// The words of table 0357.
    pub fn words(self) -> &'static str {
        match self {
            Self::SegmentSequence => "Segment sequence error",
            Self::RequiredField => "Required field missing",
            Self::DataType => "Data type error",
            Self::TableValue => "Table value not found",
            Self::MessageType => "Unsupported message type",
            Self::EventCode => "Unsupported event code",
            Self::ProcessingId => "Unsupported processing id",
            Self::Version => "Unsupported version id",
            Self::Internal => "Application internal error",
        }
    }

    /// What the sender is told.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::SegmentSequence | Self::RequiredField | Self::DataType | Self::TableValue => Verdict::Error,
            _ => Verdict::Rejected,
        }
    }

    fn reason(self) -> Reason {
        match self {
            Self::RequiredField => Reason::MissingField,
            Self::SegmentSequence => Reason::Truncated,
            _ => Reason::BadValue,
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::SegmentSequence => {
                "ask the sender whether the message was cut off, and for the whole of it"
            }
            Self::RequiredField => {
                "ask the sender to fill this field; without it nobody knows whom or what this is about"
            }
            Self::DataType | Self::TableValue => {
                "ask the sender to correct the value and to send the message again"
            }
            Self::MessageType | Self::EventCode => {
                "ask the sender not to send messages of this type here, or ask for them to be understood"
            }
            Self::ProcessingId => {
                "test messages stay out of live records; allow the processing id in the sender's profile if this \
                 system holds no live records"
            }
            Self::Version => "ask the sender for HL7 version 2.3 to 2.8",
            Self::Internal => "the sender may try again",
        }
    }
}

/// One error and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorAt {
    /// What kind it is.
    pub wrong: Wrong,
    /// The segment, or empty for the whole message.
    pub segment: String,
    /// Which of the segments of that name, from 1.
    pub sequence: usize,
    /// The field, or 0 for the whole segment.
    pub field: usize,
    /// What is the matter, in words without content.
    pub words: String,
    /// What the sender can do about it, where that is more than the words say.
    pub mend: &'static str,
}

impl ErrorAt {
    pub(super) fn new(wrong: Wrong, segment: Segment<'_>, field: usize, words: &str) -> Self {
        Self {
            wrong,
            segment: segment.name().to_owned(),
            sequence: segment.number,
            field,
            words: words.to_owned(),
            mend: "",
        }
    }

    pub(super) fn without_segment(wrong: Wrong, segment: &str, field: usize, words: &str) -> Self {
        Self { wrong, segment: segment.to_owned(), sequence: 1, field, words: words.to_owned(), mend: "" }
    }

    /// An error in the first segment of a name, with what the sender can do about it.
    pub fn of(wrong: Wrong, segment: &str, field: usize, words: &str, mend: &'static str) -> Self {
        Self::without_segment(wrong, segment, field, words).mended_by(mend)
    }

    /// With what the sender can do about it.
    pub(super) fn mended_by(self, mend: &'static str) -> Self {
        Self { mend, ..self }
    }

    /// The place as people write it: `PID-7`, `OBX[2]-5`.
    pub fn place(&self) -> String {
        match (self.sequence, self.field) {
            (_, 0) => self.segment.clone(),
            (1, field) => format!("{}-{field}", self.segment),
            (sequence, field) => format!("{}[{sequence}]-{field}", self.segment),
        }
    }
}

/// A message that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct Refusal {
    /// What the sender is told.
    pub verdict: Verdict,
    /// The errors; at least one.
    pub errors: Vec<ErrorAt>,
    /// The same for whoever looks into the quarantine.
    pub problem: Problem,
}

impl Refusal {
    /// A frame over the limit, of so many bytes.
    pub fn too_large(length: u64) -> Self {
        let words = format!("the message has {length} bytes, more than are taken");
        let mut refusal = Self::from(ErrorAt::without_segment(Wrong::SegmentSequence, "", 0, &words));
        refusal.problem = Problem::new(Reason::DocumentTooLarge, words);
        refusal
    }

    /// A refusal for these errors; the first says what is told to whoever looks into the quarantine.
    ///
    /// Without any it is a mistake of this program.
    pub fn of(errors: Vec<ErrorAt>) -> Self {
        match errors.first() {
            Some(first) => Self { errors: errors.clone(), ..Self::from(first.clone()) },
            None => Self::failed(),
        }
    }

    /// Reading the message failed in a way that it never should: a mistake of this program.
    pub fn failed() -> Self {
        let words = "the message could not be read because of a mistake in this program";
        Self::internal(Problem::new(Reason::BadValue, words))
    }

    /// A record that this program wrote and cannot read: its own mistake.
    pub fn internal(problem: Problem) -> Self {
        let error =
            ErrorAt::without_segment(Wrong::Internal, "", 0, "the message could not be put into records");
        Self { verdict: Verdict::Error, errors: vec![error], problem }
    }
}

impl From<ErrorAt> for Refusal {
    fn from(error: ErrorAt) -> Self {
        let place = error.place();
        let message = match place.is_empty() {
            true => format!("{}: {}", error.wrong.words(), error.words),
            false => format!("{place}: {}: {}", error.wrong.words().to_lowercase(), error.words),
        };
        Self {
            verdict: error.wrong.verdict(),
            problem: Problem {
                reason: error.wrong.reason(),
                message,
                help: if error.mend.is_empty() { error.wrong.help() } else { error.mend }.into(),
            },
            errors: vec![error],
        }
    }
}
