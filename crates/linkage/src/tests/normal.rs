use crate::compare::{Comparer, Field, first, last};
use crate::dates::{self, Alike};
use crate::features::{Features, Lexicon, MULTIPLE, TEMPORARY};
use crate::names;
use crate::numbers;
use crate::record::{Record, Role};
use crate::similar;
use crate::text;

fn folded(text: &str) -> String {
    let mut out = String::new();
    text::fold(text, &mut out);
    out
}

#[test]
fn text_is_folded_to_plain_capitals() {
    for (raw, expected) in [
        ("José Ñandú", "JOSE NANDU"),
        ("  O'Brien-Smith ", "OBRIEN SMITH"),
        ("Müller Straße", "MULLER STRASSE"),
        ("Łukasz Ørsted", "LUKASZ ORSTED"),
        ("St. John's #4", "ST JOHNS 4"),
        ("", ""),
    ] {
        assert_eq!(folded(raw), expected, "{raw}");
    }
}

#[test]
fn days_are_read_in_the_forms_that_sources_use() {
    for (raw, expected) in [
        ("2024-05-03", "2024-05-03"),
        ("2024-05-03T10:11:12-05:00", "2024-05-03"),
        ("20240503", "2024-05-03"),
        ("202405031011", "2024-05-03"),
        ("5/3/2024", "2024-05-03"),
        ("13/5/2024", "2024-05-13"),
        ("05/03/24", "2024-05-03"),
        ("3-May-94", "1994-05-03"),
        ("May 3, 1994", "1994-05-03"),
        ("2024-05", "2024-05"),
        ("202405", "2024-05"),
        ("2024", "2024"),
        ("2022-50-25", "2022"),
        ("1900-01-01", ""),
        ("01/01/1901", ""),
        ("9999-12-31", ""),
        ("99999999", ""),
        ("unknown", ""),
    ] {
        assert_eq!(dates::read(raw).words(), expected, "{raw}");
    }
}

#[test]
fn days_are_alike_by_the_errors_people_make() {
    for (a, b, expected) in [
        ("1995-04-03", "1995-04-03", Alike::Same),
        ("1995-04-03", "1995-03-04", Alike::Swapped),
        ("1995-04-03", "1995-04-08", Alike::Typo),
        ("1995-04-12", "1995-04-21", Alike::Typo),
        ("1995-04-30", "1995-05-01", Alike::Typo),
        ("1995-04-03", "1994-04-03", Alike::Typo),
        ("1995-04-03", "1985-04-03", Alike::Typo),
        ("1995-04-03", "1995-04-29", Alike::Near),
        ("1995-04-03", "1995-04", Alike::Partial),
        ("1995-04-03", "1996", Alike::Differ),
        ("1995-04-03", "2001-11-20", Alike::Differ),
    ] {
        assert_eq!(dates::alike(dates::read(a), dates::read(b)), expected, "{a} {b}");
        assert_eq!(dates::alike(dates::read(b), dates::read(a)), expected, "{b} {a}");
    }
}

#[test]
fn temporary_names_of_newborns_are_no_names() {
    for (cell, sex, order, mother) in [
        ("BABY GIRL", b'F', 0, None),
        ("Babyboy A", b'M', 1, None),
        ("BABYGIRLB", b'F', 2, None),
        ("BG", b'F', 0, None),
        ("GIRL B", b'F', 2, None),
        ("TWIN B", 0, 2, None),
        ("NEWBORN", 0, 0, None),
        ("Infant of Maria", 0, 0, Some("MARIA")),
        ("BB SARAH", b'M', 0, Some("SARAH")),
    ] {
        let given = names::given(&folded(cell), "");
        assert!(given.temporary && given.words.is_empty(), "{cell}: {given:?}");
        assert_eq!((given.sex, given.order, given.mother.as_deref()), (sex, order, mother), "{cell}");
    }
    for name in ["MARIA", "BARBARA", "BOYD", "GIRALDO", "TWINKLE", "NBUYEN"] {
        assert!(!names::given(name, "").temporary, "{name}");
    }
    assert_eq!(names::given("UNKNOWN", "").words, Vec::<String>::new());
}

#[test]
fn placeholders_are_nothing() {
    let mut scratch = String::new();
    for raw in ["999-99-9999", "123456789", "000000000", "12345", ""] {
        assert_eq!(numbers::ssn(raw, &mut scratch), 0, "{raw}");
    }
    for raw in ["5555555555", "(000) 000-0000", "410-555-5555", "911", ""] {
        assert_eq!(numbers::phone(raw, &mut scratch), 0, "{raw}");
    }
    for raw in ["none@none.com", "n/a", "noemail@x.example", ""] {
        assert_eq!(numbers::email(raw, &mut scratch), 0, "{raw}");
    }
    assert_eq!(numbers::ssn("912-44-1871", &mut scratch), 912_441_871);
    assert_eq!(numbers::phone("+1 (410) 555-0142 x3", &mut scratch), 4_105_550_142);
    assert_eq!(numbers::zip("21201-4412", &mut scratch), 21_201);
}

#[test]
fn an_address_is_a_number_and_a_street() {
    let street = |raw: &str| {
        let mut out = String::new();
        let number = numbers::address(&folded(raw), &mut out);
        (number, out)
    };
    let plain = street("407 Cedar Gate Dr");
    for same in [
        "407 CEDAR GATE DRIVE",
        "407 Cedar Gate Dr Apt 15D",
        "407 N. Cedar Gate Dr, Unit 3",
        "407 Cedar Gate Dr #21F",
    ] {
        assert_eq!(street(same), plain, "{same}");
    }
    assert_ne!(street("409 Cedar Gate Dr"), plain);
    assert_eq!(street("12 5th Ave").1, "5TH");
}

#[test]
fn words_are_alike_by_known_values() {
    // The published examples of Winkler (1990).
    for (a, b, expected) in [
        ("MARTHA", "MARHTA", 0.961),
        ("DWAYNE", "DUANE", 0.84),
        ("DIXON", "DICKSONX", 0.813),
        ("ABC", "XYZ", 0.0),
    ] {
        assert!((similar::jaro_winkler(a, b) - expected).abs() < 0.001, "{a} {b}");
    }
    assert!(similar::one_edit(b"SMITH", b"SMIHT") && similar::one_edit(b"SMITH", b"SMTH"));
    assert!(!similar::one_edit(b"SMITH", b"SMHTI"));
    assert_eq!(similar::sound("CATHERINE"), similar::sound("KATHRIN"));
    assert_eq!(similar::sound("GONZALES"), similar::sound("GONZALEZ"));
    assert_ne!(similar::sound("REYES"), similar::sound("RAMOS"));
}

fn levels(a: &Record, b: &Record) -> (u8, u8) {
    let mut lexicon = Lexicon::new();
    let (a, b) = (lexicon.read(a), lexicon.read(b));
    let vector = Comparer::small(&lexicon).vector(&a, &b, false);
    let back = Comparer::small(&lexicon).vector(&b, &a, false);
    assert_eq!(vector, back);
    (vector[Field::First as usize], vector[Field::Last as usize])
}

#[test]
fn names_are_compared_as_people_use_them() {
    let name = |first_name, last_name| Record { first_name, last_name, ..Record::default() };
    for ((f1, l1), (f2, l2), expected) in [
        (("Ana", "Reyes"), ("ANA", "reyes"), (first::SAME, last::SAME)),
        (("Kate", "Reyes Lopez"), ("Katherine", "Lopez-Reyes"), (first::NICKNAME, last::SAME)),
        (("Lupe", "Garcia"), ("Guadalupe", "Garcia Moreno"), (first::NICKNAME, last::SHARED)),
        (("Maria Elena", "DelaCruz"), ("Elena", "de la Cruz"), (first::PART, last::SAME)),
        (("A", "O'Brien"), ("Ana", "O Brien"), (first::INITIAL, last::SAME)),
        (("Reyes", "Ana"), ("Ana", "Reyes"), (first::SWAPPED, last::SWAPPED)),
        (("Yesenia", "GarciaLopez"), ("Yesnia", "Garcia"), (first::CLOSE, last::SHARED)),
        (("Ana", "Reyes"), ("Rosa", "Smith"), (first::DIFFER, last::DIFFER)),
        (("", "Reyes"), ("Rosa", "Reyes"), (0, last::SAME)),
    ] {
        assert_eq!(levels(&name(f1, l1), &name(f2, l2)), expected, "{f1} {l1}, {f2} {l2}");
    }
}

fn read(record: &Record) -> Features {
    Lexicon::new().read(record)
}

#[test]
fn a_role_that_is_not_said_is_read_from_the_record() {
    for (record, expected) in [
        (Record { first_name: "Baby Boy", ..Record::default() }, Role::Infant),
        (Record { mother_first_name: "Ana", first_name: "Leo", ..Record::default() }, Role::Infant),
        (Record { birth_date: "2024-05-03", event_date: "2024-05-03", ..Record::default() }, Role::Infant),
        (Record { birth_date: "1995-05-03", event_date: "2024-05-03", ..Record::default() }, Role::Mother),
        (Record { birth_date: "1995-05-03", ..Record::default() }, Role::Unknown),
    ] {
        assert_eq!(read(&record).role, expected, "{record:?}");
    }
}

#[test]
fn the_mothers_birth_date_on_the_child_is_the_mothers() {
    let child = Record {
        role: Role::Infant,
        first_name: "GIRL B",
        birth_date: "1995-05-03",
        event_date: "2024-05-03",
        ..Record::default()
    };
    let f = read(&child);
    assert!(!f.born.known());
    assert_eq!(f.mother_born.words(), "1995-05-03");
    assert_eq!((f.marks & TEMPORARY, f.marks & MULTIPLE, f.order), (TEMPORARY, MULTIPLE, 2));
}

proptest::proptest! {
    /// The cheap look never says less than the whole comparison.
    #[test]
    fn no_word_is_more_alike_than_its_letters_allow(a in "[A-Z0-9]{0,9}", b in "[A-Z0-9]{0,9}") {
        proptest::prop_assert!(crate::similar::jaro_winkler(&a, &b) <= crate::similar::at_most(&a, &b) + 1e-6);
    }
}
