//! Verdicts, choices and the queue: given, counted by the latest that stands, taken back.

use kith_domain::id::{AccountId, ActId, SourcePersonId};
use kith_domain::identity::{Attribute, PairKind, Verdict};
use kith_store::linkage::{
    self, ActKind, Cause, Cluster, NewAct, NewReview, NewVerdict, Pair, Partition, ReviewRow,
};
use kith_store::{facts, live, people};
use kith_testkit::{NOON, a_mother, an_infant, later};

use crate::World;
use crate::world::updated;

on_both! {
    the_latest_standing_verdict_counts,
    an_act_tells_what_it_was,
    what_waits_keeps_its_time,
    a_decided_pair_waits_no_more,
    the_queue_comes_in_pages,
    what_waits_is_counted_no_further_than_it_is_told,
    reviews_of_the_touched_are_replaced,
    two_birth_dates_wait_until_somebody_chooses,
    a_choice_is_taken_back,
    a_record_put_right_ends_the_conflict,
}

/// An act of a worker about some pairs.
pub fn saying(verdict: Verdict, by: AccountId, pairs: &[Pair]) -> NewAct {
    let kind = match verdict {
        Verdict::Same => ActKind::Same,
        Verdict::Different => ActKind::Different,
        Verdict::Unsure => ActKind::Unsure,
    };
    NewAct {
        kind,
        by: Some(by),
        note: None,
        verdicts: pairs.iter().map(|pair| NewVerdict { pair: *pair, verdict }).collect(),
        never_again: false,
        choices: vec![],
    }
}

async fn act(w: &World, act: &NewAct) -> ActId {
    linkage::act(&w.db, act, NOON).await.unwrap()
}

async fn four(w: &World) -> ([SourcePersonId; 4], AccountId) {
    w.state(["a", "b", "c", "d"].map(|id| a_mother(id).build()).to_vec()).await;
    let keys = [w.key("a").await, w.key("b").await, w.key("c").await, w.key("d").await];
    (keys, w.account("steward").await)
}

async fn the_latest_standing_verdict_counts(w: &World) {
    let ([a, b, c, _], who) = four(w).await;
    let (ab, ac) = (Pair::person(b, a), Pair::person(a, c));
    let first = act(w, &saying(Verdict::Same, who, &[ab, ac])).await;
    let second = act(w, &saying(Verdict::Different, who, &[ab])).await;
    let now = async |after| {
        let rows = linkage::verdicts(&w.db, after, 100).await.unwrap();
        rows.iter().map(|v| (v.pair, v.verdict, v.act)).collect::<Vec<_>>()
    };
    let expected = [
        (ab, Some(Verdict::Different), second),
        (ac, Some(Verdict::Same), first),
        (ab, Some(Verdict::Different), second),
    ];
    assert_eq!(now(0).await, expected);
    let seen = linkage::verdicts(&w.db, 0, 100).await.unwrap().last().unwrap().seq;

    assert!(linkage::take_back(&w.db, second, Some(who), later(1)).await.unwrap());
    assert!(!linkage::take_back(&w.db, second, Some(who), later(2)).await.unwrap(), "only once");
    assert_eq!(now(seen).await, [(ab, Some(Verdict::Same), first)], "the one before it counts again");
    assert!(linkage::take_back(&w.db, first, None, later(3)).await.unwrap());
    assert_eq!(now(seen).await, [(ab, None, second), (ab, None, first), (ac, None, first)]);
    assert_eq!(linkage::standing(&w.db, ab).await.unwrap(), None);
    let third = act(w, &saying(Verdict::Unsure, who, &[ac])).await;
    let turned = Pair { a: c, b: a, ..ac };
    let standing = linkage::standing_of(&w.db, &[ab, turned]).await.unwrap();
    assert_eq!(standing.iter().map(|(pair, s)| (*pair, s.act)).collect::<Vec<_>>(), [(ac, third)]);
    assert!(linkage::act(&w.db, &saying(Verdict::Same, who, &[Pair::person(a, a)]), NOON).await.is_err());
}

async fn an_act_tells_what_it_was(w: &World) {
    let ([a, b, c, d], who) = four(w).await;
    let new = NewAct {
        note: Some("same address".to_owned()),
        never_again: true,
        choices: vec![(Attribute::Born, b)],
        kind: ActKind::Merge,
        ..saying(Verdict::Same, who, &[Pair { kind: PairKind::Person, a: b, b: a, attribute: None }])
    };
    let id = act(w, &new).await;
    let stated = act(w, &NewAct { by: None, ..saying(Verdict::Same, who, &[Pair::person(c, d)]) }).await;
    let only = async |key| linkage::acts_about(&w.db, &[key], 10).await.unwrap().remove(0);
    let one = only(b).await;
    assert_eq!((one.kind, one.by_name.as_deref()), (ActKind::Merge, Some("steward Testworker")));
    assert_eq!((one.note.as_deref(), one.at, one.undone), (Some("same address"), NOON, None));
    assert_eq!(one.verdicts.len(), 1);
    assert_eq!((one.verdicts[0].pair, one.verdicts[0].never_again), (Pair::person(a, b), true));
    assert_eq!(one.choices, [(Attribute::Born, b)]);
    let about = async |key| {
        let acts = linkage::acts_about(&w.db, &[key], 10).await.unwrap();
        acts.iter().map(|a| a.id).collect::<Vec<_>>()
    };
    assert_eq!((about(b).await, about(c).await, about(d).await), (vec![id], vec![stated], vec![stated]));
    linkage::take_back(&w.db, id, Some(who), later(9)).await.unwrap();
    let undone = only(b).await.undone;
    assert_eq!(undone, Some((later(9), Some("steward Testworker".to_owned()))));
    let newest = async |limit| linkage::acts_about(&w.db, &[a, c], limit).await.unwrap();
    assert_eq!(newest(1).await.iter().map(|a| a.id).collect::<Vec<_>>(), [stated]);
    assert_eq!(newest(2).await.iter().map(|a| a.id).collect::<Vec<_>>(), [stated, id]);
}

fn asks(pair: Pair, probability: f64) -> NewReview {
    NewReview { pair, probability: Some(probability), why: "[\"a test\"]".to_owned() }
}

/// Applies what linkage asks about everybody, at some second after noon.
async fn ask(w: &World, keys: &[SourcePersonId], reviews: Vec<NewReview>, second: i64) {
    let partition = Partition { reviews, touched: keys.to_vec(), ..Partition::default() };
    linkage::apply(&w.db, &partition, Cause::Linkage, "a test", later(second)).await.unwrap();
}

async fn waiting(w: &World, kind: Option<PairKind>) -> Vec<ReviewRow> {
    let rows = linkage::queue(&w.db, kind, None, 100).await.unwrap();
    let counts = linkage::queue_counts(&w.db).await.unwrap();
    let of = |k| rows.iter().filter(move |r: &&ReviewRow| r.pair.kind == k);
    for count in counts.iter().filter(|c| kind.is_none_or(|kind| kind == c.kind)) {
        assert_eq!(count.waiting, of(count.kind).count() as i64);
        assert_eq!(count.oldest, of(count.kind).map(|r| r.since).min());
    }
    rows
}

async fn what_waits_keeps_its_time(w: &World) {
    let (keys, _) = four(w).await;
    let [a, b, c, _] = keys;
    ask(w, &keys, vec![asks(Pair::person(a, b), 0.5)], 1).await;
    ask(w, &keys, vec![asks(Pair::person(b, a), 0.6), asks(Pair::dyad(c, a), 0.7)], 2).await;
    let rows = waiting(w, None).await;
    let told: Vec<_> = rows.iter().map(|r| (r.pair, r.probability, r.since)).collect();
    assert_eq!(told, [(Pair::person(a, b), Some(0.6), later(1)), (Pair::dyad(c, a), Some(0.7), later(2))]);
    assert_eq!((rows[0].left.key, rows[0].right.key), (a, b));
    assert_eq!((rows[1].left.key, rows[1].right.key), (c, a), "the infant first, whatever the keys");
    assert_eq!((rows[0].why.as_str(), rows[0].open, &rows[0].standing), ("[\"a test\"]", true, &None));
    assert!(rows[0].left.said.is_some());
    let dyads = waiting(w, Some(PairKind::Dyad)).await;
    assert_eq!(dyads.iter().map(|r| r.pair).collect::<Vec<_>>(), [Pair::dyad(c, a)]);
}

async fn a_decided_pair_waits_no_more(w: &World) {
    let (keys, who) = four(w).await;
    let [a, b, ..] = keys;
    let pair = Pair::person(a, b);
    ask(w, &keys, vec![asks(pair, 0.5)], 1).await;
    let open = async || {
        let row = linkage::review(&w.db, pair).await.unwrap().unwrap();
        assert_eq!(waiting(w, None).await.len(), usize::from(row.open));
        (row.open, row.standing.map(|s| s.verdict))
    };
    let unsure = act(w, &saying(Verdict::Unsure, who, &[pair])).await;
    assert_eq!(open().await, (true, Some(Verdict::Unsure)), "somebody looked and left it open");
    let never = NewAct { never_again: true, ..saying(Verdict::Unsure, who, &[pair]) };
    let never = act(w, &never).await;
    assert_eq!(open().await, (false, Some(Verdict::Unsure)));
    let different = act(w, &saying(Verdict::Different, who, &[pair])).await;
    assert_eq!(open().await, (false, Some(Verdict::Different)));
    // Asked for again, it is decided still.
    ask(w, &keys, vec![asks(pair, 0.4)], 5).await;
    assert_eq!(open().await, (false, Some(Verdict::Different)));
    linkage::take_back(&w.db, different, Some(who), NOON).await.unwrap();
    assert_eq!(open().await, (false, Some(Verdict::Unsure)));
    linkage::take_back(&w.db, never, Some(who), NOON).await.unwrap();
    assert_eq!(open().await, (true, Some(Verdict::Unsure)));
    linkage::take_back(&w.db, unsure, Some(who), NOON).await.unwrap();
    assert_eq!(open().await, (true, None));
    assert_eq!(linkage::review(&w.db, pair).await.unwrap().unwrap().since, later(1));
    assert_eq!(linkage::review(&w.db, Pair::person(a, keys[3])).await.unwrap(), None);
}

async fn what_waits_is_counted_no_further_than_it_is_told(w: &World) {
    w.state((0..46).map(|n| a_mother(&n.to_string()).build()).collect()).await;
    let changed = linkage::changed(&w.db, 0, 100).await.unwrap();
    let keys: Vec<SourcePersonId> = changed.into_iter().map(|(_, key)| key).collect();
    let mut pairs: Vec<Pair> = Vec::new();
    for (at, a) in keys.iter().enumerate() {
        pairs.extend(keys[at + 1..].iter().map(|b| Pair::person(*a, *b)));
    }
    assert!(pairs.len() as i64 > linkage::MOST_COUNTED);
    let mut asked: Vec<NewReview> = pairs.into_iter().map(|pair| asks(pair, 0.5)).collect();
    asked.push(asks(Pair::dyad(keys[0], keys[1]), 0.5));
    ask(w, &keys, asked, 3).await;
    let counts = linkage::queue_counts(&w.db).await.unwrap();
    let told: Vec<_> = counts.iter().map(|c| (c.kind, c.waiting, c.oldest)).collect();
    let expected = [
        (PairKind::Person, linkage::MOST_COUNTED, Some(later(3))),
        (PairKind::Dyad, 1, Some(later(3))),
        (PairKind::Fact, 0, None),
    ];
    assert_eq!(told, expected);
}

async fn the_queue_comes_in_pages(w: &World) {
    let (keys, _) = four(w).await;
    let [a, b, c, d] = keys;
    ask(w, &keys, vec![asks(Pair::person(c, d), 0.5)], 1).await;
    let all =
        [Pair::person(a, b), Pair::person(a, c), Pair::dyad(a, d), Pair::dyad(d, a), Pair::person(c, d)];
    ask(w, &keys, all.map(|pair| asks(pair, 0.5)).to_vec(), 2).await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = linkage::queue(&w.db, None, after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.cursor());
        seen.extend(page.iter().map(|r| r.pair));
    }
    let expected =
        [Pair::person(c, d), Pair::person(a, b), Pair::person(a, c), Pair::dyad(a, d), Pair::dyad(d, a)];
    assert_eq!(seen, expected, "each once, the longest first");
}

async fn reviews_of_the_touched_are_replaced(w: &World) {
    let (keys, _) = four(w).await;
    let [a, b, c, d] = keys;
    let all = [Pair::person(a, b), Pair::person(c, d), Pair::dyad(a, d), Pair::dyad(c, b)];
    ask(w, &keys, all.map(|pair| asks(pair, 0.5)).to_vec(), 1).await;
    ask(w, &[b], vec![], 2).await;
    let left: Vec<_> = waiting(w, None).await.iter().map(|r| r.pair).collect();
    assert_eq!(
        left,
        [Pair::person(c, d), Pair::dyad(a, d), Pair::dyad(c, b)],
        "whose infant was not touched"
    );
    ask(w, &[c, a], vec![], 3).await;
    assert_eq!(waiting(w, None).await, []);
}

/// Two records of one baby, born on two days.
async fn twice_born(w: &World) -> [SourcePersonId; 2] {
    w.state(vec![an_infant("i").born("2025-06-01").build(), an_infant("j").born("2025-06-10").build()]).await;
    let keys = [w.key("i").await, w.key("j").await];
    w.cluster(&[&keys], Cause::Linkage).await;
    keys
}

async fn born(w: &World) -> String {
    let row = people::find(&w.db, w.home("i").await).await.unwrap().unwrap();
    row.born.unwrap().to_string()
}

fn believing(by: AccountId, whom: SourcePersonId) -> NewAct {
    NewAct {
        kind: ActKind::Choice,
        by: Some(by),
        note: None,
        verdicts: vec![],
        never_again: false,
        choices: vec![(Attribute::Born, whom)],
    }
}

async fn two_birth_dates_wait_until_somebody_chooses(w: &World) {
    let [i, j] = twice_born(w).await;
    let who = w.account("steward").await;
    let pair = Pair::fact(i, j, Attribute::Born);
    assert_eq!(waiting(w, None).await.iter().map(|r| r.pair).collect::<Vec<_>>(), [pair]);
    assert_eq!(born(w).await, "2025-06-10", "the newest record");

    let taken = live::take_dirty(&w.db, 1000, NOON).await.unwrap();
    live::done(&w.db, &taken, NOON).await.unwrap();
    act(w, &believing(who, i)).await;
    assert_eq!(born(w).await, "2025-06-01");
    assert_eq!(waiting(w, None).await, []);
    assert!(!linkage::review(&w.db, pair).await.unwrap().unwrap().open, "the conflict is still there");
    let bucket = people::find(&w.db, w.home("i").await).await.unwrap().unwrap().bucket;
    assert_eq!(live::take_dirty(&w.db, 9, NOON).await.unwrap(), [bucket]);
    act(w, &believing(who, j)).await;
    let choices = facts::of_bucket(&w.db, bucket).await.unwrap().choices;
    assert_eq!(choices, [(i, Attribute::Born), (j, Attribute::Born)], "the oldest first");
    assert_eq!(born(w).await, "2025-06-10");
    assert_eq!(linkage::choices(&w.db, &[j]).await.unwrap(), [(Attribute::Born, j, ActId(2))]);
}

async fn a_choice_is_taken_back(w: &World) {
    let [i, j] = twice_born(w).await;
    let who = w.account("steward").await;
    let chosen = act(w, &believing(who, i)).await;
    linkage::take_back(&w.db, chosen, Some(who), NOON).await.unwrap();
    assert_eq!(born(w).await, "2025-06-10");
    assert_eq!(waiting(w, None).await.len(), 1);
    assert_eq!(linkage::choices(&w.db, &[i, j]).await.unwrap(), []);
    // Somebody does not want to be asked.
    let pair = Pair::fact(i, j, Attribute::Born);
    let never = NewAct { never_again: true, ..saying(Verdict::Unsure, who, &[pair]) };
    let never = act(w, &never).await;
    assert_eq!(waiting(w, None).await, []);
    linkage::take_back(&w.db, never, Some(who), NOON).await.unwrap();
    assert_eq!(waiting(w, None).await.len(), 1);
}

async fn a_record_put_right_ends_the_conflict(w: &World) {
    let [i, j] = twice_born(w).await;
    w.append(vec![updated(an_infant("j").born("2025-06-01").build(), 100)]).await;
    assert_eq!(waiting(w, None).await, []);
    w.append(vec![updated(an_infant("j").born("2025-07-01").build(), 200)]).await;
    assert_eq!(waiting(w, None).await.len(), 1);
    // And nobody differs from herself.
    let alone = |key| Cluster { members: vec![key], evidence: String::new() };
    let clusters = vec![alone(i), alone(j)];
    let partition = Partition { clusters, touched: vec![i, j], ..Partition::default() };
    linkage::apply(&w.db, &partition, Cause::Linkage, "a test", NOON).await.unwrap();
    assert_eq!(waiting(w, None).await, []);
    assert_eq!(linkage::review(&w.db, Pair::fact(i, j, Attribute::Born)).await.unwrap(), None);
}
