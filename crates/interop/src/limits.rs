//! How much of a stranger's file is taken in at once.

/// Guards against input that would cost memory or stack. What exceeds one is a problem of its own record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Deepest nesting of objects and lists within one resource.
    pub max_depth: usize,
    /// Longest line of an NDJSON file, in bytes. A longer one is skipped to its end without being held.
    pub max_line: usize,
    /// Largest file that is one JSON document (a Bundle, a pretty-printed resource), in bytes.
    pub max_document: usize,
    /// How much of a skipped line or document is kept to show.
    pub sample: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_depth: 64, max_line: 4 << 20, max_document: 16 << 20, sample: 4 << 10 }
    }
}
