mod admissions;
mod referrals;
mod results;
mod syntax;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::mllp::{Frame, Framer, frame};
use super::*;

const HEAD: &str = r"MSH|^~\&|ADT|MERCY|HUB|COLLAB|20240505031500-0500||ADT^A01^ADT_A01|M1|P|2.5.1";

fn chicago() -> Sender {
    Sender { time_zone: TimeZone::get("America/Chicago").unwrap(), ..Sender::default() }
}

fn taken(lines: &[&str]) -> Taken {
    take(lines.join("\r").as_bytes(), &chicago(), None).unwrap()
}

fn refused(lines: &[&str]) -> Refusal {
    take(lines.join("\r").as_bytes(), &chicago(), None).unwrap_err()
}

/// The resources of a type, as text.
fn all(taken: &Taken, kind: &str) -> Vec<String> {
    let start = format!("{{\"resourceType\":\"{kind}\"");
    let texts = taken.resources.iter().map(|r| String::from_utf8(r.clone()).unwrap());
    texts.filter(|t| t.starts_with(&start)).collect()
}

fn one(taken: &Taken, kind: &str) -> String {
    let found = all(taken, kind);
    assert_eq!(found.len(), 1, "{kind}: {found:?}");
    found.into_iter().next().unwrap()
}

fn remarks(taken: &Taken) -> Vec<String> {
    taken.notes.iter().map(|n| format!("{} {}", n.place, n.remark.code()).trim().to_owned()).collect()
}

#[track_caller]
fn contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn what_is_not_taken_is_refused_with_its_place() {
    let head = |from: &str, to: &str| HEAD.replace(from, to);
    let pid = "PID|1||7^^^M^MR||DOE^ANN||19900101|F";
    for (lines, verdict, code, place) in [
        (vec!["no message"], Verdict::Error, "100", "MSH"),
        (vec![&head("|M1|", "||"), pid], Verdict::Error, "101", "MSH-10"),
        (vec![&head("ADT^A01^ADT_A01", "ADT^A60"), pid], Verdict::Rejected, "201", "MSH-9"),
        (vec![&head("ADT^A01^ADT_A01", "SIU^S12"), pid], Verdict::Rejected, "200", "MSH-9"),
        (vec![&head("|P|", "|T|"), pid], Verdict::Rejected, "202", "MSH-11"),
        (vec![&head("|2.5.1", "|3.0"), pid], Verdict::Rejected, "203", "MSH-12"),
        (vec![HEAD], Verdict::Error, "100", "PID"),
        (vec![HEAD, "PID|1||||DOE^ANN"], Verdict::Error, "101", "PID-3"),
        (vec![HEAD, "PID|1||999999999^^^^SS||DOE^ANN"], Verdict::Error, "101", "PID-3"),
        (vec![HEAD, "PID|1||7^^^M^MR||DOE||1990-13-01"], Verdict::Error, "102", "PID-7"),
        (vec![HEAD, pid, pid], Verdict::Error, "100", "PID"),
        ([vec![HEAD, pid], vec!["NTE|1"; 20_000]].concat(), Verdict::Error, "100", ""),
        (vec![HEAD, &format!("{pid}|||{}", "X~".repeat(101))], Verdict::Error, "102", "PID-11"),
        (vec![HEAD, pid, "PV1|1", &format!("DG1|1||{}", "X".repeat(20_000))], Verdict::Error, "102", "DG1-3"),
        (vec![&head("|M1|", &format!("|{}|", "1".repeat(300))), pid], Verdict::Error, "102", "MSH-10"),
        (
            [vec![head("ADT^A01^ADT_A01", "ADT^A40").as_str()], [pid, "MRG|8^^^M^MR"].repeat(101)].concat(),
            Verdict::Error,
            "100",
            "PID",
        ),
        (
            vec![HEAD, pid, "PV1|1|I|||||||||||||||||V9^^^M|||||||||||||||||||||||||yesterday"],
            Verdict::Error,
            "102",
            "PV1-44",
        ),
        (vec![&head("ADT^A01^ADT_A01", "ADT^A40"), pid], Verdict::Error, "100", "MRG"),
        (vec![&head("ADT^A01^ADT_A01", "ADT^A40"), pid, "MRG|7^^^M^MR"], Verdict::Error, "101", "MRG-1"),
    ] {
        let refusal = refused(&lines);
        let error = &refusal.errors[0];
        assert_eq!(
            (refusal.verdict, error.wrong.code(), error.place()),
            (verdict, code, place.into()),
            "{lines:?}"
        );
        assert!(!refusal.problem.message.contains("DOE"), "{refusal}");
    }
}

#[test]
fn an_event_ahead_of_the_clock_has_no_time() {
    let latest: Timestamp = "2024-05-06T00:00:00Z".parse().unwrap();
    for (recorded, written, expected) in [
        ("20240505031500+0000", "20240505031500+0000", Some("2024-05-05T03:15:00Z")),
        ("20240506000000+0000", "20240505031500+0000", Some("2024-05-06T00:00:00Z")),
        ("20990505031500+0000", "20240505031500+0000", Some("2024-05-05T03:15:00Z")),
        ("20990505031500+0000", "20990505031500+0000", None),
        ("", "20240506000001+0000", None),
    ] {
        let head = HEAD.replace("20240505031500-0500", written);
        let text = [head.as_str(), &format!("EVN||{recorded}"), "PID|1||7^^^M^MR||DOE^ANN"].join("\r");
        let taken = take(text.as_bytes(), &chicago(), Some(latest)).unwrap();
        assert_eq!(taken.when, expected.map(|e| e.parse().unwrap()), "{recorded} {written}");
        let is_ahead = remarks(&taken).contains(&"MSH-7 clock_ahead".into());
        let has_time = one(&taken, "Patient").contains("lastUpdated");
        assert_eq!((is_ahead, has_time), (expected.is_none(), expected.is_some()), "{recorded} {written}");
    }
}

#[test]
fn a_sender_may_be_known_by_its_certificate_and_its_address() {
    let text = r#"
        [[sender]]
        name = "Mercy"
        facility = "MERCY"
        certificate = "adt.mercy.example"
        addresses = ["192.0.2.7", "2001:db8::7"]

        [[sender]]
        name = "Clinic"
        facility = "CLINIC"
    "#;
    let senders = Senders::parse(text, Sender::default()).unwrap();
    assert_eq!(senders.certificates().collect::<Vec<_>>(), ["adt.mercy.example"]);
    for (facility, address, names, expected) in [
        ("MERCY", "192.0.2.7", vec!["adt.mercy.example"], true),
        ("MERCY", "::ffff:192.0.2.7", vec!["adt.mercy.example"], true),
        ("MERCY", "2001:db8::7", vec!["adt.mercy.example"], true),
        ("MERCY", "192.0.2.7", vec![], false),
        ("MERCY", "192.0.2.8", vec!["adt.mercy.example"], false),
        ("CLINIC", "192.0.2.8", vec![], true),
    ] {
        let names = names.into_iter().map(str::to_owned).collect();
        let peer = Peer { address: address.parse().unwrap(), names };
        assert_eq!(senders.of("ADT", facility).may_be(&peer), expected, "{facility} {peer:?}");
    }
    let own = senders.under("Files of Mercy");
    assert!(own.takes("X", "Y") && !senders.takes("X", "Y"));
    assert!(["MERCY", "CLINIC", "OTHER"].iter().all(|f| own.of("ADT", f).name == "Files of Mercy"));
    assert!(Senders::parse("[[sender]]\nname = 'x'\naddresses = ['here']", Sender::default()).is_err());
}

#[test]
fn answers_are_written_in_the_senders_way() {
    let at: Timestamp = "2024-05-05T08:20:00Z".parse().unwrap();
    let answer = |head: &str, outcome: Outcome<'_>| {
        let head = Head::of(head.as_bytes());
        String::from_utf8(acknowledge(&head, outcome, Answer::AsAsked, at, "9001")).unwrap()
    };
    assert_eq!(
        answer(HEAD, Outcome::Stored),
        "MSH|^~\\&|HUB|COLLAB|ADT|MERCY|20240505082000+0000||ACK^A01^ACK|9001|P|2.5.1\rMSA|AA|M1\r"
    );
    let bad = refused(&[HEAD, "PID|1||7^^^M||DOE||1990-13-01"]);
    assert_eq!(
        answer(HEAD, Outcome::Refused(&bad)),
        "MSH|^~\\&|HUB|COLLAB|ADT|MERCY|20240505082000+0000||ACK^A01^ACK|9001|P|2.5.1\rMSA|AE|M1\r\
         ERR||PID^1^7|102^Data type error^HL70357|E||||it is not a date or a time\r"
    );
    let old = HEAD.replace("|2.5.1", "|2.3");
    assert_eq!(
        answer(&old, Outcome::Refused(&bad)),
        "MSH|^~\\&|HUB|COLLAB|ADT|MERCY|20240505082000+0000||ACK^A01|9001|P|2.3\r\
         MSA|AE|M1|PID-7: data type error: it is not a date or a time\r\
         ERR|PID^1^7^102&Data type error&HL70357\r"
    );
    let commit = format!("{HEAD}|||AL|NE");
    for (head, outcome, code) in [
        (commit.as_str(), Outcome::Stored, "CA"),
        (&commit, Outcome::Refused(&bad), "CE"),
        (&commit, Outcome::Unable, "CR"),
        (&format!("{HEAD}|||NE|NE"), Outcome::Stored, "AA"),
        (&format!("{HEAD}|||ER|NE"), Outcome::Refused(&bad), "CE"),
        (&format!("{HEAD}|||ER|NE"), Outcome::Stored, "AA"),
        (HEAD, Outcome::Unable, "AR"),
    ] {
        contains(&answer(head, outcome), &[&format!("\rMSA|{code}|M1")]);
    }
    let forced = acknowledge(&Head::of(commit.as_bytes()), Outcome::Stored, Answer::Application, at, "1");
    contains(&String::from_utf8(forced).unwrap(), &["MSA|AA|M1"]);
    contains(
        &answer("MSH*@!%$*A*B*C*D***ADT@A01*77*P*2.4", Outcome::Stored),
        &["MSH*@!%$*C*D*A*B*", "MSA*AA*77\r"],
    );
    contains(&answer("nothing of the kind", Outcome::Unable), &["MSH|^~\\&|", "MSA|AR||"]);
}

proptest! {
    /// Whatever comes, there is an answer and no panic.
    #[test]
    fn any_bytes_are_taken_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let head = Head::of(&bytes);
        let outcome = take(&bytes, &Sender::default(), None);
        let stored = outcome.as_ref().map_or_else(Outcome::Refused, |_| Outcome::Stored);
        let answer = acknowledge(&head, stored, Answer::AsAsked, Timestamp::UNIX_EPOCH, "1");
        prop_assert!(answer.windows(4).any(|w| w == b"\rMSA"));
        split_batch(&bytes);
        Framer::new(100).push(&bytes);
    }

    /// A header and then anything at all, cut at the signs that matter.
    #[test]
    fn any_fields_become_records_that_are_read(fields in proptest::collection::vec("[A-Z0-9^~\\\\&|\" .-]{0,60}", 1..12)) {
        let names = ["PID", "PV1", "NK1", "DG1", "OBX", "OBR", "PR1", "IN1", "EVN", "PV2", "MRG", "PD1"];
        let lines = fields.iter().zip(names).map(|(field, name)| format!("{name}|1||7^^^M^MR|{field}"));
        let text = [HEAD.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\r");
        if let Ok(taken) = take(text.as_bytes(), &Sender::default(), None) {
            for resource in &taken.resources {
                let read = crate::fhir::read(resource);
                prop_assert!(read.is_ok(), "{:?} {}", read, String::from_utf8_lossy(resource));
                prop_assert_eq!(&merged(resource, resource), resource);
            }
        }
    }

    /// Cutting a stream of frames into reads changes nothing.
    #[test]
    fn frames_do_not_depend_on_reads(
        messages in proptest::collection::vec("[A-Z|^\r]{0,40}", 0..6),
        cuts in proptest::collection::vec(1usize..30, 1..20),
    ) {
        let stream: Vec<u8> = messages.iter().flat_map(|m| frame(m.as_bytes())).collect();
        let (mut framer, mut frames, mut rest) = (Framer::new(1 << 16), Vec::new(), stream.as_slice());
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            frames.extend(framer.push(piece));
            rest = after;
        }
        let expected: Vec<Frame> = messages.into_iter().map(|m| Frame::Message(m.into_bytes())).collect();
        prop_assert_eq!(frames, expected);
    }
}
