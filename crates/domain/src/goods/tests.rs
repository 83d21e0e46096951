use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const FILE: &str = include_str!("../../../../programmes/central-triage/goods.toml");

#[test]
fn the_file_that_comes_with_the_program_is_whole() {
    let kinds = kinds(FILE).unwrap();
    let crib = kinds.iter().find(|k| k.id == "crib").expect("there are cribs");
    assert_eq!(crib.follow_up_on(date(2026, 1, 31)), Some(date(2026, 3, 2)));
    assert!(crib.questions.iter().any(|q| q.fine == Some(Reply::Yes) && q.then.is_some()));
    assert!(["cuff", "car_seat"].iter().all(|id| kinds.iter().any(|k| k.id == *id)));
}

#[test]
fn what_is_wrong_in_the_file_is_said_with_its_line() {
    let check = |text: &str, line: usize, words: &str| {
        let said = kinds(text).unwrap_err();
        assert!(said.iter().any(|p| p.line == line && p.message.contains(words)), "{text}: {said:?}");
    };
    check("[[kind]]\nid = \"a\"\nen = \"A\"\nes = \"\"\n", 1, "both languages");
    check("[[kind]]\nid = \"A b\"\nen = \"A\"\nes = \"A\"\n", 1, "is no name");
    check("[[kind]]\nid = \"a\"\nen = \"A\"\nes = \"A\"\nfollow_up_days = 30\n", 1, "has no question");
    let twice =
        "[[kind]]\nid = \"a\"\nen = \"A\"\nes = \"A\"\n\n[[kind]]\nid = \"a\"\nen = \"A\"\nes = \"A\"\n";
    check(twice, 6, "twice");
    check("[[kind]]\ncolour = 1\n", 2, "colour");
    let question = "[[kind]]\nid = \"a\"\nen = \"A\"\nes = \"A\"\n[[kind.question]]\nid = \"q\"\nen = \"Q\"\nes = \"Q\"\n";
    check(&format!("{question}then_en = \"call\"\n"), 1, "add the other");
    check(&format!("{question}then_en = \"call\"\nthen_es = \"llame\"\n"), 1, "add `fine`");
}

#[test]
fn another_answer_than_the_fine_one_is_a_worry_and_no_answer_is_none() {
    let kinds = kinds(FILE).unwrap();
    let crib = kinds.iter().find(|k| k.id == "crib").unwrap();
    let question = crib.questions.iter().find(|q| q.fine == Some(Reply::Yes) && q.then.is_some()).unwrap();
    let check = |reply, expected| {
        let answers: Vec<_> = Option::into_iter(reply).map(|r| (question.id.clone(), r)).collect();
        assert_eq!(crib.worries(&answers).count(), expected, "{reply:?}");
    };
    check(Some(Reply::Yes), 0);
    check(Some(Reply::No), 1);
    check(Some(Reply::Unknown), 0);
    check(None, 0);
}

#[test]
fn what_is_signed_has_a_name_and_a_drawing_or_paper() {
    let check = |name: &str, drawn: &str, holder: &str, expected: Result<&str, SignedError>| {
        let got = Signed::new(name, drawn, holder);
        let got = got.as_ref().map(|s| match s {
            Signed::Drawn { .. } => "drawn",
            Signed::Paper { .. } => "paper",
        });
        assert_eq!(got.map_err(|e| *e), expected, "{name} {drawn} {holder}");
    };
    check("Ana", "1,2 3,4;5,6 7,8", "", Ok("drawn"));
    check("Ana", "1,2 3,4", "Reception", Ok("drawn"));
    check("Ana", " ", "Reception", Ok("paper"));
    check(" ", "1,2 3,4", "", Err(SignedError::NoName));
    check("Ana", "", " ", Err(SignedError::NotSigned));
    for nonsense in ["1,2", "1,2 3", "1001,2 3,4", "1,501 3,4", "<svg>", "1,2 -3,4"] {
        check("Ana", nonsense, "", Err(SignedError::Unreadable));
    }
}

fn movement() -> impl Strategy<Value = (Movement, i64)> {
    let all = [
        Movement::Received,
        Movement::Reserved,
        Movement::Released,
        Movement::HandedOut,
        Movement::HandedOver,
        Movement::Returned,
        Movement::ReturnedUnfit,
        Movement::WrittenOff,
    ];
    (prop::sample::select(all.to_vec()), 1i64..5)
}

proptest! {
    /// Whatever is asked for, nothing falls below nothing or below what is kept, and what is there is the sum of what was
    /// done.
    #[test]
    fn stock_is_the_sum_of_its_movements(asked in prop::collection::vec(movement(), 0..60)) {
        let (mut there, mut sum) = (Balance::default(), (0, 0));
        for (movement, n) in asked {
            let change = movement.change(n);
            if let Ok(after) = there.after(change) {
                there = after;
                sum = (sum.0 + change.on_hand, sum.1 + change.reserved);
            }
            prop_assert!(there.reserved >= 0 && there.free() >= 0);
        }
        prop_assert_eq!((there.on_hand, there.reserved), sum);
    }

    /// What is kept of a signature is what was drawn.
    #[test]
    fn a_signature_is_read_as_it_is_kept(
        strokes in prop::collection::vec(prop::collection::vec((0u16..=1000, 0u16..=500), 2..20), 1..6)
    ) {
        let text: Vec<String> = strokes
            .iter()
            .map(|s| s.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" "))
            .collect();
        let signature = Signature::parse(&text.join(";")).unwrap();
        prop_assert_eq!(signature.text(), text.join(";"));
        prop_assert_eq!(Signature::parse(&signature.text()).unwrap(), signature);
    }
}
