//! Why a subject stands where it stands, in plain words.
//!
//! What is said follows from the outcome, the measure's own words and the rows of the person: the days that matter,
//! what counts and on which day of the window, what does not and why, what is missing. Nobody is at fault in it.

use jiff::civil::Date;
use kith_domain::fact::Reference;
use kith_domain::id::{PersonId, RecordId};
use kith_domain::measure::{Outcome, Status};

use crate::programme::{Measure, Unit};

mod details;

/// What is known of a subject beside its outcome.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Details {
    /// The day of birth or of delivery.
    pub starts_on: Option<Date>,
    /// The due date, for a delivery that has one.
    pub due_date: Option<Date>,
    /// Cover began, for a delivery.
    pub enrolled_on: Option<Date>,
    /// Events of the person that carry a code of the measure, each once, in order of time.
    pub events: Vec<Event>,
    /// What the records of the outcome and the events are called.
    pub references: Vec<(RecordId, Reference)>,
    /// Which source sent them, by name, where more than one tells of the person.
    pub sources: Vec<(RecordId, String)>,
    /// Every source that tells of the person, by name, where there is more than one.
    pub told_by: Vec<String>,
}

/// An event that may count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Its record.
    pub record: RecordId,
    /// Its day, when that is known.
    pub on: Option<Date>,
    /// Whether it was in hospital.
    pub inpatient: bool,
}

/// What a line of an explanation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What the measure asks.
    Asks,
    /// A day that matters.
    Day,
    /// An event that counts.
    Counts,
    /// An event that does not count.
    DoesNotCount,
    /// What is missing.
    Missing,
    /// Which sources tell of the person.
    Sources,
    /// Why the subject is out, or cannot be judged.
    Reason,
    /// Where it stands.
    Stands,
}

/// One sentence, with the record it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub topic: Topic,
    /// The sentence.
    pub text: String,
    /// The day that it speaks of.
    pub on: Option<Date>,
    /// The record that it rests on.
    pub record: Option<RecordId>,
    /// What the record's source calls it.
    pub reference: Option<Reference>,
    /// The name of that source, where more than one tells of the person.
    pub source: Option<String>,
}

/// An explanation: sentences in the order in which they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The measure's title.
    pub title: String,
    /// Where the subject stands.
    pub status: Status,
    /// The sentences.
    pub lines: Vec<Line>,
}

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.title)?;
        for line in &self.lines {
            write!(f, "- {}", line.text)?;
            match (&line.reference, &line.source) {
                (Some(reference), Some(source)) => writeln!(f, " ({reference}, {source})")?,
                (Some(reference), None) => writeln!(f, " ({reference})")?,
                (None, _) => writeln!(f)?,
            }
        }
        Ok(())
    }
}

/// A language that explanations are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// The language of a tag; English for any other.
    pub fn of(tag: &str) -> Self {
        if tag.split('-').next() == Some("es") { Self::Es } else { Self::En }
    }

    fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }
}

/// Explains an outcome.
pub fn explain(
    measure: &Measure,
    outcome: &Outcome,
    details: &Details,
    as_of: Date,
    language: Language,
) -> Explanation {
    let say = |en: String, es: String| if language == Language::En { en } else { es };
    let date = |day: Date| written(day, language);
    let tag = language.tag();
    let mut lines = Vec::new();
    let mut line = |topic, text: String, on: Option<Date>, record: Option<RecordId>| {
        let reference = record.and_then(|r| details.references.iter().find(|(id, _)| *id == r));
        let source = record.and_then(|r| details.sources.iter().find(|(id, _)| *id == r));
        lines.push(Line {
            topic,
            text,
            on,
            record,
            reference: reference.map(|(_, name)| name.clone()),
            source: source.map(|(_, name)| name.clone()),
        });
    };

    line(Topic::Asks, measure.description.say(tag).to_owned(), None, None);
    if let Some(start) = details.starts_on {
        let day = date(start);
        let text = match measure.unit {
            Unit::Infant => {
                say(format!("Born on {day}: that is day 0."), format!("Nació el {day}: ese es el día 0."))
            }
            Unit::Delivery => say(
                format!("Delivered on {day}: that is day 0."),
                format!("El parto fue el {day}: ese es el día 0."),
            ),
            Unit::Patient => say(
                format!("The year of care begins on {day}."),
                format!("El año de atención empieza el {day}."),
            ),
            Unit::Case => say(
                format!("The first form came on {day}: that is day 0."),
                format!("El primer formulario llegó el {day}: ese es el día 0."),
            ),
            Unit::Handout => say(
                format!("It was handed out on {day}: that is day 0."),
                format!("Se entregó el {day}: ese es el día 0."),
            ),
            Unit::Referral => say(
                format!("The service was asked on {day}: that is day 0."),
                format!("Se le pidió al servicio el {day}: ese es el día 0."),
            ),
        };
        line(Topic::Day, text, Some(start), None);
    }
    if let Some(due) = details.due_date {
        let day = date(due);
        let text =
            say(format!("The due date was {day}."), format!("La fecha probable de parto era el {day}."));
        line(Topic::Day, text, Some(due), None);
    }
    if let Some(enrolled) = details.enrolled_on.filter(|_| measure.unit == Unit::Delivery) {
        let day = date(enrolled);
        let text = say(format!("Cover began on {day}."), format!("La cobertura empezó el {day}."));
        line(Topic::Day, text, Some(enrolled), None);
    }
    let day_number = |on: Date| details.starts_on.map(|start| (on - start).get_days());
    if let Some(due) = outcome.due_on {
        let (day, number) = (date(due), day_number(due).filter(|n| *n >= 0));
        let text = match number {
            Some(n) => say(
                format!("Day {n} is {day}: the last day that counts."),
                format!("El día {n} es el {day}: el último día que cuenta."),
            ),
            None => say(
                format!("The last day that counts is {day}."),
                format!("El último día que cuenta es el {day}."),
            ),
        };
        line(Topic::Day, text, Some(due), None);
    }

    let excluded = outcome.status == Status::Excluded;
    if let Some(reason) = &outcome.reason {
        let words = measure.reasons.get(reason).map_or(reason.as_str(), |w| w.say(tag));
        line(Topic::Reason, words.to_owned(), None, outcome.evidence.first().copied().filter(|_| excluded));
    }

    let placed = |on: Date| {
        let day = date(on);
        match day_number(on) {
            Some(n) if n >= 0 => say(format!("{day}, day {n}"), format!("{day}, día {n}")),
            Some(n) => {
                let n = -n;
                say(
                    format!("{day}, {n} days before the delivery"),
                    format!("{day}, {n} días antes del parto"),
                )
            }
            None => day,
        }
    };
    let counted: Vec<Option<Date>> = details
        .events
        .iter()
        .filter(|e| !excluded && outcome.evidence.contains(&e.record))
        .map(|e| e.on)
        .collect();
    for event in &details.events {
        let on = event.on.map_or_else(|| say("an unknown day".into(), "un día desconocido".into()), &placed);
        if !excluded && outcome.evidence.contains(&event.record) {
            let text = say(format!("Counts: {on}."), format!("Cuenta: {on}."));
            line(Topic::Counts, text, event.on, Some(event.record));
            continue;
        }
        let why = match event.on {
            None => say("its day is not known".into(), "no se conoce el día".into()),
            Some(on) if on > as_of => {
                say("it lies after the day asked about".into(), "es posterior al día por el que se pregunta".into())
            }
            _ if event.inpatient => say("it was in hospital".into(), "fue durante una hospitalización".into()),
            Some(on) if outcome.due_on.is_some_and(|due| on > due) => {
                say("it is after the last day".into(), "es posterior al último día".into())
            }
            Some(_) if excluded => say("nothing is asked here".into(), "aquí no se pide nada".into()),
            on if counted.contains(&on) => {
                say("another on the same day already counts".into(), "ya cuenta otra del mismo día".into())
            }
            on if outcome.status == Status::Met && outcome.on < on => {
                say("enough had been done by then".into(), "para entonces ya se había hecho lo suficiente".into())
            }
            Some(_) => say(
                "it is outside the window, during a hospital stay, or of a kind that does not count alone".into(),
                "está fuera del plazo, durante una hospitalización, o es de un tipo que no cuenta por sí solo".into(),
            ),
        };
        let text = say(format!("Does not count: {on}; {why}."), format!("No cuenta: {on}; {why}."));
        line(Topic::DoesNotCount, text, event.on, Some(event.record));
    }

    let (have, needs) = (outcome.have.min(outcome.needs), outcome.needs);
    let left = needs - have;
    let things = measure.event.say(tag);
    if left > 0 && matches!(outcome.status, Status::NotMet | Status::Pending) {
        let due = outcome.due_on.map(date).unwrap_or_default();
        let text = if outcome.status == Status::Pending {
            say(
                format!("{left} of {needs} {things} still to come, by {due}."),
                format!("Faltan {left} de {needs} {things}, hasta el {due}."),
            )
        } else {
            say(
                format!("{left} of {needs} {things} not on record by {due}."),
                format!("No constan {left} de {needs} {things} hasta el {due}."),
            )
        };
        line(Topic::Missing, text, outcome.due_on, None);
    }
    if details.told_by.len() > 1 {
        let names = details.told_by.join(", ");
        line(Topic::Sources, say(format!("Sources: {names}."), format!("Fuentes: {names}.")), None, None);
    }
    let asked = date(as_of);
    let stands = match outcome.status {
        Status::Met => {
            let on = outcome.on.map(date).unwrap_or_default();
            say(format!("Met on {on}."), format!("Cumplido el {on}."))
        }
        Status::NotMet => say("Not met: the time is over.".into(), "No cumplido: el plazo terminó.".into()),
        Status::Excluded => say(
            "Left out of the rate, whatever has been done.".into(),
            "Fuera de la tasa, se haya hecho lo que se haya hecho.".into(),
        ),
        Status::Pending if left == 0 => say(
            format!("Done already. It enters the rate when the time is over; on {asked} it is not."),
            format!(
                "Ya está hecho. Entra en la tasa cuando termine el plazo; el {asked} aún no ha terminado."
            ),
        ),
        Status::Pending => say(
            format!("Pending: on {asked} there is still time."),
            format!("Pendiente: el {asked} todavía hay tiempo."),
        ),
        Status::Unknown => say(
            "Not in the rate: the records do not say enough.".into(),
            "Fuera de la tasa: los registros no dicen lo suficiente.".into(),
        ),
    };
    line(Topic::Stands, stands, None, None);
    Explanation { title: measure.title.say(tag).to_owned(), status: outcome.status, lines }
}

/// A day that nobody can misread: "8 July 2025", "8 de julio de 2025".
fn written(day: Date, language: Language) -> String {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const ES: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let month = day.month() as usize - 1;
    match language {
        Language::En => format!("{} {} {}", day.day(), EN[month], day.year()),
        Language::Es => format!("{} de {} de {}", day.day(), ES[month], day.year()),
    }
}
