//! The files of a folder and the cases in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A row of a table, by column.
pub type Row = BTreeMap<String, String>;

/// One thing to check.
pub enum Case {
    Json(Value),
    Row(Row),
}

/// All JSON and CSV files below a folder, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json" || extension == "csv") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The cases of a file, each with a name that tells it from the others.
pub fn read(file: &Path) -> Result<Vec<(String, Case)>, String> {
    if file.extension().is_some_and(|extension| extension == "csv") {
        let rows = csv::Reader::from_path(file).map_err(|error| error.to_string())?;
        return rows
            .into_deserialize()
            .enumerate()
            .map(|(i, row)| {
                Ok((format!("line {}", i + 2), Case::Row(row.map_err(|e: csv::Error| e.to_string())?)))
            })
            .collect();
    }
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let json: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let cases = json["cases"].as_array().ok_or("a file without cases")?;
    let name =
        |i: usize, case: &Value| case["id"].as_str().map_or_else(|| format!("case {}", i + 1), String::from);
    Ok(cases.iter().enumerate().map(|(i, case)| (name(i, case), Case::Json(case.clone()))).collect())
}
