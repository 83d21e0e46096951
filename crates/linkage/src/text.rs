//! Text as it is compared: capital ASCII letters and digits, one blank between words.

use unicode_normalization::UnicodeNormalization;

/// Letters that have no decomposition, as they are usually written without their mark.
const PLAIN: [(char, &str); 17] = [
    ('ß', "SS"),
    ('ẞ', "SS"),
    ('æ', "AE"),
    ('Æ', "AE"),
    ('œ', "OE"),
    ('Œ', "OE"),
    ('ø', "O"),
    ('Ø', "O"),
    ('ł', "L"),
    ('Ł', "L"),
    ('đ', "D"),
    ('Đ', "D"),
    ('ð', "D"),
    ('Ð', "D"),
    ('þ', "TH"),
    ('Þ', "TH"),
    ('ı', "I"),
];

/// Appends `text` folded: accents removed, capitals, apostrophes and dots dropped, any other mark a blank.
/// Letters of other scripts stay as they are, in capitals.
pub(crate) fn fold(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        let mut blank = false;
        for byte in text.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => {
                    if blank && !out.is_empty() {
                        out.push(' ');
                    }
                    blank = false;
                    out.push(byte.to_ascii_uppercase() as char);
                }
                b'\'' | b'`' | b'.' => {}
                _ => blank = true,
            }
        }
    } else {
        for letter in text.nfkd() {
            if letter.is_ascii() {
                push(letter.to_ascii_uppercase(), out);
            } else if let Some((_, plain)) = PLAIN.iter().find(|(special, _)| *special == letter) {
                out.push_str(plain);
            } else if letter.is_alphabetic() {
                out.extend(letter.to_uppercase());
            } else if letter == '–' || letter == '—' || letter.is_whitespace() {
                push(' ', out);
            }
        }
    }
    while out.ends_with(' ') {
        out.pop();
    }
}

fn push(letter: char, out: &mut String) {
    match letter {
        'A'..='Z' | '0'..='9' => out.push(letter),
        '\'' | '`' | '.' => {}
        _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
        _ => {}
    }
}

/// The digits of `text`.
pub(crate) fn digits(text: &str, out: &mut String) {
    out.clear();
    out.extend(text.chars().filter(char::is_ascii_digit));
}

/// A spread of the bytes over 64 bits, the same on every machine.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64 ^ (bytes.len() as u64).wrapping_mul(0xA24B_AED4_963E_E407);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        state = mix(state ^ u64::from_le_bytes(chunk.try_into().expect("eight bytes")));
    }
    let mut rest = [0; 8];
    rest[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    mix(state ^ u64::from_le_bytes(rest))
}

/// One step of a 64-bit mixer (the finisher of SplitMix64).
pub(crate) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// Two or more numbers into one.
pub(crate) fn join(parts: &[u64]) -> u64 {
    parts.iter().fold(0x51_7C_C1_B7_27_22_0A_95, |state, part| mix(state.rotate_left(5) ^ *part))
}
