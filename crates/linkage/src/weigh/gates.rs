//! What agreement cannot do by its sum alone: when it speaks for a household only, and what it never outweighs.

use crate::compare::{self, Field, Vector, born, first};
use crate::features::Features;
use crate::record::Role;
use crate::weigh::Number;

/// Days after a birth in which a record about it bears out its date.
const SOON: i32 = 60;

/// Numbers that a source gives to those who come together are so far apart at most.
const NEXT: u32 = 20;

/// Whether anything of the person, and not only of the household, agrees.
pub(crate) fn personal(vector: &Vector, infants: bool) -> bool {
    let level = |field: Field| vector[field as usize];
    let named = matches!(level(Field::First), 1..=6);
    let dated = matches!(
        level(Field::Born),
        born::SAME | born::SWAPPED | born::TYPO | born::PARTIAL | born::AT_BIRTH
    );
    let family = matches!(level(Field::Last), 1..=4);
    if [Field::Ssn, Field::Medicaid, Field::Mrn, Field::Other].into_iter().any(|id| level(id) == 1) {
        return true;
    }
    // Two numbers and two birth dates at one source are two people, however alike their names.
    let two_entries = level(Field::Born) == born::DIFFER && level(Field::Mrn) == 2;
    // A first name and a birth date that are both only like the other's need a surname.
    let alike = level(Field::First) != first::SAME && level(Field::Born) != born::SAME && !infants;
    (!two_entries && named && (family || (dated && !alike)))
        || (dated && (family || matches!(level(Field::Mother), 1..=3)))
        || (infants && matches!(level(Field::Mother), 1..=2))
        || (infants && family && level(Field::Household) % 4 >= 2 && level(Field::Household) / 4 >= 3)
        || (infants && dated && (level(Field::Household) % 4 >= 2 || level(Field::Household) / 4 >= 3))
}

/// Whether two adults share a name and nothing else: no birth date, not even in part, no number, no way to reach them, no
/// address, no mother. How rare the name is does not matter: a name that is rare here is common in some family.
pub(super) fn name_alone(vector: &Vector) -> bool {
    let level = |field: Field| vector[field as usize];
    let household = level(Field::Household);
    !matches!(
        level(Field::Born),
        born::SAME | born::SWAPPED | born::TYPO | born::NEAR | born::PARTIAL | born::AT_BIRTH
    ) && household % 4 < 2
        && household / 4 < 2
        && !matches!(level(Field::Mother), 1..=3)
        && ![Field::Ssn, Field::Medicaid, Field::Mrn, Field::Other].into_iter().any(|id| level(id) == 1)
}

/// Whether one of the two may be a mother or a child for all that its record says, in a population that has both.
pub(super) fn unclear_role(a: &Features, b: &Features) -> bool {
    a.role != b.role && [a, b].iter().any(|f| f.role == Role::Unknown && !f.born.known())
}

/// Whether an identifier, or a phone, mail or postal address together with the whole name, agrees.
pub(super) fn reached(vector: &Vector, infants: bool) -> bool {
    let level = |field: Field| vector[field as usize];
    let first = matches!(level(Field::First), 1..=3);
    let named = first && matches!(level(Field::Last), 1..=3);
    // A child's record may carry its mother's identifiers, so they need the name beside them.
    let identified =
        [Field::Ssn, Field::Medicaid, Field::Mrn, Field::Other].into_iter().any(|id| level(id) == 1);
    (identified && (first || (!infants && level(Field::First) == 0)))
        || (named && level(Field::Household) % 4 >= 2)
        || (level(Field::First) == first::SAME && named && level(Field::Household) / 4 >= 4)
}

/// Whether anything but given name and birth date agrees.
pub(crate) fn anything_else(vector: &Vector) -> bool {
    let level = |field: Field| vector[field as usize];
    let household = level(Field::Household);
    matches!(level(Field::Last), 0..=4)
        || matches!(level(Field::Middle), 1..=2)
        || household % 4 >= 2
        || household / 4 >= 3
        || matches!(level(Field::Mother), 1..=3)
        || [Field::Ssn, Field::Medicaid, Field::Mrn, Field::Other].into_iter().any(|id| level(id) == 1)
}

/// What no agreement elsewhere can outweigh.
pub(crate) fn never(vector: &Vector, a: &Features, b: &Features, infants: bool) -> bool {
    let level = |field: Field| vector[field as usize];
    if roles_apart(a, b) {
        return true;
    }
    let other_name = level(Field::First) == first::DIFFER;
    let sexes = level(Field::Sex) == 2;
    if !infants {
        return sexes && other_name;
    }
    let births = level(Field::Born) == born::DIFFER
        || (level(Field::Born) == born::NEAR && a.born.year() != b.born.year())
        || (level(Field::Born) == born::TYPO && two_years(a, b));
    let two_newborns = other_name && level(Field::Mrn) == 2;
    births
        || two_newborns
        || (level(Field::Order) == 2 && level(Field::First) != first::SAME)
        || (sexes && matches!(level(Field::First), first::LOOSE | first::DIFFER))
}

/// What the numbers of two children at one source say. No two children of one birth have one name, so that two numbers
/// under one name are one child that was entered twice. Twins are entered one after the other: numbers that are alike in
/// all but a digit, and yet far apart, are one number mistyped, which says nothing.
pub(super) fn number(vector: &Vector, a: &Features, b: &Features) -> Number {
    let mistyped = || {
        let apart = a.mrn_digits.abs_diff(b.mrn_digits);
        apart > NEXT && a.mrn_digits.min(b.mrn_digits) > 999 && compare::near(a.mrn_digits, b.mrn_digits)
    };
    match (vector[Field::Mrn as usize], vector[Field::First as usize]) {
        (0, _) => Number::Silent,
        (1, _) | (_, first::SAME | first::NICKNAME) => Number::Shared,
        _ if mistyped() => Number::Silent,
        _ => Number::Two,
    }
}

/// Whether two children are of two years, each of which is borne out by the day on which the record was made.
fn two_years(a: &Features, b: &Features) -> bool {
    a.born.year() != b.born.year() && at_hand(a) && at_hand(b)
}

/// Whether a record was made within weeks of the birth that it states.
fn at_hand(f: &Features) -> bool {
    f.born.whole() && f.event.whole() && (-3..=SOON).contains(&(f.event.number() - f.born.number()))
}

/// A mother and a child.
pub(crate) fn roles_apart(a: &Features, b: &Features) -> bool {
    matches!((a.role, b.role), (Role::Mother, Role::Infant) | (Role::Infant, Role::Mother))
}
