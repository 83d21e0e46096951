//! What holds for any input: nothing panics, nothing is lost, what is written is read back.

use jiff::{Timestamp, civil::date};
use kith_domain::fact::{Body, Coding, Reference};
use kith_interop::Limits;
use kith_interop::fhir::{self, VisitStatus, visit_encounter};
use kith_interop::stream::{Item, Records};
use proptest::prelude::*;

const SEEDS: [&str; 5] = [
    r#"{"resourceType":"Patient","id":"a","name":[{"given":["A",null],"family":"B"}],"birthDate":"2025-01-02","multipleBirthInteger":2,"extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[{"url":"ombCategory","valueCoding":{"code":"2106-3"}}]}]}"#,
    r#"{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"code":"1"}]},"subject":{"reference":"Patient/a"},"valueQuantity":{"value":3.10},"effectiveDateTime":"2025-01-02T03:04:05-05:00"}"#,
    r#"{"resourceType":"Encounter","id":"e","status":"finished","subject":{"reference":"urn:uuid:1"},"period":{"start":"2025-01-02","end":"2025-01-03T00:00:00Z"}}"#,
    "{\n \"resourceType\": \"Bundle\",\n \"entry\": [\n  {\"fullUrl\": \"urn:uuid:1\", \"resource\": {\"resourceType\": \"Patient\", \"id\": \"\\u00e9\"}},\n  {\"request\": {\"method\": \"DELETE\"}}\n ]\n}",
    "{\"resourceType\":\"Patient\",\"id\":\"a\"}\n\r\n{\"resourceType\":\"Patient\",\"id\":\"b\"}\n",
];

/// One of the seeds with some bytes changed, put in or taken out.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let spice = prop_oneof![
        any::<u8>(),
        prop::sample::select(b"{}[]\",:\\\n\r0123456789.-+eEntf \x00\xff\xef\xbb\xbf\x1f\x8b".to_vec())
    ];
    (
        prop::sample::select(SEEDS.to_vec()),
        prop::collection::vec((any::<prop::sample::Index>(), 0..3u8, spice), 0..6),
    )
        .prop_map(|(seed, changes)| {
            let mut bytes = seed.as_bytes().to_vec();
            for (at, how, byte) in changes {
                let at = at.index(bytes.len());
                match how {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    _ if bytes.len() > 1 => drop(bytes.remove(at)),
                    _ => {}
                }
            }
            bytes
        })
}

/// Reads everything; what matters is that it ends.
fn exhaust(bytes: &[u8], limits: Limits) -> usize {
    let Ok(records) = Records::open(bytes, "any", limits) else { return 0 };
    let mut count = 0;
    for item in records {
        let _ = item.read();
        count += 1;
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a record is turned into, it is read or refused.
    #[test]
    fn reading_never_panics(bytes in mutated()) {
        if let Err(problem) = fhir::read(&bytes) {
            prop_assert!(!problem.message.is_empty() && !problem.help.is_empty());
        }
    }

    /// Whatever a file is turned into, it ends, under wide and narrow limits.
    #[test]
    fn cutting_never_panics(bytes in mutated(), line in 1usize..200, document in 1usize..400, depth in 1usize..8) {
        prop_assert!(exhaust(&bytes, Limits::default()) <= bytes.len());
        let narrow = Limits { max_depth: depth, max_line: line, max_document: document, sample: 16 };
        prop_assert!(exhaust(&bytes, narrow) <= bytes.len());
    }

    /// Bytes of no shape at all.
    #[test]
    fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = fhir::read(&bytes);
        exhaust(&bytes, Limits::default());
    }

    /// Lines come out as they went in, whatever breaks the file into reads and whatever ends the lines.
    #[test]
    fn every_line_comes_out_once_and_as_it_was(ids in prop::collection::vec("[a-z0-9.-]{1,64}", 1..40), crlf in any::<bool>(), chunk in 1usize..50) {
        let lines: Vec<String> = ids.iter().map(|id| format!(r#"{{"resourceType":"Patient","id":"{id}"}}"#)).collect();
        let text = lines.join(if crlf { "\r\n" } else { "\n" });
        let records = Records::open(Slowly(text.as_bytes(), chunk), "any", Limits::default()).unwrap();
        let items: Vec<Item> = records.collect();
        prop_assert_eq!(items.len(), lines.len());
        for (index, item) in items.iter().enumerate() {
            prop_assert_eq!(&item.bytes, lines[index].as_bytes());
            prop_assert_eq!(item.line, index as u64 + 1);
            prop_assert_eq!(item.read().unwrap().id, Some(ids[index].clone()));
        }
    }

    /// The order of properties changes nothing.
    #[test]
    fn properties_come_in_any_order(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let properties = [
            r#""resourceType":"Encounter""#, r#""id":"e""#, r#""status":"finished""#,
            r#""subject":{"reference":"Patient/b"}"#, r#""period":{"start":"2025-01-02"}"#, r#""class":{"code":"AMB"}"#,
        ];
        let ordered: Vec<&str> = order.iter().map(|i| properties[*i]).collect();
        let read = |list: &[&str]| fhir::read(format!("{{{}}}", list.join(",")).as_bytes()).unwrap();
        prop_assert_eq!(read(&ordered), read(&properties));
    }

    /// A date is either read as that very day or refused.
    #[test]
    fn a_day_is_that_day_or_refused(year in 1800i16..2300, month in 0i8..14, day in 0i8..33) {
        let text = format!(r#"{{"resourceType":"Patient","id":"a","birthDate":"{year:04}-{month:02}-{day:02}"}}"#);
        let real = jiff::civil::Date::new(year, month, day).ok().filter(|_| (1900..=2200).contains(&year));
        match (fhir::read(text.as_bytes()), real) {
            (Ok(resource), Some(real)) => {
                let Body::Person(person) = resource.fact.unwrap().body else { panic!("a person") };
                prop_assert_eq!(person.born.unwrap().day(), Some(real));
            }
            (Err(_), None) => {}
            (read, real) => prop_assert!(false, "{:?} for {:?}", read, real),
        }
    }

    /// A recorded visit is read back as it was recorded.
    #[test]
    fn a_visit_is_read_back(
        id in "[A-Za-z0-9.-]{1,64}", days in 0i64..40_000, seconds in 946_684_800i64..4_102_444_800,
        nanos in 0i32..1_000_000_000, display in prop::option::of("\\PC{1,20}"), by in "\\PC{0,30}", wrong in any::<bool>(), with_clinic in any::<bool>(),
    ) {
        let on = date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let at = Timestamp::new(seconds, nanos).unwrap();
        let display = display.map(|d| d.trim().to_owned()).filter(|d| !d.is_empty());
        let coding = Coding { system: "http://snomed.info/sct".into(), code: "410620009".into(), display };
        let patient = Reference("Patient/b".into());
        let clinic = with_clinic.then(|| Reference("Organization/o".into()));
        let status = if wrong { VisitStatus::EnteredInError } else { VisitStatus::Finished };
        let bytes = visit_encounter(&id, &patient, on, &coding, status, clinic.as_ref(), &by, at);
        let resource = fhir::read(&bytes).unwrap();
        prop_assert_eq!(resource.last_updated, Some(at));
        prop_assert_eq!(resource.version_id, Some(at.as_millisecond().to_string()));
        prop_assert!(resource.notes.is_empty());
        let fact = resource.fact.unwrap();
        prop_assert_eq!(fact.reference, Reference::new("Encounter", &id));
        prop_assert_eq!(fact.subject, Some(patient));
        let Body::Encounter(encounter) = fact.body else { panic!("an encounter") };
        prop_assert_eq!(encounter.happened(), !wrong);
        prop_assert_eq!((encounter.starts.unwrap().day(), encounter.ends.unwrap().day()), (Some(on), Some(on)));
        prop_assert_eq!(encounter.types, vec![coding]);
        prop_assert_eq!(encounter.organization, clinic);
    }
}

/// A reader that gives a few bytes at a time.
struct Slowly<'a>(&'a [u8], usize);

impl std::io::Read for Slowly<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let some = self.0.len().min(self.1).min(into.len());
        into[..some].copy_from_slice(&self.0[..some]);
        self.0 = &self.0[some..];
        Ok(some)
    }
}
