//! Goods: none is given twice, what is there is the sum of what happened, and who has one of a lot is found.

mod measured;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kith_domain::access::Role;
use kith_domain::goods::{ItemState, Movement, Reply, Signed};
use kith_domain::id::{AccountId, CaseId, ItemId, OrganizationId, PersonId, StockId};
use kith_domain::matching::offers;
use kith_domain::priority::Rules;
use kith_domain::words::Words;
use kith_store::care_case::{self, NewTask};
use kith_store::goods::{self, Given, Handing, NewItem, NewStock};
use kith_store::linkage::Cause;
use kith_store::{account, service};
use kith_testkit::{NOON, a_mother, later};

use crate::World;
use crate::world::{a_form, arrival};

on_both! {
    the_last_ones_are_given_once,
    what_is_kept_is_hers_until_it_is_released,
    what_came_back_is_given_again_or_not,
    a_form_that_is_sent_twice_gives_one_thing,
    somebody_asks_how_it_goes_once,
    what_is_called_back_is_given_to_nobody,
    what_expired_is_written_off,
    funds_are_summed_by_month,
    things_follow_a_person_who_is_merged,
}

/// The day on which things are given.
const TODAY: Date = date(2026, 3, 1);

struct Shelf<'w> {
    w: &'w World,
    by: AccountId,
    organization: OrganizationId,
    place: kith_domain::id::GoodsPlaceId,
}

impl<'w> Shelf<'w> {
    async fn open(w: &'w World) -> Self {
        let file = offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap().1;
        service::load(&w.db, &file, NOON).await.unwrap();
        let organization = service::list(&w.db, None).await.unwrap()[0].organization;
        let new = account::NewAccount {
            login: "intake".into(),
            name: "Intake Testworker".into(),
            role: Role::Intake,
            organization: None,
            language: "en".into(),
            password_hash: "hash".into(),
        };
        let by = account::create(&w.db, &new, NOON).await.unwrap();
        let place = goods::add_place(&w.db, organization, "Store room", NOON).await.unwrap().unwrap();
        assert_eq!(goods::add_place(&w.db, organization, "Store room", NOON).await.unwrap(), None);
        Self { w, by, organization, place }
    }

    async fn receive(&self, lot: &str, quantity: i64, expires_on: Option<Date>, fund: &str) -> StockId {
        let new = NewStock {
            place: self.place,
            kind: "crib".into(),
            lot: lot.into(),
            expires_on,
            fund: fund.into(),
            unit_cents: Some(8_950),
            quantity,
        };
        goods::receive(&self.w.db, &new, self.by, NOON).await.unwrap()
    }

    async fn case(&self, who: &str) -> (CaseId, PersonId) {
        let rules = include_str!("../../../../programmes/central-triage/triage.toml");
        let rules = Rules::read(rules, &TimeZone::UTC).unwrap();
        let form = a_form(who, who);
        let arrivals = vec![arrival(a_mother(who).named(who, "Test").build())];
        let put = care_case::submit(&self.w.db, &rules, self.w.source, arrivals, &form, NOON).await.unwrap();
        let case = care_case::find(&self.w.db, put.submission.case).await.unwrap().unwrap();
        (case.id, case.person)
    }

    fn wanted(&self, stock: StockId, (case, person): (CaseId, PersonId), once: &str) -> NewItem {
        NewItem { stock, case, person, once: once.into() }
    }

    async fn hand(&self, stock: StockId, whom: (CaseId, PersonId), once: &str) -> Given {
        let new = self.wanted(stock, whom, once);
        goods::give(&self.w.db, &new, Some(&handing()), self.by, TODAY, NOON).await.unwrap()
    }

    async fn handed(&self, stock: StockId, whom: (CaseId, PersonId), once: &str) -> ItemId {
        match self.hand(stock, whom, once).await {
            Given::Done(item) => item,
            other => panic!("{other:?}"),
        }
    }

    async fn item(&self, id: ItemId) -> goods::Item {
        goods::item(&self.w.db, id).await.unwrap().unwrap()
    }

    /// On hand and reserved; the sum of the movements says the same.
    async fn there(&self, stock: StockId) -> (i64, i64) {
        let balance = goods::find_stock(&self.w.db, stock).await.unwrap().unwrap().balance;
        let moved = goods::movements(&self.w.db, stock, 500).await.unwrap();
        let sum = |of: fn(&goods::Moved) -> i64| moved.iter().map(of).sum::<i64>();
        let sums = (sum(|m| m.change.on_hand), sum(|m| m.change.reserved));
        assert_eq!((balance.on_hand, balance.reserved), sums, "{moved:?}");
        sums
    }

    async fn end(&self, id: ItemId, what: Movement) -> bool {
        goods::end(&self.w.db, &self.item(id).await, what, "", self.by, later(9)).await.unwrap()
    }

    async fn open_tasks(&self, case: CaseId) -> Vec<String> {
        let tasks = care_case::tasks(&self.w.db, case).await.unwrap();
        tasks.into_iter().filter(|t| t.done.is_none()).map(|t| t.kind).collect()
    }
}

fn a_task(kind: &str, due_at: Timestamp) -> NewTask {
    NewTask {
        kind: kind.into(),
        words: Words { en: "Ask".into(), es: "Pregunte".into() },
        role: "intake".into(),
        due_at,
        close_by: None,
        origin: String::new(),
    }
}

fn handing() -> Handing {
    Handing {
        signed: Signed::new("Ana Test", "1,2 3,4", "").unwrap(),
        follow_up: Some(a_task("", later(2_592_000))),
    }
}

async fn the_last_ones_are_given_once(w: &World) {
    let s = Shelf::open(w).await;
    let stock = s.receive("L1", 7, None, "Fund").await;
    let whom = s.case("m").await;
    let mut giving = Vec::new();
    for n in 0..100 {
        let (new, db, by) = (s.wanted(stock, whom, &format!("form-{n}")), w.db.clone(), s.by);
        // Half of them are kept, half of them given.
        giving.push(async move {
            let handing = (n % 2 == 0).then(handing);
            goods::give(&db, &new, handing.as_ref(), by, TODAY, NOON).await.unwrap()
        });
    }
    let giving: Vec<_> = giving.into_iter().map(tokio::spawn).collect();
    let (mut done, mut short) = (0, 0);
    for answer in giving {
        match answer.await.unwrap() {
            Given::Done(_) => done += 1,
            Given::Short => short += 1,
            Given::Again(_) => panic!("each form is its own"),
        }
    }
    assert_eq!((done, short), (7, 93));
    let (on_hand, reserved) = s.there(stock).await;
    assert_eq!(on_hand - reserved, 0);
    assert_eq!(goods::items_of_case(&w.db, whom.0).await.unwrap().len(), 7);
}

async fn what_is_kept_is_hers_until_it_is_released(w: &World) {
    let s = Shelf::open(w).await;
    let stock = s.receive("L1", 1, None, "Fund").await;
    let (a, b) = (s.case("a").await, s.case("b").await);
    let keep = async |whom, once: &str| {
        goods::give(&w.db, &s.wanted(stock, whom, once), None, s.by, TODAY, NOON).await.unwrap()
    };
    let Given::Done(kept) = keep(a, "1").await else { panic!("not kept") };
    assert_eq!(s.there(stock).await, (1, 1));
    assert_eq!(s.hand(stock, b, "2").await, Given::Short);
    assert!(!goods::write_off(&w.db, stock, 1, "broken", s.by, NOON).await.unwrap(), "it is hers");
    assert_eq!(goods::kept(&w.db, Some(s.organization)).await.unwrap().len(), 1);

    assert!(s.end(kept, Movement::Released).await);
    assert!(!s.end(kept, Movement::Released).await, "once");
    let Given::Done(kept) = keep(b, "3").await else { panic!("not kept") };
    let item = s.item(kept).await;
    assert!(goods::hand_over(&w.db, &item, &handing(), s.by, TODAY, NOON).await.unwrap());
    assert!(!goods::hand_over(&w.db, &item, &handing(), s.by, TODAY, NOON).await.unwrap(), "once");
    assert_eq!(s.there(stock).await, (0, 0));
    let item = s.item(kept).await;
    assert_eq!(
        (item.state, item.signed.as_ref().map(Signed::name)),
        (ItemState::HandedOut, Some("Ana Test"))
    );
    assert_eq!(s.open_tasks(b.0).await, [format!("goods_follow_up:{kept}")]);
}

async fn what_came_back_is_given_again_or_not(w: &World) {
    let s = Shelf::open(w).await;
    let stock = s.receive("L1", 2, None, "Fund").await;
    let whom = s.case("m").await;
    let (one, two) = (s.handed(stock, whom, "1").await, s.handed(stock, whom, "2").await);
    assert!(!s.end(one, Movement::Released).await, "she has it");
    assert!(s.end(one, Movement::Returned).await && s.end(two, Movement::ReturnedUnfit).await);
    assert_eq!(s.there(stock).await, (1, 0));
    assert_eq!(s.item(one).await.state, ItemState::Returned);
    assert!(s.open_tasks(whom.0).await.is_empty(), "nobody asks about what is not there");
}

async fn a_form_that_is_sent_twice_gives_one_thing(w: &World) {
    let s = Shelf::open(w).await;
    let stock = s.receive("L1", 5, None, "Fund").await;
    let whom = s.case("m").await;
    let first = s.handed(stock, whom, "same").await;
    assert_eq!(s.hand(stock, whom, "same").await, Given::Again(first));
    assert_eq!(s.there(stock).await, (4, 0));
    // The key of one woman's form gives nothing away about her to another's.
    let other = s.wanted(stock, s.case("n").await, "same");
    assert!(goods::give(&w.db, &other, Some(&handing()), s.by, TODAY, NOON).await.is_err());
}

async fn somebody_asks_how_it_goes_once(w: &World) {
    let s = Shelf::open(w).await;
    let stock = s.receive("L1", 1, None, "Fund").await;
    let whom = s.case("m").await;
    let id = s.handed(stock, whom, "1").await;
    let task = care_case::tasks(&w.db, whom.0).await.unwrap().remove(0);
    assert_eq!(task.owner.map(|o| o.0), Some(s.by), "who gave it asks");
    let due = later(2_592_000);
    assert_eq!(goods::to_ask(&w.db, None, due, 10).await.unwrap().len(), 0);
    assert_eq!(goods::to_ask(&w.db, Some(s.organization), later(2_592_001), 10).await.unwrap().len(), 1);
    let answers = [("in_use".to_owned(), Reply::No)];
    let then = [a_task("goods_worry:in_use", due)];
    let item = s.item(id).await;
    let ask = || goods::answered(&w.db, &item, &answers, Some("no room"), &then, s.by, due);
    assert!(ask().await.unwrap());
    assert!(!ask().await.unwrap());
    let item = s.item(id).await;
    assert_eq!((item.answers, item.note.as_deref()), (answers.to_vec(), Some("no room")));
    assert_eq!(s.open_tasks(whom.0).await, ["goods_worry:in_use"]);
    assert_eq!(goods::to_ask(&w.db, None, later(2_592_001), 10).await.unwrap(), []);
}

async fn what_is_called_back_is_given_to_nobody(w: &World) {
    let s = Shelf::open(w).await;
    let (bad, good) = (s.receive("BAD", 4, None, "Fund").await, s.receive("GOOD", 4, None, "Fund").await);
    let (a, b) = (s.case("a").await, s.case("b").await);
    s.handed(bad, a, "1").await;
    s.handed(good, b, "2").await;
    let Given::Done(kept) =
        goods::give(&w.db, &s.wanted(bad, b, "3"), None, s.by, TODAY, NOON).await.unwrap()
    else {
        panic!("not kept")
    };
    let task = a_task("goods_recall", later(60));
    let call = async || goods::recall(&w.db, "crib", "BAD", "a hinge breaks", &task, s.by, later(5)).await;
    let recall = call().await.unwrap();
    assert_eq!(call().await.unwrap(), recall, "once");
    assert_eq!(s.hand(bad, b, "4").await, Given::Short);
    let item = s.item(kept).await;
    assert!(!goods::hand_over(&w.db, &item, &handing(), s.by, TODAY, NOON).await.unwrap());
    s.handed(good, b, "5").await;

    let has = goods::items_of_lot(&w.db, "crib", "BAD", None).await.unwrap();
    let has: Vec<_> = has.iter().map(|i| (i.person, i.state)).collect();
    assert_eq!(has, [(a.1, ItemState::HandedOut), (b.1, ItemState::Reserved)]);
    assert_eq!(s.open_tasks(a.0).await.iter().filter(|k| k.starts_with("goods_recall")).count(), 1);
    assert_eq!(s.open_tasks(b.0).await.iter().filter(|k| k.starts_with("goods_recall")).count(), 0);
    // What comes in later of that lot stays on the shelf too.
    let late = s.receive("BAD", 1, None, "Fund").await;
    assert_eq!(s.hand(late, a, "6").await, Given::Short);
    assert!(goods::write_off(&w.db, late, 1, "called back", s.by, NOON).await.unwrap());
}

async fn what_expired_is_written_off(w: &World) {
    let s = Shelf::open(w).await;
    let whom = s.case("m").await;
    let check = async |expires_on, expected: bool| {
        let stock = s.receive("L", 1, Some(expires_on), "Fund").await;
        let given = s.hand(stock, whom, &format!("{stock}")).await;
        assert_eq!(matches!(given, Given::Done(_)), expected, "{expires_on}");
        assert_eq!(goods::write_off(&w.db, stock, 1, "expired", s.by, NOON).await.unwrap(), !expected);
    };
    check(TODAY, true).await;
    check(date(2026, 2, 28), false).await;
}

async fn funds_are_summed_by_month(w: &World) {
    let s = Shelf::open(w).await;
    let whom = s.case("m").await;
    let (city, gifts) = (s.receive("A", 9, None, "City").await, s.receive("B", 9, None, "Gifts").await);
    for (n, stock) in [city, city, gifts].into_iter().enumerate() {
        s.handed(stock, whom, &format!("{n}")).await;
    }
    let spans = [(later(-1_000), NOON), (NOON, later(1_000))];
    let sums = goods::given(&w.db, &spans, Some(s.organization)).await.unwrap();
    let sums: Vec<_> = sums.iter().map(|g| (g.from, g.fund.as_str(), g.n, g.cents)).collect();
    assert_eq!(sums, [(NOON, "City", 2, 17_900), (NOON, "Gifts", 1, 8_950)]);
    let other = OrganizationId(s.organization.0 + 1);
    assert_eq!(goods::given(&w.db, &spans, Some(other)).await.unwrap(), []);
}

async fn things_follow_a_person_who_is_merged(w: &World) {
    let s = Shelf::open(w).await;
    let stock = s.receive("L1", 2, None, "Fund").await;
    let (a, b) = (s.case("a").await, s.case("b").await);
    let id = s.handed(stock, b, "1").await;
    let (one, other) = (w.key("a").await, w.key("b").await);
    w.cluster(&[&[one, other]], Cause::Linkage).await;
    assert_eq!(s.item(id).await.person, a.1);
}
