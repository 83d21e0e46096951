//! Progress on the terminal, and tables for reading.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error; silent where that is not a terminal.
pub fn progress(all: u64, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:>12} {bar:32} {human_pos} of {human_len}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(all).with_style(style).with_message(what.to_owned())
}

/// A bar of bytes on standard error.
pub fn bytes(all: u64, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:>12} {bar:32} {bytes} of {total_bytes}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(all).with_style(style).with_message(what.to_owned())
}

/// Rows as aligned columns; a column of numbers stands to the right.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let width = |i: usize| {
        rows.iter().map(|r| r[i].chars().count()).chain([header[i].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let numeric =
        |text: &str| text.chars().next().is_some_and(|c| c.is_ascii_digit() || c == '-' || c == '–');
    let right: Vec<bool> = (0..header.len())
        .map(|i| !rows.is_empty() && rows.iter().all(|r| r[i].is_empty() || numeric(&r[i])))
        .collect();
    let line = |cells: Vec<&str>| {
        let cells: Vec<String> = cells
            .iter()
            .zip(&widths)
            .zip(&right)
            .map(|((text, width), right)| {
                let pad = " ".repeat(width.saturating_sub(text.chars().count()));
                if *right { format!("{pad}{text}") } else { format!("{text}{pad}") }
            })
            .collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    let mut out = line(header.to_vec());
    out.push_str(&line(
        widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>().iter().map(String::as_str).collect(),
    ));
    rows.iter().for_each(|row| out.push_str(&line(row.iter().map(String::as_str).collect())));
    out
}
