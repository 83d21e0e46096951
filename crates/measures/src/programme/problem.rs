//! What is wrong with a programme folder, and where.

use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};

/// One thing that is wrong, with its place in a file.
#[derive(Debug, Clone, thiserror::Error, Diagnostic)]
#[error("{path}:{line}:{column}: {message}")]
pub struct Problem {
    /// What.
    pub message: String,
    /// What to do about it.
    #[help]
    pub help: Option<String>,
    /// The file, from the programme's folder.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// The file's text.
    #[source_code]
    pub source_text: NamedSource<Arc<str>>,
    /// The place in it.
    #[label("here")]
    pub at: SourceSpan,
}

impl Problem {
    pub(crate) fn new(
        path: &str,
        text: &str,
        at: std::ops::Range<usize>,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) -> Self {
        let start = at.start.min(text.len());
        let before = text.get(..start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self {
            message: message.into(),
            help: help.into(),
            path: path.to_owned(),
            line,
            column,
            source_text: NamedSource::new(path, Arc::from(text)),
            at: (start, at.end.min(text.len()).saturating_sub(start)).into(),
        }
    }
}

/// Everything that is wrong with a programme folder.
#[derive(Debug, Clone, thiserror::Error, Diagnostic)]
#[error("the programme `{name}` cannot be used: {}", count(.problems.len()))]
pub struct Problems {
    /// The folder.
    pub name: String,
    /// Each with its place.
    #[related]
    pub problems: Vec<Problem>,
}

fn count(problems: usize) -> String {
    if problems == 1 { "1 problem".into() } else { format!("{problems} problems") }
}
