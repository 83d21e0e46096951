//! Tables of referrals and scans, as people go through them.

use axum::http::{StatusCode, header};
use kith_domain::access::Role;

use crate::world::{SHE_SAYS, world};

const INTAKE: Option<Role> = Some(Role::Intake);
const REFERRER: Option<Role> = Some(Role::Referrer);
const HEADER: &str = "First,Last,Born,Phone,Language,Stage,Due";

#[tokio::test]
async fn a_table_shows_each_row_before_it_is_sent_and_its_receipt_after() {
    let world = world().await;
    let text = format!(
        "{HEADER},Shoe size\nRosa,Tabletest,1998-03-04,918-555-0142,es,pregnant,2026-12-01,38\n\
         Mara,,1998-03-04,918-555-0143,es,pregnant,2026-12-01,39\n"
    );
    let put = world.put_file_at("/referral-tables", REFERRER, "x", "a.csv", text.as_bytes()).await;
    let path = put.location().to_owned();
    assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.body);
    let look = world.get(&path, REFERRER).await.body;
    for part in [
        "row can be sent",
        "row needs a look",
        "Row 3",
        "Shoe size",
        "Send 1 referral",
        "<strong>Last</strong>",
    ] {
        assert!(look.contains(part), "{part} in {look}");
    }
    let sent = world.post(&format!("{path}/commit"), REFERRER, "").await;
    assert_eq!(sent.location(), format!("{path}?did=table"));
    let page = world.get(&path, REFERRER).await.body;
    assert!(page.contains("receipts.csv") && !page.contains("Rosa"), "names go with the bytes");
    let csv = world.get(&format!("{path}/receipts.csv"), REFERRER).await;
    assert!(csv.body.starts_with("line,receipt,") && csv.body.lines().count() == 3, "{}", csv.body);
    let inbox = world.get("/triage", INTAKE).await.body;
    assert!(inbox.contains("Rosa Tabletest"), "{inbox}");

    for (name, content, said) in [("a.csv", &b""[..], "Choose a file"), ("a.csv", b"\0\0", "")] {
        let got = world.put_file_at("/referral-tables", REFERRER, "x", name, content).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(got.body.contains(said) && got.body.contains("table-file-wrong"), "{said} in {}", got.body);
    }
}

#[tokio::test]
async fn a_scan_stands_beside_its_form_and_runs_nothing() {
    let world = world().await;
    let png = b"\x89PNG\r\n\x1a\n<script>alert(1)</script>";
    let put = world.put_file_at("/scans", REFERRER, "x", "fax.png", png).await;
    assert_eq!(put.location(), "/scans?did=scan", "{}", put.body);
    let wrong = world.put_file_at("/scans", REFERRER, "x", "fax.png", b"<html><script>").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "its name says nothing");
    assert!(wrong.body.contains("This is no PDF, TIFF, PNG or JPEG."), "{}", wrong.body);

    let list = world.get("/scans", REFERRER).await.body;
    assert!(
        list.contains("1 scan waits") && !list.contains("href=\"/scans/1\""),
        "she follows, and does not open"
    );
    assert_eq!(world.get("/scans/1/file", REFERRER).await.status, StatusCode::FORBIDDEN);
    let file = world.get("/scans/1/file", INTAKE).await;
    for (name, value) in [
        (header::CONTENT_TYPE, "image/png"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"scan-1.png\""),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"),
    ] {
        assert_eq!(file.headers[&name], value, "{name}");
    }

    let choose = world.get("/scans/1", INTAKE).await.body;
    assert!(
        choose.contains("Which form is it?") && choose.contains("<img src=\"/scans/1/file\""),
        "{choose}"
    );
    let beside = world.get("/scans/1?form=self_referral", INTAKE).await.body;
    assert!(beside.contains("action=\"/scans/1?form=self_referral\"") && beside.contains("<img"), "{beside}");
    let half = format!("{SHE_SAYS}&once=1&a.identity.given=Rosa");
    let half = world.post("/scans/1?form=self_referral", INTAKE, &half).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.body.contains("value=\"Rosa\"") && half.body.contains("<img"), "nothing typed is lost");
    let whole = format!(
        "{SHE_SAYS}&once=1&a.identity.given=Rosa&a.identity.family=Scantest&a.identity.birth_date=1998-03-04\
         &a.identity.phone=918-555-0142&a.identity.phone_safe=call"
    );
    let typed = world.post("/scans/1?form=self_referral", INTAKE, &whole).await;
    assert_eq!(typed.location(), "/scans/1/receipt?did=typed", "{}", typed.body);
    let receipt = world.get("/scans/1/receipt", INTAKE).await.body;
    assert!(receipt.contains("Ask with this number") && !receipt.contains("Scantest"), "it names nobody");
    assert!(world.get("/triage", INTAKE).await.body.contains("Rosa Scantest"));
    assert!(world.get("/scans", REFERRER).await.body.contains("Typed in, number"));
}
