//! How many live where the network is: the persons that rates of a population are told of.

use crate::Plan;

/// Females of 15 to 19 years for a hundred births of a year, about as many as in the United States in the 2020s.
const GIRLS_FOR_HUNDRED_BIRTHS: u64 = 290;

/// The population as CSV, for each calendar year in which anyone is born.
pub fn population(plan: &Plan) -> String {
    let days = i64::from((plan.last_birth - plan.first_birth).get_days()).max(1).unsigned_abs();
    let girls = plan.births * 365 / days * GIRLS_FOR_HUNDRED_BIRTHS / 100;
    let years = plan.first_birth.year()..=plan.last_birth.year();
    let rows = years.map(|year| format!("{year},females_15_19,,,{}\n", girls.max(1)));
    std::iter::once("year,population,stratifier,stratum,persons\n".to_owned()).chain(rows).collect()
}
