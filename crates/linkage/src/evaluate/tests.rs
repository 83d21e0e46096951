use proptest::prelude::*;

use super::*;

/// Five records: A A A B B, clustered as {1, 2}, {3, 4}, {5}.
const PEOPLE: [u32; 5] = [7, 7, 7, 9, 9];
const CLUSTERS: [u32; 5] = [1, 1, 2, 2, 3];

#[test]
fn pairs_are_counted_by_hand() {
    let check = |clusters: &[u32], people: &[u32], found, right, there| {
        assert_eq!(pairs(clusters, people), Found { found, right, there });
    };
    check(&CLUSTERS, &PEOPLE, 2, 1, 4);
    check(&[1, 1, 1, 2, 2], &PEOPLE, 4, 4, 4);
    check(&[1, 1, 1, 1, 1], &PEOPLE, 10, 4, 4);
    check(&[1, 2, 3, 4, 5], &PEOPLE, 0, 0, 4);
    check(&[], &[], 0, 0, 0);
}

#[test]
fn rates_follow_from_counts() {
    let found = Found { found: 2, right: 1, there: 4 };
    assert_eq!((found.precision(), found.recall()), (0.5, 0.25));
    assert!((found.f1() - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(Found { found: 0, right: 0, there: 4 }.f1(), 0.0);
    assert_eq!(Found::default().f1(), 1.0);
    assert_eq!(Part { count: 3, of: 30_000 }.per_10_000(), 1.0);
    assert_eq!(Part::default().share(), 0.0);
}

#[test]
fn b_cubed_is_counted_by_hand() {
    // Precision of the records: 1, 1, 1/2, 1/2, 1; recall: 2/3, 2/3, 1/3, 1/2, 1/2.
    let found = b_cubed(&CLUSTERS, &PEOPLE);
    assert!((found.precision - 4.0 / 5.0).abs() < 1e-12);
    assert!((found.recall - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 0.5 + 0.5) / 5.0).abs() < 1e-12);
    assert_eq!(b_cubed(&[], &[]).f1(), 1.0);
}

#[test]
fn twins_with_a_cluster_in_common_are_merged() {
    assert_eq!(merged(&CLUSTERS, &PEOPLE, &[(7, 9)]), Part { count: 1, of: 1 });
    assert_eq!(merged(&[1, 1, 1, 2, 3], &PEOPLE, &[(7, 9)]), Part { count: 0, of: 1 });
    assert_eq!(merged(&CLUSTERS, &PEOPLE, &[(7, 8)]), Part { count: 0, of: 1 });
}

#[test]
fn a_mother_with_her_child_is_seen() {
    let infants = |text: &str| -> Vec<Option<bool>> {
        text.chars()
            .map(|c| [Some(false), Some(true), None][(c == 'i') as usize + 2 * (c == '?') as usize])
            .collect()
    };
    let check = |text: &str, count, of| {
        assert_eq!(mothers_with_infants(&CLUSTERS, &infants(text)), Part { count, of }, "{text}");
    };
    check("mmiii", 0, 2);
    check("mmmii", 1, 2);
    check("mi?im", 1, 2);
    check("?????", 0, 2);
}

#[test]
fn dyads_stand_for_the_people_of_most_records() {
    // Clusters 1 and 2 are of infant 5 (2 records of 3), clusters 3 and 4 of mothers 8 and 6.
    let clusters = [1, 1, 1, 2, 3, 4];
    let people = [5, 5, 6, 5, 8, 6];
    let check = |found: &[(u32, u32)], truth: &[(u32, u32)], expected: (u64, u64, u64)| {
        let d = dyads(&clusters, &people, found, truth);
        assert_eq!((d.found, d.right, d.there), expected);
    };
    check(&[(1, 3)], &[(5, 8)], (1, 1, 1));
    check(&[(1, 3), (2, 3)], &[(5, 8)], (1, 1, 1));
    check(&[(1, 4)], &[(5, 8)], (1, 0, 1));
    check(&[(1, 99)], &[(5, 8)], (1, 0, 1));
    check(&[], &[(5, 8), (9, 8)], (0, 0, 2));
}

#[test]
fn recall_across_a_change_counts_only_pairs_of_both_sides() {
    // Person 7 before, before, after; person 9 before, after. Records 1 and 2 are on the same side.
    let epochs = [Some(0), Some(0), Some(1), Some(0), Some(1)];
    assert_eq!(across(&CLUSTERS, &PEOPLE, &epochs), Part { count: 0, of: 3 });
    assert_eq!(across(&[1, 1, 1, 2, 3], &PEOPLE, &epochs), Part { count: 2, of: 3 });
    assert_eq!(across(&[1, 1, 1, 2, 2], &PEOPLE, &[None; 5]), Part { count: 0, of: 0 });
}

proptest! {
    /// Going through every pair counts the same.
    #[test]
    fn pairs_agree_with_enumeration(rows in prop::collection::vec((0u32..6, 0u32..6, 0u8..3), 0..40)) {
        let clusters: Vec<u32> = rows.iter().map(|r| r.0).collect();
        let people: Vec<u32> = rows.iter().map(|r| r.1).collect();
        let epochs: Vec<Option<u8>> = rows.iter().map(|r| Some(r.2).filter(|e| *e < 2)).collect();
        let (mut expected, mut both) = (Found::default(), Part::default());
        for i in 0..rows.len() {
            for j in 0..i {
                let (together, same) = (clusters[i] == clusters[j], people[i] == people[j]);
                expected.found += u64::from(together);
                expected.right += u64::from(together && same);
                expected.there += u64::from(same);
                let other_side = epochs[i].zip(epochs[j]).is_some_and(|(a, b)| a != b);
                both.of += u64::from(same && other_side);
                both.count += u64::from(same && other_side && together);
            }
        }
        prop_assert_eq!(pairs(&clusters, &people), expected);
        prop_assert_eq!(across(&clusters, &people, &epochs), both);
    }

    /// The truth itself is without fault.
    #[test]
    fn the_truth_scores_one(people in prop::collection::vec(0u32..9, 1..60)) {
        prop_assert_eq!(pairs(&people, &people).f1(), 1.0);
        let found = b_cubed(&people, &people);
        prop_assert!((found.f1() - 1.0).abs() < 1e-12);
    }
}
