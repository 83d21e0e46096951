//! Who saw her name is on her list, whatever page it was on.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use kith_app::privacy::{LISTS, LOOKS};
use kith_app::referral;
use kith_domain::access::Role;
use kith_domain::id::PersonId;
use kith_store::{audit, safety};
use kith_web::access::{Gets, Verb, access_table};

use crate::access::{example, in_hospital, prepared};
use crate::world::{NAMES, WOMEN, World};

/// Rows of a file that was put in and names nobody of the network yet, whatever somebody of it is called.
const FILES: [&str; 2] = ["/data/files/{id}", "/referral-tables/{id}"];

/// How often her list says that somebody looked.
async fn looks(world: &World, person: PersonId) -> usize {
    let things = safety::things_of(&world.db, person).await.unwrap();
    let direct = audit::about(&world.db, &things).await.unwrap();
    let lists = audit::naming(&world.db, &[person]).await.unwrap();
    let of = |entries: Vec<audit::Entry>, kinds: &[&str]| {
        entries.into_iter().filter(|entry| kinds.contains(&entry.action.as_str())).count()
    };
    of(direct, &LOOKS) + of(lists, &LISTS)
}

#[tokio::test]
async fn every_page_that_names_somebody_is_on_her_list() {
    let (world, doors) = &prepared().await;
    let mother = in_hospital(world).await;
    kith_app::live::catch_up(&world.app, &crate::world::Rule, |_| {}).await.unwrap();
    let kept = world.thing(&doors[2], true).await;
    let asked = kith_app::goods::call_back(&world.app, &world.system, "crib", "GOOD", "Test").await.unwrap();
    kith_app::care::ask_review(&world.app, &world.system, doors[0].case, "Test").await.unwrap();
    let answer = referral::issue_link(&world.app, &world.system, doors[2].referral).await.unwrap();
    let known: Vec<(&str, PersonId)> = NAMES
        .into_iter()
        .zip([world.ours, world.theirs])
        .chain(WOMEN.into_iter().zip(doors.iter().map(|door| door.person)))
        .chain([("Fanny Testperson", mother)])
        .collect();
    let mut paths: Vec<(String, Option<Role>)> = Vec::new();
    for route in access_table().into_iter().filter(|r| r.verb == Verb::Get && r.path != "/events") {
        for (turn, role) in Role::ALL.into_iter().enumerate() {
            if route.gets(Some(role)) != Gets::Allowed || FILES.contains(&route.path) {
                continue;
            }
            let (path, _) = example(world, doors, route.path, turn + 1);
            let path = match route.path {
                "/goods/items/{id}" => format!("/goods/items/{kept}"),
                path if path.starts_with("/goods/recalls/") => path.replace("{id}", &asked.to_string()),
                _ => path,
            };
            paths.push((path, Some(role)));
        }
    }
    // What is asked of a page by what follows its name, and what comes by a link.
    paths.extend([
        (format!("/front-door/self_referral?case={}", doors[0].case), Some(Role::Intake)),
        (format!("/front-door/self_referral?about={mother}"), Some(Role::Referrer)),
        (format!("/flow/{}?status=not_met", crate::world::OVERRIDDEN), Some(Role::Intake)),
        (format!("/r/{}", answer.token), None),
    ]);
    let (mut named, mut silent) = (BTreeSet::new(), BTreeSet::new());
    for (path, role) in paths {
        let mut before = Vec::new();
        for (_, person) in &known {
            before.push(looks(world, *person).await);
        }
        let got = world.get(&path, role).await;
        for ((name, person), before) in known.iter().zip(before) {
            if got.status == StatusCode::OK && got.body.contains(name) {
                named.insert(path.clone());
                if looks(world, *person).await == before {
                    silent.insert(format!("{path} as {role:?} names {name}"));
                }
            }
        }
    }
    assert_eq!(silent, BTreeSet::new(), "these leave nothing");
    // The walk found names where they are: on pages of one person, on lists, in files, by a link.
    for path in
        ["/worklist", "/worklist.csv", "/triage", "/tasks", "/goods", "/safe-sleep", "/reviews", "/today"]
    {
        assert!(named.contains(path), "{path} in {named:?}");
    }
    assert!(named.len() > 25, "{named:?}");
}

#[tokio::test]
async fn her_list_has_the_lists_on_which_she_was() {
    let world = crate::world::world().await;
    let doors = world.doors().await;
    let list = format!("/people/{}/looks", doors[1].person);
    let before = world.get(&list, Some(Role::PrivacyOfficer)).await.body;
    assert!(!before.contains("saw her in a list of records to compare"), "{before}");
    let found = world.get(&format!("/triage?q={}", WOMEN[1]), Some(Role::Intake)).await;
    assert!(found.body.contains(WOMEN[1]));
    let after = world.get(&list, Some(Role::PrivacyOfficer)).await.body;
    let rows = |body: &str| body.matches("saw her in the list of cases").count();
    assert_eq!(rows(&after), rows(&before) + 1, "{after}");
    // An open page is read again as numbers move: a list is one look a day.
    world.get(&format!("/triage?q={}", WOMEN[1]), Some(Role::Intake)).await;
    let again = world.get(&list, Some(Role::PrivacyOfficer)).await.body;
    assert_eq!(rows(&again), rows(&after), "{again}");
    assert!(after.contains("Test intake") && after.contains("she was on a list of their work"), "{after}");
    // Who was not on it has nothing of it.
    let other = format!("/people/{}/looks", doors[0].person);
    let other = world.get(&other, Some(Role::PrivacyOfficer)).await.body;
    assert!(!other.contains("Test intake"), "{other}");
}
