//! Who died of those whom a list, a follow-up or a message would speak of, as records and forms say now.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use kith_domain::care_case::Case;
use kith_domain::id::{CaseId, PersonId};
use kith_domain::loss::{Birth, Life, Loss, of_birth};
use kith_interop::fhir::questionnaire;
use kith_store::{care_case, ledger, people};

use crate::{App, Error};

/// The question of the own form of a woman how far along she is, and the answer that she lost the pregnancy or the baby.
const STAGE: (&str, &str) = ("self.stage", "loss");

/// Some people with their babies and mothers.
pub(crate) struct Families {
    lives: HashMap<PersonId, Life>,
    /// Each baby with its mother.
    mothers: HashMap<PersonId, PersonId>,
}

impl Families {
    /// Reads them, in a few queries. The ids are those of people as they stand.
    pub async fn of(app: &App, asked: &[PersonId]) -> Result<Self, Error> {
        let pairs = people::families(app.db(), asked).await?;
        let related = pairs.iter().flat_map(|(infant, mother)| [*infant, *mother]);
        let ids: HashSet<PersonId> = asked.iter().copied().chain(related).collect();
        let rows = people::many(app.db(), &ids.into_iter().collect::<Vec<_>>()).await?.into_iter();
        let lives = rows.map(|p| (p.id, Life { born: p.born, died: p.died, died_on: p.died_on }));
        Ok(Self { lives: lives.collect(), mothers: pairs.into_iter().collect() })
    }

    /// What was lost by the end of a day, or by now, where something is about a person and a birth.
    pub fn loss(&self, person: PersonId, birth: Birth, by: Option<Date>) -> Option<Loss> {
        let died = |who: &PersonId| self.lives.get(who).is_some_and(|life| life.had_died(by));
        if died(&person) {
            return Some(Loss::Herself);
        }
        if self.mothers.get(&person).is_some_and(died) {
            return Some(Loss::Mother);
        }
        let hers = self.mothers.iter().filter(|(_, mother)| **mother == person);
        let babies: Vec<Life> = hers.filter_map(|(infant, _)| self.lives.get(infant)).copied().collect();
        of_birth(&babies, birth, by)
    }
}

/// What was lost, of each of some cases of which something was: by the records of the family, by who closed the case, by a
/// service, or by her own newest word.
pub(crate) async fn of_cases(app: &App, cases: &[CaseId]) -> Result<HashMap<CaseId, Loss>, Error> {
    let ids: HashSet<CaseId> = cases.iter().copied().collect();
    let ids: Vec<CaseId> = ids.into_iter().collect();
    let cases = care_case::many(app.db(), &ids).await?;
    let people: Vec<PersonId> = cases.iter().map(|case| case.person).collect();
    let families = Families::of(app, &people).await?;
    let mut lost = care_case::lost(app.db(), &ids).await?;
    lost.extend(said(app, &ids).await?);
    let of = |case: &Case| {
        let known = families.loss(case.person, birth(case), None);
        let said = lost.contains(&case.id).then_some(Loss::Said);
        Some((case.id, known.filter(|loss| loss.stops()).or(said).or(known)?))
    };
    Ok(cases.iter().filter_map(of).collect())
}

/// What was lost of one case.
pub(crate) async fn of_case(app: &App, case: CaseId) -> Result<Option<Loss>, Error> {
    Ok(of_cases(app, &[case]).await?.remove(&case))
}

fn birth(case: &Case) -> Birth {
    match (case.timing.born_on, case.timing.expected_on) {
        (Some(day), _) => Birth::On(day),
        (None, Some(day)) => Birth::Expected(day),
        (None, None) => Birth::Last,
    }
}

/// Those of some cases in whose newest form that asks for it she said so herself.
async fn said(app: &App, cases: &[CaseId]) -> Result<HashSet<CaseId>, Error> {
    let records = care_case::records(app.db(), cases).await?;
    let bytes =
        ledger::bytes_of(app.db(), &records.iter().map(|(_, record)| *record).collect::<Vec<_>>()).await?;
    let (stage, loss) = STAGE;
    let mut newest: HashMap<CaseId, bool> = HashMap::new();
    for (case, record) in records {
        let said = bytes.get(&record).and_then(|bytes| questionnaire::said(bytes, &[stage]).ok());
        if let Some(answer) = said.and_then(|mut said| said.remove(stage)) {
            newest.insert(case, answer == loss);
        }
    }
    Ok(newest.into_iter().filter_map(|(case, lost)| lost.then_some(case)).collect())
}
