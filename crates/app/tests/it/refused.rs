//! Who tries what is not theirs is in the log.

use kith_app::front_door::{scans, tables};
use kith_app::privacy::{self, Finding};
use kith_app::view::PeopleFilter;
use kith_app::{Error, flow, services};
use kith_domain::id::{DoorFileId, GlassId, PersonId};
use kith_domain::measure::Status;
use kith_store::audit;
use kith_testkit::Place;

use crate::network::Network;

on_both! {
    every_refusal_is_in_the_log
}

async fn every_refusal_is_in_the_log(place: Place) {
    let network = Network::over(place).await;
    let (app, analyst) = (&network.app, network.actor("analyst").await);
    let (door, person) = (DoorFileId(1), PersonId(7));
    let filter = PeopleFilter::of(Status::Pending);
    let tried: [(Result<(), Error>, &str, Option<&str>); 11] = [
        (flow::people(app, &analyst, "ttfc", filter).await.map(drop), "triage", Some("measure/ttfc")),
        (scans::scans(app, &analyst).await.map(drop), "submit", None),
        (scans::may_put_in(app, &analyst).await, "submit", None),
        (scans::receipt(app, &analyst, door).await.map(drop), "triage", Some("door/1")),
        (tables::tables(app, &analyst).await.map(drop), "submit", None),
        (tables::preview(app, &analyst, door).await.map(drop), "submit", Some("door/1")),
        (services::services(app, &analyst).await.map(drop), "manage_service", None),
        (services::directories(app, &analyst).await.map(drop), "manage_service", None),
        (services::may_import(app, &analyst).await, "manage_service", None),
        (privacy::opening(app, &analyst, person).await.map(drop), "break_glass", Some("person/7")),
        (
            privacy::review(app, &analyst, GlassId(3), Finding::Fine, None).await,
            "review_privacy",
            Some("glass/3"),
        ),
    ];
    let kept = audit::recent(&network.db, 99).await.unwrap().into_iter().rev();
    let mut kept = kept.filter(|entry| entry.action == "denied");
    for (at, (result, what, about)) in tried.into_iter().enumerate() {
        assert!(matches!(result, Err(Error::Denied(_))), "try {at}: {result:?}");
        let entry = kept.next().expect("each is kept");
        assert_eq!((entry.detail.as_str(), entry.subject.as_deref()), (what, about), "try {at}");
    }
    assert_eq!(kept.count(), 0);
}
