//! Who does what for a mother and her baby: where two do the same, and what nobody does.
//!
//! The rules come from the programme's file. What is needed follows from what is known of her to be so; what is not known
//! asks for nothing. This module decides; it does not load, save or look at the clock.

mod rules;

use crate::words::Words;

pub use rules::duties;

/// Something that somebody does for her, as the programme's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its name in the file: it stays when the words change.
    pub id: String,
    /// What it is.
    pub name: Words,
    /// Kinds of services that do it.
    pub services: Vec<String>,
    /// Whom her case is with does it.
    pub case_lead: bool,
    /// It tells something of her that is not for paper.
    pub private: bool,
    /// When it is needed.
    pub needed: Needed,
    /// What it means when two organisations do it; none where many may.
    pub overlap: Option<Words>,
    /// What it means when it is needed and nobody does it.
    pub gap: Option<Words>,
}

/// When a duty is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needed {
    /// Always.
    pub always: bool,
    /// Once the baby is born.
    pub after_birth: bool,
    /// When any of these is known to be so.
    pub if_any: Vec<String>,
}

/// Somebody who does something for her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What: the id of a duty; anything else is something of which the file says nothing.
    pub duty: String,
    /// Who: a person's or a service's name.
    pub who: String,
    /// For whom they work; empty where nobody said.
    pub works_for: String,
}

/// What is known of her.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Factors that are known to be so.
    pub factors: Vec<String>,
    /// Her baby is born.
    pub born: bool,
}

/// What somebody has to see to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding<'d> {
    /// Two organisations, or more, do what one should.
    Overlap(&'d Duty, Vec<Member>),
    /// Nobody does what is needed.
    Gap(&'d Duty),
}

/// Overlaps and gaps, in the order of the file.
pub fn look<'d>(duties: &'d [Duty], team: &[Member], known: &Known) -> Vec<Finding<'d>> {
    let mut findings = Vec::new();
    for duty in duties {
        let who: Vec<&Member> = team.iter().filter(|member| member.duty == duty.id).collect();
        let needed = duty.needed.always
            || (duty.needed.after_birth && known.born)
            || duty.needed.if_any.iter().any(|factor| known.factors.contains(factor));
        if who.is_empty() && needed && duty.gap.is_some() {
            findings.push(Finding::Gap(duty));
        }
        if duty.overlap.is_some() && sides(&who) > 1 {
            findings.push(Finding::Overlap(duty, who.into_iter().cloned().collect()));
        }
    }
    findings
}

/// How many sides there are: colleagues of one organisation are one, and somebody who works for nobody is one alone.
fn sides(who: &[&Member]) -> usize {
    let mut sides: Vec<String> = who
        .iter()
        .map(|member| if member.works_for.trim().is_empty() { &member.who } else { &member.works_for })
        .map(|name| name.trim().to_lowercase())
        .collect();
    sides.sort_unstable();
    sides.dedup();
    sides.len()
}

#[cfg(test)]
mod tests;
