//! Services are asked: a place is given once, an answer counts once, a link opens one thing, silence lapses.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kith_domain::access::Role;
use kith_domain::care_case::{Case, CaseState, CloseReason, Timing};
use kith_domain::id::{AccountId, CaseId, OrganizationId, PersonId, ReferralId, ServiceId};
use kith_domain::matching::{Offer, offers};
use kith_domain::priority::Rules;
use kith_domain::referral::{Refused, ReturnReason, Side, State, Step, Word};
use kith_domain::words::Words;
use kith_store::care_case::{self, NewEvent, NewSubmission, NewTask};
use kith_store::link::{self, NewLink, Opens, Purpose};
use kith_store::linkage::Cause;
use kith_store::outbox::{Class, Of, Waiting};
use kith_store::referral::{self, NewReferral, Referral, Referred, Speaker, Taken, Then, Turn};
use kith_store::{account, service};
use kith_testkit::{NOON, a_mother, later};

use crate::World;
use crate::outbox::drained;
use crate::world::{a_form, arrival};

on_both! {
    services_are_what_the_file_says,
    the_last_place_is_given_once,
    places_come_back_and_grow_stale,
    a_referral_goes_its_way_and_the_case_with_it,
    of_two_answers_one_counts,
    nobody_has_two_of_a_kind,
    silence_lapses_once,
    open_referrals_come_page_after_page,
    who_waits_is_promoted_in_turn,
    three_sides_that_disagree_make_one_task,
    a_link_opens_one_thing_until_it_was_used,
    links_of_a_withdrawn_referral_open_nothing,
    a_referral_that_ended_is_answered_by_no_link,
    what_was_asked_is_taken_back_with_the_case,
    a_contradiction_after_the_task_makes_another,
    places_are_confirmed_by_link,
    a_referral_follows_a_person_who_is_merged,
}

fn file() -> Vec<Offer> {
    offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap().1
}

/// A world with the services of the file, and somebody of the intake team.
pub struct Desk<'w> {
    pub w: &'w World,
    pub by: AccountId,
    /// The organisation whose forms begin its cases.
    pub from: Option<OrganizationId>,
}

impl<'w> Desk<'w> {
    pub async fn open(w: &'w World) -> Self {
        service::load(&w.db, &file(), NOON).await.unwrap();
        let new = account::NewAccount {
            login: "intake".into(),
            name: "Intake Testworker".into(),
            role: Role::Intake,
            organization: None,
            language: "en".into(),
            password_hash: "hash".into(),
        };
        Self { w, by: account::create(&w.db, &new, NOON).await.unwrap(), from: None }
    }

    pub async fn service(&self, key: &str) -> ServiceId {
        let all = service::list(&self.w.db, None).await.unwrap();
        all.into_iter().find(|s| s.offer.id == key).unwrap().id
    }

    pub async fn places(&self, service: ServiceId) -> Option<i64> {
        service::find(&self.w.db, service).await.unwrap().unwrap().capacity.map(|c| c.free)
    }

    pub async fn confirm(&self, service: ServiceId, free: u32) {
        service::confirm(&self.w.db, service, free, "A Testlead", NOON).await.unwrap();
    }

    /// A case of `Patient/{who}`.
    pub async fn case(&self, who: &str) -> (CaseId, PersonId) {
        self.case_of(who, who, None).await
    }

    /// A case of `Patient/{who}` who expects to give birth on a day.
    pub async fn case_of(&self, who: &str, once: &str, expected_on: Option<Date>) -> (CaseId, PersonId) {
        let rules = include_str!("../../../../programmes/central-triage/triage.toml");
        let rules = Rules::read(rules, &TimeZone::UTC).unwrap();
        let form = NewSubmission {
            organization: self.from,
            timing: Timing { expected_on, born_on: None },
            receipt: format!("receipt-{who}{once:0>12}"),
            ..a_form(who, &format!("{who}{once}"))
        };
        let arrivals = vec![arrival(a_mother(who).named(who, "Test").build())];
        let put = care_case::submit(&self.w.db, &rules, self.w.source, arrivals, &form, NOON).await.unwrap();
        let case = care_case::find(&self.w.db, put.submission.case).await.unwrap().unwrap();
        (case.id, case.person)
    }

    pub fn asking(&self, (case, person): (CaseId, PersonId), service: ServiceId) -> NewReferral {
        NewReferral {
            case,
            person,
            service,
            why: "first baby, wants visits".into(),
            do_not_contact: false,
            due_at: later(1_000),
            fresh: later(-1_000),
        }
    }

    pub async fn refer(&self, who: &str, service: ServiceId) -> Referred {
        let new = self.asking(self.case(who).await, service);
        referral::refer(&self.w.db, &new, &self.sender(), NOON).await.unwrap()
    }

    pub async fn sent(&self, who: &str, service: ServiceId) -> Referral {
        let Referred::Sent(id) = self.refer(who, service).await else { panic!("not sent") };
        self.find(id).await
    }

    pub async fn find(&self, id: ReferralId) -> Referral {
        referral::find(&self.w.db, id).await.unwrap().unwrap()
    }

    pub fn sender(&self) -> Speaker<'static> {
        Speaker {
            side: Side::Sender,
            by: Some(self.by),
            name: "Intake Testworker",
            note: None,
            visit_on: None,
        }
    }

    pub async fn take(&self, referral: &Referral, step: Step) -> Taken {
        let side = step.sides()[0];
        let speaker = Speaker { side, by: None, name: "somebody", note: Some("a note"), visit_on: None };
        referral::take(&self.w.db, referral.id, referral.version, step, &speaker, &then(), later(5))
            .await
            .unwrap()
    }

    /// Takes steps one after another, each from the newest version.
    pub async fn walk(&self, id: ReferralId, steps: &[Step]) -> Referral {
        for step in steps {
            let taken = self.take(&self.find(id).await, *step).await;
            assert!(matches!(taken, Taken::Done(..)), "{step:?}: {taken:?}");
        }
        self.find(id).await
    }

    pub async fn say(&self, id: ReferralId, side: Side, word: Word) {
        let speaker = Speaker { side, by: None, name: "somebody", note: None, visit_on: None };
        let said = referral::say(&self.w.db, id, word, &speaker, &then(), later(9)).await.unwrap();
        assert!(matches!(said, Taken::Done(..)), "{said:?}");
    }

    pub async fn tasks(&self, case: CaseId) -> Vec<String> {
        let tasks = care_case::tasks(&self.w.db, case).await.unwrap();
        tasks.into_iter().map(|t| t.kind).collect()
    }
}

fn a_task(kind: &str) -> NewTask {
    NewTask {
        kind: kind.into(),
        words: Words { en: "Look".into(), es: "Mire".into() },
        role: "intake".into(),
        due_at: later(900),
        close_by: None,
        origin: String::new(),
    }
}

pub fn then() -> Then {
    Then {
        due_at: Some(later(3_000)),
        without: CaseState::Reached,
        back_at: later(100),
        later_at: later(9_000),
        elsewhere: a_task("elsewhere"),
        dispute: a_task("dispute"),
        re_offer: false,
    }
}

pub fn a_link(token: u8, purpose: Purpose, opens: Opens) -> NewLink {
    NewLink { hash: [token; 32], purpose, opens, expires_at: later(500) }
}

async fn services_are_what_the_file_says(w: &World) {
    let d = Desk::open(w).await;
    let read = async || service::list(&w.db, None).await.unwrap();
    let first = read().await;
    let mut whole = Vec::new();
    for service in &first {
        whole.push((*service::find(&w.db, service.id).await.unwrap().unwrap().offer).clone());
    }
    assert_eq!(whole, file());
    assert!(first.iter().all(|s| s.open && s.capacity.is_none()));
    let same = |key: &str| first.iter().find(|s| s.offer.id == key).unwrap().organization;
    assert_eq!(same("family_paths"), same("family_paths_enhanced"), "one organisation, two services");
    assert_eq!(service::list(&w.db, Some(same("family_paths"))).await.unwrap().len(), 2);

    // Another file: one is renamed, one is gone.
    let mut changed = file();
    changed.remove(6);
    changed[0].name.en = "Nurses".into();
    service::load(&w.db, &changed, later(1)).await.unwrap();
    let second = read().await;
    assert_eq!(
        second.iter().map(|s| s.id).collect::<Vec<_>>(),
        first.iter().map(|s| s.id).collect::<Vec<_>>()
    );
    assert_eq!((second[0].offer.name.en.as_str(), second[6].open), ("Nurses", false));
    assert_eq!(d.refer("m", second[6].id).await, Referred::Closed);
}

async fn the_last_place_is_given_once(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    d.confirm(service, 1).await;
    let mut asking = Vec::new();
    for n in 0..100 {
        let (new, db, by) = (d.asking(d.case(&format!("m{n}")).await, service), w.db.clone(), d.sender());
        asking.push(async move { referral::refer(&db, &new, &by, NOON).await.unwrap() });
    }
    let asked: Vec<_> = asking.into_iter().map(tokio::spawn).collect();
    let (mut sent, mut full) = (0, 0);
    for answer in asked {
        match answer.await.unwrap() {
            Referred::Sent(_) => sent += 1,
            Referred::Full => full += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((sent, full), (1, 99));
    assert_eq!(d.places(service).await, Some(0));
    assert_eq!(referral::open(&w.db, None, None, 500).await.unwrap().len(), 1);
}

async fn places_come_back_and_grow_stale(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    let unknown = d.sent("a", service).await;
    assert!(!unknown.holds, "a service that never said holds no place");
    d.walk(unknown.id, &[Step::Return(ReturnReason::NoPlace)]).await;
    d.confirm(service, 1).await;
    let held = d.sent("b", service).await;
    assert!(held.holds);
    let asked = service::find(&w.db, service).await.unwrap().unwrap();
    assert_eq!((d.places(service).await, asked.held, asked.last_asked), (Some(0), 1, Some(NOON)));
    assert_eq!(d.refer("c", service).await, Referred::Full);
    // What was said too long ago says nothing.
    let old = NewReferral { fresh: later(1), ..d.asking(d.case("d").await, service) };
    let Referred::Sent(old) = referral::refer(&w.db, &old, &d.sender(), NOON).await.unwrap() else {
        panic!("a stale number holds nobody up")
    };
    assert!(!d.find(old).await.holds);
    d.walk(old, &[Step::Return(ReturnReason::NoPlace)]).await;
    assert_eq!(d.places(service).await, Some(0), "who held no place gives none back");
    d.walk(held.id, &[Step::Accept, Step::Reach, Step::Enroll, Step::Start]).await;
    assert_eq!(d.places(service).await, Some(0));
    assert!(!d.walk(held.id, &[Step::Complete]).await.holds);
    assert_eq!(d.places(service).await, Some(1));
}

async fn a_referral_goes_its_way_and_the_case_with_it(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    let sent = d.sent("m", service).await;
    let stands = async || {
        let case = care_case::find(&w.db, sent.case).await.unwrap().unwrap();
        (case.state, case.due_at)
    };
    assert_eq!((sent.state, sent.version, sent.due_at), (State::Sent, 1, Some(later(1_000))));
    assert_eq!(stands().await, (CaseState::Referred, later(1_000)));
    assert_eq!(d.refer("m", service).await, Referred::Asked(sent.id));
    d.walk(sent.id, &[Step::Receive, Step::Accept]).await;
    assert_eq!(stands().await, (CaseState::Referred, later(3_000)));
    d.walk(sent.id, &[Step::Waitlist]).await;
    assert_eq!(stands().await, (CaseState::Waiting, later(9_000)));
    d.walk(sent.id, &[Step::Enroll]).await;
    assert_eq!(stands().await, (CaseState::Served, later(9_000)));
    let ended = d.walk(sent.id, &[Step::Start, Step::Complete]).await;
    assert_eq!((ended.state, ended.due_at, ended.version), (State::Completed, None, 7));
    let steps = referral::steps(&w.db, sent.id).await.unwrap();
    assert_eq!(steps.iter().map(|s| s.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!((steps[0].step, steps[0].state, steps[0].side), (None, State::Sent, Side::Sender));
    assert_eq!((steps[6].step, steps[6].note.as_deref()), (Some(Step::Complete), Some("a note")));
    assert_eq!(d.take(&ended, Step::Start).await, Taken::Refused(Refused::Ended));
    assert_eq!(referral::of_case(&w.db, sent.case).await.unwrap(), [ended]);

    let other = d.sent("n", service).await;
    let back = d.walk(other.id, &[Step::Return(ReturnReason::WrongArea)]).await;
    let case = care_case::find(&w.db, back.case).await.unwrap().unwrap();
    assert_eq!((case.state, case.due_at), (CaseState::Reached, later(100)));
    assert_eq!(d.tasks(back.case).await, ["elsewhere"]);
    // Asking another service is what the task was for.
    let open = || async {
        let tasks = care_case::tasks(&w.db, back.case).await.unwrap();
        tasks.iter().filter(|task| task.done.is_none()).count()
    };
    assert_eq!(open().await, 1);
    let next = d.service("family_paths").await;
    let new = d.asking((back.case, back.person), next);
    assert!(matches!(referral::refer(&w.db, &new, &d.sender(), NOON).await.unwrap(), Referred::Sent(_)));
    assert_eq!(open().await, 0);
}

async fn of_two_answers_one_counts(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    d.confirm(service, 1).await;
    let sent = d.sent("m", service).await;
    let answers = (0..20).map(|n| {
        let step = if n % 2 == 0 { Step::Accept } else { Step::Return(ReturnReason::NoPlace) };
        let (db, id) = (w.db.clone(), sent.id);
        tokio::spawn(async move {
            let speaker =
                Speaker { side: Side::Receiver, by: None, name: "somebody", note: None, visit_on: None };
            referral::take(&db, id, 1, step, &speaker, &then(), later(1)).await.unwrap()
        })
    });
    let mut done = 0;
    for answer in answers.collect::<Vec<_>>() {
        match answer.await.unwrap() {
            Taken::Done(..) => done += 1,
            Taken::Changed => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(done, 1);
    let after = d.find(sent.id).await;
    assert_eq!((after.version, referral::steps(&w.db, sent.id).await.unwrap().len()), (2, 2));
    assert_eq!(d.places(service).await, Some(i64::from(after.state == State::Returned)));
}

async fn nobody_has_two_of_a_kind(w: &World) {
    let d = Desk::open(w).await;
    let (nurses, paths, other) = (
        d.service("first_steps_nurses").await,
        d.service("family_paths").await,
        d.service("strong_start").await,
    );
    let first = d.sent("m", nurses).await;
    assert_eq!(d.refer("m", paths).await, Referred::SameKind(first.id));
    assert!(matches!(d.refer("m", other).await, Referred::Sent(_)));
    d.walk(first.id, &[Step::Withdraw]).await;
    assert!(matches!(d.refer("m", paths).await, Referred::Sent(_)));

    // Two who ask at once for one woman: the second sees the first.
    let her = d.case("n").await;
    let asked = [nurses, paths].map(|service| {
        let (new, db, by) = (d.asking(her, service), w.db.clone(), d.sender());
        tokio::spawn(async move { referral::refer(&db, &new, &by, NOON).await.unwrap() })
    });
    let mut sent = 0;
    for answer in asked {
        sent += usize::from(matches!(answer.await.unwrap(), Referred::Sent(_)));
    }
    assert_eq!(sent, 1);

    // And so for two cases of hers.
    let cases = [
        d.case_of("o", "1", Some(date(2026, 2, 1))).await,
        d.case_of("o", "2", Some(date(2026, 9, 1))).await,
    ];
    assert!(cases[0].0 != cases[1].0 && cases[0].1 == cases[1].1);
    let asked = [(cases[0], nurses), (cases[1], paths)].map(|(her, service)| {
        let (new, db, by) = (d.asking(her, service), w.db.clone(), d.sender());
        tokio::spawn(async move { referral::refer(&db, &new, &by, NOON).await.unwrap() })
    });
    let mut sent = 0;
    for answer in asked {
        sent += usize::from(matches!(answer.await.unwrap(), Referred::Sent(_)));
    }
    assert_eq!(sent, 1);
}

async fn silence_lapses_once(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    d.confirm(service, 3).await;
    let (silent, answered, other) =
        (d.sent("a", service).await, d.sent("b", service).await, d.sent("c", service).await);
    d.walk(answered.id, &[Step::Receive, Step::Accept]).await;
    assert_eq!(referral::to_lapse(&w.db, None, later(999), 10).await.unwrap(), []);
    let due = referral::to_lapse(&w.db, None, later(1_000), 10).await.unwrap();
    assert_eq!(due, [silent.clone(), other.clone()]);
    let rest = referral::to_lapse(&w.db, Some(&silent), later(1_000), 10).await.unwrap();
    assert_eq!(rest, std::slice::from_ref(&other));
    // It is answered just before the clock comes to it.
    d.walk(other.id, &[Step::Accept]).await;
    let lapse = async |r| referral::lapse(&w.db, r, &then(), later(1_001)).await.unwrap();
    assert!(lapse(&silent).await && !lapse(&silent).await && !lapse(&other).await);
    assert_eq!(d.find(silent.id).await.state, State::Lapsed);
    assert_eq!(d.places(service).await, Some(1));
    assert_eq!(d.tasks(silent.case).await, ["elsewhere"]);
    let told = drained(w, later(1_001)).await;
    let about = told.iter().filter(|t| t.template == "referral_lapsed");
    assert_eq!(about.map(|t| t.class).collect::<Vec<_>>(), [Class::Intake, Class::Sender, Class::Service]);
    // The same service may be asked again, anew.
    assert!(matches!(d.refer("a", service).await, Referred::Sent(id) if id != silent.id));
}

async fn open_referrals_come_page_after_page(w: &World) {
    let d = Desk::open(w).await;
    let (service, other) = (d.service("strong_start").await, d.service("family_paths").await);
    let mut expected = Vec::new();
    for n in 0..7_i64 {
        let new =
            NewReferral { due_at: later(100 * (n % 3)), ..d.asking(d.case(&format!("m{n}")).await, service) };
        let Referred::Sent(id) = referral::refer(&w.db, &new, &d.sender(), NOON).await.unwrap() else {
            panic!("not sent")
        };
        expected.push((false, n % 3, id));
    }
    for n in [1, 4] {
        d.walk(expected[n].2, &[Step::Accept]).await;
        expected[n].0 = true;
    }
    d.walk(expected[2].2, &[Step::Waitlist]).await;
    expected[2] = (true, 9, expected[2].2);
    let elsewhere = d.sent("n", other).await.id;
    d.walk(elsewhere, &[Step::Return(ReturnReason::NoPlace)]).await;
    expected.sort_by_key(|(later, due, id)| (*later, *due, id.0));
    let organization = service::find(&w.db, service).await.unwrap().unwrap().organization;
    for whose in [None, Some(organization)] {
        let (mut all, mut last) = (Vec::new(), None);
        loop {
            let page = referral::open(&w.db, whose, last, 2).await.unwrap();
            let Some(end) = page.last() else { break };
            last = Some(Turn::of(end));
            all.extend(page.iter().map(|r| r.id));
        }
        assert_eq!(all, expected.iter().map(|e| e.2).collect::<Vec<_>>(), "{whose:?}");
    }
    let all: Vec<ServiceId> = service::standing(&w.db).await.unwrap().iter().map(|s| s.id).collect();
    let lines = referral::lines(&w.db, &all, 5).await.unwrap();
    assert_eq!(lines.iter().map(|r| (r.id, r.position)).collect::<Vec<_>>(), [(expected[6].2, Some(1))]);
    let nobody = Some(OrganizationId(99));
    assert!(referral::open(&w.db, nobody, None, 9).await.unwrap().is_empty());
    let others: Vec<ServiceId> = all.into_iter().filter(|id| *id != lines[0].service).collect();
    assert!(referral::lines(&w.db, &others, 5).await.unwrap().is_empty());
}

async fn who_waits_is_promoted_in_turn(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    let mut ids = Vec::new();
    for who in ["a", "b", "c"] {
        let sent = d.sent(who, service).await;
        d.walk(sent.id, &[Step::Waitlist]).await;
        ids.push(sent.id);
    }
    let line = referral::waiting(&w.db, service, 9).await.unwrap();
    assert_eq!(
        line.iter().map(|r| (r.id, r.position)).collect::<Vec<_>>(),
        [(ids[0], Some(1)), (ids[1], Some(2)), (ids[2], Some(3))]
    );
    d.confirm(service, 2).await;
    let promoting = [(); 2].map(|()| {
        let db = w.db.clone();
        tokio::spawn(async move {
            let speaker =
                Speaker { side: Side::Receiver, by: None, name: "somebody", note: None, visit_on: None };
            referral::promote(&db, service, &speaker, &then(), later(20)).await.unwrap()
        })
    });
    let mut promoted = Vec::new();
    for one in promoting {
        promoted.push(one.await.unwrap().unwrap());
    }
    promoted.sort();
    assert_eq!(promoted, ids[..2]);
    let last = d.find(ids[2]).await;
    assert_eq!((last.position, d.places(service).await), (Some(1), Some(0)));
    let first = d.find(ids[0]).await;
    assert_eq!((first.state, first.position, first.holds), (State::Accepted, None, true));
    assert_eq!(service::find(&w.db, service).await.unwrap().unwrap().waiting, 1);
}

async fn three_sides_that_disagree_make_one_task(w: &World) {
    let d = Desk::open(w).await;
    let sent = d.sent("m", d.service("strong_start").await).await;
    d.say(sent.id, Side::Sender, Word { reached: Some(true), served: None }).await;
    d.walk(sent.id, &[Step::Accept, Step::Reach, Step::Enroll]).await;
    assert_eq!(d.tasks(sent.case).await, [""; 0]);
    d.say(sent.id, Side::Client, Word { reached: None, served: Some(false) }).await;
    d.say(sent.id, Side::Client, Word { reached: Some(false), served: None }).await;
    assert_eq!(d.tasks(sent.case).await, ["dispute"]);
    let kept = d.find(sent.id).await;
    assert_eq!(kept.herself, Word { reached: Some(false), served: Some(false) });
    assert_eq!((kept.sender, kept.version), (Word { reached: Some(true), served: None }, 7));
    // Each word stands as it was said; what was sent, and each step, is none.
    let steps = referral::steps(&w.db, sent.id).await.unwrap();
    let said: Vec<Option<String>> = steps.iter().map(|s| s.said.map(Word::code)).collect();
    let said: Vec<&str> = said.iter().map(|s| s.as_deref().unwrap_or("-")).collect();
    assert_eq!(said, ["-", "yes/none", "-", "-", "-", "none/no", "no/none"]);
}

async fn a_link_opens_one_thing_until_it_was_used(w: &World) {
    let d = Desk::open(w).await;
    let sent = d.sent("m", d.service("strong_start").await).await;
    let opens = Opens::Referral(sent.id);
    link::issue(&w.db, &a_link(1, Purpose::Answer, opens), Some(d.by), NOON).await.unwrap();
    let find = async |token: u8, purpose, at| {
        link::find(&w.db, &[token; 32], purpose, at).await.unwrap().map(|link| link.opens)
    };
    assert_eq!(find(1, Purpose::Answer, NOON).await, Some(opens));
    assert_eq!(find(1, Purpose::Answer, NOON).await, Some(opens), "looking uses nothing up");
    assert_eq!(find(1, Purpose::OwnWord, NOON).await, None);
    assert_eq!(find(2, Purpose::Answer, NOON).await, None);
    assert_eq!(find(1, Purpose::Answer, later(500)).await, None, "it has expired");

    let speaker = Speaker { side: Side::Receiver, by: None, name: "link", note: None, visit_on: None };
    let act = async |token: u8, next: u8, version, step, at| {
        let next = a_link(next, Purpose::Answer, opens);
        let hash = [token; 32];
        referral::take_by_link(&w.db, &hash, &next, version, step, &speaker, &then(), at).await.unwrap()
    };
    assert_eq!(act(1, 2, 1, Step::Accept, later(500)).await, Taken::Gone);
    assert_eq!(act(1, 2, 9, Step::Accept, NOON).await, Taken::Changed);
    assert_eq!(act(1, 2, 1, Step::Start, NOON).await, Taken::Refused(Refused::NotNow));
    assert_eq!(find(1, Purpose::Answer, NOON).await, Some(opens), "what was refused used nothing up");
    assert_eq!(act(1, 2, 1, Step::Accept, NOON).await, Taken::Done(sent.id, State::Accepted));
    assert_eq!(act(1, 3, 2, Step::Reach, NOON).await, Taken::Gone);
    assert_eq!(
        (find(1, Purpose::Answer, NOON).await, find(2, Purpose::Answer, NOON).await),
        (None, Some(opens))
    );
    assert_eq!(act(2, 3, 2, Step::Reach, NOON).await, Taken::Done(sent.id, State::Reached));

    // A new one revokes the one before.
    link::issue(&w.db, &a_link(4, Purpose::Answer, opens), Some(d.by), NOON).await.unwrap();
    assert_eq!(
        (find(3, Purpose::Answer, NOON).await, find(4, Purpose::Answer, NOON).await),
        (None, Some(opens))
    );

    // Her own link says her own word, and answers nothing.
    link::issue(&w.db, &a_link(5, Purpose::OwnWord, opens), Some(d.by), NOON).await.unwrap();
    assert_eq!(act(5, 6, 3, Step::Enroll, NOON).await, Taken::Gone);
    let herself = Speaker { side: Side::Client, name: "link", ..speaker };
    let word = Word { reached: Some(true), served: None };
    let next = a_link(6, Purpose::OwnWord, opens);
    let say =
        async || referral::say_by_link(&w.db, &[5; 32], &next, word, &herself, &then(), NOON).await.unwrap();
    assert_eq!(say().await, Taken::Done(sent.id, State::Reached));
    assert_eq!(say().await, Taken::Gone);
    assert_eq!(d.find(sent.id).await.herself, word);
}

async fn links_of_a_withdrawn_referral_open_nothing(w: &World) {
    let d = Desk::open(w).await;
    let sent = d.sent("m", d.service("strong_start").await).await;
    for (token, purpose) in [(1, Purpose::Answer), (2, Purpose::OwnWord)] {
        let new = a_link(token, purpose, Opens::Referral(sent.id));
        link::issue(&w.db, &new, Some(d.by), NOON).await.unwrap();
        assert!(link::find(&w.db, &[token; 32], purpose, NOON).await.unwrap().is_some());
    }
    d.walk(sent.id, &[Step::Withdraw]).await;
    for (token, purpose) in [(1, Purpose::Answer), (2, Purpose::OwnWord)] {
        assert_eq!(link::find(&w.db, &[token; 32], purpose, NOON).await.unwrap(), None);
    }
}

async fn a_referral_that_ended_is_answered_by_no_link(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    let return_it = Step::Return(ReturnReason::NoPlace);
    let opens = async |token: u8| link::find(&w.db, &[token; 32], Purpose::Answer, NOON).await.unwrap();
    for (token, who) in [(1, "m"), (3, "n")] {
        let sent = d.sent(who, service).await;
        let opened = Opens::Referral(sent.id);
        link::issue(&w.db, &a_link(token, Purpose::Answer, opened), Some(d.by), NOON).await.unwrap();
        assert!(opens(token).await.is_some());
        if who == "m" {
            d.walk(sent.id, &[return_it]).await;
        } else {
            let speaker =
                Speaker { side: Side::Receiver, by: None, name: "link", note: None, visit_on: None };
            let next = a_link(token + 1, Purpose::Answer, opened);
            let taken =
                referral::take_by_link(&w.db, &[token; 32], &next, 1, return_it, &speaker, &then(), NOON)
                    .await;
            assert_eq!(taken.unwrap(), Taken::Done(sent.id, State::Returned));
        }
        assert_eq!((opens(token).await, opens(token + 1).await), (None, None), "{who}");
    }
}

async fn what_was_asked_is_taken_back_with_the_case(w: &World) {
    let d = Desk::open(w).await;
    let (asked, has) = (d.service("strong_start").await, d.service("first_steps_nurses").await);
    d.confirm(asked, 2).await;
    for (who, keep, expected) in [("m", true, State::InService), ("n", false, State::Withdrawn)] {
        let sent = d.sent(who, asked).await;
        let new = a_link(1, Purpose::Answer, Opens::Referral(sent.id));
        link::issue(&w.db, &NewLink { hash: [who.as_bytes()[0]; 32], ..new }, Some(d.by), NOON)
            .await
            .unwrap();
        let other = d.sent(who, has).await;
        d.walk(other.id, &[Step::Accept, Step::Reach, Step::Enroll, Step::Start]).await;
        let before = care_case::find(&w.db, sent.case).await.unwrap().unwrap();
        let after = Case {
            before: Some(before.state),
            state: CaseState::Closed(CloseReason::Moved),
            closed_at: Some(later(50)),
            ..before.clone()
        };
        let event = || NewEvent { at: later(50), by: Some(d.by), what: "closed", detail: String::new() };
        let close = async || {
            referral::close_case(&w.db, &before, &after, keep, &d.sender(), &event(), later(50))
                .await
                .unwrap()
        };
        assert!(close().await && !close().await, "once");
        assert_eq!((d.find(sent.id).await.state, d.find(other.id).await.state), (State::Withdrawn, expected));
        assert_eq!(d.places(asked).await, Some(2), "its place is free again");
        let link = link::find(&w.db, &[who.as_bytes()[0]; 32], Purpose::Answer, NOON).await.unwrap();
        assert_eq!(link, None);
        let told = drained(w, later(60)).await;
        let service = |t: &&Waiting| t.of == Of::Referral(sent.id) && t.template == "referral_withdrawn";
        assert_eq!(told.iter().filter(service).map(|t| t.class).collect::<Vec<_>>(), [Class::Service]);
    }
}

async fn a_contradiction_after_the_task_makes_another(w: &World) {
    let d = Desk::open(w).await;
    let sent = d.sent("m", d.service("strong_start").await).await;
    d.walk(sent.id, &[Step::Accept, Step::Reach, Step::Enroll]).await;
    let no = Word { reached: None, served: Some(false) };
    d.say(sent.id, Side::Client, no).await;
    let first = care_case::tasks(&w.db, sent.case).await.unwrap().remove(0);
    assert!(care_case::complete_task(&w.db, &first, None, d.by, later(10)).await.unwrap());
    d.walk(sent.id, &[Step::Start]).await;
    assert_eq!(d.tasks(sent.case).await.len(), 1, "nobody said anything new");
    d.say(sent.id, Side::Client, no).await;
    d.say(sent.id, Side::Client, no).await;
    assert_eq!(d.tasks(sent.case).await, ["dispute", "dispute"]);
}

async fn places_are_confirmed_by_link(w: &World) {
    let d = Desk::open(w).await;
    let service = d.service("strong_start").await;
    let opens = Opens::Service(service);
    link::issue(&w.db, &a_link(1, Purpose::Places, opens), Some(d.by), NOON).await.unwrap();
    let next = a_link(2, Purpose::Places, opens);
    let confirm = async |at| link::confirm_places(&w.db, &[1; 32], 4, &next, at).await.unwrap();
    assert_eq!(confirm(later(500)).await, None);
    assert_eq!(confirm(later(9)).await, Some(service));
    assert_eq!(confirm(later(9)).await, None, "it was used up");
    let said = service::find(&w.db, service).await.unwrap().unwrap().capacity.unwrap();
    assert_eq!((said.free, said.confirmed_at, said.by.as_str()), (4, later(9), "link"));
    let left = link::find(&w.db, &[2; 32], Purpose::Places, later(9)).await.unwrap();
    assert_eq!(left, Some(link::Link { opens, made_at: later(9), expires_at: later(500) }));
}

async fn a_referral_follows_a_person_who_is_merged(w: &World) {
    let d = Desk::open(w).await;
    let (nurses, paths) = (d.service("first_steps_nurses").await, d.service("family_paths").await);
    let first = d.sent("a", nurses).await;
    let other = d.case("b").await;
    let (a, b) = (w.key("a").await, w.key("b").await);
    w.cluster(&[&[a, b]], Cause::Linkage).await;
    let person = w.person("a").await;
    assert_eq!(d.find(first.id).await.person, person);
    assert_eq!(referral::of_person(&w.db, other.1).await.unwrap().len(), 1);
    let asked = referral::refer(&w.db, &d.asking(other, paths), &d.sender(), NOON).await.unwrap();
    assert_eq!(asked, Referred::SameKind(first.id), "whoever she was taken for, she has one already");
}
