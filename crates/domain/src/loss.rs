//! Who died, where something would be taught, asked or sent about a mother and her baby.
//!
//! Whatever speaks of a baby who died hurts whoever reads it, and a clock sends it as readily as anything else. So each
//! list of what is to be taught or asked, and each message to her, asks here first. Of two babies of one birth one
//! may live: then people go on, knowing it, and no message leaves.

use jiff::{ToSpan, civil::Date};

use crate::date::PartialDate;

/// Days around a birth in which another baby is of the same birth.
const ONE_BIRTH: i32 = 40;
/// Days before the day on which a birth was expected in which it may have been: from about seventeen weeks on.
const EARLY: i32 = 160;

/// Who died.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The person whom it is about.
    Herself,
    /// The mother of the baby whom it is about.
    Mother,
    /// Her baby, or all of those of one birth.
    Baby,
    /// One of her babies of one birth; another lives.
    OneBaby,
    /// Somebody said that the pregnancy, or the baby, was lost.
    Said,
}

named! {
    Loss { Herself = "herself", Mother = "mother", Baby = "baby", OneBaby = "one_baby", Said = "said" }
}

impl Loss {
    /// Whether nobody is to be taught or asked as if nothing had happened.
    pub fn stops(self) -> bool {
        self != Self::OneBaby
    }
}

/// Whether somebody died.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// Born, as far as it is known.
    pub born: Option<PartialDate>,
    /// Stated to have died.
    pub died: bool,
    /// The day of death, where it is known.
    pub died_on: Option<Date>,
}

impl Life {
    /// Whether they had died by the end of a day; of whom the day is not known, at any time. None asks for now.
    pub fn had_died(&self, by: Option<Date>) -> bool {
        self.died && self.died_on.zip(by).is_none_or(|(died, by)| died <= by)
    }
}

/// The birth that something is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Birth {
    /// It was on this day.
    On(Date),
    /// It is expected on this day, or was.
    Expected(Date),
    /// The last one.
    Last,
}

/// What was lost of a birth, by the end of a day or by now, of all the babies of a mother.
pub fn of_birth(babies: &[Life], birth: Birth, by: Option<Date>) -> Option<Loss> {
    let days = match birth {
        Birth::On(day) => Some((day.saturating_sub(ONE_BIRTH.days()), day.saturating_add(ONE_BIRTH.days()))),
        Birth::Expected(day) => {
            Some((day.saturating_sub(EARLY.days()), day.saturating_add(ONE_BIRTH.days())))
        }
        Birth::Last => {
            let last = babies.iter().filter_map(|baby| baby.born).map(PartialDate::latest).max();
            last.map(|day| (day.saturating_sub(ONE_BIRTH.days()), day))
        }
    };
    // Of whom the birth date is not known, it may be this birth.
    let of_it = |baby: &&Life| match (baby.born, days) {
        (Some(born), Some((first, last))) => born.earliest() <= last && first <= born.latest(),
        _ => true,
    };
    let (mut lost, mut live) = (false, false);
    for baby in babies.iter().filter(of_it) {
        let died = baby.had_died(by);
        lost |= died;
        live |= !died;
    }
    match (lost, live) {
        (false, _) => None,
        (true, false) => Some(Loss::Baby),
        (true, true) => Some(Loss::OneBaby),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baby(born: &str, died: Option<&str>) -> Life {
        let day = |text: &str| text.parse::<Date>().ok();
        Life { born: born.parse().ok(), died: died.is_some(), died_on: died.and_then(day) }
    }

    #[test]
    fn a_baby_is_lost_of_the_birth_that_it_is_about() {
        let at = |day: &str| day.parse::<Date>().unwrap();
        let check = |babies: &[Life], birth, by: Option<&str>, expected| {
            assert_eq!(of_birth(babies, birth, by.map(at)), expected, "{babies:?} {birth:?} {by:?}");
        };
        let (born, lost) = (Birth::On(at("2026-01-05")), Some(Loss::Baby));
        check(&[], born, None, None);
        check(&[baby("2026-01-05", None)], born, None, None);
        check(&[baby("2026-01-05", Some("2026-01-07"))], born, None, lost);
        check(&[baby("2026-01-05", Some("unknown"))], born, Some("2026-01-06"), lost);
        // The last day counts.
        check(&[baby("2026-01-05", Some("2026-01-07"))], born, Some("2026-01-06"), None);
        check(&[baby("2026-01-05", Some("2026-01-07"))], born, Some("2026-01-07"), lost);
        // Twins over midnight; one lives.
        let twins = [baby("2026-01-05", Some("2026-01-06")), baby("2026-01-06", None)];
        check(&twins, born, None, Some(Loss::OneBaby));
        // One who died years ago is not of this birth, and one of whom the day is not known may be.
        let earlier = baby("2021-03", Some("2021-04-01"));
        check(&[earlier, baby("2026-01-05", None)], born, None, None);
        check(&[earlier], born, None, None);
        check(&[Life { born: None, ..earlier }], born, None, lost);
        check(&[earlier], Birth::Last, None, lost);
        check(&[earlier, baby("2026-01-05", None)], Birth::Last, None, None);
        // Expected in May, born in the 18th week before: it was this pregnancy. The one before was not.
        let expected = Birth::Expected(at("2026-05-20"));
        check(&[baby("2026-01-05", Some("2026-01-05"))], expected, None, lost);
        check(&[baby("2025-08-01", Some("2025-08-01"))], expected, None, None);
        check(&[baby("2026-05-25", Some("2026-06-01"))], expected, None, lost);
    }

    #[test]
    fn who_lost_one_of_two_is_still_taught() {
        let stops: Vec<Loss> = Loss::ALL.iter().copied().filter(|loss| !loss.stops()).collect();
        assert_eq!(stops, [Loss::OneBaby]);
    }
}
