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
mod pregnant;
mod pressure;
mod prevention;
mod rules;
mod runs;
mod shelf;
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
