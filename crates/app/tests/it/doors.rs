//! The other doors of the front door: a table, a scan, a partner's system. Each makes what the page makes.

use kith_app::front_door::{Filled, Put, bundles, scans, tables};
use kith_app::privacy::{self, NewConcealment};
use kith_app::view::InboxFilter;
use kith_app::{Error, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::form::{Answers, Mode, Response};
use kith_domain::id::DoorFileId;
use kith_interop::fhir::questionnaire;
use kith_testkit::Place;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::network::Network;

on_both! {
    a_row_of_a_table_is_a_form_like_any_other
    rows_that_are_wrong_are_said_and_the_rest_goes_in_once
    a_row_that_does_not_say_how_to_call_her_goes_in
    a_table_is_for_who_put_it_in
    a_scan_is_told_by_its_bytes_and_typed_in_once
    a_scan_that_is_no_form_is_put_aside_with_a_reason
    nobody_who_waits_falls_off_the_list_of_scans
    a_filled_in_form_of_a_partner_is_a_form_like_any_other
}

const HEADER: &str = "First name,Last name,Date of birth,Phone,OK to call,ZIP,Language,Insurance,Due date,First pregnancy,Low income,Sent by,Sender phone";
const ROSA: &str =
    "Rosa,Testcase,3/4/1998,918-555-0142,yes,00101,Spanish,Medicaid,3/1/2026,yes,?,A Testnurse,918-555-0100";
const MARA: &str = "Mara,Testcase,5/6/1990,918-555-0143,yes,00101,English,,,no,no,A Testnurse,918-555-0100";
const TITLE: &str = "Prenatal clinic: table of referrals";

async fn put_table(network: &Network, actor: &Actor, rows: &[&str]) -> Result<DoorFileId, Error> {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    tables::put_in(&network.app, actor, TITLE, "Test Clinic", "a.csv", text.into_bytes()).await
}

async fn inbox(network: &Network) -> Vec<String> {
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    let mut names: Vec<String> =
        inbox.lines.iter().map(|l| format!("{} from {}", l.name, l.from[0])).collect();
    names.sort();
    names
}

async fn a_row_of_a_table_is_a_form_like_any_other(place: Place) {
    let network = Network::over(place).await;
    let (app, intake) = (&network.app, network.actor("intake").await);
    let id = put_table(&network, &intake, &[ROSA, MARA]).await.unwrap();
    let look = tables::preview(app, &intake, id).await.unwrap().1.unwrap();
    assert_eq!(look.counts(), (2, 0), "{:?}", look.rows);
    assert_eq!(look.rows[0].name, "Rosa Testcase");
    assert!(inbox(&network).await.is_empty(), "nothing counts before it is sent");

    tables::commit(app, &intake, id).await.unwrap();
    assert_eq!(inbox(&network).await, ["Mara Testcase from Test Clinic", "Rosa Testcase from Test Clinic"]);
    let (file, sent) = tables::preview(app, &intake, id).await.unwrap();
    let sent = sent.unwrap();
    assert!(file.erased && sent.rows.iter().all(|r| r.receipt.is_some() && r.name.is_empty()));
    let csv = sent.receipts_csv();
    assert!(csv.contains(sent.rows[0].receipt.as_deref().unwrap()) && !csv.contains("Rosa"), "{csv}");
    tables::commit(app, &intake, id).await.unwrap();

    // The same row again is the same form; another word about her joins her case.
    let newer = ROSA.replace(",?,", ",yes,");
    let again = put_table(&network, &intake, &[ROSA, &newer]).await.unwrap();
    tables::commit(app, &intake, again).await.unwrap();
    let rows = tables::preview(app, &intake, again).await.unwrap().1.unwrap().rows;
    assert_eq!(rows[0].receipt, sent.rows[0].receipt);
    assert_eq!((rows[0].again, rows[1].again), (true, false));
    assert_eq!(inbox(&network).await.len(), 2, "she has one case");
}

async fn rows_that_are_wrong_are_said_and_the_rest_goes_in_once(place: Place) {
    let network = Network::over(place).await;
    let (app, intake) = (&network.app, network.actor("intake").await);
    let nobody = ROSA.replace("Testcase", "").replace("3/4/1998", "1998");
    let late = MARA.replace("5/6/1990", "soon");
    let id = put_table(&network, &intake, &[&nobody, &late, MARA]).await.unwrap();
    tables::commit(app, &intake, id).await.unwrap();
    let page = tables::preview(app, &intake, id).await.unwrap().1.unwrap();
    assert_eq!(page.counts(), (1, 2));
    let said = |row: usize| page.rows[row].wrong.iter().map(|w| w.column.as_str()).collect::<Vec<_>>();
    assert!(said(0).contains(&"Last name"), "{:?}", page.rows[0]);
    assert_eq!((said(1), page.rows[1].line), (vec!["Date of birth"], 3));
    assert_eq!(inbox(&network).await, ["Mara Testcase from Test Clinic"]);

    let check = async |title: &str, partner: &str, bytes: &[u8], expected: &str| {
        let put = tables::put_in(app, &intake, title, partner, "a.csv", bytes.to_vec()).await;
        assert!(matches!(put, Err(Error::Invalid { field, .. }) if field == expected), "{expected}: {put:?}");
    };
    check("another", "Test Clinic", b"a,b\n1,2\n", "columns").await;
    check(TITLE, "", b"a,b\n1,2\n", "partner").await;
    check(TITLE, "Test Clinic", b"", "file").await;
}

async fn a_row_that_does_not_say_how_to_call_her_goes_in(place: Place) {
    let network = Network::over(place).await;
    let (app, intake) = (&network.app, network.actor("intake").await);
    let blank = ROSA.replace("0142,yes", "0142,");
    let put = async || {
        let id = put_table(&network, &intake, &[&blank]).await.unwrap();
        assert_eq!(tables::preview(app, &intake, id).await.unwrap().1.unwrap().counts(), (1, 0));
        tables::commit(app, &intake, id).await.unwrap();
        tables::preview(app, &intake, id).await.unwrap().1.unwrap().rows.remove(0)
    };
    let first = put().await;
    assert!(first.receipt.is_some() && !first.again, "{first:?}");
    let line = triage::inbox(app, &intake, InboxFilter::default()).await.unwrap().lines.remove(0);
    let case = triage::case(app, &intake, line.case).await.unwrap();
    assert_eq!(case.phones.iter().map(kith_app::view::Phone::takes_texts).collect::<Vec<_>>(), [false]);
    assert!(put().await.again);
}

async fn a_table_is_for_who_put_it_in(place: Place) {
    let network = Network::over(place).await;
    let intake = network.actor("intake").await;
    let organization = json!({"resourceType": "Organization", "id": "c", "name": "Test c"});
    network.takes("directory", &[organization]).await;
    let found = kith_app::find_organization(&network.app, "Test c").await.unwrap();
    let own = found.first().map(|(id, _)| *id);
    let clinic = Actor { role: Role::Referrer, organization: own, ..network.actor("second").await };
    let other = Actor { role: Role::Referrer, organization: own, ..network.actor("outreach").await };
    let analyst = network.actor("analyst").await;
    let id = put_table(&network, &clinic, &[ROSA]).await.unwrap();
    assert!(tables::preview(&network.app, &intake, id).await.is_ok(), "who does triage sees all");
    assert!(matches!(tables::preview(&network.app, &other, id).await, Err(Error::NotFound(_))));
    assert!(matches!(tables::preview(&network.app, &analyst, id).await, Err(Error::Denied(_))));
    tables::commit(&network.app, &clinic, id).await.unwrap();
    assert_eq!(inbox(&network).await, ["Rosa Testcase from Test c"], "she cannot send in another's name");
}

/// The answers of a self-referral, for a scan.
fn filled(once: &str) -> Filled<'_> {
    let text = |t: &str| kith_domain::form::Answer::one(kith_domain::form::Value::Text(t.into()));
    let mut answers = Answers::default();
    for (id, answer) in [
        ("identity.given", text("Rosa")),
        ("identity.family", text("Testcase")),
        ("identity.phone", text("918-555-0142")),
    ] {
        answers.given.insert(id.into(), answer);
    }
    for (id, code) in [
        ("self.signs", "hh01"),
        ("identity.language", "es"),
        ("self.stage", "pregnant"),
        ("identity.phone_safe", "call"),
    ] {
        answers.given.insert(id.into(), kith_domain::form::Answer::code(code));
    }
    let day = kith_domain::form::Answer::one(kith_domain::form::Value::Date("1998-03-04".parse().unwrap()));
    answers.given.insert("identity.birth_date".into(), day);
    let unknown = kith_domain::form::Answer::Absent(kith_domain::form::Absent::AskedUnknown);
    answers.given.insert("pregnancy.due_date".into(), unknown.clone());
    answers.given.insert("self.wants".into(), unknown);
    Filled { form: "self_referral", answers, language: "en", mode: Mode::SelfPaper, once }
}

async fn a_scan_is_told_by_its_bytes_and_typed_in_once(place: Place) {
    let network = Network::over(place).await;
    let (app, intake) = (&network.app, network.actor("intake").await);
    let put =
        async |bytes: &[u8]| scans::put_in(app, &intake, "Test Hospital", "a.pdf", bytes.to_vec()).await;
    for bytes in [&b"<html>"[..], b"MZ\x90\0", b"", b"GIF89a", b"PK\x03\x04"] {
        let wrong = put(bytes).await;
        assert!(matches!(wrong, Err(Error::Invalid { field: "file", .. })), "{bytes:?}: {wrong:?}");
    }
    let big = [&b"%PDF-1.7"[..], &vec![b' '; scans::MOST_BYTES]].concat();
    assert!(matches!(put(&big).await, Err(Error::Invalid { field: "file", .. })));
    let id = put(b"\x89PNG\r\n\x1a\n page").await.unwrap();
    assert_eq!(scans::bytes(app, &intake, id).await.unwrap().0, "image/png");
    assert!(scans::receipt(app, &intake, id).await.unwrap().1.is_none(), "nothing to say yet");

    let Put::In(receipt) = scans::type_in(app, &intake, id, filled("1")).await.unwrap() else {
        panic!("it is whole")
    };
    assert_eq!(inbox(&network).await, ["Rosa Testcase from Test Hospital"]);
    let Put::In(again) = scans::type_in(app, &intake, id, filled("1")).await.unwrap() else { panic!() };
    assert_eq!((again.number.as_str(), again.again), (receipt.number.as_str(), true));
    let (scan, on_paper) = scans::receipt(app, &intake, id).await.unwrap();
    assert_eq!(on_paper.unwrap().number, receipt.number);
    assert_eq!((scan.receipt.as_deref(), scan.aside), (Some(receipt.number.as_str()), None));

    // Whoever has the page open still, and read it otherwise, makes no second case of it.
    let second = network.actor("second").await;
    let mut otherwise = filled("2");
    let name = kith_domain::form::Answer::one(kith_domain::form::Value::Text("Rosita".into()));
    otherwise.answers.given.insert("identity.given".into(), name);
    let Put::In(again) = scans::type_in(app, &second, id, otherwise).await.unwrap() else { panic!() };
    assert_eq!((again.number.as_str(), again.again), (receipt.number.as_str(), true));
    assert_eq!(inbox(&network).await, ["Rosa Testcase from Test Hospital"]);

    // What is concealed of her afterwards is on no page that came before.
    let case = triage::inbox(app, &intake, InboxFilter::default()).await.unwrap().lines[0].clone();
    let hidden = NewConcealment {
        address: true,
        phone: true,
        reason: "test".into(),
        programme: None,
        substitute: None,
    };
    privacy::conceal(app, &intake, case.person, hidden).await.unwrap();
    let on_page = scans::open(app, &intake, id).await.unwrap().0;
    assert!(on_page.concealed && on_page.erased, "its bytes are gone at once");
    let kept = kith_store::audit::recent(&network.db, 5).await.unwrap();
    let erased = kept.iter().find(|entry| entry.action == "erase_scan").expect("it is in the log");
    assert_eq!(erased.subject, Some(format!("door/{id}")));
    assert!(matches!(scans::bytes(app, &intake, id).await, Err(Error::NotFound("this scan"))));

    // Its page is for who does triage, and is erased some days later; one that waits never is.
    let waits = put(b"%PDF-1.7 page").await.unwrap();
    let aside = put(b"%PDF-1.7 page").await.unwrap();
    scans::put_aside(app, &intake, aside, "twice").await.unwrap();
    let referrer = Actor { role: Role::Referrer, ..network.actor("second").await };
    assert!(matches!(scans::bytes(app, &referrer, id).await, Err(Error::Denied(_))));
    scans::set_keep_days(app, 5).await.unwrap();
    let later = app.at(app.now().checked_add(jiff::SignedDuration::from_hours(24 * 6)).unwrap());
    assert_eq!(scans::erase_old(&later).await.unwrap(), 1);
    for gone in [id, aside] {
        assert!(matches!(scans::bytes(&later, &intake, gone).await, Err(Error::NotFound(_))));
    }
    assert!(scans::bytes(&later, &intake, waits).await.is_ok());
}

async fn a_scan_that_is_no_form_is_put_aside_with_a_reason(place: Place) {
    let network = Network::over(place).await;
    let (app, intake) = (&network.app, network.actor("intake").await);
    let id = scans::put_in(app, &intake, "Test Fax", "a.tif", b"II*\0 page".to_vec()).await.unwrap();
    assert!(scans::put_aside(app, &intake, id, "  ").await.is_err());
    scans::put_aside(app, &intake, id, "an advertisement").await.unwrap();
    assert!(scans::put_aside(app, &intake, id, "twice").await.is_err());
    assert!(matches!(scans::type_in(app, &intake, id, filled("1")).await, Err(Error::Invalid { .. })));
    let all = scans::scans(app, &intake).await.unwrap();
    assert_eq!((all[0].aside.as_deref(), all[0].receipt.as_deref()), (Some("an advertisement"), None));
}

async fn nobody_who_waits_falls_off_the_list_of_scans(place: Place) {
    let network = Network::over(place).await;
    let (app, intake) = (&network.app, network.actor("intake").await);
    let organization = json!({"resourceType": "Organization", "id": "c", "name": "Test c"});
    network.takes("directory", &[organization]).await;
    let own = kith_app::find_organization(app, "Test c").await.unwrap().first().map(|(id, _)| *id);
    let clinic = Actor { role: Role::Referrer, organization: own, ..network.actor("second").await };
    let put =
        async |actor: &Actor| scans::put_in(app, actor, "Test Fax", "a.pdf", b"%PDF-1.7".to_vec()).await;
    let first = put(&clinic).await.unwrap();
    for _ in 0..101 {
        put(&intake).await.unwrap();
    }
    let all = scans::scans(app, &intake).await.unwrap();
    assert_eq!((all.len(), all[0].file), (102, first), "who waits the longest is at the top");
    let own: Vec<DoorFileId> =
        scans::scans(app, &clinic).await.unwrap().into_iter().map(|s| s.file).collect();
    assert_eq!(own, [first], "what others put in takes no place on the own list");
}

async fn a_filled_in_form_of_a_partner_is_a_form_like_any_other(place: Place) {
    let network = Network::over(place).await;
    let app = &network.app;
    let forms = app.programme().forms.clone().unwrap();
    let form = forms.forms.iter().find(|f| f.id == "self_referral").unwrap();
    let mut answers = filled("").answers;
    // Who she is comes with her Patient.
    answers.given.retain(|id, _| !id.starts_with("identity.") || id == "identity.language");
    let response = Response {
        id: "r1".into(),
        form: form.url.clone(),
        version: form.version.clone(),
        state: kith_domain::form::State::Complete,
        language: "es".into(),
        mode: Mode::SelfScreen,
        subject: "Patient/p1".into(),
        author: "Practitioner/x".into(),
        authored_at: app.now(),
        answers,
    };
    let written = questionnaire::write_response(form, &response);
    let response: Json = serde_json::from_slice(&written).unwrap();
    let mut other = response.clone();
    other["questionnaire"] = "https://example.org/Questionnaire/other".into();
    let patient = json!({"resourceType": "Patient", "id": "p1", "birthDate": "1998-03-04",
        "identifier": [{"system": "urn:oid:1.2.3", "value": "77"}],
        "name": [{"given": ["Rosa"], "family": "Testcase"}], "telecom": [{"system": "phone", "value": "918-555-0142"}]});
    let bundle = |resources: &[&Json]| {
        let entries: Vec<Json> = resources.iter().map(|r| json!({"resource": r})).collect();
        serde_json::to_vec(&json!({"resourceType": "Bundle", "type": "message", "entry": entries})).unwrap()
    };
    let bytes = bundle(&[&patient, &response, &other]);
    let found = bundles::ingest(app, "Test EHR", None, &bytes).await.unwrap();
    let receipt = found[0].put.as_ref().unwrap();
    assert!(!receipt.again);
    // Their system does not ask how her number may be used: it is not refused, and nobody writes to her.
    let case = triage::case(app, &network.actor("intake").await, receipt.case.unwrap()).await.unwrap();
    assert!(case.phones.iter().all(|phone| !phone.takes_texts()), "{:?}", case.phones);
    assert!(found[1].put.as_ref().unwrap_err()[0].contains("does not have"), "{:?}", found[1]);
    assert_eq!(inbox(&network).await, ["Rosa Testcase from Test EHR"]);

    // It is known by what was sent, and not by what was added here.
    let source = kith_store::source::ensure(&network.db, "Front door: Test EHR", app.now()).await.unwrap();
    let asked = questionnaire::read_response(&written, form).unwrap();
    let read = asked.answers.clone();
    let mut sent = questionnaire::identity_of(&serde_json::to_vec(&patient).unwrap()).unwrap();
    sent.given.retain(|id, _| form.item(id).is_some());
    sent.given.extend(read.given.clone());
    assert!(!sent.given.contains_key("identity.phone_safe"));
    let once = Sha256::digest(serde_json::to_vec(&("self_referral", sent.alone, &sent.given)).unwrap());
    let once: String = once.iter().map(|byte| format!("{byte:02x}")).collect();
    let known = kith_store::care_case::submission_once(&network.db, source, &once).await.unwrap();
    assert_eq!(known.map(|known| known.receipt).as_ref(), Some(&receipt.number));

    let again = bundles::ingest(app, "Test EHR", Some("self_referral"), &bytes).await.unwrap();
    assert!(again[0].put.as_ref().unwrap().again, "the same form is one");
    // How a number may be used is nothing to ask where there is none: what remains wrong is that there is none.
    let mut numberless = patient.clone();
    numberless.as_object_mut().unwrap().remove("telecom");
    let mut wished = read.clone();
    wished.given.insert("identity.phone_safe".into(), kith_domain::form::Answer::code("call"));
    let wished = Response { answers: wished, ..asked };
    let wished: Json = serde_json::from_slice(&questionnaire::write_response(form, &wished)).unwrap();
    let no_number = bundles::ingest(app, "Test EHR", None, &bundle(&[&numberless, &wished])).await.unwrap();
    let wrong = no_number[0].put.as_ref().unwrap_err();
    assert!(wrong.len() == 1 && wrong[0].starts_with("identity.phone:"), "{wrong:?}");
    // Without her Patient the form does not say who she is.
    let nobody = bundles::ingest(app, "Test EHR", None, &bundle(&[&response])).await.unwrap();
    let wrong = nobody[0].put.as_ref().unwrap_err();
    assert!(wrong.iter().any(|w| w.starts_with("identity.given")), "{wrong:?}");
    assert!(bundles::ingest(app, "Test EHR", None, b"{").await.is_err());
}
