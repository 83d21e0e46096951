use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Linker, Proposal, Touched, Undecided};
use crate::cluster::Verdict;
use crate::grade::Grade;
use crate::link::{Decisions, link};
use crate::model::Model;
use crate::population::Population;
use crate::record::{Record, Role};

fn mother() -> Record<'static> {
    Record {
        source: "clinic",
        role: Role::Mother,
        first_name: "Ana",
        last_name: "Reyes",
        birth_date: "1995-04-03",
        phone: "410-555-0142",
        address: "12 Elm St",
        zip: "21201",
        ..Record::default()
    }
}

fn child() -> Record<'static> {
    Record {
        source: "hospital",
        role: Role::Infant,
        first_name: "Baby Girl",
        last_name: "Reyes",
        birth_date: "2024-05-03",
        phone: "410-555-0142",
        address: "12 Elm St",
        zip: "21201",
        mother_first_name: "Ana",
        mother_last_name: "Reyes",
        mother_birth_date: "1995-04-03",
        event_date: "2024-05-03",
        ..Record::default()
    }
}

/// Records of two families, awkward on purpose: twins, a sister, a bridge without a name, a wrong birth date.
fn pool() -> Vec<Record<'static>> {
    vec![
        mother(),
        Record { source: "plan", last_name: "Lopez", medicaid_id: "88120011", ..mother() },
        Record { source: "hospital", last_name: "Reyes-Lopez", birth_date: "1995-03-04", ..mother() },
        Record {
            source: "plan",
            first_name: "",
            last_name: "",
            birth_date: "",
            medicaid_id: "88120011",
            ..mother()
        },
        Record { source: "visits", first_name: "Rosa", birth_date: "1998-11-20", ..mother() },
        Record { source: "visits", first_name: "", last_name: "", birth_date: "", ..mother() },
        Record { birth_order: "1", ..child() },
        Record { birth_order: "2", first_name: "Baby Girl B", ..child() },
        Record { source: "plan", first_name: "Luz", last_name: "Lopez", birth_order: "1", ..child() },
        Record { source: "plan", first_name: "Sol", last_name: "Lopez", birth_order: "2", ..child() },
        Record { source: "visits", first_name: "Baby", ..child() },
        Record { source: "clinic", first_name: "Leo", sex: "M", birth_date: "2022-01-15", ..child() },
        Record { source: "plan", role: Role::Unknown, first_name: "Ana", birth_date: "", ..mother() },
        Record {
            source: "other",
            first_name: "Nora",
            last_name: "Smith",
            birth_date: "1990-01-02",
            ..mother()
        },
        Record { mrn: "B1001", ..child() },
        Record { mrn: "B1002", ..child() },
        Record { birth_date: "2023-05-03", event_date: "2023-05-03", mrn: "B0900", ..child() },
        Record {
            birth_date: "2024-08-20",
            event_date: "2024-08-20",
            first_name: "Mia",
            mrn: "B1100",
            ..child()
        },
        Record {
            source: "plan",
            role: Role::Unknown,
            first_name: "Mia",
            birth_date: "2024-08-20",
            ..mother()
        },
        Record {
            source: "hospital",
            role: Role::Unknown,
            first_name: "Jose",
            sex: "M",
            birth_date: "1990-02-11",
            event_date: "2024-05-04",
            ..mother()
        },
        // One birth of Ana's: a newborn under her surname, the child under its father's, and a number without a name.
        Record { source: "hospital", birth_date: "1995-04-03", event_date: "2021-02-10", ..mother() },
        newborn(),
        Record { source: "vital", address: "12 Elm St", zip: "21201", ..renamed() },
        Record { source: "plan", phone: "410-555-0199", ..renamed() },
        Record {
            source: "plan",
            first_name: "Ada",
            phone: "410-555-0142",
            address: "12 Elm St",
            ..renamed()
        },
    ]
}

fn newborn() -> Record<'static> {
    Record {
        source: "ward",
        role: Role::Infant,
        first_name: "Baby Girl",
        last_name: "Reyes",
        sex: "F",
        birth_date: "2021-02-10",
        mrn: "W0007",
        mother_first_name: "Ana",
        mother_last_name: "Reyes",
        event_date: "2021-02-10",
        ..Record::default()
    }
}

fn renamed() -> Record<'static> {
    Record {
        role: Role::Infant,
        first_name: "Ines",
        last_name: "Quispe",
        sex: "F",
        birth_date: "2021-02-10",
        mother_first_name: "Ana",
        mother_birth_date: "1995-04-03",
        event_date: "2021-03-15",
        ..Record::default()
    }
}

#[derive(Debug, Clone)]
enum Act {
    Put(usize),
    Remove(usize),
    Decide(usize, usize, Option<Verdict>),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let n = pool().len();
    let verdict = prop_oneof![Just(None), Just(Some(Verdict::Same)), Just(Some(Verdict::Different))];
    let act = prop_oneof![
        6 => (0..n).prop_map(Act::Put),
        2 => (0..n).prop_map(Act::Remove),
        2 => (0..n, 0..n, verdict).prop_map(|(a, b, v)| Act::Decide(a, b, v)),
    ];
    proptest::collection::vec(act, 0..40)
}

fn run(linker: &mut Linker, acts: &[Act]) -> Touched {
    let pool = pool();
    let mut told = Touched::default();
    for act in acts {
        told = match *act {
            Act::Put(i) => linker.put(i as u64, &pool[i]),
            Act::Remove(i) => linker.remove(i as u64),
            Act::Decide(a, b, verdict) if a != b => linker.decide(a as u64, b as u64, verdict),
            Act::Decide(..) => Touched::default(),
        };
    }
    told
}

fn people(linker: &Linker) -> Vec<Vec<u64>> {
    let mut people: Vec<Vec<u64>> = (0..pool().len() as u64).filter_map(|key| linker.person(key)).collect();
    people.sort_unstable();
    people.dedup();
    people
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The people are those of the records and decisions that are there, however they came.
    #[test]
    fn what_came_before_leaves_no_trace(acts in acts(), order in any::<u64>()) {
        let mut one = Linker::new(Model::default());
        run(&mut one, &acts);
        let mut two = Linker::new(Model::default());
        let mut here: Vec<u64> = one.slot_of.keys().copied().collect();
        here.sort_unstable_by_key(|key| crate::text::mix(key ^ order));
        for ((a, b), verdict) in &one.decisions {
            two.decide(*a, *b, Some(*verdict));
        }
        for key in here {
            two.put(key, &pool()[key as usize]);
        }
        prop_assert_eq!(people(&one), people(&two));
        let mut whole = one.clone();
        let all = whole.relink();
        prop_assert_eq!(&all.people, &people(&one));
        // What is told about the touched is what is told about all.
        for key in one.slot_of.keys().copied().collect::<Vec<_>>() {
            let around = one.around(&[key]);
            prop_assert!(around.people.iter().all(|p| all.people.contains(p)));
            prop_assert!(around.dyads.iter().all(|d| all.dyads.contains(d)), "{:?} {:?}", around.dyads, all.dyads);
        }
        prop_assert!(all.dyads.iter().all(|d| d.infant != d.mother), "{:?}", all.dyads);
        prop_assert!(all.dyads.iter().all(|d| all.children.contains(&d.infant)), "{:?}", all.dyads);
        prop_assert!(!all.dyads.iter().any(|d| all.children.contains(&d.mother)), "{:?}", all.dyads);
    }

    /// Whoever keeps what each change tells has the people, questions and dyads that are found when the whole is linked.
    #[test]
    fn what_changes_tell_adds_up_to_the_whole(acts in acts()) {
        let mut linker = Linker::new(Model::default());
        let mut kept = Vec::new();
        let mut people: Vec<Vec<u64>> = Vec::new();
        let mut reviews: Vec<Undecided> = Vec::new();
        for act in &acts {
            let told = run(&mut linker, std::slice::from_ref(act));
            let touched: BTreeSet<u64> = told.people.iter().flatten().copied().collect();
            let gone = |key: &u64| !linker.slot_of.contains_key(key);
            // Whoever was with somebody touched, or gone, and is not told of, is alone.
            let (of, rest): (Vec<_>, Vec<_>) =
                people.into_iter().partition(|p| p.iter().any(|key| touched.contains(key) || gone(key)));
            people = rest;
            people.extend(told.people.iter().cloned());
            let left = of.into_iter().flatten().filter(|key| !touched.contains(key) && !gone(key));
            people.extend(left.map(|key| vec![key]));
            reviews.retain(|r| ![r.a, r.b].iter().any(|key| touched.contains(key) || gone(key)));
            reviews.extend(told.reviews);
            let infants: Vec<u64> = told.children.iter().filter_map(|c| linker.person(*c)).flatten().collect();
            kept.retain(|d: &Proposal| {
                let there = linker.person(d.infant).is_some() && linker.person(d.mother).is_some();
                there && !infants.contains(&d.infant) && !told.people.iter().any(|p| p.contains(&d.infant))
            });
            kept.extend(told.dyads);
        }
        kept.sort_by_key(|d| (d.infant, d.mother));
        people.sort_unstable();
        reviews.sort_by_key(|r| (r.a, r.b));
        let whole = linker.clone().relink();
        prop_assert_eq!(people, whole.people);
        prop_assert_eq!(reviews, whole.reviews);
        prop_assert_eq!(kept, whole.dyads);
    }

    /// Two births, and a mother and a child, are never one person.
    #[test]
    fn nothing_makes_two_births_one_person(acts in acts()) {
        let mut linker = Linker::new(Model::default());
        run(&mut linker, &acts);
        let pool = pool();
        for person in people(&linker) {
            let of = |role| person.iter().any(|k| pool[*k as usize].role == role);
            prop_assert!(!(of(Role::Mother) && of(Role::Infant)), "{person:?}");
            for a in &person {
                for b in &person {
                    let (a, b) = (&pool[*a as usize], &pool[*b as usize]);
                    let orders = a.birth_order != b.birth_order && !a.birth_order.is_empty() && !b.birth_order.is_empty();
                    prop_assert!(!(a.role == Role::Infant && orders), "{person:?}");
                    let days = a.birth_date != b.birth_date;
                    prop_assert!(!(a.role == Role::Infant && b.role == Role::Infant && days), "{person:?}");
                    let numbers = a.mrn != b.mrn && !a.mrn.is_empty() && !b.mrn.is_empty();
                    let said = linker.decisions.values().any(|v| *v == Verdict::Same);
                    prop_assert!(!(a.role == Role::Infant && numbers) || said, "{person:?}");
                }
            }
        }
    }

    /// A decision that is taken back was never made, and a record that is removed was never there.
    #[test]
    fn undone_is_never_done(acts in acts(), a in 0..14_u64, b in 0..14_u64) {
        let mut linker = Linker::new(Model::default());
        run(&mut linker, &acts);
        prop_assume!(a != b && !linker.decisions.contains_key(&(a, b)) && !linker.slot_of.contains_key(&99));
        let before = people(&linker);
        for verdict in [Verdict::Same, Verdict::Different] {
            linker.decide(a, b, Some(verdict));
            linker.decide(a, b, None);
            prop_assert_eq!(&people(&linker), &before);
        }
        linker.put(99, &pool()[a as usize]);
        linker.remove(99);
        prop_assert_eq!(&people(&linker), &before);
    }
}

#[test]
fn what_is_put_together_is_what_is_linked_together() {
    let pool = &pool()[..14];
    let mut linker = Linker::new(Model::default());
    for (key, record) in pool.iter().enumerate() {
        linker.put(key as u64, record);
    }
    let mut population = Population::new();
    for record in pool {
        population.push(record);
    }
    let linkage = link(&mut population, &Model::default(), &Decisions::new());
    for (key, cluster) in linkage.cluster_of.iter().enumerate() {
        assert_eq!(linker.person(key as u64).unwrap()[0], u64::from(*cluster), "record {key}");
    }
    // The woman under three surnames is one person with her record that has no name; her sister is another.
    assert_eq!(linker.person(0).unwrap(), [0, 1, 2, 3, 12]);
    assert_eq!(linker.person(4).unwrap(), [4]);
    // Each twin has its two records; the one that could be either is alone and waits for a person.
    assert_eq!(linker.person(6).unwrap(), [6, 8]);
    assert_eq!(linker.person(7).unwrap(), [7, 9]);
    assert_eq!(linker.person(10).unwrap(), [10]);
    assert!(linker.around(&[10]).reviews.iter().any(|r| r.b == 10 || r.a == 10));
    // All three children are hers.
    let dyads = linker.around(&[0]).dyads;
    let of_ana: Vec<u64> = dyads.iter().filter(|d| d.sure && d.mother == 0).map(|d| d.infant).collect();
    assert_eq!(of_ana, [6, 7, 10, 11]);
}

#[test]
fn the_one_certain_match_is_given_and_two_are_not() {
    let mut linker = Linker::new(Model::default());
    linker.put(0, &mother());
    linker.put(1, &Record { source: "plan", ..mother() });
    let found = linker.matches(&mother(), 5, true);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].records.as_slice(), found[0].grade), ([0, 1].as_slice(), Grade::Certain));
    linker.decide(0, 1, Some(Verdict::Different));
    assert_eq!(linker.matches(&mother(), 5, true), []);
    assert_eq!(linker.matches(&mother(), 5, false).len(), 2);
    assert_eq!(linker.matches(&mother(), 1, false).len(), 1);
}

/// Fifty-nine, and more, women and children of one postal address and phone: past the cap on either side, what is told
/// when one comes at a time is what is told of all.
#[test]
fn past_the_cap_dyads_are_the_same_one_by_one_and_together() {
    let names: Vec<String> = (0..140).map(|i| format!("Name{}", letters(i))).collect();
    for (women, children) in [(58, 3), (62, 3), (130, 2), (2, 58), (2, 66)] {
        let mut linker = Linker::new(Model::default());
        let woman =
            |i: usize| Record { first_name: &names[i], phone: "410-555-0142", address: "", ..mother() };
        let infant = |i: usize| Record {
            first_name: &names[i],
            mother_first_name: &names[i % 3],
            phone: "410-555-0142",
            address: "",
            ..child()
        };
        for i in 0..women {
            linker.put(i as u64, &woman(i));
        }
        for i in 0..children {
            linker.put(1_000 + i as u64, &infant(i));
        }
        let whole = linker.clone().relink();
        for i in 0..children {
            let key = 1_000 + i as u64;
            let around = linker.around(&[key]);
            for child in &around.children {
                let of = |dyads: &[Proposal]| {
                    dyads.iter().filter(|d| d.infant == *child).cloned().collect::<Vec<_>>()
                };
                assert_eq!(of(&around.dyads), of(&whole.dyads), "{women} women, {children} children");
            }
        }
    }
}

fn letters(i: usize) -> String {
    [i / 26, i % 26].map(|n| char::from(b'a' + n as u8)).iter().collect()
}

/// One woman's many visits, and others who share her name and day: one at a time, and all at once.
#[test]
fn many_visits_of_one_woman_are_one_person() {
    for visits in [60, 61, 62, 200] {
        let streets: Vec<String> = (0..visits).map(|i| format!("{} Elm St", 10 + i / 20)).collect();
        let days: Vec<String> =
            (0..visits).map(|i| format!("20{}-{:02}-01", 10 + i / 12, 1 + i % 12)).collect();
        let visit = |i: usize| Record { mrn: "M77", address: &streets[i], event_date: &days[i], ..mother() };
        let mut linker = Linker::new(Model::default());
        let mut population = Population::new();
        for i in 0..visits {
            linker.put(i as u64, &visit(i));
            population.push(&visit(i));
        }
        assert_eq!(linker.person(0).unwrap().len(), visits, "{visits} one by one");
        assert_eq!(linker.clone().relink().people.len(), 1, "{visits} at once");
        let linkage = link(&mut population, &Model::default(), &Decisions::new());
        assert!(linkage.cluster_of.iter().all(|c| *c == 0), "{visits}");
        assert_eq!(linkage.common_keys > 0, visits > 60);
        let model = crate::learn(&population, &crate::Settings::default());
        assert_eq!(model.crowded, Vec::<String>::new(), "her number and her day are hers");
        let told = linker.remove(3);
        assert_eq!(told.people.iter().map(Vec::len).max(), Some(visits - 1));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Among hundreds of records of two children of one name and home, no group holds two births, two orders, or a
    /// mother.
    #[test]
    fn what_forbids_is_looked_for_among_hundreds(kinds in proptest::collection::vec(0..5_usize, 150..400)) {
        let kind = |k: usize| match k {
            0 | 1 => Record { first_name: "Luz", mrn: "L1", ..child() },
            2 => Record { first_name: "Luz", birth_date: "2022-01-15", mrn: "L1", ..child() },
            3 => Record { first_name: "Luz", birth_order: "2", sex: "M", mrn: "L1", ..child() },
            _ => Record { first_name: "Luz", mrn: "L1", ..mother() },
        };
        let mut population = Population::new();
        for k in &kinds {
            population.push(&kind(*k));
        }
        let linkage = link(&mut population, &Model::default(), &Decisions::new());
        let mut held: std::collections::BTreeMap<u32, std::collections::BTreeSet<usize>> = Default::default();
        for (cluster, k) in linkage.cluster_of.iter().zip(&kinds) {
            held.entry(*cluster).or_default().insert((*k).max(1));
        }
        for kinds in held.values() {
            prop_assert!(!(kinds.contains(&1) && kinds.contains(&2)), "{held:?}");
            prop_assert!(!(kinds.contains(&4) && kinds.len() > 1), "{held:?}");
        }
        prop_assert!(held.len() <= 8, "{}", held.len());
    }
}

#[test]
fn questions_and_repetitions_take_no_room() {
    let mut linker = Linker::new(Model::default());
    linker.put(0, &mother());
    let before = linker.population.lexicon.size();
    for i in 0..3_000 {
        let name = format!("Quill{}", letters(i % 600));
        linker.matches(
            &Record { first_name: &name, address: "7 Far Rd", source: "else", ..mother() },
            3,
            false,
        );
        linker.put(0, &mother());
    }
    assert_eq!(linker.population.lexicon.size(), before);
    assert!(linker.key_of.len() <= 1_010, "{}", linker.key_of.len());
    assert_eq!(linker.matches(&mother(), 3, false).len(), 1);
    linker.put(1, &Record { first_name: "Quillan", birth_date: "1991-07-24", ..mother() });
    assert_eq!(linker.person(1).unwrap(), [1]);
}

/// A newborn under its mother's surname and the child under its father's are one for her sake, whoever comes first; while she
/// is not there, when somebody says otherwise, and while a second child of that day is there, they are not.
#[test]
fn a_mother_joins_the_two_names_of_her_child() {
    let hers = Record { source: "ward", event_date: "2021-02-10", ..mother() };
    let home = Record { source: "vital", address: "12 Elm St", zip: "21201", ..renamed() };
    let records = [(0, &hers), (1, &newborn()), (2, &home)];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
        let mut linker = Linker::new(Model::default());
        for at in order {
            let (key, record) = records[at];
            linker.put(key, record);
        }
        assert_eq!(linker.person(1).unwrap(), [1, 2], "{order:?}");
        let around = linker.around(&[1]);
        assert!(around.people.contains(&vec![1, 2]));
        assert_eq!(around.dyads.iter().filter(|d| d.sure).map(|d| d.infant).collect::<Vec<_>>(), [1]);
        linker.decide(1, 2, Some(Verdict::Different));
        assert_eq!(linker.person(1).unwrap(), [1], "{order:?}");
        linker.decide(1, 2, None);
        // Her other child of that day has its own entry in the ward.
        linker.put(3, &Record { first_name: "Baby Girl B", mrn: "W0008", birth_order: "2", ..newborn() });
        assert_eq!(linker.person(2).unwrap(), [2], "{order:?}");
        linker.remove(3);
        assert_eq!(linker.person(2).unwrap(), [1, 2], "{order:?}");
        let told = linker.remove(0);
        assert!(told.people.contains(&vec![1]) && told.people.contains(&vec![2]), "{told:?}");
    }
}
