use super::*;

/// Reads a table; of each record, its id, source, first name and SSN.
fn read_text(bytes: &[u8], columns: &str) -> Result<(Vec<[String; 4]>, Reading), TableError> {
    let columns = Columns::from_toml(columns)?;
    let mut records = Vec::new();
    let reading = read(bytes, &columns, |r| {
        records.push([r.record_id, r.source, r.first_name, r.ssn].map(str::to_owned));
    })?;
    Ok((records, reading))
}

fn records(bytes: &[u8]) -> Vec<[String; 4]> {
    read_text(bytes, "").unwrap().0
}

#[test]
fn a_table_is_read_however_it_is_written() {
    let check = |bytes: &[u8]| assert_eq!(records(bytes), [["a", "s", "Zoë", "1"]], "{bytes:?}");
    check("record_id,source,first_name,ssn\na,s,Zoë,1\n".as_bytes());
    check("\u{feff}record_id,source,first_name,ssn\r\na,s,Zoë,1\r\n".as_bytes());
    check(" Record ID ;SSN;First-Name;SOURCE\n a ;1; Zoë;s".as_bytes());
    check("ssn\tsource\trecord_id\tfirst.name\n1\ts\ta\tZoë\n,\n\n".replace(",\n", "\t\t\t\n").as_bytes());
    check("record_id|\"first|name\"|source|ssn|first_name\na|x|s|1|Zoë".as_bytes());
    check(b"record_id,source,first_name,ssn\na,s,Zo\xeb,1\n");
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let text = "\u{feff}record_id\tsource\tfirst_name\tssn\na\ts\tZoë\t1\n";
        check(&text.encode_utf16().flat_map(unit).collect::<Vec<u8>>());
    }
}

#[test]
fn windows_quotes_are_read_and_counted() {
    let (records, reading) = read_text(b"record_id,first_name\na,D\x92Arcy\nb,Ann\n", "").unwrap();
    assert_eq!((records[0][2].as_str(), reading.other_encoding), ("D’Arcy", 1));
}

#[test]
fn columns_are_mapped_and_the_others_named() {
    let mapping = "[columns]\n\"Patient No\" = \"record_id\"\nGiven = \"first_name\"\nsource = \"\"\n";
    let (records, reading) =
        read_text(b"patient no,GIVEN,source,Notes\n7,Ann,x,\"a\nb\"\n", mapping).unwrap();
    assert_eq!(records, [["7", "", "Ann", ""]]);
    assert_eq!(reading.ignored, ["source", "Notes"]);
}

#[test]
fn a_bad_row_is_set_aside_with_its_line() {
    let long = "x".repeat(5000);
    let text = format!(
        "record_id,first_name,ssn\na,\"two\nlines\",1\nb,Ann\nc,Ann,1,2\n,,\nd,{long},\ne,Eve,8.12E+08\n"
    );
    let (records, reading) = read_text(text.as_bytes(), "").unwrap();
    let lines: Vec<u64> = reading.aside.iter().map(|aside| aside.line).collect();
    assert_eq!((records.len(), lines), (2, vec![4, 5, 7]));
    assert_eq!(reading.aside[0].why, "2 cells where the header has 3");
    assert_eq!((records[1][3].as_str(), reading.damaged_numbers), ("", 1));
    assert_eq!(reading.ids.iter().collect::<Vec<_>>(), ["a", "e"]);
}

#[test]
fn an_error_says_the_line_and_what_to_do() {
    let check = |text: &str, columns: &str, expected: &str| {
        assert_eq!(read_text(text.as_bytes(), columns).unwrap_err().to_string(), expected);
    };
    check("", "", "the table is empty: its first line must name the columns");
    check("a,b\n", "", "no column `record_id` among a, b; name it so, or say with --columns which one it is");
    let own = "give every record an id of its own";
    check("record_id,ssn\na,1\n ,2\n", "", &format!("line 3: `record_id` is empty; {own}"));
    check("record_id\na\nb\na\n", "", &format!("line 4: `record_id` a is already on line 2; {own}"));
    check(
        "record_id,First Name,first_name\n",
        "",
        "columns `First Name` and `first_name` both mean `first_name`; keep one, or name the other with --columns",
    );
    check("a\n", "a = 1", "columns: `a` must be the name of a field, in quotes");
    assert!(
        Columns::from_toml("a = \"name\"")
            .unwrap_err()
            .to_string()
            .contains("no field `name`; the fields are")
    );
}

#[test]
fn a_cell_is_no_formula() {
    let check = |text: &str, expected: &str| assert_eq!(cell(text), expected);
    check("=1+1", "'=1+1");
    check("@sum", "'@sum");
    check("-2+3", "'-2+3");
    check("-23", "-23");
    check("+1.5", "+1.5");
    check("R1", "R1");
    check("", "");
    let mut out = Vec::new();
    write_rows(&mut out, ["record_id", "cluster_id"], [["=x", "1"], ["a,b", "2"]].into_iter()).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "record_id,cluster_id\n'=x,1\n\"a,b\",2\n");
}

#[test]
fn a_linkage_is_compared_with_the_truth() {
    let (_, reading) = read_text(b"record_id\na\nb\nc\nd\ne\n", "").unwrap();
    let truth = Truth::read(
        &reading.ids,
        "record_id,entity_id,role\na,M,mother\nb,M,mother\nc,I,infant\nd,J,infant\n".as_bytes(),
    )
    .and_then(|t| t.with_dyads("i,m\nI,M\nJ,M\nunseen,M\n".as_bytes()))
    .and_then(|t| t.with_twins("a,b\nI,J\n".as_bytes()))
    .and_then(|t| t.with_surnames("record_id,epoch\na,0\nb,1\n".as_bytes()))
    .unwrap();
    let report = truth.compare(&[1, 1, 2, 2, 3], &[(2, 1)]);
    assert_eq!(report.pairs, Found { found: 2, right: 1, there: 1 });
    assert_eq!(report.twins_merged, Some(Part { count: 1, of: 1 }));
    assert_eq!(report.dyads, Some(Found { found: 1, right: 1, there: 2 }));
    assert_eq!(report.surname_changes, Some(Part { count: 1, of: 1 }));
    assert_eq!(report.mothers_with_infants, Part { count: 0, of: 2 });
    assert!(report.to_string().contains("twins merged                 100.0 % (1 of 1)"), "{report}");
}

use crate::evaluate::{Found, Part};
