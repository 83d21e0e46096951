use kith_domain::form::{Answer, Value, identity, referral as ask};

use super::*;
use crate::hl7v2::Answer as Answers;
use crate::referral::Referral;

const REF: &str = r"MSH|^~\&|EHR|MERCY|HUB|COLLAB|20240505031500-0500||REF^I12^REF_I12|R1|P|2.5.1";
const RF1: &str = "RF1|P^Pending^HL70283|A^ASAP^HL70280|Hom^Home care^HL70281|||REF77^MERCY|||20240505|\
                   Needs someone at home~Missed two visits";
const RP: &str =
    "PRD|RP^Referring provider^HL70286|LEE^KIM^^^^^L|1 CLINIC WAY^^TOWN^OK||^^^^^918^5550177||1234567893^NPI";
const ANN: &str = "PID|1||7^^^MERCY^MR||DOE^ANN||19990101|F|||1 ELM ST^^TOWN^OK^74000||^PRN^CP^^1^918^5550100||spa^Spanish^ISO639";

fn referral(lines: &[&str]) -> Referral {
    taken(lines).referral.expect("it refers somebody")
}

fn said(of: &Referral, link_id: &str) -> Vec<String> {
    let values = of.answers.given.get(link_id).map(Answer::values).unwrap_or_default();
    let text = |value: &Value| match value {
        Value::Text(text) | Value::Code(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        other => format!("{other:?}"),
    };
    values.iter().map(text).collect()
}

#[track_caller]
fn says(of: &Referral, expected: &[(&str, &[&str])]) {
    for (link_id, words) in expected {
        assert_eq!(said(of, link_id), *words, "{link_id}");
    }
}

#[test]
fn a_referral_says_whom_what_and_why_in_the_senders_words() {
    let found = referral(&[
        REF,
        RF1,
        RP,
        ANN,
        "DG1|1||Z59.01^Sheltered homelessness^I10",
        "DG1|2||F53.0^Postpartum depression^I10",
        "DG1|3||B20^HIV disease^I10",
        "DG1|4||Z87.51^Personal history of pre-term labor^I10",
        r"OBR|1|||385767005^Home visit \T\ support^SCT",
        "OBR|2|||57060-6^Pregnancy^LN",
        "OBX|1|DT|11778-8^Delivery date Estimated^LN||20240801||||||F",
        "NTE|1||She has no car.~Her sister can be asked.",
        "NTE|2||Partner hits her",
    ]);
    says(
        &found,
        &[
            (ask::ABOUT, &["woman"]),
            (ask::NUMBER, &["REF77"]),
            (ask::URGENCY, &["asap"]),
            (ask::ASKS, &["Home care (Hom)\nHome visit & support (385767005)"]),
            (ask::NEEDS, &["homelessness"]),
            (ask::HISTORY, &["preterm"]),
            (ask::MENTAL, &["Postpartum depression (F53.0)"]),
            (ask::MENTAL_CODED, &["diagnosis"]),
            (ask::SENDER, &["KIM LEE"]),
            (ask::SENDER_SITE, &["MERCY"]),
            (ask::SENDER_PHONE, &["918-5550177"]),
            (ask::SENDER_NPI, &["1234567893"]),
            (identity::GIVEN, &["ANN"]),
            (identity::FAMILY, &["DOE"]),
            (identity::BIRTH_DATE, &["1999-01-01"]),
            (identity::LANGUAGE, &["es"]),
            (identity::DUE_DATE, &["2024-08-01"]),
            (identity::INFANT_FAMILY, &[]),
        ],
    );
    let why = said(&found, ask::REASON).concat();
    contains(
        &why,
        &[
            "Needs someone at home\nMissed two visits\n",
            "Sheltered homelessness (Z59.01)",
            "Her sister can be",
        ],
    );
    assert!(!why.contains("HIV") && !why.contains("depression"), "{why}");
    assert_eq!(found.person.as_ref().map(|person| person.0.as_str()), Some("Patient/MERCY.7"));
    assert_eq!((found.by.as_str(), found.at.is_some()), ("KIM LEE", true));
}

#[test]
fn words_of_a_sensitive_kind_stand_under_their_own_question() {
    for (code, link_id) in [
        ("T74.11XA^Adult physical abuse^I10", ask::VIOLENCE),
        ("F11.20^Opioid dependence^I10", ask::SUBSTANCE),
        ("O99.340^Mental disorder in pregnancy^I10", ask::MENTAL),
        ("Z34.00^Supervision of normal pregnancy^I10", ask::REASON),
    ] {
        let found = referral(&[REF, RF1.split("Needs").next().unwrap(), ANN, &format!("DG1|1||{code}")]);
        for other in [ask::VIOLENCE, ask::SUBSTANCE, ask::MENTAL, ask::REASON] {
            assert_eq!(said(&found, other).len(), usize::from(other == link_id), "{code} {other}");
        }
    }
}

#[test]
fn the_words_of_a_code_are_of_its_kind() {
    for (code, link_id) in [
        ("A60.04", None),
        ("B20", None),
        ("F31.9", Some(ask::MENTAL)),
        ("T74.11XA", Some(ask::VIOLENCE)),
        ("F11.20", Some(ask::SUBSTANCE)),
        ("Z34.00", Some(ask::REASON)),
    ] {
        for dg1 in [
            format!("DG1|1|I10|{code}|Words of the code"),
            format!("DG1|1||{code}^^I10|Words of the code"),
            format!("DG1|1||{code}|Words of the code"),
        ] {
            let found = referral(&[REF, RF1.split("Needs").next().unwrap(), ANN, &dg1]);
            for other in [ask::VIOLENCE, ask::SUBSTANCE, ask::MENTAL, ask::REASON] {
                let words = said(&found, other).concat();
                assert_eq!(words.contains("Words of the code"), Some(other) == link_id, "{dg1} {other}");
            }
        }
    }
}

#[test]
fn a_result_that_is_sent_along_is_not_asked_for() {
    let rf1 = "RF1|P||||||||";
    let lines = [
        "OBR|1|P1^EHR|L1|57698-3^Lipid panel^LN|S",
        "NTE|1||fasting",
        "OBX|1|NM|2093-3^Chol^LN||180|mg/dL|||||F",
    ];
    let asked = "OBR|2|P2^EHR|L2|385767005^Home visit^SCT|A";
    let found = referral(&[REF, rf1, ANN, lines[0], lines[1], lines[2], asked]);
    says(
        &found,
        &[(ask::NUMBER, &["P2"]), (ask::ASKS, &["Home visit (385767005)"]), (ask::URGENCY, &["asap"])],
    );
    // What an order has below it tells more of what is asked.
    let order = REF.replace("REF^I12^REF_I12", "OMG^O19^OMG_O19");
    let found = referral(&[&order, ANN, "ORC|NW|P1^EHR", lines[0], lines[2]]);
    says(&found, &[(ask::ASKS, &["Lipid panel (57698-3)"]), (ask::URGENCY, &["stat"])]);
}

#[test]
fn of_a_baby_the_mother_is_who_is_called() {
    let baby = "PID|1||B8^^^MERCY^MR||DOE^ROBIN||20240420|M|||||^PRN^CP^^1^918^5550101";
    let weight = "OBX|1|NM|8339-4^Birth weight^LN||1.4|kg^kilogram^UCUM|||||F";
    let weeks = "OBX|2|NM|11884-4^Gestational age^LN||31|wk^week^UCUM|||||F";
    let mother =
        "NK1|1|DOE^ANN|MTH^Mother^HL70063|1 ELM ST^^TOWN^OK^74000|^PRN^CP^^1^918^5550100|||||||||||19990101";
    let found = referral(&[REF, RF1, baby, mother, weight, weeks]);
    says(
        &found,
        &[
            (ask::ABOUT, &["baby"]),
            (identity::INFANT_GIVEN, &["ROBIN"]),
            (identity::INFANT_BIRTH_DATE, &["2024-04-20"]),
            (identity::INFANT_SEX, &["male"]),
            (identity::INFANT_BIRTH_WEIGHT, &["Quantity(Decimal(\"1400\"), \"g\")"]),
            (identity::INFANT_GESTATION, &["Integer(31)"]),
            (identity::GIVEN, &["ANN"]),
            (identity::BIRTH_DATE, &["1999-01-01"]),
        ],
    );
    assert_eq!(found.person, None, "the case is the mother's");
    // Nobody's mother is known: the case is the baby's, and it is nobody's teen mother.
    let alone = referral(&[REF, RF1, baby]);
    assert_eq!(alone.person.as_ref().map(|person| person.0.as_str()), Some("Patient/MERCY.B8"));
    says(&alone, &[(identity::BIRTH_DATE, &[]), (identity::FAMILY, &[])]);
    assert_eq!(said(&alone, identity::PHONE).len(), 1);
}

#[test]
fn who_says_the_year_of_her_birth_alone_is_no_baby() {
    let check = |born: &str, about: &str, given: &str| {
        let mother = "NK1|1|DOE^EVA|MTH^Mother^HL70063";
        let found = referral(&[REF, RF1, &ANN.replace("19990101", born), mother]);
        says(&found, &[(ask::ABOUT, &[about]), (identity::GIVEN, &[given])]);
        assert_eq!(found.person.is_some(), about == "woman", "{born}");
    };
    check("1992", "woman", "ANN");
    check("19920000", "woman", "ANN");
    check("199203", "woman", "ANN");
    check("19990101", "woman", "ANN");
    check("", "woman", "ANN");
    check("2024", "baby", "EVA");
    check("202403", "baby", "EVA");
}

#[test]
fn an_order_for_a_referral_is_taken_only_when_it_is_new() {
    let head = REF.replace("REF^I12^REF_I12", "OMG^O19^OMG_O19");
    let order = |control: &str| format!("ORC|{control}|P9^EHR|||||||20240505||| 1234567893^LEE^KIM");
    let obr = "OBR|1|P9^EHR||57133-1^Referral note^LN|||||||||||||||||||||||||||Needs a doula";
    let found = referral(&[&head, ANN, &order("NW"), obr]);
    says(&found, &[(ask::NUMBER, &["P9"]), (ask::SENDER, &["KIM LEE"]), (ask::REASON, &["Needs a doula"])]);
    let no = refused(&[&head, ANN, &order("CA"), obr]);
    assert_eq!((no.verdict, no.errors[0].place()), (Verdict::Error, "ORC-1".into()));
    contains(&no.problem.help, &["ORC-1 NW", "receipt"]);
}

#[test]
fn what_is_not_a_referral_that_can_be_read_says_where() {
    let refuses =
        |lines: &[&str], place: &str| assert_eq!(refused(lines).errors[0].place(), place, "{lines:?}");
    refuses(&[REF, RF1], "PID");
    refuses(&[REF, RF1, "PID|1||7^^^MERCY^MR"], "PID-5");
    refuses(&[REF, RF1, &ANN.replace("19990101", "19991301")], "PID-7");
    refuses(&[&REF.replace("I12^REF_I12", "I14^REF_I12"), RF1, ANN], "MSH-9");
}

#[test]
fn a_referral_makes_records_and_does_nothing_that_it_asks() {
    let found = taken(&[
        REF,
        RF1,
        ANN,
        "PR1|1||385767005^Home visit^SCT||20240505",
        "DG1|1||Z59.41^Food insecurity^I10",
    ]);
    assert!(all(&found, "Procedure").is_empty(), "what is asked was not done");
    assert_eq!((all(&found, "Patient").len(), all(&found, "Condition").len()), (1, 1));
    assert_eq!(
        said(found.referral.as_ref().unwrap(), ask::ASKS),
        ["Home care (Hom)\nHome visit (385767005)"]
    );
}

#[test]
fn its_answer_says_what_it_is_known_by_here() {
    let at: Timestamp = "2024-05-05T08:20:00Z".parse().unwrap();
    let answer = |lines: &[&str], answer: Answers| {
        let text = lines.join("\r");
        let received = Received { message: text.as_bytes(), receipt: "2345-6789-ABCD-EFGH" };
        let head = Head::of(text.as_bytes());
        String::from_utf8(acknowledge(&head, Outcome::Received(received), answer, at, "9")).unwrap()
    };
    assert_eq!(
        answer(&[REF, RF1, RP, ANN], Answers::Application),
        format!(
            "MSH|^~\\&|HUB|COLLAB|EHR|MERCY|20240505082000+0000||RRI^I12^RRI_I12|9|P|2.5.1\rMSA|AA|R1\r\
             RF1|P^Pending^HL70283|||||REF77^MERCY|||||2345-6789-ABCD-EFGH^HUB\r{RP}\r{ANN}\r"
        )
    );
    let order = REF.replace("REF^I12^REF_I12", "OMG^O19^OMG_O19");
    contains(
        &answer(&[&order, ANN, "ORC|NW|P9^EHR"], Answers::Application),
        &["||ORG^O20^ORG_O20|", "\rORC|OK|P9^EHR|2345-6789-ABCD-EFGH^HUB\r"],
    );
    for (head, how, msa) in [
        (REF.to_owned(), Answers::Plain, "\rMSA|AA|R1|receipt 2345-6789-ABCD-EFGH\r"),
        (format!("{REF}|||AL|NE"), Answers::AsAsked, "\rMSA|CA|R1|receipt 2345-6789-ABCD-EFGH\r"),
    ] {
        let text = answer(&[&head, RF1, ANN], how);
        contains(&text, &["||ACK^I12^ACK|", msa]);
        assert!(!text.contains("\rRF1"), "{text}");
    }
    // What names her goes back in the bytes that it came in.
    let latin = [REF.as_bytes(), b"\rPID|1||7||DO\xcbE"].concat();
    let received = Received { message: &latin, receipt: "2345-6789-ABCD-EFGH" };
    let bytes = acknowledge(&Head::of(&latin), Outcome::Received(received), Answers::Application, at, "9");
    assert!(bytes.windows(5).any(|w| w == b"DO\xcbE\r"));
}

proptest! {
    /// Whatever the fields of a referral say, it is refused or becomes records that are read, and has an answer.
    #[test]
    fn any_referral_is_taken_or_refused(fields in proptest::collection::vec("[A-Z0-9^~\\\\&|\" .-]{0,60}", 1..10)) {
        let names = ["RF1", "PRD", "PID", "NK1", "DG1", "OBR", "OBX", "NTE", "ORC", "PR1"];
        let lines = fields.iter().zip(names).map(|(field, name)| format!("{name}|1||7^^^M^MR|{field}"));
        let text = [REF.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\r");
        if let Ok(taken) = take(text.as_bytes(), &Sender::default(), None) {
            prop_assert!(taken.referral.is_some());
            for resource in &taken.resources {
                prop_assert!(crate::fhir::read(resource).is_ok());
            }
        }
        let received = Received { message: text.as_bytes(), receipt: "x" };
        let head = Head::of(text.as_bytes());
        let answer = acknowledge(&head, Outcome::Received(received), Answers::Application, Timestamp::UNIX_EPOCH, "1");
        prop_assert!(answer.windows(7).any(|w| w == b"\rMSA|AA"));
    }
}
