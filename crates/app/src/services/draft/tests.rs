use kith_domain::matching::offers;

use super::*;

fn all() -> Vec<Offer> {
    offers(include_str!("../../../../../programmes/central-triage/services.toml")).unwrap().1
}

fn fact(id: &str) -> Words {
    Words::same(id)
}

#[test]
fn a_form_that_nobody_changed_changes_nothing() {
    for mut offer in all() {
        offer.details.phones = vec!["555-0100".into(), "555-0101".into()];
        offer.details.sites[..].iter_mut().for_each(|site| site.point = Point::of_degrees(40.5, -80.25));
        offer.rules.push(Rule { condition: Condition::Is("other".into()), words: Words::same("other") });
        offer.rules.push(Rule { condition: Condition::Asked, words: Words::same("asked") });
        let said = Said { offer, open: true };
        assert_eq!(Draft::of(&said).read(&said, fact).as_ref(), Ok(&said), "{}", said.offer.id);
    }
}

/// The form of the first service with some fields set otherwise.
fn with(fields: &[(&str, &str)]) -> Result<Said, Vec<Wrong>> {
    let said = Said { offer: all().remove(0), open: true };
    let mut draft = Draft::of(&said);
    for (name, value) in fields {
        draft.0.insert((*name).to_owned(), vec![(*value).to_owned()]);
    }
    draft.read(&said, fact)
}

#[test]
fn conditions_are_what_the_fields_say() {
    let of = |fields: &[(&str, &str)]| with(fields).unwrap().offer.rules;
    let rules = of(&[
        ("pregnant-weeks", "20"),
        ("pregnant-days", ""),
        ("pregnant-ask-weeks", ""),
        ("pregnant-ask-days", ""),
    ]);
    let until = Some(Until { day: 140, ask: None });
    let stage = rules.iter().find(|r| matches!(r.condition, Condition::Stage { .. })).unwrap();
    assert_eq!(stage.condition, Condition::Stage { pregnant: until, after: None });
    assert_eq!(stage.words.en, "pregnant, up to 20 weeks 0 days", "a new condition has a sentence");
    let first = rules.iter().find(|r| r.condition == Condition::Is(FIRST_BABY.into())).unwrap();
    assert_eq!(first.words.en, "first baby", "an old one keeps its words");

    let check = |fields: &[(&str, &str)], condition: Condition| {
        assert!(of(fields).iter().any(|rule| rule.condition == condition), "{fields:?}");
    };
    check(&[("first", "no")], Condition::IsNot(FIRST_BABY.into()));
    check(&[("age-from", "14"), ("age-to", "21")], Condition::Age { from: Some(14), to: Some(21) });
    check(&[("area", "00001, 00002")], Condition::Area(vec!["00001".into(), "00002".into()]));
    check(&[("outcome", "previous_preterm")], Condition::Any(vec!["previous_preterm".into()]));
    check(&[("asked-en", "a"), ("asked-es", "b")], Condition::Asked);
    assert!(!of(&[("first", "")]).iter().any(|r| r.condition == Condition::Is(FIRST_BABY.into())));
}

#[test]
fn what_is_wrong_is_said_beside_its_field() {
    let check = |fields: &[(&str, &str)], field: &str, code: &str| {
        let wrong = with(fields).unwrap_err();
        assert!(wrong.iter().any(|w| w.field == field && w.code == code), "{fields:?}: {wrong:?}");
    };
    check(&[("en", "")], "en", "needed");
    check(&[("es", " ")], "es", "needed");
    check(&[("about_en", "Only this"), ("about_es", "")], "about_es", "both_languages");
    check(&[("asked-en", "Only this")], "asked-es", "both_languages");
    check(&[("pregnant-weeks", "many")], "pregnant-weeks", "number");
    check(&[("pregnant-weeks", "20"), ("pregnant-ask-weeks", "19")], "pregnant-ask-weeks", "ask_later");
    check(&[("after", "1"), ("after-days", "")], "after-days", "needed");
    check(&[("age-from", "30"), ("age-to", "20")], "age-to", "backwards");
    check(&[("area", "00001'; drop")], "area", "codes");
    check(&[("opens-1a", "nine"), ("closes-1a", "17:00")], "opens-1a", "time");
    check(&[("opens-6a", "09:00"), ("closes-6a", "")], "closes-6a", "needed");
    check(&[("site-0-lat", "100"), ("site-0-lon", "101")], "site-0-lat", "point");
    check(&[("website", "javascript:alert(1)")], "website", "website");
    check(&[("email", "nobody")], "email", "email");
    check(&[("languages", "español!")], "languages", "tags");
    let long = "x".repeat(LONGEST + 1);
    check(&[("about_en", &long)], "about_en", "too_long");
}

#[test]
fn days_that_are_alike_are_one_span() {
    let hours = with(&[
        ("opens-1a", "09:00"),
        ("closes-1a", "12:00"),
        ("opens-2a", "09:00"),
        ("closes-2a", "12:00"),
        ("opens-1b", "13:00"),
        ("closes-1b", "17:00"),
        ("opens-3a", ""),
        ("closes-3a", ""),
        ("opens-4a", ""),
        ("closes-4a", ""),
        ("opens-5a", ""),
        ("closes-5a", ""),
    ]);
    let days: Vec<Vec<i8>> = hours.unwrap().offer.details.hours.into_iter().map(|o| o.days).collect();
    assert_eq!(days, [vec![1, 2], vec![1]]);
}
