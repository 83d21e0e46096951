//! JSON of an HSDS API as tables: an object within another becomes a row that names what it is within.

use serde_json::{Map, Value};

use super::tables::{Row, Tables, named};
use super::{LeftOut, Why};
use crate::problem::{Problem, Reason};

/// Reads one document: a page of results, a list, one object, or an object of lists.
pub(super) fn read(name: &str, bytes: &[u8], tables: &mut Tables) -> Result<(), Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let document: Value = serde_json::from_slice(bytes).map_err(|error| {
        let message = format!("{name}, line {}: this is not JSON", error.line());
        Problem::new(Reason::BadJson, message)
    })?;
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let hint = named(&stem);
    match document {
        Value::Object(page) if page.contains_key("contents") => {
            each(name, "/contents", page.get("contents"), hint, tables);
        }
        Value::Object(one) if one.contains_key("id") => root(name, "", &one, hint, tables),
        Value::Object(lists) => {
            for (key, value) in &lists {
                match named(key) {
                    Some(table) if value.is_array() => {
                        each(name, &format!("/{key}"), Some(value), Some(table), tables);
                    }
                    _ => left_out(name, &format!("/{key}"), "", Why::NoTable, tables),
                }
            }
        }
        list => each(name, "", Some(&list), hint, tables),
    }
    Ok(())
}

fn each(file: &str, path: &str, list: Option<&Value>, hint: Option<&'static str>, tables: &mut Tables) {
    let Some(Value::Array(list)) = list else { return left_out(file, path, "", Why::NoTable, tables) };
    for (at, value) in list.iter().enumerate() {
        let path = format!("{path}/{at}");
        match value {
            Value::Object(one) => root(file, &path, one, hint, tables),
            _ => left_out(file, &path, "", Why::NoTable, tables),
        }
    }
}

/// One object that stands within no other: what it is, its properties say.
fn root(file: &str, path: &str, one: &Map<String, Value>, hint: Option<&'static str>, tables: &mut Tables) {
    let has = |any: &[&str]| any.iter().any(|key| one.contains_key(*key));
    let says = if has(&["location_type", "latitude"]) {
        Some("location")
    } else if has(&["service"]) && has(&["location", "location_id"]) {
        Some("service_at_location")
    } else if has(&["status", "organization", "service_at_locations", "eligibility_description"]) {
        Some("service")
    } else if has(&["legal_status", "organization_identifiers", "year_incorporated", "services"]) {
        Some("organization")
    } else {
        None
    };
    let path = if path.is_empty() { "/" } else { path };
    match says.or(hint) {
        Some(table) => row(file, path, table, one, &[], tables),
        None => {
            let name = one.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
            left_out(file, path, &name, Why::NoTable, tables);
        }
    }
}

fn left_out(file: &str, path: &str, name: &str, why: Why, tables: &mut Tables) {
    let place = format!("{file}, {path}");
    tables.left_out.push(LeftOut { place, name: name.to_owned(), why });
}

/// One object with what is within it. `within` says, by the column, what it is within.
fn row(
    file: &str,
    path: &str,
    table: &'static str,
    one: &Map<String, Value>,
    within: &[(&str, &str)],
    tables: &mut Tables,
) {
    let mut row_of = Row { place: format!("{file}, {path}"), ..Row::default() };
    let id = one.get("id").and_then(Value::as_str).unwrap_or_default();
    for (key, value) in one {
        let inner = format!("{}/{key}", path.trim_end_matches('/'));
        match (value, named(key)) {
            (Value::Object(single), Some(of)) => {
                if let Some(Value::String(inner)) = single.get("id") {
                    row_of.values.insert(format!("{of}_id"), inner.clone());
                }
                self::row(file, &inner, of, single, &[], tables);
            }
            (Value::Array(list), Some(of)) => {
                let column = if of == "attribute" { "link_id".to_owned() } else { format!("{table}_id") };
                for (at, value) in list.iter().enumerate() {
                    if let Value::Object(child) = value {
                        self::row(file, &format!("{inner}/{at}"), of, child, &[(&column, id)], tables);
                    }
                }
            }
            (Value::String(text), _) => {
                row_of.values.insert(key.clone(), text.clone());
            }
            (Value::Number(number), _) => {
                row_of.values.insert(key.clone(), number.to_string());
            }
            (Value::Bool(so), _) => {
                row_of.values.insert(key.clone(), so.to_string());
            }
            (Value::Null, _) => {}
            // A list of words, such as days.
            (other, _) => {
                row_of.values.insert(key.clone(), other.to_string());
            }
        }
    }
    for (column, of) in within.iter().filter(|(_, of)| !of.is_empty()) {
        row_of.values.insert((*column).to_owned(), (*of).to_owned());
    }
    tables.push(table, row_of);
}
