//! Who there is: the women of a household, their pregnancies and their children, as they really are.

use crate::calendar::{Day, day};
use crate::chance::Chance;

use super::names::Names;
use super::place::{Home, Towns};
use super::{Role, TODAY, YEARS};

/// Something that may change once in the time that the records speak of.
#[derive(Debug, Clone)]
pub(super) struct Dated<T> {
    /// How it was at first.
    pub(super) first: T,
    /// The day of the change, and how it was from then on.
    pub(super) then: Option<(Day, T)>,
}

impl<T> Dated<T> {
    fn always(first: T) -> Self {
        Self { first, then: None }
    }

    /// How it was on a day.
    pub(super) fn on(&self, day: Day) -> &T {
        match &self.then {
            Some((from, then)) if day >= *from => then,
            _ => &self.first,
        }
    }

    /// Whether it had changed by a day.
    pub(super) fn changed(&self, day: Day) -> bool {
        self.then.as_ref().is_some_and(|(from, _)| day >= *from)
    }
}

/// One person, as she or he really is.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) entity: u64,
    pub(super) role: Role,
    pub(super) given: String,
    pub(super) middle: String,
    pub(super) surname: Dated<String>,
    pub(super) born: Day,
    pub(super) female: bool,
    /// 1 for the first born of a pregnancy.
    pub(super) order: u8,
    /// How many were born of the pregnancy; 0 for a mother.
    pub(super) plurality: u8,
    pub(super) ssn: Option<u32>,
    pub(super) medicaid: Option<u32>,
    pub(super) phone: Dated<u64>,
    pub(super) email: String,
    pub(super) home: Dated<Home>,
}

/// The end of one pregnancy.
pub(super) struct Birth {
    /// Place of the mother in the household.
    pub(super) mother: usize,
    pub(super) on: Day,
    /// None where the pregnancy was lost.
    pub(super) infants: Vec<Person>,
}

/// People who live together at first, and share a telephone.
pub(super) struct Household {
    pub(super) women: Vec<Person>,
    pub(super) births: Vec<Birth>,
    pub(super) telephone: u64,
}

/// What households are made of.
pub(super) struct World {
    pub(super) names: Names,
    towns: Towns,
    /// The first day on which anyone is born.
    first: Day,
}

impl World {
    pub(super) fn new() -> Self {
        Self { names: Names::new(), towns: Towns::new(), first: day(TODAY) - 365 * YEARS }
    }

    /// The next household; entities are numbered from `entity` on.
    pub(super) fn household(&self, entity: u64, chance: &mut Chance) -> Household {
        let home = self.towns.home(chance);
        let tradition = self.names.tradition(chance);
        let maiden = self.names.born_with(tradition, chance);
        let women = [1, 1, 1, 1, 1, 1, 1, 2, 2, 3][chance.below(10) as usize];
        let mut house = Household { women: Vec::new(), births: Vec::new(), telephone: telephone(chance) };
        let mut next = entity;
        for place in 0..women {
            // Most who live together are sisters or mother and daughter; some share no more than the rent.
            let related = place == 0 || chance.yes(7000);
            let of = if related { tradition } else { self.names.tradition(chance) };
            let surname = if related { maiden.clone() } else { self.names.born_with(of, chance) };
            let mut woman = self.woman(next, of, surname, home, chance);
            if place > 0 && related && chance.yes(120) {
                woman.born = house.women[0].born;
            }
            if place > 0 && related && chance.yes(500) {
                woman.given.clone_from(&house.women[0].given);
                woman.born = day(TODAY) - 365 * 18 - chance.between(0, 365 * 3);
            }
            next += 1;
            house.women.push(woman);
            next = self.pregnancies(&mut house, place, of, next, chance);
        }
        house
    }

    fn woman(
        &self,
        entity: u64,
        tradition: usize,
        surname: String,
        home: Home,
        chance: &mut Chance,
    ) -> Person {
        let names = &self.names;
        let born = day(TODAY)
            - 365 * YEARS
            - 365 * 17
            - chance.between(0, 365 * 25).min(chance.between(0, 365 * 27));
        let when = self.first + chance.between(0, 365 * YEARS);
        let surname = match chance.below(100) {
            0..13 => {
                let his =
                    names.surname(if chance.yes(7500) { tradition } else { names.tradition(chance) }, chance);
                let new = match chance.below(10) {
                    0 => format!("{surname}-{his}"),
                    1 => format!("{surname} {his}"),
                    _ => his,
                };
                Dated { first: surname, then: Some((when, new)) }
            }
            13..48 => Dated::always(names.surname(tradition, chance)),
            _ => Dated::always(surname),
        };
        let given = names.given(tradition, true, chance);
        let email = email(&given, &surname.first, chance);
        let moves = self.first + chance.between(60, 365 * YEARS);
        let home = if chance.yes(2600) {
            Dated { first: home, then: Some((moves, self.towns.home(chance))) }
        } else {
            Dated::always(home)
        };
        let phone = Dated {
            first: telephone(chance),
            then: chance.yes(2200).then(|| (self.first + chance.between(60, 365 * YEARS), telephone(chance))),
        };
        Person {
            entity,
            role: Role::Mother,
            middle: if chance.yes(8500) { names.given(tradition, true, chance) } else { String::new() },
            given,
            surname,
            born,
            female: true,
            order: 0,
            plurality: 0,
            ssn: chance.yes(8700).then(|| ssn(chance)),
            medicaid: chance.yes(4500).then(|| medicaid(chance)),
            phone,
            email,
            home,
        }
    }

    fn pregnancies(
        &self,
        house: &mut Household,
        mother: usize,
        tradition: usize,
        mut next: u64,
        chance: &mut Chance,
    ) -> u64 {
        let count = [0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3][chance.below(12) as usize];
        let father = self.names.surname(tradition, chance);
        let mut on = self.first + chance.between(0, 365 * 3);
        for _ in 0..count {
            if on >= day(TODAY) {
                break;
            }
            let woman = &house.women[mother];
            let plurality = match chance.below(1000) {
                0..2 => 3,
                2..35 => 2,
                _ => 1,
            };
            let lost = chance.yes(500);
            let mut infants = Vec::new();
            for order in 1..=if lost { 0 } else { plurality } {
                let infant =
                    self.infant(next, woman, tradition, &father, on, (order, plurality), &infants, chance);
                infants.push(infant);
                next += 1;
            }
            house.births.push(Birth { mother, on, infants });
            on += 330 + chance.between(0, 900);
        }
        next
    }

    #[expect(clippy::too_many_arguments, reason = "each is one plain fact about the birth")]
    fn infant(
        &self,
        entity: u64,
        mother: &Person,
        tradition: usize,
        father: &str,
        born: Day,
        (order, plurality): (u8, u8),
        elder: &[Person],
        chance: &mut Chance,
    ) -> Person {
        // A twin is named like the other one now and then: Jayden and Jaylen, Mia and Maia.
        let same_sex = elder.first().map(|twin| if chance.yes(6700) { twin.female } else { !twin.female });
        let female = same_sex.unwrap_or_else(|| chance.yes(4880));
        let mut given = self.names.given(tradition, female, chance);
        while elder.iter().any(|twin| twin.given == given) {
            given = self.names.given(tradition, female, chance);
        }
        if let Some(twin) = elder.first().filter(|twin| twin.female == female && chance.yes(1200)) {
            let alike = super::noise::alike(&twin.given, chance);
            if alike != twin.given {
                given = alike;
            }
        }
        let hers = mother.surname.on(born).clone();
        let known_on = born + chance.between(1, 40);
        let surname = match elder.first() {
            Some(twin) => twin.surname.clone(),
            None => match chance.below(100) {
                0..46 => Dated::always(hers),
                46..86 => Dated { first: hers, then: Some((known_on, father.to_owned())) },
                86..92 => {
                    let both = format!("{father} {}", hers.split(' ').next().unwrap_or_default());
                    Dated { first: hers, then: Some((known_on, both)) }
                }
                92..97 => Dated { then: Some((known_on, format!("{hers}-{father}"))), first: hers },
                _ => {
                    let adopted = self.names.surname(tradition, chance);
                    Dated { first: hers, then: Some((born + chance.between(40, 500), adopted)) }
                }
            },
        };
        Person {
            entity,
            role: Role::Infant,
            given,
            middle: if chance.yes(7800) {
                self.names.given(tradition, female, chance)
            } else {
                String::new()
            },
            surname,
            born,
            female,
            order,
            plurality,
            ssn: chance.yes(8000).then(|| ssn(chance)),
            medicaid: mother.medicaid.filter(|_| chance.yes(9200)).map(|_| medicaid(chance)),
            phone: mother.phone.clone(),
            email: mother.email.clone(),
            home: mother.home.clone(),
        }
    }
}

/// A telephone number in an area code that is kept in reserve, so that it rings nowhere.
pub(super) fn telephone(chance: &mut Chance) -> u64 {
    let area = [370, 372, 374, 376, 960, 962, 964][chance.below(7).min(chance.below(7)) as usize];
    area * 10_000_000 + u64::from(200 + chance.below(780)) * 10_000 + u64::from(chance.below(10_000))
}

/// A social security number from the areas that were never given out by place.
fn ssn(chance: &mut Chance) -> u32 {
    (800 + chance.below(100)) * 1_000_000 + (1 + chance.below(99)) * 10_000 + 1 + chance.below(9999)
}

/// A Medicaid number of nine digits.
fn medicaid(chance: &mut Chance) -> u32 {
    100_000_000 + chance.below(899_999_999)
}

fn email(given: &str, surname: &str, chance: &mut Chance) -> String {
    let letters = |text: &str| -> String {
        super::names::plain(text).chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase()
    };
    let (given, surname) = (letters(given), letters(surname));
    let host = chance.one_of(&["mail.example", "post.example", "inbox.example", "web.example"]);
    let number = chance.below(100);
    match chance.below(4) {
        0 => format!("{given}.{surname}@{host}"),
        1 => format!("{given}{number}@{host}"),
        2 => format!("{}{surname}{number}@{host}", given.chars().next().unwrap_or('x')),
        _ => format!("{given}{surname}{number}@{host}"),
    }
}
