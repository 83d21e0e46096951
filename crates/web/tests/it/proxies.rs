//! Misuse by somebody who speaks for a baby: whatever they try, they get the visits of that baby or nothing, and nothing
//! tells why.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use jiff::{SignedDuration, ToSpan};
use kith_app::view::MinePage;
use kith_domain::access::Role;
use kith_domain::id::PersonId;
use kith_web::access::{Gets, Verb, access_table};

use crate::access::{example, prepared};
use crate::misuse::{HIDE, NUMBER, TOLD, ingested, mama, opened};
use crate::world::{NAMES, Rule, SECRET, WOMEN, World, world};

const CLIENT: Option<Role> = Some(Role::Client);
const LEAD: Option<Role> = Some(Role::ClinicLead);
const OWN_PASSWORD: &str = "three purple goats";
/// Nothing of these is for who speaks for a baby.
const HERS: [&str; 8] =
    ["Mama", "Testperson", "Hidden Way", NUMBER, TOLD, SECRET, "Clinic one", "Test outreach_worker"];

/// The form by which the father is given an account.
fn form(more: &str) -> String {
    format!("name=A+Testfather&login=father&evidence=Birth+certificate&last_day=2026-12-31&language=en{more}")
}

async fn signed_in(world: &mut World, login: &str, password: &str) {
    let session = kith_app::sign_in(&world.app, login, password).await.unwrap();
    world.sessions.insert(Role::Client, (session.token, session.csrf));
}

/// Gives the father an account for a baby; the password on the page that says so.
async fn given(world: &World, baby: PersonId, more: &str) -> String {
    let page = world.post(&format!("/people/{baby}/accounts"), LEAD, &form(more)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let mut codes = page.body.split("<code>").skip(1).map(|part| part.split('<').next().unwrap());
    assert_eq!(codes.next(), Some("father"));
    codes.next().expect("a password").to_owned()
}

/// The father, signed in with a password of his own.
async fn father(world: &mut World, more: &str) {
    let password = given(world, world.ours, more).await;
    signed_in(world, "father", &password).await;
    let chosen = world.post("/mine/password", CLIENT, "password=three+purple+goats").await;
    assert_eq!(chosen.location(), "/sign-in", "{}", chosen.body);
    signed_in(world, "father", OWN_PASSWORD).await;
}

async fn seen(world: &World) -> String {
    opened(world, "/mine", Role::Client).await
}

fn is_empty(body: &str) -> bool {
    body.contains("There is nothing here now.") && !body.contains("To come") && !body.contains("Made")
}

#[tokio::test]
async fn an_account_is_given_opened_seen_on_her_list_and_ended_at_once() {
    let mut world = world().await;
    let mama = mama(&world).await;
    let (baby, hers) = (format!("/people/{}", world.ours), format!("/people/{mama}"));
    let password = given(&world, world.ours, "").await;
    let sharing = opened(&world, &format!("{baby}/sharing"), Role::ClinicLead).await;
    assert!(sharing.contains("A Testfather") && sharing.contains("no password chosen yet"), "{sharing}");
    assert!(!sharing.contains(&password), "it is shown once");

    // The password was read by who gave it: it opens nothing but the way to another.
    signed_in(&mut world, "father", &password).await;
    let home = world.get("/", CLIENT).await;
    assert_eq!(home.location(), "/mine");
    let page = seen(&world).await;
    assert!(page.contains("Choose your own password") && !page.contains("To come"), "{page}");
    for (typed, says) in [("short", "at least 12 characters"), (password.as_str(), "that you were given")] {
        let got = world.post("/mine/password", CLIENT, &format!("password={typed}")).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(got.body.contains(says) && !got.body.contains(&password), "{}", got.body);
    }
    let chosen = world.post("/mine/password", CLIENT, "password=three+purple+goats").await;
    assert_eq!(chosen.location(), "/sign-in");
    let out = world.get("/mine", CLIENT).await;
    assert_eq!(out.location(), "/sign-in?next=%2Fmine", "the session with the old one has ended");
    assert!(kith_app::sign_in(&world.app, "father", &password).await.is_err());
    signed_in(&mut world, "father", OWN_PASSWORD).await;

    let page = seen(&world).await;
    assert!(page.contains("Three visits") && page.contains("2 more visits by"), "{page}");
    assert!(page.contains("<h2>Made</h2>") && page.contains("<title>Days</title>"), "{page}");
    for words in HERS.into_iter().chain(NAMES).chain(["A Testfather", "kith.js"]) {
        assert!(!page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("data-away"), "there is a way out");
    assert_eq!(world.post("/language", CLIENT, "language=es&back=/mine").await.location(), "/mine");
    assert!(seen(&world).await.contains("Visitas"));

    let looks = opened(&world, &format!("{baby}/looks"), Role::PrivacyOfficer).await;
    let rows = looks.matches("opened the visits of the baby for whom they speak").count();
    assert!(rows >= 2 && looks.contains("A Testfather") && looks.contains("they act for her"), "{looks}");
    let officer = opened(&world, "/privacy", Role::PrivacyOfficer).await;
    assert!(!officer.contains("A Testfather"), "to look at one's own baby is not odd");

    // She ends it on her own page.
    let sharing = opened(&world, &format!("{hers}/sharing"), Role::ClinicLead).await;
    assert!(sharing.contains("A Testfather") && sharing.contains("for the baby born on"), "{sharing}");
    assert!(!sharing.contains("Annababy"), "who may see the mother need not see her baby: {sharing}");
    let ended = world.post(&format!("{hers}/accounts/1/end"), LEAD, "").await;
    assert_eq!(ended.location(), format!("{hers}/sharing?did=accountended"), "{}", ended.body);
    assert_eq!(world.get("/mine", CLIENT).await.location(), "/sign-in?next=%2Fmine");
    assert!(kith_app::sign_in(&world.app, "father", OWN_PASSWORD).await.is_err());
    let sharing = opened(&world, &format!("{baby}/sharing"), Role::ClinicLead).await;
    assert!(sharing.contains("Ended by Test clinic_lead"), "{sharing}");
    let again = world.post(&format!("{hers}/accounts/1/end"), LEAD, "").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "to end it twice is no error");
    let things = [format!("person/{}", world.ours)];
    let did: BTreeSet<String> = kith_store::audit::about(&world.db, &things)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| entry.action)
        .collect();
    for action in ["give_account", "see_mine", "end_account"] {
        assert!(did.contains(action), "{action} in {did:?}");
    }
}

#[tokio::test]
async fn every_page_is_closed_to_who_speaks_for_a_baby_but_their_own() {
    let (mut world, doors) = prepared().await;
    mama(&world).await;
    for id in [1, 2] {
        let path = format!("/people/{}/concealed/{id}/end", world.ours);
        let done = world.post(&path, Some(Role::Coordinator), "told=in_person").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
    father(&mut world, "").await;
    assert!(seen(&world).await.contains("Three visits"));
    let mut closed = 0;
    for route in access_table() {
        let (path, form) = example(&world, &doors, route.path, 11);
        let path = path.replace("{row}", "1");
        let case = format!("{route:?} at {path}");
        if route.path == "/sign-out" {
            continue;
        }
        let got = match route.verb {
            Verb::Get => world.get(&path, CLIENT).await,
            Verb::Post => world.post(&path, CLIENT, &form).await,
        };
        match route.gets(CLIENT) {
            Gets::Denied => {
                assert_eq!(got.status, StatusCode::FORBIDDEN, "{case}");
                closed += 1;
            }
            _ => assert_ne!(route.gets(CLIENT), Gets::SignIn, "{case}"),
        }
        for words in HERS.into_iter().chain(NAMES).chain(WOMEN) {
            assert!(!got.body.contains(words), "{case} shows {words}: {}", got.body);
        }
    }
    assert!(closed > 120, "{closed}");
}

#[tokio::test]
async fn another_baby_and_none_are_the_same_answer() {
    let mut world = world().await;
    mama(&world).await;
    father(&mut world, "").await;
    let ends = ["", "/timeline.svg", "/sharing", "/looks", "/identity", "/open", "/consent-form"];
    for end in ends {
        let mut answers = BTreeSet::new();
        for person in [world.ours, world.theirs, PersonId(999_999)] {
            let got = world.get(&format!("/people/{person}{end}"), CLIENT).await;
            answers.insert((
                got.status.as_u16(),
                got.body.replace(&format!("people%2F{person}"), "").replace(&format!("/people/{person}"), ""),
            ));
        }
        assert_eq!(answers.len(), 1, "{end}: {answers:?}");
        assert_eq!(answers.first().unwrap().0, 403, "{end}");
    }
    // No address asks for another baby.
    let mine = seen(&world).await;
    for query in [format!("?id={}", world.theirs), format!("?person={}", world.theirs)] {
        assert_eq!(opened(&world, &format!("/mine{query}"), Role::Client).await, mine);
    }
    let other = world.get(&format!("/mine/{}", world.theirs), CLIENT).await;
    let none = world.get("/mine/999999", CLIENT).await;
    assert_eq!((other.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    // What is not hers to end is not there, whether there is such an account or not.
    for id in [1, 999_999] {
        let got = world
            .post(&format!("/people/{}/accounts/{id}/end", world.theirs), Some(Role::Coordinator), "")
            .await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{id}");
    }
    assert_eq!(seen(&world).await, mine, "it goes on");
}

#[tokio::test]
async fn what_closes_it_looks_like_nothing_at_all() {
    let mut world = world().await;
    let mama = mama(&world).await;
    father(&mut world, "").await;
    let hers = format!("/people/{mama}");
    let (before, mut closed) = (seen(&world).await, BTreeSet::new());
    let post = async |world: &World, path: &str, form: &str| {
        let done = world.post(&format!("{hers}{path}"), LEAD, form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.body);
    };
    let no = |to: &str| format!("word=deny&to={to}&channel=spoken&kept_by=A+Test&language=es&on=2026-07-08");
    post(&world, "/concealed", HIDE).await;
    closed.insert(seen(&world).await);
    let refused = world.post(&format!("/people/{}/accounts", world.ours), LEAD, &form("")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("closes the page of this baby"), "who gives it is told: {}", refused.body);
    post(&world, "/concealed/1/end", "told=in_person").await;
    assert_eq!(seen(&world).await, before);
    for said in ["voicemail", "mail", "safe_device"] {
        post(&world, "/plan", &format!("way=call&told=in_person&{said}=no")).await;
        closed.insert(seen(&world).await);
        post(&world, "/plan", "way=call&told=in_person").await;
        assert_eq!(seen(&world).await, before, "{said}");
    }
    for (at, to) in ["kind-proxy", "network"].into_iter().enumerate() {
        post(&world, "/consents", &no(to)).await;
        closed.insert(seen(&world).await);
        let back = format!("person={mama}&told=in_person");
        let back = world.post(&format!("/consents/{}/revoke", at + 1), LEAD, &back).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
        assert_eq!(seen(&world).await, before, "{to}");
    }
    assert_eq!(closed.len(), 1, "they are all one page");
    assert!(closed.iter().all(|body| is_empty(body)), "{closed:?}");
    let of_nobody = {
        signed_in(&mut world, "client", crate::world::PASSWORD).await;
        seen(&world).await
    };
    let plain = |body: &str| {
        body.split("name=\"csrf\"")
            .map(|part| part.split_once('>').map_or("", |p| p.1).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        plain(&of_nobody)[1..],
        plain(closed.first().unwrap())[1..],
        "and that of an account of nobody"
    );
}

#[tokio::test]
async fn a_day_in_court_and_the_last_day_close_it() {
    let mut world = world().await;
    mama(&world).await;
    father(&mut world, "&court_on=2026-07-20").await;
    let father = kith_app::actor(&world.app, "father").await.unwrap().unwrap();
    let on = async |days: i64| {
        let later = world.app.at(world.app.now() + SignedDuration::from_hours(24 * days));
        kith_app::mine(&later, &father).await.unwrap()
    };
    let shows = |page: MinePage| matches!(page, MinePage::Open(babies) if babies.len() == 1);
    assert!(shows(on(11).await), "the day before");
    assert_eq!(on(12).await, MinePage::Open(vec![]), "the day in court");
    assert_eq!(on(30).await, MinePage::Open(vec![]), "and after it");
    // Another, without a court, to the last day; and one that was never opened within a week.
    let lead =
        |more: &str| form(more).replace("login=father", "login=second").replace("2026-12-31", "2026-07-20");
    let page = world.post(&format!("/people/{}/accounts", world.ours), LEAD, &lead("")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let second = kith_app::actor(&world.app, "second").await.unwrap().unwrap();
    let on = async |days: i64| {
        let later = world.app.at(world.app.now() + SignedDuration::from_hours(24 * days));
        kith_app::mine(&later, &second).await.unwrap()
    };
    assert_eq!(on(7).await, MinePage::Choose);
    assert_eq!(on(8).await, MinePage::Open(vec![]), "the password is too old");
    kith_app::choose_password(&world.app, &second, OWN_PASSWORD.into()).await.unwrap();
    assert!(shows(on(12).await), "the last day");
    assert_eq!(on(13).await, MinePage::Open(vec![]), "the day after it");
}

#[tokio::test]
async fn a_visit_that_tells_of_something_sensitive_is_not_among_those_made() {
    let mut world = world().await;
    mama(&world).await;
    father(&mut world, "").await;
    let made = |body: &str| body.split("<h2>Made</h2>").nth(1).map_or(0, |rest| rest.matches("<li>").count());
    assert_eq!(made(&seen(&world).await), 1);
    let visit = |id: &str, day: &str, kind: &str| {
        format!(
            r#"{{"resourceType":"Encounter","id":"{id}","status":"finished","class":{{"code":"AMB"}},"type":[{{"coding":[{kind}]}}],"subject":{{"reference":"Patient/Annababy"}},"period":{{"start":"{day}"}},"serviceProvider":{{"reference":"Organization/one"}}}}"#
        )
    };
    let usual = visit("usual", "2026-06-01", r#"{"code":"well"}"#);
    ingested(&world, &[usual]).await;
    assert_eq!(made(&seen(&world).await), 2);
    let told = r#"{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"F53.0"}"#;
    ingested(&world, &[visit("told", "2026-06-15", told)]).await;
    let page = seen(&world).await;
    assert_eq!(made(&page), 2, "{page}");
    assert!(page.contains("1 more visit by"), "{page}");
}

#[tokio::test]
async fn nobody_speaks_for_a_mother_and_a_form_that_is_wrong_keeps_what_was_typed() {
    let world = world().await;
    let mama = mama(&world).await;
    let hers = world.post(&format!("/people/{mama}/accounts"), LEAD, &form("")).await;
    assert_eq!(hers.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sharing = opened(&world, &format!("/people/{mama}/sharing"), Role::ClinicLead).await;
    assert!(!sharing.contains("Give somebody an account"), "{sharing}");
    let baby = format!("/people/{}/accounts", world.ours);
    let far = world.app.today().checked_add(400.days()).unwrap();
    for (wrong, says) in [
        (form("").replace("login=father", "login="), "rite what they are to sign in with"),
        (form("").replace("login=father", "login=Intake"), "omebody signs in with this already"),
        (form("").replace("Birth+certificate", ""), "rite what shows that they may"),
        (form("").replace("2026-12-31", &far.to_string()), "hoose the last day"),
        (form("").replace("2026-12-31", "2026-07-07"), "hoose the last day"),
        (form("").replace("2026-12-31", "soon"), "rite a day"),
        (form("&court_on=2026-07-08"), "his day has come"),
    ] {
        let got = world.post(&baby, LEAD, &wrong).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(got.body.contains(says) && got.body.contains("A Testfather"), "{wrong}: {}", got.body);
    }
    for role in Role::ALL {
        let may = matches!(role, Role::Coordinator | Role::ClinicLead);
        let got = world.post(&format!("/people/{}/accounts", world.theirs), Some(role), &form("")).await;
        let expected = if role == Role::Coordinator { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(got.status, expected, "{role:?}");
        assert!(may || !got.body.contains("<code>"), "{role:?}");
    }
}

#[tokio::test]
async fn after_a_merge_it_speaks_for_who_the_baby_is_now() {
    let mut world = world().await;
    mama(&world).await;
    // Of two ids the smaller stays.
    let (stays, goes) = (world.ours.min(world.theirs), world.ours.max(world.theirs));
    let password = world.post(&format!("/people/{goes}/accounts"), Some(Role::Coordinator), &form("")).await;
    let password =
        password.body.split("<code>").nth(2).and_then(|part| part.split('<').next()).unwrap().to_owned();
    signed_in(&mut world, "father", &password).await;
    world.post("/mine/password", CLIENT, "password=three+purple+goats").await;
    signed_in(&mut world, "father", OWN_PASSWORD).await;
    let merged = world
        .post(&format!("/people/{goes}/merge"), Some(Role::DataSteward), &format!("other={stays}"))
        .await;
    assert!(merged.location().starts_with(&format!("/people/{stays}/identity?did=")), "{}", merged.body);
    kith_app::live::catch_up(&world.app, &Rule, |_| {}).await.unwrap();
    let page = seen(&world).await;
    // Two babies whose visits were on one day are one baby with one day.
    assert_eq!(page.matches("<h2>Made</h2>").count(), 1, "{page}");
    assert!(page.contains("2 more visits by"), "{page}");
    for words in HERS.into_iter().chain(NAMES) {
        assert!(!page.contains(words), "{words}: {page}");
    }
    let looks = opened(&world, &format!("/people/{stays}/looks"), Role::PrivacyOfficer).await;
    assert!(looks.contains("A Testfather"), "it is on the list of who the baby is now");
    let (one, before) = (format!("/people/{stays}"), format!("/people/{goes}"));
    for page in [&one, &before] {
        let sharing = opened(&world, &format!("{page}/sharing"), Role::Coordinator).await;
        assert!(sharing.contains("A Testfather"), "{page}");
    }
    let hidden = world.post(&format!("{one}/concealed"), Some(Role::Coordinator), HIDE).await;
    assert_eq!(hidden.status, StatusCode::SEE_OTHER);
    assert!(is_empty(&seen(&world).await));
    let ended = world.post(&format!("{one}/accounts/1/end"), Some(Role::Coordinator), "").await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert_eq!(world.get("/mine", CLIENT).await.location(), "/sign-in?next=%2Fmine");
}
