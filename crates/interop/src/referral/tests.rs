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
