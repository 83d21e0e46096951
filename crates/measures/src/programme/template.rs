//! The folder that a new measure begins as: one that holds, with a word on every line that a writer will change.

/// The files of a new measure's folder, by name.
const FILES: [(&str, &str); 5] = [
    ("measure.toml", include_str!("template/measure.toml")),
    ("denominator.sql", include_str!("template/denominator.sql")),
    ("exclusion.sql", include_str!("template/exclusion.sql")),
    ("numerator.sql", include_str!("template/numerator.sql")),
    ("cases.toml", include_str!("template/cases.toml")),
];

/// Whether a folder of this name can be a measure: small letters, digits and underscores, a letter first.
pub fn is_an_id(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The files of a new measure, each with its name.
pub fn new_measure(id: &str) -> Vec<(&'static str, String)> {
    FILES.iter().map(|(name, text)| (*name, text.replace("{id}", id))).collect()
}
