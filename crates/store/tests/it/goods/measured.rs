//! Goods as measures read them: what was handed out, what came of it, and read again after every change.

use jiff::Timestamp;
use kith_domain::course::Handout;
use kith_domain::goods::{Movement, Reply};
use kith_domain::id::{Bucket, CaseId, ItemId, PersonId};
use kith_store::goods::{self, Given};
use kith_store::linkage::Cause;
use kith_store::{facts, live};
use kith_testkit::{NOON, later};

use super::{Shelf, TODAY, handing};
use crate::World;

on_both! {
    a_course_tells_what_was_handed_out_and_what_came_of_it,
    every_act_on_a_thing_marks_the_bucket,
}

impl Shelf<'_> {
    /// Somebody asks how it goes, and all is well.
    async fn ask(&self, id: ItemId, at: Timestamp) {
        let (item, answers) = (self.item(id).await, [("in_use".to_owned(), Reply::Yes)]);
        assert!(goods::answered(&self.w.db, &item, &answers, None, &[], self.by, at).await.unwrap());
    }

    /// What measures read of the things of a case, in the bucket of whoever she is now.
    async fn handouts(&self, (case, person): (CaseId, PersonId)) -> Vec<Handout> {
        let bucket = facts::of_bucket(&self.w.db, Bucket::of(person)).await.unwrap();
        bucket.courses.into_iter().find(|c| c.case == case).unwrap().handouts
    }
}

async fn a_course_tells_what_was_handed_out_and_what_came_of_it(w: &World) {
    let s = Shelf::open(w).await;
    let stock = s.receive("L1", 4, None, "Fund").await;
    let (a, b) = (s.case("a").await, s.case("b").await);
    let keep = async |once: &str| match goods::give(&w.db, &s.wanted(stock, b, once), None, s.by, TODAY, NOON)
        .await
        .unwrap()
    {
        Given::Done(item) => item,
        other => panic!("{other:?}"),
    };
    let (one, other) = (keep("1").await, keep("2").await);
    assert_eq!(s.handouts(b).await, [], "what is only kept for her is not hers yet");
    assert!(s.end(one, Movement::Released).await);
    assert_eq!(s.handouts(b).await, []);
    let item = s.item(other).await;
    assert!(goods::hand_over(&w.db, &item, &handing(), s.by, TODAY, later(3)).await.unwrap());
    let told =
        Handout { item: other.0, kind: "crib".into(), at: later(3), asked_at: None, returned_at: None };
    assert_eq!(s.handouts(b).await, vec![told.clone()]);
    s.ask(other, later(60)).await;
    assert_eq!(s.handouts(b).await, [Handout { asked_at: Some(later(60)), ..told.clone() }]);
    let back = s.handed(stock, b, "3").await;
    assert!(s.end(back, Movement::ReturnedUnfit).await);
    let returned = Handout { item: back.0, at: NOON, returned_at: Some(later(9)), ..told.clone() };
    assert_eq!(s.handouts(b).await, [Handout { asked_at: Some(later(60)), ..told }, returned]);
    assert_eq!(s.handouts(a).await, [], "it is of her own case alone");
}

async fn every_act_on_a_thing_marks_the_bucket(w: &World) {
    let s = Shelf::open(w).await;
    let stock = s.receive("L1", 4, None, "Fund").await;
    let (a, b) = (s.case("a").await, s.case("b").await);
    let (one, other) = (w.key("a").await, w.key("b").await);
    w.cluster(&[&[one, other]], Cause::Linkage).await;
    let marked = async |at: i64| {
        let taken = live::take_dirty(&w.db, 500, later(at)).await.unwrap();
        live::done(&w.db, &taken, later(at)).await.unwrap();
        taken
    };
    marked(1).await;
    assert_eq!(marked(2).await, []);
    let hers = [Bucket::of(a.1)];
    let given = s.handed(stock, b, "1").await;
    assert_eq!(marked(3).await, hers, "given");
    s.ask(given, later(4)).await;
    assert_eq!(marked(5).await, hers, "asked about");
    assert!(s.end(given, Movement::Returned).await);
    assert_eq!(marked(6).await, hers, "returned");
    let Given::Done(kept) =
        goods::give(&w.db, &s.wanted(stock, b, "2"), None, s.by, TODAY, NOON).await.unwrap()
    else {
        panic!("not kept")
    };
    marked(7).await;
    let item = s.item(kept).await;
    assert!(goods::hand_over(&w.db, &item, &handing(), s.by, TODAY, later(8)).await.unwrap());
    assert_eq!(marked(9).await, hers, "handed over");
    assert_eq!(s.hand(stock, b, "1").await, Given::Again(given));
    assert_eq!(marked(10).await, [], "the same form again changes nothing");
    assert_eq!(s.handouts((b.0, a.1)).await.len(), 2);
}
