//! What came of following up what a screening found.
//!
//! A positive screening is closed by saying what came of it: that somebody looked is no outcome. Who could not be reached
//! was not followed up, and only who is treated or in care counts as treated.

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameOf {
    /// She agreed to a service or a clinician, who was asked.
    Referred,
    /// Treatment or help has begun.
    Treated,
    /// She was in care for it already.
    InCare,
    /// She was brought to emergency care.
    Emergency,
    /// A clinician looked at it, and nothing more is needed.
    NoNeed,
    /// She was spoken with and does not want help with it now.
    Declined,
    /// Nobody could reach her.
    NotReached,
}

named! {
    CameOf {
        Referred = "referred", Treated = "treated", InCare = "in_care", Emergency = "emergency", NoNeed = "no_need",
        Declined = "declined", NotReached = "not_reached",
    }
}

impl CameOf {
    /// Whether somebody did what the screening asked for: all but that nobody reached her.
    pub fn is_followed_up(self) -> bool {
        self != Self::NotReached
    }

    /// Whether she is treated, or helped, as far as whoever closed it knows.
    pub fn is_treated(self) -> bool {
        matches!(self, Self::Treated | Self::InCare)
    }
}

/// Whether a kind of task is closed by saying what came of it: those that an answer asked for.
pub fn asks_outcome(kind: &str) -> bool {
    kind.starts_with("screening:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_says_how_far_she_got() {
        let check = |came: CameOf, followed_up, treated| {
            assert_eq!((came.is_followed_up(), came.is_treated()), (followed_up, treated), "{came:?}");
            assert_eq!(CameOf::named(came.name()), Some(came));
        };
        check(CameOf::Referred, true, false);
        check(CameOf::Treated, true, true);
        check(CameOf::InCare, true, true);
        check(CameOf::Emergency, true, false);
        check(CameOf::NoNeed, true, false);
        check(CameOf::Declined, true, false);
        check(CameOf::NotReached, false, false);
        assert_eq!(CameOf::ALL.len(), 7);
        assert!(asks_outcome("screening:safety") && !asks_outcome("refer_elsewhere"));
    }
}
