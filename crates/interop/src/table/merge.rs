//! A person's record with what a later row says of her.

use serde_json::{Map, Value as Json};

/// A person's record with what a newer one says. What the newer one does not say stays, unless it is among `cleared`;
/// lists are joined by what tells their parts apart. `cleared` names a property (`birthDate`), an item of a list
/// (`telecom:email`, `extension:us-core-race`) or a part of its items (`address.postalCode`).
pub fn merged(previous: &[u8], update: &[u8], cleared: &[&str]) -> Vec<u8> {
    let (Ok(Json::Object(before)), Ok(Json::Object(mut after))) =
        (serde_json::from_slice::<Json>(previous), serde_json::from_slice::<Json>(update))
    else {
        return update.to_vec();
    };
    for (property, old) in before {
        if property == "meta" {
            continue;
        }
        let Some(old) = without(&property, old, cleared) else { continue };
        match after.get_mut(&property) {
            None => {
                after.insert(property, old);
            }
            Some(Json::Array(new)) if property != "address" && property != "communication" => {
                let Json::Array(old) = old else { continue };
                for part in old {
                    if !new.iter().any(|n| tells_apart(&property, n) == tells_apart(&property, &part)) {
                        new.push(part);
                    }
                }
            }
            Some(_) => {}
        }
    }
    serde_json::to_vec(&Json::Object(after)).expect("text and numbers always have a JSON form")
}

/// What is left of a property; nothing when all of it is erased.
fn without(property: &str, value: Json, cleared: &[&str]) -> Option<Json> {
    if cleared.contains(&property) {
        return None;
    }
    let Json::Array(mut items) = value else { return Some(value) };
    let paths = || cleared.iter().filter_map(|path| path.strip_prefix(property));
    for name in paths().filter_map(|path| path.strip_prefix(':')) {
        items.retain(|item| name_of(property, item) != name);
    }
    for part in paths().filter_map(|path| path.strip_prefix('.')) {
        items.iter_mut().filter_map(Json::as_object_mut).for_each(|item| {
            item.remove(part);
        });
        items.retain(|item| item.as_object().is_none_or(says_anything));
    }
    (!items.is_empty()).then_some(Json::Array(items))
}

fn says_anything(item: &Map<String, Json>) -> bool {
    item.keys().any(|key| key != "use")
}

fn text<'p>(part: &'p Json, pointer: &str) -> &'p str {
    part.pointer(pointer).and_then(Json::as_str).unwrap_or_default()
}

/// What an item of a list is called when it is erased.
fn name_of(property: &str, item: &Json) -> String {
    match property {
        "identifier" => text(item, "/type/coding/0/code").to_owned(),
        "extension" => text(item, "/url").rsplit('/').next().unwrap_or_default().to_owned(),
        _ => tells_apart(property, item),
    }
}

/// What makes two items of a list the same item.
fn tells_apart(property: &str, item: &Json) -> String {
    match property {
        "identifier" => text(item, "/system").to_owned(),
        "telecom" => format!("{} {}", text(item, "/system"), text(item, "/use")).trim_end().to_owned(),
        "name" => text(item, "/use").to_owned(),
        "extension" => text(item, "/url").to_owned(),
        "link" => text(item, "/other/reference").to_owned(),
        _ => item.to_string(),
    }
}
