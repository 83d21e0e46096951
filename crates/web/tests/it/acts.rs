//! Acts in a browser: signing in, recording, undoing; forged forms.

use axum::http::{StatusCode, header};
use kith_domain::access::Role;

use crate::world::{PASSWORD, world};

const WORKER: Option<Role> = Some(Role::OutreachWorker);

#[tokio::test]
async fn signing_in_gives_a_cookie_that_scripts_cannot_read() {
    let world = world().await;
    let form = format!("login=analyst&password={}&next=/scorecard", PASSWORD.replace(' ', "+"));
    let got = world.post_raw("/sign-in", None, &form, &[("origin", "http://kith.test")]).await;
    assert_eq!((got.status, got.location()), (StatusCode::SEE_OTHER, "/scorecard"));
    let cookie = got.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["kith_session=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "this machine talks to itself");
    let elsewhere =
        world.post_raw("/sign-in", None, &form.replace("/scorecard", "//evil.example"), &[]).await;
    assert_eq!(elsewhere.location(), "/");
    let forged = world.post_raw("/sign-in", None, &form, &[("origin", "http://evil.example")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_wrong_password_says_no_more_than_a_wrong_login_and_tries_run_out() {
    let world = world().await;
    let bodies = futures::future::join_all(
        ["login=analyst&password=wrong", "login=nobody&password=wrong"]
            .map(|form| world.post_raw("/sign-in", None, form, &[])),
    )
    .await;
    assert!(bodies.iter().all(|b| b.status == StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(bodies[0].body.replace("analyst", "x"), bodies[1].body.replace("nobody", "x"));
    for _ in 0..4 {
        world.post_raw("/sign-in", None, "login=analyst&password=wrong", &[]).await;
    }
    let right = format!("login=analyst&password={}", PASSWORD.replace(' ', "+"));
    let slowed = world.post_raw("/sign-in", None, &right, &[]).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(slowed.headers[header::RETRY_AFTER], "60");
}

#[tokio::test]
async fn a_form_needs_its_token_and_its_origin() {
    let world = world().await;
    let path = format!("/people/{}/visit", world.ours);
    let csrf = world.sessions[&Role::OutreachWorker].1.clone();
    let other = world.sessions[&Role::Coordinator].1.clone();
    let same = [("sec-fetch-site", "same-origin")];
    for (form, headers) in [
        ("on=2026-07-07".to_owned(), &same[..]),
        ("csrf=&on=2026-07-07".to_owned(), &same[..]),
        (format!("csrf={other}&on=2026-07-07"), &same[..]),
        (format!("csrf={csrf}&on=2026-07-07"), &[("sec-fetch-site", "cross-site")][..]),
        (format!("csrf={csrf}&on=2026-07-07"), &[("origin", "https://evil.example")][..]),
    ] {
        let got = world.post_raw(&path, WORKER, &form, headers).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{form} {headers:?}");
        assert!(got.body.contains("Nothing was changed"));
    }
    let list = world.get("/worklist", WORKER).await;
    assert!(list.body.contains("1 of 3 visits"), "nothing was written");
}

#[tokio::test]
async fn a_visit_is_recorded_shown_and_taken_back() {
    let world = world().await;
    let path = format!("/people/{}/visit", world.ours);
    let got = world.post(&path, WORKER, "back=/worklist%3Fdue%3D30&on=2026-07-07").await;
    assert_eq!((got.status, got.location()), (StatusCode::SEE_OTHER, "/worklist?due=30&did=visit-1"));
    kith_app::live::catch_up(&world.app, &crate::world::Rule, |_| {}).await.unwrap();
    let list = world.get(got.location(), WORKER).await;
    assert!(list.body.contains("Visit recorded.") && list.body.contains("action=\"/visits/1/undo\""));
    assert!(list.body.contains("2 of 3 visits"), "the list has moved");
    let undone = world.post("/visits/1/undo", WORKER, "back=/worklist").await;
    assert_eq!(undone.location(), "/worklist?did=undone");
    kith_app::live::catch_up(&world.app, &crate::world::Rule, |_| {}).await.unwrap();
    assert!(world.get("/worklist", WORKER).await.body.contains("1 of 3 visits"));
}

#[tokio::test]
async fn a_day_that_cannot_be_is_said_beside_the_field() {
    let world = world().await;
    let path = format!("/people/{}/visit", world.ours);
    for (day, words) in [
        ("2026-07-09", "This day is still to come."),
        ("2020-01-01", "This day is before the birth."),
        ("soon", "Write a day that has happened"),
    ] {
        let back = format!("back=/people/{}&on={day}", world.ours);
        for back in [back, format!("back=/worklist&on={day}"), format!("back=/today&on={day}")] {
            let got = world.post(&path, WORKER, &back).await;
            assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{back}");
            let id = format!("id=\"visit-{}-on-wrong\">{words}", world.ours);
            assert!(got.body.contains(&id), "{back}: {}", got.body);
        }
    }
    let contact = format!("/people/{}/contact", world.ours);
    let got = world.post(&contact, WORKER, "back=/today&channel=call&on=2026-07-07").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains("Choose one."));
}

#[tokio::test]
async fn pages_are_in_the_language_that_was_chosen() {
    let world = world().await;
    let got = world.post("/language", WORKER, "language=es&back=/today").await;
    assert_eq!(got.location(), "/today");
    let today = world.get("/today", WORKER).await;
    assert!(today.body.contains("<html lang=\"es\">") && today.body.contains("Buenas tardes."));
    let door = world.post_raw("/language", None, "language=es&back=/sign-in", &[]).await;
    assert!(door.headers[header::SET_COOKIE].to_str().unwrap().starts_with("kith_language=es"));
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let world = world().await;
    assert_eq!(world.get("/today", WORKER).await.status, StatusCode::OK);
    let out = world.post("/sign-out", WORKER, "").await;
    assert!(out.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(world.get("/today", WORKER).await.location(), "/sign-in?next=%2Ftoday");
}

#[tokio::test]
async fn quarantined_bytes_are_a_file_of_plain_text() {
    let world = world().await;
    let got = world.get(&format!("/data/quarantine/{}", world.quarantined), Some(Role::Coordinator)).await;
    assert_eq!(got.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    assert!(got.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    assert_eq!(got.body.trim(), "{\"resourceType\":");
}

#[tokio::test]
async fn a_fragment_is_main_alone_and_the_page_is_packed() {
    let world = world().await;
    let request = world.request("GET", "/scorecard", Some(Role::Coordinator));
    let request = request.header("x-kith-fragment", "1").header("accept-encoding", "gzip");
    let response = world.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    let vary: Vec<_> = response.headers().get_all(header::VARY).iter().map(|v| v.to_str().unwrap()).collect();
    assert!(vary.join(",").to_lowercase().contains("x-kith-fragment"), "{vary:?}");
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_its_host() {
    let mut world = world().await;
    let settings = kith_web::WebSettings { secure_cookies: true, ..Default::default() };
    world.router = kith_web::router(world.app.clone(), settings);
    let form = format!("login=analyst&password={}", PASSWORD.replace(' ', "+"));
    let got = world.post_raw("/sign-in", None, &form, &[("origin", "https://kith.test")]).await;
    let cookie = got.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-kith_session=") && cookie.contains("; Secure"), "{cookie}");
    // A cookie that another host of the domain may have set is nobody's.
    assert_eq!(world.get("/today", WORKER).await.status, StatusCode::SEE_OTHER);
    let own = cookie.split(';').next().unwrap().to_owned();
    let request = world.request("GET", "/scorecard", None).header("cookie", own);
    let response = world.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
}
