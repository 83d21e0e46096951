use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::date;

use super::*;

fn keys(text: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut message = String::new();
    for line in text.lines() {
        let name = line.split(" =").next().unwrap_or_default();
        if line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(" =") {
            message = name.to_owned();
            keys.insert(message.clone());
        } else if let Some(attribute) = name.trim().strip_prefix('.') {
            keys.insert(format!("{message}.{attribute}"));
        }
    }
    keys
}

const ENGLISH: &str = EN_WORDS;
const SPANISH: &str = ES_WORDS;

#[test]
fn every_message_exists_in_both_languages() {
    let (english, spanish) = (keys(ENGLISH), keys(SPANISH));
    assert!(english.len() > 400, "the keys were found: {}", english.len());
    let missing: Vec<_> = english.symmetric_difference(&spanish).collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
    for key in &english {
        assert!(lang("en").has(key) && lang("es").has(key), "{key} does not load");
    }
}

/// The source of every module, but for tests.
fn sources() -> String {
    fn walk(folder: &Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.file_name().is_some_and(|n| n != "tests.rs") {
                out.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut out = String::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut out);
    out
}

#[test]
fn every_message_that_is_said_exists_and_every_message_is_said() {
    let source: String = sources().lines().filter(|l| !l.trim_start().starts_with("//")).collect();
    let english = keys(ENGLISH);
    let mut said = BTreeSet::new();
    for opening in ["t!(l, \"", "t!(self, \"", "rich!(l, \"", "say(\"", "t!(lang::lang(&asked.language), \""]
    {
        for (at, _) in source.match_indices(opening) {
            let rest = &source[at + opening.len()..];
            said.insert(rest.split('"').next().unwrap().to_owned());
        }
    }
    assert!(said.len() > 200, "the calls were found: {}", said.len());
    let unknown: Vec<_> = said.iter().filter(|key| !english.contains(*key)).collect();
    assert!(unknown.is_empty(), "said, but in no language: {unknown:?}");
    // Those whose name is put together from a value; the other tests here go through their values.
    let made = [
        "group-",
        "came-of-",
        "wish-",
        "language-",
        "stratifier-",
        "field-name-",
        "denied-",
        "problem-",
        "channel-",
        "outcome-",
        "status-",
        "role-",
        "review-why-",
        "likely-",
        "side-",
        "said-",
        "verdict-",
        "used-why-",
        "attribute-",
        "technique-",
        "event-",
        "case-did-",
        "compared-",
        "level-",
        "constraint-",
        "takes-",
        "fields-",
        "column-why-",
        "dates-order-",
        "becomes-",
        "file-missing-",
        "file-format-",
        "file-read-",
        "done-act-",
        "done-front-",
        "done-goods-",
        "sleep-field-",
        "goal-state-",
        "step-is-",
        "access-",
        "wish-",
        "choice-",
        "goods-state-",
        "loss-",
        "goods-field-",
        "movement-",
        "reply-",
        "tier-",
        "close-reason-",
        "referral-state-",
        "referral-side-",
        "return-reason-",
        "leave-reason-",
        "step-",
        "stepped-",
        "task-role-",
        "category-",
        "purpose-",
        "grantor-",
        "captured-",
        "told-",
        "relation-",
        "look-",
        "glass-reason-",
        "finding-",
        "odd-",
        "weekday-",
        "service-field-",
        "service-wrong-",
        "service-part-",
        "version-what-",
        "note-field-",
        "hsds-why-",
        "hsds-remark-",
        "people-status-",
        "index-",
    ];
    let never: Vec<_> = english
        .iter()
        .filter(|key| !key.contains('.') && !made.iter().any(|m| key.starts_with(m)))
        .filter(|key| !source.contains(&format!("\"{key}\"")))
        .collect();
    assert!(never.is_empty(), "in the files, but never said: {never:?}");
}

#[test]
fn every_value_has_its_words() {
    use kith_domain::access::Role;
    use kith_domain::contact::{Channel, ContactOutcome};
    use kith_domain::identity::{Attribute, Verdict};
    use kith_domain::measure::Status;
    let mut keys = Vec::new();
    keys.extend(Channel::ALL.iter().map(|c| format!("channel-{}", slug(c.name()))));
    keys.extend(ContactOutcome::ALL.iter().map(|o| format!("outcome-{}", slug(o.name()))));
    for status in Status::ALL {
        let key = crate::say::status_key(status);
        keys.extend([key.to_owned(), format!("{key}-means")]);
    }
    for role in Role::ALL {
        let key = crate::layout::role_key(role);
        keys.extend([key.to_owned(), format!("{key}-sees")]);
    }
    for verdict in Verdict::ALL {
        keys.extend(["person", "dyad"].map(|what| format!("verdict-{what}-{}", verdict.name())));
    }
    keys.extend(kith_domain::loss::Loss::ALL.iter().map(|loss| format!("loss-{}", slug(loss.name()))));
    keys.extend(Attribute::ALL.iter().map(|a| format!("attribute-{}", slug(a.name()))));
    for group in
        ["Black or African American", "White", "Hispanic or Latino", "Asked, not answered", "Unknown"]
    {
        let slug = slug(group);
        keys.extend([
            format!("group-{slug}"),
            format!("group-{slug}.infants"),
            format!("group-{slug}.deliveries"),
        ]);
    }
    // Strata and stratifiers, as outcomes and pages have them.
    for stratum in
        kith_domain::measure::strata::NOT_SAID.iter().chain(&kith_domain::deprivation::STRATA).chain(&STRATA)
    {
        keys.push(format!("group-{}", slug(stratum)));
    }
    keys.extend(STRATIFIERS.map(|by| format!("stratifier-{}", slug(by))));
    for key in keys {
        assert!(lang("en").has(&key) && lang("es").has(&key), "{key}");
    }
}

/// Groups that have words: those that only the engine makes are written out.
const STRATA: [&str; 33] = [
    "American Indian or Alaska Native",
    "Asian",
    "Middle Eastern or North African",
    "Multiracial",
    "Native Hawaiian or Other Pacific Islander",
    "Other race",
    "First birth",
    "Second or later",
    "None",
    "Mixed",
    "Black",
    "Other",
    "A: White, British",
    "B: White, Irish",
    "C: White, other",
    "D: Mixed, White and Black Caribbean",
    "E: Mixed, White and Black African",
    "F: Mixed, White and Asian",
    "G: Mixed, other",
    "H: Asian, Indian",
    "J: Asian, Pakistani",
    "K: Asian, Bangladeshi",
    "L: Asian, other",
    "M: Black, Caribbean",
    "N: Black, African",
    "P: Black, other",
    "R: Chinese",
    "S: Other",
    "home_visiting",
    "case_management",
    "newborn_visit",
    "mental_health",
    "counseling",
];

const STRATIFIERS: [&str; 16] = [
    "race_ethnicity",
    "race_ethnicity_1997",
    "race_in_combination",
    "ethnicity_nhs",
    "ethnicity_nhs_group",
    "language",
    "payer",
    "age_band",
    "geography",
    "parity",
    "deprivation",
    "programme",
    "site",
    "tier",
    "service",
    "goods",
];

/// Every code that another crate may hand to a page is in the reader's language: none is ever shown as it is.
#[test]
fn every_code_has_its_words() {
    use kith_domain::identity::Verdict;
    use kith_store::identity::Technique;
    use kith_store::linkage::{ActKind, EventKind};
    let check = |prefix: &str, codes: &[&str]| {
        for code in codes {
            let key = format!("{prefix}-{}", slug(code));
            assert!(lang("en").has(&key) && lang("es").has(&key), "{key}");
        }
    };
    let whys = kith_linkage::Why::ALL.map(|why| serde_json::to_value(why).unwrap());
    check("review-why", &whys.each_ref().map(|why| why.as_str().unwrap()));
    check("review-why", &["conflict"]);
    check("technique", &Technique::ALL.map(Technique::name));
    check("event", &ActKind::ALL.map(ActKind::name));
    check("event", &[EventKind::Link, EventKind::Unlink].map(EventKind::name));
    check("event-dyad", &[Verdict::Same, Verdict::Different].map(Verdict::name));
    check("used-why", &kith_app::view::Used::WHYS);
    check("side", &kith_app::view::CompareRow::LABELS);
    check("fields", &["mother", "infant", "pregnancy", "care", "row"]);
    check("column-why", &["header", "content", "saved", "chosen", "ignored", "none"]);
    check("becomes", &["new", "changed", "unchanged", "set_aside"]);
    check("look", &kith_app::privacy::LOOKS);
    check("look", &kith_app::privacy::LISTS);
    check("case-did", &kith_app::view::CaseHappened::WHATS);
    check("file-missing", &["rows", "mapping", "name", "row_key", "date_order"]);
    check("file-format", &["csv", "xlsx", "ije", "fhir", "hl7v2"]);
    check("file-read", &["encoding", "sheet", "delimiter", "header_row", "rows"]);
    check("dates-order", &["MDY", "DMY"]);
    let fields: Vec<&str> = kith_interop::table::Field::ALL.iter().map(|field| field.name()).collect();
    check("takes", &fields);
    check("takes", &kith_interop::fhir::FACT_TYPES);
}

/// What the linkage says of a pair is said in both languages, the household's two findings together too.
#[test]
fn every_word_of_the_linkage_is_translated() {
    let said = kith_linkage::vocabulary();
    for l in [lang("en"), lang("es")] {
        for words in &said.comparisons {
            assert!(l.has(&format!("compared-{}", slug(words))), "{words} in {}", l.code);
        }
        for words in &said.constraints {
            assert!(l.has(&format!("constraint-{}", slug(words))), "{words} in {}", l.code);
        }
        for words in &said.levels {
            // It ends the test when there is no such message.
            assert!(!crate::chart::level(l, words).is_empty());
        }
    }
}

/// Every reason for which `decide` denies is in the reader's language.
#[test]
fn every_denial_has_its_words() {
    use kith_domain::access::{Action, Actor, Decision, Role, Subject, decide};
    use kith_domain::id::AccountId;
    for role in Role::ALL {
        let actor = Actor { account: AccountId(1), name: String::new(), role, organization: None };
        for action in Action::ALL {
            if let Decision::Deny(reason) = decide(&actor, action, Subject::default()) {
                assert!(lang("es").has(&format!("denied-{}", slug(reason))), "{reason}");
            }
        }
    }
}

#[test]
fn numbers_and_days_are_unmistakable() {
    let (en, es) = (lang("en"), lang("es-MX"));
    assert_eq!(en.date(date(2026, 7, 8)), "8\u{a0}Jul\u{a0}2026");
    assert_eq!(es.date(date(2026, 7, 8)), "8\u{a0}jul\u{a0}2026");
    assert_eq!(es.near(date(2026, 7, 8)), "mié\u{a0}8\u{a0}jul");
    let e = Estimate { value: 0.541, low: 0.502, high: 0.579 };
    assert_eq!(en.estimate(e), "54\u{202f}% (50\u{2060}–\u{2060}58)");
    assert_eq!(en.interval(Estimate { value: -0.02, low: -0.08, high: 0.04 }), "(−8 to 4)");
    assert_eq!(es.interval(Estimate { value: -0.02, low: -0.08, high: 0.04 }), "(−8 a 4)");
    assert_eq!(whole(1_234_567), "1,234,567");
    assert_eq!(whole(-12), "−12");
    let year = Period { start: date(2025, 7, 1), end: date(2026, 7, 1) };
    assert_eq!(en.period(year), "Jul\u{a0}2025 – Jun\u{a0}2026");
    let quarter = Period { start: date(2026, 1, 1), end: date(2026, 4, 1) };
    assert_eq!(en.period(quarter), "Jan\u{2060}–\u{2060}Mar\u{a0}2026");
    assert_eq!(es.partial(PartialDate::Month(2026, 4)), "abr\u{a0}2026");
}

#[test]
fn days_are_said_with_their_plurals() {
    let (en, es) = (lang("en"), lang("es"));
    assert_eq!(
        [9, 1, 0, -1, -3].map(|d| en.days_left(d)),
        ["9 days left", "1 day left", "last day today", "closed yesterday", "closed 3 days ago",]
    );
    assert_eq!(
        [9, 1, 0, -1, -3].map(|d| es.days_left(d)),
        ["quedan 9 días", "queda 1 día", "hoy es el último día", "cerró ayer", "cerró hace 3 días",]
    );
    assert_eq!(
        t!(en, "today-lead", n = 1, nobody = 1),
        "1 baby needs a visit this week, and nobody is calling yet."
    );
    assert_eq!(
        t!(en, "today-lead", n = 7, nobody = 2),
        "7 babies need a visit this week; nobody is calling 2 of them."
    );
    assert_eq!(
        t!(es, "today-lead", n = 7, nobody = 1),
        "7 bebés necesitan una visita esta semana; por 1 de ellos no llama nadie."
    );
    assert_eq!(t!(es, "today-outreach", n = 1), "1 bebé necesita una visita esta semana.");
}

#[test]
fn groups_are_nouns_in_both_languages() {
    let (en, es) = (lang("en"), lang("es"));
    assert_eq!(en.group_of("White", Unit::Infant), "White infants");
    assert_eq!(es.group_of("Black or African American", Unit::Delivery), "Madres negras o afroamericanas");
    assert_eq!(es.within(&es.group_of("White", Unit::Infant)), "bebés blancos");
    assert_eq!(en.within("White infants"), "White infants");
    assert_eq!(en.group_of("ZIP 212", Unit::Infant), "Infants in the group “ZIP 212”");
    assert_eq!(es.group("20-34"), "De 20 a 34");
}

#[test]
fn markup_in_a_sentence_stays_and_text_is_escaped() {
    let strong = PreEscaped("<strong>54</strong>".to_owned());
    let said = crate::rich!(lang("en"), "rate-of-all", [title = "<b>"], rate = strong);
    assert_eq!(said.0, "&lt;b&gt;: <strong>54</strong>.");
}
