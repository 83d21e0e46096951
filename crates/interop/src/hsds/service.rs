//! Services made of the tables of a directory.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kith_domain::matching::{Details, Note, Offer, Opening, Point, Site};
use kith_domain::words::Words;

use super::hours::{Hours, hours};
use super::tables::{Row, Tables, is_taken};
use super::{Directory, LeftOut, Listed, Remark, Why};

mod whom;

/// Services of a directory are asked in the order of how well they fit, not of their rows.
const ORDER: i32 = 100;
/// What a service is called that a directory does not sort.
const KIND: &str = "other";
/// The longest text that is kept of a field.
const LONGEST: usize = 4_000;

/// Fields of a service that are kept in words.
const NOTES: [&str; 7] = [
    "alternate_name",
    "application_process",
    "fees_description",
    "fees",
    "wait_time",
    "interpretation_services",
    "alert",
];
/// Fields of a service that are taken otherwise, or that say nothing by themselves.
const TAKEN: [&str; 20] = [
    "id",
    "organization_id",
    "name",
    "name_es",
    "description",
    "description_es",
    "url",
    "email",
    "status",
    "eligibility_description",
    "eligibility_description_es",
    "eligibility",
    "minimum_age",
    "maximum_age",
    "assured_date",
    "last_modified",
    "program_id",
    "location_id",
    "alternate_name_es",
    "location_name",
];

/// The tables by what their rows belong to.
struct Index<'t> {
    organizations: BTreeMap<&'t str, &'t Row>,
    locations: BTreeMap<&'t str, &'t Row>,
    terms: BTreeMap<&'t str, &'t Row>,
    at: BTreeMap<&'t str, Vec<&'t Row>>,
    of: BTreeMap<(&'static str, &'static str), BTreeMap<&'t str, Vec<&'t Row>>>,
}

/// Columns that say what a row belongs to.
const BELONGS: [(&str, &str); 14] = [
    ("phone", "service_id"),
    ("phone", "service_at_location_id"),
    ("phone", "location_id"),
    ("phone", "organization_id"),
    ("schedule", "service_id"),
    ("schedule", "service_at_location_id"),
    ("schedule", "location_id"),
    ("language", "service_id"),
    ("language", "location_id"),
    ("address", "location_id"),
    ("service_area", "service_id"),
    ("attribute", "link_id"),
    ("service_capacity", "service_id"),
    ("location", "service_id"),
];

impl<'t> Index<'t> {
    fn of(tables: &'t Tables) -> Self {
        let by_id = |table: &str| {
            let mut all: BTreeMap<&str, &Row> = BTreeMap::new();
            for row in tables.of(table) {
                if let Some(id) = row.get("id") {
                    // An API repeats an object wherever it is named, at times in short: the fullest says most.
                    let longer = |known: &&Row| known.values.len() < row.values.len();
                    if all.get(id).is_none_or(longer) {
                        all.insert(id, row);
                    }
                }
            }
            all
        };
        Self {
            organizations: by_id("organization"),
            locations: by_id("location"),
            terms: by_id("taxonomy_term"),
            at: tables.by("service_at_location", "service_id"),
            of: BELONGS.iter().map(|(table, column)| ((*table, *column), tables.by(table, column))).collect(),
        }
    }

    /// Rows that belong to any of some things.
    fn rows<'i>(&'i self, table: &'static str, column: &'static str, ids: &[&str]) -> Vec<&'i Row> {
        let all = self.of.get(&(table, column));
        ids.iter().filter_map(|id| all?.get(id)).flatten().copied().collect()
    }
}

/// Makes a directory of tables.
pub(super) fn directory(mut tables: Tables, today: Date) -> Directory {
    let mut left_out = std::mem::take(&mut tables.left_out);
    let index = Index::of(&tables);
    let mut services: Vec<Listed> = Vec::new();
    let mut seen: BTreeMap<&str, &Row> = BTreeMap::new();
    for row in fullest(tables.of("service")) {
        let say = |why| LeftOut {
            place: row.place.clone(),
            name: row.get("name").unwrap_or_default().to_owned(),
            why,
        };
        if let Some(known) = row.get("id").and_then(|id| seen.get(id)) {
            // A service that an API names again in short is no second one.
            let differs = known.get("name") != row.get("name") || known.get("status") != row.get("status");
            left_out.extend(differs.then(|| say(Why::Twice)));
            continue;
        }
        match listed(&index, row, today) {
            Ok(one) => {
                seen.extend(row.get("id").map(|id| (id, row)));
                services.push(one);
            }
            Err(why) => left_out.push(say(why)),
        }
    }
    left_out.extend(without_service(&tables, &index, &seen));
    Directory { services, left_out }
}

/// The rows of services, of each the fullest first, else in their order.
fn fullest(rows: &[Row]) -> Vec<&Row> {
    let mut best: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let most = best.entry(row.get("id").unwrap_or_default()).or_default();
        *most = (*most).max(row.values.len());
    }
    let is_full = |row: &&Row| best.get(row.get("id").unwrap_or_default()) == Some(&row.values.len());
    let (full, short): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(is_full);
    full.into_iter().chain(short).collect()
}

/// Tables that are not taken, and organisations and places that no service has.
fn without_service(tables: &Tables, index: &Index<'_>, services: &BTreeMap<&str, &Row>) -> Vec<LeftOut> {
    let mut all = Vec::new();
    for table in tables.names().filter(|table| !is_taken(table)) {
        let rows = tables.of(table);
        let place = rows.first().map(|row| row.place.clone()).unwrap_or_default();
        all.push(LeftOut { place, name: format!("{table} ({})", rows.len()), why: Why::NotTaken });
    }
    let used: BTreeSet<&str> = services.values().filter_map(|row| row.get("organization_id")).collect();
    let at = services.keys().filter_map(|id| index.at.get(id)).flatten();
    let places: BTreeSet<&str> = at.filter_map(|row| row.get("location_id")).collect();
    let own = |table: &str, used: &BTreeSet<&str>| {
        let mut said = BTreeSet::new();
        let orphans = tables.of(table).iter().filter(|row| row.get("id").is_none_or(|id| !used.contains(id)));
        let orphans = orphans.filter(|row| row.get("service_id").is_none());
        let mut found = Vec::new();
        for row in orphans.filter(|row| said.insert(row.get("id").unwrap_or(&row.place).to_owned())) {
            let name = row.get("name").unwrap_or_default().to_owned();
            found.push(LeftOut { place: row.place.clone(), name, why: Why::NoService });
        }
        found
    };
    all.extend(own("organization", &used));
    all.extend(own("location", &places));
    all
}

/// One service.
fn listed(index: &Index<'_>, row: &Row, today: Date) -> Result<Listed, Why> {
    let id = row.get("id").ok_or(Why::NoId)?;
    let name = row.get("name").ok_or(Why::NoName)?;
    let owner = row.get("organization_id").and_then(|id| index.organizations.get(id));
    let organization = owner.and_then(|owner| owner.get("name")).ok_or(Why::NoOrganization)?;
    let open = match row.get("status").map(str::to_ascii_lowercase).as_deref() {
        Some("active") => true,
        Some("inactive" | "defunct" | "temporarily closed") => false,
        _ => return Err(Why::UnknownStatus),
    };
    let mut remarks = Vec::new();
    let at: Vec<&Row> = index.at.get(id).cloned().unwrap_or_default();
    let at_ids: Vec<&str> = at.iter().filter_map(|at| at.get("id")).collect();
    let mut places: Vec<&str> = at.iter().filter_map(|at| at.get("location_id")).collect();
    places.extend(index.rows("location", "service_id", &[id]).into_iter().filter_map(|row| row.get("id")));
    let mut seen = BTreeSet::new();
    places.retain(|id| seen.insert(*id));

    let mut notes: Vec<Note> = NOTES.iter().filter_map(|field| Some(note(field, row.get(field)?))).collect();
    let taxonomy: BTreeSet<&str> = index
        .rows("attribute", "link_id", &[id])
        .into_iter()
        .filter_map(|row| index.terms.get(row.get("taxonomy_term_id")?)?.get("name"))
        .collect();
    if !taxonomy.is_empty() {
        notes.push(note("taxonomy", &taxonomy.into_iter().collect::<Vec<_>>().join("; ")));
    }
    let languages = languages(index, id, &places, &mut notes, &mut remarks);
    let hours = opening(index, id, &at_ids, &places, today, &mut notes, &mut remarks);
    let rules = whom::rules(row, &index.rows("service_area", "service_id", &[id]), &mut remarks);
    let details = Details {
        about: both(row.get("description").unwrap_or_default(), row.get("description_es")),
        sites: sites(index, &places, &mut remarks),
        hours,
        phones: phones(index, id, &at_ids, &places, row.get("organization_id")),
        email: row.get("email").or(owner.and_then(|o| o.get("email"))).map(str::to_owned),
        website: website(row.get("url").or(owner.and_then(|o| o.get("website"))), &mut remarks),
        notes,
    };
    if row.get("name_es").is_none() {
        remarks.push((Remark::NoSpanish, String::new()));
    }
    let known = |field: &str| TAKEN.contains(&field) || NOTES.contains(&field);
    let others: Vec<&str> =
        row.values.keys().map(String::as_str).filter(|f| row.get(f).is_some() && !known(f)).collect();
    if !others.is_empty() {
        remarks.push((Remark::Fields, others.join(", ")));
    }
    let offer = Offer {
        id: id.to_owned(),
        organization: organization.to_owned(),
        name: both(name, row.get("name_es")),
        kind: KIND.to_owned(),
        order: ORDER,
        languages,
        rules,
        details,
        ..Offer::default()
    };
    let free = free(index, id, &mut remarks);
    Ok(Listed { offer, open, free, place: row.place.clone(), remarks })
}

/// A text of a directory in both languages: as it stands where nobody translated it.
fn both(text: &str, translated: Option<&str>) -> Words {
    let cut = |text: &str| text.trim().chars().take(LONGEST).collect::<String>();
    Words::new(cut(text), cut(translated.unwrap_or(text)))
}

fn note(field: &str, text: &str) -> Note {
    Note { field: field.to_owned(), words: both(text, None) }
}

/// Languages that have a tag; others stay words.
fn languages(
    index: &Index<'_>,
    id: &str,
    places: &[&str],
    notes: &mut Vec<Note>,
    remarks: &mut Vec<(Remark, String)>,
) -> Vec<String> {
    let mut rows = index.rows("language", "service_id", &[id]);
    rows.extend(index.rows("language", "location_id", places));
    let mut tags: Vec<String> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    for row in rows {
        let said = [row.get("code"), row.get("name"), row.get("language")];
        match said.into_iter().flatten().find_map(tag) {
            Some(tag) if !tags.contains(&tag) => tags.push(tag),
            Some(_) => {}
            None => words.extend(said.into_iter().flatten().next()),
        }
    }
    if !words.is_empty() {
        remarks.push((Remark::Language, words.join("; ")));
        notes.push(note("languages", &words.join("; ")));
    }
    tags
}

/// Languages with their codes of two and of three letters, and their English names.
const LANGUAGES: [(&str, &str, &str); 30] = [
    ("am", "amh", "amharic"),
    ("ar", "ara", "arabic"),
    ("bn", "ben", "bengali"),
    ("de", "deu", "german"),
    ("en", "eng", "english"),
    ("es", "spa", "spanish"),
    ("fa", "fas", "persian"),
    ("fr", "fra", "french"),
    ("gu", "guj", "gujarati"),
    ("hi", "hin", "hindi"),
    ("hmn", "hmn", "hmong"),
    ("ht", "hat", "haitian creole"),
    ("it", "ita", "italian"),
    ("ja", "jpn", "japanese"),
    ("km", "khm", "khmer"),
    ("ko", "kor", "korean"),
    ("my", "mya", "burmese"),
    ("ne", "nep", "nepali"),
    ("pa", "pan", "punjabi"),
    ("pl", "pol", "polish"),
    ("ps", "pus", "pashto"),
    ("pt", "por", "portuguese"),
    ("ru", "rus", "russian"),
    ("so", "som", "somali"),
    ("sw", "swa", "swahili"),
    ("tl", "tgl", "tagalog"),
    ("uk", "ukr", "ukrainian"),
    ("ur", "urd", "urdu"),
    ("vi", "vie", "vietnamese"),
    ("zh", "zho", "chinese"),
];

/// The tag of a language; none for one that is not known here.
fn tag(said: &str) -> Option<String> {
    let plain = said.trim().to_ascii_lowercase();
    let main = plain.split(['-', '_']).next().unwrap_or_default();
    let found = LANGUAGES.iter().find(|(two, three, name)| main == *two || main == *three || plain == *name);
    found.map(|(two, ..)| (*two).to_owned())
}

/// Hours of the service, else of it at a place, else of the place.
fn opening(
    index: &Index<'_>,
    id: &str,
    at: &[&str],
    places: &[&str],
    today: Date,
    notes: &mut Vec<Note>,
    remarks: &mut Vec<(Remark, String)>,
) -> Vec<Opening> {
    let mut rows = index.rows("schedule", "service_id", &[id]);
    if rows.is_empty() {
        rows = index.rows("schedule", "service_at_location_id", at);
    }
    if rows.is_empty() {
        rows = index.rows("schedule", "location_id", places);
    }
    let mut plain: Vec<Opening> = Vec::new();
    let mut words: BTreeSet<&str> = BTreeSet::new();
    for row in rows {
        let remark = match hours(row, today) {
            Hours::Plain(opening) => {
                if !plain.contains(&opening) {
                    plain.push(opening);
                }
                None
            }
            Hours::Past => Some(Remark::HoursPast),
            Hours::Words => Some(Remark::HoursInWords),
        };
        if let Some(remark) = remark.filter(|remark| !remarks.iter().any(|(known, _)| known == remark)) {
            remarks.push((remark, row.place.clone()));
        }
        words.extend(row.get("description"));
        words.extend(row.get("notes"));
    }
    if !words.is_empty() {
        notes.push(note("schedules", &words.into_iter().collect::<Vec<_>>().join(" ")));
    }
    plain
}

/// Places with an address or a point. A place that is virtual has neither.
fn sites(index: &Index<'_>, places: &[&str], remarks: &mut Vec<(Remark, String)>) -> Vec<Site> {
    let mut sites = Vec::new();
    for place in places {
        let Some(row) = index.locations.get(place) else { continue };
        let addresses = index.rows("address", "location_id", &[place]);
        let mailing = |row: &&&Row| row.get("address_type") == Some("postal");
        let physical = addresses.iter().find(|row| !mailing(row));
        let address = physical.or(addresses.first()).copied();
        if row.get("location_type") == Some("virtual") && physical.is_none() {
            continue;
        }
        if physical.is_none() && address.is_some() {
            remarks.push((Remark::MailingAddress, row.place.clone()));
        }
        let point = match (row.get("latitude"), row.get("longitude")) {
            (Some(latitude), Some(longitude)) => {
                let point = Point::parse(latitude, longitude);
                if point.is_none() {
                    remarks.push((Remark::NotOnEarth, format!("{latitude}, {longitude}")));
                }
                point
            }
            _ => None,
        };
        let line: Vec<&str> = ["address_1", "address_2", "city", "state_province"]
            .iter()
            .filter_map(|column| address?.get(column))
            .collect();
        sites.push(Site {
            name: row.get("name").map(str::to_owned),
            address: (!line.is_empty()).then(|| line.join(", ")),
            postal_code: address.and_then(|a| a.get("postal_code")).map(str::to_owned),
            point,
        });
    }
    sites.retain(|site| *site != Site::default());
    sites
}

/// Numbers of the service, else of its places, else of its organisation.
fn phones(
    index: &Index<'_>,
    id: &str,
    at: &[&str],
    places: &[&str],
    organization: Option<&str>,
) -> Vec<String> {
    let (own, owner): ([&str; 1], Vec<&str>) = ([id], organization.into_iter().collect());
    let from = [
        ("service_id", own.as_slice()),
        ("service_at_location_id", at),
        ("location_id", places),
        ("organization_id", &owner),
    ];
    let rows = from.into_iter().map(|(column, ids)| index.rows("phone", column, ids));
    let Some(rows) = rows.into_iter().find(|rows| !rows.is_empty()) else { return Vec::new() };
    let mut numbers: Vec<String> = Vec::new();
    for row in rows {
        // A fax is not called.
        let Some(number) = row.get("number").filter(|_| row.get("type") != Some("fax")) else { continue };
        let number = number.trim_matches(['"', ' ']).to_owned();
        let number = match row.get("extension") {
            Some(extension) => format!("{number} ext. {extension}"),
            None => number,
        };
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// An address of a page that a browser may open.
fn website(said: Option<&str>, remarks: &mut Vec<(Remark, String)>) -> Option<String> {
    let said = said?;
    if said.starts_with("https://") || said.starts_with("http://") {
        return Some(said.to_owned());
    }
    remarks.push((Remark::NoWebPage, String::new()));
    None
}

/// Free places, where the directory counts them in one unit.
fn free(index: &Index<'_>, id: &str, remarks: &mut Vec<(Remark, String)>) -> Option<(u32, Date)> {
    let rows = index.rows("service_capacity", "service_id", &[id]);
    match rows[..] {
        [] => None,
        [row] => {
            let free = row.get("available")?.parse().ok()?;
            let day = row.get("updated").and_then(|text| text.get(..10)?.parse().ok());
            if day.is_none() {
                remarks.push((Remark::CapacityUndated, String::new()));
            }
            Some((free, day?))
        }
        _ => {
            remarks.push((Remark::Capacities, String::new()));
            None
        }
    }
}
