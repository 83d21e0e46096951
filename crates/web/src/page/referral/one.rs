//! One referral, as its sender or its receiver sees it: what is asked, what happened, and what may be said now.

use kith_app::view::{LEAVE_REASONS, Learns, RETURN_REASONS, ReferralPage, StepKind, StepShown, Visit};
use kith_domain::access::Action;
use kith_domain::referral::{Side, State, Step, Word};
use maud::{Markup, html};

use crate::layout::Page;
use crate::page::privacy;
use crate::page::triage::reach::numbers;
use crate::say::front_door as words;
use crate::t;

/// The page.
pub fn referral(page: &Page<'_>, view: &ReferralPage) -> Markup {
    let l = page.l;
    let line = &view.line;
    let id = line.referral;
    let intake = page.may(Action::Triage);
    let content = html! {
        div .title {
            p .back {
                @if intake { a href={ "/triage/" (line.case) } { (t!(l, "referral-to-case")) } }
                @else { a href="/referrals" { (t!(l, "nav-referrals")) } }
            }
            h1 { (line.name) }
            p .when { (l.words(&line.service_name)) " · " (line.organization) }
        }
        (standing(page, view))
        @if intake { (unheard(page, view)) }
        (her(page, view))
        (answers(page, view, &format!("/referrals/{id}/answer"), &page.hidden()))
        @if page.nav.contains(&crate::layout::Nav::Goods) && !line.state.is_final() {
            p { a .next href={ "/goods/give?to=referral-" (id) } { (t!(l, "case-goods-give")) } }
        }
        (sides(page, view, intake))
        (history(page, &view.steps))
        @if intake && matches!(view.learns, Some(Learns::Message | Learns::Page)) && !is_unheard(view) { (link(page, view)) }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&line.name, None, content)
}

/// How it stands and by when somebody has to say something.
pub(super) fn standing(page: &Page<'_>, view: &ReferralPage) -> Markup {
    let l = page.l;
    let line = &view.line;
    html! {
        section .goal-line aria-label=(t!(l, "case-standing")) {
            p {
                strong { (words::referral_state(l, line.state)) } " "
                span .soft { (t!(l, "referral-since", time = l.lasting(line.since, page.now))) }
                @if let Some(position) = line.position { br; (t!(l, "referral-position", n = position)) }
                @if let Some(visit) = line.visit { br; strong { (words::visit(l, visit, page.today())) } }
                @if let Some(due) = line.due {
                    br; @if super::unanswered(line) { (t!(l, "referral-answer-by")) } @else { (t!(l, "referral-outcome-by")) } " "
                    strong .nobody[line.late] { (words::due(l, due, page.now)) } " "
                    span .soft { (l.moment(due, &page.zone)) }
                }
            }
            p { (super::disputed(page, line.connection)) }
        }
    }
}

/// That nobody at the service knows of it yet, where nobody there signs in.
fn unheard(page: &Page<'_>, view: &ReferralPage) -> Markup {
    let l = page.l;
    html! {
        @if is_unheard(view) {
            div .care.loud {
                p { (t!(l, "referral-unheard")) }
                (make_page(page, view))
            }
        } @else if view.line.state == State::Sent && view.learns == Some(Learns::Message) {
            p .note { (t!(l, "referral-by-message")) }
        }
    }
}

/// Whether nobody at the service can have heard of it.
fn is_unheard(view: &ReferralPage) -> bool {
    view.line.state == State::Sent && view.learns == Some(Learns::Page)
}

/// Who she is, as far as the service needs it.
pub(super) fn her(page: &Page<'_>, view: &ReferralPage) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="her" data-row {
            h2 #her { (t!(l, "referral-why")) }
            p .lead.second { (view.why) }
            p .about {
                @if let Some(far) = view.gestation { span { (words::gestation(l, far)) } }
                @if let Some(language) = &view.language { span { (t!(l, "speaks", language = l.language_name(language))) } }
                @if let Some(place) = &view.place { span { (place) } }
            }
            (privacy::basis(page, &view.basis, |_| None))
            @if view.do_not_contact { p .care { (t!(l, "referral-do-not-contact")) } }
            @else if view.line.state.is_final() { p .soft.no-phone { (t!(l, "phone-not-shown")) } }
            @else { (numbers(page, &view.phones, &view.safety, true, html! {})) }
        }
    }
}

/// The steps that may be taken now: the first as the obvious one, those that need a reason with their reasons.
pub(super) fn answers(page: &Page<'_>, view: &ReferralPage, action: &str, hidden: &Markup) -> Markup {
    let l = page.l;
    html! {
        @let problem = page.problem_of("referral", "step").or(page.problem_of("referral", "visit_on"));
        @if view.may.is_empty() {
            // Nothing can be said any more: whoever tried still reads why.
            @if let Some(problem) = problem { p .wrong role="alert" { (problem) } }
        } @else {
            section .card aria-labelledby="answer" {
                h2 #answer { (t!(l, "referral-say")) }
                @if let Some(problem) = problem { p .wrong role="alert" { (problem) } }
                div .acts {
                    @for (i, step) in view.may.iter().enumerate() { (button(page, view, *step, i == 0, action, hidden)) }
                }
            }
        }
    }
}

fn button(
    page: &Page<'_>,
    view: &ReferralPage,
    step: StepKind,
    first: bool,
    action: &str,
    hidden: &Markup,
) -> Markup {
    let l = page.l;
    let code = words::step_code(step);
    let reasons: Vec<(&str, String)> = match step {
        StepKind::Return => RETURN_REASONS.iter().map(|r| (r.name(), words::return_reason(l, *r))).collect(),
        StepKind::Leave | StepKind::Decline => {
            LEAVE_REASONS.iter().map(|r| (r.name(), words::leave_reason(l, *r))).collect()
        }
        _ => Vec::new(),
    };
    let fixed = html! {
        (hidden)
        input type="hidden" name="version" value=(view.version);
        input type="hidden" name="step" value=(code);
    };
    // Only the step that was refused keeps what was typed.
    let sent = page.typed("referral", "step") == code;
    html! {
        @if step == StepKind::Withdraw {
            // It ends what the service may be doing already: never the button that is pressed first.
            details .act data-keep="open" open[sent] {
                summary .button { (words::step(l, step)) }
                form method="post" action=(action) {
                    (fixed)
                    p .hint { (t!(l, "withdraw-means", service = l.words(&view.line.service_name))) }
                    button type="submit" { (t!(l, "withdraw-do")) }
                }
            }
        } @else if reasons.is_empty() {
            form .visit-step[asks_visit(step).is_some()] method="post" action=(action) {
                (fixed)
                @if let Some(visit) = asks_visit(step) { (visit_day(page, view, step, visit, sent)) }
                button .primary[first] type="submit" { (words::step(l, step)) }
            }
        } @else {
            details .act data-keep="open" open[sent] {
                summary .button { (words::step(l, step)) }
                form method="post" action=(action) {
                    (fixed)
                    fieldset .choices {
                        legend { (t!(l, "step-reason")) }
                        @for (name, said) in &reasons {
                            label { input type="radio" name="reason" value=(name) required checked[sent && page.typed("referral", "reason") == *name]; span { (said) } }
                        }
                    }
                    div .field {
                        label for={ (code) "-note" } { (t!(l, "step-note")) }
                        p .hint id={ (code) "-note-hint" } { (t!(l, "step-note-hint")) }
                        textarea id={ (code) "-note" } name="note" rows="2" maxlength="1000" aria-describedby={ (code) "-note-hint" } {
                            @if sent { (page.typed("referral", "note")) }
                        }
                    }
                    button .primary type="submit" { (words::step(l, step).trim_end_matches([' ', '…'])) }
                }
            }
        }
    }
}

/// Whether a step asks for the day of her first visit: one that is planned may be left open.
fn asks_visit(step: StepKind) -> Option<Visit> {
    match step {
        StepKind::Accept | StepKind::Reach | StepKind::Enroll => Some(Visit::ToBe),
        StepKind::Start => Some(Visit::Was),
        _ => None,
    }
}

fn visit_day(page: &Page<'_>, view: &ReferralPage, step: StepKind, visit: Visit, sent: bool) -> Markup {
    let l = page.l;
    let id = format!("{}-visit", words::step_code(step));
    let today = page.today();
    let known = view.line.visit.map(|(day, _)| day);
    // One that was planned for later was not yet: then it took place today, unless they say otherwise.
    let usual = match visit {
        Visit::ToBe => known.filter(|day| *day >= today),
        Visit::Was => known.filter(|day| *day <= today).or(Some(today)),
    };
    let typed = Some(page.typed("referral", "visit_on")).filter(|typed| sent && !typed.is_empty());
    let value = typed.map(str::to_owned).or(usual.map(|day| day.to_string()));
    html! {
        div .field {
            label for=(id) {
                @match visit { Visit::ToBe => (t!(l, "step-visit-to-be")), Visit::Was => (t!(l, "step-visit-was")) }
            }
            input id=(id) type="date" name="visit_on" value=[value]
                min=[(visit == Visit::ToBe).then_some(today)] max=[(visit == Visit::Was).then_some(today)];
        }
    }
}

/// What the three sides say, and the form by which somebody who asked writes down what the two others do.
fn sides(page: &Page<'_>, view: &ReferralPage, intake: bool) -> Markup {
    let l = page.l;
    let said = |word: Option<bool>| match word {
        Some(true) => t!(l, "said-yes"),
        Some(false) => t!(l, "said-no"),
        None => t!(l, "word-not-said"),
    };
    // What it said last: a clock, or who took it back, does not speak for it.
    let by_service = view.steps.iter().filter(|step| step.side == Side::Receiver).max_by_key(|step| step.at);
    let by_service = by_service.map_or(Word::default(), |step| step.state.says());
    html! {
        @if let Some(words) = view.words {
            section .card aria-labelledby="sides" {
                h2 #sides { (t!(l, "word-title")) }
                table .sides {
                    thead { tr {
                        td {}
                        th scope="col" { (t!(l, "word-reached")) }
                        th scope="col" { (t!(l, "word-served")) }
                    } }
                    tbody {
                        @for (who, word) in [
                            (t!(l, "word-by-service"), by_service),
                            (t!(l, "word-by-her"), words.herself),
                            (t!(l, "word-by-us"), words.sender),
                        ] {
                            tr { th scope="row" { (who) } td { (said(word.reached)) } td { (said(word.served)) } }
                        }
                    }
                }
                @if intake {
                    (word_form(page, view))
                    @if !view.do_not_contact {
                        p .hint { (t!(l, "link-own-words")) }
                        form method="post" action={ "/referrals/" (view.line.referral) "/own-link" } {
                            (page.hidden())
                            button type="submit" { (t!(l, "link-own-make")) }
                        }
                    }
                }
            }
        }
    }
}

fn word_form(page: &Page<'_>, view: &ReferralPage) -> Markup {
    let l = page.l;
    let not_asked = || t!(l, "word-not-asked");
    html! {
        @let problem = page.problem_of("referral", "word").or(page.problem_of("referral", "side"));
        details .act data-keep="open" open[problem.is_some()] {
            summary .button { (t!(l, "word-write")) }
            form method="post" action={ "/referrals/" (view.line.referral) "/word" } {
                (page.hidden())
                @if let Some(problem) = problem { p .wrong { (problem) } }
                fieldset .choices {
                    legend { (t!(l, "word-who")) }
                    label { input type="radio" name="side" value="client" checked; span { (t!(l, "word-by-her")) } }
                    label { input type="radio" name="side" value="sender"; span { (t!(l, "word-by-us")) } }
                }
                (yes_no(page, "reached", &t!(l, "word-reached"), None, &not_asked()))
                (yes_no(page, "served", &t!(l, "word-served"), None, &not_asked()))
                button .primary type="submit" { (t!(l, "word-save")) }
            }
        }
    }
}

/// A question with yes, no, and what stands for neither.
pub(super) fn yes_no(page: &Page<'_>, name: &str, legend: &str, said: Option<bool>, neither: &str) -> Markup {
    let l = page.l;
    let all = [
        ("yes", Some(true), t!(l, "said-yes")),
        ("no", Some(false), t!(l, "said-no")),
        ("", None, neither.into()),
    ];
    html! {
        fieldset .choices {
            legend { (legend) }
            @for (value, answer, words) in all {
                label { input type="radio" name=(name) value=(value) checked[said == answer]; span { (words) } }
            }
        }
    }
}

fn history(page: &Page<'_>, steps: &[StepShown]) -> Markup {
    let l = page.l;
    html! {
        @if !steps.is_empty() {
            section .card aria-labelledby="history" {
                h2 #history { (t!(l, "referral-history")) }
                ol .tries {
                    @for step in steps {
                        li {
                            p {
                                (happened(page, step))
                                @if let Some(day) = step.visit_on { br; (t!(l, "stepped-visit", day = l.date(day))) }
                                @if let Some(note) = &step.note { br; span .quote { (note) } }
                            }
                            p .soft { (l.moment(step.at, &page.zone)) " · " (words::side(l, step.side)) @if step.side != Side::Clock && !step.by.is_empty() { ": " (step.by) } }
                        }
                    }
                }
            }
        }
    }
}

/// What happened at a step, with its reason.
fn happened(page: &Page<'_>, step: &StepShown) -> String {
    let l = page.l;
    let Some(taken) = step.step else {
        return step.said.map_or_else(|| words::referral_state(l, step.state), |word| words::word(l, word));
    };
    let said = l.say(&format!("stepped-{}", crate::lang::slug(taken.name())), &[]);
    let reason = match taken {
        Step::Return(reason) => Some(words::return_reason(l, reason)),
        Step::Leave(reason) | Step::Decline(reason) => Some(words::leave_reason(l, reason)),
        _ => None,
    };
    match reason {
        Some(reason) => format!("{said}: {reason}"),
        None => said,
    }
}

/// For a service without an account: a page on paper with a link that only this referral knows.
fn link(page: &Page<'_>, view: &ReferralPage) -> Markup {
    let l = page.l;
    html! {
        section .card aria-labelledby="link" {
            h2 #link { (t!(l, "link-title")) }
            p { (t!(l, "link-words")) }
            (make_page(page, view))
        }
    }
}

fn make_page(page: &Page<'_>, view: &ReferralPage) -> Markup {
    html! {
        form method="post" action={ "/referrals/" (view.line.referral) "/link" } {
            (page.hidden())
            button type="submit" { (t!(page.l, "link-make")) }
        }
    }
}
