//! Which services somebody may have, the best first.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use kith_domain::access::Actor;
use kith_domain::care_case::Case;
use kith_domain::consent::{Recipient, of_answer};
use kith_domain::date::PartialDate;
use kith_domain::fact::Body;
use kith_domain::id::{CaseId, PersonId, ServiceId};
use kith_domain::matching::{
    Condition, Facts, Fit, Offer, Reason, Stage, Standing, fit, foremost, open, rank, speaks, stands_in,
};
use kith_domain::priority::{Statement, join};
use kith_domain::referral::State;
use kith_domain::words::folded;
use kith_store::referral::{self as stored, Referral};
use kith_store::service::{self, Service};
use kith_store::{care_case, facts as said, people, safety};

use super::page::{OF_A_REFERRAL, places_of, said_by};
use super::{fresh, timers};
use crate::front_door::category_of_factor;
use crate::privacy::{Eyes, relation, why};
use crate::programme::Words;
use crate::triage::inbox::{gestation, lines};
use crate::triage::load;
use crate::triage::page::seen;
use crate::view::{FitShown, Gestation, Match, MatchFilter, MatchPage};
use crate::{App, Error, audited};

/// Nobody younger is taken for a mother.
const YOUNGEST: i16 = 10;

/// Services that a page shows unless all are asked for.
const SHOWN: usize = 25;

/// The best services for a case.
pub async fn matches(app: &App, actor: &Actor, case: CaseId) -> Result<MatchPage, Error> {
    matches_among(app, actor, case, MatchFilter::default()).await
}

/// Services for a case, the best first. Those that take no referrals any more are left out. The places of those that are
/// shown are read now; which ones are shown is what reading the places of all would say.
pub async fn matches_among(
    app: &App,
    actor: &Actor,
    case: CaseId,
    asked: MatchFilter,
) -> Result<MatchPage, Error> {
    let case = load(app, actor, case).await?;
    let detail = why(relation(app, actor, case.person).await?, false, case.person);
    audited(app, actor, "match_case", Some(format!("case/{}", case.id)), &detail).await?;
    let referrals = stored::of_person(app.db(), case.person).await?;
    let facts = facts_of(app, &case, &referrals, None).await?;
    let before =
        |service| -> Option<State> { referrals.iter().find(|r| r.service == service).map(|r| r.state) };
    let standing: Vec<&Referral> = referrals.iter().filter(|r| !r.state.is_final()).collect();
    let (timers, now) = (timers(app).await?, app.now());
    let eyes = Eyes::of(app, actor, case.person).await?;
    let (chosen, found, may) = choose(app, &facts, &asked).await?;
    // What a service would be told if it were asked now, by what she says.
    let nobody = Recipient { organization: None, kinds: Vec::new() };
    let receiver = Eyes::of_services(app, vec![(case.person, nobody)]).await?.pop();
    let receiver = receiver.ok_or(Error::NotFound("this person"))?;
    let shared = |found: &Service| {
        let to = Recipient { organization: Some(found.organization), kinds: vec![found.offer.kind.clone()] };
        OF_A_REFERRAL.map(|category| receiver.basis_for(&to, category)).to_vec()
    };
    let matches = chosen.into_iter().map(|(found, fit, distance)| Match {
        service: found.id,
        fit: shown(app, &eyes, &found.offer, fit, &standing),
        language: speaks(&found.offer, &facts),
        distance,
        hours: open(&found.offer.details.hours, app.here()),
        places: places_of(&found, timers, now),
        said_by: said_by(&found),
        waiting: found.waiting,
        before: before(found.id),
        shared: shared(&found),
        name: found.offer.name.clone(),
        organization: found.offer.organization.clone(),
    });
    let matches = matches.collect();
    let line = lines(app, vec![case]).await?.pop().ok_or(Error::NotFound("this case"))?;
    let language = facts.languages.into_iter().next();
    Ok(MatchPage { line: seen(app, &eyes, line), matches, language, found, may, asked })
}

/// What is known of her, for the conditions of services: from her records, from the forms of the case, and from the
/// services that serve her or were asked.
pub async fn facts(app: &App, actor: &Actor, case: CaseId) -> Result<Facts, Error> {
    let case = load(app, actor, case).await?;
    facts_without(app, &case, None).await
}

/// The same as if one referral had ended.
async fn facts_without(app: &App, case: &Case, ended: Option<&Referral>) -> Result<Facts, Error> {
    let referrals = stored::of_person(app.db(), case.person).await?;
    facts_of(app, case, &referrals, ended).await
}

async fn facts_of(
    app: &App,
    case: &Case,
    referrals: &[Referral],
    ended: Option<&Referral>,
) -> Result<Facts, Error> {
    let db = app.db();
    let person = people::find(db, case.person).await?.ok_or(Error::NotFound("this person"))?;
    let forms = care_case::submissions(db, case.id).await?.into_iter();
    let said: Vec<Statement> =
        forms.map(|(form, _)| Statement { at: form.authored_at, factors: form.factors }).collect();
    let known = join(&said).into_iter();
    let standing =
        referrals.iter().filter(|r| !r.state.is_final() && ended.is_none_or(|ended| ended.id != r.id));
    let stage = gestation(case, app.today()).map(|far| match far {
        Gestation::Pregnant(days) => Stage::Pregnant(days),
        Gestation::After(days) => Stage::After(days),
    });
    Ok(Facts {
        stage,
        postal_code: postal_code(app, case.person).await?,
        age: age(person.born, app.today()),
        languages: person.language.into_iter().collect(),
        factors: known.filter_map(|(factor, so)| Some((factor, so?))).collect(),
        kinds: standing.map(|r| r.kind.clone()).collect(),
    })
}

/// The postal code of where she lives, as the newest record says that has one. None where her address is concealed: of
/// distances to three services anybody works out where she is.
pub(super) async fn postal_code(app: &App, person: PersonId) -> Result<Option<String>, Error> {
    if safety::masks(app.db(), &[person]).await?.get(&person).is_some_and(|mask| mask.address) {
        return Ok(None);
    }
    let stated = said::of_people(app.db(), &[person]).await?.into_iter().rev();
    let codes = stated.filter_map(|stated| match stated.fact.body {
        Body::Person(said) => {
            let lived = said.addresses.into_iter().filter(|a| a.usage.as_deref() != Some("old"));
            lived.filter_map(|a| a.postal_code).next()
        }
        _ => None,
    });
    let mut codes = codes;
    Ok(codes.next())
}

/// Her age in whole years; none where her birth date is not known to the day, or for the age of a child: then the case
/// is a baby's, and no condition speaks of that.
fn age(born: Option<PartialDate>, today: Date) -> Option<i16> {
    let born = born?.day()?;
    let had = (today.month(), today.day()) >= (born.month(), born.day());
    Some(today.year() - born.year() - i16::from(!had)).filter(|age| *age >= YOUNGEST)
}

/// A service, whether she may have it, and how many metres away it is.
type Ranked = (Service, Fit, Option<u32>);

/// Those that a page shows, the best first; of how many, and how many of these she may have, or perhaps. Only what
/// services offer decides that, which is in memory, until places have to tell those apart that are alike.
async fn choose(app: &App, facts: &Facts, asked: &MatchFilter) -> Result<(Vec<Ranked>, usize, usize), Error> {
    let today = app.today();
    let words = asked.search.as_deref().map(folded).unwrap_or_default();
    let words: Vec<&str> = words.split_whitespace().collect();
    let offered = service::offered(app.db()).await?;
    let open: Vec<&Service> = offered.iter().filter(|s| s.open && speaks_of(&s.offer, &words)).collect();
    let fits: Vec<(&Offer, Fit)> =
        open.iter().map(|s| (s.offer.as_ref(), fit(&s.offer, facts, today))).collect();
    let may = fits.iter().filter(|(_, fit)| !matches!(fit, Fit::Not(_))).count();
    if asked.all {
        let shown: HashSet<ServiceId> = open.iter().map(|s| s.id).collect();
        let mut live = service::standing(app.db()).await?;
        live.retain(|s| shown.contains(&s.id));
        return Ok((arranged(app, facts, live).await?, fits.len(), may));
    }
    let foremost = foremost(&fits, facts, today, SHOWN);
    let mut ids: Vec<ServiceId> = foremost.into_iter().map(|at| open[at].id).collect();
    ids.extend(asked.with.filter(|with| !ids.contains(with)));
    let live = service::moving(app.db(), &ids).await?;
    let mut arranged = arranged(app, facts, live).await?;
    let mut place = 0;
    arranged.retain(|(service, ..)| {
        place += 1;
        place <= SHOWN || asked.with == Some(service.id)
    });
    Ok((arranged, fits.len(), may))
}

/// Whether all of some words stand in what is said of a service.
fn speaks_of(offer: &Offer, words: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let rules = offer.rules.iter().flat_map(|rule| [&rule.words.en, &rule.words.es]);
    let said = [&offer.name.en, &offer.name.es, &offer.organization, &offer.kind].into_iter().chain(rules);
    let said: Vec<String> = said.map(|text| folded(text)).collect();
    words.iter().all(|word| said.iter().any(|text| text.contains(word)))
}

/// Services that take referrals with whether she may have each, the best first.
async fn ranked(app: &App, facts: &Facts) -> Result<Vec<Ranked>, Error> {
    arranged(app, facts, service::standing(app.db()).await?).await
}

/// The same of some services.
async fn arranged(app: &App, facts: &Facts, services: Vec<Service>) -> Result<Vec<Ranked>, Error> {
    let (timers, today) = (timers(app).await?, app.today());
    let fresh = fresh(timers, app.now());
    let services: Vec<Service> = services.into_iter().filter(|s| s.open).collect();
    let day = |at: jiff::Timestamp| at.to_zoned(app.time_zone().clone()).date();
    let centroids = app.programme().centroids.clone().unwrap_or_default();
    let home = facts.postal_code.as_deref().and_then(|code| centroids.of(code));
    let mut standings: Vec<Standing> = services
        .iter()
        .map(|found| Standing {
            offer: &found.offer,
            fit: fit(&found.offer, facts, today),
            places: found.places_for_new(fresh),
            distance: centroids.metres(home, &found.offer),
            last_asked: found.last_asked.map(day),
        })
        .collect();
    rank(&mut standings, facts, today);
    let at: HashMap<&str, usize> =
        services.iter().enumerate().map(|(at, found)| (found.offer.id.as_str(), at)).collect();
    let order: Vec<(usize, Fit, Option<u32>)> = standings
        .into_iter()
        .filter_map(|standing| Some((*at.get(standing.offer.id.as_str())?, standing.fit, standing.distance)))
        .collect();
    let mut services: Vec<Option<Service>> = services.into_iter().map(Some).collect();
    Ok(order.into_iter().filter_map(|(at, fit, far)| Some((services[at].take()?, fit, far))).collect())
}

/// The name of the service to ask next when this one does not take her.
pub(super) async fn next(app: &App, ended: &Referral) -> Result<Option<Words>, Error> {
    Ok(candidates(app, ended).await?.into_iter().next().map(|(found, _)| found.offer.name.clone()))
}

/// Services to ask when this one does not take her, the best first: those that fit, have a place as far as is known, were
/// not asked for this case before, and may stand in for it.
pub(super) async fn candidates(app: &App, ended: &Referral) -> Result<Vec<(Service, Fit)>, Error> {
    let Some(case) = care_case::find(app.db(), ended.case).await? else { return Ok(Vec::new()) };
    let facts = facts_without(app, &case, Some(ended)).await?;
    let asked: Vec<ServiceId> =
        stored::of_case(app.db(), case.id).await?.into_iter().map(|r| r.service).collect();
    let fresh = fresh(timers(app).await?, app.now());
    let full = |s: &Service| s.places_for_new(fresh) == Some(0);
    let fits = |(found, fit, _): &Ranked| {
        matches!(fit, Fit::Eligible(_) | Fit::Ask(_))
            && !asked.contains(&found.id)
            && !full(found)
            && stands_in(&found.offer.kind, &ended.kind)
    };
    let all = ranked(app, &facts).await?.into_iter().filter(fits);
    Ok(all.map(|(found, fit, _)| (found, fit)).collect())
}

/// Whether a condition is about something that she does not allow this reader to see: its words would say what she
/// answered.
fn is_hidden(app: &App, eyes: &Eyes, condition: &Condition) -> bool {
    let facts = match condition {
        Condition::Is(fact) | Condition::IsNot(fact) => std::slice::from_ref(fact),
        Condition::Any(facts) => facts.as_slice(),
        Condition::Stage { .. } | Condition::Area(_) | Condition::Age { .. } | Condition::Asked => &[],
    };
    let mut categories = facts.iter().filter_map(|fact| category_of_factor(app, fact));
    categories.any(|category| !eyes.see(of_answer(category), false).is_shown())
}

/// Whether she may have a service, in the words of its conditions. Where another of its kind is in the way, which.
fn shown(app: &App, eyes: &Eyes, offer: &Offer, fit: Fit, standing: &[&Referral]) -> FitShown {
    let both = |en: &str, es: &str| Words { en: en.into(), es: es.into() };
    let rule = |place: usize| match offer.rules.get(place) {
        Some(rule) if is_hidden(app, eyes, &rule.condition) => both(
            "a condition is hidden: she does not allow it",
            "una condición está oculta: ella no lo permite",
        ),
        rule => rule.map(|rule| rule.words.clone()).unwrap_or_default(),
    };
    let say = |reasons: Vec<Reason>| {
        let say = |reason| match reason {
            Reason::Rule(place) => rule(place),
            Reason::Language => both("nobody there speaks her language", "nadie allí habla su idioma"),
            Reason::SameKind => match standing.iter().find(|r| r.kind == offer.kind) {
                Some(r) => both(
                    &format!("{} was asked for her: only when that has ended, or is taken back", r.name.en),
                    &format!("ya se pidió {}: solo cuando eso termine o se retire", r.name.es),
                ),
                None => both(
                    "she has a service of this kind, or it was asked",
                    "ya tiene o se pidió un servicio así",
                ),
            },
        };
        reasons.into_iter().map(say).collect()
    };
    match fit {
        Fit::Eligible(closes) => FitShown::Eligible { closes: closes.map(|(day, place)| (day, rule(place))) },
        Fit::Ask(reasons) => FitShown::Ask(say(reasons)),
        Fit::Unknown(reasons) => FitShown::Unknown(say(reasons)),
        Fit::Not(reasons) => FitShown::Not(say(reasons)),
    }
}
