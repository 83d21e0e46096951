//! One record: what a source wrote down about one person on one day.

use crate::calendar::{Day, day};
use crate::chance::Chance;

use super::family::{Person, telephone};
use super::names::{other_spelling, plain, short_form};
use super::noise::{mistyped, typo, written, wrong_day};
use super::sources::{Kind, Source};
use super::{Errors, Role, Row, TODAY, newborn};

/// What is written down, of whom, when and where.
pub(super) struct Writing<'a> {
    pub(super) source: &'a Source,
    pub(super) person: &'a Person,
    /// The mother of an infant.
    pub(super) mother: Option<&'a Person>,
    /// The telephone of the household.
    pub(super) household: u64,
    /// The day of the event, which the record states.
    pub(super) event: Day,
    /// The day on which things are as the record says; later than the event where a record was corrected.
    pub(super) known: Day,
    /// A newborn who has no name yet.
    pub(super) unnamed: bool,
    /// The second registration of one person by one source.
    pub(super) again: bool,
}

impl Writing<'_> {
    /// The record, with the errors of a level.
    pub(super) fn row(&self, errors: Errors, chance: &mut Chance) -> Row {
        let mut row = Row { source: self.source.name.to_owned(), ..Row::default() };
        row.role = self.source.roles[usize::from(self.person.role == Role::Infant)].to_owned();
        self.names(&mut row, errors, chance);
        self.birth(&mut row, errors, chance);
        self.numbers(&mut row, errors, chance);
        self.contact(&mut row, errors, chance);
        if let Some(mother) = self.mother.filter(|_| chance.yes(self.source.kind.fills().mother)) {
            self.mother(&mut row, mother, errors, chance);
        }
        if chance.yes(9700) {
            row.event_date = written(self.event, self.source.dates);
        }
        let numbered = !row.ssn.is_empty() || !row.medicaid_id.is_empty();
        if numbered && self.known > self.person.born + 60 && chance.yes(errors.of(120)) {
            nameless(&mut row);
        }
        if self.source.capitals {
            [&mut row.first_name, &mut row.middle_name, &mut row.last_name, &mut row.address, &mut row.city]
                .into_iter()
                .chain([&mut row.mother_first_name, &mut row.mother_last_name])
                .for_each(|cell| *cell = cell.to_uppercase());
        }
        row
    }

    fn names(&self, row: &mut Row, errors: Errors, chance: &mut Chance) {
        let person = self.person;
        let surname = person.surname.on(self.known);
        if self.unnamed {
            (row.first_name, row.last_name) = newborn::name(person, self.mother, surname, errors, chance);
            row.last_name = self.spelled(&row.last_name, errors, chance);
            return;
        }
        let informal = matches!(self.source.kind, Kind::Clinic | Kind::HomeVisiting);
        row.first_name = self.given(&person.given, informal, errors, chance);
        row.last_name = self.surname(surname, errors, chance);
        if !person.middle.is_empty() && chance.yes(self.source.kind.fills().middle) {
            let initial = person.middle.chars().next().map(String::from).unwrap_or_default();
            row.middle_name =
                if chance.yes(4000) { initial } else { self.spelled(&person.middle, errors, chance) };
        }
        match chance.below(10_000) {
            // Both given names in one cell; the second one only; the two names exchanged.
            n if n < errors.of(90) && !row.middle_name.is_empty() => {
                row.first_name = format!("{} {}", row.first_name, row.middle_name);
                row.middle_name.clear();
            }
            n if n < errors.of(140) && row.middle_name.len() > 2 => {
                row.first_name = std::mem::take(&mut row.middle_name);
            }
            n if n < errors.of(210) => std::mem::swap(&mut row.first_name, &mut row.last_name),
            n if n < errors.of(260) => row.first_name.clear(),
            n if n < errors.of(285) => row.last_name.clear(),
            n if n < errors.of(340) => {
                row.first_name = row.first_name.chars().next().map(String::from).unwrap_or_default();
            }
            _ => {}
        }
    }

    fn given(&self, name: &str, informal: bool, errors: Errors, chance: &mut Chance) -> String {
        if chance.yes(errors.of(if informal { 900 } else { 150 }))
            && let Some(short) = short_form(name, chance)
        {
            return self.spelled(short, Errors::None, chance);
        }
        if name.contains(' ') && chance.yes(errors.of(2500)) {
            let mut parts = name.split(' ');
            let one = if chance.yes(7500) { parts.next() } else { parts.nth(1) };
            return self.spelled(one.unwrap_or(name), errors, chance);
        }
        self.spelled(name, errors, chance)
    }

    fn surname(&self, name: &str, errors: Errors, chance: &mut Chance) -> String {
        let parts: Vec<&str> = name.split([' ', '-']).filter(|part| !part.is_empty()).collect();
        let [one, two] = parts[..] else { return self.spelled(name, errors, chance) };
        if one.len() <= 2 {
            return self.spelled(name, errors, chance);
        }
        let text = match chance.below(10_000) {
            n if n < errors.of(1300) => one.to_owned(),
            n if n < errors.of(1900) => two.to_owned(),
            n if n < errors.of(2200) => format!("{two} {one}"),
            n if n < errors.of(2900) => format!("{one}-{two}"),
            n if n < errors.of(3400) => format!("{one} {two}"),
            n if n < errors.of(3600) => format!("{one}{}", two.to_lowercase()),
            _ => name.to_owned(),
        };
        self.spelled(&text, errors, chance)
    }

    /// A name with the accents, spellings and slips of its source.
    fn spelled(&self, name: &str, errors: Errors, chance: &mut Chance) -> String {
        let mut text = name.to_owned();
        if chance.yes(errors.of(200)) {
            text = other_spelling(&text, chance).unwrap_or(text);
        }
        if !self.source.accents || chance.yes(3000) {
            text = plain(&text);
        }
        if chance.yes(errors.of(230)) {
            text = typo(&text, chance);
            if chance.yes(errors.of(700)) {
                text = typo(&text, chance);
            }
        }
        text
    }

    fn birth(&self, row: &mut Row, errors: Errors, chance: &mut Chance) {
        let person = self.person;
        row.birth_date = birth_date(person.born, self.source, errors, chance);
        let sex = if chance.yes(errors.of(35)) { !person.female } else { person.female };
        if chance.yes(10_000 - errors.of(350)) {
            row.sex = if sex { "F" } else { "M" }.to_owned();
        }
        let multiple = person.plurality > 1;
        let says = match self.source.kind {
            Kind::Vital => 9700,
            Kind::Hospital => 8600,
            Kind::Plan => 500,
            Kind::Clinic | Kind::HomeVisiting => 4500,
        };
        if person.role == Role::Infant && (multiple || chance.yes(4000)) && chance.yes(says) {
            row.birth_order = person.order.to_string();
        }
    }

    fn numbers(&self, row: &mut Row, errors: Errors, chance: &mut Chance) {
        let (person, fills) = (self.person, self.source.kind.fills());
        let newborn = person.role == Role::Infant && self.known < person.born + 60;
        let mother = self.mother.filter(|_| newborn);
        if let Some(ssn) = person.ssn.filter(|_| !newborn && chance.yes(fills.ssn)) {
            row.ssn = ssn_text(ssn, errors, chance);
        } else if let Some(ssn) = mother.and_then(|m| m.ssn).filter(|_| chance.yes(errors.of(500))) {
            row.ssn = ssn_text(ssn, errors, chance);
        } else if chance.yes(errors.of(140)) {
            let dummy = ["999-99-9999", "000-00-0000", "123-45-6789", "111111111", "999999999"];
            row.ssn = (*chance.one_of(&dummy)).to_owned();
        }
        let hers = mother.and_then(|m| m.medicaid).filter(|_| chance.yes(errors.of(900)));
        if let Some(number) = hers.or(person.medicaid).filter(|_| chance.yes(fills.medicaid)) {
            row.medicaid_id = number.to_string();
            if chance.yes(errors.of(90)) {
                row.medicaid_id = mistyped(&row.medicaid_id, chance);
            }
        }
        if chance.yes(fills.mrn) {
            let hers = mother.filter(|_| chance.yes(errors.of(70)));
            row.mrn = self.mrn(hers.unwrap_or(person));
            if chance.yes(errors.of(40)) {
                row.mrn = mistyped(&row.mrn, chance);
            }
        }
    }

    /// The number under which this source keeps someone: in order of arrival, so that twins are near each other.
    fn mrn(&self, person: &Person) -> String {
        let number = person.entity * self.source.stride + self.source.offset;
        let number = if self.again { number + 20_000_000 * self.source.stride } else { number };
        match self.source.kind {
            Kind::Plan => format!("H{number:09}"),
            Kind::HomeVisiting => format!("HV-{number}"),
            Kind::Vital | Kind::Clinic | Kind::Hospital => number.to_string(),
        }
    }

    fn contact(&self, row: &mut Row, errors: Errors, chance: &mut Chance) {
        let (person, fills) = (self.person, self.source.kind.fills());
        // Records are behind: some still tell the former number and address.
        let stale =
            |chance: &mut Chance| if chance.yes(errors.of(900)) { self.known - 400 } else { self.known };
        if chance.yes(fills.phone) {
            let number = match chance.below(10_000) {
                n if n < errors.of(1200) => self.household,
                n if n < errors.of(1500) => telephone(chance),
                n if n < errors.of(1650) => *chance.one_of(&[5_555_555_555, 9_999_999_999, 0, 1_234_567_890]),
                _ => *person.phone.on(stale(chance)),
            };
            row.phone = phone_text(number, self.source, chance);
            if chance.yes(errors.of(120)) {
                row.phone = mistyped(&row.phone, chance);
            }
        }
        if chance.yes(fills.email) {
            row.email = person.email.clone();
            if chance.yes(errors.of(200)) {
                row.email = (*chance.one_of(&["none@none.example", "noemail@mail.example", "na"])).to_owned();
            } else if chance.yes(errors.of(150)) {
                row.email = typo(&row.email, chance);
            }
        }
        if chance.yes(fills.address) {
            person.home.on(stale(chance)).write(row, errors, chance);
        }
    }

    fn mother(&self, row: &mut Row, mother: &Person, errors: Errors, chance: &mut Chance) {
        row.mother_first_name = self.given(&mother.given, self.source.kind != Kind::Vital, errors, chance);
        let maiden = self.source.kind == Kind::Vital && chance.yes(6000);
        let surname = if maiden { &mother.surname.first } else { mother.surname.on(self.known) };
        row.mother_last_name = self.surname(surname, errors, chance);
        if chance.yes(8200) {
            row.mother_birth_date = birth_date(mother.born, self.source, errors, chance);
        }
    }
}

fn birth_date(born: Day, source: &Source, errors: Errors, chance: &mut Chance) -> String {
    match chance.below(10_000) {
        n if n < errors.of(130) => String::new(),
        n if n < errors.of(370) => written(wrong_day(born, chance).min(day(TODAY)), source.dates),
        n if n < errors.of(420) => {
            (*chance.one_of(&["1900-01-01", "1901-01-01", "01/01/1900", "9999-12-31"])).to_owned()
        }
        n if n < errors.of(435) => crate::calendar::date(born).year().to_string(),
        _ => written(born, source.dates),
    }
}

fn ssn_text(ssn: u32, errors: Errors, chance: &mut Chance) -> String {
    let digits = format!("{ssn:09}");
    let digits = if chance.yes(errors.of(160)) { mistyped(&digits, chance) } else { digits };
    if chance.yes(6000) { format!("{}-{}-{}", &digits[..3], &digits[3..5], &digits[5..]) } else { digits }
}

fn phone_text(number: u64, source: &Source, chance: &mut Chance) -> String {
    let (area, middle, last) = (number / 10_000_000, number / 10_000 % 1000, number % 10_000);
    match source.kind {
        Kind::Plan => format!("{number:010}"),
        Kind::Hospital => format!("({area:03}){middle:03}-{last:04}"),
        Kind::HomeVisiting if chance.yes(2000) => format!("{middle:03}-{last:04}"),
        _ => match chance.below(3) {
            0 => format!("({area:03}) {middle:03}-{last:04}"),
            1 => format!("{area:03}-{middle:03}-{last:04}"),
            _ => format!("+1 {area:03} {middle:03} {last:04}"),
        },
    }
}

/// What is left of a record that came without a name: numbers, a telephone, an address.
fn nameless(row: &mut Row) {
    for cell in [&mut row.first_name, &mut row.middle_name, &mut row.last_name, &mut row.birth_date] {
        cell.clear();
    }
}
