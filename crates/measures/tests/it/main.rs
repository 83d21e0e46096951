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
mod front_door;
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

/// Cases that are tests are those of the file for some measures: each is there, word for word, with its expectation.
#[track_caller]
fn are_the_cases_of_the_file<'a>(
    measures: &[&str],
    tested: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
) {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("domain/measure_cases.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let theirs = rows.iter().filter(|r| measures.contains(&&r[0])).map(|r| (&r[0], &r[1], &r[2]));
    let (mut tested, mut theirs): (Vec<_>, Vec<_>) = (tested.into_iter().collect(), theirs.collect());
    tested.sort_unstable();
    theirs.sort_unstable();
    assert_eq!(tested, theirs);
}
