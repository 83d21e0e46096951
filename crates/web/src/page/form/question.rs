//! One question: its field, why it may stay without an answer, and what is wrong with it.

use kith_domain::form::{Absent, Choice, Item, Kind, Line, Mistake, Standing, Wrong, identity};
use maud::{Markup, html};

use super::Fill;
use crate::layout::Page;
use crate::t;
use crate::typed::{CLEAR, answer_field, why_field};

/// The id of a question's first field, where its error leads.
pub(super) fn field_id(link_id: &str) -> String {
    let clean = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    format!("q-{}", link_id.chars().map(clean).collect::<String>())
}

/// How far a form, or a part of one, is filled in: of the questions that want an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Those with an answer, or a reason for none.
    pub(super) done: usize,
    /// Those that are asked now.
    pub(super) asked: usize,
}

impl Progress {
    /// Of some lines.
    pub(super) fn of<'a, 'f: 'a>(lines: impl IntoIterator<Item = &'a Line<'f>>) -> Self {
        let asks = |line: &&Line<'_>| {
            line.standing == Standing::Asked
                && line.item.kind.is_question()
                && line.item.required
                && !line.item.hidden
                && line.item.calculated.is_none()
        };
        lines.into_iter().filter(asks).fold(Self::default(), |so_far, line| Self {
            done: so_far.done + usize::from(line.given.is_some()),
            asked: so_far.asked + 1,
        })
    }

    /// How many are still open.
    pub(super) fn open(self) -> usize {
        self.asked - self.done
    }
}

/// The question.
pub(super) fn question(page: &Page<'_>, view: &Fill<'_>, item: &Item) -> Markup {
    let l = page.l;
    let id = field_id(&item.link_id);
    let wrong = view.wrong.iter().find(|w| w.link_id == item.link_id);
    let words = item.text.in_language(l.code);
    let many = !matches!(
        item.kind,
        Kind::Text(_) | Kind::Date | Kind::Integer(..) | Kind::Decimal | Kind::Quantity(_)
    );
    html! {
        div .question data-question=(answer_field(&item.link_id)) data-required[item.required] {
            @if many {
                fieldset .choices aria-describedby=[wrong.map(|_| format!("{id}-wrong"))] {
                    legend { (words) (optional(page, item)) }
                    (said_wrong(page, &item.kind, wrong, &id))
                    (choices(page, view, item, &id))
                }
            } @else {
                div .field {
                    label for=(id) { (words) (optional(page, item)) }
                    (said_wrong(page, &item.kind, wrong, &id))
                    (typed_field(page, view, item, &id, wrong))
                }
            }
            (why_not(page, view, item, &id))
        }
    }
}

fn optional(page: &Page<'_>, item: &Item) -> Markup {
    html! { @if !item.required { " " small .soft { (t!(page.l, "fill-optional")) } } }
}

fn said_wrong(page: &Page<'_>, kind: &Kind, wrong: Option<&Wrong>, id: &str) -> Markup {
    let l = page.l;
    html! {
        @if let Some(wrong) = wrong {
            p .wrong id={ (id) "-wrong" } {
                @if wrong.mistake == Mistake::WrongKind && *kind == Kind::Date { (t!(l, "fill-date-wrong")) }
                @else { (wrong.what.in_language(l.code)) " " (wrong.help.in_language(l.code)) }
            }
        }
    }
}

fn choices(page: &Page<'_>, view: &Fill<'_>, item: &Item, id: &str) -> Markup {
    let l = page.l;
    let name = answer_field(&item.link_id);
    let said = view.typed.answer(&item.link_id);
    let kind = if matches!(item.kind, Kind::Many(_)) { "checkbox" } else { "radio" };
    let yes_no = || {
        [("yes", t!(l, "fill-yes")), ("no", t!(l, "fill-no"))]
            .into_iter()
            .map(|(code, words)| (code.to_owned(), words))
            .collect::<Vec<_>>()
    };
    let of = |c: &Choice| (c.code.clone(), c.text.in_language(l.code).to_owned());
    let all = match &item.kind {
        Kind::Boolean => yes_no(),
        kind => kind.choices().iter().map(of).collect(),
    };
    html! {
        @for (i, (code, words)) in all.iter().enumerate() {
            label {
                input id=[(i == 0).then_some(id)] type=(kind) name=(name) value=(code) checked[said.contains(code)];
                span { (words) }
            }
        }
    }
}

/// What a browser may know to fill in, of her who sits before it: nothing.
fn typed_field(page: &Page<'_>, view: &Fill<'_>, item: &Item, id: &str, wrong: Option<&Wrong>) -> Markup {
    let l = page.l;
    let name = answer_field(&item.link_id);
    let said = view.typed.answer(&item.link_id).first();
    let invalid = wrong.map(|_| "true");
    let hint = match &item.kind {
        Kind::Date => Some(t!(l, "fill-date-hint")),
        Kind::Quantity(unit) => Some(t!(l, "fill-unit-hint", unit = unit.clone())),
        _ => None,
    };
    let mut about = Vec::new();
    if hint.is_some() {
        about.push(format!("{id}-hint"));
    }
    if wrong.is_some() {
        about.push(format!("{id}-wrong"));
    }
    let about = (!about.is_empty()).then(|| about.join(" "));
    let long = matches!(item.kind, Kind::Text(most) if most > 200);
    let most = match item.kind {
        Kind::Text(most) => most,
        _ => 20,
    };
    let phone = matches!(item.link_id.as_str(), identity::PHONE | identity::OTHER_PHONE);
    let (kind, keyboard) = match &item.kind {
        Kind::Integer(..) => ("text", Some("numeric")),
        Kind::Decimal | Kind::Quantity(_) => ("text", Some("decimal")),
        _ if phone => ("tel", None),
        _ => ("text", None),
    };
    html! {
        @if let Some(hint) = hint { p .hint id={ (id) "-hint" } { (hint) } }
        @if long {
            textarea id=(id) name=(name) rows="3" maxlength=(most) aria-invalid=[invalid] aria-describedby=[about] {
                (said.map_or("", String::as_str))
            }
        } @else {
            input id=(id) type=(kind) name=(name) value=[said] maxlength=(most) inputmode=[keyboard] autocomplete="off"
                aria-invalid=[invalid] aria-describedby=[about];
        }
    }
}

/// Why there is no answer: small, for most questions have one. It takes out an answer as well.
fn why_not(page: &Page<'_>, view: &Fill<'_>, item: &Item, id: &str) -> Markup {
    let l = page.l;
    let chosen = view.typed.why(&item.link_id);
    let words = |absent| match absent {
        Absent::AskedUnknown => t!(l, "absent-asked-unknown"),
        Absent::Declined => t!(l, "absent-declined"),
        Absent::NotAsked => t!(l, "absent-not-asked"),
    };
    let said = !view.typed.answer(&item.link_id).is_empty();
    html! {
        div .why-not {
            label for={ (id) "-why" } { (t!(l, "fill-why-not")) span .unseen { ": " (item.text.in_language(l.code)) } }
            select id={ (id) "-why" } name=(why_field(&item.link_id)) data-why {
                option value="" { (t!(l, "fill-why-none")) }
                @for absent in Absent::ALL {
                    option value=(absent.name()) selected[chosen == Some(*absent)] { (words(*absent)) }
                }
                @if said { option value=(CLEAR) { (t!(l, "fill-clear")) } }
            }
        }
    }
}
