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

proptest! {
    /// Whatever places, distances and dates turn out to be, the first of the whole order are the first of these.
    #[test]
    fn the_foremost_hold_the_first_of_the_order(
        said in proptest::collection::vec((0..6i32, 0..4u8, any::<Option<bool>>(), 0..3i64, any::<Option<u16>>()), 0..60),
        most in 0..40usize,
    ) {
        let offers: Vec<Offer> = said
            .iter()
            .enumerate()
            .map(|(at, (order, fits, spanish, ..))| Offer {
                id: format!("{:03}", (at * 7) % 61),
                order: *order,
                languages: spanish.map(|so| vec![if so { "es" } else { "fr" }.to_owned()]).unwrap_or_default(),
                prefer_if: if *fits == 3 { vec!["first_pregnancy".into()] } else { Vec::new() },
                ..Offer::default()
            })
            .collect();
        let hers = facts(weeks(15, 0), FIRST);
        let fits = |n: u8| match n {
            0 => Fit::Eligible(None),
            1 => Fit::Eligible(Some((TODAY, 0))),
            2 => Fit::Not(Vec::new()),
            _ => Fit::Ask(Vec::new()),
        };
        let standing = |at: usize| Standing {
            offer: &offers[at],
            fit: fits(said[at].1),
            places: (said[at].3 < 2).then_some(said[at].3),
            distance: said[at].4.map(u32::from),
            last_asked: None,
        };
        let order = |of: Vec<usize>| {
            let mut all: Vec<Standing> = of.into_iter().map(standing).collect();
            rank(&mut all, &hers, TODAY);
            all.into_iter().take(most).map(|s| s.offer.id.clone()).collect::<Vec<_>>()
        };
        let pairs: Vec<(&Offer, Fit)> = offers.iter().zip(&said).map(|(o, s)| (o, fits(s.1))).collect();
        let found = foremost(&pairs, &hers, TODAY, most);
        prop_assert!(found.len() >= most.min(offers.len()));
        prop_assert_eq!(order(found), order((0..offers.len()).collect()));
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

#[test]
fn an_age_that_is_not_known_is_no_age() {
    let mut offer = offer("strong_start");
    offer.rules =
        vec![Rule { condition: Condition::Age { from: Some(14), to: Some(21) }, words: Words::default() }];
    let ages = [(Some(13), "no"), (Some(14), "yes"), (Some(21), "yes"), (Some(22), "no"), (None, "unknown")];
    for (age, expected) in ages {
        let hers = Facts { age, ..Facts::default() };
        assert_eq!(word(&fit(&offer, &hers, TODAY)), expected, "{age:?}");
    }
    offer.rules[0].condition = Condition::Asked;
    assert_eq!(word(&fit(&offer, &Facts::default(), TODAY)), "ask", "words are never a yes");
}

#[test]
fn distance_is_along_a_great_circle_and_unknown_stays_unknown() {
    let point = |a, b| Point::of_degrees(a, b).unwrap();
    // Two cities whose distance is in every atlas, and a quarter of the way round.
    let (london, paris) = (point(51.5074, -0.1278), point(48.8566, 2.3522));
    assert_eq!(london.metres_to(paris) / 1000, 343);
    assert_eq!(point(0.0, 1.0).metres_to(point(0.0, 91.0)) / 1000, 10_007);
    assert_eq!(paris.metres_to(paris), 0);
    for (a, b) in [(91.0, 0.0), (0.0, 181.0), (100.0, 101.0), (0.0, 0.0), (f64::NAN, 1.0)] {
        assert_eq!(Point::of_degrees(a, b), None, "{a}, {b}");
    }
    let table = "postal_code,latitude,longitude\n00001,40.0,-80.0\n00002,40.1,-80.0\n";
    let table = Centroids::parse(table).unwrap();
    let site = |code: &str| Site { postal_code: Some(code.into()), ..Site::default() };
    let mut offer = Offer::default();
    let home = table.of(" 00001-1234 ");
    assert_eq!(table.metres(home, &offer), None, "it has no place");
    offer.details.sites = vec![site("99999")];
    assert_eq!(table.metres(home, &offer), None, "nobody knows where that is");
    offer.details.sites.push(site("00002"));
    assert_eq!(table.metres(home, &offer).unwrap() / 100, 111, "11.1 km");
    assert_eq!(table.metres(None, &offer), None, "nobody knows where she lives");
    offer.details.sites.push(Site { point: home, ..Site::default() });
    assert_eq!(table.metres(home, &offer), Some(0), "the nearest counts");
}

#[test]
fn mistakes_in_the_table_of_postal_codes_are_said_with_their_line() {
    let check = |text: &str, line: usize, part: &str| {
        let problems = Centroids::parse(text).unwrap_err();
        assert!(problems.iter().any(|p| p.line == line && p.message.contains(part)), "{problems:?}");
    };
    check("zip,lat,lon\n", 1, "header");
    check("postal_code,latitude,longitude\n1,2\n", 2, "a latitude");
    check("postal_code,latitude,longitude\n1,95,0\n", 2, "no place");
    check("postal_code,latitude,longitude\n1,5,1\n\n1,5,1\n", 4, "twice");
}

#[test]
fn of_services_alike_the_near_one_comes_first_and_an_unknown_place_last() {
    let offers: Vec<Offer> =
        ["a", "b", "c"].map(|id| Offer { id: id.into(), ..Offer::default() }).into_iter().collect();
    let far = [None, Some(9_000), Some(2_000)];
    let mut all: Vec<Standing> = offers
        .iter()
        .zip(far)
        .map(|(offer, distance)| Standing {
            offer,
            fit: Fit::Eligible(None),
            places: Some(1),
            distance,
            last_asked: None,
        })
        .collect();
    rank(&mut all, &Facts::default(), TODAY);
    assert_eq!(all.iter().map(|s| s.offer.id.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
    all[0].places = Some(0);
    rank(&mut all, &Facts::default(), TODAY);
    assert_eq!(all[0].offer.id, "b", "a free place counts more than a near one");
}

#[test]
fn it_says_until_when_it_is_open_and_when_it_opens_next() {
    let span = |days: &[i8], opens: i8, closes: i8| Opening {
        days: days.to_vec(),
        opens: jiff::civil::time(opens, 0, 0, 0),
        closes: jiff::civil::time(closes, 0, 0, 0),
        from: None,
        until: None,
    };
    let office = vec![span(&[1, 2, 3, 4, 5], 9, 12), span(&[1, 2, 3, 4, 5], 13, 17)];
    let at = |day: i8, hour: i8| date(2025, 6, day).at(hour, 0, 0, 0);
    let check = |hours: &[Opening], now, expected| assert_eq!(open(hours, now), expected, "{now}");
    // 2 June 2025 is a Monday, the 6th a Friday.
    check(&office, at(2, 9), Some(Open::Until(at(2, 12))));
    check(&office, at(2, 12), Some(Open::From(at(2, 13))));
    check(&office, at(6, 17), Some(Open::From(at(9, 9))));
    check(&[], at(2, 9), None);
    // At night, over midnight, and around the clock.
    check(&[span(&[5], 22, 6)], at(7, 5), Some(Open::Until(at(7, 6))));
    check(&[span(&[1, 2, 3, 4, 5, 6, 7], 0, 0)], at(4, 3), Some(Open::Always));
    // Hours that hold no more say nothing.
    let past = Opening { until: Some(date(2025, 6, 1)), ..span(&[1, 2, 3, 4, 5, 6, 7], 0, 12) };
    check(std::slice::from_ref(&past), at(2, 9), None);
}

#[test]
fn what_was_changed_here_stays_and_the_rest_follows_its_directory() {
    let said = offer("family_paths");
    let mut stands = said.clone();
    stands.languages.push("ht".into());
    let mut says = said.clone();
    says.name.en = "New name".into();
    let (joined, kept) = merged(&said, says.clone(), &stands);
    assert_eq!((joined.name.en.as_str(), &joined.languages, kept.len()), ("New name", &stands.languages, 0));
    says.languages = vec!["fr".into()];
    let (joined, kept) = merged(&said, says, &stands);
    assert_eq!((&joined.languages, kept), (&stands.languages, vec!["languages"]));
    assert_eq!(differing(&joined, &said), ["name", "languages"]);
}

#[test]
fn a_condition_has_a_sentence_in_both_languages() {
    let fact = |id: &str| Words::same(id);
    let say = |condition: Condition| sentence(&condition, fact).en;
    let until = |day| Some(Until { day, ask: None });
    assert_eq!(
        say(Condition::Stage { pregnant: until(195), after: None }),
        "pregnant, before 28 weeks",
        "27 weeks 6 days"
    );
    assert_eq!(
        say(Condition::Stage { pregnant: until(320), after: until(91) }),
        "pregnant, or baby up to 13 weeks"
    );
    assert_eq!(say(Condition::Any(vec!["a".into(), "b".into()])), "a or b");
    assert_eq!(say(Condition::Age { from: None, to: Some(21) }), "up to 21 years old");
    for condition in [
        Condition::Asked,
        Condition::IsNot("a".into()),
        Condition::Area(vec!["9".into()]),
        Condition::Stage { pregnant: until(100), after: until(100) },
    ] {
        assert!(!sentence(&condition, fact).is_partly(), "{condition:?}");
    }
}

proptest! {
    #[test]
    fn a_distance_is_the_same_there_and_back(a in -90i32..=90, b in -180i32..=180, c in -90i32..=90, d in -180i32..=180) {
        let point = |a, b| Point::of_degrees(f64::from(a) + 0.001, f64::from(b) * 0.999);
        if let (Some(one), Some(other)) = (point(a.min(89), b), point(c.min(89), d)) {
            prop_assert_eq!(one.metres_to(other), other.metres_to(one));
            prop_assert!(one.metres_to(other) <= 20_016_000);
        }
    }

    #[test]
    fn what_nobody_changed_here_is_what_the_directory_says(languages in prop::collection::vec("[a-z]{2}", 0..3), name in "[a-z]{0,5}") {
        let said = offer("family_paths");
        let says = Offer { languages, name: Words::same(name), ..said.clone() };
        prop_assert_eq!(merged(&said, says.clone(), &said), (says, vec![]));
    }
}

#[test]
fn help_with_her_mood_and_all_else_do_not_stand_in_for_each_other() {
    let check = |kind, asked, expected| assert_eq!(stands_in(kind, asked), expected, "{kind} {asked}");
    check("home_visiting", "case_management", true);
    check("counseling", "mental_health", true);
    check("counseling", "home_visiting", false);
    check("home_visiting", "behavioral_health", false);
}
