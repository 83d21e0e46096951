//! Which organisation is accountable for someone's care.
//!
//! The organisation that the family named, in the newest record that says so; else the one that gave most of the
//! ambulatory care in the time that matters, the latest where several gave as much; else the custodian of the newest
//! record; else none. A visit of which two sources tell is one visit.

use jiff::civil::Date;
use kith_domain::fact::{Person, Stated};
use kith_domain::id::{OrganizationId, SourceId};
use kith_domain::portrait::is_retired;

use super::organizations::is_organization;
use super::{Human, Span, World, shift};

/// Infants: by the care of their first year.
pub(super) fn of_infant(world: &World, human: &Human, born: Span) -> Option<OrganizationId> {
    within(world, human, born.earliest, shift(born.latest, 365))
}

/// Mothers: by the care from 280 days before the delivery to 84 after.
pub(super) fn of_mother(world: &World, human: &Human, delivered: Span) -> Option<OrganizationId> {
    within(world, human, shift(delivered.earliest, -280), shift(delivered.latest, 84))
}

/// Patients: by the care of one year.
pub(super) fn of_year(world: &World, human: &Human, first: Date, last: Date) -> Option<OrganizationId> {
    within(world, human, first, last)
}

fn within(world: &World, human: &Human, from: Date, to: Date) -> Option<OrganizationId> {
    let directory = world.input.organizations;
    let named = newest(human).find_map(|(stated, person)| {
        let organizations = person.general_practitioners.iter().filter(|r| is_organization(r));
        organizations.filter_map(|r| directory.find(stated.source, r)).next()
    });
    named.or_else(|| of_most_care(world, human, from, to)).or_else(|| {
        newest(human).find_map(|(stated, person)| {
            directory.find(stated.source, person.managing_organization.as_ref()?)
        })
    })
}

/// Records in use before retired ones, the newest of each first.
fn newest<'a>(human: &Human<'a>) -> impl Iterator<Item = (&'a Stated, &'a Person)> {
    let retired = human.records.partition_point(|(_, person)| !is_retired(person));
    let (current, retired) = human.records.split_at(retired);
    current.iter().rev().chain(retired.iter().rev()).copied()
}

fn of_most_care(world: &World, human: &Human, from: Date, to: Date) -> Option<OrganizationId> {
    let mut visits: Vec<(OrganizationId, Date, SourceId)> = Vec::new();
    for visit in human.encounters.iter().map(|&e| &world.encounters[e]) {
        let emergency = visit.encounter.class.as_ref().is_some_and(|c| c.code == "EMER");
        if visit.inpatient || emergency || !visit.encounter.happened() {
            continue;
        }
        let Some(day) = visit.starts().map(|s| s.latest).filter(|d| (from..=to).contains(d)) else {
            continue;
        };
        let organization = visit.encounter.organization.as_ref();
        let Some(id) = organization.and_then(|r| world.input.organizations.find(visit.stated.source, r))
        else {
            continue;
        };
        visits.push((id, day, visit.stated.source));
    }
    visits.sort_unstable();
    let care = visits.chunk_by(|a, b| a.0 == b.0).map(|of| {
        // Two sources may tell of the same visits: of a day the one that tells of most holds.
        let days = of.chunk_by(|a, b| a.1 == b.1);
        let most = |day: &[_]| day.chunk_by(|a: &(_, _, SourceId), b| a.2 == b.2).map(<[_]>::len).max();
        (days.filter_map(most).sum::<usize>(), of.last().map(|v| v.1), of[0].0)
    });
    care.max().map(|(_, _, id)| id)
}
