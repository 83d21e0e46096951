//! Names in the proportions of real ones: a few that very many have, and tens of thousands that few have.

use crate::chance::Chance;

use super::pools::{GIVEN_A, GIVEN_BOY, GIVEN_GIRL, SHORT, SPELLINGS, TRADITIONS, Tradition};

/// Draws places of a list so that the one of rank r comes about 1 in r as often as the first.
pub(super) struct Ranked {
    cumulative: Vec<u32>,
}

impl Ranked {
    /// Ranks of `n` things. A larger `flat` makes the first less outstanding.
    pub(super) fn new(n: u32, flat: u32) -> Self {
        let mut total = 0;
        let weight = |rank: u32| 240_000_000 / (rank + 1 + flat);
        let cumulative = (0..n)
            .map(|rank| {
                total += weight(rank);
                total
            })
            .collect();
        Self { cumulative }
    }

    /// A place.
    pub(super) fn draw(&self, chance: &mut Chance) -> usize {
        let all = self.cumulative.last().copied().unwrap_or(1);
        let drawn = chance.below(all);
        self.cumulative.partition_point(|c| *c <= drawn)
    }
}

/// The names of every tradition.
pub(super) struct Names {
    traditions: Vec<Pool>,
    composed: [Ranked; 2],
}

struct Pool {
    of: &'static Tradition,
    common: Ranked,
    rare: Ranked,
    girls: Ranked,
    boys: Ranked,
}

/// A number without a common factor with any pool's size, to scatter ranks over what is put together.
const SCATTER: u64 = 1_000_003;

impl Names {
    /// The pools, ready to draw from.
    pub(super) fn new() -> Self {
        let pool = |of: &'static Tradition| Pool {
            of,
            common: Ranked::new(of.surnames.len() as u32, 3),
            rare: Ranked::new(of.rare.iter().map(|part| part.len() as u32).product(), 300),
            girls: Ranked::new(of.girls.len() as u32, 8),
            boys: Ranked::new(of.boys.len() as u32, 8),
        };
        let composed = |ends: usize| Ranked::new((GIVEN_A.len() * ends) as u32, 40);
        Self {
            traditions: TRADITIONS.iter().map(pool).collect(),
            composed: [composed(GIVEN_GIRL.len()), composed(GIVEN_BOY.len())],
        }
    }

    /// The tradition of a family.
    pub(super) fn tradition(&self, chance: &mut Chance) -> usize {
        chance.weighted(TRADITIONS.iter().map(|t| t.share))
    }

    /// The surname of one parent.
    pub(super) fn surname(&self, tradition: usize, chance: &mut Chance) -> String {
        let pool = &self.traditions[tradition];
        if chance.yes(pool.of.common) {
            return pool.of.surnames[pool.common.draw(chance)].to_owned();
        }
        let [a, b, c] = pool.of.rare;
        let size = (a.len() * b.len() * c.len()) as u64;
        let place = (pool.rare.draw(chance) as u64 * SCATTER % size) as usize;
        format!("{}{}{}", a[place % a.len()], b[place / a.len() % b.len()], c[place / a.len() / b.len()])
    }

    /// The surname that a person of a tradition is born with: one parent's, or both.
    pub(super) fn born_with(&self, tradition: usize, chance: &mut Chance) -> String {
        let one = self.surname(tradition, chance);
        if self.traditions[tradition].of.two_surnames && chance.yes(5500) {
            return format!("{one} {}", self.surname(tradition, chance));
        }
        one
    }

    /// A given name.
    pub(super) fn given(&self, tradition: usize, female: bool, chance: &mut Chance) -> String {
        let pool = &self.traditions[tradition];
        if chance.yes(7600) {
            return if female {
                pool.of.girls[pool.girls.draw(chance)].to_owned()
            } else {
                pool.of.boys[pool.boys.draw(chance)].to_owned()
            };
        }
        let ends: &[&str] = if female { &GIVEN_GIRL } else { &GIVEN_BOY };
        let size = (GIVEN_A.len() * ends.len()) as u64;
        let place = (self.composed[usize::from(!female)].draw(chance) as u64 * SCATTER % size) as usize;
        format!("{}{}", GIVEN_A[place % GIVEN_A.len()], ends[place / GIVEN_A.len()])
    }
}

/// A short form of a given name, if it has one.
pub(super) fn short_form(name: &str, chance: &mut Chance) -> Option<&'static str> {
    let (_, forms) = SHORT.iter().find(|(whole, _)| *whole == name)?;
    let forms: &[&str] = forms;
    Some(forms[chance.below(forms.len() as u32) as usize])
}

/// Another spelling of a name from another script, if it has one.
pub(super) fn other_spelling(name: &str, chance: &mut Chance) -> Option<String> {
    if let Some(row) = SPELLINGS.iter().find(|row| row.contains(&name)) {
        return Some((*chance.one_of(row)).to_owned());
    }
    const SOUNDS: [(&str, &str); 8] = [
        ("kh", "h"),
        ("ou", "u"),
        ("ya", "ia"),
        ("ee", "i"),
        ("iy", "y"),
        ("ts", "c"),
        ("sh", "ch"),
        ("aw", "au"),
    ];
    let (from, to) = SOUNDS.iter().find(|(from, _)| name.contains(from))?;
    Some(name.replacen(from, to, 1))
}

/// A name without its accents.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            'á' | 'ã' => 'a',
            'é' | 'ễ' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            'ñ' => 'n',
            'Á' => 'A',
            'É' => 'E',
            'Í' => 'I',
            'ầ' => 'a',
            'ư' => 'u',
            'ơ' => 'o',
            other => other,
        })
        .collect()
}
