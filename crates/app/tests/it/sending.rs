//! What happens is told: here to whom it concerns, and outside once, without a name.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Time;
use kith_app::front_door::{self, Filled, Put};
use kith_app::programme::Programme;
use kith_app::referral::Beside;
use kith_app::sending::{Outside, send_all};
use kith_app::view::{CaseState, InboxFilter, NewsAbout};
use kith_app::{App, Error, news, privacy, referral, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::form::{Answer, Mode, Value, identity};
use kith_domain::matching::{ContactPoint, Whose, offers};
use kith_domain::priority::{ReOffer, Rules};
use kith_domain::referral::{ReturnReason, State, Step};
use kith_domain::safe_contact::{Plan, Told};
use kith_messaging::{Gateways, Mail, Texts};
use kith_store::outbox;
use kith_testkit::{Arrived, Gateway, NOON, Place, later};

use crate::front_door::{FORM, answers, is_in, referrer};
use crate::network::Network;
use crate::referral::{DAY, Door};

on_both! {
    a_service_is_told_by_mail_and_answers_by_its_link
    a_text_is_sent_where_there_is_no_address_for_mail
    a_gateway_that_fails_gets_the_same_message_again
    an_address_that_is_none_is_told_to_intake
    nothing_is_lost_where_nothing_is_set_up
    a_number_of_places_is_confirmed_by_one_tap
    she_is_asked_by_text_only_where_she_wants_it
    a_text_goes_to_the_number_that_is_hers_now
    the_next_service_is_asked_by_the_rules
    nobody_is_told_whom_it_does_not_concern
}

const NAMES: [&str; 2] = ["Rosa", "first baby"];

/// Sends by these gateways.
fn outside(app: &App, mail: Option<&Gateway>, texts: Option<&Gateway>) {
    let mail = mail.map(|g| Mail::new(&format!("smtp://{}", g.address), "Kith <kith@example.org>").unwrap());
    let texts =
        texts.map(|g| Texts::new(&format!("http://{}/texts", g.address), "a secret that is long").unwrap());
    let address = "https://kith.example.org".into();
    app.set_outside(Outside { gateways: Gateways { mail, texts }, address, key: [7; 32] });
}

async fn points(door: &Door, points: &[(Whose, Option<&str>, Option<&str>)]) {
    let point = |(whose, email, phone): &(Whose, Option<&str>, Option<&str>)| {
        let (email, phone) = (email.map(str::to_owned), phone.map(str::to_owned));
        (whose.clone(), ContactPoint { email, phone, language: "en".into() })
    };
    referral::load_contact_points(door.app(), &points.iter().map(point).collect::<Vec<_>>()).await.unwrap();
}

fn nurses() -> Whose {
    Whose::Service("first_steps_nurses".into())
}

/// A message is one line after another, wherever mail broke it.
fn plain(arrived: &Arrived) -> String {
    arrived.text.replace("=\n", "").replace("=3D", "=")
}

/// What follows a path in the only link of a message.
fn token(arrived: &Arrived, path: &str) -> String {
    let text = plain(arrived);
    let (_, rest) = text.split_once(&format!("https://kith.example.org/{path}/")).expect("there is a link");
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

async fn a_service_is_told_by_mail_and_answers_by_its_link(place: Place) {
    let door = Door::over(place).await;
    let (app, mail) = (door.app(), Gateway::mail());
    points(&door, &[(nurses(), Some("nurses@example.org"), Some("+15550100123"))]).await;
    outside(app, Some(&mail), None);
    let id = door.refer("first_steps_nurses").await.unwrap();
    assert_eq!((send_all(app).await.unwrap(), send_all(app).await.unwrap()), (1, 0), "once");
    let [sent] = &mail.arrived()[..] else { panic!("one message") };
    assert_eq!(sent.to, "nurses@example.org");
    assert!(sent.key.ends_with("@example.org>") && sent.text.contains("Auto-Submitted: auto-generated"));
    assert!(NAMES.iter().all(|name| !plain(sent).contains(name)), "{}", sent.text);
    assert_eq!(door.did("outbox", "send_message").await, 1);

    let next =
        referral::answer_by_link(app, &token(sent, "r"), 1, Step::Accept, Beside::default()).await.unwrap();
    assert!(next.is_some());
    let state = referral::referral(app, &door.intake, id).await.unwrap().line.state;
    assert_eq!(state, State::Accepted);
    // The sender is of no organisation that is reached outside, and reads it here.
    assert_eq!(send_all(app).await.unwrap(), 0);
    let news = news::news(app, &door.intake, None).await.unwrap();
    assert_eq!((news.lines[0].template.as_str(), news.lines[0].is_new), ("referral_accepted", true));
    assert_eq!((news.sends.mail, news.sends.texts), (true, false));
}

async fn a_text_is_sent_where_there_is_no_address_for_mail(place: Place) {
    let door = Door::over(place).await;
    let (app, mail, texts) = (door.app(), Gateway::mail(), Gateway::texts());
    points(&door, &[(nurses(), None, Some("+15550100123"))]).await;
    outside(app, Some(&mail), Some(&texts));
    door.refer("first_steps_nurses").await.unwrap();
    assert_eq!(send_all(app).await.unwrap(), 1);
    let [sent] = &texts.arrived()[..] else { panic!("one text") };
    assert_eq!((sent.to.as_str(), mail.arrived().len()), ("+15550100123", 0));
    // Who has the secret knows that it is from here.
    let line = sent.text.lines().find_map(|line| line.strip_prefix("kith-signature: ")).unwrap().trim();
    let (at, code) = line.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    let body = sent.text.split("\r\n\r\n").nth(1).unwrap();
    let expected = kith_messaging::keyed(b"a secret that is long", &format!("{at}.{body}"));
    assert_eq!((at.parse(), code), (Ok(NOON.as_second()), kith_messaging::hex(&expected).as_str()));
    referral::by_link(app, &token(sent, "r")).await.unwrap();
}

async fn a_gateway_that_fails_gets_the_same_message_again(place: Place) {
    let mut door = Door::over(place).await;
    let mail = Gateway::mail();
    points(&door, &[(nurses(), Some("nurses@example.org"), None)]).await;
    door.refer("first_steps_nurses").await.unwrap();
    let at = |seconds| {
        let app = door.network.at(later(seconds));
        outside(&app, Some(&mail), None);
        app
    };
    mail.fail_next(1);
    assert_eq!(send_all(&at(0)).await.unwrap(), 0);
    assert_eq!(send_all(&at(29)).await.unwrap(), 0, "it is given a pause");
    // It takes the message, and whoever sent it dies before it can say so.
    let taken = outbox::take(&door.network.db, later(30)).await.unwrap().unwrap();
    assert_eq!(taken.tries, 2);
    assert_eq!(send_all(&at(59)).await.unwrap(), 0, "somebody has it");
    assert_eq!(send_all(&at(60)).await.unwrap(), 1);
    // As if the first had been said to be sent too late: the same bytes, by which a receiver knows it.
    let first = mail.arrived().remove(0);
    let app = at(61);
    referral::by_link(&app, &token(&first, "r")).await.unwrap();
    assert_eq!(mail.arrived().len(), 1);

    // What is days late is not sent.
    (door.case, door.person) = door.case_of("Late").await;
    door.refer("first_steps_nurses").await.unwrap();
    let app = door.network.at(later(4 * DAY));
    outside(&app, Some(&mail), None);
    assert_eq!((send_all(&app).await.unwrap(), mail.arrived().len()), (0, 1));
}

async fn an_address_that_is_none_is_told_to_intake(place: Place) {
    let door = Door::over(place).await;
    let (app, mail) = (door.app(), Gateway::mail());
    let wrong = (nurses(), Some("nurses@refused.example"), None);
    points(&door, &[wrong, (Whose::Intake, Some("intake@example.org"), None)]).await;
    outside(app, Some(&mail), None);
    let id = door.refer("first_steps_nurses").await.unwrap();
    assert_eq!(send_all(app).await.unwrap(), 1, "intake is told");
    assert_eq!(mail.arrived()[0].to, "intake@example.org");
    let news = news::news(app, &door.intake, None).await.unwrap().lines;
    assert_eq!((news[0].template.as_str(), news[0].about), ("message_refused", NewsAbout::Referral(id)));
    assert_eq!(send_all(app).await.unwrap(), 0, "it is not tried for ever");
}

async fn nothing_is_lost_where_nothing_is_set_up(place: Place) {
    let door = Door::over(place).await;
    let app = door.app();
    let lead = door.lead("Example City Health Department").await;
    points(&door, &[(nurses(), Some("nurses@example.org"), None)]).await;
    door.refer("first_steps_nurses").await.unwrap();
    assert_eq!(send_all(app).await.unwrap(), 0);
    assert_eq!(news::unread(app, &lead).await.unwrap(), Some(1));
    let list = news::news(app, &lead, None).await.unwrap();
    assert!(!list.sends.mail && list.lines[0].template == "referral_sent");
    assert_eq!(list.lines[0].service.en, "First Steps nurse visits");
    news::mark_read(app, &lead, &list.first.unwrap()).await.unwrap();
    assert_eq!(news::unread(app, &lead).await.unwrap(), Some(0));
    assert!(!news::news(app, &lead, None).await.unwrap().lines[0].is_new);
}

async fn a_number_of_places_is_confirmed_by_one_tap(place: Place) {
    let door = Door::over(place).await;
    let mail = Gateway::mail();
    points(&door, &[(nurses(), Some("nurses@example.org"), None)]).await;
    let app = &door.network.at(later(8 * DAY));
    outside(app, Some(&mail), None);
    assert_eq!((referral::ask(app).await.unwrap(), referral::ask(app).await.unwrap()), (10, 0));
    assert_eq!(send_all(app).await.unwrap(), 1, "one of ten is reached outside");
    let asked = mail.arrived().remove(0);
    referral::confirm_places_by_link(app, &token(&asked, "p"), 3).await.unwrap();
    let again = &door.network.at(later(9 * DAY));
    assert_eq!(referral::ask(again).await.unwrap(), 0, "the round is not over");
    let next = &door.network.at(later(14 * DAY));
    assert_eq!(referral::ask(next).await.unwrap(), 9, "one said so a few days ago");
}

async fn she_is_asked_by_text_only_where_she_wants_it(place: Place) {
    let network = Network::over(place).await;
    let (mut timers, services) =
        offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap();
    timers.ask_her_days = Some(14);
    referral::load_services(&network.app, timers, &services).await.unwrap();
    let (clinic, intake) = (referrer(&network, "clinic-a").await, network.actor("intake").await);
    let texts = Gateway::texts();
    let at = |days: i64, hours: i64| {
        let app = network.at(later(days * DAY + hours * 3_600));
        outside(&app, None, Some(&texts));
        app
    };
    // One asked for calls. Of three who asked for texts one has safe hours, and the telephone of one is not hers alone.
    let plans = [
        ("2", Plan { from: Some(Time::constant(16, 30, 0, 0)), ..Plan::default() }),
        ("3", Plan { safe_device: Some(false), ..Plan::default() }),
    ];
    for (once, wish, given) in
        [("1", "call", "Alma"), ("2", "text", "Beatriz"), ("3", "text", "Carmen"), ("4", "text", "Delia")]
    {
        let number = format!("918-555-019{once}");
        let said = [
            (identity::PHONE_SAFE, Answer::code(wish)),
            (identity::PHONE, Answer::one(Value::Text(number))),
            (identity::GIVEN, Answer::one(Value::Text(given.into()))),
        ];
        is_in(&network, &clinic, FORM, answers(&network, FORM, &said), once).await;
        let cases = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap().lines;
        let case = cases.iter().find(|line| line.state == CaseState::New).expect("the new one");
        for (_, plan) in plans.iter().filter(|(whose, _)| *whose == once) {
            privacy::tell(&network.app, &intake, case.person, plan.clone(), Told::InPerson).await.unwrap();
        }
        let service = kith_store::service::list(&network.db, None).await.unwrap().remove(3).id;
        let why = "she wants company";
        referral::refer(&network.app, &intake, case.case, case.person, service, why, false).await.unwrap();
    }
    // Ten services are asked for their places, and four women what became of it.
    assert_eq!(referral::ask(&at(15, 0)).await.unwrap(), 10 + 4);
    assert_eq!(
        (send_all(&at(15, 10)).await.unwrap(), texts.arrived().len()),
        (0, 0),
        "not at ten in the evening"
    );
    assert_eq!(send_all(&at(15, 19)).await.unwrap(), 0, "not at seven in the morning");
    assert_eq!(send_all(&at(15, 20)).await.unwrap(), 1);
    let text = texts.arrived().remove(0);
    assert_eq!(text.to, "+19185550194");
    let app = at(15, 21);
    let own = referral::own_by_link(&app, &token(&text, "w")).await.unwrap();
    assert_eq!(own.word.reached, None);
    assert_eq!(send_all(&at(16, 4)).await.unwrap(), 0, "not before her hours, at four");
    assert_eq!(send_all(&at(16, 5)).await.unwrap(), 1);
    assert_eq!(texts.arrived()[1].to, "+19185550192");
    assert_eq!(send_all(&at(16, 6)).await.unwrap(), 0, "who shares a telephone gets none");
}

async fn a_text_goes_to_the_number_that_is_hers_now(place: Place) {
    let network = Network::over(place).await;
    let (mut timers, services) =
        offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap();
    timers.ask_her_days = Some(14);
    referral::load_services(&network.app, timers, &services).await.unwrap();
    let (clinic, intake) = (referrer(&network, "clinic-a").await, network.actor("intake").await);
    let texts = Gateway::texts();
    let service = kith_store::service::list(&network.db, None).await.unwrap().remove(3).id;
    // What each wrote first and then, a minute later, of another number; and who of them died since.
    let women = [
        ("Alma", "01", Some("text"), Some("call"), false),
        ("Beatriz", "02", Some("call"), Some("text"), false),
        ("Carmen", "03", Some("text"), None, false),
        ("Delia", "04", Some("text"), Some("text"), false),
        ("Elena", "05", Some("text"), Some("text"), true),
        ("Fina", "06", Some("text"), Some("text"), false),
    ];
    for (given, n, older, newer, died) in women {
        let mut form = 0;
        for (at, (number, wish)) in
            [(0, (format!("918-555-01{n}"), older)), (60, (format!("918-555-02{n}"), newer))]
        {
            let mut said = vec![
                (identity::PHONE, Answer::one(Value::Text(number))),
                (identity::GIVEN, Answer::one(Value::Text(given.into()))),
            ];
            said.extend(wish.map(|wish| (identity::PHONE_SAFE, Answer::code(wish))));
            let (given_answers, once) = (answers(&network, FORM, &said), format!("{given}{at}"));
            let filled = Filled {
                form: FORM,
                answers: given_answers,
                language: "en",
                mode: Mode::Interview,
                once: &once,
            };
            let put = front_door::submit(&network.at(later(at)), &clinic, filled).await.unwrap();
            form += usize::from(matches!(put, Put::In(_)));
        }
        assert_eq!(form, 2);
        let cases = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap().lines;
        let case = cases.iter().find(|line| line.state == CaseState::New).expect("one for both forms");
        referral::refer(&network.app, &intake, case.case, case.person, service, "why", false).await.unwrap();
        if died {
            network.dies(case.person, &format!("918-555-02{n}")).await;
        }
        // Her baby died: no clock writes to her.
        if given == "Fina" {
            network.has_baby(case.person, &format!("918-555-02{n}"), "2025-12-30", true).await;
        }
    }
    let app = network.at(later(16 * DAY));
    outside(&app, None, Some(&texts));
    assert_eq!(referral::ask(&app).await.unwrap(), 10 + women.len() as u64);
    send_all(&app).await.unwrap();
    let mut to: Vec<String> = texts.arrived().into_iter().map(|text| text.to).collect();
    to.sort();
    assert_eq!(to, ["+19185550202", "+19185550204"], "an older number is not hers any more");
}

/// The same network where the next service is asked without anybody's doing.
fn sending(door: &Door, at: Timestamp) -> App {
    let mut rules: Rules = (**door.app().programme().triage.as_ref().unwrap()).clone();
    rules.re_offer = ReOffer::Send;
    let programme = Programme { triage: Some(Arc::new(rules)), ..door.app().programme().clone() };
    door.network.with(programme).at(at)
}

async fn the_next_service_is_asked_by_the_rules(place: Place) {
    let door = Door::over(place).await;
    let id = door.refer("first_steps_nurses").await.unwrap();
    let due = referral::referral(door.app(), &door.intake, id).await.unwrap().line.due.unwrap();
    let app = &sending(&door, due);
    assert_eq!(
        (referral::lapse(app).await.unwrap(), referral::re_offer(app).await.unwrap()),
        (1, 0),
        "at once"
    );
    let case = triage::case(app, &door.intake, door.case).await.unwrap();
    let stand: Vec<_> = case.referrals.iter().map(|r| (r.service_name.en.as_str(), r.state)).collect();
    assert_eq!(stand, [("Family Paths", State::Sent), ("First Steps nurse visits", State::Lapsed)]);
    assert!(case.tasks.is_empty(), "nobody has to look");
    let next = case.referrals[0].referral;
    let page = referral::referral(app, &door.intake, next).await.unwrap();
    assert_eq!((page.why.as_str(), page.steps[0].by.as_str()), ("first baby", "clock"));
    assert!(page.line.due.unwrap() > due);
    assert_eq!(door.did("clock", "re_offer").await, 1);
    let told = news::news(app, &door.intake, None).await.unwrap().lines;
    let told: Vec<_> = told.iter().map(|line| (line.template.as_str(), line.about)).collect();
    assert!(told.contains(&("referral_re_offered", NewsAbout::Referral(next))), "{told:?}");
    assert!(told.contains(&("referral_lapsed", NewsAbout::Referral(id))), "{told:?}");

    // It says no, and whoever took the answer dies before anybody else is asked: the clock comes to it.
    let lead = door.lead("Example Family Paths").await;
    referral::answer(app, &lead, next, 1, Step::Return(ReturnReason::NoPlace), Beside::default())
        .await
        .unwrap();
    let case = triage::case(app, &door.intake, door.case).await.unwrap();
    let open = case.referrals.iter().filter(|r| !r.state.is_final()).count();
    // Where no service surely fits, intake looks.
    let tasks =
        case.tasks.iter().filter(|task| task.what.en.starts_with("Family Paths does not take her")).count();
    assert_eq!(open + tasks, 1, "{:?}", case.tasks);
    assert_eq!(referral::re_offer(app).await.unwrap(), 0);
}

async fn nobody_is_told_whom_it_does_not_concern(place: Place) {
    let door = Door::over(place).await;
    let app = door.app();
    door.refer("first_steps_nurses").await.unwrap();
    let other = door.lead("Example Family Paths").await;
    assert_eq!(news::news(app, &other, None).await.unwrap().lines, []);
    for login in ["steward", "analyst", "outreach"] {
        let actor: Actor = door.network.actor(login).await;
        assert!(matches!(news::news(app, &actor, None).await, Err(Error::Denied(_))), "{login}");
        assert_eq!(news::unread(app, &actor).await.unwrap(), None, "{login}");
    }
    let nobody = Actor { organization: None, role: Role::ServiceLead, ..other };
    assert!(matches!(news::news(app, &nobody, None).await, Err(Error::Denied(_))));
}
