//! A front door with a million people and two hundred thousand open cases: how long its lists, its matching and its writes
//! take. `cargo bench -p kith-app --bench front_door -- [people] [cases] [services] [folder]`; SQLite, the use cases as
//! pages call them, each with its audit entry on disk. What is made in a folder that is named stays there, and the next
//! run measures it again, whatever numbers it is given.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kith_app::front_door::Forms;
use kith_app::programme::{Programme, Words};
use kith_app::view::{InboxFilter, MatchFilter, Whose};
use kith_app::{App, Clock, Explainer, NewAccount, Question, Setup, front_door, news, referral, triage};
use kith_domain::access::{Actor, Role};
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::form::ActionTable;
use kith_domain::id::{CaseId, OrganizationId};
use kith_domain::matching::{Facts, Offer, Stage, Standing, fit, offers, rank};
use kith_domain::priority::{Rules, Tier, assess};
use kith_store::{Db, Location};
use kith_testkit::{a_mother, fill};

const SERVICES: &str = include_str!("../../../programmes/central-triage/services.toml");
const RULES: &str = include_str!("../../../programmes/central-triage/triage.toml");
/// Those who work on cases.
const WORKERS: i64 = 40;
/// Writes a second, and for how long.
const RATE: u32 = 100;
const SECONDS: u32 = 20;

struct Silent;

impl Explainer for Silent {
    fn why(&self, _: &Question<'_>, _: &str) -> Vec<String> {
        Vec::new()
    }
}

fn main() {
    let numbers: Vec<i64> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let number = |at: usize, usual| numbers.get(at).copied().unwrap_or(usual);
    let (people, cases, services) = (number(0, 1_000_000), number(1, 200_000), number(2, 2_000));
    let named = std::env::args().skip(1).find(|arg| !arg.starts_with('-') && arg.parse::<i64>().is_err());
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(run(people, cases, services, named.map(PathBuf::from)));
}

async fn run(people: i64, cases: i64, services: i64, named: Option<PathBuf>) {
    let own = tempfile::tempdir().expect("a folder");
    let folder = named.unwrap_or_else(|| own.path().to_owned());
    let made = folder.join("kith.sqlite3").exists();
    let db = Db::open(&Location::Sqlite { dir: folder.clone() }).await.expect("a database");
    let app = app(db);
    let (timers, some) = offers(SERVICES).expect("services");
    let all = many(&some, services);
    referral::load_services(&app, timers, &all).await.expect("services are loaded");
    let mut actors = Vec::new();
    for n in 0..=WORKERS {
        actors.push(account(&app, n).await);
    }
    let began = Instant::now();
    if !made {
        load(&folder, people, cases, services).await;
        println!("{people} people, {cases} open cases, {services} services: made in {:.0?}", began.elapsed());
    }
    let intake = &actors[0];

    // Lists, as the pages of the intake team ask for them, with the count of what is new that each page has.
    let filters = [
        ("inbox of all", InboxFilter::default()),
        (
            "inbox of a worker",
            InboxFilter { whose: Some(Whose::Worker(actors[3].account)), ..InboxFilter::default() },
        ),
        ("inbox of nobody's", InboxFilter { whose: Some(Whose::Nobody), ..InboxFilter::default() }),
        ("inbox of a tier", InboxFilter { tier: Some(Tier::First), ..InboxFilter::default() }),
        ("inbox of what is late", InboxFilter { late: true, ..InboxFilter::default() }),
        ("inbox by a name", InboxFilter { search: Some("given77".into()), ..InboxFilter::default() }),
    ];
    for (name, filter) in filters {
        let mut times = Times::default();
        for _ in 0..40 {
            let mut filter = filter.clone();
            for _ in 0..3 {
                let began = Instant::now();
                let page = triage::inbox(&app, intake, filter.clone()).await.expect("a page");
                news::unread(&app, intake).await.expect("a count");
                times.add(began);
                filter.after = page.next;
            }
        }
        times.say(name, 100);
    }
    let mut times = Times::default();
    for n in 0..60 {
        let began = Instant::now();
        triage::case(&app, intake, CaseId(1 + n * 31 % cases)).await.expect("a case");
        times.add(began);
    }
    times.say("one case", 100);
    let mut times = Times::default();
    let mut after = None;
    for _ in 0..60 {
        let began = Instant::now();
        let page = referral::referrals_after(&app, intake, after.as_deref()).await.expect("a page");
        // The first page has every service as well.
        if after.is_some() {
            times.add(began);
        } else {
            println!("{:<44} {:>9.1?}", "first page of referrals, with all services", began.elapsed());
        }
        after = page.next;
    }
    times.say("page of all open referrals", 100);
    let lead = Actor { role: Role::ServiceLead, organization: Some(OrganizationId(2)), ..intake.clone() };
    let mut times = Times::default();
    for _ in 0..40 {
        let began = Instant::now();
        referral::referrals(&app, &lead).await.expect("a page");
        times.add(began);
    }
    times.say("referrals of one organisation", 100);
    let clinic = Actor { role: Role::Referrer, ..lead };
    let mut times = Times::default();
    for _ in 0..40 {
        let began = Instant::now();
        front_door::sent(&app, &clinic, None).await.expect("a page");
        times.add(began);
    }
    times.say("what one organisation sent", 100);

    // Matching: the decision alone, and the page around it.
    let today = app.today();
    let mut times = Times::default();
    for n in 0..200 {
        let hers = Facts {
            stage: Some(Stage::Pregnant(70 + n)),
            languages: vec!["es".into()],
            factors: [("first_pregnancy".to_owned(), n % 2 == 0), ("low_income".to_owned(), true)].into(),
            ..Facts::default()
        };
        let began = Instant::now();
        let standing = |offer| Standing {
            offer,
            fit: fit(offer, &hers, today),
            places: Some(2),
            distance: None,
            last_asked: None,
        };
        let mut standings: Vec<Standing<'_>> = all.iter().map(standing).collect();
        rank(&mut standings, &hers, today);
        times.add(began);
    }
    times.say("matching one woman, the decision", 20);
    let mut times = Times::default();
    for n in 0..60 {
        let began = Instant::now();
        referral::matches(&app, intake, CaseId(1 + n * 997 % cases)).await.expect("a page");
        times.add(began);
    }
    times.say("matching one woman, with all that is read", 20);
    let mut times = Times::default();
    for n in 0..20 {
        let asked = MatchFilter { all: true, ..MatchFilter::default() };
        let began = Instant::now();
        referral::matches_among(&app, intake, CaseId(1 + n * 997 % cases), asked).await.expect("a page");
        times.add(began);
    }
    times.say("the same, with every service drawn", 100);

    writes(&app, &actors, cases).await;
}

/// So many writes a second, each of a case of its own, from when it was due to when it and its audit entry are on disk.
async fn writes(app: &App, actors: &[Actor], cases: i64) {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / RATE);
    let mut all = Vec::new();
    for n in 0..i64::from(RATE * SECONDS) {
        let due = ticks.tick().await;
        let (app, actor) = (app.clone(), actors[usize::try_from(n % WORKERS).expect("few")].clone());
        let case = CaseId(1 + n * 7 % cases);
        all.push(tokio::spawn(async move {
            if n % 2 == 0 {
                triage::give(&app, &actor, case, Some(actor.account)).await.expect("a case is given");
            } else {
                let (channel, outcome) = (Channel::Call, ContactOutcome::NoAnswer);
                triage::log_attempt(&app, &actor, case, channel, outcome, None, None)
                    .await
                    .expect("an attempt");
            }
            due.elapsed()
        }));
    }
    let mut times = Times::default();
    for one in all {
        times.0.push(one.await.expect("it was written"));
    }
    times.say(&format!("write with audit at {RATE} a second"), 75);
}

/// How long something took, each time, and how much of the processor all of it together: on a machine that is shared the
/// second says more.
struct Times(Vec<Duration>, Duration);

impl Default for Times {
    fn default() -> Self {
        Self(Vec::new(), on_processor())
    }
}

/// How long the threads of this process were on a processor, as Linux counts it; nothing elsewhere.
fn on_processor() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanos = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}

impl Times {
    fn add(&mut self, began: Instant) {
        self.0.push(began.elapsed());
    }

    /// The middle, the 95th of a hundred, the worst, and the processor's time of each, beside the limit in milliseconds.
    fn say(&mut self, what: &str, limit: u64) {
        let calls = u32::try_from(self.0.len()).expect("few");
        let each = on_processor().saturating_sub(self.1) / calls;
        self.0.sort_unstable();
        let at = |share: usize| self.0[(self.0.len() * share / 100).min(self.0.len() - 1)];
        let verdict = if at(95) <= Duration::from_millis(limit) { "within" } else { "OVER" };
        println!(
            "{what:<42} p50 {:>8.1?}  p95 {:>8.1?}  worst {:>8.1?}  processor {each:>8.1?}  {verdict} {limit} ms",
            at(50),
            at(95),
            at(100)
        );
    }
}

fn app(db: Db) -> App {
    let words = |text: &str| Words { en: text.into(), es: text.into() };
    let programme = Programme {
        id: "central-triage".into(),
        title: words("Bench"),
        aim: words("Bench"),
        headline: "none".into(),
        gap_stratifier: "race_ethnicity".into(),
        gap_focus: "none".into(),
        gap_reference: "none".into(),
        gap_factor: 0.5,
        gap_by: None,
        measures: Vec::new(),
        triage: Some(Arc::new(Rules::read(RULES, &TimeZone::UTC).expect("rules"))),
        forms: Some(Arc::new(Forms {
            forms: Vec::new(),
            actions: ActionTable::default(),
            columns: Vec::new(),
        })),
        indicators: Vec::new(),
        definitions: Vec::new(),
        families: Vec::new(),
        cascade: None,
        centroids: None,
        community: Arc::default(),
        area_index: None,
    };
    App::new(Setup {
        db,
        clock: Clock::System,
        time_zone: TimeZone::UTC,
        programme,
        network_name: "Bench".into(),
        explainer: Arc::new(Silent),
    })
}

async fn account(app: &App, n: i64) -> Actor {
    let login = format!("worker-{n}");
    let new = NewAccount {
        login: login.clone(),
        name: format!("Test Worker {n}"),
        role: Role::Intake,
        organization: None,
        language: "en".into(),
        password: "correct horse battery".into(),
    };
    if let Some(there) = kith_app::actor(app, &login).await.expect("read") {
        return there;
    }
    kith_app::create_account(app, new).await.expect("an account");
    kith_app::actor(app, &login).await.expect("read").expect("there")
}

/// So many services like those of the programme, seven to an organisation.
fn many(some: &[Offer], services: i64) -> Vec<Offer> {
    (0..services)
        .zip(some.iter().cycle())
        .map(|(n, like)| Offer {
            id: format!("{}-{n}", like.id),
            organization: format!("Test Organisation {}", n / 7),
            order: i32::try_from(n).expect("few"),
            ..like.clone()
        })
        .collect()
}

/// People, cases with their forms, tasks and referrals, all at once.
async fn load(dir: &Path, people: i64, cases: i64, services: i64) {
    let rules = Rules::read(RULES, &TimeZone::UTC).expect("rules");
    let factors = [
        ("teen_mother".to_owned(), Some(true)),
        ("low_income".to_owned(), Some(true)),
        ("first_pregnancy".to_owned(), Some(true)),
    ];
    let told = assess(&rules, &factors);
    let json = |text: serde_json::Result<String>| text.expect("texts and numbers").replace('\'', "''");
    let reasons = json(serde_json::to_string(&told.reasons));
    let said = json(serde_json::to_string(&factors));
    let fact =
        a_mother("BENCHID").named("GivenBENCHID", "Test").born("1998-04-05").phone("918-555-0142").build();
    let fact = json(serde_json::to_string(&fact));
    let now = Timestamp::now().as_microsecond();
    let hour = 3_600_000_000_i64;
    let n = |most: i64| {
        format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {most})")
    };
    let (by_people, by_cases) = (n(people), n(cases));
    let referrals = cases / 2;
    let by_referrals = n(referrals);
    let statements = [
        "pragma synchronous = off".to_owned(),
        "pragma foreign_keys = off".to_owned(),
        "begin".to_owned(),
        "insert into source (id, name, made_at, people) values (900, 'Bench', 0, 0)".to_owned(),
        format!(
            "{by_people} insert into person (id, bucket, source_id, reference, given, family, given_key, family_key, born, died, sex, phone, language)
             select i, i % 256, 900, 'Patient/p' || i, 'Given' || i % 5000, 'Test' || i % 9000, 'given' || i % 5000,
                'test' || i % 9000, '1998-04-05', false, 'female', '918-555-0142', 'es' from n"
        ),
        format!("{by_people} insert into source_person (id, source_id, reference, person_id, home_id) select i, 900, 'Patient/p' || i, i, i from n"),
        format!(
            "{by_cases} insert into source_record (id, source_id, reference, source_person_id, received_at, hash, bytes)
             select i, 900, 'Patient/p' || i, i, {now}, x'00', x'7b7d' from n"
        ),
        format!(
            "{by_cases} insert into fact (source_person_id, record_id, source_id, body)
             select i, i, 900, replace('{fact}', 'BENCHID', i) from n"
        ),
        format!(
            "{by_cases} insert into care_case (id, person_id, expected_on, opened_at, tier, assessed, score, completeness, reasons, due_at, worker_id, state)
             select i, i, date('now', '+' || i % 250 || ' days'), {now} - (i % 700) * {hour},
                case i % 10 when 0 then 'first' when 1 then 'second' when 2 then 'second' else 'third' end, 'third', 3, 0.8,
                '{reasons}', {now} + (i % 900 - 90) * {hour} + i, case when i % 3 = 0 then null else 1 + i % {WORKERS} end,
                case when i <= {referrals} then 'referred' else 'new' end from n"
        ),
        "insert into case_load (worker_id, open) select coalesce(worker_id, 0), count(*) from care_case group by 1".to_owned(),
        format!(
            "{by_cases} insert into submission (id, case_id, person_id, record_id, source_id, organization_id, form, form_version, channel,
                by_name, authored_at, at, expected_on, factors, joined, contact_by, receipt, once_key)
             select i, i, i, i, 900, 1 + i % 286, 'prenatal', '1', 'page', 'Test Referrer', {now}, {now} - (i % 700) * {hour},
                date('now', '+' || i % 250 || ' days'), '{said}', false, {now}, 'BENCH-RECEIPT-' || i, 'bench-' || i from n"
        ),
        format!(
            "{by_cases} insert into task (id, case_id, person_id, kind, en, es, role, made_at, due_at, origin)
             select i, i, i, 'screening:routine', 'Look', 'Mire', 'intake', {now}, {now} + (i % 900) * {hour}, 'bench:' || i from n"
        ),
        format!(
            "{by_referrals} insert into referral (id, service_id, case_id, person_id, by_id, why, do_not_contact, state, holds, sent_at, since_at, due_at, waiting_from)
             select i, 1 + i % {services}, i, i, 1 + i % {WORKERS}, 'first baby', false,
                case i % 5 when 0 then 'sent' when 1 then 'received' when 2 then 'accepted' when 3 then 'enrolled' else 'waitlisted' end,
                false, {now} - (i % 700) * {hour}, {now}, case when i % 5 = 4 then null else {now} + (i % 900) * {hour} end,
                case when i % 5 = 4 then {now} - i end from n"
        ),
        format!(
            "{by_referrals} insert into referral_step (referral_id, seq, at, side, by_name, state)
             select i, 1, {now}, 'sender', 'Test Worker', 'sent' from n"
        ),
        format!(
            "{by_referrals} insert into outbox (key, kind, address_class, template, referral_id, reader, made_at, sent_at, sent_by)
             select 'referral:' || i || ':1:service', 'referral', 'service', 'referral_sent', i, 'service:' || (1 + i % 286), {now} - i, {now}, 'page' from n"
        ),
        format!(
            "{by_referrals} insert into outbox (key, kind, address_class, template, referral_id, reader, made_at, sent_at, sent_by)
             select 'referral:' || i || ':2:sender', 'referral', 'sender', 'referral_accepted', i, 'account:' || (1 + i % {WORKERS}), {now} - i, {now}, 'page' from n"
        ),
        format!("update counter set value = max(value, {people}) where name in ('person', 'source_person', 'record', 'submission', 'care_case', 'task', 'referral')"),
        "commit".to_owned(),
    ];
    fill(&dir.join("kith.sqlite3"), &statements).await;
}
