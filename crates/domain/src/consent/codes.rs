//! Which kind of facts a code is about.
//!
//! A code is looked up by its beginning, the longest that fits; a text by the words in it, for many senders write no more.
//! Taking too much for sensitive is a mistake that somebody can ask about; the other one cannot be taken back. The codes
//! are those that name such a fact in ICD-10-CM, LOINC and SNOMED CT; the list of a site may well be longer.

use std::sync::LazyLock;

use super::Category;
use crate::fact::Coding;
use crate::form;

/// A row of the table: which codes, by their beginning, are of which category.
struct Row {
    system: &'static str,
    prefix: &'static str,
    category: Category,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let lines = include_str!("codes.csv").lines().skip(1);
    lines.filter_map(row).collect()
});

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split(',');
    let (system, prefix) = (cells.next()?, cells.next()?);
    Some(Row { system, prefix, category: Category::named(cells.next()?)? })
}

/// What a system of codes is called in the table. A code without one may be of ICD-10.
fn system(url: &str) -> &'static str {
    match url {
        "" => "icd10",
        "http://loinc.org" => "loinc",
        "http://snomed.info/sct" => "snomed",
        url if url.contains("icd-10") || url.contains("2.16.840.1.113883.6.90") => "icd10",
        _ => "",
    }
}

/// The sensitive category that one of some codes is of; none where none is.
pub fn category_of<'a>(codes: impl IntoIterator<Item = &'a Coding>) -> Option<Category> {
    codes.into_iter().find_map(|coding| by_code(coding).or_else(|| by_text(coding)))
}

fn by_code(coding: &Coding) -> Option<Category> {
    let named = system(&coding.system);
    let code = coding.code.to_ascii_uppercase();
    let of = |row: &&Row| match row.system {
        // The dot is often left out.
        "icd10" => {
            named == "icd10"
                && (code.starts_with(row.prefix) || code.starts_with(&row.prefix.replace('.', "")))
        }
        system => system == named && code == row.prefix,
    };
    ROWS.iter().filter(of).max_by_key(|row| row.prefix.len()).map(|row| row.category)
}

fn by_text(coding: &Coding) -> Option<Category> {
    let text = coding.display.as_deref()?.to_lowercase();
    ROWS.iter().find(|row| row.system == "text" && text.contains(row.prefix)).map(|row| row.category)
}

/// The category of a question of a form.
pub fn of_answer(category: form::Category) -> Category {
    match category {
        form::Category::General | form::Category::MedicalHistory => Category::Vitals,
        form::Category::Identity => Category::Contact,
        form::Category::PregnancyHistory => Category::Pregnancy,
        form::Category::MentalHealth => Category::BehavioralHealth,
        form::Category::Substance => Category::Substance,
        form::Category::PartnerViolence => Category::Violence,
        form::Category::SocialNeeds => Category::SocialNeeds,
    }
}
