//! People: mothers, infants' demographics, their relations and their cover.

use crate::codes::*;
use crate::json::{Code, Json};
use crate::network::{PAYER_ORGANIZATIONS, PRACTITIONERS};
use crate::planted::{LANGUAGES, REPORTED, Reported};
use crate::story::{Cover, Infant, Linkage, Nominated, Site};
use crate::{names, systems};

use super::{Home, Writer};

impl Writer<'_> {
    pub(super) fn mother(&mut self) {
        let (m, home) = (&self.family.mother, self.home);
        let reported = &REPORTED[m.reported];
        let language = LANGUAGES[m.language];
        let regional = self.chance.yes(3000);
        let bilingual = language != "en" && self.chance.yes(4000);
        let practitioner = self.chance.below(PRACTITIONERS) + 1;
        let linked: Vec<u32> = self
            .family
            .infants
            .iter()
            .filter(|i| matches!(i.linkage, Linkage::Both | Linkage::RelatedPerson))
            .map(|i| i.order)
            .collect();
        let index = self.index;
        self.out.add("Patient", self.calendar, &home.mother, |j| {
            j.profile("us-core-patient");
            extensions(j, Some(reported), "F");
            record_number(j, 'M', index, 0);
            j.flag("active", true);
            name(j, home, &home.given, "official");
            telecom(j, home, index);
            j.text("gender", "female");
            j.date("birthDate", m.born);
            if let Some(died) = m.died {
                j.date("deceasedDateTime", died);
            }
            address(j, home);
            if language != "Unknown" {
                j.array("communication", |j| {
                    if bilingual {
                        j.item(|j| j.object("language", |j| communication(j, "en", false)));
                    }
                    j.item(|j| {
                        j.object("language", |j| communication(j, language, regional && language == "en"));
                        j.flag("preferred", true);
                    });
                });
            }
            attribution(j, m.nominated, m.clinic, practitioner);
            if !linked.is_empty() {
                j.array("link", |j| {
                    for order in linked {
                        j.item(|j| {
                            j.reference("other", "RelatedPerson", format_args!("r-{index}-{order}"));
                            j.text("type", "seealso");
                        });
                    }
                });
            }
        });
    }

    pub(super) fn cover(&mut self, patient: &str, cover: &Cover) {
        let id = self.id();
        let member = self.chance.below(1_000_000);
        let Cover { start, end, payer } = *cover;
        let ended = end.is_some_and(|e| e < self.today);
        self.out.add("Coverage", self.calendar, id, |j| {
            j.profile("us-core-coverage");
            j.array("identifier", |j| {
                j.item(|j| {
                    j.text("system", systems::MEMBER);
                    j.plain("value", format_args!("{id}-{member:06}"));
                });
            });
            j.text("status", if ended { "cancelled" } else { "active" });
            j.concept("type", COVER[payer]);
            j.reference("beneficiary", "Patient", patient);
            j.status("relationship", SELF);
            j.object("period", |j| {
                j.date("start", start);
                if let Some(end) = end {
                    j.date("end", end);
                }
            });
            j.array("payor", |j| {
                j.item(|j| match PAYER_ORGANIZATIONS[payer] {
                    Some((organization, name)) => {
                        j.to("Organization", organization);
                        j.text("display", name);
                    }
                    None => j.to("Patient", patient),
                });
            });
        });
    }

    pub(super) fn related(&mut self, infant: &Infant, patient: &str) {
        let (family, home, index) = (self.family, self.home, self.index);
        let mother = *self.chance.one_of(&MOTHERS);
        let father = self.chance.yes(500).then(|| names::given(self.chance));
        let order = infant.order;
        if !matches!(infant.linkage, Linkage::Encounter | Linkage::Lost) {
            self.out.add("RelatedPerson", self.calendar, format_args!("r-{index}-{order}"), |j| {
                j.profile("us-core-relatedperson");
                if infant.linkage == Linkage::Identifier {
                    record_number(j, 'M', index, 0);
                }
                j.flag("active", true);
                j.reference("patient", "Patient", patient);
                j.concepts("relationship", &[mother]);
                name(j, home, &home.given, "official");
                telecom(j, home, index);
                j.text("gender", "female");
                j.date("birthDate", family.mother.born);
            });
        }
        if let Some(given) = father.filter(|_| infant.linkage != Linkage::Lost) {
            self.out.add("RelatedPerson", self.calendar, format_args!("f-{index}-{order}"), |j| {
                j.profile("us-core-relatedperson");
                j.flag("active", true);
                j.reference("patient", "Patient", patient);
                j.concepts("relationship", &[FATHER]);
                name(j, home, &given, "official");
                j.text("gender", "male");
            });
        }
    }
}

/// Race, ethnicity and birth sex, as far as they were reported.
pub(super) fn extensions(j: &mut Json<'_>, reported: Option<&Reported>, sex: &str) {
    j.array("extension", |j| {
        if let Some(r) = reported {
            if !r.race.is_empty() {
                categories(j, "us-core-race", r.race);
            }
            if let Some(ethnicity) = r.ethnicity {
                categories(j, "us-core-ethnicity", &[ethnicity]);
            }
        }
        j.item(|j| {
            j.text("url", "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex");
            j.text("valueCode", sex);
        });
    });
}

pub(super) fn categories(j: &mut Json<'_>, extension: &str, codes: &[&'static str]) {
    j.item(|j| {
        j.plain("url", format_args!("http://hl7.org/fhir/us/core/StructureDefinition/{extension}"));
        j.array("extension", |j| {
            let mut words = String::new();
            for code in codes {
                let (system, display) = match *code {
                    "1002-5" => (systems::RACE, "American Indian or Alaska Native"),
                    "2028-9" => (systems::RACE, "Asian"),
                    "2054-5" => (systems::RACE, "Black or African American"),
                    "2076-8" => (systems::RACE, "Native Hawaiian or Other Pacific Islander"),
                    "2106-3" => (systems::RACE, "White"),
                    "2118-8" => (systems::RACE, "Middle Eastern or North African"),
                    "2131-1" => (systems::RACE, "Other Race"),
                    "2135-2" => (systems::RACE, "Hispanic or Latino"),
                    "2186-5" => (systems::RACE, "Not Hispanic or Latino"),
                    "ASKU" => (systems::NULL, "Asked, not answered"),
                    _ => (systems::NULL, "Unknown"),
                };
                j.item(|j| {
                    j.text("url", "ombCategory");
                    j.coding("valueCoding", Code(system, code, display));
                });
                if !words.is_empty() {
                    words.push_str(" and ");
                }
                words.push_str(display);
            }
            j.item(|j| {
                j.text("url", "text");
                j.text("valueString", &words);
            });
        });
    });
}

pub(super) fn record_number(j: &mut Json<'_>, kind: char, index: u64, order: u32) {
    j.array("identifier", |j| {
        j.item(|j| {
            j.status("type", RECORD_NUMBER);
            j.text("system", systems::RECORD);
            j.plain("value", format_args!("{kind}{index:08}{order}"));
        });
    });
}

pub(super) fn name(j: &mut Json<'_>, home: &Home, given: &str, usage: &str) {
    named(j, &home.family_name, given, usage);
}

pub(super) fn named(j: &mut Json<'_>, family: &str, given: &str, usage: &str) {
    j.array("name", |j| {
        j.item(|j| {
            j.text("use", usage);
            j.text("family", family);
            j.texts("given", &[given]);
        });
    });
}

pub(super) fn telecom(j: &mut Json<'_>, home: &Home, index: u64) {
    if home.phone.is_none() && !home.email {
        return;
    }
    j.array("telecom", |j| {
        if let Some(phone) = &home.phone {
            j.item(|j| {
                j.text("system", "phone");
                j.text("value", phone);
                j.text("use", "mobile");
            });
        }
        if home.email {
            j.item(|j| {
                j.text("system", "email");
                j.plain("value", format_args!("family{index}@example.org"));
            });
        }
    });
}

pub(super) fn address(j: &mut Json<'_>, home: &Home) {
    j.array("address", |j| {
        j.item(|j| {
            j.text("use", "home");
            j.texts("line", &[&home.street]);
            j.text("city", "Exampleton");
            j.text("state", "ZZ");
            if let Some(postal) = &home.postal {
                j.text("postalCode", postal);
            }
            j.text("country", "US");
        });
    });
}

pub(super) fn communication(j: &mut Json<'_>, language: &str, regional: bool) {
    j.array("coding", |j| {
        j.item(|j| {
            j.text("system", "urn:ietf:bcp:47");
            j.text("code", if regional { "en-US" } else { language });
        });
    });
}

pub(super) fn attribution(j: &mut Json<'_>, nominated: Nominated, clinic: usize, practitioner: u32) {
    let site = Site::Clinic(clinic);
    match nominated {
        Nominated::Organization => {
            j.array("generalPractitioner", |j| j.item(|j| j.to("Organization", site)));
        }
        Nominated::Practitioner => {
            let id = format_args!("{site}-{practitioner}").to_string();
            j.array("generalPractitioner", |j| j.item(|j| j.to("Practitioner", id)));
        }
        Nominated::Nobody => {}
    }
    j.reference("managingOrganization", "Organization", site);
}
