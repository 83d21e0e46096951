use super::{HashError, Hashes, Kind, agree, link, mac, tokens};
use crate::record::{Record, Role};
use crate::table::Columns;

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

#[test]
fn two_partners_are_linked_by_their_hashes_alone() {
    let table = |text: &str| Hashes::of_table(text.as_bytes(), &Columns::default(), KEY).unwrap().0;
    let header = "record_id,role,first_name,last_name,birth_date,phone\n";
    let clinic = table(&format!(
        "{header}c1,mother,Ana,Reyes López,1995-04-03,410-555-0142\nc2,,Ana,,,\nc3,mother,Rosa,Diaz,1990-01-02,\n"
    ));
    let plan =
        table(&format!("{header}p1,mother,ANA,Lopez-Reyes,4/3/1995,\np2,mother,Ana,Reyes,1990-04-03,\n"));
    let written = |hashes: &Hashes| {
        let mut out = Vec::new();
        hashes.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(!written(&clinic).to_uppercase().contains("REYES"), "no name leaves");
    assert!(written(&clinic).contains("c2,,\n"), "a record without a token is told");
    let mut both = Hashes::default();
    for partner in [&clinic, &plan] {
        both.read(written(partner).as_bytes()).unwrap();
    }
    assert_eq!((both.len(), both.silent()), (5, 1));
    let mut out = Vec::new();
    assert_eq!(both.write_clusters(&mut out).unwrap(), 4);
    assert_eq!(String::from_utf8(out).unwrap(), "record_id,cluster_id\nc1,c1\nc2,c2\nc3,c3\np1,c1\np2,p2\n");
    assert!(matches!(both.read(written(&plan).as_bytes()), Err(HashError::SameId(id)) if id == "p1"));
    assert_eq!(Kind::ALL.map(|kind| Kind::named(kind.name())), Kind::ALL.map(Some));
}

#[test]
fn another_table_is_no_table_of_hashes() {
    let read = |text: &str| Hashes::default().read(text.as_bytes()).unwrap_err().to_string();
    assert!(read("record_id,first_name\n1,Ana\n").contains("begins with `record_id,kind,hash`"));
    assert!(read("record_id,kind,hash\n1,name,Ana\n").contains("line 2: `name` with 3 letters is no hash"));
}
