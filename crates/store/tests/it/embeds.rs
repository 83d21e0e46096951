//! A chart stands outside once, however often it is let out.

use kith_store::embed;
use kith_testkit::NOON;

use crate::World;

on_both! { a_chart_that_is_let_out_twice_stands_once }

async fn a_chart_that_is_let_out_twice_stands_once(w: &World) {
    let by = w.account("coordinator").await;
    let out =
        async |token: &str, chart: &str| embed::add(&w.db, token, "visits", chart, by, NOON).await.unwrap();
    let (one, other) = tokio::join!(out("a", "months"), out("b", "months"));
    assert_eq!(one.0, other.0);
    assert!(one.1 != other.1, "one of the two is new");
    assert_eq!(out("c", "months").await, (one.0, false));
    assert!(out("d", "gap").await.1, "another chart");
    let standing = async || {
        let all = embed::of_measure(&w.db, "visits").await.unwrap();
        all.into_iter().map(|e| (e.id, e.chart)).collect::<Vec<_>>()
    };
    assert_eq!(standing().await.len(), 2);

    // Taken back, it may be let out anew.
    assert!(embed::undo(&w.db, one.0, by, NOON).await.unwrap());
    let again = out("e", "months").await;
    assert!(again.1 && again.0 != one.0);
    assert_eq!(standing().await[0], (again.0, "months".to_owned()));
}
