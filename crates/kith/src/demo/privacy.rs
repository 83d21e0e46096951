//! What some women of the demo allow: plainly invented, so that the pages about it have life.

use std::collections::BTreeSet;

use anyhow::Context;
use jiff::civil::time;
use kith_app::privacy::{self, NewConcealment, NewWord, Reason};
use kith_app::view::{CaseLine, InboxFilter};
use kith_app::{App, triage};
use kith_domain::access::Actor;
use kith_domain::consent::{Category, Channel, Grantee, Grantor, GrantorKind, Purpose, Word};
use kith_domain::contact::Channel as Way;
use kith_domain::safe_contact::{Plan, Told};

/// Words, a plan, a concealed address and an emergency, about the women whose cases are due first.
pub async fn fill(app: &App, intake: &Actor, coordinator: &Actor) -> anyhow::Result<()> {
    let lines = triage::inbox(app, intake, InboxFilter::default()).await?.lines;
    let [first, second, third, fourth, ..] = lines.as_slice() else { return Ok(()) };
    let yes = |categories: &[Category]| NewWord {
        word: Word::Permit,
        grantee: Grantee::Network,
        categories: categories.iter().copied().collect(),
        purposes: BTreeSet::from([Purpose::Coordination, Purpose::Referral]),
        uses: BTreeSet::new(),
        grantor: Grantor { kind: GrantorKind::Herself, name: None, evidence: None },
        channel: Channel::Screen,
        on: app.today(),
        kept_by: None,
        language: "en".into(),
        last_day: None,
    };
    let plain = [Category::Contact, Category::Pregnancy, Category::SocialNeeds];
    privacy::give(app, intake, first.person, yes(&plain)).await?;
    let spoken = NewWord {
        channel: Channel::Spoken,
        kept_by: Some("Demo Second Intake Nurse".into()),
        language: "es".into(),
        ..yes(&[Category::Contact, Category::BehavioralHealth])
    };
    privacy::give(app, intake, second.person, spoken).await?;
    let no = NewWord { word: Word::Deny, ..yes(&[Category::Violence, Category::Immigration]) };
    privacy::give(app, intake, second.person, no).await?;
    let on_paper = NewWord {
        channel: Channel::Paper,
        kept_by: Some("Demo Prenatal Clinic, folder 12".into()),
        ..yes(&plain)
    };
    let given = privacy::give(app, intake, third.person, on_paper).await?;
    privacy::revoke(app, intake, given, Some("by telephone, she called herself".into()), None).await?;
    safe_contact(app, intake, second).await?;
    conceal(app, intake, fourth).await?;
    let words = "Demo: nobody opens the door, and her neighbour hears a baby.";
    privacy::break_glass(app, coordinator, fourth.person, Reason::Danger, words)
        .await
        .context("opening a record in an emergency")?;
    Ok(())
}

async fn safe_contact(app: &App, intake: &Actor, line: &CaseLine) -> anyhow::Result<()> {
    let plan = Plan {
        ways: vec![Way::Call, Way::InPerson],
        from: Some(time(9, 0, 0, 0)),
        until: Some(time(14, 0, 0, 0)),
        may_tell: Some("her sister, Demo Testsister".into()),
        code_word: Some("blue kite".into()),
        if_another: Some("I am calling about a library book.".into()),
        voicemail: Some(false),
        mail: Some(false),
        safe_device: Some(false),
    };
    privacy::tell(app, intake, line.person, plan.clone(), Told::InPerson).await?;
    let change = Plan { ways: vec![Way::Text], ..plan };
    privacy::tell(app, intake, line.person, change, Told::Otherwise).await?;
    Ok(())
}

async fn conceal(app: &App, intake: &Actor, line: &CaseLine) -> anyhow::Result<()> {
    let new = NewConcealment {
        address: true,
        phone: false,
        reason: "Demo: she left a home that was not safe".into(),
        programme: Some("Demo address confidentiality programme".into()),
        substitute: Some("PO Box 100, Demo City 00001".into()),
    };
    Ok(privacy::conceal(app, intake, line.person, new).await?)
}
