//! Sheets through mappings.

use super::*;

pub(super) const MAPPING: &str = r#"
[source]
name = "Riverside Clinic"
date_order = "MDY"
authority = "urn:x-site:riverside"
row_key = ["mrn"]

[[column]]
field = "mother.identifier"
match = ["mrn"]
required = true
[[column]]
field = "mother.family"
match = ["last"]
[[column]]
field = "mother.given"
match = ["first"]
[[column]]
field = "mother.birth_date"
match = ["dob"]
[[column]]
field = "mother.phone"
match = ["phone"]
[[column]]
field = "mother.race"
match = ["race"]
split = [";", "/"]
values = { "mixed bw" = "2054-5" }
[[column]]
field = "pregnancy.edd"
match = ["edd"]
[[column]]
field = "pregnancy.lmp"
match = ["lmp"]
[[column]]
field = "delivery.date"
match = ["delivered"]
[[column]]
field = "infant.birth_date"
match = ["baby dob"]
[[column]]
field = "infant.given"
match = ["baby first"]
[[column]]
field = "infant.sex"
match = ["baby sex"]
[[column]]
field = "infant.birth_order"
match = ["order"]
[[column]]
field = "infant.birth_weight"
match = ["bw"]
[[column]]
field = "bp"
match = ["bp"]
[[column]]
field = "screen.phq9.total"
match = ["phq9"]
check = "0..27"
[[column]]
field = "visit.date"
match = ["visit"]
[[column]]
field = "visit.type"
match = ["type"]
[[column]]
field = "consent.sms"
match = ["text ok"]
[[ignore]]
match = ["ssn", "notes*"]
"#;

pub(super) fn mapping() -> Mapping {
    Mapping::parse(MAPPING).unwrap()
}

pub(super) fn taken(csv: &str) -> Taken {
    take(&read(csv.as_bytes(), "roster.csv", &mapping().options()).unwrap(), &mapping(), TODAY)
}

/// The rows that were refused, as a file.
fn set_aside(sheet: &Sheet, mapping: &Mapping, taken: &Taken) -> String {
    let refused = taken.rows.iter().filter_map(|row| {
        let p = row.result.as_ref().err()?;
        let column = p.column.as_deref().unwrap_or_default();
        Some(export::Refused { line: row.line, column, message: &p.problem.message, help: &p.problem.help })
    });
    export::problems(Some((sheet, mapping)), refused)
}

pub(super) fn facts(taken: &Taken) -> Vec<Fact> {
    let made = taken.rows.iter().filter_map(|r| r.result.as_ref().ok());
    let resources = made.flat_map(|m| &m.resources);
    resources
        .filter_map(|bytes| crate::fhir::read(bytes).expect("what is made here can be read").fact)
        .collect()
}

pub(super) fn people(facts: &[Fact]) -> Vec<(&str, &kith_domain::fact::Person)> {
    facts
        .iter()
        .filter_map(|f| match &f.body {
            Body::Person(p) => Some((f.reference.0.as_str(), p.as_ref())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_row_becomes_a_dyad_with_what_was_found() {
    let taken = taken(
        "mrn,last,first,dob,phone,race,delivered,baby dob,baby first,baby sex,bw,bp,phq9,visit,type,text ok\n\
         0017,Sample,Ana,1/2/1990,(212) 555-0142,White; aa,6/1/2026,6/1/2026,BABY GIRL,F,7 lb 4 oz,118/76,12 (mod),6/20/2026,PP,y\n",
    );
    let facts = facts(&taken);
    let people = people(&facts);
    let [(mother, m), (baby, b)] = people[..] else { panic!("{people:?}") };
    assert_eq!(m.identifiers[0].value, "0017");
    assert_eq!(m.identifiers[0].system, "urn:x-site:riverside");
    assert_eq!(m.names[0].family.as_deref(), Some("Sample"));
    assert_eq!(m.born.map(|d| d.to_string()).as_deref(), Some("1990-01-02"));
    assert_eq!(m.telecoms[0].value, "+12125550142");
    assert_eq!(m.race.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["2106-3", "2054-5"]);
    assert_eq!(b.names[0].usage.as_deref(), Some("temp"));
    assert_eq!(b.gender.as_deref(), Some("female"));
    // The link by which the mother is found.
    let related = facts.iter().find(|f| f.kind() == "related_person").unwrap();
    assert_eq!(m.links[0].other, related.reference);
    let Body::RelatedPerson(r) = &related.body else { panic!() };
    assert!(r.is_birth_mother());
    assert_eq!(r.patient.0, baby);
    let observed = |code: &str| {
        facts.iter().find_map(|f| match &f.body {
            Body::Observation(o) if o.codes[0].code == code => {
                Some((f.subject.clone().unwrap().0, o.clone()))
            }
            _ => None,
        })
    };
    let (of, weight) = observed("8339-4").unwrap();
    assert_eq!(
        (of.as_str(), weight.value),
        (baby, Some(FactValue::Quantity { value: "3289".into(), unit: "g".into() }))
    );
    let (of, bp) = observed("85354-9").unwrap();
    assert_eq!((of.as_str(), bp.components.len()), (mother, 2));
    assert_eq!(bp.effective.unwrap().date.to_string(), "2026-06-20");
    assert_eq!(observed("44261-6").unwrap().1.value, Some(FactValue::Integer(12)));
    assert_eq!(observed("93857-1").unwrap().0, mother);
    let visit = facts.iter().find_map(|f| match &f.body {
        Body::Encounter(e) => Some(e),
        _ => None,
    });
    assert!(visit.unwrap().types[0].is("http://snomed.info/sct", "169762003"));
    let made = taken.rows[0].result.as_ref().unwrap();
    let said = String::from_utf8(made.resources.concat()).unwrap();
    assert!(said.contains("\"Consent\"") && said.contains("permit"));
    assert!(
        made.resources.iter().all(|r| String::from_utf8_lossy(r).contains(&format!("TableRow/{}", made.id)))
    );
}

/// The column and the words of the one row's problem.
pub(super) fn refused(csv: &str) -> (Option<String>, String) {
    let taken = taken(csv);
    let [row] = &taken.rows[..] else { panic!("{taken:?}") };
    let problem = row.result.as_ref().unwrap_err();
    assert!(!problem.problem.help.is_empty());
    (problem.column.clone(), problem.problem.message.clone())
}

#[test]
fn a_bad_row_says_its_column_and_is_alone() {
    let check = |csv: &str, column: Option<&str>, words: &str| {
        let (found, message) = refused(csv);
        assert_eq!(found.as_deref(), column, "{csv}");
        assert!(message.starts_with("line 2: ") && message.contains(words), "{message}");
    };
    check("mrn,last,dob\n1.23457E+11,Sample,1/2/1990\n", Some("mrn"), "exponent");
    check("mrn,last,dob\n,Sample,1/2/1990\n", Some("mrn"), "is empty");
    check("mrn,last,dob\n1,Sample,2/30/1990\n", Some("dob"), "no such day");
    check("mrn,last,dob\n1,Sample,7/1/2026\n", Some("dob"), "after the day of the file");
    check("mrn,last,edd\n1,Sample,12/31/2027\n", Some("edd"), "more than 300 days");
    check("mrn,lmp,delivered\n1,3/1/2026,6/1/2026\n", Some("lmp"), "fewer than 140");
    check("mrn,last,phq9\n1,Sample,28\n", Some("phq9"), "outside 0 to 27");
    check("mrn,last,phq9\n1,Sample,<11\n", Some("phq9"), "no whole number");
    check("mrn,last,phq9\n1,Sample,12,Ana\n", None, "has 4 cells and the header 3");
    let taken = taken("mrn,last,dob\n1,Sample,2/30/1990\n2,Plain,2/3/1990\n");
    assert!(taken.rows[0].result.is_err() && taken.rows[1].result.is_ok());
}

#[test]
fn dropped_columns_are_stored_nowhere() {
    let csv = "mrn,last,dob,SSN,Notes from staff\n1,Sample,1/2/1990,000-11-2222,secret words\n2,Sample,2/30/1990,000-11-3333,secret too\n";
    let taken = taken(csv);
    let text = format!("{taken:?}");
    for row in &taken.rows {
        let kept = match &row.result {
            Ok(made) => [made.original.clone(), made.resources.concat()].concat(),
            Err(problem) => problem.original.clone(),
        };
        let kept = String::from_utf8(kept).unwrap();
        assert!(kept.contains("Sample") && !kept.contains("000-11") && !kept.contains("secret"), "{kept}");
    }
    assert!(!text.contains("secret"));
    assert_eq!(taken.notes.dropped, ["SSN", "Notes from staff"]);
    let sheet = read(csv.as_bytes(), "x", &Options::default()).unwrap();
    let out = set_aside(&sheet, &mapping(), &taken);
    assert!(out.contains("3,dob,") && !out.contains("000-11"), "{out}");
}

#[test]
fn the_same_row_is_the_same_record_and_a_changed_one_keeps_its_ids() {
    let first = taken("mrn,last,first,phone\n1,Sample,Ana,212-555-0142\n");
    let again = taken("mrn,last,first,phone\n1,Sample,Ana,212-555-0142\n");
    assert_eq!(first, again);
    let changed = taken("mrn,last,first,phone\n1,Sample-Plain,Ana,212-555-0142\n");
    let reference = |t: &Taken| people(&facts(t))[0].0.to_owned();
    assert_eq!(reference(&first), reference(&changed));
    let doubled = taken("mrn,last,first,phone\n1,Sample,Ana,212-555-0142\n1,Sample,Ana,212-555-0142\n");
    assert_eq!((doubled.rows.len(), doubled.notes.doubled), (1, 1));
}

#[test]
fn twins_are_two_babies_of_one_mother() {
    let check = |csv: &str| {
        let taken = taken(csv);
        let facts = facts(&taken);
        let references: std::collections::BTreeSet<&str> = people(&facts).iter().map(|(r, _)| *r).collect();
        assert_eq!(references.len(), 3, "{csv}");
        let last = people(&facts).into_iter().rfind(|(_, p)| !p.links.is_empty()).unwrap().1.clone();
        assert_eq!(last.links.len(), 2, "the mother is linked to both");
    };
    check("mrn,last,first,baby dob,baby sex,order\n1,Sample,Ana,6/1/2026,F,A\n1,Sample,Ana,6/1/2026,F,B\n");
    // Without an order, name or sex tells them apart.
    check(
        "mrn,last,first,baby dob,baby sex,baby first\n1,Sample,Ana,6/1/2026,F,Bea\n1,Sample,Ana,6/1/2026,M,Carl\n",
    );
}

#[test]
fn a_stillbirth_has_no_infant() {
    let mapping = format!("{MAPPING}\n[[column]]\nfield = \"delivery.outcome\"\nmatch = [\"outcome\"]\n");
    let mapping =
        Mapping::parse(&mapping.replace("[[ignore]]\nmatch = [\"ssn\", \"notes*\"]\n", "")).unwrap();
    let csv = b"mrn,last,first,baby dob,baby sex,outcome\n1,Sample,Ana,6/1/2026,F,stillborn\n";
    let taken = take(&read(csv, "x", &mapping.options()).unwrap(), &mapping, TODAY);
    let facts = facts(&taken);
    assert_eq!(people(&facts).len(), 1);
    let condition = facts.iter().find_map(|f| match &f.body {
        Body::Condition(c) => Some(c),
        _ => None,
    });
    assert!(condition.unwrap().codes[0].is("http://hl7.org/fhir/sid/icd-10-cm", "Z37.1"));
}

#[test]
fn what_no_list_has_waits_and_ambiguity_is_said_aloud() {
    let taken = taken(
        "mrn,last,dob,race\n1,Sample,3/4/1990,mixed bw\n2,Plain,3/14/1990,martian\n3,Other,14/3/1990,white\n",
    );
    assert_eq!(taken.notes.unmapped["race"]["martian"], 1);
    assert_eq!(taken.notes.dates["dob"], Tally { day_first: 1, month_first: 1, undecidable: 1 });
    assert_eq!(
        taken.notes.words,
        [
            "`dob` has dates of both orders: 1 only day first, 1 only month first",
            "`dob` has 1 date that can be read either way; it was read month first, as the mapping says",
        ]
    );
}

#[test]
fn a_blank_says_nothing_and_only_clear_erases() {
    let person = |csv: &str| taken(csv).rows.remove(0).result.unwrap();
    let full = person("mrn,last,first,phone,dob\n1,Sample,Ana,212-555-0142,1/2/1990\n");
    let blank = person("mrn,last,first,phone,dob\n1,Sample,Ana,,\n");
    let clear = person("mrn,last,first,phone,dob\n1,Sample,Ana,<clear>,\n");
    let joined = |update: &Made| {
        let cleared: Vec<&str> = update.cleared.iter().map(|(_, p)| *p).collect();
        String::from_utf8(merged(&full.resources[0], &update.resources[0], &cleared)).unwrap()
    };
    assert!(joined(&blank).contains("+12125550142") && joined(&blank).contains("1990-01-02"));
    assert!(!joined(&clear).contains("+12125550142") && joined(&clear).contains("1990-01-02"));
    let once = joined(&blank);
    assert_eq!(String::from_utf8(merged(once.as_bytes(), &blank.resources[0], &[])).unwrap(), once);
}

#[test]
fn mappings_are_refused_with_their_line() {
    let check = |text: &str, line: usize, words: &str| {
        let error = Mapping::parse(text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(format!("{} {}", error.message, error.help).contains(words), "{error:?}");
    };
    check("[source]\nname = \"x\"\ncolour = 1\n", 3, "colour");
    check("[[column]]\nfield = \"mother.fammily\"\nmatch = [\"last\"]\n", 2, "`mother.family`");
    check("[[column]]\nfield = \"bp\"\nmatch = [\"bp\"]\nkind = \"date\"\n", 4, "read as bp");
    check("[[column]]\nfield = \"bp\"\nmatch = [\"bp\"]\ncheck = \"high\"\n", 4, "no check");
    check(
        "[[column]]\nfield = \"bp\"\nmatch = [\"a\"]\n[[column]]\nfield = \"bp\"\nmatch = [\"b\"]\n",
        4,
        "two columns",
    );
    check("[source]\nrow_key = [\"nothing\"]\n", 2, "no column");
    check("[source\n", 1, "");
}

#[test]
fn a_mapping_survives_its_own_writing() {
    let mapping = mapping();
    assert_eq!(Mapping::parse(&mapping.to_toml()), Ok(mapping));
}

#[test]
fn a_mapping_is_proposed_from_headers_and_cells() {
    let csv = "Chart #,Apellido,Nombre,Fecha de nacimiento,Cell,EDC,Baby's DOB,Baby First Name,BP,Contact,Social Security Number,Zodiac\n\
               1,Sample,Ana,13/02/1990,212-555-0142,20/11/2026,,,120/80,a@example.org,000-11-2222,x\n\
               2,Plain,Bea,14/02/1991,212-555-0143,21/11/2026,,,121/80,b@example.org,000-11-2223,x\n\
               3,Other,Cia,15/02/1992,212-555-0144,22/11/2026,,,122/80,c@example.org,000-11-2224,x\n";
    let sheet = read(csv.as_bytes(), "x.csv", &Options::default()).unwrap();
    let proposal = propose(&sheet, &[]);
    let found: Vec<(&str, Option<&str>, &str)> = proposal
        .guesses
        .iter()
        .map(|g| (g.header.as_str(), g.field.map(Field::name), g.confidence.name()))
        .collect();
    assert_eq!(
        found,
        [
            ("Chart #", Some("mother.identifier"), "high"),
            ("Apellido", Some("mother.family"), "high"),
            ("Nombre", Some("mother.given"), "high"),
            ("Fecha de nacimiento", Some("mother.birth_date"), "high"),
            ("Cell", Some("mother.phone"), "high"),
            ("EDC", Some("pregnancy.edd"), "high"),
            ("Baby's DOB", Some("infant.birth_date"), "high"),
            ("Baby First Name", Some("infant.given"), "high"),
            ("BP", Some("bp"), "high"),
            ("Contact", Some("mother.email"), "low"),
            ("Social Security Number", None, "high"),
            ("Zodiac", None, "none"),
        ]
    );
    assert_eq!(proposal.mapping.source.date_order, Some(DateOrder::Dmy));
    assert!(proposal.mapping.ignores("Social Security Number"));
    assert!(proposal.guesses[10].samples.is_empty(), "what is dropped is not shown either");
    let taken = take(&sheet, &proposal.mapping, TODAY);
    assert!(taken.rows.iter().all(|r| r.result.is_ok()), "{taken:?}");
    // What was confirmed before comes first.
    let mut known = proposal.mapping.clone();
    known.columns.iter_mut().for_each(|c| {
        if c.field == Field::MotherEmail {
            c.matches = vec!["Zodiac".into()];
        }
    });
    let again = propose(&sheet, &[known]);
    assert_eq!(again.guesses[11].confidence, Confidence::Known);
    assert_eq!(again.guesses[9].field, None);
}

#[test]
fn merged_rows_of_one_woman_add_up() {
    let csv = "mrn,last,first,phone,visit,type\n1,Sample,Ana,212-555-0142,6/1/2026,prenatal\n1,Sample,Ana,,6/8/2026,prenatal\n";
    let mapping = Mapping::parse(&MAPPING.replace("[\"mrn\"]\n\n", "[\"mrn\", \"visit\"]\n\n")).unwrap();
    let taken = take(&read(csv.as_bytes(), "x", &mapping.options()).unwrap(), &mapping, TODAY);
    let facts = facts(&taken);
    let people = people(&facts);
    assert_eq!(people.len(), 2);
    assert_eq!(people[0].1.telecoms, people[1].1.telecoms);
    assert_eq!(facts.iter().filter(|f| f.kind() == "encounter").count(), 2);
}

#[test]
fn a_column_that_is_left_out_is_kept_nowhere() {
    let sheet = read(b"mrn,last,Notes*\n1,Sample,secret words\n", "x.csv", &Options::default()).unwrap();
    let mut mapping = propose(&sheet, &[]).mapping;
    mapping.set("mrn", Some(Field::MotherIdentifier));
    mapping.set("Notes*", None);
    mapping.set("Notes*", None);
    assert!(mapping.ignores("Notes*") && !mapping.ignores("Notes of the visit"));
    assert_eq!(Mapping::parse(&mapping.to_toml()), Ok(mapping.clone()));
    let taken = take(&sheet, &mapping, TODAY);
    let kept = match &taken.rows[0].result {
        Ok(made) => &made.original,
        Err(refused) => &refused.original,
    };
    assert!(!String::from_utf8_lossy(kept).contains("secret"));
    assert!(!set_aside(&sheet, &mapping, &taken).contains("Notes"));

    mapping.set("Notes*", Some(Field::MotherGiven));
    assert!(!mapping.ignores("Notes*"));
    assert_eq!(mapping.fields(&sheet.headers)[2], Some(Field::MotherGiven));
}
