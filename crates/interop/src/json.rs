//! JSON read straight into the few properties that are used.
//!
//! Objects are strict where it matters: a list is no object, a property given twice is an error, and text is
//! text. Properties that are not named are skipped without being built. `null` is nothing, wherever it stands.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use crate::problem::{Problem, Reason};

/// Declares objects of which only some properties are read. Each is an `Option`, whatever FHIR says.
macro_rules! object {
    ($($name:ident { $($field:ident : $type:ty = $key:literal),* $(,)? })*) => {$(
        #[derive(Default)]
        pub(crate) struct $name<'a> {
            $(pub(crate) $field: Option<$type>,)*
            pub(crate) lifetime: std::marker::PhantomData<&'a ()>,
        }

        impl<'de: 'a, 'a> serde::de::Deserialize<'de> for $name<'a> {
            fn deserialize<D: serde::de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[allow(non_camel_case_types)]
                enum Key { $($field,)* Other }

                struct KeyVisitor;
                impl serde::de::Visitor<'_> for KeyVisitor {
                    type Value = Key;
                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str("a property name")
                    }
                    #[inline]
                    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
                        Ok(match key { $($key => Key::$field,)* _ => Key::Other })
                    }
                }
                impl<'de> serde::de::Deserialize<'de> for Key {
                    #[inline]
                    fn deserialize<D: serde::de::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                        d.deserialize_identifier(KeyVisitor)
                    }
                }

                struct ObjectVisitor<'a>(std::marker::PhantomData<&'a ()>);
                impl<'de: 'a, 'a> serde::de::Visitor<'de> for ObjectVisitor<'a> {
                    type Value = $name<'a>;
                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<$name<'a>, M::Error> {
                        let mut object = $name::default();
                        while let Some(key) = map.next_key::<Key>()? {
                            match key {
                                $(Key::$field => {
                                    if object.$field.is_some() {
                                        return Err(serde::de::Error::duplicate_field($key));
                                    }
                                    object.$field = map.next_value()?;
                                })*
                                Key::Other => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        Ok(object)
                    }
                }
                deserializer.deserialize_map(ObjectVisitor(std::marker::PhantomData))
            }
        }
    )*};
}
pub(crate) use object;

/// Text, borrowed from the input unless it had to be unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text<'a>(pub Cow<'a, str>);

impl Text<'_> {
    pub fn as_str(&self) -> &str {
        self.0.trim()
    }

    /// The text as an owned value; blank text is nothing.
    pub fn filled(self) -> Option<String> {
        let trimmed = self.0.trim();
        if trimmed.is_empty() {
            None
        } else if trimmed.len() == self.0.len() {
            Some(self.0.into_owned())
        } else {
            Some(trimmed.to_owned())
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("text")
            }
            #[inline]
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        d.deserialize_str(TextVisitor)
    }
}

/// A list without the `null`s that pad it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<List<T>, S::Error> {
                let mut list = Vec::new();
                while let Some(item) = seq.next_element::<Option<T>>()? {
                    list.extend(item);
                }
                Ok(List(list))
            }
        }
        d.deserialize_seq(ListVisitor(PhantomData))
    }
}

/// Any object, not looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anything;

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(d).map(|_| Anything)
    }
}

/// A number in the digits that were sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number<'a>(pub &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Number<'a> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = <&serde_json::value::RawValue>::deserialize(d)?.get();
        match raw.as_bytes().first() {
            Some(b'-' | b'0'..=b'9') if raw.len() <= 100 => Ok(Self(raw)),
            Some(b'-' | b'0'..=b'9') => Err(D::Error::custom("a number of more than 100 digits")),
            _ => Err(D::Error::custom("invalid type: not a number, expected a number")),
        }
    }
}

/// Skips a byte order mark.
pub(crate) fn without_mark(bytes: &[u8]) -> (&[u8], bool) {
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    }
}

/// Whether objects and lists are nested deeper than allowed. Usual records have fewer brackets than that.
pub(crate) fn is_deeper(text: &[u8], limit: usize) -> bool {
    // `{` and `[` differ in one bit; short pieces, so that the compiler can count in bytes.
    let opening = |piece: &[u8]| usize::from(piece.iter().map(|b| u8::from(b | 0x20 == b'{')).sum::<u8>());
    if text.chunks(128).map(opening).sum::<usize>() <= limit {
        return false;
    }
    let (mut depth, mut at) = (0usize, 0);
    while at < text.len() {
        match text[at] {
            b'"' => match end_of_text(text, at) {
                Some(end) => at = end,
                None => return false,
            },
            b'{' | b'[' => {
                depth += 1;
                if depth > limit {
                    return true;
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    false
}

/// Where the text that starts with the quote at `start` has its closing quote.
fn end_of_text(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// The value of `resourceType` when it is the first property, as nearly everyone writes it.
pub(crate) fn leading_type(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix('{')?.trim_start().strip_prefix("\"resourceType\"")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    rest.split_once('"').map(|(kind, _)| kind)
}

/// Says in plain words why a text could not be read, without repeating what it says.
pub(crate) fn problem(text: &str, what: &str, error: &serde_json::Error) -> Problem {
    let offset = offset(text, error.line(), error.column());
    let place = place(text, offset, error);
    let whole = error.to_string();
    // The library adds the place itself.
    let words = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(words, _)| words);
    if error.is_eof() {
        return Problem::new(Reason::Truncated, format!("{what} stops in the middle, {place}"));
    }
    if error.is_syntax() {
        if words == "trailing characters" {
            return Problem::new(
                Reason::TrailingContent,
                format!("there is more after the end of {what}, {place}"),
            );
        }
        let words = match words {
            "expected value" | "expected ident" | "invalid number" => "a value is missing or not valid",
            "key must be a string" => "a property name is not in double quotes",
            "expected `,` or `}`" | "expected `,` or `]`" => "a comma or a closing bracket is missing",
            "trailing comma" => "there is a comma before a closing bracket",
            "expected `:`" => "a colon is missing after a property name",
            other if other.starts_with("control character") => "a text is not closed on its line",
            other => other,
        };
        return Problem::new(Reason::BadJson, format!("{what} is not JSON: {words}, {place}"));
    }
    // Errors of our own are placed after the bracket that closes the object.
    let ours = words.starts_with("a number of more than") || words.starts_with("invalid type: not a number");
    let path = path(text, offset - usize::from(ours && offset > 0)).unwrap_or_else(|| what.to_owned());
    if words.starts_with("duplicate field") {
        return Problem::new(Reason::DuplicateKey, format!("{path} is given twice, {place}"));
    }
    if words.starts_with("a number of more than") {
        return Problem::new(Reason::BadValue, format!("{path} is {words}, {place}"));
    }
    let expected = match words.rsplit_once(", expected ").map(|(_, expected)| expected) {
        Some("a boolean") => "true or false",
        Some("i64") => "a whole number",
        // Shapes that are derived speak in serde's words.
        Some("a sequence") => "a list",
        Some("a string") => "text",
        Some(other) if other.starts_with("struct ") => "an object",
        Some(other) => other,
        None => "another value",
    };
    let found = words
        .strip_prefix("invalid type: ")
        .map(|rest| rest.split([' ', ',']).next().unwrap_or_default())
        .map_or("another value", |kind| match kind {
            "string" => "text",
            "integer" | "floating" => "a number",
            "boolean" => "true or false",
            "map" => "an object",
            "sequence" => "a list",
            _ => "another value",
        });
    Problem::new(Reason::WrongType, format!("{path} must be {expected} and is {found}, {place}"))
}

fn place(text: &str, offset: usize, error: &serde_json::Error) -> String {
    // One line is the common case, and then the line says nothing.
    if memchr::memchr(b'\n', text.trim().as_bytes()).is_none() {
        format!("column {}", offset.max(1))
    } else {
        format!("line {} column {} of the record", error.line(), error.column())
    }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', text.as_bytes()).nth(line - 2).map_or(0, |at| at + 1),
    };
    (start + column).min(text.len())
}

/// The path that leads to a place, such as `name[0].family`. Only names that look like FHIR's are repeated.
fn path(text: &str, offset: usize) -> Option<String> {
    enum Step {
        Object(Option<(usize, usize)>),
        List(usize),
    }
    let bytes = &text.as_bytes()[..offset];
    let mut steps = Vec::new();
    let mut name_next = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let Some(end) = end_of_text(bytes, at) else { break };
                if let (true, Some(Step::Object(key))) = (name_next, steps.last_mut()) {
                    *key = Some((at + 1, end));
                    name_next = false;
                }
                at = end;
            }
            b'{' => {
                steps.push(Step::Object(None));
                name_next = true;
            }
            b'[' => {
                steps.push(Step::List(0));
                name_next = false;
            }
            b'}' | b']' if steps.len() > 1 => {
                steps.pop();
                name_next = false;
            }
            b',' => match steps.last_mut() {
                Some(Step::List(index)) => *index += 1,
                Some(Step::Object(_)) => name_next = true,
                None => {}
            },
            _ => {}
        }
        at += 1;
    }
    let mut path = String::new();
    for step in &steps {
        match step {
            Step::Object(Some((start, end))) => {
                let key = &text[*start..*end];
                let plain = key.len() <= 64 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(if plain { key } else { "?" });
            }
            Step::Object(None) => {}
            Step::List(index) => path.push_str(&format!("[{index}]")),
        }
    }
    (!path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    object! {
        Small { family: Text<'a> = "family", given: List<Text<'a>> = "given", value: Number<'a> = "value" }
        Outer { name: List<Small<'a>> = "name", flag: bool = "flag" }
    }

    fn complaint(text: &str) -> (Reason, String) {
        let error = serde_json::from_str::<Outer>(text).err().expect("must not be read");
        let problem = problem(text, "the record", &error);
        (problem.reason, problem.message)
    }

    #[test]
    fn what_is_not_named_is_skipped_and_null_is_nothing() {
        let text = r#"{"x":{"y":[1,{"z":null}]},"name":[null,{"family":null,"given":["A\u00e9",null,"B"],"value":3.10}],"flag":null}"#;
        let outer: Outer = serde_json::from_str(text).unwrap();
        let name = &outer.name.unwrap().0[0];
        assert!(outer.flag.is_none() && name.family.is_none());
        assert_eq!(name.given.as_ref().unwrap().0.iter().map(Text::as_str).collect::<Vec<_>>(), ["Aé", "B"]);
        assert_eq!(name.value.unwrap().0, "3.10");
    }

    #[test]
    fn problems_say_where_and_never_what() {
        for (text, reason, message) in [
            (
                r#"{"name":[{"family":"A"},{"family":7}]}"#,
                Reason::WrongType,
                "name[1].family must be text and is a number, column 35",
            ),
            (
                r#"{"name":["Ann Secret"]}"#,
                Reason::WrongType,
                "name[0] must be an object and is text, column 21",
            ),
            (
                r#"{"name":[["Ann Secret"]]}"#,
                Reason::WrongType,
                "name[0] must be an object and is a list, column 9",
            ),
            (
                r#"{"name":{"family":"Secret"}}"#,
                Reason::WrongType,
                "name must be a list and is an object, column 8",
            ),
            (
                r#"{"flag":"Ann, expected Bob"}"#,
                Reason::WrongType,
                "flag must be true or false and is text, column 27",
            ),
            (
                r#"{"name":[{"value":"Ann"}]}"#,
                Reason::WrongType,
                "name[0].value must be a number and is another value, column 24",
            ),
            (r#"{"flag":true,"flag":false}"#, Reason::DuplicateKey, "flag is given twice, column 19"),
            (r#"{"flag":tru"#, Reason::Truncated, "the record stops in the middle, column 11"),
            (
                r#"{"flag":true,}"#,
                Reason::BadJson,
                "the record is not JSON: there is a comma before a closing bracket, column 14",
            ),
            (
                "{\n  flag: true }",
                Reason::BadJson,
                "the record is not JSON: a property name is not in double quotes, line 2 column 3 of the record",
            ),
            (
                r#"{"flag":true} {"#,
                Reason::TrailingContent,
                "there is more after the end of the record, column 15",
            ),
        ] {
            assert_eq!(complaint(text), (reason, message.to_owned()), "{text}");
        }
    }

    #[test]
    fn depth_is_measured_outside_texts() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(!is_deeper(nested(64).as_bytes(), 64));
        assert!(is_deeper(nested(65).as_bytes(), 64));
        assert!(!is_deeper(format!("[\"\\\"{}\"]", nested(99)).as_bytes(), 64));
        assert!(!is_deeper(format!("[{}1]", "[],".repeat(99)).as_bytes(), 64));
        assert!(!is_deeper(format!("[\"{}", nested(99)).as_bytes(), 64));
    }

    #[test]
    fn the_type_is_seen_early() {
        assert_eq!(leading_type(" { \"resourceType\" :\n\"Patient\",\"id\":1}"), Some("Patient"));
        assert_eq!(leading_type(r#"{"id":"1","resourceType":"Patient"}"#), None);
        assert_eq!(leading_type("{\"resourceType\":\"Pat"), None);
    }
}
