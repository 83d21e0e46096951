//! A full run of the measures of three by 120, and of every measure of the library, over a million dyads.
//!
//! `cargo bench -p kith-measures --bench million` makes a lake (once), runs the measures and prints the time and the
//! peak of memory. `KITH_BENCH_DYADS` changes how many, `KITH_BENCH_DIR` where; with `KITH_BENCH_MEASURES` only those of a list
//! of ids are run, with `KITH_BENCH_EACH` each measure of the library alone too, the slowest first. It leaves the statements and its own times beside the lake, for
//! `benches/duckdb_compare.py`.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::civil::{Date, date};
use kith_domain::deprivation;
use kith_domain::fact::Reference;
use kith_domain::id::{BUCKETS, Bucket, OrganizationId, PersonId, RecordId, SubjectId};
use kith_domain::measure::Counts;
use kith_domain::value_set::concept_id;
use kith_measures::engine::{Counter, Engine, Request};
use kith_measures::lake::Lake;
use kith_measures::programme::{Files, Programme};
use kith_measures::story::{
    AtBirth, CaseRow, CodedBy, ConditionRow, CoverRow, Death, DeliveryRow, DeliveryStay, EventRow,
    ImmunizationRow, InfantRow, Live, MedicationRow, ObservationRow, PatientYearRow, PressureRow,
    RACE_ETHNICITY, ReferralRow, Reported, StayRow, StayState, StepRow, Story, Strata, TIERS,
};

const AS_OF: Date = date(2026, 6, 30);
const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const SNOMED: &str = "http://snomed.info/sct";
const CPT: &str = "http://www.ama-assn.org/go/cpt";
const LOINC: &str = "http://loinc.org";
const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
const CVX: &str = "http://hl7.org/fhir/sid/cvx";

/// Numbers that look random and are the same on each run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    fn below(&mut self, n: u64) -> i64 {
        (self.next() % n) as i64
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }
}

fn main() {
    // `cargo test --benches` only asks whether it starts.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let dyads: u64 = std::env::var("KITH_BENCH_DYADS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let root = std::env::var_os("KITH_BENCH_DIR").map_or_else(std::env::temp_dir, Into::into);
    let dir = root.join(format!("kith-million-{dyads}"));
    let programme =
        Programme::embedded("three-by-120").expect("it comes with the binary").expect("it has no problems");

    let done = dir.join("made");
    let start = Instant::now();
    let lake = Lake::create(&dir.join("lake")).expect("a folder that can be written");
    let mut rows = 0;
    if !done.exists() {
        let mut by_bucket: Vec<Vec<u64>> = vec![Vec::new(); usize::from(BUCKETS)];
        for n in 0..dyads {
            by_bucket[usize::from(Bucket::of(mother(n)).0)].push(n);
        }
        for (bucket, numbers) in by_bucket.iter().enumerate() {
            let story = story(numbers);
            rows += story.events.len();
            lake.write_bucket(Bucket(bucket as u16), &story).expect("a folder that can be written");
        }
        std::fs::write(&done, rows.to_string()).expect("a folder that can be written");
    } else {
        rows = std::fs::read_to_string(&done).ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    }
    println!(
        "{dyads} dyads, {rows} event rows, lake made in {:.1} s at {}",
        start.elapsed().as_secs_f64(),
        dir.display()
    );

    let engine = Engine::new().expect("threads");
    clear_peak();
    let (start, before) = (Instant::now(), cpu_seconds());
    let (subjects, counter) = run(&engine, &lake, &programme, &[]);
    let (all, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - before);
    println!("three by 120: {all:.2} s, {cpu:.1} CPU s, {subjects} subjects, peak {} MiB", peak_mib());
    for row in counter.rows().iter().filter(|r| r.organization.is_none() && r.stratum.is_none()) {
        println!("  {} {:?}", row.measure, row.counts);
    }

    let mut report = serde_json::json!({ "dyads": dyads, "as_of": AS_OF, "seconds": all });
    for measure in &programme.measures {
        let start = Instant::now();
        let (_, counter) = run(&engine, &lake, &programme, std::slice::from_ref(&measure.id));
        let seconds = start.elapsed().as_secs_f64();
        let whole = counter.rows().into_iter().find(|r| r.organization.is_none() && r.stratum.is_none());
        let Counts { met, not_met, excluded, pending, unknown } = whole.map(|r| r.counts).unwrap_or_default();
        println!("{}: {seconds:.2} s", measure.id);
        report[&measure.id] = serde_json::json!({
            "seconds": seconds, "met": met, "not_met": not_met, "excluded": excluded, "pending": pending,
            "unknown": unknown,
        });
        let sql = engine.sql_of(&lake, &programme, &measure.id, AS_OF).expect("a lake that can be read");
        write(&dir, &format!("{}.sql", measure.id), &sql);
    }
    write(&dir, "kith.json", &report.to_string());

    let files = Files::library();
    let mut ids = files.measure_ids();
    // Those of a list, such as a registry's, in place of the whole library.
    if let Ok(only) = std::env::var("KITH_BENCH_MEASURES") {
        let only: Vec<&str> = only.split(',').map(str::trim).collect();
        ids.retain(|id| only.contains(id));
    }
    let library = Programme::of_measures("library", &files, &ids).expect("it has no problems");
    clear_peak();
    let (start, before) = (Instant::now(), cpu_seconds());
    let (subjects, _) = run(&engine, &lake, &library, &[]);
    let (seconds, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - before);
    println!(
        "library: {} measures: {seconds:.2} s, {cpu:.1} CPU s, {subjects} subjects, peak {} MiB",
        ids.len(),
        peak_mib()
    );
    if std::env::var_os("KITH_BENCH_EACH").is_some() {
        let mut each: Vec<(f64, &str)> = ids
            .iter()
            .map(|id| {
                let before = cpu_seconds();
                run(&engine, &lake, &library, &[(*id).to_owned()]);
                (cpu_seconds() - before, *id)
            })
            .collect();
        each.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (seconds, id) in each {
            println!("  {seconds:7.2} CPU s {id}");
        }
    }

    // One bucket, as after a write.
    for (name, programme) in [("three by 120", &programme), ("library", &library)] {
        let request = Request { measures: Vec::new(), buckets: Some(vec![Bucket(7)]), as_of: AS_OF };
        let mut times: Vec<(f64, f64)> = (0..5)
            .map(|_| {
                let (start, before) = (Instant::now(), cpu_seconds());
                let run = engine.run(&lake, programme, &request).expect("measures");
                run.for_each(|b| drop(b.expect("a run")));
                (start.elapsed().as_secs_f64(), cpu_seconds() - before)
            })
            .collect();
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        println!("one bucket, {name}: {:.2} s, {:.2} CPU s", times[2].0, times[2].1);
    }
}

fn run(engine: &Engine, lake: &Lake, programme: &Programme, measures: &[String]) -> (usize, Counter) {
    let mut counter = Counter::new(None);
    let mut subjects = 0;
    let request = Request { measures: measures.to_vec(), buckets: None, as_of: AS_OF };
    for batch in engine.run(lake, programme, &request).expect("measures of the programme") {
        let batch = batch.expect("a run that ends");
        subjects += batch.len();
        counter.add(&batch);
    }
    (subjects, counter)
}

fn write(dir: &Path, name: &str, text: &str) {
    std::fs::write(dir.join(name), text).expect("a folder that can be written");
}

/// Forgets the peak of resident memory so far, so that the next is that of what follows.
fn clear_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Processor time of this process so far, which other work on the machine moves less than the clock.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok());
    // Linux counts a hundred of them a second.
    ticks.sum::<f64>() / 100.0
}

/// The peak of resident memory, where the system says it.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn mother(n: u64) -> PersonId {
    PersonId(2 * n as i64 + 1)
}

fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// The story of some dyads: about 45 records each.
fn story(numbers: &[u64]) -> Story {
    let mut story = Story::default();
    let classes: [Arc<str>; 3] = ["AMB".into(), "IMP".into(), "EMER".into()];
    let code = |system: &str, code: &str| (concept_id(system, code), (system.to_owned(), code.to_owned()));
    let codes = [
        code(SNOMED, "410620009"),
        code(ICD, "Z00.129"),
        code(SNOMED, "424619006"),
        code(ICD, "Z34.90"),
        code(CPT, "99213"),
        code(SNOMED, "169762003"),
        code(ICD, "J06.9"),
        code(SNOMED, "183460006"),
        code(ICD, "Z37.0"),
        code(LOINC, "85354-9"),
        code(CVX, "107"),
    ];
    let id = |n: usize| codes[n].0;
    story.concepts.extend(codes.iter().cloned());
    for &n in numbers {
        let dice = &mut Dice(n.wrapping_mul(0x2545_F491_4F6C_DD1D));
        let (mother, infant) = (mother(n), PersonId(2 * n as i64 + 2));
        let mut next = n as i64 * 64;
        let mut record = || {
            next += 1;
            RecordId(next)
        };
        let born = plus(date(2024, 1, 1), dice.below(900));
        let group = dice.below(10) as usize;
        let strata = Strata {
            reported: Reported {
                race_ethnicity: RACE_ETHNICITY[group],
                race_ethnicity_1997: RACE_ETHNICITY[group],
                race_in_combination: RACE_ETHNICITY[group].into(),
                ..Reported::default()
            },
            language: if dice.chance(20) { "es".into() } else { "en".into() },
            payer: if dice.chance(60) { "Medicaid" } else { "Private" },
            age_band: if dice.chance(10) { "Under 20" } else { "20-34" },
            geography: format!("{}", 210 + dice.below(8)),
            parity: if dice.chance(40) { "First birth" } else { "Second or later" },
            deprivation: deprivation::STRATA[dice.below(5) as usize],
        };
        let organization = Some(OrganizationId(1 + dice.below(10)));
        let death = match dice.chance(1) {
            true => Death { died: true, span: Some(plus(born, dice.below(200)).into()) },
            false => Death::default(),
        };
        let (own, baby) = (record(), record());
        story.infants.push(InfantRow {
            subject: SubjectId::infant(infant),
            person: infant,
            mother: Some(mother),
            reference: Reference(format!("Patient/{}", infant.0)),
            record: baby,
            organization,
            born: born.into(),
            death,
            birth_order: None,
            known_on: Some(born),
            moved: None,
            at_birth: AtBirth { plurality: Some(1), ..AtBirth::default() },
            mother_age: None,
            own: strata.reported.clone(),
            strata: strata.clone(),
        });
        story.deliveries.push(DeliveryRow {
            subject: SubjectId::delivery(mother, born),
            person: mother,
            reference: Reference(format!("Patient/{}", mother.0)),
            death_record: own,
            organization,
            delivered: born.into(),
            due_date: dice.chance(80).then(|| plus(born, dice.below(20) - 5)),
            gestation_days: Some(245 + dice.below(45) as i16),
            delivered_at: None,
            route: None,
            nulliparous: None,
            age_years: None,
            stay: DeliveryStay {
                state: StayState::Ended,
                admitted: Some(born),
                discharged: Some(plus(born, 2)),
                ..DeliveryStay::default()
            },
            prenatal: Default::default(),
            live: Live::Yes,
            plurality: Some(1),
            enrolled_on: Some(plus(born, -dice.below(600))),
            enrolled_until: None,
            death: Death::default(),
            first_in_180_days: true,
            strata: strata.clone(),
            record: own,
        });
        clinical(&mut story, dice, (mother, own), born, &strata);
        let mut event = |person, on: Date, class: usize, codes: &[i64], record: RecordId| {
            let row = EventRow {
                person,
                record,
                starts: Some(on.into()),
                ends: Some(on),
                at: None,
                with_encounter: true,
                class: Some(classes[class].clone()),
                inpatient: class == 1,
                concept: None,
                coded_by: Some(CodedBy::Type),
            };
            story.events.extend(codes.iter().map(|c| EventRow { concept: Some(*c), ..row.clone() }));
        };
        let first = 40 + dice.below(150);
        for visit in 0..7 {
            let on = plus(born, -280 + first + visit * 20);
            match dice.chance(50) {
                true => event(mother, on, 0, &[id(2)], record()),
                false => event(mother, on, 0, &[id(4), id(3)], record()),
            }
        }
        let stay = record();
        event(mother, born, 1, &[id(7), id(8)], stay);
        story.stays.push(StayRow {
            person: mother,
            starts: born,
            ends: Some(plus(born, 2)),
            until: plus(born, 2),
            left_for: None,
            record: stay,
        });
        if dice.chance(75) {
            event(mother, plus(born, dice.below(100)), 0, &[id(5)], record());
        }
        let stay = record();
        event(infant, born, 1, &[id(7)], stay);
        story.stays.push(StayRow {
            person: infant,
            starts: born,
            ends: Some(plus(born, 2)),
            until: plus(born, 2),
            left_for: None,
            record: stay,
        });
        for planned in [4, 14, 30, 60, 120, 180] {
            if dice.chance(65) {
                event(infant, plus(born, planned - 3 + dice.below(7)), 0, &[id(0), id(1)], record());
            }
        }
        for _ in 0..2 {
            event(infant, plus(born, dice.below(300)), 2 * usize::from(dice.chance(30)), &[id(6)], record());
        }
        for _ in 0..6 {
            story.observations.push(ObservationRow {
                person: mother,
                record: record(),
                on: Some(plus(born, -dice.below(200))),
                at: None,
                concept: id(9),
                number: Some(110.0 + dice.below(40) as f64),
                value_concept: None,
                unit: None,
            });
        }
        for dose in 0..5 {
            let (on, concept) = (Some(plus(born, 60 * dose)), id(10));
            story.immunizations.push(ImmunizationRow { person: infant, record: record(), on, concept });
        }
        story.references.push((own, Reference(format!("Patient/{}", mother.0))));
        story.references.push((baby, Reference(format!("Patient/{}", infant.0))));
    }
    story
}

/// What more is on record of a mother: diagnoses, pressures, medicines, cover, years of care, a case of the front door.
fn clinical(
    story: &mut Story,
    dice: &mut Dice,
    (person, record): (PersonId, RecordId),
    born: Date,
    strata: &Strata,
) {
    let concept = |system: &str, code: &str| (concept_id(system, code), (system.to_owned(), code.to_owned()));
    let hypertension = dice.chance(15);
    let diagnoses = [
        (hypertension, "O14.90", -40),
        (dice.chance(8), "O24.410", -90),
        (dice.chance(12), "F53.0", 30),
        (dice.chance(2), "O72.1", 0),
        (true, "Z37.0", 0),
        (dice.chance(60), "Z34.90", -150),
    ];
    for (_, code, on) in diagnoses.into_iter().filter(|(has, ..)| *has) {
        let (id, code) = concept(ICD, code);
        story.concepts.insert(id, code);
        let starts = Some(plus(born, on).into());
        story.conditions.push(ConditionRow {
            person,
            record,
            encounter: None,
            starts,
            on_admission: None,
            concept: id,
        });
    }
    for visit in 0..8 {
        let on = Some(plus(born, -200 + 28 * visit));
        let high = if hypertension && visit > 5 { 40.0 } else { 0.0 };
        let systolic = 100.0 + dice.below(30) as f64 + high;
        story.pressures.push(PressureRow {
            person,
            record,
            on,
            at: None,
            systolic,
            diastolic: systolic * 0.65,
        });
    }
    for (has, code, on) in [(dice.chance(20), "243670", -150), (hypertension && dice.chance(60), "6185", 1)] {
        let (id, code) = concept(RXNORM, code);
        story.concepts.insert(id, code);
        let on = Some(plus(born, on));
        story.medications.extend(has.then(|| MedicationRow {
            person,
            record,
            on,
            at: None,
            intent: "order".into(),
            concept: id,
        }));
    }
    let (epds, code) = concept(LOINC, "99046-5");
    story.concepts.insert(epds, code);
    story.observations.extend(dice.chance(70).then(|| ObservationRow {
        person,
        record,
        on: Some(plus(born, 40)),
        at: None,
        concept: epds,
        number: Some(dice.below(20) as f64),
        value_concept: None,
        unit: None,
    }));
    story.cover.push(CoverRow {
        person,
        starts: Some(plus(born, -400)),
        ends: dice.chance(30).then(|| plus(born, 60)),
    });
    let organization = Some(OrganizationId(1 + dice.below(10)));
    for year in [born.year() - 1, born.year()] {
        let subject = SubjectId::patient_year(person, year);
        let (age, strata) = (Some((25, 26)), strata.clone());
        story.patient_years.push(PatientYearRow { subject, person, record, organization, year, age, strata });
    }
    if dice.chance(20) {
        let opened = plus(born, -120).at(9, 0, 0, 0);
        let at = |day: i64| plus(born, day - 120).at(10, 0, 0, 0);
        let (case, referral) = (SubjectId(record.0), SubjectId(record.0 + 1));
        story.cases.push(CaseRow {
            subject: case,
            person,
            record,
            organization,
            opened,
            contact_by: at(3),
            closed: None,
            tier: TIERS[1],
            overridden: None,
            strata: strata.clone(),
        });
        story.referrals.push(ReferralRow {
            subject: referral,
            person,
            case,
            record,
            organization,
            service: "Home visits".into(),
            kind: "home_visiting".into(),
            sent: at(4),
            strata: strata.clone(),
        });
        let steps = [
            ("attempt", "reached", 2),
            ("contact", "reached", 2),
            ("enrolled", "", 9),
            ("connection", "connected", 20),
        ];
        for (seq, (what, detail, day)) in (1..).zip(steps) {
            let (referral, at, detail) = (Some(referral), at(day), detail.to_owned());
            story.steps.push(StepRow { person, case, seq, referral, record, at, what, detail });
        }
    }
}
