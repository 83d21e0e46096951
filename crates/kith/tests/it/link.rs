//! `kith link` over a table that `kith synth` made, and over tables that are not right.

use std::fs;

use super::{rows, run};

#[test]
fn generated_people_are_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    run(&["synth", "--format", "people", "--records", "6000", "--seed", "11", "--out", &path("people")], 0);
    let (table, truth) = (path("people/people.csv"), path("people/truth.csv"));
    let (dyads, twins) = (path("people/dyads_truth.csv"), path("people/twins.csv"));
    let learned = run(
        &[
            "link",
            "--json",
            "--input",
            &table,
            "--output",
            &path("clusters.csv"),
            "--dyads",
            &path("dyads.csv"),
            "--review",
            &path("review.csv"),
            "--save-model",
            &path("model.toml"),
            "--truth",
            &truth,
            "--truth-dyads",
            &dyads,
            "--truth-twins",
            &twins,
        ],
        0,
    );
    let summary = &rows(&learned)[0];
    assert_eq!(summary["records"], 6000);
    let share = |of: &str, part: &str, whole: &str| {
        let counts = &summary["compared"][of];
        counts[part].as_f64().expect("a count") / counts[whole].as_f64().expect("a count")
    };
    assert!(share("pairs", "right", "found") > 0.985, "{summary}");
    assert!(share("pairs", "right", "there") > 0.97, "{summary}");
    assert!(share("dyads", "right", "there") > 0.97, "{summary}");
    assert!(share("twins_merged", "count", "of") <= 0.1, "{summary}");

    let read = |name: &str| fs::read_to_string(path(name)).expect("it was written");
    let clusters = read("clusters.csv");
    assert_eq!(clusters.lines().count(), 6001);
    assert!(clusters.starts_with("record_id,cluster_id\nR00000001,"));
    assert!(read("dyads.csv").starts_with("infant_cluster_id,mother_cluster_id\n"));
    assert!(read("review.csv").starts_with("record_id_a,record_id_b,kind,probability,why\n"));

    let (input, again, model) = (path("people/people.csv"), path("again.csv"), path("model.toml"));
    run(&["link", "--input", &input, "--output", &again, "--model", &model], 0);
    assert_eq!(read("again.csv"), clusters, "the model that was written links the same");
}

#[test]
fn what_is_not_right_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (table, clusters) = (path("table.csv"), path("clusters.csv"));
    let check = |text: &str, options: &[&str], code: i32, expected: &str| {
        fs::write(&table, text).expect("it is written");
        let mut args = vec!["link", "--input", &table, "--output", &clusters];
        args.extend(options);
        let output = run(&args, code);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(expected), "{told}");
    };
    check("record_id,notes\na,x\nb\n", &[], 3, "set aside: line 3: 1 cells where the header has 2");
    check("record_id,notes\na,x\n", &[], 0, "ignored columns: notes");
    fs::remove_file(&clusters).expect("it was written");
    check("record_id\na\na\n", &[], 1, "line 3: `record_id` a is already on line 2");
    check("name\na\n", &[], 1, "no column `record_id` among name");
    check("record_id\na\n", &["--truth-twins", "t.csv"], 2, "--truth");
    check("record_id\na\n", &["--model", "none.toml"], 1, "reading none.toml");
    assert!(!std::path::Path::new(&clusters).exists(), "nothing is written where nothing was done");
}

/// Two partners who send no names: hashes out under one key, and linked by them.
#[test]
fn partners_without_names_are_linked_by_hashes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let save = |name: &str, text: &str| fs::write(path(name), text).expect("it is written");
    let header = "record_id,role,first_name,last_name,birth_date";
    save(
        "a.csv",
        &format!("{header}\na1,mother,Ana,Reyes,1995-04-03\na2,infant,Baby Girl,Reyes,2024-05-03\n"),
    );
    save("b.csv", &format!("{header}\nb1,mother,ANA,REYES,4/3/1995\n"));
    save("short", "too short\n");
    save("key", "0123456789abcdef0123456789abcdef\n");
    let (a, b, key) = (path("a.csv"), path("b.csv"), path("key"));
    let (a_hashes, b_hashes, clusters) = (path("a-hashes.csv"), path("b-hashes.csv"), path("clusters.csv"));
    let hashes = |input: &str, key: &str, out: &str, code: i32| {
        run(&["link", "--input", input, "--hash-key-file", key, "--hashes-out", out], code)
    };
    hashes(&a, &path("short"), &a_hashes, 1);
    hashes(&a, &key, &a_hashes, 0);
    hashes(&b, &key, &b_hashes, 0);
    assert!(!fs::read_to_string(&a_hashes).expect("hashes").to_uppercase().contains("REYES"));
    let told = run(&["link", "--hashes", &a_hashes, &b_hashes, "--output", &clusters, "--json"], 0);
    assert_eq!((&rows(&told)[0]["people"], &rows(&told)[0]["without_hashes"]), (&2.into(), &1.into()));
    assert_eq!(
        fs::read_to_string(&clusters).expect("clusters"),
        "record_id,cluster_id\na1,a1\na2,a2\nb1,a1\n"
    );
    run(&["link", "--input", &a, "--hashes", &b_hashes, "--output", &clusters], 2);
}
