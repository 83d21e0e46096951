//! What a message says, to whom, as far as it still holds.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};
use kith_domain::contact::Channel;
use kith_domain::id::{PersonId, ReferralId, ServiceId};
use kith_domain::matching::ContactPoint;
use kith_domain::phone::is_same;
use kith_domain::referral::{State, Word};
use kith_messaging::{Said, Say, keyed, say};
use kith_store::link::{self, NewLink, Opens, Purpose};
use kith_store::outbox::{self, Class, Of, Reader, Waiting};
use kith_store::{account, people, referral, safety, service};

use super::Outside;
use crate::referral::{after_days, fresh, timers};
use crate::session::token_hash;
use crate::triage::page::{asked_not, phones};
use crate::view::PhoneWish;
use crate::{App, Error, loss};

/// When a text may reach her, at the network's place.
const WAKING: (Time, Time) = (Time::constant(8, 0, 0, 0), Time::constant(21, 0, 0, 0));

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum To {
    Email(String),
    Phone(String),
}

/// What is to be sent.
pub(super) enum Written {
    Message(To, Said),
    /// Nobody is reached outside, or it does not hold any more.
    Nothing,
    /// Not at this hour.
    NotBefore(Timestamp),
}

/// Writes a message. Its link is made once, however often it is written.
pub(super) async fn write(app: &App, outside: &Outside, waiting: &Waiting) -> Result<Written, Error> {
    let link = |path: String| format!("{}{path}", outside.address);
    match (waiting.class, waiting.of) {
        (Class::Service, Of::Referral(id)) => to_service(app, outside, waiting, id).await,
        (Class::Service, Of::Service(id)) => places(app, outside, waiting, id).await,
        (Class::Herself, Of::Referral(id)) => to_her(app, outside, waiting, id).await,
        (Class::Sender, Of::Referral(id)) => {
            let link = link(format!("/referrals/{id}"));
            Ok(told(app, outside, of_reader(app, waiting.reader).await?, Say::News, &link))
        }
        (Class::Intake, of) => {
            let link = link(match of {
                Of::Referral(id) => format!("/referrals/{id}"),
                Of::Case(id) => format!("/triage/{id}"),
                Of::Service(_) => "/referrals".into(),
            });
            Ok(told(app, outside, outbox::point_of_intake(app.db()).await?, Say::Look, &link))
        }
        (Class::Referrer, _) => {
            let link = link("/front-door".into());
            Ok(told(app, outside, of_reader(app, waiting.reader).await?, Say::Answered, &link))
        }
        _ => Ok(Written::Nothing),
    }
}

/// Where messages reach the organisation of whoever reads this.
async fn of_reader(app: &App, reader: Reader) -> Result<Option<ContactPoint>, Error> {
    let organization = match reader {
        Reader::Account(id) => account::find(app.db(), id).await?.and_then(|account| account.organization),
        Reader::Service(id) | Reader::Referrer(id) => Some(id),
        Reader::Intake | Reader::Nobody => None,
    };
    match organization {
        Some(organization) => Ok(outbox::point_of_organization(app.db(), organization).await?),
        None => Ok(None),
    }
}

/// A message without a link of its own.
fn told(app: &App, outside: &Outside, point: Option<ContactPoint>, what: Say, link: &str) -> Written {
    let Some((to, language)) = point.and_then(|point| reached(outside, point)) else {
        return Written::Nothing;
    };
    Written::Message(to, say(what, &language, app.network_name(), link, ""))
}

/// By what somebody is reached, of what is set up: mail first. With the language.
fn reached(outside: &Outside, point: ContactPoint) -> Option<(To, String)> {
    let sends = outside.sends();
    let email = point.email.filter(|_| sends.mail).map(To::Email);
    let to = email.or(point.phone.filter(|_| sends.texts).map(To::Phone))?;
    Some((to, point.language))
}

async fn to_service(
    app: &App,
    outside: &Outside,
    waiting: &Waiting,
    id: ReferralId,
) -> Result<Written, Error> {
    let Some(found) = referral::find(app.db(), id).await? else { return Ok(Written::Nothing) };
    let point = outbox::point_of_service(app.db(), found.service, found.organization.0).await?;
    if found.state.is_final() {
        // Who was never asked outside need not hear outside that nobody asks any more.
        let what = if waiting.template == "referral_sent" { return Ok(Written::Nothing) } else { Say::Ended };
        return Ok(told(app, outside, point, what, ""));
    }
    if !matches!(found.state, State::Sent | State::Received) {
        return Ok(Written::Nothing);
    }
    let Some((to, language)) = point.and_then(|point| reached(outside, point)) else {
        return Ok(Written::Nothing);
    };
    let (link, until) = linked(app, outside, waiting, Purpose::Answer, Opens::Referral(id)).await?;
    let until = app_day(app, until);
    Ok(Written::Message(to, say(Say::Answer, &language, app.network_name(), &link, &until)))
}

async fn places(app: &App, outside: &Outside, waiting: &Waiting, id: ServiceId) -> Result<Written, Error> {
    let Some(found) = service::find(app.db(), id).await? else { return Ok(Written::Nothing) };
    let fresh = fresh(timers(app).await?, app.now());
    let known = found.capacity.as_ref().is_some_and(|said| said.confirmed_at >= fresh);
    if known || !found.open {
        return Ok(Written::Nothing);
    }
    let point = outbox::point_of_service(app.db(), id, found.organization).await?;
    let Some((to, language)) = point.and_then(|point| reached(outside, point)) else {
        return Ok(Written::Nothing);
    };
    let (link, until) = linked(app, outside, waiting, Purpose::Places, Opens::Service(id)).await?;
    let until = app_day(app, until);
    Ok(Written::Message(to, say(Say::Places, &language, app.network_name(), &link, &until)))
}

/// Her own link goes to her alone, by day and in her safe hours, and only where she wants texts.
async fn to_her(app: &App, outside: &Outside, waiting: &Waiting, id: ReferralId) -> Result<Written, Error> {
    let Some(found) = referral::find(app.db(), id).await? else { return Ok(Written::Nothing) };
    if found.do_not_contact || found.herself != Word::default() || found.state == State::Withdrawn {
        return Ok(Written::Nothing);
    }
    // No message speaks of what was lost, or of who died.
    if loss::of_case(app, found.case).await?.is_some() {
        return Ok(Written::Nothing);
    }
    let Some(number) = may_text(app, found.person).await?.filter(|_| outside.sends().texts) else {
        return Ok(Written::Nothing);
    };
    let Some(hours) = safe_hours(app, found.person).await? else { return Ok(Written::Nothing) };
    if let Some(at) = outside_of(app, hours) {
        return Ok(Written::NotBefore(at));
    }
    let language = people::find(app.db(), found.person).await?.and_then(|person| person.language);
    let language = if language.is_some_and(|tag| tag.starts_with("es")) { "es" } else { "en" };
    let (link, until) = linked(app, outside, waiting, Purpose::OwnWord, Opens::Referral(id)).await?;
    let until = app_day(app, until);
    Ok(Written::Message(To::Phone(number), say(Say::OwnWord, language, app.network_name(), &link, &until)))
}

/// The number to which a text may go that only she is to read: the one that is hers now, where she said of it that texts
/// are fine. An older number may be somebody else's by now, whatever she said of it. None where she asked not to be
/// contacted, or has died.
pub(crate) async fn may_text(app: &App, person: PersonId) -> Result<Option<String>, Error> {
    if asked_not(app, person).await? {
        return Ok(None);
    }
    let Some(person) = people::find(app.db(), person).await?.filter(|person| !person.died) else {
        return Ok(None);
    };
    let Some(current) = person.phone else { return Ok(None) };
    let (phones, _) = phones(app, person.id, Some(current.clone())).await?;
    let current = phones.into_iter().find(|phone| is_same(&phone.number, &current));
    let texts = current.filter(|phone| phone.wish == Some(PhoneWish::Text));
    Ok(texts.and_then(|phone| with_country(&phone.number)))
}

/// A number as gateways take it; ten digits are of this country.
fn with_country(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match (number.trim_start().starts_with('+'), digits.len()) {
        (true, 8..=15) => Some(format!("+{digits}")),
        (false, 10) => Some(format!("+1{digits}")),
        (false, 11) if digits.starts_with('1') => Some(format!("+{digits}")),
        _ => None,
    }
}

/// The hours of the day in which a text may reach her: those of waking, as far as they are safe by all that was said since
/// the last telling that is sure. One that is not sure yet can forbid, and allows nothing. None where texts are not safe.
async fn safe_hours(app: &App, person: PersonId) -> Result<Option<(Time, Time)>, Error> {
    let (mut from, mut until) = WAKING;
    for telling in safety::tellings(app.db(), person).await? {
        if !telling.plan.allows(Channel::Text) {
            return Ok(None);
        }
        from = telling.plan.from.map_or(from, |safe| safe.max(from));
        until = telling.plan.until.map_or(until, |safe| safe.min(until));
        if telling.confirmed.is_some() {
            break;
        }
    }
    Ok((from < until).then_some((from, until)))
}

/// When the hours begin next, at the network's place, where they are not now.
fn outside_of(app: &App, (from, until): (Time, Time)) -> Option<Timestamp> {
    let here = app.now().to_zoned(app.time_zone().clone());
    if (from..until).contains(&here.time()) {
        return None;
    }
    let day = if here.time() < from { here.date() } else { here.date().checked_add(1.day()).ok()? };
    Some(day.to_datetime(from).to_zoned(app.time_zone().clone()).ok()?.timestamp())
}

/// The link of a message, and until when it opens something: the same whenever the message is written.
async fn linked(
    app: &App,
    outside: &Outside,
    waiting: &Waiting,
    purpose: Purpose,
    opens: Opens,
) -> Result<(String, Timestamp), Error> {
    let token = BASE64_URL_SAFE_NO_PAD.encode(keyed(&outside.key, &format!("link:{}", waiting.key)));
    let expires_at = after_days(waiting.made_at, i64::from(timers(app).await?.link_days));
    let new = NewLink { hash: token_hash(&token), purpose, opens, expires_at };
    link::issue_once(app.db(), &new, app.now()).await?;
    let path = match purpose {
        Purpose::Answer => "r",
        Purpose::Places => "p",
        Purpose::OwnWord => "w",
    };
    Ok((format!("{}/{path}/{token}", outside.address), expires_at))
}

fn app_day(app: &App, at: Timestamp) -> String {
    at.to_zoned(app.time_zone().clone()).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::with_country;

    #[test]
    fn a_number_has_its_country_or_is_none() {
        let check = |number, expected: Option<&str>| {
            assert_eq!(with_country(number).as_deref(), expected, "{number}")
        };
        check("555-555-0189", Some("+15555550189"));
        check("1 (555) 555-0189", Some("+15555550189"));
        check("+52 55 5555 0189", Some("+525555550189"));
        check("555-0189", None);
        check("call my sister", None);
    }
}
