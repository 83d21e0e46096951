//! Deliveries: what dates them, whether a child was born alive, which due date was current, which are counted.
//!
//! A delivery is not one record. It is a stated time of delivery, the birth of a linked infant, a procedure, a
//! diagnosis, an outcome code; whatever lies within fourteen days of the first of them is one and the same,
//! and so is whatever lies within the hospital stay whose codes were the first. Who says so makes no difference:
//! what the clinic, the hospital and the vital record tell of one delivery is one delivery, on the day of the first
//! birth.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kith_domain::date::{PartialDate, When};
use kith_domain::fact::{Coding, Stated, Value};
use kith_domain::id::{PersonId, RecordId, SourceId, SubjectId};

use super::strata::years;
use super::{
    DELIVERY_TIME_CODE, DUE_DATE_CODES, DeliveryRow, Human, LOINC, Live, Span, Strata, Visit, World,
    attribution, birth, coverage, days_between, hospital, prenatal, shift, strata,
};

/// Signals this close to the first belong to one delivery.
const ONE_DELIVERY_DAYS: i32 = 14;
/// Within so many days only the first delivery is counted.
const COUNTED_ONCE_DAYS: i32 = 180;
/// No one younger gives birth: a delivery code on a child's record is about the child's own birth.
pub(super) const YOUNGEST_YEARS: i16 = 8;

/// What a signal rests on, the strongest first: it decides the day. Where several sources speak, a birth goes before a
/// stated time: the birth date is what they have in common, the time is what one of them noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Basis {
    Stated,
    Birth,
    Procedure,
    Diagnosis,
}

/// How somebody gave birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// Vaginally.
    Vaginal,
    /// Vaginally, with forceps or vacuum.
    Assisted,
    /// By cesarean.
    Cesarean,
}

impl Route {
    /// Its name in the lake.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vaginal => "vaginal",
            Self::Assisted => "assisted",
            Self::Cesarean => "cesarean",
        }
    }

    fn of(world: &World, code: &Coding) -> Option<Self> {
        let sets = [
            ("cesarean_delivery", Self::Cesarean),
            ("assisted_delivery", Self::Assisted),
            ("vaginal_delivery", Self::Vaginal),
        ];
        sets.into_iter().find(|(set, _)| world.is(set, code)).map(|(_, route)| route)
    }
}

#[derive(Debug, Clone, Copy)]
struct Signal {
    basis: Basis,
    when: Span,
    /// The last day of the encounter that dates it, where its own day was not sent: a stay may begin weeks earlier.
    until: Option<Date>,
    /// When, where a time was sent.
    at: Option<Timestamp>,
    /// Whether the day is only that on which it was written down.
    written: bool,
    live: Live,
    /// How, where the code says so.
    route: Option<Route>,
    /// How many, where the code says so.
    plurality: Option<u8>,
    record: RecordId,
    source: SourceId,
}

/// When a code says that it was.
#[derive(Debug, Clone, Copy)]
struct Dated {
    when: Span,
    until: Option<Date>,
    written: bool,
}

/// A delivery, before it is a row.
#[derive(Debug, Clone)]
pub(super) struct Delivery {
    when: Span,
    at: Option<Timestamp>,
    record: RecordId,
    live: Live,
    /// The least natural of what was done: a cesarean after forceps is a cesarean.
    route: Option<Route>,
    plurality: Option<u8>,
}

/// The deliveries of everyone in the bucket.
pub(super) fn deliveries(world: &World) -> BTreeMap<PersonId, Vec<Delivery>> {
    let mut all = BTreeMap::new();
    for (&person, human) in &world.people {
        let mut own = of_signals(signals(world, person, human));
        // A certificate may say how without saying when: of her only delivery that is plain.
        if let [delivery] = &mut own[..]
            && delivery.route.is_none()
        {
            let undated =
                human.procedures.iter().filter(|(_, p, at)| p.starts.or(p.ends).is_none() && at.is_none());
            let routes = undated.flat_map(|(_, p, _)| p.codes.iter().filter_map(|c| Route::of(world, c)));
            delivery.route = routes.max();
        }
        if !own.is_empty() {
            all.insert(person, own);
        }
    }
    all
}

fn signals(world: &World, person: PersonId, human: &Human) -> Vec<Signal> {
    let mut signals = Vec::new();
    let mut coded = |codes: &mut dyn Iterator<Item = &Coding>, when: Option<Dated>, stated: &Stated| {
        let Some(Dated { when, until, written }) = when else { return };
        for code in codes {
            let route = Route::of(world, code);
            let diagnosis = world.is("delivery_outcome", code) || world.is("delivery_diagnosis", code);
            let basis = if world.is("delivery_procedure", code) || (route.is_some() && !diagnosis) {
                Basis::Procedure
            } else if diagnosis {
                Basis::Diagnosis
            } else {
                continue;
            };
            let live = if world.is("live_birth_outcome", code) {
                Live::Yes
            } else if world.is("stillbirth_outcome", code) {
                Live::No
            } else {
                Live::Unknown
            };
            let (plurality, record, source) = (plurality(code), stated.record, stated.source);
            let at = None;
            signals.push(Signal { basis, when, until, at, written, live, route, plurality, record, source });
        }
    };
    let at = |encounter: Option<usize>| encounter.map(|e| &world.encounters[e]);
    let during = |visit: &Visit| {
        let until = visit.encounter.ends.and_then(When::day).filter(|_| visit.inpatient);
        Some(Dated { when: visit.starts()?, until, written: false })
    };
    let itself = |when: When, written: bool| Dated { when: when.into(), until: None, written };
    let called_off = |encounter: Option<usize>| at(encounter).is_some_and(|v| !v.encounter.happened());

    for visit in human.encounters.iter().map(|&e| &world.encounters[e]) {
        if visit.encounter.happened() {
            let own = visit.encounter.types.iter().chain(&visit.encounter.reasons);
            coded(&mut own.into_iter(), during(visit), visit.stated);
            for (stated, billed) in &visit.billed {
                coded(&mut billed.codes.iter(), during(visit), stated);
            }
        }
    }
    for (stated, condition, encounter) in &human.conditions {
        if called_off(*encounter) {
            continue;
        }
        let onset = condition.onset.map(|w| itself(w, false));
        let recorded = condition.recorded.map(|w| itself(w, true));
        let when = onset.or_else(|| during(at(*encounter)?)).or(recorded);
        coded(&mut condition.codes.iter(), when, stated);
    }
    for (stated, procedure, encounter) in &human.procedures {
        if called_off(*encounter) {
            continue;
        }
        let own = procedure.starts.or(procedure.ends).map(|w| itself(w, false));
        let when = own.or_else(|| during(at(*encounter)?));
        coded(&mut procedure.codes.iter(), when, stated);
    }
    for (stated, observation) in &human.observations {
        let parts = std::iter::once((&observation.codes, &observation.value))
            .chain(observation.components.iter().map(|c| (&c.codes, &c.value)));
        for (codes, value) in parts {
            if let Some(Value::When(when)) = value
                && codes.iter().any(|c| c.is(LOINC, DELIVERY_TIME_CODE))
            {
                let (when, at) = (Span::from(*when), when.at);
                let (live, route, plurality) = (Live::Unknown, None, None);
                let (basis, until, written) = (Basis::Stated, None, false);
                let (record, source) = (stated.record, stated.source);
                signals.push(Signal {
                    basis,
                    when,
                    until,
                    at,
                    written,
                    live,
                    route,
                    plurality,
                    record,
                    source,
                });
            }
        }
    }
    // A delivery code this early in a life is about the person's own birth.
    if let Some(born) = human.born() {
        signals.retain(|s| years(born.latest(), s.when.latest) >= YOUNGEST_YEARS);
    }
    for infant in world.infants_of.get(&person).into_iter().flatten() {
        let infant = &world.people[infant];
        if infant.is_withdrawn(&world.encounters) {
            continue;
        }
        let stillborn =
            infant.conditions.iter().any(|(_, c, _)| c.codes.iter().any(|c| world.is("stillborn_infant", c)));
        let (Some(born), Some((stated, _))) = (infant.born(), infant.records.first()) else { continue };
        let live = if stillborn { Live::No } else { Live::Yes };
        signals.push(Signal {
            basis: Basis::Birth,
            when: born.into(),
            until: None,
            at: None,
            written: false,
            live,
            route: None,
            plurality: infant.plurality(),
            record: infant.birth_record().unwrap_or(stated.record),
            source: stated.source,
        });
    }
    signals
}

/// How many were delivered, by the outcome code of ICD-10-CM or SNOMED CT.
fn plurality(code: &Coding) -> Option<u8> {
    match code.code.as_str() {
        "Z37.0" | "Z37.1" | "169826009" | "169827000" => Some(1),
        "Z37.2" | "Z37.3" | "Z37.4" | "169828005" | "169829002" | "169830007" => Some(2),
        _ => None,
    }
}

/// Signals become deliveries. Half-known ones join a delivery that they may be about, and are one only for want of it.
fn of_signals(mut signals: Vec<Signal>) -> Vec<Delivery> {
    signals.sort_by_key(|s| (s.when.day().is_none(), s.when.latest, s.basis, s.record));
    let mut groups: Vec<Vec<Signal>> = Vec::new();
    for signal in signals {
        let about = groups.iter_mut().find(|group| {
            let first = group[0].when;
            let close = shift(first.latest, ONE_DELIVERY_DAYS);
            let longest = shift(first.latest, hospital::LONGEST_STAY_DAYS);
            let stayed = group.iter().filter_map(|s| s.until).max().map(|until| until.min(longest));
            let last = stayed.map_or(close, |until| until.max(close));
            match signal.when.day() {
                Some(day) => first.earliest <= day && day <= last,
                None => signal.when.earliest <= last && first.earliest <= signal.when.latest,
            }
        });
        match about {
            Some(group) => group.push(signal),
            None => groups.push(vec![signal]),
        }
    }
    join_written(&mut groups);
    let mut deliveries: Vec<Delivery> = groups.iter().map(|group| of_group(group)).collect();
    deliveries.sort_by_key(|d| (d.when.latest, d.record));
    // Two groups that start apart may be dated to one day; a subject is one delivery of one day.
    deliveries.dedup_by(|later, first| {
        let same = later.when.latest == first.when.latest;
        if same && first.live == Live::Unknown {
            first.live = later.live;
        }
        if same {
            first.route = first.route.max(later.route);
        }
        same
    });
    deliveries
}

/// What was only written down on some day is told of the nearest delivery that is dated otherwise: nobody gives birth
/// twice so soon.
fn join_written(groups: &mut Vec<Vec<Signal>>) {
    let (written, mut firm): (Vec<_>, Vec<_>) =
        std::mem::take(groups).into_iter().partition(|group| group.iter().all(|s| s.written));
    let mut alone = Vec::new();
    for mut group in written {
        let day = group[0].when.latest;
        let apart = |other: &[Signal]| days_between(other[0].when.latest, day).abs();
        let nearest = firm.iter_mut().min_by_key(|other| apart(other));
        match nearest.filter(|other| apart(other) < COUNTED_ONCE_DAYS) {
            Some(nearest) => nearest.append(&mut group),
            None => alone.push(group),
        }
    }
    firm.append(&mut alone);
    *groups = firm;
}

fn of_group(group: &[Signal]) -> Delivery {
    let one_source = group.iter().all(|s| s.source == group[0].source);
    let strength = |s: &Signal| match s.basis {
        Basis::Birth if !one_source => (0, s.basis),
        basis => (1, basis),
    };
    let best = group
        .iter()
        .min_by_key(|s| (s.when.day().is_none(), s.written, strength(s), s.when, s.record))
        .expect("a group is made of its first signal");
    let says = |live: Live| group.iter().any(|s| s.live == live);
    let live = if says(Live::Yes) {
        Live::Yes
    } else if says(Live::No) {
        Live::No
    } else {
        Live::Unknown
    };
    let born = group.iter().filter(|s| s.basis == Basis::Birth).count() as u8;
    let plurality = group.iter().filter_map(|s| s.plurality).chain((born > 0).then_some(born)).max();
    let route = group.iter().filter_map(|s| s.route).max();
    // Of several times the first: a delivery of several is dated by the first-born.
    let at = group.iter().filter(|s| s.when == best.when).filter_map(|s| s.at).min();
    Delivery { when: best.when, at, record: best.record, live, route, plurality }
}

/// One woman's deliveries, as rows.
pub(super) fn rows(
    world: &World,
    person: PersonId,
    human: &Human,
    own: Vec<Delivery>,
    rows: &mut Vec<DeliveryRow>,
) {
    let Some((stated, _)) = human.records.first() else { return };
    let (death, death_record) = hospital::death(world, human);
    let (mut last_counted, mut last_lost): (Option<Date>, Option<Date>) = (None, None);
    for delivery in own {
        let day = delivery.when.latest;
        let long_after =
            |last: Option<Date>| last.is_none_or(|last| days_between(last, day) >= COUNTED_ONCE_DAYS);
        // After a stillbirth a code that says nothing of a child is about it still: a bill that came weeks later.
        let about_a_loss = delivery.live == Live::Unknown && !long_after(last_lost);
        let first_in_180_days = long_after(last_counted) && !about_a_loss;
        if delivery.live == Live::No {
            last_lost = Some(day);
        }
        // What is known to be no live birth is not in the measures, so it hides nothing that follows.
        if first_in_180_days && delivery.live != Live::No {
            last_counted = Some(day);
        }
        let (enrolled_on, enrolled_until) = coverage::run_that_holds(human, day).unwrap_or((None, None));
        let moment = When { date: PartialDate::Day(day), at: delivery.at };
        let (due_date, known) = (due_date(human, moment, delivery.live), delivery.when.day());
        let nulliparous = known.and_then(|day| hospital::nulliparous(human, day, delivery.at));
        rows.push(DeliveryRow {
            subject: SubjectId::delivery(person, day),
            person,
            reference: stated.fact.reference.clone(),
            death_record: death_record.unwrap_or(stated.record),
            organization: attribution::of_mother(world, human, delivery.when),
            delivered: delivery.when,
            due_date,
            gestation_days: known
                .and_then(|_| birth::gestation(world, human, delivery.live, due_date, moment)),
            delivered_at: delivery.at,
            route: delivery.route,
            nulliparous,
            age_years: age_years(human, delivery.when),
            stay: known.map(|_| hospital::delivery_stay(world, human, moment)).unwrap_or_default(),
            prenatal: prenatal::of(human, delivery.when),
            live: delivery.live,
            plurality: delivery.plurality,
            enrolled_on,
            enrolled_until,
            death,
            first_in_180_days,
            strata: Strata {
                parity: strata::parity(nulliparous),
                ..strata::of_mother(world, human, delivery.when)
            },
            record: delivery.record,
        });
    }
}

/// Her age in completed years, where all that the two dates may be agree.
fn age_years(mother: &Human, delivered: Span) -> Option<i16> {
    let born = mother.born()?;
    let (oldest, youngest) =
        (years(born.earliest(), delivered.latest), years(born.latest(), delivered.earliest));
    (oldest == youngest).then_some(oldest)
}

/// The due date that was current at a delivery: of those asserted by then, and not before this pregnancy, the last. One
/// asserted on an unknown day gives way to any other. A loss may be long before it.
fn due_date(human: &Human, delivered: When, live: Live) -> Option<Date> {
    let early = if live == Live::No { 279 } else { 182 };
    let day = delivered.date.latest();
    let asserted = human.observations.iter().flat_map(|(stated, observation)| {
        let parts = std::iter::once((&observation.codes, &observation.value))
            .chain(observation.components.iter().map(|c| (&c.codes, &c.value)));
        parts.filter_map(move |(codes, value)| {
            let Some(Value::When(when)) = value else { return None };
            let due = when.day()?;
            let named = codes.iter().any(|c| c.system == LOINC && DUE_DATE_CODES.contains(&c.code.as_str()));
            named.then_some((observation.effective, stated.record, due))
        })
    });
    let current = asserted.filter(|(made, _, due)| {
        made.is_none_or(|m: When| told_within(m, delivered, hospital::COUNTED_WITHIN_DAYS))
            && (-30..=early).contains(&days_between(day, *due))
    });
    current
        .max_by_key(|(made, record, _)| (made.map(|m| (m.date.latest(), m.at)), *record))
        .map(|(_, _, due)| due)
}

/// Whether something was said by a moment and not more than so many days before it: to the minute where both have a
/// time.
pub(super) fn told_within(said: When, moment: When, days: i32) -> bool {
    match (said.at, moment.at) {
        (Some(said), Some(moment)) => {
            let hours = jiff::Span::new().hours(i64::from(days) * 24);
            said <= moment && moment.checked_sub(hours).is_ok_and(|first| first <= said)
        }
        _ => (0..=days).contains(&days_between(said.date.latest(), moment.date.latest())),
    }
}
