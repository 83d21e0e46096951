//! Services are matched, asked and answer: who may, what each sees, what a link opens, what silence does.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::date;
use kith_app::privacy::{NewConcealment, NewWord};
use kith_app::referral::Beside;
use kith_app::view::{
    CaseState, Connection, FitShown, Gestation, MatchFilter, NewsAbout, Places, Said, StepKind,
};
use kith_app::{App, Error, NewAccount, privacy, referral, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::care_case::CloseReason;
use kith_domain::consent::{self, Category, Channel, Grantee, Grantor, GrantorKind};
use kith_domain::contact::Channel::Call;
use kith_domain::contact::ContactOutcome;
use kith_domain::fact::{Address, Person};
use kith_domain::id::{CaseId, PersonId, ReferralId, ServiceId};
use kith_domain::matching::{Offer, offers};
use kith_domain::referral::{ReturnReason, Side, State, Step, Visit, Word};
use kith_domain::words::Words;
use kith_store::care_case::NewTask;
use kith_store::{audit, service};
use kith_testkit::{NOON, Place, later};

use crate::network::{Network, a_woman};

on_both! {
    services_are_ranked_with_their_reasons
    of_many_services_the_best_are_read_as_they_stand
    only_the_own_service_and_triage_may
    a_receiver_sees_what_the_referral_carries
    what_cannot_be_asked_is_said
    a_link_opens_one_referral_until_it_was_used
    places_are_said_by_account_and_by_link
    silence_lapses_and_proposes_the_next
    who_waits_the_longest_is_taken
    what_she_says_counts
    her_own_link_says_her_own_word
    a_first_visit_has_its_day
    a_first_visit_falls_with_its_plan
    the_clock_stops_when_told
    a_case_is_closed_with_what_was_asked_for_it
    consent_is_withdrawn_where_she_is_served
    no_service_gives_up_before_the_protocol_is_met
    a_mothers_no_hides_her_baby_on_the_list_as_on_the_page
    where_she_hides_follows_from_no_distance
    what_she_forbids_is_no_reason_to_read
    what_she_forbids_is_in_the_words_of_no_task_and_no_condition
    her_link_opens_nothing_once_she_asked_not_to_be_contacted
}

/// A day, in seconds.
pub const DAY: i64 = 86_400;

/// A front door with its services, a case and somebody who does triage.
pub struct Door {
    pub network: Network,
    pub intake: Actor,
    pub case: CaseId,
    pub person: PersonId,
}

impl Door {
    pub async fn over(place: Place) -> Self {
        let network = Network::over(place).await;
        let (timers, services) =
            offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap();
        referral::load_services(&network.app, timers, &services).await.unwrap();
        let intake = network.actor("intake").await;
        let mut door = Self { network, intake, case: CaseId(0), person: PersonId(0) };
        (door.case, door.person) = door.case_of("Rosa").await;
        door
    }

    pub fn app(&self) -> &App {
        &self.network.app
    }

    pub async fn case_of(&self, who: &str) -> (CaseId, PersonId) {
        let home = Address {
            lines: vec!["1 Test Street".into()],
            city: Some("Exampleton".into()),
            postal_code: Some("00002".into()),
            ..Address::default()
        };
        let said = Person { addresses: vec![home], ..a_woman(who) };
        let factors = [("first_pregnancy", Some(true)), ("low_income", Some(true))];
        self.network.case_of(who, said, &factors).await
    }

    pub async fn service(&self, key: &str) -> ServiceId {
        let all = service::list(&self.network.db, None).await.unwrap();
        all.into_iter().find(|s| s.offer.id == key).unwrap().id
    }

    /// Somebody who leads the services of an organisation.
    pub async fn lead(&self, organization: &str) -> Actor {
        let found = kith_app::find_organization(self.app(), organization).await.unwrap();
        let account = NewAccount {
            login: organization.into(),
            name: "A Testlead".into(),
            role: Role::ServiceLead,
            organization: Some(found[0].0),
            language: "en".into(),
            password: "correct horse battery".into(),
        };
        kith_app::create_account(self.app(), account).await.unwrap();
        self.network.actor(organization).await
    }

    pub async fn refer(&self, key: &str) -> Result<ReferralId, Error> {
        let service = self.service(key).await;
        referral::refer(self.app(), &self.intake, self.case, self.person, service, "first baby", false).await
    }

    pub async fn answer(&self, actor: &Actor, id: ReferralId, step: Step) -> Result<(), Error> {
        let page = referral::referral(self.app(), actor, id).await?;
        referral::answer(self.app(), actor, id, page.version, step, Beside::default()).await
    }

    pub async fn actions(&self) -> Vec<(String, String)> {
        let entries = audit::recent(&self.network.db, 99).await.unwrap();
        entries.into_iter().map(|e| (e.who, e.action)).collect()
    }

    pub async fn did(&self, who: &str, action: &str) -> usize {
        self.actions().await.iter().filter(|(w, a)| w == who && a == action).count()
    }
}

fn invalid<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Invalid { field, message }) => format!("{field}: {}", message.en),
        other => panic!("{other:?}"),
    }
}

async fn services_are_ranked_with_their_reasons(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let page = referral::matches(app, intake, door.case).await.unwrap();
    assert_eq!((page.line.case, page.matches.len()), (door.case, 10));
    let first = &page.matches[0];
    assert_eq!(
        (first.name.en.as_str(), first.places, first.before),
        ("First Steps nurse visits", Places::Unknown, None)
    );
    // The middles of 00002 and 00001 lie less than a kilometre apart, and the nurses have their place in the latter.
    assert!(first.distance.is_some_and(|metres| (100..1_000).contains(&metres)), "{:?}", first.distance);
    // The clock of the test stands at noon on a Monday, within office hours.
    assert!(matches!(first.hours, Some(kith_domain::matching::Open::Until(_))), "{:?}", first.hours);
    let after_loss = page.matches.iter().find(|m| m.name.en.starts_with("After a loss")).unwrap();
    assert_eq!((after_loss.distance, after_loss.hours), (None, None), "its place is kept secret");
    // 19 weeks today; the window closes when 28 weeks begin.
    let FitShown::Eligible { closes: Some((day, words)) } = &first.fit else { panic!("{:?}", first.fit) };
    assert_eq!((*day, words.en.as_str()), (date(2026, 3, 8), "pregnant, before 28 weeks"));
    let fit = |page: &kith_app::view::MatchPage, name: &str| {
        page.matches.iter().find(|m| m.name.en == name).unwrap().fit.clone()
    };
    assert!(matches!(fit(&page, "Family Paths, enhanced"), FitShown::Unknown(_)));
    assert!(matches!(fit(&page, "One nurse visit for every newborn"), FitShown::Not(_)));

    door.refer("first_steps_nurses").await.unwrap();
    let page = referral::matches(app, intake, door.case).await.unwrap();
    let FitShown::Not(why) = fit(&page, "Family Paths") else { panic!("she has one of this kind") };
    assert_eq!(
        why[0].en,
        "First Steps nurse visits was asked for her: only when that has ended, or is taken back"
    );
    let asked = page.matches.iter().find(|m| m.before.is_some()).unwrap();
    assert_eq!((asked.name.en.as_str(), asked.before), ("First Steps nurse visits", Some(State::Sent)));
    let facts = referral::facts(app, intake, door.case).await.unwrap();
    assert_eq!(facts.postal_code.as_deref(), Some("00002"));
    assert!(facts.kinds.contains("home_visiting") && facts.factors["first_pregnancy"]);
}

async fn of_many_services_the_best_are_read_as_they_stand(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let text = include_str!("../../../../programmes/central-triage/services.toml");
    let (timers, some) = offers(text).unwrap();
    let many: Vec<Offer> = (0..70)
        .map(|n| {
            let mut offer = some[n % some.len()].clone();
            offer.id = format!("{}_{n}", offer.id);
            offer.name.en = format!("{} no. {n}", offer.name.en);
            offer.order = 0;
            offer
        })
        .collect();
    referral::load_services(app, timers, &[some.clone(), many].concat()).await.unwrap();
    let among = async |search: Option<&str>, all: bool, with: Option<ServiceId>| {
        let asked = MatchFilter { search: search.map(str::to_owned), all, with };
        referral::matches_among(app, intake, door.case, asked).await.unwrap()
    };
    // Some have places, which decides between services that are alike otherwise.
    let of_nurses = (1..70).filter(|n| some[n % some.len()].id == "first_steps_nurses");
    for n in of_nurses.take(3) {
        let id = door.service(&format!("first_steps_nurses_{n}")).await;
        referral::confirm_places(app, intake, id, 1).await.unwrap();
    }
    let all = among(None, true, None).await;
    let known = 70 + some.len();
    assert_eq!((all.found, all.matches.len(), all.left_out()), (known, known, 0));
    let best = among(None, false, None).await;
    assert_eq!((best.matches.len(), best.found, best.may, best.left_out()), (25, known, all.may, known - 25));
    assert_eq!(best.matches, all.matches[..25]);
    let free = best.matches.iter().find(|m| matches!(m.places, Places::Free(1, _))).expect("it has a place");
    // A place that is given is gone at once.
    let given = free.service;
    referral::confirm_places(app, intake, given, 0).await.unwrap();
    let after = among(None, true, None).await;
    let there = |page: &kith_app::view::MatchPage| page.matches.iter().position(|m| m.service == given);
    assert!(there(&after) > there(&all), "those alike that may have a place come first");
    assert_eq!(among(None, false, None).await.matches, after.matches[..25]);
    // One that is asked for is there, wherever it stands.
    let last = after.matches.last().unwrap().service;
    let with = among(None, false, Some(last)).await;
    assert_eq!((with.matches.len(), with.matches.last().unwrap().service), (26, last));
    // Words are looked for in all of them, and why one is not for her is still said.
    let newborn = among(Some("VISIT newborn no. 6"), false, None).await;
    assert!(
        newborn.found > 0 && newborn.matches.iter().all(|m| m.name.en.contains("newborn")),
        "{newborn:?}"
    );
    assert!(newborn.matches.iter().all(|m| matches!(&m.fit, FitShown::Not(why) if !why.is_empty())));
    assert_eq!(among(Some("no such words"), false, None).await.found, 0);
    // What services offer is read anew once one has another version, and those that closed are gone.
    referral::load_services(app, timers, &some).await.unwrap();
    assert_eq!(among(None, false, None).await.found, some.len());
}

async fn only_the_own_service_and_triage_may(place: Place) {
    let door = Door::over(place).await;
    let app = door.app();
    let (own, other) =
        (door.lead("Example City Health Department").await, door.lead("Example Family Paths").await);
    let id = door.refer("first_steps_nurses").await.unwrap();
    let service = door.service("first_steps_nurses").await;
    for actor in [&own, &door.intake, &door.network.actor("coordinator").await] {
        assert_eq!(referral::referrals(app, actor).await.unwrap().lines.len(), 1, "{:?}", actor.role);
        assert_eq!(referral::referral(app, actor, id).await.unwrap().line.referral, id);
        referral::confirm_places(app, actor, service, 2).await.unwrap();
    }
    assert_eq!(referral::referrals(app, &own).await.unwrap().services.len(), 2);
    let theirs = referral::referrals(app, &other).await.unwrap();
    assert_eq!((theirs.lines, theirs.services.len()), (vec![], 2));
    assert_eq!(door.did("A Testlead", "denied").await, 0);

    let mut refused = vec![other];
    for role in Role::ALL {
        if !matches!(role, Role::Intake | Role::Coordinator | Role::ServiceLead) {
            refused.push(Actor { role, organization: None, ..door.intake.clone() });
        }
    }
    for actor in &refused {
        let there = referral::referral(app, actor, id).await.unwrap_err().to_string();
        let not_there = referral::referral(app, actor, ReferralId(99)).await.unwrap_err().to_string();
        assert_eq!(there, not_there, "{:?} is not told whether there is one", actor.role);
        for result in [
            referral::answer(app, actor, id, 2, Step::Accept, Beside::default()).await,
            referral::confirm_places(app, actor, service, 1).await,
            referral::promote(app, actor, service).await.map(drop),
            referral::places_link(app, actor, service).await.map(drop),
        ] {
            assert!(matches!(result, Err(Error::Denied(_))), "{:?}: {result:?}", actor.role);
        }
    }
    // What the sender does, the own service does not do either.
    refused.push(own);
    for actor in &refused {
        let word = Word { reached: Some(true), served: None };
        for result in [
            referral::matches(app, actor, door.case).await.map(drop),
            referral::of_case(app, actor, door.case).await.map(drop),
            referral::refer(app, actor, door.case, door.person, service, "why", false).await.map(drop),
            referral::withdraw(app, actor, id, 2, None).await,
            referral::say(app, actor, id, Side::Client, word).await,
            referral::issue_link(app, actor, id).await.map(drop),
        ] {
            assert!(matches!(result, Err(Error::Denied(_))), "{:?}: {result:?}", actor.role);
        }
    }
}

async fn a_receiver_sees_what_the_referral_carries(place: Place) {
    let door = Door::over(place).await;
    let app = door.app();
    let lead = door.lead("Example City Health Department").await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    let page = referral::referral(app, &lead, id).await.unwrap();
    assert_eq!((page.line.state, page.version), (State::Received, 2), "it was opened, so it was received");
    assert_eq!(referral::referral(app, &lead, id).await.unwrap().version, 2);
    assert_eq!((page.why.as_str(), page.line.name.as_str()), ("first baby", "Rosa Test"));
    assert_eq!(
        (page.phones, page.gestation),
        (vec![kith_app::view::Phone::plain("918-555-0142")], Some(Gestation::Pregnant(133)))
    );
    assert_eq!(page.place.as_deref(), Some("00002"), "her street is for whoever takes her");
    assert_eq!(page.may[0], StepKind::Accept);
    assert!(!page.may.contains(&StepKind::Withdraw));
    door.answer(&lead, id, Step::Accept).await.unwrap();
    let page = referral::referral(app, &lead, id).await.unwrap();
    assert!(page.place.is_some_and(|place| place.contains("1 Test Street")));
    let sender = referral::referral(app, &door.intake, id).await.unwrap();
    assert_eq!((sender.version, sender.may), (3, vec![StepKind::Withdraw]));
    referral::withdraw(app, &door.intake, id, 3, Some(" she changed her mind ".into())).await.unwrap();
    let page = referral::referral(app, &lead, id).await.unwrap();
    assert_eq!(
        (page.line.state, page.phones, page.place, page.may),
        (State::Withdrawn, vec![], None, vec![])
    );
    assert_eq!(page.steps[3].note, None, "what the sender wrote is for the sender");
    let sender = referral::referral(app, &door.intake, id).await.unwrap();
    assert_eq!(sender.steps[3].note.as_deref(), Some("she changed her mind"));

    let service = door.service("family_paths").await;
    let quiet =
        referral::refer(app, &door.intake, door.case, door.person, service, "quietly", true).await.unwrap();
    for actor in [&door.lead("Example Family Paths").await, &door.intake] {
        let page = referral::referral(app, actor, quiet).await.unwrap();
        assert_eq!((page.phones, page.place, page.do_not_contact), (vec![], None, true));
    }
}

async fn what_cannot_be_asked_is_said(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let service = door.service("first_steps_nurses").await;
    let ask = async |person, why: &str| {
        invalid(referral::refer(app, intake, door.case, person, service, why, false).await)
    };
    assert_eq!(ask(door.person, "  ").await, "why: say what the service needs to know");
    assert_eq!(ask(door.person, &"x".repeat(2_001)).await, "why: say it in at most 2000 characters");
    assert_eq!(ask(PersonId(77), "why").await, "person: this case is about somebody else");
    referral::confirm_places(app, intake, service, 0).await.unwrap();
    let full = "service: this service has no free place; choose another one from the list";
    assert_eq!(invalid(door.refer("first_steps_nurses").await), full);
    let id = door.refer("family_paths").await.unwrap();
    assert!(invalid(door.refer("family_paths").await).starts_with("service: this service was asked already"));
    assert!(
        invalid(door.refer("first_steps_nurses").await)
            .starts_with("service: she has a service of this kind")
    );
    let case = triage::case(app, intake, door.case).await.unwrap();
    assert_eq!((case.line.state, case.referrals.len()), (CaseState::Referred, 1));
    assert_eq!(case.referrals, referral::of_case(app, intake, door.case).await.unwrap());
    let late = referral::answer(app, intake, id, 7, Step::Withdraw, Beside::default()).await;
    assert!(invalid(late).starts_with("referral: somebody said something"));
    assert_eq!(
        invalid(referral::answer(app, intake, id, 1, Step::Accept, Beside::default()).await),
        "step: this is for another side to say"
    );
}

async fn a_link_opens_one_referral_until_it_was_used(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let id = door.refer("first_steps_nurses").await.unwrap();
    let gone = async |app: &App, token: &str| {
        let seen = referral::by_link(app, token).await.unwrap_err().to_string();
        let acted = referral::answer_by_link(app, token, 1, Step::Accept, Beside::default())
            .await
            .unwrap_err()
            .to_string();
        assert_eq!((seen.as_str(), acted.as_str()), ("this link was not found", "this link was not found"));
    };
    let first = referral::issue_link(app, intake, id).await.unwrap().token;
    assert_eq!(first.len(), 43, "256 bits by chance");
    for _ in 0..2 {
        let page = referral::by_link(app, &first).await.unwrap();
        assert_eq!((page.line.referral, page.line.state, page.words), (id, State::Sent, None));
    }
    gone(app, "wrong").await;
    gone(&door.network.at(later(14 * DAY)), &first).await;
    assert!(referral::places_by_link(app, &first).await.is_err(), "it opens nothing else");
    // What is refused leaves the link as it is.
    invalid(referral::answer_by_link(app, &first, 9, Step::Accept, Beside::default()).await);
    invalid(referral::answer_by_link(app, &first, 1, Step::Start, Beside::default()).await);
    let next = referral::answer_by_link(
        app,
        &first,
        1,
        Step::Accept,
        Beside { note: Some("yes".into()), ..Beside::default() },
    )
    .await
    .unwrap()
    .unwrap();
    gone(app, &first).await;
    let page = referral::by_link(app, &next).await.unwrap();
    assert_eq!(
        (page.line.state, page.steps[1].by.as_str()),
        (State::Accepted, "Example City Health Department")
    );
    let newer = referral::issue_link(app, intake, id).await.unwrap().token;
    gone(app, &next).await;
    referral::withdraw(app, intake, id, 2, None).await.unwrap();
    gone(app, &newer).await;
    let none = referral::issue_link(app, intake, id).await;
    assert!(matches!(none, Err(Error::NotFound(_))), "what ended is answered by nobody: {none:?}");
    assert_eq!((door.did("link", "open_referral").await, door.did("link", "answer_referral").await), (3, 1));
}

async fn places_are_said_by_account_and_by_link(place: Place) {
    let door = Door::over(place).await;
    let app = door.app();
    let lead = door.lead("Example Family Paths").await;
    let service = door.service("family_paths").await;
    let places = async |app: &App| {
        let list = referral::referrals(app, &lead).await.unwrap();
        list.services.into_iter().find(|s| s.service == service).unwrap().places
    };
    assert_eq!(places(app).await, Places::Unknown);
    referral::confirm_places(app, &lead, service, 2).await.unwrap();
    assert_eq!(places(app).await, Places::Free(2, NOON));
    assert!(matches!(places(&door.network.at(later(8 * DAY))).await, Places::Stale(2, _)));
    invalid(referral::confirm_places(app, &lead, service, 1_001).await);

    let token = referral::places_link(app, &lead, service).await.unwrap().token;
    let id = door.refer("family_paths").await.unwrap();
    let page = referral::places_by_link(app, &token).await.unwrap();
    assert_eq!((page.places, page.held, page.waiting), (Places::Free(1, NOON), 1, vec![]));
    assert_eq!((page.said, page.said_by.as_deref()), (Some(1), Some("A Testlead")));
    invalid(referral::confirm_places_by_link(app, &token, 1_001).await);
    let next = referral::confirm_places_by_link(app, &token, 0).await.unwrap();
    for result in [
        referral::places_by_link(app, &token).await.map(drop),
        referral::confirm_places_by_link(app, &token, 3).await.map(drop),
        referral::by_link(app, &next).await.map(drop),
    ] {
        assert!(matches!(result, Err(Error::NotFound("this link"))), "{result:?}");
    }
    assert_eq!(places(app).await, Places::Full(NOON));
    door.answer(&lead, id, Step::Return(ReturnReason::NoPlace)).await.unwrap();
    assert_eq!(places(app).await, Places::Free(1, NOON));
    assert_eq!(referral::confirm_places_by_link(app, &next, 5).await.unwrap().len(), 43);
}

async fn silence_lapses_and_proposes_the_next(place: Place) {
    let door = Door::over(place).await;
    let app = door.app();
    let id = door.refer("first_steps_nurses").await.unwrap();
    let due = referral::referral(app, &door.intake, id).await.unwrap().line.due.unwrap();
    let a_second = jiff::SignedDuration::from_secs(1);
    let at = |at: Timestamp| door.network.at(at);
    assert_eq!(referral::lapse(&at(due - a_second)).await.unwrap(), 0);
    let after = at(due);
    assert_eq!((referral::lapse(&after).await.unwrap(), referral::lapse(&after).await.unwrap()), (1, 0));
    let page = referral::referral(&after, &door.intake, id).await.unwrap();
    assert_eq!((page.line.state, page.line.connection), (State::Lapsed, Connection::NotConnected));
    let case = triage::case(&after, &door.intake, door.case).await.unwrap();
    assert_eq!(case.line.state, CaseState::New, "nobody has spoken with her");
    assert_eq!(case.tasks[0].what.en, "First Steps nurse visits did not answer in time. Next: Family Paths");
    assert_eq!(door.did("clock", "lapse_referral").await, 1);
    door.refer("family_paths").await.unwrap();
}

async fn who_waits_the_longest_is_taken(place: Place) {
    let mut door = Door::over(place).await;
    let lead = door.lead("Example Neighborhood Center").await;
    let mut ids = Vec::new();
    for who in ["Ana", "Bea"] {
        (door.case, door.person) = door.case_of(who).await;
        let id = door.refer("strong_start").await.unwrap();
        door.answer(&lead, id, Step::Waitlist).await.unwrap();
        ids.push(id);
    }
    let app = door.app();
    let service = door.service("strong_start").await;
    let list = referral::referrals(app, &lead).await.unwrap();
    let waiting = &list.services[0].waiting;
    assert_eq!(
        waiting.iter().map(|l| (l.referral, l.position)).collect::<Vec<_>>(),
        [(ids[0], Some(1)), (ids[1], Some(2))]
    );
    // Whoever looks reads the same number: who waits comes first, and who said it stands beside.
    for (free, expected) in [(3, Places::Free(1, NOON)), (1, Places::Full(NOON))] {
        referral::confirm_places(app, &lead, service, free).await.unwrap();
        let own = referral::referrals(app, &lead).await.unwrap().services.remove(0);
        let intakes = referral::matches(app, &door.intake, door.case).await.unwrap();
        let intakes = intakes.matches.into_iter().find(|m| m.service == service).unwrap();
        assert_eq!((own.places, own.said, own.waiting_now), (expected, Some(i64::from(free)), 2));
        assert_eq!((intakes.places, &intakes.said_by), (own.places, &own.said_by));
        assert_eq!(own.said_by.as_deref(), Some("A Testlead"));
        let listed = kith_app::services::services(app, &lead).await.unwrap();
        assert_eq!(listed.iter().find(|s| s.service == service).unwrap().places, expected);
    }
    assert_eq!(referral::promote(app, &lead, service).await.unwrap(), Some(ids[0]));
    let second = referral::referral(app, &lead, ids[1]).await.unwrap();
    assert_eq!((second.line.state, second.line.position), (State::Waitlisted, Some(1)));
    assert_eq!(
        referral::promote(app, &lead, service).await.unwrap(),
        Some(ids[1]),
        "the service's word holds"
    );
    assert_eq!(referral::promote(app, &lead, service).await.unwrap(), None);
}

async fn what_she_says_counts(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let lead = door.lead("Example City Health Department").await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    for step in [Step::Accept, Step::Reach, Step::Enroll] {
        door.answer(&lead, id, step).await.unwrap();
    }
    let seen = async || referral::referral(app, intake, id).await.unwrap();
    assert_eq!(
        (seen().await.line.connection, seen().await.words),
        (Connection::Connected, Some(Said::default()))
    );
    let nothing = referral::say(app, intake, id, Side::Client, Word { reached: None, served: None }).await;
    assert_eq!(invalid(nothing), "word: choose an answer");
    let ours = Word { reached: Some(true), served: None };
    referral::say(app, intake, id, Side::Sender, ours).await.unwrap();
    for side in [Side::Receiver, Side::Clock] {
        assert_eq!(invalid(referral::say(app, intake, id, side, ours).await), "side: choose one");
    }
    let word = Word { reached: Some(true), served: Some(false) };
    referral::say(app, intake, id, Side::Client, word).await.unwrap();
    let page = seen().await;
    assert_eq!(
        (page.line.connection, page.words),
        (Connection::Disputed, Some(Said { sender: ours, herself: word }))
    );
    assert_eq!(
        referral::referral(app, &lead, id).await.unwrap().words,
        None,
        "her word is not the service's to read"
    );
    let sides = async |who: &Actor| {
        let steps = referral::referral(app, who, id).await.unwrap().steps;
        (steps.len(), steps.iter().filter(|s| s.side == Side::Client).count())
    };
    assert_eq!((sides(intake).await, sides(&lead).await), ((7, 1), (5, 0)), "nor that she spoke");
    let case = triage::case(app, intake, door.case).await.unwrap();
    assert_eq!(case.line.state, CaseState::Served);
    assert_eq!(case.tasks[0].what.en, "She and First Steps nurse visits say different things: ask both");
}

async fn her_own_link_says_her_own_word(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let id = door.refer("first_steps_nurses").await.unwrap();
    let token = referral::own_link(app, intake, id).await.unwrap().token;
    let silent = Word { reached: None, served: None };
    let page = referral::own_by_link(app, &token).await.unwrap();
    assert_eq!((page.service_name.en.as_str(), page.word), ("First Steps nurse visits", silent));
    assert!(referral::by_link(app, &token).await.is_err(), "it shows nothing of what the service sees");
    assert!(referral::answer_by_link(app, &token, 1, Step::Accept, Beside::default()).await.is_err());
    // That she does not know yet is an answer, and stands with what happened.
    let token = referral::own_word_by_link(app, &token, silent).await.unwrap();
    let steps = referral::referral(app, intake, id).await.unwrap().steps;
    assert_eq!(steps.last().unwrap().said, Some(silent));
    assert_eq!(referral::own_by_link(app, &token).await.unwrap().word, silent);
    let word = Word { reached: Some(false), served: None };
    let next = referral::own_word_by_link(app, &token, word).await.unwrap();
    assert_eq!(referral::own_by_link(app, &next).await.unwrap().word, word);
    for gone in [
        referral::own_by_link(app, &token).await.map(drop),
        referral::own_word_by_link(app, &token, word).await.map(drop),
        referral::own_by_link(&door.network.at(later(14 * DAY)), &next).await.map(drop),
    ] {
        assert!(matches!(gone, Err(Error::NotFound("this link"))), "{gone:?}");
    }
    let service = door.service("strong_start").await;
    let quiet = referral::refer(app, intake, door.case, door.person, service, "quietly", true).await.unwrap();
    let refused = invalid(referral::own_link(app, intake, quiet).await);
    assert_eq!(refused, "referral: she must not be contacted about this");
}

async fn a_first_visit_has_its_day(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let lead = door.lead("Example City Health Department").await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    let today = app.today();
    let say = async |app: &App, step, visit_on| {
        let page = referral::referral(app, &lead, id).await?;
        let beside = Beside { note: None, visit_on };
        referral::answer(app, &lead, id, page.version, step, beside).await
    };
    let stands = async || {
        let own = referral::own_link(app, intake, id).await.unwrap().token;
        let own = referral::own_by_link(app, &own).await.unwrap().visit;
        let case = triage::case(app, intake, door.case).await.unwrap().referrals.remove(0).visit;
        assert_eq!(own, case, "she reads what intake reads");
        case
    };
    let (yesterday, soon) = (today.yesterday().unwrap(), today.saturating_add(9.days()));
    let refused = invalid(say(app, Step::Accept, Some(yesterday)).await);
    assert!(refused.starts_with("visit_on: A first visit that is planned"), "{refused}");
    say(app, Step::Accept, Some(soon)).await.unwrap();
    assert_eq!(stands().await, Some((soon, Visit::ToBe)));
    // What is not said again stays, and what is said anew counts.
    say(app, Step::Reach, None).await.unwrap();
    assert_eq!(stands().await, Some((soon, Visit::ToBe)));
    let sooner = today.saturating_add(4.days());
    say(app, Step::Enroll, Some(sooner)).await.unwrap();
    assert_eq!(stands().await, Some((sooner, Visit::ToBe)));
    let at = door.network.at(later(6 * DAY));
    let refused = invalid(say(&at, Step::Start, Some(yesterday)).await);
    assert!(refused.starts_with("visit_on: A first visit that took place"), "{refused}");
    say(&at, Step::Start, Some(sooner)).await.unwrap();
    assert_eq!(stands().await, Some((sooner, Visit::Was)));
    let steps = referral::referral(&at, intake, id).await.unwrap().steps;
    let days: Vec<_> = steps.iter().filter_map(|step| step.visit_on).collect();
    assert_eq!(days, [soon, sooner, sooner], "each telling stays");
}

async fn a_first_visit_falls_with_its_plan(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let lead = door.lead("Example City Health Department").await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    let soon = app.today().saturating_add(9.days());
    let say = async |step, visit_on| {
        let page = referral::referral(app, &lead, id).await.unwrap();
        referral::answer(app, &lead, id, page.version, step, Beside { note: None, visit_on }).await.unwrap();
        referral::referral(app, intake, id).await.unwrap().line.visit
    };
    assert_eq!(say(Step::Accept, Some(soon)).await, Some((soon, Visit::ToBe)));
    assert_eq!(say(Step::Waitlist, None).await, None, "who waits has no day");
    assert_eq!(say(Step::Accept, None).await, None);
    assert_eq!(say(Step::Reach, None).await, None);
    assert_eq!(say(Step::Enroll, Some(soon)).await, Some((soon, Visit::ToBe)));
    let left = Step::Leave(kith_domain::referral::LeaveReason::Moved);
    assert_eq!(say(left, None).await, None, "it never took place");
}

async fn the_clock_stops_when_told(place: Place) {
    let door = Door::over(place).await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let app = door.network.at(later(30 * DAY));
    let clock = tokio::spawn(referral::run_clock(app.clone(), async {
        stopped.await.ok();
    }));
    while referral::referral(&app, &door.intake, id).await.unwrap().line.state != State::Lapsed {
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    clock.await.unwrap();
}

async fn a_case_is_closed_with_what_was_asked_for_it(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let id = door.refer("first_steps_nurses").await.unwrap();
    let token = referral::issue_link(app, intake, id).await.unwrap().token;
    triage::close(app, intake, door.case, CloseReason::Moved).await.unwrap();
    let page = referral::referral(app, intake, id).await.unwrap();
    assert_eq!((page.line.state, page.may, page.phones), (State::Withdrawn, vec![], vec![]));
    assert!(matches!(referral::by_link(app, &token).await, Err(Error::NotFound("this link"))));
    triage::reopen(app, intake, door.case).await.unwrap();
    let state = async || triage::case(app, intake, door.case).await.unwrap().line.state;
    assert_eq!(state().await, CaseState::New, "no service is asked any more");

    let lead = door.lead("Example City Health Department").await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    for step in [Step::Accept, Step::Reach, Step::Enroll] {
        door.answer(&lead, id, step).await.unwrap();
    }
    triage::close(app, intake, door.case, CloseReason::Served).await.unwrap();
    assert_eq!(referral::referral(app, &lead, id).await.unwrap().line.state, State::Enrolled);
    triage::reopen(app, intake, door.case).await.unwrap();
    assert_eq!(state().await, CaseState::Served);
}

async fn consent_is_withdrawn_where_she_is_served(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let lead = door.lead("Example City Health Department").await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    for step in [Step::Accept, Step::Reach, Step::Enroll, Step::Start] {
        door.answer(&lead, id, step).await.unwrap();
    }
    let token = referral::issue_link(app, intake, id).await.unwrap().token;
    let page = referral::referral(app, &lead, id).await.unwrap();
    assert!(!page.phones.is_empty() && page.place.is_some() && !page.may.contains(&StepKind::Withdraw));
    let page = referral::referral(app, intake, id).await.unwrap();
    assert_eq!(page.may, [StepKind::Withdraw]);
    referral::withdraw(app, intake, id, page.version, None).await.unwrap();
    let page = referral::referral(app, &lead, id).await.unwrap();
    assert_eq!((page.line.state, page.phones, page.place), (State::Withdrawn, vec![], None));
    assert!(referral::by_link(app, &token).await.is_err());
}

async fn no_service_gives_up_before_the_protocol_is_met(place: Place) {
    let door = Door::over(place).await;
    let lead = door.lead("Example City Health Department").await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    door.answer(&lead, id, Step::Accept).await.unwrap();
    let at = |day: i64| door.network.at(later(day * DAY));
    let say = async |app: &App, step| {
        let page = referral::referral(app, &lead, id).await?;
        referral::answer(app, &lead, id, page.version, step, Beside::default()).await
    };
    // Two attempts of one day are one.
    for day in [0, 0, 1] {
        say(&at(day), Step::Attempt).await.unwrap();
    }
    let until = "she has time until 2026-01-20 12:00";
    let refused = invalid(say(&at(1), Step::GiveUp).await);
    assert_eq!(refused, format!("step: not yet as not reachable; attempts missing: 1; {until}"));
    let token = referral::issue_link(&at(2), &door.intake, id).await.unwrap().token;
    let page = referral::by_link(&at(2), &token).await.unwrap();
    let by_link =
        referral::answer_by_link(&at(2), &token, page.version, Step::GiveUp, Beside::default()).await;
    assert!(invalid(by_link).contains("attempts missing: 1"));
    say(&at(2), Step::Attempt).await.unwrap();
    let refused = invalid(say(&at(2), Step::GiveUp).await);
    assert_eq!(refused, format!("step: not yet as not reachable; {until}"));
    say(&at(15), Step::GiveUp).await.unwrap();
    let case = triage::case(&at(15), &door.intake, door.case).await.unwrap();
    assert_eq!(case.line.state, CaseState::New, "nobody has spoken with her");
    let task = &case.tasks[0].what.en;
    assert_eq!(task, "First Steps nurse visits did not reach her. Next: Family Paths");
    let told = kith_app::news::news(door.app(), &door.intake, None).await.unwrap().lines;
    let last = told.iter().filter(|line| line.template == "referral_unable_to_reach");
    assert_eq!(last.map(|line| line.about).collect::<Vec<_>>(), [NewsAbout::Referral(id)]);
}

async fn a_mothers_no_hides_her_baby_on_the_list_as_on_the_page(place: Place) {
    let door = Door::over(place).await;
    let (app, lead) = (door.app(), door.lead("Example City Health Department").await);
    // The case is a baby's, whose mother another record of the clinic names.
    let mut mother = crate::network::woman("mama", "Mama", "Test", "1996-03-04");
    mother["link"] = serde_json::json!([{"other": {"reference": "RelatedPerson/m"}, "type": "seealso"}]);
    let related = serde_json::json!({"resourceType": "RelatedPerson", "id": "m",
        "patient": {"reference": "Patient/Rosa"}, "relationship": [{"coding": [{"code": "MTH"}]}]});
    door.network.takes("Test Clinic", &[mother, related]).await;
    let mother = door.network.mother_of(door.person).await.expect("she is known");
    let id = door.refer("first_steps_nurses").await.unwrap();
    let seen = async || {
        let list = referral::referrals(app, &lead).await.unwrap();
        let line = list.lines.into_iter().find(|line| line.referral == id).unwrap();
        (line.name, referral::referral(app, &lead, id).await.is_ok())
    };
    assert_eq!(seen().await, ("Rosa Test".to_owned(), true));
    let coordinator = door.network.actor("coordinator").await;
    privacy::give(app, &coordinator, mother, no(app, &[])).await.unwrap();
    assert_eq!(seen().await, (String::new(), false));
}

/// Her no to everybody, of some kinds of facts or of all.
fn no(app: &App, categories: &[Category]) -> NewWord {
    NewWord {
        word: consent::Word::Deny,
        grantee: Grantee::Network,
        categories: categories.iter().copied().collect(),
        purposes: [].into(),
        uses: [].into(),
        grantor: Grantor { kind: GrantorKind::Herself, name: None, evidence: None },
        channel: Channel::Screen,
        on: app.today(),
        kept_by: None,
        language: "en".into(),
        last_day: None,
    }
}

async fn where_she_hides_follows_from_no_distance(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let known = async || {
        let page = referral::matches(app, intake, door.case).await.unwrap();
        let facts = referral::facts(app, intake, door.case).await.unwrap();
        (page.matches.iter().any(|m| m.distance.is_some()), facts.postal_code)
    };
    assert_eq!(known().await, (true, Some("00002".into())));
    let new = NewConcealment {
        address: true,
        phone: false,
        reason: "test".into(),
        programme: None,
        substitute: None,
    };
    privacy::conceal(app, intake, door.person, new).await.unwrap();
    assert_eq!(known().await, (false, None));
}

async fn what_she_forbids_is_no_reason_to_read(place: Place) {
    let mut door = Door::over(place).await;
    let said = [("ipv", Some(true)), ("low_income", Some(true))];
    (door.case, door.person) = door.network.case_of("Vera", a_woman("Vera"), &said).await;
    let (app, intake) = (door.app(), &door.intake);
    let words = async || {
        let case = triage::case(app, intake, door.case).await.unwrap().line;
        let matched = referral::matches(app, intake, door.case).await.unwrap().line;
        assert_eq!(case.reasons, matched.reasons);
        let inbox = triage::inbox(app, intake, Default::default()).await.unwrap();
        let listed =
            inbox.at_once.into_iter().chain(inbox.lines).find(|line| line.case == door.case).unwrap();
        assert_eq!(case.reasons, listed.reasons, "the inbox says what the case says");
        let words = case.reasons.into_iter().map(|reason| reason.words.en).collect::<Vec<_>>();
        (case.tier, words.join(", "))
    };
    let (tier, told) = words().await;
    assert!(told.contains("Partner violence") && told.contains("Low income"), "{told}");
    privacy::give(app, intake, door.person, no(app, &[Category::Violence])).await.unwrap();
    let (still, told) = words().await;
    assert!(!told.contains("iolence") && told.contains("Hidden: she does not allow it"), "{told}");
    assert!(told.contains("Low income") && still == tier, "what follows from it stays: {told}");
}

async fn what_she_forbids_is_in_the_words_of_no_task_and_no_condition(place: Place) {
    let door = Door::over(place).await;
    let task = |level: &str, origin: &str, what: &str| NewTask {
        kind: format!("screening:{level}"),
        words: Words::same(what),
        role: "care_coordinator".into(),
        due_at: NOON,
        close_by: None,
        origin: origin.into(),
    };
    let asked = [
        ("high", "EPDS:total>=13", "EPDS is positive: arrange care"),
        ("safety", "EPDS:item:10>=1", "EPDS: an answer of danger. Speak with her now"),
        ("need", "AHC-HRSN core:domain POS and wants_help", "She wants help: food"),
        ("moderate", "factor:mental_health", "Depression: follow up"),
        ("prompt_private", "AHC-HRSN core:item:7>=2", "AHC-HRSN core, item 7"),
    ];
    let tasks = asked.iter().map(|(level, origin, what)| task(level, origin, what)).collect();
    let said = [("low_income", Some(false))];
    let put = door.network.put_in("Vera", a_woman("Vera"), &said, tasks, NOON).await;
    let (app, intake, case) = (door.app(), &door.intake, put.submission.case);
    let person = triage::case(app, intake, case).await.unwrap().line.person;
    let told = async || {
        let page = triage::case(app, intake, case).await.unwrap().tasks;
        let list = triage::tasks(app, intake, Default::default()).await.unwrap().lines;
        let urgent = triage::inbox(app, intake, Default::default()).await.unwrap().urgent;
        let words = |mut all: Vec<Words>| {
            all.sort_by(|a, b| a.en.cmp(&b.en));
            all.into_iter().map(|words| words.en).collect::<Vec<_>>()
        };
        let page = words(page.into_iter().map(|task| task.what).collect());
        assert_eq!(words(list.into_iter().map(|line| line.task.what).collect()), page);
        assert_eq!(words(urgent.into_iter().map(|line| line.task.what).collect()), page);
        page
    };
    let mut all: Vec<&str> = asked.iter().map(|(.., what)| *what).collect();
    all.sort_unstable();
    assert_eq!(told().await, all);
    privacy::give(app, intake, person, no(app, &[Category::BehavioralHealth])).await.unwrap();
    let some = "Follow up on her answers. Which ones is hidden: she does not allow it";
    let now = "Speak with her now. Why is hidden: she does not allow it";
    assert_eq!(told().await, ["AHC-HRSN core, item 7", some, some, "She wants help: food", now]);
    privacy::give(app, intake, person, no(app, &[Category::Violence])).await.unwrap();
    assert_eq!(told().await, [some, some, some, "She wants help: food", now]);

    let conditions = async || {
        let page = referral::matches(app, intake, case).await.unwrap();
        page.matches.into_iter().map(|one| format!("{:?}", one.fit)).collect::<Vec<_>>().join(" ")
    };
    let hidden = "a condition is hidden: she does not allow it";
    let before = conditions().await;
    assert!(before.contains("income") && !before.contains(hidden), "{before}");
    privacy::give(app, intake, person, no(app, &[Category::SocialNeeds])).await.unwrap();
    let after = conditions().await;
    assert!(!after.contains("income") && after.contains(hidden), "{after}");
    assert_eq!(told().await, [some, some, some, some, now]);
}

async fn her_link_opens_nothing_once_she_asked_not_to_be_contacted(place: Place) {
    let door = Door::over(place).await;
    let (app, intake) = (door.app(), &door.intake);
    let id = door.refer("first_steps_nurses").await.unwrap();
    let token = referral::own_link(app, intake, id).await.unwrap().token;
    assert!(referral::own_by_link(app, &token).await.is_ok());
    let asked = ContactOutcome::AskedNotToContact;
    triage::log_attempt(app, intake, door.case, Call, asked, None, None).await.unwrap();
    for gone in [
        referral::own_by_link(app, &token).await.map(drop),
        referral::own_word_by_link(app, &token, Word::default()).await.map(drop),
    ] {
        assert!(matches!(gone, Err(Error::NotFound("this link"))), "{gone:?}");
    }
}
