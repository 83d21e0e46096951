//! Days as sources write them, and how alike two of them are.

/// A day that may be half known, in one word: year, month (0 = not said), day (0 = not said). Zero is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Day(pub u32);

const MONTHS: [&[u8; 3]; 12] =
    [b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV", b"DEC"];

impl Day {
    /// Nothing said.
    pub const NONE: Self = Self(0);

    fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        if !(1880..=2100).contains(&year) || month > 12 || (month == 0 && day > 0) {
            return None;
        }
        if month > 0 && day > lengths[month as usize - 1] {
            return None;
        }
        let placeholder = matches!(
            (year, month, day),
            (1900, 1, 1) | (1901, 1, 1) | (1899, 12, 30) | (1899, 12, 31) | (1899..=1901, 0, _)
        );
        (!placeholder).then_some(Self(year << 9 | month << 5 | day))
    }

    pub fn known(self) -> bool {
        self.0 != 0
    }

    pub fn year(self) -> u32 {
        self.0 >> 9
    }

    pub fn month(self) -> u32 {
        self.0 >> 5 & 15
    }

    pub fn day(self) -> u32 {
        self.0 & 31
    }

    /// Whether the day itself is known.
    pub fn whole(self) -> bool {
        self.day() != 0
    }

    /// Days since a fixed day (the civil-from-days count of Howard Hinnant); an unknown part counts as its first.
    pub fn number(self) -> i32 {
        let (year, month, day) = (self.year() as i32, self.month().max(1) as i32, self.day().max(1) as i32);
        let year = if month <= 2 { year - 1 } else { year };
        let in_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        year * 365 + year / 4 - year / 100 + year / 400 + in_year
    }

    fn text(self) -> [u8; 8] {
        let mut out = [b'0'; 8];
        let mut number = self.year() * 10_000 + self.month() * 100 + self.day();
        for digit in out.iter_mut().rev() {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
        out
    }

    /// `2024-05-03`, `2024-05` or `2024`; empty when nothing is known.
    pub fn words(self) -> String {
        match (self.year(), self.month(), self.day()) {
            (0, ..) => String::new(),
            (year, 0, _) => format!("{year:04}"),
            (year, month, 0) => format!("{year:04}-{month:02}"),
            (year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
        }
    }
}

/// Reads ISO, `M/D/YYYY` (or day first where it can only be so), `YYYYMMDD`, `D-Mon-YYYY`, `YYYY-MM`, `YYYY`;
/// a time behind the day is left out. Placeholders and what is no date are [`Day::NONE`].
pub(crate) fn read(text: &str) -> Day {
    parts(text.trim()).unwrap_or(Day::NONE)
}

fn parts(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    match digits {
        8 | 12 | 14 => {
            let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
            return Day::new(year, month, day).or_else(|| Day::new(year, 0, 0));
        }
        6 if bytes.len() == 6 => return Day::new(number(0, 4)?, number(4, 6)?, 0),
        _ => {}
    }
    let mut found = [0_u32; 3];
    let mut lengths = [0_usize; 3];
    let mut named = None;
    let mut at = 0;
    let mut count = 0;
    while at < bytes.len() && count < 3 {
        let start = at;
        if bytes[at].is_ascii_digit() {
            while at < bytes.len() && bytes[at].is_ascii_digit() && at - start < 4 {
                at += 1;
            }
            found[count] = number(start, at)?;
            lengths[count] = at - start;
            count += 1;
        } else if bytes[at].is_ascii_alphabetic() {
            while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
                at += 1;
            }
            let word = &bytes[start..at];
            if word.len() < 3 || named.is_some() {
                break;
            }
            let month = MONTHS.iter().position(|m| word[..3].eq_ignore_ascii_case(&m[..]))?;
            named = Some((count, month as u32 + 1));
        } else {
            at += 1;
        }
    }
    if let Some((before, month)) = named {
        return match (before, count) {
            (1, 2) if lengths[0] == 4 => Day::new(found[0], month, found[1]),
            (1, 2) => Day::new(full(found[1], lengths[1]), month, found[0]),
            (0, 2) => Day::new(full(found[1], lengths[1]), month, found[0]),
            (0, 1) => Day::new(full(found[0], lengths[0]), month, 0),
            _ => None,
        };
    }
    match count {
        3 if lengths[0] == 4 => Day::new(found[0], found[1], found[2]).or_else(|| Day::new(found[0], 0, 0)),
        3 => {
            let year = full(found[2], lengths[2]);
            Day::new(year, found[0], found[1]).or_else(|| in_year(year, found[1], found[0]))
        }
        2 if lengths[0] == 4 => Day::new(found[0], found[1], 0),
        2 if lengths[1] == 4 => Day::new(found[1], found[0], 0),
        1 if lengths[0] == 4 => Day::new(found[0], 0, 0),
        _ => None,
    }
}

/// The day the other way round, or at least its year: an impossible day still tells a child from an adult.
fn in_year(year: u32, month: u32, day: u32) -> Option<Day> {
    // The placeholder `1900-01-01` is refused as a day, and as a year.
    Day::new(year, month, day).or_else(|| Day::new(year, 0, 0))
}

/// A year of two digits belongs to the century that makes a mother or an infant of today.
fn full(year: u32, length: usize) -> u32 {
    match (length, year) {
        (2, 0..=39) => 2000 + year,
        (2, _) => 1900 + year,
        _ => year,
    }
}

/// How two days agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alike {
    /// The same day.
    Same,
    /// Day and month exchanged.
    Swapped,
    /// One digit wrong, two neighbouring digits exchanged, a day off, or the year off by one or ten.
    Typo,
    /// Two of year, month and day are the same.
    Near,
    /// As far as both say, the same.
    Partial,
    /// Otherwise.
    Differ,
}

/// Compares two known days.
pub(crate) fn alike(a: Day, b: Day) -> Alike {
    if a == b {
        return if a.whole() { Alike::Same } else { Alike::Partial };
    }
    if !a.whole() || !b.whole() {
        let months = a.month() == 0 || b.month() == 0 || a.month() == b.month();
        return if a.year() == b.year() && months { Alike::Partial } else { Alike::Differ };
    }
    let (year, month, day) = (a.year() == b.year(), a.month() == b.month(), a.day() == b.day());
    if year && a.month() == b.day() && a.day() == b.month() {
        return Alike::Swapped;
    }
    // Either side of midnight, also at the end of a month.
    if a.number().abs_diff(b.number()) == 1 {
        return Alike::Typo;
    }
    if month && day && matches!(a.year().abs_diff(b.year()), 1 | 10) {
        return Alike::Typo;
    }
    let (x, y) = (a.text(), b.text());
    let wrong = (0..8).filter(|&i| x[i] != y[i]).count();
    let exchanged = wrong == 2 && (0..7).any(|i| x[i] != y[i] && x[i] == y[i + 1] && x[i + 1] == y[i]);
    if wrong == 1 || exchanged {
        return Alike::Typo;
    }
    if u8::from(year) + u8::from(month) + u8::from(day) == 2 { Alike::Near } else { Alike::Differ }
}
