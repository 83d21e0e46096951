//! What is recorded beside visits, as resources.

use super::*;
use crate::story::{Note, What, Whose};

impl Writer<'_> {
    /// Everything beside visits, of the mother and of her babies.
    pub(super) fn notes(&mut self) {
        let (family, home, index) = (self.family, self.home, self.index);
        for note in &family.notes {
            match note.whose {
                Whose::Mother => self.note(&home.mother, note),
                Whose::Infant(order) => self.note(&format!("b-{index}-{order}"), note),
            }
        }
    }

    fn note(&mut self, patient: &str, note: &Note) {
        let day = note.day;
        match note.what {
            What::Pressure { systolic, diastolic, sent_in } => {
                let minute = note.minute.unwrap_or(NINE);
                self.pressure(patient, None, (day, minute), (systolic, diastolic), sent_in);
            }
            What::Given(code) => self.given(patient, code, (day, note.minute.unwrap_or(NINE))),
            What::Measured(code, value, unit) => {
                self.observation(patient, None, day, code, EXAM, Value::Measured(value, unit, unit));
            }
            What::Counted(code, count) => {
                self.observation(patient, None, day, code, EXAM, Value::Count(count));
            }
            What::Told(code, told) => self.observation(patient, None, day, code, EXAM, Value::Day(told)),
            What::Answered(code, answer) => {
                self.observation(patient, None, day, code, EXAM, Value::Coded(answer));
            }
            What::Found(code) => {
                self.condition(patient, None, code, Some(day), day);
            }
            What::Done(code) => self.procedure(patient, None, code, day),
            What::Vaccine(code) => self.immunization(patient, None, code, day),
            What::Emergency => self.emergency(patient, day),
            What::Admitted(stay) => {
                let id = self.id();
                let stay = self.stay(id, patient, &stay, NINE);
                self.encounter(&super::Encounter { reasons: &[AFTER_BIRTH], ..stay });
            }
        }
    }

    fn emergency(&mut self, patient: &str, day: Day) {
        let id = self.id();
        self.encounter(&super::Encounter {
            id,
            patient,
            status: "finished",
            class: EMERGENCY,
            kind: EMERGENCY_VISIT,
            reasons: &[],
            diagnosis: None,
            start: (day, NINE),
            end: Some((day, NINE + 150)),
            site: Site::Hospital(self.family.mother.hospital),
            part_of: None,
            disposition: None,
        });
    }

    fn given(&mut self, patient: &str, code: Code, (day, minute): (Day, u32)) {
        let id = self.id();
        self.out.add("MedicationAdministration", self.calendar, id, |j| {
            j.text("status", "completed");
            j.concept("medicationCodeableConcept", code);
            j.reference("subject", "Patient", patient);
            j.moment("effectiveDateTime", day, minute);
        });
    }

    /// A blood pressure; one that she sent in herself says so beside its code.
    pub(super) fn pressure(
        &mut self,
        patient: &str,
        encounter: Option<Id>,
        (day, minute): (Day, u32),
        (systolic, diastolic): (i32, i32),
        sent_in: bool,
    ) {
        let id = self.id();
        let codes: &[Code] = if sent_in { &[BLOOD_PRESSURE, SENT_IN] } else { &[BLOOD_PRESSURE] };
        self.out.add("Observation", self.calendar, id, |j| {
            j.profile("us-core-blood-pressure");
            j.text("status", "final");
            j.category("category", VITAL_SIGNS);
            j.concept_of("code", codes);
            j.reference("subject", "Patient", patient);
            if let Some(encounter) = encounter {
                j.reference("encounter", "Encounter", encounter);
            }
            j.moment("effectiveDateTime", day, minute);
            j.array("component", |j| {
                for (code, value) in [(SYSTOLIC, systolic), (DIASTOLIC, diastolic)] {
                    j.item(|j| {
                        j.concept("code", code);
                        quantity(j, value, "mmHg", "mm[Hg]");
                    });
                }
            });
        });
    }

    /// The care that follows a positive depression screening, where it does.
    pub(super) fn follow_up(&mut self, patient: &str, screened: Day) {
        let until = self.family.mother.died.unwrap_or(self.today).min(self.today);
        let follows = self.family.care.followed_up.map(|days| screened + days);
        if let Some(day) = follows.filter(|day| *day <= until) {
            self.procedure(patient, None, THERAPY, day);
        }
    }
}
