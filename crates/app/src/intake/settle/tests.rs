use kith_interop::Problem;

use super::*;

fn patient(id: &str, more: &str) -> Arrival {
    let bytes = format!(
        "{{\"resourceType\":\"Patient\",\"id\":\"{id}\",\"meta\":{{\"source\":\"TableRow/{more}\"}}{more}}}"
    );
    let bytes = bytes.replace(&format!("TableRow/{more}"), "TableRow/1").into_bytes();
    arrival(fhir::read(&bytes).unwrap(), bytes)
}

fn versions(of: &[&Arrival]) -> HashMap<Reference, Versions> {
    HashMap::from([(key(of[0]), of.iter().map(|a| a.bytes.clone()).collect())])
}

const PHONE: &str = r#","telecom":[{"system":"phone","value":"1"}]"#;
const OTHER: &str = r#","telecom":[{"system":"phone","value":"2"}]"#;

#[test]
fn a_row_is_new_changed_or_known() {
    let check = |known: &HashMap<Reference, Versions>, now: &Arrival, becomes: Becomes, written: &Arrival| {
        let (found, arrivals) = against(known, vec![now.clone()], true, &[]);
        assert_eq!((found, arrivals.len()), (becomes, 1), "{now:?}");
        assert!(says_the_same(&arrivals[0].bytes, &written.bytes), "{now:?}");
        assert!(becomes != Becomes::Unchanged || arrivals[0].bytes == written.bytes, "{now:?}");
    };
    let (one, other, blank) = (patient("a", PHONE), patient("a", OTHER), patient("a", ""));
    check(&HashMap::new(), &one, Becomes::New, &one);
    check(&versions(&[&one]), &one, Becomes::Unchanged, &one);
    check(&versions(&[&one]), &other, Becomes::Changed, &other);
    // A blank says nothing, and what says nothing new is written as it stands, wherever it came from.
    check(&versions(&[&one]), &blank, Becomes::Unchanged, &one);
    let elsewhere =
        String::from_utf8(one.bytes.clone()).unwrap().replace("TableRow/1", "TableRow/2").into_bytes();
    let elsewhere = arrival(fhir::read(&elsewhere).unwrap(), elsewhere);
    check(&versions(&[&elsewhere]), &one, Becomes::Unchanged, &elsewhere);
}

#[test]
fn what_goes_back_to_an_older_version_is_news() {
    let (one, other) = (patient("a", PHONE), patient("a", OTHER));
    let known = versions(&[&other, &one]);
    let (becomes, arrivals) = against(&known, vec![one.clone()], true, &[]);
    assert_eq!(becomes, Becomes::Changed);
    assert_ne!(arrivals[0].bytes, one.bytes, "the ledger takes the same bytes for no news");
    assert!(says_the_same(&arrivals[0].bytes, &one.bytes));
}

#[test]
fn a_version_that_was_taken_back_says_nothing() {
    let one = patient("a", PHONE);
    let known = HashMap::from([(key(&one), vec![Vec::new(), one.bytes.clone()])]);
    let (becomes, arrivals) = against(&known, vec![one.clone()], true, &[]);
    assert_eq!((becomes, arrivals.len()), (Becomes::New, 1));
    assert_eq!(arrivals[0].bytes, one.bytes);
}

#[test]
fn the_last_row_that_mentions_a_person_writes_what_all_said() {
    let row = |line, arrival: Arrival| {
        (
            Settled { line, result: Ok((Becomes::Unchanged, vec![arrival])), notes: Vec::new() },
            true,
            Vec::new(),
        )
    };
    let refused = Refused {
        column: None,
        place: "line 3".into(),
        problem: Problem::new(kith_interop::Reason::BadValue, "no"),
        bytes: Vec::new(),
        row_type: None,
    };
    let aside = (Settled { line: 3, result: Err(refused), notes: Vec::new() }, false, Vec::new());
    let born = r#","birthDate":"1990-01-02""#;
    let mut rows = vec![row(2, patient("a", PHONE)), aside, row(4, patient("a", born))];
    only_last_mention(&mut rows);
    let written =
        |at: usize| rows[at].0.result.as_ref().map(|(_, arrivals)| arrivals.as_slice()).unwrap_or_default();
    assert!(written(0).is_empty());
    let last = String::from_utf8(written(2)[0].bytes.clone()).unwrap();
    assert!(last.contains("1990-01-02") && last.contains("\"phone\""), "{last}");
}
