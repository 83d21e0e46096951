//! Boundary cases of vaccines in pregnancy, tests of glucose and contraception after a birth, through the real engine.

use jiff::ToSpan;
use jiff::civil::Date;
use kith_domain::fact::Value;
use kith_domain::measure::{Direction, Status};
use kith_measures::programme::Programme;

use crate::library::{self, Case};
use crate::world::{CPT, ICD, LATER, SNOMED, World, day, of_library};

const HCPCS: &str = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
/// A fine day for a delivery.
const BORN: &str = "2025-06-10";

fn weeks(weeks: i32, days: i32) -> i32 {
    weeks * 7 + days
}

fn after(text: &str, days: i32) -> Date {
    day(text).saturating_add(days.days())
}

/// One pregnancy after another, all in one world.
#[derive(Default)]
struct Pregnancies {
    world: World,
    count: usize,
}

/// A pregnancy in the making, dated by its due date.
struct Pregnancy<'a> {
    world: &'a mut World,
    id: String,
    born: Date,
    dated_from: Date,
}

impl Pregnancies {
    /// Delivered on a day, after so many days of gestation.
    fn born(&mut self, on: &str, gestation: i32) -> Pregnancy<'_> {
        let id = format!("m{:02}", self.count);
        self.count += 1;
        let (born, due) = (day(on), after(on, 280 - gestation));
        self.world.delivered(&id, on).due(&id, &after(on, -100).to_string(), &due.to_string());
        Pregnancy { world: &mut self.world, id, born, dated_from: due.saturating_sub(280.days()) }
    }

    fn term(&mut self) -> Pregnancy<'_> {
        self.born(BORN, 280)
    }

    /// What stands of each, in order: met, not met, or the reason why neither.
    fn stand(&self, measure: &str) -> Vec<String> {
        self.stand_in(of_library(measure), measure)
    }

    fn stand_in(&self, programme: &Programme, measure: &str) -> Vec<String> {
        let said = |seen: crate::world::Seen| match seen.outcome.status {
            Status::Met => "met".into(),
            Status::NotMet => "not met".into(),
            _ => seen.reason().to_owned(),
        };
        self.world.all_in(programme, measure).into_iter().map(said).collect()
    }
}

impl Pregnancy<'_> {
    /// On a day of gestation.
    fn at(&self, gestation: i32) -> String {
        self.dated_from.saturating_add(gestation.days()).to_string()
    }

    /// So many days after the delivery.
    fn post(&self, days: i32) -> String {
        self.born.saturating_add(days.days()).to_string()
    }

    fn vaccine(self, on: &str, cvx: &str) {
        self.world.vaccine(&self.id, on, cvx);
    }

    fn diagnosed(self, on: &str, code: &str) -> Self {
        self.world.diagnosed(&self.id, on, ICD, code);
        self
    }

    /// A laboratory result, 140 mg/dL or 5.6 percent of whatever it is.
    fn tested(self, on: &str, loinc: &str) {
        let value = Value::Quantity { value: "140".into(), unit: "mg/dL".into() };
        self.world.observed(&self.id, on, loinc, value);
    }

    fn procedure(self, on: &str, system: &str, code: &str) {
        self.world.procedure(&self.id, on, system, code);
    }
}

/// Tdap on a day of gestation, and what stands of it at any time and in weeks 27 to 36.
fn tdap(gestation: i32) -> [String; 2] {
    let mut all = Pregnancies::default();
    let one = all.term();
    let on = one.at(gestation);
    one.vaccine(&on, "115");
    ["prs_tdap", "prs_tdap_27_36"].map(|measure| all.stand(measure).remove(0))
}

/// A vaccine against influenza on a day, with a delivery on a day.
fn flu(on: &str, born: &str) -> String {
    let mut all = Pregnancies::default();
    all.born(born, 280).vaccine(on, "150");
    all.stand("prs_flu").remove(0)
}

/// A test of glucose on a day of gestation: in the window, and late.
fn screened(gestation: i32) -> [String; 2] {
    let mut all = Pregnancies::default();
    let one = all.term();
    let on = one.at(gestation);
    one.tested(&on, "1504-0");
    ["gdm_screen", "gdm_screen_late"].map(|measure| all.stand(measure).remove(0))
}

/// After gestational diabetes, a test so many days after the delivery.
fn tested(days: i32, loinc: &str) -> Pregnancies {
    let mut all = Pregnancies::default();
    let one = all.term();
    let (found, on) = (one.at(weeks(26, 0)), one.post(days));
    one.diagnosed(&found, "O24.419").tested(&on, loinc);
    all
}

/// What stands of a method so many days after the delivery: within 3 days, within 90.
fn provided(measure: &str, days: i32, system: &str, code: &str) -> [String; 2] {
    let mut all = Pregnancies::default();
    let one = all.term();
    let on = one.post(days);
    one.procedure(&on, system, code);
    [format!("{measure}_3d"), measure.to_owned()].map(|measure| all.stand(&measure).remove(0))
}

fn iud_on_day_0(measure: &str) {
    assert_eq!(provided(measure, 0, CPT, "58300"), ["met", "met"]);
}

fn implant_on_day_4(measure: &str) {
    assert_eq!(provided(measure, 4, CPT, "11981"), ["not met", "met"]);
}

fn on_day_90_and_91(measure: &str) {
    assert_eq!(provided(measure, 90, CPT, "58300"), ["not met", "met"]);
    assert_eq!(provided(measure, 91, CPT, "58300"), ["not met", "not met"]);
}

fn late_in_the_year(measure: &str) {
    let mut all = Pregnancies::default();
    for on in ["2025-10-15", "2025-10-01", "2025-09-30"] {
        all.born(on, 280);
    }
    assert_eq!(all.stand(measure), ["late_in_year", "late_in_year", "not met"]);
    assert_eq!(all.stand(&format!("{measure}_3d")), ["not met"; 3]);
}

/// The cases of the file that are tested here.
pub const CASES: [Case; 26] = [
    ("prs_tdap", "Tdap on the delivery date before birth", "met", || {
        assert_eq!(tdap(280), ["met", "not met"]);
        assert_eq!(tdap(281), ["not met", "not met"]);
    }),
    ("prs_tdap", "Tdap 10 days before LMP", "not met", || {
        assert_eq!(tdap(-10), ["not met", "not met"]);
    }),
    ("prs_tdap", "Tdap at 20 weeks", "met for the measure; show 'outside 27-36 wk' as information", || {
        assert_eq!(tdap(weeks(20, 0)), ["met", "not met"]);
        assert_eq!(tdap(weeks(27, 0)), ["met", "met"]);
        assert_eq!(tdap(weeks(36, 6)), ["met", "met"]);
    }),
    ("prs_tdap", "delivery at 36w6d", "excluded", || {
        let mut all = Pregnancies::default();
        all.born(BORN, weeks(36, 6));
        all.born(BORN, weeks(37, 0));
        assert_eq!(all.stand("prs_tdap"), ["preterm", "not met"]);
    }),
    ("prs_flu", "MY 2025, dose 2024-07-01, delivery 2025-02-01", "met", || {
        assert_eq!(flu("2024-07-01", "2025-02-01"), "met");
    }),
    ("prs_flu", "MY 2025, dose 2024-06-30", "not met", || {
        assert_eq!(flu("2024-06-30", "2025-02-01"), "not met");
    }),
    ("prs_flu", "dose the day after delivery", "not met", || {
        assert_eq!(flu("2025-02-02", "2025-02-01"), "not met");
        assert_eq!(flu("2025-02-01", "2025-02-01"), "met");
    }),
    ("gdm_screen", "test at 23w6d", "not met (early)", || {
        assert_eq!(screened(weeks(23, 6)), ["not met", "not met"]);
    }),
    ("gdm_screen", "test at 24w0d", "met", || {
        assert_eq!(screened(weeks(24, 0)), ["met", "not met"]);
    }),
    ("gdm_screen", "test at 28w6d", "met", || {
        assert_eq!(screened(weeks(28, 6)), ["met", "not met"]);
    }),
    ("gdm_screen", "test at 29w0d", "not met; late credit", || {
        assert_eq!(screened(weeks(29, 0)), ["not met", "met"]);
        assert_eq!(screened(weeks(33, 0)), ["not met", "not met"]);
    }),
    ("gdm_screen", "type 1 diabetes", "excluded", || {
        let mut all = Pregnancies::default();
        all.term().diagnosed("2010-01-01", "E10.9");
        // On the problem list without a day.
        all.term().diagnosed("", "O24.013");
        assert_eq!(all.stand("gdm_screen"), ["diabetes_before"; 2]);
    }),
    (
        "gdm_postpartum",
        "OGTT on day 2 in hospital",
        "not met for 4-12 wk; count in the 'any by 12 wk' variant",
        || {
            let all = tested(2, "1518-0");
            assert_eq!(
                (all.stand("gdm_postpartum"), all.stand("gdm_postpartum_any")),
                (vec!["not met".to_owned()], vec!["met".to_owned()],)
            );
        },
    ),
    ("gdm_postpartum", "OGTT day 28", "met", || {
        assert_eq!(tested(28, "1518-0").stand("gdm_postpartum"), ["met"]);
        assert_eq!(tested(27, "1518-0").stand("gdm_postpartum"), ["not met"]);
    }),
    ("gdm_postpartum", "OGTT day 84", "met", || {
        assert_eq!(tested(84, "1518-0").stand("gdm_postpartum"), ["met"]);
        assert_eq!(tested(85, "1518-0").stand("gdm_postpartum"), ["not met"]);
    }),
    ("gdm_postpartum", "HbA1c only on day 60", "met only if the programme accepts HbA1c", || {
        let all = tested(60, "4548-4");
        assert_eq!(all.stand("gdm_postpartum"), ["not met"]);
        let accepts = library::with("gdm_postpartum", "accept_hba1c = false", "accept_hba1c = true");
        assert_eq!(all.stand_in(&accepts, "gdm_postpartum"), ["met"]);
    }),
    ("ccp_mmec", "IUD placed day 0", "both rates", || iud_on_day_0("ccp_mmec")),
    ("ccp_mmec", "pill prescribed day 3", "3-day yes", || {
        assert_eq!(provided("ccp_mmec", 3, HCPCS, "S4993"), ["met", "met"]);
    }),
    ("ccp_mmec", "implant day 4", "3-day no, 90-day yes", || implant_on_day_4("ccp_mmec")),
    ("ccp_mmec", "method on day 90 / 91", "yes / no", || on_day_90_and_91("ccp_mmec")),
    ("ccp_mmec", "delivery 2025-10-15", "excluded from the 90-day denominator of 2025", || {
        late_in_the_year("ccp_mmec");
    }),
    ("ccp_larc", "IUD placed day 0", "both rates", || iud_on_day_0("ccp_larc")),
    ("ccp_larc", "pill prescribed day 3", "3-day yes", || {
        // A pill acts only while it is taken: it is in the rate of every effective method, and not in this one.
        assert_eq!(provided("ccp_mmec", 3, HCPCS, "S4993"), ["met", "met"]);
        assert_eq!(provided("ccp_larc", 3, HCPCS, "S4993"), ["not met", "not met"]);
    }),
    ("ccp_larc", "implant day 4", "3-day no, 90-day yes", || implant_on_day_4("ccp_larc")),
    ("ccp_larc", "method on day 90 / 91", "yes / no", || on_day_90_and_91("ccp_larc")),
    ("ccp_larc", "delivery 2025-10-15", "excluded from the 90-day denominator of 2025", || {
        late_in_the_year("ccp_larc");
    }),
];

rows! {
    tdap_on_the_day_of_the_delivery = 0;
    tdap_before_the_pregnancy = 1;
    tdap_in_any_week_and_in_weeks_27_to_36 = 2;
    a_delivery_before_37_weeks = 3;
    influenza_on_1_july_of_the_year_before = 4;
    influenza_on_30_june = 5;
    influenza_after_the_delivery = 6;
    glucose_before_24_weeks = 7;
    glucose_at_24_weeks = 8;
    glucose_at_the_end_of_week_28 = 9;
    glucose_at_29_weeks_is_late = 10;
    diabetes_from_before_the_pregnancy = 11;
    glucose_in_hospital_after_the_delivery = 12;
    glucose_on_day_28 = 13;
    glucose_on_day_84 = 14;
    hba1c_where_the_programme_accepts_it = 15;
    a_device_on_day_0 = 16;
    a_pill_on_day_3 = 17;
    an_implant_on_day_4 = 18;
    a_method_on_day_90_and_91 = 19;
    a_delivery_in_october = 20;
    a_long_acting_device_on_day_0 = 21;
    a_pill_is_not_long_acting = 22;
    a_long_acting_implant_on_day_4 = 23;
    a_long_acting_method_on_day_90_and_91 = 24;
    a_delivery_in_october_and_long_acting_methods = 25;
}

#[test]
fn without_dating_a_pregnancy_is_unknown() {
    let mut all = Pregnancies::default();
    all.world.delivered("m", BORN);
    for measure in ["prs_tdap", "prs_flu", "gdm_screen"] {
        assert_eq!(all.stand(measure), ["gestation_unknown"], "{measure}");
    }
    // Gestation at the birth dates it as well as a due date.
    all.world.observed("m", BORN, "11884-4", Value::Quantity { value: "36".into(), unit: "wk".into() });
    assert_eq!(all.stand("prs_tdap"), ["preterm"]);
    assert_eq!(all.stand("gdm_screen"), ["not met"]);
    let mut period = Pregnancies::default();
    period.world.delivered("m", BORN);
    period.world.observed("m", "2024-11-01", "8665-2", Value::When(crate::world::when("2024-09-03")));
    assert_eq!(period.stand("prs_tdap"), ["not met"]);
}

#[test]
fn who_is_left_out_of_the_glucose_tests() {
    let mut all = Pregnancies::default();
    let early = all.term();
    let found = early.at(weeks(23, 6));
    early.diagnosed(&found, "O24.410");
    let later = all.term();
    let found = later.at(weeks(24, 0));
    later.diagnosed(&found, "O24.410");
    let late = all.term();
    let (first, id) = (late.at(weeks(29, 0)), late.id.clone());
    late.world.observed(&id, BORN, "69044-6", Value::When(crate::world::when(&first)));
    assert_eq!(all.stand("gdm_screen"), ["found_early", "not met", "late_to_care"]);
    // The diabetes of an earlier pregnancy is not that of this one.
    let mut earlier = Pregnancies::default();
    earlier.term().diagnosed("2023-01-01", "O24.410");
    // Nor where this one was short, and began after it was found.
    earlier.born(BORN, weeks(30, 0)).diagnosed(&after(BORN, -weeks(31, 0)).to_string(), "O24.410");
    assert_eq!(earlier.stand("gdm_postpartum"), Vec::<String>::new());
    // A bill says that a test was done, too.
    let mut billed = Pregnancies::default();
    let one = billed.term();
    let (found, on) = (one.at(weeks(26, 0)), one.post(40));
    one.diagnosed(&found, "O24.410").procedure(&on, CPT, "82951");
    assert_eq!(billed.stand("gdm_postpartum"), ["met"]);
}

#[test]
fn a_reaction_stands_for_the_vaccine_and_a_bill_for_its_dose() {
    let mut all = Pregnancies::default();
    let reacted = all.term();
    let id = reacted.id.clone();
    reacted.world.diagnosed(&id, "2015-01-01", SNOMED, "428291000124105");
    let billed = all.term();
    let on = billed.at(weeks(30, 0));
    billed.procedure(&on, CPT, "90715");
    assert_eq!(all.stand("prs_tdap"), ["met", "met"]);
}

#[test]
fn a_method_that_was_ordered_counts_and_one_that_was_proposed_does_not() {
    let mut all = Pregnancies::default();
    for intent in ["order", "plan"] {
        let one = all.term();
        let (on, id) = (one.post(20), one.id.clone());
        one.world.medicine(&id, &on, RXNORM, "389221");
        if let Some(kith_domain::fact::Body::Medication(medicine)) =
            one.world.facts.last_mut().map(|f| &mut f.body)
        {
            medicine.intent = intent.into();
        }
    }
    assert_eq!(all.stand("ccp_larc"), ["met", "not met"]);
    // To choose none is hers: the rate is of access, and has no better side.
    assert_eq!(of_library("ccp_larc").measures[0].direction, Direction::Neither);
    // Her age decides whether she is in: 45 is not, and one whose birth date is not known may be.
    let mut ages = World::default();
    ages.person("a", "1980-06-10", |_| {}).condition("a", BORN, "Z37.0");
    ages.person("b", "1980-06-11", |_| {}).condition("b", BORN, "Z37.0");
    ages.person("c", "", |_| {}).condition("c", BORN, "Z37.0");
    let seen = ages.run("ccp_mmec", LATER);
    let found: Vec<_> = seen.iter().map(|s| (s.person.as_str(), s.reason())).collect();
    assert_eq!(found, [("Patient/b", ""), ("Patient/c", "age_unknown")]);
}
