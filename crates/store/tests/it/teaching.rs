//! Safe-sleep teaching as measures read it: what stands, of whoever she is now, and read again after every change.

use jiff::civil::{Date, date};
use kith_domain::access::Role;
use kith_domain::id::{AccountId, Bucket, OrganizationId, PersonId};
use kith_domain::matching::offers;
use kith_store::account::{self, NewAccount};
use kith_store::linkage::Cause;
use kith_store::teaching::{self, NewTeaching};
use kith_store::{facts, live, service};
use kith_testkit::{NOON, a_mother, later};

use crate::World;

on_both! {
    only_who_was_told_counts_as_taught,
    teaching_follows_a_person_who_is_merged,
    teaching_and_taking_it_back_mark_the_bucket,
}

const DAY: Date = date(2026, 3, 1);

struct Ward<'w> {
    w: &'w World,
    by: AccountId,
    organization: OrganizationId,
}

impl<'w> Ward<'w> {
    async fn open(w: &'w World) -> Self {
        let file = offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap().1;
        service::load(&w.db, &file, NOON).await.unwrap();
        let organization = service::list(&w.db, None).await.unwrap()[0].organization;
        let new = NewAccount {
            login: "nurse".into(),
            name: "A Testnurse".into(),
            role: Role::ClinicLead,
            organization: None,
            language: "en".into(),
            password_hash: "hash".into(),
        };
        let by = account::create(&w.db, &new, NOON).await.unwrap();
        w.state(["a", "b"].map(|who| a_mother(who).named(who, "Test").build()).into()).await;
        Self { w, by, organization }
    }

    async fn teach(&self, person: PersonId, on: Date, taught: bool) -> i64 {
        let new = NewTeaching {
            organization: self.organization,
            person,
            on,
            language: "en".into(),
            taught,
            demonstrated: !taught,
            material: true,
        };
        teaching::teach(&self.w.db, &new, self.by, NOON).await.unwrap()
    }

    /// The days on which a person was taught, as her bucket has them.
    async fn days(&self, person: PersonId) -> Vec<Date> {
        let bucket = facts::of_bucket(&self.w.db, Bucket::of(person)).await.unwrap();
        bucket.taught.iter().filter(|(who, _)| *who == person).map(|(_, on)| *on).collect()
    }
}

async fn only_who_was_told_counts_as_taught(w: &World) {
    let ward = Ward::open(w).await;
    let (a, b) = (w.person("a").await, w.person("b").await);
    // She was only shown, and given something to read.
    ward.teach(b, DAY, false).await;
    assert_eq!(ward.days(b).await, []);
    let first = ward.teach(a, DAY, true).await;
    let next = DAY.tomorrow().unwrap();
    ward.teach(a, next, true).await;
    // The same day said twice is one day.
    ward.teach(a, next, true).await;
    assert_eq!(ward.days(a).await, [DAY, next]);
    assert!(teaching::undo(&w.db, first, later(1)).await.unwrap());
    assert_eq!(ward.days(a).await, [next]);
}

async fn teaching_follows_a_person_who_is_merged(w: &World) {
    let ward = Ward::open(w).await;
    let (one, other) = (w.person("a").await, w.person("b").await);
    let (first, second) = (w.key("a").await, w.key("b").await);
    ward.teach(other, DAY, true).await;
    w.cluster(&[&[first, second]], Cause::Linkage).await;
    assert_eq!((ward.days(one).await, ward.days(other).await), (vec![DAY], vec![]));
    w.cluster(&[&[first], &[second]], Cause::Linkage).await;
    assert_eq!((ward.days(one).await, ward.days(other).await), (vec![], vec![DAY]));
}

async fn teaching_and_taking_it_back_mark_the_bucket(w: &World) {
    let ward = Ward::open(w).await;
    let (one, other) = (w.person("a").await, w.person("b").await);
    let (first, second) = (w.key("a").await, w.key("b").await);
    w.cluster(&[&[first, second]], Cause::Linkage).await;
    let marked = async |at: i64| {
        let taken = live::take_dirty(&w.db, 500, later(at)).await.unwrap();
        live::done(&w.db, &taken, later(at)).await.unwrap();
        taken
    };
    marked(1).await;
    assert_eq!(marked(2).await, []);
    // By the id that she no longer has.
    let id = ward.teach(other, DAY, true).await;
    assert_eq!(marked(3).await, [Bucket::of(one)]);
    assert!(teaching::undo(&w.db, id, later(4)).await.unwrap());
    assert_eq!(marked(5).await, [Bucket::of(one)]);
    assert!(!teaching::undo(&w.db, id, later(6)).await.unwrap());
    assert_eq!(marked(7).await, []);
}
