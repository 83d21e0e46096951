//! Why a subject stands where it does, for the dyad page: the measure's own words.

use std::sync::Arc;

use kith_app::Question;
use kith_measures::explain::{Details, Event, Language, Topic, explain};
use kith_measures::programme::Programme;

/// Explains outcomes by the programme's measures.
pub struct Explainer {
    pub programme: Arc<Programme>,
}

impl kith_app::Explainer for Explainer {
    fn why(&self, question: &Question<'_>, language: &str) -> Vec<String> {
        let Some(measure) = self.programme.measure(&question.outcome.measure) else { return Vec::new() };
        let events =
            question.events.iter().map(|(record, on)| Event { record: *record, on: *on, inpatient: false });
        let details = Details { starts_on: question.from, events: events.collect(), ..Details::default() };
        let explanation =
            explain(measure, question.outcome, &details, question.as_of, Language::of(language));
        // The page says what the measure asks in its title.
        explanation.lines.into_iter().filter(|line| line.topic != Topic::Asks).map(|line| line.text).collect()
    }
}
