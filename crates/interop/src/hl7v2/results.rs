//! OBX as Observations: each one alone, and a blood pressure as one panel of two.

use std::collections::HashMap;

use super::draft::{Code, Draft, LOINC, codings, concept_of, id, pointing};
use super::json::{Json, list, object};
use super::message::{Message, Part, Segment};
use super::note::Remark;
use super::person::Subject;
use super::visit::Visit;

const SYSTOLIC: &str = "8480-6";
const DIASTOLIC: &str = "8462-4";
const PANEL: &str = "85354-9";
/// Systolic and diastolic in one value.
const BOTH: &str = "55284-4";
/// What one text may mean by `120/80`, in mmHg.
const SYSTOLIC_RANGE: std::ops::RangeInclusive<u16> = 50..=300;
const DIASTOLIC_RANGE: std::ops::RangeInclusive<u16> = 20..=200;
/// What a pregnancy has one of: a later message corrects it, whatever the time it gives.
const ONCE: [&str; 7] = ["8339-4", "49051-6", "11884-4", "57714-8", "18185-9", "76516-4", "11885-1"];

/// The request that results stand under: OBR, or the message itself.
struct Order {
    /// The filler's number, else the placer's, else what tells it from others.
    number: String,
    /// Whether a request is named. What an admission says has only its time to tell it apart.
    is_requested: bool,
    at: Option<String>,
}

/// A blood pressure that is being put together.
struct Pressure {
    sub_id: String,
    own_time: String,
    parts: Vec<(&'static str, Json)>,
    at: Option<String>,
    status: &'static str,
}

/// The blood pressures of an order: the first systolic value of a sub-id and a time goes with their first diastolic
/// one, the second with the second.
#[derive(Default)]
struct Pressures {
    all: Vec<Pressure>,
    /// Where those of a sub-id and a time stand, and how many of them have each of the two values.
    places: HashMap<(String, String), (Vec<usize>, [usize; 2])>,
}

impl Pressures {
    /// Puts a value in, whether there is one or not: a missing one keeps its place.
    fn add(
        &mut self,
        key: (String, String),
        code: &'static str,
        value: Json,
        at: Option<&String>,
        status: &'static str,
    ) {
        let (places, counts) = self.places.entry(key.clone()).or_default();
        let count = &mut counts[usize::from(code == DIASTOLIC)];
        *count += 1;
        match places.get(*count - 1) {
            Some(place) => {
                let pressure = &mut self.all[*place];
                pressure.parts.push((code, value));
                if status != "final" {
                    pressure.status = status;
                }
            }
            None => {
                places.push(self.all.len());
                let (sub_id, own_time) = key;
                self.all.push(Pressure {
                    sub_id,
                    own_time,
                    parts: vec![(code, value)],
                    at: at.cloned(),
                    status,
                });
            }
        }
    }
}

/// How often each result came in a message. The second of the same order, code, sub-id and time is another reading;
/// the second correction is that of the second reading.
#[derive(Default)]
struct Readings(HashMap<(String, bool), usize>);

impl Readings {
    /// The id of a result.
    fn id(&mut self, parts: &[&str], status: &str) -> String {
        let first = id(parts);
        let corrects = matches!(status, "corrected" | "amended" | "entered-in-error");
        let count = self.0.entry((first.clone(), corrects)).or_default();
        *count += 1;
        match count {
            1 => first,
            n => id(&[parts, &[n.to_string().as_str()]].concat()),
        }
    }
}

impl Draft<'_> {
    /// The Observations of all OBX, by the OBR that they follow.
    pub fn observations(
        &mut self,
        message: &Message<'_>,
        subject: &Subject,
        visit: Option<&Visit>,
        control_id: &str,
    ) -> Vec<Json> {
        let about = visit.map_or(subject.id.as_str(), |visit| visit.id.as_str());
        let mut order = Order { number: format!("{about}|"), is_requested: false, at: None };
        let (mut resources, mut pressures) = (Vec::new(), Pressures::default());
        let mut readings = Readings::default();
        for segment in message.segments() {
            match segment.name() {
                "OBR" => {
                    let open = std::mem::take(&mut pressures);
                    resources.extend(self.close(&order, subject, visit, open, &mut readings));
                    order = self.order(*segment, subject, control_id);
                }
                "OBX" => {
                    let found =
                        self.observation(*segment, &order, subject, visit, &mut pressures, &mut readings);
                    resources.extend(found);
                }
                _ => {}
            }
        }
        resources.extend(self.close(&order, subject, visit, pressures, &mut readings));
        resources
    }

    fn order(&mut self, obr: Segment<'_>, subject: &Subject, control_id: &str) -> Order {
        let at = self.time_if_any(obr, 7).map(|s| s.text);
        let numbers = [3, 2].map(|n| obr.field(n).component(1).text().map(|number| (n, number)));
        let number = match numbers.into_iter().flatten().next() {
            Some((field, number)) => {
                let authority = obr.field(field).component(2).text().unwrap_or_default();
                format!("{}|{authority}|{number}", subject.id)
            }
            None => {
                self.note(Remark::NoOrderNumber, obr.place(3));
                format!("{}|{control_id}|{}", subject.id, obr.number)
            }
        };
        Order { number, is_requested: true, at }
    }

    fn observation(
        &mut self,
        obx: Segment<'_>,
        order: &Order,
        subject: &Subject,
        visit: Option<&Visit>,
        pressures: &mut Pressures,
        readings: &mut Readings,
    ) -> Option<Json> {
        let Some(codes) = self.observed(obx) else {
            self.note(Remark::Uncoded, obx.place(3));
            return None;
        };
        let own_time = self.time_if_any(obx, 14).map(|s| s.text);
        let at = own_time.clone().or_else(|| order.at.clone()).or_else(|| {
            self.note(Remark::TimeOfMessage, obx.place(14));
            self.moment.as_ref().map(|m| m.text.clone())
        });
        let status = self.status(obx);
        let sub_id = obx.field(4).text().unwrap_or_default();
        let loinc = codes.iter().find(|c| c.system == LOINC).map(|c| c.code.as_str()).unwrap_or_default();

        let of_pressure = match loinc {
            SYSTOLIC | DIASTOLIC => {
                let code = if loinc == SYSTOLIC { SYSTOLIC } else { DIASTOLIC };
                let value = self.pressure_value(obx);
                // What is no number is kept as it came.
                let nothing_said = obx.field(5).is_absent() || obx.field(5).is_null();
                (!value.is_nothing() || nothing_said).then(|| vec![(code, value)])
            }
            PANEL if obx.field(5).is_absent() => return None,
            _ if loinc == PANEL || loinc == BOTH || (loinc.is_empty() && names_pressure(&codes)) => {
                let field = self.single(obx, 5);
                split_pressure(&field.text().unwrap_or_default()).map(|(systolic, diastolic)| {
                    self.note(Remark::PressureSplit, obx.place(5));
                    vec![(SYSTOLIC, millimetres(&systolic)), (DIASTOLIC, millimetres(&diastolic))]
                })
            }
            _ => None,
        };
        if let Some(parts) = of_pressure {
            for (code, value) in parts {
                if value.is_nothing() && status == "final" {
                    self.note(Remark::NoValue, obx.place(5));
                }
                let key = (sub_id.clone(), own_time.clone().unwrap_or_default());
                pressures.add(key, code, value, at.as_ref(), status);
            }
            return None;
        }

        let (key, value) = self.value(obx, status)?;
        let which = codes.first().map(|c| format!("{}|{}", c.system, c.code)).unwrap_or_default();
        let own = match ONCE.contains(&loinc) {
            true => id(&["observation", &subject.id, &which, &sub_id, ""]),
            false => {
                let moment = moment(order, &sub_id, own_time.as_deref().unwrap_or_default());
                readings.id(&["observation", &order.number, &which, &sub_id, moment], status)
            }
        };
        Some(object([
            ("resourceType", "Observation".into()),
            ("id", own.into()),
            ("meta", self.meta(&[], &[])),
            ("status", status.into()),
            ("code", object([("coding", codings(&codes))])),
            ("subject", pointing("Patient", &subject.id)),
            ("encounter", visit.map(|visit| pointing("Encounter", &visit.id)).into()),
            ("effectiveDateTime", at.into()),
            (key, value),
            ("interpretation", self.interpretation(obx)),
            ("referenceRange", list([object([("text", obx.field(7).text().into())])])),
        ]))
    }

    /// The blood pressures of an order.
    fn close(
        &mut self,
        order: &Order,
        subject: &Subject,
        visit: Option<&Visit>,
        pressures: Pressures,
        readings: &mut Readings,
    ) -> Vec<Json> {
        let mut resources = Vec::with_capacity(pressures.all.len());
        for Pressure { sub_id, own_time, mut parts, at, status } in pressures.all {
            if status == "final" {
                parts.retain(|(_, value)| !value.is_nothing());
            }
            if parts.is_empty() {
                continue;
            }
            let moment = moment(order, &sub_id, &own_time);
            let own = readings.id(&["observation", &order.number, PANEL, &sub_id, moment], status);
            let components = list(parts.into_iter().map(|(code, value)| {
                object([("code", concept_of(LOINC, code, None)), ("valueQuantity", value)])
            }));
            let vital = "http://terminology.hl7.org/CodeSystem/observation-category";
            resources.push(object([
                ("resourceType", "Observation".into()),
                ("id", own.into()),
                ("meta", self.meta(&[], &[])),
                ("status", status.into()),
                ("category", list([concept_of(vital, "vital-signs", None)])),
                ("code", concept_of(LOINC, PANEL, Some("Blood pressure panel"))),
                ("subject", pointing("Patient", &subject.id)),
                ("encounter", visit.map(|visit| pointing("Encounter", &visit.id)).into()),
                ("effectiveDateTime", at.into()),
                ("component", components),
            ]));
        }
        resources
    }

    /// What was observed: the sender's code, with LOINC first where it is known.
    fn observed(&mut self, obx: Segment<'_>) -> Option<Vec<Code>> {
        let cwe = self.single(obx, 3);
        let mut codes = self.codes(cwe);
        let local = codes.first()?.clone();
        if let Some(mapped) = self.sender.loinc.get(&local.code) {
            codes.insert(0, Code { system: LOINC.into(), code: mapped.clone(), words: local.words });
        } else if local.system.is_empty() && is_loinc(&local.code) {
            self.note(Remark::SystemAssumed, obx.place(3));
            codes[0].system = LOINC.into();
        }
        codes.sort_by_key(|c| c.system != LOINC);
        Some(codes)
    }

    /// Table 0085. What was withdrawn no longer stands, whichever letter says so.
    fn status(&mut self, obx: Segment<'_>) -> &'static str {
        match obx.field(11).component(1).text().as_deref() {
            Some("C") => "corrected",
            Some("P" | "S") => "preliminary",
            Some("I" | "O") => "registered",
            Some("X" | "D" | "W") => "entered-in-error",
            Some("A") => "amended",
            Some("F" | "U" | "R" | "B" | "V") | None => "final",
            Some(_) => {
                self.note(Remark::CodeUnknown, obx.place(11));
                "unknown"
            }
        }
    }

    fn pressure_value(&mut self, obx: Segment<'_>) -> Json {
        match obx.field(5).component(1).text().and_then(|t| number(&t)) {
            Some(digits) => millimetres(&digits),
            None => Json::Nothing,
        }
    }

    /// The value, as the property that its type has in FHIR. Nothing when there is none and that is no news.
    fn value(&mut self, obx: Segment<'_>, status: &str) -> Option<(&'static str, Json)> {
        let field = self.single(obx, 5);
        let withdrawn = status == "entered-in-error";
        if field.is_absent() || field.is_null() {
            if withdrawn {
                return Some(("valueString", Json::Nothing));
            }
            self.note(Remark::NoValue, obx.place(5));
            return None;
        }
        let text = field.text().unwrap_or_default();
        let value = match obx.field(2).text().as_deref() {
            Some("NM") => match number(&text) {
                Some(digits) => ("valueQuantity", quantity(digits, None, obx)),
                None => {
                    self.note(Remark::ValueAsText, obx.place(5));
                    ("valueString", text.into())
                }
            },
            Some("SN") => self.structured(field, obx),
            Some("CE" | "CWE" | "CNE" | "CF" | "IS" | "ID") => ("valueCodeableConcept", self.concept(field)),
            Some("DT" | "TS" | "DTM") => match self.stamp(&text, obx.place(5)) {
                Some(stamp) => ("valueDateTime", stamp.text.into()),
                None => {
                    self.note(Remark::ValueAsText, obx.place(5));
                    ("valueString", text.into())
                }
            },
            Some("ED" | "RP" | "NA" | "MA") => {
                self.note(Remark::ValueLeftOut, obx.place(5));
                return None;
            }
            _ => ("valueString", text.into()),
        };
        Some(value)
    }

    /// SN: a comparator and a number; ranges and ratios stay text.
    fn structured(&mut self, field: Part<'_>, obx: Segment<'_>) -> (&'static str, Json) {
        let comparator = field.component(1).text();
        let digits = field.component(2).text().and_then(|t| number(&t));
        let alone = field.component(3).is_absent() && field.component(4).is_absent();
        let usable = matches!(comparator.as_deref(), None | Some("=" | "<" | ">" | "<=" | ">="));
        match digits {
            Some(digits) if alone && usable => {
                ("valueQuantity", quantity(digits, comparator.filter(|c| c != "="), obx))
            }
            _ => {
                self.note(Remark::ValueAsText, obx.place(5));
                let parts: Vec<String> = (1..=4).filter_map(|n| field.component(n).text()).collect();
                ("valueString", parts.join(" ").into())
            }
        }
    }

    fn interpretation(&mut self, obx: Segment<'_>) -> Json {
        let Some(flag) = obx.field(8).component(1).text() else { return Json::Nothing };
        let system = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
        list([concept_of(system, &flag, None)])
    }
}

/// A quantity with its unit, in UCUM where that is known.
fn quantity(digits: String, comparator: Option<String>, obx: Segment<'_>) -> Json {
    let units = obx.field(6);
    let sent = units.component(1).text();
    let named_ucum = units.component(3).text().is_some_and(|s| s.eq_ignore_ascii_case("UCUM"));
    let code = match (&sent, named_ucum) {
        (Some(sent), true) => Some(sent.clone()),
        (Some(sent), false) => ucum(sent).map(str::to_owned),
        (None, _) => None,
    };
    object([
        ("value", Json::Number(digits)),
        ("comparator", comparator.into()),
        ("unit", units.component(2).text().or(sent).into()),
        ("system", code.is_some().then_some("http://unitsofmeasure.org").into()),
        ("code", code.into()),
    ])
}

fn millimetres(digits: &str) -> Json {
    let digits = Json::Number(digits.to_owned());
    object([
        ("value", digits),
        ("unit", "mmHg".into()),
        ("system", "http://unitsofmeasure.org".into()),
        ("code", "mm[Hg]".into()),
    ])
}

/// Units that are written in many ways.
fn ucum(sent: &str) -> Option<&'static str> {
    Some(match sent.to_ascii_lowercase().as_str() {
        "mm[hg]" | "mmhg" | "mm hg" => "mm[Hg]",
        "g" | "gm" | "gms" | "gram" | "grams" => "g",
        "kg" | "kgs" | "kilogram" | "kilograms" => "kg",
        "lb" | "lbs" | "[lb_av]" | "pound" | "pounds" => "[lb_av]",
        "oz" | "ounce" | "ounces" | "[oz_av]" => "[oz_av]",
        "cm" => "cm",
        "in" | "inch" | "inches" | "[in_i]" => "[in_i]",
        "wk" | "wks" | "week" | "weeks" => "wk",
        "d" | "day" | "days" => "d",
        "/min" | "bpm" | "beats/min" | "min-1" => "/min",
        "%" => "%",
        "{score}" | "score" => "{score}",
        "mg/dl" => "mg/dL",
        "g/dl" => "g/dL",
        "kg/m2" => "kg/m2",
        _ => return None,
    })
}

/// A number as JSON has it; nothing when the text is none.
fn number(text: &str) -> Option<String> {
    let text = text.trim();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || rest.len() > 30 || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// What tells a result from others of its order and code. Where a request and a sub-id do, a correction may give
/// another time.
fn moment<'t>(order: &Order, sub_id: &str, own_time: &'t str) -> &'t str {
    if order.is_requested && !sub_id.is_empty() { "" } else { own_time }
}

/// Whether a code without a known system says by its name that it is a blood pressure.
fn names_pressure(codes: &[Code]) -> bool {
    codes.iter().flat_map(|code| [Some(&code.code), code.words.as_ref()]).flatten().any(|name| {
        let name = name.to_lowercase();
        let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        ["blood pressure", "bloodpressure", "presión arterial", "presion arterial"]
            .iter()
            .any(|known| name.contains(known))
            || words.any(|word| matches!(word, "bp" | "nibp"))
    })
}

/// `120/80` in one text: nothing when it can be no blood pressure.
fn split_pressure(text: &str) -> Option<(String, String)> {
    let (systolic, diastolic) = text.split_once('/')?;
    let whole = |t: &str| {
        let t = t.trim();
        t.bytes().all(|b| b.is_ascii_digit()).then(|| t.parse::<u16>().ok()).flatten()
    };
    let (systolic, diastolic) = (whole(systolic)?, whole(diastolic)?);
    let plausible =
        SYSTOLIC_RANGE.contains(&systolic) && DIASTOLIC_RANGE.contains(&diastolic) && systolic > diastolic;
    plausible.then(|| (systolic.to_string(), diastolic.to_string()))
}

/// Whether a code has the form and the check digit (modulus 10) of LOINC.
fn is_loinc(code: &str) -> bool {
    let Some((number, check)) = code.split_once('-') else { return false };
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if !(1..=7).contains(&number.len()) || check.len() != 1 || !digits(number) || !digits(check) {
        return false;
    }
    let doubled = |(at, byte): (usize, u8)| {
        let digit = u32::from(byte - b'0');
        if at.is_multiple_of(2) { digit * 2 / 10 + digit * 2 % 10 } else { digit }
    };
    let sum: u32 = number.bytes().rev().enumerate().map(doubled).sum();
    (10 - sum % 10) % 10 == u32::from(check.as_bytes()[0] - b'0')
}
