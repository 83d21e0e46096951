//! Which column means what.

use std::collections::BTreeMap;

use super::TableError;

/// The fields of a record, by the names that their columns have.
pub const FIELDS: [&str; 22] = [
    "record_id",
    "source",
    "role",
    "first_name",
    "middle_name",
    "last_name",
    "birth_date",
    "sex",
    "birth_order",
    "ssn",
    "mrn",
    "medicaid_id",
    "phone",
    "email",
    "address",
    "city",
    "state",
    "zip",
    "mother_first_name",
    "mother_last_name",
    "mother_birth_date",
    "event_date",
];

/// Headers and the fields they mean. A header that is not mapped means the field of its own name, whatever its case
/// and with spaces or hyphens for underscores.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    named: BTreeMap<String, Option<usize>>,
}

/// Where the fields are in a table.
pub(super) struct Places {
    /// The column of each field.
    pub(super) at: [Option<usize>; FIELDS.len()],
    /// The field of each column.
    pub(super) fields: Vec<Option<usize>>,
}

impl Columns {
    /// Reads a mapping: TOML with a header on the left and a field on the right, `"Patient ID" = "record_id"`. An
    /// empty text on the right leaves the column out. The pairs may stand under `[columns]`.
    pub fn from_toml(text: &str) -> Result<Self, TableError> {
        let table: toml::Table = toml::from_str(text)
            .map_err(|error| TableError::Columns(format!("columns: {}", error.message())))?;
        let pairs = match table.get("columns") {
            Some(toml::Value::Table(inner)) => inner,
            _ => &table,
        };
        let mut named = BTreeMap::new();
        for (header, field) in pairs {
            let Some(field) = field.as_str() else {
                return Err(TableError::Columns(format!(
                    "columns: `{header}` must be the name of a field, in quotes"
                )));
            };
            let place = FIELDS.iter().position(|name| *name == plain(field));
            if place.is_none() && !field.is_empty() {
                let all = FIELDS.join(", ");
                return Err(TableError::Columns(format!(
                    "columns: no field `{field}`; the fields are {all}"
                )));
            }
            named.insert(plain(header), place);
        }
        Ok(Self { named })
    }

    /// The field that a header means.
    fn field(&self, header: &str) -> Option<usize> {
        let header = plain(header);
        match self.named.get(&header) {
            Some(field) => *field,
            None => FIELDS.iter().position(|name| *name == header),
        }
    }

    /// Finds the fields of a table by its header.
    pub(super) fn places(&self, header: &[String]) -> Result<Places, TableError> {
        let fields: Vec<Option<usize>> = header.iter().map(|name| self.field(name)).collect();
        let mut at = [None; FIELDS.len()];
        for (column, field) in fields.iter().enumerate() {
            let Some(field) = *field else { continue };
            if let Some(first) = at[field].replace(column) {
                return Err(TableError::SameField {
                    field: FIELDS[field],
                    first: header[first].clone(),
                    second: header[column].clone(),
                });
            }
        }
        if at[0].is_none() {
            return Err(TableError::NoColumn { wanted: FIELDS[0], found: header.join(", ") });
        }
        Ok(Places { at, fields })
    }
}

/// A header without what does not matter: case, and how words are joined.
fn plain(header: &str) -> String {
    header
        .trim()
        .to_lowercase()
        .split([' ', '_', '-', '.'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}
