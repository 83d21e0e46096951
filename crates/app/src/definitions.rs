//! Definitions of one measure side by side: what each counts, and where two of them disagree about the same subjects.
//!
//! Who may not see small counts must not find one by taking one definition from another. Definitions mostly count the
//! same subjects, so the difference of two counts is itself a count of people. A row is therefore shown as on the page of
//! its own; and what two definitions have in common only where every row is, and no part of any two of them is small.

use std::collections::BTreeMap;
use std::sync::Arc;

use kith_domain::id::OrganizationId;
use kith_domain::measure::{Counts, Period};
use kith_store::results::{self, PairRow};

use crate::cube::Cube;
use crate::numbers::{self, Reader};
use crate::programme::{Definition, MeasureInfo};
use crate::scorecard::total;
use crate::strata;
use crate::view::{Against, DefinitionRow, Definitions, Rate, Shown};
use crate::{App, Error};

/// The definitions of a measure over a period; none where it is the only one.
pub(crate) async fn side_by_side(
    app: &App,
    cube: &Cube,
    measure: &MeasureInfo,
    period: Period,
    organization: Option<OrganizationId>,
    reader: Reader,
) -> Result<Option<Definitions>, Error> {
    let programme = app.programme();
    let family = programme.definitions_of(&measure.id);
    if family.is_empty() {
        return Ok(None);
    }
    let (run, others): (Vec<&Definition>, Vec<&Definition>) =
        family.into_iter().partition(|d| programme.measure(&d.id).is_some());
    let counted: Vec<(&Definition, Counts)> =
        run.into_iter().map(|d| (d, cube.total(&d.id, period, organization))).collect();
    let pairs = pairs(app, cube, &counted, period, organization).await?;
    let rate = |id: &str| total(programme, cube, id, period, organization, reader);
    Ok(Some(Definitions {
        run: rows(&counted, &pairs, rate, reader),
        others: others.into_iter().cloned().collect(),
    }))
}

/// What each two have in common, read once for a publication.
async fn pairs(
    app: &App,
    cube: &Cube,
    counted: &[(&Definition, Counts)],
    period: Period,
    organization: Option<OrganizationId>,
) -> Result<Arc<Vec<PairRow>>, Error> {
    let mut ids: Vec<String> = counted.iter().map(|(d, _)| d.id.clone()).collect();
    ids.sort_unstable();
    if ids.len() < 2 {
        return Ok(Arc::default());
    }
    let key = (ids, organization, period);
    if let Some(held) = cube.pairs.lock().unwrap_or_else(|e| e.into_inner()).get(&key) {
        return Ok(held.clone());
    }
    let ids: Vec<&str> = key.0.iter().map(String::as_str).collect();
    let read = Arc::new(results::pairs(app.db(), &ids, period, organization).await?);
    cube.pairs.lock().unwrap_or_else(|e| e.into_inner()).insert(key, read.clone());
    Ok(read)
}

/// Those whom both of two definitions count, by whether each has them as met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Both {
    met: i64,
    only_one: i64,
    only_other: i64,
    neither: i64,
}

impl Both {
    fn all(self) -> i64 {
        self.met + self.only_one + self.only_other + self.neither
    }

    fn turned(self) -> Self {
        Self { only_one: self.only_other, only_other: self.only_one, ..self }
    }

    /// Every count that follows from these and the totals of the two: the four, and whom one of them counts alone.
    fn parts(self, one: Counts, other: Counts) -> [i64; 8] {
        [
            self.met,
            self.only_one,
            self.only_other,
            self.neither,
            one.met - self.met - self.only_one,
            one.not_met - self.only_other - self.neither,
            other.met - self.met - self.only_other,
            other.not_met - self.only_one - self.neither,
        ]
    }
}

fn by_pair(rows: &[PairRow]) -> BTreeMap<[&str; 2], Both> {
    let mut pairs: BTreeMap<[&str; 2], Both> = BTreeMap::new();
    for row in rows {
        let both = pairs.entry(row.measures.each_ref().map(String::as_str)).or_default();
        *match row.met {
            [true, true] => &mut both.met,
            [true, false] => &mut both.only_one,
            [false, true] => &mut both.only_other,
            [false, false] => &mut both.neither,
        } += row.subjects;
    }
    pairs
}

/// What one definition has in common with another, from its side.
fn between(pairs: &BTreeMap<[&str; 2], Both>, one: &str, other: &str) -> Both {
    let find = |key: [&str; 2]| pairs.get(&key).copied();
    find([one, other]).or_else(|| find([other, one]).map(Both::turned)).unwrap_or_default()
}

fn rows(
    counted: &[(&Definition, Counts)],
    pairs: &[PairRow],
    rate: impl Fn(&str) -> Rate,
    reader: Reader,
) -> Vec<DefinitionRow> {
    let pairs = by_pair(pairs);
    let is_small = |n: i64| numbers::shown(n.abs(), reader) == Shown::Withheld;
    let some_small = counted.iter().enumerate().any(|(i, (one, in_one))| {
        counted[i + 1..].iter().any(|(other, in_other)| {
            between(&pairs, &one.id, &other.id).parts(*in_one, *in_other).into_iter().any(is_small)
        })
    });
    let Some((own, _)) = counted.first() else { return Vec::new() };
    let rates: Vec<Rate> = counted.iter().map(|(definition, _)| rate(&definition.id)).collect();
    let some_withheld = some_small || !rates.iter().all(strata::is_whole);
    let row = |((definition, _), rate): (&(&Definition, Counts), Rate)| {
        let both = between(&pairs, &own.id, &definition.id);
        let tell = |n: i64| if some_withheld { Shown::Withheld } else { Shown::Count(n) };
        let against = (definition.id != own.id).then(|| Against {
            both: tell(both.all()),
            only_own: tell(both.only_one),
            only_this: tell(both.only_other),
        });
        DefinitionRow { definition: (*definition).clone(), rate, against }
    };
    counted.iter().zip(rates).map(row).collect()
}

#[cfg(test)]
mod tests;
