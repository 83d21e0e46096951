use kith_app::Error;
use kith_app::review::{self, Decision};
use kith_domain::identity::{Attribute, PairKind, Verdict};
use kith_testkit::Place;
use serde_json::json;

use crate::network::{Network, at_home, baby, woman};

on_both! {
    two_records_of_one_woman_are_one_person_with_the_older_id
    a_merge_taken_back_is_as_if_it_had_never_been
    a_mother_and_her_child_cannot_be_made_one
    a_split_stands_against_the_linkage_until_it_is_taken_back
    a_merge_overrules_a_split_and_keeps_everybody
    a_womans_own_mother_does_not_make_her_a_child
    a_record_replaced_by_one_that_comes_later_is_found_when_it_comes
    a_source_that_replaces_a_record_by_another_makes_them_one_and_can_take_it_back
    whom_to_believe_is_shown_and_can_be_chosen
    a_conflict_is_left_open_or_never_asked_about_again
    what_is_said_twice_in_a_moment_is_one_act
    only_who_keeps_records_in_order_sees_who_people_are
}

fn same() -> Decision {
    Decision { verdict: Verdict::Same, never_again: false, note: Some("They told us so.".into()) }
}

/// Ana at a clinic, and as a plan knows her: a double surname the other way round, capitals, the same telephone.
async fn ana_twice(network: &Network) {
    let clinic =
        at_home(woman("c1", "Ana", "Balabrin Domidell", "1995-03-04"), "918-555-0142", "12 Example Street");
    let plan =
        at_home(woman("p1", "ANA", "DOMIDELL-BALABRIN", "1995-03-04"), "(918) 555-0142", "12 EXAMPLE ST");
    network.takes("Clinic", &[clinic, woman("c2", "Bea", "Filagard", "1990-11-30")]).await;
    network.takes("Plan", &[plan]).await;
}

async fn two_records_of_one_woman_are_one_person_with_the_older_id(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let clinic = network.person("Clinic", "c1").await;
    assert_eq!(network.person("Plan", "p1").await, clinic);
    assert_ne!(network.person("Clinic", "c2").await, clinic);

    // Her id is the one that she had when only the clinic knew her, and the page of the other leads to it.
    let steward = network.actor("steward").await;
    let page = review::identity(&network.app, &steward, clinic, "").await.unwrap();
    assert_eq!(page.members.len(), 2);
    assert_eq!(
        page.members.iter().filter(|m| m.first).map(|m| m.card.source.as_str()).collect::<Vec<_>>(),
        ["Clinic"]
    );
    assert_eq!(page.events.len(), 1);
    assert_eq!((page.events[0].by.as_str(), page.events[0].what.as_str()), ("linkage", "link"));
    let other = page.events[0].moves[0].1;
    assert_eq!(review::survivor(&network.app, &steward, other).await.unwrap(), Some(clinic));
    assert_eq!(review::survivor(&network.app, &steward, clinic).await.unwrap(), None);
}

async fn a_merge_taken_back_is_as_if_it_had_never_been(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let steward = network.actor("steward").await;
    let (ana, bea) = (network.person("Clinic", "c1").await, network.person("Clinic", "c2").await);
    let merged = review::merge(&network.app, &steward, ana, bea, None).await.unwrap();
    assert_eq!(network.person("Clinic", "c2").await, ana);
    assert_eq!(network.person("Plan", "p1").await, ana);
    assert!(review::undo(&network.app, &steward, merged.act).await.unwrap());
    assert_eq!(network.person("Clinic", "c2").await, bea);
    assert_eq!(network.person("Plan", "p1").await, ana);
    assert!(!review::undo(&network.app, &steward, merged.act).await.unwrap(), "once is enough");
    let page = review::identity(&network.app, &steward, bea, "").await.unwrap();
    assert_eq!(page.person.name, "Bea Filagard");
    assert!(page.events.iter().all(|event| event.undone));
}

async fn a_mother_and_her_child_cannot_be_made_one(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let mut child = baby("b1", "Ana", "Balabrin Domidell", "2025-11-02", "female");
    child["link"] = json!([{"other": {"reference": "RelatedPerson/r1"}, "type": "seealso"}]);
    let related = json!({"resourceType": "RelatedPerson", "id": "r1", "patient": {"reference": "Patient/b1"},
        "relationship": [{"coding": [{"code": "MTH"}]}], "birthDate": "1995-03-04",
        "name": [{"family": "Balabrin Domidell", "given": ["Ana"]}]});
    network.takes("Clinic", &[child, related]).await;
    let (ana, child) = (network.person("Clinic", "c1").await, network.person("Clinic", "b1").await);
    assert_ne!(ana, child);
    assert_eq!(network.mother_of(child).await, Some(ana), "the record names her, though it points to nobody");
    let steward = network.actor("steward").await;
    let refused = review::merge(&network.app, &steward, ana, child, None).await;
    assert!(matches!(refused, Err(Error::Invalid { field: "other", .. })), "{refused:?}");
    assert_eq!(network.person("Clinic", "b1").await, child);
    assert_eq!(network.person("Plan", "p1").await, ana);
}

async fn a_split_stands_against_the_linkage_until_it_is_taken_back(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let steward = network.actor("steward").await;
    let ana = network.person("Clinic", "c1").await;
    let plan = network.key("Plan", "p1").await;
    let split = review::split(&network.app, &steward, ana, plan, Some("Her cousin.".into())).await.unwrap();
    let cousin = network.person("Plan", "p1").await;
    assert_ne!(cousin, ana);
    // Another record of hers does not bring them together again.
    let third = at_home(woman("h1", "Ana", "Balabrin", "1995-03-04"), "918-555-0142", "12 Example Street");
    network.takes("Hospital", &[third]).await;
    assert_ne!(network.person("Clinic", "c1").await, network.person("Plan", "p1").await);
    assert!(review::undo(&network.app, &steward, split.act).await.unwrap());
    assert_eq!(network.person("Plan", "p1").await, ana);
    assert_eq!(network.person("Hospital", "h1").await, ana);
}

async fn a_source_that_replaces_a_record_by_another_makes_them_one_and_can_take_it_back(place: Place) {
    let network = Network::over(place).await;
    let old = woman("old", "Cleo", "Hanodell", "1991-01-05");
    network.takes("Clinic", &[woman("new", "Dora", "Jotimar", "1988-08-08"), old.clone()]).await;
    assert_ne!(network.person("Clinic", "old").await, network.person("Clinic", "new").await);
    let mut replaced = old.clone();
    replaced["active"] = json!(false);
    replaced["link"] = json!([{"other": {"reference": "Patient/new"}, "type": "replaced-by"}]);
    network.takes("Clinic", &[replaced]).await;
    assert_eq!(network.person("Clinic", "old").await, network.person("Clinic", "new").await);
    let mut back = old;
    back["active"] = json!(true);
    network.takes("Clinic", &[back]).await;
    assert_ne!(network.person("Clinic", "old").await, network.person("Clinic", "new").await);
}

async fn whom_to_believe_is_shown_and_can_be_chosen(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let later =
        at_home(woman("h1", "Ana", "Balabrin Domidell", "1995-03-05"), "918-555-0142", "12 Example Street");
    network.takes("Hospital", &[later]).await;
    let ana = network.person("Clinic", "c1").await;
    assert_eq!(network.person("Hospital", "h1").await, ana, "one digit of a date is a slip");
    let steward = network.actor("steward").await;
    let born = |page: kith_app::view::IdentityPage| {
        let used = page.used.into_iter().find(|u| u.attribute == Attribute::Born).unwrap();
        let value = used.values.iter().find(|v| v.in_use).unwrap().value.clone();
        (value, used.why, used.conflict)
    };
    let page = review::identity(&network.app, &steward, ana, "").await.unwrap();
    assert_eq!(born(page), ("1995-03-04".into(), "agreed".into(), true));
    let waiting = review::queue(&network.app, &steward, Some(PairKind::Fact), None).await.unwrap();
    assert_eq!(waiting.rows.len(), 1, "{:?}", waiting.rows);

    let hospital = network.key("Hospital", "h1").await;
    let chosen = review::choose(&network.app, &steward, Attribute::Born, hospital, None).await.unwrap();
    let page = review::identity(&network.app, &steward, ana, "").await.unwrap();
    assert_eq!(page.person.born.unwrap().to_string(), "1995-03-05");
    assert_eq!(born(page), ("1995-03-05".into(), "chosen_by_a_person".into(), true));
    let waiting = review::queue(&network.app, &steward, Some(PairKind::Fact), None).await.unwrap();
    assert!(waiting.rows.is_empty(), "what was chosen does not wait");
    assert!(review::undo(&network.app, &steward, chosen.act).await.unwrap());
    let page = review::identity(&network.app, &steward, ana, "").await.unwrap();
    assert_eq!(page.person.born.unwrap().to_string(), "1995-03-04");
}

async fn a_conflict_is_left_open_or_never_asked_about_again(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let later =
        at_home(woman("h1", "Ana", "Balabrin Domidell", "1995-03-05"), "918-555-0142", "12 Example Street");
    network.takes("Hospital", &[later]).await;
    let steward = network.actor("steward").await;
    let app = &network.app;
    let waiting = async || review::queue(app, &steward, Some(PairKind::Fact), None).await.unwrap().rows;
    let asked = waiting().await.remove(0);
    assert_eq!(asked.why, ["conflict"]);
    let (a, b) = (asked.left.key, asked.right.key);
    let leave = async |never| review::leave(app, &steward, Attribute::Born, a, b, never, None).await;

    leave(false).await.unwrap();
    assert!(waiting().await[0].looked_at.is_some());
    let never = leave(true).await.unwrap();
    assert!(waiting().await.is_empty());
    let page = review::identity(app, &steward, network.person("Clinic", "c1").await, "").await.unwrap();
    let told: Vec<_> = page.events.iter().map(|e| (e.what.as_str(), e.about)).collect();
    assert!(told.contains(&("never_again", Some(PairKind::Fact))), "{told:?}");
    assert!(review::undo(app, &steward, never.act).await.unwrap());
    assert_eq!(waiting().await.len(), 1);

    // Two people have nothing to differ about.
    let bea = network.key("Clinic", "c2").await;
    let other = review::leave(app, &steward, Attribute::Born, a, bea, false, None).await;
    assert!(matches!(other, Err(Error::NotFound(_))), "{other:?}");
    let analyst = network.actor("analyst").await;
    let denied = review::leave(app, &analyst, Attribute::Born, a, b, false, None).await;
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
}

async fn what_is_said_twice_in_a_moment_is_one_act(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let child = baby("b1", "Bella", "Filagard", "2025-11-02", "female");
    network.takes("Clinic", &[child]).await;
    let steward = network.actor("steward").await;
    let (app, child) = (&network.app, network.key("Clinic", "b1").await);
    let bea = network.key("Clinic", "c2").await;
    let hers = async || review::decide(app, &steward, PairKind::Dyad, child, bea, same()).await.unwrap().act;
    let (one, two) = tokio::join!(hers(), hers());
    assert_eq!(one, two);
    let infant = network.person("Clinic", "b1").await;
    assert_eq!(network.mother_of(infant).await, Some(network.person("Clinic", "c2").await));
    let page = review::identity(app, &steward, infant, "").await.unwrap();
    let told: Vec<_> = page.events.iter().map(|e| (e.what.as_str(), e.about)).collect();
    assert_eq!(told, [("same", Some(PairKind::Dyad))]);
    assert!(review::undo(app, &steward, one).await.unwrap());
    assert_eq!(network.mother_of(infant).await, None);
    assert_ne!(hers().await, one, "after it was taken back it is said anew");
}

async fn only_who_keeps_records_in_order_sees_who_people_are(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let analyst = network.actor("analyst").await;
    let (ana, bea) = (network.key("Clinic", "c1").await, network.key("Clinic", "c2").await);
    let denied = |result: Result<(), Error>| assert!(matches!(result, Err(Error::Denied(_))), "{result:?}");
    let (app, person) = (&network.app, network.person("Clinic", "c1").await);
    denied(review::queue(app, &analyst, None, None).await.map(drop));
    denied(review::pair(app, &analyst, PairKind::Person, ana, bea, None).await.map(drop));
    denied(review::explanation(app, &analyst, PairKind::Person, ana, bea).await.map(drop));
    denied(review::decide(app, &analyst, PairKind::Person, ana, bea, same()).await.map(drop));
    denied(review::identity(app, &analyst, person, "").await.map(drop));
    denied(review::choose(app, &analyst, Attribute::Born, ana, None).await.map(drop));
    denied(review::split(app, &analyst, person, ana, None).await.map(drop));
    // And who may gets the reasoning of any pair.
    let steward = network.actor("steward").await;
    let page = review::pair(app, &steward, PairKind::Person, ana, bea, None).await.unwrap();
    let waterfall = page.waterfall.unwrap();
    assert!(!waterfall.steps.is_empty());
    assert!(waterfall.probability < 0.5, "{waterfall:?}");
    assert!(!page.joined);
}

async fn a_merge_overrules_a_split_and_keeps_everybody(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let third =
        at_home(woman("h1", "Ana", "Balabrin Domidell", "1995-03-04"), "918-555-0142", "12 Example Street");
    network.takes("Hospital", &[third]).await;
    let steward = network.actor("steward").await;
    let ana = network.person("Clinic", "c1").await;
    assert_eq!(network.person("Hospital", "h1").await, ana);
    let plan = network.key("Plan", "p1").await;
    review::split(&network.app, &steward, ana, plan, None).await.unwrap();
    let cousin = network.person("Plan", "p1").await;
    let merged = review::merge(&network.app, &steward, ana, cousin, None).await.unwrap();
    for (source, id) in [("Clinic", "c1"), ("Plan", "p1"), ("Hospital", "h1")] {
        assert_eq!(network.person(source, id).await, ana, "{source}");
    }
    assert!(review::undo(&network.app, &steward, merged.act).await.unwrap());
    assert_eq!(network.person("Plan", "p1").await, cousin, "the split stands again");
    assert_eq!(network.person("Hospital", "h1").await, ana);
}

async fn a_womans_own_mother_does_not_make_her_a_child(place: Place) {
    let network = Network::over(place).await;
    ana_twice(&network).await;
    let hospital =
        at_home(woman("h1", "Ana", "Balabrin Domidell", "1995-03-04"), "918-555-0142", "12 Example Street");
    let next_of_kin = json!({"resourceType": "RelatedPerson", "id": "k1", "patient": {"reference": "Patient/h1"},
        "relationship": [{"coding": [{"code": "MTH"}]}], "name": [{"family": "Balabrin", "given": ["Marta"]}]});
    network.takes("Hospital", &[hospital, next_of_kin]).await;
    assert_eq!(network.person("Hospital", "h1").await, network.person("Clinic", "c1").await);
}

async fn a_record_replaced_by_one_that_comes_later_is_found_when_it_comes(place: Place) {
    let network = Network::over(place).await;
    let mut replaced = woman("old", "Cleo", "Hanodell", "1991-01-05");
    replaced["link"] = json!([{"other": {"reference": "Patient/new"}, "type": "replaced-by"}]);
    network.takes("Clinic", &[replaced]).await;
    network.takes("Clinic", &[woman("new", "Dora", "Jotimar", "1988-08-08")]).await;
    assert_eq!(network.person("Clinic", "old").await, network.person("Clinic", "new").await);
}
