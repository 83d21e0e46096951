//! What a sparse update leaves standing.
//!
//! A field that a message does not fill says nothing, so what was known before holds; `""` takes it away. Each
//! resource carries in its tags what its message took away and what it only assumed, so that two versions can be
//! joined in the order of their events, whichever of them arrived first.

use std::collections::HashSet;

use super::json::{Json, list, object};
use super::person::{ETHNICITY, NHS_ETHNICITY};

/// The system of tags that name what the sender deleted with `""`.
pub(super) const SAID_NULL: &str = "urn:x-kith:hl7v2-null";
/// The system of tags that name what the message did not say and a reader must assume.
pub(super) const ASSUMED: &str = "urn:x-kith:hl7v2-assumed";

/// The system of tags that name what stays of versions before.
const KEPT: &str = "urn:x-kith:hl7v2-kept";

/// The label that a sender asks for, and lifts again.
pub(super) const PROTECTION: &str = "meta.security";

/// Properties of which FHIR allows one form.
const CHOICES: [&str; 6] = ["value", "deceased", "multipleBirth", "onset", "performed", "effective"];

/// Joins two versions of one resource: `later` holds, and of what it does not say, what `earlier` said. What `later`
/// has of versions before it is not its own and counts for nothing, so a version that comes between the two is joined
/// as if it had come in time. Bytes that are not the JSON of an object have nothing to add.
pub fn merged(earlier: &[u8], later: &[u8]) -> Vec<u8> {
    let (Some(earlier), Some(mut later_json)) = (Json::parse(earlier), Json::parse(later)) else {
        return later.to_vec();
    };
    let (Json::Object(before), Json::Object(_)) = (&earlier, &later_json) else { return later.to_vec() };
    for path in tags(&later_json, KEPT) {
        later_json = without(&later_json, &path);
    }
    let deleted = tags(&later_json, SAID_NULL);
    let (assumed, assumed_before) = (tags(&later_json, ASSUMED), tags(&earlier, ASSUMED));
    let mut result = later_json.clone();
    let mut kept = Vec::new();
    for (key, old) in before {
        match (key.as_ref(), later_json.get(key)) {
            ("resourceType" | "id" | "meta", _) => {}
            (_, None) if is_deleted(key, &deleted) || has_other_choice(key, &later_json) => {}
            // A time of birth belongs to its day.
            ("_birthDate", None)
                if later_json.text("birthDate").is_some_and(|b| earlier.text("birthDate") != Some(b)) => {}
            (_, Some(_)) if assumed.contains(&key.to_string()) => {
                if !assumed_before.contains(&key.to_string()) {
                    result.set(key, old.clone());
                    kept.push(key.to_string());
                }
            }
            (_, new) => result.set(key, join(key, old, new, &deleted, &mut kept)),
        }
    }
    let says = |path: &str| match path.split_once([':', '.']) {
        Some((key, part)) => selects(&later_json, key, part),
        None => later_json.get(path).is_some() || has_other_choice(path, &later_json),
    };
    let mut gone = deleted.clone();
    gone.extend(tags(&earlier, SAID_NULL).into_iter().filter(|path| !deleted.contains(path) && !says(path)));
    let open: Vec<String> = assumed.into_iter().filter(|a| !kept.contains(a)).collect();
    let mut meta = later_json.get("meta").cloned().unwrap_or_else(|| object([]));
    if let Some(security) = earlier.get("meta").and_then(|m| m.get("security"))
        && meta.get("security").is_none()
        && !deleted.iter().any(|path| path == PROTECTION)
    {
        meta.set("security", security.clone());
        kept.push(PROTECTION.to_owned());
    }
    meta.set(
        "tag",
        list([(SAID_NULL, gone), (ASSUMED, open), (KEPT, kept)].map(|(system, paths)| marks(system, &paths))),
    );
    result.set("meta", meta);
    result.to_bytes()
}

/// A tag that lists paths; nothing for none.
pub(super) fn marks(system: &str, paths: &[impl AsRef<str>]) -> Json {
    let paths: Vec<&str> = paths.iter().map(AsRef::as_ref).collect();
    match paths.is_empty() {
        true => Json::Nothing,
        false => object([("system", system.into()), ("code", paths.join(" ").into())]),
    }
}

/// The paths that the tags of a system list.
fn tags(resource: &Json, system: &str) -> Vec<String> {
    let tags = resource.get("meta").and_then(|meta| meta.get("tag")).map(Json::items).unwrap_or_default();
    let ours =
        tags.iter().filter(|tag| tag.text("system") == Some(system)).filter_map(|tag| tag.text("code"));
    ours.flat_map(|paths| paths.split(' ')).map(str::to_owned).collect()
}

fn is_deleted(key: &str, deleted: &[String]) -> bool {
    deleted.iter().any(|path| path == key || (CHOICES.contains(&path.as_str()) && is_choice(key, path)))
}

/// Whether `valueString` is a form of `value[x]`.
fn is_choice(key: &str, choice: &str) -> bool {
    let key = key.strip_prefix('_').unwrap_or(key);
    key.strip_prefix(choice).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn has_other_choice(key: &str, later: &Json) -> bool {
    let Json::Object(properties) = later else { return false };
    let choice = CHOICES.iter().find(|c| key == **c || is_choice(key, c));
    choice.is_some_and(|choice| properties.iter().any(|(k, _)| is_choice(k, choice)))
}

/// A resource without what a path names: `birthDate`, `period.end`, `telecom:home`.
fn without(resource: &Json, path: &str) -> Json {
    let mut rest = resource.clone();
    match path.split_once([':', '.']) {
        None => rest.set(path, Json::Nothing),
        Some((key, part)) => match resource.get(key) {
            Some(Json::List(items)) => {
                rest.set(key, list(items.iter().filter(|item| group(key, item) != part).cloned()));
            }
            Some(whole @ Json::Object(_)) => {
                let mut whole = whole.clone();
                whole.set(part, Json::Nothing);
                rest.set(key, whole);
            }
            _ => {}
        },
    }
    rest
}

/// One property of two versions. The items of a list stand beside each other, and an update replaces those of its own
/// group; a period and a hospitalization are joined part by part. What stays of the old is noted as kept.
fn join(key: &str, old: &Json, new: Option<&Json>, deleted: &[String], kept: &mut Vec<String>) -> Json {
    match (old, new) {
        (Json::List(old), None | Some(Json::List(_))) => {
            let new = new.map(Json::items).unwrap_or_default();
            let groups: HashSet<String> = new.iter().map(|item| group(key, item)).collect();
            let mut joined = new.to_vec();
            for item in old {
                let (path, group) = (format!("{key}:{}", group(key, item)), group(key, item));
                if !groups.contains(&group) && !deleted.contains(&path) {
                    joined.push(item.clone());
                    if kept.last() != Some(&path) {
                        kept.push(path);
                    }
                }
            }
            list(joined)
        }
        (Json::Object(old), _) if matches!(key, "period" | "hospitalization") => {
            let mut joined = new.cloned().unwrap_or_else(|| object([]));
            for (part, value) in old {
                let path = format!("{key}.{part}");
                if joined.get(part).is_none() && !deleted.contains(&path) {
                    joined.set(part, value.clone());
                    kept.push(path);
                }
            }
            joined
        }
        (_, Some(new)) => new.clone(),
        (old, None) => {
            kept.push(key.to_owned());
            old.clone()
        }
    }
}

/// What an item of a list is replaced by: another of the same group.
fn group(key: &str, item: &Json) -> String {
    let code = |concept: Option<&Json>| {
        let coding = concept.and_then(|c| c.get("coding")).and_then(|c| c.items().first());
        coding.and_then(|c| c.text("code")).unwrap_or_default().to_owned()
    };
    let group = match key {
        "identifier" => format!("{}|{}", item.text("system").unwrap_or_default(), code(item.get("type"))),
        "name" if item.text("use") == Some("maiden") => "maiden".into(),
        "telecom" if item.text("use") == Some("work") => "work".into(),
        "telecom" => "home".into(),
        "extension" => {
            let url = item.text("url").unwrap_or_default();
            // Two extensions tell the same field.
            let url = if url == NHS_ETHNICITY { ETHNICITY } else { url };
            url.rsplit("us-core-").next().unwrap_or_default().to_owned()
        }
        "component" => code(item.get("code")),
        "link" => reference(item.get("other")),
        "diagnosis" => reference(item.get("condition")),
        _ => String::new(),
    };
    // Paths stand between spaces.
    group.replace(char::is_whitespace, "+")
}

fn reference(target: Option<&Json>) -> String {
    target.and_then(|t| t.text("reference")).unwrap_or_default().to_owned()
}

/// Whether a resource says the part of a property that a path such as `telecom:home` or `period.end` names.
fn selects(resource: &Json, key: &str, part: &str) -> bool {
    match resource.get(key) {
        Some(Json::List(items)) => items.iter().any(|item| group(key, item) == part),
        Some(object) => object.get(part).is_some(),
        None => false,
    }
}
