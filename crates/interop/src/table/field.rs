//! What a column may mean.

/// Whom a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whom {
    /// The mother.
    Mother,
    /// The infant.
    Infant,
    /// The pregnancy or the delivery.
    Pregnancy,
    /// What was done or found on a day.
    Care,
    /// The row itself.
    Row,
}

/// How the text of a cell is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An identifier: leading zeros stay, a damaged one refuses the row.
    Id,
    /// A name.
    Name,
    /// Words.
    Text,
    /// A day.
    Date,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A postal code.
    Zip,
    /// One of some values.
    Code,
    /// Several of some values.
    Multi,
    /// A whole number.
    Integer,
    /// A duration of pregnancy, in days.
    Gestation,
    /// A weight, in grams.
    Weight,
    /// A blood pressure: `120/80`.
    Bp,
    /// Yes or no. Blank is neither.
    YesNo,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Id,
        Self::Name,
        Self::Text,
        Self::Date,
        Self::Phone,
        Self::Email,
        Self::Zip,
        Self::Code,
        Self::Multi,
        Self::Integer,
        Self::Gestation,
        Self::Weight,
        Self::Bp,
        Self::YesNo,
    ];

    /// Its name in a mapping.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Text => "text",
            Self::Date => "date",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Zip => "zip",
            Self::Code => "code",
            Self::Multi => "multi",
            Self::Integer => "integer",
            Self::Gestation => "gestation",
            Self::Weight => "weight",
            Self::Bp => "bp",
            Self::YesNo => "yes_no",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $whom:ident, $kind:ident;)*) => {
        /// What a column means: the name in a mapping, whom it is about, how it is read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $($(#[$doc])* $variant,)* }

        impl Field {
            /// All of them, in the order in which people look for them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in a mapping.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Whom it is about.
            pub fn whom(self) -> Whom {
                match self { $(Self::$variant => Whom::$whom),* }
            }

            /// How its cells are read.
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind),* }
            }

            /// The one with this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.name() == name)
            }
        }
    };
}

fields! {
    /// Her number at the sender.
    MotherIdentifier = "mother.identifier", Mother, Id;
    /// Her number with Medicaid.
    MotherMedicaid = "mother.medicaid_id", Mother, Id;
    /// Her surname.
    MotherFamily = "mother.family", Mother, Name;
    /// Her first name.
    MotherGiven = "mother.given", Mother, Name;
    /// Her middle name.
    MotherMiddle = "mother.middle", Mother, Name;
    /// Her surname at birth.
    MotherMaiden = "mother.maiden", Mother, Name;
    /// Her whole name in one cell: `LAST, FIRST M`.
    MotherName = "mother.name", Mother, Name;
    /// Her day of birth.
    MotherBorn = "mother.birth_date", Mother, Date;
    /// A telephone number of hers.
    MotherPhone = "mother.phone", Mother, Phone;
    /// Another one.
    MotherPhone2 = "mother.phone2", Mother, Phone;
    /// Her e-mail address.
    MotherEmail = "mother.email", Mother, Email;
    /// Street and number.
    MotherAddress = "mother.address", Mother, Text;
    /// Apartment and the like.
    MotherAddress2 = "mother.address2", Mother, Text;
    /// City.
    MotherCity = "mother.city", Mother, Text;
    /// County.
    MotherCounty = "mother.county", Mother, Text;
    /// State.
    MotherState = "mother.state", Mother, Text;
    /// Postal code.
    MotherZip = "mother.zip", Mother, Zip;
    /// Her race, as she reported it.
    MotherRace = "mother.race", Mother, Multi;
    /// Her ethnicity, as she reported it.
    MotherEthnicity = "mother.ethnicity", Mother, Multi;
    /// The language that she prefers.
    MotherLanguage = "mother.language", Mother, Code;
    /// Whether she needs an interpreter.
    MotherInterpreter = "mother.interpreter", Mother, YesNo;
    /// The baby's number at the sender.
    InfantIdentifier = "infant.identifier", Infant, Id;
    /// The baby's number with Medicaid.
    InfantMedicaid = "infant.medicaid_id", Infant, Id;
    /// The baby's surname.
    InfantFamily = "infant.family", Infant, Name;
    /// The baby's first name.
    InfantGiven = "infant.given", Infant, Name;
    /// The baby's whole name in one cell.
    InfantName = "infant.name", Infant, Name;
    /// The baby's day of birth.
    InfantBorn = "infant.birth_date", Infant, Date;
    /// The baby's sex.
    InfantSex = "infant.sex", Infant, Code;
    /// Birth weight.
    BirthWeight = "infant.birth_weight", Infant, Weight;
    /// Gestation at birth.
    BirthGestation = "infant.gestation", Infant, Gestation;
    /// Apgar score at one minute.
    Apgar1 = "infant.apgar1", Infant, Integer;
    /// Apgar score at five minutes.
    Apgar5 = "infant.apgar5", Infant, Integer;
    /// Apgar score at ten minutes.
    Apgar10 = "infant.apgar10", Infant, Integer;
    /// Whether the baby went to intensive care.
    Nicu = "infant.nicu", Infant, YesNo;
    /// How many were born together.
    Plurality = "infant.plurality", Infant, Integer;
    /// The place among these: 1 or A is the first.
    BirthOrder = "infant.birth_order", Infant, Code;
    /// Estimated due date.
    DueDate = "pregnancy.edd", Pregnancy, Date;
    /// First day of the last menstrual period.
    Lmp = "pregnancy.lmp", Pregnancy, Date;
    /// Gestation on the day of the row.
    Gestation = "pregnancy.ga", Pregnancy, Gestation;
    /// Pregnancies, this one included.
    Gravida = "pregnancy.gravida", Pregnancy, Integer;
    /// Births.
    Para = "pregnancy.para", Pregnancy, Integer;
    /// Day of delivery.
    Delivered = "delivery.date", Pregnancy, Date;
    /// Route of delivery.
    Route = "delivery.type", Pregnancy, Code;
    /// Live birth or stillbirth.
    Outcome = "delivery.outcome", Pregnancy, Code;
    /// Day of a visit; what the row found is of this day.
    VisitDate = "visit.date", Care, Date;
    /// Kind of visit.
    VisitType = "visit.type", Care, Code;
    /// Blood pressure in one cell.
    Bp = "bp", Care, Bp;
    /// Upper blood pressure.
    Systolic = "bp.systolic", Care, Integer;
    /// Lower blood pressure.
    Diastolic = "bp.diastolic", Care, Integer;
    /// Day of the screening.
    ScreenDate = "screen.date", Care, Date;
    /// PHQ-9 total.
    Phq9 = "screen.phq9.total", Care, Integer;
    /// PHQ-2 total.
    Phq2 = "screen.phq2.total", Care, Integer;
    /// EPDS total.
    Epds = "screen.epds.total", Care, Integer;
    /// GAD-7 total.
    Gad7 = "screen.gad7.total", Care, Integer;
    /// Whether text messages are welcome.
    ConsentSms = "consent.sms", Mother, YesNo;
    /// Who pays.
    Insurer = "coverage.insurer", Mother, Text;
    /// Her number with whoever pays.
    MemberId = "coverage.member_id", Mother, Id;
    /// The clinic or site.
    Site = "site", Row, Text;
}

impl Field {
    /// The numbers that a whole-number field may hold, where its scale has ends.
    pub(super) fn range(self) -> Option<(i64, i64)> {
        Some(match self {
            Self::Apgar1 | Self::Apgar5 | Self::Apgar10 => (0, 10),
            Self::Plurality => (1, 8),
            Self::Gravida | Self::Para => (0, 30),
            Self::Systolic => (50, 300),
            Self::Diastolic => (20, 200),
            Self::Phq9 => (0, 27),
            Self::Phq2 => (0, 6),
            Self::Epds => (0, 30),
            Self::Gad7 => (0, 21),
            _ => return None,
        })
    }
}
