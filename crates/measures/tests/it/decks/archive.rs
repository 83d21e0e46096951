//! The archive of the decks, read in memory: test patients with what is expected of each, and expanded value sets.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

/// A code in its system.
pub type Code = (String, String);

/// A test patient.
pub struct Case {
    /// Its id, which is that of its Patient too.
    pub id: String,
    /// The Bundle, as it came.
    pub bundle: Value,
    /// The MeasureReport expected of it.
    pub report: Value,
}

/// Everything that is used of the archive.
#[derive(Default)]
pub struct Decks {
    /// Test patients by the name of their deck.
    pub cases: BTreeMap<String, Vec<Case>>,
    /// The codes of a value set by its OID.
    pub value_sets: BTreeMap<String, Vec<Code>>,
}

/// Length of a header and of a block of a tar archive.
const BLOCK: usize = 512;

/// Reads the archive.
pub fn read(path: &Path) -> Decks {
    let file = std::fs::File::open(path).unwrap();
    let mut tar = Vec::new();
    lzma_rust2::XzReader::new(file, false).read_to_end(&mut tar).unwrap();
    let mut decks = Decks::default();
    let mut at = 0;
    while tar[at] != 0 {
        let header = &tar[at..at + BLOCK];
        let text = |from: usize, to: usize| {
            let field = header[from..to].split(|byte| *byte == 0).next().unwrap_or_default();
            std::str::from_utf8(field).unwrap().trim()
        };
        let (name, size) = (text(0, 100), usize::from_str_radix(text(124, 136), 8).unwrap());
        let content = &tar[at + BLOCK..at + BLOCK + size];
        at += BLOCK + size.next_multiple_of(BLOCK);
        let parts: Vec<&str> = name.trim_end_matches(".json").split('/').collect();
        match parts[..] {
            ["cases", deck, _] if size > 0 => {
                decks.cases.entry(deck.to_owned()).or_default().push(case(content))
            }
            ["valueset", oid] if size > 0 => _ = decks.value_sets.insert(oid.to_owned(), expansion(content)),
            _ => {}
        }
    }
    decks
}

fn case(content: &[u8]) -> Case {
    let mut json: Value = serde_json::from_slice(content).unwrap();
    let id = json["id"].as_str().unwrap().to_owned();
    Case { id, bundle: json["bundle"].take(), report: json["report"].take() }
}

fn expansion(content: &[u8]) -> Vec<Code> {
    let json: Value = serde_json::from_slice(content).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let codes = json["expansion"]["contains"].as_array().unwrap();
    codes.iter().map(|code| (text(&code["system"]), text(&code["code"]))).collect()
}
