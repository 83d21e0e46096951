//! The work list's filter, in an address and out of it.

pub mod inbox;

use kith_app::view::WorkFilter;
use kith_domain::id::OrganizationId;

/// From the pairs of a query. What does not parse is left out: an old bookmark still opens a list.
pub fn parse<'q>(pairs: impl IntoIterator<Item = (&'q str, &'q str)>) -> WorkFilter {
    let mut filter = WorkFilter::default();
    for (name, value) in pairs {
        match name {
            "due" => filter.due_within = value.parse().ok().filter(|d| (0..=400).contains(d)),
            "who" => {
                filter.unassigned = value == "nobody";
                filter.mine = value == "mine";
            }
            "clinic" => filter.organization = value.parse().ok().map(OrganizationId),
            "group" => filter.group = Some(value.to_owned()).filter(|g| !g.is_empty() && g.len() <= 100),
            "done" => filter.include_done = value == "1",
            "after" => {
                filter.after =
                    value.split_once('~').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
            }
            _ => {}
        }
    }
    filter
}

/// The address of a list with a filter.
pub fn address(path: &str, filter: &WorkFilter) -> String {
    let mut parts = Vec::new();
    if let Some(days) = filter.due_within {
        parts.push(format!("due={days}"));
    }
    if filter.unassigned {
        parts.push("who=nobody".to_owned());
    }
    if filter.mine {
        parts.push("who=mine".to_owned());
    }
    if let Some(organization) = filter.organization {
        parts.push(format!("clinic={organization}"));
    }
    if let Some(group) = &filter.group {
        parts.push(format!("group={}", encode(group)));
    }
    if filter.include_done {
        parts.push("done=1".to_owned());
    }
    if let Some((day, id)) = filter.after {
        parts.push(format!("after={day}~{id}"));
    }
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

/// A text as it may stand in a query.
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for b in text.bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(b)),
            _ => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_comes_back_from_its_address() {
        let filter = WorkFilter {
            due_within: Some(7),
            unassigned: true,
            mine: false,
            organization: Some(OrganizationId(4)),
            group: Some("Black or African American & more".to_owned()),
            include_done: true,
            after: Some((jiff::civil::date(2026, 7, 8), 12)),
        };
        let address = address("/worklist", &filter);
        let query: axum::http::Uri = address.parse().unwrap();
        let pairs: Vec<(String, String)> =
            axum::extract::Query::try_from_uri(&query).map(|axum::extract::Query(pairs)| pairs).unwrap();
        assert_eq!(parse(pairs.iter().map(|(a, b)| (a.as_str(), b.as_str()))), filter);
    }

    #[test]
    fn nonsense_in_an_address_is_left_out() {
        let filter =
            parse([("due", "soon"), ("clinic", "x"), ("after", "2026-02-31~1"), ("who", "all"), ("z", "1")]);
        assert_eq!(filter, WorkFilter::default());
    }
}
