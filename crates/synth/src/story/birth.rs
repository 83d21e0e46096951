//! The infants of a delivery, and their first year.

use crate::Plan;
use crate::calendar::{Day, day};
use crate::chance::Chance;
use crate::planted::*;

use super::{
    CLAIM, Class, Died, Family, Held, Infant, Linkage, Live, Purpose, Site, Stay, Visit, nominated, visit,
};

/// The infants of a delivery.
pub(super) fn infants(family: &mut Family, chance: &mut Chance, plan: &Plan) {
    let Some(delivery) = &family.delivery else { return };
    let (times, today) = (plan.times(), day(plan.today));
    if delivery.live != Live::Yes {
        return;
    }
    let born = delivery.day;
    let gestation = delivery.gestation;
    let linkage = match chance.below(100) {
        0..84 => Linkage::Both,
        84..88 => Linkage::RelatedPerson,
        88..94 => Linkage::Identifier,
        94..99 => Linkage::Encounter,
        _ => Linkage::Lost,
    };
    let clinic =
        if chance.yes(8500) { family.mother.clinic } else { chance.below(plan.clinics as u32) as usize };
    let race = REPORTED[family.mother.reported].stratum;
    // Of an infant whose mother is not known, nothing is known of the cover either.
    let payer = if linkage == Linkage::Lost { NO_COVER } else { family.mother.payer };
    let who = Who { race, clinic, payer, counts_on: born + 120 };
    let p = [probability(THREE, &who, times), probability(TWO, &who, times)];
    let shared = chance.below(10_000);
    for order in 1..=(delivery.plurality - delivery.stillborn) {
        // Twins mostly go together.
        let drawn = if order == 1 || chance.yes(8000) { shared } else { chance.below(10_000) };
        let wanted = [drawn < p[0], drawn < p[1]];
        family.infants.push(infant(
            chance,
            Born { order, born, gestation, twin: delivery.plurality > 1, linkage, clinic, p, wanted },
            family.mother.hospital,
            today,
        ));
    }
}

struct Born {
    order: u32,
    born: Day,
    gestation: i32,
    twin: bool,
    linkage: Linkage,
    clinic: usize,
    p: [u32; 2],
    wanted: [bool; 2],
}

fn infant(chance: &mut Chance, b: Born, hospital: usize, today: Day) -> Infant {
    let born = b.born;
    let expected = 3400 - (280 - b.gestation).max(-7) * 25 - if b.twin { 250 } else { 0 };
    let grams = (expected + chance.between(-420, 420)).max(430);

    // The birth stay: a few days, or until about the due date. No one leaves within two days of day 90.
    let intensive = b.gestation < 231 || (b.gestation < 259 && chance.yes(2500)) || chance.yes(90);
    let mut days = match (intensive, b.gestation) {
        (false, _) => chance.between(1, 3),
        (true, ..231) => (280 - b.gestation - 18 + chance.between(-12, 22)).max(14),
        (true, _) if chance.yes(900) => chance.between(93, 140),
        (true, _) => chance.between(5, 25),
    };
    if (88..=92).contains(&days) {
        days = 86;
    }

    let dies = match chance.below(10_000) {
        0..28 => Some(chance.between(0, 27)),
        28..40 => Some(chance.between(28, 118)),
        40..42 => Some(119),
        42..48 => Some(chance.between(122, 330)),
        _ => None,
    };
    let day_not_said = !intensive && chance.yes(2000);
    let died = match dies.map(|d| born + d).filter(|d| *d <= today) {
        None => Died::No,
        Some(d) if day_not_said => Died::DayNotSaid(d),
        Some(d) => Died::On(d),
    };
    let alive_until = match died {
        Died::No => i32::MAX,
        Died::On(d) | Died::DayNotSaid(d) => d,
    };
    let left = (born + days).min(alive_until);
    let stay = Stay { start: born, end: Some(left).filter(|e| *e <= today) };

    // Visits: as many as chance wants on days 0 to 120, at the usual ages or squeezed in after a long stay.
    let count = match (b.wanted[0], b.wanted[1]) {
        (true, _) => [3, 3, 3, 3, 4, 4, 4, 5, 5][chance.below(9) as usize],
        (false, true) => 2,
        (false, false) => i32::from(chance.yes(6500)),
    };
    let home = Site::Clinic(b.clinic);
    let mut visits = Vec::new();
    let low = days + 1;
    if days <= 4 {
        let mut ages = [
            chance.between(low, low + 3),
            chance.between(10, 20),
            chance.between(26, 40),
            chance.between(55, 75),
            if chance.yes(800) { 120 } else { chance.between(108, 119) },
        ];
        // Which ones: a shuffle, the first of which are kept.
        for place in (1..ages.len()).rev() {
            ages.swap(place, chance.below(place as u32 + 1) as usize);
        }
        for age in &ages[..count as usize] {
            visits.push(well_child(chance, born + age, home));
        }
    } else if low <= 110 {
        let width = (121 - low) / count.max(1);
        for place in 0..count {
            let age = low + place * width + chance.between(0, width - 1);
            visits.push(well_child(chance, born + age, home));
        }
    }
    let mut noise = Vec::new();
    for v in &visits {
        if chance.yes(150) {
            // The same day at another site: one day all the same.
            noise.push(Visit { site: Site::Hospital(hospital), coding: 0, class: Class::Ambulatory, ..*v });
        }
    }
    if chance.yes(if b.wanted[0] { 200 } else { 1500 }) {
        let held = if chance.yes(8500) { Held::Cancelled } else { Held::EnteredInError };
        let day = born + chance.between(12, 119);
        noise.push(Visit { held, ..visit(day, Purpose::WellChild, home) });
    }
    // Later visits: day 121 is too late.
    if chance.yes(5500) {
        let age = if chance.yes(800) { 121 } else { chance.between(122, 150) };
        noise.push(well_child(chance, born + age.max(low), home));
    }
    if chance.yes(5500) {
        let age = chance.between(175, 200);
        noise.push(well_child(chance, born + age, home));
    }
    for _ in 0..[0, 0, 0, 1, 1, 2][chance.below(6) as usize] {
        let day = born + low + chance.between(4, 250);
        noise.push(visit(day, Purpose::Sick, home));
    }
    if chance.yes(1200) {
        let day = born + low + chance.between(4, 250);
        let site = Site::Hospital(hospital);
        noise.push(Visit { class: Class::Emergency, ..visit(day, Purpose::Sick, site) });
    }
    // Back in hospital for some days on which no visit is laid; a claim from there is not a visit.
    let readmitted = born + chance.between(42, 46);
    let readmission = (days <= 4 && readmitted < alive_until && readmitted <= today && chance.yes(80))
        .then(|| readmitted + chance.between(4, 6))
        .map(|end| {
            let end = end.min(alive_until);
            Stay { start: readmitted, end: Some(end).filter(|e| *e <= today) }
        });
    if readmission.is_some() && chance.yes(3000) {
        noise.push(Visit { coding: CLAIM, ..visit(readmitted + 1, Purpose::WellChild, home) });
    }
    visits.extend(noise);
    visits.retain(|v| v.day <= today && v.day <= alive_until);
    visits.sort_by_key(|v| v.day);
    let nominated = nominated(chance, b.clinic, &visits, (born - 1, i32::MAX));

    Infant {
        order: b.order,
        born,
        female: chance.yes(4880),
        grams,
        linkage: b.linkage,
        clinic: b.clinic,
        stay,
        intensive,
        readmission,
        died,
        visits,
        nominated,
        p: b.p,
        wanted: b.wanted,
    }
}

fn well_child(chance: &mut Chance, day: Day, site: Site) -> Visit {
    let class = match chance.below(100) {
        0..2 => Class::Home,
        2..4 => Class::Virtual,
        _ => Class::Ambulatory,
    };
    let coding = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, CLAIM][chance.below(20) as usize];
    Visit { class, coding, ..visit(day, Purpose::WellChild, site) }
}
