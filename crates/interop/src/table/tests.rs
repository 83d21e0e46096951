use std::io::{Cursor, Write};

use jiff::civil::date;
use kith_domain::fact::{Body, Fact, Value as FactValue};
use proptest::prelude::*;

use super::dates::{DateSettings, orders, serial_day};
use super::values::{self, Point, WeightUnit};
use super::*;

mod files;
mod reading;
mod rows;

const TODAY: jiff::civil::Date = date(2026, 6, 30);

fn settings(order: Option<DateOrder>) -> DateSettings {
    DateSettings { order, pivot: 30, file_date: TODAY, epoch_1904: false }
}

#[test]
fn dates_in_every_format() {
    let check = |sent: &str, expected: &str| {
        let read = dates::read(&Cell::text(sent), &settings(Some(DateOrder::Mdy)), false);
        assert_eq!(read.map(|d| d.to_string()).unwrap_or_else(|e| e), expected, "{sent}");
    };
    for (sent, expected) in [
        ("2026-01-31", "2026-01-31"),
        ("2026/1/3", "2026-01-03"),
        ("2026-01-31T09:30:00Z", "2026-01-31"),
        ("2026-01-31 09:30", "2026-01-31"),
        ("1/31/2026", "2026-01-31"),
        ("1/31/2026 12:00:00 AM", "2026-01-31"),
        ("31/1/2026", "2026-01-31"),
        ("3/4/2026", "2026-03-04"),
        ("4/4/2026", "2026-04-04"),
        ("03.04.26", "2026-03-04"),
        ("5-Jan-26", "2026-01-05"),
        ("05 January 2026", "2026-01-05"),
        ("Jan 5, 2026", "2026-01-05"),
        ("5 de enero de 2026", "2026-01-05"),
        ("5th Jan 2026", "2026-01-05"),
        ("Jan-26", "2026-01"),
        ("dic 2025", "2025-12"),
        ("5/2026", "2026-05"),
        ("2026-05", "2026-05"),
        ("2026", "2026"),
        ("20260131", "2026-01-31"),
        ("01312026", "2026-01-31"),
        ("202605", "2026-05"),
        ("45321", "2024-01-30"),
        ("1/2/31", "1931-01-02"),
        ("2/30/2026", "there is no such day"),
        ("13/13/2026", "there is no such day"),
        ("13/2026", "there is no such month"),
        ("soon", "it is no date"),
        ("12", "it is no date"),
        ("1/2/1850", "the year 1850 cannot be"),
        ("may be", "it is no date"),
    ] {
        check(sent, expected);
    }
}

#[test]
fn an_ambiguous_date_is_read_by_the_order_or_not_at_all() {
    let check = |order, sent: &str, expected: Option<&str>| {
        let read = dates::read(&Cell::text(sent), &settings(order), false).ok().map(|d| d.to_string());
        assert_eq!(read.as_deref(), expected, "{sent}");
    };
    check(Some(DateOrder::Dmy), "3/4/2026", Some("2026-04-03"));
    check(None, "3/4/2026", None);
    check(None, "3/14/2026", Some("2026-03-14"));
    check(None, "14/3/2026", Some("2026-03-14"));
    check(None, "03042026", None);
    let tally = |sent: &str| orders(&Cell::text(sent)).unwrap_or_default();
    assert_eq!(tally("14/3/2026"), Tally { day_first: 1, ..Tally::default() });
    assert_eq!(tally("3/14/26"), Tally { month_first: 1, ..Tally::default() });
    assert_eq!(tally("3/4/2026"), Tally { undecidable: 1, ..Tally::default() });
    assert_eq!(tally("4/4/2026"), Tally::default());
    assert_eq!(orders(&Cell::text("2026-03-04")), None);
}

#[test]
fn a_birth_is_never_after_the_file() {
    let born = |sent: &str| dates::read(&Cell::text(sent), &settings(Some(DateOrder::Mdy)), true);
    assert!(born("7/1/2026").is_err_and(|e| e.contains("after the day of the file")));
    assert_eq!(born("6/30/2026").map(|d| d.to_string()), Ok("2026-06-30".into()));
    // A year of two digits gives way to it.
    assert_eq!(born("1/2/27").map(|d| d.to_string()), Ok("1927-01-02".into()));
}

#[test]
fn serial_days_of_both_systems() {
    assert_eq!(serial_day(1.0, false), Some(date(1900, 1, 1)));
    assert_eq!(serial_day(59.0, false), Some(date(1900, 2, 28)));
    assert_eq!(serial_day(60.0, false), None, "29 February 1900 never was");
    assert_eq!(serial_day(61.0, false), Some(date(1900, 3, 1)));
    assert_eq!(serial_day(45_321.75, false), Some(date(2024, 1, 30)));
    assert_eq!(serial_day(43_859.0, true), Some(date(2024, 1, 30)));
    assert_eq!(serial_day(-1.0, false), None);
    assert_eq!(serial_day(1e12, false), None);
}

#[test]
fn gestation_in_days() {
    let check = |sent: &str, point, expected: Option<i64>| {
        assert_eq!(values::gestation(&Cell::text(sent), point).ok(), expected, "{sent} {point:?}");
    };
    for sent in ["31w4d", "31 w 4 d", "31+4", "31 4/7", "31wks 4days", "31 weeks, 4 days", "31 4"] {
        check(sent, None, Some(221));
    }
    check("31", None, Some(217));
    check("31 weeks", None, Some(217));
    check("31.0", None, Some(217));
    check("31.4", None, None);
    check("31.4", Some(Point::Days), Some(221));
    check("31.4", Some(Point::Weeks), Some(220));
    check("31.8", Some(Point::Days), None);
    check("31w8d", None, None);
    check("221d", None, Some(221));
    check("99", None, None);
    check("third trimester", None, None);
}

#[test]
fn weights_in_grams() {
    let check = |sent: &str, unit, expected: Option<i64>| {
        assert_eq!(values::weight(&Cell::text(sent), unit).ok(), expected, "{sent} {unit:?}");
    };
    check("3200", None, Some(3200));
    check("3,200 g", None, Some(3200));
    check("3,200", None, Some(3200));
    check("3200 grams", None, Some(3200));
    check("3.2 kg", None, Some(3200));
    check("3,2 kg", None, Some(3200));
    check("7 lb 4 oz", None, Some(3289));
    check("7lbs", None, Some(3175));
    check("7.25", Some(WeightUnit::Lb), Some(3289));
    check("7-4", Some(WeightUnit::Lb), Some(3289));
    check("116", Some(WeightUnit::Oz), Some(3289));
    check("7.25", None, None);
    check("99999", None, None);
    check("heavy", None, None);
}

#[test]
fn identifiers_are_never_repaired() {
    let check = |cell: Cell, expected: Option<&str>| {
        assert_eq!(values::id(&cell).ok().as_deref(), expected, "{cell:?}");
    };
    check(Cell::text("00123"), Some("00123"));
    check(Cell::text("'00123"), Some("00123"));
    check(Cell::text("1.23457E+11"), None);
    check(Cell::text("1.2E+11"), None);
    check(Cell::text("12E4"), Some("12E4"));
    check(Cell { text: "123456789012".into(), typed: Typed::Number }, Some("123456789012"));
    check(Cell { text: "1234567890123456789".into(), typed: Typed::Number }, None);
    check(Cell { text: "#REF!".into(), typed: Typed::Error }, None);
}

#[test]
fn other_values() {
    let bp = |t: &str| values::bp(&Cell::text(t)).ok();
    assert_eq!(bp("120/80"), Some((120, 80)));
    assert_eq!(bp("120 / 80 mmHg"), Some((120, 80)));
    assert_eq!(bp("120-80"), Some((120, 80)));
    assert_eq!(bp("80/120"), None);
    assert_eq!(bp("120"), None);
    let integer = |t: &str| values::integer(&Cell::text(t)).ok();
    assert_eq!(integer("12"), Some(12));
    assert_eq!(integer("12 (mod)"), Some(12));
    assert_eq!(integer("7/10"), Some(7));
    assert_eq!(integer("12.0"), Some(12));
    assert_eq!(integer(">300"), None);
    assert_eq!(integer("<11"), None);
    assert_eq!(integer("12.5"), None);
    assert_eq!(values::phone("(212) 555-0142"), "+12125550142");
    assert_eq!(values::phone("1-212-555-0142"), "+12125550142");
    assert_eq!(values::phone("555-0142"), "555-0142");
    assert_eq!(values::phone("212-555-0142 x12"), "212-555-0142 x12");
    assert_eq!(values::phone("012-555-0142"), "012-555-0142");
    let zip = |t: &str, pad| values::zip(&Cell::text(t), pad).ok();
    assert_eq!(zip("01234", false).as_deref(), Some("01234"));
    assert_eq!(zip("1234", false), None);
    assert_eq!(zip("1234", true).as_deref(), Some("01234"));
    assert_eq!(zip("501", true).as_deref(), Some("00501"));
    assert_eq!(zip("123456789", false).as_deref(), Some("12345-6789"));
    assert_eq!(zip("K1A 0B1", false).as_deref(), Some("K1A 0B1"));
    assert_eq!(values::yes_no("✓"), Ok(true));
    assert_eq!(values::yes_no("NO"), Ok(false));
    assert!(values::yes_no("maybe").is_err());
}

#[test]
fn exported_cells_are_no_formulas() {
    let check = |sent: &str, expected: &str| assert_eq!(export::cell(sent), expected);
    check("=1+1", "'=1+1");
    check("+HYPERLINK(1)", "'+HYPERLINK(1)");
    check("-2+3", "'-2+3");
    check("@SUM(A1)", "'@SUM(A1)");
    check("\tx", "'\tx");
    check("\r=x", "'\r=x");
    check("\n=x", "'\n=x");
    check("＝1+1", "'＝1+1");
    check("＋1", "'＋1");
    check("－1", "'－1");
    check("＠SUM(A1)", "'＠SUM(A1)");
    check("+1 555 0100", "'+1 555 0100");
    check("-12.5", "-12.5");
    check("+1", "+1");
    check("plain", "plain");
    assert_eq!(export::record(["a,b", "say \"x\"", "=1"]), "\"a,b\",\"say \"\"x\"\"\",'=1\r\n");
}

#[test]
fn the_template_is_a_file_that_is_understood() {
    let sheet = read(export::template().as_bytes(), "template.csv", &Options::default()).unwrap();
    assert_eq!(sheet.headers.len(), Field::ALL.len());
}

proptest! {
    /// A day written in any order is read back under that order.
    #[test]
    fn a_day_comes_back(days in 0i32..60_000, two in any::<bool>()) {
        use jiff::ToSpan;
        let day = date(1940, 1, 1).checked_add(i64::from(days).days()).unwrap();
        let _ = two;
        let (y, m, d) = (day.year(), day.month(), day.day());
        for (text, order) in [
            (format!("{m}/{d}/{y}"), DateOrder::Mdy),
            (format!("{d:02}-{m:02}-{y}"), DateOrder::Dmy),
            (day.to_string(), DateOrder::Dmy),
            (format!("{y}{m:02}{d:02}"), DateOrder::Mdy),
            (day.strftime("%d-%b-%Y").to_string(), DateOrder::Mdy),
        ] {
            let read = dates::read(&Cell::text(&text), &settings(Some(order)), false);
            prop_assert_eq!(read.map(|r| r.to_string()), Ok(day.to_string()), "{}", text);
        }
    }

    /// Nothing that is a formula leaves as one.
    #[test]
    fn no_formula_leaves(text in ".{0,30}") {
        let out = export::cell(&text);
        let numeric = out.parse::<f64>().is_ok();
        prop_assert!(numeric || !out.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
    }

    /// Any bytes are a sheet or a problem; a sheet goes through its own proposal.
    #[test]
    fn any_bytes_are_taken_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(sheet) = read(&bytes, "any.csv", &Options::default()) {
            let proposal = propose(&sheet, &[]);
            prop_assert_eq!(take(&sheet, &proposal.mapping, TODAY).rows.len() <= sheet.rows.len(), true);
        }
    }

    /// Any text is a sheet or a problem.
    #[test]
    fn any_text_is_taken_or_refused(text in "([a-z0-9,;\"\t\n ]|mrn|dob|last){0,200}") {
        if let Ok(sheet) = read(text.as_bytes(), "any.csv", &Options::default()) {
            prop_assert!(sheet.rows.iter().all(|r| r.cells.len() == sheet.headers.len()));
            let proposal = propose(&sheet, &[]);
            let again = Mapping::parse(&proposal.mapping.to_toml());
            prop_assert_eq!(again, Ok(proposal.mapping));
        }
    }
}

/// A workbook of the parts given, as an archive.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with one visible sheet `Roster` of these rows (XML) after a hidden one.
fn workbook(rows: &str, tail: &str, epoch_1904: bool) -> Vec<u8> {
    book(rows, tail, epoch_1904, "")
}

/// The same, with a state of the sheet `Roster`.
fn book(rows: &str, tail: &str, epoch_1904: bool, state: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let properties = if epoch_1904 { "<workbookPr date1904=\"1\"/>" } else { "" };
    archive(&[
        (
            "[Content_Types].xml",
            &format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\">{properties}<sheets><sheet name=\"Lists\" sheetId=\"1\" state=\"hidden\" r:id=\"r1\"/><sheet name=\"Roster\" sheetId=\"2\"{state} r:id=\"r2\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"r3\" Type=\"{relations}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{main}\"><sheetData/></worksheet>")),
        (
            "xl/worksheets/sheet2.xml",
            &format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData>{tail}</worksheet>"),
        ),
    ])
}
