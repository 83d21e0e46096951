//! What is told in confidence: by whose yes it opens, in whose telephone a link may lie, what becomes of a page that
//! was sent.

use axum::http::StatusCode;
use kith_app::referral;
use kith_domain::access::Role;

use crate::misuse::{HIDE, TOLD, ingested, mama, opened};
use crate::world::{SHE_SAYS, WOMEN, world};

const INTAKE: Option<Role> = Some(Role::Intake);

#[tokio::test]
async fn what_is_sensitive_of_who_is_under_age_opens_by_her_own_yes_alone() {
    let world = world().await;
    let mama = mama(&world).await;
    let (hers, words) = (format!("/people/{mama}"), format!("/people/{mama}/consents"));
    let lead = Some(Role::ClinicLead);
    let yes = "word=permit&to=network&category=behavioral_health&category=contact&channel=screen&language=en&on=2026-07-08";
    let parents = format!("{yes}&grantor=parent&grantor_name=A+Testparent&evidence=Birth+certificate");
    let seen = async || opened(&world, &hers, Role::Coordinator).await.contains(TOLD);
    // Of whom it is not known how old she is, it is not said that she is under age.
    assert!(!seen().await);
    assert_eq!(world.post(&words, lead, &parents).await.location(), format!("{hers}/sharing?did=word"));
    assert!(seen().await);

    let young = r#"{"resourceType":"Patient","id":"Mama","name":[{"family":"Testperson","given":["Mama"]}],"birthDate":"2010-03-04","link":[{"other":{"reference":"RelatedPerson/m"},"type":"seealso"}]}"#;
    ingested(&world, &[young.to_owned()]).await;
    let page = opened(&world, &hers, Role::Coordinator).await;
    assert!(!page.contains(TOLD) && page.contains("it is sensitive, and she was not asked"), "{page}");
    for kind in ["parent", "guardian", "proxy"] {
        let got = world.post(&words, lead, &parents.replace("=parent", &format!("={kind}"))).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}: {}", got.body);
        let said = "omebody under age decides alone about what is sensitive";
        assert!(got.body.contains(said) && got.body.contains("Birth certificate"), "{kind}: {}", got.body);
    }
    assert!(!seen().await);
    // What is not sensitive, and every no, is a parent's to say; hers is what is sensitive.
    for form in [
        parents.replace("category=behavioral_health&", ""),
        parents.replace("permit", "deny").replace("behavioral_health", "substance"),
        yes.to_owned(),
    ] {
        let got = world.post(&words, lead, &form).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{form}: {}", got.body);
    }
    assert!(seen().await);
}

#[tokio::test]
async fn her_own_link_opens_in_no_telephone_that_is_not_safe() {
    let world = world().await;
    let doors = world.doors().await;
    let mut links = Vec::new();
    for door in &doors {
        let token = referral::own_link(&world.app, &world.system, door.referral).await.unwrap().token;
        links.push(format!("/w/{token}"));
    }
    for link in &links {
        assert_eq!(world.get(link, None).await.status, StatusCode::OK);
    }
    // Calls alone are safe; others read it, which is not sure yet; the number is not to be used any more.
    for (door, plan) in [(&doors[0], "way=call&told=in_person"), (&doors[1], "safe_device=no&told=otherwise")]
    {
        let told = world.post(&format!("/people/{}/plan", door.person), INTAKE, plan).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    }
    let form = format!(
        "{SHE_SAYS}&once=again&a.identity.given={}&a.identity.family=Petrov&a.identity.birth_date=2003-11-05\
         &a.identity.phone=918-555-0163&a.identity.phone_safe=do_not_use",
        WOMEN[2]
    );
    let put = world.post("/front-door/self_referral", INTAKE, &form).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.body);
    for (door, link) in doors.iter().zip(&links) {
        for got in [world.get(link, None).await, world.post_raw(link, None, "reached=yes", &[]).await] {
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{link}: {}", got.body);
            // It is in her telephone still: neither title nor mark says what it was of, and there is a way out.
            let page = &got.body;
            assert!(
                page.contains("<title>One question</title>") && page.contains("Goes to a weather page"),
                "{page}"
            );
        }
        let more = world.post(&format!("/referrals/{}/own-link", door.referral), INTAKE, "").await;
        assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", more.body);
        assert!(more.body.contains("a link is not safe"), "{}", more.body);
    }
    // A plan that allows texts again opens what was not used up.
    let told = world
        .post(&format!("/people/{}/plan", doors[1].person), INTAKE, "safe_device=yes&told=called_back")
        .await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    assert_eq!(world.get(&links[1], None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_scan_of_who_hides_is_erased() {
    let world = world().await;
    let put = async |name: &str| {
        let put = world.put_file_at("/scans", INTAKE, "Test fax", name, b"\x89PNG\r\n\x1a\n page").await;
        assert_eq!(put.location(), "/scans?did=scan", "{}", put.body);
    };
    let type_in = async |scan: i64, name: &str| {
        let form = format!(
            "{SHE_SAYS}&once={scan}&a.identity.given={name}&a.identity.family=Scantest\
             &a.identity.birth_date=1998-03-0{scan}&a.identity.phone=918-555-014{scan}&a.identity.phone_safe=call"
        );
        let typed = world.post(&format!("/scans/{scan}?form=self_referral"), INTAKE, &form).await;
        assert_eq!(typed.location(), format!("/scans/{scan}/receipt?did=typed"), "{}", typed.body);
    };
    let (rosa, mara) = ("/scans/1/file", "/scans/2/file");
    for (scan, name) in [(1, "Rosa"), (2, "Mara")] {
        put(&format!("{name}.png")).await;
        type_in(scan, name).await;
    }
    put("waits.png").await;
    assert_eq!(world.get(rosa, INTAKE).await.status, StatusCode::OK);
    let inbox = kith_app::view::InboxFilter { search: Some("Rosa".into()), ..Default::default() };
    let line = kith_app::triage::inbox(&world.app, &world.system, inbox).await.unwrap().lines.remove(0);
    let hide = format!("/people/{}/concealed", line.person);
    assert_eq!(world.post(&hide, INTAKE, HIDE).await.status, StatusCode::SEE_OTHER);
    let erased = async || {
        let all = kith_app::front_door::scans::scans(&world.app, &world.system).await.unwrap();
        all.iter().filter(|scan| scan.erased).map(|scan| scan.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(erased().await, ["Rosa.png"]);
    assert_eq!(world.get(rosa, INTAKE).await.status, StatusCode::NOT_FOUND);
    for other in [mara, "/scans/3/file"] {
        assert_eq!(world.get(other, INTAKE).await.status, StatusCode::OK, "{other}");
    }
    // When it ends, what was on the page stays gone; and of who hides the next one goes once it is typed in.
    let end = format!("/people/{}/concealed/1/end", line.person);
    let mut names = vec!["Rosa.png"];
    put("again.png").await;
    let form = format!(
        "{SHE_SAYS}&once=4&a.identity.given=Rosa&a.identity.family=Scantest&a.identity.birth_date=1998-03-01\
         &a.identity.phone=918-555-0141&a.identity.phone_safe=call"
    );
    let typed = world.post("/scans/4?form=self_referral", INTAKE, &form).await;
    assert_eq!(typed.location(), "/scans/4/receipt?did=typed", "{}", typed.body);
    names.push("again.png");
    assert_eq!(world.post(&end, INTAKE, "told=in_person").await.status, StatusCode::SEE_OTHER);
    let mut gone = erased().await;
    gone.sort();
    names.sort();
    assert_eq!(gone, names);
    assert_eq!(world.get(rosa, INTAKE).await.status, StatusCode::NOT_FOUND);
}
