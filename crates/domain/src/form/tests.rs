mod actions;
mod answers;
mod laws;
mod scores;

use super::*;

fn question(link_id: &str, kind: Kind) -> Item {
    Item { link_id: link_id.into(), kind, text: Words::new(link_id, link_id), ..Item::default() }
}

fn group(link_id: &str, items: Vec<Item>) -> Item {
    Item { items, ..question(link_id, Kind::Group) }
}

fn choices(codes: &[&str]) -> Vec<Choice> {
    codes
        .iter()
        .map(|code| Choice {
            code: (*code).into(),
            exclusive: matches!(*code, "none" | "LA9-3"),
            unknown: matches!(*code, "LA15775-2"),
            ..Choice::default()
        })
        .collect()
}

fn when(question: &str, operator: Operator, value: Value) -> Enable {
    Enable::All(vec![Condition { question: question.into(), operator, value }])
}

/// A question for each item of an instrument, named by its number; an answer list where the table has one.
fn instrument(instrument: Instrument, items: &[&str]) -> Vec<Item> {
    items
        .iter()
        .map(|item| {
            let codes = instrument.answers(item);
            let several =
                matches!((instrument, *item), (Instrument::AhcCore, "2") | (Instrument::WarningSigns, _));
            let kind = match instrument {
                Instrument::Bimf => Kind::Integer(Some(0), Some(6)),
                Instrument::FourPs | Instrument::Taps2 => Kind::Boolean,
                _ if several => Kind::Many(choices(&codes)),
                _ => Kind::One(choices(&codes)),
            };
            let parts = vec![Membership { instrument, item: (*item).into() }];
            Item { parts, required: true, ..question(item, kind) }
        })
        .collect()
}

fn form(items: Vec<Item>) -> Form {
    Form { items, ..Form::default() }
}

fn numbered(n: usize) -> Vec<&'static str> {
    let names = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"];
    names.into_iter().chain(["18", "19", "20"]).take(n).collect()
}

const PHQ: [&str; 4] = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];
const HITS: [&str; 5] = ["LA6270-8", "LA10066-1", "LA10082-8", "LA16644-9", "LA6482-9"];

/// Answers by the place of their code in a list; a place beyond it is "would rather not say".
fn by_place(codes: &[&str], places: &[usize]) -> Answers {
    let answer = |place: &usize| match codes.get(*place) {
        Some(code) => Answer::code(code),
        None => Answer::Absent(Absent::Declined),
    };
    let given = places.iter().enumerate().map(|(at, place)| ((at + 1).to_string(), answer(place)));
    Answers { alone: true, given: given.collect() }
}

fn only(form: &Form, answers: &Answers) -> Score {
    let mut scores = form.scores(answers);
    assert_eq!(scores.len(), 1);
    scores.remove(0)
}

const SAFETY: &str = "\
instrument,trigger,level,task_role,respond_within_minutes,close_within_minutes,person_sees_en,person_sees_es
EPDS,item:10>=1,safety,on_call_clinician,15,1440,988,988
PHQ-9,item:9>=1,safety,on_call_clinician,15,1440,988,988
";

fn table(rows: &str) -> ActionTable {
    ActionTable::parse(&format!("{SAFETY}{rows}")).expect("the table of the test can be read")
}

fn triggers(form: &Form, answers: &Answers, rows: &str) -> Vec<String> {
    form.actions(answers, &table(rows))
        .into_iter()
        .map(|a| {
            format!("{} {}{}", a.source(), a.trigger, a.domain.map_or(String::new(), |d| format!(" {d}")))
        })
        .collect()
}

/// PHQ-2 that leads to PHQ-9 by a calculated item.
fn phq() -> Form {
    let mut items = instrument(Instrument::Phq9, &numbered(9));
    for (item, name) in items.iter_mut().zip(["1", "2"]) {
        item.parts.push(Membership { instrument: Instrument::Phq2, item: name.into() });
    }
    let rest = items.split_off(2);
    items.push(Item {
        calculated: Some(Calculated { instrument: Instrument::Phq2, what: Calculation::Positive }),
        hidden: true,
        ..question("positive", Kind::Boolean)
    });
    let enable = when("positive", Operator::Equal, Value::Boolean(true));
    items.push(Item { enable, ..group("rest", rest) });
    form(items)
}

fn asked(form: &Form, answers: &Answers) -> Vec<String> {
    let sheet = form.sheet(answers);
    let open = |line: &&Line<'_>| {
        line.standing == Standing::Asked && line.item.kind.is_question() && !line.item.hidden
    };
    sheet.lines.iter().filter(open).map(|line| line.item.link_id.clone()).collect()
}
