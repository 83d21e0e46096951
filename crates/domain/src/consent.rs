//! What somebody allows and forbids about what is known of her.
//!
//! A consent is one word of one person: to whom, which kinds of facts, what for, what may be done with them, from when to
//! when. It is held against a request whenever something is about to be shown, never before, and the answer says which
//! word it rests on. The rules, in order:
//!
//! - a specific word beats a general one: one service before the network, named kinds of facts before all of them;
//! - of words that are not one more specific than the other, a no beats a yes;
//! - a yes that was taken back is a no from then on; only a later yes of the same reach, or a more specific one, ends it;
//! - a yes that names no kinds of facts is about those that are not sensitive: the others have to be named;
//! - where no word speaks, what is sensitive stays hidden, and the programme's [`Sharing`] says what else is shared.
//!
//! This module decides. What was lawfully shared before a word was taken back is not undone by it.

mod codes;
mod evaluate;
mod sharing;

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::id::{ConsentId, OrganizationId, PersonId};

pub use codes::{category_of, of_answer};
pub use evaluate::{Because, Decision, Request, evaluate};
pub use sharing::{Problem, Sharing};

/// A kind of facts about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Who she is and how to reach her.
    Contact,
    /// Pregnancies and births.
    Pregnancy,
    /// Readings, illness and treatment that are in no other category.
    Vitals,
    /// Mood, worry, thoughts of harm.
    BehavioralHealth,
    /// Alcohol, tobacco, drugs.
    Substance,
    /// Records of a federally assisted programme for substance use (42 CFR Part 2).
    Part2,
    /// HIV and infections passed on by sex.
    HivSti,
    /// Violence, and her safety.
    Violence,
    /// Contraception, abortion, loss.
    Reproductive,
    /// Child protection and foster care.
    ChildWelfare,
    /// Where she comes from, and her papers.
    Immigration,
    /// Food, housing, transport, money.
    SocialNeeds,
    /// The baby's own care.
    Infant,
    /// Insurance and bills.
    Billing,
}

/// What it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Those who care for her know of each other.
    Coordination,
    /// A service is asked to serve her.
    Referral,
    /// To see how well care is given.
    Quality,
    /// What the law has public health told.
    PublicHealth,
    /// Research.
    Research,
    /// Messages to her.
    Messaging,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Looked at.
    View,
    /// Given to somebody else.
    Share,
    /// Used to contact her.
    Contact,
}

/// Who gave the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantorKind {
    /// She herself, whatever her age where the law lets her decide.
    Herself,
    /// A parent.
    Parent,
    /// A guardian, by a court's order.
    Guardian,
    /// Somebody whom she named.
    Proxy,
}

/// How the word was taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Read and agreed to on a screen.
    Screen,
    /// Signed on paper.
    Paper,
    /// Spoken, before a witness.
    Spoken,
}

/// A yes or a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Yes.
    Permit,
    /// No.
    Deny,
}

named! {
    Category {
        Contact = "contact", Pregnancy = "pregnancy", Vitals = "vitals", BehavioralHealth = "behavioral_health",
        Substance = "substance", Part2 = "part2", HivSti = "hiv_sti", Violence = "violence",
        Reproductive = "reproductive", ChildWelfare = "child_welfare", Immigration = "immigration",
        SocialNeeds = "social_needs", Infant = "infant", Billing = "billing",
    }
    Purpose {
        Coordination = "coordination", Referral = "referral", Quality = "quality", PublicHealth = "public_health",
        Research = "research", Messaging = "messaging",
    }
    Use { View = "view", Share = "share", Contact = "contact" }
    GrantorKind { Herself = "herself", Parent = "parent", Guardian = "guardian", Proxy = "proxy" }
    Channel { Screen = "screen", Paper = "paper", Spoken = "spoken" }
    Word { Permit = "permit", Deny = "deny" }
}

impl Category {
    /// Whether nothing of it is shared unless she said so by its name.
    pub fn is_sensitive(self) -> bool {
        use Category::*;
        match self {
            BehavioralHealth | Substance | Part2 | HivSti | Violence | Reproductive | ChildWelfare
            | Immigration => true,
            Contact | Pregnancy | Vitals | SocialNeeds | Infant | Billing => false,
        }
    }
}

/// To whom a word applies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grantee {
    /// Everybody in the network.
    Network,
    /// Every organisation that offers a service of this kind.
    Kind(String),
    /// One organisation.
    Organization(OrganizationId),
}

/// Who receives, or looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipient {
    /// The organisation; none for who works for the whole network.
    pub organization: Option<OrganizationId>,
    /// The kinds of its services.
    pub kinds: Vec<String>,
}

/// What a word is about. An empty set is all of them, but for sensitive categories, which a yes has to name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// To whom.
    pub grantee: Grantee,
    /// Which kinds of facts.
    pub categories: BTreeSet<Category>,
    /// What for.
    pub purposes: BTreeSet<Purpose>,
    /// What may be done.
    pub uses: BTreeSet<Use>,
}

/// Who gave the word, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grantor {
    /// Who.
    pub kind: GrantorKind,
    /// The name, where it is not she.
    pub name: Option<String>,
    /// What shows that they may: a court's order, a power of attorney.
    pub evidence: Option<String>,
}

/// How the word was taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// How.
    pub channel: Channel,
    /// The day on which it was given, at the place of care.
    pub on: Date,
    /// Who holds the paper, or who was the witness.
    pub kept_by: Option<String>,
    /// The language of the form that was read.
    pub language: String,
    /// The version of that form.
    pub version: String,
}

/// One word of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Whom it is about.
    pub subject: PersonId,
    /// Yes or no.
    pub word: Word,
    /// About what.
    pub scope: Scope,
    /// Whose word.
    pub grantor: Grantor,
    /// How it was taken down.
    pub captured: Captured,
    /// From when it holds.
    pub from: Timestamp,
    /// Until when, that instant excluded; none for as long as it is not taken back.
    pub until: Option<Timestamp>,
    /// When it was written down here.
    pub at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Why a word cannot be taken down as it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Incomplete {
    /// Somebody else gave it, and does not say by what right.
    #[error("write who gave the word, and what shows that they may")]
    Evidence,
    /// Nobody holds the paper.
    #[error("write who holds the paper")]
    Paper,
    /// Nobody heard it.
    #[error("write who was the witness")]
    Witness,
    /// It ends before it begins.
    #[error("the last day comes after the first")]
    Ends,
}

impl Consent {
    /// What is missing of it; none when it is whole.
    pub fn incomplete(&self) -> Option<Incomplete> {
        let blank = |text: &Option<String>| text.as_ref().is_none_or(|t| t.trim().is_empty());
        let other = self.grantor.kind != GrantorKind::Herself;
        if other && (blank(&self.grantor.name) || blank(&self.grantor.evidence)) {
            return Some(Incomplete::Evidence);
        }
        match self.captured.channel {
            Channel::Paper if blank(&self.captured.kept_by) => return Some(Incomplete::Paper),
            Channel::Spoken if blank(&self.captured.kept_by) => return Some(Incomplete::Witness),
            _ => {}
        }
        self.until.is_some_and(|until| until <= self.from).then_some(Incomplete::Ends)
    }

    /// Whether it is a yes that holds, or a no that does, at an instant.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until) && !self.is_revoked(at)
    }

    /// Whether it was taken back by then.
    pub fn is_revoked(&self, at: Timestamp) -> bool {
        self.revoked_at.is_some_and(|revoked| revoked <= at)
    }
}

#[cfg(test)]
mod tests;
