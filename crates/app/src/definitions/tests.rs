use kith_domain::words::Words;

use super::*;
use crate::family::{self, Family};

fn words(text: &str) -> Words {
    Words { en: text.into(), es: text.into() }
}

fn definition(id: &str) -> Definition {
    let version_of = (id != "base").then(|| ("base".to_owned(), words("another rule")));
    Definition { id: id.into(), title: words(id), edition: None, version_of }
}

fn counts(met: i64, not_met: i64) -> Counts {
    Counts { met, not_met, ..Counts::default() }
}

fn pair(one: &str, other: &str, met: [bool; 2], subjects: i64) -> PairRow {
    PairRow { measures: [one.into(), other.into()], met, subjects }
}

/// The rows of some definitions, each as `met of counted`, then what it shares with the first.
fn shown(counted: &[(&str, Counts)], pairs: &[PairRow], reader: Reader) -> Vec<String> {
    let definitions: Vec<Definition> = counted.iter().map(|(id, _)| definition(id)).collect();
    let counted: Vec<_> = definitions.iter().zip(counted.iter().map(|(_, counts)| *counts)).collect();
    let n = |n: Shown| match n {
        Shown::Count(n) => n.to_string(),
        Shown::Withheld => "-".into(),
    };
    let row = |row: DefinitionRow| {
        let against = row.against.map(|a| format!(", {} {} {}", n(a.both), n(a.only_own), n(a.only_this)));
        format!("{} of {}{}", n(row.rate.numerator), n(row.rate.denominator), against.unwrap_or_default())
    };
    // The base leads, wherever it stands.
    let mut all = counted.clone();
    all.sort_by_key(|(definition, _)| definition.version_of.is_some());
    let counts: Vec<Counts> = all.iter().map(|(_, counts)| *counts).collect();
    let rate = |id: &str| {
        let at = all.iter().position(|(definition, _)| definition.id == id).unwrap();
        let of = if reader == Reader::Full { Family::alone(counts[at]) } else { Family::among(at, &counts) };
        family::total(&of, reader)
    };
    rows(&counted, pairs, rate, reader).into_iter().map(row).collect()
}

#[test]
fn where_two_definitions_disagree_is_told_from_either_side() {
    let pairs = [
        pair("base", "strict", [true, true], 40),
        pair("base", "strict", [true, false], 5),
        pair("base", "strict", [false, true], 2),
        pair("base", "strict", [false, false], 53),
    ];
    let (base, strict) = (("base", counts(46, 55)), ("strict", counts(42, 58)));
    assert_eq!(shown(&[base, strict], &pairs, Reader::Full), ["46 of 101", "42 of 100, 100 5 2"]);
    assert_eq!(shown(&[strict, base], &pairs, Reader::Full), ["42 of 100", "46 of 101, 100 2 5"]);
}

#[test]
fn definitions_that_nobody_shares_have_nothing_in_common() {
    let both = [("base", counts(46, 55)), ("strict", counts(0, 0))];
    assert_eq!(shown(&both, &[], Reader::Full), ["46 of 101", "0 of 0, 0 0 0"]);
}

/// One is part of the other, so the difference of what is met is the number of people between them.
#[test]
fn who_sees_no_small_count_cannot_take_one_definition_from_another() {
    let pairs = [
        pair("base", "strict", [true, true], 97),
        pair("base", "strict", [true, false], 3),
        pair("base", "strict", [false, false], 50),
    ];
    let both = [("base", counts(100, 50)), ("strict", counts(97, 53))];
    assert_eq!(shown(&both, &pairs, Reader::Suppressed), ["100 of 150", "- of -, - - -"]);
    assert_eq!(shown(&both, &pairs, Reader::Full)[1], "97 of 150, 150 3 0");
    let turned = [both[1], both[0]];
    assert_eq!(shown(&turned, &pairs, Reader::Suppressed), ["- of -", "100 of 150, - - -"], "on either page");
}

#[test]
fn what_is_large_in_every_part_is_told_to_everybody() {
    let pairs = [
        pair("base", "strict", [true, true], 70),
        pair("base", "strict", [true, false], 30),
        pair("base", "strict", [false, false], 50),
    ];
    let both = [("base", counts(100, 50)), ("strict", counts(70, 80))];
    assert_eq!(shown(&both, &pairs, Reader::Suppressed), ["100 of 150", "70 of 150, 150 30 0"]);
}

/// The base's difference from each of two versions is large; that of the versions, one less the other, is four people.
/// Each has a page of its own, so neither is shown.
#[test]
fn two_versions_are_not_taken_from_each_other_through_the_base() {
    let pairs = [
        pair("base", "early", [true, true], 60),
        pair("base", "early", [true, false], 40),
        pair("base", "early", [false, false], 50),
        pair("base", "late", [true, true], 56),
        pair("base", "late", [true, false], 44),
        pair("base", "late", [false, false], 50),
        pair("early", "late", [true, true], 56),
        pair("early", "late", [true, false], 4),
        pair("early", "late", [false, false], 90),
    ];
    let all = [("base", counts(100, 50)), ("early", counts(60, 90)), ("late", counts(56, 94))];
    let told = shown(&all, &pairs, Reader::Suppressed);
    assert_eq!(told, ["100 of 150", "- of -, - - -", "- of -, - - -"]);
}
