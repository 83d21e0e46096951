//! Made-up values for the pages of equity and of sites.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use kith_app::view::*;
use kith_domain::measure::Period;

use super::sample::{estimate, freshness, group, period, programme, rate, withheld};

const END: Date = date(2026, 7, 1);

fn year(before: i32) -> Period {
    let end = END.checked_sub((12 * before).months()).unwrap();
    Period { start: end.checked_sub(12.months()).unwrap(), end }
}

fn quarter(i: i32, of: i32) -> Period {
    let start = END.checked_sub((3 * (of - i)).months()).unwrap();
    Period { start, end: start.checked_add(3.months()).unwrap() }
}

/// A difference with an interval that is wide enough to be seen.
fn gap(focus: &Rate, reference: &Rate) -> Option<Estimate> {
    let (f, r) = (focus.value?, reference.value?);
    let half = |e: Estimate| (e.high - e.low) / 2.0;
    let value = r.value - f.value;
    let about = half(f).hypot(half(r));
    Some(Estimate { value, low: value - about, high: value + about })
}

/// Two groups over three years, from their shares of a thousand.
fn pair(names: [&str; 2], focus: [i64; 3], reference: [i64; 3], chosen: Chosen) -> PairView {
    let of = |n: i64, all: i64| n * all / 1000;
    let years: Vec<_> = (0..3)
        .map(|i| {
            let at = i as usize;
            let (f, r) =
                (group(names[0], of(focus[at], 388), 388), group(names[1], of(reference[at], 541), 541));
            (year(2 - i), f, r)
        })
        .collect();
    let wobble = [14, -38, 22, 3, -20, 41, -9, 12, 30, -25, 8, -12];
    let quarters = (0..12)
        .map(|i| {
            let at = i as usize;
            let between = |of: [i64; 3]| {
                let (a, b) = (of[(at / 4).min(1)], of[(at / 4).min(1) + 1]);
                a + (b - a) * (at as i64 - 4 * (at as i64 / 4).min(1)) / 8
            };
            let mut f = group(names[0], of(between(focus) + wobble[at], 97), 97);
            let r = group(names[1], of(between(reference) - wobble[11 - at] / 2, 135), 135);
            if i == 3 {
                f.rate = withheld();
            }
            GapPoint { period: quarter(i, 12), gap: gap(&f.rate, &r.rate), focus: f, reference: r }
        })
        .collect();
    let gap_of = |i: usize| {
        let (_, f, r): &(Period, GroupRate, GroupRate) = &years[i];
        gap(&f.rate, &r.rate).unwrap()
    };
    let (before, now) = (gap_of(0), gap_of(2));
    let value = |i: usize, who: fn(&(Period, GroupRate, GroupRate)) -> &GroupRate| {
        who(&years[i]).rate.value.unwrap().value
    };
    let by_focus = value(2, |y| &y.1) - value(0, |y| &y.1);
    let by_reference = value(0, |y| &y.2) - value(2, |y| &y.2);
    let change = now.value - before.value;
    let driver = match (by_focus > 0.0, by_reference > 0.0) {
        _ if change >= 0.0 => Driver::NotNarrowed,
        (true, false) => Driver::GroupBetter,
        (true, true) => Driver::GroupBetterReferenceWorse,
        _ => Driver::OnlyReferenceWorse,
    };
    let half = ((now.high - now.low) / 2.0).hypot((before.high - before.low) / 2.0);
    let verdict = match driver {
        _ if change.abs() < half => Verdict::NoClearChange,
        Driver::NotNarrowed => Verdict::Widened,
        Driver::GroupBetter => Verdict::Narrowed,
        _ => Verdict::ReferenceWorsened,
    };
    let percent = -100.0 * change / before.value;
    let story = Story {
        from: year(2),
        to: year(0),
        before,
        now,
        change: Estimate { value: change, low: change - half, high: change + half },
        verdict,
        narrowed: match before.low > 0.0 {
            true => Ok(Percent { value: percent, low: percent - 29.0, high: percent + 24.0 }),
            false => Err(NoPercent::EarlierGapUncertain),
        },
        driver,
        by_focus,
        by_reference,
        share_of_reference: (change < 0.0).then(|| (by_reference / -change).clamp(0.0, 1.0)),
        reference_may_be_chance: by_reference.abs() < 0.05,
        few_events: false,
    };
    PairView {
        focus: names[0].into(),
        reference: names[1].into(),
        chosen,
        years,
        quarters,
        story: Some(story),
    }
}

fn groups(of: &[(&str, [(i64, i64); 3])]) -> Vec<GroupYears> {
    let rates = |n: &[(i64, i64); 3]| {
        n.iter().map(|(x, all)| if *all < 30 { withheld() } else { rate(*x, *all) }).collect()
    };
    of.iter().map(|(name, n)| GroupYears { group: (*name).into(), rates: rates(n) }).collect()
}

/// A gap that narrowed because those behind gained.
pub fn narrowed() -> EquityPage {
    let groups = groups(&[
        ("American Indian or Alaska Native", [(9, 20), (8, 22), (11, 24)]),
        ("Asian", [(55, 80), (58, 78), (60, 84)]),
        ("Black or African American", [(174, 388), (199, 388), (227, 388)]),
        ("Hispanic or Latino", [(151, 246), (158, 250), (166, 255)]),
        ("Multiracial", [(27, 44), (30, 47), (29, 46)]),
        ("Native Hawaiian or Other Pacific Islander", [(5, 12), (8, 14), (7, 13)]),
        ("White", [(375, 541), (379, 541), (384, 541)]),
        ("Unknown", [(28, 54), (30, 52), (29, 55)]),
    ]);
    EquityPage {
        measure: programme().measures[0].clone(),
        measures: programme().measures,
        stratifier: "race_ethnicity".into(),
        years: vec![year(2), year(1), year(0)],
        most_years: 3,
        choices: ["Asian", "Black or African American", "Hispanic or Latino", "Multiracial", "White"]
            .map(str::to_owned)
            .into(),
        groups,
        whole: rate(913, 1412),
        pair: Some(pair(
            ["Black or African American", "White"],
            [450, 514, 587],
            [694, 700, 710],
            Chosen::Programme,
        )),
        indices: Some(indices()),
        stratifiers: ["race_ethnicity", "payer", "parity"].map(str::to_owned).into(),
        seconds: ["payer", "parity"].map(str::to_owned).into(),
        cross: None,
        index: None,
        freshness: freshness(),
        suppressed: false,
    }
}

/// The groups of race and ethnicity with those of parity: one cell has few people, and one nobody.
pub fn crossed() -> EquityPage {
    let named = |name: &str, met: i64, of: i64| GroupRate {
        group: name.into(),
        key: name.into(),
        rate: rate(met, of),
    };
    let few = Rate { value: None, ..rate(8, 21) };
    let rows = vec![
        (named("Asian", 51, 77), vec![few, rate(43, 56)]),
        (named("Black or African American", 290, 495), vec![rate(120, 195), rate(170, 300)]),
        (named("Other race", 12, 40), vec![rate(0, 0), rate(12, 40)]),
        (named("White", 384, 541), vec![rate(180, 240), rate(204, 301)]),
    ];
    let columns = vec![named("First birth", 308, 456), named("Second or later", 429, 697)];
    let cross = Cross { by: "parity".into(), columns, rows, left_out: true, withheld: false };
    EquityPage { cross: Some(cross), ..narrowed() }
}

/// Races alone or in combination: groups that overlap.
pub fn overlapping() -> EquityPage {
    EquityPage {
        stratifier: "race_in_combination".into(),
        pair: None,
        indices: None,
        choices: Vec::new(),
        seconds: Vec::new(),
        ..narrowed()
    }
}

/// Inequality over the five groups that are large enough.
fn indices() -> Indices {
    let rows = [
        (Kind::Difference, 0.125, Some((0.063, 0.187))),
        (Kind::Ratio, 1.43, Some((1.19, 1.72))),
        (Kind::AttributableRisk, -0.062, Some((-0.089, -0.035))),
        (Kind::AttributableFraction, -17.8, Some((-25.1, -10.5))),
        (Kind::BetweenGroupVariance, 0.0030, Some((0.0011, 0.0058))),
        (Kind::IndexOfDisparity, 12.9, Some((7.1, 21.4))),
        (Kind::Theil, 11.9, Some((4.3, 23.7))),
        (Kind::MeanLogDeviation, 12.1, None),
    ];
    let index = |(kind, value, limits)| Index { kind, value: Ok((value, limits)), depends_on_zero: false };
    let name = |name: &str| name.to_owned();
    Indices {
        rows: rows.into_iter().map(index).collect(),
        worst: name("Black or African American"),
        reference: name("White"),
        best: name("Asian"),
        groups: 5,
        left_out: 2,
    }
}

/// A gap that narrowed because those ahead lost.
pub fn called_out() -> EquityPage {
    EquityPage {
        measure: programme().measures[3].clone(),
        stratifier: "payer".into(),
        groups: groups(&[
            ("Medicaid", [(397, 600), (401, 604), (395, 598)]),
            ("Private", [(541, 652), (493, 640), (458, 645)]),
            ("Self-pay", [(30, 52), (33, 55), (31, 54)]),
            ("Unknown", [(12, 25), (11, 24), (12, 26)]),
        ]),
        whole: rate(896, 1323),
        choices: ["Medicaid", "Private", "Self-pay"].map(str::to_owned).into(),
        pair: Some(pair(["Medicaid", "Private"], [662, 664, 660], [830, 770, 712], Chosen::Apart)),
        ..narrowed()
    }
}

/// Part of the narrowing is those ahead losing.
pub fn partly() -> EquityPage {
    EquityPage {
        pair: Some(pair(["Medicaid", "Private"], [600, 640, 690], [830, 790, 730], Chosen::Asked)),
        ..called_out()
    }
}

/// Those ahead may have lost a little, by chance.
pub fn mostly() -> EquityPage {
    EquityPage {
        pair: Some(pair(
            ["Black or African American", "White"],
            [450, 514, 610],
            [694, 690, 689],
            Chosen::Programme,
        )),
        ..narrowed()
    }
}

/// A gap that may have been none.
pub fn unclear() -> EquityPage {
    EquityPage {
        pair: Some(pair(["Medicaid", "Private"], [660, 650, 672], [690, 720, 700], Chosen::Apart)),
        ..called_out()
    }
}

/// Groups too small to compare, for a reader who sees no small counts.
pub fn withheld_equity() -> EquityPage {
    EquityPage { pair: None, indices: None, choices: Vec::new(), suppressed: true, ..narrowed() }
}

fn sites_of() -> Vec<GroupRate> {
    let site = |i: i64, name: &str, x, n| GroupRate { key: i.to_string(), ..group(name, x, n) };
    vec![
        site(1, "Bayside Family Clinic (demo)", 120, 190),
        site(2, "Cedar Street Pediatrics (demo)", 101, 168),
        site(3, "Dogwood Health Center (demo)", 96, 182),
        site(4, "Elm Park Clinic (demo)", 140, 222),
        site(5, "Foxglove Community Clinic (demo)", 188, 241),
        GroupRate { key: "6".into(), rate: withheld(), ..group("Ginkgo Mobile Unit (demo)", 0, 0) },
        site(7, "Harbor Mother and Child (demo)", 71, 115),
        group("", 40, 66),
    ]
}

fn funnel() -> FunnelView {
    let standings = [
        Standing::Within,
        Standing::Within,
        Standing::Low,
        Standing::Within,
        Standing::VeryHigh,
        Standing::Within,
    ];
    let places = sites_of()
        .iter()
        .filter(|s| s.rate.value.is_some() && !s.group.is_empty())
        .zip(standings)
        .map(|(site, standing)| {
            let Shown::Count(size) = site.rate.denominator else { unreachable!("shown") };
            let value = site.rate.value.unwrap().value;
            FunnelPlace { name: site.group.clone(), size, value, standing }
        })
        .collect();
    let curve = (1..=60)
        .map(|i| {
            let n = (253.0 * (f64::from(i) / 60.0).powi(2)).ceil();
            let sigma = (0.64 * 0.36 / n).sqrt();
            let at = |z: f64| (0.64 + z * sigma).clamp(0.0, 1.0);
            (n, [at(-3.09), at(-1.96), at(1.96), at(3.09)])
        })
        .collect();
    FunnelView { places, target: 0.64, curve, spread: 1.2, between: 0.02, widened: false, outside_exact: 1 }
}

fn place(i: i64, name: &str, base: f64, lift: f64, rules: Vec<RuleSeen>) -> PlaceSeries {
    let wobble = [0.03, -0.05, 0.02, 0.06, -0.04, 0.01, -0.02, 0.05, -0.03, 0.04, -0.06, 0.02];
    let centre = base + lift / 2.0;
    let points = (0..12)
        .map(|k| {
            let n = 38 + (k * 7 + i) % 16;
            let p = base + wobble[(k + i) as usize % 12] + if k >= 6 { lift } else { 0.0 };
            let sigma = (centre * (1.0 - centre) / n as f64).sqrt();
            let x = (p * n as f64).round() as i64;
            PlacePoint {
                period: quarter(k as i32, 12),
                rate: Rate { value: Some(estimate(x, n)), ..rate(x, n) },
                limits: Some(((centre - 3.0 * sigma).max(0.0), (centre + 3.0 * sigma).min(1.0))),
                marked: !rules.is_empty() && k >= 6,
            }
        })
        .collect();
    PlaceSeries { name: name.into(), key: i.to_string(), points, centre: Some(centre), rules, few: i == 7 }
}

/// Sites of a year, and over three.
pub fn sites() -> SitesPage {
    let run = RuleSeen::LongRun { points: 8, limit: 7, above: true, from: 4 };
    let drift = RuleSeen::FewCrossings { crossings: 1, limit: 3 };
    let places = vec![
        place(1, "Bayside Family Clinic (demo)", 0.63, 0.0, vec![]),
        place(2, "Cedar Street Pediatrics (demo)", 0.6, 0.0, vec![RuleSeen::Beyond { above: 0, below: 1 }]),
        place(3, "Dogwood Health Center (demo)", 0.42, 0.2, vec![run, drift]),
        place(4, "Elm Park Clinic (demo)", 0.63, 0.0, vec![]),
        place(5, "Foxglove Community Clinic (demo)", 0.77, 0.0, vec![]),
        place(7, "Harbor Mother and Child (demo)", 0.61, 0.0, vec![]),
        PlaceSeries {
            points: Vec::new(),
            centre: None,
            ..place(9, "Newly Opened Clinic (demo)", 0.5, 0.0, vec![])
        },
    ];
    SitesPage {
        measure: programme().measures[0].clone(),
        measures: programme().measures,
        period: period(),
        whole: rate(756, 1184),
        sites: sites_of(),
        funnel: Some(funnel()),
        series: Some(SiteSeries {
            step: Step::Quarter,
            period: Period { start: year(2).start, end: END },
            points: 12,
            places,
            false_alarm: 0.08,
        }),
        freshness: freshness(),
        suppressed: false,
    }
}

/// The same where sites differ all round, by month.
pub fn spread_sites() -> SitesPage {
    let view = sites();
    let funnel = view.funnel.clone().map(|f| FunnelView {
        widened: true,
        spread: 4.7,
        between: 0.08,
        outside_exact: 3,
        ..f
    });
    let series = view.series.clone().map(|s| SiteSeries { step: Step::Month, ..s });
    SitesPage { funnel, series, ..view }
}

/// The same for a reader who sees no small counts.
pub fn withheld_sites() -> SitesPage {
    SitesPage { funnel: None, series: None, suppressed: true, ..sites() }
}
