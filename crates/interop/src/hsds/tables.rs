//! The tables of a directory, whichever shape they came in.

use std::collections::BTreeMap;

use super::{LeftOut, Why};
use crate::problem::Problem;
use crate::table;

/// One row: where it stands, and what it says.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub place: String,
    pub values: BTreeMap<String, String>,
}

impl Row {
    /// What a column says, where it says something.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.values.get(column).map(|text| text.trim()).filter(|text| !text.is_empty())
    }
}

/// Tables of HSDS 3, by their name in the singular, and whether anything of them is taken.
const TABLES: [(&str, &str, bool); 24] = [
    ("organization", "organizations", true),
    ("program", "programs", false),
    ("service", "services", true),
    ("attribute", "attributes", true),
    ("service_at_location", "service_at_locations", true),
    ("location", "locations", true),
    ("phone", "phones", true),
    ("contact", "contacts", false),
    ("address", "addresses", true),
    ("schedule", "schedules", true),
    ("service_area", "service_areas", true),
    ("language", "languages", true),
    ("funding", "fundings", false),
    ("accessibility", "accessibilities", false),
    ("cost_option", "cost_options", false),
    ("required_document", "required_documents", false),
    ("taxonomy", "taxonomies", true),
    ("taxonomy_term", "taxonomy_terms", true),
    ("organization_identifier", "organization_identifiers", false),
    ("service_capacity", "service_capacities", true),
    ("unit", "units", true),
    ("metadata", "metadatas", false),
    ("url", "urls", false),
    ("meta_table_description", "meta_table_descriptions", false),
];

/// The table that a file, a list or a property is named for; older names are those of HSDS 1 and 2.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let older = match name {
        "physical_address" | "physical_addresses" | "postal_address" | "postal_addresses" => "address",
        "regular_schedule" | "regular_schedules" => "schedule",
        "service_attribute" | "service_attributes" => "attribute",
        "taxonomy_detail" => "taxonomy",
        other => other,
    };
    TABLES.iter().find(|(one, many, _)| older == *one || older == *many).map(|(one, ..)| *one)
}

/// Whether anything of a table is taken.
pub(super) fn is_taken(table: &str) -> bool {
    TABLES.iter().any(|(one, _, taken)| *one == table && *taken)
}

/// All tables.
#[derive(Debug, Default)]
pub(super) struct Tables {
    rows: BTreeMap<&'static str, Vec<Row>>,
    pub left_out: Vec<LeftOut>,
}

impl Tables {
    pub fn is_empty(&self) -> bool {
        !self.rows.contains_key("service")
    }

    /// The rows of a table.
    pub fn of(&self, table: &str) -> &[Row] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    /// The names of the tables that hold something.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.rows.keys().copied()
    }

    pub fn push(&mut self, table: &'static str, row: Row) {
        self.rows.entry(table).or_default().push(row);
    }

    /// The rows of a table by a column that names something else.
    pub fn by(&self, table: &str, column: &str) -> BTreeMap<&str, Vec<&Row>> {
        let mut all: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in self.of(table) {
            if let Some(id) = row.get(column) {
                all.entry(id).or_default().push(row);
            }
        }
        all
    }

    /// Reads one table of a data package.
    pub fn read_csv(&mut self, name: &str, bytes: &[u8]) -> Result<(), Problem> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase();
        let Some(table) = named(&stem) else {
            let place = name.to_owned();
            self.left_out.push(LeftOut { place, name: String::new(), why: Why::NoTable });
            return Ok(());
        };
        // A table without rows is one.
        if !bytes.trim_ascii().contains(&b'\n') {
            return Ok(());
        }
        let options = table::Options { header_row: Some(1), ..table::Options::default() };
        let sheet = table::read(bytes, name, &options)?;
        for row in sheet.rows {
            let cells = row.cells.into_iter().map(|cell| cell.text);
            let headers = sheet.headers.iter().map(|h| h.trim().to_ascii_lowercase());
            let mut values: BTreeMap<String, String> = headers.zip(cells).collect();
            let mailing = stem.starts_with("postal_address");
            if table == "address" && stem.ends_with("addresses") && stem != "addresses" {
                let kind = if mailing { "postal" } else { "physical" };
                values.entry("address_type".into()).or_insert_with(|| kind.into());
            }
            self.push(table, Row { place: format!("{name}, line {}", row.line), values });
        }
        Ok(())
    }
}
