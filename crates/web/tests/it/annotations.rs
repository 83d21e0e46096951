//! What was changed stands on the chart of a measure, for everybody who sees it, until it is taken back.

use axum::http::StatusCode;
use kith_domain::access::Role;

use crate::world::{MEASURE, World, world};

const CALLS: &str = "Nurses call within two days";

async fn page(world: &World, path: &str, role: Role) -> String {
    let got = world.get(path, Some(role)).await;
    assert_eq!(got.status, StatusCode::OK, "{path} as {role:?}: {}", got.body);
    got.body
}

#[tokio::test]
async fn a_change_stands_on_the_chart_until_it_is_taken_back() {
    let world = world().await;
    let of_all = format!("/measures/{MEASURE}");
    let of_clinic = format!("{of_all}?clinic={}", world.clinic);
    let post = format!("{of_all}/annotations");
    let before = page(&world, &of_all, Role::Coordinator).await;
    assert!(before.contains("Write down a change") && !before.contains("class=\"changed\""));

    let form = format!("back={of_all}&on=2026-05-12&words=Nurses+call+within+two+days");
    let done = world.post(&post, Some(Role::Coordinator), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let note = done.location().rsplit('-').next().unwrap().to_owned();
    // Everybody reads it; who may not write one down may not take it back.
    for role in [Role::Coordinator, Role::ClinicLead, Role::OutreachWorker, Role::Analyst, Role::Intake] {
        let body = page(&world, &of_all, role).await;
        assert!(body.contains(CALLS) && body.contains("class=\"changed\""), "{role:?}");
        let may = matches!(role, Role::Coordinator | Role::Analyst);
        assert_eq!(body.contains(&format!("/annotations/{note}/undo")), may, "{role:?}");
    }
    assert!(page(&world, &of_clinic, Role::ClinicLead).await.contains(CALLS));
    let file = page(&world, &format!("{of_all}.csv"), Role::Coordinator).await;
    assert!(file.contains("change,,Nurses call within two days,2026-05-12,"), "{file}");

    // A site's own stands on its page, and with its name on that of all.
    let own = format!("clinic={}&on=2026-06-01&words=A+second+nurse", world.clinic);
    assert_eq!(world.post(&post, Some(Role::ClinicLead), &own).await.status, StatusCode::SEE_OTHER);
    let network = world.post(&post, Some(Role::ClinicLead), "on=2026-06-01&words=Of+all").await;
    assert_eq!(network.status, StatusCode::FORBIDDEN);
    let body = page(&world, &of_all, Role::Analyst).await;
    assert!(body.contains("A second nurse") && !body.contains("Of all"));

    let undo = format!("/annotations/{note}/undo");
    assert_eq!(world.post(&undo, Some(Role::ClinicLead), "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.post(&undo, Some(Role::Analyst), "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.post(&undo, Some(Role::Analyst), "").await.status, StatusCode::NOT_FOUND);
    assert!(!page(&world, &of_all, Role::Coordinator).await.contains(CALLS));
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_nothing_is_lost() {
    let world = world().await;
    let post = format!("/measures/{MEASURE}/annotations");
    let long = "x".repeat(201);
    for (form, says, kept) in [
        ("on=2026-05-12&words=+", "Write something here", "2026-05-12"),
        ("on=&words=A+second+nurse", "Choose a day", "A second nurse"),
        ("on=2036-05-12&words=A+second+nurse", "This day has not come yet", "A second nurse"),
        (&format!("on=2026-05-12&words={long}"), "at most 200 characters", &long),
    ] {
        let got = world.post(&post, Some(Role::Coordinator), form).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(got.body.contains(says) && got.body.contains(kept), "{form}: {}", got.body);
    }
    let nowhere =
        world.post("/measures/nothing/annotations", Some(Role::Coordinator), "on=2026-05-12&words=a");
    assert_eq!(nowhere.await.status, StatusCode::NOT_FOUND);
}
