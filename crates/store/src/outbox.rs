//! What somebody is to be told: written down with what it tells, read here, and sent outside once.
//!
//! A row names nobody and is never taken away. Whoever sends takes one row at a time for a while ([`LEASE`]); what a dead
//! sender took is given out again, with the same key, by which the receiving side knows that it is the same message.

use jiff::{SignedDuration, Timestamp};
use kith_domain::id::{AccountId, CaseId, OrganizationId, ReferralId, ServiceId};
use kith_domain::matching::{ContactPoint, Whose};
use kith_domain::words::Words;

use crate::db::Tx;
use crate::sql::{Row, args, queries};
use crate::{Db, Error, Result, counter, service};

queries! {
    INSERT = "outbox_insert";
    TAKE = "outbox_take";
    WAITS = "outbox_waits";
    SENT = "outbox_sent";
    LATER = "outbox_later";
    RELEASE = "outbox_release";
    OF_READER = "outbox_of_reader";
    UNREAD = "outbox_unread";
    READ = "news_read";
    MARK_READ = "news_mark_read";
    ORGANIZATIONS = "submission_organizations_of_case";
    SAVE_POINT = "contact_point_save";
    CLEAR_POINTS = "contact_point_clear";
    FIND_POINT = "contact_point_find";
    TO_ASK_PLACES = "service_to_ask_places";
    TO_ASK_HER = "referral_to_ask_her";
}

/// How long a sender has one message before it is given to another: longer than any try to send takes.
pub const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// Who is told, as far as it says what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// The service.
    Service,
    /// Who sent the referral.
    Sender,
    /// The intake team.
    Intake,
    /// Whose form it was that began it.
    Referrer,
    /// She herself.
    Herself,
}

impl Class {
    const ALL: [Self; 5] = [Self::Service, Self::Sender, Self::Intake, Self::Referrer, Self::Herself];

    /// Its name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Sender => "sender",
            Self::Intake => "intake",
            Self::Referrer => "referrer",
            Self::Herself => "herself",
        }
    }
}

/// What a message tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Of {
    /// A referral.
    Referral(ReferralId),
    /// A case.
    Case(CaseId),
    /// A service.
    Service(ServiceId),
}

/// Who reads what is new here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reader {
    /// An account.
    Account(AccountId),
    /// Who leads the services of an organisation.
    Service(OrganizationId),
    /// Who sends forms for an organisation.
    Referrer(OrganizationId),
    /// The intake team.
    Intake,
    /// Nobody: it is for her.
    Nobody,
}

impl Reader {
    fn named(name: &str) -> Option<Self> {
        let (kind, id) = name.split_once(':').unwrap_or((name, "0"));
        let id = id.parse().ok()?;
        Some(match kind {
            "account" => Self::Account(AccountId(id)),
            "service" => Self::Service(OrganizationId(id)),
            "referrer" => Self::Referrer(OrganizationId(id)),
            "intake" => Self::Intake,
            "" => Self::Nobody,
            _ => return None,
        })
    }

    fn name(self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Service(id) => format!("service:{id}"),
            Self::Referrer(id) => format!("referrer:{id}"),
            Self::Intake => "intake".into(),
            Self::Nobody => String::new(),
        }
    }
}

/// Something to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewTold {
    /// Says it once.
    pub key: String,
    pub class: Class,
    pub reader: Reader,
    /// The key of its words.
    pub template: String,
    pub of: Of,
}

/// Something that waits to be sent outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Says it once.
    pub key: String,
    /// To whom.
    pub class: Class,
    /// Who reads it here.
    pub reader: Reader,
    /// The key of its words.
    pub template: String,
    /// What it tells of.
    pub of: Of,
    /// When it came up.
    pub made_at: Timestamp,
    /// How often it was tried, this time included.
    pub tries: i64,
}

/// Something new, as somebody reads it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Its key: with the time, its place in the list.
    pub key: String,
    /// To whom it is told.
    pub class: Class,
    /// The key of its words.
    pub template: String,
    /// What it tells of.
    pub of: Of,
    /// When it came up.
    pub made_at: Timestamp,
    /// How it was sent outside: `email`, `text`, `page` for not at all, `refused`; none while it waits.
    pub sent_by: Option<String>,
    /// The service that it is about; empty where it is about none.
    pub service: Words,
}

/// Writes down what is to be told, in the transaction of what it tells.
pub(crate) async fn tell(tx: &mut Tx, all: &[NewTold], now: Timestamp) -> Result<u64> {
    let rows = all.iter().flat_map(|told| {
        let (kind, referral, case, service) = match told.of {
            Of::Referral(id) => ("referral", Some(id.0), None, None),
            Of::Case(id) => ("case", None, Some(id.0), None),
            Of::Service(id) => ("places", None, None, Some(id.0)),
        };
        let reader = told.reader.name();
        args![
            &told.key,
            kind,
            told.class.name(),
            &told.template,
            referral,
            case,
            service,
            reader.as_str(),
            now
        ]
    });
    tx.run_list(INSERT, rows.collect(), vec![]).await
}

/// Tells every organisation whose form began a case what became of it.
pub(crate) async fn tell_referrers(
    tx: &mut Tx,
    case: CaseId,
    what: &str,
    once: &str,
    now: Timestamp,
) -> Result<()> {
    let mut all = Vec::new();
    for row in tx.rows(ORGANIZATIONS, args![case]).await? {
        let organization: OrganizationId = row.get(0)?;
        all.push(NewTold {
            key: format!("case:{case}:{what}:{once}:{organization}"),
            class: Class::Referrer,
            reader: Reader::Referrer(organization),
            template: format!("case_{what}"),
            of: Of::Case(case),
        });
    }
    tell(tx, &all, now).await.map(drop)
}

/// Takes what waits the longest to be sent outside; none when nothing does.
pub async fn take(db: &Db, now: Timestamp) -> Result<Option<Waiting>> {
    let expired = now.checked_sub(LEASE).unwrap_or(Timestamp::MIN);
    // Whoever looks in vain writes nothing.
    if db.row(WAITS, args![now, expired]).await?.is_none() {
        return Ok(None);
    }
    let mut tx = db.write().await?;
    counter::hold(&mut tx, "outbox").await?;
    let taken = tx.row(TAKE, args![now, expired]).await?;
    let taken = taken.map(|row| {
        Ok(Waiting {
            key: row.get(0)?,
            class: class(&row, 2)?,
            template: row.get(3)?,
            of: of(&row, 4)?,
            made_at: row.get(7)?,
            tries: row.get(8)?,
            reader: Reader::named(&row.get::<String>(9)?).ok_or(Error::Corrupt("reader of a message"))?,
        })
    });
    tx.commit().await?;
    taken.transpose()
}

/// Says that something was sent, and by what; false when that was said before.
pub async fn sent(db: &Db, key: &str, by: &str, now: Timestamp) -> Result<bool> {
    let mut tx = db.write().await?;
    let changed = tx.run(SENT, args![key, now, by]).await?;
    tx.commit().await?;
    Ok(changed > 0)
}

/// Says that something can never be sent, and tells the intake team so, unless it was for them.
pub async fn refused(db: &Db, waiting: &Waiting, now: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    if tx.run(SENT, args![&waiting.key, now, "refused"]).await? > 0 && waiting.class != Class::Intake {
        let told = NewTold {
            key: format!("refused:{}", waiting.key),
            class: Class::Intake,
            reader: Reader::Intake,
            template: "message_refused".into(),
            of: waiting.of,
        };
        tell(&mut tx, &[told], now).await?;
    }
    tx.commit().await
}

/// Gives back what was taken and not sent, without waiting for the lease: for a process that starts and is the only one.
pub async fn release(db: &Db) -> Result<()> {
    let mut tx = db.write().await?;
    counter::hold(&mut tx, "outbox").await?;
    tx.run(RELEASE, vec![]).await?;
    tx.commit().await
}

/// Gives something back, to be tried again from then on.
pub async fn later(db: &Db, key: &str, next_at: Timestamp) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(LATER, args![key, next_at]).await?;
    tx.commit().await
}

/// What a reader is told here, the newest first; `after` is the last of the page before.
pub async fn of_reader(
    db: &Db,
    reader: Reader,
    after: Option<(Timestamp, &str)>,
    limit: u32,
) -> Result<Vec<News>> {
    let (at, key) = after.unwrap_or((Timestamp::MAX, ""));
    let rows = db.rows(OF_READER, args![reader.name().as_str(), at, key, i64::from(limit)]).await?;
    let news = |row: &Row| {
        Ok(News {
            key: row.get(0)?,
            class: class(row, 2)?,
            template: row.get(3)?,
            of: of(row, 4)?,
            made_at: row.get(7)?,
            sent_by: row.get(8)?,
            service: Words { en: row.get(9)?, es: row.get(10)? },
        })
    };
    rows.iter().map(news).collect()
}

/// How much is new for an account among what these readers are told, counted up to `most`.
pub async fn unread(db: &Db, account: AccountId, readers: &[Reader], most: u32) -> Result<i64> {
    let (at, key) = match db.row(READ, args![account]).await? {
        Some(row) => (row.get(0)?, row.get::<String>(1)?),
        None => (i64::MIN, String::new()),
    };
    let mut all = 0;
    // An account is at most three readers.
    for reader in readers {
        let args = args![reader.name().as_str(), at, key.as_str(), i64::from(most)];
        all += db.row(UNREAD, args).await?.map_or(Ok(0), |row| row.get::<i64>(0))?;
    }
    Ok(all.min(i64::from(most)))
}

/// Up to where an account has read.
pub async fn read_up_to(db: &Db, account: AccountId) -> Result<Option<(Timestamp, String)>> {
    db.row(READ, args![account]).await?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// Says that an account has read everything up to here. It never goes back.
pub async fn mark_read(db: &Db, account: AccountId, at: Timestamp, key: &str) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(MARK_READ, args![account, at, key]).await?;
    tx.commit().await
}

/// Makes the contact points what a programme's file says. One of an organisation or a service that is not known is left out.
pub async fn load_points(db: &Db, points: &[(Whose, ContactPoint)]) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(CLEAR_POINTS, vec![]).await?;
    let mut rows = Vec::new();
    for (whose, point) in points {
        let (kind, found) = match whose {
            Whose::Service(key) => ("service", tx.row(service::OF_KEY, args![key]).await?),
            Whose::Organization(name) => {
                ("organization", tx.row(service::change::ORGANIZATION, args![name]).await?)
            }
            Whose::Intake => ("intake", None),
        };
        let whose = match found {
            Some(row) => format!("{kind}:{}", row.get::<i64>(0)?),
            None if kind == "intake" => kind.to_owned(),
            None => continue,
        };
        rows.extend(args![whose.as_str(), point.email.as_deref(), point.phone.as_deref(), &point.language]);
    }
    tx.run_list(SAVE_POINT, rows, vec![]).await?;
    tx.commit().await
}

/// Where messages reach a service: its own contact point, or its organisation's.
pub async fn point_of_service(
    db: &Db,
    service: ServiceId,
    of: OrganizationId,
) -> Result<Option<ContactPoint>> {
    match point(db, &format!("service:{service}")).await? {
        None => point_of_organization(db, of).await,
        own => Ok(own),
    }
}

/// Where messages reach an organisation.
pub async fn point_of_organization(db: &Db, organization: OrganizationId) -> Result<Option<ContactPoint>> {
    point(db, &format!("organization:{organization}")).await
}

/// Where messages reach the intake team.
pub async fn point_of_intake(db: &Db) -> Result<Option<ContactPoint>> {
    point(db, "intake").await
}

async fn point(db: &Db, whose: &str) -> Result<Option<ContactPoint>> {
    let read = |row: Row| Ok(ContactPoint { email: row.get(0)?, phone: row.get(1)?, language: row.get(2)? });
    db.row(FIND_POINT, args![whose]).await?.map(read).transpose()
}

/// Asks every open service whose places were said before `fresh`, or never, whether its number still stands: once in the
/// round of this name. How many were asked that were not before.
pub async fn ask_places(db: &Db, fresh: Timestamp, round: &str, now: Timestamp) -> Result<u64> {
    let (mut asked, mut last) = (0, 0);
    loop {
        let stale = db.rows(TO_ASK_PLACES, args![fresh, last, 500_i64, round]).await?;
        if stale.is_empty() {
            return Ok(asked);
        }
        let mut all = Vec::new();
        for row in &stale {
            let (service, organization): (ServiceId, OrganizationId) = (row.get(0)?, row.get(1)?);
            last = service.0;
            all.push(NewTold {
                key: format!("places:{service}:{round}"),
                class: Class::Service,
                reader: Reader::Service(organization),
                template: "places".into(),
                of: Of::Service(service),
            });
        }
        asked += tell_all(db, &all, now).await?;
    }
}

/// Asks her what became of every referral that was sent between `since` and `before`, where she has not said so and was not
/// asked. How many were asked. Whether a text may reach her is asked when it is sent.
pub async fn ask_her(db: &Db, before: Timestamp, since: Timestamp, now: Timestamp) -> Result<u64> {
    let (mut asked, mut last) = (0, 0);
    loop {
        let quiet = db.rows(TO_ASK_HER, args![before, since, last, 500_i64]).await?;
        if quiet.is_empty() {
            return Ok(asked);
        }
        let mut all = Vec::new();
        for row in &quiet {
            let referral: ReferralId = row.get(0)?;
            last = referral.0;
            all.push(NewTold {
                key: format!("own_word:{referral}"),
                class: Class::Herself,
                reader: Reader::Nobody,
                template: "own_word".into(),
                of: Of::Referral(referral),
            });
        }
        asked += tell_all(db, &all, now).await?;
    }
}

async fn tell_all(db: &Db, all: &[NewTold], now: Timestamp) -> Result<u64> {
    let mut tx = db.write().await?;
    let told = tell(&mut tx, all, now).await?;
    tx.commit().await?;
    Ok(told)
}

fn class(row: &Row, column: usize) -> Result<Class> {
    let name: String = row.get(column)?;
    Class::ALL.into_iter().find(|class| class.name() == name).ok_or(Error::Corrupt("class of a message"))
}

fn of(row: &Row, first: usize) -> Result<Of> {
    match (row.get(first)?, row.get(first + 1)?, row.get(first + 2)?) {
        (Some(referral), None, None) => Ok(Of::Referral(referral)),
        (None, Some(case), None) => Ok(Of::Case(case)),
        (None, None, Some(service)) => Ok(Of::Service(service)),
        _ => Err(Error::Corrupt("what a message tells of")),
    }
}
