use kith_domain::form::{Condition, Enable, Operator};
use kith_domain::words::Words;

use super::*;

/// A question of a kind, asked always.
fn item(link_id: &str, kind: Kind) -> Item {
    Item {
        link_id: link_id.into(),
        text: Words::new(format!("{link_id}?"), format!("¿{link_id}?")),
        kind,
        ..Item::default()
    }
}

fn choice(code: &str) -> kith_domain::form::Choice {
    kith_domain::form::Choice { code: code.into(), text: Words::new(code, code), ..Default::default() }
}

fn form() -> Form {
    let mut smokes = item("smokes", Kind::Boolean);
    smokes.required = true;
    let mut often = item("often", Kind::Integer(Some(0), Some(100)));
    often.enable = Enable::All(vec![Condition {
        question: "smokes".into(),
        operator: Operator::Equal,
        value: Value::Boolean(true),
    }]);
    let mut total = item("total", Kind::Integer(None, None));
    total.hidden = true;
    let items = vec![
        smokes,
        often,
        item("born", Kind::Date),
        item("weight", Kind::Quantity("g".into())),
        item("needs", Kind::Many(vec![choice("food"), choice("home")])),
        item("words", Kind::Text(20)),
        total,
    ];
    Form { id: "test".into(), version: "1".into(), items, ..Form::default() }
}

fn typed(fields: &[(&str, &str)]) -> Typed {
    Typed::of(fields.iter().copied())
}

#[test]
fn what_was_typed_becomes_answers() {
    let check = |field: &str, text: &str, value: Value| {
        let (answers, wrong) = typed(&[(&answer_field(field), text)]).answers(&form());
        assert_eq!(wrong, []);
        assert_eq!(answers.given.get(field), Some(&Answer::one(value)), "{field} {text}");
    };
    check("smokes", "yes", Value::Boolean(true));
    check("smokes", "no", Value::Boolean(false));
    check("often", " 12 ", Value::Integer(12));
    check("born", "2026-07", Value::Date(PartialDate::Month(2026, 7)));
    check("weight", "3250,5", Value::Quantity("3250.5".parse().unwrap(), "g".into()));
    check("words", " two words ", Value::Text("two words".into()));
    let (answers, _) = typed(&[("a.needs", "food"), ("a.needs", "home")]).answers(&form());
    assert_eq!(answers.given["needs"].values().len(), 2);
}

#[test]
fn what_cannot_be_read_is_kept_and_said() {
    let check = |field: &str, text: &str| {
        let typed = typed(&[(&answer_field(field), text), ("why.smokes", "declined")]);
        let wrong = typed.wrong(&form());
        assert_eq!(wrong.len(), 1, "{field} {text}: {wrong:?}");
        assert_eq!((wrong[0].link_id.as_str(), wrong[0].mistake), (field, Mistake::WrongKind));
        assert_eq!(typed.answer(field), [text]);
    };
    check("born", "31/31/2026");
    check("weight", "heavy");
    check("often", "1.5");
}

#[test]
fn a_reason_for_no_answer_takes_its_place() {
    let both = typed(&[("a.smokes", "yes"), ("why.smokes", "declined")]);
    assert_eq!(both.answers(&form()).0.given["smokes"], Answer::Absent(Absent::Declined));
    let cleared = typed(&[("a.smokes", "yes"), ("why.smokes", CLEAR)]);
    assert!(cleared.answers(&form()).0.given.is_empty());
    assert_eq!(cleared.wrong(&form())[0].mistake, Mistake::Required);
    // A reason that no page of ours offers is none.
    let strange = typed(&[("a.smokes", "yes"), ("why.smokes", "because")]);
    assert!(strange.answers(&form()).0.given.is_empty());
}

#[test]
fn mistakes_stand_in_the_order_of_the_form() {
    let wrong = typed(&[("a.words", &"x".repeat(21)), ("a.born", "soon"), ("a.often", "3")]).wrong(&form());
    let order: Vec<_> = wrong.iter().map(|w| (w.link_id.as_str(), w.mistake)).collect();
    assert_eq!(
        order,
        [
            ("smokes", Mistake::Required),
            ("often", Mistake::NotAsked),
            ("born", Mistake::WrongKind),
            ("words", Mistake::TooLong),
        ]
    );
}

#[test]
fn a_day_is_taken_as_it_is_written_where_it_can_be_read_in_one_way() {
    let given = |text: &str| typed(&[("a.born", text)]).answers(&form()).0.given.get("born").cloned();
    let day = given("1998-03-14");
    assert!(day.is_some());
    for text in ["03/14/1998", "14/3/1998", "3/14/1998"] {
        assert_eq!(given(text), day, "{text}");
    }
    assert_eq!(given("3/3/1998"), given("1998-03-03"));
    for text in ["3/4/1998", "14/14/1998", "3/14/98", "2/30/1998", "3/14", "3/14/1998/1"] {
        assert_eq!(given(text), None, "{text}");
    }
}

#[test]
fn nobody_answers_what_is_not_shown() {
    let (answers, wrong) = typed(&[("a.total", "9"), ("a.other", "1"), ("alone", "1")]).answers(&form());
    assert!(answers.given.is_empty() && wrong.is_empty() && answers.alone);
    assert_eq!(typed(&[("mode", "self_paper")]).mode(), Mode::SelfPaper);
    assert_eq!(typed(&[("mode", "magic")]).mode(), Mode::Interview);
}
