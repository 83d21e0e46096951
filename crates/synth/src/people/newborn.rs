//! The names that a newborn has on the first day.

use crate::chance::Chance;

use super::Errors;
use super::family::Person;

/// First and last name, as hospitals write them before there is a name.
pub(super) fn name(
    infant: &Person,
    mother: Option<&Person>,
    surname: &str,
    errors: Errors,
    chance: &mut Chance,
) -> (String, String) {
    let sex = if infant.female { "Girl" } else { "Boy" };
    let initial = if infant.female { "G" } else { "B" };
    let hers = mother.map_or("", |mother| &mother.given);
    let said = infant.plurality > 1 && chance.yes(10_000 - errors.of(1200).min(9000));
    let letter = char::from(b'A' + infant.order.saturating_sub(1));
    let order = match chance.below(8) {
        _ if !said => String::new(),
        0 => format!(" {}", infant.order),
        _ => format!(" {letter}"),
    };
    let last = surname.to_owned();
    match chance.below(100) {
        0..26 => (format!("Baby {sex}{order}"), last),
        26..42 => (format!("Baby{}{order}", sex.to_lowercase()), last),
        42..50 => (format!("B{initial}{order}"), last),
        50..55 => (String::new(), format!("B{initial} {surname}{order}")),
        55..63 => (format!("Newborn{order}"), last),
        63..69 => (format!("{sex}{order}"), last),
        69..75 if !said => (format!("B{initial} {hers}"), last),
        75..80 if !said => (format!("Infant of {hers}"), last),
        69..80 => (format!("Twin{order}"), last),
        80..85 => (format!("Infant {sex}{order}"), last),
        85..88 => (format!("NB {}{order}", if infant.female { "Female" } else { "Male" }), last),
        88..92 => (format!("Baby{order}"), last),
        92..95 => (format!("Infant{order}"), last),
        95..97 => (format!("Baby {sex} {hers}{order}"), last),
        _ => (format!("{}{order}", if infant.female { "Female" } else { "Male" }), last),
    }
}
