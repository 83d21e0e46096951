//! What the reader of files says, in the reader's language where we have it.
//!
//! A remark is a sentence with numbers, and with what it quotes between grave accents. Without these it names a message;
//! numbers and quotations are its arguments `a`, `b`, `c`, in the order in which they stand. What we have no message for
//! is said as it came.

use maud::{Markup, html};

use crate::lang::{Lang, slug};

/// The names of arguments.
const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// A remark as it is shown: quotations as such.
pub(super) fn remark(l: &Lang, text: &str) -> Markup {
    quoting(&said(l, text))
}

/// A remark in the reader's language.
fn said(l: &Lang, text: &str) -> String {
    let (sentence, arguments) = taken_apart(text);
    let key = format!("file-read-said-{}", slug(&sentence));
    if arguments.len() > NAMES.len() || !l.has(&key) {
        return text.to_owned();
    }
    let named: Vec<_> = NAMES.into_iter().zip(arguments.iter().map(|a| (*a).into())).collect();
    l.say(&key, &named)
}

/// The sentence without its numbers and quotations, and these.
fn taken_apart(text: &str) -> (String, Vec<&str>) {
    let mut sentence = String::new();
    let mut arguments = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let within = sentence.ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
        match list(rest).filter(|_| !within) {
            Some(length) => {
                arguments.push(&rest[..length]);
                sentence.push(' ');
                rest = &rest[length..];
            }
            None => {
                sentence.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    (sentence, arguments)
}

/// How long the numbers or quotations are that a text begins with: one, or several with commas between them.
fn list(text: &str) -> Option<usize> {
    let mut length = one(text)?;
    while let Some(more) = text[length..].strip_prefix(", ").and_then(one) {
        length += 2 + more;
    }
    if text[length..].starts_with(" …") {
        length += " …".len();
    }
    Some(length)
}

/// How long the number, or the quotation with the number in brackets behind it, is that a text begins with.
fn one(text: &str) -> Option<usize> {
    if let Some(quoted) = text.strip_prefix('`') {
        let length = quoted.find('`')? + 2;
        let counted = text[length..].strip_prefix(" (").and_then(|more| {
            let digits = more.bytes().take_while(u8::is_ascii_digit).count();
            (digits > 0 && more[digits..].starts_with(')')).then_some(digits + 3)
        });
        return Some(length + counted.unwrap_or(0));
    }
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut length = 0;
    while is_digit(length)
        || length > 0 && matches!(bytes[length..], [b',' | b'.' | b'-' | b'/', ..]) && is_digit(length + 1)
    {
        length += 1;
    }
    (length > 0).then_some(length)
}

/// A text in which what is quoted stands between grave accents.
fn quoting(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return html! { (text) };
    }
    html! { @for (at, part) in parts.iter().enumerate() { @if at % 2 == 1 { q { (part) } } @else { (part) } } }
}

#[cfg(test)]
mod tests {
    use kith_interop::table::{Mapping, Options, propose, read, take};

    use super::*;
    use crate::lang::lang;

    #[test]
    fn a_remark_is_taken_apart() {
        let check = |text: &str, key: &str, expected: &[&str]| {
            let (sentence, arguments) = taken_apart(text);
            assert_eq!((slug(&sentence).as_str(), arguments.as_slice()), (key, expected));
        };
        check("no day", "no-day", &[]);
        check("2 rows: lines 3, 14 …", "rows-lines", &["2", "3, 14 …"]);
        check("`A`, `B` and `C`; 8,000 g", "and-g", &["`A`, `B`", "`C`", "8,000"]);
        check("`A` holds `x` (2), `y` (1)", "holds", &["`A`", "`x` (2), `y` (1)"]);
        check("UTF-8 and Windows-1252, not 31w4d", "utf-8-and-windows-1252-not-w4d", &["31"]);
        check("`not closed 5", "not-closed", &["5"]);
        check("after 2026-06-30.", "after", &["2026-06-30"]);
    }

    #[test]
    fn what_a_table_gives_cause_to_say_is_said_in_both_languages() {
        let sent = "Roster,,,,,\n,,,,,\nChart #,Last,First,DOB,DOB,Race\n001,Testwoman,Clara,3/4/1990,5/6/1990,Zzz\n\
                    Chart #,Last,First,DOB,DOB,Race\n002,Samplewoman,Dora,13/4/1990,4/13/1990\n\
                    003,Specimen,Elisa,31/31/1990,,\n,Nobody,,,,\nTotal,4,,,,\n";
        let sheet = read(sent.as_bytes(), "x.csv", &Options::default()).unwrap();
        let mut mapping: Mapping = propose(&sheet, &[]).mapping;
        mapping.set("DOB (2)", None);
        let taken = take(&sheet, &mapping, jiff::civil::date(2026, 6, 30));
        let mut remarks = sheet.notes;
        remarks.extend(taken.notes.words);
        for row in taken.rows {
            let Err(refused) = row.result else { continue };
            let column = refused.column.map(|c| format!("the column `{c}`: ")).unwrap_or_default();
            let message = refused.problem.message.replace(&format!("line {}: {column}", row.line), "");
            remarks.extend([message, refused.problem.help]);
        }
        let others = [
            "the workbook has the sheets `A`, `B`; `A` was read",
            "1 sheet is hidden and was not read: `B`",
            "2 sheets are hidden and were not read: `B`, `C`",
            "the sheet `B` is hidden in the workbook, and was read all the same",
            "1 hidden column is read like the others: `B`",
            "2 hidden columns are read like the others: `B`, `C`",
            "1 hidden row is read like the others: line 4",
            "12 hidden rows are read like the others: lines 4, 5 …",
            "the workbook counts its days from 1904",
            "1 cell takes the value of the merged cell that covers it",
            "2 cells take the value of the merged cell that covers them",
            "2 rows repeat the headers and were left out",
            "3 rows from line 7 on are totals or remarks and were left out",
            "2 rows have more or fewer cells than headers: lines 4, 5",
            "`DOB` has 2 dates that can be read either way; they were read day first, as the mapping says",
            "1 row is the same as an earlier row, to the letter",
            "dropped before anything is stored: `SSN`, `Notes`",
            "`Race` holds values that the mapping does not know: `Zzz` (2), `Yyy` (1)",
            "the file is not UTF-8; it was read as Windows-1252",
        ];
        remarks.extend(others.map(str::to_owned));
        assert!(remarks.len() > others.len() + 9, "{remarks:#?}");
        for remark in remarks {
            assert_eq!(said(lang("en"), &remark), remark);
            let spanish = said(lang("es"), &remark);
            assert_ne!(spanish, remark, "it is not translated");
            let quoted = |text: &str| text.matches('`').count();
            assert_eq!(quoted(&spanish), quoted(&remark), "{spanish}");
        }
        assert_eq!(said(lang("es"), "something new about 3 rows"), "something new about 3 rows");
    }

    #[test]
    fn quotations_are_marked_up() {
        assert_eq!(quoting("`<b>` is 1").into_string(), "<q>&lt;b&gt;</q> is 1");
        assert_eq!(quoting("a ` b").into_string(), "a ` b");
    }
}
