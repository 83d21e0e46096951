//! Strata: what a stratifier says of a subject, and how the strata of one belong to those of another.
//!
//! Most stratifiers put a subject into one stratum, so that strata add up to everyone. Some do not: who named two races
//! is in both. Their strata overlap, add up to more than everyone, and are never parts of a whole.

/// The stratifiers whose strata overlap: of races alone or in combination, and of services.
pub const OVERLAPPING: [&str; 2] = ["race_in_combination", "programme"];

/// What stands between the strata of one subject in a value of an overlapping stratifier. No name of a stratum has it.
pub const SEPARATOR: char = ';';

/// What strata are called whose subjects' answer is not known: nobody's to compare. Each is an answer of its own, and
/// none is folded into another.
pub const NOT_SAID: [&str; 6] =
    ["Unknown", "Asked, not answered", "Z: Not stated", "99: Not known", "Not stated", "Not known"];

/// The stratum of whoever is in none that says more.
pub const NONE: &str = "None";

/// The strata of `race_ethnicity` whose people may have named several.
pub const OF_SEVERAL: [&str; 2] = ["Hispanic or Latino", "Multiracial"];

/// The stratifier beside which another is told.
pub fn beside(stratifier: &str) -> Option<&'static str> {
    match stratifier {
        "race_ethnicity_1997" | "race_in_combination" => Some("race_ethnicity"),
        "ethnicity_nhs" => Some("ethnicity_nhs_group"),
        _ => None,
    }
}

/// Whether a subject may be in several strata of a stratifier.
pub fn overlaps(stratifier: &str) -> bool {
    OVERLAPPING.contains(&stratifier)
}

/// Whether a stratum is of those whose answer is not known.
pub fn is_not_said(stratum: &str) -> bool {
    NOT_SAID.contains(&stratum)
}

/// Whether whoever is in a stratum is in no other, even where strata overlap.
pub fn stands_alone(stratum: &str) -> bool {
    stratum == NONE || is_not_said(stratum)
}

/// The strata of `race_ethnicity` that nobody is in who named a race, alone or beside others; none to tell of what is no
/// race alone.
pub fn without_race<'a>(race: &str, strata: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    if OF_SEVERAL.contains(&race) || stands_alone(race) {
        return Vec::new();
    }
    strata.filter(|stratum| *stratum != race && !OF_SEVERAL.contains(stratum)).collect()
}

/// The strata that a value of a stratifier stands for: one, and of an overlapping one as many as it names, each once.
pub fn strata_of<'a>(stratifier: &str, value: &'a str) -> Vec<&'a str> {
    if !overlaps(stratifier) {
        return vec![value];
    }
    let mut strata: Vec<&str> = value.split(SEPARATOR).collect();
    strata.sort_unstable();
    strata.dedup();
    strata
}

/// A stratum of which another says more: the other stratifier, and the strata of it that hold nobody but subjects of this
/// one. Whoever is shown both reads the difference.
pub fn made_of<'a>(stratifier: &str, stratum: &'a str) -> Option<(&'static str, Vec<&'a str>)> {
    let of = match stratifier {
        "race_ethnicity_1997" if stratum == "White" => vec!["White", "Middle Eastern or North African"],
        "race_ethnicity_1997" | "race_in_combination" => vec![stratum],
        _ => return None,
    };
    Some(("race_ethnicity", of))
}

/// The five groups of the ethnic categories of the NHS, as the 2001 census has them: Chinese is among the others there,
/// and who did not say or was not asked is in neither.
pub fn nhs_group(category: &str) -> &'static str {
    match category.split(':').next().unwrap_or_default() {
        "A" | "B" | "C" => "White",
        "D" | "E" | "F" | "G" => "Mixed",
        "H" | "J" | "K" | "L" => "Asian",
        "M" | "N" | "P" => "Black",
        "R" | "S" => "Other",
        "Z" => "Not stated",
        _ => "Not known",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_an_overlapping_stratifier_is_several_strata() {
        for (by, value, strata) in [
            ("race_in_combination", "White;Asian", &["Asian", "White"][..]),
            ("race_in_combination", "Asian;Asian", &["Asian"]),
            ("race_in_combination", "Unknown", &["Unknown"]),
            ("programme", "home_visiting", &["home_visiting"]),
            ("geography", "a;b", &["a;b"]),
        ] {
            assert_eq!(strata_of(by, value), strata, "{by} {value}");
        }
    }

    #[test]
    fn who_did_not_say_is_in_no_group() {
        for (category, group) in [
            ("A: White, British", "White"),
            ("G: Mixed, other", "Mixed"),
            ("L: Asian, other", "Asian"),
            ("P: Black, other", "Black"),
            ("R: Chinese", "Other"),
            ("S: Other", "Other"),
            ("Z: Not stated", "Not stated"),
            ("99: Not known", "Not known"),
        ] {
            assert_eq!(nhs_group(category), group, "{category}");
            assert_eq!(is_not_said(category), is_not_said(group), "{category}");
        }
    }
}
