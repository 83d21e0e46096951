//! The front door as people go through it.

use axum::http::StatusCode;
use kith_domain::access::Role;

use crate::world::{Got, SHE_SAYS, WOMEN, World, world, world_with};

const INTAKE: Option<Role> = Some(Role::Intake);

/// Where a page's text has an address of ours: the first that begins so.
fn address<'b>(body: &'b str, path: &str) -> &'b str {
    let at = body.find(path).unwrap_or_else(|| panic!("no {path} in {body}"));
    body[at..].split(['"', '<', '?']).next().unwrap()
}

async fn case_page(world: &World, case: impl std::fmt::Display) -> String {
    world.get(&format!("/triage/{case}"), INTAKE).await.body
}

#[tokio::test]
async fn everybody_begins_where_their_work_is() {
    let world = world().await;
    for (role, home) in [
        (Role::Intake, "/triage"),
        (Role::ServiceLead, "/referrals"),
        (Role::Referrer, "/front-door"),
        (Role::Coordinator, "/today"),
        (Role::ClinicLead, "/today"),
        (Role::DataSteward, "/review"),
    ] {
        assert_eq!(world.get("/", Some(role)).await.location(), home, "{role:?}");
        let page = world.get("/help", Some(role)).await.body;
        let sees = |path: &str| page.contains(&format!("<a href=\"{path}\""));
        assert_eq!(sees("/triage"), matches!(role, Role::Intake | Role::Coordinator), "{role:?}");
        let answers = matches!(role, Role::Intake | Role::Coordinator | Role::ServiceLead);
        assert_eq!(sees("/referrals"), answers, "{role:?}");
        assert_eq!(sees("/front-door"), role != Role::DataSteward, "{role:?}");
    }
}

#[tokio::test]
async fn a_programme_without_a_front_door_shows_none_of_it() {
    let world = world_with(false).await;
    for (role, home) in [
        (Role::Coordinator, "/today"),
        (Role::Intake, "/scorecard"),
        (Role::ServiceLead, "/scorecard"),
        (Role::Referrer, "/help"),
    ] {
        assert_eq!(world.get("/", Some(role)).await.location(), home, "{role:?}");
        let page = world.get(home, Some(role)).await;
        assert_eq!(page.status, StatusCode::OK, "{role:?} at {home}");
        for path in ["/triage", "/referrals", "/front-door"] {
            assert!(!page.body.contains(&format!("href=\"{path}\"")), "{path} for {role:?}");
        }
    }
    for path in
        ["/triage", "/triage/1", "/triage/1/match", "/referrals", "/front-door", "/front-door/self_referral"]
    {
        assert_eq!(world.get(path, Some(Role::Coordinator)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_form_comes_back_until_it_is_whole_and_is_put_in_once() {
    let world = world().await;
    let path = "/front-door/self_referral";
    let put = async |form: &str| world.post(path, Some(Role::Referrer), form).await;
    let first = world.get(path, Some(Role::Referrer)).await.body;
    assert!(first.contains("name=\"once\" value=\"") && first.contains("data-question=\"a.identity.given\""));

    let next = put("do=next&a.identity.given=Rosa&a.self.stage=pregnant&once=1").await;
    assert_eq!(next.status, StatusCode::OK);
    assert!(next.body.contains("value=\"Rosa\"") && !next.body.contains("errors-title"));

    let half = format!("{SHE_SAYS}&a.identity.given=Rosa&a.identity.birth_date=31/31/2001&once=1");
    let half = put(&half).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["value=\"31/31/2001\"", "href=\"#q-identity-birth_date\"", "href=\"#q-identity-family\""] {
        assert!(half.body.contains(kept), "{kept}");
    }
    assert!(half.body.contains("name=\"once\" value=\"1\""));

    let whole = format!(
        "{SHE_SAYS}&a.identity.given=Rosa&a.identity.family=Testwoman&a.identity.birth_date=2001-01-31\
         &a.identity.phone=918-555-0190&a.identity.phone_safe=call&once=1"
    );
    let receipt = put(&whole).await;
    assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.body);
    let number = |got: &Got| got.body.split("<p class=\"big number\">").nth(1).unwrap()[..19].to_owned();
    assert!(!receipt.body.contains("Testwoman"));
    assert_eq!(number(&put(&whole).await), number(&receipt), "sent twice, it is one");
    let sent = world.get("/front-door", Some(Role::Referrer)).await.body;
    assert_eq!(sent.matches(&number(&receipt)).count(), 1);
    assert!(sent.contains("Rosa Testwoman") && sent.contains("<strong>Received</strong>"));
    let other = world.get("/front-door", Some(Role::ServiceLead)).await.body;
    assert!(!other.contains("Testwoman"), "another organisation sent her");
}

#[tokio::test]
async fn a_case_is_taken_tried_weighed_and_closed_and_each_is_undone() {
    let world = world().await;
    let door = world.doors().await[0];
    let case = door.case;
    let back = format!("/triage/{case}");
    let post =
        async |path: String, form: &str| world.post(&path, INTAKE, &format!("back={back}&{form}")).await;

    let inbox = world.get("/triage", INTAKE).await.body;
    assert!(inbox.contains(WOMEN[0]) && inbox.contains(&format!("action=\"/triage/{case}/take\"")));
    let none = world.get("/triage?q=Nobodyatall", INTAKE).await.body;
    assert!(!none.contains(WOMEN[0]) && none.contains("Nobody fits what you asked for."));

    // Who she is stands in a form that is filled in about her, for who may see her case.
    let page = world.get(&format!("/triage/{case}"), INTAKE).await.body;
    let form = format!("/front-door/self_referral?case={case}");
    assert!(page.contains(&format!("href=\"{form}\"")));
    let given = WOMEN[0].split(' ').next().unwrap();
    let filled = world.get(&form, INTAKE).await.body;
    assert!(filled.contains(&format!("name=\"a.identity.given\" value=\"{given}\"")), "{filled}");
    assert_ne!(world.get(&form, Some(Role::Referrer)).await.status, StatusCode::OK);

    let taken = post(format!("/triage/{case}/take"), "").await;
    assert_eq!(taken.location(), format!("{back}?did=taken-{case}"));
    let said = world.get(taken.location(), INTAKE).await.body;
    assert!(
        said.contains("She is yours now.")
            && said.contains(&format!("action=\"/triage/{case}/give\" data-act data-undo"))
    );
    assert!(case_page(&world, case).await.contains("With Test intake"));
    assert_eq!(post(format!("/triage/{case}/give"), "").await.location(), format!("{back}?did=given"));
    assert!(case_page(&world, case).await.contains("Nobody has her yet"));

    let bare = post(format!("/triage/{case}/tier"), "tier=first").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.body.contains("id=\"tier-reason-wrong\">Say why, in a sentence.</p>"));
    let tier = post(format!("/triage/{case}/tier"), "tier=third&reason=She+is+well").await;
    assert_eq!(tier.location(), format!("{back}?did=tier"));
    assert!(case_page(&world, case).await.contains("<q>She is well</q>"));

    let mute = post(format!("/triage/{case}/attempt"), "channel=call").await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    let tried =
        post(format!("/triage/{case}/attempt"), "channel=call&outcome=no_answer&note=ring+late").await;
    assert!(tried.location().starts_with(&format!("{back}?did=attempt-{case}-")), "{}", tried.location());
    assert!(case_page(&world, case).await.contains("ring late"));
    let said = world.get(tried.location(), INTAKE).await.body;
    let undo = address(&said, &format!("/triage/{case}/attempts/")).to_owned();
    assert_eq!(post(undo, "").await.location(), format!("{back}?did=undone"));
    assert!(!case_page(&world, case).await.contains("ring late"));

    let early = post(format!("/triage/{case}/close"), "reason=unable_to_reach").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "not before the protocol");
    let closed = post(format!("/triage/{case}/close"), "reason=moved").await;
    assert_eq!(closed.location(), format!("{back}?did=closed-{case}"));
    assert!(case_page(&world, case).await.contains("Closed: she moved away"));
    assert_eq!(post(format!("/triage/{case}/reopen"), "").await.location(), format!("{back}?did=open"));
    let task = door.task;
    // Without what came of it the case is shown, with that beside the question.
    let bare = post(format!("/tasks/{task}/done"), "").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.body.contains(&format!("id=\"task-{task}-wrong\"")), "{}", bare.body);
    let unseen = post(format!("/tasks/{task}/done"), "came=not_reached").await;
    assert!(unseen.body.contains("No try to reach her is written down"), "{}", unseen.body);
    let came = "came=in_care";
    assert_eq!(post(format!("/tasks/{task}/done"), came).await.location(), format!("{back}?did=task-{task}"));
    assert!(case_page(&world, case).await.contains("She was in care for it already"));
    assert_eq!(post(format!("/tasks/{task}/done"), came).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(format!("/tasks/{task}/undo"), "").await.location(), format!("{back}?did=open"));
}

#[tokio::test]
async fn a_service_without_an_account_answers_by_link_and_each_link_opens_once() {
    let world = world().await;
    let door = world.doors().await[0];
    let paper = world.post(&format!("/referrals/{}/link", door.referral), INTAKE, "").await;
    assert_eq!(paper.status, StatusCode::OK, "{}", paper.body);
    let main = paper.body.split("<main").nth(1).unwrap();
    assert!(
        main.contains("http://kith.test/r/") && main.contains("class=\"qr\"") && !main.contains(WOMEN[0])
    );
    let first = address(main, "/r/").to_owned();

    let page = world.get(&first, None).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        page.body.contains(WOMEN[0])
            && !page.body.contains("<nav")
            && !page.body.contains("Test coordinator")
    );
    for (header, value) in [
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-robots-tag", "noindex, nofollow"),
    ] {
        assert_eq!(page.headers[header], value);
    }
    // Somebody who is signed in sees no more by it.
    assert!(!world.get(&first, INTAKE).await.body.contains("/sign-out"));
    let version = page.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let answer = async |link: &str, form: String| world.post_raw(link, None, &form, &[]).await;
    let no_reason = answer(&first, format!("version={version}&step=return")).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        no_reason.body.contains("Choose one.") && no_reason.body.contains(&first),
        "the link still stands"
    );
    let accepted = answer(&first, format!("version={version}&step=accept")).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
    let second = accepted.location().split('?').next().unwrap().to_owned();
    assert_ne!(first, second);
    let after = world.get(accepted.location(), None).await.body;
    assert!(after.contains("Your answer has arrived.") && after.contains("Accepted"));

    // Used, or never made: nobody learns which.
    let used = world.get(&first, None).await;
    let wrong = world.get("/r/never-made", None).await;
    assert_eq!((used.status, &used.body), (StatusCode::NOT_FOUND, &wrong.body));
    let again = answer(&first, format!("version={version}&step=accept")).await;
    assert_eq!((again.status, &again.body), (StatusCode::NOT_FOUND, &wrong.body));
    let elsewhere = world.get(&second.replace("/r/", "/p/"), None).await;
    assert_eq!((elsewhere.status, &elsewhere.body), (StatusCode::NOT_FOUND, &wrong.body), "for one purpose");
}

#[tokio::test]
async fn places_are_confirmed_by_one_tap() {
    let world = world().await;
    let service = world.services.0;
    let lead = kith_domain::access::Actor { name: "Test".into(), ..world.system.clone() };
    let token = kith_app::referral::places_link(&world.app, &lead, service).await.unwrap().token;
    let link = format!("/p/{token}");
    let page = world.get(&link, None).await;
    assert!(page.body.contains("Never said how many places there are"), "{}", page.body);
    let odd = world.post_raw(&link, None, "places=many", &[]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.body.contains("Write a whole number, such as 3."));
    let said = world.post_raw(&link, None, "places=3", &[]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let next = world.get(said.location(), None).await.body;
    assert!(next.contains("3 free places, confirmed") && next.contains("Still 3 free places"));
    assert_eq!(world.get(&link, None).await.status, StatusCode::NOT_FOUND);

    let lead = Some(Role::ServiceLead);
    let list = world.get("/referrals", lead).await.body;
    assert!(list.contains(&format!("action=\"/services/{service}/places\"")), "{list}");
    let told = world.post(&format!("/services/{service}/places"), lead, "back=/referrals&places=0").await;
    assert_eq!(told.location(), "/referrals?did=places");
    assert!(world.get("/referrals", lead).await.body.contains("Full, confirmed"));
    let other = world.post(&format!("/services/{}/places", world.services.1), lead, "places=9").await;
    assert_eq!(other.status, StatusCode::FORBIDDEN, "another organisation's service");
}

#[tokio::test]
async fn a_service_is_found_asked_and_answers() {
    let world = world().await;
    let door = world.doors().await[0];
    let case = door.case;
    let page = world.get(&format!("/triage/{case}/match"), INTAKE).await.body;
    assert!(page.contains("Asked before: Sent"), "{page}");
    let form = format!("person={}&service={}", door.person, world.services.1);
    let mute = world.post(&format!("/triage/{case}/refer"), INTAKE, &form).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", mute.body);
    let sent = world.post(&format!("/triage/{case}/refer"), INTAKE, &format!("{form}&why=Test")).await;
    assert_eq!(sent.location(), format!("/triage/{case}?did=referred"));
    assert!(
        world.get(sent.location(), INTAKE).await.body.contains("A place is held for her until they answer.")
    );

    let lead = Some(Role::ServiceLead);
    let one = format!("/referrals/{}", door.referral);
    let list = world.get("/referrals", lead).await.body;
    assert!(list.contains("3 referrals wait for your answer") && list.contains(&one), "{list}");
    let page = world.get(&one, lead).await.body;
    assert!(!page.contains(&format!("/triage/{case}")), "her case is not theirs");
    let stale = world.post(&format!("{one}/answer"), lead, "version=0&step=accept").await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.body.contains("Look at it again, then answer."));
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("back={one}&version={version}&step=return&reason=wrong_area&note=too+far");
    let returned = world.post(&format!("{one}/answer"), lead, &form).await;
    assert_eq!(returned.location(), format!("{one}?did=said"));
    let after = world.get(&one, INTAKE).await.body;
    assert!(after.contains("Not taken: she lives outside our area") && after.contains("too far"));
    let word = world.post(&format!("{one}/word"), INTAKE, &format!("back={one}&reached=no")).await;
    assert_eq!(word.location(), format!("{one}?did=said"));
    let none = world.post(&format!("{one}/word"), INTAKE, "reached=").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn she_says_her_own_word_by_her_own_link() {
    let world = world().await;
    let door = world.doors().await[0];
    let paper = world.post(&format!("/referrals/{}/own-link", door.referral), INTAKE, "").await;
    let link = address(paper.body.split("<main").nth(1).unwrap(), "/w/").to_owned();
    let page = world.get(&link, None).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    // It opens in her language, and may be read in the other.
    assert!(page.body.contains("¿Se comunicaron con usted?") && !page.body.contains(WOMEN[0]));
    let english = world.get(&format!("{link}?lang=en"), None).await.body;
    assert!(english.contains("Did they reach you?") && english.contains("?lang=en\""), "{english}");
    // Not yet is an answer; the page after it has the next link, in the same language.
    let not_yet = world.post_raw(&format!("{link}?lang=es"), None, "reached=&served=", &[]).await;
    assert_eq!(not_yet.status, StatusCode::SEE_OTHER, "{}", not_yet.body);
    let next = world.get(not_yet.location(), None).await.body;
    assert!(next.contains("Su respuesta llegó.") && next.contains("?lang=es\""), "{next}");
    let link = address(&next, "/w/").to_owned();
    let said = world.post_raw(&format!("{link}?lang=en"), None, "reached=yes&served=no", &[]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    assert!(world.get(said.location(), None).await.body.contains("Your answer has arrived."));
    assert_eq!(world.get(&link, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get(&link.replace("/w/", "/r/"), None).await.status, StatusCode::NOT_FOUND);
    let intake = world.get(&format!("/referrals/{}", door.referral), INTAKE).await.body;
    assert!(intake.contains("What the three sides say") && intake.contains("<td>yes</td>"));
    for said in ["Was asked: not yet, or not sure", "Said: reached yes, got it no"] {
        assert!(intake.contains(said), "{said}");
    }
    let lead = world.get(&format!("/referrals/{}", door.referral), Some(Role::ServiceLead)).await.body;
    assert!(!lead.contains("What the three sides say"));
}
