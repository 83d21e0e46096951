//! Writes every page with made-up values as files, to look at them without a server:
//! `cargo run -p kith-web --example gallery -- /tmp/pages`.

mod equity;
mod front_door;
mod identity;
mod sample;

use std::path::Path;

use jiff::tz::TimeZone;
use kith_app::view::{UploadState, Visitor};
use kith_domain::access::Role;
use kith_web::lang::lang;
use kith_web::layout::{ActDone, Done, Nav, Page};
use kith_web::page::{self, Fill, SignIn, Trouble};
use kith_web::typed::Typed;
use maud::Markup;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "pages".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let sheet = kith_web::assets::css();
    let css =
        kith_web::assets::find(sheet.rsplit('/').next().unwrap_or_default()).expect("the sheet is an asset");
    std::fs::write(folder.join("kith.css"), css.body)?;
    let programme = sample::programme();
    for language in ["en", "es"] {
        let coordinator = sample::visitor(Role::Coordinator, language);
        let write = |name: &str, markup: Markup| {
            let html = markup.into_string().replace(&sheet, "kith.css");
            std::fs::write(folder.join(format!("{name}-{language}.html")), html)
        };
        for (name, role, today) in sample::todays() {
            let visitor = sample::visitor(role, language);
            write(&format!("today-{name}"), page::today(&a_page(&visitor, "/today"), &programme, &today))?;
        }
        let at = |path: &str| a_page(&coordinator, path);
        write("scorecard", page::scorecard(&at("/scorecard"), &programme, &sample::scorecard()))?;
        write("suppressed", page::scorecard(&at("/scorecard"), &programme, &sample::suppressed_scorecard()))?;
        let family = sample::visitor(Role::Client, language);
        for (name, view) in sample::mine() {
            write(name, page::mine(&a_page(&family, "/mine"), &view))?;
        }
        write("measure", page::measure(&at("/measures/wcv_3by120"), &programme, &sample::measure_page()))?;
        for (name, view) in [
            ("equity", equity::narrowed()),
            ("equity-called-out", equity::called_out()),
            ("equity-partly", equity::partly()),
            ("equity-mostly", equity::mostly()),
            ("equity-unclear", equity::unclear()),
            ("equity-withheld", equity::withheld_equity()),
        ] {
            let here = format!("/measures/{}/equity", view.measure.id);
            let charts = page::equity_charts(&at(&here), &view);
            write(name, page::equity(&at(&here), &view))?;
            if let Some(gap) = charts.gap {
                std::fs::write(folder.join(format!("{name}-gap-{language}.svg")), gap.standalone())?;
            }
        }
        for (name, view) in [
            ("sites", equity::sites()),
            ("sites-spread", equity::spread_sites()),
            ("sites-withheld", equity::withheld_sites()),
        ] {
            write(name, page::sites(&at("/measures/wcv_3by120/sites"), &view))?;
        }
        let done = Page { done: Some(Done::Visit(4)), ..at("/worklist") };
        write("worklist", page::worklist(&done, &sample::worklist()))?;
        let empty = kith_app::view::Worklist { rows: vec![], total: 0, next: None, ..sample::worklist() };
        write("worklist-empty", page::worklist(&at("/worklist"), &empty))?;
        write("dyad", page::dyad(&at("/people/101"), &sample::dyad()))?;
        write("loss", page::dyad(&at("/people/101"), &sample::loss()))?;
        write("data", page::data(&at("/data"), &sample::data()))?;
        let steward = sample::visitor(Role::DataSteward, language);
        let desk = |path: &str| Page { nav: vec![Nav::Review, Nav::Data], ..a_page(&steward, path) };
        write("review", page::review(&desk("/review"), &identity::queue()))?;
        let none = Page { waiting: Some(0), ..desk("/review") };
        write("review-empty", page::review(&none, &identity::empty_queue()))?;
        let merged = Page { done: Some(Done::Act(ActDone::Same, 12)), ..desk("/review/person/3/9") };
        write("pair", page::pair(&merged, &identity::pair()))?;
        write("pair-twins", page::pair(&desk("/review/person/61/62"), &identity::twins()))?;
        write("pair-dyad", page::pair(&at("/review/dyad/51/3"), &identity::her_baby()))?;
        write("pair-fact", page::pair(&desk("/review/fact/3/9"), &identity::conflict()))?;
        let ana = sample::dyad().mother.expect("the sample has a mother");
        write("identity", page::identity(&desk("/people/1101/identity"), &identity::made_of(ana)))?;
        write("files", page::files(&desk("/data/files"), &identity::files()))?;
        write("preview", page::preview(&desk("/data/files/3"), &identity::preview()))?;
        for (name, state) in [
            ("file-in", UploadState::Committed),
            ("file-back", UploadState::Undone),
            ("file-gone", UploadState::Discarded),
        ] {
            write(name, page::preview(&desk("/data/files/2"), &identity::closed(state)))?;
        }
        let intake = sample::visitor(Role::Intake, language);
        let door = |path: &str| {
            let nav = vec![Nav::Triage, Nav::Referrals, Nav::FrontDoor, Nav::News, Nav::Scorecard];
            Page { nav, waiting: None, ..a_page(&intake, path) }
        };
        write("inbox", page::inbox(&door("/triage"), &front_door::inbox()))?;
        write("inbox-empty", page::inbox(&door("/triage"), &front_door::empty_inbox()))?;
        write("case", page::case(&door("/triage/7"), &front_door::case()))?;
        write("case-closed", page::case(&door("/triage/7"), &front_door::closed_case()))?;
        write("match", page::matches(&door("/triage/7/match"), &front_door::matches()))?;
        write("referrals", page::referrals(&door("/referrals"), &front_door::referrals(), false))?;
        write("referral", page::referral(&door("/referrals/51"), &front_door::referral()))?;
        write("referral-silent", page::referral(&door("/referrals/51"), &front_door::silent_referral()))?;
        let link = "https://kith.example/r/AbCdEf0123456789AbCdEf0123456789AbCdEf01234";
        write(
            "paper",
            page::paper(
                &door("/referrals/51"),
                &front_door::referral(),
                page::OnPaper { address: link, until: sample::now() },
            ),
        )?;
        let bare = Page { visitor: None, nav: vec![], ..door("/r/x") };
        write("by-link", page::referral_by_link(&bare, &front_door::referral(), "x", true))?;
        let service = front_door::service(front_door::stale());
        write("places", page::places_by_link(&bare, &service, "x", false))?;
        write("own", page::own_by_link(&bare, &front_door::own_page(), "x", false))?;
        write("gone", page::gone(&bare))?;
        let sent = front_door::sent();
        write("news-none", page::news(&door("/news"), &front_door::no_news(), false))?;
        write("news", page::news(&door("/news"), &front_door::news(), false))?;
        write("front-door", page::front_door(&door("/front-door"), &front_door::listings(), &sent, false))?;
        let (form, typed) = (front_door::form(), Typed::of([("a.smokes", "yes"), ("a.more", "A dog.")]));
        let wrong = typed.wrong(&form);
        let filled = Fill { form: &form, typed: &typed, wrong: &wrong, once: "7KQ2" };
        write("form", page::fill(&door("/front-door/prenatal-risk"), &filled))?;
        write("receipt", page::receipt(&door("/front-door"), &front_door::receipt()))?;
        write("help", page::help(&at("/help")))?;
        let denied = Trouble::Denied("analysts see counts, not people".into());
        write("denied", page::trouble(&at("/worklist"), &denied))?;
        let door = Page { visitor: None, nav: vec![], ..at("/sign-in") };
        write("sign-in", page::sign_in(&door, &SignIn::default()))?;
        let chart = page::charts(&at("/measures/wcv_3by120"), &programme, &sample::measure_page());
        std::fs::write(folder.join(format!("months-{language}.svg")), chart.months.standalone())?;
    }
    Ok(())
}

fn a_page<'a>(visitor: &'a Visitor, here: &str) -> Page<'a> {
    Page {
        l: lang(&visitor.language),
        visitor: Some(visitor),
        nav: Nav::ALL.to_vec(),
        waiting: Some(12),
        unread: Some(3),
        here: here.to_owned(),
        network: "Harbor Network (demo)",
        now: sample::now(),
        zone: TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC),
        site: "https://kith.example.org".into(),
        fragment: false,
        done: None,
        problem: None,
    }
}
