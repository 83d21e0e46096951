//! Misuse: what somebody tries who looks for a person who hides, or for what was told in confidence. Each try gets what
//! everybody gets who asks for nothing.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kith_app::{goods, referral};
use kith_domain::access::Role;
use kith_domain::id::PersonId;

use crate::world::{Rule, WOMEN, World, world};

/// The number that babies of the network and Mama have.
pub const NUMBER: &str = "555 010 0001";
const STREET: &str = "12 Hidden Way";
/// What Mama told her clinic in confidence.
pub const TOLD: &str = "Postpartum depression";
pub const HIDE: &str = "what=address&what=phone&reason=Court+order&substitute=PO+Box+1";

/// Takes records in.
pub async fn ingested(world: &World, lines: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("records.ndjson");
    std::fs::write(&file, lines.join("\n")).unwrap();
    kith_app::ingest::ingest(&world.app, "test", &[file], Default::default(), |_| {}).await.unwrap();
    kith_app::live::catch_up(&world.app, &Rule, |_| {}).await.unwrap();
}

/// Anna's mother, with an address, a number and a diagnosis told in confidence.
pub async fn mama(world: &World) -> PersonId {
    let lines = [
        format!(
            r#"{{"resourceType":"Patient","id":"Mama","name":[{{"family":"Testperson","given":["Mama"]}}],"telecom":[{{"system":"phone","value":"+1 {NUMBER}"}}],"address":[{{"line":["{STREET}"],"city":"Testville"}}],"link":[{{"other":{{"reference":"RelatedPerson/m"}},"type":"seealso"}}]}}"#
        ),
        r#"{"resourceType":"RelatedPerson","id":"m","patient":{"reference":"Patient/Annababy"},"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"NMTH"}]}]}"#.to_owned(),
        format!(
            r#"{{"resourceType":"Condition","id":"told","code":{{"coding":[{{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"F53.0","display":"{TOLD}"}}]}},"subject":{{"reference":"Patient/Mama"}},"onsetDateTime":"2026-06-01"}}"#
        ),
    ];
    ingested(world, &lines).await;
    let page = kith_app::dyad(&world.app, &world.system, world.ours, "en").await.unwrap();
    page.mother.expect("she is known").id
}

pub async fn opened(world: &World, path: &str, role: Role) -> String {
    let got = world.get(path, Some(role)).await;
    assert_eq!(got.status, StatusCode::OK, "{path} as {role:?}: {}", got.body);
    got.body
}

#[tokio::test]
async fn who_hides_is_found_by_no_address_and_no_number_and_shown_with_neither() {
    let world = world().await;
    let mama = mama(&world).await;
    let (baby, hers) = (format!("/people/{}", world.ours), format!("/people/{mama}"));
    let identity = format!("{hers}/identity");
    let pages = [
        ("/worklist", Role::OutreachWorker),
        ("/worklist.csv?done=1", Role::OutreachWorker),
        ("/worklist.csv?done=1", Role::ClinicLead),
        ("/today", Role::OutreachWorker),
        (baby.as_str(), Role::OutreachWorker),
        (baby.as_str(), Role::ClinicLead),
        (hers.as_str(), Role::Coordinator),
        (identity.as_str(), Role::DataSteward),
    ];
    let shows = |body: &str| body.contains(NUMBER) || body.contains(STREET);
    for (path, role) in pages {
        assert!(shows(&opened(&world, path, role).await), "{path} as {role:?} shows what is not concealed");
    }
    let rows = |csv: String| -> Vec<String> {
        let gone = |line: &str| line.replace(&format!("'+1 {NUMBER}"), "").replace("call_or_text", "");
        csv.lines().map(gone).collect()
    };
    let before = rows(opened(&world, "/worklist.csv?done=1", Role::Coordinator).await);

    let hidden = world.post(&format!("{hers}/concealed"), Some(Role::ClinicLead), HIDE).await;
    assert_eq!(hidden.status, StatusCode::SEE_OTHER, "{}", hidden.body);
    for (path, role) in
        pages.into_iter().filter(|(path, _)| !path.starts_with("/worklist") && *path != "/today")
    {
        let body = opened(&world, path, role).await;
        assert!(!shows(&body), "{path} as {role:?}: {body}");
    }
    for (path, role) in pages {
        let body = opened(&world, path, role).await;
        // The other family of the network has the number too, and does not hide.
        let of_hers: Vec<&str> = body.lines().filter(|line| line.contains("Annababy")).collect();
        assert!(!of_hers.iter().any(|line| path.contains("csv") && shows(line)), "{path} as {role:?}");
    }
    // The file has the same rows in the same order, and nothing but the number and its use is gone.
    let after = rows(opened(&world, "/worklist.csv?done=1", Role::Coordinator).await);
    assert_eq!(after, before);

    // A search knows names alone: an address and a number find nobody, whether she hides or not.
    for asked in ["12+Hidden+Way", "Hidden", "555+010+0001", "5550100001", "PO+Box+1"] {
        for person in [mama, world.theirs] {
            let path = format!("/people/{person}/identity?q={asked}");
            let text = asked.replace('+', " ");
            let page = kith_app::review::identity(&world.app, &world.system, person, &text).await.unwrap();
            assert!(page.found.is_empty(), "{path}");
            assert!(!opened(&world, &path, Role::DataSteward).await.contains("name=\"other\""), "{path}");
        }
    }
    for role in Role::ALL.into_iter().filter(|role| *role != Role::DataSteward && *role != Role::Coordinator)
    {
        let got = world.get(&format!("{identity}?q=Hidden"), Some(role)).await;
        let nobodys = world.get("/people/999999/identity?q=Hidden", Some(role)).await;
        assert_eq!((got.status, nobodys.status), (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN), "{role:?}");
    }
}

#[tokio::test]
async fn what_a_case_says_of_who_hides_is_on_no_page_of_the_front_door() {
    let world = world().await;
    let doors = world.doors().await;
    let door = doors[0];
    let (case, asked) = (format!("/triage/{}", door.case), format!("/referrals/{}", door.referral));
    assert!(opened(&world, &case, Role::Intake).await.contains("918-555-0141"));
    assert!(opened(&world, &asked, Role::ServiceLead).await.contains("918-555-0141"));
    let lines =
        |body: String| -> Vec<&str> { WOMEN.into_iter().filter(|name| body.contains(name)).collect() };
    let order = |body: &str| -> Vec<Option<usize>> { WOMEN.iter().map(|name| body.find(name)).collect() };
    let before = opened(&world, "/triage", Role::Intake).await;
    let found = lines(opened(&world, "/triage?q=0141", Role::Intake).await);
    assert_eq!(found, Vec::<&str>::new(), "nobody is found by a number");

    let hide = format!("/people/{}/concealed", door.person);
    assert_eq!(world.post(&hide, Some(Role::Intake), HIDE).await.status, StatusCode::SEE_OTHER);
    let token = referral::issue_link(&world.app, &world.system, door.referral).await.unwrap().token;
    for (path, role) in [
        (case.clone(), Some(Role::Intake)),
        (case, Some(Role::Coordinator)),
        (asked.clone(), Some(Role::ServiceLead)),
        (asked, Some(Role::Intake)),
        (format!("/r/{token}"), None),
    ] {
        let got = world.get(&path, role).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        assert!(!got.body.contains("555-0141"), "{path} as {role:?}: {}", got.body);
    }
    let after = opened(&world, "/triage", Role::Intake).await;
    assert_eq!(order(&after).iter().map(Option::is_some).collect::<Vec<_>>(), [true; 3]);
    assert_eq!(order(&after), order(&before), "nothing of the list moves");
}

#[tokio::test]
async fn what_a_mother_told_never_comes_through_her_baby() {
    let world = world().await;
    let mama = mama(&world).await;
    let baby = format!("/people/{}", world.ours);
    for role in [Role::Coordinator, Role::ClinicLead, Role::OutreachWorker] {
        for path in [baby.clone(), format!("{baby}/timeline.svg")] {
            let body = opened(&world, &path, role).await;
            assert!(!body.contains(TOLD) && !body.contains("F53"), "{path} as {role:?}");
        }
    }
    let why = "it is the mother’s, and this is her baby’s page";
    assert!(opened(&world, &baby, Role::ClinicLead).await.contains(why));
    // Who cares for her sees it on her own page, and who does not is told why not.
    let hers = format!("/people/{mama}");
    assert!(opened(&world, &hers, Role::ClinicLead).await.contains(TOLD));
    let far = opened(&world, &hers, Role::Coordinator).await;
    assert!(!far.contains(TOLD) && far.contains("it is sensitive, and she was not asked"), "{far}");

    // Nor does it come by the record's own address, or by the page of the baby in an emergency.
    let page = kith_app::dyad(&world.app, &world.system, mama, "en").await.unwrap();
    assert!(page.timeline.iter().all(|item| item.what != TOLD));
    let open = "reason=danger&words=She+does+not+answer+and+her+sister+is+worried";
    let glass = world.post(&format!("{baby}/open"), Some(Role::Coordinator), open).await;
    assert_eq!(glass.status, StatusCode::SEE_OTHER);
    assert!(!opened(&world, &baby, Role::Coordinator).await.contains(TOLD));
    assert_eq!(
        world.post(&format!("{hers}/open"), Some(Role::Coordinator), open).await.status,
        StatusCode::SEE_OTHER
    );
    let seen = opened(&world, &hers, Role::Coordinator).await;
    assert!(seen.contains(TOLD) && seen.contains("Open to you because of an emergency"));

    // Her no hides it from her own clinic too.
    let no = "word=deny&to=network&category=behavioral_health&channel=screen&language=en&on=2026-07-08";
    let said = world.post(&format!("{hers}/consents"), Some(Role::ClinicLead), no).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let lead = opened(&world, &hers, Role::ClinicLead).await;
    assert!(!lead.contains(TOLD) && lead.contains("she said no (word 1)"), "{lead}");
}

#[tokio::test]
async fn what_was_taken_back_stops_at_once_also_by_links_that_were_sent() {
    let world = world().await;
    let doors = world.doors().await;
    let (door, name) = (doors[0], WOMEN[0]);
    let link =
        format!("/r/{}", referral::issue_link(&world.app, &world.system, door.referral).await.unwrap().token);
    let one = format!("/referrals/{}", door.referral);
    assert!(world.get(&link, None).await.body.contains(name));
    let yes =
        "word=permit&to=network&category=contact&channel=spoken&kept_by=A+Test&language=es&on=2026-07-08";
    let person = format!("/people/{}", door.person);
    let given = world.post(&format!("{person}/consents"), Some(Role::Intake), yes).await;
    assert_eq!(given.location(), format!("{person}/sharing?did=word"), "{}", given.body);
    assert!(world.get(&link, None).await.body.contains(name));
    let rows = |body: &str| body.matches("data-key=\"referral-").count();
    let before = rows(&opened(&world, "/referrals", Role::ServiceLead).await);
    // What she has of the service's goods, which are called back meanwhile, and what is kept for her.
    let (has, kept) = (world.thing(&door, false).await, world.thing(&door, true).await);
    let reason = "Test";
    let recall = goods::call_back(&world.app, &world.system, "crib", "GOOD", reason).await.unwrap();
    let recall = format!("/goods/recalls/{recall}");
    let lists = ["/goods".to_owned(), recall.clone(), format!("{recall}.csv")];
    let things = [has, kept].map(|item| format!("/goods/items/{item}"));
    let give = format!("/goods/give?to=referral-{}", door.referral);
    for path in lists.iter().chain(&things).chain([&give]) {
        assert!(opened(&world, path, Role::ServiceLead).await.contains(name), "{path}");
    }
    let items = |body: &str| body.matches("id=\"item-").count();
    let items_before = items(&opened(&world, &recall, Role::ServiceLead).await);

    // A page that is open in a browser keeps its form; the form does not keep its right.
    let version = referral::referral(&world.app, &world.system, door.referral).await.unwrap().version;
    let back = world.post("/consents/1/revoke", Some(Role::Intake), "how=by+telephone").await;
    assert_eq!(back.location(), format!("{person}/sharing?did=wordback"), "{}", back.body);
    for got in [
        world.get(&link, None).await,
        world.post(&link, None, &format!("step=accept&version={version}")).await,
    ] {
        assert_eq!(got.status, StatusCode::NOT_FOUND);
        assert!(got.body.contains("may not be shown any more"), "{}", got.body);
        for word in [name, "consent", "revoked", "took", "Nunez", "0141"] {
            assert!(!got.body.contains(word), "{word}: {}", got.body);
        }
    }
    let list = opened(&world, "/referrals", Role::ServiceLead).await;
    assert!(!list.contains(name) && list.contains("Name not shown any more"));
    assert_eq!(rows(&list), before, "the list has as many lines");
    let got = world.get(&one, Some(Role::ServiceLead)).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert!(!got.body.contains(name) && got.body.contains("may not be shown any more"));
    assert!(opened(&world, &one, Role::Intake).await.contains(name), "who works on her case sees it");
    let (lead, answer) = (Some(Role::ServiceLead), format!("step=attempt&version={version}"));
    for got in [
        world.post(&format!("{one}/answer"), lead, &answer).await,
        world.get(&give, lead).await,
        world.get(&things[0], lead).await,
        world.get(&things[1], lead).await,
        world.post(&format!("{}/return", things[0]), lead, "fit=yes").await,
    ] {
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{}", got.body);
        assert!(!got.body.contains(name) && !got.body.contains("0141"), "{}", got.body);
    }
    for path in &lists {
        let body = opened(&world, path, Role::ServiceLead).await;
        assert!(!body.contains(name) && !body.contains("0141"), "{path}: {body}");
        assert!(opened(&world, path, Role::Intake).await.contains(name), "{path}");
    }
    assert_eq!(items(&opened(&world, &recall, Role::ServiceLead).await), items_before, "as many lines");
    // It stays so in a process that starts anew.
    let later = world.app.at(world.app.now() + SignedDuration::from_hours(30));
    let token = link.trim_start_matches("/r/");
    assert!(referral::by_link(&later, token).await.is_err());
}

#[tokio::test]
async fn a_service_calls_nobody_about_goods_whom_it_may_not_call() {
    let world = world().await;
    let door = world.doors().await[1];
    let (item, number) = (world.thing(&door, false).await, "918-555-0152");
    let recall = goods::call_back(&world.app, &world.system, "crib", "GOOD", "Test").await.unwrap();
    let paths = [
        format!("/goods/items/{item}"),
        format!("/goods/recalls/{recall}"),
        format!("/goods/recalls/{recall}.csv"),
    ];
    for path in &paths {
        assert!(opened(&world, path, Role::ServiceLead).await.contains(number), "{path}");
    }
    // She is referred anew, and must not be contacted about that; then the service has nothing to do with her any more.
    let back = async |id| {
        let version = referral::referral(&world.app, &world.system, id).await.unwrap().version;
        referral::withdraw(&world.app, &world.system, id, version, None).await.unwrap();
    };
    back(door.referral).await;
    let asked = async |silent| {
        let (case, person, service) = (door.case, door.person, world.services.0);
        referral::refer(&world.app, &world.system, case, person, service, "Test", silent).await.unwrap()
    };
    let silent = asked(true).await;
    let quiet = async |when: &str| {
        for path in &paths {
            let body = opened(&world, path, Role::ServiceLead).await;
            assert!(body.contains(WOMEN[1]) && !body.contains(number), "{path} {when}: {body}");
            let lead = opened(&world, path, Role::Intake).await;
            assert!(lead.contains(number), "{path} {when}: whoever works on her case may call");
        }
        let list = opened(&world, &paths[1], Role::ServiceLead).await;
        assert!(list.contains("Your service must not contact her about this"), "{when}: {list}");
    };
    quiet("while she must not be contacted").await;
    back(silent).await;
    quiet("once it has ended").await;
    asked(false).await;
    for path in &paths {
        assert!(opened(&world, path, Role::ServiceLead).await.contains(number), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_yours_answers_like_what_is_not_there() {
    let world = world().await;
    let paths = ["sharing", "consent-form", "looks"];
    let doors = world.doors().await;
    for (role, other) in [
        (Role::ClinicLead, world.theirs),
        (Role::Intake, world.theirs),
        (Role::ServiceLead, doors[0].person),
        (Role::Referrer, doors[0].person),
        (Role::DataSteward, world.ours),
    ] {
        for path in paths {
            let there = world.get(&format!("/people/{other}/{path}"), Some(role)).await;
            let nowhere = world.get(&format!("/people/999999/{path}"), Some(role)).await;
            assert_eq!(
                (there.status, nowhere.status),
                (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
                "{path} {role:?}"
            );
            let plain = |body: &str| body.replace(&other.to_string(), "N").replace("999999", "N");
            assert_eq!(plain(&there.body), plain(&nowhere.body), "{path} as {role:?}");
        }
    }
    for id in [1, 999_999] {
        for role in [Role::ServiceLead, Role::Referrer, Role::Analyst] {
            let got = world.post(&format!("/consents/{id}/revoke"), Some(role), "").await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{id} as {role:?}");
        }
    }
}

#[tokio::test]
async fn an_emergency_opens_to_look_for_a_while_and_is_reviewed() {
    let world = world().await;
    let theirs = format!("/people/{}", world.theirs);
    let (lead, officer) = (Some(Role::ClinicLead), Some(Role::PrivacyOfficer));
    assert_eq!(world.get(&theirs, lead).await.status, StatusCode::FORBIDDEN);
    let short = world.post(&format!("{theirs}/open"), lead, "reason=danger&words=hm").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("say in a sentence why"));
    let open = "reason=danger&words=The+mother+called+from+the+street";
    for role in Role::ALL {
        let may = matches!(role, Role::ClinicLead | Role::Coordinator | Role::Intake);
        if !may {
            let got = world.post(&format!("{theirs}/open"), Some(role), open).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }
    assert_eq!(
        world.post(&format!("{theirs}/open"), lead, open).await.location(),
        format!("{theirs}?did=opened")
    );
    let seen = opened(&world, &theirs, Role::ClinicLead).await;
    assert!(seen.contains("Bertababy") && seen.contains("because of an emergency"));
    // To look, and for nothing else; and for an hour.
    let visit = world.post(&format!("{theirs}/visit"), lead, "on=2026-07-07").await;
    assert_eq!(visit.status, StatusCode::FORBIDDEN);
    let clinic = kith_app::actor(&world.app, Role::ClinicLead.name()).await.unwrap().unwrap();
    let at = |minutes| world.app.at(world.app.now() + SignedDuration::from_mins(minutes));
    assert!(kith_app::dyad(&at(59), &clinic, world.theirs, "en").await.is_ok());
    assert!(kith_app::dyad(&at(60), &clinic, world.theirs, "en").await.is_err());

    let page = opened(&world, "/privacy", Role::PrivacyOfficer).await;
    assert!(page.contains("The mother called from the street") && !page.contains("Bertababy"));
    let looks = opened(&world, &format!("{theirs}/looks"), Role::PrivacyOfficer).await;
    assert!(looks.contains("Test clinic_lead") && looks.contains("an emergency"));
    for role in [Role::Coordinator, Role::ClinicLead, Role::Intake] {
        let got = world.post("/privacy/1/review", Some(role), "finding=fine").await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    let bare = world.post("/privacy/1/review", officer, "finding=not_fine").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let found = world.post("/privacy/1/review", officer, "finding=not_fine&note=No+call+is+on+record").await;
    assert_eq!(found.location(), "/privacy?did=reviewed");
    assert_eq!(world.get(&theirs, lead).await.status, StatusCode::FORBIDDEN, "it is closed at once");
}

#[tokio::test]
async fn how_she_is_contacted_changes_only_when_it_is_sure() {
    let world = world().await;
    let door = world.doors().await[0];
    let person = format!("/people/{}", door.person);
    let case = format!("/triage/{}", door.case);
    let plan = "way=call&from=09:00&until=11:00&code_word=blue&voicemail=no";
    let told =
        world.post(&format!("{person}/plan"), Some(Role::Intake), &format!("{plan}&told=in_person")).await;
    assert_eq!(told.location(), format!("{person}/sharing?did=plan"), "{}", told.body);
    let body = opened(&world, &case, Role::Intake).await;
    assert!(body.contains("09:00–11:00") && body.contains("blue") && !body.contains("sms:"), "{body}");
    // Somebody writes that another way is safe now, which nobody heard from her.
    let change = "way=text&code_word=crimson&told=otherwise";
    assert_eq!(
        world.post(&format!("{person}/plan"), Some(Role::Intake), change).await.status,
        StatusCode::SEE_OTHER
    );
    let body = opened(&world, &case, Role::Intake).await;
    assert!(body.contains("blue") && !body.contains("crimson") && body.contains("not sure yet"));
    let sure = world.post(&format!("{person}/plan/2/confirm"), Some(Role::Intake), "told=otherwise").await;
    assert_eq!(sure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = world
        .post(&format!("/people/{}/plan/2/confirm", world.ours), Some(Role::ClinicLead), "told=in_person")
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "it is not hers");
    let sure = world.post(&format!("{person}/plan/2/confirm"), Some(Role::Intake), "told=called_back").await;
    assert_eq!(sure.location(), format!("{person}/sharing?did=sure"));
    let body = opened(&world, &case, Role::Intake).await;
    assert!(body.contains("crimson") && !body.contains("blue"));
    // What was typed into a form that is wrong is not lost.
    let wrong = world
        .post(
            &format!("{person}/plan"),
            Some(Role::Intake),
            "way=call&from=12:00&until=11:00&code_word=green&told=in_person",
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("the safe hours end after they begin") && wrong.body.contains("green"));
}

#[tokio::test]
async fn a_no_is_taken_back_only_when_it_is_sure_that_she_says_so() {
    let world = world().await;
    let (door, intake) = (world.doors().await[0], Some(Role::Intake));
    let person = format!("/people/{}", door.person);
    let no = "word=deny&to=network&channel=spoken&kept_by=A+Test&language=es&on=2026-07-08";
    let said = world.post(&format!("{person}/consents"), intake, no).await;
    assert_eq!(said.location(), format!("{person}/sharing?did=word"), "{}", said.body);
    let referral = format!("/referrals/{}", door.referral);
    let closed = async || world.get(&referral, Some(Role::ServiceLead)).await.status == StatusCode::FORBIDDEN;
    assert!(closed().await);
    let back = async |more: &str| {
        let form = format!("person={}&how=I+am+she%2C+lift+that{more}", door.person);
        world.post("/consents/1/revoke", intake, &form).await
    };
    for more in ["", "&told=otherwise", "&told=nonsense"] {
        let got = back(more).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{more}: {}", got.body);
        assert!(
            got.body.contains("she has to say it in person")
                || got.body.contains("She has to say it in person")
        );
        assert!(got.body.contains("I am she, lift that"), "what was typed stays: {}", got.body);
        assert!(closed().await, "{more}");
    }
    assert_eq!(back("&told=called_back").await.location(), format!("{person}/sharing?did=wordback"));
    assert!(!closed().await);
}

/// What she said of how to call her safely, as every page has it beside her number.
const SAFELY: [&str; 3] = ["09:30", "wrong number", "marigold"];

#[tokio::test]
async fn wherever_her_number_is_there_is_how_to_use_it_safely() {
    let world = world().await;
    let mama = mama(&world).await;
    let door = world.doors().await[0];
    let item = world.thing(&door, false).await;
    let recall = goods::call_back(&world.app, &world.system, "crib", "GOOD", "Test").await.unwrap();
    let token = referral::issue_link(&world.app, &world.system, door.referral).await.unwrap().token;
    let (case, asked) = (format!("/triage/{}", door.case), format!("/referrals/{}", door.referral));
    let (thing, recall) = (format!("/goods/items/{item}"), format!("/goods/recalls/{recall}"));
    let (baby, link, file) =
        (format!("/people/{}", world.ours), format!("/r/{token}"), format!("{recall}.csv"));
    let hers = [
        (case.as_str(), Some(Role::Intake)),
        (asked.as_str(), Some(Role::Intake)),
        (asked.as_str(), Some(Role::ServiceLead)),
        (link.as_str(), None),
        (thing.as_str(), Some(Role::ServiceLead)),
        (recall.as_str(), Some(Role::ServiceLead)),
        (file.as_str(), Some(Role::ServiceLead)),
    ];
    let mamas = [
        (baby.as_str(), Some(Role::OutreachWorker)),
        ("/worklist", Some(Role::OutreachWorker)),
        ("/worklist.csv", Some(Role::OutreachWorker)),
        ("/worklist", Some(Role::ClinicLead)),
        ("/today", Some(Role::OutreachWorker)),
    ];
    let plan = "from=09:30&until=11:00&if_another=wrong+number&code_word=marigold&told=in_person";
    let told = async |person: PersonId, role, ways: &str| {
        let told = world.post(&format!("/people/{person}/plan"), Some(role), &format!("{plan}{ways}")).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    };
    let body = async |path: &str, role: Option<Role>| {
        let got = world.get(path, role).await;
        assert_eq!(got.status, StatusCode::OK, "{path} as {role:?}: {}", got.body);
        got.body
    };
    for (pages, number, tel, person, by) in [
        (&hers[..], "555-0141", "tel:9185550141", door.person, Role::Intake),
        (&mamas[..], NUMBER, "tel:+15550100001", mama, Role::ClinicLead),
    ] {
        told(person, by, "&way=call&way=text").await;
        for (path, role) in pages {
            let body = body(path, *role).await;
            assert!(body.contains(number), "{path} as {role:?} has her number: {body}");
            for words in SAFELY {
                assert!(body.contains(words), "{words} on {path} as {role:?}: {body}");
            }
        }
        // Where calls are not safe, no page has a button that calls.
        told(person, by, "&way=text").await;
        for (path, role) in pages {
            let body = body(path, *role).await;
            // The other family of the network has the number too.
            let rows = body.split("data-row").filter(|row| !row.contains("Bertababy"));
            assert!(!rows.into_iter().any(|row| row.contains(tel)), "{path} as {role:?}: {body}");
            assert!(body.contains("text_only") || body.contains("Texts only, no calls"), "{path}: {body}");
        }
        told(person, by, "&way=home_visit").await;
        for (path, role) in pages {
            let body = body(path, *role).await;
            let rows = body.split(['\n', '\r']).flat_map(|l| l.split("data-row"));
            let hers: Vec<&str> = rows.filter(|row| !row.contains("Bertababy")).collect();
            assert!(!hers.iter().any(|row| row.contains(number)), "{path} as {role:?}: {body}");
        }
    }
}
