//! Tables of hashes: `record_id,kind,hash`, a row for each token, and one without kind and hash for a record that gives none.

use std::collections::HashMap;
use std::io::{Read, Write};

use super::{Kind, Token, link, tokens};
use crate::table::{self, Columns, Reading, TableError, write_rows};

const HEADER: [&str; 3] = ["record_id", "kind", "hash"];

/// Why a table of hashes was not read.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// It is no table.
    #[error("the hashes cannot be read")]
    Read(#[from] csv::Error),
    /// Another table.
    #[error("the first line is `{0}`; a table of hashes begins with `record_id,kind,hash`")]
    Header(String),
    /// A row that is no token.
    #[error(
        "line {line}: `{kind}` with {length} letters is no hash of ours; write the table again with --hashes-out"
    )]
    Token {
        /// Line of the file.
        line: u64,
        /// The kind as it is written.
        kind: String,
        /// How long the hash is: 64 letters are right.
        length: usize,
    },
    /// Two tables with one id.
    #[error("record {0} is in two tables of hashes; let each partner put its name in front of its ids")]
    SameId(String),
}

/// Records as keyed hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hashes {
    ids: Vec<String>,
    tokens: Vec<Vec<Token>>,
}

impl Hashes {
    /// The hashes of a table of records, under a key; and what was read.
    pub fn of_table(input: impl Read, columns: &Columns, key: &[u8]) -> Result<(Self, Reading), TableError> {
        let mut hashes = Self::default();
        let reading = table::read(input, columns, |record| {
            hashes.ids.push(record.record_id.to_owned());
            hashes.tokens.push(tokens(key, record));
        })?;
        Ok((hashes, reading))
    }

    /// Adds a table of hashes.
    pub fn read(&mut self, input: impl Read) -> Result<(), HashError> {
        let mut table = csv::Reader::from_reader(input);
        if table.headers()?.iter().ne(HEADER) {
            return Err(HashError::Header(table.headers()?.iter().collect::<Vec<_>>().join(",")));
        }
        let before: HashMap<String, ()> = self.ids.iter().map(|id| (id.clone(), ())).collect();
        let mut places: HashMap<String, usize> = HashMap::new();
        for row in table.records() {
            let row = row?;
            let id = &row[0];
            if before.contains_key(id) {
                return Err(HashError::SameId(id.to_owned()));
            }
            let place = *places.entry(id.to_owned()).or_insert_with(|| {
                self.ids.push(id.to_owned());
                self.tokens.push(Vec::new());
                self.ids.len() - 1
            });
            if let Some(token) = token(&row)? {
                self.tokens[place].push(token);
            }
        }
        Ok(())
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many records give no token, and are nobody else's for that.
    pub fn silent(&self) -> usize {
        self.tokens.iter().filter(|tokens| tokens.is_empty()).count()
    }

    /// Writes `record_id,kind,hash`.
    pub fn write(&self, out: impl Write) -> Result<(), TableError> {
        let rows = self.ids.iter().zip(&self.tokens).flat_map(|(id, tokens)| {
            let told = tokens.iter().map(move |t| [id.as_str(), t.kind.name(), t.hash.as_str()]);
            told.chain(tokens.is_empty().then_some([id.as_str(), "", ""]))
        });
        write_rows(out, HEADER, rows)
    }

    /// Links by tokens that are the same, and writes `record_id,cluster_id`. Gives the number of people.
    pub fn write_clusters(&self, out: impl Write) -> Result<usize, TableError> {
        let clusters = link(&self.tokens);
        let people = clusters.iter().zip(0..).filter(|(cluster, at)| **cluster == *at).count();
        let rows = self.ids.iter().zip(&clusters);
        let rows = rows.map(|(id, cluster)| [id.as_str(), self.ids[*cluster as usize].as_str()]);
        write_rows(out, ["record_id", "cluster_id"], rows)?;
        Ok(people)
    }
}

fn token(row: &csv::StringRecord) -> Result<Option<Token>, HashError> {
    let (kind, hash) = (&row[1], &row[2]);
    if kind.is_empty() && hash.is_empty() {
        return Ok(None);
    }
    let whole = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    match Kind::named(kind).filter(|_| whole) {
        Some(kind) => Ok(Some(Token { kind, hash: hash.to_ascii_lowercase() })),
        None => {
            let line = row.position().map_or(0, csv::Position::line);
            Err(HashError::Token { line, kind: kind.to_owned(), length: hash.len() })
        }
    }
}
