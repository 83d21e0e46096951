//! The rules of the measures at their edges, through the real engine.

use kith_domain::fact::{Body, Coding, Deceased, Identifier, Reference};
use kith_domain::measure::Status;

use crate::world::{ACT, CPT, ICD, LATER, SNOMED, World, day, when};

/// The end of a chain.
fn done(_: &mut World) {}

/// A baby born on 2025-03-10 (day 90 is 8 June, day 120 is 8 July) with visits on three days.
fn seen_three_times() -> World {
    let mut world = World::default();
    world.baby("b", "2025-03-10").well("b", "2025-03-13").well("b", "2025-04-08").well("b", "2025-05-12");
    world
}

fn status(world: &World, as_of: &str) -> Status {
    world.one("wcv_3by120", day(as_of)).outcome.status
}

#[test]
fn until_the_last_day_is_over_an_infant_is_pending_whatever_it_has() {
    let world = seen_three_times();
    assert_eq!(status(&world, "2025-06-01"), Status::Pending);
    assert_eq!(status(&world, "2025-07-08"), Status::Pending);
    assert_eq!(status(&world, "2025-07-09"), Status::Met);
    let pending = world.one("wcv_3by120", day("2025-06-01")).outcome;
    assert_eq!(
        (pending.have, pending.on, pending.due_on),
        (3, Some(day("2025-05-12")), Some(day("2025-07-08")))
    );
}

#[test]
fn what_lies_after_the_as_of_day_is_not_seen() {
    let world = seen_three_times();
    assert_eq!(world.one("wcv_3by120", day("2025-05-11")).outcome.have, 2);
    assert_eq!(world.one("wcv_3by120", day("2025-05-12")).outcome.have, 3);
    assert_eq!(world.run("wcv_3by120", day("2025-03-09")).len(), 0);
    assert_eq!(world.run("wcv_3by120", day("2025-03-10")).len(), 1);

    let mut died = World::default();
    died.person("b", "2025-03-10", |p| p.deceased = Deceased::On(when("2025-05-01")));
    assert_eq!(status(&died, "2025-04-30"), Status::Pending);
    assert_eq!(status(&died, "2025-05-01"), Status::Excluded);

    let mut mother = World::default();
    mother.delivered("m", "2025-03-10");
    assert_eq!(mother.run("ppc_postpartum", day("2025-03-09")).len(), 0);
    assert_eq!(mother.one("ppc_postpartum", day("2025-06-02")).outcome.status, Status::Pending);
    assert_eq!(mother.one("ppc_postpartum", day("2025-06-03")).outcome.status, Status::NotMet);
}

#[test]
fn a_death_on_an_unknown_day_leaves_the_infant_unknown() {
    let with = |deceased| {
        let mut world = World::default();
        world.person("b", "2025-03-10", |p| p.deceased = deceased);
        let seen = world.one("wcv_3by120", LATER);
        (seen.outcome.status, seen.reason().to_owned())
    };
    let unknown = (Status::Unknown, "death_day_unknown".to_owned());
    assert_eq!(with(Deceased::Yes), unknown);
    assert_eq!(with(Deceased::On(when("2025"))), unknown);
    assert_eq!(with(Deceased::On(when("2025-07"))), unknown);
    assert_eq!(with(Deceased::On(when("2025-06"))), (Status::Excluded, "died".to_owned()));
    assert_eq!(with(Deceased::On(when("2025-08"))), (Status::NotMet, String::new()));
}

#[test]
fn in_hospital_on_day_90_is_excluded() {
    let with = |from: &str, to: &str| {
        let mut world = seen_three_times();
        world.stay("b", from, to);
        world.one("wcv_3by120", LATER)
    };
    let seen = with("2025-03-10", "2025-06-09");
    assert_eq!((seen.outcome.status, seen.reason()), (Status::Excluded, "inpatient_day_90"));
    assert_eq!(seen.evidence, ["Encounter/e4"]);
    assert_eq!(with("2025-06-08", "2025-06-09").outcome.status, Status::Excluded);
    assert_eq!(with("2025-06-07", "").outcome.status, Status::Excluded);
    // Discharged on day 90, or admitted the day after.
    assert_ne!(with("2025-06-01", "2025-06-08").outcome.status, Status::Excluded);
    assert_ne!(with("2025-06-09", "2025-06-12").outcome.status, Status::Excluded);
    // Not before day 90 has come.
    let mut world = seen_three_times();
    world.stay("b", "2025-03-20", "");
    assert_eq!(status(&world, "2025-06-07"), Status::Pending);
    assert_eq!(status(&world, "2025-06-08"), Status::Excluded);
}

#[test]
fn visits_during_a_hospital_stay_do_not_count_and_one_on_the_last_day_does() {
    let mut world = World::default();
    world.baby("b", "2025-03-10").stay("b", "2025-03-10", "2025-03-13");
    for on in ["2025-03-10", "2025-03-12", "2025-03-13"] {
        world.well("b", on);
    }
    assert_eq!(world.one("wcv_3by120", LATER).outcome.have, 1);
    // A code on the stay itself is not a visit either.
    let mut world = World::default();
    world.baby("b", "2025-03-10").encounter("b", "2025-03-10", |e| {
        e.class = Some(Coding::new(ACT, "IMP"));
        e.reasons.push(Coding::new(ICD, "Z00.110"));
    });
    assert_eq!(world.one("wcv_3by120", LATER).outcome.have, 0);
    // Nor on the newborn's part of the mother's stay.
    let mut world = World::default();
    world.mother("m").baby("b", "2025-03-10").stay("m", "2025-03-09", "2025-03-12");
    let delivery = world.last("Encounter");
    world.well("b", "2025-03-11");
    if let Body::Encounter(e) = &mut world.facts.last_mut().unwrap().body {
        e.part_of = Some(delivery);
    }
    assert_eq!(world.run("wcv_3by120", LATER)[0].outcome.have, 0);
}

#[test]
fn the_day_of_birth_and_day_120_count_and_the_days_around_them_do_not() {
    let have = |on: &str| {
        let mut world = World::default();
        world.baby("b", "2025-03-10").well("b", on).one("wcv_3by120", LATER).outcome.have
    };
    assert_eq!(have("2025-03-09"), 0);
    assert_eq!(have("2025-03-10"), 1);
    assert_eq!(have("2025-07-08"), 1);
    assert_eq!(have("2025-07-09"), 0);
}

#[test]
fn a_visit_that_did_not_happen_or_has_no_day_does_not_count() {
    let mut world = World::default();
    world.baby("b", "2025-03-10");
    for (status, on) in
        [("cancelled", "2025-03-13"), ("planned", "2025-04-08"), ("entered-in-error", "2025-05-12")]
    {
        world.encounter("b", on, |e| {
            e.status = status.into();
            e.types.push(Coding::new(SNOMED, "410620009"));
        });
    }
    world.well("b", "2025-04").well("b", "");
    assert_eq!(world.one("wcv_3by120", LATER).outcome.have, 0);
}

#[test]
fn a_half_known_birth_date_leaves_the_infant_unknown() {
    let mut world = World::default();
    world.baby("b", "2025-03").well("b", "2025-04-08");
    let seen = world.one("wcv_3by120", LATER);
    assert_eq!((seen.outcome.status, seen.reason()), (Status::Unknown, "birth_day_unknown"));
    assert_eq!(seen.outcome.counts_on, day("2025-07-29"));
}

#[test]
fn a_well_child_visit_may_be_told_in_many_ways() {
    let by = |tell: &dyn Fn(&mut World)| {
        let mut world = World::default();
        world.baby("b", "2025-03-10");
        tell(&mut world);
        world.one("wcv_3by120", LATER).outcome.have
    };
    assert_eq!(
        by(&|w| done(w.encounter("b", "2025-04-08", |e| e.reasons.push(Coding::new(ICD, "Z00.129"))))),
        1
    );
    assert_eq!(by(&|w| done(w.typed("b", "2025-04-08", CPT, "99391"))), 1);
    assert_eq!(by(&|w| done(w.procedure("b", "2025-04-08", CPT, "99391"))), 1, "a claim");
    assert_eq!(
        by(&|w| done(
            w.encounter("b", "2025-04-08", |_| {}).condition("b", "", "Z00.129").in_last_encounter()
        )),
        1
    );
    assert_eq!(by(&|w| done(w.condition("b", "2025-04-08", "Z00.129"))), 0, "a diagnosis alone");
    assert_eq!(
        by(&|w| done(w.encounter("b", "2025-04-08", |e| e.reasons.push(Coding::new(ICD, "J06.9"))))),
        0
    );
    let vaccine = |w: &mut World| {
        w.procedure("b", "2025-04-08", CPT, "90460");
        if let Body::Procedure(p) = &mut w.facts.last_mut().unwrap().body {
            p.reasons.push(Coding::new(ICD, "Z00.129"));
        }
    };
    assert_eq!(by(&vaccine), 0, "a lone procedure with the diagnosis as its reason");
}

#[test]
fn an_exclusion_wins_over_an_unknown_and_over_pending() {
    let mut world = World::default();
    world.person("b", "2025-03", |p| p.deceased = Deceased::On(when("2025-04-01")));
    assert_eq!(world.one("wcv_3by120", LATER).outcome.status, Status::Excluded);
    let mut world = seen_three_times();
    world.facts.retain(|f| !matches!(f.body, Body::Person(_)));
    world.person("b", "2025-03-10", |p| p.deceased = Deceased::On(when("2025-06-01")));
    assert_eq!(status(&world, "2025-06-15"), Status::Excluded);
}

#[test]
fn a_mother_is_linked_by_each_technique() {
    let race = |p: &mut kith_domain::fact::Person| p.race = vec![Coding::new("race", "2054-5")];
    let mrn = || Identifier { system: "urn:mrn".into(), value: "77".into(), kind: None };

    let mut by_link = World::default();
    by_link.baby("b", "2025-03-10").person("m", "1995-05-05", race).link("b", "m");
    let mut by_identifier = World::default();
    by_identifier.baby("b", "2025-03-10").person("m", "1995-05-05", |p| {
        race(p);
        p.identifiers.push(mrn());
    });
    by_identifier.related(Reference("RelatedPerson/r".into()), "b", |r| r.who.identifiers.push(mrn()));
    let mut by_stay = World::default();
    by_stay.baby("b", "2025-03-10").person("m", "1995-05-05", race).stay("m", "2025-03-09", "2025-03-12");
    let delivery = by_stay.last("Encounter");
    by_stay.stay("b", "2025-03-10", "2025-03-12");
    if let Body::Encounter(e) = &mut by_stay.facts.last_mut().unwrap().body {
        e.part_of = Some(delivery);
    }
    for (name, world) in [("link", by_link), ("identifier", by_identifier), ("stay", by_stay)] {
        let seen = world.one("wcv_3by120", LATER);
        assert_eq!(seen.stratum("race_ethnicity"), "Black or African American", "{name}");
        let delivery = world.one("ppc_postpartum", LATER);
        assert_eq!(
            (delivery.person.as_str(), delivery.outcome.status),
            ("Patient/m", Status::NotMet),
            "{name}"
        );
    }
}

#[test]
fn twins_are_two_infants_and_one_delivery() {
    let mut world = World::default();
    world.mother("m").baby("a", "2025-03-10").baby("b", "2025-03-11").link("a", "m").link("b", "m");
    assert_eq!(world.run("wcv_3by120", LATER).len(), 2);
    let delivery = world.one("ppc_postpartum", LATER);
    assert_eq!(delivery.outcome.counts_on, day("2025-06-03"), "85 days after the first");
}

#[test]
fn a_stillbirth_has_no_row_and_an_unknown_outcome_is_said() {
    let with = |code: &str| {
        let mut world = World::default();
        world.mother("m").condition("m", "2025-03-10", code);
        let seen = world.run("ppc_postpartum", LATER);
        seen.first().map(|s| (s.outcome.status, s.reason().to_owned()))
    };
    assert_eq!(with("Z37.1"), None);
    assert_eq!(with("Z37.4"), None);
    assert_eq!(with("Z37.3"), Some((Status::NotMet, String::new())), "twins of whom one lives");
    assert_eq!(with("Z37.9"), Some((Status::Unknown, "outcome_unknown".to_owned())));
}

#[test]
fn a_second_delivery_within_180_days_is_not_counted() {
    let deliveries = |second: &str| {
        let mut world = World::default();
        world.delivered("m", "2025-01-01").condition("m", second, "Z37.0").run("ppc_prenatal", LATER).len()
    };
    assert_eq!(deliveries("2025-06-29"), 1, "179 days");
    assert_eq!(deliveries("2025-06-30"), 2, "180 days");
}

fn prenatal(tell: impl FnOnce(&mut World)) -> Status {
    let mut world = World::default();
    world.delivered("m", "2025-10-08");
    tell(&mut world);
    world.one("ppc_prenatal", LATER).outcome.status
}

#[test]
fn an_office_visit_for_the_pregnancy_is_a_prenatal_visit() {
    let office = |code: &'static str, diagnosis: &'static str| {
        move |w: &mut World| {
            w.encounter("m", "2025-03-01", |e| {
                e.types.push(Coding::new(CPT, code));
                if !diagnosis.is_empty() {
                    e.reasons.push(Coding::new(ICD, diagnosis));
                }
            });
        }
    };
    assert_eq!(prenatal(office("99213", "Z34.81")), Status::Met);
    assert_eq!(prenatal(office("99204", "O09.521")), Status::Met);
    assert_eq!(prenatal(office("99213", "")), Status::NotMet);
    assert_eq!(prenatal(office("99213", "J06.9")), Status::NotMet);
    assert_eq!(prenatal(office("99211", "Z34.81")), Status::NotMet, "a nurse only, perhaps");
    assert_eq!(prenatal(office("76801", "Z34.81")), Status::NotMet, "an ultrasound only");
    assert_eq!(
        prenatal(|w| {
            w.encounter("m", "2025-03-01", |e| e.types.push(Coding::new(CPT, "99213")));
            w.encounter("m", "2025-03-01", |e| e.reasons.push(Coding::new(ICD, "Z34.81")));
        }),
        Status::NotMet,
        "the two on different events"
    );
    let claim = |w: &mut World| {
        w.procedure("m", "2025-03-01", CPT, "99213");
        if let Body::Procedure(p) = &mut w.facts.last_mut().unwrap().body {
            p.reasons.push(Coding::new(ICD, "Z34.81"));
        }
    };
    assert_eq!(prenatal(claim), Status::Met, "a claim for both");
}

#[test]
fn a_bundle_counts_only_on_an_encounter() {
    assert_eq!(prenatal(|w| done(w.typed("m", "2025-03-01", CPT, "59425"))), Status::Met);
    assert_eq!(prenatal(|w| done(w.procedure("m", "2025-03-01", CPT, "59425"))), Status::NotMet);
    assert_eq!(prenatal(|w| done(w.procedure("m", "2025-03-01", CPT, "0500F"))), Status::Met);
}

#[test]
fn care_in_hospital_or_in_an_emergency_department_is_not_prenatal_care() {
    let class = |class: &'static str| {
        prenatal(move |w| {
            w.encounter("m", "2025-03-01", |e| {
                e.class = Some(Coding::new(ACT, class));
                e.types.push(Coding::new(SNOMED, "424619006"));
            });
        })
    };
    assert_eq!(class("AMB"), Status::Met);
    assert_eq!(class("VR"), Status::Met);
    assert_eq!(class("HH"), Status::Met);
    assert_eq!(class("EMER"), Status::NotMet);
    assert_eq!(class("IMP"), Status::NotMet);
}

#[test]
fn cover_that_began_in_the_pregnancy_opens_the_window_from_its_start() {
    let with = |enrolled: &str, visit: &'static str| {
        let enrolled = enrolled.to_owned();
        prenatal(move |w| {
            w.cover("m", &enrolled, "", "Medicaid").typed("m", visit, SNOMED, "424619006");
        })
    };
    // The pregnancy began on 2025-01-01. Rule B: a visit before cover began counts.
    assert_eq!(with("2025-06-10", "2025-05-01"), Status::Met);
    assert_eq!(with("2025-01-01", "2025-05-01"), Status::NotMet, "covered from the start: rule A alone");
    assert_eq!(with("2025-01-02", "2025-04-15"), Status::Met, "rule A still holds");
    assert_eq!(with("2025-09-20", "2025-10-08"), Status::Met, "the day of the delivery");
    assert_eq!(with("2025-09-20", "2025-10-09"), Status::NotMet, "after the delivery");
    assert_eq!(with("2025-06-10", "2024-12-31"), Status::NotMet, "before the pregnancy");
}

#[test]
fn the_prenatal_window_is_over_at_the_delivery() {
    let mut world = World::default();
    world.delivered("m", "2025-10-08").cover("m", "2025-09-20", "", "Medicaid");
    let seen = world.one("ppc_prenatal", LATER);
    assert_eq!(seen.outcome.due_on, Some(day("2025-10-08")));
    assert_eq!(world.one("ppc_prenatal", day("2025-10-08")).outcome.status, Status::Pending);
    assert_eq!(world.one("ppc_prenatal", day("2025-10-09")).outcome.status, Status::NotMet);
}

#[test]
fn a_mother_who_died_in_the_year_or_was_in_hospice_is_excluded() {
    let died = |on: &str| {
        let mut world = World::default();
        world.person("m", "1995-05-05", |p| p.deceased = Deceased::On(when(on))).condition(
            "m",
            "2025-03-10",
            "Z37.0",
        );
        world.one("ppc_postpartum", LATER)
    };
    let seen = died("2025-12-31");
    assert_eq!((seen.outcome.status, seen.reason()), (Status::Excluded, "died"));
    assert_eq!(seen.evidence, ["Patient/m"]);
    assert_eq!(died("2026-01-01").outcome.status, Status::NotMet);
    let hospice = |on: &str| {
        let mut world = World::default();
        world.delivered("m", "2025-03-10").typed("m", on, SNOMED, "385763009");
        world.one("ppc_prenatal", LATER).outcome.status
    };
    assert_eq!(hospice("2025-01-01"), Status::Excluded);
    assert_eq!(hospice("2025-12-31"), Status::Excluded);
    assert_eq!(hospice("2024-12-31"), Status::NotMet);
    assert_eq!(hospice("2026-01-01"), Status::NotMet);
}

#[test]
fn the_stay_for_the_delivery_never_is_a_postpartum_visit() {
    let mut world = World::default();
    world.delivered("m", "2025-03-10").encounter("m", "2025-03-20", |e| {
        e.class = Some(Coding::new(ACT, "IMP"));
        e.reasons.push(Coding::new(ICD, "Z39.2"));
    });
    assert_eq!(world.status("ppc_postpartum"), Status::NotMet);
    world.typed("m", "2025-04-20", ICD, "Z39.0");
    assert_eq!(world.status("ppc_postpartum"), Status::NotMet, "care right after delivery");
    world.typed("m", "2025-04-20", ICD, "Z39.2");
    assert_eq!(world.status("ppc_postpartum"), Status::Met);
}

#[test]
fn a_visit_during_a_long_stay_for_the_delivery_is_no_postpartum_visit_and_one_on_its_last_day_is() {
    let stayed = |visit: &str| {
        let mut world = World::default();
        world.delivered("m", "2025-03-10").stay("m", "2025-03-09", "2025-03-22");
        world.typed("m", visit, SNOMED, "169762003");
        world
    };
    assert_eq!(stayed("2025-03-18").status("ppc_postpartum"), Status::NotMet);
    assert_eq!(stayed("2025-03-21").status("ppc_postpartum"), Status::NotMet);
    assert_eq!(stayed("2025-03-22").status("ppc_postpartum"), Status::Met);
    // Another stay, weeks later, is not the one for the delivery.
    let mut world = stayed("2025-04-20");
    world.stay("m", "2025-04-19", "2025-04-22");
    assert_eq!(world.status("ppc_postpartum"), Status::Met);
    let mut world = World::default();
    world.delivered("m", "2025-03-10").stay("m", "2025-03-10", "2025-03-22");
    world.procedure("m", "2025-03-18", "http://www.ama-assn.org/go/cpt", "0503F");
    assert_eq!(world.status("ppc_postpartum"), Status::NotMet, "a bill of its own");
}

#[test]
fn each_of_two_deliveries_has_its_own_visits() {
    let mut world = World::default();
    world.delivered("m", "2024-10-20").condition("m", "2025-10-01", "Z37.0");
    world.typed("m", "2024-11-20", SNOMED, "169762003");
    let statuses: Vec<Status> = world.run("ppc_postpartum", LATER).iter().map(|s| s.outcome.status).collect();
    assert_eq!(statuses, [Status::Met, Status::NotMet]);
}
