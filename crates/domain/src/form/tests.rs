use proptest::prelude::*;

use super::*;

fn question(link_id: &str, kind: Kind) -> Item {
    Item { link_id: link_id.into(), kind, text: Text::new(link_id, link_id), ..Item::default() }
}

fn group(link_id: &str, items: Vec<Item>) -> Item {
    Item { items, ..question(link_id, Kind::Group) }
}

fn choices(codes: &[&str]) -> Vec<Choice> {
    codes
        .iter()
        .map(|code| Choice {
            code: (*code).into(),
            exclusive: matches!(*code, "none" | "LA9-3"),
            unknown: matches!(*code, "LA15775-2"),
            ..Choice::default()
        })
        .collect()
}

fn when(question: &str, operator: Operator, value: Value) -> Enable {
    Enable::All(vec![Condition { question: question.into(), operator, value }])
}

/// A question for each item of an instrument, named by its number; an answer list where the table has one.
fn instrument(instrument: Instrument, items: &[&str]) -> Vec<Item> {
    items
        .iter()
        .map(|item| {
            let codes = instrument.answers(item);
            let several =
                matches!((instrument, *item), (Instrument::AhcCore, "2") | (Instrument::WarningSigns, _));
            let kind = match instrument {
                Instrument::Bimf => Kind::Integer(Some(0), Some(6)),
                Instrument::FourPs | Instrument::Taps2 => Kind::Boolean,
                _ if several => Kind::Many(choices(&codes)),
                _ => Kind::One(choices(&codes)),
            };
            let parts = vec![Membership { instrument, item: (*item).into() }];
            Item { parts, required: true, ..question(item, kind) }
        })
        .collect()
}

fn form(items: Vec<Item>) -> Form {
    Form { items, ..Form::default() }
}

fn numbered(n: usize) -> Vec<&'static str> {
    let names = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"];
    names.into_iter().chain(["18", "19", "20"]).take(n).collect()
}

const PHQ: [&str; 4] = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];
const HITS: [&str; 5] = ["LA6270-8", "LA10066-1", "LA10082-8", "LA16644-9", "LA6482-9"];

/// Answers by the place of their code in a list; a place beyond it is "would rather not say".
fn by_place(codes: &[&str], places: &[usize]) -> Answers {
    let answer = |place: &usize| match codes.get(*place) {
        Some(code) => Answer::code(code),
        None => Answer::Absent(Absent::Declined),
    };
    let given = places.iter().enumerate().map(|(at, place)| ((at + 1).to_string(), answer(place)));
    Answers { alone: true, given: given.collect() }
}

fn only(form: &Form, answers: &Answers) -> Score {
    let mut scores = form.scores(answers);
    assert_eq!(scores.len(), 1);
    scores.remove(0)
}

const SAFETY: &str = "\
instrument,trigger,level,task_role,respond_within_minutes,close_within_minutes,person_sees_en,person_sees_es
EPDS,item:10>=1,safety,on_call_clinician,15,1440,988,988
PHQ-9,item:9>=1,safety,on_call_clinician,15,1440,988,988
";

fn table(rows: &str) -> ActionTable {
    ActionTable::parse(&format!("{SAFETY}{rows}")).expect("the table of the test can be read")
}

fn triggers(form: &Form, answers: &Answers, rows: &str) -> Vec<String> {
    form.actions(answers, &table(rows))
        .into_iter()
        .map(|a| {
            format!(
                "{} {}{}",
                a.instrument.name(),
                a.trigger,
                a.domain.map_or(String::new(), |d| format!(" {d}"))
            )
        })
        .collect()
}

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

/// PHQ-2 that leads to PHQ-9 by a calculated item.
fn phq() -> Form {
    let mut items = instrument(Instrument::Phq9, &numbered(9));
    for (item, name) in items.iter_mut().zip(["1", "2"]) {
        item.parts.push(Membership { instrument: Instrument::Phq2, item: name.into() });
    }
    let rest = items.split_off(2);
    items.push(Item {
        calculated: Some(Calculated { instrument: Instrument::Phq2, what: Calculation::Positive }),
        hidden: true,
        ..question("positive", Kind::Boolean)
    });
    let enable = when("positive", Operator::Equal, Value::Boolean(true));
    items.push(Item { enable, ..group("rest", rest) });
    form(items)
}

fn asked(form: &Form, answers: &Answers) -> Vec<String> {
    let sheet = form.sheet(answers);
    let open = |line: &&Line<'_>| {
        line.standing == Standing::Asked && line.item.kind.is_question() && !line.item.hidden
    };
    sheet.lines.iter().filter(open).map(|line| line.item.link_id.clone()).collect()
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

#[test]
fn actions_fire_by_the_table() {
    const ROWS: &str = "\
EPDS,total>=13,high,behavioural_health,1440,20160,a,b
EPDS,total in 10..12,moderate,care_coordinator,4320,43200,a,b
HITS,total>=11,high_private,advocate,1440,10080,a,b
HITS,item:1>=2,prompt_private,advocate,4320,10080,a,b
HVS,any POS and wants_help,need,navigator,2880,86400,a,b
AHC-HRSN core,domain POS and wants_help,need,navigator,2880,86400,a,b
AHC-HRSN core,safety_sum>=11,high_private,advocate,1440,10080,a,b
warning_signs,route==911,emergency,on_call_clinician,15,1440,a,b
warning_signs,route==provider_now,urgent,nurse_line,60,1440,a,b
warning_signs,route==crisis,safety,on_call_clinician,15,1440,a,b
";
    let check = |form: &Form, answers: &Answers, expected: &[&str]| {
        assert_eq!(triggers(form, answers, ROWS), expected, "{answers:?}");
    };
    let epds_codes = ["printed-1", "printed-2", "printed-3", "printed-4"];
    let epds = form(instrument(Instrument::Epds, &numbered(10)));
    // 2. A total of 6 with one point for self-harm.
    let six = by_place(&epds_codes, &[1, 1, 2, 1, 3, 3, 3, 3, 2, 2]);
    assert_eq!(only(&epds, &six).total, Some(6));
    check(&epds, &six, &["EPDS item:10>=1"]);
    // The last item alone, with nothing else answered yet.
    check(&epds, &Answers::default().with("10", Answer::code("printed-1")), &["EPDS item:10>=1"]);
    check(&epds, &Answers::default().with("10", Answer::code("printed-4")), &[]);
    check(&epds, &by_place(&epds_codes, &[3, 3, 3, 3, 2, 3, 3, 3, 3, 3]), &["EPDS total in 10..12"]);
    let most = by_place(&epds_codes, &[3, 3, 0, 3, 0, 0, 0, 0, 0, 0]);
    check(&epds, &most, &["EPDS item:10>=1", "EPDS total>=13"]);
    // Thirteen are reached although one item is declined.
    check(&epds, &by_place(&epds_codes, &[9, 3, 0, 3, 0, 0, 0, 0, 0, 3]), &["EPDS total>=13"]);

    let hits = form(instrument(Instrument::Hits, &numbered(4)));
    check(&hits, &by_place(&HITS, &[2, 2, 2, 1]), &["HITS total>=11", "HITS item:1>=2"]);
    check(&hits, &by_place(&HITS, &[0, 2, 2, 1]), &[]);

    let mut food = instrument(Instrument::Hvs, &["1", "2"]);
    food.push(Item { wants_help: Some(Instrument::Hvs), ..question("help", Kind::Boolean) });
    let food = form(food);
    let hungry = Answers::default().with("1", Answer::code("LA28397-0"));
    check(&food, &hungry, &[]);
    check(&food, &hungry.clone().with("help", Answer::one(Value::Boolean(false))), &[]);
    check(&food, &hungry.with("help", Answer::one(Value::Boolean(true))), &["HVS any POS and wants_help"]);

    let mut needs = instrument(Instrument::AhcCore, &numbered(10));
    let help = Kind::Many(choices(&["housing", "food", "transport", "utilities", "none"]));
    needs.push(Item { wants_help: Some(Instrument::AhcCore), ..question("help", help) });
    let needs = form(needs);
    let wants = |codes: &[&str]| {
        let codes = codes.iter().map(|code| Value::Code((*code).into())).collect();
        let needy = Answers::default().with("5", Answer::code("LA33-6")).with("3", Answer::code("LA28397-0"));
        needy.with("help", Answer::Given(codes))
    };
    let domain = "AHC-HRSN core domain POS and wants_help";
    check(&needs, &wants(&["housing", "transport"]), &[&format!("{domain} transport")]);
    check(
        &needs,
        &wants(&["food", "transport"]),
        &[&format!("{domain} food"), &format!("{domain} transport")],
    );
    check(&needs, &wants(&["none"]), &[]);

    let signs = form(instrument(Instrument::WarningSigns, &["1"]));
    let seen = |codes: &[&str]| {
        let codes = codes.iter().map(|code| Value::Code((*code).into())).collect();
        Answers::default().with("1", Answer::Given(codes))
    };
    check(&signs, &seen(&["hh05"]), &["warning_signs route==provider_now"]);
    check(
        &signs,
        &seen(&["hh05", "hh03", "hh07"]),
        &["warning_signs route==911", "warning_signs route==crisis", "warning_signs route==provider_now"],
    );
    check(&signs, &Answers::default(), &[]);
}

#[test]
fn a_table_of_actions_says_what_is_wrong_with_it() {
    let check = |text: &str, expected: &str| {
        let error = ActionTable::parse(text).expect_err("must not be read");
        assert_eq!(error.to_string(), expected);
        assert!(!error.help.is_empty());
    };
    let row = |row: &str| format!("{SAFETY}{row}\n");
    check("", "line 1: the columns are not those of a table of actions");
    check(&row("EPDS,total>=13,high"), "line 4: there are 3 cells");
    check(&row("EPDDS,total>=13,high,advocate,1,1,a,b"), "line 4: `EPDDS` is no instrument");
    check(&row("EPDS,total>13,high,advocate,1,1,a,b"), "line 4: `total>13` is no trigger");
    check(&row("EPDS,total>=13,highest,advocate,1,1,a,b"), "line 4: `highest` is no level");
    check(&row("EPDS,total>=13,high,nobody,1,1,a,b"), "line 4: `nobody` is no role");
    check(&row("EPDS,total>=13,high,advocate,soon,1,a,b"), "line 4: `soon` is no number of minutes");
    check(&row("EPDS,total>=13,high,advocate,,1,a,b"), "line 4: there is no time to answer in");
    check(&row("EPDS,total>=13,high,advocate,1,1,a,"), "line 4: what she sees is not in both languages");
    // Danger must be answered, and not later than in a quarter of an hour.
    let without = SAFETY.lines().take(2).collect::<Vec<_>>().join("\n");
    check(&without, "line 2: nothing answers a thought of self-harm in PHQ-9");
    check(&SAFETY.replace(",15,", ",16,"), "line 3: nothing answers a thought of self-harm in EPDS");
    assert!(ActionTable::parse(&SAFETY.replace(",15,", ",5,")).is_ok());
}

#[test]
fn conditions_compare_what_is_known() {
    let integer = |n| Some(Answer::one(Value::Integer(n)));
    let declined = Some(Answer::Absent(Absent::Declined));
    let check = |operator: Operator, answer: &Option<Answer>, value: Value, expected| {
        assert_eq!(operator.holds(answer.as_ref(), &value), expected, "{operator:?} {answer:?} {value:?}");
    };
    let five = || Value::Integer(5);
    use Operator::*;
    for (operator, less, equal, greater) in [
        (Equal, false, true, false),
        (NotEqual, true, false, true),
        (Greater, false, false, true),
        (Less, true, false, false),
        (GreaterOrEqual, false, true, true),
        (LessOrEqual, true, true, false),
    ] {
        check(operator, &integer(4), five(), Some(less));
        check(operator, &integer(5), five(), Some(equal));
        check(operator, &integer(6), five(), Some(greater));
        // What is not known is not "something else".
        check(operator, &None, five(), None);
        check(operator, &declined, five(), None);
    }
    check(Exists, &integer(0), Value::Boolean(true), Some(true));
    check(Exists, &None, Value::Boolean(true), Some(false));
    check(Exists, &declined, Value::Boolean(false), Some(true));
    let two = Some(Answer::Given(vec![Value::Code("a".into()), Value::Code("b".into())]));
    check(Equal, &two, Value::Code("b".into()), Some(true));
    check(NotEqual, &two, Value::Code("b".into()), Some(false));
    let date = |text: &str| Value::Date(text.parse().unwrap());
    check(Less, &Some(Answer::one(date("2025"))), date("2026-01-01"), Some(true));
    check(Less, &Some(Answer::one(date("2025"))), date("2025-06-01"), Some(false));
    let weight = |text: &str| Value::Quantity(text.parse().unwrap(), "g".into());
    check(Less, &Some(Answer::one(weight("1499.9"))), weight("1500"), Some(true));
    check(Less, &Some(Answer::one(weight("1500.0"))), weight("1500"), Some(false));
    let all = vec![
        Condition { question: "a".into(), operator: Equal, value: five() },
        Condition { question: "b".into(), operator: Equal, value: five() },
    ];
    let yes = Answer::one(five());
    let only_a = |link_id: &str| (link_id == "a").then_some(&yes);
    assert!(!Enable::All(all.clone()).holds(only_a));
    assert!(Enable::Any(all).holds(only_a));
    assert!(Enable::Always.holds(only_a));
}

#[test]
fn numbers_keep_their_digits() {
    for (text, good) in [
        ("0", true),
        ("-3.50", true),
        ("12.000000000000001", false),
        ("1e3", false),
        ("", false),
        ("01", false),
        (".5", false),
        ("5.", false),
        ("1234567890123456", false),
        ("0.05", true),
    ] {
        assert_eq!(
            text.parse::<Decimal>().map(|d| d.as_str().to_owned()).ok(),
            good.then(|| text.to_owned())
        );
    }
}

#[test]
fn what_is_wrong_is_said_where_it_is() {
    let one = Kind::One(choices(&["a", "b"]));
    let many = Kind::Many(choices(&["a", "b", "none"]));
    let required = |item: Item| Item { required: true, ..item };
    let form = form(vec![
        required(question("one", one)),
        question("many", many),
        question("text", Kind::Text(3)),
        question("number", Kind::Integer(Some(0), Some(10))),
        question("weight", Kind::Quantity("g".into())),
        Item {
            enable: when("one", Operator::Equal, Value::Code("a".into())),
            ..required(question("more", Kind::Boolean))
        },
        Item { alone: true, ..group("private", vec![required(question("hurt", Kind::Boolean))]) },
    ]);
    let check = |answers: Answers, expected: &[(&str, Mistake)]| {
        let wrong = form.check(&answers);
        let found: Vec<_> = wrong.iter().map(|w| (w.link_id.as_str(), w.mistake)).collect();
        assert_eq!(found, expected, "{answers:?}");
        assert!(wrong.iter().all(|w| !w.what.es.is_empty() && !w.help.es.is_empty()));
    };
    use Mistake::*;
    let code = |code: &str| Answer::code(code);
    let b = || Answers::default().with("one", code("b"));
    let codes = |codes: &[&str]| Answer::Given(codes.iter().map(|c| Value::Code((*c).into())).collect());
    let text = |text: &str| Answer::one(Value::Text(text.into()));
    check(Answers::default(), &[("one", Required)]);
    check(b(), &[]);
    for absent in Absent::ALL {
        check(Answers::default().with("one", Answer::Absent(*absent)), &[]);
    }
    check(Answers::default().with("one", code("a")), &[("more", Required)]);
    check(b().with("more", Answer::one(Value::Boolean(true))), &[("more", NotAsked)]);
    check(Answers::default().with("one", code("c")), &[("one", NoSuchChoice)]);
    check(
        Answers::default().with("one", codes(&["a", "b"])).with("more", code("x")),
        &[("one", TooMany), ("more", WrongKind)],
    );
    check(Answers::default().with("one", Answer::Given(vec![])), &[("one", Required)]);
    check(b().with("many", codes(&["a", "b"])), &[]);
    check(b().with("many", codes(&["a", "a"])), &[("many", TooMany)]);
    check(b().with("many", codes(&["a", "none"])), &[("many", Contradicts)]);
    check(b().with("text", text("abcd")), &[("text", TooLong)]);
    check(b().with("text", text("ñññ")), &[]);
    check(b().with("text", text("  ")), &[("text", WrongKind)]);
    check(b().with("number", Answer::one(Value::Integer(11))), &[("number", OutOfRange)]);
    check(b().with("number", text("1")), &[("number", WrongKind)]);
    let ounces = Answer::one(Value::Quantity("9".parse().unwrap(), "[oz_av]".into()));
    check(b().with("weight", ounces), &[("weight", WrongKind)]);
    check(b().with("hurt", Answer::one(Value::Boolean(true))), &[("hurt", NotAlone)]);
    check(Answers { alone: true, ..b() }, &[("hurt", Required)]);
    check(
        b().with("private", text("x")).with("else", text("x")),
        &[("private", NotAnswered), ("else", NoSuchQuestion)],
    );
    assert_eq!(Mistake::ALL.len(), 11);
}

#[test]
fn factors_have_three_values() {
    let rule = |factor: &str, operator, value, rules_out| FactorRule {
        factor: factor.into(),
        operator,
        value,
        rules_out,
    };
    let yes = || Value::Boolean(true);
    let before = vec![rule("preterm", Operator::Equal, Value::Boolean(false), true)];
    let preterm = vec![rule("preterm", Operator::GreaterOrEqual, Value::Integer(1), false)];
    let unstable = vec![rule("housing", Operator::NotEqual, Value::Code("LA28398-8".into()), false)];
    let form = form(vec![
        Item { factors: before, ..question("before", Kind::Boolean) },
        Item {
            factors: preterm,
            enable: when("before", Operator::Equal, yes()),
            ..question("births", Kind::Integer(None, None))
        },
        Item {
            factors: unstable,
            ..question("home", Kind::One(choices(&["LA28397-0", "LA28398-8", "LA15775-2"])))
        },
    ]);
    let check = |answers: Answers, preterm, housing| {
        let expected = [("preterm".to_owned(), preterm), ("housing".to_owned(), housing)];
        assert_eq!(form.factors(&answers), expected, "{answers:?}");
    };
    let before = |yes| Answers::default().with("before", Answer::one(Value::Boolean(yes)));
    let births = |n| before(true).with("births", Answer::one(Value::Integer(n)));
    check(Answers::default(), None, None);
    check(before(false), Some(false), None);
    check(before(true), None, None);
    check(births(0), Some(false), None);
    check(births(2), Some(true), None);
    check(before(true).with("births", Answer::Absent(Absent::AskedUnknown)), None, None);
    check(Answers::default().with("before", Answer::Absent(Absent::Declined)), None, None);
    check(Answers::default().with("home", Answer::code("LA28397-0")), None, Some(true));
    check(Answers::default().with("home", Answer::code("LA28398-8")), None, Some(false));
    check(Answers::default().with("home", Answer::code("LA15775-2")), None, None);
}

/// One of four answers, "would rather not say", or nothing.
fn some_answer() -> impl Strategy<Value = Option<Answer>> {
    prop_oneof![
        6 => (0..4usize).prop_map(|at| Some(Answer::code(PHQ[at]))),
        1 => Just(Some(Answer::Absent(Absent::Declined))),
        1 => Just(None),
    ]
}

fn some_answers() -> impl Strategy<Value = Answers> {
    prop::collection::vec(some_answer(), 9).prop_map(|all| Answers {
        alone: false,
        given: all
            .into_iter()
            .enumerate()
            .filter_map(|(at, answer)| Some(((at + 1).to_string(), answer?)))
            .collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// A total is there exactly when every item is asked and has an answer, and then it is their sum.
    #[test]
    fn a_total_exists_only_of_a_complete_set(answers in some_answers()) {
        let form = phq();
        let sheet = form.sheet(&answers);
        let items: Vec<_> = sheet.lines.iter().filter(|line| !line.item.parts.is_empty()).collect();
        let points = |line: &&Line<'_>| match line.answer.as_ref()?.values() {
            [Value::Code(code)] => PHQ.iter().position(|c| c == code),
            _ => None,
        };
        let sum: Option<usize> = items.iter().map(points).sum();
        let score = sheet.score(Instrument::Phq9);
        prop_assert_eq!(score.total, sum.map(|n| n as i32));
        prop_assert_eq!(score.complete, sum.is_some());
    }

    /// Hiding questions is the same as taking their answers away: neither changes a score in silence.
    #[test]
    fn answers_to_hidden_questions_do_not_count(answers in some_answers()) {
        let form = phq();
        let sheet = form.sheet(&answers);
        let mut fewer = answers.clone();
        for line in sheet.lines.iter().filter(|line| line.standing != Standing::Asked) {
            fewer.given.remove(&line.item.link_id);
        }
        prop_assert_eq!(form.scores(&answers), form.scores(&fewer));
        prop_assert_eq!(form.factors(&answers), form.factors(&fewer));
        let dropped = answers.given.len() - fewer.given.len();
        let said = form.check(&answers).iter().filter(|w| w.mistake == Mistake::NotAsked).count();
        prop_assert_eq!(said, dropped);
    }

    /// An answer that is not known never makes a screen negative, and never takes an action away.
    #[test]
    fn unknown_is_never_no(answers in some_answers(), item in 1..=9usize) {
        let form = phq();
        let open = answers.clone().with(&item.to_string(), Answer::Absent(Absent::AskedUnknown));
        for score in form.scores(&open) {
            let asked = score.instrument == Instrument::Phq9 || item <= 2;
            prop_assert!(!asked || score.positive != Some(false));
        }
        for which in [Instrument::Phq2, Instrument::Phq9] {
            let least = |answers: &Answers| form.sheet(answers).score(which).at_least;
            if item > 2 {
                prop_assert!(least(&open) <= least(&answers));
            }
        }
    }
}
