//! Made-up values for the pages of identity and of files: nobody in them exists.

use jiff::Timestamp;
use jiff::civil::date;
use kith_app::view::*;
use kith_domain::date::PartialDate;
use kith_domain::id::{ActId, PersonId, RecordId, SourceId, SourcePersonId, UploadId};
use kith_domain::identity::{Attribute, PairKind, Verdict};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-07-08T14:05:12Z")
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|v| (*v).to_owned()).collect()
}

pub fn card(key: i64, name: &str, born: Option<(i16, i8, i8)>, source: &str) -> IdentityCard {
    IdentityCard {
        key: SourcePersonId(key),
        person: PersonId(key),
        name: (!name.is_empty()).then(|| name.to_owned()),
        born: born.map(|(y, m, d)| PartialDate::Day(date(y, m, d))),
        source: source.into(),
    }
}

fn ana() -> IdentityCard {
    card(3, "Ana Maria Example", Some((1994, 3, 7)), "harbor-clinics")
}

fn anna() -> IdentityCard {
    card(9, "Anna Example-Sample", Some((1994, 7, 3)), "north-hospital")
}

fn line(
    kind: PairKind,
    left: IdentityCard,
    right: IdentityCard,
    probability: f64,
    why: &[&str],
) -> ReviewLine {
    let since = at("2026-06-29T08:00:00Z");
    ReviewLine { kind, left, right, attribute: None, probability, why: texts(why), since, looked_at: None }
}

pub fn queue() -> ReviewQueue {
    let waiting = |kind, count| Waiting { kind, count, oldest: Some(at("2026-06-29T08:00:00Z")) };
    let nameless = card(44, "", Some((2026, 4, 2)), "vital-records");
    let baby = card(51, "Baby girl Example", Some((2026, 4, 2)), "north-hospital");
    let mut fact = line(PairKind::Fact, ana(), anna(), 0.5, &["conflict"]);
    fact.attribute = Some(Attribute::Born);
    let mut looked = line(PairKind::Person, baby.clone(), nameless, 0.31, &["which-twin"]);
    looked.looked_at = Some(("Sam Steward".into(), at("2026-07-06T10:00:00Z")));
    ReviewQueue {
        waiting: vec![waiting(PairKind::Person, 8), waiting(PairKind::Dyad, 3), waiting(PairKind::Fact, 1)],
        kind: None,
        rows: vec![
            line(PairKind::Person, ana(), anna(), 0.91, &["undecided"]),
            line(PairKind::Dyad, baby, ana(), 0.72, &["two-candidates"]),
            fact,
            looked,
        ],
        next: Some("2026-06-29T08:00:00Z~9".into()),
        now: now(),
    }
}

pub fn empty_queue() -> ReviewQueue {
    let none = |kind| Waiting { kind, count: 0, oldest: None };
    let waiting = vec![none(PairKind::Person), none(PairKind::Dyad), none(PairKind::Fact)];
    ReviewQueue { waiting, kind: None, rows: vec![], next: None, now: now() }
}

fn row(label: &'static str, left: &[&str], right: &[&str], alike: Alike) -> CompareRow {
    CompareRow { label, left: texts(left), right: texts(right), alike }
}

pub fn waterfall() -> Waterfall {
    let mut running = -17.0;
    let steps = [
        ("first name", "a nickname of the other", "Ana Maria", "Anna", 6.1),
        ("surname", "one surname in common", "Example", "Example-Sample", 9.4),
        ("birth date", "day and month exchanged", "1994-03-07", "1994-07-03", 7.7),
        (
            "household: address, phone, e-mail",
            "address alike, phone or e-mail the same",
            "+1 555 010 0707",
            "+1 555 010 0707",
            3.2,
        ),
        ("other identifiers", "one in common", "", "", 0.0),
        ("medical record number", "different at one source", "H-00412", "N-99310", -0.9),
        ("sex", "the same", "female", "female", 0.2),
        ("middle name", "different", "Maria", "Lucia", -3.1),
    ];
    let steps = steps
        .into_iter()
        .map(|(comparison, level, left, right, bits)| {
            running += bits;
            WaterfallStep {
                comparison: comparison.into(),
                level: level.into(),
                left: left.into(),
                right: right.into(),
                bits,
                running,
            }
        })
        .collect();
    Waterfall { prior_bits: -17.0, steps, total_bits: running, probability: 0.976, constraints: vec![] }
}

pub fn pair() -> ReviewPage {
    ReviewPage {
        kind: PairKind::Person,
        left: ana(),
        right: anna(),
        rows: vec![
            row("name", &["Ana Maria Example"], &["Anna Example-Sample"], Alike::Similar),
            row("other_names", &[], &["Anna Sample (before)"], Alike::Missing),
            row("born", &["1994-03-07"], &["1994-07-03"], Alike::Differs),
            row("sex", &["female"], &["female"], Alike::Same),
            row("identifiers", &["MRN H-00412", "Medicaid 00-1234"], &["MRN N-99310"], Alike::Differs),
            row("phone", &["+1 555 010 0707"], &["(555) 010-0707"], Alike::Same),
            row("email", &[], &[], Alike::Missing),
            row(
                "address",
                &["12 Sample Street, Harbor 21201"],
                &["12 Sample St Apt 3, Harbor 21201"],
                Alike::Similar,
            ),
            row("source", &["harbor-clinics"], &["north-hospital"], Alike::Missing),
            row("reference", &["Patient/412"], &["Patient/n-99310"], Alike::Missing),
        ],
        waterfall: Some(waterfall()),
        conflict: None,
        joined: false,
        waits_since: Some(at("2026-06-29T08:00:00Z")),
        standing: None,
        path: "person/3/9".into(),
        next: Some("dyad/51/3".into()),
    }
}

/// Two newborn records that cannot be one, and that somebody decided about.
pub fn twins() -> ReviewPage {
    let mut page = pair();
    page.left = card(61, "Baby girl A Example", Some((2026, 4, 2)), "north-hospital");
    page.right = card(62, "Baby girl B Example", Some((2026, 4, 2)), "north-hospital");
    page.rows.truncate(1);
    page.waterfall.as_mut().unwrap().constraints =
        texts(&["a mother and a child, two births, or two sexes with two names cannot be one person"]);
    page.standing = Some((Verdict::Different, "Sam Steward".into(), at("2026-07-01T09:30:00Z"), ActId(12)));
    page.waits_since = None;
    page.next = None;
    page
}

pub fn her_baby() -> ReviewPage {
    let mut page = pair();
    page.kind = PairKind::Dyad;
    page.left = card(51, "Baby girl Example", Some((2026, 4, 2)), "north-hospital");
    page.right = ana();
    page.path = "dyad/51/3".into();
    page
}

fn values() -> Vec<StatedValue> {
    let value = |by: i64, value: &str, source: &str, in_use| StatedValue {
        by: SourcePersonId(by),
        value: value.into(),
        source: source.into(),
        record: RecordId(by * 10),
        received_at: at("2026-05-02T12:00:00Z"),
        in_use,
    };
    vec![value(3, "1994-03-07", "harbor-clinics", true), value(9, "1994-07-03", "north-hospital", false)]
}

pub fn conflict() -> ReviewPage {
    let mut page = pair();
    page.kind = PairKind::Fact;
    page.waterfall = None;
    page.joined = true;
    page.conflict = Some((Attribute::Born, values(), "agreed".into()));
    page.path = "fact/3/9?attribute=born".into();
    page
}

pub fn made_of(person: PersonCard) -> IdentityPage {
    let member = |card: IdentityCard, reference: &str, ids: &[(&str, &str)], first| Member {
        record: Some(RecordId(card.key.0)),
        card,
        reference: reference.into(),
        identifiers: ids.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        first,
    };
    let baby = PersonCard { id: PersonId(51), name: "Baby girl Example".into(), ..person.clone() };
    let event = |what: &str, by: &str, act: Option<i64>, undone| IdentityEvent {
        at: at("2026-07-06T10:00:00Z"),
        by: by.into(),
        what: what.into(),
        about: (what == "merge" || what == "split").then_some(PairKind::Person),
        moves: vec![(anna(), PersonId(9), person.id)],
        note: (what == "merge").then(|| "The hospital confirmed the name by phone.".into()),
        probability: (by == "linkage").then_some(0.993),
        act: act.map(ActId),
        undone,
    };
    let agreed = Used {
        attribute: Attribute::Born,
        values: values(),
        why: "agreed".into(),
        act: None,
        conflict: true,
    };
    let name = Used {
        attribute: Attribute::Name,
        values: values()[..1].to_vec(),
        why: "only_one".into(),
        act: None,
        conflict: false,
    };
    IdentityPage {
        members: vec![
            member(ana(), "Patient/412", &[("MRN", "H-00412"), ("Medicaid", "00-1234")], true),
            member(anna(), "Patient/n-99310", &[("MRN", "N-99310")], false),
        ],
        used: vec![name, agreed],
        dyads: vec![KnownDyad {
            infant: baby,
            mother: person.clone(),
            technique: "inferred".into(),
            record: None,
            probability: Some(0.97),
        }],
        events: vec![
            event("merge", "Sam Steward", Some(12), false),
            event("link", "linkage", None, false),
            event("split", "Sam Steward", Some(9), true),
        ],
        found: vec![card(14, "Ana Exemplar", Some((1994, 3, 7)), "home-visits")],
        search: "Ana".into(),
        person,
    }
}

fn upload(id: i64, name: &str, state: UploadState) -> UploadLine {
    UploadLine {
        id: UploadId(id),
        name: name.into(),
        source: "Riverside Clinic".into(),
        by: "Sam Steward".into(),
        at: at("2026-07-08T13:50:00Z"),
        state,
        counts: matches!(state, UploadState::Committed | UploadState::Undone).then_some((200, 2)),
        stayed: if state == UploadState::Undone { 3 } else { 0 },
        opens: true,
        may_undo: state == UploadState::Committed,
    }
}

pub fn files() -> FilesPage {
    FilesPage {
        uploads: vec![
            upload(3, "roster-july.xlsx", UploadState::Preview),
            upload(4, "the same once more.csv", UploadState::Discarded),
            upload(2, "roster-june.xlsx", UploadState::Committed),
            upload(1, "wrong file.csv", UploadState::Undone),
        ],
        sources: vec![(SourceId(1), "harbor-clinics".into()), (SourceId(2), "Riverside Clinic".into())],
    }
}

/// A file of which the bytes are erased.
pub fn closed(state: UploadState) -> FilePreview {
    let counts = state != UploadState::Discarded;
    FilePreview {
        upload: upload(2, "roster-june.xlsx", state),
        erased: Some(at("2026-07-08T13:55:00Z")),
        columns: vec![],
        fields: vec![],
        rows: vec![],
        missing: vec![],
        elsewhere: if state == UploadState::Committed { 41 } else { 0 },
        absent: counts.then_some(7),
        would: if counts { [180, 20, 12, 2] } else { [0; 4] },
        read_as: if counts { preview().read_as } else { vec![] },
        problems: if counts { preview().problems } else { vec![] },
        notes: if counts { preview().notes } else { vec![] },
        mapping: if counts { preview().mapping } else { String::new() },
        ..preview()
    }
}

pub fn preview() -> FilePreview {
    let column =
        |index, header: &str, field: Option<&str>, why: &str, confidence, samples: &[&str]| ColumnView {
            index,
            header: header.into(),
            field: field.map(str::to_owned),
            why: why.into(),
            confidence,
            samples: texts(samples),
            dates: None,
        };
    let mut born =
        column(3, "DOB", Some("mother.birth_date"), "header", 1.0, &["3/7/1994", "12/1/1990", "4/4/1999"]);
    born.dates = Some((40, 0, 172));
    let row = |line, becomes, says: &[(&str, &str)]| RowView {
        line,
        becomes,
        says: says.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        problem: None,
        notes: vec![],
    };
    let aside = |line, column: &str, words: &str, help: &str| RowView {
        problem: Some((column.into(), words.into(), help.into())),
        ..row(line, "set_aside", &[])
    };
    FilePreview {
        upload: upload(3, "roster-july.xlsx", UploadState::Preview),
        erased: None,
        keep_days: 14,
        format: "xlsx".into(),
        read_as: vec![("sheet".into(), "Roster".into()), ("header_row".into(), "3".into())],
        columns: vec![
            column(0, "Chart #", Some("mother.identifier"), "header", 1.0, &["00412", "00413", "00981"]),
            column(1, "Last", Some("mother.family"), "saved", 1.0, &["Example", "Sample", "Specimen"]),
            column(2, "First", Some("mother.given"), "saved", 1.0, &["Ana", "Berta", "Carla"]),
            born,
            column(4, "Cell", Some("mother.phone"), "content", 0.5, &["555 010 0707", "5550100808"]),
            column(5, "Notes", None, "none", 0.0, &["call after 3"]),
        ],
        fields: vec![
            (
                "mother".into(),
                texts(&[
                    "mother.identifier",
                    "mother.family",
                    "mother.given",
                    "mother.birth_date",
                    "mother.phone",
                ]),
            ),
            ("infant".into(), texts(&["infant.given", "infant.birth_date"])),
            ("row".into(), texts(&["site"])),
        ],
        date_order: None,
        ambiguous_dates: 172,
        would: [180, 20, 12, 2],
        snapshot: true,
        absent: Some(7),
        elsewhere: 0,
        rows: vec![
            row(
                4,
                "new",
                &[
                    ("mother.identifier", "00412"),
                    ("mother.family", "Example"),
                    ("mother.given", "Ana"),
                    ("mother.birth_date", "7 Mar 1994"),
                ],
            ),
            row(
                5,
                "changed",
                &[("mother.identifier", "00413"), ("mother.family", "Sample"), ("mother.given", "Berta")],
            ),
        ],
        problems: vec![
            aside(
                17,
                "Chart #",
                "the spreadsheet shortened the number to an exponent, so digits are lost",
                "format the column as text in the spreadsheet, enter the number again and send the file again",
            ),
            aside(
                40,
                "DOB",
                "there is no such day",
                "correct the date at the source and send the row again; YYYY-MM-DD is always understood",
            ),
        ],
        notes: vec![
            "2 rows above the headers were left out as titles".into(),
            "`DOB` has 172 dates that can be read either way; their rows were set aside until the mapping says \
             which"
                .into(),
        ],
        missing: texts(&["date_order"]),
        mapping: "[source]\n".into(),
    }
}
