//! The answer to a message.
//!
//! Every message has exactly one answer, in the sender's separators, version and character set. It is made even
//! for a message of which only a part of the header can be read.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::charset::Charset;
use super::message::{Message, Separators};
use super::refusal::{ErrorAt, Refusal, Verdict};
use super::sender::Answer;

/// What an answer needs of the message that it answers, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    separators: Separators,
    charset: Charset,
    charset_name: String,
    /// MSH-3.1, for finding the sender's profile.
    pub application: String,
    /// MSH-4.1, for finding the sender's profile.
    pub facility: String,
    /// MSH-3 to MSH-6, as they came.
    route: [String; 4],
    event: String,
    /// MSH-10.
    pub control_id: String,
    processing_id: String,
    version: String,
    accept_ack: String,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            separators: Separators::default(),
            charset: Charset::Utf8,
            charset_name: String::new(),
            application: String::new(),
            facility: String::new(),
            route: Default::default(),
            event: String::new(),
            control_id: String::new(),
            processing_id: "P".into(),
            version: "2.5.1".into(),
            accept_ack: String::new(),
        }
    }
}

impl Head {
    /// Reads as much of a header as there is; of something that is no message, nothing.
    pub fn of(bytes: &[u8]) -> Self {
        let start = bytes.windows(3).take(16).position(|w| w == b"MSH").unwrap_or(0);
        let bytes = &bytes[start..];
        let end = bytes.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(bytes.len());
        let (text, utf8) = Charset::Utf8.decode(&bytes[..end.min(8 << 10)]);
        let Some(message) = Message::of(&text) else { return Self::default() };
        let field = |n| message.field("MSH", n);
        let raw = |n| field(n).raw().trim().to_owned();
        let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
        let declared = field(18).component(1).text().unwrap_or_default();
        let charset = Charset::named(&declared);
        Self {
            separators: message.separators,
            charset: charset.unwrap_or(if utf8 { Charset::Utf8 } else { Charset::Windows1252 }),
            charset_name: if charset.is_some() { raw(18) } else { String::new() },
            application: field(3).component(1).text().unwrap_or_default(),
            facility: field(4).component(1).text().unwrap_or_default(),
            route: [raw(3), raw(4), raw(5), raw(6)],
            event: field(9).component(2).raw().trim().to_owned(),
            control_id: raw(10),
            processing_id: or(raw(11), "P"),
            version: or(raw(12), "2.5.1"),
            accept_ack: raw(15),
        }
    }

    /// The type of the answer that says what became of a referral: RRI, or ORG where an order was sent.
    fn answers_with(&self) -> String {
        let c = self.separators.component;
        let (kind, event, structure) = match self.event.as_str() {
            "O19" => ("ORG", "O20", "ORG_O20"),
            "I13" => ("RRI", "I13", "RRI_I12"),
            _ => ("RRI", "I12", "RRI_I12"),
        };
        match self.is_recent() {
            true => format!("{kind}{c}{event}{c}{structure}"),
            false => format!("{kind}{c}{event}"),
        }
    }

    /// What a referral is known by here, beside what it is known by there. Providers and patient go back as they came.
    fn told(&self, received: Received<'_>) -> Vec<u8> {
        let s = &self.separators;
        let (f, c) = (s.field, s.component);
        let ours = format!("{}{c}{}", escape(received.receipt, s), self.route[2]);
        let lines = received.message.split(|b| matches!(b, b'\r' | b'\n'));
        let named = |name: &'static str| {
            let prefix = format!("{name}{f}").into_bytes();
            lines.clone().filter(move |line| line.starts_with(&prefix))
        };
        // The originating number: in the header's own character set, for identifiers are plain.
        let theirs = |line: Option<&[u8]>, field: usize| {
            let line = self.charset.decode(line.unwrap_or_default()).0.into_owned();
            line.split(f).nth(field).unwrap_or_default().to_owned()
        };
        let mut out = Vec::new();
        let mut put = |line: &[u8]| {
            out.extend_from_slice(line);
            out.push(b'\r');
        };
        if self.event == "O19" {
            named("PID").take(1).for_each(&mut put);
            let placer = theirs(named("ORC").next(), 2);
            put(format!("ORC{f}OK{f}{placer}{f}{ours}").as_bytes());
            return out;
        }
        let number = theirs(named("RF1").next(), 6);
        let pending = format!("P{c}Pending{c}HL70283");
        put(format!("RF1{f}{pending}{f}{f}{f}{f}{f}{number}{f}{f}{f}{f}{f}{ours}").as_bytes());
        named("PRD").for_each(&mut put);
        named("PID").take(1).for_each(&mut put);
        out
    }

    /// Whether ERR has its form of version 2.5 and later.
    fn is_recent(&self) -> bool {
        let minor = self.version.strip_prefix("2.").map(|v| v.chars().take_while(char::is_ascii_digit));
        minor.is_none_or(|digits| digits.collect::<String>().parse::<u32>().is_ok_and(|n| n >= 5))
    }
}

/// How it went.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'r> {
    /// It is on disk.
    Stored,
    /// It is on disk and in the inbox of intake.
    Received(Received<'r>),
    /// It was not taken.
    Refused(&'r Refusal),
    /// Nothing could be stored just now: `AR`, and the sender may try again.
    Unable,
}

/// A referral that came in.
#[derive(Debug, Clone, Copy)]
pub struct Received<'r> {
    /// The message as it came: what names whom it is about goes back as it was.
    pub message: &'r [u8],
    /// The number of the receipt.
    pub receipt: &'r str,
}

/// Writes the answer to a message. `control_id` is the answer's own number.
pub fn acknowledge(
    head: &Head,
    outcome: Outcome<'_>,
    answer: Answer,
    at: Timestamp,
    control_id: &str,
) -> Vec<u8> {
    let refusal = match outcome {
        Outcome::Refused(refusal) => Some(refusal),
        Outcome::Stored | Outcome::Received(_) | Outcome::Unable => None,
    };
    let stored = matches!(outcome, Outcome::Stored | Outcome::Received(_));
    let letter = match (outcome, refusal.map(|r| r.verdict)) {
        (Outcome::Stored | Outcome::Received(_), _) => 'A',
        (_, Some(Verdict::Error)) => 'E',
        _ => 'R',
    };
    // A commit answer only where it was asked for. Whoever asked for none is answered all the same: nearly every
    // sender waits.
    let commits = match (answer, head.accept_ack.as_str()) {
        (Answer::Application | Answer::Plain, _) => false,
        (Answer::AsAsked, "AL") => true,
        (Answer::AsAsked, "SU") => stored,
        (Answer::AsAsked, "ER") => !stored,
        (Answer::AsAsked, _) => false,
    };
    let mode = if commits { 'C' } else { 'A' };

    let s = &head.separators;
    let (f, c) = (s.field, s.component);
    let [application, facility, to_application, to_facility] = &head.route;
    let at = at.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%S+0000").to_string();
    let received = match outcome {
        Outcome::Received(received) => Some(received),
        _ => None,
    };
    // In words of its own where the sender takes them, else the receipt stands beside the code.
    let in_full = received.filter(|_| !commits && answer != Answer::Plain);
    let kind = match (head.event.is_empty(), head.is_recent()) {
        _ if in_full.is_some() => head.answers_with(),
        (true, _) => "ACK".to_owned(),
        (false, true) => format!("ACK{c}{}{c}ACK", head.event),
        (false, false) => format!("ACK{c}{}", head.event),
    };
    let mut text = format!("MSH{f}{}", s.encoding());
    let fields = [
        to_application,
        to_facility,
        application,
        facility,
        &at,
        "",
        &kind,
        control_id,
        &head.processing_id,
        &head.version,
    ];
    for field in fields {
        text.push(f);
        text.push_str(field);
    }
    if !head.charset_name.is_empty() {
        text.push_str(&String::from(f).repeat(6));
        text.push_str(&head.charset_name);
    }
    text.push_str(&format!("\rMSA{f}{mode}{letter}{f}{}", head.control_id));
    let words = match (refusal, outcome) {
        (Some(refusal), _) => Some(escape(&refusal.problem.message, s)),
        (None, Outcome::Received(received)) if in_full.is_none() => {
            Some(format!("receipt {}", received.receipt))
        }
        (None, Outcome::Unable) => Some("nothing can be stored just now; send it again".to_owned()),
        (None, _) => None,
    };
    // The text of MSA-3 was replaced by ERR in 2.4.
    if let Some(words) = words.as_ref().filter(|_| !head.is_recent() || refusal.is_none()) {
        text.push(f);
        text.push_str(words);
    }
    text.push('\r');
    for error in refusal.into_iter().flat_map(|r| &r.errors) {
        text.push_str(&err(error, head.is_recent(), s));
    }
    if refusal.is_none() && !stored && head.is_recent() {
        text.push_str(&format!("ERR{f}{f}{f}207{c}Application internal error{c}HL70357{f}E\r"));
    }
    let mut bytes = head.charset.encode(&text);
    if let Some(received) = in_full {
        bytes.extend(head.told(received));
    }
    bytes
}

fn err(error: &ErrorAt, recent: bool, s: &Separators) -> String {
    let (f, c, sub) = (s.field, s.component, s.subcomponent);
    let (code, words) = (error.wrong.code(), error.wrong.words());
    let location = match (error.segment.is_empty(), error.field) {
        (true, _) => String::new(),
        (false, 0) => format!("{}{c}{}", error.segment, error.sequence),
        (false, field) => format!("{}{c}{}{c}{field}", error.segment, error.sequence),
    };
    if recent {
        let said = match error.mend {
            "" => escape(&error.words, s),
            mend => escape(&format!("{}; {mend}", error.words), s),
        };
        return format!("ERR{f}{f}{location}{f}{code}{c}{words}{c}HL70357{f}E{f}{f}{f}{f}{said}\r");
    }
    let mut parts = location.split(c).map(str::to_owned).collect::<Vec<_>>();
    parts.resize(3, String::new());
    format!("ERR{f}{}{c}{code}{sub}{words}{sub}HL70357\r", parts.join(&c.to_string()))
}

/// A text as a value: separators in it become escapes, and line ends spaces.
pub(super) fn escape(text: &str, s: &Separators) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        let letter = match sign {
            _ if sign == s.escape => 'E',
            _ if sign == s.field => 'F',
            _ if sign == s.component => 'S',
            _ if sign == s.subcomponent => 'T',
            _ if sign == s.repetition => 'R',
            _ if sign.is_control() => {
                out.push(' ');
                continue;
            }
            _ => {
                out.push(sign);
                continue;
            }
        };
        out.extend([s.escape, letter, s.escape]);
    }
    out
}
