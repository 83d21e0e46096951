//! Which sources keep a record of whom.

use crate::calendar::{Day, day};
use crate::chance::Chance;

use super::family::{Birth, Household, Person};
use super::record::Writing;
use super::sources::{CLINICS, HOSPITALS, PLANS, PROGRAMMES, Source, VITAL};
use super::{Errors, TODAY, Written, YEARS};

/// Where a family goes.
struct Places {
    clinic: &'static Source,
    other_clinic: &'static Source,
    children: &'static Source,
    hospital: &'static Source,
    plan: Option<&'static Source>,
    programme: Option<&'static Source>,
}

impl Places {
    fn of(chance: &mut Chance) -> Self {
        let clinic = chance.below(CLINICS.len() as u32) as usize;
        let other = (clinic + 1 + chance.below(CLINICS.len() as u32 - 1) as usize) % CLINICS.len();
        Self {
            clinic: &CLINICS[clinic],
            other_clinic: &CLINICS[other],
            children: &CLINICS[if chance.yes(6000) { clinic } else { other }],
            hospital: chance.one_of(&HOSPITALS),
            plan: chance.yes(7600).then(|| chance.one_of(&PLANS)),
            programme: chance.yes(2200).then(|| chance.one_of(&PROGRAMMES)),
        }
    }
}

/// Writes down what is made of one household.
struct Pen<'a> {
    house: &'a Household,
    errors: Errors,
    out: Vec<Written>,
}

/// The records of a household.
pub(super) fn records(house: &Household, errors: Errors, chance: &mut Chance) -> Vec<Written> {
    let mut pen = Pen { house, errors, out: Vec::new() };
    for (place, woman) in house.women.iter().enumerate() {
        let places = Places::of(chance);
        let births: Vec<&Birth> = house.births.iter().filter(|birth| birth.mother == place).collect();
        pen.woman(woman, &births, &places, chance);
        for birth in births {
            for infant in &birth.infants {
                pen.infant(infant, woman, birth, &places, chance);
            }
        }
    }
    pen.out
}

impl Pen<'_> {
    fn woman(&mut self, woman: &Person, births: &[&Birth], places: &Places, chance: &mut Chance) {
        let last = day(TODAY);
        let some_day = |chance: &mut Chance| last - chance.between(0, 365 * YEARS);
        // A visit in pregnancy is before the birth by up to eight months, one afterwards by up to three.
        let around = |chance: &mut Chance| match births {
            [] => some_day(chance),
            births => (chance.one_of(births).on + chance.between(-230, 90)).min(last),
        };
        let again = |chance: &mut Chance| chance.yes(450);
        if chance.yes(8800) {
            let on = around(chance);
            self.write(places.clinic, woman, None, on, false, chance);
            if again(chance) {
                let on = around(chance);
                self.write(places.clinic, woman, None, on, true, chance);
            }
        }
        if chance.yes(2800) {
            let on = around(chance);
            self.write(places.other_clinic, woman, None, on, false, chance);
        }
        for birth in births {
            if chance.yes(9200) {
                let hospital = if chance.yes(9000) { places.hospital } else { chance.one_of(&HOSPITALS) };
                let on = birth.on - chance.between(0, 1);
                let twice = chance.yes(300);
                self.write(hospital, woman, None, on, twice, chance);
            }
            if !birth.infants.is_empty() && chance.yes(8200) {
                self.write(&VITAL, woman, None, birth.on, false, chance);
            }
        }
        if let Some(plan) = places.plan.filter(|_| chance.yes(9300)) {
            let on = some_day(chance);
            self.write(plan, woman, None, on, false, chance);
        }
        if let Some(programme) = places.programme {
            let on = around(chance);
            self.write(programme, woman, None, on, false, chance);
        }
    }

    fn infant(
        &mut self,
        infant: &Person,
        mother: &Person,
        birth: &Birth,
        places: &Places,
        chance: &mut Chance,
    ) {
        let (last, born) = (day(TODAY), birth.on);
        let hers = Some(mother);
        let by = |days: i32| (born + days).min(last);
        if chance.yes(9300) {
            self.newborn(places.hospital, infant, hers, born, chance);
            if chance.yes(3500) {
                self.write(places.hospital, infant, hers, by(chance.between(2, 60)), false, chance);
            }
        }
        if chance.yes(9600) {
            let named = by(if chance.yes(8500) { 41 } else { 1 });
            self.at(&VITAL, infant, hers, (born, named), chance);
        }
        if chance.yes(7800) {
            let on = by(chance.between(3, 420));
            if on < born + 8 && chance.yes(4000) {
                self.newborn(places.children, infant, hers, on, chance);
            } else {
                self.write(places.children, infant, hers, on, false, chance);
            }
            if chance.yes(400) {
                let on = by(chance.between(60, 500));
                self.write(places.children, infant, hers, on, true, chance);
            }
        }
        if chance.yes(1500) {
            let on = by(chance.between(60, 500));
            self.write(places.other_clinic, infant, hers, on, false, chance);
        }
        if let Some(plan) = places.plan.filter(|_| chance.yes(8800)) {
            let on = by(chance.between(1, 120));
            if chance.yes(1000) {
                self.newborn(plan, infant, hers, on, chance);
            } else {
                self.write(plan, infant, hers, on, false, chance);
            }
        }
        if let Some(programme) = places.programme {
            let on = by(chance.between(10, 300));
            self.write(programme, infant, hers, on, false, chance);
        }
    }

    fn newborn(
        &mut self,
        source: &Source,
        infant: &Person,
        mother: Option<&Person>,
        on: Day,
        chance: &mut Chance,
    ) {
        let unnamed = chance.yes(8000);
        let writing = Writing {
            source,
            person: infant,
            mother,
            household: self.house.telephone,
            event: on,
            known: if unnamed { infant.born } else { on },
            unnamed,
            again: false,
        };
        self.put(&writing, chance);
    }

    fn write(
        &mut self,
        source: &Source,
        person: &Person,
        mother: Option<&Person>,
        on: Day,
        again: bool,
        chance: &mut Chance,
    ) {
        let household = self.house.telephone;
        let writing =
            Writing { source, person, mother, household, event: on, known: on, unnamed: false, again };
        self.put(&writing, chance);
    }

    /// A record of an event that says how things were on a later day.
    fn at(
        &mut self,
        source: &Source,
        person: &Person,
        mother: Option<&Person>,
        (event, known): (Day, Day),
        chance: &mut Chance,
    ) {
        let household = self.house.telephone;
        let writing =
            Writing { source, person, mother, household, event, known, unnamed: false, again: false };
        self.put(&writing, chance);
    }

    fn put(&mut self, writing: &Writing<'_>, chance: &mut Chance) {
        let person = writing.person;
        let surname_epoch =
            person.surname.then.as_ref().map(|_| u8::from(person.surname.changed(writing.known)));
        let row = writing.row(self.errors, chance);
        self.out.push(Written { row, entity: person.entity, role: person.role, surname_epoch });
    }
}
