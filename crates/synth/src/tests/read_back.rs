//! The truth, found again from nothing but the written records, by a second and simpler reading of the rules.

use super::*;

type Counts = [i64; 5];
type Cells = BTreeMap<(String, String, String, String), Counts>;

const CPT_OFFICE: [&str; 8] = ["99202", "99203", "99204", "99205", "99212", "99213", "99214", "99215"];

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn days(value: &str) -> i32 {
    day(value[..10].parse::<Date>().expect("a date"))
}

fn maybe(value: &Value, path: &str) -> Option<i32> {
    value.pointer(path).and_then(Value::as_str).map(days)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn codes(concept: &Value) -> Vec<String> {
    list(concept, "coding").map(|c| text(c, "/code").to_owned()).collect()
}

/// Something that happened to someone on a day, with every code that tells what it was.
struct Event {
    day: i32,
    class: String,
    codes: Vec<String>,
    organization: Option<String>,
}

struct Stay {
    start: i32,
    end: Option<i32>,
}

/// What the records of one family say of one of them.
struct Told<'a> {
    patient: &'a Value,
    events: Vec<Event>,
    stays: Vec<Stay>,
}

struct Records(Vec<(String, Value)>);

impl Records {
    fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.0.iter().filter(move |(k, _)| k == kind).map(|(_, v)| v)
    }

    fn about<'a>(&'a self, kind: &'a str, who: &'a str) -> impl Iterator<Item = &'a Value> {
        self.of(kind).filter(move |v| {
            [text(v, "/subject/reference"), text(v, "/beneficiary/reference")].contains(&who)
        })
    }

    fn told<'a>(&'a self, patient: &'a Value) -> Told<'a> {
        let who = format!("Patient/{}", text(patient, "/id"));
        let (mut events, mut stays) = (Vec::new(), Vec::new());
        for e in self.of("Encounter").filter(|e| text(e, "/subject/reference") == who) {
            let status = text(e, "/status");
            if ["planned", "cancelled", "entered-in-error"].contains(&status) {
                continue;
            }
            let start = days(text(e, "/period/start"));
            let class = text(e, "/class/code").to_owned();
            if class == "IMP" {
                stays.push(Stay { start, end: maybe(e, "/period/end") });
            }
            let own = format!("Encounter/{}", text(e, "/id"));
            let mut all: Vec<String> = list(e, "type").chain(list(e, "reasonCode")).flat_map(codes).collect();
            let named: Vec<&str> = list(e, "diagnosis").map(|d| text(d, "/condition/reference")).collect();
            for kind in ["Condition", "Procedure"] {
                for c in self.of(kind) {
                    let it = format!("{kind}/{}", text(c, "/id"));
                    if text(c, "/encounter/reference") == own || named.contains(&it.as_str()) {
                        all.extend(codes(&c["code"]));
                    }
                }
            }
            let organization = Some(text(e, "/serviceProvider/reference").to_owned());
            events.push(Event { day: start, class, codes: all, organization });
        }
        for p in self.of("Procedure").filter(|p| text(p, "/subject/reference") == who) {
            if p.get("encounter").is_none() {
                events.push(Event {
                    day: days(text(p, "/performedDateTime")),
                    class: "claim".to_owned(),
                    codes: codes(&p["code"]),
                    organization: None,
                });
            }
        }
        Told { patient, events, stays }
    }

    /// The mother that an infant's record leads to.
    fn mother_of(&self, infant: &Value) -> bool {
        let who = format!("Patient/{}", text(infant, "/id"));
        let mother = self.of("Patient").next().expect("the mother comes first");
        let related = self.of("RelatedPerson").any(|r| {
            let it = format!("RelatedPerson/{}", text(r, "/id"));
            let role = text(r, "/relationship/0/coding/0/code");
            let linked = list(mother, "link").any(|l| text(l, "/other/reference") == it);
            let same =
                r.pointer("/identifier/0/value").is_some_and(|v| v == &mother["identifier"][0]["value"]);
            text(r, "/patient/reference") == who
                && ["MTH", "NMTH", "GESTM"].contains(&role)
                && (linked || same)
        });
        related || self.about("Encounter", &who).any(|e| e.get("partOf").is_some())
    }
}

fn organization(told: &Told<'_>, from: i32, to: i32) -> String {
    for reference in list(told.patient, "generalPractitioner").map(|g| text(g, "/reference")) {
        if reference.starts_with("Organization/") {
            return reference.to_owned();
        }
    }
    let mut visits: BTreeMap<&str, (u32, i32)> = BTreeMap::new();
    for e in told.events.iter().filter(|e| e.class != "IMP" && from <= e.day && e.day <= to) {
        if let Some(o) = &e.organization {
            let seen = visits.entry(o).or_insert((0, i32::MIN));
            *seen = (seen.0 + 1, seen.1.max(e.day));
        }
    }
    let most = visits.into_iter().max_by_key(|(_, seen)| *seen).map(|(o, _)| o.to_owned());
    most.unwrap_or_else(|| text(told.patient, "/managingOrganization/reference").to_owned())
}

fn race(patient: &Value) -> &'static str {
    let of = |end: &str| -> Vec<String> {
        list(patient, "extension")
            .filter(|e| text(e, "/url").ends_with(end))
            .flat_map(|e| list(e, "extension"))
            .filter(|e| text(e, "/url") == "ombCategory")
            .map(|e| text(e, "/valueCoding/code").to_owned())
            .collect()
    };
    if of("us-core-ethnicity").iter().any(|c| c == "2135-2") {
        return "Hispanic or Latino";
    }
    match of("us-core-race").as_slice() {
        [one] => match one.as_str() {
            "1002-5" => "American Indian or Alaska Native",
            "2028-9" => "Asian",
            "2054-5" => "Black or African American",
            "2076-8" => "Native Hawaiian or Other Pacific Islander",
            "2106-3" => "White",
            "2131-1" => "Other race",
            "2118-8" => "Middle Eastern or North African",
            "ASKU" => "Asked, not answered",
            _ => "Unknown",
        },
        [] => "Unknown",
        _ => "Multiracial",
    }
}

fn strata(records: &Records, mother: Option<&Value>, own: &Value, on: i32) -> [(&'static str, String); 5] {
    let who = mother.unwrap_or(own);
    let language = list(who, "communication")
        .find(|c| c["preferred"] == true)
        .map(|c| text(c, "/language/coding/0/code").split('-').next().unwrap_or_default().to_owned());
    let patient = format!("Patient/{}", text(who, "/id"));
    let payer = records
        .about("Coverage", &patient)
        .find(|c| {
            maybe(c, "/period/start").expect("a start") <= on
                && maybe(c, "/period/end").is_none_or(|e| on <= e)
        })
        .map(|c| match text(c, "/type/coding/0/code") {
            "2" => "Medicaid",
            "5" => "Private",
            "81" => "Self-pay",
            "3" => "Other public",
            other => panic!("{other} was not planted"),
        });
    let age = mother.map(|m| {
        let born: Date = text(m, "/birthDate").parse().expect("a date");
        let at = calendar::date(on);
        let before = (at.month(), at.day()) < (born.month(), born.day());
        match at.year() - born.year() - i16::from(before) {
            ..20 => "Under 20",
            20..35 => "20-34",
            _ => "35 and over",
        }
    });
    let postal = text(who, "/address/0/postalCode");
    let unknown = || "Unknown".to_owned();
    [
        ("race_ethnicity", race(who).to_owned()),
        ("language", language.unwrap_or_else(unknown)),
        ("payer", payer.unwrap_or("Unknown").to_owned()),
        ("age_band", age.unwrap_or("Unknown").to_owned()),
        ("geography", if postal.is_empty() { unknown() } else { postal[..3].to_owned() }),
    ]
}

fn well_child(told: &Told<'_>, needs: usize, today: i32) -> usize {
    let born = days(text(told.patient, "/birthDate"));
    let inside = |d: i32| told.stays.iter().any(|s| s.start <= d && s.end.is_none_or(|e| d < e));
    if maybe(told.patient, "/deceasedDateTime").is_some_and(|d| d < born + 120)
        || (born + 90 <= today && inside(born + 90))
    {
        return 2;
    }
    if told.patient["deceasedBoolean"] == true {
        return 4;
    }
    if today <= born + 120 {
        return 3;
    }
    let well = ["410620009", "Z00.110", "Z00.111", "Z00.121", "Z00.129", "99381", "99391"];
    let visits: BTreeSet<i32> = told
        .events
        .iter()
        .filter(|e| e.class != "IMP" && e.codes.iter().any(|c| well.contains(&c.as_str())))
        .map(|e| e.day)
        .filter(|d| (born..=born + 120).contains(d) && !inside(*d))
        .collect();
    usize::from(visits.len() < needs)
}

/// A mother's delivery: its day, and whether anyone was born alive.
fn delivery(records: &Records, mother: &Told<'_>, infants: &[&Value]) -> Option<(i32, Option<bool>)> {
    let patient = format!("Patient/{}", text(mother.patient, "/id"));
    let stated = records
        .about("Observation", &patient)
        .find(|o| text(o, "/code/coding/0/code") == "93857-1")
        .map(|o| days(text(o, "/valueDateTime")));
    let born = infants.iter().map(|i| days(text(i, "/birthDate"))).min();
    let done = records
        .about("Procedure", &patient)
        .find(|p| ["59409", "59410", "59514"].contains(&text(p, "/code/coding/0/code")))
        .map(|p| days(text(p, "/performedDateTime")));
    let all: Vec<&String> = mother.events.iter().flat_map(|e| &e.codes).collect();
    let has = |codes: &[&str]| all.iter().any(|c| codes.contains(&c.as_str()));
    let coded = mother
        .events
        .iter()
        .find(|e| e.codes.iter().any(|c| c.starts_with("Z37") || c == "O80"))
        .map(|e| e.day);
    let live = if born.is_some() || has(&["Z37.0", "Z37.2", "Z37.3", "O80"]) {
        Some(true)
    } else if has(&["Z37.1", "Z37.4"]) {
        Some(false)
    } else {
        None
    };
    Some((stated.or(born).or(done).or(coded)?, live))
}

/// The day since which cover has held without a gap up to a delivery.
fn enrolled(records: &Records, patient: &str, delivered: i32) -> Option<i32> {
    let spans: Vec<(i32, i32)> = records
        .about("Coverage", patient)
        .map(|c| {
            (maybe(c, "/period/start").expect("a start"), maybe(c, "/period/end").unwrap_or(i32::MAX - 9))
        })
        .collect();
    let mut start = spans.iter().find(|s| s.0 <= delivered && delivered <= s.1)?.0;
    while let Some(earlier) = spans.iter().find(|s| s.0 < start && start - s.1 <= 2 && s.1 < start) {
        start = earlier.0;
    }
    Some(start)
}

fn maternal(
    records: &Records,
    mother: &Told<'_>,
    delivered: i32,
    live: Option<bool>,
    today: i32,
) -> [usize; 2] {
    let patient = format!("Patient/{}", text(mother.patient, "/id"));
    let year = calendar::date(delivered + 85).year();
    let died = maybe(mother.patient, "/deceasedDateTime");
    if died.is_some_and(|d| delivered <= d && calendar::date(d).year() <= year) {
        return [2; 2];
    }
    if live.is_none() {
        return [4; 2];
    }
    let due = records
        .about("Observation", &patient)
        .filter(|o| text(o, "/code/coding/0/code") == "11778-8")
        .map(|o| (days(text(o, "/effectiveDateTime")), days(text(o, "/valueDateTime"))))
        .filter(|(noted, due)| *noted <= delivered && (-30..=140).contains(&(due - delivered)))
        .max();
    let anchor = due.map_or(delivered, |d| d.1);
    let late = enrolled(records, &patient, delivered).filter(|e| *e > anchor - 280);
    let last = late.map_or(anchor - 176, |e| (e + 42).max(anchor - 176)).min(delivered);
    let any = |codes: &[&str], e: &Event| e.codes.iter().any(|c| codes.contains(&c.as_str()));
    let prenatal = mother.events.iter().any(|e| {
        let supervised = e.codes.iter().any(|c| c.starts_with("Z34") || c.starts_with("O09"));
        let bundle = e.class != "claim" && any(&["59425", "59426"], e);
        let visit = any(&["424441002", "424619006", "0500F", "0501F", "0502F"], e);
        (visit || bundle || (any(&CPT_OFFICE, e) && supervised))
            && !["IMP", "EMER"].contains(&e.class.as_str())
            && (anchor - 280..=last).contains(&e.day)
    });
    let postpartum = mother.events.iter().any(|e| {
        any(&["169762003", "Z39.2", "59430", "0503F"], e)
            && e.class != "IMP"
            && (7..=84).contains(&(e.day - delivered))
    });
    let status = |met: bool, due: i32| if today <= due { 3 } else { usize::from(!met) };
    [status(prenatal, last), status(postpartum, delivered + 84)]
}

#[test]
fn the_truth_is_what_the_records_say() {
    check(&Plan::new(2500, 7, TODAY));
    check(&Plan::new(600, 1, date(2024, 2, 29)));
    check(&Plan { clinics: 5, ..Plan::new(600, 2, date(2027, 1, 15)) });
    let late = Plan::new(300, 3, TODAY);
    check(&Plan { first_birth: date(2026, 1, 1), last_birth: date(2026, 12, 31), ..late });
}

fn check(plan: &Plan) {
    let plan = *plan;
    let today = day(plan.today);
    let periods = periods(plan.today);
    let generator = Generator::new(plan);
    let mut out = Resources::default();
    let mut tally = Tally::new(&plan);
    let mut cells = Cells::new();
    let mut count = |measure: &str, on: i32, status: usize, org: &str, strata: &[(&'static str, String)]| {
        for period in periods.iter().filter(|p| p.contains(calendar::date(on))) {
            let of = strata.iter().map(|(s, label)| (*s, label.as_str()));
            for (stratifier, label) in of.chain([("organization", org), ("whole", "")]) {
                let key = (measure.to_owned(), period.to_string(), stratifier.to_owned(), label.to_owned());
                cells.entry(key).or_default()[status] += 1;
            }
        }
    };
    for index in 0..plan.families() {
        generator.family(index, &mut out, &mut tally);
        let parse = |json: &[u8]| serde_json::from_slice(json).expect("JSON");
        let records = Records(out.iter().map(|(kind, json)| (kind.to_owned(), parse(json))).collect());
        let mother = records.of("Patient").next().expect("the mother comes first");
        let infants: Vec<&Value> = records.of("Patient").skip(1).collect();
        let linked: Vec<&Value> = infants.iter().copied().filter(|i| records.mother_of(i)).collect();
        for infant in &infants {
            let told = records.told(infant);
            let born = days(text(infant, "/birthDate"));
            let parent = linked.contains(infant).then_some(mother);
            let strata = strata(&records, parent, infant, born);
            let org = organization(&told, i32::MIN, i32::MAX);
            for (measure, needs) in [("wcv_3by120", 3), ("wcv_2by120", 2)] {
                count(measure, born + 120, well_child(&told, needs, today), &org, &strata);
            }
        }
        let told = records.told(mother);
        let Some((delivered, live)) = delivery(&records, &told, &linked) else { continue };
        if live != Some(false) {
            let strata = strata(&records, Some(mother), mother, delivered);
            let org = organization(&told, delivered - 280, delivered + 84);
            let statuses = maternal(&records, &told, delivered, live, today);
            for (measure, status) in ["ppc_prenatal", "ppc_postpartum"].into_iter().zip(statuses) {
                count(measure, delivered + 85, status, &org, &strata);
            }
        }
    }

    let mut expected = Cells::new();
    // Those whose rules are written once more here; the others are read back by the engine.
    let read = ["wcv_3by120", "wcv_2by120", "ppc_prenatal", "ppc_postpartum"];
    let measures = tally.truth(&plan, BTreeMap::new()).measures;
    for m in measures.into_iter().filter(|m| read.contains(&m.measure.as_str())) {
        for p in m.periods {
            let mut put = |stratifier: &str, label: &str, c: &Cell| {
                let counts = [c.numerator, c.denominator - c.numerator, c.excluded, c.pending, c.unknown];
                let key = (m.measure.clone(), p.period.to_string(), stratifier.to_owned(), label.to_owned());
                // Nobody counts in a period that lies outside of the plan.
                if counts != [0; 5] {
                    expected.insert(key, counts);
                }
            };
            put("whole", "", &p.whole);
            p.strata.iter().for_each(|s| put(&s.stratifier, &s.stratum, &s.cell));
            p.organizations.iter().for_each(|o| put("organization", &o.organization, &o.cell));
        }
    }
    assert!(expected.len() > 150);
    for (key, counts) in &expected {
        assert_eq!(cells.get(key), Some(counts), "{key:?}");
    }
    assert_eq!(cells.len(), expected.len());
}
