//! Pages of identity and of files.

use kith_app::view::{DataPage, FilePreview, FilesPage, ReviewPage, UploadState};
use kith_domain::identity::{PairKind, Verdict};

use super::*;

fn steward(language: &str) -> Visitor {
    sample::visitor(Role::DataSteward, language)
}

fn pair_html(view: &ReviewPage) -> String {
    let visitor = steward("en");
    pair(&a_page(&visitor, "/review/person/3/9"), view).into_string()
}

fn preview_html(view: &FilePreview) -> String {
    let visitor = steward("en");
    preview(&a_page(&visitor, "/data/files/3"), view).into_string()
}

#[test]
fn the_queue_opens_with_how_many_wait_and_how_long() {
    let said = |language: &str, view| {
        let visitor = steward(language);
        text(&review(&a_page(&visitor, "/review"), &view).into_string())
    };
    let en = said("en", samples::queue());
    for sentence in [
        "12 questions wait; the oldest for 9 days",
        "All 12 One person? 8 Her baby? 3 Which is right? 1",
        "Are Ana Maria Example and Anna Example-Sample one person?",
        "Is Baby girl Example the baby of Ana Maria Example?",
        "Which birth date of Ana Maria Example is right?",
        "very likely one person",
        "one of several children of one birth, and nothing tells which",
        "Sam Steward looked at it 2 days ago and left it open",
    ] {
        let plain = sentence.replace(" · ", " ");
        assert!(en.contains(&plain), "{plain}\n{en}");
    }
    assert!(!en.contains("91") && !en.contains('%'), "no bare number for how likely");
    let es = said("es", samples::queue());
    assert!(es.contains("12 preguntas esperan; la más antigua, desde hace 9 días"), "{es}");
    let none = said("en", samples::empty_queue());
    assert!(none.contains("Nothing waits") && none.contains("Nothing is guessed."));
    let mut one = samples::queue();
    one.waiting.truncate(1);
    one.waiting[0].count = 1;
    assert!(said("en", one).contains("1 question waits, for 9 days"));
}

#[test]
fn likelihood_is_said_in_words() {
    let check = |kind, p: f64, words: &str| {
        assert_eq!(crate::say::likely(lang("en"), kind, p), words);
    };
    check(PairKind::Person, 0.999, "almost certainly one person");
    check(PairKind::Person, 0.9, "very likely one person");
    check(PairKind::Person, 0.5, "probably one person");
    check(PairKind::Person, 0.2, "possibly one person");
    check(PairKind::Person, 0.01, "probably two people");
    check(PairKind::Dyad, 0.5, "probably her baby");
    check(PairKind::Dyad, 0.01, "probably not her baby");
}

#[test]
fn a_pair_is_asked_with_three_answers_of_one_weight() {
    let html = pair_html(&samples::pair());
    for (verdict, key) in [("same", "s"), ("different", "d"), ("unsure", "o")] {
        let button =
            format!("<button type=\"submit\" name=\"verdict\" value=\"{verdict}\" data-press=\"{key}\">");
        assert!(html.contains(&button), "{button}");
    }
    assert!(html.contains("action=\"/review/person/3/9/decide\""));
    assert!(html.contains("name=\"next\" value=\"/review/dyad/51/3\""));
    assert!(html.contains("href=\"/review/person/3/9.json\""));
    assert_eq!(html.matches("method=\"post\"").count(), html.matches("name=\"csrf\"").count());
    let said = text(&html);
    for words in [
        "Same person s Different people d Not sure o",
        "They are two people at present.",
        "Waits for 9 days.",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let dyad = text(&pair_html(&samples::her_baby()));
    assert!(dyad.contains("This is her baby s Not her baby d Not sure o"), "{dyad}");
    let mut last = samples::pair();
    last.next = None;
    let html = pair_html(&last);
    assert!(html.contains("name=\"next\" value=\"/review\"") && !html.contains("data-press=\"j\""));
}

#[test]
fn what_differs_is_said_in_words_and_shape() {
    let html = pair_html(&samples::pair());
    assert_eq!(html.matches("class=\"alike-differs\"").count(), 2);
    let row = html.split("alike-differs").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(
        text(&format!("<{row}")).contains("Born 7 Mar 1994 3 Jul 1994 differs") && row.contains("<svg"),
        "{row}"
    );
    // A baby and her mother have different names and birth dates: that says nothing.
    assert!(!pair_html(&samples::her_baby()).contains("<tr class=\"alike-differs\"><th scope=\"row\">Born"));
}

#[test]
fn a_decision_that_stands_says_who_and_can_be_taken_back() {
    let mut view = samples::twins();
    let html = pair_html(&view);
    assert!(html.contains("action=\"/acts/12/undo\""));
    let said = text(&html);
    assert!(said.contains("Decided: two people. Sam Steward, 1 Jul 2026, 09:30"), "{said}");
    assert!(said.contains(
        "These cannot be one person: they are a mother and a child, two births, or differ in sex and name."
    ));
    for verdict in Verdict::ALL {
        view.standing.as_mut().unwrap().0 = *verdict;
        pair_html(&view);
    }
}

#[test]
fn a_conflict_asks_which_value_and_shows_the_one_in_use() {
    let html = pair_html(&samples::conflict());
    assert!(html.contains("action=\"/review/fact/3/9/decide\""));
    assert!(html.contains("name=\"attribute\" value=\"born\""));
    assert_eq!(html.matches("type=\"radio\"").count(), 2);
    assert!(
        html.contains("name=\"choose\" value=\"3\" checked")
            && !html.contains("name=\"choose\" value=\"9\" checked")
    );
    // Who cannot say leaves it open, and need not choose one first.
    assert_eq!(html.matches("name=\"verdict\"").count(), 1);
    assert!(html.contains("value=\"unsure\" data-press=\"o\" formnovalidate"), "{html}");
    assert!(html.contains("name=\"never_again\""));
    let said = text(&html);
    for words in [
        "Use this one Not sure o",
        "Never ask about this again",
        "Which birth date is right for Ana Maria Example?",
        "In use now: most sources say so.",
        "7 Mar 1994 in use",
        "3 Jul 1994 north-hospital, received",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn a_person_of_one_record_has_nothing_to_take_out() {
    let visitor = steward("en");
    let ana = || sample::dyad().mother.unwrap();
    let html = |view| identity(&a_page(&visitor, "/people/1101/identity"), &view).into_string();
    let two = html(samples::made_of(ana()));
    assert_eq!(two.matches("action=\"/people/1101/split\"").count(), 2);
    assert!(two.contains("name=\"other\" value=\"14\""));
    assert_eq!(two.matches("action=\"/acts/12/undo\"").count(), 1);
    assert!(!two.contains("/acts/9/undo"), "what was taken back is not taken back twice");
    assert!(!two.contains("href=\"/people/1101\""), "no way to her care for who may not see it");
    let said = text(&two);
    assert!(said.contains("Made of 2 records of 2 sources."), "{said}");
    assert!(
        said.contains(
            "Baby girl Example is the baby of Ana Example concluded from the records: very likely her baby"
        ),
        "{said}"
    );
    let mut one = samples::made_of(ana());
    one.members.truncate(1);
    let one = html(one);
    assert!(!one.contains("/split") && text(&one).contains("Made of 1 record."));
    let coordinator = sample::visitor(Role::Coordinator, "en");
    let page = identity(&a_page(&coordinator, "/x"), &samples::made_of(ana())).into_string();
    assert!(page.contains("href=\"/people/1101\""));
}

#[test]
fn dates_that_can_be_read_either_way_are_asked_about_first() {
    let mut view = samples::preview();
    let html = preview_html(&view);
    let said = text(&html);
    for words in [
        "200 rows would be new or changed",
        "172 dates can be read either way.",
        "Month first: 3/4 is 4 March Day first: 3/4 is 3 April",
        "Before it can be put in: Say how dates are written.",
        "17 Chart # the spreadsheet shortened the number to an exponent",
        "7 rows that this sender had sent before are not in this file.",
        "A row that is set aside counts as not in the file.",
        "the file itself is erased as soon as it is put in or discarded, or after 14 days.",
        "DOB has 172 dates that can be read either way",
        "40 only month first, 0 only day first, 172 either way",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert!(!html.contains("/commit\"") && !html.contains("value=\"MDY\" checked"));
    assert!(html.contains("<option value=\"mother.family\" selected"));
    view.missing.clear();
    view.date_order = Some("DMY".into());
    let html = preview_html(&view);
    assert!(html.contains("action=\"/data/files/3/commit\"") && html.contains("value=\"DMY\" checked"));
    assert!(text(&html).contains("Put in 200 rows"));
    view.upload.state = UploadState::Committed;
    view.upload.may_undo = true;
    let html = preview_html(&view);
    assert!(
        !html.contains("/commit\"")
            && !html.contains("/mapping\"")
            && html.contains("action=\"/data/files/3/undo\"")
    );
}

#[test]
fn a_file_is_discarded_by_hand_while_it_only_waits() {
    let html = preview_html(&samples::preview());
    assert!(html.contains("action=\"/data/files/3/undo\"") && text(&html).contains("Discard the file"));
    assert!(html.contains("name=\"snapshot\" value=\"1\" checked"));
    assert!(html.contains("<q>DOB</q> has") && !html.contains('`'));
    let gone = preview_html(&samples::closed(UploadState::Discarded));
    assert!(!gone.contains("method=\"post\" action=\"/data/files/2"), "nothing is left to do");
    let gone = text(&gone);
    assert!(gone.contains("Discarded, and nothing of it taken over"), "{gone}");
    assert!(
        gone.contains("The file was erased on 8 Jul 2026, 13:55. Nothing of it was taken over."),
        "{gone}"
    );
    assert!(!gone.contains("already here"), "no counts of nothing: {gone}");
}

#[test]
fn a_file_that_is_in_shows_its_receipt() {
    let html = preview_html(&samples::closed(UploadState::Committed));
    assert!(html.contains("action=\"/data/files/2/undo\"") && !html.contains("<select"));
    assert!(html.contains("/data/files/2/problems.csv") && html.contains("/data/files/2/mapping.toml"));
    let said = text(&html);
    for words in [
        "In: 200 rows taken, 2 set aside",
        "180 new 20 changed 12 already here 2 set aside",
        "41 people in this file are known from another source too; their records are joined.",
        "The file itself was erased on 8 Jul 2026, 13:55.",
        "17 Chart # the spreadsheet shortened the number to an exponent",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let visitor = steward("es");
    let es = samples::closed(UploadState::Committed);
    let es = text(&preview(&a_page(&visitor, "/data/files/2"), &es).into_string());
    for words in [
        "17 Chart # la hoja de cálculo acortó el número a un exponente, y se perdieron cifras",
        "2 filas sobre los encabezados se dejaron fuera como títulos",
        "El archivo mismo se borró el 8 jul 2026, 13:55.",
    ] {
        assert!(es.contains(words), "{words}\n{es}");
    }
    let back = text(&preview_html(&samples::closed(UploadState::Undone)));
    let stayed = "Taken back. 3 records stayed, because something newer or another file has them too.";
    assert!(back.contains(stayed) && !back.contains("known from another source"), "{back}");
    let mut one = samples::closed(UploadState::Undone);
    one.upload.stayed = 1;
    assert!(
        text(&preview_html(&one))
            .contains("1 record stayed, because something newer or another file has it too.")
    );
    one.upload.stayed = 0;
    assert!(!text(&preview_html(&one)).contains("stayed"));
}

#[test]
fn a_file_that_does_not_open_has_no_link() {
    let visitor = steward("en");
    let html = |view: &FilesPage| super::files(&a_page(&visitor, "/data/files"), view).into_string();
    let mut view = samples::files();
    let link = format!("href=\"/data/files/{}\"", view.uploads[0].id);
    assert!(html(&view).contains(&link));
    view.uploads[0].opens = false;
    let closed = html(&view);
    assert!(!closed.contains(&link) && closed.contains(&view.uploads[0].name));
}

#[test]
fn a_row_of_a_file_is_mended_there_and_not_read_again() {
    let visitor = steward("en");
    let mut view = sample::data();
    view.may_replay = true;
    let waits = view.quarantine.iter().position(|q| q.resolved_at.is_none() && q.complete).unwrap();
    let replay = format!("/data/quarantine/{}/replay", view.quarantine[waits].id);
    let html = |view: &DataPage| super::data(&a_page(&visitor, "/data"), view).into_string();
    assert!(html(&view).contains(&replay));
    view.quarantine[waits].of_table = true;
    let row = html(&view);
    assert!(!row.contains(&replay) && row.contains("put the file in again"), "{row}");
}

#[test]
fn that_a_baby_is_hers_is_no_merge() {
    let visitor = steward("en");
    let said = |what: &str, about| {
        let mut view = samples::made_of(sample::dyad().mother.unwrap());
        view.events.truncate(1);
        (view.events[0].what, view.events[0].about) = (what.into(), about);
        text(&identity(&a_page(&visitor, "/people/1101/identity"), &view).into_string())
    };
    let check = |what: &str, about, words: &str, other: &str| {
        let said = said(what, Some(about));
        assert!(said.contains(words) && !said.contains(other), "{said}");
    };
    check("same", PairKind::Dyad, "Decided: her baby", "Decided: one person");
    check("different", PairKind::Dyad, "Decided: not her baby", "Decided: two people");
    check("same", PairKind::Person, "Decided: one person", "her baby Sam");
    check("different", PairKind::Person, "Decided: two people", "not her baby");
}

#[test]
fn what_happened_is_told_a_page_at_a_time() {
    let visitor = steward("en");
    let mut view = samples::made_of(sample::dyad().mother.unwrap());
    let event = view.events[1].clone();
    let mut html = |events: usize, here: &str| {
        view.events = vec![event.clone(); events];
        identity(&a_page(&visitor, here), &view).into_string()
    };
    let told = |html: &str| html.matches("Records were joined").count();
    let (path, older) = ("/people/1101/identity", "/people/1101/identity?older=1");
    let few = html(20, path);
    assert!(told(&few) == 20 && !few.contains("older=1"));
    let first = html(23, path);
    assert_eq!(told(&first), 20);
    assert!(
        first.contains("href=\"/people/1101/identity?older=1#events\"") && first.contains("Show older (3)")
    );
    let all = html(23, older);
    assert!(told(&all) == 23 && !all.contains("Show older") && !all.contains("Only the newest"));
    assert!(html(200, older).contains("Only the newest 200 are shown."));
}

#[test]
fn a_choice_that_is_wrong_says_so_beside_its_values() {
    let visitor = steward("en");
    let mut page = a_page(&visitor, "/people/1101/identity");
    let message = "Choose one.".to_owned();
    page.problem = Some(Problem {
        form: "choice-born".into(),
        field: "choose".into(),
        message,
        typed: crate::typed::Typed::default(),
    });
    let html = identity(&page, &samples::made_of(sample::dyad().mother.unwrap())).into_string();
    assert!(html.contains("data-keep=\"open\" open"), "the values are in sight");
    assert!(html.contains("<p class=\"wrong\">Choose one.</p>"), "{html}");
}

#[test]
fn a_long_queue_is_not_counted_to_its_end() {
    let visitor = steward("en");
    let mut view = samples::queue();
    view.waiting[0].count = 1000;
    let said = text(&review(&a_page(&visitor, "/review"), &view).into_string());
    for words in
        ["1,004 questions or more wait; the oldest for 9 days", "All 1,004+ One person? 1,000+ Her baby? 3"]
    {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn a_language_is_called_by_its_name() {
    let mut view = samples::preview();
    view.rows[0].says.push(("mother.language".into(), "hi".into()));
    assert!(text(&preview_html(&view)).contains("Mother: language Hindi"));
}

#[test]
fn every_field_of_a_mapping_has_its_words() {
    for field in kith_interop::table::Field::ALL {
        let key = format!("takes-{}", crate::lang::slug(field.name()));
        assert!(lang("en").has(&key) && lang("es").has(&key), "{key}");
    }
    for code in ["fields-mother", "fields-infant", "fields-pregnancy", "fields-care", "fields-row"] {
        assert!(lang("en").has(code) && lang("es").has(code), "{code}");
    }
}

#[test]
fn a_family_says_who_sent_what() {
    let visitor = sample::visitor(Role::Coordinator, "en");
    let html = dyad(&a_page(&visitor, "/people/101"), &sample::dyad()).into_string();
    assert!(html.contains("href=\"/people/1101/identity\""));
    assert!(
        text(&html).contains("Ana Example: records from 3 sources: harbor, north-hospital, vital-records")
    );
    let mut view = sample::dyad();
    view.may_review = false;
    assert!(!dyad(&a_page(&visitor, "/people/101"), &view).into_string().contains("/identity"));
}

#[test]
fn the_bar_says_how_many_wait() {
    let visitor = steward("en");
    let bar = |waiting| {
        let page = Page { waiting, ..a_page(&visitor, "/review") };
        text(&review(&page, &samples::queue()).into_string())
    };
    assert!(bar(Some(12)).contains("Review 12 waiting Data"));
    for none in [None, Some(0)] {
        assert!(bar(none).contains("Review Data"));
    }
}
