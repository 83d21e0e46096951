//! Forms become cases: once each, together, in any order; cases are worked on by one at a time.

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kith_domain::care_case::{Case, CaseState, CloseReason, Timing};
use kith_domain::id::{AccountId, CaseId};
use kith_domain::phone::PhoneWish;
use kith_domain::priority::{Rules, Tier};
use kith_domain::reach::{Missing, Reach};
use kith_domain::words::Words;
use kith_store::care_case::{self, Ask, Cursor, NewEvent, NewSubmission, NewTask, Submitted, Whose};
use kith_store::linkage::Cause;
use kith_testkit::{NOON, a_mother, later};

use crate::World;
use crate::world::{arrival, updated};

on_both! {
    a_form_opens_a_case_with_its_records_and_tasks,
    the_same_form_twice_is_one,
    forms_that_come_at_once_make_one_case,
    a_form_that_fails_leaves_nothing,
    a_number_that_she_does_not_want_used_is_in_no_row,
    two_forms_of_one_pregnancy_are_one_case_in_any_order,
    other_days_open_another_case_and_ask_somebody,
    a_form_after_a_case_was_closed_opens_another,
    a_case_follows_a_person_who_is_merged,
    of_two_who_save_one_is_told,
    a_tier_set_by_hand_survives_another_form,
    the_inbox_comes_by_due_time_in_pages,
    names_are_searched_among_cases_only,
    loads_follow_who_has_what,
    a_task_is_done_once,
    what_an_organisation_sent_comes_newest_first,
}

fn rules() -> Rules {
    let text = include_str!("../../../../programmes/central-triage/triage.toml");
    Rules::read(text, &TimeZone::UTC).unwrap()
}

/// A form with answers.
fn a_form(who: &str, once: &str, factors: &[(&str, Option<bool>)]) -> NewSubmission {
    NewSubmission {
        factors: factors.iter().map(|(id, present)| ((*id).to_owned(), *present)).collect(),
        ..crate::world::a_form(who, once)
    }
}

async fn put_in(w: &World, form: &NewSubmission, now: Timestamp) -> Submitted {
    let (_, who) = form.person.0.split_once('/').unwrap();
    let arrivals = vec![arrival(a_mother(who).named(who, "Test").build())];
    care_case::submit(&w.db, &rules(), w.source, arrivals, form, now).await.unwrap()
}

async fn case(w: &World, id: CaseId) -> Case {
    care_case::find(&w.db, id).await.unwrap().unwrap()
}

fn happened(what: &'static str) -> NewEvent {
    NewEvent { at: NOON, by: None, what, detail: String::new() }
}

async fn save(w: &World, before: &Case, after: &Case) -> bool {
    care_case::save(&w.db, before, after, &happened("test")).await.unwrap()
}

async fn open_cases(w: &World) -> Vec<CaseId> {
    let all = care_case::inbox(&w.db, &Ask::default(), None, 500).await.unwrap();
    assert_eq!(care_case::counts(&w.db, NOON).await.unwrap().open, all.len() as i64);
    all.iter().map(|c| c.id).collect()
}

fn a_task(origin: &str) -> NewTask {
    NewTask {
        kind: "call_back".into(),
        words: Words { en: "Call back".into(), es: "Devuelva la llamada".into() },
        role: "intake".into(),
        due_at: later(900),
        close_by: None,
        origin: origin.into(),
    }
}

async fn a_form_opens_a_case_with_its_records_and_tasks(w: &World) {
    let form = NewSubmission {
        tasks: vec![a_task("item-9"), a_task("item-9"), a_task("item-10")],
        timing: Timing { expected_on: Some(date(2026, 6, 1)), born_on: None },
        ..a_form("m", "1", &[("teen_mother", Some(true)), ("self_harm", None)])
    };
    let put = put_in(w, &form, NOON).await;
    assert!(!put.again && !put.submission.joined);
    let case = case(w, put.submission.case).await;
    assert_eq!(case.person, w.person("m").await);
    assert_eq!((case.tier(), case.state, case.timing), (Tier::Second, CaseState::New, form.timing));
    assert_eq!((case.assessment.completeness, case.assessment.reasons.len()), (0.5, 1));
    // Monday noon and two office days.
    assert_eq!(put.submission.contact_by, "2026-01-07T12:00:00Z".parse::<Timestamp>().unwrap());
    assert_eq!(case.due_at, later(900), "its first task is due before that");
    let tasks = care_case::tasks(&w.db, case.id).await.unwrap();
    assert_eq!(tasks.len(), 2, "one answer asks once");
    let forms = care_case::submissions(&w.db, case.id).await.unwrap();
    assert_eq!(forms, [(put.submission.clone(), "clinic".to_owned())]);
    let receipt = care_case::submission_by_receipt(&w.db, &form.receipt).await.unwrap();
    assert_eq!(receipt, Some(put.submission));
    let events = care_case::events(&w.db, case.id).await.unwrap();
    assert_eq!(events.iter().map(|e| e.what.as_str()).collect::<Vec<_>>(), ["opened"]);
}

async fn the_same_form_twice_is_one(w: &World) {
    let form = NewSubmission { tasks: vec![a_task("item-9")], ..a_form("m", "1", &[]) };
    let first = put_in(w, &form, NOON).await;
    let again = put_in(w, &NewSubmission { receipt: "another-receipt".into(), ..form }, later(60)).await;
    assert!(again.again);
    assert_eq!(again.submission, first.submission);
    assert_eq!(care_case::tasks(&w.db, first.submission.case).await.unwrap().len(), 1);
    assert_eq!(open_cases(w).await, [first.submission.case]);
}

async fn forms_that_come_at_once_make_one_case(w: &World) {
    let form = a_form("m", "1", &[]);
    let (same, other) =
        (NewSubmission { receipt: "another-receipt".into(), ..form.clone() }, a_form("m", "2", &[]));
    let (one, two, three) =
        tokio::join!(put_in(w, &form, NOON), put_in(w, &same, NOON), put_in(w, &other, NOON));
    assert!(one.again != two.again, "of the same form one came first");
    assert_eq!(one.submission, two.submission);
    assert_eq!(open_cases(w).await, [one.submission.case]);
    assert!(three.submission.case == one.submission.case && three.submission.joined != one.submission.joined);
}

async fn a_number_that_she_does_not_want_used_is_in_no_row(w: &World) {
    let phone = async || w.everyone().await["Patient/m"].phone.clone();
    let wish = |wish| vec![("(555) 010-0001".to_owned(), wish)];
    let form = NewSubmission { wishes: wish(PhoneWish::DoNotUse), ..a_form("m", "1", &[]) };
    put_in(w, &form, NOON).await;
    // Another record holds the number, written otherwise.
    w.append(vec![updated(a_mother("m").phone("+1 555 010 0001").build(), 9)]).await;
    assert_eq!(phone().await, None);
    // An older word about it changes nothing; a newer one does.
    for (once, at, expected) in [("2", later(-60), None), ("3", later(60), Some("+1 555 010 0001"))] {
        let form = NewSubmission { wishes: wish(PhoneWish::Text), authored_at: at, ..a_form("m", once, &[]) };
        put_in(w, &form, NOON).await;
        w.append(vec![updated(a_mother("m").phone("+1 555 010 0001").build(), 10)]).await;
        assert_eq!(phone().await.as_deref(), expected, "{once}");
    }
}

async fn a_form_that_fails_leaves_nothing(w: &World) {
    let form = NewSubmission { answers: 7, ..a_form("m", "1", &[]) };
    let arrivals = vec![arrival(a_mother("m").build())];
    let failed = care_case::submit(&w.db, &rules(), w.source, arrivals, &form, NOON).await;
    assert!(matches!(failed, Err(kith_store::Error::NoSuch("record with the answers"))), "{failed:?}");
    assert_eq!(kith_store::linkage::find(&w.db, w.source, &form.person).await.unwrap(), None);
    assert_eq!(open_cases(w).await, []);
}

async fn two_forms_of_one_pregnancy_are_one_case_in_any_order(w: &World) {
    let expected = |day| Timing { expected_on: Some(date(2026, 6, day)), born_on: None };
    let forms = |who: &str| {
        let older = NewSubmission {
            timing: expected(1),
            ..a_form(who, &format!("{who}1"), &[("self_harm", Some(true)), ("teen_mother", None)])
        };
        let newer = NewSubmission {
            timing: expected(20),
            authored_at: later(60),
            ..a_form(who, &format!("{who}2"), &[("self_harm", None), ("low_income", Some(false))])
        };
        [older, newer]
    };
    let mut cases = Vec::new();
    for (who, turned) in [("a", false), ("b", true)] {
        let mut forms = forms(who);
        if turned {
            forms.reverse();
        }
        let first = put_in(w, &forms[0], NOON).await.submission;
        let second = put_in(w, &forms[1], NOON).await.submission;
        assert_eq!((second.case, second.joined), (first.case, true));
        cases.push(case(w, first.case).await);
    }
    let same = |case: &Case| (case.assessment.clone(), case.timing, case.due_at, case.tier());
    assert_eq!(same(&cases[0]), same(&cases[1]));
    assert_eq!((cases[0].tier(), cases[0].timing), (Tier::First, expected(20)));
}

async fn other_days_open_another_case_and_ask_somebody(w: &World) {
    let expected = |month| Timing { expected_on: Some(date(2026, month, 1)), born_on: None };
    let first = put_in(w, &NewSubmission { timing: expected(2), ..a_form("m", "1", &[]) }, NOON).await;
    let other = put_in(w, &NewSubmission { timing: expected(9), ..a_form("m", "2", &[]) }, NOON).await;
    assert!(first.submission.case != other.submission.case && !other.submission.joined);
    let tasks = care_case::tasks(&w.db, other.submission.case).await.unwrap();
    assert_eq!(tasks.iter().map(|t| t.kind.as_str()).collect::<Vec<_>>(), ["same_pregnancy"]);
    // A form without days goes to the newest.
    let vague = put_in(w, &a_form("m", "3", &[]), later(5)).await;
    assert_eq!(vague.submission.case, other.submission.case);
    assert_eq!(care_case::of_person(&w.db, w.person("m").await).await.unwrap().len(), 2);
}

fn given_up() -> Reach {
    Reach { done: 3, needed: 3, reached: false, missing: vec![], next: None }
}

async fn a_form_after_a_case_was_closed_opens_another(w: &World) {
    let first = put_in(w, &a_form("m", "1", &[]), NOON).await.submission.case;
    let before = case(w, first).await;
    let refused = Reach { missing: vec![Missing::Attempts(3)], ..given_up() };
    assert!(before.clone().close(CloseReason::UnableToReach, &refused, NOON).is_err());
    let closed = before.clone().close(CloseReason::UnableToReach, &given_up(), later(10)).unwrap();
    assert!(save(w, &before, &closed).await);
    let kept = case(w, first).await;
    assert_eq!(kept, Case { version: 2, ..closed });
    assert_eq!(open_cases(w).await, []);
    let listed = care_case::inbox(&w.db, &Ask { closed: true, ..Ask::default() }, None, 9).await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&kept));

    let second = put_in(w, &a_form("m", "2", &[]), later(20)).await.submission;
    assert!(second.case != first && !second.joined);
    // Opened again it is as it was.
    assert!(save(w, &kept, &kept.clone().reopen(before.due_at).unwrap()).await);
    assert_eq!(case(w, first).await, Case { version: 3, ..before });
    assert_eq!(open_cases(w).await.len(), 2);
}

async fn a_case_follows_a_person_who_is_merged(w: &World) {
    let a = put_in(w, &a_form("a", "1", &[]), NOON).await.submission.case;
    let b = put_in(w, &a_form("b", "2", &[("self_harm", Some(true))]), later(1)).await.submission.case;
    let (first, second) = (w.key("a").await, w.key("b").await);
    w.cluster(&[&[first, second]], Cause::Linkage).await;
    let person = w.person("a").await;
    assert_eq!((case(w, a).await.person, case(w, b).await.person), (person, person));
    let ids: Vec<CaseId> = care_case::of_person(&w.db, person).await.unwrap().iter().map(|c| c.id).collect();
    assert_eq!(ids, [b, a]);
    assert_eq!(open_cases(w).await, [b, a]);
    // The next form about either is one more of the newest, and not a third case.
    assert_eq!(put_in(w, &a_form("a", "3", &[]), later(2)).await.submission.case, b);
}

async fn of_two_who_save_one_is_told(w: &World) {
    let id = put_in(w, &a_form("m", "1", &[]), NOON).await.submission.case;
    let (one, two) = (w.account("one").await, w.account("two").await);
    let read = case(w, id).await;
    let given = |to| read.clone().given_to(Some(to)).unwrap();
    assert!(save(w, &read, &given(one)).await);
    assert!(!save(w, &read, &given(two)).await);
    assert_eq!(case(w, id).await.worker, Some(one));
    assert_eq!(care_case::events(&w.db, id).await.unwrap().len(), 2, "what was refused did not happen");
}

async fn a_tier_set_by_hand_survives_another_form(w: &World) {
    let id = put_in(w, &a_form("m", "1", &[]), NOON).await.submission.case;
    let who = w.account("one").await;
    let read = case(w, id).await;
    let due = later(60);
    let set = read.clone().override_tier(Tier::Second, "knows her", who, NOON, due).unwrap();
    assert!(save(w, &read, &set).await);
    let kept = case(w, id).await;
    assert_eq!((kept.tier(), kept.due_at, &kept.overridden), (Tier::Second, due, &set.overridden));
    put_in(w, &a_form("m", "2", &[("teen_mother", Some(false))]), later(5)).await;
    assert_eq!((case(w, id).await.tier(), case(w, id).await.due_at), (Tier::Second, due));
    // What is worse than anything known then makes her more urgent.
    put_in(w, &a_form("m", "3", &[("self_harm", Some(true))]), later(6)).await;
    assert_eq!(case(w, id).await.tier(), Tier::First);
}

async fn the_inbox_comes_by_due_time_in_pages(w: &World) {
    let who = w.account("one").await;
    for n in 0..9i64 {
        let factors: &[(&str, Option<bool>)] = if n % 3 == 0 { &[("self_harm", Some(true))] } else { &[] };
        // Every second one comes at the same time as the one before.
        let form = a_form(&format!("m{n}"), &n.to_string(), factors);
        let put = put_in(w, &form, later(-3_600 * (n / 2))).await;
        if n % 2 == 0 {
            let read = case(w, put.submission.case).await;
            assert!(save(w, &read, &read.clone().given_to(Some(who)).unwrap()).await);
        }
    }
    let check = async |ask: Ask, expected: usize| {
        let whole = care_case::inbox(&w.db, &ask, None, 100).await.unwrap();
        assert_eq!(whole.len(), expected, "{ask:?}");
        assert!(whole.is_sorted_by_key(|c| (c.due_at, c.id)), "{ask:?}");
        let mut paged: Vec<Case> = Vec::new();
        while let page =
            care_case::inbox(&w.db, &ask, paged.last().map(|c| Cursor::of(c, &ask)), 2).await.unwrap()
            && !page.is_empty()
        {
            paged.extend(page);
        }
        assert_eq!(paged, whole, "{ask:?}");
        whole
    };
    check(Ask::default(), 9).await;
    let first = check(Ask { tier: Some(Tier::First), ..Ask::default() }, 3).await;
    check(Ask { worker: Some(Some(who)), ..Ask::default() }, 5).await;
    check(Ask { worker: Some(None), ..Ask::default() }, 4).await;
    check(Ask { worker: Some(Some(who)), tier: Some(Tier::First), ..Ask::default() }, 2).await;
    check(Ask { worker: Some(None), tier: Some(Tier::First), ..Ask::default() }, 1).await;
    check(Ask { due_before: Some(first[2].due_at), ..Ask::default() }, 2).await;
    check(Ask { search: Some("m".into()), ..Ask::default() }, 9).await;
    check(Ask { closed: true, ..Ask::default() }, 0).await;
    let counts = care_case::counts(&w.db, first[2].due_at).await.unwrap();
    assert_eq!((counts.open, counts.late, counts.nobody), (9, 2, 4));
}

async fn names_are_searched_among_cases_only(w: &World) {
    w.state(vec![a_mother("other").named("Rosa", "Test").build()]).await;
    let id = put_in(w, &a_form("Rosalind", "1", &[]), NOON).await.submission.case;
    let found = async |text: &str| {
        let ask = Ask { search: Some(text.into()), ..Ask::default() };
        let cases = care_case::inbox(&w.db, &ask, None, 10).await.unwrap();
        cases.iter().map(|c| c.id).collect::<Vec<_>>()
    };
    for text in ["ros", "ROSA", "test", "rosa test", "Test Rosalind"] {
        assert_eq!(found(text).await, [id], "{text}");
    }
    for text in ["osal", "rosa other", "%", ""] {
        assert_eq!(found(text).await, [], "{text}");
    }
}

async fn loads_follow_who_has_what(w: &World) {
    let (one, two) = (intake(w, "one").await, intake(w, "two").await);
    w.account("worker").await;
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.push(put_in(w, &a_form(&format!("m{n}"), &n.to_string(), &[]), later(n)).await.submission.case);
    }
    let give = async |id, to| {
        let read = case(w, id).await;
        assert!(save(w, &read, &read.clone().given_to(to).unwrap()).await);
    };
    give(ids[0], Some(one)).await;
    give(ids[1], Some(one)).await;
    give(ids[1], Some(two)).await;
    give(ids[2], Some(two)).await;
    let read = case(w, ids[2]).await;
    assert!(save(w, &read, &read.clone().close(CloseReason::NoNeed, &given_up(), NOON).unwrap()).await);
    let far = NOON + SignedDuration::from_hours(24 * 30);
    let loads = care_case::loads(&w.db, far).await.unwrap();
    let loads: Vec<_> = loads.iter().map(|l| (l.account, l.open, l.late, l.oldest)).collect();
    assert_eq!(loads, [(one, 1, 1, Some(later(0))), (two, 1, 1, Some(later(1)))]);
    assert_eq!(care_case::counts(&w.db, NOON).await.unwrap().nobody, 0);
}

async fn intake(w: &World, login: &str) -> AccountId {
    let account = kith_store::account::NewAccount {
        login: login.into(),
        name: login.into(),
        role: kith_domain::access::Role::Intake,
        organization: None,
        language: "en".into(),
        password_hash: "hash".into(),
    };
    kith_store::account::create(&w.db, &account, NOON).await.unwrap()
}

async fn a_task_is_done_once(w: &World) {
    let form = NewSubmission { tasks: vec![a_task("x")], ..a_form("m", "1", &[]) };
    let id = put_in(w, &form, NOON).await.submission.case;
    let who = w.account("one").await;
    let task = care_case::tasks(&w.db, id).await.unwrap().remove(0);
    let waiting = async |whose| {
        let found = care_case::due_tasks(&w.db, whose, None, 9).await.unwrap();
        found.into_iter().map(|due| (due.task, due.closed)).collect::<Vec<_>>()
    };
    assert_eq!(waiting(Whose::Role("intake")).await, [(task.clone(), false)]);
    assert_eq!(waiting(Whose::All).await, [(task.clone(), false)]);
    assert_eq!(waiting(Whose::Owner(who)).await, []);
    assert!(care_case::give_task(&w.db, &task, Some(who), who, later(4)).await.unwrap());
    let task = care_case::find_task(&w.db, task.id).await.unwrap().unwrap();
    assert_eq!(waiting(Whose::Owner(who)).await, [(task.clone(), false)]);
    let counts = care_case::task_counts(&w.db, who, later(901)).await.unwrap();
    assert_eq!((counts.late, counts.mine, counts.mine_late), (1, 1, 1));
    assert!(care_case::complete_task(&w.db, &task, None, who, later(5)).await.unwrap());
    assert!(!care_case::complete_task(&w.db, &task, None, who, later(6)).await.unwrap());
    let done = care_case::find_task(&w.db, task.id).await.unwrap().unwrap();
    assert_eq!(done.done, Some((later(5), who, "one Testworker".to_owned())));
    assert_eq!(waiting(Whose::All).await, []);
    assert!(care_case::reopen_task(&w.db, &task, who, later(7)).await.unwrap());
    assert_eq!(care_case::find_task(&w.db, task.id).await.unwrap(), Some(task));
    // Nobody puts a case off beyond what has to be done about it.
    let read = case(w, id).await;
    assert!(save(w, &read, &Case { due_at: later(9_000), ..read.clone() }).await);
    assert_eq!(case(w, id).await.due_at, later(900));
    // A form that joins it and asks for something sooner makes it due sooner.
    let sooner = NewTask { due_at: later(300), ..a_task("y") };
    put_in(w, &NewSubmission { tasks: vec![sooner], ..a_form("m", "2", &[]) }, later(7)).await;
    assert_eq!(case(w, id).await.due_at, later(300));
    let late = care_case::counts(&w.db, later(301)).await.unwrap().late;
    assert_eq!(late, 1);
}

async fn what_an_organisation_sent_comes_newest_first(w: &World) {
    w.state(vec![kith_testkit::an_organization("o", "Test Clinic")]).await;
    let organization = kith_store::facts::organizations(&w.db).await.unwrap().remove(0).id;
    let mut sent = Vec::new();
    for n in 0..3 {
        let own = NewSubmission {
            organization: Some(organization),
            ..a_form(&format!("m{n}"), &n.to_string(), &[])
        };
        sent.insert(0, put_in(w, &own, later(n)).await.submission);
    }
    put_in(w, &a_form("other", "9", &[]), later(9)).await;
    let page = async |after| care_case::of_organization(&w.db, organization, after, 2).await.unwrap();
    assert_eq!(page(None).await, sent[..2]);
    assert_eq!(page(Some((sent[1].at, sent[1].id))).await, sent[2..]);
    let many = care_case::many(&w.db, &[sent[0].case, sent[1].case]).await.unwrap();
    assert_eq!(many.len(), 2);
    for case in many {
        assert_eq!(care_case::find(&w.db, case.id).await.unwrap(), Some(case));
    }
    let senders = care_case::senders(&w.db, &[sent[0].case]).await.unwrap();
    assert_eq!(senders[&sent[0].case], ["Test Clinic"]);
}
