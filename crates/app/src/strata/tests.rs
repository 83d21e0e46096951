use super::*;

fn strata(list: &[(&str, i64, i64)]) -> BTreeMap<String, Counts> {
    let counts = |met, not_met| Counts { met, not_met, ..Counts::default() };
    list.iter().map(|(name, met, not_met)| ((*name).to_owned(), counts(*met, *not_met))).collect()
}

/// The strata that are shown to who may not see small counts.
fn shown(by: &str, slice: &Slice) -> Vec<String> {
    let rates = rates(by, &Family::alone(slice.clone()), Reader::Suppressed);
    assert_eq!(rates.len(), slice.strata.len());
    rates.into_iter().filter(|g| is_whole(&g.rate)).map(|g| g.key).collect()
}

/// What each selected, told in three ways: sets of categories, with those met and those not met.
fn people(list: &[(&[&str], i64, i64)]) -> [Slice; 2] {
    const MENA: &str = "Middle Eastern or North African";
    let mut whole = Counts::default();
    let [mut bridge, mut before, mut each] = [BTreeMap::new(), BTreeMap::new(), BTreeMap::new()];
    for (races, met, not_met) in list {
        let of = Counts { met: *met, not_met: *not_met, ..Counts::default() };
        whole += of;
        let add = |to: &mut BTreeMap<String, Counts>, name: &str| {
            *to.entry(name.to_owned()).or_default() += of;
        };
        let one = |races: &[&str]| match races {
            _ if races.contains(&"Hispanic or Latino") => "Hispanic or Latino".to_owned(),
            [one] => (*one).to_owned(),
            _ => "Multiracial".to_owned(),
        };
        add(&mut bridge, &one(races));
        let mut of_1997: Vec<&str> = races.iter().map(|r| if *r == MENA { "White" } else { r }).collect();
        of_1997.sort_unstable();
        of_1997.dedup();
        add(&mut before, &one(&of_1997));
        races.iter().for_each(|race| add(&mut each, race));
    }
    [before, each].map(|strata| Slice { strata, beside: bridge.clone(), whole })
}

#[test]
fn what_two_standards_leave_between_them_is_not_told() {
    const MENA: &str = "Middle Eastern or North African";
    for (of_mena, expected) in [
        // Fifty of one more category: White counts them, and the difference is large enough to be told.
        ((20, 30), vec!["Asian", "Black or African American", "White"]),
        // Six: White less White would be these six.
        ((2, 4), vec!["Asian", "Black or African American"]),
    ] {
        let [before, _] = people(&[
            (&["White"], 200, 300),
            (&["Asian"], 90, 60),
            (&["Black or African American"], 40, 50),
            (&[MENA], of_mena.0, of_mena.1),
        ]);
        let told = shown("race_ethnicity_1997", &before);
        assert!(told.iter().all(|s| expected.contains(&s.as_str())), "{told:?}");
        assert_eq!(told.contains(&"White".to_owned()), expected.contains(&"White"));
    }
}

#[test]
fn of_those_in_several_groups_few_are_never_what_is_left_over() {
    let of = |both: (i64, i64)| {
        let [_, each] =
            people(&[(&["White"], 200, 300), (&["Asian"], 90, 60), (&["Asian", "White"], both.0, both.1)]);
        shown("race_in_combination", &each)
    };
    assert_eq!(of((30, 40)), ["Asian", "White"]);
    assert_eq!(of((0, 0)), ["Asian", "White"]);
    // Seven in both: what is told alone, taken from what is told in combination, would be these seven.
    assert_eq!(of((3, 4)), Vec::<String>::new());
    let all =
        rates("race_in_combination", &people(&[(&["White"], 2, 3)]).map(Family::alone)[1], Reader::Full);
    assert_eq!(all[0].rate.denominator, Shown::Count(5), "who may see every count does");
}

#[test]
fn a_group_of_almost_everybody_is_not_told_beside_everybody() {
    let services = strata(&[("None", 4, 5), ("home_visiting", 200, 300)]);
    let whole = Counts { met: 204, not_met: 305, ..Counts::default() };
    let slice = Slice { strata: services, whole, ..Slice::default() };
    assert_eq!(shown("programme", &slice), Vec::<String>::new());
}

/// A stratifier of services, of so many in all.
fn services(list: &[(&str, i64, i64)], whole: (i64, i64)) -> Slice {
    let whole = Counts { met: whole.0, not_met: whole.1, ..Counts::default() };
    Slice { strata: strata(list), whole, ..Slice::default() }
}

#[test]
fn few_who_are_in_one_service_only_are_not_what_those_in_none_leave() {
    let of = |whole| services(&[("None", 140, 160), ("home_visiting", 105, 95), ("second", 27, 33)], whole);
    assert_eq!(shown("programme", &of((272, 288))), ["None", "home_visiting", "second"]);
    // 247 less 140 less 105: two are in the second service only.
    assert_eq!(shown("programme", &of((247, 258))), ["None", "second"]);
    // Nobody but three has a service: everybody less those of whom none is known leaves them.
    let few = services(&[("None", 100, 100), ("Unknown", 50, 50), ("second", 3, 2)], (153, 152));
    assert_eq!(shown("programme", &few), Vec::<String>::new());
}

#[test]
fn of_several_races_few_are_not_those_without_one() {
    let of = |without_white: (i64, i64)| {
        let [_, each] = people(&[
            (&["White"], 200, 300),
            (&["Asian"], 90, 60),
            (&["Black or African American"], 40, 50),
            (&["Asian", "White"], 30, 40),
            (&["Asian", "Black or African American"], without_white.0, without_white.1),
        ]);
        shown("race_in_combination", &each)
    };
    assert!(of((30, 40)).contains(&"White".to_owned()));
    // Of 33 of several races White has 120 less 90: three are left.
    let [_, each] = people(&[
        (&["White"], 200, 300),
        (&["Asian"], 90, 60),
        (&["Black or African American"], 40, 50),
        (&["Asian", "White"], 30, 40),
        (&["Black or African American", "White"], 3, 4),
    ]);
    assert_eq!(shown("race_in_combination", &each), ["White"]);
    assert!(!of((3, 4)).contains(&"White".to_owned()));
}

#[test]
fn a_stratum_of_1997_is_not_withheld_alone() {
    const MENA: &str = "Middle Eastern or North African";
    let [before, _] = people(&[
        (&["White"], 20, 30),
        (&["Asian"], 90, 60),
        (&["Black or African American"], 40, 50),
        (&[MENA], 2, 4),
    ]);
    // White of 1997 counts the six; everybody less the two others would be White.
    assert_eq!(shown("race_ethnicity_1997", &before), ["Asian"]);
    for both in 0..40 {
        for mena in [0, 2, 7, 15, 40] {
            let [before, _] = people(&[
                (&["White"], 20, 30),
                (&["Asian"], 90, 60),
                (&["Black or African American"], 40, 50),
                (&[MENA], mena, mena + 1),
                (&[MENA, "White"], both, 2 * both),
                (&["Asian", "White"], 6, 30),
            ]);
            let told = shown("race_ethnicity_1997", &before);
            let withheld = before.strata.iter().filter(|(name, _)| !told.contains(name));
            let withheld: Vec<Counts> = withheld.map(|(_, of)| *of).collect();
            let mut left = Counts::default();
            withheld.iter().for_each(|of| left += *of);
            let safe = withheld.is_empty() || (withheld.len() > 1 && !is_small(left));
            assert!(safe, "{mena} {both}: {told:?}");
        }
    }
}

#[test]
fn categories_are_withheld_within_their_group() {
    let letters = strata(&[
        ("A: White, British", 300, 200),
        ("B: White, Irish", 3, 4),
        ("C: White, other", 40, 60),
        ("M: Black, Caribbean", 50, 70),
        ("N: Black, African", 60, 80),
    ]);
    let groups = strata(&[("Black", 110, 150), ("White", 343, 264)]);
    let slice = Slice { beside: groups, whole: sum(&letters), strata: letters };
    let told = shown("ethnicity_nhs", &slice);
    assert!(
        told.contains(&"A: White, British".to_owned()) && told.contains(&"M: Black, Caribbean".to_owned())
    );
    assert!(!told.contains(&"B: White, Irish".to_owned()));
    assert!(!told.contains(&"C: White, other".to_owned()), "it would give the other away");
    // Of those taken out the group tells, and few in one category would be what the others leave.
    let taken_out = |slice: &Slice| {
        let told = rates("ethnicity_nhs", &Family::alone(slice.clone()), Reader::Suppressed).into_iter();
        told.filter(|g| is_whole(&g.rate)).map(|g| g.rate.excluded).collect::<Vec<_>>()
    };
    let mut with_columns = slice.clone();
    with_columns.strata.values_mut().for_each(|of| of.excluded = 20);
    assert!(taken_out(&with_columns).iter().all(|n| *n == Shown::Withheld));
}

#[test]
fn a_stratifier_that_says_nothing_of_anybody_is_not_shown() {
    for (strata, expected) in [
        (&["Unknown"][..], false),
        (&["99: Not known", "Z: Not stated"], false),
        (&["Not known"], false),
        (&["None", "Unknown"], false),
        (&[], false),
        (&["Unknown", "en"], true),
    ] {
        assert_eq!(says_something(strata.iter().copied()), expected, "{strata:?}");
    }
}
