//! Who refers: a person, or a person in a role of an organisation.

use kith_domain::form::{Answer, Value, referral as ask};
use serde_json::Value as Tree;

use super::entries::{Entries, kind, list};
use crate::referral::Gathered;

/// Their name; the rest of what is said of them is answered.
pub fn sender(of: &Tree, all: &Entries<'_>, gathered: &mut Gathered) -> String {
    let requester = all.find(of, &of["requester"]);
    let is_role = requester.is_some_and(|one| kind(one) == "PractitionerRole");
    let one = |name: &str| {
        let role = requester.filter(|_| is_role)?;
        all.find(role, &role[name])
    };
    let who = if is_role { one("practitioner") } else { requester };
    let organization = if is_role { one("organization") } else { None };
    let name = |of: &Tree| {
        if let Some(name) = of["name"].as_str() {
            return Some(name.to_owned());
        }
        let name = list(of, "name").first()?;
        let given = list(name, "given").iter().filter_map(Tree::as_str);
        let words: Vec<&str> = given.chain(name["family"].as_str()).collect();
        Some(words.join(" ")).filter(|words| !words.is_empty())
    };
    let shown = of["requester"]["display"].as_str().map(str::to_owned);
    let by = who.and_then(name).or(shown).unwrap_or_default();
    gathered.say(ask::SENDER, Some(by.clone()));
    let phone = |of: &Tree| {
        let phone = list(of, "telecom").iter().find(|telecom| telecom["system"] == "phone")?;
        phone["value"].as_str().map(str::to_owned)
    };
    let phone =
        requester.and_then(phone).or_else(|| who.and_then(phone)).or_else(|| organization.and_then(phone));
    gathered.say(ask::SENDER_PHONE, phone);
    gathered.say(ask::SENDER_SITE, organization.and_then(name));
    let identifiers = who.map(|who| list(who, "identifier")).unwrap_or_default();
    let npi = identifiers.iter().find(|one| one["system"] == "http://hl7.org/fhir/sid/us-npi");
    if let Some(npi) = npi.and_then(|npi| npi["value"].as_str()) {
        gathered.give(ask::SENDER_NPI, Answer::one(Value::Text(npi.to_owned())));
    }
    by
}
