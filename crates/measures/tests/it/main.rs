//! Measures through the real engine.

/// A test for each row of `CASES`, by name.
macro_rules! rows {
    ($($name:ident = $index:literal;)*) => {$(
        #[test]
        fn $name() {
            CASES[$index].3();
        }
    )*
        /// No row is left out.
        #[test]
        fn every_row_has_its_name() {
            assert_eq!([$($index),*], std::array::from_fn::<usize, { CASES.len() }, _>(|index| index));
        }
    };
}

mod apncu;
mod author;
mod births;
mod cases;
mod child;
mod cluster;
mod decks;
mod front_door;
mod groups;
mod home;
mod hospital;
mod library;
mod merged;
mod needs;
mod population;
mod pregnant;
mod pressure;
mod prevention;
mod rules;
mod runs;
mod screening;
mod storage;
mod taught;
mod vaccines;
mod vital;
mod world;

/// The folder of shared facts; none where it is not at hand, which is said, and is an error in CI.
fn shared() -> Option<std::path::PathBuf> {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = match std::env::var_os("KITH_SHARED") {
        Some(folder) => folder.into(),
        None => here.join("../../../shared"),
    };
    if folder.join("domain").is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
    eprintln!("skipped: {} is missing; set KITH_SHARED", folder.display());
    None
}

/// Measures of the file that the library does not have; docs/measures.md says why.
const LEFT_OUT: [&str; 1] = ["caseload"];

/// Every row of the file of boundary cases is a test, word for word, with its expectation; and there is no other.
#[test]
fn every_case_of_the_file_is_a_test() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("domain/measure_cases.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut theirs: Vec<_> = rows.iter().map(|r| (&r[0], &r[1], &r[2])).collect();
    theirs.retain(|(measure, ..)| !LEFT_OUT.contains(measure));
    let by_name = [births::CASES, hospital::CASES, home::CASES, pressure::CASES].concat();
    let by_number = [
        &apncu::CASES[..],
        &cases::CASES,
        &child::CASES,
        &front_door::CASES,
        &needs::CASES,
        &population::CASES,
        &pregnant::CASES,
        &prevention::CASES,
        &screening::CASES,
        &vaccines::CASES,
    ]
    .concat();
    let by_number = by_number.into_iter().map(|(measure, case, expected, _)| (measure, case, expected));
    let mut ours: Vec<_> = by_name.into_iter().chain(by_number).collect();
    ours.sort_unstable();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
    for measure in LEFT_OUT {
        assert!(!kith_measures::programme::Files::library().measure_ids().contains(&measure), "{measure}");
        assert!(include_str!("../../../../docs/measures.md").contains(&format!("`{measure}`")), "{measure}");
    }
}
