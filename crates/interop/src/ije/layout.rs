//! Where the fields stand: start (from 1) and length.
//!
//! The births are those of the natality record of 4,000 characters, the fetal deaths those of 6,000.

/// Start, from 1, and length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(pub usize, pub usize);

/// Which certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A live birth.
    Natality,
    /// A fetal death.
    FetalDeath,
}

impl Kind {
    /// Its name, as ids begin.
    pub fn name(self) -> &'static str {
        match self {
            Self::Natality => "natality",
            Self::FetalDeath => "fetal-death",
        }
    }

    /// Social security numbers.
    pub(super) fn numbers_to_blank(self) -> [Place; 2] {
        match self {
            Self::Natality => [Place(2000, 9), Place(2009, 9)],
            Self::FetalDeath => [Place(4039, 9), Place(4048, 9)],
        }
    }

    pub(super) fn places(self) -> &'static Places {
        match self {
            Self::Natality => &NATALITY,
            Self::FetalDeath => &FETAL_DEATH,
        }
    }
}

/// What stands at the same place in both.
pub(super) struct Shared {
    pub year: Place,
    pub state: Place,
    pub certificate: Place,
    pub void: Place,
    pub sex: Place,
    pub month: Place,
    pub day: Place,
    pub place_type: Place,
    pub npi: Place,
    pub mother_born: [Place; 3],
    /// Mexican, Puerto Rican, Cuban, other.
    pub hispanic: [Place; 4],
    pub hispanic_words: Place,
    /// White, Black, American Indian or Alaska Native.
    pub race: [Place; 3],
    /// Seven boxes for Asian.
    pub race_asian: usize,
    /// Four boxes for Pacific Islander.
    pub race_pacific: usize,
    pub race_other: Place,
}

pub(super) const SHARED: Shared = Shared {
    year: Place(1, 4),
    state: Place(5, 2),
    certificate: Place(7, 6),
    void: Place(13, 1),
    sex: Place(30, 1),
    month: Place(31, 2),
    day: Place(33, 2),
    place_type: Place(38, 1),
    npi: Place(39, 12),
    mother_born: [Place(55, 4), Place(59, 2), Place(61, 2)],
    hispanic: [Place(95, 1), Place(96, 1), Place(97, 1), Place(98, 1)],
    hispanic_words: Place(99, 20),
    race: [Place(119, 1), Place(120, 1), Place(121, 1)],
    race_asian: 122,
    race_pacific: 129,
    race_other: Place(133, 1),
};

/// What both have at different places.
pub(super) struct Places {
    pub first_visit: [Place; 3],
    pub visits: Place,
    pub lmp: [Place; 3],
    pub diabetes: Place,
    pub gestational_diabetes: Place,
    pub hypertension: Place,
    pub gestational_hypertension: Place,
    pub eclampsia: Place,
    pub route: Place,
    pub weight: Place,
    pub weight_flag: Place,
    pub gestation: Place,
    pub plurality: Place,
    pub order: Place,
    /// Live born of this delivery for a birth, fetal deaths for a fetal death.
    pub number: Place,
    pub mother_given: Place,
    pub mother_middle: Place,
    pub mother_family: Place,
    pub mother_maiden: Place,
    pub facility: Place,
    pub address: Place,
    pub zip: Place,
    pub county: Place,
    pub city: Place,
    pub state: Place,
}

pub(super) const NATALITY: Places = Places {
    first_visit: [Place(757, 4), Place(753, 2), Place(755, 2)],
    visits: Place(769, 2),
    lmp: [Place(812, 4), Place(816, 2), Place(818, 2)],
    diabetes: Place(820, 1),
    gestational_diabetes: Place(821, 1),
    hypertension: Place(822, 1),
    gestational_hypertension: Place(823, 1),
    eclampsia: Place(924, 1),
    route: Place(857, 1),
    weight: Place(865, 4),
    weight_flag: Place(869, 1),
    gestation: Place(870, 2),
    plurality: Place(877, 2),
    order: Place(879, 2),
    number: Place(881, 2),
    mother_given: Place(1283, 50),
    mother_middle: Place(1333, 50),
    mother_family: Place(1383, 50),
    mother_maiden: Place(1540, 50),
    facility: Place(1233, 50),
    address: Place(1672, 50),
    zip: Place(1722, 9),
    county: Place(1731, 28),
    city: Place(1759, 28),
    state: Place(1787, 28),
};

pub(super) const FETAL_DEATH: Places = Places {
    first_visit: [Place(428, 4), Place(424, 2), Place(426, 2)],
    visits: Place(440, 2),
    lmp: [Place(482, 4), Place(486, 2), Place(488, 2)],
    diabetes: Place(490, 1),
    gestational_diabetes: Place(491, 1),
    hypertension: Place(492, 1),
    gestational_hypertension: Place(493, 1),
    eclampsia: Place(573, 1),
    route: Place(515, 1),
    weight: Place(524, 4),
    weight_flag: Place(528, 1),
    gestation: Place(529, 2),
    plurality: Place(536, 2),
    order: Place(538, 2),
    number: Place(540, 2),
    mother_given: Place(3257, 50),
    mother_middle: Place(3307, 50),
    mother_family: Place(3357, 50),
    mother_maiden: Place(3517, 50),
    facility: Place(2905, 50),
    address: Place(3674, 50),
    zip: Place(3724, 9),
    county: Place(3733, 28),
    city: Place(3761, 28),
    state: Place(3789, 28),
};

/// What only a birth has.
pub(super) struct Birth {
    pub payer: Place,
    pub apgar5: Place,
    pub apgar10: Place,
    pub nicu: Place,
    pub living: Place,
    pub child_given: Place,
    pub child_middle: Place,
    pub child_family: Place,
    pub infant_record: Place,
    pub mother_record: Place,
}

pub(super) const BIRTH: Birth = Birth {
    payer: Place(811, 1),
    apgar5: Place(873, 2),
    apgar10: Place(875, 2),
    nicu: Place(892, 1),
    living: Place(910, 1),
    child_given: Place(1001, 50),
    child_middle: Place(1051, 50),
    child_family: Place(1101, 50),
    infant_record: Place(2922, 15),
    mother_record: Place(2937, 15),
};
