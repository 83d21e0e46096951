//! Nothing is taught, asked or sent about a baby who died, and those who work with the family are told so.

use kith_app::live::catch_up;
use kith_app::teaching::{self, Taught};
use kith_app::view::Recipient;
use kith_app::{Error, NewAccount, goods, triage};
use kith_domain::access::Role;
use kith_domain::care_case::CloseReason;
use kith_domain::goods::Reply;
use kith_domain::loss::Loss;
use kith_testkit::Place;
use serde_json::json;

use crate::events::Nothing;
use crate::goods::Desk;
use crate::network::{Network, woman};

on_both! {
    nobody_teaches_sleep_to_her_whose_baby_died
    nobody_asks_about_a_crib_whose_baby_died
    nobody_asks_after_a_loss_that_somebody_said
}

async fn nobody_teaches_sleep_to_her_whose_baby_died(place: Place) {
    let network = Network::over(place).await;
    let (app, coordinator) = (&network.app, network.actor("coordinator").await);
    let hospital = json!({"resourceType": "Organization", "id": "h", "name": "Test Hospital"});
    let stay = |id: &str, mother: &str| {
        json!({"resourceType": "Encounter", "id": id, "status": "in-progress", "class": {"code": "IMP"},
            "subject": {"reference": format!("Patient/{mother}")}, "period": {"start": "2026-01-02"},
            "serviceProvider": {"reference": "Organization/h"}})
    };
    let (ana, bea) = (woman("a", "Ana", "Testone", "1996-03-04"), woman("b", "Bea", "Testtwo", "1997-05-06"));
    network.takes("Records", &[hospital, ana, bea, stay("sa", "a"), stay("sb", "b")]).await;
    let organization = kith_app::find_organization(app, "Test Hospital").await.unwrap()[0].0;
    let account = NewAccount {
        login: "nurse".into(),
        name: "A Testnurse".into(),
        role: Role::Referrer,
        organization: Some(organization),
        language: "en".into(),
        password: "correct horse battery".into(),
    };
    kith_app::create_account(app, account).await.unwrap();
    let nurse = network.actor("nurse").await;
    let (ana, bea) = (network.person("Records", "a").await, network.person("Records", "b").await);
    for mother in [ana, bea] {
        network.has_baby(mother, "918-555-0100", "2026-01-03", false).await;
    }
    catch_up(app, &Nothing, |_| ()).await.unwrap();
    let list = async || {
        let page = teaching::sleep(app, &nurse, None).await.unwrap();
        page.mothers.into_iter().map(|m| (m.person, m.loss)).collect::<Vec<_>>()
    };
    let told = || Taught { taught: true, language: "en".into(), ..Taught::default() };
    let teach = async |mother| teaching::teach(app, &nurse, None, mother, told()).await;
    assert_eq!(list().await, [(ana, None), (bea, None)]);
    teach(ana).await.unwrap();

    network.has_baby(ana, "918-555-0100", "2026-01-03", true).await;
    assert_eq!(list().await, [(bea, None), (ana, Some(Loss::Baby))], "she stands below, with what happened");
    assert!(matches!(teach(ana).await, Err(Error::Invalid { field: "taught", .. })));
    assert!(teach(bea).await.is_ok());
    // She may be referred for her own sake; who died is not.
    let known = teaching::known_of(app, &nurse, ana).await.unwrap();
    assert!(
        known.iter().all(|(question, _)| !question.contains("phone")),
        "she may have given it to others alone"
    );
    let kept = kith_store::audit::recent(&network.db, 50).await.unwrap();
    assert!(kept.iter().any(|e| e.action == "known_of"
        && e.subject == Some(format!("person/{ana}"))
        && e.detail == format!("why:organization of:{ana}")));
    network.dies(bea, "918-555-0100").await;
    assert_eq!(list().await, [(ana, Some(Loss::Baby)), (bea, Some(Loss::Herself))]);
    assert!(teach(bea).await.is_err());
    assert!(matches!(teaching::known_of(app, &nurse, bea).await, Err(Error::NotFound(_))));
    assert!(teaching::sleep(app, &coordinator, None).await.is_ok());
}

const ANSWERS: [(&str, Reply); 4] =
    [("in_use", Reply::Yes), ("on_back", Reply::Yes), ("alone", Reply::Yes), ("no_smoke", Reply::Yes)];

/// How the thing that was given stands: how many are asked about and how many are not, what the page of the thing and of
/// the case say, what the task says, and whether the answers are taken.
async fn stands(d: &Desk, item: kith_domain::id::ItemId) -> (usize, usize, [Option<Loss>; 2], String, bool) {
    let later = d.network.at(kith_testkit::later(86_400 * 30));
    let page = goods::goods(&later, &d.intake).await.unwrap();
    let thing = goods::item(&later, &d.intake, item).await.unwrap().line.loss;
    let case = triage::case(&later, &d.intake, d.case).await.unwrap();
    let task = d.open_tasks().await.remove(0);
    assert!(case.tasks.iter().any(|t| t.what.en == task), "both pages say the same");
    let answers = ANSWERS.map(|(id, reply)| (id.to_owned(), reply)).to_vec();
    let refused = goods::follow_up(&later, &d.intake, item, answers, None).await.is_err();
    (page.to_ask.len(), page.not_to_ask.len(), [thing, case.loss], task, refused)
}

async fn nobody_asks_about_a_crib_whose_baby_died(place: Place) {
    let d = Desk::over(place).await;
    let item = d.give(&d.intake, Recipient::Case(d.case)).await.unwrap();
    let later = d.network.at(kith_testkit::later(86_400 * 30));
    let due = async || {
        let page = goods::goods(&later, &d.intake).await.unwrap();
        (page.to_ask.len(), page.not_to_ask.len())
    };
    d.network.has_baby(d.person, "918-555-0142", "2026-01-04", false).await;
    assert_eq!(due().await, (1, 0));
    d.network.has_baby(d.person, "918-555-0142", "2026-01-04", true).await;
    let lost = Some(Loss::Baby);
    let not = "Somebody of this family died, or the pregnancy was lost. Do not do this: Portable crib: ask how it goes";
    assert_eq!(stands(&d, item).await, (0, 1, [lost, lost], not.to_owned(), true));
    // Who read it says so, and nobody has to ask any more.
    let task = triage::case(d.app(), &d.intake, d.case).await.unwrap().tasks.remove(0);
    assert_eq!(task.done_at, None);
    triage::complete_task(d.app(), &d.intake, task.task, None).await.unwrap();
    assert!(d.open_tasks().await.is_empty());
}

async fn nobody_asks_after_a_loss_that_somebody_said(place: Place) {
    let d = Desk::over(place).await;
    let item = d.give(&d.intake, Recipient::Case(d.case)).await.unwrap();
    triage::close(d.app(), &d.intake, d.case, CloseReason::Loss).await.unwrap();
    let (asked, not_asked, said, _, refused) = stands(&d, item).await;
    let lost = Some(Loss::Said);
    assert_eq!((asked, not_asked, said, refused), (0, 1, [lost, lost], true));
    triage::reopen(d.app(), &d.intake, d.case).await.unwrap();
    let (asked, not_asked, said, _, refused) = stands(&d, item).await;
    assert_eq!((asked, not_asked, said, refused), (1, 0, [None, None], false));
}
