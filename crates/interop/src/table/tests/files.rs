//! One file after another of one sender, and what a mapping says of a file.

use std::collections::BTreeMap;

use super::rows::{MAPPING, facts, mapping, people, refused, taken};
use super::*;
use crate::problem::NoteCode;

/// The records of several files of one sender, the later version of each.
fn ledger(mapping: &Mapping, files: &[&str]) -> BTreeMap<String, Fact> {
    let mut all = BTreeMap::new();
    for csv in files {
        let taken = take(&read(csv.as_bytes(), "x", &mapping.options()).unwrap(), mapping, TODAY);
        all.extend(facts(&taken).into_iter().map(|f| (f.reference.0.clone(), f)));
    }
    all
}

/// What observations of a code say, in order.
fn said(ledger: &BTreeMap<String, Fact>, code: &str) -> Vec<String> {
    let observed = ledger.values().filter_map(|f| match &f.body {
        Body::Observation(o) if o.codes[0].code == code => Some(match (&o.value, &o.components[..]) {
            (Some(FactValue::Integer(n)), _) => n.to_string(),
            (Some(FactValue::When(when)), _) => when.date.to_string(),
            (Some(FactValue::Quantity { value, .. }), _) => value.clone(),
            (_, [first, ..]) => format!("{:?}", first.value),
            other => format!("{other:?}"),
        }),
        _ => None,
    });
    let mut said: Vec<String> = observed.collect();
    said.sort();
    said
}

#[test]
fn the_next_file_adds_to_the_one_before() {
    let may = "mrn,last,visit,bp,phq9,edd,lmp,delivered\n\
               1,Sample,5/4/2026,118/76,12,,,6/1/2025\n2,Plain,5/5/2026,121/80,3,11/20/2026,2/13/2026,\n";
    let june = "mrn,last,visit,bp,phq9,edd,lmp,delivered\n\
                1,Sample,6/8/2026,131/84,7,,,6/5/2026\n2,Plain,6/9/2026,122/80,3,11/27/2026,2/20/2026,\n";
    let mapping = mapping();
    let both = ledger(&mapping, &[may, june]);
    assert_eq!(said(&both, "85354-9").len(), 4);
    assert_eq!(said(&both, "44261-6"), ["12", "3", "3", "7"]);
    assert_eq!(said(&both, "93857-1"), ["2025-06-01", "2026-06-05"]);
    // What is said anew of one pregnancy takes the place of what was said.
    assert_eq!(said(&both, "11778-8"), ["2026-11-27"]);
    assert_eq!(said(&both, "8665-2"), ["2026-02-20"]);
    assert_eq!(ledger(&mapping, &[may, june, june]), both, "the same file again changes nothing");
    // A value that was put right is one value.
    assert_eq!(said(&ledger(&mapping, &[may, &may.replace(",12,", ",13,")]), "44261-6"), ["13", "3"]);
}

#[test]
fn a_roster_without_days_loses_no_measurement() {
    let csv = |phq: &str| format!("mrn,last,phq9\n1,Sample,{phq}\n");
    let both = ledger(&mapping(), &[&csv("12"), &csv("4"), &csv("4")]);
    assert_eq!(said(&both, "44261-6"), ["12", "4"]);
}

#[test]
fn two_values_of_one_day_in_one_file_both_stand() {
    let csv = "mrn,last,visit,bp,phq9\n1,Sample,6/8/2026,131/84,\n1,Sample,6/8/2026,118/76,5\n";
    let all = ledger(&mapping(), &[csv, csv]);
    assert_eq!((said(&all, "85354-9").len(), said(&all, "44261-6").len()), (2, 1));
    // The rows of twins repeat what is the mother's.
    let twins = "mrn,last,baby dob,order,delivered,bw\n1,Sample,6/1/2026,A,6/1/2026,2500 g\n1,Sample,6/1/2026,B,6/1/2026,2400 g\n";
    let all = ledger(&mapping(), &[twins]);
    assert_eq!((said(&all, "93857-1").len(), said(&all, "8339-4")), (1, vec!["2400".into(), "2500".into()]));
}

#[test]
fn clearing_a_cell_erases_its_part_and_nothing_else() {
    let header =
        "mrn,last,first,maiden,dob,phone,phone2,email,address,city,zip,race,ethnicity,interpreter,language";
    let sheet = read(format!("{header}\n1,Sample,Ana,Other,1/2/1990,212-555-0142,212-555-0143,ana@example.org,1 Main St,Springfield,01234,white,hispanic,yes,Spanish\n").as_bytes(), "x", &Options::default()).unwrap();
    let mut mapping = propose(&sheet, &[]).mapping;
    mapping.source.date_order = Some(DateOrder::Mdy);
    let full = take(&sheet, &mapping, TODAY).rows.remove(0).result.unwrap();
    let columns: Vec<&str> = header.split(',').collect();
    let parts = [
        ("maiden", "Other"),
        ("dob", "1990-01-02"),
        ("phone", "+12125550142"),
        ("phone2", "+12125550143"),
        ("email", "ana@example.org"),
        ("address", "1 Main St"),
        ("city", "Springfield"),
        ("zip", "01234"),
        ("race", "2106-3"),
        ("ethnicity", "2135-2"),
        ("interpreter", "valueBoolean"),
        ("language", "bcp:47"),
    ];
    for (cleared, _) in parts {
        let cells: Vec<&str> = columns
            .iter()
            .map(|c| match *c {
                "mrn" => "1",
                c if c == cleared => "<clear>",
                _ => "",
            })
            .collect();
        let csv = format!("{header}\n{}\n", cells.join(","));
        let update = take(&read(csv.as_bytes(), "x", &Options::default()).unwrap(), &mapping, TODAY);
        let update = update.rows[0].result.clone().unwrap();
        let gone: Vec<&str> = update.cleared.iter().map(|(_, part)| *part).collect();
        let left = String::from_utf8(merged(&full.resources[0], &update.resources[0], &gone)).unwrap();
        for (part, text) in parts {
            assert_eq!(left.contains(text), part != cleared, "{cleared} cleared, {part}: {left}");
        }
        assert!(left.contains("Sample"), "{left}");
    }
}

#[test]
fn clearing_has_a_meaning_or_refuses_its_row() {
    let check = |csv: &str, column: Option<&str>, words: &str| {
        let (found, message) = refused(csv);
        assert_eq!(found.as_deref(), column, "{csv}");
        assert!(message.contains(words), "{message}");
    };
    check("mrn,last\n<clear>,Sample\n", Some("mrn"), "erases nothing here");
    check("mrn,last\n1,<clear>\n", Some("last"), "erases nothing here");
    check("mrn,phq9\n1,<clear>\n", Some("phq9"), "erases nothing here");
    check("mrn,baby dob\n1,<clear>\n", Some("baby dob"), "erases nothing here");
    check("mrn,baby sex\n1,<clear>\n", None, "does not say of whom");
    // A later row of the file says it again; one that is blank does not bring it back.
    let taken = taken("mrn,last,phone,visit\n1,Sample,<clear>,6/1/2026\n1,Sample,,6/8/2026\n");
    let cleared = |at: usize| taken.rows[at].result.as_ref().unwrap().cleared.len();
    assert_eq!((cleared(0), cleared(1)), (1, 1));
}

#[test]
fn a_column_decides_for_itself_which_comes_first() {
    let csv = "mrn,last,dob,visit date\n1,Sample,13/4/1990,3/4/2026\n2,Plain,5/4/1991,2026-05-06\n";
    let sheet = read(csv.as_bytes(), "x", &Options::default()).unwrap();
    let mapping = propose(&sheet, &[]).mapping;
    assert_eq!(mapping.source.date_order, None, "the visits prove nothing");
    let taken = take(&sheet, &mapping, TODAY);
    let problem = taken.rows[0].result.as_ref().unwrap_err();
    assert_eq!(problem.column.as_deref(), Some("visit date"));
    let born = people(&facts(&taken))[0].1.born.map(|d| d.to_string());
    assert_eq!(born.as_deref(), Some("1991-04-05"));
    assert_eq!(taken.notes.remarks[&NoteCode::DayFirst], 1);
    let words = taken.notes.words.join("\n");
    assert!(
        words.contains(
            "`dob` has 1 date that can be read either way; it was read day first, as the other dates"
        ),
        "{words}"
    );
    assert!(
        words.contains("`visit date` has 1 date that can be read either way; its row was set aside"),
        "{words}"
    );
}

#[test]
fn what_the_mapping_says_of_the_file_is_used() {
    let with = |line: &str| MAPPING.replace("date_order = \"MDY\"", &format!("date_order = \"MDY\"\n{line}"));
    let zoned = Mapping::parse(&with("timezone = \"America/Chicago\"")).unwrap();
    let day = |visit: &str| {
        let csv = format!("mrn,visit,bp\n1,{visit},120/80\n");
        let all = ledger(&zoned, &[&csv]);
        let encounter = all.values().find(|f| f.kind() == "encounter").unwrap();
        encounter.when().unwrap().date.to_string()
    };
    assert_eq!(day("2026-06-01T02:30:00Z"), "2026-05-31");
    assert_eq!(day("2026-06-01T00:00:00Z"), "2026-06-01", "midnight is a day without a time");
    assert_eq!(day("2026-06-01 02:30"), "2026-06-01");
    let error = Mapping::parse(&with("timezone = \"Mars/Base\"")).unwrap_err();
    assert_eq!((error.line, error.message.as_str()), (5, "`Mars/Base` is no time zone"));
    let workbook = Mapping::parse(&with("format = \"xlsx\"")).unwrap();
    let sheet = read(b"mrn,last,Zodiac\n1,Sample,x\n", "x", &Options::default()).unwrap();
    let words = take(&sheet, &workbook, TODAY).notes.words;
    assert_eq!(
        words,
        ["kept with their rows and not used: `Zodiac`", "the file is no workbook, which the mapping expects"]
    );
    assert_eq!(Mapping::parse(&with("format = \"tsv\"")).unwrap().options().delimiter, Some(b'\t'));
    // A column that is required is missed in the file, not only in its cells.
    let (_, message) = refused("last,dob\nSample,1/2/1990\n");
    assert!(message.contains("no column for `mother.identifier`"), "{message}");
}

#[test]
fn the_usual_key_tells_deliveries_and_screenings_apart() {
    let csv = b"mrn,last,delivery date,screening date\n1,Sample,6/13/2026,\n";
    let mut mapping = propose(&read(csv, "x", &Options::default()).unwrap(), &[]).mapping;
    assert_eq!(mapping.source.row_key, ["mother.identifier", "delivery.date", "screen.date"]);
    mapping.source.snapshot = true;
    assert_eq!(mapping.usual_row_key(), ["mother.identifier"]);
}
