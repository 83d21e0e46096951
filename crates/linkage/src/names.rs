//! Names taken apart: surnames as sets of words, temporary names of newborns, words that are no name.

use kith_domain::newborn;

use crate::text;

/// What a given-name cell says once temporary names are understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Given {
    /// The words of a real name.
    pub words: Vec<String>,
    /// The cell held a temporary name of a newborn.
    pub temporary: bool,
    /// `F` or `M` as the temporary name says; 0 otherwise.
    pub sex: u8,
    /// Birth order as the temporary name says (`A`, `1` are 1); 0 otherwise.
    pub order: u8,
    /// It was said to be one of several (`TWIN`, or a letter behind `BABY GIRL`).
    pub multiple: bool,
    /// The mother's given name, from `INFANT OF MARIA` or `BB SARAH`.
    pub mother: Option<String>,
}

const NO_NAME: [&str; 22] = [
    "UNKNOWN",
    "UNK",
    "UNKN",
    "TEST",
    "NONAME",
    "NONE",
    "NA",
    "NULL",
    "NOT",
    "GIVEN",
    "XX",
    "XXX",
    "XXXX",
    "NFN",
    "NLN",
    "NMN",
    "FNU",
    "LNU",
    "ANONYMOUS",
    "UNNAMED",
    "PATIENT",
    "REFUSED",
];
const PARTICLES: [&str; 18] = [
    "DE", "LA", "DEL", "LOS", "LAS", "VAN", "VON", "DER", "DEN", "DI", "DA", "DOS", "DO", "DAS", "Y", "EL",
    "AL", "LE",
];
const SUFFIXES: [&str; 9] = ["JR", "SR", "II", "III", "IV", "V", "JUNIOR", "SENIOR", "MD"];

/// One word of a temporary name: sex, order, whether it says one of several. `None` when it is none.
fn temporary(word: &str) -> Option<(u8, u8, bool)> {
    newborn::sign(word).map(|s| (s.sex.map_or(0, |sex| sex as u8), s.order, s.several))
}

/// Reads a folded given-name cell. `middle` is looked at for the letter behind a temporary name.
pub(crate) fn given(folded: &str, middle: &str) -> Given {
    let mut given = Given::default();
    let mut of = false;
    for word in folded.split(' ').filter(|w| !w.is_empty()) {
        if let Some((sex, order, multiple)) = temporary(word) {
            given.temporary = true;
            given.multiple |= multiple;
            given.sex = if sex != 0 { sex } else { given.sex };
            given.order = if order != 0 { order } else { given.order };
        } else if given.temporary && newborn::order(word) > 0 && given.order == 0 {
            given.order = newborn::order(word);
            given.multiple = true;
        } else if given.temporary && word == "OF" {
            of = true;
        } else if !NO_NAME.contains(&word) && !SUFFIXES.contains(&word) && !(folded.contains("UNKNOWN")) {
            given.words.push(word.to_owned());
        }
    }
    if given.temporary {
        if given.order == 0 && newborn::order(middle) > 0 {
            given.order = newborn::order(middle);
            given.multiple = true;
        }
        // What is left behind a temporary name is the mother's name, not the child's.
        let left = std::mem::take(&mut given.words);
        given.mother = left.into_iter().find(|word| of || word.len() > 2);
    }
    if given.words.iter().all(|word| word.bytes().all(|b| b.is_ascii_digit())) {
        given.words.clear();
    }
    given
}

/// Reads a folded surname cell: its words without particles and suffixes, in the order written.
pub(crate) fn family<'a>(folded: &'a str, mut push: impl FnMut(&'a str)) {
    let words = || folded.split(' ').filter(|w| !w.is_empty());
    let real = |word: &&str| {
        !PARTICLES.contains(word)
            && !SUFFIXES.contains(word)
            && !NO_NAME.contains(word)
            && !word.bytes().all(|b| b.is_ascii_digit())
            && temporary(word).is_none()
    };
    if words().any(|w| real(&w)) {
        for word in words().filter(real) {
            push(strip(word));
        }
    } else {
        for word in words().filter(|w| PARTICLES.contains(w)) {
            push(word);
        }
    }
}

/// `DELACRUZ` is `DE LA CRUZ`.
fn strip(word: &str) -> &str {
    match word.strip_prefix("DELA").or_else(|| word.strip_prefix("DELOS")) {
        Some(rest) if rest.len() >= 3 => rest,
        _ => word,
    }
}

/// Folds a surname; `O BRIEN` and `MC DONALD` become one word.
pub(crate) fn fold_family(text: &str, out: &mut String) {
    text::fold(text, out);
    for (apart, together) in [("O ", "O"), ("MC ", "MC"), ("MAC ", "MAC")] {
        if let Some(rest) = out.strip_prefix(apart) {
            *out = format!("{together}{rest}");
        }
    }
}

/// Whether a folded cell is a temporary name, as `BABY GIRL` in a surname.
pub(crate) fn is_temporary(folded: &str) -> bool {
    folded.split(' ').any(|word| temporary(word).is_some())
}
