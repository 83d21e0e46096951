//! Telephone numbers: when two are one, and how she wants hers used.

use serde::{Deserialize, Serialize};

/// Digits by which a number is known: the last ones, so that a country's prefix or a leading zero does not matter.
const KNOWN_BY: usize = 10;

/// By what a number is known however it is written: its last ten digits, or all where there are fewer.
pub fn key(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().saturating_sub(KNOWN_BY);
    digits[from..].to_owned()
}

/// Whether two numbers ring one telephone. What has no digit is no number.
pub fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (key(a), key(b));
    !a.is_empty() && a == b
}

/// How a number may be used, as she said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneWish {
    /// Calls, and a message for her; no texts.
    Call,
    /// Texts too.
    Text,
    /// Calls; no message is left, and no text sent.
    CallNoMessage,
    /// Not at all.
    DoNotUse,
}

named! {
    PhoneWish { Call = "call", Text = "text", CallNoMessage = "call_no_message", DoNotUse = "do_not_use" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_one_however_it_is_written() {
        let check = |a, b, expected| assert_eq!(is_same(a, b), expected, "{a} {b}");
        check("555-555-0189", "+1 (555) 555-0189", true);
        check("020 7946 0958", "+44 20 7946 0958", true);
        check("555-555-0189", "555-555-0190", false);
        check("0189", "555-555-0189", false);
        check("0189", "01-89", true);
        check("", "", false);
        check("none", "none", false);
    }

    proptest! {
        /// One number is the same as another whatever stands between, and two equal to a third are equal.
        #[test]
        fn being_one_number_is_an_equivalence(a in "[0-9]{1,13}", b in "[0-9]{1,13}", c in "[0-9]{1,13}") {
            let spaced: String = a.chars().flat_map(|d| [d, '-']).collect();
            prop_assert!(is_same(&a, &spaced));
            prop_assert_eq!(is_same(&a, &b), is_same(&b, &a));
            if is_same(&a, &b) && is_same(&b, &c) {
                prop_assert!(is_same(&a, &c));
            }
        }
    }
}
