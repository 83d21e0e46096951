//! `kith demo`: a synthetic network through the real path, measured and served.

mod backlog;
mod community;
mod privacy;

use std::process::ExitCode;

use anyhow::Context;
use jiff::tz::TimeZone;
use kith_app::view::WorkFilter;
use kith_app::{NewAccount, live};
use kith_domain::access::Role;
use kith_web::WebSettings;
use serde_json::json;
use tokio::net::TcpListener;

use crate::args::{Demo, Place};
use crate::engine::Engine;
use crate::place::Open;

/// The password of every demo account: there is nothing to protect but invented people.
const PASSWORD: &str = "kith-demo-password";
/// Where the demo is.
const TIME_ZONE: &str = "America/New_York";
/// Families that the demo's outreach worker has.
const CASELOAD: u32 = 40;
/// The clinic of the demo's clinic lead and outreach worker.
const CLINIC: &str = "Organization/clinic-03";
const SOURCE: &str = "synthetic-network";

pub async fn run(args: Demo) -> anyhow::Result<ExitCode> {
    let place = Place {
        data_dir: args.place.data_dir.clone(),
        database: args.place.database.clone(),
        time_zone: TIME_ZONE.into(),
        programme: args.place.programme.clone(),
    };
    if args.place.database.is_some() || !args.place.data_dir.join("kith.sqlite3").exists() {
        population(&args)?;
    }
    let open = crate::place::open(&place, "Demo network").await?;
    let engine = Engine::new(open.programme.clone(), &open.data_dir, open.app.time_zone().clone())?;
    if kith_app::accounts(&open.app).await?.is_empty() {
        fill(&args, &open).await?;
    } else {
        eprintln!("{} already holds a demo; remove it to make a new one", args.place.data_dir.display());
    }
    let bar = crate::format::progress(256, "measuring");
    live::catch_up(&open.app, &engine, |p| {
        bar.set_length(p.all as u64);
        bar.set_position(p.done as u64);
    })
    .await?;
    bar.finish_and_clear();
    caseload(&open).await?;
    given(&open).await?;

    let listener = if args.no_serve {
        None
    } else {
        let address = ("127.0.0.1", args.port);
        Some(
            TcpListener::bind(address)
                .await
                .with_context(|| format!("listening on port {}; try --port 0", args.port))?,
        )
    };
    let address = listener.as_ref().map(|l| l.local_addr()).transpose()?.map(|a| format!("http://{a}"));
    announce(&args, &open, address.as_deref()).await?;
    if let Some(listener) = listener {
        crate::serve::serve(open.app, engine, listener, None, WebSettings::default()).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The plan of the network, made today.
fn plan(args: &Demo) -> anyhow::Result<kith_synth::Plan> {
    let today = jiff::Timestamp::now().to_zoned(TimeZone::get(TIME_ZONE)?).date();
    Ok(kith_synth::Plan { clinics: args.clinics, ..kith_synth::Plan::new(args.births, args.seed, today) })
}

/// Writes how many live there, into a data folder that is not used yet or holds a demo of a database elsewhere; a table that is
/// there stays.
fn population(args: &Demo) -> anyhow::Result<()> {
    crate::place::make_private(&args.place.data_dir)?;
    let table = args.place.data_dir.join(crate::population::FILE);
    if !table.exists() {
        let text = kith_synth::population(&plan(args)?);
        std::fs::write(&table, text).with_context(|| format!("writing {}", table.display()))?;
    }
    Ok(())
}

/// Writes the synthetic network, takes it in by the same door as everyone's records, and makes the accounts.
async fn fill(args: &Demo, open: &Open) -> anyhow::Result<()> {
    let folder = open.data_dir.join("synthetic");
    let plan = plan(args)?;
    crate::synth::write(&plan, &folder)?;
    let summary =
        crate::ingest::take_in(&open.app, SOURCE, std::slice::from_ref(&folder), Default::default()).await?;
    eprintln!("{summary}");
    // A second source, as small partners send it: the same families in a spreadsheet of their own.
    let roster = open.data_dir.join("home-visiting-roster.csv");
    std::fs::write(&roster, kith_synth::roster(&plan))
        .with_context(|| format!("writing {}", roster.display()))?;
    let summary = crate::ingest::take_in(&open.app, ROSTER_SOURCE, &[roster], Default::default()).await?;
    eprintln!("{summary}");

    let clinic = kith_app::find_organization(&open.app, CLINIC)
        .await?
        .into_iter()
        .next()
        .map(|(id, _)| id)
        .context("the synthetic network has no clinic to lead")?;
    for (login, name, role) in PEOPLE {
        let organization = matches!(role, Role::ClinicLead).then_some(clinic);
        let account = NewAccount {
            login: (*login).into(),
            name: (*name).into(),
            role: *role,
            organization,
            language: "en".into(),
            password: PASSWORD.into(),
        };
        kith_app::create_account(&open.app, account).await?;
    }
    if open.app.programme().triage.is_some() {
        front_door(open, &plan).await?;
    }
    Ok(())
}

/// The people of the front door, and what came in lately.
async fn front_door(open: &Open, plan: &kith_synth::Plan) -> anyhow::Result<()> {
    let app = &open.app;
    for (login, name, role, organization) in FRONT_DOOR {
        let organization = match organization {
            Some(name) => {
                let found = kith_app::find_organization(app, name).await?;
                Some(found.first().with_context(|| format!("the demo has no {name}"))?.0)
            }
            None => None,
        };
        let account = NewAccount {
            login: (*login).into(),
            name: (*name).into(),
            role: *role,
            organization,
            language: "en".into(),
            password: PASSWORD.into(),
        };
        kith_app::create_account(app, account).await?;
    }
    let actor =
        async |login: &str| kith_app::actor(app, login).await?.context("the demo has no such account");
    let (clinic, hospital) = (actor("clinic").await?, actor("discharge").await?);
    let (intake, service) = (actor("intake").await?, actor("service").await?);
    let team = backlog::Team { clinic: &clinic, hospital: &hospital, intake: &intake, service: &service };
    eprintln!("putting in the forms of the last weeks …");
    backlog::fill(app, plan, &team).await?;
    privacy::fill(app, &intake, &actor("coordinator").await?).await
}

/// One sign-in for each role at the front door.
const FRONT_DOOR: &[(&str, &str, Role, Option<&str>)] = &[
    ("intake", "Demo Intake Nurse", Role::Intake, None),
    ("intake2", "Demo Second Intake Nurse", Role::Intake, None),
    ("service", "Demo Home-Visiting Supervisor", Role::ServiceLead, Some("Example Family Paths")),
    ("discharge", "Demo Discharge Nurse", Role::Referrer, Some("Organization/hospital-1")),
    ("clinic", "Demo Prenatal Clinic", Role::Referrer, Some(CLINIC)),
];

/// Who sends the roster.
const ROSTER_SOURCE: &str = "home-visiting";

/// One sign-in for each role.
const PEOPLE: &[(&str, &str, Role)] = &[
    ("coordinator", "Demo Coordinator", Role::Coordinator),
    ("lead", "Demo Clinic Lead", Role::ClinicLead),
    ("outreach", "Demo Outreach Worker", Role::OutreachWorker),
    ("analyst", "Demo Analyst", Role::Analyst),
    ("admin", "Demo Administrator", Role::Administrator),
    ("steward", "Demo Data Steward", Role::DataSteward),
    ("privacy", "Demo Privacy Officer", Role::PrivacyOfficer),
];

/// Gives the demo's outreach worker a caseload, as a coordinator would: the families of one clinic with the nearest
/// deadlines.
async fn caseload(open: &Open) -> anyhow::Result<()> {
    let app = &open.app;
    let coordinator = kith_app::actor(app, "coordinator").await?.context("the demo has no coordinator")?;
    let worker = kith_app::actor(app, "outreach").await?.context("the demo has no outreach worker")?;
    let own = WorkFilter { mine: true, ..Default::default() };
    if kith_app::worklist(app, &worker, own, 1).await?.total > 0 {
        return Ok(());
    }
    let clinic = kith_app::find_organization(app, CLINIC).await?.first().map(|(id, _)| *id);
    let filter = WorkFilter { organization: clinic, unassigned: true, ..Default::default() };
    let list = kith_app::worklist(app, &coordinator, filter, CASELOAD).await?;
    let infants: Vec<_> = list.rows.iter().map(|row| row.infant.id).collect();
    if !infants.is_empty() {
        kith_app::assign(app, &coordinator, &infants, Some(worker.account)).await?;
    }
    Ok(())
}

/// Goods and teaching, where the programme has a front door: the hospital's stays are known once they were measured.
async fn given(open: &Open) -> anyhow::Result<()> {
    let app = &open.app;
    if app.programme().triage.is_none() {
        return Ok(());
    }
    let actor =
        async |login: &str| kith_app::actor(app, login).await?.context("the demo has no such account");
    let (intake, hospital) = (actor("intake").await?, actor("discharge").await?);
    let clinic = actor("clinic").await?;
    let team = community::Team { intake: &intake, hospital: &hospital, clinic: &clinic };
    community::fill(app, &team).await
}

async fn announce(args: &Demo, open: &Open, address: Option<&str>) -> anyhow::Result<()> {
    let mut accounts = kith_app::accounts(&open.app).await?;
    // Families choose passwords of their own.
    accounts.retain(|account| account.role != Role::Client);
    if args.json {
        let sign_ins: Vec<_> = accounts
            .iter()
            .map(|a| json!({"login": a.login, "password": PASSWORD, "role": a.role.name()}))
            .collect();
        println!("{}", json!({"address": address, "sign_ins": sign_ins}));
        return Ok(());
    }
    let rows: Vec<Vec<String>> = accounts
        .into_iter()
        .map(|a| vec![a.role.name().into(), a.login, PASSWORD.into(), a.organization.unwrap_or_default()])
        .collect();
    print!("\n{}", crate::format::table(&["role", "login", "password", "clinic"], &rows));
    match address {
        Some(address) => println!("\nOpen {address} and sign in. Ctrl-C stops it."),
        None => println!("\nReady in {}.", open.data_dir.display()),
    }
    Ok(())
}
