use jiff::SignedDuration;
use kith_domain::access::Role;
use kith_domain::id::AccountId;
use kith_store::account::{self, NewAccount};
use kith_store::audit::{self, Entry};
use kith_store::{Db, Error, session, setting};
use kith_testkit::{NOON, later};
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::World;

on_both! {
    a_login_is_taken_once_whatever_its_case,
    accounts_are_listed_counted_and_disabled,
    a_session_expires_when_idle_and_when_old,
    sessions_end,
    a_chain_of_entries_verifies,
    tampering_shows,
    settings_are_kept,
}

const IDLE: SignedDuration = SignedDuration::from_mins(30);
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);

fn new(login: &str, role: Role) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        name: "Testperson".to_owned(),
        role,
        organization: None,
        language: "es".to_owned(),
        password_hash: "$argon2id$x".to_owned(),
    }
}

async fn a_login_is_taken_once_whatever_its_case(w: &World) {
    let id = account::create(&w.db, &new("Worker@Example.org", Role::OutreachWorker), NOON).await.unwrap();
    let again = account::create(&w.db, &new("worker@example.org ", Role::Analyst), NOON).await;
    assert!(matches!(again, Err(Error::LoginTaken)));
    let found = account::find_by_login(&w.db, " WORKER@example.org").await.unwrap().unwrap();
    assert_eq!(
        (found.id, found.login.as_str(), found.role),
        (id, "Worker@Example.org", Role::OutreachWorker)
    );
    assert_eq!(account::find_by_login(&w.db, "nobody").await.unwrap().map(|a| a.id), None);
    let shown = format!("{found:?}");
    assert!(!shown.contains("argon2") && !shown.contains("Example"), "{shown}");
}

async fn accounts_are_listed_counted_and_disabled(w: &World) {
    let a = account::create(&w.db, &new("a", Role::Analyst), NOON).await.unwrap();
    let b = account::create(&w.db, &new("b", Role::Analyst), NOON).await.unwrap();
    account::create(&w.db, &new("c", Role::Coordinator), NOON).await.unwrap();
    account::set_language(&w.db, a, "en").await.unwrap();
    account::set_password(&w.db, a, "other").await.unwrap();
    account::disable(&w.db, b).await.unwrap();
    assert_eq!(account::counts(&w.db).await.unwrap(), [(Role::Coordinator, 1), (Role::Analyst, 1)]);
    let all = account::list(&w.db).await.unwrap();
    assert_eq!(all.iter().map(|a| a.disabled).collect::<Vec<_>>(), [false, true, false]);
    let found = account::find(&w.db, a).await.unwrap().unwrap();
    assert_eq!((found.language.as_str(), found.password_hash.as_str()), ("en", "other"));
    assert!(matches!(account::disable(&w.db, AccountId(99)).await, Err(Error::NoSuch("account"))));
    assert!(matches!(account::set_password(&w.db, AccountId(99), "").await, Err(Error::NoSuch("account"))));
}

async fn a_session_expires_when_idle_and_when_old(w: &World) {
    let id = w.account("worker").await;
    let token = [7; 32];
    session::create(&w.db, &token, id, "csrf", NOON).await.unwrap();
    let find = |at| session::find(&w.db, &token, later(at), IDLE, ABSOLUTE);
    assert_eq!(session::find(&w.db, &[8; 32], NOON, IDLE, ABSOLUTE).await.unwrap(), None);
    let first = find(30).await.unwrap().unwrap();
    assert_eq!(
        (first.account, first.csrf.as_str(), first.seen_at),
        (id, "csrf", NOON),
        "within a minute, not noted"
    );
    assert_eq!(find(29 * 60).await.unwrap().unwrap().seen_at, later(29 * 60));
    assert!(find(58 * 60).await.unwrap().is_some(), "each use begins the half hour anew");
    assert_eq!(find(88 * 60).await.unwrap(), None, "half an hour later it is too late");

    session::create(&w.db, &[9; 32], id, "csrf", NOON).await.unwrap();
    for quarter in 1..=47 {
        assert!(
            session::find(&w.db, &[9; 32], later(quarter * 900), IDLE, ABSOLUTE).await.unwrap().is_some()
        );
    }
    assert_eq!(session::find(&w.db, &[9; 32], later(12 * 3600), IDLE, ABSOLUTE).await.unwrap(), None);
    assert_eq!(session::sweep(&w.db, later(12 * 3600), IDLE, ABSOLUTE).await.unwrap(), 2);
    assert_eq!(session::sweep(&w.db, later(12 * 3600), IDLE, ABSOLUTE).await.unwrap(), 0);
}

async fn sessions_end(w: &World) {
    let (a, b) = (w.account("a").await, w.account("b").await);
    for (token, account) in [([1; 32], a), ([2; 32], a), ([3; 32], b), ([4; 32], b)] {
        session::create(&w.db, &token, account, "csrf", NOON).await.unwrap();
    }
    let there =
        async |token: u8| session::find(&w.db, &[token; 32], NOON, IDLE, ABSOLUTE).await.unwrap().is_some();
    session::end(&w.db, &[1; 32]).await.unwrap();
    assert!(!there(1).await && there(2).await && there(3).await);
    account::set_password(&w.db, a, "new").await.unwrap();
    assert!(!there(2).await && there(3).await, "a new password signs everybody out");
    session::end_all(&w.db, b).await.unwrap();
    assert!(!there(3).await && !there(4).await);
    session::create(&w.db, &[5; 32], b, "csrf", NOON).await.unwrap();
    account::disable(&w.db, b).await.unwrap();
    assert!(!there(5).await);
}

fn entry(n: i64) -> Entry {
    Entry {
        at: later(n),
        account: (n % 2 == 0).then_some(AccountId(n)),
        who: "Testperson".to_owned(),
        action: "see_person".to_owned(),
        subject: Some(format!("person {n}")),
        detail: "{\"purpose\":\"outreach\"}".to_owned(),
    }
}

async fn a_chain_of_entries_verifies(w: &World) {
    let empty = audit::verify(&w.db).await.unwrap();
    assert_eq!((empty.entries, empty.head), (0, [0; 32]));
    let mut precise = entry(1);
    precise.at = "2026-01-05T12:00:00.123456789Z".parse().unwrap();
    audit::append(&w.db, &[precise, entry(2)]).await.unwrap();
    let two = audit::verify(&w.db).await.unwrap();
    audit::append(&w.db, &[]).await.unwrap();
    assert_eq!(audit::verify(&w.db).await.unwrap(), two);
    audit::append(&w.db, &[entry(3)]).await.unwrap();
    let three = audit::verify(&w.db).await.unwrap();
    assert_eq!(three.entries, 3);
    assert_ne!(three.head, two.head);
    assert_eq!(audit::recent(&w.db, 2).await.unwrap(), [entry(3), entry(2)]);
    // Those of many who write at once are all there, each once.
    let all: Vec<Entry> = (4..64).map(entry).collect();
    let writes = all.iter().map(|one| audit::append(&w.db, std::slice::from_ref(one)));
    futures::future::try_join_all(writes).await.unwrap();
    assert_eq!(audit::verify(&w.db).await.unwrap().entries, 63);
    let mut kept = audit::recent(&w.db, 60).await.unwrap();
    kept.sort_by_key(|one| one.at);
    assert_eq!(kept, all);
}

/// Changes the database behind the store's back.
async fn behind(w: &World, sql: &str) {
    match &w.location {
        kith_store::Location::Sqlite { dir } => {
            let address = format!("sqlite://{}/kith.sqlite3", dir.display());
            let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
            connection.execute(AssertSqlSafe(sql)).await.unwrap();
        }
        kith_store::Location::Postgres { url } => {
            let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
            connection.execute(AssertSqlSafe(sql)).await.unwrap();
        }
    }
}

async fn tampering_shows(w: &World) {
    audit::append(&w.db, &(1..=5).map(entry).collect::<Vec<_>>()).await.unwrap();
    let breaks = async |db: &Db| match audit::verify(db).await {
        Err(Error::BrokenChain { entry }) => Some(entry),
        Ok(_) => None,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(breaks(&w.db).await, None);
    behind(w, "update audit set who = 'Nobody' where id = 3").await;
    assert_eq!(breaks(&w.db).await, Some(3), "a changed entry");
    behind(w, "update audit set who = 'Testperson' where id = 3").await;
    assert_eq!(breaks(&w.db).await, None, "put back");
    behind(w, "update audit set account_id = 4 where id = 3").await;
    assert_eq!(breaks(&w.db).await, Some(3), "nobody's made somebody's");
    behind(w, "update audit set account_id = null where id = 3").await;
    behind(w, "delete from audit where id = 5").await;
    assert_eq!(breaks(&w.db).await, Some(5), "an entry cut off the end");
    behind(w, "delete from audit where id = 2").await;
    assert_eq!(breaks(&w.db).await, Some(2), "an entry taken out");
}

async fn settings_are_kept(w: &World) {
    assert_eq!(setting::get(&w.db, "network").await.unwrap(), None);
    setting::set(&w.db, "network", "Test network").await.unwrap();
    setting::set(&w.db, "network", "Other network").await.unwrap();
    assert_eq!(setting::get(&w.db, "network").await.unwrap().as_deref(), Some("Other network"));
    w.db.ping().await.unwrap();
}
