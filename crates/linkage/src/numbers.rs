//! Identifiers, phones, e-mails and addresses as they are compared; placeholders are nothing.

use crate::text;

/// A nine-digit social security number; 0 when it is not said or cannot be one.
pub(crate) fn ssn(raw: &str, scratch: &mut String) -> u32 {
    text::digits(raw, scratch);
    let bytes = scratch.as_bytes();
    if bytes.len() != 9 || same(bytes) || scratch.ends_with("0000") && scratch.starts_with("000") {
        return 0;
    }
    match scratch.parse::<u32>().unwrap_or(0) {
        123_456_789 | 987_654_321 | 78_051_120 | 219_099_999 | 12_345_678 | 111_223_333 => 0,
        number => number,
    }
}

/// A telephone number of ten digits, or as many as there are; 0 when it is nobody's.
pub(crate) fn phone(raw: &str, scratch: &mut String) -> u64 {
    text::digits(raw, scratch);
    let digits = match scratch.len() {
        11.. if scratch.starts_with('1') => &scratch[1..11],
        10.. => &scratch[..10],
        7..=9 => scratch.as_str(),
        _ => return 0,
    };
    if same(digits.as_bytes()) || same(&digits.as_bytes()[digits.len() - 7..]) || digits == "1234567890" {
        return 0;
    }
    digits.parse().unwrap_or(0)
}

/// An identifier without its punctuation, spread over 32 bits and never 0; 0 when it is a placeholder.
pub(crate) fn identifier(raw: &str, scratch: &mut String) -> u32 {
    text::fold(raw, scratch);
    scratch.retain(|c| c != ' ');
    let trimmed = scratch.trim_start_matches('0');
    let bytes = trimmed.as_bytes();
    let nothing = ["NA", "NONE", "UNKNOWN", "UNK", "NULL", "PENDING", "TBD", "TEST", "123456789", "12345678"];
    if bytes.len() < 2 || (bytes.len() > 3 && same(bytes)) || nothing.contains(&trimmed) {
        return 0;
    }
    narrow(text::hash(bytes))
}

/// The last nine digits of an identifier, as a number.
pub(crate) fn digits(raw: &str) -> u32 {
    let digits = raw.bytes().rev().filter(u8::is_ascii_digit).take(9);
    digits.zip(0..).map(|(digit, place)| u32::from(digit - b'0') * 10_u32.pow(place)).sum()
}

/// A mail address, spread over 32 bits; 0 when it is nobody's.
pub(crate) fn email(raw: &str, scratch: &mut String) -> u32 {
    scratch.clear();
    scratch.push_str(raw.trim());
    scratch.make_ascii_lowercase();
    let Some((name, host)) = scratch.split_once('@') else { return 0 };
    let nobody = ["none", "noemail", "no", "na", "n/a", "unknown", "test", "declined", "refused", "noreply"];
    if name.is_empty() || !host.contains('.') || nobody.contains(&name) {
        return 0;
    }
    narrow(text::hash(scratch.as_bytes()))
}

/// Thirty-two bits of a hash, never 0.
pub(crate) fn narrow(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

fn same(bytes: &[u8]) -> bool {
    bytes.windows(2).all(|pair| pair[0] == pair[1])
}

/// The first five digits of a postal code plus one; a code with letters by its hash; 0 when not said.
pub(crate) fn zip(raw: &str, scratch: &mut String) -> u32 {
    text::fold(raw, scratch);
    let digits = scratch.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 if scratch.is_empty() => 0,
        3.. => {
            scratch[..digits.min(5)].parse::<u32>().map_or(0, |z| if z == 0 || z == 99_999 { 0 } else { z })
        }
        _ => 0x8000_0000 | narrow(text::hash(scratch.as_bytes())),
    }
}

/// Words that say what kind of street it is or which side of town.
fn is_kind(word: &str) -> bool {
    matches!(
        word,
        "STREET"
            | "ST"
            | "AVENUE"
            | "AVE"
            | "AV"
            | "ROAD"
            | "RD"
            | "DRIVE"
            | "DR"
            | "LANE"
            | "LN"
            | "COURT"
            | "CT"
            | "PLACE"
            | "PL"
            | "BOULEVARD"
            | "BLVD"
            | "WAY"
            | "CIRCLE"
            | "CIR"
            | "TERRACE"
            | "TER"
            | "PARKWAY"
            | "PKWY"
            | "HIGHWAY"
            | "HWY"
            | "TRAIL"
            | "TRL"
            | "CRESCENT"
            | "CLOSE"
            | "N"
            | "S"
            | "E"
            | "W"
            | "NE"
            | "NW"
            | "SE"
            | "SW"
            | "NORTH"
            | "SOUTH"
            | "EAST"
            | "WEST"
    )
}

/// Words with which the part behind the house begins.
fn is_behind(word: &str) -> bool {
    matches!(
        word,
        "APT"
            | "UNIT"
            | "STE"
            | "SUITE"
            | "APARTMENT"
            | "LOT"
            | "RM"
            | "ROOM"
            | "FL"
            | "FLOOR"
            | "TRLR"
            | "BLDG"
    )
}

/// `21F` is a flat, `5TH` a street.
fn is_flat(word: &str) -> bool {
    let ordinal = ["ST", "ND", "RD", "TH"].iter().any(|end| word.ends_with(end));
    !ordinal && word.bytes().any(|b| b.is_ascii_digit())
}

/// Splits a folded address into the house number and the words of the street.
pub(crate) fn address(folded: &str, street: &mut String) -> u32 {
    street.clear();
    let mut number = 0;
    let mut kind = "";
    for (place, word) in folded.split(' ').filter(|w| !w.is_empty()).enumerate() {
        if place > 0 && is_behind(word) {
            break;
        }
        if number == 0 && place < 2 && word.as_bytes()[0].is_ascii_digit() && !word.ends_with("TH") {
            number = narrow(text::hash(word.as_bytes()));
        } else if place > 1 && is_flat(word) {
            continue;
        } else if is_kind(word) {
            kind = word;
        } else {
            if !street.is_empty() {
                street.push(' ');
            }
            street.push_str(word);
        }
    }
    if street.is_empty() {
        street.push_str(kind);
    }
    if matches!(street.as_str(), "UNKNOWN" | "HOMELESS" | "NONE" | "GENERAL DELIVERY" | "NO FIXED ADDRESS") {
        street.clear();
        return 0;
    }
    number
}
