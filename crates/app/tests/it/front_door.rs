//! Forms at the front door: putting them in, and what follows.

use std::sync::Arc;

use kith_app::front_door::{self, Filled, Put};
use kith_app::view::{InboxFilter, Phone, PhoneWish, Receipt};
use kith_app::{Error, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::form::{Absent, Answer, Answers, Mode, Standing, Value, identity};
use kith_domain::id::OrganizationId;
use kith_domain::priority::Tier;
use kith_testkit::Place;
use serde_json::json;

use crate::network::Network;

on_both! {
    a_form_makes_a_case_with_its_reasons
    the_same_form_sent_twice_is_one
    a_page_that_is_gone_back_to_is_another_form
    two_women_of_one_name_and_birthday_are_two
    a_wish_counts_whatever_became_of_the_form
    private_reasons_and_answers_are_marked
    a_number_is_used_as_she_wants_it
    a_second_form_about_her_joins_her_case_whoever_sends_it
    what_is_wrong_is_said_and_nothing_is_kept
    a_positive_answer_makes_a_task_with_the_form
    who_is_asked_again_is_known
    an_answer_of_danger_makes_a_task_on_every_form
    each_organisation_sees_what_it_sent
}

pub const FORM: &str = "prenatal_risk_assessment";

pub async fn referrer(network: &Network, clinic: &str) -> Actor {
    let organization =
        json!({"resourceType": "Organization", "id": clinic, "name": format!("Test {clinic}")});
    network.takes("directory", &[organization]).await;
    let found = kith_app::find_organization(&network.app, &format!("Test {clinic}")).await.unwrap();
    let organization = found.first().map(|(id, _)| *id);
    assert!(organization.is_some(), "the directory was taken in");
    Actor { role: Role::Referrer, organization, ..network.actor("intake").await }
}

/// Every question answered with "she does not know", but for who she is and what `more` says.
pub fn answers(network: &Network, form: &str, more: &[(&str, Answer)]) -> Answers {
    let forms = network.app.programme().forms.clone().unwrap();
    let form = forms.forms.iter().find(|f| f.id == form).unwrap();
    let mut all = Answers::default();
    let text = |words: &str| Answer::one(Value::Text(words.into()));
    let date = |day: &str| Answer::one(Value::Date(day.parse().unwrap()));
    for (link_id, answer) in [
        (identity::GIVEN, text("Rosalinda")),
        (identity::FAMILY, text("Testperson")),
        (identity::BIRTH_DATE, date("1996-03-04")),
        (identity::PHONE, text("918-555-0171")),
        (identity::POSTAL_CODE, text("99012")),
        (identity::LANGUAGE, Answer::code("es")),
    ] {
        if form.item(link_id).is_some() {
            all.given.insert(link_id.into(), answer);
        }
    }
    // Some questions are only asked when she is alone.
    all.alone = more.iter().any(|(link_id, _)| link_id.starts_with("safety."));
    for (link_id, answer) in more {
        all.given.insert((*link_id).into(), answer.clone());
    }
    // An answer may open further questions.
    loop {
        let sheet = form.sheet(&all);
        let open: Vec<String> = sheet
            .lines
            .iter()
            .filter(|line| {
                line.standing == Standing::Asked && line.item.kind.is_question() && line.item.required
            })
            .map(|line| line.item.link_id.clone())
            .filter(|link_id| !all.given.contains_key(link_id))
            .collect();
        if open.is_empty() {
            return all;
        }
        all.given.extend(open.into_iter().map(|link_id| (link_id, Answer::Absent(Absent::AskedUnknown))));
    }
}

async fn put(
    network: &Network,
    actor: &Actor,
    form: &str,
    answers: Answers,
    once: &str,
) -> Result<Put, Error> {
    let filled = Filled { form, answers, language: "en", mode: Mode::Interview, once };
    front_door::submit(&network.app, actor, filled).await
}

pub async fn is_in(network: &Network, actor: &Actor, form: &str, answers: Answers, once: &str) -> Receipt {
    match put(network, actor, form, answers, once).await.unwrap() {
        Put::In(receipt) => receipt,
        Put::Wrong(wrong) => panic!("{wrong:#?}"),
    }
}

/// She lost a baby before.
fn lost() -> Vec<(&'static str, Answer)> {
    let yes = Answer::one(Value::Boolean(true));
    vec![(identity::PREGNANT_BEFORE, yes.clone()), ("history.infant_death", yes)]
}

async fn a_form_makes_a_case_with_its_reasons(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let given = answers(&network, FORM, &lost());
    let receipt = is_in(&network, &clinic, FORM, given, "1").await;
    assert!(receipt.contact_by > receipt.at);
    assert_eq!(receipt.sees, [], "nothing of danger was said");
    let number = receipt.number.replace('-', " ").to_lowercase();

    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    let line = &inbox.lines[0];
    assert_eq!((inbox.lines.len(), line.name.as_str(), line.tier), (1, "Rosalinda Testperson", Tier::Second));
    assert!(line.reasons.iter().any(|r| r.factor == "previous_infant_death"), "{:?}", line.reasons);
    assert!(line.completeness < 1.0, "what she does not know is no answer");
    assert_eq!(line.from, ["Test clinic-a"]);
    let asked =
        |search: String| InboxFilter { search: Some(search), closed: false, ..InboxFilter::default() };
    let found = triage::inbox(&network.app, &intake, asked(number)).await.unwrap();
    assert_eq!(found.lines[0].case, line.case, "who asks with the receipt's number");
    let none = triage::inbox(&network.app, &intake, asked("2222-2222-2222-2222".into())).await.unwrap();
    assert_eq!(none.lines, []);

    let page = triage::case(&network.app, &intake, line.case).await.unwrap();
    assert_eq!(page.phones, [Phone::plain("918-555-0171")]);
    assert!(page.known_at.is_empty(), "who sent her is no other place: {:?}", page.known_at);
    let form = &page.forms[0];
    assert_eq!(form.title.en, "Prenatal risk assessment");
    let death = form.answers.iter().find(|a| a.answer.as_ref().is_some_and(|w| w.en == "Yes")).unwrap();
    assert!(death.section.is_some() && !death.question.es.is_empty());
    assert!(form.answers.iter().any(|a| a.missing.is_some()), "what is not known is said");
}

async fn a_number_is_used_as_she_wants_it(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let safe = |code: &str| [(identity::PHONE_SAFE, Answer::code(code))];
    is_in(&network, &clinic, FORM, answers(&network, FORM, &safe("call_no_message")), "1").await;
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    let case = inbox.lines[0].case;
    let page = triage::case(&network.app, &intake, case).await.unwrap();
    assert_eq!(page.phones[0].wish, Some(PhoneWish::CallNoMessage));
    assert!(!page.phones[0].takes_texts() && !page.unsafe_phone);
    // What she says later counts.
    let later = network.at(kith_testkit::later(60));
    let again = answers(&network, FORM, &safe("do_not_use"));
    let filled = Filled { form: FORM, answers: again, language: "en", mode: Mode::Interview, once: "2" };
    assert!(matches!(front_door::submit(&later, &clinic, filled).await.unwrap(), Put::In(_)));
    let page = triage::case(&later, &intake, case).await.unwrap();
    assert!(page.phones.is_empty() && page.unsafe_phone, "{:?}", page.phones);
    assert!(
        page.forms
            .iter()
            .flat_map(|f| &f.answers)
            .all(|a| a.answer.as_ref().is_none_or(|w| !w.en.contains("0171")))
    );
}

async fn the_same_form_sent_twice_is_one(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let first = is_in(&network, &clinic, FORM, answers(&network, FORM, &[]), "1").await;
    let again = is_in(&network, &clinic, FORM, answers(&network, FORM, &[]), "1").await;
    assert_eq!((first.number, again.again), (again.number.clone(), true));
    let inbox =
        triage::inbox(&network.app, &network.actor("intake").await, InboxFilter::default()).await.unwrap();
    assert_eq!(inbox.open, 1);
}

async fn a_page_that_is_gone_back_to_is_another_form(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let first = is_in(&network, &clinic, FORM, answers(&network, FORM, &[]), "1").await;
    let text = |words: &str| Answer::one(Value::Text(words.into()));
    let somebody_else = [
        (identity::GIVEN, text("Ottilie")),
        (identity::FAMILY, text("Testwoman")),
        (identity::BIRTH_DATE, Answer::one(Value::Date("2001-11-23".parse().unwrap()))),
        (identity::PHONE, text("918-555-0199")),
    ];
    let second = is_in(&network, &clinic, FORM, answers(&network, FORM, &somebody_else), "1").await;
    assert_ne!(first.number, second.number);
    let again = is_in(&network, &clinic, FORM, answers(&network, FORM, &somebody_else), "1").await;
    assert_eq!((second.number, again.again), (again.number.clone(), true));
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    assert_eq!(inbox.open, 2);
    assert!(inbox.lines.iter().any(|line| line.name == "Ottilie Testwoman"));
}

async fn two_women_of_one_name_and_birthday_are_two(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let text = |words: &str| Answer::one(Value::Text(words.into()));
    let of = |phone: &str, city: &str, zip: &str| {
        [(identity::PHONE, text(phone)), (identity::CITY, text(city)), (identity::POSTAL_CODE, text(zip))]
    };
    let (one, two) = (of("918-555-0171", "Testville", "99012"), of("405-555-0132", "Otherton", "98765"));
    is_in(&network, &clinic, FORM, answers(&network, FORM, &one), "1").await;
    is_in(&network, &clinic, FORM, answers(&network, FORM, &two), "2").await;
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    let mut phones = Vec::new();
    for line in &inbox.lines {
        let page = triage::case(&network.app, &intake, line.case).await.unwrap();
        phones.extend(page.phones.into_iter().map(|phone| phone.number));
    }
    phones.sort();
    assert_eq!(phones, ["405-555-0132", "918-555-0171"], "neither form takes the place of the other");
}

async fn a_wish_counts_whatever_became_of_the_form(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let safe = [(identity::PHONE_SAFE, Answer::code("do_not_use"))];
    let given = answers(&network, FORM, &safe);
    is_in(&network, &clinic, FORM, given, "1").await;
    let mut programme = network.app.programme().clone();
    let mut forms = programme.forms.as_deref().unwrap().clone();
    forms.forms.iter_mut().for_each(|form| form.version.push_str("-next"));
    programme.forms = Some(Arc::new(forms));
    let app = network.with(programme);
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&app, &intake, InboxFilter::default()).await.unwrap();
    let page = triage::case(&app, &intake, inbox.lines[0].case).await.unwrap();
    assert!(page.phones.is_empty() && page.unsafe_phone, "{:?}", page.phones);
    assert!(page.forms[0].answers.is_empty(), "the form is of a version that is not known");
}

async fn private_reasons_and_answers_are_marked(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let more = [("safety.violence", Answer::code("now")), ("social.housing", Answer::code("nowhere"))];
    is_in(&network, &clinic, FORM, answers(&network, FORM, &more), "1").await;
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    let line = &inbox.lines[0];
    let private = |factor: &str| line.reasons.iter().find(|r| r.factor == factor).unwrap().private;
    assert!(private("violence_now") && !private("no_place_to_sleep"));
    let page = triage::case(&network.app, &intake, line.case).await.unwrap();
    let said = |words: &str| page.forms[0].answers.iter().find(|a| a.question.en.contains(words)).unwrap();
    assert!(!said("Where she sleeps").private);
    let private: Vec<_> = page.forms[0].answers.iter().filter(|a| a.private).collect();
    assert!(private.iter().any(|a| a.answer.is_some()), "{private:?}");
}

async fn a_second_form_about_her_joins_her_case_whoever_sends_it(place: Place) {
    let network = Network::over(place).await;
    let (a, b) = (referrer(&network, "clinic-a").await, referrer(&network, "clinic-b").await);
    let one = is_in(&network, &a, FORM, answers(&network, FORM, &[]), "1").await;
    let same = is_in(&network, &a, FORM, answers(&network, FORM, &lost()), "2").await;
    assert!(same.contact_by < one.contact_by, "the same sender");
    let other = is_in(&network, &b, FORM, answers(&network, FORM, &[]), "3").await;
    assert_eq!(other.contact_by, one.contact_by, "another sender learns nothing of what the others wrote");
    let sister = [
        (identity::GIVEN, Answer::one(Value::Text("Ottilie".into()))),
        (identity::BIRTH_DATE, Answer::one(Value::Date("2001-11-23".parse().unwrap()))),
    ];
    is_in(&network, &b, FORM, answers(&network, FORM, &sister), "4").await;
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    assert_eq!(inbox.open, 2, "one is somebody of the same family");
    let hers = inbox.lines.iter().find(|l| l.name == "Rosalinda Testperson").unwrap();
    assert_eq!(triage::case(&network.app, &intake, hers.case).await.unwrap().forms.len(), 3);
}

async fn what_is_wrong_is_said_and_nothing_is_kept(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let wrong = async |more: &[(&str, Answer)]| match put(
        &network,
        &clinic,
        FORM,
        answers(&network, FORM, more),
        "1",
    )
    .await
    .unwrap()
    {
        Put::Wrong(wrong) => wrong.into_iter().map(|w| w.link_id).collect::<Vec<_>>(),
        Put::In(_) => panic!("it is wrong"),
    };
    let far = Answer::one(Value::Date("2199-01-01".parse().unwrap()));
    assert_eq!(wrong(&[(identity::DUE_DATE, far)]).await, [identity::DUE_DATE]);
    let empty = Answers::default();
    let Put::Wrong(missing) = put(&network, &clinic, FORM, empty, "1").await.unwrap() else { panic!() };
    assert!(missing.iter().any(|w| w.link_id == identity::FAMILY), "{missing:?}");
    let inbox =
        triage::inbox(&network.app, &network.actor("intake").await, InboxFilter::default()).await.unwrap();
    assert_eq!(inbox.open, 0);

    let analyst = network.actor("analyst").await;
    let refused = put(&network, &analyst, FORM, answers(&network, FORM, &[]), "1").await;
    assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
    let unknown = put(&network, &clinic, "no_such_form", Answers::default(), "1").await;
    assert!(matches!(unknown, Err(Error::NotFound(_))), "{unknown:?}");
}

async fn a_positive_answer_makes_a_task_with_the_form(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let forms = network.app.programme().forms.clone().unwrap();
    let phq = forms.forms.iter().find(|f| f.id == "phq").unwrap();
    // Nearly every day, to everything.
    let worst: Vec<(String, Answer)> = phq
        .walk()
        .into_iter()
        .filter(|item| !item.parts.is_empty())
        .map(|item| (item.link_id.clone(), Answer::code(&item.kind.choices().last().unwrap().code)))
        .collect();
    let worst: Vec<(&str, Answer)> = worst.iter().map(|(id, answer)| (id.as_str(), answer.clone())).collect();
    is_in(&network, &clinic, "phq", answers(&network, "phq", &worst), "1").await;
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    let page = triage::case(&network.app, &intake, inbox.lines[0].case).await.unwrap();
    let danger = page.tasks.iter().find(|t| t.role == "on_call_clinician").expect("an answer of danger");
    assert_eq!((danger.due - network.app.now()).total(jiff::Unit::Minute).unwrap(), 15.0);
    let score = page.forms[0].scores.iter().find(|s| s.instrument == "PHQ-9").unwrap();
    assert_eq!((score.total, score.positive), (Some(27), Some(true)));
}

async fn who_is_asked_again_is_known(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let intake = network.actor("intake").await;
    let first = is_in(&network, &clinic, FORM, answers(&network, FORM, &[]), "1").await;
    let app = &network.app;
    let case = triage::inbox(app, &intake, InboxFilter::default()).await.unwrap().lines[0].case;
    assert!(matches!(triage::who(app, &clinic, case).await, Err(Error::Denied(_) | Error::NotFound(_))));
    let to_ask = triage::case(app, &intake, case).await.unwrap().to_ask;
    assert!(to_ask.iter().any(|form| form.id == "taps") && !to_ask.iter().any(|form| form.id == FORM));
    let who = triage::who(app, &intake, case).await.unwrap();
    assert!(who.contains(&(identity::BIRTH_DATE, "1996-03-04".to_owned())), "{who:?}");
    let who: Vec<(&str, Answer)> = who
        .into_iter()
        // This form does not ask for her language.
        .filter(|(link_id, _)| *link_id != identity::LANGUAGE)
        .map(|(link_id, said)| {
            let value = match link_id {
                identity::BIRTH_DATE => Value::Date(said.parse().unwrap()),
                _ => Value::Text(said),
            };
            (link_id, Answer::one(value))
        })
        .collect();
    let used =
        [("taps.tobacco", Answer::code("other")), ("taps2.tobacco.1", Answer::one(Value::Boolean(true)))];
    let given = answers(&network, "taps", &[&who[..], &used].concat());
    let again = is_in(&network, &intake, "taps", given, "2").await;
    assert_eq!((first.case, again.case), (None, Some(case)), "it is about her, and a sender sees no case");
    let page = triage::case(app, &intake, case).await.unwrap();
    assert_eq!(page.forms.len(), 2);
    let score = |name: &str| {
        let form = page.forms.iter().find(|form| form.title.en.contains("TAPS")).unwrap();
        form.scores.iter().find(|s| s.instrument == name).unwrap().positive
    };
    assert_eq!((score("TAPS-1"), score("TAPS-2")), (Some(true), Some(true)));
    assert!(page.tasks.iter().any(|task| task.role == "care_coordinator"), "{:?}", page.tasks);
}

async fn each_organisation_sees_what_it_sent(place: Place) {
    let network = Network::over(place).await;
    let (a, b) = (referrer(&network, "clinic-a").await, referrer(&network, "clinic-b").await);
    let receipt = is_in(&network, &a, FORM, answers(&network, FORM, &[]), "1").await;
    let sent = front_door::sent(&network.app, &a, None).await.unwrap().forms;
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].number.as_str(), sent[0].name.as_str()),
        (receipt.number.as_str(), "Rosalinda Testperson")
    );
    assert!(front_door::sent(&network.app, &b, None).await.unwrap().forms.is_empty());
    let nobody = Actor { organization: None::<OrganizationId>, ..a };
    assert!(matches!(front_door::sent(&network.app, &nobody, None).await, Err(Error::Denied(_))));
}

async fn an_answer_of_danger_makes_a_task_on_every_form(place: Place) {
    let network = Network::over(place).await;
    let clinic = referrer(&network, "clinic-a").await;
    let intake = network.actor("intake").await;
    let yes = Answer::one(Value::Boolean(true));
    let at_all = |form: &str| {
        let forms = network.app.programme().forms.clone().unwrap();
        let form = forms.forms.iter().find(|f| f.id == form).unwrap();
        forms
            .actions
            .unanswered(form, &["self_harm", "violence_now", "infant_at_risk", "no_place_to_sleep"])
            .len()
    };
    // Who has to act, and in how many minutes where those run by night too.
    /// Form, question, answer, whose task it is, minutes until it is due, and a word of it.
    type Danger = (&'static str, &'static str, Answer, &'static str, Option<f64>, &'static str);
    let rows: [Danger; 8] = [
        (FORM, "mental.self_harm", yes.clone(), "on_call_clinician", Some(15.0), "danger"),
        (FORM, "safety.violence", Answer::code("now"), "advocate", None, "Private"),
        (FORM, "medical.severe_bp", yes.clone(), "nurse_line", Some(60.0), "Blood pressure"),
        (FORM, "substance.drugs", Answer::code("crisis"), "behavioural_health", None, "Private"),
        (FORM, "social.housing", Answer::code("nowhere"), "navigator", None, "No place to sleep"),
        ("postpartum_referral", "infant.immediate_risk", yes, "on_call_clinician", Some(15.0), "Infant"),
        ("self_referral", "self.signs", Answer::code("hh03"), "on_call_clinician", Some(15.0), "danger"),
        ("self_referral", "safety.violence", Answer::code("now"), "advocate", None, "Private"),
    ];
    for (n, (form, question, answer, role, minutes, words)) in rows.into_iter().enumerate() {
        let name = format!("Danger{n}");
        let who = (identity::FAMILY, Answer::one(Value::Text(name.clone())));
        let phone = (identity::PHONE, Answer::one(Value::Text(format!("918-555-01{n}0"))));
        let born =
            (identity::BIRTH_DATE, Answer::one(Value::Date(format!("199{n}-05-1{n}").parse().unwrap())));
        let given = answers(&network, form, &[who, phone, born, (question, answer)]);
        let receipt = is_in(&network, &clinic, form, given, &n.to_string()).await;
        let first = receipt.sees.first().expect("she is told at once what helps");
        assert_eq!(
            (first.urgent, first.private),
            (minutes.is_some(), words == "Private" && role == "advocate")
        );
        let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
        let line = inbox.lines.iter().find(|line| line.name.ends_with(&name)).expect(question);
        let page = triage::case(&network.app, &intake, line.case).await.unwrap();
        let tasks: Vec<_> = page.tasks.iter().filter(|task| task.role == role).collect();
        assert_eq!(tasks.len(), 1, "{question}: {:?}", page.tasks);
        assert!(tasks[0].what.en.contains(words), "{question}: {}", tasks[0].what.en);
        if let Some(minutes) = minutes {
            let left = (tasks[0].due - network.app.now()).total(jiff::Unit::Minute).unwrap();
            assert_eq!(left, minutes, "{question}");
        }
        assert_eq!(at_all(form), 0, "{form}");
    }
}
