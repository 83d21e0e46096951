use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use kith_interop::hl7v2::Sender;
use kith_store::Db;
use kith_store::ledger::LedgerRecord;

use super::*;
use crate::programme::{Programme, Words};
use crate::{Clock, Explainer, Question, Setup};

struct Silent;

impl Explainer for Silent {
    fn why(&self, _: &Question<'_>, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// An app over a throwaway database, and a door.
struct World {
    app: App,
    door: Door,
    _place: kith_testkit::Place,
}

async fn world() -> World {
    let place = kith_testkit::sqlite();
    let words = || Words { en: String::new(), es: String::new() };
    let programme = Programme {
        id: "test".into(),
        title: words(),
        aim: words(),
        headline: String::new(),
        gap_stratifier: String::new(),
        gap_focus: String::new(),
        gap_reference: String::new(),
        gap_factor: 0.5,
        gap_by: None,
        measures: Vec::new(),
        indicators: Vec::new(),
        definitions: Vec::new(),
        families: Vec::new(),
        cascade: None,
        triage: None,
        forms: None,
        centroids: None,
        community: Default::default(),
        area_index: None,
    };
    let app = App::new(Setup {
        db: Db::open(&place.location().parse().unwrap()).await.unwrap(),
        clock: Clock::Fixed(kith_testkit::NOON),
        time_zone: TimeZone::UTC,
        programme,
        network_name: "Test network".into(),
        explainer: Arc::new(Silent),
    });
    World { app, door: Door::new(Senders::new(Sender::default())), _place: place }
}

fn message(number: u32, event: &str, at: &str, segments: &str) -> String {
    format!("MSH|^~\\&|ADT|MERCY|KITH|NET|{at}||ADT^{event}|{number}|P|2.5.1\rEVN||{at}\r{segments}")
}

impl World {
    /// The codes of the answers.
    async fn receive(&mut self, messages: &[&str]) -> Vec<String> {
        let frames = messages.iter().map(|m| Frame::Message(m.as_bytes().to_vec())).collect();
        let replies = self.door.receive(&self.app, frames).await;
        let code = |reply: Reply| {
            let text = String::from_utf8(reply.bytes).unwrap();
            let msa = text.split("\rMSA|").nth(1).unwrap();
            let answer = msa.split('\r').next().unwrap().to_owned();
            assert_eq!(reply.stored, answer.starts_with("AA"), "{answer}");
            answer
        };
        replies.into_iter().map(code).collect()
    }

    /// Every version of a record, the current one first.
    async fn versions(&self, resource_type: &str, id: &str) -> Vec<LedgerRecord> {
        let source = source::ensure(self.app.db(), "MERCY", self.app.now()).await.unwrap();
        ledger::history(self.app.db(), source, resource_type, id).await.unwrap()
    }

    async fn current(&self, resource_type: &str, id: &str) -> String {
        let versions = self.versions(resource_type, id).await;
        String::from_utf8(versions.into_iter().next().expect("it is there").bytes).unwrap()
    }

    /// How many records of each type.
    async fn counts(&self) -> BTreeMap<String, i64> {
        let standings = source::standings(self.app.db()).await.unwrap();
        standings.into_iter().flat_map(|s| s.by_type).collect()
    }
}

const PATIENT: &str = "PID|1||7^^^MERCY^MR||DOE^ANN||19900101|F|||1 ELM ST^^TOWN";

#[tokio::test]
async fn a_message_is_kept_beside_its_records_and_again_changes_nothing() {
    let mut world = world().await;
    let admitted =
        message(1, "A01", "20250101120000+0000", &format!("{PATIENT}\rPV1|1|I|||||||||||||||||V1^^^MERCY"));
    assert_eq!(world.receive(&[&admitted]).await, ["AA|1"]);
    let original = world.current(ORIGINAL, "ADT|MERCY|1").await;
    assert_eq!(original, admitted);
    let before = world.counts().await;
    assert_eq!(before["Patient"] + before["Encounter"] + before[ORIGINAL], 3);

    // In one batch and in another, and beside its twin.
    assert_eq!(world.receive(&[&admitted, &admitted]).await, ["AA|1", "AA|1"]);
    assert_eq!(world.counts().await, before);

    // The same number with other content is another version.
    let other = admitted.replace("DOE^ANN", "ROE^ANN").replace("120000", "130000");
    assert_eq!(world.receive(&[&other]).await, ["AA|1"]);
    assert_eq!(world.versions(ORIGINAL, "ADT|MERCY|1").await.len(), 2);
    assert!(world.current("Patient", "MERCY.7").await.contains("ROE"));
}

#[tokio::test]
async fn what_an_update_does_not_say_stays_whichever_came_first() {
    let first = message(1, "A01", "20250101120000+0000", PATIENT);
    let second = message(2, "A08", "20250102120000+0000", "PID|1||7^^^MERCY^MR||ROE^ANN||||||\"\"");
    let third = message(3, "A08", "20250103120000+0000", "PID|1||7^^^MERCY^MR||||||||||||SPA");
    let mut all = Vec::new();
    let orders = [
        [&first, &second, &third],
        [&first, &third, &second],
        [&second, &first, &third],
        [&second, &third, &first],
        [&third, &first, &second],
        [&third, &second, &first],
    ];
    for order in orders {
        // One after another, and all at once.
        for at_once in [1, 3] {
            let mut world = world().await;
            for part in order.chunks(at_once) {
                let part: Vec<&str> = part.iter().map(|m| m.as_str()).collect();
                world.receive(&part).await;
            }
            all.push(world.current("Patient", "MERCY.7").await);
        }
    }
    for patient in &all {
        assert_eq!(patient, &all[0]);
        assert!(patient.contains("ROE") && !patient.contains("ELM ST"), "{patient}");
        assert!(patient.contains("1990-01-01") && patient.contains("2025-01-03T12:00"), "{patient}");
    }
}

#[tokio::test]
async fn a_late_admission_does_not_undo_a_discharge() {
    let mut world = world().await;
    let visit = |rest: &str| format!("{PATIENT}\rPV1|1|I|||||||||||||||||V1^^^MERCY|||||||||||||||||{rest}");
    let discharged = message(2, "A03", "20250103120000+0000", &visit("01||||||||20250101|20250103"));
    let admitted = message(1, "A01", "20250101120000+0000", &visit("||||||||20250101"));
    world.receive(&[&discharged]).await;
    world.receive(&[&admitted]).await;
    let encounter = world.current("Encounter", "MERCY.visit.V1").await;
    assert!(encounter.contains(r#""status":"finished""#), "{encounter}");
    assert_eq!(world.versions("Encounter", "MERCY.visit.V1").await.len(), 2);
}

#[tokio::test]
async fn what_is_refused_is_in_quarantine_and_holds_up_nobody() {
    let mut world = world().await;
    let good = message(1, "A28", "20250101120000+0000", PATIENT);
    let bad = message(2, "A28", "20250101120000+0000", "PID|1||||NOBODY");
    let test = good.replace("|1|P|", "|3|T|");
    let answers = world.receive(&[&bad, &good, "nonsense", &test, &bad]).await;
    assert_eq!(answers, ["AE|2", "AA|1", "AE|", "AR|3", "AE|2"]);
    let held = quarantine::list(world.app.db(), true, None, 10).await.unwrap();
    let mut places: Vec<_> = held.iter().map(|q| (q.source_name.as_str(), q.place.as_str())).collect();
    places.sort_unstable();
    assert_eq!(places, [("HL7 v2", "MSH"), ("HL7 v2", "MSH-11"), ("HL7 v2", "PID-3")]);
    assert!(held.iter().all(|q| q.complete && !q.message.contains("NOBODY")));
    assert_eq!(world.counts().await["Patient"], 1);

    let World { app, door, .. } = &mut world;
    let frames = vec![Frame::TooLarge { start: good.as_bytes()[..40].to_vec(), length: 99 << 20 }];
    let replies = door.receive(app, frames).await;
    assert!(!replies[0].stored);
    let held = quarantine::list(app.db(), true, None, 10).await.unwrap();
    assert!(held.iter().any(|q| !q.complete && q.length == 99 << 20));

    world.door.close(&world.app).await.unwrap();
    let runs = source::runs(world.app.db(), 10).await.unwrap();
    let counts: Vec<_> = runs.iter().map(|r| (r.counts.kept, r.counts.quarantined)).collect();
    assert_eq!(counts, [(1, 0), (0, 5)]);
    assert!(runs.iter().all(|r| r.ended_at.is_some()));
}

#[tokio::test]
async fn whoever_is_not_known_makes_no_source() {
    let held = async |world: &World| {
        let held = quarantine::list(world.app.db(), true, None, 10).await.unwrap();
        held.into_iter().map(|q| (q.source_name, q.place)).collect::<Vec<_>>()
    };
    let at_the_door = || ("HL7 v2".to_owned(), "MSH-4".to_owned());
    let good = message(1, "A28", "20250101120000+0000", PATIENT);
    // What is recorded here is not to be overwritten from outside.
    let mut open = world().await;
    let own = good.replace("|MERCY|KITH", &format!("|{}|KITH", kith_store::outreach::OWN_SOURCE));
    assert_eq!(open.receive(&[&own]).await, ["AR|1"]);
    assert_eq!(held(&open).await, [at_the_door()]);
    let refused = quarantine::list(open.app.db(), true, None, 10).await.unwrap();
    assert_eq!(refused[0].resource_type, None, "it is not taken again");
    // What was not understood before goes to whom it names.
    assert!(take_again(&open.app, "HL7 v2", good.clone().into_bytes()).await);
    assert_eq!(open.versions("Patient", "MERCY.7").await.len(), 1);

    let profile = |others: &str| {
        let text = format!("{others}\n[[sender]]\nname = \"Mercy\"\nfacility = \"MERCY\"\n");
        Door::new(Senders::parse(&text, Sender::default()).unwrap())
    };
    let other = good.replace("|MERCY|KITH", "|OTHER|KITH");
    let bad = message(2, "A28", "20250101120000+0000", "PID|1||||NOBODY");
    let mut closed = World { door: profile(""), ..world().await };
    assert_eq!(closed.receive(&[&good, &other, &bad]).await, ["AA|1", "AR|1", "AE|2"]);
    let mut found = held(&closed).await;
    found.sort();
    assert_eq!(found, [at_the_door(), ("Mercy".to_owned(), "PID-3".to_owned())]);

    let mut said = World { door: profile("others = true"), ..world().await };
    assert_eq!(said.receive(&[&good, &other]).await, ["AA|1", "AA|1"]);
    assert!(held(&said).await.is_empty());
}

#[tokio::test]
async fn nothing_is_accepted_when_nothing_can_be_written() {
    let World { app, mut door, _place } = world().await;
    app.db().clone().close().await;
    let good = message(1, "A28", "20250101120000+0000", PATIENT);
    let replies = door.receive(&app, vec![Frame::Message(good.into_bytes())]).await;
    assert!(!replies[0].stored);
    assert!(String::from_utf8_lossy(&replies[0].bytes).contains("\rMSA|AR|1"));
}

#[tokio::test]
async fn what_is_tried_again_is_read_as_its_senders() {
    let mut world = world().await;
    let test = message(1, "A28", "20250101120000", PATIENT).replace("|1|P|", "|1|T|");
    let profile = |ids: &str| {
        let text = format!(
            "[[sender]]\nname = \"Mercy\"\nfacility = \"MERCY\"\ntime_zone = \"America/Denver\"\nprocessing_ids = {ids}"
        );
        Senders::parse(&text, Sender::default()).unwrap()
    };
    world.app.know_senders(profile(r#"["P"]"#));
    world.door = Door::open(&world.app);
    assert_eq!(world.receive(&[&test]).await, ["AR|1"]);
    assert!(!take_again(&world.app, "Mercy", test.clone().into_bytes()).await);
    world.app.know_senders(profile(r#"["P", "T"]"#));
    assert!(take_again(&world.app, "Mercy", test.clone().into_bytes()).await);
    world.door.close(&world.app).await.unwrap();
    let source = source::ensure(world.app.db(), "Mercy", world.app.now()).await.unwrap();
    let patient = ledger::history(world.app.db(), source, "Patient", "MERCY.7").await.unwrap();
    let text = String::from_utf8_lossy(&patient[0].bytes);
    assert!(text.contains("2025-01-01T12:00:00-07:00"), "{text}");
    let runs = source::runs(world.app.db(), 10).await.unwrap();
    assert!(runs.len() == 3 && runs.iter().all(|r| r.ended_at.is_some()), "{runs:?}");
}

#[tokio::test]
async fn a_message_that_makes_reading_fail_is_set_aside_alone() {
    let is_bad = |bytes: &[u8]| bytes.windows(5).any(|w| w == b"WRONG");
    let read: Read = |bytes, sender, latest| {
        assert!(!bytes.windows(5).any(|w| w == b"WRONG"), "made to fail");
        hl7v2::take(bytes, sender, latest)
    };
    let merge: Merge = |earlier, later| {
        assert!(!later.windows(5).any(|w| w == b"WRONG"), "made to fail");
        hl7v2::merged(earlier, later)
    };
    for (read, merge) in [(read, hl7v2::merged as Merge), (hl7v2::take as Read, merge)] {
        let mut world = world().await;
        (world.door.read, world.door.merge) = (read, merge);
        let first = message(1, "A28", "20250101120000+0000", PATIENT);
        let bad = message(2, "A31", "20250102120000+0000", "PID|1||7^^^MERCY^MR||WRONG^ANN");
        let third = message(3, "A31", "20250103120000+0000", "PID|1||7^^^MERCY^MR||ROE^ANN");
        assert!(is_bad(bad.as_bytes()));
        assert_eq!(world.receive(&[&first, &bad, &third]).await, ["AA|1", "AE|2", "AA|3"]);
        let held = quarantine::list(world.app.db(), true, None, 10).await.unwrap();
        let held: Vec<_> = held.iter().map(|q| (q.complete, q.resource_type.as_deref())).collect();
        assert_eq!(held, [(true, Some(ORIGINAL))]);
        assert_eq!(world.versions("Patient", "MERCY.7").await.len(), 2);
        assert!(world.current("Patient", "MERCY.7").await.contains("ROE"));
    }
}

#[tokio::test]
async fn a_clock_that_is_ahead_hides_nothing_that_comes_later() {
    let mut world = world().await;
    let ahead = message(1, "A28", "20990101120000+0000", PATIENT);
    let later = message(2, "A31", "20250102120000+0000", "PID|1||7^^^MERCY^MR||ROE^ANN");
    assert_eq!(world.receive(&[&ahead]).await, ["AA|1"]);
    assert_eq!(world.receive(&[&later]).await, ["AA|2"]);
    let current = world.current("Patient", "MERCY.7").await;
    assert!(current.contains("ROE") && current.contains("1990-01-01"), "{current}");
    let remarks = world.door.close(&world.app).await.unwrap();
    assert_eq!(remarks.into_iter().collect::<Vec<_>>(), [("clock_ahead".to_owned(), 1)]);
}

#[tokio::test]
async fn a_connection_speaks_only_for_its_own_sender() {
    let text = r#"
        [[sender]]
        name = "Mercy"
        facility = "MERCY"
        certificate = "adt.mercy.example"
    "#;
    let mut world =
        World { door: Door::new(Senders::parse(text, Sender::default()).unwrap()), ..world().await };
    let good = message(1, "A28", "20250101120000+0000", PATIENT);
    for (names, stored) in [(vec!["adt.mercy.example".to_owned()], true), (vec![], false)] {
        let peer = Arc::new(Peer { address: [192, 0, 2, 1].into(), names });
        let frame = Frame::Message(good.clone().into_bytes());
        let replies = world.door.receive_from(&world.app, vec![(frame, Some(peer))]).await;
        assert_eq!(replies[0].stored, stored);
    }
    let held = quarantine::list(world.app.db(), true, None, 10).await.unwrap();
    let held: Vec<_> = held.iter().map(|q| (q.source_name.as_str(), q.resource_type.as_deref())).collect();
    assert_eq!(held, [("HL7 v2", None)]);
}
