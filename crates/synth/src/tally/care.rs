//! Where deliveries stand in the measures of what is recorded beside visits, by their rules written once more.

use kith_domain::measure::Status;

use super::Tally;
use crate::calendar::{Day, date, day};
use crate::codes::{BLOOD_LOSS, GLUCOSE_IN_PREGNANCY, INFLUENZA, TDAP_VACCINE};
use crate::planted::*;
use crate::story::{Delivery, Family, Live, Note, What, Whose};

impl Tally {
    /// Where a delivery stands in a measure of what is recorded beside visits; none where it is not asked about.
    pub(super) fn cared(&self, measure: usize, family: &Family, delivery: &Delivery) -> Option<Status> {
        let delivered = delivery.day;
        let gestation = family.known_gestation();
        let has = |what: fn(&What) -> bool, from: Day, to: Day| {
            let of_her = |n: &&Note| n.whose == Whose::Mother && what(&n.what);
            family.notes.iter().filter(of_her).any(|n| (from..=to).contains(&n.day))
        };
        // What leaves her out, what is not known, the last day that counts, and whether it was done.
        let (excluded, unknown, due, met) = match measure {
            TDAP | FLU => {
                let given: fn(&What) -> bool = match measure {
                    TDAP => |w| matches!(w, What::Vaccine(TDAP_VACCINE)),
                    _ => |w| matches!(w, What::Vaccine(INFLUENZA)),
                };
                let season = day(jiff::civil::date(date(delivered).year() - 1, 7, 1));
                let from = if measure == FLU { season } else { family.lmp };
                let early = gestation.is_some_and(|days| days < 259);
                (early, gestation.is_none(), delivered, has(given, from, delivered))
            }
            GLUCOSE => {
                if gestation.is_some_and(|days| days < 196) {
                    return None;
                }
                let due = (family.lmp + 202).min(delivered);
                let late = family.care.first_visit.is_some_and(|first| first > family.lmp + 202);
                let tested = |w: &What| matches!(w, What::Measured(GLUCOSE_IN_PREGNANCY, ..));
                (late, gestation.is_none(), due, has(tested, family.lmp + 168, due))
            }
            PRESSURE => {
                let noted = family.hypertension_noted()?;
                if noted > delivery.stay_end().unwrap_or(delivered + 7) {
                    return None;
                }
                let died = family.mother.died.is_some_and(|d| d <= delivered + 10);
                let home = delivery.stay_end().map_or(Day::MAX, |end| end + 1);
                let checked = |w: &What| matches!(w, What::Pressure { .. });
                let no_stay = delivery.live == Live::Unknown;
                (died, no_stay, delivered + 10, has(checked, home, delivered + 10))
            }
            _ => {
                let lost = |w: &What| matches!(w, What::Measured(BLOOD_LOSS, ml, _) if *ml >= 1000);
                (false, !family.care.loss_known, delivered + 1, has(lost, delivered, delivered + 1))
            }
        };
        Some(match (excluded, unknown, self.today <= due, met) {
            (true, ..) => Status::Excluded,
            (_, true, ..) => Status::Unknown,
            (_, _, true, _) => Status::Pending,
            (.., true) => Status::Met,
            (.., false) => Status::NotMet,
        })
    }
}
