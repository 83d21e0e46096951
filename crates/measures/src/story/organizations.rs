//! Organisations by what sources call them.

use std::collections::HashMap;

use kith_domain::fact::{Identifier, Reference};
use kith_domain::id::{OrganizationId, SourceId};

/// Which organisation a reference of a source means: by its id within the source, or by an identifier where the
/// reference asks for one (`Organization?identifier=system|value`).
#[derive(Debug, Clone, Default)]
pub struct Organizations {
    by_reference: HashMap<SourceId, HashMap<String, OrganizationId>>,
    by_identifier: HashMap<String, OrganizationId>,
}

impl Organizations {
    /// Adds what one source calls an organisation.
    pub fn add(&mut self, source: SourceId, reference: &Reference, id: OrganizationId) {
        self.by_reference.entry(source).or_default().insert(reference.0.clone(), id);
    }

    /// Adds an identifier of an organisation, whoever sent it.
    pub fn identify(&mut self, identifier: &Identifier, id: OrganizationId) {
        self.by_identifier.entry(format!("{}|{}", identifier.system, identifier.value)).or_insert(id);
    }

    /// The organisation that a reference means.
    pub fn find(&self, source: SourceId, reference: &Reference) -> Option<OrganizationId> {
        // Who is asked for by an identifier is the organisation that has it, not the name of the question.
        let known = || self.by_reference.get(&source).and_then(|m| m.get(&reference.0)).copied();
        self.identified(reference).or_else(known)
    }

    /// The organisation whose identifier a reference asks for.
    pub(crate) fn identified(&self, reference: &Reference) -> Option<OrganizationId> {
        self.by_identifier.get(asked_for(reference)?).copied()
    }
}

/// Whether a reference means an organisation.
pub(crate) fn is_organization(reference: &Reference) -> bool {
    reference.0.strip_prefix("Organization").is_some_and(|rest| rest.starts_with(['/', '?']))
}

/// The `system|value` that a conditional reference asks for.
fn asked_for(reference: &Reference) -> Option<&str> {
    let query = reference.0.strip_prefix("Organization?")?;
    query.split('&').find_map(|part| part.strip_prefix("identifier="))
}
