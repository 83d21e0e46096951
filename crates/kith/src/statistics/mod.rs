//! Statistics on a file: a table in, plain sentences or exact JSON out.
//!
//! Each command is useful alone: no database, no programme, nothing kept. Errors name row and column. A
//! question that the data cannot answer is answered with the reason, and that is no failure.

mod cells;
mod columns;
mod drawing;
pub mod funnel;
pub mod gap;
pub mod impact;
pub mod inequality;
pub mod rate;
pub mod spc;
pub mod suppress;
mod table;
mod words;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use kith_stats::Confidence;

/// What every command takes.
#[derive(Debug, clap::Args)]
pub struct Asked {
    /// A table with a header line: CSV
    pub file: PathBuf,
    /// Level of confidence of the limits
    #[arg(long, default_value_t = 0.95, value_name = "SHARE")]
    pub confidence: f64,
    /// Print everything exactly, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Which end of a rate is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Better {
    /// Deaths, births too early
    Lower,
    /// Visits made, children immunised
    Higher,
}

/// Prints an answer.
pub fn print(answer: anyhow::Result<String>) -> anyhow::Result<ExitCode> {
    std::io::stdout().lock().write_all(answer?.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

impl Asked {
    fn confidence(&self) -> anyhow::Result<Confidence> {
        Confidence::new(self.confidence).context("--confidence")
    }
}

#[cfg(test)]
mod tests;
