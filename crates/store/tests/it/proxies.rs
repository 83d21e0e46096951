//! Accounts of those who speak for a baby follow who is merged, and end with their sessions.

use jiff::SignedDuration;
use jiff::civil::date;
use kith_domain::access::{Role, Term};
use kith_domain::id::{AccountId, PersonId};
use kith_store::account::{self, NewAccount};
use kith_store::linkage::Cause;
use kith_store::proxy::{self, NewProxy};
use kith_store::{Error, session};
use kith_testkit::{NOON, an_infant, later};

use crate::World;

on_both! {
    it_is_kept_as_it_was_given_until_it_is_ended,
    it_follows_who_is_merged,
}

fn new(login: &str, person: PersonId, by: AccountId) -> NewProxy {
    NewProxy {
        account: NewAccount {
            login: login.to_owned(),
            name: "A Testfather".to_owned(),
            role: Role::Client,
            organization: None,
            language: "es".to_owned(),
            password_hash: "given".to_owned(),
        },
        person,
        evidence: "order 12".to_owned(),
        given_on: date(2026, 7, 1),
        last_day: date(2026, 12, 31),
        court_on: Some(date(2026, 9, 10)),
        by,
    }
}

async fn it_is_kept_as_it_was_given_until_it_is_ended(w: &World) {
    w.state(vec![an_infant("i").build()]).await;
    let new = new("father", w.person("i").await, w.account("a").await);
    let id = proxy::give(&w.db, &new, NOON).await.unwrap();
    assert!(matches!(proxy::give(&w.db, &new, NOON).await, Err(Error::LoginTaken)));
    let account = account::find_by_login(&w.db, "father").await.unwrap().unwrap();
    let kept = proxy::of_account(&w.db, account.id).await.unwrap().remove(0);
    let term = Term {
        given_on: new.given_on,
        last_day: new.last_day,
        court_on: new.court_on,
        chosen: false,
        ended: false,
    };
    assert_eq!((kept.id, kept.person, kept.term), (id, new.person, term));
    assert_eq!((kept.name.0.as_str(), kept.name.1.as_str()), ("A Testfather", "father"));
    assert_eq!(kept.given.1, NOON);

    proxy::choose(&w.db, account.id, "own", later(1)).await.unwrap();
    let account = account::find(&w.db, account.id).await.unwrap().unwrap();
    assert_eq!(account.password_hash, "own");
    session::create(&w.db, &[1; 32], account.id, "csrf", later(2)).await.unwrap();
    assert!(proxy::end(&w.db, id, account.id, new.by, later(3)).await.unwrap());
    assert!(!proxy::end(&w.db, id, account.id, new.by, later(4)).await.unwrap());
    let hour = SignedDuration::from_hours(1);
    assert!(session::find(&w.db, &[1; 32], later(3), hour, hour).await.unwrap().is_none());
    assert!(account::find(&w.db, account.id).await.unwrap().unwrap().disabled);
    let kept = proxy::of_people(&w.db, &[new.person]).await.unwrap().remove(0);
    assert_eq!(kept.term, Term { chosen: true, ended: true, ..term });
    assert_eq!(kept.ended.map(|(at, _)| at), Some(later(3)));
}

async fn it_follows_who_is_merged(w: &World) {
    w.state(vec![an_infant("i1").build(), an_infant("i2").build()]).await;
    let (i1, i2) = (w.person("i1").await, w.person("i2").await);
    let by = w.account("a").await;
    for (login, person) in [("one", i1), ("two", i2)] {
        proxy::give(&w.db, &new(login, person, by), NOON).await.unwrap();
    }
    let of = async |person| {
        let found = proxy::of_people(&w.db, &[person]).await.unwrap();
        found.into_iter().map(|p| (p.name.1, p.person)).collect::<Vec<_>>()
    };
    assert_eq!(of(i2).await, [("two".to_owned(), i2)]);
    w.cluster(&[&[w.key("i1").await, w.key("i2").await]], Cause::Linkage).await;
    let both = [("two".to_owned(), i1), ("one".to_owned(), i1)];
    assert_eq!(of(i1).await, both);
    assert_eq!(of(i2).await, both);
    let second = account::find_by_login(&w.db, "two").await.unwrap().unwrap();
    assert_eq!(proxy::of_account(&w.db, second.id).await.unwrap()[0].person, i1);
}
