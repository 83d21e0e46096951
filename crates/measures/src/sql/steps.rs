//! Steps of a query that are named more than once, so that each is made once and held.
//!
//! DataFusion puts the text of a `with` in each place where it is named: a chain of six steps that each look at the first
//! would make the first seven times over. Here such a step becomes a statement of its own, and the query then reads what
//! that gave.

use datafusion::sql::sqlparser::ast::{Cte, Query};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

/// Something that is made once and held for what comes after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// The table of the lake that holds it.
    pub name: String,
    /// The whole statement that makes it.
    pub sql: String,
}

/// Takes the steps out of a query that it names more than once. `of` is the name of the query, `before` the text from
/// `with` up to it. Gives them in the order in which they are to be made, and the query over what they gave; nothing and
/// the text as it is where there are none.
pub(super) fn steps(of: &str, before: &str, text: &str) -> (Vec<Step>, String) {
    let whole = || (Vec::new(), text.to_owned());
    let Some(query) = parse(text) else { return whole() };
    let Some(with) = query.with.as_ref().filter(|with| !with.recursive) else { return whole() };
    let mut made = Vec::new();
    // The definitions so far, each as whatever comes later reads it.
    let mut known: Vec<String> = Vec::new();
    for (at, cte) in with.cte_tables.iter().enumerate() {
        let name = &cte.alias.name;
        let later = with.cte_tables[at + 1..].iter().map(Cte::to_string);
        let without = Query { with: None, ..(*query).clone() };
        let times: usize =
            later.chain([without.to_string()]).map(|later| mentions(&later, &name.value)).sum();
        let text = cte.to_string();
        if times < 2 {
            known.push(text);
            continue;
        }
        // As the engine reads a name that is not quoted.
        let held = format!("{of}_{}", name.value.to_lowercase());
        let definitions: String = known.iter().chain([&text]).map(|text| format!(",\n{text}")).collect();
        made.push(Step { sql: format!("{before}{definitions}\nselect * from {name}"), name: held.clone() });
        known.push(format!("{} as (select * from lake.{held})", cte.alias));
    }
    if made.is_empty() {
        return whole();
    }
    let rest = Query { with: None, ..(*query).clone() };
    (made, format!("with {}\n{rest}", known.join(",\n")))
}

fn parse(text: &str) -> Option<Box<Query>> {
    Parser::new(&GenericDialect {}).try_with_sql(text).ok()?.parse_query().ok()
}

/// How often a text reads a table of a name.
fn mentions(text: &str, name: &str) -> usize {
    let tokens = Tokenizer::new(&GenericDialect {}, text).tokenize().unwrap_or_default();
    let tokens: Vec<Token> = tokens.into_iter().filter(|t| !matches!(t, Token::Whitespace(_))).collect();
    let word = |at: usize| match tokens.get(at) {
        Some(Token::Word(word)) => Some(word.value.as_str()),
        _ => None,
    };
    (1..tokens.len())
        .filter(|&at| word(at).is_some_and(|word| word.eq_ignore_ascii_case(name)))
        // `from a`, `join a`, `from b, a`; not `a.column`, nor a column of that name.
        .filter(|&at| {
            tokens.get(at + 1) != Some(&Token::Period)
                && word(at - 1)
                    .is_some_and(|w| w.eq_ignore_ascii_case("from") || w.eq_ignore_ascii_case("join"))
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_is_named_twice_is_made_once() {
        let text =
            "-- Visits.\nwith Visit as (select a, b from event), one as (select min(a) as a from visit),
            two as (select p.a from one p left join visit v on v.a > p.a)
            select v.a from visit v join two on two.a = v.a";
        let (steps, rest) = super::steps("numerator", "with event as (select 1 as a, 2 as b)", text);
        let names: Vec<&str> = steps.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["numerator_visit"]);
        assert_eq!(
            steps[0].sql,
            "with event as (select 1 as a, 2 as b),\nVisit AS (SELECT a, b FROM event)\nselect * from Visit"
        );
        assert!(rest.starts_with("with Visit as (select * from lake.numerator_visit),\none AS ("), "{rest}");
        assert!(rest.ends_with("SELECT v.a FROM visit v JOIN two ON two.a = v.a"), "{rest}");
    }

    #[test]
    fn a_query_whose_steps_are_named_once_stays_as_it_is() {
        for text in [
            "select 1 as a",
            "with visit as (select a, visit from event) select visit.a, visit.visit from visit",
            "with recursive n as (select 1 as a union all select a + 1 from n where a < 3) select a from n join n m on true",
        ] {
            assert_eq!(
                steps("numerator", "with x as (select 1)", text),
                (Vec::new(), text.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_a_later_step_reads_of_an_earlier_one_is_held_too() {
        let text = "with a (x) as (select 1), b as (select x from a union all select x from a)
            select x from b union all select x from b";
        let (steps, rest) = super::steps("q", "with e as (select 1)", text);
        let names: Vec<&str> = steps.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["q_a", "q_b"]);
        assert!(steps[1].sql.contains("a (x) as (select * from lake.q_a)"), "{}", steps[1].sql);
        assert!(
            rest.starts_with("with a (x) as (select * from lake.q_a),\nb as (select * from lake.q_b)"),
            "{rest}"
        );
    }
}
