//! Who decides about a file, and what stays of it that another file has too.

use super::*;

#[tokio::test]
async fn of_two_who_decide_at_once_one_decides() {
    everywhere(async |desk| {
        let id = desk.put("clinic", ROSTER).await;
        let commits = || commit(&desk.app, &desk.steward, id);
        let (one, other) = tokio::join!(commits(), commits());
        one.and(other).unwrap();
        assert_eq!(desk.sees(id).await.upload.counts, Some((2, 1)));
        let runs = source::runs(desk.app.db(), 10).await.unwrap();
        assert_eq!(
            runs.iter().map(|run| (run.counts.new > 0, run.counts.quarantined)).collect::<Vec<_>>(),
            [(true, 1)]
        );
        let other = desk.put("another clinic", ROSTER).await;
        let (taken, back) = tokio::join!(commit(&desk.app, &desk.steward, other), desk.undoes(other));
        let state = desk.sees(other).await.upload.state;
        let known = known_source(&desk.app, "another clinic").await.unwrap();
        let stands = known.is_some() && desk.kept("another clinic").await.contains("Dora");
        match (taken, back) {
            (Ok(()), TakenBack::Nothing) => assert_eq!((state, stands), (UploadState::Committed, true)),
            (Ok(()), TakenBack::Undone) => assert_eq!((state, stands), (UploadState::Undone, false)),
            (Err(_), TakenBack::Discarded) => assert_eq!((state, stands), (UploadState::Discarded, false)),
            neither => panic!("{neither:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_of_somebody_else_is_neither_opened_nor_taken_back() {
    everywhere(async |desk| {
        let (looked, taken) = (
            desk.put("clinic", &format!("{HEADER}\n005,Lookedat,Gina,1994-05-06,\n")).await,
            desk.commits("clinic", ROSTER).await,
        );
        let other = desk.another("other", Role::DataSteward).await;
        let page = files(&desk.app, &other).await.unwrap();
        assert_eq!(page.uploads.len(), 2);
        assert!(page.uploads.iter().all(|u| !u.opens && !u.may_undo));
        for id in [looked, taken] {
            assert!(matches!(undo(&desk.app, &other, id).await, Err(Error::NotFound(_))));
            assert!(matches!(commit(&desk.app, &other, id).await, Err(Error::NotFound(_))));
        }
        assert!(desk.kept("clinic").await.contains("Dora") && desk.has_bytes(looked).await);
        let own = files(&desk.app, &desk.steward).await.unwrap();
        assert_eq!(
            own.uploads.iter().map(|u| (u.opens, u.may_undo)).collect::<Vec<_>>(),
            [(true, true), (true, false)]
        );
        // Who is shown rows sees every file.
        let coordinator = desk.another("coordinator", Role::Coordinator).await;
        assert_eq!(undo(&desk.app, &coordinator, taken).await.unwrap(), TakenBack::Undone);
        let analyst = desk.another("analyst", Role::Analyst).await;
        assert!(may_put_in(&coordinator).is_ok() && may_put_in(&analyst).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_row_set_aside_is_mended_in_its_file_and_goes_with_it() {
    everywhere(async |desk| {
        let first = desk.commits("clinic", ROSTER).await;
        let open = async || {
            let page = crate::data(&desk.app, &desk.steward, None).await.unwrap();
            page.quarantine.into_iter().map(|q| (q.of_table, q.place)).collect::<Vec<_>>()
        };
        let held = open().await;
        assert_eq!(held, [(true, "line 4, column DOB".to_owned())]);
        let id = kith_store::quarantine::list(desk.app.db(), true, None, 9).await.unwrap()[0].id;
        let coordinator = desk.another("coordinator", Role::Coordinator).await;
        let replayed = crate::replay(&desk.app, &coordinator, id).await.unwrap();
        assert!(!replayed.accepted && replayed.message.contains("put the file in again"), "{replayed:?}");
        assert_eq!(crate::replay_all(&desk.app, &coordinator).await.unwrap(), (0, 1));
        // Another file with the same row holds it.
        let more = format!("{ROSTER}004,Newcomer,Fina,1993-04-05,\n");
        let second = desk.commits("clinic", &more).await;
        assert_eq!(open().await, held);
        desk.undoes(first).await;
        assert_eq!(open().await, held);
        desk.undoes(second).await;
        assert_eq!(open().await, []);
        desk.commits("clinic", ROSTER).await;
        assert_eq!(open().await, held, "and it is open again with its file");
    })
    .await;
}

#[tokio::test]
async fn what_a_later_file_says_too_stays_until_that_one_is_undone() {
    everywhere(async |desk| {
        let first = desk.commits("clinic", ROSTER).await;
        let again = format!("{HEADER}\n002,Samplewoman,Dora,1991-02-28,left out two\n");
        let second = desk.commits("clinic", &again).await;
        assert_eq!(desk.sees(second).await.would, [0, 0, 1, 0]);
        assert_eq!(desk.undoes(first).await, TakenBack::Undone);
        assert_eq!(desk.sees(first).await.upload.stayed, 1);
        let kept = desk.kept("clinic").await;
        assert!(kept.contains("Dora") && !kept.contains("Clara"), "{kept}");
        let told = kith_store::audit::recent(desk.app.db(), 20).await.unwrap();
        let told = told.into_iter().find(|entry| entry.action == "undo_file").unwrap().detail;
        assert!(told.contains("0 that were older") && told.contains("as another file has them"), "{told}");
        assert_eq!(desk.undoes(second).await, TakenBack::Undone);
        assert!(!desk.kept("clinic").await.contains("Dora"));
    })
    .await;
}
