//! Files of each shape: what comes out, where it was, and what a broken part costs.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use kith_interop::fhir::Resource;
use kith_interop::stream::{Item, Kind, Records, Seems};
use kith_interop::{Limits, NoteCode, Problem, Reason};
use sha2::{Digest, Sha256};

fn items(bytes: &[u8]) -> Vec<Item> {
    items_within(bytes, Limits::default())
}

fn items_within(bytes: &[u8], limits: Limits) -> Vec<Item> {
    Records::open(bytes, "test", limits).unwrap_or_else(|not| panic!("{not}")).collect()
}

/// Each item as `place: Type/id` or `place: reason`.
fn told(items: &[Item]) -> Vec<String> {
    items
        .iter()
        .map(|item| match item.read() {
            Ok(r) => format!("{}: {}/{}", item.place, r.resource_type, r.id.unwrap_or_default()),
            Err(p) => format!("{}: {}", item.place, p.reason),
        })
        .collect()
}

fn seems(bytes: &[u8]) -> Option<Seems> {
    Records::open(bytes, "test", Limits::default()).err().map(|not| not.seems)
}

fn patient(id: &str) -> String {
    format!(r#"{{"resourceType":"Patient","id":"{id}"}}"#)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn lines_are_numbered_as_an_editor_does() {
    let text = format!("\n{}\r\n\r\n{}\n\n  \n{}", patient("a"), patient("b"), patient("c"));
    let found = items(text.as_bytes());
    assert_eq!(told(&found), ["line 2: Patient/a", "line 4: Patient/b", "line 7: Patient/c"]);
    assert_eq!(found.iter().map(|i| i.line).collect::<Vec<_>>(), [2, 4, 7]);
    assert!(found.iter().all(|i| i.kind == Kind::Ndjson));
    assert_eq!(found[0].bytes, patient("a").as_bytes());
}

#[test]
fn a_bad_line_costs_itself() {
    let mut text = format!("{}\n{}\n", patient("a"), &patient("b")[..20]).into_bytes();
    text.extend_from_slice(b"{\"resourceType\":\"Patient\",\"id\":\"\xff\"}\n\0\0\n");
    text.extend_from_slice(
        format!("{} {}\nnot json\n{}", patient("c"), patient("d"), patient("e")).as_bytes(),
    );
    assert_eq!(
        told(&items(&text)),
        [
            "line 1: Patient/a",
            "line 2: truncated",
            "line 3: invalid_utf8",
            "line 4: bad_json",
            "line 5: trailing_content",
            "line 6: bad_json",
            "line 7: Patient/e",
        ]
    );
}

#[test]
fn a_broken_first_line_does_not_hide_the_others() {
    for first in [
        r#"{"resourceType":"Patient","id":"#,
        r#"{"resourceType":"Patient","id":"x"#,
        "tient\",\"id\":\"x\"}",
        "\u{fffd}",
    ] {
        for rest in 1..4 {
            let text = format!("{first}\n{}", format!("{}\n", patient("b")).repeat(rest));
            let found = told(&items(text.as_bytes()));
            assert_eq!(found.len(), rest + 1, "{first}: {found:?}");
            assert_eq!(found[1], "line 2: Patient/b");
        }
    }
}

#[test]
fn one_resource_over_many_lines_is_one_document() {
    let text = "{\n  \"resourceType\": \"Patient\",\n  \"id\": \"a\"\n}\n";
    let found = items(text.as_bytes());
    assert_eq!(told(&found), ["line 1: Patient/a"]);
    assert_eq!((found[0].kind, found[0].bytes.as_slice()), (Kind::Single, text.as_bytes()));
    assert_eq!(told(&items(patient("a").as_bytes())), ["line 1: Patient/a"]);
    assert_eq!(told(&items(b"{\n  \"resourceType\": \"Patient\"\n  \"id\": \"a\"\n}")), ["line 1: bad_json"]);
    assert_eq!(told(&items(b"{\n  \"resourceType\": \"Patient\",\n  \"id\":")), ["line 1: truncated"]);
    // Longer than what is looked at first.
    let long =
        format!("{{\n \"resourceType\": \"Patient\",\n{} \"id\": \"a\"\n}}", " \"x\": [1],\n".repeat(20_000));
    assert_eq!(told(&items(long.as_bytes())), ["line 1: Patient/a"]);
}

#[test]
fn a_byte_order_mark_is_left_out_with_a_remark() {
    let text = format!("\u{feff}{}\n{}", patient("a"), patient("b"));
    let found = items(text.as_bytes());
    assert_eq!(told(&found), ["line 1: Patient/a", "line 2: Patient/b"]);
    assert_eq!(found[0].bytes, patient("a").as_bytes());
    assert_eq!(found[0].read().unwrap().notes[0].code, NoteCode::ByteOrderMark);
    assert_eq!(found[1].read().unwrap().notes, []);
}

#[test]
fn gzip_is_seen_by_its_content() {
    let text = format!("{}\n{}\n", patient("a"), patient("b"));
    assert_eq!(told(&items(&gzip(text.as_bytes()))), ["line 1: Patient/a", "line 2: Patient/b"]);
    let mut members = gzip(format!("{}\n", patient("a")).as_bytes());
    members.extend(gzip(patient("b").as_bytes()));
    assert_eq!(told(&items(&members)), ["line 1: Patient/a", "line 2: Patient/b"]);
}

#[test]
fn a_cut_gzip_gives_what_came_before() {
    let lines: Vec<String> = (0..20_000).map(|i| patient(&format!("p{:x}", i * 7919 % 65_537))).collect();
    let whole = gzip(lines.join("\n").as_bytes());
    let found = items(&whole[..whole.len() / 2]);
    assert!(found.len() > 5_000, "{}", found.len());
    let (last, before) = found.split_last().unwrap();
    assert_eq!(last.read().unwrap_err().reason, Reason::BrokenGzip);
    assert!(before.iter().all(|item| item.read().is_ok()));
    assert_eq!(Records::open(&whole[..8], "test", Limits::default()).err().unwrap().seems, Seems::Unreadable);
    let not = Records::open(&b"\x1f\x8bnothing"[..], "test", Limits::default()).err().unwrap();
    assert_eq!(not.seems, Seems::Unreadable);
}

/// A line of any length that is never held by the test either.
fn endless(length: u64) -> impl Read + Send {
    let before = io::Cursor::new(format!("{}\n{{\"resourceType\":\"Patient\",\"x\":\"", patient("a")));
    before.chain(io::repeat(b'x').take(length)).chain(io::Cursor::new(format!("\"}}\n{}\n", patient("b"))))
}

#[test]
fn a_line_of_a_hundred_megabytes_is_skipped_and_described() {
    let found: Vec<Item> = Records::open(endless(100 << 20), "test", Limits::default()).unwrap().collect();
    assert_eq!(told(&found), ["line 1: Patient/a", "line 2: line_too_long", "line 3: Patient/b"]);
    let cut = found[1].cut.as_ref().unwrap();
    assert_eq!(cut.length, (100 << 20) + 33);
    assert_eq!(found[1].bytes.len(), 4096);
    assert!(found[1].read().unwrap_err().message.contains("104857633 bytes"));
}

#[test]
fn the_hash_of_a_skipped_line_is_that_of_its_bytes() {
    let line = format!(r#"{{"resourceType":"Patient","x":"{}"}}"#, "xyz".repeat(50_000));
    let limits = Limits { max_line: 1000, ..Limits::default() };
    let found =
        items_within(format!("{}\n{line}\n{line}\r\n{}", patient("a"), patient("b")).as_bytes(), limits);
    let cut = found[1].cut.as_ref().unwrap();
    assert_eq!((cut.length, cut.sha256), (line.len() as u64, Sha256::digest(line.as_bytes()).into()));
    // The line end is no part of a line, whichever it is.
    assert_eq!(found[2].cut.as_ref(), Some(cut));
}

#[test]
fn a_first_line_that_is_too_long_is_skipped_too() {
    let limits = Limits { max_line: 1000, max_document: 300_000, ..Limits::default() };
    for length in [1_000, 250_000, 900_000] {
        let long = format!(r#"{{"resourceType":"Patient","id":"x","y":"{}"}}"#, "y".repeat(length));
        let text = format!("{long}\n{}\n{}", patient("b"), patient("c"));
        assert_eq!(
            told(&items_within(text.as_bytes(), limits)),
            ["line 1: line_too_long", "line 2: Patient/b", "line 3: Patient/c"],
            "{length}"
        );
        let alone = told(&items_within(long.as_bytes(), limits));
        assert_eq!(alone.len(), 1);
        assert_eq!(alone[0] == "line 1: Patient/x", length < 300_000, "{alone:?}");
    }
    let exact = format!("{}{}\n{}", patient("a"), " ".repeat(1000 - patient("a").len()), patient("b"));
    assert_eq!(told(&items_within(exact.as_bytes(), limits)).len(), 2);
    assert_eq!(told(&items_within(exact.as_bytes(), limits))[0], "line 1: Patient/a");
}

#[test]
fn a_document_over_the_limit_is_described() {
    let limits = Limits { max_document: 100_000, ..Limits::default() };
    let text =
        format!("{{\n \"resourceType\": \"Bundle\",\n{} \"id\": \"a\"\n}}", " \"x\": [1],\n".repeat(20_000));
    let found = items_within(text.as_bytes(), limits);
    assert_eq!(told(&found), ["line 1: document_too_large"]);
    assert_eq!(found[0].cut.as_ref().unwrap().length, text.len() as u64);
}

const BUNDLE: &str = r#"{"type":"transaction","resourceType":"Bundle",
"entry":[
 {"fullUrl":"urn:uuid:11","resource":{"resourceType":"Condition","id":"c","code":{"coding":[{"code":"x"}]},
   "subject":{"reference":"urn:uuid:22"},"encounter":{"reference":"urn:uuid:33"}}},
 {"fullUrl":"urn:uuid:22","resource":{"resourceType":"Patient","id":"mother"}},
 {"fullUrl":"urn:uuid:33","resource":{"resourceType":"Encounter","status":"finished","subject":{"reference":"http://ehr.example/Patient/mother"}}},
 {"request":{"method":"DELETE","url":"Patient/9"}},
 {"response":{"status":"200"}},
 {"resource":{"resourceType":"Patient","id":7}},
 null,
 {"resource":"text"},
 {"fullUrl":"http://ehr.example/fhir/Patient/p8","resource":{"resourceType":"Patient"}},
 {"resource":{"resourceType":"Bundle","id":"inner","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"z"}}]}}
]}"#;

#[test]
fn a_bundle_gives_its_entries() {
    let found = items(BUNDLE.as_bytes());
    assert_eq!(
        told(&found),
        [
            "entry 1: Condition/c",
            "entry 2: Patient/mother",
            "entry 3: Encounter/33",
            "entry 4: BundleEntry/",
            "entry 5: BundleEntry/",
            "entry 6: wrong_type",
            "entry 7: wrong_type",
            "entry 8: wrong_type",
            "entry 9: Patient/p8",
            "entry 10: Bundle/inner",
        ]
    );
    assert_eq!(found.iter().map(|i| i.line).collect::<Vec<_>>(), [3, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    assert!(found.iter().all(|i| i.kind == Kind::BundleEntry));
    assert_eq!(found[1].bytes, br#"{"resourceType":"Patient","id":"mother"}"#);
    let condition = found[0].read().unwrap().fact.unwrap();
    assert_eq!(condition.subject.unwrap().0, "Patient/mother");
    assert_eq!(condition.encounter.unwrap().0, "Encounter/33");
    assert_eq!(found[2].read().unwrap().fact.unwrap().subject.unwrap().0, "Patient/mother");
    assert_eq!(found[3].read().unwrap().notes[0].code, NoteCode::DeletionNotApplied);
    assert_eq!(found[4].read().unwrap().notes[0].code, NoteCode::NoResource);
    assert_eq!(found[0].links().unwrap().len(), 4);
}

#[test]
fn every_kind_of_bundle_is_taken_apart() {
    for kind in ["transaction", "batch", "collection", "searchset", "history", "document", "message"] {
        let text = format!(
            r#"{{"resourceType":"Bundle","type":"{kind}","entry":[{{"resource":{}}}]}}"#,
            patient("a")
        );
        assert_eq!(told(&items(text.as_bytes())), ["entry 1: Patient/a"], "{kind}");
        assert_eq!(told(&items(&gzip(text.as_bytes()))), ["entry 1: Patient/a"], "{kind}");
    }
    for empty in [r#"{"resourceType":"Bundle","id":"b"}"#, r#"{"resourceType":"Bundle","id":"b","entry":[]}"#]
    {
        assert_eq!(told(&items(empty.as_bytes())), ["line 1: Bundle/b"]);
    }
    assert_eq!(told(&items(br#"{"resourceType":"Bundle","id":"b","entry":{}}"#)), ["line 1: wrong_type"]);
}

#[test]
fn lines_of_bundles_are_taken_apart_as_well() {
    let bundle = BUNDLE.replace('\n', "");
    let text = format!("{}\n{bundle}\n{}\n", patient("a"), patient("b"));
    let found = told(&items(text.as_bytes()));
    assert_eq!(found.len(), 12);
    assert_eq!(found[1], "line 2, entry 1: Condition/c");
    assert_eq!(found[11], "line 3: Patient/b");
}

#[test]
fn a_bundle_that_breaks_off_gives_what_came_before() {
    let cut = BUNDLE.find(r#"{"request""#).unwrap();
    let text = BUNDLE.replacen(
        r#"{"type":"transaction","resourceType":"Bundle","#,
        r#"{"resourceType":"Bundle","#,
        1,
    );
    let shorter = BUNDLE.len() - text.len();
    let found = items(&text.as_bytes()[..cut - shorter + 12]);
    assert_eq!(
        told(&found),
        ["entry 1: Condition/c", "entry 2: Patient/mother", "entry 3: Encounter/33", "line 7: truncated"]
    );
    let mut spoilt = BUNDLE.as_bytes().to_vec();
    let at = BUNDLE.find("mother").unwrap();
    spoilt[at] = 0xff;
    let found = told(&items(&spoilt));
    assert_eq!((found.len(), found[1].as_str()), (10, "entry 2: invalid_utf8"));
}

#[test]
fn what_is_no_fhir_json_is_said_once() {
    for (bytes, expected) in [
        (&b"# Read me\n\nSome words {\"resourceType\":\"Patient\"}\n"[..], Seems::Text),
        (b"Apache License\n   Version 2.0\n", Seems::Text),
        (b"id,name\n1,x\n", Seems::Text),
        (b"<Patient xmlns=\"http://hl7.org/fhir\"/>", Seems::Xml),
        (b"\xef\xbb\xbf<?xml version=\"1.0\"?><Bundle/>", Seems::Xml),
        (b"\xff\xfe<\0P\0", Seems::Binary),
        (b"\x89PNG\r\n\x1a\n\0\0", Seems::Binary),
        (b"PK\x03\x04\x14\0", Seems::Binary),
        (b"[{\"resourceType\":\"Patient\",\"id\":\"a\"}]", Seems::OtherJson),
        (b"\"text\"", Seems::OtherJson),
    ] {
        assert_eq!(seems(bytes), Some(expected), "{}", String::from_utf8_lossy(bytes));
    }
    for nothing in ["", "\n \r\n", "\u{feff}"] {
        assert_eq!(told(&items(nothing.as_bytes())), Vec::<String>::new());
    }
}

#[test]
fn a_log_of_an_export_is_recognised() {
    let line =
        r#"{"exportId": "e", "timestamp": "2025-01-01T00:00:00Z", "eventId": "kickoff", "eventDetail": {}}"#;
    let found = items(format!("{line}\n{line}\n").as_bytes());
    assert_eq!(told(&found), ["line 1: BulkExportLog/", "line 2: BulkExportLog/"]);
}

/// A reader that fails after what it has.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::Error::other("the cable was pulled"));
        }
        let some = self.0.len().min(into.len()).min(7);
        into[..some].copy_from_slice(&self.0[..some]);
        self.0 = &self.0[some..];
        Ok(some)
    }
}

#[test]
fn a_reader_that_fails_is_one_problem_at_its_line() {
    let text = format!("{}\n{}\n{}", patient("a"), patient("b"), patient("c"));
    let found: Vec<Item> =
        Records::open(Failing(text.as_bytes()), "test", Limits::default()).unwrap().collect();
    assert_eq!(told(&found), ["line 1: Patient/a", "line 2: Patient/b", "line 3: unreadable"]);
    let found: Vec<Item> =
        Records::open(Failing(&BUNDLE.as_bytes()[..400]), "test", Limits::default()).unwrap().collect();
    assert_eq!(found.last().unwrap().read().unwrap_err().reason, Reason::Unreadable);
    assert!(Records::open(Failing(b""), "test", Limits::default()).is_err());
}

#[test]
fn batches_are_read_on_several_threads_and_come_out_the_same() {
    let text: String = (0..5_000).map(|i| format!("{}\n", patient(&format!("p{i}")))).collect();
    let mut records = Records::open(text.as_bytes(), "test", Limits::default()).unwrap();
    let mut outcomes: Vec<(u64, Result<Resource, Problem>)> = Vec::new();
    loop {
        let (left, right) = (records.batch(700, 1 << 20), records.batch(700, 4_000));
        assert!(left.len() <= 700 && right.iter().map(|i| i.bytes.len()).sum::<usize>() < 4_100);
        if left.is_empty() && right.is_empty() {
            break;
        }
        let read = |batch: Vec<Item>| batch.into_iter().map(|i| (i.line, i.read())).collect::<Vec<_>>();
        let (a, b) = std::thread::scope(|s| {
            let other = s.spawn(move || read(right));
            (read(left), other.join().unwrap())
        });
        outcomes.extend(a);
        outcomes.extend(b);
    }
    assert_eq!(outcomes.len(), 5_000);
    for (index, (line, outcome)) in outcomes.into_iter().enumerate() {
        assert_eq!(line, index as u64 + 1);
        assert_eq!(outcome.unwrap().id.unwrap(), format!("p{index}"));
    }
}
