//! Real files through `kith ingest`.

use std::fs;
use std::io::Write;

use tempfile::tempdir;

use super::{rows, run, shared, text};

const PATIENT: &str = r#"{"resourceType":"Patient","id":"b1","birthDate":"2025-03-10","gender":"female"}"#;
const VISIT: &str = r#"{"resourceType":"Encounter","id":"e1","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"type":[{"coding":[{"system":"http://snomed.info/sct","code":"410620009"}]}],"subject":{"reference":"Patient/b1"},"period":{"start":"2025-03-13"}}"#;

#[test]
fn third_party_files_load_and_a_second_run_changes_nothing() {
    let (Some(bulk), Some(bundles)) = (shared("data/synthea-bulk-10"), shared("data/synthea-r4")) else {
        return;
    };
    let dir = tempdir().unwrap();
    let data = text(dir.path());
    let args = ["ingest", text(&bulk), text(&bundles), "--source", "test", "--data-dir", data, "--json"];
    let first = &rows(&run(&args, 0))[0];
    assert_eq!(first["quarantined"], 0);
    assert!(first["new"].as_u64().unwrap() > 6_000, "{first}");
    let second = &rows(&run(&args, 0))[0];
    assert_eq!((second["new"].as_u64(), second["superseding"].as_u64()), (Some(0), Some(0)), "{second}");
    assert_eq!(second["unchanged"], first["new"]);

    let run_args = [
        "measure",
        "run",
        "--data-dir",
        data,
        "--period",
        "2019-01-01/2026-01-01",
        "--as-of",
        "2026-07-01",
        "--format",
        "json",
    ];
    let counts = rows(&run(&run_args, 0));
    assert!(counts.iter().any(|r| r["measure"] == "wcv_3by120" && r["organization"].is_null()), "{counts:?}");
}

#[test]
fn files_with_broken_content_never_stop_the_rest() {
    let Some(cases) = shared("data/fhir-validator-cases/files") else { return };
    let dir = tempdir().unwrap();
    let args = ["ingest", text(&cases), "--source", "broken", "--data-dir", text(dir.path()), "--json"];
    let summary = &rows(&run(&args, 3))[0];
    assert!(summary["quarantined"].as_u64().unwrap() > 0);
    assert!(summary["new"].as_u64().unwrap() > 20, "{summary}");
}

#[test]
fn every_kind_of_bad_input_is_set_aside_and_what_surrounds_it_is_taken() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("in");
    fs::create_dir(&folder).unwrap();
    let deep =
        format!(r#"{{"resourceType":"Patient","id":"d","x":{}1{}}}"#, "[".repeat(500), "]".repeat(500));
    let mut file = fs::File::create(folder.join("Mixed.ndjson")).unwrap();
    writeln!(file, "{PATIENT}").unwrap();
    writeln!(file, r#"{{"resourceType":"Patient","id":"x","#).unwrap();
    file.write_all(b"{\"resourceType\":\"Patient\",\"id\":\"u\",\"gender\":\"\xff\"}\n").unwrap();
    writeln!(file, r#"{{"resourceType":"Patient","id":"t","birthDate":17}}"#).unwrap();
    writeln!(file, r#"{{"resourceType":"Patient","id":"i","birthDate":"2025-02-30"}}"#).unwrap();
    writeln!(file, "{deep}").unwrap();
    writeln!(file, r#"{{"resourceType":"Encounter","id":"n","status":"finished","class":{{"code":"AMB"}}}}"#)
        .unwrap();
    file.write_all(br#"{"resourceType":"Patient","id":"long","name":[{"family":""#).unwrap();
    let piece = vec![b'x'; 1 << 20];
    (0..100).for_each(|_| file.write_all(&piece).unwrap());
    writeln!(file, "\"}}]}}").unwrap();
    writeln!(file, "{VISIT}").unwrap();
    write!(file, r#"{{"resourceType":"Patient","id":"cut""#).unwrap();
    drop(file);

    let data = dir.path().join("data");
    let args = ["ingest", text(&folder), "--source", "clinic", "--data-dir", text(&data), "--json"];
    let summary = &rows(&run(&args, 3))[0];
    assert_eq!((summary["new"].as_u64(), summary["quarantined"].as_u64()), (Some(2), Some(8)), "{summary}");
    let reasons = summary["by_reason"].as_object().unwrap();
    for reason in ["invalid_utf8", "wrong_type", "bad_date", "too_deep", "missing_subject", "line_too_long"] {
        assert_eq!(reasons[reason], 1, "{summary}");
    }
    // Nothing is set aside twice.
    let again = &rows(&run(&args, 3))[0];
    assert_eq!((again["new"].as_u64(), again["newly_quarantined"].as_u64()), (Some(0), Some(0)), "{again}");
}

#[test]
fn wrong_usage_is_exit_code_two_and_a_missing_path_is_one() {
    run(&["ingest"], 2);
    run(&["measure", "run", "--period", "2026-01-01/2025-01-01", "--as-of", "2026-01-01", "--facts", "."], 2);
    let dir = tempdir().unwrap();
    let gone = dir.path().join("gone");
    run(&["ingest", text(&gone), "--source", "s", "--data-dir", text(dir.path())], 1);
}

#[test]
fn a_folder_is_searched_once_and_only_for_files_and_a_useless_file_of_records_is_said() {
    let dir = tempdir().unwrap();
    let folder = dir.path().join("in");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("README.md"), "hello").unwrap();
    fs::write(folder.join("Patient.ndjson"), format!("{PATIENT}\n")).unwrap();
    let utf16: Vec<u8> = PATIENT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("Windows.ndjson"), [&[0xff, 0xfe], &utf16[..]].concat()).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&folder, folder.join("loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.join("dangling")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(folder.join("pipe.ndjson")).status().unwrap();
        assert!(made.success());
    }
    let data = dir.path().join("data");
    let args = ["ingest", text(&folder), "--source", "clinic", "--data-dir", text(&data), "--json"];
    let summary = &rows(&run(&args, 3))[0];
    assert_eq!((summary["new"].as_u64(), summary["quarantined"].as_u64()), (Some(1), Some(1)), "{summary}");
    assert_eq!(summary["passed_over"].as_array().unwrap().len(), 1, "{summary}");
}
