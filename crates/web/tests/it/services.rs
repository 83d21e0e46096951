//! Services: edited by their owner, taken from a directory, near or far, open or not.

use axum::http::StatusCode;
use kith_app::referral;
use kith_domain::access::Role;

use crate::world::{World, world};

const LEAD: Option<Role> = Some(Role::ServiceLead);
const INTAKE: Option<Role> = Some(Role::Intake);

/// The fields of the form of a service as the page shows them, as a browser would send them back.
async fn fields(world: &World, role: Option<Role>) -> Vec<(String, String)> {
    let page = world.get(&format!("/services/{}/edit", world.services.0), role).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let form = page.body.split("<form class=\"fill\"").nth(1).unwrap().split("</form>").next().unwrap();
    let value = |tag: &str, name: &str| {
        let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(tag[at..].split('"').next().unwrap().to_owned())
    };
    let mut all = Vec::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input")) {
        let Some(name) = value(tag, "name").filter(|name| name != "csrf") else { continue };
        let chosen = tag.split('>').next().unwrap().contains(" checked");
        if chosen || !(tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"")) {
            all.push((name, value(tag, "value").unwrap_or_default()));
        }
    }
    for area in form.split("<textarea").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        all.push((value(tag, "name").unwrap(), rest.split('<').next().unwrap().to_owned()));
    }
    all
}

async fn save(
    world: &World,
    role: Option<Role>,
    fields: &[(String, String)],
    set: &[(&str, &str)],
) -> crate::world::Got {
    let mut all: Vec<(String, String)> =
        fields.iter().filter(|(name, _)| !set.iter().any(|(s, _)| s == name)).cloned().collect();
    all.extend(set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let encoded = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let body: Vec<String> = all.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
    world.post(&format!("/services/{}/edit", world.services.0), role, &body.join("&")).await
}

#[tokio::test]
async fn an_owner_edits_her_service_and_everybody_sees_who_did() {
    let world = world().await;
    let id = world.services.0;
    let form = fields(&world, LEAD).await;
    let same = save(&world, LEAD, &form, &[]).await;
    assert_eq!(same.location(), format!("/services/{id}?did=edited"), "{}", same.body);
    let page = world.get(&format!("/services/{id}"), LEAD).await.body;
    assert!(!page.contains("/restore"), "nothing changed, so there is one version");

    let saved = save(&world, LEAD, &form, &[("pregnant-weeks", "20"), ("phones", "555-0142")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = world.get(&format!("/services/{id}"), INTAKE).await.body;
    for part in ["pregnant, before 21 weeks", "555-0142", "whom it takes, telephone", "service_lead"] {
        assert!(page.contains(part), "{part} in {page}");
    }

    // Who had the form open meanwhile is told, and nothing typed is lost.
    let late = save(&world, INTAKE, &form, &[("phones", "555-0199")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.body.contains("555-0199") && late.body.contains("since you opened the form"),
        "{}",
        late.body
    );

    let back = world.post(&format!("/services/{id}/restore"), LEAD, "version=2&to=1").await;
    assert_eq!(back.location(), format!("/services/{id}?did=restored"), "{}", back.body);
    let page = world.get(&format!("/services/{id}"), INTAKE).await.body;
    assert!(!page.contains("before 21 weeks") && page.contains("before 28 weeks"));
    let twice = world.post(&format!("/services/{id}/restore"), LEAD, "version=2&to=1").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "it was changed since");

    // Another organisation's service is not hers.
    let other = world.get(&format!("/services/{}/edit", world.services.1), LEAD).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let world = world().await;
    let form = fields(&world, LEAD).await;
    let wrong = [("es", ""), ("opens-6a", "soon"), ("closes-6a", "12:00"), ("about_en", "Typed <text>")];
    let got = save(&world, LEAD, &form, &wrong).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "href=\"#f-es\"",
        "href=\"#f-opens-6a\"",
        "id=\"f-es-wrong\"",
        "value=\"soon\"",
        "Typed &lt;text&gt;",
        "Saturday: Write a time such as 09:00.",
    ] {
        assert!(got.body.contains(part), "{part} in {}", got.body);
    }
}

#[tokio::test]
async fn a_directory_is_looked_at_taken_in_and_taken_back() {
    let world = world().await;
    let directory = |name: &str| {
        format!(
            r#"{{"services":[
                {{"id":"s1","name":"{name}","status":"active","eligibility_description":"Families <in> need",
                  "organization":{{"id":"o1","name":"Example Pantry"}},"minimum_age":14}},
                {{"id":"s2","status":"active","organization_id":"o1"}}]}}"#
        )
    };
    let put = async |name: &str| {
        let text = directory(name);
        let path = "/services/directories";
        world.put_file_at(path, INTAKE, "City 211", "services.json", text.as_bytes()).await
    };
    let first = put("Food").await;
    let path = first.location().to_owned();
    assert_eq!(path, "/services/directories/1", "{}", first.body);
    let offered = async || {
        let all = referral::referrals(&world.app, &world.system).await.unwrap().services;
        all.into_iter().map(|s| s.name.en).collect::<Vec<_>>()
    };
    let look = world.get(&path, INTAKE).await.body;
    for part in ["New services", "Food", "is said in words", "It has no name", "no name in Spanish"] {
        assert!(look.contains(part), "{part} in {look}");
    }
    assert!(!offered().await.contains(&"Food".to_owned()), "nothing counts before it is taken in");

    let taken = world.post(&format!("{path}/commit"), INTAKE, "").await;
    assert_eq!(taken.location(), format!("{path}?did=directory"));
    assert!(offered().await.contains(&"Food".to_owned()));
    let again = put("Food and more").await;
    let second = again.location().to_owned();
    let look = world.get(&second, INTAKE).await.body;
    assert!(look.contains("Services that change") && look.contains("Changes: name"), "{look}");
    world.post(&format!("{second}/commit"), INTAKE, "").await;
    assert!(offered().await.contains(&"Food and more".to_owned()));
    let back = world.post(&format!("{second}/undo"), INTAKE, "").await;
    assert_eq!(back.location(), format!("{second}?did=directory_back"));
    assert!(offered().await.contains(&"Food".to_owned()));
    world.post(&format!("{path}/undo"), INTAKE, "").await;
    assert!(!offered().await.contains(&"Food".to_owned()), "what it made is closed");
}

#[tokio::test]
async fn what_is_no_directory_is_refused_in_words() {
    let world = world().await;
    for (content, said) in [
        (&b"{\"id\": "[..], "is not JSON"),
        (b"[]", "No service was found in it"),
        (b"PK\x03\x04zzzz", "The archive is broken"),
        (b"", "Choose a file"),
    ] {
        let got = world.put_file_at("/services/directories", INTAKE, "City 211", "a.json", content).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(got.body.contains(said), "{said} in {}", got.body);
    }
}

#[tokio::test]
async fn a_match_says_how_far_it_is_and_whether_somebody_is_there() {
    let world = world().await;
    let door = world.doors().await[0];
    let page = world.get(&format!("/triage/{}/match", door.case), INTAKE).await.body;
    assert!(page.contains("Distance not known"), "nobody said where she lives");
    assert!(page.contains("Opening hours not known"));
    // The clock of the test stands on a Tuesday.
    assert!(page.contains("open now, until 17:00") || page.contains("opens "), "{page}");
}
