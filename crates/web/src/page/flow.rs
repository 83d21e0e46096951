//! How people flow: a cascade, two rates of fairness, the people behind a number, who has what.

use kith_app::programme::{MeasureInfo, Programme};
use kith_app::view::{
    BalancePage, CascadePage, LoadPage, LoadRow, Opens, PeopleFilter, PeopleOpen, PersonOpen, Shown, Spared,
};
use kith_app::view::{Days, InboxFilter, TimeTaken, Times, Whose};
use kith_domain::id::OrganizationId;
use kith_domain::measure::{Direction, Status};
use maud::{Markup, html};

use super::measure::unmet;
use super::part;
use crate::chart::{self, Chart, Row, hue};
use crate::filter::encode;
use crate::lang::Lang;
use crate::layout::Page;
use crate::{say, t};

/// The chart of a cascade, for its page and as a file.
pub fn cascade_chart(page: &Page<'_>, view: &CascadePage) -> Chart {
    let l = page.l;
    let steps = view.steps.iter().filter(|s| s.measure.direction != Direction::Neither);
    let worst = steps.filter_map(|s| match chart::lost(&s.rate) {
        Shown::Count(n) => Some((n, l.words(&s.measure.title))),
        Shown::Withheld => None,
    });
    let title = match worst.max_by_key(|(n, _)| *n) {
        Some((n, step)) if n > 0 => t!(l, "cascade-finding", n = n, step = step),
        _ => t!(l, "cascade-finding-none"),
    };
    let subtitle = t!(l, "cascade-where", place = page.network, period = l.period(view.period));
    let mut chart = chart::cascade(l, l.words(&view.start), title, subtitle, &view.steps);
    chart.csv = Some("/flow.csv".to_owned());
    chart.svg = Some("/flow.svg".to_owned());
    chart
}

/// The page of the cascade.
pub fn cascade(page: &Page<'_>, view: &CascadePage) -> Markup {
    let l = page.l;
    let title = l.words(&view.title);
    let content = html! {
        div .title {
            p .back { a href="/scorecard" { (t!(l, "back-scorecard")) } }
            h1 { (title) }
            (part::fresh(page, &view.freshness))
        }
        p .lead { (t!(l, "cascade-lead")) }
        div .card { (cascade_chart(page, view).figure(l, 2)) }
        section aria-labelledby="steps" {
            h2 #steps { (t!(l, "cascade-steps")) }
            div .scroll tabindex="0" role="region" aria-labelledby="steps-caption" {
                table {
                    caption #steps-caption { (t!(l, "cascade-by", by = l.stratifier(&view.stratifier))) }
                    thead { tr {
                        th scope="col" { (t!(l, "th-group")) }
                        @for step in &view.steps { th scope="col" { (l.words(&step.measure.title)) } }
                    } }
                    tbody {
                        tr {
                            th scope="row" { (t!(l, "cascade-everyone")) }
                            @for step in &view.steps { td { (cell(l, &step.rate)) } }
                        }
                        @for group in groups(view) {
                            tr {
                                th scope="row" { (l.group(&group)) }
                                @for step in &view.steps {
                                    td {
                                        @match step.groups.iter().find(|g| g.group == group) {
                                            Some(g) => (cell(l, &g.rate)),
                                            None => span .soft { (t!(l, "cascade-nobody")) },
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            ul {
                @for step in &view.steps {
                    li {
                        a href={ "/measures/" (step.measure.id) } { (l.words(&step.measure.title)) }
                        @if step.may_open {
                            @let who = PeopleFilter::of(unmet(&step.measure));
                            " · " a href=(people_address(&step.measure.id, &who)) { (t!(l, "people-who")) }
                        }
                    }
                }
            }
        }
        @if view.suppressed { (part::suppressed(l, view.steps.iter().map(|step| &step.measure))) }
        p .files { a href="/flow.csv" download { (t!(l, "chart-csv-all")) } }
    };
    page.render(title, Some(view.freshness.version), content)
}

/// The groups that stand in any step.
pub(crate) fn groups(view: &CascadePage) -> Vec<String> {
    let names = view.steps.iter().flat_map(|s| s.groups.iter().map(|g| g.group.clone()));
    names.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

fn cell(l: &Lang, rate: &kith_app::view::Rate) -> Markup {
    html! {
        @match (rate.numerator, rate.denominator) {
            (Shown::Count(n), Shown::Count(of)) => { (t!(l, "n-of", n = n, of = crate::lang::whole(of))) },
            _ => span .soft { (t!(l, "withheld-short")) },
        }
        @if rate.value.is_some() { br; span .soft { (l.rate(rate)) } }
    }
}

/// The charts of a page of fairness, for the page and as files.
pub fn balance_charts(page: &Page<'_>, view: &BalancePage) -> Vec<Chart> {
    let l = page.l;
    let mut charts = Vec::new();
    for (measure, rate, strata) in &view.rows {
        for (by, groups) in strata {
            let rows: Vec<Row> = groups
                .iter()
                .map(|g| Row {
                    name: l.group(&g.group),
                    rate: g.rate.clone(),
                    before: None,
                    hue: hue(&g.group),
                    href: None,
                })
                .collect();
            let title = l.words(&measure.title);
            let finding = t!(l, "balance-finding", title = title, by = l.stratifier(by));
            let place =
                t!(l, "strata-where", title = title, place = page.network, period = l.period(view.period));
            let name = format!("{}-by-{}", measure.id, crate::lang::slug(by));
            let whole = rate.value.map(|v| v.value);
            let mut chart = chart::interval_rows(l, &name, finding, place, &rows, whole);
            chart.csv = Some(format!("/measures/{}.csv", measure.id));
            charts.push(chart);
        }
    }
    charts
}

/// The page of fairness: what is set by hand and whom services take, by group.
pub fn balance(page: &Page<'_>, view: &BalancePage) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            p .back { a href="/scorecard" { (t!(l, "back-scorecard")) } }
            h1 { (t!(l, "balance-title")) }
            (part::fresh(page, &view.freshness))
        }
        p .lead { (t!(l, "balance-lead")) }
        @for (measure, rate, _) in &view.rows {
            p {
                a href={ "/measures/" (measure.id) } { (l.words(&measure.title)) } ": "
                (say::live_rate(l, &format!("rate-{}", measure.id), l.words(&measure.title), rate))
            }
        }
        @for chart in balance_charts(page, view) { div .card { (chart.figure(l, 2)) } }
        @if view.suppressed { (part::suppressed(l, view.rows.iter().map(|(measure, ..)| measure))) }
    };
    page.render(&t!(l, "balance-title"), Some(view.freshness.version), content)
}

/// Where the people of a measure are listed.
pub fn people_address(measure: &str, filter: &PeopleFilter) -> String {
    let mut address = format!("/flow/{measure}?status={}", filter.status.name());
    if let Some((by, stratum)) = &filter.stratum {
        address.push_str(&format!("&by={}&group={}", encode(by), encode(stratum)));
    }
    if let Some(clinic) = filter.organization {
        address.push_str(&format!("&clinic={clinic}"));
    }
    if let Some((day, id)) = filter.after {
        address.push_str(&format!("&after={day}~{id}"));
    }
    address
}

/// The filter of an address: those who still have time where nothing is said.
pub fn people_filter<'q>(pairs: impl IntoIterator<Item = (&'q str, &'q str)>) -> PeopleFilter {
    let mut filter = PeopleFilter::of(Status::Pending);
    let (mut by, mut group) = (None, None);
    for (name, value) in pairs {
        match name {
            "status" => filter.status = Status::named(value).unwrap_or(Status::Pending),
            "clinic" => filter.organization = value.parse().ok().map(OrganizationId),
            "by" => by = Some(value.to_owned()),
            "group" => group = Some(value.to_owned()).filter(|g| !g.is_empty() && g.len() <= 100),
            "after" => {
                filter.after =
                    value.split_once('~').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
            }
            _ => {}
        }
    }
    filter.stratum = by.zip(group);
    filter
}

/// A standing in words; of what is no task nobody is late.
fn standing(l: &Lang, measure: &MeasureInfo, status: Status) -> String {
    match (measure.direction, status) {
        (Direction::Neither, Status::Met) => t!(l, "people-yes"),
        (Direction::Neither, Status::NotMet) => t!(l, "people-no"),
        (Direction::Lower, Status::Met) => t!(l, "people-happened"),
        (Direction::Lower, Status::NotMet) => t!(l, "people-did-not-happen"),
        (Direction::Lower, Status::Pending) => t!(l, "people-may-happen"),
        _ => l.code("people-status", status.name()),
    }
}

/// The people behind a number.
pub fn people(page: &Page<'_>, view: &PeopleOpen) -> Markup {
    let l = page.l;
    let title = l.words(&view.measure.title);
    let first = PeopleFilter { after: None, ..view.filter.clone() };
    let content = html! {
        div .title {
            p .back { a href={ "/measures/" (view.measure.id) } { (title) } }
            h1 { @match view.total { Some(n) => (t!(l, "people-title", n = n)), None => (t!(l, "people-shared")) } }
            p .when {
                (title) " · " (standing(l, &view.measure, view.filter.status))
                @if let Some((_, group)) = &first.stratum { " · " (l.group(group)) }
                @if let Some(clinic) = &view.organization { " · " (clinic) }
                @if let Some(counted) = view.counted { " · " (l.period(counted)) }
            }
        }
        section .filters aria-label=(t!(l, "filters-label")) {
            div .chips {
                @for status in [Status::Pending, Status::NotMet, Status::Met, Status::Excluded, Status::Unknown] {
                    a .chip href=(people_address(&view.measure.id, &PeopleFilter { status, ..first.clone() }))
                        aria-current=[(status == view.filter.status).then_some("true")] {
                        (standing(l, &view.measure, status))
                    }
                }
            }
        }
        @if view.total.is_none() { p .soft { (t!(l, "people-shared-more")) } }
        @if view.rows.is_empty() {
            div .empty { p { (t!(l, "people-empty")) } p .soft { (t!(l, "people-empty-more")) } }
        } @else {
            ul .rows { @for row in &view.rows { li .row { (person(l, view, row)) } } }
            nav .pages aria-label=(t!(l, "pages-label")) {
                @if view.filter.after.is_some() { a href=(people_address(&view.measure.id, &first)) { (t!(l, "page-first")) } }
                @if view.next.is_some() {
                    a .next href=(people_address(&view.measure.id, &PeopleFilter { after: view.next, ..first.clone() })) { (t!(l, "page-next")) }
                }
            }
            p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
        }
    };
    page.render(title, Some(0), content)
}

fn person(l: &Lang, view: &PeopleOpen, row: &PersonOpen) -> Markup {
    let families = view.measure.unit.is_of_people();
    let address = row.opens.map(|opens| match opens {
        Opens::Case(id) => format!("/triage/{id}"),
        Opens::Referral(id) => format!("/referrals/{id}"),
        Opens::Person(id) => format!("/people/{id}"),
    });
    let mut about: Vec<String> = Vec::new();
    about.extend(row.service.clone());
    about.extend(row.mother.clone().map(|name| t!(l, "mother-is", name = name)));
    about.extend(row.steps.map(|(have, needs)| t!(l, "n-of", n = have, of = needs)));
    match (&row.from, families) {
        (Some(clinic), true) => about.push(clinic.clone()),
        (Some(name), false) => about.push(t!(l, "people-from", name = name.clone())),
        (None, _) => {}
    }
    // A case waits since a day; of a family the day until which there is time says it all.
    if !families {
        about.push(t!(l, "people-since", day = l.date(row.counts_on)));
    } else if row.on.or(row.due_on).is_none() {
        about.push(t!(l, "people-counts", day = l.date(row.counts_on)));
    }
    match (row.on, row.due_on) {
        (Some(on), _) => about.push(t!(l, "people-done", day = l.date(on))),
        (None, Some(due)) => about.push(t!(l, "people-due", day = l.date(due))),
        _ => {}
    }
    html! {
        p {
            @match address { Some(address) => a href=(address) { (row.name) }, None => (row.name) }
        }
        p .soft { (about.join(" · ")) }
        @if let Some(reason) = &row.reason { p { (l.words(reason)) } }
        @match row.spared {
            Some(Spared::BabyDied) => p .care { (t!(l, "baby-died")) },
            Some(Spared::MotherDied) => p .care { (t!(l, "mother-died")) },
            Some(Spared::Died) => p .care { (t!(l, "mother-died-list")) },
            Some(Spared::LostBaby) => p .care { (t!(l, "lost-baby-list")) },
            Some(Spared::Asked) => p .care { (t!(l, "do-not-contact")) },
            None => {}
        }
    }
}

/// How long it takes: a sentence, and a row a group.
pub fn times(l: &Lang, times: &Times) -> Markup {
    html! {
        section .card aria-labelledby="times" {
            h2 #times { (l.words(&times.words)) }
            @match &times.whole {
                Some(taken) => p .lead { (half(l, taken)) },
                None => p .soft { (t!(l, "times-withheld")) },
            }
            p .soft { (t!(l, "times-how")) }
            @for (by, groups) in &times.strata {
                @if groups.iter().any(|(_, taken)| taken.is_some()) {
                    details data-keep="open" open[by == "service"] {
                        summary { (l.stratifier(by)) }
                        div .scroll tabindex="0" role="region" aria-label=(l.stratifier(by)) {
                            table {
                                caption { (l.words(&times.words)) " · " (l.stratifier(by)) }
                                thead { tr {
                                    @for head in ["th-group", "th-median", "th-nine", "th-happened", "th-of"] {
                                        th scope="col" { (l.say(head, &[])) }
                                    }
                                } }
                                tbody {
                                    @for (group, taken) in groups { (time_row(l, &l.group(group), taken.as_ref())) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn time_row(l: &Lang, name: &str, taken: Option<&TimeTaken>) -> Markup {
    html! {
        tr {
            th scope="row" { (name) }
            @match taken {
                Some(taken) => {
                    td .num { (days(l, &taken.median, taken.longest)) }
                    td .num { (one(l, taken.most, taken.longest)) }
                    @match taken.counted {
                        Some((happened, people)) => { td .num { (crate::lang::whole(happened)) } td .num { (crate::lang::whole(people)) } }
                        None => td colspan="2" .soft { (t!(l, "withheld")) },
                    }
                }
                None => td colspan="4" .soft { (t!(l, "withheld")) },
            }
        }
    }
}

fn half(l: &Lang, taken: &TimeTaken) -> String {
    let half = match taken.median.days {
        Some(_) => t!(l, "times-half", days = days(l, &taken.median, taken.longest)),
        None => t!(l, "times-less-than-half", days = i64::from(taken.longest)),
    };
    match taken.counted {
        Some((n, of)) => format!("{half} {}", t!(l, "times-so-far", n = n, of = of)),
        None => half,
    }
}

/// "5 days (4 to 8)"; what is not reached while somebody is followed is more than that.
fn days(l: &Lang, of: &Days, longest: u32) -> String {
    match of.days {
        None => t!(l, "times-more", n = i64::from(longest)),
        Some(n) => {
            let low = of.low.unwrap_or(n);
            match of.high {
                Some(high) => {
                    t!(l, "times-days", n = i64::from(n), low = i64::from(low), high = i64::from(high))
                }
                None => t!(l, "times-days-open", n = i64::from(n), low = i64::from(low)),
            }
        }
    }
}

fn one(l: &Lang, of: Option<u32>, longest: u32) -> String {
    of.map_or_else(|| t!(l, "times-more", n = i64::from(longest)), |n| t!(l, "load-days", n = i64::from(n)))
}

/// Links to what a programme's scorecard does not hold.
pub fn links(l: &Lang, programme: &Programme) -> Markup {
    let fairness = programme.measure("tier_overridden").is_some();
    html! {
           @if programme.cascade.is_some() || fairness {
               ul .links {
                   @if let Some(cascade) = &programme.cascade { li { a href="/flow" { (l.words(&cascade.title)) } } }
    @if fairness { li { a href="/balance" { (t!(l, "balance-title")) } } }
               }
           }
       }
}

/// Who has what, and how late it is.
pub fn load(page: &Page<'_>, view: &LoadPage) -> Markup {
    let l = page.l;
    let busy = view.rows.iter().any(|row| row.open > 0);
    let content = html! {
        div .title {
            p .back { a href="/triage" { (t!(l, "nav-triage")) } }
            h1 { (t!(l, "supervise-title")) }
        }
        p .lead { (t!(l, "supervise-lead", open = view.open, late = view.late)) }
        @if !busy {
            div .empty { p { (t!(l, "supervise-empty")) } p .soft { (t!(l, "supervise-empty-more")) } }
        }
        div .scroll tabindex="0" role="region" aria-labelledby="load-caption" {
            table {
                caption #load-caption { (t!(l, "supervise-caption")) }
                thead { tr {
                    th scope="col" { (t!(l, "load-who")) }
                    th .num scope="col" { (t!(l, "load-open")) }
                    @for tier in ["first", "second", "third"] { th .num scope="col" { (l.code("tier", tier)) } }
                    th .num scope="col" { (t!(l, "load-late")) }
                    th .num scope="col" { (t!(l, "load-oldest")) }
                    th .num scope="col" { (t!(l, "supervise-median")) }
                    th scope="col" { (t!(l, "supervise-next")) }
                } }
                tbody { @for row in &view.rows { (worker(page, view, row)) } }
            }
        }
        p .files { a href="/load.csv" download { (t!(l, "chart-csv")) } }
    };
    page.render(&t!(l, "supervise-title"), None, content)
}

fn worker(page: &Page<'_>, view: &LoadPage, row: &LoadRow) -> Markup {
    let l = page.l;
    let whose = row.account.map_or(Whose::Nobody, Whose::Worker);
    let filter = InboxFilter { whose: Some(whose), ..InboxFilter::default() };
    let age = |days: Option<i64>| match days {
        Some(days) => html! { (t!(l, "load-days", n = days)) },
        None => html! { span .soft { (t!(l, "load-nothing")) } },
    };
    html! {
        tr {
            th scope="row" {
                a href=(crate::filter::inbox::address(&filter)) {
                    @if row.account.is_some() { (row.name) } @else { (t!(l, "supervise-nobody")) }
                }
            }
            td .num { (crate::lang::whole(row.open)) }
            @for (_, n) in &row.tiers { td .num { (crate::lang::whole(*n)) } }
            td .num { (crate::lang::whole(row.late)) }
            td .num { (age(row.oldest_days)) }
            td .num { (age(row.median_days)) }
            td {
                @match row.next_due {
                    Some(at) => { time datetime=(at) { (l.moment(at, &page.zone)) } @if at < view.now { " · " (t!(l, "supervise-late")) } }
                    None => span .soft { (t!(l, "load-nothing")) },
                }
            }
        }
    }
}
