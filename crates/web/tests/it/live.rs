//! News reach open pages.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures::StreamExt;
use kith_domain::access::Role;

use crate::world::{Rule, World, world};

async fn listen(world: &World, role: Role) -> BodyDataStream {
    let request = world.request("GET", "/events", Some(role)).body(Body::empty()).unwrap();
    let response = world.send(request).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.into_body().into_data_stream()
}

async fn news(stream: &mut BodyDataStream) -> String {
    let mut text = String::new();
    while !text.contains("event: published") || !text.ends_with("\n\n") {
        let next = tokio::time::timeout(Duration::from_secs(5), stream.next()).await;
        let bytes = next.expect("news within five seconds").expect("the stream goes on").unwrap();
        text.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    text
}

#[tokio::test]
async fn a_recorded_visit_is_news_that_name_nobody() {
    let world = world().await;
    let mut coordinator = listen(&world, Role::Coordinator).await;
    let mut analyst = listen(&world, Role::Analyst).await;
    let path = format!("/people/{}/visit", world.ours);
    world.post(&path, Some(Role::OutreachWorker), "back=/today&on=2026-07-07").await;
    kith_app::live::catch_up(&world.app, &Rule, |_| {}).await.unwrap();
    for stream in [&mut coordinator, &mut analyst] {
        let text = news(stream).await;
        assert!(text.contains("\"version\":"), "{text}");
        assert!(!text.contains("Annababy"));
    }
}

#[tokio::test]
async fn streams_end_when_the_process_does() {
    let world = world().await;
    let (close, closing) = tokio::sync::watch::channel(false);
    let settings = kith_web::WebSettings { closing: Some(closing), ..Default::default() };
    let mut world = world;
    world.router = kith_web::router(world.app.clone(), settings);
    let mut stream = listen(&world, Role::Coordinator).await;
    close.send(true).unwrap();
    let ended =
        tokio::time::timeout(Duration::from_secs(5), async { while stream.next().await.is_some() {} });
    ended.await.expect("the stream ends");
}
