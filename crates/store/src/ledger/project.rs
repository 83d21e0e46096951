//! What the current records of a batch say, as rows: facts, people as pages show them, the side tables from which
//! mother links are resolved. Nothing here is kept from an older record: a projection is overwritten whole.

use std::collections::{BTreeMap, BTreeSet};

use kith_domain::fact::{Body, Fact, Identifier, Reference};
use kith_domain::id::{PersonId, RecordId, SourceId, SourcePersonId};
use kith_domain::portrait::Portrait;

use super::{
    INSERT_BIRTH_MOTHERS, INSERT_FACTS, INSERT_IDENTIFIERS, INSERT_LINKS, INSERT_LOOSE_FACTS, INSERT_PART_OF,
    NAME_ORGANIZATIONS, TOUCHED_BY_WHOLE,
};
use crate::Result;
use crate::db::{Known, Tx};
use crate::linkage::portraits::{self, SAVE_PEOPLE};
use crate::sql::{Value, args};

/// Rows to write, by table.
pub(super) struct Says {
    source: SourceId,
    facts: Vec<Value>,
    loose_facts: Vec<Value>,
    people: BTreeMap<PersonId, Vec<Value>>,
    birth_mothers: Vec<Value>,
    identifiers: Vec<Value>,
    links: Vec<Value>,
    parts: Vec<Value>,
    organizations: Vec<Value>,
    encounters: Vec<Value>,
    work: BTreeSet<SourcePersonId>,
    /// Whose own statement, or whose stated mother, is another now.
    pub stated: BTreeSet<SourcePersonId>,
    pub organizations_moved: bool,
}

impl Says {
    pub fn new(source: SourceId) -> Self {
        Self {
            source,
            facts: Vec::new(),
            loose_facts: Vec::new(),
            people: BTreeMap::new(),
            birth_mothers: Vec::new(),
            identifiers: Vec::new(),
            links: Vec::new(),
            parts: Vec::new(),
            organizations: Vec::new(),
            encounters: Vec::new(),
            work: BTreeSet::new(),
            stated: BTreeSet::new(),
            organizations_moved: false,
        }
    }

    /// Takes what one current record says. Called once for each resource.
    #[allow(clippy::too_many_arguments, reason = "called once, with what the batch already has in hand")]
    pub fn current(
        &mut self,
        record: RecordId,
        terms: SourceId,
        reference: &str,
        fact: Option<&Fact>,
        owner: Option<SourcePersonId>,
        known: &Known,
        body: String,
    ) {
        let source = self.source;
        let Some(fact) = fact else {
            if let Some((owner, id)) = known.get(reference).filter(|_| reference.starts_with("Patient/")) {
                self.people.insert(*id, nobody(*id, source, reference));
                self.work.insert(*owner);
                self.stated.insert(*owner);
            }
            return;
        };
        let Some(owner) = owner else {
            if let Body::Organization(directory) = &fact.body {
                self.organizations.extend(args![
                    reference,
                    directory.name.clone(),
                    json(&directory.identifiers)
                ]);
                self.organizations_moved = true;
            }
            self.loose_facts.extend(args![record, source, body]);
            return;
        };
        self.facts.extend(args![owner, record, terms, body]);
        match &fact.body {
            Body::Person(p) => {
                if let Some((_, id)) = known.get(reference) {
                    let shows = portraits::alone(record, owner, source, p);
                    self.people.insert(*id, portraits::row(*id, source, reference, &shows, &shows));
                }
                self.stated.insert(owner);
                self.identify(record, owner, false, &p.identifiers);
                let others: BTreeSet<&Reference> =
                    p.links.iter().map(|l| &l.other).filter(|o| o.0.starts_with("RelatedPerson/")).collect();
                for other in others {
                    self.links.extend(args![record, source, owner, other.0.as_str()]);
                }
                self.work.insert(owner);
            }
            Body::RelatedPerson(related) => {
                if related.is_birth_mother() {
                    self.birth_mothers.extend(args![record, source, reference, owner]);
                    self.identify(record, owner, true, &related.who.identifiers);
                    self.stated.insert(owner);
                }
                self.work.insert(owner);
            }
            Body::Encounter(encounter) => {
                if let Some(whole) = encounter.part_of.as_ref().filter(|_| encounter.happened()) {
                    self.parts.extend(args![record, source, owner, whole.0.as_str()]);
                    self.work.insert(owner);
                }
                self.encounters.push(Value::from(reference));
            }
            _ => {}
        }
    }

    fn identify(&mut self, record: RecordId, owner: SourcePersonId, related: bool, all: &[Identifier]) {
        for (ordinal, identifier) in all.iter().filter(|i| !i.value.is_empty()).enumerate() {
            let (system, value) = (identifier.system.as_str(), identifier.value.as_str());
            self.identifiers.extend(args![
                record,
                ordinal as i64,
                self.source,
                owner,
                related,
                system,
                value
            ]);
        }
    }

    /// Notes someone who was mentioned for the first time.
    pub fn met(&mut self, id: PersonId, reference: &str) {
        self.people.entry(id).or_insert_with(|| nobody(id, self.source, reference));
    }

    /// Writes the people, before whatever points to them.
    pub async fn write_people(&mut self, tx: &mut Tx) -> Result<()> {
        let rows = std::mem::take(&mut self.people).into_values().flatten().collect();
        tx.run_list(SAVE_PEOPLE, rows, vec![]).await.map(drop)
    }

    /// Writes the rows. Whose mother links may change by that.
    pub async fn write(&mut self, tx: &mut Tx) -> Result<BTreeSet<SourcePersonId>> {
        let rows = std::mem::take::<Vec<Value>>;
        for (query, list) in [
            (INSERT_FACTS, rows(&mut self.facts)),
            (INSERT_LOOSE_FACTS, rows(&mut self.loose_facts)),
            (INSERT_BIRTH_MOTHERS, rows(&mut self.birth_mothers)),
            (INSERT_IDENTIFIERS, rows(&mut self.identifiers)),
            (INSERT_LINKS, rows(&mut self.links)),
            (INSERT_PART_OF, rows(&mut self.parts)),
        ] {
            tx.run_list(query, list, vec![]).await?;
        }
        tx.run_list(NAME_ORGANIZATIONS, rows(&mut self.organizations), args![self.source]).await?;
        let mut work = std::mem::take(&mut self.work);
        for row in tx.list(TOUCHED_BY_WHOLE, rows(&mut self.encounters), args![self.source]).await? {
            work.insert(row.get(0)?);
        }
        Ok(work)
    }
}

/// The row of someone of whom nothing is said.
fn nobody(id: PersonId, source: SourceId, reference: &str) -> Vec<Value> {
    let nothing = Portrait::default();
    portraits::row(id, source, reference, &nothing, &nothing)
}

/// The organisations that a fact mentions as giving care or being accountable, the record's own included.
pub(super) fn organizations<'a>(fact: &'a Fact, mut mention: impl FnMut(&'a str)) {
    let mut mention = |reference: &'a Reference| {
        let named = reference.0.starts_with("Organization/") || reference.0.starts_with("Organization?");
        if named && !reference.0.contains('\0') {
            mention(&reference.0);
        }
    };
    match &fact.body {
        Body::Organization(directory) => {
            mention(&fact.reference);
            directory.part_of.iter().for_each(mention);
        }
        Body::Person(p) => p.general_practitioners.iter().chain(&p.managing_organization).for_each(mention),
        Body::Encounter(encounter) => encounter.organization.iter().for_each(mention),
        _ => {}
    }
}

/// The identifiers that a conditional reference names (`Organization?identifier=system|value`), as JSON.
pub(super) fn conditional(reference: &str) -> String {
    let identifier = reference.split_once("?identifier=").map(|(_, token)| {
        let (system, value) = token.split_once('|').unwrap_or(("", token));
        Identifier { system: system.to_owned(), value: value.to_owned(), kind: None }
    });
    json(identifier.as_slice())
}

fn json(identifiers: &[Identifier]) -> String {
    serde_json::to_string(identifiers).expect("identifiers are texts")
}
