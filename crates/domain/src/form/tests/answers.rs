use super::*;

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
}

#[test]
fn factors_have_three_values() {
    let rule =
        |factor: &str, operator, value, tells| FactorRule { factor: factor.into(), operator, value, tells };
    let yes = || Value::Boolean(true);
    let before = vec![rule("preterm", Operator::Equal, Value::Boolean(false), Tells::OnlyAbsent)];
    let preterm = vec![rule("preterm", Operator::GreaterOrEqual, Value::Integer(1), Tells::BothWays)];
    let unstable =
        vec![rule("housing", Operator::NotEqual, Value::Code("LA28398-8".into()), Tells::BothWays)];
    let wanted = vec![
        rule("ride", Operator::Equal, Value::Code("a".into()), Tells::OnlyPresent),
        rule("ride", Operator::Equal, Value::Code("none".into()), Tells::OnlyAbsent),
    ];
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
        Item { factors: wanted, ..question("wants", Kind::Many(choices(&["a", "b", "none"]))) },
    ]);
    let check = |answers: Answers, preterm, housing| {
        let expected = [("preterm".to_owned(), preterm), ("housing".to_owned(), housing)];
        assert_eq!(form.factors(&answers)[..2], expected, "{answers:?}");
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
    // A box that was left empty is no "no".
    for (code, ride) in [("a", Some(true)), ("b", None), ("none", Some(false))] {
        let answers = Answers::default().with("wants", Answer::code(code));
        assert_eq!(form.factors(&answers)[2], ("ride".to_owned(), ride));
    }
}
