//! Who keeps records, and the habits of each: what it asks for, how it writes.

use super::noise::DateStyle;

/// What kind of keeper a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Clinic,
    Hospital,
    Plan,
    Vital,
    HomeVisiting,
}

/// One keeper of records.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The first of its record numbers, and the distance from one person to the next. Several sources count from the
    /// same number, so one number means different people.
    pub(super) offset: u64,
    pub(super) stride: u64,
    pub(super) dates: DateStyle,
    pub(super) capitals: bool,
    pub(super) accents: bool,
    /// What it calls a mother and an infant; empty where it has no such column.
    pub(super) roles: [&'static str; 2],
}

const fn source(name: &'static str, kind: Kind, (offset, stride): (u64, u64), dates: DateStyle) -> Source {
    Source { name, kind, offset, stride, dates, capitals: false, accents: false, roles: ["mother", "infant"] }
}

use DateStyle::{American, AmericanPadded, Compact, Iso, Spreadsheet};

/// Clinics; mothers go to one or two of them, and children too.
pub(super) const CLINICS: [Source; 6] = [
    Source { accents: true, ..source("clinic-1", Kind::Clinic, (100_000, 1), Iso) },
    Source { roles: ["", ""], ..source("clinic-2", Kind::Clinic, (100_000, 2), AmericanPadded) },
    Source { capitals: true, ..source("clinic-3", Kind::Clinic, (400_000, 1), Iso) },
    Source { accents: true, roles: ["", ""], ..source("clinic-4", Kind::Clinic, (250_000, 3), American) },
    source("clinic-5", Kind::Clinic, (100_000, 5), Iso),
    Source { roles: ["Mother", "Newborn"], ..source("clinic-6", Kind::Clinic, (700_000, 2), Compact) },
];
/// Hospitals, as their admission messages say it.
pub(super) const HOSPITALS: [Source; 4] = [
    Source { capitals: true, ..source("hospital-1", Kind::Hospital, (3_000_000, 1), Compact) },
    source("hospital-2", Kind::Hospital, (100_000, 3), Iso),
    Source {
        capitals: true,
        roles: ["", ""],
        ..source("hospital-3", Kind::Hospital, (3_000_000, 2), Compact)
    },
    Source { capitals: true, ..source("hospital-4", Kind::Hospital, (5_000_000, 1), Iso) },
];
/// Health plans: members, with the numbers of the state.
pub(super) const PLANS: [Source; 3] = [
    Source { capitals: true, roles: ["", ""], ..source("plan-1", Kind::Plan, (88_000_000, 7), Iso) },
    Source { roles: ["mother", "child"], ..source("plan-2", Kind::Plan, (10_000_000, 3), AmericanPadded) },
    Source { capitals: true, ..source("plan-3", Kind::Plan, (10_000_000, 2), Iso) },
];
/// The registrar of births.
pub(super) const VITAL: Source =
    Source { capitals: true, ..source("vital-records", Kind::Vital, (2_025_000_000, 1), Iso) };
/// Home-visiting programmes, each with a spreadsheet.
pub(super) const PROGRAMMES: [Source; 3] = [
    Source { accents: true, ..source("home-visiting-1", Kind::HomeVisiting, (0, 1), American) },
    Source {
        roles: ["MOTHER", "INFANT"],
        ..source("home-visiting-2", Kind::HomeVisiting, (0, 2), Spreadsheet)
    },
    Source { accents: true, ..source("home-visiting-3", Kind::HomeVisiting, (0, 3), Iso) },
];

/// Parts in ten thousand of records that fill a field, where the person has it.
pub(super) struct Fills {
    pub(super) middle: u32,
    pub(super) ssn: u32,
    pub(super) medicaid: u32,
    pub(super) phone: u32,
    pub(super) email: u32,
    pub(super) address: u32,
    pub(super) mrn: u32,
    /// The mother's name and birth date, on the record of a child.
    pub(super) mother: u32,
}

impl Kind {
    /// What a keeper of this kind asks for.
    pub(super) const fn fills(self) -> Fills {
        let (middle, ssn, medicaid, phone, email, address, mrn, mother) = match self {
            Kind::Clinic => (4500, 3000, 5500, 9300, 4800, 9500, 10_000, 4500),
            Kind::Hospital => (5000, 5200, 4200, 9000, 2200, 9600, 10_000, 8200),
            Kind::Plan => (4000, 6000, 9700, 8300, 3200, 9700, 7000, 2500),
            Kind::Vital => (8600, 6500, 0, 2500, 0, 9800, 6000, 9900),
            Kind::HomeVisiting => (1200, 400, 4200, 9200, 4500, 8600, 3500, 9300),
        };
        Fills { middle, ssn, medicaid, phone, email, address, mrn, mother }
    }
}
