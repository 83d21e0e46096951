//! Every route as every role.

use axum::http::StatusCode;
use kith_app::teaching::{self, Taught};
use kith_app::{annotations, care, embed};
use kith_domain::access::Role;
use kith_domain::id::PersonId;
use kith_domain::referral::State;
use kith_web::access::{Gets, Verb, access_table};

use crate::world::{Door, MEASURE, NAMES, SECRET, WOMEN, World, world};

/// The turns of those who work on a file, a case or a referral of their own.
const STEWARD: usize = 6;
const INTAKE: usize = 7;
const SERVICE_LEAD: usize = 8;
const LEAD: usize = 2;
const OFFICER: usize = 10;
/// Those who put tables of referrals in.
const TABLES: [usize; 5] = [1, 2, INTAKE, SERVICE_LEAD, 9];

/// A spreadsheet whose last cell says which one it is.
const SHEET: &str = "Chart #,Last,First,DOB,Apt\n001,Testperson,Clara,1990-01-31,";

/// What the forms about who may know what take, all in one.
const PRIVACY: &str = "word=permit&to=network&channel=screen&grantor=herself&language=en&on=2026-07-07&way=call&way=text\
    &told=in_person&what=address&reason=danger&words=A+test+of+this+route&finding=fine";

/// An address of a route about who may know what, about whom the reader works with.
fn privacy(world: &World, door: &Door, path: &str, turn: usize) -> Option<String> {
    let own = if turn == INTAKE { door.person } else { world.ours };
    let ends = [
        "sharing",
        "consent-form",
        "consents",
        "plan",
        "confirm",
        "concealed",
        "accounts",
        "end",
        "open",
        "looks",
    ];
    let about = path.starts_with("/people/{id}") && ends.iter().any(|end| path.ends_with(end));
    let theirs = path.starts_with("/consents") || path.starts_with("/privacy");
    // What was prepared: one of each for each role that has something to do with them.
    let one = match turn {
        INTAKE => 3,
        LEAD => 2,
        _ => 1,
    };
    let path = path.replace("{plan}", &one.to_string()).replace("{concealed}", &one.to_string());
    let path = path.replace("{proxy}", "1");
    match (about, theirs) {
        (true, _) => Some(path.replace("{id}", &own.to_string())),
        (_, true) => Some(path.replace("{id}", &one.min(if turn == OFFICER { 1 } else { 3 }).to_string())),
        _ => None,
    }
}
/// A table with one referral.
const TABLE: &[u8] = b"First,Last,Born,Phone,Language,Stage,Due\nRosa,Tabletest,1998-03-04,918-555-0142,es,pregnant,2026-12-01\n";
/// The beginning of a picture.
const SCAN: &[u8] = b"\x89PNG\r\n\x1a\n page";

/// A directory with one service.
const DIRECTORY: &[u8] =
    br#"[{"id":"s1","name":"Food","status":"active","organization":{"id":"o1","name":"Example Pantry"}}]"#;

/// An address of a route about what is the reader's own, and a form for it.
pub fn example(world: &World, doors: &[Door], path: &str, turn: usize) -> (String, String) {
    let door = doors[match turn {
        INTAKE => 1,
        SERVICE_LEAD => 2,
        _ => 0,
    }];
    if let Some(of) = privacy(world, &door, path, turn) {
        return (of, format!("{PRIVACY}&name=Test&login=speaks-{turn}&evidence=Test&last_day=2026-12-31"));
    }
    let id = if path.starts_with("/people") {
        world.ours.to_string()
    } else if path.starts_with("/measures") {
        crate::world::MEASURE.to_owned()
    } else if path.starts_with("/flow/") {
        if turn == INTAKE { crate::world::OVERRIDDEN } else { crate::world::MEASURE }.to_owned()
    } else if path.starts_with("/records") {
        world.record.to_string()
    } else if path.starts_with("/data/files") {
        // Who may, works on a file of their own: what was committed cannot be mapped again.
        (1 + usize::from(turn == STEWARD)).to_string()
    } else if path.starts_with("/triage") {
        door.case.to_string()
    } else if path.starts_with("/tasks") {
        door.task.to_string()
    } else if path.starts_with("/referrals") {
        door.referral.to_string()
    } else if path.starts_with("/referral-tables") {
        // Each has put one in.
        TABLES.iter().position(|of| *of == turn).map_or(2, |at| at + 2).to_string()
    } else if path.starts_with("/scans") {
        "7".to_owned()
    } else if path.starts_with("/services/directories") {
        "1".to_owned()
    } else if path.starts_with("/services") {
        world.services.0.to_string()
    } else if path.starts_with("/contraception") {
        if turn == SERVICE_LEAD { world.owner } else { world.clinic }.to_string()
    } else if path.starts_with("/goods/stock") {
        world.shelf.unwrap().1.to_string()
    } else if path.starts_with("/data") {
        world.quarantined.to_string()
    } else {
        "1".to_owned()
    };
    let asset = kith_web::assets::css();
    let name = asset.rsplit('/').next().unwrap();
    let chart = match path {
        path if path.contains("/equity/") => "groups.svg",
        path if path.contains("/sites/") => "funnel.svg",
        _ => "months.svg",
    };
    let path = path.replace("{id}", &id).replace("{chart}", chart).replace("{name}", name);
    let (a, b) = world.pair;
    let path = path.replace("{kind}", "person").replace("{a}", &a.to_string()).replace("{b}", &b.to_string());
    let path = path.replace("{part}", "mapping.toml").replace("{form}", "self_referral");
    let path =
        path.replace("{contact}", if turn == INTAKE { "3" } else { "2" }).replace("{token}", "of-nobody");
    let path = if path == "/scans/7" { "/scans/7?form=self_referral".to_owned() } else { path };
    if ["/triage", "/tasks", "/referrals", "/services", "/front-door", "/scans"]
        .iter()
        .any(|p| path.starts_with(p))
    {
        let step = if turn == SERVICE_LEAD { "accept" } else { "withdraw" };
        let form = format!(
            "channel=call&outcome=no_answer&came=declined&tier=first&reason=moved&step={step}&reached=yes&places=3&do=next\
             &why=Test&person={}&service={}&words=Test&due_on=2026-07-20\
             &duty=home_visits&name=Test&goal=Test&language=es&owner=Test&notes=Test&what1=Test&when1=2026-07-20&state={}",
            door.person,
            world.services.1,
            if path.contains("/steps/") { "done" } else { "reached" }
        );
        return (path, form);
    }
    if path.starts_with("/goods") {
        let to = match turn {
            SERVICE_LEAD => format!("referral-{}", door.referral),
            _ => format!("case-{}", door.case),
        };
        let path = if path == "/goods/give" { format!("{path}?to={to}") } else { path };
        let (place, stock) = world.shelf.unwrap();
        let form = format!(
            "to={to}&stock={stock}&place={place}&kind=crib&quantity=1&fund=Test&lot=crib/BAD&reason=Test\
             &name=Test+{turn}&holder=Test&once=turn-{turn}&q.in_use=yes&q.on_back=yes&q.alone=no&q.no_smoke=unknown\
             &organization={}",
            world.owner
        );
        return (path, form);
    }
    if path.ends_with("/annotations") {
        // A site writes down what it changed itself.
        let clinic = if turn == LEAD { world.clinic.to_string() } else { String::new() };
        return (path, format!("on=2026-07-01&words=Test&clinic={clinic}"));
    }
    if path.ends_with("/embeds") {
        return (path, "chart=months".into());
    }
    if path.starts_with("/safe-sleep") {
        let form = "taught=1&language=es&document=Test&from=2026-07-01&words=Test";
        return (path, form.into());
    }
    let form = format!(
        "back=/worklist&channel=call&outcome=reached&on=2026-07-0{}&infant={}&worker={}&language=en&login={turn}\
         &verdict=unsure&other={}&source_person={a}&field-0=mother.identifier&field-1=mother.family\
         &field-2=mother.given&field-3=mother.birth_date",
        turn + 1,
        world.ours,
        world.worker,
        world.ours
    );
    (path, form)
}

#[tokio::test]
async fn a_browser_that_looks_ahead_receives_nothing() {
    let (world, doors) = &prepared().await;
    let id = doors[2].referral;
    let path = format!("/referrals/{id}");
    let state =
        async || kith_app::referral::referral(&world.app, &world.system, id).await.unwrap().line.state;
    for (name, value) in [("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch")] {
        let request = world.request("GET", &path, Some(Role::ServiceLead)).header(name, value);
        let response = world.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{name}");
        assert_eq!(state().await, State::Sent, "{name}");
    }
    assert_eq!(world.get(&path, Some(Role::ServiceLead)).await.status, StatusCode::OK);
    assert_eq!(state().await, State::Received);
}

#[tokio::test]
async fn every_route_gives_each_role_what_the_table_says() {
    let (world, doors) = &prepared().await;
    let mother = &in_hospital(world).await;
    let mut table = access_table();
    // Who has signed out gets nothing more, and nobody answers what ended with its case or by an answer.
    table.sort_by_key(|route| match route.path {
        "/sign-out" => 3,
        "/referrals/{id}/answer" => 1,
        path if path.starts_with("/referrals") => 0,
        _ => 2,
    });
    for route in table {
        for (turn, role) in [None].into_iter().chain(Role::ALL.map(Some)).enumerate() {
            let (path, mut form) = example(world, doors, route.path, turn);
            if let Some(id) = path.strip_prefix("/referrals/").and_then(|rest| rest.strip_suffix("/answer")) {
                let id = id.parse().unwrap();
                let version =
                    kith_app::referral::referral(&world.app, &world.system, id).await.unwrap().version;
                form.push_str(&format!("&version={version}"));
            }
            let mut path = path;
            if route.path.contains("{row}") {
                let row = row(world, &doors[usize::from(turn == INTAKE)], route.path).await;
                path = path.replace("{row}", &row.to_string());
            } else if route.path.starts_with("/safe-sleep/mothers") {
                path = path.replacen("/1", &format!("/{mother}"), 1);
            } else if route.path.starts_with("/safe-sleep/taught") {
                let what = Taught { language: "en".into(), taught: true, ..Taught::default() };
                let id = teaching::teach(&world.app, &world.system, None, *mother, what).await.unwrap();
                path = path.replacen("/1", &format!("/{id}"), 1);
            } else if route.path.starts_with("/annotations") {
                let (on, site) = (Some(jiff::civil::date(2026, 7, 1)), Some(world.clinic));
                let (app, by) = (&world.app, &world.system);
                let id = annotations::annotate(app, by, MEASURE, site, on, "Test").await.unwrap();
                path = path.replacen("/1", &format!("/{id}"), 1);
            } else if route.path.starts_with("/embed") {
                let (app, by) = (&world.app, &world.system);
                let id = embed::publish(app, by, MEASURE, "months", &["months".into()]).await.unwrap();
                let standing = kith_app::measure(app, by, MEASURE, None).await.unwrap().embeds;
                let token = &standing.iter().find(|e| e.id == id).unwrap().token;
                path = path.replacen(
                    "/1",
                    &format!(
                        "/{}",
                        if route.path.contains("{token}") { token.clone() } else { id.to_string() }
                    ),
                    1,
                );
            } else if route.path.starts_with("/goods/items") {
                let kept = route.path.ends_with("/hand-over") || route.path.ends_with("/release");
                let thing = world.thing(&doors[2], kept).await;
                path = path.replacen("/1", &format!("/{thing}"), 1);
            }
            let gets = route.gets(role);
            let case = format!("{route:?} as {role:?}");
            if route.path == "/events" && gets == Gets::Allowed {
                let request = world.request("GET", &path, role).body(axum::body::Body::empty()).unwrap();
                let response = world.send(request).await;
                assert_eq!(response.status(), StatusCode::OK, "{case}");
                continue;
            }
            let got = match route.verb {
                Verb::Get => world.get(&path, role).await,
                Verb::Post if route.path == "/data/files" => {
                    world.put_file(role, "Sheet", "again.csv", format!("{SHEET}{turn}").as_bytes()).await
                }
                Verb::Post if route.path == "/referral-tables" => {
                    world.put_file_at(&path, role, "Test Clinic", "a.csv", TABLE).await
                }
                Verb::Post if route.path == "/scans" => {
                    world.put_file_at(&path, role, "Test Clinic", "a.png", SCAN).await
                }
                Verb::Post if route.path == "/services/directories" => {
                    world.put_file_at(&path, role, "City 211", "services.json", DIRECTORY).await
                }
                Verb::Post => world.post(&path, role, &form).await,
            };
            match gets {
                Gets::Allowed => {
                    let fine = got.status.is_success()
                        || got.status.is_redirection() && !got.location().starts_with("/sign-in")
                        || got.status == StatusCode::SEE_OTHER && route.path == "/sign-out"
                        // A wrong password is what this form has.
                        || got.status == StatusCode::UNPROCESSABLE_ENTITY && route.path == "/sign-in"
                        // Nobody merges with herself, and her only record is not taken from her.
                        || got.status == StatusCode::UNPROCESSABLE_ENTITY
                            && (route.path.ends_with("/merge") || route.path.ends_with("/split"))
                        // A form without its fields, and a version that never was.
                        || got.status == StatusCode::UNPROCESSABLE_ENTITY
                            && (route.path.ends_with("/edit") || route.path.ends_with("/restore"))
                        // A woman is spoken for by nobody, nor is a baby of whom something is concealed.
                        || got.status == StatusCode::UNPROCESSABLE_ENTITY && route.path.ends_with("/accounts")
                        // She has no baby for whom somebody could speak.
                        || got.status == StatusCode::NOT_FOUND
                            && route.path.ends_with("/accounts/{proxy}/end") && role == Some(Role::Intake)
                        // Somebody put the scan aside before.
                        || got.status == StatusCode::UNPROCESSABLE_ENTITY && route.path.ends_with("/aside")
                        // A link of nobody's opens nothing, whoever tries it.
                        || got.status == StatusCode::NOT_FOUND && route.path.ends_with("/{token}");
                    assert!(fine, "{case}: {} {}\n{}", got.status, got.location(), got.body);
                }
                Gets::Denied => {
                    assert_eq!(got.status, StatusCode::FORBIDDEN, "{case}");
                    assert!(got.body.contains("ask your network coordinator"), "{case} says whom to ask");
                }
                Gets::SignIn => {
                    assert_eq!(got.status, StatusCode::SEE_OTHER, "{case}");
                    assert!(got.location().starts_with("/sign-in"), "{case}: {}", got.location());
                }
            }
            // Whose list of looks it is stands on it.
            let looks = route.path.ends_with("/looks") && role == Some(Role::PrivacyOfficer);
            let sees_people = looks
                || matches!(
                    role,
                    Some(Role::Coordinator | Role::ClinicLead | Role::OutreachWorker | Role::DataSteward)
                );
            for name in NAMES {
                assert!(sees_people || !got.body.contains(name), "{case} shows {name}");
            }
            let sees_care = matches!(role, Some(Role::Coordinator | Role::ClinicLead));
            assert!(sees_care || !got.body.contains(SECRET), "{case} shows a diagnosis");
            let sees_cases = matches!(
                role,
                Some(Role::Coordinator | Role::Intake | Role::ServiceLead | Role::DataSteward)
            );
            for name in WOMEN {
                assert!(sees_cases || !got.body.contains(name), "{case} shows {name}");
            }
            let by_link = route.path.ends_with("/{token}");
            for (header, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", if by_link { "no-referrer" } else { "same-origin" }),
            ] {
                assert_eq!(got.headers.get(header).unwrap(), value, "{case}");
            }
            // One page may stand within others.
            let framed = route.path.starts_with("/embed/");
            assert_eq!(got.headers.contains_key("x-frame-options"), !framed, "{case}");
            let policy = got.headers["content-security-policy"].to_str().unwrap();
            assert_eq!(policy.contains("frame-ancestors 'none'"), !framed, "{case}");
            assert!(!policy.contains("unsafe"), "{case}");
            let kept = got.headers["cache-control"].to_str().unwrap();
            assert_eq!(kept == "no-store", !route.path.starts_with("/assets"), "{case}: {kept}");
        }
    }
}

/// Something of the plan of a case that can still be changed.
async fn row(world: &World, door: &Door, path: &str) -> i64 {
    let (app, by, case) = (&world.app, &world.system, door.case);
    care::add_member(app, by, case, "home_visits", "Test", "").await.unwrap();
    care::add_goal(app, by, case, "Test", "es").await.unwrap();
    let page = care::plan(app, by, case).await.unwrap();
    let goal = page.goals.iter().rfind(|g| g.state == "open").expect("just added").id;
    care::add_step(app, by, case, goal, ("Test", "Test"), None).await.unwrap();
    let on_agenda = page.reviews.iter().any(|r| r.held.is_none());
    if path.contains("/reviews/") && !on_agenda {
        care::ask_review(app, by, case, "Test").await.unwrap();
    }
    let page = care::plan(app, by, case).await.unwrap();
    let member = page.team.members.iter().rev().find_map(|m| m.noted).expect("just added");
    let step = page.goals.iter().find(|g| g.id == goal).expect("just added").steps[0].id;
    match path {
        path if path.contains("/team/") => member,
        path if path.contains("/goals/") => goal,
        path if path.contains("/steps/") => step,
        _ => page.reviews.iter().find(|r| r.held.is_none()).expect("on the agenda").id,
    }
}

/// A mother who has given birth and is still in the referrer's hospital.
pub async fn in_hospital(world: &World) -> PersonId {
    let lines = [
        r#"{"resourceType":"Patient","id":"Fanny","name":[{"family":"Testperson","given":["Fanny"]}],"link":[{"other":{"reference":"RelatedPerson/m-Fannybaby"},"type":"seealso"}]}"#,
        r#"{"resourceType":"Patient","id":"Fannybaby","name":[{"family":"Testperson","given":["Fannybaby"]}],"birthDate":"2026-07-06"}"#,
        r#"{"resourceType":"RelatedPerson","id":"m-Fannybaby","patient":{"reference":"Patient/Fannybaby"},"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"NMTH"}]}]}"#,
        r#"{"resourceType":"Encounter","id":"Fanny-stay","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/Fanny"},"period":{"start":"2026-07-05"},"serviceProvider":{"reference":"Organization/one"}}"#,
    ];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stays.ndjson");
    std::fs::write(&file, lines.join("\n")).unwrap();
    kith_app::ingest::ingest(&world.app, "test", &[file], Default::default(), |_| {}).await.unwrap();
    kith_app::live::catch_up(&world.app, &crate::world::Rule, |_| {}).await.unwrap();
    let page = teaching::sleep(&world.app, &world.system, None).await.unwrap();
    assert_eq!(page.mothers.len(), 1, "{page:?}");
    page.mothers[0].person
}

/// A network in which there is something to take back: contact 1 and visit 1, both about the worker's family.
pub async fn prepared() -> (World, Vec<Door>) {
    let world = world().await;
    let worker = Some(Role::OutreachWorker);
    let form = "back=/worklist&channel=call&outcome=reached&on=2026-07-07";
    let contact = world.post(&format!("/people/{}/contact", world.ours), worker, form).await;
    assert_eq!(contact.location(), "/worklist?did=contact-1");
    let visit =
        world.post(&format!("/people/{}/visit", world.ours), worker, "back=/worklist&on=2026-07-07").await;
    assert_eq!(visit.location(), "/worklist?did=visit-1");
    let coordinator = Some(Role::Coordinator);
    let (a, b) = world.pair;
    let act = world.post(&format!("/review/person/{a}/{b}/decide"), coordinator, "verdict=unsure").await;
    assert_eq!(act.location(), "/review?did=unsure-1");
    // A data steward sees the rows of the files that she put in herself.
    let put = world.put_file_at("/services/directories", coordinator, "City 211", "a.json", DIRECTORY).await;
    assert_eq!(put.location(), "/services/directories/1", "{}", put.body);
    let senders = [Role::Coordinator, Role::ClinicLead, Role::Intake, Role::ServiceLead, Role::Referrer];
    for (at, role) in senders.into_iter().enumerate() {
        let put = world.put_file_at("/referral-tables", Some(role), "Test Clinic", "a.csv", TABLE).await;
        assert_eq!(put.location(), format!("/referral-tables/{}", at + 2), "{}", put.body);
    }
    let put = world.put_file_at("/scans", coordinator, "Test Clinic", "a.png", SCAN).await;
    assert_eq!(put.location(), "/scans?did=scan", "{}", put.body);
    for (turn, role) in [(1, coordinator), (2, Some(Role::DataSteward))] {
        let sheet = format!("{SHEET}{turn}0");
        let put = world.put_file(role, "Sheet", "sheet.csv", sheet.as_bytes()).await;
        assert_eq!(put.location(), format!("/data/files/{turn}"), "{}", put.body);
    }
    // Tries 2 and 3 are about two of the women.
    let doors = world.doors().await;
    for (at, role, did) in [(0, coordinator, "2"), (1, Some(Role::Intake), "3")] {
        let case = doors[at].case;
        let form = "back=/triage&channel=call&outcome=no_answer";
        let tried = world.post(&format!("/triage/{case}/attempt"), role, form).await;
        assert_eq!(tried.location(), format!("/triage?did=attempt-{case}-{did}"));
    }
    // An account of somebody who speaks for the baby.
    let form = "name=Test&login=speaks&evidence=Test&last_day=2026-12-31&language=en";
    let given = world.post(&format!("/people/{}/accounts", world.ours), coordinator, form).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.body);
    // Something to take back, to confirm, to end and to review, for each who may.
    for (role, person) in [
        (coordinator, world.ours),
        (Some(Role::ClinicLead), world.ours),
        (Some(Role::Intake), doors[1].person),
    ] {
        for (act, form) in [
            ("consents", PRIVACY.to_owned()),
            ("plan", PRIVACY.replace("in_person", "otherwise")),
            ("concealed", PRIVACY.to_owned()),
        ] {
            let done = world.post(&format!("/people/{person}/{act}"), role, &form).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{act} {}", done.body);
        }
    }
    let opened = world.post(&format!("/people/{}/open", world.ours), coordinator, PRIVACY).await;
    assert_eq!(opened.location(), format!("/people/{}?did=opened", world.ours));
    (world, doors)
}

#[tokio::test]
async fn other_peoples_families_are_not_open() {
    let world = world().await;
    for role in [Role::ClinicLead, Role::OutreachWorker] {
        for path in [format!("/people/{}", world.theirs), format!("/people/{}/timeline.svg", world.theirs)] {
            let got = world.get(&path, Some(role)).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{path} as {role:?}");
            assert!(!got.body.contains("Bertababy"));
        }
        for act in ["visit", "contact"] {
            let form = "channel=call&outcome=reached&on=2026-07-07";
            let got = world.post(&format!("/people/{}/{act}", world.theirs), Some(role), form).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{act} as {role:?}");
        }
        for path in ["/worklist", "/worklist.csv", "/today", "/worklist?clinic=2", "/worklist?who=nobody"] {
            let got = world.get(path, Some(role)).await;
            assert!(!got.body.contains("Bertababy"), "{path} as {role:?}");
        }
        let form = format!("infant={}&worker={}", world.theirs, world.worker);
        let got = world.post("/assign", Some(role), &form).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page() {
    let world = world().await;
    for path in
        ["/nothing", "/people/999999", "/people/x", "/measures/none", "/records/999999", "/assets/kith.css"]
    {
        let got = world.get(path, Some(Role::Coordinator)).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        assert!(got.body.contains("This page is not here"), "{path}");
    }
    let signed_out = world.get("/people/1?x=1", None).await;
    assert_eq!(signed_out.location(), "/sign-in?next=%2Fpeople%2F1%3Fx%3D1");
}

#[tokio::test]
async fn who_reaches_families_is_not_told_their_diagnoses() {
    let world = world().await;
    let person = format!("/people/{}", world.ours);
    let (timeline, record) = (format!("{person}/timeline.svg"), format!("/records/{}", world.record));
    for path in ["/today", "/worklist", "/worklist.csv?done=1", &person, &timeline, &record] {
        let got = world.get(path, Some(Role::OutreachWorker)).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        assert!(!got.body.contains(SECRET) && !got.body.contains("P96.1"), "{path}: {}", got.body);
    }
    let got = world.get(&record, Some(Role::OutreachWorker)).await;
    assert!(got.body.contains("the rest of the record is left out") && got.body.contains("finished"));
    for path in [&person, &record] {
        assert!(world.get(path, Some(Role::ClinicLead)).await.body.contains(SECRET), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_answers_like_what_is_not_yours() {
    let world = world().await;
    for role in [Role::ClinicLead, Role::OutreachWorker, Role::Analyst, Role::Administrator] {
        for path in ["/people/999999", "/records/999999"] {
            assert_eq!(world.get(path, Some(role)).await.status, StatusCode::FORBIDDEN, "{path} as {role:?}");
        }
        for path in ["/contacts/999999/undo", "/visits/999999/undo"] {
            assert_eq!(
                world.post(path, Some(role), "").await.status,
                StatusCode::FORBIDDEN,
                "{path} as {role:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_brother_or_sister_elsewhere_is_not_on_the_page() {
    let world = world().await;
    let mother = |baby: &str| {
        format!(
            r#"{{"resourceType":"RelatedPerson","id":"m-{baby}","patient":{{"reference":"Patient/{baby}"}},"relationship":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"NMTH"}}]}}]}}"#
        )
    };
    let links =
        NAMES.map(|baby| format!(r#"{{"other":{{"reference":"RelatedPerson/m-{baby}"}},"type":"seealso"}}"#));
    let lines = [
        format!(
            r#"{{"resourceType":"Patient","id":"Mama","name":[{{"family":"Testperson","given":["Mama"]}}],"link":[{}]}}"#,
            links.join(",")
        ),
        mother(NAMES[0]),
        mother(NAMES[1]),
    ];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mothers.ndjson");
    std::fs::write(&file, lines.join("\n")).unwrap();
    kith_app::ingest::ingest(&world.app, "test", &[file], Default::default(), |_| {}).await.unwrap();
    kith_app::live::catch_up(&world.app, &crate::world::Rule, |_| {}).await.unwrap();
    let page = format!("/people/{}", world.ours);
    for role in [Role::Coordinator, Role::ClinicLead, Role::OutreachWorker] {
        let got = world.get(&page, Some(role)).await;
        assert!(got.body.contains("Annababy") && got.body.contains("Mama"), "{role:?}: {}", got.body);
        assert_eq!(got.body.contains("Bertababy"), role == Role::Coordinator, "{role:?}");
    }
}
