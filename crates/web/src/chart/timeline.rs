//! The timeline of a dyad: weeks of pregnancy to the birth, days after; windows as bands, what happened as marks.
//!
//! The pregnancy and the time after it have a scale each, so that the days in which something can still be done
//! have room. Marks lead to their line in the list below the chart.

use jiff::{ToSpan, civil::Date};
use kith_app::view::{DyadPage, TimelineItem};
use kith_domain::id::PersonId;
use maud::{Markup, html};

use super::{Chart, Plot, TEXT, Table, n, text_width};
use crate::lang::Lang;
use crate::t;

/// How a mark is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Care,
    Contact,
    Minor,
}

fn kind(item: &TimelineItem) -> Kind {
    match item.kind.as_str() {
        "contact" => Kind::Contact,
        "encounter" | "procedure" | "immunization" | "visit" | "delivery" | "birth" => Kind::Care,
        _ if !item.counts_for.is_empty() => Kind::Care,
        _ => Kind::Minor,
    }
}

struct Lane<'p> {
    name: String,
    /// Index in the page's timeline, and the item.
    items: Vec<(usize, &'p TimelineItem)>,
    numbered: bool,
}

struct Band {
    title: String,
    from: Date,
    to: Date,
}

/// A scale of days with more room after the birth than before it.
struct Days {
    start: Date,
    birth: Date,
    end: Date,
    from: f64,
    to: f64,
    before: f64,
}

impl Days {
    fn at(&self, day: Date) -> f64 {
        let days = |a: Date, b: Date| f64::from((b - a).get_days());
        let split = self.from + (self.to - self.from) * self.before;
        if day < self.birth {
            let whole = days(self.start, self.birth).max(1.0);
            self.from + (split - self.from) * (days(self.start, day) / whole).clamp(0.0, 1.0)
        } else {
            let whole = days(self.birth, self.end).max(1.0);
            split + (self.to - split) * (days(self.birth, day) / whole).clamp(0.0, 1.0)
        }
    }

    fn holds(&self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }
}

/// The chart of a dyad, where the day of the birth is known.
pub fn timeline(l: &Lang, page: &DyadPage) -> Option<Chart> {
    let birth =
        page.infants.iter().filter_map(|i| i.person.born.and_then(|b| b.day())).min().or(page.delivered_on)?;
    let title_of = |id: &str| {
        page.measures.iter().find(|m| m.measure.id == id).map_or(id, |m| l.words(&m.measure.title)).to_owned()
    };
    let bands: Vec<Band> =
        page.windows.iter().map(|w| Band { title: title_of(&w.measure), from: w.from, to: w.to }).collect();
    let conceived = page.edd_on.unwrap_or(birth).checked_sub(280.days()).unwrap_or(birth);
    let pregnancy = page.mother.is_some()
        && (page.edd_on.is_some()
            || page.timeline.iter().any(|i| i.on.day().is_some_and(|d| d < birth && d >= conceived)));
    let start = if pregnancy { conceived } else { birth.checked_sub(3.days()).unwrap_or(birth) };
    let last_window = bands.iter().map(|b| b.to).max().unwrap_or(birth);
    let after = |days: i32| birth.checked_add(days.days()).unwrap_or(birth);
    let end = last_window.max(after(126)).max(page.today.min(after(160))).min(after(366));
    let lanes = lanes(l, page);
    let scale = |from, to| Days { start, birth, end, from, to, before: if pregnancy { 0.4 } else { 0.02 } };
    let dating = page.edd_on.map_or(birth, |edd| edd);
    let plot = |width: f64, narrow: bool| {
        let left = if narrow { 4.0 } else { 104.0 };
        draw(l, page, &bands, &lanes, &scale(left, width - 10.0), dating, pregnancy, width, narrow)
    };
    let counted = page.timeline.iter().filter(|i| !i.counts_for.is_empty()).count();
    let table = Table {
        heads: ["th-day", "th-whose", "th-what", "th-where", "th-counts"].map(|key| l.say(key, &[])).into(),
        rows: page
            .timeline
            .iter()
            .map(|item| {
                vec![
                    l.partial(item.on),
                    whose(l, page, item.person),
                    item.what.clone(),
                    item.place.clone().unwrap_or_default(),
                    item.counts_for.iter().map(|id| title_of(id)).collect::<Vec<_>>().join("; "),
                ]
            })
            .collect(),
    };
    Some(Chart {
        name: "timeline".to_owned(),
        title: t!(l, "timeline-title"),
        subtitle: match (pregnancy, page.edd_on) {
            (true, Some(edd)) => t!(l, "timeline-where-due", birth = l.date(birth), due = l.date(edd)),
            _ => t!(l, "timeline-where", birth = l.date(birth)),
        },
        summary: t!(l, "timeline-summary", n = page.timeline.len(), counted = counted, birth = l.date(birth)),
        wide: plot(760.0, false),
        narrow: plot(350.0, true),
        table,
        csv: None,
        svg: None,
        linked: !page.timeline.is_empty(),
    })
}

/// Whose an item is, in words.
pub(crate) fn whose(l: &Lang, page: &DyadPage, person: PersonId) -> String {
    if page.mother.as_ref().is_some_and(|m| m.id == person) {
        return t!(l, "mother");
    }
    let several = page.infants.len() > 1;
    match page.infants.iter().position(|i| i.person.id == person) {
        Some(at) if several => t!(l, "baby-number", n = at + 1),
        _ => t!(l, "baby"),
    }
}

fn lanes<'p>(l: &Lang, page: &'p DyadPage) -> Vec<Lane<'p>> {
    let of = |pick: &dyn Fn(&TimelineItem) -> bool| -> Vec<(usize, &'p TimelineItem)> {
        page.timeline.iter().enumerate().filter(|(_, item)| pick(item)).collect()
    };
    let mut lanes = Vec::new();
    if let Some(mother) = &page.mother {
        let items = of(&|i| i.person == mother.id && kind(i) != Kind::Contact);
        lanes.push(Lane { name: t!(l, "mother"), items, numbered: false });
    }
    for infant in &page.infants {
        let items = of(&|i| i.person == infant.person.id && kind(i) != Kind::Contact);
        lanes.push(Lane { name: whose(l, page, infant.person.id), items, numbered: true });
    }
    let contacts = of(&|i| kind(i) == Kind::Contact);
    if !contacts.is_empty() {
        lanes.push(Lane { name: t!(l, "lane-contacts"), items: contacts, numbered: false });
    }
    lanes
}

#[allow(clippy::too_many_arguments)] // One drawing of one page.
fn draw(
    l: &Lang,
    page: &DyadPage,
    bands: &[Band],
    lanes: &[Lane<'_>],
    x: &Days,
    dating: Date,
    pregnancy: bool,
    width: f64,
    narrow: bool,
) -> Plot {
    let top = 26.0;
    let band_step = if narrow { 36.0 } else { 30.0 };
    let mut y = top + band_step * bands.len() as f64 + 8.0;
    let drawn: Vec<Markup> = lanes
        .iter()
        .map(|lane| {
            let (marks, levels) = marks(l, lane, x);
            let label = if narrow { 18.0 } else { 0.0 };
            let height = label + 26.0 + 15.0 * levels.saturating_sub(1) as f64;
            let base = y + height - 10.0;
            let lane_label = html! {
                @if narrow { text .c-small.c-soft x="4" y=(n(y + 12.0)) { (lane.name) } }
                @else { text .c-end.c-soft x=(n(x.from - 14.0)) y=(n(base + 4.5)) { (lane.name) } }
                line .grid x1=(n(x.from)) x2=(n(x.to)) y1=(n(base)) y2=(n(base)) {}
            };
            y += height + 4.0;
            html! { (lane_label) g transform=(format!("translate(0 {})", n(base))) { (marks) } }
        })
        .collect();
    let bottom = y + 6.0;
    let birth = x.at(x.birth);
    let body = html! {
        line .axis x1=(n(birth)) x2=(n(birth)) y1=(n(top - 4.0)) y2=(n(bottom)) {}
        @if x.holds(page.today) {
            @let now = x.at(page.today);
            line .now x1=(n(now)) x2=(n(now)) y1=(n(top - 6.0)) y2=(n(bottom)) {}
            @let words = t!(l, "timeline-today");
            @let half = text_width(&words, TEXT) / 2.0;
            text .c-warm.c-strong.c-mid x=(n(now.clamp(half, x.to + 10.0 - half))) y=(n(top - 11.0)) { (words) }
        }
        @for (i, band) in bands.iter().enumerate() {
            (window(band, x, top + band_step * i as f64, narrow, page.today))
        }
        @for lane in drawn { (lane) }
        line .axis x1=(n(x.from)) x2=(n(x.to)) y1=(n(bottom)) y2=(n(bottom)) {}
        (axis(l, x, dating, pregnancy, bottom, narrow))
    };
    Plot { width, height: bottom + 42.0, body }
}

fn window(band: &Band, x: &Days, y: f64, narrow: bool, today: Date) -> Markup {
    let (from, to) = (x.at(band.from), x.at(band.to).max(x.at(band.from) + 3.0));
    let past = band.to < today;
    let class = if past { "band-soft" } else { "band" };
    let width = text_width(&band.title, TEXT);
    let (bar, height, words_y) = if narrow { (y + 18.0, 10.0, y + 13.0) } else { (y, 22.0, y + 15.5) };
    let inside = !narrow && width + 16.0 < to - from;
    html! {
        rect class=(class) x=(n(from)) y=(n(bar)) width=(n(to - from)) height=(n(height)) rx="3" {}
        @if narrow {
            text .on-paper x=(n(from.min(x.to - width).max(2.0))) y=(n(words_y)) { (band.title) }
        } @else if inside {
            text x=(n(from + 8.0)) y=(n(words_y)) { (band.title) }
        } @else if to + 8.0 + width < x.to + 10.0 {
            text x=(n(to + 8.0)) y=(n(words_y)) { (band.title) }
        } @else {
            text .c-end x=(n((from - 8.0).max(width))) y=(n(words_y)) { (band.title) }
        }
    }
}

fn marks(l: &Lang, lane: &Lane<'_>, x: &Days) -> (Markup, usize) {
    let mut ends: Vec<f64> = Vec::new();
    let mut number = 0;
    let mut placed = Vec::new();
    for (index, item) in &lane.items {
        let Some(day) = item.on.day().filter(|d| x.holds(*d)) else { continue };
        let at = x.at(day);
        if kind(item) == Kind::Minor {
            placed.push((*index, *item, at, 0, 0));
            continue;
        }
        let level = ends.iter().position(|end| *end + 2.0 <= at - 7.0).unwrap_or(ends.len()).min(4);
        if level == ends.len() {
            ends.push(at + 7.0);
        } else {
            ends[level] = at + 7.0;
        }
        let counts = !item.counts_for.is_empty();
        number += usize::from(counts && lane.numbered);
        placed.push((*index, *item, at, level, if counts && lane.numbered { number } else { 0 }));
    }
    let markup = html! {
        @for (index, item, at, level, number) in &placed {
            a href={ "#item-" (index) } {
                title { (l.partial(item.on)) ": " (item.what) }
                @let y = -15.0 * *level as f64;
                @match kind(item) {
                    Kind::Minor => rect .mark-contact x=(n(at - 0.75)) y="8" width="1.5" height="6" {},
                    Kind::Contact => rect .mark-contact x=(n(at - 5.0)) y=(n(y - 5.0)) width="10" height="10" rx="2" {},
                    Kind::Care if item.counts_for.is_empty() => circle .mark cx=(n(*at)) cy=(n(y)) r="5.5" {},
                    Kind::Care => {
                        circle .mark-counts cx=(n(*at)) cy=(n(y)) r="7.5" {}
                        @if *number > 0 { text .on-mark x=(n(*at)) y=(n(y + 4.0)) { (number) } }
                    }
                }
            }
        }
    };
    (markup, ends.len().max(1))
}

fn axis(l: &Lang, x: &Days, dating: Date, pregnancy: bool, bottom: f64, narrow: bool) -> Markup {
    let birth = x.at(x.birth);
    let weeks: &[i32] = if narrow { &[20] } else { &[10, 20, 30] };
    let days: &[i32] = if narrow { &[60, 120] } else { &[30, 60, 90, 120] };
    let words = t!(l, "timeline-birth");
    let room = text_width(&words, TEXT) / 2.0;
    html! {
        @if pregnancy {
            @for week in weeks {
                @let day = dating.checked_add((week * 7 - 280).days()).unwrap_or(x.start);
                @let at = x.at(day);
                @if day > x.start && at < birth - 46.0 {
                    line .axis x1=(n(at)) x2=(n(at)) y1=(n(bottom)) y2=(n(bottom + 4.0)) {}
                    text .c-soft.c-mid x=(n(at)) y=(n(bottom + 18.0)) { (t!(l, "timeline-week", n = *week)) }
                }
            }
        }
        text .c-mid.c-strong x=(n(birth.max(x.from + room))) y=(n(bottom + 18.0)) { (words) }
        @for day in days {
            @let date = x.birth.checked_add(day.days()).unwrap_or(x.end);
            @let at = x.at(date);
            @if x.holds(date) && at > birth + 40.0 {
                line .axis x1=(n(at)) x2=(n(at)) y1=(n(bottom)) y2=(n(bottom + 4.0)) {}
                text .c-soft.c-mid x=(n(at.min(x.to - 14.0))) y=(n(bottom + 18.0)) { (t!(l, "timeline-day", n = *day)) }
                @if !narrow || *day == 120 {
                    text .c-soft.c-small.c-mid x=(n(at.min(x.to - 24.0))) y=(n(bottom + 34.0)) { (date.day()) " " (l.month_name(date.month())) }
                }
            }
        }
    }
}
