//! What has to be done because of an answer: a table of the programme.
//!
//! Every row that matches fires. Triggers of danger look at the answers as given, whatever else was answered and
//! however far the form is filled in; a table without them, or with more than fifteen minutes for them, is refused.

mod table;

use table::{FACTOR, Row, Trigger};

pub use table::{ActionTable, ActionTableError};

use super::Kind;
use super::answer::Value;
use super::instrument::{Flag, Instrument};
use super::score::{Score, codes, meanings};
use super::sheet::Sheet;
use crate::words::Words;

/// How urgent a row is, and who may know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// An ambulance.
    Emergency,
    /// Thoughts of harm: somebody speaks with her now.
    Safety,
    /// Care today.
    Urgent,
    /// Soon.
    High,
    /// Soon, and nobody near her may know: no message, nothing printed, nothing shared.
    HighPrivate,
    /// Asked about with care, as privately.
    PromptPrivate,
    /// In some days.
    Moderate,
    /// A need to help with.
    Need,
    /// The next instrument is asked.
    NextInstrument,
}

/// Who has to do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TaskRole {
    /// The clinician on call.
    OnCallClinician,
    /// Behavioural health.
    BehaviouralHealth,
    /// The care coordinator.
    CareCoordinator,
    /// The advocate for those who are hurt at home.
    Advocate,
    /// The nurse line.
    NurseLine,
    /// Whoever finds food, housing, transport.
    Navigator,
    /// The program itself.
    System,
}

named! {
    Level {
        Emergency = "emergency", Safety = "safety", Urgent = "urgent", High = "high", HighPrivate = "high_private",
        PromptPrivate = "prompt_private", Moderate = "moderate", Need = "need", NextInstrument = "next_instrument",
    }
    TaskRole {
        OnCallClinician = "on_call_clinician", BehaviouralHealth = "behavioural_health",
        CareCoordinator = "care_coordinator", Advocate = "advocate", NurseLine = "nurse_line",
        Navigator = "navigator", System = "system",
    }
}

impl Level {
    /// Whether its minutes run by night and on holidays. The others are business time, 1440 minutes a business day.
    pub fn around_the_clock(self) -> bool {
        matches!(self, Self::Emergency | Self::Safety | Self::Urgent)
    }

    /// Whether nothing of it may be sent, printed or shared.
    pub fn private(self) -> bool {
        matches!(self, Self::HighPrivate | Self::PromptPrivate)
    }
}

/// Something that has to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The instrument that it comes from; none where a risk factor asks for it.
    pub instrument: Option<Instrument>,
    /// The trigger, as the table has it: `total>=13`, or the factor's name.
    pub trigger: String,
    /// The domain of the instrument, where the row is about one.
    pub domain: Option<String>,
    /// How urgent, and how private.
    pub level: Level,
    /// Who.
    pub task_role: TaskRole,
    /// Minutes until somebody has answered; see [`Level::around_the_clock`].
    pub respond_within: Option<u32>,
    /// Minutes until it is done.
    pub close_within: Option<u32>,
    /// What she is shown.
    pub person_sees: Words,
}

impl Action {
    /// What it comes from, as the table names it.
    pub fn source(&self) -> &'static str {
        self.instrument.map_or(FACTOR, Instrument::name)
    }

    /// Whether another asks the same of the same: thoughts of harm and violence are one matter, however they were told.
    fn is_met_by(&self, other: &Self) -> bool {
        let one_matter = self.level == Level::Safety || self.level.private();
        one_matter && (self.level, self.task_role) == (other.level, other.task_role)
    }
}

impl Sheet<'_> {
    /// What has to be done, the most urgent first. What an instrument asks for already is not asked for again by the
    /// risk factor of the same answer.
    pub fn actions(&self, table: &ActionTable) -> Vec<Action> {
        let instruments = self.form.instruments();
        let (mut actions, mut by_factor) = (Vec::new(), Vec::new());
        for row in &table.rows {
            let action = |domain| Action {
                instrument: row.instrument,
                trigger: row.words.clone(),
                domain,
                level: row.level,
                task_role: row.role,
                respond_within: row.respond,
                close_within: row.close,
                person_sees: row.person_sees.clone(),
            };
            match row.instrument {
                Some(instrument) if instruments.contains(&instrument) => {
                    actions
                        .extend(self.fires(row, instrument, &self.score(instrument)).into_iter().map(action));
                }
                Some(_) => {}
                None => by_factor.extend(self.tells(&row.words).then(|| action(None))),
            }
        }
        by_factor.retain(|one| !actions.iter().any(|other| one.is_met_by(other)));
        actions.extend(by_factor);
        actions.sort_by_key(|action| action.level);
        actions
    }

    /// Whether an answer, as it was given, says that a factor is present.
    fn tells(&self, factor: &str) -> bool {
        let rules = self.lines.iter().flat_map(|line| line.item.factors.iter().map(move |rule| (line, rule)));
        rules.filter(|(_, rule)| rule.factor == factor).any(|(line, rule)| line.tells(rule))
    }

    /// Once for each domain that a row fires for; once with none for a row about the whole.
    fn fires(&self, row: &Row, instrument: Instrument, score: &Score) -> Vec<Option<String>> {
        let once = |fires: bool| if fires { vec![None] } else { Vec::new() };
        let reaches = |sum: Option<i32>, least: i32| sum.is_some_and(|sum| sum >= least);
        match row.trigger {
            Trigger::Item(item, least) => once(self.item_reaches(instrument, item, least)),
            Trigger::TotalFrom(least) => once(reaches(score.at_least, least)),
            Trigger::TotalWithin(low, high) => once(score.total.is_some_and(|n| (low..=high).contains(&n))),
            Trigger::SafetySumFrom(least) => {
                once(score.parts.iter().any(|p| p.name == "safety" && reaches(p.at_least, least)))
            }
            Trigger::Any => once(score.positive == Some(true)),
            Trigger::AnyAndHelp => once(score.positive == Some(true) && self.wants_help(instrument, None)),
            Trigger::DomainAndHelp => {
                let wanted = |name: &str| name != "safety" && self.wants_help(instrument, Some(name));
                let positive = score.parts.iter().filter(|p| p.positive == Some(true) && wanted(&p.name));
                positive.map(|part| Some(part.name.clone())).collect()
            }
            Trigger::Route(route) => once(self.has_sign(route)),
            // A row of a factor belongs to no instrument.
            Trigger::Factor => Vec::new(),
        }
    }

    /// Answers as given to an item, whether it is asked or not: danger once told is not taken back by another answer.
    fn given_to(&self, instrument: Instrument, item: &str) -> impl Iterator<Item = &super::Answer> {
        let is = move |line: &&super::Line<'_>| {
            line.item.parts.iter().any(|p| p.instrument == instrument && p.item == item)
        };
        self.lines.iter().filter(is).filter_map(|line| line.given)
    }

    fn item_reaches(&self, instrument: Instrument, item: u8, least: i32) -> bool {
        let item = item.to_string();
        let points = |answer: &super::Answer| {
            let all = meanings(instrument, &item, answer).unwrap_or_default();
            all.iter().filter_map(|m| m.score).max()
        };
        self.given_to(instrument, &item).filter_map(points).any(|n| n >= least)
    }

    fn has_sign(&self, route: &'static str) -> bool {
        let instrument = Instrument::WarningSigns;
        let leads = |code: &String| {
            instrument.meaning("1", code).is_some_and(|meaning| meaning.flag == Flag::Route(route))
        };
        self.given_to(instrument, "1").any(|answer| codes(answer).iter().any(leads))
    }

    /// Whether she said that she wants help: by a plain yes, or by choosing the domain.
    fn wants_help(&self, instrument: Instrument, domain: Option<&str>) -> bool {
        let asks = self.lines.iter().filter(|line| line.item.wants_help == Some(instrument));
        asks.filter_map(|line| Some((line.item, line.answer.as_ref()?))).any(|(item, answer)| {
            answer.values().iter().any(|value| match (value, domain) {
                (Value::Boolean(yes), _) => *yes,
                (Value::Code(code), Some(domain)) if matches!(item.kind, Kind::Many(_)) => code == domain,
                (Value::Code(code), _) => code == "yes",
                _ => false,
            })
        })
    }
}
