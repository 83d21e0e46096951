//! `kith gap`: whether the distance between two groups narrowed, and who moved.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use clap::ValueEnum;
use kith_stats::gap::{
    CannotTell, Change, Claim, Contradiction, Count, Counts, Driver, Finding, Proviso, Quantity, Verdict,
    bootstrap, check,
};
use kith_stats::{Confidence, Draws, Interval, NotDefined};
use serde_json::{Value, json};

use super::table::Table;
use super::words::{exact, level, limits, number, or_reason, percent, percent_limits};
use super::{Asked, Better};

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
    let report = Report::new(args, study)?;
    Ok(if args.asked.json { format!("{:#}\n", report.json()) } else { report.text() })
}

/// The counts of two groups in two periods.
struct Study {
    group: String,
    reference: String,
    periods: [String; 2],
    counts: [Counts; 2],
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
        Ok(Self {
            group: group.to_owned(),
            reference: reference.to_owned(),
            periods: [from.to_owned(), to.to_owned()],
            counts: [counts(from)?, counts(to)?],
        })
    }
}

struct Report<'a> {
    args: &'a Gap,
    study: Study,
    change: Change,
    confidence: Confidence,
    bootstrap: Result<Interval, NotDefined>,
    claim: Option<Finding>,
}

impl<'a> Report<'a> {
    fn new(args: &'a Gap, study: Study) -> anyhow::Result<Self> {
        let confidence = args.asked.confidence()?;
        let rates = |i: usize| study.counts[i].rates(args.per).context("--per");
        let change = Change { before: rates(0)?, after: rates(1)? };
        let bootstrap = bootstrap(study.counts[0], study.counts[1], confidence, Draws::USUAL);
        let claim = args.claim.map(|percent| {
            check(Claim { percent, of: args.of.map(Into::into), rounded_to: 1.0 }, change, confidence)
        });
        Ok(Self { args, study, change, confidence, bootstrap, claim })
    }

    fn text(&self) -> String {
        let mut lines = Vec::new();
        self.rates(&mut lines);
        self.verdict(&mut lines);
        self.percent(&mut lines);
        self.movers(&mut lines);
        if let Some(finding) = &self.claim {
            lines.push(self.claimed(finding));
        }
        if self.counts().iter().any(|count| count.events < FEW) {
            lines.push(format!("A count is below {FEW} events: pool several periods before you decide."));
        }
        lines.join("\n") + "\n"
    }

    fn counts(&self) -> [Count; 4] {
        let [before, after] = self.study.counts;
        [before.group, before.reference, after.group, after.reference]
    }

    fn rates(&self, lines: &mut Vec<String>) {
        let Study { group, reference, periods, counts } = &self.study;
        let unit = match self.args.better {
            Better::Lower => format!("for each {}", number(self.args.per)),
            Better::Higher => format!("without it for each {}", number(self.args.per)),
        };
        for (i, rates) in [self.change.before, self.change.after].into_iter().enumerate() {
            let of = |count: Count| format!("{} of {}", count.events, number(count.denominator));
            lines.push(format!(
                "{}: {group} {} ({}), {reference} {} ({}), {unit}; gap {} ({}: {}).",
                periods[i],
                number(rates.group.value),
                of(counts[i].group),
                number(rates.reference.value),
                of(counts[i].reference),
                number(rates.gap().value),
                level(self.args.asked.confidence),
                limits(rates.gap().interval(self.confidence)),
            ));
        }
    }

    fn verdict(&self, lines: &mut Vec<String>) {
        let change = self.change.in_gap();
        let Study { group, reference, .. } = &self.study;
        let said = match self.change.verdict(self.confidence) {
            Verdict::Improved if change.value < 0.0 => {
                format!("{group} is better off, and the gap is smaller")
            }
            Verdict::Improved => format!("{group} is better off, and the gap is as it was"),
            Verdict::ReferenceWorsened => {
                format!("the gap is not wider, but {reference} got worse: this is not progress by itself")
            }
            Verdict::NoClearChange => "there is no clear change: chance alone may have moved it".to_owned(),
            Verdict::Widened => "the gap is wider".to_owned(),
        };
        lines.push(format!(
            "The gap changed by {} ({}): {said}.",
            number(change.value),
            limits(change.interval(self.confidence))
        ));
    }

    fn percent(&self, lines: &mut Vec<String>) {
        let unclear = self.change.verdict(self.confidence) == Verdict::NoClearChange;
        match self.change.stated_narrowing(self.confidence) {
            Ok(stated) if unclear => lines.push(format!(
                "As a percent of the earlier gap the narrowing is {}, but its limits hold none at all (Fieller: {}).",
                percent(stated.percent),
                percent_limits(stated.limits)
            )),
            Ok(stated) if self.change.may_say_narrowed() => lines.push(format!(
                "It narrowed by {} (Fieller: {}).",
                percent(stated.percent),
                percent_limits(stated.limits)
            )),
            Ok(stated) => lines.push(format!(
                "Its size is {} of what it was (Fieller: {} to {}); “narrowed” is not the word for that.",
                percent(100.0 - stated.percent),
                percent(100.0 - stated.limits.high),
                percent(100.0 - stated.limits.low)
            )),
            Err(reason) => lines.push(format!("No percent is given: {reason}.")),
        }
    }

    fn movers(&self, lines: &mut Vec<String>) {
        let reading = self.change.reading(self.confidence);
        let Study { group, reference, .. } = &self.study;
        let chance =
            if reading.reference_may_be_chance { " Chance alone may have moved the reference." } else { "" };
        let share = percent(100.0 * reading.share_from_reference.unwrap_or(0.0));
        match reading.driver {
            Driver::NotNarrowed => {}
            Driver::GroupBetter => {
                lines.push(format!("All of the narrowing is {group} getting better."));
            }
            Driver::GroupBetterReferenceWorse => lines.push(format!(
                "Of the narrowing, {share} came from {reference} getting worse (by {}).{chance}",
                number(reading.from_reference)
            )),
            Driver::OnlyReferenceWorse => lines.push(format!(
                "{group} is no better off: the whole narrowing is {reference} getting worse (by {}).{chance}",
                number(reading.from_reference)
            )),
        }
    }

    fn claimed(&self, finding: &Finding) -> String {
        let claimed = percent(self.args.claim.unwrap_or_default());
        let name = |of: Quantity| match of {
            Quantity::Gap => "the difference of the rates",
            Quantity::ExcessRatio => "the ratio of the rates less one",
            Quantity::Ratio => "the ratio of the rates",
            Quantity::GroupRate => "the group's own rate",
            Quantity::ReferenceRate => "the reference's own rate",
        };
        match finding {
            Finding::Holds { found, provided } => {
                let mut text = format!(
                    "The claim of {claimed} holds for {}: the data give {} ({}).",
                    name(found.of),
                    percent(found.percent),
                    percent_limits(found.limits)
                );
                for proviso in provided {
                    text += &match proviso {
                        Proviso::ReferenceWorsened { share } => format!(
                            " It must be said that {} of it is the reference getting worse.",
                            percent(100.0 * share)
                        ),
                        Proviso::ChanceNotWeighed => " Chance was not weighed.".to_owned(),
                        Proviso::QuantityNotStated => " The claim does not say what it is of.".to_owned(),
                    };
                }
                text
            }
            Finding::DoesNotHold { reason, found } => {
                let why = match reason {
                    Contradiction::GroupWorsened => "the group itself got worse".to_owned(),
                    Contradiction::OtherPercent { fits: Some(of) } => {
                        format!("the number fits {} instead", name(*of))
                    }
                    Contradiction::OtherPercent { fits: None } => "the number fits nothing here".to_owned(),
                };
                let instead = found.map(|found| {
                    let said = percent(found.percent);
                    format!(
                        " For {} the data give {said} ({}).",
                        name(found.of),
                        percent_limits(found.limits)
                    )
                });
                format!("The claim of {claimed} does not hold: {why}.{}", instead.unwrap_or_default())
            }
            Finding::CannotBeTold { reason, found } => {
                let why = match reason {
                    CannotTell::NoClearChange => "the data fit it, and no change as well".to_owned(),
                    CannotTell::NoMeaning { reason } => reason.to_string(),
                    CannotTell::NotAPercent => "it is not a percent".to_owned(),
                };
                let data = found.map(|found| {
                    format!(" The data give {} ({}).", percent(found.percent), percent_limits(found.limits))
                });
                format!(
                    "Whether the claim of {claimed} holds cannot be told: {why}.{}",
                    data.unwrap_or_default()
                )
            }
        }
    }

    fn json(&self) -> Value {
        let Study { group, reference, periods, .. } = &self.study;
        let rates = [self.change.before, self.change.after].map(|rates| {
            json!({
                "group": { "rate": rates.group.value, "standard_error": rates.group.standard_error() },
                "reference": { "rate": rates.reference.value, "standard_error": rates.reference.standard_error() },
                "gap": rates.gap().value,
                "gap_interval": exact(rates.gap().interval(self.confidence)),
                "ratio": or_reason(rates.ratio(self.confidence), |ratio| json!(ratio)),
            })
        });
        let in_gap = self.change.in_gap();
        json!({
            "group": group, "reference": reference, "periods": periods, "per": self.args.per,
            "confidence": self.args.asked.confidence,
            "before": rates[0], "after": rates[1],
            "change": {
                "estimate": in_gap.value,
                "standard_error": in_gap.standard_error(),
                "interval": exact(in_gap.interval(self.confidence)),
                "p": or_reason(in_gap.two_sided_p(), |p| json!(p)),
            },
            "verdict": self.change.verdict(self.confidence),
            "narrowing": or_reason(self.change.narrowing(self.confidence), |narrowing| json!(narrowing)),
            "stated": or_reason(self.change.stated_narrowing(self.confidence), |stated| json!(stated)),
            "bootstrap": or_reason(self.bootstrap, exact),
            "ratio_of_ratios": or_reason(self.change.ratio_of_ratios(self.confidence), |ratio| json!(ratio)),
            "reading": self.change.reading(self.confidence),
            "claim": self.claim,
        })
    }
}
