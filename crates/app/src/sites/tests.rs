use super::*;
use crate::view::Rate;

fn counts(met: i64, not_met: i64) -> Counts {
    Counts { met, not_met, ..Counts::default() }
}

fn site(name: &str, met: i64, not_met: i64) -> GroupRate {
    let rate: Rate = numbers::group_rates(&[counts(met, not_met)], Reader::Full).1;
    GroupRate { group: name.into(), key: name.into(), rate }
}

#[test]
fn sites_that_differ_by_chance_have_exact_limits() {
    let sites = [site("A", 60, 40), site("B", 118, 82), site("C", 35, 25), site("", 3, 1)];
    let view = funnel_of(&sites).unwrap();
    assert!(!view.widened && view.spread < OVERDISPERSED);
    assert_eq!(view.places.len(), 3, "those with no site are none");
    assert!(view.places.iter().all(|p| p.standing == Standing::Within));
    assert!((view.target - 213.0 / 360.0).abs() < 1e-12);
    assert!(view.curve.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert!(view.curve.iter().all(|(_, [a, b, c, d])| a <= b && b <= c && c <= d));
}

/// Where sites differ all round, limits are widened, and how many lay outside before is still told.
#[test]
fn sites_that_differ_all_round_have_wider_limits() {
    let sites: Vec<GroupRate> = (0..8).map(|i| site(&format!("{i}"), 300 + 45 * i, 700 - 45 * i)).collect();
    let view = funnel_of(&sites).unwrap();
    assert!(view.widened && view.outside_exact >= 4, "{view:?}");
    let outside = |p: &&FunnelPlace| matches!(p.standing, Standing::VeryHigh | Standing::VeryLow);
    assert_eq!(view.places.iter().filter(outside).count(), 0);
    assert!((0.09..0.15).contains(&view.between), "{}", view.between);
}

#[test]
fn one_site_or_none_is_no_funnel() {
    assert_eq!(funnel_of(&[]), None);
    assert_eq!(funnel_of(&[site("A", 10, 10)]), None);
    assert_eq!(funnel_of(&[site("A", 10, 0), site("B", 20, 0)]), None, "nothing differs");
}

fn periods(n: i32) -> Vec<Period> {
    let end = jiff::civil::date(2026, 7, 1);
    (0..n).map(|i| Period { start: back(end, 3 * (n - i)), end: back(end, 3 * (n - i - 1)) }).collect()
}

#[test]
fn a_rule_that_fires_is_named_with_its_numbers() {
    let steady = [30, 27, 33, 29, 31, 28, 32, 30, 27, 33, 29, 31];
    let series = |met: &[i64]| {
        let counts: Vec<Counts> = met.iter().map(|m| counts(*m, 50 - m)).collect();
        place("A".into(), OrganizationId(1), &periods(12), &counts)
    };
    let quiet = series(&steady);
    assert!(quiet.rules.is_empty() && !quiet.few && quiet.points.iter().all(|p| !p.marked), "{quiet:?}");
    let mut out = steady;
    out[5] = 4;
    let out = series(&out);
    assert_eq!(out.rules, [RuleSeen::Beyond { above: 0, below: 1 }]);
    assert!(out.points[5].marked);
    let risen = series(&[21, 23, 22, 20, 24, 22, 31, 33, 30, 32, 34, 31]);
    assert_eq!(risen.rules, [RuleSeen::FewCrossings { crossings: 1, limit: 3 }]);
    let longer = series(&[19, 20, 19, 20, 28, 29, 30, 28, 29, 30, 29, 28]);
    assert_eq!(
        longer.rules,
        [
            RuleSeen::LongRun { points: 8, limit: 7, above: true, from: 4 },
            RuleSeen::FewCrossings { crossings: 1, limit: 3 }
        ]
    );
}

#[test]
fn few_at_a_point_are_called_few() {
    let tiny: Vec<Counts> = (0..12).map(|i| counts(3 + i % 2, 1)).collect();
    assert!(place("A".into(), OrganizationId(1), &periods(12), &tiny).few);
    let nobody = place("A".into(), OrganizationId(1), &periods(12), &[Counts::default(); 12]);
    assert!(nobody.few && nobody.centre.is_none() && nobody.rules.is_empty());
}

#[test]
fn months_are_drawn_where_the_middle_site_is_large_enough() {
    let months = |n: i64| -> BTreeMap<Date, Counts> {
        periods(12).iter().map(|p| (p.start, counts(3 * n, 3 * n))).collect()
    };
    let (small, large) = (months(2), months(60));
    assert_eq!(step_for(&[&small, &small, &large]), Step::Quarter);
    assert_eq!(step_for(&[&small, &large, &large]), Step::Month);
    assert_eq!(step_for(&[]), Step::Quarter);
}

/// The chance that pages tell is the one that the statistics find.
#[test]
fn the_chance_of_a_false_alarm_is_what_simulation_says() {
    for (points, told) in FALSE_ALARM {
        let found = kith_stats::spc::false_alarm(RULES, points, true).chance;
        assert!((found - told).abs() < 0.01, "{points}: {found}");
    }
}
