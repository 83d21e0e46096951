use super::*;

fn counts(met: i64, not_met: i64) -> Counts {
    Counts { met, not_met, ..Counts::default() }
}

#[test]
fn a_full_reader_sees_every_count_with_its_interval() {
    let (groups, total) = group_rates(&[counts(54, 46), counts(3, 1)], Reader::Full);
    assert_eq!(groups[1].numerator, Shown::Count(3));
    assert_eq!(total.denominator, Shown::Count(104));
    let estimate = groups[0].value.expect("a hundred infants have a rate");
    assert!(estimate.low < 0.54 && 0.54 < estimate.high);
}

#[test]
fn a_suppressed_reader_cannot_work_a_small_count_out() {
    let groups = [counts(200, 100), counts(150, 120), counts(30, 4)];
    let (rates, total) = group_rates(&groups, Reader::Suppressed);
    assert_eq!(total.denominator, Shown::Count(604));
    // The small group's complement is hidden, and so is what would give it away: its own total or its numerator, and at
    // least one other group's.
    assert_ne!((rates[2].numerator, rates[2].denominator), (Shown::Count(30), Shown::Count(34)));
    assert_eq!(rates[2].value, None);
    let whole = |r: &Rate| r.numerator != Shown::Withheld && r.denominator != Shown::Withheld;
    let by_subtraction = whole(&total) && rates[..2].iter().all(whole);
    assert!(!by_subtraction, "{rates:?}");
}

#[test]
fn a_small_count_beside_the_rate_hides_its_whole_column() {
    let with_pending = |pending| Counts { pending, ..counts(200, 100) };
    let (rates, _) = group_rates(&[with_pending(4), with_pending(80)], Reader::Suppressed);
    assert!(rates.iter().all(|r| r.pending == Shown::Withheld));
    assert!(rates.iter().all(|r| r.excluded == Shown::Count(0)));
}

fn a_gap(focus: Counts, reference: Counts, before: Option<(Counts, Counts)>) -> Option<Gap> {
    a_gap_in(Direction::Higher, focus, reference, before)
}

fn a_gap_in(
    direction: Direction,
    focus: Counts,
    reference: Counts,
    before: Option<(Counts, Counts)>,
) -> Option<Gap> {
    let rates = group_rates(&[focus, reference], Reader::Full).0.into_iter().zip(["A", "B"]);
    let named = |(rate, name): (Rate, &str)| GroupRate { group: name.into(), key: name.into(), rate };
    let rates: Vec<GroupRate> = rates.map(named).collect();
    let year = Period { start: jiff::civil::date(2024, 7, 1), end: jiff::civil::date(2025, 7, 1) };
    gap(&GapInput {
        direction,
        focus: (&rates[0], focus),
        reference: (&rates[1], reference),
        before: before.map(|(f, r)| (year, f, r)),
        factor: 0.5,
    })
}

#[test]
fn a_gap_says_how_many_more_halve_what_it_was() {
    // It was 20 points; now 10 of 100 more would leave 10.
    let gap = a_gap(counts(60, 40), counts(80, 20), Some((counts(60, 40), counts(80, 20)))).unwrap();
    assert!((gap.difference.value - 0.2).abs() < 1e-12);
    assert_eq!(gap.more_to_target, Some(10));
    assert_eq!(gap.change.unwrap().1, Verdict::NoClearChange);
}

#[test]
fn a_gap_that_shrank_because_the_reference_fell_is_not_progress() {
    let then = (counts(540, 460), counts(800, 200));
    let gap = a_gap(counts(541, 459), counts(600, 400), Some(then)).unwrap();
    assert_eq!(gap.change.unwrap().1, Verdict::ReferenceWorsened);
    let better = a_gap(counts(750, 250), counts(800, 200), Some(then)).unwrap();
    assert_eq!(better.change.unwrap().1, Verdict::Narrowed);
}

#[test]
fn where_less_is_better_the_gap_is_of_what_is_not_wanted() {
    // 40 % of a group and 20 % of the reference are not reached; before it was half of the group.
    let then = (counts(500, 500), counts(200, 800));
    let gap = a_gap_in(Direction::Lower, counts(400, 600), counts(200, 800), Some(then)).unwrap();
    assert!((gap.difference.value - 0.2).abs() < 1e-12);
    assert_eq!(gap.change.unwrap().1, Verdict::Narrowed);
    assert_eq!(gap.more_to_target, None);
    let same = a_gap(counts(600, 400), counts(800, 200), Some((counts(500, 500), counts(800, 200)))).unwrap();
    assert_eq!((gap.difference, gap.change), (same.difference, same.change));
}

#[test]
fn where_neither_way_is_better_there_is_no_gap() {
    let then = (counts(500, 500), counts(200, 800));
    assert_eq!(a_gap_in(Direction::Neither, counts(400, 600), counts(200, 800), Some(then)), None);
}

#[test]
fn a_loss_of_the_reference_that_chance_explains_takes_nothing_from_a_gain() {
    let then = (counts(540, 460), counts(800, 200));
    let gap = a_gap(counts(700, 300), counts(795, 205), Some(then)).unwrap();
    assert_eq!(gap.change.unwrap().1, Verdict::Narrowed);
}

#[test]
fn nobody_in_a_group_is_no_gap() {
    assert_eq!(a_gap(counts(0, 0), counts(10, 10), None), None);
}

#[test]
fn a_chart_names_its_longest_run() {
    let year: Vec<Counts> = (1..=12).map(|i| if i <= 6 { counts(40, 60) } else { counts(70, 30) }).collect();
    let (points, signals) = drawn(&year, Reader::Full);
    assert_eq!(points.len(), 12);
    assert!(signals.runs_signal);
    assert!(points.iter().all(|p| p.limits.is_some()));
    assert_eq!(signals.crossings.map(|(n, _)| n), Some(1));
}

/// The chart of months that follow each other.
fn drawn(counts: &[Counts], reader: Reader) -> (Vec<MonthPoint>, Signals) {
    let first = jiff::civil::date(2024, 7, 1);
    let month = |i: usize| first.saturating_add(jiff::Span::new().months(i as i64));
    let months: Vec<Date> = (0..counts.len()).map(month).collect();
    chart(&months, &Family::alone(counts.to_vec()), reader)
}

#[test]
fn a_month_is_withheld_on_the_page_of_a_year_and_on_that_of_two() {
    let mut two_years = vec![counts(60, 40); 24];
    two_years[3] = counts(12, 12);
    two_years[20] = counts(4, 60);
    let (long, _) = drawn(&two_years, Reader::Suppressed);
    let (short, _) = drawn(&two_years[12..], Reader::Suppressed);
    let rates = |points: &[MonthPoint]| points.iter().map(|p| p.rate.clone()).collect::<Vec<_>>();
    assert_eq!(rates(&long[12..]), rates(&short));
    // Twelve months add up to the year: one alone would be what the others leave.
    let hidden = short.iter().filter(|p| p.rate.numerator == Shown::Withheld).count();
    assert!(hidden > 1 || short.iter().any(|p| p.rate.denominator == Shown::Withheld), "{short:?}");
}

#[test]
fn rules_speak_of_the_months_that_are_shown() {
    let mut year = vec![counts(60, 40); 12];
    let (_, alike) = drawn(&year, Reader::Suppressed);
    year[5] = counts(1, 4);
    let (points, signals) = drawn(&year, Reader::Suppressed);
    assert!(points[5].rate.value.is_none() && points[5].limits.is_none());
    assert_eq!(signals.centre, alike.centre);
}

#[test]
fn groups_that_are_only_safe_without_their_total_are_all_withheld() {
    // Twelve groups of one each: none can be as many as eleven beside eleven others.
    let groups = vec![counts(1, 30); 12];
    assert!(rates_of_groups(&groups, Reader::Suppressed).iter().all(|r| r.numerator == Shown::Withheld));
    assert_eq!(rates_of_groups(&groups, Reader::Full)[0].numerator, Shown::Count(1));
}

#[test]
fn what_a_week_leaves_of_the_open_ones_is_no_small_count() {
    let weeks = |weeks: [(i64, i64); 3], later| Family::alone((weeks.to_vec(), later));
    let open = weeks([(40, 20), (30, 28), (25, 12)], 300);
    assert_eq!(parts_of_a_total(&open, Reader::Full)[1], (Shown::Count(30), Shown::Count(28)));
    let shown = parts_of_a_total(&open, Reader::Suppressed);
    // Two of the second week are on somebody's caseload: one of its two numbers stays away.
    assert!(shown[1].0 == Shown::Withheld || shown[1].1 == Shown::Withheld, "{shown:?}");
    let shown = parts_of_a_total(&weeks([(40, 20), (3, 0), (25, 12)], 0), Reader::Suppressed);
    assert!(shown.iter().filter(|(all, _)| *all == Shown::Withheld).count() > 1, "{shown:?}");
}
