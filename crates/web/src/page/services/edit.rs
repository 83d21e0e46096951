//! The form of a service. What was typed comes back until it is saved, with what is wrong beside its field.

use kith_app::programme::Words;
use kith_app::services::{DAYS, Draft, Wrong, own_rules};
use kith_app::view::ServiceView;
use maud::{Markup, html};

use crate::layout::Page;
use crate::say::services as say;
use crate::t;

/// Languages that have a box of their own.
const LANGUAGES: [&str; 8] = ["en", "es", "ht", "pt", "fr", "ar", "vi", "zh"];

/// The form as it stands.
struct Form<'a> {
    page: &'a Page<'a>,
    draft: &'a Draft,
    wrong: &'a [Wrong],
}

/// The page. `changed` says that somebody saved the service since the form was opened.
pub fn edit(
    page: &Page<'_>,
    view: &ServiceView,
    draft: &Draft,
    outcomes: &[(String, Words)],
    wrong: &[Wrong],
    changed: bool,
) -> Markup {
    let l = page.l;
    let form = Form { page, draft, wrong };
    let title = t!(l, "service-edit-title", name = l.words(&view.offer.name));
    let content = html! {
        div .title {
            p .back { a href={ "/services/" (view.service) } { (l.words(&view.offer.name)) } }
            h1 { (title) }
            p .when { (t!(l, "service-edit-lead")) }
        }
        @if changed { p .care.loud role="alert" { (t!(l, "service-edit-changed")) } }
        (form.errors())
        form .fill method="post" action={ "/services/" (view.service) "/edit" } novalidate {
            (page.csrf())
            input type="hidden" name="version" value=(view.version);
            (form.names())
            (form.whom(view, outcomes))
            (form.languages())
            (form.hours())
            (form.sites())
            (form.contact())
            div .acts { button .primary type="submit" { (t!(l, "service-save")) } }
        }
    };
    page.render(&title, None, content)
}

/// The id of a field, and of what is wrong with it.
fn id(field: &str) -> String {
    format!("f-{field}")
}

impl Form<'_> {
    fn errors(&self) -> Markup {
        let l = self.page.l;
        html! {
            @if !self.wrong.is_empty() {
                section #errors .care.loud.errors role="alert" tabindex="-1" aria-labelledby="errors-title" {
                    h2 #errors-title { (t!(l, "fill-errors", n = self.wrong.len())) }
                    ul { @for wrong in self.wrong { li { a href={ "#" (id(&wrong.field)) } { (self.label_of(&wrong.field)) ": " (l.code("service-wrong", wrong.code)) } } } }
                }
            }
        }
    }

    /// What a field is called: those of a day and of a place by what they are of.
    fn label_of(&self, field: &str) -> String {
        let l = self.page.l;
        if let Some(rest) = field.strip_prefix("opens-").or(field.strip_prefix("closes-")) {
            let day = rest.chars().next().and_then(|c| c.to_digit(10)).unwrap_or(1) as i8;
            return say::weekday(l, day);
        }
        if field.starts_with("site-") {
            return t!(l, "service-sites");
        }
        l.code("service-field", field)
    }

    fn problem(&self, field: &str) -> Option<&'static str> {
        self.wrong.iter().find(|wrong| wrong.field == field).map(|wrong| wrong.code)
    }

    fn wrong_at(&self, field: &str) -> Markup {
        let l = self.page.l;
        html! { @if let Some(code) = self.problem(field) { p .wrong id={ (id(field)) "-wrong" } { (l.code("service-wrong", code)) } } }
    }

    /// A field of one line.
    fn line(&self, field: &str, kind: &str, label: &str) -> Markup {
        let bad = self.problem(field).is_some();
        html! {
            div .field {
                label for=(id(field)) { (label) }
                (self.wrong_at(field))
                input id=(id(field)) name=(field) type=(kind) value=(self.draft.get(field)) maxlength="4000"
                    inputmode=[(kind == "number").then_some("numeric")] min=[(kind == "number").then_some("0")]
                    aria-invalid=[bad.then_some("true")] aria-describedby=[bad.then(|| format!("{}-wrong", id(field)))];
            }
        }
    }

    /// The same by the name that the field has.
    fn named(&self, field: &str, kind: &str) -> Markup {
        let label = self.page.l.code("service-field", field);
        self.line(field, kind, &label)
    }

    fn area(&self, field: &str, rows: u8) -> Markup {
        let bad = self.problem(field).is_some();
        html! {
            div .field {
                label for=(id(field)) { (self.page.l.code("service-field", field)) }
                (self.wrong_at(field))
                textarea id=(id(field)) name=(field) rows=(rows) maxlength="4000"
                    aria-invalid=[bad.then_some("true")] aria-describedby=[bad.then(|| format!("{}-wrong", id(field)))] { (self.draft.get(field)) }
            }
        }
    }

    fn tick(&self, field: &str, value: &str, label: &str) -> Markup {
        html! {
            label .check {
                input type="checkbox" name=(field) value=(value) checked[self.draft.has(field, value)];
                " " (label)
            }
        }
    }

    fn names(&self) -> Markup {
        let l = self.page.l;
        html! {
            section .card aria-labelledby="names" {
                h2 #names { (t!(l, "service-names")) }
                div .two { (self.named("en", "text")) (self.named("es", "text")) }
                div .two { (self.area("about_en", 3)) (self.area("about_es", 3)) }
                (self.named("kind", "text"))
                p { (self.tick("only_one", "1", &t!(l, "service-only-one"))) }
                p { (self.tick("open", "1", &t!(l, "service-takes"))) }
            }
        }
    }

    fn whom(&self, view: &ServiceView, outcomes: &[(String, Words)]) -> Markup {
        let l = self.page.l;
        let others = own_rules(&view.offer);
        let first = self.draft.get("first");
        html! {
            section .card aria-labelledby="whom" {
                h2 #whom { (t!(l, "service-conditions")) }
                p .hint { (t!(l, "service-whom-hint")) }
                fieldset {
                    legend { (t!(l, "service-pregnant")) }
                    (self.tick("pregnant", "1", &t!(l, "service-pregnant-yes")))
                    p .hint { (t!(l, "service-pregnant-hint")) }
                    div .four { @for field in ["pregnant-weeks", "pregnant-days", "pregnant-ask-weeks", "pregnant-ask-days"] { (self.named(field, "number")) } }
                }
                fieldset {
                    legend { (t!(l, "service-after")) }
                    (self.tick("after", "1", &t!(l, "service-after-yes")))
                    p .hint { (t!(l, "service-after-hint")) }
                    div .two { (self.named("after-days", "number")) (self.named("after-ask", "number")) }
                }
                fieldset .choices {
                    legend { (t!(l, "service-first")) }
                    @for (value, words) in [("", t!(l, "service-first-any")), ("yes", t!(l, "service-first-yes")), ("no", t!(l, "service-first-no"))] {
                        label { input type="radio" name="first" value=(value) checked[first == value]; span { (words) } }
                    }
                }
                p { (self.tick("low_income", "1", &t!(l, "service-low-income"))) }
                @if !outcomes.is_empty() {
                    fieldset {
                        legend { (t!(l, "service-outcomes")) }
                        @for (id, words) in outcomes { (self.tick("outcome", id, l.words(words))) " " }
                    }
                }
                div .two { (self.named("age-from", "number")) (self.named("age-to", "number")) }
                (self.named("area", "text"))
                div .two { (self.area("asked-en", 2)) (self.area("asked-es", 2)) }
                p .hint { (t!(l, "service-asked-hint")) }
                @if !others.is_empty() {
                    fieldset {
                        legend { (t!(l, "service-others")) }
                        @for (place, words) in others { (self.tick("keep", &place.to_string(), l.words(words))) " " }
                    }
                }
            }
        }
    }

    fn languages(&self) -> Markup {
        let l = self.page.l;
        let more = self.draft.all("language").filter(|tag| !LANGUAGES.contains(tag));
        html! {
            section .card aria-labelledby="languages" {
                h2 #languages { (t!(l, "service-languages-title")) }
                fieldset {
                    legend .unseen { (t!(l, "service-languages-title")) }
                    @for tag in LANGUAGES.into_iter().chain(more) { (self.tick("language", tag, &l.language_name(tag))) " " }
                }
                (self.named("languages", "text"))
            }
        }
    }

    fn hours(&self) -> Markup {
        let l = self.page.l;
        html! {
            section .card aria-labelledby="hours" {
                h2 #hours { (t!(l, "service-hours")) }
                p .hint { (t!(l, "service-hours-hint")) }
                @for day in DAYS {
                    fieldset .hours {
                        legend { (say::weekday(l, day)) }
                        (self.span(day, "a"))
                        @let twice = ["opens", "closes"].iter().any(|at| !self.draft.get(&format!("{at}-{day}b")).is_empty());
                        details open[twice] { summary { (t!(l, "service-hours-again")) span .unseen { ": " (say::weekday(l, day)) } } (self.span(day, "b")) }
                    }
                }
            }
        }
    }

    fn span(&self, day: i8, span: &str) -> Markup {
        let l = self.page.l;
        html! {
            div .two {
                (self.line(&format!("opens-{day}{span}"), "time", &t!(l, "service-opens")))
                (self.line(&format!("closes-{day}{span}"), "time", &t!(l, "service-closes")))
            }
        }
    }

    fn sites(&self) -> Markup {
        let l = self.page.l;
        html! {
            section .card aria-labelledby="sites" {
                h2 #sites { (t!(l, "service-sites")) }
                p .hint { (t!(l, "service-sites-hint")) }
                @for at in 0..self.draft.sites() {
                    fieldset {
                        legend { (t!(l, "service-site", n = at + 1)) }
                        @for (part, label) in [("name", t!(l, "site-name")), ("address", t!(l, "site-address")), ("postal", t!(l, "site-postal"))] {
                            (self.line(&format!("site-{at}-{part}"), "text", &label))
                        }
                        div .two {
                            (self.line(&format!("site-{at}-lat"), "text", &t!(l, "site-lat")))
                            (self.line(&format!("site-{at}-lon"), "text", &t!(l, "site-lon")))
                        }
                    }
                }
            }
        }
    }

    fn contact(&self) -> Markup {
        let l = self.page.l;
        html! {
            section .card aria-labelledby="contact" {
                h2 #contact { (t!(l, "service-contact")) }
                (self.area("phones", 2))
                (self.named("email", "email"))
                (self.named("website", "url"))
            }
        }
    }
}
