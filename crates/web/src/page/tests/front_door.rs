//! Pages of the front door.

use jiff::SignedDuration;
use kith_app::view::{Connection, FitShown, Inbox, Places, ReferralPage, StepKind, Whose};
use kith_domain::contact::ContactOutcome;
use kith_domain::id::AccountId;
use kith_domain::referral::{LeaveReason, State, Step};
use maud::Markup;

use super::*;
use crate::typed::Typed;

fn said(role: Role, language: &str, here: &str, make: impl Fn(&Page<'_>) -> Markup) -> String {
    let visitor = sample::visitor(role, language);
    text(&make(&a_page(&visitor, here)).into_string())
}

fn html(role: Role, here: &str, make: impl Fn(&Page<'_>) -> Markup) -> String {
    let visitor = sample::visitor(role, "en");
    make(&a_page(&visitor, here)).into_string()
}

fn all_of(text: &str, sentences: &[&str]) {
    for sentence in sentences {
        assert!(text.contains(sentence), "{sentence}\n--- in ---\n{text}");
    }
}

/// Each form has its token, and each place for what was wrong is there once.
fn tokens(html: &str) {
    assert_eq!(html.matches("method=\"post\"").count(), html.matches("name=\"csrf\"").count());
}

#[test]
fn the_inbox_says_who_how_soon_and_why() {
    let en = said(Role::Intake, "en", "/triage", |p| inbox(p, &doors::inbox()));
    all_of(
        &en,
        &[
            "42 women wait; for 5 it is late",
            "Nobody has 9 of the open cases yet.",
            "Rosa Example At once under 18 · bleeding after 12 weeks and 2 more reasons 26w 5d 17 years old \
             Nobody has contacted her yet Nobody has her yet From Harbor Clinic in 3 hours",
            "Lena Sample In turn No reason to hurry is known day 12 after birth",
            "With Ines Intake From North Hospital, Harbor Clinic 2 days late",
            "Ines Intake 31 4 18 days Iris Intake 0 0 none",
        ],
    );
    let es = said(Role::Intake, "es", "/triage", |p| inbox(p, &doors::inbox()));
    all_of(
        &es,
        &[
            "42 mujeres esperan; para 5 ya es tarde",
            "Rosa Example De inmediato menor de 18 · sangrado después de 12 semanas y 2 razones más 26 sem 5 d 17 años",
            "día 12 tras el parto",
            "2 días tarde",
        ],
    );
    let page = html(Role::Intake, "/triage", |p| inbox(p, &doors::inbox()));
    tokens(&page);
    assert!(page.contains("action=\"/triage/7/take\"") && !page.contains("action=\"/triage/4/take\""));
    assert!(page.contains("href=\"/triage?after=2026-07-08T17%3A30%3A00Z~7\""));
    // How soon is a word and a shape of its own, not a colour.
    assert!(page.contains("M8 1 15 14.5H1Z") && page.contains("class=\"tier tier-third\""));
}

#[test]
fn what_is_private_is_named_in_no_list_and_on_no_paper() {
    let mut view = doors::inbox();
    let reasons = &mut view.lines.iter_mut().find(|line| line.reasons.len() > 2).unwrap().reasons;
    reasons.truncate(3);
    reasons[0].private = true;
    reasons[1].private = true;
    let (first, last) = (reasons[0].words.en.clone(), reasons[2].words.en.clone());
    let en = said(Role::Intake, "en", "/triage", |p| inbox(p, &view));
    all_of(&en, &[&format!("private: open the case · {last} 26w 5d")]);
    assert!(!en.contains(&first), "{en}");
    let es = said(Role::Intake, "es", "/triage", |p| inbox(p, &view));
    all_of(&es, &["privado: abra el caso · "]);

    let mut view = doors::case();
    view.line.reasons[0].private = true;
    let page = html(Role::Intake, "/triage/7", |p| case(p, &view));
    let folded = page.split("<details class=\"data private\"").nth(1).expect("private answers are folded");
    let folded = folded.split("</details>").next().unwrap();
    assert!(!folded.split('>').next().unwrap().contains("open>") && folded.contains("Private: 1 answer"));
    assert!(folded.contains("Thoughts of harming yourself") && !folded.contains("Where do you sleep?"));
    assert!(page.contains("<li class=\"private\">") && page.contains("class=\"facts private\""));
    let css = include_str!("../../../assets/front-door.css");
    let print: Vec<&str> = css.lines().filter(|line| line.starts_with("@media print")).collect();
    assert!(print.iter().any(|line| line.contains(".private,") && line.contains("display: none !important")));
}

#[test]
fn filters_keep_each_other_and_an_empty_inbox_teaches() {
    let mut view = doors::empty_inbox();
    all_of(&said(Role::Intake, "en", "/triage", |p| inbox(p, &view)), &["Nobody waits", "Put a form in"]);
    view.filter.whose = Some(Whose::Worker(AccountId(12)));
    view.filter.late = true;
    view.filter.search = Some("Ro\"sa".into());
    let page = html(Role::Intake, "/triage", |p| inbox(p, &view));
    all_of(
        &page,
        &[
            "Nobody fits what you asked for.",
            "href=\"/triage?who=12&amp;tier=first&amp;late=1&amp;q=Ro%22sa\"",
            "name=\"who\" value=\"12\"",
            "value=\"Ro&quot;sa\"",
        ],
    );
}

#[test]
fn one_woman_is_said_in_the_singular() {
    let view = |open, late| Inbox { open, late, ..doors::inbox() };
    let title = |open, late| {
        let text = said(Role::Intake, "en", "/triage", |p| inbox(p, &view(open, late)));
        text.split("Nobody has 9").next().unwrap().to_owned()
    };
    assert!(title(1, 1).contains("1 woman waits, and it is late"));
    assert!(title(1, 0).contains("1 woman waits, and she is not late"));
    assert!(title(6, 0).contains("6 women wait, and none is late"));
    assert!(title(6, 1).contains("6 women wait; for 1 it is late"));
}

#[test]
fn a_case_says_all_that_somebody_needs_who_works_on_it() {
    let en = said(Role::Intake, "en", "/triage/7", |p| case(p, &doors::case()));
    all_of(
        &en,
        &[
            "Rosa Example 26w 5d 17 years old Speaks Spanish Due on 9 Oct 2026",
            "Another case, of 1 Feb 2024 Closed: she is served",
            "1 record may be hers too: see the review",
            "Also known at North Hospital",
            "Sol Super decided this on 8 Jul 2026, 09:00: She called in tears.",
            "bleeding after 12 weeks makes it “At once”",
            "no stable housing 3 points",
            "14 points in all. 82 % of the questions behind it have an answer",
            "Next try: Text, between 8 Jul 2026, 21:00 and 8 Jul 2026, 23:00.",
            "1 of 3 tries so far.",
            "2 things to do Ask about safety today 2 hours late · for the clinician on call Close it …",
            "What came of it? Referred: she said yes, and a service or a clinician was asked",
            "Send the PHQ-9 She was in care for it already Done by Ines Intake, 8 Jul 2026, 10:00 Not done after all",
            "Find a service : First Steps at Home had no place Done",
            "Call: nobody answered Try after 3 pm.",
            "PHQ-2 4 positive PHQ-9 cannot be said: an answer is missing",
            "Where do you sleep? with friends",
            "No answer: she would rather not say",
            "Hidden: only the clinician on call sees this",
            "“Nobody could reach her” needs 3 tries, by two ways, at different times of the day. There were 1.",
        ],
    );
    let es = said(Role::Intake, "es", "/triage/7", |p| case(p, &doors::case()));
    all_of(
        &es,
        &["Próximo intento: Mensaje", "2 cosas por hacer Pregunte hoy por su seguridad", "Cerrar el caso"],
    );
    let page = html(Role::Intake, "/triage/7", |p| case(p, &doors::case()));
    tokens(&page);
    all_of(
        &page,
        &[
            "href=\"tel:+15550100707\"",
            "value=\"unable_to_reach\" required disabled aria-describedby=\"close-not-yet\"",
            "action=\"/triage/7/tier\"",
            "<textarea id=\"tier-reason\" name=\"reason\" rows=\"2\" maxlength=\"500\" required",
            "action=\"/tasks/31/done\"",
            "name=\"came\" value=\"in_care\" required",
            "class=\"button primary\" href=\"/triage/7/match\"",
            "action=\"/tasks/32/undo\"",
            "<option value=\"text\" selected",
        ],
    );
}

#[test]
fn who_must_not_or_need_not_be_reached_is_not_called() {
    let mut asked_not = doors::case();
    asked_not.attempts[0].outcome = ContactOutcome::AskedNotToContact;
    asked_not.next = None;
    let page = html(Role::Intake, "/triage/7", |p| case(p, &asked_not));
    assert!(
        page.contains("She asked not to be contacted.") && !page.contains("tel:") && !page.contains("sms:")
    );
    let mut tried = doors::case();
    tried.next.as_mut().unwrap().may_give_up = true;
    let page = html(Role::Intake, "/triage/7", |p| case(p, &tried));
    assert!(page.contains("value=\"unable_to_reach\" required>") && !page.contains("close-not-yet"));
    let closed = html(Role::Intake, "/triage/7", |p| case(p, &doors::closed_case()));
    assert!(
        closed.contains("Closed: nobody could reach her") && closed.contains("action=\"/triage/7/reopen\"")
    );
    assert!(
        !closed.contains("tel:") && !closed.contains("/triage/7/match") && !closed.contains("/triage/7/take")
    );
}

#[test]
fn a_reason_that_is_missing_is_asked_for_beside_its_field() {
    let visitor = sample::visitor(Role::Intake, "en");
    let problem = Problem {
        form: "tier".into(),
        field: "reason".into(),
        message: "Say why.".into(),
        typed: Typed::default(),
    };
    let page = Page { problem: Some(problem), ..a_page(&visitor, "/triage/7") };
    let html = case(&page, &doors::case()).into_string();
    assert!(html.contains("id=\"tier-reason-wrong\">Say why.</p>"));
    assert!(html.contains("aria-invalid=\"true\" aria-describedby=\"tier-reason-wrong\""));
    assert_eq!(html.matches("class=\"wrong\"").count(), 1);
}

#[test]
fn each_service_says_whether_and_why() {
    let en = said(Role::Intake, "en", "/triage/7/match", |p| matches(p, &doors::matches()));
    all_of(
        &en,
        &[
            "3 of 4 services may fit; the best first.",
            "May have it. Closes in 9 days: at 28 weeks",
            "1 place 1 free place, confirmed 3 hours ago by Sara Service",
            "What they are told of her She said yes: Name, address, telephone. She was not asked; this network tells it to a \
             service that is asked to help: Pregnancies and births. Not told: Food, housing, transport, money.",
            "Read or print the form with her Write down what she says",
            "Ask the service: the baby is over 91 days Does not speak her language about 2 miles away (3 km) Opening hours not known 4 wait \
             Asked before: Not answered in time full Full, confirmed 3 hours ago",
            "Cannot be said; missing: her income",
            "places not known Never said how many places there are",
            "Not for her, because: lives elsewhere",
            "3 free places, but said 18 days ago: too old to count on",
            "It is full: choose another, or ask again when it has a place.",
        ],
    );
    let es = said(Role::Intake, "es", "/triage/7/match", |p| matches(p, &doors::matches()));
    all_of(&es, &["Se cierra en 9 días: a las 28 semanas", "No es para ella, porque: vive en otro lugar"]);
    let page = html(Role::Intake, "/triage/7/match", |p| matches(p, &doors::matches()));
    tokens(&page);
    assert_eq!(
        page.matches("action=\"/triage/7/refer\"").count(),
        2,
        "not to who is full, and not to who does not take her"
    );
    assert!(!page.contains("name=\"service\" value=\"65\""));
    let mut last = doors::matches();
    last.matches.truncate(1);
    (last.found, last.may) = (1, 1);
    if let FitShown::Eligible { closes: Some((day, _)) } = &mut last.matches[0].fit {
        *day = jiff::civil::date(2026, 7, 8);
    }
    let en = said(Role::Intake, "en", "/triage/7/match", |p| matches(p, &last));
    assert!(en.contains("Closes today: at 28 weeks"), "{en}");
    if let FitShown::Eligible { closes: Some((day, _)) } = &mut last.matches[0].fit {
        *day = jiff::civil::date(2028, 1, 5);
    }
    let page = html(Role::Intake, "/triage/7/match", |p| matches(p, &last));
    assert!(text(&page).contains("May have it. Until 5 Jan 2028: at 28 weeks"), "{page}");
    assert!(!page.contains("soon"), "what ends in two years is no hurry");
}

#[test]
fn of_many_services_the_best_are_shown_and_the_rest_is_a_step_away() {
    let few = html(Role::Intake, "/triage/7/match", |p| matches(p, &doors::matches()));
    assert!(!few.contains("role=\"search\"") && !few.contains("all=1"), "all are there already");
    let mut view = doors::matches();
    (view.found, view.may) = (2_000, 310);
    let page = html(Role::Intake, "/triage/7/match", |p| matches(p, &view));
    all_of(&text(&page), &["310 of 2,000 services may fit", "1,996 more are not shown.", "Show all 2,000"]);
    assert!(page.contains("href=\"/triage/7/match?all=1\"") && page.contains("role=\"search\""), "{page}");
    view.asked.search = Some("niñas & <b>".into());
    let page = html(Role::Intake, "/triage/7/match", |p| matches(p, &view));
    assert!(page.contains("?q=ni%C3%B1as%20%26%20%3Cb%3E&amp;all=1"), "{page}");
    assert!(page.contains("value=\"niñas &amp; &lt;b&gt;\""), "what was typed stays");
    view.matches.clear();
    view.found = 0;
    let es = said(Role::Intake, "es", "/triage/7/match", |p| matches(p, &view));
    all_of(&es, &["Ningún servicio tiene estas palabras.", "Ver los mejores servicios para ella"]);
    let mut all = doors::matches();
    all.asked.all = true;
    let page = html(Role::Intake, "/triage/7/match", |p| matches(p, &all));
    assert!(page.contains("href=\"/triage/7/match\">Show only the best"), "{page}");
}

#[test]
fn a_service_that_filled_up_meanwhile_says_so_where_its_form_was() {
    let visitor = sample::visitor(Role::Intake, "en");
    let check = |service: i64, alerts: usize, beside: usize| {
        let mut page = a_page(&visitor, "/triage/7/match");
        let message = "This service has no free place any more.".into();
        page.problem = Some(Problem {
            form: format!("refer-{service}"),
            field: "why".into(),
            message,
            typed: Typed::default(),
        });
        let html = matches(&page, &doors::matches()).into_string();
        assert_eq!(html.matches("role=\"alert\"").count(), alerts, "service {service}");
        assert_eq!(html.matches("class=\"wrong\"").count(), beside, "service {service}");
    };
    check(61, 0, 1);
    check(63, 1, 0);
}

#[test]
fn a_service_lead_answers_first_what_waits() {
    let en = said(Role::ServiceLead, "en", "/referrals", |p| referrals(p, &doors::referrals(), false));
    all_of(
        &en,
        &[
            "1 referral waits for your answer Rosa Example Sent First Steps at Home for 24 hours in 2 days",
            "3 free places, but said 18 days ago: too old to count on",
            "1 place is held for somebody you have not answered yet",
            "4 are free, and 1 who waits comes first.",
            "Still 4 free places",
            "Nora Test Is served First Steps at Home",
        ],
    );
    let page = html(Role::ServiceLead, "/referrals", |p| referrals(p, &doors::referrals(), false));
    tokens(&page);
    all_of(&page, &["action=\"/services/61/places\"", "name=\"places\" value=\"4\""]);
    let none = doors::referrals();
    let none = kith_app::view::ReferralList { lines: vec![], ..none };
    all_of(
        &said(Role::ServiceLead, "es", "/referrals", |p| referrals(p, &none, false)),
        &["Ninguna derivación espera su respuesta", "Todavía no le han derivado a nadie."],
    );
}

#[test]
fn a_referral_is_answered_by_steps_with_reasons() {
    let en = said(Role::ServiceLead, "en", "/referrals/51", |p| referral(p, &doors::referral()));
    all_of(
        &en,
        &[
            "Answer in 2 days 10 Jul 2026, 14:05",
            "First baby; wants somebody to visit her at home. 26w 5d Speaks Spanish Harbor City 21201",
            "We take her Put on the waiting list We cannot take her … Why she does not meet the conditions",
            "She herself yes has not said",
            "Seen 8 Jul 2026, 09:00 · Service: Sara Service",
            "Sent She prefers a woman. 7 Jul 2026, 14:00 · Sender: Ines Intake",
        ],
    );
    let page = html(Role::ServiceLead, "/referrals/51", |p| referral(p, &doors::referral()));
    tokens(&page);
    assert_eq!(page.matches("action=\"/referrals/51/answer\"").count(), 4);
    assert_eq!(
        page.matches("name=\"version\" value=\"3\"").count(),
        4,
        "each answer answers the newest step"
    );
    assert!(page.contains("name=\"reason\" value=\"no_place\""));
    assert!(!page.contains("/triage/7") && !page.contains("/referrals/51/link"), "no way to her case");
    let differ = "They say different things";
    assert!(!page.contains(differ), "what she says is not for the service to read");
    let intake = html(Role::Intake, "/referrals/51", |p| referral(p, &doors::referral()));
    tokens(&intake);
    assert!(intake.contains(differ));
    all_of(
        &intake,
        &["href=\"/triage/7\"", "action=\"/referrals/51/word\"", "action=\"/referrals/51/link\""],
    );
    let silent = html(Role::ServiceLead, "/referrals/51", |p| referral(p, &doors::silent_referral()));
    assert!(silent.contains("Do not contact her about this.") && !silent.contains("tel:"));
}

#[test]
fn every_step_and_state_is_said() {
    let mut view = doors::referral();
    for state in State::ALL {
        view.line.state = *state;
        for step in [Step::Lapse, Step::GiveUp, Step::Leave(LeaveReason::Loss)] {
            view.steps[0].step = Some(step);
            for language in ["en", "es"] {
                said(Role::Coordinator, language, "/referrals/51", |p| referral(p, &view));
            }
        }
    }
    view.steps[0].step = Some(Step::Leave(LeaveReason::Loss));
    let en = said(Role::Coordinator, "en", "/referrals/51", |p| referral(p, &view));
    assert!(en.contains("She left: the pregnancy or the baby was lost"), "{en}");
    for connection in
        [Connection::Open, Connection::Connected, Connection::NotConnected, Connection::Disputed]
    {
        view.line.connection = connection;
        said(Role::Coordinator, "es", "/referrals/51", |p| referral(p, &view));
    }
}

#[test]
fn a_page_by_link_has_nothing_around_it() {
    let visitor = sample::visitor(Role::ServiceLead, "en");
    let page = Page { visitor: None, nav: vec![], ..a_page(&visitor, "/r/secret") };
    let one = referral_by_link(&page, &doors::referral(), "secret", false).into_string();
    let places = places_by_link(&page, &doors::service(Places::Unknown), "secret", true).into_string();
    let own = own_by_link(&page, &doors::own_page(), "secret", false).into_string();
    assert!(
        own.contains("action=\"/w/secret?lang=en\"")
            && own.contains("name=\"reached\" value=\"yes\" checked")
    );
    assert!(!own.contains("Rosa Example"), "others may read over her shoulder");
    for html in [&one, &places, &own, &gone(&page).into_string(), &thanks(&page).into_string()] {
        let title = if html == &own { "One question" } else { "Please answer" };
        assert!(html.contains(&format!("<title>{title}</title>")), "a title that says nothing");
        assert!(
            html.contains("content=\"noindex, nofollow, noarchive\"")
                && html.contains("content=\"no-referrer\"")
        );
        for around in ["<nav", "<header", "<footer", "/triage", "/sign-in", "kith</span>"] {
            assert!(!html.contains(around), "{around}");
        }
        assert_eq!(html.matches("<h1").count(), 1);
    }
    // Hers has a way out, before anything else, and no mark in the tab.
    let out = own.find("data-away").expect("a way out");
    assert!(
        out < own.find("<h1").unwrap() && own.contains("rel=\"noreferrer\"") && own.contains("/assets/away-")
    );
    assert!(
        !own.contains("/assets/kith-") || own.matches("/assets/kith-").count() == 1,
        "the style sheet alone"
    );
    for html in [&one, &places] {
        assert!(!html.contains("<script") && !html.contains("data-away"));
    }
    assert_eq!(one.matches("action=\"/r/secret?lang=en\"").count(), 4);
    // The sides, who they are and what she says herself stay with those who have accounts.
    let said = text(&one);
    assert!(
        said.contains("Rosa Example")
            && !said.contains("Ines Intake")
            && !said.contains("What the three sides say")
    );
    assert!(
        places.contains("Your answer has arrived.")
            && places.contains("action=\"/p/secret?lang=en\"")
            && !places.contains("Mina Sample")
    );
    assert!(!places.contains("Still"), "nothing to confirm where nothing was ever said");
    let mut offered = doors::referral();
    offered.may = vec![StepKind::Enroll];
    assert_eq!(
        referral_by_link(&page, &offered, "s", false)
            .into_string()
            .matches("action=\"/r/s?lang=en\"")
            .count(),
        1
    );
}

#[test]
fn a_page_on_paper_names_nobody() {
    let address = "https://kith.example/r/AbCdEf0123456789";
    let link = OnPaper { address, until: sample::now() + SignedDuration::from_hours(24 * 14) };
    let page = html(Role::Intake, "/referrals/51/paper", |p| paper(p, &doors::referral(), link));
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    assert!(main.contains(address) && main.contains("role=\"img\" aria-label=\"A square to read"));
    let english = ReferralPage { language: Some("en".into()), ..doors::referral() };
    let hers = html(Role::Intake, "/referrals/51", |p| own_paper(p, &english, link));
    let hers = hers.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    assert!(hers.contains("Did First Steps at Home reach you?") && !hers.contains("Rosa"));
    for private in ["Rosa", "555", "Harbor City", "First baby", "26w"] {
        assert!(!main.contains(private), "{private}");
    }
    // Whoever finds it knows how old it is.
    for sheet in [main, hers] {
        let said = text(sheet);
        assert!(said.contains("Printed ") && said.contains("The link works until "), "{said}");
    }
    // What she reads is in her language, whoever prints it.
    let spanish = ReferralPage { language: Some("es-MX".into()), ..english };
    let hers = said(Role::Intake, "en", "/referrals/51", |p| own_paper(p, &spanish, link));
    assert!(
        hers.contains("¿Cómo le fue?") && hers.contains("Impresa el ") && hers.contains("Inbox"),
        "{hers}"
    );
}

/// The corner marks of such a square are always the same: seven by seven, behind a border of four.
#[test]
fn a_square_has_its_marks_and_its_border() {
    let square = qr("https://kith.example/r/AbCdEf0123456789", "link").unwrap().into_string();
    let dark: std::collections::BTreeSet<(i32, i32)> = square
        .split("d=\"M")
        .nth(1)
        .unwrap()
        .split('M')
        .map(|m| {
            let (x, rest) = m.split_once(' ').unwrap();
            (x.parse().unwrap(), rest.split('h').next().unwrap().parse().unwrap())
        })
        .collect();
    let side: i32 =
        square.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(dark.iter().all(|(x, y)| (4..side - 4).contains(x) && (4..side - 4).contains(y)));
    for (left, top) in [(4, 4), (side - 11, 4), (4, side - 11)] {
        for i in 0..7 {
            for j in 0..7 {
                let ring = i == 0 || i == 6 || j == 0 || j == 6;
                let heart = (2..5).contains(&i) && (2..5).contains(&j);
                assert_eq!(dark.contains(&(left + i, top + j)), ring || heart, "{left}+{i}, {top}+{j}");
            }
        }
    }
    assert!(qr(&"x".repeat(5000), "too long").is_none());
}

#[test]
fn who_sends_somebody_sees_what_became_of_her() {
    let make = |p: &Page<'_>| front_door(p, &doors::listings(), &doors::sent(), false);
    all_of(
        &said(Role::Referrer, "en", "/front-door", make),
        &[
            "Prenatal risk assessment For anybody who is pregnant.",
            "Rosa Example Somebody spoke with her 3 hours ago",
            "number 7KQ2-M4ZD-9XWA-H3TP",
        ],
    );
    all_of(&said(Role::Referrer, "es", "/front-door", make), &["Ya se habló con ella"]);
    let got = said(Role::Referrer, "en", "/front-door/sent/21", |p| receipt(p, &doors::receipt()));
    all_of(&got, &["7KQ2-M4ZD-9XWA-H3TP", "Somebody contacts her by 9 Jul 2026, 14:05."]);
    all_of(&got, &["Say this to her now In danger now call 911.", "For her alone", "help in private"]);
    let alone = html(Role::Referrer, "/front-door/sent/21", |p| receipt(p, &doors::receipt()));
    let folded = alone.split("<details class=\"private\">").nth(1).unwrap();
    assert!(folded.contains("help in private"), "folded, and never on paper");
    assert!(!got.contains("Rosa Example"), "a receipt says nothing about her");
}

fn filled(fields: &[(&str, &str)], sent: bool) -> String {
    let (form, typed) = (doors::form(), Typed::of(fields.iter().copied()));
    let wrong = if sent { typed.wrong(&form) } else { vec![] };
    html(Role::Referrer, "/front-door/prenatal-risk", |p| {
        fill(p, &Fill { form: &form, typed: &typed, wrong: &wrong, once: "7KQ2" })
    })
}

/// Whether the part of the page about a question is hidden.
fn hidden(html: &str, field: &str) -> bool {
    let before = html.split(&format!("data-question=\"{field}\"")).next().unwrap();
    let opening = before.rsplit("<div class=\"asked\"").next().unwrap().split('>').next().unwrap();
    opening.ends_with(" hidden")
}

#[test]
fn what_is_asked_follows_the_answers_without_the_script() {
    let fresh = filled(&[], false);
    tokens(&fresh);
    assert!(hidden(&fresh, "a.smokes.often") && hidden(&fresh, "a.safe") && !hidden(&fresh, "a.smokes"));
    assert!(fresh.contains("value=\"next\"") && fresh.contains("2 questions are still open."));
    let smokes = filled(&[("a.smokes", "yes"), ("alone", "1")], false);
    assert!(!hidden(&smokes, "a.smokes.often") && !hidden(&smokes, "a.safe"));
    assert!(
        smokes.contains("data-when=\"{&quot;all&quot;:true,&quot;of&quot;:[{&quot;op&quot;:&quot;=&quot;,&quot;q&quot;:&quot;a.smokes&quot;,&quot;v&quot;:&quot;yes&quot;}]}\"")
    );
    // What was said to a question that is not asked any more stays in sight.
    let changed = filled(&[("a.smokes", "no"), ("a.smokes.often", "12")], true);
    assert!(!hidden(&changed, "a.smokes.often"));
    assert!(text(&changed).contains("Cigarettes a day: This is not asked with the other answers given."));
}

#[test]
fn nothing_typed_is_lost_and_mistakes_stand_first_with_links() {
    let html = filled(
        &[
            ("a.identity.given", "Rosa \"R\""),
            ("a.pregnancy.due_date", "next spring"),
            ("a.needs", "home"),
            ("a.more", "<b>"),
        ],
        true,
    );
    all_of(
        &html,
        &[
            "2 answers need a look",
            "href=\"#q-pregnancy-due_date\">Due date: The answer is of another kind.</a>",
            "href=\"#q-smokes\">Do you smoke?: There is no answer yet.</a>",
            "value=\"Rosa &quot;R&quot;\"",
            "value=\"next spring\"",
            "aria-invalid=\"true\" aria-describedby=\"q-pregnancy-due_date-hint q-pregnancy-due_date-wrong\"",
            "name=\"a.needs\" value=\"home\" checked",
            "&lt;b&gt;</textarea>",
        ],
    );
    let why = filled(&[("why.smokes", "declined"), ("a.identity.given", "Rosa")], true);
    assert!(why.contains("<option value=\"declined\" selected>she would rather not say</option>"));
    assert!(!why.contains("errors-title"), "a reason is enough");
}

#[test]
fn a_form_with_questions_for_her_alone_has_a_way_out() {
    let page = filled(&[], false);
    assert!(
        page.contains("data-away") && page.contains("rel=\"noreferrer\"") && page.contains("id=\"alone\"")
    );
    let mut form = doors::form();
    form.items.truncate(1);
    let page = html(Role::Referrer, "/x", |p| {
        fill(p, &Fill { form: &form, typed: &Typed::default(), wrong: &[], once: "" })
    });
    assert!(!page.contains("data-away") && !page.contains("id=\"alone\""));
}
