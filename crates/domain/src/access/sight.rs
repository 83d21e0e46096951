//! Whether one kind of facts about one person may be seen by somebody, and why or why not.
//!
//! The rules, in order; the first that speaks decides:
//!
//! 1. some roles see no facts about care at all, whatever anybody allowed;
//! 2. what is sensitive of a mother is not seen through her baby's page, by nobody;
//! 3. an emergency opens what is not closed even then;
//! 4. a no of hers hides, also from those who care for her;
//! 5. of somebody under age, no parent and no proxy sees what is sensitive;
//! 6. a yes of hers shows;
//! 7. who cares for her sees what that needs: clinics and the front door all but what the law closes (Part 2), those who
//!    reach families nothing sensitive, a service what the programme shares of a referral;
//! 8. nobody else sees anything.

use serde::{Deserialize, Serialize};

use super::Role;
use crate::consent::{Because, Category, Decision, Sharing};
use crate::id::ConsentId;

/// How somebody stands to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The own organisation cares for her.
    Organization,
    /// There is, or was, a case of hers at the front door, and they work there.
    Case,
    /// She or her baby is on the own caseload.
    Caseload,
    /// She was referred to the own service.
    Receiver,
    /// They act for her: a parent, a guardian, somebody whom she named.
    Proxy,
    /// None of these.
    None,
}

named! {
    Relation {
        Organization = "organization", Case = "case", Caseload = "caseload", Receiver = "receiver", Proxy = "proxy",
        None = "none",
    }
}

/// One look at one kind of facts about one person.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Who looks.
    pub role: Role,
    /// How they stand to her.
    pub relation: Relation,
    /// The kind of facts.
    pub category: Category,
    /// What she, or the programme, says of it for this reader.
    pub consent: Decision,
    /// Her record was opened in an emergency, and that time has not run out.
    pub glass: bool,
    /// She is under age.
    pub minor: bool,
    /// The facts are a mother's, and the page is her baby's.
    pub through_baby: bool,
}

/// Why something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// She said yes.
    Allowed(ConsentId),
    /// The reader cares for her.
    Related(Relation),
    /// The programme shares this of who was not asked.
    Usual,
    /// In an emergency.
    Emergency,
    /// The reader's role oversees the whole network, and it is nothing sensitive.
    Oversight,
}

/// Why something is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// The role sees no facts about care.
    Role,
    /// It is the mother's, and this is her baby's page.
    Mothers,
    /// The law closes it unless she says yes.
    Closed,
    /// She said no.
    Forbidden(ConsentId),
    /// She took her yes back.
    TakenBack(ConsentId),
    /// She is under age and decides this alone.
    Minor,
    /// It is sensitive and she was not asked.
    NotAsked,
    /// The programme does not share it without her word.
    Unusual,
    /// The reader has nothing to do with her.
    Unrelated,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sight {
    /// It may be seen.
    Shown(Shown),
    /// It may not.
    Hidden(Hidden),
}

impl Sight {
    /// Whether it may be seen.
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Shown(_))
    }
}

/// Whether it may be seen.
pub fn sight(look: &Look, sharing: &Sharing) -> Sight {
    let sensitive = look.category.is_sensitive();
    if !sees_care(look.role, look.relation) && look.category != Category::Contact {
        return Sight::Hidden(Hidden::Role);
    }
    if look.through_baby && sensitive {
        return Sight::Hidden(Hidden::Mothers);
    }
    if look.glass && may_break(look.role) && !sharing.glass_closed.contains(&look.category) {
        return Sight::Shown(Shown::Emergency);
    }
    match look.consent.because {
        Because::Forbidden(consent) => return Sight::Hidden(Hidden::Forbidden(consent)),
        Because::TakenBack(consent) => return Sight::Hidden(Hidden::TakenBack(consent)),
        _ => {}
    }
    if look.relation == Relation::Proxy && look.minor && sensitive {
        return Sight::Hidden(Hidden::Minor);
    }
    if let Because::Allowed(consent) = look.consent.because {
        return Sight::Shown(Shown::Allowed(consent));
    }
    if look.category == Category::Part2 {
        return Sight::Hidden(Hidden::Closed);
    }
    match (look.relation, sensitive) {
        (Relation::Organization | Relation::Case, _) => Sight::Shown(Shown::Related(look.relation)),
        (Relation::Caseload | Relation::Proxy, false) => Sight::Shown(Shown::Related(look.relation)),
        (Relation::None, false) if look.role == Role::Coordinator => Sight::Shown(Shown::Oversight),
        (Relation::Receiver, false) if look.consent.permit => Sight::Shown(Shown::Usual),
        (Relation::Receiver, false) => Sight::Hidden(Hidden::Unusual),
        (Relation::None, false) => Sight::Hidden(Hidden::Unrelated),
        (_, true) => Sight::Hidden(Hidden::NotAsked),
    }
}

/// Whether a role sees facts about care. A link of a service has none.
fn sees_care(role: Role, relation: Relation) -> bool {
    match role {
        Role::Coordinator | Role::ClinicLead | Role::Intake => true,
        Role::OutreachWorker => matches!(relation, Relation::Caseload | Relation::Proxy),
        Role::ServiceLead => matches!(relation, Relation::Receiver | Relation::Proxy),
        Role::Client => relation == Relation::Proxy,
        Role::Analyst | Role::Administrator | Role::DataSteward | Role::Referrer | Role::PrivacyOfficer => {
            false
        }
    }
}

/// Whether a role may open a record in an emergency: those with a clinical task.
fn may_break(role: Role) -> bool {
    matches!(role, Role::Coordinator | Role::ClinicLead | Role::Intake)
}

#[cfg(test)]
mod tests;
