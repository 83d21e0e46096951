//! Files put in, over a real database.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use kith_domain::access::Role;
use kith_interop::Limits;
use kith_interop::table::{self, Mapping};
use kith_store::{Db, Location, ledger};
use kith_testkit::NOON;

use super::*;
use crate::programme::{Programme, Words};
use crate::view::UploadState;
use crate::{Clock, Explainer, NewAccount, Question, Setup};

mod deciding;
mod folder;

struct Silent;

impl Explainer for Silent {
    fn why(&self, _: &Question<'_>, _: &str) -> Vec<String> {
        Vec::new()
    }
}

fn app(db: &Db, at: Timestamp) -> App {
    let words = || Words { en: "Test".into(), es: "Test".into() };
    App::new(Setup {
        db: db.clone(),
        clock: Clock::Fixed(at),
        time_zone: TimeZone::UTC,
        programme: Programme {
            id: "test".into(),
            title: words(),
            aim: words(),
            headline: "none".into(),
            gap_stratifier: "race_ethnicity".into(),
            gap_focus: "Black or African American".into(),
            gap_reference: "White".into(),
            gap_factor: 0.5,
            gap_by: None,
            measures: Vec::new(),
            indicators: Vec::new(),
            definitions: Vec::new(),
            families: Vec::new(),
            cascade: None,
            triage: None,
            forms: None,
            centroids: None,
            community: Default::default(),
            area_index: None,
        },
        network_name: "Test".into(),
        explainer: Arc::new(Silent),
    })
}

/// A network with one data steward.
struct Desk {
    app: App,
    steward: Actor,
    _place: kith_testkit::Place,
}

impl Desk {
    async fn over(place: kith_testkit::Place) -> Self {
        let db = Db::open(&place.location().parse::<Location>().unwrap()).await.unwrap();
        let app = app(&db, NOON);
        let account = NewAccount {
            login: "steward".into(),
            name: "A Teststeward".into(),
            role: Role::DataSteward,
            organization: None,
            language: "en".into(),
            password: "correct horse battery".into(),
        };
        crate::create_account(&app, account).await.unwrap();
        let steward = crate::actor(&app, "steward").await.unwrap().unwrap();
        Self { app, steward, _place: place }
    }

    /// An account beside the steward's.
    async fn another(&self, login: &str, role: Role) -> Actor {
        let (login, name, password) =
            (login.to_owned(), "A Testworker".into(), "correct horse battery".into());
        let account = NewAccount {
            login: login.clone(),
            name,
            role,
            organization: None,
            language: "en".into(),
            password,
        };
        crate::create_account(&self.app, account).await.unwrap();
        crate::actor(&self.app, &login).await.unwrap().unwrap()
    }

    async fn put(&self, source: &str, text: &str) -> UploadId {
        put_in(&self.app, &self.steward, "roster.csv", source, text.into()).await.unwrap()
    }

    async fn commits(&self, source: &str, text: &str) -> UploadId {
        let id = self.put(source, text).await;
        commit(&self.app, &self.steward, id).await.unwrap();
        id
    }

    async fn sees(&self, id: UploadId) -> FilePreview {
        preview(&self.app, &self.steward, id).await.unwrap()
    }

    async fn undoes(&self, id: UploadId) -> TakenBack {
        undo(&self.app, &self.steward, id).await.unwrap()
    }

    /// How the columns of a file are taken, as its page would post it.
    async fn says(&self, id: UploadId, snapshot: bool) {
        let columns: Vec<_> = self.sees(id).await.columns.into_iter().map(|c| (c.index, c.field)).collect();
        map(&self.app, &self.steward, id, &columns, None, snapshot).await.unwrap();
    }

    async fn has_bytes(&self, id: UploadId) -> bool {
        upload::bytes(self.app.db(), id).await.unwrap().is_some()
    }

    /// Everything that the ledger keeps of a source, as text.
    async fn kept(&self, source: &str) -> String {
        let source = known_source(&self.app, source).await.unwrap().unwrap();
        let mut keys = std::collections::BTreeSet::new();
        for kind in ["TableRow", "Patient"] {
            keys.extend(upload::known(self.app.db(), source, kind).await.unwrap());
        }
        let all = ledger::histories(self.app.db(), source, &keys).await.unwrap();
        all.into_values().flatten().map(|record| String::from_utf8(record.bytes).unwrap()).collect()
    }
}

/// On SQLite and, where a server is named, on PostgreSQL.
async fn everywhere(check: impl AsyncFn(Desk)) {
    check(Desk::over(kith_testkit::sqlite()).await).await;
    if let Some(place) = kith_testkit::postgres().await {
        check(Desk::over(place).await).await;
    }
}

const HEADER: &str = "Chart #,Last,First,DOB,Remarks";
const ROSTER: &str = "Chart #,Last,First,DOB,Remarks
001,Testwoman,Clara,1990-01-31,left out one
002,Samplewoman,Dora,1991-02-28,left out two
003,Specimen,Elisa,1992-13-41,left out three
";

#[tokio::test]
async fn a_file_that_was_put_in_is_erased_and_leaves_its_receipt() {
    everywhere(async |desk| {
        let id = desk.put("clinic", ROSTER).await;
        desk.says(id, false).await;
        let before = desk.sees(id).await;
        assert_eq!(
            (before.upload.state, before.would, before.erased),
            (UploadState::Preview, [2, 0, 0, 1], None)
        );
        assert!(desk.has_bytes(id).await);
        commit(&desk.app, &desk.steward, id).await.unwrap();
        assert!(!desk.has_bytes(id).await);
        let after = desk.sees(id).await;
        assert_eq!((after.upload.state, after.erased), (UploadState::Committed, Some(NOON)));
        assert_eq!((after.would, after.upload.counts), ([2, 0, 0, 1], Some((2, 1))));
        assert!(after.rows.is_empty() && after.upload.may_undo);
        let (column, ..) = after.problems[0].problem.clone().unwrap();
        assert_eq!((after.problems[0].line, column.as_str()), (4, "DOB"));
        assert_eq!(after.read_as, before.read_as);
        // What is left out is nowhere; what is set aside is in quarantine, and its receipt finds it there.
        let kept = desk.kept("clinic").await;
        assert!(kept.contains("Dora") && !kept.contains("left out"), "{kept}");
        let problems = problems_csv(&desk.app, &desk.steward, id).await.unwrap();
        assert!(problems.contains("4,DOB,") && problems.contains("1992-13-41"), "{problems}");
        assert!(!problems.contains("left out") && !problems.contains("Dora"), "{problems}");
        let mapping = mapping_toml(&desk.app, &desk.steward, id).await.unwrap();
        assert_eq!(mapping, after.mapping);
        assert!(Mapping::parse(&mapping).unwrap().ignores("Remarks"));
        // Once more changes nothing, and the same bytes are the same file.
        commit(&desk.app, &desk.steward, id).await.unwrap();
        assert_eq!(desk.put("clinic", ROSTER).await, id);
        // Taking it back needs no bytes.
        assert_eq!(desk.undoes(id).await, TakenBack::Undone);
        assert_eq!(desk.undoes(id).await, TakenBack::Nothing);
        assert!(!desk.kept("clinic").await.contains("Dora"));
        assert_eq!(desk.sees(id).await.upload.state, UploadState::Undone);
        assert_ne!(desk.put("clinic", ROSTER).await, id, "and it may come again");
    })
    .await;
}

#[tokio::test]
async fn what_stayed_after_undoing_is_said() {
    everywhere(async |desk| {
        let first = desk.commits("clinic", ROSTER).await;
        let changed = format!("{HEADER}\n002,Samplewoman,Dora Maria,1991-02-28,\n");
        let second = desk.commits("clinic", &changed).await;
        assert_eq!(desk.undoes(first).await, TakenBack::Undone);
        assert_eq!(desk.sees(first).await.upload.stayed, 1, "her record, and not the row that it is from");
        let kept = desk.kept("clinic").await;
        assert!(kept.contains("Dora Maria") && !kept.contains("Clara"), "{kept}");
        // What stood on nothing newer leaves nothing.
        assert_eq!(desk.undoes(second).await, TakenBack::Undone);
        assert_eq!(desk.sees(second).await.upload.stayed, 0);
    })
    .await;
}

#[tokio::test]
async fn who_is_absent_from_a_whole_list_is_counted_and_stays() {
    everywhere(async |desk| {
        desk.commits("clinic", ROSTER).await;
        let next = format!("{HEADER}\n001,Testwoman,Clara,1990-01-31,\n004,Newcomer,Fina,1993-04-05,\n");
        let id = desk.put("clinic", &next).await;
        assert_eq!(desk.sees(id).await.absent, None, "nobody said that it is the whole list");
        desk.says(id, true).await;
        let view = desk.sees(id).await;
        assert_eq!((view.snapshot, view.absent), (true, Some(1)));
        commit(&desk.app, &desk.steward, id).await.unwrap();
        assert_eq!(desk.sees(id).await.absent, Some(1));
        assert!(desk.kept("clinic").await.contains("Dora"), "nobody is deleted");
        // It is remembered for the sender's next file.
        let all = format!("{next}002,Samplewoman,Dora,1991-02-28,\n");
        let again = desk.put("clinic", &all).await;
        let view = desk.sees(again).await;
        assert_eq!((view.snapshot, view.absent), (true, Some(0)));
        // A row set aside is absent; a sender of whom nothing is known has nobody absent.
        let damaged = desk.put("clinic", &all.replace("1990-01-31", "1990-31-31")).await;
        assert_eq!(desk.sees(damaged).await.absent, Some(1));
        let elsewhere = desk.put("another clinic", &all).await;
        desk.says(elsewhere, true).await;
        assert_eq!(desk.sees(elsewhere).await.absent, Some(0));
    })
    .await;
}

#[tokio::test]
async fn people_whom_another_source_knows_are_counted_once_linked() {
    everywhere(async |desk| {
        let row =
            |chart: &str| format!("{chart},Testwoman,Clara,1990-01-31,(555) 010-0141,clara@example.org\n");
        let header = "Chart #,Last,First,DOB,Phone,E-mail\n";
        let stranger = "9,Specimen,Elisa,1985-06-07,(555) 010-0199,elisa@example.org\n";
        let first = desk.commits("clinic", &format!("{header}{}", row("001"))).await;
        assert_eq!(desk.sees(first).await.elsewhere, 0);
        let second = desk.commits("hospital", &format!("{header}{}{stranger}", row("A-7"))).await;
        assert_eq!(desk.sees(second).await.elsewhere, 1);
        assert_eq!(desk.sees(first).await.elsewhere, 1);
        desk.undoes(second).await;
        assert_eq!(desk.sees(second).await.elsewhere, 0);
        assert_eq!(desk.sees(first).await.elsewhere, 0);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_discarded_is_gone_and_may_come_again() {
    everywhere(async |desk| {
        let id = desk.put("clinic", ROSTER).await;
        assert_eq!(desk.undoes(id).await, TakenBack::Discarded);
        assert_eq!(desk.undoes(id).await, TakenBack::Nothing);
        assert!(!desk.has_bytes(id).await);
        let view = desk.sees(id).await;
        assert_eq!((view.upload.state, view.upload.counts), (UploadState::Discarded, None));
        assert!(view.rows.is_empty() && view.columns.is_empty() && !view.upload.may_undo);
        let refused = commit(&desk.app, &desk.steward, id).await.unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "file", .. }), "{refused:?}");
        assert!(map(&desk.app, &desk.steward, id, &[], None, false).await.is_err());
        assert_ne!(desk.put("clinic", ROSTER).await, id);
    })
    .await;
}

#[tokio::test]
async fn a_file_about_which_nobody_decides_is_erased_after_some_days() {
    everywhere(async |desk| {
        let id = desk.put("clinic", ROSTER).await;
        assert_eq!(desk.sees(id).await.keep_days, 14);
        set_keep_days(&desk.app, 3).await.unwrap();
        for wrong in [0, 366] {
            assert!(set_keep_days(&desk.app, wrong).await.is_err());
        }
        let after = |hours: i64| app(desk.app.db(), NOON + Span::new().hours(hours));
        assert_eq!(erase_old(&after(72)).await.unwrap(), 0);
        assert!(desk.has_bytes(id).await);
        // Nobody has to have looked for it: it is not shown any more.
        let view = preview(&after(73), &desk.steward, id).await.unwrap();
        assert_eq!((view.upload.state, view.keep_days), (UploadState::Discarded, 3));
        assert!(!desk.has_bytes(id).await);
        let other = desk.put("clinic", "Last,First,DOB\nTestwoman,Clara,1990-01-31\n").await;
        assert_eq!(erase_old(&after(73)).await.unwrap(), 1);
        assert!(!desk.has_bytes(other).await);
    })
    .await;
}

#[tokio::test]
async fn a_folders_receipt_says_who_is_absent() {
    everywhere(async |desk| {
        let folder = tempfile::tempdir().unwrap();
        let take = async |text: &str, mapping: Option<&Mapping>| {
            let path = folder.path().join("roster.csv");
            std::fs::write(&path, text).unwrap();
            let watching = watch::Watching {
                folder: folder.path(),
                source: "clinic",
                mapping,
                limits: Limits::default(),
                still_for: std::time::Duration::ZERO,
            };
            watch::take(&desk.app, &watching, &path).await.unwrap()
        };
        let sheet = table::read(ROSTER.as_bytes(), "roster.csv", &table::Options::default()).unwrap();
        let mut mapping = table::propose(&sheet, &[]).mapping;
        mapping.source.name = "clinic".into();
        assert_eq!(take(ROSTER, Some(&mapping)).await.absent, None);
        mapping.source.snapshot = true;
        let one = format!("{HEADER}\n001,Testwoman,Clara,1990-01-31,\n");
        assert_eq!(take(&one, Some(&mapping)).await.absent, Some(1));
    })
    .await;
}
