//! Her words: those that she gave, the form for one more, and the way to take one back.

use kith_app::view::{PrivacyPage, WordShown};
use kith_domain::consent::{Category, Channel, GrantorKind, Purpose, Word};
use maud::{Markup, html};

use super::safe::sure;
use super::{Sent, field, line, wrong};
use crate::layout::Page;
use crate::say::privacy as say;
use crate::t;

/// The form in which a word is taken down.
const FORM: &str = "word";

/// The section.
pub(super) fn section(page: &Page<'_>, view: &PrivacyPage, sent: &Sent) -> Markup {
    let l = page.l;
    let (holding, over): (Vec<_>, Vec<_>) = view.words.iter().partition(|word| word.holds);
    html! {
        section .card aria-labelledby="words" {
            h2 #words { (t!(l, "words-title")) }
            @if view.words.is_empty() { p { (t!(l, "words-none")) } }
            ul .tries { @for word in holding { (said(page, view, word, sent)) } }
            @if !over.is_empty() {
                details .data {
                    summary { (t!(l, "words-over", n = over.len())) }
                    ul .tries { @for word in over { (said(page, view, word, sent)) } }
                }
            }
            (unasked(page, view))
            (give(page, view, sent))
            p { a href={ "/people/" (view.person.id) "/consent-form" } { (t!(l, "words-print")) } }
        }
    }
}

fn said(page: &Page<'_>, view: &PrivacyPage, word: &WordShown, sent: &Sent) -> Markup {
    let l = page.l;
    let categories = match (word.categories.is_empty(), word.word) {
        (false, _) => say::categories(l, &word.categories),
        (true, Word::Permit) => t!(l, "categories-plain"),
        (true, Word::Deny) => t!(l, "categories-all"),
    };
    let key = if word.word == Word::Permit { "word-permit" } else { "word-deny" };
    let form = format!("back-{}", word.id);
    let came_back = page.problem.as_ref().is_some_and(|p| p.form == form);
    let nothing = Sent::default();
    let sent = if came_back { sent } else { &nothing };
    html! {
        li data-key={ "word-" (word.id) } id={ "word-" (word.id) } .undone[word.revoked.is_some()] {
            div {
                p {
                    strong { (l.say(key, &[("to", say::to(l, &word.to).into())])) } ": " (categories) br;
                    span .soft {
                        @if !word.purposes.is_empty() {
                            (word.purposes.iter().map(|p| say::purpose(l, *p)).collect::<Vec<_>>().join(", ")) " · "
                        }
                        (say::grantor(l, word.grantor.kind))
                        @if let Some(name) = &word.grantor.name { " (" (name) ")" }
                        " · " (say::captured(l, word.captured.channel))
                        @if let Some(who) = &word.captured.kept_by { " (" (who) ")" }
                        ", " (l.date(word.captured.on)) " · "
                        (t!(l, "word-by", who = word.by.clone(), id = word.id.0, version = word.captured.version.clone(),
                            language = l.language_name(&word.captured.language)))
                        @if let Some(day) = word.last_day { " · " (t!(l, "word-until", day = l.date(day))) }
                    }
                }
                @if let Some((at, who, how)) = &word.revoked {
                    p .care {
                        (t!(l, "word-taken-back", at = l.moment(*at, &page.zone), who = who.clone()))
                        @if let Some(how) = how { " " q { (how) } }
                    }
                }
            }
            @if word.revoked.is_none() && word.holds {
                details .act data-keep="open" open[came_back] {
                    summary .button { (t!(l, "word-take-back")) span .unseen { ": " (categories) } }
                    form method="post" action={ "/consents/" (word.id) "/revoke" } data-act {
                        (page.hidden())
                        input type="hidden" name="person" value=(view.person.id);
                        // To end a no opens what it closed.
                        @if word.word == Word::Deny { (sure(page, &form, sent)) }
                        (line(page, &form, "how", &t!(l, "word-how"), Some(&t!(l, "word-how-hint")), sent))
                        button .primary type="submit" { (t!(l, "word-take-back-save")) }
                    }
                }
            }
        }
    }
}

/// What is shared while she was not asked.
fn unasked(page: &Page<'_>, view: &PrivacyPage) -> Markup {
    let l = page.l;
    html! {
        details .data {
            summary { (t!(l, "unasked-title")) }
            dl .facts {
                @for (purpose, categories) in &view.unasked {
                    div { dt { (say::purpose(l, *purpose)) } dd { (say::categories(l, categories)) } }
                }
            }
            p .soft { (t!(l, "unasked-sensitive")) }
        }
    }
}

/// The form for one more.
fn give(page: &Page<'_>, view: &PrivacyPage, sent: &Sent) -> Markup {
    let l = page.l;
    let open = page.problem.as_ref().is_some_and(|p| p.form == FORM);
    let chip = |name: &str, kind: &str, value: &str, usual: bool, words: String| {
        html! { label {
            input type=(kind) name=(name) value=(value) checked[sent.has(name, value, usual)];
            span { (words) }
        } }
    };
    html! {
        details .act data-keep="open" open[open] {
            summary .button { (t!(l, "word-give")) }
            form method="post" action={ "/people/" (view.person.id) "/consents" } {
                (page.hidden())
                fieldset .choices {
                    legend { (t!(l, "word-which")) }
                    (wrong(page, FORM, "word"))
                    (chip("word", "radio", "permit", true, t!(l, "word-yes")))
                    (chip("word", "radio", "deny", false, t!(l, "word-no")))
                }
                (field(page, FORM, "to", &t!(l, "word-to"), None, html! {
                    select id={ (FORM) "-to" } name="to" {
                        option value="network" selected[sent.has("to", "network", true)] { (t!(l, "to-network")) }
                        @for (id, name) in &view.organizations {
                            @let value = format!("organization-{id}");
                            option value=(value) selected[sent.has("to", &value, false)] { (name) }
                        }
                        option value="kind-proxy" selected[sent.has("to", "kind-proxy", false)] { (t!(l, "to-proxy")) }
                        @for kind in &view.kinds {
                            @let value = format!("kind-{kind}");
                            option value=(value) selected[sent.has("to", &value, false)] { (t!(l, "to-kind", kind = l.sent(kind))) }
                        }
                    }
                }))
                fieldset .choices {
                    legend { (t!(l, "word-what")) }
                    p .hint { (t!(l, "word-what-hint")) }
                    @for category in Category::ALL.iter().filter(|c| !c.is_sensitive()) {
                        (chip("category", "checkbox", category.name(), false, say::category(l, *category)))
                    }
                }
                fieldset .choices {
                    legend { (t!(l, "word-sensitive")) }
                    p .hint { (t!(l, "word-sensitive-hint")) }
                    (wrong(page, FORM, "category"))
                    @for category in Category::ALL.iter().filter(|c| c.is_sensitive()) {
                        (chip("category", "checkbox", category.name(), false, say::category(l, *category)))
                    }
                }
                fieldset .choices {
                    legend { (t!(l, "word-for")) }
                    p .hint { (t!(l, "word-for-hint")) }
                    @for purpose in Purpose::ALL {
                        @let usual = matches!(purpose, Purpose::Coordination | Purpose::Referral);
                        (chip("purpose", "checkbox", purpose.name(), usual, say::purpose(l, *purpose)))
                    }
                }
                fieldset .choices {
                    legend { (t!(l, "word-whose")) }
                    @for kind in GrantorKind::ALL {
                        (chip("grantor", "radio", kind.name(), *kind == GrantorKind::Herself, say::grantor(l, *kind)))
                    }
                }
                (line(page, FORM, "grantor_name", &t!(l, "word-grantor-name"), Some(&t!(l, "word-other-hint")), sent))
                (line(page, FORM, "evidence", &t!(l, "word-evidence"), Some(&t!(l, "word-evidence-hint")), sent))
                fieldset .choices {
                    legend { (t!(l, "word-how-given")) }
                    @for channel in Channel::ALL {
                        (chip("channel", "radio", channel.name(), *channel == Channel::Screen, say::captured(l, *channel)))
                    }
                }
                (line(page, FORM, "kept_by", &t!(l, "word-kept-by"), Some(&t!(l, "word-kept-by-hint")), sent))
                fieldset .choices {
                    legend { (t!(l, "word-language")) }
                    @for (code, name) in crate::lang::LANGUAGES {
                        (chip("language", "radio", code, code == l.code, name.to_owned()))
                    }
                }
                (day(page, "on", &t!(l, "word-on"), &sent.text("on").map_or_else(|| view.today.to_string(), str::to_owned)))
                (day(page, "last_day", &t!(l, "word-last-day"), sent.text("last_day").unwrap_or_default()))
                p .note { (t!(l, "word-not-covered")) }
                button .primary type="submit" { (t!(l, "consent-save")) }
            }
        }
    }
}

fn day(page: &Page<'_>, name: &str, label: &str, value: &str) -> Markup {
    let input = html! { input id={ (FORM) "-" (name) } name=(name) type="date" value=(value); };
    field(page, FORM, name, label, None, input)
}
