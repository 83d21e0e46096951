use super::*;

#[test]
fn totals_of_the_worked_examples() {
    let epds_codes = ["printed-1", "printed-2", "printed-3", "printed-4"];
    let check = |which, codes: &[&str], places: &[usize], total, positive, band: Option<&str>| {
        let items = numbered(places.len());
        let score = only(&form(instrument(which, &items)), &by_place(codes, places));
        assert_eq!((score.total, score.positive, score.band), (total, positive, band), "{places:?}");
        assert_eq!(score.complete, total.is_some());
    };
    use Instrument::{Epds, Gad7, Hits, Phq2, Phq9};
    // 1. Printed places, not points: the naive reading gives 22 and a false crisis.
    check(Epds, &epds_codes, &[0, 0, 3, 1, 3, 3, 3, 3, 3, 3], Some(1), Some(false), Some("below"));
    check(Epds, &epds_codes, &[3, 3, 0, 3, 0, 0, 0, 0, 0, 0], Some(30), Some(true), Some("probable"));
    check(Epds, &epds_codes, &[3, 3, 3, 3, 2, 3, 3, 3, 3, 3], Some(10), Some(true), Some("possible"));
    // 3. PHQ-2 of 2 and 1 is positive.
    check(Phq2, &PHQ, &[2, 1], Some(3), Some(true), None);
    check(Phq2, &PHQ, &[1, 1], Some(2), Some(false), None);
    check(Phq2, &PHQ, &[2, 9], None, None, None);
    check(Phq2, &PHQ, &[3, 9], None, Some(true), None);
    check(Phq9, &PHQ, &[3, 3, 3, 3, 3, 3, 1, 1, 0], Some(20), Some(true), Some("severe"));
    check(Phq9, &PHQ, &[3, 3, 3, 3, 3, 3, 1, 0, 0], Some(19), Some(true), Some("moderately_severe"));
    // Nothing is made up for what is open, and eight zeros are no negative screen.
    check(Phq9, &PHQ, &[0, 0, 0, 0, 0, 0, 0, 0, 9], None, None, None);
    check(Gad7, &PHQ, &[2, 2, 2, 2, 1, 0, 0], Some(9), Some(false), Some("mild"));
    check(Gad7, &PHQ, &[2, 2, 2, 2, 1, 1, 0], Some(10), Some(true), Some("moderate"));
    // 4. HITS counts from 1.
    check(Hits, &HITS, &[2, 2, 2, 1], Some(11), Some(true), None);
    check(Hits, &HITS, &[2, 2, 1, 1], Some(10), Some(false), None);
    check(Hits, &HITS, &[4, 4, 4, 9], None, Some(true), None);
}

#[test]
fn instruments_without_a_total() {
    let hvs = ["LA28397-0", "LA6729-3", "LA28398-8", "LA15775-2"];
    let check = |which, items: usize, answers: Answers, complete, positive| {
        let score = only(&form(instrument(which, &numbered(items))), &answers);
        assert_eq!((score.complete, score.positive, score.total), (complete, positive, None), "{answers:?}");
    };
    // 5. "Do not know" beside "sometimes" is at risk; twice it is no result, and beside "never" it is none either.
    check(Instrument::Hvs, 2, by_place(&hvs, &[3, 1]), false, Some(true));
    check(Instrument::Hvs, 2, by_place(&hvs, &[3, 3]), false, None);
    check(Instrument::Hvs, 2, by_place(&hvs, &[2, 3]), false, None);
    check(Instrument::Hvs, 2, by_place(&hvs, &[2, 2]), true, Some(false));
    let said = |yes: &[bool]| Answers {
        alone: true,
        given: yes
            .iter()
            .enumerate()
            .map(|(at, yes)| ((at + 1).to_string(), Answer::one(Value::Boolean(*yes))))
            .collect(),
    };
    check(Instrument::FourPs, 4, said(&[false, false, false, false]), true, Some(false));
    check(Instrument::FourPs, 4, said(&[false, true, false]), false, Some(true));
    check(Instrument::FourPs, 4, said(&[false, false, false]), false, None);
    check(Instrument::Taps1, 4, by_place(&["never", "other"], &[0, 0, 1, 0]), true, Some(true));
}

#[test]
fn the_index_of_functioning_turns_two_items_round() {
    let items = numbered(20);
    let form = form(instrument(Instrument::Bimf, &items));
    let mut answers = Answers::default();
    for item in items {
        answers.given.insert(item.into(), Answer::one(Value::Integer(if item == "18" { 0 } else { 6 })));
    }
    let score = only(&form, &answers);
    assert_eq!((score.total, score.positive, score.band), (Some(114), None, None));
}

#[test]
fn social_needs_are_read_domain_by_domain() {
    let form = form(instrument(Instrument::AhcCore, &numbered(10)));
    let mut answers = by_place(&HITS, &[]);
    for (item, code) in [
        ("1", "LA31993-1"),
        ("3", "LA28398-8"),
        ("4", "LA6729-3"),
        ("6", "LA32002-0"),
        ("7", "LA10082-8"),
        ("8", "LA10082-8"),
        ("9", "LA10082-8"),
        ("10", "LA10066-1"),
    ] {
        answers = answers.with(item, Answer::code(code));
    }
    answers = answers.with("5", Answer::Absent(Absent::Declined));
    let parts = |answers: &Answers| -> Vec<(String, Option<bool>, Option<i32>)> {
        only(&form, answers).parts.into_iter().map(|p| (p.name, p.positive, p.sum)).collect()
    };
    let named = |name: &str, positive, sum| (name.to_owned(), positive, sum);
    // Item 2 of housing is open; declined transport is neither.
    let rest = [
        named("food", Some(true), None),
        named("transport", None, None),
        named("utilities", Some(true), None),
        named("safety", Some(true), Some(11)),
    ];
    assert_eq!(parts(&answers)[0], named("housing", None, None));
    assert_eq!(parts(&answers)[1..], rest);
    let mold = Answer::Given(vec![Value::Code("LA28580-1".into()), Value::Code("LA32001-2".into())]);
    assert_eq!(parts(&answers.clone().with("2", mold))[0], named("housing", Some(true), None));
    assert_eq!(parts(&answers.with("2", Answer::code("LA9-3")))[0], named("housing", Some(false), None));
}

#[test]
fn one_loinc_code_has_the_answers_of_its_instrument() {
    assert_eq!(Instrument::AhcCore.loinc("1"), Instrument::Prapare.loinc("7"));
    assert!(Instrument::AhcCore.meaning("1", "LA30190-5").is_none());
    assert_eq!(Instrument::Prapare.meaning("7", "LA30190-5").map(|m| m.flag), Some(Flag::Positive));
    assert_eq!(Instrument::Prapare.meaning("7", "LA30122-8").map(|m| m.flag), Some(Flag::Unknown));
    let form = form(instrument(Instrument::Prapare, &["7", "8"]));
    let score = only(&form, &Answers::default().with("7", Answer::code("LA30190-5")));
    assert_eq!((score.total, score.positive), (None, Some(true)));
    assert_eq!(score.parts[1].name, "housing");
    assert_eq!(score.parts[1].positive, Some(true));
}

#[test]
fn substances_are_read_one_by_one() {
    let mut items =
        instrument(Instrument::Taps2, &["tobacco.1", "tobacco.2", "alcohol.1", "alcohol.2", "alcohol.3"]);
    for item in [1, 3, 4] {
        let first = if item == 1 { "tobacco.1" } else { "alcohol.1" };
        items[item].enable = when(first, Operator::Equal, Value::Boolean(true));
    }
    let form = form(items);
    let check = |said: &[(&str, bool)], tobacco: Option<&str>, alcohol: Option<&str>, positive| {
        let answers = said.iter().fold(Answers::default(), |answers, (item, yes)| {
            answers.with(item, Answer::one(Value::Boolean(*yes)))
        });
        let score = only(&form, &answers);
        assert_eq!(score.parts.iter().map(|p| p.band).collect::<Vec<_>>(), [tobacco, alcohol], "{said:?}");
        assert_eq!(score.positive, positive, "{said:?}");
    };
    check(&[("tobacco.1", false), ("alcohol.1", false)], Some("no_use"), Some("no_use"), Some(false));
    check(
        &[
            ("tobacco.1", true),
            ("tobacco.2", false),
            ("alcohol.1", true),
            ("alcohol.2", true),
            ("alcohol.3", false),
        ],
        Some("problem_use"),
        Some("higher_risk"),
        Some(true),
    );
    // Questions that are not asked because nothing was said of use are open, not "no".
    check(&[("alcohol.1", false)], None, Some("no_use"), None);
}

#[test]
fn two_questions_lead_to_seven_more_and_are_not_asked_twice() {
    let form = phq();
    assert_eq!(asked(&form, &Answers::default()), ["1", "2"]);
    assert_eq!(asked(&form, &by_place(&PHQ, &[1, 1])), ["1", "2"]);
    assert_eq!(asked(&form, &by_place(&PHQ, &[2, 1])), numbered(9));
    let full = by_place(&PHQ, &[2, 1, 1, 1, 1, 1, 1, 1, 1]);
    let totals = |answers: &Answers| form.scores(answers).iter().map(|s| s.total).collect::<Vec<_>>();
    assert_eq!(totals(&full), [Some(10), Some(3)]);
    assert_eq!(triggers(&form, &full, "PHQ-2,total>=3,next_instrument,system,,,More,Más\n").len(), 2);
    // She takes the first two back: the rest is not asked and does not count, and the form says so.
    let back = full.with("1", Answer::code(PHQ[0]));
    assert_eq!(totals(&back), [None, Some(1)]);
    assert!(form.check(&back).iter().all(|wrong| wrong.mistake == Mistake::NotAsked));
    assert_eq!(form.check(&back).len(), 7);
    // What was said of self-harm stands all the same.
    assert_eq!(triggers(&form, &back, ""), ["PHQ-9 item:9>=1"]);
}
