//! A database of the first version, with rows in it, becomes one of this version and keeps them.

use kith_domain::access::Role;
use kith_domain::id::{AccountId, PersonId, UploadId};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::account::NewAccount;
use crate::identity::Technique;
use crate::{Db, Location, account, identity, outreach};

/// Two people of one source, the account of someone who is signed in, tried and assigned.
const ROWS: &str = "
insert into source (id, name, made_at) values (1, 'clinic', 0);
update source set people = 2;
insert into person (id, bucket, source_id, reference, given, died)
values (1, 7, 1, 'Patient/i', 'Infant', false), (2, 7, 1, 'Patient/m', 'Mother', false);
insert into source_person (id, source_id, reference, person_id) values (1, 1, 'Patient/i', 1), (2, 1, 'Patient/m', 2);
insert into source_record (id, source_id, reference, source_person_id, received_at, hash, bytes)
values (1, 1, 'RelatedPerson/r', 1, 0, HASH, HASH), (2, 1, 'Encounter/e', 1, 0, HASH, HASH);
insert into mother_link (infant_id, mother_id, technique, record_id) values (1, 2, 'link', 1);
insert into account (id, login, login_key, name, role, language, password_hash, disabled, made_at)
values (1, 'Worker', 'worker', 'A Testworker', 'outreach_worker', 'en', 'hash', false, 5),
    (2, 'Lead', 'lead', 'A Testlead', 'coordinator', 'es', 'hash', true, 6);
update counter set value = 2 where name in ('account', 'person', 'source_person', 'record');
insert into session (token_hash, account_id, csrf, created_at, seen_at) values (HASH, 1, 'csrf', 0, 0);
insert into contact (id, person_id, by_id, at, on_date, channel, outcome, undone_at, undone_by)
values (1, 2, 1, 0, '2025-08-01', 'call', 'reached', 1, 2);
insert into visit (id, person_id, source_person_id, record_id, on_date, by_id, at)
values (1, 1, 1, 2, '2025-08-01', 1, 0);
insert into assignment (infant_id, worker_id, by_id, assigned_at) values (1, 1, 2, 0);
";

async fn check(db: &Db) {
    let accounts = account::list(db).await.expect("accounts are read");
    let told: Vec<_> = accounts.iter().map(|a| (a.id.0, a.login.as_str(), a.role, a.disabled)).collect();
    let expected = [(2, "Lead", Role::Coordinator, true), (1, "Worker", Role::OutreachWorker, false)];
    assert_eq!(told, expected);
    let (contact, who, undone) =
        outreach::contacts(db, PersonId(2)).await.expect("contacts are read").remove(0);
    assert_eq!((contact.by, who.as_str(), undone), (AccountId(1), "A Testworker", true));
    assert_eq!(outreach::visits(db, PersonId(1)).await.expect("visits are read").len(), 1);
    assert_eq!(outreach::caseload(db, AccountId(1)).await.expect("a caseload is read"), [PersonId(1)]);
    let link = identity::mother_links(db, &[PersonId(2)]).await.expect("links are read").remove(0);
    assert_eq!((link.infant, link.mother, link.technique), (PersonId(1), PersonId(2), Technique::Link));
    let members = crate::linkage::members(db, PersonId(2)).await.expect("members are read");
    assert_eq!(members.iter().map(|s| (s.home, s.person)).collect::<Vec<_>>(), [(PersonId(2), PersonId(2))]);
    let work = crate::linkage::changed(db, 0, 10).await.expect("work is read");
    assert_eq!(
        work.iter().map(|w| (w.0, w.1.0)).collect::<Vec<_>>(),
        [(1, 1), (2, 2)],
        "nobody is overlooked"
    );
    let index = if db.kind() == "sqlite" {
        "select sql from sqlite_master where name = 'outcome_of_person'"
    } else {
        "select indexdef from pg_indexes where indexname = 'outcome_of_person'"
    };
    let index = db.row(crate::sql::Query { name: "index", text: index }, vec![]).await.expect("a query runs");
    let index: String = index.expect("the index is there").get(0).expect("a text");
    assert!(index.contains("measure"), "{index}");
    let steward = NewAccount {
        login: "steward".to_owned(),
        name: "A Teststeward".to_owned(),
        role: Role::DataSteward,
        organization: None,
        language: "en".to_owned(),
        password_hash: "hash".to_owned(),
    };
    account::create(db, &steward, kith_testkit::NOON).await.expect("a data steward has an account");
    assert_eq!(account::find_by_login(db, "steward").await.expect("found").expect("there").id, AccountId(3));
}

/// What the first migration was for a while after its release: the checksum, and the index that it made.
const CHANGED: &str = "
update _sqlx_migrations set checksum = CHECKSUM where version = 1;
drop index outcome_of_person;
create index outcome_of_person on outcome (person_id, measure, status, due_on, subject_id);
";

#[tokio::test]
async fn a_sqlite_database_of_the_first_version_is_carried_over() {
    carry_sqlite_over("").await;
    let changed =
        "x'887e85fe1de2d5b9b622805fcfe9e0308f75acbed85f7fc09391122eefd47ba376b35459256234c97bda86e5c4a0233e'";
    carry_sqlite_over(&CHANGED.replace("CHECKSUM", changed)).await;
}

/// Three files: a run that never ended wrote nothing of the first, another ended, a third wrote and was cut short then.
const FILES: &str = "
insert into run (id, source_id, started_at, ended_at, what) values (1, 1, 0, null, 'a'), (2, 1, 0, 1, 'b'), (3, 1, 0, null, 'c');
insert into record_run (record_id, run_id) values (2, 3);
insert into upload (id, name, source_name, length, by_id, at, hash, bytes, run_id, committed_at)
values (1, 'a', 'clinic', 1, 1, 0, HASH, HASH, 1, 5), (2, 'b', 'clinic', 1, 1, 0, HASH, HASH, 2, 5),
    (3, 'c', 'clinic', 1, 1, 0, HASH, HASH, 3, 5);
";

/// One chart that was let out three times, once of them taken back, and another.
const CHARTS: &str = "
insert into embed (id, token, measure, chart, at, by_id, undone_at, undone_by)
values (1, 'a', 'visits', 'months', 5, 1, null, null), (2, 'b', 'visits', 'months', 6, 1, 7, 2),
    (3, 'c', 'visits', 'months', 8, 2, null, null), (4, 'd', 'visits', 'months', 8, 1, null, null),
    (5, 'e', 'visits', 'gap', 3, 1, null, null);
";

#[tokio::test]
async fn of_a_chart_that_was_let_out_twice_the_newest_stays() {
    let place = kith_testkit::sqlite();
    let dir = std::path::Path::new(place.location());
    std::fs::create_dir_all(dir).expect("a directory is made");
    let address = format!("sqlite://{}/kith.sqlite3?mode=rwc", dir.display());
    let mut connection = SqliteConnection::connect(&address).await.expect("connects");
    for (version, rows) in [(1, ROWS), (20, CHARTS)] {
        sqlx::migrate!("migrations/sqlite").run_to(version, &mut connection).await.expect("migrates");
        let rows = rows.replace("HASH", "zeroblob(32)");
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut connection).await.expect("rows are kept");
    }
    connection.close().await.expect("closes");
    let db = Db::open(&Location::Sqlite { dir: dir.to_owned() }).await.expect("the database is carried over");
    check_charts(&db).await;
    let Some(place) = kith_testkit::postgres().await else { return };
    let mut connection = PgConnection::connect(place.location()).await.expect("connects");
    for (version, rows) in [(1, ROWS), (20, CHARTS)] {
        sqlx::migrate!("migrations/postgres").run_to(version, &mut connection).await.expect("migrates");
        let rows = rows.replace("HASH", "decode(repeat('00', 32), 'hex')");
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut connection).await.expect("rows are kept");
    }
    connection.close().await.expect("closes");
    check_charts(&super::open(&place).await).await;
}

async fn check_charts(db: &Db) {
    let standing = crate::embed::of_measure(db, "visits").await.expect("charts are read");
    assert_eq!(standing.iter().map(|e| e.id).collect::<Vec<_>>(), [5, 4]);
    assert!(crate::embed::by_token(db, "a").await.expect("looked up").is_none());
}

#[tokio::test]
async fn a_file_of_which_a_cut_commit_wrote_nothing_is_looked_at_again() {
    let place = kith_testkit::sqlite();
    let dir = std::path::Path::new(place.location());
    std::fs::create_dir_all(dir).expect("a directory is made");
    let address = format!("sqlite://{}/kith.sqlite3?mode=rwc", dir.display());
    let mut connection = SqliteConnection::connect(&address).await.expect("connects");
    for (version, rows) in [(1, ROWS), (3, FILES)] {
        sqlx::migrate!("migrations/sqlite").run_to(version, &mut connection).await.expect("migrates");
        let rows = rows.replace("HASH", "zeroblob(32)");
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut connection).await.expect("rows are kept");
    }
    connection.close().await.expect("closes");
    let db = Db::open(&Location::Sqlite { dir: dir.to_owned() }).await.expect("the database is carried over");
    let mut told = Vec::new();
    for id in [1, 2, 3] {
        let file = crate::upload::find(&db, UploadId(id)).await.expect("a file is read").expect("there");
        let has_bytes = crate::upload::bytes(&db, UploadId(id)).await.expect("bytes are read").is_some();
        told.push((file.committed.map(|c| c.0), file.erased.is_some(), has_bytes));
    }
    assert_eq!(told, [(None, false, true), (Some(2), true, false), (Some(3), true, false)]);
}

#[tokio::test]
async fn a_database_of_another_text_is_refused() {
    let place = kith_testkit::sqlite();
    let location: Location = place.location().parse().expect("a location");
    Db::open(&location).await.expect("a fresh database opens").close().await;
    let address = format!("sqlite://{}/kith.sqlite3", place.location());
    let mut connection = SqliteConnection::connect(&address).await.expect("connects");
    sqlx::raw_sql("update _sqlx_migrations set checksum = x'00' where version = 1")
        .execute(&mut connection)
        .await
        .expect("the text is another");
    connection.close().await.expect("closes");
    assert!(matches!(Db::open(&location).await, Err(crate::Error::Migration(_))));
}

async fn carry_sqlite_over(changed: &str) {
    let place = kith_testkit::sqlite();
    let dir = std::path::Path::new(place.location());
    std::fs::create_dir_all(dir).expect("a directory is made");
    let address = format!("sqlite://{}/kith.sqlite3?mode=rwc", dir.display());
    let mut connection = SqliteConnection::connect(&address).await.expect("connects");
    sqlx::migrate!("migrations/sqlite").run_to(1, &mut connection).await.expect("the first version");
    let rows = ROWS.replace("HASH", "x'00'") + changed;
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut connection).await.expect("rows are kept");
    connection.close().await.expect("closes");

    let db = Db::open(&Location::Sqlite { dir: dir.to_owned() }).await.expect("the database is carried over");
    check(&db).await;
    let mut connection = SqliteConnection::connect(&address).await.expect("connects");
    let broken: Vec<(String,)> = sqlx::query_as("select \"table\" from pragma_foreign_key_check")
        .fetch_all(&mut connection)
        .await
        .expect("checks");
    assert!(broken.is_empty(), "{broken:?}");
    let refers: String = sqlx::query_scalar("select sql from sqlite_master where name = 'contact'")
        .fetch_one(&mut connection)
        .await
        .expect("the table is there");
    assert!(refers.contains("references account,"), "{refers}");
    let nobody =
        sqlx::query("insert into session values (x'01', 99, 'csrf', 0, 0)").execute(&mut connection).await;
    assert!(nobody.is_err(), "a session is still of an account");
}

#[tokio::test]
async fn a_postgres_database_of_the_first_version_is_carried_over() {
    carry_postgres_over("").await;
    let changed = r"'\x65b557ae517a07b2a6083a8999a3553c601d80fc363691706beb2bb2067622b7a952eb723ee6ac6b7601a0a730d8aae3'";
    carry_postgres_over(&CHANGED.replace("CHECKSUM", changed)).await;
}

async fn carry_postgres_over(changed: &str) {
    let Some(place) = kith_testkit::postgres().await else { return };
    let mut connection = PgConnection::connect(place.location()).await.expect("connects");
    sqlx::migrate!("migrations/postgres").run_to(1, &mut connection).await.expect("the first version");
    let rows = ROWS.replace("HASH", "'\\x00'::bytea") + changed;
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut connection).await.expect("rows are kept");
    connection.close().await.expect("closes");
    let db = Db::open(&place.location().parse().expect("a location")).await.expect("it is carried over");
    check(&db).await;
}
