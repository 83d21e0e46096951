//! Sentences about who may know what, and why something is shown or hidden.

use kith_app::privacy::Reason;
use kith_app::view::{Basis, LookShown, To, Why};
use kith_domain::access::{Hidden, PROXY, Relation, Shown, Sight};
use kith_domain::consent::{Category, Channel, GrantorKind, Purpose};
use kith_domain::safe_contact::Told;
use kith_domain::snooping::Odd;

use crate::lang::{Lang, slug};
use crate::t;

/// A kind of facts.
pub fn category(l: &Lang, category: Category) -> String {
    l.say(&format!("category-{}", slug(category.name())), &[])
}

/// Several, one after another.
pub fn categories(l: &Lang, all: &[Category]) -> String {
    all.iter().map(|c| category(l, *c)).collect::<Vec<_>>().join(", ")
}

/// What something is for.
pub fn purpose(l: &Lang, purpose: Purpose) -> String {
    l.say(&format!("purpose-{}", slug(purpose.name())), &[])
}

/// To whom a word applies.
pub fn to(l: &Lang, to: &To) -> String {
    match to {
        To::Network => t!(l, "to-network"),
        To::Kind(kind) if kind == PROXY => t!(l, "to-proxy"),
        To::Kind(kind) => t!(l, "to-kind", kind = l.sent(kind)),
        To::Organization(name) => name.clone(),
    }
}

/// Whose word it is.
pub fn grantor(l: &Lang, kind: GrantorKind) -> String {
    l.say(&format!("grantor-{}", kind.name()), &[])
}

/// How a word was taken down.
pub fn captured(l: &Lang, channel: Channel) -> String {
    l.say(&format!("captured-{}", channel.name()), &[])
}

/// How something was told.
pub fn told(l: &Lang, told: Told) -> String {
    l.say(&format!("told-{}", slug(told.name())), &[])
}

/// How somebody stands to her.
pub fn relation(l: &Lang, relation: Relation) -> String {
    l.say(&format!("relation-{}", relation.name()), &[])
}

/// Why a kind of facts is shown, or hidden.
pub fn because(l: &Lang, basis: &Basis) -> String {
    match basis.sight {
        Sight::Shown(Shown::Allowed(id)) => t!(l, "shown-allowed", id = id.0),
        Sight::Shown(Shown::Related(how)) => t!(l, "shown-related", how = relation(l, how)),
        Sight::Shown(Shown::Usual) => t!(l, "shown-usual"),
        Sight::Shown(Shown::Emergency) => t!(l, "shown-emergency"),
        Sight::Shown(Shown::Oversight) => t!(l, "shown-oversight"),
        Sight::Hidden(Hidden::Role) => t!(l, "hidden-role"),
        Sight::Hidden(Hidden::Mothers) => t!(l, "hidden-mothers"),
        Sight::Hidden(Hidden::Closed) => t!(l, "hidden-closed"),
        Sight::Hidden(Hidden::Forbidden(id)) => t!(l, "hidden-forbidden", id = id.0),
        Sight::Hidden(Hidden::TakenBack(id)) => t!(l, "hidden-taken-back", id = id.0),
        Sight::Hidden(Hidden::Minor) => t!(l, "hidden-minor"),
        Sight::Hidden(Hidden::NotAsked) => t!(l, "hidden-not-asked"),
        Sight::Hidden(Hidden::Unusual) => t!(l, "hidden-unusual"),
        Sight::Hidden(Hidden::Unrelated) => t!(l, "hidden-unrelated"),
    }
}

/// What somebody did with her record.
pub fn look(l: &Lang, look: &LookShown) -> String {
    l.code("look", &look.what)
}

/// Why somebody looked.
pub fn why(l: &Lang, why: Option<Why>) -> String {
    match why {
        Some(Why::Related(how)) => relation(l, how),
        Some(Why::Emergency) => t!(l, "look-why-emergency"),
        Some(Why::Link) => t!(l, "look-why-link"),
        Some(Why::List) => t!(l, "look-why-list"),
        Some(Why::OnList) => t!(l, "look-why-on-list"),
        None => t!(l, "look-why-unsaid"),
    }
}

/// Why a record was opened in an emergency.
pub fn glass(l: &Lang, reason: Reason) -> String {
    l.say(&format!("glass-reason-{}", reason.name()), &[])
}

/// What is odd.
pub fn odd(l: &Lang, odd: Odd) -> String {
    l.say(&format!("odd-{}", slug(odd.name())), &[])
}
