//! What the columns of an unknown file probably mean, and why that is thought.
//!
//! A mapping that the sender's steward confirmed before comes first, then the words of the header in English and
//! Spanish, then what the cells look like. Only a person confirms a mapping; this module never does.

use super::dates::{self, DateOrder, DateSettings, Tally};
use super::field::{Field, Kind, Whom};
use super::header::normal;
use super::mapping::{Column, Ignored, Mapping, Source, only};
use super::{Sheet, Typed};

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Nothing is known of the column.
    None,
    /// The cells look like it.
    Low,
    /// The header contains its words.
    Medium,
    /// The header is its name.
    High,
    /// A person said so before.
    Known,
}

impl Confidence {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Known => "known",
        }
    }
}

/// What one column probably is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The header.
    pub header: String,
    /// The field; none when the column is better left out.
    pub field: Option<Field>,
    /// Whether it is dropped before anything is stored.
    pub ignored: bool,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why, in words.
    pub reason: String,
    /// Some of its cells.
    pub samples: Vec<String>,
    /// How its dates decide between the orders, for a column of dates.
    pub dates: Option<Tally>,
}

/// A mapping that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The mapping, ready to be confirmed or changed.
    pub mapping: Mapping,
    /// Each column of the sheet.
    pub guesses: Vec<Guess>,
}

/// Headers and what they mean of the mother and of the infant.
const WORDS: &[(&str, Option<Field>, Option<Field>)] = {
    use Field::*;
    &[
        (
            "mrn|patient id|pat id|patid|chart #|chart|chart no|chart number|medical record number|medical record|med rec #|record number|id|expediente|numero de expediente|client id|ehr id",
            Some(MotherIdentifier),
            Some(InfantIdentifier),
        ),
        (
            "medicaid id|medicaid #|medicaid number|medicaid|mco id",
            Some(MotherMedicaid),
            Some(InfantMedicaid),
        ),
        (
            "last|last name|lastname|lname|surname|family name|apellido|apellidos",
            Some(MotherFamily),
            Some(InfantFamily),
        ),
        (
            "first|first name|firstname|fname|given name|nombre|nombres|primer nombre",
            Some(MotherGiven),
            Some(InfantGiven),
        ),
        ("middle|middle name|mi|middle initial|segundo nombre", Some(MotherMiddle), None),
        ("maiden|maiden name|birth name|apellido de soltera", Some(MotherMaiden), None),
        (
            "name|full name|patient name|patient|client name|nombre completo",
            Some(MotherName),
            Some(InfantName),
        ),
        (
            "dob|birth date|birthdate|date of birth|birthday|born|bdate|fecha de nacimiento|fecha nacimiento|fec nac",
            Some(MotherBorn),
            Some(InfantBorn),
        ),
        ("sex|gender|sexo|genero", None, Some(InfantSex)),
        (
            "phone|phone 1|phone1|telephone|tel|cell|cell phone|mobile|phone number|primary phone|home phone|telefono|celular",
            Some(MotherPhone),
            None,
        ),
        ("phone 2|phone2|alt phone|alternate phone|other phone|work phone", Some(MotherPhone2), None),
        ("email|e mail|email address|correo|correo electronico", Some(MotherEmail), None),
        (
            "address|address 1|address1|street|street address|direccion|domicilio|calle",
            Some(MotherAddress),
            None,
        ),
        ("address 2|address2|apt|apartment|unit", Some(MotherAddress2), None),
        ("city|town|ciudad", Some(MotherCity), None),
        ("county|condado", Some(MotherCounty), None),
        ("state|st|estado", Some(MotherState), None),
        ("zip|zip code|zipcode|postal code|codigo postal", Some(MotherZip), None),
        ("race|race 1|raza", Some(MotherRace), None),
        (
            "ethnicity|hispanic|ethnic group|etnia|etnicidad|hispanic origin|hispanic latino",
            Some(MotherEthnicity),
            None,
        ),
        ("language|preferred language|primary language|lang|idioma|lengua", Some(MotherLanguage), None),
        ("interpreter|interpreter needed|needs interpreter|interprete", Some(MotherInterpreter), None),
        ("insurer|insurance|payer|payor|plan|health plan|primary insurance|seguro", Some(Insurer), None),
        ("member id|member #|subscriber id|policy number|insurance id", Some(MemberId), None),
        (
            "edd|edc|due date|est delivery|estimated delivery date|estimated due date|expected delivery|fecha probable de parto|fpp",
            Some(DueDate),
            None,
        ),
        ("lmp|last menstrual period|last period|fum|fecha ultima menstruacion", Some(Lmp), None),
        (
            "ga|weeks|gest age|gestational age|gestation|weeks pregnant|semanas|edad gestacional",
            Some(Gestation),
            Some(BirthGestation),
        ),
        (
            "ga at birth|ga at delivery|gestation at birth|gestational age at birth|gestational age at delivery",
            Some(BirthGestation),
            Some(BirthGestation),
        ),
        ("gravida|grav|g|pregnancies|gravidity|gesta", Some(Gravida), None),
        ("para|p|parity|births", Some(Para), None),
        (
            "delivery date|date of delivery|delivered|delivered on|date delivered|fecha de parto|fecha parto",
            Some(Delivered),
            Some(InfantBorn),
        ),
        (
            "delivery type|type of delivery|mode of delivery|delivery method|route|route of delivery|tipo de parto",
            Some(Route),
            None,
        ),
        ("outcome|birth outcome|pregnancy outcome|delivery outcome|resultado", Some(Outcome), None),
        (
            "birth weight|birthweight|bw|weight at birth|bwt|weight|peso al nacer|peso",
            Some(BirthWeight),
            Some(BirthWeight),
        ),
        ("apgar 1|apgar1|apgar 1 min|1 min apgar", Some(Apgar1), Some(Apgar1)),
        ("apgar 5|apgar5|apgar 5 min|5 min apgar", Some(Apgar5), Some(Apgar5)),
        ("apgar 10|apgar10|apgar 10 min", Some(Apgar10), Some(Apgar10)),
        ("nicu|nicu admission|admitted to nicu|ucin", Some(Nicu), Some(Nicu)),
        ("plurality|number of babies|multiples|# babies|singleton twin", Some(Plurality), Some(Plurality)),
        ("birth order|order|baby letter|twin", Some(BirthOrder), Some(BirthOrder)),
        (
            "visit date|date of visit|appt date|appointment date|encounter date|service date|date of service|dos|fecha de visita|fecha cita",
            Some(VisitDate),
            None,
        ),
        (
            "visit type|type of visit|appt type|appointment type|encounter type|service|reason|tipo de visita",
            Some(VisitType),
            None,
        ),
        ("bp|blood pressure|presion arterial|presion", Some(Bp), None),
        ("systolic|sbp|bp systolic|systolic bp", Some(Systolic), None),
        ("diastolic|dbp|bp diastolic|diastolic bp", Some(Diastolic), None),
        ("screening date|screen date|date screened|phq date|epds date|phq9 date", Some(ScreenDate), None),
        ("phq9|phq 9|phq 9 score|phq9 score|phq 9 total|phq9 total", Some(Phq9), None),
        ("phq2|phq 2|phq 2 score|phq2 score", Some(Phq2), None),
        ("epds|epds score|edinburgh|epds total", Some(Epds), None),
        ("gad7|gad 7|gad 7 score|gad7 score", Some(Gad7), None),
        (
            "ok to text|text ok|sms ok|consent to text|text consent|sms consent|acepta mensajes",
            Some(ConsentSms),
            None,
        ),
        ("site|clinic|location|facility|clinic name|site name|provider site|clinica|sitio", Some(Site), None),
    ]
};

const MOTHER: &[&str] = &[
    "mother", "mothers", "mom", "moms", "maternal", "madre", "mama", "parent", "client", "patient", "pt",
    "paciente",
];
const INFANT: &[&str] = &[
    "baby", "babys", "infant", "infants", "newborn", "child", "childs", "nb", "bebe", "nino", "nina",
    "recien",
];
const SMALL: &[&str] = &["s", "de", "del", "la", "el", "of", "the", "nacido"];

/// Columns that are dropped before anything is stored.
const DROPPED: &[&str] =
    &["ssn", "social security*", "social sec*", "ss #", "notes", "comments", "comment", "notas"];

/// Whose a header says it is, and what is left of it.
fn parts(header: &str) -> (Option<Whom>, String) {
    let words: Vec<&str> = header.split(' ').collect();
    let whom = if words.iter().any(|w| INFANT.contains(w)) {
        Some(Whom::Infant)
    } else if words.iter().any(|w| MOTHER.contains(w)) {
        Some(Whom::Mother)
    } else {
        None
    };
    let rest: Vec<&str> = words
        .into_iter()
        .filter(|w| !(INFANT.contains(w) || MOTHER.contains(w) || whom.is_some() && SMALL.contains(w)))
        .collect();
    (whom, rest.join(" "))
}

fn lookup(text: &str) -> Option<(Option<Field>, Option<Field>)> {
    WORDS.iter().find(|(names, ..)| names.split('|').any(|name| name == text)).map(|(_, m, i)| (*m, *i))
}

/// Whether a header is one of those that are known.
pub(super) fn known_header(header: &str) -> bool {
    let header = normal(header);
    lookup(&header).is_some() || lookup(&parts(&header).1).is_some() || is_dropped(&header)
}

fn is_dropped(header: &str) -> bool {
    DROPPED.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(start) => header.starts_with(start),
        None => header == *pattern,
    })
}

/// Proposes a mapping for a sheet. `known` are mappings that were confirmed before, the sender's own first.
pub fn propose(sheet: &Sheet, known: &[Mapping]) -> Proposal {
    let mut guesses: Vec<Guess> =
        sheet.headers.iter().enumerate().map(|(at, header)| guess(sheet, at, header, known)).collect();
    only_one_each(&mut guesses);
    let base = known.first().map(|m| m.source.clone());
    let mut source = base.unwrap_or_else(|| Source { name: String::new(), ..Source::default() });
    source.sheet = source.sheet.or_else(|| sheet.sheet.clone());
    source.date_order = source.date_order.or_else(|| order_of(&guesses));
    let remembered = |field: Field| known.iter().flat_map(|m| &m.columns).find(|c| c.field == field).cloned();
    let columns: Vec<Column> = guesses
        .iter()
        .filter_map(|g| {
            let field = g.field?;
            let mut column = remembered(field).unwrap_or_else(|| Column::new(field, &g.header));
            if !column.matches.iter().any(|m| normal(m) == normal(&g.header)) {
                column.matches.insert(0, g.header.clone());
            }
            Some(column)
        })
        .collect();
    let mut ignored: Vec<Ignored> = known.first().map(|m| m.ignored.clone()).unwrap_or_default();
    let dropped = guesses.iter().filter(|g| g.ignored).map(|g| g.header.clone());
    let dropped = dropped.filter(|h| !known.first().is_some_and(|m| m.ignores(h)));
    let dropped: Vec<String> = dropped.map(|h| only(&h)).collect();
    if !dropped.is_empty() {
        ignored.push(Ignored { matches: dropped });
    }
    let mut mapping = Mapping { source, columns, ignored };
    mapping.source.row_key.retain(|key| {
        let field = Field::named(key);
        field.is_none_or(|f| mapping.columns.iter().any(|c| c.field == f))
    });
    if mapping.source.row_key.is_empty() {
        mapping.source.row_key = mapping.usual_row_key();
    }
    Proposal { mapping, guesses }
}

impl Mapping {
    /// Whether its columns tell whose a row is: a number, or a name with a birth date.
    pub fn tells_who(&self) -> bool {
        let has = |field: Field| self.columns.iter().any(|c| c.field == field);
        let numbers =
            [Field::MotherIdentifier, Field::MotherMedicaid, Field::InfantIdentifier, Field::InfantMedicaid];
        let mother = (has(Field::MotherFamily) || has(Field::MotherName)) && has(Field::MotherBorn);
        let infant = (has(Field::InfantFamily) || has(Field::InfantName)) && has(Field::InfantBorn);
        mother || infant || numbers.into_iter().any(has)
    }

    /// What tells rows apart: her number, or her name and birth date; with the baby, the day and kind of a visit, and,
    /// unless every file is the whole list, the days of a delivery and a screening, where there are such columns.
    pub fn usual_row_key(&self) -> Vec<String> {
        let has = |field: Field| self.columns.iter().any(|c| c.field == field);
        let mut key: Vec<Field> = [Field::MotherIdentifier, Field::MotherMedicaid]
            .into_iter()
            .filter(|f| has(*f))
            .take(1)
            .collect();
        if key.is_empty() {
            let names = [Field::MotherFamily, Field::MotherGiven, Field::MotherName, Field::MotherBorn];
            key.extend(names.into_iter().filter(|f| has(*f)));
        }
        let more = [
            Field::InfantIdentifier,
            Field::InfantBorn,
            Field::BirthOrder,
            Field::VisitDate,
            Field::VisitType,
        ];
        key.extend(more.into_iter().filter(|f| has(*f)));
        // In a whole list her row stays hers when a delivery or a screening is filled in.
        if !self.source.snapshot {
            key.extend([Field::Delivered, Field::ScreenDate].into_iter().filter(|f| has(*f)));
        }
        key.into_iter().map(|f| f.name().to_owned()).collect()
    }
}

fn guess(sheet: &Sheet, at: usize, header: &str, known: &[Mapping]) -> Guess {
    let normalised = normal(header);
    let cells = || sheet.rows.iter().map(|row| &row.cells[at]).filter(|c| !c.is_empty());
    let mut samples: Vec<String> = Vec::new();
    for cell in cells() {
        if samples.len() < 3 && !samples.contains(&cell.text) {
            samples.push(cell.text.clone());
        }
    }
    let mut found = Guess {
        header: header.to_owned(),
        field: None,
        ignored: false,
        confidence: Confidence::None,
        reason: "neither the header nor the cells say what it is".into(),
        samples,
        dates: None,
    };
    let settle = |found: &mut Guess, field, confidence, reason: String| {
        (found.field, found.confidence, found.reason) = (Some(field), confidence, reason);
    };
    for mapping in known {
        if mapping.ignores(header) {
            found.ignored = true;
            (found.confidence, found.reason) =
                (Confidence::Known, "it was dropped in an earlier mapping".into());
            found.samples.clear();
            return found;
        }
        let earlier = mapping.columns.iter().find(|c| c.matches.iter().any(|m| normal(m) == normalised));
        if let Some(column) = earlier {
            settle(&mut found, column.field, Confidence::Known, "it was mapped so before".into());
            break;
        }
    }
    if found.field.is_none() && is_dropped(&normalised) {
        found.ignored = true;
        (found.confidence, found.reason) =
            (Confidence::High, "such columns are dropped before anything is stored".into());
        found.samples.clear();
        return found;
    }
    if found.field.is_none() {
        by_words(&normalised, &mut found);
    }
    if found.field.is_none() {
        by_content(sheet, at, &mut found);
    }
    if found.field.is_some_and(|f| f.kind() == Kind::Date) {
        found.dates = Some(Tally::of(cells()).unwrap_or_default());
    }
    found
}

fn by_words(header: &str, found: &mut Guess) {
    if let Some((Some(field), _)) = lookup(header) {
        (found.field, found.confidence) = (Some(field), Confidence::High);
        found.reason = "its header says so".into();
        return;
    }
    let (whom, rest) = parts(header);
    let pick = |(mother, infant): (Option<Field>, Option<Field>)| match whom {
        Some(Whom::Infant) => infant,
        Some(_) => mother,
        None => mother.or(infant),
    };
    if let Some(field) = lookup(&rest).and_then(pick) {
        (found.field, found.confidence) = (Some(field), Confidence::High);
        found.reason = "its header says so".into();
        return;
    }
    if whom == Some(Whom::Infant) && rest.is_empty() {
        (found.field, found.confidence) = (Some(Field::InfantName), Confidence::Medium);
        found.reason = "its header names the baby".into();
        return;
    }
    // The longest name that stands whole within the header.
    let within = WORDS
        .iter()
        .flat_map(|(names, m, i)| names.split('|').map(move |name| (name, (*m, *i))))
        .filter(|(name, _)| name.len() >= 3 && format!(" {rest} ").contains(&format!(" {name} ")))
        .max_by_key(|(name, _)| name.len());
    if let Some((name, field)) = within.and_then(|(name, pair)| Some((name, pick(pair)?))) {
        (found.field, found.confidence) = (Some(field), Confidence::Medium);
        found.reason = format!("its header contains `{name}`");
    }
}

/// The share of cells that a column's look is judged by.
const MOSTLY: f64 = 0.8;

fn by_content(sheet: &Sheet, at: usize, found: &mut Guess) {
    let cells: Vec<_> = sheet.rows.iter().map(|r| &r.cells[at]).filter(|c| !c.is_empty()).take(200).collect();
    if cells.len() < 3 {
        return;
    }
    let mostly = |test: &dyn Fn(&super::Cell) -> bool| {
        cells.iter().filter(|c| test(c)).count() as f64 >= cells.len() as f64 * MOSTLY
    };
    let any_day = DateSettings {
        order: Some(DateOrder::Mdy),
        pivot: 30,
        file_date: jiff::civil::date(2200, 1, 1),
        epoch_1904: false,
    };
    let found_field = if mostly(&|c| c.text.contains('@') && c.text.contains('.')) {
        Some((Field::MotherEmail, "its cells look like e-mail addresses"))
    } else if mostly(&|c| super::values::phone(&c.text).starts_with("+1")) {
        Some((Field::MotherPhone, "its cells look like telephone numbers"))
    } else if mostly(&|c| super::values::bp(c).is_ok() && c.text.contains('/') && dates::orders(c).is_none())
    {
        Some((Field::Bp, "its cells look like blood pressures"))
    } else if mostly(&|c| {
        c.typed == Typed::Date || c.text.len() > 5 && dates::read(c, &any_day, false).is_ok()
    }) {
        // A date of what, only a person knows.
        found.reason = "its cells look like dates; say of what".into();
        found.confidence = Confidence::Low;
        None
    } else {
        None
    };
    if let Some((field, why)) = found_field {
        (found.field, found.confidence, found.reason) = (Some(field), Confidence::Low, why.into());
    }
}

/// Of several columns with one field only the surest keeps it.
fn only_one_each(guesses: &mut [Guess]) {
    for at in 0..guesses.len() {
        let Some(field) = guesses[at].field else { continue };
        let better = |other: &Guess, before: bool| {
            other.field == Some(field)
                && (other.confidence > guesses[at].confidence
                    || before && other.confidence == guesses[at].confidence)
        };
        let beaten = guesses.iter().enumerate().any(|(i, other)| i != at && better(other, i < at));
        if beaten {
            guesses[at].reason = format!("another column is already `{}`", field.name());
            guesses[at].field = None;
            guesses[at].confidence = Confidence::None;
        }
    }
}

/// The order of a sender's dates, when every column in which it matters proves the same one by itself.
fn order_of(guesses: &[Guess]) -> Option<DateOrder> {
    let says = |t: &&Tally| t.day_first + t.month_first + t.undecidable > 0;
    let mut orders = guesses.iter().filter_map(|g| g.dates.as_ref()).filter(says).map(Tally::proves);
    let first = orders.next()??;
    orders.all(|order| order == Some(first)).then_some(first)
}
