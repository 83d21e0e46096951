//! One statement for each measure, made of the queries of its folder.
//!
//! A measure's queries are written against plain tables (`infant`, `delivery`, `event` …) that hold what had happened
//! by the as-of date, against `value_set(name, concept_id)`, and against one another. What is told of a birth or a
//! delivery itself (how long the pregnancy lasted, how many visits came before it, the route, the strata) was so on its
//! day, and is as the records have it now, whenever somebody wrote it down. What is composed here is plain SQL with no
//! function of ours: DataFusion and DuckDB run the same text over the same files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};
use jiff::civil::Date;
use kith_domain::value_set::{ValueSets, concept_id};

use crate::lake::Table;
use crate::programme::{Measure, Query, Setting, Unit};

mod steps;

pub(crate) use steps::Step;

/// The tables that queries see.
pub(crate) const VISIBLE: [Table; 16] = [
    Table::Infant,
    Table::Delivery,
    Table::Event,
    Table::Stay,
    Table::Observation,
    Table::Pressure,
    Table::Immunization,
    Table::Condition,
    Table::Medication,
    Table::Cover,
    Table::Decision,
    Table::PatientYear,
    Table::CareCase,
    Table::Referral,
    Table::Step,
    Table::Handout,
];

/// What is seen of a table on the as-of date: nothing that happened after it.
fn visible(table: Table) -> &'static str {
    match table {
        Table::Infant => {
            "child as (
    select subject_id, person_id, mother_id, evidence_id, organization_id, born_on, born_earliest, born_latest,
        died and (died_earliest is null or died_earliest <= $as_of) as died,
        case when died_on <= $as_of then died_on end as died_on,
        case when died_earliest <= $as_of then died_earliest end as died_earliest,
        case when died_earliest <= $as_of then died_latest end as died_latest,
        known_on,
        case when moved_on <= $as_of then moved_on end as moved_on, moved_evidence_id,
        gestation_days, birth_weight_grams, plurality,
        mother_age_least, mother_age_most,
        race_ethnicity, language, payer, age_band, geography
    from lake.infant where born_earliest <= $as_of
),
infant as (
    -- Whose records begin in the first year, or whose mother is known: others moved here later.
    select * from child where mother_id is not null or known_on is null or known_on <= born_latest + 365
)"
        }
        Table::Delivery => {
            "delivery as (
    select subject_id, person_id, evidence_id, organization_id,
        delivered_on, delivered_earliest, delivered_latest, edd_on, dated_from, first_prenatal_on, prenatal_visits,
        live, plurality, enrolled_on, enrolled_until,
        died and (died_earliest is null or died_earliest <= $as_of) as died, died_evidence_id,
        case when died_on <= $as_of then died_on end as died_on,
        case when died_earliest <= $as_of then died_earliest end as died_earliest,
        case when died_earliest <= $as_of then died_latest end as died_latest,
        first_in_180_days, gestation_days, delivered_second, route, nulliparous, age_years, admitted_on,
        came_second,
        case
            when stay = 'ended' and discharged_on > $as_of then 'lasting'
            when stay = 'lasting' and lasts_until < $as_of then 'end_unknown'
            else stay
        end as stay,
        case when discharged_on <= $as_of then discharged_on end as discharged_on,
        case when discharged_on <= $as_of then discharged_second end as discharged_second,
        race_ethnicity, language, payer, age_band, geography
    from lake.delivery where delivered_earliest <= $as_of
)"
        }
        Table::Event => {
            "event as (
    select person_id, evidence_id, on_date, case when ends_on <= $as_of then ends_on end as ends_on, kind, class,
        inpatient, concept_id, source_kind, with_encounter, at_second
    from lake.event where on_date <= $as_of
)"
        }
        Table::Stay => {
            "stay as (
    select person_id, evidence_id, starts_on, case when ends_on <= $as_of then ends_on end as ends_on,
        -- Of one that lasts it lies ahead, unless it has lasted for longer than it can be believed to.
        least(until_on, $as_of + 1) as until_on,
        case when ends_on <= $as_of then left_for_id end as left_for_id
    from lake.stay where starts_on <= $as_of
)"
        }
        Table::Observation => {
            "observation as (
    select person_id, evidence_id, on_date, at_second, concept_id, value_num, value_concept_id, unit
    from lake.observation where on_date <= $as_of
)"
        }
        Table::Pressure => {
            "pressure as (
    select person_id, evidence_id, on_date, at_second, systolic, diastolic
    from lake.pressure where on_date <= $as_of
)"
        }
        Table::Immunization => {
            "immunization as (
    select person_id, evidence_id, on_date, concept_id from lake.immunization where on_date <= $as_of
)"
        }
        // A diagnosis without a day is seen: it is on the record, and a query says what that means.
        Table::Condition => {
            "condition as (
    select person_id, evidence_id, encounter_id, on_date, earliest_on, latest_on, on_admission, concept_id
    from lake.condition where earliest_on is null or earliest_on <= $as_of
)"
        }
        Table::Medication => {
            "medication as (
    select person_id, evidence_id, on_date, at_second, intent, concept_id
    from lake.medication where on_date <= $as_of
)"
        }
        Table::Cover => {
            "cover as (
    select person_id, starts_on, ends_on from lake.cover where starts_on is null or starts_on <= $as_of
)"
        }
        Table::Decision => {
            "decision as (
    select person_id, evidence_id, on_date, decided, concept_id, reason_id
    from lake.decision where on_date <= $as_of
)"
        }
        Table::PatientYear => {
            "patient_year as (
    select subject_id, person_id, evidence_id, organization_id, year_begins, year_ends, age_least, age_most,
        race_ethnicity, language, payer, age_band, geography
    from lake.patient_year where year_begins <= $as_of
)"
        }
        Table::CareCase => {
            "care_case as (
    select subject_id, person_id, evidence_id, organization_id, opened_on, contact_by_on, contact_by_minute,
        case when closed_on <= $as_of then closed_on end as closed_on,
        case when closed_on <= $as_of then close_reason end as close_reason,
        case when overridden_on <= $as_of then overridden_on end as overridden_on,
        case when overridden_on <= $as_of then override_way end as override_way,
        tier, race_ethnicity, language, payer, age_band, geography
    from lake.care_case where opened_on <= $as_of
)"
        }
        Table::Referral => {
            "referral as (
    select subject_id, person_id, case_id, evidence_id, organization_id, sent_on, kind, service,
        race_ethnicity, language, payer, age_band, geography
    from lake.referral where sent_on <= $as_of
)"
        }
        Table::Step => {
            "step as (
    select person_id, case_id, seq, referral_id, evidence_id, on_date, minute, what, detail
    from lake.step where on_date <= $as_of
)"
        }
        Table::Handout => {
            "handout as (
    select subject_id, person_id, case_id, evidence_id, organization_id, given_on, goods,
        case when asked_on <= $as_of then asked_on end as asked_on,
        case when returned_on <= $as_of then returned_on end as returned_on,
        race_ethnicity, language, payer, age_band, geography
    from lake.handout where given_on <= $as_of
)"
        }
        Table::Reference | Table::Concept => unreachable!("queries do not see the dictionaries"),
    }
}

/// What one query names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// Placeholders without their `$`, each with its place.
    pub placeholders: Vec<(String, Location, Location)>,
    /// Value sets, each with the place of its name.
    pub value_sets: Vec<(String, Location, Location)>,
    /// Reasons that it may give, each with its place.
    pub reasons: Vec<(String, Location, Location)>,
    /// Every bare word, lower case.
    pub words: BTreeSet<String>,
    /// Every bare word with its place, for messages that name one.
    pub places: Vec<(String, Location, Location)>,
}

/// Finds what a query names; a text that is not SQL says where it stops being it.
pub(crate) fn names(text: &str) -> Result<Names, (String, Location)> {
    let tokens = Tokenizer::new(&GenericDialect {}, text)
        .tokenize_with_location()
        .map_err(|e| (e.message.clone(), e.location))?;
    let tokens: Vec<TokenWithSpan> =
        tokens.into_iter().filter(|t| !matches!(t.token, Token::Whitespace(_))).collect();
    let word = |i: usize| match tokens.get(i).map(|t| &t.token) {
        Some(Token::Word(w)) => Some(w.value.to_lowercase()),
        _ => None,
    };
    let quoted = |i: usize| match tokens.get(i).map(|t| (&t.token, t.span)) {
        Some((Token::SingleQuotedString(s), span)) => Some((s.clone(), span.start, span.end)),
        _ => None,
    };
    let mut names = Names::default();
    let mut given_by_case: Vec<(String, Location, Location)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match &token.token {
            Token::Placeholder(name) => {
                let name = name.trim_start_matches('$').to_owned();
                names.placeholders.push((name, token.span.start, token.span.end));
            }
            Token::SingleQuotedString(_) => {
                let named = |i: usize, words: [&str; 2]| {
                    word(i + 1).as_deref() == Some(words[0]) && word(i + 2).as_deref() == Some(words[1])
                };
                if named(i, ["as", "reason"]) {
                    names.reasons.extend(quoted(i));
                }
                if i > 0 && matches!(word(i - 1).as_deref(), Some("then" | "else")) {
                    given_by_case.extend(quoted(i));
                }
            }
            Token::Word(w) => {
                let lower = w.value.to_lowercase();
                names.places.push((lower.clone(), token.span.start, token.span.end));
                if lower == "case" {
                    given_by_case.clear();
                }
                let ends = lower == "end" && word(i + 1).as_deref() == Some("as");
                if ends && matches!(word(i + 2).as_deref(), Some("unknown_reason" | "reason")) {
                    names.reasons.append(&mut given_by_case);
                }
                if lower == "name" {
                    let next = tokens.get(i + 1).map(|t| &t.token);
                    if next == Some(&Token::Eq) {
                        names.value_sets.extend(quoted(i + 2));
                    } else if word(i + 1).as_deref() == Some("in") {
                        let list = (i + 3..).map_while(|at| match tokens.get(at).map(|t| &t.token) {
                            None | Some(Token::RParen) => None,
                            _ => Some(at),
                        });
                        names.value_sets.extend(list.filter_map(quoted));
                    }
                }
                names.words.insert(lower);
            }
            _ => {}
        }
    }
    Ok(names)
}

/// Where a text stops being a query. A parser that fails within brackets goes back and blames what it tried instead:
/// so the innermost queries are looked at first.
pub(crate) fn syntax(text: &str) -> Result<(), (String, Location)> {
    let dialect = GenericDialect {};
    let tokens = Tokenizer::new(&dialect, text).tokenize_with_location();
    let tokens = tokens.map_err(|e| (e.message.clone(), e.location))?;
    let tokens: Vec<TokenWithSpan> =
        tokens.into_iter().filter(|t| !matches!(t.token, Token::Whitespace(_))).collect();
    let mut open = Vec::new();
    let mut queries = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.token {
            Token::LParen => open.push(i + 1),
            Token::RParen => queries.extend(open.pop().map(|from| from..i)),
            _ => {}
        }
    }
    queries.retain(|range: &std::ops::Range<usize>| match tokens.get(range.start).map(|t| &t.token) {
        Some(Token::Word(word)) => matches!(word.value.to_lowercase().as_str(), "select" | "with"),
        _ => false,
    });
    // They were closed from the inside out; the whole comes last.
    queries.push(0..tokens.len());
    for range in queries {
        let mut parser = Parser::new(&dialect).with_tokens_with_locations(tokens[range.clone()].to_vec());
        let parsed = parser.parse_query().and_then(|_| match parser.peek_token() {
            next if next.token == Token::EOF => Ok(()),
            next => parser.expected("the end of the query", next),
        });
        if let Err(error) = parsed {
            let text = error.to_string();
            let after = |word: &str| -> Option<u64> {
                let rest = &text[text.rfind(word)? + word.len()..];
                rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
            };
            let end = tokens
                .get(range.end)
                .or(tokens.last())
                .map_or(Location { line: 1, column: 1 }, |t| t.span.start);
            let at = match (after("Line:"), after("Column:")) {
                (Some(line), Some(column)) => Location { line, column },
                _ => end,
            };
            let message =
                text.split(" at Line:").next().unwrap_or(&text).trim_start_matches("sql parser error: ");
            return Err((message.to_owned(), at));
        }
    }
    Ok(())
}

/// The byte at which a place lies.
pub(crate) fn offset(text: &str, at: Location) -> usize {
    let line =
        text.split_inclusive('\n').take(at.line.saturating_sub(1) as usize).map(str::len).sum::<usize>();
    let rest = text.get(line..).unwrap_or_default();
    let column = at.column.saturating_sub(1) as usize;
    line + rest.char_indices().nth(column).map_or(rest.len(), |(i, _)| i)
}

/// A query with its placeholders filled in, and where columns went on each line.
pub(crate) struct Filled {
    pub text: String,
    /// Line (from 1), column in the original, how many more characters stand there now.
    moves: Vec<(u64, u64, i64)>,
}

impl Filled {
    /// The place in the original.
    pub(crate) fn original(&self, at: Location) -> Location {
        let mut column = at.column as i64;
        for (line, from, longer) in &self.moves {
            if *line == at.line && column > *from as i64 {
                column = (column - longer).max(*from as i64);
            }
        }
        Location { line: at.line, column: column.max(1) as u64 }
    }
}

/// Fills in the placeholders of a query.
pub(crate) fn fill(text: &str, names: &Names, as_of: Date, settings: &BTreeMap<String, Setting>) -> Filled {
    let mut filled = Filled { text: String::with_capacity(text.len() + 64), moves: Vec::new() };
    let mut done = 0;
    for (name, start, end) in &names.placeholders {
        let (from, to) = (offset(text, *start), offset(text, *end));
        let value = match (name.as_str(), settings.get(name)) {
            ("as_of", _) => format!("date '{as_of}'"),
            (_, Some(setting)) => setting.literal(),
            // Said of elsewhere; here only so that the rest can be looked at.
            (_, None) => "null".into(),
        };
        filled.text.push_str(&text[done..from]);
        filled.text.push_str(&value);
        filled.moves.push((start.line, start.column, value.len() as i64 - (to - from) as i64));
        done = to;
    }
    filled.text.push_str(&text[done..]);
    filled
}

/// The prelude: `with` and the tables that the words name, then the value sets.
pub(crate) fn prelude(
    words: &BTreeSet<String>,
    value_sets: &BTreeSet<String>,
    codes: &Codes,
    as_of: Date,
    settings: &BTreeMap<String, Setting>,
) -> String {
    let mut text = String::from("with ");
    for table in VISIBLE {
        let named = words.contains(table.name()) || (table == Table::Infant && words.contains("child"));
        if named {
            let sql = visible(table);
            let names = names(sql).expect("the tables that queries see are SQL");
            text.push_str(&fill(sql, &names, as_of, settings).text);
            text.push_str(",\n");
        }
    }
    let rows: Vec<String> = value_sets
        .iter()
        .flat_map(|name| codes.of(name).iter().map(move |id| format!("('{name}', cast({id} as bigint))")))
        .collect();
    if rows.is_empty() {
        text.push_str("value_set as (select '' as name, cast(0 as bigint) as concept_id where false)");
    } else {
        let _ = write!(text, "value_set (name, concept_id) as (\n    values {}\n)", rows.join(",\n        "));
    }
    text
}

/// The numbers of the codes of each value set: those of the set, and the children that the lake knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Codes(BTreeMap<String, BTreeSet<i64>>);

impl Codes {
    /// Looks up prefixes among the codes that the lake knows.
    pub(crate) fn new(value_sets: &ValueSets, known: &BTreeMap<i64, (String, String)>) -> Self {
        let mut codes = BTreeMap::new();
        for (name, set) in &value_sets.0 {
            let mut ids: BTreeSet<i64> = set.exact.iter().map(|(s, c)| concept_id(s, c)).collect();
            for (system, prefix) in &set.prefixes {
                ids.insert(concept_id(system, prefix));
                let children =
                    known.iter().filter(|(_, (s, c))| s == system && c.starts_with(prefix.as_str()));
                ids.extend(children.map(|(id, _)| *id));
            }
            codes.insert(name.clone(), ids);
        }
        Self(codes)
    }

    pub(crate) fn of(&self, name: &str) -> &BTreeSet<i64> {
        static NONE: BTreeSet<i64> = BTreeSet::new();
        self.0.get(name).unwrap_or(&NONE)
    }
}

/// The statement of a measure: one row for each subject of its population.
pub(crate) struct Composed {
    /// All of it.
    pub whole: String,
    /// What is made once and held, in order: the denominator, which the other queries name again and again, and what any
    /// of the queries names more than once. Each time it would be made anew.
    pub steps: Vec<Step>,
    /// The rest, over what the steps gave.
    pub rest: String,
}

/// The whole statement of a measure.
pub(crate) fn statement(measure: &Measure, codes: &Codes, as_of: Date) -> String {
    composed(measure, codes, as_of).whole
}

/// Composes the statement of a measure.
pub(crate) fn composed(measure: &Measure, codes: &Codes, as_of: Date) -> Composed {
    let queries = &measure.queries;
    let named: Vec<(&str, &Query, Names)> = [
        ("denominator", &queries.denominator),
        ("exclusion", &queries.exclusion),
        ("numerator", &queries.numerator),
    ]
    .into_iter()
    .map(|(name, query)| (name, query, names(&query.text).expect("queries were read when the programme was")))
    .collect();
    let words = named.iter().flat_map(|(_, _, n)| n.words.iter().cloned()).collect();
    let value_sets = named.iter().flat_map(|(_, _, n)| n.value_sets.iter().map(|v| v.0.clone())).collect();

    let prelude = prelude(&words, &value_sets, codes, as_of, &measure.settings);
    let mut whole = prelude.clone();
    // The same over what the steps gave.
    let mut rest = prelude;
    let mut steps = Vec::new();
    for (name, query, names) in &named {
        let filled = fill(&query.text, names, as_of, &measure.settings).text;
        let filled = filled.trim_end();
        let (made, left) = steps::steps(name, &rest, filled);
        steps.extend(made);
        let _ = write!(whole, ",\n{name} as (\n{filled}\n)");
        if *name == "denominator" {
            let sql = format!("{rest},\n{name} as (\n{left}\n)\nselect * from {name}");
            steps.push(Step { name: (*name).to_owned(), sql });
            let _ = write!(rest, ",\n{name} as (select * from lake.{name})");
        } else {
            let _ = write!(rest, ",\n{name} as (\n{left}\n)");
        }
    }
    let mut text = String::new();
    let needs = measure.needs;
    let unit = measure.unit.table();
    let _ = write!(
        text,
        ",
-- One reason takes a subject out, the first by name.
excluded as (
    select subject_id, reason, evidence_id
    from (
        select subject_id, reason, evidence_id,
            row_number() over (partition by subject_id order by reason, evidence_id) as n
        from exclusion
    ) ranked
    where n = 1
),
-- Events on one day are one.
counted as (
    select subject_id, on_date, min(evidence_id) as evidence_id
    from numerator
    group by subject_id, on_date
),
ranked as (
    select subject_id, on_date, evidence_id,
        row_number() over (partition by subject_id order by on_date) as n
    from counted
),
reached as (
    select subject_id, count(*) as have"
    );
    for n in 1..=needs {
        let _ = write!(
            text,
            ",\n        max(case when n = {n} then on_date end) as on_{n}, \
             max(case when n = {n} then evidence_id end) as evidence_{n}"
        );
    }
    let _ = write!(
        text,
        "
    from ranked
    group by subject_id
)
select
    s.subject_id,
    s.person_id,
    s.organization_id,
    case
        when x.subject_id is not null then 'excluded'
        when d.unknown_reason is not null then 'unknown'
        when d.due_on >= date '{as_of}' then 'pending'
        when r.have >= {needs} then 'met'
        else 'not_met'
    end as status,
    d.counts_on,
    d.due_on,
    coalesce(r.have, 0) as have,
    coalesce(x.reason, d.unknown_reason) as reason,
    x.evidence_id as reason_evidence"
    );
    for n in 1..=needs {
        let _ = write!(text, ",\n    r.on_{n}, r.evidence_{n}");
    }
    for stratifier in &measure.strata {
        let _ = write!(text, ",\n    s.{stratifier}");
    }
    let _ = write!(
        text,
        "
from lake.{unit} s
join denominator d on d.subject_id = s.subject_id
left join reached r on r.subject_id = s.subject_id
left join excluded x on x.subject_id = s.subject_id
"
    );
    whole.push_str(&text);
    rest.push_str(&text);
    Composed { whole, steps, rest }
}

impl Unit {
    /// The table that holds its subjects.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Infant => "infant",
            Self::Delivery => "delivery",
            Self::Patient => "patient_year",
            Self::Case => "care_case",
            Self::Referral => "referral",
            Self::Handout => "handout",
        }
    }
}
