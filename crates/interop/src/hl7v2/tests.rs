use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::charset::Charset;
use super::mllp::{Frame, Framer, frame};
use super::time::stamp;
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
fn absent_null_and_value_are_three_things() {
    let text = format!("{HEAD}\rPID|1||A^^^M||\"\"|| |x");
    let message = Message::of(&text).unwrap();
    assert_eq!(message.field("PID", 5).said(), Said::Null);
    assert_eq!(message.field("PID", 6).said(), Said::Absent);
    assert_eq!(message.field("PID", 7).said(), Said::Absent);
    assert_eq!(message.field("PID", 8).said(), Said::Value("x".into()));
    assert_eq!(message.field("PID", 99).said(), Said::Absent);
    assert_eq!(message.field("ZZZ", 1).said(), Said::Absent);
    assert_eq!(message.field("MSH", 1).raw(), "|");
    assert_eq!(message.field("MSH", 2).raw(), r"^~\&");
    assert_eq!(message.field("MSH", 10).raw(), "M1");
}

#[test]
fn escapes_are_undone_after_cutting() {
    for (sent, expected) in [
        (r"a\F\b\S\c\T\d\R\e\E\f", r"a|b^c&d~e\f"),
        (r"one\.br\two", "one\ntwo"),
        (r"\H\bold\N\", "bold"),
        (r"\X41C3A9\", "Aé"),
        (r"\XE9\", "é"),
        (r"\Zlocal\", r"\Zlocal\"),
        (r"open \ended", r"open \ended"),
        (r"\P\", "#"),
        (r"C:\dir\file one\F\", r"C:\dir\file one|"),
        ("plain", "plain"),
    ] {
        let text = format!("{HEAD}\rPID|{sent}|next");
        let message = Message::of(&text).unwrap();
        assert_eq!(message.field("PID", 1).text().as_deref(), Some(expected), "{sent}");
        assert_eq!(message.field("PID", 2).text().as_deref(), Some("next"));
    }
}

#[test]
fn separators_are_those_of_the_message() {
    let text = "MSH*@!%$#*A*B***20240505***ADT@A01*1*P*2.7\rPID*1**7@@@M@MR!8@@@N$1.2$ISO@PI";
    let message = Message::of(text).unwrap();
    assert_eq!(message.separators.truncation, Some('#'));
    let ids: Vec<_> = message.field("PID", 3).repetitions().map(|r| r.component(1).text().unwrap()).collect();
    assert_eq!(ids, ["7", "8"]);
    let second = message.field("PID", 3).repetitions().nth(1).unwrap();
    assert_eq!(second.component(4).subcomponent(2).text().as_deref(), Some("1.2"));

    for (header, sound) in
        [(r"MSH|^~\&|", true), (r"MSH|^~\\&|", false), ("MSH||", false), (r"MSH|^~\&#|", true)]
    {
        let (read, was_sound) = Separators::of(header).unwrap();
        assert_eq!((read.component, read.subcomponent, was_sound), ('^', '&', sound), "{header}");
    }
    for header in ["MSH", "MSHA^~\\&|", "MSH|^^\\&|", "MSH|^~|", "MSH|ab\\&|"] {
        assert!(Separators::of(header).is_none(), "{header}");
    }
}

#[test]
fn lines_end_in_every_way_and_a_broken_one_is_joined() {
    for end in ["\r", "\n", "\r\n"] {
        let text = [HEAD, "PID|1||A", "OBX|1|TX|1||first", "second line||", "NTE|1"].join(end);
        let message = Message::of(&text).unwrap();
        let names: Vec<_> = message.segments().iter().map(|s| s.name()).collect();
        assert_eq!(names, ["MSH", "PID", "OBX", "NTE"]);
        let value = message.field("OBX", 5).text().unwrap();
        assert!(value.starts_with("first") && value.ends_with("second line"), "{value:?}");
    }
    assert!(remarks(&taken(&[HEAD, "PID|1||A", "lower case line"])).contains(&"broken_line".into()));
}

#[test]
fn character_sets() {
    let bytes = |set: &str, name: &[u8]| {
        let mut bytes = format!("{HEAD}||||||{set}\rPID|1||7^^^M^MR||").into_bytes();
        bytes.extend(name);
        bytes
    };
    for (set, name, expected, remark) in [
        ("UNICODE UTF-8", "Zoë".as_bytes(), "Zoë", None),
        ("8859/1", b"Zo\xeb", "Zoë", None),
        ("", b"Zo\xeb\x92s", "Zoë’s", Some("MSH charset_assumed")),
        ("", "Zoë".as_bytes(), "Zoë", None),
        ("KLINGON", "Zoë".as_bytes(), "Zoë", Some("MSH charset_unknown")),
    ] {
        let taken = take(&bytes(set, name), &chicago(), None).unwrap();
        contains(&one(&taken, "Patient"), &[&format!("\"family\":\"{expected}\"")]);
        let odd: Vec<_> = remarks(&taken).into_iter().filter(|r| r.contains("charset")).collect();
        assert_eq!(odd, remark.into_iter().collect::<Vec<_>>(), "{set}");
    }
    assert_eq!(Charset::Windows1252.encode("Zoë’s"), b"Zo\xeb\x92s");
    assert_eq!(Charset::Latin1.encode("’é"), b"?\xe9");
}

#[test]
fn times_keep_their_precision_and_take_the_senders_zone() {
    let chicago = chicago().time_zone;
    for (sent, expected) in [
        ("2024", Some("2024")),
        ("202405", Some("2024-05")),
        ("20240500", Some("2024-05")),
        ("20240000", Some("2024")),
        ("20240505", Some("2024-05-05")),
        ("202405050312", Some("2024-05-05T03:12:00-05:00")),
        ("20240105031200", Some("2024-01-05T03:12:00-06:00")),
        ("20240505031200.25-0400", Some("2024-05-05T03:12:00.25-04:00")),
        ("20240505031200+0545", Some("2024-05-05T03:12:00+05:45")),
        ("2024050503", Some("2024-05-05")),
        ("20240505250000", Some("2024-05-05")),
        ("202405050312+9900", Some("2024-05-05")),
        ("20240230", None),
        ("20241301", None),
        ("00000000", None),
        ("18990101", None),
        ("May 2024", None),
        ("2024-05-05", None),
        ("", None),
    ] {
        assert_eq!(stamp(sent, &chicago).map(|s| s.text).as_deref(), expected, "{sent}");
    }
    let named = stamp("20240505031200", &chicago).unwrap();
    assert!(named.zone_assumed && named.at == Some("2024-05-05T08:12:00Z".parse().unwrap()));
}

#[test]
fn frames_come_out_however_they_are_read() {
    let stream: Vec<u8> =
        [&b"junk"[..], &frame(b"MSH|one\r"), b"\r\n", &frame(b"MSH|two"), &frame(b"")].concat();
    let expected: Vec<Frame> =
        [&b"MSH|one\r"[..], b"MSH|two", b""].map(|m| Frame::Message(m.to_vec())).into();
    for step in 1..stream.len() {
        let mut framer = Framer::new(1 << 20);
        let frames: Vec<Frame> = stream.chunks(step).flat_map(|piece| framer.push(piece)).collect();
        assert_eq!((frames, framer.stray(), framer.is_inside()), (expected.clone(), 4, false), "{step}");
    }
    // No carriage return after the end sign: at the next start, or at the end of the stream.
    let mut framer = Framer::new(1 << 20);
    assert_eq!(framer.push(b"\x0bone\x1c\x0btwo\x1c"), [Frame::Message(b"one".to_vec())]);
    assert_eq!(framer.finish(), Some(Frame::Message(b"two".to_vec())));
    // A frame that never ended, and a lone end sign within one.
    let mut framer = Framer::new(1 << 20);
    assert_eq!(framer.push(b"\x0blost\x0bMSH\x1cb\x1c\r"), [Frame::Message(b"MSH\x1cb".to_vec())]);
    assert_eq!((framer.stray(), framer.finish()), (4, None));
}

#[test]
fn a_vertical_tab_stays_in_its_message() {
    for (sent, expected, stray) in [
        (&b"\x0bMSH|a\x0bb\x1c\r"[..], &b"MSH|a\x0bb"[..], 0),
        (b"\x0bMSH|a\x0b\x1c\r", b"MSH|a\x0b", 0),
        (b"\x0bMSH|a\x0bMS\x1c\r", b"MSH|a\x0bMS", 0),
        (b"\x0bMSH|a\x0bMSA\x0b\x0bb\x1c\r", b"MSH|a\x0bMSA\x0b\x0bb", 0),
        (b"\x0bMSH|a\x0bMS\x0bMSH|b\x1c\r", b"MSH|b", 8),
        (b"\x0bMSH|a\x0bBHS|b\x1c\r", b"BHS|b", 5),
        (b"\x0bMSH|a\x0bFHS|b\x1c\r", b"FHS|b", 5),
        (b"\x0b\x0bMSH|a\x1c\r", b"MSH|a", 0),
    ] {
        for step in 1..=sent.len() {
            let mut framer = Framer::new(1 << 20);
            let frames: Vec<Frame> = sent.chunks(step).flat_map(|piece| framer.push(piece)).collect();
            let expected = [Frame::Message(expected.to_vec())];
            assert_eq!((frames.as_slice(), framer.stray()), (&expected[..], stray), "{step} {sent:?}");
        }
    }
    // The stream ends in the middle of it.
    let mut framer = Framer::new(1 << 20);
    assert_eq!(framer.push(b"\x0bMSH|a\x0bMS"), []);
    assert_eq!((framer.held(), framer.finish(), framer.stray()), (5, None, 8));
}

#[test]
fn a_frame_over_the_limit_is_skipped_and_said() {
    let mut framer = Framer::new(10);
    let stream = [frame(&[b'x'; 100_000]), frame(b"small")].concat();
    let frames: Vec<Frame> = stream.chunks(7_000).flat_map(|piece| framer.push(piece)).collect();
    let [Frame::TooLarge { start, length }, Frame::Message(small)] = frames.as_slice() else {
        panic!("{frames:?}")
    };
    assert_eq!((start.len(), *length, small.as_slice()), (4_096, 100_000, &b"small"[..]));
}

#[test]
fn files_of_messages_are_split() {
    for (file, expected) in [
        ("MSH|1\rPID|1\rMSH|2\r", vec!["MSH|1\rPID|1", "MSH|2"]),
        ("FHS|^~\\&\r\nBHS|^~\\&\r\nMSH|1\r\nPID|1\r\nBTS|1\r\nFTS|1\r\n", vec!["MSH|1\r\nPID|1"]),
        ("\u{feff}MSH|1\nMSHX|not a header\n\n\nMSH|2", vec!["MSH|1\nMSHX|not a header", "MSH|2"]),
        ("\u{b}MSH|1\rPID|1\r\u{1c}\r\u{b}MSH|2\r\u{1c}\r", vec!["MSH|1\rPID|1", "MSH|2"]),
        ("no messages here", vec![]),
        ("", vec![]),
    ] {
        let messages = split_batch(file.as_bytes());
        let texts: Vec<_> = messages.iter().map(|m| str::from_utf8(m).unwrap()).collect();
        assert_eq!(texts, expected);
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

/// The newborn of the handbook, with its contradiction.
fn newborn() -> Taken {
    taken(&[
        HEAD,
        "EVN|A01|20240505031500-0500",
        "PID|1||B778^^^MERCY^MR||DOE^BABYGIRL A^^^^^L|RIVERA^ANN^^^^^M|202405050312-0500|F||2054-5^Black or African American^HL70005~2106-3^White^HL70005|1 ELM ST^^TOWN^OK^74000^USA^H||^PRN^CP^^1^918^5550100||eng^English^ISO639|||ACC9^^^MERCY^AN|||M552^^^MERCY^MR|2186-5^Not Hispanic^HL70189||Y|1",
        "NK1|1|DOE^ANN|MTH^Mother^HL70063|1 ELM ST^^TOWN^OK^74000|^PRN^CP^^1^918^5550100",
        "PV1|1|I|NUR^N2^A^MERCY|N|||1234567893^LEE^KIM^^^^^^NPI|||NEO|||||||||V900^^^MERCY^VN|||||||||||||||||||||||||20240505031200-0500",
        "PV2||||||||||||||||||||||||||||||||||||Y",
        "DG1|1||Z38.01^Single liveborn, caesarean^I10|||A",
        "OBX|1|NM|8339-4^Birth weight^LN||3120|g^gram^UCUM|||||F|||202405050320-0500",
        "OBX|2|NM|49051-6^Gestational age in weeks^LN||38|wk^week^UCUM|||||F",
    ])
}

#[test]
fn a_newborn_admission_is_a_patient_a_mother_and_a_stay() {
    let taken = newborn();
    assert_eq!((taken.source.as_str(), taken.event, taken.kind.as_str()), ("MERCY", Event::Admit, "ADT^A01"));
    assert_eq!(taken.original_id, "ADT|MERCY|M1");
    assert_eq!(taken.when, Some("2024-05-05T08:15:00Z".parse().unwrap()));
    contains(
        &one(&taken, "Patient"),
        &[
            r#""id":"MERCY.B778""#,
            r#""lastUpdated":"2024-05-05T03:15:00-05:00""#,
            r#""source":"Hl7v2Message/ADT|MERCY|M1""#,
            r#""name":[{"use":"temp","family":"DOE","given":["BABYGIRL A"]}]"#,
            r#""birthDate":"2024-05-05""#,
            r#""valueDateTime":"2024-05-05T03:12:00-05:00""#,
            r#""multipleBirthInteger":1"#,
            r#"{"system":"phone","value":"1-918-5550100","use":"mobile"}"#,
            r#""code":"2054-5""#,
            r#""code":"2106-3""#,
            r#""code":"2186-5""#,
            r#"{"system":"urn:ietf:bcp:47","code":"en","display":"English"}"#,
        ],
    );
    contains(
        &one(&taken, "RelatedPerson"),
        &[
            r#""id":"MERCY.B778.MTH""#,
            r#""system":"urn:x-hl7:MERCY","value":"M552""#,
            r#""code":"MTH""#,
            r#"{"family":"DOE","given":["ANN"]}"#,
            r#"{"use":"maiden","family":"RIVERA","given":["ANN"]}"#,
        ],
    );
    contains(
        &one(&taken, "Encounter"),
        &[
            r#""id":"MERCY.visit.V900""#,
            r#""status":"in-progress""#,
            r#""code":"IMP""#,
            r#""period":{"start":"2024-05-05T03:12:00-05:00"}"#,
            r#""serviceProvider":{"reference":"Organization/organization.MERCY","display":"MERCY"}"#,
            r#""system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893""#,
        ],
    );
    contains(&one(&taken, "Condition"), &[r#""code":"Z38.01""#, r#""code":"provisional""#]);
    assert_eq!(all(&taken, "Observation").len(), 2);
    assert_eq!(remarks(&taken), ["DG1-3 plurality_conflict", "OBX-14 time_of_message"],);
}

#[test]
fn a_name_in_pid_21_is_the_mothers_name_and_no_identifier() {
    let taken = taken(&[HEAD, "PID|1||7^^^M||SMITH^BB SARAH||20240504|M|||||||||||||SMITH^SADIE^S^"]);
    assert!(remarks(&taken).contains(&"PID-21 mother_as_text".into()));
    let mother = one(&taken, "RelatedPerson");
    contains(&mother, &[r#""family":"SMITH","given":["SADIE","S"]"#, r#""code":"MTH""#]);
    assert!(!mother.contains("identifier"), "{mother}");
}

#[test]
fn the_mothers_number_is_of_the_authority_that_gave_the_babys() {
    let number = |pid_21: &str| {
        let pid = format!("PID|1||7^^^UNITED&1.2.3&ISO^MR||DOE^BOY||20240504|M|||||||||||||{pid_21}");
        one(&taken(&[HEAD, &pid]), "RelatedPerson")
    };
    contains(&number("M5"), &[r#""system":"urn:oid:1.2.3","value":"M5""#]);
    contains(&number("M5^^^OTHER^MR"), &[r#""system":"urn:x-hl7:OTHER","value":"M5""#]);
    let taken = taken(&[HEAD, "PID|1||7^^^M||DOE^BOY||20240504|M|||||||||||||999999999^^^^SS"]);
    assert!(all(&taken, "RelatedPerson").is_empty());
    assert!(remarks(&taken).contains(&"PID-21 ssn_left_out".into()));
}

#[test]
fn a_stillbirth_is_no_living_infant_and_a_death_after_birth_is_a_death() {
    let pid = |died: &str, yes: &str| {
        format!("PID|1||7^^^M||DOE^BOY||202405050100-0500|M|||||||||||||M5^^^M^MR||||||||{died}|{yes}")
    };
    for (died, yes, diagnosis, stillborn) in [
        ("", "Y", "", true),
        ("", "", "P95", true),
        ("", "Y", "P95", true),
        ("202405050100-0500", "Y", "", true),
        ("202405050300-0500", "Y", "", false),
        ("", "N", "", false),
        ("", "Y", "Z38.00", false),
    ] {
        let dg1 = format!("DG1|1||{diagnosis}^^I10|||F");
        let taken = taken(&[HEAD, &pid(died, yes), "PV1|1|I||N|||||||||||||||V1^^^M", &dg1]);
        let patient = one(&taken, "Patient");
        assert_eq!(patient.contains(r#""active":false"#), stillborn, "{died} {yes} {diagnosis}: {patient}");
        assert_eq!(all(&taken, "RelatedPerson").is_empty(), stillborn);
        assert!(!stillborn || patient.contains("deceased"), "{patient}");
    }
    // The outcome of the mother's delivery says nothing of her own life.
    let mother = taken(&[HEAD, "PID|1||8^^^M||DOE^ANN||19900101|F", "PV1|1|I", "DG1|1||Z37.1^^I10|||F"]);
    assert!(!one(&mother, "Patient").contains("active"));
}

#[test]
fn events_say_how_the_visit_stands() {
    let visit = "PV1|1|I|LD^1||||||||||||||||V1^^^M|||||||||||||||||01||||||||20240501|";
    for (event, status, end, disposition) in [
        ("A01", "in-progress", false, false),
        ("A02", "in-progress", false, false),
        ("A03", "finished", true, true),
        ("A04", "in-progress", false, false),
        ("A05", "planned", false, false),
        ("A08", "in-progress", false, false),
        ("A11", "cancelled", false, false),
        ("A13", "in-progress", false, false),
    ] {
        let head = HEAD.replace("A01^ADT_A01", event);
        let taken = taken(&[&head, "EVN||20240505120000-0500", "PID|1||7^^^M^MR", visit]);
        let encounter = one(&taken, "Encounter");
        contains(&encounter, &[&format!("\"status\":\"{status}\"")]);
        assert_eq!(encounter.contains(r#""end":"2024-05-05T12:00:00-05:00""#), end, "{event} {encounter}");
        assert_eq!(encounter.contains("dischargeDisposition\":{"), disposition, "{event} {encounter}");
    }
    for event in ["A28", "A31"] {
        let taken = taken(&[&HEAD.replace("A01^ADT_A01", event), "PID|1||7^^^M^MR", visit]);
        assert!(all(&taken, "Encounter").is_empty(), "{event}");
    }
}

#[test]
fn a_merge_keeps_the_loser_and_points_to_the_winner() {
    let head = HEAD.replace("A01^ADT_A01", "A40^ADT_A39");
    let taken = taken(&[&head, "PID|1||12345^^^BCBS^MR||Test^Test", "MRG|56789^^^BCBS^MR~777^^^BCBS^MR"]);
    let [winner, first, second] = all(&taken, "Patient").try_into().unwrap();
    contains(&winner, &[r#""id":"BCBS.12345""#]);
    for (loser, id) in [(first, "BCBS.56789"), (second, "BCBS.777")] {
        let id = format!("\"id\":\"{id}\"");
        let link = r#""link":[{"other":{"reference":"Patient/BCBS.12345"},"type":"replaced-by"}]"#;
        contains(&loser, &[&id, r#""active":false"#, link]);
    }
}

fn results(lines: &[&str]) -> Taken {
    let head = HEAD.replace("ADT^A01^ADT_A01", "ORU^R01^ORU_R01");
    let start = [
        head.as_str(),
        "PID|1||7^^^M^MR||DOE^ANN||19900101|F",
        "OBR|1||F77^LAB|85354-9^Blood pressure panel^LN|||202405050900-0500",
    ];
    taken(&[&start, lines].concat())
}

#[test]
fn a_blood_pressure_is_one_panel() {
    for (lines, expected) in [
        (
            vec!["OBX|1|NM|8480-6^^LN||142|mmHg|||||F", "OBX|2|NM|8462-4^^LN||91|mm[Hg]|||||F"],
            vec![("142", "91", "final")],
        ),
        (vec!["OBX|1|ST|85354-9^^LN||142/91|mmHg|||||F"], vec![("142", "91", "final")]),
        (
            vec![
                "OBX|1|NM|8480-6^^LN|1|142|mmHg|||||F",
                "OBX|2|NM|8480-6^^LN|2|138|mmHg|||||F",
                "OBX|3|NM|8462-4^^LN|2|88|mmHg|||||F",
                "OBX|4|NM|8462-4^^LN|1|91|mmHg|||||F",
            ],
            vec![("142", "91", "final"), ("138", "88", "final")],
        ),
        (
            vec![
                "OBX|1|NM|8480-6^^LN||142|mmHg|||||F",
                "OBX|2|NM|8462-4^^LN||91|mmHg|||||F",
                "OBX|3|NM|8480-6^^LN||138|mmHg|||||F",
                "OBX|4|NM|8462-4^^LN||88|mmHg|||||F",
            ],
            vec![("142", "91", "final"), ("138", "88", "final")],
        ),
        (
            vec!["OBX|1|NM|8480-6^^LN||140|mmHg|||||C", "OBX|2|NM|8462-4^^LN||90|mmHg|||||C"],
            vec![("140", "90", "corrected")],
        ),
        (
            vec!["OBX|1|NM|8480-6^^LN||142|mmHg|||||W", "OBX|2|NM|8462-4^^LN||91|mmHg|||||W"],
            vec![("142", "91", "entered-in-error")],
        ),
    ] {
        let panels = all(&results(&lines), "Observation");
        assert_eq!(panels.len(), expected.len(), "{panels:?}");
        for (panel, (systolic, diastolic, status)) in panels.iter().zip(expected) {
            let value = |code: &str, n: &str| {
                format!(
                    r#"{{"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},"valueQuantity":{{"value":{n},"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}}}"#
                )
            };
            let status = format!("\"status\":\"{status}\"");
            let time = r#""effectiveDateTime":"2024-05-05T09:00:00-05:00""#;
            contains(panel, &[&value("8480-6", systolic), &value("8462-4", diastolic), &status, time]);
        }
    }
}

/// The id of the one observation.
fn observation_id(taken: &Taken) -> String {
    let text = one(taken, "Observation");
    text.split(r#""id":""#).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn a_correction_is_the_same_result_and_another_order_is_not() {
    let first = results(&["OBX|1|NM|29463-7^Weight^LN||72.50|kg|||||F"]);
    contains(&one(&first, "Observation"), &[r#""valueQuantity":{"value":72.50,"unit":"kg""#]);
    let corrected = results(&["OBX|1|NM|29463-7^Weight^LN||75.2|kg|||||C"]);
    assert_eq!(observation_id(&first), observation_id(&corrected));
    let withdrawn = results(&["OBX|1|NM|29463-7^Weight^LN|||kg|||||X"]);
    assert_eq!(observation_id(&first), observation_id(&withdrawn));
    contains(&one(&withdrawn, "Observation"), &[r#""status":"entered-in-error""#]);
    let other = results(&["OBR|2||F78^LAB|1^x", "OBX|1|NM|29463-7^Weight^LN||75.2|kg|||||F"]);
    assert_ne!(observation_id(&first), observation_id(&other));
}

/// The ids of all observations.
fn observation_ids(taken: &Taken) -> Vec<String> {
    let id = |text: String| text.split(r#""id":""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    all(taken, "Observation").into_iter().map(id).collect()
}

#[test]
fn readings_of_one_order_stay_apart() {
    let weight = |sub_id: &str, value: &str, status: &str, at: &str| {
        format!("OBX|1|NM|29463-7^Weight^LN|{sub_id}|{value}|kg|||||{status}|||{at}")
    };
    let (morning, evening) = ("20240505070000-0500", "20240505190000-0500");
    let read = |lines: &[String]| results(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    // A home scale: how many results, and whether a correction of the last line is the last of them.
    for (lines, expected) in [
        (vec![weight("", "72.5", "F", morning), weight("", "72.1", "F", evening)], 2),
        (vec![weight("", "72.5", "F", ""), weight("", "72.1", "F", "")], 2),
        (vec![weight("", "72.5", "F", morning), weight("", "72.5", "F", morning)], 2),
        (vec![weight("1", "72.5", "F", morning), weight("2", "72.1", "F", morning)], 2),
        (vec![weight("1", "72.5", "F", morning), weight("1", "72.1", "F", evening)], 2),
        (vec![weight("", "72.5", "F", morning), weight("", "72.1", "C", morning)], 1),
    ] {
        let ids = observation_ids(&read(&lines));
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), expected, "{lines:?}");
        let corrected: Vec<String> = lines.iter().map(|l| l.replace("|F|", "|C|")).collect();
        if expected == 2 {
            assert_eq!(observation_ids(&read(&corrected)), ids, "{lines:?}");
        }
    }
    // A blood pressure monitor that gives every reading the same sub-id.
    let pressure = |at: &str, systolic: u8| {
        [
            format!("OBX|1|NM|8480-6^^LN|1|{systolic}|mmHg|||||F|||{at}"),
            format!("OBX|2|NM|8462-4^^LN|1|80|mmHg|||||F|||{at}"),
        ]
    };
    let two = read(&[pressure(morning, 120), pressure(evening, 130)].concat());
    let [first, second] = observation_ids(&two).try_into().unwrap();
    assert_ne!(first, second);
    // A value that is missing keeps its place.
    let gap = read(&[
        "OBX|1|NM|8480-6^^LN|||mmHg|||||F".into(),
        "OBX|2|NM|8462-4^^LN||80|mmHg|||||F".into(),
        "OBX|3|NM|8480-6^^LN||130|mmHg|||||F".into(),
        "OBX|4|NM|8462-4^^LN||85|mmHg|||||F".into(),
    ]);
    let [alone, whole] = all(&gap, "Observation").try_into().unwrap();
    assert!(alone.contains(r#""value":80"#) && !alone.contains(r#""value":130"#), "{alone}");
    contains(&whole, &[r#""value":130"#, r#""value":85"#]);
}

#[test]
fn two_numbers_are_a_blood_pressure_only_where_that_is_said() {
    for (code, value, expected) in [
        ("85354-9^^LN", "142/91", Some(("142", "91"))),
        ("55284-4^^LN", " 142 / 91 ", Some(("142", "91"))),
        ("BP^Blood pressure^L", "142/91", Some(("142", "91"))),
        ("VS1^Presión arterial^L", "142/91", Some(("142", "91"))),
        ("NIBP^Reading^L", "142/91", Some(("142", "91"))),
        ("MAPPED^Reading^L", "142/91", Some(("142", "91"))),
        ("VA^Visual acuity^L", "20/20", None),
        ("X^Reading^L", "142/91", None),
        ("BPM^Beats^L", "142/91", None),
        ("29463-7^Weight^LN", "142/91", None),
        ("85354-9^^LN", "80/120", None),
        ("85354-9^^LN", "1200/80", None),
        ("85354-9^^LN", "20/20", None),
        ("85354-9^^LN", "120/80 sitting", None),
        ("8480-6^^LN", "142/91", None),
    ] {
        let mut sender = chicago();
        sender.loinc.insert("MAPPED".into(), "85354-9".into());
        let head = HEAD.replace("ADT^A01^ADT_A01", "ORU^R01^ORU_R01");
        let obx = format!("OBX|1|ST|{code}||{value}|mmHg|||||F|||202405050900-0500");
        let text = [head.as_str(), "PID|1||7^^^M^MR", "OBR|1||F77^LAB|X", obx.as_str()].join("\r");
        let taken = take(text.as_bytes(), &sender, None).unwrap();
        let observation = one(&taken, "Observation");
        match expected {
            Some((systolic, diastolic)) => {
                let values = [systolic, diastolic].map(|n| format!(r#""value":{n},"unit":"mmHg""#));
                contains(&observation, &[&values[0], &values[1], "85354-9"]);
                assert!(remarks(&taken).contains(&"OBX-5 pressure_split".into()), "{code}");
            }
            None => contains(&observation, &[&format!(r#""valueString":"{value}""#)]),
        }
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
fn values_have_the_form_of_their_type() {
    for (obx, expected) in [
        ("OBX|1|NM|1^x^L||+07.0", Some(r#""valueQuantity":{"value":7.0}"#)),
        ("OBX|1|NM|1^x^L||about 7", Some(r#""valueString":"about 7""#)),
        ("OBX|1|SN|1^x^L||>^100", Some(r#""valueQuantity":{"value":100,"comparator":">"}"#)),
        ("OBX|1|SN|1^x^L||1^-^2", Some(r#""valueString":""#)),
        (
            "OBX|1|CWE|44261-6^^LN||LA6568-5^Not at all^LN",
            Some(r#""valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"LA6568-5""#),
        ),
        ("OBX|1|DT|1^x^L||20240501", Some(r#""valueDateTime":"2024-05-01""#)),
        ("OBX|1|TX|1^x^L||a\\F\\b", Some(r#""valueString":"a|b""#)),
        ("OBX|1|NM|99046-5^EPDS^LN||12|{score}", Some(r#""code":"{score}""#)),
        ("OBX|1|ED|1^x^L||^application^pdf^Base64^AAAA", None),
        ("OBX|1|NM|1^x^L||", None),
        ("OBX|1|NM|||5", None),
    ] {
        let found = all(&results(&[obx]), "Observation");
        match expected {
            Some(expected) => contains(&found[0], &[expected]),
            None => assert!(found.is_empty(), "{obx} {found:?}"),
        }
    }
}

#[test]
fn a_local_code_is_mapped_by_the_profile_of_its_sender() {
    let text = r#"
        [[sender]]
        name = "Mercy"
        facility = "MERCY"
        time_zone = "America/Denver"
        processing_ids = ["P", "T"]
        race = { B = "2054-5" }
        loinc = { BWT = "8339-4" }

        [[sender]]
        name = "Mercy laboratory"
        application = "LAB"
        facility = "MERCY"
    "#;
    let senders = Senders::parse(text, Sender::default()).unwrap();
    assert_eq!(senders.of("LAB", "MERCY").name, "Mercy laboratory");
    assert_eq!(senders.of("ADT", "OTHER"), &Sender::default());
    let mercy = senders.of("ADT", "MERCY");
    let lines = [&HEAD.replace("|P|", "|T|"), "PID|1||7^^^M^MR|||||F||B~X", "OBX|1|NM|BWT^Weight^L||3000|g"];
    let taken = take(lines.join("\r").as_bytes(), mercy, None).unwrap();
    assert_eq!(taken.source, "Mercy");
    contains(
        &one(&taken, "Observation"),
        &[r#"[{"system":"http://loinc.org","code":"8339-4","display":"Weight"}"#],
    );
    contains(&one(&taken, "Patient"), &[r#""code":"2054-5""#, r#""url":"text","valueString":"X""#]);
    assert!(remarks(&taken).contains(&"PID-10 code_unknown".into()));

    for (text, words) in [
        ("[[sender]]\nname = 1", "the senders file cannot be read"),
        ("[[sender]]\nname = 'x'\nunknown = 1", "the senders file cannot be read"),
        ("[[sender]]\nname = 'x'\ntime_zone = 'Mars/Base'", "`Mars/Base` is no time zone"),
    ] {
        assert_eq!(Senders::parse(text, Sender::default()).unwrap_err().to_string(), words);
    }
}

#[test]
fn an_update_keeps_what_it_does_not_say_and_null_deletes() {
    let patient = |event: &str, at: &str, pid: &str| {
        let head = HEAD.replace("A01^ADT_A01", event).replace("20240505031500-0500", at);
        take(format!("{head}\rPID|1||7^^^M^MR||{pid}").as_bytes(), &chicago(), None)
            .unwrap()
            .resources
            .remove(0)
    };
    let full = patient(
        "A01",
        "20240501120000-0500",
        "DOE^ANN|RIVERA|19900101|F|||1 ELM ST^^TOWN||5550100|5550199||S",
    );
    let sparse = patient("A08", "20240502120000-0500", "ROE^ANN||||||\"\"||\"\"");
    let after = String::from_utf8(merged(&full, &sparse)).unwrap();
    contains(
        &after,
        &[r#""family":"ROE""#, r#""birthDate":"1990-01-01""#, r#""gender":"female""#, "5550199", "RIVERA"],
    );
    contains(&after, &[r#""lastUpdated":"2024-05-02T12:00:00-05:00""#]);
    for gone in ["DOE", "ELM ST", "5550100"] {
        assert!(!after.contains(gone), "{gone} in {after}");
    }
    // A third one that came late: what the second deleted stays deleted, and what it fills in is filled in.
    let late = patient("A08", "20240501180000-0500", "DOE^ANN||||||9 OAK ST^^TOWN||||SPA^Spanish");
    let before = merged(&full, &late);
    let joined = merged(&before, after.as_bytes());
    let joined = String::from_utf8(joined).unwrap();
    contains(&joined, &[r#""family":"ROE""#, r#""lastUpdated":"2024-05-02T12:00:00-05:00""#]);
    assert!(!joined.contains("OAK ST"), "{joined}");
}

#[test]
fn a_protection_stays_until_it_is_lifted() {
    let patient = |at: u8, rest: &str| {
        let head = HEAD.replace("20240505031500-0500", &format!("202405{at:02}120000-0500"));
        let text = format!("{head}\rPID|1||7^^^M^MR||DOE^ANN\r{rest}");
        take(text.as_bytes(), &chicago(), None).unwrap().resources.remove(0)
    };
    // What three messages say in the order of their events, and whether the record is protected after them.
    for (said, expected) in [
        (["PD1||||||||||||Y", "", ""], true),
        (["ARV|1|A|DEM", "", ""], true),
        (["PD1||||||||||||Y", "", "ARV|1|D|DEM"], false),
        (["ARV|1|A|DEM", "ARV|1|D|DEM", ""], false),
        (["ARV|1|A|DEM", "ARV|1|D|DEM", "ARV|1|A|DEM"], true),
        (["ARV|1|A|DEM", "", "ARV|1|D|DEM\rARV|2|A|LOC"], true),
        (["", "ARV|1|D|DEM", ""], false),
    ] {
        let [first, second, third] = [1, 2, 3].map(|at| patient(at, said[usize::from(at) - 1]));
        let in_order = merged(&merged(&first, &second), &third);
        // The second comes last, and the third had what the first says before.
        let late = merged(&merged(&first, &second), &merged(&first, &third));
        for record in [in_order, late] {
            let text = String::from_utf8(record).unwrap();
            assert_eq!(text.contains(r#""security""#), expected, "{said:?} {text}");
        }
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
fn an_update_does_not_open_a_visit_that_was_closed() {
    let visit = |event: &str, rest: &str| {
        let head = HEAD.replace("A01^ADT_A01", event);
        let text = format!("{head}\rPID|1||7^^^M^MR\rPV1|1|I|||||||||||||||||V1^^^M|||||||||||||||||{rest}");
        let taken = take(text.as_bytes(), &chicago(), None).unwrap();
        one(&taken, "Encounter").into_bytes()
    };
    let admitted = visit("A01", "||||||||20240501");
    let discharged = merged(&admitted, &visit("A03", "01||||||||20240501|20240503"));
    let updated = String::from_utf8(merged(&discharged, &visit("A08", ""))).unwrap();
    contains(&updated, &[r#""status":"finished""#, r#""period":{"start":"2024-05-01","end":"2024-05-03"}"#]);
    let reopened = String::from_utf8(merged(updated.as_bytes(), &visit("A13", ""))).unwrap();
    contains(&reopened, &[r#""status":"in-progress""#, r#""period":{"start":"2024-05-01"}"#]);
    assert!(!reopened.contains("dischargeDisposition\":{"), "{reopened}");
    // An update that came first knows no better than the event that came after it.
    let early = visit("A08", "");
    let joined = String::from_utf8(merged(&visit("A03", "01||||||||20240501|20240503"), &early)).unwrap();
    contains(&joined, &[r#""status":"finished""#]);
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
