use std::time::Duration;

use super::*;

const STILL: Duration = Duration::from_secs(5);

#[test]
fn a_file_is_taken_when_it_lies_still_or_is_marked() {
    let folder = std::env::temp_dir().join(format!("kith-watch-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(DONE)).unwrap();
    for name in ["a.csv", ".hidden.csv", "b.csv.part", "c.filepart", "d.tmp", "e.csv.receipt.json"] {
        fs::write(folder.join(name), "x").unwrap();
    }
    let mut sightings = Sightings::default();
    let start = SystemTime::now();
    let names = |paths: Vec<PathBuf>| -> Vec<String> {
        paths.iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    let mut at =
        |seconds: u64| names(sightings.whole(&folder, start + Duration::from_secs(seconds), STILL).unwrap());
    assert!(at(0).is_empty(), "a file that was never seen may still grow");
    assert!(at(4).is_empty());
    assert_eq!(at(5), ["a.csv"]);
    // It grows: the wait begins again.
    fs::write(folder.join("a.csv"), "xy").unwrap();
    assert!(at(6).is_empty());
    assert_eq!(at(11), ["a.csv"]);
    // A marker says that a file is whole.
    fs::write(folder.join("f.csv"), "x").unwrap();
    fs::write(folder.join("f.csv.done"), "").unwrap();
    assert_eq!(at(11), ["a.csv", "f.csv"]);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_receipt_and_its_file_appear_whole() {
    let folder = std::env::temp_dir().join(format!("kith-receipt-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let receipt = |name: &str, sha256: &str, outcome| Receipt {
        file: name.into(),
        source: "clinic".into(),
        sha256: sha256.into(),
        bytes: 1,
        taken_at: Timestamp::UNIX_EPOCH,
        outcome,
        new: 1,
        changed: 0,
        unchanged: 0,
        quarantined: 0,
        absent: None,
        by_type: BTreeMap::new(),
        by_reason: BTreeMap::new(),
        remarks: BTreeMap::new(),
        notes: Vec::new(),
        problems: Vec::new(),
    };
    let drop_in = |content: &str, outcome| {
        let path = folder.join("a.csv");
        fs::write(&path, content).unwrap();
        fs::write(marker(&path), "").unwrap();
        let (sha256, _) = hash(&path).unwrap();
        put_away(&folder, &path, &receipt("a.csv", &sha256, outcome)).unwrap();
        assert!(!path.exists() && !marker(&path).exists());
        sha256
    };
    drop_in("x", "taken");
    assert_eq!(fs::read_to_string(folder.join("done/a.csv")).unwrap(), "x");
    assert!(
        fs::read_to_string(folder.join("done/a.csv.receipt.json"))
            .unwrap()
            .contains("\"outcome\": \"taken\"")
    );
    // Another file of the same name does not take its place, the same one does.
    let other = drop_in("y", "taken");
    assert_eq!(fs::read_to_string(folder.join(format!("done/{}-a.csv", &other[..12]))).unwrap(), "y");
    assert_eq!(fs::read_to_string(folder.join("done/a.csv")).unwrap(), "x");
    drop_in("x", "taken before");
    let said = |name: &str| fs::read_to_string(folder.join("done").join(name)).unwrap();
    assert!(said("a.csv.receipt.json").contains("\"taken\""), "the first receipt stays");
    assert!(said("a.csv.2.receipt.json").contains("taken before"));
    drop_in("x", "taken before");
    assert!(said("a.csv.3.receipt.json").contains("taken before"));
    drop_in("z", "not understood");
    assert!(folder.join("problems/a.csv").exists());
    let left: Vec<_> = fs::read_dir(folder.join("done")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 6, "no unfinished file is left: {left:?}");
    fs::remove_dir_all(&folder).unwrap();
}

#[cfg(unix)]
#[test]
fn no_link_leads_elsewhere() {
    use std::os::unix::fs::symlink;

    let folder = std::env::temp_dir().join(format!("kith-links-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let (watched, elsewhere) = (folder.join("watched"), folder.join("elsewhere"));
    fs::create_dir_all(&watched).unwrap();
    fs::create_dir_all(&elsewhere).unwrap();
    let secret = elsewhere.join("secret.csv");
    fs::write(&secret, "secret").unwrap();

    symlink(&secret, watched.join("a.csv")).unwrap();
    let mut sightings = Sightings::default();
    assert!(sightings.whole(&watched, SystemTime::now(), Duration::ZERO).unwrap().is_empty());

    symlink(&elsewhere, watched.join(DONE)).unwrap();
    assert!(real_folder(&watched.join(DONE)).is_err());
    assert!(real_folder(&watched.join(PROBLEMS)).is_ok() && real_folder(&watched.join(PROBLEMS)).is_ok());

    let unfinished = watched.join(".b.csv.receipt.json.tmp");
    symlink(&secret, &unfinished).unwrap();
    fresh(&unfinished).unwrap().write_all(b"receipt").unwrap();
    assert_eq!(fs::read_to_string(&secret).unwrap(), "secret");
    assert_eq!(fs::read_to_string(&unfinished).unwrap(), "receipt");
    fs::remove_dir_all(&folder).unwrap();
}
