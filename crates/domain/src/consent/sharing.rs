//! What a programme shares of those who were not asked, and its limits for emergencies and for looking: `sharing.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{Category, Purpose};
use crate::access::Role;

/// The settings. Where the law leaves room, the narrower choice is the default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// What is shared for a purpose of somebody who was not asked. Nothing of it is sensitive.
    pub unasked: BTreeMap<Purpose, BTreeSet<Category>>,
    /// Who is younger, in completed years, decides alone about what is sensitive: no parent and no proxy sees it.
    pub minor_until: u8,
    /// For how many minutes a record that was opened in an emergency stays open.
    pub glass_minutes: u16,
    /// What stays closed even then.
    pub glass_closed: BTreeSet<Category>,
    /// Records opened by one account in an hour from which the privacy officer is told of it.
    pub opens_an_hour: u16,
    /// Who may see an address that is concealed.
    pub real_address: Vec<Role>,
}

impl Default for Sharing {
    fn default() -> Self {
        use Category::*;
        let usual = [
            (Purpose::Coordination, vec![Contact, Pregnancy, Vitals, SocialNeeds, Infant]),
            (Purpose::Referral, vec![Contact, Pregnancy, SocialNeeds]),
        ];
        Self {
            unasked: usual.into_iter().map(|(purpose, of)| (purpose, of.into_iter().collect())).collect(),
            minor_until: 18,
            glass_minutes: 60,
            glass_closed: BTreeSet::from([Part2]),
            opens_an_hour: 40,
            real_address: Vec::new(),
        }
    }
}

/// What is wrong with the file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unasked: BTreeMap<Purpose, Spanned<BTreeSet<Category>>>,
    minor_until: Spanned<u8>,
    glass: Glass,
    opens_an_hour: u16,
    real_address: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glass {
    minutes: Spanned<u16>,
    closed: BTreeSet<Category>,
}

impl Sharing {
    /// Reads the settings; everything that is wrong with them at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            vec![Problem { line: line(at), message: error.message().to_owned() }]
        })?;
        let mut problems = Vec::new();
        for (purpose, of) in &file.unasked {
            if let Some(category) = of.get_ref().iter().find(|category| category.is_sensitive()) {
                let message = format!(
                    "`{}` is sensitive and is shared with nobody before she was asked: take it out of `{}`",
                    category.name(),
                    purpose.name()
                );
                problems.push(Problem { line: line(of.span().start), message });
            }
        }
        if !(12..=21).contains(file.minor_until.get_ref()) {
            let message = "an age at which somebody is grown up lies between 12 and 21".into();
            problems.push(Problem { line: line(file.minor_until.span().start), message });
        }
        if !(5..=480).contains(file.glass.minutes.get_ref()) {
            let message = "an emergency lasts between 5 and 480 minutes".into();
            problems.push(Problem { line: line(file.glass.minutes.span().start), message });
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            unasked: file.unasked.into_iter().map(|(purpose, of)| (purpose, of.into_inner())).collect(),
            minor_until: file.minor_until.into_inner(),
            glass_minutes: file.glass.minutes.into_inner(),
            glass_closed: file.glass.closed,
            opens_an_hour: file.opens_an_hour,
            real_address: file.real_address,
        })
    }

    /// Whether something is shared for a purpose of somebody who was not asked.
    pub fn is_usual(&self, purpose: Purpose, category: Category) -> bool {
        !category.is_sensitive() && self.unasked.get(&purpose).is_some_and(|of| of.contains(&category))
    }
}
