use proptest::prelude::*;

use super::*;

#[test]
fn a_fifth_is_one_of_the_ranks() {
    let imd = Scale::Rank { areas: 32_844, first_is_most_deprived: true };
    let turned = Scale::Rank { areas: 10, first_is_most_deprived: false };
    let share = Scale::Percentile { higher_is_more_deprived: true };
    let opportunity = Scale::Percentile { higher_is_more_deprived: false };
    for (scale, number, quintile) in [
        (imd, "1", Some(1)),
        (imd, "6568", Some(1)),
        (imd, "6569", Some(2)),
        (imd, "32844", Some(5)),
        (imd, "32845", None),
        (imd, "0", None),
        (imd, "1.5", None),
        (turned, "1", Some(5)),
        (turned, "2", Some(5)),
        (turned, "3", Some(4)),
        (turned, "10", Some(1)),
        (share, "100", Some(1)),
        (share, "80.1", Some(1)),
        (share, "80", Some(2)),
        (share, "1", Some(5)),
        (share, "0", None),
        (share, "NaN", None),
        (opportunity, "20", Some(1)),
        (opportunity, "20.5", Some(2)),
    ] {
        assert_eq!(scale.quintile(number).ok().map(Quintile::number), quintile, "{scale:?} {number}");
    }
}

#[test]
fn the_longest_beginning_of_a_postal_code_is_its_area() {
    let scale = Scale::Rank { areas: 5, first_is_most_deprived: true };
    let mut table = Deprivation::default();
    for (area, rank) in [("ZZ1", "1"), ("ZZ1 2", "2"), ("zz1 2ab", "3"), ("000", "4"), ("00001-0002", "5")] {
        assert!(table.add(area, scale.quintile(rank).unwrap()), "{area}");
    }
    assert!(!table.add("zz1  2AB", scale.quintile("3").unwrap()));
    assert!(table.add("ZZ12", scale.quintile("4").unwrap()) && table.add("Z", scale.quintile("5").unwrap()));
    for (code, quintile) in [
        ("ZZ1 9XX", Some(1)),
        // A district is not the beginning of another, nor an area of one with another name.
        ("zz12xy", Some(2)),
        ("ZZ12 9XX", Some(4)),
        ("ZZ13 9XX", None),
        ("ZZ1A 9XX", Some(1)),
        ("Z7 9XX", Some(5)),
        ("ZZ1 2AB", Some(3)),
        ("00009", Some(4)),
        ("00001", Some(4)),
        ("00001 0002", Some(5)),
        ("9", None),
        ("", None),
        ("é00", None),
    ] {
        assert_eq!(table.quintile(code).map(Quintile::number), quintile, "{code}");
    }
}

proptest! {
    /// A fifth of the areas lies in each quintile, but for what does not divide by five.
    #[test]
    fn quintiles_hold_a_fifth_of_the_areas(areas in 5u32..2_000, first in any::<bool>()) {
        let scale = Scale::Rank { areas, first_is_most_deprived: first };
        let mut sizes = [0u32; 5];
        for rank in 1..=areas {
            sizes[usize::from(scale.quintile(&rank.to_string()).unwrap().number()) - 1] += 1;
        }
        prop_assert!(sizes.iter().all(|size| size.abs_diff(areas / 5) <= 1), "{:?}", sizes);
    }
}
