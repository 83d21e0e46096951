//! What describes a person or an organisation: names, identifiers, addresses, reported categories.

use kith_domain::fact::{Address, Coding, Deceased, Identifier, Language, Link, Name, Reference, Telecom};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::values::{Reading, coding, codings};
use super::wire;
use crate::json::{List, Text};
use crate::problem::{NoteCode, Problem, Reason};

pub(super) fn names(sent: Option<List<wire::HumanName<'_>>>) -> Vec<Name> {
    let read = |name: wire::HumanName<'_>| Name {
        usage: name.usage.and_then(Text::filled),
        family: name.family.and_then(Text::filled),
        given: texts(name.given),
        text: name.text.and_then(Text::filled),
    };
    let says_something = |n: &Name| n.family.is_some() || !n.given.is_empty() || n.text.is_some();
    each(sent).map(read).filter(says_something).collect()
}

/// One name as one text.
pub(super) fn full_name(names: Vec<Name>) -> Option<String> {
    let name = names.into_iter().next()?;
    name.text.or_else(|| {
        let parts: Vec<String> = name.given.into_iter().chain(name.family).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
}

pub(super) fn identifiers(sent: Option<List<wire::Identifier<'_>>>) -> Vec<Identifier> {
    each(sent)
        .filter_map(|identifier| {
            Some(Identifier {
                value: identifier.value?.filled()?,
                system: identifier.system.and_then(Text::filled).unwrap_or_default(),
                kind: super::values::first_code(identifier.kind),
            })
        })
        .collect()
}

pub(super) fn telecoms(sent: Option<List<wire::Telecom<'_>>>) -> Vec<Telecom> {
    each(sent)
        .filter_map(|telecom| {
            Some(Telecom {
                value: telecom.value?.filled()?,
                system: telecom.system.and_then(Text::filled).unwrap_or_default(),
                usage: telecom.usage.and_then(Text::filled),
            })
        })
        .collect()
}

pub(super) fn address(sent: wire::Address<'_>) -> Address {
    Address {
        usage: sent.usage.and_then(Text::filled),
        lines: texts(sent.line),
        city: sent.city.and_then(Text::filled),
        district: sent.district.and_then(Text::filled),
        state: sent.state.and_then(Text::filled),
        postal_code: sent.postal_code.and_then(Text::filled),
    }
}

pub(super) fn addresses(sent: Option<List<wire::Address<'_>>>) -> Vec<Address> {
    each(sent).map(address).filter(|a| *a != Address::default()).collect()
}

pub(super) fn languages(sent: Option<List<wire::Communication<'_>>>) -> Vec<Language> {
    each(sent)
        .filter_map(|spoken| {
            let mut codes = codings(spoken.language?);
            // A language may be coded twice; the web's tag is the one to keep.
            let tag = codes.iter().position(|c| c.system == "urn:ietf:bcp:47").unwrap_or(0);
            (!codes.is_empty()).then(|| Language {
                code: codes.swap_remove(tag).code,
                preferred: spoken.preferred == Some(true),
            })
        })
        .collect()
}

/// Links as sent, and those to the `RelatedPerson`s that the Bundle says the patient also is.
pub(super) fn links(
    reading: &mut Reading<'_>,
    sent: Option<List<wire::Link<'_>>>,
    also: &[String],
) -> Vec<Link> {
    let mut links: Vec<Link> = each(sent)
        .filter_map(|link| {
            let other = reading.reference(link.other, "Patient", "link.other")?;
            Some(Link { other, kind: link.kind.and_then(Text::filled).unwrap_or_default() })
        })
        .collect();
    links.extend(also.iter().map(|other| Link { other: Reference(other.clone()), kind: "seealso".into() }));
    links
}

/// A death. A date says more than a yes.
pub(super) fn deceased(
    reading: &mut Reading<'_>,
    yes: Option<bool>,
    on: Option<Text<'_>>,
) -> Result<Deceased, Problem> {
    Ok(match (reading.when(on, "deceasedDateTime")?, yes) {
        (Some(when), _) => Deceased::On(when),
        (None, Some(true)) => Deceased::Yes,
        (None, Some(false)) => Deceased::No,
        (None, None) => Deceased::NotSaid,
    })
}

/// What the extensions of a Patient say that is used here.
#[derive(Default)]
pub(super) struct Extensions {
    pub race: Vec<Coding>,
    pub ethnicity: Vec<Coding>,
    pub birth_sex: Option<String>,
}

const US_CORE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
/// The ethnic category of the NHS, as UK Core and the profiles before it have it.
const NHS_ETHNICITY: [&str; 2] = [
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory",
    "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-EthnicCategory-1",
];

pub(super) fn extensions(sent: Option<List<wire::Extension<'_>>>) -> Result<Extensions, Problem> {
    let mut found = Extensions::default();
    // Three versions of US Core write sex in three ways; the oldest is the one that means birth.
    let mut sexes = [None, None, None];
    for extension in each(sent) {
        if extension.url.as_ref().is_some_and(|url| NHS_ETHNICITY.contains(&url.as_str()))
            && let Some(raw) = extension.value_concept
        {
            found.ethnicity.extend(codings(inner(raw, "ethnic category")?));
            continue;
        }
        let Some(name) = extension.url.as_ref().and_then(|u| u.as_str().strip_prefix(US_CORE)) else {
            continue;
        };
        match name {
            "race" => found.race = categories(extension.extension, "race")?,
            "ethnicity" => found.ethnicity.extend(categories(extension.extension, "ethnicity")?),
            "birthsex" => sexes[0] = sex(&extension)?,
            "sex" => sexes[1] = sex(&extension)?,
            "individual-sex" => sexes[2] = sex(&extension)?,
            _ => {}
        }
    }
    found.birth_sex = sexes.into_iter().flatten().next();
    Ok(found)
}

/// Middle Eastern or North African, a detail of White in the standard of 1997 and a category in that of 2024.
const MIDDLE_EASTERN: &str = "2118-8";
const WHITE: &str = "2106-3";

/// The categories of a race or ethnicity extension as reported. Details count only where no category was sent: beside
/// one they refine it. Middle Eastern or North African refines White and no other.
fn categories(sent: Option<&RawValue>, name: &str) -> Result<Vec<Coding>, Problem> {
    let Some(raw) = sent else { return Ok(Vec::new()) };
    let (mut broad, mut detailed) = (Vec::new(), Vec::new());
    for part in inner::<List<wire::Extension<'_>>>(raw, name)?.0 {
        let Some(raw) = part.value_coding else { continue };
        let into = match part.url.as_ref().map(Text::as_str) {
            Some("ombCategory") => &mut broad,
            Some("detailed") => &mut detailed,
            _ => continue,
        };
        into.extend(coding(inner(raw, name)?, None));
    }
    if broad.is_empty() {
        return Ok(detailed);
    }
    if !broad.iter().any(|category| matches!(category.code.as_str(), WHITE | MIDDLE_EASTERN)) {
        broad.extend(detailed.into_iter().find(|detail| detail.code == MIDDLE_EASTERN));
    }
    Ok(broad)
}

fn sex(extension: &wire::Extension<'_>) -> Result<Option<String>, Problem> {
    let code = if let Some(raw) = extension.value_code {
        inner::<Text<'_>>(raw, "sex")?.filled()
    } else if let Some(raw) = extension.value_coding {
        inner::<wire::Coding<'_>>(raw, "sex")?.code.and_then(Text::filled)
    } else {
        None
    };
    Ok(code.map(|code| match code.as_str() {
        "248152002" => "F".into(),
        "248153007" => "M".into(),
        _ => code,
    }))
}

/// How many were born together.
pub(super) fn plurality(
    reading: &mut Reading<'_>,
    sent: Option<wire::Extended<'_>>,
) -> Result<Option<u8>, Problem> {
    let url = "http://hl7.org/fhir/StructureDefinition/patient-multipleBirthTotal";
    let found =
        each(sent.and_then(|e| e.extension)).find(|e| e.url.as_ref().is_some_and(|u| u.as_str() == url));
    let Some(raw) = found.and_then(|e| e.value_positive.or(e.value_integer)) else { return Ok(None) };
    Ok(small(reading, inner(raw, "multipleBirthTotal")?, "multipleBirthTotal"))
}

/// A count of infants born together: at least one and not absurd.
pub(super) fn small(reading: &mut Reading<'_>, number: i64, property: &str) -> Option<u8> {
    let small = u8::try_from(number).ok().filter(|n| (1..=20).contains(n));
    if small.is_none() {
        reading.remark(NoteCode::ValueLeftOut, property);
    }
    small
}

/// Reads a part that was left raw. `name` is the extension that it belongs to.
fn inner<'a, T: Deserialize<'a>>(raw: &'a RawValue, name: &str) -> Result<T, Problem> {
    serde_json::from_str(raw.get()).map_err(|e| {
        let reason = crate::json::problem(raw.get(), "it", &e).reason;
        let reason = if reason == Reason::DuplicateKey { reason } else { Reason::WrongType };
        Problem::new(
            reason,
            format!("the extension {name} of the Patient does not have the shape that US Core gives it"),
        )
    })
}

fn texts(sent: Option<List<Text<'_>>>) -> Vec<String> {
    each(sent).filter_map(Text::filled).collect()
}

pub(super) fn each<T>(sent: Option<List<T>>) -> impl Iterator<Item = T> {
    sent.map(|list| list.0).unwrap_or_default().into_iter()
}
