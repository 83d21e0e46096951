//! What happens to one family, before anything is written down.
//!
//! A family is a pure function of the plan and its number. First chance decides who they are and whether they get
//! the care that a measure counts; then visits are laid so that exactly this comes about, with the noise of real
//! records around it. Nothing after `today`, and nothing after a death, remains.

mod birth;
mod care;

use crate::calendar::{Day, completed_years, date, day};
use crate::chance::Chance;
use crate::planted::*;
use crate::{Kind, Plan};

pub(crate) use care::{Care, Note, What, Whose};

/// Who gives care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Site {
    Clinic(usize),
    Hospital(usize),
}

/// How a patient is met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    Ambulatory,
    Virtual,
    Home,
    Emergency,
}

/// What a visit is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// A prenatal visit with a clinician.
    Prenatal,
    /// A nurse's visit in pregnancy: a blood pressure, a form. Not a prenatal visit.
    Nurse,
    /// An ultrasound alone. Not a prenatal visit.
    Ultrasound,
    /// An emergency visit in pregnancy, coded like an office visit. Not a prenatal visit.
    Emergency,
    /// A claim for a bundle of prenatal visits, which says nothing of when they were.
    Bundle,
    /// A visit for a pregnancy that was lost.
    Loss,
    /// A postpartum visit.
    Postpartum,
    /// A well-child visit.
    WellChild,
    /// A sick child.
    Sick,
}

/// Whether it took place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Held {
    Yes,
    Cancelled,
    EnteredInError,
}

/// One visit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    pub day: Day,
    pub purpose: Purpose,
    pub class: Class,
    pub site: Site,
    pub held: Held,
    /// How the purpose is coded: see `fhir`.
    pub coding: u8,
}

impl Visit {
    /// A claim with no encounter behind it.
    pub(crate) fn is_claim(&self) -> bool {
        match self.purpose {
            Purpose::Bundle => true,
            Purpose::WellChild | Purpose::Postpartum => self.coding == CLAIM,
            _ => false,
        }
    }
}

/// The coding of a visit known only from a claim.
pub(crate) const CLAIM: u8 = 9;

/// A hospital stay; without an end the patient is still there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stay {
    pub start: Day,
    pub end: Option<Day>,
}

impl Stay {
    /// Whether a day lies from its first day to before its last.
    pub(crate) fn holds(&self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }
}

/// Who the record nominates for primary care. The network attributes everyone to the clinic they were drawn for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Nominated {
    Organization,
    Practitioner,
    Nobody,
}

/// A span of cover.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cover {
    pub start: Day,
    pub end: Option<Day>,
    pub payer: usize,
}

/// The mother.
pub(crate) struct Mother {
    /// Place in [`REPORTED`].
    pub reported: usize,
    pub language: usize,
    pub payer: usize,
    pub born: Day,
    /// Place in [`AREAS`].
    pub area: usize,
    pub clinic: usize,
    pub hospital: usize,
    pub died: Option<Day>,
    pub nominated: Nominated,
    /// Place in [`AGES`], at the delivery.
    pub age: usize,
}

/// A due date, when it was written down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DueDate {
    pub noted: Day,
    pub due: Day,
}

/// Whether anyone was born alive, as far as the records say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Live {
    Yes,
    No,
    /// Only a claim tells of the delivery.
    Unknown,
}

/// A delivery.
pub(crate) struct Delivery {
    pub day: Day,
    pub stay: Stay,
    pub live: Live,
    pub plurality: u32,
    pub stillborn: u32,
    pub cesarean: bool,
    /// Days of gestation.
    pub gestation: i32,
}

impl Delivery {
    /// When she went home, as the records have it: a claim knows nothing of a stay.
    pub(crate) fn stay_end(&self) -> Option<Day> {
        self.stay.end.filter(|_| self.live != Live::Unknown)
    }
}

/// How an infant's record leads to the mother's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Linkage {
    /// By a related person that her record names, and by the birth encounter.
    Both,
    /// By a related person that her record names.
    RelatedPerson,
    /// By a related person who has her identifier.
    Identifier,
    /// By the birth encounter, part of her delivery.
    Encounter,
    /// Not at all.
    Lost,
}

/// A death.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Died {
    No,
    On(Day),
    /// The record says that the child died, and not when.
    DayNotSaid(Day),
}

/// An infant.
pub(crate) struct Infant {
    pub order: u32,
    pub born: Day,
    pub female: bool,
    pub grams: i32,
    pub linkage: Linkage,
    pub clinic: usize,
    pub stay: Stay,
    pub intensive: bool,
    pub readmission: Option<Stay>,
    pub died: Died,
    pub visits: Vec<Visit>,
    pub nominated: Nominated,
    /// The probabilities of three and of two visits, and what chance made of them.
    pub p: [u32; 2],
    pub wanted: [bool; 2],
}

/// A family.
pub(crate) struct Family {
    pub mother: Mother,
    pub covers: Vec<Cover>,
    pub lmp: Day,
    pub due_dates: Vec<DueDate>,
    /// The day of a miscarriage.
    pub lost: Option<Day>,
    pub delivery: Option<Delivery>,
    pub visits: Vec<Visit>,
    pub infants: Vec<Infant>,
    /// High blood pressure in this pregnancy.
    pub hypertension: bool,
    pub aspirin: Option<Day>,
    /// The probabilities of timely prenatal and of postpartum care, and what chance made of them.
    pub p: [u32; 2],
    pub wanted: [bool; 2],
    /// Where the cover that was in force at the delivery began.
    pub enrolled: Option<Day>,
    /// What is recorded beside visits, and what decides it.
    pub notes: Vec<Note>,
    pub care: Care,
}

impl Family {
    /// Days of gestation at the delivery, as the records have them; none where nobody wrote them down.
    pub(crate) fn known_gestation(&self) -> Option<i32> {
        let delivery = self.delivery.as_ref()?;
        (!self.due_dates.is_empty() || delivery.live != Live::Unknown).then_some(delivery.gestation)
    }

    /// The day on which high blood pressure of this pregnancy was written down.
    pub(crate) fn hypertension_noted(&self) -> Option<Day> {
        let held = |v: &&Visit| v.held == Held::Yes && !v.is_claim() && v.day > self.lmp + 140;
        self.visits.iter().find(held).map(|v| v.day).filter(|_| self.hypertension)
    }
}

/// The family of a number. `care` decides what is recorded beside visits.
pub(crate) fn family(plan: &Plan, kind: Kind, chance: &mut Chance, care: &mut Chance) -> Family {
    let today = day(plan.today);
    let times = plan.times();

    // When: the end of the pregnancy (for one that runs, the day it is expected to end).
    let twins = kind == Kind::Twins;
    let delivers = matches!(kind, Kind::Single | Kind::Twins);
    let gestation = match kind {
        Kind::Lost => chance.between(45, 139),
        Kind::Running => 280,
        _ => gestation(chance, twins),
    };
    let ends = if kind == Kind::Running {
        today + 1 + chance.between(0, 280 - 48)
    } else {
        // Whatever a plan says, nobody is born on the day the records end, or later.
        chance.between(day(plan.first_birth), day(plan.last_birth).min(today - 1)).min(today - 1)
    };

    // Who.
    let reported = chance.weighted(REPORTED.iter().map(|r| r.weight));
    let race = REPORTED[reported].stratum;
    let gestation = if delivers { care::earlier(care, race, gestation) } else { gestation };
    let lmp = ends - gestation;
    let clinic = chance.weighted(clinic_weights(race).into_iter().take(plan.clinics));
    let payer = chance.weighted(payer_weights(race).into_iter());
    let language = chance.weighted(language_weights(race).into_iter());
    let years = match chance.below(100) {
        0..6 => chance.between(15, 19),
        6..82 => chance.between(20, 34),
        _ => chance.between(35, 44),
    };
    let mut born = day(date(ends).saturating_sub(jiff::Span::new().years(years))) - chance.between(0, 364);
    if date(born).month() == 2 && date(born).day() == 29 {
        born -= 1;
    }
    let age = match completed_years(born, ends) {
        ..20 => 0,
        20..35 => 1,
        _ => 2,
    };
    let area = if chance.yes(300) {
        AREA_UNKNOWN
    } else if chance.yes(8000) {
        clinic * PLACES / plan.clinics
    } else {
        chance.below(PLACES as u32) as usize
    };
    let died = (delivers && chance.yes(6)).then(|| ends + chance.between(1, 300)).filter(|d| *d <= today);
    let mother = Mother {
        reported,
        language,
        payer,
        born,
        area,
        clinic,
        hospital: if chance.yes(7500) { clinic % HOSPITALS } else { chance.below(HOSPITALS as u32) as usize },
        died,
        nominated: Nominated::Organization,
        age,
    };

    // How it ends.
    let delivery = delivers.then(|| {
        let stillborn = match (twins, chance.below(10_000)) {
            (false, 0..55) => 1,
            (true, 0..60) => 2,
            (true, 60..360) => 1,
            _ => 0,
        };
        let plurality = if twins { 2 } else { 1 };
        let live = if stillborn == plurality {
            Live::No
        } else if !twins && chance.yes(60) {
            Live::Unknown
        } else {
            Live::Yes
        };
        let cesarean = chance.yes(if twins { 6500 } else { 3100 });
        let start = ends - i32::from(chance.yes(2500));
        let end = ends + if cesarean { chance.between(3, 4) } else { chance.between(1, 3) };
        let stay = Stay { start, end: Some(end).filter(|e| *e <= today) };
        Delivery { day: ends, stay, live, plurality, stillborn, cesarean, gestation }
    });

    // Cover, and since when it has been in force without a gap.
    let (covers, enrolled) = covers(chance, payer, lmp, ends, today);

    // Whether they get the care that the maternal measures count.
    let counts_on = ends + 85;
    let who = Who { race, clinic, payer, counts_on };
    let p = [probability(PRENATAL, &who, times), probability(POSTPARTUM, &who, times)];
    let wanted = [chance.yes(p[0]), chance.yes(p[1])];
    let noted = gestation < 245 || chance.yes(9500);

    let mut family = Family {
        mother,
        covers,
        lmp,
        due_dates: Vec::new(),
        lost: (kind == Kind::Lost).then_some(ends),
        delivery,
        visits: Vec::new(),
        infants: Vec::new(),
        hypertension: chance.yes(1500),
        aspirin: None,
        p,
        wanted,
        enrolled,
        notes: Vec::new(),
        care: Care::default(),
    };
    prenatal(&mut family, chance, ends, noted);
    if family.delivery.is_some() {
        postpartum(&mut family, chance, ends);
    }
    if family.lost.is_some() {
        let site =
            if chance.yes(5000) { Site::Hospital(family.mother.hospital) } else { Site::Clinic(clinic) };
        let class = if matches!(site, Site::Hospital(_)) { Class::Emergency } else { Class::Ambulatory };
        family.visits.push(Visit { class, ..visit(ends, Purpose::Loss, site) });
    }
    let until = family.mother.died.unwrap_or(today).min(today);
    family.visits.retain(|v| v.day <= until);
    family.due_dates.retain(|d| d.noted <= until);
    if let Some(delivery) = &mut family.delivery {
        delivery.stay.end = delivery.stay.end.map(|end| end.min(until));
    }
    if chance.yes(if family.hypertension { 4500 } else { 900 }) {
        family.aspirin = family.visits.iter().map(|v| v.day).find(|d| *d >= lmp + 70 && *d < ends);
    }
    family.visits.sort_by_key(|v| v.day);
    family.mother.nominated = nominated(chance, clinic, &family.visits, (ends - 280, ends + 84));

    birth::infants(&mut family, chance, plan);
    care::lay(&mut family, care, times, today);
    family
}

fn visit(day: Day, purpose: Purpose, site: Site) -> Visit {
    Visit { day, purpose, class: Class::Ambulatory, site, held: Held::Yes, coding: 0 }
}

/// Days of gestation at birth.
fn gestation(chance: &mut Chance, twins: bool) -> i32 {
    let weights: [u32; 7] = if twins { [25, 60, 75, 400, 350, 90, 0] } else { [6, 9, 13, 72, 260, 560, 80] };
    match chance.weighted(weights.into_iter()) {
        0 => chance.between(160, 195),
        1 => chance.between(196, 223),
        2 => chance.between(224, 237),
        3 => chance.between(238, 258),
        4 => chance.between(259, 272),
        5 => chance.between(273, 286),
        _ => chance.between(287, 293),
    }
}

/// Spans of cover, and the first day of the run that covers the delivery.
fn covers(chance: &mut Chance, payer: usize, lmp: Day, ends: Day, today: Day) -> (Vec<Cover>, Option<Day>) {
    if payer == NO_COVER {
        return (Vec::new(), None);
    }
    // Who pays themselves has done so all along: their span says nothing of an enrolment.
    let early = lmp - chance.between(60, 700);
    let stops = ends + chance.between(75, 400);
    let end = (payer == MEDICAID && chance.yes(2000) && stops <= today).then_some(stops);
    let how = if payer == SELF_PAY { 99 } else { chance.below(100) };
    let changes = lmp + chance.between(30, (ends - lmp - 12).min(220));
    let before = if payer == MEDICAID { PRIVATE } else { MEDICAID };
    let (spans, enrolled) = match (payer, how) {
        // Cover begins in the pregnancy.
        (MEDICAID, 0..18) | (_, 0..4) => (vec![Cover { start: changes, end, payer }], changes),
        // It changes hands with no day between: one run.
        (_, 18..23) => (
            vec![
                Cover { start: early, end: Some(changes - 1), payer: before },
                Cover { start: changes, end, payer },
            ],
            early,
        ),
        // It lapses and begins anew: the run starts late.
        (_, 23..26) => {
            let lapsed = changes - chance.between(20, 60);
            (
                vec![
                    Cover { start: lmp - chance.between(100, 700), end: Some(lapsed), payer },
                    Cover { start: changes, end, payer },
                ],
                changes,
            )
        }
        _ => (vec![Cover { start: early, end, payer }], early),
    };
    // A pregnancy that still runs may be covered only later, and nobody knows yet when cover will end.
    let known = spans.into_iter().filter(|c| c.start <= today);
    (known.map(|c| Cover { end: c.end.filter(|e| *e <= today), ..c }).collect(), Some(enrolled))
}

/// Lays the visits of a pregnancy so that a qualifying one is timely exactly if it is wanted.
fn prenatal(family: &mut Family, chance: &mut Chance, ends: Day, noted: bool) {
    let (lmp, clinic, hospital) = (family.lmp, family.mother.clinic, family.mother.hospital);
    let home = Site::Clinic(clinic);
    let last = ends - 1;
    let anchor = if noted { lmp + 280 } else { ends };
    let enrolled_late = family.enrolled.filter(|e| *e > anchor - 280);
    // The last day on which a first visit is timely.
    let limit = enrolled_late.map_or(anchor - 176, |e| (e + 42).max(anchor - 176)).min(ends);

    let first = if family.wanted[0] {
        let latest = limit.min(last);
        let earliest = (lmp + 42).min(latest);
        Some(match enrolled_late {
            _ if chance.yes(400) => latest,
            Some(e) if chance.yes(6000) => chance.between(e.clamp(earliest, latest), latest),
            _ => chance.between(earliest, latest.min(lmp + 88)),
        })
    } else if limit + 1 > last - 3 || chance.yes(1200) {
        None
    } else if chance.yes(800) {
        Some(limit + 1)
    } else {
        Some(chance.between(limit + 1, last.min(limit + 70)))
    };

    let mut day = first.unwrap_or(ends);
    while day < ends {
        let class = if chance.yes(700) { Class::Virtual } else { Class::Ambulatory };
        let coding = [0, 0, 0, 0, 0, 0, 1, 2, 3, 4][chance.below(10) as usize];
        family.visits.push(Visit { class, coding, ..visit(day, Purpose::Prenatal, home) });
        day += match day - lmp {
            ..196 => chance.between(28, 44),
            196..252 => chance.between(16, 28),
            _ => chance.between(9, 16),
        };
    }

    // What looks like prenatal care and is not.
    let missed = !family.wanted[0];
    let early = |chance: &mut Chance| lmp + chance.between(45, 100);
    if chance.yes(if missed { 3000 } else { 600 }) {
        let day = early(chance);
        family.visits.push(visit(day, Purpose::Nurse, home));
    }
    if chance.yes(4500) {
        let day = early(chance);
        let site = if chance.yes(3000) { Site::Hospital(hospital) } else { home };
        family.visits.push(visit(day, Purpose::Ultrasound, site));
    }
    if chance.yes(5500) {
        let day = lmp + chance.between(126, 147);
        let site = if chance.yes(3000) { Site::Hospital(hospital) } else { home };
        family.visits.push(visit(day, Purpose::Ultrasound, site));
    }
    if chance.yes(if missed { 500 } else { 100 }) {
        let day = early(chance);
        let site = Site::Hospital(hospital);
        family.visits.push(Visit { class: Class::Emergency, ..visit(day, Purpose::Emergency, site) });
    }
    if chance.yes(if missed { 400 } else { 100 }) {
        let day = early(chance);
        family.visits.push(visit(day, Purpose::Bundle, home));
    }
    family.visits.retain(|v| v.day <= last);
    if missed && chance.yes(800) {
        let day = early(chance).min(last);
        family.visits.push(Visit { held: Held::Cancelled, ..visit(day, Purpose::Prenatal, home) });
    }
    family.visits.sort_by_key(|v| v.day);

    // The due date is written down at the first encounter, or when she comes to deliver; it may be corrected at an
    // ultrasound, and then the correction is what holds.
    if noted {
        let due = lmp + 280;
        let met = |v: &&Visit| v.held == Held::Yes && !v.is_claim();
        match family.visits.iter().find(met) {
            Some(first) => {
                let noted = first.day;
                let scan = family
                    .visits
                    .iter()
                    .find(|v| v.purpose == Purpose::Ultrasound && v.day > noted)
                    .map(|v| v.day)
                    .filter(|_| chance.yes(3000));
                if let Some(scan) = scan {
                    let wrong = if chance.yes(5000) { 10 } else { -10 } + chance.between(-2, 2);
                    family.due_dates.push(DueDate { noted, due: due + wrong });
                    family.due_dates.push(DueDate { noted: scan, due });
                } else {
                    family.due_dates.push(DueDate { noted, due });
                }
            }
            None if family.delivery.is_some() => family.due_dates.push(DueDate { noted: ends, due }),
            None => {}
        }
    }
}

/// Lays the visits after a delivery so that one falls on day 7 to 84 exactly if it is wanted.
fn postpartum(family: &mut Family, chance: &mut Chance, delivered: Day) {
    let home = Site::Clinic(family.mother.clinic);
    let mut days = Vec::new();
    if family.wanted[1] {
        days.push(match chance.below(100) {
            0..3 => 7,
            3..6 => 84,
            6..30 => chance.between(8, 21),
            30..88 => chance.between(22, 56),
            _ => chance.between(57, 83),
        });
        if chance.yes(1500) {
            days.push(chance.between(86, 110));
        }
    } else {
        match chance.below(100) {
            0..15 => days.push(chance.between(5, 6)),
            15..20 => days.push(85),
            20..38 => days.push(chance.between(86, 130)),
            _ => {}
        }
        if chance.yes(800) {
            let day = delivered + chance.between(20, 60);
            family.visits.push(Visit { held: Held::Cancelled, ..visit(day, Purpose::Postpartum, home) });
        }
    }
    for day in days {
        let class = if chance.yes(900) { Class::Virtual } else { Class::Ambulatory };
        let coding = [0, 0, 0, 0, 0, 0, 1, 1, 2, CLAIM][chance.below(10) as usize];
        family.visits.push(Visit { class, coding, ..visit(delivered + day, Purpose::Postpartum, home) });
    }
}

/// How the record leads to the clinic: by nomination, or by where most visits were when those leave no doubt.
fn nominated(chance: &mut Chance, clinic: usize, visits: &[Visit], (from, to): (Day, Day)) -> Nominated {
    let drawn = match chance.below(10) {
        0..6 => return Nominated::Organization,
        6..8 => Nominated::Practitioner,
        _ => Nominated::Nobody,
    };
    // A visit on the first or the last day of the window is not what the plurality may hang on.
    let mut own = 0;
    let mut others = [0; HOSPITALS];
    let mut any = false;
    for v in visits.iter().filter(|v| v.held == Held::Yes && !v.is_claim()) {
        any = true;
        match v.site {
            Site::Clinic(c) if c == clinic => own += u32::from(from < v.day && v.day < to),
            Site::Clinic(_) => return Nominated::Organization,
            Site::Hospital(h) => others[h] += 1,
        }
    }
    let most = others.into_iter().max().unwrap_or(0);
    if own > most || !any { drawn } else { Nominated::Organization }
}
