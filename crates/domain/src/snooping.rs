//! What is odd about who looked at what: to be asked about, never proof of anything.
//!
//! Whoever looks at the record of somebody they have nothing to do with, of many people within an hour, of somebody of
//! their own name, or of somebody who hides, is named to the privacy officer with how often. Where accounts live is not
//! known, so a same address is not looked for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::id::{AccountId, PersonId};

/// One look of somebody at somebody's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Who.
    pub account: AccountId,
    /// Whose record.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// They had something to do with her.
    pub related: bool,
}

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Odd {
    /// They have nothing to do with her.
    Unrelated,
    /// She has their family name.
    SameName,
    /// Something of hers is concealed.
    Concealed,
    /// Many people's within an hour.
    Many,
}

named! { Odd { Unrelated = "unrelated", SameName = "same_name", Concealed = "concealed", Many = "many" } }

/// One thing to ask somebody about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Who looked.
    pub account: AccountId,
    /// What is odd.
    pub odd: Odd,
    /// At whose records, each once.
    pub people: BTreeSet<PersonId>,
    /// The last time.
    pub last: Timestamp,
}

/// What is known of those who looked and of those who were looked at.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Names of accounts.
    pub accounts: BTreeMap<AccountId, String>,
    /// Family names of people.
    pub families: BTreeMap<PersonId, String>,
    /// Of whom something is concealed.
    pub concealed: BTreeSet<PersonId>,
}

/// What is odd about some looks, in whatever order they come; so many people within an hour are many.
pub fn findings(looks: &[Looked], known: &Known, many: usize) -> Vec<Finding> {
    let mut found: BTreeMap<(AccountId, Odd), (BTreeSet<PersonId>, Timestamp)> = BTreeMap::new();
    let mut say = |look: &Looked, odd| {
        let (people, last) = found.entry((look.account, odd)).or_insert_with(|| (BTreeSet::new(), look.at));
        people.insert(look.person);
        *last = look.at.max(*last);
    };
    for look in looks {
        if !look.related {
            say(look, Odd::Unrelated);
        }
        if same_name(known, look) {
            say(look, Odd::SameName);
        }
        if known.concealed.contains(&look.person) {
            say(look, Odd::Concealed);
        }
    }
    for look in crowded(looks, many) {
        say(look, Odd::Many);
    }
    found.into_iter().map(|((account, odd), (people, last))| Finding { account, odd, people, last }).collect()
}

/// Whether the last word of the account's name is one of the person's family name.
fn same_name(known: &Known, look: &Looked) -> bool {
    let own = known.accounts.get(&look.account).and_then(|name| name.split_whitespace().next_back());
    let family = known.families.get(&look.person);
    own.zip(family).is_some_and(|(own, family)| {
        family.split([' ', '-']).any(|word| word.to_lowercase() == own.to_lowercase())
    })
}

/// Looks that lie in an hour in which the same account looked at so many people.
fn crowded(looks: &[Looked], many: usize) -> Vec<&Looked> {
    let mut of: BTreeMap<AccountId, Vec<&Looked>> = BTreeMap::new();
    for look in looks {
        of.entry(look.account).or_default().push(look);
    }
    let mut crowded = Vec::new();
    for mut looks in of.into_values() {
        looks.sort_by_key(|look| (look.at, look.person));
        let mut told = 0;
        let mut first = 0;
        for last in 0..looks.len() {
            while looks[last].at.duration_since(looks[first].at) >= SignedDuration::from_hours(1) {
                first += 1;
            }
            let people: BTreeSet<PersonId> = looks[first..=last].iter().map(|look| look.person).collect();
            if people.len() >= many {
                crowded.extend(&looks[told.max(first)..=last]);
                told = last + 1;
            }
        }
    }
    crowded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(account: i64, person: i64, minute: i64) -> Looked {
        Looked {
            account: AccountId(account),
            person: PersonId(person),
            at: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute),
            related: true,
        }
    }

    #[track_caller]
    fn check(looks: &[Looked], known: &Known, expected: &[(i64, Odd, &[i64])]) {
        let found = findings(looks, known, 3);
        let told: Vec<(i64, Odd, Vec<i64>)> =
            found.iter().map(|f| (f.account.0, f.odd, f.people.iter().map(|p| p.0).collect())).collect();
        let expected: Vec<_> = expected.iter().map(|(a, odd, p)| (*a, *odd, p.to_vec())).collect();
        assert_eq!(told, expected);
        let mut backwards = looks.to_vec();
        backwards.reverse();
        assert_eq!(findings(&backwards, known, 3), found, "the order does not matter");
    }

    #[test]
    fn who_does_their_work_is_not_named() {
        check(&[look(1, 1, 0), look(1, 2, 30), look(1, 1, 40), look(2, 3, 45)], &Known::default(), &[]);
    }

    #[test]
    fn what_is_odd_is_told_with_whose() {
        let stranger = Looked { related: false, ..look(1, 7, 5) };
        check(&[stranger, look(1, 8, 6)], &Known::default(), &[(1, Odd::Unrelated, &[7])]);
        let known = Known {
            accounts: BTreeMap::from([(AccountId(1), "Ana Testworker".into())]),
            families: BTreeMap::from([
                (PersonId(7), "Lopez-testworker".into()),
                (PersonId(8), "Lopez".into()),
            ]),
            concealed: BTreeSet::from([PersonId(8)]),
        };
        let both = [(1, Odd::SameName, &[7][..]), (1, Odd::Concealed, &[8])];
        check(&[look(1, 7, 5), look(1, 8, 6)], &known, &both);
    }

    #[test]
    fn many_are_many_within_an_hour() {
        let known = Known::default();
        check(&[look(1, 1, 0), look(1, 2, 30), look(1, 3, 60)], &known, &[]);
        check(&[look(1, 1, 0), look(1, 2, 30), look(1, 3, 59)], &known, &[(1, Odd::Many, &[1, 2, 3])]);
        check(&[look(1, 1, 0), look(1, 1, 1), look(1, 1, 2)], &known, &[]);
        let five = [look(1, 1, 0), look(1, 2, 70), look(1, 3, 80), look(1, 4, 90), look(1, 5, 300)];
        check(&five, &known, &[(1, Odd::Many, &[2, 3, 4])]);
    }
}
