//! What a broken folder says: every problem, each with its file, line and column.

use super::*;

fn whole() -> Files {
    Files::embedded("three-by-120").unwrap()
}

/// Changes one file of a folder that has no problems.
fn with(path: &str, from: &str, to: &str) -> Files {
    let mut files = whole();
    let text = files.0.get_mut(path).unwrap_or_else(|| panic!("no {path}"));
    assert!(text.contains(from), "{path} has no {from}");
    *text = text.replacen(from, to, 1);
    files
}

/// What reading says: `file:line:column: message | help`.
fn problems(files: &Files) -> Vec<String> {
    let problems = Programme::read("three-by-120", files).expect_err("it has problems").problems;
    problems.iter().map(|p| format!("{p} | {}", p.help.as_deref().unwrap_or_default())).collect()
}

fn check(path: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(problems(&with(path, from, to)), expected);
}

const WCV: &str = "measures/wcv_3by120/measure.toml";
const NUMERATOR: &str = "measures/wcv_3by120/numerator.sql";

#[test]
fn the_programme_that_comes_with_the_binary_has_no_problems() {
    let programme = Programme::embedded("three-by-120").unwrap().unwrap();
    let ids: Vec<&str> = programme.measures.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids[..4], ["wcv_3by120", "wcv_2by120", "ppc_prenatal", "ppc_postpartum"]);
    assert!(embedded_names().contains(&"three-by-120"));
    let measure = programme.measure("wcv_2by120").unwrap();
    assert_eq!((measure.needs, measure.unit), (2, Unit::Infant));
    assert_eq!(measure.queries.numerator.path, NUMERATOR);
    assert_eq!(measure.value_sets.iter().collect::<Vec<_>>(), ["well_child_visit"]);
    assert_eq!(programme.headline.focus, "Black or African American");
    assert_eq!(programme.target.by, jiff::civil::date(2027, 12, 31));
    let aim = programme.aims["ppc_postpartum"];
    assert_eq!((aim.rate, aim.by), (0.75, jiff::civil::date(2027, 6, 30)));
    assert_eq!(programme.title.say("es-MX"), "Tres en 120");
    assert_eq!(programme.title.say("fr"), "Three by 120");
}

#[test]
fn every_programme_that_comes_with_the_binary_has_no_problems() {
    let names = [
        "care-quality-collaborative",
        "central-triage",
        "learning-action-network",
        "postpartum-heart",
        "three-by-120",
    ];
    assert_eq!(embedded_names(), names);
    for name in embedded_names() {
        let programme = Programme::embedded(name).unwrap().unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(programme.id, name);
    }
    assert!(Programme::embedded("library").is_none(), "it is nobody's programme");
}

#[test]
fn every_measure_of_the_library_has_no_problems() {
    let library = Files::library();
    let ids = library.measure_ids();
    let read = Programme::of_measures("library", &library, &ids).unwrap_or_else(|p| panic!("{p:#?}"));
    assert_eq!(read.measures.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ids);
}

#[test]
fn a_folder_of_ones_own_comes_before_the_library() {
    let own = Files([(NUMERATOR.to_owned(), "mine".to_owned())].into());
    assert_eq!(own.over_library().0[NUMERATOR], "mine");
}

#[test]
fn the_folder_on_disk_is_the_one_in_the_binary() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/three-by-120");
    assert_eq!(Files::of_dir(&dir).unwrap().over_library(), whole());
}

#[test]
fn every_code_of_the_shared_facts_is_in_its_value_set() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("KITH_SHARED").map_or_else(|| here.join("../../../shared"), Into::into);
    let Ok(text) = std::fs::read_to_string(shared.join("domain/visit_value_sets.csv")) else {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", shared.display());
        eprintln!("skipped: {} is missing; set KITH_SHARED", shared.display());
        return;
    };
    let sets = Programme::embedded("three-by-120").unwrap().unwrap().value_sets;
    // Classes are read by the derivation, and what is not a visit needs no set.
    let ours = |set: &str| sets.0.contains_key(set);
    let mut codes = 0;
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let row = row.unwrap();
        if !ours(&row[0]) {
            assert!(
                !row[0].ends_with("_visit") || &row[0] == "not_postpartum_visit",
                "{} is missing",
                &row[0]
            );
            continue;
        }
        assert!(sets.0[&row[0]].contains(&row[1], &row[2]), "{row:?}");
        codes += 1;
    }
    assert!(codes > 50);
}

#[test]
fn an_unknown_key_is_said_with_the_one_that_was_meant() {
    check(
        WCV,
        "direction =",
        "directon =",
        &[
            "measures/wcv_3by120/measure.toml:1:1: `direction` is missing | write `direction = \"…\"`",
            "measures/wcv_3by120/measure.toml:5:1: nobody knows the key `directon` | did you mean `direction`?",
        ],
    );
}

#[test]
fn an_aim_that_cannot_be_one_is_said() {
    let aim = |text: &str, problem: &str| {
        check("programme.toml", "[terms]", &format!("[[aims]]\n{text}\n[terms]"), &[problem]);
    };
    aim(
        "measure = \"wcv_2by120\"\nrate = 0.7",
        "programme.toml:35:1: `by` is missing in [aims] | write `by = 2027-12-31`",
    );
    aim(
        "measure = \"wcv_9\"\nrate = 0.7\nby = 2027-12-31",
        "programme.toml:36:11: `wcv_9` is not one of the programme's measures | ",
    );
    aim(
        "measure = \"wcv_2by120\"\nrate = 75\nby = 2027-12-31",
        "programme.toml:35:1: an aim's rate lies between 0 and 1 | write 75 percent as 0.75",
    );
    aim(
        "measure = \"wcv_3by120\"\nrate = 0.8\nby = 2027-12-31",
        "programme.toml:36:11: `wcv_3by120` has two aims | keep one",
    );
    check(
        WCV,
        "direction = \"higher\"",
        "direction = \"none\"",
        &[
            "programme.toml:25:11: neither way is better in `wcv_3by120`, so it has no aim | it measures access: take the aim out",
        ],
    );
}

#[test]
fn a_value_of_the_wrong_type_is_said() {
    check(
        WCV,
        "needs = 3",
        "needs = \"three\"",
        &["measures/wcv_3by120/measure.toml:7:9: `needs` is a text, and a whole number is expected | "],
    );
    check(
        "programme.toml",
        "by = 2027-12-31",
        "by = \"soon\"",
        &["programme.toml:21:6: `by` is a text, and a date like 2027-12-31, without quotes, is expected | "],
    );
}

#[test]
fn a_file_that_is_no_toml_is_said() {
    let found = problems(&with("programme.toml", "[headline]", "[headline"));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("programme.toml:12:10: "), "{found:?}");
    assert!(found[0].contains("this is not TOML"), "{found:?}");
}

#[test]
fn a_missing_query_is_said() {
    let mut files = whole();
    files.0.remove("measures/ppc_postpartum/numerator.sql");
    assert_eq!(
        problems(&files),
        [
            "measures/ppc_postpartum/measure.toml:1:1: the query measures/ppc_postpartum/numerator.sql is missing | \
         add the file, or name another under [queries]: numerator = \"../other/numerator.sql\""
        ]
    );
}

#[test]
fn a_query_that_does_not_parse_is_said_at_its_place() {
    let found = problems(&with(NUMERATOR, "where concept_id in", "where concept_id inn"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("measures/wcv_3by120/numerator.sql:6:22: this is not SQL: Expected: the end of the query, found: inn"), "{found:?}");
    let found = problems(&with(NUMERATOR, "'well_child_visit'", "'well_child_visit"));
    assert!(found[0].contains("numerator.sql:"), "{found:?}");
    assert!(found[0].contains("this is not SQL"), "{found:?}");
}

#[test]
fn a_column_that_is_not_there_is_said_with_the_one_that_was_meant() {
    check(
        NUMERATOR,
        "select person_id, on_date, evidence_id",
        "select person_id, on_dat, evidence_id",
        &["measures/wcv_3by120/numerator.sql:4:23: there is no column `on_dat` | did you mean `on_date`?"],
    );
    // After a placeholder on its line, which is longer than what stands for it.
    check(
        "measures/wcv_3by120/exclusion.sql",
        "d.born_on + 90 <= $as_of",
        "$as_of >= d.bornon + 90",
        &["measures/wcv_3by120/exclusion.sql:14:17: there is no column `bornon` | did you mean `born_on`?"],
    );
}

#[test]
fn a_table_that_is_not_there_is_said() {
    check(
        NUMERATOR,
        "from event",
        "from events",
        &["measures/wcv_3by120/numerator.sql:5:10: there is no table `events` | \
         tables: infant, delivery, event, stay, observation, pressure, immunization, condition, medication, cover, \
         decision, patient_year, care_case, referral, step, handout, value_set, denominator"],
    );
}

#[test]
fn a_value_set_that_is_not_there_is_said() {
    check(
        NUMERATOR,
        "'well_child_visit'",
        "'well_child_visits'",
        &["measures/wcv_3by120/numerator.sql:6:72: there is no value set `well_child_visits` | \
         add value_sets/well_child_visits.csv; did you mean 'well_child_visit'?"],
    );
}

#[test]
fn a_query_that_does_not_return_what_is_needed_is_said() {
    check(
        NUMERATOR,
        "select d.subject_id, e.on_date",
        "select d.person_id, e.on_date",
        &["measures/wcv_3by120/numerator.sql:2:1: the numerator does not return `subject_id` | \
         select subject_id, on_date, evidence_id; it returns person_id, on_date, evidence_id"],
    );
}

#[test]
fn a_setting_or_a_reason_that_is_not_there_is_said() {
    check(
        WCV,
        "known_by_day = \"off\"",
        "known_day = \"off\"",
        &[
            "measures/wcv_3by120/exclusion.sql:28:7: there is no setting `known_by_day` | \
         $as_of is given with each run; any other needs `known_by_day = …` under [settings]",
            "measures/wcv_3by120/exclusion.sql:29:59: there is no setting `known_by_day` | \
         $as_of is given with each run; any other needs `known_by_day = …` under [settings]",
        ],
    );
    check(
        "measures/wcv_3by120/denominator.sql",
        "'birth_day_unknown'",
        "'no_birth_day'",
        &[
            "measures/wcv_3by120/denominator.sql:11:35: nobody has put the reason `no_birth_day` into words | \
         add [reasons.no_birth_day] with en and es to measures/wcv_2by120/measure.toml",
            "measures/wcv_3by120/denominator.sql:11:35: nobody has put the reason `no_birth_day` into words | \
         add [reasons.no_birth_day] with en and es to measures/wcv_3by120/measure.toml",
        ],
    );
}

#[test]
fn a_column_of_another_kind_is_said() {
    check(
        "measures/wcv_3by120/denominator.sql",
        "born_latest + 120 as due_on",
        "'soon' as due_on",
        &["measures/wcv_3by120/denominator.sql:8:15: `due_on` is Utf8, and a day is expected | "],
    );
}

#[test]
fn a_folder_may_have_any_name() {
    assert_eq!(Programme::read("a-copy", &whole()).unwrap().id, "three-by-120");
}

#[test]
fn a_bad_row_of_a_value_set_is_said() {
    let path = "value_sets/nurse_visit.csv";
    let mut files = whole();
    let text = "system,code,display,match\nCPT,99211,A visit,exact\nhttp://x,9 9,Two words,exact\nhttp://x,1\n\
                http://x,2,Once,exact\nhttp://x,2,Twice,near\n";
    files.0.insert(path.into(), text.into());
    assert_eq!(
        problems(&files),
        [
            "value_sets/nurse_visit.csv:2:1: `CPT` is not the URI of a code system | \
         write it as in FHIR, http://snomed.info/sct for example",
            "value_sets/nurse_visit.csv:3:1: `9 9` is not a code | a code is one word",
            "value_sets/nurse_visit.csv:4:1: this row has 2 fields, and 4 are expected | system,code,display,match",
            "value_sets/nurse_visit.csv:6:1: `near` is no way to match | \
         write exact, or prefix for the code and its children",
            "value_sets/nurse_visit.csv:6:1: the code 2 is here twice | keep one of them",
        ]
    );
    check(
        path,
        "system,code",
        "code,system",
        &["value_sets/nurse_visit.csv:1:1: the first row must be `system,code,display,match` | \
         name the columns in this order"],
    );
}

#[test]
fn everything_is_said_at_once() {
    let mut files = with(WCV, "needs = 3", "needs = 300");
    let change = |files: &mut Files, path: &str, from: &str, to: &str| {
        let text = files.0.get_mut(path).unwrap();
        *text = text.replacen(from, to, 1);
    };
    change(&mut files, "programme.toml", "\"ppc_prenatal\", ", "\"ppc_prenatl\", ");
    change(&mut files, "programme.toml", "stratifier = \"race_ethnicity\"", "stratifier = \"race\"");
    change(&mut files, "programme.toml", "\"analyst\"", "\"boss\"");
    change(&mut files, "measures/ppc_postpartum/numerator.sql", "e.on_date between", "e.on between");
    let found = problems(&files);
    let places: Vec<&str> = found.iter().map(|p| p.split(": ").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "measures/ppc_postpartum/numerator.sql:13:7",
            "measures/wcv_3by120/measure.toml:7:9",
            "programme.toml:5:41",
            "programme.toml:6:59",
            "programme.toml:14:14",
        ],
        "{found:#?}"
    );
}

#[test]
fn a_folder_without_a_programme_is_said() {
    assert_eq!(
        problems(&Files::default()),
        ["programme.toml:1:1: three-by-120/programme.toml is missing | \
         a programme is a folder with programme.toml, value_sets/ and measures/"]
    );
}

#[test]
fn what_a_measure_tells_is_a_kind_of_facts() {
    let programme = Programme::embedded("central-triage").unwrap().unwrap();
    let tells = |id: &str| programme.measure(id).unwrap().tells;
    assert_eq!(tells("screen_mood_positive"), Some(Category::BehavioralHealth));
    assert_eq!(tells("screen_mood"), None, "that she was asked tells nothing of her");
    let kinds: Vec<&str> = Category::ALL.iter().map(|category| category.name()).collect();
    let kinds = kinds.join(", ");
    let said = format!("{WCV}:7:9: there is no kind of facts `moods` | kinds: {kinds}");
    check(WCV, "needs = 3", "tells = \"moods\"\nneeds = 3", &[&said]);
}

#[test]
fn the_hash_follows_whatever_defines_a_measure() {
    let hash = |files: &Files, id: &str| {
        Programme::read("three-by-120", files).unwrap().measure(id).unwrap().hash.clone()
    };
    let before = hash(&whole(), "wcv_3by120");
    assert_eq!(before.len(), 64);
    assert_eq!(hash(&whole(), "wcv_3by120"), before);
    assert_ne!(hash(&whole(), "wcv_2by120"), before);
    for (path, from, to) in [
        (WCV, "needs = 3", "needs = 4"),
        (NUMERATOR, "-- Well", "-- Good"),
        ("value_sets/well_child_visit.csv", "99461", "99462"),
    ] {
        assert_ne!(hash(&with(path, from, to), "wcv_3by120"), before, "{path}");
    }
    let other = with("value_sets/hospice.csv", "G0182", "G0183");
    assert_eq!(hash(&other, "wcv_3by120"), before, "codes that it does not use");
    let part = with(WCV, "needs = 3", "needs = 3\npart_of = \"w30_6in15\"");
    assert_eq!(hash(&part, "wcv_3by120"), before, "whose part it is");
}

#[test]
fn problems_are_drawn_with_their_place() {
    use miette::{GraphicalReportHandler, GraphicalTheme};
    let problems =
        Programme::read("three-by-120", &with(NUMERATOR, "from event", "from events")).unwrap_err();
    let mut text = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .render_report(&mut text, &*problems)
        .unwrap();
    assert!(text.contains("the programme `three-by-120` cannot be used: 1 problem"), "{text}");
    assert!(text.contains("[measures/wcv_3by120/numerator.sql:5:10]"), "{text}");
    assert!(text.contains("help: tables: infant"), "{text}");
}

#[test]
fn whose_group_and_which_groups_are_checked() {
    check(
        WCV,
        "direction =",
        "group_of = \"father\"\ndirection =",
        &["measures/wcv_3by120/measure.toml:5:12: `group_of` is `father` | write \"mother\" or \"own\""],
    );
    check(
        "measures/ppc_prenatal/measure.toml",
        "direction =",
        "group_of = \"own\"\ndirection =",
        &[
            "measures/ppc_prenatal/measure.toml:5:12: only a measure of infants has `group_of` | take it out: a mother's \
           group is her own",
        ],
    );
    let parity = problems(&with(WCV, "\"parity\"", "\"tier\""));
    assert!(parity[0].starts_with("measures/wcv_3by120/measure.toml:9:"), "{parity:?}");
    check(
        "programme.toml",
        "stratifier = \"race_ethnicity\"",
        "stratifier = \"race_in_combination\"",
        &[
            "programme.toml:14:14: the strata of `race_in_combination` overlap, so there is no gap between them | take one \
           in which everybody is once, race_ethnicity for example",
        ],
    );
    check(
        "programme.toml",
        "strata = [\"race_ethnicity\", ",
        "strata = [",
        &[
            "programme.toml:14:14: the programme does not look at the strata of `race_ethnicity` | add it to `strata`",
        ],
    );
    let few = with("programme.toml", "\"language\", \"payer\", ", "");
    let programme = Programme::read("three-by-120", &few).unwrap();
    assert_eq!(programme.measures[0].strata[..2], ["race_ethnicity", "age_band"]);
}

#[test]
fn a_table_of_areas_is_checked_row_by_row() {
    const TABLE: &str = "deprivation.csv";
    for (path, from, to, expected) in [
        (TABLE, "area,rank", "area,percentile", "deprivation.csv:1:1: the first row must be `area,rank`"),
        (
            TABLE,
            "0001,8",
            "0001,51",
            "deprivation.csv:3:1: `51` cannot be: a rank is a whole number from 1 to 50",
        ),
        (
            TABLE,
            "0001,8",
            "0001,8.5",
            "deprivation.csv:3:1: `8.5` cannot be: a rank is a whole number from 1 to 50",
        ),
        (TABLE, "0001,8", "0000,8", "deprivation.csv:3:1: the area 0000 is here twice"),
        (TABLE, "0001,8", "-,8", "deprivation.csv:3:1: `-` is no postal code"),
        (TABLE, "0001,8", "0001,8,1", "deprivation.csv:3:1: this row has 3 fields, and 2 are expected"),
        (
            "programme.toml",
            "areas = 50",
            "areas = 3",
            "programme.toml:44:9: `areas` is 3, and 5 or more is expected",
        ),
        (
            "programme.toml",
            "\"most deprived\"",
            "\"worst\"",
            "programme.toml:45:13: `worst` is no end of an index",
        ),
        (
            "programme.toml",
            "rank_1_is",
            "higher_means",
            "programme.toml:41:1: [deprivation] does not say which end of the index is the deprived one",
        ),
    ] {
        let found = problems(&with(path, from, to));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(expected), "{found:?}");
    }
    let mut without = whole();
    without.0.remove(TABLE);
    assert!(problems(&without)[0].starts_with("programme.toml:41:1: deprivation.csv is missing"));
    let mut percent = with("programme.toml", "areas = 50\nrank_1_is =", "higher_means =");
    percent.0.insert(TABLE.into(), "area,percentile\n001,99\n002,0.5\n".into());
    let table = Programme::read("three-by-120", &percent).unwrap().deprivation.unwrap();
    assert_eq!(table.areas.quintile("00199").unwrap().number(), 1);
    assert_eq!(table.areas.quintile("00200").unwrap().number(), 5);
}

/// A folder of the library's measures with one of them changed, read by itself.
fn version_problems(measure: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = Files::library();
    let text = files.0.get_mut(&format!("measures/{measure}/measure.toml")).unwrap();
    assert!(text.contains(from), "{measure} has no {from}");
    *text = text.replacen(from, to, 1);
    let problems =
        Programme::of_measures("changed", &files, &[measure]).expect_err("it has problems").problems;
    problems.iter().map(|p| format!("{p} | {}", p.help.as_deref().unwrap_or_default())).collect()
}

#[test]
fn a_version_names_a_base_that_is_there_and_counts_the_same() {
    let of = "version_of = \"bp10\"";
    let at = "measures/bp10_strict/measure.toml:4:14:";
    let check = |to: &str, expected: &str| {
        assert_eq!(version_problems("bp10_strict", of, to), [format!("{at} {expected}")]);
    };
    check("version_of = \"bp1O\"", "there is no measures/bp1O/measure.toml | did you mean `bp10`?");
    check("version_of = \"blood_pressure\"", "there is no measures/blood_pressure/measure.toml | ");
    check("version_of = \"bp10_strict\"", "a measure is no version of itself | name another, or take it out");
    check(
        "version_of = \"bp10_penn\"",
        "`bp10_penn` is itself a version of `bp10` | write version_of = \"bp10\"",
    );
    let expected = "its unit is delivery, and that of `wcv_3by120` is infant | a version counts the same subjects by \
                    another rule";
    check("version_of = \"wcv_3by120\"", expected);
}

#[test]
fn versions_of_one_measure_have_editions_of_their_own() {
    let edition = "edition = { en = \"day 7 to 10\", es = \"día 7 al 10\" }";
    let same = "edition = { en = \"Two checks\", es = \"otra\" }";
    assert_eq!(
        version_problems("bp10_strict", edition, same),
        [
            "measures/bp10_strict/measure.toml:5:11: `bp10_penn` has the edition `Two checks` already | editions tell \
             the definitions of one measure apart"
        ]
    );
    let base = version_problems("ppc_postpartum_2019", "edition = \"2019\"", "edition = \"2020\"");
    assert!(base[0].contains("`ppc_postpartum` has the edition `2020` already"), "{base:?}");
    let missing = version_problems("ppc_postpartum_2019", "edition = \"2019\"", "");
    assert_eq!(
        missing,
        ["measures/ppc_postpartum_2019/measure.toml:1:1: `edition` is missing | write `edition = \"2024\"`"]
    );
    let missing =
        version_problems("ppc_postpartum", "edition = \"2020\"", "differs = { en = \"a\", es = \"b\" }");
    assert!(missing[0].contains("`differs` says what differs from another definition"), "{missing:?}");
}

/// A programme knows every definition of what it runs, the base before its versions, run or not; and no other.
#[test]
fn a_programme_knows_the_other_definitions_of_its_measures() {
    let programme = Programme::embedded("three-by-120").unwrap().unwrap();
    let known: Vec<(&str, &str, Option<&str>)> = programme
        .definitions
        .iter()
        .map(|d| (d.id.as_str(), d.base(), d.edition.as_ref().map(|e| e.say("en"))))
        .collect();
    assert_eq!(
        known,
        [
            ("ppc_postpartum", "ppc_postpartum", Some("2020")),
            ("ppc_postpartum_2019", "ppc_postpartum", Some("2019")),
            ("wcv_3by120", "wcv_3by120", None),
            ("wcv_2by120", "wcv_3by120", Some("two visits")),
        ]
    );
    let strict = Programme::of_measures("one", &Files::library(), &["bp10_strict"]).unwrap();
    let ids: Vec<&str> = strict.definitions.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["bp10", "bp10_penn", "bp10_strict"]);
    assert_eq!(strict.measures[0].version.as_ref().unwrap().of, "bp10");
}

#[test]
fn a_part_names_a_whole_that_is_there_and_is_no_part_itself() {
    let of = "part_of = \"smm\"";
    let check = |to: &str, expected: &str| {
        let problems = version_problems("smm20", of, &format!("part_of = \"{to}\""));
        assert_eq!(problems, [format!("measures/smm20/measure.toml:4:11: {expected}")]);
    };
    check("smn", "there is no measures/smn/measure.toml | did you mean `smm`?");
    check("smm20", "a measure is no part of itself | name another, or take it out");
    check("pph1500", "`pph1500` is itself a part of `pph1000` | write part_of = \"pph1000\"");
    check("pph_signs", "`pph_signs` is a version of `pph1000` | write part_of = \"pph1000\"");
    let expected = "its unit is delivery, and that of `imr` is infant | a part counts some of the subjects of the \
                    whole";
    check("imr", expected);
    let version = version_problems("bp10_strict", "version_of", "part_of = \"bp72\"\nversion_of");
    assert!(version[0].contains("a version is a part of what its base is a part of"), "{version:?}");
}

/// The parts of a whole and every definition are one family, also where the head of it does not run.
#[test]
fn a_programme_knows_its_families() {
    let of = |ids: &[&str]| {
        let programme = Programme::of_measures("some", &Files::library(), ids).unwrap();
        let said = |kin: &Kin| format!("{}{}", kin.id, if kin.part { " (part)" } else { "" });
        programme.families().iter().map(|f| f.iter().map(said).collect()).collect::<Vec<Vec<String>>>()
    };
    assert_eq!(
        of(&["smm20_hp2030", "wcv_2by120", "smm20", "ntsv", "smm", "wcv_3by120"]),
        [vec!["smm", "smm20_hp2030", "smm20 (part)"], vec!["wcv_3by120", "wcv_2by120"]]
    );
    assert_eq!(of(&["smm20_hp2030", "smm20", "ntsv"]), [["smm20_hp2030", "smm20"]]);
    assert!(of(&["smm20", "ntsv"]).is_empty());
}
