use super::*;

const OWN: OrganizationId = OrganizationId(1);
const OTHER: OrganizationId = OrganizationId(2);
const ME: AccountId = AccountId(7);

fn actor(role: Role) -> Actor {
    Actor { account: ME, name: "Test".into(), role, organization: Some(OWN) }
}

fn allowed(role: Role, subject: Subject) -> Vec<Action> {
    let may = |action: &Action| matches!(decide(&actor(role), *action, subject), Decision::Allow(_));
    Action::ALL.into_iter().filter(may).collect()
}

#[test]
fn nobody_but_the_coordinator_sees_a_family_without_a_relation_to_it() {
    let stranger = Subject { organization: Some(OTHER), worker: Some(AccountId(8)) };
    for role in Role::ALL {
        let sees = allowed(role, stranger).contains(&Action::SeePerson);
        assert_eq!(sees, role == Role::Coordinator, "{role:?}");
    }
}

#[test]
fn a_relation_opens_the_rows_for_those_who_care_for_people() {
    let mine = Subject { organization: Some(OWN), worker: Some(ME) };
    for role in Role::ALL {
        let sees = allowed(role, mine).contains(&Action::SeePerson);
        assert_eq!(
            sees,
            matches!(role, Role::Coordinator | Role::ClinicLead | Role::OutreachWorker),
            "{role:?}"
        );
    }
}

#[test]
fn an_account_without_an_organisation_does_not_match_people_without_one() {
    let lead = Actor { organization: None, ..actor(Role::ClinicLead) };
    let decision = decide(&lead, Action::SeePerson, Subject::default());
    assert_eq!(decision, Decision::Deny("this family is not with your clinic"));
}

#[test]
fn analysts_get_suppressed_counts_and_administrators_none() {
    assert_eq!(
        decide(&actor(Role::Analyst), Action::SeeCounts, Subject::default()),
        Decision::Allow(Fields::Suppressed)
    );
    assert!(matches!(
        decide(&actor(Role::Administrator), Action::SeeCounts, Subject::default()),
        Decision::Deny(_)
    ));
}

#[test]
fn reaching_a_family_needs_its_visits_and_not_its_diagnoses() {
    let mine = Subject { organization: None, worker: Some(ME) };
    assert_eq!(
        decide(&actor(Role::OutreachWorker), Action::SeePerson, mine),
        Decision::Allow(Fields::Visits)
    );
}
