//! What is recorded of a mother and her babies beside their visits: pressures, tests, vaccines, what happened at the
//! delivery and after it, feeds, the care of the baby's second year.
//!
//! A stream of chance of its own decides, so that nothing here moves a visit. Where a rate is planted, what is laid is
//! such that the measure finds exactly what chance wanted.

use super::{Delivery, Died, Family, Held, Live, Nominated, Purpose, Stay, Visit};
use crate::calendar::{Day, date, day};
use crate::chance::{Chance, WHOLE};
use crate::codes::*;
use crate::json::Code;
use crate::planted::{self, *};

mod infant;

/// One thing on record.
pub(crate) struct Note {
    pub day: Day,
    /// From midnight; none where only the day is known.
    pub minute: Option<u32>,
    pub whose: Whose,
    pub what: What,
}

/// Whose record it stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whose {
    Mother,
    /// The infant of this birth order.
    Infant(u32),
}

/// What is on record.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// A blood pressure; sent in by herself, or taken by somebody.
    Pressure { systolic: i32, diastolic: i32, sent_in: bool },
    /// A medicine that was given.
    Given(Code),
    /// A number with its unit.
    Measured(Code, i32, &'static str),
    /// A count.
    Counted(Code, i32),
    /// A day that was told.
    Told(Code, Day),
    /// An answer that is itself a code.
    Answered(Code, Code),
    /// A diagnosis.
    Found(Code),
    /// A procedure.
    Done(Code),
    /// A vaccine.
    Vaccine(Code),
    /// A visit to the emergency department.
    Emergency,
    /// A stay in hospital.
    Admitted(Stay),
}

/// What decides where a delivery stands in the measures of this file.
#[derive(Default)]
pub(crate) struct Care {
    /// The planted probabilities, by place of the measure less [`TDAP`], and what chance made of them.
    pub p: [u32; CARED],
    pub wanted: [bool; CARED],
    /// The first prenatal visit, where a record of the birth tells it.
    pub first_visit: Option<Day>,
    /// Whether somebody wrote down how much blood was lost.
    pub loss_known: bool,
    /// Days from a positive depression screening to the care that follows; none where nothing does.
    pub followed_up: Option<i32>,
}

/// How many days earlier a birth at term comes: early births are more frequent in some groups. A due date counts 280 days.
pub(super) fn earlier(care: &mut Chance, race: usize, gestation: i32) -> i32 {
    let comes_early = care.yes(EARLY[race]);
    let early = care.between(224, 258);
    if comes_early && gestation >= 259 { early } else { gestation }
}

/// Lays what is recorded around a delivery.
pub(super) fn lay(family: &mut Family, care: &mut Chance, times: planted::Times, today: Day) {
    let Some(delivery) = family.delivery.take() else { return };
    let who = Who {
        race: REPORTED[family.mother.reported].stratum,
        clinic: family.mother.clinic,
        payer: family.mother.payer,
        counts_on: delivery.day,
    };
    let mut laid = Laid { notes: Vec::new(), care, family, delivery: &delivery, race: who.race, today };
    for (place, measure) in (TDAP..=BLEEDING).enumerate() {
        let p = probability(measure, &who, times);
        laid.family.care.p[place] = p;
        laid.family.care.wanted[place] = laid.care.yes(p);
    }
    laid.pregnancy();
    laid.pressures();
    laid.birth();
    laid.afterwards();
    laid.infants();
    let notes = std::mem::take(&mut laid.notes);
    family.notes = notes;
    family.delivery = Some(delivery);
    settle(family, today);
}

/// Takes out what would be after today or after a death, and whom an emergency makes hard to attribute.
fn settle(family: &mut Family, today: Day) {
    let mother = family.mother.died.unwrap_or(today).min(today);
    let infant = |order: u32| match family.infants.iter().find(|i| i.order == order).map(|i| i.died) {
        Some(Died::On(day) | Died::DayNotSaid(day)) => day.min(today),
        _ => today,
    };
    family.notes.retain(|note| match note.whose {
        Whose::Mother => note.day <= mother,
        Whose::Infant(order) => note.day <= infant(order),
    });
    for note in &mut family.notes {
        if let What::Admitted(stay) = &mut note.what {
            stay.end = stay.end.filter(|end| *end <= mother);
        }
    }
    let elsewhere = |note: &Note| matches!(note.what, What::Emergency | What::Admitted(_));
    if family.mother.nominated == Nominated::Nobody && family.notes.iter().any(elsewhere) {
        family.mother.nominated = Nominated::Organization;
    }
}

struct Laid<'a> {
    notes: Vec<Note>,
    care: &'a mut Chance,
    family: &'a mut Family,
    delivery: &'a Delivery,
    race: usize,
    today: Day,
}

impl Laid<'_> {
    fn note(&mut self, day: Day, what: What) {
        self.notes.push(Note { day, minute: None, whose: Whose::Mother, what });
    }

    fn at(&mut self, day: Day, minute: u32, what: What) {
        // What goes on after midnight is of the next day.
        let (day, minute) = (day + (minute / 1440) as Day, minute % 1440);
        self.notes.push(Note { day, minute: Some(minute), whose: Whose::Mother, what });
    }

    fn of_infant(&mut self, order: u32, day: Day, what: What) {
        self.notes.push(Note { day, minute: None, whose: Whose::Infant(order), what });
    }

    fn wanted(&self, measure: usize) -> bool {
        self.family.care.wanted[measure - TDAP]
    }

    /// Yes, less often in groups that fare worse.
    fn unevenly(&mut self, p: u32, less: u32) -> bool {
        let behind = BEHIND[self.race];
        self.care.yes(p.saturating_sub(less * behind / 100))
    }

    /// Vaccines, the glucose test, what a record of the birth tells of the care before it.
    fn pregnancy(&mut self) {
        let (lmp, delivered) = (self.family.lmp, self.delivery.day);
        if self.wanted(TDAP) {
            let (from, to) = if self.care.yes(8000) { (189, 252) } else { (90, 180) };
            let day = (lmp + self.care.between(from, to)).min(delivered - 1);
            self.note(day, What::Vaccine(TDAP_VACCINE));
        }
        if self.wanted(FLU) {
            let year = date(delivered).year();
            let season = day(jiff::civil::date(year - 1, 7, 1));
            let day = self.care.between((lmp + 10).max(season), delivered - 1);
            self.note(day, What::Vaccine(INFLUENZA));
        }
        self.glucose(lmp, delivered);
        self.before(lmp, delivered);
        let follows = self.unevenly(7400, 1600);
        let after = self.care.between(0, 28);
        self.family.care.followed_up = follows.then_some(after);
    }

    fn glucose(&mut self, lmp: Day, delivered: Day) {
        let diabetes = self.care.yes(DIABETES[self.race]);
        let tested = if self.wanted(GLUCOSE) {
            Some((lmp + self.care.between(168, 196)).min(delivered - 1))
        } else if self.care.yes(2500) {
            Some(lmp + self.care.between(205, 228))
        } else {
            None
        };
        let Some(tested) = tested.filter(|day| *day < delivered) else { return };
        let value = if diabetes { self.care.between(182, 225) } else { self.care.between(82, 138) };
        self.note(tested, What::Measured(GLUCOSE_IN_PREGNANCY, value, "mg/dL"));
        if !diabetes {
            return;
        }
        self.note((tested + 4).min(delivered), What::Found(GESTATIONAL_DIABETES));
        let after = if self.unevenly(5600, 1500) {
            self.care.between(28, 84)
        } else if self.care.yes(3000) {
            self.care.between(1, 2)
        } else {
            return;
        };
        let value = self.care.between(78, 150);
        self.note(delivered + after, What::Measured(GLUCOSE_AFTERWARDS, value, "mg/dL"));
    }

    /// When care began, how many visits there were, how many births before.
    fn before(&mut self, lmp: Day, delivered: Day) {
        let held = |v: &&Visit| {
            v.purpose == Purpose::Prenatal && v.held == Held::Yes && !v.is_claim() && v.day < delivered
        };
        let days: Vec<Day> = self.family.visits.iter().filter(held).map(|v| v.day).collect();
        let first = days.iter().min().copied();
        let births = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3][self.care.below(10) as usize];
        let told = self.care.yes(9300);
        // A record of the birth counts those elsewhere too.
        let elsewhere = self.care.between(0, 6);
        if self.delivery.live == Live::Unknown {
            return;
        }
        self.note(first.unwrap_or(delivered - 1).max(lmp), What::Counted(BIRTHS_BEFORE, births));
        if told {
            let visits = if days.is_empty() { 0 } else { days.len() as i32 + elsewhere };
            self.note(delivered, What::Counted(PRENATAL_VISITS, visits));
            if let Some(first) = first {
                self.note(delivered, What::Told(FIRST_PRENATAL_VISIT, first));
                self.family.care.first_visit = Some(first);
            }
        }
    }

    /// High blood pressure after the delivery: severe readings and how fast they were treated, and the checks at home.
    fn pressures(&mut self) {
        let delivered = self.delivery.day;
        if self.delivery.live == Live::Unknown || !self.family.hypertension {
            return;
        }
        let severe = self.care.yes(1800);
        let in_time = self.unevenly(7900, 1500);
        let (first, gap) = (self.care.between(60, 900) as u32, self.care.between(16, 35) as u32);
        let waits = self.care.between(if in_time { 5 } else { 65 }, if in_time { 55 } else { 240 }) as u32;
        if severe {
            for minute in [first, first + gap] {
                let (systolic, diastolic) = (self.care.between(163, 184), self.care.between(98, 118));
                self.at(delivered, minute, What::Pressure { systolic, diastolic, sent_in: false });
            }
            self.at(delivered, first + gap + waits, What::Given(LABETALOL));
        }
        let enrolled = self.unevenly(6200, 900);
        if enrolled {
            self.note(delivered, What::Done(REMOTE_MONITORING));
        }
        let Some(home) = self.delivery.stay.end.filter(|_| self.wanted(PRESSURE)) else { return };
        let mut days = Vec::new();
        if self.care.yes(5000) {
            days.push(home + self.care.between(1, 2));
        }
        if self.care.yes(7500) || days.is_empty() {
            days.push(delivered + self.care.between(7, 10));
        }
        for day in days {
            let (systolic, diastolic) = (self.care.between(118, 152), self.care.between(72, 96));
            let minute = self.care.between(7 * 60, 21 * 60) as u32;
            self.at(day, minute, What::Pressure { systolic, diastolic, sent_in: enrolled });
        }
    }

    /// Blood lost, complications, tears.
    fn birth(&mut self) {
        let d = self.delivery;
        let loss = match (self.wanted(BLEEDING), self.care.yes(2500)) {
            (true, true) => self.care.between(150, 230) * 10,
            (true, false) => self.care.between(100, 149) * 10,
            (false, _) => self.care.between(15, 80) * 10,
        };
        let known = self.care.yes(9400) && d.live != Live::Unknown;
        let (transfused, signs) = (self.care.yes(3500), self.care.yes(700));
        let grave = self.care.yes(70 + BEHIND[self.race]);
        let which = *self.care.one_of(&GRAVE);
        let assisted = self.care.yes(800);
        let torn = self.care.yes(if assisted { 950 } else { 210 });
        if d.live == Live::Unknown {
            return;
        }
        self.family.care.loss_known = known;
        if known {
            self.note(d.day, What::Measured(BLOOD_LOSS, loss, "mL"));
        }
        if loss >= 1500 && transfused {
            self.note(d.day, What::Done(TRANSFUSION));
        }
        if loss >= 700 && signs {
            self.note(d.day, What::Found(HYPOVOLEMIA));
        }
        if grave {
            self.note(d.day, What::Found(which));
        }
        if !d.cesarean && assisted {
            self.note(d.day, What::Done(FORCEPS));
        }
        if !d.cesarean && torn {
            self.note(d.day, What::Found(DEEP_TEAR));
        }
    }

    /// Contraception, emergencies, days back in hospital.
    fn afterwards(&mut self) {
        let delivered = self.delivery.day;
        let soon = self.care.yes(2500);
        let after = if soon { self.care.between(0, 2) } else { self.care.between(18, 84) };
        match self.care.below(WHOLE) {
            0..1900 => self.note(delivered + after, What::Done(INTRAUTERINE)),
            1900..3300 => self.note(delivered + after, What::Done(INJECTION)),
            3300..3900 => self.note(delivered + after, What::Done(STERILISATION)),
            _ => {}
        }
        let emergency = self.care.yes(1300 + 6 * BEHIND[self.race]);
        let readmitted = self.care.yes(if self.family.hypertension { 700 } else { 160 });
        let (visited, came) = (self.care.between(2, 85), self.care.between(3, 70));
        let left = self.care.between(2, 4);
        let Some(home) = self.delivery.stay.end else { return };
        if emergency {
            self.note(home + visited, What::Emergency);
        }
        let stay = Stay { start: home + came, end: Some(home + came + left) };
        // A visit in those days would be care in hospital, and is not what the visit was laid for.
        let clear = |v: &Visit| v.day < stay.start || v.day > stay.start + left;
        if readmitted && self.family.visits.iter().all(clear) {
            self.note(stay.start, What::Admitted(stay));
        }
    }
}
