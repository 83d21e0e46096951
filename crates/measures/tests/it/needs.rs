//! Boundary cases of social needs, through the real engine.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kith_domain::course::{Asking, Course, FormIn, Said, Todo};
use kith_domain::fact::Reference;
use kith_domain::id::{CaseId, PersonId, RecordId, ReferralId};
use kith_domain::measure::Status;
use kith_domain::priority::Tier;
use kith_domain::referral::{Side, State, Word};

use crate::library::Case;
use crate::world::{LATER, World, day};

/// So many days after the first form.
fn at(days: i32) -> Timestamp {
    let on = day("2025-06-06").saturating_add(days.days());
    on.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

/// A case whose form about social needs came on its first day.
struct Needs(Course);

impl Needs {
    fn asked_on(days: i32) -> Self {
        let form =
            |days, form: &str, record| FormIn { at: at(days), form: form.into(), record: RecordId(record) };
        Self(Course {
            case: CaseId(7),
            person: PersonId(0),
            record: RecordId(900),
            organization: None,
            opened_at: at(0),
            contact_by: at(3),
            closed: None,
            assessed: Tier::Second,
            overridden: None,
            attempts: Vec::new(),
            forms: vec![form(0, "prenatal_risk_assessment", 900), form(days, "ahc_hrsn", 901)],
            tasks: Vec::new(),
            askings: Vec::new(),
            handouts: Vec::new(),
        })
    }

    /// A positive answer with which she wants help: somebody has to look for it.
    fn wants_help(mut self) -> Self {
        let record = Some(RecordId(901));
        self.0.tasks.push(Todo {
            made_at: at(0),
            done_at: None,
            kind: "screening:need".into(),
            record,
            outcome: None,
        });
        self
    }

    /// A service of a kind is asked the day after, and says these things on so many days after the form.
    fn service(mut self, kind: &str, steps: &[(i32, Side, State)]) -> Self {
        let said = |days, side, state| Said { at: at(days), side, state, reason: None, step: true };
        let mut all = vec![said(1, Side::Sender, State::Sent)];
        all.extend(steps.iter().map(|(days, side, state)| said(*days, *side, *state)));
        self.0.askings.push(Asking {
            referral: ReferralId(70 + self.0.askings.len() as i64),
            service: format!("The {kind} place"),
            kind: kind.into(),
            said: all,
            sender: Word::default(),
            herself: Word::default(),
        });
        self
    }

    fn stands(self, measure: &str) -> Vec<Status> {
        let mut world = World::default();
        world.mother("m");
        world.courses.push((Reference("Patient/m".into()), self.0));
        world.run(measure, LATER).into_iter().map(|seen| seen.outcome.status).collect()
    }
}

use Status::{Excluded, Met, NotMet};

const RECEIVED: (Side, State) = (Side::Receiver, State::InService);

/// The cases of the file that are tested here.
pub const CASES: [Case; 4] = [
    ("sdoh_screen", "food positive, accepts help, food received day 40", "met", || {
        let food = |day| {
            let case = Needs::asked_on(0).wants_help().service("food", &[(day, RECEIVED.0, RECEIVED.1)]);
            case.stands("sdoh_need_met")
        };
        assert_eq!(food(40), [Met]);
        assert_eq!(food(60), [Met]);
        assert_eq!(food(61), [NotMet]);
    }),
    ("sdoh_screen", "food positive, declines help", "not in need-met denominator", || {
        assert_eq!(Needs::asked_on(0).stands("sdoh_need_met"), []);
        assert_eq!(Needs::asked_on(0).stands("sdoh_screen"), [Met]);
        // She changes her mind after the service was asked.
        let no = [(5, Side::Client, State::Declined)];
        assert_eq!(Needs::asked_on(0).wants_help().service("food", &no).stands("sdoh_need_met"), [Excluded]);
    }),
    ("sdoh_screen", "two domains positive, one met", "1 of 2 domain-needs met", || {
        let two = Needs::asked_on(0).wants_help().wants_help();
        let two = two.service("food", &[(40, RECEIVED.0, RECEIVED.1)]).service("housing", &[]);
        assert_eq!(two.stands("sdoh_need_met"), [Met, NotMet]);
    }),
    ("sdoh_screen", "tool answered 'prefer not to answer' throughout", "screened, result unknown", || {
        // The form came and asked nobody to act: she was asked, and there is no need that could be met or not.
        assert_eq!(Needs::asked_on(60).stands("sdoh_screen"), [Met]);
        assert_eq!(Needs::asked_on(60).stands("sdoh_need_met"), []);
        assert_eq!(Needs::asked_on(61).stands("sdoh_screen"), [NotMet]);
    }),
];

rows! {
    a_need_that_was_met = 0;
    she_wants_no_help = 1;
    each_need_by_itself = 2;
    she_prefers_not_to_answer = 3;
}

#[test]
fn a_second_service_of_a_kind_is_about_the_same_need() {
    let refused = (3, Side::Receiver, State::Returned);
    let two = Needs::asked_on(0).wants_help().service("food", &[refused]);
    assert_eq!(two.service("food", &[(30, RECEIVED.0, RECEIVED.1)]).stands("sdoh_need_met"), [Met]);
    // Home visiting is no answer to a need, and a service that nobody's answers asked for is none either.
    let visits = Needs::asked_on(0).wants_help().service("home_visiting", &[]);
    assert_eq!(visits.stands("sdoh_need_met"), []);
    assert_eq!(Needs::asked_on(0).service("food", &[]).stands("sdoh_need_met"), []);
}
