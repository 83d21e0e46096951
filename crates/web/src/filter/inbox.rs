//! The inbox's filter, in an address and out of it.

use kith_app::view::{InboxFilter, Whose};
use kith_domain::id::AccountId;
use kith_domain::priority::Tier;

use super::encode;

/// The longest part of a name, and the longest cursor.
const LONGEST: usize = 200;

/// From the pairs of a query; `me` is who asks. What does not parse is left out.
pub fn parse<'q>(pairs: impl IntoIterator<Item = (&'q str, &'q str)>, me: AccountId) -> InboxFilter {
    let mut filter = InboxFilter::default();
    let text = |value: &str| Some(value.trim().to_owned()).filter(|v| !v.is_empty() && v.len() <= LONGEST);
    for (name, value) in pairs {
        match name {
            "who" => {
                filter.whose = match value {
                    "mine" => Some(Whose::Worker(me)),
                    "nobody" => Some(Whose::Nobody),
                    other => other.parse().ok().map(|id| Whose::Worker(AccountId(id))),
                };
            }
            "tier" => filter.tier = Tier::named(value),
            "late" => filter.late = value == "1",
            "closed" => filter.closed = value == "1",
            "q" => filter.search = text(value),
            "after" => filter.after = text(value),
            _ => {}
        }
    }
    filter
}

/// The pairs of a filter, for an address and for the hidden fields of a form.
pub fn pairs(filter: &InboxFilter) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    match filter.whose {
        Some(Whose::Nobody) => pairs.push(("who", "nobody".to_owned())),
        Some(Whose::Worker(id)) => pairs.push(("who", id.to_string())),
        None => {}
    }
    if let Some(tier) = filter.tier {
        pairs.push(("tier", tier.name().to_owned()));
    }
    if filter.late {
        pairs.push(("late", "1".to_owned()));
    }
    if filter.closed {
        pairs.push(("closed", "1".to_owned()));
    }
    if let Some(search) = &filter.search {
        pairs.push(("q", search.clone()));
    }
    if let Some(after) = &filter.after {
        pairs.push(("after", after.clone()));
    }
    pairs
}

/// The address of the inbox with a filter.
pub fn address(filter: &InboxFilter) -> String {
    let parts: Vec<String> =
        pairs(filter).iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if parts.is_empty() { "/triage".to_owned() } else { format!("/triage?{}", parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: AccountId = AccountId(5);

    #[test]
    fn a_filter_comes_back_from_its_address() {
        let check = |filter: InboxFilter| {
            let address: axum::http::Uri = address(&filter).parse().unwrap();
            let axum::extract::Query(pairs) =
                axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&address).unwrap();
            assert_eq!(parse(pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())), ME), filter);
        };
        check(InboxFilter::default());
        check(InboxFilter { whose: Some(Whose::Nobody), late: true, ..InboxFilter::default() });
        check(InboxFilter {
            whose: Some(Whose::Worker(AccountId(9))),
            tier: Some(Tier::Second),
            closed: true,
            search: Some("Núñez & co".to_owned()),
            after: Some("2026-07-08T14:00:00Z~12".to_owned()),
            ..InboxFilter::default()
        });
    }

    #[test]
    fn nonsense_in_an_address_is_left_out_and_mine_is_who_asks() {
        let none = [("who", "x"), ("tier", "fourth"), ("late", "yes"), ("q", "  "), ("z", "1")];
        assert_eq!(parse(none, ME), InboxFilter::default());
        assert_eq!(parse([("who", "mine")], ME).whose, Some(Whose::Worker(ME)));
    }
}
