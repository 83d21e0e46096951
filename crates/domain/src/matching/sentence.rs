//! Conditions in words, where nobody wrote any.

use super::{Condition, Until};
use crate::words::Words;

/// A condition as a sentence. `fact` says a fact in words.
pub fn sentence(condition: &Condition, fact: impl Fn(&str) -> Words) -> Words {
    match condition {
        Condition::Stage { pregnant, after } => match (pregnant.map(pregnancy), after.map(infant)) {
            (Some(a), Some(b)) => {
                Words::new(format!("{}, or {}", a.en, b.en), format!("{}, o {}", a.es, b.es))
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Words::new("nobody for now", "nadie por ahora"),
        },
        Condition::Is(id) => fact(id),
        Condition::IsNot(id) => {
            let words = fact(id);
            Words::new(format!("not: {}", words.en), format!("no: {}", words.es))
        }
        Condition::Any(of) => {
            let all: Vec<Words> = of.iter().map(|id| fact(id)).collect();
            let join = |text: fn(&Words) -> &str, or: &str| all.iter().map(text).collect::<Vec<_>>().join(or);
            Words::new(join(|w| &w.en, " or "), join(|w| &w.es, " o "))
        }
        Condition::Area(begins) => {
            let codes = begins.join(", ");
            Words::new(
                format!("lives where postal codes begin with {codes}"),
                format!("vive donde los códigos postales empiezan con {codes}"),
            )
        }
        Condition::Age { from, to } => match (from, to) {
            (Some(from), Some(to)) => {
                Words::new(format!("{from} to {to} years old"), format!("de {from} a {to} años"))
            }
            (Some(from), None) => {
                Words::new(format!("{from} years or older"), format!("de {from} años o más"))
            }
            (None, Some(to)) => Words::new(format!("up to {to} years old"), format!("de hasta {to} años")),
            (None, None) => Words::new("of any age", "de cualquier edad"),
        },
        Condition::Asked => {
            Words::new("ask the service whom it takes", "pregunte al servicio a quién recibe")
        }
    }
}

fn pregnancy(until: Until) -> Words {
    if until.day >= super::TERM {
        return Words::new("pregnant", "embarazada");
    }
    let (weeks, days) = (until.day / 7, until.day % 7);
    if days == 6 {
        let before = weeks + 1;
        return Words::new(
            format!("pregnant, before {before} weeks"),
            format!("embarazada, antes de las {before} semanas"),
        );
    }
    Words::new(
        format!("pregnant, up to {weeks} weeks {days} days"),
        format!("embarazada, hasta {weeks} semanas y {days} días"),
    )
}

fn infant(until: Until) -> Words {
    match (until.day % 7, until.day / 7) {
        (0, weeks) if weeks <= 26 => {
            Words::new(format!("baby up to {weeks} weeks"), format!("bebé de hasta {weeks} semanas"))
        }
        _ => {
            Words::new(format!("baby up to {} days", until.day), format!("bebé de hasta {} días", until.day))
        }
    }
}
