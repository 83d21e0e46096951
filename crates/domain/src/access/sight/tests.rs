use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn look(role: Role, relation: Relation, category: Category) -> Look {
    let because = if category.is_sensitive() { Because::NotAsked } else { Because::Usual };
    let consent = Decision { permit: !category.is_sensitive(), because };
    Look { role, relation, category, consent, glass: false, minor: false, through_baby: false }
}

fn saying(look: Look, because: Because) -> Look {
    Look {
        consent: Decision { permit: matches!(because, Because::Allowed(_) | Because::Usual), because },
        ..look
    }
}

#[track_caller]
fn check(look: Look, expected: Sight) {
    assert_eq!(sight(&look, &Sharing::default()), expected, "{look:?}");
}

const ONE: ConsentId = ConsentId(1);

#[test]
fn who_cares_for_her_sees_what_that_needs() {
    let lead = look(Role::ClinicLead, Relation::Organization, Category::Substance);
    check(lead, Sight::Shown(Shown::Related(Relation::Organization)));
    check(
        look(Role::Intake, Relation::Case, Category::Violence),
        Sight::Shown(Shown::Related(Relation::Case)),
    );
    check(look(Role::ClinicLead, Relation::Organization, Category::Part2), Sight::Hidden(Hidden::Closed));
    check(
        look(Role::OutreachWorker, Relation::Caseload, Category::Substance),
        Sight::Hidden(Hidden::NotAsked),
    );
    check(
        look(Role::OutreachWorker, Relation::Caseload, Category::Infant),
        Sight::Shown(Shown::Related(Relation::Caseload)),
    );
    check(look(Role::ServiceLead, Relation::Receiver, Category::Pregnancy), Sight::Shown(Shown::Usual));
    check(look(Role::Coordinator, Relation::None, Category::Pregnancy), Sight::Shown(Shown::Oversight));
    check(look(Role::Coordinator, Relation::None, Category::Substance), Sight::Hidden(Hidden::NotAsked));
    check(look(Role::ClinicLead, Relation::None, Category::Pregnancy), Sight::Hidden(Hidden::Unrelated));
    check(look(Role::PrivacyOfficer, Relation::None, Category::Pregnancy), Sight::Hidden(Hidden::Role));
}

#[test]
fn her_word_comes_before_who_cares_for_her() {
    let lead = look(Role::ClinicLead, Relation::Organization, Category::Substance);
    check(saying(lead, Because::Forbidden(ONE)), Sight::Hidden(Hidden::Forbidden(ONE)));
    check(saying(lead, Because::TakenBack(ONE)), Sight::Hidden(Hidden::TakenBack(ONE)));
    let service = look(Role::ServiceLead, Relation::Receiver, Category::Violence);
    check(service, Sight::Hidden(Hidden::NotAsked));
    check(saying(service, Because::Allowed(ONE)), Sight::Shown(Shown::Allowed(ONE)));
}

#[test]
fn an_emergency_opens_all_but_what_is_closed_and_the_way_through_the_baby() {
    let far = Look { glass: true, ..look(Role::Coordinator, Relation::None, Category::Substance) };
    check(far, Sight::Shown(Shown::Emergency));
    check(saying(far, Because::Forbidden(ONE)), Sight::Shown(Shown::Emergency));
    check(Look { category: Category::Part2, ..far }, Sight::Hidden(Hidden::Closed));
    check(Look { through_baby: true, ..far }, Sight::Hidden(Hidden::Mothers));
    check(Look { role: Role::DataSteward, ..far }, Sight::Hidden(Hidden::Role));
}

#[test]
fn a_minor_decides_alone_about_what_is_sensitive() {
    let father = look(Role::OutreachWorker, Relation::Proxy, Category::Reproductive);
    check(Look { minor: true, ..father }, Sight::Hidden(Hidden::Minor));
    check(saying(Look { minor: true, ..father }, Because::Allowed(ONE)), Sight::Hidden(Hidden::Minor));
    check(
        Look { category: Category::Infant, minor: true, ..father },
        Sight::Shown(Shown::Related(Relation::Proxy)),
    );
}

fn because() -> impl Strategy<Value = Because> {
    select(vec![
        Because::Allowed(ONE),
        Because::Forbidden(ONE),
        Because::TakenBack(ONE),
        Because::Usual,
        Because::NotAsked,
        Because::Unusual,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Role x relation x word x category: what is sensitive is seen by who cares for her, by her yes, or in an emergency by
    /// who may, and by nobody else; a no of hers is broken by an emergency alone.
    #[test]
    fn nothing_sensitive_passes_by_default(
        role in select(Role::ALL.to_vec()), relation in select(Relation::ALL), category in select(Category::ALL),
        because in because(), glass: bool, minor: bool, through_baby: bool,
    ) {
        let look = Look { glass, minor, through_baby, ..saying(look(role, relation, category), because) };
        let got = sight(&look, &Sharing::default());
        let cares = matches!(role, Role::ClinicLead | Role::Intake | Role::Coordinator)
            && matches!(relation, Relation::Organization | Relation::Case) && category != Category::Part2;
        let yes = matches!(because, Because::Allowed(_));
        let no = matches!(because, Because::Forbidden(_) | Because::TakenBack(_));
        let emergency = got == Sight::Shown(Shown::Emergency);
        if got.is_shown() && category.is_sensitive() {
            prop_assert!(!through_baby);
            prop_assert!(cares || yes || emergency);
        }
        if got.is_shown() && no {
            prop_assert!(emergency);
        }
        if emergency {
            prop_assert!(glass && category != Category::Part2);
        }
        if role == Role::Client && relation != Relation::Proxy && category != Category::Contact {
            prop_assert_eq!(got, Sight::Hidden(Hidden::Role));
        }
        let blind = [
            Role::Analyst, Role::Administrator, Role::DataSteward, Role::Referrer, Role::PrivacyOfficer,
        ];
        if blind.contains(&role) && category != Category::Contact {
            prop_assert_eq!(got, Sight::Hidden(Hidden::Role));
        }
    }

    /// To be asked and say no never shows more, and to say yes never shows less.
    #[test]
    fn a_no_never_shows_more(
        role in select(Role::ALL.to_vec()), relation in select(Relation::ALL), category in select(Category::ALL),
        because in because(), minor: bool,
    ) {
        let look = Look { minor, ..saying(look(role, relation, category), because) };
        let shown = |because| sight(&saying(look, because), &Sharing::default()).is_shown();
        prop_assert!(!shown(Because::Forbidden(ONE)) || shown(because));
        prop_assert!(shown(Because::Allowed(ONE)) || !shown(because));
    }
}
