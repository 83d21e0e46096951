//! What a writer of measures relies on: a new folder holds, cases are run, and what does not hold is said with its
//! place.

use kith_measures::programme::{Files, Programme, is_an_id, new_measure};
use kith_measures::trial;

use crate::world::engine;

/// A new measure over the library.
fn new() -> Files {
    let mut files = Files::library();
    for (name, text) in new_measure("late_start") {
        files.0.insert(format!("measures/late_start/{name}"), text);
    }
    files
}

/// With a text changed.
fn with(file: &str, from: &str, to: &str) -> Files {
    let mut files = new();
    let text = files.0.get_mut(&format!("measures/late_start/{file}")).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    *text = text.replacen(from, to, 1);
    files
}

/// Everything that is wrong with a measure and its cases: `file:line:column: message | help`.
fn wrong(files: &Files, id: &str) -> Vec<String> {
    let told =
        |p: &kith_measures::programme::Problem| format!("{p} | {}", p.help.as_deref().unwrap_or_default());
    match Programme::of_measures("trial", files, &[id]) {
        Err(problems) => problems.problems.iter().map(told).collect(),
        Ok(programme) => {
            let dir = tempfile::tempdir().unwrap();
            let found = trial::run(engine(), &programme, &programme.measures[0], files, dir.path()).unwrap();
            found.iter().map(told).collect()
        }
    }
}

#[track_caller]
fn check(file: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(wrong(&with(file, from, to), "late_start"), expected);
}

#[test]
fn a_new_measure_holds() {
    assert_eq!(wrong(&new(), "late_start"), Vec::<String>::new());
    assert!(is_an_id("late_start") && is_an_id("wcv_3by120"));
    assert!(!is_an_id("") && !is_an_id("3by120") && !is_an_id("Late") && !is_an_id("late-start"));
}

#[test]
fn the_cases_of_the_library_hold() {
    let library = Files::library();
    let carries = |id: &&str| library.0.contains_key(&format!("measures/{id}/cases.toml"));
    let with_cases: Vec<&str> = library.measure_ids().into_iter().filter(carries).collect();
    let known = ["pds_positive", "pds_screen", "pnd_followup", "pnd_positive", "ppc_postpartum_2019"];
    assert_eq!(with_cases, known);
    for id in with_cases {
        assert_eq!(wrong(&library, id), Vec::<String>::new(), "{id}");
    }
}

#[test]
fn a_case_that_does_not_hold_is_said_where_it_stands() {
    check(
        "cases.toml",
        "expect = [\"b met on 2025-03-24\"]",
        "expect = [\"b met on 2025-03-23\"]",
        &[
            "measures/late_start/cases.toml:7:11: a visit on day 14: b stands otherwise: b met on 2025-03-24 | \
           mend the queries of late_start, or what the case expects",
        ],
    );
    check(
        "numerator.sql",
        "and e.on_date between",
        "and e.on_date + 1 between",
        &["measures/late_start/cases.toml:7:11: a visit on day 14: b stands otherwise: b not_met | \
           mend the queries of late_start, or what the case expects"],
    );
    check(
        "cases.toml",
        "facts = [\"b is born 2025-03-10\"]",
        "facts = [\"b is born 2025-03-10\", \"c is born 2025-03-11\"]",
        &[
            "measures/late_start/cases.toml:14:1: there is still time: c is in the population too: c pending | \
           say where c stands, or keep c out of the denominator",
        ],
    );
}

#[test]
fn a_line_that_cannot_be_read_is_said_where_it_stands() {
    check(
        "cases.toml",
        "b visits 2025-03-24 well_child_visit",
        "b visits 2025-03-24 well_visit",
        &["measures/late_start/cases.toml:6:34: there is no value set `well_visit` | write system|code, \
           http://snomed.info/sct|410620009 for example, or the name of a value set"],
    );
    check(
        "cases.toml",
        "b met on 2025-03-24",
        "b good",
        &[
            "measures/late_start/cases.toml:7:11: `b good` does not say where somebody stands | write `b met`, \
           `b met on 2025-07-08`, `b not_met`, `b excluded because died`, `b unknown`, `b pending` or `b absent`",
        ],
    );
    check(
        "cases.toml",
        "b met on 2025-03-24",
        "c met",
        &[
            "measures/late_start/cases.toml:7:11: no fact is about `c` | tell who it is: `c is born 2025-03-10`",
        ],
    );
}

/// Which rows come first in a part of the lake is chance, and a sample is no measure.
#[test]
fn a_query_that_takes_some_of_the_rows_is_refused() {
    let help = "a measure counts everybody: for the first of somebody's rows, rank them with row_number() over \
                (partition by subject_id …)";
    let check = |to: &str, place: &str| {
        let found = wrong(&with("denominator.sql", "from infant", to), "late_start");
        let message = "the query takes some of the rows and leaves the rest";
        assert_eq!(
            found,
            [format!("measures/late_start/denominator.sql:{place}: {message} | {help}")],
            "{to}"
        );
    };
    check("from infant\nlimit 100", "11:1");
    check("from infant\norder by born_on\nlimit 100", "12:1");
    check("from infant\noffset 3", "11:1");
    check("from (select * from infant order by born_on limit 10) v", "10:45");
    check("from infant\nwhere person_id in (select person_id from event limit 10)", "11:49");
}

#[test]
fn a_query_that_looks_from_one_family_to_another_is_refused() {
    let help = "tie every table by person_id or subject_id, and count and rank by it: each family is measured by itself";
    let said = |files: Files| {
        let found = wrong(&files, "late_start");
        assert_eq!(found.len(), 1, "{found:#?}");
        let (at, rest) = found[0].split_once(": ").unwrap();
        let (message, told) = rest.split_once(" | ").unwrap();
        assert_eq!(told, help);
        format!("{at} {message}")
    };
    assert_eq!(
        said(with(
            "numerator.sql",
            "join denominator d on d.person_id = e.person_id",
            "join denominator d on d.born_on = e.on_date"
        )),
        "measures/late_start/numerator.sql:4:1 the query joins rows of one family to rows of another"
    );
    assert_eq!(
        said(with(
            "denominator.sql",
            "from infant",
            "from infant\nwhere born_latest >= (select min(on_date) from event)"
        )),
        "measures/late_start/denominator.sql:1:1 the query counts over all families at once"
    );
    assert_eq!(
        said(with(
            "denominator.sql",
            "from infant",
            "from (select *, row_number() over (order by born_latest) as n from infant) v\nwhere n < 10"
        )),
        "measures/late_start/denominator.sql:1:1 the query ranks over all families at once"
    );
}
