//! Measures through the real engine.

mod cases;
mod cluster;
mod front_door;
mod merged;
mod rules;
mod runs;
mod taught;
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
