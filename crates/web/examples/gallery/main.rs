//! Writes every page with made-up values as files, to look at them without a server:
//! `cargo run -p kith-web --example gallery -- /tmp/pages`.

mod sample;

use std::path::Path;

use jiff::tz::TimeZone;
use kith_app::view::Visitor;
use kith_domain::access::Role;
use kith_web::lang::lang;
use kith_web::layout::{Done, Nav, Page};
use kith_web::page::{self, SignIn, Trouble};
use maud::Markup;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "pages".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let programme = sample::programme();
    for language in ["en", "es"] {
        let coordinator = sample::visitor(Role::Coordinator, language);
        let write = |name: &str, markup: Markup| {
            let css = format!("{}/assets/kith.css", env!("CARGO_MANIFEST_DIR"));
            let html = markup.into_string().replace(&kith_web::assets::css(), &format!("file://{css}"));
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
        here: here.to_owned(),
        network: "Harbor Network (demo)",
        now: sample::now(),
        zone: TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC),
        fragment: false,
        done: None,
        problem: None,
    }
}
