use jiff::Timestamp;

use super::*;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_750_000_000 + hour * 3600).unwrap()
}

fn said(hour: i64, side: Side, state: State, step: bool) -> Said {
    Said { at: at(hour), side, state, reason: None, step }
}

fn asking(said: Vec<Said>, sender: Word, herself: Word) -> Asking {
    let (service, kind) = ("Family Paths".into(), "home_visiting".into());
    Asking { referral: ReferralId(1), service, kind, said, sender, herself }
}

fn served(yes: bool) -> Word {
    Word { reached: None, served: Some(yes) }
}

#[test]
fn a_connection_is_told_each_time_it_changes() {
    use Connection::*;
    let way = |last: Vec<Said>| {
        let mut said = vec![
            said(0, Side::Sender, State::Sent, true),
            self::said(1, Side::Receiver, State::Accepted, true),
        ];
        said.extend(last);
        said
    };
    let enrolled = said(9, Side::Receiver, State::Enrolled, true);
    let word = |hour, side, state| said(hour, side, state, false);
    let check = |all: Vec<Said>, sender, herself, expected: &[(i64, Connection)]| {
        let expected: Vec<_> = expected.iter().map(|(hour, stands)| (at(*hour), *stands)).collect();
        assert_eq!(asking(all, sender, herself).connections(), expected);
    };
    let nothing = Word::default();
    check(way(vec![]), nothing, nothing, &[(0, Open)]);
    check(way(vec![enrolled.clone()]), nothing, nothing, &[(0, Open), (9, Connected)]);
    // She says otherwise, and from then on somebody has to ask.
    let contradicted = vec![enrolled.clone(), word(20, Side::Client, State::Enrolled)];
    check(way(contradicted.clone()), nothing, served(false), &[(0, Open), (9, Connected), (20, Disputed)]);
    // She agrees: nothing changes.
    check(way(contradicted), nothing, served(true), &[(0, Open), (9, Connected)]);
    // The service says nothing, the sender knows.
    let sender = vec![word(5, Side::Sender, State::Accepted)];
    check(way(sender), served(true), nothing, &[(0, Open), (5, Connected)]);
    let no = vec![said(9, Side::Receiver, State::UnableToReach, true)];
    check(way(no), nothing, nothing, &[(0, Open), (9, NotConnected)]);
}
