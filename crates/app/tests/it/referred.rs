//! Referrals by message at the front door: HL7 v2 through the door for messages, FHIR in a file.

use kith_app::front_door::bundles;
use kith_app::messages::{Door, Reply};
use kith_app::view::{CasePage, InboxFilter};
use kith_app::{App, triage};
use kith_domain::fact::{Body, Deceased};
use kith_domain::form::MESSAGE;
use kith_domain::priority::Tier;
use kith_interop::hl7v2::mllp::Frame;
use kith_testkit::Place;
use serde_json::{Value as Json, json};

use crate::network::Network;

on_both! {
    a_message_is_a_case_with_the_senders_words
    the_same_referral_again_is_one_submission
    the_same_referral_again_keeps_what_else_it_tells
    a_referral_joins_what_is_known_of_her
    a_baby_is_referred_through_its_mother
    what_cannot_be_taken_waits_in_quarantine_with_its_place
    messages_of_every_kind_are_answered_each_in_its_place
    a_request_in_fhir_is_a_case_with_the_senders_words
    who_must_not_be_contacted_has_no_number_that_is_used
    no_number_of_who_must_not_be_contacted_is_used_whoever_sent_it
    who_must_not_be_contacted_and_has_no_number_is_said_so
    a_request_that_cannot_be_taken_says_why
    words_that_deny_set_no_factor
    odd_signs_and_endless_words_lose_no_referral
}

const REF: &str = "MSH|^~\\&|EHR|MERCY|KITH|NET|20251110120000+0000||REF^I12^REF_I12|R1|P|2.5.1\r\
    RF1|P|A^ASAP^HL70280|Hom^Home care^HL70281|||REF77^MERCY||||Needs someone at home\r\
    PRD|RP^Referring provider^HL70286|LEE^KIM\r\
    PID|1||7^^^MERCY^MR||TESTPERSON^ROSALINDA||19960304|F|||1 EXAMPLE ST^^TOWN^OK^99012||^PRN^CP^^1^918^5550171||spa\r\
    DG1|1||Z59.01^Sheltered homelessness^I10\r\
    OBX|1|DT|11778-8^Delivery date Estimated^LN||20260601||||||F\r\
    NTE|1||She asks for a doula.\r";

async fn receive(app: &App, messages: &[&str]) -> Vec<(Reply, String)> {
    let mut door = Door::open(app);
    let frames = messages.iter().map(|message| Frame::Message(message.as_bytes().to_vec())).collect();
    let replies = door.receive(app, frames).await;
    door.close(app).await.unwrap();
    let text = |reply: Reply| {
        let text = String::from_utf8(reply.bytes.clone()).unwrap();
        (reply, text)
    };
    replies.into_iter().map(text).collect()
}

async fn cases(network: &Network) -> Vec<CasePage> {
    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    let mut all = Vec::new();
    for line in inbox.lines {
        all.push(triage::case(&network.app, &intake, line.case).await.unwrap());
    }
    all
}

/// What a form of a case says to a question.
fn said(page: &CasePage, form: usize, question: &str) -> Option<String> {
    let mut answers = page.forms[form].answers.iter();
    answers.find(|a| a.question.en.contains(question))?.answer.as_ref().map(|words| words.en.clone())
}

async fn a_message_is_a_case_with_the_senders_words(place: Place) {
    let network = Network::over(place).await;
    let replies = receive(&network.app, &[REF]).await;
    let (reply, text) = &replies[0];
    let receipt = reply.receipt.clone().expect("it has a receipt");
    assert!(reply.stored && reply.kept);
    assert!(text.contains("||RRI^I12^RRI_I12|") && text.contains("\rMSA|AA|R1\r"), "{text}");
    assert!(text.contains(&format!("|REF77^MERCY|||||{receipt}^KITH\r")), "{text}");

    let intake = network.actor("intake").await;
    let inbox = triage::inbox(&network.app, &intake, InboxFilter::default()).await.unwrap();
    let line = &inbox.lines[0];
    assert_eq!((line.name.as_str(), line.tier), ("ROSALINDA TESTPERSON", Tier::Second));
    assert_eq!(line.from, ["MERCY"]);
    assert!(line.reasons.iter().any(|reason| reason.factor == "homeless_or_unstable"), "{:?}", line.reasons);
    assert!(line.completeness > 0.0 && line.completeness < 0.2, "most is not known: {}", line.completeness);
    let asked = InboxFilter { search: Some(receipt), ..InboxFilter::default() };
    assert_eq!(triage::inbox(&network.app, &intake, asked).await.unwrap().lines[0].case, line.case);

    let page = &cases(&network).await[0];
    assert_eq!(page.due_date, Some("2026-06-01".parse().unwrap()));
    let why = said(page, 0, "Why").unwrap();
    assert!(why.contains("Needs someone at home") && why.contains("She asks for a doula."), "{why}");
    assert_eq!(said(page, 0, "What is asked for").as_deref(), Some("Home care (Hom)"));
    assert_eq!(page.forms[0].by, "KIM LEE");
    assert_eq!(page.phones.len(), 1);
}

async fn the_same_referral_again_is_one_submission(place: Place) {
    let network = Network::over(place).await;
    let first = receive(&network.app, &[REF, REF]).await;
    let receipt = first[0].0.receipt.clone();
    assert!(receipt.is_some() && first[1].0.receipt == receipt, "in one batch");
    // By another number of its own, later.
    let later = network.at(kith_testkit::later(3_600));
    let renumbered = REF.replace("|R1|", "|R2|");
    let again = receive(&later, &[REF, &renumbered]).await;
    assert!(again.iter().all(|(reply, _)| reply.stored && reply.receipt == receipt));
    assert_eq!(cases(&network).await[0].forms.len(), 1);
    let originals: i64 = originals(&network).await;
    assert_eq!(originals, 2, "each message is kept");
    // It says more now: another form about the same pregnancy.
    let more = renumbered.replace("doula.", "doula and a crib.");
    assert_ne!(receive(&later, &[&more]).await[0].0.receipt, receipt);
    let all = cases(&network).await;
    assert_eq!((all.len(), all[0].forms.len()), (1, 2));
}

async fn originals(network: &Network) -> i64 {
    let standings = kith_store::source::standings(&network.db).await.unwrap();
    let of = |standing: kith_store::source::SourceStanding| standing.by_type;
    standings.into_iter().flat_map(of).filter(|(kind, _)| kind == "Hl7v2Message").map(|(_, n)| n).sum()
}

async fn the_same_referral_again_keeps_what_else_it_tells(place: Place) {
    let network = Network::over(place).await;
    let first = receive(&network.app, &[REF]).await;
    let weight = "OBX|2|NM|29463-7^Body weight^LN||70|kg^kilogram^UCUM|||||F\rNTE|1";
    let more =
        REF.replace("|R1|", "|R2|").replace("NTE|1", weight).replace("||spa\r", "||spa|||||||||||||||Y\r");
    let again = receive(&network.at(kith_testkit::later(3_600)), &[&more]).await;
    assert!(again[0].1.contains("MSA|AA|R2") && again[0].0.receipt == first[0].0.receipt);
    assert_eq!(cases(&network).await[0].forms.len(), 1);
    // It was answered as taken: that she died is known, and what she weighed.
    let person = network.person("MERCY", "MERCY.7").await;
    let facts = kith_store::facts::of_people(&network.db, &[person]).await.unwrap();
    let is_said = |is: fn(&Body) -> bool| facts.iter().any(|stated| is(&stated.fact.body));
    assert!(is_said(|body| matches!(body, Body::Person(her) if her.deceased != Deceased::NotSaid)));
    assert!(is_said(|body| matches!(body, Body::Observation(of) if of.codes[0].code == "29463-7")));
}

async fn words_that_deny_set_no_factor(place: Place) {
    let network = Network::over(place).await;
    let said_no = "NTE|2||Denies alcohol or drug use~Depression screening~No domestic violence\r";
    receive(&network.app, &[&format!("{REF}{said_no}")]).await;
    let factors = async || {
        let page = cases(&network).await.remove(0);
        page.line.reasons.iter().map(|reason| reason.factor.clone()).collect::<Vec<_>>()
    };
    assert_eq!(factors().await, ["homeless_or_unstable"]);
    let page = &cases(&network).await[0];
    assert_eq!(said(page, 0, "Tobacco").as_deref(), Some("Denies alcohol or drug use"));
    // What a code says counts.
    let coded = REF.replace("|R1|", "|R2|").replace("NTE|1", "DG1|2||F11.20^Opioid dependence^I10\rNTE|1");
    receive(&network.app, &[&coded]).await;
    assert!(factors().await.contains(&"substance_use".to_owned()));
}

async fn a_referral_joins_what_is_known_of_her(place: Place) {
    let network = Network::over(place).await;
    // The same record number: she is who was admitted, whatever her surname is now.
    let admitted = "MSH|^~\\&|ADT|MERCY|KITH|NET|20251101120000+0000||ADT^A04|A1|P|2.5.1\r\
        PID|1||7^^^MERCY^MR||MAIDENNAME^ROSALINDA||19960304|F\r";
    receive(&network.app, &[admitted]).await;
    receive(&network.app, &[REF]).await;
    let other = REF.replace("|MERCY|KITH", "|CLINIC|KITH").replace("7^^^MERCY^MR", "9^^^CLINIC^MR");
    receive(&network.app, &[&other.replace("|R1|", "|C1|").replace("REF77", "REF9")]).await;
    let all = cases(&network).await;
    assert_eq!((all.len(), all[0].forms.len()), (1, 2), "one woman and one pregnancy, two senders");
    let person = network.person("MERCY", "MERCY.7").await;
    assert_eq!(network.person("CLINIC", "CLINIC.9").await, person);
}

async fn a_baby_is_referred_through_its_mother(place: Place) {
    let network = Network::over(place).await;
    let baby = "MSH|^~\\&|EHR|MERCY|KITH|NET|20251110120000+0000||REF^I12^REF_I12|B1|P|2.5.1\r\
        RF1|P||||||REF78^MERCY\r\
        PID|1||B8^^^MERCY^MR||TESTPERSON^ROBIN||20251101|M\r\
        NK1|1|TESTPERSON^ROSALINDA|MTH|1 EXAMPLE ST^^TOWN^OK^99012|^PRN^CP^^1^918^5550171|||||||||||19960304\r\
        OBX|1|NM|8339-4^Birth weight^LN||1400|g^gram^UCUM|||||F\r";
    receive(&network.app, &[baby]).await;
    let page = &cases(&network).await[0];
    assert_eq!(page.line.name, "ROSALINDA TESTPERSON");
    assert_eq!(said(page, 0, "Whom it is about").as_deref(), Some("The baby"));
    assert!(page.forms[0].answers.iter().any(|a| a.answer.as_ref().is_some_and(|w| w.en == "1400 g")));
    let reasons = &page.line.reasons;
    assert_eq!(reasons.iter().map(|r| r.factor.as_str()).collect::<Vec<_>>(), ["vlbw_infant"]);
}

async fn what_cannot_be_taken_waits_in_quarantine_with_its_place(place: Place) {
    let network = Network::over(place).await;
    let nobody = REF.replace("TESTPERSON^ROSALINDA", "");
    let unborn = REF.replace("20260601", "20290601").replace("|R1|", "|R3|");
    let replies = receive(&network.app, &[&nobody, &unborn]).await;
    for ((reply, text), place) in replies.iter().zip(["PID^1^5|101^", "OBX^1^5|102^"]) {
        assert!(!reply.stored && reply.kept && reply.receipt.is_none());
        assert!(text.contains("\rMSA|AE|R") && text.contains(&format!("\rERR||{place}")), "{text}");
        assert!(text.trim_end().rsplit('|').next().unwrap().contains("; "), "what to do: {text}");
    }
    assert!(cases(&network).await.is_empty());
    let steward = network.actor("steward").await;
    let page = kith_app::data(&network.app, &steward, None).await.unwrap();
    assert_eq!(page.quarantined, 2);
    let held: Vec<i64> = page.quarantine.iter().map(|line| line.id).collect();

    // By then the birth is near: what waits is a referral like any other.
    let later = network.at("2029-01-10T12:00:00Z".parse().unwrap());
    let mut accepted = 0;
    for id in held {
        accepted += usize::from(kith_app::replay(&later, &steward, id).await.unwrap().accepted);
    }
    assert_eq!((accepted, cases(&network).await.len()), (1, 1));

    let mut programme = network.app.programme().clone();
    programme.forms = None;
    let without = network.with(programme);
    let text = &receive(&without, &[&REF.replace("|R1|", "|R4|")]).await[0].1;
    assert!(text.contains("MSA|AR|R4") && text.contains("takes no referrals by message"), "{text}");
}

async fn messages_of_every_kind_are_answered_each_in_its_place(place: Place) {
    let network = Network::over(place).await;
    let admitted = |n: u32| {
        format!(
            "MSH|^~\\&|ADT|MERCY|KITH|NET|20251101120000+0000||ADT^A04|A{n}|P|2.5.1\r\
             PID|1||{n}^^^MERCY^MR||TEST^ANN||19960304|F\r"
        )
    };
    let (one, two) = (admitted(1), admitted(2));
    let replies = receive(&network.app, &[&one, REF, "nothing", &two]).await;
    let codes: Vec<&str> =
        replies.iter().map(|(_, text)| &text.split("\rMSA|").nth(1).unwrap()[..5]).collect();
    assert_eq!((codes[0], codes[1], &codes[2][..2], codes[3]), ("AA|A1", "AA|R1", "AE", "AA|A2"));
    assert_eq!(replies.iter().filter(|(reply, _)| reply.receipt.is_some()).count(), 1);
}

fn request() -> Json {
    json!({"resourceType": "ServiceRequest", "id": "sr1", "status": "active", "intent": "order", "priority": "urgent",
        "category": [{"coding": [{"system": "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes",
            "code": "transportation-insecurity"}]}],
        "code": {"text": "Home visiting"}, "subject": {"reference": "Patient/p1"},
        "authoredOn": "2025-11-10T12:00:00Z", "requester": {"reference": "Practitioner/d1"},
        "reasonReference": [{"reference": "Condition/c1"}], "note": [{"text": "Call her after five."}]})
}

fn bundle(resources: &[&Json]) -> Vec<u8> {
    let entries: Vec<Json> = resources.iter().map(|r| json!({"resource": r})).collect();
    serde_json::to_vec(&json!({"resourceType": "Bundle", "type": "collection", "entry": entries})).unwrap()
}

fn beside() -> [Json; 3] {
    [
        json!({"resourceType": "Patient", "id": "p1", "birthDate": "1998-03-04", "gender": "female",
            "name": [{"given": ["Rosa"], "family": "Testcase"}],
            "telecom": [{"system": "phone", "value": "918-555-0142"}, {"system": "phone", "value": "918-555-0143"}]}),
        json!({"resourceType": "Practitioner", "id": "d1", "name": [{"given": ["Kim"], "family": "Testdoctor"}]}),
        json!({"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"},
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F53.0", "display": "Postpartum depression"}]}}),
    ]
}

async fn a_request_in_fhir_is_a_case_with_the_senders_words(place: Place) {
    let network = Network::over(place).await;
    let [patient, doctor, condition] = beside();
    let bytes = bundle(&[&request(), &patient, &doctor, &condition]);
    let found = bundles::ingest(&network.app, "Test EHR", Some(MESSAGE), &bytes).await.unwrap();
    let receipt = found[0].put.as_ref().unwrap();
    assert!(!receipt.again);
    let all = cases(&network).await;
    let page = &all[0];
    assert_eq!((page.line.name.as_str(), page.forms[0].from.as_str()), ("Rosa Testcase", "Test EHR"));
    assert_eq!(said(page, 0, "What is asked for").as_deref(), Some("Home visiting"));
    assert_eq!(said(page, 0, "Why").as_deref(), Some("Call her after five."));
    assert_eq!(said(page, 0, "Needs").as_deref(), Some("Getting to visits"));
    assert_eq!(said(page, 0, "Mood").as_deref(), Some("Postpartum depression (F53.0)"));
    assert_eq!(page.forms[0].by, "Kim Testdoctor");
    assert_eq!(page.phones.len(), 2);
    let again = bundles::ingest(&network.app, "Test EHR", Some(MESSAGE), &bytes).await.unwrap();
    let again = again[0].put.as_ref().unwrap();
    assert_eq!((again.again, &again.number), (true, &receipt.number));
    // Without being asked for, a request is no referral to us.
    let unasked = bundles::ingest(&network.app, "Test EHR", None, &bytes).await.unwrap();
    assert!(unasked[0].put.is_err() && cases(&network).await.len() == 1);
}

async fn who_must_not_be_contacted_has_no_number_that_is_used(place: Place) {
    let network = Network::over(place).await;
    let [patient, doctor, _] = beside();
    let mut asked = request();
    asked["orderDetail"] = json!([{"coding": [{"code": "contacting-subject-prohibited"}]}]);
    let bytes = bundle(&[&asked, &patient, &doctor]);
    bundles::ingest(&network.app, "Test EHR", Some(MESSAGE), &bytes).await.unwrap()[0].put.as_ref().unwrap();
    let page = &cases(&network).await[0];
    assert!(page.phones.is_empty() && page.unsafe_phone, "{:?}", page.phones);
    let shown = |word: &str| {
        let answers = page.forms.iter().flat_map(|form| &form.answers);
        answers.filter(|a| a.answer.as_ref().is_some_and(|w| w.en.contains(word))).count()
    };
    assert_eq!((shown("555-0142"), shown("555-0143"), shown("Testcase")), (0, 0, 1));
}

fn prohibited() -> Json {
    let mut asked = request();
    asked["orderDetail"] = json!([{"coding": [{"code": "contacting-subject-prohibited"}]}]);
    asked
}

async fn no_number_of_who_must_not_be_contacted_is_used_whoever_sent_it(place: Place) {
    let network = Network::over(place).await;
    let [mut patient, doctor, _] = beside();
    patient["address"] = json!([{"line": ["1 EXAMPLE ST"], "city": "TOWN", "postalCode": "99012"}]);
    let bytes = bundle(&[&prohibited(), &patient, &doctor]);
    // Another sender has the second of her numbers.
    let admitted = "MSH|^~\\&|ADT|MERCY|KITH|NET|20251101120000+0000||ADT^A04|A1|P|2.5.1\r\
        PID|1||7^^^MERCY^MR||TESTCASE^ROSA||19980304|F|||1 EXAMPLE ST^^TOWN^OK^99012||^PRN^CP^^1^918^5550143\r";
    receive(&network.app, &[admitted]).await;
    bundles::ingest(&network.app, "Test EHR", Some(MESSAGE), &bytes).await.unwrap()[0].put.as_ref().unwrap();
    let all = cases(&network).await;
    assert_eq!(all[0].line.person, network.person("MERCY", "MERCY.7").await, "she is one");
    assert!(all[0].phones.is_empty() && all[0].unsafe_phone, "{:?}", all[0].phones);
    // The same again is one; with another number of hers it says more.
    let again = async |bytes: &[u8]| {
        let found = bundles::ingest(&network.app, "Test EHR", Some(MESSAGE), bytes).await.unwrap();
        found[0].put.as_ref().unwrap().again
    };
    assert!(again(&bytes).await);
    let more = json!({"system": "phone", "value": "918-555-0144"});
    patient["telecom"].as_array_mut().unwrap().push(more);
    assert!(!again(&bundle(&[&prohibited(), &patient, &doctor])).await);
}

async fn who_must_not_be_contacted_and_has_no_number_is_said_so(place: Place) {
    let network = Network::over(place).await;
    let [mut patient, doctor, _] = beside();
    patient.as_object_mut().unwrap().remove("telecom");
    let bytes = bundle(&[&prohibited(), &patient, &doctor]);
    bundles::ingest(&network.app, "Test EHR", Some(MESSAGE), &bytes).await.unwrap()[0].put.as_ref().unwrap();
    let page = &cases(&network).await[0];
    let said = said(page, 0, "Whether she may be contacted");
    assert_eq!(said.as_deref(), Some("She must not be contacted about this"));
}

async fn a_request_that_cannot_be_taken_says_why(place: Place) {
    let network = Network::over(place).await;
    let [patient, ..] = beside();
    let refused = async |change: fn(&mut Json), with: &[&Json]| {
        let mut asked = request();
        change(&mut asked);
        let bytes = bundle(&[&[&asked][..], with].concat());
        let found = bundles::ingest(&network.app, "Test EHR", Some(MESSAGE), &bytes).await.unwrap();
        found[0].put.as_ref().unwrap_err().join(" ")
    };
    let no_name = json!({"resourceType": "Patient", "id": "p1", "birthDate": "1998-03-04"});
    for (said, words) in [
        (refused(|r| r["status"] = "revoked".into(), &[&patient]).await, "not active"),
        (refused(|r| r["doNotPerform"] = true.into(), &[&patient]).await, "must not be done"),
        (refused(|_| {}, &[]).await, "its Patient is not in the file"),
        (refused(|_| {}, &[&no_name]).await, "does not say who"),
    ] {
        assert!(said.contains(words) && said.contains("; "), "{said}");
    }
    assert!(bundles::ingest(&network.app, "Test EHR", Some(MESSAGE), &bundle(&[&patient])).await.is_err());
    assert!(cases(&network).await.is_empty());
}

async fn odd_signs_and_endless_words_lose_no_referral(place: Place) {
    let network = Network::over(place).await;
    let long = format!("NTE|2||{}\r", "worried ".repeat(1_900));
    let odd = REF.replace("LEE^KIM", "LE\0E^K\u{7}IM").replace("for a doula", "for a \0doula");
    let replies = receive(&network.app, &[&format!("{odd}{}", long.repeat(50))]).await;
    assert!(replies[0].0.stored, "{}", replies[0].1);
    let page = &cases(&network).await[0];
    assert_eq!(page.forms[0].by, "KIM LEE");
    let why = said(page, 0, "Why").unwrap();
    assert!(why.contains("She asks for a doula.") && why.ends_with('…') && why.chars().count() == 8_000);
    // Nobody fills this form in by hand.
    let intake = network.actor("intake").await;
    let listed = kith_app::front_door::forms(&network.app, &intake).unwrap();
    assert!(!listed.is_empty() && listed.iter().all(|form| form.id != MESSAGE));
    assert!(kith_app::front_door::form(&network.app, &intake, MESSAGE).is_err());
}
