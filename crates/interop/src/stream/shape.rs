//! What a file is, told from its beginning.

use serde::de::IgnoredAny;

use super::Seems;

/// How much of a file is looked at, or its first line if that is longer.
pub(super) const HEAD: usize = 64 << 10;

pub(super) enum Shape {
    /// One resource a line.
    Lines,
    /// One JSON document over any number of lines.
    Document,
    /// No FHIR JSON.
    Other(Seems),
}

/// Tells the shape. `head` starts with its first byte that is no white space; `whole` says that there is no more.
pub(super) fn of(head: &[u8], whole: bool) -> Shape {
    if head.first() != Some(&b'{') {
        return if mostly_resources(head, whole) { Shape::Lines } else { Shape::Other(other(head)) };
    }
    let mut values = serde_json::Deserializer::from_slice(head).into_iter::<IgnoredAny>();
    let first = values.next();
    if let Some(Ok(_)) = first {
        let (value, rest) = head.split_at(values.byte_offset());
        let alone = whole && rest.trim_ascii().is_empty();
        let on_one_line = !value.contains(&b'\n');
        if alone || (!on_one_line && !mostly_resources(head, whole)) {
            return Shape::Document;
        }
        return Shape::Lines;
    }
    if mostly_resources(head, whole) { Shape::Lines } else { Shape::Document }
}

/// Whether the lines look like NDJSON although the first one is broken: at least half are objects that name a
/// resource type and end there, or all of several start as objects. The pretty-printed lines of one document
/// do neither, and the lines of a Bundle end with a comma.
fn mostly_resources(head: &[u8], whole: bool) -> bool {
    let mut lines: Vec<&[u8]> = head.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).collect();
    if !whole && lines.len() > 1 {
        lines.pop();
    }
    lines.retain(|line| !line.is_empty());
    let starts = lines.iter().filter(|line| line.starts_with(b"{")).count();
    let resources = lines
        .iter()
        .filter(|l| {
            l.starts_with(b"{") && l.ends_with(b"}") && memchr::memmem::find(l, b"\"resourceType\"").is_some()
        })
        .count();
    lines.len() >= 2 && (resources * 2 >= lines.len() || starts == lines.len())
}

fn other(head: &[u8]) -> Seems {
    let text = match str::from_utf8(head) {
        Ok(_) => true,
        // A character cut off by the end of the head is no harm.
        Err(e) => e.error_len().is_none(),
    };
    match head.first() {
        _ if head.contains(&0) => Seems::Binary,
        Some(b'<') => Seems::Xml,
        _ if !text => Seems::Binary,
        Some(b'[' | b'"') => Seems::OtherJson,
        _ => Seems::Text,
    }
}
