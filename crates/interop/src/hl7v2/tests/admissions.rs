//! People, stays and their relations: what ADT messages say, once and again.

use super::*;

/// A newborn whose message contradicts itself.
fn newborn() -> Taken {
    taken(&[
        HEAD,
        "EVN|A01|20240505031500-0500",
        "PID|1||B778^^^MERCY^MR||DOE^BABYGIRL A^^^^^L|RIVERA^ANN^^^^^M|202405050312-0500|F||2054-5^Black or African American^HL70005~2106-3^White^HL70005|1 ELM ST^^TOWN^OK^74000^USA^H||^PRN^CP^^1^918^5550100||eng^English^ISO639|||ACC9^^^MERCY^AN|||M552^^^MERCY^MR|2186-5^Not Hispanic^HL70189||Y|1",
        "NK1|1|DOE^ANN|MTH^Mother^HL70063|1 ELM ST^^TOWN^OK^74000|^PRN^CP^^1^918^5550100",
        "PV1|1|I|NUR^N2^A^MERCY|N|||1234567893^LEE^KIM^^^^^^NPI|||NEO|||||||||V900^^^MERCY^VN|||||||||||||||||||||||||20240505031200-0500",
        "PV2||||||||||||||||||||||||||||||||||||Y",
        "DG1|1||Z38.01^Single liveborn, caesarean^I10|||A",
        "OBX|1|NM|8339-4^Birth weight^LN||3120|g^gram^UCUM|||||F|||202405050320-0500",
        "OBX|2|NM|49051-6^Gestational age in weeks^LN||38|wk^week^UCUM|||||F",
    ])
}

#[test]
fn a_newborn_admission_is_a_patient_a_mother_and_a_stay() {
    let taken = newborn();
    assert_eq!((taken.source.as_str(), taken.event, taken.kind.as_str()), ("MERCY", Event::Admit, "ADT^A01"));
    assert_eq!(taken.original_id, "ADT|MERCY|M1");
    assert_eq!(taken.when, Some("2024-05-05T08:15:00Z".parse().unwrap()));
    contains(
        &one(&taken, "Patient"),
        &[
            r#""id":"MERCY.B778""#,
            r#""lastUpdated":"2024-05-05T03:15:00-05:00""#,
            r#""source":"Hl7v2Message/ADT|MERCY|M1""#,
            r#""name":[{"use":"temp","family":"DOE","given":["BABYGIRL A"]}]"#,
            r#""birthDate":"2024-05-05""#,
            r#""valueDateTime":"2024-05-05T03:12:00-05:00""#,
            r#""multipleBirthInteger":1"#,
            r#"{"system":"phone","value":"1-918-5550100","use":"mobile"}"#,
            r#""code":"2054-5""#,
            r#""code":"2106-3""#,
            r#""code":"2186-5""#,
            r#"{"system":"urn:ietf:bcp:47","code":"en","display":"English"}"#,
        ],
    );
    contains(
        &one(&taken, "RelatedPerson"),
        &[
            r#""id":"MERCY.B778.MTH""#,
            r#""system":"urn:x-hl7:MERCY","value":"M552""#,
            r#""code":"MTH""#,
            r#"{"family":"DOE","given":["ANN"]}"#,
            r#"{"use":"maiden","family":"RIVERA","given":["ANN"]}"#,
        ],
    );
    contains(
        &one(&taken, "Encounter"),
        &[
            r#""id":"MERCY.visit.V900""#,
            r#""status":"in-progress""#,
            r#""code":"IMP""#,
            r#""period":{"start":"2024-05-05T03:12:00-05:00"}"#,
            r#""serviceProvider":{"reference":"Organization/organization.MERCY","display":"MERCY"}"#,
            r#""system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893""#,
        ],
    );
    contains(&one(&taken, "Condition"), &[r#""code":"Z38.01""#, r#""code":"provisional""#]);
    assert_eq!(all(&taken, "Observation").len(), 2);
    assert_eq!(remarks(&taken), ["DG1-3 plurality_conflict", "OBX-14 time_of_message"],);
}

#[test]
fn a_name_in_pid_21_is_the_mothers_name_and_no_identifier() {
    let taken = taken(&[HEAD, "PID|1||7^^^M||SMITH^BB SARAH||20240504|M|||||||||||||SMITH^SADIE^S^"]);
    assert!(remarks(&taken).contains(&"PID-21 mother_as_text".into()));
    let mother = one(&taken, "RelatedPerson");
    contains(&mother, &[r#""family":"SMITH","given":["SADIE","S"]"#, r#""code":"MTH""#]);
    assert!(!mother.contains("identifier"), "{mother}");
}

#[test]
fn the_mothers_number_is_of_the_authority_that_gave_the_babys() {
    let number = |pid_21: &str| {
        let pid = format!("PID|1||7^^^UNITED&1.2.3&ISO^MR||DOE^BOY||20240504|M|||||||||||||{pid_21}");
        one(&taken(&[HEAD, &pid]), "RelatedPerson")
    };
    contains(&number("M5"), &[r#""system":"urn:oid:1.2.3","value":"M5""#]);
    contains(&number("M5^^^OTHER^MR"), &[r#""system":"urn:x-hl7:OTHER","value":"M5""#]);
    let taken = taken(&[HEAD, "PID|1||7^^^M||DOE^BOY||20240504|M|||||||||||||999999999^^^^SS"]);
    assert!(all(&taken, "RelatedPerson").is_empty());
    assert!(remarks(&taken).contains(&"PID-21 ssn_left_out".into()));
}

#[test]
fn a_stillbirth_is_no_living_infant_and_a_death_after_birth_is_a_death() {
    let pid = |died: &str, yes: &str| {
        format!("PID|1||7^^^M||DOE^BOY||202405050100-0500|M|||||||||||||M5^^^M^MR||||||||{died}|{yes}")
    };
    for (died, yes, diagnosis, stillborn) in [
        ("", "Y", "", true),
        ("", "", "P95", true),
        ("", "Y", "P95", true),
        ("202405050100-0500", "Y", "", true),
        ("202405050300-0500", "Y", "", false),
        ("", "N", "", false),
        ("", "Y", "Z38.00", false),
    ] {
        let dg1 = format!("DG1|1||{diagnosis}^^I10|||F");
        let taken = taken(&[HEAD, &pid(died, yes), "PV1|1|I||N|||||||||||||||V1^^^M", &dg1]);
        let patient = one(&taken, "Patient");
        assert_eq!(patient.contains(r#""active":false"#), stillborn, "{died} {yes} {diagnosis}: {patient}");
        assert_eq!(all(&taken, "RelatedPerson").is_empty(), stillborn);
        assert!(!stillborn || patient.contains("deceased"), "{patient}");
    }
    // The outcome of the mother's delivery says nothing of her own life.
    let mother = taken(&[HEAD, "PID|1||8^^^M||DOE^ANN||19900101|F", "PV1|1|I", "DG1|1||Z37.1^^I10|||F"]);
    assert!(!one(&mother, "Patient").contains("active"));
}

#[test]
fn events_say_how_the_visit_stands() {
    let visit = "PV1|1|I|LD^1||||||||||||||||V1^^^M|||||||||||||||||01||||||||20240501|";
    for (event, status, end, disposition) in [
        ("A01", "in-progress", false, false),
        ("A02", "in-progress", false, false),
        ("A03", "finished", true, true),
        ("A04", "in-progress", false, false),
        ("A05", "planned", false, false),
        ("A08", "in-progress", false, false),
        ("A11", "cancelled", false, false),
        ("A13", "in-progress", false, false),
    ] {
        let head = HEAD.replace("A01^ADT_A01", event);
        let taken = taken(&[&head, "EVN||20240505120000-0500", "PID|1||7^^^M^MR", visit]);
        let encounter = one(&taken, "Encounter");
        contains(&encounter, &[&format!("\"status\":\"{status}\"")]);
        assert_eq!(encounter.contains(r#""end":"2024-05-05T12:00:00-05:00""#), end, "{event} {encounter}");
        assert_eq!(encounter.contains("dischargeDisposition\":{"), disposition, "{event} {encounter}");
    }
    for event in ["A28", "A31"] {
        let taken = taken(&[&HEAD.replace("A01^ADT_A01", event), "PID|1||7^^^M^MR", visit]);
        assert!(all(&taken, "Encounter").is_empty(), "{event}");
    }
}

#[test]
fn a_merge_keeps_the_loser_and_points_to_the_winner() {
    let head = HEAD.replace("A01^ADT_A01", "A40^ADT_A39");
    let taken = taken(&[&head, "PID|1||12345^^^BCBS^MR||Test^Test", "MRG|56789^^^BCBS^MR~777^^^BCBS^MR"]);
    let [winner, first, second] = all(&taken, "Patient").try_into().unwrap();
    contains(&winner, &[r#""id":"BCBS.12345""#]);
    for (loser, id) in [(first, "BCBS.56789"), (second, "BCBS.777")] {
        let id = format!("\"id\":\"{id}\"");
        let link = r#""link":[{"other":{"reference":"Patient/BCBS.12345"},"type":"replaced-by"}]"#;
        contains(&loser, &[&id, r#""active":false"#, link]);
    }
}

#[test]
fn an_update_keeps_what_it_does_not_say_and_null_deletes() {
    let patient = |event: &str, at: &str, pid: &str| {
        let head = HEAD.replace("A01^ADT_A01", event).replace("20240505031500-0500", at);
        take(format!("{head}\rPID|1||7^^^M^MR||{pid}").as_bytes(), &chicago(), None)
            .unwrap()
            .resources
            .remove(0)
    };
    let full = patient(
        "A01",
        "20240501120000-0500",
        "DOE^ANN|RIVERA|19900101|F|||1 ELM ST^^TOWN||5550100|5550199||S",
    );
    let sparse = patient("A08", "20240502120000-0500", "ROE^ANN||||||\"\"||\"\"");
    let after = String::from_utf8(merged(&full, &sparse)).unwrap();
    contains(
        &after,
        &[r#""family":"ROE""#, r#""birthDate":"1990-01-01""#, r#""gender":"female""#, "5550199", "RIVERA"],
    );
    contains(&after, &[r#""lastUpdated":"2024-05-02T12:00:00-05:00""#]);
    for gone in ["DOE", "ELM ST", "5550100"] {
        assert!(!after.contains(gone), "{gone} in {after}");
    }
    // A third one that came late: what the second deleted stays deleted, and what it fills in is filled in.
    let late = patient("A08", "20240501180000-0500", "DOE^ANN||||||9 OAK ST^^TOWN||||SPA^Spanish");
    let before = merged(&full, &late);
    let joined = merged(&before, after.as_bytes());
    let joined = String::from_utf8(joined).unwrap();
    contains(&joined, &[r#""family":"ROE""#, r#""lastUpdated":"2024-05-02T12:00:00-05:00""#]);
    assert!(!joined.contains("OAK ST"), "{joined}");
}

#[test]
fn a_protection_stays_until_it_is_lifted() {
    let patient = |at: u8, rest: &str| {
        let head = HEAD.replace("20240505031500-0500", &format!("202405{at:02}120000-0500"));
        let text = format!("{head}\rPID|1||7^^^M^MR||DOE^ANN\r{rest}");
        take(text.as_bytes(), &chicago(), None).unwrap().resources.remove(0)
    };
    // What three messages say in the order of their events, and whether the record is protected after them.
    for (said, expected) in [
        (["PD1||||||||||||Y", "", ""], true),
        (["ARV|1|A|DEM", "", ""], true),
        (["PD1||||||||||||Y", "", "ARV|1|D|DEM"], false),
        (["ARV|1|A|DEM", "ARV|1|D|DEM", ""], false),
        (["ARV|1|A|DEM", "ARV|1|D|DEM", "ARV|1|A|DEM"], true),
        (["ARV|1|A|DEM", "", "ARV|1|D|DEM\rARV|2|A|LOC"], true),
        (["", "ARV|1|D|DEM", ""], false),
    ] {
        let [first, second, third] = [1, 2, 3].map(|at| patient(at, said[usize::from(at) - 1]));
        let in_order = merged(&merged(&first, &second), &third);
        // The second comes last, and the third had what the first says before.
        let late = merged(&merged(&first, &second), &merged(&first, &third));
        for record in [in_order, late] {
            let text = String::from_utf8(record).unwrap();
            assert_eq!(text.contains(r#""security""#), expected, "{said:?} {text}");
        }
    }
}

#[test]
fn an_update_does_not_open_a_visit_that_was_closed() {
    let visit = |event: &str, rest: &str| {
        let head = HEAD.replace("A01^ADT_A01", event);
        let text = format!("{head}\rPID|1||7^^^M^MR\rPV1|1|I|||||||||||||||||V1^^^M|||||||||||||||||{rest}");
        let taken = take(text.as_bytes(), &chicago(), None).unwrap();
        one(&taken, "Encounter").into_bytes()
    };
    let admitted = visit("A01", "||||||||20240501");
    let discharged = merged(&admitted, &visit("A03", "01||||||||20240501|20240503"));
    let updated = String::from_utf8(merged(&discharged, &visit("A08", ""))).unwrap();
    contains(&updated, &[r#""status":"finished""#, r#""period":{"start":"2024-05-01","end":"2024-05-03"}"#]);
    let reopened = String::from_utf8(merged(updated.as_bytes(), &visit("A13", ""))).unwrap();
    contains(&reopened, &[r#""status":"in-progress""#, r#""period":{"start":"2024-05-01"}"#]);
    assert!(!reopened.contains("dischargeDisposition\":{"), "{reopened}");
    // An update that came first knows no better than the event that came after it.
    let early = visit("A08", "");
    let joined = String::from_utf8(merged(&visit("A03", "01||||||||20240501|20240503"), &early)).unwrap();
    contains(&joined, &[r#""status":"finished""#]);
}
