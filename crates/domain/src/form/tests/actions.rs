use super::*;

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
    check(
        &row("factor,Self harm,safety,on_call_clinician,15,1,a,b"),
        "line 4: `Self harm` is no risk factor",
    );
    check(&row("EPDS,total>=13,high,advocate,1,1,a,"), "line 4: what she sees is not in both languages");
    // Danger must be answered, and not later than in a quarter of an hour.
    let without = SAFETY.lines().take(2).collect::<Vec<_>>().join("\n");
    check(&without, "line 2: nothing answers a thought of self-harm in PHQ-9");
    check(&SAFETY.replace(",15,", ",16,"), "line 3: nothing answers a thought of self-harm in EPDS");
    assert!(ActionTable::parse(&SAFETY.replace(",15,", ",5,")).is_ok());
}

/// A question that tells of a factor by a plain yes.
fn tells(factor: &str, tells: Tells) -> FactorRule {
    FactorRule { factor: factor.into(), operator: Operator::Equal, value: Value::Boolean(true), tells }
}

#[test]
fn a_factor_of_danger_makes_an_action_once() {
    const ROWS: &str = "\
factor,self_harm,safety,on_call_clinician,15,1440,a,b
factor,violence_now,high_private,advocate,1440,10080,a,b
";
    let yes = || Answer::one(Value::Boolean(true));
    let mut items = instrument(Instrument::Epds, &numbered(10));
    let enable = when("violence", Operator::Equal, Value::Boolean(true));
    items.push(Item {
        factors: vec![tells("violence_now", Tells::BothWays)],
        ..question("violence", Kind::Boolean)
    });
    items.push(Item {
        factors: vec![tells("self_harm", Tells::BothWays)],
        enable,
        ..question("harm", Kind::Boolean)
    });
    let rule_out = tells("self_harm", Tells::OnlyAbsent);
    items.push(Item { factors: vec![rule_out], ..question("well", Kind::Boolean) });
    let form = form(items);
    let check = |answers: Answers, expected: &[&str]| {
        assert_eq!(triggers(&form, &answers, ROWS), expected, "{answers:?}");
    };
    check(Answers::default(), &[]);
    check(Answers::default().with("well", yes()), &[]);
    check(Answers::default().with("harm", Answer::one(Value::Boolean(false))), &[]);
    check(Answers::default().with("harm", Answer::Absent(Absent::Declined)), &[]);
    // What was told is not taken back because the question is no longer asked.
    check(Answers::default().with("harm", yes()), &["factor self_harm"]);
    let both = Answers::default().with("harm", yes()).with("violence", yes());
    check(both.clone(), &["factor self_harm", "factor violence_now"]);
    // The instrument says it too: that is one call to make.
    check(both.with("10", Answer::code("printed-1")), &["EPDS item:10>=1", "factor violence_now"]);
}

#[test]
fn a_form_that_tells_of_danger_has_an_answer_to_it() {
    let factors = vec![tells("self_harm", Tells::BothWays), tells("violence_now", Tells::BothWays)];
    let form = form(vec![Item { factors, ..question("1", Kind::Boolean) }]);
    let check = |rows: &str, danger: &[&str], expected: &[&str]| {
        assert_eq!(table(rows).unanswered(&form, danger), expected, "{rows}");
    };
    let safe = "factor,self_harm,safety,on_call_clinician,15,1440,a,b\n";
    check("", &[], &["self_harm"]);
    check("", &["violence_now"], &["self_harm", "violence_now"]);
    check(safe, &[], &[]);
    check(safe, &["violence_now"], &["violence_now"]);
    check(&safe.replace(",15,", ",16,"), &[], &["self_harm"]);
    check(&safe.replace("safety", "urgent"), &[], &["self_harm"]);
}
