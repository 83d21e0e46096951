//! A referral on paper, for a service without an account: the link in letters and as a square that a telephone reads.

use jiff::Timestamp;
use kith_app::view::{ReferralPage, ServicePage};
use maud::{Markup, html};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::lang::{Lang, lang};
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

/// A link to be put on paper. It is shown this once; whoever loses the paper asks for another.
#[derive(Debug, Clone, Copy)]
pub struct OnPaper<'a> {
    /// Where it leads.
    pub address: &'a str,
    /// Until when it opens something.
    pub until: Timestamp,
}

/// Her own page on paper, in the language that she reads: by it she says whether the service reached her. Nobody's name
/// stands on it.
pub fn own_paper(page: &Page<'_>, view: &ReferralPage, link: OnPaper<'_>) -> Markup {
    let l = page.l;
    let hers =
        view.language.as_deref().map_or(l, |tag| if tag.starts_with("es") { lang("es") } else { lang("en") });
    let sheet = Sheet {
        back: &format!("/referrals/{}", view.line.referral),
        back_words: &t!(l, "paper-back"),
        of: None,
        lead: &t!(hers, "paper-own-lead", service = hers.words(&view.line.service_name)),
        by: None,
        link,
    };
    sheet.draw(page, hers, &t!(hers, "link-own-title"))
}

/// The page: that somebody was referred, nothing of her, and the way to answer.
pub fn paper(page: &Page<'_>, view: &ReferralPage, link: OnPaper<'_>) -> Markup {
    let (l, line) = (page.l, &view.line);
    let sheet = Sheet {
        back: &format!("/referrals/{}", line.referral),
        back_words: &t!(l, "paper-back"),
        of: Some(&format!("{} · {}", l.words(&line.service_name), line.organization)),
        lead: &t!(l, "paper-lead"),
        by: line.due.map(|due| t!(l, "paper-by", day = l.moment(due, &page.zone))),
        link,
    };
    sheet.draw(page, l, &t!(l, "paper-title"))
}

/// The page for a service without an account that says how many places it has.
pub fn places_paper(page: &Page<'_>, view: &ServicePage, link: OnPaper<'_>) -> Markup {
    let l = page.l;
    let sheet = Sheet {
        back: "/referrals",
        back_words: &t!(l, "nav-referrals"),
        of: Some(&format!("{} · {}", l.words(&view.name), view.organization)),
        lead: &t!(l, "paper-places-lead"),
        by: None,
        link,
    };
    sheet.draw(page, l, &t!(l, "paper-places-title"))
}

/// A sheet with a link on it.
struct Sheet<'a> {
    back: &'a str,
    back_words: &'a str,
    /// Of which service.
    of: Option<&'a str>,
    lead: &'a str,
    /// By when an answer is wanted.
    by: Option<String>,
    link: OnPaper<'a>,
}

impl Sheet<'_> {
    /// The sheet in the language of who gets it. Whoever finds it later reads when it was printed, and until when its
    /// link opens something.
    fn draw(&self, page: &Page<'_>, l: &'static Lang, title: &str) -> Markup {
        let Self { back, back_words, of, lead, by, link } = self;
        let (day, until) = (l.moment(page.now, &page.zone), l.moment(link.until, &page.zone));
        let content = html! {
            div .title {
                p .back { a href=(back) { (back_words) } }
                h1 lang=(l.code) { (title) }
                @if let Some(of) = of { p .when { (of) } }
            }
            section .card.paper lang=(l.code) {
                p .lead.second { (lead) }
                @if let Some(by) = by { p { strong { (by) } } }
                @if let Some(square) = qr(link.address, &t!(l, "paper-square")) { (square) }
                p { (t!(l, "paper-or-type")) }
                p .address { code { (link.address) } }
                p { (t!(l, "paper-dates", day = day, until = until)) }
                p .note { (t!(l, "paper-note")) }
            }
            p .files { button type="button" data-print hidden { (t!(page.l, "print")) } }
        };
        page.render(title, None, content)
    }
}
