//! The forms of the programmes in this repository: each is read, is whole in both languages, and keeps its answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use kith_domain::form::{
    Absent, ActionTable, Answer, Answers, Category, Decimal, Flag, Form, Instrument, Item, Kind, Level, Mode,
    Response, State, Value, identity,
};
use kith_interop::fhir::questionnaire::{read_form, read_response, write_response};
use proptest::prelude::*;
use serde_json::Value as Json;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/central-triage")
}

static FORMS: LazyLock<BTreeMap<String, Form>> = LazyLock::new(|| {
    let entries = fs::read_dir(folder().join("forms")).expect("the programme has forms");
    let read = |path: PathBuf| {
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let form = read_form(&fs::read(&path).expect("it can be read"));
        let form = form.unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        (name, form)
    };
    entries.map(|entry| read(entry.expect("it can be listed").path())).collect()
});

fn form(name: &str) -> &'static Form {
    &FORMS[name]
}

static TABLE: LazyLock<ActionTable> = LazyLock::new(|| {
    let text = fs::read_to_string(folder().join("screening_actions.csv")).expect("it can be read");
    ActionTable::parse(&text).unwrap_or_else(|e| panic!("{e}; {}", e.help))
});

fn codes(form: &str, pairs: &[(&str, &str)]) -> Answers {
    let given = pairs.iter().map(|(item, code)| (format!("{form}.{item}"), Answer::code(code)));
    Answers { alone: true, given: given.collect() }
}

#[test]
fn every_form_is_whole_in_both_languages() {
    let names: Vec<&str> = FORMS.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "ahc_hrsn",
            "epds",
            "gad7",
            "hunger_vital_sign",
            "phq",
            "postpartum_referral",
            "prapare",
            "prenatal_risk_assessment",
            "referral_message",
            "self_referral",
            "taps"
        ]
    );
    for (name, form) in FORMS.iter() {
        assert_eq!(*name, form.id, "a form has the name of its file");
        assert!(form.url.ends_with(&format!("/{name}")) && !form.version.is_empty(), "{name}");
        assert_eq!(form.untranslated(), Vec::<&str>::new(), "{name}");
        for item in form.walk() {
            // A question of an instrument is asked, or is missing for a stated reason.
            let scored =
                item.parts.iter().any(|part| part.item != "10" || part.instrument != Instrument::Phq9);
            assert!(item.parts.is_empty() || !scored || item.required, "{name} {}", item.link_id);
            assert_ne!(item.text.en, item.text.es, "{name} {}", item.link_id);
        }
    }
}

#[test]
fn relationship_questions_are_only_asked_when_she_is_alone() {
    // What a message answers is asked of nobody.
    for (name, form) in FORMS.iter().filter(|(name, _)| *name != kith_domain::form::MESSAGE) {
        let (alone, not) = (Answers { alone: true, ..Answers::default() }, Answers::default());
        for line in &form.sheet(&not).lines {
            let asked = line.standing == kith_domain::form::Standing::Asked;
            assert!(
                !asked || line.item.category != Category::PartnerViolence,
                "{name} {}",
                line.item.link_id
            );
        }
        let violence = |form: &Form| form.walk().iter().any(|i| i.category == Category::PartnerViolence);
        if violence(form) {
            assert!(form.check(&alone).len() >= form.check(&not).len(), "{name}");
        }
    }
    assert!(form("ahc_hrsn").check(&Answers { alone: true, ..Answers::default() }).len() == 14);
    assert!(form("ahc_hrsn").check(&Answers::default()).len() == 10);
}

#[test]
fn front_door_forms_ask_for_her_in_the_same_way() {
    use identity::*;
    let ids =
        [GIVEN, FAMILY, BIRTH_DATE, PHONE, PHONE_SAFE, OTHER_PHONE, BEST_TIME, ADDRESS, CITY, POSTAL_CODE];
    let shared = ids.into_iter().chain([LANGUAGE]).collect::<Vec<_>>();
    let shape = |item: &Item| {
        let codes: Vec<String> = item.kind.choices().iter().map(|choice| choice.code.clone()).collect();
        (std::mem::discriminant(&item.kind), codes)
    };
    let doors = ["prenatal_risk_assessment", "postpartum_referral", "self_referral"];
    for name in doors {
        for id in &shared {
            let item = form(name).item(id).unwrap_or_else(|| panic!("{name} has no {id}"));
            assert_eq!(shape(item), shape(form(doors[0]).item(id).unwrap()), "{name} {id}");
            assert_eq!(item.category, Category::Identity, "{name} {id}");
        }
    }
    for id in [INSURANCE, INSURANCE_ID, RACE, ETHNICITY, DUE_DATE, LMP, PREGNANT_BEFORE] {
        assert!(form(doors[0]).item(id).is_some(), "{id}");
    }
    let infant =
        [INFANT_GIVEN, INFANT_FAMILY, INFANT_BIRTH_DATE, INFANT_SEX, INFANT_BIRTH_WEIGHT, INFANT_GESTATION];
    for id in infant.into_iter().chain([INSURANCE, INSURANCE_ID, DELIVERED_ON]) {
        assert!(form(doors[1]).item(id).is_some(), "{id}");
    }
}

#[test]
fn every_factor_is_one_that_the_triage_knows() {
    let Ok(text) = fs::read_to_string(folder().join("triage.toml")) else {
        println!("skipped: the programme has no triage.toml yet");
        return;
    };
    let triage: toml::Table = text.parse().expect("it is TOML");
    let known: BTreeSet<&str> = triage["factor"]
        .as_array()
        .expect("a list of factors")
        .iter()
        .filter_map(|factor| factor.get("id")?.as_str())
        .collect();
    for (name, form) in FORMS.iter() {
        for rule in form.walk().iter().flat_map(|item| &item.factors) {
            assert!(known.contains(rule.factor.as_str()), "{name}: {} is not in triage.toml", rule.factor);
        }
    }
}

#[test]
fn screens_lead_where_the_table_says() {
    let check = |name: &str, answers: &Answers, expected: &[(&str, Level, Option<&str>)]| {
        let actions = form(name).actions(answers, &TABLE);
        let found: Vec<_> =
            actions.iter().map(|a| (a.trigger.as_str(), a.level, a.domain.as_deref())).collect();
        assert_eq!(found, expected, "{name}");
    };
    let phq = |last: &str| {
        let rest = ["44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3"];
        let mut pairs = vec![("44250-9", "LA6570-1"), ("44255-8", "LA6569-3"), ("44260-8", last)];
        pairs.extend(rest.map(|item| (item, "LA6569-3")));
        codes("phq", &pairs)
    };
    let next = ("total>=3", Level::NextInstrument, None);
    check("phq", &phq("LA6568-5"), &[next]);
    let moderate = ("total in 10..14", Level::Moderate, None);
    check("phq", &phq("LA6569-3"), &[("item:9>=1", Level::Safety, None), moderate, next]);
    let hits: Vec<_> = ["95618-5", "95617-7", "95616-9"].iter().map(|item| (*item, "LA10082-8")).collect();
    let mut hits = codes("ahc", &hits).with("ahc.95615-1", Answer::code("LA10066-1"));
    hits = hits.with("ahc.88122-7", Answer::code("LA6729-3")).with("ahc.wants_help", Answer::code("food"));
    let food = ("domain POS and wants_help", Level::Need, Some("food"));
    check(
        "ahc_hrsn",
        &hits,
        &[("safety_sum>=11", Level::HighPrivate, None), ("item:7>=2", Level::PromptPrivate, None), food],
    );
    let sum = form("ahc_hrsn").sheet(&hits).line("ahc.95614-4").and_then(|line| line.answer.clone());
    assert_eq!(sum, Some(Answer::one(Value::Integer(11))));
    check(
        "self_referral",
        &Answers::default().with("self.signs", Answer::code("hh07")),
        &[("route==911", Level::Emergency, None)],
    );
    check("self_referral", &Answers::default().with("self.signs", Answer::code("none")), &[]);
}

#[test]
fn forms_say_which_factors_are_present() {
    let check = |name: &str, answers: &Answers, yes: &[&str], no: &[&str]| {
        let factors = form(name).factors(answers);
        let with = |wanted: bool| -> Vec<&str> {
            factors.iter().filter(|(_, p)| *p == Some(wanted)).map(|(factor, _)| factor.as_str()).collect()
        };
        assert_eq!((with(true), with(false)), (yes.to_vec(), no.to_vec()), "{name} {answers:?}");
    };
    let none = Answers::default();
    for name in FORMS.keys() {
        check(name, &none, &[], &[]);
    }
    let yes = |yes| Answer::one(Value::Boolean(yes));
    check(
        "prenatal_risk_assessment",
        &none
            .clone()
            .with("history.pregnant_before", yes(false))
            .with("pregnancy.late_entry", yes(true))
            .with("social.housing", Answer::code("nowhere"))
            .with("substance.alcohol", Answer::Absent(Absent::Declined))
            .with("substance.drugs", Answer::code("no")),
        &["late_entry_over_20w", "no_prenatal_care", "homeless_or_unstable", "no_place_to_sleep"],
        &[
            "previous_preterm",
            "previous_fetal_death",
            "previous_infant_death",
            "previous_lbw_or_adverse",
            "short_interval_under_12m",
            "substance_crisis",
        ],
    );
    let weight = |grams: &str| {
        let weight = Value::Quantity(grams.parse().unwrap(), "g".into());
        none.clone().with(identity::INFANT_BIRTH_WEIGHT, Answer::one(weight))
    };
    check("postpartum_referral", &weight("1499"), &["vlbw_infant"], &[]);
    // The box is not ticked yet, so a heavier baby alone does not say no.
    check("postpartum_referral", &weight("1500"), &[], &[]);
    let heavier = weight("1500").with("criteria.very_low_birth_weight", yes(false));
    check("postpartum_referral", &heavier, &[], &["vlbw_infant"]);
    let transport = |code: &str| none.clone().with("self.wants", Answer::code(code));
    check("self_referral", &transport("transport"), &["transport_lack"], &[]);
    check("self_referral", &transport("food"), &[], &[]);
    check("self_referral", &none.clone().with("self.signs", Answer::code("none")), &[], &["self_harm"]);
    check("self_referral", &none.clone().with("self.signs", Answer::code("hh05")), &[], &[]);
    let low = codes("phq", &[("44250-9", "LA6569-3"), ("44255-8", "LA6568-5")]);
    check("phq", &low, &[], &["mental_health"]);
    check("phq", &codes("phq", &[("44250-9", "LA6570-1"), ("44255-8", "LA6570-1")]), &[], &[]);
}

/// The table of instruments that partners agreed on, where the folder is.
#[test]
fn the_built_in_table_is_that_of_the_shared_one() {
    let Some(data) = super::shared::data() else { return };
    let path = data.join("../domain/instrument_items.csv");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return;
    };
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let cells = cells(line);
        let [instrument, item, loinc, _, answer, label, score, flag, _] = &cells[..] else {
            panic!("{line}")
        };
        let instrument = Instrument::named(instrument).expect("a known instrument");
        let item = item.trim_end_matches(" (not scored)");
        assert!(instrument.has_item(item), "{line}");
        let answer = match label.strip_prefix("printed answer ") {
            Some(place) => format!("printed-{}", &place[..1]),
            None if answer.is_empty() => continue,
            None => answer.clone(),
        };
        let meaning = instrument.meaning(item, &answer).unwrap_or_else(|| panic!("{line}"));
        let expected = match flag.as_str() {
            "POS" => Flag::Positive,
            "UNK" => Flag::Unknown,
            "SAFETY" => Flag::Safety,
            _ => Flag::None,
        };
        assert_eq!((meaning.score, meaning.flag), (score.parse().ok(), expected), "{line}");
        assert_eq!(instrument.loinc(item).unwrap_or_default(), loinc, "{line}");
        rows += 1;
    }
    assert_eq!(rows, 318);
    let signs = fs::read_to_string(data.join("../domain/warning_signs.csv")).expect("it is beside the other");
    for line in signs.lines().skip(1) {
        let cells = cells(line);
        let flag = Instrument::WarningSigns.meaning("1", &cells[0]).map(|meaning| meaning.flag);
        assert!(matches!(flag, Some(Flag::Route(route)) if route == cells[2]), "{line}");
    }
}

/// The table of actions may be stricter than the shared one, and more may be in it; nothing may be missing.
#[test]
fn the_table_of_actions_has_what_the_shared_one_has() {
    let Some(data) = super::shared::data() else { return };
    let path = data.join("../domain/screening_actions.csv");
    let Ok(shared) = fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return;
    };
    let ours = fs::read_to_string(folder().join("screening_actions.csv")).expect("it can be read");
    let ours: Vec<Vec<String>> = ours.lines().skip(1).map(cells).collect();
    for line in shared.lines().skip(1) {
        let wanted = cells(line);
        let trigger = match wanted[1].as_str() {
            "any other than never" | "any yes" => "any POS",
            other => other,
        };
        let same = |row: &&Vec<String>| row[0] == wanted[0] && row[1] == trigger && row[2..4] == wanted[2..4];
        let row = ours.iter().find(same).unwrap_or_else(|| panic!("nothing for {line}"));
        for at in [4, 5] {
            let minutes = |cell: &str| cell.parse::<u32>().ok();
            assert!(minutes(&row[at]) <= minutes(&wanted[at]), "{line}");
            assert_eq!(row[at].is_empty(), wanted[at].is_empty(), "{line}");
        }
    }
}

/// The cells of a line with quotes around those that have a comma.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().expect("it starts with one").push(c),
        }
    }
    cells
}

/// An answer to a question, from some numbers that chance drew.
fn answer(kind: &Kind, a: u32, b: u32) -> Answer {
    let decimal = |n: u32, m: u32| -> Decimal { format!("{n}.{m:02}").parse().expect("a number") };
    if a.is_multiple_of(9) {
        return Answer::Absent(Absent::ALL[b as usize % 3]);
    }
    Answer::one(match kind {
        Kind::One(choices) => Value::Code(choices[a as usize % choices.len()].code.clone()),
        Kind::Many(choices) => {
            let chosen = choices.iter().enumerate().filter(|(at, _)| (b >> (at % 30)) & 1 == 1);
            let values: Vec<_> = chosen.map(|(_, choice)| Value::Code(choice.code.clone())).collect();
            return if values.is_empty() { Answer::code(&choices[0].code) } else { Answer::Given(values) };
        }
        Kind::Boolean => Value::Boolean(b.is_multiple_of(2)),
        Kind::Text(_) => {
            Value::Text(["Ana \"la\" Ñ", "1 O'Neil St\nApt 2", "\u{1f476}"][b as usize % 3].into())
        }
        Kind::Date => Value::Date(["2025", "2025-06", "2025-06-30"][b as usize % 3].parse().expect("a date")),
        Kind::Integer(..) => Value::Integer(i64::from(b) - 100),
        Kind::Decimal => Value::Decimal(decimal(a, b % 100)),
        Kind::Quantity(unit) => Value::Quantity(decimal(a, b % 100), unit.clone()),
        Kind::Group | Kind::Display => unreachable!("only questions are answered"),
    })
}

fn some_response() -> impl Strategy<Value = (&'static Form, Response)> {
    let numbers = prop::collection::vec(prop::option::of((any::<u32>(), any::<u32>())), 120);
    let of_all = |all: usize| 0..all;
    (of_all(FORMS.len()), numbers, any::<bool>(), of_all(4), of_all(3), 0..4_000_000_000i64).prop_map(
        |(form, numbers, alone, state, mode, second)| {
            let form = FORMS.values().nth(form).expect("one of them");
            let open = form.walk().into_iter().filter(|i| i.kind.is_question() && i.calculated.is_none());
            let given = open
                .zip(numbers)
                .filter_map(|(item, n)| n.map(|(a, b)| (item.link_id.clone(), answer(&item.kind, a, b))))
                .collect();
            let response = Response {
                id: format!("r-{second}"),
                form: form.url.clone(),
                version: form.version.clone(),
                state: State::ALL[state],
                language: if alone { "es" } else { "en" }.into(),
                mode: Mode::ALL[mode],
                subject: "Patient/p-1".into(),
                author: if alone { "Practitioner/7" } else { "A. Nurse / ward 3" }.into(),
                authored_at: jiff::Timestamp::from_second(second).expect("within range"),
                answers: Answers { alone, given },
            };
            (form, response)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is written is read back, whole, and the same answers give the same bytes.
    #[test]
    fn answers_survive_the_way_through_fhir((form, response) in some_response()) {
        let bytes = write_response(form, &response);
        let back = read_response(&bytes, form).expect("it is read back");
        prop_assert_eq!(&back, &response);
        prop_assert_eq!(write_response(form, &back), bytes);
    }

    /// The store takes it as any other resource: kept by its type and id.
    #[test]
    fn written_answers_are_a_resource((form, response) in some_response()) {
        let bytes = write_response(form, &response);
        let kept = kith_interop::fhir::read(&bytes).expect("it is a resource");
        prop_assert_eq!(kept.resource_type, "QuestionnaireResponse");
        prop_assert_eq!(kept.id, Some(response.id));
        prop_assert!(kept.fact.is_none());
    }
}

#[test]
fn answers_are_written_as_us_core_asks() {
    let answers = codes("hvs", &[("88122-7", "LA6729-3")])
        .with("hvs.88123-5", Answer::Absent(Absent::Declined))
        .with("hvs.wants_help", Answer::one(Value::Boolean(true)));
    let form = form("hunger_vital_sign");
    let response = Response {
        id: "r1".into(),
        form: form.url.clone(),
        version: form.version.clone(),
        state: State::Complete,
        language: "es".into(),
        mode: Mode::Interview,
        subject: "Patient/p1".into(),
        author: "Intake".into(),
        authored_at: "2025-06-02T14:00:00Z".parse().unwrap(),
        answers,
    };
    let written: Json = serde_json::from_slice(&write_response(form, &response)).unwrap();
    let at = |pointer: &str| written.pointer(pointer).cloned().unwrap_or_default();
    assert_eq!(at("/questionnaire"), format!("{}|{}", form.url, form.version));
    assert_eq!((at("/status"), at("/authored")), ("completed".into(), "2025-06-02T14:00:00Z".into()));
    assert_eq!(at("/subject/reference"), "Patient/p1");
    assert_eq!(at("/author/display"), "Intake");
    let items = "/item/0/item";
    assert_eq!(at(&format!("{items}/0/answer/0/valueCoding/system")), "http://loinc.org");
    assert_eq!(at(&format!("{items}/0/answer/0/valueCoding/code")), "LA6729-3");
    assert_eq!(at(&format!("{items}/0/answer/0/valueCoding/display")), "A veces");
    assert_eq!(at(&format!("{items}/1/extension/0/valueCode")), "asked-declined");
    assert!(at(&format!("{items}/1/answer")).is_null());
    // What was calculated goes with it.
    assert_eq!(at(&format!("{items}/2/linkId")), "hvs.positive");
    assert_eq!(at(&format!("{items}/2/answer/0/valueBoolean")), true);
}
