use super::*;
use crate::lang::lang;
use crate::page::tests::sample;

#[test]
fn the_list_says_who_and_neutralises_names() {
    let mut rows = sample::work_rows();
    rows[0].infant.name = "=HYPERLINK(\"http://evil.example\")".to_owned();
    let csv = worklist(lang("en"), &rows);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let cells: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(cells.len(), rows.len());
    assert_eq!(&cells[0][2], "'=HYPERLINK(\"http://evil.example\")");
    assert_eq!(&cells[0][0], "2026-07-08");
    assert_eq!(
        (&cells[2][5], &cells[2][13]),
        ("", "yes"),
        "a family that asked not to be called has no number here"
    );
}

#[test]
fn withheld_counts_are_words_in_files_too() {
    let csv = scorecard(lang("en"), &sample::suppressed_scorecard());
    assert!(csv.contains("withheld,withheld,,,,withheld,withheld,withheld"));
    assert!(!csv.contains("2849"));
}

#[test]
fn a_measure_has_every_part() {
    let csv = measure(lang("en"), &sample::measure_page());
    for part in ["\nwhole,", "\nmonth,", "\nstratum,race_ethnicity,", "\nclinic,", "\nquarter,"] {
        assert!(csv.contains(part), "{part}");
    }
    // Each definition; whom two count, and who is met in one alone.
    for line in [
        "definition,wcv_3by120,,2025-07-01,2026-07-01,3119,5244,",
        "definition_pair,wcv_2by120,only_met_here,2025-07-01,2026-07-01,0,5240,,",
        "definition_pair,wcv_2by120,only_met_there,2025-07-01,2026-07-01,withheld,5240,,",
    ] {
        assert!(csv.contains(&format!("\n{line}")), "{line}");
    }
    assert!(csv.contains("\nclinic,,Ginkgo Mobile Unit (demo),2025-07-01,2026-07-01,withheld,withheld,,,,"));
}
