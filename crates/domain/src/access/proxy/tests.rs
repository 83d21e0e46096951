use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const GIVEN: Date = date(2026, 7, 1);

fn term() -> Term {
    Term { given_on: GIVEN, last_day: date(2026, 12, 31), court_on: None, chosen: true, ended: false }
}

#[test]
fn it_stands_to_its_last_day_and_not_from_the_day_in_court() {
    let check = |term: Term, today: Date, expected: bool| {
        assert_eq!(term.stands(today), expected, "{term:?} on {today}");
    };
    check(term(), GIVEN, true);
    check(term(), date(2026, 12, 31), true);
    check(term(), date(2027, 1, 1), false);
    let court = Term { court_on: Some(date(2026, 9, 10)), ..term() };
    check(court, date(2026, 9, 9), true);
    check(court, date(2026, 9, 10), false);
    check(court, date(2026, 9, 11), false);
    check(Term { ended: true, ..term() }, GIVEN, false);
}

#[test]
fn a_password_that_was_given_is_changed_within_a_week() {
    let new = Term { chosen: false, ..term() };
    let check = |term: Term, today: Date, expected: bool| {
        assert_eq!(term.may_choose(today), expected, "{term:?} on {today}");
    };
    check(new, GIVEN, true);
    check(new, date(2026, 7, 8), true);
    check(new, date(2026, 7, 9), false);
    check(term(), GIVEN, false);
    check(Term { ended: true, ..new }, GIVEN, false);
}

#[test]
fn nobody_speaks_for_a_mother_and_nothing_is_shown_of_who_hides() {
    let born = date(2026, 4, 1);
    let baby = Around { born_by: Some(born), mother: false, died: false, concealed: false, plan: None };
    let check = |around: Around<'_>, today: Date, expected: (bool, bool)| {
        assert_eq!((around.is_small(today), around.is_open(today)), expected, "{around:?} on {today}");
    };
    check(baby, GIVEN, (true, true));
    check(baby, date(2032, 3, 31), (true, true));
    check(baby, date(2032, 4, 1), (false, false));
    check(Around { born_by: None, ..baby }, GIVEN, (false, false));
    check(Around { mother: true, ..baby }, GIVEN, (false, false));
    check(Around { died: true, ..baby }, GIVEN, (true, false));
    check(Around { concealed: true, ..baby }, GIVEN, (true, false));
    let quiet = Plan { code_word: Some("blue".into()), voicemail: Some(true), ..Plan::default() };
    check(Around { plan: Some(&quiet), ..baby }, GIVEN, (true, true));
    for plan in [
        Plan { voicemail: Some(false), ..Plan::default() },
        Plan { mail: Some(false), ..Plan::default() },
        Plan { safe_device: Some(false), ..Plan::default() },
    ] {
        check(Around { plan: Some(&plan), ..baby }, GIVEN, (true, false));
    }
}

proptest! {
    /// What is over does not come back by waiting.
    #[test]
    fn what_has_closed_stays_closed(last in 0i64..400, court in proptest::option::of(0i64..400), day in 0i64..500, more in 0i64..500) {
        let after = |days: i64| GIVEN.checked_add(jiff::Span::new().days(days)).unwrap();
        let term = Term { last_day: after(last), court_on: court.map(after), ..term() };
        prop_assert!(term.stands(after(day)) || !term.stands(after(day + more)));
    }
}
