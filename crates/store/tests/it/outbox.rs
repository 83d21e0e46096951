//! What is to be told is read by whom it concerns, given to one sender at a time, and said once.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kith_domain::care_case::{Case, CaseState, CloseReason};
use kith_domain::id::{AccountId, OrganizationId};
use kith_domain::matching::{ContactPoint, Whose};
use kith_domain::referral::{ReturnReason, State, Step};
use kith_store::care_case::{self, NewEvent};
use kith_store::link::{self, Opens, Purpose};
use kith_store::outbox::{self, Class, Of, Reader, Waiting};
use kith_store::referral::{self, NewReferral, Referral, Referred, Then};
use kith_store::service;
use kith_testkit::{NOON, later};

use crate::World;
use crate::referrals::{Desk, a_link, then};

on_both! {
    a_message_has_one_sender_at_a_time,
    of_many_senders_each_message_has_one,
    what_is_new_is_read_by_whom_it_concerns,
    who_sent_the_form_learns_how_it_ended,
    a_service_is_asked_for_its_places_once_a_round,
    she_is_asked_once_and_only_where_she_may_be,
    the_next_service_is_asked_once,
    where_nobody_is_next_intake_looks,
    a_link_in_a_message_is_made_once,
    messages_reach_where_the_file_says,
}

/// Everything that waits to be sent, taken.
pub async fn drained(w: &World, now: Timestamp) -> Vec<Waiting> {
    let mut all = Vec::new();
    while let Some(waiting) = outbox::take(&w.db, now).await.unwrap() {
        all.push(waiting);
    }
    all
}

async fn a_message_has_one_sender_at_a_time(w: &World) {
    let d = Desk::open(w).await;
    let sent = d.sent("a", d.service("strong_start").await).await;
    let take = async |at| outbox::take(&w.db, at).await.unwrap();
    let first = take(later(1)).await.expect("the service is told");
    let expected = (Class::Service, "referral_sent", Of::Referral(sent.id), NOON, 1);
    assert_eq!((first.class, first.template.as_str(), first.of, first.made_at, first.tries), expected);
    assert_eq!(take(later(30)).await, None, "somebody has it");
    // Whoever had it is gone; it comes with the key that it had.
    let again = take(later(31)).await.expect("it is given to another");
    assert_eq!((&again.key, again.tries), (&first.key, 2));
    outbox::later(&w.db, &again.key, later(100)).await.unwrap();
    assert_eq!(take(later(99)).await, None);
    let last = take(later(100)).await.expect("it is tried again");
    assert!(outbox::sent(&w.db, &last.key, "email", later(101)).await.unwrap());
    assert!(!outbox::sent(&w.db, &last.key, "email", later(102)).await.unwrap(), "it was said before");
    assert_eq!(take(later(9_999)).await, None);
}

async fn of_many_senders_each_message_has_one(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    for n in 0..12 {
        d.sent(&format!("m{n}"), service).await;
    }
    let senders = (0..40).map(|_| {
        let db = w.db.clone();
        tokio::spawn(async move { outbox::take(&db, later(1)).await.unwrap() })
    });
    let mut taken = Vec::new();
    for sender in senders.collect::<Vec<_>>() {
        taken.extend(sender.await.unwrap().map(|waiting| waiting.key));
    }
    assert_eq!((taken.len(), taken.iter().collect::<BTreeSet<_>>().len()), (12, 12));
}

async fn what_is_new_is_read_by_whom_it_concerns(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    let organization = service::find(&w.db, service).await.unwrap().unwrap().organization;
    let sent = d.sent("a", service).await;
    d.walk(sent.id, &[Step::Receive, Step::Accept]).await;
    let templates = async |reader| {
        let news = outbox::of_reader(&w.db, reader, None, 99).await.unwrap();
        news.into_iter().map(|n| (n.template, n.service.en)).collect::<Vec<_>>()
    };
    let about = |template: &str| (template.to_owned(), "Strong Start case management".to_owned());
    let (theirs, mine) = (Reader::Service(organization), Reader::Account(d.by));
    assert_eq!(templates(theirs).await, [about("referral_sent")]);
    assert_eq!(templates(mine).await, [about("referral_accepted")]);
    for nobody in
        [Reader::Service(OrganizationId(organization.0 + 99)), Reader::Account(AccountId(99)), Reader::Intake]
    {
        assert_eq!(templates(nobody).await, []);
    }
    // The newest first, page after page; what was read is not new again.
    d.walk(sent.id, &[Step::Reach, Step::Enroll]).await;
    let first = outbox::of_reader(&w.db, mine, None, 1).await.unwrap().remove(0);
    assert_eq!(first.template, "referral_enrolled");
    let rest = outbox::of_reader(&w.db, mine, Some((first.made_at, &first.key)), 99).await.unwrap();
    assert_eq!(
        rest.iter().map(|n| n.template.as_str()).collect::<Vec<_>>(),
        ["referral_reached", "referral_accepted"]
    );
    let unread = async || outbox::unread(&w.db, d.by, &[mine, Reader::Intake], 99).await.unwrap();
    assert_eq!(unread().await, 3);
    assert_eq!(outbox::unread(&w.db, d.by, &[mine], 2).await.unwrap(), 2, "counted so far");
    outbox::mark_read(&w.db, d.by, first.made_at, &first.key).await.unwrap();
    assert_eq!(unread().await, 0);
    outbox::mark_read(&w.db, d.by, rest[1].made_at, &rest[1].key).await.unwrap();
    assert_eq!(unread().await, 0, "it never goes back");
}

async fn who_sent_the_form_learns_how_it_ended(w: &World) {
    let mut d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    d.from = Some(service::find(&w.db, service).await.unwrap().unwrap().organization);
    let sent = d.sent("a", service).await;
    let news = async || {
        let news = outbox::of_reader(&w.db, Reader::Referrer(d.from.unwrap()), None, 99).await.unwrap();
        news.into_iter().map(|n| (n.template, n.of)).collect::<Vec<_>>()
    };
    d.walk(sent.id, &[Step::Accept, Step::Reach]).await;
    assert_eq!(news().await, []);
    let about = |template: &str| (template.to_owned(), Of::Case(sent.case));
    d.walk(sent.id, &[Step::Enroll]).await;
    assert_eq!(news().await, [about("case_served")]);
    let case = care_case::find(&w.db, sent.case).await.unwrap().unwrap();
    let after = Case {
        before: Some(case.state),
        state: CaseState::Closed(CloseReason::Served),
        closed_at: Some(later(50)),
        ..case.clone()
    };
    let event = NewEvent { at: later(50), by: Some(d.by), what: "closed", detail: String::new() };
    assert!(referral::close_case(&w.db, &case, &after, true, &d.sender(), &event, later(50)).await.unwrap());
    assert_eq!(news().await, [about("case_closed"), about("case_served")]);
}

async fn a_service_is_asked_for_its_places_once_a_round(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    d.confirm(service, 2).await;
    let all = service::list(&w.db, None).await.unwrap().len() as u64;
    let ask = async |fresh, round| outbox::ask_places(&w.db, fresh, round, later(10)).await.unwrap();
    assert_eq!(ask(NOON, "1").await, all - 1, "one said so");
    assert_eq!(ask(NOON, "1").await, 0);
    assert_eq!(ask(later(1), "1").await, 1, "what it said is old now");
    assert_eq!(ask(later(1), "2").await, all);
    let told = drained(w, later(11)).await;
    let asked = told.iter().filter(|t| t.of == Of::Service(service) && t.template == "places").count();
    assert_eq!((told.len() as u64, asked), (2 * all, 2));
}

async fn she_is_asked_once_and_only_where_she_may_be(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    let asked = d.sent("a", service).await;
    let silent = NewReferral { do_not_contact: true, ..d.asking(d.case("b").await, service) };
    referral::refer(&w.db, &silent, &d.sender(), NOON).await.unwrap();
    let back = d.sent("c", service).await;
    d.walk(back.id, &[Step::Return(ReturnReason::NoPlace)]).await;
    let ask = async |before| outbox::ask_her(&w.db, before, later(-500), later(10)).await.unwrap();
    assert_eq!(ask(later(-1)).await, 0, "not yet");
    assert_eq!((ask(NOON).await, ask(NOON).await), (1, 0));
    let told = drained(w, later(11)).await;
    let hers: Vec<_> = told.iter().filter(|t| t.class == Class::Herself).map(|t| t.of).collect();
    assert_eq!(hers, [Of::Referral(asked.id)]);
}

/// A referral that the service gave back, where the next one is to be asked by the clock.
async fn given_back(d: &Desk<'_>, who: &str) -> Referral {
    let sent = d.sent(who, d.service("strong_start").await).await;
    let speaker = referral::Speaker {
        side: kith_domain::referral::Side::Receiver,
        by: None,
        name: "somebody",
        note: None,
        visit_on: None,
    };
    let then = Then { re_offer: true, ..then() };
    let step = Step::Return(ReturnReason::NoPlace);
    referral::take(&d.w.db, sent.id, 1, step, &speaker, &then, later(5)).await.unwrap();
    d.find(sent.id).await
}

async fn the_next_service_is_asked_once(w: &World) {
    let d = Desk::open(w).await;
    let ended = given_back(&d, "a").await;
    assert_eq!(ended.state, State::Returned);
    assert_eq!(d.tasks(ended.case).await, [] as [String; 0], "nobody has to look");
    let to_do = async || referral::to_re_offer(&w.db, None, 9).await.unwrap();
    assert_eq!(to_do().await, [(later(5), ended.id)]);

    // A service that cannot leaves it to be done.
    let (next, full) = (d.service("family_paths").await, d.service("first_steps_nurses").await);
    d.confirm(full, 0).await;
    let new = |service| NewReferral { service, ..d.asking((ended.case, ended.person), service) };
    let asked = referral::re_offer(&w.db, &ended, &new(full), later(6)).await.unwrap();
    assert_eq!((asked, to_do().await.len()), (Some(Referred::Full), 1));

    let asking = (0..20).map(|_| {
        let (db, ended, new) = (w.db.clone(), ended.clone(), new(next));
        tokio::spawn(async move { referral::re_offer(&db, &ended, &new, later(7)).await.unwrap() })
    });
    let mut sent = Vec::new();
    for one in asking.collect::<Vec<_>>() {
        sent.extend(one.await.unwrap());
    }
    let [Referred::Sent(id)] = sent[..] else { panic!("{sent:?}") };
    let made = d.find(id).await;
    assert_eq!((made.service, made.state, made.by), (next, State::Sent, d.by));
    assert_eq!((to_do().await, referral::of_case(&w.db, ended.case).await.unwrap().len()), (vec![], 2));
    let told = drained(w, later(8)).await;
    let of = |t: &&Waiting| t.of == Of::Referral(id);
    let mut said: Vec<_> = told.iter().filter(of).map(|t| (t.class.name(), t.template.as_str())).collect();
    said.sort_unstable();
    let expected =
        [("intake", "referral_re_offered"), ("sender", "referral_re_offered"), ("service", "referral_sent")];
    assert_eq!(said, expected);
}

async fn where_nobody_is_next_intake_looks(w: &World) {
    let d = Desk::open(w).await;
    for (who, open, tasks) in [("a", true, vec!["elsewhere"]), ("b", false, vec![])] {
        let ended = given_back(&d, who).await;
        let propose =
            async || referral::propose(&w.db, &ended, &then().elsewhere, open, later(6)).await.unwrap();
        assert!(propose().await && !propose().await, "once");
        assert_eq!(d.tasks(ended.case).await, tasks);
    }
    assert_eq!(referral::to_re_offer(&w.db, None, 9).await.unwrap(), []);
}

async fn a_link_in_a_message_is_made_once(w: &World) {
    let d = Desk::open(w).await;
    let sent = d.sent("a", d.service("strong_start").await).await;
    let new = |token| a_link(token, Purpose::Answer, Opens::Referral(sent.id));
    let opens =
        async |token: u8| link::find(&w.db, &[token; 32], Purpose::Answer, later(1)).await.unwrap().is_some();
    link::issue_once(&w.db, &new(1), NOON).await.unwrap();
    assert!(opens(1).await);
    link::issue(&w.db, &new(2), None, NOON).await.unwrap();
    link::issue_once(&w.db, &new(1), NOON).await.unwrap();
    assert!(!opens(1).await && opens(2).await, "the newest link stands");
}

async fn messages_reach_where_the_file_says(w: &World) {
    let d = Desk::open(w).await;
    let own = service::find(&w.db, d.service("family_paths").await).await.unwrap().unwrap();
    let other = service::find(&w.db, d.service("family_paths_enhanced").await).await.unwrap().unwrap();
    let point = |email: &str| ContactPoint { email: Some(email.into()), phone: None, language: "es".into() };
    let file = [
        (Whose::Service("family_paths".into()), point("own@example.org")),
        (Whose::Organization("Example Family Paths".into()), point("all@example.org")),
        (Whose::Organization("Nobody".into()), point("nobody@example.org")),
        (Whose::Intake, point("intake@example.org")),
    ];
    outbox::load_points(&w.db, &file).await.unwrap();
    let of =
        async |s: &service::Service| outbox::point_of_service(&w.db, s.id, s.organization).await.unwrap();
    assert_eq!(
        (of(&own).await, of(&other).await),
        (Some(point("own@example.org")), Some(point("all@example.org")))
    );
    assert_eq!(outbox::point_of_intake(&w.db).await.unwrap(), Some(point("intake@example.org")));
    outbox::load_points(&w.db, &file[..1]).await.unwrap();
    assert_eq!((of(&other).await, outbox::point_of_intake(&w.db).await.unwrap()), (None, None));
}
