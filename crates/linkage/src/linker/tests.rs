use proptest::prelude::*;

use super::Linker;
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
    ]
}

#[derive(Debug, Clone)]
enum Act {
    Put(usize),
    Remove(usize),
    Decide(usize, usize, Option<Verdict>),
    Mother(usize, Option<usize>),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let n = pool().len();
    let verdict = prop_oneof![Just(None), Just(Some(Verdict::Same)), Just(Some(Verdict::Different))];
    let act = prop_oneof![
        6 => (0..n).prop_map(Act::Put),
        2 => (0..n).prop_map(Act::Remove),
        2 => (0..n, 0..n, verdict).prop_map(|(a, b, v)| Act::Decide(a, b, v)),
        1 => (6..11_usize, proptest::option::of(0..5_usize)).prop_map(|(a, b)| Act::Mother(a, b)),
    ];
    proptest::collection::vec(act, 0..40)
}

fn run(linker: &mut Linker, acts: &[Act]) {
    let pool = pool();
    for act in acts {
        match *act {
            Act::Put(i) => linker.put(i as u64, &pool[i]),
            Act::Remove(i) => linker.remove(i as u64),
            Act::Decide(a, b, verdict) if a != b => linker.decide(a as u64, b as u64, verdict),
            Act::Decide(..) => continue,
            Act::Mother(infant, mother) => linker.set_mother(infant as u64, mother.map(|m| m as u64)),
        };
    }
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
        for (infant, mother) in &one.mothers {
            two.set_mother(*infant, Some(*mother));
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
    let pool = pool();
    let mut linker = Linker::new(Model::default());
    for (key, record) in pool.iter().enumerate() {
        linker.put(key as u64, record);
    }
    let mut population = Population::new();
    for record in &pool {
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
fn a_stated_mother_is_taken_over_what_seems() {
    let mut linker = Linker::new(Model::default());
    linker.put(0, &mother());
    linker.put(1, &Record { first_name: "Rosa", birth_date: "1991-07-01", ..mother() });
    linker.put(2, &child());
    let told = linker.set_mother(2, Some(1));
    let dyad = told.dyads.iter().find(|d| d.infant == 2).unwrap();
    assert_eq!((dyad.mother, dyad.sure, dyad.stated), (1, true, true));
    let told = linker.set_mother(2, None);
    let dyad = told.dyads.iter().find(|d| d.infant == 2).unwrap();
    assert_eq!((dyad.mother, dyad.sure, dyad.stated), (0, true, false));
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
