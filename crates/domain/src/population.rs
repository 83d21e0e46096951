//! How many persons there are: populations by calendar year, of everyone or of one stratum.
//!
//! What a table does not have is said, and never taken for nought or for the year before.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::measure::{Period, Stratum};

/// Persons by year, population, and stratum (everyone without one).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Population {
    persons: HashMap<(i16, String, Option<Stratum>), u64>,
}

/// Why a number of persons cannot be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPersons {
    /// A population is one of a whole calendar year.
    #[error("the period is not whole calendar years")]
    NotWholeYears,
    /// The table has no such row.
    #[error("the table has no {name}{} in {year}", stratum.as_ref().map_or(String::new(), |(by, of)| format!(" with {by} {of}")))]
    NotInTable {
        /// The population.
        name: String,
        /// The year.
        year: i16,
        /// The stratum that was asked for.
        stratum: Option<Stratum>,
    },
}

impl Population {
    /// Adds a row; `false` where that year, population and stratum are there already, and then nothing is changed.
    #[must_use]
    pub fn add(&mut self, year: i16, name: &str, stratum: Option<Stratum>, persons: u64) -> bool {
        match self.persons.entry((year, name.to_owned(), stratum)) {
            std::collections::hash_map::Entry::Occupied(_) => false,
            std::collections::hash_map::Entry::Vacant(row) => {
                row.insert(persons);
                true
            }
        }
    }

    /// Persons of a population, added up over the years of a period: person-years.
    ///
    /// # Errors
    /// [`NoPersons`] for a period that is not whole calendar years, or a year that the table does not have.
    pub fn over(&self, name: &str, period: Period, stratum: Option<&Stratum>) -> Result<u64, NoPersons> {
        let first_of_year = |day: Date| (day.month(), day.day()) == (1, 1);
        if !first_of_year(period.start) || !first_of_year(period.end) {
            return Err(NoPersons::NotWholeYears);
        }
        let of = |year: i16| {
            let key = (year, name.to_owned(), stratum.cloned());
            self.persons.get(&key).copied().ok_or_else(|| NoPersons::NotInTable {
                name: name.to_owned(),
                year,
                stratum: stratum.cloned(),
            })
        };
        (period.start.year()..period.end.year()).map(of).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn person_years_are_added_up_and_nothing_is_guessed() {
        let mut table = Population::default();
        assert!(table.add(2024, "girls", None, 1000) && table.add(2025, "girls", None, 2000));
        assert!(!table.add(2025, "girls", None, 9), "twice");
        let area = Some(("geography".to_owned(), "212".to_owned()));
        assert!(table.add(2025, "girls", area.clone(), 500));
        let over = |period: &str, stratum: Option<&Stratum>| {
            table.over("girls", period.parse().unwrap(), stratum).map_err(|why| why.to_string())
        };
        assert_eq!(over("2024-01-01/2026-01-01", None), Ok(3000));
        assert_eq!(over("2025-01-01/2026-01-01", area.as_ref()), Ok(500));
        let missing = "the table has no girls with geography 212 in 2024";
        assert_eq!(over("2024-01-01/2026-01-01", area.as_ref()), Err(missing.to_owned()));
        let half = "the period is not whole calendar years";
        assert_eq!(over("2025-01-01/2025-07-01", None), Err(half.to_owned()));
        let other = table.over("boys", "2025-01-01/2026-01-01".parse().unwrap(), None);
        assert_eq!(other.unwrap_err().to_string(), "the table has no boys in 2025");
    }
}
