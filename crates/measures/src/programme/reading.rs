//! Reading a TOML file key by key, so that everything wrong with it is said at once, each with its place.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::Problem;
use super::{Setting, Words};

/// Problems of one file, gathered.
pub(super) struct File<'a> {
    pub path: &'a str,
    pub text: &'a str,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> File<'a> {
    pub(super) fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text, problems: RefCell::default() }
    }

    pub(super) fn say(
        &self,
        at: std::ops::Range<usize>,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        self.problems.borrow_mut().push(Problem::new(self.path, self.text, at, message, help));
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// The file's table, if it is TOML.
    pub(super) fn parse(&'a self) -> Option<Spanned<DeTable<'a>>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                self.say(at, format!("this is not TOML: {}", error.message()), None);
                None
            }
        }
    }
}

/// One table of a file; keys that nobody asked for are said when it is closed.
pub(super) struct Section<'a> {
    file: &'a File<'a>,
    name: String,
    table: &'a DeTable<'a>,
    at: std::ops::Range<usize>,
    known: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Section<'a> {
    pub(super) fn new(
        file: &'a File<'a>,
        name: &str,
        table: &'a DeTable<'a>,
        at: std::ops::Range<usize>,
    ) -> Self {
        Self { file, name: name.to_owned(), table, at, known: RefCell::default() }
    }

    fn find(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.borrow_mut().insert(key);
        self.table.iter().find(|(k, _)| k.get_ref().as_ref() == key).map(|(_, v)| v)
    }

    fn need(&self, key: &'static str, example: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        let found = self.find(key);
        if found.is_none() {
            let inside = if self.name.is_empty() { String::new() } else { format!(" in [{}]", self.name) };
            let at = self.at.start..self.at.start;
            self.file.say(
                at,
                format!("`{key}` is missing{inside}"),
                Some(format!("write `{key} = {example}`")),
            );
        }
        found
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue>, expected: &str) {
        let message = format!("`{key}` is {}, and {expected} is expected", kind(value.get_ref()));
        self.file.say(value.span(), message, None);
    }

    pub(super) fn text(&self, key: &'static str) -> Option<(&'a str, std::ops::Range<usize>)> {
        let value = self.need(key, "\"…\"")?;
        match value.get_ref().as_str() {
            Some(text) => Some((text, value.span())),
            None => {
                self.wrong(key, value, "a text in quotes");
                None
            }
        }
    }

    pub(super) fn optional_text(&self, key: &'static str) -> Option<(&'a str, std::ops::Range<usize>)> {
        self.find(key).and_then(|_| self.text(key))
    }

    pub(super) fn number(&self, key: &'static str) -> Option<(i64, std::ops::Range<usize>)> {
        let value = self.need(key, "1")?;
        let number =
            value.get_ref().as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        if number.is_none() {
            self.wrong(key, value, "a whole number");
        }
        number.map(|n| (n, value.span()))
    }

    pub(super) fn optional_number(&self, key: &'static str) -> Option<(i64, std::ops::Range<usize>)> {
        self.find(key).and_then(|_| self.number(key))
    }

    pub(super) fn decimal(&self, key: &'static str) -> Option<f64> {
        let value = self.need(key, "0.5")?;
        let found = match value.get_ref() {
            DeValue::Float(f) => f.as_str().parse().ok(),
            DeValue::Integer(i) => i.as_str().parse().ok(),
            _ => None,
        };
        if found.is_none() {
            self.wrong(key, value, "a number");
        }
        found
    }

    pub(super) fn day(&self, key: &'static str) -> Option<Date> {
        let value = self.need(key, "2027-12-31")?;
        let day = value.get_ref().as_datetime().and_then(|d| d.to_string().parse().ok());
        if day.is_none() {
            self.wrong(key, value, "a date like 2027-12-31, without quotes,");
        }
        day
    }

    pub(super) fn texts(&self, key: &'static str) -> Vec<(&'a str, std::ops::Range<usize>)> {
        let Some(value) = self.need(key, "[\"…\"]") else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of texts");
            return Vec::new();
        };
        list.iter()
            .filter_map(|item| match item.get_ref().as_str() {
                Some(text) => Some((text, item.span())),
                None => {
                    self.wrong(key, item, "a text in quotes");
                    None
                }
            })
            .collect()
    }

    pub(super) fn optional_texts(&self, key: &'static str) -> Vec<(&'a str, std::ops::Range<usize>)> {
        self.find(key).map(|_| self.texts(key)).unwrap_or_default()
    }

    /// Where it stands.
    pub(super) fn place(&self) -> std::ops::Range<usize> {
        self.at.clone()
    }

    pub(super) fn words(&self, key: &'static str) -> Option<Words> {
        let value = self.need(key, "{ en = \"…\", es = \"…\" }")?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, value, "{ en = \"…\", es = \"…\" }");
            return None;
        };
        Section::new(self.file, key, table, value.span()).into_words()
    }

    pub(super) fn optional_words(&self, key: &'static str) -> Option<Words> {
        self.find(key).and_then(|_| self.words(key))
    }

    /// A short name: the same in every language, `"2019"`, or in words.
    pub(super) fn optional_name(&self, key: &'static str) -> Option<(Words, std::ops::Range<usize>)> {
        let value = self.find(key)?;
        let name = match value.get_ref().as_str() {
            Some(text) => Some(Words { en: text.to_owned(), es: text.to_owned() }),
            None => self.words(key),
        };
        name.map(|name| (name, value.span()))
    }

    /// Words with their place.
    pub(super) fn optional_placed(&self, key: &'static str) -> Option<(Words, std::ops::Range<usize>)> {
        let at = self.find(key)?.span();
        self.words(key).map(|words| (words, at))
    }

    /// Says that a key is missing, if it is.
    pub(super) fn needed(&self, key: &'static str, example: &str) {
        self.need(key, example);
    }

    pub(super) fn into_words(self) -> Option<Words> {
        let (en, es) = (self.text("en"), self.text("es"));
        self.close();
        Some(Words { en: en?.0.to_owned(), es: es?.0.to_owned() })
    }

    /// The tables of a list, `[[key]]`, each with its place; none where there is no list.
    pub(super) fn sections(&self, key: &'static str) -> Vec<(Section<'a>, std::ops::Range<usize>)> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of tables, [[…]]");
            return Vec::new();
        };
        let tables = list.iter().filter_map(|item| match item.get_ref().as_table() {
            Some(table) => Some((Section::new(self.file, key, table, item.span()), item.span())),
            None => {
                self.wrong(key, item, "a table");
                None
            }
        });
        tables.collect()
    }

    pub(super) fn optional_day(&self, key: &'static str) -> Option<Date> {
        self.find(key).and_then(|_| self.day(key))
    }

    pub(super) fn section(&self, key: &'static str) -> Option<Section<'a>> {
        let value = self.find(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Section::new(self.file, key, table, value.span())),
            None => {
                self.wrong(key, value, "a table");
                None
            }
        }
    }

    pub(super) fn needed_section(&self, key: &'static str) -> Option<Section<'a>> {
        if self.find(key).is_none() {
            let at = self.at.start..self.at.start;
            self.file.say(at, format!("[{key}] is missing"), Some(format!("add a table [{key}]")));
        }
        self.section(key)
    }

    /// A table whose keys are the writer's own, each with words.
    pub(super) fn into_word_list(self) -> BTreeMap<String, Words> {
        let mut list = BTreeMap::new();
        for (key, value) in self.table.iter() {
            let name = key.get_ref().to_string();
            match value.get_ref().as_table() {
                Some(table) => {
                    let inside = format!("{}.{name}", self.name);
                    if let Some(words) = Section::new(self.file, &inside, table, key.span()).into_words() {
                        list.insert(name, words);
                    }
                }
                None => self.wrong(&name, value, "{ en = \"…\", es = \"…\" }"),
            }
        }
        list
    }

    /// A table of settings: numbers, yes or no, `"off"`.
    pub(super) fn into_settings(self) -> BTreeMap<String, Setting> {
        let mut settings = BTreeMap::new();
        for (key, value) in self.table.iter() {
            let name = key.get_ref().to_string();
            let setting = match value.get_ref() {
                DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok().map(Setting::Number),
                DeValue::Boolean(b) => Some(Setting::Yes(*b)),
                DeValue::String(s) if s == "off" => Some(Setting::Off),
                _ => None,
            };
            if name == "as_of" {
                let help = "the as-of date is given with each run".to_owned();
                self.file.say(key.span(), "a setting cannot be called `as_of`", Some(help));
            }
            match setting {
                Some(setting) => {
                    settings.insert(name, setting);
                }
                None => self.wrong(&name, value, "a whole number, true, false or \"off\""),
            }
        }
        settings
    }

    /// Says which keys nobody knows.
    pub(super) fn close(self) {
        let known = self.known.borrow();
        for (key, _) in self.table.iter() {
            let name = key.get_ref().as_ref();
            if !known.contains(name) {
                let near = known.iter().min_by_key(|k| distance(k, name)).filter(|k| distance(k, name) <= 3);
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known here: {}", known.iter().copied().collect::<Vec<_>>().join(", ")),
                };
                let inside =
                    if self.name.is_empty() { String::new() } else { format!(" in [{}]", self.name) };
                self.file.say(key.span(), format!("nobody knows the key `{name}`{inside}"), Some(help));
            }
        }
    }
}

fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Edits between two words.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
