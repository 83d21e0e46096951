//! What is known about who sends: a profile for each interface, because no two hospitals write HL7 v2 alike.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use jiff::tz::TimeZone;
use serde::Deserialize;

use super::charset::Charset;

/// How a sender's messages are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Always with `AA`, `AE` or `AR`, whatever MSH-15 says: what most senders understand.
    #[default]
    Application,
    /// The same, and a referral is answered with a plain ACK that has its receipt in MSA-3.
    Plain,
    /// With a commit code (`CA`, `CE`, `CR`) where MSH-15 asks for one, else with `AA`, `AE`, `AR`.
    AsAsked,
}

/// How the messages of one sender are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The source under which its records stand; empty for the sending facility's own name.
    pub name: String,
    /// The zone of times that have none.
    pub time_zone: TimeZone,
    /// The character set when MSH-18 names none; without it UTF-8 is tried first and Windows-1252 then.
    pub charset: Option<Charset>,
    /// Processing ids (MSH-11) that are taken: `P`, and `T` or `D` only for a sender that has no other.
    pub processing_ids: BTreeSet<String>,
    /// How it is answered.
    pub answer: Answer,
    /// A name that must stand in its TLS certificate (subject alternative name); none when any will do.
    pub certificate: Option<String>,
    /// The addresses that it sends from; none when any will do.
    pub addresses: BTreeSet<IpAddr>,
    /// Whether social security numbers are taken over.
    pub keep_ssn: bool,
    /// Its race codes: `W = "2106-3"`.
    pub race: BTreeMap<String, String>,
    /// Its ethnicity codes: `N = "2186-5"`, or ethnic categories of the NHS: `A = "nhs:A"`.
    pub ethnicity: BTreeMap<String, String>,
    /// Its observation codes as LOINC: `BWT = "8339-4"`.
    pub loinc: BTreeMap<String, String>,
    /// What its names of code systems mean: `I10 = "http://hl7.org/fhir/sid/icd-10-cm"`.
    pub systems: BTreeMap<String, String>,
}

impl Default for Sender {
    fn default() -> Self {
        Self {
            name: String::new(),
            time_zone: TimeZone::UTC,
            charset: None,
            processing_ids: BTreeSet::from(["P".to_owned()]),
            answer: Answer::Application,
            certificate: None,
            addresses: BTreeSet::new(),
            keep_ssn: false,
            race: BTreeMap::new(),
            ethnicity: BTreeMap::new(),
            loinc: BTreeMap::new(),
            systems: BTreeMap::new(),
        }
    }
}

/// Who is at the other end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Where the connection comes from.
    pub address: IpAddr,
    /// Of the names that profiles ask for, those that stand in the certificate that it showed.
    pub names: Vec<String>,
}

impl Sender {
    /// Whether a connection may be this sender's, by what its profile says of certificate and addresses.
    pub fn may_be(&self, peer: &Peer) -> bool {
        let named = self.certificate.as_ref().is_none_or(|name| peer.names.contains(name));
        named && (self.addresses.is_empty() || self.addresses.contains(&peer.address.to_canonical()))
    }
}

/// The profiles of all senders, by sending application and facility. As a file:
///
/// ```toml
/// others = true                     # take messages of senders without a profile too; without it they are refused
///
/// [[sender]]
/// name = "Mercy"                    # the source under which its records stand
/// application = "ADT"               # MSH-3; without it, every application of the facility
/// facility = "MERCY"                # MSH-4
/// time_zone = "America/Chicago"     # of times that have none
/// charset = "windows-1252"          # when MSH-18 names none; or "utf-8", "iso-8859-1"
/// processing_ids = ["P"]            # "T" and "D" only where there are no live records
/// answer = "as-asked"               # or "application": AA, AE, AR whatever MSH-15 says; "plain": an ACK for referrals
/// certificate = "adt.mercy.example" # a name in its TLS certificate; messages of another are refused
/// addresses = ["192.0.2.7"]         # where it sends from; messages from elsewhere are refused
/// keep_ssn = false
/// race = { W = "2106-3", B = "2054-5" }
/// ethnicity = { NH = "2186-5" }
/// loinc = { BWT = "8339-4" }
/// systems = { DX = "http://hl7.org/fhir/sid/icd-10-cm" }
/// ```
#[derive(Debug, Clone)]
pub struct Senders {
    profiles: Vec<(Option<String>, Option<String>, Sender)>,
    /// Whether messages of a sender without a profile are taken.
    pub others: bool,
    /// For a sender without a profile.
    pub usual: Sender,
}

/// Why a file of profiles cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SendersError {
    /// Not TOML, or a key that is not known.
    #[error("the senders file cannot be read")]
    Toml(#[source] toml::de::Error),
    /// No such zone.
    #[error("`{0}` is no time zone")]
    Zone(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    others: bool,
    #[serde(default)]
    sender: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    application: Option<String>,
    facility: Option<String>,
    time_zone: Option<String>,
    charset: Option<Charset>,
    processing_ids: Option<BTreeSet<String>>,
    #[serde(default)]
    answer: Answer,
    certificate: Option<String>,
    #[serde(default)]
    addresses: BTreeSet<IpAddr>,
    #[serde(default)]
    keep_ssn: bool,
    #[serde(default)]
    race: BTreeMap<String, String>,
    #[serde(default)]
    ethnicity: BTreeMap<String, String>,
    #[serde(default)]
    loinc: BTreeMap<String, String>,
    #[serde(default)]
    systems: BTreeMap<String, String>,
}

impl Default for Senders {
    fn default() -> Self {
        Self::new(Sender::default())
    }
}

impl Senders {
    /// No profile but the usual one, which everyone has.
    pub fn new(usual: Sender) -> Self {
        Self { profiles: Vec::new(), others: true, usual }
    }

    /// Reads profiles: `others` and `[[sender]]` tables with `name`, the `application` (MSH-3) and `facility` (MSH-4) that they
    /// are for, and what differs from the usual. `usual` is the profile of everyone else, and gives the zone that
    /// a table leaves out.
    pub fn parse(text: &str, usual: Sender) -> Result<Self, SendersError> {
        let file: File = toml::from_str(text).map_err(SendersError::Toml)?;
        let mut profiles = Vec::new();
        for entry in file.sender {
            let time_zone = match entry.time_zone {
                Some(name) => TimeZone::get(&name).map_err(|_| SendersError::Zone(name))?,
                None => usual.time_zone.clone(),
            };
            let sender = Sender {
                name: entry.name,
                time_zone,
                charset: entry.charset.or(usual.charset),
                processing_ids: entry.processing_ids.unwrap_or_else(|| usual.processing_ids.clone()),
                answer: entry.answer,
                certificate: entry.certificate,
                addresses: entry.addresses.into_iter().map(|a| a.to_canonical()).collect(),
                keep_ssn: entry.keep_ssn,
                race: entry.race,
                ethnicity: entry.ethnicity,
                loinc: entry.loinc,
                systems: entry.systems,
            };
            profiles.push((entry.application, entry.facility, sender));
        }
        Ok(Self { profiles, others: file.others, usual })
    }

    /// The same profiles for messages that somebody put in under the name of a source: who put them in says whose they
    /// are, so every sender is taken and all stand under this name.
    pub fn under(&self, name: &str) -> Self {
        let mut senders = Self { others: true, ..self.clone() };
        senders.usual.name = name.to_owned();
        for (_, _, sender) in &mut senders.profiles {
            sender.name = name.to_owned();
        }
        senders
    }

    /// The names that profiles ask for in certificates.
    pub fn certificates(&self) -> impl Iterator<Item = &str> {
        self.profiles.iter().filter_map(|(_, _, sender)| sender.certificate.as_deref())
    }

    /// The profile of a sending application and facility: the first that names both, then one that names the
    /// facility, then one that names the application, then the usual one.
    pub fn of(&self, application: &str, facility: &str) -> &Sender {
        self.profile(application, facility).unwrap_or(&self.usual)
    }

    /// Whether messages of a sending application and facility are taken.
    pub fn takes(&self, application: &str, facility: &str) -> bool {
        self.others || self.profile(application, facility).is_some()
    }

    fn profile(&self, application: &str, facility: &str) -> Option<&Sender> {
        let fits = |named: &Option<String>, sent: &str| named.as_deref().is_none_or(|n| n == sent);
        self.profiles
            .iter()
            .filter(|(a, f, _)| fits(a, application) && fits(f, facility))
            .max_by_key(|(a, f, _)| (f.is_some(), a.is_some()))
            .map(|(_, _, sender)| sender)
    }
}
