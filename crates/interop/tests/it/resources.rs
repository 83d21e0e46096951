//! One resource at a time: what each type gives, what is remarked on, what is refused and in which words.

use jiff::civil::date;
use kith_domain::date::{PartialDate, When};
use kith_domain::fact::{
    Body, Coding, Condition, Coverage, Deceased, Directory, Encounter, Fact, Immunization, Medication,
    Observation, Person, Procedure, Reference, RelatedPerson, Value,
};
use kith_interop::fhir::{self, Context, Resource};
use kith_interop::{Limits, Links, NoteCode, Problem, Reason};

fn read(text: &str) -> Result<Resource, Problem> {
    fhir::read(text.as_bytes())
}

fn fact(text: &str) -> Fact {
    read(text).unwrap_or_else(|p| panic!("{p}")).fact.expect("a fact")
}

fn notes(text: &str) -> Vec<NoteCode> {
    read(text).unwrap_or_else(|p| panic!("{p}")).notes.iter().map(|n| n.code).collect()
}

#[track_caller]
fn refused(text: &str, reason: Reason, message: &str) {
    let problem = read(text).expect_err("it must be refused");
    assert_eq!((problem.reason, problem.message.as_str()), (reason, message), "{text}");
    assert!(!problem.help.is_empty());
}

macro_rules! body {
    ($name:ident, $variant:ident -> $type:ty) => {
        fn $name(text: &str) -> $type {
            match fact(text).body {
                Body::$variant(body) => body.into(),
                other => panic!("{other:?}"),
            }
        }
    };
}
body!(encounter, Encounter -> Encounter);
body!(condition, Condition -> Condition);
body!(observation, Observation -> Observation);
body!(procedure, Procedure -> Procedure);
body!(immunization, Immunization -> Immunization);
body!(medication, Medication -> Medication);
body!(coverage, Coverage -> Coverage);
body!(location, Location -> Directory);
body!(organization, Organization -> Directory);
body!(practitioner, Practitioner -> Directory);

fn person(text: &str) -> Person {
    match fact(text).body {
        Body::Person(person) => *person,
        other => panic!("{other:?}"),
    }
}

fn related(text: &str) -> RelatedPerson {
    match fact(text).body {
        Body::RelatedPerson(related) => *related,
        other => panic!("{other:?}"),
    }
}

const RACE: &str = "urn:oid:2.16.840.1.113883.6.238";

/// The second of twins, with all that a newborn's record may say.
const TWIN: &str = r#"{"resourceType":"Patient","id":"twin-b","meta":{"versionId":"3","lastUpdated":"2025-02-01T08:00:00Z"},
 "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></div>"},
 "extension":[
  {"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[
    {"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2054-5","display":"Black or African American"}},
    {"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2106-3"}},
    {"url":"detailed","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2061-0"}},
    {"url":"text","valueString":"Black and White"}]},
  {"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity","extension":[
    {"url":"ombCategory","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-NullFlavor","code":"ASKU"}},
    {"url":"text","valueString":"declined"}]},
  {"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-individual-sex","valueCoding":{"system":"http://snomed.info/sct","code":"248153007"}},
  {"url":"http://clinic.example/own","valueCode":7}],
 "identifier":[{"system":"urn:oid:1.2.3.4","value":"000123","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]}},{"system":"urn:oid:1.2.3.4"}],
 "active":true,
 "name":[{"use":"temp","family":"Sample","given":["BabyBoy",null,"B"],"_given":[null,{"extension":[{"url":"u","valueString":"x"}]},null]},{"use":"usual"}],
 "telecom":[{"system":"phone","value":"555-0100","use":"mobile"},{"system":"email"}],
 "gender":"male","birthDate":"2025-01-31","_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime","valueDateTime":"2025-01-31T03:12:00-05:00"}]},
 "deceasedBoolean":false,
 "multipleBirthInteger":2,"_multipleBirthInteger":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-multipleBirthTotal","valuePositiveInt":2}]},
 "address":[{"use":"home","line":["1 Example Street","Unit 2"],"city":"Testville","district":"Test County","state":"MD","postalCode":"21201"}],
 "communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"es"}]},"preferred":true},{"language":{"text":"sign"}}],
 "link":[{"other":{"reference":"RelatedPerson/rp1"},"type":"seealso"}],
 "generalPractitioner":[{"reference":"Organization/clinic-1"},{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"99"},"type":"Practitioner"}],
 "managingOrganization":{"reference":"https://ehr.example/fhir/Organization/hospital"},
 "somethingNew":{"deep":[{"er":null}]}}"#;

#[test]
fn a_patient_says_all_that_was_reported() {
    let resource = read(TWIN).unwrap();
    assert_eq!(resource.version_id.as_deref(), Some("3"));
    assert_eq!(resource.last_updated.unwrap().to_string(), "2025-02-01T08:00:00Z");
    assert_eq!(resource.notes, []);
    let fact = resource.fact.unwrap();
    assert_eq!(fact.reference.0, "Patient/twin-b");
    assert_eq!(fact.subject, Some(fact.reference.clone()));
    let p = person(TWIN);
    assert_eq!(p.race.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["2054-5", "2106-3"]);
    assert_eq!(p.race[0].system, RACE);
    assert_eq!(p.ethnicity[0].code, "ASKU");
    assert_eq!(p.birth_sex.as_deref(), Some("M"));
    assert_eq!((p.birth_order, p.plurality, p.multiple_birth), (Some(2), Some(2), Some(true)));
    assert_eq!(p.names.len(), 1);
    assert_eq!(p.names[0].given, ["BabyBoy", "B"]);
    assert_eq!(p.names[0].usage.as_deref(), Some("temp"));
    assert_eq!(p.identifiers.len(), 1);
    assert_eq!(p.identifiers[0].kind.as_deref(), Some("MR"));
    assert_eq!(p.telecoms.len(), 1);
    assert_eq!(p.addresses[0].lines, ["1 Example Street", "Unit 2"]);
    assert_eq!(p.born, Some(PartialDate::Day(date(2025, 1, 31))));
    assert_eq!(p.deceased, Deceased::No);
    assert_eq!(p.languages.len(), 1);
    assert!(p.languages[0].preferred);
    assert_eq!((p.links[0].other.0.as_str(), p.links[0].kind.as_str()), ("RelatedPerson/rp1", "seealso"));
    assert_eq!(p.general_practitioners[0].0, "Organization/clinic-1");
    assert_eq!(p.general_practitioners[1].0, "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|99");
    assert_eq!(p.managing_organization.unwrap().0, "Organization/hospital");
}

#[test]
fn the_order_of_properties_does_not_matter() {
    let last = r#"{"birthDate":"2025-01","id":"a","resourceType":"Patient"}"#;
    let first = r#"{"resourceType":"Patient","id":"a","birthDate":"2025-01"}"#;
    assert_eq!(read(last).unwrap(), read(first).unwrap());
    assert_eq!(person(last).born, Some(PartialDate::Month(2025, 1)));
}

#[test]
fn a_bare_patient_says_nothing_more() {
    let p = person(r#"{"resourceType":"Patient","id":"a"}"#);
    assert_eq!(p, Person::default());
}

#[test]
fn births_and_deaths_in_each_way_of_writing() {
    let p = |more: &str| person(&format!(r#"{{"resourceType":"Patient","id":"a",{more}}}"#));
    assert_eq!(p(r#""deceasedBoolean":true"#).deceased, Deceased::Yes);
    let both = p(r#""deceasedBoolean":true,"deceasedDateTime":"2025-03""#);
    assert_eq!(both.deceased, Deceased::On(When { date: PartialDate::Month(2025, 3), at: None }));
    assert_eq!(p(r#""multipleBirthBoolean":false"#).multiple_birth, Some(false));
    assert_eq!(p(r#""multipleBirthInteger":3"#).multiple_birth, Some(true));
    assert_eq!(p(r#""multipleBirthInteger":1"#).multiple_birth, None);
    let triplets = p(
        r#""multipleBirthBoolean":true,"_multipleBirthBoolean":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-multipleBirthTotal","valuePositiveInt":3}]}"#,
    );
    assert_eq!((triplets.plurality, triplets.multiple_birth), (Some(3), Some(true)));
    let zero = r#"{"resourceType":"Patient","id":"a","multipleBirthInteger":0}"#;
    assert_eq!((person(zero).birth_order, notes(zero)), (None, vec![NoteCode::ValueLeftOut]));
}

#[test]
fn sex_at_birth_is_read_in_three_spellings() {
    let p = |extension: &str| {
        let text = format!(
            r#"{{"resourceType":"Patient","id":"a","extension":[{{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-{extension}}}]}}"#
        );
        person(&text).birth_sex
    };
    assert_eq!(p(r#"birthsex","valueCode":"F""#).as_deref(), Some("F"));
    assert_eq!(p(r#"birthsex","valueCode":"UNK""#).as_deref(), Some("UNK"));
    assert_eq!(p(r#"sex","valueCode":"248152002""#).as_deref(), Some("F"));
    assert_eq!(p(r#"individual-sex","valueCoding":{"code":"248153007"}"#).as_deref(), Some("M"));
    assert_eq!(p(r#"birthsex","_valueCode":{}"#), None);
}

#[test]
fn detailed_categories_count_where_no_broad_one_was_sent() {
    let text = r#"{"resourceType":"Patient","id":"a","extension":[{"extension":[{"url":"detailed","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2118-8"}}],"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race"}]}"#;
    assert_eq!(person(text).race, [Coding::new(RACE, "2118-8")]);
    // Beside White it says which; beside another category it is one more.
    let beside = |category: &str| {
        let broad = format!(
            r#"{{"url":"ombCategory","valueCoding":{{"system":"urn:oid:2.16.840.1.113883.6.238","code":"{category}"}}}},"#
        );
        person(&text.replacen(r#"{"url":"detailed""#, &(broad + r#"{"url":"detailed""#), 1)).race
    };
    assert_eq!(beside("2106-3"), [Coding::new(RACE, "2106-3")]);
    assert_eq!(beside("2028-9"), [Coding::new(RACE, "2028-9"), Coding::new(RACE, "2118-8")]);
}

#[test]
fn an_ethnic_category_of_the_nhs_is_kept_with_its_system() {
    let text = r#"{"resourceType":"Patient","id":"a","extension":[
      {"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory","valueCodeableConcept":{"coding":[
        {"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland","code":"R","display":"Other - Chinese"}]}}]}"#;
    let system = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland";
    let p = person(text);
    let codes: Vec<_> = p.ethnicity.iter().map(|c| (c.system.as_str(), c.code.as_str())).collect();
    assert_eq!((codes, p.race), (vec![(system, "R")], vec![]));
}

#[test]
fn a_related_person_is_the_mother_seen_from_her_baby() {
    let text = r#"{"resourceType":"RelatedPerson","id":"rp1","active":true,"patient":{"reference":"Patient/baby1"},
      "relationship":[{"coding":[{"system":"http://hl7.org/fhir/v3/RoleCode","code":"GESTM"}]}],
      "identifier":[{"system":"urn:x","value":"9"}],"name":[{"family":"Sample","given":["Test"]}],"birthDate":"1996-02-29"}"#;
    let relation = related(text);
    assert!(relation.is_birth_mother());
    assert_eq!(relation.relationships[0].system, "http://terminology.hl7.org/CodeSystem/v3-RoleCode");
    assert_eq!(relation.patient.0, "Patient/baby1");
    assert_eq!(relation.who.born, Some(PartialDate::Day(date(1996, 2, 29))));
    assert_eq!(fact(text).subject.unwrap().0, "Patient/baby1");
}

#[test]
fn the_directory_has_names_identifiers_and_wholes() {
    let site = location(
        r#"{"resourceType":"Location","id":"l","status":"inactive","name":"Ward 2","address":{"city":"Testville"},"managingOrganization":{"reference":"Organization/h"},"partOf":{"reference":"Location/x"}}"#,
    );
    assert_eq!((site.name.as_deref(), site.active), (Some("Ward 2"), Some(false)));
    assert_eq!(site.part_of.unwrap().0, "Organization/h");
    let clinic = organization(
        r#"{"resourceType":"Organization","id":"o","active":true,"name":"Test Clinic","type":[{"coding":[{"code":"prov"}]}],"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1"}],"partOf":{"identifier":{"system":"s","value":"v"}}}"#,
    );
    assert_eq!(clinic.part_of.unwrap().0, "Organization?identifier=s|v");
    assert_eq!(clinic.types[0].code, "prov");
    let doctor = practitioner(
        r#"{"resourceType":"Practitioner","id":"p","name":[{"family":"Sample","given":["Doc","T"]}]}"#,
    );
    assert_eq!(doctor.name.as_deref(), Some("Doc T Sample"));
    assert_eq!(fact(r#"{"resourceType":"Organization","id":"o"}"#).subject, None);
}

const VISIT: &str = r#"{"resourceType":"Encounter","id":"e1","status":"finished",
  "class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},
  "type":[{"coding":[{"system":"urn:oid:2.16.840.1.113883.6.12","code":"99391"}],"text":"Well child"},{"coding":[{"system":"http://snomed.info/sct","code":"410620009"}]}],
  "subject":{"reference":"Patient/b/_history/2"},
  "participant":[{"individual":{"reference":"Practitioner/p"}},{"type":[{"text":"nobody"}]}],
  "period":{"start":"2025-03-04T23:30:00-05:00","end":"2025-03-05T00:10:00-05:00"},
  "reasonCode":[{"coding":[{"system":"urn:oid:2.16.840.1.113883.6.90","code":"z00129"}]}],
  "reasonReference":[{"reference":"Condition/c1"}],
  "diagnosis":[{"condition":{"reference":"Condition/c1"},"rank":1},{"condition":{"reference":"Procedure/x"}}],
  "hospitalization":{"dischargeDisposition":{"coding":[{"code":"home"}]}},
  "serviceProvider":{"reference":"Organization/o"},"partOf":{"reference":"Encounter/delivery"}}"#;

#[test]
fn an_encounter_keeps_the_senders_day_and_normal_codes() {
    let e = encounter(VISIT);
    assert_eq!(e.starts.unwrap().day(), Some(date(2025, 3, 4)));
    assert_eq!(e.ends.unwrap().at.unwrap().to_string(), "2025-03-05T05:10:00Z");
    assert!(e.types[0].is("http://www.ama-assn.org/go/cpt", "99391"));
    assert_eq!(e.types[0].display.as_deref(), Some("Well child"));
    assert_eq!(e.types[1].display, None);
    assert!(e.reasons[0].is("http://hl7.org/fhir/sid/icd-10-cm", "Z00.129"));
    assert_eq!(e.diagnoses, [Reference("Condition/c1".into()), Reference("Procedure/x".into())]);
    assert_eq!(e.disposition[0].code, "home");
    assert_eq!(e.part_of.unwrap().0, "Encounter/delivery");
    assert_eq!(e.participants.len(), 1);
    assert_eq!(fact(VISIT).subject.unwrap().0, "Patient/b");
    assert_eq!(notes(VISIT), []);
}

#[test]
fn conditions_procedures_vaccines_and_medicines() {
    let c = condition(
        r#"{"resourceType":"Condition","id":"c","clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"refuted"}]},"category":[{"coding":[{"code":"encounter-diagnosis"}]}],"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"O80"}]},"subject":{"reference":"Patient/m"},"onsetPeriod":{"start":"2025"},"abatementDateTime":"2025-02","recordedDate":"2025-01-02"}"#,
    );
    assert!(!c.stands());
    assert_eq!(c.onset.unwrap().date, PartialDate::Year(2025));
    assert_eq!(c.abated.unwrap().date, PartialDate::Month(2025, 2));
    assert_eq!(c.recorded.unwrap().day(), Some(date(2025, 1, 2)));

    let text = r#"{"resourceType":"Procedure","id":"p","status":"completed","code":{"coding":[{"code":"59400"}]},"subject":{"reference":"Patient/m"},"encounter":{"reference":"Encounter/e"},"performedPeriod":{"start":"2025-01-02","end":"2025-01-03"},"reasonCode":[{"coding":[{"code":"r"}]}]}"#;
    let p = procedure(text);
    assert_eq!(
        (p.starts.unwrap().day(), p.ends.unwrap().day()),
        (Some(date(2025, 1, 2)), Some(date(2025, 1, 3)))
    );
    assert_eq!(fact(text).encounter.unwrap().0, "Encounter/e");
    assert_eq!(
        procedure(r#"{"resourceType":"Procedure","id":"p","status":"completed","subject":{"reference":"Patient/m"},"performedDateTime":"2025-01-02"}"#).starts,
        Some(When::on(date(2025, 1, 2)))
    );

    let i = immunization(
        r#"{"resourceType":"Immunization","id":"i","status":"completed","vaccineCode":{"coding":[{"system":"urn:oid:2.16.840.1.113883.12.292","code":"08"}]},"patient":{"reference":"Patient/b"},"occurrenceDateTime":"2025-01-02T08:00:00Z","primarySource":true}"#,
    );
    assert!(i.codes[0].is("http://hl7.org/fhir/sid/cvx", "08"));
    assert_eq!((i.occurred.unwrap().day(), i.primary_source), (Some(date(2025, 1, 2)), Some(true)));

    let m = medication(
        r##"{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"x","code":{"coding":[{"code":"243670"}]}}],"medicationReference":{"reference":"#x"},"subject":{"reference":"Patient/m"},"authoredOn":"2025-01-02"}"##,
    );
    assert_eq!((m.codes[0].code.as_str(), m.intent.as_str()), ("243670", "order"));
    let elsewhere = r#"{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","medicationReference":{"reference":"Medication/x"},"subject":{"reference":"Patient/m"}}"#;
    assert_eq!(medication(elsewhere).codes, []);
    assert_eq!(notes(elsewhere), [NoteCode::MedicationElsewhere]);
}

#[test]
fn a_medicine_that_was_given_says_so_and_when() {
    let given = |at: &str| {
        format!(
            r#"{{"resourceType":"MedicationAdministration","id":"a","status":"completed","medicationCodeableConcept":{{"coding":[{{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"6185"}}]}},"subject":{{"reference":"Patient/m"}},"context":{{"reference":"Encounter/e"}},{at}}}"#
        )
    };
    for at in [
        r#""effectiveDateTime":"2025-03-10T11:15:00-04:00""#,
        r#""effectivePeriod":{"start":"2025-03-10T11:15:00-04:00","end":"2025-03-10T11:20:00-04:00"}"#,
    ] {
        let text = given(at);
        let m = medication(&text);
        assert_eq!(
            (m.intent.as_str(), m.codes[0].code.as_str(), m.stands()),
            ("administration", "6185", true)
        );
        assert_eq!(m.authored.unwrap().at.unwrap().to_string(), "2025-03-10T15:15:00Z");
        assert_eq!(fact(&text).encounter.unwrap().0, "Encounter/e");
    }
    let not_given = given(r#""effectiveDateTime":"2025-03-10""#).replace("completed", "not-done");
    assert!(!medication(&not_given).stands());
}

#[test]
fn an_encounter_says_which_diagnoses_were_there_on_admission() {
    let named = |condition: &str, flag: &str| {
        format!(
            r#"{{"extension":[{{"url":"http://fhir.org/guides/astp/us-quality-core/StructureDefinition/us-quality-core-encounter-diagnosisPresentOnAdmission","valueCodeableConcept":{{"coding":[{{"code":"{flag}"}}]}}}}],"condition":{{"reference":"{condition}"}}}}"#
        )
    };
    let text = format!(
        r#"{{"resourceType":"Encounter","id":"e","status":"finished","class":{{"code":"IMP"}},"subject":{{"reference":"Patient/m"}},"diagnosis":[{},{},{{"condition":{{"reference":"Condition/c"}}}}]}}"#,
        named("Condition/a", "Y"),
        named("Condition/b", "N")
    );
    let e = encounter(&text);
    let flags: Vec<_> = e.on_admission.iter().map(|f| (f.condition.0.as_str(), f.flag.as_str())).collect();
    assert_eq!(flags, [("Condition/a", "Y"), ("Condition/b", "N")]);
    assert_eq!(e.diagnoses.len(), 3);
}

#[test]
fn a_bill_says_of_each_diagnosis_which_encounters_it_is_of() {
    let text = r#"{"resourceType":"Claim","id":"c","status":"active","use":"claim","patient":{"reference":"Patient/m"},"created":"2026-11-08","diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"J4521"}]},"onAdmission":{"coding":[{"code":"Y"}]}},{"sequence":2,"diagnosisReference":{"reference":"Condition/d"}},{"sequence":3}],"item":[{"sequence":1,"diagnosisSequence":[1,2],"encounter":[{"reference":"Encounter/e"}]},{"sequence":2,"diagnosisSequence":[2],"encounter":[{"reference":"Encounter/f"},{"reference":"Encounter/e"}]}]}"#;
    let Body::Claim(claim) = fact(text).body else { panic!("a bill") };
    assert!(claim.stands());
    assert_eq!(claim.created.unwrap().day(), Some(date(2026, 11, 8)));
    let told = |n: usize| {
        let billed = &claim.diagnoses[n];
        let encounters: Vec<_> = billed.encounters.iter().map(|e| e.0.as_str()).collect();
        let code = billed.codes.first().map(|code| code.code.as_str());
        (code, billed.condition.as_ref().map(|c| c.0.as_str()), billed.on_admission.as_deref(), encounters)
    };
    assert_eq!(told(0), (Some("J45.21"), None, Some("Y"), vec!["Encounter/e"]));
    assert_eq!(told(1), (None, Some("Condition/d"), None, vec!["Encounter/e", "Encounter/f"]));
    assert_eq!(told(2), (None, None, None, vec![]));
    assert_eq!(fact(text).subject.unwrap().0, "Patient/m");
    for (from, to) in [(r#""use":"claim""#, r#""use":"preauthorization""#), ("active", "cancelled")] {
        let Body::Claim(claim) = fact(&text.replacen(from, to, 1)).body else { panic!("a bill") };
        assert!(!claim.stands(), "{to}");
    }
}

#[test]
fn an_order_stands_until_it_is_taken_back_and_may_ask_for_nothing_to_be_done() {
    let order = |status: &str, intent: &str, more: &str| {
        let text = format!(
            r#"{{"resourceType":"ServiceRequest","id":"s","status":"{status}","intent":"{intent}","code":{{"coding":[{{"system":"http://snomed.info/sct","code":"183524004"}}]}},"subject":{{"reference":"Patient/m"}},"encounter":{{"reference":"Encounter/e"}},"authoredOn":"2026-06-21T08:00:00Z"{more}}}"#
        );
        let fact = fact(&text);
        assert_eq!(fact.encounter.as_ref().unwrap().0, "Encounter/e");
        assert_eq!(fact.when().unwrap().day(), Some(date(2026, 6, 21)));
        let Body::Order(order) = fact.body else { panic!("an order") };
        assert_eq!(order.codes[0].code, "183524004");
        order.stands()
    };
    assert!(order("active", "order", ""));
    assert!(order("completed", "original-order", r#","doNotPerform":false"#));
    assert!(!order("revoked", "order", ""));
    assert!(!order("active", "proposal", ""));
    assert!(!order("active", "order", r#","doNotPerform":true"#));
}

#[test]
fn an_observation_that_was_called_off_says_why_and_when() {
    let text = r#"{"resourceType":"Observation","id":"o","status":"cancelled","extension":[{"url":"http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneReason","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"720834000"}]}}],"code":{"coding":[{"system":"http://loinc.org","code":"73832-8"}]},"subject":{"reference":"Patient/m"},"issued":"2026-06-28T08:00:00Z"}"#;
    let o = observation(text);
    assert_eq!((o.stands(), o.not_done[0].code.as_str()), (false, "720834000"));
    assert_eq!(o.effective.unwrap().day(), Some(date(2026, 6, 28)));
    // Of any other the day on which it was sent out is not when it was made.
    let made = observation(&text.replace("qicore-notDoneReason", "other"));
    assert_eq!((made.not_done.len(), made.effective), (0, None));
}

#[test]
fn coverage_names_its_payers_and_an_end_that_never_comes() {
    let text = r##"{"resourceType":"Coverage","id":"c","status":"active","type":{"coding":[{"code":"2"}]},"beneficiary":{"reference":"Patient/m"},"contained":[{"resourceType":"Organization","id":"pay","name":"Test Plan"}],"payor":[{"reference":"#pay"},{"reference":"Organization/medicaid","display":"Medicaid"},{"display":"Self"}],"period":{"start":"2024-01-01","end":"9999-12-31"}}"##;
    let c = coverage(text);
    assert_eq!(c.payers, ["Test Plan", "Organization/medicaid", "Medicaid", "Self"]);
    assert_eq!((c.starts.unwrap().day(), c.ends), (Some(date(2024, 1, 1)), None));
    assert_eq!(fact(text).subject.unwrap().0, "Patient/m");
    assert_eq!(notes(text), [NoteCode::OpenEnd]);
}

fn observing(value: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","id":"o","status":"final","code":{{"coding":[{{"system":"http://loinc.org","code":"1-1"}}]}},"subject":{{"reference":"Patient/m"}},{value}}}"#
    )
}

#[test]
fn observations_in_each_way_of_writing_a_value() {
    let when = |d| Value::When(When::on(d));
    for (sent, expected) in [
        (
            r#""valueQuantity":{"value":3.10,"unit":"grams","code":"g"}"#,
            Some(Value::Quantity { value: "3.10".into(), unit: "g".into() }),
        ),
        (
            r#""valueQuantity":{"value":1.000000000000000001,"unit":"kg"}"#,
            Some(Value::Quantity { value: "1.000000000000000001".into(), unit: "kg".into() }),
        ),
        (r#""valueQuantity":{"value":5,"comparator":"<","unit":"mg"}"#, Some(Value::Text("<5 mg".into()))),
        (r#""valueQuantity":{"unit":"mg"}"#, None),
        (
            r#""valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"77386006"}]}"#,
            Some(Value::Coded(vec![Coding::new("http://snomed.info/sct", "77386006")])),
        ),
        (r#""valueCodeableConcept":{"text":"pregnant"}"#, Some(Value::Text("pregnant".into()))),
        (r#""valueString":"words""#, Some(Value::Text("words".into()))),
        (r#""valueString":" ""#, None),
        (r#""valueInteger":12"#, Some(Value::Integer(12))),
        (r#""valueBoolean":false"#, Some(Value::Boolean(false))),
        (r#""valueDateTime":"2025-03-04""#, Some(when(date(2025, 3, 4)))),
        (r#""valueTime":"10:00:00""#, Some(Value::Text("10:00:00".into()))),
        (
            r#""valuePeriod":{"start":"2025-01-01","end":"2025-01-02"}"#,
            Some(Value::Text("2025-01-01/2025-01-02".into())),
        ),
        (
            r#""valueRange":{"low":{"value":1,"unit":"d"},"high":{"value":2,"unit":"d"}}"#,
            Some(Value::Text("1 d to 2 d".into())),
        ),
        (
            r#""valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}"#,
            Some(Value::Text("1:128".into())),
        ),
        (r#""valueSampledData":{"data":"1 2 E"}"#, Some(Value::Text("1 2 E".into()))),
        (r#""dataAbsentReason":{"coding":[{"code":"asked-declined"}]}"#, None),
        (r#""value":"no such thing""#, None),
    ] {
        assert_eq!(observation(&observing(sent)).value, expected, "{sent}");
    }
    let o = observation(&observing(
        r#""dataAbsentReason":{"coding":[{"code":"asked-declined"}]},"effectiveInstant":"2025-03-04T10:00:00Z""#,
    ));
    assert_eq!(o.absent_reason.as_deref(), Some("asked-declined"));
    assert_eq!(o.effective.unwrap().day(), Some(date(2025, 3, 4)));
}

#[test]
fn blood_pressure_is_in_the_components() {
    let text = observing(
        r#""category":[{"coding":[{"code":"vital-signs"}]}],"effectivePeriod":{"start":"2025-03-04"},"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":162,"code":"mm[Hg]"}},{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"dataAbsentReason":{"text":"?"}}]"#,
    );
    let o = observation(&text);
    assert_eq!(o.components.len(), 2);
    assert_eq!(o.components[0].value, Some(Value::Quantity { value: "162".into(), unit: "mm[Hg]".into() }));
    assert_eq!(o.components[1].value, None);
    assert_eq!(o.effective, Some(When::on(date(2025, 3, 4))));
}

#[test]
fn other_types_are_kept_by_type_and_id() {
    let resource = read(r#"{"resourceType":"CarePlan","id":"x","modifierExtension":[{"url":"u"}]}"#).unwrap();
    assert_eq!((resource.resource_type.as_str(), resource.id.as_deref()), ("CarePlan", Some("x")));
    assert!(resource.fact.is_none());
    let resource = read(r#"{"resourceType":"Parameters"}"#).unwrap();
    assert_eq!(resource.notes[0].code, NoteCode::NoId);
    let log = read(r#"{"exportId":"e","timestamp":"t","eventId":"kickoff","eventDetail":{}}"#).unwrap();
    assert_eq!((log.resource_type.as_str(), log.fact), ("BulkExportLog", None));
}

#[test]
fn what_must_not_be_understood_plainly_is_only_kept() {
    for (more, code) in [
        (
            r#""modifierExtension":[{"url":"http://x.example/not","valueBoolean":true}]"#,
            NoteCode::ModifierExtension,
        ),
        (r#""implicitRules":"http://x.example/rules""#, NoteCode::ImplicitRules),
        (r#""component":[{"modifierExtension":[{"url":"u"}]}]"#, NoteCode::ModifierExtension),
    ] {
        let resource = read(&observing(more)).unwrap();
        assert!(resource.fact.is_none(), "{more}");
        assert_eq!(resource.notes[0].code, code, "{more}");
    }
    assert!(read(&observing(r#""modifierExtension":[]"#)).unwrap().fact.is_some());
    let group = r#"{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"code":"1"}]},"subject":{"reference":"Group/g"}}"#;
    assert!(read(group).unwrap().fact.is_none());
    assert_eq!(notes(group), [NoteCode::SubjectNotPatient]);
}

#[test]
fn oddities_are_taken_with_a_remark() {
    let e = |more: &str| {
        format!(
            r#"{{"resourceType":"Encounter","id":"e","status":"finished","subject":{{"reference":"Patient/b"}},{more}}}"#
        )
    };
    let local = e(r#""period":{"start":"2025-03-04T10:00:00"}"#);
    assert_eq!(notes(&local), [NoteCode::NoOffset]);
    assert_eq!(read(&local).unwrap().notes[0].place, "Encounter.period.start");
    assert_eq!(encounter(&local).starts, Some(When::on(date(2025, 3, 4))));
    assert_eq!(
        notes(&e(r#""period":{"start":"2025-03-04","end":"2025-03-03"}"#)),
        [NoteCode::PeriodReversed]
    );
    assert_eq!(notes(&e(r##""serviceProvider":{"reference":"#org"}"##)), [NoteCode::ContainedReference]);
    assert_eq!(notes(&e(r#""partOf":{"reference":"urn:uuid:1"}"#)), [NoteCode::UnresolvedReference]);
    assert_eq!(notes(&e(r#""status2":"new-code""#)), []);
    assert_eq!(notes(r#"{"resourceType":"Patient","id":"under_score"}"#), [NoteCode::UnusualId]);
    assert_eq!(
        notes(r#"{"resourceType":"Patient","id":"a","birthDate":"2025-01-02T00:00:00Z"}"#),
        [NoteCode::TimeOnDate]
    );
    assert_eq!(
        notes(r#"{"resourceType":"Patient","id":"a","meta":{"lastUpdated":"0001-01-01T00:00:00Z"}}"#),
        [NoteCode::ValueLeftOut]
    );
    assert_eq!(notes("\u{feff}{\"resourceType\":\"Patient\",\"id\":\"a\"}"), [NoteCode::ByteOrderMark]);
    assert_eq!(notes(&observing(r#""valueTime":"10:00:00""#)), [NoteCode::ValueAsText]);
    let words = r#"{"resourceType":"Condition","id":"c","code":{"text":"cough"},"subject":{"reference":"Patient/m"}}"#;
    assert_eq!((condition(words).codes, notes(words)), (vec![], vec![NoteCode::Uncoded]));
    let strange = e(r#""class":{"code":"NEW-CODE"}"#).replace("finished", "new-status");
    assert_eq!(
        (encounter(&strange).status, encounter(&strange).class.unwrap().code),
        ("new-status".into(), "NEW-CODE".into())
    );
    // Empty texts, lists and objects break a rule of FHIR and say nothing.
    let empty = e(
        r#""class":{},"type":[],"reasonCode":[{}],"serviceProvider":{"reference":""},"period":{"start":""}"#,
    );
    assert_eq!(encounter(&empty), Encounter { status: "finished".into(), ..Encounter::default() });
}

#[test]
fn references_in_a_bundle_are_resolved_and_ids_taken_from_its_urls() {
    let mut links = Links::default();
    links.add("urn:uuid:1", "Patient/one".into());
    let context = Context { links: Some(&links), id: Some("from-url"), ..Context::default() };
    let text = r#"{"resourceType":"Condition","code":{"coding":[{"code":"x"}]},"subject":{"reference":"urn:uuid:1"}}"#;
    let resource = fhir::read_in(text.as_bytes(), &context).unwrap();
    assert_eq!(resource.id.as_deref(), Some("from-url"));
    assert_eq!(resource.fact.unwrap().subject.unwrap().0, "Patient/one");
}

#[test]
fn bad_input_is_refused_in_plain_words() {
    let cases: &[(&str, Reason, &str)] = &[
        ("", Reason::Empty, "the record is empty"),
        (" \r\n", Reason::Empty, "the record is empty"),
        ("null", Reason::WrongType, "the record must be an object and is another value, column 4"),
        ("[]", Reason::WrongType, "the record must be an object and is a list, column 1"),
        ("not json", Reason::BadJson, "the record is not JSON: a value is missing or not valid, column 2"),
        ("{}", Reason::NoResourceType, "the record has no resourceType, so it is no FHIR resource"),
        (r#"{"resourceType":7}"#, Reason::WrongType, "resourceType must be text and is a number, column 17"),
        (
            r#"{"resourceType":"Ann Secret","id":"a"}"#,
            Reason::NoResourceType,
            "the resourceType is not the name of a type",
        ),
        (r#"{"resourceType":"Patient"}"#, Reason::MissingId, "the Patient has no id"),
        (r#"{"resourceType":"Patient","id":""}"#, Reason::MissingId, "the Patient has no id"),
        (
            r#"{"resourceType":"Patient","id":7}"#,
            Reason::WrongType,
            "id must be text and is a number, column 32",
        ),
        (
            r#"{"resourceType":"Patient","id":"a b"}"#,
            Reason::BadId,
            "the id of the Patient has a space, a slash or another sign that no id may have",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","name":["#,
            Reason::Truncated,
            "the Patient stops in the middle, column 43",
        ),
        (
            r#"{"resourceType":"Patient","id":"a"}}"#,
            Reason::TrailingContent,
            "there is more after the end of the Patient, column 36",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","id":"b"}"#,
            Reason::DuplicateKey,
            "id is given twice, column 39",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","resourceType":"Group"}"#,
            Reason::DuplicateKey,
            "resourceType is given twice, column 49",
        ),
        (
            r#"{"resourceType":"Patient","id":"a",}"#,
            Reason::BadJson,
            "the Patient is not JSON: there is a comma before a closing bracket, column 36",
        ),
        (
            r#"{"resourceType":"Patient","id":"a" /* x */}"#,
            Reason::BadJson,
            "the Patient is not JSON: a comma or a closing bracket is missing, column 36",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","birthDate":20250102}"#,
            Reason::WrongType,
            "birthDate must be text and is a number, column 55",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","name":{"family":"Secret"}}"#,
            Reason::WrongType,
            "name must be a list and is an object, column 42",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","name":[{"given":"Secret"}]}"#,
            Reason::WrongType,
            "name[0].given must be a list and is text, column 60",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","birthDate":"2025-02-30"}"#,
            Reason::BadDate,
            "Patient.birthDate is not a date (`2025-02-30`)",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","birthDate":"Ann Secret"}"#,
            Reason::BadDate,
            "Patient.birthDate is not a date",
        ),
        (
            r#"{"resourceType":"Patient","id":"a","birthDate":"1066-10-14"}"#,
            Reason::ImplausibleDate,
            "Patient.birthDate has a year before 1900 or after 2200 (`1066-10-14`)",
        ),
        (
            r#"{"resourceType":"Encounter","id":"a","status":"finished"}"#,
            Reason::MissingSubject,
            "Encounter.subject is missing, so the record is about nobody",
        ),
        (
            r#"{"resourceType":"Encounter","id":"a","status":"finished","subject":{"display":"Ann Secret"}}"#,
            Reason::MissingSubject,
            "Encounter.subject is missing, so the record is about nobody",
        ),
        (
            r##"{"resourceType":"Immunization","id":"a","status":"completed","patient":{"reference":"#p"}}"##,
            Reason::MissingSubject,
            "Immunization.patient points into the record itself, so it is about nobody that is known",
        ),
        (
            r#"{"resourceType":"Encounter","id":"a","subject":{"reference":"Patient/b"}}"#,
            Reason::MissingField,
            "Encounter.status is missing",
        ),
        (
            r#"{"resourceType":"Encounter","id":"a","status":"finished","subject":"Patient/b"}"#,
            Reason::WrongType,
            "subject must be an object and is text, column 78",
        ),
        (
            r#"{"resourceType":"Encounter","id":"a","status":"finished","subject":["Patient/b"]}"#,
            Reason::WrongType,
            "subject must be an object and is a list, column 67",
        ),
    ];
    for (text, reason, message) in cases {
        refused(text, *reason, message);
    }
    refused(
        &observing(r#""valueInteger":1,"valueString":"x""#),
        Reason::TwoValues,
        "Observation.value[x] is given in two ways",
    );
    refused(
        &observing(r#""valueInteger":1.5"#),
        Reason::WrongType,
        "valueInteger must be a whole number and is a number, column 173",
    );
    assert_eq!(read(&observing(r#""valueQuantity":{"value":1.}"#)).unwrap_err().reason, Reason::BadJson);
    assert_eq!(read(&observing(r#""valueQuantity":{"value":"5"}"#)).unwrap_err().reason, Reason::WrongType);
    let long = format!(r#""valueQuantity":{{"value":1{}}}"#, "0".repeat(100));
    assert_eq!(read(&observing(&long)).unwrap_err().reason, Reason::BadValue);
}

#[test]
fn invalid_text_and_absurd_nesting_are_refused_before_parsing() {
    let problem = fhir::read(b"{\"resourceType\":\"Patient\",\"id\":\"\xff\"}").unwrap_err();
    assert_eq!(
        (problem.reason, problem.message.as_str()),
        (Reason::InvalidUtf8, "byte 33 of the record is not UTF-8")
    );
    for deep in [65, 100_000] {
        let text =
            format!(r#"{{"resourceType":"Basic","id":"a","x":{}{}}}"#, "[".repeat(deep), "]".repeat(deep));
        assert_eq!(read(&text).unwrap_err().reason, Reason::TooDeep);
    }
    let unclosed = format!(r#"{{"resourceType":"Patient","name":{}"#, "[".repeat(1_000_000));
    assert_eq!(read(&unclosed).unwrap_err().reason, Reason::TooDeep);
    let fine = format!(r#"{{"resourceType":"Basic","id":"a","x":{}{}}}"#, "[".repeat(63), "]".repeat(63));
    assert!(read(&fine).is_ok());
    let small = Context { limits: Limits { max_document: 10, ..Limits::default() }, ..Context::default() };
    assert_eq!(fhir::read_in(fine.as_bytes(), &small).unwrap_err().reason, Reason::DocumentTooLarge);
}

#[test]
fn no_problem_repeats_a_name() {
    for text in [
        r#"{"resourceType":"Patient","id":"a","name":["Ann Secret"]}"#,
        r#"{"resourceType":"Patient","id":"a","name":[{"family":"Secret","given":"Ann"}]}"#,
        r#"{"resourceType":"Patient","id":"a","active":"Secret"}"#,
        r#"{"resourceType":"Patient","id":"a","Ann Secret":{"name":1},"active":"Secret"}"#,
        r#"{"resourceType":"Patient","id":"Ann Secret"}"#,
        r#"{"resourceType":"Patient","id":"a","birthDate":"Secret"}"#,
        r#"{"resourceType":"Secret Ann"}"#,
        r#"{"resourceType":"Patient","id":"a","extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":["Secret"]}]}"#,
    ] {
        let problem = read(text).expect_err(text);
        assert!(!format!("{problem:?}").contains("Secret"), "{problem:?}");
    }
}

#[test]
fn codes_of_reasons_and_notes_are_stable_and_apart() {
    let mut codes: Vec<&str> = Reason::ALL.iter().map(|r| r.code()).collect();
    codes.extend(NoteCode::ALL.iter().map(|n| n.code()));
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
    for reason in Reason::ALL {
        assert_eq!(Reason::from_code(reason.code()), Some(*reason));
    }
    assert_eq!(Reason::from_code("nonsense"), None);
}
