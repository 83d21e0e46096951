//! Answers that are whole and answers that are not; fingerprints; headers.

use std::sync::Arc;

use datafusion::arrow::array::{Int64Array, RecordBatch, StringArray};
use kith_domain::id::Bucket;

use super::fingerprint::{Fingerprints, parse, written};
use super::{Secret, statement};
use crate::lake::{Lake, Table};

/// Rows of subjects; none is the row of nothing. Every row says the same number.
fn batch(subjects: &[Option<i64>], said: i64) -> RecordBatch {
    let names: StringArray = subjects.iter().map(|s| s.map(|n| format!("s{n}"))).collect();
    RecordBatch::try_from_iter([
        ("subject_id", Arc::new(Int64Array::from(subjects.to_vec())) as _),
        ("name", Arc::new(names) as _),
        ("rows", Arc::new(Int64Array::from(vec![said; subjects.len()])) as _),
    ])
    .unwrap()
}

#[test]
fn an_answer_counts_its_rows() {
    let check = |batches: &[RecordBatch], expected: Option<usize>| {
        let asked = statement::whole(batches.to_vec()).ok();
        if let Some(asked) = &asked {
            assert!(asked.iter().all(|b| b.num_columns() == 2 && b.column(0).null_count() == 0));
        }
        assert_eq!(
            asked.map(|all| all.iter().map(RecordBatch::num_rows).sum::<usize>()),
            expected,
            "{batches:?}"
        );
    };
    let (some, rest) = ([Some(1), Some(2)], [Some(3), None]);
    check(&[batch(&some, 4), batch(&rest, 4)], Some(3));
    check(&[batch(&rest, 4), batch(&[], 0), batch(&some, 4)], Some(3));
    check(&[batch(&[None], 1)], Some(0));
    check(&[], None);
    check(&[batch(&[], 0)], None);
    check(&[batch(&some, 4)], None);
    check(&[batch(&rest, 4)], None);
    check(&[batch(&some, 4), batch(&rest, 5)], None);
    check(&[batch(&some, 4), batch(&rest, 4), batch(&rest, 4)], None);
}

#[test]
fn only_the_secret_itself_is_the_secret() {
    let secret = Secret("0123456789abcdef".into());
    let shows = |text: &'static str| secret.is_shown_by(Some(&http::HeaderValue::from_static(text)));
    assert!(shows("Bearer 0123456789abcdef"));
    for other in ["", "Bearer ", "0123456789abcdef", "Bearer 0123456789abcdeF", "Bearer 0123456789abcdef0"] {
        assert!(!shows(other), "{other}");
    }
    assert!(!secret.is_shown_by(None));
    assert_eq!(format!("{secret:?}"), "Secret");
}

#[test]
fn a_fingerprint_is_of_the_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Lake::create(dir.path()).unwrap();
    let of = |lake: &Lake, buckets: &[Bucket]| Fingerprints::new(lake).of(buckets).unwrap();
    let buckets = [Bucket(3), Bucket(5)];
    let nothing = of(&lake, &buckets);
    std::fs::write(lake.file(Table::Event, Bucket(3)), "one").unwrap();
    let kept = Fingerprints::new(&lake);
    let one = kept.of(&buckets).unwrap();
    assert_ne!(nothing, one);
    assert_eq!(one, kept.of(&buckets).unwrap());
    std::fs::write(lake.file(Table::Event, Bucket(3)), "three").unwrap();
    assert_ne!(one, kept.of(&buckets).unwrap());
    std::fs::rename(lake.file(Table::Event, Bucket(3)), lake.file(Table::Event, Bucket(5))).unwrap();
    assert_ne!(kept.of(&buckets).unwrap(), of(&lake, &[Bucket(5), Bucket(3)]));
    assert_ne!(nothing, of(&lake, &buckets));
}

#[test]
fn buckets_travel_in_a_header() {
    for buckets in [vec![Bucket(0)], vec![Bucket(7), Bucket(8), Bucket(255)]] {
        assert_eq!(parse(&written(&buckets)), Some(buckets));
    }
    for wrong in ["", "a", "1,", "1-3", "99999"] {
        assert_eq!(parse(wrong), None, "{wrong}");
    }
}
