//! JSON as it is written here: properties keep their order, numbers keep their digits, and what is nothing is
//! not written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    /// Not written at all.
    Nothing,
    Bool(bool),
    /// The digits.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(Cow<'static, str>, Json)>),
}

/// An object of some properties, without those that are nothing.
pub(super) fn object<const N: usize>(properties: [(&'static str, Json); N]) -> Json {
    let kept = properties.into_iter().filter(|(_, value)| !value.is_nothing());
    Json::Object(kept.map(|(key, value)| (Cow::Borrowed(key), value)).collect())
}

/// A list, without what is nothing.
pub(super) fn list(items: impl IntoIterator<Item = Json>) -> Json {
    Json::List(items.into_iter().filter(|item| !item.is_nothing()).collect())
}

impl Json {
    /// Whether there is nothing to write: an empty text, list or object is nothing too.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(properties) => properties.is_empty(),
            Self::Bool(_) | Self::Number(_) => false,
        }
    }

    /// A property of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Self::Object(properties) => properties.iter().find(|(k, _)| k == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// A property of an object, as text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Puts a property in, or in another's place. Nothing takes it away.
    pub fn set(&mut self, key: &str, value: Json) {
        let Self::Object(properties) = self else { return };
        if value.is_nothing() {
            properties.retain(|(k, _)| k != key);
            return;
        }
        match properties.iter_mut().find(|(k, _)| k == key) {
            Some((_, old)) => *old = value,
            None => properties.push((Cow::Owned(key.to_owned()), value)),
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Json] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Nothing => out.extend(b"null"),
            Self::Bool(yes) => out.extend(if *yes { &b"true"[..] } else { b"false" }),
            Self::Number(digits) => out.extend(digits.as_bytes()),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.push(b'[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(b',');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Object(properties) => {
                out.push(b'{');
                for (at, (key, value)) in properties.iter().enumerate() {
                    if at > 0 {
                        out.push(b',');
                    }
                    write_text(key, out);
                    out.push(b':');
                    value.write(out);
                }
                out.push(b'}');
            }
        }
    }

    /// Reads bytes that were written here, or by anyone. Nothing when they are not JSON.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        Self::of(serde_json::from_slice(bytes).ok()?, 0)
    }

    fn of(raw: &RawValue, depth: usize) -> Option<Self> {
        if depth > 64 {
            return None;
        }
        let text = raw.get();
        Some(match text.as_bytes().first()? {
            b'{' => Self::Object(
                serde_json::from_str::<Pairs<'_>>(text)
                    .ok()?
                    .0
                    .into_iter()
                    .map(|(key, value)| Some((Cow::Owned(key), Self::of(value, depth + 1)?)))
                    .collect::<Option<_>>()?,
            ),
            b'[' => Self::List(
                serde_json::from_str::<Vec<&RawValue>>(text)
                    .ok()?
                    .into_iter()
                    .map(|item| Self::of(item, depth + 1))
                    .collect::<Option<_>>()?,
            ),
            b'"' => Self::Text(serde_json::from_str(text).ok()?),
            b't' => Self::Bool(true),
            b'f' => Self::Bool(false),
            b'n' => Self::Nothing,
            _ => Self::Number(text.to_owned()),
        })
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    serde_json::to_writer(out, text).expect("text can always be written to memory");
}

/// The properties of an object in their order.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Pairs<'de>, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairsVisitor)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        list(items)
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}
