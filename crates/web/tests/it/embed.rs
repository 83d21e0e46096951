//! A chart stands on pages outside for everybody, without what is small or nobody else's business, until it is taken back.

use axum::http::StatusCode;
use kith_domain::access::Role;

use crate::world::{MEASURE, World, world};

/// The address in the lines for a web page, and the number of what was let out.
async fn let_out(world: &World, chart: &str) -> (String, String) {
    let post = format!("/measures/{MEASURE}/embeds");
    let done =
        world.post(&post, Some(Role::Coordinator), &format!("back=/measures/{MEASURE}&chart={chart}")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let number = done.location().rsplit('-').next().unwrap().to_owned();
    let page = world.get(&format!("/measures/{MEASURE}"), Some(Role::Coordinator)).await.body;
    let from = page.find("&lt;iframe").expect("there are lines for a web page");
    let lines = &page[from..from + page[from..].find("&lt;/iframe").unwrap()];
    assert!(lines.contains("http://"), "{lines}");
    // What it is called says nothing of counts that are withheld outside.
    assert!(lines.contains("by month"), "{lines}");
    let address = &lines[lines.find("/embed/").unwrap()..];
    (address[..address.find('?').unwrap()].to_owned(), number)
}

#[tokio::test]
async fn a_chart_stands_outside_until_it_is_taken_back() {
    let world = world().await;
    let note = format!("/measures/{MEASURE}/annotations");
    let words = "on=2026-05-12&words=Nurses+call+within+two+days";
    assert_eq!(world.post(&note, Some(Role::Coordinator), words).await.status, StatusCode::SEE_OTHER);

    let (address, number) = let_out(&world, "months").await;
    let request = world.request("GET", &address, None).body(axum::body::Body::empty()).unwrap();
    let answer = world.send(request).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.ends_with("frame-ancestors *") && !policy.contains("script-src"), "{policy}");
    assert!(!answer.headers().contains_key("x-frame-options"));
    assert!(!answer.headers().contains_key("set-cookie"));

    let body = world.get(&address, None).await.body;
    // Neither what was written beside it, nor a site, nor a way to a page for which one signs in.
    for hidden in ["Nurses call", "Clinic", "/worklist", "/measures/", "<script", "<form"] {
        assert!(!body.contains(hidden), "{hidden}: {body}");
    }
    // The same to everybody: who signed in sees no more of it.
    assert_eq!(body, world.get(&address, Some(Role::Coordinator)).await.body);
    assert!(world.get(&format!("{address}?lang=es"), None).await.body.contains("lang=\"es\""));

    // Asked for again, the same address; others may not let it out or take it back.
    assert_eq!(let_out(&world, "months").await, (address.clone(), number.clone()));
    let undo = format!("/embeds/{number}/undo");
    for role in [Role::ClinicLead, Role::Analyst, Role::OutreachWorker] {
        assert_eq!(world.post(&undo, Some(role), "").await.status, StatusCode::FORBIDDEN, "{role:?}");
        let page = world.get(&format!("/measures/{MEASURE}"), Some(role)).await.body;
        assert!(!page.contains("/embed"), "{role:?}");
    }
    assert_eq!(world.post(&undo, Some(Role::Coordinator), "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.post(&undo, Some(Role::Coordinator), "").await.status, StatusCode::NOT_FOUND);
    let gone = world.get(&address, None).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.body.contains("no longer shown"));
}

#[tokio::test]
async fn what_is_of_single_sites_stays_inside() {
    let world = world().await;
    let post = format!("/measures/{MEASURE}/embeds");
    for chart in ["clinics", "deadlines", "nothing", ""] {
        let got = world.post(&post, Some(Role::Coordinator), &format!("chart={chart}")).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{chart}: {}", got.body);
        assert!(got.body.contains("Choose a chart"), "{chart}");
    }
    let nowhere = world.post("/measures/nothing/embeds", Some(Role::Coordinator), "chart=months").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get("/embed/nothing", None).await.status, StatusCode::NOT_FOUND);
}
