//! The rules of the module read plainly, one after another, over every pair of words.

use super::*;

/// How narrow a word is, in each of its four ways.
fn narrow(a: &Scope, b: &Scope) -> [Option<std::cmp::Ordering>; 4] {
    let level = |grantee: &Grantee| match grantee {
        Organization(_) => 2,
        Kind(_) => 1,
        Network => 0,
    };
    let grantee = if a.grantee == b.grantee {
        Some(std::cmp::Ordering::Equal)
    } else {
        Some(level(&a.grantee).cmp(&level(&b.grantee))).filter(|order| order.is_ne())
    };
    [grantee, sets(&a.categories, &b.categories), sets(&a.purposes, &b.purposes), sets(&a.uses, &b.uses)]
}

/// Greater is narrower; an empty set is everything.
fn sets<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering::*;
    match (a.is_empty(), b.is_empty()) {
        _ if a == b => Some(Equal),
        (false, true) => Some(Greater),
        (true, false) => Some(Less),
        _ if a.is_subset(b) => Some(Greater),
        _ if b.is_subset(a) => Some(Less),
        _ => None,
    }
}

fn speaks(c: &Consent, request: &Request<'_>) -> bool {
    let named = c.scope.categories.contains(&request.category);
    let all = c.scope.categories.is_empty() && (c.word == Word::Deny || !request.category.is_sensitive());
    let to = match &c.scope.grantee {
        Network => true,
        Kind(kind) => request.to.kinds.contains(kind),
        Organization(o) => request.to.organization == Some(*o),
    };
    let purpose = c.scope.purposes.is_empty() || c.scope.purposes.contains(&request.purpose);
    let using = c.scope.uses.is_empty() || c.scope.uses.contains(&request.using);
    to && purpose && using && (named || all)
}

/// A word at an instant: yes, no, or no longer anything.
fn says(c: &Consent, at: Timestamp) -> Option<bool> {
    if at < c.from {
        return None;
    }
    let revoked = c.revoked_at.is_some_and(|r| r <= at);
    let ended = c.until.is_some_and(|u| u <= at);
    let ended_first = c.until.zip(c.revoked_at).is_some_and(|(u, r)| u <= r);
    match (c.word, revoked, ended) {
        (Word::Permit, true, _) if !ended_first => Some(false),
        (Word::Deny, true, _) | (_, _, true) => None,
        (word, ..) => Some(word == Word::Permit),
    }
}

pub fn permits(consents: &[Consent], request: &Request<'_>, at: Timestamp) -> bool {
    let heard: Vec<(&Consent, bool)> = consents
        .iter()
        .filter(|c| speaks(c, request))
        .filter_map(|c| says(c, at).map(|yes| (c, yes)))
        .collect();
    let silenced = |c: &Consent, yes: bool| {
        heard.iter().any(|(other, other_yes)| {
            let ways = narrow(&other.scope, &c.scope);
            let comparable = ways.iter().all(|way| way.is_some_and(|order| order.is_ge()));
            let narrower = comparable && ways.contains(&Some(std::cmp::Ordering::Greater));
            let again = comparable
                && !narrower
                && *other_yes
                && !yes
                && c.word == Word::Permit
                && c.revoked_at.is_some_and(|revoked| other.at > revoked);
            narrower || again
        })
    };
    let left: Vec<bool> = heard.iter().filter(|(c, yes)| !silenced(c, *yes)).map(|(_, yes)| *yes).collect();
    match left.as_slice() {
        [] => Sharing::default().is_usual(request.purpose, request.category),
        words => words.iter().all(|yes| *yes),
    }
}
