//! Made-up values for every page: nobody in them exists.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use kith_app::programme::{Aim, Definition, MeasureInfo, Programme, Unit, Words};
use kith_app::view::*;
use kith_domain::access::{Actor, Hidden, Role, Shown as SeenBecause, Sight};
use kith_domain::consent::Category;
use kith_domain::contact::{Channel, Contact, ContactOutcome};
use kith_domain::date::PartialDate;
use kith_domain::id::{AccountId, ContactId, OrganizationId, PersonId, RecordId, SubjectId};
use kith_domain::measure::{Direction, Outcome, Period, Status};

pub const TODAY: Date = date(2026, 7, 8);

pub fn now() -> Timestamp {
    "2026-07-08T14:05:12Z".parse().unwrap()
}

fn words(en: &str, es: &str) -> Words {
    Words { en: en.into(), es: es.into() }
}

fn measure(id: &str, title: (&str, &str), unit: Unit, needs: u16) -> MeasureInfo {
    MeasureInfo {
        id: id.into(),
        title: words(title.0, title.1),
        description: words(
            "Of infants born alive, those with three well-child visits on different days by the day they are 120 days old.",
            "De los bebés nacidos vivos, los que tuvieron tres visitas de control en días distintos hasta el día en que cumplen 120 días.",
        ),
        event: words("well-child visit", "visita de control"),
        unit,
        tells: None,
        needs,
        time: None,
        direction: Direction::Higher,
        stratifiers: vec!["race_ethnicity".into(), "payer".into()],
        own_group: false,
        follows: false,
        reasons: BTreeMap::from([
            (
                "died".to_owned(),
                words("The baby died before day 120.", "El bebé falleció antes del día 120."),
            ),
            (
                "moved".to_owned(),
                words("The family moved out of the area.", "La familia se mudó fuera de la zona."),
            ),
        ]),
        source: words("Programme rule, 2026", "Regla del programa, 2026"),
        definition: "9f2c41d07a5be6".into(),
        aim: (id == "wcv_3by120").then_some(Aim { rate: 0.75, by: date(2026, 12, 31) }),
    }
}

pub fn programme() -> Programme {
    Programme {
        id: "three-by-120".into(),
        title: words("Three by 120", "Tres en 120"),
        aim: words(
            "Every baby has three visits by day 120.",
            "Cada bebé tiene tres visitas hasta el día 120.",
        ),
        headline: "wcv_3by120".into(),
        gap_stratifier: "race_ethnicity".into(),
        gap_focus: "Black or African American".into(),
        gap_reference: "White".into(),
        gap_factor: 0.5,
        gap_by: Some(date(2026, 12, 31)),
        measures: vec![
            measure(
                "wcv_3by120",
                ("Three well-child visits by day 120", "Tres visitas de control hasta el día 120"),
                Unit::Infant,
                3,
            ),
            measure(
                "wcv_2by120",
                ("Two well-child visits by day 120", "Dos visitas de control hasta el día 120"),
                Unit::Infant,
                2,
            ),
            measure(
                "ppc_prenatal",
                ("Prenatal care in time", "Atención prenatal a tiempo"),
                Unit::Delivery,
                1,
            ),
            measure(
                "ppc_postpartum",
                ("Postpartum visit, day 7 to 84", "Visita posparto, del día 7 al 84"),
                Unit::Delivery,
                1,
            ),
        ],
        indicators: Vec::new(),
        definitions: Vec::new(),
        families: Vec::new(),
        cascade: None,
        triage: None,
        community: Default::default(),
        area_index: None,
        forms: None,
        centroids: None,
    }
}

/// A Wilson interval, as the real pages have.
pub fn estimate(x: i64, n: i64) -> Estimate {
    let (p, n, z) = (x as f64 / n as f64, n as f64, 1.959_963_985);
    let mid = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    Estimate { value: p, low: mid - half, high: mid + half }
}

pub fn rate(x: i64, n: i64) -> Rate {
    Rate {
        numerator: Shown::Count(x),
        denominator: Shown::Count(n),
        excluded: Shown::Count(n / 40),
        pending: Shown::Count(n / 3),
        unknown: Shown::Count(n / 60),
        value: (n > 0).then(|| estimate(x, n)),
    }
}

pub fn withheld() -> Rate {
    Rate {
        numerator: Shown::Withheld,
        denominator: Shown::Withheld,
        excluded: Shown::Withheld,
        pending: Shown::Withheld,
        unknown: Shown::Withheld,
        value: None,
    }
}

pub fn group(name: &str, x: i64, n: i64) -> GroupRate {
    GroupRate { group: name.into(), key: name.into(), rate: rate(x, n) }
}

pub fn period() -> Period {
    Period { start: date(2025, 7, 1), end: date(2026, 7, 1) }
}

pub fn gap() -> Gap {
    Gap {
        focus: group("Black or African American", 812, 1498),
        reference: group("White", 1404, 2099),
        difference: Estimate { value: 0.1269, low: 0.0945, high: 0.159 },
        before: Some((
            Period { start: date(2024, 7, 1), end: date(2025, 7, 1) },
            Estimate { value: 0.19, low: 0.155, high: 0.224 },
        )),
        change: Some((Estimate { value: -0.063, low: -0.11, high: -0.016 }, Verdict::Narrowed)),
        more_to_target: Some(48),
    }
}

pub fn months(count: usize, base: f64) -> Vec<MonthPoint> {
    let wobble = [0.0, 0.021, -0.018, 0.012, -0.03, 0.008, -0.012, 0.027, -0.021, 0.015, -0.008, 0.01];
    (0..count)
        .map(|i| {
            let month = date(2026, 6, 1).checked_sub(((count - 1 - i) as i32).months()).unwrap();
            let lift = if i + 8 >= count { 0.055 } else { 0.0 };
            let n = 320 + (i as i64 * 37) % 90;
            let p = base + wobble[i % 12] + lift + if i + 3 == count { 0.06 } else { 0.0 };
            let sigma = (base * (1.0 - base) / n as f64).sqrt();
            MonthPoint {
                month,
                rate: if i == 3 && count > 12 { withheld() } else { rate((p * n as f64) as i64, n) },
                limits: Some((base + 0.02 - 3.0 * sigma, base + 0.02 + 3.0 * sigma)),
                beyond: p > base + 0.02 + 3.0 * sigma,
            }
        })
        .collect()
}

pub fn signals(count: usize, base: f64, signal: bool) -> Signals {
    Signals {
        centre: Some(base + 0.02),
        longest_run: Some((if signal { 8 } else { 4 }, 8)),
        crossings: Some((9, 7)),
        runs_signal: signal,
        run: signal.then_some((count - 8, count - 1)),
    }
}

pub fn freshness() -> Freshness {
    Freshness {
        published_at: Some("2026-07-08T14:05:00Z".parse().unwrap()),
        version: 41,
        as_of: Some(TODAY),
        newest_record_at: Some("2026-07-08T14:04:51Z".parse().unwrap()),
        complete: Some(0.943),
        waiting: 0,
    }
}

pub fn score_row(i: usize, count: usize) -> ScoreRow {
    let measure = programme().measures[i].clone();
    let base = [0.57, 0.78, 0.74, 0.61][i];
    ScoreRow {
        measure,
        rate: rate((base * 5000.0) as i64, 5000),
        gap: (i != 3).then(|| {
            if i == 0 {
                gap()
            } else {
                Gap { difference: Estimate { value: 0.08, low: 0.05, high: 0.11 }, ..gap() }
            }
        }),
        months: months(count, base),
        signals: signals(count, base, i == 0),
        open: Some((Shown::Count(212), Shown::Count(38))),
    }
}

pub fn gap_over_time() -> Vec<(Period, GroupRate, GroupRate)> {
    [(0, 0.19), (1, 0.185), (2, 0.2), (3, 0.17), (4, 0.15), (5, 0.16), (6, 0.13), (7, 0.122)]
        .into_iter()
        .map(|(i, gap): (i32, f64)| {
            let start = date(2024, 7, 1).checked_add((i * 3).months()).unwrap();
            let end = start.checked_add(3.months()).unwrap();
            let white = 0.665 + 0.01 * f64::from(i % 3 - 1);
            (
                Period { start, end },
                group("Black or African American", ((white - gap) * 372.0) as i64, 372),
                group("White", (white * 525.0) as i64, 525),
            )
        })
        .collect()
}

pub fn scorecard() -> Scorecard {
    Scorecard {
        period: period(),
        rows: (0..4).map(|i| score_row(i, 12)).collect(),
        indicators: indicators(),
        gap_over_time: gap_over_time(),
        freshness: freshness(),
        may_open_people: true,
        suppressed: false,
    }
}

/// Those that can be told, of births and of persons, one that is too small to show, one that needs a table, and one of
/// years that are not over.
fn indicators() -> Vec<IndicatorRow> {
    let row = |id: &str, title: (&str, &str), told: Result<Estimate, NoIndicator>, of| IndicatorRow {
        measure: measure(id, title, Unit::Infant, 1),
        per: 1000,
        period: period(),
        events: Shown::Count(14),
        of,
        of_persons: id.starts_with("teen"),
        unstable: told.is_ok(),
        told,
    };
    let rate = Estimate { value: 6.1, low: 3.3, high: 10.2 };
    let (births, few) = (Some(Shown::Count(2295)), Some(Shown::Withheld));
    vec![
        row("imr", ("Infant mortality", "Mortalidad infantil"), Ok(rate), births),
        row("suid", ("Sudden unexpected infant death", "Muerte súbita"), Err(NoIndicator::Withheld), few),
        row(
            "teen",
            ("Births to mothers of 15 to 19", "Madres de 15 a 19"),
            Err(NoIndicator::NoPopulation),
            None,
        ),
        row(
            "teen-18-19",
            ("Births to mothers of 18 and 19", "Madres de 18 y 19"),
            Ok(rate),
            Some(Shown::Count(6650)),
        ),
        row(
            "postneonatal",
            ("Deaths after the first month", "Muertes tras el primer mes"),
            Err(NoIndicator::Open),
            births,
        ),
    ]
}

/// The scorecard as someone who may not see small counts gets it.
pub fn suppressed_scorecard() -> Scorecard {
    let mut card = scorecard();
    card.suppressed = true;
    card.may_open_people = false;
    for row in &mut card.rows {
        row.rate = withheld();
        row.gap = None;
        for month in &mut row.months {
            month.rate = withheld();
        }
        row.open = Some((Shown::Withheld, Shown::Withheld));
    }
    for (_, focus, reference) in &mut card.gap_over_time {
        focus.rate = withheld();
        reference.rate = withheld();
    }
    card
}

pub fn measure_page() -> MeasurePage {
    let clinic = |i: i64, name: &str, x, n| GroupRate { key: i.to_string(), ..group(name, x, n) };
    MeasurePage {
        row: score_row(0, 24),
        period: period(),
        organization: None,
        strata: vec![
            (
                "race_ethnicity".into(),
                vec![
                    GroupRate { rate: withheld(), ..group("American Indian or Alaska Native", 0, 0) },
                    group("Asian", 210, 312),
                    group("Black or African American", 812, 1498),
                    group("Hispanic or Latino", 540, 921),
                    group("Multiracial", 88, 150),
                    group("Native Hawaiian or Other Pacific Islander", 14, 26),
                    group("White", 1404, 2099),
                    group("Unknown", 51, 118),
                ],
            ),
            (
                "payer".into(),
                vec![
                    group("Medicaid", 1391, 2600),
                    group("Private", 1304, 1961),
                    group("Self-pay", 120, 260),
                    group("Unknown", 40, 90),
                ],
            ),
        ],
        clinics: vec![
            clinic(1, "Bayside Family Clinic (demo)", 260, 420),
            clinic(2, "Cedar Street Pediatrics (demo)", 301, 480),
            clinic(3, "Dogwood Health Center (demo)", 190, 402),
            clinic(4, "Elm Park Clinic (demo)", 330, 560),
            clinic(5, "Foxglove Community Clinic (demo)", 402, 610),
            GroupRate {
                key: "6".into(),
                ..GroupRate { rate: withheld(), ..group("Ginkgo Mobile Unit (demo)", 0, 0) }
            },
            clinic(7, "Harbor Mother and Child (demo)", 288, 515),
        ],
        gap_over_time: gap_over_time(),
        times: None,
        projected: None,
        definitions: Some(definitions()),
        annotations: Vec::new(),
        may_annotate: false,
        embeds: Vec::new(),
        may_publish: false,
        may_open: false,
        deadlines: (0..8)
            .map(|i| {
                let week = date(2026, 7, 6).checked_add((i * 7).days()).unwrap();
                let n = [12, 19, 17, 26, 22, 30, 28, 31][i as usize];
                (week, Shown::Count(n), Shown::Count([5, 4, 0, 6, 9, 12, 10, 20][i as usize]))
            })
            .collect(),
        freshness: freshness(),
        may_open_people: true,
        suppressed: false,
    }
}

/// Two rules that run, of which one counts fewer, and one that does not.
fn definitions() -> Definitions {
    let definition =
        |id: &str, title: (&str, &str), edition: Option<(&str, &str)>, differs: Option<(&str, &str)>| {
            let pair = |(en, es)| words(en, es);
            let version_of = differs.map(|d| ("wcv_3by120".to_owned(), pair(d)));
            Definition { id: id.into(), title: pair(title), edition: edition.map(pair), version_of }
        };
    let two = definition(
        "wcv_2by120",
        ("Two well-child visits by day 120", "Dos visitas de control hasta el día 120"),
        Some(("two visits", "dos visitas")),
        Some(("Two visits are enough, and not three.", "Bastan dos visitas y no tres.")),
    );
    let early = definition(
        "wcv_3by90",
        ("Three well-child visits by day 90", "Tres visitas de control hasta el día 90"),
        Some(("90 days", "90 días")),
        Some(("The visits must be over by day 90.", "Las visitas tienen que ser hasta el día 90.")),
    );
    let own = definition(
        "wcv_3by120",
        ("Three well-child visits by day 120", "Tres visitas de control hasta el día 120"),
        None,
        None,
    );
    let against = Against { both: Shown::Count(5240), only_own: Shown::Count(0), only_this: Shown::Withheld };
    Definitions {
        run: vec![
            DefinitionRow { definition: own, rate: group("", 3119, 5244).rate, against: None },
            DefinitionRow { definition: two, rate: group("", 4410, 5244).rate, against: Some(against) },
        ],
        others: vec![early],
    }
}

pub fn person(id: i64, name: &str) -> PersonCard {
    PersonCard { id: PersonId(id), name: name.into(), born: None, phone: None, language: None, died: false }
}

pub fn contact(outcome: ContactOutcome, note: Option<&str>) -> Contact {
    Contact {
        id: ContactId(77),
        person: PersonId(101),
        by: AccountId(3),
        at: "2026-07-07T19:10:00Z".parse().unwrap(),
        on: date(2026, 7, 7),
        channel: Channel::Call,
        outcome,
        note: note.map(str::to_owned),
    }
}

pub fn outcome(measure: &str, person: i64, status: Status, have: u16, needs: u16, due: Date) -> Outcome {
    Outcome {
        measure: measure.into(),
        subject: SubjectId(person),
        person: PersonId(person),
        organization: Some(OrganizationId(1)),
        status,
        counts_on: due,
        on: None,
        due_on: Some(due),
        have,
        needs,
        evidence: vec![RecordId(5), RecordId(9)],
        reason: None,
        strata: vec![],
    }
}

fn reach(number: &str) -> SafeReach {
    SafeReach {
        phones: vec![Phone { wish: Some(PhoneWish::Text), ..Phone::plain(number) }],
        ..SafeReach::default()
    }
}

pub fn work_row(id: i64, name: &str, mother: &str, days_left: i64, have: u16) -> WorkRow {
    let due = TODAY.checked_add((days_left as i32).days()).unwrap();
    let born = due.checked_sub(120.days()).unwrap();
    WorkRow {
        infant: PersonCard { born: Some(PartialDate::Day(born)), ..person(id, name) },
        mother: Some(PersonCard {
            phone: Some(format!("+1 555 010 {:04}", id * 7)),
            language: Some("es".into()),
            ..person(id + 1000, mother)
        }),
        reach: reach(&format!("+1 555 010 {:04}", id * 7)),
        organization: Some((OrganizationId(1), "Bayside Family Clinic (demo)".into())),
        outcome: outcome("wcv_3by120", id, Status::Pending, have, 3, due),
        days_left,
        age_days: Some(120 - days_left),
        visits_on: (0..have).map(|i| born.checked_add((14 + 30 * i32::from(i)).days()).unwrap()).collect(),
        worker: None,
        last_contact: None,
        contacts: 0,
        do_not_contact: false,
    }
}

pub fn work_rows() -> Vec<WorkRow> {
    let mut rows = vec![
        work_row(101, "Baby girl Example", "Ana Example", 0, 2),
        work_row(102, "Leo Sample", "Maya Sample", 3, 1),
        work_row(103, "Baby boy Testperson", "Imani Testperson", 6, 2),
        work_row(104, "Noor Placeholder", "Hana Placeholder", 9, 2),
        work_row(105, "Baby girl Demo", "Rosa Demo", 21, 1),
        work_row(106, "Kofi Specimen", "Ama Specimen", 40, 3),
    ];
    rows[0].last_contact = Some(contact(ContactOutcome::LeftMessage, None));
    rows[0].contacts = 2;
    rows[0].worker = Some((AccountId(3), "Rosa Outreach".into()));
    rows[1].worker = Some((AccountId(3), "Rosa Outreach".into()));
    rows[2].do_not_contact = true;
    rows[3].mother.as_mut().unwrap().phone = None;
    rows
}

pub fn worklist() -> Worklist {
    Worklist {
        filter: WorkFilter::default(),
        measure: programme().measures[0].clone(),
        today: TODAY,
        total: 212,
        rows: work_rows(),
        next: Some((date(2026, 8, 20), 106)),
        workers: vec![(AccountId(3), "Rosa Outreach".into()), (AccountId(4), "Sam Outreach".into())],
        clinics: vec![
            (OrganizationId(1), "Bayside Family Clinic (demo)".into()),
            (OrganizationId(2), "Cedar Street Pediatrics (demo)".into()),
        ],
        groups: vec!["Black or African American".into(), "White".into()],
    }
}

pub fn moved() -> Vec<Moved> {
    vec![
        Moved {
            at: "2026-07-08T14:05:00Z".parse().unwrap(),
            version: 41,
            measure: "wcv_3by120".into(),
            organization: Some("Bayside Family Clinic (demo)".into()),
            from: Some(Status::Pending),
            to: Some(Status::Met),
        },
        Moved {
            at: "2026-07-08T11:40:00Z".parse().unwrap(),
            version: 40,
            measure: "ppc_postpartum".into(),
            organization: Some("Elm Park Clinic (demo)".into()),
            from: None,
            to: Some(Status::Pending),
        },
    ]
}

pub fn todays() -> Vec<(&'static str, Role, Today)> {
    let rows: Vec<ScoreRow> = (0..4).map(|i| score_row(i, 12)).collect();
    vec![
        (
            "outreach",
            Role::OutreachWorker,
            Today::Outreach { this_week: 3, open: 19, rows: work_rows(), today: TODAY },
        ),
        (
            "lead",
            Role::Coordinator,
            Today::Lead {
                headline: Box::new(score_row(0, 12)),
                this_week: (7, 2),
                unassigned: work_rows().into_iter().skip(2).take(2).collect(),
                moved: moved(),
                freshness: freshness(),
                today: TODAY,
            },
        ),
        ("analyst", Role::Analyst, Today::Analyst { rows, freshness: freshness() }),
        (
            "operations",
            Role::Administrator,
            Today::Operations { sources: data().sources, quarantined: 3, freshness: freshness() },
        ),
    ]
}

pub fn dyad() -> DyadPage {
    let born = date(2026, 4, 2);
    let item = |on: Date, kind: &str, person: i64, what: &str, record: i64, counts: &[&str]| TimelineItem {
        on: PartialDate::Day(on),
        kind: kind.into(),
        person: PersonId(person),
        what: what.into(),
        place: Some("Bayside Family Clinic (demo)".into()),
        record: Some(RecordId(record)),
        reference: Some((format!("Encounter/e{record}"), "harbor".into())),
        counts_for: counts.iter().map(|c| (*c).to_owned()).collect(),
    };
    let mut timeline = vec![
        item(date(2025, 9, 10), "encounter", 1101, "First prenatal visit", 2, &["ppc_prenatal"]),
        item(date(2025, 11, 4), "encounter", 1101, "Prenatal visit", 3, &[]),
        item(date(2025, 11, 4), "observation", 1101, "Blood pressure 118/74", 31, &[]),
        item(date(2026, 1, 12), "encounter", 1101, "Prenatal visit", 4, &[]),
        item(date(2026, 2, 20), "encounter", 1101, "Prenatal visit", 41, &[]),
        item(date(2026, 3, 10), "observation", 1101, "Blood pressure 131/82", 42, &[]),
        item(born, "encounter", 1101, "Delivery", 50, &[]),
        item(born, "encounter", 101, "Birth", 51, &[]),
        item(date(2026, 4, 6), "encounter", 101, "Well-child visit", 5, &["wcv_3by120", "wcv_2by120"]),
        item(date(2026, 4, 20), "encounter", 1101, "Postpartum visit", 6, &["ppc_postpartum"]),
        item(date(2026, 5, 4), "encounter", 101, "Well-child visit", 9, &["wcv_3by120", "wcv_2by120"]),
        item(date(2026, 5, 5), "immunization", 101, "Hepatitis B vaccine", 10, &[]),
        item(date(2026, 5, 7), "encounter", 101, "Sick visit: cough", 11, &[]),
    ];
    timeline.push(TimelineItem {
        reference: None,
        record: None,
        place: None,
        ..item(date(2026, 7, 7), "contact", 101, "Call: left a message", 0, &[])
    });
    let measures = programme().measures;
    let reasoned = |i: usize, status, have, person: i64, due, why: &[&str]| Reasoned {
        measure: measures[i].clone(),
        person: PersonId(person),
        outcome: outcome(&measures[i].id, person, status, have, measures[i].needs, due),
        why: why.iter().map(|w| (*w).to_owned()).collect(),
        sources: vec!["harbor".into(), "north-hospital".into()],
    };
    DyadPage {
        team: None,
        asked: PersonId(101),
        mother: Some(PersonCard {
            phone: Some("+1 555 010 0707".into()),
            language: Some("es".into()),
            ..person(1101, "Ana Example")
        }),
        infants: vec![InfantView {
            person: PersonCard { born: Some(PartialDate::Day(born)), ..person(101, "Baby girl Example") },
            reach: reach("+1 555 010 0707"),
            birth_order: None,
            age_days: Some(97),
            worker: Some((AccountId(3), "Rosa Outreach".into())),
            contacts: vec![
                (contact(ContactOutcome::NoAnswer, None), "Rosa Outreach".into(), true),
                (
                    contact(
                        ContactOutcome::LeftMessage,
                        Some("Better after three in the afternoon; text first."),
                    ),
                    "Rosa Outreach".into(),
                    false,
                ),
            ],
            visits: vec![RecordedVisit {
                id: 4,
                on: date(2026, 5, 4),
                by: "Rosa Outreach".into(),
                at: now(),
                undone: false,
            }],
            do_not_contact: false,
        }],
        organization: Some((OrganizationId(1), "Bayside Family Clinic (demo)".into())),
        delivered_on: Some(born),
        edd_on: Some(date(2026, 4, 10)),
        strata: vec![
            ("race_ethnicity".into(), "Black or African American".into()),
            ("payer".into(), "Medicaid".into()),
        ],
        measures: vec![
            reasoned(
                0,
                Status::Pending,
                2,
                101,
                date(2026, 7, 31),
                &[
                    "2 of 3 well-child visits so far, on 6 Apr and 4 May 2026.",
                    "One more by 31 Jul 2026 is needed.",
                ],
            ),
            reasoned(
                1,
                Status::Pending,
                2,
                101,
                date(2026, 7, 31),
                &["Both visits are there; it counts when the window closes on 31 Jul 2026."],
            ),
            reasoned(
                2,
                Status::Met,
                1,
                1101,
                date(2025, 10, 16),
                &["A prenatal visit on 10 Sep 2025, within the first 14 weeks."],
            ),
            reasoned(
                3,
                Status::Met,
                1,
                1101,
                date(2026, 6, 25),
                &["A postpartum visit on 20 Apr 2026, 18 days after the birth."],
            ),
        ],
        windows: vec![
            Window { measure: "ppc_prenatal".into(), from: date(2025, 7, 4), to: date(2025, 10, 16) },
            Window { measure: "ppc_postpartum".into(), from: date(2026, 4, 9), to: date(2026, 6, 25) },
            Window { measure: "wcv_3by120".into(), from: born, to: date(2026, 7, 31) },
        ],
        timeline,
        today: TODAY,
        may_act: true,
        sources: vec![
            (PersonId(1101), vec!["harbor".into(), "north-hospital".into(), "vital-records".into()]),
            (PersonId(101), vec!["harbor".into()]),
        ],
        may_review: true,
        basis: vec![
            Basis {
                person: PersonId(1101),
                category: Category::BehavioralHealth,
                sight: Sight::Hidden(Hidden::Mothers),
                count: Some(2),
            },
            Basis {
                person: PersonId(101),
                category: Category::Infant,
                sight: Sight::Shown(SeenBecause::Oversight),
                count: Some(7),
            },
        ],
        emergency: None,
        may_break: true,
        may_manage: true,
    }
}

/// Twins, one of whom has died.
pub fn loss() -> DyadPage {
    let mut page = dyad();
    let mut other = page.infants[0].clone();
    page.infants[0].person.died = true;
    page.infants[0].birth_order = Some(1);
    page.infants[0].person.name = "Baby girl one Example".into();
    other.person.id = PersonId(201);
    other.person.name = "Baby girl two Example".into();
    other.birth_order = Some(2);
    other.contacts.clear();
    other.visits.clear();
    page.infants.push(other);
    page.measures[0].outcome.status = Status::Excluded;
    page.measures[0].why = vec!["The baby died before day 120, so nothing is asked.".into()];
    page
}

pub fn data() -> DataPage {
    let source = |name: &str, records: i64, quarantined: i64| SourceLine {
        name: name.into(),
        last_received_at: Some("2026-07-08T13:41:00Z".parse().unwrap()),
        records,
        people: records / 38,
        quarantined,
        by_type: vec![
            ("Encounter".into(), records / 3),
            ("Observation".into(), records / 2),
            ("Patient".into(), records / 38),
        ],
    };
    DataPage {
        sources: vec![
            source("harbor-clinics", 412_310, 2),
            source("north-hospital", 98_204, 1),
            source("state-plan", 51_022, 0),
        ],
        runs: vec![
            RunLine {
                source: "harbor-clinics".into(),
                what: "bulk-2026-07-08/".into(),
                started_at: "2026-07-08T13:40:02Z".parse().unwrap(),
                ended_at: Some("2026-07-08T13:41:00Z".parse().unwrap()),
                new: 1204,
                unchanged: 411_002,
                newer: 104,
                quarantined: 2,
            },
            RunLine {
                source: "north-hospital".into(),
                what: "adt.json".into(),
                started_at: "2026-07-08T09:10:00Z".parse().unwrap(),
                ended_at: None,
                new: 12,
                unchanged: 0,
                newer: 0,
                quarantined: 1,
            },
        ],
        completeness: [("birth_date", 4988), ("race_ethnicity", 4610), ("mother", 4899), ("phone", 3720)]
            .map(|(field, known)| Complete {
                field: field.into(),
                share: Some(known as f64 / 5000.0),
                counts: Some((known, 5000)),
            })
            .into(),
        quarantine: vec![
            QuarantineLine {
                id: 7,
                source: "harbor-clinics".into(),
                file: "Encounter.ndjson".into(),
                place: "line 40210".into(),
                reason: "impossible_date".into(),
                message: "period.start is 2026-02-31, which is not a day".into(),
                help: "Ask the sender to correct the date and send the record again.".into(),
                length: 812,
                seen_at: "2026-07-08T13:40:30Z".parse().unwrap(),
                resolved_at: None,
                complete: true,
                of_table: false,
            },
            QuarantineLine {
                id: 6,
                source: "harbor-clinics".into(),
                file: "Observation.ndjson".into(),
                place: "line 9".into(),
                reason: "too_long".into(),
                message: "The line is longer than 16 MB".into(),
                help: "Send the record without its attachment.".into(),
                length: 104_857_600,
                seen_at: "2026-07-08T13:40:12Z".parse().unwrap(),
                resolved_at: None,
                complete: false,
                of_table: false,
            },
            QuarantineLine {
                id: 2,
                source: "north-hospital".into(),
                file: "adt.json".into(),
                place: "entry 3".into(),
                reason: "malformed_json".into(),
                message: "The JSON ends in the middle of a text".into(),
                help: "The file was cut off: send it again.".into(),
                length: 311,
                seen_at: "2026-07-07T09:10:00Z".parse().unwrap(),
                resolved_at: Some("2026-07-08T09:10:00Z".parse().unwrap()),
                complete: true,
                of_table: false,
            },
        ],
        quarantined: 2,
        next: None,
        may_read: true,
        may_replay: true,
        freshness: freshness(),
    }
}

pub fn visitor(role: Role, language: &str) -> Visitor {
    Visitor {
        actor: Actor {
            account: AccountId(3),
            name: "Rosa Outreach".into(),
            role,
            organization: Some(OrganizationId(1)),
        },
        csrf: "csrf-for-the-gallery".into(),
        language: language.into(),
        organization: Some("Bayside Family Clinic (demo)".into()),
    }
}

/// What somebody sees who speaks for a baby: visits, nothing, and the password to choose.
pub fn mine() -> [(&'static str, MinePage); 3] {
    let due = VisitsDue {
        title: words("Three well-child visits by day 120", "Tres consultas de control hasta el día 120"),
        missing: 2,
        by: date(2026, 8, 20),
    };
    let visits = BabyVisits { due: vec![due], made: vec![date(2026, 4, 29)] };
    [
        ("mine", MinePage::Open(vec![visits])),
        ("mine-nothing", MinePage::Open(vec![])),
        ("mine-choose", MinePage::Choose),
    ]
}
