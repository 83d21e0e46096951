//! Deliveries in hospital, through the real engine.

use kith_domain::date::When;
use kith_domain::fact::{Billed, Body, Claim, Coding, Deceased, OnAdmission, Reference, Value};
use kith_domain::measure::Status::{self, Excluded, Met, NotMet, Pending, Unknown};

use crate::library::{cases, with};
use crate::world::{ACT, ICD, SNOMED, World, day, when};

const PCS: &str = "http://www.cms.gov/Medicare/Coding/ICD10";
const KITH: &str = "urn:kith:code";
const DISPOSITION: &str = "http://terminology.hl7.org/CodeSystem/discharge-disposition";
pub const VAGINAL: &str = "10E0XZZ";
const CESAREAN: &str = "10D00Z1";

impl World {
    /// A diagnosis of the last encounter, with what was said of it on admission.
    pub fn diagnosed_in_stay(&mut self, who: &str, code: &str, on_admission: &str) -> &mut Self {
        self.condition(who, "", code).in_last_encounter();
        let (encounter, condition) = (self.last("Encounter"), self.last("Condition"));
        for fact in self.facts.iter_mut().filter(|f| f.reference == encounter) {
            if let Body::Encounter(encounter) = &mut fact.body
                && !on_admission.is_empty()
            {
                let flag = on_admission.to_owned();
                encounter.on_admission.push(OnAdmission { condition: condition.clone(), flag });
            }
        }
        self
    }

    /// Something done in the last encounter.
    pub fn done(&mut self, who: &str, on: &str, code: &str) -> &mut Self {
        self.procedure(who, on, PCS, code).in_last_encounter()
    }

    /// A count.
    fn counted(&mut self, who: &str, made: &str, code: &str, number: i64) -> &mut Self {
        self.observed(who, made, code, Value::Integer(number))
    }
}

/// A live birth on 2025-03-10 in a stay until the 12th, by a route, after so many days.
pub fn gave_birth(route: &str, days: &str) -> World {
    let mut world = World::default();
    world.mother("m").stay("m", "2025-03-10", "2025-03-12").diagnosed_in_stay("m", "Z37.0", "");
    if !route.is_empty() {
        world.done("m", "2025-03-10", route);
    }
    if !days.is_empty() {
        world.measured("m", "2025-03-10", "11884-4", days, "d");
    }
    world
}

pub fn complicated(change: impl FnOnce(&mut World)) -> World {
    let mut world = gave_birth(VAGINAL, "280");
    change(&mut world);
    world
}

fn lost(ml: &str) -> World {
    let mut world = gave_birth(VAGINAL, "280");
    world.measured("m", "2025-03-10", "55103-6", ml, "mL");
    world
}

cases! {
    transfusion_only: "smm", "transfusion only (30233N1)", "smm21 yes, smm20 no" => {
        let world = complicated(|w| _ = w.done("m", "2025-03-10", "30233N1"));
        world.is("smm", Met);
        world.is("smm20", NotMet);
    }
    eclampsia: "smm", "eclampsia O15.1", "both yes" => {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", "O15.1", ""));
        assert_eq!(world.is("smm", Met).evidence, ["Encounter/e1"]);
        world.is("smm20", Met);
    }
    hysterectomy_and_transfusion: "smm", "hysterectomy 0UT90ZZ + transfusion", "both yes" => {
        let world = complicated(|w| _ = w.done("m", "2025-03-10", "0UT90ZZ").done("m", "2025-03-10", "30233N1"));
        world.is("smm", Met);
        world.is("smm20", Met);
    }
    sepsis_on_admission: "smm", "sepsis present on admission", "counts for CDC SMM; not for PC-07" => {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", "A41.9", "Y"));
        world.is("smm", Met);
        world.is("pc07", NotMet);
    }
    stroke_after_the_stay: "smm", "postpartum readmission with stroke on day 10", "no: only the delivery stay counts" => {
        let world = complicated(|w| _ = w.stay("m", "2025-03-20", "2025-03-22").diagnosed_in_stay("m", "I61.9", "N"));
        world.is("smm", NotMet);
        world.is("smm20", NotMet);
        world.is("pc07", NotMet);
        // One that began on the day she left is another stay too.
        let moved = complicated(|w| _ = w.stay("m", "2025-03-12", "2025-03-14").diagnosed_in_stay("m", "I61.9", "N"));
        moved.is("smm", NotMet);
        moved.is("pc07", NotMet);
    }
    a_diagnosis_in_a_short_stay: "smm20", "DIC code, vaginal birth, stay 2 days, discharged home", "CDC smm20 yes; HP2030 variant no" => {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", "D65", ""));
        world.is("smm20", Met);
        world.is("smm20_hp2030", NotMet);
    }
    a_diagnosis_and_ventilation: "smm20", "DIC + ventilation, stay 2 days", "yes in both" => {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", "D65", "").done("m", "2025-03-11", "5A1935Z"));
        world.is("smm20", Met);
        world.is("smm20_hp2030", Met);
    }
    transfusion_aside: "smm20", "transfusion only", "no" => {
        let world = complicated(|w| _ = w.done("m", "2025-03-10", "30233N1"));
        world.is("smm20", NotMet);
        world.is("smm20_hp2030", NotMet);
    }
    eclampsia_on_admission: "pc07", "eclampsia POA = Y", "not numerator" => {
        complicated(|w| _ = w.diagnosed_in_stay("m", "O15.1", "Y")).is("pc07", NotMet);
        complicated(|w| _ = w.diagnosed_in_stay("m", "O15.1", "1")).is("pc07", NotMet);
    }
    eclampsia_in_the_hospital: "pc07", "eclampsia POA = N", "numerator" => {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", "O15.1", "N"));
        world.is("pc07", Met);
        world.is("pc07_no_transfusion", Met);
        complicated(|w| _ = w.diagnosed_in_stay("m", "O15.1", "U")).is("pc07", Met);
        // What the clinicians could not determine is not said to have been there: the published list has it.
        complicated(|w| _ = w.diagnosed_in_stay("m", "O15.1", "W")).is("pc07", Met);
    }
    percreta_and_hysterectomy: "pc07", "percreta + hysterectomy only", "excluded" => {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", "O43.233", "Y").done("m", "2025-03-10", "0UT90ZZ"));
        world.is_for("pc07", Excluded, "placenta");
        let transfused = complicated(|w| _ = w.diagnosed_in_stay("m", "O43.223", "Y").done("m", "2025-03-10", "30233N1"));
        transfused.is_for("pc07", Excluded, "placenta");
        // Without it they are complications; and such a placenta by itself is none.
        complicated(|w| _ = w.done("m", "2025-03-10", "0UT90ZZ")).is("pc07", Met);
        complicated(|w| _ = w.diagnosed_in_stay("m", "O43.233", "Y")).is("pc07", NotMet);
    }
    percreta_and_more: "pc07", "percreta + hysterectomy + ventilation", "numerator" => {
        let world = complicated(|w| {
            w.diagnosed_in_stay("m", "O43.233", "Y").done("m", "2025-03-10", "0UT90ZZ").done("m", "2025-03-11", "5A1935Z");
        });
        world.is("pc07", Met);
    }
    a_second_pregnancy_and_first_birth: "ntsv", "G2 P0 A1, 39w0d, singleton vertex, caesarean", "denominator (P=0), numerator" => {
        let mut world = gave_birth(CESAREAN, "273");
        world.counted("m", "2025-01-10", "11996-6", 2).counted("m", "2025-01-10", "11977-6", 0);
        world.is("ntsv", Met);
        let mut vaginal = gave_birth(VAGINAL, "273");
        vaginal.counted("m", "2025-01-10", "11996-6", 2).counted("m", "2025-01-10", "11977-6", 0);
        vaginal.is("ntsv", NotMet);
    }
    a_first_pregnancy_before_term: "ntsv", "G1, 36w6d", "not in denominator" => {
        let mut world = gave_birth(CESAREAN, "258");
        world.counted("m", "2025-01-10", "11996-6", 1).is_not_in("ntsv");
        let mut at_term = gave_birth(CESAREAN, "259");
        at_term.counted("m", "2025-01-10", "11996-6", 1).is("ntsv", Met);
    }
    a_breech: "ntsv", "G1, 40w0d, breech", "excluded" => {
        let mut world = gave_birth(CESAREAN, "280");
        world.counted("m", "2025-01-10", "11996-6", 1);
        let mut coded = world.clone();
        coded.condition("m", "2025-03-10", "O32.1XX0").is_for("ntsv", Excluded, "presentation");
        // As a birth certificate has it: on the child's record.
        world.baby("b", "2025-03-10").link("b", "m");
        world.observed("b", "2025-03-10", "73761-9", Value::Coded(vec![Coding::new(SNOMED, "6096002")]));
        world.is_for("ntsv", Excluded, "presentation");
        // Whichever of the codes of the value says it.
        let value = world.facts.iter_mut().find_map(|fact| match &mut fact.body {
            Body::Observation(o) if o.codes[0].code == "73761-9" => o.value.as_mut(),
            _ => None,
        });
        let Some(Value::Coded(codes)) = value else { panic!("it has a coded value") };
        codes.insert(0, Coding::new("urn:of-the-clinic", "breech"));
        world.is_for("ntsv", Excluded, "presentation");
    }
    twins_at_38_weeks: "ntsv", "G1, 38w0d twins", "not in denominator" => {
        let mut world = World::default();
        world.mother("m").stay("m", "2025-03-10", "2025-03-12").diagnosed_in_stay("m", "Z37.2", "");
        world.done("m", "2025-03-10", CESAREAN).measured("m", "2025-03-10", "11884-4", "266", "d");
        world.counted("m", "2025-01-10", "11996-6", 1).is_not_in("ntsv");
    }
    parity_counted_up_at_the_delivery: "ntsv", "parity overwritten to 1 at delivery", "wrongly drops: use pre-delivery value" => {
        let mut world = gave_birth(CESAREAN, "280");
        world.counted("m", "2025-01-10", "11977-6", 0).counted("m", "2025-03-11", "11977-6", 1);
        world.is("ntsv", Met);
        // Only the count of that day, at no known time: it may count this birth.
        let mut on_the_day = gave_birth(CESAREAN, "280");
        on_the_day.counted("m", "2025-03-10", "11977-6", 1).is_for("ntsv", Unknown, "parity_unknown");
        // What was counted before that day goes before it.
        on_the_day.counted("m", "2025-01-10", "11977-6", 0).is("ntsv", Met);
        let mut before = gave_birth(CESAREAN, "280");
        before.counted("m", "2025-01-10", "11977-6", 1).is_not_in("ntsv");
    }
    a_second_degree_tear: "oasis", "O70.1", "no" => {
        complicated(|w| _ = w.diagnosed_in_stay("m", "O70.1", "")).is("oasis", NotMet);
    }
    a_third_degree_tear: "oasis", "O70.21", "yes" => {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", "O70.21", ""));
        world.is("oasis", Met);
        world.is("oasis_unassisted", Met);
        world.is_not_in("oasis_assisted");
        let mut assisted = gave_birth("10D07Z6", "280");
        assisted.diagnosed_in_stay("m", "O70.3", "");
        assisted.is("oasis", Met);
        assisted.is("oasis_assisted", Met);
        assisted.is_not_in("oasis_unassisted");
    }
    a_tear_of_the_sphincter_alone: "oasis", "O70.4 (anal sphincter tear not associated with third degree)", "no in AHRQ-style measure UNVERIFIED(70)" => {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", "O70.4", ""));
        world.is("oasis", NotMet);
        let programme = with("oasis", "sphincter_alone = false", "sphincter_alone = true");
        world.is_in(&programme, "oasis", Met);
    }
    a_cesarean_has_no_tears: "oasis", "caesarean", "not in denominator" => {
        gave_birth(CESAREAN, "280").is_not_in("oasis");
    }
    a_loss_of_999: "pph1000", "999 mL", "neither" => {
        lost("999").is("pph1000", NotMet);
        lost("999").is("pph1500", NotMet);
    }
    a_loss_of_1000: "pph1000", "1000 mL", "1000 yes" => {
        lost("1000").is("pph1000", Met);
        lost("1499").is("pph1500", NotMet);
    }
    a_loss_of_1500: "pph1000", "1500 mL", "both" => {
        lost("1500").is("pph1000", Met);
        assert_eq!(lost("1500").is("pph1500", Met).evidence.len(), 1);
    }
    a_loss_of_700_with_signs: "pph1000", "700 mL with hypovolaemia signs", "reVITALize yes; volume measure no" => {
        let mut world = lost("700");
        world.is("pph_signs", NotMet);
        world.condition("m", "2025-03-10", "E86.1");
        world.is("pph1000", NotMet);
        world.is("pph_signs", Met);
    }
    a_loss_that_nobody_recorded: "pph1000", "loss not recorded", "unknown" => {
        gave_birth(VAGINAL, "280").is_for("pph1000", Unknown, "loss_unknown");
    }
}

#[test]
fn what_is_not_known_of_a_delivery_is_unknown_and_says_why() {
    let mut at_home = World::default();
    at_home.delivered("m", "2025-03-10").procedure("m", "2025-03-10", PCS, VAGINAL);
    at_home.measured("m", "2025-03-10", "11884-4", "280", "d");
    for measure in ["smm", "smm20", "smm20_hp2030", "pc07", "oasis", "pp_readmit42", "pp_ed90"] {
        at_home.is_for(measure, Unknown, "no_stay");
    }
    let mut unended = World::default();
    unended.mother("m").encounter("m", "2025-03-10", |e| {
        e.class = Some(Coding::new(ACT, "IMP"));
        e.ends = None;
    });
    unended.diagnosed_in_stay("m", "Z37.0", "");
    unended.is("smm", NotMet);
    unended.is_for("smm20_hp2030", Unknown, "discharge_unknown");
    unended.is_for("pp_readmit42", Unknown, "discharge_unknown");
    unended.is_for("pc07", Unknown, "gestation_unknown");
    let bare = gave_birth("", "280");
    bare.is_for("oasis", Unknown, "route_unknown");
    bare.is_for("ntsv", Unknown, "parity_unknown");
    let mut ageless = gave_birth(VAGINAL, "280");
    for fact in &mut ageless.facts {
        if let Body::Person(person) = &mut fact.body {
            person.born = None;
        }
    }
    ageless.is_for("pc07", Unknown, "age_unknown");
}

#[test]
fn while_she_is_in_hospital_nothing_is_decided() {
    let world = complicated(|w| _ = w.diagnosed_in_stay("m", "O15.1", "N"));
    for measure in ["smm", "pc07", "pp_readmit42"] {
        let during = world.run(measure, day("2025-03-11")).remove(0).outcome;
        assert_eq!(during.status, Pending, "{measure}");
    }
    assert_eq!(world.run("smm", day("2025-03-13"))[0].outcome.status, Met);
    assert_eq!(world.run("pp_readmit42", day("2025-04-21"))[0].outcome.status, Pending);
    assert_eq!(world.run("pp_readmit42", day("2025-04-22"))[0].outcome.status, NotMet);
}

#[test]
fn a_stay_that_nobody_ended_is_not_open_for_ever() {
    let mut world = World::default();
    world.mother("m").stay("m", "2025-03-10", "").diagnosed_in_stay("m", "Z37.0", "");
    world.done("m", "2025-03-10", VAGINAL).diagnosed_in_stay("m", "O13.9", "");
    let stands = |world: &World, measure: &str, on: &str| {
        let outcome = world.run(measure, day(on)).remove(0).outcome;
        (outcome.status, outcome.reason.unwrap_or_default())
    };
    for measure in ["smm20_hp2030", "pp_readmit42", "bp10"] {
        assert_eq!(stands(&world, measure, "2025-03-12").0, Pending, "{measure}");
        let long_after = (Unknown, "discharge_unknown".to_owned());
        assert_eq!(stands(&world, measure, "2025-07-29"), long_after, "{measure}");
    }
    // It is believed to last for 140 days.
    assert_eq!(stands(&world, "pp_readmit42", "2025-07-28").0, Pending);
    // It does not hold the next delivery, and it hides no later admission.
    let mut again = World::default();
    again.stay("m", "2023-01-10", "").delivered("m", "2025-03-10");
    again.stay("m", "2025-03-09", "2025-03-12").stay("m", "2025-03-20", "2025-03-22");
    assert_eq!(again.is("pp_readmit42", Met).outcome.on, Some(day("2025-03-20")));
}

#[test]
fn codes_that_came_later_count_where_the_programme_says_so() {
    for (code, setting) in
        [("O90.41", "newer_kidney_codes"), ("D57.03", "newer_sickle_cell_codes"), ("I63.81", "all_strokes")]
    {
        let world = complicated(|w| _ = w.diagnosed_in_stay("m", code, ""));
        let (from, to) = (format!("{setting} = false"), format!("{setting} = true"));
        let programme = with("smm", &from, &to);
        if code == "I63.81" {
            // The published list has this one, and not every stroke.
            world.is("smm", Met);
            let other = complicated(|w| _ = w.diagnosed_in_stay("m", "I63.02", ""));
            other.is("smm", NotMet);
            other.is_in(&programme, "smm", Met);
        } else {
            world.is("smm", NotMet);
            world.is_in(&programme, "smm", Met);
        }
    }
}

#[test]
fn a_long_stay_a_transfer_or_a_death_makes_a_diagnosis_count() {
    let stayed = |route: &str, until: &str, change: fn(&mut World)| {
        let mut world = World::default();
        world
            .mother("m")
            .stay("m", "2025-03-10", until)
            .diagnosed_in_stay("m", "Z37.0", "")
            .diagnosed_in_stay("m", "D65", "");
        world.done("m", "2025-03-10", route);
        change(&mut world);
        world
    };
    let nothing = |_: &mut World| ();
    stayed(VAGINAL, "2025-03-13", nothing).is("smm20_hp2030", NotMet);
    stayed(VAGINAL, "2025-03-14", nothing).is("smm20_hp2030", Met);
    stayed(CESAREAN, "2025-03-13", nothing).is("smm20_hp2030", NotMet);
    stayed(CESAREAN, "2025-03-14", nothing).is("smm20_hp2030", Met);
    let again = |w: &mut World| _ = w.diagnosed_in_stay("m", "O34.211", "");
    stayed(CESAREAN, "2025-03-14", again).is("smm20_hp2030", NotMet);
    stayed(CESAREAN, "2025-03-15", again).is("smm20_hp2030", Met);
    // A scar that is first told of in a later year is that of this cesarean.
    let since = |w: &mut World| _ = w.condition("m", "2026-05-02", "O34.211");
    stayed(CESAREAN, "2025-03-14", since).is("smm20_hp2030", Met);
    let before = |w: &mut World| _ = w.condition("m", "2025-01-02", "O34.211");
    stayed(CESAREAN, "2025-03-14", before).is("smm20_hp2030", NotMet);
    let moved = |w: &mut World| left(w, "other-hcf");
    stayed(VAGINAL, "2025-03-12", moved).is("smm20_hp2030", Met);
}

/// Where she went from her stays.
fn left(world: &mut World, how: &str) {
    for fact in &mut world.facts {
        if let Body::Encounter(encounter) = &mut fact.body {
            encounter.disposition = vec![Coding::new(DISPOSITION, how)];
        }
    }
}

#[test]
fn a_death_in_the_hospital_is_a_complication_and_no_going_home() {
    let mut world = gave_birth(VAGINAL, "280");
    left(&mut world, "exp");
    world.is("pc07", Met);
    world.is("smm", NotMet);
    world.is_for("pp_readmit42", Excluded, "died");
    // What such a placenta needs is no complication, and a death is one whatever else there was.
    world.diagnosed_in_stay("m", "O43.233", "Y").done("m", "2025-03-10", "0UT90ZZ");
    world.is("pc07", Met);
    // Nobody has her pressure taken after it.
    world.diagnosed_in_stay("m", "O14.13", "");
    for measure in ["bp10", "bp72"] {
        let seen = world.is(measure, Excluded);
        assert_eq!((seen.reason(), &seen.evidence[..]), ("died", &["Encounter/e1".to_owned()][..]));
    }
    // Nor where she died when she came back.
    let mut later =
        complicated(|w| _ = w.diagnosed_in_stay("m", "O13.9", "").stay("m", "2025-03-15", "2025-03-16"));
    later.is("bp10", NotMet);
    if let Some(Body::Encounter(encounter)) = later.facts.last_mut().map(|f| &mut f.body) {
        encounter.disposition = vec![Coding::new(DISPOSITION, "exp")];
    }
    later.is_for("bp10", Excluded, "died");
    let mut dated = gave_birth(VAGINAL, "280");
    for fact in &mut dated.facts {
        if let Body::Person(person) = &mut fact.body {
            person.deceased = Deceased::On(when("2025-03-11"));
        }
    }
    dated.is("pc07", Met);
    dated.is_for("pp_ed42", Excluded, "died");
}

#[test]
fn without_a_flag_a_diagnosis_counts_unless_it_began_before_or_the_programme_says_no() {
    let world = complicated(|w| _ = w.diagnosed_in_stay("m", "O15.1", ""));
    world.is("pc07", Met);
    let programme = with("pc07", "unflagged_counts = true", "unflagged_counts = false");
    world.is_in(&programme, "pc07", NotMet);
    let before = complicated(|w| _ = w.condition("m", "2025-01-10", "I71.9").in_last_encounter());
    before.is("pc07", NotMet);
    // So does one that is only the reason of the stay; one that has a flag too is told by it.
    let because = |flag: &str| {
        let mut world = World::default();
        world.mother("m").encounter("m", "2025-03-10", |e| {
            e.class = Some(Coding::new(ACT, "IMP"));
            e.ends = Some(when("2025-03-12"));
            e.reasons.push(Coding::new(ICD, "O15.1"));
        });
        world.diagnosed_in_stay("m", "Z37.0", "").measured("m", "2025-03-10", "11884-4", "280", "d");
        if !flag.is_empty() {
            world.diagnosed_in_stay("m", "O15.1", flag);
        }
        world
    };
    because("").is("pc07", Met);
    because("").is_in(&programme, "pc07", NotMet);
    because("Y").is("pc07", NotMet);
    let transfused = complicated(|w| _ = w.done("m", "2025-03-10", "30233N1"));
    transfused.is("pc07", Met);
    transfused.is("pc07_no_transfusion", NotMet);
}

#[test]
fn who_is_too_young_too_early_or_lost_the_pregnancy_is_not_counted() {
    gave_birth(VAGINAL, "139").is_not_in("pc07");
    gave_birth(VAGINAL, "140").is("pc07", NotMet);
    let loss = complicated(|w| _ = w.diagnosed_in_stay("m", "O03.9", ""));
    loss.is_for("smm", Excluded, "abortive_outcome");
    let mut still = World::default();
    still.mother("m").stay("m", "2025-03-10", "2025-03-12").diagnosed_in_stay("m", "Z37.1", "");
    still.is("smm", NotMet);
}

#[test]
fn a_reason_for_a_cesarean_before_labor_takes_her_out() {
    for code in ["O44.03", "O69.4XX0", "A60.04", "O43.213"] {
        let mut world = gave_birth(CESAREAN, "280");
        world.counted("m", "2025-01-10", "11996-6", 1).diagnosed_in_stay("m", code, "");
        world.is_for("ntsv", Excluded, "cesarean_indicated");
    }
}

#[test]
fn a_loss_after_a_day_is_not_of_the_birth_and_another_unit_says_nothing() {
    let mut world = gave_birth(VAGINAL, "280");
    world.measured("m", "2025-03-12", "55103-6", "1200", "mL");
    world.is_for("pph1000", Unknown, "loss_unknown");
    let mut grams = gave_birth(VAGINAL, "280");
    grams.measured("m", "2025-03-10", "55103-6", "1200", "g");
    grams.is_for("pph1000", Unknown, "loss_unknown");
    let mut measured = gave_birth(VAGINAL, "280");
    measured.observed(
        "m",
        "2025-03-11",
        "quantitative-blood-loss",
        Value::Quantity { value: "1200".into(), unit: "mL".into() },
    );
    if let Some(Body::Observation(observation)) = measured.facts.last_mut().map(|f| &mut f.body) {
        observation.codes = vec![Coding::new(KITH, "quantitative-blood-loss")];
    }
    measured.is("pph1000", Met);
}

fn moment(text: &str) -> When {
    When { at: Some(format!("{}T{}:00Z", &text[..10], &text[11..]).parse().unwrap()), ..when(&text[..10]) }
}

#[test]
fn what_was_done_counts_to_the_minute_of_her_stay() {
    // In hospital from 08:00 on the 10th to 14:00 on the 12th, and in an emergency department before.
    let check = |on: &str, expected: Status| {
        let mut world = World::default();
        world.mother("m");
        for (from, to, class) in [
            ("2025-03-10 08:00", "2025-03-12 14:00", "IMP"),
            ("2025-03-09 22:00", "2025-03-10 07:30", "EMER"),
        ] {
            world.encounter("m", "2025-03-10", |e| {
                e.class = Some(Coding::new(ACT, class));
                (e.starts, e.ends) = (Some(moment(from)), Some(moment(to)));
            });
        }
        world.condition("m", "2025-03-10", "Z37.0").measured("m", "2025-03-10", "11884-4", "280", "d");
        world.procedure("m", &on[..10], PCS, "0B110F4");
        if let Some(Body::Procedure(procedure)) = world.facts.last_mut().map(|fact| &mut fact.body) {
            procedure.starts = Some(if on.len() > 10 { moment(on) } else { when(on) });
        }
        let seen = world.is("pc07", expected);
        assert_eq!(seen.outcome.counts_on, day("2025-03-12"), "{on}");
    };
    check("2025-03-12 14:00", Met);
    check("2025-03-12 14:01", NotMet);
    check("2025-03-12", Met);
    check("2025-03-10 08:00", Met);
    check("2025-03-09 22:00", Met);
    check("2025-03-09 21:59", NotMet);
    check("2025-03-09", NotMet);
}

#[test]
fn a_bill_says_what_began_in_the_hospital() {
    let billed = |flag: &str| {
        complicated(|w| {
            let encounter = w.last("Encounter");
            let diagnosis = Billed {
                codes: vec![Coding::new(ICD, "A41.9")],
                on_admission: (!flag.is_empty()).then(|| flag.to_owned()),
                encounters: vec![encounter],
                ..Billed::default()
            };
            let claim = Claim {
                status: "active".into(),
                usage: "claim".into(),
                diagnoses: vec![diagnosis],
                ..Claim::default()
            };
            w.push(Reference("Claim/c1".into()), Some("m"), Body::Claim(claim));
        })
    };
    assert_eq!(billed("N").is("pc07", Met).evidence, ["Claim/c1"]);
    billed("Y").is("pc07", NotMet);
    billed("").is("pc07", Met);
    // It is a diagnosis of the stay for the measures that do not ask when it began.
    billed("Y").is("smm", Met);
}

#[test]
fn how_the_child_lay_may_be_what_was_noted() {
    let noted = |on: &str, born: &str| {
        let mut world = gave_birth(CESAREAN, "280");
        world.counted("m", "2025-01-10", "11996-6", 1);
        if !born.is_empty() {
            world.observed("m", "2025-03-10", "93857-1", Value::When(moment(born)));
        }
        world.observed("m", &on[..10], "any", Value::Boolean(true));
        if let Some(Body::Observation(observation)) = world.facts.last_mut().map(|fact| &mut fact.body) {
            observation.codes = vec![Coding::new(SNOMED, "6096002")];
            observation.effective = Some(if on.len() > 10 { moment(on) } else { when(on) });
        }
        world
    };
    noted("2025-03-10", "").is_for("ntsv", Excluded, "presentation");
    noted("2025-03-09", "").is("ntsv", Met);
    noted("2025-03-11", "").is("ntsv", Met);
    noted("2025-03-10 12:00", "2025-03-10 12:00").is_for("ntsv", Excluded, "presentation");
    noted("2025-03-10 12:01", "2025-03-10 12:00").is("ntsv", Met);
}
