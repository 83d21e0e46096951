//! Bytes to text: byte order marks, UTF-16, Windows-1252, and the delimiter.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

/// Enough of a file to see its encoding and its header.
const HEAD: usize = 1 << 16;

/// The beginning of an input, without a byte order mark, and the rest. What is UTF-16 is read whole and turned into
/// UTF-8.
pub(super) fn opened<'a>(mut input: impl Read + 'a) -> io::Result<(Vec<u8>, Box<dyn Read + 'a>)> {
    let mut head = Vec::with_capacity(HEAD);
    input.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let wide = match head {
        _ if head.starts_with(&[0xff, 0xfe]) => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        _ if head.starts_with(&[0xfe, 0xff]) => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    if let Some(unit) = wide {
        input.read_to_end(&mut head)?;
        let units: Vec<u16> = head[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        return Ok((String::from_utf16_lossy(&units).into_bytes(), Box::new(Cursor::new(Vec::new()))));
    }
    if head.starts_with(b"\xef\xbb\xbf") {
        head.drain(..3);
    }
    Ok((head, Box::new(input)))
}

/// What separates the cells of the first line: a comma, unless another candidate is there more often.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| {
        let mut quoted = false;
        line.iter()
            .filter(|byte| {
                quoted ^= **byte == b'"';
                !quoted && **byte == wanted
            })
            .count()
    };
    // The last of equals wins, so the comma comes last.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|candidate| count(*candidate)).unwrap_or(b',')
}

/// The characters of Windows-1252 from 0x80 to 0x9f; those it does not define are left as control characters.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A cell as text: UTF-8, or else Windows-1252; and whether it was the latter.
pub(super) fn text(cell: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(cell) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => {
            let letter = |byte: &u8| match *byte {
                upper @ 0x80..=0x9f => UPPER[usize::from(upper) - 0x80],
                other => char::from(other),
            };
            (Cow::Owned(cell.iter().map(letter).collect()), true)
        }
    }
}

/// Whether a spreadsheet has turned a long number into a power of ten, and so lost its last digits.
pub(super) fn power_of_ten(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else { return false };
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.contains('.')
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && exponent.strip_prefix('+').is_some_and(|e| !e.is_empty() && e.bytes().all(|b| b.is_ascii_digit()))
}
