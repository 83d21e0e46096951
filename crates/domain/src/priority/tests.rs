use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::id::AccountId;
use crate::worktime::Within;

const FILE: &str = include_str!("../../../../programmes/central-triage/triage.toml");

fn rules() -> Rules {
    Rules::read(FILE, &TimeZone::UTC).unwrap()
}

/// The rules with one text in the place of another.
fn with(from: &str, to: &str) -> Result<Rules, Vec<Problem>> {
    assert!(FILE.contains(from), "{from}");
    Rules::read(&FILE.replacen(from, to, 1), &TimeZone::UTC)
}

fn said(factors: &[(&str, Option<bool>)]) -> Vec<(String, Option<bool>)> {
    factors.iter().map(|(id, present)| ((*id).to_owned(), *present)).collect()
}

#[test]
fn the_rules_of_the_programme_say_how_soon() {
    let rules = rules();
    let within = [Tier::First, Tier::Second, Tier::Third].map(|tier| rules.within(tier));
    assert_eq!(within, [Within::Days(1), Within::Days(2), Within::Days(5)]);
    assert_eq!(rules.merge_window_days, 28);
    assert_eq!(
        (rules.protocol.attempts, rules.protocol.modes, rules.protocol.wait),
        (3, 2, Within::Days(10))
    );
    // No weights are made up.
    assert!(rules.factors.iter().all(|f| f.weight == 0));
}

#[test]
fn hard_rules_win_and_unknown_is_not_no() {
    let rules = with("id = \"low_income\"", "weight = 900\nid = \"low_income\"").unwrap();
    let check = |factors: &[(&str, Option<bool>)], tier, score, completeness: f64, reasons: &[&str]| {
        let got = assess(&rules, &said(factors));
        assert_eq!((got.tier, got.score), (tier, score), "{factors:?}");
        assert!((got.completeness - completeness).abs() < 1e-9, "{factors:?}: {}", got.completeness);
        assert_eq!(got.reasons.iter().map(|r| r.factor.as_str()).collect::<Vec<_>>(), reasons);
    };
    let (yes, no) = (Some(true), Some(false));
    check(&[], Tier::Third, 0, 0.0, &[]);
    check(&[("low_income", yes)], Tier::Third, 900, 1.0, &["low_income"]);
    check(&[("low_income", yes), ("self_harm", yes)], Tier::First, 900, 1.0, &["self_harm", "low_income"]);
    check(&[("teen_mother", yes), ("self_harm", None)], Tier::Second, 0, 0.5, &["teen_mother"]);
    check(&[("teen_mother", no), ("self_harm", no)], Tier::Third, 0, 1.0, &[]);
    // A factor that the rules do not have; one that is said twice.
    check(&[("shoe_size", yes)], Tier::Third, 0, 0.0, &[]);
    check(
        &[("teen_mother", no), ("teen_mother", None), ("teen_mother", yes)],
        Tier::Second,
        0,
        1.0,
        &["teen_mother"],
    );
}

#[test]
fn a_tier_set_by_hand_stands_until_something_worse_is_known() {
    use Tier::*;
    let check = |assessed, by_hand: (Tier, Tier), holds| {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let (tier, over) = by_hand;
        let by_hand = Override { tier, over, reason: "r".into(), by: AccountId(1), at };
        assert_eq!(effective(assessed, Some(&by_hand)), holds, "{assessed:?} {tier:?} over {over:?}");
    };
    assert_eq!(effective(Second, None), Second);
    check(Third, (First, Third), First);
    check(Third, (First, Second), First);
    check(First, (Third, First), Third);
    check(First, (Third, Second), First);
    check(Second, (Third, First), Third);
    check(Second, (First, Third), First);
}

#[test]
fn the_reader_says_what_is_wrong_and_where() {
    let check = |from: &str, to: &str, expected: &str| {
        let problems = with(from, to).expect_err(to);
        let all = problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n");
        assert!(all.contains(expected), "{all}");
    };
    check("id = \"low_income\"", "id = \"race\"", "`race` tells who somebody is (`race`)");
    check("id = \"low_income\"", "id = \"language_barrier\"", "(`language`), and that may not decide");
    check("en = \"Low income\"", "en = \"Black or African American\"", "(`black`)");
    check("es = \"Ingresos bajos\"", "es = \"Etnia\"", "(`etnia`)");
    check("id = \"low_income\"", "id = \"transport_lack\"", "`transport_lack` is there twice");
    check("es = \"Ingresos bajos\"", "es = \"\"", "`low_income` needs an id and its words");
    check(
        "second = { days = 2 }",
        "second = { hours = 1 }",
        "line 16: a less urgent tier may not be due sooner",
    );
    check("merge_window_days = 28", "merge_window_days = -1", "line 7: the window for one pregnancy");
    check("\"monday\", ", "\"mondey\", ", "there is no day `mondey`");
    check("opens = \"08:30\"", "opens = \"18:30\"", "an office opens before it closes");
    check("modes = 2", "modes = 9", "more ways or parts");
    check("from = \"09:00\"", "from = \"12:30\"", "`morning` begins before it ends");
    check("merge_window_days", "merge_window", "unknown field `merge_window`");
    check("tier = \"first\"", "tier = \"zeroth\"", "unknown variant `zeroth`");
    check("2025-01-20", "2025-01-32", "line 30");
}

fn a_word() -> impl Strategy<Value = (String, Option<bool>)> {
    let ids = ["self_harm", "teen_mother", "low_income", "transport_lack", "previous_preterm"];
    (prop::sample::select(ids.to_vec()), prop::option::of(any::<bool>()))
        .prop_map(|(id, v)| (id.to_owned(), v))
}

fn a_form() -> impl Strategy<Value = Statement> {
    (0i64..4, prop::collection::vec(a_word(), 0..6)).prop_map(|(second, factors)| Statement {
        at: jiff::Timestamp::from_second(second).unwrap(),
        factors,
    })
}

#[test]
fn of_two_forms_the_newest_known_word_counts() {
    let form = |second, factors: &[(&str, Option<bool>)]| Statement {
        at: jiff::Timestamp::from_second(second).unwrap(),
        factors: said(factors),
    };
    let check = |a: &Statement, b: &Statement, joined: &[(&str, Option<bool>)]| {
        assert_eq!(join(&[a.clone(), b.clone()]), said(joined));
        assert_eq!(join(&[b.clone(), a.clone()]), said(joined));
    };
    check(&form(1, &[("a", Some(true))]), &form(2, &[("a", Some(false))]), &[("a", Some(false))]);
    check(&form(1, &[("a", Some(false))]), &form(2, &[("a", None)]), &[("a", Some(false))]);
    check(&form(1, &[("a", Some(false))]), &form(1, &[("a", Some(true))]), &[("a", Some(true))]);
    check(&form(1, &[("a", None)]), &form(2, &[("b", Some(true))]), &[("a", None), ("b", Some(true))]);
}

proptest! {
    /// Neither the order of forms nor that of their answers changes anything.
    #[test]
    fn the_order_of_forms_does_not_matter(forms in prop::collection::vec(a_form(), 0..5), turn in 0usize..5) {
        let mut turned = forms.clone();
        let by = turn.min(forms.len());
        turned.rotate_left(by);
        turned.iter_mut().for_each(|form| form.factors.reverse());
        prop_assert_eq!(assess(&rules(), &join(&forms)), assess(&rules(), &join(&turned)));
    }

    /// One more factor that is present never makes anybody less urgent; one that is unknown changes neither tier nor score.
    #[test]
    fn what_is_present_never_makes_less_urgent(form in a_form(), more in a_word()) {
        let before = assess(&rules(), &form.factors);
        let mut factors = form.factors;
        factors.push((more.0.clone(), Some(true)));
        prop_assert!(assess(&rules(), &factors).tier <= before.tier);
        factors.pop();
        factors.push((more.0, None));
        let after = assess(&rules(), &factors);
        prop_assert_eq!((after.tier, after.score), (before.tier, before.score));
        prop_assert!(after.completeness <= before.completeness || before.completeness == 0.0);
    }
}
