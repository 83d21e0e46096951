//! One arriving record against many: how long until its person, questions and dyads are known.
//!
//! `cargo bench -p kith-linkage --bench arrive -- [RECORDS]` (a million unless said otherwise) prints the median and
//! the 95th and 99th percentile, and fails when the median is above the five milliseconds that are promised.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use kith_linkage::{Linker, Model, Record, Role};

/// Milliseconds in which half of the arriving records are known.
const PROMISED: f64 = 5.0;

const GIVEN: [&str; 16] = [
    "Ana", "Rosa", "Luz", "Emma", "Olivia", "Sofia", "Mia", "Zoe", "Nora", "Aisha", "Keisha", "Mei", "Linh",
    "Fatima", "Grace", "Ruth",
];
const SYLLABLES: [&str; 20] = [
    "bar", "den", "fol", "gim", "har", "kel", "lom", "mar", "nor", "pel", "quin", "ros", "sal", "tor", "ul",
    "ver", "wes", "yar", "zan", "cor",
];

/// The text of one synthetic record: a woman of five records, who has a child of three.
struct Text {
    infant: bool,
    source: String,
    first: String,
    last: String,
    born: String,
    phone: String,
    address: String,
    zip: String,
    mother_first: String,
    mother_born: String,
    event: String,
}

fn spread(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

fn text(number: u64) -> Text {
    let (family, place) = (number / 8, number % 8);
    let seed = spread(family);
    let pick = |shift: u32, of: u64| (seed >> shift) % of;
    let day = |seed: u64, from: u64, years: u64| {
        format!("{}-{:02}-{:02}", from + seed % years, 1 + seed / 97 % 12, 1 + seed / 4001 % 28)
    };
    let infant = place >= 5;
    let syllable = |shift: u32| SYLLABLES[pick(shift, 20) as usize];
    let mother_born = day(seed >> 7, 1980, 25);
    let mother_first =
        format!("{}{}", GIVEN[pick(3, 16) as usize], if pick(40, 3) == 0 { syllable(13) } else { "" });
    let child = format!("{}{}", GIVEN[pick(17, 16) as usize], syllable(23));
    let born = day(seed >> 9, 2021, 5);
    Text {
        infant,
        source: format!("source {}", place % 5),
        first: if infant { child } else { mother_first.clone() },
        last: format!("{}{}{}", syllable(5), syllable(11), syllable(19)),
        born: if infant { born.clone() } else { mother_born.clone() },
        phone: if spread(number).is_multiple_of(5) {
            String::new()
        } else {
            format!("410{:07}", seed % 9_000_000 + 1_000_000)
        },
        address: format!("{} {}{} St", seed % 900 + 1, syllable(29), syllable(31)),
        zip: format!("{:05}", 21_000 + seed % 500),
        mother_first: if infant { mother_first } else { String::new() },
        mother_born: if infant { mother_born } else { String::new() },
        event: born,
    }
}

fn record(text: &Text) -> Record<'_> {
    Record {
        source: &text.source,
        role: if text.infant { Role::Infant } else { Role::Mother },
        first_name: &text.first,
        last_name: &text.last,
        birth_date: &text.born,
        phone: &text.phone,
        address: &text.address,
        zip: &text.zip,
        mother_first_name: &text.mother_first,
        mother_birth_date: &text.mother_born,
        event_date: &text.event,
        ..Record::default()
    }
}

fn main() -> ExitCode {
    let number = std::env::args().skip(1).find_map(|arg| arg.parse::<u64>().ok());
    let records = number.unwrap_or(1_000_000);
    let mut linker = Linker::new(Model { quick: true, ..Model::default() });
    let texts: Vec<Text> = (0..records).map(text).collect();
    let all: Vec<Record> = texts.iter().map(record).collect();
    let start = Instant::now();
    linker.load(all.iter().enumerate().map(|(key, record)| (key as u64, record)));
    println!("{records} records taken in after {:.1} s", start.elapsed().as_secs_f64());
    let mut times: Vec<Duration> = Vec::new();
    for i in 0..1_000_u64 {
        // Nine of ten belong to a family that is there.
        let family = if i % 10 == 0 { records / 8 + i } else { spread(i) % (records / 8).max(1) };
        let text = text(family * 8 + i % 8);
        let start = Instant::now();
        let touched = linker.put(records + i, &record(&text));
        times.push(start.elapsed());
        assert!(!touched.people.is_empty());
    }
    times.sort_unstable();
    let millis = |at: usize| times[at].as_secs_f64() * 1e3;
    for (name, at) in [("p50", 500), ("p95", 950), ("p99", 990)] {
        println!("{name} {:.3} ms, {:.3} of the {PROMISED} ms promised", millis(at), millis(at) / PROMISED);
    }
    if millis(500) > PROMISED {
        eprintln!("missed: p50 is {:.3} ms, limit {PROMISED}", millis(500));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
