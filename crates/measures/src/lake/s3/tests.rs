//! Addresses of lakes; objects in parts and in ranges; what is kept.

use bytes::Bytes;
use kith_domain::id::Bucket;
use kith_testkit::storage::Storage as Server;
use object_store::path::Path as Key;
use object_store::{GetOptions, ObjectMeta, ObjectStore, ObjectStoreExt};

use super::kept::Kept;
use super::*;
use crate::lake::storage::{Location, Storage};

fn s3(server: &Server) -> Arc<S3> {
    let at: Location = server.address_of("large").parse().unwrap();
    let Storage::S3(s3) = at.storage(&|name| server.setting(name)).unwrap() else { panic!("it is on S3") };
    s3
}

#[test]
fn a_place_is_a_folder_or_an_address() {
    let check = |text: &str, expected: Option<(&str, &str)>| {
        let at = text.parse::<Location>().ok();
        let s3 =
            |(bucket, prefix): (&str, &str)| Location::S3 { bucket: bucket.into(), prefix: prefix.into() };
        assert_eq!(at, expected.map(s3), "{text}");
    };
    check("s3://kith", Some(("kith", "")));
    check("s3://kith/", Some(("kith", "")));
    check("s3://kith.lakes/a/b-c_1/", Some(("kith.lakes", "a/b-c_1")));
    for wrong in
        ["", "s3://", "s3:///a", "s3://a//b", "s3://a/../b", "s3://a/b c", "gs://a/b", "http://host/a"]
    {
        check(wrong, None);
    }
    for folder in ["kith-data/lake", "/srv/lake", ".", "s3", "s3:/a"] {
        assert_eq!(folder.parse::<Location>().unwrap(), Location::Folder(folder.into()));
        assert_eq!(folder.parse::<Location>().unwrap().to_string(), folder);
    }
    assert_eq!("s3://kith/a/".parse::<Location>().unwrap().to_string(), "s3://kith/a");
}

#[test]
fn what_is_a_file_of_a_lake_is_known_by_its_name() {
    for (name, is_one) in [
        ("event/003.parquet", true),
        ("concept/255.parquet", true),
        ("event/256.parquet", false),
        ("event/3.parquet", false),
        ("event/003.parquet.7.unfinished", false),
        ("other/003.parquet", false),
        ("lake.json", false),
        ("a/event/003.parquet", false),
    ] {
        assert_eq!(named(name).is_some(), is_one, "{name}");
    }
}

/// What is too large for one request goes in parts and is read in ranges, and is noticed when it is another.
#[test]
fn a_large_object_is_read_in_ranges() {
    let server = Server::start();
    let s3 = s3(&server);
    let bytes = |seed: usize| Bytes::from_iter((0..17 * 1024 * 1024).map(|n: usize| (n / 7 + seed) as u8));
    let name = "event/003.parquet";
    s3.write(name, bytes(0)).unwrap();
    assert_eq!(s3.list().unwrap().size(name), Some(17 * 1024 * 1024));
    assert!(s3.read(name).unwrap() == Some(bytes(0)), "other bytes");
    let pinned = Arc::new(Pinned::new(s3.clone(), s3.listing(), vec![Bucket(3)]));
    let key = Key::from(name);
    let range = |pinned: &Arc<Pinned>, from: u64, to: u64| {
        let (pinned, key) = (pinned.clone(), key.clone());
        s3.wait(async move { pinned.get_range(&key, from..to).await })
    };
    for (from, to) in [(0, 4), (5_000_000, 9_000_000), (17 * 1024 * 1024 - 8, 17 * 1024 * 1024)] {
        let expected = bytes(0).slice(from as usize..to as usize);
        assert!(range(&pinned, from, to).unwrap() == expected, "{from}..{to}");
    }
    s3.write(name, bytes(1)).unwrap();
    let told = range(&pinned, 0, 4).unwrap_err().to_string();
    assert!(told.contains("was written anew or taken away while it was read"), "{told}");
    s3.remove(&[name.to_owned()]).unwrap();
    assert_eq!((s3.listing().size(name), s3.list().unwrap().size(name)), (None, None));
    assert!(range(&pinned, 0, 4).is_err());
}

/// The engine names files and reads them; of what was not listed nothing is read.
#[test]
fn a_pinned_lake_can_only_be_read() {
    let server = Server::start();
    let s3 = s3(&server);
    s3.write("event/003.parquet", Bytes::from_static(b"0123456789")).unwrap();
    let pinned = Arc::new(Pinned::new(s3.clone(), s3.listing(), vec![Bucket(3)]));
    s3.write("stay/003.parquet", Bytes::from_static(b"later")).unwrap();
    let of = pinned.clone();
    s3.wait(async move {
        let key = Key::from("event/003.parquet");
        let asked = |range| GetOptions::new().with_range(Some(range));
        for (range, expected) in [(0..4, "0123"), (8..20, "89")] {
            let found = of.get_opts(&key, asked(range)).await.unwrap().bytes().await.unwrap();
            assert_eq!(found, expected);
        }
        assert!(of.get_opts(&key, asked(10..12)).await.is_err());
        assert_eq!(of.head(&key).await.unwrap().size, 10);
        assert!(of.get(&Key::from("stay/003.parquet")).await.is_err());
        assert!(of.put(&key, "other".into()).await.is_err());
        assert!(of.delete(&key).await.is_err());
    });
}

#[test]
fn what_came_first_is_forgotten_first() {
    let meta = |name: &str, tag: &str| ObjectMeta {
        location: name.into(),
        last_modified: Default::default(),
        size: 4,
        e_tag: Some(tag.into()),
        version: None,
    };
    let mut kept = Kept::default();
    for name in ["a", "b", "a", "c"] {
        kept.add_within(&meta(name, "1"), Bytes::from_static(b"four"), 8);
    }
    let has = |name, tag| kept.get(&meta(name, tag)).is_some();
    assert_eq!(["a", "b", "c"].map(|name| has(name, "1")), [false, true, true]);
    assert!(!has("b", "2"));
}
