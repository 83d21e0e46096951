//! The page that opens the day, by role.

use jiff::Span;
use kith_domain::access::{Action, Actor, Role, Subject};
use kith_domain::measure::Status;
use kith_store::quarantine;
use kith_store::results::{self, GapFilter, Scope};

use crate::numbers::Reader;
use crate::privacy::listed;
use crate::scorecard::{reporting_period, score_row, scorecard};
use crate::view::Today;
use crate::worklist::{named, rows};
use crate::{App, Error, require};

/// Rows on the page; the work list has the rest.
const FIRST: u32 = 12;
/// Lines of what moved.
const MOVED: usize = 10;
/// Publications to look back for them.
const RECENT: i64 = 50;

/// What someone needs to know when they open Kith.
pub async fn today(app: &App, actor: &Actor) -> Result<Today, Error> {
    match actor.role {
        Role::OutreachWorker => outreach(app, actor).await,
        Role::Coordinator | Role::ClinicLead => lead(app, actor).await,
        Role::Analyst => {
            let scorecard = scorecard(app, actor).await?;
            Ok(Today::Analyst { rows: scorecard.rows, freshness: scorecard.freshness })
        }
        Role::Intake | Role::ServiceLead | Role::Referrer => {
            Err(Error::Denied("your work is at the front door"))
        }
        Role::Client => Err(Error::Denied("families see what is theirs")),
        Role::PrivacyOfficer => Err(Error::Denied("your work is to review who looked at what")),
        Role::Administrator | Role::DataSteward => {
            require(actor, Action::SeeData, Subject::default())?;
            let cube = app.cube().await?;
            Ok(Today::Operations {
                sources: crate::data::sources(app).await?,
                quarantined: quarantine::count_open(app.db()).await?,
                freshness: app.freshness(&cube, reporting_period(app.today())).await?,
            })
        }
    }
}

/// Infants with visits to come, whose window is open.
fn open(app: &App, scope: Scope) -> GapFilter {
    GapFilter {
        measure: app.programme().worklist_measure().map(|m| m.id.clone()).unwrap_or_default(),
        scope,
        statuses: vec![Status::Pending],
        due_from: Some(app.today()),
        due_to: None,
        short_only: true,
        unassigned_only: false,
        stratum: None,
        counted: None,
    }
}

async fn outreach(app: &App, actor: &Actor) -> Result<Today, Error> {
    let scope = Scope { organization: None, worker: Some(actor.account) };
    require(actor, Action::SeePeople, Subject { organization: None, worker: scope.worker })?;
    let cube = app.cube().await?;
    let all = open(app, scope);
    let week = GapFilter { due_to: Some(week(app)), ..all.clone() };
    let gaps = results::gaps(app.db(), &all, None, FIRST).await?;
    let rows = rows(app, &cube, gaps).await?;
    listed(app, actor, "list_people", None, ("today".into(), named(&rows))).await?;
    Ok(Today::Outreach {
        this_week: results::count_gaps(app.db(), &week).await?,
        open: results::count_gaps(app.db(), &all).await?,
        rows,
        today: app.today(),
    })
}

async fn lead(app: &App, actor: &Actor) -> Result<Today, Error> {
    let organization = if actor.role == Role::ClinicLead { actor.organization } else { None };
    require(actor, Action::SeePeople, Subject { organization, worker: None })?;
    let cube = app.cube().await?;
    let programme = app.programme();
    let measure = programme.measure(&programme.headline).ok_or(Error::NotFound("the headline measure"))?;
    let period = reporting_period(app.today());
    let scope = Scope { organization, worker: None };
    let week = GapFilter { due_to: Some(week(app)), ..open(app, scope) };
    let nobody = GapFilter { unassigned_only: true, ..week.clone() };
    let this_week =
        (results::count_gaps(app.db(), &week).await?, results::count_gaps(app.db(), &nobody).await?);
    let unassigned = results::gaps(app.db(), &nobody, None, FIRST).await?;
    let since = cube.publication.as_ref().map_or(0, |p| p.version - RECENT);
    let mut changes = results::changes_since(app.db(), since, 500).await?;
    changes.retain(|c| organization.is_none() || c.organization == organization);
    changes.sort_by_key(|c| std::cmp::Reverse((c.at, c.version)));
    changes.truncate(MOVED);
    let unassigned = rows(app, &cube, unassigned).await?;
    listed(app, actor, "list_people", None, ("today".into(), named(&unassigned))).await?;
    Ok(Today::Lead {
        headline: Box::new(score_row(programme, &cube, measure, period, 12, organization, Reader::Full)),
        this_week,
        unassigned,
        moved: changes.iter().map(|c| crate::live::moved(c, &cube.names)).collect(),
        freshness: app.freshness(&cube, period).await?,
        today: app.today(),
    })
}

fn week(app: &App) -> jiff::civil::Date {
    app.today().saturating_add(Span::new().days(7))
}
