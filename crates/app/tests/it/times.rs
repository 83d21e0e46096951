//! How long something takes is told to who may not see small counts without the few whom that would tell of.

use kith_app::programme::{Programme, Unit, Words};
use kith_app::view::{TimeTaken, Times};
use kith_domain::id::{Bucket, PersonId, SubjectId};
use kith_domain::measure::{Outcome, Status};
use kith_store::results;
use kith_testkit::{NOON, Place, TODAY};

use crate::equity::measure;
use crate::network::{Network, woman};

on_both! { the_few_who_are_open_or_late_are_not_told_by_a_time }

/// Of two payers: done in time, done late, not done, and open.
type Standing = [(&'static str, [usize; 4]); 2];

async fn publish(network: &Network, person: PersonId, standing: Standing) {
    let counts_on = TODAY.first_of_month().saturating_sub(jiff::Span::new().days(40));
    let day = |days: i64| Some(counts_on.saturating_add(jiff::Span::new().days(days)));
    let each = standing.into_iter().flat_map(|(payer, numbers)| {
        let how = [
            (Status::Met, day(5)),
            (Status::NotMet, day(20)),
            (Status::NotMet, None),
            (Status::Pending, None),
        ];
        let many = how.into_iter().zip(numbers).flat_map(|(how, n)| std::iter::repeat_n(how, n));
        many.map(move |(status, on)| (payer, status, on))
    });
    let outcomes = each.zip(1..).map(|((payer, status, on), subject)| Outcome {
        measure: "waits".to_owned(),
        subject: SubjectId(subject),
        person,
        organization: None,
        status,
        counts_on,
        on,
        due_on: day(10),
        have: 0,
        needs: 1,
        evidence: Vec::new(),
        reason: None,
        strata: vec![("payer".to_owned(), payer.to_owned())],
    });
    let all: Vec<Bucket> = Bucket::all().collect();
    results::publish(&network.db, &all, outcomes.collect(), Vec::new(), TODAY, NOON).await.unwrap();
}

async fn the_few_who_are_open_or_late_are_not_told_by_a_time(place: Place) {
    let network = Network::over(place).await;
    network.takes("synthetic", &[woman("one", "Ana", "Example", "1990-01-31")]).await;
    let person = network.person("synthetic", "one").await;
    let words = || Words { en: "Test".into(), es: "Prueba".into() };
    let mut waits = measure("waits", Unit::Delivery);
    waits.time = Some(words());
    let programme =
        Programme { headline: "waits".into(), measures: vec![waits], ..network.app.programme().clone() };
    let app = network.with(programme);
    let (full, analyst) = (network.actor("coordinator").await, network.actor("analyst").await);
    for (private, told) in [
        ([60, 20, 20, 30], [true, true]),
        // Three are open: of the payer, and of the others.
        ([60, 20, 20, 3], [true, false]),
        // Nobody is, and four came late.
        ([60, 4, 20, 0], [true, false]),
        // Two did not have it in time and still have not.
        ([60, 20, 2, 30], [true, false]),
    ] {
        publish(&network, person, [("Medicaid", [70, 30, 30, 40]), ("Private", private)]).await;
        let of = async |actor| kith_app::measure(&app, actor, "waits", None).await.unwrap().times.unwrap();
        let counted = |times: &Times| {
            let group = |(_, taken): &(String, Option<TimeTaken>)| taken.and_then(|t| t.counted);
            let groups: Vec<_> = times.strata[0].1.iter().map(group).collect();
            (times.whole.and_then(|t| t.counted), groups)
        };
        let (times, seen) = (of(&full).await, of(&analyst).await);
        let people: usize = private.iter().sum::<usize>() + 170;
        let happened = private[0] + private[1] + 100;
        let (whole, groups) = counted(&times);
        assert_eq!(whole, Some((happened as i64, people as i64)));
        assert!(groups.len() == 2 && groups.iter().all(Option::is_some), "{groups:?}");
        let (whole_seen, groups_seen) = counted(&seen);
        assert_eq!([whole_seen == whole, groups_seen == groups], told, "{private:?}: {groups_seen:?}");
        assert!(
            told[1] || groups_seen.iter().all(Option::is_none),
            "one group alone would be what the rest leaves"
        );
        // The time itself is told all the same.
        assert_eq!(seen.whole.map(|t| t.median), times.whole.map(|t| t.median));
    }
}
