//! Holding the words of a person against a request.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Category, Consent, Grantee, GrantorKind, Purpose, Recipient, Scope, Sharing, Use, Word};
use crate::id::ConsentId;

/// What somebody wants to do with a kind of facts.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// To whom it would be known.
    pub to: &'a Recipient,
    /// Which kind of facts.
    pub category: Category,
    /// What for.
    pub purpose: Purpose,
    /// What is done with them.
    pub using: Use,
    /// She is under age: nobody else's yes opens what is sensitive of her.
    pub minor: bool,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Because {
    /// She said yes.
    Allowed(ConsentId),
    /// She said no.
    Forbidden(ConsentId),
    /// She said yes and took it back.
    TakenBack(ConsentId),
    /// She was not asked; the programme shares this for this purpose.
    Usual,
    /// She was not asked, and this is sensitive.
    NotAsked,
    /// She was not asked, and the programme does not share this for this purpose.
    Unusual,
}

/// What was decided, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decision {
    /// It may be.
    pub permit: bool,
    /// Because of this.
    pub because: Because,
}

/// A word as it speaks at one instant.
struct Voice<'a> {
    consent: &'a Consent,
    permit: bool,
    /// Since when it says this.
    since: Timestamp,
}

/// Whether a request is allowed at an instant by what somebody said, in whatever order the words come.
pub fn evaluate(consents: &[Consent], request: &Request<'_>, sharing: &Sharing, at: Timestamp) -> Decision {
    let voices: Vec<Voice<'_>> = consents.iter().filter_map(|consent| voice(consent, request, at)).collect();
    let standing = |voice: &&Voice<'_>| !voices.iter().any(|other| overrules(other, voice));
    let standing: Vec<&Voice<'_>> = voices.iter().filter(standing).collect();
    // Of several the smallest id is named, so that the reason does not depend on the order.
    let named = |permit: bool| {
        let of = standing.iter().filter(|v| v.permit == permit).min_by_key(|v| v.consent.id);
        of.map(|v| v.consent)
    };
    if let Some(consent) = named(false) {
        let because = match consent.word {
            Word::Deny => Because::Forbidden(consent.id),
            Word::Permit => Because::TakenBack(consent.id),
        };
        return Decision { permit: false, because };
    }
    if let Some(consent) = named(true) {
        return Decision { permit: true, because: Because::Allowed(consent.id) };
    }
    let because = match request.category.is_sensitive() {
        true => Because::NotAsked,
        false if sharing.is_usual(request.purpose, request.category) => Because::Usual,
        false => Because::Unusual,
    };
    Decision { permit: because == Because::Usual, because }
}

/// What a word says to a request; none where it says nothing.
fn voice<'a>(consent: &'a Consent, request: &Request<'_>, at: Timestamp) -> Option<Voice<'a>> {
    if consent.from > at || !speaks_of(&consent.scope, consent.word, request) {
        return None;
    }
    // Neither to say it nor to take it back is somebody else's. A no is heard from whoever acts for her.
    let anothers = consent.word == Word::Permit && consent.grantor.kind != GrantorKind::Herself;
    if request.minor && request.category.is_sensitive() && anothers {
        return None;
    }
    match (consent.word, consent.revoked_at.filter(|revoked| *revoked <= at)) {
        // What was never in force is not taken back.
        (Word::Permit, Some(revoked)) if consent.until.is_none_or(|until| revoked < until) => {
            Some(Voice { consent, permit: false, since: revoked })
        }
        (Word::Deny, Some(_)) => None,
        _ if consent.until.is_some_and(|until| until <= at) => None,
        (word, _) => Some(Voice { consent, permit: word == Word::Permit, since: consent.at }),
    }
}

fn speaks_of(scope: &Scope, word: Word, request: &Request<'_>) -> bool {
    let to = match &scope.grantee {
        Grantee::Network => true,
        Grantee::Kind(kind) => request.to.kinds.contains(kind),
        Grantee::Organization(organization) => request.to.organization == Some(*organization),
    };
    let category = match scope.categories.is_empty() {
        true => word == Word::Deny || !request.category.is_sensitive(),
        false => scope.categories.contains(&request.category),
    };
    to && category && among(&scope.purposes, request.purpose) && among(&scope.uses, request.using)
}

fn among<T: Ord>(set: &BTreeSet<T>, one: T) -> bool {
    set.is_empty() || set.contains(&one)
}

/// Whether one voice silences another: it is more specific; or it is a later yes of the same reach after a yes that was
/// taken back.
fn overrules(one: &Voice<'_>, other: &Voice<'_>) -> bool {
    let (a, b) = (&one.consent.scope, &other.consent.scope);
    match (within(a, b), within(b, a)) {
        (true, false) => true,
        (true, true) => {
            let taken_back = !other.permit && other.consent.word == Word::Permit;
            one.permit && taken_back && one.since > other.since
        }
        _ => false,
    }
}

/// Whether what one word is about lies wholly within what another is about.
fn within(a: &Scope, b: &Scope) -> bool {
    let rank = |grantee: &Grantee| match grantee {
        Grantee::Network => 0,
        Grantee::Kind(_) => 1,
        Grantee::Organization(_) => 2,
    };
    let grantee = a.grantee == b.grantee || rank(&a.grantee) > rank(&b.grantee);
    grantee
        && narrower(&a.categories, &b.categories)
        && narrower(&a.purposes, &b.purposes)
        && narrower(&a.uses, &b.uses)
}

fn narrower<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> bool {
    b.is_empty() || (!a.is_empty() && a.is_subset(b))
}
