//! Counting what happens while families are made.
//!
//! The counts are kept from what happened to each family and not from any record of it, by the rules of the measures
//! written once more. They cost a few thousand numbers however many families there are.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kith_domain::measure::{Counts, Period, Status};

use crate::calendar::{Day, date, day};
use crate::chance::WHOLE;
use crate::planted::{self, *};
use crate::story::{Died, Family, Held, Infant, Linkage, Live, Purpose, Stay, Visit};
use crate::truth::{
    Cell, Gap, Intervention, MeasureTruth, OrganizationCell, People, PeriodTruth, Planted, StratumCell,
    Truth, periods,
};
use crate::{Kind, Plan};

mod care;

/// Counts being kept, with the sum of the planted probabilities.
#[derive(Clone, Copy, Default)]
struct Sum {
    counts: Counts,
    planted: u64,
}

impl Sum {
    fn add(&mut self, status: Status, p: u32) {
        self.counts.add(status, 1);
        if matches!(status, Status::Met | Status::NotMet) {
            self.planted += u64::from(p);
        }
    }

    fn join(&mut self, other: &Self) {
        self.counts += other.counts;
        self.planted += other.planted;
    }

    fn cell(&self) -> Cell {
        let (denominator, numerator) = (self.counts.denominator(), self.counts.met);
        let over = |n: f64, d: f64| (denominator > 0).then(|| rounded(n / d));
        Cell {
            denominator,
            numerator,
            excluded: self.counts.excluded,
            pending: self.counts.pending,
            unknown: self.counts.unknown,
            planted: over(self.planted as f64, denominator as f64 * f64::from(WHOLE)),
            realised: over(numerator as f64, denominator as f64),
        }
    }
}

/// Six decimals: enough for a rate, and read back from text as the same number.
fn rounded(rate: f64) -> f64 {
    (rate * 1e6).round() / 1e6
}

/// Where one infant or one delivery stands in one measure, as it truly is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The measure's id.
    pub measure: &'static str,
    /// The reference of the clinic.
    pub organization: String,
    /// The day that places it in a period.
    pub counts_on: Date,
    /// Where it stands.
    pub status: Status,
    /// Each stratifier with its stratum.
    pub strata: [(&'static str, &'static str); 5],
}

/// The same while it is counted.
struct Subject {
    measure: usize,
    counts_on: Day,
    strata: Strata,
    status: Status,
    p: u32,
}

/// Where a subject stands in each stratifier.
#[derive(Clone, Copy)]
struct Strata {
    race: usize,
    payer: usize,
    language: usize,
    age: usize,
    area: usize,
    clinic: usize,
}

#[derive(Clone, Copy, Default)]
struct Group {
    whole: Sum,
    race: [Sum; RACES.len()],
    payer: [Sum; PAYERS.len()],
    language: [Sum; LANGUAGES.len()],
    age: [Sum; AGES.len()],
    area: [Sum; AREAS.len()],
    clinic: [Sum; CLINICS],
}

impl Group {
    fn each(&mut self, other: &Self, mut join: impl FnMut(&mut Sum, &Sum)) {
        join(&mut self.whole, &other.whole);
        let pairs = [
            (&mut self.race[..], &other.race[..]),
            (&mut self.payer[..], &other.payer[..]),
            (&mut self.language[..], &other.language[..]),
            (&mut self.age[..], &other.age[..]),
            (&mut self.area[..], &other.area[..]),
            (&mut self.clinic[..], &other.clinic[..]),
        ];
        for (mine, theirs) in pairs {
            mine.iter_mut().zip(theirs).for_each(|(m, t)| join(m, t));
        }
    }
}

/// The counts of a network while it is made. Tallies of parts add up to the tally of the whole.
pub struct Tally {
    today: Day,
    times: planted::Times,
    periods: Vec<Period>,
    /// By measure: too many for a stack.
    groups: Vec<[Group; 5]>,
    /// The changing clinic, before and after.
    change: [Sum; 2],
    people: People,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        Self {
            today: day(plan.today),
            times: plan.times(),
            periods: periods(plan.today),
            groups: vec![Default::default(); PLANTED],
            change: Default::default(),
            people: People::default(),
        }
    }

    /// Adds what another part of the same plan counted.
    pub fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.groups.iter_mut().flatten().zip(other.groups.iter().flatten()) {
            mine.each(theirs, Sum::join);
        }
        self.change.iter_mut().zip(&other.change).for_each(|(m, t)| m.join(t));
        let (p, o) = (&mut self.people, &other.people);
        for (mine, theirs) in [
            (&mut p.mothers, o.mothers),
            (&mut p.deliveries, o.deliveries),
            (&mut p.twin_deliveries, o.twin_deliveries),
            (&mut p.preterm_deliveries, o.preterm_deliveries),
            (&mut p.claim_only_deliveries, o.claim_only_deliveries),
            (&mut p.infants, o.infants),
            (&mut p.unlinked_infants, o.unlinked_infants),
            (&mut p.intensive_care_infants, o.intensive_care_infants),
            (&mut p.infant_deaths, o.infant_deaths),
            (&mut p.stillbirths, o.stillbirths),
            (&mut p.maternal_deaths, o.maternal_deaths),
            (&mut p.miscarriages, o.miscarriages),
            (&mut p.running_pregnancies, o.running_pregnancies),
        ] {
            *mine += theirs;
        }
    }

    /// Counts one family.
    pub(crate) fn add(&mut self, kind: Kind, family: &Family) {
        self.count_people(kind, family);
        for subject in self.subjects(family) {
            self.count(subject.measure, subject.counts_on, &subject.strata, subject.status, subject.p);
        }
    }

    /// Where each infant and each delivery of a family stands in each measure.
    fn subjects(&self, family: &Family) -> Vec<Subject> {
        let Some(delivery) = &family.delivery else { return Vec::new() };
        let mut subjects = Vec::new();
        let m = &family.mother;
        let race = REPORTED[m.reported].stratum;
        let known =
            Strata { race, payer: m.payer, language: m.language, age: m.age, area: m.area, clinic: m.clinic };
        for infant in &family.infants {
            let clinic = infant.clinic;
            let strata = if infant.linkage == Linkage::Lost {
                Strata {
                    race,
                    payer: NO_COVER,
                    language: LANGUAGES.len() - 1,
                    age: AGE_UNKNOWN,
                    area: AREA_UNKNOWN,
                    clinic,
                }
            } else {
                Strata { clinic, ..known }
            };
            for (measure, needs) in [(THREE, 3), (TWO, 2)] {
                let status = self.well_child(infant, needs);
                as_laid(status, infant.wanted[measure]);
                let (counts_on, p) = (infant.born + 120, infant.p[measure]);
                subjects.push(Subject { measure, counts_on, strata, status, p });
            }
            // Of a birth whose mother is not known, nobody knows how early it was.
            let status = match (infant.linkage, delivery.gestation < 259) {
                (Linkage::Lost, _) => Status::Unknown,
                (_, true) => Status::Met,
                (_, false) => Status::NotMet,
            };
            let p = planted::preterm(race, delivery.plurality > 1);
            subjects.push(Subject { measure: PRETERM, counts_on: infant.born, strata, status, p });
        }
        for measure in TDAP..=BLEEDING {
            let Some(status) = self.cared(measure, family, delivery) else { continue };
            as_laid(status, family.care.wanted[measure - TDAP]);
            let p = family.care.p[measure - TDAP];
            subjects.push(Subject { measure, counts_on: delivery.day, strata: known, status, p });
        }
        if delivery.live != Live::No {
            let counts_on = delivery.day + 85;
            for (measure, p) in [(PRENATAL, family.p[0]), (POSTPARTUM, family.p[1])] {
                let status = self.maternal(measure, family, delivery.day, delivery.live);
                as_laid(status, family.wanted[measure - PRENATAL]);
                subjects.push(Subject { measure, counts_on, strata: known, status, p });
            }
        }
        subjects
    }

    /// The same as others read it.
    pub(crate) fn standings(&self, family: &Family) -> Vec<Standing> {
        let standing = |subject: Subject| {
            let s = &subject.strata;
            Standing {
                measure: MEASURES[subject.measure],
                organization: clinic_reference(s.clinic),
                counts_on: date(subject.counts_on),
                status: subject.status,
                strata: [
                    ("race_ethnicity", RACES[s.race]),
                    ("payer", PAYERS[s.payer]),
                    ("language", LANGUAGES[s.language]),
                    ("age_band", AGES[s.age]),
                    ("geography", AREAS[s.area]),
                ],
            }
        };
        self.subjects(family).into_iter().map(standing).collect()
    }

    fn count(&mut self, measure: usize, counts_on: Day, s: &Strata, status: Status, p: u32) {
        if measure == THREE && s.clinic == CHANGING {
            self.change[usize::from(counts_on >= self.times.change)].add(status, p);
        }
        let on = date(counts_on);
        for (period, group) in self.periods.iter().zip(&mut self.groups[measure]) {
            if period.contains(on) {
                for sum in [
                    &mut group.whole,
                    &mut group.race[s.race],
                    &mut group.payer[s.payer],
                    &mut group.language[s.language],
                    &mut group.age[s.age],
                    &mut group.area[s.area],
                    &mut group.clinic[s.clinic],
                ] {
                    sum.add(status, p);
                }
            }
        }
    }

    /// Where an infant stands, with `needs` visits on different days up to day 120.
    pub(crate) fn well_child(&self, infant: &Infant, needs: usize) -> Status {
        let born = infant.born;
        let stays = || std::iter::once(&infant.stay).chain(&infant.readmission);
        let in_hospital_on_day_90 = self.today >= born + 90 && stays().any(|s: &Stay| s.holds(born + 90));
        match infant.died {
            Died::On(day) if day < born + 120 => return Status::Excluded,
            _ if in_hospital_on_day_90 => return Status::Excluded,
            Died::DayNotSaid(_) => return Status::Unknown,
            _ if self.today <= born + 120 => return Status::Pending,
            _ => {}
        }
        let counts = |v: &&Visit| {
            v.purpose == Purpose::WellChild
                && v.held == Held::Yes
                && (born..=born + 120).contains(&v.day)
                && !stays().any(|s| s.holds(v.day))
        };
        let mut days: Vec<Day> = infant.visits.iter().filter(counts).map(|v| v.day).collect();
        days.sort_unstable();
        days.dedup();
        if days.len() >= needs { Status::Met } else { Status::NotMet }
    }

    /// Where a delivery stands.
    pub(crate) fn maternal(&self, measure: usize, family: &Family, delivered: Day, live: Live) -> Status {
        let year_end = day(jiff::civil::date(date(delivered + 85).year(), 12, 31));
        if family.mother.died.is_some_and(|d| delivered <= d && d <= year_end) {
            return Status::Excluded;
        }
        if live == Live::Unknown {
            return Status::Unknown;
        }
        let held = |purpose: Purpose| {
            family.visits.iter().filter(move |v| v.purpose == purpose && v.held == Held::Yes).map(|v| v.day)
        };
        let (met, due) = if measure == POSTPARTUM {
            (held(Purpose::Postpartum).any(|d| (7..=84).contains(&(d - delivered))), delivered + 84)
        } else {
            let latest = family.due_dates.iter().max_by_key(|d| d.noted).map(|d| d.due);
            let anchor = latest.unwrap_or(delivered);
            let late = family.enrolled.filter(|e| *e > anchor - 280).map(|e| e + 42);
            let last = late.unwrap_or(i32::MIN).max(anchor - 176).min(delivered);
            (held(Purpose::Prenatal).any(|d| (anchor - 280..=last).contains(&d)), last)
        };
        match (self.today <= due, met) {
            (true, _) => Status::Pending,
            (false, true) => Status::Met,
            (false, false) => Status::NotMet,
        }
    }

    fn count_people(&mut self, kind: Kind, family: &Family) {
        let p = &mut self.people;
        p.mothers += 1;
        p.running_pregnancies += u64::from(kind == Kind::Running);
        p.miscarriages += u64::from(family.lost.is_some());
        p.maternal_deaths += u64::from(family.mother.died.is_some());
        if let Some(d) = &family.delivery {
            p.deliveries += 1;
            p.twin_deliveries += u64::from(d.plurality == 2);
            p.preterm_deliveries += u64::from(d.gestation < 259);
            p.claim_only_deliveries += u64::from(d.live == Live::Unknown);
            p.stillbirths += u64::from(d.stillborn);
        }
        for infant in &family.infants {
            p.infants += 1;
            p.unlinked_infants += u64::from(infant.linkage == Linkage::Lost);
            p.intensive_care_infants += u64::from(infant.intensive);
            p.infant_deaths += u64::from(infant.died != Died::No);
        }
    }

    /// The truth about the whole plan, once every family is counted.
    pub fn truth(&self, plan: &Plan, resources: BTreeMap<String, u64>) -> Truth {
        let measures = MEASURES
            .iter()
            .enumerate()
            .map(|(m, name)| MeasureTruth {
                measure: (*name).to_owned(),
                planted: planted_parts(m, plan.clinics),
                periods: self.periods.iter().zip(&self.groups[m]).map(|(p, g)| period_truth(*p, g)).collect(),
            })
            .collect();
        Truth {
            seed: plan.seed,
            births: plan.births,
            today: plan.today,
            first_birth: plan.first_birth,
            last_birth: plan.last_birth,
            people: self.people.clone(),
            resources,
            measures,
            intervention: Intervention {
                measure: MEASURES[THREE].to_owned(),
                organization: clinic_reference(CHANGING),
                from: date(self.times.change),
                before: self.change[0].cell(),
                after: self.change[1].cell(),
            },
        }
    }
}

/// Visits are laid so that what chance wanted comes about, and the rules must find just that.
fn as_laid(status: Status, wanted: bool) {
    debug_assert!(!matches!(status, Status::Met | Status::NotMet) || (status == Status::Met) == wanted);
}

/// The reference of a clinic's organisation.
fn clinic_reference(clinic: usize) -> String {
    format!("Organization/clinic-{:02}", clinic + 1)
}

fn planted_parts(measure: usize, sites: usize) -> Planted {
    let (base, clinics, payers) = planted::parts(measure);
    let part = |n: &i32| f64::from(*n) / f64::from(WHOLE);
    let labelled = |labels: &[&str], parts: &[i32]| {
        labels.iter().zip(parts).map(|(l, p)| ((*l).to_owned(), part(p))).collect()
    };
    Planted {
        race_ethnicity: labelled(&RACES, base),
        organization: clinics[..sites]
            .iter()
            .enumerate()
            .map(|(c, p)| (clinic_reference(c), part(p)))
            .collect(),
        payer: labelled(&PAYERS, payers),
    }
}

fn period_truth(period: Period, group: &Group) -> PeriodTruth {
    let tables: [(&str, &[&str], &[Sum]); 5] = [
        ("race_ethnicity", &RACES, &group.race),
        ("payer", &PAYERS, &group.payer),
        ("language", &LANGUAGES, &group.language),
        ("age_band", &AGES, &group.age),
        ("geography", &AREAS, &group.area),
    ];
    let strata = tables
        .into_iter()
        .flat_map(|(stratifier, labels, sums)| {
            labels.iter().zip(sums).filter(|(_, s)| !s.counts.is_empty()).map(move |(label, sum)| {
                StratumCell {
                    stratifier: stratifier.to_owned(),
                    stratum: (*label).to_owned(),
                    cell: sum.cell(),
                }
            })
        })
        .collect();
    let organizations = group
        .clinic
        .iter()
        .enumerate()
        .filter(|(_, s)| !s.counts.is_empty())
        .map(|(c, sum)| OrganizationCell { organization: clinic_reference(c), cell: sum.cell() })
        .collect();
    let (black, white) = (group.race[BLACK].cell(), group.race[WHITE].cell());
    let less = |a: Option<f64>, b: Option<f64>| Some(rounded(a? - b?));
    PeriodTruth {
        period,
        whole: group.whole.cell(),
        strata,
        organizations,
        gap: Gap {
            stratifier: "race_ethnicity".to_owned(),
            stratum: RACES[BLACK].to_owned(),
            reference: RACES[WHITE].to_owned(),
            planted: less(black.planted, white.planted),
            realised: less(black.realised, white.realised),
        },
    }
}
