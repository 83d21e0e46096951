//! Days as whole numbers, and how they are written.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days since 1970-01-01.
pub(crate) type Day = i32;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// The number of a date.
pub(crate) fn day(date: Date) -> Day {
    (date - EPOCH).get_days()
}

/// The date of a number.
pub(crate) fn date(day: Day) -> Date {
    EPOCH + day.days()
}

/// Years completed on a day. Nobody here is born on a 29 February, so the birthday always exists.
pub(crate) fn completed_years(born: Day, on: Day) -> i16 {
    let (born, on) = (date(born), date(on));
    on.year() - born.year() - i16::from((on.month(), on.day()) < (born.month(), born.day()))
}

/// Every day that can occur in a network, ready to be written: a mother's birth is the first, a due date the last.
pub(crate) struct Calendar {
    first: Day,
    text: Vec<[u8; 10]>,
}

impl Calendar {
    /// All days from `first` to `last`.
    pub(crate) fn new(first: Date, last: Date) -> Self {
        let text = first
            .series(1.day())
            .take_while(|d| *d <= last)
            .map(|d| {
                let mut text = [0; 10];
                text.copy_from_slice(d.to_string().as_bytes());
                text
            })
            .collect();
        Self { first: day(first), text }
    }

    /// `YYYY-MM-DD`.
    pub(crate) fn text(&self, day: Day) -> &[u8; 10] {
        &self.text[(day - self.first) as usize]
    }
}
