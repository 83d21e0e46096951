//! One table of every route: where it is, what it needs, what each role gets, and the handler.
//!
//! The router is built from this table and from nothing else, so a route that is missing here does not exist; a
//! test walks every route as every role.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};
use kith_domain::access::Role;

use crate::routes::{
    by_link, contraception, data, door, embed, equity, events, files, flow, front_door, goods, identity,
    measures, mine, news, people, plain, plan, privacy, proxies, referral, review, safe_sleep, scorecard,
    services, session, tasks, today, triage, worklist,
};
use crate::{FORM_BYTES, Web};

/// What somebody gets at a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gets {
    /// The page, for what is theirs: other people's families answer 403 all the same.
    Allowed,
    /// 403, with the reason.
    Denied,
    /// The sign-in page first.
    SignIn,
}

/// Get or post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Shows.
    Get,
    /// Acts.
    Post,
}

/// One route.
#[derive(Clone)]
pub struct Route {
    /// How.
    pub verb: Verb,
    /// Where, with its parameters in braces.
    pub path: &'static str,
    /// What somebody gets who is not signed in.
    pub anonymous: Gets,
    /// What each role gets, in the order of [`Role::ALL`].
    pub roles: [Gets; 11],
    /// The handler; none where the route above it answers for this address too.
    handler: Option<fn() -> MethodRouter<Web>>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.verb, self.path)
    }
}

impl Route {
    /// What a role gets; nobody's role is `None`.
    pub fn gets(&self, role: Option<Role>) -> Gets {
        match role.and_then(|role| Role::ALL.iter().position(|r| *r == role)) {
            Some(at) => self.roles[at],
            None => self.anonymous,
        }
    }
}

use Gets::{Allowed as A, Denied as D, SignIn as S};

/// Open to everybody.
const OPEN: (Gets, [Gets; 11]) = (A, [A, A, A, A, A, A, A, A, A, A, A]);
/// Everybody who is signed in.
const ALL: (Gets, [Gets; 11]) = (S, [A, A, A, A, A, A, A, A, A, A, A]);
/// Who is of a family.
const MINE: (Gets, [Gets; 11]) = (S, [D, D, D, D, D, D, D, D, D, D, A]);
/// Everybody who works here.
const STAFF: (Gets, [Gets; 11]) = (S, [A, A, A, A, A, A, A, A, A, A, D]);
/// Whose day opens with families, or with how the system runs.
const TODAY: (Gets, [Gets; 11]) = (S, [A, A, A, A, A, A, D, D, D, D, D]);
//                                 coordinator, clinic lead, outreach worker, analyst, administrator, data steward, intake,
//                                 service lead, referrer, privacy officer, client
const COUNTS: (Gets, [Gets; 11]) = (S, [A, A, A, A, D, D, A, A, D, D, D]);
const PEOPLE: (Gets, [Gets; 11]) = (S, [A, A, A, D, D, D, D, D, D, D, D]);
const ASSIGN: (Gets, [Gets; 11]) = (S, [A, A, D, D, D, D, D, D, D, D, D]);
const SOURCES: (Gets, [Gets; 11]) = (S, [A, A, D, A, A, A, D, D, D, A, D]);
const CONTENT: (Gets, [Gets; 11]) = (S, [A, D, D, D, D, D, D, D, D, D, D]);
/// Who keeps records in order: identity and files.
const RECORDS: (Gets, [Gets; 11]) = (S, [A, D, D, D, D, A, D, D, D, D, D]);
const REPLAY: (Gets, [Gets; 11]) = (S, [A, D, D, D, A, A, D, D, D, D, D]);

/// Who works on the cases of the front door.
const TRIAGE: (Gets, [Gets; 11]) = (S, [A, D, D, D, D, D, A, D, D, D, D]);

/// Who may open the people behind a number: cases or families.
const LISTED: (Gets, [Gets; 11]) = (S, [A, A, A, D, D, D, A, D, D, D, D]);

/// Who puts forms in, and follows those of the own organisation.
const SUBMIT: (Gets, [Gets; 11]) = (S, [A, A, D, D, D, D, A, A, A, D, D]);

/// Who answers referrals, and says how many places a service has.
const REFERRALS: (Gets, [Gets; 11]) = (S, [A, D, D, D, D, D, A, A, D, D, D]);

/// Who writes down what somebody allows, and may open a record in an emergency.
const CONSENT: (Gets, [Gets; 11]) = (S, [A, A, D, D, D, D, A, D, D, D, D]);
/// Who opens a record in an emergency.
const GLASS: (Gets, [Gets; 11]) = (S, [A, A, D, D, D, D, A, D, D, D, D]);
/// Who sees who looked at somebody's record.
const LOOKS: (Gets, [Gets; 11]) = (S, [A, A, D, D, D, D, A, D, D, A, D]);
/// Who reviews what people looked at.
const OFFICER: (Gets, [Gets; 11]) = (S, [D, D, D, D, D, D, D, D, D, A, D]);

/// Who keeps goods and gives them.
const GOODS: (Gets, [Gets; 11]) = (S, [A, D, D, D, D, D, A, A, D, D, D]);

/// Who writes beside a measure what was changed.
const ANNOTATE: (Gets, [Gets; 11]) = (S, [A, A, D, A, D, D, D, D, D, D, D]);

/// Who teaches mothers before they go home.
const TEACH: (Gets, [Gets; 11]) = (S, [A, D, D, D, D, D, A, D, A, D, D]);

/// The table.
pub fn access_table() -> Vec<Route> {
    let route = |verb, path, (anonymous, roles): (Gets, [Gets; 11]), handler: fn() -> MethodRouter<Web>| {
        Route { verb, path, anonymous, roles, handler: Some(handler) }
    };
    // Served by the route without the ending: a path's parameter is a whole segment.
    let within = |path, (anonymous, roles): (Gets, [Gets; 11])| Route {
        verb: Verb::Get,
        path,
        anonymous,
        roles,
        handler: None,
    };
    vec![
        route(Verb::Get, "/sign-in", OPEN, || get(session::door)),
        route(Verb::Post, "/sign-in", OPEN, || post(session::sign_in)),
        route(Verb::Post, "/sign-out", ALL, || post(session::sign_out)),
        route(Verb::Post, "/language", OPEN, || post(session::language)),
        route(Verb::Get, "/", ALL, || get(today::home)),
        route(Verb::Get, "/mine", MINE, || get(mine::page)),
        route(Verb::Post, "/mine/password", MINE, || post(mine::choose)),
        route(Verb::Get, "/today", TODAY, || get(today::page)),
        route(Verb::Get, "/scorecard", COUNTS, || get(scorecard::page)),
        route(Verb::Get, "/scorecard.csv", COUNTS, || get(scorecard::csv)),
        route(Verb::Get, "/report", COUNTS, || get(scorecard::report)),
        route(Verb::Get, "/measures/{id}", COUNTS, || get(measures::page)),
        within("/measures/{id}.csv", COUNTS),
        route(Verb::Get, "/measures/{id}/charts/{chart}", COUNTS, || get(measures::chart)),
        route(Verb::Get, "/equity", COUNTS, || get(equity::headline)),
        route(Verb::Post, "/measures/{id}/annotations", ANNOTATE, || post(measures::annotate)),
        route(Verb::Post, "/annotations/{id}/undo", ANNOTATE, || post(measures::undo_annotation)),
        route(Verb::Get, "/embed/{token}", OPEN, || get(embed::frame)),
        route(Verb::Post, "/measures/{id}/embeds", CONTENT, || post(embed::publish)),
        route(Verb::Post, "/embeds/{id}/undo", CONTENT, || post(embed::withdraw)),
        route(Verb::Get, "/measures/{id}/equity", COUNTS, || get(equity::page)),
        route(Verb::Get, "/measures/{id}/equity.csv", COUNTS, || get(equity::csv)),
        route(Verb::Get, "/measures/{id}/equity/{chart}", COUNTS, || get(equity::chart)),
        route(Verb::Get, "/measures/{id}/sites", COUNTS, || get(equity::sites)),
        route(Verb::Get, "/measures/{id}/sites.csv", COUNTS, || get(equity::sites_csv)),
        route(Verb::Get, "/measures/{id}/sites/{chart}", COUNTS, || get(equity::site_chart)),
        route(Verb::Get, "/flow", COUNTS, || get(flow::cascade)),
        route(Verb::Get, "/flow.csv", COUNTS, || get(flow::cascade_csv)),
        route(Verb::Get, "/flow.svg", COUNTS, || get(flow::cascade_svg)),
        route(Verb::Get, "/flow/{id}", LISTED, || get(flow::people)),
        route(Verb::Get, "/balance", COUNTS, || get(flow::balance)),
        route(Verb::Get, "/load", TRIAGE, || get(flow::load)),
        route(Verb::Get, "/load.csv", TRIAGE, || get(flow::load_csv)),
        route(Verb::Get, "/worklist", PEOPLE, || get(worklist::page)),
        route(Verb::Get, "/worklist.csv", PEOPLE, || get(worklist::csv)),
        route(Verb::Post, "/assign", ASSIGN, || post(worklist::assign)),
        route(Verb::Get, "/people/{id}", PEOPLE, || get(people::page)),
        route(Verb::Get, "/people/{id}/timeline.svg", PEOPLE, || get(people::timeline)),
        route(Verb::Post, "/people/{id}/contact", PEOPLE, || post(people::contact)),
        route(Verb::Post, "/people/{id}/visit", PEOPLE, || post(people::visit)),
        route(Verb::Post, "/contacts/{id}/undo", PEOPLE, || post(people::undo_contact)),
        route(Verb::Post, "/visits/{id}/undo", PEOPLE, || post(people::undo_visit)),
        route(Verb::Get, "/records/{id}", PEOPLE, || get(people::record)),
        route(Verb::Get, "/data", SOURCES, || get(data::page)),
        route(Verb::Get, "/data/quarantine/{id}", CONTENT, || get(data::bytes)),
        route(Verb::Post, "/data/quarantine/{id}/replay", REPLAY, || post(data::replay)),
        route(Verb::Post, "/data/replay", REPLAY, || post(data::replay_all)),
        route(Verb::Get, "/data/files", RECORDS, || get(files::list)),
        route(Verb::Post, "/data/files", RECORDS, || {
            post(files::put).layer(DefaultBodyLimit::max(files::FILE_BYTES + FORM_BYTES))
        }),
        route(Verb::Get, "/data/files/{id}", RECORDS, || get(files::file)),
        within("/data/files/template.csv", RECORDS),
        route(Verb::Get, "/data/files/{id}/{part}", RECORDS, || get(files::part)),
        route(Verb::Post, "/data/files/{id}/mapping", RECORDS, || post(files::mapping)),
        route(Verb::Post, "/data/files/{id}/commit", RECORDS, || post(files::commit)),
        route(Verb::Post, "/data/files/{id}/undo", RECORDS, || post(files::undo)),
        route(Verb::Get, "/review", RECORDS, || get(review::queue)),
        route(Verb::Get, "/review/{kind}/{a}/{b}", RECORDS, || get(review::pair)),
        within("/review/{kind}/{a}/{b}.json", RECORDS),
        route(Verb::Post, "/review/{kind}/{a}/{b}/decide", RECORDS, || post(review::decide)),
        route(Verb::Post, "/acts/{id}/undo", RECORDS, || post(review::undo)),
        route(Verb::Get, "/people/{id}/identity", RECORDS, || get(identity::page)),
        route(Verb::Post, "/people/{id}/merge", RECORDS, || post(identity::merge)),
        route(Verb::Post, "/people/{id}/split", RECORDS, || post(identity::split)),
        route(Verb::Get, "/people/{id}/sharing", CONSENT, || get(privacy::sharing)),
        route(Verb::Get, "/people/{id}/consent-form", CONSENT, || get(privacy::form)),
        route(Verb::Post, "/people/{id}/consents", CONSENT, || post(privacy::give)),
        route(Verb::Post, "/consents/{id}/revoke", CONSENT, || post(privacy::revoke)),
        route(Verb::Post, "/people/{id}/plan", CONSENT, || post(privacy::plan)),
        route(Verb::Post, "/people/{id}/plan/{plan}/confirm", CONSENT, || post(privacy::confirm)),
        route(Verb::Post, "/people/{id}/concealed", CONSENT, || post(privacy::conceal)),
        route(Verb::Post, "/people/{id}/concealed/{concealed}/end", CONSENT, || post(privacy::reveal)),
        route(Verb::Post, "/people/{id}/accounts", CONSENT, || post(proxies::give)),
        route(Verb::Post, "/people/{id}/accounts/{proxy}/end", CONSENT, || post(proxies::end)),
        route(Verb::Get, "/people/{id}/open", GLASS, || get(privacy::opening)),
        route(Verb::Post, "/people/{id}/open", GLASS, || post(privacy::open)),
        route(Verb::Get, "/people/{id}/looks", LOOKS, || get(privacy::looks)),
        route(Verb::Get, "/privacy", OFFICER, || get(privacy::officer)),
        route(Verb::Post, "/privacy/{id}/review", OFFICER, || post(privacy::review)),
        route(Verb::Get, "/front-door", SUBMIT, || get(front_door::list)),
        route(Verb::Get, "/front-door/{form}", SUBMIT, || get(front_door::form)),
        route(Verb::Post, "/front-door/{form}", SUBMIT, || post(front_door::put)),
        route(Verb::Get, "/news", SUBMIT, || get(news::list)),
        route(Verb::Post, "/news/read", SUBMIT, || post(news::read)),
        route(Verb::Get, "/referral-tables", SUBMIT, || get(door::list)),
        route(Verb::Post, "/referral-tables", SUBMIT, || {
            post(door::put).layer(DefaultBodyLimit::max(door::TABLE_BYTES + FORM_BYTES))
        }),
        route(Verb::Get, "/referral-tables/{id}", SUBMIT, || get(door::table)),
        route(Verb::Get, "/referral-tables/{id}/receipts.csv", SUBMIT, || get(door::receipts)),
        route(Verb::Post, "/referral-tables/{id}/commit", SUBMIT, || post(door::commit)),
        route(Verb::Post, "/referral-tables/{id}/discard", SUBMIT, || post(door::discard)),
        route(Verb::Get, "/scans", SUBMIT, || get(door::scan_list)),
        route(Verb::Post, "/scans", SUBMIT, || {
            post(door::put_scan).layer(DefaultBodyLimit::max(door::SCAN_BYTES + FORM_BYTES))
        }),
        route(Verb::Get, "/scans/{id}", TRIAGE, || get(door::scan)),
        route(Verb::Post, "/scans/{id}", TRIAGE, || post(door::type_in)),
        route(Verb::Get, "/scans/{id}/file", TRIAGE, || get(door::file)),
        route(Verb::Get, "/scans/{id}/receipt", TRIAGE, || get(door::scan_receipt)),
        route(Verb::Post, "/scans/{id}/aside", TRIAGE, || post(door::aside)),
        route(Verb::Get, "/triage", TRIAGE, || get(triage::list)),
        route(Verb::Get, "/triage/{id}", TRIAGE, || get(triage::case)),
        route(Verb::Post, "/triage/{id}/take", TRIAGE, || post(triage::take)),
        route(Verb::Post, "/triage/{id}/give", TRIAGE, || post(triage::give)),
        route(Verb::Post, "/triage/{id}/tier", TRIAGE, || post(triage::tier)),
        route(Verb::Post, "/triage/{id}/attempt", TRIAGE, || post(triage::attempt)),
        route(Verb::Post, "/triage/{id}/attempts/{contact}/undo", TRIAGE, || post(triage::undo_attempt)),
        route(Verb::Post, "/triage/{id}/close", TRIAGE, || post(triage::close)),
        route(Verb::Post, "/triage/{id}/reopen", TRIAGE, || post(triage::reopen)),
        route(Verb::Get, "/triage/{id}/match", TRIAGE, || get(referral::matches)),
        route(Verb::Post, "/triage/{id}/refer", TRIAGE, || post(referral::refer)),
        route(Verb::Get, "/referrals", REFERRALS, || get(referral::list)),
        route(Verb::Get, "/referrals/{id}", REFERRALS, || get(referral::one)),
        route(Verb::Post, "/referrals/{id}/answer", REFERRALS, || post(referral::answer)),
        route(Verb::Post, "/referrals/{id}/word", TRIAGE, || post(referral::word)),
        route(Verb::Post, "/referrals/{id}/link", TRIAGE, || post(referral::link)),
        route(Verb::Post, "/referrals/{id}/own-link", TRIAGE, || post(referral::own_link)),
        route(Verb::Get, "/services", REFERRALS, || get(services::list)),
        route(Verb::Get, "/services/directories", TRIAGE, || get(services::directories)),
        route(Verb::Post, "/services/directories", TRIAGE, || {
            post(services::put).layer(DefaultBodyLimit::max(services::FILE_BYTES + FORM_BYTES))
        }),
        route(Verb::Get, "/services/directories/{id}", TRIAGE, || get(services::directory)),
        route(Verb::Post, "/services/directories/{id}/commit", TRIAGE, || post(services::commit)),
        route(Verb::Post, "/services/directories/{id}/undo", TRIAGE, || post(services::undo)),
        route(Verb::Get, "/services/{id}", REFERRALS, || get(services::one)),
        route(Verb::Get, "/services/{id}/edit", REFERRALS, || get(services::form)),
        route(Verb::Post, "/services/{id}/edit", REFERRALS, || post(services::edit)),
        route(Verb::Post, "/services/{id}/restore", REFERRALS, || post(services::restore)),
        route(Verb::Post, "/services/{id}/places", REFERRALS, || post(referral::confirm)),
        route(Verb::Post, "/services/{id}/next", REFERRALS, || post(referral::next)),
        route(Verb::Post, "/services/{id}/link", REFERRALS, || post(referral::places_link)),
        route(Verb::Get, "/r/{token}", OPEN, || get(by_link::referral)),
        route(Verb::Post, "/r/{token}", OPEN, || post(by_link::answer)),
        route(Verb::Get, "/p/{token}", OPEN, || get(by_link::places_page)),
        route(Verb::Post, "/p/{token}", OPEN, || post(by_link::confirm)),
        route(Verb::Get, "/w/{token}", OPEN, || get(by_link::own_page)),
        route(Verb::Post, "/w/{token}", OPEN, || post(by_link::own_word)),
        route(Verb::Post, "/tasks/{id}/done", TRIAGE, || post(triage::task_done)),
        route(Verb::Post, "/tasks/{id}/undo", TRIAGE, || post(triage::task_undo)),
        route(Verb::Post, "/triage/{id}/task", TRIAGE, || post(tasks::ask)),
        route(Verb::Get, "/tasks", TRIAGE, || get(tasks::page)),
        route(Verb::Post, "/tasks/{id}/give", TRIAGE, || post(tasks::give)),
        route(Verb::Get, "/triage/{id}/plan", TRIAGE, || get(plan::plan)),
        route(Verb::Post, "/triage/{id}/team", TRIAGE, || post(plan::add_member)),
        route(Verb::Post, "/triage/{id}/team/{row}/end", TRIAGE, || post(plan::end_member)),
        route(Verb::Post, "/triage/{id}/goals", TRIAGE, || post(plan::add_goal)),
        route(Verb::Post, "/triage/{id}/goals/{row}/steps", TRIAGE, || post(plan::add_step)),
        route(Verb::Post, "/triage/{id}/goals/{row}/state", TRIAGE, || post(plan::set_goal)),
        route(Verb::Post, "/triage/{id}/steps/{row}/state", TRIAGE, || post(plan::set_step)),
        route(Verb::Post, "/triage/{id}/reviews", TRIAGE, || post(plan::ask_review)),
        route(Verb::Post, "/triage/{id}/reviews/{row}", TRIAGE, || post(plan::hold_review)),
        route(Verb::Get, "/triage/{id}/contraception", TRIAGE, || get(contraception::talk)),
        route(Verb::Post, "/triage/{id}/contraception", TRIAGE, || post(contraception::say)),
        route(Verb::Get, "/contraception", SUBMIT, || get(contraception::methods)),
        route(Verb::Post, "/contraception/{id}", SUBMIT, || post(contraception::set_site)),
        route(Verb::Get, "/reviews", TRIAGE, || get(plan::agenda)),
        route(Verb::Get, "/safe-sleep", TEACH, || get(safe_sleep::page)),
        route(Verb::Post, "/safe-sleep/mothers/{id}/taught", TEACH, || post(safe_sleep::taught)),
        route(Verb::Post, "/safe-sleep/taught/{id}/undo", TEACH, || post(safe_sleep::undo)),
        route(Verb::Post, "/safe-sleep/policies", TEACH, || post(safe_sleep::add_policy)),
        route(Verb::Get, "/goods", GOODS, || get(goods::page)),
        route(Verb::Get, "/goods.csv", GOODS, || get(goods::csv)),
        route(Verb::Post, "/goods/places", GOODS, || post(goods::add_place)),
        route(Verb::Post, "/goods/receive", GOODS, || post(goods::receive)),
        route(Verb::Get, "/goods/give", GOODS, || get(goods::to_give)),
        route(Verb::Post, "/goods/give", GOODS, || post(goods::give)),
        route(Verb::Get, "/goods/stock/{id}", GOODS, || get(goods::stock)),
        route(Verb::Post, "/goods/stock/{id}/write-off", GOODS, || post(goods::write_off)),
        route(Verb::Get, "/goods/items/{id}", GOODS, || get(goods::item)),
        route(Verb::Post, "/goods/items/{id}/hand-over", GOODS, || post(goods::hand_over)),
        route(Verb::Post, "/goods/items/{id}/release", GOODS, || post(goods::release)),
        route(Verb::Post, "/goods/items/{id}/return", GOODS, || post(goods::take_back)),
        route(Verb::Post, "/goods/items/{id}/follow-up", GOODS, || post(goods::follow_up)),
        route(Verb::Get, "/goods/recalls", GOODS, || get(goods::recalls)),
        route(Verb::Post, "/goods/recalls", TRIAGE, || post(goods::call_back)),
        route(Verb::Get, "/goods/recalls/{id}", GOODS, || get(goods::recall)),
        within("/goods/recalls/{id}.csv", GOODS),
        route(Verb::Get, "/goods/funds", GOODS, || get(goods::funds)),
        route(Verb::Get, "/goods/funds.csv", GOODS, || get(goods::funds_csv)),
        route(Verb::Get, "/events", STAFF, || get(events::events)),
        route(Verb::Get, "/help", OPEN, || get(plain::help)),
        route(Verb::Get, "/assets/{name}", OPEN, || get(plain::asset)),
        route(Verb::Get, "/healthz", OPEN, || get(plain::health)),
    ]
}

/// The router of the table.
pub(crate) fn routes() -> Router<Web> {
    access_table().into_iter().fold(Router::new(), |router, route| match route.handler {
        Some(handler) => router.route(route.path, handler()),
        None => router,
    })
}
