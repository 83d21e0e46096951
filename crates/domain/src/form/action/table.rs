//! Reading the table of actions.

use super::super::{Form, Instrument, Tells};
use super::{Level, TaskRole};
use crate::words::Words;

/// When a row fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// An item gives at least so many points.
    Item(u8, i32),
    /// The total is at least this, as far as it is answered.
    TotalFrom(i32),
    /// The total lies between two, both included.
    TotalWithin(i32, i32),
    /// The points of the domain of safety are at least this, as far as it is answered.
    SafetySumFrom(i32),
    /// Any answer is positive.
    Any,
    /// Any is, and she wants help with it.
    AnyAndHelp,
    /// Once for each positive domain that she wants help with.
    DomainAndHelp,
    /// A warning sign that leads there.
    Route(&'static str),
    /// The risk factor that the row names is present.
    Factor,
}

/// What stands in place of an instrument in a row about a risk factor.
pub(super) const FACTOR: &str = "factor";
/// The factor that no form may tell of without an answer to it.
const SELF_HARM: &str = "self_harm";
/// The longest that somebody waits who thinks of harming herself.
const SAFETY_MINUTES: u32 = 15;

impl Trigger {
    fn parse(text: &str) -> Option<Self> {
        let from = |prefix: &str| text.strip_prefix(prefix)?.parse().ok();
        if let Some((item, points)) = text.strip_prefix("item:").and_then(|t| t.split_once(">=")) {
            return Some(Self::Item(item.parse().ok()?, points.parse().ok()?));
        }
        if let Some((low, high)) = text.strip_prefix("total in ").and_then(|t| t.split_once("..")) {
            return Some(Self::TotalWithin(low.parse().ok()?, high.parse().ok()?));
        }
        if let Some(route) = text.strip_prefix("route==") {
            return ["911", "provider_now", "crisis"].into_iter().find(|r| *r == route).map(Self::Route);
        }
        match text {
            "any POS" | "any yes" | "any other than never" => Some(Self::Any),
            "any POS and wants_help" => Some(Self::AnyAndHelp),
            "domain POS and wants_help" => Some(Self::DomainAndHelp),
            _ => from("total>=").map(Self::TotalFrom).or(from("safety_sum>=").map(Self::SafetySumFrom)),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// None for a row about a risk factor, whose name are its words.
    pub(super) instrument: Option<Instrument>,
    pub(super) trigger: Trigger,
    pub(super) words: String,
    pub(super) level: Level,
    pub(super) role: TaskRole,
    pub(super) respond: Option<u32>,
    pub(super) close: Option<u32>,
    pub(super) person_sees: Words,
}

/// What answers lead to, as a programme wants it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionTable {
    pub(super) rows: Vec<Row>,
}

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ActionTableError {
    /// The line, from 1; the last for a row that is missing.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

const COLUMNS: &str = "instrument,trigger,level,task_role,respond_within_minutes,close_within_minutes,person_sees_en,\
                       person_sees_es";

/// What must be answered within fifteen minutes whatever a site thinks: a table may only be stricter.
const NEVER_WITHOUT: [(Instrument, Trigger); 2] =
    [(Instrument::Epds, Trigger::Item(10, 1)), (Instrument::Phq9, Trigger::Item(9, 1))];

impl ActionTable {
    /// Reads a table: comma-separated, no quotes, the columns in this order.
    pub fn parse(text: &str) -> Result<Self, ActionTableError> {
        let mut rows = Vec::new();
        let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
        let error =
            |line, message: String, help: &str| Err(ActionTableError { line, message, help: help.into() });
        match lines.next() {
            Some((_, header)) if header.trim_start_matches('\u{feff}') == COLUMNS => {}
            _ => {
                let help = format!("the first line is `{COLUMNS}`");
                return error(1, "the columns are not those of a table of actions".into(), &help);
            }
        }
        let mut last = 1;
        for (line, cells) in lines.filter(|(_, line)| !line.is_empty()) {
            last = line;
            match Row::parse(cells) {
                Ok(row) => rows.push(row),
                Err((message, help)) => return error(line, message, &help),
            }
        }
        for (instrument, trigger) in NEVER_WITHOUT {
            let safe =
                |row: &Row| row.instrument == Some(instrument) && row.trigger == trigger && row.is_safe();
            if !rows.iter().any(safe) {
                let name = instrument.name();
                let message = format!("nothing answers a thought of self-harm in {name}");
                return error(last, message, "add a row of level `safety` with at most 15 minutes for it");
            }
        }
        Ok(Self { rows })
    }

    /// Factors of danger that a form tells of and that nothing answers: of these, those in `danger`, and always
    /// thoughts of self-harm.
    pub fn unanswered<'f>(&self, form: &'f Form, danger: &[&str]) -> Vec<&'f str> {
        let answered = |factor: &str| {
            let mut rows = self.rows.iter().filter(|row| row.instrument.is_none() && row.words == factor);
            rows.any(|row| factor != SELF_HARM || row.is_safe())
        };
        let mut all: Vec<&str> = Vec::new();
        for rule in form.walk().into_iter().flat_map(|item| &item.factors) {
            let factor = rule.factor.as_str();
            let matters =
                (factor == SELF_HARM || danger.contains(&factor)) && rule.tells != Tells::OnlyAbsent;
            if matters && !answered(factor) && !all.contains(&factor) {
                all.push(factor);
            }
        }
        all
    }
}

impl Row {
    /// Whether somebody speaks with her within the time that danger allows.
    fn is_safe(&self) -> bool {
        self.level == Level::Safety && self.respond.is_some_and(|minutes| minutes <= SAFETY_MINUTES)
    }

    fn parse(line: &str) -> Result<Self, (String, String)> {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let [instrument, trigger, level, role, respond, close, en, es] = cells[..] else {
            let help = "write eight cells; a text may have no comma in it, use a semicolon";
            return Err((format!("there are {} cells", cells.len()), help.into()));
        };
        fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> String {
            let all: Vec<_> = all.iter().map(|one| name(*one)).collect();
            format!("use one of: {}", all.join("; "))
        }
        let unknown = |what: &str, cell: &str| format!("`{cell}` is no {what}");
        let minutes = |cell: &str| match cell {
            "" => Ok(None),
            _ => match cell.parse() {
                Ok(n) => Ok(Some(n)),
                Err(_) => {
                    Err((unknown("number of minutes", cell), "write a whole number, or nothing".into()))
                }
            },
        };
        if en.is_empty() || es.is_empty() {
            return Err(("what she sees is not in both languages".into(), "fill in both cells".into()));
        }
        let by_factor = instrument == FACTOR;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if by_factor && (trigger.is_empty() || !trigger.chars().all(is_name)) {
            return Err((unknown("risk factor", trigger), "name a factor of `triage.toml`".into()));
        }
        let named = || {
            let help = || format!("{}; or {FACTOR}", names(Instrument::ALL, Instrument::name));
            Instrument::named(instrument).ok_or_else(|| (unknown("instrument", instrument), help()))
        };
        let row = Self {
            instrument: if by_factor { None } else { Some(named()?) },
            trigger: by_factor.then_some(Trigger::Factor).or_else(|| Trigger::parse(trigger)).ok_or_else(|| {
                let help = "use `item:N>=K`, `total>=K`, `total in A..B`, `safety_sum>=K`, `any POS`, `any POS and \
                            wants_help`, `domain POS and wants_help` or `route==R`";
                (unknown("trigger", trigger), help.into())
            })?,
            words: trigger.into(),
            level: Level::named(level)
                .ok_or_else(|| (unknown("level", level), names(Level::ALL, Level::name)))?,
            role: TaskRole::named(role)
                .ok_or_else(|| (unknown("role", role), names(TaskRole::ALL, TaskRole::name)))?,
            respond: minutes(respond)?,
            close: minutes(close)?,
            person_sees: Words::new(en, es),
        };
        if row.respond.is_none() && row.level != Level::NextInstrument {
            let message = "there is no time to answer in".to_owned();
            return Err((message, "say in how many minutes somebody has to answer".into()));
        }
        Ok(row)
    }
}
