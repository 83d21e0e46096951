//! `kith measure` straight on files, and the same answer from a database.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use super::{rows, run, text};

const AMBULATORY: &str =
    r#""class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"}"#;

fn infant(id: &str, born: &str) -> String {
    format!(r#"{{"resourceType":"Patient","id":"{id}","birthDate":"{born}"}}"#)
}

fn visit(id: &str, infant: &str, day: &str) -> String {
    format!(
        r#"{{"resourceType":"Encounter","id":"{id}","status":"finished",{AMBULATORY},"type":[{{"coding":[{{"system":"http://snomed.info/sct","code":"410620009"}}]}}],"subject":{{"reference":"Patient/{infant}"}},"period":{{"start":"{day}"}},"serviceProvider":{{"reference":"Organization/c1"}}}}"#
    )
}

/// Visits come before the infants, whose references they hold.
fn write(folder: &Path) {
    fs::create_dir(folder).unwrap();
    let visits = [
        visit("v1", "met", "2025-03-13"),
        visit("v2", "met", "2025-04-08T09:00:00-05:00"),
        visit("v3", "met", "2025-07-08"),
        visit("v4", "late", "2025-03-13"),
        visit("v5", "late", "2025-04-08"),
        visit("v6", "late", "2025-07-09"),
        visit("v7", "open", "2025-11-03"),
    ];
    fs::write(folder.join("Encounter.ndjson"), visits.join("\n")).unwrap();
    let infants = [infant("met", "2025-03-10"), infant("late", "2025-03-10"), infant("open", "2025-11-01")];
    fs::write(folder.join("Patient.ndjson"), infants.join("\n")).unwrap();
    fs::write(
        folder.join("Organization.ndjson"),
        r#"{"resourceType":"Organization","id":"c1","name":"Clinic"}"#,
    )
    .unwrap();
}

fn of<'a>(rows: &'a [Value], measure: &str, subject: &str) -> &'a Value {
    let found = rows.iter().find(|r| r["measure"] == measure && r["subject"] == subject);
    found.unwrap_or_else(|| panic!("no row for {subject} in {measure}: {rows:?}"))
}

#[test]
fn files_and_a_database_of_them_give_the_same_rows() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("fhir");
    write(&folder);
    let data = dir.path().join("data");
    run(&["ingest", text(&folder), "--source", "clinic", "--data-dir", text(&data)], 0);
    let tail =
        ["--period", "2025-01-01/2027-01-01", "--as-of", "2025-12-31", "--subjects", "--format", "json"];
    let from = |flag: &str, path: &str| rows(&run(&[&["measure", "run", flag, path], &tail[..]].concat(), 0));
    let files = from("--facts", text(&folder));
    let database = from("--data-dir", text(&data));
    let sorted = |mut rows: Vec<Value>| {
        rows.sort_by_key(Value::to_string);
        rows
    };
    assert_eq!(sorted(files.clone()), sorted(database));

    let met = of(&files, "wcv_3by120", "Patient/met");
    assert_eq!(
        (met["status"].as_str(), met["on"].as_str(), met["due"].as_str()),
        (Some("met"), Some("2025-07-08"), Some("2025-07-08"))
    );
    let mut evidence: Vec<&str> =
        met["evidence"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    evidence.sort_unstable();
    assert_eq!(evidence, ["Encounter/v1", "Encounter/v2", "Encounter/v3"]);
    assert_eq!(met["organization"], "Organization/c1");
    assert_eq!(of(&files, "wcv_3by120", "Patient/late")["status"], "not_met");
    assert_eq!(of(&files, "wcv_2by120", "Patient/late")["status"], "met");
    assert_eq!(of(&files, "wcv_3by120", "Patient/open")["status"], "pending");
}

#[test]
fn counts_come_as_json_csv_and_a_table() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("fhir");
    write(&folder);
    let args = |format| {
        [
            "measure",
            "run",
            "--facts",
            text(&folder),
            "--measure",
            "wcv_3by120",
            "--period",
            "2025-01-01/2026-01-01",
            "--as-of",
            "2026-01-01",
            "--format",
            format,
        ]
        .map(str::to_owned)
    };
    let call = |format| {
        let args = args(format);
        run(&args.each_ref().map(String::as_str), 0)
    };
    let json = rows(&call("json"));
    let whole = json.iter().find(|r| r["organization"].is_null() && r["stratifier"].is_null()).unwrap();
    assert_eq!((whole["numerator"].as_i64(), whole["denominator"].as_i64()), (Some(1), Some(2)));
    assert!(whole["low"].as_f64() < Some(0.5) && Some(0.5) < whole["high"].as_f64());
    let csv = String::from_utf8(call("csv").stdout).unwrap();
    assert!(csv.starts_with("measure,period,organization,stratifier,stratum,denominator,"), "{csv}");
    let table = String::from_utf8(call("table").stdout).unwrap();
    assert!(table.contains("everywhere"), "{table}");
}

#[test]
fn explain_says_why_in_two_languages() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("fhir");
    write(&folder);
    let explain = |language| {
        let args = [
            "measure",
            "explain",
            "--facts",
            text(&folder),
            "--measure",
            "wcv_3by120",
            "--subject",
            "Patient/late",
            "--as-of",
            "2025-12-31",
            "--language",
            language,
        ];
        String::from_utf8(run(&args, 0).stdout).unwrap()
    };
    let english = explain("en");
    assert!(english.contains("8 July 2025") || english.contains("July 8, 2025"), "{english}");
    assert!(english.contains("Encounter/v4"), "{english}");
    assert_ne!(english, explain("es"));
}

/// `kith measure run` over the files of [`write`] as FHIR, with more arguments.
fn fhir(folder: &Path, more: &[&str]) -> Vec<Value> {
    let period = ["--period", "2025-01-01/2027-01-01", "--as-of", "2025-12-31", "--measure", "wcv_3by120"];
    let start = ["measure", "run", "--facts", text(folder), "--format", "fhir"];
    rows(&run(&[&start[..], &period, more].concat(), 0))
}

/// The count of a population of a report, or of one of its strata.
fn count(of: &Value, code: &str) -> Option<u64> {
    let all = of["population"].as_array().expect("populations");
    all.iter().find(|p| p["code"]["coding"][0]["code"] == code).expect("the population")["count"].as_u64()
}

#[test]
fn reports_say_in_fhir_what_the_other_formats_say() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("fhir");
    write(&folder);
    let reports = fhir(&folder, &["--reporter", "Organization/net"]);
    let [report] = &reports[..] else { panic!("one measure, one report: {reports:?}") };
    assert_eq!((&report["type"], &report["date"]), (&"summary".into(), &"2025-12-31".into()));
    assert_eq!(report["reporter"]["reference"], "Organization/net");
    let group = &report["group"][0];
    let counts = ["initial-population", "denominator", "numerator", "pending"].map(|code| count(group, code));
    assert_eq!(counts, [Some(3), Some(2), Some(1), Some(1)]);
    assert_eq!(group["measureScore"]["value"], 0.5);
    let by = |codes: &[&str]| {
        let all = group["stratifier"].as_array().unwrap().iter();
        let same = |s: &&Value| {
            let named =
                s["code"].as_array().unwrap().iter().map(|c| c["coding"][0]["code"].as_str().unwrap());
            named.eq(codes.iter().copied())
        };
        all.clone().find(same).unwrap_or_else(|| panic!("no stratifier {codes:?} in {group}"))["stratum"]
            .clone()
    };
    assert_eq!(by(&["organization"])[0]["value"]["text"], "Organization/c1");
    let both = &by(&["organization", "payer"])[0];
    assert_eq!(both["component"][0]["value"]["text"], "Organization/c1");
    assert_eq!(count(both, "denominator"), Some(2));

    let individual = fhir(&folder, &["--report", "individual"]);
    assert_eq!(individual.len(), 3);
    let met = individual.iter().find(|r| r["subject"]["reference"] == "Patient/met").unwrap();
    assert_eq!(
        (count(&met["group"][0], "numerator"), &met["reporter"]["reference"]),
        (Some(1), &"Organization/c1".into())
    );
    let used: Vec<&str> =
        met["evaluatedResource"].as_array().unwrap().iter().filter_map(|r| r["reference"].as_str()).collect();
    assert!(
        ["Patient/met", "Encounter/v1", "Encounter/v2", "Encounter/v3"].iter().all(|r| used.contains(r)),
        "{used:?}"
    );

    let documents = fhir(&folder, &["--report", "care-gaps"]);
    let gap = |subject: &str| {
        let of = |d: &&Value| d["entry"][0]["resource"]["subject"]["reference"] == subject;
        let issue = &documents.iter().find(of).unwrap()["entry"][1]["resource"];
        let status = &issue["modifierExtension"][0]["valueCodeableConcept"]["coding"][0]["code"];
        (status.as_str().unwrap().to_owned(), issue["detail"].as_str().unwrap().to_owned())
    };
    assert_eq!(gap("Patient/met").0, "closed-gap");
    assert_eq!(gap("Patient/late"), ("open-gap".into(), "2 of 3 well-child visits by 2025-07-08".into()));
    assert_eq!(gap("Patient/open").0, "prospective-gap");
}

/// Of forty babies with two visits thirty-three have three: the seven follow from no two rows, whether both measures are
/// asked for at once or each by itself.
#[test]
fn two_definitions_are_not_taken_from_each_other_in_any_format() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("fhir");
    write(&folder);
    let days = ["2025-03-13", "2025-04-08", "2025-05-12"];
    let (mut infants, mut visits) = (Vec::new(), Vec::new());
    for n in 0..60 {
        let id = format!("b{n}");
        let seen = if n < 33 {
            3
        } else if n < 40 {
            2
        } else {
            0
        };
        infants.push(infant(&id, "2025-03-10"));
        visits.extend((0..seen).map(|v| visit(&format!("{id}v{v}"), &id, days[v])));
    }
    fs::write(folder.join("Encounter.ndjson"), visits.join("\n")).unwrap();
    fs::write(folder.join("Patient.ndjson"), infants.join("\n")).unwrap();
    let start = ["measure", "run", "--facts", text(&folder), "--suppress", "cms"];
    let period = ["--period", "2025-01-01/2026-01-01", "--as-of", "2025-12-31"];
    let told = |more: &[&str]| run(&[&start[..], &period, more].concat(), 0);
    let met = |rows: &[Value], measure: &str| {
        let of: Vec<&Value> = rows.iter().filter(|row| row["measure"] == measure).collect();
        assert!(of.len() > 3, "{rows:?}");
        of.iter().map(|row| row["numerator"].as_u64()).collect::<Vec<_>>()
    };
    let json = rows(&told(&["--format", "json"]));
    assert_eq!(met(&json, "wcv_3by120")[0], Some(33));
    assert!(met(&json, "wcv_2by120").iter().all(Option::is_none));
    let alone = rows(&told(&["--format", "json", "--measure", "wcv_2by120"]));
    assert!(met(&alone, "wcv_2by120").iter().all(Option::is_none));
    assert!(alone.iter().all(|row| row["measure"] == "wcv_2by120"));
    let as_text = |format| String::from_utf8(told(&["--format", format]).stdout).unwrap();
    let csv = as_text("csv");
    let line = csv.lines().find(|line| line.starts_with("wcv_2by120,2025-01-01/2026-01-01,,,,")).unwrap();
    assert!(!csv.contains("40") && line.starts_with("wcv_2by120,2025-01-01/2026-01-01,,,,,"), "{line}");
    let table = as_text("table");
    let line = table.lines().find(|line| line.starts_with("wcv_2by120")).unwrap();
    assert!(line.contains("withheld: too few") && !line.contains("40"), "{line}");
    let reports = rows(&told(&["--format", "fhir", "--measure", "wcv_2by120"]));
    assert_eq!((reports.len(), count(&reports[0]["group"][0], "numerator")), (1, None));
}

#[test]
fn small_counts_are_withheld_alike_in_every_format() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("fhir");
    write(&folder);
    let report = &fhir(&folder, &["--suppress", "cms"])[0];
    assert_eq!(count(&report["group"][0], "numerator"), None);
    let numerator = &report["group"][0]["population"][1];
    assert_eq!(numerator["_count"]["extension"][0]["valueCode"], "masked");
    let period = ["--period", "2025-01-01/2026-01-01", "--as-of", "2025-12-31", "--measure", "wcv_3by120"];
    let start = ["measure", "run", "--facts", text(&folder), "--suppress", "cms", "--format"];
    let json = rows(&run(&[&start[..], &["json"], &period].concat(), 0));
    assert!(json.iter().all(|r| r["numerator"].is_null() || r["numerator"] == 0), "{json:?}");
    assert_eq!(json[0]["withheld"], true);
    let csv = String::from_utf8(run(&[&start[..], &["csv"], &period].concat(), 0).stdout).unwrap();
    assert!(csv.lines().nth(1).unwrap().starts_with("wcv_3by120,2025-01-01/2026-01-01,,,,,"), "{csv}");
    // What cannot go together says what to write instead.
    let refused = |more: &[&str]| {
        let args = [&["measure", "run", "--facts", text(&folder)][..], &period, more].concat();
        String::from_utf8(run(&args, 1).stderr).unwrap()
    };
    assert!(refused(&["--report", "individual"]).contains("add --format fhir"));
    assert!(refused(&["--format", "fhir", "--subjects"]).contains("--report individual"));
    assert!(
        refused(&["--format", "fhir", "--report", "care-gaps", "--suppress", "cms"]).contains("--suppress")
    );
}
