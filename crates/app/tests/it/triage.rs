//! The front door: who may, what is shown, what is done and refused.

use jiff::Timestamp;
use jiff::civil::date;
use kith_app::view::{CaseState, CloseReason, Gestation, InboxFilter, Whose};
use kith_app::{Error, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::fact::{Person, Telecom};
use kith_domain::follow_up::CameOf;
use kith_domain::id::{CaseId, TaskId};
use kith_domain::priority::Tier;
use kith_domain::words::Words;
use kith_store::care_case::{self, NewTask, Submitted};
use kith_store::{audit, outreach};
use kith_testkit::{NOON, Place, later};

use crate::network::{Network, a_woman};

on_both! {
    only_who_does_triage_sees_cases
    a_case_stands_in_the_inbox_with_its_reasons
    the_inbox_is_read_page_by_page
    a_case_is_taken_given_and_weighed
    nobody_is_given_up_before_the_protocol_is_met
    attempts_move_a_case_and_are_taken_back
    a_wish_not_to_be_contacted_is_an_answer
    a_task_is_done_and_taken_back
    what_is_done_is_written_down
}

/// A form about `Patient/{who}`, named `who` Test.
async fn put_in(network: &Network, who: &str, factors: &[(&str, Option<bool>)], now: Timestamp) -> Submitted {
    put_in_with(network, who, factors, vec![], now).await
}

fn a_task() -> NewTask {
    let words = Words { en: "Call back".into(), es: "Devuelva la llamada".into() };
    NewTask {
        kind: "screening:high_private".into(),
        words,
        role: "intake".into(),
        due_at: later(900),
        close_by: None,
        origin: "item-9".into(),
    }
}

async fn put_in_with(
    network: &Network,
    who: &str,
    factors: &[(&str, Option<bool>)],
    tasks: Vec<NewTask>,
    now: Timestamp,
) -> Submitted {
    let phone = |value: &str, usage: Option<&str>| Telecom {
        system: "phone".into(),
        value: value.into(),
        usage: usage.map(str::to_owned),
    };
    let said = Person {
        telecoms: vec![phone("918-555-0142", Some("mobile")), phone("918-555-0143", None)],
        born: Some("2000-01-06".parse().unwrap()),
        ..a_woman(who)
    };
    network.put_in(who, said, factors, tasks, now).await
}

async fn one(place: Place) -> (Network, Actor, CaseId) {
    let network = Network::over(place).await;
    let case = put_in(&network, "Rosa", &[("teen_mother", Some(true))], NOON).await.submission.case;
    let actor = network.actor("intake").await;
    (network, actor, case)
}

fn invalid<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Invalid { field, message }) => format!("{field}: {}", message.en),
        other => panic!("{other:?}"),
    }
}

async fn only_who_does_triage_sees_cases(place: Place) {
    let (network, actor, id) = one(place).await;
    let app = &network.app;
    let mut denied = 0;
    for role in Role::ALL {
        let actor = Actor { role, ..actor.clone() };
        let listed = triage::inbox(app, &actor, InboxFilter::default()).await;
        let (there, not_there) =
            (triage::case(app, &actor, id).await, triage::case(app, &actor, CaseId(99)).await);
        if matches!(role, Role::Intake | Role::Coordinator) {
            assert!(listed.is_ok() && there.is_ok(), "{role:?}");
            assert!(matches!(not_there, Err(Error::NotFound("this case"))), "{role:?}");
            continue;
        }
        assert!(matches!(listed, Err(Error::Denied(_))), "{role:?}");
        // Whether there is such a case is not told.
        assert_eq!(there.unwrap_err().to_string(), not_there.unwrap_err().to_string());
        let acts = [
            triage::take(app, &actor, id).await,
            triage::give(app, &actor, id, None).await,
            triage::override_tier(app, &actor, id, Tier::First, "because").await,
            triage::close(app, &actor, id, CloseReason::Moved).await,
            triage::reopen(app, &actor, id).await,
            triage::log_attempt(app, &actor, id, Channel::Call, ContactOutcome::Reached, None, None)
                .await
                .map(drop),
            triage::complete_task(app, &actor, TaskId(1), None).await.map(drop),
            triage::reopen_task(app, &actor, TaskId(1)).await.map(drop),
        ];
        assert!(acts.iter().all(|act| matches!(act, Err(Error::Denied(_)))), "{role:?}: {acts:?}");
        denied += 3 + acts.len();
    }
    let kept = audit::recent(&network.db, 500).await.unwrap();
    assert_eq!(kept.iter().filter(|e| e.action == "denied").count(), denied);
}

async fn a_case_stands_in_the_inbox_with_its_reasons(place: Place) {
    let (network, actor, id) = one(place).await;
    let urgent = put_in(&network, "Ana", &[("self_harm", Some(true)), ("ipv", None)], later(60)).await;
    let inbox = triage::inbox(&network.app, &actor, InboxFilter::default()).await.unwrap();
    assert_eq!((inbox.open, inbox.late, inbox.unassigned, inbox.next), (2, 0, 2, None));
    let shown: Vec<_> =
        inbox.lines.iter().map(|l| (l.case, l.name.as_str(), l.tier, l.completeness)).collect();
    let expected =
        [(urgent.submission.case, "Ana Test", Tier::First, 0.5), (id, "Rosa Test", Tier::Second, 1.0)];
    assert_eq!(shown, expected);
    let line = &inbox.lines[1];
    assert_eq!((line.age, line.gestation), (Some(25), Some(Gestation::Pregnant(133))));
    assert_eq!(line.reasons[0].words.in_language("es"), "17 años o menos");
    assert_eq!((line.state, line.from.as_slice()), (CaseState::New, ["Test Clinic".to_owned()].as_slice()));
    let names: Vec<&str> = inbox.workers.iter().map(|w| w.name.as_str()).collect();
    assert_eq!(names, ["Test coordinator", "Test intake", "Test second"]);

    let page = triage::case(&network.app, &actor, id).await.unwrap();
    assert_eq!(page.line, *line);
    assert_eq!(page.phones, ["918-555-0142", "918-555-0143"].map(kith_app::view::Phone::plain));
    assert_eq!((page.due_date, page.maybe_same, page.forms.len()), (Some(date(2026, 6, 1)), 0, 1));
    assert_eq!((page.forms[0].from.as_str(), page.forms[0].by.as_str()), ("Test Clinic", "A Testreferrer"));
    let next = page.next.expect("she is to be called");
    assert_eq!((next.channel, next.done, next.needed, next.may_give_up), (Channel::Call, 0, 3, false));
    assert_eq!(page.known_at, ["Test Clinic"]);

    // Only names of those who have a case are found.
    let search = async |text: &str| {
        let filter = InboxFilter { search: Some(text.into()), ..InboxFilter::default() };
        triage::inbox(&network.app, &actor, filter).await.unwrap().lines.len()
    };
    network.takes("Elsewhere", &[crate::network::woman("x", "Rosario", "Elsewhere", "1990-01-01")]).await;
    assert_eq!((search("ros").await, search("test").await, search("elsewhere").await), (1, 2, 0));
}

async fn the_inbox_is_read_page_by_page(place: Place) {
    let network = Network::over(place).await;
    let actor = network.actor("intake").await;
    for n in 0..53 {
        put_in(&network, &format!("m{n}"), &[], later(n % 7)).await;
    }
    let first = triage::inbox(&network.app, &actor, InboxFilter::default()).await.unwrap();
    assert_eq!((first.lines.len(), first.open), (50, 53));
    let filter = InboxFilter { after: first.next.clone(), ..InboxFilter::default() };
    let second = triage::inbox(&network.app, &actor, filter).await.unwrap();
    assert_eq!((second.lines.len(), second.next), (3, None));
    let mut all: Vec<CaseId> = first.lines.iter().chain(&second.lines).map(|l| l.case).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 53);
    for wrong in ["", "x", "1", "1.x", "99999999999999999999.1"] {
        let filter = InboxFilter { after: Some(wrong.into()), ..InboxFilter::default() };
        let refused = invalid(triage::inbox(&network.app, &actor, filter).await);
        assert_eq!(refused, "after: open the list from its beginning");
    }
}

async fn a_case_is_taken_given_and_weighed(place: Place) {
    let (network, actor, id) = one(place).await;
    let app = &network.app;
    let (second, outreach) = (network.actor("second").await, network.actor("outreach").await);
    triage::take(app, &actor, id).await.unwrap();
    triage::take(app, &actor, id).await.unwrap();
    assert_eq!(invalid(triage::take(app, &second, id).await), "worker: Test intake has this case");
    let refused = invalid(triage::give(app, &actor, id, Some(outreach.account)).await);
    assert_eq!(refused, "worker: choose somebody of the intake team from the list");
    triage::give(app, &actor, id, Some(second.account)).await.unwrap();
    let mine = async |actor: &Actor| {
        let filter = InboxFilter { whose: Some(Whose::Worker(actor.account)), ..InboxFilter::default() };
        triage::inbox(app, actor, filter).await.unwrap().lines.len()
    };
    assert_eq!((mine(&actor).await, mine(&second).await), (0, 1));

    assert_eq!(
        invalid(triage::override_tier(app, &actor, id, Tier::First, " ").await),
        "reason: a reason is needed"
    );
    triage::override_tier(app, &actor, id, Tier::First, "Her sister called").await.unwrap();
    let page = triage::case(app, &actor, id).await.unwrap();
    assert_eq!(page.overridden, Some(("Test intake".into(), NOON, "Her sister called".into())));
    assert_eq!((page.line.tier, page.line.overridden), (Tier::First, true));
    // One office day from now, which is before what was due.
    assert_eq!(page.line.due, "2026-01-06T12:00:00Z".parse::<Timestamp>().unwrap());

    triage::close(app, &actor, id, CloseReason::Moved).await.unwrap();
    assert_eq!(invalid(triage::take(app, &second, id).await), "case: this case is closed");
    let closed = InboxFilter { closed: true, ..InboxFilter::default() };
    let listed = triage::inbox(app, &actor, closed).await.unwrap();
    assert_eq!((listed.lines[0].state, listed.open), (CaseState::Closed(CloseReason::Moved), 0));
    triage::reopen(app, &actor, id).await.unwrap();
    assert_eq!(invalid(triage::reopen(app, &actor, id).await), "case: this case is open");
    assert_eq!(triage::case(app, &actor, id).await.unwrap().line, page.line);
}

async fn nobody_is_given_up_before_the_protocol_is_met(place: Place) {
    let (network, actor, id) = one(place).await;
    let close = async |at: &str| {
        triage::close(&network.at(at.parse().unwrap()), &actor, id, CloseReason::UnableToReach).await
    };
    let tried = async |at: &str, channel| {
        let app = network.at(at.parse().unwrap());
        triage::log_attempt(&app, &actor, id, channel, ContactOutcome::NoAnswer, None, None).await.unwrap();
    };
    assert_eq!(
        invalid(close("2026-01-05T13:00:00Z").await),
        "reason: not yet as not reachable; attempts missing: 3; other ways to try: 2; other parts of the day: 2; \
         she has time until 2026-01-20 12:00"
    );
    tried("2026-01-05T13:00:00Z", Channel::Call).await;
    tried("2026-01-06T10:00:00Z", Channel::Text).await;
    assert_eq!(
        invalid(close("2026-01-20T12:00:00Z").await),
        "reason: not yet as not reachable; attempts missing: 1"
    );
    tried("2026-01-07T18:00:00Z", Channel::Call).await;
    assert_eq!(
        invalid(close("2026-01-20T11:59:00Z").await),
        "reason: not yet as not reachable; she has time until 2026-01-20 12:00"
    );
    close("2026-01-20T12:00:00Z").await.unwrap();
    let page = triage::case(&network.app, &actor, id).await.unwrap();
    assert_eq!(page.line.state, CaseState::Closed(CloseReason::UnableToReach));
    assert_eq!((page.attempts.len(), page.next), (3, None));
}

async fn attempts_move_a_case_and_are_taken_back(place: Place) {
    let (network, actor, id) = one(place).await;
    let at = async |now: i64| {
        let page = triage::case(&network.at(later(now)), &actor, id).await.unwrap();
        (page.line.state, page.line.due.to_string(), page.next.map(|n| (n.channel, n.done)))
    };
    let untouched = at(60).await;
    assert_eq!(untouched.0, CaseState::New);
    let log = async |now, outcome| {
        let app = network.at(later(now));
        triage::log_attempt(&app, &actor, id, Channel::Call, outcome, Some(" tried ".into()), None)
            .await
            .unwrap()
    };
    let first = log(60, ContactOutcome::NoAnswer).await;
    // The afternoon was tried: another way, in the evening.
    let evening = "2026-01-05T19:00:00Z".to_owned();
    assert_eq!(at(61).await, (CaseState::Contacting, evening, Some((Channel::HomeVisit, 1))));
    let second = log(120, ContactOutcome::Reached).await;
    assert_eq!(at(121).await, (CaseState::Reached, "2026-01-07T12:02:00Z".to_owned(), None));

    let app = network.at(later(200));
    triage::undo_attempt(&app, &actor, id, second).await.unwrap();
    assert_eq!(at(200).await.0, CaseState::Contacting);
    triage::undo_attempt(&app, &actor, id, first).await.unwrap();
    assert_eq!(at(60).await, untouched);
    let again = triage::undo_attempt(&app, &actor, id, first).await;
    assert!(matches!(again, Err(Error::NotFound("this attempt"))), "{again:?}");

    let refused = |on| {
        triage::log_attempt(&network.app, &actor, id, Channel::Call, ContactOutcome::Reached, None, Some(on))
    };
    assert_eq!(invalid(refused(date(2026, 1, 6)).await), "on: a contact cannot lie in the future");
    assert_eq!(invalid(refused(date(2026, 1, 4)).await), "on: the case was opened after this day");
}

async fn a_wish_not_to_be_contacted_is_an_answer(place: Place) {
    let (network, actor, id) = one(place).await;
    let person = triage::case(&network.app, &actor, id).await.unwrap().line.person;
    // Said to somebody else, and about something else: it holds here.
    let wish = ContactOutcome::AskedNotToContact;
    let by = network.actor("outreach").await.account;
    outreach::log_contact(&network.db, person, by, Channel::Call, wish, None, date(2026, 1, 2), later(-9))
        .await
        .unwrap();
    let page = triage::case(&network.app, &actor, id).await.unwrap();
    assert_eq!((page.next, page.line.state), (None, CaseState::New));
    let much_later = network.at("2026-03-01T12:00:00Z".parse().unwrap());
    let refused = invalid(triage::close(&much_later, &actor, id, CloseReason::UnableToReach).await);
    assert!(refused.contains("she asked not to be contacted"), "{refused}");
    triage::close(&much_later, &actor, id, CloseReason::Declined).await.unwrap();
}

async fn a_task_is_done_and_taken_back(place: Place) {
    let (network, actor, other) = one(place).await;
    let id = put_in_with(&network, "Ana", &[], vec![a_task()], NOON).await.submission.case;
    let app = network.at(later(901));
    // What has to be done in a quarter of an hour is seen before anybody opens the case.
    let first = async || {
        let inbox = triage::inbox(&app, &actor, InboxFilter::default()).await.unwrap();
        (inbox.at_once.iter().chain(&inbox.lines).next().unwrap().case, inbox.late)
    };
    assert_eq!(first().await, (id, 1));
    let task = async || triage::case(&app, &actor, id).await.unwrap().tasks.remove(0);
    let open = task().await;
    // A follow-up of a screening is closed by what came of it, and nobody is out of reach whom nobody tried.
    assert!(open.asks_outcome && open.find_service && open.came.is_none());
    let refused = invalid(triage::complete_task(&app, &actor, open.task, None).await);
    assert!(refused.starts_with("came: Say what came of it"), "{refused}");
    let refused = invalid(triage::complete_task(&app, &actor, open.task, Some(CameOf::NotReached)).await);
    assert!(refused.starts_with("came: No try to reach her"), "{refused}");
    assert_eq!(task().await, open, "nothing was done");
    let came = Some(CameOf::Declined);
    assert_eq!((open.what.in_language("es"), open.late, &open.done), ("Devuelva la llamada", true, &None));
    assert_eq!(triage::complete_task(&app, &actor, open.task, came).await.unwrap(), id);
    let done = task().await;
    assert_eq!((done.done, done.came), (Some((later(901), "Test intake".into())), came));
    assert_eq!(first().await, (other, 0), "it is due when her form asks for it");
    assert_eq!(
        invalid(triage::complete_task(&app, &actor, open.task, came).await),
        "task: this task is done already"
    );
    triage::reopen_task(&app, &actor, open.task).await.unwrap();
    assert_eq!(task().await, open);
    assert_eq!(first().await, (id, 1));
    let person = triage::case(&app, &actor, id).await.unwrap().line.person;
    // The task outlives its case: that is opened again for a try.
    triage::close(&app, &actor, id, CloseReason::Moved).await.unwrap();
    let refused = invalid(triage::complete_task(&app, &actor, open.task, Some(CameOf::NotReached)).await);
    assert!(refused.contains("Open the case again"), "{refused}");
    triage::reopen(&app, &actor, id).await.unwrap();
    let (call, none) = (Channel::Call, ContactOutcome::NoAnswer);
    let (by, on) = (actor.account, kith_testkit::TODAY);
    outreach::log_contact(&network.db, person, by, call, none, None, on, later(902)).await.unwrap();
    triage::complete_task(&app, &actor, open.task, Some(CameOf::NotReached)).await.unwrap();
    assert_eq!(task().await.came, Some(CameOf::NotReached));
    let said = care_case::events(&network.db, id).await.unwrap().into_iter().map(|e| e.detail);
    let kept = audit::recent(&network.db, 99).await.unwrap().into_iter().map(|e| e.detail);
    assert!(said.chain(kept).all(|detail| !detail.contains("high_private")), "a history says no answer");
    let nothing = triage::complete_task(&app, &actor, TaskId(99), None).await;
    assert!(matches!(nothing, Err(Error::NotFound("this task"))), "{nothing:?}");
}

async fn what_is_done_is_written_down(place: Place) {
    let (network, actor, id) = one(place).await;
    let app = &network.app;
    triage::inbox(app, &actor, InboxFilter { search: Some("Rosa".into()), ..InboxFilter::default() })
        .await
        .unwrap();
    triage::case(app, &actor, id).await.unwrap();
    triage::take(app, &actor, id).await.unwrap();
    triage::override_tier(app, &actor, id, Tier::First, "a secret reason").await.unwrap();
    let note = Some("a secret note".to_owned());
    triage::log_attempt(app, &actor, id, Channel::Call, ContactOutcome::NoAnswer, note, None).await.unwrap();
    invalid(triage::close(app, &actor, id, CloseReason::UnableToReach).await);
    triage::close(app, &actor, id, CloseReason::NoNeed).await.unwrap();
    triage::reopen(app, &actor, id).await.unwrap();
    let mut kept = audit::recent(&network.db, 8).await.unwrap();
    kept.sort_by_key(|e| (e.action.clone(), e.subject.clone()));
    let said: Vec<(&str, Option<&str>)> =
        kept.iter().map(|e| (e.action.as_str(), e.subject.as_deref())).collect();
    let case = Some("case/1");
    let expected = [
        ("close_case", case),
        ("close_refused", case),
        ("give_case", case),
        ("list_cases", None),
        ("log_attempt", case),
        ("open_case", case),
        ("override_tier", case),
        ("reopen_case", case),
    ];
    assert_eq!(said, expected);
    assert!(kept.iter().all(|e| !e.detail.contains("secret") && !e.detail.contains("Rosa")));
    let history: Vec<String> =
        care_case::events(&network.db, id).await.unwrap().into_iter().map(|e| e.what).collect();
    assert_eq!(history, ["opened", "given", "tier_set", "attempt", "closed", "reopened"]);
}
