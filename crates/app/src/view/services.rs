//! Pages of services.

use jiff::Timestamp;
use kith_domain::id::ServiceId;
use kith_domain::matching::{Offer, Open};

use super::Places;
use crate::programme::Words;

/// A service in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceLine {
    /// Which.
    pub service: ServiceId,
    /// Its name.
    pub name: Words,
    /// Its organisation.
    pub organization: String,
    /// Its free places.
    pub places: Places,
    /// Who said so.
    pub said_by: Option<String>,
    /// It takes referrals.
    pub open: bool,
    /// Whether somebody is there now; none where its hours are not known.
    pub hours: Option<Open>,
    /// The directory that it is from.
    pub origin: Option<String>,
}

/// A service with everything that is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceView {
    /// Which.
    pub service: ServiceId,
    /// The version that is read.
    pub version: i64,
    /// What it offers.
    pub offer: Offer,
    /// It takes referrals.
    pub open: bool,
    /// Its free places.
    pub places: Places,
    /// Who said so.
    pub said_by: Option<String>,
    /// Whether somebody is there now; none where its hours are not known.
    pub hours: Option<Open>,
    /// The directory that it is from.
    pub origin: Option<String>,
    /// Versions, the newest first.
    pub versions: Vec<VersionLine>,
}

/// A version of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLine {
    /// Which.
    pub version: i64,
    /// Since when.
    pub at: Timestamp,
    /// In what way it came about: `file`, `directory`, `edit`, `back`.
    pub what: String,
    /// Who made it so; empty for nobody with an account.
    pub by: String,
    /// The parts that it changed.
    pub parts: Vec<&'static str>,
}
