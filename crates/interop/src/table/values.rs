//! Cells as values. An error is what is wrong, in words that repeat no value which may name a person.

use super::{Cell, Typed};

/// A value, or what is wrong with it.
pub(super) type Read<T> = Result<T, String>;

/// An identifier as sent. A number that the spreadsheet shortened is no longer one.
pub(super) fn id(cell: &Cell) -> Read<String> {
    let text = cell.text.trim().trim_start_matches('\'');
    if text.starts_with('#') && cell.typed == Typed::Error {
        return Err("the cell holds an error of the spreadsheet".into());
    }
    if is_damaged(text) {
        return Err("the spreadsheet shortened the number to an exponent, so digits are lost".into());
    }
    if cell.typed == Typed::Number {
        let digits = text.trim_start_matches('-').trim_end_matches(".0");
        if digits.len() > 15 {
            return Err("the spreadsheet keeps only 15 digits of a number, so digits are lost".into());
        }
        return Ok(digits.to_owned());
    }
    Ok(text.to_owned())
}

/// `1.23457E+11`.
fn is_damaged(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    exponent.starts_with('+')
        && exponent[1..].bytes().all(|b| b.is_ascii_digit())
        && mantissa.contains(['.', ','])
        && mantissa.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

/// A whole number, with words behind it: `12 (mod)`. A number with a comparator or decimals is none.
pub(super) fn integer(cell: &Cell) -> Read<i64> {
    let text = cell.text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].trim_start();
    if digits == 0
        || !(rest.is_empty() || rest.starts_with(['(', '/']) || rest.starts_with(char::is_alphabetic))
    {
        return Err("it is no whole number".into());
    }
    text[..digits].parse().map_err(|_| "it is no whole number".into())
}

/// What the digit behind the point of `31.4` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// Days: 31 weeks and 4 days.
    Days,
    /// Tenths of a week.
    Weeks,
}

/// Gestation in days: `31w4d`, `31+4`, `31 4/7`, `31 weeks`, `31.4` by the sender's setting.
pub(super) fn gestation(cell: &Cell, point: Option<Point>) -> Read<i64> {
    let wrong = || "it is no gestation in weeks and days".to_owned();
    let text = cell.text.trim().to_lowercase();
    let days = if let Some((weeks, rest)) = text.split_once('.').filter(|(w, r)| is_digits(w) && is_digits(r))
    {
        let weeks: i64 = weeks.parse().map_err(|_| wrong())?;
        match (point, rest) {
            (_, r) if r.bytes().all(|b| b == b'0') => weeks * 7,
            (Some(Point::Days), "1" | "2" | "3" | "4" | "5" | "6") => {
                weeks * 7 + rest.parse::<i64>().map_err(|_| wrong())?
            }
            (Some(Point::Days), _) => return Err("a week has no more than 6 days behind the point".into()),
            (Some(Point::Weeks), _) => {
                let tenths: f64 = format!("0.{rest}").parse().map_err(|_| wrong())?;
                weeks * 7 + (tenths * 7.0).round() as i64
            }
            (None, _) => {
                return Err("the point can mean days or tenths of a week".into());
            }
        }
    } else {
        let spaced: String =
            text.chars().map(|c| if c.is_ascii_digit() || c == '/' { c } else { ' ' }).collect();
        let words: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        let known = [
            "",
            "w",
            "wk",
            "wks",
            "week",
            "weeks",
            "wd",
            "wkd",
            "wksd",
            "weeksdays",
            "weeksday",
            "wkday",
            "wkdays",
            "wksdays",
            "weekdays",
            "d",
            "s",
            "sem",
            "semanas",
            "sd",
            "semanasdias",
            "semanasdías",
        ];
        if !known.contains(&words.as_str()) {
            return Err(wrong());
        }
        let parts: Vec<&str> = spaced.split_whitespace().collect();
        let number = |t: &str| t.trim_end_matches("/7").parse::<i64>().map_err(|_| wrong());
        match parts[..] {
            [d] if words == "d" => number(d)?,
            [w] => number(w)? * 7,
            [w, d] if number(d)? <= 6 => number(w)? * 7 + number(d)?,
            _ => return Err(wrong()),
        }
    };
    if (4 * 7..=45 * 7).contains(&days) { Ok(days) } else { Err("it is outside 4 to 45 weeks".into()) }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A unit of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightUnit {
    /// Grams.
    G,
    /// Kilograms.
    Kg,
    /// Pounds, with ounces behind a space or a sign.
    Lb,
    /// Ounces.
    Oz,
}

const GRAMS_PER_POUND: f64 = 453.592_37;

/// Birth weight in grams: `3200`, `3.2 kg`, `7 lb 4 oz`. A bare number is grams when it can be nothing else.
pub(super) fn weight(cell: &Cell, unit: Option<WeightUnit>) -> Read<i64> {
    let wrong = || "it is no weight".to_owned();
    let text = cell.text.trim().to_lowercase();
    // A comma is the sign of thousands when a point or three digits follow, except for kilograms.
    let thousands = text.split_once(',').is_some_and(|(_, rest)| {
        rest.bytes().take_while(u8::is_ascii_digit).count() == 3
            && !text.contains("kg")
            && !text.contains("kilo")
    });
    let text = text.replace(',', if thousands || text.contains('.') { "" } else { "." });
    let mut numbers: Vec<f64> = Vec::new();
    let spaced: String = text.chars().map(|c| if c.is_ascii_digit() || c == '.' { c } else { ' ' }).collect();
    for part in spaced.split_whitespace().filter(|p| *p != ".") {
        numbers.push(part.trim_end_matches('.').parse().map_err(|_| wrong())?);
    }
    let words: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let said = match words.as_str() {
        "" => unit,
        "g" | "gr" | "gm" | "gms" | "gram" | "grams" | "gramos" => Some(WeightUnit::G),
        "kg" | "kgs" | "kilo" | "kilos" => Some(WeightUnit::Kg),
        "lb" | "lbs" | "lboz" | "lbsoz" | "lbsozs" | "pounds" | "poundsounces" | "lbo" => {
            Some(WeightUnit::Lb)
        }
        "oz" | "ounces" => Some(WeightUnit::Oz),
        _ => return Err(wrong()),
    };
    let grams = match (said, &numbers[..]) {
        (Some(WeightUnit::G), [n]) => *n,
        (Some(WeightUnit::Kg), [n]) => n * 1000.0,
        (Some(WeightUnit::Lb), [n]) => n * GRAMS_PER_POUND,
        (Some(WeightUnit::Lb), [lb, oz]) if *oz < 16.0 => (lb + oz / 16.0) * GRAMS_PER_POUND,
        (Some(WeightUnit::Oz), [n]) => n / 16.0 * GRAMS_PER_POUND,
        (None, [n]) if *n >= 300.0 => *n,
        (None, [_] | [_, _]) => return Err("its unit is not said".into()),
        _ => return Err(wrong()),
    };
    let grams = grams.round();
    if (200.0..=8_000.0).contains(&grams) {
        Ok(grams as i64)
    } else {
        Err("it is outside 200 to 8,000 grams".into())
    }
}

/// A blood pressure: `120/80`, `120-80`, `120 / 80 mmHg`.
pub(super) fn bp(cell: &Cell) -> Read<(i64, i64)> {
    let wrong = || "it is no blood pressure such as 120/80".to_owned();
    let numbers: Vec<&str> =
        cell.text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [systolic, diastolic] = numbers[..] else { return Err(wrong()) };
    let (systolic, diastolic) =
        (systolic.parse().map_err(|_| wrong())?, diastolic.parse().map_err(|_| wrong())?);
    if !(50..=300).contains(&systolic) || !(20..=200).contains(&diastolic) || diastolic >= systolic {
        return Err("such a blood pressure cannot be".into());
    }
    Ok((systolic, diastolic))
}

/// Yes or no, in English or Spanish or as a mark.
pub(super) fn yes_no(text: &str) -> Read<bool> {
    match text.trim().to_lowercase().as_str() {
        "y" | "yes" | "1" | "x" | "t" | "true" | "si" | "sí" | "s" | "✓" | "✔" | "☑" => Ok(true),
        "n" | "no" | "0" | "f" | "false" | "☐" => Ok(false),
        _ => Err("it is neither yes nor no".into()),
    }
}

/// A telephone number in E.164 when it can be only one number, else as sent.
pub(super) fn phone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || " ()-.+/".contains(c));
    let national = match digits.len() {
        10 => &digits[..],
        11 if digits.starts_with('1') => &digits[1..],
        _ => return text.trim().to_owned(),
    };
    // Area code and exchange start with 2 to 9.
    let valid = |at: usize| matches!(national.as_bytes()[at], b'2'..=b'9');
    if plain && valid(0) && valid(3) { format!("+1{national}") } else { text.trim().to_owned() }
}

/// A postal code. Zeros lost in front come back only when the sender's rule says so.
pub(super) fn zip(cell: &Cell, pad: bool) -> Read<String> {
    let text = cell.text.trim();
    let (five, rest) = text.split_once('-').unwrap_or((text, ""));
    if !is_digits(five) || !(rest.is_empty() || is_digits(rest)) {
        return Ok(text.to_owned());
    }
    match (five.len(), rest.len()) {
        (5, 0 | 4) => Ok(text.to_owned()),
        (9, 0) => Ok(format!("{}-{}", &five[..5], &five[5..])),
        (3 | 4, 0 | 4) if pad => Ok(format!("{five:0>5}{}{rest}", if rest.is_empty() { "" } else { "-" })),
        (3 | 4, _) => Err("a zero seems to be lost in front of the postal code".into()),
        _ => Err("it is no postal code".into()),
    }
}

/// A name in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FullName {
    pub family: Option<String>,
    pub given: Vec<String>,
}

/// `LAST, FIRST M` or `First Last`. Without a comma the last word is the family name.
pub(super) fn full_name(text: &str) -> FullName {
    let words = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    if let Some((family, given)) = text.split_once(',') {
        let family = family.trim();
        return FullName { family: (!family.is_empty()).then(|| family.to_owned()), given: words(given) };
    }
    let mut given = words(text);
    let family = if given.len() > 1 { given.pop() } else { None };
    match family {
        Some(family) => FullName { family: Some(family), given },
        None => FullName { family: given.pop(), given },
    }
}

/// Whether a newborn has no name of its own yet: `BABY GIRL`, `BB`, `Newborn`, `Infant A`.
pub(crate) fn is_temporary(given: &str) -> bool {
    let text: String = given.to_lowercase().chars().filter(|c| c.is_alphabetic() || *c == ' ').collect();
    let first = text.split_whitespace().next().unwrap_or_default();
    matches!(
        first,
        "baby"
            | "babygirl"
            | "babyboy"
            | "bb"
            | "bg"
            | "newborn"
            | "infant"
            | "nb"
            | "girl"
            | "boy"
            | "male"
            | "female"
            | "twin"
            | "bebe"
            | "nina"
            | "nino"
    )
}
