//! The shared example of a mapping, and tables through the public door.

use std::fs;

use jiff::civil::date;
use kith_interop::hl7v2::{Sender, Senders};
use kith_interop::table::{self, Field, Mapping, Options};

use crate::shared::data;

#[test]
fn the_shared_example_of_a_mapping_is_understood() {
    let Some(data) = data() else { return };
    let text = fs::read_to_string(data.join("../interop/mapping.example.toml")).unwrap();
    let mapping = Mapping::parse(&text).unwrap();
    assert_eq!(mapping.columns.len(), 10);
    assert_eq!(mapping.field_of("mrn"), Some(Field::MotherIdentifier));
    assert!(mapping.source.snapshot && mapping.ignores("Social Security No."));
    assert_eq!(Mapping::parse(&mapping.to_toml()), Ok(mapping.clone()));

    let csv = "Riverside,,,,,,,,,\nPat_ID,Last Name,First,DOB,EDC,Weeks,BP,Race,PHQ9,OK to text\n\
               00017,Sample,Ana,1/2/1990,8/1/2026,31+4,120/80,b;w,7,yes\n\
               1.23E+11,Plain,Bea,1/3/1990,8/1/2026,31.4,120/80,b,7,no\n";
    let sheet =
        table::read(csv.as_bytes(), "roster.csv", &Options { sheet: None, ..mapping.options() }).unwrap();
    let taken = table::take(&sheet, &mapping, date(2026, 6, 30));
    assert!(taken.rows[0].result.is_ok(), "{:?}", taken.rows[0]);
    let problem = taken.rows[1].result.as_ref().unwrap_err();
    assert_eq!((taken.rows[1].line, problem.column.as_deref()), (4, Some("Pat_ID")));
}

/// The first block of TOML of a page of the documentation.
fn example(page: &str) -> &str {
    let (_, rest) = page.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_examples_of_the_documentation_are_understood() {
    let mapping = Mapping::parse(example(include_str!("../../../../docs/mapping.md"))).unwrap();
    assert_eq!(mapping.field_of("mrn"), Some(Field::MotherIdentifier));
    assert_eq!(mapping.columns.len(), 3);
    let text = example(include_str!("../../../../docs/hl7-senders.md"));
    let senders = Senders::parse(text, Sender::default()).unwrap();
    assert_eq!(senders.of("ADT", "MERCY").name, "Mercy");
}
