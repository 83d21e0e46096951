use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use serde_json::Value;

use super::*;

mod read_back;

const TODAY: Date = date(2026, 7, 1);

/// Keeps everything, for small plans.
#[derive(Default)]
struct Kept(Vec<(String, Vec<u8>)>);

impl Sink for Kept {
    fn resource(&mut self, resource_type: &str, json: &[u8]) -> io::Result<()> {
        self.0.push((resource_type.to_owned(), json.to_vec()));
        Ok(())
    }
}

/// Keeps nothing but numbers: what is made is never held.
#[derive(Default)]
struct Counted {
    resources: BTreeMap<String, u64>,
    largest: usize,
    hash: u64,
}

impl Sink for Counted {
    fn resource(&mut self, resource_type: &str, json: &[u8]) -> io::Result<()> {
        *self.resources.entry(resource_type.to_owned()).or_default() += 1;
        self.largest = self.largest.max(json.len());
        for byte in json {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(())
    }
}

fn counted(plan: &Plan) -> (Counted, Truth) {
    let mut sink = Counted { hash: 0xcbf2_9ce4_8422_2325, ..Counted::default() };
    let truth = generate(plan, &mut sink).expect("counting cannot fail");
    (sink, truth)
}

fn kept(plan: &Plan) -> (Vec<(String, Value)>, Truth) {
    let mut sink = Kept::default();
    let truth = generate(plan, &mut sink).expect("keeping cannot fail");
    let parse = |bytes: &[u8]| serde_json::from_slice(bytes).expect("every resource is JSON");
    (sink.0.into_iter().map(|(t, bytes)| (t, parse(&bytes))).collect(), truth)
}

#[test]
fn the_same_plan_makes_the_same_bytes_and_another_seed_others() {
    let plan = Plan::new(300, 7, TODAY);
    let (first, truth) = counted(&plan);
    let (second, again) = counted(&plan);
    assert_eq!(first.hash, second.hash);
    assert_eq!(truth.to_json(), again.to_json());
    assert_ne!(first.hash, counted(&Plan { seed: 8, ..plan }).0.hash);
}

/// On every machine and with every release of the libraries; a deliberate change of what is made changes the number.
#[test]
fn the_bytes_of_a_plan_do_not_move() {
    assert_eq!(counted(&Plan::new(64, 7, TODAY)).0.hash, 12_844_393_402_326_484_867);
}

#[test]
fn a_family_is_the_same_alone_and_among_others() {
    let plan = Plan::new(100, 3, TODAY);
    let mut sink = Kept::default();
    generate(&plan, &mut sink).expect("keeping cannot fail");
    let mut apart: Vec<(String, Vec<u8>)> = Vec::new();
    let mut keep = |part: Resources| apart.extend(part.iter().map(|(t, b)| (t.to_owned(), b.to_vec())));
    keep(network(&plan));
    (0..plan.families()).for_each(|index| keep(family(&plan, index)));
    assert!(sink.0 == apart);
}

#[test]
fn parts_of_a_plan_add_up() {
    let plan = Plan::new(200, 5, TODAY);
    let generator = Generator::new(plan);
    let mut out = Resources::default();
    let mut odd = Tally::new(&plan);
    let mut even = Tally::new(&plan);
    for index in (0..plan.families()).rev() {
        generator.family(index, &mut out, if index % 2 == 0 { &mut even } else { &mut odd });
    }
    odd.join(&even);
    let (_, truth) = counted(&plan);
    assert_eq!(odd.truth(&plan, truth.resources.clone()), truth);
}

#[test]
fn a_plan_makes_exactly_its_births() {
    for births in [0, 1, 31, 32, 33, 64, 1000] {
        let (_, truth) = counted(&Plan::new(births, 7, TODAY));
        let p = &truth.people;
        assert_eq!(p.infants + p.stillbirths + p.claim_only_deliveries, births);
        assert_eq!(p.twin_deliveries, births / 32);
        assert_eq!(p.mothers, p.deliveries + p.running_pregnancies + p.miscarriages);
    }
}

#[test]
fn every_resource_has_its_own_id_and_refers_only_to_others_that_exist() {
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match (key.as_str(), value) {
                        ("reference", Value::String(text)) => found.push(text.clone()),
                        _ => references(value, found),
                    }
                }
                assert!(!map.is_empty(), "FHIR knows no empty object");
            }
            Value::Array(list) => {
                assert!(!list.is_empty(), "FHIR knows no empty array");
                list.iter().for_each(|v| references(v, found));
            }
            Value::String(text) => assert!(!text.trim().is_empty(), "FHIR knows no empty text"),
            _ => {}
        }
    }
    let (resources, truth) = kept(&Plan { clinics: 5, ..Plan::new(400, 7, TODAY) });
    let mut ids = BTreeSet::new();
    let mut referred = Vec::new();
    for (kind, resource) in &resources {
        assert_eq!(resource["resourceType"], kind.as_str());
        let id = resource["id"].as_str().expect("an id");
        let legal = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
        assert!((1..=64).contains(&id.len()) && id.bytes().all(legal), "`{id}` is no id");
        assert!(ids.insert(format!("{kind}/{id}")), "{kind}/{id} twice");
        references(resource, &mut referred);
    }
    assert!(referred.len() > 10_000);
    for reference in referred {
        assert!(ids.contains(&reference), "{reference} is not there");
    }
    let clinics: Vec<_> = ids.iter().filter(|id| id.starts_with("Organization/clinic-")).collect();
    assert_eq!(clinics.len(), 5);
    for measure in &truth.measures {
        assert!(measure.planted.organization.keys().eq(clinics.iter().copied()), "{}", measure.measure);
    }
}

#[test]
fn nothing_is_dated_after_today_but_due_dates() {
    fn look(path: &str, value: &Value, last: &mut String) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| look(key, value, last)),
            Value::Array(list) => list.iter().for_each(|value| look(path, value, last)),
            Value::String(text)
                if path != "id" && text.get(..10).is_some_and(|t| t.parse::<Date>().is_ok()) =>
            {
                *last = text[..10].to_owned().max(std::mem::take(last));
            }
            _ => {}
        }
    }
    let (resources, _) = kept(&Plan::new(1500, 7, TODAY));
    let mut last = String::new();
    for (_, resource) in &resources {
        if resource["code"]["coding"][0]["code"] != "11778-8" {
            look("", resource, &mut last);
        }
    }
    assert_eq!(last, TODAY.to_string(), "the records end today, not before and not after");
}

#[test]
fn shares_are_like_those_of_a_population() {
    let truth = truth_of(&Plan::new(8000, 7, TODAY));
    let p = &truth.people;
    let share = |n: u64, of: u64, low: f64, high: f64| {
        let share = n as f64 / of as f64;
        assert!((low..high).contains(&share), "{share} is not from {low} to {high}");
    };
    share(p.twin_deliveries, p.deliveries, 0.03, 0.035);
    share(p.preterm_deliveries, p.deliveries, 0.09, 0.14);
    share(p.stillbirths, truth.births, 0.003, 0.012);
    share(p.miscarriages, p.mothers, 0.03, 0.08);
    share(p.running_pregnancies, p.mothers, 0.1, 0.2);
    share(p.unlinked_infants, p.infants, 0.004, 0.02);
    share(p.intensive_care_infants, p.infants, 0.03, 0.1);
    share(p.infant_deaths, p.infants, 0.002, 0.01);
    let year = periods(TODAY)[0];
    let race = |label: &str| {
        let strata = &truth.period("wcv_3by120", year).expect("the year is kept").strata;
        strata.iter().find(|s| s.stratum == label).expect("the stratum has someone").cell.denominator as u64
    };
    let all = truth.period("wcv_3by120", year).expect("the year is kept").whole.denominator as u64;
    share(race("White"), all, 0.32, 0.43);
    share(race("Black or African American"), all, 0.22, 0.32);
    share(race("Hispanic or Latino"), all, 0.13, 0.22);
}

#[test]
fn a_family_is_made_of_about_fifty_resources_and_any_number_in_bounded_memory() {
    let plan = Plan::new(2000, 7, TODAY);
    let (sink, truth) = counted(&plan);
    assert_eq!(sink.resources, truth.resources);
    let all: u64 = truth.resources.values().sum();
    assert!((45..65).contains(&(all / plan.families())));
    assert!(sink.largest < 4000, "{} bytes", sink.largest);
    let types: Vec<&str> = truth.resources.keys().map(String::as_str).collect();
    assert_eq!(
        types,
        [
            "Condition",
            "Coverage",
            "Encounter",
            "Immunization",
            "Location",
            "MedicationAdministration",
            "MedicationRequest",
            "Observation",
            "Organization",
            "Patient",
            "Practitioner",
            "Procedure",
            "RelatedPerson",
        ]
    );
    assert_eq!(truth.resources["Patient"], truth.people.mothers + truth.people.infants);
    // One family's buffer is all that is held, and it does not grow with the plan.
    let generator = Generator::new(plan);
    let mut out = Resources::default();
    let mut tally = Tally::new(&plan);
    for index in 0..plan.families() {
        generator.family(index, &mut out, &mut tally);
        assert!(out.len() < 200);
        assert!(out.iter().map(|(_, json)| json.len()).sum::<usize>() < 150_000);
    }
}

#[test]
fn strata_and_organizations_add_up_to_the_whole() {
    let truth = truth_of(&Plan::new(1500, 11, TODAY));
    for measure in &truth.measures {
        for period in &measure.periods {
            let counts = |c: &Cell| [c.denominator, c.numerator, c.excluded, c.pending, c.unknown];
            let sum = |cells: Vec<&Cell>| {
                cells.into_iter().fold([0; 5], |all, c| {
                    let c = counts(c);
                    std::array::from_fn(|i| all[i] + c[i])
                })
            };
            let whole = counts(&period.whole);
            for stratifier in ["race_ethnicity", "payer", "language", "age_band", "geography"] {
                let of = period.strata.iter().filter(|s| s.stratifier == stratifier).map(|s| &s.cell);
                assert_eq!(sum(of.collect()), whole, "{stratifier}");
            }
            assert_eq!(sum(period.organizations.iter().map(|o| &o.cell).collect()), whole);
        }
    }
    let text = truth.to_json();
    let read: Truth = serde_json::from_str(&text).expect("the truth reads back");
    assert!(read == truth);
}

/// Where rates are planted, they come out: every cell of twenty or more holds the planted rate in its Wilson interval, at
/// which one network in a thousand has any cell that does not; and those by race and ethnicity, by clinic and as a
/// whole at 99.997 % each.
#[test]
fn what_is_planted_comes_out() {
    for births in [2000, 20_000] {
        let truth = truth_of(&Plan::new(births, 7, TODAY));
        let mut looked_at = 0;
        for measure in &truth.measures {
            for period in &measure.periods {
                let strata = period.strata.iter().map(|s| (s.stratum.as_str(), &s.cell, &*s.stratifier));
                let organizations =
                    period.organizations.iter().map(|o| (&*o.organization, &o.cell, "clinic"));
                let whole = ("whole", &period.whole, "clinic");
                for (label, cell, stratifier) in strata.chain(organizations).chain([whole]) {
                    let (Some(planted), Some(realised)) = (cell.planted, cell.realised) else { continue };
                    if cell.denominator < 20 {
                        continue;
                    }
                    let z = if ["race_ethnicity", "clinic"].contains(&stratifier) { 4.2_f64 } else { 4.75 };
                    let n = cell.denominator as f64;
                    let middle = (realised + z * z / (2.0 * n)) / (1.0 + z * z / n);
                    let spread = realised * (1.0 - realised) / n + z * z / (4.0 * n * n);
                    let half = z * spread.sqrt() / (1.0 + z * z / n);
                    let what = format!("{} {} {label}", measure.measure, period.period);
                    assert!((planted - middle).abs() <= half, "{what}: {planted}, came out {realised}");
                    looked_at += 1;
                }
            }
        }
        assert!(looked_at > 400);
    }
}

#[test]
fn the_gap_and_the_change_at_one_clinic_are_there_to_be_seen() {
    let truth = truth_of(&Plan::new(20_000, 7, TODAY));
    let three = truth.period("wcv_3by120", periods(TODAY)[1]).expect("the year is kept");
    for gap in [three.gap.planted, three.gap.realised] {
        let gap = gap.expect("both strata have someone");
        assert!((-0.17..-0.13).contains(&gap), "{gap}");
    }
    let change = &truth.intervention;
    let (before, after) = (change.before.realised.expect("someone"), change.after.realised.expect("someone"));
    assert!(after - before > 0.06, "{before} {after}");
    assert_eq!(change.from, date(2025, 10, 1));
}

/// What each subject is and what all of them add up to are the same truth.
#[test]
fn standings_add_up_to_the_truth() {
    let plan = Plan::new(600, 5, TODAY);
    let (truth, year) = (truth_of(&plan), periods(TODAY)[1]);
    for measure in &truth.measures {
        let of = |clinic: Option<&str>| {
            let is = |s: &Standing| {
                s.measure == measure.measure
                    && year.contains(s.counts_on)
                    && clinic.is_none_or(|clinic| s.organization == clinic)
            };
            let mut counts = kith_domain::measure::Counts::default();
            standings(&plan).filter(is).for_each(|s| counts.add(s.status, 1));
            (counts.met, counts.denominator(), counts.pending, counts.unknown)
        };
        let cell = |c: &Cell| (c.numerator, c.denominator, c.pending, c.unknown);
        let period = truth.period(&measure.measure, year).expect("the year is kept");
        assert_eq!(of(None), cell(&period.whole));
        let clinic = &period.organizations[0];
        assert_eq!(of(Some(&clinic.organization)), cell(&clinic.cell));
    }
}

/// One gap narrows because those behind gain, another because those ahead lose: in what was planted and in what came.
#[test]
fn two_gaps_narrow_and_for_different_reasons() {
    let truth = truth_of(&Plan::new(20_000, 7, TODAY));
    let (last, first) = (periods(TODAY)[1], periods(TODAY)[4]);
    assert_eq!((first.start, first.end), (date(2023, 7, 1), date(2024, 7, 1)));
    let rate = |measure: &str, period, stratum: &str, of: fn(&Cell) -> Option<f64>| {
        let strata = &truth.period(measure, period).expect("the year is kept").strata;
        let cell = strata.iter().find(|s| s.stratum == stratum).expect("the stratum has someone").cell;
        of(&cell).expect("somebody is in the rate")
    };
    let ways: [fn(&Cell) -> Option<f64>; 2] = [|c| c.planted, |c| c.realised];
    for of in ways {
        let moved = |measure, stratum| rate(measure, last, stratum, of) - rate(measure, first, stratum, of);
        let (black, white) = (moved("wcv_3by120", "Black or African American"), moved("wcv_3by120", "White"));
        assert!(black > 0.1 && white > -0.01, "{black} {white}");
        let (behind, ahead) = (moved("ppc_postpartum", "Medicaid"), moved("ppc_postpartum", "Private"));
        assert!(behind < 0.02 && ahead < -0.06, "{behind} {ahead}");
        let gap =
            |year| rate("ppc_postpartum", year, "Private", of) - rate("ppc_postpartum", year, "Medicaid", of);
        assert!(gap(first) > 0.1 && gap(last) > 0.02, "{} {}", gap(first), gap(last));
    }
}

#[test]
fn a_folder_holds_one_file_a_type_and_the_truth() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = Plan::new(40, 7, TODAY);
    let truth = write_folder(&plan, folder.path()).expect("the folder can be written");
    for (kind, count) in &truth.resources {
        let text = std::fs::read_to_string(folder.path().join(format!("{kind}.ndjson"))).expect("a file");
        assert!(text.ends_with('\n'));
        assert_eq!(text.lines().count() as u64, *count, "{kind}");
        for line in text.lines() {
            let resource: Value = serde_json::from_str(line).expect("a line is JSON");
            assert_eq!(resource["resourceType"], kind.as_str());
        }
    }
    let text = std::fs::read_to_string(folder.path().join("truth.json")).expect("the truth");
    assert_eq!(text, truth.to_json());
}
