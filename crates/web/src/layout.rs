//! What every page has: the bar, the skip link, the landmark, the quiet line that announces, the foot.

mod done;
mod front_done;
mod goods_done;

pub use done::{ActDone, Done};
pub use front_done::FrontDone;
pub use goods_done::GoodsDone;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kith_app::view::Visitor;
use kith_domain::access::{Action, Decision, Subject, decide};
use maud::{DOCTYPE, Markup, html};

use crate::lang::{LANGUAGES, Lang};
use crate::typed::Typed;
use crate::{assets, t};

/// What a page needs to know beside its own values.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// The language.
    pub l: &'static Lang,
    /// Who reads; nobody before signing in.
    pub visitor: Option<&'a Visitor>,
    /// The pages in the bar that this reader may open.
    pub nav: Vec<Nav>,
    /// How many pairs wait for this reader; none where that was not asked, or is not for them.
    pub waiting: Option<i64>,
    /// How much is new at the front door for this reader, up to a hundred; none where nothing is told them.
    pub unread: Option<i64>,
    /// The path and query of this page.
    pub here: String,
    /// The name of the network.
    pub network: &'a str,
    /// Where others reach these pages: scheme and host, with no slash at the end.
    pub site: String,
    /// Now.
    pub now: Timestamp,
    /// The place of care's time zone.
    pub zone: TimeZone,
    /// Only `<main>` is asked for.
    pub fragment: bool,
    /// What was just done, to say so and to offer to undo it.
    pub done: Option<Done>,
    /// A form that was sent back, with what is wrong with it.
    pub problem: Option<Problem>,
}

/// A page in the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// The page that opens the day.
    Today,
    /// Whom to contact first.
    Triage,
    /// Referrals to answer, and services.
    Referrals,
    /// What has to be done.
    Tasks,
    /// What families are given.
    Goods,
    /// Whom a hospital taught before she went home.
    SafeSleep,
    /// Which site has which methods of contraception.
    Methods,
    /// Forms to send, and those sent.
    FrontDoor,
    /// What is new at the front door.
    News,
    /// Rates and gaps.
    Scorecard,
    /// Groups side by side, and the gap over the years.
    Equity,
    /// Families.
    Worklist,
    /// What waits for somebody to say who is whom.
    Review,
    /// Sources, quarantine and files.
    Data,
    /// Who looked at what.
    Privacy,
}

impl Nav {
    /// All of them, in the order of the bar.
    pub const ALL: [Self; 15] = [
        Self::Today,
        Self::Triage,
        Self::Tasks,
        Self::Referrals,
        Self::Goods,
        Self::SafeSleep,
        Self::Methods,
        Self::FrontDoor,
        Self::News,
        Self::Scorecard,
        Self::Equity,
        Self::Worklist,
        Self::Review,
        Self::Data,
        Self::Privacy,
    ];

    /// Where it is.
    pub fn path(self) -> &'static str {
        match self {
            Self::Today => "/today",
            Self::Triage => "/triage",
            Self::Referrals => "/referrals",
            Self::Tasks => "/tasks",
            Self::Goods => "/goods",
            Self::SafeSleep => "/safe-sleep",
            Self::Methods => "/contraception",
            Self::FrontDoor => "/front-door",
            Self::News => "/news",
            Self::Scorecard => "/scorecard",
            Self::Equity => "/equity",
            Self::Worklist => "/worklist",
            Self::Review => "/review",
            Self::Data => "/data",
            Self::Privacy => "/privacy",
        }
    }

    /// Whether a path and query belong to it.
    fn holds(self, here: &str) -> bool {
        let path = here.split('?').next().unwrap_or_default();
        here.starts_with(self.path()) || self == Self::Equity && path.ends_with("/equity")
    }

    fn key(self) -> &'static str {
        match self {
            Self::Today => "nav-today",
            Self::Triage => "nav-triage",
            Self::Referrals => "nav-referrals",
            Self::Tasks => "nav-tasks",
            Self::Goods => "nav-goods",
            Self::SafeSleep => "nav-safe-sleep",
            Self::Methods => "nav-methods",
            Self::FrontDoor => "nav-front-door",
            Self::News => "nav-news",
            Self::Scorecard => "nav-scorecard",
            Self::Equity => "nav-equity",
            Self::Worklist => "nav-worklist",
            Self::Review => "nav-review",
            Self::Data => "nav-data",
            Self::Privacy => "nav-privacy",
        }
    }
}

/// What is wrong with a form that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which form: `visit-12`, `contact-12`, `assign`.
    pub form: String,
    /// Which field.
    pub field: String,
    /// What to do.
    pub message: String,
    /// What was typed into the form, so that nothing of it is lost.
    pub typed: Typed,
}

impl Page<'_> {
    /// Whether the reader may do this at all: for what leads there.
    pub fn may(&self, action: Action) -> bool {
        self.visitor
            .is_some_and(|v| matches!(decide(&v.actor, action, Subject::default()), Decision::Allow(_)))
    }

    /// Today, at the place of care.
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// The token for a form.
    pub fn csrf(&self) -> Markup {
        html! {
            @if let Some(visitor) = self.visitor { input type="hidden" name="csrf" value=(visitor.csrf); }
        }
    }

    /// The hidden fields of a form that goes back to another page.
    pub fn hidden_to(&self, back: &str) -> Markup {
        html! { (self.csrf()) input type="hidden" name="back" value=(back); }
    }

    /// The hidden fields of a form that acts in place: the token, and where to come back to.
    pub fn hidden(&self) -> Markup {
        html! { (self.csrf()) input type="hidden" name="back" value=(self.here); }
    }

    /// What is wrong with a field of a form, if it was sent back.
    pub fn problem_of(&self, form: &str, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|p| p.form == form && p.field == field).map(|p| p.message.as_str())
    }

    /// What was typed into a field of a form in which something is wrong; nothing in any other.
    pub fn typed(&self, form: &str, field: &str) -> &str {
        self.problem.as_ref().filter(|p| p.form == form).map_or("", |p| p.typed.text(field))
    }

    /// A whole page around its content, or the content alone where that was asked for. `version` is the publication
    /// that its numbers come from: a page that shows some listens for the next.
    pub fn render(&self, title: &str, version: Option<i64>, content: Markup) -> Markup {
        let l = self.l;
        let main = html! {
            main #main tabindex="-1" data-version=[version] data-title={ (title) " · Kith" } {
                (self.toast())
                (content)
            }
        };
        if self.fragment {
            return main;
        }
        html! {
            (DOCTYPE)
            html lang=(l.code) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    meta name="format-detection" content="telephone=no";
                    title { (title) " · Kith" }
                    link rel="stylesheet" href=(assets::css());
                    link rel="icon" type="image/svg+xml" href=(assets::icon());
                    script type="module" src=(assets::js()) {}
                }
                body class=(if self.visitor.is_some() { "in" } else { "out" }) {
                    a .skip href="#main" { (t!(l, "skip")) }
                    (self.bar())
                    (main)
                    (self.foot())
                    div #said .unseen role="status" aria-live="polite" {}
                    (self.keys())
                }
            }
        }
    }

    fn bar(&self) -> Markup {
        let l = self.l;
        html! {
            header .bar {
                div .bar-in {
                    a .wordmark href="/" { (mark()) span { "kith" } }
                    @if let Some(visitor) = self.visitor {
                        nav aria-label=(t!(l, "nav-label")) {
                            ul {
                                @for nav in &self.nav {
                                    li {
                                        a href=(nav.path()) aria-current=[nav.holds(&self.here).then_some("page")] {
                                            (t!(l, nav.key()))
                                            @if let (Nav::Review, Some(n @ 1..)) = (nav, self.waiting) {
                                                " " span .count { @if n > 999 { "999+" } @else { (n) } span .unseen { " " (t!(l, "nav-waiting")) } }
                                            }
                                            @if let (Nav::News, Some(n @ 1..)) = (nav, self.unread) {
                                                " " span .count { @if n > 99 { "99+" } @else { (n) } span .unseen { " " (t!(l, "nav-unread")) } }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                        details .me data-keep="open" {
                            summary { (visitor.actor.name) }
                            div .me-in {
                                p {
                                    strong { (l.say(role_key(visitor.actor.role), &[])) }
                                    @if let Some(organization) = &visitor.organization { br; (organization) }
                                }
                                (self.languages())
                                p { a href="/help" { (t!(l, "nav-help")) } }
                                form method="post" action="/sign-out" {
                                    (self.csrf())
                                    button .plain type="submit" { (t!(l, "sign-out")) }
                                }
                            }
                        }
                    } @else {
                        (self.languages())
                    }
                }
            }
        }
    }

    fn languages(&self) -> Markup {
        html! {
            form .languages method="post" action="/language" {
                (self.hidden())
                @for (code, name) in LANGUAGES {
                    @if code == self.l.code { span .chosen lang=(code) { (name) } }
                    @else { button .link type="submit" name="language" value=(code) lang=(code) { (name) } }
                }
            }
        }
    }

    fn toast(&self) -> Markup {
        let l = self.l;
        let words = self.done.map(|done| done.words(l));
        let undo = self.done.and_then(Done::undo);
        html! {
            div #toast {
                @if let Some(words) = words {
                    div .toast role="status" {
                        p { (words) }
                        @if let Some(undo) = undo {
                            form method="post" action=(undo) data-act data-undo {
                                (self.hidden())
                                button type="submit" { (t!(l, "undo")) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let l = self.l;
        html! {
            footer .foot {
                p { (self.network) " · " (t!(l, "foot-words")) " · " a href="/help" { (t!(l, "nav-help")) } }
            }
        }
    }

    fn keys(&self) -> Markup {
        let l = self.l;
        html! {
            @if self.visitor.is_some() {
                dialog #keys aria-labelledby="keys-title" {
                    h2 #keys-title { (t!(l, "keys-title")) }
                    (key_list(l))
                    p { label .check { input type="checkbox" id="keys-on" checked; " " (t!(l, "keys-on")) } }
                    form method="dialog" { button { (t!(l, "close")) } }
                }
            }
        }
    }
}

/// The keys, as a list; on the help page too.
pub fn key_list(l: &Lang) -> Markup {
    html! {
        dl .keys {
            @for (keys, words) in [
                ("j", "key-next"), ("k", "key-back"), ("Enter", "key-open"), ("c", "key-contact"),
                ("v", "key-visit"), ("u", "key-undo"), ("s d o", "key-decide"), ("z", "key-undo-last"), ("x", "key-done"), ("?", "key-help"),
            ] {
                div { dt { kbd { (keys) } } dd { (l.say(words, &[])) } }
            }
        }
    }
}

/// The message that names a role.
pub fn role_key(role: kith_domain::access::Role) -> &'static str {
    use kith_domain::access::Role;
    match role {
        Role::Coordinator => "role-coordinator",
        Role::ClinicLead => "role-clinic-lead",
        Role::OutreachWorker => "role-outreach-worker",
        Role::Analyst => "role-analyst",
        Role::Administrator => "role-administrator",
        Role::DataSteward => "role-data-steward",
        Role::Intake => "role-intake",
        Role::ServiceLead => "role-service-lead",
        Role::Referrer => "role-referrer",
        Role::PrivacyOfficer => "role-privacy-officer",
        Role::Client => "role-client",
    }
}

/// The mark: a large circle that holds a small one.
fn mark() -> Markup {
    html! {
        svg .sign viewBox="0 0 32 32" aria-hidden="true" focusable="false" {
            circle .sign-large cx="14" cy="14" r="10.5" {}
            circle .sign-small cx="22.5" cy="22.5" r="6" {}
        }
    }
}
