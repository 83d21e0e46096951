//! A referral on paper, for a service without an account: the link in letters and as a square that a telephone reads.

use kith_app::view::{ReferralPage, ServicePage};
use maud::{Markup, html};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::layout::Page;
use crate::t;

/// The quiet border that readers of such squares need, in modules.
const BORDER: i32 = 4;

/// An address as a square. None where it is longer than such a square holds.
pub fn qr(address: &str, label: &str) -> Option<Markup> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * BORDER;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                path.push_str(&format!("M{} {}h1v1h-1z", x + BORDER, y + BORDER));
            }
        }
    }
    Some(html! {
        svg .qr viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect .qr-back width=(side) height=(side) {}
            path .qr-dark d=(path) {}
        }
    })
}

/// Her own page on paper: by it she says whether the service reached her. Nobody's name stands on it.
pub fn own_paper(page: &Page<'_>, view: &ReferralPage, address: &str) -> Markup {
    let l = page.l;
    let lead = t!(l, "paper-own-lead", service = l.words(&view.line.service_name));
    let back = format!("/referrals/{}", view.line.referral);
    sheet(page, &t!(l, "link-own-title"), (&back, &t!(l, "paper-back")), None, &lead, None, address)
}

/// The page: that somebody was referred, nothing of her, and the way to answer. `address` is
/// shown this once; whoever loses the paper asks for another.
pub fn paper(page: &Page<'_>, view: &ReferralPage, address: &str) -> Markup {
    let (l, line) = (page.l, &view.line);
    let back = format!("/referrals/{}", line.referral);
    let of = format!("{} · {}", l.words(&line.service_name), line.organization);
    let by = line.due.map(|due| t!(l, "paper-by", day = l.moment(due, &page.zone)));
    let back = (back.as_str(), t!(l, "paper-back"));
    sheet(
        page,
        &t!(l, "paper-title"),
        (back.0, &back.1),
        Some(&of),
        &t!(l, "paper-lead"),
        by.as_deref(),
        address,
    )
}

/// The page for a service without an account that says how many places it has.
pub fn places_paper(page: &Page<'_>, view: &ServicePage, address: &str) -> Markup {
    let l = page.l;
    let of = format!("{} · {}", l.words(&view.name), view.organization);
    let back = ("/referrals", t!(l, "nav-referrals"));
    let (title, lead) = (t!(l, "paper-places-title"), t!(l, "paper-places-lead"));
    sheet(page, &title, (back.0, &back.1), Some(&of), &lead, None, address)
}

/// A sheet with a link on it.
fn sheet(
    page: &Page<'_>,
    title: &str,
    (back, back_words): (&str, &str),
    of: Option<&str>,
    lead: &str,
    by: Option<&str>,
    address: &str,
) -> Markup {
    let l = page.l;
    let content = html! {
        div .title {
            p .back { a href=(back) { (back_words) } }
            h1 { (title) }
            @if let Some(of) = of { p .when { (of) } }
        }
        section .card.paper {
            p .lead.second { (lead) }
            @if let Some(by) = by { p { strong { (by) } } }
            @if let Some(square) = qr(address, &t!(l, "paper-square")) { (square) }
            p { (t!(l, "paper-or-type")) }
            p .address { code { (address) } }
            p .note { (t!(l, "paper-note")) }
        }
        p .files { button type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(title, None, content)
}
