//! Pages of contraception.

use jiff::Timestamp;
use kith_domain::contraception::{Access, Talk};
use kith_domain::id::{CaseId, OrganizationId};

use crate::programme::Words;

/// Which site has which methods.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodsPage {
    /// Methods: ids and names.
    pub methods: Vec<(String, Words)>,
    /// Sites, by name.
    pub sites: Vec<SiteShown>,
}

/// A site with its methods.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteShown {
    /// Which.
    pub site: OrganizationId,
    /// Its name.
    pub name: String,
    /// The reader says what it has.
    pub may_edit: bool,
    /// What it has; a method of which it says nothing is not there.
    pub said: Vec<(String, Access)>,
    /// When it last said so.
    pub at: Option<Timestamp>,
}

/// What a mother was asked, offered and chose.
#[derive(Debug, Clone, PartialEq)]
pub struct TalkPage {
    /// The case.
    pub case: CaseId,
    /// Her name.
    pub name: String,
    /// Methods: ids and names.
    pub methods: Vec<(String, Words)>,
    /// The version that was read; 0 where nobody wrote anything down.
    pub version: i64,
    /// When it was written down, and by whom.
    pub noted: Option<(Timestamp, String)>,
    /// What she said.
    pub talk: Talk,
}
