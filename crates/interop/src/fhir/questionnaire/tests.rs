use kith_domain::form::{Category, Enable, Kind, Operator, Value};
use kith_domain::words::Words;
use serde_json::{Value as Json, json};

use super::*;

fn questionnaire(items: Json) -> Json {
    json!({"resourceType": "Questionnaire", "id": "f", "url": "https://kith.example/f", "version": "1",
        "title": "T", "purpose": "P", "item": items})
}

fn read(items: Json) -> Result<Form, Vec<Problem>> {
    read_form(questionnaire(items).to_string().as_bytes())
}

fn complaints(items: Json) -> Vec<String> {
    let problems = read(items).expect_err("must not be read");
    assert!(problems.iter().all(|p| !p.help.is_empty()));
    problems.into_iter().map(|p| p.message).collect()
}

fn yes(link_id: &str) -> Json {
    json!({"linkId": link_id, "text": link_id, "type": "boolean"})
}

fn with(mut item: Json, more: Json) -> Json {
    item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    item
}

fn ours(name: &str, value: Json) -> Json {
    with(json!({"url": format!("{EXTENSIONS}{name}")}), value)
}

fn pair(instrument: &str, item: &str) -> Json {
    let parts =
        json!([{"url": "instrument", "valueString": instrument}, {"url": "item", "valueString": item}]);
    ours("form-instrument", json!({"extension": parts}))
}

fn choice(link_id: &str, options: Json) -> Json {
    json!({"linkId": link_id, "type": "choice", "answerOption": options})
}

#[test]
fn a_form_is_read_with_all_that_it_says() {
    let spanish = |text: &str| {
        let parts = json!([{"url": "lang", "valueCode": "es-MX"}, {"url": "content", "valueString": text}]);
        json!({"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": parts}]})
    };
    let form = read(json!([{
        "linkId": "g", "type": "group", "text": "Group", "_text": spanish("Grupo"),
        "extension": [ours("form-category", json!({"valueCode": "substance"})), ours("form-alone", json!({"valueBoolean": true}))],
        "item": [
            with(choice("a", json!([
                {"valueCoding": {"system": "http://loinc.org/", "code": "x", "display": "X", "_display": spanish("Equis")}},
                {"valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}},
                {"valueCoding": {"code": "none"},
                 "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive", "valueBoolean": true}]},
            ])), json!({"repeats": true, "required": true})),
            with(yes("b"), json!({
                "enableWhen": [{"question": "a", "operator": "!=", "answerCoding": {"code": "x"}},
                               {"question": "a", "operator": "exists", "answerBoolean": true}],
                "enableBehavior": "any",
                "extension": [ours("form-category", json!({"valueCode": "mental_health"}))]})),
        ],
    }]))
    .unwrap();
    let [group, a, b] = form.walk()[..] else { panic!("three items") };
    assert_eq!((&group.text, group.alone), (&Words::new("Group", "Grupo"), true));
    let Kind::Many(choices) = &a.kind else { panic!("several may be chosen") };
    assert_eq!((choices[0].system.as_str(), choices[0].text.es.as_str()), ("http://loinc.org", "Equis"));
    assert_eq!(
        choices.iter().map(|c| (c.unknown, c.exclusive)).collect::<Vec<_>>(),
        [(false, false), (true, false), (false, true)]
    );
    assert_eq!((a.category, b.category), (Category::Substance, Category::MentalHealth));
    let Enable::Any(conditions) = &b.enable else { panic!("one of them is enough") };
    assert_eq!(
        (conditions[0].operator, &conditions[0].value),
        (Operator::NotEqual, &Value::Code("x".into()))
    );
    assert_eq!(form.untranslated(), ["", "", "a", "b"]);
}

#[test]
fn what_cannot_be_understood_is_refused_by_name() {
    let asks = |when: Json| json!([yes("a"), with(yes("b"), json!({"enableWhen": when}))]);
    let when = |question: &str, operator: &str, answer: Json| {
        with(json!({"question": question, "operator": operator}), answer)
    };
    let extended = |extension: Json| json!([with(yes("a"), json!({"extension": [extension]}))]);
    let factor = |value: Json| {
        let parts = json!([{"url": "factor", "valueCode": "ipv"}, with(json!({"url": "value"}), value)]);
        ours("form-factor", json!({"extension": parts}))
    };
    let phq = |code: &str, points: i32| {
        let score =
            json!([{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": points}]);
        let options = json!([{"valueCoding": {"code": code}, "extension": score}]);
        json!([with(choice("a", options), json!({"extension": [pair("PHQ-9", "1")]}))])
    };
    for (items, expected) in [
        (json!([{"type": "boolean"}]), "the item number 1 of its group has no linkId"),
        (json!([yes("a"), yes("a")]), "the linkId `a` is given twice"),
        (json!([{"linkId": "a", "type": "group"}]), "the group `a` is empty"),
        (json!([{"linkId": "a", "type": "reference"}]), "item `a` has a type that cannot be asked here"),
        (json!([{"linkId": "a", "type": "quantity"}]), "item `a` asks for a quantity and names no unit"),
        (json!([with(yes("a"), json!({"repeats": true}))]), "item `a` repeats, and only a choice may"),
        (json!([with(yes("a"), json!({"item": [yes("b")]}))]), "item `a` holds other items and is no group"),
        (
            json!([with(yes("a"), json!({"modifierExtension": [{"url": "x"}]}))]),
            "item `a` has a modifierExtension, which may change what it asks",
        ),
        (json!([with(yes("a"), json!({"answerValueSet": "x"}))]), "item `a` has its answers elsewhere"),
        (json!([choice("a", json!([]))]), "item `a` is a choice of nothing"),
        (json!([choice("a", json!([{"valueString": "x"}]))]), "item `a` has an answer without a code"),
        (
            json!([choice("a", json!([{"valueCoding": {"code": "x"}}, {"valueCoding": {"code": "x"}}]))]),
            "item `a` has the answer `x` twice",
        ),
        (
            asks(json!([when("c", "=", json!({"answerBoolean": true}))])),
            "item `b` depends on `c`, which the form does not have",
        ),
        (
            asks(json!([when("b", "=", json!({"answerBoolean": true}))])),
            "item `b` depends on `b`, which comes later",
        ),
        (
            asks(json!([when("a", "=", json!({"answerCoding": {"code": "x"}}))])),
            "item `b` waits for an answer that `a` cannot have",
        ),
        (
            asks(json!([when("a", ">", json!({"answerBoolean": false}))])),
            "item `b` waits for an answer that `a` cannot have",
        ),
        (
            asks(json!([when("a", "~", json!({"answerBoolean": true}))])),
            "item `b`: the operator of an enableWhen is not known",
        ),
        (
            asks(json!([when("a", "=", json!({"answerBoolean": true, "answerInteger": 1}))])),
            "item `b`: an enableWhen has no value, or two",
        ),
        (
            asks(json!([
                when("a", "=", json!({"answerBoolean": true})),
                when("a", "exists", json!({"answerBoolean": true}))
            ])),
            "item `b`: it has several enableWhen and no enableBehavior",
        ),
        (
            extended(ours("form-alome", json!({}))),
            "item `a` has the extension `form-alome`, which is not known",
        ),
        (extended(ours("form-alone", json!({}))), "item `a`: the value of `form-alone` cannot be read"),
        (
            extended(ours("form-category", json!({"valueCode": "secret"}))),
            "item `a`: the value of `form-category` cannot be read",
        ),
        (extended(pair("PHQ-8", "1")), "item `a` names an instrument that is not known"),
        (extended(pair("PHQ-9", "11")), "item `a`: `item` of `form-instrument` cannot be read"),
        (
            extended(factor(json!({"valueCode": "x"}))),
            "item `a` makes the factor `ipv` of an answer that it cannot have",
        ),
        (extended(factor(json!({}))), "item `a`: `value` of `form-factor` cannot be read"),
        (
            extended(ours(
                "form-factor",
                json!({"extension": [{"url": "factor", "valueCode": "ipv"}, {"url": "only", "valueCode": "maybe"},
                    {"url": "value", "valueBoolean": true}]}),
            )),
            "item `a`: `only` of `form-factor` cannot be read",
        ),
        (phq("LA6569-3", 2), "item `a`: the ordinalValue of `LA6569-3` is not that of PHQ-9"),
        (phq("LA33-6", 1), "item `a`: `LA33-6` is no answer to item 1 of PHQ-9"),
        (
            json!([with(
                choice("a", json!([{"valueCoding": {"code": "LA6569-3"}}])),
                json!({"extension": [pair("PHQ-9", "1")], "code": [{"system": "http://loinc.org", "code": "44255-8"}]})
            )]),
            "item `a` has a LOINC code that is not that of item 1 of PHQ-9",
        ),
    ] {
        assert_eq!(complaints(items.clone()), [expected], "{items}");
    }
    // All at once, and not one at a time.
    assert_eq!(
        complaints(
            json!([{"type": "boolean"}, {"linkId": "a", "type": "group"}, {"linkId": "b", "type": "?"}])
        )
        .len(),
        3
    );
}

#[test]
fn a_file_that_is_no_form_is_refused() {
    for (text, expected) in [
        ("", "the form stops in the middle, column 1"),
        ("{\"resourceType\":\"Patient\"}", "the file is no Questionnaire"),
        ("{\"item\":{}}", "item must be a list and is an object, column 8"),
        (
            "{\"item\":[{\"required\":\"yes\"}]}",
            "item[0].required must be true or false and is text, column 26",
        ),
    ] {
        let problems = read_form(text.as_bytes()).expect_err("must not be read");
        assert_eq!(problems[0].message, expected, "{text}");
    }
    let nothing = json!({"resourceType": "Questionnaire"}).to_string();
    assert_eq!(read_form(nothing.as_bytes()).unwrap_err().len(), 3);
}

#[test]
fn answers_that_cannot_be_used_are_refused() {
    let form = read(json!([yes("a"), with(yes("b"), json!({"type": "decimal"}))])).unwrap();
    let response = |more: Json| {
        let base = json!({"resourceType": "QuestionnaireResponse", "id": "r", "status": "completed",
            "questionnaire": "https://kith.example/f|1", "subject": {"reference": "Patient/p"},
            "authored": "2025-06-02T10:00:00-04:00"});
        read_response(with(base, more).to_string().as_bytes(), &form)
    };
    let item = |item: Json| json!({"item": [item]});
    assert!(response(json!({})).is_ok());
    for (more, expected) in [
        (json!({"resourceType": "Observation"}), "the record is no QuestionnaireResponse"),
        (json!({"id": ""}), "the answers have no id"),
        (
            json!({"questionnaire": "https://kith.example/f|2"}),
            "the answers are to another form, or to another version of it",
        ),
        (json!({"status": "entered-in-error"}), "the status of the answers says that they must not be used"),
        (json!({"authored": "2025-06-02"}), "the answers do not say when they were given"),
        (json!({"subject": null}), "the answers are about nobody"),
        (item(json!({"linkId": "x"})), "there is an answer to a question that the form does not have"),
        (item(json!({"linkId": "a", "answer": [{}]})), "item `a` has an answer that cannot be read"),
        (
            item(json!({"linkId": "b", "answer": [{"valueDecimal": 1e40}]})),
            "item `b` has an answer that cannot be read",
        ),
        (
            json!({"item": [{"linkId": "a", "answer": [{"valueBoolean": true}]}, {"linkId": "a", "answer": [{"valueBoolean": false}]}]}),
            "item `a` is answered twice",
        ),
        (
            item(
                json!({"linkId": "a", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}]}),
            ),
            "item `a` has no answer for a reason that is not known, or an answer and a reason for none",
        ),
    ] {
        let problem = response(more.clone()).expect_err("must not be read");
        assert_eq!(problem.message, expected, "{more}");
    }
}

#[test]
fn what_has_to_be_known_is_read_without_the_form() {
    let read = |status: &str| {
        let text = format!(
            r#"{{"resourceType": "QuestionnaireResponse", "id": "1", "questionnaire": "urn:gone|9", "status": "{status}",
            "item": [{{"linkId": "group", "item": [
                {{"linkId": "a", "answer": [{{"valueString": "918-555-0101"}}]}},
                {{"linkId": "b", "answer": [{{"valueCoding": {{"code": "do_not_use"}}}}]}},
                {{"linkId": "c", "answer": [{{"valueBoolean": true}}]}},
                {{"linkId": "d", "answer": [{{"valueString": "not asked for"}}]}}
            ]}}]}}"#
        );
        said(text.as_bytes(), &["a", "b", "c", "e"])
    };
    let found: Vec<(String, String)> = read("completed").unwrap().into_iter().collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(found, [pair("a", "918-555-0101"), pair("b", "do_not_use")]);
    assert!(read("entered-in-error").is_err());
    assert!(said(b"{}", &["a"]).is_err());
}
