use proptest::prelude::*;

use super::*;
use crate::date::When;
use crate::fact::{Address, Language, Link, Name, Person, Telecom};

/// A record of source person `by`, of the source with the same number; the records come in the order of a list.
fn says(by: i64, change: impl FnOnce(&mut Person)) -> (i64, Person) {
    let mut person = Person::default();
    change(&mut person);
    (by, person)
}

fn paint(people: &[(i64, Person)], choices: &[(i64, Attribute)]) -> Portrait {
    let statements: Vec<Statement> = people
        .iter()
        .enumerate()
        .map(|(at, (by, person))| Statement {
            record: RecordId(at as i64 + 1),
            by: SourcePersonId(*by),
            source: SourceId(*by),
            person,
        })
        .collect();
    let choices: Vec<_> = choices.iter().map(|(by, about)| (SourcePersonId(*by), *about)).collect();
    portrait(&statements, &choices)
}

fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

fn born(by: i64, on: &str) -> (i64, Person) {
    says(by, |p| p.born = Some(date(on)))
}

fn sex(by: i64, sex: &str) -> (i64, Person) {
    says(by, |p| p.gender = Some(sex.into()))
}

fn death(by: i64, death: Deceased) -> (i64, Person) {
    says(by, |p| p.deceased = death)
}

fn died(on: &str) -> Deceased {
    Deceased::On(When { date: date(on), at: None })
}

fn named(by: i64, usage: &str, given: &str, family: &str) -> (i64, Person) {
    says(by, |p| {
        p.names.push(Name {
            usage: (!usage.is_empty()).then(|| usage.into()),
            family: (!family.is_empty()).then(|| family.into()),
            given: given.split_whitespace().map(str::to_owned).collect(),
            text: None,
        });
    })
}

fn phone(by: i64, number: &str) -> (i64, Person) {
    says(by, |p| {
        p.telecoms.push(Telecom { system: "phone".into(), value: number.into(), usage: None });
    })
}

fn retired((by, mut person): (i64, Person)) -> (i64, Person) {
    person.active = Some(false);
    (by, person)
}

fn replaced((by, mut person): (i64, Person)) -> (i64, Person) {
    let other = fact::Reference("Patient/other".into());
    person.links.push(Link { other, kind: "replaced-by".into() });
    (by, person)
}

/// What is shown of an attribute, by which source person and why.
fn shown(portrait: &Portrait, attribute: Attribute) -> Option<(String, i64, Why)> {
    fn of<T>(chosen: &Option<Chosen<T>>, show: impl Fn(&T) -> String) -> Option<(String, i64, Why)> {
        chosen.as_ref().map(|c| (show(&c.value), c.by.0, c.why))
    }
    let name =
        |n: &Name| [n.given.join(" "), n.family.clone().unwrap_or_default()].join(" ").trim().to_owned();
    match attribute {
        Attribute::Name => of(&portrait.name, name),
        Attribute::Born => of(&portrait.born, PartialDate::to_string),
        Attribute::Sex => of(&portrait.sex, String::clone),
        Attribute::Death => of(&portrait.death, |d| match d {
            Deceased::On(when) => when.date.to_string(),
            other => format!("{other:?}"),
        }),
        Attribute::BirthOrder => of(&portrait.birth_order, u8::to_string),
        Attribute::Phone => of(&portrait.phone, String::clone),
        Attribute::Address => of(&portrait.address, one_line),
        Attribute::Language => of(&portrait.language, String::clone),
    }
}

#[track_caller]
fn check(people: &[(i64, Person)], attribute: Attribute, value: &str, by: i64, why: Why) {
    assert_eq!(shown(&paint(people, &[]), attribute), Some((value.to_owned(), by, why)));
}

fn agreed(sources: usize, of: usize) -> Why {
    Why::Agreed { sources, of }
}

#[test]
fn a_value_that_says_more_goes_before_what_most_say_and_that_before_the_newest() {
    use Attribute::*;
    let whole = "1996-02-03";
    check(&[born(1, whole)], Born, whole, 1, Why::OnlyOne);
    check(&[born(1, whole), says(2, |_| {})], Born, whole, 1, Why::OnlyOne);
    check(&[born(1, whole), born(1, whole)], Born, whole, 1, Why::OnlyOne);
    check(&[born(1, whole), born(2, "1996")], Born, whole, 1, Why::MorePrecise);
    check(&[born(1, whole), born(2, "1997-01"), born(3, "1997-01")], Born, whole, 1, Why::MorePrecise);
    check(&[born(1, "1996"), born(2, "1996-02")], Born, "1996-02", 2, Why::MorePrecise);
    check(&[born(1, whole), born(2, whole)], Born, whole, 2, agreed(2, 2));
    check(&[born(1, whole), born(2, whole), born(3, "1996-03-02")], Born, whole, 2, agreed(2, 3));
    check(&[born(1, whole), born(2, "1996-03-02")], Born, "1996-03-02", 2, Why::Newest);
    // One source that says it twice is one source.
    check(&[born(1, whole), born(1, whole), born(2, "1996-03-02")], Born, "1996-03-02", 2, Why::Newest);
    // Half a date speaks for the whole ones that it may be.
    check(&[born(1, whole), born(2, "1996-03-02"), born(3, "1996-02")], Born, whole, 1, agreed(2, 3));
    // A date that stands for none.
    check(&[born(1, whole), born(2, "1900-01-01")], Born, whole, 1, Why::MorePrecise);
    check(&[born(1, "1900-01-01")], Born, "1900-01-01", 1, Why::OnlyOne);

    check(&[sex(1, "female"), sex(2, "unknown"), sex(3, "unknown")], Sex, "female", 1, Why::MorePrecise);
    check(&[sex(1, "unknown")], Sex, "unknown", 1, Why::OnlyOne);
    check(&[sex(1, "female"), sex(2, "male")], Sex, "male", 2, Why::Newest);

    check(&[phone(1, "410-555-0100"), phone(2, "410-555-0101")], Phone, "410-555-0101", 2, Why::Newest);
    check(
        &[phone(1, "(410) 555-0100"), phone(2, "+1 410 555 0100"), phone(3, "410-555-0101")],
        Phone,
        "+1 410 555 0100",
        2,
        agreed(2, 3),
    );
}

#[test]
fn a_retired_record_counts_last() {
    use Attribute::*;
    let (old, new) = ("1996-03-02", "1996-02-03");
    check(&[born(1, new), retired(born(2, old))], Born, new, 1, Why::InUse);
    check(&[born(1, new), replaced(born(2, old)), retired(born(3, old))], Born, new, 1, Why::InUse);
    check(&[born(1, "1996"), retired(born(2, old))], Born, "1996", 1, Why::OnlyOne);
    check(&[retired(born(1, old))], Born, old, 1, Why::OnlyOne);
    check(&[retired(born(1, old)), says(2, |_| {})], Born, old, 1, Why::OnlyOne);
    // Who died once, died.
    check(&[death(1, Deceased::No), retired(death(2, Deceased::Yes))], Death, "Yes", 2, Why::MorePrecise);
}

#[test]
fn a_death_stands_unless_a_person_chooses_otherwise() {
    use Attribute::*;
    let alive = || death(2, Deceased::No);
    check(&[death(1, died("2025-05-06")), alive()], Death, "2025-05-06", 1, Why::MorePrecise);
    check(&[death(1, Deceased::Yes), death(2, died("2025-05"))], Death, "2025-05", 2, Why::MorePrecise);
    check(&[alive()], Death, "No", 2, Why::OnlyOne);
    assert_eq!(paint(&[says(1, |_| {})], &[]).death, None);
    let chosen = paint(&[death(1, Deceased::Yes), alive()], &[(2, Death)]);
    assert_eq!(shown(&chosen, Death), Some(("No".into(), 2, Why::ChosenByAPerson)));
}

#[test]
fn a_newborns_temporary_name_yields_to_her_own() {
    use Attribute::Name;
    let own = || named(1, "", "Ana", "Reyes");
    for (usage, temporary) in [
        ("temp", "Ana"),
        ("", "Baby Girl"),
        ("official", "BABY"),
        ("", "BabyGirl"),
        ("", "BG"),
        ("", "Girl A"),
        ("", "Newborn"),
        ("", "Twin B"),
    ] {
        check(&[own(), named(2, usage, temporary, "Lopez")], Name, "Ana Reyes", 1, Why::MorePrecise);
    }
    check(&[own(), named(2, "", "", "Lopez")], Name, "Ana Reyes", 1, Why::MorePrecise);
    check(&[own(), named(2, "maiden", "Ana", "Lopez")], Name, "Ana Reyes", 1, Why::MorePrecise);
    check(&[named(1, "", "Baby Girl", "Reyes")], Name, "Baby Girl Reyes", 1, Why::OnlyOne);
    check(&[own(), named(2, "", "Babette", "Reyes")], Name, "Babette Reyes", 2, Why::Newest);
    // Of one name in two spellings the one that lost nothing is shown.
    let capitals = named(2, "", "MARIA", "NUNEZ-DIAZ");
    check(&[named(1, "", "María", "Núñez Díaz"), capitals], Name, "María Núñez Díaz", 1, agreed(2, 2));
}

#[test]
fn the_newest_choice_of_one_who_is_a_part_and_says_something_holds() {
    use Attribute::*;
    let people = [born(1, "1996-02-03"), born(2, "1996-03-02"), born(3, "1996"), says(4, |_| {})];
    let taken =
        |choices: &[(i64, Attribute)]| shown(&paint(&people, choices), Born).map(|(_, by, why)| (by, why));
    let chosen = |by| Some((by, Why::ChosenByAPerson));
    for (choices, expected) in [
        (&[][..], Some((2, Why::Newest))),
        (&[(2, Born)], chosen(2)),
        (&[(2, Born), (3, Born)], chosen(3)),
        (&[(3, Born), (2, Born), (1, Name)], chosen(2)),
        (&[(2, Born), (9, Born)], chosen(2)),
        (&[(2, Born), (4, Born)], chosen(2)),
        (&[(2, Sex)], Some((2, Why::Newest))),
    ] {
        assert_eq!(taken(choices), expected, "{choices:?}");
    }
}

#[test]
fn only_what_cannot_both_be_true_is_a_conflict() {
    use Attribute::*;
    let on = |text: &str| died(text);
    type Row<'a> = (&'a [(i64, Person)], &'a [Attribute]);
    let rows: &[Row] = &[
        (&[born(1, "1996-02-03"), born(2, "1996-03-02")], &[Born]),
        (&[born(1, "1996-02-03"), born(2, "1996-02-03")], &[]),
        (&[born(1, "1996-02-03"), born(2, "1997")], &[]),
        (&[born(1, "1996-02-03"), born(2, "1900-01-01")], &[]),
        (&[born(1, "1996-02-03"), retired(born(2, "1996-03-02"))], &[]),
        (&[sex(1, "female"), sex(2, "male")], &[Sex]),
        (&[sex(1, "female"), sex(2, "unknown"), sex(3, "Female")], &[]),
        (&[death(1, Deceased::Yes), death(2, Deceased::No)], &[Death]),
        (&[death(1, Deceased::No), death(2, Deceased::Yes)], &[]),
        (&[death(1, Deceased::Yes), retired(death(2, Deceased::No))], &[]),
        (&[death(1, on("2025-05-06")), death(2, on("2025-05-07"))], &[Death]),
        (&[death(1, on("2025-05-06")), death(2, on("2025-05"))], &[]),
        (&[named(1, "", "Maria", "Reyes"), named(2, "", "Mia", "Lopez")], &[]),
        (&[phone(1, "410-555-0100"), phone(2, "410-555-0101")], &[]),
        (&[says(1, |p| p.birth_order = Some(1)), says(2, |p| p.birth_order = Some(2))], &[BirthOrder]),
    ];
    for (people, expected) in rows {
        let portrait = paint(people, &[]);
        let about: Vec<Attribute> = portrait.conflicts().iter().map(|c| c.attribute).collect();
        assert_eq!(about, *expected, "{people:?}");
    }
}

#[test]
fn a_conflict_names_every_record_and_who_is_believed() {
    let people = [born(1, "1996-02-03"), born(2, "1996-03-02"), born(3, "1996")];
    let portrait = paint(&people, &[(2, Attribute::Born)]);
    let value = |text: &str, n: i64| (text.to_owned(), RecordId(n), SourcePersonId(n));
    let conflict = Conflict {
        attribute: Attribute::Born,
        values: vec![value("1996-02-03", 1), value("1996-03-02", 2)],
        chosen: SourcePersonId(2),
        why: Why::ChosenByAPerson,
    };
    assert_eq!(portrait.conflicts(), [conflict]);
    let lives = [death(1, Deceased::No), death(2, Deceased::Yes), death(3, Deceased::No)];
    let values = paint(&lives, &[]).conflicts()[0].values.clone();
    assert_eq!(values, [value("yes", 2), value("no", 3)]);
}

#[test]
fn of_one_record_it_is_what_the_record_puts_first() {
    let (_, person) = says(1, |p| {
        for (usage, given) in [(None, "Second"), (Some("official"), "First"), (Some("temp"), "Third")] {
            let given = vec![given.to_owned()];
            p.names.push(Name { usage: usage.map(str::to_owned), given, ..Name::default() });
        }
        for (system, value, usage) in [
            ("phone", "1", Some("old")),
            ("phone", "2", Some("home")),
            ("sms", "3", Some("mobile")),
            ("email", "a@example.org", None),
        ] {
            let usage = usage.map(str::to_owned);
            p.telecoms.push(Telecom { system: system.into(), value: value.into(), usage });
        }
        for (usage, city) in [("work", "Worktown"), ("home", "Hometown"), ("old", "Oldtown")] {
            let city = Some(city.to_owned());
            p.addresses.push(Address { usage: Some(usage.into()), city, ..Address::default() });
        }
        for (code, preferred) in [("en", false), ("es-US", true)] {
            p.languages.push(Language { code: code.into(), preferred });
        }
        p.multiple_birth = Some(false);
    });
    let portrait = paint(&[(1, person)], &[]);
    let all = [Attribute::Name, Attribute::Phone, Attribute::Address, Attribute::Language];
    let values = all.map(|about| shown(&portrait, about).unwrap().0);
    assert_eq!(values, ["First", "3", "Hometown", "es-US"]);
    assert_eq!(portrait.email.map(|c| c.value), Some("a@example.org".into()));
    assert_eq!(portrait.plurality.map(|c| c.value), Some(1));
    assert_eq!((portrait.born, portrait.sex, portrait.birth_order), (None, None, None));
}

#[test]
fn race_is_all_that_was_reported_with_its_records() {
    let race = |by, codes: &[&str]| {
        let codes: Vec<Coding> = codes.iter().map(|c| Coding::new("race", c)).collect();
        says(by, |p| p.race = codes)
    };
    let portrait = paint(&[race(1, &["2054-5"]), race(2, &["2106-3", "2054-5"])], &[]);
    let reported: Vec<_> = portrait
        .race
        .iter()
        .map(|r| (r.category.code.as_str(), r.records.iter().map(|r| r.0).collect::<Vec<_>>()))
        .collect();
    assert_eq!(reported, [("2054-5", vec![1, 2]), ("2106-3", vec![2])]);
    assert!(portrait.conflicts().is_empty());
}

prop_compose! {
    fn any_person()(
        born in prop::sample::select(vec!["", "1996", "1996-02", "1996-02-03", "1996-03-02", "1900-01-01"]),
        sex in prop::sample::select(vec!["", "female", "male", "unknown"]),
        name in prop::sample::select(vec!["", "Ana", "ANA", "Baby", "Mia"]),
        death in prop::sample::select(vec!["", "no", "yes", "2025-05", "2025-05-06"]),
        order in prop::option::of(1u8..3),
        in_use in prop::bool::weighted(0.8),
    ) -> Person {
        Person {
            active: Some(in_use),
            born: born.parse().ok(),
            gender: (!sex.is_empty()).then(|| sex.into()),
            names: vec![Name { given: vec![name.into()], ..Name::default() }],
            deceased: match death {
                "" => Deceased::NotSaid,
                "no" => Deceased::No,
                "yes" => Deceased::Yes,
                on => died(on),
            },
            birth_order: order,
            ..Person::default()
        }
    }
}

proptest! {
    /// The order in which statements come changes nothing, and nothing is taken that no record says.
    #[test]
    fn the_order_of_statements_does_not_matter(
        (people, shuffled) in prop::collection::vec((1i64..4, 1i64..3, any_person()), 1..6).prop_flat_map(|people| {
            let order: Vec<usize> = (0..people.len()).collect();
            (Just(people), Just(order).prop_shuffle())
        }),
        choices in prop::collection::vec((1i64..5, prop::sample::select(Attribute::ALL)), 0..3),
    ) {
        let all: Vec<Statement> = people.iter().enumerate().map(|(at, (by, source, person))| Statement {
            record: RecordId(at as i64),
            by: SourcePersonId(*by),
            source: SourceId(*source),
            person,
        }).collect();
        let choices: Vec<_> = choices.into_iter().map(|(by, about)| (SourcePersonId(by), about)).collect();
        let again: Vec<Statement> = shuffled.iter().map(|&at| all[at]).collect();
        let portrait = super::portrait(&all, &choices);
        prop_assert_eq!(&portrait, &super::portrait(&again, &choices));
        prop_assert_eq!(&portrait.born, &super::born(&again, &choices));

        let born: Vec<_> = people.iter().filter_map(|(.., p)| p.born).collect();
        match portrait.born {
            Some(chosen) => prop_assert_eq!(Some(chosen.value), people[chosen.record.0 as usize].2.born),
            None => prop_assert!(born.is_empty()),
        }
        let dead = people.iter().any(|(.., p)| matches!(p.deceased, Deceased::Yes | Deceased::On(_)));
        if dead && !choices.iter().any(|(_, about)| *about == Attribute::Death) {
            prop_assert!(!matches!(portrait.death.map(|c| c.value), None | Some(Deceased::No)));
        }
    }
}
