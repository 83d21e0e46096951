//! Courses of cases as rows: the case, each asking of a service, and what happened, a row each.
//!
//! What three sides say of one asking is put together by `domain::referral::connection` and by nothing else: a query reads
//! when that changed. An instant lies on the day that the network's time zone says.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, time};
use kith_domain::course::{Attempt, Course};
use kith_domain::fact::Coding;
use kith_domain::follow_up::CameOf;
use kith_domain::id::{OrganizationId, PersonId, RecordId, SubjectId};
use kith_domain::reach::spoke_with_her;
use kith_domain::referral::{Connection, State};

use super::{CodedBy, EventRow, Human, Story, Strata, World, concept, strata};

/// A case of the front door.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRow {
    /// What measures of cases count.
    pub subject: SubjectId,
    /// Her.
    pub person: PersonId,
    /// The first form.
    pub record: RecordId,
    /// Who sent it.
    pub organization: Option<OrganizationId>,
    /// When it came, by the network's clock.
    pub opened: DateTime,
    /// By when she was to be contacted.
    pub contact_by: DateTime,
    /// When it was closed, and why.
    pub closed: Option<(DateTime, &'static str)>,
    /// The tier that the rules give: `Tier 1` to `Tier 3`.
    pub tier: &'static str,
    /// When somebody set another by hand, and whether it is `raised`, `lowered` or the `same`.
    pub overridden: Option<(DateTime, &'static str)>,
    /// Strata, as of the day on which the form came.
    pub strata: Strata,
}

/// The asking of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferralRow {
    /// What measures of referrals count.
    pub subject: SubjectId,
    /// Her.
    pub person: PersonId,
    /// The case.
    pub case: SubjectId,
    /// The first form of the case.
    pub record: RecordId,
    /// Who sent that form.
    pub organization: Option<OrganizationId>,
    /// The service.
    pub service: String,
    /// What kind of service.
    pub kind: String,
    /// When it was asked.
    pub sent: DateTime,
    /// Strata, as of the day on which it was asked.
    pub strata: Strata,
}

/// A thing that was handed out.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoutRow {
    /// What measures of goods count.
    pub subject: SubjectId,
    /// To whom.
    pub person: PersonId,
    /// Her case.
    pub case: SubjectId,
    /// The first form of the case.
    pub record: RecordId,
    /// Who sent that form.
    pub organization: Option<OrganizationId>,
    /// What kind of thing.
    pub goods: String,
    /// When.
    pub given: Date,
    /// When somebody asked how it goes.
    pub asked: Option<Date>,
    /// When it was given back.
    pub returned: Option<Date>,
    /// Strata, as of the day on which it was handed out.
    pub strata: Strata,
}

/// Something that happened in a case.
#[derive(Debug, Clone, PartialEq)]
pub struct StepRow {
    /// Her.
    pub person: PersonId,
    /// The case.
    pub case: SubjectId,
    /// Its place among steps: of two of one referral in one minute, the later has the greater.
    pub seq: i64,
    /// The referral, where it is a step of one.
    pub referral: Option<SubjectId>,
    /// The form that says so, or else the first form of the case.
    pub record: RecordId,
    /// When.
    pub at: DateTime,
    /// What: `attempt`, `contact`, `form`, `positive`, `followed_up`, `treated`, `connection`, `word`, or the state of a
    /// referral.
    pub what: &'static str,
    /// What came of it, which form, why: as `what` has it.
    pub detail: String,
}

/// That somebody was taught about safe sleep, as care given on that day: a hospital that sends records says it with the
/// same code.
pub(super) fn taught(world: &World, story: &mut Story) {
    for &(person, on) in world.input.taught {
        let Some((stated, _)) = world.people.get(&person).and_then(|human| human.records.first()) else {
            continue;
        };
        let code = Coding::new(KITH, "safe-sleep-education");
        let concept = concept(&mut story.concepts, &code);
        story.events.push(EventRow {
            person,
            record: stated.record,
            starts: Some(on.into()),
            ends: None,
            at: None,
            with_encounter: false,
            class: None,
            inpatient: false,
            concept: Some(concept),
            coded_by: Some(CodedBy::Procedure),
        });
    }
}

/// The URI of codes that no outside system has.
const KITH: &str = "urn:kith:code";

/// The rows of every course.
pub(super) fn rows(world: &World, story: &mut Story) {
    let mut courses: Vec<&Course> = world.input.courses.iter().collect();
    courses.sort_by_key(|c| c.case);
    for course in courses {
        Telling { world, course, human: world.people.get(&course.person) }.rows(story);
    }
}

struct Telling<'a> {
    world: &'a World<'a>,
    course: &'a Course,
    human: Option<&'a Human<'a>>,
}

impl Telling<'_> {
    fn at(&self, at: Timestamp) -> DateTime {
        at.to_zoned(self.world.input.zone.clone()).datetime()
    }

    fn strata(&self, on: Date) -> Strata {
        self.human.map(|human| strata::of_mother(self.world, human, on.into())).unwrap_or_default()
    }

    fn rows(&self, story: &mut Story) {
        let course = self.course;
        let opened = self.at(course.opened_at);
        story.cases.push(CaseRow {
            subject: SubjectId(course.case.0),
            person: course.person,
            record: course.record,
            organization: course.organization,
            opened,
            contact_by: self.at(course.contact_by),
            closed: course.closed.map(|(at, reason)| (self.at(at), reason.name())),
            tier: TIERS[course.assessed as usize],
            overridden: course.overridden.map(|(tier, at)| {
                let which = match tier.cmp(&course.assessed) {
                    std::cmp::Ordering::Less => "raised",
                    std::cmp::Ordering::Equal => "same",
                    std::cmp::Ordering::Greater => "lowered",
                };
                (self.at(at), which)
            }),
            strata: self.strata(opened.date()),
        });
        self.attempts(story);
        self.screening(story);
        self.askings(story);
        self.handouts(story);
    }

    fn step(&self, story: &mut Story, at: DateTime, what: &'static str, detail: &str, of: Of) {
        story.steps.push(StepRow {
            person: self.course.person,
            case: SubjectId(self.course.case.0),
            seq: story.steps.len() as i64,
            referral: of.referral,
            record: of.record.unwrap_or(self.course.record),
            at,
            what,
            detail: detail.to_owned(),
        });
    }

    /// An attempt that was written down on a later day was made some time on its own.
    fn attempts(&self, story: &mut Story) {
        for Attempt { at, on, outcome, .. } in &self.course.attempts {
            let at = self.at(*at);
            let at = if at.date() == *on { at } else { on.to_datetime(time(23, 59, 0, 0)) };
            self.step(story, at, "attempt", outcome.name(), Of::default());
            if spoke_with_her(*outcome) {
                self.step(story, at, "contact", outcome.name(), Of::default());
            }
        }
    }

    fn screening(&self, story: &mut Story) {
        for form in &self.course.forms {
            let of = Of { record: Some(form.record), ..Of::default() };
            self.step(story, self.at(form.at), "form", &form.form, of);
        }
        for task in &self.course.tasks {
            let form = task.record.and_then(|record| self.course.forms.iter().find(|f| f.record == record));
            let Some(form) = form.filter(|_| task.kind.starts_with("screening:")) else { continue };
            let of = Of { record: Some(form.record), ..Of::default() };
            self.step(story, self.at(task.made_at), "positive", &form.form, of);
            let Some(done) = task.done_at.map(|done| self.at(done)) else { continue };
            // What was closed before anybody was asked what came of it was followed up.
            if task.outcome.is_none_or(CameOf::is_followed_up) {
                self.step(story, done, "followed_up", &form.form, of);
            }
            if task.outcome.is_some_and(CameOf::is_treated) {
                self.step(story, done, "treated", &form.form, of);
            }
        }
    }

    fn handouts(&self, story: &mut Story) {
        for handout in &self.course.handouts {
            let given = self.at(handout.at).date();
            story.handouts.push(HandoutRow {
                subject: SubjectId(handout.item),
                person: self.course.person,
                case: SubjectId(self.course.case.0),
                record: self.course.record,
                organization: self.course.organization,
                goods: handout.kind.clone(),
                given,
                asked: handout.asked_at.map(|at| self.at(at).date()),
                returned: handout.returned_at.map(|at| self.at(at).date()),
                strata: self.strata(given),
            });
        }
    }

    fn askings(&self, story: &mut Story) {
        for asking in &self.course.askings {
            let Some(first) = asking.said.first() else { continue };
            let sent = self.at(first.at);
            let subject = SubjectId(asking.referral.0);
            story.referrals.push(ReferralRow {
                subject,
                person: self.course.person,
                case: SubjectId(self.course.case.0),
                record: self.course.record,
                organization: self.course.organization,
                service: asking.service.clone(),
                kind: asking.kind.clone(),
                sent,
                strata: self.strata(sent.date()),
            });
            let of = Of { referral: Some(subject), record: None };
            for said in &asking.said {
                if !said.step {
                    self.step(story, self.at(said.at), "word", said.side.name(), of);
                    continue;
                }
                let (at, reason) = (self.at(said.at), said.reason.as_deref().unwrap_or_default());
                self.step(story, at, said.state.name(), reason, of);
                if said.state == State::Reached {
                    self.step(story, at, "contact", "service", of);
                }
            }
            for (at, connection) in asking.connections() {
                let said = match connection {
                    Connection::Open => "open",
                    Connection::Connected => "connected",
                    Connection::NotConnected => "not_connected",
                    Connection::Disputed => "disputed",
                };
                self.step(story, self.at(at), "connection", said, of);
            }
        }
    }
}

/// What a step belongs to, beside its case.
#[derive(Debug, Clone, Copy, Default)]
struct Of {
    referral: Option<SubjectId>,
    record: Option<RecordId>,
}

/// The tiers, by how soon.
pub const TIERS: [&str; 3] = ["Tier 1", "Tier 2", "Tier 3"];
