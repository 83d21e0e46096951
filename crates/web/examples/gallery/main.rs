//! Writes every page with made-up values as files, to look at them without a server:
//! `cargo run -p kith-web --example gallery -- /tmp/pages`.

mod identity;
mod sample;

use std::path::Path;

use jiff::tz::TimeZone;
use kith_app::view::{UploadState, Visitor};
use kith_domain::access::Role;
use kith_web::lang::lang;
use kith_web::layout::{ActDone, Done, Nav, Page};
use kith_web::page::{self, SignIn, Trouble};
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
        write("measure", page::measure(&at("/measures/wcv_3by120"), &programme, &sample::measure_page()))?;
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
        here: here.to_owned(),
        network: "Harbor Network (demo)",
        now: sample::now(),
        zone: TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC),
        fragment: false,
        done: None,
        problem: None,
    }
}
