//! The parts of a long form: a list of them with what is answered in each, and how far the whole is. All of it is drawn
//! by the server; the script only keeps the counts as answers are given.

use kith_domain::form::{Item, Kind, Line, Sheet, Standing};
use maud::{Markup, html};

use super::Fill;
use super::question::{Progress, field_id};
use crate::layout::Page;
use crate::t;

/// Parts from which a form is long.
const LONG: usize = 3;

/// A part of a form, with its lines.
struct Part<'s, 'f> {
    item: &'f Item,
    asked: bool,
    lines: &'s [Line<'f>],
}

/// The groups at the top of a form, in order; none of a short one.
fn parts<'s, 'f>(sheet: &'s Sheet<'f>) -> Vec<Part<'s, 'f>> {
    let shown =
        |line: &Line<'_>| line.depth == 0 && matches!(line.item.kind, Kind::Group) && !line.item.hidden;
    let starts: Vec<usize> = (0..sheet.lines.len()).filter(|at| shown(&sheet.lines[*at])).collect();
    if starts.len() < LONG {
        return Vec::new();
    }
    let part = |at: &usize| {
        let inner = sheet.lines[at + 1..].iter().take_while(|line| line.depth > 0).count();
        let line = &sheet.lines[*at];
        let asked = line.standing == Standing::Asked;
        Part { item: line.item, asked, lines: &sheet.lines[at + 1..at + 1 + inner] }
    };
    starts.iter().map(part).collect()
}

/// Where the heading of a part is.
pub(super) fn heading_id(item: &Item) -> String {
    format!("group-{}", field_id(&item.link_id))
}

/// Its place among those of a long form, from 1, and how many there are.
pub(super) fn place(sheet: &Sheet<'_>, item: &Item) -> Option<(usize, usize)> {
    let all = parts(sheet);
    let at = all.iter().position(|part| part.item.link_id == item.link_id)?;
    Some((at + 1, all.len()))
}

/// The list, with a way to each.
pub(super) fn list(page: &Page<'_>, view: &Fill<'_>, sheet: &Sheet<'_>) -> Markup {
    let l = page.l;
    let all = parts(sheet);
    html! {
        @if !all.is_empty() {
            details .parts data-parts data-keep="open" open[view.wrong.is_empty()] {
                summary { (t!(l, "fill-parts")) }
                nav aria-label=(t!(l, "fill-parts-label")) {
                    ol {
                        // Each keeps its number while another is not asked.
                        @for (at, part) in all.iter().enumerate() {
                            @let so_far = Progress::of(part.lines);
                            li value=(at + 1) data-part=(heading_id(part.item)) hidden[!part.asked] {
                                a href={ "#" (heading_id(part.item)) } { (part.item.text.in_language(l.code)) }
                                " " (count(page, so_far))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How far the whole is, beside the button that sends it.
pub(super) fn total(page: &Page<'_>, sheet: &Sheet<'_>) -> Markup {
    let l = page.l;
    let so_far = Progress::of(&sheet.lines);
    let words = t!(l, "fill-total", n = "{n}", of = "{of}");
    html! {
        @if !parts(sheet).is_empty() {
            p .so-far data-total data-words=(words) {
                (t!(l, "fill-total", n = so_far.done.to_string(), of = so_far.asked.to_string()))
            }
        }
    }
}

fn count(page: &Page<'_>, so_far: Progress) -> Markup {
    let l = page.l;
    let words = t!(l, "fill-count", n = "{n}", of = "{of}");
    html! {
        span .soft data-count data-words=(words) hidden[so_far.asked == 0] {
            (t!(l, "fill-count", n = so_far.done.to_string(), of = so_far.asked.to_string()))
        }
    }
}
