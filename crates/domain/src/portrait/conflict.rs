//! What cannot both be true.

use serde::{Deserialize, Serialize};

use super::choosing::Rank;
use super::{Chosen, Statement, Why, said};
use crate::date::PartialDate;
use crate::fact::Deceased;
use crate::id::{RecordId, SourcePersonId};
use crate::identity::Attribute;

/// Records in use that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// About what.
    pub attribute: Attribute,
    /// What each record says that takes part, in order of records: a date, a gender, a birth order as it was sent; of
    /// a death its date, `yes` or `no`.
    pub values: Vec<(String, RecordId, SourcePersonId)>,
    /// Who is believed.
    pub chosen: SourcePersonId,
    /// Why.
    pub why: Why,
}

/// Two whole birth dates.
pub(super) fn of_birth(
    statements: &[Statement<'_>],
    chosen: Option<&Chosen<PartialDate>>,
) -> Option<Conflict> {
    let whole = |s: &Statement| s.person.born.filter(|b| said::whole(*b) == Rank(0));
    between(Attribute::Born, statements, whole, chosen)
}

/// Female and male.
pub(super) fn of_sex(statements: &[Statement<'_>], chosen: Option<&Chosen<String>>) -> Option<Conflict> {
    let sex = |s: &Statement| {
        let sex = s.person.gender.as_ref().map(|sex| sex.to_ascii_lowercase());
        sex.filter(|sex| matches!(sex.as_str(), "female" | "male"))
    };
    between(Attribute::Sex, statements, sex, chosen)
}

/// Two orders in one birth.
pub(super) fn of_birth_order(statements: &[Statement<'_>], chosen: Option<&Chosen<u8>>) -> Option<Conflict> {
    between(Attribute::BirthOrder, statements, |s| s.person.birth_order, chosen)
}

/// Two whole days of death, or a life stated after a death was.
pub(super) fn of_death(statements: &[Statement<'_>], chosen: Option<&Chosen<Deceased>>) -> Option<Conflict> {
    let dead = |s: &&Statement| matches!(s.person.deceased, Deceased::Yes | Deceased::On(_));
    let last = statements.iter().filter(dead).map(|s| s.record).max()?;
    let alive_later = |s: &Statement| s.person.deceased == Deceased::No && s.record > last;
    if statements.iter().any(|s| alive_later(s) && !said::is_retired(s.person)) {
        let takes_part = |s: &&Statement| dead(s) || (alive_later(s) && !said::is_retired(s.person));
        let show = |s: &Statement| (shown(s.person.deceased), s.record, s.by);
        let values = statements.iter().filter(takes_part).map(show).collect();
        let chosen = chosen?;
        return Some(Conflict { attribute: Attribute::Death, values, chosen: chosen.by, why: chosen.why });
    }
    let day = |s: &Statement| match s.person.deceased {
        Deceased::On(when) => when.day(),
        _ => None,
    };
    between(Attribute::Death, statements, day, chosen)
}

fn shown(death: Deceased) -> String {
    match death {
        Deceased::On(when) => when.date.to_string(),
        Deceased::Yes => "yes".into(),
        Deceased::No | Deceased::NotSaid => "no".into(),
    }
}

/// The conflict between records in use that say different things.
fn between<T: PartialEq + ToString, C>(
    attribute: Attribute,
    statements: &[Statement<'_>],
    says: impl Fn(&Statement<'_>) -> Option<T>,
    chosen: Option<&Chosen<C>>,
) -> Option<Conflict> {
    let said: Vec<_> = statements
        .iter()
        .filter(|s| !said::is_retired(s.person))
        .filter_map(|s| Some((says(s)?, s.record, s.by)))
        .collect();
    let differ = said.iter().any(|(value, ..)| *value != said[0].0);
    let chosen = chosen.filter(|_| differ)?;
    let values = said.into_iter().map(|(value, record, by)| (value.to_string(), record, by)).collect();
    Some(Conflict { attribute, values, chosen: chosen.by, why: chosen.why })
}
