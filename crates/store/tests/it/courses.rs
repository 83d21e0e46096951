//! What measures read of cases: as their rows stand, of whoever she is now, and read again after every change.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kith_domain::access::Role;
use kith_domain::care_case::{Case, CaseState, CloseReason};
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::course::Course;
use kith_domain::follow_up::CameOf;
use kith_domain::id::{AccountId, Bucket, CaseId, PersonId};
use kith_domain::matching::offers;
use kith_domain::priority::{Rules, Tier};
use kith_domain::reach::Reach;
use kith_domain::referral::{Connection, Side, State, Step, Word};
use kith_domain::words::Words;
use kith_store::care_case::{self, NewEvent, NewSubmission, NewTask, Submitted};
use kith_store::linkage::Cause;
use kith_store::referral::{self, NewReferral, Referred, Speaker, Taken, Then};
use kith_store::{account, facts, live, outreach, service};
use kith_testkit::{NOON, a_mother, later};

use crate::World;
use crate::world::{a_form, arrival};

on_both! {
    a_course_tells_what_happened_and_nothing_that_was_undone,
    a_course_follows_a_person_who_is_merged,
    every_act_marks_the_bucket,
    loads_are_told_by_tier_and_age,
}

fn rules() -> Rules {
    Rules::read(include_str!("../../../../programmes/central-triage/triage.toml"), &TimeZone::UTC).unwrap()
}

fn a_task() -> NewTask {
    NewTask {
        kind: "screening:high".into(),
        words: Words { en: "Look".into(), es: "Mire".into() },
        role: "intake".into(),
        due_at: later(900),
        close_by: None,
        origin: "EPDS:total".into(),
    }
}

async fn put_in(w: &World, form: &NewSubmission, now: Timestamp) -> Submitted {
    let (_, who) = form.person.0.split_once('/').unwrap();
    let arrivals = vec![arrival(a_mother(who).named(who, "Test").build())];
    care_case::submit(&w.db, &rules(), w.source, arrivals, form, now).await.unwrap()
}

async fn account(w: &World, login: &str) -> AccountId {
    let new = account::NewAccount {
        login: login.into(),
        name: login.into(),
        role: Role::Intake,
        organization: None,
        language: "en".into(),
        password_hash: "hash".into(),
    };
    account::create(&w.db, &new, NOON).await.unwrap()
}

async fn find(w: &World, id: CaseId) -> Case {
    care_case::find(&w.db, id).await.unwrap().unwrap()
}

async fn save(w: &World, before: &Case, after: &Case) {
    let event = NewEvent { at: NOON, by: None, what: "test", detail: String::new() };
    assert!(care_case::save(&w.db, before, after, &event).await.unwrap());
}

/// The courses of a person's bucket that are hers.
async fn courses(w: &World, person: PersonId) -> Vec<Course> {
    let bucket = facts::of_bucket(&w.db, Bucket::of(person)).await.unwrap();
    bucket.courses.into_iter().filter(|c| c.person == person).collect()
}

fn closed() -> Reach {
    Reach { done: 3, needed: 3, reached: false, missing: vec![], next: None }
}

fn then() -> Then {
    let task = NewTask { kind: "ask".into(), ..a_task() };
    Then {
        due_at: Some(later(500)),
        without: CaseState::Reached,
        back_at: later(500),
        later_at: later(900),
        elsewhere: task.clone(),
        dispute: task,
        re_offer: false,
    }
}

async fn a_course_tells_what_happened_and_nothing_that_was_undone(w: &World) {
    let who = account(w, "one").await;
    let put = put_in(w, &NewSubmission { tasks: vec![a_task()], ..a_form("m", "1") }, NOON).await.submission;
    let (id, person) = (put.case, w.person("m").await);
    let log = async |outcome, at| {
        let day = kith_testkit::TODAY;
        outreach::log_contact(&w.db, person, who, Channel::Call, outcome, None, day, at).await.unwrap()
    };
    // One before the case began is of another story.
    log(ContactOutcome::NoAnswer, later(-60)).await;
    log(ContactOutcome::NoAnswer, later(10)).await;
    let reached = log(ContactOutcome::Reached, later(20)).await;
    let course = courses(w, person).await.remove(0);
    assert_eq!((course.case, course.record, course.opened_at), (id, put.record, NOON));
    assert_eq!(course.contact_by, put.contact_by);
    let outcomes: Vec<_> = course.attempts.iter().map(|a| a.outcome).collect();
    assert_eq!(outcomes, [ContactOutcome::NoAnswer, ContactOutcome::Reached]);
    assert_eq!((course.tasks[0].record, course.tasks[0].done_at), (Some(put.record), None));
    outreach::undo_contact(&w.db, reached, who, later(30)).await.unwrap();
    assert_eq!(courses(w, person).await[0].attempts.len(), 1);

    let task = care_case::tasks(&w.db, id).await.unwrap().remove(0);
    let came = Some(CameOf::InCare);
    care_case::complete_task(&w.db, &task, came, who, later(40)).await.unwrap();
    let stands = async || {
        let task = courses(w, person).await.remove(0).tasks.remove(0);
        (task.done_at, task.outcome)
    };
    assert_eq!(stands().await, (Some(later(40)), came));
    care_case::reopen_task(&w.db, &task, who, later(50)).await.unwrap();
    assert_eq!(stands().await, (None, None), "what is open again has no outcome");

    let read = find(w, id).await;
    save(w, &read, &read.clone().override_tier(Tier::First, "knows her", who, later(55), NOON).unwrap())
        .await;
    assert_eq!(courses(w, person).await[0].overridden, Some((Tier::First, later(55))));
    let read = find(w, id).await;
    save(w, &read, &read.clone().close(CloseReason::NoNeed, &closed(), later(60)).unwrap()).await;
    assert_eq!(courses(w, person).await[0].closed, Some((later(60), CloseReason::NoNeed)));
    let read = find(w, id).await;
    save(w, &read, &read.clone().reopen(later(90)).unwrap()).await;
    assert_eq!(courses(w, person).await[0].closed, None);
}

async fn a_course_follows_a_person_who_is_merged(w: &World) {
    let a = put_in(w, &a_form("a", "1"), NOON).await.submission.case;
    let b = put_in(w, &a_form("b", "2"), later(1)).await.submission.case;
    let (first, second) = (w.key("a").await, w.key("b").await);
    let (one, other) = (w.person("a").await, w.person("b").await);
    let cases = async |person| courses(w, person).await.iter().map(|c| c.case).collect::<Vec<_>>();
    assert_eq!((cases(one).await, cases(other).await), (vec![a], vec![b]));
    w.cluster(&[&[first, second]], Cause::Linkage).await;
    assert_eq!((cases(one).await, cases(other).await), (vec![a, b], vec![]));
    w.cluster(&[&[first], &[second]], Cause::Linkage).await;
    assert_eq!((cases(one).await, cases(other).await), (vec![a], vec![b]));
}

async fn every_act_marks_the_bucket(w: &World) {
    let who = account(w, "one").await;
    let (_, file) = offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap();
    service::load(&w.db, &file, NOON).await.unwrap();
    let put = put_in(w, &NewSubmission { tasks: vec![a_task()], ..a_form("m", "1") }, NOON).await.submission;
    let (id, person) = (put.case, w.person("m").await);
    // Takes what is marked and gives it back as done: whether hers was among it.
    let marked = async |at: i64| {
        let taken = live::take_dirty(&w.db, 500, later(at)).await.unwrap();
        live::done(&w.db, &taken, later(at)).await.unwrap();
        taken.contains(&Bucket::of(person))
    };
    assert!(marked(1).await);
    assert!(!marked(2).await);
    let read = find(w, id).await;
    save(w, &read, &read.clone().given_to(Some(who)).unwrap()).await;
    assert!(marked(3).await, "a case is saved");
    let task = care_case::tasks(&w.db, id).await.unwrap().remove(0);
    care_case::complete_task(&w.db, &task, None, who, later(4)).await.unwrap();
    assert!(marked(5).await, "a task is done");
    let paths = service::list(&w.db, None).await.unwrap();
    let service = paths.into_iter().find(|s| s.offer.id == "family_paths").unwrap().id;
    let ask = NewReferral {
        case: id,
        person,
        service,
        why: "wants visits".into(),
        do_not_contact: false,
        due_at: later(1_000),
        fresh: later(-1_000),
    };
    let speaker = |side| Speaker { side, by: Some(who), name: "A Testworker", note: None, visit_on: None };
    let referred = referral::refer(&w.db, &ask, &speaker(Side::Sender), later(6)).await.unwrap();
    let Referred::Sent(referral) = referred else { panic!("{referred:?}") };
    assert!(marked(7).await, "a service is asked");
    for (version, step) in [(1, Step::Accept), (2, Step::Reach), (3, Step::Enroll)] {
        let at = later(8 + version);
        let taken =
            referral::take(&w.db, referral, version, step, &speaker(Side::Receiver), &then(), at).await;
        assert!(matches!(taken.unwrap(), Taken::Done(..)), "{step:?}");
        assert!(marked(8 + version).await, "{step:?}");
    }
    let word = Word { reached: Some(true), served: Some(false) };
    referral::say(&w.db, referral, word, &speaker(Side::Client), &then(), later(20)).await.unwrap();
    assert!(marked(21).await, "her own word");

    let course = courses(w, person).await.remove(0);
    let asking = &course.askings[0];
    assert_eq!((asking.referral, asking.kind.as_str()), (referral, "home_visiting"));
    let states: Vec<_> = asking.said.iter().map(|s| (s.state, s.step)).collect();
    use State::{Accepted, Enrolled, Reached, Sent};
    assert_eq!(
        states,
        [(Sent, true), (Accepted, true), (Reached, true), (Enrolled, true), (Enrolled, false)]
    );
    let connections: Vec<_> = asking.connections().into_iter().map(|(_, stands)| stands).collect();
    assert_eq!(connections, [Connection::Open, Connection::Connected, Connection::Disputed]);
}

async fn loads_are_told_by_tier_and_age(w: &World) {
    let (one, two) = (account(w, "one").await, account(w, "two").await);
    for n in 0..4 {
        let put = put_in(w, &a_form(&format!("m{n}"), &n.to_string()), later(n)).await.submission;
        let read = find(w, put.case).await;
        let mut after = read.clone().given_to((n < 3).then_some(one)).unwrap();
        if n == 0 {
            after = after.override_tier(Tier::First, "knows her", one, NOON, later(5)).unwrap();
        }
        save(w, &read, &after).await;
    }
    let loads = care_case::full_loads(&w.db, later(6)).await.unwrap();
    let told: Vec<_> = loads
        .iter()
        .map(|l| {
            let of = |tier| l.tiers.get(&tier).map_or((0, 0), |t| (t.open, t.late));
            (l.account, of(Tier::First), of(Tier::Third), l.oldest, l.middle)
        })
        .collect();
    let nothing = (0, 0);
    assert_eq!(
        told,
        [
            (Some(one), (1, 1), (2, 0), Some(later(0)), Some(later(1))),
            (Some(two), nothing, nothing, None, None),
            (None, nothing, (1, 0), Some(later(3)), Some(later(3))),
        ]
    );
    assert_eq!(loads[0].tiers[&Tier::First].next_due, Some(later(5)));
}
