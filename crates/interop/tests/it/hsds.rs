//! The directory of the shared example data, as a data package and as its API gives it.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use kith_domain::matching::Condition;
use kith_interop::hsds::{self, Directory, File, Remark, Why};

use crate::shared::data;

fn read(paths: &[&Path]) -> Directory {
    let mut files: Vec<File> = Vec::new();
    for path in paths {
        let all = if path.is_dir() { crate::shared::files(path) } else { vec![path.to_path_buf()] };
        for path in all {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((name, fs::read(&path).unwrap()));
        }
    }
    hsds::read(&files, date(2026, 7, 7)).unwrap()
}

#[test]
fn the_data_package_and_the_api_say_the_same_of_a_service() {
    let Some(data) = data() else { return };
    let samples = data.join("hsds-samples");
    let tables = read(&[&samples.join("csv")]);
    let json = read(&[&samples.join("service_full.json")]);
    for (shape, found) in [("tables", &tables), ("json", &json)] {
        assert_eq!(found.services.len(), 1, "{shape}: {:?}", found.left_out);
        let service = &found.services[0];
        let offer = &service.offer;
        assert_eq!(offer.id, "ac148810-d857-441c-9679-408f346de14b", "{shape}");
        assert_eq!(offer.name.en, "Community Counselling", "{shape}");
        assert_eq!(offer.organization, "Example Organization Inc.", "{shape}");
        assert_eq!((service.open, offer.languages.as_slice()), (true, &["ur".to_owned()][..]), "{shape}");
        // Twelve to a hundred years: the upper end leaves nobody out. What it says of people and places is asked.
        let conditions: Vec<&Condition> = offer.rules.iter().map(|rule| &rule.condition).collect();
        let age = Condition::Age { from: Some(12), to: None };
        assert_eq!(conditions, [&age, &Condition::Asked, &Condition::Asked], "{shape}");
        assert!(offer.rules[1].words.en.starts_with("This service is intended"), "{shape}");
        assert_eq!(offer.details.phones, ["+44 1234 234567 ext. 100"], "{shape}");
        // Its latitude is 100, its hours ended in 2005, and it has a mailing address only.
        assert_eq!((offer.details.hours.len(), offer.details.sites[0].point), (0, None), "{shape}");
        assert_eq!(offer.details.sites[0].postal_code.as_deref(), Some("ABC 1234"), "{shape}");
        for remark in [Remark::NotOnEarth, Remark::HoursPast, Remark::MailingAddress, Remark::Asked] {
            assert!(service.remarks.iter().any(|(said, _)| *said == remark), "{shape}: {remark}");
        }
    }
    assert_eq!(tables.services[0].offer.details.sites, json.services[0].offer.details.sites);
    assert!(tables.left_out.iter().any(|l| l.why == Why::NotTaken), "{:?}", tables.left_out);
}

#[test]
fn what_an_api_gives_beside_services_is_read_or_said() {
    let Some(data) = data() else { return };
    let samples = data.join("hsds-samples");
    let listed = read(&[&samples.join("service_at_location_list.json")]);
    assert_eq!(listed.services.len(), 1, "{:?}", listed.left_out);
    assert_eq!(listed.services[0].offer.details.sites.len(), 1, "the place comes with it");
    let both = read(&[&samples.join("service_full.json"), &samples.join("organization_full.json")]);
    assert_eq!(both.services.len(), 1, "the organisation has no service of its own");
    let taxonomy = fs::read(samples.join("taxonomy_list.json")).unwrap();
    let problem = hsds::read(&[("taxonomy_list.json".into(), taxonomy)], date(2026, 7, 7)).unwrap_err();
    assert!(problem.message.contains("no service"), "{}", problem.message);
}
