//! The forms of a case: what instruments gave, and every answer under its heading. What is hidden says why; what is
//! private is folded, and not printed.

use kith_app::view::{AnswerShown, CasePage, FormShown, ScoreShown};
use maud::{Markup, html};

use crate::layout::Page;
use crate::t;

/// The one instrument whose name is no name of its own.
const SIGNS: &str = "warning_signs";

/// The section.
pub(super) fn forms(page: &Page<'_>, forms: &[FormShown]) -> Markup {
    let l = page.l;
    html! {
        @for (i, form) in forms.iter().enumerate() {
            // One form may have come twice: when and from whom tells which.
            section .card aria-labelledby={ "form-" (form.submission) " form-came-" (form.submission) } {
                h2 id={ "form-" (form.submission) } { (l.words(&form.title)) }
                p .soft id={ "form-came-" (form.submission) } {
                    (t!(l, "form-came", at = l.moment(form.at, &page.zone), from = form.from.clone(), by = form.by.clone()))
                    " " (t!(l, "form-version", version = form.version.clone()))
                }
                (scores(page, &form.scores))
                details .data data-keep="open" open[i == 0] {
                    summary { (t!(l, "form-answers", n = form.answers.len())) }
                    (answers(page, &form.answers))
                }
            }
        }
    }
}

/// What may be asked of her now; who she is stands in the form already.
pub(super) fn to_ask(page: &Page<'_>, view: &CasePage) -> Markup {
    let l = page.l;
    html! {
        @if !view.to_ask.is_empty() {
            details .act {
                summary .button { (t!(l, "case-ask")) }
                ul {
                    @for form in &view.to_ask {
                        li { a href={ "/front-door/" (form.id) "?case=" (view.line.case) } { (l.words(&form.title)) } }
                    }
                }
            }
        }
    }
}

fn scores(page: &Page<'_>, scores: &[ScoreShown]) -> Markup {
    let l = page.l;
    html! {
        @if !scores.is_empty() {
            dl .facts.private {
                @for score in scores {
                    div {
                        dt { @if score.instrument == SIGNS { (t!(l, "score-signs")) } @else { (score.instrument) } }
                        dd {
                            @match score.total { Some(n) => { strong { (n) } " " } None => {} }
                            @match score.positive {
                                Some(true) => strong .waits { (t!(l, "score-positive")) },
                                Some(false) => (t!(l, "score-negative")),
                                None => span .soft { (t!(l, "score-open")) },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Answers, a list for each heading, in the order of the form.
fn answers(page: &Page<'_>, answers: &[AnswerShown]) -> Markup {
    let l = page.l;
    html! {
        @for chunk in answers.chunk_by(|a, b| a.section == b.section) {
            @if let Some(section) = chunk.first().and_then(|a| a.section.as_ref()) { h3 { (l.words(section)) } }
            @if chunk.iter().any(|a| !a.private) {
                dl .facts { @for answer in chunk.iter().filter(|a| !a.private) { (line(page, answer)) } }
            }
            @let private: Vec<&AnswerShown> = chunk.iter().filter(|a| a.private).collect();
            @if !private.is_empty() {
                details .data.private data-keep="open" {
                    summary { (t!(l, "answer-private", n = private.len())) }
                    dl .facts { @for answer in private { (line(page, answer)) } }
                }
            }
        }
    }
}

fn line(page: &Page<'_>, answer: &AnswerShown) -> Markup {
    html! { div { dt { (page.l.words(&answer.question)) } dd { (said(page, answer)) } } }
}

fn said(page: &Page<'_>, answer: &AnswerShown) -> Markup {
    let l = page.l;
    html! {
        @match (&answer.hidden, &answer.answer, &answer.missing) {
            (Some(why), ..) => span .soft { (t!(l, "answer-hidden", why = l.words(why))) },
            (None, Some(words), _) => (l.words(words)),
            (None, None, Some(why)) => span .soft { (t!(l, "answer-missing", why = l.words(why))) },
            (None, None, None) => span .soft { (t!(l, "answer-none")) },
        }
    }
}
