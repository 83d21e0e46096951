//! What agreement cannot do by its sum alone: when it speaks for a household only, and what it never outweighs.

use crate::compare::{Field, Vector, born, first};
use crate::features::Features;
use crate::record::Role;

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

/// Whether one of the two may be a mother or a child for all that its record says, in a population that has both.
pub(super) fn unclear_role(a: &Features, b: &Features) -> bool {
    a.role != b.role && [a, b].iter().any(|f| f.role == Role::Unknown && !f.born.known())
}

/// Whether an identifier, or a phone or mail address together with the whole name, agrees.
pub(super) fn reached(vector: &Vector, infants: bool) -> bool {
    let level = |field: Field| vector[field as usize];
    let first = matches!(level(Field::First), 1..=3);
    let named = first && matches!(level(Field::Last), 1..=3);
    // A child's record may carry its mother's identifiers, so they need the name beside them.
    let identified =
        [Field::Ssn, Field::Medicaid, Field::Mrn, Field::Other].into_iter().any(|id| level(id) == 1);
    (identified && (first || (!infants && level(Field::First) == 0)))
        || (named && level(Field::Household) % 4 >= 2)
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
        || (level(Field::Born) == born::NEAR && a.born.year() != b.born.year());
    let two_newborns = other_name && level(Field::Mrn) == 2;
    births
        || two_newborns
        || (level(Field::Order) == 2 && level(Field::First) != first::SAME)
        || (sexes && matches!(level(Field::First), first::LOOSE | first::DIFFER))
}

/// A mother and a child.
pub(crate) fn roles_apart(a: &Features, b: &Features) -> bool {
    matches!((a.role, b.role), (Role::Mother, Role::Infant) | (Role::Infant, Role::Mother))
}
