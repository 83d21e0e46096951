//! One case, with everything that somebody needs who works on it.

use std::collections::{BTreeMap, BTreeSet};

use kith_domain::access::Actor;
use kith_domain::care_case::Case;
use kith_domain::consent::{Category, of_answer};
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::fact::Body;
use kith_domain::id::{CaseId, PersonId};
use kith_domain::phone::is_same;
use kith_domain::safe_contact::Plan;
use kith_domain::words::Words;
use kith_store::care_case;
use kith_store::safety::Wish;
use kith_store::{facts, goods, linkage, outreach, people, referral, safety};

use super::inbox::{lines, loads};
use super::{about, attempts, load, names, reached, rules_for};
use crate::privacy::{self, Eyes};
use crate::view::{
    AttemptShown, Basis, CaseHappened, CaseLine, CasePage, FormShown, NextAttempt, Phone, PhoneWish, Safety,
};
use crate::{App, Error, audited, loss};

/// One case, with its forms and referrals.
pub async fn case(app: &App, actor: &Actor, id: CaseId) -> Result<CasePage, Error> {
    let case = load(app, actor, id).await?;
    let eyes = Eyes::of(app, actor, case.person).await?;
    let why = privacy::why(eyes.relation, eyes.glass, case.person);
    audited(app, actor, "open_case", Some(about(id)), &why).await?;
    shown(app, case, &eyes).await
}

async fn shown(app: &App, case: Case, eyes: &Eyes) -> Result<CasePage, Error> {
    let (db, rules, now) = (app.db(), &rules_for(app, case.person).await?, app.now());
    let person = people::find(db, case.person).await?.ok_or(Error::NotFound("this person"))?;
    let attempts = attempts(app, &case).await?;
    let reach = reached(rules, &case, &attempts, now);
    let next = reach.next.filter(|_| case.is_open()).map(|next| NextAttempt {
        channel: next.channel,
        from: next.from,
        until: next.until,
        done: reach.done,
        needed: reach.needed,
        may_give_up: reach.may_give_up(),
    });
    let overridden = match &case.overridden {
        Some(by_hand) => {
            let name = names(app).await?.remove(&by_hand.by).unwrap_or_default();
            Some((name, by_hand.at, by_hand.reason.clone()))
        }
        None => None,
    };
    let others = care_case::of_person(db, case.person).await?.into_iter().filter(|c| c.id != case.id);
    // Who sent a form stands with the form: that is no other place.
    let known_at: BTreeSet<String> = linkage::members(db, case.person)
        .await?
        .into_iter()
        .map(|member| member.source_name)
        .filter(|source| !crate::front_door::is_sender(source))
        .collect();
    let attempt = |(contact, by): (kith_domain::contact::Contact, String)| AttemptShown {
        at: contact.at,
        channel: contact.channel,
        outcome: contact.outcome,
        by,
        note: contact.note,
    };
    let tasks = care_case::tasks(db, case.id).await?.into_iter();
    let loss = loss::of_case(app, case.id).await?;
    let (phones, unsafe_phone) = phones(app, case.person, person.phone).await?;
    let (forms, basis) = forms(app, &case, eyes).await?;
    let safety = safety(app, case.person).await?;
    let line = lines(app, vec![case.clone()]).await?.pop().ok_or(Error::NotFound("this case"))?;
    Ok(CasePage {
        line: seen(app, eyes, line),
        overridden,
        language: person.language,
        phones,
        unsafe_phone,
        address: person.address.into_iter().collect(),
        due_date: case.timing.born_on.or(case.timing.expected_on),
        others: others.map(|c| (c.id, c.state, c.opened_at)).collect(),
        known_at: known_at.into_iter().collect(),
        maybe_same: care_case::maybe_same(db, case.person).await?,
        forms,
        basis,
        safety,
        history: history(app, case.id).await?,
        to_ask: crate::front_door::instruments(app)?,
        tasks: tasks
            .map(|task| super::tasks::shown(super::tasks::seen(app, Some(eyes), task), loss, now))
            .collect(),
        loss,
        attempts: attempts.into_iter().map(attempt).collect(),
        next,
        referrals: crate::referral::lines(app, &referral::of_case(db, case.id).await?).await?,
        workers: loads(app).await?,
        team: crate::care::team(app, &case).await?,
        goods: crate::goods::lines(app, &goods::items_of_case(db, case.id).await?).await?,
    })
}

/// A case's line without what she does not allow this reader to see: the reason stays, as one that is hidden, and so does
/// what follows from it.
pub(crate) fn seen(app: &App, eyes: &Eyes, mut line: CaseLine) -> CaseLine {
    for reason in &mut line.reasons {
        let category = crate::front_door::category_of_factor(app, &reason.factor);
        if category.is_some_and(|category| !eyes.see(of_answer(category), false).is_shown()) {
            reason.words =
                Words { en: "Hidden: she does not allow it".into(), es: "Oculto: ella no lo permite".into() };
            reason.factor.clear();
        }
    }
    line
}

async fn history(app: &App, case: CaseId) -> Result<Vec<CaseHappened>, Error> {
    let all = care_case::events(app.db(), case).await?.into_iter().rev();
    // That something else is due now follows from the rest.
    let told = all.filter(|event| CaseHappened::WHATS.contains(&event.what.as_str()));
    Ok(told.map(|e| CaseHappened { at: e.at, by: e.by_name, what: e.what }).collect())
}

/// The forms, with why each kind of answer is shown or hidden.
async fn forms(app: &App, case: &Case, eyes: &Eyes) -> Result<(Vec<FormShown>, Vec<Basis>), Error> {
    let wishes = crate::front_door::phone_wishes(app, case.person).await?;
    let mut all = Vec::new();
    let mut counts: BTreeMap<Category, usize> = BTreeMap::new();
    for (submission, from) in care_case::submissions(app.db(), case.id).await? {
        let from = crate::front_door::partner_of(&from).to_owned();
        let shown = crate::front_door::form_shown(app, submission, from, &wishes, eyes).await?;
        for answer in &shown.answers {
            *counts.entry(answer.category).or_default() += 1;
        }
        all.push(shown);
    }
    let basis = counts.into_iter().map(|(category, n)| eyes.basis(category, false, Some(n)));
    Ok((all, basis.collect()))
}

/// How she is contacted safely.
pub(crate) async fn safety(app: &App, person: PersonId) -> Result<Safety, Error> {
    let mask = safety::masks(app.db(), &[person]).await?.remove(&person).unwrap_or_default();
    let tellings = safety::tellings(app.db(), person).await?;
    Ok(Safety {
        waiting: tellings.first().is_some_and(|newest| newest.confirmed.is_none()),
        plan: mask.plan,
        address: mask.address,
        phone: mask.phone,
    })
}

/// Whether she asked not to be contacted, by anybody, and that stands.
pub(crate) async fn asked_not(app: &App, person: PersonId) -> Result<bool, Error> {
    let contacts = outreach::contacts(app.db(), person).await?;
    let not = |outcome, undone: bool| !undone && outcome == ContactOutcome::AskedNotToContact;
    Ok(contacts.iter().any(|(contact, _, undone)| not(contact.outcome, *undone)))
}

/// Whether texts are safe by all that was said since the last telling that is sure: one that is not sure yet can forbid,
/// and allows nothing.
pub(crate) async fn texts_are_safe(app: &App, person: PersonId) -> Result<bool, Error> {
    let tellings = safety::tellings(app.db(), person).await?;
    let sure = tellings.iter().position(|telling| telling.confirmed.is_some());
    let said = sure.map_or(tellings.len(), |at| at + 1);
    Ok(tellings.iter().take(said).all(|telling| telling.plan.allows(Channel::Text)))
}

/// Every number that some record has of her and that she wants used, the one taken as hers first; and whether there is
/// one that she does not.
pub(crate) async fn phones(
    app: &App,
    person: PersonId,
    first: Option<String>,
) -> Result<(Vec<Phone>, bool), Error> {
    let wishes = crate::front_door::phone_wishes(app, person).await?;
    let mut numbers: Vec<String> = first.into_iter().collect();
    for stated in facts::of_people(app.db(), &[person]).await? {
        let Body::Person(said) = stated.fact.body else { continue };
        for telecom in said.telecoms.into_iter().filter(|t| matches!(t.system.as_str(), "phone" | "sms")) {
            if !numbers.iter().any(|known| is_same(known, &telecom.value)) {
                numbers.push(telecom.value);
            }
        }
    }
    let mask = safety::masks(app.db(), &[person]).await?.remove(&person).unwrap_or_default();
    numbers.retain(|number| mask.shows_number(number));
    // What was kept last holds; a form of before it was kept is read itself.
    let in_form = |number: &str| wishes.iter().find(|(of, _)| is_same(of, number)).map(|(_, wish)| *wish);
    let plan = mask.plan.as_ref();
    let all = numbers.len();
    let used: Vec<Phone> = numbers
        .into_iter()
        .filter_map(|number| used_as(mask.wish(&number), in_form(&number), number, plan))
        .collect();
    // A number that she never wanted used is in no record of hers, but in the form.
    let unsafe_phone = used.len() < all || wishes.iter().any(|(_, wish)| *wish == PhoneWish::DoNotUse);
    Ok((used, unsafe_phone))
}

/// A number with how it may be used, by what was kept of her word or else by a form, and who asked her.
pub(crate) fn used_as(
    kept: Option<&Wish>,
    in_form: Option<PhoneWish>,
    number: String,
    plan: Option<&Plan>,
) -> Option<Phone> {
    let phone = narrowed(kept.map(|kept| kept.wish).or(in_form), number, plan)?;
    Some(Phone { asked: kept.map(|kept| (kept.asked_by.clone(), kept.said_at)), ..phone })
}

/// A number with how it may be used: as she said of it, and no more than her plan allows; a plan that has texts among its
/// ways says yes to them. None where it may not be used at all.
pub(crate) fn narrowed(wish: Option<PhoneWish>, number: String, plan: Option<&Plan>) -> Option<Phone> {
    if wish == Some(PhoneWish::DoNotUse) {
        return None;
    }
    let phone = |wish, text_only| Some(Phone { wish, text_only, ..Phone::plain(number) });
    let Some(plan) = plan else { return phone(wish, false) };
    let wish = wish.or(plan.ways.contains(&Channel::Text).then_some(PhoneWish::Text));
    if !plan.allows(Channel::Call) {
        let texts = plan.allows(Channel::Text) && wish == Some(PhoneWish::Text);
        return if texts { phone(wish, true) } else { None };
    }
    let wish = match wish {
        Some(PhoneWish::CallNoMessage) => wish,
        _ if plan.voicemail == Some(false) => Some(PhoneWish::CallNoMessage),
        None | Some(PhoneWish::Text) if !plan.allows(Channel::Text) => Some(PhoneWish::Call),
        wish => wish,
    };
    phone(wish, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_used_in_no_way_that_is_not_safe() {
        let plan = |ways: &[Channel], voicemail| Plan { ways: ways.to_vec(), voicemail, ..Plan::default() };
        // Whether it may be called, and whether texts may be sent; none where it is not shown.
        let check = |wish, plan: &Plan, expected: Option<(bool, bool)>| {
            let phone = narrowed(wish, "918-555-0100".into(), Some(plan));
            let uses = phone.map(|phone| (!phone.text_only, phone.takes_texts()));
            assert_eq!(uses, expected, "{wish:?} {plan:?}");
        };
        let (call, text) = (Channel::Call, Channel::Text);
        check(None, &plan(&[], None), Some((true, false)));
        check(Some(PhoneWish::Text), &plan(&[], None), Some((true, true)));
        check(None, &plan(&[call, text], None), Some((true, true)));
        check(None, &plan(&[text], None), Some((false, true)));
        check(Some(PhoneWish::Text), &plan(&[text], Some(false)), Some((false, true)));
        check(Some(PhoneWish::Call), &plan(&[text], None), None);
        check(Some(PhoneWish::CallNoMessage), &plan(&[text], None), None);
        check(Some(PhoneWish::Text), &plan(&[call], None), Some((true, false)));
        check(None, &plan(&[call, text], Some(false)), Some((true, false)));
        check(None, &plan(&[Channel::HomeVisit], None), None);
        check(Some(PhoneWish::DoNotUse), &plan(&[], None), None);
    }
}
