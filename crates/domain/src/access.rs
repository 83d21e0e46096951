//! Who may do what: one function decides, and everything asks it.
//!
//! Default deny. A decision is made from the actor's role and organisation, the action, and the relation between
//! the actor and what it is about. What is allowed says how much of a row may be shown. Of one kind of facts about one
//! person, [`sight`] says whether it may be seen, from the relation, what she allows, how sensitive it is, and whether the
//! record was opened in an emergency; and why.

mod proxy;
mod sight;

use serde::{Deserialize, Serialize};

pub use proxy::{Around, GIVEN_FOR, PROXY, Term};
pub use sight::{Hidden, Look, Relation, Shown, Sight, sight};

use crate::id::{AccountId, OrganizationId};

/// What someone is signed in as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the collaborative: every clinic, every row, the work list of all.
    Coordinator,
    /// Leads improvement at one clinic: that clinic's rows, everybody's rates.
    ClinicLead,
    /// Reaches families: the rows of the own caseload.
    OutreachWorker,
    /// Studies rates: counts only, small ones withheld.
    Analyst,
    /// Runs the system: accounts, sources, quarantine without clinical content; no clinical rows.
    Administrator,
    /// Keeps records in order: takes files in, says which records are one person and which baby is whose. Names,
    /// identifiers and contacts of everybody; no clinical rows.
    DataSteward,
    /// Works at the front door: every form that came in, the cases made of them, whom to offer what.
    Intake,
    /// Leads a service that takes referrals: what was referred to the own organisation, its places and conditions.
    ServiceLead,
    /// Sends people to the front door: puts forms in, and learns what became of the own organisation's.
    Referrer,
    /// Watches over who looks at what: the audit log, emergencies, reports of looking; no clinical rows.
    PrivacyOfficer,
    /// Is of a family: what is due and done for a baby for whom they speak, and nothing else.
    Client,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Coordinator,
        Self::ClinicLead,
        Self::OutreachWorker,
        Self::Analyst,
        Self::Administrator,
        Self::DataSteward,
        Self::Intake,
        Self::ServiceLead,
        Self::Referrer,
        Self::PrivacyOfficer,
        Self::Client,
    ];

    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::ClinicLead => "clinic_lead",
            Self::OutreachWorker => "outreach_worker",
            Self::Analyst => "analyst",
            Self::Administrator => "administrator",
            Self::DataSteward => "data_steward",
            Self::Intake => "intake",
            Self::ServiceLead => "service_lead",
            Self::Referrer => "referrer",
            Self::PrivacyOfficer => "privacy_officer",
            Self::Client => "client",
        }
    }

    /// The role of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// Someone signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Their account.
    pub account: AccountId,
    /// Their name, for the page and the audit log.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The organisation they work for, where the role has one.
    pub organization: Option<OrganizationId>,
}

/// What someone wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See rates, gaps and charts.
    SeeCounts,
    /// See a list of people.
    SeePeople,
    /// See one person's story.
    SeePerson,
    /// Log a contact, record a visit, undo either.
    Act,
    /// Say who has whom.
    Assign,
    /// See sources, freshness, completeness and the number of quarantined records.
    SeeData,
    /// Read the content of quarantined records, which may name people.
    ReadQuarantine,
    /// Try quarantined records again.
    Replay,
    /// See which records are taken to be one person or one dyad and why, and decide it: names, birth dates,
    /// identifiers, contacts.
    ReviewIdentity,
    /// Take in files: see their rows, map their columns, commit and undo them.
    Import,
    /// Put a form in at the front door.
    Submit,
    /// See what became of a form that was put in: whether she was reached and is served, nothing more.
    FollowSubmission,
    /// See the cases of the front door with their forms, take them, weigh them, refer, and close them.
    Triage,
    /// See a referral that was made to a service, and answer it.
    AnswerReferral,
    /// Say what a service asks for and how many places it has.
    ManageService,
    /// See and write down what somebody allows, how she may be contacted safely, and what of her is concealed.
    ManageConsent,
    /// Open a record in an emergency.
    BreakGlass,
    /// See who looked at somebody's record.
    SeeLooks,
    /// Review emergencies, and reports of looking.
    ReviewPrivacy,
    /// See what goods a place has and who was given which; receive them, give them, ask about them, call them back.
    KeepGoods,
    /// See the mothers of a hospital who are there or have just left, and write down what they were taught.
    TeachSleep,
    /// See which site has which methods of contraception, and say it of the own one.
    SayMethods,
    /// Write beside a measure what was changed, and when.
    Annotate,
    /// Let a chart of counts out to everybody, and take it back.
    Publish,
    /// See what is due and done for a baby for whom they speak.
    SeeMine,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::SeeCounts,
        Self::SeePeople,
        Self::SeePerson,
        Self::Act,
        Self::Assign,
        Self::SeeData,
        Self::ReadQuarantine,
        Self::Replay,
        Self::ReviewIdentity,
        Self::Import,
        Self::Submit,
        Self::FollowSubmission,
        Self::Triage,
        Self::AnswerReferral,
        Self::ManageService,
        Self::ManageConsent,
        Self::BreakGlass,
        Self::SeeLooks,
        Self::ReviewPrivacy,
        Self::KeepGoods,
        Self::TeachSleep,
        Self::SayMethods,
        Self::Annotate,
        Self::Publish,
        Self::SeeMine,
    ];
}

/// How the actor stands to what the action is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The organisation to which the person is attributed, whose service or submission it is, or whose rows a list is
    /// limited to.
    pub organization: Option<OrganizationId>,
    /// Whose caseload the person is on, or whose a list is limited to.
    pub worker: Option<AccountId>,
}

/// How much of what was asked for may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fields {
    /// Names, contacts and clinical rows.
    Rows,
    /// Names, contacts, visits and vaccines: what reaching a family needs. No diagnosis, result or medicine, for a
    /// baby's page would otherwise tell what a mother told her clinic.
    Visits,
    /// Names, birth dates, identifiers and contacts, with where each came from: what tells people apart. Nothing
    /// of their care.
    Identity,
    /// What a referral carries: her name, how to reach her, what is asked for and what the service needs to know. None
    /// of her answers, and nothing that was not sent.
    Referral,
    /// Whether and when something happened to what was sent: no contact, no answer, no place.
    Standing,
    /// Counts as they are.
    Counts,
    /// Counts with small ones withheld.
    Suppressed,
    /// How the system runs: sources, files, times, reasons; nobody's record.
    Operations,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// Allowed, this much.
    Allow(Fields),
    /// Denied, for this reason.
    Deny(&'static str),
}

/// Decides whether `actor` may do `action` to `subject`.
///
/// For lists, `subject` is what the list is limited to: an outreach worker may see the list of the own caseload and
/// no other, a clinic lead the list of the own clinic.
pub fn decide(actor: &Actor, action: Action, subject: Subject) -> Decision {
    use Action::*;
    use Decision::{Allow, Deny};
    let own = actor.organization.is_some() && subject.organization == actor.organization;
    let own_caseload = subject.worker == Some(actor.account);
    match (actor.role, action) {
        (Role::Client, SeeMine) => Allow(Fields::Visits),
        (Role::Client, _) => Deny("families see what is theirs"),
        (_, SeeMine) => Deny("this page is for families"),

        (Role::Coordinator, SeeCounts) => Allow(Fields::Counts),
        (Role::Coordinator, ReviewPrivacy) => Deny("what people looked at is reviewed by a privacy officer"),
        (Role::Coordinator, _) => Allow(Fields::Rows),

        (Role::ClinicLead, SeeCounts) => Allow(Fields::Counts),
        (Role::ClinicLead, BreakGlass) => Allow(Fields::Rows),
        (Role::ClinicLead, SeePeople | SeePerson | Act | Assign | ManageConsent | SeeLooks) if own => {
            Allow(Fields::Rows)
        }
        (Role::ClinicLead, SeePeople | SeePerson | Act | Assign | ManageConsent | SeeLooks) => {
            Deny("this family is not with your clinic")
        }
        (Role::ClinicLead, Annotate) if own => Allow(Fields::Operations),
        (Role::ClinicLead, Annotate) => Deny("what a site changed is written down by the site itself"),
        (Role::ClinicLead, Publish) => Deny("what everybody may see is decided for the whole network"),
        (Role::ClinicLead, SeeData) => Allow(Fields::Operations),
        (Role::ClinicLead, ReadQuarantine | Replay) => Deny("quarantined records may be about other clinics"),
        (Role::ClinicLead, ReviewIdentity | Import) => {
            Deny("records of every clinic are kept in order by a data steward")
        }
        (Role::ClinicLead, Submit | FollowSubmission) if own => Allow(Fields::Standing),
        (Role::ClinicLead, SayMethods) if own => Allow(Fields::Operations),
        (Role::ClinicLead, SayMethods) => Deny("this is said by the site itself"),
        (Role::ClinicLead, Submit | FollowSubmission) => Deny("this was sent by another organisation"),
        (Role::ClinicLead, ReviewPrivacy) => Deny("what people looked at is reviewed by a privacy officer"),
        (Role::ClinicLead, Triage | AnswerReferral | ManageService) => {
            Deny("cases are led by the intake team")
        }
        (Role::ClinicLead, KeepGoods) => Deny("goods are kept by who gives them to families"),
        (Role::ClinicLead, TeachSleep) => Deny("mothers are taught by the hospital before they go home"),

        (Role::OutreachWorker, SeeCounts) => Allow(Fields::Suppressed),
        (Role::OutreachWorker, SeePeople | SeePerson | Act) if own_caseload => Allow(Fields::Visits),
        (Role::OutreachWorker, SeePeople | SeePerson | Act) => Deny("this family is not on your caseload"),
        (Role::OutreachWorker, _) => Deny("outreach workers see their caseload"),

        (Role::Analyst, SeeCounts) => Allow(Fields::Suppressed),
        (Role::Analyst, SeeData | Annotate) => Allow(Fields::Operations),
        (Role::Analyst, _) => Deny("analysts see counts, not people"),

        (Role::Administrator, SeeData | Replay) => Allow(Fields::Operations),
        (Role::Administrator, _) => Deny("administrators run the system and see no clinical rows"),

        (Role::DataSteward, SeeData) => Allow(Fields::Operations),
        (Role::DataSteward, Replay) => Allow(Fields::Operations),
        (Role::DataSteward, ReviewIdentity | Import) => Allow(Fields::Identity),
        (Role::DataSteward, ReadQuarantine) => Deny("quarantined records may tell of care"),
        (Role::DataSteward, _) => Deny("data stewards keep records in order and see no clinical rows"),

        (Role::Intake, SeeCounts) => Allow(Fields::Counts),
        (
            Role::Intake,
            Submit | FollowSubmission | Triage | AnswerReferral | ManageService | KeepGoods | TeachSleep
            | SayMethods,
        ) => Allow(Fields::Rows),
        (Role::Intake, ManageConsent | BreakGlass | SeeLooks) => Allow(Fields::Rows),
        (Role::Intake, _) => Deny("the intake team sees the cases of the front door"),

        (Role::ServiceLead, SeeCounts) => Allow(Fields::Suppressed),
        (Role::ServiceLead, AnswerReferral | ManageService | KeepGoods) if own => Allow(Fields::Referral),
        (Role::ServiceLead, AnswerReferral | ManageService | KeepGoods) => {
            Deny("this is another organisation's service")
        }
        (Role::ServiceLead, Submit | FollowSubmission) if own => Allow(Fields::Standing),
        (Role::ServiceLead, SayMethods) if own => Allow(Fields::Operations),
        (Role::ServiceLead, _) => Deny("service leads see what is referred to their own service"),

        (Role::Referrer, Submit | FollowSubmission) if own => Allow(Fields::Standing),
        (Role::Referrer, TeachSleep) if own => Allow(Fields::Identity),
        (Role::Referrer, SayMethods) if own => Allow(Fields::Operations),
        (Role::Referrer, Submit | FollowSubmission | TeachSleep) => {
            Deny("this was sent by another organisation")
        }
        (Role::Referrer, _) => Deny("referrers see what became of what they sent"),

        (Role::PrivacyOfficer, SeeLooks | ReviewPrivacy | SeeData) => Allow(Fields::Operations),
        (Role::PrivacyOfficer, _) => Deny("privacy officers see who looked at what, and no clinical rows"),
    }
}

#[cfg(test)]
mod tests;
