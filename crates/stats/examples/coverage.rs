//! How often 95 % intervals hold the truth, at counts as small as programmes have.
//!
//! Data are drawn from a known truth, again and again, and each interval is asked whether it holds it.
//! `cargo run --release -p kith-stats --example coverage` prints the table of `docs/statistics.md`. An
//! interval that is refused (no events, a gap that is not clear) is counted apart, never as a success.

use std::process::ExitCode;

use kith_stats::gap::{Change, Count, Counts, Fieller, bootstrap};
use kith_stats::impact::{Method, Observation, Plan, Scatter, Term, annual_percent_change, fit, two_way};
use kith_stats::inequality::{
    Better, Caution, Errors, Group, Measure, Normalisation, Setting, concentration,
};
use kith_stats::means::Mean;
use kith_stats::standardised::{Direct, Stratum};
use kith_stats::{Confidence, Draws, Interval, NotDefined, Proportion, Rate, contrast, rate};

const P95: Confidence = Confidence::P95;

/// Repetitions: the share is uncertain by about 0.2 points (one standard error).
const TIMES: u32 = 10_000;
/// Of those that simulate within.
const FEW_TIMES: u32 = 2_000;

/// What is granted to an interval that is called one of 95 %.
const GRANTED: std::ops::RangeInclusive<f64> = 93.0..=97.0;

/// Numbers that pass for random, from a seed.
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    fn binomial(&mut self, trials: u64, probability: f64) -> u64 {
        (0..trials).map(|_| u64::from(self.uniform() < probability)).sum()
    }

    fn poisson(&mut self, mean: f64) -> u64 {
        // Arrivals at a rate of one, up to the mean.
        let (mut at, mut count) = (0.0, 0);
        loop {
            at -= (1.0 - self.uniform()).ln();
            if at > mean {
                return count;
            }
            count += 1;
        }
    }
}

/// Repeats a draw, and prints a row of the table; whether the share is granted.
fn cover(
    what: &str,
    at: &str,
    times: u32,
    truth: f64,
    mut interval: impl FnMut(&mut Chance) -> Result<Interval, NotDefined>,
) -> bool {
    let mut chance = Chance(20_260_601);
    let (mut held, mut answered, mut width) = (0_u32, 0_u32, 0.0);
    for _ in 0..times {
        if let Ok(limits) = interval(&mut chance) {
            answered += 1;
            held += u32::from(limits.contains(truth));
            width += limits.width();
        }
    }
    let share = 100.0 * f64::from(held) / f64::from(answered.max(1));
    let refused = 100.0 * f64::from(times - answered) / f64::from(times);
    let granted = GRANTED.contains(&share);
    let mark = if granted { "" } else { " **" };
    println!(
        "| {what} | {at} | {share:.1} %{mark} | {refused:.1} % | {:.3} |",
        width / f64::from(answered.max(1))
    );
    granted
}

fn main() -> ExitCode {
    println!("| interval | truth | holds it | refused | mean width |\n| --- | --- | ---: | ---: | ---: |");
    let rows = [proportions(), rates(), gaps(), inequality(), series()].concat();
    let outside = rows.iter().filter(|granted| !**granted).count();
    println!("\n{} intervals, {outside} outside 93 to 97 %", rows.len());
    ExitCode::SUCCESS
}

fn proportions() -> Vec<bool> {
    let mut rows = Vec::new();
    let of = |x, n| Proportion::new(x, n);
    for (n, p) in [(30, 0.2), (60, 0.1), (120, 0.05), (120, 0.6)] {
        rows.push(cover("proportion, Wilson", &format!("{p} of {n}"), TIMES, p, |chance| {
            of(chance.binomial(n, p), n)?.wilson(P95)
        }));
    }
    for (a, b) in [((40, 0.5), (80, 0.7)), ((60, 0.1), (200, 0.05))] {
        let at = format!("{} of {} and {} of {}", a.1, a.0, b.1, b.0);
        let draw = |chance: &mut Chance| {
            Ok((of(chance.binomial(a.0, a.1), a.0)?, of(chance.binomial(b.0, b.1), b.0)?))
        };
        rows.push(cover("difference, Newcombe", &at, TIMES, a.1 - b.1, |chance| {
            let (a, b) = draw(chance)?;
            Ok(contrast::difference(a, b, P95)?.interval)
        }));
        rows.push(cover("ratio, log", &at, TIMES, a.1 / b.1, |chance| {
            let (a, b) = draw(chance)?;
            Ok(contrast::ratio(a, b, P95)?.interval)
        }));
    }
    rows
}

/// Exact intervals are built to hold the truth at least as often as they say, and hold it more often.
fn rates() -> Vec<bool> {
    let mut rows = Vec::new();
    for (n, p) in [(30, 0.2), (60, 0.1), (120, 0.6)] {
        let of = |chance: &mut Chance| Proportion::new(chance.binomial(n, p), n);
        let at = format!("{p} of {n}");
        rows.push(cover("proportion, Jeffreys", &at, TIMES, p, |chance| of(chance)?.jeffreys(P95)));
        rows.push(cover("proportion, exact", &at, TIMES, p, |chance| of(chance)?.clopper_pearson(P95)));
    }
    for mean in [6.0, 15.0, 40.0] {
        let at = format!("{mean} events");
        for (name, method) in [
            ("rate, mid-P", rate::Method::MidP),
            ("rate, exact below 10 then Byar", rate::Method::ExactThenByar),
            ("rate, exact", rate::Method::Exact),
        ] {
            rows.push(cover(name, &at, TIMES, mean, |chance| {
                Rate::new(chance.poisson(mean), 1.0)?.interval(1.0, method, P95)
            }));
        }
    }
    // Four age bands: people, rate, standard population.
    let bands = [(300.0, 0.01, 2.0), (500.0, 0.02, 3.0), (400.0, 0.03, 3.0), (100.0, 0.08, 2.0)];
    let truth: f64 = bands.iter().map(|(_, rate, standard)| rate * standard).sum::<f64>() / 10.0;
    let draw = |chance: &mut Chance| {
        let stratum =
            |(people, rate, standard)| Stratum { events: chance.poisson(people * rate), people, standard };
        Direct::of(&bands.map(stratum))
    };
    rows.push(cover("directly standardised, Dobson", "33 events", TIMES, truth, |c| draw(c)?.dobson(P95)));
    rows.push(cover("directly standardised, Fay–Feuer", "33 events", TIMES, truth, |c| {
        draw(c)?.fay_feuer(P95)
    }));
    for n in [5, 20] {
        rows.push(cover("mean, Student", &format!("{n} values"), TIMES, 50.0, |chance| {
            let values: Vec<f64> = (0..n).map(|_| 50.0 + 4.0 * chance.normal()).collect();
            Mean::of(&values)?.interval(P95)
        }));
    }
    rows
}

fn gaps() -> Vec<bool> {
    let mut rows = Vec::new();
    // Expected events of group and reference, before and after, with their denominators.
    for [ga, ra, gb, rb] in [
        [(38.0, 2900.0), (41.0, 9100.0), (21.0, 2750.0), (39.0, 9300.0)],
        [(60.0, 4000.0), (80.0, 16_000.0), (45.0, 4000.0), (76.0, 16_000.0)],
        [(150.0, 10_000.0), (220.0, 40_000.0), (110.0, 10_000.0), (210.0, 40_000.0)],
    ] {
        let at = format!("events {ga}, {ra}; {gb}, {rb}", ga = ga.0, ra = ra.0, gb = gb.0, rb = rb.0);
        let rate = |(events, people): (f64, f64)| 1000.0 * events / people;
        let (earlier, later) = (rate(ga) - rate(ra), rate(gb) - rate(rb));
        let narrowing = 100.0 * (1.0 - later / earlier);
        let draw = |chance: &mut Chance| {
            let mut count =
                |(mean, denominator): (f64, f64)| Count { events: chance.poisson(mean), denominator };
            let before = Counts { group: count(ga), reference: count(ra) };
            (before, Counts { group: count(gb), reference: count(rb) })
        };
        let change = |chance: &mut Chance| -> Result<Change, NotDefined> {
            let (before, after) = draw(chance);
            Ok(Change { before: before.rates(1000.0)?, after: after.rates(1000.0)? })
        };
        rows.push(cover("gap of two rates", &at, TIMES, earlier, |chance| {
            Ok(change(chance)?.before.gap().interval(P95))
        }));
        rows.push(cover("change of a gap", &at, TIMES, later - earlier, |chance| {
            Ok(change(chance)?.in_gap().interval(P95))
        }));
        rows.push(cover("percent narrowed, Fieller", &at, TIMES, narrowing, |chance| {
            match change(chance)?.narrowing(P95)?.fieller {
                Fieller::Bounded(limits) => Ok(limits),
                Fieller::AllBut(_) | Fieller::Everything => Err(NotDefined::EarlierGapUncertain),
            }
        }));
        rows.push(cover("percent narrowed, bootstrap", &at, FEW_TIMES, narrowing, |chance| {
            let (before, after) = draw(chance);
            bootstrap(before, after, P95, Draws { count: 1000, seed: (chance.uniform() * 1e9) as u64 })
        }));
        let of_ratios = (rate(gb) / rate(rb)) / (rate(ga) / rate(ra));
        rows.push(cover("ratio of ratios", &at, TIMES, of_ratios, |chance| {
            Ok(change(chance)?.ratio_of_ratios(P95)?.interval)
        }));
    }
    rows
}

/// Five groups in order, with their true shares in percent.
fn inequality() -> Vec<bool> {
    let mut rows = Vec::new();
    for (people, shares) in [
        ([120_u64, 150, 200, 180, 150], [30.0, 26.0, 20.0, 16.0, 12.0]),
        ([60, 80, 90, 70, 60], [60.0, 66.0, 72.0, 78.0, 84.0]),
        ([100, 100, 100, 100, 100], [21.0, 20.0, 22.0, 19.0, 20.0]),
    ] {
        let better = if shares[0] > shares[4] { Better::Lower } else { Better::Higher };
        let setting = |estimates: [Option<f64>; 5], errors: [Option<f64>; 5]| Setting {
            groups: (0..5)
                .map(|i| Group {
                    estimate: estimates[i],
                    standard_error: errors[i],
                    population: Some(people[i] as f64),
                })
                .collect(),
            ordered: true,
            reference: Some(4),
            better,
            per: 100.0,
        };
        let truth = setting(shares.map(Some), [Some(0.0); 5]);
        let draw = |chance: &mut Chance| -> Result<Setting, NotDefined> {
            let mut estimates = [None; 5];
            let mut errors = [None; 5];
            for i in 0..5 {
                let events = chance.binomial(people[i], shares[i] / 100.0);
                let share = Proportion::new(events, people[i])?.estimate()?;
                estimates[i] = Some(100.0 * share.value);
                errors[i] = Some(100.0 * share.standard_error());
            }
            Ok(setting(estimates, errors))
        };
        let at = format!("{} to {} % of {} to {}", shares[0], shares[4], people[0], people[4]);
        for measure in Measure::ALL {
            let one = Draws { count: 2, seed: 1 };
            let Ok(true_value) = truth.measure(measure, P95, one) else { continue };
            // The slopes' truth is that of the same line through the true shares.
            let simulated = true_value.caution == Some(Caution::Simulated);
            let times = if simulated { FEW_TIMES } else { TIMES };
            rows.push(cover(measure.code(), &at, times, true_value.estimate, |chance| {
                let drawn = draw(chance)?;
                let draws = Draws { count: 400, seed: (chance.uniform() * 1e9) as u64 };
                drawn.measure(measure, P95, draws)?.interval
            }));
        }
        let index = |setting: &Setting, errors| concentration(setting, Normalisation::Absolute, errors, P95);
        if let Ok(true_value) = index(&truth, Errors::Sampling) {
            rows.push(cover("aci, by scatter", &at, TIMES, true_value.estimate, |chance| {
                index(&draw(chance)?, Errors::Model)?.interval
            }));
        }
    }
    rows
}

fn series() -> Vec<bool> {
    let mut rows = Vec::new();
    let plan = Plan { interventions: vec![24], season: None };
    let level = |fitted: kith_stats::impact::Fitted| {
        let found = fitted.terms.iter().find(|term| term.term == Term::Level(1));
        found.map(|term| term.interval).ok_or(NotDefined::Mismatch)
    };
    for correlation in [0.0, 0.3] {
        let draw = |chance: &mut Chance| -> Vec<f64> {
            let mut noise = chance.normal() / (1.0_f64 - correlation * correlation).sqrt();
            (0..48)
                .map(|i| {
                    let value = 40.0 + 0.1 * f64::from(i) - if i >= 24 { 3.0 } else { 0.0 } + noise;
                    noise = correlation * noise + chance.normal();
                    value
                })
                .collect()
        };
        for (name, method) in [
            ("least squares", Method::LeastSquares),
            ("Newey–West, adjusted", Method::NeweyWest { lag: None, adjusted: true }),
            ("Prais–Winsten", Method::PraisWinsten),
            ("AR(1), REML", Method::Autoregressive { restricted: true }),
        ] {
            let at = format!("48 months, neighbours correlated {correlation}");
            rows.push(cover(&format!("level, {name}"), &at, FEW_TIMES, -3.0, |chance| {
                level(fit(&draw(chance), None, &plan, method, P95)?)
            }));
        }
    }
    for (name, scatter) in [("Poisson", Scatter::Poisson), ("quasi-Poisson", Scatter::Multiple)] {
        let truth = 0.7_f64.ln();
        rows.push(cover(
            &format!("level, {name}"),
            "48 months of about 12 events",
            FEW_TIMES,
            truth,
            |chance| {
                let events: Vec<f64> =
                    (0..48).map(|i| chance.poisson(12.0 * if i >= 24 { 0.7 } else { 1.0 }) as f64).collect();
                level(fit(&events, Some(&[1000.0; 48]), &plan, Method::Poisson { scatter }, P95)?)
            },
        ));
    }
    rows.push(cover("annual percent change", "10 years of 40 to 25 events", TIMES, -5.0, |chance| {
        let years: Vec<f64> = (0..10).map(f64::from).collect();
        let events: Vec<u64> = (0..10).map(|i| chance.poisson(40.0 * 0.95_f64.powi(i))).collect();
        Ok(annual_percent_change(&years, &events, &[1e4; 10], true, P95)?.interval)
    }));
    rows.push(cover(
        "difference in differences, clustered",
        "12 sites, 12 months",
        FEW_TIMES,
        -2.0,
        |chance| {
            let levels: Vec<(f64, f64)> = (0..12).map(|_| (chance.normal(), 0.5 * chance.normal())).collect();
            let observation = |site: usize, time: i64, noise: f64| {
                let (treated, post) = (site < 6, time >= 6);
                let (level, drift) = levels[site];
                let change = if treated && post { -2.0 } else { 0.0 } + if post { drift } else { 0.0 };
                Observation { site: site as u64, time, treated, post, value: 20.0 + level + change + noise }
            };
            let all: Vec<Observation> = (0..12)
                .flat_map(|site| (0..12).map(move |time| (site, time)))
                .map(|(site, time)| observation(site, time, chance.normal()))
                .collect();
            Ok(two_way(&all, P95)?.interval)
        },
    ));
    rows
}
