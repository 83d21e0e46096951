//! What the pages of equity and of sites say.

use super::*;

fn said(language: &str, view: &kith_app::view::EquityPage) -> String {
    let visitor = sample::visitor(Role::Coordinator, language);
    text(&equity(&a_page(&visitor, "/equity"), view).into_string())
}

fn sites_said(language: &str, view: &kith_app::view::SitesPage) -> String {
    let visitor = sample::visitor(Role::Coordinator, language);
    text(&sites(&a_page(&visitor, "/measures/wcv_3by120/sites"), view).into_string())
}

fn check(said: &str, sentences: &[&str]) {
    for sentence in sentences {
        assert!(said.contains(sentence), "{sentence}\n--- in ---\n{said}");
    }
}

/// A narrowing stands with both rates, both years and their counts, its interval, its percent with limits, and who
/// moved.
#[test]
fn a_narrowing_is_stated_with_all_that_belongs_to_it() {
    check(
        &said("en", &gaps::narrowed()),
        &[
            "Black or African American infants: 59 % (54–63) of 388 in Jul 2025 – Jun 2026, after 45 % (40–50) of 388 in \
             Jul 2023 – Jun 2024.",
            "The gap narrowed from 24.5 points (18.2–30.7) to 12.5 points (6.3–18.7): by 12.0 points (3.2–20.8).",
            "In percent, the gap is 49 % smaller, with 95 % limits of 20 % to 73 %.",
            "Who moved? All of the narrowing, 12.0 points, is Black or African American infants faring better by 13.7 points, \
             while White infants fared no worse.",
            "These two are the groups whose gap the programme has set out to close.",
            "Whoever is Hispanic or Latino is counted there",
        ],
    );
}

#[test]
fn of_what_is_better_neither_way_both_groups_are_told_and_no_gap() {
    let mut view = gaps::narrowed();
    view.measure.direction = kith_domain::measure::Direction::Neither;
    let pair = view.pair.as_mut().unwrap();
    pair.story = None;
    pair.quarters.iter_mut().for_each(|quarter| quarter.gap = None);
    let said = said("en", &view);
    check(
        &said,
        &[
            "Neither more nor less of this is better",
            "Black or African American infants: 59 % (54–63) of 388",
        ],
    );
    for word in ["narrowed", "faring", "There is only one year"] {
        assert!(!said.contains(word), "{word}\n{said}");
    }
}

/// The sentence that matters: said where those ahead lost, and nowhere else.
#[test]
fn a_gap_that_narrowed_because_those_ahead_lost_is_called_out_in_words() {
    for (language, only, part) in [
        ("en", "This is not progress.", "Not all of this is progress."),
        ("es", "Esto no es un avance.", "No todo esto es un avance."),
    ] {
        let called = said(language, &gaps::called_out());
        assert!(called.contains(only) && !called.contains(part), "{called}");
        let partly = said(language, &gaps::partly());
        assert!(partly.contains(part) && !partly.contains(only), "{partly}");
        for fine in [gaps::narrowed(), gaps::mostly(), gaps::unclear(), gaps::withheld_equity()] {
            let fine = said(language, &fine);
            assert!(!fine.contains(only) && !fine.contains(part), "{fine}");
        }
    }
    check(
        &said("en", &gaps::called_out()),
        &[
            "This is not progress. The gap is smaller because mothers with private insurance fare worse than they did \
             (83 % then, 71 % now), not because mothers with Medicaid fare better.",
            "Who moved? Only mothers with private insurance, who fare worse by 11.8 points.",
            "because mothers with private insurance lost ground",
        ],
    );
    check(
        &said("es", &gaps::called_out()),
        &[
            "Esto no es un avance. La brecha es menor porque al grupo de madres con seguro privado le va peor que antes \
             (83 % entonces, 71 % ahora), no porque al grupo de madres con Medicaid le vaya mejor.",
        ],
    );
    assert!(!said("en", &gaps::called_out()).contains("narrowed from"), "no progress is not called one");
    check(
        &said("en", &gaps::mostly()),
        &[
            "The gap narrowed from",
            "White infants things are 0.6 points worse, which is no more than chance may bring.",
        ],
    );
}

#[test]
fn a_percent_without_meaning_says_why() {
    check(
        &said("en", &gaps::unclear()),
        &[
            "no clear change",
            "A percent would mean nothing here: the gap of Jul 2023 – Jun 2024 may have been none",
        ],
    );
    assert!(!said("en", &gaps::unclear()).contains("% smaller, with 95 % limits"));
}

#[test]
fn each_chart_says_what_it_does_not_show() {
    for (language, words) in [("en", "It does not show"), ("es", "No muestra")] {
        let visitor = sample::visitor(Role::Coordinator, language);
        let page = equity(&a_page(&visitor, "/equity"), &gaps::narrowed()).into_string();
        assert_eq!(page.matches("<figure").count(), 3);
        assert!(text(&page).matches(words).count() >= 3, "{language}");
        for figure in page.split("<figure").skip(1) {
            assert!(figure.contains("role=\"img\"") && figure.contains("<desc") && figure.contains("<table"));
        }
    }
}

#[test]
fn a_gap_of_a_withheld_quarter_is_not_drawn() {
    let view = gaps::narrowed();
    let visitor = sample::visitor(Role::Coordinator, "en");
    let charts = equity_charts(&a_page(&visitor, "/equity"), &view);
    let gap = charts.gap.unwrap();
    let drawn = gap.wide.body.clone().into_string();
    assert_eq!(drawn.matches("<circle").count(), 11);
    assert_eq!(drawn.matches("class=\"band\"").count(), 2, "the band ends where a quarter is withheld");
    assert!(drawn.contains("24 in the year") && drawn.contains("no gap"));
    assert!(!gap.standalone().contains("NaN"));
    assert_eq!(
        charts.groups.svg.as_deref(),
        Some("/measures/wcv_3by120/equity/groups.svg?by=race_ethnicity&back=2")
    );
}

#[test]
fn sites_are_told_with_the_rules_that_fired_and_never_ranked() {
    check(
        &sites_said("en", &gaps::sites()),
        &[
            "One site of 6 lies outside the limits of chance. Over time, 2 show a change.",
            "Foxglove Community Clinic (demo) lies outside the limits of chance",
            "Sites differ by no more than chance brings (mean squared score 1.2",
            "8 quarters in a row above the centre since Jul 2024; chance explains 7.",
            "The line crosses its centre only once, where chance would have at least 3",
            "One quarter below its limits.",
            "Steady: it varies as chance would have it.",
            "Sites are not ranked",
            "with a chance of 8 %",
        ],
    );
    check(
        &sites_said("es", &gaps::spread_sites()),
        &[
            "Los límites se ampliaron por eso; con límites de solo azar quedarían fuera 3.",
            "8 meses seguidos por encima del centro desde jul 2024; el azar explica 7.",
            "Un mes por debajo de sus límites.",
        ],
    );
    let withheld = sites_said("en", &gaps::withheld_sites());
    assert!(withheld.contains("Counts within one site are too small to show you"));
    assert!(!withheld.contains("in a row"));
}

/// Every number with its limits and what it does not say; none where no two groups may be shown.
#[test]
fn inequality_over_all_groups_is_told_in_words_and_as_a_file() {
    check(
        &said("en", &gaps::narrowed()),
        &[
            "Numbers of 5 groups in Jul 2025 – Jun 2026, with 95 % limits.",
            "told of the share for whom it was not done",
            "2 groups are too small to be in them.",
            "Difference 12.5 points (6.3–18.7) So many points more in Black or African American than in White.",
            "Ratio 1.43 (1.19–1.72)",
            "Population attributable risk 6.2 points (3.5–8.9) Were every group as well off as Asian",
            "17.8 % (10.5–25.1)",
            "30.0 square points (11.0–58.0)",
            "Mean log deviation (× 1000) 12.1 (no limits can be given)",
            "No number orders the groups",
        ],
    );
    check(&said("es", &gaps::narrowed()), &["Razón 1.43 (1.19–1.72)", "Ningún número ordena los grupos"]);
    assert!(!said("en", &gaps::withheld_equity()).contains("All groups at once"));
    let file = crate::csv_file::equity(&gaps::narrowed());
    let line =
        file.lines().find(|line| line.contains("all_groups") && line.contains(",ratio,")).expect("a row");
    assert!(line.ends_with("1.430000,1.190000,1.720000,,,"), "{line}");
    assert!(!crate::csv_file::equity(&gaps::withheld_equity()).contains("all_groups"));
}

/// Two groupings at once: a rate with its counts in each cell, too few said to be that, totals at the ends, and a file.
#[test]
fn two_groupings_stand_in_one_table() {
    check(
        &said("en", &gaps::crossed()),
        &[
            "Two at once: Race and ethnicity · First birth or not",
            "Too few 8 of 21",
            "62 % (55–68) 120 of 195",
            "nobody",
            "Groups that are too small to stand beside others",
            "of many cells some lie far out by luck alone",
        ],
    );
    check(&said("es", &gaps::crossed()), &["Muy pocas 8 de 21", "120 de 195", "nadie"]);
    assert!(!said("en", &gaps::narrowed()).contains("Too few"));
    let visitor = sample::visitor(Role::Coordinator, "en");
    let charts = equity_charts(&a_page(&visitor, "/equity"), &gaps::crossed());
    let dots = charts.named("cross").unwrap();
    assert_eq!(dots.table.rows.len(), 6, "a dot for each cell with a rate");
    assert!(dots.svg.as_deref().unwrap().ends_with("cross.svg?by=race_ethnicity&back=2&and=parity"));
    let file = crate::csv_file::equity(&gaps::crossed());
    let heads = file.lines().next().unwrap().matches(',').count();
    let cells: Vec<&str> = file.lines().filter(|line| line.starts_with("year_of_both")).collect();
    assert_eq!(cells.len(), 4 * 2 + 2);
    assert!(cells.iter().all(|line| line.matches(',').count() == heads && line.contains(",parity,")));
    let nothing = kith_app::view::Cross { withheld: true, ..gaps::crossed().cross.unwrap() };
    let withheld = kith_app::view::EquityPage { cross: Some(nothing), ..gaps::crossed() };
    check(&said("en", &withheld), &["None of these cells can be shown"]);
    assert!(!said("en", &withheld).contains("120 of 195"));
}

#[test]
fn groups_that_overlap_are_not_added_up_and_have_no_gap() {
    let overlapping = gaps::overlapping();
    check(
        &said("en", &overlapping),
        &["These groups overlap, so no gap between them is told.", "do not add them up"],
    );
    check(&said("es", &overlapping), &["Estos grupos se superponen", "no los sume"]);
    assert!(!said("en", &overlapping).contains("All groups at once"));
    let file = crate::csv_file::equity(&overlapping);
    let years: Vec<&str> = file.lines().filter(|line| line.starts_with("year,")).collect();
    assert!(!years.is_empty() && years.iter().all(|line| line.contains(",overlapping,")));
}

#[test]
fn an_index_of_areas_has_its_name_and_edition() {
    let name = kith_domain::words::Words { en: "Example Index".into(), es: "Índice de ejemplo".into() };
    let view = kith_app::view::EquityPage {
        stratifier: "deprivation".into(),
        index: Some(kith_app::programme::AreaIndex { name, edition: "2025".into() }),
        ..gaps::narrowed()
    };
    check(&said("en", &view), &["Fifths of the areas in Example Index, edition 2025"]);
    check(&said("es", &view), &["Quintos de las zonas según Índice de ejemplo, edición 2025"]);
}
