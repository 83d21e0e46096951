//! Pages of flow: a step moves a number, the number opens into people, and who may not see them is told nothing.

use axum::http::StatusCode;
use kith_app::triage;
use kith_domain::access::Role;
use kith_domain::priority::Tier;

use crate::world::{MEASURE, NAMES, OVERRIDDEN, Rule, WOMEN, World, world};

async fn text(world: &World, path: &str, role: Role) -> String {
    let got = world.get(path, Some(role)).await;
    assert_eq!(got.status, StatusCode::OK, "{path} as {role:?}: {}", got.body);
    got.body
}

#[tokio::test]
async fn a_tier_set_by_hand_moves_a_number_that_opens_into_people() {
    let world = world().await;
    let doors = world.doors().await;
    let catch_up = async || kith_app::live::catch_up(&world.app, &Rule, |_| {}).await.unwrap();
    catch_up().await;
    let page = format!("/measures/{OVERRIDDEN}");
    let before = text(&world, &page, Role::Coordinator).await;
    assert!(before.contains(&format!("/flow/{OVERRIDDEN}?status=not_met")), "the number opens");
    triage::override_tier(&world.app, &world.system, doors[0].case, Tier::First, "knows her").await.unwrap();
    catch_up().await;
    assert_ne!(text(&world, &page, Role::Coordinator).await, before, "the number moved");

    let met = format!("/flow/{OVERRIDDEN}?status=met");
    for role in [Role::Coordinator, Role::Intake] {
        let body = text(&world, &met, role).await;
        assert!(body.contains(&format!("/triage/{}", doors[0].case)), "{role:?}");
        assert!(WOMEN.iter().any(|name| body.contains(name)), "{role:?}");
    }
    let nobody = text(&world, &format!("/flow/{OVERRIDDEN}?status=excluded"), Role::Intake).await;
    assert!(nobody.contains("Nobody stands here now."));
    let by_group = format!("/flow/{OVERRIDDEN}?status=met&by=race_ethnicity&group=Asian");
    assert!(text(&world, &by_group, Role::Intake).await.contains("Nobody stands here now."));
    for role in [Role::Analyst, Role::ClinicLead, Role::OutreachWorker] {
        assert_eq!(world.get(&met, Some(role)).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

#[tokio::test]
async fn a_number_of_families_opens_into_those_whom_the_reader_may_see() {
    let world = world().await;
    kith_app::live::catch_up(&world.app, &Rule, |_| {}).await.unwrap();
    let [ours, theirs] = NAMES;
    let list = format!("/flow/{MEASURE}?status=pending");
    let page = text(&world, &format!("/measures/{MEASURE}"), Role::Coordinator).await;
    assert!(page.contains(&list) && page.contains("See the families behind this number"));
    let everybody = text(&world, &list, Role::Coordinator).await;
    assert!(everybody.contains(ours) && everybody.contains(theirs) && everybody.contains("1 of 3"));
    assert!(everybody.contains(&format!("/people/{}\"", world.ours)));
    let clinic = text(&world, &format!("{list}&clinic={}", world.clinic), Role::Coordinator).await;
    assert!(clinic.contains(ours) && !clinic.contains(theirs) && clinic.contains("Clinic one"), "{clinic}");
    // A lead is shown the own clinic whichever is asked for, and who reaches families the own caseload.
    for role in [Role::ClinicLead, Role::OutreachWorker] {
        for address in [list.clone(), format!("{list}&clinic=2"), format!("{list}&clinic=99")] {
            let body = text(&world, &address, role).await;
            // A caseload may be narrowed to another clinic, which then holds nobody.
            let narrowed = role == Role::OutreachWorker && address != list;
            assert!(!body.contains(theirs) && body.contains(ours) != narrowed, "{role:?} {address}: {body}");
        }
    }
    for role in [Role::Analyst, Role::Intake, Role::DataSteward] {
        assert_eq!(world.get(&list, Some(role)).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    let nobody = text(&world, &format!("/flow/{MEASURE}?status=excluded"), Role::Coordinator).await;
    assert!(nobody.contains("Nobody stands here now."));
    assert_eq!(world.get("/flow/none", Some(Role::Coordinator)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_whom_a_number_tells_what_she_forbids_nobody_is_named() {
    let world = world().await;
    let doors = world.doors().await;
    kith_app::live::catch_up(&world.app, &Rule, |_| {}).await.unwrap();
    let list = format!("/flow/{OVERRIDDEN}?status=not_met");
    let rows = |body: &str| body.matches("class=\"row\"").count();
    let before = text(&world, &list, Role::Intake).await;
    assert_eq!(rows(&before), 3);
    assert!(before.contains("Those who are shared with you") && !before.contains("3 people"), "{before}");
    let no = "word=deny&to=network&category=behavioral_health&channel=screen&language=en&on=2026-07-08";
    let said = world.post(&format!("/people/{}/consents", doors[1].person), Some(Role::Intake), no).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let after = text(&world, &list, Role::Intake).await;
    assert_eq!(rows(&after), 2, "nothing stands in her place");
    for (door, name) in doors.iter().zip(WOMEN) {
        let named = after.contains(name) && after.contains(&format!("/triage/{}\"", door.case));
        assert_eq!(named, name != WOMEN[1], "{name} in {after}");
    }
    assert!(!after.contains(WOMEN[1]), "{after}");
    assert!(!after.contains(&format!("/triage/{}\"", doors[1].case)), "nothing leads to her");
}

#[tokio::test]
async fn who_may_not_see_small_counts_is_shown_none() {
    let world = world().await;
    world.doors().await;
    kith_app::live::catch_up(&world.app, &Rule, |_| {}).await.unwrap();
    for path in ["/flow", "/balance"] {
        let full = text(&world, path, Role::Coordinator).await;
        let withheld = text(&world, path, Role::Analyst).await;
        let note = "Counts that could point to one family are withheld";
        assert!(!full.contains(note) && withheld.contains(note), "{path}");
        assert!(withheld.contains("too few to show"), "{path}");
        assert!(!withheld.contains("/flow/tier_overridden"), "{path} leads to people");
    }
    let file = text(&world, "/flow.csv", Role::Analyst).await;
    assert!(file.starts_with("step,measure,title,by,group,") && file.contains("withheld"), "{file}");
    assert!(!text(&world, "/flow.csv", Role::Coordinator).await.contains("withheld"));
    assert!(text(&world, "/flow.svg", Role::Analyst).await.contains("<svg"));
}

#[tokio::test]
async fn who_leads_the_work_sees_load_age_and_lateness() {
    let world = world().await;
    let empty = text(&world, "/load", Role::Intake).await;
    assert!(empty.contains("Nobody yet"));
    let doors = world.doors().await;
    let body = text(&world, "/load", Role::Coordinator).await;
    assert!(body.contains("Who has what, and how late"));
    assert!(WOMEN.iter().all(|name| !body.contains(name)), "counts name nobody");
    let file = text(&world, "/load.csv", Role::Intake).await;
    let lines: Vec<&str> = file.lines().collect();
    assert!(lines[0].starts_with("worker,open,tier_1,"), "{file}");
    let open: usize = lines[1..].iter().map(|l| l.split(',').nth(1).unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(open, doors.len());
}
