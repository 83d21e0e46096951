#[path = "../../examples/gallery/sample.rs"]
#[allow(dead_code)]
pub(crate) mod sample;
#[path = "../../examples/gallery/identity.rs"]
#[allow(dead_code)]
pub(crate) mod samples;

#[path = "../../examples/gallery/equity.rs"]
#[allow(dead_code)]
pub(crate) mod gaps;

#[path = "../../examples/gallery/front_door.rs"]
#[allow(dead_code)]
pub(crate) mod doors;

mod equity;
mod front_door;
mod records;

use jiff::tz::TimeZone;
use kith_app::view::{Today, Visitor};
use kith_domain::access::Role;

use super::*;
use crate::lang::lang;
use crate::layout::{Nav, Page, Problem};

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
        zone: TimeZone::UTC,
        site: "https://kith.example.org".into(),
        fragment: false,
        done: None,
        problem: None,
    }
}

/// The text of a page as someone reads it: no tags, plain spaces.
fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            '\u{2060}' => {}
            c if !inside => out.push(if c.is_whitespace() || c == '\u{202f}' { ' ' } else { c }),
            _ => {}
        }
    }
    let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace(" .", ".").replace(" ;", ";")
}

fn scorecard_text(language: &str, view: &kith_app::view::Scorecard) -> String {
    let visitor = sample::visitor(Role::Coordinator, language);
    text(&scorecard(&a_page(&visitor, "/scorecard"), &sample::programme(), view).into_string())
}

#[test]
fn the_scorecard_opens_with_both_rates_the_gap_and_what_it_was() {
    let said = scorecard_text("en", &sample::scorecard());
    for sentence in [
        "Black or African American infants: 54 % (52–57). White infants: 67 % (65–69). The gap is 13 points (9–16); \
         it was 19 in Jul 2024 – Jun 2025. Since then it has narrowed by 6 points (2–11).",
        "48 more Black or African American infants getting there by 31 Dec 2026 would halve the gap. See the list",
        "From 19 points in Jul–Sep 2024 to 12 in Apr–Jun 2026",
        "Updated 12 seconds ago as of 8 Jul 2026 94 % known Refresh",
    ] {
        assert!(said.contains(sentence), "{sentence}\n--- in ---\n{said}");
    }
    let dicho = scorecard_text("es", &sample::scorecard());
    for sentence in [
        "Bebés negros o afroamericanos: 54 % (52–57). Bebés blancos: 67 % (65–69). La brecha es de 13 puntos (9–16); \
         era de 19 en jul 2024 – jun 2025. Desde entonces se ha reducido en 6 puntos (2–11).",
        "Si 48 bebés negros o afroamericanos más lo logran al 31 dic 2026, la brecha se reduce a la mitad.",
    ] {
        assert!(dicho.contains(sentence), "{sentence}\n--- in ---\n{dicho}");
    }
}

#[test]
fn of_what_is_better_neither_way_nobody_is_better_or_worse_off() {
    let mut view = sample::scorecard();
    view.gap_over_time.clear();
    view.indicators.clear();
    for row in &mut view.rows {
        row.measure.direction = kith_domain::measure::Direction::Neither;
        row.gap = None;
    }
    for (language, words, too_few) in [
        ("en", "Neither more nor less of this is better, so no gap is told.", "too few to show"),
        ("es", "Ni más ni menos de esto es mejor, así que no se habla de una brecha.", "muy pocos"),
    ] {
        let said = scorecard_text(language, &view);
        assert!(said.contains(words) && !said.contains(too_few), "{said}");
    }
}

/// The rules that run with whom each counts alone, then those that could run; in the reader's language.
#[test]
fn other_definitions_stand_beside_a_measure() {
    let said = |language: &str, view: &kith_app::view::MeasurePage| {
        let visitor = sample::visitor(Role::Coordinator, language);
        text(&measure(&a_page(&visitor, "/measures/wcv_3by120"), &sample::programme(), view).into_string())
    };
    let view = sample::measure_page();
    for (language, sentences) in [
        (
            "en",
            [
                "Two well-child visits by day 120 two visits Two visits are enough, and not three. 5,244 4,410 84 % (83–85) \
                 5,240 0 too few to show",
                "The rate is from 59 % to 84 %, depending on the rule",
                "Three well-child visits by day 90 90 days : The visits must be over by day 90. wcv_3by90",
            ],
        ),
        (
            "es",
            [
                "Dos visitas de control hasta el día 120 dos visitas Bastan dos visitas y no tres. 5,244 4,410 84 % (83–85) \
                 5,240 0 muy pocos",
                "La tasa va de 59 % a 84 %, según la regla",
                "Tres visitas de control hasta el día 90 90 días : Las visitas tienen que ser hasta el día 90. wcv_3by90",
            ],
        ),
    ] {
        let said = said(language, &view);
        for sentence in sentences {
            assert!(said.contains(sentence), "{sentence}\n--- in ---\n{said}");
        }
    }
    let alone = kith_app::view::MeasurePage { definitions: None, ..view };
    assert!(!said("en", &alone).contains("Other definitions"));
}

#[test]
fn an_indicator_says_what_it_counts_or_why_it_cannot() {
    for (language, sentences) in [
        (
            "en",
            [
                "14 of 2,295 infants",
                "14 of too few to show",
                "Counted: 14 infants",
                "no twelve months that are over for everybody The whole",
            ],
        ),
        (
            "es",
            [
                "14 de 2,295 bebés",
                "14 de muy pocos",
                "Contados: 14 bebés",
                "no hay doce meses que ya terminaran para todos",
            ],
        ),
    ] {
        let said = scorecard_text(language, &sample::scorecard());
        for sentence in sentences {
            assert!(said.contains(sentence), "{sentence}\n--- in ---\n{said}");
        }
    }
}

#[test]
fn services_of_partners_beside_one_another_stay_inside() {
    let visitor = sample::visitor(Role::Coordinator, "en");
    let mut view = sample::measure_page();
    let groups = view.strata[0].1.clone();
    view.strata.extend(["service", "programme"].map(|by| (by.to_owned(), groups.clone())));
    let charts = charts(&a_page(&visitor, "/measures/wcv_3by120"), &sample::programme(), &view);
    let public: Vec<&str> = charts.public().map(|chart| chart.name.as_str()).collect();
    assert!(charts.named("by-service").is_some() && !public.contains(&"by-service"), "{public:?}");
    for inside in ["clinics", "deadlines"] {
        assert!(!public.contains(&inside), "{public:?}");
    }
    assert!(public.contains(&"months") && public.contains(&"by-programme"), "{public:?}");
}

#[test]
fn who_may_not_see_small_counts_reads_of_data_and_times_no_counts() {
    let visitor = sample::visitor(Role::Analyst, "en");
    let mut view = sample::data();
    let data =
        |view: &kith_app::view::DataPage| text(&super::data(&a_page(&visitor, "/data"), view).into_string());
    assert!(data(&view).contains("4,610 of 5,000 92 %"), "{}", data(&view));
    view.completeness.iter_mut().for_each(|of| of.counts = None);
    let said = data(&view);
    assert!(said.contains("92 %") && !said.contains("5,000") && !said.contains("4,610"), "{said}");

    use kith_app::view::{Days, TimeTaken, Times};
    let taken = |counted| TimeTaken {
        counted,
        median: Days { days: Some(5), low: Some(4), high: Some(8) },
        most: Some(12),
        longest: 30,
    };
    let words = |en: &str| kith_app::programme::Words { en: en.into(), es: en.into() };
    let said = |counted| {
        let group = ("Medicaid".to_owned(), Some(taken(counted)));
        let strata = vec![("payer".to_owned(), vec![group])];
        let times = Times { words: words("Days to a call"), whole: Some(taken(counted)), strata };
        text(&flow::times(lang("en"), &times).into_string())
    };
    assert!(
        said(Some((1040, 1200))).contains("Half by 5 days (4 to 8). So far: 1,040 of 1,200."),
        "{}",
        said(Some((1040, 1200)))
    );
    let few = said(None);
    assert!(few.contains("Half by 5 days (4 to 8). Who"), "{few}");
    assert!(few.contains("5 days (4 to 8) 12 days too few to show"), "{few}");
}

#[test]
fn one_more_is_said_in_the_singular() {
    let mut view = sample::scorecard();
    view.rows[0].gap.as_mut().unwrap().more_to_target = Some(1);
    let en = scorecard_text("en", &view);
    assert!(en.contains(
        "1 more among Black or African American infants getting there by 31 Dec 2026 would halve the gap."
    ));
    view.rows[0].gap.as_mut().unwrap().more_to_target = Some(0);
    assert!(
        scorecard_text("en", &view).contains("The goal for Black or African American infants is reached.")
    );
}

#[test]
fn every_verdict_is_said_honestly() {
    use kith_app::view::{Estimate, Verdict};
    for (verdict, words) in [
        (Verdict::Widened, "it has widened by 6 points"),
        (
            Verdict::NoClearChange,
            "Whether it has changed is not clear yet: the change is −6 points (−11 to −2), and that includes none.",
        ),
        (Verdict::ReferenceWorsened, "part of that is that White infants do worse than before."),
    ] {
        let mut view = sample::scorecard();
        view.rows[0].gap.as_mut().unwrap().change =
            Some((Estimate { value: -0.063, low: -0.11, high: -0.016 }, verdict));
        let said = scorecard_text("en", &view);
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn of_a_measure_that_is_read_beside_another_a_page_says_what_else_is_withheld() {
    let said = |language: &str, follows| {
        let mut card = sample::suppressed_scorecard();
        card.rows[1].measure.follows = follows;
        let visitor = sample::visitor(Role::Analyst, language);
        text(&scorecard(&a_page(&visitor, "/scorecard"), &sample::programme(), &card).into_string())
    };
    assert!(said("en", true).contains("what would tell how few people lie between them is withheld too"));
    assert!(said("es", true).contains("qué pocas personas quedan entre las dos"));
    assert!(!said("en", false).contains("lie between them"));
}

#[test]
fn withheld_counts_show_as_words_and_no_number_leaks() {
    let visitor = sample::visitor(Role::Analyst, "en");
    let html =
        scorecard(&a_page(&visitor, "/scorecard"), &sample::programme(), &sample::suppressed_scorecard());
    let said = text(&html.clone().into_string());
    assert!(said.contains("too few to show"));
    assert!(said.contains("Counts that could point to one family are withheld"));
    let main = said.split("Refresh").nth(1).unwrap();
    for number in ["54 %", "67 %", "57 %", "2,849", "5,000", "points", "212"] {
        assert!(!main.contains(number), "{number} in {main}");
    }
    assert!(!html.into_string().contains("/worklist?"), "no way to a list of people");
}

#[test]
fn an_outreach_card_calls_texts_and_records_in_place() {
    let visitor = sample::visitor(Role::OutreachWorker, "en");
    let (_, _, view) = sample::todays().remove(0);
    let html = today(&a_page(&visitor, "/today"), &sample::programme(), &view).into_string();
    let said = text(&html);
    assert!(said.contains("Good afternoon. 3 babies need a visit this week."));
    assert!(said.contains("2 of 3 visits last Thu 23 Apr"));
    assert!(html.contains("href=\"tel:+15550100707\"") && html.contains("href=\"sms:+15550100707\""));
    assert!(html.contains("action=\"/people/101/visit\"") && html.contains("action=\"/people/101/contact\""));
    // The family that asked not to be contacted has no number, and no form to log a try with.
    assert!(!html.contains("+1 555 010 0721") && !html.contains("/people/103/contact"));
    assert!(said.contains("The family asked not to be contacted about this."));
    let forms = html.matches("<form method=\"post\"").count() + html.matches("method=\"post\"").count();
    assert!(forms > 0);
    assert_eq!(
        html.matches("method=\"post\"").count(),
        html.matches("name=\"csrf\"").count(),
        "each form has its token"
    );
}

#[test]
fn nobody_is_asked_to_call_about_a_baby_who_died() {
    let visitor = sample::visitor(Role::Coordinator, "en");
    let mut view = sample::loss();
    view.infants.truncate(1);
    view.infants[0].worker = None;
    let html = dyad(&a_page(&visitor, "/people/101"), &view).into_string();
    assert!(html.contains("This baby has died."));
    for act in ["tel:", "sms:", "/people/101/visit", "/people/101/contact", "Nobody calls yet", "days old"] {
        assert!(!html.contains(act), "{act}");
    }
    let both = dyad(&a_page(&visitor, "/people/101"), &sample::loss()).into_string();
    assert!(
        both.contains("/people/201/visit") && !both.contains("/people/101/visit"),
        "her sister still has visits to come"
    );
}

#[test]
fn a_mother_who_died_is_not_called() {
    let visitor = sample::visitor(Role::Coordinator, "en");
    let mut view = sample::dyad();
    view.mother.as_mut().unwrap().died = true;
    let html = dyad(&a_page(&visitor, "/people/101"), &view).into_string();
    assert!(html.contains("The mother has died.") && !html.contains("tel:"));
}

#[test]
fn no_page_blames_a_family() {
    for file in [
        include_str!("../../locales/en.ftl"),
        include_str!("../../locales/es.ftl"),
        include_str!("../../locales/en-front-door.ftl"),
        include_str!("../../locales/es-front-door.ftl"),
    ] {
        let words = file.to_lowercase();
        for blame in ["non-compliant", "noncompliant", "refused", "no-show", "failed to", "incumpl", "rechaz"]
        {
            assert!(!words.contains(blame), "{blame}");
        }
    }
}

#[test]
fn a_problem_stands_beside_its_field() {
    let visitor = sample::visitor(Role::OutreachWorker, "en");
    let problem = |form: &str, field: &str| Problem {
        form: form.into(),
        field: field.into(),
        message: "This day is before the birth.".into(),
        typed: crate::typed::Typed::of([("note", "Asked for <mornings>")]),
    };
    let page = Page { problem: Some(problem("visit-102", "on")), ..a_page(&visitor, "/today") };
    let (_, _, view) = sample::todays().remove(0);
    let html = today(&page, &sample::programme(), &view).into_string();
    assert!(html.contains("id=\"visit-102-on-wrong\">This day is before the birth.</p>"));
    assert!(html.contains("aria-describedby=\"visit-102-on-wrong\""));
    assert_eq!(html.matches("class=\"wrong\"").count(), 1);
    // What was typed stands where it was typed, and nowhere else.
    assert!(!html.contains("Asked for"));
    let page = Page { problem: Some(problem("contact-102", "on")), ..a_page(&visitor, "/today") };
    let html = today(&page, &sample::programme(), &view).into_string();
    assert_eq!(html.matches("Asked for &lt;mornings&gt;</textarea>").count(), 1);
}

#[test]
fn a_fragment_is_the_main_part_and_nothing_else() {
    let visitor = sample::visitor(Role::Coordinator, "en");
    let page = Page { fragment: true, ..a_page(&visitor, "/scorecard") };
    let html = scorecard(&page, &sample::programme(), &sample::scorecard()).into_string();
    assert!(html.starts_with("<main ") && html.ends_with("</main>"));
    assert!(html.contains("data-version=\"41\""));
}

fn another_measure() -> kith_app::view::MeasurePage {
    let mut view = sample::measure_page();
    view.row.measure.id = "another".into();
    view
}

#[test]
fn a_report_has_every_measure_once() {
    let visitor = sample::visitor(Role::Analyst, "en");
    let page = a_page(&visitor, "/report");
    let html =
        report(&page, &sample::programme(), &[sample::measure_page(), another_measure()]).into_string();
    for id in ["wcv_3by120", "another"] {
        assert_eq!(html.matches(&format!("id=\"sheet-{id}\"")).count(), 1, "{id}");
        assert_eq!(html.matches(&format!("id=\"{id}-months\"")).count(), 1, "{id}");
    }
    assert_eq!(html.matches("<h1").count(), 1);
}

/// What a policy without inline styles and scripts would block, and what assistive technology needs.
#[test]
fn every_page_is_well_made() {
    for language in ["en", "es"] {
        let visitor = sample::visitor(Role::Coordinator, language);
        let programme = sample::programme();
        let form = doors::form();
        let typed = crate::typed::Typed::of([("a.smokes", "yes"), ("a.pregnancy.due_date", "soon")]);
        let wrong = typed.wrong(&form);
        let at = |here: &str| a_page(&visitor, here);
        let mut pages = vec![
            scorecard(&at("/scorecard"), &programme, &sample::scorecard()),
            measure(&at("/measures/wcv_3by120"), &programme, &sample::measure_page()),
            report(&at("/report"), &programme, &[sample::measure_page(), another_measure()]),
            equity(&at("/measures/wcv_3by120/equity"), &gaps::narrowed()),
            equity(&at("/equity"), &gaps::called_out()),
            equity(&at("/equity"), &gaps::withheld_equity()),
            equity(&at("/equity"), &gaps::crossed()),
            equity(&at("/equity"), &gaps::overlapping()),
            sites(&at("/measures/wcv_3by120/sites"), &gaps::sites()),
            sites(&at("/measures/wcv_3by120/sites"), &gaps::spread_sites()),
            sites(&at("/measures/wcv_3by120/sites"), &gaps::withheld_sites()),
            worklist(&at("/worklist"), &sample::worklist()),
            dyad(&at("/people/101"), &sample::dyad()),
            dyad(&at("/people/101"), &sample::loss()),
            data(&at("/data"), &sample::data()),
            help(&at("/help")),
            review(&at("/review"), &samples::queue()),
            review(&at("/review"), &samples::empty_queue()),
            pair(&at("/review/person/3/9"), &samples::pair()),
            pair(&at("/review/person/61/62"), &samples::twins()),
            pair(&at("/review/dyad/51/3"), &samples::her_baby()),
            pair(&at("/review/fact/3/9"), &samples::conflict()),
            identity(&at("/people/1101/identity"), &samples::made_of(sample::dyad().mother.unwrap())),
            files(&at("/data/files"), &samples::files()),
            preview(&at("/data/files/3"), &samples::preview()),
            inbox(&at("/triage"), &doors::inbox()),
            inbox(&at("/triage"), &doors::empty_inbox()),
            case(&at("/triage/7"), &doors::case()),
            case(&at("/triage/7"), &doors::closed_case()),
            matches(&at("/triage/7/match"), &doors::matches()),
            referrals(&at("/referrals"), &doors::referrals(), false),
            referral(&at("/referrals/51"), &doors::referral()),
            referral(&at("/referrals/51"), &doors::silent_referral()),
            paper(
                &at("/referrals/51"),
                &doors::referral(),
                OnPaper { address: "https://kith.example/r/x", until: sample::now() },
            ),
            super::front_door(&at("/front-door"), &doors::listings(), &doors::sent(), false),
            super::front_door(&at("/front-door"), &[], &Default::default(), true),
            news(&at("/news"), &doors::news(), false),
            news(&at("/news"), &doors::no_news(), true),
            receipt(&at("/front-door/sent/21"), &doors::receipt()),
            fill(
                &at("/front-door/prenatal-risk"),
                &Fill { form: &form, typed: &typed, wrong: &wrong, once: "7KQ2" },
            ),
            trouble(&at("/x"), &Trouble::NotFound),
            sign_in(&Page { visitor: None, nav: vec![], ..at("/sign-in") }, &SignIn::default()),
        ];
        pages.extend(
            sample::todays()
                .iter()
                .map(|(_, _, view): &(_, _, Today)| today(&at("/today"), &programme, view)),
        );
        for page in pages {
            let html = page.into_string();
            assert_eq!(html.matches("<h1").count(), 1, "one first heading");
            assert!(html.contains(&format!("<html lang=\"{language}\">")));
            assert!(html.contains("href=\"#main\"") && html.contains("<main id=\"main\""));
            for inline in [" style=\"", "<style", " onclick", "javascript:"] {
                assert!(!html.contains(inline), "{inline}");
            }
            assert_eq!(html.matches("<script").count(), 1);
            let mut ids: Vec<&str> =
                html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "an id stands twice");
            for reference in ["for=\"", "aria-labelledby=\"", "aria-describedby=\"", "href=\"#"] {
                for rest in html.split(reference).skip(1) {
                    for id in rest.split('"').next().unwrap().split(' ') {
                        assert!(ids.binary_search(&id).is_ok(), "{reference}{id} leads nowhere");
                    }
                }
            }
            assert!(!html.contains("NaN"));
        }
    }
}
