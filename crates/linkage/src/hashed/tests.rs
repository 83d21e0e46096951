use super::{Kind, agree, link, mac, tokens};
use crate::record::{Record, Role};

const KEY: &[u8] = b"a key for tests";

fn ana() -> Record<'static> {
    Record {
        role: Role::Mother,
        first_name: "Ana",
        last_name: "Reyes López",
        birth_date: "1995-04-03",
        zip: "21201",
        ..Record::default()
    }
}

#[test]
fn tokens_forgive_case_accents_order_and_format() {
    let other = Record { first_name: "ANA", last_name: "LOPEZ-REYES", birth_date: "4/3/1995", ..ana() };
    let (left, right) = (tokens(KEY, &ana()), tokens(KEY, &other));
    assert!(agree(&left, &right));
    assert_eq!(left.iter().find(|t| t.kind == Kind::Name), right.iter().find(|t| t.kind == Kind::Name));
}

#[test]
fn another_key_gives_other_tokens() {
    let (left, right) = (tokens(KEY, &ana()), tokens(b"another", &ana()));
    assert!(!left.is_empty() && left.iter().all(|t| !right.contains(t)));
}

#[test]
fn hashes_are_hmac_sha_256() {
    // RFC 4231, test case 2.
    assert_eq!(
        mac(b"Jefe", b"what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    let token = tokens(KEY, &ana()).into_iter().find(|t| t.kind == Kind::Name).unwrap();
    assert_eq!(token.hash, mac(KEY, b"Name|adult|ANA|LOPEZ REYES|1995-04-03"));
}

#[test]
fn a_record_of_unknown_role_gives_no_token() {
    assert_eq!(tokens(KEY, &Record { role: Role::Unknown, ..ana() }), []);
}

#[test]
fn twins_and_a_mother_and_her_namesake_stay_apart() {
    let twin = |first_name| Record { first_name, role: Role::Infant, medicaid_id: "441871902", ..ana() };
    let mother = Record { role: Role::Mother, ..ana() };
    let all: Vec<_> =
        [&twin("Luz"), &twin("Sol"), &mother, &twin("Ana"), &ana()].map(|r| tokens(KEY, r)).into();
    assert_eq!(link(&all), [0, 1, 2, 3, 2]);
}

#[test]
fn a_temporary_name_gives_no_token() {
    let baby = Record { first_name: "BABY GIRL", ..ana() };
    assert_eq!(tokens(KEY, &baby), []);
}
