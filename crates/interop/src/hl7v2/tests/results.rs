//! Observations: what ORU messages say.

use super::*;

fn results(lines: &[&str]) -> Taken {
    let head = HEAD.replace("ADT^A01^ADT_A01", "ORU^R01^ORU_R01");
    let start = [
        head.as_str(),
        "PID|1||7^^^M^MR||DOE^ANN||19900101|F",
        "OBR|1||F77^LAB|85354-9^Blood pressure panel^LN|||202405050900-0500",
    ];
    taken(&[&start, lines].concat())
}

#[test]
fn a_blood_pressure_is_one_panel() {
    for (lines, expected) in [
        (
            vec!["OBX|1|NM|8480-6^^LN||142|mmHg|||||F", "OBX|2|NM|8462-4^^LN||91|mm[Hg]|||||F"],
            vec![("142", "91", "final")],
        ),
        (vec!["OBX|1|ST|85354-9^^LN||142/91|mmHg|||||F"], vec![("142", "91", "final")]),
        (
            vec![
                "OBX|1|NM|8480-6^^LN|1|142|mmHg|||||F",
                "OBX|2|NM|8480-6^^LN|2|138|mmHg|||||F",
                "OBX|3|NM|8462-4^^LN|2|88|mmHg|||||F",
                "OBX|4|NM|8462-4^^LN|1|91|mmHg|||||F",
            ],
            vec![("142", "91", "final"), ("138", "88", "final")],
        ),
        (
            vec![
                "OBX|1|NM|8480-6^^LN||142|mmHg|||||F",
                "OBX|2|NM|8462-4^^LN||91|mmHg|||||F",
                "OBX|3|NM|8480-6^^LN||138|mmHg|||||F",
                "OBX|4|NM|8462-4^^LN||88|mmHg|||||F",
            ],
            vec![("142", "91", "final"), ("138", "88", "final")],
        ),
        (
            vec!["OBX|1|NM|8480-6^^LN||140|mmHg|||||C", "OBX|2|NM|8462-4^^LN||90|mmHg|||||C"],
            vec![("140", "90", "corrected")],
        ),
        (
            vec!["OBX|1|NM|8480-6^^LN||142|mmHg|||||W", "OBX|2|NM|8462-4^^LN||91|mmHg|||||W"],
            vec![("142", "91", "entered-in-error")],
        ),
    ] {
        let panels = all(&results(&lines), "Observation");
        assert_eq!(panels.len(), expected.len(), "{panels:?}");
        for (panel, (systolic, diastolic, status)) in panels.iter().zip(expected) {
            let value = |code: &str, n: &str| {
                format!(
                    r#"{{"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},"valueQuantity":{{"value":{n},"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}}}"#
                )
            };
            let status = format!("\"status\":\"{status}\"");
            let time = r#""effectiveDateTime":"2024-05-05T09:00:00-05:00""#;
            contains(panel, &[&value("8480-6", systolic), &value("8462-4", diastolic), &status, time]);
        }
    }
}

/// The id of the one observation.
fn observation_id(taken: &Taken) -> String {
    let text = one(taken, "Observation");
    text.split(r#""id":""#).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn a_correction_is_the_same_result_and_another_order_is_not() {
    let first = results(&["OBX|1|NM|29463-7^Weight^LN||72.50|kg|||||F"]);
    contains(&one(&first, "Observation"), &[r#""valueQuantity":{"value":72.50,"unit":"kg""#]);
    let corrected = results(&["OBX|1|NM|29463-7^Weight^LN||75.2|kg|||||C"]);
    assert_eq!(observation_id(&first), observation_id(&corrected));
    let withdrawn = results(&["OBX|1|NM|29463-7^Weight^LN|||kg|||||X"]);
    assert_eq!(observation_id(&first), observation_id(&withdrawn));
    contains(&one(&withdrawn, "Observation"), &[r#""status":"entered-in-error""#]);
    let other = results(&["OBR|2||F78^LAB|1^x", "OBX|1|NM|29463-7^Weight^LN||75.2|kg|||||F"]);
    assert_ne!(observation_id(&first), observation_id(&other));
}

/// The ids of all observations.
fn observation_ids(taken: &Taken) -> Vec<String> {
    let id = |text: String| text.split(r#""id":""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    all(taken, "Observation").into_iter().map(id).collect()
}

#[test]
fn readings_of_one_order_stay_apart() {
    let weight = |sub_id: &str, value: &str, status: &str, at: &str| {
        format!("OBX|1|NM|29463-7^Weight^LN|{sub_id}|{value}|kg|||||{status}|||{at}")
    };
    let (morning, evening) = ("20240505070000-0500", "20240505190000-0500");
    let read = |lines: &[String]| results(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    // A home scale: how many results, and whether a correction of the last line is the last of them.
    for (lines, expected) in [
        (vec![weight("", "72.5", "F", morning), weight("", "72.1", "F", evening)], 2),
        (vec![weight("", "72.5", "F", ""), weight("", "72.1", "F", "")], 2),
        (vec![weight("", "72.5", "F", morning), weight("", "72.5", "F", morning)], 2),
        (vec![weight("1", "72.5", "F", morning), weight("2", "72.1", "F", morning)], 2),
        (vec![weight("1", "72.5", "F", morning), weight("1", "72.1", "F", evening)], 2),
        (vec![weight("", "72.5", "F", morning), weight("", "72.1", "C", morning)], 1),
    ] {
        let ids = observation_ids(&read(&lines));
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), expected, "{lines:?}");
        let corrected: Vec<String> = lines.iter().map(|l| l.replace("|F|", "|C|")).collect();
        if expected == 2 {
            assert_eq!(observation_ids(&read(&corrected)), ids, "{lines:?}");
        }
    }
    // A blood pressure monitor that gives every reading the same sub-id.
    let pressure = |at: &str, systolic: u8| {
        [
            format!("OBX|1|NM|8480-6^^LN|1|{systolic}|mmHg|||||F|||{at}"),
            format!("OBX|2|NM|8462-4^^LN|1|80|mmHg|||||F|||{at}"),
        ]
    };
    let two = read(&[pressure(morning, 120), pressure(evening, 130)].concat());
    let [first, second] = observation_ids(&two).try_into().unwrap();
    assert_ne!(first, second);
    // A value that is missing keeps its place.
    let gap = read(&[
        "OBX|1|NM|8480-6^^LN|||mmHg|||||F".into(),
        "OBX|2|NM|8462-4^^LN||80|mmHg|||||F".into(),
        "OBX|3|NM|8480-6^^LN||130|mmHg|||||F".into(),
        "OBX|4|NM|8462-4^^LN||85|mmHg|||||F".into(),
    ]);
    let [alone, whole] = all(&gap, "Observation").try_into().unwrap();
    assert!(alone.contains(r#""value":80"#) && !alone.contains(r#""value":130"#), "{alone}");
    contains(&whole, &[r#""value":130"#, r#""value":85"#]);
}

#[test]
fn two_numbers_are_a_blood_pressure_only_where_that_is_said() {
    for (code, value, expected) in [
        ("85354-9^^LN", "142/91", Some(("142", "91"))),
        ("55284-4^^LN", " 142 / 91 ", Some(("142", "91"))),
        ("BP^Blood pressure^L", "142/91", Some(("142", "91"))),
        ("VS1^Presión arterial^L", "142/91", Some(("142", "91"))),
        ("NIBP^Reading^L", "142/91", Some(("142", "91"))),
        ("MAPPED^Reading^L", "142/91", Some(("142", "91"))),
        ("VA^Visual acuity^L", "20/20", None),
        ("X^Reading^L", "142/91", None),
        ("BPM^Beats^L", "142/91", None),
        ("29463-7^Weight^LN", "142/91", None),
        ("85354-9^^LN", "80/120", None),
        ("85354-9^^LN", "1200/80", None),
        ("85354-9^^LN", "20/20", None),
        ("85354-9^^LN", "120/80 sitting", None),
        ("8480-6^^LN", "142/91", None),
    ] {
        let mut sender = chicago();
        sender.loinc.insert("MAPPED".into(), "85354-9".into());
        let head = HEAD.replace("ADT^A01^ADT_A01", "ORU^R01^ORU_R01");
        let obx = format!("OBX|1|ST|{code}||{value}|mmHg|||||F|||202405050900-0500");
        let text = [head.as_str(), "PID|1||7^^^M^MR", "OBR|1||F77^LAB|X", obx.as_str()].join("\r");
        let taken = take(text.as_bytes(), &sender, None).unwrap();
        let observation = one(&taken, "Observation");
        match expected {
            Some((systolic, diastolic)) => {
                let values = [systolic, diastolic].map(|n| format!(r#""value":{n},"unit":"mmHg""#));
                contains(&observation, &[&values[0], &values[1], "85354-9"]);
                assert!(remarks(&taken).contains(&"OBX-5 pressure_split".into()), "{code}");
            }
            None => contains(&observation, &[&format!(r#""valueString":"{value}""#)]),
        }
    }
}

#[test]
fn values_have_the_form_of_their_type() {
    for (obx, expected) in [
        ("OBX|1|NM|1^x^L||+07.0", Some(r#""valueQuantity":{"value":7.0}"#)),
        ("OBX|1|NM|1^x^L||about 7", Some(r#""valueString":"about 7""#)),
        ("OBX|1|SN|1^x^L||>^100", Some(r#""valueQuantity":{"value":100,"comparator":">"}"#)),
        ("OBX|1|SN|1^x^L||1^-^2", Some(r#""valueString":""#)),
        (
            "OBX|1|CWE|44261-6^^LN||LA6568-5^Not at all^LN",
            Some(r#""valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"LA6568-5""#),
        ),
        ("OBX|1|DT|1^x^L||20240501", Some(r#""valueDateTime":"2024-05-01""#)),
        ("OBX|1|TX|1^x^L||a\\F\\b", Some(r#""valueString":"a|b""#)),
        ("OBX|1|NM|99046-5^EPDS^LN||12|{score}", Some(r#""code":"{score}""#)),
        ("OBX|1|ED|1^x^L||^application^pdf^Base64^AAAA", None),
        ("OBX|1|NM|1^x^L||", None),
        ("OBX|1|NM|||5", None),
    ] {
        let found = all(&results(&[obx]), "Observation");
        match expected {
            Some(expected) => contains(&found[0], &[expected]),
            None => assert!(found.is_empty(), "{obx} {found:?}"),
        }
    }
}

#[test]
fn a_local_code_is_mapped_by_the_profile_of_its_sender() {
    let text = r#"
        [[sender]]
        name = "Mercy"
        facility = "MERCY"
        time_zone = "America/Denver"
        processing_ids = ["P", "T"]
        race = { B = "2054-5" }
        loinc = { BWT = "8339-4" }

        [[sender]]
        name = "Mercy laboratory"
        application = "LAB"
        facility = "MERCY"
    "#;
    let senders = Senders::parse(text, Sender::default()).unwrap();
    assert_eq!(senders.of("LAB", "MERCY").name, "Mercy laboratory");
    assert_eq!(senders.of("ADT", "OTHER"), &Sender::default());
    let mercy = senders.of("ADT", "MERCY");
    let lines = [&HEAD.replace("|P|", "|T|"), "PID|1||7^^^M^MR|||||F||B~X", "OBX|1|NM|BWT^Weight^L||3000|g"];
    let taken = take(lines.join("\r").as_bytes(), mercy, None).unwrap();
    assert_eq!(taken.source, "Mercy");
    contains(
        &one(&taken, "Observation"),
        &[r#"[{"system":"http://loinc.org","code":"8339-4","display":"Weight"}"#],
    );
    contains(&one(&taken, "Patient"), &[r#""code":"2054-5""#, r#""url":"text","valueString":"X""#]);
    assert!(remarks(&taken).contains(&"PID-10 code_unknown".into()));
    let lines = [HEAD, "PID|1||7^^^M^MR|||||F||2028-9~2118-8", "OBX|1|NM|8339-4^Weight^LN||3000|g"];
    let both = take(lines.join("\r").as_bytes(), &Sender::default(), None).unwrap();
    contains(
        &one(&both, "Patient"),
        &[
            r#"{"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2118-8""#,
        ],
    );

    let trust = "[[sender]]\nname = 'Trust'\nethnicity = { R = 'nhs:R', '99' = 'nhs:99' }";
    let trust = Senders::parse(trust, Sender::default()).unwrap();
    let pid = |code: &str| format!("PID|1||7^^^M^MR|||||F||||||||||||||{code}");
    let of = |code: &str| {
        let lines = [HEAD, &pid(code), "OBX|1|NM|8339-4^Weight^LN||3000|g"];
        take(lines.join("\r").as_bytes(), trust.of("ADT", "MERCY"), None).unwrap()
    };
    contains(
        &one(&of("R^Chinese"), "Patient"),
        &[
            r#"EthnicCategory","valueCodeableConcept":{"coding":[{"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland","code":"R""#,
        ],
    );
    assert!(
        !one(&of("R"), "Patient").contains("us-core-ethnicity"),
        "nothing is made of it for another standard"
    );
    assert!(!one(&of("A"), "Patient").contains("EthnicCategory"), "a code that the profile does not know");
    // A code may stand where only the words of the sender should.
    let (before, emptied) = (one(&of("^^^R"), "Patient"), one(&of("\"\""), "Patient"));
    contains(&before, &[r#"UKCore-EthnicCategoryEngland","code":"R""#]);
    let after = merged(before.as_bytes(), emptied.as_bytes());
    assert!(!String::from_utf8(after).unwrap().contains("EthnicCategory"), "what was taken away stays");
    let after = merged(before.as_bytes(), one(&of("H"), "Patient").as_bytes());
    assert!(!String::from_utf8(after).unwrap().contains("EthnicCategory"), "one field, two answers");

    for (text, words) in [
        ("[[sender]]\nname = 1", "the senders file cannot be read"),
        ("[[sender]]\nname = 'x'\nunknown = 1", "the senders file cannot be read"),
        ("[[sender]]\nname = 'x'\ntime_zone = 'Mars/Base'", "`Mars/Base` is no time zone"),
    ] {
        assert_eq!(Senders::parse(text, Sender::default()).unwrap_err().to_string(), words);
    }
}
