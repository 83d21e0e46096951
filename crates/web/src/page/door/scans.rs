//! Scanned pages: the inbox of those to be typed in, one beside its form, and the receipt that goes back on paper.

use kith_app::front_door::scans::Scan;
use kith_app::view::{FormListing, Receipt};
use maud::{Markup, html};

use super::{file_field, partner_field, wrong};
use crate::layout::Page;
use crate::page::form::{Fill, fill_form};
use crate::t;

/// The list, with the form to put one in. `opens` says that the reader types them in.
pub fn scans(page: &Page<'_>, all: &[Scan], opens: bool) -> Markup {
    let l = page.l;
    let waiting = all.iter().filter(|scan| scan.done.is_none()).count();
    let content = html! {
        div .title {
            p .back { a href="/front-door" { (t!(l, "nav-front-door")) } }
            h1 { (t!(l, "scans-title", n = waiting)) }
            p .lead.second { (t!(l, "scans-lead")) }
        }
        section .card aria-labelledby="put" {
            h2 #put { (t!(l, "scans-put")) }
            form .put method="post" action="/scans" enctype="multipart/form-data" {
                (page.hidden())
                (file_field(page, "scan", &t!(l, "scans-file"), &t!(l, "scans-file-hint"), ".pdf,.tif,.tiff,.png,.jpg,.jpeg"))
                (partner_field(page, "scan"))
                button .primary type="submit" { (t!(l, "scans-send")) }
            }
        }
        @if all.is_empty() { div .empty { p { (t!(l, "scans-empty")) } } }
        @else {
            ul .rows.on-list {
                @for scan in all {
                    li .row.soon[scan.done.is_none()] id={ "scan-" (scan.file) } {
                        div .row-main {
                            div .row-head { h2 { @if opens { a href={ "/scans/" (scan.file) } { (scan.sender) } } @else { (scan.sender) } } }
                            p .about { span { (scan.name) } span { (l.moment(scan.at, &page.zone)) } span .soft { (scan.by) } }
                            p .need { (state(page, scan)) }
                        }
                    }
                }
            }
        }
    };
    page.render(&t!(l, "scans-nav"), None, content)
}

fn state(page: &Page<'_>, scan: &Scan) -> Markup {
    let l = page.l;
    html! {
        @match (&scan.done, &scan.aside, &scan.receipt) {
            (None, ..) => span .waits { (t!(l, "scan-waits", time = l.lasting(scan.at, page.now))) },
            (Some(_), Some(why), _) => span .soft { (t!(l, "scan-aside", why = why.clone())) },
            (Some(_), None, Some(number)) => span { (t!(l, "scan-typed", number = number.clone())) },
            (Some(_), None, None) => span { (t!(l, "tables-sent")) },
        }
    }
}

/// A scan with the form that is typed from it.
#[derive(Debug)]
pub struct ScanPage<'a> {
    /// The scan.
    pub scan: &'a Scan,
    /// Forms to choose from.
    pub forms: &'a [FormListing],
    /// The form that was chosen, as it stands.
    pub fill: Option<Fill<'a>>,
}

/// The page: the scan beside the form; on a telephone one above the other.
pub fn scan(page: &Page<'_>, view: &ScanPage<'_>) -> Markup {
    let l = page.l;
    let one = view.scan;
    let path = format!("/scans/{}", one.file);
    let content = html! {
        div .title {
            p .back { a href="/scans" { (t!(l, "scans-nav")) } }
            h1 { (one.sender) }
            p .when { (one.name) " · " (l.moment(one.at, &page.zone)) " · " (state(page, one)) }
        }
        (wrong(page, "scan", "scan"))
        div .beside {
            section .sheet aria-label=(t!(l, "scan-sheet")) { (sheet(page, one, &path)) }
            div {
                @if one.done.is_some() { p { a .button href={ (path) "/receipt" } { (t!(l, "scan-receipt")) } } }
                @else if let Some(fill) = &view.fill {
                    h2 { (fill.form.title.in_language(l.code)) }
                    (fill_form(page, fill, &format!("{path}?form={}", fill.form.id)))
                } @else {
                    section .card aria-labelledby="choose" {
                        h2 #choose { (t!(l, "scan-choose")) }
                        ul { @for form in view.forms { li { a .next href={ (path) "?form=" (form.id) } { (l.words(&form.title)) } } } }
                    }
                    details .act open[page.problem_of("scan", "why").is_some()] {
                        summary .button { (t!(l, "scan-put-aside")) }
                        form method="post" action={ (path) "/aside" } {
                            (page.hidden())
                            div .field {
                                label for="why" { (t!(l, "scan-why")) }
                                (wrong(page, "scan", "why"))
                                input #why name="why" value=(page.typed("scan", "why")) required maxlength="500";
                            }
                            button type="submit" { (t!(l, "scan-put-aside")) }
                        }
                    }
                }
            }
        }
    };
    page.render(&one.sender, None, content)
}

/// The page as it was scanned: shown where a browser can without running anything, else as a file.
fn sheet(page: &Page<'_>, one: &Scan, path: &str) -> Markup {
    let l = page.l;
    let file = format!("{path}/file");
    html! {
        @if one.concealed { p .note { (t!(l, "scan-concealed")) } }
        @else if one.erased { p .note { (t!(l, "scan-erased")) } }
        @else {
            @if matches!(one.media.as_str(), "image/png" | "image/jpeg") {
                a href=(file) { img src=(file) alt=(t!(l, "scan-alt", sender = one.sender.clone())); }
            } @else { p .note { (t!(l, "scan-as-file")) } }
            p { a .button href=(file) download { (t!(l, "scan-download")) } }
        }
    }
}

/// The receipt of a scan, to be printed or faxed back: it names nobody.
pub fn scan_receipt(page: &Page<'_>, one: &Scan, receipt: Option<&Receipt>) -> Markup {
    let l = page.l;
    let title = t!(l, "scan-receipt-title");
    let content = html! {
        div .title {
            p .back { a href={ "/scans/" (one.file) } { (one.sender) } }
            h1 { (title) }
        }
        section .card aria-label=(title) {
            p { (t!(l, "scan-receipt-to", sender = one.sender.clone())) }
            p { (t!(l, "scan-receipt-came", time = l.moment(one.at, &page.zone))) }
            @match (receipt, &one.aside) {
                (Some(receipt), _) => {
                    p { (t!(l, "receipt-number")) }
                    p .big { (receipt.number) }
                    p { (t!(l, "receipt-contact", by = l.moment(receipt.contact_by, &page.zone))) }
                },
                (None, Some(why)) => p { (t!(l, "scan-aside", why = why.clone())) },
                (None, None) => p { (t!(l, "scan-receipt-waits")) },
            }
            p .soft { (page.network) }
        }
        p .files { button .link type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&title, None, content)
}
