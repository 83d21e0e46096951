use proptest::prelude::*;

use super::*;

fn site(events: f64, denominator: f64) -> Site {
    Site { events, denominator }
}

/// Interpolated limits lie between the counts on either side of a tail.
#[test]
fn exact_limits_leave_their_tails() {
    let people = 200.0;
    let limits = exact_limits(Statistic::Proportion, 0.2, people).unwrap().inner;
    let of = Binomial::new(200, 0.2).unwrap();
    assert!(of.lower((limits.low * people).floor()) <= 0.025);
    assert!(of.lower((limits.low * people).ceil()) >= 0.025);
    assert!(of.upper((limits.high * people).ceil()) <= 0.025);
    let few = exact_limits(Statistic::Ratio, 1.0, 0.5).unwrap().inner;
    assert_eq!(few.low, 0.0);
}

#[test]
fn a_place_stands_where_its_limits_leave_it() {
    let sites = [site(20.0, 100.0), site(200.0, 1000.0), site(40.0, 100.0), site(4.0, 100.0)];
    let funnel = funnel(Statistic::Proportion, &sites, Some(0.2), Adjustment::None).unwrap();
    let standings: Vec<Standing> = funnel.sites.iter().map(|site| site.standing).collect();
    assert_eq!(standings, [Standing::Within, Standing::Within, Standing::VeryHigh, Standing::VeryLow]);
}

/// Widening never narrows, and places that spread by no more than chance are not widened at all.
#[test]
fn limits_are_widened_only_by_more_than_chance() {
    let alike = [site(20.0, 100.0), site(42.0, 200.0), site(19.0, 100.0), site(81.0, 400.0)];
    let additive = funnel(Statistic::Proportion, &alike, None, Adjustment::Additive).unwrap();
    assert_eq!(additive.dispersion.unwrap().tau2, 0.0);
    let apart = [site(5.0, 100.0), site(42.0, 200.0), site(60.0, 100.0), site(40.0, 400.0)];
    let wide = funnel(Statistic::Proportion, &apart, None, Adjustment::Additive).unwrap();
    let plain = funnel(Statistic::Proportion, &apart, None, Adjustment::None).unwrap();
    for (wide, plain) in wide.sites.iter().zip(&plain.sites) {
        assert!(wide.limits.outer.width() > plain.limits.outer.width());
    }
}

#[test]
fn what_has_no_funnel_is_refused() {
    let proportion = |sites: &[Site], target| funnel(Statistic::Proportion, sites, target, Adjustment::None);
    for (sites, target, error) in [
        (&[][..], None, NotDefined::EmptyDenominator),
        (&[site(1.0, 0.0)], None, NotDefined::EmptyDenominator),
        (&[site(3.0, 2.0)], None, NotDefined::TargetOutOfRange),
        (&[site(0.0, 5.0)], None, NotDefined::NoEvents),
        (&[site(5.0, 5.0)], None, NotDefined::NoEvents),
        (&[site(f64::NAN, 5.0)], None, NotDefined::NotFinite),
        (&[site(1.0, 5.0)], Some(1.5), NotDefined::TargetOutOfRange),
    ] {
        assert_eq!(proportion(sites, target).unwrap_err(), error, "{sites:?}");
    }
    let one = funnel(Statistic::Rate, &[site(1.0, 5.0)], None, Adjustment::Additive);
    assert_eq!(one, Err(NotDefined::TooFewPoints { has: 1, needs: 2 }));
}

/// A place without events has no logarithm and leaves the others their spread.
#[test]
fn no_events_do_not_break_a_logarithm() {
    let mut sites: Vec<Site> = (1..=12).map(|i| site(f64::from(i * 3 + i % 3), f64::from(i * 3))).collect();
    sites.push(site(0.0, 4.0));
    let drawn = transformed::transformed(transformed::Scale::LogRatio, &sites, true, 0.1).unwrap();
    assert_eq!((drawn.sites[12].transformed, drawn.sites[12].z, drawn.sites[12].kept), (None, None, None));
    assert!(drawn.dispersion.phi.is_finite());
}

proptest! {
    /// Whatever was counted, a funnel is made of numbers, and its limits hold its target.
    #[test]
    fn a_funnel_is_made_of_numbers(
        counts in proptest::collection::vec((0_u32..60, 1_u32..400), 1..20),
        adjust in 0..3,
    ) {
        let adjustment = [Adjustment::None, Adjustment::Additive, Adjustment::Multiplicative][adjust as usize];
        for statistic in [Statistic::Proportion, Statistic::Rate, Statistic::Ratio] {
            let sites: Vec<Site> =
                counts.iter().map(|&(events, n)| site(f64::from(events.min(n)), f64::from(n))).collect();
            let Ok(funnel) = funnel(statistic, &sites, None, adjustment) else { continue };
            for placed in &funnel.sites {
                let Limits { inner, outer } = placed.limits;
                prop_assert!(outer.low <= inner.low && inner.low <= inner.high && inner.high <= outer.high);
                prop_assert!(outer.high.is_finite() && outer.low >= 0.0 && placed.z.is_finite());
            }
        }
        for scale in [
            transformed::Scale::ArcsineRoot,
            transformed::Scale::LogRatio,
            transformed::Scale::RootRatio,
            transformed::Scale::LogCounts,
        ] {
            let sites: Vec<Site> =
                counts.iter().map(|&(events, n)| site(f64::from(events.min(n)), f64::from(n))).collect();
            let Ok(drawn) = transformed::transformed(scale, &sites, adjust > 0, 0.1) else { continue };
            prop_assert!(drawn.dispersion.phi.is_finite() && drawn.dispersion.tau2.is_finite());
            prop_assert!(drawn.sites.iter().all(|p| p.outer.low.is_finite() && p.outer.high.is_finite()));
        }
    }
}
