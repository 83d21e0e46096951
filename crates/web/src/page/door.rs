//! The other doors of the front door: a partner's table of referrals, and scanned pages to be typed in.

mod scans;
mod tables;

pub use scans::{ScanPage, scan, scan_receipt, scans};
pub use tables::{table, tables};

use maud::{Markup, html};

use crate::layout::Page;
use crate::t;

/// A field for a file, with what is wrong with it.
fn file_field(page: &Page<'_>, form: &str, label: &str, hint: &str, accept: &str) -> Markup {
    html! {
        div .field {
            label for="file" { (label) }
            p .hint #file-hint { (hint) }
            (wrong(page, form, "file"))
            input #file type="file" name="file" required accept=(accept) aria-describedby="file-hint";
        }
    }
}

/// A field for who sends it, for who has no organisation of their own.
fn partner_field(page: &Page<'_>, form: &str) -> Markup {
    let l = page.l;
    let own = page.visitor.is_some_and(|visitor| visitor.actor.organization.is_some());
    html! {
        @if !own {
            div .field {
                label for="partner" { (t!(l, "door-partner")) }
                p .hint #partner-hint { (t!(l, "door-partner-hint")) }
                (wrong(page, form, "partner"))
                input #partner name="partner" value=(page.typed(form, "partner")) required maxlength="80" autocomplete="off" aria-describedby="partner-hint";
            }
        }
    }
}

fn wrong(page: &Page<'_>, form: &str, field: &str) -> Markup {
    html! { @if let Some(problem) = page.problem_of(form, field) { p .wrong id={ (form) "-" (field) "-wrong" } role="alert" { (problem) } } }
}
