//! The events that are understood.

/// What a message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A01: admitted.
    Admit,
    /// A02, A12: moved to another ward, or back.
    Transfer,
    /// A03: discharged.
    Discharge,
    /// A04: registered as an outpatient.
    Register,
    /// A05: expected.
    Preadmit,
    /// A06: an outpatient becomes an inpatient.
    ToInpatient,
    /// A07: an inpatient becomes an outpatient.
    ToOutpatient,
    /// A08: something changed.
    Update,
    /// A11: was not admitted after all.
    CancelAdmit,
    /// A13: was not discharged after all.
    CancelDischarge,
    /// A28, A31: a person, without a visit.
    Person,
    /// A40 and its older forms: two records are one person.
    Merge,
    /// ORU R01: results.
    Result,
    /// REF I12, I13 and OMG O19: somebody is referred.
    Referral,
}

impl Event {
    /// The event of a message type and a code, `ADT` and `A01`.
    pub(super) fn of(kind: &str, code: &str) -> Option<Self> {
        Some(match (kind, code) {
            ("ADT", "A01") => Self::Admit,
            ("ADT", "A02" | "A12") => Self::Transfer,
            ("ADT", "A03") => Self::Discharge,
            ("ADT", "A04") => Self::Register,
            ("ADT", "A05") => Self::Preadmit,
            ("ADT", "A06") => Self::ToInpatient,
            ("ADT", "A07") => Self::ToOutpatient,
            ("ADT", "A08") => Self::Update,
            ("ADT", "A11") => Self::CancelAdmit,
            ("ADT", "A13") => Self::CancelDischarge,
            ("ADT", "A28" | "A31") => Self::Person,
            ("ADT", "A18" | "A30" | "A34" | "A36" | "A39" | "A40") => Self::Merge,
            ("ORU", "R01") => Self::Result,
            ("REF", "I12" | "I13") | ("OMG", "O19") => Self::Referral,
            _ => return None,
        })
    }

    /// Whether the message opens, changes or closes a visit.
    pub(super) fn has_visit(self) -> bool {
        !matches!(self, Self::Person | Self::Merge | Self::Result | Self::Referral)
    }
}
