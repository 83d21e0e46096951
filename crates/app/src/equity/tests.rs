use std::sync::Arc;

use kith_domain::measure::Direction;

use super::*;
use crate::programme::{Unit, Words};
use crate::view::Verdict;

const END: Date = jiff::civil::date(2026, 7, 1);

fn counts(met: i64, not_met: i64) -> Counts {
    Counts { met, not_met, ..Counts::default() }
}

fn measure(direction: Direction) -> MeasureInfo {
    let words = || Words { en: "Test".into(), es: "Prueba".into() };
    MeasureInfo {
        id: "m".into(),
        title: words(),
        description: words(),
        event: words(),
        unit: Unit::Infant,
        tells: None,
        needs: 1,
        time: None,
        direction,
        stratifiers: vec!["race_ethnicity".into(), "payer".into()],
        own_group: false,
        follows: false,
        reasons: BTreeMap::new(),
        source: words(),
        definition: String::new(),
        aim: None,
    }
}

pub(crate) fn programme() -> Programme {
    let words = || Words { en: "Test".into(), es: "Prueba".into() };
    Programme {
        id: "test".into(),
        title: words(),
        aim: words(),
        headline: "m".into(),
        gap_stratifier: "race_ethnicity".into(),
        gap_focus: "B".into(),
        gap_reference: "W".into(),
        gap_factor: 0.5,
        gap_by: None,
        measures: vec![measure(Direction::Higher)],
        indicators: Vec::new(),
        definitions: Vec::new(),
        families: Vec::new(),
        cascade: None,
        triage: None,
        forms: None,
        centroids: None,
        community: Arc::default(),
        area_index: None,
    }
}

fn story(from: (Counts, Counts), to: (Counts, Counts), direction: Direction) -> Story {
    let measure = measure(direction);
    let side = Side { measure: &measure, reader: Reader::Full };
    side.story((year(END, 2), from.0, from.1), (year(END, 0), to.0, to.1)).unwrap()
}

/// The cases of what a programme says and what it must say: who moved decides, not the size of the gap.
#[test]
fn a_narrowing_says_who_moved() {
    for (from, to, driver, verdict, calls_out) in [
        // Those behind gain.
        ((540, 800), (740, 805), Driver::GroupBetter, Verdict::Narrowed, false),
        // Those ahead lose, and nobody gains.
        ((600, 800), (598, 650), Driver::OnlyReferenceWorse, Verdict::ReferenceWorsened, true),
        // Both, so that part of it is no progress.
        ((600, 850), (650, 750), Driver::GroupBetterReferenceWorse, Verdict::ReferenceWorsened, true),
        // Those ahead may have lost by chance: that takes nothing from the gain.
        ((540, 800), (740, 795), Driver::GroupBetterReferenceWorse, Verdict::Narrowed, false),
        ((600, 700), (500, 760), Driver::NotNarrowed, Verdict::Widened, false),
        ((600, 700), (605, 698), Driver::GroupBetterReferenceWorse, Verdict::NoClearChange, false),
    ] {
        let of = |(f, r): (i64, i64)| (counts(f, 1000 - f), counts(r, 1000 - r));
        let told = story(of(from), of(to), Direction::Higher);
        assert_eq!(
            (told.driver, told.verdict, told.calls_out()),
            (driver, verdict, calls_out),
            "{from:?} {to:?}"
        );
        let clearly = !matches!(verdict, Verdict::NoClearChange | Verdict::Widened);
        assert_eq!(told.narrowed(), clearly && !calls_out, "{from:?} {to:?}");
        assert!((told.by_focus + told.by_reference + told.change.value).abs() < 1e-9, "the parts add up");
        // The same people, counted by what is not wanted.
        let turned = |(f, r): (Counts, Counts)| (counts(f.not_met, f.met), counts(r.not_met, r.met));
        let mirrored = story(turned(of(from)), turned(of(to)), Direction::Lower);
        assert_eq!((mirrored.driver, mirrored.verdict), (driver, verdict));
        assert!((mirrored.now.value - told.now.value).abs() < 1e-12);
    }
}

#[test]
fn a_percent_has_limits_or_a_reason() {
    let of = |f: i64, r: i64| (counts(f, 1000 - f), counts(r, 1000 - r));
    let half = story(of(500, 800), of(650, 800), Direction::Higher).narrowed.unwrap();
    assert!((half.value - 50.0).abs() < 1e-9 && half.low < 50.0 && 50.0 < half.high && half.low > 20.0);
    assert_eq!(story(of(800, 800), of(820, 800), Direction::Higher).narrowed, Err(NoPercent::NoEarlierGap));
    assert_eq!(
        story(of(790, 800), of(800, 800), Direction::Higher).narrowed,
        Err(NoPercent::EarlierGapUncertain)
    );
}

#[test]
fn where_neither_way_is_better_groups_stand_side_by_side_and_nobody_fares_worse() {
    let measure = measure(Direction::Neither);
    let side = Side { measure: &measure, reader: Reader::Full };
    let (then, now) = ((counts(500, 500), counts(200, 800)), (counts(400, 600), counts(200, 800)));
    assert_eq!(side.gap(now.0, now.1), None);
    assert_eq!(side.story((year(END, 2), then.0, then.1), (year(END, 0), now.0, now.1)), None);
    let by_group =
        |met: i64| BTreeMap::from([("a".to_owned(), counts(100, 300)), ("b".to_owned(), counts(met, 100))]);
    let choices = ["a".to_owned(), "b".to_owned()];
    let chosen = side.furthest_apart(&choices, &[by_group(200), by_group(300)]);
    assert_eq!(chosen, Some((["b".to_owned(), "a".to_owned()], Chosen::Apart)));
}

#[test]
fn few_in_a_cell_are_called_few() {
    assert!(
        story((counts(15, 60), counts(80, 40)), (counts(40, 60), counts(80, 40)), Direction::Higher)
            .few_events
    );
    assert!(
        !story((counts(35, 60), counts(80, 40)), (counts(40, 60), counts(80, 40)), Direction::Higher)
            .few_events
    );
}

/// Every month of three years, with so many of each group met and not met.
fn months(groups: &[(&str, [(i64, i64); 3])]) -> ByMonth {
    let strata = |year: usize| groups.iter().map(move |(g, n)| (Arc::from(*g), counts(n[year].0, n[year].1)));
    let month = |i: i32| back(END, 36 - i);
    let strata = (0..36).map(|i| (month(i), strata(i as usize / 12).collect())).collect();
    ByMonth { by: "payer".into(), strata, ..ByMonth::default() }
}

fn chosen(by: &str, by_month: &ByMonth, ask: &EquityAsk) -> Option<([String; 2], Chosen)> {
    let measure = measure(Direction::Higher);
    let side = Side { measure: &measure, reader: Reader::Full };
    let slices: Vec<_> = (0..3).rev().map(|n| by_month.over(year(END, n))).collect();
    let shown: Vec<_> =
        slices.iter().map(|s| strata::rates(by, &Family::alone(s.clone()), Reader::Full)).collect();
    let counts: Vec<_> = slices.into_iter().map(|s| s.strata).collect();
    choose(&programme(), &side, by, &choices(&groups(&counts, &shown)), &counts, ask)
}

#[test]
fn the_compared_groups_are_the_same_in_every_year() {
    let same = |met: i64, not_met: i64| [(met, not_met); 3];
    let race = months(&[("B", same(5, 5)), ("W", same(8, 2)), ("H", same(4, 6)), ("Unknown", same(1, 9))]);
    let names = |f: &str, r: &str| [f.to_owned(), r.to_owned()];
    let ask = EquityAsk::default();
    assert_eq!(chosen("race_ethnicity", &race, &ask), Some((names("B", "W"), Chosen::Programme)));
    // Nobody's group is compared with those of whom nothing is known, and few are not picked for their luck.
    let payer = months(&[
        ("Medicaid", same(6, 4)),
        ("Private", [(9, 1), (8, 2), (6, 4)]),
        ("Self-pay", same(0, 1)),
        ("Unknown", same(1, 9)),
    ]);
    assert_eq!(chosen("payer", &payer, &ask), Some((names("Medicaid", "Private"), Chosen::Apart)));
    let asked = |focus: Option<&str>, reference: Option<&str>| EquityAsk {
        focus: focus.map(str::to_owned),
        reference: reference.map(str::to_owned),
        ..EquityAsk::default()
    };
    let is = |ask: &EquityAsk| chosen("race_ethnicity", &race, ask).unwrap();
    assert_eq!(is(&asked(Some("H"), None)), (names("H", "W"), Chosen::Asked));
    assert_eq!(is(&asked(Some("W"), None)), (names("W", "B"), Chosen::Asked));
    assert_eq!(is(&asked(Some("nobody"), Some("Unknown"))), (names("B", "W"), Chosen::Programme));
    assert_eq!(is(&asked(Some("H"), Some("H"))), (names("H", "B"), Chosen::Asked));
    assert_eq!(chosen("payer", &months(&[("Private", same(9, 1))]), &ask), None);
    // Where no two have enough, the largest are compared and said to be that.
    let few = months(&[
        ("en", same(60, 40)),
        ("es", same(1, 1)),
        ("so", same(0, 1)),
        ("hi", [(0, 1), (1, 0), (1, 0)]),
    ]);
    assert_eq!(chosen("language", &few, &ask), Some((names("es", "en"), Chosen::Largest)));
}

#[test]
fn years_are_counted_as_far_as_there_are_numbers() {
    let months = months(&[("B", [(0, 0), (5, 5), (6, 4)])]);
    assert_eq!(years_known(&months, END), 2);
    assert_eq!(years_known(&ByMonth::default(), END), 1);
}

/// Quarters stand in the table of their groups and in that of their year: who may not see small counts is shown what
/// both leave, and no gap of a quarter that is withheld.
#[test]
fn a_withheld_quarter_has_no_gap() {
    let by_month = Family::alone(months(&[("B", [(20, 20), (20, 20), (1, 20)]), ("W", [(60, 20); 3])]));
    let measure = measure(Direction::Higher);
    let pair = ["B".to_owned(), "W".to_owned()];
    let points = |reader| Side { measure: &measure, reader }.gap_points(&by_month, &pair, END, 3);
    let full = points(Reader::Full);
    assert_eq!(full.len(), 12);
    assert!(full.iter().all(|p| p.gap.is_some()));
    assert!((full[0].gap.unwrap().value - 0.25).abs() < 1e-12);
    let withheld = points(Reader::Suppressed);
    assert!(withheld[..8].iter().all(|p| p.gap.is_some()), "{withheld:?}");
    assert!(withheld[8..].iter().all(|p| p.gap.is_none() && p.focus.rate.value.is_none()));
}

/// Those met and not met in each quarter of a year; none where nobody is there.
type Quarters = [Option<(i64, i64)>; 4];

/// The quarters of one year before [`END`] with the counts of each group, all of them in the first month.
fn a_year(groups: &[(&str, Quarters)]) -> ByMonth {
    let of = |quarter: usize| {
        let there = groups.iter().filter_map(move |(name, n)| Some((*name, n[quarter]?)));
        there.map(|(name, (met, not_met))| (Arc::from(name), counts(met, not_met))).collect()
    };
    let strata = (0..4).map(|quarter| (back(END, 12 - 3 * quarter), of(quarter as usize))).collect();
    ByMonth { by: "payer".into(), strata, ..ByMonth::default() }
}

/// What is not shown of a quarter is not what the year leaves after the others.
#[test]
fn of_a_group_all_quarters_of_a_year_are_told_or_none() {
    let many = [Some((60, 60)); 4];
    let [mut few, mut nobody] = [many, many];
    few[1] = Some((3, 60));
    nobody[1] = None;
    for (first, second, third) in [
        // Few in one quarter.
        (few, many, many),
        // Of the reference few, in a quarter that is left out because nobody of the other group is there.
        (nobody, few, many),
    ] {
        let by_month = Family::alone(a_year(&[("B", first), ("C", third), ("W", second)]));
        let told = |reader| quarters(&by_month, ["B", "W"], END, 1, reader);
        assert!(told(Reader::Full).iter().flat_map(|(_, two)| two).all(|(g, _)| g.rate.value.is_some()));
        for at in [0, 1] {
            let rates: Vec<Rate> =
                told(Reader::Suppressed).into_iter().map(|(_, two)| two[at].0.rate.clone()).collect();
            let withheld = rates.iter().filter(|rate| !strata::is_whole(rate)).count();
            assert!(withheld == 0 || withheld == rates.len(), "group {at}: {rates:?}");
        }
        let small = if first == few { 0 } else { 1 };
        assert!(told(Reader::Suppressed).iter().all(|(_, two)| !strata::is_whole(&two[small].0.rate)));
    }
}

#[test]
fn a_grouping_that_is_not_there_is_not_found() {
    let (programme, measure) = (programme(), measure(Direction::Higher));
    assert_eq!(stratifier(&programme, &measure.stratifiers, None).unwrap(), "race_ethnicity");
    assert_eq!(stratifier(&programme, &measure.stratifiers, Some("payer")).unwrap(), "payer");
    assert!(matches!(
        stratifier(&programme, &measure.stratifiers, Some("shoe size")),
        Err(Error::NotFound(_))
    ));
    let none = MeasureInfo { stratifiers: Vec::new(), ..measure };
    assert!(stratifier(&programme, &none.stratifiers, None).is_err());
}
