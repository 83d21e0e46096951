use proptest::prelude::*;

use super::*;

const FILE: &str = include_str!("../../../../programmes/central-triage/care.toml");

fn member(duty: &str, who: &str, works_for: &str) -> Member {
    Member { duty: duty.into(), who: who.into(), works_for: works_for.into() }
}

fn found(team: &[Member], factors: &[&str], born: bool) -> Vec<String> {
    let duties = duties(FILE).unwrap();
    let known = Known { factors: factors.iter().map(|f| (*f).to_owned()).collect(), born };
    look(&duties, team, &known)
        .iter()
        .map(|finding| match finding {
            Finding::Gap(duty) => format!("gap {}", duty.id),
            Finding::Overlap(duty, who) => format!("overlap {} {}", duty.id, who.len()),
        })
        .collect()
}

#[test]
fn what_nobody_does_and_what_two_do_is_found() {
    let check = |team: &[Member], factors: &[&str], born: bool, expected: &[&str]| {
        assert_eq!(found(team, factors, born), expected, "{team:?} {factors:?} {born}");
    };
    let lead = member("lead", "Ines", "Intake");
    check(&[], &[], false, &["gap lead"]);
    check(std::slice::from_ref(&lead), &[], false, &[]);
    check(
        std::slice::from_ref(&lead),
        &["severe_blood_pressure"],
        true,
        &["gap blood_pressure", "gap baby_doctor"],
    );
    let followed = member("blood_pressure", "Nurse", "Clinic");
    check(&[lead.clone(), followed], &["severe_blood_pressure"], false, &[]);
    let (one, two) = (member("home_visits", "A", "Paths"), member("home_visits", "B", "Steps"));
    check(&[lead.clone(), one.clone(), two], &[], false, &["overlap home_visits 2"]);
    // Colleagues are one side, however their organisation is written; a neighbour is one of her own.
    check(&[lead.clone(), one.clone(), member("home_visits", "C", " paths ")], &[], false, &[]);
    check(&[lead.clone(), one, member("home_visits", "Aunt", "")], &[], false, &["overlap home_visits 2"]);
    // Many may do what the file says nothing about.
    check(&[lead, member("other", "A", "X"), member("other", "B", "Y")], &[], false, &[]);
}

#[test]
fn what_is_wrong_in_the_file_is_said_with_its_line() {
    let check = |text: &str, words: &str| {
        let said = duties(text).unwrap_err();
        assert!(said.iter().any(|p| p.line == 1 && p.message.contains(words)), "{text}: {said:?}");
    };
    check("[[duty]]\nid = \"a\"\nen = \"A\"\nes = \"\"\n", "both languages");
    check("[[duty]]\nid = \"a\"\nen = \"A\"\nes = \"A\"\noverlap_en = \"two\"\n", "add the other");
    check("[[duty]]\nid = \"a\"\nen = \"A\"\nes = \"A\"\nalways = true\n", "gap_en");
}

proptest! {
    /// One more who does something never makes a gap, and nobody more never makes an overlap.
    #[test]
    fn help_closes_gaps(at in 0usize..8, factor in 0usize..4, born: bool) {
        let duties = duties(FILE).unwrap();
        let factors = ["severe_blood_pressure", "homeless_or_unstable", "mental_health", "low_income"];
        let known = Known { factors: vec![factors[factor].to_owned()], born };
        let before = look(&duties, &[], &known);
        let team = [member(&duties[at].id, "Somebody", "Somewhere")];
        let after = look(&duties, &team, &known);
        prop_assert!(before.iter().all(|f| matches!(f, Finding::Gap(_))));
        let gone: Vec<_> = before.iter().filter(|f| !after.contains(f)).collect();
        prop_assert!(after.iter().all(|f| before.contains(f)));
        let still_there = |f: &&Finding<'_>| !matches!(f, Finding::Gap(d) if d.id == duties[at].id);
        prop_assert_eq!(gone.iter().filter(|f| still_there(f)).count(), 0);
    }
}
