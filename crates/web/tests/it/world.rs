//! A small network: two clinics, two mothers with their babies, somebody in each role.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, civil::Date};
use kith_app::front_door::Forms;
use kith_app::live::{Measured, Measurer};
use kith_app::programme::{Cascade, Community, MeasureInfo, Programme, Unit, Words};
use kith_app::view::{InboxFilter, Recipient, WorkFilter};
use kith_app::{App, Clock, Explainer, NewAccount, Question, Setup};
use kith_app::{goods, referral, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::consent::Category;
use kith_domain::fact::Body as Says;
use kith_domain::form::ActionTable;
use kith_domain::goods::Signed;
use kith_domain::id::{
    AccountId, Bucket, CaseId, GoodsPlaceId, ItemId, OrganizationId, PersonId, ReferralId, ServiceId,
    SourcePersonId, StockId, SubjectId, TaskId,
};
use kith_domain::matching::{Centroids, offers};
use kith_domain::measure::{Direction, Outcome, Status};
use kith_domain::priority::Rules;
use kith_interop::table::Columns;
use kith_store::facts::{BucketFacts, OrganizationRow};
use kith_store::results::DyadRow;
use kith_testkit::Place;
use kith_web::WebSettings;
use tower::ServiceExt;

pub const PASSWORD: &str = "correct horse battery";
pub const MEASURE: &str = "visits";
/// A measure of cases.
pub const OVERRIDDEN: &str = "tier_overridden";

/// Counts the encounters of everybody born in the last year: enough of a measure for pages to move.
pub struct Rule;

impl Measurer for Rule {
    async fn measure(
        &self,
        buckets: Vec<(Bucket, BucketFacts)>,
        organizations: Vec<OrganizationRow>,
        as_of: Date,
    ) -> Result<Measured, Box<dyn std::error::Error + Send + Sync>> {
        let mut measured = Measured::default();
        for (_, facts) in buckets {
            // Of the front door: whose tier was set by hand.
            measured.outcomes.extend(facts.courses.iter().map(|course| {
                let by_hand = course.overridden.is_some();
                Outcome {
                    measure: OVERRIDDEN.to_owned(),
                    subject: SubjectId(course.case.0),
                    person: course.person,
                    organization: course.organization,
                    status: if by_hand { Status::Met } else { Status::NotMet },
                    counts_on: as_of.first_of_month().saturating_sub(10.days()),
                    on: None,
                    due_on: None,
                    have: u16::from(by_hand),
                    needs: 1,
                    evidence: vec![course.record],
                    reason: None,
                    strata: vec![("race_ethnicity".into(), "White".into()), ("tier".into(), "Tier 3".into())],
                }
            }));
            let person_of: BTreeMap<_, _> = facts.person_of.iter().copied().collect();
            for stated in &facts.facts {
                let Says::Person(person) = &stated.fact.body else { continue };
                let Some(born) = person.born.and_then(|b| b.day()) else { continue };
                let (id, due) = (person_of[&stated.person], born.checked_add(120.days())?);
                if born.checked_add(365.days())? < as_of {
                    continue;
                }
                let visits: Vec<_> = facts
                    .facts
                    .iter()
                    .filter(|f| person_of[&f.person] == id)
                    .filter_map(|f| match &f.fact.body {
                        Says::Encounter(e) if e.status == "finished" => {
                            Some((f.record, e.organization.clone()))
                        }
                        _ => None,
                    })
                    .collect();
                let place = visits.iter().find_map(|(_, place)| place.clone());
                let organization =
                    place.and_then(|p| organizations.iter().find(|o| o.reference == p)).map(|o| o.id);
                let strata = vec![("race_ethnicity".to_owned(), "White".to_owned())];
                measured.outcomes.push(Outcome {
                    measure: MEASURE.to_owned(),
                    subject: SubjectId::infant(id),
                    person: id,
                    organization,
                    status: if as_of <= due { Status::Pending } else { Status::Met },
                    counts_on: due,
                    on: None,
                    due_on: Some(due),
                    have: visits.len() as u16,
                    needs: 3,
                    evidence: visits.iter().map(|(record, _)| *record).collect(),
                    reason: None,
                    strata: strata.clone(),
                });
                measured.dyads.push(DyadRow {
                    infant: id,
                    mother: facts.mothers.iter().find(|(infant, _)| *infant == id).map(|(_, mother)| *mother),
                    organization,
                    born_on: Some(born),
                    delivered_on: Some(born),
                    edd_on: None,
                    birth_order: None,
                    strata,
                });
            }
        }
        Ok(measured)
    }
}

struct Because;

impl Explainer for Because {
    fn why(&self, question: &Question<'_>, _: &str) -> Vec<String> {
        vec![format!("{} of {}", question.outcome.have, question.outcome.needs)]
    }
}

fn words(text: &str) -> Words {
    Words { en: text.into(), es: text.into() }
}

fn measure(id: &str, unit: Unit) -> MeasureInfo {
    MeasureInfo {
        id: id.into(),
        title: words("Three visits"),
        description: words("Three visits by day 120."),
        event: words("visit"),
        unit,
        tells: None,
        needs: 3,
        time: None,
        direction: Direction::Higher,
        stratifiers: vec!["race_ethnicity".into()],
        own_group: false,
        follows: false,
        reasons: BTreeMap::new(),
        source: words("Test"),
        definition: "0".into(),
        aim: None,
    }
}

/// The front door that comes with the program.
macro_rules! front_door {
    ($file:literal) => {
        include_str!(concat!("../../../../programmes/central-triage/", $file))
    };
}

fn programme(front_door: bool) -> Programme {
    let visits = measure(MEASURE, Unit::Infant);
    let cases = front_door.then(|| MeasureInfo {
        needs: 1,
        stratifiers: vec!["race_ethnicity".into(), "tier".into()],
        time: Some(words("Days until then")),
        // As if it told of moods.
        tells: Some(Category::BehavioralHealth),
        ..measure(OVERRIDDEN, Unit::Case)
    });
    Programme {
        id: "test".into(),
        title: words("Test programme"),
        aim: words("Every baby has three visits."),
        headline: MEASURE.into(),
        gap_stratifier: "race_ethnicity".into(),
        gap_focus: "Black or African American".into(),
        gap_reference: "White".into(),
        gap_factor: 0.5,
        gap_by: None,
        measures: std::iter::once(visits).chain(cases).collect(),
        indicators: Vec::new(),
        definitions: Vec::new(),
        families: Vec::new(),
        cascade: front_door.then(|| Cascade {
            title: words("From one step to the next"),
            start: words("Cases"),
            measures: vec![OVERRIDDEN.into()],
        }),
        triage: front_door.then(|| Arc::new(rules())),
        forms: front_door.then(|| Arc::new(forms())),
        centroids: front_door.then(|| Arc::new(Centroids::parse(front_door!("postal_codes.csv")).unwrap())),
        community: Arc::new(community()),
        area_index: None,
    }
}

fn rules() -> Rules {
    Rules::read(front_door!("triage.toml"), &TimeZone::UTC).unwrap()
}

/// How a partner's table is read.
const COLUMNS: &str = r#"
en = "Test table"
es = "Tabla de prueba"
form = "self_referral"
rest = "asked-unknown"
[[column]]
header = "First"
question = "identity.given"
[[column]]
header = "Last"
question = "identity.family"
[[column]]
header = "Born"
question = "identity.birth_date"
[[column]]
header = "Phone"
question = "identity.phone"
[[column]]
header = "Language"
question = "identity.language"
[[column]]
header = "Stage"
question = "self.stage"
[[column]]
header = "Due"
question = "pregnancy.due_date"
empty = "asked-unknown"
"#;

fn community() -> Community {
    let duties = kith_domain::care_team::duties(front_door!("care.toml")).unwrap();
    let methods = kith_domain::contraception::methods(front_door!("contraception.toml")).unwrap();
    Community { methods, goods: kith_domain::goods::kinds(front_door!("goods.toml")).unwrap(), duties }
}

fn forms() -> Forms {
    let read = |text: &str| kith_interop::fhir::questionnaire::read_form(text.as_bytes()).unwrap();
    let forms = vec![read(front_door!("forms/self_referral.json"))];
    let actions = ActionTable::parse(front_door!("screening_actions.csv")).unwrap_or_else(|e| panic!("{e}"));
    let columns = vec![Columns::parse(COLUMNS, &forms).unwrap()];
    Forms { forms, actions, columns }
}

/// What a woman says who asks for help herself: all that her form needs, but for who she is.
pub const SHE_SAYS: &str = "a.identity.language=es&a.self.signs=hh01&a.self.stage=pregnant&a.pregnancy.due_date=2026-12-01&why.self.wants=asked-unknown\
    &mode=self_screen&do=send";

/// Whom the cases are about: they are seen by who works on them, and by the service that was asked.
pub const WOMEN: [&str; 3] = ["Carlacase", "Doracase", "Evacase"];

/// One case of the front door, asked of a service whose lead is among the accounts.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    pub case: CaseId,
    pub person: PersonId,
    pub task: TaskId,
    pub referral: ReferralId,
}

/// The network, with sessions.
pub struct World {
    pub app: App,
    /// Its database.
    pub db: kith_store::Db,
    pub router: axum::Router,
    /// Anna's baby, at clinic one, on the worker's caseload.
    pub ours: PersonId,
    /// Berta's baby, at clinic two, on nobody's.
    pub theirs: PersonId,
    /// The two babies as their source knows them, the smaller first.
    pub pair: (SourcePersonId, SourcePersonId),
    /// A record of Anna's baby.
    pub record: i64,
    /// A quarantined record.
    pub quarantined: i64,
    /// The worker who has Anna's baby.
    pub worker: AccountId,
    pub sessions: BTreeMap<Role, (String, String)>,
    /// Who may do everything.
    pub system: Actor,
    /// A service of the service lead, and one that nobody was asked of yet.
    pub services: (ServiceId, ServiceId),
    /// Cribs of the service lead's organisation. Those of the lot BAD are called back.
    pub shelf: Option<(GoodsPlaceId, StockId)>,
    /// The service lead's organisation.
    pub owner: OrganizationId,
    /// The clinic of the clinic lead and of the referrer.
    pub clinic: OrganizationId,
    _place: Place,
}

/// The names that nobody without rows may ever see.
pub const NAMES: [&str; 2] = ["Annababy", "Bertababy"];

/// A diagnosis, which who reaches families does not need.
pub const SECRET: &str = "Withdrawal symptoms";

fn record(clinic: &str, mother: &str, born: Date) -> String {
    let baby = format!("{mother}baby");
    let visit = born.checked_add(14.days()).unwrap();
    [
        format!(r#"{{"resourceType":"Organization","id":"{clinic}","name":"Clinic {clinic}"}}"#),
        format!(
            r#"{{"resourceType":"Patient","id":"{baby}","name":[{{"family":"Testperson","given":["{baby}"]}}],"gender":"female","birthDate":"{born}","telecom":[{{"system":"phone","value":"+1 555 010 0001"}}]}}"#
        ),
        format!(
            r#"{{"resourceType":"Encounter","id":"{baby}-1","status":"finished","class":{{"code":"AMB"}},"subject":{{"reference":"Patient/{baby}"}},"reasonCode":[{{"coding":[{{"code":"P96.1","display":"{SECRET}"}}]}}],"period":{{"start":"{visit}"}},"serviceProvider":{{"reference":"Organization/{clinic}"}}}}"#
        ),
        format!(
            r#"{{"resourceType":"Condition","id":"{baby}-2","code":{{"coding":[{{"code":"P96.1","display":"{SECRET}"}}]}},"subject":{{"reference":"Patient/{baby}"}},"onsetDateTime":"{visit}"}}"#
        ),
    ]
    .join("\n")
}

async fn account(app: &App, role: Role, organization: Option<OrganizationId>) -> AccountId {
    let new = NewAccount {
        login: role.name().into(),
        name: format!("Test {}", role.name()),
        role,
        organization,
        language: "en".into(),
        password: PASSWORD.into(),
    };
    kith_app::create_account(app, new).await.unwrap()
}

async fn shelf(app: &App, by: &Actor, owner: OrganizationId) -> (GoodsPlaceId, StockId) {
    let place = goods::add_place(app, by, Some(owner), "Test shelf").await.unwrap();
    let delivery = |lot: &str| goods::Delivery {
        place: Some(place),
        kind: "crib".into(),
        lot: lot.into(),
        fund: "Test fund".into(),
        unit_cents: Some(8_950),
        quantity: Some(500),
        ..goods::Delivery::default()
    };
    let stock = goods::receive(app, by, delivery("GOOD")).await.unwrap();
    goods::receive(app, by, delivery("BAD")).await.unwrap();
    goods::call_back(app, by, "crib", "BAD", "Test").await.unwrap();
    (place, stock)
}

pub async fn world() -> World {
    world_with(true).await
}

/// The network, whose programme has a front door or none.
pub async fn world_with(front_door: bool) -> World {
    let place = kith_testkit::sqlite();
    let db = kith_store::Db::open(&place.location().parse().unwrap()).await.unwrap();
    let now: Timestamp = "2026-07-08T14:00:00Z".parse().unwrap();
    let app = App::new(Setup {
        db: db.clone(),
        clock: Clock::Fixed(now),
        time_zone: TimeZone::UTC,
        programme: programme(front_door),
        network_name: "Test network".into(),
        explainer: Arc::new(Because),
    });
    let born = app.today().checked_sub(100.days()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("records.ndjson");
    let lines = [record("one", "Anna", born), record("two", "Berta", born), "{\"resourceType\":".to_owned()]
        .join("\n");
    std::fs::write(&file, lines).unwrap();
    let limits = kith_interop::Limits::default();
    kith_app::ingest::ingest(&app, "test", &[file], limits, |_| {}).await.unwrap();
    kith_app::live::catch_up(&app, &Rule, |_| {}).await.unwrap();

    let coordinator = account(&app, Role::Coordinator, None).await;
    let system =
        Actor { account: coordinator, name: "test".into(), role: Role::Coordinator, organization: None };
    let list = kith_app::worklist(&app, &system, WorkFilter::default(), 50).await.unwrap();
    let find = |name: &str| list.rows.iter().find(|r| r.infant.name.contains(name)).expect("on the list");
    let clinic: OrganizationId = find("Anna").organization.clone().expect("attributed").0;
    let (ours, theirs) = (find("Anna").infant.id, find("Berta").infant.id);
    let record = find("Anna").outcome.evidence[0].0;
    let worker = account(&app, Role::OutreachWorker, None).await;
    account(&app, Role::ClinicLead, Some(clinic)).await;
    account(&app, Role::Referrer, Some(clinic)).await;
    account(&app, Role::Intake, None).await;
    let (timers, offers) = offers(front_door!("services.toml")).unwrap();
    if front_door {
        kith_app::referral::load_services(&app, timers, &offers).await.unwrap();
    }
    let owner = kith_app::find_organization(&app, &offers[0].organization).await.unwrap();
    account(&app, Role::ServiceLead, owner.first().map(|(id, _)| *id)).await;
    account(&app, Role::Analyst, None).await;
    account(&app, Role::Administrator, None).await;
    account(&app, Role::DataSteward, None).await;
    account(&app, Role::PrivacyOfficer, None).await;
    account(&app, Role::Client, None).await;
    kith_app::assign(&app, &system, &[ours], Some(worker)).await.unwrap();
    kith_app::live::catch_up(&app, &Rule, |_| {}).await.unwrap();
    let mut keys = Vec::new();
    for person in [ours, theirs] {
        let page = kith_app::review::identity(&app, &system, person, "").await.unwrap();
        keys.push(page.members[0].card.key);
    }
    keys.sort_unstable();
    let mut sessions = BTreeMap::new();
    for role in Role::ALL {
        let signed_in = kith_app::sign_in(&app, role.name(), PASSWORD).await.unwrap();
        sessions.insert(role, (signed_in.token, signed_in.csrf));
    }
    let data = kith_app::data(&app, &system, None).await.unwrap();
    let quarantined = data.quarantine[0].id;
    let other = offers.iter().find(|o| o.kind != offers[0].kind).expect("of another kind");
    let services = if front_door {
        let offered = kith_app::referral::referrals(&app, &system).await.unwrap().services;
        let called = |name: &str| offered.iter().find(|s| s.name.en == name).expect("it is offered").service;
        (called(&offers[0].name.en), called(&other.name.en))
    } else {
        (ServiceId(0), ServiceId(0))
    };
    let shelf = match owner.first() {
        Some((owner, _)) if front_door => Some(shelf(&app, &system, *owner).await),
        _ => None,
    };
    let router = kith_web::router(app.clone(), WebSettings::default());
    World {
        app,
        db,
        router,
        ours,
        theirs,
        pair: (keys[0], keys[1]),
        record,
        quarantined,
        worker,
        sessions,
        system,
        services,
        shelf,
        clinic,
        owner: owner.first().map_or(OrganizationId(0), |(id, _)| *id),
        _place: place,
    }
}

/// What came back.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Got {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |v| v.to_str().unwrap())
    }
}

impl World {
    /// Puts in a form about each of the women, and asks the service to serve them.
    pub async fn doors(&self) -> Vec<Door> {
        let mut doors = Vec::new();
        let people = [
            ("Nunez", "1991-02-11", "0141"),
            ("Okafor", "1998-07-30", "0152"),
            ("Petrov", "2003-11-05", "0163"),
        ];
        for (name, (family, born, phone)) in WOMEN.into_iter().zip(people) {
            let form = format!(
                "{SHE_SAYS}&once={name}&a.identity.given={name}&a.identity.family={family}\
                 &a.identity.birth_date={born}&a.identity.phone=918-555-{phone}&a.identity.phone_safe=text"
            );
            let put = self.post("/front-door/self_referral", Some(Role::Coordinator), &form).await;
            assert_eq!(put.status, StatusCode::OK, "{}", put.body);
            let inbox = InboxFilter { search: Some(name.into()), ..InboxFilter::default() };
            let line = triage::inbox(&self.app, &self.system, inbox).await.unwrap().lines.remove(0);
            let task = triage::case(&self.app, &self.system, line.case).await.unwrap().tasks[0].task;
            let (case, person, service) = (line.case, line.person, self.services.0);
            let asked = referral::refer(&self.app, &self.system, case, person, service, "Test", false).await;
            doors.push(Door { case, person, task, referral: asked.unwrap() });
        }
        doors
    }

    /// Something that she of a case has, or is kept.
    pub async fn thing(&self, door: &Door, kept: bool) -> ItemId {
        let (to, stock) = (Recipient::Case(door.case), self.shelf.unwrap().1);
        let once = triage::receipt_number().unwrap();
        if kept {
            return goods::keep(&self.app, &self.system, to, stock, &once).await.unwrap();
        }
        let signed = Signed::new("Test Signer", "1,2 3,4", "").unwrap();
        goods::give(&self.app, &self.system, to, stock, signed, &once).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn got(&self, request: Request<Body>) -> Got {
        let response = self.send(request).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 10 << 20).await.unwrap();
        Got {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    pub fn request(&self, method: &str, path: &str, role: Option<Role>) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header("host", "kith.test");
        if let Some(role) = role {
            request = request.header("cookie", format!("kith_session={}", self.sessions[&role].0));
        }
        request
    }

    pub async fn get(&self, path: &str, role: Option<Role>) -> Got {
        self.got(self.request("GET", path, role).body(Body::empty()).unwrap()).await
    }

    /// The form with a file in it, as a page of ours sends it.
    pub async fn put_file(&self, role: Option<Role>, source: &str, name: &str, content: &[u8]) -> Got {
        self.put_file_at("/data/files", role, source, name, content).await
    }

    /// The same at another page.
    pub async fn put_file_at(
        &self,
        path: &str,
        role: Option<Role>,
        source: &str,
        name: &str,
        content: &[u8],
    ) -> Got {
        let csrf = role.map_or("none", |role| self.sessions[&role].1.as_str());
        let mut body = Vec::new();
        let fields = [("csrf", csrf), ("source", source), ("partner", source), ("columns", "Test table")];
        for (field, value) in fields {
            let part =
                format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = self
            .request("POST", path, role)
            .header("content-type", "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", "same-origin");
        self.got(request.body(Body::from(body)).unwrap()).await
    }

    /// A form as a page of ours sends it.
    pub async fn post(&self, path: &str, role: Option<Role>, form: &str) -> Got {
        let csrf = role.map_or("none", |role| self.sessions[&role].1.as_str());
        self.post_raw(path, role, &format!("csrf={csrf}&{form}"), &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn post_raw(
        &self,
        path: &str,
        role: Option<Role>,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Got {
        let mut request =
            self.request("POST", path, role).header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.got(request.body(Body::from(body.to_owned())).unwrap()).await
    }
}
