//! What is said of a gap.

use anyhow::Context;
use kith_stats::gap::{
    CannotTell, Change, Claim, Contradiction, Count, Driver, Finding, Proviso, Quantity, Verdict, bootstrap,
    check,
};
use kith_stats::{Confidence, Draws, Interval, NotDefined};
use serde_json::{Value, json};

use super::{Better, FEW, Gap, Study};
use crate::statistics::words::{exact, level, limits, number, or_reason, percent, percent_limits};

pub(super) struct Report<'a> {
    args: &'a Gap,
    study: Study,
    change: Change,
    confidence: Confidence,
    bootstrap: Result<Interval, NotDefined>,
    claim: Option<Finding>,
}

impl<'a> Report<'a> {
    pub(super) fn new(args: &'a Gap, study: Study) -> anyhow::Result<Self> {
        let confidence = args.asked.confidence()?;
        let rates = |i: usize| study.counts[i].rates(args.per).context("--per");
        let change = Change { before: rates(0)?, after: rates(1)? };
        let bootstrap = bootstrap(study.counts[0], study.counts[1], confidence, Draws::USUAL);
        let claim = args.claim.map(|percent| {
            check(Claim { percent, of: args.of.map(Into::into), rounded_to: 1.0 }, change, confidence)
        });
        Ok(Self { args, study, change, confidence, bootstrap, claim })
    }

    pub(super) fn text(&self) -> String {
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
        let Study { group, reference, periods, counts, .. } = &self.study;
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

    pub(super) fn json(&self) -> Value {
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
