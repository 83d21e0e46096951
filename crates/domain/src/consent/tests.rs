use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::fact::Coding;

mod model;

const OWN: OrganizationId = OrganizationId(1);
const OTHER: OrganizationId = OrganizationId(2);

fn day(n: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * n)
}

/// A yes to everybody about all that is not sensitive, given on day 10.
fn a_word(id: i64) -> Consent {
    Consent {
        id: ConsentId(id),
        subject: PersonId(1),
        word: Word::Permit,
        scope: Scope {
            grantee: Grantee::Network,
            categories: BTreeSet::new(),
            purposes: BTreeSet::new(),
            uses: BTreeSet::new(),
        },
        grantor: Grantor { kind: GrantorKind::Herself, name: None, evidence: None },
        captured: Captured {
            channel: Channel::Screen,
            on: jiff::civil::date(2026, 7, 1),
            kept_by: None,
            language: "en".into(),
            version: "1".into(),
        },
        from: day(10),
        until: None,
        at: day(10),
        revoked_at: None,
    }
}

fn about(id: i64, grantee: Grantee, categories: &[Category]) -> Consent {
    let mut consent = a_word(id);
    consent.scope.grantee = grantee;
    consent.scope.categories = categories.iter().copied().collect();
    consent
}

fn no(consent: Consent) -> Consent {
    Consent { word: Word::Deny, ..consent }
}

fn own() -> Recipient {
    Recipient { organization: Some(OWN), kinds: vec!["doula".into()] }
}

#[track_caller]
fn check(consents: &[Consent], category: Category, at: i64, expected: Because) {
    check_of(false, consents, category, at, expected);
}

/// The same, and whether she is under age.
#[track_caller]
fn check_of(minor: bool, consents: &[Consent], category: Category, at: i64, expected: Because) {
    let to = own();
    let request = Request { to: &to, category, purpose: Purpose::Referral, using: Use::Share, minor };
    let decision = evaluate(consents, &request, &Sharing::default(), day(at));
    assert_eq!(decision.because, expected, "{category:?} on day {at}");
    assert_eq!(decision.permit, matches!(expected, Because::Allowed(_) | Because::Usual));
}

use Because::*;
use Category::{BehavioralHealth, Billing, Pregnancy, Substance, Violence};
use Grantee::{Kind, Network, Organization};

#[test]
fn who_was_not_asked_shares_what_is_usual_and_nothing_sensitive() {
    check(&[], Category::Contact, 20, Usual);
    check(&[], Billing, 20, Unusual);
    for category in Category::ALL.iter().copied().filter(|c| c.is_sensitive()) {
        check(&[], category, 20, NotAsked);
        check(&[a_word(1)], category, 20, NotAsked);
    }
}

#[test]
fn a_word_holds_from_its_first_instant_to_before_its_last() {
    let word = Consent { until: Some(day(30)), ..about(1, Network, &[Violence]) };
    for (at, expected) in
        [(9, NotAsked), (10, Allowed(ConsentId(1))), (29, Allowed(ConsentId(1))), (30, NotAsked)]
    {
        check(std::slice::from_ref(&word), Violence, at, expected);
    }
}

#[test]
fn the_specific_beats_the_general_and_a_no_beats_a_yes() {
    let one = |n| ConsentId(n);
    let yes_all = about(1, Network, &[Violence]);
    let no_own = no(about(2, Organization(OWN), &[]));
    // Neither is more specific: the one names the category, the other the organisation.
    check(&[yes_all.clone(), no_own.clone()], Violence, 20, Forbidden(one(2)));
    let no_all = no(about(3, Network, &[]));
    check(&[no_all.clone(), about(4, Organization(OWN), &[Violence])], Violence, 20, Allowed(one(4)));
    check(&[no_all.clone(), about(4, Organization(OTHER), &[Violence])], Violence, 20, Forbidden(one(3)));
    check(&[no_all.clone(), about(4, Kind("doula".into()), &[Violence])], Violence, 20, Allowed(one(4)));
    check(&[no_all, about(4, Kind("legal".into()), &[Violence])], Violence, 20, Forbidden(one(3)));
    check(&[yes_all.clone(), no(yes_all)], Violence, 20, Forbidden(one(1)));
    check(&[about(5, Organization(OWN), &[Violence])], Substance, 20, NotAsked);
}

#[test]
fn what_is_sensitive_of_who_is_under_age_opens_by_her_own_yes_alone() {
    let by = |kind, consent: Consent| Consent { grantor: Grantor { kind, ..consent.grantor }, ..consent };
    let hers = about(9, Network, &[Violence, Pregnancy]);
    for kind in [GrantorKind::Parent, GrantorKind::Guardian, GrantorKind::Proxy] {
        let yes = by(kind, about(1, Organization(OWN), &[Violence, Pregnancy]));
        check_of(true, std::slice::from_ref(&yes), Violence, 20, NotAsked);
        check_of(true, std::slice::from_ref(&yes), Pregnancy, 20, Allowed(ConsentId(1)));
        check_of(false, std::slice::from_ref(&yes), Violence, 20, Allowed(ConsentId(1)));
        // Taken back, it says nothing either: what she allowed stays.
        let back = Consent { revoked_at: Some(day(15)), ..yes };
        check_of(true, &[back.clone(), hers.clone()], Violence, 20, Allowed(ConsentId(9)));
        check_of(false, &[back, hers.clone()], Violence, 20, TakenBack(ConsentId(1)));
        // A no is heard from whoever acts for her.
        let no = no(by(kind, about(2, Organization(OWN), &[Violence])));
        check_of(true, &[no, hers.clone()], Violence, 20, Forbidden(ConsentId(2)));
    }
    check_of(true, &[hers], Violence, 20, Allowed(ConsentId(9)));
}

#[test]
fn what_was_taken_back_is_a_no_until_she_says_yes_again() {
    let word = Consent { revoked_at: Some(day(20)), ..about(1, Organization(OWN), &[Pregnancy, Violence]) };
    check(std::slice::from_ref(&word), Pregnancy, 19, Allowed(ConsentId(1)));
    // The programme would share it of somebody who was not asked; she was.
    check(std::slice::from_ref(&word), Pregnancy, 20, TakenBack(ConsentId(1)));
    let again = Consent { at: day(25), from: day(25), id: ConsentId(2), revoked_at: None, ..word.clone() };
    check(&[again.clone(), word.clone()], Pregnancy, 26, Allowed(ConsentId(2)));
    let wide = Consent { at: day(25), from: day(25), ..about(3, Network, &[Pregnancy, Violence]) };
    check(&[wide, word.clone()], Pregnancy, 26, TakenBack(ConsentId(1)));
    let refused = Consent { word: Word::Deny, ..word.clone() };
    check(std::slice::from_ref(&refused), Pregnancy, 26, Usual);
    let over = Consent { until: Some(day(15)), ..word };
    check(&[over], Pregnancy, 26, Usual);
}

#[test]
fn a_word_of_somebody_else_says_by_what_right() {
    let check = |change: fn(&mut Consent), missing: Option<Incomplete>| {
        let mut word = a_word(1);
        change(&mut word);
        assert_eq!(word.incomplete(), missing);
    };
    check(|_| {}, None);
    check(|w| w.grantor.kind = GrantorKind::Guardian, Some(Incomplete::Evidence));
    check(
        |w| {
            w.grantor = Grantor {
                kind: GrantorKind::Guardian,
                name: Some("A Test".into()),
                evidence: Some("order 1".into()),
            };
        },
        None,
    );
    check(|w| w.captured.channel = Channel::Paper, Some(Incomplete::Paper));
    check(|w| w.captured.channel = Channel::Spoken, Some(Incomplete::Witness));
    check(|w| w.until = Some(w.from), Some(Incomplete::Ends));
}

#[test]
fn codes_and_words_tell_what_is_sensitive() {
    let check = |system: &str, code: &str, display: Option<&str>, expected: Option<Category>| {
        let coding = Coding { system: system.into(), code: code.into(), display: display.map(Into::into) };
        assert_eq!(category_of([&coding]), expected, "{system} {code} {display:?}");
    };
    let icd = "http://hl7.org/fhir/sid/icd-10-cm";
    check(icd, "P96.1", None, Some(Substance));
    check(icd, "P961", None, Some(Substance));
    check(icd, "F53.0", None, Some(BehavioralHealth));
    check(icd, "F11.20", None, Some(Substance));
    check(icd, "O99.345", None, Some(BehavioralHealth));
    check("http://loinc.org", "71354-5", None, Some(BehavioralHealth));
    check("", "x", Some("Opioid use disorder"), Some(Substance));
    check(icd, "O80", Some("Birth"), None);
    check("http://loinc.org", "8480-6", Some("Systolic blood pressure"), None);
    // Only ICD-10 has these beginnings.
    check("http://snomed.info/sct", "F11", None, None);
}

#[test]
fn settings_are_read_with_what_is_wrong_and_where() {
    let text = include_str!("../../../../programmes/central-triage/sharing.toml");
    assert_eq!(Sharing::read(text).unwrap(), Sharing::default());
    let check = |from: &str, to: &str, said: &str| {
        let changed = text.replace(from, to);
        assert_ne!(changed, text);
        let problems = Sharing::read(&changed).unwrap_err();
        assert!(problems[0].line > 1 && problems[0].to_string().contains(said), "{problems:?}");
    };
    check("referral = [", "referral = [\"violence\", ", "`violence` is sensitive");
    check("minutes = 60", "minutes = 0", "between 5 and 480");
    check("minor_until = 18", "minor_until = 3", "between 12 and 21");
    check("closed = [\"part2\"]", "closed = [\"secrets\"]", "unknown variant");
}

fn words() -> impl Strategy<Value = Consent> {
    let grantee = select(vec![
        Network,
        Kind("doula".into()),
        Kind("legal".into()),
        Organization(OWN),
        Organization(OTHER),
    ]);
    let categories = subsequence(vec![Category::Contact, Pregnancy, Violence], 0..=2);
    let purposes = subsequence(vec![Purpose::Referral, Purpose::Research], 0..=1);
    let uses = subsequence(vec![Use::Share, Use::View], 0..=1);
    let times = (0i64..6, proptest::option::of(1i64..8), proptest::option::of(0i64..8));
    (1i64..50, any::<bool>(), grantee, categories, purposes, uses, times).prop_map(
        |(id, yes, grantee, categories, purposes, uses, (from, until, revoked))| {
            let mut consent = about(id, grantee, &categories);
            consent.scope.purposes = purposes.into_iter().collect();
            consent.scope.uses = uses.into_iter().collect();
            let word = if yes { Word::Permit } else { Word::Deny };
            let revoked_at = revoked.map(day);
            Consent {
                word,
                from: day(from),
                at: day(from),
                until: until.map(|n| day(from + n)),
                revoked_at,
                ..consent
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// What is decided is what a plain reading of the rules says.
    #[test]
    fn it_decides_as_the_model_does(
        consents in proptest::collection::vec(words(), 0..5), at in 0i64..10, category in select(Category::ALL),
        purpose in select(Purpose::ALL), using in select(Use::ALL),
    ) {
        let to = own();
        let request = Request { to: &to, category, purpose, using, minor: false };
        let decision = evaluate(&consents, &request, &Sharing::default(), day(at));
        prop_assert_eq!(decision.permit, model::permits(&consents, &request, day(at)), "{:?}", decision);
    }

    /// The order of the words does not matter, for the answer or for its reason.
    #[test]
    fn the_order_of_words_does_not_matter(
        (consents, shuffled) in proptest::collection::vec(words(), 0..5)
            .prop_flat_map(|c| (Just(c.clone()), Just(c).prop_shuffle())),
        at in 0i64..10, category in select(Category::ALL),
    ) {
        let to = own();
        let request = Request { to: &to, category, purpose: Purpose::Referral, using: Use::Share, minor: false };
        let of = |consents: &[Consent]| evaluate(consents, &request, &Sharing::default(), day(at));
        prop_assert_eq!(of(&consents), of(&shuffled));
    }

    /// Nothing sensitive passes unless a yes that holds names its category.
    #[test]
    fn nothing_sensitive_passes_by_default(
        consents in proptest::collection::vec(words(), 0..5), at in 0i64..10, category in select(Category::ALL),
    ) {
        let to = own();
        let request = Request { to: &to, category, purpose: Purpose::Referral, using: Use::Share, minor: false };
        let decision = evaluate(&consents, &request, &Sharing::default(), day(at));
        let named = consents.iter().any(|c| {
            c.word == Word::Permit && c.holds(day(at)) && c.scope.categories.contains(&category)
        });
        prop_assert!(!category.is_sensitive() || !decision.permit || named);
    }
}
