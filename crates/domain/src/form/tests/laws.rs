use proptest::prelude::*;

use super::*;

/// One of four answers, "would rather not say", or nothing.
fn some_answer() -> impl Strategy<Value = Option<Answer>> {
    prop_oneof![
        6 => (0..4usize).prop_map(|at| Some(Answer::code(PHQ[at]))),
        1 => Just(Some(Answer::Absent(Absent::Declined))),
        1 => Just(None),
    ]
}

fn some_answers() -> impl Strategy<Value = Answers> {
    prop::collection::vec(some_answer(), 9).prop_map(|all| Answers {
        alone: false,
        given: all
            .into_iter()
            .enumerate()
            .filter_map(|(at, answer)| Some(((at + 1).to_string(), answer?)))
            .collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// A total is there exactly when every item is asked and has an answer, and then it is their sum.
    #[test]
    fn a_total_exists_only_of_a_complete_set(answers in some_answers()) {
        let form = phq();
        let sheet = form.sheet(&answers);
        let items: Vec<_> = sheet.lines.iter().filter(|line| !line.item.parts.is_empty()).collect();
        let points = |line: &&Line<'_>| match line.answer.as_ref()?.values() {
            [Value::Code(code)] => PHQ.iter().position(|c| c == code),
            _ => None,
        };
        let sum: Option<usize> = items.iter().map(points).sum();
        let score = sheet.score(Instrument::Phq9);
        prop_assert_eq!(score.total, sum.map(|n| n as i32));
        prop_assert_eq!(score.complete, sum.is_some());
    }

    /// Hiding questions is the same as taking their answers away: neither changes a score in silence.
    #[test]
    fn answers_to_hidden_questions_do_not_count(answers in some_answers()) {
        let form = phq();
        let sheet = form.sheet(&answers);
        let mut fewer = answers.clone();
        for line in sheet.lines.iter().filter(|line| line.standing != Standing::Asked) {
            fewer.given.remove(&line.item.link_id);
        }
        prop_assert_eq!(form.scores(&answers), form.scores(&fewer));
        prop_assert_eq!(form.factors(&answers), form.factors(&fewer));
        let dropped = answers.given.len() - fewer.given.len();
        let said = form.check(&answers).iter().filter(|w| w.mistake == Mistake::NotAsked).count();
        prop_assert_eq!(said, dropped);
    }

    /// An answer that is not known never makes a screen negative, and never takes an action away.
    #[test]
    fn unknown_is_never_no(answers in some_answers(), item in 1..=9usize) {
        let form = phq();
        let open = answers.clone().with(&item.to_string(), Answer::Absent(Absent::AskedUnknown));
        for score in form.scores(&open) {
            let asked = score.instrument == Instrument::Phq9 || item <= 2;
            prop_assert!(!asked || score.positive != Some(false));
        }
        for which in [Instrument::Phq2, Instrument::Phq9] {
            let least = |answers: &Answers| form.sheet(answers).score(which).at_least;
            if item > 2 {
                prop_assert!(least(&open) <= least(&answers));
            }
        }
    }
}
