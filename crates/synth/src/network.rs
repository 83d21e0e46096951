//! The organisations, sites and practitioners that every family shares.

use crate::calendar::Calendar;
use crate::chance::Chance;
use crate::fhir::Resources;
use crate::json::Code;
use crate::planted::{HOSPITALS, PLACES};
use crate::{Plan, codes, names, systems};

/// Practitioners of each clinic.
pub(crate) const PRACTITIONERS: u32 = 3;

/// The payers, as organisations: the id and the name, by place of [`crate::planted::PAYERS`].
pub(crate) const PAYER_ORGANIZATIONS: [Option<(&str, &str)>; 6] = [
    Some(("payer-1", "Example State Medicaid Plan")),
    Some(("payer-2", "Sample Mutual Health Plan Example")),
    None,
    Some(("payer-3", "Example Public Service Health Cover")),
    None,
    None,
];

/// Writes the shared resources.
pub(crate) fn write(plan: &Plan, calendar: &Calendar, out: &mut Resources) {
    let mut chance = Chance::new(plan.seed, u64::MAX);
    for clinic in 1..=plan.clinics {
        let id = format!("clinic-{clinic:02}");
        let name = format!("Clinic {clinic:02} Example");
        let area = (clinic - 1) * PLACES / plan.clinics;
        organization(out, calendar, &id, &name, codes::PROVIDER, Some(area));
        location(out, calendar, &id, &name, area);
    }
    for hospital in 1..=HOSPITALS {
        let id = format!("hospital-{hospital}");
        let name = format!("Hospital {hospital} Example");
        organization(out, calendar, &id, &name, codes::PROVIDER, Some(hospital - 1));
        location(out, calendar, &id, &name, hospital - 1);
    }
    for (id, name) in PAYER_ORGANIZATIONS.into_iter().flatten() {
        organization(out, calendar, id, name, codes::PAYER, None);
    }
    for clinic in 1..=plan.clinics {
        for number in 1..=PRACTITIONERS {
            let id = format!("clinic-{clinic:02}-{number}");
            practitioner(out, calendar, &mut chance, &id);
        }
    }
    for hospital in 1..=HOSPITALS {
        for number in 1..=PRACTITIONERS {
            practitioner(out, calendar, &mut chance, &format!("hospital-{hospital}-{number}"));
        }
    }
}

fn organization(
    out: &mut Resources,
    calendar: &Calendar,
    id: &str,
    name: &str,
    kind: Code,
    area: Option<usize>,
) {
    out.add("Organization", calendar, id, |j| {
        j.profile("us-core-organization");
        j.array("identifier", |j| {
            j.item(|j| {
                j.text("system", systems::ORGANIZATION);
                j.text("value", id);
            });
        });
        j.flag("active", true);
        j.concepts("type", &[kind]);
        j.text("name", name);
        j.array("telecom", |j| {
            j.item(|j| {
                j.text("system", "phone");
                j.text("value", "555-555-0100");
            });
        });
        if let Some(area) = area {
            j.array("address", |j| j.item(|j| address(j, area)));
        }
    });
}

fn address(j: &mut crate::json::Json<'_>, area: usize) {
    j.texts("line", &["1 Sample Square"]);
    j.text("city", "Exampleton");
    j.text("state", "ZZ");
    j.plain("postalCode", format_args!("{area:03}01"));
    j.text("country", "US");
}

fn location(out: &mut Resources, calendar: &Calendar, organization: &str, name: &str, area: usize) {
    out.add("Location", calendar, format_args!("site-{organization}"), |j| {
        j.profile("us-core-location");
        j.text("status", "active");
        j.text("name", name);
        j.object("address", |j| address(j, area));
        j.reference("managingOrganization", "Organization", organization);
    });
}

fn practitioner(out: &mut Resources, calendar: &Calendar, chance: &mut Chance, id: &str) {
    let (family, given) = (names::family(chance), names::given(chance));
    out.add("Practitioner", calendar, id, |j| {
        j.profile("us-core-practitioner");
        j.array("identifier", |j| {
            j.item(|j| {
                j.text("system", systems::PRACTITIONER);
                j.text("value", id);
            });
        });
        j.flag("active", true);
        j.array("name", |j| {
            j.item(|j| {
                j.text("use", "official");
                j.text("family", &family);
                j.texts("given", &[&given]);
            });
        });
    });
}
