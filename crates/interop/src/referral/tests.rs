use jiff::civil::date;
use kith_domain::form::identity;
use serde_json::{Value as Json, json};

use super::*;
use crate::build::{LOINC, SNOMED};
use crate::codes::{ICD_10, ICD_10_CM};

fn said(gathered: &Gathered, link_id: &str) -> Vec<Value> {
    gathered.0.given.get(link_id).map(|answer| answer.values().to_vec()).unwrap_or_default()
}

#[test]
fn words_hide_and_codes_alone_count() {
    let check = |words: &str, codes: &[Coding], hidden: &str, coded: &[&str]| {
        let mut gathered = Gathered::default();
        gathered.reason(words, codes);
        assert_eq!(said(&gathered, hidden), [Value::Text(words.into())], "{words}");
        let found: Vec<&str> = [ask::MENTAL_CODED, ask::SUBSTANCE_CODED, ask::VIOLENCE_CODED]
            .into_iter()
            .filter(|link_id| said(&gathered, link_id) == [Value::Code("diagnosis".into())])
            .collect();
        assert_eq!(found, coded, "{words} {codes:?}");
    };
    check("Denies alcohol or drug use", &[], ask::SUBSTANCE, &[]);
    check("Depression screening", &[], ask::MENTAL, &[]);
    check("No domestic violence", &[], ask::VIOLENCE, &[]);
    check("EPDS score", &[Coding::new(LOINC, "71354-5")], ask::MENTAL, &[]);
    let words = Coding { display: Some("No depression".into()), ..Coding::new(ICD_10_CM, "Z34.00") };
    check("No depression", &[words], ask::MENTAL, &[]);
    check("Alleged", &[Coding::new(ICD_10_CM, "Z04.41")], ask::VIOLENCE, &[]);
    check("A code of a house", &[Coding::new("urn:house", "F53.0")], ask::REASON, &[]);
    check("Opioids", &[Coding::new(ICD_10_CM, "F11.20")], ask::SUBSTANCE, &[ask::SUBSTANCE_CODED]);
    check("Sad", &[Coding::new(ICD_10, "F530")], ask::MENTAL, &[ask::MENTAL_CODED]);
    check("Sad", &[Coding::new(SNOMED, "58703003")], ask::MENTAL, &[ask::MENTAL_CODED]);
    check("Hurt", &[Coding::new(ICD_10_CM, "T74.11XA")], ask::VIOLENCE, &[ask::VIOLENCE_CODED]);
}

#[test]
fn violence_as_a_need_is_a_choice_and_no_words() {
    let mut gathered = Gathered::default();
    gathered.need("intimate-partner-violence");
    assert_eq!(said(&gathered, ask::VIOLENCE_CODED), [Value::Code("partner_violence".into())]);
    assert_eq!((said(&gathered, ask::VIOLENCE).len(), said(&gathered, ask::NEEDS).len()), (0, 0));
}

#[test]
fn words_without_end_are_cut_and_not_left_out() {
    let check = |lines: &[String], expected: usize| {
        let mut gathered = Gathered::default();
        for line in lines {
            gathered.line(ask::REASON, line);
        }
        let [Value::Text(text)] = &said(&gathered, ask::REASON)[..] else { panic!("there are words") };
        assert!(text.chars().next() == lines[0].chars().next() && text.len() == expected, "{}", text.len());
    };
    check(&["a".repeat(LONGEST + 1)], LONGEST);
    // A sign of two bytes is not cut in two.
    check(&[format!("b{}", "ñ".repeat(LONGEST))], LONGEST - 1);
    check(&["c".repeat(LONGEST - 10), "d".repeat(100), "e".repeat(100)], LONGEST);
    check(&["f".repeat(10), "f".repeat(10)], 10);
}

/// A reading of a day, made on a day.
fn day(loinc: &str, value: &str, effective: Option<&str>) -> Json {
    let mut reading = json!({"resourceType": "Observation", "status": "final", "valueDateTime": value,
        "code": {"coding": [{"system": LOINC, "code": loinc}]}});
    if let Some(effective) = effective {
        reading["effectiveDateTime"] = effective.into();
    }
    reading
}

#[test]
fn of_several_due_dates_the_newest_of_this_pregnancy_counts() {
    let check = |readings: &[Json], link_id: &str, expected: &[&str]| {
        for turned in [false, true] {
            let mut readings: Vec<&Json> = readings.iter().collect();
            if turned {
                readings.reverse();
            }
            let mut gathered = Gathered::default();
            observed(&mut gathered, &readings, Some(date(2025, 11, 10)));
            let dates: Vec<String> = said(&gathered, link_id)
                .iter()
                .map(|value| if let Value::Date(date) = value { date.to_string() } else { String::new() })
                .collect();
            assert_eq!(dates, expected, "{readings:?}");
        }
    };
    let due = |value: &str, effective: Option<&str>| day("11778-8", value, effective);
    let made =
        [due("2026-05-20", Some("2025-09-01")), day("11781-2", "2026-05-09", Some("2025-10-20T09:00:00Z"))];
    check(&made, identity::DUE_DATE, &["2026-05-09"]);
    check(&[due("2026-05-09", None), due("2026-05-20", None)], identity::DUE_DATE, &["2026-05-20"]);
    check(&[due("2026-05-09", Some("2025")), due("2026-05-20", None)], identity::DUE_DATE, &["2026-05-09"]);
    // Of an earlier pregnancy, though it was written down last; a birth of some weeks ago is still this one.
    check(
        &[due("2023-02-01", Some("2025-11-09")), due("2026-05-09", None)],
        identity::DUE_DATE,
        &["2026-05-09"],
    );
    check(&[due("2023-02-01", None)], identity::DUE_DATE, &[]);
    check(&[due("2025-09-15", None)], identity::DUE_DATE, &["2025-09-15"]);
    check(&[due("2025-09-14", None)], identity::DUE_DATE, &[]);
    let period = |value: &str| day("8665-2", value, None);
    check(&[period("2022-05-01"), period("2025-08-01")], identity::LMP, &["2025-08-01"]);
    check(&[period("2022-05-01")], identity::LMP, &[]);
}
