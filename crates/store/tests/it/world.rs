//! A database with one source, and short ways to fill and to read it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kith_domain::access::Role;
use kith_domain::care_case::Timing;
use kith_domain::fact::{Fact, Reference};
use kith_domain::id::{AccountId, Bucket, PersonId, SourceId, SourcePersonId};
use kith_store::account::NewAccount;
use kith_store::care_case::NewSubmission;
use kith_store::ledger::{Appended, Arrival};
use kith_store::linkage::{Applied, Cause, Cluster, Partition};
use kith_store::{Db, Location, account, facts, identity, ledger, linkage, people, source};
use kith_testkit::{NOON, Place};
use sqlx::Connection;

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

/// A form about `Patient/{who}`, put in once for each `once`.
pub fn a_form(who: &str, once: &str) -> NewSubmission {
    NewSubmission {
        form: "prenatal".into(),
        form_version: "1".into(),
        channel: "page".into(),
        organization: None,
        by: None,
        by_name: "A Testreferrer".into(),
        authored_at: NOON,
        person: Reference::new("Patient", who),
        answers: 0,
        timing: Timing::default(),
        factors: vec![],
        tasks: vec![],
        wishes: vec![],
        receipt: format!("receipt-{once:0>12}"),
        once: once.into(),
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
        let standings = source::standings(&self.db).await.expect("sources are read");
        let ids: Vec<PersonId> = (1..=standings.iter().map(|s| s.people).sum()).map(PersonId).collect();
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

    /// The source person of `Patient/{id}` of the world's source.
    pub async fn key(&self, id: &str) -> SourcePersonId {
        let home = self.home(id).await;
        let members = linkage::members(&self.db, home).await.expect("members are read");
        members.into_iter().find(|s| s.home == home).expect("the home is a member").key
    }

    /// The id that the person of `Patient/{id}` was given at the first mention.
    pub async fn home(&self, id: &str) -> PersonId {
        self.everyone().await[&format!("Patient/{id}")].id
    }

    /// Makes these clusters and resolves mothers; who is in none is alone.
    pub async fn cluster(&self, clusters: &[&[SourcePersonId]], cause: Cause) -> Applied {
        let clusters = clusters
            .iter()
            .map(|members| Cluster { members: members.to_vec(), evidence: "{\"test\":true}".to_owned() });
        let touched = linkage::changed(&self.db, 0, 10_000).await.expect("changes are read");
        let partition = Partition {
            clusters: clusters.collect(),
            touched: touched.into_iter().map(|(_, key)| key).collect(),
            ..Partition::default()
        };
        let applied = linkage::apply(&self.db, &partition, cause, "a test", NOON).await.expect("is applied");
        self.resolve().await;
        applied
    }

    /// The number of the latest change of anybody's statement.
    pub async fn last_change(&self) -> i64 {
        linkage::changed(&self.db, 0, 10_000).await.expect("changes are read").last().map_or(0, |c| c.0)
    }

    /// Every row of every table as text, without those that only grow: acts, events, what waits to be measured.
    pub async fn tables(&self) -> BTreeMap<String, Vec<String>> {
        const GROW: [&str; 8] = [
            "act",
            "verdict",
            "choice",
            "link_event",
            "link_move",
            "counter",
            "dirty_bucket",
            "_sqlx_migrations",
        ];
        let mut tables = BTreeMap::new();
        match &self.location {
            Location::Sqlite { dir } => {
                let mut all = kith_testkit::content(&dir.join("kith.sqlite3")).await;
                all.retain(|name, _| !GROW.contains(&name.as_str()));
                tables = all;
            }
            Location::Postgres { url } => {
                let mut connection = sqlx::PgConnection::connect(url).await.expect("connects");
                let names: Vec<String> = sqlx::query_scalar(
                    "select tablename::text from pg_tables where schemaname = 'public' order by 1",
                )
                .fetch_all(&mut connection)
                .await
                .expect("tables are listed");
                for name in names.into_iter().filter(|name| !GROW.contains(&name.as_str())) {
                    let text = format!("select t::text from \"{name}\" t order by 1");
                    let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(text))
                        .fetch_all(&mut connection)
                        .await
                        .expect("rows are read");
                    tables.insert(name, rows);
                }
            }
        }
        tables
    }
}
