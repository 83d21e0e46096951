//! Groups, texts and questions in their order. What is not asked now is there but hidden, so that the script can show it
//! at once; an answer to it stays in sight, for nothing that was said disappears by itself.

use kith_domain::form::{Condition, Enable, Item, Kind, Sheet, Standing, Value};
use maud::{Markup, html};
use serde_json::json;

use super::question::{field_id, question};
use super::{Fill, parts};
use crate::layout::Page;
use crate::t;

/// All items.
pub(super) fn items(page: &Page<'_>, view: &Fill<'_>, sheet: &Sheet<'_>) -> Markup {
    all(page, view, sheet, &view.form.items, 2)
}

fn all(page: &Page<'_>, view: &Fill<'_>, sheet: &Sheet<'_>, items: &[Item], level: u8) -> Markup {
    html! {
        @for item in items.iter().filter(|i| !i.hidden && i.calculated.is_none()) {
            @let known = script_knows(view, &item.enable);
            div .asked data-when=[when(&item.enable).filter(|_| known)] data-alone[item.alone]
                data-server=[(!known).then_some(&item.link_id)] hidden[off(view, sheet, item)]
                id=[matches!(item.kind, Kind::Display).then(|| field_id(&item.link_id))] {
                @match item.kind {
                    Kind::Group => (group(page, view, sheet, item, level)),
                    Kind::Display => p { (item.text.in_language(page.l.code)) },
                    _ => (question(page, view, item)),
                }
            }
        }
    }
}

fn group(page: &Page<'_>, view: &Fill<'_>, sheet: &Sheet<'_>, item: &Item, level: u8) -> Markup {
    let heading = item.text.in_language(page.l.code);
    let id = parts::heading_id(item);
    html! {
        section .card aria-labelledby=(id) {
            @if let Some((n, of)) = (level == 2).then(|| parts::place(sheet, item)).flatten() {
                p .soft.part-of { (t!(page.l, "fill-part-of", n = n, of = of)) }
            }
            @if level == 2 { h2 id=(id) tabindex="-1" { (heading) } } @else { h3 id=(id) { (heading) } }
            (all(page, view, sheet, &item.items, level + 1))
        }
    }
}

/// Whether it is not asked now, and nothing was said to it nor to anything in it.
fn off(view: &Fill<'_>, sheet: &Sheet<'_>, item: &Item) -> bool {
    let asked = sheet.line(&item.link_id).is_some_and(|line| line.standing == Standing::Asked);
    !asked && !said(view, item)
}

fn said(view: &Fill<'_>, item: &Item) -> bool {
    !view.typed.answer(&item.link_id).is_empty()
        || view.typed.why(&item.link_id).is_some()
        || item.items.iter().any(|inner| said(view, inner))
}

/// Whether the script can tell: what hangs on a score is for the server to say.
fn script_knows(view: &Fill<'_>, enable: &Enable) -> bool {
    let shown = |c: &Condition| {
        view.form.item(&c.question).is_some_and(|item| item.calculated.is_none() && !item.hidden)
    };
    enable.conditions().iter().all(shown)
}

/// The conditions as the script reads them: `{"all": true, "of": [{"q": …, "op": "=", "v": …}]}`.
fn when(enable: &Enable) -> Option<String> {
    let all = match enable {
        Enable::Always => return None,
        Enable::All(_) => true,
        Enable::Any(_) => false,
    };
    let of: Vec<_> = enable.conditions().iter().map(condition).collect();
    Some(json!({ "all": all, "of": of }).to_string())
}

fn condition(condition: &Condition) -> serde_json::Value {
    let value = match &condition.value {
        Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Code(text) | Value::Text(text) => text.clone(),
        Value::Integer(n) => n.to_string(),
        Value::Decimal(n) | Value::Quantity(n, _) => n.as_str().to_owned(),
        Value::Date(day) => day.to_string(),
    };
    json!({ "q": crate::typed::answer_field(&condition.question), "op": condition.operator.name(), "v": value })
}
