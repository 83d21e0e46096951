use crate::{
    Decisions, Linkage, Model, Population, Record, Role, Settings, Verdict, Why, learn, link, observe,
};

fn linked(records: &[Record]) -> Linkage {
    let mut population = Population::new();
    for record in records {
        population.push(record);
    }
    link(&mut population, &Model::default(), &Decisions::new())
}

fn ana() -> Record<'static> {
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

#[test]
fn a_household_shares_everything_and_is_not_one_person() {
    let sister = Record { first_name: "Rosa", birth_date: "1998-11-20", email: "home@x.example", ..ana() };
    let linkage = linked(&[Record { email: "home@x.example", ..ana() }, sister]);
    assert_eq!(linkage.cluster_of, [0, 1]);
}

#[test]
fn a_bridge_without_a_name_pulls_nobody_together() {
    let bridge = Record { first_name: "", last_name: "", birth_date: "", ..ana() };
    let sister = Record { first_name: "Rosa", birth_date: "1998-11-20", ..ana() };
    let linkage = linked(&[ana(), sister, bridge]);
    assert_ne!(linkage.cluster_of[0], linkage.cluster_of[1]);
}

#[test]
fn what_could_be_either_twin_is_left_to_a_person() {
    let twin = |first_name, birth_order| Record {
        source: "hospital",
        role: Role::Infant,
        first_name,
        birth_order,
        birth_date: "2024-05-03",
        mother_first_name: "Ana",
        mother_last_name: "Reyes",
        mother_birth_date: "1995-04-03",
        ..ana()
    };
    let either = Record { source: "plan", ..twin("Baby", "") };
    let linkage = linked(&[twin("Luz", "1"), twin("Sol", "2"), either]);
    assert_eq!(linkage.cluster_of, [0, 1, 2]);
    assert!(linkage.reviews.iter().any(|r| r.b == 2 && r.why == Why::WhichTwin), "{:?}", linkage.reviews);
}

#[test]
fn a_verdict_is_kept_and_births_stand_above_it() {
    let sister = Record { first_name: "Rosa", birth_date: "1998-11-20", ..ana() };
    let child = Record { role: Role::Infant, birth_date: "2024-05-03", ..ana() };
    let other = Record { role: Role::Infant, birth_date: "2022-01-15", ..ana() };
    let mut population = Population::new();
    for record in [&ana(), &sister, &child, &other] {
        population.push(record);
    }
    let decisions = [((0, 1), Verdict::Same), ((0, 2), Verdict::Same), ((2, 3), Verdict::Same)].into();
    let linkage = link(&mut population, &Model::default(), &decisions);
    assert_eq!(linkage.cluster_of, [0, 0, 2, 3]);
}

#[test]
fn the_mother_is_she_who_gave_birth_that_day() {
    let delivered = Record { event_date: "2024-05-03", ..ana() };
    let sister = Record { first_name: "Rosa", birth_date: "1998-11-20", ..ana() };
    let child = Record { role: Role::Infant, first_name: "Luz", birth_date: "2024-05-03", ..ana() };
    let linkage = linked(&[delivered, sister, child]);
    let dyads: Vec<_> = linkage.dyads.iter().map(|d| (d.infant, d.mother)).collect();
    assert_eq!(dyads, [(2, 0)]);
}

#[test]
fn two_entries_of_one_source_need_more_than_a_first_name_and_a_phone() {
    let one = Record { mrn: "M000340", ..ana() };
    let other = Record {
        mrn: "M001046",
        last_name: "Panenox",
        birth_date: "1991-07-24",
        address: "9 Oak Rd",
        ..ana()
    };
    assert_eq!(linked(&[one.clone(), other]).cluster_of, [0, 1]);
    let swapped = Record {
        mrn: "M001046",
        first_name: "Anna",
        last_name: "Panenox",
        birth_date: "1995-03-04",
        ..ana()
    };
    assert_eq!(linked(&[one, swapped]).cluster_of, [0, 1]);
}

#[test]
fn newborns_of_one_source_with_two_names_and_two_numbers_are_two() {
    let born =
        |first_name, mrn| Record { role: Role::Infant, first_name, mrn, birth_date: "2024-05-03", ..ana() };
    let linkage = linked(&[born("Luz", "B1"), born("Sol", "B2")]);
    assert_eq!((linkage.cluster_of, linkage.reviews), (vec![0, 1], vec![]));
}

#[test]
fn a_word_in_every_surname_and_a_phone_of_everybody_say_nothing() {
    let rows = made(100);
    let mut population = Population::new();
    for [source, first_name, last_name, birth_date, _] in &rows {
        let last_name = &format!("{last_name}-Example");
        let phone = "555-555-0186";
        population.push(&Record { source, first_name, last_name, birth_date, phone, ..Record::default() });
    }
    let model = observe(&Model::default(), &population);
    assert_eq!(model.filler_surnames, ["EXAMPLE"]);
    assert_eq!(model.crowded.len(), 1);
    assert_eq!(model.person.comparison, Model::default().person.comparison);
    let linkage = link(&mut population, &model, &Decisions::new());
    let wrong = (0..rows.len()).filter(|i| linkage.cluster_of[*i] as usize / 3 != i / 3).count();
    assert_eq!(wrong, 0);
}

/// A population made by rule: each woman three times, a tenth with a wrong day of birth, a tenth under another surname.
fn made(women: usize) -> Vec<[String; 5]> {
    let names =
        ["ANA", "ROSA", "LUZ", "EMMA", "OLIVIA", "NORA", "GRACE", "RUTH", "AISHA", "MEI", "LINH", "ZOE"];
    let parts = ["BAR", "DEN", "FOL", "GIM", "HAR", "KEL", "LOM", "MAR", "NOR", "PEL", "QUIN", "ROS"];
    let mut rows = Vec::new();
    for woman in 0..women {
        let seed = crate::text::mix(woman as u64 + 1);
        let pick = |shift: u32, of: u64| (seed >> shift) as usize % of as usize;
        let surname = |shift| {
            format!("{}{}{}", parts[pick(shift, 12)], parts[pick(shift + 7, 12)], parts[pick(shift + 13, 12)])
        };
        for copy in 0..3 {
            let wrong = u64::from(copy == 1 && woman % 10 == 0);
            let last = if copy == 2 && woman % 10 == 5 { surname(31) } else { surname(3) };
            let day = 1 + (seed >> 20) % 27 + wrong;
            let born = format!("{}-{:02}-{:02}", 1975 + (seed >> 40) % 30, 1 + (seed >> 50) % 12, day);
            let phone = format!("410{:07}", 1_000_000 + seed % 8_999_999);
            rows.push([format!("source {copy}"), names[pick(9, 12)].to_owned(), last, born, phone]);
        }
    }
    rows
}

#[test]
fn what_is_learned_is_what_the_population_was_made_with() {
    let rows = made(2_000);
    let mut population = Population::new();
    for [source, first_name, last_name, birth_date, phone] in &rows {
        population.push(&Record { source, first_name, last_name, birth_date, phone, ..Record::default() });
    }
    let model = learn(&population, &Settings::default());
    assert_eq!(model, learn(&population, &Settings::default()));
    let person = |field: usize, level: usize| &model.person.comparison[field].levels[level];
    // Of the three pairs of a woman one in ten has two pairs with a wrong day; the same for surnames.
    let (day, surname) = (person(3, 0), person(2, 0));
    assert!((day.m - (1.0 - 2.0 / 30.0)).abs() < 0.02, "{day:?}");
    assert!((surname.m - (1.0 - 2.0 / 30.0)).abs() < 0.03, "{surname:?}");
    let first = person(0, 0);
    assert!((first.u - 1.0 / 12.0).abs() < 0.02, "{first:?}");
    let pairs = rows.len() as f64 * (rows.len() as f64 - 1.0) / 2.0;
    assert!((model.person.same * pairs / 6_000.0 - 1.0).abs() < 0.1, "{}", model.person.same);
    let linkage = link(&mut population, &model, &Decisions::new());
    let right = (0..rows.len()).filter(|i| linkage.cluster_of[*i] as usize == i / 3 * 3).count();
    assert!(right as f64 > 0.985 * rows.len() as f64, "{right}");
}

#[test]
fn a_model_is_a_file_that_comes_back_as_it_went() {
    let model = Model::default();
    let again = Model::from_toml(&model.to_toml()).unwrap();
    assert_eq!(again, model);
    assert_eq!(again.fingerprint(), model.fingerprint());
    let mut other = model.clone();
    other.link = 0.7;
    assert_ne!(other.fingerprint(), model.fingerprint());
    let broken = model.to_toml().replace("version = 1", "version = 9");
    assert!(Model::from_toml(&broken).unwrap_err().to_string().contains("version 9"));
    other.person.same = 1.5;
    assert!(Model::from_toml(&other.to_toml()).unwrap_err().to_string().contains("same"));
    other = model.clone();
    other.infant.comparison[0].levels.pop();
    assert!(Model::from_toml(&other.to_toml()).is_err());
    assert!(Model::from_toml("a story").is_err());
}
