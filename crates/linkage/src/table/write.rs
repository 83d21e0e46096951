//! Rows out, for people who will open them in a spreadsheet.

use std::borrow::Cow;
use std::io::Write;

use super::TableError;

/// A cell that no spreadsheet takes for a formula: what begins like one and is no number gets an apostrophe in front.
pub fn cell(text: &str) -> Cow<'_, str> {
    let like_a_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if like_a_formula && text.parse::<f64>().is_err() {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// Writes a header and rows, each cell made safe by [`cell`].
pub fn write_rows<const N: usize, S: AsRef<str>>(
    out: impl Write,
    header: [&str; N],
    rows: impl Iterator<Item = [S; N]>,
) -> Result<(), TableError> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(header)?;
    for row in rows {
        table.write_record(row.iter().map(|text| cell(text.as_ref())).map(Bytes))?;
    }
    table.flush()?;
    Ok(())
}

/// Lets the writer take what may be borrowed or owned.
struct Bytes<'a>(Cow<'a, str>);

impl AsRef<[u8]> for Bytes<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}
