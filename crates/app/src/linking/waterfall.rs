//! The linkage's reasoning as pages show it.

use kith_linkage::Explanation;

use crate::view::{Waterfall, WaterfallStep};

/// What the linkage says, with codes in place of its words so that pages can say them in their language.
pub(super) fn of(told: Explanation) -> Waterfall {
    Waterfall {
        prior_bits: told.prior,
        steps: told
            .steps
            .into_iter()
            .map(|step| WaterfallStep {
                comparison: code(&step.comparison),
                level: code(&step.level),
                left: step.left,
                right: step.right,
                bits: step.bits,
                running: step.running,
            })
            .collect(),
        total_bits: told.total,
        probability: told.probability,
        constraints: told.constraints.iter().map(|c| code(c)).collect(),
    }
}

/// `Day and month exchanged` as `day-and-month-exchanged`.
fn code(words: &str) -> String {
    let plain: String =
        words.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_codes() {
        assert_eq!(code("household: address, phone, e-mail"), "household-address-phone-e-mail");
        assert_eq!(code("exact"), "exact");
    }
}
