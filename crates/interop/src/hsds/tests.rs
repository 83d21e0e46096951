use jiff::civil::date;
use kith_domain::matching::Condition;

use super::*;

const TODAY: jiff::civil::Date = date(2026, 7, 7);

fn file(name: &str, text: &str) -> File {
    (name.to_owned(), text.as_bytes().to_vec())
}

/// A data package of one organisation with the services of these rows.
fn package(services: &str, more: &[File]) -> Directory {
    let header =
        "id,organization_id,name,name_es,status,minimum_age,maximum_age,eligibility_description,url,licenses";
    let mut files = vec![
        file("organizations.csv", "id,name\no1,Example Center\n"),
        file("services.csv", &format!("{header}\n{services}")),
        file("datapackage.json", "{}"),
    ];
    files.extend(more.iter().cloned());
    read(&files, TODAY).unwrap()
}

fn codes(listed: &Listed) -> Vec<&'static str> {
    listed.remarks.iter().map(|(remark, _)| remark.code()).collect()
}

#[test]
fn a_row_that_is_no_service_is_left_out_with_its_place() {
    let check = |row: &str, why: Why| {
        let found = package(&format!("s0,o1,Good,,active,,,,,\n{row}\n"), &[]);
        assert_eq!(found.services.len(), 1, "{row}");
        let left = found.left_out.iter().find(|l| l.place == "services.csv, line 3").unwrap();
        assert_eq!(left.why, why, "{row}");
    };
    check(",o1,Name,,active,,,,,", Why::NoId);
    check("s1,o1,,,active,,,,,", Why::NoName);
    check("s1,o9,Name,,active,,,,,", Why::NoOrganization);
    check("s1,o1,Name,,paused,,,,,", Why::UnknownStatus);
    check("s0,o1,Another,,active,,,,,", Why::Twice);
}

#[test]
fn ages_are_a_condition_and_words_are_asked() {
    let check = |row: &str, expected: &[Condition], remarks: &[&str]| {
        let found = package(&format!("s1,o1,N,N,active,{row},,\n"), &[]).services.remove(0);
        let conditions: Vec<Condition> = found.offer.rules.into_iter().map(|r| r.condition).collect();
        assert_eq!(conditions, expected, "{row}");
        let listed = package(&format!("s1,o1,N,N,active,{row},,\n"), &[]).services.remove(0);
        assert_eq!(codes(&listed), remarks, "{row}");
    };
    let age = |from, to| Condition::Age { from, to };
    check("14,21,", &[age(Some(14), Some(21))], &[]);
    check("18.0,,", &[age(Some(18), None)], &[]);
    check("0,100,", &[Condition::Asked], &["unsaid"]);
    check("12.5,,", &[Condition::Asked], &["bad_age"]);
    check("30,20,", &[Condition::Asked], &["bad_age"]);
    check("0,5,", &[Condition::Asked], &["children"]);
    check(",,Families in need", &[Condition::Asked], &["asked"]);
    check("14,,Low income", &[age(Some(14), None), Condition::Asked], &["asked"]);
    check(",,", &[Condition::Asked], &["unsaid"]);
}

#[test]
fn hours_that_are_no_plain_week_stay_words() {
    let hours = |row: &str| {
        let header = "id,service_id,valid_to,freq,interval,byday,bymonthday,opens_at,closes_at,description";
        let schedules = file("schedules.csv", &format!("{header}\nh1,s1,{row}\n"));
        let found = package("s1,o1,N,N,active,14,,,,\n", &[schedules]).services.remove(0);
        (found.offer.details.hours.len(), codes(&found), found.offer.details.notes.len())
    };
    assert_eq!(hours(",WEEKLY,1,\"MO,TU\",,09:00,17:00,"), (1, vec![], 0));
    assert_eq!(hours(",WEEKLY,2,\"MO,TU\",,09:00,17:00,every second week"), (0, vec!["hours_in_words"], 1));
    assert_eq!(hours(",MONTHLY,1,1MO,,09:00,17:00,"), (0, vec!["hours_in_words"], 0));
    assert_eq!(hours(",WEEKLY,1,MO,,mornings,17:00,"), (0, vec!["hours_in_words"], 0));
    assert_eq!(hours("2020-01-01,WEEKLY,1,MO,,09:00,17:00,"), (0, vec!["hours_past"], 0));
}

#[test]
fn nothing_is_dropped_in_silence() {
    let found = package(
        "s1,o1,N,,active,14,,,javascript:alert(1),state\n",
        &[
            file("programs.csv", "id,organization_id,name,description\np1,o1,P,P\n"),
            file("locations.csv", "id,location_type,name\nl9,physical,Lonely\n"),
            file("pictures.csv", "id\n1\n"),
            file("languages.csv", "id,service_id,name,code\na,s1,Spanish,spa\nb,s1,Klingon,\n"),
        ],
    );
    let left: Vec<(&str, Why)> = found.left_out.iter().map(|l| (l.name.as_str(), l.why)).collect();
    assert_eq!(
        left,
        [("", Why::NoTable), ("program (1)", Why::NotTaken), ("Lonely", Why::NoService)],
        "{:?}",
        found.left_out
    );
    let service = &found.services[0];
    assert_eq!(codes(service), ["language", "no_web_page", "no_spanish", "fields"]);
    assert_eq!(
        (service.offer.languages.as_slice(), &service.offer.details.website),
        (&["es".into()][..], &None)
    );
    assert_eq!(service.remarks.last().unwrap().1, "licenses");
}

#[test]
fn spanish_names_and_free_places_are_taken_where_they_are() {
    let capacity = "id,service_id,unit_id,available,updated\nc1,s1,u1,4,2026-07-01T10:00:00Z\n";
    let found = package("s1,o1,Visits,Visitas,active,14,,,,\n", &[file("service_capacities.csv", capacity)]);
    let service = &found.services[0];
    assert_eq!((service.offer.name.en.as_str(), service.offer.name.es.as_str()), ("Visits", "Visitas"));
    assert_eq!(service.free, Some((4, date(2026, 7, 1))));
    let two = format!("{capacity}c2,s1,u2,9,\n");
    let found = package("s1,o1,Visits,Visitas,active,14,,,,\n", &[file("service_capacities.csv", &two)]);
    assert_eq!((found.services[0].free, codes(&found.services[0])), (None, vec!["capacities"]));
}

#[test]
fn json_of_an_api_is_the_same_directory() {
    let service = r#"{"id":"s1","name":"N","status":"active","minimum_age":14,
        "organization":{"id":"o1","name":"Example Center"},
        "schedules":[{"id":"h1","freq":"WEEKLY","byday":"MO","opens_at":"09:00","closes_at":"12:00"}],
        "service_at_locations":[{"id":"a1","location":{"id":"l1","location_type":"physical","name":"House",
            "latitude":40.5,"longitude":-80.25,"addresses":[{"id":"d1","address_1":"1 Example St","city":"Example City",
            "postal_code":"00001","address_type":"physical"}],"phones":[{"id":"p1","number":"555-0100"}]}}]}"#;
    let page = format!(r#"{{"total_items":1,"contents":[{service}]}}"#);
    let lists = format!(r#"{{"services":[{service}]}}"#);
    let alone = read(&[file("a.json", service)], TODAY).unwrap();
    let offer = &alone.services[0].offer;
    assert_eq!(
        (offer.details.hours.len(), offer.details.phones.as_slice()),
        (1, &["555-0100".to_owned()][..])
    );
    let site = &offer.details.sites[0];
    assert_eq!(site.address.as_deref(), Some("1 Example St, Example City"));
    assert_eq!(site.point.unwrap().degrees(), (40.5, -80.25));
    assert!(alone.left_out.is_empty(), "{:?}", alone.left_out);
    for other in [page, lists, format!("[{service}]")] {
        let found = read(&[file("services.json", &other)], TODAY).unwrap();
        assert_eq!(found.services[0].offer, *offer, "{other}");
    }
}

#[test]
fn what_is_no_directory_is_refused_in_words() {
    for (name, text) in [("a.json", "{\"id\": "), ("a.json", "[]"), ("a.csv", "x,y\n1,2\n"), ("a.json", "")] {
        let problem = read(&[file(name, text)], TODAY).unwrap_err();
        assert!(!problem.message.is_empty(), "{text}");
    }
}

#[test]
fn an_archive_is_opened_and_a_broken_one_is_refused() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [("hsds/services.csv", "id\n"), ("../evil.sh", "x"), ("readme.md", "x")] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert_eq!(unpack(&bytes).unwrap(), [("hsds/services.csv".to_owned(), b"id\n".to_vec())]);
    assert!(unpack(b"PK\x03\x04 and nothing more").is_err());
}

proptest::proptest! {
    /// Every service of a file is taken or left out, whatever stands in it.
    #[test]
    fn every_row_is_accounted_for(rows in proptest::collection::vec(("[a-z]{0,2}", "[a-z]{0,3}", "(active|inactive|odd|)"), 0..8)) {
        let text: String =
            rows.iter().map(|(id, name, status)| format!("{id},o1,{name},,{status},,,,,x\n")).collect();
        let found = package(&format!("first,o1,First,,active,,,,,x\n{text}"), &[]);
        let of_rows = found.left_out.iter().filter(|l| l.place.starts_with("services.csv")).count();
        // A row that only repeats one that was taken is neither.
        let repeats = rows.iter().enumerate().filter(|(at, (id, name, status))| {
            !id.is_empty() && rows[..*at].iter().any(|before| {
                before.0 == *id && !before.1.is_empty() && ["active", "inactive"].contains(&before.2.as_str())
                    && (&before.1, &before.2) == (name, status)
            })
        });
        proptest::prop_assert!(found.services.len() + of_rows + repeats.count() > rows.len());
    }
}
