//! Every query prepares on both kinds, and those that pages wait for use an index.

mod migration;

use std::collections::BTreeSet;

use crate::sql::{Kind, MOST_ROWS, Query, Value, args};
use crate::{Db, Location};

fn every_query() -> Vec<Query> {
    [
        crate::account::ALL,
        crate::annotation::ALL,
        crate::embed::ALL,
        crate::audit::ALL,
        &crate::care_case::every_query(),
        crate::consent::ALL,
        crate::care_plan::ALL,
        crate::contraception::ALL,
        crate::counter::ALL,
        crate::course::ALL,
        crate::event::ALL,
        crate::facts::ALL,
        crate::glass::ALL,
        &crate::goods::every_query(),
        crate::identity::ALL,
        crate::identity::candidate_queries(),
        crate::ledger::ALL,
        crate::ledger::withdraw_queries(),
        &crate::linkage::every_query(),
        crate::link::ALL,
        crate::live::ALL,
        crate::outbox::ALL,
        crate::outreach::ALL,
        crate::people::ALL,
        crate::proxy::ALL,
        crate::quarantine::ALL,
        &crate::referral::every_query(),
        crate::results::ALL,
        crate::results::publish_queries(),
        crate::safety::ALL,
        &crate::service::every_query(),
        crate::door::ALL,
        crate::session::ALL,
        crate::setting::ALL,
        crate::source::ALL,
        crate::teaching::ALL,
        crate::upload::ALL,
    ]
    .concat()
}

async fn open(place: &kith_testkit::Place) -> Db {
    let location: Location = place.location().parse().expect("a location");
    Db::open(&location).await.expect("a fresh database opens")
}

#[test]
fn every_file_is_a_query() {
    let named: BTreeSet<String> = every_query().iter().map(|q| format!("{}.sql", q.name)).collect();
    let files =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/queries")).expect("the folder is there");
    let there: BTreeSet<String> =
        files.map(|f| f.expect("readable").file_name().into_string().expect("a name")).collect();
    assert_eq!(there, named);
}

async fn prepare_all(db: &Db) {
    for query in every_query() {
        let mut tx = db.write().await.expect("a transaction begins");
        let kind = tx.kind();
        let texts = match query.list() {
            None => vec![query.text.to_owned()],
            Some(types) => {
                assert!(MOST_ROWS * types.len() + query.plain() < 32_766, "{} fits SQLite", query.name);
                vec![query.with_rows(1, kind), query.with_rows(MOST_ROWS, kind)]
            }
        };
        for text in texts {
            let prepared = tx.prepare(text.clone()).await;
            let shown: String = text.chars().take(600).collect();
            assert!(prepared.is_ok(), "{}: {:?}\n{shown}", query.name, prepared.unwrap_err());
        }
    }
}

#[tokio::test]
async fn every_query_prepares_on_sqlite() {
    let place = kith_testkit::sqlite();
    prepare_all(&open(&place).await).await;
}

#[tokio::test]
async fn every_query_prepares_on_postgres() {
    let Some(place) = kith_testkit::postgres().await else { return };
    prepare_all(&open(&place).await).await;
}

/// Tables that grow with the people and their records.
const LARGE: [&str; 41] = [
    "source_record",
    "fact",
    "person",
    "source_person",
    "outcome",
    "dyad",
    "identifier",
    "birth_mother",
    "patient_link",
    "part_of",
    "mother_link",
    "contact",
    "session",
    "assignment",
    "caseload",
    "link_work",
    "link_move",
    "link_event",
    "verdict",
    "choice",
    "review",
    "dyad_proposal",
    "visit",
    "care_event",
    "care_case",
    "submission",
    "case_event",
    "task",
    "referral",
    "referral_step",
    "link",
    "outbox",
    "re_offer",
    "consent",
    "safe_plan",
    "phone_wish",
    "goods_item",
    "goods_movement",
    "sleep_teaching",
    "contraception_talk",
    "account_person",
];

/// No query walks through a whole large table, but those that are about all of it.
#[tokio::test]
async fn no_query_scans_a_large_table() {
    let place = kith_testkit::sqlite();
    let db = open(&place).await;
    let mut looked_at = 0;
    for query in every_query() {
        // Removing what expired looks at every session, on purpose and seldom; who leads the work is told of all that is open. The plan of an insert into a table to
        // which others refer shows a walk through those, which runs only where a check was put off; none is here.
        if matches!(query.name, "session_sweep" | "case_ages") || query.inserts_list() {
            continue;
        }
        let text = match query.list() {
            None => query.text.to_owned(),
            Some(_) => query.with_rows(3, Kind::Sqlite),
        };
        let arguments = query.list().map_or(0, |types| types.len() * 3) + query.plain();
        let explain = Query { name: query.name, text: format!("explain query plan {text}").leak() };
        let plan = db.rows(explain, vec![Value::Int(None); arguments]).await.expect("a plan");
        for step in plan {
            let step: String = step.get(3).expect("a text");
            looked_at += 1;
            let mut words = step.split_whitespace();
            if words.next() != Some("SCAN") {
                continue;
            }
            let name = words.next().unwrap_or_default();
            let table = aliased(&text, name);
            assert!(!LARGE.contains(&table.as_str()), "{} scans {table}: {step}\n{text}", query.name);
        }
    }
    assert!(looked_at > 100, "there are plans to look at");
}

/// The table behind an alias.
fn aliased(text: &str, alias: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')').collect();
    let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
    let named = words.windows(3).find(|w| matches!(w[0], "from" | "join") && w[2] == alias);
    named.map_or(alias, |w| w[1]).to_owned()
}

/// A work list is read in the order of its index and sorted by nobody.
#[tokio::test]
async fn work_lists_come_in_order_from_the_index() {
    let place = kith_testkit::sqlite();
    let db = open(&place).await;
    let lists = every_query();
    for name in ["results_gaps_all", "results_gaps_organization"] {
        let query = lists.iter().find(|q| q.name == name).expect("the query is there");
        let text: &'static str = format!("explain query plan {}", query.text).leak();
        let plan = db
            .rows(Query { name: "plan", text }, vec![Value::Int(None); query.plain()])
            .await
            .expect("a plan");
        let steps: Vec<String> = plan.iter().map(|r| r.get(3).expect("a text")).collect();
        assert!(!steps.iter().any(|s| s.contains("TEMP B-TREE")), "{steps:?}");
        let index = if name.ends_with("all") { "outcome_by_deadline" } else { "outcome_by_organization" };
        assert!(steps.iter().any(|s| s.contains(index) && s.contains("due_on")), "{steps:?}");
    }
}

/// A page of the inbox is read in the order of its index, whatever it is limited to, and sorted by nobody.
#[tokio::test]
async fn the_inbox_comes_in_order_from_the_index() {
    let place = kith_testkit::sqlite();
    let db = open(&place).await;
    let lists = every_query();
    for (name, index) in [
        ("case_inbox", "care_case_due (due_at"),
        ("case_inbox_of_tier", "care_case_due_by_tier (tier=? AND due_at"),
        ("case_inbox_of_worker", "care_case_due_by_worker (<expr>=? AND due_at"),
        (
            "case_inbox_of_worker_and_tier",
            "care_case_due_by_worker_and_tier (<expr>=? AND <expr>=? AND due_at",
        ),
        ("case_closed", "care_case_closed (closed_at"),
        ("task_due_of_role", "task_due (role=? AND due_at"),
        ("task_due", "task_open_due (due_at"),
        ("task_due_of_owner", "task_open_of_owner (owner_id=? AND due_at"),
        ("submission_of_organization", "submission_of_organization (organization_id=? AND at"),
        ("case_late", "care_case_due (due_at"),
        ("referral_open", "referral_in_turn (<expr>>?"),
        ("outbox_of_reader", "outbox_of_reader (reader=? AND"),
    ] {
        let query = lists.iter().find(|q| q.name == name).expect("the query is there");
        let text: &'static str = format!("explain query plan {}", query.text).leak();
        let plan = db
            .rows(Query { name: "plan", text }, vec![Value::Int(None); query.plain()])
            .await
            .expect("a plan");
        let steps: Vec<String> = plan.iter().map(|r| r.get(3).expect("a text")).collect();
        assert!(!steps.iter().any(|s| s.contains("TEMP B-TREE")), "{name}: {steps:?}");
        assert!(steps.iter().any(|s| s.contains(index)), "{name}: {steps:?}");
    }
}

/// What each worker has is looked up by worker, and not among all that is late.
#[tokio::test]
async fn loads_are_looked_up_by_worker() {
    let place = kith_testkit::sqlite();
    let db = open(&place).await;
    let query = every_query().into_iter().find(|q| q.name == "case_loads").expect("the query is there");
    let text: &'static str = format!("explain query plan {}", query.text).leak();
    let plan = db.rows(Query { name: "plan", text }, vec![Value::Int(None)]).await.expect("a plan");
    let steps: Vec<String> = plan.iter().map(|r| r.get(3).expect("a text")).collect();
    for index in ["care_case_due_by_worker (<expr>=? AND due_at", "care_case_oldest (<expr>=?"] {
        assert!(steps.iter().any(|s| s.contains(index)), "{steps:?}");
    }
}

#[test]
fn a_list_becomes_rows_and_plain_arguments_follow() {
    let query =
        Query { name: "q", text: "with v as (values {int, text}) select 1 from v where a = $1 and b = $2" };
    assert_eq!(query.list(), Some(vec!["int", "text"]));
    assert_eq!(query.plain(), 2);
    assert_eq!(
        query.with_rows(2, Kind::Sqlite),
        "with v as (values (?,?),(?,?)) select 1 from v where a = $5 and b = $6"
    );
    assert_eq!(
        query.with_rows(2, Kind::Postgres),
        "with v as (values (cast($1 as bigint),cast($2 as text)),($3,$4)) select 1 from v where a = $5 and b = $6"
    );
    let insert = Query { name: "i", text: "insert into t (a) values {bytes} on conflict do nothing" };
    assert_eq!(
        insert.with_rows(2, Kind::Postgres),
        "insert into t (a) values ($1),($2) on conflict do nothing"
    );
    assert_eq!(args![1i64, None::<i64>, true].len(), 3);
}
