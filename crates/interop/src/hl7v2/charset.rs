//! Bytes to text, in the character set that the message names.

use std::borrow::Cow;

/// A character set of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub enum Charset {
    /// UTF-8, and ASCII as its part.
    #[serde(rename = "utf-8")]
    Utf8,
    /// ISO 8859-1.
    #[serde(rename = "iso-8859-1")]
    Latin1,
    /// Windows-1252.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// What `0x80` to `0x9f` are in Windows-1252; the five that it leaves open stay what they are in Latin-1.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl Charset {
    /// The set that MSH-18 names, by its first repetition. Nothing for a set that is not known.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_uppercase().as_str() {
            "UNICODE UTF-8" | "UTF-8" | "UTF8" | "UNICODE" | "ASCII" | "US-ASCII" | "ISO IR6" => Self::Utf8,
            "8859/1" | "ISO-8859-1" | "ISO 8859-1" | "ISO8859-1" | "LATIN1" | "ISO IR100" => Self::Latin1,
            "WINDOWS-1252" | "CP1252" | "1252" => Self::Windows1252,
            _ => return None,
        })
    }

    /// The text, and whether the bytes were as the set has it. Bytes that are no UTF-8 are read as Windows-1252.
    pub(super) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Self::Utf8 => match str::from_utf8(bytes) {
                Ok(text) => (Cow::Borrowed(text), true),
                Err(_) => (Self::Windows1252.decode(bytes).0, false),
            },
            Self::Latin1 => (Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()), true),
            Self::Windows1252 => (Cow::Owned(bytes.iter().map(|b| windows_1252(*b)).collect()), true),
        }
    }

    /// The bytes of a text; what the set does not have becomes a question mark.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
            Self::Windows1252 => {
                text.chars().map(|c| (0..=255).find(|b| windows_1252(*b) == c).unwrap_or(b'?')).collect()
            }
        }
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
