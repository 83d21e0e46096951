use jiff::civil::date;
use kith_domain::form::Value;

use super::*;
use crate::fhir::questionnaire::read_form;
use crate::table::{Options, read};

const COLUMNS: &str = include_str!("../../../../../programmes/central-triage/columns/prenatal_clinic.toml");
const HEADER: &str = "First name,Last name,Date of birth,Phone,OK to call,ZIP,Language,Insurance,Due date,First pregnancy,Low income,Sent by,Sender phone";
const ROW: &str =
    "Rosa,Testcase,3/4/1998,555-555-0142,yes,00101,Spanish,Medicaid,12/1/2026,yes,?,A Testnurse,555-555-0100";

fn form() -> Form {
    let text = include_str!("../../../../../programmes/central-triage/forms/prenatal_risk_assessment.json");
    read_form(text.as_bytes()).unwrap()
}

fn rows(text: &str) -> FormRows {
    let (form, sheet) = (form(), read(text.as_bytes(), "a.csv", &Options::default()).unwrap());
    Columns::parse(COLUMNS, std::slice::from_ref(&form)).unwrap().take(&sheet, &form, date(2026, 7, 7))
}

#[test]
fn a_row_is_a_filled_in_form() {
    let found = rows(&format!("{HEADER}\n{ROW}\n"));
    let row = &found.rows[0];
    assert_eq!((row.line, row.wrong.as_slice()), (2, &[][..]));
    let said = |id: &str| row.answers.given.get(id).cloned();
    let text = |t: &str| Some(Answer::one(Value::Text(t.into())));
    assert_eq!(said("identity.given"), text("Rosa"));
    assert_eq!(said("identity.postal_code"), text("00101"), "zeros stay");
    assert_eq!(said("identity.language"), Some(Answer::code("es")));
    assert_eq!(said("identity.phone_safe"), Some(Answer::code("call")));
    let born: kith_domain::date::PartialDate = "1998-03-04".parse().unwrap();
    assert_eq!(said("identity.birth_date"), Some(Answer::one(Value::Date(born))), "month first");
    // Her first pregnancy: she was not pregnant before.
    assert_eq!(said("history.pregnant_before"), Some(Answer::one(Value::Boolean(false))));
    assert_eq!(said("social.low_income"), Some(Answer::Absent(Absent::AskedUnknown)));
    assert_eq!(
        said("mental.self_harm"),
        Some(Answer::Absent(Absent::NotAsked)),
        "nobody asked, and that is no no"
    );
}

#[test]
fn what_cannot_be_read_is_said_with_its_column() {
    let check = |from: &str, to: &str, column: &str, link_id: &str| {
        let found = rows(&format!("{HEADER}\n{}\n", ROW.replacen(from, to, 1)));
        let wrong = &found.rows[0].wrong;
        assert!(
            wrong.iter().any(|w| w.column == column && w.link_id == link_id && !w.what.is_partly()),
            "{from} -> {to}: {wrong:?}"
        );
    };
    check("Rosa", "", "First name", "identity.given");
    check("3/4/1998", "3/4/98", "Date of birth", "identity.birth_date");
    check("3/4/1998", "31/31/1998", "Date of birth", "identity.birth_date");
    check("Spanish", "Martian", "Language", "identity.language");
    check("12/1/2026", "soon", "Due date", "pregnancy.due_date");
    check("A Testnurse", "", "Sent by", "sender.name");
}

#[test]
fn how_her_number_may_be_used_is_not_asked_of_who_leaves_it_blank() {
    let check = |columns: &str, from: &str, to: &str, expected: &[&str]| {
        let (form, text) = (form(), format!("{HEADER}\n{}\n", ROW.replacen(from, to, 1)));
        let sheet = read(text.as_bytes(), "a.csv", &Options::default()).unwrap();
        let columns = Columns::parse(columns, std::slice::from_ref(&form)).unwrap();
        let row = columns.take(&sheet, &form, date(2026, 7, 7)).rows.remove(0);
        let wrong: Vec<&str> = row.wrong.iter().map(|wrong| wrong.link_id.as_str()).collect();
        assert_eq!(wrong, expected, "{from} -> {to}");
        row.answers
    };
    let blank = check(COLUMNS, "0142,yes", "0142,", &[]);
    assert_eq!(blank.given.get("identity.phone_safe"), None, "the row is what its sender wrote");
    check(COLUMNS, "0142,yes", "0142,perhaps", &["identity.phone_safe"]);
    check(COLUMNS, "555-555-0142,yes", ",no", &["identity.phone"]);
    let says_why = COLUMNS.replacen(
        "question = \"identity.phone\"",
        "question = \"identity.phone\"\nempty = \"asked-unknown\"",
        1,
    );
    check(&says_why, "555-555-0142,yes", ",no", &[]);
    check(&says_why, "555-555-0142,yes", ",", &[]);
}

#[test]
fn columns_that_are_missing_or_not_known_are_said() {
    let found = rows("First name,Shoe size,Chart #\nRosa,38,12\n");
    assert_eq!(found.left_out, ["Shoe size"], "one that is to be ignored is not");
    assert!(
        found.missing.contains(&"Last name".to_owned()) && !found.missing.contains(&"First name".to_owned())
    );
    assert!(found.rows[0].wrong.iter().any(|w| w.link_id == "identity.family"));
}

#[test]
fn what_is_wrong_with_a_mapping_is_said_with_its_line() {
    let check = |from: &str, to: &str, part: &str| {
        let text = COLUMNS.replacen(from, to, 1);
        let at = text.lines().position(|l| l.contains(to)).map_or(0, |at| at + 1);
        let error = Columns::parse(&text, &[form()]).unwrap_err();
        assert!(error.message.contains(part) && !error.help.is_empty(), "{error:?}");
        // A column begins where its table does.
        assert!(at.abs_diff(error.line) <= 3, "{error:?} is not at line {at}");
    };
    check("form = \"prenatal_risk_assessment\"", "form = \"nobody\"", "no form is called");
    check("\"identity.given\"", "\"identity.nickname\"", "no question");
    check("spanish = \"es\"", "spanish = \"xx\"", "no answer to");
    check("dates = \"MDY\"", "dates = \"YDM\"", "no order of dates");
    check("\"identity.family\"", "\"identity.given\"", "twice");
    check("rest = \"not-asked\"", "rest = \"no\"", "no reason for no answer");
}
