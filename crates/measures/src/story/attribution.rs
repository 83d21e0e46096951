//! Which organisation is accountable for someone's care.
//!
//! The organisation that the family named; else the one that gave most of the ambulatory care in the time that
//! matters, the latest where several gave as much; else the custodian of the record; else none.

use std::collections::HashMap;

use jiff::civil::Date;
use kith_domain::id::OrganizationId;

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

fn within(world: &World, human: &Human, from: Date, to: Date) -> Option<OrganizationId> {
    let directory = world.input.organizations;
    let named = human.records.iter().find_map(|(stated, person)| {
        let organizations = person.general_practitioners.iter().filter(|r| is_organization(r));
        organizations.filter_map(|r| directory.find(stated.source, r)).next()
    });
    named.or_else(|| of_most_care(world, human, from, to)).or_else(|| {
        human.records.iter().find_map(|(stated, person)| {
            directory.find(stated.source, person.managing_organization.as_ref()?)
        })
    })
}

fn of_most_care(world: &World, human: &Human, from: Date, to: Date) -> Option<OrganizationId> {
    let mut care: HashMap<OrganizationId, (usize, Date)> = HashMap::new();
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
        let (count, latest) = care.entry(id).or_insert((0, day));
        *count += 1;
        *latest = day.max(*latest);
    }
    care.into_iter().max_by_key(|(id, (count, latest))| (*count, *latest, *id)).map(|(id, _)| id)
}
