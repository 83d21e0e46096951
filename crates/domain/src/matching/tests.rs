use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// Monday, 2 June 2025.
const TODAY: Date = date(2025, 6, 2);

fn all() -> Vec<Offer> {
    offers(include_str!("../../../../programmes/central-triage/services.toml")).unwrap().1
}

fn offer(id: &str) -> Offer {
    all().into_iter().find(|o| o.id == id).unwrap()
}

fn weeks(weeks: i32, days: i32) -> Option<Stage> {
    Some(Stage::Pregnant(weeks * 7 + days))
}

fn facts(stage: Option<Stage>, factors: &[(&str, bool)]) -> Facts {
    Facts {
        stage,
        postal_code: Some("00012".into()),
        languages: vec!["es-MX".into()],
        factors: factors.iter().map(|(id, so)| ((*id).to_owned(), *so)).collect(),
        ..Facts::default()
    }
}

const FIRST: &[(&str, bool)] = &[("first_pregnancy", true), ("low_income", true)];
const LOSS: &[(&str, bool)] =
    &[("first_pregnancy", false), ("low_income", true), ("previous_fetal_death", true)];

fn word(fit: &Fit) -> &'static str {
    match fit {
        Fit::Eligible(_) => "yes",
        Fit::Ask(_) => "ask",
        Fit::Unknown(_) => "unknown",
        Fit::Not(_) => "no",
    }
}

#[test]
fn windows_close_on_their_day() {
    let check = |service: &str, stage, factors: &[(&str, bool)], expected: &str| {
        let found = fit(&offer(service), &facts(stage, factors), TODAY);
        assert_eq!(word(&found), expected, "{service} {stage:?} {factors:?}: {found:?}");
    };
    // First baby, conceived by a last period on 1 December 2024.
    check("first_steps_nurses", weeks(26, 1), FIRST, "yes");
    check("family_paths", weeks(26, 1), FIRST, "yes");
    check("first_steps_nurses", weeks(27, 6), FIRST, "yes");
    check("first_steps_nurses", weeks(28, 0), FIRST, "ask");
    check("first_steps_nurses", weeks(28, 2), FIRST, "ask");
    check("first_steps_nurses", weeks(28, 6), FIRST, "ask");
    check("first_steps_nurses", weeks(29, 0), FIRST, "no");
    check("family_paths", weeks(28, 2), FIRST, "yes");
    // Third pregnancy, after a loss at 26 weeks.
    check("first_steps_nurses", weeks(15, 0), LOSS, "no");
    check("family_paths_enhanced", weeks(15, 0), LOSS, "yes");
    // A baby.
    check("family_paths", Some(Stage::After(70)), FIRST, "yes");
    check("first_steps_nurses", Some(Stage::After(70)), FIRST, "no");
    check("family_paths", Some(Stage::After(91)), FIRST, "yes");
    check("family_paths", Some(Stage::After(92)), FIRST, "ask");
    check("family_paths", Some(Stage::After(100)), FIRST, "ask");
    check("family_paths", Some(Stage::After(731)), FIRST, "no");
    // What is not known is no no, and no yes.
    check("first_steps_nurses", weeks(20, 0), &[("low_income", true)], "unknown");
    check("first_steps_nurses", None, FIRST, "unknown");
    check("family_paths_enhanced", weeks(20, 0), &[], "unknown");
    // One thing that is not so settles it, whatever is not known.
    check("first_steps_nurses", weeks(20, 0), &[("low_income", false)], "no");
}

#[test]
fn a_window_says_when_it_closes_and_which_rule_closes_it() {
    let closes = |service: &str, stage| match fit(&offer(service), &facts(stage, FIRST), TODAY) {
        Fit::Eligible(closes) => closes,
        other => panic!("{other:?}"),
    };
    assert_eq!(closes("first_steps_nurses", weeks(26, 4)), Some((date(2025, 6, 11), 0)), "in 9 days");
    assert_eq!(closes("first_steps_nurses", weeks(27, 6)), Some((TODAY, 0)), "today is the last day");
    // Open to the birth and 91 days after it.
    assert_eq!(
        closes("family_paths", weeks(39, 0)),
        Some((TODAY.saturating_add(jiff::Span::new().days(7 + 91)), 0))
    );
    assert_eq!(closes("family_paths", Some(Stage::After(90))), Some((date(2025, 6, 3), 0)));
}

#[test]
fn nobody_has_two_of_what_one_is_enough() {
    let mut hers = facts(weeks(20, 0), FIRST);
    hers.kinds.insert("home_visiting".into());
    assert_eq!(fit(&offer("family_paths"), &hers, TODAY), Fit::Not(vec![Reason::SameKind]));
    assert_eq!(word(&fit(&offer("strong_start"), &hers, TODAY)), "yes", "another kind");
}

#[test]
fn a_language_that_nobody_there_speaks_is_asked_about() {
    let mut hers = facts(weeks(20, 0), FIRST);
    assert_eq!(fit(&offer("early_learning_home"), &hers, TODAY), Fit::Ask(vec![Reason::Language]));
    hers.languages.clear();
    assert_eq!(word(&fit(&offer("early_learning_home"), &hers, TODAY)), "yes");
}

#[test]
fn an_area_is_where_she_lives() {
    let mut hers = facts(Some(Stage::After(10)), &[]);
    assert_eq!(word(&fit(&offer("newborn_nurse"), &hers, TODAY)), "yes");
    hers.postal_code = Some("98001".into());
    assert_eq!(word(&fit(&offer("newborn_nurse"), &hers, TODAY)), "no");
    hers.postal_code = None;
    assert_eq!(word(&fit(&offer("newborn_nurse"), &hers, TODAY)), "unknown");
}

fn ranked(hers: &Facts, places: &[(&str, i64)]) -> Vec<String> {
    let offers = all();
    let mut standings: Vec<Standing> = offers
        .iter()
        .map(|offer| Standing {
            offer,
            fit: fit(offer, hers, TODAY),
            places: places.iter().find(|(id, _)| *id == offer.id).map(|(_, n)| *n),
            distance: None,
            last_asked: None,
        })
        .collect();
    rank(&mut standings, hers, TODAY);
    let fitting = standings.iter().filter(|s| matches!(s.fit, Fit::Eligible(_)));
    fitting.map(|s| s.offer.id.clone()).collect()
}

#[test]
fn the_window_that_closes_first_is_asked_first() {
    assert_eq!(ranked(&facts(weeks(26, 1), FIRST), &[])[0], "first_steps_nurses");
    let hers = facts(weeks(15, 0), LOSS);
    let order = ranked(&hers, &[]);
    let at = |id: &str| order.iter().position(|o| o == id).unwrap();
    assert!(at("family_paths_enhanced") < at("family_paths"), "{order:?}");
}

#[test]
fn mistakes_in_the_file_are_said_with_their_line() {
    let timers = "[timers]\nanswer_days = 2\noutcome_days = 30\nplaces_days = 7\nlink_days = 14\n";
    let service = "[[service]]\nid = \"a\"\norganization = \"O\"\nen = \"A\"\nes = \"A\"\nkind = \"k\"\n";
    let check = |rest: &str, line: usize, part: &str| {
        let problems = offers(&format!("{timers}{rest}")).unwrap_err();
        assert!(problems.iter().any(|p| p.line == line && p.message.contains(part)), "{rest}: {problems:?}");
    };
    check(&format!("{service}{service}"), 12, "twice");
    check(
        &format!("{service}[[service.rule]]\nis = \"x\"\narea = [\"9\"]\nen = \"b\"\nes = \"b\"\n"),
        6,
        "one thing",
    );
    check(&format!("{service}[[service.rule]]\nis = \"x\"\nen = \"b\"\nes = \"\"\n"), 6, "both languages");
    check(
        &format!("{service}[[service.rule]]\npregnant = {{ day = 9, ask = 8 }}\nen = \"b\"\nes = \"b\"\n"),
        6,
        "after",
    );
    check(&format!("{service}colour = \"red\"\n"), 12, "unknown field");
}

proptest! {
    #[test]
    fn to_know_more_never_makes_a_no_of_a_yes(days in 0..330i32, low in any::<Option<bool>>(), first in any::<Option<bool>>()) {
        // What is eligible while something is unknown does not depend on it.
        let mut hers = facts(Some(Stage::Pregnant(days)), &[]);
        hers.factors.extend(low.map(|so| ("low_income".to_owned(), so)));
        for offer in all() {
            let before = fit(&offer, &hers, TODAY);
            let mut more = hers.clone();
            more.factors.extend(first.map(|so| ("first_pregnancy".to_owned(), so)));
            let after = fit(&offer, &more, TODAY);
            if !matches!(before, Fit::Unknown(_)) {
                prop_assert_eq!(word(&before) == "no", word(&after) == "no", "{}", offer.id);
            }
        }
    }

    #[test]
    fn the_order_does_not_depend_on_the_list(seed in any::<u64>(), days in 0..330i32) {
        let offers = all();
        let hers = facts(Some(Stage::Pregnant(days)), FIRST);
        let standings = |turn: usize| {
            let mut all: Vec<Standing> = offers
                .iter()
                .map(|offer| Standing { offer, fit: fit(offer, &hers, TODAY), places: None, distance: None, last_asked: None })
                .collect();
            let by = turn % all.len();
            all.rotate_left(by);
            rank(&mut all, &hers, TODAY);
            all.iter().map(|s| s.offer.id.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(standings(0), standings(usize::try_from(seed % 100).unwrap()));
    }
}

#[test]
fn messages_go_where_the_file_says() {
    let timers = "[timers]\nanswer_days = 2\noutcome_days = 30\nplaces_days = 7\nlink_days = 14\n";
    let service = "[[service]]\nid = \"a\"\norganization = \"O\"\nen = \"A\"\nes = \"A\"\nkind = \"k\"\n";
    let read = |rest: &str| contact_points(&format!("{timers}{rest}"));
    let both = read(&format!(
        "{service}email = \"a@example.org\"\nlanguage = \"es\"\n[[contact]]\norganization = \"O\"\nphone = \"+15550100123\"\n"
    ));
    let point = |email: Option<&str>, phone: Option<&str>, language: &str| ContactPoint {
        email: email.map(str::to_owned),
        phone: phone.map(str::to_owned),
        language: language.into(),
    };
    let expected = [
        (Whose::Service("a".into()), point(Some("a@example.org"), None, "es")),
        (Whose::Organization("O".into()), point(None, Some("+15550100123"), "en")),
    ];
    assert_eq!(both.unwrap(), expected);
    assert_eq!(read(service).unwrap(), []);
    let check = |rest: &str, expected: &str| {
        let said = read(rest).unwrap_err().remove(0);
        assert!(said.message.contains(expected) && said.line == 6, "{rest}: {said}");
    };
    check("[[contact]]\nintake = true\nemail = \"a b@example.org\"\n", "an e-mail address");
    check("[[contact]]\nintake = true\nphone = \"555-0100\"\n", "a number for texts");
    check("[[contact]]\nintake = true\nlanguage = \"fr\"\n", "messages are written");
    check("[[contact]]\nemail = \"a@example.org\"\n", "a contact is of an `organization`");
}
