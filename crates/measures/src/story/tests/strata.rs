//! By what results are told: race and ethnicity by each standard, language, payer, age, place, parity.

use super::super::strata::years;
use super::*;

fn race(codes: &[&str], ethnicity: &[&str]) -> &'static str {
    let mut facts = Facts::default();
    let coded = |codes: &[&str]| codes.iter().map(|c| Coding::new("race", c)).collect::<Vec<_>>();
    facts.person(BABY, "2025-03-10", |p| {
        p.race = coded(codes);
        p.ethnicity = coded(ethnicity);
    });
    facts.infant().strata.reported.race_ethnicity
}

#[test]
fn race_and_ethnicity_are_bridged_to_one_category() {
    assert_eq!(race(&["2054-5"], &["2186-5"]), "Black or African American");
    assert_eq!(race(&["2054-5"], &["2135-2"]), "Hispanic or Latino");
    assert_eq!(race(&["2135-2"], &[]), "Hispanic or Latino");
    assert_eq!(race(&["2054-5", "2106-3"], &["2186-5"]), "Multiracial");
    assert_eq!(race(&["2106-3", "2106-3"], &[]), "White");
    assert_eq!(race(&["1002-5"], &[]), "American Indian or Alaska Native");
    assert_eq!(race(&["2028-9"], &[]), "Asian");
    assert_eq!(race(&["2076-8"], &[]), "Native Hawaiian or Other Pacific Islander");
    assert_eq!(race(&["2131-1"], &[]), "Other race");
    assert_eq!(race(&["2118-8"], &[]), "Middle Eastern or North African");
}

#[test]
fn not_known_and_asked_but_not_answered_are_two_strata() {
    assert_eq!(race(&[], &[]), "Unknown");
    assert_eq!(race(&["UNK"], &["2186-5"]), "Unknown");
    assert_eq!(race(&["ASKU"], &[]), "Asked, not answered");
    assert_eq!(race(&["UNK"], &["ASKU"]), "Asked, not answered");
    assert_eq!(race(&["ASKU", "2106-3"], &[]), "White");
    assert_eq!(race(&["ASKU"], &["2135-2"]), "Hispanic or Latino");
}

#[test]
fn what_was_selected_is_told_by_each_standard() {
    const MENA: &str = "Middle Eastern or North African";
    for (codes, of_1997, in_combination) in [
        (&["2118-8"][..], "White", MENA),
        (&["2118-8", "2106-3"], "White", "Middle Eastern or North African;White"),
        (&["2118-8", "2028-9"], "Multiracial", "Asian;Middle Eastern or North African"),
        (&["2118-8", "2135-2"], "Hispanic or Latino", "Hispanic or Latino;Middle Eastern or North African"),
        (&["2106-3", "2054-5", "2106-3"], "Multiracial", "Black or African American;White"),
        (&["2135-2"], "Hispanic or Latino", "Hispanic or Latino"),
        (&["2186-5", "2028-9"], "Asian", "Asian"),
        (&["ASKU"], "Asked, not answered", "Asked, not answered"),
        (&["UNK"], "Unknown", "Unknown"),
        (&[], "Unknown", "Unknown"),
    ] {
        let mut facts = Facts::default();
        facts.person(BABY, "2025-03-10", |p| p.race = codes.iter().map(|c| Coding::new("race", c)).collect());
        let told = facts.infant().strata.reported;
        assert_eq!(
            (told.race_ethnicity_1997, &*told.race_in_combination),
            (of_1997, in_combination),
            "{codes:?}"
        );
        assert_eq!(told.ethnicity_nhs, "99: Not known", "nothing is made of one standard for the other");
    }
}

#[test]
fn ethnic_categories_of_the_nhs_are_letters_of_its_own_system() {
    const NHS: &str = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland";
    for (codes, category, group) in [
        (&[(NHS, "A")][..], "A: White, British", "White"),
        (&[(NHS, "CY")], "C: White, other", "White"),
        (&[(NHS, "R")], "R: Chinese", "Other"),
        (&[(NHS, "Z")], "Z: Not stated", "Not stated"),
        (&[(NHS, "99")], "99: Not known", "Not known"),
        (&[(NHS, "Z"), (NHS, "N")], "N: Black, African", "Black"),
        (&[(NHS, "99"), (NHS, "Z")], "Z: Not stated", "Not stated"),
        (&[("http://clinic.example/own", "A")], "99: Not known", "Not known"),
        (&[("race", "2106-3")], "99: Not known", "Not known"),
        (&[], "99: Not known", "Not known"),
    ] {
        let mut facts = Facts::default();
        let coded = || codes.iter().map(|(system, code)| Coding::new(system, code)).collect();
        facts.person(BABY, "2025-03-10", |p| p.ethnicity = coded());
        let told = facts.infant().strata.reported;
        assert_eq!((told.ethnicity_nhs, told.ethnicity_nhs_group), (category, group), "{codes:?}");
    }
    assert!(ETHNICITY_NHS.iter().all(|c| c.starts_with(|first: char| first != 'I' && first != 'O')));
}

#[test]
fn an_infant_has_the_parity_of_the_birth_and_groups_of_its_own() {
    let mut facts = Facts::default();
    facts.person(MOTHER, "1996-01-01", |p| p.race = vec![Coding::new("race", "2054-5")]);
    facts.baby(BABY, "2025-03-10");
    let of = |facts: &Facts| (facts.delivery().strata.parity, facts.infant().strata.parity);
    assert_eq!(of(&facts), ("Unknown", "Unknown"));
    facts.number(MOTHER, "2025-03-01", "11977-6", 0);
    assert_eq!(of(&facts), ("First birth", "First birth"));
    facts.number(MOTHER, "2025-03-02", "11977-6", 1);
    assert_eq!(of(&facts), ("Second or later", "Second or later"));
    facts.facts.iter_mut().for_each(|f| {
        if let (Body::Person(p), BABY) = (&mut f.fact.body, f.person.0) {
            p.race = vec![Coding::new("race", "2028-9")];
        }
    });
    let infant = facts.infant();
    assert_eq!(infant.strata.reported.race_ethnicity, "Black or African American");
    assert_eq!(infant.own.race_ethnicity, "Asian");
    facts.mothers.clear();
    assert_eq!(facts.infant().strata.parity, "Unknown", "nobody knows whose birth it was");
}

#[test]
fn an_infant_falls_in_the_strata_of_its_mother() {
    let mut facts = Facts::default();
    facts.person(MOTHER, "2006-01-01", |p| {
        p.race = vec![Coding::new("race", "2054-5")];
        p.languages = vec![
            Language { code: "en".into(), preferred: false },
            Language { code: "es-MX".into(), preferred: true },
        ];
        p.addresses =
            vec![kith_domain::fact::Address { postal_code: Some("21217-1234".into()), ..Default::default() }];
    });
    facts.baby(BABY, "2025-03-10").cover(MOTHER, "2024-01-01", "", "Maryland Medicaid");
    facts.facts.iter_mut().for_each(|f| {
        if let (Body::Person(p), BABY) = (&mut f.fact.body, f.person.0) {
            p.race = vec![Coding::new("race", "2106-3")];
        }
    });
    let strata = facts.infant().strata;
    assert_eq!(strata.reported.race_ethnicity, "Black or African American");
    assert_eq!((strata.language.as_str(), strata.geography.as_str()), ("es", "212"));
    assert_eq!((strata.payer, strata.age_band), ("Medicaid", "Under 20"));
    assert_eq!(facts.delivery().strata, strata);
    // Without a link, the infant's own.
    facts.mothers.clear();
    let own = facts.infant().strata;
    assert_eq!((own.reported.race_ethnicity, own.age_band, own.payer), ("White", "Unknown", "Unknown"));
}

#[test]
fn age_bands_change_on_the_birthday() {
    let band = |born: &str| {
        let mut facts = Facts::default();
        facts.person(MOTHER, born, |_| {}).condition(MOTHER, "2025-02-28", "Z37.0").delivery().strata.age_band
    };
    assert_eq!(band("2005-03-01"), "Under 20");
    assert_eq!(band("2005-02-28"), "20-34");
    assert_eq!(band("1990-03-01"), "20-34");
    assert_eq!(band("1990-02-28"), "35 and over");
    // Born on 29 February: the birthday of a common year is the 28th.
    assert_eq!(years(day("2004-02-29"), day("2025-02-28")), 21);
    assert_eq!(years(day("2004-02-29"), day("2025-02-27")), 20);
    assert_eq!(band("2001"), "20-34");
    assert_eq!(band("2005"), "Unknown");
    assert_eq!(band(""), "Unknown");
}

#[test]
fn payers_are_told_by_code_or_by_name() {
    let payer = |system: &str, code: &str, name: &str| {
        let mut facts = Facts::default();
        facts.person(BABY, "2025-03-10", |_| {}).cover(BABY, "2025-03-10", "", name).but(|f| {
            if let Body::Coverage(c) = &mut f.body {
                c.types = if code.is_empty() { Vec::new() } else { vec![Coding::new(system, code)] };
            }
        });
        facts.infant().strata.payer
    };
    let sopt = "https://nahdo.org/sopt";
    assert_eq!(payer(sopt, "2111", ""), "Medicaid");
    assert_eq!(payer(sopt, "12", ""), "Other public");
    assert_eq!(payer(sopt, "512", ""), "Private");
    assert_eq!(payer(sopt, "81", ""), "Self-pay");
    assert_eq!(payer(sopt, "9", ""), "Other");
    assert_eq!(payer("", "", "State Medicaid Plan"), "Medicaid");
    assert_eq!(payer("", "", "Blue Cross"), "Private");
    assert_eq!(payer("", "", "TRICARE"), "Other public");
    assert_eq!(payer("", "", "NO_INSURANCE"), "Self-pay");
    assert_eq!(payer("", "", "Something Else"), "Other");
    assert_eq!(
        payer("http://terminology.hl7.org/CodeSystem/v3-ActCode", "PUBLICPOL", "Medicaid"),
        "Medicaid"
    );
}
