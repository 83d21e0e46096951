//! How writing goes wrong: fingers, scanners, ears, and forms that must not be left empty.

use jiff::civil::Date;

use crate::calendar::{Day, date};
use crate::chance::Chance;

const KEYBOARD: [&str; 26] = [
    "qsz", "vgn", "xvd", "sfe", "wrd", "dgr", "fht", "gjy", "uok", "hkn", "jli", "kop", "nj", "bm", "ipl",
    "ol", "wa", "etf", "adw", "ryg", "yij", "cb", "qes", "zc", "tuh", "xa",
];
const SCANNED: [(&str, &str); 10] = [
    ("l", "1"),
    ("o", "0"),
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("i", "l"),
    ("e", "c"),
    ("u", "v"),
    ("S", "5"),
    ("B", "8"),
];
const HEARD: [(&str, &str); 16] = [
    ("ph", "f"),
    ("c", "k"),
    ("y", "i"),
    ("s", "z"),
    ("ee", "i"),
    ("ie", "y"),
    ("ck", "k"),
    ("ei", "ie"),
    ("v", "b"),
    ("th", "t"),
    ("nn", "n"),
    ("ll", "l"),
    ("tt", "t"),
    ("ai", "ay"),
    ("x", "ks"),
    ("e", "a"),
];

/// A word with one mistake. Short words are left alone: a slip in two letters leaves nothing to go by.
pub(super) fn typo(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let at = 1 + chance.below(letters.len() as u32 - 1) as usize;
    match chance.below(100) {
        0..28 => {
            let lower = letters[at].to_ascii_lowercase();
            if lower.is_ascii_lowercase() {
                let near = KEYBOARD[(lower as u8 - b'a') as usize].as_bytes();
                letters[at] = char::from(*chance.one_of(near));
            }
        }
        28..48 => drop(letters.remove(at)),
        48..60 => letters.insert(at, letters[at]),
        60..75 => letters.swap(at - 1, at),
        75..85 => return replaced(word, &SCANNED, chance),
        _ => return replaced(word, &HEARD, chance),
    }
    letters.into_iter().collect()
}

/// Another name that differs from one in a sound, as the names of twins do.
pub(super) fn alike(name: &str, chance: &mut Chance) -> String {
    replaced(
        name,
        &[("d", "l"), ("l", "n"), ("a", "ia"), ("r", "l"), ("n", "m"), ("e", "a"), ("k", "t"), ("i", "y")],
        chance,
    )
}

fn replaced(word: &str, pairs: &[(&str, &str)], chance: &mut Chance) -> String {
    let begin = chance.below(pairs.len() as u32) as usize;
    for step in 0..pairs.len() {
        let (from, to) = pairs[(begin + step) % pairs.len()];
        if word.contains(from) {
            return word.replacen(from, to, 1);
        }
    }
    word.to_owned()
}

/// Digits with one wrong, or two exchanged.
pub(super) fn mistyped(digits: &str, chance: &mut Chance) -> String {
    let mut bytes: Vec<char> = digits.chars().collect();
    if bytes.len() < 2 {
        return digits.to_owned();
    }
    let at = 1 + chance.below(bytes.len() as u32 - 1) as usize;
    if chance.yes(4000) {
        bytes.swap(at - 1, at);
    } else if bytes[at].is_ascii_digit() {
        bytes[at] = char::from(b'0' + chance.below(10) as u8);
    }
    bytes.into_iter().collect()
}

/// How a source writes its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateStyle {
    /// 2025-03-07
    Iso,
    /// 3/7/2025
    American,
    /// 03/07/2025
    AmericanPadded,
    /// 20250307
    Compact,
    /// 7-Mar-25
    Spreadsheet,
}

/// A day as a source writes it.
pub(super) fn written(day: Day, style: DateStyle) -> String {
    let on = date(day);
    let (y, m, d) = (on.year(), on.month(), on.day());
    match style {
        DateStyle::Iso => format!("{y:04}-{m:02}-{d:02}"),
        DateStyle::American => format!("{m}/{d}/{y}"),
        DateStyle::AmericanPadded => format!("{m:02}/{d:02}/{y}"),
        DateStyle::Compact => format!("{y:04}{m:02}{d:02}"),
        DateStyle::Spreadsheet => {
            const MONTHS: [&str; 12] =
                ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
            format!("{d}-{}-{:02}", MONTHS[(m - 1) as usize], y % 100)
        }
    }
}

/// A day with the mistake that birth dates have: day and month exchanged, a digit wrong, a year or ten off.
pub(super) fn wrong_day(day: Day, chance: &mut Chance) -> Day {
    let on = date(day);
    let made = |y: i16, m: i8, d: i8| Date::new(y, m, d).ok().map(crate::calendar::day);
    let other = match chance.below(100) {
        0..24 => made(on.year(), on.day(), on.month()),
        24..44 => made(on.year() + if chance.yes(5000) { 1 } else { -1 }, on.month(), on.day()),
        44..52 => made(on.year() + if chance.yes(5000) { 10 } else { -10 }, on.month(), on.day()),
        52..68 => made(on.year(), 1 + chance.below(12) as i8, on.day()),
        68..76 => Some(day + if chance.yes(5000) { 1 } else { -1 }),
        _ => made(on.year(), on.month(), 1 + chance.below(28) as i8),
    };
    other.unwrap_or(day + 1)
}
