//! A database with one source, and short ways to fill and to read it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kith_domain::access::Role;
use kith_domain::fact::Fact;
use kith_domain::id::{AccountId, Bucket, PersonId, SourceId};
use kith_store::account::NewAccount;
use kith_store::ledger::{Appended, Arrival};
use kith_store::{Db, Location, account, facts, identity, ledger, people, source};
use kith_testkit::{NOON, Place};

pub struct World {
    pub db: Db,
    pub location: Location,
    pub source: SourceId,
}

/// An arrival whose bytes are the fact's own JSON.
pub fn arrival(fact: Fact) -> Arrival {
    let (resource_type, resource_id) = fact.reference.0.split_once('/').expect("a reference");
    Arrival {
        resource_type: resource_type.to_owned(),
        resource_id: resource_id.to_owned(),
        version_id: None,
        last_updated: None,
        bytes: serde_json::to_vec(&fact).expect("a fact is JSON"),
        fact: Some(fact),
    }
}

/// The same as of some second.
pub fn updated(fact: Fact, second: i64) -> Arrival {
    Arrival { last_updated: Some(Timestamp::from_second(second).expect("a second")), ..arrival(fact) }
}

/// What a database says, apart from the numbers it gave out: by reference.
pub type Picture = BTreeMap<String, (String, Option<String>, Vec<String>)>;

impl World {
    pub async fn open(place: &Place) -> Self {
        let location: Location = place.location().parse().expect("a location");
        let db = Db::open(&location).await.expect("a fresh database opens");
        let source = source::ensure(&db, "clinic", NOON).await.expect("a source is made");
        Self { db, location, source }
    }

    pub async fn append(&self, batch: Vec<Arrival>) -> Appended {
        ledger::append(&self.db, self.source, batch, NOON).await.expect("a batch is appended")
    }

    pub async fn state(&self, facts: Vec<Fact>) -> Appended {
        self.append(facts.into_iter().map(arrival).collect()).await
    }

    pub async fn resolve(&self) -> u64 {
        identity::resolve_mothers(&self.db).await.expect("mothers are resolved")
    }

    /// The person of `Patient/{id}`.
    pub async fn person(&self, id: &str) -> PersonId {
        self.everyone().await[&format!("Patient/{id}")].id
    }

    pub async fn mother_of(&self, id: &str) -> Option<String> {
        let mother =
            people::mother_of(&self.db, self.person(id).await).await.expect("a mother is looked up")?;
        Some(people::find(&self.db, mother).await.expect("found").expect("there").reference.0)
    }

    pub async fn everyone(&self) -> BTreeMap<String, people::PersonRow> {
        let count = people::count(&self.db).await.expect("people are counted");
        let ids: Vec<PersonId> = (1..=count).map(PersonId).collect();
        let rows = people::many(&self.db, &ids).await.expect("people are read");
        let own = rows.into_iter().filter(|p| p.source == self.source);
        own.map(|p| (p.reference.0.clone(), p)).collect()
    }

    /// Everything that pages and measures see of this source, without ids.
    pub async fn picture(&self) -> Picture {
        let mut all: Picture = BTreeMap::new();
        let everyone = self.everyone().await;
        let by_id: BTreeMap<PersonId, &str> = everyone.iter().map(|(r, p)| (p.id, r.as_str())).collect();
        for (reference, person) in &everyone {
            let mother = people::mother_of(&self.db, person.id)
                .await
                .expect("looked up")
                .map(|m| by_id[&m].to_owned());
            let mut said: Vec<String> = facts::of_people(&self.db, &[person.id])
                .await
                .expect("facts are read")
                .iter()
                .map(|s| serde_json::to_string(&s.fact).expect("a fact is JSON"))
                .collect();
            said.sort();
            let shown = people::PersonRow {
                id: PersonId(0),
                bucket: Bucket(0),
                source: SourceId(0),
                ..person.clone()
            };
            let together = mother.as_ref().is_none_or(|m| everyone[m].bucket == person.bucket);
            assert!(together, "an infant lies with the mother");
            all.insert(reference.clone(), (format!("{shown:?}"), mother, said));
        }
        let organizations = facts::organizations(&self.db).await.expect("organisations are read");
        for o in organizations.into_iter().filter(|o| o.source == self.source) {
            all.insert(o.reference.0, (format!("{:?} {:?}", o.name, o.identifiers), None, vec![]));
        }
        all
    }

    pub async fn account(&self, login: &str) -> AccountId {
        let new = NewAccount {
            login: login.to_owned(),
            name: format!("{login} Testworker"),
            role: Role::OutreachWorker,
            organization: None,
            language: "en".to_owned(),
            password_hash: "hash".to_owned(),
        };
        account::create(&self.db, &new, NOON).await.expect("an account is made")
    }
}
