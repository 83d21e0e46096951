//! A referral on paper, for a service without an account: the link in letters and as a square that a telephone reads.

use kith_app::view::ReferralPage;
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
    let title = t!(l, "link-own-title");
    let content = html! {
        div .title {
            p .back { a href={ "/referrals/" (view.line.referral) } { (t!(l, "paper-back")) } }
            h1 { (title) }
        }
        section .card.paper {
            p .lead.second { (t!(l, "paper-own-lead", service = view.line.service_name.clone())) }
            @if let Some(square) = qr(address, &t!(l, "paper-square")) { (square) }
            p { (t!(l, "paper-or-type")) }
            p .address { code { (address) } }
            p .note { (t!(l, "paper-note")) }
        }
        p .files { button type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&title, None, content)
}

/// The page: that somebody was referred, nothing of her, and the way to answer. `address` is
/// shown this once; whoever loses the paper asks for another.
pub fn paper(page: &Page<'_>, view: &ReferralPage, address: &str) -> Markup {
    let l = page.l;
    let line = &view.line;
    let title = t!(l, "paper-title");
    let content = html! {
        div .title {
            p .back { a href={ "/referrals/" (line.referral) } { (t!(l, "paper-back")) } }
            h1 { (title) }
            p .when { (line.service_name) " · " (line.organization) }
        }
        section .card.paper {
            p .lead.second { (t!(l, "paper-lead")) }
            @if let Some(due) = line.due { p { strong { (t!(l, "paper-by", day = l.moment(due, &page.zone))) } } }
            @if let Some(square) = qr(address, &t!(l, "paper-square")) { (square) }
            p { (t!(l, "paper-or-type")) }
            p .address { code { (address) } }
            p .note { (t!(l, "paper-note")) }
        }
        p .files { button type="button" data-print hidden { (t!(l, "print")) } }
    };
    page.render(&title, None, content)
}
