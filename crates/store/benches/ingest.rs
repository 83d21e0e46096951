//! How fast the ledger takes resources on SQLite, beside the limit: a bare multi-row insert of the same bytes with the
//! same pragmas. `cargo bench -p kith-store --bench ingest -- [resources] [batch]`.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::date;
use kith_domain::date::When;
use kith_domain::fact::{Body, Coding, Condition, Encounter, Fact, Reference};
use kith_domain::id::Bucket;
use kith_domain::measure::Status;
use kith_store::ledger::{self, Arrival};
use kith_store::{Db, facts, identity, results, source};
use kith_testkit::{NOON, TODAY, a_mother, a_related_person, an_infant, an_outcome};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};

/// Resources of one dyad: two patients, their relation, and what happened to either.
const PER_DYAD: usize = 60;

fn encounter(id: String, patient: &str) -> Fact {
    let day = When::on(date(2025, 8, 1));
    Fact {
        reference: Reference(format!("Encounter/{id}")),
        subject: Some(Reference::new("Patient", patient)),
        encounter: None,
        body: Body::Encounter(Encounter {
            status: "finished".to_owned(),
            class: Some(Coding::new("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB")),
            types: vec![Coding::new("http://www.ama-assn.org/go/cpt", "99391")],
            starts: Some(day),
            ends: Some(day),
            organization: Some(Reference(format!("Organization/{}", patient.len()))),
            ..Encounter::default()
        }),
    }
}

fn condition(id: String, patient: &str) -> Fact {
    Fact {
        reference: Reference(format!("Condition/{id}")),
        subject: Some(Reference::new("Patient", patient)),
        encounter: Some(Reference(format!("Encounter/{id}"))),
        body: Body::Condition(Condition {
            codes: vec![Coding::new("http://hl7.org/fhir/sid/icd-10-cm", "Z00.129")],
            onset: Some(When::on(date(2025, 8, 1))),
            ..Condition::default()
        }),
    }
}

/// The `n`th of the resources, as a bulk export has them: type after type, ids that look like nothing.
fn arrival(n: usize, dyads: usize) -> Arrival {
    let (kind, dyad) = (n / dyads, n % dyads);
    let scattered = |salt: usize| format!("{:016x}", (dyad * 64 + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let (mother, infant, related) = (scattered(0), scattered(1), scattered(2));
    let fact = match kind {
        0 => {
            a_mother(&mother).link(&format!("RelatedPerson/{related}")).identifier("urn:mrn", &mother).build()
        }
        1 => an_infant(&infant).identifier("urn:mrn", &infant).build(),
        2 => a_related_person(&related, &infant).build(),
        _ if kind % 2 == 0 => encounter(scattered(kind), if kind % 4 == 0 { &infant } else { &mother }),
        _ => condition(scattered(kind), if kind % 4 == 1 { &infant } else { &mother }),
    };
    let mut bytes = serde_json::to_vec(&fact).expect("a fact is JSON");
    bytes.resize(1024, b' ');
    let (resource_type, resource_id) = fact.reference.0.split_once('/').expect("a reference");
    Arrival {
        resource_type: resource_type.to_owned(),
        resource_id: resource_id.to_owned(),
        version_id: None,
        last_updated: Some(NOON),
        bytes,
        fact: Some(fact),
    }
}

fn rate(n: usize, took: Duration) -> f64 {
    n as f64 / took.as_secs_f64()
}

/// The limit: the same bytes, nothing else.
async fn bare(n: usize, batch: usize, dyads: usize) -> Duration {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    let options = SqliteConnectOptions::new()
        .filename(dir.path().join("bare.sqlite3"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", "8192")
        .pragma("cache_size", "-131072");
    let mut connection = SqliteConnection::connect_with(&options).await.expect("opens");
    sqlx::raw_sql("create table bare (id integer primary key, bytes blob not null)")
        .execute(&mut connection)
        .await
        .expect("a table is made");
    let mut took = Duration::ZERO;
    for start in (0..n).step_by(batch) {
        let all: Vec<Vec<u8>> = (start..n.min(start + batch)).map(|i| arrival(i, dyads).bytes).collect();
        let began = Instant::now();
        let mut tx = connection.begin().await.expect("begins");
        for part in all.chunks(500) {
            let text = format!("insert into bare (bytes) values (?){}", ",(?)".repeat(part.len() - 1));
            let mut query = sqlx::query(sqlx::AssertSqlSafe(text));
            for bytes in part {
                query = query.bind(bytes.as_slice());
            }
            query.execute(&mut *tx).await.expect("inserts");
        }
        tx.commit().await.expect("commits");
        took += began.elapsed();
    }
    took
}

#[tokio::main]
async fn main() {
    // Cargo passes `--bench`.
    let mut numbers = std::env::args().skip(1).filter_map(|a| a.parse().ok());
    let n: usize = numbers.next().unwrap_or(200_000);
    let batch: usize = numbers.next().unwrap_or(2_000);
    let dyads = n.div_ceil(PER_DYAD);

    let place = kith_testkit::sqlite();
    let db = Db::open(&place.location().parse().expect("a location")).await.expect("opens");
    let clinic = source::ensure(&db, "clinic", NOON).await.expect("a source is made");
    let mut took = Duration::ZERO;
    for start in (0..n).step_by(batch) {
        let arrivals: Vec<Arrival> = (start..n.min(start + batch)).map(|i| arrival(i, dyads)).collect();
        let began = Instant::now();
        ledger::append(&db, clinic, arrivals, NOON).await.expect("appends");
        took += began.elapsed();
    }
    let limit = bare(n, batch, dyads).await;
    println!("{n} resources of 1 KB in batches of {batch}, each on disk before the next");
    println!("ledger and facts  {:>9.0} resources/s", rate(n, took));
    println!("bare insert       {:>9.0} resources/s", rate(n, limit));
    println!("ratio             {:>9.2}", took.as_secs_f64() / limit.as_secs_f64());

    let mut again = Duration::ZERO;
    for start in (0..n).step_by(batch) {
        let arrivals: Vec<Arrival> = (start..n.min(start + batch)).map(|i| arrival(i, dyads)).collect();
        let began = Instant::now();
        ledger::append(&db, clinic, arrivals, NOON).await.expect("appends");
        again += began.elapsed();
    }
    println!("the same again    {:>9.0} resources/s", rate(n, again));

    let began = Instant::now();
    let linked = identity::resolve_mothers(&db).await.expect("resolves");
    println!("mother links      {:>9.0} links/s ({linked})", rate(linked as usize, began.elapsed()));

    let began = Instant::now();
    let mut read = 0;
    for bucket in Bucket::all() {
        read += facts::of_bucket(&db, bucket).await.expect("reads").facts.len();
    }
    println!("facts of buckets  {:>9.0} facts/s", rate(read, began.elapsed()));

    publishing(&db).await;
    db.close().await;
}

/// A full publication of four measures for every infant, and one bucket of it again.
async fn publishing(db: &Db) {
    let mut outcomes = Vec::new();
    for bucket in Bucket::all() {
        let of_bucket = facts::of_bucket(db, bucket).await.expect("reads");
        for (infant, _) in &of_bucket.mothers {
            for measure in ["a", "b", "c", "d"] {
                let mut outcome = an_outcome(measure, *infant, Status::ALL[infant.0 as usize % 5]);
                outcome.organization = Some(kith_domain::id::OrganizationId(infant.0 % 10 + 1));
                outcome.strata.extend(
                    ["race_ethnicity", "payer", "age_band", "geography"]
                        .map(|s| (s.to_owned(), format!("{s} {}", infant.0 % 7))),
                );
                outcomes.push(outcome);
            }
        }
    }
    let n = outcomes.len();
    let all: Vec<Bucket> = Bucket::all().collect();
    let at: Timestamp = NOON;
    let began = Instant::now();
    results::publish(db, &all, outcomes.clone(), vec![], TODAY, at).await.expect("publishes");
    println!("full publication  {:>9.0} outcomes/s ({n})", rate(n, began.elapsed()));
    let began = Instant::now();
    results::publish(db, &all, outcomes, vec![], TODAY, at).await.expect("publishes");
    println!("nothing moved     {:>9.0} outcomes/s ({n})", rate(n, began.elapsed()));
}
