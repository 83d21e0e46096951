//! Checking queries: they parse, they plan against the lake, they return what the engine needs.

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::catalog::{MemorySchemaProvider, SchemaProvider};
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion::sql::sqlparser::tokenizer::Location;
use futures::executor::block_on;
use kith_domain::value_set::ValueSets;

mod reach;

use super::problem::Problem;
use super::reading::distance;
use super::{Measure, Query};
use crate::lake::Table;
use crate::sql::{Codes, Filled, Names, VISIBLE, fill, names, offset, prelude, syntax};

pub(super) struct Checked {
    pub problems: Vec<Problem>,
    pub value_sets: BTreeSet<String>,
}

/// What the engine reads from each query.
const COLUMNS: [(&str, &[&str]); 3] = [
    ("denominator", &["subject_id", "counts_on", "due_on", "unknown_reason"]),
    ("exclusion", &["subject_id", "reason", "evidence_id"]),
    ("numerator", &["subject_id", "on_date", "evidence_id"]),
];

/// What a column has to hold, when what it holds is something else.
fn expected(column: &str, kind: &DataType) -> Option<&'static str> {
    let (fits, expected) = match column {
        "counts_on" | "due_on" | "on_date" => {
            (matches!(kind, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..)), "a day")
        }
        "subject_id" | "evidence_id" => (kind.is_integer(), "a whole number"),
        _ => (kind.is_string(), "a text"),
    };
    (!fits && !kind.is_null()).then_some(expected)
}

pub(super) fn queries(measure: &Measure, value_sets: &ValueSets) -> Checked {
    let mut checked = Checked { problems: Vec::new(), value_sets: BTreeSet::new() };
    let context = context();
    let codes = Codes::new(value_sets, &Default::default());
    let queries = &measure.queries;
    let all = [&queries.denominator, &queries.exclusion, &queries.numerator];
    let mut denominator: Option<(&Query, Names)> = None;
    for (query, (name, columns)) in all.into_iter().zip(COLUMNS) {
        let Some(names) = said(query, measure, value_sets, &mut checked) else { continue };
        if names.words.contains("denominator") && denominator.is_none() {
            // Its own problem has been said, and what is built on it cannot be looked at.
            if name == "denominator" {
                let at = place(query, &names, "denominator");
                checked.problems.push(Problem::new(
                    &query.path,
                    &query.text,
                    at,
                    "a query cannot read itself",
                    None,
                ));
            }
            continue;
        }
        match plan(&context, measure, query, &names, denominator.as_ref(), &codes) {
            Err(problem) => checked.problems.push(*problem),
            Ok(returned) => {
                let of =
                    |column: &str| returned.iter().find(|(name, _)| name == column).map(|(_, kind)| kind);
                for column in columns {
                    let (message, help, word) = match of(column) {
                        None => {
                            let names: Vec<&str> = returned.iter().map(|(name, _)| name.as_str()).collect();
                            let help =
                                format!("select {}; it returns {}", columns.join(", "), names.join(", "));
                            (format!("the {name} does not return `{column}`"), Some(help), "select")
                        }
                        Some(kind) => match expected(column, kind) {
                            None => continue,
                            Some(expected) => {
                                let message = format!("`{column}` is {kind}, and {expected} is expected");
                                (message, None, *column)
                            }
                        },
                    };
                    let at = place(query, &names, word);
                    checked.problems.push(Problem::new(&query.path, &query.text, at, message, help));
                }
                if name == "denominator" && columns.iter().all(|c| of(c).is_some()) {
                    denominator = Some((query, names));
                }
            }
        }
    }
    checked
}

/// What a query names, and whether all of it is there.
fn said(query: &Query, measure: &Measure, value_sets: &ValueSets, checked: &mut Checked) -> Option<Names> {
    let range = |from: Location, to: Location| offset(&query.text, from)..offset(&query.text, to);
    let mut say = |at, message: String, help: String| {
        checked.problems.push(Problem::new(&query.path, &query.text, at, message, Some(help)));
    };
    let names = match syntax(&query.text).and_then(|()| names(&query.text)) {
        Ok(names) => names,
        Err((message, at)) => {
            let help =
                "look just before this place for a comma, bracket or quote too many or too few".to_owned();
            say(range(at, at), format!("this is not SQL: {message}"), help);
            return None;
        }
    };
    let mut whole = true;
    for (name, from, to) in &names.value_sets {
        if value_sets.0.contains_key(name) {
            checked.value_sets.insert(name.clone());
        } else {
            let near =
                value_sets.0.keys().min_by_key(|k| distance(k, name)).filter(|k| distance(k, name) <= 5);
            let near = near.map_or(String::new(), |near| format!("; did you mean '{near}'?"));
            let help = format!("add value_sets/{name}.csv{near}");
            say(range(*from, *to), format!("there is no value set `{name}`"), help);
        }
    }
    for (name, from, to) in &names.placeholders {
        if name != "as_of" && !measure.settings.contains_key(name) {
            let help =
                format!("$as_of is given with each run; any other needs `{name} = …` under [settings]");
            say(range(*from, *to), format!("there is no setting `{name}`"), help);
            whole = false;
        }
    }
    for (name, from, to) in &names.reasons {
        if !measure.reasons.contains_key(name) {
            let help = format!("add [reasons.{name}] with en and es to measures/{}/measure.toml", measure.id);
            say(range(*from, *to), format!("nobody has put the reason `{name}` into words"), help);
        }
    }
    whole.then_some(names)
}

/// Plans one query against an empty lake, and gives the columns that it returns.
fn plan(
    context: &SessionContext,
    measure: &Measure,
    query: &Query,
    names: &Names,
    denominator: Option<&(&Query, Names)>,
    codes: &Codes,
) -> Result<Vec<(String, DataType)>, Box<Problem>> {
    let as_of = jiff::civil::date(2000, 1, 1);
    let mut words = names.words.clone();
    let mut sets: BTreeSet<String> = names.value_sets.iter().map(|v| v.0.clone()).collect();
    let before = denominator.filter(|_| names.words.contains("denominator"));
    if let Some((_, names)) = before {
        words.extend(names.words.iter().cloned());
        sets.extend(names.value_sets.iter().map(|v| v.0.clone()));
    }
    let mut text = prelude(&words, &sets, codes, as_of, &measure.settings);
    if let Some((query, names)) = before {
        let filled = fill(&query.text, names, as_of, &measure.settings);
        text.push_str(&format!(",\ndenominator as (\n{}\n)", filled.text));
    }
    text.push_str("\nselect * from (\n");
    let above = text.matches('\n').count() as u64;
    let filled = fill(&query.text, names, as_of, &measure.settings);
    text.push_str(&filled.text);
    text.push_str("\n) query");

    let state = context.state();
    let unplanned = |error| Box::new(problem(query, names, &filled, above, &error));
    let refused = |word: &str, message: String, help: &str| {
        let at = place(query, names, word);
        Box::new(Problem::new(&query.path, &query.text, at, message, Some(help.to_owned())))
    };
    let written = block_on(state.create_logical_plan(&text)).map_err(unplanned)?;
    if reach::takes_some(&written) {
        let word = if names.words.contains("limit") { "limit" } else { "offset" };
        let help = "a measure counts everybody: for the first of somebody's rows, rank them with row_number() over \
                    (partition by subject_id …)";
        return Err(refused(word, "the query takes some of the rows and leaves the rest".to_owned(), help));
    }
    let plan = state.optimize(&written).map_err(unplanned)?;
    if let Some(what) = reach::across_families(&plan) {
        let help = "tie every table by person_id or subject_id, and count and rank by it: \
                    each family is measured by itself";
        return Err(refused("join", format!("the query {what}"), help));
    }
    Ok(plan.schema().fields().iter().map(|f| (f.name().clone(), f.data_type().clone())).collect())
}

/// An error of the planner, at its place in the file.
fn problem(query: &Query, names: &Names, filled: &Filled, above: u64, error: &DataFusionError) -> Problem {
    let (message, help) = wording(error);
    let in_file = |line: u64, column: u64| {
        let lines = query.text.lines().count() as u64;
        let line = line.checked_sub(above)?;
        // A query that ends too early is found out by what comes after it.
        let at = Location {
            line: line.clamp(1, lines.max(1)),
            column: if line > lines { u64::MAX } else { column },
        };
        Some(filled.original(at))
    };
    let stated = error.diagnostic().and_then(|d| d.span).and_then(|s| in_file(s.start.line, s.start.column));
    let named =
        || names.places.iter().find(|(word, _, _)| message.contains(&format!("`{word}`"))).map(|p| p.1);
    let at = stated.or_else(named).map_or(0, |at| offset(&query.text, at));
    let rest = &query.text[at..];
    let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
    Problem::new(&query.path, &query.text, at..at + length, message, help)
}

/// The planner's words, made plain where we know what it means.
fn wording(error: &DataFusionError) -> (String, Option<String>) {
    let root = error.find_root();
    if let DataFusionError::SchemaError(schema, _) = root
        && let datafusion::common::SchemaError::FieldNotFound { field, valid_fields } = schema.as_ref()
    {
        let known: Vec<&str> = valid_fields.iter().map(|c| c.name()).collect();
        let near =
            known.iter().min_by_key(|k| distance(k, field.name())).filter(|k| distance(k, field.name()) <= 4);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("columns here: {}", known.join(", ")),
        };
        return (format!("there is no column `{}`", field.name()), Some(help));
    }
    let text = root.to_string();
    if let Some((_, rest)) = text.split_once("table '")
        && let Some((name, _)) = rest.split_once('\'')
    {
        let name = name.rsplit('.').next().unwrap_or(name);
        let tables = VISIBLE.map(Table::name).join(", ");
        return (
            format!("there is no table `{name}`"),
            Some(format!("tables: {tables}, value_set, denominator")),
        );
    }
    let text = text.lines().next().unwrap_or_default();
    (format!("the query does not plan: {}", text.trim_start_matches("Error during planning: ")), None)
}

fn place(query: &Query, names: &Names, word: &str) -> std::ops::Range<usize> {
    let found = names.places.iter().find(|(w, _, _)| w == word);
    found.map_or(0..0, |(_, from, to)| offset(&query.text, *from)..offset(&query.text, *to))
}

/// A lake with no rows.
fn context() -> SessionContext {
    let mut config = SessionConfig::new().with_target_partitions(1);
    config.options_mut().sql_parser.collect_spans = true;
    let context = SessionContext::new_with_config(config);
    let lake = MemorySchemaProvider::new();
    for table in VISIBLE {
        let empty =
            MemTable::try_new(table.schema(), vec![vec![]]).expect("an empty table has its own schema");
        lake.register_table(table.name().into(), Arc::new(empty)).expect("each table is registered once");
    }
    let catalog = context.catalog("datafusion").expect("a new session has its default catalog");
    catalog.register_schema("lake", Arc::new(lake)).expect("a new catalog takes another schema");
    context
}
