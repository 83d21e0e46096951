//! A text in the languages that pages speak.

use serde::{Deserialize, Serialize};

/// The same said in English and in Spanish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Words {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

impl Words {
    /// Both texts.
    pub fn new(en: impl Into<String>, es: impl Into<String>) -> Self {
        Self { en: en.into(), es: es.into() }
    }

    /// A text that is the same in every language: a name, a number.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { en: text.clone(), es: text }
    }

    /// Several texts as one, with a sign between.
    pub fn join(all: &[Self], between: &str) -> Self {
        let of = |one: fn(&Self) -> &str| all.iter().map(one).collect::<Vec<_>>().join(between);
        Self { en: of(|words| &words.en), es: of(|words| &words.es) }
    }

    /// The text in a language of a tag (`es-MX`); English where there is no other.
    pub fn in_language(&self, language: &str) -> &str {
        if language.split(['-', '_']).next() == Some("es") && !self.es.is_empty() {
            &self.es
        } else {
            &self.en
        }
    }

    /// A text that is said in English only.
    pub fn english(text: impl Into<String>) -> Self {
        Self { en: text.into(), es: String::new() }
    }

    /// Whether a text is missing in a language.
    pub fn is_partly(&self) -> bool {
        self.en.trim().is_empty() || self.es.trim().is_empty()
    }
}

impl From<&str> for Words {
    fn from(english: &str) -> Self {
        Self::english(english)
    }
}

impl From<String> for Words {
    fn from(english: String) -> Self {
        Self::english(english)
    }
}

/// Lower case, and the letters of the Latin languages that people here write without their accents.
pub fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}
