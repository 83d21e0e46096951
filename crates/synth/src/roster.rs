//! The roster of a home-visiting programme: some of the same families, in the programme's own spreadsheet and words.
//!
//! A second source, as small partners really send it: no record number that anybody shares, capitals, surnames with a
//! part left out, a telephone number that has changed, a birth date with day and month exchanged, and a row or two
//! that cannot be right. What is wrong with which row follows from its number, so it is the same each time.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{Generator, Plan, Resources, Tally};

/// One family in so many is with the programme.
const EVERY: u64 = 12;
/// The most rows.
const MOST: usize = 400;

/// The columns, as the programme calls them.
const HEADER: &str =
    "Client ID,Last,First,DOB,Phone,Address,City,State,ZIP,Baby First,Baby DOB,Baby Sex,Enrolled\n";

/// The roster as CSV.
pub fn roster(plan: &Plan) -> String {
    let generator = Generator::new(*plan);
    let mut tally = Tally::new(plan);
    let mut resources = Resources::default();
    let mut csv = String::from(HEADER);
    for row in 0..MOST {
        let index = row as u64 * EVERY;
        if index >= plan.deliveries() {
            break;
        }
        generator.family(index, &mut resources, &mut tally);
        let patients: Vec<Value> = resources
            .iter()
            .filter(|(kind, _)| *kind == "Patient")
            .filter_map(|(_, json)| serde_json::from_slice(json).ok())
            .collect();
        let (Some(mother), baby) = (patients.first(), patients.get(1)) else { continue };
        line(&mut csv, row, mother, baby);
    }
    csv
}

fn line(csv: &mut String, row: usize, mother: &Value, baby: Option<&Value>) {
    let text = |of: Option<&Value>, path: &str| {
        of.and_then(|p| p.pointer(path)).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let of_mother = |path| text(Some(mother), path);
    let phone = mother["telecom"].as_array().and_then(|all| all.iter().find(|t| t["system"] == "phone"));
    let mut phone = text(phone, "/value");
    let (mut last, mut first) = (of_mother("/name/0/family"), of_mother("/name/0/given/0"));
    let mut born = us(&of_mother("/birthDate"));
    match row % 10 {
        1 | 2 => last = last.to_uppercase(),
        3 => last = last.split('-').next().unwrap_or_default().to_owned(),
        4 => phone.clear(),
        5 => phone = format!("918-555-{:04}", row * 7 % 10_000),
        6 => first.truncate(first.len().saturating_sub(1)),
        _ => {}
    }
    let mut street = of_mother("/address/0/line/0");
    let mut zip = of_mother("/address/0/postalCode");
    let mut with_baby = true;
    match row % 20 {
        // Day and month exchanged, at the same address.
        3 => {
            born = exchanged(&born);
            phone.clear();
        }
        // Enrolled before the birth, under a surname that she has no more, and not at home: a steward has to ask.
        7 => {
            last = "Sample".to_owned();
            phone.clear();
            street.clear();
            with_baby = false;
        }
        // Enrolled before the birth, and nobody wrote down more than her name.
        11 => {
            for cell in [&mut born, &mut phone, &mut street, &mut zip] {
                cell.clear();
            }
            with_baby = false;
        }
        // Another birth date at the same address: she, or her sister.
        14 => {
            born = another_year(&born);
            phone.clear();
        }
        _ => {}
    }
    match row % 60 {
        // Cannot be.
        29 => born = "13/45/1999".to_owned(),
        // Damaged by a spreadsheet.
        41 => phone = "9.18555E+09".to_owned(),
        _ => {}
    }
    let enrolled = us(&text(baby, "/birthDate"));
    let baby = baby.filter(|_| with_baby);
    let sex = match text(baby, "/gender").as_str() {
        "female" => "F",
        "male" => "M",
        _ => "",
    };
    let cells = [
        format!("HV-{:05}", row + 1),
        last,
        first,
        born,
        phone,
        street,
        of_mother("/address/0/city"),
        of_mother("/address/0/state"),
        zip,
        text(baby, "/name/0/given/0"),
        us(&text(baby, "/birthDate")),
        sex.to_owned(),
        enrolled,
    ];
    let cells =
        cells.map(|c| if c.contains([',', '"']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c });
    let _ = writeln!(csv, "{}", cells.join(","));
}

/// `2025-03-09` as `3/9/2025`; anything else as it is.
fn us(date: &str) -> String {
    let parts: Vec<u32> = date.split('-').filter_map(|p| p.parse().ok()).collect();
    match parts[..] {
        [year, month, day] => format!("{month}/{day}/{year}"),
        _ => date.to_owned(),
    }
}

/// `3/9/1995` as `3/9/1992`.
fn another_year(date: &str) -> String {
    match date.rsplit_once('/').and_then(|(day, year)| Some((day, year.parse::<i32>().ok()?))) {
        Some((day, year)) => format!("{day}/{}", year - 3),
        None => date.to_owned(),
    }
}

fn exchanged(date: &str) -> String {
    let parts: Vec<&str> = date.split('/').collect();
    match (&parts[..], parts.get(1).and_then(|d| d.parse::<u32>().ok())) {
        ([month, day, year], Some(number)) if number <= 12 => format!("{day}/{month}/{year}"),
        _ => date.to_owned(),
    }
}
