//! Goods, teaching, plans and methods of the demo: what came in, who was given what, whom the hospital taught, what they want.
//!
//! Everything goes by the same use cases as on any day, with a clock that stands at the day it is told of.

use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::Date;
use kith_app::goods::{self, Delivery};
use kith_app::teaching::{self, Taught};
use kith_app::view::{CaseState, InboxFilter, Recipient};
use kith_app::{App, care, contraception, triage};
use kith_domain::access::Actor;
use kith_domain::contraception::Access;
use kith_domain::goods::{Reply, Signed};
use kith_domain::id::{GoodsPlaceId, StockId};

/// Days that teaching goes back.
const TAUGHT_DAYS: i32 = 75;

/// Place, kind, lot, how many, who paid, cents for one, days until it expires.
type CameIn = (usize, &'static str, &'static str, i64, &'static str, i64, Option<i32>);

/// What came in.
const DELIVERIES: &[CameIn] = &[
    (0, "crib", "CR-2307", 6, "Example Sleep Fund", 8_950, None),
    (0, "crib", "CR-2411", 30, "Example Sleep Fund", 9_200, None),
    (0, "cuff", "BP-118", 24, "Demo Heart Grant", 3_475, Some(900)),
    (0, "car_seat", "SEAT-7", 2, "Demo Community Gifts", 12_900, Some(1_500)),
    (0, "diapers", "", 60, "Demo Community Gifts", 1_150, None),
    (1, "crib", "CR-2411", 8, "Demo County Health", 9_200, None),
];

/// Who acts.
pub struct Team<'a> {
    /// Works on cases.
    pub intake: &'a Actor,
    /// Teaches mothers before they go home.
    pub hospital: &'a Actor,
    /// Sends prenatal forms, and says which methods it has.
    pub clinic: &'a Actor,
}

/// Fills the shelves, gives what families need, and teaches; nothing where that was done.
pub async fn fill(app: &App, team: &Team<'_>) -> anyhow::Result<()> {
    if app.programme().community.goods.is_empty() || !goods::goods(app, team.intake).await?.places.is_empty()
    {
        return Ok(());
    }
    eprintln!("filling the shelves, and teaching safe sleep …");
    shelves(app, team).await?;
    teaching(app, team).await?;
    plans(app, team).await?;
    methods(app, team).await
}

async fn shelves(app: &App, team: &Team<'_>) -> anyhow::Result<()> {
    let long_ago = app.at(at(app, app.today().saturating_sub(60.days()), 9)?);
    let serves = kith_app::find_organization(app, "Example Family Paths").await?;
    let serves = serves.first().context("the demo has no home-visiting organisation")?.0;
    let mut places: Vec<GoodsPlaceId> = Vec::new();
    for (owner, name) in
        [(Some(serves), "Family Paths store room"), (team.hospital.organization, "Discharge desk")]
    {
        places.push(goods::add_place(&long_ago, team.intake, owner, name).await?);
    }
    let mut stock: Vec<StockId> = Vec::new();
    for (place, kind, lot, quantity, fund, cents, expires) in DELIVERIES {
        let delivery = Delivery {
            place: Some(places[*place]),
            kind: (*kind).into(),
            lot: (*lot).into(),
            expires_on: expires.map(|days| app.today().saturating_add(days.days())),
            fund: (*fund).into(),
            unit_cents: Some(*cents),
            quantity: Some(*quantity),
        };
        stock.push(goods::receive(&long_ago, team.intake, delivery).await?);
    }
    let lines = triage::inbox(app, team.intake, InboxFilter::default()).await?.lines;
    let reached = lines.iter().filter(|line| !matches!(line.state, CaseState::New | CaseState::Contacting));
    for (n, line) in reached.enumerate() {
        let day = line.opened.to_zoned(app.time_zone().clone()).date().saturating_add(1.day());
        let then = app.at(at(app, day.min(app.today().saturating_sub(1.day())), 11)?);
        let to = Recipient::Case(line.case);
        let crib = if n < 2 { stock[0] } else { stock[1] };
        let once = |what: &str| format!("demo-{what}-{}", line.case);
        if n % 3 != 2 {
            let signed = signed(&line.name, n)?;
            goods::give(&then, team.intake, to, crib, signed, &once("crib")).await?;
        }
        if n % 3 == 1 {
            let signed = signed(&line.name, n)?;
            let cuff = goods::give(&then, team.intake, to, stock[2], signed, &once("cuff")).await?;
            if n % 2 == 0 {
                let answers = vec![("in_use".to_owned(), Reply::Yes), ("fits".to_owned(), Reply::No)];
                goods::follow_up(app, team.intake, cuff, answers, Some("Wants a larger size.")).await?;
            }
        }
        if n == 2 {
            goods::keep(app, team.intake, to, stock[3], &once("seat")).await?;
        }
    }
    goods::call_back(app, team.intake, "crib", "CR-2307", "A hinge may come loose (an invented example).")
        .await?;
    Ok(())
}

/// Every other family signs on the screen, the rest on paper.
fn signed(name: &str, n: usize) -> anyhow::Result<Signed> {
    let drawn = "120,300 180,180 240,320 300,200 360,310 420,240;480,300 560,260 640,290 760,230 900,280";
    Ok(match n % 2 {
        0 => Signed::new(name, drawn, "")?,
        _ => Signed::new(name, "", "Demo store room, folder 2026")?,
    })
}

/// What some of the women want, who does what for them, and whose case is on the agenda.
async fn plans(app: &App, team: &Team<'_>) -> anyhow::Result<()> {
    const WANTS: &[(&str, &str, &str, &str)] = &[
        (
            "I want to sleep without being afraid for the baby.",
            "en",
            "Show her the crib at home",
            "Family Paths visitor (demo)",
        ),
        (
            "Quiero un lugar tranquilo para los dos.",
            "es",
            "Llenar la solicitud de vivienda",
            "Ella y su hermana",
        ),
        ("I want one person to call, not five.", "en", "Agree on who calls her", "Demo Intake Nurse"),
    ];
    let lines = triage::inbox(app, team.intake, InboxFilter::default()).await?.lines;
    let reached = lines.iter().filter(|line| !matches!(line.state, CaseState::New | CaseState::Contacting));
    for (n, line) in reached.take(9).enumerate() {
        let (words, language, step, owner) = WANTS[n % WANTS.len()];
        care::add_goal(app, team.intake, line.case, words, language).await?;
        let plan = care::plan(app, team.intake, line.case).await?;
        if let Some(goal) = plan.goals.last() {
            let by = Some(app.today().saturating_add(7.days()));
            care::add_step(app, team.intake, line.case, goal.id, (step, owner), by).await?;
        }
        if n % 3 == 0 {
            let (who, works_for) = ("Demo visiting nurse", "Example Health Department");
            care::add_member(app, team.intake, line.case, "home_visits", who, works_for).await?;
        }
        if n % 4 == 1 {
            care::ask_review(
                app,
                team.intake,
                line.case,
                "Two programmes visit; she is tired of telling it twice.",
            )
            .await?;
        }
    }
    Ok(())
}

/// What two sites say of their methods of contraception.
async fn methods(app: &App, team: &Team<'_>) -> anyhow::Result<()> {
    let (now, later, away) = (Access::SameDay, Access::Later, Access::Referred);
    let hospital = [
        ("implant", now),
        ("iud", now),
        ("injection", now),
        ("pill", now),
        ("condom", now),
        ("permanent", later),
    ];
    let clinic = [
        ("injection", now),
        ("pill", now),
        ("condom", now),
        ("emergency", now),
        ("iud", later),
        ("implant", later),
        ("permanent", away),
    ];
    for (site, said) in [(team.hospital, &hospital[..]), (team.clinic, &clinic[..])] {
        let Some(organization) = site.organization else { continue };
        let said = said.iter().map(|(method, access)| ((*method).to_owned(), *access)).collect();
        contraception::set_site(app, site, organization, said).await?;
    }
    Ok(())
}

/// Most mothers of the hospital were taught before they left; those who are there today are still to be.
async fn teaching(app: &App, team: &Team<'_>) -> anyhow::Result<()> {
    let today = app.today();
    let first = app.at(at(app, today.saturating_sub(TAUGHT_DAYS.days()), 9)?);
    let from = first.today();
    let words = "Every mother is told and shown before she goes home: alone, on the back, in a crib, no smoke. She is \
                 given the leaflet in her language.";
    teaching::add_policy(
        &first,
        team.hospital,
        None,
        (Some(from), None),
        "Safe sleep policy 4.2 (demo)",
        words,
    )
    .await?;
    for ago in (1..TAUGHT_DAYS).rev() {
        let then = app.at(at(app, today.saturating_sub(ago.days()), 10)?);
        for mother in teaching::sleep(&then, team.hospital, None).await?.mothers {
            let leaves = mother.left == Some(then.today());
            if !leaves || mother.taught.is_some() || mother.person.0 % 6 == 1 {
                continue;
            }
            let spanish = mother.language.as_deref().is_some_and(|l| l.starts_with("es"));
            let what = Taught {
                on: None,
                language: if spanish { "es" } else { "en" }.into(),
                taught: true,
                demonstrated: mother.person.0 % 2 == 0,
                material: true,
            };
            teaching::teach(&then, team.hospital, None, mother.person, what).await?;
        }
    }
    Ok(())
}

fn at(app: &App, day: Date, hour: i8) -> anyhow::Result<jiff::Timestamp> {
    Ok(day.at(hour, 0, 0, 0).to_zoned(app.time_zone().clone())?.timestamp())
}
