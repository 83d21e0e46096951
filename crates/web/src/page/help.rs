//! Help, in plain words.

use kith_domain::measure::Status;
use maud::{Markup, html};

use super::part;
use crate::layout::{Page, key_list};
use crate::{say, t};

/// The page.
pub fn help(page: &Page<'_>) -> Markup {
    let l = page.l;
    let content = html! {
        div .title { h1 { (t!(l, "help-title")) } p .lead.second { (t!(l, "help-lead")) } }
        section .card aria-labelledby="statuses" {
            h2 #statuses { (t!(l, "help-statuses")) }
            dl .statuses {
                @for status in Status::ALL {
                    div {
                        dt { (part::shape(status)) (l.say(say::status_key(status), &[])) }
                        dd { (l.say(&format!("{}-means", say::status_key(status)), &[])) }
                    }
                }
            }
        }
        section .card aria-labelledby="numbers" {
            h2 #numbers { (t!(l, "help-numbers")) }
            @for key in ["help-interval", "help-gap", "help-withheld", "help-signal", "help-live"] { p { (l.say(key, &[])) } }
        }
        section .card aria-labelledby="acting" {
            h2 #acting { (t!(l, "help-acting")) }
            @for key in ["help-visited", "help-contact", "help-undo", "help-moved"] { p { (l.say(key, &[])) } }
        }
        section .card aria-labelledby="records-people" {
            h2 #records-people { (t!(l, "help-people")) }
            @for key in ["help-people-one", "help-people-review", "help-people-undo"] { p { (l.say(key, &[])) } }
        }
        section .card aria-labelledby="keyboard" {
            h2 #keyboard { (t!(l, "keys-title")) }
            p { (t!(l, "help-keys")) }
            (key_list(l))
        }
        section .card aria-labelledby="who-sees" {
            h2 #who-sees { (t!(l, "help-who")) }
            dl .facts {
                @for role in kith_domain::access::Role::ALL {
                    @let key = crate::layout::role_key(role);
                    div { dt { (l.say(key, &[])) } dd { (l.say(&format!("{key}-sees"), &[])) } }
                }
            }
            p { (t!(l, "help-audit")) }
        }
    };
    page.render(&t!(l, "nav-help"), None, content)
}
