//! What a service offers, to whom, where and when.

use serde::{Deserialize, Serialize};

use super::{Opening, Point, Rule};
use crate::words::Words;

/// What a service offers, and to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its name in the file or the directory that it is from: it stays when the words change.
    pub id: String,
    /// The organisation that runs it.
    pub organization: String,
    /// Its name.
    pub name: Words,
    /// What kind of service it is: `home_visiting`.
    pub kind: String,
    /// Nobody has two services of this kind at once.
    pub only_one: bool,
    /// Among services that fit alike, a lower number is asked first.
    pub order: i32,
    /// Facts any of which makes this one come before its like.
    pub prefer_if: Vec<String>,
    /// Languages spoken, as tags.
    pub languages: Vec<String>,
    /// Conditions: all of them hold.
    pub rules: Vec<Rule>,
    /// The rest of it.
    pub details: Details,
}

/// Where a service is, when it is open, how it is reached: nothing of it decides who may have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Details {
    /// What it does, in a few sentences.
    pub about: Words,
    /// Where it is; none where the place is kept secret, or where it goes to her.
    pub sites: Vec<Site>,
    /// When it is open; none where nobody said.
    pub hours: Vec<Opening>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Address of its pages.
    pub website: Option<String>,
    /// What a directory says of it in words only.
    pub notes: Vec<Note>,
}

/// A place of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// What the place is called.
    pub name: Option<String>,
    /// Street and town, in one line.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Where on earth it is.
    pub point: Option<Point>,
}

/// Something that a directory says in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The field of the directory: `application_process`.
    pub field: String,
    /// What it says.
    pub words: Words,
}

/// Joins what a file or a directory says now with what stands here. A part that nobody changed here is taken from it; a
/// part that somebody changed here since it `said` something stays, whatever it says now. Gives the joined offer and the
/// names of the parts that stay against its word.
pub fn merged(said: &Offer, says: Offer, stands: &Offer) -> (Offer, Vec<&'static str>) {
    let mut kept = Vec::new();
    let mut joined = says;
    macro_rules! part {
        ($($name:literal $($part:ident).+;)*) => {$(
            if stands.$($part).+ != said.$($part).+ {
                if joined.$($part).+ != said.$($part).+ && joined.$($part).+ != stands.$($part).+ {
                    kept.push($name);
                }
                joined.$($part).+ = stands.$($part).+.clone();
            }
        )*};
    }
    part! {
        "organization" organization;
        "name" name;
        "kind" kind;
        "only_one" only_one;
        "order" order;
        "prefer_if" prefer_if;
        "languages" languages;
        "rules" rules;
        "about" details.about;
        "sites" details.sites;
        "hours" details.hours;
        "phones" details.phones;
        "email" details.email;
        "website" details.website;
        "notes" details.notes;
    }
    joined.id.clone_from(&stands.id);
    (joined, kept)
}

/// The names of the parts in which two offers differ.
pub fn differing(a: &Offer, b: &Offer) -> Vec<&'static str> {
    let parts = [
        ("organization", a.organization == b.organization),
        ("name", a.name == b.name),
        (
            "kind",
            (&a.kind, a.only_one, a.order, &a.prefer_if) == (&b.kind, b.only_one, b.order, &b.prefer_if),
        ),
        ("languages", a.languages == b.languages),
        ("rules", a.rules == b.rules),
        ("about", a.details.about == b.details.about),
        ("sites", a.details.sites == b.details.sites),
        ("hours", a.details.hours == b.details.hours),
        ("phones", a.details.phones == b.details.phones),
        ("email", a.details.email == b.details.email),
        ("website", a.details.website == b.details.website),
        ("notes", a.details.notes == b.details.notes),
    ];
    parts.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
}
