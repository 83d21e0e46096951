//! Who is whom, and files, in a browser: deciding, merging, taking out, putting in, and the way back of each.

use axum::http::StatusCode;
use kith_domain::access::Role;
use kith_domain::id::PersonId;

use crate::world::{Got, NAMES, SECRET, World, world};

const STEWARD: Option<Role> = Some(Role::DataSteward);

/// The number in `did=name-12` of an address.
fn act(got: &Got, name: &str) -> i64 {
    let did = got.location().split("did=").nth(1).unwrap_or_else(|| panic!("{}", got.location()));
    did.strip_prefix(&format!("{name}-")).and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("{did}"))
}

/// Two women of two senders who share a birth date and nothing else, and their ids.
async fn two_women(world: &World) -> (PersonId, PersonId) {
    two_women_born(world, "1990-01-31").await
}

/// The same, the second with a birth date of her own.
async fn two_women_born(world: &World, born: &str) -> (PersonId, PersonId) {
    let patient = |id: &str, family: &str, given: &str, born: &str| {
        format!(
            r#"{{"resourceType":"Patient","id":"{id}","name":[{{"family":"{family}","given":["{given}"]}}],"gender":"female","birthDate":"{born}"}}"#
        )
    };
    let folder = tempfile::tempdir().unwrap();
    for (source, line) in [
        ("clinic", patient("c", "Testperson", "Carla", "1990-01-31")),
        ("hospital", patient("h", "Sampleperson", "Quirina", born)),
    ] {
        let file = folder.path().join(format!("{source}.ndjson"));
        std::fs::write(&file, line).unwrap();
        kith_app::ingest::ingest(&world.app, source, &[file], Default::default(), |_| {}).await.unwrap();
    }
    kith_app::linking::link(&world.app).await.unwrap();
    let start = format!("/people/{}/identity", world.ours);
    let find = async |name: &str| {
        let got = world.get(&format!("{start}?q={name}"), STEWARD).await;
        let at = got
            .body
            .split("name=\"other\" value=\"")
            .nth(1)
            .unwrap_or_else(|| panic!("{name}: {}", got.body));
        PersonId(at.split('"').next().unwrap().parse().unwrap())
    };
    (find("Carla").await, find("Quirina").await)
}

#[tokio::test]
async fn the_day_of_a_data_steward_opens_with_what_waits() {
    let world = world().await;
    assert_eq!(world.get("/", STEWARD).await.location(), "/review");
    assert_eq!(world.get("/", Some(Role::Coordinator)).await.location(), "/today");
    let got = world.get("/review", STEWARD).await;
    assert_eq!(got.status, StatusCode::OK);
    for path in ["/review", "/data"] {
        assert!(got.body.contains(&format!("href=\"{path}\"")), "{path}");
    }
    for path in ["/today", "/scorecard", "/worklist"] {
        assert!(!got.body.contains(&format!("href=\"{path}\"")), "{path}");
    }
}

#[tokio::test]
async fn two_people_are_merged_and_come_apart_again() {
    let world = world().await;
    let (carla, quirina) = two_women(&world).await;
    assert_ne!(carla, quirina);
    let merged = world.post(&format!("/people/{carla}/merge"), STEWARD, &format!("other={quirina}")).await;
    let act = act(&merged, "merge");
    let page = world.get(merged.location(), STEWARD).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.location());
    for words in
        ["Made of 2 records of 2 sources.", "Carla", "Quirina", &format!("action=\"/acts/{act}/undo\"")]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    // The other id leads to the one that stays, on both of its pages.
    let (stays, gone) = (carla.min(quirina), carla.max(quirina));
    for (tail, role) in [("", Some(Role::Coordinator)), ("/identity", STEWARD)] {
        let got = world.get(&format!("/people/{gone}{tail}"), role).await;
        assert_eq!(
            (got.status, got.location()),
            (StatusCode::SEE_OTHER, format!("/people/{stays}{tail}").as_str())
        );
    }
    let undone =
        world.post(&format!("/acts/{act}/undo"), STEWARD, &format!("back=/people/{stays}/identity")).await;
    assert_eq!(undone.location(), format!("/people/{stays}/identity?did=undone"));
    for id in [stays, gone] {
        let got = world.get(&format!("/people/{id}/identity"), STEWARD).await;
        assert!(got.body.contains("Made of 1 record."), "{id}");
    }
}

#[tokio::test]
async fn a_record_that_is_someone_else_is_taken_out() {
    let world = world().await;
    let (carla, quirina) = two_women(&world).await;
    world.post(&format!("/people/{carla}/merge"), STEWARD, &format!("other={quirina}")).await;
    let stays = carla.min(quirina);
    let page = world.get(&format!("/people/{stays}/identity"), STEWARD).await;
    let record =
        page.body.split("name=\"source_person\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("back=/people/{stays}/identity&source_person={record}");
    let split = world.post(&format!("/people/{stays}/split"), STEWARD, &form).await;
    act(&split, "split");
    let page = world.get(split.location(), STEWARD).await;
    assert!(page.body.contains("Made of 1 record.") && page.body.contains("A record was taken out"));
}

#[tokio::test]
async fn a_pair_is_decided_and_the_decision_stands_on_its_page() {
    let world = world().await;
    let (a, b) = world.pair;
    let pair = format!("/review/person/{a}/{b}");
    let page = world.get(&pair, STEWARD).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for words in
        ["Side by side", "Annababy", "Bertababy", "data-press=\"s\"", "Never ask about these two again"]
    {
        assert!(page.body.contains(words), "{words}");
    }
    let json = world.get(&format!("{pair}.json"), STEWARD).await;
    let reasoning: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert!(reasoning["total_bits"].is_number() && reasoning["steps"].is_array(), "{reasoning}");
    let form = format!("back={pair}&next=/review&verdict=different&note=The+clinic+says+so");
    let got = world.post(&format!("{pair}/decide"), STEWARD, &form).await;
    let act = act(&got, "different");
    assert!(got.location().starts_with("/review?did="));
    let page = world.get(&pair, STEWARD).await;
    assert!(page.body.contains("Decided: two people.") && page.body.contains(&format!("/acts/{act}/undo")));
    world.post(&format!("/acts/{act}/undo"), STEWARD, &format!("back={pair}")).await;
    assert!(!world.get(&pair, STEWARD).await.body.contains("Decided: two people."));
}

#[tokio::test]
async fn a_double_click_decides_once() {
    let world = world().await;
    let (a, b) = world.pair;
    let decide = format!("/review/person/{a}/{b}/decide");
    let form = "next=/review&verdict=different";
    // The two requests of a double click are on their way at one time.
    let (first, second) =
        tokio::join!(world.post(&decide, STEWARD, form), world.post(&decide, STEWARD, form));
    let one = act(&first, "different");
    assert_eq!(act(&second, "different"), one);
    world.post(&format!("/acts/{one}/undo"), STEWARD, "back=/review").await;
    let page = world.get(&format!("/review/person/{a}/{b}"), STEWARD).await;
    assert!(!page.body.contains("Decided: two people."), "one undo is enough");
    // Taken back, said otherwise, or said by somebody else is another act.
    let again = act(&world.post(&decide, STEWARD, form).await, "different");
    assert_ne!(again, one);
    let other = act(&world.post(&decide, Some(Role::Coordinator), form).await, "different");
    assert_ne!(other, again);
    let note = format!("{form}&note=They+called");
    assert_ne!(act(&world.post(&decide, Some(Role::Coordinator), &note).await, "different"), other);

    // A merge and a split too, and neither is an error the second time.
    let (carla, quirina) = two_women(&world).await;
    let merge = (format!("/people/{carla}/merge"), format!("other={quirina}"));
    let merged = act(&world.post(&merge.0, STEWARD, &merge.1).await, "merge");
    assert_eq!(act(&world.post(&merge.0, STEWARD, &merge.1).await, "merge"), merged);
    let page = world.get(&format!("/people/{carla}/identity"), STEWARD).await;
    let page = if page.status == StatusCode::OK { page } else { world.get(page.location(), STEWARD).await };
    let record = page.body.split("name=\"source_person\" value=\"").nth(2).unwrap();
    let form = format!("source_person={}", record.split('"').next().unwrap());
    let split = format!("/people/{}/split", carla.min(quirina));
    let out = act(&world.post(&split, STEWARD, &form).await, "split");
    assert_eq!(act(&world.post(&split, STEWARD, &form).await, "split"), out);
}

#[tokio::test]
async fn of_two_birth_dates_one_is_chosen_or_it_is_left_open() {
    let world = world().await;
    let (carla, quirina) = two_women_born(&world, "1990-02-28").await;
    world.post(&format!("/people/{carla}/merge"), STEWARD, &format!("other={quirina}")).await;
    let queue = async || world.get("/review?kind=fact", STEWARD).await.body;
    let waiting = queue().await;
    assert!(waiting.contains("the sources contradict each other"), "{waiting}");
    let path = waiting.split("href=\"/review/fact/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (pair, query) = path.split_once('?').unwrap();
    assert_eq!(query, "attribute=born");
    let (page, decide) = (format!("/review/fact/{path}"), format!("/review/fact/{pair}/decide"));
    let asked = world.get(&page, STEWARD).await;
    assert!(asked.body.contains("Not sure") && asked.body.contains("Never ask about this again"));

    // Left open it still waits, and says who looked; never to be asked again it is gone, until that is taken back.
    let form = format!("back={page}&attribute=born&verdict=unsure");
    let left = world.post(&decide, STEWARD, &form).await;
    act(&left, "unsure");
    assert!(queue().await.contains("looked at it"));
    let never = act(&world.post(&decide, STEWARD, &format!("{form}&never_again=1")).await, "never");
    assert!(!queue().await.contains("/review/fact/"));
    world.post(&format!("/acts/{never}/undo"), STEWARD, "back=/review").await;
    assert!(queue().await.contains("/review/fact/"));

    // Without an answer the page asks again: that of the question, or that of the person.
    let person = format!("/people/{}/identity", carla.min(quirina));
    for (back, words) in [(&page, "Which one is right?"), (&person, "What is used")] {
        let got = world.post(&decide, STEWARD, &format!("back={back}&attribute=born")).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{back}");
        assert!(got.body.contains("<p class=\"wrong\">Choose one.</p>"), "{back}: {}", got.body);
        assert!(got.body.contains(words), "{back}");
    }

    // Whoever is not believed now is from now on.
    let mut values = asked.body.split("name=\"choose\" value=\"").skip(1);
    let other = values.find(|v| !v.split('>').next().unwrap().contains("checked")).unwrap();
    let form =
        format!("back={page}&attribute=born&choose={}&next={person}", other.split('"').next().unwrap());
    let chosen = world.post(&decide, STEWARD, &form).await;
    act(&chosen, "choice");
    let said = world.get(chosen.location(), STEWARD).await.body;
    assert!(said.contains("somebody chose it") && said.contains("A value was chosen"), "{said}");
    assert!(!queue().await.contains("/review/fact/"));
}

#[tokio::test]
async fn an_answer_is_needed_and_nonsense_is_not_found() {
    let world = world().await;
    let (a, b) = world.pair;
    let got = world.post(&format!("/review/person/{a}/{b}/decide"), STEWARD, "").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains("Choose one."));
    for path in [
        format!("/review/person/{a}/{a}"),
        format!("/review/cousin/{a}/{b}"),
        format!("/review/person/{a}/999999"),
        format!("/review/fact/{a}/{b}"),
        format!("/review/person/{a}/x.json"),
        "/people/999999/identity".to_owned(),
        "/data/files/999999".to_owned(),
        "/data/files/x".to_owned(),
        "/data/files/1/passwords.csv".to_owned(),
    ] {
        assert_eq!(world.get(&path, STEWARD).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // No way on leads to another site.
    let form = "verdict=unsure&next=//evil.example";
    let got = world.post(&format!("/review/person/{a}/{b}/decide"), STEWARD, form).await;
    assert!(got.location().starts_with("/?did=unsure-"), "{}", got.location());
}

#[tokio::test]
async fn a_data_steward_sees_names_and_no_care() {
    let world = world().await;
    let (a, b) = world.pair;
    let mut named = false;
    for path in [
        "/review".to_owned(),
        format!("/review/person/{a}/{b}"),
        format!("/people/{}/identity", world.ours),
        "/data".to_owned(),
        "/data/files".to_owned(),
    ] {
        let got = world.get(&path, STEWARD).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        named |= got.body.contains(NAMES[0]);
        for care in [SECRET, "P96.1", "visits", "Encounter/"] {
            assert!(!got.body.contains(care), "{path} shows {care}");
        }
    }
    assert!(named);
    for path in
        [format!("/people/{}", world.ours), format!("/records/{}", world.record), "/worklist.csv".into()]
    {
        assert_eq!(world.get(&path, STEWARD).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

const SHEET: &str =
    "Chart #,Last,First,DOB\n001,Testperson,Clara,1990-01-31\n002,Testperson,Dora,1991-13-41\n";

#[tokio::test]
async fn a_file_is_looked_at_put_in_and_taken_back() {
    let world = world().await;
    let put = world.put_file(STEWARD, "Riverside", "roster.csv", SHEET.as_bytes()).await;
    let path = put.location().to_owned();
    assert!(path.starts_with("/data/files/"), "{} {}", put.status, put.body);
    let page = world.get(&path, STEWARD).await;
    for words in ["1 row would be new or changed", "1 row is set aside", "1991-13-41", "Put in 1 row"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let problems = world.get(&format!("{path}/problems.csv"), STEWARD).await;
    assert!(problems.body.contains("Dora") && !problems.body.contains("Clara"), "{}", problems.body);
    let kept = world.post(&format!("{path}/commit"), STEWARD, &format!("back={path}")).await;
    assert!(kept.location().contains("?did=file-"), "{} {}", kept.status, kept.body);
    let page = world.get(kept.location(), STEWARD).await;
    assert!(page.body.contains("The file is in.") && page.body.contains(&format!("action=\"{path}/undo\"")));
    assert!(page.body.contains("The file itself was erased on") && !page.body.contains("<select"));
    let problems = world.get(&format!("{path}/problems.csv"), STEWARD).await;
    assert!(problems.body.contains("1991-13-41") && !problems.body.contains("Clara"), "{}", problems.body);
    let undone = world.post(&format!("{path}/undo"), STEWARD, "back=/data/files").await;
    assert_eq!(undone.location(), "/data/files?did=fileback");
    assert!(world.get("/data/files", STEWARD).await.body.contains("Taken back"));
}

#[tokio::test]
async fn a_file_is_discarded_before_anything_of_it_counts() {
    let world = world().await;
    let path =
        world.put_file(STEWARD, "Riverside", "roster.csv", SHEET.as_bytes()).await.location().to_owned();
    let gone = world.post(&format!("{path}/undo"), STEWARD, &format!("back={path}")).await;
    assert_eq!((gone.status, gone.location()), (StatusCode::SEE_OTHER, path.as_str()), "{}", gone.body);
    let page = world.get(&path, STEWARD).await;
    assert!(page.body.contains("Discarded, and nothing of it taken over"), "{}", page.body);
    assert!(
        !page.body.contains("Clara") && !page.body.contains(&format!("action=\"{path}")),
        "{}",
        page.body
    );
    let again = world.put_file(STEWARD, "Riverside", "roster.csv", SHEET.as_bytes()).await;
    assert_ne!(again.location(), path);
}

#[tokio::test]
async fn a_sender_of_whole_lists_is_told_who_is_missing() {
    let world = world().await;
    let put = async |sheet: &str| {
        world.put_file(STEWARD, "Riverside", "roster.csv", sheet.as_bytes()).await.location().to_owned()
    };
    let first = put("Chart #,Last,First\n001,Testperson,Clara\n002,Testperson,Dora\n").await;
    world.post(&format!("{first}/commit"), STEWARD, "back=/data/files").await;
    let path = put("Chart #,Last,First\n001,Testperson,Clara\n").await;
    let form = "field-0=mother.identifier&field-1=mother.family&field-2=mother.given";
    let absent = "1 row that this sender had sent before is not in this file.";
    world.post(&format!("{path}/mapping"), STEWARD, form).await;
    assert!(!world.get(&path, STEWARD).await.body.contains(absent));
    world.post(&format!("{path}/mapping"), STEWARD, &format!("{form}&snapshot=1")).await;
    let page = world.get(&path, STEWARD).await;
    assert!(page.body.contains(absent) && page.body.contains("name=\"snapshot\" value=\"1\" checked"));
    world.post(&format!("{path}/commit"), STEWARD, "back=/data/files").await;
    assert!(world.get(&path, STEWARD).await.body.contains(absent));
}

#[tokio::test]
async fn columns_are_chosen_by_hand() {
    let world = world().await;
    let sheet = "K1,K2,K3,K4\n001,Testperson,Clara,1990-01-31\n";
    let path = world.put_file(STEWARD, "Riverside", "odd.csv", sheet.as_bytes()).await.location().to_owned();
    let form = "field-0=mother.identifier&field-1=mother.family&field-2=mother.given&field-3=mother.birth_date&date_order=MDY";
    let mapped = world.post(&format!("{path}/mapping"), STEWARD, form).await;
    assert_eq!((mapped.status, mapped.location()), (StatusCode::SEE_OTHER, path.as_str()), "{}", mapped.body);
    let page = world.get(&path, STEWARD).await;
    assert!(page.body.contains("<option value=\"mother.given\" selected"), "{}", page.body);
    assert!(page.body.contains("1 row would be new or changed"), "{}", page.body);
}

#[tokio::test]
async fn a_file_that_cannot_be_is_said_beside_its_field() {
    let world = world().await;
    let check = async |source: &str, content: &[u8], words: &str| {
        let got = world.put_file(STEWARD, source, "x.csv", content).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}: {}", got.body);
        assert!(got.body.contains(words), "{words}: {}", got.body);
    };
    check("Riverside", b"", "Choose a file.").await;
    check("", SHEET.as_bytes(), "Say whose records they are, in at most 100 characters.").await;
    check("Riverside", &vec![b'a'; 21 << 20], "The file is over 20 MB.").await;
}

#[tokio::test]
async fn a_file_needs_its_token_and_its_origin() {
    let world = world().await;
    let part = |csrf: &str| {
        format!(
            "--edge\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\n\
             content-disposition: form-data; name=\"source\"\r\n\r\nRiverside\r\n--edge\r\ncontent-disposition: \
             form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{SHEET}\r\n--edge--\r\n"
        )
    };
    let csrf = world.sessions[&Role::DataSteward].1.clone();
    let other = world.sessions[&Role::Coordinator].1.clone();
    for (token, site) in [("", "same-origin"), (other.as_str(), "same-origin"), (csrf.as_str(), "cross-site")]
    {
        let request = world
            .request("POST", "/data/files", STEWARD)
            .header("content-type", "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", site)
            .body(axum::body::Body::from(part(token)))
            .unwrap();
        assert_eq!(world.send(request).await.status(), StatusCode::FORBIDDEN, "{token} {site}");
    }
    assert!(world.get("/data/files", STEWARD).await.body.contains("No file has been put in by hand yet."));
}
