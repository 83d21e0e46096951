//! Use cases: load, authorise, decide, save.
//!
//! Each public function here is one thing that a person or a job does. It asks [`kith_domain::access::decide`]
//! before it shows or changes anything, leaves an audit entry for what it showed of a person, and returns plain
//! values that pages draw. Nothing here knows SQL, HTTP or how a measure is computed: the binary plugs the measure
//! engine in as a [`live::Measurer`].

pub mod annotations;
pub mod care;
pub mod contraception;
mod cube;
mod data;
mod definitions;
mod dyad;
pub mod embed;
mod equity;
mod events;
mod family;
pub mod flow;
pub mod front_door;
pub mod goods;
mod indicators;
pub mod ingest;
pub mod intake;
pub mod linking;
pub mod live;
mod loss;
pub mod messages;
mod mine;
pub mod news;
mod numbers;
mod outreach;
pub mod privacy;
pub mod programme;
mod projection;
pub mod referral;
pub mod review;
mod scorecard;
pub mod sending;
pub mod services;
mod session;
mod sites;
mod strata;
pub mod teaching;
mod today;
pub mod triage;
pub mod view;
mod worklist;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kith_domain::access::{Action, Actor, Decision, Fields, Subject, decide};
use kith_domain::fact::Body;
use kith_domain::id::PersonId;
use kith_domain::words::Words;
use kith_interop::hl7v2::Senders;
use kith_store::{Db, audit};
use tokio::sync::{Notify, broadcast};

pub use data::{RecordView, Replayed, data, quarantined_bytes, record, replay, replay_all};
pub use dyad::{Explainer, Question, dyad};
pub use equity::equity;
pub use mine::{choose_password, mine};
pub use outreach::{assign, keep_wish, log_contact, record_visit, undo_contact, undo_visit};
pub use scorecard::{measure, scorecard};
pub use session::{
    NewAccount, SignedIn, accounts, actor, create_account, find_organization, set_language, sign_in,
    sign_out, visitor,
};
pub use sites::sites;
pub use today::today;
pub use worklist::worklist;

use programme::Programme;

/// What a use case may answer instead of its result. The text of every variant but [`Error::Internal`] is made to
/// be shown to the person who asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or not for this reader: the two are not told apart.
    #[error("{0} was not found")]
    NotFound(&'static str),
    /// The reader may not.
    #[error("{0}")]
    Denied(&'static str),
    /// What was asked cannot be done as asked.
    #[error("{}", message.en)]
    Invalid {
        /// The field of the form.
        field: &'static str,
        /// What is wrong and what to do.
        message: Words,
    },
    /// Too much is going on; try again.
    #[error("Kith is busy; try again in a moment")]
    Busy,
    /// Something failed that is not the reader's to mend.
    #[error("something went wrong")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<kith_store::Error> for Error {
    fn from(error: kith_store::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A fixed instant: for tests and for replaying a day.
    Fixed(Timestamp),
}

/// News that numbers have moved. It names nobody.
#[derive(Debug, Clone)]
pub struct Published {
    /// The version of the publication.
    pub version: i64,
    /// The measures of which a number moved; empty for all.
    pub measures: Vec<String>,
    /// What moved.
    pub moved: Vec<view::Moved>,
}

/// Pages of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The page that opens the day.
    Today,
    /// Rates and gaps.
    Scorecard,
    /// Whom to reach.
    Worklist,
    /// Sources and quarantine.
    Data,
    /// Which records are one person.
    Review,
    /// Files put in.
    Files,
    /// The cases of the front door: only where the programme has one.
    Triage,
    /// Referrals, and the places of services: only where the programme has a front door.
    Referrals,
    /// Which site has which methods of contraception: only where the programme names some.
    Methods,
    /// Whom a hospital taught before she went home: only where the programme has a front door.
    Teaching,
    /// The forms of the front door: only where the programme has some.
    FrontDoor,
    /// What is new at the front door, for whom it concerns.
    News,
    /// Emergencies to review, and what is odd about who looked at what.
    Privacy,
    /// What families are given: only where the programme gives something.
    Goods,
}

/// How an [`App`] is set up.
pub struct Setup {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The zone of the network: it says what day it is.
    pub time_zone: TimeZone,
    /// The programme that runs.
    pub programme: Programme,
    /// The network's name.
    pub network_name: String,
    /// Says why a subject stands where it does.
    pub explainer: Arc<dyn Explainer>,
}

/// Everything a use case needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Clock,
    time_zone: TimeZone,
    programme: Programme,
    network_name: String,
    explainer: Arc<dyn Explainer>,
    published: broadcast::Sender<Published>,
    dirty: Notify,
    /// Records, or decisions about who is whom, changed.
    changed: Notify,
    linking: tokio::sync::Mutex<linking::Linking>,
    cube: Mutex<Option<Arc<cube::Cube>>>,
    /// What charts outside are drawn from, by measure, and of which day.
    outside_pages: Mutex<HashMap<String, (Date, Arc<view::MeasurePage>)>>,
    /// The newest publication that pages of this process were told of.
    heard: Mutex<i64>,
    /// What is known of those who send messages.
    senders: Mutex<Arc<Senders>>,
    /// How messages leave; none where nothing is sent outside.
    outside: Mutex<Option<Arc<sending::Outside>>>,
}

impl App {
    /// An app over a database.
    pub fn new(setup: Setup) -> Self {
        let (published, _) = broadcast::channel(64);
        let senders = messages::usual_senders(&setup.time_zone);
        Self {
            inner: Arc::new(Inner {
                db: setup.db,
                clock: setup.clock,
                time_zone: setup.time_zone,
                programme: setup.programme,
                network_name: setup.network_name,
                explainer: setup.explainer,
                published,
                dirty: Notify::new(),
                changed: Notify::new(),
                linking: tokio::sync::Mutex::default(),
                cube: Mutex::new(None),
                outside_pages: Mutex::default(),
                heard: Mutex::new(0),
                senders: Mutex::new(Arc::new(senders)),
                outside: Mutex::new(None),
            }),
        }
    }

    /// The same network at another moment: for writing down what happened on days before.
    pub fn at(&self, now: Timestamp) -> Self {
        Self::new(Setup {
            db: self.inner.db.clone(),
            clock: Clock::Fixed(now),
            time_zone: self.inner.time_zone.clone(),
            programme: self.inner.programme.clone(),
            network_name: self.inner.network_name.clone(),
            explainer: self.inner.explainer.clone(),
        })
    }

    /// The programme that runs.
    pub fn programme(&self) -> &Programme {
        &self.inner.programme
    }

    /// The instant.
    pub fn now(&self) -> Timestamp {
        match self.inner.clock {
            Clock::System => Timestamp::now(),
            Clock::Fixed(at) => at,
        }
    }

    /// The civil day in the network's zone.
    pub fn today(&self) -> Date {
        self.now().to_zoned(self.inner.time_zone.clone()).date()
    }

    /// The day and time of day in the network's zone.
    pub fn here(&self) -> jiff::civil::DateTime {
        self.now().to_zoned(self.inner.time_zone.clone()).datetime()
    }

    /// The network's zone.
    pub fn time_zone(&self) -> &TimeZone {
        &self.inner.time_zone
    }

    /// The network's name.
    pub fn network_name(&self) -> &str {
        &self.inner.network_name
    }

    /// News of publications, from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Published> {
        self.inner.published.subscribe()
    }

    pub(crate) fn explainer(&self) -> &dyn Explainer {
        &*self.inner.explainer
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    /// Wakes the live spine: something was written that measures depend on.
    pub(crate) fn wake(&self) {
        self.inner.changed.notify_one();
        self.inner.dirty.notify_one();
    }

    /// Whether a reader may open a page at all: for the navigation.
    pub fn may(&self, actor: &Actor, page: Page) -> bool {
        let (action, subject) = match page {
            Page::Today => return true,
            Page::Scorecard => (Action::SeeCounts, Subject::default()),
            Page::Worklist => {
                (Action::SeePeople, Subject { organization: actor.organization, worker: Some(actor.account) })
            }
            Page::Data => (Action::SeeData, Subject::default()),
            Page::Review => (Action::ReviewIdentity, Subject::default()),
            Page::Files => (Action::Import, Subject::default()),
            Page::Triage if self.programme().triage.is_none() => return false,
            Page::Triage => (Action::Triage, Subject::default()),
            Page::Referrals if self.programme().triage.is_none() => return false,
            Page::Referrals => {
                (Action::AnswerReferral, Subject { organization: actor.organization, worker: None })
            }
            Page::News => return self.programme().triage.is_some() && !news::readers(actor).is_empty(),
            Page::Privacy => (Action::ReviewPrivacy, Subject::default()),
            Page::FrontDoor if self.programme().forms.is_none() => return false,
            Page::Teaching if self.programme().triage.is_none() => return false,
            Page::Teaching => {
                (Action::TeachSleep, Subject { organization: actor.organization, worker: None })
            }
            Page::Methods if self.programme().community.methods.is_empty() => return false,
            Page::Methods => (Action::SayMethods, Subject { organization: actor.organization, worker: None }),
            Page::Goods if self.programme().community.goods.is_empty() => return false,
            Page::Goods => (Action::KeepGoods, Subject { organization: actor.organization, worker: None }),
            Page::FrontDoor => (Action::Submit, Subject { organization: actor.organization, worker: None }),
        };
        matches!(decide(actor, action, subject), Decision::Allow(_))
    }
}

/// Asks the one function that decides.
fn require(actor: &Actor, action: Action, subject: Subject) -> Result<Fields, Error> {
    match decide(actor, action, subject) {
        Decision::Allow(fields) => Ok(fields),
        Decision::Deny(reason) => Err(Error::Denied(reason)),
    }
}

/// The same where a refusal is to be found in the log: somebody tried what is not theirs. `about` names what it was
/// about.
async fn admitted(
    app: &App,
    actor: &Actor,
    action: Action,
    subject: Subject,
    about: Option<String>,
) -> Result<Fields, Error> {
    match require(actor, action, subject) {
        Ok(fields) => Ok(fields),
        Err(denied) => {
            audited(app, actor, "denied", about, action_name(action)).await?;
            Err(denied)
        }
    }
}

/// Asks whether the actor may do something about one person, from that person's clinic and caseload.
async fn require_person(app: &App, actor: &Actor, action: Action, person: PersonId) -> Result<Fields, Error> {
    let attribution = kith_store::results::attribution(app.db(), person).await?;
    let (organization, worker) = attribution.unwrap_or((None, None));
    let fields = match require(actor, action, Subject { organization, worker }) {
        Ok(fields) => fields,
        // A record that was opened in an emergency may be looked at, and nothing else.
        Err(_) if action == Action::SeePerson && privacy::emergency(app, actor, person).await?.is_some() => {
            Fields::Rows
        }
        Err(denied) => {
            audited(app, actor, "denied", Some(format!("person/{person}")), action_name(action)).await?;
            return Err(denied);
        }
    };
    if kith_store::people::find(app.db(), person).await?.is_none() {
        return Err(Error::NotFound("this person"));
    }
    Ok(fields)
}

/// The answer about something that is not there: the same that this reader gets of what is somebody else's.
fn not_there(actor: &Actor, action: Action, what: &'static str) -> Error {
    match require(actor, action, Subject::default()) {
        Ok(_) => Error::NotFound(what),
        Err(denied) => denied,
    }
}

fn action_name(action: Action) -> &'static str {
    match action {
        Action::SeeCounts => "see_counts",
        Action::SeePeople => "see_people",
        Action::SeePerson => "see_person",
        Action::Act => "act",
        Action::Assign => "assign",
        Action::SeeData => "see_data",
        Action::ReadQuarantine => "read_quarantine",
        Action::Replay => "replay",
        Action::ReviewIdentity => "review_identity",
        Action::Import => "import",
        Action::Submit => "submit",
        Action::FollowSubmission => "follow_submission",
        Action::Triage => "triage",
        Action::AnswerReferral => "answer_referral",
        Action::ManageService => "manage_service",
        Action::ManageConsent => "manage_consent",
        Action::BreakGlass => "break_glass",
        Action::SeeLooks => "see_looks",
        Action::ReviewPrivacy => "review_privacy",
        Action::KeepGoods => "keep_goods",
        Action::TeachSleep => "teach_sleep",
        Action::SayMethods => "say_methods",
        Action::Annotate => "annotate",
        Action::Publish => "publish",
        Action::SeeMine => "see_mine",
    }
}

/// Whether a fact is among what may be shown of a person.
fn shows(fields: Fields, body: &Body) -> bool {
    match fields {
        Fields::Rows => true,
        Fields::Visits => matches!(body, Body::Person(_) | Body::Encounter(_) | Body::Immunization(_)),
        Fields::Identity => matches!(body, Body::Person(_) | Body::RelatedPerson(_)),
        Fields::Referral | Fields::Standing | Fields::Counts | Fields::Suppressed | Fields::Operations => {
            false
        }
    }
}

/// An audit entry: who did what to whom. No clinical value goes into it.
fn entry(app: &App, actor: &Actor, action: &str, subject: Option<String>, detail: &str) -> audit::Entry {
    audit::Entry {
        at: app.now(),
        account: Some(actor.account),
        who: actor.name.clone(),
        action: action.to_owned(),
        subject,
        detail: detail.to_owned(),
    }
}

/// Leaves an audit entry.
async fn audited(
    app: &App,
    actor: &Actor,
    action: &str,
    subject: Option<String>,
    detail: &str,
) -> Result<(), Error> {
    Ok(audit::append(app.db(), &[entry(app, actor, action, subject, detail)]).await?)
}
