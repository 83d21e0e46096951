//! A row for each subject.

use std::io::Write;

use jiff::civil::Date;
use kith_domain::id::RecordId;
use kith_domain::measure::Outcome;
use kith_domain::measure::strata::overlaps;
use serde_json::{Map, Value, json};

use super::counts::Counted;
use super::load::Loaded;
use super::{fhir, print_rows};
use crate::args::Format;

/// A row for each subject.
pub fn print(
    mut out: impl Write,
    loaded: &Loaded,
    outcomes: &[Outcome],
    told: &Counted<'_>,
    format: Format,
) -> anyhow::Result<()> {
    let references = loaded.lake.references(&loaded.lake.buckets())?;
    let evidence = |o: &Outcome| -> Vec<String> {
        o.evidence
            .iter()
            .map(|r: &RecordId| references.get(r).map_or_else(|| r.to_string(), |r| r.0.clone()))
            .collect()
    };
    let day = |d: Option<Date>| d.map(|d| d.to_string());
    match format {
        Format::Json => {
            for o in outcomes {
                let mut strata: Map<String, Value> = Map::new();
                for (by, stratum) in &o.strata {
                    let stratum = Value::from(stratum.clone());
                    match strata.get_mut(by) {
                        Some(Value::Array(several)) => several.push(stratum),
                        // Always a list where a subject may be in several.
                        _ if overlaps(by) => drop(strata.insert(by.clone(), vec![stratum].into())),
                        _ => drop(strata.insert(by.clone(), stratum)),
                    }
                }
                let mut row = json!({
                    "measure": o.measure,
                    "subject": loaded.people.reference(o.person),
                    "status": o.status.name(),
                    "on": day(o.on),
                    "due": day(o.due_on),
                    "evidence": evidence(o),
                    "strata": strata,
                    "reason": o.reason,
                    "organization": o.organization.map(|id| loaded.organization(id)),
                });
                if let Some(sources) = &loaded.sources {
                    row["sources"] = sources.behind(o).into();
                }
                writeln!(out, "{row}")?;
            }
        }
        Format::Csv | Format::Table => {
            let mut header = vec!["measure", "subject", "status", "on", "due", "reason", "evidence"];
            header.extend(loaded.sources.is_some().then_some("sources"));
            let rows: Vec<Vec<String>> = outcomes
                .iter()
                .map(|o| {
                    let mut row = vec![
                        o.measure.clone(),
                        loaded.people.reference(o.person),
                        o.status.name().to_owned(),
                        day(o.on).unwrap_or_default(),
                        day(o.due_on).unwrap_or_default(),
                        o.reason.clone().unwrap_or_default(),
                        evidence(o).join(" "),
                    ];
                    row.extend(loaded.sources.as_ref().map(|sources| sources.behind(o).join(" ")));
                    row
                })
                .collect();
            print_rows(&mut out, &header, rows, format)?;
        }
        Format::Fhir => fhir::individuals(&mut out, loaded, outcomes, told)?,
    }
    Ok(out.flush()?)
}
