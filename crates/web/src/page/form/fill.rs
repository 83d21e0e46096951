//! A form to be filled in: works without the script, which only hides and shows at once what the server would.

use kith_domain::form::{Form, Mode, Sheet, Wrong};
use maud::{Markup, html};

use super::ask;
use super::parts;
use super::question::{Progress, field_id};
use crate::layout::Page;
use crate::page::part::away;
use crate::t;
use crate::typed::Typed;

/// A form as it stands.
#[derive(Debug)]
pub struct Fill<'a> {
    /// The form.
    pub form: &'a Form,
    /// What was typed so far.
    pub typed: &'a Typed,
    /// What is wrong with it; empty before it was sent.
    pub wrong: &'a [Wrong],
    /// By what the same form sent twice is known as one.
    pub once: &'a str,
}

/// The page.
pub fn fill(page: &Page<'_>, view: &Fill<'_>) -> Markup {
    let l = page.l;
    let form = view.form;
    let title = form.title.in_language(l.code).to_owned();
    let content = html! {
        div .title {
            p .back { a href="/front-door" { (t!(l, "nav-front-door")) } }
            h1 { (title) }
            p .when { (form.purpose.in_language(l.code)) }
        }
        (fill_form(page, view, &format!("/front-door/{}", form.id)))
    };
    // What is asked only of who is alone is not named where tabs and histories show it.
    let tab = if form.walk().iter().any(|item| item.alone) { t!(l, "fill-tab") } else { title };
    page.render(&tab, None, content)
}

/// The form itself, wherever it stands and wherever it goes.
pub(in crate::page) fn fill_form(page: &Page<'_>, view: &Fill<'_>, action: &str) -> Markup {
    let form = view.form;
    let (answers, _) = view.typed.answers(form);
    let sheet = form.sheet(&answers);
    let alone = form.walk().iter().any(|item| item.alone);
    html! {
        @if alone { (away(page, &t!(page.l, "fill-away-words"))) }
        (errors(page, view))
        form #fill .fill method="post" action=(action) data-fill novalidate {
            (page.csrf())
            input type="hidden" name="once" value=(view.once);
            (mode(page, view.typed))
            @if alone { (alone_box(page, view.typed)) }
            (parts::list(page, view, &sheet))
            (ask::items(page, view, &sheet))
            (send(page, &sheet))
        }
    }
}

/// What is wrong, first, each with a way to its question.
fn errors(page: &Page<'_>, view: &Fill<'_>) -> Markup {
    let l = page.l;
    html! {
        @if !view.wrong.is_empty() {
            section #errors .care.loud.errors role="alert" tabindex="-1" aria-labelledby="errors-title" {
                h2 #errors-title { (t!(l, "fill-errors", n = view.wrong.len())) }
                ul {
                    @for wrong in view.wrong {
                        li {
                            @match view.form.item(&wrong.link_id).filter(|i| !i.hidden && i.calculated.is_none()) {
                                Some(item) => a href={ "#" (field_id(&wrong.link_id)) } {
                                    (item.text.in_language(l.code)) ": " (wrong.what.in_language(l.code))
                                },
                                None => { (wrong.what.in_language(l.code)) " " (wrong.help.in_language(l.code)) },
                            }
                        }
                    }
                }
            }
        }
    }
}

fn mode(page: &Page<'_>, typed: &Typed) -> Markup {
    let l = page.l;
    let words = |mode| match mode {
        Mode::SelfScreen => t!(l, "fill-mode-self-screen"),
        Mode::SelfPaper => t!(l, "fill-mode-self-paper"),
        Mode::Interview => t!(l, "fill-mode-interview"),
    };
    html! {
        fieldset .choices {
            legend { (t!(l, "fill-mode")) }
            @for mode in [Mode::Interview, Mode::SelfScreen, Mode::SelfPaper] {
                label {
                    input type="radio" name="mode" value=(mode.name()) checked[typed.mode() == mode];
                    span { (words(mode)) }
                }
            }
        }
    }
}

/// Some questions are only asked when nobody else hears or reads.
fn alone_box(page: &Page<'_>, typed: &Typed) -> Markup {
    let l = page.l;
    html! {
        div .field {
            label .check {
                input #alone type="checkbox" name="alone" value="1" checked[typed.alone()] aria-describedby="alone-hint";
                " " (t!(l, "fill-alone"))
            }
            p .hint #alone-hint { (t!(l, "fill-alone-hint")) }
        }
    }
}

fn send(page: &Page<'_>, sheet: &Sheet<'_>) -> Markup {
    let l = page.l;
    let asked = Progress::of(&sheet.lines).open();
    html! {
        @if asked > 0 { p .soft data-unscripted { (t!(l, "fill-open", n = asked)) } }
        div .acts.send-bar {
            (parts::total(page, sheet))
            button .primary type="submit" name="do" value="send" { (t!(l, "fill-send")) }
            button type="submit" name="do" value="next" data-unscripted { (t!(l, "fill-next")) }
        }
        p .hint { (t!(l, "fill-send-hint")) }
    }
}
