//! What the receipt of a folder says.

use kith_store::ledger;

use super::*;

/// Drops a text as `roster.csv` into a folder and takes it in.
async fn take(desk: &Desk, folder: &std::path::Path, name: &str, text: &str) -> watch::Receipt {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    let watching = watch::Watching {
        folder,
        source: "clinic",
        mapping: None,
        limits: Limits::default(),
        still_for: std::time::Duration::ZERO,
    };
    watch::take(&desk.app, &watching, &path).await.unwrap()
}

#[tokio::test]
async fn a_receipt_has_the_remarks_and_only_its_own_troubles() {
    everywhere(async |desk| {
        let folder = tempfile::tempdir().unwrap();
        let take = async |text: &str| take(&desk, folder.path(), "roster.csv", text).await;
        let may = "Chart #,Last,First,DOB,Visit date,BP,Race\n\
                   001,Testwoman,Clara,13/4/1990,2026-05-04,118/76,white\n\
                   002,Samplewoman,Dora,5/4/1991,2026-05-05,121/80,martian\n\
                   003,Specimen,Elisa,1992-13-41,2026-05-06,,\n";
        let receipt = take(may).await;
        assert_eq!(receipt.problems.len(), 1);
        assert!(receipt.problems[0].place.contains("line 4"), "{:?}", receipt.problems);
        assert_eq!((receipt.remarks["date_read_day_first"], receipt.remarks["value_not_listed"]), (1, 1));
        assert!(receipt.notes.iter().any(|n| n.contains("`DOB` has 1 date")), "{:?}", receipt.notes);
        // The next month, under the same name: last month's trouble is none of it.
        let june = may.replace("2026-05", "2026-06").replace("1992-13-41", "1992-12-14");
        let receipt = take(&june).await;
        assert_eq!((receipt.problems.len(), receipt.quarantined), (0, 0));
        let source = known_source(&desk.app, "clinic").await.unwrap().unwrap();
        let pressures = async || upload::known(desk.app.db(), source, "Observation").await.unwrap().len();
        assert_eq!(pressures().await, 4, "both months are there");
        let again = take(&june).await;
        assert_eq!((again.outcome, again.new, again.changed), ("taken before", 0, 0));
        assert_eq!(pressures().await, 4);
    })
    .await;
}

#[tokio::test]
async fn a_receipt_says_which_messages_were_refused() {
    everywhere(async |desk| {
        let folder = tempfile::tempdir().unwrap();
        let text = "MSH|^~\\&|ADT|MERCY|KITH|NET|20260601080000||ZZZ^Z99|1|P|2.5.1\r";
        let receipt = take(&desk, folder.path(), "messages.hl7", text).await;
        assert_eq!((receipt.quarantined, receipt.problems.len()), (1, 1), "{receipt:?}");
        assert_eq!(receipt.problems[0].place, "message 1");
        assert_ne!(receipt.problems[0].message, "it was refused", "the answer has its words");
    })
    .await;
}

#[tokio::test]
async fn a_row_that_clears_a_cell_leaves_the_rest_as_it_was() {
    everywhere(async |desk| {
        let folder = tempfile::tempdir().unwrap();
        let take = async |row: &str| {
            let text = format!("Chart #,Last,First,DOB,Phone,Email,Visit date\n{row}\n");
            take(&desk, folder.path(), "roster.csv", &text).await
        };
        take("001,Testwoman,Clara,1990-01-31,(555) 010-0141,clara@example.org,2026-05-04").await;
        // A later row of the file is blank and does not bring the number back.
        let rows = "001,Testwoman,Clara,,<clear>,,2026-06-04\n001,Testwoman,Clara,,,,2026-06-11";
        assert_eq!(take(rows).await.outcome, "taken");
        let source = known_source(&desk.app, "clinic").await.unwrap().unwrap();
        let people = upload::known(desk.app.db(), source, "Patient").await.unwrap();
        let histories = ledger::histories(desk.app.db(), source, &people).await.unwrap();
        let versions = histories.into_values().next().unwrap();
        let current = String::from_utf8(versions[0].bytes.clone()).unwrap();
        assert!(!current.contains("5550100141") && !current.contains("010-0141"), "{current}");
        assert!(current.contains("clara@example.org") && current.contains("1990-01-31"), "{current}");
    })
    .await;
}
