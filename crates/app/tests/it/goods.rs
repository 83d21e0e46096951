//! Goods, tasks, the team and the plan: who may, what is refused, what follows.

use kith_app::goods::{self, Delivery};
use kith_app::referral::Beside;
use kith_app::view::{DecisionAsked, Recipient, TaskFilter};
use kith_app::{App, Error, NewAccount, care, referral, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::care_case::CloseReason;
use kith_domain::goods::{ItemState, Reply, Signed};
use kith_domain::id::{CaseId, GoodsPlaceId, PersonId, StockId};
use kith_domain::matching::offers;
use kith_domain::referral::Step;
use kith_store::care_case::{self};
use kith_store::{audit, service};
use kith_testkit::{Place, later};

use crate::network::{Network, a_woman};

on_both! {
    who_keeps_goods_sees_the_own_and_gives_to_whom_it_serves
    what_is_given_is_signed_for_and_asked_about
    who_has_something_that_is_called_back_is_found
    a_task_is_seen_outside_its_case_even_when_that_is_closed
    overlaps_and_gaps_follow_from_who_does_what
    a_plan_is_in_her_words_and_a_review_makes_tasks
}

/// What puts a case first.
const URGENT: [(&str, Option<bool>); 2] = [("severe_blood_pressure", Some(true)), ("low_income", Some(true))];

pub struct Desk {
    pub network: Network,
    pub intake: Actor,
    pub lead: Actor,
    place: GoodsPlaceId,
    stock: StockId,
    pub case: CaseId,
    pub person: PersonId,
}

impl Desk {
    pub async fn over(place: Place) -> Self {
        let network = Network::over(place).await;
        let (timers, services) =
            offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap();
        referral::load_services(&network.app, timers, &services).await.unwrap();
        let owner = kith_app::find_organization(&network.app, "Example Family Paths").await.unwrap()[0].0;
        let account = NewAccount {
            login: "lead".into(),
            name: "A Testlead".into(),
            role: Role::ServiceLead,
            organization: Some(owner),
            language: "en".into(),
            password: "correct horse battery".into(),
        };
        kith_app::create_account(&network.app, account).await.unwrap();
        let (intake, lead) = (network.actor("intake").await, network.actor("lead").await);
        let place = goods::add_place(&network.app, &lead, None, "Store room").await.unwrap();
        let (case, person) = network.case_of("Rosa", a_woman("Rosa"), &URGENT).await;
        let stock = StockId(0);
        let mut desk = Self { network, intake, lead, place, stock, case, person };
        desk.stock = goods::receive(desk.app(), &desk.lead, desk.delivery("LOT-1", 3)).await.unwrap();
        desk
    }

    pub fn app(&self) -> &App {
        &self.network.app
    }

    fn delivery(&self, lot: &str, quantity: i64) -> Delivery {
        Delivery {
            place: Some(self.place),
            kind: "crib".into(),
            lot: lot.into(),
            fund: "Test fund".into(),
            quantity: Some(quantity),
            ..Delivery::default()
        }
    }

    pub async fn give(&self, actor: &Actor, to: Recipient) -> Result<kith_domain::id::ItemId, Error> {
        let once = triage::receipt_number().unwrap();
        let signed = Signed::new("Rosa Test", "", "Test folder").unwrap();
        goods::give(self.app(), actor, to, self.stock, signed, &once).await
    }

    pub async fn open_tasks(&self) -> Vec<String> {
        let page = triage::tasks(self.app(), &self.intake, TaskFilter::default()).await.unwrap();
        page.lines.into_iter().map(|line| line.task.what.en).collect()
    }
}

fn invalid<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Invalid { field, message }) => format!("{field}: {}", message.en),
        other => panic!("{other:?}"),
    }
}

async fn who_keeps_goods_sees_the_own_and_gives_to_whom_it_serves(place: Place) {
    let d = Desk::over(place).await;
    for login in ["outreach", "analyst", "steward"] {
        let actor = d.network.actor(login).await;
        assert!(matches!(goods::goods(d.app(), &actor).await, Err(Error::Denied(_))), "{login}");
        assert!(matches!(d.give(&actor, Recipient::Case(d.case)).await, Err(Error::Denied(_))), "{login}");
    }
    assert_eq!(goods::goods(d.app(), &d.lead).await.unwrap().places.len(), 1);
    // A service gives by a referral of its own, and by no case.
    assert!(matches!(d.give(&d.lead, Recipient::Case(d.case)).await, Err(Error::Denied(_))));
    let all = service::list(&d.network.db, None).await.unwrap();
    let own = all.iter().find(|s| s.offer.id == "family_paths").unwrap().id;
    let other = all.iter().find(|s| s.organization != d.lead.organization.unwrap()).unwrap();
    let asked = referral::refer(d.app(), &d.intake, d.case, d.person, own, "why", false).await.unwrap();
    let item = d.give(&d.lead, Recipient::Referral(asked)).await.unwrap();
    assert_eq!(goods::item(d.app(), &d.lead, item).await.unwrap().line.state, ItemState::HandedOut);
    // Another organisation's shelf is not theirs, and they are not told what stands on it.
    let theirs = goods::add_place(d.app(), &d.intake, Some(other.organization), "Theirs").await.unwrap();
    let delivery = Delivery { place: Some(theirs), ..d.delivery("X", 1) };
    assert!(matches!(goods::receive(d.app(), &d.lead, delivery.clone()).await, Err(Error::Denied(_))));
    let stock = goods::receive(d.app(), &d.intake, delivery).await.unwrap();
    assert!(matches!(goods::stock(d.app(), &d.lead, stock).await, Err(Error::Denied(_))));
    assert!(matches!(goods::stock(d.app(), &d.lead, StockId(999)).await, Err(Error::Denied(_))));
    assert_eq!(goods::goods(d.app(), &d.intake).await.unwrap().places.len(), 2);
    let entries = audit::recent(&d.network.db, 99).await.unwrap();
    assert!(entries.iter().any(|e| e.action == "give_goods" && e.who == "A Testlead"));
    assert!(entries.iter().any(|e| e.action == "denied" && e.detail == "keep_goods"));
}

async fn what_is_given_is_signed_for_and_asked_about(place: Place) {
    let d = Desk::over(place).await;
    let wrong = |change: fn(&mut Delivery)| {
        let mut delivery = d.delivery("L", 1);
        change(&mut delivery);
        delivery
    };
    for (delivery, said) in [
        (wrong(|d| d.quantity = Some(0)), "quantity: write a whole number, such as 3"),
        (wrong(|d| d.fund = " ".into()), "fund: write something here"),
        (wrong(|d| d.kind = "boat".into()), "kind: choose one"),
        (
            wrong(|d| d.expires_on = Some("2020-01-01".parse().unwrap())),
            "expires_on: this day has passed; what expired is not given to anybody",
        ),
    ] {
        assert_eq!(invalid(goods::receive(d.app(), &d.intake, delivery).await), said);
    }
    let to = Recipient::Case(d.case);
    let item = d.give(&d.intake, to).await.unwrap();
    let page = triage::case(d.app(), &d.intake, d.case).await.unwrap();
    let asks = page.tasks.iter().find(|t| t.done_at.is_some()).expect("somebody is to ask");
    assert_eq!(asks.done_at.as_deref(), Some(format!("/goods/items/{item}").as_str()));
    assert_eq!(asks.what.en, "Portable crib: ask how it goes");
    let said = invalid(triage::complete_task(d.app(), &d.intake, asks.task, None).await);
    assert_eq!(said, "task: this task is done by answering its questions: open it");

    let ask = async |answers: &[(&str, Reply)]| {
        let answers = answers.iter().map(|(id, reply)| ((*id).to_owned(), *reply)).collect();
        goods::follow_up(d.app(), &d.intake, item, answers, None).await
    };
    assert!(invalid(ask(&[("in_use", Reply::Yes)]).await).starts_with("answers: answer every question"));
    let whole =
        [("in_use", Reply::Yes), ("on_back", Reply::No), ("alone", Reply::Unknown), ("no_smoke", Reply::Yes)];
    ask(&whole).await.unwrap();
    assert!(invalid(ask(&whole).await).contains("somebody asked her already"));
    assert_eq!(d.open_tasks().await, ["Talk with her about putting the baby down on the back"]);
    // None is left after the third.
    d.give(&d.intake, to).await.unwrap();
    d.give(&d.intake, to).await.unwrap();
    assert!(invalid(d.give(&d.intake, to).await).starts_with("stock: none of these is left"));
    let funds = goods::funds(d.app(), &d.intake).await.unwrap();
    assert_eq!(
        funds.rows.iter().map(|r| (r.fund.as_str(), r.n, r.known)).collect::<Vec<_>>(),
        [("Test fund", 3, 0)]
    );
    let shown = goods::goods(d.app(), &d.intake).await.unwrap();
    assert_eq!((shown.low, shown.places[0].kinds[0].free), (1, 0), "a kind that is used up runs low");
}

async fn who_has_something_that_is_called_back_is_found(place: Place) {
    let d = Desk::over(place).await;
    let own = service::list(&d.network.db, d.lead.organization).await.unwrap()[0].id;
    referral::refer(d.app(), &d.intake, d.case, d.person, own, "why", false).await.unwrap();
    d.give(&d.intake, Recipient::Case(d.case)).await.unwrap();
    let call = async |actor: &Actor| goods::call_back(d.app(), actor, "crib", "LOT-1", "a hinge").await;
    assert!(matches!(call(&d.lead).await, Err(Error::Denied(_))), "a service calls nobody's goods back");
    let id = call(&d.intake).await.unwrap();
    let page = goods::recall(d.app(), &d.lead, id).await.unwrap();
    assert_eq!(page.families.len(), 1);
    let family = &page.families[0];
    assert_eq!((family.line.person.as_str(), family.not_by_phone), ("Rosa Test", false));
    assert_eq!(family.phones[0].number, "918-555-0142");
    assert!(d.open_tasks().await[0].contains("lot LOT-1, is called back"));
    // Who asked not to be contacted is not phoned about this either.
    let (channel, outcome) =
        (kith_domain::contact::Channel::Call, kith_domain::contact::ContactOutcome::AskedNotToContact);
    triage::log_attempt(d.app(), &d.intake, d.case, channel, outcome, None, None).await.unwrap();
    let page = goods::recall(d.app(), &d.lead, id).await.unwrap();
    assert!(page.families[0].phones.is_empty() && page.families[0].not_by_phone);
}

async fn a_task_is_seen_outside_its_case_even_when_that_is_closed(place: Place) {
    let d = Desk::over(place).await;
    let (app, intake) = (d.app(), &d.intake);
    let ask = async |words: &str, day: &str| {
        triage::ask_task(app, intake, d.case, words, day.parse().ok(), None, words).await
    };
    assert_eq!(invalid(ask("", "2026-03-01").await), "words: write something here");
    assert_eq!(invalid(ask("Call", "2020-03-01").await), "due_on: choose a day from today on");
    let (soon, late) = (app.today().to_string(), app.today().tomorrow().unwrap().to_string());
    ask("Later", &late).await.unwrap();
    ask("Sooner", &soon).await.unwrap();
    ask("Sooner", &soon).await.unwrap();
    assert_eq!(d.open_tasks().await, ["Sooner", "Later"], "the same form asks once");
    triage::close(app, intake, d.case, CloseReason::Moved).await.unwrap();
    let page = triage::tasks(app, intake, TaskFilter::default()).await.unwrap();
    assert!(page.lines.iter().all(|line| line.closed && line.name == "Rosa Test"), "{:?}", page.lines);
    let mine = async || triage::tasks(app, intake, TaskFilter { mine: true, after: None }).await.unwrap();
    assert_eq!(mine().await.lines.len(), 0);
    let task = page.lines[0].task.task;
    triage::give_task(app, intake, task, Some(intake.account)).await.unwrap();
    assert_eq!((mine().await.lines.len(), mine().await.mine), (1, 1));
    let outreach = d.network.actor("outreach").await;
    let to = triage::give_task(app, intake, task, Some(outreach.account)).await;
    assert!(invalid(to).starts_with("worker: choose somebody of the intake team"));
    assert!(matches!(triage::tasks(app, &outreach, TaskFilter::default()).await, Err(Error::Denied(_))));
    // What is due within the hour stands above the inbox.
    let at = d.network.at(later(60));
    let urgent = async || triage::inbox(&at, intake, Default::default()).await.unwrap().urgent.len();
    let before = urgent().await;
    triage::complete_task(app, intake, task, None).await.unwrap();
    assert!(before >= urgent().await);
    triage::reopen_task(app, intake, task).await.unwrap();
    assert_eq!(urgent().await, before);
}

async fn overlaps_and_gaps_follow_from_who_does_what(place: Place) {
    let d = Desk::over(place).await;
    let (app, intake) = (d.app(), &d.intake);
    let found = async || {
        let team = care::plan(app, intake, d.case).await.unwrap().team;
        team.findings.into_iter().map(|f| f.words.en).collect::<Vec<_>>()
    };
    assert_eq!(found().await, ["Nobody leads her case", "Nobody owns the blood-pressure follow-up"]);
    triage::take(app, intake, d.case).await.unwrap();
    care::add_member(app, intake, d.case, "blood_pressure", "Nurse Test", "Test Clinic").await.unwrap();
    assert_eq!(found().await, [""; 0]);
    // A service that was asked does nothing yet; one that took her does.
    let all = service::list(&d.network.db, None).await.unwrap();
    let own = all.iter().find(|s| s.offer.id == "family_paths").unwrap().id;
    let asked = referral::refer(app, intake, d.case, d.person, own, "why", false).await.unwrap();
    care::add_member(app, intake, d.case, "home_visits", "Visitor Test", "Another programme").await.unwrap();
    assert_eq!(found().await, [""; 0]);
    let page = referral::referral(app, &d.lead, asked).await.unwrap();
    referral::answer(app, &d.lead, asked, page.version, Step::Accept, Beside::default()).await.unwrap();
    assert_eq!(found().await, ["More than one programme plans regular visits: agree on one"]);
    let team = care::plan(app, intake, d.case).await.unwrap().team;
    let visitor = team.members.iter().find(|m| m.who == "Visitor Test").and_then(|m| m.noted).unwrap();
    care::end_member(app, intake, d.case, visitor).await.unwrap();
    assert_eq!(found().await, [""; 0]);
    assert!(invalid(care::end_member(app, intake, d.case, visitor).await).contains("somebody changed this"));
    assert_eq!(invalid(care::add_member(app, intake, d.case, "sailing", "A", "").await), "duty: choose one");
    assert!(matches!(care::plan(app, &d.lead, d.case).await, Err(Error::Denied(_))));
}

async fn a_plan_is_in_her_words_and_a_review_makes_tasks(place: Place) {
    let d = Desk::over(place).await;
    let (app, intake, case) = (d.app(), &d.intake, d.case);
    care::add_goal(app, intake, case, "Quiero dormir sin miedo", "es").await.unwrap();
    let plan = async || care::plan(app, intake, case).await.unwrap();
    let goal = plan().await.goals[0].clone();
    assert_eq!(
        (goal.words.as_str(), goal.language.as_str(), goal.state),
        ("Quiero dormir sin miedo", "es", "open")
    );
    let day = Some(app.today());
    care::add_step(app, intake, case, goal.id, ("Call the helpline", "Rosa herself"), day).await.unwrap();
    let step = plan().await.goals[0].steps[0].clone();
    care::set_step(app, intake, case, step.id, "done").await.unwrap();
    let done = plan().await.goals[0].steps[0].clone();
    assert_eq!((done.state, done.changed.map(|c| c.1)), ("done", Some("Test intake".to_owned())));
    assert!(
        invalid(care::set_step(app, intake, case, step.id, "done").await).contains("somebody changed this")
    );
    care::set_goal(app, intake, case, goal.id, "reached").await.unwrap();
    // Another case's plan is not reached from this one.
    let (other, _) = d.network.case_of("Olga", a_woman("Olga"), &URGENT).await;
    assert!(
        invalid(care::set_goal(app, intake, other, goal.id, "left").await).contains("somebody changed this")
    );

    care::ask_review(app, intake, case, "Two programmes, no doctor").await.unwrap();
    assert!(invalid(care::ask_review(app, intake, case, "again").await).contains("on the agenda already"));
    let agenda = care::agenda(app, intake).await.unwrap();
    assert_eq!(agenda.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["Rosa Test"]);
    let review = plan().await.reviews[0].id;
    let decision =
        |words: &str, due_on| DecisionAsked { words: words.into(), due_on, owner: Some(intake.account) };
    let hold =
        async |decisions| care::hold_review(app, intake, case, review, "Spoke of visits", decisions).await;
    assert_eq!(
        invalid(hold(vec![decision("Find a doctor", None)]).await),
        "decision: choose a day from today on"
    );
    hold(vec![decision("Find a doctor", day), decision("Ask Paths", day)]).await.unwrap();
    assert_eq!(care::agenda(app, intake).await.unwrap().len(), 0);
    let mut tasks = d.open_tasks().await;
    tasks.sort_unstable();
    assert_eq!(tasks, ["Ask Paths", "Find a doctor"]);
    assert_eq!(plan().await.reviews[0].held.as_ref().map(|h| h.2.as_str()), Some("Spoke of visits"));
    let events = care_case::events(&d.network.db, case).await.unwrap();
    let happened: Vec<&str> = events.iter().map(|e| e.what.as_str()).collect();
    for what in ["goal_added", "step_added", "step_set", "goal_set", "review_asked", "review_held"] {
        assert!(happened.contains(&what), "{what}: {happened:?}");
    }
}
