//! What is not committed did not happen, and the same input again ends where it would have ended.

use kith_store::ledger::Arrival;
use kith_store::{Db, account, ledger, source};
use kith_testkit::{NOON, a_mother, a_related_person, an_encounter, an_infant};
use sqlx::Connection;

use crate::World;
use crate::world::arrival;

on_both! {
    an_interrupted_ingest_run_again_ends_like_a_whole_one,
    several_writers_take_turns,
}

fn input() -> Vec<Arrival> {
    let mut all = Vec::new();
    for n in 0..40 {
        all.push(arrival(
            an_encounter(&format!("e{n}"), &format!("i{n}")).organization("Organization/1").build(),
        ));
        all.push(arrival(an_infant(&format!("i{n}")).identifier("urn:mrn", &format!("{n}")).build()));
        all.push(arrival(a_related_person(&format!("r{n}"), &format!("i{n}")).build()));
        all.push(arrival(a_mother(&format!("m{n}")).link(&format!("RelatedPerson/r{n}")).build()));
    }
    all
}

/// Every row of the tables that a batch writes, as text.
async fn content(w: &World) -> Vec<String> {
    let queries = [
        "select 'record ' || id || ' ' || reference || ' ' || coalesce(source_person_id, 0) from source_record order by id",
        "select 'fact ' || source_person_id || ' ' || record_id || ' ' || body from fact order by record_id",
        "select 'person ' || id || ' ' || bucket || ' ' || reference || ' ' || coalesce(given, '') from person order by id",
        "select 'link ' || infant_id || ' ' || mother_id || ' ' || record_id from mother_link order by infant_id",
        "select 'identifier ' || record_id || ' ' || ordinal || ' ' || value from identifier order by record_id, ordinal",
        "select 'work ' || source_person_id from mother_work order by source_person_id",
        "select 'organization ' || id || ' ' || reference from organization order by id",
        "select 'counter ' || name || ' ' || value from counter order by name",
        "select 'type ' || resource_type || ' ' || records from source_type order by resource_type",
        "select 'dirty ' || bucket from dirty_bucket order by bucket",
    ];
    let mut rows = Vec::new();
    for query in queries {
        let found: Vec<String> = match &w.location {
            kith_store::Location::Sqlite { dir } => {
                let address = format!("sqlite://{}/kith.sqlite3", dir.display());
                let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
                sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap()
            }
            kith_store::Location::Postgres { url } => {
                let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
                sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap()
            }
        };
        rows.extend(found);
    }
    rows
}

async fn an_interrupted_ingest_run_again_ends_like_a_whole_one(w: &World) {
    // The same in one run, in a database of its own.
    let place = match w.db.kind() {
        "sqlite" => kith_testkit::sqlite(),
        _ => kith_testkit::postgres().await.expect("there was one a moment ago"),
    };
    let whole = World::open(&place).await;
    for batch in input().chunks(7) {
        whole.append(batch.to_vec()).await;
    }
    whole.resolve().await;

    // Dropped at many places: after some whole batches, in the middle of one.
    for stop in 0..6 {
        for batch in input().chunks(7).take(stop * 2) {
            w.append(batch.to_vec()).await;
        }
        let next: Vec<Arrival> = input().chunks(7).nth(stop * 2).unwrap().to_vec();
        let appending = ledger::append(&w.db, w.source, next, NOON);
        let cut = tokio::time::timeout(std::time::Duration::from_micros(1 + 400 * stop as u64), appending);
        let _either_way = cut.await;
    }
    // A process that died leaves no connection: a new handle, and the same command again.
    let reopened = Db::open(&w.location).await.unwrap();
    let again = World { db: reopened, location: w.location.clone(), source: w.source };
    for batch in input().chunks(7) {
        again.append(batch.to_vec()).await;
    }
    again.resolve().await;

    assert_eq!(content(&again).await, content(&whole).await);
}

async fn several_writers_take_turns(w: &World) {
    // Two handles are two processes as far as the database can tell.
    let second = Db::open(&w.location).await.unwrap();
    let mut tasks = Vec::new();
    for (n, db) in [w.db.clone(), second.clone(), w.db.clone(), second.clone()].into_iter().enumerate() {
        let source = w.source;
        tasks.push(tokio::spawn(async move {
            for round in 0..5 {
                let facts = (0..20).map(|i| {
                    // Everybody mentions the same people.
                    arrival(an_encounter(&format!("e{n}-{round}-{i}"), &format!("i{i}")).build())
                });
                ledger::append(&db, source, facts.collect(), NOON).await.expect("appended");
                kith_store::identity::resolve_mothers(&db).await.expect("resolved");
                source::ensure(&db, &format!("source {round}"), NOON).await.expect("ensured");
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let standings = source::standings(&w.db).await.unwrap();
    let clinic = standings.iter().find(|s| s.id == w.source).unwrap();
    assert_eq!((clinic.records, clinic.people, standings.len()), (400, 20, 6));
    assert_eq!(w.everyone().await.len(), 20);
    assert!(account::list(&second).await.unwrap().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_sqlite_database_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = kith_testkit::sqlite();
    let w = World::open(&place).await;
    w.state(vec![an_infant("i").build()]).await;
    let dir = std::path::Path::new(place.location());
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(dir), 0o700);
    let mut files = 0;
    for file in std::fs::read_dir(dir).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
        files += 1;
    }
    assert!(files >= 2, "the journal is beside the file");
    w.db.close().await;
}
