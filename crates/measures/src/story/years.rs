//! The calendar years in which somebody was given care.

use jiff::civil::date;
use kith_domain::id::{OrganizationId, PersonId, RecordId, SubjectId};

use super::{Human, Story, Strata, World, attribution, strata};

/// Years of care are told of those who are at least so old by the end of them.
const YOUNGEST_PATIENT_YEARS: i16 = 10;

/// A calendar year in which somebody who is no young child was given care.
#[derive(Debug, Clone, PartialEq)]
pub struct PatientYearRow {
    /// What measures of patients count.
    pub subject: SubjectId,
    /// The patient.
    pub person: PersonId,
    /// The patient's record.
    pub record: RecordId,
    /// Accountable for the care of that year.
    pub organization: Option<OrganizationId>,
    /// The year.
    pub year: i16,
    /// Completed years on its first day: at least and at most so many; none without a birth date.
    pub age: Option<(i16, i16)>,
    /// Strata, as of its first day.
    pub strata: Strata,
}

/// The years in which care was given.
pub(super) fn years(world: &World, person: PersonId, human: &Human, story: &mut Story) {
    let Some((stated, _)) = human.records.first() else { return };
    let visits = human.encounters.iter().map(|&e| &world.encounters[e]);
    let days = visits.filter(|v| v.encounter.happened()).filter_map(|v| v.starts()?.day());
    let mut years: Vec<i16> = days.map(jiff::civil::Date::year).collect();
    years.sort_unstable();
    years.dedup();
    for year in years {
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let born = human.born();
        if born.is_some_and(|born| strata::years(born.earliest(), last) < YOUNGEST_PATIENT_YEARS) {
            continue;
        }
        story.patient_years.push(PatientYearRow {
            subject: SubjectId::patient_year(person, year),
            person,
            record: stated.record,
            organization: attribution::of_year(world, human, first, last),
            year,
            age: born.map(|b| (strata::years(b.latest(), first), strata::years(b.earliest(), first))),
            strata: strata::of_mother(world, human, first.into()),
        });
    }
}
