//! Where people live and how they are reached, as one comparison.

use super::{Comparer, Names, equal, near};
use crate::features::Features;
use crate::similar;

impl Comparer<'_> {
    /// Address and contact together, so that what a household shares counts once.
    pub fn household(&mut self, a: &Features, b: &Features) -> u8 {
        self.address(a, b) * 4 + contact(a, b)
    }

    fn address(&mut self, a: &Features, b: &Features) -> u8 {
        let (mut points, mut said) = (0, false);
        if a.street != 0 && b.street != 0 {
            said = true;
            points += match self.places(a.street, b.street) {
                3 => 3,
                1 | 2 => 2,
                _ => -1,
            };
            if a.number != 0 && b.number != 0 {
                points += if a.number == b.number { 2 } else { -1 };
            }
        }
        if a.zip != 0 && b.zip != 0 {
            said = true;
            points += match (a.zip, b.zip) {
                (x, y) if x == y => 2,
                (x, y) if x < 100_000 && y < 100_000 && near(x, y) => 1,
                _ => -1,
            };
        }
        if a.city != 0 && b.city != 0 {
            said = true;
            points += i32::from(self.places(a.city, b.city) >= 2);
        }
        match points {
            _ if !said => 0,
            6.. => 4,
            4..=5 => 3,
            2..=3 => 2,
            _ => 1,
        }
    }

    /// How alike two places are: 3 nearly the same, 2 alike, 1 a little alike, 0 different.
    fn places(&mut self, a: u32, b: u32) -> u8 {
        if a == b {
            return 3;
        }
        let key = 1 << 63 | u64::from(a.min(b)) << 32 | u64::from(a.max(b));
        let grade = self.remember(key, |this| match this.spelled(a, b) {
            likeness if likeness >= 0.95 => Names::Nickname,
            likeness if likeness >= 0.9 => Names::Close,
            likeness if likeness >= 0.85 => Names::Loose,
            _ => Names::Differ,
        });
        grade as u8
    }

    fn spelled(&self, a: u32, b: u32) -> f32 {
        let (a, b) = (self.lexicon.places.word(a), self.lexicon.places.word(b));
        if a <= b { similar::jaro_winkler(a, b) } else { similar::jaro_winkler(b, a) }
    }
}

fn contact(a: &Features, b: &Features) -> u8 {
    match (equal(a.phone, b.phone), equal(u64::from(a.email), u64::from(b.email))) {
        (0, 0) => 0,
        (1, 1) => 3,
        (1, _) | (_, 1) => 2,
        _ => 1,
    }
}
