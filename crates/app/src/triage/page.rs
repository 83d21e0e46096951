//! One case, with everything that somebody needs who works on it.

use std::collections::BTreeSet;

use kith_domain::access::Actor;
use kith_domain::care_case::Case;
use kith_domain::fact::Body;
use kith_domain::id::{CaseId, PersonId};
use kith_store::care_case::{self, Task};
use kith_store::{facts, linkage, people, referral};

use super::inbox::{lines, loads};
use super::{about, attempts, load, names, reached, rules};
use crate::view::{
    AttemptShown, CaseHappened, CasePage, FormShown, NextAttempt, Phone, PhoneWish, TaskShown,
};
use crate::{App, Error, audited};

/// One case, with its forms and referrals.
pub async fn case(app: &App, actor: &Actor, id: CaseId) -> Result<CasePage, Error> {
    let case = load(app, actor, id).await?;
    audited(app, actor, "open_case", Some(about(id)), "").await?;
    shown(app, case).await
}

async fn shown(app: &App, case: Case) -> Result<CasePage, Error> {
    let (db, rules, now) = (app.db(), rules(app)?, app.now());
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
    let task = |task: Task| TaskShown {
        task: task.id,
        what: task.words.clone(),
        role: task.role,
        owner: task.owner.map(|o| o.1),
        due: task.due_at,
        late: task.done.is_none() && task.due_at < now,
        done: task.done.map(|(at, _, by)| (at, by)),
    };
    let (phones, unsafe_phone) = phones(app, case.person, person.phone).await?;
    Ok(CasePage {
        overridden,
        language: person.language,
        phones,
        unsafe_phone,
        address: person.address.into_iter().collect(),
        due_date: case.timing.born_on.or(case.timing.expected_on),
        others: others.map(|c| (c.id, c.state, c.opened_at)).collect(),
        known_at: known_at.into_iter().collect(),
        maybe_same: care_case::maybe_same(db, case.person).await?,
        forms: forms(app, &case).await?,
        history: history(app, case.id).await?,
        to_ask: crate::front_door::instruments(app)?,
        tasks: tasks.map(task).collect(),
        attempts: attempts.into_iter().map(attempt).collect(),
        next,
        referrals: crate::referral::lines(app, &referral::of_case(db, case.id).await?).await?,
        workers: loads(app).await?,
        line: lines(app, vec![case]).await?.pop().ok_or(Error::NotFound("this case"))?,
    })
}

async fn history(app: &App, case: CaseId) -> Result<Vec<CaseHappened>, Error> {
    let all = care_case::events(app.db(), case).await?.into_iter().rev();
    // That something else is due now follows from the rest.
    let told = all.filter(|event| CaseHappened::WHATS.contains(&event.what.as_str()));
    Ok(told.map(|e| CaseHappened { at: e.at, by: e.by_name, what: e.what }).collect())
}

async fn forms(app: &App, case: &Case) -> Result<Vec<FormShown>, Error> {
    let wishes = crate::front_door::phone_wishes(app, case.person).await?;
    let mut all = Vec::new();
    for (submission, from) in care_case::submissions(app.db(), case.id).await? {
        let from = crate::front_door::partner_of(&from).to_owned();
        all.push(crate::front_door::form_shown(app, submission, from, &wishes).await?);
    }
    Ok(all)
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
    let wish = |number: &str| wishes.iter().find(|(of, _)| is_same(of, number)).map(|(_, wish)| *wish);
    let all: Vec<Phone> = numbers.into_iter().map(|number| Phone { wish: wish(&number), number }).collect();
    let (not, used): (Vec<Phone>, Vec<Phone>) =
        all.into_iter().partition(|phone| phone.wish == Some(PhoneWish::DoNotUse));
    // A number that she never wanted used is in no record of hers, but in the form.
    let unsafe_phone = !not.is_empty() || wishes.iter().any(|(_, wish)| *wish == PhoneWish::DoNotUse);
    Ok((used, unsafe_phone))
}

/// Whether two numbers ring the same telephone: one may be written with the country before it.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (a, b) = (digits(a), digits(b));
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    long == short || (short.len() >= 10 && long.ends_with(&short))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_number_is_one_however_it_is_written() {
        let check = |a, b, expected| assert_eq!(super::is_same(a, b), expected, "{a} {b}");
        check("555-555-0189", "+1 (555) 555-0189", true);
        check("555-555-0189", "555-555-0190", false);
        check("0189", "555-555-0189", false);
    }
}
