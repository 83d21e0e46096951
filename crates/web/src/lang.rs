//! Words in each language, and the ways that numbers and days are written.
//!
//! Every sentence that a page shows comes from `locales/*.ftl`. Group names, titles and reasons come from the
//! programme or from the records, and have their own way through [`Lang::group`] and
//! [`kith_app::programme::Words`].

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kith_app::programme::{Unit, Words};
use kith_app::view::{Estimate, Rate, Shown};
use kith_domain::date::PartialDate;
use kith_domain::measure::Period;
use maud::{Markup, PreEscaped};

/// A space that does not break and is narrow: between a number and its sign.
pub const THIN: char = '\u{202f}';
/// A dash at which no line breaks: between two numbers.
pub const DASH: &str = "\u{2060}–\u{2060}";
/// A space that does not break: within a date.
pub const HARD: char = '\u{a0}';

/// One language: its messages and its ways of writing.
pub struct Lang {
    /// `en` or `es`.
    pub code: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lang({})", self.code)
    }
}

impl PartialEq for Lang {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// The languages that pages speak, with the name that each gives itself.
pub const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("es", "Español")];

/// The words of each language: a file for the whole, and one for each part of the front door.
const EN_WORDS: &str = concat!(
    include_str!("../locales/en.ftl"),
    "\n",
    include_str!("../locales/en-front-door.ftl"),
    "\n",
    include_str!("../locales/en-privacy.ftl"),
    "\n",
    include_str!("../locales/en-services.ftl"),
    "\n",
    include_str!("../locales/en-goods.ftl"),
    "\n",
    include_str!("../locales/en-equity.ftl"),
    "\n",
    include_str!("../locales/en-strata.ftl")
);
const ES_WORDS: &str = concat!(
    include_str!("../locales/es.ftl"),
    "\n",
    include_str!("../locales/es-front-door.ftl"),
    "\n",
    include_str!("../locales/es-privacy.ftl"),
    "\n",
    include_str!("../locales/es-services.ftl"),
    "\n",
    include_str!("../locales/es-goods.ftl"),
    "\n",
    include_str!("../locales/es-equity.ftl"),
    "\n",
    include_str!("../locales/es-strata.ftl")
);

static EN: LazyLock<Lang> = LazyLock::new(|| Lang::load("en", EN_WORDS));
static ES: LazyLock<Lang> = LazyLock::new(|| Lang::load("es", ES_WORDS));

/// The language of a tag; English where we do not speak it.
pub fn lang(code: &str) -> &'static Lang {
    if code == "es" || code.starts_with("es-") { &ES } else { &EN }
}

/// Says a message: `t!(l, "key")`, `t!(l, "key", n = 3, name = "Ana")`.
#[macro_export]
macro_rules! t {
    ($l:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $l.say($key, &[$((stringify!($name), ($value).into())),*])
    };
}

/// Says a message whose parts are markup: `rich!(l, "key", rate = html! { strong { "54 %" } })`.
#[macro_export]
macro_rules! rich {
    ($l:expr, $key:expr, [$($plain:ident = $text:expr),* $(,)?] $(, $name:ident = $value:expr)* $(,)?) => {
        $l.rich($key, &[$((stringify!($plain), ($text).into())),*], &[$((stringify!($name), $value)),*])
    };
}

impl Lang {
    fn load(code: &'static str, text: &'static str) -> Self {
        let resource = FluentResource::try_new(text.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("locales/{code}.ftl does not parse: {errors:?}"));
        let id = code.parse().expect("our language codes are well formed");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(n) if n.value.fract() == 0.0 => Some(whole(n.value as i64)),
            _ => None,
        }));
        bundle
            .add_resource(resource)
            .unwrap_or_else(|e| panic!("locales/{code}.ftl repeats a message: {e:?}"));
        Self { code, bundle }
    }

    /// Whether there is a message of this name.
    pub fn has(&self, key: &str) -> bool {
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, a)| (id, Some(a)));
        self.bundle.get_message(id).is_some_and(|m| match attribute {
            Some(attribute) => m.get_attribute(attribute).is_some(),
            None => m.value().is_some(),
        })
    }

    /// A message with its arguments. One that does not exist shows as its key, and a test finds it first.
    pub fn say(&self, key: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, a)| (id, Some(a)));
        let message = self.bundle.get_message(id);
        let pattern = message.and_then(|m| match attribute {
            Some(attribute) => m.get_attribute(attribute).map(|a| a.value()),
            None => m.value(),
        });
        let Some(pattern) = pattern else {
            debug_assert!(false, "no message `{key}` in {}", self.code);
            return key.to_owned();
        };
        let args: FluentArgs = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "message `{key}` in {}: {errors:?}", self.code);
        said
    }

    /// A message with parts that are markup, put where the language wants them; the rest is escaped.
    pub fn rich(
        &self,
        key: &str,
        plain: &[(&'static str, FluentValue<'_>)],
        parts: &[(&'static str, Markup)],
    ) -> Markup {
        // Private-use characters stand for the parts while the sentence is put together.
        const FIRST: u32 = 0xE000;
        let mut args = plain.to_vec();
        for (i, (name, _)) in parts.iter().enumerate() {
            let mark = char::from_u32(FIRST + i as u32).expect("a private-use character");
            args.push((name, mark.to_string().into()));
        }
        let mut out = String::new();
        for c in self.say(key, &args).chars() {
            match (c as u32).checked_sub(FIRST).and_then(|i| parts.get(i as usize)) {
                Some((_, part)) => out.push_str(&part.0),
                None => match c {
                    '&' => out.push_str("&amp;"),
                    '<' => out.push_str("&lt;"),
                    '>' => out.push_str("&gt;"),
                    '"' => out.push_str("&quot;"),
                    c => out.push(c),
                },
            }
        }
        PreEscaped(out)
    }

    /// A proportion as a whole percentage: `54 %`.
    pub fn percent(&self, proportion: f64) -> String {
        format!("{}{THIN}%", round(proportion * 100.0))
    }

    /// An estimate with its interval: `54 % (50–58)`.
    pub fn estimate(&self, e: Estimate) -> String {
        format!("{} {}", self.percent(e.value), self.interval(e))
    }

    /// An interval in percent or points: `(50–58)`; where a limit is below zero, in words.
    pub fn interval(&self, e: Estimate) -> String {
        let (low, high) = (round(e.low * 100.0), round(e.high * 100.0));
        if low < 0 {
            let (low, high) = (signed(low), signed(high));
            format!("({})", t!(self, "interval-to", low = low, high = high))
        } else {
            format!("({low}{DASH}{high})")
        }
    }

    /// A rate in words, for text: the estimate, or why there is none.
    pub fn rate(&self, rate: &Rate) -> String {
        match rate.value {
            Some(estimate) => self.estimate(estimate),
            None if rate.denominator == Shown::Count(0) => t!(self, "nobody-yet"),
            None => t!(self, "withheld"),
        }
    }

    /// A count in words.
    pub fn count(&self, count: Shown) -> String {
        match count {
            Shown::Count(n) => whole(n),
            Shown::Withheld => t!(self, "withheld"),
        }
    }

    /// A day: `8 Jul 2026`, `8 jul 2026`.
    pub fn date(&self, day: Date) -> String {
        format!("{}{HARD}{}{HARD}{}", day.day(), self.month_name(day.month()), day.year())
    }

    /// A day that is near: `Wed 8 Jul`.
    pub fn near(&self, day: Date) -> String {
        format!("{}{HARD}{}{HARD}{}", self.weekday(day), day.day(), self.month_name(day.month()))
    }

    /// A day as far as it is known.
    pub fn partial(&self, date: PartialDate) -> String {
        match date {
            PartialDate::Day(day) => self.date(day),
            PartialDate::Month(year, month) => format!("{}{HARD}{year}", self.month_name(month)),
            PartialDate::Year(year) => year.to_string(),
        }
    }

    /// A month: `Jul 2026`.
    pub fn month(&self, day: Date) -> String {
        format!("{}{HARD}{}", self.month_name(day.month()), day.year())
    }

    /// The short name of a month, 1 to 12.
    pub fn month_name(&self, month: i8) -> &'static str {
        const EN: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const ES: [&str; 12] =
            ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
        let names = if self.code == "es" { ES } else { EN };
        names[(month.clamp(1, 12) - 1) as usize]
    }

    fn weekday(&self, day: Date) -> &'static str {
        const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        const ES: [&str; 7] = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];
        let names = if self.code == "es" { ES } else { EN };
        names[day.weekday().to_monday_zero_offset() as usize]
    }

    /// A period: `Jan–Dec 2025`, `Jul 2025 – Jun 2026`; days where it is not made of whole months.
    pub fn period(&self, period: Period) -> String {
        let last = period.end.yesterday().unwrap_or(period.end);
        if period.start.day() != 1 || period.end.day() != 1 {
            return format!("{} – {}", self.date(period.start), self.date(last));
        }
        let (start, end) = (self.month_name(period.start.month()), self.month(last));
        if (period.start.year(), period.start.month()) == (last.year(), last.month()) {
            end
        } else if period.start.year() == last.year() {
            format!("{start}{DASH}{end}")
        } else {
            format!("{} – {end}", self.month(period.start))
        }
    }

    /// A moment at the place of care: `8 Jul 2026, 14:05`.
    pub fn moment(&self, at: Timestamp, zone: &TimeZone) -> String {
        let there = at.to_zoned(zone.clone()).datetime();
        format!("{}, {:02}:{:02}", self.date(there.date()), there.hour(), there.minute())
    }

    /// How long ago: `12 seconds ago`.
    pub fn ago(&self, at: Timestamp, now: Timestamp) -> String {
        let seconds = now.duration_since(at).as_secs().max(0);
        match seconds {
            0..=59 => t!(self, "ago-seconds", n = seconds),
            60..=3599 => t!(self, "ago-minutes", n = seconds / 60),
            3600..=86_399 => t!(self, "ago-hours", n = seconds / 3600),
            _ => t!(self, "ago-days", n = seconds / 86_400),
        }
    }

    /// How long something lasts by now: `9 days`.
    pub fn lasting(&self, since: Timestamp, now: Timestamp) -> String {
        let minutes = now.duration_since(since).as_secs().max(0) / 60;
        match minutes {
            0..=59 => t!(self, "lasting-minutes", n = minutes.max(1)),
            60..=2879 => t!(self, "lasting-hours", n = minutes / 60),
            _ => t!(self, "lasting-days", n = minutes / 1440),
        }
    }

    /// Days until a window closes, in words.
    pub fn days_left(&self, days: i64) -> String {
        match days {
            0 => t!(self, "days-left-today"),
            1.. => t!(self, "days-left", n = days),
            _ => t!(self, "days-over", n = -days),
        }
    }

    /// A group's name, in the reader's language where we know it; else as it came.
    pub fn group(&self, group: &str) -> String {
        let key = format!("group-{}", slug(group));
        if self.has(&key) { self.say(&key, &[]) } else { group.to_owned() }
    }

    /// A group as a noun: "Black or African American infants".
    pub fn group_of(&self, group: &str, unit: Unit) -> String {
        let attribute = match unit {
            Unit::Infant => "infants",
            // A case, and what is done in it, is of a mother.
            Unit::Delivery | Unit::Patient | Unit::Case | Unit::Referral | Unit::Handout => "deliveries",
        };
        let key = format!("group-{}.{attribute}", slug(group));
        if self.has(&key) {
            return self.say(&key, &[]);
        }
        let group = self.group(group);
        match unit {
            Unit::Infant => t!(self, "group-other-infants", group = group),
            _ => t!(self, "group-other-deliveries", group = group),
        }
    }

    /// A noun as it stands within a sentence: what is not a name starts small.
    pub fn within(&self, noun: &str) -> String {
        if self.code != "es" && !noun.starts_with("Infants ") && !noun.starts_with("Mothers ") {
            return noun.to_owned();
        }
        let mut chars = noun.chars();
        chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
    }

    /// A stratifier's name.
    pub fn stratifier(&self, id: &str) -> String {
        let key = format!("stratifier-{}", slug(id));
        if self.has(&key) { self.say(&key, &[]) } else { id.replace('_', " ") }
    }

    /// A language of a family: `en` is "English".
    pub fn language_name(&self, tag: &str) -> String {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
        let key = format!("language-{primary}");
        if self.has(&key) { self.say(&key, &[]) } else { tag.to_owned() }
    }

    /// What a use case says is wrong with a form. What it says in English only is looked up among the texts.
    pub fn problem(&self, message: &Words) -> String {
        let key = format!("problem-{}", slug(&message.en));
        if message.is_partly() && self.has(&key) {
            self.say(&key, &[])
        } else {
            self.words(message).to_owned()
        }
    }

    /// What a code of another crate means. Every code has its words in every language, which tests see to; should one
    /// be missing, it is read as words.
    pub fn code(&self, prefix: &str, code: &str) -> String {
        let key = format!("{prefix}-{}", slug(code));
        if self.has(&key) {
            return self.say(&key, &[]);
        }
        debug_assert!(false, "no language says {key}");
        code.replace(['_', '-'], " ")
    }

    /// What a record says, in the reader's language where it is a code that we know; else as it was sent.
    pub fn sent(&self, value: &str) -> String {
        let key = format!("said-{}", slug(value));
        if self.has(&key) { self.say(&key, &[]) } else { value.to_owned() }
    }

    /// A text of the programme.
    pub fn words<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(self.code)
    }
}

/// A name as a message key has it.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// A number with one decimal, and its thousands apart: `1,234.5`.
pub fn decimal(x: f64) -> String {
    let tenths = (x * 10.0).round() as i64;
    format!("{}.{}", whole(tenths / 10), (tenths % 10).abs())
}

/// A whole number with its thousands apart.
pub fn whole(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("−{out}") } else { out }
}

/// The nearest whole number.
pub fn round(x: f64) -> i64 {
    x.round() as i64
}

fn signed(n: i64) -> String {
    if n < 0 { format!("−{}", -n) } else { n.to_string() }
}

#[cfg(test)]
mod tests;
