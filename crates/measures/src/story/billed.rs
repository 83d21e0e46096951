//! What bills say of a stay: its diagnoses, and which of them were there on admission.
//!
//! A bill says nothing of its own about when: its diagnoses are those of the encounters that it names. What it says of
//! a diagnosis that the encounter has on record too is said of that one, and not told twice.

use std::collections::{BTreeMap, HashMap};

use kith_domain::fact::{Billed, Coding, Reference};
use kith_domain::id::{PersonId, SourceId};

use super::{CodedBy, Human, Visit};

/// Tells every encounter what was billed with it.
pub(super) fn gather<'a>(
    encounters: &mut [Visit<'a>],
    by_reference: &HashMap<(SourceId, &'a str), usize>,
    people: &BTreeMap<PersonId, Human<'a>>,
) {
    for (&person, human) in people {
        for &(stated, claim) in &human.claims {
            for billed in &claim.diagnoses {
                for encounter in &billed.encounters {
                    let Some(&index) = by_reference.get(&(stated.source, encounter.0.as_str())) else {
                        continue;
                    };
                    let visit = &mut encounters[index];
                    if visit.person == person {
                        visit.billed.push((stated, billed));
                        visit.codes.extend(billed.codes.iter().map(|code| (code, CodedBy::Condition)));
                    }
                }
            }
        }
    }
}

impl Visit<'_> {
    /// Whether a diagnosis of it was there on admission, where the encounter or a bill of it says so.
    pub(super) fn on_admission(&self, condition: &Reference, codes: &[Coding]) -> Option<char> {
        let flags = &self.encounter.on_admission;
        let own = flags.iter().find(|f| f.condition == *condition).map(|f| f.flag.as_str());
        let about = |billed: &Billed| {
            billed.condition.as_ref() == Some(condition) || billed.codes.iter().any(|code| has(codes, code))
        };
        let on_a_bill = || {
            let mut said = self.billed.iter().filter(|(_, billed)| about(billed));
            said.find_map(|(_, billed)| billed.on_admission.as_deref())
        };
        own.or_else(on_a_bill)?.chars().next()
    }
}

/// Whether a code is among others, whatever it is called.
pub(super) fn has(codes: &[Coding], code: &Coding) -> bool {
    codes.iter().any(|other| other.is(&code.system, &code.code))
}
