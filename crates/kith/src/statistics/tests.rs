use std::io::Write;

use clap::Parser;

use super::{funnel, gap, impact, inequality, rate, spc, suppress};

#[derive(Parser)]
enum Command {
    Gap(gap::Gap),
    Inequality(inequality::Inequality),
    Impact(impact::Impact),
    Suppress(suppress::Suppress),
    Spc(spc::Spc),
    Funnel(funnel::Funnel),
    Rate(rate::Rate),
}

/// The answer of a command over a file of these lines; `FILE` in an error stands for its path.
fn answer(words: &str, lines: &[&str]) -> Result<String, String> {
    let mut file = tempfile::NamedTempFile::new().expect("a file can be made");
    file.write_all((lines.join("\n") + "\n").as_bytes()).expect("it can be written");
    let path = file.path().display().to_string();
    let words = words.split(' ').map(|word| if word == "FILE" { path.as_str() } else { word });
    let command = Command::try_parse_from(std::iter::once("kith").chain(words)).expect("the words are known");
    let answer = match command {
        Command::Gap(args) => gap::answer(&args),
        Command::Inequality(args) => inequality::answer(&args),
        Command::Impact(args) => impact::answer(&args),
        Command::Suppress(args) => suppress::answer(&args),
        Command::Spc(args) => spc::answer(&args),
        Command::Funnel(args) => funnel::answer(&args),
        Command::Rate(args) => rate::answer(&args),
    };
    answer.map_err(|error| format!("{error:#}").replace(&path, "FILE"))
}

fn said(words: &str, lines: &[&str], parts: &[&str]) {
    let text = answer(words, lines).unwrap_or_else(|error| panic!("{words}: {error}"));
    for part in parts {
        assert!(text.contains(part), "{words}: no “{part}” in\n{text}");
    }
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
}

fn refused(words: &str, lines: &[&str], error: &str) {
    assert_eq!(answer(words, lines).err().as_deref(), Some(error), "{words}");
}

const RATES: [&str; 5] = [
    "Period,Group,Events,Denominator",
    "2009,A,420,32000",
    "2009,B,610,118000",
    "2014,A,310,31000",
    "2014,B,560,121000",
];

#[test]
fn errors_name_row_and_column() {
    let with = |place: usize, row: &'static str| {
        let mut lines = RATES;
        lines[place] = row;
        lines
    };
    for (lines, error) in [
        (
            with(2, "2009,B,61x,118000"),
            "FILE, row 3, column `events`: “61x” is not a count: a whole number from 0 up",
        ),
        (with(4, "2014,B,560,"), "FILE, row 5, column `denominator`: a number is needed here"),
        (with(1, "2009,,420,32000"), "FILE, row 2, column `group`: the cell is empty"),
        (with(3, "2014,A,310,0"), "FILE, row 4, column `denominator`: the denominator must be above zero"),
        (with(4, "2014,C,560,121000"), "--group says which of A, C to compare with B"),
        (
            with(0, "Period,Group,Cases,Denominator"),
            "FILE: no column `events` or `numerator` or `deaths`; the file has period, group, cases, denominator",
        ),
    ] {
        refused("gap FILE --reference B", &lines, error);
    }
    refused("gap FILE --reference B", &RATES[..1], "FILE: there is no row below the header");
    refused("gap FILE --reference B", &RATES[..3], "FILE: two periods are needed to tell a change");
}

#[test]
fn a_clear_narrowing_is_stated() {
    said(
        "gap FILE --reference B --claim 32 --of gap",
        &RATES,
        &[
            "2009: A 13.12 (420 of 32000)",
            "A is better off, and the gap is smaller",
            "It narrowed by 32.5 % (Fieller: 11.6 % to 49.5 %).",
            "All of the narrowing is A getting better.",
            "The claim of 32 % holds for the difference of the rates",
        ],
    );
}

#[test]
fn a_reference_that_worsens_is_called_out() {
    let lines = [
        "period,group,events,denominator",
        "1,A,400,20000",
        "1,B,200,20000",
        "2,A,400,20000",
        "2,B,330,20000",
    ];
    said(
        "gap FILE --reference B",
        &lines,
        &[
            "this is not progress by itself",
            "A is no better off: the whole narrowing is B getting worse (by 6.5)",
        ],
    );
}

#[test]
fn a_percent_of_no_gap_is_refused_in_words() {
    let lines = ["period,group,events,denominator", "1,A,4,1000", "1,B,4,1000", "2,A,4,1000", "2,B,2,1000"];
    said(
        "gap FILE --reference B --claim 50",
        &lines,
        &[
            "No percent is given: there was no gap at the start",
            "cannot be told",
            "A count is below 20 events",
        ],
    );
    let json = answer("gap FILE --reference B --json", &lines).expect("an answer");
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert!(json["stated"]["not_defined"].is_string() && json["bootstrap"]["not_defined"].is_string());
    assert_eq!(json["verdict"], "no_clear_change");
}

#[test]
fn rows_of_one_group_add_up() {
    let split = [
        "period,group,events,denominator",
        "2009,A,400,30000",
        "2009,A,20,2000",
        "2009,B,610,118000",
        "2014,A,310,31000",
        "2014,B,560,121000",
    ];
    assert_eq!(answer("gap FILE --reference B", &split), answer("gap FILE --reference B", &RATES));
}

#[test]
fn two_groups_have_every_measure_that_needs_no_order() {
    let lines = ["group,estimate,se,population", "A,4.5,0.1,150000", "B,10.8,0.4,30000"];
    said(
        "inequality FILE --better lower --reference A --per 1000 --draws 500",
        &lines,
        &[
            "2 groups, from 4.5 to 10.8 of 1000.",
            "5.492 to 7.108",
            "Not given (sii, rii, aci, rci): the measure needs groups in an order",
        ],
    );
    let json =
        answer("inequality FILE --better lower --per 1000 --draws 500 --json", &lines).expect("an answer");
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["measures"]["d"]["estimate"], 6.300000000000001);
    assert!(json["measures"]["mdru"]["not_defined"].is_string());
    let counted = ["group,events,denominator", "A,10,20", "A,10,20", "B,70,100"];
    said("inequality FILE --better higher --draws 500", &counted, &["2 groups, from 50 to 70 of 100."]);
    refused(
        "inequality FILE --better higher",
        &["group,events,denominator", "A,30,20"],
        "FILE, row 2, column `events`: numerator 30 is above denominator 20",
    );
}

#[test]
fn a_series_says_what_would_have_been() {
    let mut lines = vec!["month,events,births".to_owned()];
    lines.extend((0..24).map(|i| format!("m{i},{},1000", if i < 12 { 60 + i % 3 } else { 30 + i % 3 })));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    said(
        "impact FILE --at m12",
        &lines,
        &[
            "24 points from m0 to m23, 12 of them before the change at m12; quasi-Poisson regression.",
            "The limits leave out zero.",
        ],
    );
    refused("impact FILE --at m99", &lines, "FILE: no time m99; the times go from m0 to m23");
    refused(
        "impact FILE --at m0",
        &lines,
        "FILE: the change is at the first time: there is nothing before it",
    );
    refused("impact FILE", &lines, "--at says when the change came: m0 to m23");
    refused(
        "impact FILE --at m23",
        &lines,
        "FILE: the series cannot be fitted: two terms of the model cannot be told apart in these data",
    );
}

#[test]
fn small_counts_and_what_gives_them_away_are_withheld() {
    let lines = ["clinic,count", "A,7", "B,13", "C,25", "Total,45"];
    said(
        "suppress FILE --preset cms",
        &lines,
        &[
            "A       withheld",
            "B       withheld",
            "C       25",
            "Total   45",
            "2 of 4 counts are withheld: 1 because they lie from 1 to 10, 1 to protect them.",
            "no other pattern hides fewer people",
        ],
    );
    said("suppress FILE --preset nhs", &lines, &["A       withheld", "B       15", "rounded to 5"]);
    said("suppress FILE --preset cms", &lines[..4], &["B       withheld", "were taken as known"]);
    said("suppress FILE --preset cms --totals-secret", &lines[..4], &["B       13"]);
    let wrong = ["clinic,count", "A,7", "B,13", "Total,21"];
    refused(
        "suppress FILE",
        &wrong,
        "FILE, row 4, column `count`: the total of Total is 21, but its parts add up to 20",
    );
}

/// Months with a known share, and from the thirteenth on twice as many.
fn months() -> Vec<String> {
    let events = [12, 15, 11, 16, 13, 14, 12, 15, 13, 12, 16, 14, 28, 31, 26, 30, 29, 27, 32, 28, 30, 29];
    let row = |(i, events): (usize, &u32)| format!("{}-{:02},{events},100", 2024 + i / 12, i % 12 + 1);
    std::iter::once("Month,Events,N".to_owned()).chain(events.iter().enumerate().map(row)).collect()
}

#[test]
fn a_series_says_what_it_shows_and_how_it_was_made() {
    let lines = months();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    said(
        "spc FILE --per 100",
        &lines,
        &[
            "p chart of 22 points, 2024-01 to 2025-10, per 100",
            "in a long run above the centre",
            "more than chance",
            "re-base with --phase 2025-01",
            "rules: anhoej; in a stable series of 22 points they find something",
        ],
    );
    // Re-based, nothing is left to find.
    let rebased = answer("spc FILE --phase 2025-01", &lines).unwrap();
    assert!(rebased.contains("phase 2 from 2025-01") && !rebased.contains("proposal"), "{rebased}");
    assert_eq!(rebased.matches("as chance leaves it").count(), 2, "{rebased}");
    said("spc FILE --kind run", &lines, &["run chart of 22 points"]);
    said("spc FILE --json", &lines, &["\"kind\":\"p\"", "\"false_alarm\"", "\"proposal\":{"]);
    said(
        "spc FILE --value events --rules nhs --better decrease --target 5",
        &lines,
        &["variation: special cause: worse", "assurance: the target is missed", "2.66 mean moving ranges"],
    );
    said(
        "spc FILE",
        &["week,value", "1,4", "2,5"],
        &["I chart of 2 points", "careful: this is short: 2 points of the 10"],
    );
}

#[test]
fn what_cannot_be_charted_is_said_with_its_place() {
    refused("spc FILE", &["month,value", "1,4", "2,x"], "FILE, row 3, column `value`: “x” is not a number");
    refused(
        "spc FILE --kind p",
        &["month,events,n", "1,4,3"],
        "FILE, row 2: more events than people; for events over an exposure use --kind u",
    );
    refused("spc FILE --phase May", &["month,value", "1,4", "2,5"], "there is no point `May`");
    refused(
        "spc FILE",
        &["a,b", "1,4"],
        "no column for value: name one with --value; the columns are `a`, `b`",
    );
    refused(
        "spc FILE --kind t",
        &["event,value", "1,4", "2,0"],
        "a t chart cannot be drawn of these values: a ratio needs values above zero",
    );
}

#[test]
fn places_are_compared_and_not_ranked() {
    let lines = ["site,events,n", "North,20,100", "South,45,100", "East,31,150", "West,19,120"];
    said(
        "funnel FILE --per 100",
        &lines,
        &[
            "South      45  100     45",
            "high (99.8%)",
            "compared with 24.47",
            "4 places compared, none ranked",
        ],
    );
    said(
        "funnel FILE --target 20 --per 100 --json",
        &lines,
        &["\"target\":0.2", "\"standing\":\"very_high\""],
    );
    refused(
        "funnel FILE",
        &["site,events,n", "North,120,100"],
        "FILE, row 2: more events than people; for events over an exposure use --statistic rate",
    );
    refused(
        "funnel FILE",
        &["site,events,n", "North,1,0"],
        "FILE, row 2: the denominator must be above zero",
    );
}

#[test]
fn rates_come_with_intervals_or_with_a_reason() {
    let lines = ["area,events,n", "A,0,30", "B,12,90", "C,0,0"];
    said(
        "rate FILE --per 100",
        &lines,
        &["A      0        0  11.35", "B  13.33    7.795  21.87", "the denominator is zero"],
    );
    said("rate FILE --what rate --per 1000 --json", &lines[..3], &["\"high\":122.96264847046"]);
    said(
        "rate FILE --what direct --per 1000",
        &["area,events,n,stdpop", "A,3,100,2", "A,8,400,3", "B,1,100,2", "B,2,90,3"],
        &["A     24", "there are 3 events and 10 are needed"],
    );
    refused("rate FILE --interval byar", &lines, "--interval byar is not an interval of proportions");
    refused(
        "rate FILE --what life",
        &["age,deaths,pop", "0,3,1000"],
        "the age bands are not those of the life table, in order",
    );
}
