//! Feeds in the hospital, vaccines, and the care of a baby after its fourth month.

use jiff::ToSpan;

use super::{Laid, What};
use crate::calendar::{Day, date, day};
use crate::codes::*;
use crate::story::{Class, Died, Purpose, Site, Visit, visit};

impl Laid<'_> {
    /// Feeds in the hospital, vaccines, and visits after the fourth month.
    pub(super) fn infants(&mut self) {
        let mut infants = std::mem::take(&mut self.family.infants);
        for infant in &mut infants {
            let (order, born) = (infant.order, infant.born);
            let exclusively = self.unevenly(6300, 1500);
            let told = self.care.yes(9300);
            let formula = self.care.yes(7000);
            if told {
                if exclusively || formula {
                    self.of_infant(order, born, What::Answered(FEEDING, BREAST_MILK));
                }
                if !exclusively {
                    self.of_infant(order, born, What::Answered(FEEDING, FORMULA));
                }
            }
            if infant.intensive {
                self.of_infant(order, born, What::Done(INTENSIVE_CARE));
            }
            let keeps_up = self.unevenly(6600, 1300);
            if keeps_up {
                self.vaccines(order, born);
            }
            let until = match infant.died {
                Died::No => self.today,
                Died::On(day) | Died::DayNotSaid(day) => day.min(self.today),
            };
            for months in [9, 12, 15, 18, 24, 30] {
                let comes = self.care.yes(if keeps_up { 8800 } else { 4500 });
                let due = day(date(born).saturating_add(months.months())) + self.care.between(-2, 12);
                // By the day on which 15 and 30 months end.
                let late = self.care.yes(1500);
                let on = if late { due + 20 } else { due };
                if comes && on <= until {
                    let site = Site::Clinic(infant.clinic);
                    infant
                        .visits
                        .push(Visit { class: Class::Ambulatory, ..visit(on, Purpose::WellChild, site) });
                }
            }
        }
        self.family.infants = infants;
    }

    fn vaccines(&mut self, order: u32, born: Day) {
        for age in [61, 122, 185] {
            for vaccine in EACH_SERIES {
                let day = born + age + self.care.between(0, 9);
                self.of_infant(order, day, What::Vaccine(vaccine));
            }
        }
        for (age, vaccine) in SECOND_YEAR {
            // One who keeps up may still miss one.
            if self.care.yes(9700) {
                let day = born + age + self.care.between(0, 14);
                self.of_infant(order, day, What::Vaccine(vaccine));
            }
        }
    }
}
