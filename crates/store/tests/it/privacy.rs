//! Words, plans, concealments and emergencies are kept, follow who is merged, and mask what lists are made of.

use std::collections::BTreeSet;

use jiff::civil::date;
use kith_domain::consent::{
    Captured, Category, Channel, Consent, Grantee, Grantor, GrantorKind, Purpose, Scope, Word,
};
use kith_domain::contact::{Channel as Way, ContactOutcome};
use kith_domain::id::{ConsentId, PersonId};
use kith_domain::phone::PhoneWish;
use kith_domain::safe_contact::{Plan, Told};
use kith_store::glass::{Finding, Reason};
use kith_store::linkage::Cause;
use kith_store::safety::Concealment;
use kith_store::{audit, consent, glass, outreach, people, safety};
use kith_testkit::{NOON, TODAY, a_mother, a_related_person, an_infant, later};

use crate::World;

on_both! {
    a_word_is_kept_as_it_was_said_until_it_is_taken_back,
    words_follow_who_is_merged,
    a_plan_holds_once_it_is_sure,
    what_is_concealed_is_in_no_row,
    an_emergency_ends_and_is_reviewed_by_another,
    what_the_log_says_of_a_person_is_found,
    what_was_said_at_a_try_falls_with_it,
}

fn a_word(subject: PersonId) -> Consent {
    Consent {
        id: ConsentId(0),
        subject,
        word: Word::Permit,
        scope: Scope {
            grantee: Grantee::Kind("doula".into()),
            categories: BTreeSet::from([Category::Contact, Category::Violence]),
            purposes: BTreeSet::from([Purpose::Referral]),
            uses: BTreeSet::new(),
        },
        grantor: Grantor {
            kind: GrantorKind::Guardian,
            name: Some("A Testguardian".into()),
            evidence: Some("order 12".into()),
        },
        captured: Captured {
            channel: Channel::Paper,
            on: date(2026, 7, 1),
            kept_by: Some("A Testnurse".into()),
            language: "es".into(),
            version: "2".into(),
        },
        from: NOON,
        until: Some(later(1_000)),
        at: NOON,
        revoked_at: None,
    }
}

async fn a_word_is_kept_as_it_was_said_until_it_is_taken_back(w: &World) {
    w.state(vec![a_mother("m").build()]).await;
    let (m, by) = (w.person("m").await, w.account("a").await);
    let id = consent::add(&w.db, &a_word(m), by).await.unwrap();
    let kept = consent::of_person(&w.db, m).await.unwrap();
    assert_eq!(kept[0].consent, Consent { id, ..a_word(m) });
    assert!(consent::revoke(&w.db, id, by, Some("by telephone"), later(5)).await.unwrap());
    assert!(!consent::revoke(&w.db, id, by, None, later(6)).await.unwrap());
    let kept = consent::of_person(&w.db, m).await.unwrap();
    assert_eq!(kept[0].consent.revoked_at, Some(later(5)));
    assert_eq!(kept[0].revoked, Some((by, Some("by telephone".into()))));
}

async fn words_follow_who_is_merged(w: &World) {
    w.state(vec![a_mother("m1").build(), a_mother("m2").build()]).await;
    let (m1, m2) = (w.person("m1").await, w.person("m2").await);
    let by = w.account("a").await;
    consent::add(&w.db, &a_word(m2), by).await.unwrap();
    w.cluster(&[&[w.key("m1").await, w.key("m2").await]], Cause::Linkage).await;
    for id in [m1, m2] {
        let kept = consent::of_person(&w.db, id).await.unwrap();
        assert_eq!((kept.len(), kept[0].consent.subject), (1, m1));
    }
}

async fn a_plan_holds_once_it_is_sure(w: &World) {
    w.state(vec![a_mother("m").build()]).await;
    let (m, by) = (w.person("m").await, w.account("a").await);
    let calls = Plan { ways: vec![Way::Call], ..Plan::default() };
    let texts = Plan { ways: vec![Way::Text], code_word: Some("blue".into()), ..Plan::default() };
    safety::tell(&w.db, m, &calls, Told::InPerson, by, NOON).await.unwrap();
    let change = safety::tell(&w.db, m, &texts, Told::Otherwise, by, later(60)).await.unwrap();
    assert_eq!(safety::plan(&w.db, m).await.unwrap(), Some(calls));
    assert!(safety::confirm(&w.db, change, Told::CalledBack, by, later(90)).await.unwrap());
    assert!(!safety::confirm(&w.db, change, Told::InPerson, by, later(91)).await.unwrap());
    assert_eq!(safety::plan(&w.db, m).await.unwrap(), Some(texts));
}

async fn what_is_concealed_is_in_no_row(w: &World) {
    let mother = a_mother("m").named("Ana", "Test").phone("+1 555 010 0001").link("RelatedPerson/r").build();
    w.state(vec![mother, a_related_person("r", "b").build(), an_infant("b").phone("555-010-0001").build()])
        .await;
    w.resolve().await;
    let (m, b) = (w.person("m").await, w.person("b").await);
    let by = w.account("a").await;
    let shown = async || {
        let many = people::many(&w.db, &[m, b]).await.unwrap();
        let one = people::find(&w.db, m).await.unwrap().unwrap();
        let found = people::search(&w.db, "ana", &Default::default(), 9).await.unwrap();
        assert_eq!((many.len(), found.len()), (2, 1));
        let rows = many.into_iter().chain([one]).chain(found);
        rows.map(|row| (row.address, row.phone)).collect::<Vec<_>>()
    };
    assert!(shown().await.iter().any(|(_, phone)| phone.is_some()));
    let new = Concealment {
        id: 0,
        person: m,
        address: true,
        phone: true,
        reason: "test".into(),
        programme: None,
        substitute: Some("PO Box 1, Testville".into()),
        by,
        at: NOON,
    };
    let id = safety::conceal(&w.db, &new).await.unwrap();
    for (address, phone) in shown().await {
        assert_eq!((address.as_deref(), phone), (Some("PO Box 1, Testville"), None));
    }
    assert_eq!(safety::hot(&w.db).await.unwrap(), [m]);
    assert_eq!(safety::concealments(&w.db, m).await.unwrap(), [Concealment { id, ..new }]);
    assert!(safety::reveal(&w.db, id, by, later(1)).await.unwrap());
    assert!(shown().await.iter().any(|(_, phone)| phone.is_some()));
    assert!(safety::masks(&w.db, &[m, b]).await.unwrap().is_empty());
}

async fn an_emergency_ends_and_is_reviewed_by_another(w: &World) {
    w.state(vec![a_mother("m").build()]).await;
    let m = w.person("m").await;
    let (nurse, officer) = (w.account("n").await, w.account("p").await);
    let id = glass::open(&w.db, nurse, m, Reason::Danger, "a call", NOON, later(3_600)).await.unwrap();
    let stands = async |who, at| glass::standing(&w.db, who, m, at).await.unwrap().map(|g| g.id);
    assert_eq!(stands(nurse, later(3_599)).await, Some(id));
    assert_eq!(stands(nurse, later(3_600)).await, None);
    assert_eq!(stands(officer, later(1)).await, None);
    assert!(!glass::review(&w.db, id, Finding::Fine, None, nurse, later(2)).await.unwrap(), "her own");
    assert_eq!(glass::to_review(&w.db, 9).await.unwrap().len(), 1);
    assert!(glass::review(&w.db, id, Finding::NotFine, Some("no reason"), officer, later(2)).await.unwrap());
    assert_eq!(stands(nurse, later(3)).await, None);
    assert_eq!(glass::to_review(&w.db, 9).await.unwrap(), []);
    assert_eq!(
        glass::reviewed(&w.db, 9).await.unwrap()[0].finding,
        Some((Finding::NotFine, Some("no reason".into())))
    );
}

async fn what_the_log_says_of_a_person_is_found(w: &World) {
    w.state(vec![a_mother("m").build(), a_mother("other").build()]).await;
    let (m, other) = (w.person("m").await, w.person("other").await);
    let entry = |subject: String| audit::Entry {
        at: NOON,
        account: None,
        who: "A Test".into(),
        action: "see_person".into(),
        subject: Some(subject),
        detail: String::new(),
    };
    let subjects = [format!("person/{m}"), format!("person/{other}")];
    audit::append(&w.db, &subjects.clone().map(entry)).await.unwrap();
    let things = safety::things_of(&w.db, m).await.unwrap();
    assert!(things.contains(&subjects[0]) && things.iter().any(|t| t.starts_with("record/")), "{things:?}");
    let said = audit::about(&w.db, &things).await.unwrap();
    assert_eq!(said.iter().map(|e| e.subject.clone().unwrap()).collect::<Vec<_>>(), [subjects[0].clone()]);
    assert_eq!(audit::since(&w.db, NOON, 9).await.unwrap().len(), 2);
    assert_eq!(audit::since(&w.db, later(1), 9).await.unwrap().len(), 0);
}

async fn what_was_said_at_a_try_falls_with_it(w: &World) {
    const NUMBER: &str = "555-010-0001";
    w.state(vec![a_mother("m").phone(NUMBER).build()]).await;
    let (m, by) = (w.person("m").await, w.account("a").await);
    let said_at_a_try = async |second, wish| {
        let at = later(second);
        let reached = ContactOutcome::Reached;
        let call = outreach::log_contact(&w.db, m, by, Way::Call, reached, None, TODAY, at).await.unwrap();
        safety::keep_wish(&w.db, call, m, NUMBER, wish, "A Testnurse", at).await.unwrap();
        call
    };
    let stands = async || {
        let mask = safety::masks(&w.db, &[m]).await.unwrap().remove(&m).unwrap_or_default();
        (mask.wish(NUMBER).map(|kept| (kept.wish, kept.said_at)), mask.unused.len())
    };
    let undo = async |call| assert!(outreach::undo_contact(&w.db, call, by, later(99)).await.unwrap());
    // Nothing was kept before.
    let first = said_at_a_try(1, PhoneWish::Text).await;
    assert_eq!(stands().await, (Some((PhoneWish::Text, later(1))), 0));
    undo(first).await;
    assert_eq!(stands().await, (None, 0));
    // What was kept before is kept again, a number that is not to be used too.
    said_at_a_try(2, PhoneWish::Call).await;
    let mistaken = said_at_a_try(3, PhoneWish::DoNotUse).await;
    assert_eq!(stands().await, (None, 1));
    undo(mistaken).await;
    assert_eq!(stands().await, (Some((PhoneWish::Call, later(2))), 0));
    // What she said since stays.
    let early = said_at_a_try(4, PhoneWish::Call).await;
    said_at_a_try(5, PhoneWish::Text).await;
    undo(early).await;
    assert_eq!(stands().await, (Some((PhoneWish::Text, later(5))), 0));
}
