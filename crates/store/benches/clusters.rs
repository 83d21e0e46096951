//! How fast people who are known twice become one, on SQLite: what is stated of them read, their clusters applied, and
//! applied again when nothing moves. `cargo bench -p kith-store --bench clusters -- [people]`.

use std::time::Instant;

use kith_domain::id::SourcePersonId;
use kith_store::ledger::{self, Arrival};
use kith_store::linkage::{self, Cause, Cluster, Partition};
use kith_store::{Db, identity, source};
use kith_testkit::{NOON, a_mother};

fn arrival(n: usize) -> Arrival {
    let id = format!("{:016x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let fact = a_mother(&id).identifier("urn:mrn", &id).phone("555-0100").build();
    Arrival {
        resource_type: "Patient".to_owned(),
        resource_id: id,
        version_id: None,
        last_updated: Some(NOON),
        bytes: serde_json::to_vec(&fact).expect("a fact is JSON"),
        fact: Some(fact),
    }
}

#[tokio::main]
async fn main() {
    // Cargo passes `--bench`.
    let n: usize = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let place = kith_testkit::sqlite();
    let db = Db::open(&place.location().parse().expect("a location")).await.expect("opens");
    for name in ["clinic", "hospital"] {
        let source = source::ensure(&db, name, NOON).await.expect("a source is made");
        for start in (0..n).step_by(2_000) {
            let arrivals = (start..n.min(start + 2_000)).map(arrival).collect();
            ledger::append(&db, source, arrivals, NOON).await.expect("appends");
        }
    }
    identity::resolve_mothers(&db).await.expect("resolves");
    let touched: Vec<SourcePersonId> = (1..=2 * n as i64).map(SourcePersonId).collect();
    let told = |what: &str, began: Instant| println!("{what:<20} {:>7.2} s", began.elapsed().as_secs_f64());

    println!("{n} people, each known twice");
    let began = Instant::now();
    let subjects = linkage::subjects(&db, &touched).await.expect("reads");
    told("statements", began);
    assert_eq!(subjects.len(), 2 * n);

    let cluster = |i: i64| Cluster {
        members: vec![SourcePersonId(i), SourcePersonId(i + n as i64)],
        evidence: "{\"bits\":21.5}".to_owned(),
    };
    let clusters = (1..=n as i64).map(cluster).collect();
    let partition = Partition { clusters, touched: touched.clone(), ..Partition::default() };
    for what in ["apply", "apply again"] {
        let began = Instant::now();
        let applied = linkage::apply(&db, &partition, Cause::Linkage, "bench", NOON).await.expect("applies");
        told(what, began);
        assert_eq!(applied.moved, if what == "apply" { n as u64 } else { 0 });
    }
    let began = Instant::now();
    identity::resolve_mothers(&db).await.expect("resolves");
    told("mothers", began);

    let one = Partition { clusters: vec![cluster(7)], touched: cluster(7).members, ..Partition::default() };
    let began = Instant::now();
    for _ in 0..100 {
        let parted = Partition { clusters: vec![], ..one.clone() };
        linkage::apply(&db, &parted, Cause::Linkage, "bench", NOON).await.expect("applies");
        linkage::apply(&db, &one, Cause::Linkage, "bench", NOON).await.expect("applies");
    }
    println!("{:<20} {:>7.2} ms", "one pair", began.elapsed().as_secs_f64() * 1e3 / 200.0);
    db.close().await;
}
