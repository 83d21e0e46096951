//! The weeks after she went home: admitted again, or in an emergency room, through the real engine.

use kith_domain::fact::Coding;
use kith_domain::measure::Status::{Excluded, Met, NotMet};

use crate::hospital::{VAGINAL, complicated, gave_birth};
use crate::library::{cases, with};
use crate::world::{ACT, SNOMED, World, day};

impl World {
    fn emergency(&mut self, who: &str, on: &str, class: &str) -> &mut Self {
        self.encounter(who, on, |e| e.class = Some(Coding::new(ACT, class)))
    }
}

/// Admitted again on a day.
fn back(on: &str) -> World {
    complicated(|w| _ = w.stay("m", on, ""))
}

fn emergency(on: &str) -> World {
    complicated(|w| _ = w.emergency("m", on, "EMER"))
}

fn transferred(measure: &str) {
    let mut world = back("2025-03-12");
    world.is(measure, NotMet);
    // And from there to a third.
    world = complicated(|w| {
        w.stay("m", "2025-03-12", "2025-03-15").stay("m", "2025-03-15", "2025-03-20");
    });
    world.is(measure, NotMet);
    world.stay("m", "2025-03-25", "2025-03-26");
    assert_eq!(world.is(measure, Met).outcome.on, Some(day("2025-03-25")));
}

fn observed_only(readmission: &str, emergency: &str) {
    let world = complicated(|w| _ = w.emergency("m", "2025-03-20", "OBSENC"));
    world.is(readmission, NotMet);
    world.is(emergency, Met);
    let programme = with(emergency, "observation_counts = true", "observation_counts = false");
    world.is_in(&programme, emergency, NotMet);
}

fn emergency_before_discharge(measure: &str) {
    emergency("2025-03-10").is(measure, NotMet);
    emergency("2025-03-12").is(measure, NotMet);
    emergency("2025-03-13").is(measure, Met);
}

fn emergency_of_the_infant(measure: &str) {
    let mut world = gave_birth(VAGINAL, "280");
    world.baby("b", "2025-03-10").link("b", "m").emergency("b", "2025-03-20", "EMER");
    world.is(measure, NotMet);
}

cases! {
    readmitted_on_day_42: "pp_readmit42", "delivery 2025-03-10, discharge 03-12, readmit 2025-04-21 (day 42)", "yes" => {
        assert_eq!(back("2025-04-21").is("pp_readmit42", Met).evidence, ["Encounter/e5"]);
    }
    readmitted_on_day_43: "pp_readmit42", "readmit 2025-04-22 (day 43)", "no" => {
        back("2025-04-22").is("pp_readmit42", NotMet);
    }
    transferred_within_42: "pp_readmit42", "admitted to another hospital the day of discharge", "transfer, not a readmission" => {
        transferred("pp_readmit42");
    }
    under_observation_within_42: "pp_readmit42", "observation stay only", "not inpatient: count under ED/obs" => {
        observed_only("pp_readmit42", "pp_ed42");
    }
    emergency_on_day_42: "pp_ed42", "ED visit day 42", "yes" => {
        emergency("2025-04-21").is("pp_ed42", Met);
    }
    emergency_on_day_43: "pp_ed42", "ED visit day 43", "no" => {
        emergency("2025-04-22").is("pp_ed42", NotMet);
    }
    emergency_before_discharge_within_42: "pp_ed42", "ED visit before discharge", "no" => {
        emergency_before_discharge("pp_ed42");
    }
    the_infants_emergency_within_42: "pp_ed42", "infant's ED visit", "no: mother only" => {
        emergency_of_the_infant("pp_ed42");
    }
    readmitted_on_day_90: "pp_readmit90", "delivery 2025-03-10, discharge 03-12, readmit 2025-06-08 (day 90)", "yes" => {
        back("2025-06-08").is("pp_readmit90", Met);
    }
    readmitted_on_day_91: "pp_readmit90", "readmit 2025-06-09 (day 91)", "no" => {
        back("2025-06-09").is("pp_readmit90", NotMet);
    }
    transferred_within_90: "pp_readmit90", "admitted to another hospital the day of discharge", "transfer, not a readmission" => {
        transferred("pp_readmit90");
    }
    under_observation_within_90: "pp_readmit90", "observation stay only", "not inpatient: count under ED/obs" => {
        observed_only("pp_readmit90", "pp_ed90");
    }
    emergency_on_day_90: "pp_ed90", "ED visit day 90", "yes" => {
        emergency("2025-06-08").is("pp_ed90", Met);
    }
    emergency_on_day_91: "pp_ed90", "ED visit day 91", "no" => {
        emergency("2025-06-09").is("pp_ed90", NotMet);
    }
    emergency_before_discharge_within_90: "pp_ed90", "ED visit before discharge", "no" => {
        emergency_before_discharge("pp_ed90");
    }
    the_infants_emergency_within_90: "pp_ed90", "infant's ED visit", "no: mother only" => {
        emergency_of_the_infant("pp_ed90");
    }
}

#[test]
fn an_emergency_that_ends_in_an_admission_may_count_once() {
    let world = complicated(|w| _ = w.emergency("m", "2025-03-20", "EMER").stay("m", "2025-03-20", ""));
    world.is("pp_ed42", Met);
    let programme = with("pp_ed42", "treat_and_release = false", "treat_and_release = true");
    world.is_in(&programme, "pp_ed42", NotMet);
    emergency("2025-03-20").is_in(&programme, "pp_ed42", Met);
    // By its code, where no class was sent.
    let coded = complicated(|w| _ = w.typed("m", "2025-03-20", SNOMED, "4525004"));
    coded.is("pp_ed42", Met);
}

#[test]
fn enrollment_is_required_only_where_the_programme_says_so() {
    let programme = with("pp_readmit42", "enrolment_required = false", "enrolment_required = true");
    let covered = |until: &str| {
        let mut world = back("2025-03-20");
        world.cover("m", "2024-01-01", until, "Medicaid");
        world
    };
    covered("2025-04-21").is_in(&programme, "pp_readmit42", Met);
    assert_eq!(covered("2025-04-20").is_in(&programme, "pp_readmit42", Excluded).reason(), "not_enrolled");
    assert_eq!(back("2025-03-20").is_in(&programme, "pp_readmit42", Excluded).reason(), "not_enrolled");
    covered("2025-04-20").is("pp_readmit42", Met);
}
