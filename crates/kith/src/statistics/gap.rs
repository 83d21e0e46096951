//! `kith gap`: whether the distance between two groups narrowed, and who moved.

mod report;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueEnum;
use kith_stats::gap::{Count, Counts, Quantity};

use super::table::Table;
use super::{Asked, Better, cells, drawing};
use report::Report;

/// Events below which periods should be pooled.
const FEW: u64 = 20;

/// Did a gap between two groups narrow, and who moved: columns period, group, events, denominator
#[derive(Debug, clap::Args)]
pub struct Gap {
    #[command(flatten)]
    pub asked: Asked,
    /// The reference group, the same in every period
    #[arg(long, value_name = "GROUP")]
    pub reference: String,
    /// The group of interest; needed when the file has more than two
    #[arg(long, value_name = "GROUP")]
    pub group: Option<String>,
    /// The earlier period [default: the first of the file]
    #[arg(long, value_name = "PERIOD")]
    pub from: Option<String>,
    /// The later period [default: the last of the file]
    #[arg(long, value_name = "PERIOD")]
    pub to: Option<String>,
    /// Events for each so many
    #[arg(long, default_value_t = 1000.0, value_name = "NUMBER")]
    pub per: f64,
    /// Whether fewer events or more are wanted
    #[arg(long, value_enum, default_value_t = Better::Lower)]
    pub better: Better,
    /// Where to write the gap over all periods as SVG
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// A published percent to check: --claim 64
    #[arg(long, value_name = "PERCENT")]
    pub claim: Option<f64>,
    /// What that percent is of [default: not said; each is tried]
    #[arg(long, value_enum, requires = "claim")]
    pub of: Option<Of>,
}

/// What a published percent is of.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Of {
    /// The difference of the two rates
    Gap,
    /// Their ratio, less one
    ExcessRatio,
    /// Their ratio
    Ratio,
    /// The group's own rate
    GroupRate,
    /// The reference's own rate
    ReferenceRate,
}

impl From<Of> for Quantity {
    fn from(of: Of) -> Self {
        match of {
            Of::Gap => Self::Gap,
            Of::ExcessRatio => Self::ExcessRatio,
            Of::Ratio => Self::Ratio,
            Of::GroupRate => Self::GroupRate,
            Of::ReferenceRate => Self::ReferenceRate,
        }
    }
}

/// The answer as it is printed.
pub fn answer(args: &Gap) -> anyhow::Result<String> {
    let table = Table::read(&args.asked.file)?;
    let study = Study::read(&table, args)?;
    if let Some(path) = &args.svg {
        let chart =
            drawing::gap(&study.group, &study.reference, &study.every, args.per, args.asked.confidence()?)?;
        cells::write(path, &chart.standalone())?;
    }
    let report = Report::new(args, study)?;
    Ok(if args.asked.json { format!("{:#}\n", report.json()) } else { report.text() })
}

/// The counts of two groups in two periods.
struct Study {
    group: String,
    reference: String,
    periods: [String; 2],
    counts: [Counts; 2],
    /// All periods in which both groups are, in the order of the file.
    every: Vec<(String, Counts)>,
}

impl Study {
    fn read(table: &Table, args: &Gap) -> anyhow::Result<Self> {
        let (period, group) = (table.column(&["period", "year"])?, table.column(&["group"])?);
        let events = table.column(&["events", "numerator", "deaths"])?;
        let people = table.column(&["denominator", "population", "births", "people"])?;
        let (mut groups, mut periods): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        let mut found: BTreeMap<(&str, &str), Count> = BTreeMap::new();
        for row in table.rows() {
            let (at, of) = (table.text(row, period)?, table.text(row, group)?);
            let (mut count, denominator) = (table.count(row, events)?, table.needed(row, people)?);
            if denominator <= 0.0 {
                return Err(table.wrong(row, people, "the denominator must be above zero"));
            }
            if args.better == Better::Higher {
                // Without the event is then what is unwanted.
                let whole = denominator.fract() == 0.0 && count as f64 <= denominator;
                if !whole {
                    let what = "with --better higher the events must be among whole people";
                    return Err(table.wrong(row, events, what));
                }
                count = denominator as u64 - count;
            }
            // Rows of one group and period, such as those of its sites, add up.
            let sum = found.entry((at, of)).or_insert_with(|| {
                if !groups.contains(&of) {
                    groups.push(of);
                }
                if !periods.contains(&at) {
                    periods.push(at);
                }
                Count { events: 0, denominator: 0.0 }
            });
            sum.events = sum
                .events
                .checked_add(count)
                .ok_or_else(|| table.wrong(row, events, "the counts are too large to add up"))?;
            sum.denominator += denominator;
        }
        let reference = args.reference.as_str();
        let others: Vec<&str> = groups.iter().copied().filter(|group| *group != reference).collect();
        let group = match (&args.group, &others[..]) {
            (Some(group), _) => group.as_str(),
            (None, [only]) => *only,
            (None, _) => bail!("--group says which of {} to compare with {reference}", others.join(", ")),
        };
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else { bail!("no period") };
        let from = args.from.as_deref().unwrap_or(first);
        let to = args.to.as_deref().unwrap_or(last);
        if from == to {
            return Err(table.whole("two periods are needed to tell a change"));
        }
        let count = |at: &str, of: &str| {
            let found = found.get(&(at, of)).copied();
            found.ok_or_else(|| table.whole(&format!("no row for {of} in {at}")))
        };
        let counts =
            |at: &str| anyhow::Ok(Counts { group: count(at, group)?, reference: count(at, reference)? });
        let both = |at: &&str| counts(at).ok().map(|counts| ((*at).to_owned(), counts));
        Ok(Self {
            every: periods.iter().filter_map(both).collect(),
            group: group.to_owned(),
            reference: reference.to_owned(),
            periods: [from.to_owned(), to.to_owned()],
            counts: [counts(from)?, counts(to)?],
        })
    }
}
