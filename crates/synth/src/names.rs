//! Names that nobody has: put together from syllables, and marked as examples.

use crate::chance::Chance;

const FIRST: [&str; 16] =
    ["Ba", "Do", "Fe", "Gi", "Ha", "Jo", "Ka", "Le", "Mi", "No", "Pa", "Re", "Sa", "Te", "Vi", "Zo"];
const MIDDLE: [&str; 12] = ["la", "mi", "no", "ra", "se", "ti", "vo", "lu", "ne", "ka", "di", "po"];
const FAMILY_END: [&str; 10] =
    ["brin", "dell", "fort", "gard", "holm", "lund", "mar", "nox", "quill", "vane"];
const GIVEN_END: [&str; 8] = ["a", "ne", "ri", "sha", "to", "vi", "li", "mo"];

/// A family name, always ending in `-Example`.
pub(crate) fn family(chance: &mut Chance) -> String {
    format!("{}{}{}-Example", chance.one_of(&FIRST), chance.one_of(&MIDDLE), chance.one_of(&FAMILY_END))
}

/// A given name.
pub(crate) fn given(chance: &mut Chance) -> String {
    format!("{}{}{}", chance.one_of(&FIRST), chance.one_of(&MIDDLE), chance.one_of(&GIVEN_END))
}
